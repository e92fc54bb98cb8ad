/* lab-cost-split.h: what an amount was paid for, by bucket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"
#include "lab-cost.h"
#include "lab-price-catalogue.h"

G_BEGIN_DECLS

/**
 * LabCostSplit:
 * @buckets: by #LabBucket
 * @fees: searches and storage
 * @overhead: all that was paid for calls that were not for the task itself
 * @other: amounts that no line explains: counted at worst case, or priced by
 *   a row that is not in the catalogue any more
 * @n_unpriced: calls that are in none of these
 *
 * Sums before rounding, in nano-USD × 1e-6; together they are what the calls
 * cost, save for less than a nano-dollar a call. A plain value; begin with
 * LAB_COST_SPLIT_INIT.
 */
typedef struct
{
  LabProductSum buckets[LAB_N_BUCKETS];
  LabProductSum fees;
  LabProductSum overhead;
  LabProductSum other;
  gint64 n_unpriced;
} LabCostSplit;

#define LAB_COST_SPLIT_INIT                                                                        \
  {                                                                                                \
    { 0 }, 0, 0, 0, 0                                                                              \
  }

void lab_cost_split_add (LabCostSplit        *self,
                         const LabCallRecord *call,
                         LabPriceCatalogue   *catalogue);
/* Rounded half up; cut off at the ends of #LabMoney's range. */
LabMoney lab_cost_split_to_money (LabProductSum sum);

/**
 * lab_cost_of_call:
 * @cost: (out caller-allocates): initialised
 *
 * A recorded call's bill, computed anew from its usage and the price row that
 * the ledger names. FALSE where that is not what was recorded: the row is not
 * in the catalogue, or the amount is an estimate without lines.
 */
gboolean lab_cost_of_call (const LabCallRecord *call,
                           LabPriceCatalogue   *catalogue,
                           LabCost             *cost);

G_END_DECLS
