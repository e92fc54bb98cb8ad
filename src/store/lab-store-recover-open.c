/* lab-store-recover-open.c: what a program that died left open
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "lab-ledger-private.h"

void
lab_recovered_free (LabRecovered *self)
{
  g_free (self);
}

typedef struct
{
  char *operation_id;
  gboolean priced;
  LabMoney left; /* of the worst case */
} Left;

static void
left_free (gpointer data)
{
  Left *left = data;

  g_free (left->operation_id);
  g_free (left);
}

/* Read to the end before any is settled: settling changes the table. */
static GPtrArray *
list_left (LabStoreTxn  *txn,
           GError      **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (left_free);
  g_autoptr (LabQuery) query =
      lab_txn_query (txn,
                     "SELECT operation_id, amount, owner FROM reservations"
                     " ORDER BY owner, created_at",
                     error);
  g_autofree char *owner = NULL;
  gboolean alive = FALSE;
  LabStep step;

  if (query == NULL)
    return NULL;

  while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
    {
      Left *left;

      if (g_strcmp0 (owner, lab_query_get_text (query, 2)) != 0)
        {
          g_free (owner);
          owner = g_strdup (lab_query_get_text (query, 2));
          alive = lab_txn_is_owner_alive (txn, owner);
        }
      if (alive)
        continue;
      left = g_new0 (Left, 1);
      left->operation_id = g_strdup (lab_query_get_text (query, 0));
      left->priced = !lab_query_is_null (query, 1);
      left->left = lab_query_get_int (query, 1);
      g_ptr_array_add (all, left);
    }
  return step == LAB_STEP_DONE ? g_steal_pointer (&all) : NULL;
}

static LabCallRecord *
lost_record (const LabOperationRow *operation,
             const Left            *left)
{
  LabCallRecord *record = lab_call_record_new ();
  LabUsage nothing = LAB_USAGE_INIT;

  record->profile_id = g_strdup (operation->profile_id);
  record->experiment_id = g_strdup (operation->experiment_id);
  record->session_id = g_strdup (operation->session_id);
  record->run_id = g_strdup (operation->run_id);
  record->operation_id = g_strdup (operation->id);
  record->attempt = operation->n_attempts + 1;
  record->final = TRUE;
  record->purpose = operation->purpose;
  record->origin = operation->origin;
  record->status = LAB_CALL_LOST;
  record->provider = g_strdup (operation->provider);
  record->model = g_strdup (operation->model);
  record->finish = LAB_FINISH_UNKNOWN;
  record->usage = nothing;
  record->cost_state = left->priced ? LAB_COST_ESTIMATED : LAB_COST_UNPRICED;
  record->cost = left->left;
  record->cost_basis =
      g_strdup (left->priced
                    ? "worst case: the program ended before the answer was recorded"
                    : "no price: the program ended before the answer was recorded");
  record->latency_us = LAB_TIME_UNKNOWN;
  record->ttft_us = LAB_TIME_UNKNOWN;
  record->timestamp = operation->opened_at;
  record->task_key = g_strdup (operation->task_key);
  record->replicate = operation->replicate;
  record->score = LAB_SCORE_NONE;
  return record;
}

static gboolean
count_as_lost (LabStoreTxn   *txn,
               const Left    *left,
               gint64         now,
               LabRecovered  *found,
               GError       **error)
{
  g_autoptr (LabOperationRow) operation = lab_operations_find (txn, left->operation_id, error);
  g_autoptr (LabCallRecord) record = NULL;

  if (operation == NULL)
    return FALSE;

  record = lost_record (operation, left);
  if (!lab_calls_record (txn, record, LAB_OPERATION_LOST, now, error))
    return FALSE;

  found->n_operations++;
  if (left->priced)
    return lab_money_sum_add_estimated (&found->sums[operation->origin], left->left, error);

  lab_money_sum_add_unpriced (&found->sums[operation->origin]);
  return TRUE;
}

LabRecovered *
lab_store_recover_open_operations (LabStoreTxn  *txn,
                                   gint64        now,
                                   GError      **error)
{
  g_autoptr (LabRecovered) found = g_new0 (LabRecovered, 1);
  g_autoptr (GPtrArray) all = list_left (txn, error);

  if (all == NULL)
    return NULL;

  for (guint i = 0; i < all->len; i++)
    if (!count_as_lost (txn, g_ptr_array_index (all, i), now, found, error))
      return NULL;
  return g_steal_pointer (&found);
}
