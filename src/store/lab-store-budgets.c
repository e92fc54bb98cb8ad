/* lab-store-budgets.c: caps that hold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-budgets.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-ledger-private.h"

static const char *const scope_names[] = { "session", "run", "experiment", "profile", "month" };

const char *
lab_budget_scope_to_string (LabBudgetScope scope)
{
  g_return_val_if_fail (scope < G_N_ELEMENTS (scope_names), NULL);

  return scope_names[scope];
}

gboolean
lab_budget_scope_from_string (const char     *text,
                              LabBudgetScope *scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (scope_names); i++)
    if (g_strcmp0 (text, scope_names[i]) == 0)
      {
        *scope = i;
        return TRUE;
      }
  return FALSE;
}

static const LabColumn columns[] = {
  LAB_FIELD (LabBudgetRow, id, TEXT),
  LAB_FIELD (LabBudgetRow, profile_id, TEXT),
  LAB_FIELD_ENUM (LabBudgetRow, scope, lab_budget_scope),
  LAB_FIELD (LabBudgetRow, scope_id, TEXT),
  LAB_FIELD_ENUM (LabBudgetRow, origin, lab_origin),
  LAB_FIELD (LabBudgetRow, cap, INT64),
  LAB_FIELD (LabBudgetRow, allow_unpriced, BOOLEAN),
  LAB_FIELD (LabBudgetRow, created_at, INT64),
  LAB_FIELD (LabBudgetRow, updated_at, INT64),
};

static const LabTable budgets = LAB_TABLE ("budgets", LabBudgetRow, columns);

LabBudgetRow *
lab_budget_row_new (void)
{
  LabBudgetRow *self = g_new0 (LabBudgetRow, 1);

  self->id = g_uuid_string_random ();
  self->scope_id = g_strdup ("");
  return self;
}

LabBudgetRow *
lab_budget_row_copy (const LabBudgetRow *self)
{
  LabBudgetRow *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = lab_row_copy (&budgets, self);
  copy->period = g_strdup (self->period);
  return copy;
}

void
lab_budget_row_free (LabBudgetRow *self)
{
  if (self == NULL)
    return;

  g_free (self->period);
  lab_row_free (&budgets, self);
}

static void
free_row (gpointer row)
{
  lab_budget_row_free (row);
}

static char *
period_of (LabBudgetScope scope,
           gint64         time)
{
  g_autoptr (GDateTime) date = NULL;

  if (scope != LAB_BUDGET_MONTH)
    return g_strdup ("");

  date = g_date_time_new_from_unix_utc (time / 1000000);
  return date != NULL ? g_date_time_format (date, "%Y-%m") : g_strdup ("");
}

/* Fills in the period that @time is in. */
static gboolean
read_period (LabStoreTxn   *txn,
             LabBudgetRow  *row,
             gint64         time,
             GError       **error)
{
  g_autoptr (LabQuery) query =
      lab_txn_query (txn,
                     "SELECT committed, reserved, n_unpriced FROM budget_periods"
                     " WHERE budget_id = ? AND period = ?",
                     error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  g_free (row->period);
  row->period = period_of (row->scope, time);
  lab_query_bind_text (query, row->id);
  lab_query_bind_text (query, row->period);
  step = lab_query_step (query, error);
  if (step == LAB_STEP_ROW)
    {
      row->committed = lab_query_get_int (query, 0);
      row->reserved = lab_query_get_int (query, 1);
      row->n_unpriced = lab_query_get_int (query, 2);
    }
  return step != LAB_STEP_FAILED;
}

static gboolean
write_period (LabStoreTxn         *txn,
              const LabBudgetRow  *row,
              GError             **error)
{
  g_autoptr (LabQuery) query = lab_txn_query (
      txn,
      "REPLACE INTO budget_periods (budget_id, profile_id, period, committed, reserved, n_unpriced)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      error);

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, row->id);
  lab_query_bind_text (query, row->profile_id);
  lab_query_bind_text (query, row->period);
  lab_query_bind_int (query, row->committed);
  lab_query_bind_int (query, row->reserved);
  lab_query_bind_int (query, row->n_unpriced);
  return lab_query_run (query, error);
}

static GPtrArray *
read_periods (LabStoreTxn  *txn,
              GPtrArray    *rows,
              gint64        time,
              GError      **error)
{
  g_autoptr (GPtrArray) owned = rows;

  for (guint i = 0; owned != NULL && i < owned->len; i++)
    if (!read_period (txn, g_ptr_array_index (owned, i), time, error))
      return NULL;
  return g_steal_pointer (&owned);
}

/* Every budget that covers an operation, as it stands in the operation's
 * period. */
static GPtrArray *
list_covering (LabStoreTxn            *txn,
               const LabOperationRow  *operation,
               GError                **error)
{
  g_autoptr (LabQuery) query =
      lab_table_select (txn, &budgets,
                        "WHERE profile_id = ?1 AND origin = ?2"
                        " AND (scope = 'session' AND scope_id = ?3"
                        "      OR scope = 'run' AND scope_id = ?4"
                        "      OR scope = 'experiment' AND scope_id = ?5"
                        "      OR scope = 'profile' AND scope_id = ''"
                        "      OR scope = 'month' AND scope_id = '')",
                        error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, operation->profile_id);
  lab_query_bind_text (query, lab_origin_to_string (operation->origin));
  lab_query_bind_text (query, operation->session_id);
  lab_query_bind_text (query, operation->run_id);
  lab_query_bind_text (query, operation->experiment_id);
  return read_periods (txn, lab_table_list (query, &budgets, free_row, error),
                       operation->opened_at, error);
}

static void
set_money_context (GError     *error,
                   const char *key,
                   LabMoney    amount)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, amount);

  lab_error_set_context (error, key, text);
}

static void
set_budget_error (const LabBudgetRow  *budget,
                  LabErrorCode         code,
                  LabMoney             asked,
                  GError             **error)
{
  g_autoptr (GError) local = NULL;

  if (code == LAB_ERROR_UNPRICED)
    {
      lab_set_error (&local, code,
                     _("The model has no price, and the budget does not allow calls that cannot "
                       "be counted."));
    }
  else
    {
      g_autofree char *cap = lab_money_format (budget->cap);
      g_autofree char *used = lab_money_format (budget->committed);
      g_autofree char *reserved = lab_money_format (budget->reserved);
      g_autofree char *more = lab_money_format (asked);

      lab_set_error (&local, code,
                     _("The budget of %s is reached: %s spent, %s reserved, and this call may "
                       "cost up to %s, with all the output it may write and every retry. A "
                       "smaller output limit lowers that."),
                     cap, used, reserved, more);
    }
  lab_error_set_context (local, LAB_ERROR_CONTEXT_REASON, "budget");
  lab_error_set_context (local, "budget", budget->id);
  lab_error_set_context (local, "scope", lab_budget_scope_to_string (budget->scope));
  set_money_context (local, "cap", budget->cap);
  set_money_context (local, "committed", budget->committed);
  set_money_context (local, "reserved", budget->reserved);
  set_money_context (local, "asked", asked);
  g_propagate_error (error, g_steal_pointer (&local));
}

static gboolean
check_budget (const LabBudgetRow    *budget,
              const LabReservation  *reservation,
              GError               **error)
{
  __int128 total;

  if (!reservation->priced)
    {
      if (budget->allow_unpriced || reservation->allow_unpriced)
        return TRUE;
      set_budget_error (budget, LAB_ERROR_UNPRICED, 0, error);
      return FALSE;
    }

  total = (__int128) budget->committed + budget->reserved + reservation->worst_case;
  if (total <= budget->cap)
    return TRUE;

  set_budget_error (budget, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED, reservation->worst_case, error);
  return FALSE;
}

static LabOperationRow *
operation_of (const LabReservation *reservation)
{
  LabOperationRow *row = lab_operation_row_new ();

  row->id = g_strdup (reservation->operation_id);
  row->profile_id = g_strdup (reservation->profile_id);
  row->experiment_id = g_strdup (reservation->experiment_id);
  row->session_id = g_strdup (reservation->session_id);
  row->run_id = g_strdup (reservation->run_id);
  row->task_key = g_strdup (reservation->task_key);
  row->replicate = reservation->replicate;
  row->purpose = reservation->purpose;
  row->origin = reservation->origin;
  row->provider = g_strdup (reservation->provider);
  row->model = g_strdup (reservation->model);
  row->state = LAB_OPERATION_OPEN;
  row->opened_at = reservation->timestamp;
  return row;
}

static gboolean
insert_reservation (LabStoreTxn           *txn,
                    const LabReservation  *reservation,
                    GError               **error)
{
  g_autoptr (LabQuery) query = lab_txn_query (
      txn,
      "INSERT INTO reservations (operation_id, profile_id, owner, worst_case, amount, created_at)"
      " VALUES (?1, ?2, ?3, ?4, ?4, ?5)",
      error);

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, reservation->operation_id);
  lab_query_bind_text (query, reservation->profile_id);
  lab_query_bind_text (query, txn->owner);
  if (reservation->priced)
    lab_query_bind_int (query, reservation->worst_case);
  else
    lab_query_bind_null (query);
  lab_query_bind_int (query, reservation->timestamp);
  return lab_query_run (query, error);
}

gboolean
lab_store_reserve (LabStoreTxn           *txn,
                   const LabReservation  *reservation,
                   GError               **error)
{
  g_autoptr (LabOperationRow) operation = NULL;
  g_autoptr (GPtrArray) covering = NULL;

  g_return_val_if_fail (txn != NULL && reservation != NULL, FALSE);

  operation = operation_of (reservation);
  covering = list_covering (txn, operation, error);
  if (covering == NULL)
    return FALSE;

  for (guint i = 0; i < covering->len; i++)
    if (!check_budget (g_ptr_array_index (covering, i), reservation, error))
      return FALSE;
  if (!lab_operations_open (txn, operation, error) || !insert_reservation (txn, reservation, error))
    return FALSE;

  for (guint i = 0; reservation->priced && i < covering->len; i++)
    {
      LabBudgetRow *budget = g_ptr_array_index (covering, i);

      budget->reserved += reservation->worst_case;
      if (!write_period (txn, budget, error))
        return FALSE;
    }
  return TRUE;
}

/* Adds to every covering budget. */
static gboolean
count_in_budgets (LabStoreTxn            *txn,
                  const LabOperationRow  *operation,
                  LabMoney                committed,
                  LabMoney                reserved,
                  gint64                  n_unpriced,
                  GError                **error)
{
  g_autoptr (GPtrArray) covering = list_covering (txn, operation, error);

  if (covering == NULL)
    return FALSE;

  for (guint i = 0; i < covering->len; i++)
    {
      LabBudgetRow *budget = g_ptr_array_index (covering, i);

      if (!lab_money_add (budget->committed, committed, &budget->committed, error) ||
          !lab_money_add (budget->reserved, reserved, &budget->reserved, error))
        return FALSE;
      budget->n_unpriced += n_unpriced;
      if (!write_period (txn, budget, error))
        return FALSE;
    }
  return TRUE;
}

/* @found: whether there is one; @amount: 0 for an unpriced one */
static gboolean
read_reservation (LabStoreTxn  *txn,
                  const char   *operation_id,
                  gboolean     *found,
                  LabMoney     *amount,
                  GError      **error)
{
  g_autoptr (LabQuery) query =
      lab_txn_query (txn, "SELECT amount FROM reservations WHERE operation_id = ?", error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  lab_query_bind_text (query, operation_id);
  step = lab_query_step (query, error);
  *found = step == LAB_STEP_ROW;
  *amount = *found ? lab_query_get_int (query, 0) : 0;
  return step != LAB_STEP_FAILED;
}

static gboolean
change_reservation (LabStoreTxn  *txn,
                    const char   *operation_id,
                    LabMoney      left,
                    gboolean      settled,
                    GError      **error)
{
  g_autoptr (LabQuery) query = NULL;

  if (settled)
    return lab_txn_run (txn, error, "DELETE FROM reservations WHERE operation_id = ?",
                        operation_id, NULL);

  query = lab_txn_query (txn,
                         "UPDATE reservations SET amount = ?"
                         " WHERE operation_id = ? AND amount IS NOT NULL",
                         error);
  if (query == NULL)
    return FALSE;

  lab_query_bind_int (query, left);
  lab_query_bind_text (query, operation_id);
  return lab_query_run (query, error);
}

/* What an attempt cost is no longer reserved but committed, so the two
 * together stay below the cap between attempts too. */
gboolean
lab_budgets_count_call (LabStoreTxn            *txn,
                        const LabOperationRow  *operation,
                        const LabCallRecord    *record,
                        GError                **error)
{
  gboolean priced = record->cost_state != LAB_COST_UNPRICED;
  LabMoney cost = priced ? record->cost : 0;
  LabMoney before, left;
  gboolean found;

  if (!read_reservation (txn, operation->id, &found, &before, error))
    return FALSE;

  left = record->final ? 0 : CLAMP (before - MAX (cost, 0), 0, before);
  if (found && !change_reservation (txn, operation->id, left, record->final, error))
    return FALSE;
  return count_in_budgets (txn, operation, cost, left - before, !priced, error);
}

gboolean
lab_store_release (LabStoreTxn  *txn,
                   const char   *operation_id,
                   gint64        now,
                   GError      **error)
{
  g_autoptr (LabOperationRow) operation = NULL;
  LabMoney amount;
  gboolean found;

  g_return_val_if_fail (txn != NULL && operation_id != NULL, FALSE);

  if (!read_reservation (txn, operation_id, &found, &amount, error))
    return FALSE;
  if (!found)
    {
      lab_set_error (error, LAB_ERROR_NOT_FOUND, _("The operation has no open reservation."));
      return FALSE;
    }

  operation = lab_operations_find (txn, operation_id, error);
  if (operation == NULL)
    return FALSE;

  operation->state = operation->n_attempts > 0 ? LAB_OPERATION_CLOSED : LAB_OPERATION_RELEASED;
  operation->closed_at = now;
  return change_reservation (txn, operation_id, 0, TRUE, error) &&
         count_in_budgets (txn, operation, 0, -amount, 0, error) &&
         lab_operations_save_sums (txn, operation, error);
}

/* What the operations of the budget's scope have already come to. */
static LabQuery *
query_spent (LabStoreTxn         *txn,
             const LabBudgetRow  *row,
             GError             **error)
{
#define SPENT(period, where)                                                                       \
  "SELECT " period ", sum (o.cost_amount), sum (coalesce (r.amount, 0)), sum (o.n_unpriced)"       \
  " FROM operations o LEFT JOIN reservations r ON r.operation_id = o.id"                           \
  " WHERE o.profile_id = ?1 AND o.origin = ?2 AND " where " GROUP BY 1"
  static const char *const statements[] = {
    [LAB_BUDGET_SESSION] = SPENT ("''", "o.session_id = ?3"),
    [LAB_BUDGET_RUN] = SPENT ("''", "o.run_id = ?3"),
    [LAB_BUDGET_EXPERIMENT] = SPENT ("''", "o.experiment_id = ?3"),
    [LAB_BUDGET_PROFILE] = SPENT ("''", "?3 = ''"),
    [LAB_BUDGET_MONTH] = SPENT ("strftime ('%Y-%m', o.opened_at / 1000000, 'unixepoch')",
                                "?3 = ''"),
  };
#undef SPENT
  LabQuery *query = lab_txn_query (txn, statements[row->scope], error);

  if (query != NULL)
    {
      lab_query_bind_text (query, row->profile_id);
      lab_query_bind_text (query, lab_origin_to_string (row->origin));
      lab_query_bind_text (query, row->scope_id);
    }
  return query;
}

static gboolean
count_spent (LabStoreTxn         *txn,
             const LabBudgetRow  *row,
             GError             **error)
{
  g_autoptr (LabQuery) query = query_spent (txn, row, error);
  LabStep step;

  if (query == NULL)
    return FALSE;

  while ((step = lab_query_step (query, error)) == LAB_STEP_ROW)
    {
      g_autoptr (LabBudgetRow) period = lab_budget_row_copy (row);

      g_free (period->period);
      period->period = g_strdup (lab_query_get_text (query, 0));
      period->committed = lab_query_get_int (query, 1);
      period->reserved = lab_query_get_int (query, 2);
      period->n_unpriced = lab_query_get_int (query, 3);
      if (!write_period (txn, period, error))
        return FALSE;
    }
  return step == LAB_STEP_DONE;
}

gboolean
lab_budgets_recount (LabStoreTxn  *txn,
                     GError      **error)
{
  g_autoptr (LabQuery) query = lab_table_select (txn, &budgets, "", error);
  g_autoptr (GPtrArray) rows =
      query != NULL ? lab_table_list (query, &budgets, free_row, error) : NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (!count_spent (txn, g_ptr_array_index (rows, i), error))
      return FALSE;
  return rows != NULL;
}

gboolean
lab_store_budgets_set (LabStoreTxn         *txn,
                       const LabBudgetRow  *row,
                       GError             **error)
{
  g_autoptr (LabBudgetRow) there = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  there = lab_store_budgets_get (txn, row->profile_id, row->scope, row->scope_id, row->origin,
                                 row->updated_at, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!lab_table_insert (txn, &budgets, row,
                         "ON CONFLICT (profile_id, origin, scope, scope_id) DO UPDATE SET"
                         " cap = excluded.cap, allow_unpriced = excluded.allow_unpriced,"
                         " updated_at = excluded.updated_at",
                         error))
    return FALSE;

  return there != NULL || count_spent (txn, row, error);
}

LabBudgetRow *
lab_store_budgets_get (LabStoreTxn     *txn,
                       const char      *profile_id,
                       LabBudgetScope   scope,
                       const char      *scope_id,
                       LabOrigin        origin,
                       gint64           now,
                       GError         **error)
{
  g_autoptr (LabQuery) query = lab_table_select (
      txn, &budgets, "WHERE profile_id = ? AND origin = ? AND scope = ? AND scope_id = ?", error);
  g_autoptr (LabBudgetRow) row = NULL;

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  lab_query_bind_text (query, lab_origin_to_string (origin));
  lab_query_bind_text (query, lab_budget_scope_to_string (scope));
  lab_query_bind_text (query, scope_id != NULL ? scope_id : "");
  row = lab_table_next (query, &budgets, free_row, error);
  if (row == NULL || !read_period (txn, row, now, error))
    return NULL;

  return g_steal_pointer (&row);
}

GPtrArray *
lab_store_budgets_list (LabStoreTxn  *txn,
                        const char   *profile_id,
                        gint64        now,
                        GError      **error)
{
  g_autoptr (LabQuery) query = lab_table_select (
      txn, &budgets, "WHERE profile_id = ? ORDER BY created_at, rowid", error);

  if (query == NULL)
    return NULL;

  lab_query_bind_text (query, profile_id);
  return read_periods (txn, lab_table_list (query, &budgets, free_row, error), now, error);
}

gboolean
lab_store_budgets_delete (LabStoreTxn  *txn,
                          const char   *profile_id,
                          const char   *id,
                          GError      **error)
{
  return lab_txn_run (txn, error, "DELETE FROM budgets WHERE profile_id = ? AND id = ?",
                      profile_id, id, NULL) &&
         lab_txn_check_touched (txn, _("There is no such budget."), error);
}
