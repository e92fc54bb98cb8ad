/* lab-store-sessions.c: isolated runs of a workload
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-sessions.h"

#include <glib/gi18n-lib.h>

#include "lab-table-private.h"

static const LabColumn columns[] = {
  LAB_FIELD (LabSessionRow, id, TEXT),
  LAB_FIELD (LabSessionRow, profile_id, TEXT),
  LAB_FIELD (LabSessionRow, experiment_id, TEXT),
  LAB_FIELD (LabSessionRow, provider, TEXT),
  LAB_FIELD (LabSessionRow, model, TEXT),
  LAB_FIELD_ENUM (LabSessionRow, origin, lab_origin),
  LAB_FIELD (LabSessionRow, status, TEXT),
  LAB_FIELD (LabSessionRow, isolation, TEXT),
  LAB_FIELD (LabSessionRow, cache_namespace, TEXT),
  LAB_FIELD (LabSessionRow, key_ref, TEXT),
  LAB_FIELD (LabSessionRow, limits, TEXT),
  LAB_FIELD (LabSessionRow, state, TEXT),
  LAB_FIELD (LabSessionRow, created_at, INT64),
  LAB_FIELD (LabSessionRow, updated_at, INT64),
  LAB_FIELD (LabSessionRow, ended_at, TIME),
};

static const LabTable sessions = LAB_TABLE ("sessions", LabSessionRow, columns);

LabSessionRow *
lab_session_row_new (void)
{
  LabSessionRow *self = g_new0 (LabSessionRow, 1);

  self->id = g_uuid_string_random ();
  return self;
}

LabSessionRow *
lab_session_row_copy (const LabSessionRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return lab_row_copy (&sessions, self);
}

void
lab_session_row_free (LabSessionRow *self)
{
  lab_row_free (&sessions, self);
}

static void
free_row (gpointer row)
{
  lab_session_row_free (row);
}

gboolean
lab_store_sessions_insert (LabStoreTxn          *txn,
                           const LabSessionRow  *row,
                           GError              **error)
{
  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  return lab_table_insert (txn, &sessions, row, NULL, error);
}

LabSessionRow *
lab_store_sessions_get (LabStoreTxn  *txn,
                        const char   *profile_id,
                        const char   *id,
                        GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &sessions, "WHERE profile_id = ? AND id = ?", error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, id);
  return lab_table_one (query, &sessions, free_row, _("There is no such session."), error);
}

GPtrArray *
lab_store_sessions_list (LabStoreTxn  *txn,
                         const char   *profile_id,
                         const char   *experiment_id,
                         GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &sessions,
                        "WHERE profile_id = ?1 AND (?2 IS NULL OR experiment_id = ?2)"
                        " ORDER BY created_at DESC, rowid DESC",
                        error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, experiment_id);
  return lab_table_list (query, &sessions, free_row, error);
}

gboolean
lab_store_sessions_update (LabStoreTxn          *txn,
                           const LabSessionRow  *row,
                           GError              **error)
{
  g_autoptr (LabQuery) query = NULL;

  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  query = lab_txn_query (txn,
                         "UPDATE sessions SET provider = ?, model = ?, origin = ?, status = ?,"
                         " isolation = ?, cache_namespace = ?, key_ref = ?, limits = ?, state = ?,"
                         " updated_at = ?, ended_at = nullif (?, 0)"
                         " WHERE profile_id = ? AND id = ?",
                         error);
  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, row->provider);
  lab_query_bind_text (query, row->model);
  lab_query_bind_text (query, lab_origin_to_string (row->origin));
  lab_query_bind_text (query, row->status);
  lab_query_bind_text (query, row->isolation);
  lab_query_bind_text (query, row->cache_namespace);
  lab_query_bind_text (query, row->key_ref);
  lab_query_bind_text (query, row->limits);
  lab_query_bind_text (query, row->state);
  lab_query_bind_int (query, row->updated_at);
  lab_query_bind_int (query, row->ended_at);
  lab_query_bind_text (query, row->profile_id);
  lab_query_bind_text (query, row->id);
  return lab_query_run (query, error) &&
         lab_txn_check_touched (txn, _("There is no such session."), error);
}
