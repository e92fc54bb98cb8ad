/* lab-chart-frame.c: what stands around and behind the marks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-picture-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MARKER_SIZE 6.0 /* px at a font of 15 px, less than half a line */
#define MARKER_FONT 15.0

LabColor
lab_picture_get_foreground (const LabChartPicture *self,
                            double                 alpha)
{
  LabColor color = lab_color_from_rgb (self->style.palette->foreground);

  return lab_color_with_alpha (color, self->style.palette->high_contrast ? 1 : alpha);
}

LabColor
lab_picture_get_background (const LabChartPicture *self)
{
  return lab_color_from_rgb (self->style.palette->background);
}

LabColor
lab_picture_get_tick_color (const LabChartPicture *self)
{
  return lab_picture_get_foreground (self, self->style.palette->tick_alpha);
}

LabColor
lab_picture_get_series_color (const LabChartPicture *self,
                              const LabSeries       *series)
{
  return lab_palette_get_slot (self->style.palette, series->slot);
}

double
lab_picture_get_marker_size (const LabChartPicture *self)
{
  double size = MAX (MARKER_SIZE, MARKER_SIZE * self->em / MARKER_FONT);

  return self->style.palette->high_contrast ? size * 1.35 : size * 1.15;
}

void
lab_picture_draw_marker (const LabChartPicture *self,
                         cairo_t               *cr,
                         const LabSeries       *series,
                         gsize                  index,
                         double                 x,
                         double                 y)
{
  LabPointFlags hollow = LAB_POINT_ESTIMATED | LAB_POINT_PARTIAL | LAB_POINT_UNPRICED;
  LabMarker marker = lab_palette_get_marker (series->slot);
  LabColor background = lab_picture_get_background (self);
  gboolean open = marker == LAB_MARKER_RING || (lab_series_get_flags (series, index) & hollow);

  lab_paint_marker (cr, marker, x, y, lab_picture_get_marker_size (self),
                    lab_picture_get_series_color (self, series), open ? &background : NULL);
}

void
lab_picture_draw_label (const LabChartPicture *self,
                        cairo_t               *cr,
                        const char            *string,
                        double                 x,
                        double                 middle,
                        double                 align)
{
  double width = lab_text_get_width (self->text, LAB_TEXT_SMALL, string);
  double pad = self->em * 0.15;
  LabRect back = { x - width * align - pad, middle - self->line / 2, width + 2 * pad, self->line };

  lab_paint_add_rect (cr, back);
  lab_paint_set_color (cr, lab_color_with_alpha (lab_picture_get_background (self), 0.85));
  cairo_fill (cr);
  lab_text_draw (self->text, cr, LAB_TEXT_SMALL, string, lab_picture_get_foreground (self, 1), x,
                 middle - self->line / 2, align, -1, 1);
}

static LabColor
get_grid_color (const LabChartPicture *self)
{
  LabColor color = lab_color_from_rgb (self->style.palette->foreground);

  return lab_color_with_alpha (color, self->style.palette->grid_alpha);
}

static void
draw_grid (const LabChartPicture *self,
           cairo_t               *cr)
{
  const LabAxis *values = self->horizontal ? self->across : self->up;
  const LabRect *plot = &self->plot;
  gboolean both = !self->horizontal && self->across->scale != LAB_SCALE_BANDS &&
                  self->model->kind != LAB_CHART_HISTOGRAM;

  lab_paint_set_color (cr, get_grid_color (self));
  for (guint i = 0; i < values->ticks->len; i++)
    {
      double position = g_array_index (values->ticks, LabTick, i).position;
      double x = plot->x + position * plot->width;
      double y = plot->y + (1 - position) * plot->height;

      if (self->horizontal)
        lab_paint_hairline (cr, x, plot->y, x, plot->y + plot->height);
      else
        lab_paint_hairline (cr, plot->x, y, plot->x + plot->width, y);
    }
  for (guint i = 0; both && i < self->across->ticks->len; i++)
    {
      double x = plot->x +
                 g_array_index (self->across->ticks, LabTick, i).position * plot->width;

      lab_paint_hairline (cr, x, plot->y, x, plot->y + plot->height);
    }
}

/* The line that lengths are measured from; the foot of the plot when zero
 * is not on the scale. */
static void
draw_zero (const LabChartPicture *self,
           cairo_t               *cr)
{
  const LabRect *plot = &self->plot;
  const LabAxis *values = self->horizontal ? self->across : self->up;
  double position = values->scale == LAB_SCALE_LOG ? 0 : lab_axis_to_position (values, 0);

  lab_paint_set_color (cr, lab_picture_get_foreground (self, 0.6));
  /* Ranges in rows are measured from their own base. */
  if (!(position >= 0 && position <= 1) && self->model->kind == LAB_CHART_TORNADO)
    return;
  position = position >= 0 && position <= 1 ? position : 0;
  if (self->horizontal)
    lab_paint_hairline (cr, plot->x + position * plot->width, plot->y,
                        plot->x + position * plot->width, plot->y + plot->height);
  else
    lab_paint_hairline (cr, plot->x, plot->y + (1 - position) * plot->height,
                        plot->x + plot->width, plot->y + (1 - position) * plot->height);
}

/* Two strokes across the foot of a scale of money that leaves zero out. */
static void
draw_break (const LabChartPicture *self,
            cairo_t               *cr)
{
  double x = self->plot.x, y = self->plot.y + self->plot.height - self->em * 0.6;
  double arm = self->em * 0.4;

  if (!self->model->y.zoom || self->horizontal || self->up->low <= 0 ||
      self->up->scale == LAB_SCALE_LOG)
    return;
  lab_paint_set_color (cr, lab_picture_get_foreground (self, 0.8));
  cairo_set_line_width (cr, 1.5);
  for (int i = 0; i < 2; i++, y -= arm * 0.8)
    {
      cairo_move_to (cr, x - arm, y + arm / 2);
      cairo_line_to (cr, x + arm, y - arm / 2);
    }
  cairo_stroke (cr);
}

void
lab_picture_draw_back (const LabChartPicture *self,
                       cairo_t               *cr)
{
  double align = self->style.rtl ? 1 : 0;

  if (!self->style.transparent)
    {
      lab_paint_set_color (cr, lab_picture_get_background (self));
      cairo_paint (cr);
    }
  if (self->bare)
    {
      if (self->model->kind != LAB_CHART_SPARKLINE && self->model->kind != LAB_CHART_HEAT_MAP)
        draw_zero (self, cr);
      return;
    }
  if (self->title.height > 0)
    lab_text_draw (self->text, cr, LAB_TEXT_TITLE, self->model->title,
                   lab_picture_get_foreground (self, 1),
                   self->style.rtl ? self->title.x + self->title.width : self->title.x,
                   self->title.y, align, self->title.width, 2);
  if (self->use_legend)
    lab_picture_draw_legend (self, cr);
  if (self->model->kind == LAB_CHART_HEAT_MAP)
    return;
  draw_grid (self, cr);
  draw_zero (self, cr);
  draw_break (self, cr);
}

static void
draw_scale_titles (const LabChartPicture *self,
                   cairo_t               *cr)
{
  const char *below = self->horizontal ? self->model->y.title : self->model->x.title;
  const char *above = self->horizontal ? NULL : self->model->y.title;
  LabColor color = lab_picture_get_tick_color (self);
  double pad = self->title.x;
  double half, middle;

  if (!self->scale_titles)
    return;
  if (above != NULL)
    lab_text_draw (self->text, cr, LAB_TEXT_SMALL, above, color, pad,
                   self->plot.y - self->line * 1.5 - round (self->em * 0.3), 0,
                   self->width - 2 * pad, 1);
  if (below == NULL)
    return;
  /* Below the middle of the plot, and off it where that would cut it. */
  half = MIN (lab_text_get_width (self->text, LAB_TEXT_SMALL, below), self->width - 2 * pad) / 2;
  middle = CLAMP (self->plot.x + self->plot.width / 2, pad + half, self->width - pad - half);
  lab_text_draw (self->text, cr, LAB_TEXT_SMALL, below, color, middle,
                 self->height - self->line - round (self->em * 0.4), 0.5, 2 * half + 1, 1);
}

static void
draw_scale_labels (const LabChartPicture *self,
                   cairo_t               *cr)
{
  LabColor color = lab_picture_get_tick_color (self);
  double top = self->plot.y + self->plot.height + round (self->em * 0.35);
  double left = self->plot.x - round (self->em * 0.5);

  for (guint i = 0; i < self->across_labels->len; i++)
    {
      const LabScaleLabel *label = &g_array_index (self->across_labels, LabScaleLabel, i);

      lab_text_draw (self->text, cr, LAB_TEXT_SMALL, label->text, color, label->at,
                     top + label->row * self->line, 0.5, label->most, self->wrap_names ? 2 : 1);
    }
  for (guint i = 0; i < self->up_labels->len; i++)
    {
      const LabScaleLabel *label = &g_array_index (self->up_labels, LabScaleLabel, i);

      lab_text_draw (self->text, cr, LAB_TEXT_SMALL, label->text, color, left,
                     label->at - self->line / 2, 1, label->most, 1);
    }
}

/* On its line, and on its other side where it would leave the plot. */
LabRect
lab_picture_get_reference_label (const LabChartPicture *self,
                                 guint                  index)
{
  const LabReference *reference = &g_array_index (self->model->references, LabReference, index);
  const LabRect *plot = &self->plot;
  gboolean upright = self->horizontal != reference->on_x;
  double position = lab_axis_to_position (upright ? self->across : self->up, reference->value);
  double gap = self->em * 0.4;
  LabRect rect = { 0, 0, lab_text_get_width (self->text, LAB_TEXT_SMALL, reference->label),
                   self->line };

  if (upright)
    {
      double x = plot->x + position * plot->width;

      rect.x = x + gap + rect.width > self->width ? x - gap - rect.width : x + gap;
      rect.y = plot->y + self->line * (index - 0.3);
      return rect;
    }
  rect.y = plot->y + (1 - position) * plot->height - self->line - 1;
  if (rect.y < plot->y - self->line * 0.4)
    rect.y += self->line + 2;
  rect.x = self->model->kind == LAB_CHART_SCATTER ? plot->x + gap
                                                  : plot->x + plot->width - gap - rect.width;
  return rect;
}

static void
draw_reference (const LabChartPicture *self,
                cairo_t               *cr,
                guint                  index)
{
  const LabReference *reference = &g_array_index (self->model->references, LabReference, index);
  const LabRect *plot = &self->plot;
  gboolean upright = self->horizontal != reference->on_x;
  const LabAxis *axis = upright ? self->across : self->up;
  double position = lab_axis_to_position (axis, reference->value);
  double x = plot->x + position * plot->width;
  double y = plot->y + (1 - position) * plot->height;
  const double dash[] = { self->em * 0.5, self->em * 0.3 };

  if (!(position >= -1e-9 && position <= 1 + 1e-9))
    return;
  cairo_set_dash (cr, dash, 2, 0);
  lab_paint_set_color (cr, lab_picture_get_foreground (self, 0.85));
  if (upright)
    lab_paint_hairline (cr, x, plot->y, x, plot->y + plot->height);
  else
    lab_paint_hairline (cr, plot->x, y, plot->x + plot->width, y);
  cairo_set_dash (cr, NULL, 0, 0);
  if (!self->bare)
    {
      LabRect label = lab_picture_get_reference_label (self, index);

      lab_picture_draw_label (self, cr, reference->label, label.x, label.y + label.height / 2, 0);
    }
}

/* "So far" below the labels of periods that are not over. */
static void
draw_partial_notes (const LabChartPicture *self,
                    cairo_t               *cr)
{
  const LabChartModel *model = self->model;
  double top = self->plot.y + self->plot.height + round (self->em * 0.35) + self->line;
  double done = -1;

  if (model->kind != LAB_CHART_COLUMNS || self->across_lines < 2)
    return;
  for (guint s = 0; s < model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (model, s);

      for (gsize i = 0; lab_picture_shows (self, s) && i < series->n; i++)
        {
          double middle, thickness, half;
          const char *note = C_ ("chart", "so far");

          if (!(lab_series_get_flags (series, i) & LAB_POINT_PARTIAL) || series->x[i] == done ||
              !(series->x[i] >= 0))
            continue;
          done = series->x[i];
          half = lab_text_get_width (self->text, LAB_TEXT_SMALL, note) / 2;
          lab_picture_get_band (self, (guint) done, &middle, &thickness);
          lab_text_draw (self->text, cr, LAB_TEXT_SMALL, note, lab_picture_get_tick_color (self),
                         MIN (middle, self->width - half), top, 0.5, -1, 1);
        }
    }
}

void
lab_picture_draw_front (const LabChartPicture *self,
                        cairo_t               *cr)
{
  for (guint i = 0; i < self->model->references->len; i++)
    draw_reference (self, cr, i);
  if (self->bare)
    return;
  draw_scale_labels (self, cr);
  draw_scale_titles (self, cr);
  draw_partial_notes (self, cr);
  lab_picture_draw_ends (self, cr);
}
