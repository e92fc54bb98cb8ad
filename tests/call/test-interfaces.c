/* test-interfaces.c: the gate, the sink, the stack, the context, the answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-error.h"
#include "lab-fake-answers.h"
#include "lab-fake-context.h"
#include "lab-fake-gate.h"
#include "lab-fake-sink.h"
#include "lab-fake-stack.h"
#include "lab-fake-strategy.h"
#include "lab-test-wait.h"

static gboolean
reserve (LabBudgetGate  *gate,
         const char     *operation_id,
         gboolean        priced,
         LabMoney        worst_case,
         GCancellable   *cancellable,
         GError        **error)
{
  g_autoptr (LabReservation) reservation = lab_reservation_new ();
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  reservation->operation_id = g_strdup (operation_id);
  reservation->task_key = g_strdup ("task-7");
  reservation->priced = priced;
  reservation->worst_case = worst_case;
  lab_budget_gate_reserve_async (gate, reservation, cancellable, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_budget_gate_reserve_finish (gate, result, error);
}

static gboolean
release (LabBudgetGate  *gate,
         const char     *operation_id,
         GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_budget_gate_release_async (gate, operation_id, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_budget_gate_release_finish (gate, result, error);
}

static void
test_gate (void)
{
  g_autoptr (LabFakeGate) fake = lab_fake_gate_new (100);
  g_autoptr (LabFakeGate) open = lab_fake_gate_new (LAB_FAKE_GATE_NO_CAP);
  g_autoptr (GError) error = NULL;
  LabBudgetGate *gate = LAB_BUDGET_GATE (fake);

  g_assert_true (reserve (gate, "a", TRUE, 60, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (lab_fake_gate_get_reservation (fake, "a")->task_key, ==, "task-7");
  g_assert_false (reserve (gate, "b", TRUE, 41, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==, "budget");
  g_clear_error (&error);
  g_assert_cmpint (lab_fake_gate_get_reserved (fake), ==, 60);
  g_assert_true (reserve (gate, "b", TRUE, 40, NULL, &error));

  g_assert_true (release (gate, "a", &error));
  g_assert_cmpint (lab_fake_gate_get_reserved (fake), ==, 40);
  g_assert_false (release (gate, "a", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_false (reserve (gate, "c", FALSE, 0, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED);
  g_clear_error (&error);
  g_assert_true (reserve (LAB_BUDGET_GATE (open), "c", FALSE, 0, NULL, &error));
  g_assert_cmpuint (lab_fake_gate_get_n_asked (fake), ==, 4);
}

static void
test_gate_cancelled_reserves_nothing (void)
{
  g_autoptr (LabFakeGate) fake = lab_fake_gate_new (100);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (reserve (LAB_BUDGET_GATE (fake), "a", TRUE, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (lab_fake_gate_get_reserved (fake), ==, 0);
}

static void
test_reservation_copy (void)
{
  g_autoptr (LabReservation) reservation = lab_reservation_new ();
  g_autoptr (LabReservation) copy = NULL;

  reservation->operation_id = g_strdup ("o");
  reservation->profile_id = g_strdup ("p");
  reservation->experiment_id = g_strdup ("e");
  reservation->session_id = g_strdup ("s");
  reservation->run_id = g_strdup ("r");
  reservation->task_key = g_strdup ("t");
  reservation->provider = g_strdup ("mock");
  reservation->model = g_strdup ("m");
  reservation->purpose = LAB_PURPOSE_JUDGE;
  reservation->worst_case = 9;
  copy = lab_reservation_copy (reservation);
  g_assert_cmpstr (copy->operation_id, ==, "o");
  g_assert_cmpstr (copy->profile_id, ==, "p");
  g_assert_cmpstr (copy->experiment_id, ==, "e");
  g_assert_cmpstr (copy->session_id, ==, "s");
  g_assert_cmpstr (copy->run_id, ==, "r");
  g_assert_cmpstr (copy->task_key, ==, "t");
  g_assert_cmpstr (copy->provider, ==, "mock");
  g_assert_cmpstr (copy->model, ==, "m");
  g_assert_cmpint (copy->purpose, ==, LAB_PURPOSE_JUDGE);
  g_assert_cmpint (copy->worst_case, ==, 9);
  g_assert_true (copy->model != reservation->model);
}

static gboolean
record (LabFakeSink          *sink,
        const LabCallRecord  *call,
        GError              **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_call_sink_record_async (LAB_CALL_SINK (sink), call, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_call_sink_record_finish (LAB_CALL_SINK (sink), result, error);
}

static void
test_sink (void)
{
  g_autoptr (LabFakeSink) sink = lab_fake_sink_new ();
  g_autoptr (LabCallRecord) call = lab_call_record_new ();
  g_autoptr (GError) error = NULL;
  const LabCallRecord *kept;

  call->operation_id = g_strdup ("op");
  g_assert_true (record (sink, call, &error));
  g_assert_no_error (error);
  call->attempt = 2;
  lab_fake_sink_fail_next (sink, LAB_ERROR_DATABASE_CONNECTION_FAILED);
  g_assert_false (record (sink, call, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATABASE_CONNECTION_FAILED);
  g_assert_cmpuint (lab_fake_sink_get_records (sink)->len, ==, 1);
  kept = g_ptr_array_index (lab_fake_sink_get_records (sink), 0);
  g_assert_cmpstr (kept->id, ==, call->id);
  g_assert_cmpuint (kept->attempt, ==, 1);
}

static void
test_answers_are_pure (void)
{
  g_autoptr (LabFakeAnswers) source = lab_fake_answers_new ("30 days", "Within 30 days.");
  LabAnswerQuery query = { .provider = "mock", .model = "m", .received = "Returns: 30 days." };

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (LabAnswer) answer = lab_answer_source_answer (LAB_ANSWER_SOURCE (source), &query);

      g_assert_cmpstr (answer->text, ==, "Within 30 days.");
      g_assert_cmpint (answer->reasoning_tokens, ==, 0);
      g_assert_true (answer->judged);
    }
  query.received = "Returns: 30 d.";
  query.reasoning_effort = "high";
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (LabAnswer) answer = lab_answer_source_answer (LAB_ANSWER_SOURCE (source), &query);

      g_assert_cmpstr (answer->text, ==, "I do not know.");
      g_assert_cmpint (answer->reasoning_tokens, ==, 64);
    }
}

static void
test_context (void)
{
  g_autoptr (LabFakeContext) fake = lab_fake_context_new ("session-1");
  g_autoptr (LabRequest) request = lab_request_new ("mock", "small");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  LabStrategyContext *context = LAB_STRATEGY_CONTEXT (fake);
  LabTestWait wait = { 0 };

  g_assert_true (LAB_IS_VIRTUAL_CLOCK (lab_strategy_context_get_clock (context)));
  g_assert_nonnull (lab_strategy_context_get_random (context));
  g_assert_cmpstr (lab_strategy_context_get_cache_namespace (context), ==, "session-1");

  lab_fake_context_set_reply (fake, "summary", 5);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (LabResponse) response = NULL;

      if (i == 1)
        lab_fake_context_fail_next (fake, LAB_ERROR_RATE_LIMIT_EXCEEDED);
      if (i == 2)
        g_cancellable_cancel (cancellable);
      lab_strategy_context_call_model_async (context, request, cancellable, lab_test_wait_cb,
                                             &wait);
      result = lab_test_wait_result (&wait);
      response = lab_strategy_context_call_model_finish (context, result, &error);
      if (i == 0)
        {
          g_assert_cmpstr (response->content, ==, "summary");
          g_assert_cmpstr (response->model, ==, "small");
          continue;
        }
      g_assert_null (response);
      if (i == 1)
        g_assert_error (error, LAB_ERROR, LAB_ERROR_RATE_LIMIT_EXCEEDED);
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
    }
  g_assert_cmpint (lab_fake_context_get_charged (fake), ==, 5);
  g_assert_cmpuint (lab_fake_context_get_requests (fake)->len, ==, 2);
}

typedef struct
{
  LabFakeStrategy *strategy;
  LabFakeStack *stack;
  LabFakeContext *context;
  LabRequest *request;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  with_strategy)
{
  fixture->strategy = lab_fake_strategy_new ("fake");
  fixture->stack = lab_fake_stack_new (with_strategy ? LAB_STRATEGY (fixture->strategy) : NULL);
  fixture->context = lab_fake_context_new ("session-1");
  fixture->request = lab_request_new ("mock", "m");
  lab_request_add_message (fixture->request, LAB_ROLE_USER, "question");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  lab_request_free (fixture->request);
  g_assert_finalize_object (fixture->stack);
  g_assert_finalize_object (fixture->strategy);
  g_assert_finalize_object (fixture->context);
}

static LabStackResult *
run (Fixture       *fixture,
     GCancellable  *cancellable,
     GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_stack_run_async (LAB_STACK (fixture->stack), fixture->request,
                       LAB_STRATEGY_CONTEXT (fixture->context), cancellable, lab_test_wait_cb,
                       &wait);
  result = lab_test_wait_result (&wait);
  return lab_stack_run_finish (LAB_STACK (fixture->stack), result, error);
}

static void
observe (Fixture              *fixture,
         const LabStackResult *ran)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LabResponse) response = lab_response_new ();
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };

  lab_stack_observe_async (LAB_STACK (fixture->stack), ran, response,
                           LAB_STRATEGY_CONTEXT (fixture->context), lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  g_assert_true (lab_stack_observe_finish (LAB_STACK (fixture->stack), result, &error));
  g_assert_no_error (error);
}

static void
test_empty_stack (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (LabStackResult) ran = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = lab_stack_to_string (LAB_STACK (fixture->stack));
  g_autofree char *before = lab_request_to_json (fixture->request);
  g_autofree char *after = NULL;

  g_assert_cmpstr (text, ==, "");
  ran = run (fixture, NULL, &error);
  g_assert_no_error (error);
  after = lab_request_to_json (ran->request);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (ran->notes->len, ==, 0);
  observe (fixture, ran);
}

static void
test_stack (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (LabStackResult) ran = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = lab_stack_to_string (LAB_STACK (fixture->stack));
  g_autofree char *seen = NULL;

  g_assert_true (g_str_has_prefix (text, "fake:"));
  lab_fake_strategy_set_rewrite (fixture->strategy, "q");
  lab_fake_strategy_set_deferred (fixture->strategy, TRUE);
  lab_fake_strategy_set_answer (fixture->strategy, "answer");
  ran = run (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ran->deferred);
  g_assert_cmpstr (ran->answer->content, ==, "answer");
  g_assert_cmpuint (ran->notes->len, ==, 1);
  seen = lab_request_get_prompt (g_ptr_array_index (ran->seen, 0));
  g_assert_cmpstr (seen, ==, "question");
  observe (fixture, ran);
  g_assert_cmpuint (lab_fake_strategy_get_observed (fixture->strategy)->len, ==, 1);
}

static void
test_stack_fails (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  lab_fake_strategy_fail_next (fixture->strategy, LAB_ERROR_INVALID_INPUT);
  g_assert_null (run (fixture, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_STRATEGY_APPLICATION_FAILED);
  g_assert_nonnull (strstr (error->message, "fake"));
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  g_assert_null (run (fixture, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/call/gate/caps-holds-and-releases", test_gate);
  g_test_add_func ("/call/gate/cancelled-reserves-nothing", test_gate_cancelled_reserves_nothing);
  g_test_add_func ("/call/gate/reservation-copy", test_reservation_copy);
  g_test_add_func ("/call/sink/keeps-copies-and-fails", test_sink);
  g_test_add_func ("/call/answers/are-pure", test_answers_are_pure);
  g_test_add_func ("/call/context/charges-fails-and-cancels", test_context);
  g_test_add ("/call/stack/empty", Fixture, NULL, set_up, test_empty_stack, tear_down);
  g_test_add ("/call/stack/runs-and-observes", Fixture, "yes", set_up, test_stack, tear_down);
  g_test_add ("/call/stack/fails-and-cancels", Fixture, "yes", set_up, test_stack_fails, tear_down);

  return g_test_run ();
}
