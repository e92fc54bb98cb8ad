/* test-strategy.c: a strategy's shape, its parameters and its notes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-fake-context.h"
#include "lab-fake-strategy.h"
#include "lab-test-wait.h"

typedef struct
{
  LabFakeStrategy *fake;
  LabStrategy *strategy;
  LabFakeContext *fake_context;
  LabStrategyContext *context;
  LabRequest *request;
  LabTestWait wait;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->fake = lab_fake_strategy_new ("fake");
  fixture->strategy = LAB_STRATEGY (fixture->fake);
  fixture->fake_context = lab_fake_context_new ("session-1");
  fixture->context = LAB_STRATEGY_CONTEXT (fixture->fake_context);
  fixture->request = lab_request_new ("mock", "m");
  lab_request_add_message (fixture->request, LAB_ROLE_USER, "question");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  lab_request_free (fixture->request);
  g_assert_finalize_object (fixture->fake);
  g_assert_finalize_object (fixture->fake_context);
}

static LabOptimizedRequest *
apply (Fixture       *fixture,
       GCancellable  *cancellable,
       GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lab_strategy_apply_async (fixture->strategy, fixture->request, fixture->context, cancellable,
                            lab_test_wait_cb, &fixture->wait);
  result = lab_test_wait_result (&fixture->wait);
  return lab_strategy_apply_finish (fixture->strategy, result, error);
}

static void
test_rewrites_a_copy (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (LabOptimizedRequest) optimized = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = lab_request_hash (fixture->request);
  g_autofree char *after = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *original = NULL;

  lab_fake_strategy_set_rewrite (fixture->fake, "q");
  optimized = apply (fixture, NULL, &error);
  g_assert_no_error (error);
  after = lab_request_hash (fixture->request);
  g_assert_cmpstr (before, ==, after);
  sent = lab_request_get_prompt (optimized->request);
  original = lab_request_get_prompt (optimized->original);
  g_assert_cmpstr (sent, ==, "q");
  g_assert_cmpstr (original, ==, "question");
  g_assert_cmpstr (optimized->optimization_applied, ==, "fake");
  g_assert_cmpint (optimized->note->action, ==, LAB_STRATEGY_REWROTE);
  g_assert_null (optimized->answer);
}

static void
test_answers_without_the_provider (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (LabOptimizedRequest) optimized = NULL;
  g_autoptr (GError) error = NULL;

  lab_fake_strategy_set_answer (fixture->fake, "known");
  optimized = apply (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (optimized->answer->content, ==, "known");
  g_assert_cmpstr (optimized->answer->answered_by, ==, "fake");
  g_assert_cmpint (optimized->note->action, ==, LAB_STRATEGY_ANSWERED);
}

static void
test_is_charged_for_its_calls (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (LabOptimizedRequest) optimized = NULL;
  g_autoptr (GError) error = NULL;

  lab_fake_context_set_reply (fixture->fake_context, "shorter", 42);
  lab_fake_strategy_set_asks_model (fixture->fake, TRUE);
  optimized = apply (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (optimized->note->overhead, ==, 42);
  g_assert_cmpint (lab_fake_context_get_charged (fixture->fake_context), ==, 42);
}

static void
test_error_path (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  lab_fake_strategy_fail_next (fixture->fake, LAB_ERROR_CACHE_INVALIDATION);
  g_assert_null (apply (fixture, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_CACHE_INVALIDATION);
  g_clear_error (&error);

  /* A failing model call passes through. */
  lab_fake_strategy_set_asks_model (fixture->fake, TRUE);
  lab_fake_context_fail_next (fixture->fake_context, LAB_ERROR_PROVIDER_UNAVAILABLE);
  g_assert_null (apply (fixture, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_PROVIDER_UNAVAILABLE);
}

static void
test_cancel_before (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (apply (fixture, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (lab_fake_strategy_get_n_applied (fixture->fake), ==, 0);
}

static void
test_cancel_during (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lab_fake_strategy_set_asks_model (fixture->fake, TRUE);
  lab_strategy_apply_async (fixture->strategy, fixture->request, fixture->context, cancellable,
                            lab_test_wait_cb, &fixture->wait);
  g_cancellable_cancel (cancellable);
  result = lab_test_wait_result (&fixture->wait);
  g_assert_null (lab_strategy_apply_finish (fixture->strategy, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_estimates (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  LabSavingsEstimate estimate;

  g_assert_true (lab_strategy_estimate_savings (fixture->strategy, fixture->request,
                                                fixture->context, &estimate, &error));
  g_assert_no_error (error);
  g_assert_true (estimate.priced);
  g_assert_cmpint (estimate.token_reduction, ==, 100);
  g_assert_cmpstr (lab_quality_impact_to_string (estimate.quality_impact), ==, "minimal");

  lab_fake_strategy_fail_next (fixture->fake, LAB_ERROR_UNPRICED);
  g_assert_false (lab_strategy_estimate_savings (fixture->strategy, fixture->request,
                                                 fixture->context, &estimate, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_UNPRICED);
}

static void
test_observes (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (LabResponse) response = lab_response_new ();
  g_autoptr (GError) error = NULL;

  lab_request_set (&response->content, "the answer");
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;

      if (i == 1)
        lab_fake_strategy_fail_next (fixture->fake, LAB_ERROR_CACHE_INVALIDATION);
      lab_strategy_observe_async (fixture->strategy, fixture->request, response, fixture->context,
                                  lab_test_wait_cb, &fixture->wait);
      result = lab_test_wait_result (&fixture->wait);
      g_assert_cmpint (lab_strategy_observe_finish (fixture->strategy, result, &error), ==, i == 0);
    }
  g_assert_error (error, LAB_ERROR, LAB_ERROR_CACHE_INVALIDATION);
  g_assert_cmpuint (lab_fake_strategy_get_observed (fixture->fake)->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (lab_fake_strategy_get_observed (fixture->fake), 0), ==,
                   "the answer");
}

/* A strategy with the least a strategy can have. */
#define TEST_TYPE_BARE (test_bare_get_type ())
G_DECLARE_FINAL_TYPE (TestBare, test_bare, TEST, BARE, GObject)

struct _TestBare
{
  GObject parent_instance;
};

static const char *
test_bare_get_name (LabStrategy *strategy)
{
  return "bare";
}

static void
bare_iface_init (LabStrategyInterface *iface)
{
  iface->get_name = test_bare_get_name;
  iface->get_description = test_bare_get_name;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestBare, test_bare, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_STRATEGY, bare_iface_init))

static void
test_bare_class_init (TestBareClass *klass)
{
}

static void
test_bare_init (TestBare *self)
{
}

static void
test_defaults (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (TestBare) bare = g_object_new (TEST_TYPE_BARE, NULL);
  g_autoptr (LabResponse) response = lab_response_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = lab_strategy_to_string (LAB_STRATEGY (bare));
  gsize n = 7;

  g_assert_cmpstr (text, ==, "bare");
  g_assert_null (lab_strategy_get_parameters (LAB_STRATEGY (bare), &n));
  g_assert_cmpuint (n, ==, 0);
  g_assert_false (lab_strategy_set_parameter (LAB_STRATEGY (bare), "level", "1", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_EXPERIMENT_CONFIG);
  g_clear_error (&error);

  lab_strategy_observe_async (LAB_STRATEGY (bare), fixture->request, response, fixture->context,
                              lab_test_wait_cb, &fixture->wait);
  result = lab_test_wait_result (&fixture->wait);
  g_assert_true (lab_strategy_observe_finish (LAB_STRATEGY (bare), result, &error));
  g_assert_no_error (error);
}

static void
test_parameters_are_checked (Fixture       *fixture,
                             gconstpointer  data)
{
  static const struct
  {
    const char *name;
    const char *value;
    gboolean taken;
  } cases[] = {
    { "level", "0", TRUE },       { "level", "9", TRUE },        { "level", "10", FALSE },
    { "level", "-1", FALSE },     { "level", "1.0", FALSE },     { "level", "1e0", FALSE },
    { "level", "", FALSE },       { "level", " 1", FALSE },      { "level", "+1", FALSE },
    { "level", "01", FALSE },     { "level", "0x1", FALSE },     { "level", "many", FALSE },
    { "level", "99999999999999999999", FALSE },
    { "ratio", "0", TRUE },       { "ratio", "1", TRUE },        { "ratio", "0.25", TRUE },
    { "ratio", "1e-3", TRUE },    { "ratio", "1.0001", FALSE },  { "ratio", "-0.1", FALSE },
    { "ratio", "nan", FALSE },    { "ratio", "0,5", FALSE },     { "ratio", "1e309", FALSE },
    { "ratio", "0.5 ", FALSE },   { "mode", "harsh", TRUE },     { "mode", "Harsh", FALSE },
    { "mode", "", FALSE },        { "strict", "true", TRUE },    { "strict", "false", TRUE },
    { "strict", "1", FALSE },     { "strict", "TRUE", FALSE },   { "unknown", "1", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *value = NULL;
      gboolean taken;

      taken = lab_strategy_set_parameter (fixture->strategy, cases[i].name, cases[i].value, &error);
      if (taken != cases[i].taken)
        g_error ("%s=%s", cases[i].name, cases[i].value);
      if (!taken)
        {
          g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_EXPERIMENT_CONFIG);
          g_assert_nonnull (strstr (error->message, "fake"));
          g_assert_nonnull (strstr (error->message, cases[i].name));
          g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD), ==,
                           cases[i].name);
          continue;
        }
      value = lab_strategy_dup_parameter (fixture->strategy, cases[i].name);
      g_assert_cmpstr (value, ==, cases[i].value);
    }
}

static void
test_text_has_every_parameter_sorted (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autofree char *text = NULL;

  g_assert_true (lab_strategy_set_parameter (fixture->strategy, "ratio", "0.25", NULL));
  text = lab_strategy_to_string (fixture->strategy);
  g_assert_cmpstr (text, ==, "fake:level=3,mode=gentle,ratio=0.25,strict=false");
  g_assert_cmpstr (lab_strategy_get_description (fixture->strategy), ==, "Does what a test says.");
}

static void
test_notes_as_json (void)
{
  g_autoptr (GPtrArray) notes = NULL;
  g_autofree char *none = NULL;
  g_autofree char *json = NULL;
  LabStrategyNote *note = lab_strategy_note_new ("cut \"it\"", LAB_STRATEGY_REWROTE);

  notes = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_strategy_note_free);
  none = lab_strategy_notes_to_json (notes);
  g_assert_cmpstr (none, ==, "[]");

  note->tokens_before = 10;
  note->tokens_after = 4;
  note->estimated_savings = 1500000;
  note->detail = g_strdup ("6 tokens less");
  g_ptr_array_add (notes, note);
  g_ptr_array_add (notes, lab_strategy_note_new ("cache", LAB_STRATEGY_BYPASSED));
  json = lab_strategy_notes_to_json (notes);
  g_assert_cmpstr (json, ==,
                   "[{\"strategy\":\"cut \\\"it\\\"\",\"action\":\"rewrote\",\"tokens_before\":10,"
                   "\"tokens_after\":4,\"estimated_savings\":{\"usd\":\"0.0015\","
                   "\"nano_usd\":1500000},\"overhead\":{\"usd\":\"0.00\",\"nano_usd\":0},"
                   "\"detail\":\"6 tokens less\"},{\"strategy\":\"cache\",\"action\":\"bypassed\","
                   "\"estimated_savings\":{\"usd\":\"0.00\",\"nano_usd\":0},"
                   "\"overhead\":{\"usd\":\"0.00\",\"nano_usd\":0}}]");
}

#define ADD(path, func) g_test_add ("/call/strategy/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("rewrites-a-copy", test_rewrites_a_copy);
  ADD ("answers-without-the-provider", test_answers_without_the_provider);
  ADD ("is-charged-for-its-calls", test_is_charged_for_its_calls);
  ADD ("error-path", test_error_path);
  ADD ("cancel-before", test_cancel_before);
  ADD ("cancel-during", test_cancel_during);
  ADD ("estimates", test_estimates);
  ADD ("observes", test_observes);
  ADD ("defaults", test_defaults);
  ADD ("parameters-are-checked", test_parameters_are_checked);
  ADD ("text-has-every-parameter-sorted", test_text_has_every_parameter_sorted);
  g_test_add_func ("/call/strategy/notes-as-json", test_notes_as_json);

  return g_test_run ();
}
