/* lab-stats-tests.h: p-values, and the gate on quality
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-stats-bounds.h"
#include "lab-stats.h"

G_BEGIN_DECLS

/* Every assignment of signs is counted up to so many units. */
#define LAB_STATS_SIGN_FLIP_EXACT_MAX 20
/* Random assignments beyond: p-values down to 1/10,000. */
#define LAB_STATS_SIGN_FLIPS 9999

/**
 * lab_stats_sign_flip:
 * @differences: paired differences, in integers so that ties are exact:
 *   nano-USD, permyriad of score, µs
 * @clusters: (nullable): see lab-stats-bootstrap.h; a cluster flips as one
 *
 * Randomisation test of no difference, two-sided, on the sum: the share of
 * sign assignments whose sum is at least as far from 0 as the one seen (R. A.
 * Fisher, The Design of Experiments, 1935, 21). Units without difference
 * change nothing and are not counted into the 20. Above, Monte Carlo with the
 * seen assignment counted in: (1 + k)/(1 + 9999) (B. Phipson and G. Smyth,
 * Stat. Appl. Genet. Mol. Biol. 9 (2010) 39). Fails with
 * LAB_ERROR_INVALID_INPUT without pairs and where the sum of absolute
 * differences overflows.
 */
gboolean lab_stats_sign_flip (const gint64  *differences,
                              gsize          n,
                              const guint   *clusters,
                              guint64        seed,
                              LabStatsTest  *result,
                              GError       **error);

/* Two-sided: twice the smaller binomial tail of the discordant pairs, at most
 * 1 (Q. McNemar, Psychometrika 12 (1947) 153, in its exact form). */
LabStatsTest lab_stats_mcnemar (const LabStatsPassFail *counts);

/**
 * lab_stats_newcombe_paired:
 *
 * Interval of the difference of pass rates, strategy − baseline =
 * (won − lost)/n: method 10 of R. G. Newcombe, "Improved confidence intervals
 * for the difference between binomial proportions based on paired data",
 * Statistics in Medicine 17 (1998) 2635. n = 0 gives −1 … 1.
 */
LabStatsInterval lab_stats_newcombe_paired (const LabStatsPassFail *counts,
                                            double                  confidence);

typedef enum
{
  LAB_STATS_QUALITY_NOT_JUDGED,
  LAB_STATS_QUALITY_PASS,         /* the bound is above −margin */
  LAB_STATS_QUALITY_INCONCLUSIVE, /* the difference is, its bound is not */
  LAB_STATS_QUALITY_INFERIOR,     /* the difference is not */
} LabStatsQualityState;

/* "pass", "inferior", "inconclusive", "not judged". */
const char *lab_stats_quality_state_to_string (LabStatsQualityState state);

/**
 * LabStatsQuality:
 * @difference: mean score difference, strategy − baseline, with its two-sided
 *   95 % interval
 * @bound: one-sided 95 % lower bound of it
 * @bound_method: what @bound rests on
 * @test: of no difference: McNemar for pass/fail without clusters, else
 *   sign-flip
 * @n_lost: pairs that became worse
 * @n_won: pairs that became better
 * @needed_pairs: of pairs such as these, for the bound to pass if nothing
 *   worse is seen; 0 where it passes or more would not help
 */
typedef struct
{
  LabStatsQualityState state;
  LabStatsInterval difference;
  double bound;
  LabStatsMethod bound_method;
  LabStatsTest test;
  double margin;
  guint n_lost;
  guint n_won;
  gboolean pass_fail;
  guint needed_pairs;
} LabStatsQuality;

/**
 * lab_stats_quality:
 * @base_scores: permyriad, 0 … 10,000
 * @scores: of the same tasks with the strategy
 * @margin: of the mean score, above 0: 0.03
 *
 * The non-inferiority gate, which lets a loss of exactly the margin through in
 * at most 5 %. The worst of several bounds counts. Where every score is 0 or
 * 10,000 they are that of lab_stats_paired_rate_lower_bound(), Newcombe's and,
 * below 5 discordant pairs, the exact upper bound of the rate of losses. Graded
 * scores use the bootstrap and lab_stats_tilted_lower_bound(), and below 5
 * pairs that differ a loss of at least 3/n is assumed: a bootstrap that has
 * seen no difference cannot draw one. Where @clusters are given all of it,
 * @difference too, is that of lab_stats_tilted_interval() and of the sign-flip
 * test, which know them.
 * Fails with LAB_ERROR_INVALID_INPUT for scores out of range; no pairs at all
 * are not judged.
 */
gboolean lab_stats_quality (const gint             *base_scores,
                            const gint             *scores,
                            gsize                   n,
                            const guint            *clusters,
                            double                  margin,
                            const LabStatsOptions  *options,
                            LabStatsQuality        *result,
                            GError                **error);

/* Sample sizes, in pairs, by the normal approximation, rounded up; and the
 * smallest difference that @n pairs show with @power at a two-sided level
 * 1 − @confidence. @sd is the spread of paired differences. */
guint lab_stats_needed_for_half_width (double sd,
                                       double half_width,
                                       double confidence);
/* @difference: the true one, 0 where the strategy changes nothing; above
 * −@margin. One-sided level 0.05. */
guint lab_stats_needed_for_noninferiority (double sd,
                                           double difference,
                                           double margin,
                                           double power);
/* Smallest n for which the exact 95 % upper bound of @losses in n lies below
 * @margin. */
guint lab_stats_needed_for_losses (guint  losses,
                                   double margin);
double lab_stats_detectable_difference (double sd,
                                        guint  n,
                                        double confidence,
                                        double power);

G_END_DECLS
