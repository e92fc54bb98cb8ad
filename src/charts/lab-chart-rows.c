/* lab-chart-rows.c: histograms, and the order of rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-model.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "lab-bins.h"
#include "lab-palette.h"
#include "lab-stats-describe.h"

static void
add_quantiles (LabChartModel *self,
               double        *values,
               gsize          n)
{
  double median, high;
  g_autofree char *median_text = NULL;
  g_autofree char *high_text = NULL;
  g_autofree char *median_label = NULL;
  g_autofree char *high_label = NULL;

  lab_stats_sort (values, n);
  median = lab_stats_quantile_sorted (values, n, 0.5);
  high = lab_stats_quantile_sorted (values, n, 0.95);
  median_text = lab_unit_format (self->x.unit, median);
  high_text = lab_unit_format (self->x.unit, high);
  /* Translators: on a line in a histogram; %s is an amount. */
  median_label = g_strdup_printf (C_ ("chart", "median %s"), median_text);
  /* Translators: the 95th percentile, on a line in a histogram; %s is an amount. */
  high_label = g_strdup_printf (C_ ("chart", "p95 %s"), high_text);
  lab_chart_model_add_reference (self, median, median_label, TRUE);
  lab_chart_model_add_reference (self, high, high_label, TRUE);
}

static void
add_bins (LabSeries    *series,
          const double *edges,
          const guint  *counts)
{
  lab_series_set_x_interval (series, edges, edges + 1);
  for (gsize i = 0; i < series->n; i++)
    {
      series->x[i] = edges[i] + (edges[i + 1] - edges[i]) / 2;
      series->y[i] = counts[i];
    }
}

LabSeries *
lab_chart_model_add_histogram (LabChartModel *self,
                               const char    *name,
                               int            slot,
                               const double  *values,
                               gsize          n)
{
  g_autofree double *sorted = g_new (double, MAX (n, 1));
  g_autofree double *edges = NULL;
  g_autofree guint *counts = NULL;
  gboolean logarithmic = self->x.scale == LAB_SCALE_LOG;
  LabSeries *series;
  gsize known = 0;
  guint bins;

  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]) && (!logarithmic || values[i] > 0))
      sorted[known++] = values[i];
  bins = lab_histogram_bins (known);
  edges = g_new (double, bins + 1);
  counts = g_new (guint, bins);
  if (!lab_histogram_edges (sorted, known, logarithmic, bins, edges))
    return NULL;
  lab_histogram_count (sorted, known, edges, bins, counts);
  series = lab_series_new (name, slot, LAB_MARK_COLUMN, NULL, NULL, bins);
  add_bins (series, edges, counts);
  add_quantiles (self, sorted, known);
  return lab_chart_model_add_series (self, series);
}

typedef struct
{
  gsize index;
  double key; /* greatest first; -INFINITY for what is unknown */
} Row;

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const Row *first = a;
  const Row *second = b;

  if (first->key != second->key)
    return first->key > second->key ? -1 : 1;
  return first->index < second->index ? -1 : first->index > second->index;
}

static double
row_key (const LabChartModel *self,
         const LabSeries     *series,
         gsize                index)
{
  double low = lab_series_get_low (series, index);
  double high = lab_series_get_high (series, index);
  double key = series->y[index];

  if (self->kind == LAB_CHART_TORNADO)
    key = high - low;
  /* How far the whole interval is from zero, to either side. */
  else if (self->kind == LAB_CHART_FOREST)
    key = low > 0 ? low : high < 0 ? -high : -MIN (-low, high);
  return isnan (key) ? -INFINITY : key;
}

#define REORDER(array, type)                                    \
  if ((array) != NULL)                                          \
    {                                                           \
      g_autofree type *old = g_memdup2 ((array), n * sizeof (type)); \
      for (gsize i = 0; i < n; i++)                             \
        (array)[i] = old[rows[i].index];                        \
    }

static void
reorder_series (LabSeries *series,
                const Row *rows)
{
  gsize n = series->n;

  REORDER (series->y, double)
  REORDER (series->low, double)
  REORDER (series->high, double)
  REORDER (series->flags, guint8)
  REORDER (series->counts, guint)
  REORDER (series->slots, int)
  REORDER (series->labels, char *)
}

static void
reorder_names (GPtrArray *names,
               const Row *rows)
{
  gsize n = names->len;

  REORDER (names->pdata, gpointer)
}

void
lab_chart_model_sort_rows (LabChartModel *self)
{
  g_autofree Row *rows = NULL;
  LabSeries *series;

  g_return_if_fail (self != NULL && self->series->len == 1);

  series = lab_chart_model_get_series (self, 0);
  g_return_if_fail (series->n == self->categories->len);
  if (series->n == 0)
    return;

  rows = g_new (Row, series->n);
  for (gsize i = 0; i < series->n; i++)
    rows[i] = (Row) { i, row_key (self, series, i) };
  qsort (rows, series->n, sizeof (Row), compare_rows);
  reorder_series (series, rows);
  reorder_names (self->categories, rows);
  reorder_names (self->long_names, rows);
}

void
lab_chart_model_fold_rows (LabChartModel *self,
                           guint          most)
{
  g_autofree char *name = NULL;
  LabPointFlags flags = LAB_POINT_NONE;
  LabSeries *series;
  double sum = 0;
  guint folded;

  g_return_if_fail (self != NULL && self->kind == LAB_CHART_BARS && self->series->len == 1);

  series = lab_chart_model_get_series (self, 0);
  g_return_if_fail (series->n == self->categories->len);
  if (series->n <= most + 1)
    return;
  folded = (guint) series->n - most;
  for (gsize i = most; i < series->n; i++)
    {
      flags |= lab_series_get_flags (series, i);
      if (isnan (series->y[i]))
        flags |= LAB_POINT_UNPRICED;
      else
        sum += series->y[i];
      if (series->labels != NULL)
        g_clear_pointer (&series->labels[i], g_free);
      if (series->slots != NULL)
        series->slots[i] = LAB_PALETTE_BASELINE;
      if (series->counts != NULL && i > most)
        series->counts[most] += series->counts[i];
    }
  series->n = most + 1;
  series->y[most] = sum;
  lab_series_set_flags (series, most, flags);
  g_ptr_array_set_size (self->categories, (int) most);
  g_ptr_array_set_size (self->long_names, (int) most);
  /* Translators: the rows that are not shown by themselves; %u of them. */
  name = g_strdup_printf (C_ ("chart", "Other (%u)"), folded);
  lab_chart_model_add_category (self, name, NULL);
}
