/* test-recover.c: what comes back of a damaged file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "harmed-fixture.h"

#include <glib/gstdio.h>

#include "lab-error.h"
#include "lab-table-private.h"

/* Without the first page there is no schema: all that stands on other pages
 * comes back, each row into its own table. */
static void
test_every_table_without_a_schema (Fixture *fixture,
                                   gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (LabSalvage) salvage = NULL;

  harmed_fill (fixture);
  before = harmed_dump (fixture->directory);
  harmed_overwrite (fixture->directory, 0, HARMED_PAGE);
  salvage = harmed_recover (fixture);
  after = harmed_dump (fixture->directory);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (salvage->n_remade, ==, 0);
  g_assert_cmpuint (salvage->n_unfinished, ==, 0);
  harmed_assert_whole (fixture);
}

/* The files as they are while the store is open: what was just committed
 * stands in the log alone. @cut: so many bytes of its end are missing */
static Fixture
copy_open_files (Fixture *fixture,
                 gsize cut)
{
  static const char *const files[] = { "costlab.db", "costlab.db-wal" };
  Fixture copy = { g_dir_make_tmp ("costlab-store-XXXXXX", NULL), NULL };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *from = g_build_filename (fixture->directory, files[i], NULL);
      g_autofree char *to = g_build_filename (copy.directory, files[i], NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
      length -= i == 1 ? cut : 0;
      g_assert_true (g_file_set_contents (to, bytes, (gssize) length, NULL));
    }
  return copy;
}

/* A killed program's last commit counts, and one that was not finished does
 * not. */
static void
test_log_without_a_schema (Fixture *fixture,
                           gconstpointer data)
{
  static const gsize cuts[] = { 0, 100 };

  harmed_fill (fixture);
  fixture_reopen (fixture);
  harmed_record (fixture, "late", "support-chat/late", FIXTURE_NOW);
  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      Fixture killed = copy_open_files (fixture, cuts[i]);
      g_autoptr (LabSalvage) salvage = NULL;

      harmed_overwrite (killed.directory, 0, HARMED_PAGE);
      salvage = harmed_recover (&killed);
      harmed_assert_answer (killed.directory, "SELECT count(*) FROM api_calls",
                            cuts[i] == 0 ? "11\n" : "10\n");
      harmed_assert_whole (&killed);
      fixture_tear_down (&killed, NULL);
    }
}

/* All of a table that fits on one page. */
static void
overwrite_root (Fixture *fixture,
                const char *table)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT rootpage - 1 FROM sqlite_schema WHERE name = '%s'", table);
  g_autofree char *page = harmed_ask (fixture->directory, sql);

  harmed_overwrite (fixture->directory, g_ascii_strtoull (page, NULL, 10) * HARMED_PAGE,
                    HARMED_PAGE);
}

/* Without those they belong to, calls still come back: their parents are made
 * anew, and what was spent is the same. */
static void
test_lost_parents_are_made_anew (Fixture *fixture,
                                 gconstpointer data)
{
  static const char *const tables[] = { "profiles", "experiments", "sessions", "runs",
                                        "operations" };
  g_autofree char *spent = NULL;
  g_autofree char *operations = NULL;
  g_autofree char *after = NULL;
  g_autoptr (LabSalvage) salvage = NULL;
  const char *committed = "SELECT committed FROM budget_periods ORDER BY budget_id";
  const char *sums = "SELECT id || n_attempts || state || cost_amount || u || o || n_known ||"
                     " latency_us || opened_at || closed_at FROM operations"
                     " WHERE state = 'closed' ORDER BY id";

  harmed_fill (fixture);
  operations = harmed_ask (fixture->directory, sums);
  spent = harmed_ask (fixture->directory, committed);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    overwrite_root (fixture, tables[i]);
  harmed_overwrite (fixture->directory, 0, HARMED_PAGE);
  salvage = harmed_recover (fixture);
  g_assert_cmpuint (salvage->n_remade, >=, 14);
  harmed_assert_whole (fixture);

  after = harmed_ask (fixture->directory, sums);
  g_assert_cmpstr (after, ==, operations);
  g_free (after);
  after = harmed_ask (fixture->directory, committed);
  g_assert_cmpstr (after, ==, spent);
  harmed_assert_answer (fixture->directory, "SELECT id FROM profiles", "p\n");
  harmed_assert_answer (fixture->directory, "SELECT workload || status FROM experiments",
                        "support-chatdraft\n");
  harmed_assert_answer (fixture->directory,
                        "SELECT kind || status || n_tasks FROM runs WHERE error_message <> ''",
                        "baselineinterrupted10\n");
}

/* Removes rows as if their page had been lost, and harms a page nothing hangs
 * on, so that there is something to recover. */
static void
lose (Fixture *fixture,
      const char *sql)
{
  g_autofree char *statements =
      g_strconcat ("PRAGMA foreign_keys = OFF; PRAGMA secure_delete = ON;", sql, NULL);

  harmed_fill (fixture);
  harmed_execute (fixture->directory, statements);
  overwrite_root (fixture, "notes");
}

static void
assert_unfinished (Fixture *fixture,
                   const char *message)
{
  g_autofree char *text = NULL;
  g_autoptr (LabSalvage) salvage = harmed_recover (fixture);

  g_assert_cmpuint (salvage->n_unfinished, ==, message != NULL ? 1 : 0);
  harmed_assert_answer (fixture->directory, "SELECT status FROM runs",
                        message != NULL ? "interrupted\n" : "completed\n");
  harmed_assert_answer (fixture->directory, "SELECT status FROM experiments",
                        message != NULL ? "draft\n" : "completed\n");
  text = harmed_ask (fixture->directory, "SELECT coalesce (error_message, '') FROM runs");
  g_assert_nonnull (strstr (text, message != NULL ? message : "\n"));
  harmed_assert_answer (fixture->directory,
                        "SELECT (SELECT sum (cost) FROM api_calls WHERE run_id = 'p-r') -"
                        " (SELECT sum (cost_amount) FROM operations WHERE run_id = 'p-r')",
                        "0\n");
  harmed_assert_whole (fixture);
}

static void
test_run_that_lost_nothing_is_complete (Fixture *fixture,
                                        gconstpointer data)
{
  lose (fixture, "");
  assert_unfinished (fixture, NULL);
}

static void
test_run_that_lost_tasks_is_not_complete (Fixture *fixture,
                                          gconstpointer data)
{
  lose (fixture, "DELETE FROM operations WHERE id IN ('o3', 'o7');"
                 "DELETE FROM api_calls WHERE operation_id IN ('o3', 'o7');");
  assert_unfinished (fixture, "8 of 10");
  /* What was spent stays spent: ten calls, though two are gone. */
  harmed_assert_answer (fixture->directory, "SELECT DISTINCT committed FROM budget_periods",
                        "10000\n");
}

static void
test_lost_operation_is_made_of_its_calls (Fixture *fixture,
                                          gconstpointer data)
{
  lose (fixture, "DELETE FROM operations WHERE id = 'o3'");
  assert_unfinished (fixture, "10 of 10");
  harmed_assert_answer (fixture->directory,
                        "SELECT task_key || state FROM operations WHERE id = 'o3' AND"
                        " final_call_id IN (SELECT id FROM api_calls)",
                        "support-chat/3closed\n");
}

static void
test_lost_call_is_made_of_its_operation (Fixture *fixture,
                                         gconstpointer data)
{
  lose (fixture, "DELETE FROM api_calls WHERE operation_id = 'o3'");
  assert_unfinished (fixture, "10 of 10");
  harmed_assert_answer (fixture->directory,
                        "SELECT cost || cost_state || u || final FROM api_calls"
                        " WHERE operation_id = 'o3' AND cost_basis IS NOT NULL",
                        "1000estimated1001\n");
}

static void
assert_left_alone (Fixture *fixture,
                   const char *reason)
{
  g_autofree char *path = harmed_database (fixture->directory);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabSalvage) salvage = NULL;
  gsize length, length_after;

  g_file_get_contents (path, &before, &length, NULL);
  salvage = lab_store_recover (fixture->directory, FALSE, &error);
  if (reason != NULL)
    {
      g_assert_null (salvage);
      fixture_assert_reason (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, reason);
    }
  else
    {
      g_assert_no_error (error);
      g_assert_false (salvage->damaged);
    }
  g_file_get_contents (path, &after, &length_after, NULL);
  g_assert_cmpmem (before, length, after, length_after);
}

static void
test_sound_newer_and_foreign_are_left_alone (Fixture *fixture,
                                             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabSalvage) salvage = NULL;
  g_autofree char *version = NULL;
  g_autofree char *marks = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  harmed_fill (fixture);
  version = harmed_ask (fixture->directory, "PRAGMA user_version");
  marks = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %s",
                           LAB_STORE_APPLICATION_ID, version);
  before = harmed_dump (fixture->directory);
  assert_left_alone (fixture, NULL);
  harmed_execute (fixture->directory, "PRAGMA user_version = 900");
  assert_left_alone (fixture, "newer");
  harmed_execute (fixture->directory, "PRAGMA application_id = 77");
  assert_left_alone (fixture, "foreign");
  harmed_execute (fixture->directory, "PRAGMA application_id = 0; PRAGMA user_version = 1");
  assert_left_alone (fixture, "foreign");
  harmed_execute (fixture->directory, marks);

  /* Whoever insists has a new file with the same rows. */
  salvage = lab_store_recover (fixture->directory, TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (salvage->damaged);
  g_assert_cmpuint (salvage->n_damaged_tables, ==, 0);
  after = harmed_dump (fixture->directory);
  g_assert_cmpstr (after, ==, before);
  harmed_assert_whole (fixture);
}

static void
test_missing_is_not_made (void)
{
  g_autofree char *folder = g_dir_make_tmp ("costlab-store-XXXXXX", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "not", "there", NULL);
  const char *const places[] = { folder, nowhere };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (lab_store_recover (places[i], FALSE, &error));
      fixture_assert_reason (error, LAB_ERROR_NOT_FOUND, "missing");
    }
  /* Nothing was left in it either. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static gpointer
record_many (LabStoreTxn *txn,
             gpointer data,
             GError **error)
{
  for (guint i = 0; i < GPOINTER_TO_UINT (data); i++)
    {
      g_autofree char *operation = g_strdup_printf ("o%u", i);
      g_autoptr (LabCallRecord) call = fixture_record ("p", operation);

      if (!lab_store_record_call (txn, call, error))
        return NULL;
    }
  return LAB_STORE_OK;
}

#define N_RECORDED 2000

/* Harms a tenth of a fresh folder's file and recovers it; returns how many
 * calls came through. */
static int
harm_and_recover (guint tenth)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabSalvage) salvage = NULL;
  g_autofree char *n_calls = NULL;
  Fixture fixture;
  gsize n_pages;
  int n;

  fixture_set_up (&fixture, NULL);
  fixture_add_profile (fixture.store, "p");
  fixture_write_well (fixture.store, record_many, GUINT_TO_POINTER (N_RECORDED));
  g_clear_object (&fixture.store);
  n_pages = harmed_size (fixture.directory) / HARMED_PAGE;
  harmed_overwrite (fixture.directory, n_pages * tenth / 10 * HARMED_PAGE,
                    n_pages / 10 * HARMED_PAGE);

  g_assert_null (lab_store_open (fixture.directory, LAB_STORE_CHECK, &error));
  fixture_assert_reason (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "corrupt");
  salvage = harmed_recover (&fixture);
  harmed_assert_whole (&fixture);
  n_calls = harmed_ask (fixture.directory, "SELECT count(*) FROM api_calls WHERE profile_id = 'p'");
  n = atoi (n_calls);
  g_test_message ("tenth %u: %d calls, %u tables hurt, %" G_GUINT64_FORMAT
                  " rows made anew, %" G_GUINT64_FORMAT " dropped",
                  tenth, n, salvage->n_damaged_tables, salvage->n_remade, salvage->n_dropped);
  fixture_tear_down (&fixture, NULL);
  return n;
}

/* Wherever the harm is, most comes back, the sums agree with what did, and
 * the damaged file is kept. */
static void
test_damage_is_refused_and_recovered (void)
{
  for (guint tenth = 0; tenth < 10; tenth++)
    g_assert_cmpint (harm_and_recover (tenth), >, N_RECORDED * 8 / 10);
}

static void
test_noise_leaves_a_ledger (void)
{
  harmed_try_noise (10);
}

static void
test_destroyed_file_leaves_a_way_on (Fixture *fixture,
                                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabSalvage) salvage = NULL;

  fixture_add_profile (fixture->store, "p");
  g_assert_null (lab_store_recover (fixture->directory, FALSE, &error));
  fixture_assert_reason (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "locked");

  g_clear_object (&fixture->store);
  harmed_overwrite (fixture->directory, 0, harmed_size (fixture->directory));
  salvage = harmed_recover (fixture);
  g_assert_cmpuint (salvage->n_rows, ==, 0);
  g_assert_cmpuint (salvage->n_damaged_tables, >, 0);
  fixture_reopen (fixture);
  fixture_add_profile (fixture->store, "p");
}

int
main (int argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture,
                  gconstpointer data);
  } tests[] = {
    { "/store/recover/every-table-without-a-schema", test_every_table_without_a_schema },
    { "/store/recover/log-without-a-schema", test_log_without_a_schema },
    { "/store/recover/lost-parents-are-made-anew", test_lost_parents_are_made_anew },
    { "/store/recover/run-that-lost-nothing-is-complete", test_run_that_lost_nothing_is_complete },
    { "/store/recover/run-that-lost-tasks-is-not-complete",
      test_run_that_lost_tasks_is_not_complete },
    { "/store/recover/lost-operation-is-made-of-its-calls",
      test_lost_operation_is_made_of_its_calls },
    { "/store/recover/lost-call-is-made-of-its-operation",
      test_lost_call_is_made_of_its_operation },
    { "/store/recover/sound-newer-and-foreign-are-left-alone",
      test_sound_newer_and_foreign_are_left_alone },
    { "/store/recover/destroyed-file-leaves-a-way-on", test_destroyed_file_leaves_a_way_on },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);
  g_test_add_func ("/store/recover/noise-leaves-a-ledger", test_noise_leaves_a_ledger);
  g_test_add_func ("/store/recover/missing-is-not-made", test_missing_is_not_made);
  g_test_add_func ("/store/recover/damage-is-refused-and-recovered",
                   test_damage_is_refused_and_recovered);
  return g_test_run ();
}
