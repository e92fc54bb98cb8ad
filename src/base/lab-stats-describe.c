/* lab-stats-describe.c: means, spreads, quantiles, rates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-stats-describe.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

double
lab_stats_sum (const double *values,
               gsize         n)
{
  double sum = 0;
  double lost = 0;

  for (gsize i = 0; i < n; i++)
    {
      double next = sum + values[i];

      lost += fabs (sum) >= fabs (values[i]) ? (sum - next) + values[i] : (values[i] - next) + sum;
      sum = next;
    }
  return n > 0 ? sum + lost : NAN;
}

double
lab_stats_mean (const double *values,
                gsize         n)
{
  return lab_stats_sum (values, n) / (double) n;
}

double
lab_stats_variance (const double *values,
                    gsize         n)
{
  double mean = lab_stats_mean (values, n);
  double squares = 0;
  double rest = 0;

  if (n < 2)
    return NAN;
  for (gsize i = 0; i < n; i++)
    {
      double deviation = values[i] - mean;

      squares += deviation * deviation;
      rest += deviation;
    }
  /* The second term is what rounding of the mean put into the first. */
  return (squares - rest * rest / (double) n) / (double) (n - 1);
}

double
lab_stats_sd (const double *values,
              gsize         n)
{
  return sqrt (lab_stats_variance (values, n));
}

double
lab_stats_geometric_mean (const double *values,
                          gsize         n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (!(values[i] > 0))
        return NAN;
      sum += log (values[i]);
    }
  return n > 0 ? exp (sum / (double) n) : NAN;
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

void
lab_stats_sort (double *values,
                gsize   n)
{
  if (n > 1)
    qsort (values, n, sizeof *values, compare_doubles);
}

double
lab_stats_quantile_sorted (const double *sorted,
                           gsize         n,
                           double        p)
{
  double position;
  gsize below;

  g_return_val_if_fail (p >= 0 && p <= 1, NAN);

  if (n == 0)
    return NAN;
  position = (double) (n - 1) * p;
  below = (gsize) position;
  if (below + 1 >= n)
    return sorted[n - 1];
  return sorted[below] + (position - (double) below) * (sorted[below + 1] - sorted[below]);
}

double
lab_stats_quantile (const double *values,
                    gsize         n,
                    double        p)
{
  g_autofree double *sorted = g_memdup2 (values, n * sizeof *values);

  lab_stats_sort (sorted, n);
  return lab_stats_quantile_sorted (sorted, n, p);
}

LabStatsInterval
lab_stats_wilson (guint  successes,
                  guint  n,
                  double confidence)
{
  LabStatsInterval interval = {
    .value = NAN,
    .low = 0,
    .high = 1,
    .confidence = confidence,
    .se = NAN,
    .effective = NAN,
    .n = n,
    .method = LAB_STATS_METHOD_WILSON,
  };
  double z = lab_stats_normal_quantile (0.5 + confidence / 2);
  double rate, centre, half, scale;

  g_return_val_if_fail (successes <= n, interval);
  g_return_val_if_fail (confidence > 0 && confidence < 1, interval);

  if (n == 0)
    return interval;
  rate = (double) successes / n;
  scale = n + z * z;
  centre = (successes + z * z / 2) / scale;
  half = z / scale * sqrt (n * rate * (1 - rate) + z * z / 4);
  interval.value = rate;
  interval.se = sqrt (rate * (1 - rate) / n);
  /* Rounding must not take the ends past what was seen. */
  interval.low = successes == 0 ? 0 : MAX (0, centre - half);
  interval.high = successes == n ? 1 : MIN (1, centre + half);
  return interval;
}

LabStatsInterval
lab_stats_clopper_pearson (guint  successes,
                           guint  n,
                           double confidence)
{
  LabStatsInterval interval = {
    .value = NAN,
    .low = 0,
    .high = 1,
    .confidence = confidence,
    .se = NAN,
    .effective = NAN,
    .n = n,
    .method = LAB_STATS_METHOD_CLOPPER_PEARSON,
  };
  double tail = (1 - confidence) / 2;

  g_return_val_if_fail (successes <= n, interval);
  g_return_val_if_fail (confidence > 0 && confidence < 1, interval);

  if (n > 0)
    interval.value = (double) successes / n;
  if (successes > 0)
    interval.low = lab_stats_beta_quantile (tail, successes, n - successes + 1.0);
  if (successes < n)
    interval.high = lab_stats_beta_quantile (1 - tail, successes + 1.0, n - successes);
  return interval;
}

double
lab_stats_rate_upper_bound (guint  events,
                            guint  n,
                            double confidence)
{
  g_return_val_if_fail (events <= n, NAN);
  g_return_val_if_fail (confidence > 0 && confidence < 1, NAN);

  if (events == n)
    return 1;
  if (events == 0)
    return -expm1 (log1p (-confidence) / n);
  return lab_stats_beta_quantile (confidence, events + 1.0, n - events);
}

typedef struct
{
  double p_value;
  gsize index;
} Ranked;

static int
compare_ranked (const void *a,
                const void *b)
{
  const Ranked *x = a;
  const Ranked *y = b;

  if (x->p_value != y->p_value)
    return x->p_value < y->p_value ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

void
lab_stats_holm (const double *p_values,
                gsize         n,
                double       *adjusted)
{
  g_autofree Ranked *ranked = g_new (Ranked, n + 1);
  gsize tests = 0;
  double greatest = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (isnan (p_values[i]))
        adjusted[i] = NAN;
      else
        ranked[tests++] = (Ranked){ p_values[i], i };
    }
  if (tests > 1)
    qsort (ranked, tests, sizeof *ranked, compare_ranked);
  for (gsize i = 0; i < tests; i++)
    {
      greatest = MAX (greatest, MIN (1, (double) (tests - i) * ranked[i].p_value));
      adjusted[ranked[i].index] = greatest;
    }
}
