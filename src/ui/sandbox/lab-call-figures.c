/* lab-call-figures.c: what a call took, in one line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-call-figures.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"

#define US_PER_SECOND 1000000.0

static void
add_figure (GString    *line,
            const char *figure)
{
  if (line->len > 0)
    g_string_append (line, " · ");
  g_string_append (line, figure);
}

/* (nullable) (transfer full): "in 260", "cached 1,024", "out 41" */
static char *
describe_bucket (LabBucket bucket,
                 gint64    tokens)
{
  g_autofree char *count = lab_format_count (tokens);

  switch (bucket)
    {
    case LAB_BUCKET_U:
      /* Translators: input tokens. */
      return g_strdup_printf (_("in %s"), count);
    case LAB_BUCKET_O:
      /* Translators: output tokens. */
      return g_strdup_printf (_("out %s"), count);
    case LAB_BUCKET_R:
      return tokens != 0 ? g_strdup_printf (_("cached %s"), count) : NULL;
    case LAB_BUCKET_W:
      return tokens != 0 ? g_strdup_printf (_("cache write %s"), count) : NULL;
    case LAB_BUCKET_WL:
      return tokens != 0 ? g_strdup_printf (_("long cache write %s"), count) : NULL;
    case LAB_N_BUCKETS:
    default:
      g_assert_not_reached ();
    }
}

static void
add_tokens (GString        *line,
            const LabUsage *usage)
{
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    {
      g_autofree char *figure = describe_bucket (bucket, usage->buckets[bucket]);

      if (figure != NULL)
        add_figure (line, figure);
    }
}

static void
add_times (GString             *line,
           const LabCallRecord *call)
{
  double rate = lab_call_figures_rate (call);

  if (call->ttft_us >= 0)
    {
      g_autofree char *first = lab_format_duration (call->ttft_us);
      g_autofree char *figure = g_strdup_printf (_("first token %s"), first);

      add_figure (line, figure);
    }
  if (call->latency_us > 0)
    {
      g_autofree char *total = lab_format_duration (call->latency_us);

      add_figure (line, total);
    }
  if (rate > 0.0)
    {
      /* Translators: tokens a second. */
      /* Translators: between the slash and the s stands a word joiner, lest the
       * line be broken there. */
      g_autofree char *figure = g_strdup_printf (_("%.0f tokens/\u2060s"), rate);

      add_figure (line, figure);
    }
}

double
lab_call_figures_rate (const LabCallRecord *call)
{
  gint64 generating;

  g_return_val_if_fail (call != NULL, 0.0);

  generating = call->latency_us - MAX (call->ttft_us, 0);
  if (call->ttft_us < 0 || generating <= 0 || call->usage.buckets[LAB_BUCKET_O] <= 1)
    return 0.0;
  return (double) call->usage.buckets[LAB_BUCKET_O] / ((double) generating / US_PER_SECOND);
}

char *
lab_call_figures_describe (const LabCallRecord *last,
                           guint                n_attempts)
{
  GString *line;

  g_return_val_if_fail (last != NULL, NULL);

  line = g_string_new (NULL);
  if (last->usage.flags != 0)
    add_tokens (line, &last->usage);
  add_times (line, last);
  if (n_attempts > 1)
    {
      g_autofree char *attempts =
        g_strdup_printf (ngettext ("%u attempt", "%u attempts", n_attempts), n_attempts);

      add_figure (line, attempts);
    }
  return g_string_free (line, FALSE);
}

static gboolean
price (const LabUsage    *usage,
       const LabPriceRow *row,
       LabCost           *cost)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (LabPriceSet) set = NULL;

  g_ptr_array_add (rows, (gpointer) row);
  set = lab_price_set_new (rows);
  return lab_cost_compute (usage, set, cost, NULL) && cost->state != LAB_COST_UNPRICED;
}

/* (nullable) */
static const LabPriceRow *
find_row (const LabCallRecord *call,
          LabPriceCatalogue   *catalogue)
{
  if (call->cost_state == LAB_COST_UNPRICED || call->price_row == NULL)
    return NULL;
  return lab_price_catalogue_get_row (catalogue, call->price_row);
}

gboolean
lab_call_figures_compute (const LabCallRecord *call,
                          LabPriceCatalogue   *catalogue,
                          LabCost             *cost)
{
  const LabPriceRow *row;

  g_return_val_if_fail (call != NULL && cost != NULL, FALSE);
  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue), FALSE);

  row = find_row (call, catalogue);
  return row != NULL && price (&call->usage, row, cost);
}

/* The same tokens on the same row, had no cache been there. */
static gboolean
price_without_cache (const LabCallRecord *call,
                     const LabPriceRow   *row,
                     LabMoney            *amount)
{
  g_auto (LabCost) cost = LAB_COST_INIT;
  LabUsage usage = call->usage;

  usage.buckets[LAB_BUCKET_U] = lab_usage_input_total (&call->usage);
  usage.buckets[LAB_BUCKET_R] = 0;
  usage.buckets[LAB_BUCKET_W] = 0;
  usage.buckets[LAB_BUCKET_WL] = 0;
  if (!price (&usage, row, &cost))
    return FALSE;
  *amount = cost.amount;
  return TRUE;
}

char *
lab_call_figures_describe_cache (const LabCallRecord *call,
                                 LabPriceCatalogue   *catalogue)
{
  const gint64 *buckets;
  const LabPriceRow *row;
  g_autofree char *money = NULL;
  LabMoney without;

  g_return_val_if_fail (call != NULL, NULL);
  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue), NULL);

  buckets = call->usage.buckets;
  if (buckets[LAB_BUCKET_R] + buckets[LAB_BUCKET_W] + buckets[LAB_BUCKET_WL] == 0)
    return NULL;
  row = find_row (call, catalogue);
  if (row == NULL || !price_without_cache (call, row, &without))
    return NULL;
  if (without >= call->cost)
    {
      money = lab_format_money (without - call->cost);
      return g_strdup_printf (_("Saved by the provider's cache: %s"), money);
    }
  money = lab_format_money (call->cost - without);
  return g_strdup_printf (_("Writing to the provider's cache cost %s more"), money);
}
