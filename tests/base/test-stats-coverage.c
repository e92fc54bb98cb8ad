/* test-stats-coverage.c: do 95 % intervals hold the truth 95 % of the time?
 *
 * Draws experiments whose true saving is known, and counts. Thorough with
 * `-m thorough`, otherwise reduced.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "lab-random.h"
#include "lab-stats-bootstrap.h"
#include "lab-stats-tests.h"

#define LARGEST 200
#define CLUSTER_SIZE 4

typedef enum
{
  NOISY_RATIO,   /* every call a little cheaper, by another factor */
  CACHED,        /* three in ten calls free, the rest hardly changed */
  FIXED_PART,    /* half of what varies is saved, nothing of the fixed part */
  CONVERSATIONS, /* NOISY_RATIO in clusters of four that resemble each other */
  ITSELF,        /* the baseline against itself */
} Kind;

static const char * const kind_names[] = { "noisy ratio", "cached", "fixed part", "conversations",
                                           "itself" };

typedef struct
{
  gint64 base[LARGEST];
  gint64 optimised[LARGEST];
  guint clusters[LARGEST];
} Experiment;

/* Lognormal costs around 0.01 USD; @sigma 0.77 is a coefficient of variation
 * of 0.9. */
static void
draw (LabRandom  *random,
      Kind        kind,
      double      sigma,
      guint       n,
      Experiment *experiment)
{
  double cost_shared = 0, ratio_shared = 0;

  for (guint i = 0; i < n; i++)
    {
      double z = lab_random_normal (random);
      double w = lab_random_normal (random);
      double cost, after;

      if (kind == CONVERSATIONS)
        {
          if (i % CLUSTER_SIZE == 0)
            {
              cost_shared = lab_random_normal (random);
              ratio_shared = lab_random_normal (random);
            }
          z = 0.6 * z + 0.8 * cost_shared;
          w = 0.6 * w + 0.8 * ratio_shared;
        }
      cost = 1e7 * exp (sigma * z);
      after = cost * exp (-0.3 + 0.25 * w);
      if (kind == CACHED)
        after = lab_random_double (random) < 0.3 ? 0 : cost * exp (-0.1 * w * w);
      else if (kind == FIXED_PART)
        {
          after = 2e7 + 0.5 * cost;
          cost += 2e7;
        }
      else if (kind == ITSELF)
        {
          after = 1e7 + 0.5e7 * exp (sigma * w);
          cost = 1e7 + 0.5e7 * exp (sigma * z);
        }
      experiment->base[i] = (gint64) cost;
      experiment->optimised[i] = (gint64) after;
      experiment->clusters[i] = i / CLUSTER_SIZE;
    }
}

/* E[exp (σz)] = exp (σ²/2) gives each saving in closed form. */
static double
true_saving (Kind   kind,
             double sigma)
{
  double mean = exp (sigma * sigma / 2);

  switch (kind)
    {
    case NOISY_RATIO:
    case CONVERSATIONS:
      return 1 - exp (-0.3 + 0.25 * 0.25 / 2);
    case CACHED:
      /* E[exp (−w²/10)] = 1/√1.2 */
      return 1 - 0.7 / sqrt (1.2);
    case FIXED_PART:
      return 0.5 * mean / (2 + mean);
    case ITSELF:
    default:
      return 0;
    }
}

static double
measure (Kind   kind,
         double sigma,
         guint  n,
         guint  repetitions)
{
  double truth = true_saving (kind, sigma);
  guint below = 0, above = 0, studentised = 0;
  double width = 0;
  LabRandom random;

  lab_random_init_stream (&random, 2026, kind_names[kind], n);
  for (guint i = 0; i < repetitions; i++)
    {
      Experiment experiment;
      LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
      LabStatsInterval result;

      options.resamples = 1000;
      options.seed = i;
      draw (&random, kind, sigma, n, &experiment);
      g_assert_true (lab_stats_saving (experiment.base, experiment.optimised, n,
                                       kind == CONVERSATIONS ? experiment.clusters : NULL, &options,
                                       &result, NULL));
      below += truth < result.low;
      above += truth > result.high;
      studentised += result.method == LAB_STATS_METHOD_STUDENTISED;
      width += result.high - result.low;
    }
  g_test_message ("%-13s sigma %.2f n %3u: covers %.1f %% (%.1f below, %.1f above), width %.3f, "
                  "bootstrap-t %.0f %%",
                  kind_names[kind], sigma, n, 100 - 100.0 * (below + above) / repetitions,
                  100.0 * below / repetitions, 100.0 * above / repetitions, width / repetitions,
                  100.0 * studentised / repetitions);
  return 1 - (double) (below + above) / repetitions;
}

/* What may be promised: 93 % and more while costs vary as a bill's do
 * (sigma 0.77), a little less for the smallest and the most skewed. The
 * allowance beyond is three standard errors of the count. */
static void
test_coverage (gconstpointer data)
{
  Kind kind = (Kind) GPOINTER_TO_INT (data);
  static const guint sizes[] = { 20, 40, 60, 200 };
  static const double sigmas[] = { 0.3, 0.77, 1.0 };
  static const double promised[] = { 0.93, 0.92, 0.90 };
  guint repetitions = g_test_thorough () ? 4000 : 150;

  for (gsize s = 0; s < G_N_ELEMENTS (sigmas); s++)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        double allowance = 3 * sqrt (0.95 * 0.05 / repetitions);
        double coverage = measure (kind, sigmas[s], sizes[i], repetitions);

        g_assert_cmpfloat (coverage, >=, promised[s] - allowance);
        g_assert_cmpfloat (coverage, <=, 0.985 + allowance);
      }
}

/* A saving is declared when the interval lies above 0 and the randomisation
 * test is below 5 %. */
static void
test_against_itself (void)
{
  static const guint sizes[] = { 20, 40, 60, 200 };
  guint repetitions = g_test_thorough () ? 4000 : 300;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint n = sizes[i];
      guint declared = 0, rejected = 0;
      LabRandom random;

      lab_random_init_stream (&random, 2027, "against itself", n);
      for (guint k = 0; k < repetitions; k++)
        {
          Experiment experiment;
          LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
          LabStatsInterval result;
          LabStatsTest test;
          gint64 differences[LARGEST];

          options.seed = k;
          options.resamples = 1000;
          draw (&random, ITSELF, 0.77, n, &experiment);
          for (guint j = 0; j < n; j++)
            differences[j] = experiment.base[j] - experiment.optimised[j];
          g_assert_true (lab_stats_saving (experiment.base, experiment.optimised, n, NULL,
                                           &options, &result, NULL));
          g_assert_true (lab_stats_sign_flip (differences, n, NULL, k, &test, NULL));
          rejected += test.p_value <= 0.05;
          declared += test.p_value <= 0.05 && result.low > 0;
        }
      g_test_message ("itself n %3u: test rejects %.1f %%, a saving is declared %.1f %%", n,
                      100.0 * rejected / repetitions, 100.0 * declared / repetitions);
      g_assert_cmpfloat ((double) rejected / repetitions, <=,
                         0.05 + 3 * sqrt (0.05 * 0.95 / repetitions));
      g_assert_cmpfloat ((double) declared / repetitions, <=, 0.05);
    }
}

/* The gate lets a strategy through that loses the margin, exactly, in at
 * most about 5 %. */
static void
test_quality_level (void)
{
  static const guint sizes[] = { 60, 100, 200 };
  guint repetitions = g_test_thorough () ? 20000 : 1000;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (int churn = 0; churn < 2; churn++)
      {
        guint passed = 0;
        LabRandom random;

        lab_random_init_stream (&random, 2028, "quality", sizes[i]);
        for (guint k = 0; k < repetitions; k++)
          {
            gint base[LARGEST], with[LARGEST];
            LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
            LabStatsQuality quality;

            for (guint j = 0; j < sizes[i]; j++)
              {
                double u = lab_random_double (&random);
                double lost = churn ? 0.06 : 0.03;

                base[j] = u < 0.8 ? 10000 : 0;
                with[j] = u < lost ? 0 : base[j];
                if (churn && u > 0.97)
                  with[j] = 10000;
              }
            g_assert_true (
                lab_stats_quality (base, with, sizes[i], NULL, 0.03, &options, &quality, NULL));
            passed += quality.state == LAB_STATS_QUALITY_PASS;
          }
        g_test_message ("gate n %3u, %s: passes a loss of the margin in %.1f %%", sizes[i],
                        churn ? "6 % lost, 3 % won" : "3 % lost", 100.0 * passed / repetitions);
        g_assert_cmpfloat ((double) passed / repetitions, <=, 0.08);
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (int kind = NOISY_RATIO; kind <= ITSELF; kind++)
    {
      g_autofree char *word = g_strdelimit (g_strdup (kind_names[kind]), " ", '-');
      g_autofree char *path = g_strdup_printf ("/base/stats/coverage/%s", word);

      g_test_add_data_func (path, GINT_TO_POINTER (kind), test_coverage);
    }
  g_test_add_func ("/base/stats/level/against-itself", test_against_itself);
  g_test_add_func ("/base/stats/level/quality-gate", test_quality_level);

  return g_test_run ();
}
