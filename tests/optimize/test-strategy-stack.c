/* test-strategy-stack.c: strategies in their order, and what goes wrong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-fake-context.h"
#include "lab-fake-strategy.h"
#include "lab-strategy-stack.h"
#include "lab-test-wait.h"

typedef struct
{
  LabStrategyStack *stack;
  LabFakeStrategy *fakes[3];
  LabFakeContext *context;
  LabRequest *request;
  LabTestWait wait;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char *const names[] = { "first", "second", "third" };

  fixture->stack = lab_strategy_stack_new ();
  fixture->context = lab_fake_context_new ("session-1");
  fixture->request = lab_request_new ("mock", "m");
  lab_request_add_message (fixture->request, LAB_ROLE_USER, "question");
  for (guint i = 0; i < 3; i++)
    {
      fixture->fakes[i] = lab_fake_strategy_new (names[i]);
      lab_strategy_stack_append (fixture->stack, LAB_STRATEGY (fixture->fakes[i]));
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  lab_request_free (fixture->request);
  g_assert_finalize_object (fixture->stack);
  for (guint i = 0; i < 3; i++)
    g_assert_finalize_object (fixture->fakes[i]);
  g_assert_finalize_object (fixture->context);
}

static LabStackResult *
run (Fixture       *fixture,
     GCancellable  *cancellable,
     GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lab_stack_run_async (LAB_STACK (fixture->stack), fixture->request,
                       LAB_STRATEGY_CONTEXT (fixture->context), cancellable, lab_test_wait_cb,
                       &fixture->wait);
  result = lab_test_wait_result (&fixture->wait);
  return lab_stack_run_finish (LAB_STACK (fixture->stack), result, error);
}

static gboolean
show (Fixture               *fixture,
      const LabStackResult  *ran,
      const char            *content,
      GError               **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LabResponse) response = lab_response_new ();

  lab_request_set (&response->content, content);
  lab_stack_observe_async (LAB_STACK (fixture->stack), ran, response,
                           LAB_STRATEGY_CONTEXT (fixture->context), lab_test_wait_cb,
                           &fixture->wait);
  result = lab_test_wait_result (&fixture->wait);
  return lab_stack_observe_finish (LAB_STACK (fixture->stack), result, error);
}

static void
assert_note (const LabStackResult *ran,
             guint                 index,
             const char           *strategy,
             LabStrategyAction     action)
{
  const LabStrategyNote *note;

  g_assert_cmpuint (index, <, ran->notes->len);
  note = g_ptr_array_index (ran->notes, index);
  g_assert_cmpstr (note->strategy, ==, strategy);
  g_assert_cmpint (note->action, ==, action);
}

static void
assert_prompt (const LabRequest *request,
               const char       *expected)
{
  g_autofree char *prompt = lab_request_get_prompt (request);

  g_assert_cmpstr (prompt, ==, expected);
}

static void
test_each_gets_what_the_last_made (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (LabStackResult) ran = NULL;
  g_autoptr (GError) error = NULL;

  lab_fake_strategy_set_rewrite (fixture->fakes[0], "shorter");
  lab_fake_strategy_set_rewrite (fixture->fakes[2], "short");
  ran = run (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (ran->answer);
  g_assert_false (ran->deferred);
  g_assert_cmpuint (ran->notes->len, ==, 3);
  g_assert_cmpuint (ran->seen->len, ==, 3);
  assert_note (ran, 0, "first", LAB_STRATEGY_REWROTE);
  assert_note (ran, 1, "second", LAB_STRATEGY_UNCHANGED);
  assert_note (ran, 2, "third", LAB_STRATEGY_REWROTE);
  assert_prompt (g_ptr_array_index (ran->seen, 0), "question");
  assert_prompt (g_ptr_array_index (ran->seen, 1), "shorter");
  assert_prompt (g_ptr_array_index (ran->seen, 2), "shorter");
  assert_prompt (ran->request, "short");
  assert_prompt (fixture->request, "question");
}

static void
test_stops_at_an_answer (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (LabStackResult) ran = NULL;
  g_autoptr (GError) error = NULL;

  lab_fake_strategy_set_answer (fixture->fakes[1], "known");
  ran = run (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ran->answer->content, ==, "known");
  g_assert_cmpuint (ran->notes->len, ==, 2);
  g_assert_cmpuint (ran->seen->len, ==, 2);
  g_assert_cmpuint (lab_fake_strategy_get_n_applied (fixture->fakes[2]), ==, 0);

  /* Only those that were asked are shown it. */
  g_assert_true (show (fixture, ran, "known", &error));
  g_assert_cmpuint (lab_fake_strategy_get_observed (fixture->fakes[1])->len, ==, 1);
  g_assert_cmpuint (lab_fake_strategy_get_observed (fixture->fakes[2])->len, ==, 0);
}

static void
test_deferring_is_kept (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (LabStackResult) ran = NULL;

  lab_fake_strategy_set_deferred (fixture->fakes[0], TRUE);
  ran = run (fixture, NULL, NULL);
  g_assert_true (ran->deferred);
  g_assert_cmpuint (ran->notes->len, ==, 3);
}

static void
test_lost_cache_is_bypassed (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr (LabStackResult) ran = NULL;
  g_autoptr (GError) error = NULL;
  const LabStrategyNote *note;

  lab_fake_strategy_set_rewrite (fixture->fakes[0], "shorter");
  lab_fake_strategy_fail_next (fixture->fakes[1], LAB_ERROR_CACHE_INVALIDATION);
  ran = run (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ran->notes->len, ==, 3);
  g_assert_cmpuint (ran->seen->len, ==, 3);
  assert_note (ran, 1, "second", LAB_STRATEGY_BYPASSED);
  note = g_ptr_array_index (ran->notes, 1);
  g_assert_nonnull (strstr (note->detail, "lets this strategy fail"));
  assert_prompt (ran->request, "shorter");
  g_assert_cmpuint (lab_strategy_stack_get_n_bypassed (fixture->stack), ==, 1);

  /* And in keeping the answer. */
  lab_fake_strategy_fail_next (fixture->fakes[1], LAB_ERROR_CACHE_INVALIDATION);
  g_assert_true (show (fixture, ran, "the answer", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (lab_strategy_stack_get_n_bypassed (fixture->stack), ==, 2);
  g_assert_cmpuint (lab_fake_strategy_get_observed (fixture->fakes[0])->len, ==, 1);
}

static void
test_other_failures_name_the_strategy (Fixture       *fixture,
                                       gconstpointer  data)
{
  static const LabErrorCode codes[] = {
    LAB_ERROR_PROVIDER_UNAVAILABLE,
    LAB_ERROR_RESOURCE_LIMIT_EXCEEDED,
    LAB_ERROR_STRATEGY_APPLICATION_FAILED,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = NULL;

      lab_fake_strategy_fail_next (fixture->fakes[1], codes[i]);
      g_assert_null (run (fixture, NULL, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_STRATEGY_APPLICATION_FAILED);
      g_assert_nonnull (strstr (error->message, "second"));
      g_assert_cmpstr (lab_error_get_context (error, "strategy"), ==, "second");
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==,
                       lab_error_code_to_string (codes[i]));
    }
  g_assert_cmpuint (lab_fake_strategy_get_n_applied (fixture->fakes[2]), ==, 0);
}

static void
test_what_cannot_be_sent_is_a_failure (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  lab_fake_strategy_set_rewrite (fixture->fakes[2], "not UTF-8: \xff");
  g_assert_null (run (fixture, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_STRATEGY_APPLICATION_FAILED);
  g_assert_cmpstr (lab_error_get_context (error, "strategy"), ==, "third");
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==, "INVALID_REQUEST");
}

static void
test_cancelled_stays_cancelled (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) before = NULL;
  g_autoptr (GError) during = NULL;

  lab_fake_strategy_set_asks_model (fixture->fakes[1], TRUE);
  lab_stack_run_async (LAB_STACK (fixture->stack), fixture->request,
                       LAB_STRATEGY_CONTEXT (fixture->context), cancellable, lab_test_wait_cb,
                       &fixture->wait);
  g_cancellable_cancel (cancellable);
  result = lab_test_wait_result (&fixture->wait);
  g_assert_null (lab_stack_run_finish (LAB_STACK (fixture->stack), result, &during));
  g_assert_error (during, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_assert_null (run (fixture, cancellable, &before));
  g_assert_error (before, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (lab_fake_strategy_get_n_applied (fixture->fakes[2]), ==, 0);
}

static void
test_all_are_shown_the_answer (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (LabStackResult) ran = run (fixture, NULL, NULL);
  g_autoptr (GError) error = NULL;

  lab_fake_strategy_fail_next (fixture->fakes[2], LAB_ERROR_INVALID_INPUT);
  lab_fake_strategy_fail_next (fixture->fakes[1], LAB_ERROR_NOT_FOUND);
  g_assert_false (show (fixture, ran, "the answer", &error));
  /* Last first: the third's failure is the first. */
  g_assert_error (error, LAB_ERROR, LAB_ERROR_STRATEGY_APPLICATION_FAILED);
  g_assert_cmpstr (lab_error_get_context (error, "strategy"), ==, "third");
  g_assert_cmpuint (lab_fake_strategy_get_observed (fixture->fakes[0])->len, ==, 1);
}

static void
test_text_is_in_order (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (LabStrategyStack) empty = lab_strategy_stack_new ();
  g_autofree char *nothing = lab_stack_to_string (LAB_STACK (empty));
  g_autofree char *text = lab_stack_to_string (LAB_STACK (fixture->stack));
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);

  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  g_assert_true (g_str_has_prefix (parts[0], "first:level=3,"));
  g_assert_true (g_str_has_prefix (parts[1], "second:level=3,"));
  g_assert_true (g_str_has_prefix (parts[2], "third:level=3,"));
  g_assert_cmpuint (lab_strategy_stack_get_n_strategies (fixture->stack), ==, 3);
  g_assert_true (lab_strategy_stack_get_strategy (fixture->stack, 1) ==
                 LAB_STRATEGY (fixture->fakes[1]));
}

#define ADD(path, func)                                                                            \
  g_test_add ("/optimize/stack/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("each-gets-what-the-last-made", test_each_gets_what_the_last_made);
  ADD ("stops-at-an-answer", test_stops_at_an_answer);
  ADD ("deferring-is-kept", test_deferring_is_kept);
  ADD ("lost-cache-is-bypassed", test_lost_cache_is_bypassed);
  ADD ("other-failures-name-the-strategy", test_other_failures_name_the_strategy);
  ADD ("what-cannot-be-sent-is-a-failure", test_what_cannot_be_sent_is_a_failure);
  ADD ("cancelled-stays-cancelled", test_cancelled_stays_cancelled);
  ADD ("all-are-shown-the-answer", test_all_are_shown_the_answer);
  ADD ("text-is-in-order", test_text_is_in_order);

  return g_test_run ();
}
