/* lab-store-record.c: recording one call, with all that follows from it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "lab-call-columns-private.h"
#include "lab-error.h"
#include "lab-ledger-private.h"
#include "lab-rollup-delta-private.h"

/* Beyond what any vendor counts; so no sum of a few buckets overflows. */
#define MAX_TOKENS (G_GINT64_CONSTANT (1) << 53)

void
lab_set_constraint_error (GError     **error,
                          const char  *message)
{
  lab_set_reason_error (error, LAB_ERROR_INVALID_INPUT, "constraint", message);
}

static gboolean
check_record (const LabCallRecord  *record,
              GError              **error)
{
  gboolean sane = record->timestamp >= 0 && record->attempt >= 1 &&
                  record->latency_us >= LAB_TIME_UNKNOWN && record->latency_us < MAX_TOKENS;

  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    sane = sane && ABS (record->usage.buckets[i]) <= MAX_TOKENS;
  if (!sane)
    lab_set_constraint_error (error, _("The call's counts or times are out of range."));
  return sane;
}

static LabOperationRow *
open_for (LabStoreTxn          *txn,
          const LabCallRecord  *record,
          GError              **error)
{
  g_autoptr (LabOperationRow) row = lab_operation_row_new ();

  row->id = g_strdup (record->operation_id);
  row->profile_id = g_strdup (record->profile_id);
  row->experiment_id = g_strdup (record->experiment_id);
  row->session_id = g_strdup (record->session_id);
  row->run_id = g_strdup (record->run_id);
  row->task_key = g_strdup (record->task_key);
  row->replicate = record->replicate;
  row->purpose = record->purpose;
  row->origin = record->origin;
  row->provider = g_strdup (record->provider);
  row->model = g_strdup (record->model);
  row->opened_at = record->timestamp;
  return lab_operations_open (txn, row, error) ? g_steal_pointer (&row) : NULL;
}

/* A call counts where its operation was opened, and nowhere else. */
static gboolean
check_belongs (const LabOperationRow  *operation,
               const LabCallRecord    *record,
               GError                **error)
{
  if (operation->state != LAB_OPERATION_OPEN)
    {
      lab_set_constraint_error (error, _("The call's operation is already closed."));
      return FALSE;
    }
  if (operation->origin == record->origin &&
      g_strcmp0 (operation->profile_id, record->profile_id) == 0 &&
      g_strcmp0 (operation->experiment_id, record->experiment_id) == 0 &&
      g_strcmp0 (operation->session_id, record->session_id) == 0 &&
      g_strcmp0 (operation->run_id, record->run_id) == 0)
    return TRUE;

  lab_set_constraint_error (error, _("The call does not belong where its operation was opened."));
  return FALSE;
}

static LabOperationRow *
find_or_open (LabStoreTxn          *txn,
              const LabCallRecord  *record,
              GError              **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (LabOperationRow) row = lab_operations_find (txn, record->operation_id, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (row == NULL)
    return open_for (txn, record, error);

  return check_belongs (row, record, error) ? g_steal_pointer (&row) : NULL;
}

static gboolean
add_cost (LabMoneySum          *sum,
          const LabCallRecord  *record,
          GError              **error)
{
  switch (record->cost_state)
    {
    case LAB_COST_KNOWN:
      return lab_money_sum_add_known (sum, record->cost, error);
    case LAB_COST_ESTIMATED:
      return lab_money_sum_add_estimated (sum, record->cost, error);
    case LAB_COST_UNPRICED:
    default:
      lab_money_sum_add_unpriced (sum);
      return TRUE;
    }
}

static void
close_operation (LabOperationRow      *operation,
                 const LabCallRecord  *record,
                 LabOperationState     state,
                 gint64                closed_at)
{
  operation->state = state;
  operation->status = record->status;
  operation->finish = record->finish;
  operation->ttft_us = record->ttft_us;
  operation->closed_at = MAX (closed_at, 1);
  g_free (operation->final_call_id);
  operation->final_call_id = g_strdup (record->id);
  if (record->score != LAB_SCORE_NONE)
    operation->score = record->score;
}

static gboolean
add_to_operation (LabOperationRow      *operation,
                  const LabCallRecord  *record,
                  GError              **error)
{
  operation->n_attempts++;
  if (record->purpose != LAB_PURPOSE_JUDGE && record->latency_us > 0)
    operation->latency_us += record->latency_us;
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    if (__builtin_add_overflow (operation->usage.buckets[i], record->usage.buckets[i],
                                &operation->usage.buckets[i]))
      {
        lab_set_constraint_error (error, _("The operation's tokens do not fit into a number."));
        return FALSE;
      }
  return add_cost (&operation->cost, record, error) &&
         (record->purpose == LAB_PURPOSE_TASK || add_cost (&operation->overhead, record, error));
}

gboolean
lab_calls_record (LabStoreTxn          *txn,
                  const LabCallRecord  *record,
                  LabOperationState     closing_state,
                  gint64                closed_at,
                  GError              **error)
{
  g_autoptr (LabOperationRow) operation = NULL;

  if (!check_record (record, error))
    return FALSE;

  operation = find_or_open (txn, record, error);
  if (operation == NULL || !lab_call_columns_insert (txn, record, error) ||
      !lab_budgets_count_call (txn, operation, record, error) ||
      !add_to_operation (operation, record, error))
    return FALSE;

  if (record->final)
    close_operation (operation, record, closing_state, closed_at);
  if (!lab_operations_save_sums (txn, operation, error))
    return FALSE;

  g_ptr_array_add (txn->deltas, lab_rollup_delta_new (record));
  return TRUE;
}

gboolean
lab_store_record_call (LabStoreTxn          *txn,
                       const LabCallRecord  *record,
                       GError              **error)
{
  gint64 ended;

  g_return_val_if_fail (txn != NULL && record != NULL, FALSE);
  g_return_val_if_fail (txn->deltas != NULL, FALSE);

  ended = record->timestamp + MAX (record->latency_us, 0);
  return lab_calls_record (txn, record, LAB_OPERATION_CLOSED, ended, error);
}
