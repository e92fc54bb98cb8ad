/* lab-compare-charts.c: a comparison as charts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-compare-charts.h"

#include <glib/gi18n-lib.h>

#include "lab-palette.h"

/* Buckets, searches, overhead, the rest, and both ends. */
#define MOST_STEPS (LAB_N_BUCKETS + 5)

typedef struct
{
  double values[MOST_STEPS];
  gboolean is_total[MOST_STEPS];
  guint n;
} Steps;

static double
to_usd (LabProductSum sum)
{
  return lab_money_to_usd (lab_cost_split_to_money (sum));
}

static LabProductSum
add_up (const LabCostSplit *split)
{
  LabProductSum sum = split->fees + split->overhead + split->other;

  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    sum += split->buckets[bucket];
  return sum;
}

static void
add_step (Steps         *steps,
          LabChartModel *model,
          const char    *name,
          const char    *long_name,
          double         value,
          gboolean       total)
{
  lab_chart_model_add_category (model, name, long_name);
  steps->values[steps->n] = value;
  steps->is_total[steps->n] = total;
  steps->n++;
}

static void
add_change (Steps         *steps,
            LabChartModel *model,
            const char    *name,
            LabProductSum  base,
            LabProductSum  run)
{
  if (base != 0 || run != 0)
    add_step (steps, model, name, NULL, to_usd (run - base), FALSE);
}

LabChartModel *
lab_compare_make_waterfall (const LabComparisonParts *parts,
                            const char               *name)
{
  LabChartModel *model;
  LabSeries *series;
  Steps steps = { .n = 0 };

  g_return_val_if_fail (parts != NULL && name != NULL, NULL);

  model = lab_chart_model_new (LAB_CHART_WATERFALL, _("From the baseline to this run"));
  lab_chart_model_set_y (model, _("US dollars"), LAB_UNIT_USD, LAB_SCALE_LINEAR);
  add_step (&steps, model, _("baseline"), NULL, to_usd (add_up (&parts->base)), TRUE);
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    add_change (&steps, model, lab_bucket_get_label (bucket), parts->base.buckets[bucket],
                parts->run.buckets[bucket]);
  add_change (&steps, model, _("searches"), parts->base.fees, parts->run.fees);
  add_change (&steps, model, _("overhead"), parts->base.overhead, parts->run.overhead);
  add_change (&steps, model, _("estimated"), parts->base.other, parts->run.other);
  add_step (&steps, model, _("this run"), name, to_usd (add_up (&parts->run)), TRUE);

  series = lab_chart_model_add_series (
    model, lab_series_new (_("cost"), LAB_PALETTE_UNCACHED, LAB_MARK_COLUMN, NULL, steps.values,
                           steps.n));
  for (guint i = 0; i < steps.n; i++)
    if (steps.is_total[i])
      lab_series_set_flags (series, i, LAB_POINT_TOTAL);
  return model;
}
