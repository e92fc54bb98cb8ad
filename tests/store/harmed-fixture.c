/* harmed-fixture.c: a filled ledger, harmed and recovered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "harmed-fixture.h"

#include <glib/gstdio.h>

#include "lab-error.h"
#include "lab-table-private.h"

/* Bits of a file of about a hundred pages. */
#define N_FLIPPED 200

char *
harmed_database (const char *directory)
{
  return g_build_filename (directory, "costlab.db", NULL);
}

void
harmed_overwrite (const char *directory,
                  gsize from,
                  gsize length)
{
  g_autofree char *path = harmed_database (directory);
  g_autofree char *noise = g_malloc (length);
  FILE *file = g_fopen (path, "r+b");

  memset (noise, 0xa5, length);
  fseek (file, (long) from, SEEK_SET);
  g_assert_cmpuint (fwrite (noise, 1, length, file), ==, length);
  fclose (file);
}

gsize
harmed_size (const char *directory)
{
  g_autofree char *path = harmed_database (directory);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return (gsize) info.st_size;
}

static sqlite3 *
open_database (const char *directory)
{
  g_autofree char *path = harmed_database (directory);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  return db;
}

void
harmed_execute (const char *directory,
                const char *sql)
{
  sqlite3 *db = open_database (directory);
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
}

/* The first column of what @sql yields, a line each. */
char *
harmed_ask (const char *directory,
            const char *sql)
{
  sqlite3 *db = open_database (directory);
  sqlite3_stmt *statement = NULL;
  GString *lines = g_string_new (NULL);

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_string_append_printf (lines, "%s\n", (const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return g_string_free (lines, FALSE);
}

void
harmed_assert_answer (const char *directory,
                      const char *sql,
                      const char *lines)
{
  g_autofree char *answer = harmed_ask (directory, sql);

  g_assert_cmpstr (answer, ==, lines);
}

/* Every row there is, apart from what is always made anew. */
char *
harmed_dump (const char *directory)
{
  g_autofree char *list =
      harmed_ask (directory, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE"
                             " 'sqlite_%' AND name NOT LIKE 'rollup%' ORDER BY name");
  g_auto (GStrv) tables = g_strsplit (g_strchomp (list), "\n", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; tables[i] != NULL; i++)
    {
      g_autofree char *columns_sql = g_strdup_printf (
          "SELECT group_concat ('quote (' || name || ')', ' || '','' || ')"
          " FROM pragma_table_info ('%s')",
          tables[i]);
      g_autofree char *columns = harmed_ask (directory, columns_sql);
      g_autofree char *sql =
          g_strdup_printf ("SELECT %s FROM %s ORDER BY 1", g_strchomp (columns), tables[i]);
      g_autofree char *rows = harmed_ask (directory, sql);

      g_string_append_printf (text, "%s:\n%s", tables[i], rows);
    }
  return g_string_free (text, FALSE);
}

LabSalvage *
harmed_recover (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  LabSalvage *salvage;

  g_clear_object (&fixture->store);
  salvage = lab_store_recover (fixture->directory, FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (salvage->damaged);
  g_assert_true (g_file_test (salvage->damaged_path, G_FILE_TEST_EXISTS));
  return salvage;
}

static gpointer
verify_all (LabStoreTxn *txn,
            gpointer data,
            GError **error)
{
  g_autoptr (GPtrArray) profiles = lab_store_profiles_list (txn, error);

  for (guint i = 0; profiles != NULL && i < profiles->len; i++)
    if (!lab_store_rollups_verify (txn, ((LabProfileRow *) profiles->pdata[i])->id, error))
      return NULL;
  return profiles != NULL ? LAB_STORE_OK : NULL;
}

/* Opens it again with every page looked at, and the sums with the calls. */
void
harmed_assert_whole (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->store = lab_store_open (fixture->directory, LAB_STORE_CHECK, &error);
  g_assert_no_error (error);
  fixture_write_well (fixture->store, verify_all, NULL);
  harmed_assert_answer (fixture->directory, "SELECT count(*) FROM pragma_foreign_key_check", "0\n");
}

void
harmed_record (Fixture *fixture,
               const char *operation,
               const char *task,
               gint64 time)
{
  g_autoptr (LabCallRecord) call = fixture_record ("p", operation);

  fixture_set (&call->task_key, task);
  call->timestamp = time;
  fixture_write_well (fixture->store, fixture_record_call, call);
}

static gpointer
plant (LabStoreTxn *txn,
       gpointer data,
       GError **error)
{
  static const char *const statements[] = {
    "UPDATE runs SET status = 'completed', n_tasks = 10, finished_at = 2, name = 'first'",
    "INSERT INTO jobs (id, profile_id, kind, title, state, done, total, spent, message,"
    " created_at, updated_at) VALUES ('j', 'p', 'run', 'Job', 'done', 0, 0, 0, 'm', 1, 1)",
    "INSERT INTO notes VALUES ('n', 'p', 'run', 'p-r', 'Note', 1, 1)",
    "INSERT INTO cache_entries VALUES ('p', 'ns', 'k', 'v', 0, 1, NULL, 0)",
    "INSERT INTO cache_stats VALUES ('p', 'ns', 1, 1)",
    "INSERT INTO user_progress VALUES ('p', 0, 0, '[\"b\"]', '[]', 1, 1)",
    "INSERT INTO challenges VALUES ('c', 't', 'd', 'easy', -1, '{}', '{}', '[]', 1)",
    "INSERT INTO challenge_submissions VALUES ('s', 'p', 'c', -1, 1, 1, '{\"a\":\"x\"}', 1)",
    "INSERT INTO baselines VALUES ('b', 'p', 'p-e', 'p-r', 'practice', 1000, 10000, 0, 10, 0, 0,"
    " 1, 1, 10, 'w', 'r', 1, 1)",
    "UPDATE experiments SET baseline_id = 'b', status = 'completed'",
    "UPDATE call_content SET prompt = '\"' || hex (zeroblob (50000)) || '\"' WHERE call_seq = 3",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!lab_txn_run (txn, error, statements[i], NULL))
      return NULL;
  return LAB_STORE_OK;
}

/* A row in every table, a prompt longer than pages, a reservation open, and a
 * run of ten tasks that is complete. */
void
harmed_fill (Fixture *fixture)
{
  g_autoptr (LabReservation) open = fixture_reservation ("p", "open", 700);

  fixture_add_profile (fixture->store, "p");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_PROFILE, "", 1000000, FALSE);
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_MONTH, "", 1000000, TRUE);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *operation = g_strdup_printf ("o%u", i);
      g_autofree char *task = g_strdup_printf ("support-chat/%u", i);

      harmed_record (fixture, operation, task, FIXTURE_NOW + i * 1000000);
    }
  fixture_set (&open->run_id, NULL);
  fixture_write_well (fixture->store, fixture_reserve, open);
  fixture_write_well (fixture->store, plant, NULL);
  g_clear_object (&fixture->store);
}

/* Whatever is read of them, what is made of it is a ledger. */
void
harmed_try_noise (guint n_times)
{
  Fixture fixture;
  g_autofree char *path = NULL;
  g_autofree char *sound = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  gsize length;

  fixture_set_up (&fixture, NULL);
  harmed_fill (&fixture);
  path = harmed_database (fixture.directory);
  g_assert_true (g_file_get_contents (path, &sound, &length, NULL));
  for (guint i = 0; i < n_times; i++)
    {
      g_autofree char *noisy = g_memdup2 (sound, length);
      g_autoptr (LabSalvage) salvage = NULL;
      g_autoptr (GError) error = NULL;

      for (guint j = 0; j < N_FLIPPED; j++)
        noisy[g_rand_int_range (random, HARMED_PAGE, (gint32) length)] ^=
            (char) (1 << g_rand_int_range (random, 0, 8));
      /* Every other time there is no schema either. */
      if (i % 2 == 0)
        memset (noisy, 0, 16);
      g_assert_true (g_file_set_contents (path, noisy, (gssize) length, NULL));
      salvage = lab_store_recover (fixture.directory, TRUE, &error);
      g_assert_no_error (error);
      harmed_assert_whole (&fixture);
      g_clear_object (&fixture.store);
    }
  fixture_tear_down (&fixture, NULL);
}
