/* lab-paint.c: markers, dashes and hatches
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-paint-private.h"

#include <math.h>

void
lab_paint_set_color (cairo_t *cr,
                     LabColor color)
{
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
}

void
lab_paint_add_rect (cairo_t *cr,
                    LabRect  rect)
{
  cairo_rectangle (cr, rect.x, rect.y, rect.width, rect.height);
}

void
lab_paint_hairline (cairo_t *cr,
                    double   x1,
                    double   y1,
                    double   x2,
                    double   y2)
{
  if (x1 == x2)
    x1 = x2 = floor (x1) + 0.5;
  if (y1 == y2)
    y1 = y2 = floor (y1) + 0.5;
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, x1, y1);
  cairo_line_to (cr, x2, y2);
  cairo_stroke (cr);
}

void
lab_paint_set_dash (cairo_t *cr,
                    int      slot,
                    double   width)
{
  int n;
  const double *dash = lab_palette_get_dash (slot, &n);
  double scaled[4];

  /* The lengths were measured for a line of 2 px. */
  for (int i = 0; i < n; i++)
    scaled[i] = dash[i] * width / 2;
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_dash (cr, scaled, n, 0);
}

static void
add_slants (cairo_t *cr,
            LabRect  extents,
            double   spacing,
            gboolean rising)
{
  double height = extents.height;
  double first = floor ((extents.x - height) / spacing) * spacing;

  /* On one grid for the whole picture, so that neighbours join. */
  for (double x = first; x < extents.x + extents.width + height; x += spacing)
    {
      double shift = fmod (rising ? -(extents.y + height) : extents.y, spacing);

      cairo_move_to (cr, x + shift, rising ? extents.y + height : extents.y);
      cairo_line_to (cr, x + shift + height, rising ? extents.y : extents.y + height);
    }
}

static void
add_dots (cairo_t *cr,
          LabRect  extents,
          double   spacing,
          double   radius)
{
  double top = floor (extents.y / spacing) * spacing;
  double left = floor (extents.x / spacing) * spacing;

  for (double y = top; y < extents.y + extents.height + spacing; y += spacing)
    for (double x = left; x < extents.x + extents.width + spacing; x += spacing)
      cairo_rectangle (cr, x - radius, y - radius, 2 * radius, 2 * radius);
}

void
lab_paint_hatch (cairo_t *cr,
                 LabHatch hatch,
                 LabRect  extents,
                 double   spacing,
                 double   width,
                 LabColor color)
{
  cairo_save (cr);
  cairo_clip (cr);
  lab_paint_set_color (cr, color);
  cairo_set_line_width (cr, width);
  cairo_set_dash (cr, NULL, 0, 0);
  if (hatch == LAB_HATCH_DOTS)
    {
      add_dots (cr, extents, spacing, width * 0.7);
      cairo_fill (cr);
    }
  else
    {
      add_slants (cr, extents, spacing, hatch == LAB_HATCH_RISING);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}

static void
add_marker_path (cairo_t  *cr,
                 LabMarker marker,
                 double    x,
                 double    y,
                 double    r)
{
  double up = marker == LAB_MARKER_TRIANGLE_UP ? -1 : 1;
  double arm = r * 0.36;

  switch (marker)
    {
    case LAB_MARKER_SQUARE:
      cairo_rectangle (cr, x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r);
      break;
    case LAB_MARKER_TRIANGLE_UP:
    case LAB_MARKER_TRIANGLE_DOWN:
      cairo_move_to (cr, x, y + up * 1.15 * r);
      cairo_line_to (cr, x + 1.1 * r, y - up * 0.8 * r);
      cairo_line_to (cr, x - 1.1 * r, y - up * 0.8 * r);
      cairo_close_path (cr);
      break;
    case LAB_MARKER_DIAMOND:
      cairo_move_to (cr, x, y - 1.25 * r);
      cairo_line_to (cr, x + 1.25 * r, y);
      cairo_line_to (cr, x, y + 1.25 * r);
      cairo_line_to (cr, x - 1.25 * r, y);
      cairo_close_path (cr);
      break;
    case LAB_MARKER_PLUS:
      cairo_rectangle (cr, x - arm, y - 1.2 * r, 2 * arm, 1.2 * r - arm);
      cairo_rectangle (cr, x - 1.2 * r, y - arm, 2.4 * r, 2 * arm);
      cairo_rectangle (cr, x - arm, y + arm, 2 * arm, 1.2 * r - arm);
      break;
    case LAB_MARKER_CIRCLE:
    case LAB_MARKER_RING:
    default:
      cairo_arc (cr, x, y, r, 0, 2 * G_PI);
      cairo_close_path (cr);
      break;
    }
}

void
lab_paint_marker (cairo_t        *cr,
                  LabMarker       marker,
                  double          x,
                  double          y,
                  double          size,
                  LabColor        color,
                  const LabColor *hollow)
{
  cairo_new_path (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  if (hollow == NULL)
    {
      add_marker_path (cr, marker, x, y, size / 2);
      lab_paint_set_color (cr, color);
      cairo_fill (cr);
      return;
    }
  add_marker_path (cr, marker, x, y, size / 2);
  lab_paint_set_color (cr, *hollow);
  cairo_fill_preserve (cr);
  lab_paint_set_color (cr, color);
  cairo_set_line_width (cr, MAX (1.2, size / 5));
  cairo_stroke (cr);
}

void
lab_paint_unknown (cairo_t *cr,
                   LabRect  rect,
                   double   em,
                   LabColor color)
{
  const double dash[] = { em * 0.25, em * 0.18 };

  lab_paint_add_rect (cr, rect);
  lab_paint_hatch (cr, LAB_HATCH_FALLING, rect, em * 0.4, 1, color);
  if (rect.width <= 1 || rect.height <= 1)
    return;
  cairo_rectangle (cr, rect.x + 0.5, rect.y + 0.5, rect.width - 1, rect.height - 1);
  lab_paint_set_color (cr, color);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dash, 2, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}
