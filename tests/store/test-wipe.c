/* test-wipe.c: a deleted profile leaves no byte behind
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-fixture.h"

#include <glib/gstdio.h>

#include "lab-error.h"
#include "lab-table-private.h"

/* Stands in every text that is a profile's own. */
#define MARK "Zq9-mark-of-the-profile-"

static gpointer
plant (LabStoreTxn  *txn,
       gpointer      data,
       GError      **error)
{
  static const char *const statements[] = {
    "UPDATE profiles SET name = '" MARK "name', settings = '{\"a\":\"" MARK "\"}' WHERE id = 'p'",
    "UPDATE experiments SET name = '" MARK "', description = '" MARK "' WHERE user_id = 'p'",
    "UPDATE sessions SET cache_namespace = '" MARK "', key_ref = '" MARK
    "' WHERE profile_id = 'p'",
    "UPDATE runs SET name = '" MARK "', strategies = '" MARK "' WHERE profile_id = 'p'",
    "INSERT INTO jobs (id, profile_id, kind, title, state, done, total, spent, message,"
    " created_at, updated_at) VALUES ('j', 'p', 'run', '" MARK "', 'done', 0, 0, 0, '" MARK
    "', 1, 1)",
    "INSERT INTO notes VALUES ('n', 'p', 'run', 'p-r', '" MARK "', 1, 1)",
    "INSERT INTO cache_entries VALUES ('p', '" MARK "', '" MARK "', '" MARK "', 0, 1, NULL, 0)",
    "INSERT INTO cache_stats VALUES ('p', '" MARK "', 1, 1)",
    "INSERT INTO user_progress VALUES ('p', 0, 0, '[\"" MARK "\"]', '[]', 1, 1)",
    "INSERT INTO challenges VALUES ('c', 't', 'd', 'easy', 1, '{}', '{}', '[]', 1)",
    "INSERT INTO challenge_submissions VALUES ('s', 'p', 'c', 1, 1, 1, '{\"a\":\"" MARK "\"}', 1)",
    "INSERT INTO baselines VALUES ('b', 'p', 'p-e', 'p-r', 'practice', 1, 1, 0, 1, 0, 0, 1, 1, 1,"
    " '" MARK "', '" MARK "', 0, 1)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!lab_txn_run (txn, error, statements[i], NULL))
      return NULL;
  return LAB_STORE_OK;
}

static void
record_marked (Fixture *fixture,
               guint    i)
{
  g_autofree char *operation = g_strdup_printf (MARK "%u", i);
  g_autoptr (LabReservation) reservation = fixture_reservation ("p", operation, 10);
  g_autoptr (LabCallRecord) call = fixture_record ("p", operation);
  g_autofree char *text = g_strnfill (3000, 'x');
  g_autofree char *answer = g_strconcat (MARK, text, MARK, NULL);

  fixture_set (&reservation->model, MARK);
  fixture_set (&call->model, MARK "model");
  fixture_set (&call->answer, answer);
  fixture_set (&call->prompt, "{\"a\":\"" MARK "\"}");
  fixture_set (&call->raw_usage, "{\"a\":\"" MARK "\"}");
  fixture_set (&call->task_key, MARK);
  fixture_set (&call->error_message, MARK);
  fixture_write_well (fixture->store, fixture_reserve, reservation);
  fixture_write_well (fixture->store, fixture_record_call, call);
}

/* How many files of the folder hold @text. */
static guint
search_folder (const char *folder,
               const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        n += search_folder (path, text);
      else if (g_file_get_contents (path, &bytes, &length, NULL))
        n += memmem (bytes, length, text, strlen (text)) != NULL;
    }
  return n;
}

static void
set_up_marked (Fixture *fixture)
{
  g_autofree char *copy = g_build_filename (fixture->directory, "backups", "copy.db", NULL);
  g_autofree char *damaged = g_build_filename (fixture->directory, "damaged", NULL);
  g_autofree char *file = g_build_filename (damaged, "costlab-1.db", NULL);
  g_autoptr (GError) error = NULL;

  fixture_add_profile (fixture->store, "p");
  fixture_add_profile (fixture->store, "q");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", 1000000, FALSE);
  for (guint i = 0; i < 30; i++)
    record_marked (fixture, i);
  fixture_write_well (fixture->store, plant, NULL);
  lab_store_backup_sync (fixture->store, copy, &error);
  g_assert_no_error (error);
  g_mkdir (damaged, 0700);
  g_file_set_contents (file, MARK, -1, &error);
  g_assert_no_error (error);
}

static gpointer
list_profiles (LabStoreTxn  *txn,
               gpointer      data,
               GError      **error)
{
  return lab_store_profiles_list (txn, error);
}

/* Each table that has a row of a profile, so that none is forgotten here. */
static gpointer
find_empty_table (LabStoreTxn  *txn,
                  gpointer      data,
                  GError      **error)
{
  g_autoptr (LabQuery) tables = lab_txn_query (
      txn,
      "SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND EXISTS (SELECT 1 FROM"
      " pragma_table_info (m.name) WHERE name IN ('profile_id', 'user_id', 'profile'))",
      error);

  while (tables != NULL && lab_query_step (tables, error) == LAB_STEP_ROW)
    {
      const char *name = lab_query_get_text (tables, 0);
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", name);
      gint64 n;

      /* Reservations are open only while a call is under way. */
      if (strcmp (name, "reservations") == 0)
        continue;
      if (!lab_connection_get_number (txn->connection, sql, &n, error))
        return NULL;
      if (n == 0)
        return g_strdup (name);
    }
  return NULL;
}

static void
test_no_byte_is_left (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *empty = NULL;
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (GError) error = NULL;

  set_up_marked (fixture);
  empty = fixture_read (fixture->store, find_empty_table, NULL);
  g_assert_cmpstr (empty, ==, NULL);
  g_assert_cmpuint (search_folder (fixture->directory, MARK), >, 2);

  g_assert_true (lab_store_delete_profile_sync (fixture->store, "p", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (search_folder (fixture->directory, MARK), ==, 0);
  g_assert_cmpuint (search_folder (fixture->directory, "Profile q"), ==, 1);
  profiles = fixture_read (fixture->store, list_profiles, NULL);
  g_assert_cmpuint (profiles->len, ==, 1);

  g_assert_false (lab_store_delete_profile_sync (fixture->store, "p", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError **error = user_data;
  gboolean deleted = lab_store_delete_profile_finish (LAB_STORE (source), result, error);

  g_assert_true (deleted == (*error == NULL));
  if (deleted)
    *error = g_error_new_literal (LAB_ERROR, 0, "done");
}

static void
delete_and_wait (Fixture  *fixture,
                 GError  **error)
{
  lab_store_delete_profile_async (fixture->store, "p", deleted_cb, error);
  while (*error == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_calls_under_way_hold_it (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (LabReservation) open = fixture_reservation ("p", "open", 10);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) done = NULL;

  fixture_add_profile (fixture->store, "p");
  fixture_write_well (fixture->store, fixture_reserve, open);
  delete_and_wait (fixture, &error);
  fixture_assert_reason (error, LAB_ERROR_INVALID_INPUT, "in-use");

  /* One that a dead program left open does not. */
  fixture_reopen (fixture);
  delete_and_wait (fixture, &done);
  g_assert_cmpstr (done->message, ==, "done");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/store/wipe/no-byte-is-left", Fixture, NULL, fixture_set_up, test_no_byte_is_left,
              fixture_tear_down);
  g_test_add ("/store/wipe/calls-under-way-hold-it", Fixture, NULL, fixture_set_up,
              test_calls_under_way_hold_it, fixture_tear_down);
  return g_test_run ();
}
