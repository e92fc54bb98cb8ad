/* made-pairs.h: comparisons whose truth is known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-comparison.h"

G_BEGIN_DECLS

/**
 * Recipe:
 * @n: pairs
 * @factor: optimised cost ÷ baseline cost, on average
 * @spread: of the logarithm of that ratio
 * @n_lost: @n_won: pairs that pass on one side only
 * @cluster_size: 0 where pairs stand alone
 * @graded: scores between 0 and 1, worse by @graded_loss permyriad
 * @unjudged: that many pairs have answers without a score
 * @unanswered: that many have no answer in the optimised run
 * @unpriced: @estimated: that many have such a call on the optimised side
 */
typedef struct
{
  guint n;
  double factor;
  double spread;
  guint n_lost;
  guint n_won;
  guint cluster_size;
  gboolean graded;
  gint graded_loss;
  guint unjudged;
  guint unanswered;
  guint unpriced;
  guint estimated;
  guint64 seed;
} Recipe;

/* Not computed yet. */
LabComparison *make_comparison (const Recipe *recipe);
/* Computed with the usual options and @seed 1. */
LabComparison *make_computed (const Recipe *recipe);
void add_pair (LabComparison *comparison,
               const char    *key,
               const char    *cluster,
               LabMoney       base,
               LabMoney       run,
               gint           base_score,
               gint           score);

G_END_DECLS
