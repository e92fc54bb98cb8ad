/* test-stats.c: statistics against published and enumerated values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "lab-error.h"
#include "lab-random.h"
#include "lab-stats-bootstrap.h"
#include "lab-stats-describe.h"
#include "lab-stats-projection.h"
#include "lab-stats-tests.h"

#define assert_near(a, b, tolerance) g_assert_cmpfloat (fabs ((a) - (b)), <=, tolerance)

static void
test_moments (void)
{
  /* NIST StRD, univariate NumAcc3 and NumAcc4 in their form: the mean and
   * standard deviation are certified as base + 0.2 and 0.1. */
  static const double bases[] = { 1, 1000000, 10000000 };

  for (gsize b = 0; b < G_N_ELEMENTS (bases); b++)
    {
      double values[1001];

      for (int i = 0; i < 1001; i++)
        values[i] = bases[b] + (i == 0 ? 0.2 : i % 2 == 1 ? 0.1 : 0.3);
      assert_near (lab_stats_mean (values, 1001), bases[b] + 0.2, 1e-12 * bases[b]);
      assert_near (lab_stats_sd (values, 1001), 0.1, 1e-8);
    }
  g_assert_true (isnan (lab_stats_mean (NULL, 0)));
  g_assert_true (isnan (lab_stats_variance (bases, 1)));
}

static void
test_sum_is_compensated (void)
{
  const double values[] = { 1, 1e100, 1, -1e100 };

  assert_near (lab_stats_sum (values, 4), 2, 0);
}

static void
test_geometric_mean (void)
{
  const double values[] = { 1, 2, 4, 8 };
  const double zero[] = { 1, 0 };

  assert_near (lab_stats_geometric_mean (values, 4), sqrt (8), 1e-14);
  g_assert_true (isnan (lab_stats_geometric_mean (zero, 2)));
  g_assert_true (isnan (lab_stats_geometric_mean (zero, 0)));
}

static void
test_quantile (void)
{
  /* R: quantile(c(1, 2, 3, 4, 10), p), its default type 7. */
  const double values[] = { 10, 3, 1, 4, 2 };

  assert_near (lab_stats_quantile (values, 5, 0), 1, 0);
  assert_near (lab_stats_quantile (values, 5, 0.1), 1.4, 1e-14);
  assert_near (lab_stats_quantile (values, 5, 0.5), 3, 0);
  assert_near (lab_stats_quantile (values, 5, 0.9), 7.6, 1e-14);
  assert_near (lab_stats_quantile (values, 5, 1), 10, 0);
  g_assert_true (isnan (lab_stats_quantile (values, 0, 0.5)));
}

/* R. G. Newcombe, Statistics in Medicine 17 (1998) 857, table I, methods 3
 * (score) and 5 (Clopper-Pearson). */
static void
test_rates (void)
{
  static const struct
  {
    guint successes, n;
    double wilson_low, wilson_high;
    double exact_low, exact_high;
  } cases[] = {
    { 81, 263, 0.2553, 0.3662, 0.2527, 0.3676 },
    { 15, 148, 0.0624, 0.1605, 0.0578, 0.1617 },
    { 0, 20, 0, 0.1611, 0, 0.1684 },
    { 1, 29, 0.0061, 0.1718, 0.0009, 0.1776 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n = cases[i].n;
      guint x = cases[i].successes;
      LabStatsInterval wilson = lab_stats_wilson (x, n, 0.95);
      LabStatsInterval exact = lab_stats_clopper_pearson (x, n, 0.95);
      LabStatsInterval mirror = lab_stats_wilson (n - x, n, 0.95);

      assert_near (wilson.low, cases[i].wilson_low, 0.00005001);
      assert_near (wilson.high, cases[i].wilson_high, 0.00005001);
      assert_near (exact.low, cases[i].exact_low, 0.00005001);
      assert_near (exact.high, cases[i].exact_high, 0.00005001);
      assert_near (mirror.low, 1 - wilson.high, 1e-12);
      assert_near (mirror.high, 1 - wilson.low, 1e-12);
      g_assert_cmpint (wilson.method, ==, LAB_STATS_METHOD_WILSON);
      g_assert_cmpuint (wilson.n, ==, n);
    }
  assert_near (lab_stats_wilson (0, 0, 0.95).low, 0, 0);
  assert_near (lab_stats_wilson (0, 0, 0.95).high, 1, 0);
  assert_near (lab_stats_clopper_pearson (5, 5, 0.95).high, 1, 0);
}

/* The bound is where the binomial tail is 5 %. */
static void
test_rate_upper_bound (void)
{
  for (guint n = 1; n <= 60; n += 7)
    for (guint x = 0; x < n; x += 3)
      {
        double bound = lab_stats_rate_upper_bound (x, n, 0.95);

        assert_near (lab_stats_binomial_cdf (x, bound, n), 0.05, 1e-9);
      }
  assert_near (lab_stats_rate_upper_bound (0, 100, 0.95), 1 - pow (0.05, 0.01), 1e-14);
  assert_near (lab_stats_rate_upper_bound (3, 3, 0.95), 1, 0);
  assert_near (lab_stats_rate_upper_bound (0, 0, 0.95), 1, 0);
}

static void
test_holm (void)
{
  /* R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") */
  const double p[] = { 0.01, 0.04, NAN, 0.03, 0.005 };
  const double expected[] = { 0.03, 0.06, NAN, 0.06, 0.02 };
  const double large[] = { 0.6, 0.7 };
  double adjusted[5];

  lab_stats_holm (p, 5, adjusted);
  for (int i = 0; i < 5; i++)
    {
      if (isnan (expected[i]))
        g_assert_true (isnan (adjusted[i]));
      else
        assert_near (adjusted[i], expected[i], 1e-15);
    }
  lab_stats_holm (large, 2, adjusted);
  assert_near (adjusted[0], 1, 0);
  assert_near (adjusted[1], 1, 0);
  lab_stats_holm (large, 1, adjusted);
  assert_near (adjusted[0], 0.6, 0);
}

/* Darwin's maize (eighths of an inch): Fisher, The Design of Experiments,
 * section 21, counts 863 of 32,768 on either side. */
static void
test_sign_flip_darwin (void)
{
  static const gint64 maize[] = { 49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48 };
  LabStatsTest test;

  g_assert_true (lab_stats_sign_flip (maize, 15, NULL, 1, &test, NULL));
  assert_near (test.p_value, 2 * 863 / 32768.0, 1e-15);
  g_assert_cmpint (test.method, ==, LAB_STATS_METHOD_SIGN_FLIP_EXACT);
  g_assert_cmpuint (test.n, ==, 15);
  g_assert_cmpuint (test.resamples, ==, 0);
  g_assert_true (test.warnings & LAB_STATS_WARN_FEW_PAIRS);
}

static double
enumerate (const gint64 *values,
           guint         m)
{
  gint64 seen = 0;
  guint far = 0;

  for (guint i = 0; i < m; i++)
    seen += values[i];
  for (guint mask = 0; mask < 1u << m; mask++)
    {
      gint64 sum = 0;

      for (guint i = 0; i < m; i++)
        sum += mask >> i & 1 ? -values[i] : values[i];
      far += ABS (sum) >= ABS (seen) ? 1 : 0;
    }
  return far / (double) (1u << m);
}

static void
test_sign_flip_enumerated (void)
{
  LabRandom random;

  lab_random_init (&random, 11);
  for (guint m = 1; m <= 12; m++)
    for (int round = 0; round < 20; round++)
      {
        gint64 values[12];
        gint64 padded[36];
        guint clusters[36];
        LabStatsTest test, clustered;

        for (guint i = 0; i < m; i++)
          {
            values[i] = (gint64) lab_random_below (&random, 9) - 3;
            padded[3 * i] = values[i] + 5;
            padded[3 * i + 1] = -5;
            padded[3 * i + 2] = 0;
            clusters[3 * i] = clusters[3 * i + 1] = clusters[3 * i + 2] = 100 - i;
          }
        g_assert_true (lab_stats_sign_flip (values, m, NULL, 1, &test, NULL));
        assert_near (test.p_value, enumerate (values, m), 1e-15);
        /* A cluster flips as one, as if it were a pair. */
        g_assert_true (lab_stats_sign_flip (padded, 3 * m, clusters, 1, &clustered, NULL));
        assert_near (clustered.p_value, test.p_value, 1e-15);
        g_assert_cmpuint (clustered.clusters, ==, m);
      }
}

static void
test_sign_flip_monte_carlo (void)
{
  gint64 values[21];
  gint64 large[2] = { G_MAXINT64, 1 };
  LabStatsTest test, again, other;
  g_autoptr (GError) error = NULL;

  /* 15 of 21 ones: P(at least 15 or at most 6 of 21 heads), from the
   * binomial. */
  for (int i = 0; i < 21; i++)
    values[i] = i < 15 ? 1 : -1;
  g_assert_true (lab_stats_sign_flip (values, 21, NULL, 7, &test, NULL));
  g_assert_true (lab_stats_sign_flip (values, 21, NULL, 7, &again, NULL));
  g_assert_true (lab_stats_sign_flip (values, 21, NULL, 8, &other, NULL));
  g_assert_cmpint (test.method, ==, LAB_STATS_METHOD_SIGN_FLIP_MONTE_CARLO);
  g_assert_cmpuint (test.resamples, ==, LAB_STATS_SIGN_FLIPS);
  g_assert_cmpuint (test.seed, ==, 7);
  assert_near (test.p_value, 2 * lab_stats_binomial_cdf (6, 0.5, 21), 0.01);
  assert_near (test.p_value, again.p_value, 0);
  g_assert_cmpfloat (test.p_value, !=, other.p_value);

  g_assert_false (lab_stats_sign_flip (large, 2, NULL, 1, &test, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_clear_error (&error);
  g_assert_false (lab_stats_sign_flip (large, 0, NULL, 1, &test, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
}

static void
test_mcnemar (void)
{
  static const struct
  {
    LabStatsPassFail counts;
    double p_value;
  } cases[] = {
    /* Bentur et al. 2009 in M. Fagerland, S. Lydersen and P. Laake,
     * Statistics in Medicine 33 (2014) 2850: 2 × 9/256 = 0.070. */
    { { 1, 1, 7, 12 }, 18 / 256.0 },
    { { 90, 0, 5, 5 }, 2 / 32.0 },
    { { 90, 3, 3, 4 }, 1 },
    { { 10, 0, 0, 0 }, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LabStatsTest test = lab_stats_mcnemar (&cases[i].counts);

      assert_near (test.p_value, cases[i].p_value, 1e-12);
    }
}

/* Strategy − baseline, hence won where the sources have f (before only). */
static void
test_newcombe_paired (void)
{
  static const struct
  {
    LabStatsPassFail counts;
    double low, high, tolerance;
  } cases[] = {
    /* Newcombe 1998, 2635: his example of 36, 12, 2, 0, method 10. */
    { { 36, 2, 12, 0 }, 0.0569, 0.3404, 0.00005001 },
    /* Fagerland, Lydersen and Laake 2014: −0.507 to −0.026. */
    { { 1, 7, 1, 12 }, -0.507, -0.026, 0.0005001 },
    /* His formulas in independent code, the second on the data of Altman et
     * al., Statistics with Confidence (2000), table 6.2. */
    { { 20, 2, 12, 16 }, 0.05615642484174829, 0.32920699540014053, 1e-12 },
    { { 14, 0, 5, 22 }, 0.01148324138303325, 0.22649268435121125, 1e-12 },
    /* No discordant pair: the width of both Wilson intervals remains. */
    { { 30, 0, 0, 0 }, -0.1135133931739688, 0.1135133931739688, 1e-12 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const LabStatsPassFail *c = &cases[i].counts;
      LabStatsPassFail turned = { c->both, c->won, c->lost, c->neither };
      LabStatsInterval result = lab_stats_newcombe_paired (c, 0.95);
      LabStatsInterval mirror = lab_stats_newcombe_paired (&turned, 0.95);

      assert_near (result.low, cases[i].low, cases[i].tolerance);
      assert_near (result.high, cases[i].high, cases[i].tolerance);
      assert_near (mirror.low, -result.high, 1e-12);
      assert_near (mirror.high, -result.low, 1e-12);
    }
  assert_near (lab_stats_newcombe_paired (&(LabStatsPassFail){ 0 }, 0.95).low, -1, 0);
}

static void
test_needed (void)
{
  /* (1.645 + 0.842)² 0.15²/0.03² = 154.6 and (1.96 · 0.25/0.035)² = 196. */
  g_assert_cmpuint (lab_stats_needed_for_noninferiority (0.15, 0, 0.03, 0.8), ==, 155);
  g_assert_cmpuint (lab_stats_needed_for_half_width (0.25, 0.035, 0.95), ==, 196);
  g_assert_cmpuint (lab_stats_needed_for_half_width (1, 1e-9, 0.95), ==, G_MAXINT32);
  /* Exact binomial tails in independent code. */
  g_assert_cmpuint (lab_stats_needed_for_losses (0, 0.03), ==, 99);
  g_assert_cmpuint (lab_stats_needed_for_losses (1, 0.03), ==, 157);
  g_assert_cmpuint (lab_stats_needed_for_losses (2, 0.03), ==, 208);
  g_assert_cmpuint (lab_stats_needed_for_losses (3, 0.03), ==, 257);
  assert_near (lab_stats_detectable_difference (0.25, 200, 0.95, 0.8), 0.0495, 0.0001);
}

static void
fill_costs (LabRandom *random,
            gint64    *base,
            gint64    *optimised,
            gsize      n,
            double     sigma)
{
  for (gsize i = 0; i < n; i++)
    {
      base[i] = (gint64) (1e7 * exp (sigma * lab_random_normal (random)));
      optimised[i] = (gint64) ((double) base[i] * exp (-0.3 + 0.2 * lab_random_normal (random)));
    }
}

static void
test_saving_methods (void)
{
  static const struct
  {
    gsize n;
    LabStatsMethod method;
    LabStatsWarnings warnings;
  } cases[] = {
    { 2, LAB_STATS_METHOD_STUDENTISED, LAB_STATS_WARN_FEW_PAIRS },
    { 29, LAB_STATS_METHOD_STUDENTISED, LAB_STATS_WARN_FEW_PAIRS },
    { 49, LAB_STATS_METHOD_STUDENTISED, 0 },
    { 200, LAB_STATS_METHOD_PERCENTILE, 0 },
  };
  gint64 base[200], optimised[200];

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
      LabStatsInterval a, b, c;
      LabRandom random;

      lab_random_init (&random, 5);
      fill_costs (&random, base, optimised, cases[i].n, 0.3);
      g_assert_true (
          lab_stats_saving (base, optimised, cases[i].n, NULL, &options, &a, NULL));
      g_assert_true (
          lab_stats_saving (base, optimised, cases[i].n, NULL, &options, &b, NULL));
      options.seed = 2;
      g_assert_true (
          lab_stats_saving (base, optimised, cases[i].n, NULL, &options, &c, NULL));
      g_assert_cmpint (a.method, ==, cases[i].method);
      g_assert_cmpuint (a.n, ==, cases[i].n);
      g_assert_cmpuint (a.resamples, ==, 2000);
      g_assert_cmpuint (a.warnings & ~LAB_STATS_WARN_UNSTABLE, ==, cases[i].warnings);
      g_assert_cmpfloat (a.low, <=, a.value);
      g_assert_cmpfloat (a.high, >=, a.value);
      g_assert_cmpfloat (a.low, ==, b.low);
      g_assert_cmpfloat (a.high, ==, b.high);
      assert_near (a.value, c.value, 0);
      if (cases[i].n > 2)
        g_assert_cmpfloat (a.low, !=, c.low);
    }
}

static void
test_saving_value (void)
{
  const gint64 base[] = { 100, 300, 600 };
  const gint64 optimised[] = { 50, 330, 220 };
  LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
  LabStatsInterval result;

  g_assert_true (lab_stats_saving (base, optimised, 3, NULL, &options, &result, NULL));
  assert_near (result.value, 0.4, 1e-15);
  /* residuals −10, 150, −140 at R = 0.6: √(3/2 · 42200)/1000 */
  assert_near (result.se, sqrt (1.5 * 42200) / 1000, 1e-12);
  g_assert_true (lab_stats_typical_saving (base, optimised, 3, NULL, &options, &result, NULL));
  assert_near (result.value, 1 - cbrt (0.5 * 1.1 * 220 / 600), 1e-14);
}

/* The percentile interval of two pairs: a quarter of the resamples holds
 * each pair twice. */
static void
test_saving_two_pairs (void)
{
  const gint64 base[] = { 100, 100 };
  const gint64 optimised[] = { 50, 90 };
  LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
  LabStatsInterval result;

  options.method = LAB_STATS_METHOD_PERCENTILE;
  g_assert_true (lab_stats_saving (base, optimised, 2, NULL, &options, &result, NULL));
  assert_near (result.low, 0.1, 1e-12);
  assert_near (result.high, 0.5, 1e-12);
}

static void
test_saving_without_spread (void)
{
  const gint64 base[] = { 100, 200, 700, 400 };
  const gint64 optimised[] = { 60, 120, 420, 240 };
  LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
  LabStatsInterval result;

  g_assert_true (lab_stats_saving (base, optimised, 4, NULL, &options, &result, NULL));
  g_assert_true (result.warnings & LAB_STATS_WARN_NO_SPREAD);
  assert_near (result.low, 0.4, 1e-14);
  assert_near (result.high, 0.4, 1e-14);
  g_assert_true (lab_stats_saving (base, optimised, 1, NULL, &options, &result, NULL));
  g_assert_true (result.warnings & LAB_STATS_WARN_NO_INTERVAL);
  g_assert_true (isnan (result.low) && isnan (result.high));
  assert_near (result.value, 0.4, 1e-14);
}

static void
test_saving_refuses (void)
{
  const gint64 zero[] = { 0, 0 };
  const gint64 some[] = { 0, 5 };
  const gint64 negative[] = { -1, 5 };
  const double wrong[] = { 0, NAN };
  LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
  LabStatsInterval result;
  struct
  {
    const gint64 *base, *optimised;
    gsize n;
  } cases[] = {
    { zero, some, 2 },
    { some, some, 0 },
    { negative, some, 2 },
    { some, negative, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (lab_stats_saving (cases[i].base, cases[i].optimised, cases[i].n, NULL,
                                        &options, &result, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
    }
  g_assert_false (lab_stats_typical_saving (zero, some, 2, NULL, &options, &result, NULL));
  g_assert_false (lab_stats_mean_difference (wrong, 2, NULL, &options, &result, NULL));
  g_assert_false (lab_stats_mean_difference (wrong, 0, NULL, &options, &result, NULL));
}

static void
test_typical_drops_zeros (void)
{
  const gint64 base[] = { 100, 100, 0, 100 };
  const gint64 optimised[] = { 50, 0, 10, 200 };
  const guint clusters[] = { 1, 1, 2, 2 };
  LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
  LabStatsInterval result;

  g_assert_true (lab_stats_typical_saving (base, optimised, 4, clusters, &options, &result, NULL));
  assert_near (result.value, 0, 1e-14);
  g_assert_cmpuint (result.n, ==, 2);
  g_assert_cmpuint (result.clusters, ==, 2);
  g_assert_true (result.warnings & LAB_STATS_WARN_DROPPED);
}

/* Clusters of one are pairs; pairs that repeat within a cluster tell nothing
 * new, and the interval of pairs as if they did is too narrow. */
static void
test_clusters (void)
{
  gint64 base[240], optimised[240];
  guint own[240], shared[240];
  LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
  LabStatsInterval pairs, single, clustered, ignored;
  LabRandom random;

  lab_random_init (&random, 3);
  fill_costs (&random, base, optimised, 60, 0.3);
  for (guint i = 0; i < 240; i++)
    {
      base[i] = base[i % 60];
      optimised[i] = optimised[i % 60];
      own[i] = i;
      shared[i] = 1000 - i % 60;
    }
  g_assert_true (lab_stats_saving (base, optimised, 60, NULL, &options, &pairs, NULL));
  g_assert_true (lab_stats_saving (base, optimised, 60, own, &options, &single, NULL));
  g_assert_true (lab_stats_saving (base, optimised, 240, shared, &options, &clustered, NULL));
  g_assert_true (lab_stats_saving (base, optimised, 240, NULL, &options, &ignored, NULL));
  assert_near (single.low, pairs.low, 0);
  assert_near (clustered.value, pairs.value, 1e-12);
  assert_near (clustered.low, pairs.low, 1e-12);
  assert_near (clustered.high, pairs.high, 1e-12);
  g_assert_cmpuint (clustered.clusters, ==, 60);
  g_assert_cmpuint (clustered.n, ==, 240);
  g_assert_cmpfloat (ignored.high - ignored.low, <, 0.6 * (pairs.high - pairs.low));
  g_assert_true (lab_stats_saving (base, optimised, 20, shared, &options, &clustered, NULL));
  g_assert_true (clustered.warnings & LAB_STATS_WARN_FEW_CLUSTERS);
}

/* One dear task among a hundred decides, and the interval says so. */
static void
test_concentrated (void)
{
  gint64 base[100], optimised[100];
  LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
  LabStatsInterval result;

  for (int i = 0; i < 100; i++)
    {
      base[i] = i == 0 ? 1000000 : 1000 + i;
      optimised[i] = i == 0 ? 300000 : 990 + i;
    }
  g_assert_true (lab_stats_saving (base, optimised, 100, NULL, &options, &result, NULL));
  g_assert_true (result.warnings & LAB_STATS_WARN_CONCENTRATED);
  g_assert_cmpint (result.method, ==, LAB_STATS_METHOD_STUDENTISED);
  g_assert_cmpfloat (result.effective, <, 10);
  g_assert_cmpfloat (result.high, <=, 1);
}

/* On normal differences every method agrees with Student's t. */
static void
test_mean_difference (void)
{
  double differences[80];
  LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
  LabStatsInterval result;
  LabRandom random;
  double half;

  lab_random_init (&random, 21);
  for (int i = 0; i < 80; i++)
    differences[i] = 0.1 + 0.5 * lab_random_normal (&random);
  half = 1.990 * lab_stats_sd (differences, 80) / sqrt (80);
  options.resamples = 20000;
  for (int method = LAB_STATS_METHOD_PERCENTILE; method <= LAB_STATS_METHOD_BCA; method++)
    {
      options.method = (LabStatsMethod) method;
      g_assert_true (lab_stats_mean_difference (differences, 80, NULL, &options, &result, NULL));
      assert_near (result.value, lab_stats_mean (differences, 80), 1e-14);
      assert_near (result.se, lab_stats_sd (differences, 80) / sqrt (80), 1e-14);
      assert_near ((result.high - result.low) / 2, half, 0.06 * half);
    }
}

static void
test_noise_and_needed_pairs (void)
{
  LabStatsInterval seen = { .value = 0.01, .low = -0.04, .high = 0.06, .confidence = 0.95,
                            .se = 0.0255, .n = 50 };

  assert_near (lab_stats_noise_half_width (&seen, 50), 1.96 * 0.0255, 1e-4);
  assert_near (lab_stats_noise_half_width (&seen, 200), 0.98 * 0.0255, 1e-4);
  g_assert_cmpuint (lab_stats_needed_pairs (&seen, 0.05), ==, 50);
  g_assert_cmpuint (lab_stats_needed_pairs (&seen, 0.025), ==, 200);
  seen.low = seen.high = seen.value;
  g_assert_cmpuint (lab_stats_needed_pairs (&seen, 0.025), ==, 0);
}

static void
test_words (void)
{
  LabStatsInterval interval = { .method = LAB_STATS_METHOD_PERCENTILE, .resamples = 2000,
                                .clusters = 40 };
  LabStatsTest test = { .method = LAB_STATS_METHOD_SIGN_FLIP_EXACT };
  g_autofree char *text = lab_stats_interval_describe (&interval);
  g_autofree char *test_text = lab_stats_test_describe (&test);
  g_auto (GStrv) warnings =
      lab_stats_warnings_to_strv (LAB_STATS_WARN_FEW_PAIRS | LAB_STATS_WARN_UNSTABLE);
  g_auto (GStrv) none = lab_stats_warnings_to_strv (0);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpstr (text, ==, "paired percentile bootstrap, 2000 resamples, 40 clusters");
  g_assert_cmpstr (test_text, ==, "exact sign-flip randomisation");
  g_assert_cmpuint (g_strv_length (warnings), ==, 2);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  for (int i = 0; i < LAB_STATS_N_METHODS; i++)
    {
      g_assert_nonnull (lab_stats_method_get_label ((LabStatsMethod) i));
      g_assert_true (
          g_hash_table_add (names, (gpointer) lab_stats_method_to_string ((LabStatsMethod) i)));
    }
  g_assert_true (isnan (lab_stats_normal_quantile (1.5)));
  g_assert_true (isnan (lab_stats_beta_quantile (0.5, 0, 1)));
  g_assert_true (isnan (lab_stats_binomial_cdf (1, 2, 3)));
  assert_near (lab_stats_normal_quantile (0.975), 1.959963984540054, 1e-12);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/stats/moments/hard-for-one-pass", test_moments);
  g_test_add_func ("/base/stats/moments/sum-is-compensated", test_sum_is_compensated);
  g_test_add_func ("/base/stats/moments/geometric-mean", test_geometric_mean);
  g_test_add_func ("/base/stats/quantile/type-7", test_quantile);
  g_test_add_func ("/base/stats/rates/published", test_rates);
  g_test_add_func ("/base/stats/rates/upper-bound-has-the-tail", test_rate_upper_bound);
  g_test_add_func ("/base/stats/holm/published", test_holm);
  g_test_add_func ("/base/stats/sign-flip/darwins-maize", test_sign_flip_darwin);
  g_test_add_func ("/base/stats/sign-flip/enumerated", test_sign_flip_enumerated);
  g_test_add_func ("/base/stats/sign-flip/monte-carlo", test_sign_flip_monte_carlo);
  g_test_add_func ("/base/stats/mcnemar/published", test_mcnemar);
  g_test_add_func ("/base/stats/newcombe/published", test_newcombe_paired);
  g_test_add_func ("/base/stats/needed/pairs", test_needed);
  g_test_add_func ("/base/stats/saving/method-follows-size", test_saving_methods);
  g_test_add_func ("/base/stats/saving/value-and-error", test_saving_value);
  g_test_add_func ("/base/stats/saving/two-pairs", test_saving_two_pairs);
  g_test_add_func ("/base/stats/saving/without-spread", test_saving_without_spread);
  g_test_add_func ("/base/stats/saving/refuses", test_saving_refuses);
  g_test_add_func ("/base/stats/saving/typical-drops-zeros", test_typical_drops_zeros);
  g_test_add_func ("/base/stats/saving/clusters", test_clusters);
  g_test_add_func ("/base/stats/saving/a-dear-task-decides", test_concentrated);
  g_test_add_func ("/base/stats/mean/agrees-with-student", test_mean_difference);
  g_test_add_func ("/base/stats/noise/scales-with-pairs", test_noise_and_needed_pairs);
  g_test_add_func ("/base/stats/words", test_words);

  return g_test_run ();
}
