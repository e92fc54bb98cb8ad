/* test-caching-strategy.c: the same question is not paid for twice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-caching-strategy.h"
#include "lab-fake-context.h"
#include "lab-memory-cache.h"
#include "lab-test-wait.h"

typedef struct
{
  LabFakeContext *context;
  LabPriceCatalogue *catalogue;
  LabTokenizer *tokenizer;
  LabCache *cache;
  LabTestWait wait;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->context = lab_fake_context_new ("session-1");
  fixture->catalogue = lab_price_catalogue_new_bundled (NULL);
  fixture->tokenizer = lab_tokenizer_new ();
  fixture->cache = lab_memory_cache_new (
      lab_strategy_context_get_clock (LAB_STRATEGY_CONTEXT (fixture->context)), 1 << 20);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->cache);
  g_assert_finalize_object (fixture->tokenizer);
  g_assert_finalize_object (fixture->catalogue);
  g_assert_finalize_object (fixture->context);
}

static LabStrategy *
make (Fixture    *fixture,
      const char *text)
{
  LabStrategyServices services = { fixture->catalogue, fixture->tokenizer, fixture->cache };
  g_autoptr (GError) error = NULL;
  LabStrategy *strategy = lab_strategy_registry_parse (text, &services, &error);

  g_assert_no_error (error);
  return strategy;
}

static LabOptimizedRequest *
apply_in (Fixture             *fixture,
          LabFakeContext      *context,
          LabStrategy         *strategy,
          const LabRequest    *request,
          GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lab_strategy_apply_async (strategy, request, LAB_STRATEGY_CONTEXT (context), NULL,
                            lab_test_wait_cb, &fixture->wait);
  result = lab_test_wait_result (&fixture->wait);
  return lab_strategy_apply_finish (strategy, result, error);
}

static gboolean
is_hit (Fixture          *fixture,
        LabStrategy      *strategy,
        const LabRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabOptimizedRequest) optimized =
      apply_in (fixture, fixture->context, strategy, request, &error);

  g_assert_no_error (error);
  g_assert_cmpint (optimized->note->action, ==,
                   optimized->answer != NULL ? LAB_STRATEGY_ANSWERED : LAB_STRATEGY_UNCHANGED);
  return optimized->answer != NULL;
}

static gboolean
observe (Fixture            *fixture,
         LabStrategy        *strategy,
         const LabRequest   *request,
         const LabResponse  *response,
         GError            **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lab_strategy_observe_async (strategy, request, response, LAB_STRATEGY_CONTEXT (fixture->context),
                              lab_test_wait_cb, &fixture->wait);
  result = lab_test_wait_result (&fixture->wait);
  return lab_strategy_observe_finish (strategy, result, error);
}

static LabRequest *
make_request (void)
{
  LabRequest *request = lab_request_new ("openai", "gpt-4o");

  lab_request_add_message (request, LAB_ROLE_SYSTEM, "Be brief.");
  lab_request_add_message (request, LAB_ROLE_USER, "When does the  pool open?");
  lab_request_set (&request->temperature, "0");
  return request;
}

static LabResponse *
make_response (void)
{
  LabResponse *response = lab_response_new ();

  lab_request_set (&response->content, "At 7.");
  response->finish = LAB_FINISH_STOP;
  response->model = g_strdup ("gpt-4o-2024-08-06");
  response->request_id = g_strdup ("req-1");
  response->raw_usage = g_strdup ("{}");
  response->usage.buckets[LAB_BUCKET_U] = 700;
  response->usage.buckets[LAB_BUCKET_R] = 300;
  response->usage.buckets[LAB_BUCKET_O] = 50;
  response->cost_state = LAB_COST_KNOWN;
  response->cost = 1234567;
  response->latency_us = 900000;
  return response;
}

static void
test_second_time_is_free (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (LabStrategy) strategy = make (fixture, "exact-cache");
  g_autoptr (LabRequest) request = make_request ();
  g_autoptr (LabResponse) response = make_response ();
  g_autoptr (LabOptimizedRequest) optimized = NULL;
  const LabResponse *answer;
  guint hits;
  guint look_ups;

  g_assert_false (is_hit (fixture, strategy, request));
  g_assert_true (observe (fixture, strategy, request, response, NULL));
  optimized = apply_in (fixture, fixture->context, strategy, request, NULL);
  answer = optimized->answer;
  g_assert_cmpstr (answer->content, ==, "At 7.");
  g_assert_cmpstr (answer->model, ==, "gpt-4o-2024-08-06");
  g_assert_cmpint (answer->finish, ==, LAB_FINISH_STOP);
  g_assert_cmpstr (answer->answered_by, ==, "exact-cache");
  g_assert_cmpint (answer->cost_state, ==, LAB_COST_KNOWN);
  g_assert_cmpint (answer->cost, ==, 0);
  g_assert_cmpint (lab_usage_total (&answer->usage), ==, 0);
  g_assert_cmpint (answer->latency_us, ==, 0);
  g_assert_null (answer->request_id);
  g_assert_null (answer->raw_usage);
  g_assert_cmpint (optimized->estimated_savings, ==, 1234567);
  g_assert_cmpint (optimized->note->estimated_savings, ==, 1234567);
  g_assert_cmpint (optimized->note->tokens_before, ==, 1000);
  g_assert_cmpint (optimized->note->tokens_after, ==, 0);

  /* Its own answer shown to it changes nothing: the saving stays what the
   * provider's call cost. */
  g_assert_true (observe (fixture, strategy, request, answer, NULL));
  g_clear_pointer (&optimized, lab_optimized_request_free);
  optimized = apply_in (fixture, fixture->context, strategy, request, NULL);
  g_assert_cmpint (optimized->estimated_savings, ==, 1234567);
  lab_caching_strategy_get_statistics (LAB_CACHING_STRATEGY (strategy), &hits, &look_ups);
  g_assert_cmpuint (hits, ==, 2);
  g_assert_cmpuint (look_ups, ==, 3);
}

static void
test_unpriced_saving_is_unknown (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (LabStrategy) strategy = make (fixture, "exact-cache");
  g_autoptr (LabRequest) request = make_request ();
  g_autoptr (LabResponse) response = make_response ();
  g_autoptr (LabOptimizedRequest) optimized = NULL;

  response->cost_state = LAB_COST_UNPRICED;
  g_assert_true (observe (fixture, strategy, request, response, NULL));
  optimized = apply_in (fixture, fixture->context, strategy, request, NULL);
  g_assert_nonnull (optimized->answer);
  g_assert_cmpint (optimized->estimated_savings, ==, 0);
  g_assert_nonnull (strstr (optimized->note->detail, "not known"));
}

/* Each field that affects the output makes another question of it; nothing
 * else does. */
typedef void (*Change) (LabRequest *request);

static void
change_model (LabRequest *request)
{
  lab_request_set (&request->model, "gpt-4o-mini");
}

static void
change_provider (LabRequest *request)
{
  lab_request_set (&request->provider, "mock");
}

static void
change_text (LabRequest *request)
{
  LabMessage *message = g_ptr_array_index (request->messages, 1);

  lab_part_set_text (g_ptr_array_index (message->parts, 0), "When does the pool  open?");
}

static void
change_limit (LabRequest *request)
{
  request->max_output_tokens = 10;
}

static void
change_temperature (LabRequest *request)
{
  lab_request_set (&request->temperature, "0.0");
}

static void
change_seed (LabRequest *request)
{
  request->has_seed = TRUE;
  request->seed = 1;
}

static void
change_format (LabRequest *request)
{
  lab_request_set (&request->response_format, "{}");
}

static void
change_tools (LabRequest *request)
{
  lab_request_add_tool (request, lab_tool_new ("look", NULL, NULL));
}

static void
change_extra (LabRequest *request)
{
  lab_request_set_extra (request, "top_k", "5");
}

static void
change_metadata (LabRequest *request)
{
  lab_request_set_metadata (request, "user", "ana");
}

static void
change_stream (LabRequest *request)
{
  request->stream = TRUE;
}

static void
change_region (LabRequest *request)
{
  lab_request_set (&((LabMessage *) g_ptr_array_index (request->messages, 0))->region, "policy");
}

static void
test_what_makes_another_question (Fixture       *fixture,
                                  gconstpointer  data)
{
  static const struct
  {
    Change change;
    gboolean same;
  } cases[] = {
    { change_model, FALSE },    { change_provider, FALSE }, { change_text, FALSE },
    { change_limit, FALSE },    { change_temperature, FALSE }, { change_seed, FALSE },
    { change_format, FALSE },   { change_tools, FALSE },    { change_extra, FALSE },
    { change_metadata, TRUE },  { change_stream, TRUE },    { change_region, TRUE },
  };
  g_autoptr (LabStrategy) strategy = make (fixture, "exact-cache");
  g_autoptr (LabRequest) request = make_request ();
  g_autoptr (LabResponse) response = make_response ();

  g_assert_true (observe (fixture, strategy, request, response, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabRequest) other = lab_request_copy (request);

      cases[i].change (other);
      if (is_hit (fixture, strategy, other) != cases[i].same)
        g_error ("case %" G_GSIZE_FORMAT, i);
    }
}

static void
test_white_space (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (LabStrategy) exact = make (fixture, "exact-cache");
  g_autoptr (LabStrategy) loose = make (fixture, "exact-cache:normalise-whitespace=true");
  g_autoptr (LabRequest) request = make_request ();
  g_autoptr (LabRequest) other = make_request ();
  g_autoptr (LabResponse) response = make_response ();

  change_text (other);
  g_assert_true (observe (fixture, loose, request, response, NULL));
  g_assert_true (is_hit (fixture, loose, request));
  g_assert_true (is_hit (fixture, loose, other));
  /* An answer to something similar never reaches one who wants the same. */
  g_assert_false (is_hit (fixture, exact, request));
  g_assert_false (is_hit (fixture, exact, other));
}

static void
test_what_is_kept (Fixture       *fixture,
                   gconstpointer  data)
{
  static const struct
  {
    const char *parameters;
    LabFinish finish;
    const char *content;
    const char *tool_calls;
    const char *answered_by;
    gboolean kept;
  } cases[] = {
    { "", LAB_FINISH_STOP, "x", NULL, NULL, TRUE },
    { "", LAB_FINISH_TOOL_CALLS, "", "[]", NULL, TRUE },
    { "", LAB_FINISH_STOP, "", NULL, NULL, FALSE },
    { "", LAB_FINISH_LENGTH, "x", NULL, NULL, FALSE },
    { "", LAB_FINISH_CUT, "x", NULL, NULL, FALSE },
    { "", LAB_FINISH_REFUSAL, "x", NULL, NULL, FALSE },
    { "", LAB_FINISH_CONTENT_FILTER, "x", NULL, NULL, FALSE },
    { "", LAB_FINISH_UNKNOWN, "x", NULL, NULL, FALSE },
    { "", LAB_FINISH_STOP, "x", NULL, "somebody", FALSE },
    { ":store-truncated=true", LAB_FINISH_LENGTH, "x", NULL, NULL, TRUE },
    { ":store-truncated=true", LAB_FINISH_LENGTH, "", NULL, NULL, FALSE },
    { ":store-truncated=true", LAB_FINISH_CUT, "x", NULL, NULL, FALSE },
    { ":store-truncated=true", LAB_FINISH_REFUSAL, "x", NULL, NULL, FALSE },
    { ":store-truncated=true", LAB_FINISH_CONTENT_FILTER, "x", NULL, NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("exact-cache", cases[i].parameters, NULL);
      g_autoptr (LabStrategy) strategy = make (fixture, text);
      g_autoptr (LabRequest) request = make_request ();
      g_autoptr (LabResponse) response = make_response ();

      request->has_seed = TRUE;
      request->seed = (gint64) i;
      response->finish = cases[i].finish;
      lab_request_set (&response->content, cases[i].content);
      response->tool_calls = g_strdup (cases[i].tool_calls);
      response->answered_by = g_strdup (cases[i].answered_by);
      g_assert_true (observe (fixture, strategy, request, response, NULL));
      if (is_hit (fixture, strategy, request) != cases[i].kept)
        g_error ("case %" G_GSIZE_FORMAT, i);
    }
}

static void
test_sampled (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *temperature;
    gboolean sampled;
  } cases[] = { { "0", FALSE }, { "0.0", FALSE }, { "0.7", TRUE }, { NULL, TRUE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabStrategy) all = make (fixture, "exact-cache");
      g_autoptr (LabStrategy) some = make (fixture, "exact-cache:cache-sampled=false");
      g_autoptr (LabRequest) request = make_request ();
      g_autoptr (LabResponse) response = make_response ();
      LabSavingsEstimate estimate;

      lab_request_set (&request->temperature, cases[i].temperature);
      g_assert_true (observe (fixture, some, request, response, NULL));
      g_assert_cmpint (is_hit (fixture, some, request), ==, !cases[i].sampled);
      g_assert_true (observe (fixture, all, request, response, NULL));
      g_assert_true (is_hit (fixture, all, request));
      g_assert_cmpint (is_hit (fixture, some, request), ==, !cases[i].sampled);
      g_assert_true (lab_strategy_estimate_savings (
          some, request, LAB_STRATEGY_CONTEXT (fixture->context), &estimate, NULL));
      g_assert_cmpint (estimate.cost_reduction, ==, cases[i].sampled ? 0 : 1234567);
    }
}

static void
test_time_to_live (Fixture       *fixture,
                   gconstpointer  data)
{
  static const struct
  {
    const char *text;
    gint64 seconds; /* after which it is gone; 0: never */
  } cases[] = {
    { "exact-cache", 86400 }, { "exact-cache:ttl=5", 5 }, { "exact-cache:ttl=0", 0 },
  };
  LabVirtualClock *clock = LAB_VIRTUAL_CLOCK (
      lab_strategy_context_get_clock (LAB_STRATEGY_CONTEXT (fixture->context)));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabStrategy) strategy = make (fixture, cases[i].text);
      g_autoptr (LabRequest) request = make_request ();
      g_autoptr (LabResponse) response = make_response ();
      gint64 life = cases[i].seconds > 0 ? cases[i].seconds : 100 * 365 * 86400LL;

      g_assert_true (observe (fixture, strategy, request, response, NULL));
      lab_virtual_clock_advance (clock, life * G_USEC_PER_SEC - 1);
      g_assert_true (is_hit (fixture, strategy, request));
      lab_virtual_clock_advance (clock, 1);
      g_assert_cmpint (is_hit (fixture, strategy, request), ==, cases[i].seconds == 0);
    }
}

static void
test_sessions_apart (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (LabStrategy) strategy = make (fixture, "exact-cache");
  g_autoptr (LabFakeContext) other = lab_fake_context_new ("session-2");
  g_autoptr (LabRequest) request = make_request ();
  g_autoptr (LabResponse) response = make_response ();
  g_autoptr (LabOptimizedRequest) optimized = NULL;

  g_assert_true (observe (fixture, strategy, request, response, NULL));
  optimized = apply_in (fixture, other, strategy, request, NULL);
  g_assert_null (optimized->answer);
  g_assert_true (is_hit (fixture, strategy, request));
}

static void
test_own_memory (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabStrategy) one = lab_strategy_registry_create ("exact-cache", NULL, &error);
  g_autoptr (LabStrategy) two = lab_strategy_registry_create ("exact-cache", NULL, &error);
  g_autoptr (LabRequest) request = make_request ();
  g_autoptr (LabResponse) response = make_response ();

  g_assert_true (observe (fixture, one, request, response, NULL));
  g_assert_true (is_hit (fixture, one, request));
  g_assert_false (is_hit (fixture, two, request));
}

static LabSavingsEstimate
estimate (Fixture          *fixture,
          LabStrategy      *strategy,
          const LabRequest *request)
{
  g_autoptr (GError) error = NULL;
  LabSavingsEstimate result;

  lab_strategy_estimate_savings (strategy, request, LAB_STRATEGY_CONTEXT (fixture->context),
                                 &result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result.quality_impact, ==, LAB_QUALITY_IMPACT_NONE);
  g_assert_cmpfloat (result.confidence, >=, 0);
  g_assert_cmpfloat (result.confidence, <=, 1);
  return result;
}

static void
test_estimates_what_is_there (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (LabStrategy) strategy = make (fixture, "exact-cache");
  g_autoptr (LabRequest) request = make_request ();
  g_autoptr (LabResponse) response = make_response ();
  LabSavingsEstimate absent = estimate (fixture, strategy, request);
  LabSavingsEstimate present;

  g_assert_cmpint (absent.token_reduction, ==, 0);
  g_assert_cmpint (absent.cost_reduction, ==, 0);
  g_assert_true (absent.priced);
  g_assert_true (observe (fixture, strategy, request, response, NULL));
  present = estimate (fixture, strategy, request);
  g_assert_cmpint (present.token_reduction, ==, 1050);
  g_assert_cmpint (present.cost_reduction, ==, 1234567);
  g_assert_true (present.priced);
  g_assert_cmpfloat (present.confidence, ==, 1);

  /* The estimate is no look-up. */
  g_assert_cmpfloat (lab_cache_get_hit_rate (fixture->cache), ==, 0);
}

/* A cache that cannot tell and, when told to, cannot work. */
#define TEST_TYPE_CACHE (test_cache_get_type ())
G_DECLARE_FINAL_TYPE (TestCache, test_cache, TEST, CACHE, GObject)

struct _TestCache
{
  GObject parent_instance;
  LabResponse *answer; /* (nullable) */
  gboolean fails;
};

static void
return_answer (GTask *task)
{
  TestCache *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (self->fails)
    {
      lab_set_error (&error, LAB_ERROR_CACHE_INVALIDATION, "The cache is lost.");
      g_task_return_error (task, error);
    }
  else
    g_task_return_pointer (task, self->answer != NULL ? lab_response_copy (self->answer) : NULL,
                           (GDestroyNotify) lab_response_free);
}

static void
test_cache_get_async (LabCache            *cache,
                      const char          *cache_namespace,
                      const char          *key,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (cache, cancellable, callback, user_data);

  return_answer (task);
}

static LabResponse *
test_cache_get_finish (LabCache      *cache,
                       GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_cache_set_async (LabCache            *cache,
                      const char          *cache_namespace,
                      const char          *key,
                      const LabResponse   *value,
                      gint64               ttl_us,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  TestCache *self = TEST_CACHE (cache);
  g_autoptr (GTask) task = g_task_new (cache, cancellable, callback, user_data);

  g_clear_pointer (&self->answer, lab_response_free);
  self->answer = lab_response_copy (value);
  return_answer (task);
}

static gboolean
test_cache_set_finish (LabCache      *cache,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_autoptr (LabResponse) response = g_task_propagate_pointer (G_TASK (result), error);

  return response != NULL;
}

static void
cache_iface_init (LabCacheInterface *iface)
{
  iface->get_async = test_cache_get_async;
  iface->get_finish = test_cache_get_finish;
  iface->set_async = test_cache_set_async;
  iface->set_finish = test_cache_set_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestCache, test_cache, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_CACHE, cache_iface_init))

static void
test_cache_finalize (GObject *object)
{
  g_clear_pointer (&TEST_CACHE (object)->answer, lab_response_free);

  G_OBJECT_CLASS (test_cache_parent_class)->finalize (object);
}

static void
test_cache_class_init (TestCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_cache_finalize;
}

static void
test_cache_init (TestCache *self)
{
}

static void
use_test_cache (Fixture *fixture)
{
  g_assert_finalize_object (fixture->cache);
  fixture->cache = g_object_new (TEST_TYPE_CACHE, NULL);
}

static void
test_estimates_by_hit_rate (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (LabStrategy) strategy = NULL;
  g_autoptr (LabRequest) request = make_request ();
  g_autoptr (LabResponse) response = make_response ();
  LabSavingsEstimate before;
  LabSavingsEstimate few;
  LabSavingsEstimate many;

  use_test_cache (fixture);
  strategy = make (fixture, "exact-cache");
  before = estimate (fixture, strategy, request);
  g_assert_cmpint (before.cost_reduction, ==, 0);
  g_assert_cmpfloat (before.confidence, <, 0.01);

  g_assert_false (is_hit (fixture, strategy, request));
  g_assert_true (observe (fixture, strategy, request, response, NULL));
  g_assert_true (is_hit (fixture, strategy, request));
  few = estimate (fixture, strategy, request);
  /* Half of the input counted and of the 50 tokens an answer had so far. */
  g_assert_cmpint (few.token_reduction, >, 25);
  g_assert_cmpint (few.token_reduction, <, 50);
  g_assert_cmpint (few.cost_reduction, >, 0);
  g_assert_true (few.priced);
  for (guint i = 0; i < 50; i++)
    g_assert_true (is_hit (fixture, strategy, request));
  many = estimate (fixture, strategy, request);
  g_assert_cmpint (many.cost_reduction, >, few.cost_reduction);
  g_assert_cmpfloat (many.confidence, >, few.confidence);

  lab_request_set (&request->model, "model-nobody-knows");
  g_assert_false (estimate (fixture, strategy, request).priced);
}

/* CACHE_INVALIDATION from where it is raised, and its recovery: the call goes
 * on to the provider. */
static void
test_lost_cache_costs_only_the_saving (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (LabStrategy) strategy = NULL;
  g_autoptr (LabStrategyStack) stack = lab_strategy_stack_new ();
  g_autoptr (LabRequest) request = make_request ();
  g_autoptr (LabResponse) response = make_response ();
  g_autoptr (LabStackResult) ran = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) shown = NULL;
  g_autoptr (GError) error = NULL;

  use_test_cache (fixture);
  strategy = make (fixture, "exact-cache");
  TEST_CACHE (fixture->cache)->fails = TRUE;
  lab_strategy_stack_append (stack, strategy);
  lab_stack_run_async (LAB_STACK (stack), request, LAB_STRATEGY_CONTEXT (fixture->context), NULL,
                       lab_test_wait_cb, &fixture->wait);
  result = lab_test_wait_result (&fixture->wait);
  ran = lab_stack_run_finish (LAB_STACK (stack), result, &error);
  g_assert_no_error (error);
  g_assert_null (ran->answer);
  g_assert_cmpint (((LabStrategyNote *) g_ptr_array_index (ran->notes, 0))->action, ==,
                   LAB_STRATEGY_BYPASSED);

  g_assert_false (observe (fixture, strategy, request, response, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_CACHE_INVALIDATION);
  g_clear_error (&error);
  lab_stack_observe_async (LAB_STACK (stack), ran, response,
                           LAB_STRATEGY_CONTEXT (fixture->context), lab_test_wait_cb,
                           &fixture->wait);
  shown = lab_test_wait_result (&fixture->wait);
  g_assert_true (lab_stack_observe_finish (LAB_STACK (stack), shown, &error));

  /* And works again as soon as the cache does. */
  TEST_CACHE (fixture->cache)->fails = FALSE;
  g_assert_true (observe (fixture, strategy, request, response, NULL));
  g_assert_true (is_hit (fixture, strategy, request));
}

#define ADD(path, func)                                                                            \
  g_test_add ("/optimize/exact-cache/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("second-time-is-free", test_second_time_is_free);
  ADD ("unpriced-saving-is-unknown", test_unpriced_saving_is_unknown);
  ADD ("what-makes-another-question", test_what_makes_another_question);
  ADD ("white-space", test_white_space);
  ADD ("what-is-kept", test_what_is_kept);
  ADD ("sampled", test_sampled);
  ADD ("time-to-live", test_time_to_live);
  ADD ("sessions-apart", test_sessions_apart);
  ADD ("own-memory", test_own_memory);
  ADD ("estimates-what-is-there", test_estimates_what_is_there);
  ADD ("estimates-by-hit-rate", test_estimates_by_hit_rate);
  ADD ("lost-cache-costs-only-the-saving", test_lost_cache_costs_only_the_saving);

  return g_test_run ();
}
