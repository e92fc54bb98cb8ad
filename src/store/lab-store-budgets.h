/* lab-store-budgets.h: caps that hold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-budget-gate.h"
#include "lab-store.h"

G_BEGIN_DECLS

/**
 * LabBudgetScope:
 * @LAB_BUDGET_MONTH: a profile's calendar months in UTC, each by itself; an
 *   operation belongs to the month in which it was opened
 */
typedef enum
{
  LAB_BUDGET_SESSION,
  LAB_BUDGET_RUN,
  LAB_BUDGET_EXPERIMENT,
  LAB_BUDGET_PROFILE,
  LAB_BUDGET_MONTH,
} LabBudgetScope;

const char *lab_budget_scope_to_string (LabBudgetScope scope);
gboolean lab_budget_scope_from_string (const char     *text,
                                       LabBudgetScope *scope);

/**
 * LabBudgetRow:
 * @scope_id: the session's, run's or experiment's id; "" for profile and
 *   month
 * @origin: whose money it caps; amounts of different origin are never added
 * @cap: 0 permits only what is free; no budget at all is no row
 * @allow_unpriced: whether calls without a price may be made under it
 * @period: read only: "" or the month read, "2026-11"
 * @committed: read only: what was recorded, known and estimated
 * @reserved: read only: the worst case of what is open
 * @n_unpriced: read only: calls it could not count
 */
typedef struct
{
  char *id;
  char *profile_id;
  LabBudgetScope scope;
  char *scope_id;
  LabOrigin origin;
  LabMoney cap;
  gboolean allow_unpriced;
  gint64 created_at;
  gint64 updated_at;
  char *period;
  LabMoney committed;
  LabMoney reserved;
  gint64 n_unpriced;
} LabBudgetRow;

LabBudgetRow *lab_budget_row_new (void); /* with a new id */
LabBudgetRow *lab_budget_row_copy (const LabBudgetRow *self);
void lab_budget_row_free (LabBudgetRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabBudgetRow, lab_budget_row_free)

/* Makes it, or changes cap and allow_unpriced of the one that covers the
 * same scope and origin. What was already spent and reserved there counts. */
gboolean lab_store_budgets_set (LabStoreTxn         *txn,
                                const LabBudgetRow  *row,
                                GError             **error);
/* NULL without an error where there is no such budget. @now chooses the
 * month. (transfer full) */
LabBudgetRow *lab_store_budgets_get (LabStoreTxn     *txn,
                                     const char      *profile_id,
                                     LabBudgetScope   scope,
                                     const char      *scope_id,
                                     LabOrigin        origin,
                                     gint64           now,
                                     GError         **error);
/* (element-type LabBudgetRow) (transfer full) */
GPtrArray *lab_store_budgets_list (LabStoreTxn  *txn,
                                   const char   *profile_id,
                                   gint64        now,
                                   GError      **error);
gboolean lab_store_budgets_delete (LabStoreTxn  *txn,
                                   const char   *profile_id,
                                   const char   *id,
                                   GError      **error);

/**
 * lab_store_reserve:
 *
 * Opens the operation and reserves its worst case in every budget that
 * covers it: committed + reserved + worst case ≤ cap, or
 * RESOURCE_LIMIT_EXCEEDED with context reason "budget", "budget" (its id),
 * "scope", "cap", "committed", "reserved" and "asked" (nano-USD), and
 * nothing is reserved. Unpriced under a budget where neither it nor the
 * reservation allows that: UNPRICED, reason "budget". An operation's second reservation is
 * INVALID_INPUT.
 */
gboolean lab_store_reserve (LabStoreTxn           *txn,
                            const LabReservation  *reservation,
                            GError               **error);
/* Gives it back where nothing was sent. NOT_FOUND where no reservation of it
 * is open; what earlier attempts cost stays. */
gboolean lab_store_release (LabStoreTxn  *txn,
                            const char   *operation_id,
                            gint64        now,
                            GError      **error);

G_END_DECLS
