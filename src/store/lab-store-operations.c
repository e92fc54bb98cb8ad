/* lab-store-operations.c: one logical call each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-operations.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-ledger-private.h"

static const char *const state_names[] = { "open", "closed", "released", "lost" };

const char *
lab_operation_state_to_string (LabOperationState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (state_names), NULL);

  return state_names[state];
}

gboolean
lab_operation_state_from_string (const char        *text,
                                 LabOperationState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_strcmp0 (text, state_names[i]) == 0)
      {
        *state = i;
        return TRUE;
      }
  return FALSE;
}

#define FIELD(field, Type) LAB_FIELD (LabOperationRow, field, Type)
#define NAMED(field, name, Type) LAB_COLUMN (LabOperationRow, field, name, Type)
/* Columns that never change stand first. */
#define N_FIXED 12

static const LabColumn columns[] = {
  FIELD (id, TEXT),
  FIELD (profile_id, TEXT),
  FIELD (experiment_id, TEXT),
  FIELD (session_id, TEXT),
  FIELD (run_id, TEXT),
  FIELD (task_key, TEXT),
  FIELD (replicate, INT),
  LAB_FIELD_ENUM (LabOperationRow, purpose, lab_purpose),
  LAB_FIELD_ENUM (LabOperationRow, origin, lab_origin),
  FIELD (provider, TEXT),
  FIELD (model, TEXT),
  FIELD (opened_at, INT64),
  LAB_FIELD_ENUM (LabOperationRow, state, lab_operation_state),
  LAB_FIELD_ENUM (LabOperationRow, status, lab_call_status),
  FIELD (n_attempts, INT),
  NAMED (cost.amount, "cost_amount", INT64),
  NAMED (cost.estimated, "cost_estimated", INT64),
  NAMED (cost.n_known, "n_known", INT64),
  NAMED (cost.n_estimated, "n_estimated", INT64),
  NAMED (cost.n_unpriced, "n_unpriced", INT64),
  NAMED (overhead.amount, "overhead_amount", INT64),
  NAMED (overhead.estimated, "overhead_estimated", INT64),
  NAMED (overhead.n_known, "overhead_n_known", INT64),
  NAMED (overhead.n_estimated, "overhead_n_estimated", INT64),
  NAMED (overhead.n_unpriced, "overhead_n_unpriced", INT64),
  NAMED (usage.buckets[LAB_BUCKET_U], "u", INT64),
  NAMED (usage.buckets[LAB_BUCKET_R], "r", INT64),
  NAMED (usage.buckets[LAB_BUCKET_W], "w", INT64),
  NAMED (usage.buckets[LAB_BUCKET_WL], "wl", INT64),
  NAMED (usage.buckets[LAB_BUCKET_O], "o", INT64),
  FIELD (latency_us, INT64),
  FIELD (ttft_us, OPTIONAL_INT64),
  LAB_FIELD_ENUM (LabOperationRow, finish, lab_finish),
  FIELD (score, OPTIONAL_INT),
  FIELD (final_call_id, TEXT),
  FIELD (closed_at, TIME),
};

static const LabTable operations = LAB_TABLE ("operations", LabOperationRow, columns);
static const LabTable sums = {
  .name = "operations",
  .row_size = sizeof (LabOperationRow),
  .columns = columns + N_FIXED,
  .n_columns = G_N_ELEMENTS (columns) - N_FIXED,
};

LabOperationRow *
lab_operation_row_new (void)
{
  LabOperationRow *self = g_new0 (LabOperationRow, 1);

  self->score = LAB_SCORE_NONE;
  self->ttft_us = LAB_TIME_UNKNOWN;
  self->usage.reasoning = LAB_USAGE_NOT_REPORTED;
  self->usage.system = LAB_USAGE_NOT_REPORTED;
  self->usage.tool = LAB_USAGE_NOT_REPORTED;
  return self;
}

LabOperationRow *
lab_operation_row_copy (const LabOperationRow *self)
{
  LabOperationRow *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = lab_row_copy (&operations, self);
  copy->answer = g_strdup (self->answer);
  return copy;
}

void
lab_operation_row_free (LabOperationRow *self)
{
  if (self == NULL)
    return;

  g_free (self->answer);
  lab_row_free (&operations, self);
}

static void
free_row (gpointer row)
{
  lab_operation_row_free (row);
}

/* The next row; memos are not kept here. */
static LabOperationRow *
next_row (LabQuery  *query,
          GError   **error)
{
  LabOperationRow *row = lab_table_next (query, &operations, free_row, error);

  if (row != NULL)
    {
      row->usage.reasoning = LAB_USAGE_NOT_REPORTED;
      row->usage.system = LAB_USAGE_NOT_REPORTED;
      row->usage.tool = LAB_USAGE_NOT_REPORTED;
    }
  return row;
}

LabOperationRow *
lab_operations_find (LabStoreTxn  *txn,
                     const char   *id,
                     GError      **error)
{
  g_autoptr (LabQuery) query = lab_table_select (txn, &operations, "WHERE id = ?", error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, id);
  return next_row (query, error);
}

gboolean
lab_operations_open (LabStoreTxn            *txn,
                     const LabOperationRow  *row,
                     GError                **error)
{
  return lab_table_insert (txn, &operations, row, NULL, error);
}

gboolean
lab_operations_save_sums (LabStoreTxn            *txn,
                          const LabOperationRow  *row,
                          GError                **error)
{
  g_autoptr (LabQuery) query = lab_table_update_query (txn, &sums, "WHERE id = ?", error);

  if (query == NULL)
    return FALSE;

  lab_table_bind (query, &sums, row);
  lab_query_bind_text (query, row->id);
  return lab_query_run (query, error);
}

LabOperationRow *
lab_store_operations_get (LabStoreTxn  *txn,
                          const char   *profile_id,
                          const char   *id,
                          GError      **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (LabOperationRow) row = lab_operations_find (txn, id, &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (row == NULL || g_strcmp0 (row->profile_id, profile_id) != 0)
    lab_set_error (error, LAB_ERROR_NOT_FOUND, _("There is no such operation."));
  else
    return g_steal_pointer (&row);
  return NULL;
}

static gboolean
read_answer (LabStoreTxn      *txn,
             LabOperationRow  *row,
             GError          **error)
{
  g_autoptr (LabQuery) query = NULL;
  LabStep step;

  if (row->final_call_id == NULL)
    return TRUE;

  query = lab_txn_query (txn,
                         "SELECT answer FROM call_content"
                         " WHERE call_seq = (SELECT seq FROM api_calls WHERE id = ?)",
                         error);
  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, row->final_call_id);
  step = lab_query_step (query, error);
  if (step == LAB_STEP_ROW)
    row->answer = g_strdup (lab_query_get_text (query, 0));
  return step != LAB_STEP_FAILED;
}

static GPtrArray *
list (LabStoreTxn  *txn,
      const char   *rest,
      const char   *profile_id,
      const char   *id,
      gboolean      with_answers,
      GError      **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);
  g_autoptr (LabQuery) query = lab_table_select (txn, &operations, rest, error);
  g_autoptr (GError) local = NULL;
  LabOperationRow *row;

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, id);
  while ((row = next_row (query, &local)) != NULL)
    {
      g_ptr_array_add (rows, row);
      if (with_answers && !read_answer (txn, row, &local))
        break;
    }
  if (local == NULL)
    return g_steal_pointer (&rows);

  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

GPtrArray *
lab_store_operations_list_run (LabStoreTxn  *txn,
                               const char   *profile_id,
                               const char   *run_id,
                               gboolean      with_answers,
                               GError      **error)
{
  return list (txn,
               "WHERE profile_id = ? AND run_id = ?"
               " ORDER BY task_key, replicate, opened_at, rowid",
               profile_id, run_id, with_answers, error);
}

GPtrArray *
lab_store_operations_list_task (LabStoreTxn  *txn,
                                const char   *profile_id,
                                const char   *run_id,
                                const char   *task_key,
                                guint         replicate,
                                GError      **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &operations,
                        "WHERE profile_id = ? AND run_id = ? AND task_key = ? AND replicate = ?"
                        " ORDER BY opened_at, rowid",
                        error);
  g_autoptr (GError) local = NULL;
  LabOperationRow *row;

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, run_id);
  lab_query_bind_text (query, task_key);
  lab_query_bind_int (query, replicate);
  while ((row = next_row (query, &local)) != NULL)
    g_ptr_array_add (rows, row);
  if (local == NULL)
    return g_steal_pointer (&rows);

  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

GPtrArray *
lab_store_operations_list_session (LabStoreTxn  *txn,
                                   const char   *profile_id,
                                   const char   *session_id,
                                   gboolean      with_answers,
                                   GError      **error)
{
  return list (txn,
               "WHERE profile_id = ? AND session_id = ?"
               " ORDER BY task_key, replicate, opened_at, rowid",
               profile_id, session_id, with_answers, error);
}
