/* test-strategy-registry.c: strategies by name, and what they may know
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-error.h"
#include "lab-fake-context.h"
#include "lab-strategy-registry.h"
#include "lab-test-wait.h"
#include "lab-workload.h"

static void
test_all_can_be_made (void)
{
  const char *const *names = lab_strategy_registry_list ();

  g_assert_cmpuint (g_strv_length ((char **) names), ==, 2);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabStrategy) strategy = lab_strategy_registry_create (names[i], NULL, &error);
      g_autoptr (LabStrategy) again = NULL;
      g_autofree char *text = NULL;
      g_autofree char *text_again = NULL;
      g_autofree char *help = lab_strategy_registry_describe (names[i], &error);
      const LabParameterSpec *specs;
      gsize n;

      g_assert_no_error (error);
      g_assert_cmpstr (lab_strategy_get_name (strategy), ==, names[i]);
      g_assert_nonnull (strstr (help, names[i]));
      g_assert_nonnull (strstr (help, lab_strategy_get_description (strategy)));
      specs = lab_strategy_get_parameters (strategy, &n);
      g_assert_cmpuint (n, ==, 4);
      for (gsize j = 0; j < n; j++)
        {
          g_autofree char *value = lab_strategy_dup_parameter (strategy, specs[j].name);

          /* The default passes its own check. */
          g_assert_cmpstr (value, ==, specs[j].default_value);
          g_assert_true (lab_strategy_set_parameter (strategy, specs[j].name, value, &error));
          g_assert_nonnull (strstr (help, specs[j].name));
          g_assert_nonnull (strstr (help, specs[j].description));
        }
      text = lab_strategy_to_string (strategy);
      again = lab_strategy_registry_parse (text, NULL, &error);
      g_assert_no_error (error);
      text_again = lab_strategy_to_string (again);
      g_assert_cmpstr (text, ==, text_again);
    }
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *result; /* NULL: refused */
    const char *named; /* in the message */
  } cases[] = {
    { "exact-cache",
      "exact-cache:cache-sampled=true,normalise-whitespace=false,store-truncated=false,ttl=86400",
      NULL },
    { "exact-cache:ttl=60,store-truncated=true",
      "exact-cache:cache-sampled=true,normalise-whitespace=false,store-truncated=true,ttl=60",
      NULL },
    { "prompt-compressor:level=strong,keep=300,protect=false,regions=context+question",
      "prompt-compressor:keep=300,level=strong,protect=false,regions=context+question", NULL },
    { "", NULL, "exact-cache, prompt-compressor" },
    { "magic", NULL, "magic" },
    { "Exact-Cache", NULL, "Exact-Cache" },
    { "magic:a=b", NULL, "exact-cache" },
    { ":ttl=1", NULL, "exact-cache" },
    { "exact-cache:", NULL, "key=value" },
    { "exact-cache:ttl", NULL, "ttl" },
    { "exact-cache:=5", NULL, "key=value" },
    { "exact-cache:ttl=", NULL, "ttl" },
    { "exact-cache:ttl=-1", NULL, "ttl" },
    { "exact-cache:ttl=1.5", NULL, "ttl" },
    { "exact-cache:ttl=315360001", NULL, "ttl" },
    { "exact-cache:ttl=1,ttl=2", NULL, "twice" },
    { "exact-cache:ttl=1,", NULL, "key=value" },
    { "exact-cache: ttl=1", NULL, " ttl" },
    { "exact-cache:level=light", NULL, "level" },
    { "prompt-compressor:level=hard", NULL, "light, medium, strong" },
    { "prompt-compressor:keep=49", NULL, "keep" },
    { "prompt-compressor:keep=1001", NULL, "keep" },
    { "prompt-compressor:protect=yes", NULL, "protect" },
    { "prompt-compressor:regions=", NULL, "regions" },
    { "prompt-compressor:regions=system+", NULL, "regions" },
    { "prompt-compressor:regions=clock", NULL, "clock" },
    { "prompt-compressor:regions=system+context+system", NULL, "twice" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabStrategy) strategy =
          lab_strategy_registry_parse (cases[i].text, NULL, &error);
      g_autofree char *text = strategy != NULL ? lab_strategy_to_string (strategy) : NULL;

      g_assert_cmpstr (text, ==, cases[i].result);
      if (cases[i].result != NULL)
        continue;
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_EXPERIMENT_CONFIG);
      if (strstr (error->message, cases[i].named) == NULL)
        g_error ("%s: %s", cases[i].text, error->message);
      g_assert_nonnull (lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD));
    }
}

static void
test_parse_stack (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabStrategyStack) empty = lab_strategy_registry_parse_stack ("", NULL, &error);
  g_autoptr (LabStrategyStack) stack =
      lab_strategy_registry_parse_stack ("exact-cache:ttl=5;prompt-compressor", NULL, &error);
  g_autoptr (LabStrategyStack) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (lab_strategy_stack_get_n_strategies (empty), ==, 0);
  g_assert_cmpuint (lab_strategy_stack_get_n_strategies (stack), ==, 2);
  text = lab_stack_to_string (LAB_STACK (stack));
  again = lab_strategy_registry_parse_stack (text, NULL, &error);
  text_again = lab_stack_to_string (LAB_STACK (again));
  g_assert_cmpstr (text, ==, text_again);
  g_assert_null (lab_strategy_registry_parse_stack ("exact-cache;", NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_EXPERIMENT_CONFIG);
  g_clear_error (&error);
  g_assert_null (lab_strategy_registry_describe ("magic", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_EXPERIMENT_CONFIG);
}

/* A strategy that writes down all it is handed. */
#define TEST_TYPE_SPY (test_spy_get_type ())
G_DECLARE_FINAL_TYPE (TestSpy, test_spy, TEST, SPY, GObject)

struct _TestSpy
{
  GObject parent_instance;
  GString *seen;
};

static const char *
test_spy_get_name (LabStrategy *strategy)
{
  return "spy";
}

static gboolean
note_pair (gpointer key,
           gpointer value,
           gpointer data)
{
  g_string_append_printf (data, "%s=%s\n", (const char *) key, (const char *) value);
  return FALSE;
}

/* The whole of the request, what is never sent and never part of a key too. */
static void
note_request (GString          *seen,
              const LabRequest *request)
{
  g_autofree char *json = lab_request_to_json (request);

  g_string_append (seen, json);
  g_tree_foreach (request->extra, note_pair, seen);
  g_tree_foreach (request->metadata, note_pair, seen);
  for (guint i = 0; i < request->messages->len; i++)
    {
      const LabMessage *message = g_ptr_array_index (request->messages, i);

      g_string_append_printf (seen, "%s %s\n", message->name, message->region);
      for (guint j = 0; j < message->parts->len; j++)
        {
          const LabPart *part = g_ptr_array_index (message->parts, j);

          g_string_append_printf (seen, "%s %s %s\n", part->id, part->name, part->text);
        }
    }
}

/* All that the interface hands out, and every property and data of the object
 * behind it. */
static void
note_context (GString            *seen,
              LabStrategyContext *context)
{
  g_autofree GParamSpec **properties = NULL;
  guint n;

  g_string_append_printf (seen, "%s\n%s\n", lab_strategy_context_get_cache_namespace (context),
                          G_OBJECT_TYPE_NAME (context));
  properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (context), &n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (seen, "%s\n", properties[i]->name);
  g_assert_null (g_object_get_data (G_OBJECT (context), "task"));
}

static void
test_spy_apply_async (LabStrategy         *strategy,
                      const LabRequest    *request,
                      LabStrategyContext  *context,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  TestSpy *self = TEST_SPY (strategy);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  note_request (self->seen, request);
  note_context (self->seen, context);
  g_task_return_pointer (task, lab_optimized_request_new ("spy", request),
                         (GDestroyNotify) lab_optimized_request_free);
}

static LabOptimizedRequest *
test_spy_apply_finish (LabStrategy   *strategy,
                       GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
spy_iface_init (LabStrategyInterface *iface)
{
  iface->get_name = test_spy_get_name;
  iface->get_description = test_spy_get_name;
  iface->apply_async = test_spy_apply_async;
  iface->apply_finish = test_spy_apply_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestSpy, test_spy, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_STRATEGY, spy_iface_init))

static void
test_spy_finalize (GObject *object)
{
  g_string_free (TEST_SPY (object)->seen, TRUE);

  G_OBJECT_CLASS (test_spy_parent_class)->finalize (object);
}

static void
test_spy_class_init (TestSpyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_spy_finalize;
}

static void
test_spy_init (TestSpy *self)
{
  self->seen = g_string_new (NULL);
}

/* Behind both strategies, so that what they hand on is looked at as well. */
static char *
spy_on (const LabRequest *request)
{
  g_autoptr (TestSpy) first = g_object_new (TEST_TYPE_SPY, NULL);
  g_autoptr (TestSpy) last = g_object_new (TEST_TYPE_SPY, NULL);
  g_autoptr (LabStrategy) cache = lab_strategy_registry_create ("exact-cache", NULL, NULL);
  g_autoptr (LabStrategy) compressor =
      lab_strategy_registry_create ("prompt-compressor", NULL, NULL);
  g_autoptr (LabStrategyStack) stack = lab_strategy_stack_new ();
  g_autoptr (LabFakeContext) context = lab_fake_context_new ("session-1");
  g_autoptr (LabStackResult) ran = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { NULL };

  lab_strategy_stack_append (stack, LAB_STRATEGY (first));
  lab_strategy_stack_append (stack, cache);
  lab_strategy_stack_append (stack, compressor);
  lab_strategy_stack_append (stack, LAB_STRATEGY (last));
  lab_stack_run_async (LAB_STACK (stack), request, LAB_STRATEGY_CONTEXT (context), NULL,
                       lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  ran = lab_stack_run_finish (LAB_STACK (stack), result, NULL);
  g_assert_nonnull (ran);
  return g_strconcat (first->seen->str, last->seen->str, NULL);
}

#define PLANTED_KEY "planted-key-7f3a91"
#define PLANTED_FACT "planted-fact-c2d804"
#define PLANTED_ANSWER "planted-answer-55be10"

static void
test_no_task_is_reached (void)
{
  guint n;
  const LabWorkloadInfo *infos = lab_workload_list_builtin (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LabWorkload) workload = lab_workload_new_builtin (infos[i].id, NULL, 7, 5, NULL);

      for (guint j = 0; j < 5; j++)
        {
          g_autoptr (LabTask) task = lab_workload_get_task (workload, j);
          g_autoptr (LabRequest) request = NULL;
          g_autofree char *seen = NULL;

          /* The test's own task, for nobody else looks at it. */
          lab_request_set (&task->key, PLANTED_KEY);
          lab_request_set (&task->answer_template, PLANTED_ANSWER);
          lab_request_set (&task->reference, PLANTED_ANSWER);
          lab_request_set (&task->expected, PLANTED_ANSWER);
          for (guint k = 0; k < task->facts->len; k++)
            lab_request_set (&((LabFact *) g_ptr_array_index (task->facts, k))->id, PLANTED_FACT);
          request = lab_task_to_request (task, "mock", "gpt-4o", NULL);
          seen = spy_on (request);
          g_assert_null (strstr (seen, PLANTED_KEY));
          g_assert_null (strstr (seen, PLANTED_FACT));
          g_assert_null (strstr (seen, PLANTED_ANSWER));
          /* The spy does look: the question is there. */
          g_assert_nonnull (strstr (seen, task->question));
        }
    }
}

/* Were it there, the spy would find it, wherever it was hidden. */
static void
test_the_spy_sees_everything (void)
{
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (LabRequest) request = lab_request_new ("mock", "gpt-4o");
      LabMessage *message = lab_request_add_message (request, LAB_ROLE_USER, "question");
      g_autofree char *seen = NULL;

      if (i == 0)
        lab_request_set_metadata (request, "task", PLANTED_KEY);
      else if (i == 1)
        lab_request_set_extra (request, "task", "\"" PLANTED_KEY "\"");
      else if (i == 2)
        message->region = g_strdup (PLANTED_KEY);
      else if (i == 3)
        lab_request_set (&request->prompt_cache_key, PLANTED_KEY);
      else
        message->name = g_strdup (PLANTED_KEY);
      seen = spy_on (request);
      g_assert_nonnull (strstr (seen, PLANTED_KEY));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/optimize/registry/all-can-be-made", test_all_can_be_made);
  g_test_add_func ("/optimize/registry/parse", test_parse);
  g_test_add_func ("/optimize/registry/parse-stack", test_parse_stack);
  g_test_add_func ("/optimize/isolation/no-task-is-reached", test_no_task_is_reached);
  g_test_add_func ("/optimize/isolation/the-spy-sees-everything", test_the_spy_sees_everything);

  return g_test_run ();
}
