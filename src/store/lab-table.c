/* lab-table.c: rows as structures, described once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-table-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

typedef const char *(*ToString) (int value);
typedef gboolean (*FromString) (const char *text,
                                int        *value);

static gpointer
field_at (gconstpointer    row,
          const LabColumn *column)
{
  return (guint8 *) row + column->offset;
}

LabQuery *
lab_txn_query (LabStoreTxn  *txn,
               const char   *sql,
               GError      **error)
{
  return lab_connection_query (txn->connection, sql, error);
}

guint64
lab_txn_get_changes (LabStoreTxn *txn)
{
  return (guint64) sqlite3_changes64 (lab_connection_get_db (txn->connection));
}

gboolean
lab_txn_run (LabStoreTxn  *txn,
             GError      **error,
             const char   *sql,
             ...)
{
  g_autoptr (LabQuery) query = lab_txn_query (txn, sql, error);
  const char *text;
  va_list args;

  if (query == NULL)
    return FALSE;

  va_start (args, sql);
  while ((text = va_arg (args, const char *)) != NULL)
    lab_query_bind_text (query, text);
  va_end (args);
  return lab_query_run (query, error);
}

gpointer
lab_row_copy (const LabTable *table,
              gconstpointer   row)
{
  gpointer copy = g_memdup2 (row, table->row_size);

  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].type == LAB_COLUMN_TEXT)
      {
        char **field = field_at (copy, &table->columns[i]);

        *field = g_strdup (*field);
      }
  return copy;
}

void
lab_row_free (const LabTable *table,
              gpointer        row)
{
  if (row == NULL)
    return;

  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].type == LAB_COLUMN_TEXT)
      g_free (*(char **) field_at (row, &table->columns[i]));
  g_free (row);
}

typedef enum
{
  MADE_SELECT,
  MADE_INSERT,
  MADE_UPDATE,
} Made;

static void
append_columns (GString        *sql,
                const LabTable *table,
                const char     *suffix)
{
  for (guint i = 0; i < table->n_columns; i++)
    g_string_append_printf (sql, "%s%s%s", i > 0 ? ", " : "", table->columns[i].name, suffix);
}

static char *
make_text (Made            kind,
           const LabTable *table,
           const char     *rest)
{
  GString *sql = g_string_new (NULL);

  switch (kind)
    {
    case MADE_SELECT:
      g_string_append (sql, "SELECT ");
      append_columns (sql, table, "");
      g_string_append_printf (sql, " FROM %s ", table->name);
      break;
    case MADE_INSERT:
      g_string_append_printf (sql, "INSERT INTO %s (", table->name);
      append_columns (sql, table, "");
      g_string_append (sql, ") VALUES (?");
      for (guint i = 1; i < table->n_columns; i++)
        g_string_append (sql, ", ?");
      g_string_append (sql, ") ");
      break;
    case MADE_UPDATE:
      g_string_append_printf (sql, "UPDATE %s SET ", table->name);
      append_columns (sql, table, " = ?");
      g_string_append_c (sql, ' ');
      break;
    }
  g_string_append (sql, rest != NULL ? rest : "");
  return g_string_free (sql, FALSE);
}

/* Every call is recorded through these: they are put together once. */
static LabQuery *
query_made (LabStoreTxn     *txn,
            Made             kind,
            const LabTable  *table,
            const char      *rest,
            GError         **error)
{
  LabQueryName name = { table, rest, kind };
  LabQuery *query = lab_connection_recall (txn->connection, &name);
  g_autofree char *sql = NULL;

  if (query != NULL)
    return query;

  sql = make_text (kind, table, rest);
  query = lab_txn_query (txn, sql, error);
  if (query != NULL)
    lab_connection_remember (txn->connection, &name, query);
  return query;
}

LabQuery *
lab_table_select (LabStoreTxn     *txn,
                  const LabTable  *table,
                  const char      *rest,
                  GError         **error)
{
  return query_made (txn, MADE_SELECT, table, rest, error);
}

static gboolean
read_enum (LabQuery         *query,
           const LabColumn  *column,
           int               index,
           int              *value,
           GError          **error)
{
  FromString from_string = (FromString) (void (*) (void)) column->from_string;
  const char *text = lab_query_get_text (query, index);

  if (text != NULL && from_string (text, value))
    return TRUE;

  lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                 _("The database holds “%s” as %s, which this program does not know."),
                 text != NULL ? text : "", column->name);
  return FALSE;
}

static gboolean
read_column (LabQuery         *query,
             const LabColumn  *column,
             int               index,
             gpointer          field,
             GError          **error)
{
  switch (column->type)
    {
    case LAB_COLUMN_TEXT:
      g_free (*(char **) field);
      *(char **) field = g_strdup (lab_query_get_text (query, index));
      break;
    case LAB_COLUMN_INT64:
    case LAB_COLUMN_TIME:
      *(gint64 *) field = lab_query_get_int (query, index);
      break;
    case LAB_COLUMN_OPTIONAL_INT64:
      *(gint64 *) field = lab_query_is_null (query, index) ? -1 : lab_query_get_int (query, index);
      break;
    case LAB_COLUMN_OPTIONAL_INT:
      *(gint *) field =
          lab_query_is_null (query, index) ? -1 : (gint) lab_query_get_int (query, index);
      break;
    case LAB_COLUMN_INT:
      *(gint *) field = (gint) lab_query_get_int (query, index);
      break;
    case LAB_COLUMN_BOOLEAN:
      *(gboolean *) field = lab_query_get_int (query, index) != 0;
      break;
    case LAB_COLUMN_ENUM:
      return read_enum (query, column, index, field, error);
    }
  return TRUE;
}

gboolean
lab_table_read_into (LabQuery        *query,
                     const LabTable  *table,
                     int              first,
                     gpointer         row,
                     GError         **error)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (!read_column (query, &table->columns[i], first + (int) i,
                      field_at (row, &table->columns[i]), error))
      return FALSE;
  return TRUE;
}

gpointer
lab_table_next (LabQuery        *query,
                const LabTable  *table,
                GDestroyNotify   row_free,
                GError         **error)
{
  gpointer row;

  if (lab_query_step (query, error) != LAB_STEP_ROW)
    return NULL;

  row = g_malloc0 (table->row_size);
  if (lab_table_read_into (query, table, 0, row, error))
    return row;

  row_free (row);
  return NULL;
}

GPtrArray *
lab_table_list (LabQuery         *query,
                const LabTable   *table,
                GDestroyNotify    row_free,
                GError          **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  g_autoptr (GError) local = NULL;
  gpointer row;

  while ((row = lab_table_next (query, table, row_free, &local)) != NULL)
    g_ptr_array_add (rows, row);

  if (local == NULL)
    return g_steal_pointer (&rows);

  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

gpointer
lab_table_one (LabQuery        *query,
               const LabTable  *table,
               GDestroyNotify   row_free,
               const char      *message,
               GError         **error)
{
  g_autoptr (GError) local = NULL;
  gpointer row = lab_table_next (query, table, row_free, &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (row == NULL)
    lab_set_error (error, LAB_ERROR_NOT_FOUND, "%s", message);
  return row;
}

gpointer
lab_table_find (LabQuery        *query,
                const LabTable  *table,
                GDestroyNotify   row_free,
                const char      *text,
                const char      *message,
                GError         **error)
{
  gpointer row = lab_table_one (query, table, row_free, message, error);
  g_autofree char *id = NULL;
  LabStep step;

  /* The first column of every table is its id. */
  if (row == NULL || strcmp (*(char **) row, text) == 0)
    return row;

  step = lab_query_step (query, error);
  if (step == LAB_STEP_DONE)
    return row;

  id = g_strdup (*(char **) row);
  row_free (row);
  if (step == LAB_STEP_ROW)
    {
      g_autofree char *ambiguous =
          g_strdup_printf (_("“%s” fits several, one of them %s. Name the one you mean by its id."),
                           text, id);

      lab_set_reason_error (error, LAB_ERROR_INVALID_INPUT, "ambiguous", ambiguous);
    }
  return NULL;
}

static void
bind_optional (LabQuery *query,
               gint64    value,
               gint64    none)
{
  if (value == none)
    lab_query_bind_null (query);
  else
    lab_query_bind_int (query, value);
}

static void
bind_column (LabQuery        *query,
             const LabColumn *column,
             gconstpointer    field)
{
  ToString to_string = (ToString) (void (*) (void)) column->to_string;

  switch (column->type)
    {
    case LAB_COLUMN_TEXT:
      lab_query_bind_text (query, *(char *const *) field);
      break;
    case LAB_COLUMN_INT64:
      lab_query_bind_int (query, *(const gint64 *) field);
      break;
    case LAB_COLUMN_TIME:
      bind_optional (query, *(const gint64 *) field, 0);
      break;
    case LAB_COLUMN_OPTIONAL_INT64:
      bind_optional (query, *(const gint64 *) field, -1);
      break;
    case LAB_COLUMN_OPTIONAL_INT:
      bind_optional (query, *(const gint *) field, -1);
      break;
    case LAB_COLUMN_INT:
      lab_query_bind_int (query, *(const gint *) field);
      break;
    case LAB_COLUMN_BOOLEAN:
      lab_query_bind_int (query, *(const gboolean *) field != 0);
      break;
    case LAB_COLUMN_ENUM:
      lab_query_bind_text (query, to_string (*(const int *) field));
      break;
    }
}

void
lab_table_bind (LabQuery       *query,
                const LabTable *table,
                gconstpointer   row)
{
  for (guint i = 0; i < table->n_columns; i++)
    bind_column (query, &table->columns[i], field_at (row, &table->columns[i]));
}

LabQuery *
lab_table_insert_query (LabStoreTxn     *txn,
                        const LabTable  *table,
                        const char      *suffix,
                        GError         **error)
{
  return query_made (txn, MADE_INSERT, table, suffix, error);
}

LabQuery *
lab_table_update_query (LabStoreTxn     *txn,
                        const LabTable  *table,
                        const char      *rest,
                        GError         **error)
{
  return query_made (txn, MADE_UPDATE, table, rest, error);
}

gboolean
lab_table_insert (LabStoreTxn     *txn,
                  const LabTable  *table,
                  gconstpointer    row,
                  const char      *suffix,
                  GError         **error)
{
  g_autoptr (LabQuery) query = lab_table_insert_query (txn, table, suffix, error);

  if (query == NULL)
    return FALSE;

  lab_table_bind (query, table, row);
  return lab_query_run (query, error);
}

void
lab_set_reason_error (GError      **error,
                      int           code,
                      const char   *reason,
                      const char   *message)
{
  g_autoptr (GError) local = NULL;

  lab_set_error (&local, (LabErrorCode) code, "%s", message);
  if (code == LAB_ERROR_DATABASE_CONNECTION_FAILED)
    lab_store_error_set_reason (local, reason);
  else
    lab_error_set_context (local, LAB_ERROR_CONTEXT_REASON, reason);
  g_propagate_error (error, g_steal_pointer (&local));
}

gboolean
lab_txn_check_touched (LabStoreTxn  *txn,
                       const char   *message,
                       GError      **error)
{
  if (lab_txn_get_changes (txn) > 0)
    return TRUE;

  lab_set_error (error, LAB_ERROR_NOT_FOUND, "%s", message);
  return FALSE;
}

static GPtrArray *
list_dead (LabStoreTxn  *txn,
           const char   *owners,
           GError      **error)
{
  g_autoptr (LabQuery) query = lab_txn_query (txn, owners, error);
  g_autoptr (GPtrArray) dead = g_ptr_array_new_with_free_func (g_free);
  LabStep step;

  if (query == NULL)
    return NULL;

  while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
    {
      const char *owner = lab_query_get_text (query, 0);

      if (owner == NULL || !lab_txn_is_owner_alive (txn, owner))
        g_ptr_array_add (dead, g_strdup (owner));
    }
  return step == LAB_STEP_DONE ? g_steal_pointer (&dead) : NULL;
}

gboolean
lab_txn_mark_interrupted (LabStoreTxn  *txn,
                          const char   *owners,
                          const char   *update,
                          gint64        now,
                          guint        *n_rows,
                          GError      **error)
{
  g_autoptr (GPtrArray) dead = list_dead (txn, owners, error);
  g_autoptr (LabQuery) query = dead != NULL ? lab_txn_query (txn, update, error) : NULL;
  guint n = 0;

  if (query == NULL)
    return FALSE;

  for (guint i = 0; i < dead->len; i++)
    {
      lab_query_reset (query);
      lab_query_bind_int (query, now);
      lab_query_bind_text (query, g_ptr_array_index (dead, i));
      if (!lab_query_run (query, error))
        return FALSE;
      n += (guint) lab_txn_get_changes (txn);
    }

  if (n_rows != NULL)
    *n_rows = n;
  return TRUE;
}

char *
lab_like_pattern (const char *text)
{
  GString *pattern = g_string_new ("%");

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '%' || *p == '_' || *p == '\\')
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *p);
    }
  g_string_append_c (pattern, '%');
  return g_string_free (pattern, FALSE);
}
