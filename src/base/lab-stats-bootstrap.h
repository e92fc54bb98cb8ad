/* lab-stats-bootstrap.h: intervals of a saving and of a mean difference
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-stats.h"

G_BEGIN_DECLS

/* All three resample pairs, or whole clusters where @clusters says which
 * pairs belong together (a conversation, a document): any numbers, equal for
 * pairs of one cluster, one a pair; NULL when every pair stands alone.
 *
 * The method, unless the options name one, follows the effective number of
 * independent units (clusters, else pairs): π/2 (Σ|r|)²/Σr², at most their
 * number, where r = y − Rx is what a unit adds to the error. Below 50 it is
 * bootstrap-t, from there percentile. It is the number of units where their
 * residuals are normal, and less where a few dear or odd tasks decide: the
 * percentile interval of 60 pairs with skewed costs covers only 90 %, that of
 * bootstrap-t 93 % (test-stats-coverage).
 * Each is a ratio of sums Σy/Σx over units, with the linearised standard
 * error sqrt (m/(m − 1) Σ(y − Rx)²)/Σx (W. G. Cochran, Sampling Techniques,
 * 3rd ed. 1977, 2.11); bootstrap-t, percentile and BCa as in B. Efron and
 * R. Tibshirani, An Introduction to the Bootstrap (1993), 12.5, 13.3, 14.3.
 *
 * The same input and seed give the same interval. They set
 * LAB_ERROR_INVALID_INPUT when there is nothing to compare. */

/**
 * lab_stats_saving:
 * @base: cost of each task in the baseline, nano-USD, not negative
 * @optimised: cost of the same task with the strategy
 *
 * The saving on the bill, S = 1 − Σoptimised/Σbase; positive when money was
 * saved. Totals are exact. Fails when the baseline costs nothing.
 */
gboolean lab_stats_saving (const gint64           *base,
                           const gint64           *optimised,
                           gsize                   n,
                           const guint            *clusters,
                           const LabStatsOptions  *options,
                           LabStatsInterval       *result,
                           GError                **error);

/**
 * lab_stats_typical_saving:
 *
 * The typical call: 1 − the geometric mean of optimised/base, over the pairs
 * in which both are above 0 (@result's n). Resampled as a mean of logarithms.
 */
gboolean lab_stats_typical_saving (const gint64           *base,
                                   const gint64           *optimised,
                                   gsize                   n,
                                   const guint            *clusters,
                                   const LabStatsOptions  *options,
                                   LabStatsInterval       *result,
                                   GError                **error);

/* The mean of paired differences (scores, latencies), any finite numbers. */
gboolean lab_stats_mean_difference (const double           *differences,
                                    gsize                   n,
                                    const guint            *clusters,
                                    const LabStatsOptions  *options,
                                    LabStatsInterval       *result,
                                    GError                **error);

/**
 * lab_stats_noise_half_width:
 * @against_itself: the saving of the baseline's second run against its first
 * @n: pairs of the comparison that is to be judged
 *
 * How far from 0 a saving of @n pairs may lie when nothing changed: the
 * spread seen, scaled to @n. A difference below it gets no verdict.
 */
double lab_stats_noise_half_width (const LabStatsInterval *against_itself,
                                   guint                   n);

/**
 * lab_stats_needed_pairs:
 * @target_half_width: above 0
 *
 * How many pairs such as those seen would bring the interval's half-width
 * down to @target_half_width. 0 when the interval has no spread to go by.
 */
guint lab_stats_needed_pairs (const LabStatsInterval *seen,
                              double                  target_half_width);

G_END_DECLS
