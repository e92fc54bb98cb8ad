/* test-calls.c: calls by hand, streamed and stopped
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox-fixture.h"

/* Streamed text arrives in pieces, which make the answer. */
static void
append_cb (const char *text,
           gpointer    data)
{
  g_ptr_array_add (data, g_strdup (text));
}

static void
test_streamed (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRequest) request = fixture_request ("Stream, please");
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LabResponse) response = NULL;
  g_autofree char *joined = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };

  request->stream = TRUE;
  lab_session_call_async (session, request, NULL, append_cb, pieces, NULL, lab_test_wait_cb,
                          &wait);
  result = lab_test_wait_result (&wait);
  response = lab_session_call_finish (session, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pieces->len, >, 5);
  g_ptr_array_add (pieces, NULL);
  joined = g_strjoinv (NULL, (char **) pieces->pdata);
  g_assert_cmpstr (joined, ==, response->content);
  g_assert_cmpint (response->ttft_us, >, 0);
  g_assert_cmpint (response->ttft_us, <, response->latency_us);
}

typedef struct
{
  GCancellable *cancellable;
  guint n;
} Stopper;

static void
stop_cb (const char *text,
         gpointer    data)
{
  Stopper *stopper = data;

  if (++stopper->n == 3)
    g_cancellable_cancel (stopper->cancellable);
}

static void
test_cancel_mid_stream (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRequest) request = fixture_request ("Stream, please");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) calls = NULL;
  g_autoptr (GError) error = NULL;
  Stopper stopper = { .cancellable = cancellable };
  LabTestWait wait = { 0 };
  const LabCallRecord *record;

  request->stream = TRUE;
  lab_session_call_async (session, request, NULL, stop_cb, &stopper, cancellable,
                          lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  g_assert_null (lab_session_call_finish (session, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  calls = fixture_list_calls (self->store, "p", NULL);
  g_assert_cmpuint (calls->len, ==, 1);
  record = ((LabCallRow *) g_ptr_array_index (calls, 0))->record;
  g_assert_cmpint (record->status, ==, LAB_CALL_CANCELLED);
  g_assert_cmpint (record->cost_state, ==, LAB_COST_ESTIMATED);
  g_assert_cmpint (record->cost, >, 0);
}

static void
test_text_not_kept (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (LabSessionConfig) config = lab_session_config_new ();
  g_autoptr (LabSession) session = NULL;
  g_autoptr (LabRunConfig) run_config = fixture_run_config (fixture_workload ("rag-qa", 3, 3));
  g_autoptr (LabRunResult) run = NULL;
  g_autoptr (GPtrArray) calls = NULL;

  config->keep_text = FALSE;
  session = fixture_simple_session (self, config);
  run = fixture_run (session, run_config, NULL);
  g_assert_cmpuint (run->tasks_judged, ==, 3);
  calls = fixture_list_calls (self->store, "p", run->run_id);
  for (guint i = 0; i < calls->len; i++)
    {
      const LabCallRecord *record = ((LabCallRow *) g_ptr_array_index (calls, i))->record;

      g_assert_null (record->prompt);
      g_assert_null (record->answer);
      g_assert_cmpint (record->score, >=, 0);
    }
}

typedef struct
{
  guint n;
  guint attempts[4];
  guint max;
  gint64 wait_us[4];
} Retries;

static void
retrying_cb (guint         attempt,
             guint         max_attempts,
             gint64        wait_us,
             const GError *reason,
             gpointer      data)
{
  Retries *retries = data;

  g_assert_error (reason, LAB_ERROR, LAB_ERROR_RATE_LIMIT_EXCEEDED);
  g_assert_cmpuint (retries->n, <, G_N_ELEMENTS (retries->attempts));
  retries->attempts[retries->n] = attempt;
  retries->wait_us[retries->n] = wait_us;
  retries->n++;
  retries->max = max_attempts;
}

static LabResponse *
call_with_options (LabSession            *session,
                   const LabRequest      *request,
                   const LabCallOptions  *options,
                   GError               **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_session_call_with_options_async (session, request, NULL, options, NULL, NULL, NULL,
                                       lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_session_call_finish (session, result, error);
}

/* Refused twice, then answered: the caller is told before each further
 * attempt, all three are in the ledger, and the next call is spared. */
static void
test_faults_of_one_call (Fixture       *self,
                         gconstpointer  data)
{
  static const char * const faults[] = { "429-wait", "429-wait", NULL };
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRequest) request = fixture_request ("Answer at last");
  g_autoptr (LabResponse) response = NULL;
  g_autoptr (LabResponse) next = NULL;
  g_autoptr (GPtrArray) calls = NULL;
  g_autoptr (GError) error = NULL;
  Retries retries = { 0 };
  const LabCallOptions options = {
    .faults = faults,
    .retrying = retrying_cb,
    .retrying_data = &retries,
  };

  response = call_with_options (session, request, &options, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (retries.n, ==, 2);
  g_assert_cmpuint (retries.max, ==, 3);
  for (guint i = 0; i < retries.n; i++)
    {
      g_assert_cmpuint (retries.attempts[i], ==, i + 2);
      g_assert_cmpint (retries.wait_us[i], ==, 3 * G_USEC_PER_SEC);
    }
  next = fixture_call (session, request, NULL, &error);
  g_assert_no_error (error);
  calls = fixture_list_calls (self->store, "p", NULL);
  g_assert_cmpuint (calls->len, ==, 4);
  for (guint i = 0; i < calls->len; i++)
    {
      const LabCallRecord *record = ((LabCallRow *) g_ptr_array_index (calls, i))->record;

      g_assert_cmpint (record->status, ==, i < 2 ? LAB_CALL_REFUSED : LAB_CALL_OK);
      g_assert_cmpuint (record->attempt, ==, i < 3 ? i + 1 : 1);
    }
}

/* Under a budget a call without a price needs leave, and has it for itself
 * alone. */
static void
test_unpriced_allowed_once (Fixture       *self,
                            gconstpointer  data)
{
  const LabCallOptions options = { .allow_unpriced = TRUE };
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRequest) request = fixture_request ("What does nobody know?");
  g_autoptr (LabResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  lab_request_set (&request->model, "a-model-of-nobody");
  fixture_set_budget (self, "p", LAB_BUDGET_PROFILE, "", LAB_MONEY_PER_USD);
  g_assert_null (fixture_call (session, request, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_UNPRICED);
  g_clear_error (&error);
  response = call_with_options (session, request, &options, &error);
  g_assert_no_error (error);
  g_assert_cmpint (response->cost_state, ==, LAB_COST_UNPRICED);
  g_assert_null (fixture_call (session, request, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_UNPRICED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  FIXTURE_TEST ("/sandbox/calls/streamed", test_streamed);
  FIXTURE_TEST ("/sandbox/calls/cancel-mid-stream", test_cancel_mid_stream);
  FIXTURE_TEST ("/sandbox/calls/text-not-kept", test_text_not_kept);
  FIXTURE_TEST ("/sandbox/calls/faults-are-of-one-call", test_faults_of_one_call);
  FIXTURE_TEST ("/sandbox/calls/unpriced-is-allowed-once", test_unpriced_allowed_once);

  return g_test_run ();
}
