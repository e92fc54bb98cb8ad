/* test-run.c: a workload through a session
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox-fixture.h"

#include <string.h>

#include "lab-store-experiments.h"
#include "lab-store-jobs.h"
#include "lab-store-runs.h"

static gpointer
get_run (LabStoreTxn  *txn,
         gpointer      data,
         GError      **error)
{
  return lab_store_runs_get (txn, "p", data, error);
}

static gpointer
get_job (LabStoreTxn  *txn,
         gpointer      data,
         GError      **error)
{
  g_autofree char *id = g_strconcat ("run-", data, NULL);

  return lab_store_jobs_get (txn, "p", id, error);
}

static gpointer
get_experiment (LabStoreTxn  *txn,
                gpointer      data,
                GError      **error)
{
  return lab_store_experiments_get (txn, "p", data, error);
}

static gpointer
read_well (Fixture      *self,
           LabStoreFunc  func,
           const char   *id)
{
  g_autoptr (GError) error = NULL;
  gpointer found = lab_store_read_sync (self->store, func, (gpointer) id, NULL, NULL, &error);

  g_assert_no_error (error);
  return found;
}

static void
assert_ended (Fixture            *self,
              LabSession         *session,
              const LabRunResult *result,
              const char         *status)
{
  g_autoptr (LabRunRow) run = read_well (self, get_run, result->run_id);
  g_autoptr (LabJobRow) job = read_well (self, get_job, result->run_id);
  g_autoptr (LabExperimentRow) experiment =
    read_well (self, get_experiment, lab_session_get_experiment_id (session));

  g_assert_cmpstr (result->status, ==, status);
  g_assert_cmpstr (run->status, ==, status);
  /* Each test's experiment has this one run. */
  g_assert_cmpstr (experiment->status, ==,
                   g_str_equal (status, "completed") ? "completed" : "draft");
  g_assert_cmpint (run->finished_at, >, 0);
  g_assert_cmpint (job->spent, ==, result->cost.amount);
  g_assert_cmpint (job->total, ==, result->tasks_total);
  g_assert_cmpint (job->done, ==,
                   result->tasks_done + result->tasks_failed + result->tasks_resumed);
  if (result->error != NULL)
    {
      g_assert_cmpstr (run->error_message, ==, result->error->message);
      g_assert_cmpstr (job->message, ==, result->error->message);
    }
  else
    g_assert_null (run->error_message);
}

/* Every task is judged, its score is stored, and every total equals the sum
 * of its parts. */
static void
test_totals (Fixture       *self,
             gconstpointer  data)
{
  static const char *const workloads[] = {
    "support-chat", "rag-qa", "code-review", "summarise", "classify-extract", "agent-loop",
  };
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  LabSessionMetrics metrics;
  LabMoney all = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (workloads); i++)
    {
      g_autoptr (LabRunConfig) config =
        fixture_run_config (fixture_workload (workloads[i], 12, 3));
      g_autoptr (LabRunResult) result = fixture_run (session, config, NULL);
      g_autoptr (GPtrArray) operations =
        fixture_list_operations (self->store, "p", result->run_id);
      gint64 scores = 0;

      assert_ended (self, session, result, "completed");
      g_assert_no_error (result->error);
      g_assert_cmpuint (result->tasks_total, ==, 12);
      g_assert_cmpuint (result->tasks_done, ==, 12);
      g_assert_cmpuint (result->tasks_judged, ==, 12);
      g_assert_cmpuint (operations->len, ==, 12);
      for (guint j = 0; j < operations->len; j++)
        {
          const LabOperationRow *row = g_ptr_array_index (operations, j);

          g_assert_cmpint (row->score, >=, 0);
          g_assert_cmpint (row->score, <=, LAB_SCORE_MAX);
          g_assert_nonnull (row->task_key);
          g_assert_cmpint (row->cost.amount, >, 0);
          scores += row->score;
        }
      g_assert_cmpint (result->mean_score, ==, (scores + 6) / 12);
      g_assert_cmpint (result->cost.n_known, ==, 12);
      fixture_assert_sums (self->store, "p", lab_session_get_experiment_id (session),
                           result->run_id, &result->cost);
      all += result->cost.amount;
    }
  lab_session_get_metrics (session, &metrics);
  g_assert_cmpint (metrics.cost.amount, ==, all);
  g_assert_cmpint (metrics.operations, ==, 72);
}

/* With retries, failures and cut streams too: what they cost counts. */
static void
test_totals_with_faults (Fixture       *self,
                         gconstpointer  data)
{
  const LabMockFaults faults = {
    .rate_limited = 1000, .server_error = 1500, .cut = 1500, .no_usage = 1000, .timeout = 500,
  };
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 60, 3));
  g_autoptr (LabRunResult) result = NULL;
  g_autoptr (GPtrArray) calls = NULL;

  lab_mock_set_faults (self->mock, &faults);
  config->concurrency = 8;
  result = fixture_run (session, config, NULL);
  calls = fixture_list_calls (self->store, "p", result->run_id);
  g_assert_cmpstr (result->status, ==, "completed");
  g_assert_cmpuint (result->tasks_done + result->tasks_failed, ==, 60);
  g_assert_cmpuint (calls->len, >, 70);
  g_assert_cmpint (result->cost.n_estimated, >, 0);
  g_assert_cmpint (result->cost.n_known + result->cost.n_estimated, ==, calls->len);
  fixture_assert_sums (self->store, "p", lab_session_get_experiment_id (session),
                       result->run_id, &result->cost);
}

/* What a run of a fresh laboratory leaves, call by call. */
static char *
trace_run (guint        concurrency,
           const char  *workload,
           gboolean     faulty,
           LabMoneySum *cost,
           gint64       tokens[LAB_N_BUCKETS])
{
  const LabMockFaults faults = { .server_error = 1500, .cut = 800 };
  Fixture fixture = { 0 };
  GString *trace = g_string_new (NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload (workload, 40, 11));
  g_autoptr (LabRunResult) result = NULL;
  g_autoptr (GPtrArray) calls = NULL;
  LabSession *session;

  fixture_set_up (&fixture, NULL);
  session = fixture_simple_session (&fixture, NULL);
  if (faulty)
    lab_mock_set_faults (fixture.mock, &faults);
  config->concurrency = concurrency;
  result = fixture_run (session, config, NULL);
  calls = fixture_list_calls (fixture.store, "p", result->run_id);
  memset (tokens, 0, LAB_N_BUCKETS * sizeof *tokens);
  for (guint i = 0; i < calls->len; i++)
    {
      const LabCallRecord *record = ((LabCallRow *) g_ptr_array_index (calls, i))->record;

      g_string_append_printf (trace, "%s %u %d %" G_GINT64_FORMAT " %d %" G_GINT64_FORMAT
                              " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                              record->task_key, record->attempt, (int) record->status,
                              record->cost, record->score, record->latency_us, record->ttft_us,
                              record->timestamp);
      for (guint bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
        tokens[bucket] += record->usage.buckets[bucket];
    }
  *cost = result->cost;
  g_object_unref (session);
  fixture_tear_down (&fixture, NULL);
  return g_string_free (trace, FALSE);
}

static void
test_repeats_itself (void)
{
  static const guint concurrencies[] = { 1, 4, 16 };

  for (gsize i = 0; i < G_N_ELEMENTS (concurrencies); i++)
    for (guint faulty = 0; faulty < 2; faulty++)
      {
        gint64 tokens[LAB_N_BUCKETS];
        LabMoneySum cost;
        g_autofree char *first =
          trace_run (concurrencies[i], "support-chat", faulty != 0, &cost, tokens);
        g_autofree char *second =
          trace_run (concurrencies[i], "support-chat", faulty != 0, &cost, tokens);

        g_assert_cmpstr (first, ==, second);
        g_assert_cmpuint (strlen (first), >, 40 * 40);
      }
}

/* Summaries share no prefix that a provider caches: then the order in which
 * calls are made changes no token and no dollar. */
static void
test_concurrency_changes_nothing (void)
{
  static const guint concurrencies[] = { 4, 16 };
  gint64 expected[LAB_N_BUCKETS];
  LabMoneySum expected_cost;
  g_autofree char *first = trace_run (1, "classify-extract", FALSE, &expected_cost, expected);

  g_assert_cmpint (expected[LAB_BUCKET_R], ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (concurrencies); i++)
    {
      gint64 tokens[LAB_N_BUCKETS];
      LabMoneySum cost;
      g_autofree char *trace =
        trace_run (concurrencies[i], "classify-extract", FALSE, &cost, tokens);

      g_assert_cmpmem (tokens, sizeof tokens, expected, sizeof expected);
      g_assert_cmpint (cost.amount, ==, expected_cost.amount);
    }
}

static void
test_arrivals (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("support-chat", 20, 3));
  g_autoptr (LabRunResult) result = NULL;
  g_autoptr (GPtrArray) calls = NULL;
  g_autoptr (LabTask) first = lab_workload_get_task (config->workload, 0);
  gint64 last_arrival = 0;

  config->concurrency = 20;
  result = fixture_run (session, config, NULL);
  calls = fixture_list_calls (self->store, "p", result->run_id);
  g_assert_cmpuint (calls->len, ==, 20);
  for (guint i = 0; i < calls->len; i++)
    {
      const LabCallRecord *record = ((LabCallRow *) g_ptr_array_index (calls, i))->record;

      for (guint j = 0; j < 20; j++)
        {
          g_autoptr (LabTask) task = lab_workload_get_task (config->workload, j);

          if (g_strcmp0 (task->key, record->task_key) == 0)
            g_assert_cmpint (record->timestamp - FIXTURE_NOW, ==,
                             task->arrival_us - first->arrival_us);
          last_arrival = MAX (last_arrival, task->arrival_us);
        }
    }
  g_assert_cmpint (last_arrival, >, 0);
}

/* Cancels, pauses or the like when so many calls are recorded. */
typedef struct
{
  LabJob *job;
  LabSession *session;
  Fixture *fixture;
  guint after;
  guint n;
  guint n_when_paused;
} Trigger;

static void
cancel_cb (LabCostTracker      *tracker,
           const LabCallRecord *record,
           Trigger             *trigger)
{
  if (++trigger->n == trigger->after)
    lab_job_cancel (trigger->job);
}

static void
test_cancel (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 30, 3));
  g_autoptr (LabRunResult) result = NULL;
  g_autoptr (LabRunResult) resumed = NULL;
  g_autoptr (LabJob) job = lab_job_new (NULL, "run");
  Trigger trigger = { .job = job, .after = 7 };
  gulong handler =
    g_signal_connect (self->tracker, "call-recorded", G_CALLBACK (cancel_cb), &trigger);

  config->concurrency = 4;
  result = fixture_run (session, config, job);
  g_signal_handler_disconnect (self->tracker, handler);
  assert_ended (self, session, result, "cancelled");
  g_assert_error (result->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (lab_job_get_state (job), ==, LAB_JOB_CANCELLED);
  g_assert_cmpuint (result->tasks_done, >=, 7);
  g_assert_cmpuint (result->tasks_done, <, 12);
  fixture_assert_sums (self->store, "p", lab_session_get_experiment_id (session),
                       result->run_id, &result->cost);

  config->run_id = g_strdup (result->run_id);
  resumed = fixture_run (session, config, NULL);
  g_assert_cmpstr (resumed->status, ==, "completed");
  g_assert_cmpuint (resumed->tasks_resumed, ==, result->tasks_done);
  g_assert_cmpuint (resumed->tasks_done, ==, 30 - result->tasks_done);
  g_assert_cmpuint (resumed->tasks_judged, ==, 30);
  fixture_assert_sums (self->store, "p", lab_session_get_experiment_id (session),
                       result->run_id, &resumed->cost);
}

static void
pause_cb (LabCostTracker      *tracker,
          const LabCallRecord *record,
          Trigger             *trigger)
{
  if (++trigger->n == trigger->after)
    lab_job_pause (trigger->job);
}

static void
test_pause (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 20, 3));
  g_autoptr (LabRunResult) run = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LabJob) job = lab_job_new (NULL, "run");
  Trigger trigger = { .job = job, .after = 5 };
  LabTestWait wait = { 0 };
  gulong handler =
    g_signal_connect (self->tracker, "call-recorded", G_CALLBACK (pause_cb), &trigger);

  config->concurrency = 3;
  lab_session_run_async (session, config, job, lab_test_wait_cb, &wait);
  while (lab_job_get_state (job) != LAB_JOB_PAUSED)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 200; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
  /* Those under way ended; none was begun. */
  g_assert_cmpuint (trigger.n, >=, 5);
  g_assert_cmpuint (trigger.n, <=, 7);
  g_assert_null (wait.result);

  lab_job_resume (job);
  result = lab_test_wait_result (&wait);
  run = lab_session_run_finish (session, result, NULL);
  g_signal_handler_disconnect (self->tracker, handler);
  g_assert_cmpstr (run->status, ==, "completed");
  g_assert_cmpuint (run->tasks_done, ==, 20);
}

static void
terminated_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Trigger *trigger = user_data;
  g_autoptr (GError) error = NULL;

  lab_sandbox_terminate_session_finish (LAB_SANDBOX (source), result, &error);
  g_assert_no_error (error);
  trigger->n_when_paused = trigger->n;
}

static void
terminate_cb (LabCostTracker      *tracker,
              const LabCallRecord *record,
              Trigger             *trigger)
{
  if (++trigger->n == trigger->after)
    lab_sandbox_terminate_session_async (trigger->fixture->sandbox, "p",
                                         lab_session_get_id (trigger->session), terminated_cb,
                                         trigger);
}

/* A session that ends takes its run with it, and its end waits until the
 * run's is written. */
static void
test_terminate (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 20, 3));
  g_autoptr (LabRunResult) run = NULL;
  Trigger trigger = { .fixture = self, .session = session, .after = 5 };
  gulong handler =
    g_signal_connect (self->tracker, "call-recorded", G_CALLBACK (terminate_cb), &trigger);

  config->concurrency = 3;
  run = fixture_run (session, config, NULL);
  while (trigger.n_when_paused == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (self->tracker, handler);
  assert_ended (self, session, run, "cancelled");
  g_assert_cmpuint (run->tasks_done, <, 20);
  g_assert_cmpuint (trigger.n, ==, trigger.n_when_paused);
  g_assert_false (lab_session_is_open (session));
  fixture_assert_sums (self->store, "p", lab_session_get_experiment_id (session), run->run_id,
                       &run->cost);
}

static void
test_terminate_paused (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 20, 3));
  g_autoptr (LabRunResult) run = NULL;
  g_autoptr (LabJob) job = lab_job_new (NULL, "run");
  Trigger trigger = { .job = job, .after = 5 };
  LabTestWait wait = { 0 };
  gulong handler =
    g_signal_connect (self->tracker, "call-recorded", G_CALLBACK (pause_cb), &trigger);

  lab_session_run_async (session, config, job, lab_test_wait_cb, &wait);
  while (lab_job_get_state (job) != LAB_JOB_PAUSED)
    g_main_context_iteration (NULL, TRUE);
  fixture_terminate (self, session);
  g_signal_handler_disconnect (self->tracker, handler);
  g_assert_nonnull (wait.result);
  run = lab_session_run_finish (session, wait.result, NULL);
  g_clear_object (&wait.result);
  assert_ended (self, session, run, "cancelled");
}

static void
test_budget (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 30, 3));
  g_autoptr (LabRunResult) result = NULL;
  g_autoptr (LabRunResult) resumed = NULL;
  g_autoptr (LabBudgetRow) budget = NULL;
  g_autoptr (GPtrArray) operations = NULL;
  g_autoptr (GHashTable) answered = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_answers = 0;

  config->budget = 10000000; /* $0.01 */
  config->concurrency = 4;
  result = fixture_run (session, config, NULL);
  assert_ended (self, session, result, "interrupted");
  fixture_assert_reason (result->error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED, "budget");
  g_assert_cmpstr (lab_error_get_context (result->error, "scope"), ==, "run");
  g_assert_cmpuint (result->tasks_done, >, 0);
  g_assert_cmpuint (result->tasks_done, <, 30);
  budget = fixture_get_budget (self->store, "p", LAB_BUDGET_RUN, result->run_id);
  g_assert_cmpint (budget->committed, ==, result->cost.amount);
  g_assert_cmpint (budget->committed, <=, budget->cap);
  g_assert_cmpint (budget->reserved, ==, 0);

  config->run_id = g_strdup (result->run_id);
  config->budget = LAB_MONEY_PER_USD;
  resumed = fixture_run (session, config, NULL);
  assert_ended (self, session, resumed, "completed");
  g_assert_cmpuint (resumed->tasks_resumed, ==, result->tasks_done);
  g_assert_cmpuint (resumed->tasks_resumed + resumed->tasks_done, ==, 30);
  g_assert_cmpuint (resumed->tasks_judged, ==, 30);
  operations = fixture_list_operations (self->store, "p", result->run_id);
  for (guint i = 0; i < operations->len; i++)
    {
      const LabOperationRow *row = g_ptr_array_index (operations, i);

      if (row->state != LAB_OPERATION_CLOSED)
        continue;
      n_answers++;
      g_hash_table_add (answered, row->task_key);
    }
  /* Nothing was paid twice. */
  g_assert_cmpuint (n_answers, ==, 30);
  g_assert_cmpuint (g_hash_table_size (answered), ==, 30);
  fixture_assert_sums (self->store, "p", lab_session_get_experiment_id (session),
                       result->run_id, &resumed->cost);
}

static void
test_session_time (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (LabSessionConfig) limits = lab_session_config_new ();
  g_autoptr (LabSession) session = NULL;
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 30, 3));
  g_autoptr (GPtrArray) calls = NULL;
  g_autoptr (LabRunResult) result = NULL;

  limits->max_duration_us = 20 * G_USEC_PER_SEC;
  session = fixture_simple_session (self, limits);
  result = fixture_run (session, config, NULL);
  assert_ended (self, session, result, "interrupted");
  fixture_assert_reason (result->error, LAB_ERROR_SESSION_TIMEOUT, "duration");
  g_assert_cmpuint (result->tasks_done, >, 0);
  calls = fixture_list_calls (self->store, "p", result->run_id);
  for (guint i = 0; i < calls->len; i++)
    g_assert_cmpint (((LabCallRow *) g_ptr_array_index (calls, i))->record->timestamp, <,
                     FIXTURE_NOW + limits->max_duration_us);
  fixture_assert_sums (self->store, "p", lab_session_get_experiment_id (session),
                       result->run_id, &result->cost);
}

/* Answers that are all wrong stop a run; without the wish they do not. */
static void
test_degradation (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 60, 3));
  g_autoptr (LabRunResult) stopped = NULL;
  g_autoptr (LabRunResult) whole = NULL;
  g_autoptr (LabRunResult) good = NULL;

  config->ambiguity = 10000;
  config->degradation_floor = 8000;
  config->stop_on_degradation = TRUE;
  stopped = fixture_run (session, config, NULL);
  assert_ended (self, session, stopped, "failed");
  fixture_assert_reason (stopped->error, LAB_ERROR_QUALITY_DEGRADATION, "quality");
  g_assert_cmpuint (stopped->tasks_done, >, 0);
  g_assert_cmpuint (stopped->tasks_done, <, 30);
  g_assert_cmpuint (stopped->tasks_judged, ==, stopped->tasks_done);
  fixture_assert_sums (self->store, "p", lab_session_get_experiment_id (session),
                       stopped->run_id, &stopped->cost);

  config->stop_on_degradation = FALSE;
  whole = fixture_run (session, config, NULL);
  g_assert_cmpstr (whole->status, ==, "completed");

  config->stop_on_degradation = TRUE;
  config->ambiguity = 0;
  config->degradation_floor = 1000;
  good = fixture_run (session, config, NULL);
  g_assert_cmpstr (good->status, ==, "completed");
}

static void
test_bad_configurations (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabWorkload) workload = fixture_workload ("rag-qa", 5, 3);

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (LabRunConfig) config = fixture_run_config (g_object_ref (workload));
      g_autoptr (GError) error = NULL;

      if (i == 0)
        g_clear_pointer (&config->model, g_free);
      else if (i == 1)
        config->concurrency = 0;
      else if (i == 2)
        config->concurrency = LAB_RUN_MAX_CONCURRENCY + 1;
      else if (i == 3)
        config->tasks = 6;
      else if (i == 4)
        config->kind[0] = 'B';
      else
        {
          config->stop_on_degradation = TRUE;
          config->degradation_floor = 10001;
        }
      error = fixture_refuse_run (session, config);
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_EXPERIMENT_CONFIG);
    }
}

/* One refused key, and no task more is tried. */
static void
test_refused_key (Fixture       *self,
                  gconstpointer  data)
{
  char *words[] = { (char *) "ok", (char *) "ok", (char *) "401", NULL };
  const LabMockFaults faults = { .script = words };
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 10, 3));
  g_autoptr (LabRunResult) result = NULL;

  lab_mock_set_faults (self->mock, &faults);
  result = fixture_run (session, config, NULL);
  assert_ended (self, session, result, "interrupted");
  g_assert_error (result->error, LAB_ERROR, LAB_ERROR_INVALID_API_KEY);
  g_assert_cmpuint (result->tasks_done, ==, 2);
}

/* The store goes away under a run: what is known is handed back. */
static void
close_store_cb (LabCostTracker      *tracker,
                const LabCallRecord *record,
                Trigger             *trigger)
{
  if (++trigger->n == trigger->after)
    lab_store_close (trigger->fixture->store);
}

static void
test_broken_store (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 10, 3));
  g_autoptr (LabRunResult) result = NULL;
  Trigger trigger = { .fixture = self, .after = 4 };
  gulong handler =
    g_signal_connect (self->tracker, "call-recorded", G_CALLBACK (close_store_cb), &trigger);

  result = fixture_run (session, config, NULL);
  g_signal_handler_disconnect (self->tracker, handler);
  g_assert_cmpstr (result->status, ==, "interrupted");
  g_assert_error (result->error, LAB_ERROR, LAB_ERROR_DATABASE_CONNECTION_FAILED);
  g_assert_cmpuint (result->tasks_done, ==, 4);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  FIXTURE_TEST ("/sandbox/run/totals-are-sums", test_totals);
  FIXTURE_TEST ("/sandbox/run/totals-are-sums-with-faults", test_totals_with_faults);
  g_test_add_func ("/sandbox/run/repeats-itself", test_repeats_itself);
  g_test_add_func ("/sandbox/run/concurrency-changes-no-token",
                   test_concurrency_changes_nothing);
  FIXTURE_TEST ("/sandbox/run/arrivals", test_arrivals);
  FIXTURE_TEST ("/sandbox/run/cancel-and-resume", test_cancel);
  FIXTURE_TEST ("/sandbox/run/pause-and-resume", test_pause);
  FIXTURE_TEST ("/sandbox/run/ends-with-its-session", test_terminate);
  FIXTURE_TEST ("/sandbox/run/ends-with-its-session-when-paused", test_terminate_paused);
  FIXTURE_TEST ("/sandbox/run/budget-reached", test_budget);
  FIXTURE_TEST ("/sandbox/run/session-time", test_session_time);
  FIXTURE_TEST ("/sandbox/run/degradation", test_degradation);
  FIXTURE_TEST ("/sandbox/run/bad-configurations", test_bad_configurations);
  FIXTURE_TEST ("/sandbox/run/refused-key", test_refused_key);
  FIXTURE_TEST ("/sandbox/run/broken-store", test_broken_store);

  return g_test_run ();
}
