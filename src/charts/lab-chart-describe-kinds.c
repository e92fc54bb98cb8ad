/* lab-chart-describe-kinds.c: the sentences of each kind of chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-describe-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lab-stats-describe.h"

/* Beyond this many a summary would be read for minutes; the table has all. */
#define MOST_NAMED 6

/* The numbers of the least and the greatest known value, or -1. */
static void
find_extremes (const double *values,
               gsize         n,
               gssize       *least,
               gssize       *greatest)
{
  *least = *greatest = -1;
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        if (*least < 0 || values[i] < values[*least])
          *least = (gssize) i;
        if (*greatest < 0 || values[i] > values[*greatest])
          *greatest = (gssize) i;
      }
}

double *
lab_describe_sum_places (const LabChartModel *model)
{
  guint n = model->categories->len;
  double *sums = g_new (double, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    sums[i] = NAN;
  for (guint s = 0; s < model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (model, s);

      for (gsize i = 0; i < series->n; i++)
        if (series->x[i] >= 0 && series->x[i] < n && isfinite (series->y[i]))
          {
            guint place = (guint) series->x[i];

            sums[place] = (isnan (sums[place]) ? 0 : sums[place]) + series->y[i];
          }
    }
  return sums;
}

static void
say_extremes (GString             *text,
              const LabChartModel *model,
              const double        *values,
              gsize                n,
              const LabSeries     *series)
{
  gssize least, greatest;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  g_autofree char *low_place = NULL;
  g_autofree char *high_place = NULL;

  find_extremes (values, n, &least, &greatest);
  if (least < 0)
    return;
  low = lab_unit_format (model->y.unit, values[least]);
  high = lab_unit_format (model->y.unit, values[greatest]);
  low_place = lab_chart_model_format_place (model, series != NULL ? series->x[least] : least);
  high_place = lab_chart_model_format_place (model,
                                             series != NULL ? series->x[greatest] : greatest);
  if (values[least] == values[greatest])
    lab_describe_say (text, _("All known values are %s."), low);
  else
    /* Translators: a place and its value, twice. */
    lab_describe_say (text, _("Highest %s, %s; lowest %s, %s."), high_place, high, low_place, low);
}

/* A heat map's cells are compared one by one. */
static void
say_cells (GString             *text,
           const LabChartModel *model)
{
  double best[2] = { INFINITY, -INFINITY };
  LabSeries *rows[2] = { NULL, NULL };
  gsize at[2] = { 0, 0 };

  for (guint s = 0; s < model->series->len; s++)
    {
      LabSeries *series = lab_chart_model_get_series (model, s);
      gssize found[2];

      find_extremes (series->y, series->n, &found[0], &found[1]);
      for (int end = 0; end < 2; end++)
        if (found[end] >= 0 && (end == 0 ? series->y[found[end]] < best[end]
                                         : series->y[found[end]] > best[end]))
          {
            best[end] = series->y[found[end]];
            rows[end] = series;
            at[end] = (gsize) found[end];
          }
    }
  for (int end = 1; end >= 0 && rows[end] != NULL; end--)
    {
      g_autofree char *value = lab_unit_format (model->y.unit, best[end]);
      g_autofree char *place = lab_chart_model_format_place (model, rows[end]->x[at[end]]);

      /* Translators: a row, a column and the value where they meet. */
      if (end == 1)
        lab_describe_say (text, _("Highest %s, %s: %s."), rows[end]->name, place, value);
      else
        lab_describe_say (text, _("Lowest %s, %s: %s."), rows[end]->name, place, value);
    }
}

void
lab_describe_columns (GString             *text,
                      const LabChartModel *model)
{
  g_autofree double *sums = NULL;

  if (model->kind == LAB_CHART_HEAT_MAP)
    {
      say_cells (text, model);
      return;
    }
  sums = lab_describe_sum_places (model);
  say_extremes (text, model, sums, model->categories->len, NULL);
}

static void
say_band (GString             *text,
          const LabChartModel *model,
          const LabSeries     *series,
          gsize                last)
{
  g_autofree char *low = lab_unit_format (model->y.unit, lab_series_get_low (series, last));
  g_autofree char *high = lab_unit_format (model->y.unit, lab_series_get_high (series, last));
  g_autofree char *level = lab_unit_format (LAB_UNIT_SHARE, series->level);

  if (series->level > 0)
    /* Translators: where a band ends: its level, then both ends. */
    lab_describe_say (text, _("At the end %s lie between %s and %s."), level, low, high);
  else
    /* Translators: where a band ends: its name, then both ends. */
    lab_describe_say (text, _("%s ends between %s and %s."), series->name, low, high);
}

void
lab_describe_lines (GString             *text,
                    const LabChartModel *model)
{
  guint named = 0;

  for (guint s = 0; s < model->series->len && named < MOST_NAMED; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (model, s);
      gssize last = lab_series_get_last_known (series);
      g_autofree char *end = NULL;

      if (last < 0 || series->mark == LAB_MARK_PATH)
        continue;
      named++;
      if (series->mark == LAB_MARK_BAND)
        {
          say_band (text, model, series, (gsize) last);
          continue;
        }
      end = lab_unit_format (model->y.unit, series->y[last]);
      /* Translators: a line of a chart, and its last value. */
      lab_describe_say (text, _("%s ends at %s."), series->name, end);
      if (model->kind != LAB_CHART_FAN)
        say_extremes (text, model, series->y, series->n, series);
    }
}

static void
say_interval (GString             *text,
              const LabChartModel *model,
              const LabSeries     *series,
              gsize                index)
{
  g_autofree char *place = lab_chart_model_format_place (model, series->x[index]);
  g_autofree char *value = lab_unit_format (model->y.unit, series->y[index]);
  g_autofree char *low = lab_unit_format (model->y.unit, lab_series_get_low (series, index));
  g_autofree char *high = lab_unit_format (model->y.unit, lab_series_get_high (series, index));
  g_autofree char *level = lab_unit_format (LAB_UNIT_SHARE, series->level);
  guint count = series->counts != NULL ? series->counts[index] : 0;

  if (count > 0)
    /* Translators: a row: its value, the level and ends of its interval, and n. */
    lab_describe_say (text, _("%s: %s, %s interval %s to %s, n = %u."), place, value, level, low,
                      high, count);
  else
    /* Translators: a row: its value, and the level and ends of its interval. */
    lab_describe_say (text, _("%s: %s, %s interval %s to %s."), place, value, level, low, high);
}

static void
say_forest (GString             *text,
            const LabChartModel *model,
            const LabSeries     *series)
{
  guint apart = 0, known = 0;

  for (gsize i = 0; i < series->n; i++)
    {
      double low = lab_series_get_low (series, i);
      double high = lab_series_get_high (series, i);

      if (isnan (low) || isnan (high))
        continue;
      if (known++ < MOST_NAMED)
        say_interval (text, model, series, i);
      apart += low > 0 || high < 0;
    }
  if (known > 0)
    /* Translators: how many of all intervals in a chart lie on one side of zero. */
    lab_describe_say (text, _("Intervals that leave out zero: %u of %u."), apart, known);
}

static void
say_waterfall (GString             *text,
               const LabChartModel *model,
               const LabSeries     *series)
{
  gssize best = -1;
  double total = NAN;

  for (gsize i = 0; i < series->n; i++)
    {
      gboolean is_total = (lab_series_get_flags (series, i) & LAB_POINT_TOTAL) != 0;

      if (is_total)
        {
          g_autofree char *name = lab_chart_model_format_place (model, series->x[i]);
          g_autofree char *value = lab_unit_format (model->y.unit, series->y[i]);

          /* Translators: a total of a waterfall chart. */
          lab_describe_say (text, _("%s is %s."), name, value);
          total = series->y[i];
        }
      else if (isfinite (series->y[i]) &&
               (best < 0 || fabs (series->y[i]) > fabs (series->y[best])))
        best = (gssize) i;
    }
  if (best >= 0 && !isnan (total))
    {
      g_autofree char *name = lab_chart_model_format_place (model, series->x[best]);
      g_autofree char *value = lab_unit_format_signed (model->y.unit, series->y[best]);

      lab_describe_say (text, _("The largest step is %s, %s."), name, value);
    }
}

static void
say_tornado (GString             *text,
             const LabChartModel *model,
             const LabSeries     *series)
{
  for (gsize i = 0; i < MIN (series->n, MOST_NAMED); i++)
    {
      g_autofree char *place = lab_chart_model_format_place (model, series->x[i]);
      g_autofree char *low = lab_unit_format (model->y.unit, lab_series_get_low (series, i));
      g_autofree char *high = lab_unit_format (model->y.unit, lab_series_get_high (series, i));

      /* Translators: a row of a chart, and both ends of its range. */
      lab_describe_say (text, _("%s: %s to %s."), place, low, high);
    }
}

void
lab_describe_rows (GString             *text,
                   const LabChartModel *model)
{
  const LabSeries *series = lab_chart_model_get_series (model, 0);

  if (model->kind == LAB_CHART_FOREST)
    say_forest (text, model, series);
  else if (model->kind == LAB_CHART_WATERFALL)
    say_waterfall (text, model, series);
  else if (model->kind == LAB_CHART_TORNADO)
    say_tornado (text, model, series);
  else
    say_extremes (text, model, series->y, series->n, series);
}

static void
say_strip (GString             *text,
           const LabChartModel *model,
           const LabSeries     *series)
{
  g_autofree double *known = g_new (double, MAX (series->n, 1));
  g_autofree char *median = NULL;
  g_autofree char *high = NULL;
  gsize n = 0;

  for (gsize i = 0; i < series->n; i++)
    if (isfinite (series->y[i]))
      known[n++] = series->y[i];
  if (n == 0)
    return;
  lab_stats_sort (known, n);
  median = lab_unit_format (model->y.unit, lab_stats_quantile_sorted (known, n, 0.5));
  high = lab_unit_format (model->y.unit, lab_stats_quantile_sorted (known, n, 0.95));
  /* Translators: a row of dots: how many, their median and 95th percentile. */
  lab_describe_say (text, ngettext ("%s: %u value, median %s, 95th percentile %s.",
                                    "%s: %u values, median %s, 95th percentile %s.", n),
                    series->name, (guint) n, median, high);
}

static void
say_bins (GString             *text,
          const LabChartModel *model,
          const LabSeries     *series)
{
  gssize least, greatest;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  double sum = lab_stats_sum (series->y, series->n);

  find_extremes (series->y, series->n, &least, &greatest);
  if (greatest < 0 || series->x_low == NULL)
    return;
  low = lab_unit_format (model->x.unit, series->x_low[greatest]);
  high = lab_unit_format (model->x.unit, series->x_high[greatest]);
  /* Translators: how many values, then how many of them lie between two. */
  lab_describe_say (text, _("%.0f values; most, %.0f, lie between %s and %s."), sum,
                    series->y[greatest], low, high);
}

static void
say_points (GString             *text,
            const LabChartModel *model,
            const LabSeries     *series)
{
  for (gsize i = 0; i < MIN (series->n, MOST_NAMED); i++)
    {
      g_autofree char *x = lab_chart_model_format_place (model, series->x[i]);
      g_autofree char *y = lab_unit_format (model->y.unit, series->y[i]);
      const char *name = series->labels != NULL && series->labels[i] != NULL ? series->labels[i]
                                                                             : series->name;

      /* Translators: a point of a chart, and its values across and up. */
      lab_describe_say (text, _("%s: %s across, %s up."), name, x, y);
    }
}

void
lab_describe_spread (GString             *text,
                     const LabChartModel *model)
{
  for (guint s = 0; s < MIN (model->series->len, MOST_NAMED); s++)
    {
      const LabSeries *series = lab_chart_model_get_series (model, s);

      if (model->kind == LAB_CHART_DOT_STRIP)
        say_strip (text, model, series);
      else if (model->kind == LAB_CHART_HISTOGRAM)
        say_bins (text, model, series);
      else if (series->mark == LAB_MARK_POINT)
        say_points (text, model, series);
    }
}
