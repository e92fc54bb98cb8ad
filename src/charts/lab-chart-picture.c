/* lab-chart-picture.c: a chart laid out and drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-picture-private.h"

#include <math.h>

static void
end_label_clear (gpointer label)
{
  g_free (((LabEndLabel *) label)->text);
}

LabChartPicture *
lab_chart_picture_new (const LabChartModel *model,
                       const LabChartStyle *style,
                       double               width,
                       double               height)
{
  LabChartPicture *self;

  g_return_val_if_fail (model != NULL && style != NULL && style->palette != NULL, NULL);
  g_return_val_if_fail (style->font_size > 0 && width >= 1 && height >= 1, NULL);

  self = g_new0 (LabChartPicture, 1);
  self->model = model;
  self->style = *style;
  self->font = g_strdup (style->font != NULL ? style->font : "Sans");
  self->style.font = self->font;
  self->width = width;
  self->height = height;
  self->em = style->font_size;
  self->text = lab_text_new (self->font, self->em, style->rtl);
  self->line = lab_text_get_line (self->text, LAB_TEXT_SMALL);
  self->horizontal = lab_chart_model_is_horizontal (model);
  self->legend = g_array_new (FALSE, FALSE, sizeof (LabLegendEntry));
  self->ends = g_array_new (FALSE, FALSE, sizeof (LabEndLabel));
  g_array_set_clear_func (self->ends, end_label_clear);
  self->across_labels = g_array_new (FALSE, FALSE, sizeof (LabScaleLabel));
  self->up_labels = g_array_new (FALSE, FALSE, sizeof (LabScaleLabel));
  self->dots = g_new0 (double *, model->series->len + 1);
  self->bins = g_new0 (GArray *, model->series->len + 1);
  lab_picture_find_bases (self);
  lab_picture_find_ranges (self);
  lab_picture_lay_out (self);
  for (guint s = 0; s < model->series->len; s++)
    self->bins[s] = lab_picture_bin_line (self, s);
  for (guint s = 0; model->kind == LAB_CHART_DOT_STRIP && s < model->series->len; s++)
    self->dots[s] = lab_picture_spread_dots (self, s);
  return self;
}

void
lab_chart_picture_free (LabChartPicture *self)
{
  if (self == NULL)
    return;
  for (guint s = 0; s < self->model->series->len; s++)
    {
      g_free (self->bases[s]);
      g_free (self->dots[s]);
      g_clear_pointer (&self->bins[s], g_array_unref);
    }
  g_free (self->bins);
  g_free (self->bases);
  g_free (self->dots);
  g_array_unref (self->legend);
  g_array_unref (self->ends);
  g_array_unref (self->across_labels);
  g_array_unref (self->up_labels);
  lab_axis_free (self->across);
  lab_axis_free (self->up);
  lab_text_free (self->text);
  g_free (self->font);
  g_free (self);
}

LabRect
lab_chart_picture_get_plot (const LabChartPicture *self)
{
  LabRect none = { 0, 0, 0, 0 };

  g_return_val_if_fail (self != NULL, none);

  return self->plot;
}

/* One after the other, those behind first. */
static void
draw_layers (const LabChartPicture *self,
             cairo_t               *cr)
{
  switch (self->model->kind)
    {
    case LAB_CHART_COLUMNS:
    case LAB_CHART_HISTOGRAM:
      lab_layer_columns (self, cr);
      break;
    case LAB_CHART_WATERFALL:
      lab_layer_waterfall (self, cr);
      break;
    case LAB_CHART_BARS:
      lab_layer_bars (self, cr);
      break;
    case LAB_CHART_FOREST:
      lab_layer_forest (self, cr);
      break;
    case LAB_CHART_TORNADO:
      lab_layer_tornado (self, cr);
      break;
    case LAB_CHART_HEAT_MAP:
      lab_layer_heat_map (self, cr);
      break;
    case LAB_CHART_DOT_STRIP:
      lab_layer_dot_strip (self, cr);
      break;
    case LAB_CHART_LINES:
    case LAB_CHART_FAN:
    case LAB_CHART_SPARKLINE:
    case LAB_CHART_SCATTER:
      lab_layer_bands (self, cr);
      lab_layer_lines (self, cr);
      lab_layer_scatter (self, cr);
      break;
    case LAB_N_CHART_KINDS:
    default:
      g_assert_not_reached ();
    }
}

void
lab_chart_picture_draw (const LabChartPicture *self,
                        cairo_t               *cr)
{
  g_return_if_fail (self != NULL && cr != NULL);

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_clip (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  lab_picture_draw_back (self, cr);
  draw_layers (self, cr);
  lab_picture_draw_front (self, cr);
  cairo_restore (cr);
}

void
lab_chart_picture_draw_focus (const LabChartPicture *self,
                              cairo_t               *cr,
                              LabPointRef            point)
{
  const LabRect *plot = &self->plot;
  LabColor foreground = lab_picture_get_foreground (self, 0.5);
  LabRect rect;
  double x, y;

  g_return_if_fail (self != NULL && cr != NULL);

  if (!lab_chart_picture_locate (self, point, &x, &y))
    return;
  cairo_save (cr);
  lab_paint_set_color (cr, foreground);
  if (!self->horizontal)
    lab_paint_hairline (cr, x, plot->y, x, plot->y + plot->height);
  if (self->horizontal || !lab_chart_model_has_categories (self->model))
    lab_paint_hairline (cr, plot->x, y, plot->x + plot->width, y);
  if (lab_picture_get_rect (self, point, &rect))
    lab_paint_add_rect (cr, rect);
  else
    cairo_arc (cr, x, y, lab_picture_get_marker_size (self), 0, 2 * G_PI);
  lab_paint_set_color (cr, lab_picture_get_background (self));
  cairo_set_line_width (cr, 2 * self->style.palette->line_width);
  cairo_stroke_preserve (cr);
  lab_paint_set_color (cr, lab_picture_get_foreground (self, 1));
  cairo_set_line_width (cr, self->style.palette->line_width);
  cairo_stroke (cr);
  cairo_restore (cr);
}
