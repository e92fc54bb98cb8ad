/* lab-cost-overview-buckets.c: which tokens the money went to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cost-overview-private.h"

/* What the prices give may differ from what was recorded by one part in this
 * before it counts as another sum: each call was rounded by itself. */
#define TOLERANCE 1000

static LabPriceSet *
find_prices (LabPriceCatalogue  *catalogue,
             const LabRollupRow *row)
{
  LabPriceQuery query = {
    .provider = row->provider,
    .model = row->model,
    .service_tier = row->tier != NULL && *row->tier != '\0' ? row->tier : NULL,
    .at = row->start,
  };

  return lab_price_catalogue_find_rows (catalogue, &query);
}

/* Tokens × rate of each bucket, in the first context tier. */
static LabProductSum
weigh (const LabPriceRow  *price,
       const LabRollupRow *row,
       LabProductSum       weights[LAB_N_BUCKETS])
{
  LabProductSum all = 0;

  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    {
      weights[i] = 0;
      if (price->rates[i] != LAB_RATE_ABSENT && row->buckets[i] > 0)
        weights[i] = (LabProductSum) row->buckets[i] * price->rates[i];
      all += weights[i];
    }
  return all;
}

static gboolean
is_close (LabProductSum all,
          LabMoney      amount)
{
  LabProductSum recorded = (LabProductSum) amount * LAB_RATE_UNIT_TOKENS;
  LabProductSum difference = all > recorded ? all - recorded : recorded - all;

  return difference <= recorded / TOLERANCE + 1000 * LAB_RATE_UNIT_TOKENS;
}

/* 2¹²⁷ is far: an amount has at most 63 bits, and a weight is brought below
 * 2⁶³ first. */
static LabMoney
take_share (LabMoney      amount,
            LabProductSum part,
            LabProductSum all)
{
  while (all > G_MAXINT64)
    {
      all >>= 1;
      part >>= 1;
    }
  return (LabMoney) ((LabProductSum) amount * part / all);
}

void
lab_cost_overview_add_buckets (LabCostOverview    *self,
                               LabPriceCatalogue  *catalogue,
                               const LabRollupRow *row)
{
  g_autoptr (LabPriceSet) prices = find_prices (catalogue, row);
  LabProductSum weights[LAB_N_BUCKETS], all = 0;
  LabMoney left = row->cost.amount;

  if (left == 0)
    return;
  if (prices != NULL && lab_price_set_get_n_rows (prices) > 0)
    all = weigh (lab_price_set_get_row (prices, 0), row, weights);
  if (all > 0)
    for (guint i = 0; i < LAB_N_BUCKETS; i++)
      {
        LabMoney part = take_share (row->cost.amount, weights[i], all);

        self->by_bucket[i] += part;
        left -= part;
      }
  if (all == 0 || !is_close (all, row->cost.amount) || row->cost.n_unpriced > 0)
    self->is_by_bucket_exact = FALSE;
  /* What rounding leaves, less than a nano-dollar a bucket, goes where most
   * tokens are; money without tokens is money for something else. */
  if (all > 0)
    self->by_bucket[LAB_BUCKET_O] += left;
  else
    self->rest += left;
}
