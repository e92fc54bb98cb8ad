/* lab-run-tasks.c: the tasks of a run, so many at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-run-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

/* The job's row is brought up to date after so many tasks. */
#define TASKS_PER_SAVE 25

/* One task of a run. */
typedef struct
{
  LabRun *run;
  LabTask *task;
} RunTask;

/* Whether what stopped it goes away when somebody does something about it. */
static const char *
status_for (const GError *error)
{
  if (error == NULL)
    return "completed";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return "cancelled";
  if (g_error_matches (error, LAB_ERROR, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED) ||
      g_error_matches (error, LAB_ERROR, LAB_ERROR_SESSION_TIMEOUT) ||
      g_error_matches (error, LAB_ERROR, LAB_ERROR_INVALID_API_KEY))
    return "interrupted";
  return "failed";
}

static void
finish (LabRun *run)
{
  LabRunResult *result = run->result;

  result->status = g_strdup (status_for (result->error));
  result->mean_score = result->tasks_judged > 0 ?
                         (gint) ((run->score_sum + result->tasks_judged / 2) /
                                 result->tasks_judged) :
                         LAB_SCORE_NONE;
  lab_run_end (run);
}

/* Errors that would only repeat themselves with the next task. */
static gboolean
ends_run (const GError *error)
{
  static const LabErrorCode codes[] = {
    LAB_ERROR_INVALID_API_KEY,
    LAB_ERROR_RESOURCE_LIMIT_EXCEEDED,
    LAB_ERROR_SESSION_TIMEOUT,
    LAB_ERROR_ISOLATION_BREACH,
    LAB_ERROR_UNPRICED,
    LAB_ERROR_DATABASE_CONNECTION_FAILED,
    LAB_ERROR_STRATEGY_APPLICATION_FAILED,
    LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
  };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  /* Too long a request for the limit is that task's own fault. */
  if (g_strcmp0 (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON),
                 "tokens-per-minute") == 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, LAB_ERROR, (int) codes[i]))
      return TRUE;
  return FALSE;
}

static void
stop (LabRun *run,
      GError *error)
{
  run->stopping = TRUE;
  if (run->result->error == NULL)
    run->result->error = error;
  else
    g_error_free (error);
}

static void
stop_for_quality (LabRun *run)
{
  const LabQualityMonitor *monitor = &run->monitor;
  g_autofree char *mean = g_strdup_printf ("%.4f", lab_quality_monitor_get_mean (monitor));
  g_autofree char *p_value = g_strdup_printf ("%.4f", lab_quality_monitor_get_p_value (monitor));
  GError *error = NULL;

  lab_set_error (&error, LAB_ERROR_QUALITY_DEGRADATION,
                 _("The answers are beyond doubt worse than the floor of %.1f %%: %.1f %% on "
                   "average after %u judged answers. The run was stopped; what was done is "
                   "kept."),
                 monitor->floor / 100.0, lab_quality_monitor_get_mean (monitor) * 100.0,
                 monitor->n);
  lab_error_set_context (error, LAB_ERROR_CONTEXT_REASON, "quality");
  lab_error_set_context (error, "mean", mean);
  lab_error_set_context (error, "p-value", p_value);
  stop (run, error);
}

static void
count_score (LabRun *run,
             gint    score)
{
  if (score == LAB_SCORE_NONE)
    return;

  run->score_sum += (guint64) score;
  run->result->tasks_judged++;
  if (run->config->stop_on_degradation && lab_quality_monitor_add (&run->monitor, score) &&
      !run->stopping)
    stop_for_quality (run);
}

static void
report_progress (LabRun *run)
{
  const LabRunResult *result = run->result;
  guint done = result->tasks_done + result->tasks_failed + result->tasks_resumed;

  lab_job_set_progress (run->job, done, result->tasks_total);
  lab_job_set_spent (run->job, result->cost.amount);
  if (done % TASKS_PER_SAVE == 0 && done < result->tasks_total)
    lab_run_save_job (run);
}

static void
task_done (RunTask *one)
{
  LabRun *run = one->run;

  lab_task_unref (one->task);
  g_free (one);
  run->active--;
  lab_run_pump (run);
}

static void
operated_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  RunTask *one = user_data;
  LabRun *run = one->run;
  GError *error = NULL;
  gint score = LAB_SCORE_NONE;
  g_autoptr (LabResponse) response =
    lab_session_operate_finish (LAB_SESSION (source), result, &score, &error);

  if (response != NULL)
    {
      run->result->tasks_done++;
      count_score (run, score);
    }
  else if (ends_run (error))
    {
      stop (run, error);
    }
  else
    {
      run->result->tasks_failed++;
      count_score (run, score);
      lab_job_set_message (run->job, error->message);
      g_error_free (error);
    }
  report_progress (run);
  task_done (one);
}

static gboolean
has_next (const LabRun *run)
{
  return run->ahead != NULL || run->next < run->result->tasks_total;
}

/* (transfer full) */
static LabTask *
take_next (LabRun *run)
{
  if (run->ahead != NULL)
    return g_steal_pointer (&run->ahead);
  return lab_workload_get_task (run->config->workload, run->next++);
}

/* While the ledger reserves for one task, the next one is made. */
static void
look_ahead (LabRun *run)
{
  if (!run->stopping && run->ahead == NULL && has_next (run))
    run->ahead = take_next (run);
}

static void
operate (RunTask *one)
{
  LabRun *run = one->run;
  LabSessionOperation *operation = g_new0 (LabSessionOperation, 1);
  g_autoptr (LabRequest) request = lab_task_to_request (
    one->task, run->config->provider, run->config->model, run->parameters);

  operation->task = lab_task_ref (one->task);
  operation->run_id = g_strdup (run->result->run_id);
  operation->task_key = g_strdup (one->task->key);
  operation->seed = run->config->seed;
  operation->ambiguity = run->config->ambiguity;
  operation->partition = g_strdup (run->partition);
  operation->cache_namespace = g_strdup (run->partition);
  lab_session_operate_async (run->session, operation, request, run->config->stack, NULL, NULL,
                             lab_job_get_cancellable (run->job), operated_cb, one);
  look_ahead (run);
}

static void
resumed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  RunTask *one = user_data;
  GError *error = NULL;

  if (!lab_job_wait_resumed_finish (LAB_JOB (source), result, &error))
    {
      stop (one->run, error);
      task_done (one);
      return;
    }
  operate (one);
}

/* It has arrived; a paused run sends it later. */
static void
send_unless_paused (RunTask *one)
{
  if (lab_job_get_state (one->run->job) == LAB_JOB_PAUSED)
    lab_job_wait_resumed_async (one->run->job, resumed_cb, one);
  else
    operate (one);
}

static void
arrived_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  RunTask *one = user_data;
  GError *error = NULL;

  if (!lab_clock_sleep_finish (LAB_CLOCK (source), result, &error))
    {
      stop (one->run, error);
      task_done (one);
      return;
    }
  send_unless_paused (one);
}

/* On a virtual clock tasks come when the workload says: caches live by the
 * gaps between them, and waiting costs nothing there. */
static void
await_arrival (RunTask *one)
{
  LabRun *run = one->run;
  LabClock *clock = run->session->clock;
  gint64 due = run->begun_at + one->task->arrival_us;

  if (LAB_IS_VIRTUAL_CLOCK (clock) && due > lab_clock_now (clock))
    lab_clock_sleep_async (clock, due - lab_clock_now (clock),
                           lab_job_get_cancellable (run->job), arrived_cb, one);
  else
    send_unless_paused (one);
}

static gboolean
is_done (LabRun        *run,
         const LabTask *task)
{
  gpointer score;

  if (!g_hash_table_lookup_extended (run->done, task->key, NULL, &score))
    return FALSE;

  run->result->tasks_resumed++;
  count_score (run, GPOINTER_TO_INT (score));
  return TRUE;
}

static void
start_task (LabRun  *run,
            LabTask *task) /* (transfer full) */
{
  RunTask *one = g_new0 (RunTask, 1);

  one->run = run;
  one->task = task;
  run->active++;
  /* A pass that resumes begins with its own first task. */
  if (run->begun_at == LAB_TIME_UNKNOWN)
    run->begun_at = lab_clock_now (run->session->clock) - task->arrival_us;
  await_arrival (one);
}

void
lab_run_pump (LabRun *run)
{
  GError *error = NULL;

  if (!run->stopping &&
      g_cancellable_set_error_if_cancelled (lab_job_get_cancellable (run->job), &error))
    stop (run, error);

  while (!run->stopping && run->active < run->config->concurrency && has_next (run))
    {
      g_autoptr (LabTask) task = take_next (run);

      if (!is_done (run, task))
        start_task (run, g_steal_pointer (&task));
    }
  if (run->active == 0 && (run->stopping || !has_next (run)))
    finish (run);
}
