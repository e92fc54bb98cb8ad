/* test-stats-sequential.c: looking often must not cry wolf
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "lab-random.h"
#include "lab-stats-sequential.h"

#define ALPHA 0.05

/* Scores of a coin; how many were seen before the alarm, 0 for none. */
static guint
run_coin (LabRandom *random,
          gint       floor,
          guint      pass_permyriad,
          guint      n)
{
  LabQualityMonitor monitor;

  lab_quality_monitor_init (&monitor, floor, ALPHA);
  for (guint i = 0; i < n; i++)
    {
      gboolean pass = lab_random_below (random, 10000) < pass_permyriad;

      if (lab_quality_monitor_add (&monitor, pass ? 10000 : 0))
        break;
    }
  return monitor.looks_worse_at;
}

/* A look after each of 1,000 answers whose mean is the floor itself, the
 * hardest case: at most 5 % alarms (and three standard errors of the count). */
static void
test_false_alarms (void)
{
  static const gint floors[] = { 5000, 8000, 9500 };
  const guint repetitions = 600;

  for (gsize f = 0; f < G_N_ELEMENTS (floors); f++)
    {
      guint alarms = 0;

      for (guint i = 0; i < repetitions; i++)
        {
          LabRandom random;

          lab_random_init_stream (&random, 11, "test/held", f * repetitions + i);
          alarms += run_coin (&random, floors[f], (guint) floors[f], 1000) > 0;
        }
      g_test_message ("floor %d: %.1f %% false alarms", floors[f], 100.0 * alarms / repetitions);
      g_assert_cmpfloat (alarms, <=, repetitions * 0.05 + 3 * sqrt (repetitions * 0.05 * 0.95));
    }
}

/* A real loss is found, and a large one early. */
static void
test_finds_loss (void)
{
  static const struct
  {
    gint floor;
    guint pass;
    guint within;
  } cases[] = {
    { 9000, 2000, 20 },
    { 9000, 6000, 60 },
    { 9000, 8000, 500 },
    { 5000, 3000, 250 },
    { 10000, 9000, 100 },
  };

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      guint found = 0, seen = 0;

      for (guint i = 0; i < 200; i++)
        {
          LabRandom random;
          guint at;

          lab_random_init_stream (&random, 12, "test/lost", c * 200 + i);
          at = run_coin (&random, cases[c].floor, cases[c].pass, cases[c].within);
          found += at > 0;
          seen += at;
        }
      g_test_message ("floor %d, mean %u: found in %u of 200, after %.0f on average",
                      cases[c].floor, cases[c].pass, found, (double) seen / MAX (1, found));
      g_assert_cmpuint (found, >=, 180);
    }
}

static void
test_latches (void)
{
  LabQualityMonitor monitor;
  guint at;

  lab_quality_monitor_init (&monitor, 9000, ALPHA);
  g_assert_true (isnan (lab_quality_monitor_get_mean (&monitor)));
  g_assert_cmpfloat (lab_quality_monitor_get_p_value (&monitor), ==, 1);
  while (!lab_quality_monitor_add (&monitor, 0))
    ;
  at = monitor.looks_worse_at;
  /* One or two wrong answers are no proof against nine right in ten. */
  g_assert_cmpuint (at, >=, 2);
  g_assert_cmpuint (at, <=, 4);
  g_assert_cmpfloat (lab_quality_monitor_get_p_value (&monitor), <=, ALPHA);
  for (guint i = 0; i < 100; i++)
    g_assert_true (lab_quality_monitor_add (&monitor, 10000));
  g_assert_cmpuint (monitor.looks_worse_at, ==, at);
  g_assert_cmpuint (monitor.n, ==, at + 100);
  g_assert_cmpfloat (fabs (lab_quality_monitor_get_mean (&monitor) - 100.0 / (at + 100)), <, 1e-12);
}

static void
test_unjudged_counts_for_nothing (void)
{
  LabQualityMonitor monitor;

  lab_quality_monitor_init (&monitor, 9000, ALPHA);
  for (guint i = 0; i < 100; i++)
    {
      g_assert_false (lab_quality_monitor_add (&monitor, -1));
      g_assert_false (lab_quality_monitor_add (&monitor, 10001));
    }
  g_assert_cmpuint (monitor.n, ==, 0);
}

/* A million right answers leave the bettors poor, not bankrupt: a later
 * collapse is still found. And a floor of 0 can never be broken. */
static void
test_extremes (void)
{
  LabQualityMonitor monitor;
  guint more = 0;

  lab_quality_monitor_init (&monitor, 9000, ALPHA);
  for (guint i = 0; i < 1000000; i++)
    g_assert_false (lab_quality_monitor_add (&monitor, 10000));
  while (!lab_quality_monitor_add (&monitor, 0))
    more++;
  g_assert_cmpuint (more, <, 1000);

  lab_quality_monitor_init (&monitor, 0, ALPHA);
  for (guint i = 0; i < 1000; i++)
    g_assert_false (lab_quality_monitor_add (&monitor, 0));

  lab_quality_monitor_init (&monitor, 10000, ALPHA);
  for (guint i = 0; i < 1000; i++)
    g_assert_false (lab_quality_monitor_add (&monitor, 10000));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/sequential/false-alarms", test_false_alarms);
  g_test_add_func ("/base/sequential/finds-loss", test_finds_loss);
  g_test_add_func ("/base/sequential/alarm-stays", test_latches);
  g_test_add_func ("/base/sequential/unjudged-counts-for-nothing",
                   test_unjudged_counts_for_nothing);
  g_test_add_func ("/base/sequential/extremes", test_extremes);
  return g_test_run ();
}
