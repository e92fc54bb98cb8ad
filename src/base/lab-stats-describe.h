/* lab-stats-describe.h: means, spreads, quantiles, rates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-stats.h"

G_BEGIN_DECLS

/* NAN for no values. Summed with Neumaier's compensation. */
double lab_stats_sum (const double *values,
                      gsize         n);
double lab_stats_mean (const double *values,
                       gsize         n);
/* Divided by n − 1, in two passes; NAN below two values. */
double lab_stats_variance (const double *values,
                           gsize         n);
double lab_stats_sd (const double *values,
                     gsize         n);
/* exp of the mean of logarithms; NAN for no values or one not above 0. */
double lab_stats_geometric_mean (const double *values,
                                 gsize         n);

/**
 * lab_stats_quantile_sorted:
 * @sorted: ascending
 * @p: 0 … 1
 *
 * Linear between order statistics at (n − 1)p: definition 7 of Hyndman and
 * Fan, "Sample quantiles in statistical packages", American Statistician 50
 * (1996) 361. NAN for no values.
 */
double lab_stats_quantile_sorted (const double *sorted,
                                  gsize         n,
                                  double        p);
/* The same of unsorted values, which are copied. */
double lab_stats_quantile (const double *values,
                           gsize         n,
                           double        p);
void lab_stats_sort (double *values,
                     gsize   n);

/**
 * lab_stats_wilson:
 *
 * Interval of a single rate without continuity correction: E. B. Wilson,
 * JASA 22 (1927) 209; method 3 of R. G. Newcombe, Statistics in Medicine 17
 * (1998) 857. @n 0 gives the whole of 0 … 1 and a value of NAN.
 */
LabStatsInterval lab_stats_wilson (guint  successes,
                                   guint  n,
                                   double confidence);
/* C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404. */
LabStatsInterval lab_stats_clopper_pearson (guint  successes,
                                            guint  n,
                                            double confidence);
/* The one-sided upper bound of a rate: 1 − (1 − confidence)^(1/n) for no
 * event in @n. 1 for @n 0. */
double lab_stats_rate_upper_bound (guint  events,
                                   guint  n,
                                   double confidence);

/**
 * lab_stats_holm:
 * @p_values: @n of them; NAN where no test was made, which counts for nothing
 * @adjusted: (out caller-allocates): may be @p_values
 *
 * S. Holm, "A simple sequentially rejective multiple test procedure",
 * Scandinavian Journal of Statistics 6 (1979) 65, as adjusted p-values.
 */
void lab_stats_holm (const double *p_values,
                     gsize         n,
                     double       *adjusted);

G_END_DECLS
