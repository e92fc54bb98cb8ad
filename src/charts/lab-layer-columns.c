/* lab-layer-columns.c: columns, bins, steps and cells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-picture-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FAINT 0.3

/* One filled rectangle: solid when it is known, hatched when it is
 * estimated, outlined when its period is not over. */
static void
draw_filled (const LabChartPicture *self,
             cairo_t               *cr,
             LabRect                rect,
             LabColor               color,
             LabPointFlags          flags)
{
  gboolean solid = !(flags & (LAB_POINT_ESTIMATED | LAB_POINT_PARTIAL));
  const double dash[] = { self->em * 0.3, self->em * 0.2 };

  lab_paint_add_rect (cr, rect);
  lab_paint_set_color (cr, solid ? color : lab_color_with_alpha (color, FAINT));
  cairo_fill (cr);
  if (solid)
    return;
  if (flags & LAB_POINT_ESTIMATED)
    {
      lab_paint_add_rect (cr, rect);
      lab_paint_hatch (cr, LAB_HATCH_RISING, rect, self->em * 0.45, self->em * 0.12, color);
    }
  if (rect.width <= 2 || rect.height <= 2)
    return;
  cairo_rectangle (cr, rect.x + 1, rect.y + 1, rect.width - 2, rect.height - 2);
  lab_paint_set_color (cr, color);
  cairo_set_line_width (cr, 2);
  if (flags & LAB_POINT_PARTIAL)
    cairo_set_dash (cr, dash, 2, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* Zero is a tick on the line, so that it and the unknown look different. */
static void
draw_zero_tick (cairo_t *cr,
                LabRect  rect,
                LabColor color)
{
  cairo_rectangle (cr, rect.x, rect.y - 1, rect.width, 2);
  lab_paint_set_color (cr, color);
  cairo_fill (cr);
}

/* What has no price stands hatched on top: how much it is nobody knows, so
 * its height is always the same. */
static void
draw_unknown_tops (const LabChartPicture *self,
                   cairo_t               *cr)
{
  const LabChartModel *model = self->model;
  guint n = model->categories->len;
  g_autofree double *tops = g_new0 (double, MAX (n, 1));
  g_autofree gboolean *unknown = g_new0 (gboolean, MAX (n, 1));

  for (guint s = 0; s < model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (model, s);

      for (gsize i = 0; lab_picture_shows (self, s) && i < series->n; i++)
        {
          guint place;

          if (!(series->x[i] >= 0 && series->x[i] < n))
            continue;
          place = (guint) series->x[i];
          if (isnan (series->y[i]) || (lab_series_get_flags (series, i) & LAB_POINT_UNPRICED))
            unknown[place] = TRUE;
          if (series->y[i] > 0)
            tops[place] = MAX (tops[place], lab_picture_get_base (self, s, i) + series->y[i]);
        }
    }
  for (guint i = 0; i < n; i++)
    if (unknown[i])
      {
        double middle, thickness, half, x, y;
        LabRect rect;

        lab_picture_get_band (self, i, &middle, &thickness);
        lab_picture_place (self, i, tops[i], &x, &y);
        half = MIN (thickness * 0.7, 4 * self->em) / 2;
        rect = (LabRect) { round (middle - half), 0, MAX (round (2 * half), 1), 0 };
        rect.y = MAX (round (y - self->em), self->plot.y - self->line * 0.5);
        rect.height = MAX (round (y) - rect.y - 1, 3);
        lab_paint_unknown (cr, rect, self->em, lab_picture_get_foreground (self, 0.75));
      }
}

void
lab_layer_columns (const LabChartPicture *self,
                   cairo_t               *cr)
{
  const LabChartModel *model = self->model;

  for (guint s = 0; s < model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (model, s);
      LabColor color = lab_picture_get_series_color (self, series);

      for (gsize i = 0; i < series->n; i++)
        {
          LabPointRef point = { s, i };
          LabRect rect;

          if (!lab_picture_get_rect (self, point, &rect))
            continue;
          if (series->y[i] == 0 && lab_picture_get_base (self, s, i) == 0)
            {
              if (model->kind == LAB_CHART_COLUMNS)
                draw_zero_tick (cr, rect, color);
              continue;
            }
          /* A hairline parts what is stacked. */
          if (lab_picture_get_base (self, s, i) != 0 && rect.height > 2)
            {
              rect.y += series->y[i] < 0 ? 1 : 0;
              rect.height -= 1;
            }
          draw_filled (self, cr, rect, color, lab_series_get_flags (series, i));
        }
    }
  if (model->kind == LAB_CHART_COLUMNS)
    draw_unknown_tops (self, cr);
}

/* Costs less is blue and points down, costs more is orange and points up. */
static LabColor
get_step_color (const LabChartPicture *self,
                const LabSeries       *series,
                gsize                  index)
{
  const LabPalette *palette = self->style.palette;

  if (lab_series_get_flags (series, index) & LAB_POINT_TOTAL)
    return lab_palette_get_slot (palette, LAB_PALETTE_BASELINE);
  return lab_color_from_rgb (series->y[index] < 0 ? palette->saves : palette->costs_more);
}

static char *
format_step (const LabChartPicture *self,
             const LabSeries       *series,
             gsize                  index)
{
  LabPointFlags flags = lab_series_get_flags (series, index);
  g_autofree char *amount = lab_chart_model_format_value (self->model, series->y[index], flags);

  if ((flags & LAB_POINT_TOTAL) || series->y[index] == 0)
    return g_steal_pointer (&amount);
  return g_strdup_printf ("%s\u00a0%s", series->y[index] < 0 ? "▼" : "▲", amount);
}

static void
draw_step_label (const LabChartPicture *self,
                 cairo_t               *cr,
                 const LabSeries       *series,
                 gsize                  index,
                 LabRect                rect)
{
  g_autofree char *text = format_step (self, series, index);
  double middle, thickness, y;

  lab_picture_get_band (self, (guint) series->x[index], &middle, &thickness);
  if (self->bare || lab_text_get_width (self->text, LAB_TEXT_SMALL, text) > thickness * 1.08)
    return;
  y = rect.y - self->line / 2 - 1;
  lab_picture_draw_label (self, cr, text, middle, MAX (y, self->line / 2), 0.5);
}

void
lab_layer_waterfall (const LabChartPicture *self,
                     cairo_t               *cr)
{
  const LabSeries *series;
  double level = NAN, right = 0;

  if (self->model->series->len == 0)
    return;
  series = lab_chart_model_get_series (self->model, 0);
  for (gsize i = 0; i < series->n; i++)
    {
      LabPointRef point = { 0, i };
      LabRect rect;
      double x, y;

      if (!lab_picture_get_rect (self, point, &rect))
        continue;
      /* A hairline leads from where the last step ended to this one. */
      if (!isnan (level))
        {
          lab_paint_set_color (cr, lab_picture_get_foreground (self, 0.6));
          lab_paint_hairline (cr, right, level, rect.x, level);
        }
      draw_filled (self, cr, rect, get_step_color (self, series, i),
                   lab_series_get_flags (series, i));
      lab_picture_place (self, series->x[i], lab_picture_get_base (self, 0, i) + series->y[i], &x,
                         &y);
      level = y;
      right = rect.x + rect.width;
    }
  for (gsize i = 0; i < series->n; i++)
    {
      LabPointRef point = { 0, i };
      LabRect rect;

      if (lab_picture_get_rect (self, point, &rect))
        draw_step_label (self, cr, series, i, rect);
    }
}

static void
draw_cell (const LabChartPicture *self,
           cairo_t               *cr,
           const LabSeries       *series,
           gsize                  index,
           LabRect                rect,
           double                 share)
{
  LabColor fill = lab_palette_get_shade (self->style.palette, share);
  g_autofree char *text = NULL;

  lab_paint_add_rect (cr, rect);
  lab_paint_set_color (cr, fill);
  cairo_fill (cr);
  text = lab_chart_model_format_value (self->model, series->y[index],
                                       lab_series_get_flags (series, index));
  if (!self->bare && rect.height >= self->line &&
      lab_text_get_width (self->text, LAB_TEXT_SMALL, text) <= rect.width - self->em * 0.3)
    lab_text_draw (self->text, cr, LAB_TEXT_SMALL, text,
                   lab_palette_get_text_on (fill), rect.x + rect.width / 2,
                   rect.y + (rect.height - self->line) / 2, 0.5, -1, 1);
}

void
lab_layer_heat_map (const LabChartPicture *self,
                    cairo_t               *cr)
{
  double low = self->y_low, high = self->y_high;

  for (guint s = 0; s < self->model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (self->model, s);

      for (gsize i = 0; i < series->n; i++)
        {
          LabPointRef point = { s, i };
          LabRect rect;

          if (!lab_picture_get_rect (self, point, &rect))
            continue;
          if (!isfinite (series->y[i]))
            lab_paint_unknown (cr, rect, self->em, lab_picture_get_foreground (self, 0.6));
          else
            draw_cell (self, cr, series, i, rect,
                       high > low ? (series->y[i] / 2 - low / 2) / (high / 2 - low / 2) : 0.5);
        }
    }
}
