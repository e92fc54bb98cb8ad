/* lab-budget-group.h: one budget, to set, change and take away
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/* Nothing holds before it is applied. Action: budget.apply. */
#define LAB_TYPE_BUDGET_GROUP (lab_budget_group_get_type ())
G_DECLARE_FINAL_TYPE (LabBudgetGroup, lab_budget_group, LAB, BUDGET_GROUP, AdwPreferencesGroup)

void lab_budget_group_set_up (LabBudgetGroup    *self,
                              LabDesk           *desk,
                              LabOrigin          origin,
                              LabBudgetCapScope  scope);

G_END_DECLS
