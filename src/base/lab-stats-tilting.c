/* lab-stats-tilting.c: resampling from the likeliest law of a given mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-stats-bounds.h"

#include <math.h>

#include "lab-random.h"
#include "lab-stats-describe.h"
#include "lab-stats-private.h"

/* Halvings of the bracket around a bound, and of λ. */
#define BOUND_STEPS 12
#define ROOT_STEPS 50
/* Sums this close are equal but for rounding. */
#define SAME_SUM 1e-9

typedef struct
{
  double *means; /* difference of each cluster */
  double *sizes; /* its pairs */
  gsize m;
  double sum;    /* of differences */
  double n;
  guint resamples;
  guint64 seed;
} Sample;

/* Where a draw falls: into its own place below @keep, else into @other.
 * A. J. Walker, ACM Trans. Math. Software 3 (1977) 253. */
typedef struct
{
  double keep;
  gsize other;
} Alias;

static void
sample_init (Sample                *self,
             const double          *differences,
             gsize                  n,
             const guint           *clusters,
             const LabStatsOptions *options)
{
  g_autofree guint *places = lab_stats_number_clusters (clusters, n, &self->m);

  self->means = g_new0 (double, self->m);
  self->sizes = g_new0 (double, self->m);
  self->sum = lab_stats_sum (differences, n);
  self->n = (double) n;
  self->resamples = options->resamples;
  self->seed = options->seed;
  for (gsize i = 0; i < n; i++)
    {
      gsize place = places != NULL ? places[i] : i;

      self->means[place] += differences[i];
      self->sizes[place] += 1;
    }
  for (gsize k = 0; k < self->m; k++)
    self->means[k] /= self->sizes[k];
}

static void
sample_clear (Sample *self)
{
  g_clear_pointer (&self->means, g_free);
  g_clear_pointer (&self->sizes, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

/* λ: Σz/(1 + λz) falls, and where it has no root it ends where what was not
 * seen gets a weight. */
static double
find_tilt (const Sample *self,
           double        difference)
{
  double low = -1 / (1 - difference);
  double high = 1 / (1 + difference);

  for (int i = 0; i < ROOT_STEPS; i++)
    {
      double tilt = (low + high) / 2;
      double sum = 0;

      for (gsize k = 0; k < self->m; k++)
        {
          double z = self->means[k] - difference;

          sum += z / (1 + tilt * z);
        }
      if (sum > 0)
        low = tilt;
      else
        high = tilt;
    }
  return (low + high) / 2;
}

/* Of @n weights that sum to 1. */
static void
alias_table_fill (Alias        *table,
                  const double *weights,
                  gsize         n)
{
  g_autofree gsize *small = g_new (gsize, n);
  g_autofree gsize *large = g_new (gsize, n);
  gsize n_small = 0, n_large = 0;

  for (gsize i = 0; i < n; i++)
    {
      table[i] = (Alias){ weights[i] * (double) n, i };
      if (table[i].keep < 1)
        small[n_small++] = i;
      else
        large[n_large++] = i;
    }
  while (n_small > 0 && n_large > 0)
    {
      gsize from = small[--n_small];
      gsize to = large[n_large - 1];

      table[from].other = to;
      table[to].keep -= 1 - table[from].keep;
      if (table[to].keep < 1)
        small[n_small++] = large[--n_large];
    }
  /* What is left over is 1 but for rounding. */
  while (n_small > 0)
    table[small[--n_small]].keep = 1;
}

/* In how many resamples the mean is as good as the one seen. @means: of @m
 * clusters, and the one that was not seen. */
static guint
count_as_good (const Sample *self,
               const double *means,
               const Alias  *table)
{
  LabRandom random;
  guint as_good = 0;

  lab_random_init_stream (&random, self->seed, "base/tilting", 0);
  for (guint b = 0; b < self->resamples; b++)
    {
      double sum = 0;

      for (gsize k = 0; k < self->m; k++)
        {
          double place = lab_random_double (&random) * (double) (self->m + 1);
          gsize at = MIN ((gsize) place, self->m);

          if (place - (double) at >= table[at].keep)
            at = table[at].other;
          sum += self->sizes[k] * means[at];
        }
      as_good += sum >= self->sum - SAME_SUM;
    }
  return as_good;
}

static double
p_value_at (const Sample *self,
            double        difference)
{
  g_autofree double *means = NULL;
  g_autofree double *weights = NULL;
  g_autofree Alias *table = NULL;
  double tilt, rest = 1;

  /* The mean itself, or the end beyond which there is nothing. */
  if (self->sum <= difference * self->n)
    return 1;
  if (difference <= -1)
    return 0;
  means = g_new (double, self->m + 1);
  weights = g_new (double, self->m + 1);
  table = g_new (Alias, self->m + 1);
  tilt = find_tilt (self, difference);
  for (gsize k = 0; k < self->m; k++)
    {
      means[k] = self->means[k];
      weights[k] = 1 / ((double) self->m * (1 + tilt * (means[k] - difference)));
      rest -= weights[k];
    }
  means[self->m] = tilt > 0 ? -1 : 1;
  weights[self->m] = MAX (0, rest);
  alias_table_fill (table, weights, self->m + 1);
  return (1.0 + count_as_good (self, means, table)) / (1.0 + self->resamples);
}

static double
standard_error (const Sample *self)
{
  double mean = self->sum / self->n;
  double squares = 0;

  for (gsize k = 0; k < self->m; k++)
    {
      double residual = self->sizes[k] * (self->means[k] - mean);

      squares += residual * residual;
    }
  return self->m > 1 ? sqrt (squares * (double) self->m / (double) (self->m - 1)) / self->n : NAN;
}

/* Out from the mean until it is refused, then halved. */
static double
lower_bound (const Sample *self,
             double        confidence)
{
  double high = self->sum / self->n;
  double se = standard_error (self);
  double step = (isnan (se) ? 0 : 2 * se) + 3 / (double) self->m;
  double low = MAX (-1, high - step);

  while (low > -1 && p_value_at (self, low) > 1 - confidence)
    {
      high = low;
      step *= 2;
      low = MAX (-1, low - step);
    }
  for (int i = 0; i < BOUND_STEPS; i++)
    {
      double middle = (low + high) / 2;

      if (p_value_at (self, middle) <= 1 - confidence)
        low = middle;
      else
        high = middle;
    }
  return low;
}

double
lab_stats_tilted_p_value (const double          *differences,
                          gsize                  n,
                          const guint           *clusters,
                          double                 difference,
                          const LabStatsOptions *options)
{
  g_auto (Sample) sample = { 0 };

  g_return_val_if_fail (options != NULL, NAN);
  g_return_val_if_fail (difference >= -1 && difference <= 1, NAN);

  if (n == 0)
    return 1;
  sample_init (&sample, differences, n, clusters, options);
  return p_value_at (&sample, difference);
}

double
lab_stats_tilted_lower_bound (const double          *differences,
                              gsize                  n,
                              const guint           *clusters,
                              double                 confidence,
                              const LabStatsOptions *options)
{
  g_auto (Sample) sample = { 0 };

  g_return_val_if_fail (options != NULL, NAN);
  g_return_val_if_fail (confidence > 0.5 && confidence < 1, NAN);

  if (n == 0)
    return -1;
  sample_init (&sample, differences, n, clusters, options);
  return lower_bound (&sample, confidence);
}

LabStatsInterval
lab_stats_tilted_interval (const double          *differences,
                           gsize                  n,
                           const guint           *clusters,
                           const LabStatsOptions *options)
{
  g_auto (Sample) sample = { 0 };
  LabStatsInterval result = {
    .value = NAN,
    .low = -1,
    .high = 1,
    .se = NAN,
    .effective = NAN,
    .n = (guint) n,
    .method = LAB_STATS_METHOD_TILTED,
  };
  double one_sided;

  g_return_val_if_fail (options != NULL, result);

  result.confidence = options->confidence;
  result.resamples = options->resamples;
  result.seed = options->seed;
  if (n < LAB_STATS_FEW_PAIRS)
    result.warnings |= LAB_STATS_WARN_FEW_PAIRS;
  if (n == 0)
    return result;

  sample_init (&sample, differences, n, clusters, options);
  if (clusters != NULL)
    result.clusters = (guint) sample.m;
  if (clusters != NULL && sample.m < LAB_STATS_FEW_PAIRS)
    result.warnings |= LAB_STATS_WARN_FEW_CLUSTERS;
  one_sided = (1 + options->confidence) / 2;
  result.value = sample.sum / sample.n;
  result.se = standard_error (&sample);
  result.low = lower_bound (&sample, one_sided);
  /* Turned round, the upper end is a lower one. */
  for (gsize k = 0; k < sample.m; k++)
    sample.means[k] = -sample.means[k];
  sample.sum = -sample.sum;
  result.high = -lower_bound (&sample, one_sided);
  return result;
}
