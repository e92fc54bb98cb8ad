/* lab-layer-rows.c: bars, intervals and ranges in rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-picture-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static double
sum_known (const LabSeries *series)
{
  double sum = 0;

  for (gsize i = 0; i < series->n; i++)
    if (series->y[i] > 0 && isfinite (series->y[i]))
      sum += series->y[i];
  return sum;
}

static char *
format_interval (const LabChartPicture *self,
                 const LabSeries       *series,
                 gsize                  index,
                 const char            *value)
{
  g_autofree char *low = lab_unit_format (self->model->y.unit, lab_series_get_low (series, index));
  g_autofree char *high = lab_unit_format (self->model->y.unit,
                                           lab_series_get_high (series, index));

  if (isnan (lab_series_get_low (series, index)))
    return g_strdup (value);
  /* Translators: a value, and the ends of its interval. */
  return g_strdup_printf (C_ ("chart", "%s (%s to %s)"), value, low, high);
}

char *
lab_picture_format_row (const LabChartPicture *self,
                        gsize                  index)
{
  const LabSeries *series = lab_chart_model_get_series (self->model, 0);
  LabPointFlags flags = lab_series_get_flags (series, index);
  g_autofree char *value = lab_chart_model_format_value (self->model, series->y[index], flags);
  g_autofree char *share = NULL;
  double sum;

  if (self->model->kind == LAB_CHART_FOREST)
    return format_interval (self, series, index, value);
  sum = sum_known (series);
  if (self->model->apart || !(sum > 0) || !(series->y[index] >= 0) ||
      lab_unit_is_count (self->model->y.unit) || self->model->y.unit == LAB_UNIT_SHARE)
    return g_steal_pointer (&value);
  share = lab_unit_format (LAB_UNIT_SHARE, round (series->y[index] / sum * 100) / 100);
  /* Translators: an amount and its share of the total. */
  return g_strdup_printf (C_ ("chart", "%s · %s"), value, share);
}

static void
draw_amount (const LabChartPicture *self,
             cairo_t               *cr,
             gsize                  index,
             double                 x,
             double                 middle,
             double                 thickness)
{
  g_autofree char *text = NULL;

  /* Rows thinner than text have no room for amounts. */
  if (self->row_labels <= 0 || thickness < self->line * 0.9)
    return;
  text = lab_picture_format_row (self, index);
  lab_text_draw (self->text, cr, LAB_TEXT_SMALL, text, lab_picture_get_foreground (self, 1), x,
                 middle - self->line / 2, 0, -1, 1);
}

static void
draw_bar (const LabChartPicture *self,
          cairo_t               *cr,
          const LabSeries       *series,
          gsize                  index,
          LabRect                rect)
{
  LabColor color =
    lab_palette_get_slot (self->style.palette, lab_series_get_slot (series, index));
  LabPointFlags flags = lab_series_get_flags (series, index);

  lab_paint_add_rect (cr, rect);
  if (flags & LAB_POINT_ESTIMATED)
    {
      lab_paint_set_color (cr, lab_color_with_alpha (color, 0.3));
      cairo_fill_preserve (cr);
      lab_paint_hatch (cr, LAB_HATCH_RISING, rect, self->em * 0.45, self->em * 0.12, color);
      lab_paint_add_rect (cr, rect);
      lab_paint_set_color (cr, color);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
      return;
    }
  lab_paint_set_color (cr, color);
  cairo_fill (cr);
}

void
lab_layer_bars (const LabChartPicture *self,
                cairo_t               *cr)
{
  const LabSeries *series;

  if (self->model->series->len == 0)
    return;
  series = lab_chart_model_get_series (self->model, 0);
  for (gsize i = 0; i < series->n; i++)
    {
      LabPointRef point = { 0, i };
      double middle, thickness, half, zero, ignored, end;
      LabRect rect;

      if (!(series->x[i] >= 0))
        continue;
      lab_picture_get_band (self, (guint) series->x[i], &middle, &thickness);
      half = MIN (thickness * 0.7, 4 * self->em) / 2;
      lab_picture_place (self, series->x[i], 0, &zero, &ignored);
      end = zero;
      if (lab_picture_get_rect (self, point, &rect))
        {
          draw_bar (self, cr, series, i, rect);
          end = MAX (zero, rect.x + rect.width);
        }
      if (isnan (series->y[i]) || (lab_series_get_flags (series, i) & LAB_POINT_UNPRICED))
        {
          rect = (LabRect) { round (end) + 1, round (middle - half),
                             MIN (2.5 * self->em, self->plot.width / 3), round (2 * half) };
          lab_paint_unknown (cr, rect, self->em, lab_picture_get_foreground (self, 0.75));
          end = rect.x + rect.width;
        }
      draw_amount (self, cr, i, end + self->em * 0.4, middle, thickness);
    }
}

static void
draw_interval (const LabChartPicture *self,
               cairo_t               *cr,
               const LabSeries       *series,
               gsize                  index,
               double                 middle,
               double                 cap)
{
  double low, high, ignored;

  lab_picture_place (self, series->x[index], lab_series_get_low (series, index), &low, &ignored);
  lab_picture_place (self, series->x[index], lab_series_get_high (series, index), &high,
                     &ignored);
  if (isnan (low) || isnan (high))
    return;
  lab_paint_set_color (cr, lab_picture_get_series_color (self, series));
  cairo_set_line_width (cr, self->style.palette->line_width);
  cairo_move_to (cr, low, middle);
  cairo_line_to (cr, high, middle);
  cairo_move_to (cr, low, middle - cap);
  cairo_line_to (cr, low, middle + cap);
  cairo_move_to (cr, high, middle - cap);
  cairo_line_to (cr, high, middle + cap);
  cairo_stroke (cr);
}

void
lab_layer_forest (const LabChartPicture *self,
                  cairo_t               *cr)
{
  const LabSeries *series;
  LabColor background = lab_picture_get_background (self);

  if (self->model->series->len == 0)
    return;
  series = lab_chart_model_get_series (self->model, 0);
  for (gsize i = 0; i < series->n; i++)
    {
      double middle, thickness, x, y;
      gboolean apart = lab_series_get_low (series, i) > 0 || lab_series_get_high (series, i) < 0;

      if (!(series->x[i] >= 0))
        continue;
      lab_picture_get_band (self, (guint) series->x[i], &middle, &thickness);
      middle = round (middle);
      draw_interval (self, cr, series, i, middle, MIN (self->em * 0.35, thickness * 0.3));
      lab_picture_place (self, series->x[i], series->y[i], &x, &y);
      /* Hollow: zero lies within the interval. */
      if (isfinite (x))
        lab_paint_marker (cr, LAB_MARKER_SQUARE, x, middle,
                          lab_picture_get_marker_size (self) * 1.4,
                          lab_picture_get_series_color (self, series),
                          apart ? NULL : &background);
      draw_amount (self, cr, i, self->plot.x + self->plot.width + self->em * 0.5, middle,
                   thickness);
    }
}

static void
draw_half (const LabChartPicture *self,
           cairo_t               *cr,
           LabRect                whole,
           double                 from,
           double                 to,
           guint32                color)
{
  LabRect rect = { round (MIN (from, to)), whole.y, round (fabs (to - from)), whole.height };

  lab_paint_add_rect (cr, rect);
  lab_paint_set_color (cr, lab_color_from_rgb (color));
  cairo_fill (cr);
}

static void
draw_range_ends (const LabChartPicture *self,
                 cairo_t               *cr,
                 const LabSeries       *series,
                 gsize                  index,
                 LabRect                rect,
                 double                 middle)
{
  double gap = self->em * 0.4;
  g_autofree char *low = lab_unit_format (self->model->y.unit, lab_series_get_low (series, index));
  g_autofree char *high = lab_unit_format (self->model->y.unit,
                                           lab_series_get_high (series, index));
  LabColor color = lab_picture_get_foreground (self, 1);

  if (self->bare || rect.height < self->line * 0.6)
    return;
  if (rect.x - gap - lab_text_get_width (self->text, LAB_TEXT_SMALL, low) >= self->plot.x)
    lab_text_draw (self->text, cr, LAB_TEXT_SMALL, low, color, rect.x - gap,
                   middle - self->line / 2, 1, -1, 1);
  if (rect.x + rect.width + gap + lab_text_get_width (self->text, LAB_TEXT_SMALL, high) <=
      self->width)
    lab_text_draw (self->text, cr, LAB_TEXT_SMALL, high, color, rect.x + rect.width + gap,
                   middle - self->line / 2, 0, -1, 1);
}

void
lab_layer_tornado (const LabChartPicture *self,
                   cairo_t               *cr)
{
  const LabSeries *series;

  if (self->model->series->len == 0)
    return;
  series = lab_chart_model_get_series (self->model, 0);
  for (gsize i = 0; i < series->n; i++)
    {
      LabPointRef point = { 0, i };
      double middle, thickness, base, ignored;
      LabRect rect;

      if (!lab_picture_get_rect (self, point, &rect) || isnan (series->y[i]))
        continue;
      lab_picture_get_band (self, (guint) series->x[i], &middle, &thickness);
      lab_picture_place (self, series->x[i], series->y[i], &base, &ignored);
      draw_half (self, cr, rect, rect.x, base, self->style.palette->saves);
      draw_half (self, cr, rect, base, rect.x + rect.width, self->style.palette->costs_more);
      lab_paint_set_color (cr, lab_picture_get_foreground (self, 1));
      lab_paint_hairline (cr, base, rect.y - 2, base, rect.y + rect.height + 2);
      draw_range_ends (self, cr, series, i, rect, middle);
    }
}
