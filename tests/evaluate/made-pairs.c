/* made-pairs.c: comparisons whose truth is known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "made-pairs.h"

#include <math.h>

#include "lab-random.h"

void
add_pair (LabComparison *comparison,
          const char    *key,
          const char    *cluster,
          LabMoney       base,
          LabMoney       run,
          gint           base_score,
          gint           score)
{
  LabPair *pair = lab_pair_new (key, 0, cluster);

  pair->base.cost = (LabMoneySum){ .amount = base, .n_known = 1 };
  pair->run.cost = (LabMoneySum){ .amount = run, .n_known = 1 };
  pair->base.answered = pair->run.answered = TRUE;
  pair->base.score = base_score;
  pair->run.score = score;
  pair->base.latency_us = 900000;
  pair->run.latency_us = 700000;
  pair->base.n_operations = pair->run.n_operations = 1;
  pair->base.tokens[LAB_BUCKET_U] = 1000;
  pair->run.tokens[LAB_BUCKET_U] = 600;
  g_ptr_array_add (comparison->pairs, pair);
}

static void
spoil (LabComparison *comparison,
       const Recipe  *recipe)
{
  for (guint i = 0; i < comparison->pairs->len; i++)
    {
      LabPair *pair = comparison->pairs->pdata[i];

      if (i < recipe->unjudged)
        pair->base.score = pair->run.score = LAB_SCORE_NONE;
      if (i < recipe->unanswered)
        {
          pair->run.answered = FALSE;
          pair->run.score = LAB_SCORE_NONE;
        }
      if (i < recipe->unpriced)
        pair->run.cost.n_unpriced = 1;
      if (i < recipe->estimated)
        {
          pair->run.cost.estimated = pair->run.cost.amount;
          pair->run.cost.n_estimated = 1;
          pair->run.cost.n_known = 0;
        }
    }
}

LabComparison *
make_comparison (const Recipe *recipe)
{
  LabComparison *comparison =
      lab_comparison_new ("experiment", "base", "run", LAB_ORIGIN_PRACTICE);
  LabRandom random;

  lab_random_init_stream (&random, recipe->seed, "test/pairs", recipe->n);
  for (guint i = 0; i < recipe->n; i++)
    {
      g_autofree char *key = g_strdup_printf ("task-%04u", i);
      g_autofree char *cluster =
          recipe->cluster_size > 0 ? g_strdup_printf ("c%u", i / recipe->cluster_size) : NULL;
      double cost = 1e7 * exp (0.77 * lab_random_normal (&random));
      double ratio = recipe->factor * exp (recipe->spread * lab_random_normal (&random));
      gint base_score = i < recipe->n_lost || i >= recipe->n_lost + recipe->n_won ? 10000 : 0;
      gint score = i < recipe->n_lost ? 0 : 10000;

      if (recipe->graded)
        {
          base_score = 7000 + (gint) lab_random_below (&random, 2000);
          score = base_score - recipe->graded_loss + (gint) lab_random_below (&random, 401) - 200;
        }
      add_pair (comparison, key, cluster, (LabMoney) cost, (LabMoney) (cost * ratio), base_score,
                score);
    }
  spoil (comparison, recipe);
  return comparison;
}

LabComparison *
make_computed (const Recipe *recipe)
{
  LabComparison *comparison = make_comparison (recipe);
  LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  options.resamples = 500;
  g_assert_true (lab_comparison_compute (comparison, &options, &error));
  g_assert_no_error (error);
  return comparison;
}
