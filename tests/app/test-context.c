/* test-context.c: opening everything, and what is found at the start
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <unistd.h>

#include <glib/gstdio.h>

#include "lab-context.h"
#include "lab-error.h"
#include "lab-price-set.h"
#include "lab-store-cache.h"
#include "lab-store-experiments.h"
#include "lab-store-budgets.h"
#include "lab-store-runs.h"
#include "lab-store-sessions.h"
#include "lab-store.h"

#define START G_GINT64_CONSTANT (1795424400000000)
#define FOLDER_VARIABLE "LAB_TEST_CONTEXT_FOLDER"

static char *
make_folder (void)
{
  GError *error = NULL;
  char *folder = g_dir_make_tmp ("lab-context-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static LabContext *
open_context (const char *folder)
{
  g_autoptr (LabClock) clock = lab_virtual_clock_new (START);
  g_autoptr (GError) error = NULL;
  LabContextOptions options = { folder, clock, TRUE };
  LabContext *context = lab_context_new (&options, &error);

  g_assert_no_error (error);
  return context;
}

static void
test_hands_everything_out (void)
{
  g_autofree char *folder = make_folder ();
  LabContext *context = open_context (folder);
  const LabFound *found = lab_context_get_found (context);

  g_assert_nonnull (lab_context_get_store (context));
  g_assert_nonnull (lab_context_get_catalogue (context));
  g_assert_nonnull (lab_context_get_tokenizer (context));
  g_assert_nonnull (lab_context_get_log (context));
  g_assert_nonnull (lab_context_get_error_handler (context));
  g_assert_nonnull (lab_context_get_tracker (context));
  g_assert_nonnull (lab_context_get_baselines (context));
  g_assert_nonnull (lab_context_get_experiments (context));
  g_assert_nonnull (lab_context_get_sandbox (context));
  g_assert_cmpint (lab_clock_now (lab_context_get_clock (context)), ==, START);
  g_assert_cmpuint (g_strv_length ((GStrv) lab_context_list_providers (context)), ==, 4);
  g_assert_cmpuint (found->n_operations + found->n_runs + found->n_jobs, ==, 0);
  g_assert_finalize_object (context);
}

static guint
count_owners (const char *folder)
{
  g_autofree char *owners = g_build_filename (folder, "owners", NULL);
  g_autoptr (GDir) dir = g_dir_open (owners, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* As a task does whose thread has not come to let go of it yet. */
static void
test_closes_what_others_still_hold (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (LabContext) context = open_context (folder);
  g_autoptr (LabContext) other = g_object_ref (context);
  g_autoptr (LabStore) held = g_object_ref (lab_context_get_store (context));

  g_assert_cmpuint (count_owners (folder), ==, 1);
  lab_context_close (context);
  g_assert_cmpuint (count_owners (folder), ==, 0);
  lab_context_close (context);
}

/* Nobody closes for a program that was killed; the next one tidies up. */
static void
test_dead_owners_are_swept (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *dead = g_build_filename (folder, "owners", "dead.lock", NULL);
  LabContext *first = open_context (folder);
  LabContext *second;

  g_assert_true (g_file_set_contents (dead, "", 0, NULL));
  second = open_context (folder);
  g_assert_false (g_file_test (dead, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_owners (folder), ==, 2);
  g_assert_finalize_object (second);
  g_assert_finalize_object (first);
  g_assert_cmpuint (count_owners (folder), ==, 0);
}

/* Without a clock of its own it is virtual and begins now. */
static void
test_begins_at_the_real_time (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (LabClock) real = lab_real_clock_new ();
  g_autoptr (GError) error = NULL;
  LabContextOptions options = { folder, NULL, FALSE };
  gint64 before = lab_clock_now (real);
  g_autoptr (LabContext) context = lab_context_new (&options, &error);

  g_assert_no_error (error);
  g_assert_true (LAB_IS_VIRTUAL_CLOCK (lab_context_get_clock (context)));
  g_assert_cmpint (lab_clock_now (lab_context_get_clock (context)), >=, before);
  g_assert_cmpint (lab_clock_now (lab_context_get_clock (context)), <=, lab_clock_now (real));
}

static void
test_first_profile_is_made_once (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (LabContext) one = open_context (folder);
  g_autoptr (LabContext) two = open_context (folder);
  g_autoptr (LabProfile) first = NULL;
  g_autoptr (LabProfile) again = NULL;
  g_autoptr (LabProfile) by_name = NULL;
  g_autoptr (LabProfile) by_id = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (lab_context_get_strategy_services (one)->cache);
  first = lab_context_open_profile (one, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (lab_context_get_strategy_services (one)->cache);
  again = lab_context_open_profile (two, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first->id, ==, again->id);
  by_name = lab_context_open_profile (two, first->name, &error);
  g_assert_cmpstr (by_name->id, ==, first->id);
  by_id = lab_context_open_profile (two, first->id, &error);
  g_assert_cmpstr (by_id->name, ==, first->name);
  g_assert_null (lab_context_open_profile (two, "nobody", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static void
test_profiles (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *log = g_build_filename (folder, "log", "costlab.log", NULL);
  g_autofree char *text = NULL;
  g_autoptr (LabContext) context = open_context (folder);
  g_autoptr (LabProfile) ada = NULL;
  g_autoptr (LabProfile) open = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;
  static const char * const bad[] = { "", "   ", "\xff", "ada" };

  ada = lab_context_create_profile (context, " Ada ", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ada->name, ==, "Ada");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (lab_context_create_profile (context, bad[i], &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_clear_error (&error);
    }

  open = lab_context_open_profile (context, "Ada", &error);
  lab_log_write (lab_context_get_log (context), LAB_LOG_INFO, "test", NULL, "name", "Ada", NULL);
  g_assert_true (lab_context_delete_profile (context, ada->id, &error));
  g_assert_no_error (error);
  g_assert_null (lab_context_get_strategy_services (context)->cache);
  g_assert_true (g_file_get_contents (log, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "");
  left = lab_context_list_profiles (context, &error);
  g_assert_cmpuint (left->len, ==, 0);
  g_assert_false (lab_context_delete_profile (context, ada->id, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static void
test_own_prices (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "prices.json", NULL);
  g_autoptr (GError) error = NULL;
  LabContextOptions options = { folder, NULL, TRUE };
  g_autoptr (LabContext) without = NULL;

  g_assert_true (g_file_set_contents (path, "{", -1, NULL));
  g_assert_null (lab_context_new (&options, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_clear_error (&error);
  options.own_prices = FALSE;
  without = lab_context_new (&options, &error);
  g_assert_no_error (error);
}

static void
test_folder_that_is_none (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autoptr (GError) error = NULL;
  LabContextOptions options = { path, NULL, FALSE };

  g_assert_true (g_file_set_contents (path, "", -1, NULL));
  g_assert_null (lab_context_new (&options, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATABASE_CONNECTION_FAILED);
}

/* What a program leaves that ends in the middle of a call. */
static gpointer
leave_open_func (LabStoreTxn  *txn,
                 gpointer      data,
                 GError      **error)
{
  g_autoptr (LabExperimentRow) experiment = lab_experiment_row_new ();
  g_autoptr (LabSessionRow) session = lab_session_row_new ();
  g_autoptr (LabRunRow) run = lab_run_row_new ();
  g_autofree char *operation = g_uuid_string_random ();
  LabReservation reservation = { 0 };

  experiment->profile_id = g_strdup (data);
  experiment->name = g_strdup ("cut off");
  experiment->status = g_strdup ("running");
  experiment->provider = g_strdup ("openai");
  experiment->model = g_strdup ("gpt-5-mini");
  experiment->workload = g_strdup ("support-chat");
  session->profile_id = g_strdup (data);
  session->experiment_id = g_strdup (experiment->id);
  session->provider = g_strdup ("openai");
  session->model = g_strdup ("gpt-5-mini");
  session->status = g_strdup ("active");
  session->isolation = g_strdup ("experiment");
  session->cache_namespace = g_strdup ("test");
  run->profile_id = g_strdup (data);
  run->experiment_id = g_strdup (experiment->id);
  run->session_id = g_strdup (session->id);
  run->kind = g_strdup ("baseline");
  run->status = g_strdup ("running");
  run->strategies = g_strdup ("");
  run->started_at = START;
  reservation.operation_id = operation;
  reservation.profile_id = data;
  reservation.experiment_id = experiment->id;
  reservation.session_id = session->id;
  reservation.run_id = run->id;
  reservation.provider = experiment->provider;
  reservation.model = experiment->model;
  reservation.origin = LAB_ORIGIN_PRACTICE;
  reservation.worst_case = 1000;
  reservation.priced = TRUE;
  reservation.timestamp = START;
  return lab_store_experiments_insert (txn, experiment, error) &&
             lab_store_sessions_insert (txn, session, error) &&
             lab_store_runs_insert (txn, run, error) &&
             lab_store_reserve (txn, &reservation, error) ?
           LAB_STORE_OK :
           NULL;
}

static void
test_leave_open_subprocess (void)
{
  const char *folder = g_getenv (FOLDER_VARIABLE);
  g_autoptr (LabContext) context = NULL;
  g_autoptr (LabProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    return;
  context = open_context (folder);
  profile = lab_context_open_profile (context, NULL, &error);
  lab_store_write_sync (lab_context_get_store (context), leave_open_func, profile->id, NULL, NULL,
                        &error);
  g_assert_no_error (error);
  _exit (0);
}

static void
test_takes_up_what_was_cut_off (void)
{
  g_autofree char *folder = make_folder ();
  LabContext *context;
  const LabFound *found;

  g_setenv (FOLDER_VARIABLE, folder, TRUE);
  g_test_trap_subprocess ("/app/context/subprocess/leave-open", 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_unsetenv (FOLDER_VARIABLE);

  context = open_context (folder);
  found = lab_context_get_found (context);
  g_assert_cmpuint (found->n_operations, ==, 1);
  g_assert_cmpuint (found->n_runs, ==, 1);
  g_assert_cmpint (found->cost[LAB_ORIGIN_PRACTICE].amount, ==, 1000);
  g_assert_cmpint (found->cost[LAB_ORIGIN_PRACTICE].estimated, ==, 1000);
  g_assert_cmpint (found->cost[LAB_ORIGIN_LIVE].amount, ==, 0);
  g_assert_finalize_object (context);

  /* Once only. */
  context = open_context (folder);
  g_assert_cmpuint (lab_context_get_found (context)->n_operations, ==, 0);
  g_assert_finalize_object (context);
}

/* The ways back that the context teaches its error handler. */
static void
test_recoveries (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (LabContext) context = open_context (folder);
  LabErrorHandler *handler = lab_context_get_error_handler (context);
  static const struct
  {
    LabErrorCode code;
    gboolean recovered;
  } cases[] = {
    { LAB_ERROR_CACHE_INVALIDATION, TRUE },
    { LAB_ERROR_DATABASE_CONNECTION_FAILED, TRUE },
    { LAB_ERROR_SESSION_TIMEOUT, FALSE }, /* it names no session */
    { LAB_ERROR_INVALID_INPUT, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabErrorResponse) response = NULL;

      lab_set_error (&error, cases[i].code, "test");
      response = lab_error_handler_handle (handler, error);
      g_assert_cmpint (response->recovered, ==, cases[i].recovered);
    }
  lab_store_close (lab_context_get_store (context));
  {
    g_autoptr (GError) error = NULL;

    lab_set_error (&error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "test");
    g_assert_false (lab_error_handler_attempt_recovery (handler, error));
  }
}

static gpointer
keep_answers_func (LabStoreTxn  *txn,
                   gpointer      data,
                   GError      **error)
{
  static const struct
  {
    const char *key;
    gint64 ttl_us;
  } answers[] = { { "short", 1000 }, { "long", 60 * G_USEC_PER_SEC }, { "for ever", 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (LabCacheRow) row = lab_cache_row_new ();

      row->profile_id = g_strdup (data);
      row->cache_namespace = g_strdup ("test");
      row->key = g_strdup (answers[i].key);
      row->value = g_strdup ("x");
      row->ttl_us = answers[i].ttl_us;
      row->created_at = START - 2000;
      if (!lab_store_cache_set (txn, row, error))
        return NULL;
    }
  return LAB_STORE_OK;
}

/* Asked as of a time when all of them still held. */
static gpointer
list_answers_func (LabStoreTxn  *txn,
                   gpointer      data,
                   GError      **error)
{
  static const char * const keys[] = { "short", "long", "for ever" };
  GString *found = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (LabCacheRow) row =
        lab_store_cache_peek (txn, data, "test", keys[i], START - 2000, error);

      if (row != NULL)
        g_string_append_printf (found, "%s,", keys[i]);
    }
  return g_string_free (found, FALSE);
}

static void
test_opening_purges_expired_answers (void)
{
  g_autofree char *folder = make_folder ();
  LabContext *context = open_context (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (LabProfile) profile = lab_context_open_profile (context, NULL, &error);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_no_error (error);
  lab_store_write_sync (lab_context_get_store (context), keep_answers_func, profile->id, NULL,
                        NULL, &error);
  g_assert_no_error (error);
  before = lab_store_read_sync (lab_context_get_store (context), list_answers_func, profile->id,
                                g_free, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (before, ==, "short,long,for ever,");
  g_assert_finalize_object (context);

  context = open_context (folder);
  after = lab_store_read_sync (lab_context_get_store (context), list_answers_func, profile->id,
                               g_free, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (after, ==, "long,for ever,");
  g_assert_finalize_object (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/app/context/hands-everything-out", test_hands_everything_out);
  g_test_add_func ("/app/context/closes-what-others-still-hold",
                   test_closes_what_others_still_hold);
  g_test_add_func ("/app/context/dead-owners-are-swept", test_dead_owners_are_swept);
  g_test_add_func ("/app/context/begins-at-the-real-time", test_begins_at_the_real_time);
  g_test_add_func ("/app/context/first-profile-is-made-once", test_first_profile_is_made_once);
  g_test_add_func ("/app/context/profiles", test_profiles);
  g_test_add_func ("/app/context/own-prices", test_own_prices);
  g_test_add_func ("/app/context/folder-that-is-none", test_folder_that_is_none);
  g_test_add_func ("/app/context/subprocess/leave-open", test_leave_open_subprocess);
  g_test_add_func ("/app/context/takes-up-what-was-cut-off", test_takes_up_what_was_cut_off);
  g_test_add_func ("/app/context/opening-purges-expired-answers",
                   test_opening_purges_expired_answers);
  g_test_add_func ("/app/context/recoveries", test_recoveries);
  return g_test_run ();
}
