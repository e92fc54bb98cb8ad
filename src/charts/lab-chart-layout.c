/* lab-chart-layout.c: which part of a picture goes where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-picture-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* In em: below these a part is left out. */
#define TEXT_WIDTH 9.0
#define TEXT_HEIGHT 6.0
#define TITLE_HEIGHT 9.0
#define LEGEND_HEIGHT 11.0
#define SCALE_TITLE_HEIGHT 13.0
#define SCALE_TITLE_WIDTH 15.0
/* Shares of the width that names may take. */
#define MOST_NAMES 0.36
#define MOST_AMOUNTS 0.36

static double
get_pad (const LabChartPicture *self)
{
  return round (self->em * 0.7);
}

static void
lay_out_bare (LabChartPicture *self)
{
  double pad = MIN (ceil (lab_picture_get_marker_size (self) * 0.7 + 1),
                    MIN (self->width, self->height) / 4);

  self->bare = TRUE;
  self->title.height = 0;
  self->plot = (LabRect) { pad, pad, self->width - 2 * pad, self->height - 2 * pad };
  lab_picture_make_axes (self);
}

/* Returns where the next part begins. */
static double
place_title (LabChartPicture *self)
{
  double pad = get_pad (self);
  double height;

  self->title = (LabRect) { pad, pad, self->width - 2 * pad, 0 };
  if (*self->model->title == '\0' || self->style.untitled ||
      self->height < TITLE_HEIGHT * self->em)
    return pad;
  lab_text_measure (self->text, LAB_TEXT_TITLE, self->model->title, self->title.width, 2, NULL,
                    &height);
  self->title.height = height;
  return pad + height + round (self->em * 0.4);
}

/* Names of rows: long ones are shortened, never the plot squeezed away. */
double
lab_picture_measure_up_labels (const LabChartPicture *self)
{
  const LabChartModel *model = self->model;
  gboolean series = model->kind == LAB_CHART_DOT_STRIP || model->kind == LAB_CHART_HEAT_MAP;
  double widest = 0;

  if (!self->horizontal && !series)
    for (guint i = 0; i < self->up->ticks->len; i++)
      widest = MAX (widest, lab_text_get_width (self->text, LAB_TEXT_SMALL,
                                                g_array_index (self->up->ticks, LabTick, i).label));
  else if (series)
    for (guint s = 0; s < model->series->len; s++)
      widest = MAX (widest, lab_text_get_width (self->text, LAB_TEXT_SMALL,
                                                lab_chart_model_get_series (model, s)->name));
  else
    for (guint i = 0; i < model->categories->len; i++)
      widest = MAX (widest, lab_text_get_width (self->text, LAB_TEXT_SMALL,
                                                g_ptr_array_index (model->categories, i)));
  return ceil (MIN (widest, self->width * MOST_NAMES));
}

/* The amounts right of bars and intervals, or 0 when they take too much. */
static double
measure_amounts (const LabChartPicture *self)
{
  const LabChartModel *model = self->model;
  double widest = 0;

  if ((model->kind != LAB_CHART_BARS && model->kind != LAB_CHART_FOREST) ||
      model->series->len == 0)
    return 0;
  for (gsize i = 0; i < lab_chart_model_get_series (model, 0)->n; i++)
    {
      g_autofree char *text = lab_picture_format_row (self, i);

      widest = MAX (widest, lab_text_get_width (self->text, LAB_TEXT_SMALL, text));
    }
  return widest <= self->width * MOST_AMOUNTS ? ceil (widest) : 0;
}

static gboolean
has_partial (const LabChartModel *model)
{
  for (guint s = 0; s < model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (model, s);

      for (gsize i = 0; series->flags != NULL && i < series->n; i++)
        if (series->flags[i] & LAB_POINT_PARTIAL)
          return TRUE;
    }
  return FALSE;
}

static double
measure_bottom (LabChartPicture *self)
{
  const LabChartModel *model = self->model;
  const char *title = self->horizontal ? model->y.title : model->x.title;
  gboolean two = model->kind == LAB_CHART_WATERFALL ||
                 (model->kind == LAB_CHART_COLUMNS && has_partial (model));
  double height = round (self->em * 0.4);

  self->across_lines = two ? 2 : 1;
  height += self->across_lines * self->line;
  if (title != NULL && self->scale_titles)
    height += self->line + round (self->em * 0.25);
  return ceil (height) + round (self->em * 0.5);
}

/* One try: everything but the names at the ends of lines. @right: the room
 * they take */
static void
lay_out_once (LabChartPicture *self,
              double           right)
{
  const LabChartModel *model = self->model;
  double pad = get_pad (self);
  double top = place_title (self);
  double bottom = measure_bottom (self);
  double left;

  g_array_set_size (self->legend, 0);
  if (self->use_legend)
    top += lab_picture_place_legend (self, top);
  if (self->scale_titles && !self->horizontal && model->y.title != NULL)
    top += self->line + round (self->em * 0.3);
  top = ceil (top + self->line * 0.5);
  self->plot.y = top;
  self->plot.height = MAX (self->height - bottom - top, 1);
  self->plot.width = MAX (self->width - 2 * pad, 1);
  lab_picture_make_axes (self);
  left = pad + lab_picture_measure_up_labels (self) + round (self->em * 0.5);
  self->row_labels = measure_amounts (self);
  right = MAX (MAX (right, self->row_labels), self->horizontal ? self->em : 0);
  self->plot.x = ceil (left);
  self->plot.width = MAX (floor (self->width - pad - self->plot.x -
                                 (right > 0 ? right + self->em * 0.5 : 0)), 1);
  lab_picture_make_axes (self);
}

void
lab_picture_lay_out (LabChartPicture *self)
{
  gboolean wants_legend = lab_picture_wants_legend (self);
  double ends = 0;

  self->bare = self->model->kind == LAB_CHART_SPARKLINE || self->width < TEXT_WIDTH * self->em ||
               self->height < TEXT_HEIGHT * self->em;
  if (self->bare)
    {
      lay_out_bare (self);
      return;
    }
  self->scale_titles = self->height >= SCALE_TITLE_HEIGHT * self->em &&
                       self->width >= SCALE_TITLE_WIDTH * self->em;
  ends = lab_picture_make_ends (self);
  /* A fan's bands need the legend beside the names at their ends. */
  self->use_legend = wants_legend && self->height >= LEGEND_HEIGHT * self->em &&
                     (ends <= 0 || self->model->kind == LAB_CHART_FAN);
  lay_out_once (self, ends);
  if (ends > 0 && !lab_picture_place_ends (self))
    {
      g_array_set_size (self->ends, 0);
      self->use_legend = wants_legend && self->height >= LEGEND_HEIGHT * self->em;
      lay_out_once (self, 0);
    }
  lab_picture_place_scale_labels (self);
}

/* The widest label decides how many stand side by side: all of them, every
 * second, every third. Where two would be left, they are shortened instead. */
static guint
find_stride (const LabChartPicture *self,
             double                 band,
             guint                  n)
{
  guint stride = 1;
  double widest = 0;

  if (self->model->kind == LAB_CHART_WATERFALL)
    return 1;
  for (guint i = 0; i < n; i++)
    widest = MAX (widest, lab_text_get_width (self->text, LAB_TEXT_SMALL,
                                              g_ptr_array_index (self->model->categories, i)));
  while (widest + self->em * 0.5 > band * stride && n / (stride + 1) >= 2)
    stride++;
  return stride;
}

/* Whether each word of all names fits by itself, so that names can wrap. */
static gboolean
words_fit (const LabChartPicture *self,
           double                 room)
{
  for (guint i = 0; i < self->model->categories->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_ptr_array_index (self->model->categories, i), " ", -1);

      for (guint w = 0; words[w] != NULL; w++)
        if (lab_text_get_width (self->text, LAB_TEXT_SMALL, words[w]) > room)
          return FALSE;
    }
  return TRUE;
}

static void
place_category_labels (LabChartPicture *self)
{
  guint n = self->model->categories->len;
  double band = n > 0 ? self->plot.width / n : 0;
  guint stride = find_stride (self, band, n);
  gboolean stagger;

  self->wrap_names = self->model->kind == LAB_CHART_WATERFALL &&
                     words_fit (self, band - self->em * 0.35);
  /* Names that cannot wrap take turns on two rows. */
  stagger = self->model->kind == LAB_CHART_WATERFALL && !self->wrap_names;

  for (guint i = 0; i < n; i += stride)
    {
      LabScaleLabel label = { 0, band * stride * (stagger ? 2 : 1) - self->em * 0.35,
                              g_ptr_array_index (self->model->categories, i),
                              stagger ? i % 2 : 0 };
      double half;

      lab_picture_get_band (self, i, &label.at, &band);
      half = MIN (lab_text_get_width (self->text, LAB_TEXT_SMALL, label.text), label.most) / 2;
      label.at = CLAMP (label.at, half, MAX (self->width - half, half));
      if (label.most >= self->em)
        g_array_append_val (self->across_labels, label);
    }
}

/* The number of the tick at zero, or 0. */
static guint
find_zero (const LabAxis *axis)
{
  for (guint i = 0; i < axis->ticks->len; i++)
    if (g_array_index (axis->ticks, LabTick, i).value == 0)
      return i;
  return 0;
}

/* Every second label is dropped until none touch. Zero keeps its own. */
static void
place_tick_labels (LabChartPicture *self)
{
  const GArray *ticks = self->across->ticks;
  double gap = self->em * 0.6, edge = self->em * 0.3;

  for (guint stride = 1; stride <= MAX (ticks->len, 1); stride++)
    {
      double end = -INFINITY;
      gboolean fits = TRUE;

      g_array_set_size (self->across_labels, 0);
      for (guint i = find_zero (self->across) % stride; i < ticks->len; i += stride)
        {
          const LabTick *tick = &g_array_index (ticks, LabTick, i);
          LabScaleLabel label = { self->plot.x + tick->position * self->plot.width, -1,
                                  tick->label };
          double half = lab_text_get_width (self->text, LAB_TEXT_SMALL, tick->label) / 2;

          if (*tick->label == '\0')
            continue;
          label.at = CLAMP (label.at, half + edge, MAX (self->width - half - edge, half + edge));
          fits = fits && label.at - half >= end + gap;
          end = label.at + half;
          g_array_append_val (self->across_labels, label);
        }
      if (fits)
        return;
    }
}

static void
place_row_labels (LabChartPicture *self)
{
  const LabChartModel *model = self->model;
  gboolean series = model->kind != LAB_CHART_BARS && model->kind != LAB_CHART_FOREST &&
                    model->kind != LAB_CHART_TORNADO;
  guint n = series ? model->series->len : model->categories->len;
  double band = n > 0 ? self->plot.height / n : 0;
  guint stride = n > 0 ? (guint) MAX (1, ceil (self->line / band)) : 1;

  for (guint i = 0; i < n; i += stride)
    {
      LabScaleLabel label = { self->plot.y + (i + 0.5) * band, self->width * MOST_NAMES,
                              series ? lab_chart_model_get_series (model, i)->name
                                     : g_ptr_array_index (model->categories, i) };

      g_array_append_val (self->up_labels, label);
    }
}

static void
place_value_labels (LabChartPicture *self)
{
  const GArray *ticks = self->up->ticks;
  double gap = ticks->len > 1 ? (g_array_index (ticks, LabTick, 1).position -
                                 g_array_index (ticks, LabTick, 0).position) * self->plot.height
                              : self->line;
  guint stride = (guint) CLAMP (ceil (self->line / MAX (gap, 0.1)), 1, ticks->len + 1);

  for (guint i = find_zero (self->up) % stride; i < ticks->len; i += stride)
    {
      const LabTick *tick = &g_array_index (ticks, LabTick, i);
      LabScaleLabel label = { self->plot.y + (1 - tick->position) * self->plot.height, -1,
                              tick->label };

      g_array_append_val (self->up_labels, label);
    }
}

void
lab_picture_place_scale_labels (LabChartPicture *self)
{
  gboolean rows = self->horizontal || self->model->kind == LAB_CHART_HEAT_MAP;

  if (self->across->scale == LAB_SCALE_BANDS)
    place_category_labels (self);
  else
    place_tick_labels (self);
  if (rows)
    {
      place_row_labels (self);
      return;
    }
  place_value_labels (self);
}
