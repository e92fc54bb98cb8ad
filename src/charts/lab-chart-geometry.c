/* lab-chart-geometry.c: where marks stand, and what lies under a pointer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-picture-private.h"

#include <math.h>

/* Of a band's thickness. */
#define FILLED 0.7
/* A bar thicker than this says no more than a thinner one, in em. */
#define THICKEST 4.0
/* How near a pointer must come, at a font of 15 px. */
#define HIT_RADIUS 22.0
#define HIT_FONT 15.0

static double
from_left (const LabChartPicture *self,
           double                 position)
{
  return self->plot.x + position * self->plot.width;
}

static double
from_bottom (const LabChartPicture *self,
             double                 position)
{
  return self->plot.y + (1 - position) * self->plot.height;
}

static double
from_top (const LabChartPicture *self,
          double                 position)
{
  return self->plot.y + position * self->plot.height;
}

void
lab_picture_place (const LabChartPicture *self,
                   double                 x,
                   double                 y,
                   double                *px,
                   double                *py)
{
  if (self->horizontal || self->model->kind == LAB_CHART_HEAT_MAP)
    {
      gboolean heat = !self->horizontal;

      *px = from_left (self, lab_axis_to_position (self->across, heat ? x : y));
      *py = from_top (self, lab_axis_to_position (self->up, heat ? y : x));
      return;
    }
  *px = from_left (self, lab_axis_to_position (self->across, x));
  *py = from_bottom (self, lab_axis_to_position (self->up, y));
}

void
lab_picture_get_band (const LabChartPicture *self,
                      guint                  band,
                      double                *middle,
                      double                *thickness)
{
  const LabAxis *axis = self->horizontal ? self->up : self->across;
  double length = self->horizontal ? self->plot.height : self->plot.width;
  double position = lab_axis_to_position (axis, band);

  *middle = self->horizontal ? from_top (self, position) : from_left (self, position);
  *thickness = length / (axis->high - axis->low);
}

/* Whole pixels, so that edges are crisp; never thinner than one. */
static LabRect
snap (double x1,
      double y1,
      double x2,
      double y2)
{
  double left = round (MIN (x1, x2));
  double top = round (MIN (y1, y2));
  LabRect rect = { left, top, MAX (round (MAX (x1, x2)) - left, 1),
                   MAX (round (MAX (y1, y2)) - top, 1) };

  return rect;
}

static gboolean
get_bin_rect (const LabChartPicture *self,
              const LabSeries       *series,
              gsize                  index,
              LabRect               *rect)
{
  double x1, x2, y1, y2;

  if (series->x_low == NULL)
    return FALSE;
  lab_picture_place (self, series->x_low[index], 0, &x1, &y1);
  lab_picture_place (self, series->x_high[index], series->y[index], &x2, &y2);
  if (isnan (x1) || isnan (x2) || isnan (y2))
    return FALSE;
  *rect = snap (x1, y1, x2, y2);
  /* A hairline stays free between neighbours. */
  if (rect->width > 3)
    rect->width -= 1;
  return TRUE;
}

static gboolean
get_cell_rect (const LabChartPicture *self,
               LabPointRef            point,
               double                 x,
               LabRect               *rect)
{
  double left = from_left (self, lab_axis_to_position (self->across, x - 0.5));
  double right = from_left (self, lab_axis_to_position (self->across, x + 0.5));
  double top = from_top (self, lab_axis_to_position (self->up, point.series - 0.5));
  double bottom = from_top (self, lab_axis_to_position (self->up, point.series + 0.5));

  *rect = snap (left, top, right, bottom);
  rect->width = MAX (rect->width - 1, 1);
  rect->height = MAX (rect->height - 1, 1);
  return TRUE;
}

/* Columns, bars, steps: from the base to the value across a band. */
static gboolean
get_bar_rect (const LabChartPicture *self,
              LabPointRef            point,
              const LabSeries       *series,
              LabRect               *rect)
{
  double from = lab_picture_get_base (self, point.series, point.index);
  double value = from + series->y[point.index];
  double half, middle, thickness, x1, x2, y1, y2;
  guint band;

  if (self->model->kind == LAB_CHART_TORNADO)
    {
      from = lab_series_get_low (series, point.index);
      value = lab_series_get_high (series, point.index);
    }
  if (!(series->x[point.index] >= 0) || isnan (value) || isnan (from))
    return FALSE;
  band = (guint) series->x[point.index];
  lab_picture_get_band (self, band, &middle, &thickness);
  half = MIN (thickness * FILLED, THICKEST * self->em) / 2;
  lab_picture_place (self, band, from, &x1, &y1);
  lab_picture_place (self, band, value, &x2, &y2);
  if (self->horizontal)
    *rect = snap (x1, middle - half, x2, middle + half);
  else
    *rect = snap (middle - half, y1, middle + half, y2);
  return TRUE;
}

gboolean
lab_picture_get_rect (const LabChartPicture *self,
                      LabPointRef            point,
                      LabRect               *rect)
{
  const LabSeries *series = lab_chart_model_get_series (self->model, point.series);

  if (!lab_picture_shows (self, point.series))
    return FALSE;
  switch (self->model->kind)
    {
    case LAB_CHART_COLUMNS:
    case LAB_CHART_BARS:
    case LAB_CHART_WATERFALL:
    case LAB_CHART_TORNADO:
      return get_bar_rect (self, point, series, rect);
    case LAB_CHART_HISTOGRAM:
      return get_bin_rect (self, series, point.index, rect);
    case LAB_CHART_HEAT_MAP:
      return get_cell_rect (self, point, series->x[point.index], rect);
    case LAB_CHART_LINES:
    case LAB_CHART_FOREST:
    case LAB_CHART_DOT_STRIP:
    case LAB_CHART_SCATTER:
    case LAB_CHART_FAN:
    case LAB_CHART_SPARKLINE:
    case LAB_N_CHART_KINDS:
    default:
      return FALSE;
    }
}

double *
lab_picture_spread_dots (const LabChartPicture *self,
                         guint                  s)
{
  const LabSeries *series = lab_chart_model_get_series (self->model, s);
  double size = lab_picture_get_marker_size (self);
  double *offsets = g_new0 (double, MAX (series->n, 1));
  guint columns = (guint) ceil (self->plot.width / size) + 1;
  g_autofree guint *taken = g_new0 (guint, columns);
  double middle, thickness;

  lab_picture_get_band (self, s, &middle, &thickness);
  for (gsize i = 0; i < series->n; i++)
    {
      double position = lab_axis_to_position (self->across, series->y[i]);
      guint column, level;
      double offset;

      if (isnan (position))
        continue;
      column = (guint) (CLAMP (position, 0, 1) * self->plot.width / size);
      level = taken[column]++;
      offset = (level + 1) / 2 * size * (level % 2 == 0 ? 1 : -1);
      /* What finds no room in its row lies on its edge. */
      offsets[i] = CLAMP (offset, -thickness * 0.4, thickness * 0.4);
    }
  return offsets;
}

static void
locate_dot (const LabChartPicture *self,
            LabPointRef            point,
            double                *x,
            double                *y)
{
  const LabSeries *series = lab_chart_model_get_series (self->model, point.series);

  lab_picture_place (self, point.series, series->y[point.index], x, y);
  *y += self->dots[point.series][point.index];
}

gboolean
lab_chart_picture_locate (const LabChartPicture *self,
                          LabPointRef            point,
                          double                *x,
                          double                *y)
{
  const LabSeries *series;
  LabRect rect;

  g_return_val_if_fail (self != NULL && x != NULL && y != NULL, FALSE);
  g_return_val_if_fail (lab_chart_model_has_point (self->model, point), FALSE);

  series = lab_chart_model_get_series (self->model, point.series);
  if (!lab_picture_shows (self, point.series))
    return FALSE;
  if (self->model->kind == LAB_CHART_HEAT_MAP)
    {
      lab_picture_place (self, series->x[point.index], point.series, x, y);
      return TRUE;
    }
  if (self->model->kind == LAB_CHART_DOT_STRIP)
    locate_dot (self, point, x, y);
  else if (self->model->kind == LAB_CHART_TORNADO && lab_picture_get_rect (self, point, &rect))
    {
      *x = rect.x + rect.width / 2;
      *y = rect.y + rect.height / 2;
    }
  else
    lab_picture_place (self, series->x[point.index],
                       lab_picture_get_base (self, point.series, point.index) +
                         lab_series_get_middle (series, point.index),
                       x, y);
  return isfinite (*x) && isfinite (*y);
}

/* The first point whose x is not below; of ordered series only. */
static gsize
find_first (const LabSeries *series,
            double           x)
{
  gsize below = 0, above = series->n;

  while (below < above)
    {
      gsize middle = below + (above - below) / 2;

      if (series->x[middle] < x)
        below = middle + 1;
      else
        above = middle;
    }
  return below;
}

static void
find_nearest (const LabChartPicture *self,
              guint                  s,
              double                 x,
              double                 y,
              double                *distance,
              LabPointRef           *point)
{
  const LabSeries *series = lab_chart_model_get_series (self->model, s);
  gsize first = 0, last = series->n;

  /* A long line is looked at only as far as the pointer reaches. */
  if (!self->horizontal && series->n > 64 && lab_series_is_ordered (series))
    {
      double low = (x - *distance - self->plot.x) / self->plot.width;
      double high = (x + *distance - self->plot.x) / self->plot.width;

      first = find_first (series, lab_axis_to_value (self->across, low));
      last = find_first (series, lab_axis_to_value (self->across, high));
    }
  for (gsize i = first; i < last; i++)
    {
      LabPointRef candidate = { s, i };
      double px, py, away;

      if (!lab_chart_picture_locate (self, candidate, &px, &py))
        continue;
      away = hypot (px - x, py - y);
      if (away < *distance)
        {
          *distance = away;
          *point = candidate;
        }
    }
}

static gboolean
draws_rects (LabChartKind kind)
{
  return kind == LAB_CHART_COLUMNS || kind == LAB_CHART_BARS || kind == LAB_CHART_WATERFALL ||
         kind == LAB_CHART_TORNADO || kind == LAB_CHART_HISTOGRAM || kind == LAB_CHART_HEAT_MAP;
}

/* A pixel around counts too, or thin bars never would. */
static gboolean
hit_rect (const LabChartPicture *self,
          guint                  s,
          double                 x,
          double                 y,
          LabPointRef           *point)
{
  const LabSeries *series = lab_chart_model_get_series (self->model, s);

  for (gsize i = 0; i < series->n; i++)
    {
      LabPointRef candidate = { s, i };
      LabRect rect;

      if (lab_picture_get_rect (self, candidate, &rect) && x >= rect.x - 1 && y >= rect.y - 1 &&
          x <= rect.x + rect.width + 1 && y <= rect.y + rect.height + 1)
        {
          *point = candidate;
          return TRUE;
        }
    }
  return FALSE;
}

gboolean
lab_chart_hit (const LabChartPicture *self,
               double                 x,
               double                 y,
               LabPointRef           *point)
{
  LabPointRef best = { 0, 0 };
  double radius, distance;

  g_return_val_if_fail (self != NULL && point != NULL, FALSE);

  for (guint s = 0; s < self->model->series->len; s++)
    if (draws_rects (self->model->kind) && hit_rect (self, s, x, y, point))
      return TRUE;
  radius = HIT_RADIUS * MAX (1, self->em / HIT_FONT);
  distance = radius;
  for (guint s = 0; s < self->model->series->len; s++)
    if (lab_picture_shows (self, s))
      find_nearest (self, s, x, y, &distance, &best);
  if (distance < radius)
    *point = best;
  return distance < radius;
}
