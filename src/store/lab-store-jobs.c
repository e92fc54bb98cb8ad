/* lab-store-jobs.c: long work that outlives the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-jobs.h"

#include <glib/gi18n-lib.h>

#include "lab-table-private.h"

static const LabColumn columns[] = {
  LAB_FIELD (LabJobRow, id, TEXT),
  LAB_FIELD (LabJobRow, profile_id, TEXT),
  LAB_FIELD (LabJobRow, kind, TEXT),
  LAB_FIELD (LabJobRow, subject_id, TEXT),
  LAB_FIELD (LabJobRow, title, TEXT),
  LAB_FIELD_ENUM (LabJobRow, state, lab_job_state),
  LAB_FIELD (LabJobRow, done, INT64),
  LAB_FIELD (LabJobRow, total, INT64),
  LAB_FIELD (LabJobRow, unit, TEXT),
  LAB_FIELD (LabJobRow, spent, INT64),
  LAB_FIELD (LabJobRow, message, TEXT),
  LAB_FIELD (LabJobRow, payload, TEXT),
  LAB_FIELD (LabJobRow, owner, TEXT),
  LAB_FIELD (LabJobRow, created_at, INT64),
  LAB_FIELD (LabJobRow, updated_at, INT64),
};

static const LabTable jobs = LAB_TABLE ("jobs", LabJobRow, columns);

LabJobRow *
lab_job_row_new (void)
{
  LabJobRow *self = g_new0 (LabJobRow, 1);

  self->id = g_uuid_string_random ();
  return self;
}

LabJobRow *
lab_job_row_copy (const LabJobRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return lab_row_copy (&jobs, self);
}

void
lab_job_row_free (LabJobRow *self)
{
  lab_row_free (&jobs, self);
}

static void
free_row (gpointer row)
{
  lab_job_row_free (row);
}

static gboolean
is_going_on (LabJobState state)
{
  return state == LAB_JOB_QUEUED || state == LAB_JOB_RUNNING || state == LAB_JOB_PAUSED;
}

gboolean
lab_store_jobs_upsert (LabStoreTxn      *txn,
                       const LabJobRow  *row,
                       GError          **error)
{
  LabJobRow mine;

  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  mine = *row;
  mine.owner = is_going_on (row->state) ? (char *) txn->owner : NULL;
  return lab_table_insert (txn, &jobs, &mine,
                           "ON CONFLICT (id) DO UPDATE SET subject_id = excluded.subject_id,"
                           " title = excluded.title, state = excluded.state, done = excluded.done,"
                           " total = excluded.total, unit = excluded.unit, spent = excluded.spent,"
                           " message = excluded.message, payload = excluded.payload,"
                           " owner = excluded.owner, updated_at = excluded.updated_at"
                           " WHERE profile_id = excluded.profile_id",
                           error) &&
         lab_txn_check_touched (txn, _("The job belongs to another profile."), error);
}

LabJobRow *
lab_store_jobs_get (LabStoreTxn  *txn,
                    const char   *profile_id,
                    const char   *id,
                    GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &jobs, "WHERE profile_id = ? AND id = ?", error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, id);
  return lab_table_one (query, &jobs, free_row, _("There is no such job."), error);
}

GPtrArray *
lab_store_jobs_list (LabStoreTxn  *txn,
                     const char   *profile_id,
                     guint         limit,
                     GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &jobs,
                        "WHERE profile_id = ? ORDER BY created_at DESC, rowid DESC LIMIT ?", error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_int (query, limit > 0 ? (gint64) limit : -1);
  return lab_table_list (query, &jobs, free_row, error);
}

gboolean
lab_store_jobs_mark_interrupted (LabStoreTxn  *txn,
                                 gint64        now,
                                 guint        *n_jobs,
                                 GError      **error)
{
  return lab_txn_mark_interrupted (
      txn, "SELECT DISTINCT owner FROM jobs WHERE state IN ('queued', 'running', 'paused')",
      "UPDATE jobs SET state = 'interrupted', updated_at = ?, owner = NULL"
      " WHERE state IN ('queued', 'running', 'paused') AND owner IS ?",
      now, n_jobs, error);
}

gboolean
lab_store_jobs_delete (LabStoreTxn  *txn,
                       const char   *profile_id,
                       const char   *id,
                       GError      **error)
{
  return lab_txn_run (txn, error, "DELETE FROM jobs WHERE profile_id = ? AND id = ?", profile_id,
                      id, NULL) &&
         lab_txn_check_touched (txn, _("There is no such job."), error);
}
