/* bench-stats.c: how long an interval takes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "lab-random.h"
#include "lab-stats-bootstrap.h"
#include "lab-stats-tests.h"

#define N_PAIRS 1000
#define N_ROUNDS 20

static double
milliseconds_since (gint64 began)
{
  return (double) (g_get_monotonic_time () - began) / 1000 / N_ROUNDS;
}

int
main (int   argc,
      char *argv[])
{
  g_autofree gint64 *base = g_new (gint64, N_PAIRS);
  g_autofree gint64 *optimised = g_new (gint64, N_PAIRS);
  LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
  LabStatsInterval interval;
  LabRandom random;
  gint64 began;

  lab_random_init (&random, 1);
  for (guint i = 0; i < N_PAIRS; i++)
    {
      base[i] = (gint64) (1e6 * exp (0.8 * lab_random_normal (&random)));
      optimised[i] = base[i] * 8 / 10;
    }

  began = g_get_monotonic_time ();
  for (guint i = 0; i < N_ROUNDS; i++)
    if (!lab_stats_saving (base, optimised, N_PAIRS, NULL, &options, &interval, NULL))
      return 1;
  g_print ("interval of a saving, 1,000 pairs, 2,000 resamples  %8.1f ms  (target 100 ms)\n",
           milliseconds_since (began));
  return 0;
}
