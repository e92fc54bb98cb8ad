/* lab-stats-bounds.h: how much worse a paired mean may be, with few losses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-stats.h"

G_BEGIN_DECLS

/* Whether a strategy may lose the margin is asked of rare events: of 200
 * answers six may go wrong, or two conversations. Intervals that rest on the
 * spread that was seen are too sure then, since losses that were not seen have
 * none. Newcombe's bound lets 5.9 % through of 150 or 200 pairs that lose
 * exactly 3 %, where 5 % are meant.
 *
 * Both bounds here therefore ask of each mean θ: under the likeliest law that
 * has this mean, one that may also lose what was never seen lost, how often is
 * a mean as good as the seen one drawn? The bound is the θ at which that falls
 * to 1 − confidence. */

/**
 * LabStatsPassFail:
 * @both: pairs that pass in the baseline and with the strategy
 * @lost: pass only in the baseline
 * @won: pass only with the strategy
 * @neither: fail in both
 */
typedef struct
{
  guint both;
  guint lost;
  guint won;
  guint neither;
} LabStatsPassFail;

/**
 * lab_stats_paired_rate_p_value:
 * @difference: of pass rates, strategy − baseline, −1 … 1
 *
 * One-sided p-value of "the true difference is @difference or less": the
 * chance of a difference won − lost as large as the seen one, summed exactly
 * over the trinomial law of lost and won that is likeliest under that
 * hypothesis. The restricted likelihood is that of J. Nam, Biometrics 53
 * (1997) 1422, and T. Tango, Statistics in Medicine 17 (1998) 891: with
 * p(lost) = q − difference, p(won) = q, the root q of
 *   lost/(q − difference) + won/q = 2(n − lost − won)/(1 + difference − 2q).
 * To sum at the likeliest rate in place of the worst one is B. Storer and C.
 * Kim, JASA 85 (1990) 146. Where nothing was won it is the binomial tail of
 * Clopper and Pearson. 1 for no pairs.
 *
 * The level is at most 5 % from 20 to 1,000 pairs, for margins of 1 % to 10 %
 * and every rate of wins: computed, not drawn (test-stats-coverage).
 */
double lab_stats_paired_rate_p_value (const LabStatsPassFail *counts,
                                      double                  difference);
/* The one-sided lower bound by it; −1 for no pairs. */
double lab_stats_paired_rate_lower_bound (const LabStatsPassFail *counts,
                                          double                  confidence);

/**
 * lab_stats_tilted_p_value:
 * @differences: paired, each from −1 to 1, strategy − baseline
 * @clusters: (nullable): see lab-stats-bootstrap.h
 * @difference: −1 … 1
 *
 * The same for differences of any size, and for clusters of pairs that share
 * their fate. The units are the m clusters, each of mean r. The likeliest law
 * of mean θ = @difference gives each r seen the weight 1/(m(1 + λ(r − θ)))
 * (A. Owen, Biometrika 75 (1988) 237), where λ is the root of
 * Σ(r − θ)/(1 + λ(r − θ)) = 0 but at most 1/(1 + θ): there a cluster that loses
 * everything gets what weight is missing (and at least −1/(1 − θ), one that
 * wins everything). From that law @options' number of resamples is drawn, a
 * mean for each cluster, of whatever size it is, and the mean of all pairs
 * compared with the one seen: the bootstrap tilted to a least favourable law of
 * B. Efron, Canadian Journal of Statistics 9 (1981) 139, and T. DiCiccio and J.
 * Romano, International Statistical Review 58 (1990) 59.
 * (1 + k)/(1 + resamples).
 *
 * Where no pair is worse it is (1 + θ)^m: m clusters prove what m pairs would,
 * and no more. Under θ < 0 losses are taken to strike long clusters as often as
 * short ones. The level is at most 5 % for conversations that lose whole, in
 * part or in single answers, even and uneven (test-stats-coverage).
 */
double lab_stats_tilted_p_value (const double          *differences,
                                 gsize                  n,
                                 const guint           *clusters,
                                 double                 difference,
                                 const LabStatsOptions *options);

/* The one-sided lower bound by it; −1 for no pairs. @confidence stands in
 * place of that in @options. */
double lab_stats_tilted_lower_bound (const double          *differences,
                                     gsize                  n,
                                     const guint           *clusters,
                                     double                 confidence,
                                     const LabStatsOptions *options);

/* The mean with the lower bounds of both sides, at the confidence of
 * @options, and the linearised standard error of lab-stats-bootstrap.h. */
LabStatsInterval lab_stats_tilted_interval (const double          *differences,
                                            gsize                  n,
                                            const guint           *clusters,
                                            const LabStatsOptions *options);

G_END_DECLS
