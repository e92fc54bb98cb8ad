/* lab-budgets.h: the caps, and the gate before every operation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-budget-gate.h"
#include "lab-clock.h"

G_BEGIN_DECLS

/* store's; a forward declaration, so that rooms which do not see the store
 * can read this. */
typedef struct _LabStore LabStore;

/* Implements LabBudgetGate over the store's reservations. */
#define LAB_TYPE_BUDGETS (lab_budgets_get_type ())
G_DECLARE_FINAL_TYPE (LabBudgets, lab_budgets, LAB, BUDGETS, GObject)

LabBudgets *lab_budgets_new (LabStore *store,
                             LabClock *clock);

G_END_DECLS
