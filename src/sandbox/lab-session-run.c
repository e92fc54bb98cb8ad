/* lab-session-run.c: a workload through a session
 *
 * begin (one transaction: run, job, budget; or what a cut-off run left) →
 * tasks, so many at a time → end (one transaction). Whatever ends it, the
 * tasks under way are waited for and recorded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-run-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

/* The chance that a run is stopped whose answers hold the floor. */
#define FALSE_ALARMS 0.05

static void
run_free (LabRun *run)
{
  if (run->session_handler != 0)
    g_signal_handler_disconnect (run->session->cancellable, run->session_handler);
  lab_run_config_free (run->config);
  g_clear_object (&run->job);
  g_clear_pointer (&run->parameters, lab_request_free);
  g_clear_pointer (&run->done, g_hash_table_unref);
  g_clear_pointer (&run->ahead, lab_task_unref);
  g_clear_pointer (&run->result, lab_run_result_free);
  g_free (run->job_id);
  g_free (run->partition);
  g_object_unref (run->session);
  g_free (run);
}

/* Nothing of the run is left in the session. */
static void
leave (LabRun *run)
{
  g_hash_table_remove (run->session->run_costs, run->result->run_id);
  lab_session_leave (run->session);
}

void
lab_run_begun (LabRun *run,
               GError *error)
{
  g_autoptr (GTask) task = NULL;

  if (error == NULL)
    {
      g_hash_table_insert (run->session->run_costs, g_strdup (run->result->run_id),
                           &run->result->cost);
      lab_job_set_progress (run->job, g_hash_table_size (run->done), run->result->tasks_total);
      lab_run_pump (run);
      return;
    }
  task = run->task;
  lab_job_finish (run->job, error);
  lab_session_leave (run->session);
  g_task_return_error (task, error);
}

void
lab_run_ended (LabRun *run)
{
  g_autoptr (GTask) task = run->task;

  leave (run);
  lab_job_finish (run->job, run->result->error);
  g_task_return_pointer (task, g_steal_pointer (&run->result),
                         (GDestroyNotify) lab_run_result_free);
}

static const char * const kinds[] = { "baseline", "optimised", NULL };

static LabRequest *
make_parameters (const LabRunConfig *config)
{
  LabRequest *parameters = lab_request_new (config->provider, config->model);

  parameters->max_output_tokens = config->max_output_tokens;
  lab_request_set (&parameters->temperature, config->temperature);
  lab_request_set (&parameters->reasoning_effort, config->reasoning_effort);
  return parameters;
}

static gboolean
check_config (const LabRunConfig  *config,
              GError             **error)
{
  if (config->kind == NULL || !g_strv_contains (kinds, config->kind))
    {
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("A run is a baseline or optimised, not “%s”."),
                     config->kind != NULL ? config->kind : "");
      return FALSE;
    }
  if (config->provider == NULL || config->model == NULL)
    {
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("A run needs a provider and a model."));
      return FALSE;
    }
  if (config->concurrency < 1 || config->concurrency > LAB_RUN_MAX_CONCURRENCY)
    {
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("A run has 1 to %d tasks under way at once, not %u."),
                     LAB_RUN_MAX_CONCURRENCY, config->concurrency);
      return FALSE;
    }
  if (config->stop_on_degradation &&
      (config->degradation_floor < 0 || config->degradation_floor > LAB_SCORE_MAX))
    {
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("The floor of a run's quality is 0 to %d, not %d."), LAB_SCORE_MAX,
                     config->degradation_floor);
      return FALSE;
    }
  if (config->tasks > lab_workload_get_n_tasks (config->workload))
    {
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("The workload has %u tasks, fewer than the %u asked for."),
                     lab_workload_get_n_tasks (config->workload), config->tasks);
      return FALSE;
    }
  return TRUE;
}

/* Also a run that is paused ends with its session. */
static void
session_ended_cb (GCancellable *cancellable,
                  LabJob       *job)
{
  lab_job_cancel (job);
}

static LabRun *
new_run (LabSession         *session,
         const LabRunConfig *config,
         LabJob             *job,
         GTask              *task)
{
  LabRun *run = g_new0 (LabRun, 1);

  run->session = g_object_ref (session);
  run->config = lab_run_config_copy (config);
  run->task = task;
  run->parameters = make_parameters (config);
  run->begun_at = LAB_TIME_UNKNOWN;
  run->result = g_new0 (LabRunResult, 1);
  run->result->run_id =
    config->run_id != NULL ? g_strdup (config->run_id) : g_uuid_string_random ();
  run->result->tasks_total =
    config->tasks > 0 ? config->tasks : lab_workload_get_n_tasks (config->workload);
  /* Runs never find each other's cached prompts or answers: what one saved
   * must not look like the other's saving. */
  run->partition = g_strdup_printf ("%s/run:%s", session->scope, run->result->run_id);
  run->job = job != NULL ? g_object_ref (job) : lab_job_new (NULL, config->kind);
  run->job_id = g_strdup_printf ("run-%s", run->result->run_id);
  lab_job_set_unit (run->job, "calls");
  if (config->stop_on_degradation)
    lab_quality_monitor_init (&run->monitor, config->degradation_floor, FALSE_ALARMS);
  run->session_handler =
    g_cancellable_connect (session->cancellable, G_CALLBACK (session_ended_cb),
                           g_object_ref (run->job), g_object_unref);
  return run;
}

void
lab_session_run_async (LabSession          *self,
                       const LabRunConfig  *config,
                       LabJob              *job,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task;
  LabRun *run;
  GError *error = NULL;

  g_return_if_fail (LAB_IS_SESSION (self));
  g_return_if_fail (config != NULL && LAB_IS_WORKLOAD (config->workload));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lab_session_run_async);
  if (!check_config (config, &error) || !lab_session_check (self, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  run = new_run (self, config, job, task);
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);
  if (lab_job_get_state (run->job) == LAB_JOB_QUEUED)
    lab_job_start (run->job);
  lab_session_enter (self);
  lab_run_begin (run);
}

LabRunResult *
lab_session_run_finish (LabSession    *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
