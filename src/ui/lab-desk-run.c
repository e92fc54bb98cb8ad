/* lab-desk-run.c: workloads through the experiment in view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-desk-private.h"

#include <glib/gi18n-lib.h>

/* What is known of the experiment changes with its runs. */
static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (LabExperimentItem) item = user_data;
  LabExperiment *experiment =
    lab_experiments_find_finish (LAB_EXPERIMENTS (source), result, NULL);

  /* One that was deleted meanwhile has nothing to tell. */
  if (experiment != NULL)
    lab_experiment_item_set_experiment (item, experiment);
}

static void
refresh_experiment (LabDesk           *self,
                    LabExperimentItem *item)
{
  lab_experiments_find_async (lab_context_get_experiments (self->context), self->profile->id,
                              lab_experiment_item_get_experiment (item)->id, found_cb,
                              g_object_ref (item));
}

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabDesk *self = g_task_get_source_object (task);
  GError *error = NULL;
  LabRunResult *run = lab_runner_finish (LAB_CONTEXT (source), result, &error);

  g_ptr_array_remove (self->running, g_task_get_task_data (task));
  if (run != NULL)
    g_task_return_pointer (task, run, (GDestroyNotify) lab_run_result_free);
  else
    g_task_return_error (task, error);
  lab_desk_notify_running (self);
  refresh_experiment (self, g_task_get_task_data (task));
  lab_desk_emit_runs_changed (self);
}

static LabJob *
add_job (LabDesk    *self,
         const char *title)
{
  g_autoptr (LabJob) job = lab_job_new (NULL, title);

  g_list_store_append (self->jobs, job);
  return job; /* the list keeps it */
}

static GTask *
begin (LabDesk             *self,
       LabExperimentItem   *item,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, lab_desk_run_async);
  g_task_set_task_data (task, g_object_ref (item), g_object_unref);
  g_ptr_array_add (self->running, g_object_ref (item));
  lab_desk_notify_running (self);
  return task;
}

LabJob *
lab_desk_run_async (LabDesk             *self,
                    const LabRunPlan    *plan,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  return lab_desk_run_for_async (self, self->experiment, plan, callback, user_data);
}

LabJob *
lab_desk_run_for_async (LabDesk             *self,
                        LabExperimentItem   *item,
                        const LabRunPlan    *plan,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  LabRunPlan asked;
  const char *title;
  LabJob *job;

  g_return_val_if_fail (LAB_IS_DESK (self), NULL);
  g_return_val_if_fail (LAB_IS_EXPERIMENT_ITEM (item), NULL);
  g_return_val_if_fail (plan != NULL, NULL);

  asked = *plan;
  asked.experiment = lab_experiment_item_get_experiment (item);
  asked.keep_text = TRUE;
  asked.instant = TRUE;
  title = asked.name;
  if (title == NULL)
    title = asked.baseline ? _("Baseline") : _("Run");
  job = add_job (self, title);
  lab_runner_run_async (self->context, &asked, job, ran_cb,
                        begin (self, item, callback, user_data));
  return job;
}

LabJob *
lab_desk_resume_async (LabDesk             *self,
                       const char          *run_id,
                       const char          *title,
                       LabMoney             budget,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  return lab_desk_resume_for_async (self, self->experiment, run_id, title, budget, callback,
                                    user_data);
}

LabJob *
lab_desk_resume_for_async (LabDesk             *self,
                           LabExperimentItem   *item,
                           const char          *run_id,
                           const char          *title,
                           LabMoney             budget,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  LabJob *job;

  g_return_val_if_fail (LAB_IS_DESK (self), NULL);
  g_return_val_if_fail (LAB_IS_EXPERIMENT_ITEM (item), NULL);
  g_return_val_if_fail (run_id != NULL, NULL);

  job = add_job (self, title != NULL ? title : _("Run"));
  lab_runner_resume_async (self->context, lab_experiment_item_get_experiment (item), NULL, run_id,
                           budget, TRUE, TRUE, job, ran_cb,
                           begin (self, item, callback, user_data));
  return job;
}

LabRunResult *
lab_desk_run_finish (LabDesk       *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_desk_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

guint
lab_desk_get_n_running (LabDesk *self)
{
  g_return_val_if_fail (LAB_IS_DESK (self), 0);

  return self->running->len;
}
