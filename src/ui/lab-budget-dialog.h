/* lab-budget-dialog.h: setting a budget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/* Of practice money, for the experiment in view, the month, or everything.
 * Opens at the one that leaves the least. Actions: budget.set,
 * budget.remove. */
#define LAB_TYPE_BUDGET_DIALOG (lab_budget_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LabBudgetDialog, lab_budget_dialog, LAB, BUDGET_DIALOG, AdwWindow)

GtkWidget *lab_budget_dialog_new (GtkWindow *parent,
                                  LabDesk   *desk);

G_END_DECLS
