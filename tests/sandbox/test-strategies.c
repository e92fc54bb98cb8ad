/* test-strategies.c: strategies in a session: what they cost, what they see
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox-fixture.h"

#include <string.h>

#include <glib/gstdio.h>

#include "lab-fake-stack.h"
#include "lab-fake-strategy.h"

typedef enum
{
  SPY_LOOKS,
  SPY_CALLS,
  SPY_CALLS_WITHOUT_END,
  SPY_CALLS_AND_LEAVES,
} SpyKind;

/* A strategy that walks everything it is handed, or misbehaves. */
#define SPY_TYPE_STRATEGY (spy_strategy_get_type ())
G_DECLARE_FINAL_TYPE (SpyStrategy, spy_strategy, SPY, STRATEGY, GObject)

struct _SpyStrategy
{
  GObject parent_instance;

  SpyKind kind;
  GString *seen;               /* every string and every word it found */
  GPtrArray *draws;            /* one random number an operation, as text */
  LabStrategyContext *context; /* of the last operation, kept too long */
  guint n_calls;
  GError *stray_error;
};

static void spy_strategy_iface_init (LabStrategyInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpyStrategy, spy_strategy, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_STRATEGY,
                                                      spy_strategy_iface_init))

static void
note (SpyStrategy *self,
      const char  *text)
{
  if (text != NULL)
    g_string_append_printf (self->seen, "%s\n", text);
}

static void
walk_map (SpyStrategy *self,
          GTree       *map)
{
  GTreeNode *node;

  for (node = map != NULL ? g_tree_node_first (map) : NULL; node != NULL;
       node = g_tree_node_next (node))
    {
      note (self, g_tree_node_key (node));
      note (self, g_tree_node_value (node));
    }
}

/* Both texts hold every field: the canonical one what is sent, the whole one
 * regions, metadata and the rest. */
static void
walk_request (SpyStrategy      *self,
              const LabRequest *request)
{
  g_autofree char *whole = lab_request_to_json (request);
  g_autofree char *canonical = lab_request_to_canonical_json (request);

  note (self, whole);
  note (self, canonical);
  note (self, request->provider);
  note (self, request->model);
  walk_map (self, request->metadata);
  walk_map (self, request->extra);
  for (guint i = 0; i < request->messages->len; i++)
    {
      const LabMessage *message = g_ptr_array_index (request->messages, i);

      note (self, message->name);
      note (self, message->region);
    }
}

/* Properties, and data that somebody hung onto the object. */
static void
walk_object (SpyStrategy *self,
             GObject     *object)
{
  static const char *const names[] = {
    "task", "operation", "session", "answers", "facts", "judge", "key", "lab-task",
  };
  guint n;
  g_autofree GParamSpec **specs =
    g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_autofree char *text = NULL;

      if ((specs[i]->flags & G_PARAM_READABLE) == 0)
        continue;
      g_value_init (&value, specs[i]->value_type);
      g_object_get_property (object, specs[i]->name, &value);
      text = g_strdup_value_contents (&value);
      note (self, text);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_null (g_object_get_data (object, names[i]));
      note (self, g_object_get_qdata (object, g_quark_from_string (names[i])) != NULL ? "?" : "");
    }
}

static void
return_unchanged (GTask *task)
{
  LabOptimizedRequest *optimized =
    lab_optimized_request_new ("spy", g_task_get_task_data (task));

  g_task_return_pointer (task, optimized, (GDestroyNotify) lab_optimized_request_free);
  g_object_unref (task);
}

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  SpyStrategy *self = g_task_get_source_object (task);
  LabStrategyContext *context = LAB_STRATEGY_CONTEXT (source);
  GError *error = NULL;
  g_autoptr (LabResponse) response =
    lab_strategy_context_call_model_finish (context, result, &error);

  if (response == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  self->n_calls++;
  note (self, response->content);
  if (self->kind == SPY_CALLS_WITHOUT_END)
    lab_strategy_context_call_model_async (context, g_task_get_task_data (task), NULL, called_cb,
                                           task);
  else
    return_unchanged (task);
}

static void
stray_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SpyStrategy) self = user_data;
  g_autoptr (LabResponse) response = NULL;

  g_clear_error (&self->stray_error);
  response = lab_strategy_context_call_model_finish (LAB_STRATEGY_CONTEXT (source), result,
                                                     &self->stray_error);
  g_assert_null (response);
}

static void
spy_strategy_apply_async (LabStrategy         *strategy,
                          const LabRequest    *request,
                          LabStrategyContext  *context,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  SpyStrategy *self = SPY_STRATEGY (strategy);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  LabRandom *random = lab_strategy_context_get_random (context);

  g_task_set_task_data (task, lab_request_copy (request), (GDestroyNotify) lab_request_free);
  g_set_object (&self->context, context);
  walk_request (self, request);
  walk_object (self, G_OBJECT (context));
  walk_object (self, G_OBJECT (lab_strategy_context_get_clock (context)));
  note (self, lab_strategy_context_get_cache_namespace (context));
  for (gsize i = 0; i < G_N_ELEMENTS (random->state); i++)
    g_string_append_printf (self->seen, "%016" G_GINT64_MODIFIER "x\n", random->state[i]);
  g_ptr_array_add (self->draws, g_strdup_printf ("%016" G_GINT64_MODIFIER "x",
                                                 lab_random_next (random)));
  if (cancellable != NULL)
    walk_object (self, G_OBJECT (cancellable));

  if (self->kind == SPY_LOOKS)
    {
      return_unchanged (task);
      return;
    }
  if (self->kind == SPY_CALLS_AND_LEAVES)
    {
      lab_strategy_context_call_model_async (context, request, NULL, stray_cb,
                                             g_object_ref (self));
      g_set_error_literal (&self->stray_error, G_IO_ERROR, G_IO_ERROR_PENDING, "pending");
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "left");
      g_object_unref (task);
      return;
    }
  lab_strategy_context_call_model_async (context, request, NULL, called_cb, task);
}

static LabOptimizedRequest *
spy_strategy_apply_finish (LabStrategy   *strategy,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static const char *
spy_strategy_get_name (LabStrategy *strategy)
{
  return "spy";
}

static const LabParameterSpec *
spy_strategy_get_parameters (LabStrategy *strategy,
                             gsize       *n_parameters)
{
  *n_parameters = 0;
  return NULL;
}

static void
spy_strategy_iface_init (LabStrategyInterface *iface)
{
  iface->get_name = spy_strategy_get_name;
  iface->get_description = spy_strategy_get_name;
  iface->get_parameters = spy_strategy_get_parameters;
  iface->apply_async = spy_strategy_apply_async;
  iface->apply_finish = spy_strategy_apply_finish;
}

static void
spy_strategy_finalize (GObject *object)
{
  SpyStrategy *self = SPY_STRATEGY (object);

  g_string_free (self->seen, TRUE);
  g_ptr_array_unref (self->draws);
  g_clear_object (&self->context);
  g_clear_error (&self->stray_error);

  G_OBJECT_CLASS (spy_strategy_parent_class)->finalize (object);
}

static void
spy_strategy_class_init (SpyStrategyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spy_strategy_finalize;
}

static void
spy_strategy_init (SpyStrategy *self)
{
  self->seen = g_string_new (NULL);
  self->draws = g_ptr_array_new_with_free_func (g_free);
}

static SpyStrategy *
spy_strategy_new (SpyKind kind)
{
  SpyStrategy *self = g_object_new (SPY_TYPE_STRATEGY, NULL);

  self->kind = kind;
  return self;
}

static LabStack *
stack_of (gpointer strategy)
{
  return LAB_STACK (lab_fake_stack_new (LAB_STRATEGY (strategy)));
}

/* What must never be found: it is nowhere in the prompts. */
static LabTask *
make_planted_task (guint i)
{
  g_autofree char *key = g_strdup_printf ("PLANTED-KEY-%u", i);
  g_autofree char *line = g_strdup_printf (
    "{\"id\":\"%s\",\"question\":\"Question %u: which plan has 40 GB?\","
    "\"system\":\"The plan Copper has 40 GB.\",\"conversation\":\"PLANTED-CONVERSATION\","
    "\"tenant\":\"PLANTED-TENANT\","
    "\"facts\":[{\"id\":\"PLANTED-FACT\",\"value\":\"Copper\",\"weight\":1,"
    "\"distractors\":[\"PLANTED-DISTRACTOR\"]}],\"judge\":{\"type\":\"fact\"}}\n",
    key, i);
  g_autofree char *path = NULL;
  g_autoptr (LabWorkload) workload = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("planted-XXXXXX.jsonl", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, line, -1, &error);
  g_assert_no_error (error);
  workload = lab_workload_open (path, NULL, 0, 0, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return lab_workload_get_task (workload, 0);
}

/* Neither key, facts' ids nor anything of the judge is in reach; the values
 * of facts stand in the prompt, as they do for the model. */
static void
test_task_is_out_of_reach (Fixture       *self,
                           gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (SpyStrategy) spy = spy_strategy_new (SPY_CALLS);
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_task_unref);
  g_autoptr (LabRunConfig) config = NULL;
  g_autoptr (LabRunResult) run = NULL;
  g_autoptr (GPtrArray) operations = NULL;

  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (tasks, make_planted_task (i));
  config = fixture_run_config (lab_workload_new_from_tasks ("planted", "Planted", tasks));
  g_free (config->kind);
  config->kind = g_strdup ("optimised");
  config->stack = stack_of (spy);
  run = fixture_run (session, config, NULL);
  g_assert_cmpstr (run->status, ==, "completed");
  g_assert_cmpuint (run->tasks_judged, ==, 3);
  g_assert_nonnull (strstr (spy->seen->str, "Copper"));
  g_assert_null (strstr (spy->seen->str, "PLANTED"));
  for (guint i = 0; i < tasks->len; i++)
    g_assert_null (strstr (spy->seen->str, ((LabTask *) tasks->pdata[i])->key));
  /* The session itself knows them. */
  operations = fixture_list_operations (self->store, "p", run->run_id);
  g_assert_nonnull (((LabOperationRow *) operations->pdata[0])->task_key);
}

/* Only what the prompt itself says: names of fields that are asked for, say,
 * are ids of facts too. */
static void
assert_hidden_text (const SpyStrategy *spy,
                    const char        *prompt,
                    const char        *text)
{
  if (text != NULL && strlen (text) > 3 && strstr (prompt, text) == NULL)
    g_assert_null (strstr (spy->seen->str, text));
}

static void
assert_hidden (const SpyStrategy *spy,
               const LabTask     *task,
               const char        *prompts)
{
  g_assert_null (strstr (spy->seen->str, task->key));
  for (guint i = 0; task->facts != NULL && i < task->facts->len; i++)
    {
      const LabFact *fact = g_ptr_array_index (task->facts, i);
      g_autofree char *placeholder = g_strdup_printf ("{%s}", fact->id);
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", fact->id);

      assert_hidden_text (spy, prompts, placeholder);
      assert_hidden_text (spy, prompts, quoted);
    }
  assert_hidden_text (spy, prompts, task->answer_template);
  assert_hidden_text (spy, prompts, task->expected);
  assert_hidden_text (spy, prompts, task->reference);
}

/* All that the prompts themselves say. */
static char *
make_prompts (LabWorkload *workload,
              guint        n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (workload, i);
      g_autoptr (LabRequest) request =
        lab_task_to_request (task, FIXTURE_PROVIDER, FIXTURE_MODEL, NULL);
      g_autofree char *json = lab_request_to_json (request);
      g_autofree char *canonical = lab_request_to_canonical_json (request);

      g_string_append (text, json);
      g_string_append (text, canonical);
    }
  return g_string_free (text, FALSE);
}

static void
test_builtin_tasks_are_out_of_reach (Fixture       *self,
                                     gconstpointer  data)
{
  static const char *const workloads[] = {
    "support-chat", "rag-qa", "code-review", "summarise", "classify-extract", "agent-loop",
  };
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (workloads); i++)
    {
      g_autoptr (SpyStrategy) spy = spy_strategy_new (SPY_LOOKS);
      g_autoptr (LabRunConfig) config =
        fixture_run_config (fixture_workload (workloads[i], 6, 5));
      g_autoptr (LabRunResult) run = NULL;
      g_autoptr (GHashTable) draws = g_hash_table_new (g_str_hash, g_str_equal);
      g_autofree char *prompts = make_prompts (config->workload, 6);

      config->stack = stack_of (spy);
      run = fixture_run (session, config, NULL);
      g_assert_cmpuint (run->tasks_done, ==, 6);
      for (guint j = 0; j < 6; j++)
        {
          g_autoptr (LabTask) task = lab_workload_get_task (config->workload, j);

          assert_hidden (spy, task, prompts);
          g_hash_table_add (draws, g_ptr_array_index (spy->draws, j));
        }
      /* Each operation has randomness of its own. */
      g_assert_cmpuint (g_hash_table_size (draws), ==, 6);
    }
}

/* A strategy's own calls are operations of the same run and task, overhead,
 * and part of every total. */
static void
test_overhead (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (SpyStrategy) spy = spy_strategy_new (SPY_CALLS);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 5, 3));
  g_autoptr (LabRunResult) run = NULL;
  g_autoptr (GPtrArray) operations = NULL;
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_own = 0;

  config->stack = stack_of (spy);
  config->concurrency = 2;
  run = fixture_run (session, config, NULL);
  g_assert_cmpuint (run->tasks_done, ==, 5);
  g_assert_cmpuint (spy->n_calls, ==, 5);
  operations = fixture_list_operations (self->store, "p", run->run_id);
  g_assert_cmpuint (operations->len, ==, 10);
  for (guint i = 0; i < operations->len; i++)
    {
      const LabOperationRow *row = g_ptr_array_index (operations, i);

      if (row->purpose != LAB_PURPOSE_STRATEGY)
        continue;
      n_own++;
      g_assert_cmpint (row->overhead.amount, ==, row->cost.amount);
      g_assert_cmpint (row->overhead.amount, >, 0);
      g_assert_cmpint (row->score, ==, LAB_SCORE_NONE);
      g_hash_table_add (keys, row->task_key);
    }
  g_assert_cmpuint (n_own, ==, 5);
  g_assert_cmpuint (g_hash_table_size (keys), ==, 5);
  fixture_assert_sums (self->store, "p", lab_session_get_experiment_id (session), run->run_id,
                       &run->cost);
}

static void
test_bounded (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (SpyStrategy) spy = spy_strategy_new (SPY_CALLS_WITHOUT_END);
  g_autoptr (LabRequest) request = fixture_request ("Hello");
  g_autoptr (LabStack) stack = stack_of (spy);
  g_autoptr (LabResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = fixture_call (session, request, stack, &error);
  g_assert_null (response);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_STRATEGY_APPLICATION_FAILED);
  g_assert_nonnull (strstr (error->message, "64"));
  g_assert_cmpuint (spy->n_calls, ==, 64);
}

/* Within the session's budget, like every call. */
static void
test_overhead_under_budget (Fixture       *self,
                            gconstpointer  data)
{
  g_autoptr (LabSessionConfig) limits = lab_session_config_new ();
  g_autoptr (LabSession) session = NULL;
  g_autoptr (SpyStrategy) spy = spy_strategy_new (SPY_CALLS_WITHOUT_END);
  g_autoptr (LabRequest) request = fixture_request ("Hello");
  g_autoptr (LabStack) stack = stack_of (spy);
  g_autoptr (LabBudgetRow) budget = NULL;
  g_autoptr (GError) error = NULL;

  limits->budget = 1000000; /* $0.001 */
  limits->max_attempts = 1;
  session = fixture_simple_session (self, limits);
  g_assert_null (fixture_call (session, request, stack, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_STRATEGY_APPLICATION_FAILED);
  g_assert_cmpuint (spy->n_calls, >, 0);
  g_assert_cmpuint (spy->n_calls, <, 64);
  budget = fixture_get_budget (self->store, "p", LAB_BUDGET_SESSION,
                               lab_session_get_id (session));
  g_assert_cmpint (budget->committed, >, 0);
  g_assert_cmpint (budget->committed + budget->reserved, <=, budget->cap);
}

/* A call left behind ends with its operation; a context kept too long is of
 * no use; the session's end waits for both. */
static void
test_left_behind (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (SpyStrategy) spy = spy_strategy_new (SPY_CALLS_AND_LEAVES);
  g_autoptr (LabRequest) request = fixture_request ("Hello");
  g_autoptr (LabStack) stack = stack_of (spy);
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_call (session, request, stack, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  while (g_error_matches (spy->stray_error, G_IO_ERROR, G_IO_ERROR_PENDING))
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (spy->stray_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&spy->stray_error);

  g_set_error_literal (&spy->stray_error, G_IO_ERROR, G_IO_ERROR_PENDING, "pending");
  lab_strategy_context_call_model_async (spy->context, request, NULL, stray_cb,
                                         g_object_ref (spy));
  while (g_error_matches (spy->stray_error, G_IO_ERROR, G_IO_ERROR_PENDING))
    g_main_context_iteration (NULL, TRUE);
  fixture_assert_reason (spy->stray_error, LAB_ERROR_ISOLATION_BREACH, "operation");
  fixture_terminate (self, session);
}

/* The answer of a strategy is recorded, judged by nobody, and free. */
static void
test_answered (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabFakeStrategy) strategy = lab_fake_strategy_new ("oracle");
  g_autoptr (LabRequest) request = fixture_request ("Hello");
  g_autoptr (LabStack) stack = stack_of (strategy);
  g_autoptr (LabResponse) response = NULL;
  g_autoptr (GPtrArray) calls = NULL;
  g_autoptr (GError) error = NULL;
  const LabCallRecord *record;
  LabSessionMetrics metrics;

  lab_fake_strategy_set_answer (strategy, "It is 42.");
  response = fixture_call (session, request, stack, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (response->content, ==, "It is 42.");
  calls = fixture_list_calls (self->store, "p", NULL);
  record = ((LabCallRow *) g_ptr_array_index (calls, 0))->record;
  g_assert_cmpint (record->status, ==, LAB_CALL_ANSWERED);
  g_assert_cmpint (record->cost, ==, 0);
  g_assert_cmpint (record->cost_state, ==, LAB_COST_KNOWN);
  g_assert_nonnull (strstr (record->strategies, "oracle"));
  lab_session_get_metrics (session, &metrics);
  g_assert_cmpint (metrics.answered, ==, 1);
  g_assert_cmpint (metrics.failed, ==, 0);
  /* It had answered; nothing is shown to it. */
  g_assert_cmpuint (lab_fake_strategy_get_observed (strategy)->len, ==, 0);
}

static void
test_rewritten_and_observed (Fixture       *self,
                             gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabFakeStrategy) strategy = lab_fake_strategy_new ("shortener");
  g_autoptr (LabRequest) request = fixture_request ("A long way of asking this");
  g_autoptr (LabStack) stack = stack_of (strategy);
  g_autoptr (LabResponse) response = NULL;
  g_autoptr (GPtrArray) calls = NULL;
  g_autoptr (GError) error = NULL;
  const LabCallRecord *record;

  lab_fake_strategy_set_rewrite (strategy, "Shorter");
  response = fixture_call (session, request, stack, &error);
  g_assert_no_error (error);
  calls = fixture_list_calls (self->store, "p", NULL);
  record = ((LabCallRow *) g_ptr_array_index (calls, 0))->record;
  g_assert_nonnull (strstr (record->prompt, "Shorter"));
  g_assert_null (strstr (record->prompt, "A long way"));
  g_assert_nonnull (strstr (record->strategies, "shortener"));
  g_assert_cmpuint (lab_fake_strategy_get_observed (strategy)->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (lab_fake_strategy_get_observed (strategy), 0), ==,
                   response->content);
}

/* A strategy that fails ends the operation before a cent is spent. */
static void
test_strategy_fails (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabFakeStrategy) strategy = lab_fake_strategy_new ("broken");
  g_autoptr (LabRequest) request = fixture_request ("Hello");
  g_autoptr (LabStack) stack = stack_of (strategy);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 5, 3));
  g_autoptr (LabRunResult) run = NULL;
  g_autoptr (GPtrArray) calls = NULL;
  g_autoptr (GError) error = NULL;

  lab_fake_strategy_fail_next (strategy, LAB_ERROR_INVALID_INPUT);
  g_assert_null (fixture_call (session, request, stack, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_STRATEGY_APPLICATION_FAILED);
  calls = fixture_list_calls (self->store, "p", NULL);
  g_assert_cmpuint (calls->len, ==, 0);

  lab_fake_strategy_fail_next (strategy, LAB_ERROR_INVALID_INPUT);
  config->stack = g_object_ref (stack);
  run = fixture_run (session, config, NULL);
  g_assert_cmpstr (run->status, ==, "failed");
  g_assert_error (run->error, LAB_ERROR, LAB_ERROR_STRATEGY_APPLICATION_FAILED);
  g_assert_cmpuint (run->tasks_done, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  FIXTURE_TEST ("/sandbox/strategies/task-is-out-of-reach", test_task_is_out_of_reach);
  FIXTURE_TEST ("/sandbox/strategies/builtin-tasks-are-out-of-reach",
                test_builtin_tasks_are_out_of_reach);
  FIXTURE_TEST ("/sandbox/strategies/overhead", test_overhead);
  FIXTURE_TEST ("/sandbox/strategies/bounded", test_bounded);
  FIXTURE_TEST ("/sandbox/strategies/overhead-under-budget", test_overhead_under_budget);
  FIXTURE_TEST ("/sandbox/strategies/left-behind", test_left_behind);
  FIXTURE_TEST ("/sandbox/strategies/answered", test_answered);
  FIXTURE_TEST ("/sandbox/strategies/rewritten-and-observed", test_rewritten_and_observed);
  FIXTURE_TEST ("/sandbox/strategies/failing", test_strategy_fails);

  return g_test_run ();
}
