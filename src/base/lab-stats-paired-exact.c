/* lab-stats-paired-exact.c: the exact bound of a difference of paired rates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-stats-bounds.h"

#include <math.h>

/* Halvings: of a difference, to less than 10⁻⁹, and of a rate. */
#define BOUND_STEPS 31
#define ROOT_STEPS 60
/* Counts of wins that are rarer change no digit of a p-value. */
#define NEGLIGIBLE 1e-15

/* The likeliest rate of wins where that of losses is higher by @margin: the
 * derivative of the logarithm of the likelihood falls. */
static double
likeliest_rate (const LabStatsPassFail *counts,
                double                  margin)
{
  double low = MAX (0, -margin);
  double high = (1 - margin) / 2;
  guint same = counts->both + counts->neither;

  for (int i = 0; i < ROOT_STEPS; i++)
    {
      double q = (low + high) / 2;
      double slope = counts->lost / (q + margin) - 2.0 * same / (1 - margin - 2 * q);

      if (counts->won > 0)
        slope += counts->won / q;
      if (slope > 0)
        low = q;
      else
        high = q;
    }
  /* Half-way between, a rate that is nothing would be a little. */
  return counts->won > 0 || low > MAX (0, -margin) ? (low + high) / 2 : low;
}

/* P(W = w) of @n draws. */
static double
binomial_pdf (guint  w,
              guint  n,
              double rate)
{
  if (rate <= 0)
    return w == 0 ? 1 : 0;
  if (rate >= 1)
    return w == n ? 1 : 0;
  return exp (lgamma (n + 1.0) - lgamma (w + 1.0) - lgamma (n - w + 1.0) + w * log (rate) +
              (n - w) * log1p (-rate));
}

/* P(W − L ≥ seen), over each number of wins that can be. */
static double
tail (guint  n,
      gint64 seen,
      double won,
      double lost)
{
  double among_rest = won < 1 ? MIN (1, lost / (1 - won)) : 0;
  double sum = 0;

  for (gint64 w = MAX (0, seen); w <= n; w++)
    {
      double chance = binomial_pdf ((guint) w, n, won);
      guint rest = n - (guint) w;
      guint most = (guint) MIN (w - seen, rest);

      if (chance < NEGLIGIBLE && w > n * won)
        break;
      if (most == rest)
        sum += chance;
      else if (chance >= NEGLIGIBLE)
        sum += chance * lab_stats_binomial_cdf (most, among_rest, rest);
    }
  return MIN (1, sum);
}

double
lab_stats_paired_rate_p_value (const LabStatsPassFail *counts,
                               double                  difference)
{
  guint n;
  double q;

  g_return_val_if_fail (counts != NULL, NAN);
  g_return_val_if_fail (difference >= -1 && difference <= 1, NAN);

  n = counts->both + counts->lost + counts->won + counts->neither;
  if (n == 0)
    return 1;
  q = likeliest_rate (counts, -difference);
  return tail (n, (gint64) counts->won - counts->lost, q, q - difference);
}

double
lab_stats_paired_rate_lower_bound (const LabStatsPassFail *counts,
                                   double                  confidence)
{
  double low = -1, high;
  guint n;

  g_return_val_if_fail (counts != NULL, NAN);
  g_return_val_if_fail (confidence > 0.5 && confidence < 1, NAN);

  n = counts->both + counts->lost + counts->won + counts->neither;
  if (n == 0)
    return -1;
  high = ((double) counts->won - counts->lost) / n;
  for (int i = 0; i < BOUND_STEPS; i++)
    {
      double middle = (low + high) / 2;

      if (lab_stats_paired_rate_p_value (counts, middle) <= 1 - confidence)
        low = middle;
      else
        high = middle;
    }
  return low;
}
