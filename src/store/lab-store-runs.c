/* lab-store-runs.c: one pass of a workload under one stack of strategies
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-runs.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-table-private.h"

static const LabColumn columns[] = {
  LAB_FIELD (LabRunRow, id, TEXT),
  LAB_FIELD (LabRunRow, profile_id, TEXT),
  LAB_FIELD (LabRunRow, experiment_id, TEXT),
  LAB_FIELD (LabRunRow, session_id, TEXT),
  LAB_FIELD (LabRunRow, name, TEXT),
  LAB_FIELD (LabRunRow, kind, TEXT),
  LAB_FIELD (LabRunRow, status, TEXT),
  LAB_FIELD_ENUM (LabRunRow, origin, lab_origin),
  LAB_FIELD (LabRunRow, strategies, TEXT),
  LAB_FIELD (LabRunRow, seed, INT64),
  LAB_FIELD (LabRunRow, n_tasks, INT),
  LAB_FIELD (LabRunRow, concurrency, INT),
  LAB_FIELD (LabRunRow, workload_hash, TEXT),
  LAB_FIELD (LabRunRow, config, TEXT),
  LAB_FIELD (LabRunRow, error_message, TEXT),
  LAB_FIELD (LabRunRow, owner, TEXT),
  LAB_FIELD (LabRunRow, started_at, INT64),
  LAB_FIELD (LabRunRow, finished_at, TIME),
};

static const LabTable runs = LAB_TABLE ("runs", LabRunRow, columns);

LabRunRow *
lab_run_row_new (void)
{
  LabRunRow *self = g_new0 (LabRunRow, 1);

  self->id = g_uuid_string_random ();
  return self;
}

LabRunRow *
lab_run_row_copy (const LabRunRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return lab_row_copy (&runs, self);
}

void
lab_run_row_free (LabRunRow *self)
{
  lab_row_free (&runs, self);
}

static void
free_row (gpointer row)
{
  lab_run_row_free (row);
}

gboolean
lab_store_runs_insert (LabStoreTxn      *txn,
                       const LabRunRow  *row,
                       GError          **error)
{
  LabRunRow mine;

  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  mine = *row;
  mine.owner = g_strcmp0 (row->status, "running") == 0 ? (char *) txn->owner : NULL;
  return lab_table_insert (txn, &runs, &mine, NULL, error);
}

LabRunRow *
lab_store_runs_get (LabStoreTxn  *txn,
                    const char   *profile_id,
                    const char   *id,
                    GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &runs, "WHERE profile_id = ? AND id = ?", error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, id);
  return lab_table_one (query, &runs, free_row, _("There is no such run."), error);
}

LabRunRow *
lab_store_runs_find (LabStoreTxn  *txn,
                     const char   *profile_id,
                     const char   *experiment_id,
                     const char   *text,
                     GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &runs,
                        "WHERE profile_id = ? AND experiment_id = ? AND (id = ?3 OR name = ?3 OR"
                        " (length (?3) >= 8 AND substr (id, 1, length (?3)) = ?3))"
                        " ORDER BY id = ?3 DESC LIMIT 2",
                        error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, experiment_id);
  lab_query_bind_text (query, text);
  return lab_table_find (query, &runs, free_row, text, _("There is no such run."), error);
}

GPtrArray *
lab_store_runs_list (LabStoreTxn  *txn,
                     const char   *profile_id,
                     const char   *experiment_id,
                     GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &runs,
                        "WHERE profile_id = ?1 AND (?2 IS NULL OR experiment_id = ?2)"
                        " ORDER BY started_at DESC, rowid DESC",
                        error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, experiment_id);
  return lab_table_list (query, &runs, free_row, error);
}

gboolean
lab_store_runs_set_status (LabStoreTxn  *txn,
                           const char   *profile_id,
                           const char   *id,
                           const char   *status,
                           gint64        finished_at,
                           const char   *error_message,
                           GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_txn_query (txn,
                     "UPDATE runs SET status = ?1, finished_at = nullif (?2, 0),"
                     " error_message = ?3, owner = CASE ?1 WHEN 'running' THEN ?4 END"
                     " WHERE profile_id = ?5 AND id = ?6",
                     error);

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, status);
  lab_query_bind_int (query, finished_at);
  lab_query_bind_text (query, error_message);
  lab_query_bind_text (query, txn->owner);
  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, id);
  return lab_query_run (query, error) &&
         lab_txn_check_touched (txn, _("There is no such run."), error);
}

gboolean
lab_store_runs_set_session (LabStoreTxn  *txn,
                            const char   *profile_id,
                            const char   *id,
                            const char   *session_id,
                            GError      **error)
{
  return lab_txn_run (txn, error,
                      "UPDATE runs SET session_id = ? WHERE profile_id = ? AND id = ?", session_id,
                      profile_id, id, NULL) &&
         lab_txn_check_touched (txn, _("There is no such run."), error);
}

gboolean
lab_store_runs_extend (LabStoreTxn  *txn,
                       const char   *profile_id,
                       const char   *id,
                       guint         n_tasks,
                       GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_txn_query (txn,
                     "UPDATE runs SET n_tasks = ?1,"
                     " config = json_insert (json_insert (ifnull (config, '{}'), '$.looks',"
                     " json_array ()), '$.looks[#]', n_tasks)"
                     " WHERE profile_id = ?2 AND id = ?3",
                     error);

  if (query == NULL)
    return FALSE;

  lab_query_bind_int (query, n_tasks);
  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, id);
  return lab_query_run (query, error) &&
         lab_txn_check_touched (txn, _("There is no such run."), error);
}

void
lab_run_sums_free (LabRunSums *self)
{
  if (self == NULL)
    return;

  lab_run_row_free (self->run);
  g_free (self);
}

/* A task is its key and its replicate; several operations of one, lost and
 * asked again, are one task. */
static const char sums_sql[] =
    "SELECT count (DISTINCT task_key || ' ' || replicate),"
    " count (DISTINCT CASE WHEN state = 'closed' AND status IN ('ok', 'cut', 'answered')"
    "  THEN task_key || ' ' || replicate END),"
    " ifnull (sum (cost_amount), 0), ifnull (sum (cost_estimated), 0),"
    " ifnull (sum (n_known), 0), ifnull (sum (n_estimated), 0), ifnull (sum (n_unpriced), 0),"
    " count (score), ifnull (sum (score), 0)"
    " FROM operations WHERE profile_id = ? AND run_id = ?";

static gboolean
read_sums (LabStoreTxn  *txn,
           LabRunSums   *sums,
           GError      **error)
{
  g_autoptr (LabQuery) query = lab_txn_query (txn, sums_sql, error);

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, sums->run->profile_id);
  lab_query_bind_text (query, sums->run->id);
  if (lab_query_step (query, error) != LAB_STEP_ROW)
    return FALSE;
  sums->n_tasks = (guint) lab_query_get_int (query, 0);
  sums->n_answered = (guint) lab_query_get_int (query, 1);
  sums->cost.amount = lab_query_get_int (query, 2);
  sums->cost.estimated = lab_query_get_int (query, 3);
  sums->cost.n_known = lab_query_get_int (query, 4);
  sums->cost.n_estimated = lab_query_get_int (query, 5);
  sums->cost.n_unpriced = lab_query_get_int (query, 6);
  sums->n_judged = lab_query_get_int (query, 7);
  sums->score_sum = lab_query_get_int (query, 8);
  return TRUE;
}

GPtrArray *
lab_store_runs_sum_up (LabStoreTxn  *txn,
                       const char   *profile_id,
                       const char   *experiment_id,
                       GError      **error)
{
  g_autoptr (GPtrArray) rows = lab_store_runs_list (txn, profile_id, experiment_id, error);
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) lab_run_sums_free);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      LabRunSums *sums = g_new0 (LabRunSums, 1);

      sums->run = lab_run_row_copy (rows->pdata[i]);
      g_ptr_array_add (all, sums);
      if (!read_sums (txn, sums, error))
        return NULL;
    }
  return g_steal_pointer (&all);
}

gboolean
lab_store_runs_mark_interrupted (LabStoreTxn  *txn,
                                 gint64        now,
                                 guint        *n_runs,
                                 GError      **error)
{
  return lab_txn_mark_interrupted (
      txn, "SELECT DISTINCT owner FROM runs WHERE status = 'running'",
      "UPDATE runs SET status = 'interrupted', finished_at = ?, owner = NULL"
      " WHERE status = 'running' AND owner IS ?",
      now, n_runs, error);
}
