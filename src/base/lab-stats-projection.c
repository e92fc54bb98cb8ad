/* lab-stats-projection.c: sums of a random number of random costs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-stats-projection.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lab-error.h"
#include "lab-random.h"
#include "lab-stats-describe.h"

/* Up to here calls are drawn one by one; beyond, the normal law is nearer
 * than the records are to the truth. */
#define DRAWN_ONE_BY_ONE 4096

LabStatsMoments
lab_stats_compound (LabStatsMoments count,
                    LabStatsMoments cost)
{
  return (LabStatsMoments){
    .mean = count.mean * cost.mean,
    .variance = count.mean * cost.variance + count.variance * cost.mean * cost.mean,
  };
}

double
lab_stats_poisson_hit_rate (double rate,
                            double ttl)
{
  g_return_val_if_fail (rate >= 0 && ttl >= 0, NAN);

  return -expm1 (-rate * ttl);
}

void
lab_stats_project_totals (double             *totals,
                          gsize               n,
                          double              budget,
                          LabStatsProjection *result)
{
  guint over = 0;

  g_return_if_fail (n > 0 && n <= G_MAXINT32);
  g_return_if_fail (result != NULL);

  lab_stats_sort (totals, n);
  *result = (LabStatsProjection){
    .p10 = lab_stats_quantile_sorted (totals, n, 0.10),
    .p50 = lab_stats_quantile_sorted (totals, n, 0.50),
    .p90 = lab_stats_quantile_sorted (totals, n, 0.90),
    .mean = lab_stats_mean (totals, n),
    .sd = lab_stats_sd (totals, n),
    .paths = (guint) n,
    .method = LAB_STATS_METHOD_MONTE_CARLO,
  };
  if (budget < 0)
    {
      result->exceeded = lab_stats_wilson (0, 0, 0.95);
      return;
    }
  for (gsize i = n; i > 0 && totals[i - 1] > budget; i--)
    over++;
  result->exceeded = lab_stats_wilson (over, (guint) n, 0.95);
}

/* The records of each cluster lie together: cluster i is
 * costs[starts[i]] … costs[starts[i + 1] − 1]. */
typedef struct
{
  double *costs;
  gsize n;
  gsize *starts;
  gsize m;
} Records;

static void
records_clear (Records *records)
{
  g_clear_pointer (&records->costs, g_free);
  g_clear_pointer (&records->starts, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Records, records_clear)

typedef struct
{
  guint cluster;
  gsize index;
} Place;

static int
compare_places (const void *a,
                const void *b)
{
  const Place *x = a;
  const Place *y = b;

  if (x->cluster != y->cluster)
    return x->cluster < y->cluster ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

static void
records_init (Records      *self,
              const gint64 *costs,
              gsize         n,
              const guint  *clusters)
{
  g_autofree Place *places = g_new (Place, n);

  for (gsize i = 0; i < n; i++)
    places[i] = (Place){ clusters != NULL ? clusters[i] : 0, i };
  if (clusters != NULL)
    qsort (places, n, sizeof *places, compare_places);

  self->costs = g_new (double, n);
  self->starts = g_new (gsize, n + 1);
  self->n = n;
  self->m = 0;
  for (gsize i = 0; i < n; i++)
    {
      self->costs[i] = (double) costs[places[i].index];
      if (clusters == NULL || i == 0 || places[i].cluster != places[i - 1].cluster)
        self->starts[self->m++] = i;
    }
  self->starts[self->m] = n;
}

/* A bootstrap sample of the records, whole clusters at a time. */
static void
records_draw (const Records *self,
              LabRandom     *random,
              GArray        *sample)
{
  g_array_set_size (sample, 0);
  for (gsize i = 0; i < self->m; i++)
    {
      gsize unit = lab_random_below (random, self->m);

      g_array_append_vals (sample, &self->costs[self->starts[unit]],
                           (guint) (self->starts[unit + 1] - self->starts[unit]));
    }
}

/* G. Marsaglia and W. Tsang, "A simple method for generating gamma
 * variables", ACM TOMS 26 (2000) 363; mean @shape. */
static double
draw_gamma (LabRandom *random,
            double     shape)
{
  double boost = 1;
  double d, c;

  if (shape < 1)
    {
      boost = exp (-lab_random_exponential (random) / shape);
      shape += 1;
    }
  d = shape - 1.0 / 3;
  c = 1 / sqrt (9 * d);
  for (;;)
    {
      double x = lab_random_normal (random);
      double v = pow (1 + c * x, 3);

      if (v > 0 && -lab_random_exponential (random) < 0.5 * x * x + d - d * v + d * log (v))
        return boost * d * v;
    }
}

/* Poisson, its mean spread by a gamma law where the variance asks for it.
 * The gaps of a Poisson process are counted while that is not slower than
 * drawing the calls themselves. */
static double
draw_count (LabRandom             *random,
            const LabStatsMoments *count)
{
  double mean = count->mean;
  double extra = count->variance - count->mean;
  double calls = 0;

  if (extra > 1e-9 * mean)
    mean = draw_gamma (random, mean * mean / extra) * extra / mean;
  if (mean > DRAWN_ONE_BY_ONE)
    return MAX (0, round (mean + sqrt (mean) * lab_random_normal (random)));
  for (double time = lab_random_exponential (random); time < mean;
       time += lab_random_exponential (random))
    calls++;
  return calls;
}

static double
draw_total (LabRandom    *random,
            const GArray *sample,
            double        calls)
{
  const double *costs = (const double *) sample->data;
  double total = 0;

  if (calls > DRAWN_ONE_BY_ONE)
    {
      double spread = sample->len > 1 ? lab_stats_variance (costs, sample->len) : 0;

      return MAX (0, calls * lab_stats_mean (costs, sample->len) +
                         sqrt (calls * spread) * lab_random_normal (random));
    }
  for (double i = 0; i < calls; i++)
    total += costs[lab_random_below (random, sample->len)];
  return total;
}

static gboolean
check_records (const gint64           *records,
               gsize                   n,
               const LabStatsMoments  *count,
               GError                **error)
{
  if (n == 0 || n > G_MAXINT32)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("There are no recorded calls to project from."));
      return FALSE;
    }
  if (!(count->mean > 0) || !isfinite (count->mean) || !isfinite (count->variance))
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("The number of calls to project must be above 0."));
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      if (records[i] < 0)
        {
          lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                         _("A recorded call has a negative cost, so nothing can be projected."));
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
lab_stats_project (const gint64        *records,
                   gsize                n,
                   const guint         *clusters,
                   LabStatsMoments      count,
                   double               budget,
                   guint                paths,
                   guint64              seed,
                   double              *totals,
                   LabStatsProjection  *result,
                   GError             **error)
{
  g_autoptr (GArray) sample = g_array_new (FALSE, FALSE, sizeof (double));
  g_auto (Records) all = { 0 };
  g_autofree double *own_totals = NULL;
  LabRandom random;

  g_return_val_if_fail (paths > 0, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);

  if (!check_records (records, n, &count, error))
    return FALSE;
  if (totals == NULL)
    totals = own_totals = g_new (double, paths);

  records_init (&all, records, n, clusters);
  lab_random_init_stream (&random, seed, "base/projection", 0);
  for (guint path = 0; path < paths; path++)
    {
      records_draw (&all, &random, sample);
      totals[path] = draw_total (&random, sample, draw_count (&random, &count));
    }

  lab_stats_project_totals (totals, paths, budget, result);
  result->records = (guint) n;
  result->seed = seed;
  if (n < LAB_STATS_FEW_PAIRS)
    result->warnings |= LAB_STATS_WARN_FEW_PAIRS;
  if (clusters != NULL && all.m < LAB_STATS_FEW_PAIRS)
    result->warnings |= LAB_STATS_WARN_FEW_CLUSTERS;
  return TRUE;
}
