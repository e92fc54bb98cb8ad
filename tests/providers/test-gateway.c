/* test-gateway.c: one operation, from reservation to record
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "providers-fixture.h"

#include <string.h>

#include "lab-test-wait.h"

/* What a streamed answer is watched by. */
typedef struct
{
  Fixture *fixture;
  GString *text;
  guint n;
  guint cancel_at; /* 0 never */
} Watch;

static void
watch_cb (const char *text,
          gpointer    user_data)
{
  Watch *watch = user_data;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_string_append (watch->text, text);
  /* The money is held and nothing is recorded while the answer arrives. */
  g_assert_nonnull (lab_fake_gate_get_reservation (watch->fixture->gate,
                                                   watch->fixture->context->operation_id));
  g_assert_cmpuint (fixture_n_records (watch->fixture), ==, 0);
  if (++watch->n == watch->cancel_at)
    g_cancellable_cancel (watch->fixture->cancellable);
}

static void
test_order_and_deltas (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Watch watch = { self, text, 0, 0 };
  g_autoptr (LabResponse) response = NULL;
  const LabCallRecord *record;

  self->request->stream = TRUE;
  self->context->delta = watch_cb;
  self->context->delta_data = &watch;
  response = fixture_send_ok (self);

  g_assert_cmpuint (watch.n, >, 3);
  g_assert_cmpstr (response->content, ==, text->str);
  g_assert_cmpuint (fixture_n_records (self), ==, 1);
  record = fixture_get_record (self, 0);
  g_assert_cmpstr (record->answer, ==, text->str);
  g_assert_cmpint (response->ttft_us, >, 0);
  g_assert_cmpint (response->ttft_us, <, response->latency_us);
  g_assert_cmpint (record->ttft_us, ==, response->ttft_us);
  g_assert_cmpint (record->latency_us, ==, response->latency_us);
  g_assert_cmpint (response->latency_us, ==, fixture_elapsed (self));
}

static void
test_record (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *hash = lab_request_hash (self->request);
  g_autofree char *prompt = lab_request_to_json (self->request);
  g_autoptr (LabResponse) response = NULL;
  const LabCallRecord *record;

  self->context->experiment_id = g_strdup ("experiment-1");
  self->context->session_id = g_strdup ("session-1");
  self->context->run_id = g_strdup ("run-1");
  self->context->strategies = g_strdup ("[{\"strategy\":\"x\"}]");
  self->context->tags = g_strdup ("{\"a\":1}");
  self->context->purpose = LAB_PURPOSE_JUDGE;
  self->context->replicate = 3;
  response = fixture_send_ok (self);
  record = fixture_get_record (self, 0);

  g_assert_cmpstr (record->profile_id, ==, "profile-1");
  g_assert_cmpstr (record->experiment_id, ==, "experiment-1");
  g_assert_cmpstr (record->session_id, ==, "session-1");
  g_assert_cmpstr (record->run_id, ==, "run-1");
  g_assert_cmpstr (record->operation_id, ==, self->context->operation_id);
  g_assert_cmpstr (record->task_key, ==, "task-1");
  g_assert_cmpstr (record->strategies, ==, "[{\"strategy\":\"x\"}]");
  g_assert_cmpstr (record->tags, ==, "{\"a\":1}");
  g_assert_cmpint (record->purpose, ==, LAB_PURPOSE_JUDGE);
  g_assert_cmpuint (record->replicate, ==, 3);
  g_assert_cmpuint (record->attempt, ==, 1);
  g_assert_true (record->final);
  g_assert_cmpint (record->origin, ==, LAB_ORIGIN_PRACTICE);
  g_assert_cmpint (record->status, ==, LAB_CALL_OK);
  g_assert_cmpstr (record->provider, ==, "openai");
  g_assert_cmpstr (record->model, ==, "gpt-5-mini");
  g_assert_cmpstr (record->model_served, ==, "gpt-5-mini-2025-08-07");
  g_assert_cmpstr (record->service_tier, ==, "default");
  g_assert_cmpint (record->finish, ==, LAB_FINISH_STOP);
  g_assert_cmpint (record->cost_state, ==, LAB_COST_KNOWN);
  g_assert_null (record->cost_basis);
  g_assert_cmpint (record->cost, >, 0);
  g_assert_cmpint (record->cost, ==, response->cost);
  g_assert_nonnull (strstr (record->price_row, "gpt-5-mini"));
  g_assert_cmpint (record->context_tier, ==, 0);
  g_assert_cmpint (record->timestamp, ==, START_US);
  g_assert_cmpstr (record->request_hash, ==, hash);
  g_assert_cmpstr (record->prompt, ==, prompt);
  g_assert_cmpstr (record->answer, ==, response->content);
  g_assert_true (lab_usage_equal (&record->usage, &response->usage));
  g_assert_cmpint (record->usage.system, >, 0);
  g_assert_nonnull (record->raw_usage);
  g_assert_null (record->error_code);
  g_assert_cmpint (record->score, ==, LAB_SCORE_NONE);
  g_assert_cmpstr (response->provider, ==, "openai");
  g_assert_cmpint (response->ttft_us, ==, LAB_TIME_UNKNOWN);
}

static void
test_text_is_not_kept_unless_asked (Fixture       *self,
                                    gconstpointer  data)
{
  g_autoptr (LabResponse) response = NULL;

  self->context->keep_text = FALSE;
  response = fixture_send_ok (self);
  g_assert_null (fixture_get_record (self, 0)->prompt);
  g_assert_null (fixture_get_record (self, 0)->answer);
  g_assert_nonnull (fixture_get_record (self, 0)->request_hash);
  g_assert_cmpstr (response->content, !=, "");
}

static void
test_answers (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (LabFakeAnswers) answers = lab_fake_answers_new ("invoice", "billing");
  g_autoptr (LabResponse) right = NULL;
  g_autoptr (LabResponse) wrong = NULL;
  LabMessage *question = g_ptr_array_index (self->request->messages, 1);

  self->context->answers = LAB_ANSWER_SOURCE (g_object_ref (answers));
  right = fixture_send_ok (self);
  g_assert_cmpstr (right->content, ==, "billing");

  fixture_next (self);
  lab_part_set_text (g_ptr_array_index (question->parts, 0), "The total is wrong.");
  wrong = fixture_send_ok (self);
  g_assert_cmpstr (wrong->content, ==, "I do not know.");
}

static void
test_refused_reservation (Fixture       *self,
                          gconstpointer  data)
{
  FakeTransport *transport;
  g_autofree char *reason = NULL;

  fixture_use_cap (self, 1);
  transport = fixture_use_transport (self, "openai");
  reason = fixture_send_error (self, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED);
  g_assert_cmpstr (reason, ==, "budget");
  g_assert_cmpuint (fake_transport_get_n_sent (transport), ==, 0);
  g_assert_cmpuint (fixture_n_records (self), ==, 0);
  g_assert_cmpuint (lab_fake_gate_get_n_asked (self->gate), ==, 1);
  g_assert_cmpint (lab_fake_gate_get_reserved (self->gate), ==, 0);
}

static void
test_refused_before_reservation (Fixture       *self,
                                 gconstpointer  data)
{
  static const char * const fallbacks[] = { "nobody/x", "noslash", "/x", "openai/" };

  for (gsize i = 0; i < G_N_ELEMENTS (fallbacks); i++)
    {
      g_strfreev (self->context->fallback_models);
      self->context->fallback_models = g_strsplit (fallbacks[i], " ", -1);
      g_free (fixture_send_error (self, LAB_ERROR_INVALID_REQUEST));
    }
  g_clear_pointer (&self->context->fallback_models, g_strfreev);
  lab_request_set (&self->request->provider, "nobody");
  g_free (fixture_send_error (self, LAB_ERROR_INVALID_REQUEST));
  lab_request_set (&self->request->provider, "openai");
  lab_request_set (&self->request->temperature, "hot");
  g_free (fixture_send_error (self, LAB_ERROR_INVALID_REQUEST));
  g_assert_cmpuint (lab_fake_gate_get_n_asked (self->gate), ==, 0);
  g_assert_cmpuint (fixture_n_records (self), ==, 0);
}

/* The dialect has no words for it: found after the reservation, which is
 * given back. */
static void
test_refused_by_dialect (Fixture       *self,
                         gconstpointer  data)
{
  lab_request_set_extra (self->request, "n", "2");
  g_free (fixture_send_error (self, LAB_ERROR_INVALID_REQUEST));
  g_assert_cmpuint (fixture_n_records (self), ==, 0);
  g_assert_cmpint (lab_fake_gate_get_reserved (self->gate), ==, 0);
}

static void
test_record_failure_keeps_reservation (Fixture       *self,
                                       gconstpointer  data)
{
  const char * const scripts[] = { "ok", "500 ok", "400" };

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      fixture_next (self);
      self->context->max_attempts = 2;
      fixture_set_script (self, scripts[i]);
      lab_fake_sink_fail_next (self->sink, LAB_ERROR_DATABASE_CONNECTION_FAILED);
      g_free (fixture_send_error (self, LAB_ERROR_DATABASE_CONNECTION_FAILED));
      g_assert_cmpuint (fixture_n_records (self), ==, 0);
      g_assert_nonnull (
        lab_fake_gate_get_reservation (self->gate, self->context->operation_id));
    }
}

static void
test_without_gate (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (LabDialect) dialect = lab_openai_chat_new ();
  g_autoptr (LabProvider) provider =
    lab_provider_new ("openai", dialect, LAB_TRANSPORT (self->mock));
  g_autoptr (LabResponse) response = NULL;

  g_object_unref (self->gateway);
  self->gateway = lab_gateway_new (self->catalogue, self->tokenizer, NULL,
                                   LAB_CALL_SINK (self->sink), self->clock, NULL);
  lab_gateway_add_provider (self->gateway, provider);
  response = fixture_send_ok (self);
  g_assert_cmpuint (fixture_n_records (self), ==, 1);
  fixture_set_script (self, "401");
  g_free (fixture_send_error (self, LAB_ERROR_INVALID_API_KEY));
  g_assert_cmpuint (lab_fake_gate_get_n_asked (self->gate), ==, 0);
}

static void
test_strategys_answer (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr (LabResponse) answer = lab_response_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };
  const LabCallRecord *record;

  lab_request_set (&answer->content, "from the cache");
  answer->finish = LAB_FINISH_STOP;
  lab_gateway_record_answer_async (self->gateway, self->request, answer, self->context,
                                   lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  g_assert_true (lab_gateway_record_answer_finish (self->gateway, result, &error));
  g_assert_no_error (error);

  record = fixture_get_record (self, 0);
  g_assert_cmpint (record->status, ==, LAB_CALL_ANSWERED);
  g_assert_cmpint (record->cost_state, ==, LAB_COST_KNOWN);
  g_assert_cmpint (record->cost, ==, 0);
  g_assert_cmpint (lab_usage_total (&record->usage), ==, 0);
  g_assert_cmpint (record->latency_us, ==, 0);
  g_assert_true (record->final);
  g_assert_cmpstr (record->answer, ==, "from the cache");
  g_assert_cmpint (record->finish, ==, LAB_FINISH_STOP);
  g_assert_cmpuint (lab_fake_gate_get_n_asked (self->gate), ==, 0);

  g_clear_object (&result);
  lab_fake_sink_fail_next (self->sink, LAB_ERROR_DATABASE_CONNECTION_FAILED);
  lab_gateway_record_answer_async (self->gateway, self->request, answer, self->context,
                                   lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  g_assert_false (lab_gateway_record_answer_finish (self->gateway, result, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATABASE_CONNECTION_FAILED);
}

static void
send_cancelled (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_send (self, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
cancel_later_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Fixture *self = user_data;

  lab_clock_sleep_finish (LAB_CLOCK (source), result, NULL);
  g_cancellable_cancel (self->cancellable);
}

static void
cancel_after (Fixture *self,
              gint64   delay_us)
{
  self->cancellable = g_cancellable_new ();
  lab_clock_sleep_async (self->clock, delay_us, NULL, cancel_later_cb, self);
}

static void
test_cancel_before (Fixture       *self,
                    gconstpointer  data)
{
  self->cancellable = g_cancellable_new ();
  g_cancellable_cancel (self->cancellable);
  send_cancelled (self);
  g_assert_cmpuint (fixture_n_records (self), ==, 0);
  g_assert_cmpint (lab_fake_gate_get_reserved (self->gate), ==, 0);
}

static void
test_cancel_waiting_for_limits (Fixture       *self,
                                gconstpointer  data)
{
  const LabLimits limits = { .requests_per_minute = 1 };
  g_autoptr (LabResponse) first = NULL;

  lab_gateway_set_limits (self->gateway, &limits);
  first = fixture_send_ok (self);
  fixture_next (self);
  cancel_after (self, 20 * G_USEC_PER_SEC);
  send_cancelled (self);
  g_assert_cmpuint (fixture_n_records (self), ==, 0);
  g_assert_null (lab_fake_gate_get_reservation (self->gate, self->context->operation_id));
}

static void
test_cancel_before_first_byte (Fixture       *self,
                               gconstpointer  data)
{
  const LabReservation *reservation;
  const LabCallRecord *record;

  cancel_after (self, 1000);
  send_cancelled (self);
  record = fixture_get_record (self, 0);
  reservation = lab_fake_gate_get_reservation (self->gate, self->context->operation_id);
  g_assert_cmpint (record->status, ==, LAB_CALL_CANCELLED);
  g_assert_cmpstr (record->error_code, ==, "CANCELLED");
  g_assert_true (record->final);
  g_assert_cmpint (record->cost_state, ==, LAB_COST_ESTIMATED);
  g_assert_cmpstr (record->cost_basis, ==, "worst-case");
  g_assert_cmpint (record->cost, ==, reservation->worst_case);
  g_assert_cmpint (record->latency_us, ==, 1000);
}

static void
test_cancel_mid_stream (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Watch watch = { self, text, 0, 3 };
  const LabCallRecord *record;

  self->cancellable = g_cancellable_new ();
  self->request->stream = TRUE;
  self->context->delta = watch_cb;
  self->context->delta_data = &watch;
  self->context->max_attempts = 3;
  send_cancelled (self);

  g_assert_cmpuint (fixture_n_records (self), ==, 1);
  record = fixture_get_record (self, 0);
  g_assert_cmpint (record->status, ==, LAB_CALL_CANCELLED);
  g_assert_cmpstr (record->answer, ==, text->str);
  g_assert_cmpint (record->cost_state, ==, LAB_COST_ESTIMATED);
  g_assert_cmpint (record->cost, >, 0);
  g_assert_cmpint (record->usage.buckets[LAB_BUCKET_O], >, 0);
  g_assert_true (record->usage.flags & LAB_USAGE_PARTIAL);
  g_assert_cmpuint (watch.n, ==, 3);
}

static void
test_cancel_during_backoff (Fixture       *self,
                            gconstpointer  data)
{
  self->context->max_attempts = 3;
  fixture_set_script (self, "429 429 429");
  /* The first reply comes after 40 ms and asks for 250 ms. */
  cancel_after (self, 100000);
  send_cancelled (self);
  g_assert_cmpuint (fixture_n_records (self), ==, 1);
  g_assert_false (fixture_get_record (self, 0)->final);
  g_assert_cmpint (fixture_elapsed (self), ==, 100000);
  g_assert_null (lab_fake_gate_get_reservation (self->gate, self->context->operation_id));
}

static void
test_two_at_once (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (LabCallContext) other = lab_call_context_copy (self->context);
  g_autoptr (LabRequest) question = lab_request_copy (self->request);
  g_autoptr (GError) error = NULL;
  LabTestWait waits[2] = { 0 };

  g_free (other->operation_id);
  other->operation_id = g_uuid_string_random ();
  lab_part_set_text (g_ptr_array_index (
                       ((LabMessage *) g_ptr_array_index (question->messages, 1))->parts, 0),
                     "Where is my parcel?");
  lab_gateway_send_async (self->gateway, self->request, self->context, NULL, lab_test_wait_cb,
                          &waits[0]);
  lab_gateway_send_async (self->gateway, question, other, NULL, lab_test_wait_cb, &waits[1]);
  while (waits[0].result == NULL || waits[1].result == NULL)
    g_main_context_iteration (NULL, TRUE);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = waits[i].result;
      g_autoptr (LabResponse) response =
        lab_gateway_send_finish (self->gateway, result, &error);
      const LabCallRecord *record = fixture_get_record (self, i);

      g_assert_no_error (error);
      g_assert_cmpint (record->timestamp, ==, START_US);
      g_assert_cmpstr (response->content, !=, "");
    }
  g_assert_cmpuint (fixture_n_records (self), ==, 2);
  g_assert_cmpstr (fixture_get_record (self, 0)->operation_id, !=,
                   fixture_get_record (self, 1)->operation_id);
  /* Side by side, not one behind the other. */
  g_assert_cmpint (fixture_elapsed (self), ==, MAX (fixture_get_record (self, 0)->latency_us,
                                                    fixture_get_record (self, 1)->latency_us));
}

/* All of a record but its ids, as one line. */
static void
describe (GString             *into,
          const LabCallRecord *record)
{
  g_string_append_printf (
    into, "%u %d %d %s %s %s %d %" G_GINT64_FORMAT " %s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
    " %" G_GINT64_FORMAT " %s %s %s\n",
    record->attempt, record->final, (int) record->status, record->model, record->model_served,
    record->raw_usage, (int) record->cost_state, record->cost, record->cost_basis,
    record->price_row, record->latency_us, record->ttft_us, record->timestamp - START_US,
    record->error_code, record->prompt, record->answer);
}

static char *
run_with_faults (guint64 seed)
{
  const LabMockFaults faults = { .rate_limited = 1500, .server_error = 1500, .cut = 1000,
                                 .no_usage = 1000, .timeout = 500 };
  GString *seen = g_string_new (NULL);
  Fixture self = { 0 };

  fixture_set_up (&self, NULL);
  lab_mock_set_faults (self.mock, &faults);
  self.context->seed = seed;
  self.context->max_attempts = 3;
  self.context->timeout_us = 30 * G_USEC_PER_SEC;
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *key = g_strdup_printf ("task-%u", i);
      g_autofree char *text = g_strdup_printf ("Question %u", i);
      g_autoptr (LabResponse) response = NULL;
      LabMessage *question = g_ptr_array_index (self.request->messages, 1);

      fixture_next (&self);
      lab_request_set (&self.context->task_key, key);
      lab_part_set_text (g_ptr_array_index (question->parts, 0), text);
      self.request->stream = i % 2 == 0;
      response = fixture_send (&self, NULL);
      for (guint j = 0; j < fixture_n_records (&self); j++)
        describe (seen, fixture_get_record (&self, j));
    }
  fixture_tear_down (&self, NULL);
  return g_string_free (seen, FALSE);
}

static void
test_deterministic (void)
{
  g_autofree char *first = run_with_faults (1);
  g_autofree char *again = run_with_faults (1);
  g_autofree char *other = run_with_faults (2);

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
  g_assert_nonnull (strstr (first, "RATE_LIMIT_EXCEEDED"));
  g_assert_nonnull (strstr (first, "PROVIDER_UNAVAILABLE"));
}

static void
test_context (void)
{
  g_autoptr (LabCallContext) context = lab_call_context_new ();
  g_autoptr (LabCallContext) copy = NULL;

  g_assert_cmpuint (context->max_attempts, ==, 1);
  g_assert_true (context->keep_text);
  context->fallback_models = g_strsplit ("openai/a anthropic/b", " ", -1);
  context->tags = g_strdup ("{}");
  copy = lab_call_context_copy (context);
  g_assert_cmpstr (copy->operation_id, ==, context->operation_id);
  g_assert_cmpstr (copy->fallback_models[1], ==, "anthropic/b");
  g_assert_true (copy->fallback_models != context->fallback_models);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/providers/gateway/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("order-and-deltas", test_order_and_deltas);
  ADD ("record", test_record);
  ADD ("text-is-not-kept-unless-asked", test_text_is_not_kept_unless_asked);
  ADD ("answers-from-the-source", test_answers);
  ADD ("refused-reservation-sends-nothing", test_refused_reservation);
  ADD ("refused-before-reservation", test_refused_before_reservation);
  ADD ("refused-by-dialect-releases", test_refused_by_dialect);
  ADD ("record-failure-keeps-reservation", test_record_failure_keeps_reservation);
  ADD ("without-gate", test_without_gate);
  ADD ("strategys-answer", test_strategys_answer);
  ADD ("cancel/before", test_cancel_before);
  ADD ("cancel/waiting-for-limits", test_cancel_waiting_for_limits);
  ADD ("cancel/before-first-byte", test_cancel_before_first_byte);
  ADD ("cancel/mid-stream", test_cancel_mid_stream);
  ADD ("cancel/during-backoff", test_cancel_during_backoff);
  ADD ("two-at-once", test_two_at_once);
  g_test_add_func ("/providers/gateway/deterministic", test_deterministic);
  g_test_add_func ("/providers/gateway/context", test_context);

  return g_test_run ();
}
