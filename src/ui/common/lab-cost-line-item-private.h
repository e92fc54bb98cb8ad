/* lab-cost-line-item-private.h: making the lines of a bill
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/lab-cost-breakdown.h"

G_BEGIN_DECLS

#define LAB_COST_LINE_ITEM_N_TEXTS 4

/* All (transfer full) and (nullable). */
LabCostLineItem *lab_cost_line_item_new (char *name,
                                         char *units,
                                         char *rate,
                                         char *amount);
const char *lab_cost_line_item_get_text (LabCostLineItem *self,
                                         guint            column);

G_END_DECLS
