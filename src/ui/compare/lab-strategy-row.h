/* lab-strategy-row.h: one strategy and its parameters, to be set
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-strategy.h"

G_BEGIN_DECLS

/* Its rows are made from the strategy's own descriptions. Emits ::changed. */
#define LAB_TYPE_STRATEGY_ROW (lab_strategy_row_get_type ())
G_DECLARE_FINAL_TYPE (LabStrategyRow, lab_strategy_row, LAB, STRATEGY_ROW, AdwExpanderRow)

/* @strategy: (transfer none): is changed with the rows */
GtkWidget *lab_strategy_row_new (LabStrategy *strategy);
LabStrategy *lab_strategy_row_get_strategy (LabStrategyRow *self);
/* Whether it is part of the stack. */
gboolean lab_strategy_row_get_used (LabStrategyRow *self);

G_END_DECLS
