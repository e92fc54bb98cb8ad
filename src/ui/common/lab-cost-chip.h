/* lab-cost-chip.h: an amount that can be opened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-call-record.h"
#include "lab-money-sum.h"
#include "lab-price-catalogue.h"

G_BEGIN_DECLS

/**
 * LabCostChip:
 *
 * Shows "$0.001234" (known), "≈ $0.0012" (estimated), "unpriced", or
 * "≥ $4.10" (a sum with unpriced parts). Its accessible name says the amount
 * and the state in words. Hidden while it has nothing to show.
 *
 * Actions: cost.open shows how the amount came about; cost.copy copies it;
 * cost.copy-breakdown copies the table. Properties: text, open (read only).
 */
#define LAB_TYPE_COST_CHIP (lab_cost_chip_get_type ())
G_DECLARE_FINAL_TYPE (LabCostChip, lab_cost_chip, LAB, COST_CHIP, GtkWidget)

GtkWidget *lab_cost_chip_new (void);
/**
 * lab_cost_chip_set_calls:
 * @calls: (element-type LabCallRecord) (nullable): the attempts of one
 *   operation; NULL or none clears the chip. Copied
 */
void lab_cost_chip_set_calls (LabCostChip       *self,
                              GPtrArray         *calls,
                              LabPriceCatalogue *catalogue);
/* A total, which has no breakdown of its own: cost.open is off. */
void lab_cost_chip_set_sum (LabCostChip       *self,
                            const LabMoneySum *sum);
void lab_cost_chip_clear (LabCostChip *self);
const char *lab_cost_chip_get_text (LabCostChip *self);
/* Whether the breakdown is shown. */
gboolean lab_cost_chip_get_open (LabCostChip *self);
/* (nullable) (transfer none): while it was never opened */
GtkWidget *lab_cost_chip_get_breakdown (LabCostChip *self);

G_END_DECLS
