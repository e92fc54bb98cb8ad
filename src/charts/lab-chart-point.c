/* lab-chart-point.c: one point of a chart: finding the next, saying it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-point.h"

#include <glib/gi18n-lib.h>
#include <math.h>

gboolean
lab_chart_model_has_point (const LabChartModel *self,
                           LabPointRef          point)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return point.series < self->series->len &&
         point.index < lab_chart_model_get_series (self, point.series)->n;
}

static gboolean
find_end (const LabChartModel *self,
          gboolean             last,
          LabPointRef         *to)
{
  for (guint i = 0; i < self->series->len; i++)
    {
      guint series = last ? self->series->len - 1 - i : i;
      gsize n = lab_chart_model_get_series (self, series)->n;

      if (n > 0)
        {
          *to = (LabPointRef) { series, last ? n - 1 : 0 };
          return TRUE;
        }
    }
  return FALSE;
}

/* The point of a series nearest to a place on x. */
static gsize
nearest_index (const LabSeries *series,
               double           x)
{
  gsize best = 0;
  double distance = INFINITY;

  for (gsize i = 0; i < series->n; i++)
    if (fabs (series->x[i] - x) < distance)
      {
        distance = fabs (series->x[i] - x);
        best = i;
      }
  return best;
}

static void
step_series (const LabChartModel *self,
             const LabPointRef   *from,
             int                  by,
             LabPointRef         *to)
{
  const LabSeries *series = lab_chart_model_get_series (self, from->series);
  double x = series->x[from->index];
  int next = (int) from->series + by;

  *to = *from;
  for (; next >= 0 && next < (int) self->series->len; next += by)
    {
      series = lab_chart_model_get_series (self, (guint) next);
      if (series->n > 0)
        {
          *to = (LabPointRef) { (guint) next, nearest_index (series, x) };
          return;
        }
    }
}

static gsize
move_index (gsize index,
            gsize n,
            int   by)
{
  if (by < 0)
    return index > (gsize) -by ? index - (gsize) -by : 0;
  return MIN (index + (gsize) by, n - 1);
}

gboolean
lab_chart_model_step (const LabChartModel *self,
                      const LabPointRef   *from,
                      LabStep              step,
                      LabPointRef         *to)
{
  gsize n;

  g_return_val_if_fail (self != NULL && to != NULL, FALSE);

  if (from == NULL || !lab_chart_model_has_point (self, *from))
    return find_end (self, step == LAB_STEP_LAST, to);
  n = lab_chart_model_get_series (self, from->series)->n;
  *to = *from;
  switch (step)
    {
    case LAB_STEP_FIRST:
      to->index = 0;
      break;
    case LAB_STEP_LAST:
      to->index = n - 1;
      break;
    case LAB_STEP_NEXT:
      to->index = move_index (from->index, n, 1);
      break;
    case LAB_STEP_PREVIOUS:
      to->index = move_index (from->index, n, -1);
      break;
    case LAB_STEP_TEN_ON:
      to->index = move_index (from->index, n, 10);
      break;
    case LAB_STEP_TEN_BACK:
      to->index = move_index (from->index, n, -10);
      break;
    case LAB_STEP_NEXT_SERIES:
      step_series (self, from, 1, to);
      break;
    case LAB_STEP_PREVIOUS_SERIES:
      step_series (self, from, -1, to);
      break;
    default:
      g_return_val_if_reached (FALSE);
    }
  return TRUE;
}

static char *
format_range (const LabChartModel *self,
              double               low,
              double               high,
              double               level)
{
  g_autofree char *first = lab_unit_format (self->y.unit, low);
  g_autofree char *second = lab_unit_format (self->y.unit, high);
  g_autofree char *share = lab_unit_format (LAB_UNIT_SHARE, level);

  if (!(level > 0))
    /* Translators: a range of values, from the first to the second. */
    return g_strdup_printf (C_ ("chart point", "%s to %s"), first, second);
  /* Translators: the first %s is a level such as "95 %", then the range. */
  return g_strdup_printf (C_ ("chart point", "%s interval %s to %s"), share, first, second);
}

/* The value with its interval. */
static char *
read_value (const LabChartModel *self,
            const LabSeries     *series,
            gsize                index)
{
  double low = lab_series_get_low (series, index);
  double high = lab_series_get_high (series, index);
  g_autofree char *value = lab_chart_model_format_value (self, series->y[index],
                                                         lab_series_get_flags (series, index));
  g_autofree char *range = NULL;

  if (isnan (low) || isnan (high))
    return g_steal_pointer (&value);
  range = format_range (self, low, high, series->level);
  if (isnan (series->y[index]))
    return g_steal_pointer (&range);
  /* Translators: a value, then its interval. */
  return g_strdup_printf (C_ ("chart point", "%s, %s"), value, range);
}

/* What is to be known about a point besides its value, or "". */
static char *
read_notes (const LabSeries *series,
            gsize            index)
{
  LabPointFlags flags = lab_series_get_flags (series, index);
  guint count = series->counts != NULL ? series->counts[index] : 0;
  GString *notes = g_string_new (NULL);

  if (flags & LAB_POINT_ESTIMATED)
    g_string_append (notes, C_ ("chart point", ", estimated"));
  if (flags & LAB_POINT_UNPRICED)
    g_string_append (notes, C_ ("chart point", ", a part is unpriced"));
  if (flags & LAB_POINT_PARTIAL)
    g_string_append (notes, C_ ("chart point", ", so far"));
  if (count > 0)
    /* Translators: after a value: how many things it stands for. */
    g_string_append_printf (notes, C_ ("chart point", ", n = %u"), count);
  return g_string_free (notes, FALSE);
}

static char *
read_place (const LabChartModel *self,
            const LabSeries     *series,
            gsize                index)
{
  if (series->labels != NULL && series->labels[index] != NULL)
    return g_strdup (series->labels[index]);
  if (self->kind == LAB_CHART_DOT_STRIP)
    return g_strdup (series->name);
  if (self->kind == LAB_CHART_HISTOGRAM && series->x_low != NULL)
    {
      g_autofree char *low = lab_unit_format (self->x.unit, series->x_low[index]);
      g_autofree char *high = lab_unit_format (self->x.unit, series->x_high[index]);

      return g_strdup_printf (C_ ("chart point", "%s to %s"), low, high);
    }
  return lab_chart_model_format_place (self, series->x[index]);
}

/* Two scales: a scatter's point has a value on both. */
static char *
read_both (const LabChartModel *self,
           const LabSeries     *series,
           gsize                index)
{
  g_autofree char *x = lab_chart_model_format_place (self, series->x[index]);
  g_autofree char *y = read_value (self, series, index);

  /* Translators: both values of a point, across and up. */
  return g_strdup_printf (C_ ("chart point", "%s across, %s up"), x, y);
}

char *
lab_chart_model_read_point (const LabChartModel *self,
                            LabPointRef          point)
{
  const LabSeries *series;
  g_autofree char *place = NULL;
  g_autofree char *value = NULL;
  g_autofree char *notes = NULL;
  gboolean named;

  g_return_val_if_fail (self != NULL && lab_chart_model_has_point (self, point), NULL);

  series = lab_chart_model_get_series (self, point.series);
  named = series->labels != NULL && series->labels[point.index] != NULL;
  place = read_place (self, series, point.index);
  value = self->kind == LAB_CHART_SCATTER && named ? read_both (self, series, point.index)
                                                   : read_value (self, series, point.index);
  notes = read_notes (series, point.index);
  if (self->series->len == 1 || g_str_equal (series->name, place))
    /* Translators: a point of a chart: where it is, its value, notes that begin
     * with a comma or nothing, its number and how many there are. */
    return g_strdup_printf (_("%s: %s%s. Point %u of %u."), place, value, notes,
                            (guint) point.index + 1, (guint) series->n);
  /* Translators: a point of a chart: the name of its series, where it is, its
   * value, notes that begin with a comma or nothing, its number and how many. */
  return g_strdup_printf (_("%s, %s: %s%s. Point %u of %u."), series->name, place, value, notes,
                          (guint) point.index + 1, (guint) series->n);
}
