/* lab-comparison.h: is the saving real, and did the answers stay good?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"
#include "lab-money-sum.h"
#include "lab-stats.h"
#include "lab-usage.h"

G_BEGIN_DECLS

/* store's; a forward declaration, so that rooms which do not see the store
 * can read this. */
typedef struct _LabStore LabStore;

/**
 * LabVerdict:
 * @LAB_VERDICT_ADOPT: saves, and the answers are not inferior
 * @LAB_VERDICT_COLLECT_MORE: undecided; needed_pairs says how many
 * @LAB_VERDICT_TRADE_OFF: saves, and the answers are worse: price it
 * @LAB_VERDICT_DROP: saves nothing, or costs more
 * @LAB_VERDICT_NOT_SHOWN: nothing here may be concluded
 */
typedef enum
{
  LAB_VERDICT_ADOPT,
  LAB_VERDICT_COLLECT_MORE,
  LAB_VERDICT_TRADE_OFF,
  LAB_VERDICT_DROP,
  LAB_VERDICT_NOT_SHOWN,
} LabVerdict;

/* A stable word for files: "adopt", "collect-more", "trade-off", "drop",
 * "not-shown". */
const char *lab_verdict_to_string (LabVerdict verdict);
/* For people, translated: "adopt", "collect more", … */
const char *lab_verdict_get_label (LabVerdict verdict);

/* An undecided saving whose whole interval lies nearer to nothing than this
 * is dropped: more pairs would not make it worth having. It is also as fine
 * as needed_pairs asks the interval to become. */
#define LAB_COMPARISON_LEAST_SAVING 0.01

/**
 * LabEstimate:
 * @value: NAN where there is nothing to estimate
 * @low: @high: the two-sided 95 % interval; NAN where there is none
 * @p_value: two-sided, of no difference; NAN where no test was made
 * @n: pairs it rests on
 * @clusters: they fall into; 0 where they are not clustered
 * @resamples: 0 where nothing was drawn
 * @seed: of the resamples and the randomisation
 * @method: @p_method: stable words for files; NULL where there is none
 * @description: (nullable): the method for people, translated: "paired
 *   percentile bootstrap, 2000 resamples"
 *
 * One figure with how it was come by.
 */
typedef struct
{
  double value;
  double low;
  double high;
  double p_value;
  guint n;
  guint clusters;
  guint resamples;
  guint64 seed;
  const char *method;
  const char *p_method;
  char *description;
} LabEstimate;

/**
 * LabPairSide:
 * @cost: all calls made for the task: overhead, failed and lost attempts too
 * @overhead: the part of @cost that was not for the task itself
 * @tokens: by #LabBucket
 * @latency_us: summed over its operations
 * @score: permyriad or LAB_SCORE_NONE
 * @answered: whether an answer came
 * @answer_hash: of the answer's text; 0 where it was not kept
 * @n_operations: more than one where a lost operation was run again
 *
 * A task in one run.
 */
typedef struct
{
  LabMoneySum cost;
  LabMoneySum overhead;
  gint64 tokens[LAB_N_BUCKETS];
  gint64 latency_us;
  gint score;
  gboolean answered;
  guint64 answer_hash;
  guint n_operations;
} LabPairSide;

#define LAB_PAIR_SIDE_INIT                                                                         \
  {                                                                                                \
    .score = LAB_SCORE_NONE                                                                        \
  }

/**
 * LabPair:
 * @cluster: (nullable): what it belongs to, such as a conversation; NULL
 *   stands alone
 *
 * One task in both runs.
 */
typedef struct
{
  char *task_key;
  guint replicate;
  char *cluster;
  LabPairSide base;
  LabPairSide run;
} LabPair;

/* (nullable) @cluster */
LabPair *lab_pair_new (const char *task_key,
                       guint       replicate,
                       const char *cluster);
/* Whether the answers are known to differ: in their text, where both were
 * kept, or in what they were found worth. */
gboolean lab_pair_differs (const LabPair *self);
void lab_pair_free (LabPair *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabPair, lab_pair_free)

/**
 * LabNoise:
 * @saving: of the baseline's second run on its first
 *
 * How far two runs of the same thing lie apart.
 */
typedef struct
{
  LabStatsInterval saving;
} LabNoise;

/**
 * LabComparison:
 * @n_pairs: tasks that are in both runs; @n_unpaired: in one only
 * @n_clusters: 0 where the pairs are not clustered
 * @base_cost: @cost: of the pairs, each the sum of their sides
 * @base_unpaired: @unpaired: what else the runs cost, so that the sum of both
 *   is the run's own total: tasks of one run only, calls for no task, and
 *   operations that were cut off and whose task was then asked again
 * @base_overhead: @overhead: parts of @base_cost and @cost
 * @saved: @base_cost − @cost, exact
 * @saving: 1 − Σopt/Σbase
 * @saving_p_adjusted: Holm's adjustment over the runs compared at once
 * @typical: 1 − the geometric mean of the paired cost ratios, over the pairs
 *   in which both are above 0 (its n)
 * @quality: mean score difference (optimised − baseline), −1 … 1. A task that
 *   was answered and judged in one run and got no answer in the other counts
 *   as score 0 there
 * @quality_bound: one-sided 95 % lower bound of it; the gate is > −@margin
 * @quality_bound_method: (nullable): a stable word
 * @quality_state: "pass", "inferior", "inconclusive", "not judged"
 * @quality_needed: judged pairs for the gate to pass if nothing worse is seen
 * @n_judged: pairs in @quality; @n_worse, @n_better of them
 * @n_unjudged: pairs with an answer that nobody judged: while there is one,
 *   the verdict is never adopt
 * @n_unanswered: @base_n_unanswered: pairs without an answer in that run
 * @latency_change: mean, in µs, of the pairs answered in both; positive is
 *   slower
 * @noise_half_width: a saving nearer to 0 than this is noise; NAN where the
 *   baseline was not run against itself
 * @price_per_point: of a trade-off: what is saved on 1,000 tasks for each
 *   hundredth of the mean score given up; 0 otherwise
 * @reason: translated, whole sentences
 * @needed_pairs: in all; 0 where it is settled or more would not settle it
 * @warnings: (element-type utf8): translated sentences
 * @pairs: (element-type LabPair): in order of task and replicate
 */
typedef struct
{
  char *experiment_id;
  char *baseline_run;
  char *run;
  LabOrigin origin;
  guint n_pairs;
  guint n_unpaired;
  guint n_clusters;
  LabMoneySum base_cost;
  LabMoneySum cost;
  LabMoneySum base_unpaired;
  LabMoneySum unpaired;
  LabMoneySum base_overhead;
  LabMoneySum overhead;
  LabMoney saved;
  LabEstimate saving;
  double saving_p_adjusted;
  LabEstimate typical;
  LabEstimate quality;
  double quality_bound;
  const char *quality_bound_method;
  double margin;
  const char *quality_state;
  guint quality_needed;
  guint n_judged;
  guint n_unjudged;
  guint n_worse;
  guint n_better;
  guint n_unanswered;
  guint base_n_unanswered;
  LabEstimate latency_change;
  gint64 base_tokens[LAB_N_BUCKETS];
  gint64 tokens[LAB_N_BUCKETS];
  double noise_half_width;
  LabVerdict verdict;
  LabMoney price_per_point;
  char *reason;
  guint needed_pairs;
  GPtrArray *warnings;
  GPtrArray *pairs;
} LabComparison;

/* Empty: no pairs, nothing shown. */
LabComparison *lab_comparison_new (const char *experiment_id,
                                   const char *baseline_run,
                                   const char *run,
                                   LabOrigin   origin);
void lab_comparison_free (LabComparison *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabComparison, lab_comparison_free)

/**
 * LabComparisonOptions:
 * @margin: non-inferiority margin of the mean score, above 0 and below 1;
 *   fixed before the run
 * @seed: of the bootstrap and the randomisation
 * @resamples: at least 100
 * @noise: (nullable): what a difference must exceed to get a verdict
 * @noise_run: (nullable): for lab_comparison_load_async(): a second run of
 *   the baseline, which the noise is taken from
 * @stale_reason: (nullable): why the baseline is stale, a translated sentence
 *
 * Begin with LAB_COMPARISON_OPTIONS_INIT.
 */
typedef struct
{
  double margin;
  guint64 seed;
  guint resamples;
  const LabNoise *noise;
  const char *noise_run;
  const char *stale_reason;
} LabComparisonOptions;

#define LAB_COMPARISON_OPTIONS_INIT                                                                \
  {                                                                                                \
    .margin = 0.03, .seed = 1, .resamples = 2000                                                   \
  }

/**
 * lab_comparison_compute:
 * @comparison: has its ids, pairs, unpaired sums and counts and perhaps
 *   warnings set; all else is filled in, and the pairs put in order
 *
 * The pure half: pairs in, everything else out, and the verdict for this run
 * alone. The result depends on neither the order of the pairs nor anything
 * but @options.
 *
 * Fails with CORRUPTED_METRICS where pairs contradict themselves (a negative
 * amount, overhead above cost, one task twice, sums that overflow, a score
 * out of range) and INVALID_INPUT for options out of range.
 */
gboolean lab_comparison_compute (LabComparison               *comparison,
                                 const LabComparisonOptions  *options,
                                 GError                     **error);
/**
 * lab_comparison_adjust:
 * @comparisons: (element-type LabComparison): of one baseline, all computed
 *
 * Holm's adjustment of the savings' p-values over all of them, and the
 * verdicts that follow from the adjusted ones.
 */
void lab_comparison_adjust (GPtrArray *comparisons);
/* @pairs: (element-type LabPair): of two runs of the baseline. Fails as
 * lab_comparison_compute() does, and with INVALID_INPUT without pairs or
 * costs. */
gboolean lab_comparison_noise (GPtrArray                   *pairs,
                               const LabComparisonOptions  *options,
                               LabNoise                    *noise,
                               GError                     **error);

/**
 * lab_comparison_load_async:
 * @baseline_run: (nullable): NULL takes the experiment's pinned baseline
 * @runs: one or more runs compared with it; their p-values are adjusted
 *   together
 * @clusters: (nullable) (element-type utf8 utf8): task key → what the task
 *   belongs to (a conversation), from whoever has the workload; tasks that
 *   are not in it stand alone. Copied
 *
 * Reads the runs, sums all operations of each task, pairs them by task and
 * replicate and judges, in a worker thread. INVALID_EXPERIMENT_CONFIG where
 * the runs are of different experiments, origins (reason "origin") or
 * workloads (reason "workload"); MISSING_BASELINE where there is no baseline
 * or nothing was recorded for it; CORRUPTED_METRICS where operations
 * contradict themselves.
 *
 * Finishes with (element-type LabComparison), in the order of @runs.
 */
void lab_comparison_load_async (LabStore                   *store,
                                const char                 *profile_id,
                                const char                 *experiment_id,
                                const char                 *baseline_run,
                                const char * const         *runs,
                                GHashTable                 *clusters,
                                const LabComparisonOptions *options,
                                GCancellable               *cancellable,
                                GAsyncReadyCallback         callback,
                                gpointer                    user_data);
GPtrArray *lab_comparison_load_finish (GAsyncResult  *result,
                                       GError       **error);

G_END_DECLS
