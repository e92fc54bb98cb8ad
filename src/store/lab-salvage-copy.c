/* lab-salvage-copy.c: what SQLite can still read of a damaged file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-salvage-private.h"

/* How many stretches of a table are tried after one cannot be read: enough to
 * step over hundreds of pages, and no more than seconds. */
#define MAX_TRIES 3000

typedef struct
{
  sqlite3 *damaged;
  sqlite3 *sound;
  LabSalvageTable *table;
  guint tries_left;
} Copy;

static const char *const names[LAB_N_SALVAGE_TABLES] = {
  "profiles",  "experiments",   "sessions",     "runs",  "operations",   "api_calls",
  "call_raw",  "call_content",  "baselines",    "budgets", "budget_periods", "reservations",
  "jobs",      "cache_entries", "cache_stats",  "notes", "user_progress", "challenges",
  "challenge_submissions",
};

void
lab_rescue_init_tables (LabRescue *self)
{
  for (guint i = 0; i < LAB_N_SALVAGE_TABLES; i++)
    self->tables[i].name = names[i];
}

/* Copies the row the cursor is on. One the new tables refuse was not written
 * by us: the table is hurt there. */
static void
copy_row (Copy         *self,
          sqlite3_stmt *from,
          sqlite3_stmt *to)
{
  for (int i = 0; i < sqlite3_column_count (from); i++)
    sqlite3_bind_value (to, i + 1, sqlite3_column_value (from, i));
  if (sqlite3_step (to) == SQLITE_DONE && sqlite3_changes (self->sound) > 0)
    self->table->n_rows++;
  else
    self->table->hurt = TRUE;
  sqlite3_reset (to);
}

/* Reads rows low … high forwards until one cannot be read; returns the first
 * number not read, or @high + 1. */
static gint64
copy_forwards (Copy         *self,
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

  self->table->hurt = TRUE;
  return next;
}

/* What cannot be read through is tried by halves, the later one first: it is
 * mostly whole, while the earlier one begins with the harm. */
static void
copy_range (Copy         *self,
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
list_columns (Copy       *self,
              const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT name FROM pragma_table_info ('%s')", table);
  g_autoptr (GString) columns = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  /* pragma_table_info leaves generated columns out, as it should. */
  if (sqlite3_prepare_v2 (self->sound, sql, -1, &statement, NULL) != SQLITE_OK)
    return NULL;

  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (statement, 0);

      if (sqlite3_table_column_metadata (self->damaged, NULL, table, name, NULL, NULL, NULL, NULL,
                                         NULL) == SQLITE_OK)
        g_string_append_printf (columns, "%s\"%s\"", columns->len > 0 ? ", " : "", name);
    }
  sqlite3_finalize (statement);
  return columns->len > 0 ? g_strdup (columns->str) : NULL;
}

static gint64
last_rowid (Copy       *self,
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
copy_with (Copy       *self,
           const char *table,
           const char *columns,
           const char *order,
           gboolean    by_rowid)
{
  guint n = 1;
  g_autoptr (GString) insert = g_string_new (NULL);
  g_autofree char *select = NULL;
  sqlite3_stmt *from = NULL;
  sqlite3_stmt *to = NULL;

  for (const char *p = columns; *p != '\0'; p++)
    n += *p == ',';
  g_string_append_printf (insert, "INSERT OR IGNORE INTO \"%s\" (%s) VALUES (", table, columns);
  for (guint i = 0; i < n; i++)
    g_string_append (insert, i > 0 ? ", ?" : "?");
  g_string_append (insert, ")");
  select = g_strdup_printf ("SELECT %s%s FROM \"%s\" %s", columns, by_rowid ? ", rowid" : "", table,
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
          self->table->hurt |= rc != SQLITE_DONE;
        }
    }
  else
    self->table->hurt = TRUE;
  sqlite3_finalize (from);
  sqlite3_finalize (to);
}

/* A file from an older program lacks tables without being harmed. */
static gboolean
is_absent (Copy *self)
{
  sqlite3_stmt *statement = NULL;
  gboolean absent = FALSE;

  if (sqlite3_prepare_v2 (self->damaged, "SELECT 1 FROM sqlite_schema WHERE name = ?", -1,
                          &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_text (statement, 1, self->table->name, -1, SQLITE_STATIC);
      absent = sqlite3_step (statement) == SQLITE_DONE;
    }
  sqlite3_finalize (statement);
  return absent;
}

static void
copy_table (Copy *self)
{
  const char *table = self->table->name;
  g_autofree char *columns = list_columns (self, table);

  self->tries_left = MAX_TRIES;
  self->table->hurt = columns == NULL && !is_absent (self);
  if (columns == NULL)
    return;

  if (strcmp (table, "budget_periods") == 0)
    {
      /* Without row numbers: from both ends. */
      copy_with (self, table, columns, "ORDER BY budget_id, period", FALSE);
      if (self->table->hurt)
        copy_with (self, table, columns, "ORDER BY budget_id DESC, period DESC", FALSE);
    }
  else
    {
      copy_with (self, table, columns, "WHERE rowid BETWEEN ? AND ? ORDER BY rowid", TRUE);
    }
}

void
lab_rescue_copy_tables (LabRescue *self)
{
  Copy copy = { .sound = lab_connection_get_db (self->sound) };
  /* Reading only: what is damaged is kept as it is found. */
  int rc = sqlite3_open_v2 (self->damaged_path, &copy.damaged, SQLITE_OPEN_READONLY, NULL);

  if (rc == SQLITE_OK)
    sqlite3_exec (copy.damaged, "PRAGMA cell_size_check = ON", NULL, NULL, NULL);
  for (guint i = 0; i < LAB_N_SALVAGE_TABLES; i++)
    {
      copy.table = &self->tables[i];
      copy.table->hurt = TRUE;
      if (rc == SQLITE_OK)
        copy_table (&copy);
    }
  sqlite3_close (copy.damaged);
}
