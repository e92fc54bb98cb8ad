/* lab-cost-overview.c: what was spent, when and on what, in one snapshot
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cost-overview-private.h"

static void
free_group (gpointer data)
{
  LabOverviewGroup *group = data;

  g_free (group->id);
  g_free (group->name);
  g_free (group->sums);
  g_free (group->n_calls);
  g_free (group);
}

static void
free_run (gpointer data)
{
  LabOverviewRun *run = data;

  g_free (run->id);
  g_free (run->name);
  g_free (run);
}

LabCostOverview *
lab_cost_overview_new (void)
{
  LabCostOverview *self = g_new0 (LabCostOverview, 1);

  self->so_far = -1;
  self->is_by_bucket_exact = TRUE;
  self->groups = g_ptr_array_new_with_free_func (free_group);
  self->runs = g_ptr_array_new_with_free_func (free_run);
  self->dearest = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_call_record_free);
  return self;
}

void
lab_cost_overview_free (LabCostOverview *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->periods, lab_periods_free);
  lab_overview_spread_clear (&self->spread);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->runs);
  g_ptr_array_unref (self->dearest);
  g_free (self);
}

gboolean
lab_overview_sum_get_average (const LabOverviewSum *self,
                              LabMoney             *average)
{
  gint64 n;

  g_return_val_if_fail (self != NULL && average != NULL, FALSE);

  n = self->cost.n_known + self->cost.n_estimated;
  if (n == 0)
    return FALSE;
  *average = self->cost.amount / n;
  return TRUE;
}

gboolean
lab_overview_sum_get_cache_share (const LabOverviewSum *self,
                                  double               *share)
{
  double input = 0;

  g_return_val_if_fail (self != NULL && share != NULL, FALSE);

  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    if (i != LAB_BUCKET_O)
      input += (double) self->tokens[i];
  if (!(input > 0))
    return FALSE;
  *share = (double) self->tokens[LAB_BUCKET_R] / input;
  return TRUE;
}

static void
question_free (LabOverviewQuestion *question)
{
  g_free (question->profile_id);
  g_free (question->experiment_id);
  g_time_zone_unref (question->query.zone);
  g_object_unref (question->query.catalogue);
  g_free (question);
}

static gpointer
read_func (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  const LabOverviewQuestion *question = data;

  return lab_cost_overview_read (txn, &question->query, error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  LabCostOverview *overview = lab_store_read_finish (LAB_STORE (source), result, &error);

  if (overview != NULL)
    g_task_return_pointer (task, overview, (GDestroyNotify) lab_cost_overview_free);
  else
    g_task_return_error (task, error);
}

void
lab_cost_overview_load_async (LabStore               *store,
                              const LabOverviewQuery *query,
                              GCancellable           *cancellable,
                              GAsyncReadyCallback     callback,
                              gpointer                user_data)
{
  LabOverviewQuestion *question;
  GTask *task;

  g_return_if_fail (LAB_IS_STORE (store));
  g_return_if_fail (query != NULL && query->profile_id != NULL);
  g_return_if_fail (query->zone != NULL && query->catalogue != NULL);
  g_return_if_fail (query->experiment_id != NULL || (query->range != LAB_OVERVIEW_EXPERIMENT &&
                                                     !query->only_experiment));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_cost_overview_load_async);
  question = g_new0 (LabOverviewQuestion, 1);
  question->profile_id = g_strdup (query->profile_id);
  question->experiment_id = g_strdup (query->experiment_id);
  question->query = *query;
  question->query.profile_id = question->profile_id;
  question->query.experiment_id = question->experiment_id;
  question->query.zone = g_time_zone_ref (query->zone);
  question->query.catalogue = g_object_ref (query->catalogue);
  lab_store_read_async (store, read_func, question, (GDestroyNotify) question_free,
                        (GDestroyNotify) lab_cost_overview_free, cancellable, read_cb, task);
}

LabCostOverview *
lab_cost_overview_load_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_cost_overview_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
