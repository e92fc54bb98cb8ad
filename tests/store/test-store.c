/* test-store.c: opening, writing, reading, and what can go wrong with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab-error.h"
#include "lab-migrations-private.h"
#include "lab-table-private.h"

static char *
database_of (const char *directory)
{
  return g_build_filename (directory, "costlab.db", NULL);
}

static gpointer
set_name (LabStoreTxn  *txn,
          gpointer      name,
          GError      **error)
{
  return GINT_TO_POINTER (lab_store_profiles_rename (txn, "p", name, 1, error));
}

static gpointer
get_name (LabStoreTxn  *txn,
          gpointer      data,
          GError      **error)
{
  g_autoptr (LabProfileRow) row = lab_store_profiles_get (txn, "p", error);

  return row != NULL ? g_strdup (row->name) : NULL;
}

static gpointer
fail (LabStoreTxn  *txn,
      gpointer      data,
      GError      **error)
{
  lab_store_profiles_rename (txn, "p", "never", 1, NULL);
  lab_set_error (error, LAB_ERROR_INVALID_INPUT, "on purpose");
  return g_strdup ("to be freed");
}

typedef struct
{
  GMutex mutex;
  guint left;
  guint n_cancelled;
  GString *order;
} Group;

static gpointer
hold_up (LabStoreTxn  *txn,
         gpointer      data,
         GError      **error)
{
  Group *group = data;

  g_mutex_lock (&group->mutex);
  g_mutex_unlock (&group->mutex);
  return LAB_STORE_OK;
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Group *group = user_data;
  g_autoptr (GError) error = NULL;

  /* A GTask answers a cancelled one later than its turn. */
  if (lab_store_write_finish (LAB_STORE (source), result, &error) != NULL)
    g_string_append_c (group->order, '+');
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    group->n_cancelled++;
  else
    g_string_append_c (group->order, '-');
  group->left--;
}

static void
test_group_answers_in_order (Fixture       *fixture,
                             gconstpointer  data)
{
  Group group = { .left = 5, .order = g_string_new (NULL) };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *name = NULL;

  fixture_add_profile (fixture->store, "p");
  g_mutex_init (&group.mutex);
  g_mutex_lock (&group.mutex);
  lab_store_write_async (fixture->store, hold_up, &group, NULL, NULL, NULL, written_cb, &group);
  lab_store_write_async (fixture->store, set_name, (gpointer) "one", NULL, NULL, NULL, written_cb,
                         &group);
  lab_store_write_async (fixture->store, fail, NULL, NULL, g_free, NULL, written_cb, &group);
  lab_store_write_async (fixture->store, set_name, (gpointer) "cancelled", NULL, NULL, cancellable,
                         written_cb, &group);
  lab_store_write_async (fixture->store, set_name, g_strdup ("two"), g_free, NULL, NULL, written_cb,
                         &group);
  g_cancellable_cancel (cancellable);
  g_mutex_unlock (&group.mutex);
  while (group.left > 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (group.order->str, ==, "++-+");
  g_assert_cmpuint (group.n_cancelled, ==, 1);
  name = fixture_read (fixture->store, get_name, NULL);
  g_assert_cmpstr (name, ==, "two");
  g_string_free (group.order, TRUE);
  g_mutex_clear (&group.mutex);
}

static gpointer
read_in_snapshot (LabStoreTxn  *txn,
                  gpointer      data,
                  GError      **error)
{
  Fixture *fixture = data;
  g_autofree char *before = get_name (txn, NULL, error);
  g_autofree char *after = NULL;

  /* The writer is not held up by this reader, nor does it show in it. */
  fixture_write_well (fixture->store, set_name, "changed");
  after = get_name (txn, NULL, error);
  g_assert_cmpstr (before, ==, after);
  return LAB_STORE_OK;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  char **name = user_data;

  *name = lab_store_read_finish (LAB_STORE (source), result, NULL);
}

static void
test_reader_sees_one_moment (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autofree char *name = NULL;

  fixture_add_profile (fixture->store, "p");
  fixture_read (fixture->store, read_in_snapshot, fixture);
  lab_store_read_async (fixture->store, get_name, NULL, NULL, g_free, NULL, read_cb, &name);
  while (name == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (name, ==, "changed");
}

static void
test_reader_cannot_write (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture_add_profile (fixture->store, "p");
  g_assert_null (
      lab_store_read_sync (fixture->store, set_name, (gpointer) "x", NULL, NULL, &error));
  fixture_assert_reason (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "read-only");
}

#define READING_THREADS 4

typedef struct
{
  LabStore *store;
  guint n_begun; /* atomic */
} Rush;

/* Reads until it is refused, which must be for the closing. */
static gpointer
read_until_closed (gpointer data)
{
  Rush *rush = data;
  g_autoptr (GError) error = NULL;
  gboolean begun = FALSE;
  g_autofree char *name = NULL;

  while ((name = lab_store_read_sync (rush->store, get_name, NULL, g_free, NULL, &error)) != NULL)
    {
      if (!begun)
        g_atomic_int_inc (&rush->n_begun);
      begun = TRUE;
      g_clear_pointer (&name, g_free);
    }
  return g_steal_pointer (&error);
}

static void
test_closing_waits_for_readers (Fixture       *fixture,
                                gconstpointer  data)
{
  Rush rush = { .store = fixture->store };
  GThread *threads[READING_THREADS];

  fixture_add_profile (fixture->store, "p");
  for (guint i = 0; i < READING_THREADS; i++)
    threads[i] = g_thread_new ("reading", read_until_closed, &rush);
  while (g_atomic_int_get (&rush.n_begun) < READING_THREADS)
    g_thread_yield ();

  lab_store_close (fixture->store);
  for (guint i = 0; i < READING_THREADS; i++)
    {
      g_autoptr (GError) error = g_thread_join (threads[i]);

      fixture_assert_reason (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "closed");
    }
}

static void
test_closed_store_says_so (Fixture       *fixture,
                           gconstpointer  data)
{
  Group group = { .left = 1, .order = g_string_new (NULL) };
  g_autoptr (GError) error = NULL;

  fixture_add_profile (fixture->store, "p");
  lab_store_close (fixture->store);
  g_assert_false (fixture_write (fixture->store, set_name, "x", &error));
  fixture_assert_reason (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "closed");
  g_clear_error (&error);
  g_assert_null (lab_store_read_sync (fixture->store, get_name, NULL, NULL, NULL, &error));
  fixture_assert_reason (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "closed");
  lab_store_write_async (fixture->store, set_name, g_strdup ("x"), g_free, NULL, NULL, written_cb,
                         &group);
  while (group.left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (group.order->str, ==, "-");
  g_string_free (group.order, TRUE);
}

static void
set_pragma (const char *directory,
            const char *pragma)
{
  g_autofree char *path = database_of (directory);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, pragma, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* Each says what helps against it, and whether trying again can. */
static void
assert_way_on (const GError *error,
               const char   *reason)
{
  g_autoptr (LabErrorResponse) response = lab_error_response_new (error);
  const char *word = g_str_equal (reason, "corrupt") ? "costlab-cli recover"
                     : g_str_equal (reason, "newer") ? "Update the program"
                                                     : "Choose another data folder";

  g_assert_nonnull (strstr (response->suggested_action, word));
  g_assert_cmpint (response->recoverable, ==, g_str_equal (reason, "corrupt"));
}

static void
assert_not_opened (const char *directory,
                   const char *reason)
{
  g_autofree char *path = database_of (directory);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize length, length_after;

  g_file_get_contents (path, &before, &length, NULL);
  g_assert_null (lab_store_open (directory, LAB_STORE_DEFAULT, &error));
  fixture_assert_reason (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, reason);
  assert_way_on (error, reason);
  g_file_get_contents (path, &after, &length_after, NULL);
  if (before != NULL)
    g_assert_cmpmem (before, length, after, length_after);
}

static void
test_newer_and_foreign_are_untouched (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_clear_object (&fixture->store);
  set_pragma (fixture->directory, "PRAGMA user_version = 900");
  assert_not_opened (fixture->directory, "newer");
  set_pragma (fixture->directory, "PRAGMA user_version = 1; PRAGMA application_id = 77");
  assert_not_opened (fixture->directory, "foreign");
  set_pragma (fixture->directory, "PRAGMA application_id = 0");
  assert_not_opened (fixture->directory, "foreign");
}

static void
test_missing_is_not_made (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autofree char *nowhere = g_build_filename (fixture->directory, "not", "there", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (lab_store_open (nowhere, LAB_STORE_EXISTING, &error));
  fixture_assert_reason (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "missing");
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
}

/* In a child that is nobody: root may write everywhere. */
static void
test_read_only_folder_is_refused (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autofree char *path = database_of (fixture->directory);
  int status;
  pid_t child;

  g_clear_object (&fixture->store);
  g_chmod (fixture->directory, 0555);
  g_chmod (path, 0444);
  child = fork ();
  if (child == 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabStore) store = NULL;

      if (geteuid () == 0 && seteuid (65534) != 0)
        _exit (2);
      store = lab_store_open (fixture->directory, LAB_STORE_DEFAULT, &error);
      _exit (store == NULL && g_strcmp0 (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON),
                                         "read-only") == 0
                 ? 0
                 : 1);
    }
  waitpid (child, &status, 0);
  g_chmod (fixture->directory, 0755);
  g_assert_cmpint (status, ==, 0);
}

static void
test_older_is_copied_and_migrated (void)
{
  g_autofree char *directory = g_dir_make_tmp ("costlab-store-XXXXXX", NULL);
  g_autofree char *path = database_of (directory);
  g_autofree char *copy = g_build_filename (directory, "backups", "costlab-format-1.db", NULL);
  g_autoptr (LabStore) store = NULL;
  g_autoptr (GError) error = NULL;
  LabConnection *old = lab_connection_open (path, TRUE, &error);
  g_autofree char *name = NULL;
  gint64 version;

  g_assert_true (lab_migrations_apply (old, directory, 1, &error));
  g_assert_true (lab_connection_exec (
      old, "INSERT INTO profiles (id, name, created_at, updated_at) VALUES ('p', 'old', 1, 1)",
      &error));
  lab_connection_close (old);

  store = lab_store_open (directory, LAB_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  name = fixture_read (store, get_name, NULL);
  g_assert_cmpstr (name, ==, "old");
  old = lab_connection_open (copy, FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (lab_connection_get_number (old, "PRAGMA user_version", &version, &error));
  g_assert_cmpint (version, ==, 1);
  lab_connection_close (old);
  g_clear_object (&store);
  fixture_remove_folder (directory);
}

/* A step that fails leaves the version before it. */
static void
test_failed_step_changes_nothing (void)
{
  g_autofree char *directory = g_dir_make_tmp ("costlab-store-XXXXXX", NULL);
  g_autofree char *path = database_of (directory);
  g_autoptr (GError) error = NULL;
  LabConnection *old = lab_connection_open (path, TRUE, &error);
  gint64 version, tables;

  g_assert_true (lab_migrations_apply (old, directory, 3, &error));
  g_assert_true (lab_connection_exec (old, "CREATE TABLE notes (x)", &error));
  g_assert_false (lab_migrations_apply (old, directory, 6, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATABASE_CONNECTION_FAILED);
  g_assert_true (lab_connection_get_number (old, "PRAGMA user_version", &version, NULL));
  g_assert_true (lab_connection_get_number (
      old, "SELECT count(*) FROM sqlite_master WHERE name = 'jobs'", &tables, NULL));
  g_assert_cmpint (version, ==, 3);
  g_assert_cmpint (tables, ==, 0);
  lab_connection_close (old);
  fixture_remove_folder (directory);
}

static gpointer
limit_pages (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  const char *sql = data;

  return GINT_TO_POINTER (lab_connection_exec (txn->connection, sql, error));
}

static void
test_full_disk_loses_nothing (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *long_text = g_strnfill (200000, 'x');
  g_autoptr (LabCallRecord) big = NULL;
  g_autoptr (LabCallRecord) small = fixture_record ("p", "small");

  fixture_add_profile (fixture->store, "p");
  big = fixture_record ("p", "big");
  fixture_set (&big->answer, long_text);
  /* No more pages than there are. */
  fixture_write_well (fixture->store, limit_pages, "PRAGMA max_page_count = 1");
  g_assert_false (fixture_write (fixture->store, fixture_record_call, big, &error));
  fixture_assert_reason (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "full");

  name = fixture_read (fixture->store, get_name, NULL);
  g_assert_cmpstr (name, ==, "Profile p");
  fixture_write_well (fixture->store, limit_pages, "PRAGMA max_page_count = 1000000");
  fixture_write_well (fixture->store, fixture_record_call, big);
  fixture_write_well (fixture->store, fixture_record_call, small);
}

/* Prompts are read by their owner only, wherever the folder stands. */
static void
test_files_are_private (Fixture       *fixture,
                        gconstpointer  data)
{
  static const char *const names[] = { "costlab.db", "costlab.db-wal" };

  fixture_add_profile (fixture->store, "p");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->directory, names[i], NULL);
      GStatBuf info;

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
    }
}

static void
test_backup_is_a_database (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (fixture->directory, "copy", NULL);
  g_autofree char *path = database_of (folder);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabStore) copy = NULL;

  fixture_add_profile (fixture->store, "p");
  g_assert_true (lab_store_backup_sync (fixture->store, path, &error));
  copy = lab_store_open (folder, LAB_STORE_EXISTING | LAB_STORE_CHECK, &error);
  g_assert_no_error (error);
  name = fixture_read (copy, get_name, NULL);
  g_assert_cmpstr (name, ==, "Profile p");
}

static gpointer
count_calls (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  LabCallFilter filter = LAB_CALL_FILTER_INIT;

  filter.profile_id = "p";
  return GINT_TO_POINTER ((int) lab_store_calls_count (txn, &filter, error));
}

static gpointer
verify (LabStoreTxn  *txn,
        gpointer      data,
        GError      **error)
{
  return GINT_TO_POINTER (lab_store_rollups_verify (txn, "p", error));
}

#define N_EACH 150

/* What the test's children do. */
static int
run_as_program (const char *directory,
                const char *name)
{
  g_autoptr (LabStore) store = lab_store_open (directory, LAB_STORE_DEFAULT, NULL);

  for (guint i = 0; i < N_EACH; i++)
    {
      g_autofree char *operation = g_strdup_printf ("%s-%u", name, i);
      g_autoptr (LabReservation) reservation = fixture_reservation ("p", operation, 1000);
      g_autoptr (LabCallRecord) call = fixture_record ("p", operation);

      fixture_write_well (store, fixture_reserve, reservation);
      fixture_write_well (store, fixture_record_call, call);
    }
  return 0;
}

/* Both write into the same run at once; nothing is lost or counted twice. */
static void
test_two_programs_at_once (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (LabBudgetRow) budget = NULL;
  GPid children[2];

  fixture_add_profile (fixture->store, "p");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", 1000 * N_EACH * 3, FALSE);
  g_clear_object (&fixture->store);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      const char *const command[] = { "/proc/self/exe", "--program", fixture->directory, name,
                                      NULL };
      g_autoptr (GError) error = NULL;

      g_spawn_async (NULL, (char **) command, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                     &children[i], &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < 2; i++)
    {
      int status;

      waitpid (children[i], &status, 0);
      g_assert_cmpint (status, ==, 0);
    }
  fixture_reopen (fixture);
  g_assert_cmpint (GPOINTER_TO_INT (fixture_read (fixture->store, count_calls, NULL)), ==,
                   2 * N_EACH);
  budget = fixture_get_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", FIXTURE_NOW);
  g_assert_cmpint (budget->committed, ==, 2 * N_EACH * 1000);
  g_assert_cmpint (budget->reserved, ==, 0);
  fixture_write_well (fixture->store, verify, NULL);
}

static gpointer
append_name (LabStoreTxn  *txn,
             gpointer      text,
             GError      **error)
{
  g_autoptr (LabProfileRow) row = lab_store_profiles_get (txn, "p", error);
  g_autofree char *longer = row != NULL ? g_strconcat (row->name, text, NULL) : NULL;

  return GINT_TO_POINTER (row != NULL && lab_store_profiles_rename (txn, "p", longer, 1, error));
}

static void
count_down_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (lab_store_write_finish (LAB_STORE (source), result, &error) != NULL);
  g_assert_no_error (error);
  (*(guint *) user_data)--;
}

/* Ordinary and relaxed writes keep their order, and another program sees
 * both once they are answered. */
static void
test_relaxed_keeps_order (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (LabStore) other = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  guint left = 6;

  fixture_add_profile (fixture->store, "p");
  fixture_write_well (fixture->store, set_name, (gpointer) "-");
  for (guint i = 0; i < 6; i++)
    {
      static const char *const letters[] = { "a", "b", "c", "d", "e", "f" };
      gboolean relaxed = i % 3 != 2;

      (relaxed ? lab_store_write_relaxed_async : lab_store_write_async) (
        fixture->store, append_name, (gpointer) letters[i], NULL, NULL, NULL, count_down_cb, &left);
    }
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);

  other = lab_store_open (fixture->directory, LAB_STORE_EXISTING, &error);
  g_assert_no_error (error);
  name = fixture_read (other, get_name, NULL);
  g_assert_cmpstr (name, ==, "-abcdef");
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture       *fixture,
                  gconstpointer  data);
  } tests[] = {
    { "/store/write/group-answers-in-order", test_group_answers_in_order },
    { "/store/read/sees-one-moment", test_reader_sees_one_moment },
    { "/store/read/cannot-write", test_reader_cannot_write },
    { "/store/close/says-so", test_closed_store_says_so },
    { "/store/close/waits-for-readers", test_closing_waits_for_readers },
    { "/store/open/newer-and-foreign-are-untouched", test_newer_and_foreign_are_untouched },
    { "/store/open/missing-is-not-made", test_missing_is_not_made },
    { "/store/open/read-only-folder-is-refused", test_read_only_folder_is_refused },
    { "/store/full-disk-loses-nothing", test_full_disk_loses_nothing },
    { "/store/open/files-are-private", test_files_are_private },
    { "/store/backup-is-a-database", test_backup_is_a_database },
    { "/store/two-programs-at-once", test_two_programs_at_once },
    { "/store/write/relaxed-keeps-order", test_relaxed_keeps_order },
  };

  if (argc == 4 && strcmp (argv[1], "--program") == 0)
    return run_as_program (argv[2], argv[3]);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);
  g_test_add_func ("/store/migrate/older-is-copied-and-migrated",
                   test_older_is_copied_and_migrated);
  g_test_add_func ("/store/migrate/failed-step-changes-nothing", test_failed_step_changes_nothing);
  return g_test_run ();
}
