/* lab-run-ledger.c: how a run stands in the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-run-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-store-budgets.h"
#include "lab-store-experiments.h"
#include "lab-store-jobs.h"
#include "lab-store-operations.h"
#include "lab-store-runs.h"

/* What the beginning writes and finds; used on the store's thread. */
typedef struct
{
  LabRunRow *row;
  LabJobRow *job;
  LabBudgetRow *budget; /* (nullable) */
  char *model;
  gboolean resume;
  GHashTable *done;
  LabMoneySum cost;
} Begin;

static void
begin_free (Begin *begin)
{
  lab_run_row_free (begin->row);
  lab_job_row_free (begin->job);
  g_clear_pointer (&begin->budget, lab_budget_row_free);
  g_clear_pointer (&begin->done, g_hash_table_unref);
  g_free (begin->model);
  g_free (begin);
}

static gboolean
has_answer (const LabOperationRow *row)
{
  return row->purpose == LAB_PURPOSE_TASK && row->state == LAB_OPERATION_CLOSED &&
         row->task_key != NULL &&
         (row->status == LAB_CALL_OK || row->status == LAB_CALL_CUT ||
          row->status == LAB_CALL_ANSWERED);
}

/* @why: a translated sentence */
static void
set_resume_error (GError     **error,
                  const char  *run_id,
                  const char  *reason,
                  const char  *why)
{
  GError *made = NULL;

  lab_set_error (&made, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                 _("The run %s cannot be resumed: %s"), run_id, why);
  lab_error_set_context (made, LAB_ERROR_CONTEXT_REASON, reason);
  g_propagate_error (error, made);
}

/* What a cut-off run has recorded: answers are kept, costs of all kinds
 * count. Without strategies nothing but the run's own model can have
 * answered. */
static gboolean
find_done (LabStoreTxn  *txn,
           Begin        *begin,
           GError      **error)
{
  g_autoptr (GPtrArray) rows = lab_store_operations_list_run (txn, begin->row->profile_id,
                                                              begin->row->id, FALSE, error);
  gboolean routed = begin->row->strategies[0] != '\0';

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const LabOperationRow *row = g_ptr_array_index (rows, i);

      if (!routed && row->purpose == LAB_PURPOSE_TASK && !g_str_equal (row->model, begin->model))
        {
          set_resume_error (error, begin->row->id, "model", _("it began with another model."));
          return FALSE;
        }
      if (!lab_money_sum_add (&begin->cost, &row->cost, error))
        return FALSE;
      if (has_answer (row))
        g_hash_table_insert (begin->done, g_strdup (row->task_key), GINT_TO_POINTER (row->score));
    }
  return TRUE;
}

/* (nullable): why @found cannot go on as @asked: the reason, and in words. */
static const char *
find_obstacle (const LabRunRow  *found,
               const LabRunRow  *asked,
               const char      **message)
{
  const struct
  {
    gboolean stands;
    const char *reason;
    const char *message;
  } obstacles[] = {
    { g_strcmp0 (found->experiment_id, asked->experiment_id) != 0, "experiment",
      _("it belongs to another experiment.") },
    { g_str_equal (found->status, "completed") && asked->n_tasks <= found->n_tasks, "completed",
      _("it is complete.") },
    { g_str_equal (found->status, "running"), "running",
      _("it is still under way.") },
    { g_strcmp0 (found->workload_hash, asked->workload_hash) != 0, "workload",
      _("the workload changed since it began.") },
    { asked->n_tasks < found->n_tasks, "tasks",
      _("it was to have more tasks than are asked for now.") },
    { g_strcmp0 (found->strategies, asked->strategies) != 0, "strategies",
      _("it began with other strategies.") },
    { found->seed != asked->seed, "seed",
      _("it began with another seed.") },
    { found->origin != asked->origin, "origin",
      _("its money was of another kind (practice, live).") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (obstacles); i++)
    if (obstacles[i].stands)
      {
        *message = obstacles[i].message;
        return obstacles[i].reason;
      }
  return NULL;
}

static gboolean
resume_run (LabStoreTxn  *txn,
            Begin        *begin,
            GError      **error)
{
  LabRunRow *asked = begin->row;
  g_autoptr (LabRunRow) found =
    lab_store_runs_get (txn, asked->profile_id, asked->id, error);
  const char *message = NULL;
  const char *reason;

  if (found == NULL)
    return FALSE;
  reason = find_obstacle (found, asked, &message);
  if (reason != NULL)
    {
      set_resume_error (error, found->id, reason, message);
      return FALSE;
    }
  if (asked->n_tasks > found->n_tasks &&
      !lab_store_runs_extend (txn, asked->profile_id, asked->id, asked->n_tasks, error))
    return FALSE;
  return lab_store_runs_set_session (txn, asked->profile_id, asked->id, asked->session_id,
                                     error) &&
         lab_store_runs_set_status (txn, asked->profile_id, asked->id, "running", 0, NULL,
                                    error) &&
         find_done (txn, begin, error);
}

static gboolean
check_experiment (LabStoreTxn      *txn,
                  const LabRunRow  *row,
                  GError          **error)
{
  g_autoptr (LabExperimentRow) experiment =
    lab_store_experiments_get (txn, row->profile_id, row->experiment_id, error);

  if (experiment == NULL)
    return FALSE;
  if (!g_str_equal (experiment->status, "archived"))
    return TRUE;

  lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                 _("The experiment is archived. Nothing can be run in it any more."));
  if (error != NULL)
    {
      lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, "status");
      lab_session_advise_archived (*error);
    }
  return FALSE;
}

static gpointer
begin_func (LabStoreTxn  *txn,
            gpointer      data,
            GError      **error)
{
  Begin *begin = data;
  const LabRunRow *row = begin->row;

  if (!check_experiment (txn, row, error))
    return NULL;
  if (begin->resume ? !resume_run (txn, begin, error) :
                      !lab_store_runs_insert (txn, row, error))
    return NULL;
  if (begin->budget != NULL && !lab_store_budgets_set (txn, begin->budget, error))
    return NULL;
  begin->job->done = g_hash_table_size (begin->done);
  if (!lab_store_jobs_upsert (txn, begin->job, error) ||
      !lab_store_experiments_set_status (txn, row->profile_id, row->experiment_id, "running",
                                         begin->job->updated_at, error))
    return NULL;
  return LAB_STORE_OK;
}

static LabJobRow *
make_job_row (LabRun      *run,
              LabJobState  state)
{
  LabJobRow *row = lab_job_row_new ();

  g_free (row->id);
  row->id = g_strdup (run->job_id);
  row->profile_id = g_strdup (run->session->profile_id);
  row->kind = g_strdup ("run");
  row->subject_id = g_strdup (run->result->run_id);
  row->title = g_strdup (lab_job_get_title (run->job));
  row->state = state;
  row->done = run->result->tasks_done + run->result->tasks_failed + run->result->tasks_resumed;
  row->total = run->result->tasks_total;
  row->unit = g_strdup ("calls");
  row->spent = run->result->cost.amount;
  row->payload = g_strdup (run->config->payload);
  row->created_at = row->updated_at = lab_clock_now (run->session->wall);
  return row;
}

static gpointer
save_job_func (LabStoreTxn  *txn,
               gpointer      data,
               GError      **error)
{
  return lab_store_jobs_upsert (txn, data, error) ? LAB_STORE_OK : NULL;
}

static void
job_saved_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LabSession) session = user_data;
  g_autoptr (GError) error = NULL;

  lab_clock_release (session->clock);
  if (lab_store_write_finish (LAB_STORE (source), result, &error) == NULL && session->log != NULL)
    lab_log_write (session->log, LAB_LOG_WARN, "job.not-saved", NULL, "error", error->message,
                   NULL);
}

void
lab_run_save_job (LabRun *run)
{
  LabSession *session = run->session;

  lab_clock_hold (session->clock);
  lab_store_write_async (session->store, save_job_func, make_job_row (run, LAB_JOB_RUNNING),
                         (GDestroyNotify) lab_job_row_free, NULL, NULL, job_saved_cb,
                         g_object_ref (session));
}

/* The end of a run, for the store's thread. */
typedef struct
{
  char *experiment_id;
  char *run_id;
  char *status;
  char *message;
  gint64 ended_at; /* in the time of the run's calls */
  LabJobRow *job;
} End;

static void
end_free (End *end)
{
  g_free (end->experiment_id);
  g_free (end->run_id);
  g_free (end->status);
  g_free (end->message);
  lab_job_row_free (end->job);
  g_free (end);
}

/* When no run of it is under way any more, an experiment is completed by one
 * that was, and a draft again where none was. */
static gboolean
settle_experiment (LabStoreTxn  *txn,
                     const End    *end,
                     GError      **error)
{
  const char *profile_id = end->job->profile_id;
  g_autoptr (GPtrArray) runs =
    lab_store_runs_list (txn, profile_id, end->experiment_id, error);

  gboolean completed = FALSE;

  if (runs == NULL)
    return FALSE;
  for (guint i = 0; i < runs->len; i++)
    {
      const LabRunRow *run = g_ptr_array_index (runs, i);

      if (g_str_equal (run->status, "running"))
        return TRUE;
      completed = completed || g_str_equal (run->status, "completed");
    }
  return lab_store_experiments_set_status (txn, profile_id, end->experiment_id,
                                           completed ? "completed" : "draft",
                                           end->job->updated_at, error);
}

static gpointer
end_func (LabStoreTxn  *txn,
          gpointer      data,
          GError      **error)
{
  const End *end = data;
  const char *profile_id = end->job->profile_id;

  if (!lab_store_runs_set_status (txn, profile_id, end->run_id, end->status, end->ended_at,
                                  end->message, error) ||
      !lab_store_jobs_upsert (txn, end->job, error) ||
      !settle_experiment (txn, end, error))
    return NULL;
  return LAB_STORE_OK;
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  LabRun *run = user_data;
  GError *error = NULL;

  lab_clock_release (run->session->clock);
  if (lab_store_write_finish (LAB_STORE (source), result, &error) == NULL)
    {
      /* The store still calls it running; the next start finds it so, and
       * marks it. What was recorded is there. */
      g_free (run->result->status);
      run->result->status = g_strdup ("interrupted");
      g_clear_error (&run->result->error);
      run->result->error = error;
    }
  lab_run_ended (run);
}

static LabJobState
job_state_for (const char *status)
{
  if (g_str_equal (status, "completed"))
    return LAB_JOB_DONE;
  if (g_str_equal (status, "cancelled"))
    return LAB_JOB_CANCELLED;
  if (g_str_equal (status, "interrupted"))
    return LAB_JOB_INTERRUPTED;
  return LAB_JOB_FAILED;
}

void
lab_run_end (LabRun *run)
{
  LabSession *session = run->session;
  const LabRunResult *result = run->result;
  End *end = g_new0 (End, 1);

  end->experiment_id = g_strdup (session->config->experiment_id);
  end->run_id = g_strdup (result->run_id);
  end->status = g_strdup (result->status);
  end->message = result->error != NULL ? g_strdup (result->error->message) : NULL;
  end->ended_at = lab_clock_now (session->clock);
  end->job = make_job_row (run, job_state_for (result->status));
  end->job->message = g_strdup (end->message);
  lab_clock_hold (session->clock);
  lab_store_write_async (session->store, end_func, end, (GDestroyNotify) end_free, NULL, NULL,
                         ended_cb, run);
}

static LabRunRow *
make_run_row (LabRun *run)
{
  const LabRunConfig *config = run->config;
  LabRunRow *row = lab_run_row_new ();

  g_free (row->id);
  row->id = g_strdup (run->result->run_id);
  row->profile_id = g_strdup (run->session->profile_id);
  row->experiment_id = g_strdup (run->session->config->experiment_id);
  row->session_id = g_strdup (run->session->id);
  row->name = g_strdup (config->name);
  row->kind = g_strdup (config->kind);
  row->status = g_strdup ("running");
  row->origin = run->session->origin;
  row->strategies = config->stack != NULL ? lab_stack_to_string (config->stack) : g_strdup ("");
  row->seed = (gint64) config->seed;
  row->n_tasks = run->result->tasks_total;
  row->concurrency = config->concurrency;
  row->workload_hash = g_strdup (lab_workload_get_content_hash (config->workload));
  row->config = g_strdup (config->payload);
  row->started_at = lab_clock_now (run->session->clock);
  return row;
}

static LabBudgetRow *
make_budget_row (LabRun *run)
{
  LabBudgetRow *row;

  if (run->config->budget == LAB_UNSET)
    return NULL;

  row = lab_budget_row_new ();
  row->profile_id = g_strdup (run->session->profile_id);
  row->scope = LAB_BUDGET_RUN;
  lab_request_set (&row->scope_id, run->result->run_id);
  row->origin = run->session->origin;
  row->cap = run->config->budget;
  row->allow_unpriced = run->config->allow_unpriced;
  row->created_at = row->updated_at = lab_clock_now (run->session->wall);
  return row;
}

/* The answer to beginning, and what was found. */
typedef struct
{
  LabRun *run;
  Begin *begin;
} Beginning;

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autofree Beginning *beginning = user_data;
  LabRun *run = beginning->run;
  Begin *begin = beginning->begin;
  GError *error = NULL;

  lab_clock_release (run->session->clock);
  if (lab_store_write_finish (LAB_STORE (source), result, &error) != NULL)
    {
      run->done = g_hash_table_ref (begin->done);
      run->result->cost = begin->cost;
    }
  begin_free (begin);
  lab_run_begun (run, error);
}

void
lab_run_begin (LabRun *run)
{
  Beginning *beginning = g_new0 (Beginning, 1);
  Begin *begin = g_new0 (Begin, 1);

  begin->resume = run->config->run_id != NULL;
  begin->model = g_strdup (run->config->model);
  begin->row = make_run_row (run);
  begin->job = make_job_row (run, LAB_JOB_RUNNING);
  begin->budget = make_budget_row (run);
  begin->done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  beginning->run = run;
  beginning->begin = begin;
  lab_clock_hold (run->session->clock);
  lab_store_write_async (run->session->store, begin_func, begin, NULL, NULL, NULL, begun_cb,
                         beginning);
}
