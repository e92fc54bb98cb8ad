/* lab-cost.c: THE cost function
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cost.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "lab-error.h"

#define SECONDS_PER_HOUR 3600

#define UNPRICED_BASES                                                                             \
  (LAB_COST_BASIS_NO_ROW | LAB_COST_BASIS_NO_RATE | LAB_COST_BASIS_NO_FEE                          \
   | LAB_COST_BASIS_OTHER_MODALITY)

void
lab_cost_clear (LabCost *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->row, lab_price_row_unref);
  *self = (LabCost) LAB_COST_INIT;
}

/* The rate that prices a bucket, with what stood in where the row has none
 * of its own added to @basis. LAB_RATE_ABSENT where nothing can stand in. */
static LabRate
effective_rate (const LabPriceRow *row,
                LabBucket          bucket,
                LabCostBasis      *basis)
{
  if (row->rates[bucket] != LAB_RATE_ABSENT)
    return row->rates[bucket];

  switch (bucket)
    {
    case LAB_BUCKET_R:
      *basis |= LAB_COST_BASIS_READ_AS_INPUT;
      return row->rates[LAB_BUCKET_U];
    case LAB_BUCKET_W:
      *basis |= LAB_COST_BASIS_WRITE_AS_INPUT;
      return row->rates[LAB_BUCKET_U];
    case LAB_BUCKET_WL:
      if (row->rates[LAB_BUCKET_W] == LAB_RATE_ABSENT)
        return effective_rate (row, LAB_BUCKET_W, basis);
      *basis |= LAB_COST_BASIS_LONG_WRITE_AS_WRITE;
      return row->rates[LAB_BUCKET_W];
    case LAB_BUCKET_U:
    case LAB_BUCKET_O:
    case LAB_N_BUCKETS:
      break;
    }
  return LAB_RATE_ABSENT;
}

static LabCostBasis
usage_basis (const LabUsage *usage)
{
  LabCostBasis basis = LAB_COST_BASIS_NONE;

  if (usage->flags & LAB_USAGE_ESTIMATED)
    basis |= LAB_COST_BASIS_USAGE_ESTIMATED;
  else if (!(usage->flags & LAB_USAGE_REPORTED))
    basis |= LAB_COST_BASIS_USAGE_MISSING;
  if (usage->flags & LAB_USAGE_PARTIAL)
    basis |= LAB_COST_BASIS_USAGE_PARTIAL;
  if ((usage->flags & LAB_USAGE_UNRECONCILED) || lab_usage_has_negative (usage)
      || usage->web_searches < 0)
    basis |= LAB_COST_BASIS_UNRECONCILED;
  if (usage->flags & LAB_USAGE_OTHER_MODALITY)
    basis |= LAB_COST_BASIS_OTHER_MODALITY;
  return basis;
}

/* Sets the line's exact product and adds it to the bill. A search's fee is
 * for one, a rate for a million: so a search counts for a million. */
static gboolean
add_line (LabCost      *cost,
          LabCostLine   line,
          GError      **error)
{
  gint64 units = line.units;

  if (line.kind == LAB_COST_LINE_WEB_SEARCH
      && __builtin_mul_overflow (units, LAB_RATE_UNIT_TOKENS, &units))
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("%" PRId64 " searches are more than can be billed."), line.units);
      return FALSE;
    }

  line.exact = 0;
  if (!lab_product_sum_add (&line.exact, units, line.rate, error)
      || !lab_product_sum_add (&cost->exact, units, line.rate, error))
    return FALSE;
  cost->lines[cost->n_lines++] = line;
  return TRUE;
}

static gboolean
add_token_lines (LabCost         *cost,
                 const LabUsage  *usage,
                 GError         **error)
{
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    {
      LabCostBasis stood_in = LAB_COST_BASIS_NONE;
      LabCostLine line = { .kind = LAB_COST_LINE_TOKENS, .bucket = i, .units = usage->buckets[i] };

      if (line.units == 0)
        continue;
      line.rate = effective_rate (cost->row, i, &stood_in);
      if (line.rate == LAB_RATE_ABSENT)
        {
          cost->basis |= LAB_COST_BASIS_NO_RATE;
          continue;
        }
      line.estimated = stood_in != LAB_COST_BASIS_NONE;
      cost->basis |= stood_in;
      if (!add_line (cost, line, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_fee_lines (LabCost         *cost,
               const LabUsage  *usage,
               GError         **error)
{
  LabCostLine line = {
    .kind = LAB_COST_LINE_WEB_SEARCH,
    .units = usage->web_searches,
    .rate = cost->row->web_search_fee,
  };

  if (line.units == 0)
    return TRUE;
  if (line.rate == LAB_RATE_ABSENT)
    {
      cost->basis |= LAB_COST_BASIS_NO_FEE;
      return TRUE;
    }
  return add_line (cost, line, error);
}

/* Takes the row in force; the basis says why there is none. */
static void
select_row (LabCost           *cost,
            const LabUsage    *usage,
            const LabPriceSet *rows)
{
  const LabPriceRow *row =
    rows != NULL ? lab_price_set_select (rows, lab_usage_input_total (usage)) : NULL;

  if (row == NULL)
    {
      cost->basis |= LAB_COST_BASIS_NO_ROW;
      return;
    }
  cost->row = lab_price_row_ref ((LabPriceRow *) row);
  cost->context_tier = row->above;
  /* A row without rates says that a tier exists and its price is not known:
   * not even an empty call is free there. */
  if (row->rates[LAB_BUCKET_U] == LAB_RATE_ABSENT && row->rates[LAB_BUCKET_O] == LAB_RATE_ABSENT)
    cost->basis |= LAB_COST_BASIS_NO_RATE;
}

static void
drop_lines (LabCost *cost)
{
  cost->n_lines = 0;
  cost->exact = 0;
  cost->amount = 0;
  cost->state = LAB_COST_UNPRICED;
}

gboolean
lab_cost_compute (const LabUsage     *usage,
                  const LabPriceSet  *rows,
                  LabCost            *cost,
                  GError            **error)
{
  g_return_val_if_fail (usage != NULL, FALSE);
  g_return_val_if_fail (cost != NULL, FALSE);

  lab_cost_clear (cost);
  cost->basis = usage_basis (usage);
  select_row (cost, usage, rows);
  if (cost->basis & UNPRICED_BASES)
    return TRUE;

  if (!add_token_lines (cost, usage, error) || !add_fee_lines (cost, usage, error)
      || !lab_product_sum_to_money (cost->exact, &cost->amount, error))
    {
      drop_lines (cost);
      return FALSE;
    }
  if (cost->basis & UNPRICED_BASES)
    drop_lines (cost);
  else
    cost->state = cost->basis == LAB_COST_BASIS_NONE ? LAB_COST_KNOWN : LAB_COST_ESTIMATED;
  return TRUE;
}

const char *
lab_cost_get_row_id (const LabCost *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->row != NULL ? self->row->id : NULL;
}

const char *
lab_cost_line_get_name (const LabCostLine *line)
{
  g_return_val_if_fail (line != NULL, NULL);

  switch (line->kind)
    {
    case LAB_COST_LINE_TOKENS:
      return lab_bucket_to_string (line->bucket);
    case LAB_COST_LINE_WEB_SEARCH:
      return "web_search";
    case LAB_COST_LINE_STORAGE:
      return "cache_storage";
    }
  g_return_val_if_reached (NULL);
}

gboolean
lab_cost_storage (const LabPriceRow  *row,
                  gint64              tokens,
                  gint64              seconds,
                  LabCostLine        *line,
                  LabMoney           *amount,
                  GError            **error)
{
  LabProductSum product = tokens;

  g_return_val_if_fail (row != NULL, FALSE);
  g_return_val_if_fail (line != NULL, FALSE);
  g_return_val_if_fail (amount != NULL, FALSE);

  if (row->storage_rate == LAB_RATE_ABSENT)
    {
      lab_set_error (error, LAB_ERROR_UNPRICED, _("%s has no price for keeping a cache."), row->id);
      return FALSE;
    }
  if (tokens < 0 || seconds < 0)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("Neither the tokens nor the time of a kept cache can be negative."));
      return FALSE;
    }
  /* Two int64 always fit in 128 bits; the third factor may not. */
  product *= seconds;
  if (__builtin_mul_overflow (product, (LabProductSum) row->storage_rate, &product))
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("Keeping %" PRId64 " tokens for %" PRId64
                       " seconds costs more than can be written."),
                     tokens, seconds);
      return FALSE;
    }
  product = product / SECONDS_PER_HOUR + (product % SECONDS_PER_HOUR * 2 >= SECONDS_PER_HOUR);
  if (!lab_product_sum_to_money (product, amount, error))
    return FALSE;
  *line = (LabCostLine) {
    .kind = LAB_COST_LINE_STORAGE,
    .units = tokens,
    .seconds = seconds,
    .rate = row->storage_rate,
    .exact = product,
  };
  return TRUE;
}

/* The dearest rate that a token of input may be billed at. */
static LabRate
dearest_input_rate (const LabPriceRow  *row,
                    const LabWorstCase *bounds)
{
  LabCostBasis stood_in = LAB_COST_BASIS_NONE;
  LabRate rate = effective_rate (row, LAB_BUCKET_U, &stood_in);

  if (rate == LAB_RATE_ABSENT)
    return rate;
  rate = MAX (rate, effective_rate (row, LAB_BUCKET_R, &stood_in));
  if (bounds->may_write_cache)
    rate = MAX (rate, effective_rate (row, LAB_BUCKET_W, &stood_in));
  if (bounds->may_write_long)
    rate = MAX (rate, effective_rate (row, LAB_BUCKET_WL, &stood_in));
  return rate;
}

static gboolean
tier_worst_case (const LabPriceRow   *row,
                 gint64               input,
                 const LabWorstCase  *bounds,
                 LabMoney            *amount,
                 GError             **error)
{
  LabRate input_rate = dearest_input_rate (row, bounds);
  LabRate output_rate = row->rates[LAB_BUCKET_O];
  LabProductSum sum = 0;
  gint64 searches = 0;

  if (input_rate == LAB_RATE_ABSENT || output_rate == LAB_RATE_ABSENT
      || (bounds->web_searches > 0 && row->web_search_fee == LAB_RATE_ABSENT))
    {
      lab_set_error (error, LAB_ERROR_UNPRICED,
                     _("The price row %s lacks a rate that the call may need."), row->id);
      return FALSE;
    }
  if (__builtin_mul_overflow (bounds->web_searches, LAB_RATE_UNIT_TOKENS, &searches))
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT, _("So many searches cannot be billed."));
      return FALSE;
    }
  return lab_product_sum_add (&sum, input, input_rate, error)
         && lab_product_sum_add (&sum, bounds->max_output, output_rate, error)
         && (searches == 0 || lab_product_sum_add (&sum, searches, row->web_search_fee, error))
         && lab_product_sum_to_money (sum, amount, error);
}

gboolean
lab_price_worst_case (const LabPriceSet   *rows,
                      const LabWorstCase  *bounds,
                      LabMoney            *amount,
                      GError             **error)
{
  LabMoney worst = 0;
  guint n_rows = rows != NULL ? lab_price_set_get_n_rows (rows) : 0;

  g_return_val_if_fail (bounds != NULL, FALSE);
  g_return_val_if_fail (amount != NULL, FALSE);

  if (bounds->input_high < 0 || bounds->max_output < 0 || bounds->web_searches < 0)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("The bounds of a call's cost cannot be negative."));
      return FALSE;
    }
  if (n_rows == 0 || lab_price_set_get_row (rows, 0)->above > 0)
    {
      lab_set_error (error, LAB_ERROR_UNPRICED, _("There is no price for this call."));
      return FALSE;
    }

  for (guint i = 0; i < n_rows; i++)
    {
      const LabPriceRow *row = lab_price_set_get_row (rows, i);
      gint64 input = bounds->input_high;
      LabMoney tier = 0;

      if (i > 0 && row->above >= bounds->input_high)
        break;
      /* No more input than the next tier's threshold is priced here. */
      if (i + 1 < n_rows)
        input = MIN (input, lab_price_set_get_row (rows, i + 1)->above);
      if (!tier_worst_case (row, input, bounds, &tier, error))
        return FALSE;
      worst = MAX (worst, tier);
    }
  *amount = worst;
  return TRUE;
}
