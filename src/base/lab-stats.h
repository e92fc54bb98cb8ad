/* lab-stats.h: what every statistical result says about itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Below so many independent pairs a result carries a warning. */
#define LAB_STATS_FEW_PAIRS 30
/* Below so many effective pairs the bootstrap is studentised. */
#define LAB_STATS_STUDENTISE_BELOW 50

/**
 * LabStatsMethod:
 *
 * AUTO is only a wish: a result never names it.
 */
typedef enum
{
  LAB_STATS_METHOD_AUTO,
  LAB_STATS_METHOD_PERCENTILE,  /* paired percentile bootstrap */
  LAB_STATS_METHOD_STUDENTISED, /* paired bootstrap-t */
  LAB_STATS_METHOD_BCA,         /* bias-corrected and accelerated */
  LAB_STATS_METHOD_SIGN_FLIP_EXACT,
  LAB_STATS_METHOD_SIGN_FLIP_MONTE_CARLO,
  LAB_STATS_METHOD_MCNEMAR_EXACT,
  LAB_STATS_METHOD_NEWCOMBE_PAIRED,
  LAB_STATS_METHOD_CLOPPER_PEARSON,
  LAB_STATS_METHOD_PAIRED_EXACT, /* restricted likelihood, summed exactly */
  LAB_STATS_METHOD_TILTED,       /* bootstrap under the likeliest law of a mean */
  LAB_STATS_METHOD_RULE_OF_THREE, /* 3/n */
  LAB_STATS_METHOD_WILSON,
  LAB_STATS_METHOD_MONTE_CARLO, /* quantiles of simulated paths */
  LAB_STATS_N_METHODS
} LabStatsMethod;

/* A stable word for files: "paired-percentile-bootstrap". */
const char *lab_stats_method_to_string (LabStatsMethod method);
/* For people, translated: "paired percentile bootstrap". */
const char *lab_stats_method_get_label (LabStatsMethod method);

/**
 * LabStatsWarnings:
 * @LAB_STATS_WARN_FEW_PAIRS: fewer than 30 pairs
 * @LAB_STATS_WARN_FEW_CLUSTERS: fewer than 30 clusters; pairs of a cluster
 *   are not independent
 * @LAB_STATS_WARN_CONCENTRATED: 30 pairs or more, but a few of them decide, so
 *   that they count like fewer than 30
 * @LAB_STATS_WARN_NO_INTERVAL: a single pair or cluster: its spread is unknown
 * @LAB_STATS_WARN_NO_SPREAD: all pairs agree exactly; the interval has no
 *   width, which is no proof
 * @LAB_STATS_WARN_DROPPED: pairs that could not be used were left out
 * @LAB_STATS_WARN_UNSTABLE: more than one resample in a hundred had no spread
 *   or no base and was drawn again
 */
typedef enum
{
  LAB_STATS_WARN_FEW_PAIRS = 1 << 0,
  LAB_STATS_WARN_FEW_CLUSTERS = 1 << 1,
  LAB_STATS_WARN_NO_INTERVAL = 1 << 2,
  LAB_STATS_WARN_NO_SPREAD = 1 << 3,
  LAB_STATS_WARN_DROPPED = 1 << 4,
  LAB_STATS_WARN_UNSTABLE = 1 << 5,
  LAB_STATS_WARN_CONCENTRATED = 1 << 6,
} LabStatsWarnings;

/* Translated sentences, one a warning. (transfer full) */
GStrv lab_stats_warnings_to_strv (LabStatsWarnings warnings);

/**
 * LabStatsInterval:
 * @value: the point estimate
 * @low: lower end; NAN where there is none
 * @high: upper end; NAN where there is none
 * @confidence: two-sided: 0.95. The one-sided 95 % bound is an end of the
 *   two-sided 90 % interval
 * @se: standard error of @value; NAN where the method has none
 * @n: pairs (or trials) it rests on
 * @clusters: clusters they fall into; 0 where they are not clustered
 * @effective: how many equally telling units they are worth, see
 *   lab-stats-bootstrap.h; NAN for other methods
 * @resamples: 0 where nothing was drawn
 * @seed: of the resamples
 */
typedef struct
{
  double value;
  double low;
  double high;
  double confidence;
  double se;
  guint n;
  guint clusters;
  double effective;
  guint resamples;
  guint64 seed;
  LabStatsMethod method;
  LabStatsWarnings warnings;
} LabStatsInterval;

/* For people, translated: "paired percentile bootstrap, 2000 resamples,
 * 40 clusters". (transfer full) */
char *lab_stats_interval_describe (const LabStatsInterval *interval);

/**
 * LabStatsTest:
 * @p_value: two-sided
 */
typedef struct
{
  double p_value;
  guint n;
  guint clusters;
  guint resamples; /* 0 where every case was counted */
  guint64 seed;
  LabStatsMethod method;
  LabStatsWarnings warnings;
} LabStatsTest;

/* (transfer full) */
char *lab_stats_test_describe (const LabStatsTest *test);

/**
 * LabStatsOptions:
 * @confidence: two-sided, above 0 and below 1
 * @resamples: of a bootstrap, at least 100
 */
typedef struct
{
  double confidence;
  guint resamples;
  guint64 seed;
  LabStatsMethod method; /* AUTO, or a bootstrap */
} LabStatsOptions;

#define LAB_STATS_OPTIONS_INIT                                                                     \
  {                                                                                                \
    0.95, 2000, 1, LAB_STATS_METHOD_AUTO                                                           \
  }

/* Quantiles of the standard normal and of the beta distribution, and the
 * binomial distribution function, from GSL with its aborting error handler
 * switched off; NAN outside their domain. */
double lab_stats_normal_quantile (double p);
double lab_stats_beta_quantile (double p,
                                double a,
                                double b);
double lab_stats_binomial_cdf (guint  k,
                               double p,
                               guint  n);

G_END_DECLS
