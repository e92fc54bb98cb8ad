/* lab-cli-run.c: a workload through a session, for run, resume and tour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli-run.h"

#include <signal.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "lab-cli-format.h"
#include "lab-error.h"
#include "lab-job.h"
#include "lab-sync.h"

/* Giving up its source lets the next signal end the program. */
typedef struct
{
  LabJob *job;
  guint interrupt;
  guint terminate;
} Signals;

static gboolean
interrupt_cb (gpointer user_data)
{
  Signals *signals = user_data;

  signals->interrupt = 0;
  lab_job_cancel (signals->job);
  return G_SOURCE_REMOVE;
}

static gboolean
terminate_cb (gpointer user_data)
{
  Signals *signals = user_data;

  signals->terminate = 0;
  lab_job_cancel (signals->job);
  return G_SOURCE_REMOVE;
}

static void
signals_clear (Signals *signals)
{
  g_clear_handle_id (&signals->interrupt, g_source_remove);
  g_clear_handle_id (&signals->terminate, g_source_remove);
}

static void
show_progress_cb (LabJob     *job,
                  GParamSpec *pspec,
                  gpointer    user_data)
{
  g_autofree char *spent = lab_money_format (lab_job_get_spent (job));

  g_printerr ("\r%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT "  %s  ", lab_job_get_done (job),
              lab_job_get_total (job), spent);
}

/* What resuming needs beside the run's own columns. */
static char *
dup_payload (const LabRunPlan *plan)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_boolean (writer, "stop_on_degradation", plan->stop_on_degradation);
  lab_json_writer_member_int (writer, "degradation_floor", plan->floor);
  lab_json_writer_end_object (writer);
  return lab_json_writer_to_string (writer);
}

static LabRunConfig *
make_config (LabContext        *context,
             const LabRunPlan  *plan,
             GError           **error)
{
  g_autoptr (LabRunConfig) config = lab_run_config_new ();
  const LabExperiment *experiment = plan->experiment;

  if (plan->strategies[0] != '\0')
    {
      LabStrategyStack *stack = lab_strategy_registry_parse_stack (
        plan->strategies, lab_context_get_strategy_services (context), error);

      if (stack == NULL)
        return NULL;
      config->stack = LAB_STACK (stack);
    }
  config->run_id = g_strdup (plan->run_id);
  config->name = g_strdup (plan->name);
  g_free (config->kind);
  config->kind = g_strdup (plan->baseline ? "baseline" : "optimised");
  config->workload = g_object_ref (plan->workload);
  config->provider = g_strdup (experiment->provider);
  config->model = g_strdup (experiment->model);
  config->max_output_tokens = experiment->max_output_tokens;
  config->temperature = g_strdup (experiment->temperature);
  config->reasoning_effort = g_strdup (experiment->reasoning_effort);
  config->tasks = plan->tasks;
  config->concurrency = plan->concurrency;
  config->budget = plan->budget;
  config->allow_unpriced = experiment->allow_unpriced;
  config->seed = plan->seed;
  config->stop_on_degradation = plan->stop_on_degradation;
  config->degradation_floor = plan->floor;
  config->payload = dup_payload (plan);
  return g_steal_pointer (&config);
}

static LabSession *
create_session (LabContext        *context,
                const LabRunPlan  *plan,
                GError           **error)
{
  g_auto (LabSync) sync = LAB_SYNC_INIT;
  g_autoptr (LabSessionConfig) config = lab_session_config_new ();
  LabSandbox *sandbox = lab_context_get_sandbox (context);

  config->experiment_id = g_strdup (plan->experiment->id);
  config->provider = g_strdup (plan->experiment->provider);
  config->isolation = LAB_ISOLATION_EXPERIMENT;
  config->allow_unpriced = plan->experiment->allow_unpriced;
  config->seed = plan->seed;
  lab_sandbox_create_session_async (sandbox, plan->experiment->profile_id, config, NULL,
                                    lab_sync_cb, &sync);
  return lab_sandbox_create_session_finish (sandbox, lab_sync_wait (&sync), error);
}

static LabRunResult *
run_in_session (LabSession          *session,
                const LabRunConfig  *config,
                gboolean             quiet,
                GError             **error)
{
  g_auto (LabSync) sync = LAB_SYNC_INIT;
  g_autoptr (LabJob) job = lab_job_new (NULL, config->name != NULL ? config->name : config->kind);
  Signals signals = { job, 0, 0 };
  gboolean progress = !quiet && isatty (STDERR_FILENO);
  LabRunResult *result;

  signals.interrupt = g_unix_signal_add (SIGINT, interrupt_cb, &signals);
  signals.terminate = g_unix_signal_add (SIGTERM, terminate_cb, &signals);
  if (progress)
    g_signal_connect (job, "notify::done", G_CALLBACK (show_progress_cb), NULL);
  lab_session_run_async (session, config, job, lab_sync_cb, &sync);
  result = lab_session_run_finish (session, lab_sync_wait (&sync), error);
  if (progress)
    g_printerr ("\r%40s\r", "");
  signals_clear (&signals);
  return result;
}

static gboolean
end_session (LabContext  *context,
             LabSession  *session,
             GError     **error)
{
  g_auto (LabSync) sync = LAB_SYNC_INIT;
  LabSandbox *sandbox = lab_context_get_sandbox (context);

  lab_sandbox_terminate_session_async (sandbox, lab_session_get_profile_id (session),
                                       lab_session_get_id (session), lab_sync_cb, &sync);
  return lab_sandbox_terminate_session_finish (sandbox, lab_sync_wait (&sync), error);
}

static gboolean
take_baseline (LabContext        *context,
               const LabRunPlan  *plan,
               const char        *run_id,
               GError           **error)
{
  g_auto (LabSync) sync = LAB_SYNC_INIT;
  LabBaselineManager *baselines = lab_context_get_baselines (context);
  const LabExperiment *experiment = plan->experiment;
  g_autofree char *prices =
    lab_prices_hash (lab_context_get_catalogue (context), experiment->provider,
                     experiment->model, lab_clock_now (lab_context_get_clock (context)));
  g_autoptr (LabBaseline) baseline = NULL;

  lab_baseline_manager_create_async (baselines, experiment->profile_id, experiment->id, run_id,
                                     lab_workload_get_content_hash (plan->workload), prices,
                                     lab_sync_cb, &sync);
  baseline = lab_baseline_manager_create_finish (baselines, lab_sync_wait (&sync), error);
  return baseline != NULL;
}

LabRunResult *
lab_cli_execute_run (LabContext        *context,
                     const LabRunPlan  *plan,
                     GError           **error)
{
  g_autoptr (LabRunConfig) config = make_config (context, plan, error);
  g_autoptr (LabSession) session = NULL;
  g_autoptr (LabRunResult) result = NULL;

  if (config == NULL)
    return NULL;
  session = create_session (context, plan, error);
  if (session == NULL)
    return NULL;
  result = run_in_session (session, config, plan->quiet, error);
  if (!end_session (context, session, result != NULL ? error : NULL) || result == NULL)
    return NULL;
  if (plan->baseline && g_str_equal (result->status, "completed") &&
      !take_baseline (context, plan, result->run_id, error))
    return NULL;
  return g_steal_pointer (&result);
}

void
lab_cli_write_run_result (LabJsonWriter      *writer,
                          const LabRunPlan   *plan,
                          const LabRunResult *result)
{
  lab_json_writer_member_string (writer, "experiment", plan->experiment->id);
  lab_json_writer_member_string (writer, "run", result->run_id);
  lab_json_writer_member_string (writer, "name", plan->name);
  lab_json_writer_member_string (writer, "kind", plan->baseline ? "baseline" : "optimised");
  lab_json_writer_member_string (writer, "strategies", plan->strategies);
  lab_json_writer_member_string (writer, "status", result->status);
  lab_json_writer_name (writer, "tasks");
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_int (writer, "total", result->tasks_total);
  lab_json_writer_member_int (writer, "done", result->tasks_done);
  lab_json_writer_member_int (writer, "resumed", result->tasks_resumed);
  lab_json_writer_member_int (writer, "failed", result->tasks_failed);
  lab_json_writer_member_int (writer, "judged", result->tasks_judged);
  lab_json_writer_end_object (writer);
  lab_cli_write_sum (writer, "cost", &result->cost);
  lab_cli_write_score (writer, "mean_score", result->mean_score);
  lab_json_writer_member_string (writer, "message",
                                 result->error != NULL ? result->error->message : NULL);
}

void
lab_cli_print_run_result (const LabRunPlan   *plan,
                          const LabRunResult *result)
{
  g_autofree char *cost = lab_money_sum_format (&result->cost);
  g_autofree char *score = lab_cli_dup_score (result->mean_score);

  lab_cli_print (_("Run %s: %s\n"), result->run_id, result->status);
  if (result->tasks_resumed > 0)
    lab_cli_print (ngettext ("%u task had been recorded before and was not paid again.\n",
                             "%u tasks had been recorded before and were not paid again.\n",
                             result->tasks_resumed),
                   result->tasks_resumed);
  lab_cli_print (_("Tasks: %u of %u, %u failed\nCost: %s\nMean score: %s (%u judged)\n"),
                 result->tasks_done + result->tasks_resumed, result->tasks_total,
                 result->tasks_failed, cost, score, result->tasks_judged);
  if (g_str_equal (result->status, "cancelled"))
    lab_cli_print (_("To go on with it: costlab-cli experiment resume %s\n"),
                   plan->experiment->id);
  if (plan->baseline && result->error == NULL)
    lab_cli_print (_("This is the experiment's baseline now.\n"));
}

int
lab_cli_end_run (LabRunResult  *result,
                 GError       **error)
{
  if (g_str_equal (result->status, "completed"))
    return LAB_CLI_DONE;
  if (result->error != NULL)
    g_propagate_error (error, g_steal_pointer (&result->error));
  return LAB_CLI_FAILED;
}
