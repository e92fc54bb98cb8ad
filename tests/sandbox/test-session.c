/* test-session.c: sessions apart from each other, and their limits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox-fixture.h"

#include <string.h>

#include "lab-error-handler.h"
#include "lab-store-experiments.h"
#include "lab-store-sessions.h"

static gboolean
get_metrics (Fixture            *self,
             const char         *profile,
             const char         *id,
             LabSessionMetrics  *metrics,
             GError            **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_sandbox_get_session_metrics_async (self->sandbox, profile, id, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_sandbox_get_session_metrics_finish (self->sandbox, result, metrics, error);
}

/* Sessions of a user share the provider's cache; those isolated by
 * experiment share it within theirs, and no profile with another. */
static void
test_isolation (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (LabSessionConfig) user = lab_session_config_new ();
  g_autoptr (LabSession) own = fixture_simple_session (self, NULL);
  const char *first = lab_session_get_experiment_id (own);
  g_autofree char *second = fixture_add_experiment (self, "p", "Another");
  g_autofree char *foreign = NULL;
  g_autoptr (LabSessionRow) row = fixture_read_row (self, own);
  g_autoptr (LabSession) own_again = fixture_add_session (self, "p", first, NULL);
  g_autoptr (LabSession) other = fixture_add_session (self, "p", second, NULL);
  g_autoptr (LabSession) a = NULL;
  g_autoptr (LabSession) b = NULL;
  g_autoptr (LabSession) q = NULL;

  g_assert_cmpstr (row->isolation, ==, "experiment");
  g_assert_cmpstr (row->status, ==, "active");
  g_assert_cmpstr (row->model, ==, FIXTURE_MODEL);
  g_assert_cmpint (fixture_count_cached (own), ==, 0);
  g_assert_cmpint (fixture_count_cached (own_again), >, 1000);
  g_assert_cmpint (fixture_count_cached (other), ==, 0);

  user->isolation = LAB_ISOLATION_USER;
  a = fixture_add_session (self, "p", first, user);
  b = fixture_add_session (self, "p", second, user);
  g_assert_cmpint (fixture_count_cached (a), ==, 0);
  g_assert_cmpint (fixture_count_cached (b), >, 1000);

  fixture_add_profile (self, "q");
  foreign = fixture_add_experiment (self, "q", "Theirs");
  q = fixture_add_session (self, "q", foreign, user);
  g_assert_cmpint (fixture_count_cached (q), ==, 0);
}

static gpointer
archive (LabStoreTxn  *txn,
         gpointer      data,
         GError      **error)
{
  return GINT_TO_POINTER (lab_store_experiments_set_status (txn, "p", data, "archived",
                                                            FIXTURE_NOW, error));
}

/* What is advised helps here: to close other sessions does not. */
static void
assert_advises_new_experiment (const GError *error)
{
  g_autoptr (LabErrorResponse) response = lab_error_response_new (error);

  g_assert_nonnull (strstr (response->suggested_action, "new experiment"));
  g_assert_false (response->recoverable);
}

static void
assert_advises (const GError *error,
                const char   *beginning)
{
  g_assert_true (g_str_has_prefix (lab_error_get_context (error, LAB_ERROR_CONTEXT_ACTION),
                                   beginning));
}

static void
test_creation_fails (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabSessionConfig) strange = lab_session_config_new ();
  g_autofree char *archived = fixture_add_experiment (self, "p", "Old");
  const char *experiment = lab_session_get_experiment_id (session);
  GError *error = NULL;

  lab_store_write_sync (self->store, archive, archived, NULL, NULL, &error);
  g_assert_no_error (error);
  error = fixture_refuse_session (self, "p", archived, NULL);
  fixture_assert_reason (error, LAB_ERROR_SESSION_CREATION_FAILED, "archived");
  assert_advises_new_experiment (error);
  g_clear_error (&error);

  error = fixture_refuse_session (self, "p", "no such experiment", NULL);
  fixture_assert_reason (error, LAB_ERROR_SESSION_CREATION_FAILED, "experiment");
  assert_advises (error, "Choose an experiment");
  g_clear_error (&error);

  error = fixture_refuse_session (self, "p", NULL, NULL);
  fixture_assert_reason (error, LAB_ERROR_SESSION_CREATION_FAILED, "experiment");
  g_clear_error (&error);

  fixture_add_profile (self, "q");
  error = fixture_refuse_session (self, "q", experiment, NULL);
  fixture_assert_reason (error, LAB_ERROR_SESSION_CREATION_FAILED, "experiment");
  g_clear_error (&error);

  strange->provider = g_strdup ("nobody");
  error = fixture_refuse_session (self, "p", experiment, strange);
  fixture_assert_reason (error, LAB_ERROR_SESSION_CREATION_FAILED, "provider");
  assert_advises (error, "Choose one of the providers");
  g_clear_error (&error);

  lab_store_close (self->store);
  error = fixture_refuse_session (self, "p", experiment, NULL);
  fixture_assert_reason (error, LAB_ERROR_SESSION_CREATION_FAILED, "store");
  g_clear_error (&error);
}

static gpointer
count_sessions (LabStoreTxn  *txn,
                gpointer      data,
                GError      **error)
{
  g_autoptr (GPtrArray) rows = lab_store_sessions_list (txn, "p", NULL, error);

  return rows != NULL ? GUINT_TO_POINTER (rows->len + 1) : NULL;
}

/* The budget cannot be set; the session's row is taken back with it. */
static void
test_creation_is_rolled_back (Fixture       *self,
                              gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabSessionConfig) config = lab_session_config_new ();
  g_autoptr (GError) error = NULL;
  gpointer n;

  config->budget = -5;
  error =
    fixture_refuse_session (self, "p", lab_session_get_experiment_id (session), config);
  fixture_assert_reason (error, LAB_ERROR_SESSION_CREATION_FAILED, "store");
  n = lab_store_read_sync (self->store, count_sessions, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (GPOINTER_TO_UINT (n), ==, 1 + 1);
}

static void
test_other_profile (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRequest) request = fixture_request ("Hello");
  const char *id = lab_session_get_id (session);
  LabSessionMetrics metrics;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) called = NULL;
  g_autoptr (GError) of_call = NULL;
  g_autoptr (GError) of_metrics = NULL;
  g_autoptr (GError) of_end = NULL;
  g_autoptr (GError) of_recreation = NULL;
  LabTestWait wait = { 0 };

  fixture_add_profile (self, "q");
  g_assert_true (lab_sandbox_get_session (self->sandbox, "p", id, NULL) == session);
  g_assert_null (lab_sandbox_get_session (self->sandbox, "q", id, &error));
  fixture_assert_reason (error, LAB_ERROR_ISOLATION_BREACH, "profile");

  lab_sandbox_execute_api_call_async (self->sandbox, "q", id, request, NULL, lab_test_wait_cb,
                                      &wait);
  called = lab_test_wait_result (&wait);
  g_assert_null (lab_sandbox_execute_api_call_finish (self->sandbox, called, &of_call));
  fixture_assert_reason (of_call, LAB_ERROR_ISOLATION_BREACH, "profile");

  g_assert_false (get_metrics (self, "q", id, &metrics, &of_metrics));
  fixture_assert_reason (of_metrics, LAB_ERROR_ISOLATION_BREACH, "profile");

  lab_sandbox_terminate_session_async (self->sandbox, "q", id, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  g_assert_false (lab_sandbox_terminate_session_finish (self->sandbox, result, &of_end));
  fixture_assert_reason (of_end, LAB_ERROR_ISOLATION_BREACH, "profile");

  g_assert_null (fixture_recreate (self, "q", id, &of_recreation));
  fixture_assert_reason (of_recreation, LAB_ERROR_ISOLATION_BREACH, "profile");
  g_clear_error (&of_recreation);
  fixture_terminate (self, session);
  g_assert_null (fixture_recreate (self, "q", id, &of_recreation));
  g_assert_error (of_recreation, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_clear_error (&of_metrics);
  g_assert_false (get_metrics (self, "q", id, &metrics, &of_metrics));
  g_assert_error (of_metrics, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static void
test_execute_by_id (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRequest) request = fixture_request ("What is a token?");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LabResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };

  lab_sandbox_execute_api_call_async (self->sandbox, "p", lab_session_get_id (session), request,
                                      NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  response = lab_sandbox_execute_api_call_finish (self->sandbox, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (response->cost, >, 0);
  g_assert_cmpint (response->cost_state, ==, LAB_COST_KNOWN);
}

static void
test_closed (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabSessionRow) row = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) of_run = NULL;
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 2, 3));

  fixture_call_well (session, "One");
  fixture_terminate (self, session);
  g_assert_false (lab_session_is_open (session));
  row = fixture_read_row (self, session);
  g_assert_cmpstr (row->status, ==, "closed");
  g_assert_cmpint (row->ended_at, >, 0);
  error = fixture_refuse_call (session);
  fixture_assert_reason (error, LAB_ERROR_ISOLATION_BREACH, "closed");
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_SESSION), ==,
                   lab_session_get_id (session));
  of_run = fixture_refuse_run (session, config);
  fixture_assert_reason (of_run, LAB_ERROR_ISOLATION_BREACH, "closed");
  g_assert_null (
    lab_sandbox_get_session (self->sandbox, "p", lab_session_get_id (session), NULL));
}

/* Also with many at once: each counts once. */
static void
test_operation_limit (Fixture       *self,
                      gconstpointer  data)
{
  g_autoptr (LabSessionConfig) limits = lab_session_config_new ();
  g_autoptr (LabSession) session = NULL;
  g_autoptr (LabRequest) request = fixture_request ("Quick, all of you!");
  LabTestWait waits[8] = { 0 };
  guint n_good = 0, n_refused = 0;

  limits->max_operations = 5;
  session = fixture_simple_session (self, limits);
  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    lab_session_call_async (session, request, NULL, NULL, NULL, NULL, lab_test_wait_cb,
                            &waits[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabResponse) response = NULL;

      while (waits[i].result == NULL)
        g_main_context_iteration (NULL, TRUE);
      response = lab_session_call_finish (session, waits[i].result, &error);
      if (response != NULL)
        n_good++;
      else
        {
          fixture_assert_reason (error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED, "operations");
          n_refused++;
        }
      g_object_unref (waits[i].result);
    }
  g_assert_cmpuint (n_good, ==, 5);
  g_assert_cmpuint (n_refused, ==, 3);
}

/* Calls wait for their tokens; one that is more than a minute's worth is
 * refused. */
static void
test_token_limit (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (LabSessionConfig) limits = lab_session_config_new ();
  g_autoptr (LabSession) session = NULL;
  g_autofree char *text = fixture_long_prompt ();
  g_autoptr (LabRequest) request = fixture_request (text);
  g_autoptr (LabResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  LabSessionMetrics metrics;
  gint64 tokens;

  limits->limits.tokens_per_minute = 1000;
  session = fixture_simple_session (self, limits);
  for (guint i = 0; i < 30; i++)
    fixture_call_well (session, "A short question, and yet it is counted like all the others are.");
  lab_session_get_metrics (session, &metrics);
  tokens = lab_usage_total (&metrics.usage);
  /* A minute's worth at once; the rest, but for the last, was waited for. */
  g_assert_cmpint (tokens, >, 3000);
  g_assert_cmpint (lab_clock_now (self->clock) - FIXTURE_NOW, >,
                   (tokens - 1000 - 400) * 60 * G_USEC_PER_SEC / 1000);

  response = fixture_call (session, request, NULL, &error);
  g_assert_null (response);
  fixture_assert_reason (error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED, "tokens-per-minute");
}

static void
test_request_limit (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (LabSessionConfig) limits = lab_session_config_new ();
  g_autoptr (LabSession) session = NULL;

  limits->limits.requests_per_minute = 6;
  session = fixture_simple_session (self, limits);
  for (guint i = 0; i < 12; i++)
    fixture_call_well (session, "Hello");
  /* Six at once, then one every ten seconds. */
  g_assert_cmpint (lab_clock_now (self->clock) - FIXTURE_NOW, >=, 50 * G_USEC_PER_SEC);
}

static void
test_timeout_before (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (LabSessionConfig) limits = lab_session_config_new ();
  g_autoptr (LabSession) session = NULL;
  g_autoptr (LabSessionRow) row = NULL;
  g_autoptr (GError) error = NULL;

  limits->max_duration_us = 60 * G_USEC_PER_SEC;
  session = fixture_simple_session (self, limits);
  fixture_call_well (session, "In time");
  /* The operation's own timer is gone: nothing moves time to its end. */
  fixture_settle ();
  g_assert_cmpint (lab_clock_now (self->clock), <, FIXTURE_NOW + 50 * G_USEC_PER_SEC);
  lab_virtual_clock_advance (LAB_VIRTUAL_CLOCK (self->clock), 60 * G_USEC_PER_SEC);
  error = fixture_refuse_call (session);
  fixture_assert_reason (error, LAB_ERROR_SESSION_TIMEOUT, "duration");
  fixture_terminate (self, session);
  row = fixture_read_row (self, session);
  g_assert_cmpstr (row->status, ==, "expired");
}

static void
test_timeout_during (Fixture       *self,
                     gconstpointer  data)
{
  char *words[] = { (char *) "timeout", NULL };
  const LabMockFaults faults = { .script = words };
  g_autoptr (LabSessionConfig) limits = lab_session_config_new ();
  g_autoptr (LabSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) calls = NULL;
  const LabCallRecord *record;

  limits->max_duration_us = 5 * G_USEC_PER_SEC;
  session = fixture_simple_session (self, limits);
  lab_mock_set_faults (self->mock, &faults);
  error = fixture_refuse_call (session);
  fixture_assert_reason (error, LAB_ERROR_SESSION_TIMEOUT, "duration");
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_SESSION), ==,
                   lab_session_get_id (session));
  g_assert_cmpint (lab_clock_now (self->clock), ==, FIXTURE_NOW + 5 * G_USEC_PER_SEC);
  calls = fixture_list_calls (self->store, "p", NULL);
  g_assert_cmpuint (calls->len, ==, 1);
  record = ((LabCallRow *) g_ptr_array_index (calls, 0))->record;
  g_assert_cmpint (record->status, ==, LAB_CALL_CANCELLED);
  g_assert_cmpint (record->cost_state, ==, LAB_COST_ESTIMATED);
  g_assert_cmpint (record->cost, >, 0);
}

static void
expect_metrics (const LabSessionMetrics *a,
                const LabSessionMetrics *b)
{
  g_assert_cmpint (a->operations, ==, b->operations);
  g_assert_cmpint (a->failed, ==, b->failed);
  g_assert_cmpint (a->answered, ==, b->answered);
  g_assert_cmpmem (&a->cost, sizeof a->cost, &b->cost, sizeof b->cost);
  g_assert_cmpmem (a->usage.buckets, sizeof a->usage.buckets, b->usage.buckets,
                   sizeof b->usage.buckets);
  g_assert_cmpint (a->total_latency_us, ==, b->total_latency_us);
  g_assert_cmpint (a->started_at, ==, b->started_at);
  g_assert_cmpint (a->ended_at, ==, b->ended_at);
}

/* A call that is stopped is recorded before its session's end is told. */
static void
test_terminate_in_flight (Fixture       *self,
                          gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRequest) request = fixture_request ("Tell me all");
  g_autoptr (GPtrArray) calls = NULL;
  LabTestWait waits[6] = { 0 };
  LabTestWait ends[2] = { 0 };
  LabSessionMetrics open, closed;

  fixture_call_well (session, "Before");
  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    lab_session_call_async (session, request, NULL, NULL, NULL, NULL, lab_test_wait_cb,
                            &waits[i]);
  /* All are reserved and sent; none is answered while time stands still. */
  lab_clock_hold (self->clock);
  for (guint i = 0; i < 100; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
  lab_clock_release (self->clock);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    lab_sandbox_terminate_session_async (self->sandbox, "p", lab_session_get_id (session),
                                         lab_test_wait_cb, &ends[i]);
  while (ends[0].result == NULL || ends[1].result == NULL)
    g_main_context_iteration (NULL, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_assert_true (
        lab_sandbox_terminate_session_finish (self->sandbox, ends[i].result, NULL));
      g_object_unref (ends[i].result);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (waits[i].result);
      g_assert_null (lab_session_call_finish (session, waits[i].result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_object_unref (waits[i].result);
    }
  calls = fixture_list_calls (self->store, "p", NULL);
  g_assert_cmpuint (calls->len, ==, 7);
  lab_session_get_metrics (session, &open);
  g_assert_true (get_metrics (self, "p", lab_session_get_id (session), &closed, NULL));
  expect_metrics (&open, &closed);
  g_assert_cmpint (closed.operations, ==, 7);
  g_assert_cmpint (closed.failed, ==, 6);
}

static void
test_metrics (Fixture       *self,
              gconstpointer  data)
{
  const LabMockFaults faults = { .server_error = 2500, .cut = 2000 };
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 20, 3));
  g_autoptr (LabRunResult) run = NULL;
  LabSessionMetrics open, asked, closed;

  lab_mock_set_faults (self->mock, &faults);
  run = fixture_run (session, config, NULL);
  lab_session_get_metrics (session, &open);
  g_assert_true (get_metrics (self, "p", lab_session_get_id (session), &asked, NULL));
  expect_metrics (&open, &asked);
  g_assert_cmpint (open.operations, ==, 20);
  g_assert_cmpint (open.ended_at, ==, LAB_TIME_UNKNOWN);
  g_assert_cmpint (open.cost.amount, ==, run->cost.amount);
  fixture_terminate (self, session);
  lab_session_get_metrics (session, &open);
  g_assert_true (get_metrics (self, "p", lab_session_get_id (session), &closed, NULL));
  expect_metrics (&open, &closed);
  g_assert_cmpint (closed.ended_at, >, closed.started_at);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  FIXTURE_TEST ("/sandbox/session/isolation", test_isolation);
  FIXTURE_TEST ("/sandbox/session/creation-fails", test_creation_fails);
  FIXTURE_TEST ("/sandbox/session/creation-is-rolled-back", test_creation_is_rolled_back);
  FIXTURE_TEST ("/sandbox/session/other-profile", test_other_profile);
  FIXTURE_TEST ("/sandbox/session/execute-by-id", test_execute_by_id);
  FIXTURE_TEST ("/sandbox/session/closed", test_closed);
  FIXTURE_TEST ("/sandbox/session/operation-limit", test_operation_limit);
  FIXTURE_TEST ("/sandbox/session/token-limit", test_token_limit);
  FIXTURE_TEST ("/sandbox/session/request-limit", test_request_limit);
  FIXTURE_TEST ("/sandbox/session/timeout-before-a-call", test_timeout_before);
  FIXTURE_TEST ("/sandbox/session/timeout-during-a-call", test_timeout_during);
  FIXTURE_TEST ("/sandbox/session/terminate-in-flight", test_terminate_in_flight);
  FIXTURE_TEST ("/sandbox/session/metrics", test_metrics);

  return g_test_run ();
}
