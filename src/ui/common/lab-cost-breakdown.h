/* lab-cost-breakdown.h: how an amount came about, as a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-call-record.h"
#include "lab-price-catalogue.h"

G_BEGIN_DECLS

/* Shows one operation: its attempts' buckets × rates, the sum, the price row
 * and the usage as it was received. */
#define LAB_TYPE_COST_BREAKDOWN (lab_cost_breakdown_get_type ())
G_DECLARE_FINAL_TYPE (LabCostBreakdown, lab_cost_breakdown, LAB, COST_BREAKDOWN, GtkWidget)

GtkWidget *lab_cost_breakdown_new (void);
/**
 * lab_cost_breakdown_set_calls:
 * @calls: (element-type LabCallRecord): attempts, in order; at least one
 *
 * The lines are computed anew from the usage and the price row the ledger
 * names. Where the row is not in the catalogue any more, the recorded amount
 * stands alone and says so.
 */
void lab_cost_breakdown_set_calls (LabCostBreakdown  *self,
                                   GPtrArray         *calls,
                                   LabPriceCatalogue *catalogue);
/* The table as tab-separated text with its headings. (transfer full) */
char *lab_cost_breakdown_to_text (LabCostBreakdown *self);

/* One line of the table; properties: name, units, rate, amount. */
#define LAB_TYPE_COST_LINE_ITEM (lab_cost_line_item_get_type ())
G_DECLARE_FINAL_TYPE (LabCostLineItem, lab_cost_line_item, LAB, COST_LINE_ITEM, GObject)

/* (element-type LabCostLineItem) (transfer none) */
GListModel *lab_cost_breakdown_get_lines (LabCostBreakdown *self);

G_END_DECLS
