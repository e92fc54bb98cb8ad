/* lab-chart-ranges.c: what the scales of a picture cover
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-picture-private.h"

#include <math.h>

/* More ticks than this crowd a scale, whatever its length; where not all of
 * their labels find room, some are dropped. */
#define MOST_TICKS 6
/* Shares of the range kept free beyond the data. */
#define HEADROOM 0.04
#define HEADROOM_FOR_LABELS 0.28

/* A waterfall's steps stand on what went before, totals on zero. */
static void
find_steps (const LabSeries *series,
            double          *bases)
{
  double level = 0;

  for (gsize i = 0; i < series->n; i++)
    {
      gboolean total = (lab_series_get_flags (series, i) & LAB_POINT_TOTAL) != 0;

      bases[i] = total ? 0 : level;
      if (isfinite (series->y[i]))
        level = bases[i] + series->y[i];
    }
}

/* Columns stand on those of the series before, up and down apart. */
static void
stack_columns (LabChartPicture *self)
{
  const LabChartModel *model = self->model;
  guint n = model->categories->len;
  g_autofree double *above = g_new0 (double, MAX (n, 1));
  g_autofree double *below = g_new0 (double, MAX (n, 1));

  for (guint s = 0; s < model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (model, s);

      for (gsize i = 0; lab_picture_shows (self, s) && i < series->n; i++)
        {
          double *level;

          if (!(series->x[i] >= 0 && series->x[i] < n) || !isfinite (series->y[i]))
            continue;
          level = series->y[i] >= 0 ? &above[(guint) series->x[i]] : &below[(guint) series->x[i]];
          self->bases[s][i] = *level;
          *level += series->y[i];
        }
    }
}

void
lab_picture_find_bases (LabChartPicture *self)
{
  const LabChartModel *model = self->model;

  self->bases = g_new0 (double *, model->series->len + 1);
  if (model->kind != LAB_CHART_COLUMNS && model->kind != LAB_CHART_WATERFALL)
    return;
  for (guint s = 0; s < model->series->len; s++)
    self->bases[s] = g_new0 (double, MAX (lab_chart_model_get_series (model, s)->n, 1));
  if (model->kind == LAB_CHART_COLUMNS)
    stack_columns (self);
  else if (model->kind == LAB_CHART_WATERFALL && model->series->len > 0)
    find_steps (lab_chart_model_get_series (model, 0), self->bases[0]);
}

static inline void
widen (double  *low,
       double  *high,
       double   value,
       gboolean logarithmic)
{
  if (!isfinite (value) || (logarithmic && value <= 0))
    return;
  if (!(*low <= value))
    *low = value;
  if (!(*high >= value))
    *high = value;
}

/* A million values in a row: comparisons without a call or a jump. */
static void
widen_by_all (double       *low,
              double       *high,
              const double *values,
              gsize         n,
              gboolean      logarithmic)
{
  double floor_value = logarithmic ? G_MINDOUBLE : -G_MAXDOUBLE;
  double least = INFINITY, greatest = -INFINITY;

  for (gsize i = 0; values != NULL && i < n; i++)
    if (values[i] >= floor_value && values[i] <= G_MAXDOUBLE)
      {
        least = MIN (least, values[i]);
        greatest = MAX (greatest, values[i]);
      }
  widen (low, high, least, logarithmic);
  widen (low, high, greatest, logarithmic);
}

static void
widen_by_references (const LabChartModel *model,
                     gboolean             on_x,
                     gboolean             logarithmic,
                     double              *low,
                     double              *high)
{
  for (guint i = 0; i < model->references->len; i++)
    {
      const LabReference *reference = &g_array_index (model->references, LabReference, i);

      if (!reference->on_x == !on_x)
        widen (low, high, reference->value, logarithmic);
    }
}

static void
find_y_range (LabChartPicture *self,
              double          *low,
              double          *high)
{
  const LabChartModel *model = self->model;
  gboolean logarithmic = model->y.scale == LAB_SCALE_LOG;

  *low = *high = NAN;
  for (guint s = 0; s < model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (model, s);

      if (!lab_picture_shows (self, s))
        continue;
      if (self->bases[s] == NULL)
        widen_by_all (low, high, series->y, series->n, logarithmic);
      else
        for (gsize i = 0; i < series->n; i++)
          widen (low, high, self->bases[s][i] + series->y[i], logarithmic);
      widen_by_all (low, high, series->low, series->n, logarithmic);
      widen_by_all (low, high, series->high, series->n, logarithmic);
    }
  widen_by_references (model, FALSE, logarithmic, low, high);
  widen (low, high, model->y.least, logarithmic);
  widen (low, high, model->y.greatest, logarithmic);
}

static void
find_x_range (LabChartPicture *self,
              double          *low,
              double          *high)
{
  const LabChartModel *model = self->model;
  gboolean logarithmic = model->x.scale == LAB_SCALE_LOG;

  *low = *high = NAN;
  for (guint s = 0; s < model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (model, s);

      widen_by_all (low, high, series->x, series->n, logarithmic);
      widen_by_all (low, high, series->x_low, series->n, logarithmic);
      widen_by_all (low, high, series->x_high, series->n, logarithmic);
    }
  widen_by_references (model, TRUE, logarithmic, low, high);
}

void
lab_picture_find_ranges (LabChartPicture *self)
{
  find_y_range (self, &self->y_low, &self->y_high);
  find_x_range (self, &self->x_low, &self->x_high);
}

/* Lengths are read from zero; places are not. */
static gboolean
starts_at_zero (const LabChartModel *model)
{
  switch (model->kind)
    {
    case LAB_CHART_COLUMNS:
    case LAB_CHART_BARS:
    case LAB_CHART_WATERFALL:
    case LAB_CHART_HISTOGRAM:
    case LAB_CHART_FOREST:
      return TRUE;
    case LAB_CHART_LINES:
    case LAB_CHART_FAN:
      for (guint s = 0; s < model->series->len; s++)
        if (lab_chart_model_get_series (model, s)->mark == LAB_MARK_AREA)
          return TRUE;
      return !model->y.zoom;
    case LAB_CHART_DOT_STRIP:
      return !model->y.zoom;
    case LAB_CHART_TORNADO:
    case LAB_CHART_HEAT_MAP:
    case LAB_CHART_SCATTER:
    case LAB_CHART_SPARKLINE:
    case LAB_N_CHART_KINDS:
    default:
      return FALSE;
    }
}

/* Labels that stand above the highest mark: a reference's, or a total's. */
static gboolean
has_label_on_top (const LabChartModel *model,
                  double               high)
{
  for (guint i = 0; i < model->references->len; i++)
    {
      const LabReference *reference = &g_array_index (model->references, LabReference, i);

      if (!reference->on_x && reference->value > 0.9 * high)
        return TRUE;
    }
  return model->kind == LAB_CHART_WATERFALL;
}

/* Ends that are not zero get a little room, or marks are cut in half. */
static void
add_headroom (const LabChartPicture *self,
              double                *low,
              double                *high)
{
  const LabChartModel *model = self->model;
  double share = model->kind == LAB_CHART_TORNADO ? HEADROOM_FOR_LABELS : HEADROOM;
  double range;

  if (starts_at_zero (model))
    {
      *low = MIN (*low, 0);
      *high = MAX (*high, 0);
    }
  range = *high - *low;
  if (!isfinite (range))
    return;
  if (*low != 0)
    *low -= range * share;
  if (!self->horizontal && !self->bare && has_label_on_top (model, *high))
    share = CLAMP (1.3 * self->line / self->plot.height, share, 0.3);
  if (*high != 0)
    *high += range * share;
}

static LabAxis *
make_values (const LabChartPicture *self)
{
  const LabChartModel *model = self->model;
  LabAxisFlags flags = starts_at_zero (model) ? LAB_AXIS_FROM_ZERO : LAB_AXIS_NONE;
  double low = self->y_low, high = self->y_high;

  if (model->y.scale == LAB_SCALE_LOG)
    return lab_axis_new_log (model->y.unit, low, high, MOST_TICKS);
  add_headroom (self, &low, &high);
  flags |= model->kind == LAB_CHART_SPARKLINE ? LAB_AXIS_TIGHT : LAB_AXIS_CLOSE;
  return lab_axis_new_linear (model->y.unit, low, high, MOST_TICKS, flags);
}

static LabAxis *
make_places (const LabChartPicture *self,
             double                 length)
{
  const LabChartModel *model = self->model;
  LabAxisFlags flags = model->kind == LAB_CHART_SCATTER ? LAB_AXIS_CLOSE : LAB_AXIS_TIGHT;
  double low = self->x_low, high = self->x_high;

  if (model->kind == LAB_CHART_DOT_STRIP)
    return lab_axis_new_bands (model->series->len);
  if (lab_chart_model_has_categories (model))
    return lab_axis_new_bands (model->categories->len);
  if (model->x.scale == LAB_SCALE_TIME)
    return lab_axis_new_time (low, high, model->zone,
                              (guint) CLAMP (length / (3.6 * self->em), 2, 10));
  if (model->x.scale == LAB_SCALE_LOG)
    return lab_axis_new_log (model->x.unit, low, high, MOST_TICKS);
  if (model->kind == LAB_CHART_SCATTER)
    {
      low -= (high - low) * HEADROOM;
      high += (high - low) * HEADROOM;
    }
  return lab_axis_new_linear (model->x.unit, low, high, MOST_TICKS, flags);
}

void
lab_picture_make_axes (LabChartPicture *self)
{
  lab_axis_free (self->across);
  lab_axis_free (self->up);
  if (self->model->kind == LAB_CHART_HEAT_MAP)
    {
      self->across = lab_axis_new_bands (self->model->categories->len);
      self->up = lab_axis_new_bands (self->model->series->len);
    }
  else if (self->horizontal)
    {
      self->across = make_values (self);
      self->up = make_places (self, self->plot.height);
    }
  else
    {
      self->across = make_places (self, self->plot.width);
      self->up = make_values (self);
    }
}
