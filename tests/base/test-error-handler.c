/* test-error-handler.c: logged, repaired or told to the user
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <glib/gstdio.h>

#include "lab-error-handler.h"

static GString *trace;
static guint n_notified;
static guint n_destroyed;

static void
notify_user_cb (LabErrorHandler *handler, LabErrorResponse *response, gpointer user_data)
{
  n_notified++;
  g_string_append_printf (trace, "!%s", response->code);
}

static LabErrorHandler *
make_handler (void)
{
  LabErrorHandler *handler = lab_error_handler_new (NULL);

  g_string_truncate (trace, 0);
  n_notified = n_destroyed = 0;
  g_signal_connect (handler, "notify-user", G_CALLBACK (notify_user_cb), NULL);
  return handler;
}

static void
count_destroyed (gpointer data)
{
  n_destroyed++;
}

static gboolean
recover_never (const GError *error, gpointer user_data)
{
  g_string_append (trace, user_data);
  return FALSE;
}

static gboolean
recover_always (const GError *error, gpointer user_data)
{
  g_string_append (trace, user_data);
  return TRUE;
}

static void
test_newest_first_until_repaired (void)
{
  g_autoptr (LabErrorHandler) handler = make_handler ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LabErrorResponse) response = NULL;

  lab_error_handler_add_recovery (handler, LAB_ERROR_SESSION_TIMEOUT, recover_always, (char *) "a",
                                  NULL);
  lab_error_handler_add_recovery (handler, LAB_ERROR_SESSION_TIMEOUT, recover_always, (char *) "b",
                                  NULL);
  lab_error_handler_add_recovery (handler, LAB_ERROR_SESSION_TIMEOUT, recover_never, (char *) "c",
                                  NULL);
  lab_error_handler_add_recovery (handler, LAB_ERROR_CACHE_INVALIDATION, recover_always,
                                  (char *) "d", NULL);

  lab_set_error (&error, LAB_ERROR_SESSION_TIMEOUT, "Over.");
  response = lab_error_handler_handle (handler, error);
  g_assert_cmpstr (trace->str, ==, "cb");
  g_assert_true (response->recovered);
  g_assert_cmpstr (response->code, ==, "SESSION_TIMEOUT");
  g_assert_cmpuint (n_notified, ==, 0);
}

/* Every code: with a way back it is repaired where that makes sense, and
 * without one the user hears of it. */
static void
test_every_code (void)
{
  for (LabErrorCode code = 0; code < LAB_N_ERRORS; code++)
    {
      g_autoptr (LabErrorHandler) handler = make_handler ();
      g_autoptr (GError) error = NULL;
      g_autoptr (LabErrorResponse) told = NULL;
      g_autoptr (LabErrorResponse) repaired = NULL;
      gboolean can = lab_error_code_is_recoverable (code);

      lab_set_error (&error, code, "It failed.");
      told = lab_error_handler_handle (handler, error);
      g_assert_false (told->recovered);
      g_assert_cmpuint (n_notified, ==, 1);

      lab_error_handler_add_recovery (handler, code, recover_always, (char *) "r", NULL);
      g_string_truncate (trace, 0);
      repaired = lab_error_handler_handle (handler, error);
      g_assert_cmpint (repaired->recovered, ==, can);
      g_assert_cmpuint (n_notified, ==, can ? 1 : 2);
      g_assert_cmpint (g_str_has_prefix (trace->str, "r"), ==, can);
    }
}

static void
test_failed_recovery_is_told (void)
{
  g_autoptr (LabErrorHandler) handler = make_handler ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LabErrorResponse) response = NULL;

  lab_error_handler_add_recovery (handler, LAB_ERROR_CACHE_INVALIDATION, recover_never,
                                  (char *) "x", NULL);
  lab_set_error (&error, LAB_ERROR_CACHE_INVALIDATION, "Stale.");
  response = lab_error_handler_handle (handler, error);
  g_assert_false (response->recovered);
  g_assert_cmpstr (trace->str, ==, "x!CACHE_INVALIDATION");
}

static void
test_notify_by_itself (void)
{
  g_autoptr (LabErrorHandler) handler = make_handler ();
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "gone");

  lab_error_handler_notify_user (handler, error);
  g_assert_cmpstr (trace->str, ==, "!NOT_FOUND");
}

static void
test_cancelling_is_no_fault (void)
{
  g_autoptr (LabErrorHandler) handler = make_handler ();
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
  g_autoptr (LabErrorResponse) response = lab_error_handler_handle (handler, error);

  g_assert_cmpstr (response->code, ==, "CANCELLED");
  g_assert_false (response->recovered);
  g_assert_cmpuint (n_notified, ==, 0);
}

static void
test_removal (void)
{
  g_autoptr (LabErrorHandler) handler = make_handler ();
  g_autoptr (GError) error = NULL;
  guint first, second;

  first = lab_error_handler_add_recovery (handler, LAB_ERROR_UNPRICED, recover_never, (char *) "a",
                                          count_destroyed);
  second = lab_error_handler_add_recovery (handler, LAB_ERROR_UNPRICED, recover_never, (char *) "b",
                                           count_destroyed);
  g_assert_cmpuint (first, !=, second);
  g_assert_cmpuint (first, !=, 0);

  lab_error_handler_remove_recovery (handler, second);
  lab_error_handler_remove_recovery (handler, second);
  lab_error_handler_remove_recovery (handler, 999);
  g_assert_cmpuint (n_destroyed, ==, 1);
  lab_set_error (&error, LAB_ERROR_UNPRICED, "No price.");
  g_assert_false (lab_error_handler_attempt_recovery (handler, error));
  g_assert_cmpstr (trace->str, ==, "a");

  g_clear_object (&handler);
  g_assert_cmpuint (n_destroyed, ==, 2);
}

typedef struct
{
  LabErrorHandler *handler;
  guint id;
  guint other;
  guint runs;
} Tangle;

/* Removes itself and an older one, and fails again with its own code. */
static gboolean
recover_tangled (const GError *error, gpointer user_data)
{
  Tangle *tangle = user_data;

  tangle->runs++;
  g_assert_false (lab_error_handler_attempt_recovery (tangle->handler, error));
  lab_error_handler_remove_recovery (tangle->handler, tangle->id);
  lab_error_handler_remove_recovery (tangle->handler, tangle->other);
  g_assert_cmpuint (n_destroyed, ==, 0);
  return FALSE;
}

static void
test_changes_while_running (void)
{
  g_autoptr (LabErrorHandler) handler = make_handler ();
  g_autoptr (GError) error = NULL;
  Tangle tangle = { .handler = handler };

  tangle.other = lab_error_handler_add_recovery (handler, LAB_ERROR_BATCH_PROCESSING, recover_never,
                                                 (char *) "o", count_destroyed);
  tangle.id = lab_error_handler_add_recovery (handler, LAB_ERROR_BATCH_PROCESSING, recover_tangled,
                                              &tangle, count_destroyed);
  lab_set_error (&error, LAB_ERROR_BATCH_PROCESSING, "Half of it.");
  g_assert_false (lab_error_handler_attempt_recovery (handler, error));
  g_assert_cmpuint (tangle.runs, ==, 1);
  /* the inner attempt reached the older one, the outer one found it gone */
  g_assert_cmpstr (trace->str, ==, "o");
  g_assert_cmpuint (n_destroyed, ==, 2);
}

static void
test_logs (void)
{
  g_autofree char *folder = g_dir_make_tmp ("lab-handler-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "lab.log", NULL);
  g_autoptr (LabClock) clock = lab_virtual_clock_new (0);
  g_autoptr (LabLog) log = lab_log_new (path, clock, LAB_LOG_INFO, 0, 0, NULL);
  g_autoptr (LabErrorHandler) handler = lab_error_handler_new (log);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stop");
  g_autoptr (LabErrorResponse) response = NULL;
  g_autofree char *text = NULL;

  lab_set_error (&error, LAB_ERROR_INVALID_API_KEY, "The key sk-ant-PLANTED was refused.");
  lab_error_set_context (error, LAB_ERROR_CONTEXT_OPERATION, "op-7");
  lab_error_set_context (error, LAB_ERROR_CONTEXT_STATUS, "401");
  lab_error_handler_add_recovery (handler, LAB_ERROR_INVALID_API_KEY, recover_always, (char *) "r",
                                  NULL);
  response = lab_error_handler_handle (handler, error);
  g_assert_true (response->recovered);
  lab_error_handler_log (handler, cancelled);
  lab_log_flush (log);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "PLANTED"));
  g_assert_nonnull (strstr (text, "\"level\":\"error\",\"event\":\"error\","
                                  "\"correlation_id\":\"op-7\",\"code\":\"INVALID_API_KEY\","
                                  "\"category\":\"api\""));
  g_assert_nonnull (strstr (text, "http-status: 401"));
  g_assert_nonnull (strstr (text, "\"recoverable\":\"true\""));
  g_assert_nonnull (strstr (text, "\"event\":\"error.recovered\",\"correlation_id\":\"op-7\""));
  g_assert_nonnull (strstr (text, "\"level\":\"info\",\"event\":\"operation.cancelled\""));

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  trace = g_string_new (NULL);

  g_test_add_func ("/base/error-handler/newest-first-until-repaired",
                   test_newest_first_until_repaired);
  g_test_add_func ("/base/error-handler/every-code", test_every_code);
  g_test_add_func ("/base/error-handler/failed-recovery-is-told", test_failed_recovery_is_told);
  g_test_add_func ("/base/error-handler/notify-by-itself", test_notify_by_itself);
  g_test_add_func ("/base/error-handler/cancelling-is-no-fault", test_cancelling_is_no_fault);
  g_test_add_func ("/base/error-handler/removal", test_removal);
  g_test_add_func ("/base/error-handler/changes-while-running", test_changes_while_running);
  g_test_add_func ("/base/error-handler/logs", test_logs);
  status = g_test_run ();
  g_string_free (trace, TRUE);
  return status;
}
