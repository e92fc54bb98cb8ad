/* test-comparison-set.c: everything an experiment has, compared at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cache-effect.h"
#include "lab-compared-task.h"
#include "lab-comparison-parts.h"
#include "lab-comparison-set.h"
#include "lab-fake-stack.h"
#include "lab-fake-strategy.h"
#include "lab-json-writer.h"
#include "lab-text-diff.h"
#include "made-pairs.h"
#include "sandbox-fixture.h"

#define N_TASKS 12

/* A laboratory in which runs were made. */
typedef struct
{
  Fixture lab;
  LabBaselineManager *baselines;
  LabSession *session;
  LabExperiment *experiment;
} Bench;

static void
set_up (Bench         *self,
        gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };

  fixture_set_up (&self->lab, NULL);
  self->baselines = lab_baseline_manager_new (self->lab.store, self->lab.clock);
  self->session = fixture_simple_session (&self->lab, NULL);
  lab_experiments_find_async (self->lab.experiments, "p",
                              lab_session_get_experiment_id (self->session), lab_test_wait_cb,
                              &wait);
  result = lab_test_wait_result (&wait);
  self->experiment = lab_experiments_find_finish (self->lab.experiments, result, &error);
  g_assert_no_error (error);
}

static void
tear_down (Bench         *self,
           gconstpointer  data)
{
  lab_experiment_free (self->experiment);
  g_clear_object (&self->session);
  g_clear_object (&self->baselines);
  fixture_tear_down (&self->lab, NULL);
}

#define BENCH_TEST(path, func) g_test_add (path, Bench, NULL, set_up, func, tear_down)

/* Of the experiment's own workload. @name: @payload: (nullable) */
static char *
make_run (Bench       *self,
          const char  *kind,
          const char  *name,
          const char  *payload,
          LabStrategy *strategy,
          guint        tasks)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabRunConfig) config =
    fixture_run_config (lab_experiment_load_workload (self->experiment, NULL, &error));
  g_autoptr (LabRunResult) result = NULL;

  g_assert_no_error (error);
  g_free (config->kind);
  config->kind = g_strdup (kind);
  config->name = g_strdup (name);
  config->payload = g_strdup (payload);
  config->tasks = tasks;
  if (strategy != NULL)
    config->stack = LAB_STACK (lab_fake_stack_new (strategy));
  result = fixture_run (self->session, config, NULL);
  g_assert_cmpstr (result->status, ==, "completed");
  return g_strdup (result->run_id);
}

static void
take_baseline (Bench      *self,
               const char *run)
{
  g_autoptr (LabWorkload) workload = lab_experiment_load_workload (self->experiment, NULL, NULL);
  g_autofree char *prices = lab_prices_hash (self->lab.catalogue, self->experiment->provider,
                                             self->experiment->model, FIXTURE_NOW);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LabBaseline) baseline = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };

  lab_baseline_manager_create_async (self->baselines, "p", self->experiment->id, run,
                                     lab_workload_get_content_hash (workload), prices,
                                     lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  baseline = lab_baseline_manager_create_finish (self->baselines, result, &error);
  g_assert_no_error (error);
}

static LabComparisonSet *
load (Bench                     *self,
      const LabComparisonQuery  *query,
      GError                   **error)
{
  LabComparisonQuery usual = LAB_COMPARISON_QUERY_INIT;
  LabComparisonServices services = { self->lab.store, self->baselines, self->lab.catalogue,
                                     self->lab.clock };
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_comparison_set_load_async (&services, self->experiment, query != NULL ? query : &usual, NULL,
                                 lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_comparison_set_load_finish (result, error);
}

static LabComparisonSet *
load_well (Bench *self)
{
  g_autoptr (GError) error = NULL;
  LabComparisonSet *set = load (self, NULL, &error);

  g_assert_no_error (error);
  return set;
}

static const LabComparison *
comparison_of (const LabComparisonSet *set,
               guint                   index)
{
  return lab_compared_run_get_comparison (set->runs->pdata[index]);
}

static void
test_nothing_yet (Bench         *self,
                  gconstpointer  data)
{
  const char * const runs[] = { "r", NULL };
  LabComparisonQuery query = LAB_COMPARISON_QUERY_INIT;
  g_autoptr (LabComparisonSet) set = load_well (self);
  g_autoptr (GError) error = NULL;

  g_assert_null (set->baseline);
  g_assert_null (set->baseline_run);
  g_assert_cmpuint (set->runs->len, ==, 0);
  g_assert_cmpfloat (set->margin, ==, 0.03);
  g_assert_cmpuint (set->n_tasks, ==, 40);
  g_assert_cmpuint (set->most_tasks, ==, LAB_WORKLOAD_MAX_TASKS);

  /* Who asks for a run by name is told what is missing. */
  query.runs = runs;
  g_assert_null (load (self, &query, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_MISSING_BASELINE);
}

static void
test_all_runs (Bench         *self,
               gconstpointer  data)
{
  g_autoptr (LabFakeStrategy) strategy = lab_fake_strategy_new ("short");
  g_autofree char *base =
    make_run (self, "baseline", NULL, "{\"margin\":500}", NULL, N_TASKS);
  g_autofree char *first =
    make_run (self, "optimised", NULL, NULL, LAB_STRATEGY (strategy), N_TASKS);
  g_autofree char *second =
    make_run (self, "optimised", NULL, NULL, LAB_STRATEGY (strategy), N_TASKS);
  g_autofree char *named = make_run (self, "optimised", "mine", NULL, NULL, 3);
  g_autoptr (LabComparisonSet) set = NULL;
  const LabComparison *comparison;
  const LabPair *pair;

  take_baseline (self, base);
  set = load_well (self);
  g_assert_cmpstr (set->baseline_run->id, ==, base);
  g_assert_null (set->baseline->stale_reason);
  g_assert_cmpint (set->baseline_run->n_done, ==, N_TASKS);
  g_assert_cmpint (set->baseline_run->cost.amount, ==, set->baseline->cost.amount);
  /* As it was fixed before the run. */
  g_assert_cmpfloat (set->margin, ==, 0.05);
  g_assert_cmpuint (set->runs->len, ==, 3);
  g_assert_null (set->noise);
  g_assert_cmpuint (set->left_out->len, ==, 0);
  g_assert_cmpstr (lab_compared_run_get_title (set->runs->pdata[0]), ==, "short");
  g_assert_cmpstr (lab_compared_run_get_title (set->runs->pdata[1]), ==, "short (2)");
  g_assert_cmpstr (lab_compared_run_get_title (set->runs->pdata[2]), ==, "mine");
  comparison = comparison_of (set, 0);
  g_assert_cmpstr (comparison->run, ==, first);
  g_assert_cmpuint (comparison->n_pairs, ==, N_TASKS);
  g_assert_cmpfloat (comparison->margin, ==, 0.05);
  g_assert_cmpuint (comparison_of (set, 2)->n_pairs, ==, 3);
  /* Conversations are resampled together. */
  pair = comparison->pairs->pdata[0];
  g_assert_nonnull (pair->cluster);
  g_assert_nonnull (g_hash_table_lookup (set->questions, pair->task_key));
}

static void
test_left_out (Bench         *self,
               gconstpointer  data)
{
  g_autofree char *base = make_run (self, "baseline", NULL, NULL, NULL, N_TASKS);
  g_autoptr (LabRunConfig) config =
    fixture_run_config (fixture_workload ("support-chat", N_TASKS, 99));
  g_autoptr (LabRunResult) other = NULL;
  g_autoptr (LabComparisonSet) set = NULL;

  take_baseline (self, base);
  g_free (config->kind);
  config->kind = g_strdup ("optimised");
  other = fixture_run (self->session, config, NULL);
  set = load_well (self);
  g_assert_cmpuint (set->runs->len, ==, 0);
  g_assert_cmpuint (set->left_out->len, ==, 1);
  g_assert_nonnull (strstr (set->left_out->pdata[0], "1 run worked on other tasks"));
}

/* A second run of the baseline has a row and no share in Holm's adjustment,
 * and the others are judged beside it. */
static void
test_noise (Bench         *self,
            gconstpointer  data)
{
  g_autofree char *base = make_run (self, "baseline", NULL, NULL, NULL, N_TASKS);
  g_autofree char *again = NULL;
  g_autofree char *run = NULL;
  g_autoptr (LabComparisonSet) set = NULL;

  take_baseline (self, base);
  again = make_run (self, "baseline", NULL, "{\"spare\":true}", NULL, N_TASKS);
  run = make_run (self, "optimised", "same", NULL, NULL, N_TASKS);
  set = load_well (self);
  g_assert_cmpstr (set->baseline_run->id, ==, base);
  g_assert_nonnull (set->noise);
  g_assert_true (lab_compared_run_is_noise (set->noise));
  g_assert_cmpstr (lab_compared_run_get_info (set->noise)->id, ==, again);
  g_assert_cmpuint (set->runs->len, ==, 1);
  g_assert_false (isnan (comparison_of (set, 0)->noise_half_width));
}

/* Given more tasks, a run goes on; both sides then have as many pairs more,
 * and it is said that somebody looked before. */
static void
test_more_tasks (Bench         *self,
                 gconstpointer  data)
{
  g_autofree char *base = make_run (self, "baseline", NULL, NULL, NULL, N_TASKS);
  g_autofree char *run = make_run (self, "optimised", "mine", NULL, NULL, N_TASKS);
  const char *both[] = { base, run };
  const char *kinds[] = { "baseline", "optimised" };
  g_autoptr (LabComparisonSet) set = NULL;
  gboolean said = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (both); i++)
    {
      /* More than the experiment was made with. */
      g_autoptr (LabWorkload) workload =
        lab_experiment_load_workload_for (self->experiment, 50, NULL, NULL);
      g_autoptr (LabRunConfig) config = fixture_run_config (g_object_ref (workload));
      g_autoptr (LabRunResult) result = NULL;

      g_free (config->kind);
      config->kind = g_strdup (kinds[i]);
      config->run_id = g_strdup (both[i]);
      config->tasks = 45;
      result = fixture_run (self->session, config, NULL);
      g_assert_cmpstr (result->status, ==, "completed");
      g_assert_cmpuint (result->tasks_resumed, ==, N_TASKS);
      g_assert_cmpuint (result->tasks_done, ==, 45 - N_TASKS);
    }
  take_baseline (self, base);
  set = load_well (self);
  g_assert_cmpuint (set->runs->len, ==, 1);
  g_assert_cmpuint (set->baseline_run->n_planned, ==, 45);
  g_assert_cmpuint (set->baseline_run->terms.looks, ==, 1);
  g_assert_null (set->baseline->stale_reason);
  g_assert_cmpuint (comparison_of (set, 0)->n_pairs, ==, 45);
  for (guint i = 0; i < comparison_of (set, 0)->warnings->len; i++)
    said = said || strstr (comparison_of (set, 0)->warnings->pdata[i], "another go") != NULL;
  g_assert_true (said);
}

static LabComparedTask *
open_task (Bench         *self,
           const char    *base,
           const char    *run,
           const LabPair *pair)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabComparedTask *task;
  LabTestWait wait = { 0 };

  lab_compared_task_load_async (self->lab.store, self->lab.catalogue, self->experiment, base, run,
                                pair->task_key, pair->replicate, NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  task = lab_compared_task_load_finish (result, &error);
  g_assert_no_error (error);
  return task;
}

static LabMoney
sum_of (const LabCostSplit *split)
{
  LabProductSum sum = split->fees + split->overhead + split->other;

  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    sum += split->buckets[i];
  return lab_cost_split_to_money (sum);
}

static void
test_task (Bench         *self,
           gconstpointer  data)
{
  g_autoptr (LabFakeStrategy) strategy = lab_fake_strategy_new ("guess");
  g_autofree char *base = make_run (self, "baseline", NULL, NULL, NULL, N_TASKS);
  g_autofree char *run = NULL;
  g_autoptr (LabComparisonSet) set = NULL;
  g_autoptr (LabComparedTask) task = NULL;
  const LabPair *pair;

  lab_fake_strategy_set_answer (strategy, "I do not know.");
  run = make_run (self, "optimised", NULL, NULL, LAB_STRATEGY (strategy), N_TASKS);
  take_baseline (self, base);
  set = load_well (self);
  pair = comparison_of (set, 0)->pairs->pdata[0];
  task = open_task (self, base, run, pair);

  g_assert_true (task->base.answered && task->run.answered);
  g_assert_cmpuint (task->base.calls->len, ==, 1);
  g_assert_true (g_str_has_prefix (task->base.prompt, "System\n"));
  g_assert_cmpstr (task->run.answer, ==, "I do not know.");
  g_assert_cmpstr (task->run.answered_by, ==, "guess");
  g_assert_null (task->base.answered_by);
  /* Judged as when it came, fact by fact. */
  g_assert_cmpint (task->base.score, ==, pair->base.score);
  g_assert_cmpint (task->base.judgement->score, ==, pair->base.score);
  g_assert_cmpint (task->run.judgement->score, ==, 0);
  g_assert_cmpuint (task->run.judgement->items->len, >, 0);
  g_assert_cmpuint (task->removed->len, >, 0);
  g_assert_cmpuint (task->added->len, >, 0);
  g_assert_cmpint (sum_of (&task->base.split), ==, pair->base.cost.amount);
  g_assert_cmpint (sum_of (&task->run.split), ==, 0);
}

/* What was not kept is missing, and all that was recorded is there. */
static void
test_task_without_texts (Bench         *self,
                         gconstpointer  data)
{
  g_autoptr (LabSessionConfig) config = lab_session_config_new ();
  g_autoptr (LabSession) silent = NULL;
  g_autofree char *base = NULL;
  g_autofree char *run = NULL;
  g_autoptr (LabComparisonSet) set = NULL;
  g_autoptr (LabComparedTask) task = NULL;
  const LabPair *pair;

  config->keep_text = FALSE;
  silent = fixture_add_session (&self->lab, "p", self->experiment->id, config);
  g_set_object (&self->session, silent);
  base = make_run (self, "baseline", NULL, NULL, NULL, N_TASKS);
  run = make_run (self, "optimised", "mine", NULL, NULL, N_TASKS);
  take_baseline (self, base);
  set = load_well (self);
  pair = comparison_of (set, 0)->pairs->pdata[0];
  task = open_task (self, base, run, pair);
  g_assert_true (task->base.answered);
  g_assert_null (task->base.answer);
  g_assert_null (task->base.prompt);
  g_assert_null (task->base.judgement);
  g_assert_cmpint (task->base.score, ==, pair->base.score);
  g_assert_cmpuint (task->removed->len, ==, 0);
  g_assert_cmpint (sum_of (&task->base.split), ==, pair->base.cost.amount);
}

static void
test_parts (Bench         *self,
            gconstpointer  data)
{
  g_autofree char *base = make_run (self, "baseline", NULL, NULL, NULL, N_TASKS);
  g_autofree char *run = make_run (self, "optimised", "mine", NULL, NULL, 5);
  g_autoptr (LabComparisonSet) set = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabComparisonParts parts;
  LabTestWait wait = { 0 };

  take_baseline (self, base);
  set = load_well (self);
  lab_comparison_parts_load_async (self->lab.store, self->lab.catalogue, "p",
                                   comparison_of (set, 0), NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  lab_comparison_parts_load_finish (result, &parts, &error);
  g_assert_no_error (error);
  /* Of the five pairs, not of the whole baseline. */
  g_assert_cmpint (ABS (sum_of (&parts.base) - comparison_of (set, 0)->base_cost.amount), <=, 5);
  g_assert_cmpint (ABS (sum_of (&parts.run) - comparison_of (set, 0)->cost.amount), <=, 5);
  g_assert_cmpint (comparison_of (set, 0)->base_cost.amount, <,
                   set->baseline_run->cost.amount);
}

static void
set_tokens (LabPair *pair,
            gint64   base_reads,
            gint64   reads,
            gint64   uncached)
{
  pair->base.tokens[LAB_BUCKET_U] = 1200 - base_reads;
  pair->base.tokens[LAB_BUCKET_R] = base_reads;
  pair->run.tokens[LAB_BUCKET_U] = uncached;
  pair->run.tokens[LAB_BUCKET_R] = reads;
}

static void
test_cache_effect (void)
{
  Recipe recipe = { .n = 10, .factor = 0.5, .seed = 3 };
  g_autoptr (LabComparison) broken = make_comparison (&recipe);
  g_autoptr (LabComparison) shorter = make_comparison (&recipe);
  g_autoptr (LabComparison) answered = make_comparison (&recipe);
  g_autofree char *text = NULL;
  g_autofree char *less = NULL;
  LabCacheEffect effect;

  for (guint i = 0; i < recipe.n; i++)
    {
      set_tokens (broken->pairs->pdata[i], 1024, i < 8 ? 0 : 1024, 100);
      set_tokens (shorter->pairs->pdata[i], 1024, 896, 100);
      /* Answered without a call: nothing was read, and nothing was lost. */
      set_tokens (answered->pairs->pdata[i], 1024, i < 8 ? 0 : 1024, i < 8 ? 0 : 100);
    }
  lab_comparison_get_cache_effect (broken, &effect);
  g_assert_cmpuint (effect.n_calls, ==, 10);
  g_assert_cmpuint (effect.n_lost, ==, 8);
  g_assert_cmpint (lab_cache_effect_get_change (&effect), ==, -819);
  text = lab_comparison_explain_cache (broken, "trim");
  g_assert_cmpstr (text, ==,
                   "trim breaks the provider's cached prefix: −819 cached tokens a call; 8 of 10 "
                   "calls found none of it any more.");
  less = lab_comparison_explain_cache (shorter, "trim");
  g_assert_cmpstr (less, ==,
                   "trim reads less from the provider's cache: −128 cached tokens a call.");
  g_assert_null (lab_comparison_explain_cache (answered, "cache"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  BENCH_TEST ("/evaluate/set/nothing-yet", test_nothing_yet);
  BENCH_TEST ("/evaluate/set/all-runs", test_all_runs);
  BENCH_TEST ("/evaluate/set/left-out", test_left_out);
  BENCH_TEST ("/evaluate/set/noise", test_noise);
  BENCH_TEST ("/evaluate/set/more-tasks", test_more_tasks);
  BENCH_TEST ("/evaluate/set/task", test_task);
  BENCH_TEST ("/evaluate/set/task-without-texts", test_task_without_texts);
  BENCH_TEST ("/evaluate/set/parts", test_parts);
  g_test_add_func ("/evaluate/set/cache-effect", test_cache_effect);

  return g_test_run ();
}
