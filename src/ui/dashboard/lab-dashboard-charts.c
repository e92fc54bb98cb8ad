/* lab-dashboard-charts.c: an overview as charts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dashboard/lab-dashboard-charts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "common/lab-format.h"
#include "lab-palette.h"

struct _LabSlots
{
  GHashTable *slots; /* name → slot + 1 */
};

LabSlots *
lab_slots_new (void)
{
  LabSlots *self = g_new0 (LabSlots, 1);

  self->slots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
lab_slots_free (LabSlots *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->slots);
  g_free (self);
}

int
lab_slots_get (LabSlots   *self,
               const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, LAB_PALETTE_BASELINE);

  return GPOINTER_TO_INT (g_hash_table_lookup (self->slots, name)) - 1;
}

/* A colour nobody in view has; of those, rather one nobody had yet. */
static int
find_free_slot (LabSlots *self,
                guint     in_view)
{
  guint met = 0;
  GHashTableIter iter;
  gpointer slot;

  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, &slot))
    met |= 1u << (GPOINTER_TO_INT (slot) - 1);
  for (int i = 0; i < LAB_PALETTE_BASELINE; i++)
    if (!((in_view | met) & 1u << i))
      return i;
  for (int i = 0; i < LAB_PALETTE_BASELINE; i++)
    if (!(in_view & 1u << i))
      return i;
  return LAB_PALETTE_BASELINE;
}

void
lab_slots_take (LabSlots          *self,
                const char * const *names,
                guint              n_names)
{
  guint in_view = 0;

  g_return_if_fail (self != NULL);

  for (guint i = 0; i < n_names; i++)
    {
      int slot = lab_slots_get (self, names[i]);

      /* Two that met at different times may have the same. */
      if (slot >= 0 && in_view & 1u << slot)
        g_hash_table_remove (self->slots, names[i]);
      else if (slot >= 0)
        in_view |= 1u << slot;
    }
  for (guint i = 0; i < n_names; i++)
    if (lab_slots_get (self, names[i]) < 0)
      {
        int slot = find_free_slot (self, in_view);

        in_view |= 1u << slot;
        g_hash_table_insert (self->slots, g_strdup (names[i]), GINT_TO_POINTER (slot + 1));
      }
}

static double
to_usd (LabMoney amount)
{
  return lab_money_to_usd (amount);
}

static const char *
get_spend_title (LabPeriodUnit   unit,
                 const char    **axis)
{
  switch (unit)
    {
    case LAB_PERIOD_HOUR:
      *axis = _("US dollars per hour");
      return _("Spend per hour");
    case LAB_PERIOD_WEEK:
      *axis = _("US dollars per week");
      return _("Spend per week");
    case LAB_PERIOD_MONTH:
      *axis = _("US dollars per month");
      return _("Spend per month");
    case LAB_PERIOD_DAY:
    default:
      *axis = _("US dollars per day");
      return _("Spend per day");
    }
}

static const char *
get_short_format (LabPeriodUnit unit)
{
  switch (unit)
    {
    case LAB_PERIOD_HOUR:
      /* Translators: an hour below a chart, for g_date_time_format(). */
      return C_ ("below a chart", "%H:%M");
    case LAB_PERIOD_MONTH:
      /* Translators: a month below a chart, for g_date_time_format(). */
      return C_ ("below a chart", "%b %Y");
    case LAB_PERIOD_WEEK:
    case LAB_PERIOD_DAY:
    default:
      /* Translators: a day, or a week's first, below a chart, for
       * g_date_time_format(). */
      return C_ ("below a chart", "%-d %b");
    }
}

static void
add_periods (LabChartModel    *model,
             const LabPeriods *periods)
{
  for (guint i = 0; i < lab_periods_get_n (periods); i++)
    {
      g_autoptr (GDateTime) utc =
        g_date_time_new_from_unix_utc (lab_periods_get_start (periods, i) / G_USEC_PER_SEC);
      g_autoptr (GDateTime) start = g_date_time_to_timezone (utc, periods->zone);
      g_autofree char *name = g_date_time_format (start, get_short_format (periods->unit));
      g_autofree char *long_name = lab_dashboard_name_period (periods, i);

      lab_chart_model_add_category (model, name, long_name);
    }
  lab_chart_model_set_zone (model, periods->zone);
}

/* Nothing spent is zero; money nobody knows is unknown. */
static double
get_value (const LabMoneySum *sum)
{
  return sum->n_unpriced > 0 && sum->n_known + sum->n_estimated == 0 ? NAN : to_usd (sum->amount);
}

static LabPointFlags
get_flags (const LabMoneySum *sum,
           gboolean           so_far)
{
  LabPointFlags flags = LAB_POINT_NONE;

  if (sum->n_unpriced > 0)
    flags |= LAB_POINT_UNPRICED;
  if (sum->n_estimated > 0)
    flags |= LAB_POINT_ESTIMATED;
  if (so_far && sum->n_known + sum->n_estimated + sum->n_unpriced > 0)
    flags |= LAB_POINT_PARTIAL;
  return flags;
}

static void
add_group (LabChartModel          *model,
           const LabCostOverview  *overview,
           const LabOverviewGroup *group,
           int                     slot)
{
  LabSeries *series =
    lab_series_new (group->name, slot, LAB_MARK_COLUMN, NULL, NULL, overview->n_begun);

  for (guint i = 0; i < overview->n_begun; i++)
    {
      series->y[i] = get_value (&group->sums[i]);
      lab_series_set_flags (series, i, get_flags (&group->sums[i], (gint) i == overview->so_far));
      lab_series_set_count (series, i, (guint) MIN (group->n_calls[i], G_MAXUINT));
    }
  lab_chart_model_add_series (model, series);
}

LabChartModel *
lab_dashboard_spend_chart (const LabCostOverview *overview,
                           LabOverviewRange       range,
                           LabSlots              *slots)
{
  const char *axis, *title;
  const char *ids[LAB_OVERVIEW_GROUPS + 1];
  LabChartModel *model;
  guint n_ids = 0;

  g_return_val_if_fail (overview != NULL && overview->periods != NULL, NULL);

  title = get_spend_title (overview->periods->unit, &axis);
  model = lab_chart_model_new (LAB_CHART_COLUMNS, title);
  lab_chart_model_set_y (model, axis, LAB_UNIT_USD, LAB_SCALE_LINEAR);
  add_periods (model, overview->periods);
  for (guint i = 0; i < overview->groups->len; i++)
    {
      const LabOverviewGroup *group = g_ptr_array_index (overview->groups, i);

      if (group->id != NULL)
        ids[n_ids++] = group->id;
    }
  lab_slots_take (slots, ids, n_ids);
  for (guint i = 0; i < overview->groups->len; i++)
    {
      const LabOverviewGroup *group = g_ptr_array_index (overview->groups, i);

      add_group (model, overview, group,
                 group->id != NULL ? lab_slots_get (slots, group->id) : LAB_PALETTE_BASELINE);
    }
  model->n_unpriced = (guint) overview->total.cost.n_unpriced;
  if (overview->has_before && overview->before.n_calls > 0)
    lab_chart_model_set_previous (model, to_usd (overview->before.cost.amount),
                                  lab_dashboard_name_before (range));
  return model;
}

LabChartModel *
lab_dashboard_bucket_chart (const LabCostOverview *overview)
{
  static const int bucket_slots[LAB_N_BUCKETS] = {
    [LAB_BUCKET_U] = LAB_PALETTE_UNCACHED,
    [LAB_BUCKET_R] = LAB_PALETTE_CACHE_READ,
    [LAB_BUCKET_W] = LAB_PALETTE_CACHE_WRITE,
    [LAB_BUCKET_WL] = LAB_PALETTE_LONG_CACHE_WRITE,
    [LAB_BUCKET_O] = LAB_PALETTE_OUTPUT,
  };
  LabChartModel *model;
  LabSeries *series;
  double values[LAB_N_BUCKETS + 1];
  int slots[LAB_N_BUCKETS + 1];
  guint n = 0;

  g_return_val_if_fail (overview != NULL, NULL);

  model = lab_chart_model_new (LAB_CHART_BARS, _("Where it goes"));
  lab_chart_model_set_y (model, _("US dollars"), LAB_UNIT_USD, LAB_SCALE_LINEAR);
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    if (overview->by_bucket[i] != 0 || overview->total.tokens[i] != 0)
      {
        lab_chart_model_add_category (model, lab_bucket_get_label ((LabBucket) i), NULL);
        slots[n] = bucket_slots[i];
        values[n++] = to_usd (overview->by_bucket[i]);
      }
  if (overview->rest != 0)
    {
      lab_chart_model_add_category (model, _("without tokens or price"), NULL);
      slots[n] = LAB_PALETTE_BASELINE;
      values[n++] = to_usd (overview->rest);
    }
  series = lab_chart_model_add_series (
    model, lab_series_new (_("Spend"), 0, LAB_MARK_COLUMN, NULL, values, n));
  for (guint i = 0; i < n; i++)
    {
      lab_series_set_slot (series, i, slots[i]);
      lab_series_set_flags (series, i, overview->is_by_bucket_exact ? LAB_POINT_NONE
                                                                    : LAB_POINT_ESTIMATED);
    }
  model->n_unpriced = (guint) overview->total.cost.n_unpriced;
  lab_chart_model_sort_rows (model);
  return model;
}

static char *
name_spread (const LabOverviewSpread *spread)
{
  g_autofree char *n = g_strdup_printf ("%'" G_GUINT64_FORMAT, spread->n);
  g_autofree char *free_calls = g_strdup_printf ("%'" G_GUINT64_FORMAT, spread->n_free);

  if (spread->n_free > 0)
    return g_strdup_printf (ngettext ("Cost per call, n = %s, %s of them free and not drawn",
                                      "Cost per call, n = %s, %s of them free and not drawn",
                                      (gulong) spread->n_free),
                            n, free_calls);
  /* Translators: %s is how many calls there are. */
  return g_strdup_printf (_("Cost per call, n = %s"), n);
}

static void
add_quantiles (LabChartModel           *model,
               const LabOverviewSpread *spread)
{
  g_autofree char *median = lab_format_money (spread->median);
  g_autofree char *high = lab_format_money (spread->p95);
  /* Translators: on a line in a histogram; %s is an amount. */
  g_autofree char *median_label = g_strdup_printf (_("median %s"), median);
  /* Translators: the 95th percentile, on a line in a histogram; %s is an amount. */
  g_autofree char *high_label = g_strdup_printf (_("p95 %s"), high);

  lab_chart_model_add_reference (model, to_usd (spread->median), median_label, TRUE);
  lab_chart_model_add_reference (model, to_usd (spread->p95), high_label, TRUE);
}

LabChartModel *
lab_dashboard_spread_chart (const LabCostOverview *overview)
{
  const LabOverviewSpread *spread;
  g_autofree char *title = NULL;
  g_autofree double *edges = NULL;
  LabChartModel *model;
  LabSeries *series;
  guint n;

  g_return_val_if_fail (overview != NULL, NULL);

  spread = &overview->spread;
  n = spread->bins != NULL ? spread->bins->len : 0;
  title = name_spread (spread);
  model = lab_chart_model_new (LAB_CHART_HISTOGRAM, title);
  lab_chart_model_set_x (model, _("US dollars per call, log scale"), LAB_UNIT_USD, LAB_SCALE_LOG);
  lab_chart_model_set_y (model, _("Calls"), LAB_UNIT_CALLS, LAB_SCALE_LINEAR);
  if (n == 0)
    return model;
  edges = g_new (double, n + 1);
  series = lab_series_new (_("Calls"), 0, LAB_MARK_COLUMN, NULL, NULL, n);
  for (guint i = 0; i < n; i++)
    {
      const LabOverviewBin *bin = &g_array_index (spread->bins, LabOverviewBin, i);

      edges[i] = to_usd (bin->low);
      edges[i + 1] = to_usd (bin->high);
      series->x[i] = sqrt (edges[i] * edges[i + 1]);
      series->y[i] = (double) bin->n;
    }
  lab_series_set_x_interval (series, edges, edges + 1);
  lab_chart_model_add_series (model, series);
  add_quantiles (model, spread);
  return model;
}

static LabMoney
get_task_cost (const LabOverviewRun *run)
{
  return run->cost.amount / (LabMoney) run->n_operations;
}

LabChartModel *
lab_dashboard_runs_chart (const LabCostOverview *overview)
{
  LabChartModel *model;
  LabSeries *series;
  guint n;

  g_return_val_if_fail (overview != NULL, NULL);

  n = overview->runs->len;
  model = lab_chart_model_new (LAB_CHART_BARS, _("Cost per task: baseline and runs"));
  lab_chart_model_set_y (model, _("US dollars per task"), LAB_UNIT_USD, LAB_SCALE_LINEAR);
  lab_chart_model_set_apart (model, TRUE);
  series = lab_series_new (_("Cost per task"), 0, LAB_MARK_COLUMN, NULL, NULL, n);
  for (guint i = 0; i < n; i++)
    {
      const LabOverviewRun *run = g_ptr_array_index (overview->runs, i);
      const char *name = run->is_baseline ? _("Baseline") : run->name;
      gboolean known = run->cost.n_known + run->cost.n_estimated > 0;

      lab_chart_model_add_category (model, name, NULL);
      series->y[i] = known ? to_usd (get_task_cost (run)) : NAN;
      lab_series_set_flags (series, i, get_flags (&run->cost, FALSE));
      lab_series_set_count (series, i, (guint) MIN (run->n_operations, G_MAXUINT));
      lab_series_set_slot (series, i, run->is_baseline ? LAB_PALETTE_BASELINE : 0);
    }
  lab_chart_model_add_series (model, series);
  return model;
}
