/* lab-store-baselines.c: what others are compared with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-baselines.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-table-private.h"

static const LabColumn columns[] = {
  LAB_FIELD (LabBaselineRow, id, TEXT),
  LAB_FIELD (LabBaselineRow, profile_id, TEXT),
  LAB_FIELD (LabBaselineRow, experiment_id, TEXT),
  LAB_FIELD (LabBaselineRow, run_id, TEXT),
  LAB_FIELD_ENUM (LabBaselineRow, origin, lab_origin),
  LAB_COLUMN (LabBaselineRow, cost.amount, "cost_amount", INT64),
  LAB_COLUMN (LabBaselineRow, cost.estimated, "cost_estimated", INT64),
  LAB_COLUMN (LabBaselineRow, cost.n_known, "n_known", INT64),
  LAB_COLUMN (LabBaselineRow, cost.n_estimated, "n_estimated", INT64),
  LAB_COLUMN (LabBaselineRow, cost.n_unpriced, "n_unpriced", INT64),
  LAB_FIELD (LabBaselineRow, total_tokens, INT64),
  LAB_FIELD (LabBaselineRow, average_latency, INT64),
  LAB_FIELD (LabBaselineRow, call_count, INT64),
  LAB_FIELD (LabBaselineRow, workload_hash, TEXT),
  LAB_FIELD (LabBaselineRow, price_rows, TEXT),
  LAB_FIELD (LabBaselineRow, pinned, BOOLEAN),
  LAB_FIELD (LabBaselineRow, created_at, INT64),
  LAB_FIELD (LabBaselineRow, average_cost, INT64),
};

static const LabTable baselines = LAB_TABLE ("baselines", LabBaselineRow, columns);

LabBaselineRow *
lab_baseline_row_new (void)
{
  LabBaselineRow *self = g_new0 (LabBaselineRow, 1);

  self->id = g_uuid_string_random ();
  return self;
}

LabBaselineRow *
lab_baseline_row_copy (const LabBaselineRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return lab_row_copy (&baselines, self);
}

void
lab_baseline_row_free (LabBaselineRow *self)
{
  lab_row_free (&baselines, self);
}

static void
free_row (gpointer row)
{
  lab_baseline_row_free (row);
}

/* The average is kept as NULL where a call has no price: unknown, not 0. */
gboolean
lab_store_baselines_insert (LabStoreTxn           *txn,
                            const LabBaselineRow  *row,
                            GError               **error)
{
  LabBaselineRow unpinned;

  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  unpinned = *row;
  unpinned.pinned = FALSE;
  return lab_table_insert (txn, &baselines, &unpinned, NULL, error) &&
         (row->priced || lab_txn_run (txn, error,
                                      "UPDATE baselines SET average_cost = NULL WHERE id = ?",
                                      row->id, NULL));
}

static LabBaselineRow *
next_row (LabQuery  *query,
          GError   **error)
{
  LabBaselineRow *row = lab_table_next (query, &baselines, free_row, error);

  if (row != NULL)
    row->priced = !lab_query_is_null (query, G_N_ELEMENTS (columns) - 1);
  return row;
}

/* @code: for when there is none. */
static LabBaselineRow *
one_row (LabQuery      *query,
         LabErrorCode   code,
         const char    *message,
         GError       **error)
{
  g_autoptr (GError) local = NULL;
  LabBaselineRow *row = next_row (query, &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (row == NULL)
    lab_set_error (error, code, "%s", message);
  return row;
}

static LabQuery *
select_two (LabStoreTxn  *txn,
            const char   *rest,
            const char   *profile_id,
            const char   *id,
            GError      **error)
{
  LabQuery *query = lab_table_select (txn, &baselines, rest, error);

  if (query != NULL)
    {
      lab_query_bind_text (query, profile_id);
      lab_query_bind_text (query, id);
    }
  return query;
}

LabBaselineRow *
lab_store_baselines_get (LabStoreTxn  *txn,
                         const char   *profile_id,
                         const char   *id,
                         GError      **error)
{
  g_autoptr (LabQuery) query =
      select_two (txn, "WHERE profile_id = ? AND id = ?", profile_id, id, error);

  if (query == NULL)
    return NULL;

  return one_row (query, LAB_ERROR_NOT_FOUND, _("There is no such baseline."), error);
}

LabBaselineRow *
lab_store_baselines_get_pinned (LabStoreTxn  *txn,
                                const char   *profile_id,
                                const char   *experiment_id,
                                GError      **error)
{
  g_autoptr (LabQuery) query = select_two (
      txn, "WHERE profile_id = ? AND experiment_id = ? AND pinned = 1", profile_id, experiment_id,
      error);

  return query != NULL ? one_row (query, LAB_ERROR_MISSING_BASELINE,
                                  _("The experiment has no baseline yet."), error)
                       : NULL;
}

GPtrArray *
lab_store_baselines_list (LabStoreTxn  *txn,
                          const char   *profile_id,
                          const char   *experiment_id,
                          GError      **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);
  g_autoptr (GError) local = NULL;
  g_autoptr (LabQuery) query = select_two (
      txn, "WHERE profile_id = ? AND experiment_id = ? ORDER BY created_at DESC, rowid DESC",
      profile_id, experiment_id, error);
  LabBaselineRow *row;

  if (query == NULL)
    return NULL;

  while ((row = next_row (query, &local)) != NULL)
    g_ptr_array_add (rows, row);
  if (local == NULL)
    return g_steal_pointer (&rows);

  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

gboolean
lab_store_baselines_pin (LabStoreTxn  *txn,
                         const char   *profile_id,
                         const char   *id,
                         gint64        now,
                         GError      **error)
{
  g_autoptr (LabBaselineRow) row = lab_store_baselines_get (txn, profile_id, id, error);
  g_autoptr (LabQuery) query = NULL;

  if (row == NULL ||
      !lab_txn_run (txn, error,
                    "UPDATE baselines SET pinned = 0 WHERE experiment_id = ? AND pinned = 1",
                    row->experiment_id, NULL) ||
      !lab_txn_run (txn, error, "UPDATE baselines SET pinned = 1 WHERE id = ?", id, NULL))
    return FALSE;

  query = lab_txn_query (
      txn, "UPDATE experiments SET baseline_id = ?, updated_at = ? WHERE id = ?", error);
  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, id);
  lab_query_bind_int (query, now);
  lab_query_bind_text (query, row->experiment_id);
  return lab_query_run (query, error);
}

gboolean
lab_store_baselines_delete (LabStoreTxn  *txn,
                            const char   *profile_id,
                            const char   *id,
                            GError      **error)
{
  return lab_txn_run (txn, error, "DELETE FROM baselines WHERE profile_id = ? AND id = ?",
                      profile_id, id, NULL) &&
         lab_txn_check_touched (txn, _("There is no such baseline."), error);
}
