/* lab-store-salvage.c: the way on from a damaged file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "lab-error.h"
#include "lab-rollup-delta-private.h"

/* What is made anew from calls and budgets is not carried over. Parents
 * stand before children. */
static const char *const tables[] = {
  "profiles",  "experiments",   "sessions",     "runs",  "operations",   "api_calls",
  "call_raw",  "call_content",  "baselines",    "budgets", "budget_periods", "reservations",
  "jobs",      "cache_entries", "cache_stats",  "notes", "user_progress", "challenges",
  "challenge_submissions",
};

/* How many stretches of a table are tried after one cannot be read: enough to
 * step over hundreds of pages, and no more than seconds. */
#define MAX_TRIES 3000

typedef struct
{
  sqlite3 *damaged;
  sqlite3 *sound;
  LabSalvage *report;
  guint64 n_rows;
  gboolean hurt;
  guint tries_left;
} Rescue;

void
lab_salvage_free (LabSalvage *self)
{
  if (self == NULL)
    return;

  g_free (self->damaged_path);
  g_free (self->summary);
  g_free (self);
}

/* Copies the row the cursor is on; a row the new tables refuse is dropped. */
static void
copy_row (Rescue       *self,
          sqlite3_stmt *from,
          sqlite3_stmt *to)
{
  for (int i = 0; i < sqlite3_column_count (from); i++)
    sqlite3_bind_value (to, i + 1, sqlite3_column_value (from, i));
  if (sqlite3_step (to) == SQLITE_DONE && sqlite3_changes (self->sound) > 0)
    self->n_rows++;
  sqlite3_reset (to);
}

/* Reads rows low … high forwards until one cannot be read; returns the first
 * number not read, or @high + 1. */
static gint64
copy_forwards (Rescue       *self,
               sqlite3_stmt *from,
               sqlite3_stmt *to,
               gint64        low,
               gint64        high)
{
  gint64 next = low;
  int rc;

  sqlite3_reset (from);
  sqlite3_bind_int64 (from, 1, low);
  sqlite3_bind_int64 (from, 2, high);
  while ((rc = sqlite3_step (from)) == SQLITE_ROW)
    {
      next = sqlite3_column_int64 (from, sqlite3_column_count (from) - 1) + 1;
      copy_row (self, from, to);
    }
  sqlite3_reset (from);
  if (rc == SQLITE_DONE)
    return high + 1;

  self->hurt = TRUE;
  return next;
}

/* What cannot be read through is tried by halves, the later one first: it is
 * mostly whole, while the earlier one begins with the harm. */
static void
copy_range (Rescue       *self,
            sqlite3_stmt *from,
            sqlite3_stmt *to,
            gint64        low,
            gint64        high)
{
  gint64 next = copy_forwards (self, from, to, low, high);
  gint64 middle;

  if (next > high || next == high || self->tries_left == 0)
    return;

  self->tries_left--;
  middle = next + (high - next) / 2;
  copy_range (self, from, to, middle + 1, high);
  copy_range (self, from, to, next, middle);
}

/* The columns both files have, in the new one's order; NULL for none. */
static char *
list_columns (Rescue     *self,
              const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT name FROM pragma_table_info ('%s')", table);
  g_autoptr (GString) names = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  /* pragma_table_info leaves generated columns out, as it should. */
  if (sqlite3_prepare_v2 (self->sound, sql, -1, &statement, NULL) != SQLITE_OK)
    return NULL;

  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (statement, 0);

      if (sqlite3_table_column_metadata (self->damaged, NULL, table, name, NULL, NULL, NULL, NULL,
                                         NULL) == SQLITE_OK)
        g_string_append_printf (names, "%s\"%s\"", names->len > 0 ? ", " : "", name);
    }
  sqlite3_finalize (statement);
  return names->len > 0 ? g_strdup (names->str) : NULL;
}

static gint64
last_rowid (Rescue     *self,
            const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT max (rowid) FROM \"%s\"", table);
  sqlite3_stmt *statement = NULL;
  gint64 last = 0;

  if (sqlite3_prepare_v2 (self->damaged, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    last = sqlite3_column_int64 (statement, 0);
  else
    last = G_MAXUINT32;
  sqlite3_finalize (statement);
  return last;
}

static void
copy_with (Rescue     *self,
           const char *table,
           const char *names,
           const char *order,
           gboolean    by_rowid)
{
  guint n = 1;
  g_autoptr (GString) insert = g_string_new (NULL);
  g_autofree char *select = NULL;
  sqlite3_stmt *from = NULL;
  sqlite3_stmt *to = NULL;

  for (const char *p = names; *p != '\0'; p++)
    n += *p == ',';
  g_string_append_printf (insert, "INSERT OR IGNORE INTO \"%s\" (%s) VALUES (", table, names);
  for (guint i = 0; i < n; i++)
    g_string_append (insert, i > 0 ? ", ?" : "?");
  g_string_append (insert, ")");
  select = g_strdup_printf ("SELECT %s%s FROM \"%s\" %s", names, by_rowid ? ", rowid" : "", table,
                            order);

  if (sqlite3_prepare_v2 (self->damaged, select, -1, &from, NULL) == SQLITE_OK &&
      sqlite3_prepare_v2 (self->sound, insert->str, -1, &to, NULL) == SQLITE_OK)
    {
      if (by_rowid)
        copy_range (self, from, to, 1, last_rowid (self, table));
      else
        {
          int rc;

          while ((rc = sqlite3_step (from)) == SQLITE_ROW)
            copy_row (self, from, to);
          self->hurt |= rc != SQLITE_DONE;
        }
    }
  else
    self->hurt = TRUE;
  sqlite3_finalize (from);
  sqlite3_finalize (to);
}

static void
copy_table (Rescue     *self,
            const char *table,
            GString    *summary)
{
  g_autofree char *names = list_columns (self, table);

  self->n_rows = 0;
  self->tries_left = MAX_TRIES;
  self->hurt = names == NULL;
  if (names != NULL && strcmp (table, "budget_periods") == 0)
    {
      /* Without row numbers: from both ends. */
      copy_with (self, table, names, "ORDER BY budget_id, period", FALSE);
      if (self->hurt)
        copy_with (self, table, names, "ORDER BY budget_id DESC, period DESC", FALSE);
    }
  else if (names != NULL)
    copy_with (self, table, names, "WHERE rowid BETWEEN ? AND ? ORDER BY rowid", TRUE);

  self->report->n_rows += self->n_rows;
  self->report->n_damaged_tables += self->hurt;
  g_string_append_printf (summary, "%s: %" G_GUINT64_FORMAT "\n", table, self->n_rows);
}

/* Rows whose parents were lost, until none is left. */
static gboolean
drop_orphans (LabConnection  *sound,
              LabSalvage     *report,
              GError        **error)
{
  gint64 before, after;
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (LabQuery) query = NULL;
      g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func (g_free);
      LabStep step;

      query = lab_connection_query (
          sound, "SELECT DISTINCT \"table\", rowid FROM pragma_foreign_key_check", error);
      if (query == NULL)
        return FALSE;
      while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
        g_ptr_array_add (statements,
                         g_strdup_printf ("DELETE FROM \"%s\" WHERE rowid = %" G_GINT64_FORMAT,
                                          lab_query_get_text (query, 0),
                                          lab_query_get_int (query, 1)));
      if (step == LAB_STEP_FAILED)
        return FALSE;

      lab_query_reset (query);
      before = sqlite3_total_changes64 (lab_connection_get_db (sound));
      for (guint i = 0; i < statements->len; i++)
        if (!lab_connection_exec (sound, g_ptr_array_index (statements, i), error))
          return FALSE;
      after = sqlite3_total_changes64 (lab_connection_get_db (sound));
      report->n_dropped += (guint64) (after - before);
      more = after > before;
    }
  return TRUE;
}

static gboolean
rebuild_all (LabConnection  *sound,
             GError        **error)
{
  g_autoptr (GPtrArray) deltas = g_ptr_array_new ();
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  LabStoreTxn txn = { .connection = sound, .deltas = deltas };
  g_autoptr (LabQuery) query = lab_txn_query (&txn, "SELECT id FROM profiles", error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
    g_ptr_array_add (ids, g_strdup (lab_query_get_text (query, 0)));
  for (guint i = 0; step == LAB_STEP_DONE && i < ids->len; i++)
    if (!lab_store_rollups_rebuild (&txn, g_ptr_array_index (ids, i), error))
      return FALSE;
  return step == LAB_STEP_DONE;
}

static gboolean
copy_all (Rescue         *self,
          LabConnection  *sound,
          GError        **error)
{
  g_autoptr (GString) summary = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    copy_table (self, tables[i], summary);
  self->report->summary = g_strdup (summary->str);
  return drop_orphans (sound, self->report, error) && rebuild_all (sound, error);
}

static gboolean
rescue (const char     *damaged_path,
        LabConnection  *sound,
        LabSalvage     *report,
        GError        **error)
{
  Rescue self = { .sound = lab_connection_get_db (sound), .report = report };
  gboolean done;

  /* References are looked at when all is carried over. */
  if (!lab_connection_exec (sound, "PRAGMA foreign_keys = OFF", error) ||
      !lab_connection_exec (sound, "BEGIN IMMEDIATE", error))
    return FALSE;

  sqlite3_open_v2 (damaged_path, &self.damaged, SQLITE_OPEN_READWRITE, NULL);
  done = copy_all (&self, sound, error) && lab_connection_exec (sound, "COMMIT", error);
  sqlite3_close (self.damaged);
  if (!done)
    lab_connection_exec (sound, "ROLLBACK", NULL);
  return done;
}

static char *
choose_damaged_path (const char *directory)
{
  g_autofree char *folder = g_build_filename (directory, LAB_STORE_DAMAGED, NULL);

  g_mkdir_with_parents (folder, 0700);
  for (guint i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("costlab-%u.db", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}

static gboolean
move_aside (const char  *directory,
            const char  *damaged,
            GError     **error)
{
  static const char *const endings[] = { "-wal", "-shm", "" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (LAB_STORE_FILE, endings[i], NULL);
      g_autofree char *from = g_build_filename (directory, name, NULL);
      g_autofree char *to = g_strconcat (damaged, endings[i], NULL);

      if (g_file_test (from, G_FILE_TEST_EXISTS) && g_rename (from, to) != 0)
        {
          lab_set_reason_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "io",
                                _("The damaged database could not be moved aside."));
          return FALSE;
        }
    }
  return TRUE;
}

static LabSalvage *
recover_locked (const char  *directory,
                GError     **error)
{
  g_autoptr (LabSalvage) report = g_new0 (LabSalvage, 1);
  g_autoptr (LabConnection) sound = NULL;

  if (lab_owner_any_alive (directory, NULL))
    {
      lab_set_reason_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "locked",
                            _("Another program uses the data folder; close it first."));
      return NULL;
    }

  report->damaged_path = choose_damaged_path (directory);
  if (!move_aside (directory, report->damaged_path, error))
    return NULL;

  sound = lab_store_open_connection (directory, LAB_STORE_DEFAULT, error);
  if (sound == NULL || !rescue (report->damaged_path, sound, report, error))
    return NULL;

  return g_steal_pointer (&report);
}

LabSalvage *
lab_store_recover (const char  *directory,
                   GError     **error)
{
  LabSalvage *report;
  int folder_lock;

  g_return_val_if_fail (directory != NULL, NULL);

  folder_lock = lab_owner_lock_folder (directory, error);
  if (folder_lock < 0)
    return NULL;

  report = recover_locked (directory, error);
  close (folder_lock);
  return report;
}
