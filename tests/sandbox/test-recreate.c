/* test-recreate.c: sessions again, with their state
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox-fixture.h"

#include <string.h>

#include "lab-error-handler.h"
#include "lab-store-sessions.h"

/* The new session has the old one's scope, limits and what is left of its
 * budget; the old one has nothing left to be spent again. */
static void
test_recreate (Fixture       *self,
               gconstpointer  data)
{
  char *fallbacks[] = { (char *) "openai/gpt-5-mini", NULL };
  g_autoptr (LabSessionConfig) config = lab_session_config_new ();
  g_autoptr (LabSession) old = NULL;
  g_autoptr (LabSession) new = NULL;
  g_autoptr (LabSession) newer = NULL;
  g_autoptr (LabSessionRow) old_row = NULL;
  g_autoptr (LabSessionRow) new_row = NULL;
  g_autoptr (LabBudgetRow) spent = NULL;
  g_autoptr (LabBudgetRow) left = NULL;
  g_autoptr (LabBudgetRow) nothing = NULL;
  g_autoptr (GError) error = NULL;
  LabSessionMetrics metrics;

  config->budget = LAB_MONEY_PER_USD;
  config->max_operations = 2;
  config->isolation = LAB_ISOLATION_USER;
  config->fallback_models = g_strdupv (fallbacks);
  config->api_key = g_strdup ("sk-secret");
  config->seed = G_MAXUINT64;
  old = fixture_simple_session (self, config);
  g_assert_cmpint (fixture_count_cached (old), ==, 0);
  new = fixture_recreate (self, "p", lab_session_get_id (old), &error);
  g_assert_no_error (error);
  lab_session_get_metrics (old, &metrics);
  g_assert_false (lab_session_is_open (old));

  old_row = fixture_read_row (self, old);
  new_row = fixture_read_row (self, new);
  g_assert_cmpstr (new_row->cache_namespace, ==, old_row->cache_namespace);
  g_assert_cmpstr (new_row->isolation, ==, old_row->isolation);
  g_assert_cmpstr (new_row->limits, ==, old_row->limits);
  g_assert_null (strstr (new_row->state, "sk-secret"));
  spent = fixture_get_budget (self->store, "p", LAB_BUDGET_SESSION, lab_session_get_id (old));
  left = fixture_get_budget (self->store, "p", LAB_BUDGET_SESSION, lab_session_get_id (new));
  g_assert_cmpint (spent->committed, ==, metrics.cost.amount);
  g_assert_cmpint (spent->cap, ==, spent->committed);
  g_assert_cmpint (left->cap, ==, LAB_MONEY_PER_USD - metrics.cost.amount);
  g_assert_cmpint (left->committed, ==, 0);
  /* What the provider had cached for it is there. */
  g_assert_cmpint (fixture_count_cached (new), >, 1000);

  newer = fixture_recreate (self, "p", lab_session_get_id (old), &error);
  g_assert_no_error (error);
  nothing = fixture_get_budget (self->store, "p", LAB_BUDGET_SESSION,
                                lab_session_get_id (newer));
  g_assert_cmpint (nothing->cap, ==, 0);
  error = fixture_refuse_call (newer);
  fixture_assert_reason (error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED, "budget");
}

/* Another start of the program knows it from the store. */
static void
test_recreate_later (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (LabSessionConfig) config = lab_session_config_new ();
  g_autoptr (LabSession) new = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  config->max_operations = 3;
  {
    g_autoptr (LabSession) old = fixture_simple_session (self, config);

    id = g_strdup (lab_session_get_id (old));
    fixture_call_well (old, "First");
  }
  fixture_close (self);
  fixture_open (self, self->directory);
  new = fixture_recreate (self, "p", id, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    fixture_call_well (new, "Again");
  error = fixture_refuse_call (new);
  fixture_assert_reason (error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED, "operations");
  g_clear_error (&error);
  g_assert_null (fixture_recreate (self, "p", "no such session", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

typedef struct
{
  char *old_id;
  LabSession *session;
  guint n_notified;
} Recovered;

static void
recreated_cb (LabSandbox *sandbox,
              const char *old_id,
              LabSession *session,
              Recovered  *recovered)
{
  recovered->old_id = g_strdup (old_id);
  recovered->session = g_object_ref (session);
}

static void
notified_cb (LabErrorHandler        *handler,
             const LabErrorResponse *response,
             Recovered              *recovered)
{
  recovered->n_notified++;
}

static void
test_recovery (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (LabErrorHandler) handler = lab_error_handler_new (NULL);
  g_autoptr (LabSessionConfig) limits = lab_session_config_new ();
  g_autoptr (LabSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabErrorResponse) response = NULL;
  g_autoptr (LabErrorResponse) unknown = NULL;
  Recovered recovered = { 0 };
  gulong recreated, notified;
  guint id;

  limits->max_duration_us = 10 * G_USEC_PER_SEC;
  session = fixture_simple_session (self, limits);
  id = lab_sandbox_add_recovery (self->sandbox, handler);
  recreated = g_signal_connect (self->sandbox, "session-recreated", G_CALLBACK (recreated_cb),
                                &recovered);
  notified =
    g_signal_connect (handler, "notify-user", G_CALLBACK (notified_cb), &recovered);
  lab_virtual_clock_advance (LAB_VIRTUAL_CLOCK (self->clock), 11 * G_USEC_PER_SEC);
  error = fixture_refuse_call (session);
  response = lab_error_handler_handle (handler, error);
  g_assert_true (response->recovered);
  while (recovered.session == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (recovered.old_id, ==, lab_session_get_id (session));
  g_assert_cmpuint (recovered.n_notified, ==, 0);
  fixture_call_well (recovered.session, "Back again");

  /* A session that nobody has open cannot be brought back. */
  unknown = lab_error_handler_handle (handler, error);
  g_assert_false (unknown->recovered);
  g_assert_cmpuint (recovered.n_notified, ==, 1);
  lab_error_handler_remove_recovery (handler, id);
  g_signal_handler_disconnect (self->sandbox, recreated);
  g_signal_handler_disconnect (handler, notified);
  g_object_unref (recovered.session);
  g_free (recovered.old_id);
}

/* The way back fails: then the user is told. */
static void
test_recovery_fails (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (LabErrorHandler) handler = lab_error_handler_new (NULL);
  g_autoptr (LabSessionConfig) limits = lab_session_config_new ();
  g_autoptr (LabSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabErrorResponse) response = NULL;
  Recovered recovered = { 0 };
  guint id;

  limits->max_duration_us = 10 * G_USEC_PER_SEC;
  session = fixture_simple_session (self, limits);
  id = lab_sandbox_add_recovery (self->sandbox, handler);
  g_signal_connect (handler, "notify-user", G_CALLBACK (notified_cb), &recovered);
  lab_virtual_clock_advance (LAB_VIRTUAL_CLOCK (self->clock), 11 * G_USEC_PER_SEC);
  error = fixture_refuse_call (session);
  lab_store_close (self->store);
  response = lab_error_handler_handle (handler, error);
  while (recovered.n_notified == 0)
    g_main_context_iteration (NULL, TRUE);
  lab_error_handler_remove_recovery (handler, id);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  FIXTURE_TEST ("/sandbox/recreate/recreate", test_recreate);
  FIXTURE_TEST ("/sandbox/recreate/recreate-later", test_recreate_later);
  FIXTURE_TEST ("/sandbox/recreate/recovery", test_recovery);
  FIXTURE_TEST ("/sandbox/recreate/recovery-fails", test_recovery_fails);

  return g_test_run ();
}
