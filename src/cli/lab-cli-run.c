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

/* One run that a signal can stop, and its progress. */
typedef struct
{
  LabSync sync;
  Signals signals;
  gboolean progress;
} Watch;

static void
watch_begin (Watch      *watch,
             const char *title,
             gboolean    quiet)
{
  watch->signals.job = lab_job_new (NULL, title);
  watch->signals.interrupt = g_unix_signal_add (SIGINT, interrupt_cb, &watch->signals);
  watch->signals.terminate = g_unix_signal_add (SIGTERM, terminate_cb, &watch->signals);
  watch->progress = !quiet && isatty (STDERR_FILENO);
  if (watch->progress)
    g_signal_connect (watch->signals.job, "notify::done", G_CALLBACK (show_progress_cb), NULL);
}

static LabRunResult *
watch_end (Watch       *watch,
           LabContext  *context,
           GError     **error)
{
  LabRunResult *result = lab_runner_finish (context, lab_sync_wait (&watch->sync), error);

  if (watch->progress)
    g_printerr ("\r%40s\r", "");
  signals_clear (&watch->signals);
  g_clear_object (&watch->signals.job);
  lab_sync_clear (&watch->sync);
  return result;
}

static const char *
get_title (const LabRunPlan *plan)
{
  if (plan->name != NULL)
    return plan->name;
  return plan->baseline ? "baseline" : "optimised";
}

LabRunResult *
lab_cli_execute_run (LabContext        *context,
                     const LabRunPlan  *plan,
                     gboolean           quiet,
                     GError           **error)
{
  Watch watch = { LAB_SYNC_INIT };

  watch_begin (&watch, get_title (plan), quiet);
  lab_runner_run_async (context, plan, watch.signals.job, lab_sync_cb, &watch.sync);
  return watch_end (&watch, context, error);
}

LabRunResult *
lab_cli_resume_run (LabContext        *context,
                    const LabRunPlan  *plan,
                    gboolean           quiet,
                    GError           **error)
{
  Watch watch = { LAB_SYNC_INIT };

  watch_begin (&watch, get_title (plan), quiet);
  lab_runner_resume_async (context, plan->experiment, plan->workload, plan->run_id, plan->budget,
                           plan->keep_text, plan->instant, watch.signals.job, lab_sync_cb,
                           &watch.sync);
  return watch_end (&watch, context, error);
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

  lab_cli_print (_("Run %s (%s): %s\n"), plan->name != NULL ? plan->name : result->run_id,
                 result->run_id, result->status);
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
