/* lab-cost-split.c: what an amount was paid for, by bucket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cost-split.h"

gboolean
lab_cost_of_call (const LabCallRecord *call,
                  LabPriceCatalogue   *catalogue,
                  LabCost             *cost)
{
  const LabPriceRow *row;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (LabPriceSet) set = NULL;

  g_return_val_if_fail (call != NULL, FALSE);
  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue), FALSE);
  g_return_val_if_fail (cost != NULL, FALSE);

  row = call->price_row != NULL && call->cost_state != LAB_COST_UNPRICED ?
          lab_price_catalogue_get_row (catalogue, call->price_row) :
          NULL;
  if (row == NULL)
    return FALSE;
  rows = g_ptr_array_new ();
  g_ptr_array_add (rows, (gpointer) row);
  set = lab_price_set_new (rows);
  return lab_cost_compute (&call->usage, set, cost, NULL) && cost->state != LAB_COST_UNPRICED &&
         cost->amount == call->cost;
}

void
lab_cost_split_add (LabCostSplit        *self,
                    const LabCallRecord *call,
                    LabPriceCatalogue   *catalogue)
{
  g_auto (LabCost) cost = LAB_COST_INIT;

  g_return_if_fail (self != NULL);
  g_return_if_fail (call != NULL);

  if (call->cost_state == LAB_COST_UNPRICED)
    {
      self->n_unpriced++;
      return;
    }
  if (call->purpose != LAB_PURPOSE_TASK)
    {
      self->overhead += (LabProductSum) call->cost * LAB_RATE_UNIT_TOKENS;
      return;
    }
  if (!lab_cost_of_call (call, catalogue, &cost))
    {
      self->other += (LabProductSum) call->cost * LAB_RATE_UNIT_TOKENS;
      return;
    }
  for (guint i = 0; i < cost.n_lines; i++)
    {
      const LabCostLine *line = &cost.lines[i];

      if (line->kind == LAB_COST_LINE_TOKENS)
        self->buckets[line->bucket] += line->exact;
      else
        self->fees += line->exact;
    }
}

LabMoney
lab_cost_split_to_money (LabProductSum sum)
{
  LabMoney amount = sum < 0 ? G_MININT64 : G_MAXINT64;

  lab_product_sum_to_money (sum, &amount, NULL);
  return amount;
}
