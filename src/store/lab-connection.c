/* lab-connection.c: one SQLite connection and its statements
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-connection-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

/* Statements kept prepared; texts built for a filter would pile up. */
#define MAX_KEPT 256
/* SQLite's virtual machine steps between two looks at the cancellable. */
#define STEPS_BETWEEN_LOOKS 4000

struct _LabQuery
{
  LabConnection *connection;
  sqlite3_stmt *statement;
  int next;
  int bind_result;
  gboolean kept;
  gboolean in_use;
};

struct _LabConnection
{
  sqlite3 *db;
  GHashTable *queries; /* text → LabQuery */
  GHashTable *known;   /* LabQueryName → LabQuery of queries */
  GCancellable *cancellable;
};

static void
query_free (LabQuery *self)
{
  sqlite3_finalize (self->statement);
  g_free (self);
}

/* Texts are long, asked for often, and differ in length or at their ends. */
static guint
text_hash (gconstpointer data)
{
  const char *text = data;
  gsize length = strlen (text);
  guint hash = (guint) length;

  for (gsize i = 0; i < length; i += 1 + length / 32)
    hash = hash * 31 + (guint8) text[i];
  for (gsize i = length; i > 0 && i + 8 > length; i--)
    hash = hash * 31 + (guint8) text[i - 1];
  return hash;
}

static guint
name_hash (gconstpointer data)
{
  const LabQueryName *name = data;

  return g_direct_hash (name->subject) ^ g_direct_hash (name->rest) << 3 ^ name->kind;
}

static gboolean
name_equal (gconstpointer a,
            gconstpointer b)
{
  const LabQueryName *x = a;
  const LabQueryName *y = b;

  return x->subject == y->subject && x->rest == y->rest && x->kind == y->kind;
}

const char *
lab_sqlite_reason (int rc)
{
  switch (rc & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return "locked";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "corrupt";
    case SQLITE_FULL:
      return "full";
    case SQLITE_READONLY:
      return "read-only";
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      return "permission";
    default:
      return "io";
    }
}

/* What a data file can do to a program, in whole sentences. */
static const char *
sqlite_message (int rc)
{
  switch (rc & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return N_("The database is in use by another program and did not become free.");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return N_("The database is damaged.");
    case SQLITE_FULL:
      return N_("The disk is full; nothing was changed.");
    case SQLITE_READONLY:
      return N_("The database may only be read.");
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      return N_("The database cannot be opened.");
    default:
      return N_("The database could not be read or written.");
    }
}

/* Looking at the folder's rights and the disk's space, as the code advises,
 * helps against none of these. */
static const struct
{
  const char *reason;
  const char *action;
  gboolean recoverable;
} ways_on[] = {
  { "corrupt",
    N_("Close the program everywhere and run “costlab-cli recover” on this data folder: it makes "
       "a new database of all that can still be read, and keeps the damaged file."),
    TRUE },
  { "newer",
    N_("Update the program, or choose another data folder; this version cannot read the "
       "database."),
    FALSE },
  { "foreign", N_("Choose another data folder; this one's database is not the program's."),
    FALSE },
};

void
lab_store_error_set_reason (GError     *error,
                            const char *reason)
{
  lab_error_set_context (error, LAB_ERROR_CONTEXT_REASON, reason);
  for (guint i = 0; i < G_N_ELEMENTS (ways_on); i++)
    if (g_str_equal (reason, ways_on[i].reason))
      {
        lab_error_set_context (error, LAB_ERROR_CONTEXT_ACTION, _(ways_on[i].action));
        lab_error_set_context (error, LAB_ERROR_CONTEXT_RECOVERABLE,
                               ways_on[i].recoverable ? "true" : "false");
      }
}

static void
set_constraint_error (const char  *detail,
                      GError     **error)
{
  g_autoptr (GError) local = NULL;

  lab_set_error (&local, LAB_ERROR_INVALID_INPUT,
                 _("The database refused a row that breaks its rules: %s."), detail);
  lab_error_set_context (local, LAB_ERROR_CONTEXT_REASON, "constraint");
  g_propagate_error (error, g_steal_pointer (&local));
}

void
lab_connection_set_error (LabConnection  *self,
                          int             rc,
                          GError        **error)
{
  g_autoptr (GError) local = NULL;
  const char *detail = self->db != NULL ? sqlite3_errmsg (self->db) : sqlite3_errstr (rc);
  const char *path = self->db != NULL ? sqlite3_db_filename (self->db, "main") : NULL;

  switch (rc & 0xff)
    {
    case SQLITE_INTERRUPT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Reading was stopped."));
      return;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
      set_constraint_error (detail, error);
      return;
    default:
      break;
    }

  if (g_strcmp0 (detail, "integer overflow") == 0)
    {
      lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                     _("A sum in the database does not fit into its number."));
      return;
    }

  lab_set_error (&local, LAB_ERROR_DATABASE_CONNECTION_FAILED, "%s (%s)",
                 _(sqlite_message (rc)), detail);
  lab_store_error_set_reason (local, lab_sqlite_reason (rc));
  if (path != NULL)
    lab_error_set_context (local, LAB_ERROR_CONTEXT_FILE, path);
  g_propagate_error (error, g_steal_pointer (&local));
}

static int
progress_cb (gpointer data)
{
  LabConnection *self = data;

  return g_cancellable_is_cancelled (self->cancellable);
}

LabConnection *
lab_connection_open (const char  *path,
                     gboolean     writable,
                     GError     **error)
{
  g_autoptr (LabConnection) self = g_new0 (LabConnection, 1);
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE |
              (writable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
  int rc = sqlite3_open_v2 (path, &self->db, flags, NULL);

  self->queries = g_hash_table_new_full (text_hash, g_str_equal, g_free,
                                         (GDestroyNotify) query_free);
  self->known = g_hash_table_new_full (name_hash, name_equal, g_free, NULL);
  if (rc != SQLITE_OK)
    {
      lab_connection_set_error (self, rc, error);
      return NULL;
    }

  /* 32 MiB of pages: a month of roll-ups stays in memory between readings. */
  sqlite3_exec (self->db, "PRAGMA cache_size = -32768", NULL, NULL, NULL);
  sqlite3_busy_timeout (self->db, LAB_STORE_BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  return g_steal_pointer (&self);
}

gboolean
lab_connection_set_up_writer (LabConnection  *self,
                              GError        **error)
{
  return lab_connection_exec (self,
                              "PRAGMA foreign_keys = ON;"
                              "PRAGMA secure_delete = ON;"
                              "PRAGMA synchronous = FULL;"
                              "PRAGMA journal_mode = WAL;"
                              /* 16 MiB: a page is written many times over in the log
                               * before it is worth writing it back. */
                              "PRAGMA wal_autocheckpoint = 4000;"
                              /* What a savepoint would undo is kept in memory, not in a file
                               * made and removed for every write. */
                              "PRAGMA temp_store = MEMORY;"
                              "PRAGMA cell_size_check = ON;",
                              error);
}

void
lab_connection_close (LabConnection *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->queries, g_hash_table_unref);
  g_clear_object (&self->cancellable);
  sqlite3_close_v2 (self->db);
  g_free (self);
}

sqlite3 *
lab_connection_get_db (LabConnection *self)
{
  return self->db;
}

void
lab_connection_set_cancellable (LabConnection *self,
                                GCancellable  *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
  sqlite3_progress_handler (self->db, cancellable != NULL ? STEPS_BETWEEN_LOOKS : 0,
                            cancellable != NULL ? progress_cb : NULL, self);
}

gboolean
lab_connection_exec (LabConnection  *self,
                     const char     *sql,
                     GError        **error)
{
  int rc = sqlite3_exec (self->db, sql, NULL, NULL, NULL);

  if (rc == SQLITE_OK)
    return TRUE;

  lab_connection_set_error (self, rc, error);
  return FALSE;
}

gboolean
lab_connection_run (LabConnection  *self,
                    const char     *sql,
                    GError        **error)
{
  g_autoptr (LabQuery) query = lab_connection_query (self, sql, error);

  return query != NULL && lab_query_run (query, error);
}

gboolean
lab_connection_get_number (LabConnection  *self,
                           const char     *sql,
                           gint64         *number,
                           GError        **error)
{
  g_autoptr (LabQuery) query = lab_connection_query (self, sql, error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  step = lab_query_step (query, error);
  *number = step == LAB_STEP_ROW ? lab_query_get_int (query, 0) : 0;
  return step != LAB_STEP_FAILED;
}

LabQuery *
lab_connection_query (LabConnection  *self,
                      const char     *sql,
                      GError        **error)
{
  LabQuery *query = g_hash_table_lookup (self->queries, sql);
  int rc;

  if (query != NULL && !query->in_use)
    {
      query->in_use = TRUE;
      return query;
    }

  query = g_new0 (LabQuery, 1);
  query->connection = self;
  query->next = 1;
  query->in_use = TRUE;
  rc = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &query->statement, NULL);
  if (rc != SQLITE_OK)
    {
      lab_connection_set_error (self, rc, error);
      query_free (query);
      return NULL;
    }

  if (g_hash_table_size (self->queries) < MAX_KEPT && !g_hash_table_contains (self->queries, sql))
    {
      query->kept = TRUE;
      g_hash_table_insert (self->queries, g_strdup (sql), query);
    }
  return query;
}

LabQuery *
lab_connection_recall (LabConnection      *self,
                       const LabQueryName *name)
{
  LabQuery *query = g_hash_table_lookup (self->known, name);

  if (query == NULL || query->in_use)
    return NULL;
  query->in_use = TRUE;
  return query;
}

void
lab_connection_remember (LabConnection      *self,
                         const LabQueryName *name,
                         LabQuery           *query)
{
  if (query->kept)
    g_hash_table_replace (self->known, g_memdup2 (name, sizeof *name), query);
}

void
lab_query_reset (LabQuery *self)
{
  sqlite3_reset (self->statement);
  sqlite3_clear_bindings (self->statement);
  self->next = 1;
  self->bind_result = SQLITE_OK;
}

void
lab_query_finish (LabQuery *self)
{
  if (self == NULL)
    return;

  if (!self->kept)
    {
      query_free (self);
      return;
    }

  lab_query_reset (self);
  self->in_use = FALSE;
}

static void
note_bind (LabQuery *self,
           int       rc)
{
  self->next++;
  if (rc != SQLITE_OK && self->bind_result == SQLITE_OK)
    self->bind_result = rc;
}

void
lab_query_bind_text (LabQuery   *self,
                     const char *text)
{
  note_bind (self, sqlite3_bind_text (self->statement, self->next, text, -1, SQLITE_TRANSIENT));
}

void
lab_query_bind_int (LabQuery *self,
                    gint64    number)
{
  note_bind (self, sqlite3_bind_int64 (self->statement, self->next, number));
}

void
lab_query_bind_null (LabQuery *self)
{
  note_bind (self, sqlite3_bind_null (self->statement, self->next));
}

void
lab_query_bind_bytes (LabQuery *self,
                      GBytes   *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  /* A NULL pointer would bind NULL instead of an empty blob. */
  note_bind (self, sqlite3_bind_blob64 (self->statement, self->next, data != NULL ? data : "",
                                        length, SQLITE_TRANSIENT));
}

LabStep
lab_query_step (LabQuery  *self,
                GError   **error)
{
  int rc = self->bind_result;

  if (rc == SQLITE_OK)
    rc = sqlite3_step (self->statement);
  if (rc == SQLITE_ROW)
    return LAB_STEP_ROW;
  if (rc == SQLITE_DONE)
    return LAB_STEP_DONE;

  lab_connection_set_error (self->connection, rc, error);
  return LAB_STEP_FAILED;
}

gboolean
lab_query_run (LabQuery  *self,
               GError   **error)
{
  LabStep step;

  do
    step = lab_query_step (self, error);
  while (step == LAB_STEP_ROW);

  return step == LAB_STEP_DONE;
}

sqlite3_stmt *
lab_query_get_statement (LabQuery *self)
{
  return self->statement;
}

gint64
lab_query_get_int (LabQuery *self,
                   int       column)
{
  return sqlite3_column_int64 (self->statement, column);
}

gboolean
lab_query_is_null (LabQuery *self,
                   int       column)
{
  return sqlite3_column_type (self->statement, column) == SQLITE_NULL;
}

const char *
lab_query_get_text (LabQuery *self,
                    int       column)
{
  return (const char *) sqlite3_column_text (self->statement, column);
}

const guint8 *
lab_query_get_bytes (LabQuery *self,
                     int       column,
                     gsize    *length)
{
  const guint8 *data = sqlite3_column_blob (self->statement, column);

  *length = (gsize) sqlite3_column_bytes (self->statement, column);
  return data;
}
