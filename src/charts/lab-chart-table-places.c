/* lab-chart-table-places.c: the common places of several series
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-table-private.h"

#include <math.h>

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return first < second ? -1 : first > second;
}

GArray *
lab_table_collect_places (const LabChartModel *model)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (double));
  guint kept = 0;

  for (guint s = 0; s < model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (model, s);

      for (gsize i = 0; i < series->n; i++)
        if (!isnan (series->x[i]))
          g_array_append_val (places, series->x[i]);
    }
  g_array_sort (places, compare_doubles);
  for (guint i = 0; i < places->len; i++)
    {
      double value = g_array_index (places, double, i);

      if (kept == 0 || g_array_index (places, double, kept - 1) != value)
        g_array_index (places, double, kept++) = value;
    }
  g_array_set_size (places, kept);
  return places;
}

static int
compare_by_x (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  const double *x = data;
  double first = x[*(const gsize *) a];
  double second = x[*(const gsize *) b];

  return first < second ? -1 : first > second;
}

void
lab_table_cursor_start (LabTableCursor  *cursor,
                        const LabSeries *series)
{
  gsize known = 0;

  cursor->order = g_new (gsize, MAX (series->n, 1));
  cursor->at = 0;
  for (gsize i = 0; i < series->n; i++)
    if (!isnan (series->x[i]))
      cursor->order[known++] = i;
  if (!lab_series_is_ordered (series))
    g_qsort_with_data (cursor->order, (int) known, sizeof (gsize), compare_by_x, series->x);
  for (gsize i = known; i < series->n; i++)
    cursor->order[i] = series->n;
}

gssize
lab_table_cursor_find (LabTableCursor  *cursor,
                       const LabSeries *series,
                       double           place)
{
  while (cursor->at < series->n && cursor->order[cursor->at] < series->n &&
         series->x[cursor->order[cursor->at]] < place)
    cursor->at++;
  if (cursor->at < series->n && cursor->order[cursor->at] < series->n &&
      series->x[cursor->order[cursor->at]] == place)
    return (gssize) cursor->order[cursor->at];
  return -1;
}
