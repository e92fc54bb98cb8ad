/* lab-budget-cap.h: the budgets a person sets, read and changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"
#include "lab-money.h"

G_BEGIN_DECLS

/* store's; a forward declaration, so that rooms which do not see the store
 * can read this. */
typedef struct _LabStore LabStore;

/* Sessions and runs have budgets too; those come and go with them. */
typedef enum
{
  LAB_BUDGET_CAP_PROFILE,    /* all of a profile's money, for good */
  LAB_BUDGET_CAP_MONTH,      /* a calendar month in UTC */
  LAB_BUDGET_CAP_EXPERIMENT,
} LabBudgetCapScope;

/**
 * LabBudgetCap:
 * @experiment_id: (nullable): of an experiment's budget
 * @origin: whose money it caps; amounts of different origin are never added
 * @cap: nano-USD; 0 permits only what is free
 * @allow_unpriced: whether calls without a price may be made under it
 * @committed: what was spent, known and estimated
 * @reserved: the worst case of what is under way
 * @n_unpriced: calls it could not count
 *
 * A plain owned value. Where there is no budget there is none of these: no
 * budget is not a budget of 0.
 */
typedef struct
{
  LabBudgetCapScope scope;
  char *experiment_id;
  LabOrigin origin;
  LabMoney cap;
  gboolean allow_unpriced;
  LabMoney committed;
  LabMoney reserved;
  gint64 n_unpriced;
} LabBudgetCap;

void lab_budget_cap_free (LabBudgetCap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabBudgetCap, lab_budget_cap_free)
/* May be below 0, where a budget was lowered afterwards. */
LabMoney lab_budget_cap_get_left (const LabBudgetCap *self);

/* @now: µs; chooses the month */
void lab_budget_caps_load_async (LabStore            *store,
                                 const char          *profile_id,
                                 gint64               now,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
/* (element-type LabBudgetCap) (transfer full) */
GPtrArray *lab_budget_caps_load_finish (GAsyncResult  *result,
                                        GError       **error);
/* The one with the least left of those that cover a call of @origin in that
 * experiment. (nullable) (transfer none) */
const LabBudgetCap *lab_budget_caps_find_tightest (GPtrArray  *caps,
                                                   LabOrigin   origin,
                                                   const char *experiment_id);

/**
 * lab_budget_caps_set_async:
 * @cap: scope, experiment, origin, cap and allow_unpriced of it count
 *
 * Sets the budget of that scope and origin, or changes it: what was spent
 * there before counts. INVALID_INPUT where the cap is below 0.
 */
void lab_budget_caps_set_async (LabStore            *store,
                                const char          *profile_id,
                                const LabBudgetCap  *cap,
                                gint64               now,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
/* Takes the budget of that scope and origin away, where there is one. */
void lab_budget_caps_remove_async (LabStore            *store,
                                   const char          *profile_id,
                                   const LabBudgetCap  *cap,
                                   gint64               now,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
/* Of both. */
gboolean lab_budget_caps_change_finish (GAsyncResult  *result,
                                        GError       **error);

G_END_DECLS
