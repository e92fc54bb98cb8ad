/* test-comparison-load.c: comparing what the ledger holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <math.h>

#include "lab-comparison-private.h"
#include "lab-error.h"
#include "lab-store-baselines.h"
#include "lab-store-calls.h"
#include "lab-store-experiments.h"
#include "lab-store-operations.h"
#include "lab-store-profiles.h"
#include "lab-store-runs.h"
#include "lab-store-sessions.h"
#include "lab-test-wait.h"

#define NOW G_GINT64_CONSTANT (1795435200000000)
#define N_TASKS 120

typedef struct
{
  char *directory;
  LabStore *store;
} Fixture;

static void
set (char       **field,
     const char  *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void
add_experiment (LabStoreTxn *txn,
                const char  *id)
{
  g_autoptr (LabExperimentRow) experiment = lab_experiment_row_new ();
  g_autoptr (LabSessionRow) session = lab_session_row_new ();
  g_autoptr (GError) error = NULL;

  set (&experiment->id, id);
  set (&experiment->profile_id, "p");
  set (&experiment->name, id);
  set (&experiment->description, "");
  set (&experiment->status, "running");
  set (&experiment->provider, "mock");
  set (&experiment->model, "gpt-test");
  set (&experiment->workload, "support-chat");
  experiment->created_at = experiment->updated_at = NOW;
  lab_store_experiments_insert (txn, experiment, &error);
  g_assert_no_error (error);

  set (&session->id, id);
  set (&session->profile_id, "p");
  set (&session->experiment_id, id);
  set (&session->provider, "mock");
  set (&session->model, "gpt-test");
  set (&session->status, "active");
  set (&session->isolation, "user");
  set (&session->cache_namespace, "n");
  session->created_at = session->updated_at = NOW;
  lab_store_sessions_insert (txn, session, &error);
  g_assert_no_error (error);
}

static void
add_run (LabStoreTxn *txn,
         const char  *experiment,
         const char  *id,
         const char  *workload_hash,
         LabOrigin    origin,
         const char  *status)
{
  g_autoptr (LabRunRow) run = lab_run_row_new ();
  g_autoptr (GError) error = NULL;

  set (&run->id, id);
  set (&run->profile_id, "p");
  set (&run->experiment_id, experiment);
  set (&run->session_id, experiment);
  set (&run->kind, strstr (id, "base") != NULL ? "baseline" : "optimised");
  set (&run->status, status);
  set (&run->strategies, "");
  set (&run->workload_hash, workload_hash);
  run->origin = origin;
  run->seed = g_str_equal (id, "dearer") ? 2 : 1;
  run->n_tasks = N_TASKS;
  run->concurrency = 1;
  run->started_at = NOW;
  lab_store_runs_insert (txn, run, &error);
  g_assert_no_error (error);
}

static LabCallRecord *
new_call (const char *run,
          const char *operation,
          const char *task,
          LabMoney    cost,
          gint        score)
{
  LabCallRecord *record = lab_call_record_new ();

  set (&record->profile_id, "p");
  set (&record->experiment_id, "e");
  set (&record->session_id, "e");
  set (&record->run_id, run);
  set (&record->operation_id, operation);
  record->attempt = 1;
  record->final = TRUE;
  record->status = LAB_CALL_OK;
  set (&record->provider, "mock");
  set (&record->model, "gpt-test");
  set (&record->service_tier, "standard");
  record->finish = LAB_FINISH_STOP;
  record->usage.buckets[LAB_BUCKET_U] = 1000;
  record->usage.buckets[LAB_BUCKET_O] = 50;
  record->usage.flags = LAB_USAGE_REPORTED;
  record->cost_state = LAB_COST_KNOWN;
  record->cost = cost;
  record->latency_us = 500000;
  record->ttft_us = 100000;
  record->timestamp = NOW;
  set (&record->request_hash, "hash");
  set (&record->strategies, "[]");
  set (&record->task_key, task);
  record->score = score;
  return record;
}

static void
record (LabStoreTxn   *txn,
        LabCallRecord *call)
{
  g_autoptr (GError) error = NULL;

  lab_store_record_call (txn, call, &error);
  g_assert_no_error (error);
  lab_call_record_free (call);
}

/* @percent: of the baseline's cost */
static void
add_tasks (LabStoreTxn *txn,
           const char  *run,
           LabOrigin    origin,
           guint        from,
           guint        percent)
{
  for (guint i = from; i < N_TASKS; i++)
    {
      g_autofree char *task = g_strdup_printf ("task-%03u", i);
      g_autofree char *operation = g_strdup_printf ("%s/%s", run, task);
      LabCallRecord *call =
          new_call (run, operation, task, (LabMoney) (10000 + 100 * (i % 17)) * percent, 10000);

      call->origin = origin;
      record (txn, call);
    }
}

/* task-000 of "run": an attempt that failed and was billed, a strategy's own
 * call, and the answer, all of one operation. */
static void
add_costly_task (LabStoreTxn *txn)
{
  LabCallRecord *failed = new_call ("run", "run/task-000", "task-000", 111, LAB_SCORE_NONE);
  LabCallRecord *own = new_call ("run", "run/task-000", "task-000", 222, LAB_SCORE_NONE);
  LabCallRecord *answer = new_call ("run", "run/task-000", "task-000", 333, 10000);

  failed->final = own->final = FALSE;
  failed->status = LAB_CALL_FAILED;
  own->purpose = LAB_PURPOSE_STRATEGY;
  own->attempt = 2;
  answer->attempt = 3;
  record (txn, failed);
  record (txn, own);
  record (txn, answer);
}

static gpointer
fill (LabStoreTxn  *txn,
      gpointer      data,
      GError      **error)
{
  g_autoptr (LabProfileRow) profile = lab_profile_row_new ();

  set (&profile->id, "p");
  set (&profile->name, "Profile");
  profile->created_at = profile->updated_at = NOW;
  if (!lab_store_profiles_insert (txn, profile, error))
    return NULL;
  add_experiment (txn, "e");
  add_experiment (txn, "f");
  add_run (txn, "e", "base", "w", LAB_ORIGIN_PRACTICE, "completed");
  add_run (txn, "e", "base-again", "w", LAB_ORIGIN_PRACTICE, "completed");
  add_run (txn, "e", "base-empty", "w", LAB_ORIGIN_PRACTICE, "completed");
  add_run (txn, "e", "run", "w", LAB_ORIGIN_PRACTICE, "completed");
  add_run (txn, "e", "dearer", "w", LAB_ORIGIN_PRACTICE, "interrupted");
  add_run (txn, "e", "live", "w", LAB_ORIGIN_LIVE, "completed");
  add_run (txn, "e", "mixed", "w", LAB_ORIGIN_PRACTICE, "completed");
  add_run (txn, "e", "other-tasks", "w2", LAB_ORIGIN_PRACTICE, "completed");
  add_run (txn, "f", "elsewhere", "w", LAB_ORIGIN_PRACTICE, "completed");
  add_tasks (txn, "base", LAB_ORIGIN_PRACTICE, 0, 100);
  add_tasks (txn, "base-again", LAB_ORIGIN_PRACTICE, 0, 101);
  add_costly_task (txn);
  add_tasks (txn, "run", LAB_ORIGIN_PRACTICE, 1, 60);
  add_tasks (txn, "dearer", LAB_ORIGIN_PRACTICE, 5, 130);
  add_tasks (txn, "live", LAB_ORIGIN_LIVE, 0, 60);
  add_tasks (txn, "mixed", LAB_ORIGIN_LIVE, 0, 60);
  return LAB_STORE_OK;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("costlab-compare-XXXXXX", NULL);
  self->store = lab_store_open (self->directory, LAB_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  lab_store_write_sync (self->store, fill, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  GDir *dir;
  const char *name;

  g_clear_object (&self->store);
  dir = g_dir_open (self->directory, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->directory, name, NULL);

      g_remove (path);
    }
  g_dir_close (dir);
  g_rmdir (self->directory);
  g_clear_pointer (&self->directory, g_free);
}

static GPtrArray *
load (Fixture                    *self,
      const char                 *baseline,
      const char * const         *runs,
      GHashTable                 *clusters,
      const LabComparisonOptions *options,
      GCancellable               *cancellable,
      GError                    **error)
{
  LabComparisonOptions usual = LAB_COMPARISON_OPTIONS_INIT;
  LabTestWait wait = { 0 };
  g_autoptr (GAsyncResult) result = NULL;

  lab_comparison_load_async (self->store, "p", "e", baseline, runs, clusters,
                             options != NULL ? options : &usual, cancellable, lab_test_wait_cb,
                             &wait);
  result = lab_test_wait_result (&wait);
  return lab_comparison_load_finish (result, error);
}

static void
test_load (Fixture       *self,
           gconstpointer  data)
{
  const char * const runs[] = { "run", "dearer", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) comparisons = load (self, "base", runs, NULL, NULL, NULL, &error);
  const LabComparison *good, *bad;
  const LabPair *first;

  g_assert_no_error (error);
  g_assert_cmpuint (comparisons->len, ==, 2);
  good = comparisons->pdata[0];
  bad = comparisons->pdata[1];
  g_assert_cmpstr (good->run, ==, "run");
  g_assert_cmpstr (good->baseline_run, ==, "base");
  g_assert_cmpuint (good->n_pairs, ==, N_TASKS);
  g_assert_cmpuint (good->n_unpaired, ==, 0);
  g_assert_cmpint (good->verdict, ==, LAB_VERDICT_ADOPT);

  /* Everything that was paid for the task counts against the saving. */
  first = good->pairs->pdata[0];
  g_assert_cmpstr (first->task_key, ==, "task-000");
  g_assert_cmpint (first->run.cost.amount, ==, 666);
  g_assert_cmpint (first->run.overhead.amount, ==, 222);
  g_assert_cmpint (first->run.score, ==, 10000);
  g_assert_cmpint (good->overhead.amount, ==, 222);
  g_assert_cmpint (good->cost.n_known, ==, N_TASKS + 2);
  g_assert_cmpint (good->tokens[LAB_BUCKET_U], ==, 1000 * (N_TASKS + 2));

  /* Five tasks of the baseline have no partner; their cost is not lost. */
  g_assert_cmpuint (bad->n_pairs, ==, N_TASKS - 5);
  g_assert_cmpuint (bad->n_unpaired, ==, 5);
  g_assert_cmpint (bad->base_unpaired.n_known, ==, 5);
  g_assert_cmpint (bad->base_cost.amount + bad->base_unpaired.amount, ==, good->base_cost.amount);
  g_assert_cmpint (bad->verdict, ==, LAB_VERDICT_DROP);
  g_assert_nonnull (strstr (bad->warnings->pdata[0], "interrupted"));
  g_assert_nonnull (strstr (bad->warnings->pdata[1], "seeds 1 and 2"));
  for (guint i = 0; i < good->warnings->len; i++)
    g_assert_null (strstr (good->warnings->pdata[i], "luck"));
  /* Both tests at their smallest: Holm doubles both. */
  g_assert_cmpfloat (good->saving.p_value, ==, 0.0001);
  g_assert_cmpfloat (good->saving_p_adjusted, ==, 0.0002);
}

static void
test_clusters_and_noise (Fixture       *self,
                         gconstpointer  data)
{
  const char * const runs[] = { "run", NULL };
  g_autoptr (GHashTable) clusters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) comparisons = NULL;
  const LabComparison *comparison;

  for (guint i = 0; i < N_TASKS; i++)
    g_hash_table_insert (clusters, g_strdup_printf ("task-%03u", i),
                         (gpointer) (i % 2 ? "odd" : "even"));
  options.noise_run = "base-again";
  options.stale_reason = "Prices changed.";
  comparisons = load (self, "base", runs, clusters, &options, NULL, &error);
  g_assert_no_error (error);
  comparison = comparisons->pdata[0];
  g_assert_cmpuint (comparison->n_clusters, ==, 2);
  g_assert_cmpstr (((LabPair *) comparison->pairs->pdata[1])->cluster, ==, "odd");
  g_assert_false (isnan (comparison->noise_half_width));
  /* Two conversations prove nothing, however many tasks they have. */
  g_assert_cmpint (comparison->verdict, ==, LAB_VERDICT_COLLECT_MORE);
}

static gpointer
pin (LabStoreTxn  *txn,
     gpointer      data,
     GError      **error)
{
  const char *run = data;
  g_autoptr (LabBaselineRow) row = lab_baseline_row_new ();

  set (&row->profile_id, "p");
  set (&row->experiment_id, "e");
  set (&row->run_id, run);
  set (&row->workload_hash, "w");
  set (&row->price_rows, "h");
  row->priced = TRUE;
  row->call_count = 1;
  row->created_at = NOW;
  return lab_store_baselines_insert (txn, row, error) &&
                 lab_store_baselines_pin (txn, "p", row->id, NOW, error)
             ? LAB_STORE_OK
             : NULL;
}

static void
test_pinned (Fixture       *self,
             gconstpointer  data)
{
  const char * const runs[] = { "run", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) comparisons = NULL;

  lab_store_write_sync (self->store, pin, (gpointer) "base-again", NULL, NULL, &error);
  g_assert_no_error (error);
  comparisons = load (self, NULL, runs, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((LabComparison *) comparisons->pdata[0])->baseline_run, ==, "base-again");

  /* A baseline whose run is gone compares with nothing. */
  g_clear_pointer (&comparisons, g_ptr_array_unref);
  lab_store_write_sync (self->store, pin, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  comparisons = load (self, NULL, runs, NULL, NULL, NULL, &error);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_MISSING_BASELINE);
}

static void
test_refusals (Fixture       *self,
               gconstpointer  data)
{
  static const struct
  {
    const char *baseline;
    const char *run;
    LabErrorCode code;
    const char *reason;
  } refused[] = {
    { NULL, "run", LAB_ERROR_MISSING_BASELINE, NULL },
    { "nowhere", "run", LAB_ERROR_MISSING_BASELINE, "not-found" },
    { "base-empty", "run", LAB_ERROR_MISSING_BASELINE, "empty" },
    { "base", "nowhere", LAB_ERROR_NOT_FOUND, NULL },
    { "base", "live", LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "origin" },
    { "base", "mixed", LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "origin" },
    { "base", "other-tasks", LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "workload" },
    { "base", "elsewhere", LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "experiment" },
    { "elsewhere", "run", LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "experiment" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      const char * const runs[] = { refused[i].run, NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) comparisons =
          load (self, refused[i].baseline, runs, NULL, NULL, NULL, &error);

      g_assert_null (comparisons);
      g_assert_error (error, LAB_ERROR, (int) refused[i].code);
      if (refused[i].reason != NULL)
        g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==,
                         refused[i].reason);
    }
}

static void
test_refused_noise (Fixture       *self,
                    gconstpointer  data)
{
  const char * const runs[] = { "run", NULL };
  static const char * const noises[] = { "nowhere", "live", "base-empty" };
  static const int codes[] = { LAB_ERROR_NOT_FOUND, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                               LAB_ERROR_INVALID_INPUT };

  for (gsize i = 0; i < G_N_ELEMENTS (noises); i++)
    {
      LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) comparisons = NULL;

      options.noise_run = noises[i];
      comparisons = load (self, "base", runs, NULL, &options, NULL, &error);
      g_assert_null (comparisons);
      g_assert_error (error, LAB_ERROR, codes[i]);
    }
}

static void
test_cancelled (Fixture       *self,
                gconstpointer  data)
{
  const char * const runs[] = { "run", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (load (self, "base", runs, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static LabOperationRow *
new_operation (const char *task)
{
  LabOperationRow *row = lab_operation_row_new ();

  set (&row->id, "operation");
  set (&row->task_key, task);
  row->origin = LAB_ORIGIN_PRACTICE;
  row->state = LAB_OPERATION_CLOSED;
  row->status = LAB_CALL_OK;
  row->n_attempts = 1;
  row->cost = (LabMoneySum){ .amount = 1000, .n_known = 1 };
  row->score = 10000;
  return row;
}

typedef void (*SpoilFunc) (LabOperationRow *row);

static void
spoil_cost (LabOperationRow *row)
{
  row->cost.amount = -1;
}

static void
spoil_overhead (LabOperationRow *row)
{
  row->overhead.amount = row->cost.amount + 1;
}

static void
spoil_count (LabOperationRow *row)
{
  row->cost.n_known = 2;
}

static void
spoil_latency (LabOperationRow *row)
{
  row->latency_us = -5;
}

static void
spoil_score (LabOperationRow *row)
{
  row->score = 10001;
}

static void
spoil_tokens (LabOperationRow *row)
{
  row->usage.buckets[LAB_BUCKET_R] = -1;
}

static void
spoil_sum (LabOperationRow *row)
{
  row->cost.amount = G_MAXINT64;
}

static void
spoil_latency_sum (LabOperationRow *row)
{
  row->latency_us = G_MAXINT64;
}

static void
spoil_token_sum (LabOperationRow *row)
{
  row->usage.buckets[LAB_BUCKET_R] = G_MAXINT64;
}

/* The store's tables refuse most of these; a ledger that was damaged or
 * written by something else may still hold them. */
static void
test_contradictions (void)
{
  static const struct
  {
    SpoilFunc spoil;
    const char *reason;
  } spoilers[] = {
    { spoil_cost, "negative-cost" },
    { spoil_overhead, "part-above-whole" },
    { spoil_count, "count" },
    { spoil_latency, "negative-latency" },
    { spoil_score, "score" },
    { spoil_tokens, "negative-tokens" },
    { spoil_sum, NULL },
    { spoil_latency_sum, NULL },
    { spoil_token_sum, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (spoilers); i++)
    {
      g_autoptr (LabComparison) comparison =
          lab_comparison_new ("e", "base", "run", LAB_ORIGIN_PRACTICE);
      g_autoptr (GPtrArray) base =
          g_ptr_array_new_with_free_func ((GDestroyNotify) lab_operation_row_free);
      g_autoptr (GPtrArray) run = g_ptr_array_new ();
      g_autoptr (GError) error = NULL;

      /* Twice the same task, as when it was run again. */
      for (int j = 0; j < 2; j++)
        {
          LabOperationRow *row = new_operation ("task");

          spoilers[i].spoil (row);
          g_ptr_array_add (base, row);
        }
      g_assert_false (lab_comparison_pair_operations (comparison, base, run, NULL, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_CORRUPTED_METRICS);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==,
                       spoilers[i].reason);
    }
}

static void
add_operation (GPtrArray         *rows,
               const char        *task,
               LabOperationState  state,
               LabCallStatus      status,
               LabMoney           cost,
               gint               score)
{
  LabOperationRow *row = new_operation (task);

  row->state = state;
  row->status = status;
  row->cost.amount = cost;
  row->n_attempts = cost > 0 ? 1 : 0;
  row->cost.n_known = row->n_attempts;
  row->score = score;
  g_ptr_array_add (rows, row);
}

/* Lost and run again, refused before sending, without a task, still open,
 * failed: nothing paid disappears, and nothing unpaid is paired. */
static void
test_states (void)
{
  g_autoptr (LabComparison) comparison =
      lab_comparison_new ("e", "base", "run", LAB_ORIGIN_PRACTICE);
  g_autoptr (GPtrArray) base =
      g_ptr_array_new_with_free_func ((GDestroyNotify) lab_operation_row_free);
  g_autoptr (GPtrArray) run =
      g_ptr_array_new_with_free_func ((GDestroyNotify) lab_operation_row_free);
  LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  const LabPair *pair;

  add_operation (base, "a", LAB_OPERATION_CLOSED, LAB_CALL_OK, 1000, 10000);
  add_operation (base, "b", LAB_OPERATION_CLOSED, LAB_CALL_OK, 1000, 10000);
  add_operation (base, "c", LAB_OPERATION_CLOSED, LAB_CALL_OK, 1000, 10000);
  add_operation (base, NULL, LAB_OPERATION_CLOSED, LAB_CALL_OK, 70, LAB_SCORE_NONE);
  add_operation (run, "a", LAB_OPERATION_LOST, LAB_CALL_LOST, 5000, LAB_SCORE_NONE);
  add_operation (run, "a", LAB_OPERATION_CLOSED, LAB_CALL_ANSWERED, 400, 8000);
  add_operation (run, "b", LAB_OPERATION_CLOSED, LAB_CALL_FAILED, 300, LAB_SCORE_NONE);
  add_operation (run, "c", LAB_OPERATION_RELEASED, LAB_CALL_OK, 0, LAB_SCORE_NONE);
  add_operation (run, "d", LAB_OPERATION_OPEN, LAB_CALL_OK, 0, LAB_SCORE_NONE);
  add_operation (run, "e", LAB_OPERATION_OPEN, LAB_CALL_OK, 9, LAB_SCORE_NONE);

  g_assert_true (lab_comparison_pair_operations (comparison, base, run, NULL, &error));
  g_assert_true (lab_comparison_compute (comparison, &options, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (comparison->n_pairs, ==, 2);
  g_assert_cmpuint (comparison->n_unpaired, ==, 2);
  g_assert_cmpint (comparison->base_unpaired.amount, ==, 1070);
  /* What was cut off under a task that was asked again is no price of it. */
  g_assert_cmpint (comparison->unpaired.amount, ==, 5009);
  pair = comparison->pairs->pdata[0];
  g_assert_cmpint (pair->run.cost.amount, ==, 400);
  g_assert_cmpuint (pair->run.n_operations, ==, 1);
  g_assert_true (pair->run.answered);
  g_assert_cmpint (pair->run.score, ==, 8000);
  pair = comparison->pairs->pdata[1];
  g_assert_false (pair->run.answered);
  /* The answer that never came counts as wrong. */
  g_assert_cmpfloat (comparison->quality.value, ==, -0.6);
  g_assert_cmpuint (comparison->n_unanswered, ==, 1);
  g_assert_nonnull (strstr (comparison->warnings->pdata[0], "2 operations are still open"));
  g_assert_nonnull (strstr (comparison->warnings->pdata[1], "1 call of this run was cut off"));
}

/* A baseline that was stopped, with four calls under way, and resumed is the
 * same baseline: those four, at their worst case, must not pass for savings. */
static void
test_stopped_and_resumed (void)
{
  g_autoptr (LabComparison) comparison =
      lab_comparison_new ("e", "base", "run", LAB_ORIGIN_PRACTICE);
  g_autoptr (GPtrArray) base =
      g_ptr_array_new_with_free_func ((GDestroyNotify) lab_operation_row_free);
  g_autoptr (GPtrArray) run =
      g_ptr_array_new_with_free_func ((GDestroyNotify) lab_operation_row_free);
  LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *task = g_strdup_printf ("t%u", i);

      if (i < 4)
        add_operation (base, task, LAB_OPERATION_CLOSED, LAB_CALL_CANCELLED, 256000000,
                       LAB_SCORE_NONE);
      add_operation (base, task, LAB_OPERATION_CLOSED, LAB_CALL_OK, 500000 + i, 10000);
      add_operation (run, task, LAB_OPERATION_CLOSED, LAB_CALL_OK, 500000 + i, 10000);
    }
  /* Cut off and never asked again: it stays with its task, unanswered. */
  add_operation (base, "last", LAB_OPERATION_CLOSED, LAB_CALL_OK, 500000, 10000);
  add_operation (run, "last", LAB_OPERATION_CLOSED, LAB_CALL_CANCELLED, 700000, LAB_SCORE_NONE);

  g_assert_true (lab_comparison_pair_operations (comparison, base, run, NULL, &error));
  g_assert_true (lab_comparison_compute (comparison, &options, &error));
  g_assert_no_error (error);
  g_assert_cmpint (comparison->saved, ==, -200000);
  g_assert_cmpint (comparison->base_unpaired.amount, ==, 4 * 256000000);
  g_assert_cmpint (comparison->unpaired.amount, ==, 0);
  g_assert_cmpuint (comparison->n_unanswered, ==, 1);
  g_assert_cmpint (comparison->verdict, !=, LAB_VERDICT_ADOPT);
  g_assert_nonnull (strstr (comparison->warnings->pdata[0],
                            "4 calls of the baseline were cut off and made again; their $1.02"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/evaluate/load/pairs-all-operations", Fixture, NULL, set_up, test_load, tear_down);
  g_test_add ("/evaluate/load/clusters-and-noise", Fixture, NULL, set_up, test_clusters_and_noise,
              tear_down);
  g_test_add ("/evaluate/load/pinned-baseline", Fixture, NULL, set_up, test_pinned, tear_down);
  g_test_add ("/evaluate/load/refusals", Fixture, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/evaluate/load/refused-noise", Fixture, NULL, set_up, test_refused_noise, tear_down);
  g_test_add ("/evaluate/load/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add_func ("/evaluate/load/contradictions", test_contradictions);
  g_test_add_func ("/evaluate/load/states-of-operations", test_states);
  g_test_add_func ("/evaluate/load/stopped-and-resumed", test_stopped_and_resumed);
  return g_test_run ();
}
