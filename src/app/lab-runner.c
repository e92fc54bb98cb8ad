/* lab-runner.c: a workload from plan to recorded run, without waiting
 *
 * (what the run was) → workload → session → run → session's end → baseline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-runner.h"

#include "lab-context-private.h"

#include "lab-database-cache.h"
#include "lab-json-writer.h"
#include "lab-json.h"
#include "lab-store-runs.h"
#include "lab-store.h"

/* The plan, owned, and what has come of it so far. */
typedef struct
{
  LabExperiment *experiment;
  LabWorkload *workload;
  char *run_id;
  char *name;
  char *strategies;
  LabRunPlan plan;

  LabJob *job;
  LabClock *clock;
  LabSandbox *sandbox;
  LabStrategyServices services;
  LabCache *cache; /* (nullable) */
  LabSession *session;
  LabRunResult *result;
  GError *error; /* (nullable): what the run itself failed with */
} Runner;

static void
runner_free (Runner *self)
{
  lab_experiment_free (self->experiment);
  g_clear_object (&self->workload);
  g_free (self->run_id);
  g_free (self->name);
  g_free (self->strategies);
  g_clear_object (&self->session);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->cache);
  g_clear_object (&self->clock);
  g_object_unref (self->job);
  g_clear_pointer (&self->result, lab_run_result_free);
  g_clear_error (&self->error);
  g_free (self);
}

/* The plan points into what is owned here. */
static void
take_plan (Runner           *self,
           const LabRunPlan *plan)
{
  self->plan = *plan;
  self->plan.experiment = self->experiment = lab_experiment_copy (plan->experiment);
  self->plan.run_id = self->run_id = g_strdup (plan->run_id);
  self->plan.name = self->name = g_strdup (plan->name);
  self->plan.strategies = self->strategies =
    g_strdup (plan->strategies != NULL ? plan->strategies : "");
  self->workload = plan->workload != NULL ? g_object_ref (plan->workload) : NULL;
}

/* Practice in virtual time has a sandbox of its own on a clock of its own;
 * ledger, budgets and prices are the context's. */
static void
choose_sandbox (Runner     *self,
                LabContext *context)
{
  self->services = context->services;
  if (!self->plan.instant || LAB_IS_VIRTUAL_CLOCK (context->clock))
    {
      self->clock = g_object_ref (context->clock);
      self->sandbox = g_object_ref (context->sandbox);
      return;
    }
  self->clock = lab_virtual_clock_new (lab_clock_now (context->clock));
  self->sandbox = lab_context_new_sandbox (context, self->clock);
  if (context->cache == NULL)
    return;
  self->cache =
    lab_database_cache_new (context->store, self->experiment->profile_id, self->clock);
  self->services.cache = self->cache;
}

/* Ends the job too, unless the session has ended it. */
static void
fail (GTask  *task,
      GError *error)
{
  Runner *self = g_task_get_task_data (task);

  if (lab_job_get_state (self->job) == LAB_JOB_QUEUED)
    lab_job_start (self->job);
  if (lab_job_get_state (self->job) == LAB_JOB_RUNNING ||
      lab_job_get_state (self->job) == LAB_JOB_PAUSED)
    lab_job_finish (self->job, error);
  g_task_return_error (task, error);
}

static void
succeed (GTask *task)
{
  Runner *self = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&self->result),
                         (GDestroyNotify) lab_run_result_free);
}

static void
baseline_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (LabBaseline) baseline =
    lab_baseline_manager_create_finish (LAB_BASELINE_MANAGER (source), result, &error);

  if (baseline != NULL)
    succeed (task);
  else
    fail (task, error);
}

static void
take_baseline (GTask *task) /* (transfer full) */
{
  Runner *self = g_task_get_task_data (task);
  LabContext *context = g_task_get_source_object (task);
  const LabExperiment *experiment = self->experiment;
  g_autofree char *prices = lab_prices_hash (context->catalogue, experiment->provider,
                                             experiment->model, lab_clock_now (self->clock));

  lab_baseline_manager_create_async (context->baselines, experiment->profile_id, experiment->id,
                                     self->result->run_id,
                                     lab_workload_get_content_hash (self->workload), prices,
                                     baseline_cb, task);
}

static void
terminated_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Runner *self = g_task_get_task_data (task);
  GError *error = NULL;

  lab_sandbox_terminate_session_finish (LAB_SANDBOX (source), result, &error);
  if (self->result == NULL)
    {
      g_clear_error (&error);
      fail (task, g_steal_pointer (&self->error));
    }
  else if (error != NULL)
    fail (task, error);
  else if (self->plan.baseline && !self->plan.spare &&
           g_str_equal (self->result->status, "completed"))
    take_baseline (g_steal_pointer (&task));
  else
    succeed (task);
}

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  GTask *task = user_data;
  Runner *self = g_task_get_task_data (task);

  self->result = lab_session_run_finish (LAB_SESSION (source), result, &self->error);
  lab_sandbox_terminate_session_async (self->sandbox, self->experiment->profile_id,
                                       lab_session_get_id (self->session), terminated_cb, task);
}

/* What resuming needs beside the run's own columns. */
static char *
dup_payload (const LabRunPlan *plan)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_boolean (writer, "stop_on_degradation", plan->stop_on_degradation);
  lab_json_writer_member_int (writer, "degradation_floor", plan->floor);
  lab_json_writer_member_int (writer, "margin",
                              plan->margin > 0 ? plan->margin : LAB_RUN_DEFAULT_MARGIN);
  lab_json_writer_member_boolean (writer, "spare", plan->spare);
  lab_json_writer_end_object (writer);
  return lab_json_writer_to_string (writer);
}

static gboolean
allows_unpriced (const Runner *self)
{
  return self->experiment->allow_unpriced || self->plan.allow_unpriced;
}

static LabRunConfig *
make_config (Runner  *self,
             GError **error)
{
  g_autoptr (LabRunConfig) config = lab_run_config_new ();
  const LabExperiment *experiment = self->experiment;
  const LabRunPlan *plan = &self->plan;

  if (plan->strategies[0] != '\0')
    {
      LabStrategyStack *stack =
        lab_strategy_registry_parse_stack (plan->strategies, &self->services, error);

      if (stack == NULL)
        return NULL;
      config->stack = LAB_STACK (stack);
    }
  config->run_id = g_strdup (plan->run_id);
  config->name = g_strdup (plan->name);
  g_free (config->kind);
  config->kind = g_strdup (plan->baseline ? "baseline" : "optimised");
  config->workload = g_object_ref (self->workload);
  config->provider = g_strdup (experiment->provider);
  config->model = g_strdup (experiment->model);
  config->max_output_tokens = experiment->max_output_tokens;
  config->temperature = g_strdup (experiment->temperature);
  config->reasoning_effort = g_strdup (experiment->reasoning_effort);
  config->tasks = plan->tasks;
  config->concurrency = plan->concurrency;
  config->budget = plan->budget;
  config->allow_unpriced = allows_unpriced (self);
  config->seed = plan->seed;
  config->stop_on_degradation = plan->stop_on_degradation;
  config->degradation_floor = plan->floor;
  config->payload = dup_payload (plan);
  return g_steal_pointer (&config);
}

static void
session_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Runner *self = g_task_get_task_data (task);
  g_autoptr (LabRunConfig) config = NULL;
  GError *error = NULL;

  self->session = lab_sandbox_create_session_finish (LAB_SANDBOX (source), result, &error);
  if (self->session == NULL)
    {
      fail (task, error);
      return;
    }
  config = make_config (self, &self->error);
  if (config != NULL)
    lab_session_run_async (self->session, config, self->job, ran_cb, g_steal_pointer (&task));
  else
    lab_sandbox_terminate_session_async (self->sandbox, self->experiment->profile_id,
                                         lab_session_get_id (self->session), terminated_cb,
                                         g_steal_pointer (&task));
}

static void
create_session (GTask *task) /* (transfer full) */
{
  Runner *self = g_task_get_task_data (task);
  g_autoptr (LabSessionConfig) config = lab_session_config_new ();

  config->experiment_id = g_strdup (self->experiment->id);
  config->provider = g_strdup (self->experiment->provider);
  config->isolation = LAB_ISOLATION_EXPERIMENT;
  config->allow_unpriced = allows_unpriced (self);
  config->keep_text = self->plan.keep_text;
  config->seed = self->plan.seed;
  lab_sandbox_create_session_async (self->sandbox, self->experiment->profile_id, config,
                                    lab_job_get_cancellable (self->job), session_cb, task);
}

static void
load_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const Runner *self = task_data;
  GError *error = NULL;
  LabWorkload *workload = lab_experiment_load_workload_for (self->experiment, self->plan.tasks,
                                                            cancellable, &error);

  if (workload != NULL)
    g_task_return_pointer (task, workload, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Runner *self = g_task_get_task_data (task);
  GError *error = NULL;

  lab_clock_release (self->clock);
  self->workload = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->workload != NULL)
    create_session (g_steal_pointer (&task));
  else
    fail (task, error);
}

static void
begin (GTask *task) /* (transfer full) */
{
  Runner *self = g_task_get_task_data (task);
  g_autoptr (GTask) loading = NULL;

  choose_sandbox (self, g_task_get_source_object (task));
  if (self->workload != NULL)
    {
      create_session (task);
      return;
    }
  loading = g_task_new (NULL, lab_job_get_cancellable (self->job), loaded_cb, task);
  /* Nobody changes it meanwhile, and the task that owns it waits. */
  g_task_set_task_data (loading, self, NULL);
  lab_clock_hold (self->clock);
  g_task_run_in_thread (loading, load_thread);
}

static GTask *
new_task (LabContext          *context,
          const LabRunPlan    *plan,
          LabJob              *job,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (context, NULL, callback, user_data);
  Runner *self = g_new0 (Runner, 1);

  g_task_set_source_tag (task, lab_runner_run_async);
  self->job = g_object_ref (job);
  take_plan (self, plan);
  g_task_set_task_data (task, self, (GDestroyNotify) runner_free);
  return task;
}

void
lab_runner_run_async (LabContext          *context,
                      const LabRunPlan    *plan,
                      LabJob              *job,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (context));
  g_return_if_fail (plan != NULL && plan->experiment != NULL);
  g_return_if_fail (LAB_IS_JOB (job));

  begin (new_task (context, plan, job, callback, user_data));
}

static gboolean
read_payload (const LabRunRow  *row,
              LabRunPlan       *plan,
              GError          **error)
{
  g_autoptr (LabJsonDocument) document = NULL;
  const LabJson *root;
  LabRunTerms terms;
  gint64 lowest = 0;

  if (row->config == NULL)
    return TRUE;
  document = lab_json_document_parse (row->config, -1, row->id, 1, error);
  if (document == NULL)
    return FALSE;
  root = lab_json_document_get_root (document);
  if (!lab_json_optional_boolean (root, "stop_on_degradation", &plan->stop_on_degradation,
                                  error) ||
      !lab_json_optional_int (root, "degradation_floor", 0, LAB_SCORE_MAX, &lowest, error))
    return FALSE;
  plan->floor = (gint) lowest;
  if (!lab_run_terms_read (row->config, row->id, &terms, error))
    return FALSE;
  plan->margin = terms.margin;
  plan->spare = terms.spare;
  return TRUE;
}

typedef struct
{
  char *profile_id;
  char *run_id;
} Question;

static void
question_free (Question *question)
{
  g_free (question->profile_id);
  g_free (question->run_id);
  g_free (question);
}

static gpointer
get_run_func (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  const Question *question = data;

  return lab_store_runs_get (txn, question->profile_id, question->run_id, error);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Runner *self = g_task_get_task_data (task);
  LabRunPlan *plan = &self->plan;
  GError *error = NULL;
  g_autoptr (LabRunRow) row = lab_store_read_finish (LAB_STORE (source), result, &error);

  if (row == NULL || !read_payload (row, plan, &error))
    {
      fail (task, error);
      return;
    }
  plan->name = self->name = g_strdup (row->name);
  g_free (self->strategies);
  plan->strategies = self->strategies = g_strdup (row->strategies);
  plan->baseline = g_str_equal (row->kind, "baseline");
  plan->tasks = row->n_tasks;
  /* It was extended beyond what the experiment has. */
  if (self->workload != NULL && lab_workload_get_n_tasks (self->workload) < row->n_tasks)
    g_clear_object (&self->workload);
  plan->concurrency = row->concurrency;
  plan->seed = (guint64) row->seed;
  begin (g_steal_pointer (&task));
}

void
lab_runner_resume_async (LabContext          *context,
                         const LabExperiment *experiment,
                         LabWorkload         *workload,
                         const char          *run_id,
                         LabMoney             budget,
                         gboolean             keep_text,
                         gboolean             instant,
                         LabJob              *job,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  LabRunPlan plan = LAB_RUN_PLAN_INIT;
  Question *question;
  GTask *task;

  g_return_if_fail (LAB_IS_CONTEXT (context));
  g_return_if_fail (experiment != NULL && run_id != NULL);
  g_return_if_fail (LAB_IS_JOB (job));

  plan.experiment = experiment;
  plan.workload = workload;
  plan.run_id = run_id;
  plan.budget = budget;
  plan.keep_text = keep_text;
  plan.instant = instant;
  task = new_task (context, &plan, job, callback, user_data);
  question = g_new0 (Question, 1);
  question->profile_id = g_strdup (experiment->profile_id);
  question->run_id = g_strdup (run_id);
  lab_store_read_async (context->store, get_run_func, question, (GDestroyNotify) question_free,
                        (GDestroyNotify) lab_run_row_free, NULL, found_cb, task);
}

LabRunResult *
lab_runner_finish (LabContext    *context,
                   GAsyncResult  *result,
                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_runner_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
