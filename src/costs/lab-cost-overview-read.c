/* lab-cost-overview-read.c: one overview from one snapshot
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cost-overview-private.h"
#include "lab-error.h"
#include "lab-store-baselines.h"
#include "lab-store-dearest.h"
#include "lab-store-runs.h"

static const char *
get_experiment (const LabOverviewQuery *query)
{
  return query->range == LAB_OVERVIEW_EXPERIMENT || query->only_experiment ? query->experiment_id
                                                                           : NULL;
}

static LabRollupFilter
make_filter (const LabCostOverview  *self,
             const LabOverviewQuery *query)
{
  LabRollupFilter filter = LAB_ROLLUP_FILTER_INIT;

  filter.profile_id = query->profile_id;
  filter.experiment_id = get_experiment (query);
  filter.origin = (gint) self->origin;
  return filter;
}

/* Practice first: it is where everybody begins. */
static gboolean
choose_origin (LabCostOverview         *self,
               LabStoreTxn             *txn,
               const LabOverviewQuery  *query,
               GError                 **error)
{
  if (!lab_store_rollups_get_origins (txn, query->profile_id, get_experiment (query),
                                      &self->origins, error))
    return FALSE;
  self->origin = LAB_ORIGIN_PRACTICE;
  if (query->origin >= 0 && (self->origins & 1u << query->origin))
    self->origin = (LabOrigin) query->origin;
  else
    while (self->origins >> self->origin != 0 && !(self->origins & 1u << self->origin))
      self->origin++;
  return TRUE;
}

static gboolean
read_span (const LabCostOverview   *self,
           LabStoreTxn             *txn,
           const LabOverviewQuery  *query,
           gint64                   since,
           gint64                  *first,
           gint64                  *last,
           GError                 **error)
{
  LabCallFilter filter = LAB_CALL_FILTER_INIT;

  filter.profile_id = query->profile_id;
  filter.experiment_id = get_experiment (query);
  filter.origin = (gint) self->origin;
  filter.since = since;
  return lab_store_calls_get_span (txn, &filter, first, last, error);
}

static LabPeriods *
make_periods (const LabOverviewQuery *query,
              gint64                  first,
              gint64                  last)
{
  switch (query->range)
    {
    case LAB_OVERVIEW_7_DAYS:
      return lab_periods_new_days (query->zone, query->now, 7);
    case LAB_OVERVIEW_30_DAYS:
      return lab_periods_new_days (query->zone, query->now, 30);
    case LAB_OVERVIEW_EXPERIMENT:
      return first > 0 ? lab_periods_new_span (query->zone, first, last) : NULL;
    case LAB_OVERVIEW_DAY:
      return lab_periods_new_hours (query->zone, query->day);
    case LAB_OVERVIEW_TODAY:
    default:
      return lab_periods_new_hours (query->zone, query->now);
    }
}

/* Where calls are ahead of the clock, the last of them is the present. */
static gboolean
choose_periods (LabCostOverview         *self,
                LabStoreTxn             *txn,
                const LabOverviewQuery  *query,
                gint64                  *present,
                GError                 **error)
{
  gboolean all = query->range == LAB_OVERVIEW_EXPERIMENT;
  gint64 first = 0, last = 0;

  if (!read_span (self, txn, query, all ? 0 : query->now, &first, &last, error))
    return FALSE;
  *present = MAX (query->now, last);
  self->is_ahead = last > query->now;
  self->periods = make_periods (query, first, last);
  if (self->periods == NULL)
    return TRUE;
  /* No further than it is wide already. */
  if (self->is_ahead && query->range != LAB_OVERVIEW_DAY)
    lab_periods_extend (self->periods, last, lab_periods_get_n (self->periods));
  self->so_far = lab_periods_find (self->periods, *present);
  for (guint i = 0; i < lab_periods_get_n (self->periods); i++)
    if (lab_periods_get_start (self->periods, i) <= *present)
      self->n_begun = i + 1;
  return TRUE;
}

static void
take_sum (LabOverviewSum     *sum,
          const LabRollupRow *row)
{
  sum->cost = row->cost;
  sum->n_calls = lab_rollup_row_count (row);
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    sum->tokens[i] = row->buckets[i];
}

/* @sketch: (out) (optional) (transfer full): of the costs */
static gboolean
read_sum (const LabCostOverview   *self,
          LabStoreTxn             *txn,
          const LabOverviewQuery  *query,
          gint64                   since,
          gint64                   until,
          LabOverviewSum          *sum,
          LabSketch              **sketch,
          GError                 **error)
{
  LabRollupFilter filter = make_filter (self, query);
  gint64 bounds[2] = { since, until };
  g_autoptr (GPtrArray) rows = lab_store_rollups_read (txn, &filter, LAB_ROLLUP_BY_NOTHING, bounds,
                                                       2, sketch != NULL, error);
  LabRollupRow *row;

  if (rows == NULL)
    return FALSE;
  if (rows->len == 0)
    return TRUE;
  row = g_ptr_array_index (rows, 0);
  take_sum (sum, row);
  if (sketch != NULL)
    *sketch = g_steal_pointer (&row->cost_sketch);
  return TRUE;
}

static gboolean
read_totals (LabCostOverview         *self,
             LabStoreTxn             *txn,
             const LabOverviewQuery  *query,
             GError                 **error)
{
  guint n = lab_periods_get_n (self->periods);
  g_autofree LabSketch *sketch = NULL;

  if (!read_sum (self, txn, query, lab_periods_get_start (self->periods, 0),
                 lab_periods_get_end (self->periods, n - 1), &self->total,
                 query->brief ? NULL : &sketch, error))
    return FALSE;
  lab_overview_spread_init (&self->spread, sketch);
  return TRUE;
}

/* As many days before, up to the same time of the day: a day that is not over
 * is not compared with a whole one. */
static gboolean
read_before (LabCostOverview         *self,
             LabStoreTxn             *txn,
             const LabOverviewQuery  *query,
             gint64                   present,
             GError                 **error)
{
  int days = query->range == LAB_OVERVIEW_7_DAYS    ? 7
             : query->range == LAB_OVERVIEW_30_DAYS ? 30
                                                    : 1;
  gint64 since = lab_periods_shift (self->periods, lab_periods_get_start (self->periods, 0), -days);
  gint64 until = lab_periods_shift (self->periods, present, -days);

  if (query->range == LAB_OVERVIEW_EXPERIMENT || query->range == LAB_OVERVIEW_DAY ||
      since >= until)
    return TRUE;
  self->has_before = TRUE;
  return read_sum (self, txn, query, since, until, &self->before, NULL, error);
}

static gboolean
read_groups (LabCostOverview         *self,
             LabStoreTxn             *txn,
             const LabOverviewQuery  *query,
             GError                 **error)
{
  LabRollupFilter filter = make_filter (self, query);
  LabRollupGroup by = LAB_ROLLUP_BY_PROVIDER | LAB_ROLLUP_BY_MODEL | LAB_ROLLUP_BY_TIER;
  g_autoptr (GPtrArray) rows = NULL;

  if (query->grouping == LAB_OVERVIEW_BY_EXPERIMENT)
    by |= LAB_ROLLUP_BY_EXPERIMENT;
  if (query->grouping == LAB_OVERVIEW_BY_RUN)
    by |= LAB_ROLLUP_BY_RUN;
  rows = lab_store_rollups_read (txn, &filter, by, (const gint64 *) self->periods->bounds->data,
                                 self->periods->bounds->len, FALSE, error);
  return rows != NULL && lab_cost_overview_add_groups (self, txn, query, rows, error);
}

static gboolean
read_dearest (LabCostOverview         *self,
              LabStoreTxn             *txn,
              const LabOverviewQuery  *query,
              GError                 **error)
{
  LabCallFilter filter = LAB_CALL_FILTER_INIT;
  guint n = lab_periods_get_n (self->periods);
  g_autoptr (GPtrArray) rows = NULL;

  filter.profile_id = query->profile_id;
  filter.experiment_id = get_experiment (query);
  filter.origin = (gint) self->origin;
  filter.since = lab_periods_get_start (self->periods, 0);
  filter.until = lab_periods_get_end (self->periods, n - 1);
  rows = lab_store_calls_list_dearest (txn, &filter, LAB_OVERVIEW_DEAREST, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const LabCallRow *row = g_ptr_array_index (rows, i);

      g_ptr_array_add (self->dearest, lab_call_record_copy (row->record));
    }
  return rows != NULL;
}

static const LabRollupRow *
find_sums (GPtrArray  *rows,
           const char *run_id)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const LabRollupRow *row = g_ptr_array_index (rows, i);

      if (g_strcmp0 (row->run_id, run_id) == 0)
        return row;
    }
  return NULL;
}

static void
add_run (LabCostOverview    *self,
         const LabRunRow    *run,
         const LabRollupRow *sums,
         gboolean            is_baseline)
{
  LabOverviewRun *one;

  if (sums == NULL || sums->n_operations == 0)
    return;
  one = g_new0 (LabOverviewRun, 1);
  one->id = g_strdup (run->id);
  one->name = lab_overview_name_run (run);
  one->is_baseline = is_baseline;
  one->cost = sums->cost;
  one->n_operations = sums->n_operations;
  g_ptr_array_insert (self->runs, is_baseline ? 0 : -1, one);
}

/* (nullable): of the experiment, where one is pinned */
static gboolean
find_baseline (LabStoreTxn             *txn,
               const LabOverviewQuery  *query,
               char                   **run_id,
               GError                 **error)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (LabBaselineRow) row =
    lab_store_baselines_get_pinned (txn, query->profile_id, query->experiment_id, &missing);

  if (row != NULL)
    *run_id = g_strdup (row->run_id);
  else if (!g_error_matches (missing, LAB_ERROR, LAB_ERROR_MISSING_BASELINE))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_runs (LabCostOverview         *self,
           LabStoreTxn             *txn,
           const LabOverviewQuery  *query,
           GError                 **error)
{
  LabRollupFilter filter = LAB_ROLLUP_FILTER_INIT;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) sums = NULL;
  g_autofree char *baseline = NULL;

  if (query->experiment_id == NULL)
    return TRUE;
  filter.profile_id = query->profile_id;
  filter.experiment_id = query->experiment_id;
  filter.origin = (gint) self->origin;
  runs = lab_store_runs_list (txn, query->profile_id, query->experiment_id, error);
  if (runs == NULL || !find_baseline (txn, query, &baseline, error))
    return FALSE;
  sums = lab_store_rollups_read (txn, &filter, LAB_ROLLUP_BY_RUN, NULL, 0, FALSE, error);
  if (sums == NULL)
    return FALSE;
  for (guint i = 0; i < runs->len; i++)
    {
      const LabRunRow *run = g_ptr_array_index (runs, i);
      gboolean is_baseline = g_strcmp0 (run->id, baseline) == 0;

      if (is_baseline || self->runs->len < LAB_OVERVIEW_RUNS)
        add_run (self, run, find_sums (sums, run->id), is_baseline);
    }
  return TRUE;
}

LabCostOverview *
lab_cost_overview_read (LabStoreTxn             *txn,
                        const LabOverviewQuery  *query,
                        GError                 **error)
{
  g_autoptr (LabCostOverview) self = lab_cost_overview_new ();
  gint64 present = query->now;

  if (!choose_origin (self, txn, query, error) ||
      !choose_periods (self, txn, query, &present, error))
    return NULL;
  if (self->periods == NULL)
    return g_steal_pointer (&self);
  if (!read_totals (self, txn, query, error) || !read_groups (self, txn, query, error))
    return NULL;
  if (query->brief)
    return g_steal_pointer (&self);
  if (!read_before (self, txn, query, present, error) ||
      !read_dearest (self, txn, query, error) || !read_runs (self, txn, query, error))
    return NULL;
  return g_steal_pointer (&self);
}
