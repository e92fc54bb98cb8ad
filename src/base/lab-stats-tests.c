/* lab-stats-tests.c: pass or fail, and the gate on quality
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-stats-tests.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lab-error.h"
#include "lab-stats-bootstrap.h"
#include "lab-stats-describe.h"

#define SCORE_ONE 10000
/* The gate is one-sided at 5 %. */
#define GATE_LEVEL 0.95
/* Below so many pairs that differ, what was not seen counts. */
#define FEW_DIFFERENT 5
/* Bounds that differ by no more than they were searched for are equal. */
#define SAME_BOUND 1e-8

static guint
count_pairs (const LabStatsPassFail *counts)
{
  return counts->both + counts->lost + counts->won + counts->neither;
}

LabStatsTest
lab_stats_mcnemar (const LabStatsPassFail *counts)
{
  LabStatsTest test = { .p_value = 1, .method = LAB_STATS_METHOD_MCNEMAR_EXACT };
  guint discordant;

  g_return_val_if_fail (counts != NULL, test);

  discordant = counts->lost + counts->won;
  test.n = count_pairs (counts);
  if (discordant > 0)
    test.p_value =
        MIN (1, 2 * lab_stats_binomial_cdf (MIN (counts->lost, counts->won), 0.5, discordant));
  if (test.n < LAB_STATS_FEW_PAIRS)
    test.warnings |= LAB_STATS_WARN_FEW_PAIRS;
  return test;
}

/* The correlation of both outcomes, its numerator corrected for continuity
 * when positive: what makes method 10 of it. */
static double
newcombe_phi (double both,
              double lost,
              double won,
              double neither)
{
  double n = both + lost + won + neither;
  double product = (both + lost) * (won + neither) * (both + won) * (lost + neither);
  double numerator = both * neither - lost * won;

  if (!(product > 0))
    return 0;
  if (numerator > 0)
    numerator = MAX (numerator - n / 2, 0);
  return numerator / sqrt (product);
}

static double
square_and_add (double a,
                double b,
                double phi)
{
  return sqrt (MAX (0, a * a - 2 * phi * a * b + b * b));
}

LabStatsInterval
lab_stats_newcombe_paired (const LabStatsPassFail *counts,
                           double                  confidence)
{
  LabStatsInterval result = {
    .value = NAN,
    .low = -1,
    .high = 1,
    .confidence = confidence,
    .se = NAN,
    .effective = NAN,
    .method = LAB_STATS_METHOD_NEWCOMBE_PAIRED,
  };
  LabStatsInterval with, before;
  double phi;

  g_return_val_if_fail (counts != NULL, result);
  g_return_val_if_fail (confidence > 0 && confidence < 1, result);

  result.n = count_pairs (counts);
  if (result.n < LAB_STATS_FEW_PAIRS)
    result.warnings |= LAB_STATS_WARN_FEW_PAIRS;
  if (result.n == 0)
    return result;

  with = lab_stats_wilson (counts->both + counts->won, result.n, confidence);
  before = lab_stats_wilson (counts->both + counts->lost, result.n, confidence);
  phi = newcombe_phi (counts->both, counts->lost, counts->won, counts->neither);
  result.value = ((double) counts->won - counts->lost) / result.n;
  result.low = result.value -
               square_and_add (with.value - with.low, before.high - before.value, phi);
  result.high = result.value +
                square_and_add (with.high - with.value, before.value - before.low, phi);
  result.se = sqrt (((double) counts->won + counts->lost) / result.n -
                    result.value * result.value) /
              sqrt (result.n);
  return result;
}

const char *
lab_stats_quality_state_to_string (LabStatsQualityState state)
{
  static const char * const names[] = { "not judged", "pass", "inconclusive", "inferior" };

  g_return_val_if_fail (state < G_N_ELEMENTS (names), NULL);

  return names[state];
}

static void
take_worse_bound (LabStatsQuality *result,
                  double           bound,
                  LabStatsMethod   method)
{
  if (bound >= result->bound - SAME_BOUND)
    return;
  result->bound = bound;
  result->bound_method = method;
}

static void
judge_pass_fail (LabStatsQuality        *result,
                 const LabStatsPassFail *counts,
                 double                  confidence)
{
  guint n = count_pairs (counts);

  result->difference = lab_stats_newcombe_paired (counts, confidence);
  result->bound = lab_stats_newcombe_paired (counts, 2 * GATE_LEVEL - 1).low;
  result->bound_method = LAB_STATS_METHOD_NEWCOMBE_PAIRED;
  if (counts->lost + counts->won < FEW_DIFFERENT)
    take_worse_bound (result, -lab_stats_rate_upper_bound (counts->lost, n, GATE_LEVEL),
                      LAB_STATS_METHOD_CLOPPER_PEARSON);
  take_worse_bound (result, lab_stats_paired_rate_lower_bound (counts, GATE_LEVEL),
                    LAB_STATS_METHOD_PAIRED_EXACT);
  result->test = lab_stats_mcnemar (counts);
}

static gboolean
judge_graded (LabStatsQuality        *result,
              const double           *differences,
              gsize                   n,
              const LabStatsOptions  *options,
              GError                **error)
{
  LabStatsOptions one_sided = *options;
  LabStatsInterval gate;

  one_sided.confidence = 2 * GATE_LEVEL - 1;
  if (!lab_stats_mean_difference (differences, n, NULL, options, &result->difference, error) ||
      !lab_stats_mean_difference (differences, n, NULL, &one_sided, &gate, error))
    return FALSE;

  result->bound = isnan (gate.low) ? -1 : gate.low;
  result->bound_method = gate.method;
  if (result->n_lost + result->n_won < FEW_DIFFERENT)
    take_worse_bound (result, -MIN (1, 3.0 / (double) n), LAB_STATS_METHOD_RULE_OF_THREE);
  take_worse_bound (result,
                    lab_stats_tilted_lower_bound (differences, n, NULL, GATE_LEVEL, options),
                    LAB_STATS_METHOD_TILTED);
  return TRUE;
}

static void
judge_clusters (LabStatsQuality       *result,
                const double          *differences,
                gsize                  n,
                const guint           *clusters,
                const LabStatsOptions *options)
{
  result->difference = lab_stats_tilted_interval (differences, n, clusters, options);
  result->bound = lab_stats_tilted_lower_bound (differences, n, clusters, GATE_LEVEL, options);
  result->bound_method = LAB_STATS_METHOD_TILTED;
}

static gboolean
judge_scores (LabStatsQuality        *result,
              const gint             *base_scores,
              const gint             *scores,
              gsize                   n,
              const guint            *clusters,
              const LabStatsOptions  *options,
              GError                **error)
{
  g_autofree double *differences = g_new (double, n);
  g_autofree gint64 *integers = g_new (gint64, n);

  for (gsize i = 0; i < n; i++)
    {
      integers[i] = scores[i] - base_scores[i];
      differences[i] = (double) integers[i] / SCORE_ONE;
    }
  if (clusters != NULL)
    judge_clusters (result, differences, n, clusters, options);
  else if (!judge_graded (result, differences, n, options, error))
    return FALSE;
  return lab_stats_sign_flip (integers, n, clusters, options->seed, &result->test, error);
}

/* How many pairs it would take if the rest went as those seen did. */
static guint
pairs_needed (const LabStatsQuality *result)
{
  guint n = result->difference.n;
  double spread = result->difference.se * sqrt (n);
  double slack = result->margin + result->difference.value;
  double z = lab_stats_normal_quantile (GATE_LEVEL);
  guint needed = 0;

  if (result->state != LAB_STATS_QUALITY_INCONCLUSIVE)
    return 0;
  if (spread > 0)
    needed = (guint) MIN (ceil (z * z * spread * spread / (slack * slack)), G_MAXINT32);
  if (result->n_lost + result->n_won < FEW_DIFFERENT)
    {
      guint losses = result->pass_fail ? result->n_lost : 0;
      double units = lab_stats_needed_for_losses (losses, result->margin);
      double size = result->difference.clusters > 0 ? (double) n / result->difference.clusters : 1;

      needed = MAX (needed, (guint) MIN (ceil (units * size), G_MAXINT32));
    }
  return MAX (needed, n + 1);
}

static gboolean
count_scores (const gint       *base_scores,
              const gint       *scores,
              gsize             n,
              LabStatsPassFail *counts,
              LabStatsQuality  *result)
{
  result->pass_fail = TRUE;
  for (gsize i = 0; i < n; i++)
    {
      gint base = base_scores[i];
      gint score = scores[i];

      if (base < 0 || base > SCORE_ONE || score < 0 || score > SCORE_ONE)
        return FALSE;
      if (base % SCORE_ONE != 0 || score % SCORE_ONE != 0)
        result->pass_fail = FALSE;
      result->n_lost += score < base;
      result->n_won += score > base;
      counts->both += base == SCORE_ONE && score == SCORE_ONE;
    }
  counts->lost = result->n_lost;
  counts->won = result->n_won;
  counts->neither = (guint) n - counts->both - counts->lost - counts->won;
  return TRUE;
}

gboolean
lab_stats_quality (const gint             *base_scores,
                   const gint             *scores,
                   gsize                   n,
                   const guint            *clusters,
                   double                  margin,
                   const LabStatsOptions  *options,
                   LabStatsQuality        *result,
                   GError                **error)
{
  LabStatsPassFail counts = { 0 };

  g_return_val_if_fail (margin > 0, FALSE);
  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);

  *result = (LabStatsQuality){ .margin = margin, .bound = NAN };
  result->difference.value = result->difference.low = result->difference.high = NAN;
  result->test.p_value = NAN;
  if (n == 0)
    return TRUE;
  if (n > G_MAXINT32 || !count_scores (base_scores, scores, n, &counts, result))
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("A score lies outside 0 to 1, so quality cannot be judged."));
      return FALSE;
    }

  if (result->pass_fail && clusters == NULL)
    judge_pass_fail (result, &counts, options->confidence);
  else if (!judge_scores (result, base_scores, scores, n, clusters, options, error))
    return FALSE;

  if (result->bound > -margin)
    result->state = LAB_STATS_QUALITY_PASS;
  else
    result->state = result->difference.value > -margin ? LAB_STATS_QUALITY_INCONCLUSIVE
                                                       : LAB_STATS_QUALITY_INFERIOR;
  result->needed_pairs = pairs_needed (result);
  return TRUE;
}

static guint
round_pairs (double pairs)
{
  return pairs < G_MAXINT32 ? (guint) ceil (pairs) : G_MAXINT32;
}

guint
lab_stats_needed_for_half_width (double sd,
                                 double half_width,
                                 double confidence)
{
  double z = lab_stats_normal_quantile (0.5 + confidence / 2);

  g_return_val_if_fail (sd >= 0 && half_width > 0, 0);

  return round_pairs (pow (z * sd / half_width, 2));
}

guint
lab_stats_needed_for_noninferiority (double sd,
                                     double difference,
                                     double margin,
                                     double power)
{
  double z = lab_stats_normal_quantile (GATE_LEVEL) + lab_stats_normal_quantile (power);

  g_return_val_if_fail (sd >= 0 && margin + difference > 0, 0);

  return round_pairs (pow (z * sd / (margin + difference), 2));
}

guint
lab_stats_needed_for_losses (guint  losses,
                             double margin)
{
  guint low = losses;      /* the bound is 1 */
  guint high = losses + 1; /* doubled until it is enough */

  g_return_val_if_fail (margin > 0 && margin < 1, 0);

  while (lab_stats_rate_upper_bound (losses, high, GATE_LEVEL) >= margin)
    {
      if (high > G_MAXINT32 / 2)
        return G_MAXINT32;
      low = high;
      high *= 2;
    }
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (lab_stats_rate_upper_bound (losses, middle, GATE_LEVEL) < margin)
        high = middle;
      else
        low = middle;
    }
  return high;
}

double
lab_stats_detectable_difference (double sd,
                                 guint  n,
                                 double confidence,
                                 double power)
{
  g_return_val_if_fail (sd >= 0 && n > 0, NAN);

  return (lab_stats_normal_quantile (0.5 + confidence / 2) + lab_stats_normal_quantile (power)) *
         sd / sqrt (n);
}
