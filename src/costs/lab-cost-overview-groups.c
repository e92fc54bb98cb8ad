/* lab-cost-overview-groups.c: who the money went to, in each period
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "lab-cost-overview-private.h"
#include "lab-error.h"
#include "lab-store-experiments.h"
#include "lab-store-runs.h"

static const char *
get_id (const LabRollupRow  *row,
        LabOverviewGrouping  grouping)
{
  switch (grouping)
    {
    case LAB_OVERVIEW_BY_PROVIDER:
      return row->provider;
    case LAB_OVERVIEW_BY_EXPERIMENT:
      return row->experiment_id;
    case LAB_OVERVIEW_BY_RUN:
      return row->run_id != NULL ? row->run_id : "";
    case LAB_OVERVIEW_BY_MODEL:
    default:
      return row->model;
    }
}

static LabOverviewGroup *
group_new (const char *id,
           guint       n_periods)
{
  LabOverviewGroup *group = g_new0 (LabOverviewGroup, 1);

  group->id = g_strdup (id);
  group->sums = g_new0 (LabMoneySum, MAX (n_periods, 1));
  group->n_calls = g_new0 (guint64, MAX (n_periods, 1));
  return group;
}

static LabOverviewGroup *
find_group (LabCostOverview *self,
            GHashTable      *found,
            const char      *id)
{
  LabOverviewGroup *group = g_hash_table_lookup (found, id);

  if (group == NULL)
    {
      group = group_new (id, lab_periods_get_n (self->periods));
      g_ptr_array_add (self->groups, group);
      g_hash_table_insert (found, group->id, group);
    }
  return group;
}

static gboolean
add_to_group (LabOverviewGroup  *group,
              guint              period,
              const LabMoneySum *sum,
              guint64            n_calls,
              GError           **error)
{
  group->n_calls[period] += n_calls;
  return lab_money_sum_add (&group->sums[period], sum, error) &&
         lab_money_sum_add (&group->total, sum, error);
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const LabOverviewGroup *one = *(LabOverviewGroup * const *) a;
  const LabOverviewGroup *other = *(LabOverviewGroup * const *) b;

  if (one->total.amount != other->total.amount)
    return one->total.amount > other->total.amount ? -1 : 1;
  return strcmp (one->id, other->id);
}

static gboolean
fold_groups (LabCostOverview *self,
             GError         **error)
{
  guint n_periods = lab_periods_get_n (self->periods);
  guint n = self->groups->len;
  LabOverviewGroup *other;

  g_ptr_array_sort (self->groups, compare_groups);
  /* One alone is as well shown by its name. */
  if (n <= LAB_OVERVIEW_GROUPS + 1)
    return TRUE;
  other = group_new (NULL, n_periods);
  other->n_folded = n - LAB_OVERVIEW_GROUPS;
  /* Translators: the models, runs and so on that are not shown by themselves. */
  other->name = g_strdup_printf (_("Other (%u)"), other->n_folded);
  g_ptr_array_add (self->groups, other);
  for (guint i = LAB_OVERVIEW_GROUPS; i < n; i++)
    {
      const LabOverviewGroup *group = g_ptr_array_index (self->groups, i);

      for (guint p = 0; p < n_periods; p++)
        if (!add_to_group (other, p, &group->sums[p], group->n_calls[p], error))
          return FALSE;
    }
  g_ptr_array_remove_range (self->groups, LAB_OVERVIEW_GROUPS, n - LAB_OVERVIEW_GROUPS);
  return TRUE;
}

/* The ledger may have more than can be named any more. */
static gboolean
name_group (LabStoreTxn             *txn,
            const LabOverviewQuery  *query,
            LabOverviewGroup        *group,
            GError                 **error)
{
  g_autoptr (GError) missing = NULL;

  if (query->grouping == LAB_OVERVIEW_BY_EXPERIMENT)
    {
      g_autoptr (LabExperimentRow) row =
        lab_store_experiments_get (txn, query->profile_id, group->id, &missing);

      group->name = g_strdup (row != NULL ? row->name : group->id);
    }
  else if (query->grouping == LAB_OVERVIEW_BY_RUN && *group->id == '\0')
    group->name = g_strdup (_("By hand"));
  else if (query->grouping == LAB_OVERVIEW_BY_RUN)
    {
      g_autoptr (LabRunRow) row = lab_store_runs_get (txn, query->profile_id, group->id, &missing);

      group->name = row != NULL ? lab_overview_name_run (row) : g_strdup (group->id);
    }
  else
    group->name = g_strdup (group->id);
  if (missing == NULL || g_error_matches (missing, LAB_ERROR, LAB_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&missing));
  return FALSE;
}

char *
lab_overview_name_run (const LabRunRow *row)
{
  if (row->name != NULL)
    return g_strdup (row->name);
  if (row->strategies != NULL && *row->strategies != '\0')
    return g_strdup (row->strategies);
  return g_strdup (_("No strategy"));
}

gboolean
lab_cost_overview_add_groups (LabCostOverview         *self,
                              LabStoreTxn             *txn,
                              const LabOverviewQuery  *query,
                              GPtrArray               *rows,
                              GError                 **error)
{
  g_autoptr (GHashTable) found = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < rows->len; i++)
    {
      const LabRollupRow *row = g_ptr_array_index (rows, i);
      gint period = lab_periods_find (self->periods, row->start);

      g_assert (period >= 0);
      lab_cost_overview_add_buckets (self, query->catalogue, row);
      if (!add_to_group (find_group (self, found, get_id (row, query->grouping)), (guint) period,
                         &row->cost, lab_rollup_row_count (row), error))
        return FALSE;
    }
  if (!fold_groups (self, error))
    return FALSE;
  for (guint i = 0; i < self->groups->len; i++)
    {
      LabOverviewGroup *group = g_ptr_array_index (self->groups, i);

      if (group->id != NULL && !name_group (txn, query, group, error))
        return FALSE;
    }
  return TRUE;
}
