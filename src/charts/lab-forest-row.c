/* lab-forest-row.c: one row of a forest by itself, and the scale they share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-forest-row.h"

#include <math.h>

#include "lab-paint-private.h"
#include "lab-text-private.h"

/* em left free at both ends, so that marks and labels there are whole. */
#define INSET 0.8

double
lab_forest_row_place (const LabAxis *axis,
                      double         value,
                      double         em,
                      double         width)
{
  double inset = INSET * em;
  double position = lab_axis_to_position (axis, value);

  return inset + CLAMP (position, 0, 1) * MAX (0, width - 2 * inset);
}

static LabColor
find_color (const LabForestMark *mark,
            const LabPalette    *palette)
{
  if (mark->baseline || mark->faint || !(mark->low > 0 || mark->high < 0))
    return lab_palette_get_slot (palette, LAB_PALETTE_BASELINE);
  return lab_color_from_rgb (mark->low > 0 ? palette->saves : palette->costs_more);
}

static LabColor
foreground (const LabPalette *palette,
            double            alpha)
{
  return lab_color_with_alpha (lab_color_from_rgb (palette->foreground), alpha);
}

static void
draw_grid (cairo_t          *cr,
           const LabAxis    *axis,
           const LabPalette *palette,
           double            em,
           double            width,
           double            height)
{
  const double dash[] = { em * 0.22, em * 0.22 };

  for (guint i = 0; i < axis->ticks->len; i++)
    {
      const LabTick *tick = &g_array_index (axis->ticks, LabTick, i);
      double x = lab_forest_row_place (axis, tick->value, em, width);

      if (tick->value == 0)
        continue;
      lab_paint_set_color (cr, foreground (palette, palette->grid_alpha));
      lab_paint_hairline (cr, x, 0, x, height);
    }
  if (axis->low > 0 || axis->high < 0)
    return;
  lab_paint_set_color (cr, foreground (palette, palette->tick_alpha));
  cairo_set_dash (cr, dash, 2, 0);
  lab_paint_hairline (cr, lab_forest_row_place (axis, 0, em, width), 0,
                      lab_forest_row_place (axis, 0, em, width), height);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* A cap where the interval ends, an arrow where only the axis does. */
static void
draw_end (cairo_t       *cr,
          const LabAxis *axis,
          double         value,
          double         x,
          double         middle,
          double         cap)
{
  double way = value > axis->high ? -1 : 1;

  if (value >= axis->low && value <= axis->high)
    {
      cairo_move_to (cr, x, middle - cap);
      cairo_line_to (cr, x, middle + cap);
      return;
    }
  cairo_move_to (cr, x + way * cap, middle - cap);
  cairo_line_to (cr, x, middle);
  cairo_line_to (cr, x + way * cap, middle + cap);
}

static void
draw_interval (cairo_t             *cr,
               const LabAxis       *axis,
               const LabForestMark *mark,
               const LabPalette    *palette,
               double               em,
               double               width,
               double               middle)
{
  double low = lab_forest_row_place (axis, mark->low, em, width);
  double high = lab_forest_row_place (axis, mark->high, em, width);

  cairo_set_line_width (cr, palette->line_width);
  if (mark->baseline)
    lab_paint_set_dash (cr, LAB_PALETTE_BASELINE, palette->line_width);
  cairo_move_to (cr, low, middle);
  cairo_line_to (cr, high, middle);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  draw_end (cr, axis, mark->low, low, middle, em * 0.35);
  draw_end (cr, axis, mark->high, high, middle, em * 0.35);
  cairo_stroke (cr);
}

void
lab_forest_row_draw (cairo_t             *cr,
                     const LabAxis       *axis,
                     const LabForestMark *mark,
                     const LabPalette    *palette,
                     double               em,
                     double               width,
                     double               height)
{
  LabColor background = lab_color_from_rgb (palette->background);
  double middle = round (height / 2);
  gboolean apart;

  g_return_if_fail (cr != NULL && axis != NULL && mark != NULL && palette != NULL);

  cairo_save (cr);
  draw_grid (cr, axis, palette, em, width, height);
  apart = mark->low > 0 || mark->high < 0;
  lab_paint_set_color (cr, find_color (mark, palette));
  if (isfinite (mark->low) && isfinite (mark->high))
    draw_interval (cr, axis, mark, palette, em, width, middle);
  if (isfinite (mark->value))
    lab_paint_marker (cr, mark->baseline ? LAB_MARKER_RING : LAB_MARKER_SQUARE,
                      lab_forest_row_place (axis, mark->value, em, width), middle, em * 0.7,
                      find_color (mark, palette), apart && !mark->baseline ? NULL : &background);
  cairo_restore (cr);
}

static double
place_label (const LabAxis *axis,
             const LabText *text,
             guint          index,
             double         em,
             double         width,
             double        *half)
{
  const LabTick *tick = &g_array_index (axis->ticks, LabTick, index);
  double x = lab_forest_row_place (axis, tick->value, em, width);

  *half = lab_text_get_width (text, LAB_TEXT_SMALL, tick->label) / 2;
  return CLAMP (x, *half, MAX (*half, width - *half));
}

static guint
find_zero (const LabAxis *axis)
{
  for (guint i = 0; i < axis->ticks->len; i++)
    if (g_array_index (axis->ticks, LabTick, i).value == 0)
      return i;
  return 0;
}

static gboolean
has_room (const LabAxis *axis,
          const LabText *text,
          guint          first,
          guint          stride,
          double         em,
          double         width)
{
  double end = -width;

  for (guint i = first; i < axis->ticks->len; i += stride)
    {
      double half, at = place_label (axis, text, i, em, width, &half);

      if (at - half < end + em / 2)
        return FALSE;
      end = at + half;
    }
  return TRUE;
}

/* Where not all labels have room, every second has one, or every third:
 * counted so that zero's is among them. */
void
lab_forest_axis_draw (cairo_t          *cr,
                      const LabAxis    *axis,
                      const LabPalette *palette,
                      const char       *font,
                      double            em,
                      double            width,
                      double            height)
{
  guint stride = 1, zero;
  LabText *text;

  g_return_if_fail (cr != NULL && axis != NULL && palette != NULL);

  text = lab_text_new (font, em, FALSE);
  zero = find_zero (axis);
  while (stride < axis->ticks->len && !has_room (axis, text, zero % stride, stride, em, width))
    stride++;
  cairo_save (cr);
  for (guint i = zero % stride; i < axis->ticks->len; i += stride)
    {
      double half, at = place_label (axis, text, i, em, width, &half);

      lab_text_draw (text, cr, LAB_TEXT_SMALL, g_array_index (axis->ticks, LabTick, i).label,
                     foreground (palette, palette->tick_alpha), at, 0, 0.5, -1, 1);
    }
  cairo_restore (cr);
  lab_text_free (text);
}
