/* lab-comparison.c: measuring a run against its baseline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-comparison-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "lab-error.h"
#include "lab-stats-bootstrap.h"
#include "lab-stats-describe.h"
#include "lab-stats-tests.h"

#define LEAST_RESAMPLES 100

/* The pairs as columns, as the statistics want them. */
typedef struct
{
  gsize n;
  gint64 *base;
  gint64 *run;
  gint64 *differences; /* base − run */
  guint *clusters;     /* NULL when every pair stands alone */
  LabStatsOptions options;
} Columns;

static void
columns_clear (Columns *columns)
{
  g_free (columns->base);
  g_free (columns->run);
  g_free (columns->differences);
  g_free (columns->clusters);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Columns, columns_clear)

LabPair *
lab_pair_new (const char *task_key,
              guint       replicate,
              const char *cluster)
{
  LabPair *self;

  g_return_val_if_fail (task_key != NULL, NULL);

  self = g_new0 (LabPair, 1);
  self->task_key = g_strdup (task_key);
  self->replicate = replicate;
  self->cluster = g_strdup (cluster);
  self->base = self->run = (LabPairSide) LAB_PAIR_SIDE_INIT;
  return self;
}

gboolean
lab_pair_differs (const LabPair *self)
{
  const LabPairSide *base, *run;

  g_return_val_if_fail (self != NULL, FALSE);

  base = &self->base;
  run = &self->run;
  return base->answered != run->answered || base->score != run->score ||
         (base->answer_hash != 0 && run->answer_hash != 0 &&
          base->answer_hash != run->answer_hash);
}

void
lab_pair_free (LabPair *self)
{
  if (self == NULL)
    return;

  g_free (self->task_key);
  g_free (self->cluster);
  g_free (self);
}

static void
estimate_reset (LabEstimate *estimate)
{
  g_free (estimate->description);
  *estimate = (LabEstimate){ .value = NAN, .low = NAN, .high = NAN, .p_value = NAN };
}

static void
estimate_set (LabEstimate            *estimate,
              const LabStatsInterval *interval,
              const LabStatsTest     *test)
{
  estimate_reset (estimate);
  estimate->value = interval->value;
  estimate->low = interval->low;
  estimate->high = interval->high;
  estimate->n = interval->n;
  estimate->clusters = interval->clusters;
  estimate->resamples = interval->resamples;
  estimate->seed = interval->seed;
  estimate->method = lab_stats_method_to_string (interval->method);
  estimate->description = lab_stats_interval_describe (interval);
  if (test != NULL)
    {
      estimate->p_value = test->p_value;
      estimate->p_method = lab_stats_method_to_string (test->method);
    }
}

LabComparison *
lab_comparison_new (const char *experiment_id,
                    const char *baseline_run,
                    const char *run,
                    LabOrigin   origin)
{
  LabComparison *self = g_new0 (LabComparison, 1);

  self->experiment_id = g_strdup (experiment_id);
  self->baseline_run = g_strdup (baseline_run);
  self->run = g_strdup (run);
  self->origin = origin;
  self->verdict = LAB_VERDICT_NOT_SHOWN;
  self->saving_p_adjusted = NAN;
  self->quality_bound = NAN;
  self->quality_state = lab_stats_quality_state_to_string (LAB_STATS_QUALITY_NOT_JUDGED);
  self->noise_half_width = NAN;
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  self->pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_pair_free);
  estimate_reset (&self->saving);
  estimate_reset (&self->typical);
  estimate_reset (&self->quality);
  estimate_reset (&self->latency_change);
  return self;
}

void
lab_comparison_free (LabComparison *self)
{
  if (self == NULL)
    return;

  g_free (self->experiment_id);
  g_free (self->baseline_run);
  g_free (self->run);
  g_free (self->reason);
  estimate_reset (&self->saving);
  estimate_reset (&self->typical);
  estimate_reset (&self->quality);
  estimate_reset (&self->latency_change);
  g_ptr_array_unref (self->warnings);
  g_ptr_array_unref (self->pairs);
  g_free (self);
}

void
lab_comparison_warn (LabComparison *self,
                     const char    *format,
                     ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  /* Several figures give the same warning; once is enough. */
  if (!g_ptr_array_find_with_equal_func (self->warnings, text, g_str_equal, NULL))
    g_ptr_array_add (self->warnings, g_steal_pointer (&text));
}

static void
warn_of_flags (LabComparison    *self,
               LabStatsWarnings  flags)
{
  g_auto (GStrv) texts = lab_stats_warnings_to_strv (flags);

  for (gsize i = 0; texts[i] != NULL; i++)
    lab_comparison_warn (self, "%s", texts[i]);
}

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const LabPair *one = *(const LabPair * const *) a;
  const LabPair *two = *(const LabPair * const *) b;
  int order = strcmp (one->task_key, two->task_key);

  return order != 0 ? order : (one->replicate > two->replicate) - (one->replicate < two->replicate);
}

static gboolean
sum_is_sound (const LabMoneySum *sum)
{
  return sum->amount >= 0 && sum->estimated >= 0 && sum->estimated <= sum->amount &&
         sum->n_known >= 0 && sum->n_estimated >= 0 && sum->n_unpriced >= 0;
}

static gboolean
side_is_sound (const LabPairSide *side)
{
  return sum_is_sound (&side->cost) && sum_is_sound (&side->overhead) &&
         side->overhead.amount <= side->cost.amount && side->latency_us >= 0 &&
         side->score >= LAB_SCORE_NONE && side->score <= LAB_SCORE_MAX;
}

static gboolean
check_pairs (GPtrArray *pairs,
             GError   **error)
{
  g_ptr_array_sort (pairs, compare_pairs);
  for (guint i = 0; i < pairs->len; i++)
    {
      const LabPair *pair = pairs->pdata[i];

      if (i > 0 && compare_pairs (&pairs->pdata[i - 1], &pairs->pdata[i]) == 0)
        {
          lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                         _("Task “%s” (replicate %u) is paired twice, so its cost is not known."),
                         pair->task_key, pair->replicate);
          return FALSE;
        }
      if (!side_is_sound (&pair->base) || !side_is_sound (&pair->run))
        {
          lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                         _("What is recorded for task “%s” (replicate %u) contradicts itself."),
                         pair->task_key, pair->replicate);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_options (const LabComparisonOptions *options,
               GError                    **error)
{
  if (options->margin > 0 && options->margin < 1 && options->resamples >= LEAST_RESAMPLES)
    return TRUE;
  lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                 _("A comparison needs a quality margin between 0 and 1 and at least %d "
                   "resamples."),
                 LEAST_RESAMPLES);
  return FALSE;
}

static gboolean
add_side (const LabPairSide *side,
          LabMoneySum       *cost,
          LabMoneySum       *overhead,
          gint64            *tokens,
          GError           **error)
{
  for (int i = 0; i < LAB_N_BUCKETS; i++)
    {
      if (__builtin_add_overflow (tokens[i], side->tokens[i], &tokens[i]))
        {
          lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                         _("The tokens of a run are too many to be added up."));
          return FALSE;
        }
    }
  return lab_money_sum_add (cost, &side->cost, error) &&
         lab_money_sum_add (overhead, &side->overhead, error);
}

static gboolean
add_up (LabComparison *self,
        GError       **error)
{
  g_autoptr (GError) local = NULL;

  self->n_pairs = self->pairs->len;
  self->base_cost = self->cost = (LabMoneySum) LAB_MONEY_SUM_INIT;
  self->base_overhead = self->overhead = (LabMoneySum) LAB_MONEY_SUM_INIT;
  memset (self->base_tokens, 0, sizeof self->base_tokens);
  memset (self->tokens, 0, sizeof self->tokens);
  self->n_unanswered = self->base_n_unanswered = 0;
  for (guint i = 0; i < self->pairs->len; i++)
    {
      const LabPair *pair = self->pairs->pdata[i];

      if (!add_side (&pair->base, &self->base_cost, &self->base_overhead, self->base_tokens,
                     &local) ||
          !add_side (&pair->run, &self->cost, &self->overhead, self->tokens, &local))
        {
          lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS, "%s", local->message);
          return FALSE;
        }
      self->base_n_unanswered += !pair->base.answered;
      self->n_unanswered += !pair->run.answered;
    }
  /* Neither is negative, so this cannot overflow. */
  self->saved = self->base_cost.amount - self->cost.amount;
  return TRUE;
}

/* Numbers for clusters, in the order of the pairs; a pair without one stands
 * alone. NULL when all do. */
static guint *
number_clusters (GPtrArray *pairs,
                 guint     *n_clusters)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree guint *numbers = g_new (guint, pairs->len);
  gboolean shared = FALSE;
  guint next = 0;

  for (guint i = 0; i < pairs->len; i++)
    {
      const LabPair *pair = pairs->pdata[i];
      gpointer known = NULL;

      if (pair->cluster != NULL &&
          g_hash_table_lookup_extended (seen, pair->cluster, NULL, &known))
        {
          numbers[i] = GPOINTER_TO_UINT (known);
          shared = TRUE;
          continue;
        }
      numbers[i] = next++;
      if (pair->cluster != NULL)
        g_hash_table_insert (seen, pair->cluster, GUINT_TO_POINTER (numbers[i]));
    }
  *n_clusters = shared ? next : 0;
  return shared ? g_steal_pointer (&numbers) : NULL;
}

static void
columns_init (Columns                    *columns,
              GPtrArray                  *pairs,
              const LabComparisonOptions *options,
              guint                      *n_clusters)
{
  columns->n = pairs->len;
  columns->base = g_new (gint64, pairs->len);
  columns->run = g_new (gint64, pairs->len);
  columns->differences = g_new (gint64, pairs->len);
  columns->clusters = number_clusters (pairs, n_clusters);
  columns->options = (LabStatsOptions) LAB_STATS_OPTIONS_INIT;
  columns->options.seed = options->seed;
  columns->options.resamples = options->resamples;
  for (guint i = 0; i < pairs->len; i++)
    {
      const LabPair *pair = pairs->pdata[i];

      columns->base[i] = pair->base.cost.amount;
      columns->run[i] = pair->run.cost.amount;
      columns->differences[i] = pair->base.cost.amount - pair->run.cost.amount;
    }
}

static gboolean
measure_saving (LabComparison *self,
                const Columns *columns,
                GError       **error)
{
  g_autoptr (GError) no_ratio = NULL;
  LabStatsInterval interval;
  LabStatsTest test;

  /* A free baseline has no percentages; an unpriced side no total. */
  if (self->base_cost.amount == 0 || self->base_cost.n_unpriced > 0 || self->cost.n_unpriced > 0)
    return TRUE;
  if (!lab_stats_saving (columns->base, columns->run, columns->n, columns->clusters,
                         &columns->options, &interval, error) ||
      !lab_stats_sign_flip (columns->differences, columns->n, columns->clusters,
                            columns->options.seed, &test, error))
    return FALSE;
  estimate_set (&self->saving, &interval, &test);
  self->saving_p_adjusted = test.p_value;
  warn_of_flags (self, interval.warnings);

  /* Every pair may have been free on a side: then there is no typical call. */
  if (lab_stats_typical_saving (columns->base, columns->run, columns->n, columns->clusters,
                                &columns->options, &interval, &no_ratio))
    estimate_set (&self->typical, &interval, NULL);
  return TRUE;
}

/* What a side counts for in the comparison of answers: an answer that never
 * came is as bad as a wrong one. */
static gint
score_of (const LabPairSide *side)
{
  return side->answered ? side->score : 0;
}

static gboolean
measure_quality (LabComparison *self,
                 const Columns *columns,
                 GError       **error)
{
  g_autofree gint *base = g_new (gint, columns->n);
  g_autofree gint *run = g_new (gint, columns->n);
  g_autofree guint *clusters = g_new (guint, columns->n);
  LabStatsQuality quality;

  self->n_judged = self->n_unjudged = 0;
  for (guint i = 0; i < self->pairs->len; i++)
    {
      const LabPair *pair = self->pairs->pdata[i];
      guint at = self->n_judged;

      if (!pair->base.answered && !pair->run.answered)
        continue;
      base[at] = score_of (&pair->base);
      run[at] = score_of (&pair->run);
      clusters[at] = columns->clusters != NULL ? columns->clusters[i] : 0;
      if (base[at] == LAB_SCORE_NONE || run[at] == LAB_SCORE_NONE)
        self->n_unjudged++;
      else
        self->n_judged++;
    }
  if (!lab_stats_quality (base, run, self->n_judged, columns->clusters != NULL ? clusters : NULL,
                          self->margin, &columns->options, &quality, error))
    return FALSE;
  self->quality_state = lab_stats_quality_state_to_string (quality.state);
  self->quality_bound = quality.bound;
  self->quality_bound_method = NULL;
  self->quality_needed = quality.needed_pairs;
  self->n_worse = quality.n_lost;
  self->n_better = quality.n_won;
  if (self->n_judged == 0)
    return TRUE;

  estimate_set (&self->quality, &quality.difference, &quality.test);
  self->quality_bound_method = lab_stats_method_to_string (quality.bound_method);
  /* That all answers are equally good is what one hopes for. */
  warn_of_flags (self, quality.difference.warnings & ~LAB_STATS_WARN_NO_SPREAD);
  return TRUE;
}

static gboolean
measure_latency (LabComparison *self,
                 const Columns *columns,
                 GError       **error)
{
  g_autofree double *differences = g_new (double, columns->n);
  g_autofree guint *clusters = g_new (guint, columns->n);
  LabStatsInterval interval;
  gsize n = 0;

  for (guint i = 0; i < self->pairs->len; i++)
    {
      const LabPair *pair = self->pairs->pdata[i];

      if (!pair->base.answered || !pair->run.answered)
        continue;
      clusters[n] = columns->clusters != NULL ? columns->clusters[i] : 0;
      differences[n++] = (double) pair->run.latency_us - (double) pair->base.latency_us;
    }
  if (n == 0)
    return TRUE;
  if (!lab_stats_mean_difference (differences, n, columns->clusters != NULL ? clusters : NULL,
                                  &columns->options, &interval, error))
    return FALSE;
  estimate_set (&self->latency_change, &interval, NULL);
  return TRUE;
}

static void
warn_of_amounts (LabComparison     *self,
                 const LabMoneySum *base,
                 const LabMoneySum *run)
{
  if (base->n_unpriced > 0 || run->n_unpriced > 0)
    lab_comparison_warn (self,
                         _("Calls without a price: %" PRId64 " in the baseline, "
                           "%" PRId64 " in this run. Unknown is not free."),
                         base->n_unpriced, run->n_unpriced);
  if (base->n_estimated > 0 || run->n_estimated > 0)
    lab_comparison_warn (self,
                         _("Estimated amounts: %" PRId64 " in the baseline, "
                           "%" PRId64 " in this run."),
                         base->n_estimated, run->n_estimated);
}

static void
warn_of_tasks (LabComparison *self)
{
  if (self->n_unpaired > 0)
    lab_comparison_warn (self,
                         ngettext ("%u task is in one run only and was left out.",
                                   "%u tasks are in one run only and were left out.",
                                   self->n_unpaired),
                         self->n_unpaired);
  if (self->n_unanswered > 0 || self->base_n_unanswered > 0)
    lab_comparison_warn (self,
                         _("Tasks without an answer: %u in the baseline, %u in this run. What "
                           "they cost is counted."),
                         self->base_n_unanswered, self->n_unanswered);
  if (self->n_pairs > 0 && self->n_judged == 0)
    lab_comparison_warn (self, "%s", _("No answer was judged, so nothing is known of quality."));
  else if (self->n_unjudged > 0)
    lab_comparison_warn (self,
                         ngettext ("%u task was not judged.", "%u tasks were not judged.",
                                   self->n_unjudged),
                         self->n_unjudged);
}

gboolean
lab_comparison_compute (LabComparison               *comparison,
                        const LabComparisonOptions  *options,
                        GError                     **error)
{
  g_auto (Columns) columns = { 0 };

  g_return_val_if_fail (comparison != NULL, FALSE);
  g_return_val_if_fail (options != NULL, FALSE);

  if (!check_options (options, error) || !check_pairs (comparison->pairs, error) ||
      !add_up (comparison, error))
    return FALSE;
  comparison->margin = options->margin;
  if (options->stale_reason != NULL)
    lab_comparison_warn (comparison, "%s", options->stale_reason);
  columns_init (&columns, comparison->pairs, options, &comparison->n_clusters);
  if (columns.n > 0 && (!measure_saving (comparison, &columns, error) ||
                        !measure_quality (comparison, &columns, error) ||
                        !measure_latency (comparison, &columns, error)))
    return FALSE;

  if (options->noise != NULL && columns.n > 0)
    comparison->noise_half_width =
        lab_stats_noise_half_width (&options->noise->saving, comparison->n_pairs);
  warn_of_amounts (comparison, &comparison->base_cost, &comparison->cost);
  warn_of_tasks (comparison);
  lab_comparison_judge (comparison);
  return TRUE;
}

void
lab_comparison_adjust (GPtrArray *comparisons)
{
  g_autofree double *p_values = NULL;

  g_return_if_fail (comparisons != NULL);

  p_values = g_new (double, comparisons->len);
  for (guint i = 0; i < comparisons->len; i++)
    p_values[i] = ((LabComparison *) comparisons->pdata[i])->saving.p_value;
  lab_stats_holm (p_values, comparisons->len, p_values);
  for (guint i = 0; i < comparisons->len; i++)
    {
      LabComparison *comparison = comparisons->pdata[i];

      comparison->saving_p_adjusted = p_values[i];
      lab_comparison_judge (comparison);
    }
}

gboolean
lab_comparison_noise (GPtrArray                   *pairs,
                      const LabComparisonOptions  *options,
                      LabNoise                    *noise,
                      GError                     **error)
{
  g_auto (Columns) columns = { 0 };
  guint n_clusters;

  g_return_val_if_fail (pairs != NULL, FALSE);
  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (noise != NULL, FALSE);

  if (!check_options (options, error) || !check_pairs (pairs, error))
    return FALSE;
  columns_init (&columns, pairs, options, &n_clusters);
  return lab_stats_saving (columns.base, columns.run, columns.n, columns.clusters,
                           &columns.options, &noise->saving, error);
}
