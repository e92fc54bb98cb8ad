/* test-stats-quality.c: how much worse the answers may be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "lab-error.h"
#include "lab-stats-bounds.h"
#include "lab-stats-tests.h"

#define assert_near(a, b, tolerance) g_assert_cmpfloat (fabs ((a) - (b)), <=, tolerance)


/* The p-values were summed by another program, which searches the largest
 * likelihood by golden section; without wins they are binomial tails. */
static void
test_paired_rates (void)
{
  static const struct
  {
    LabStatsPassFail counts;
    double difference;
    double p_value;
  } cases[] = {
    { { 40, 2, 1, 7 }, -0.1, 0.060302795952180493 },
    { { 52, 3, 5, 0 }, -0.03, 0.12778913787348622 },
    { { 100, 6, 4, 10 }, -0.05, 0.1495189949588232 },
    { { 78, 0, 2, 0 }, -0.03, 0.021667150083692497 },
    { { 60, 0, 0, 40 }, -0.03, 0.04755250792540563 },          /* 0.97¹⁰⁰ */
    { { 99, 1, 0, 0 }, -0.03, 0.04755250792540563 * 397 / 97 }, /* and 100 · 0.03 · 0.97⁹⁹ */
    { { 0, 0, 0, 0 }, -0.03, 1 },
  };
  LabStatsPassFail none = { 100, 0, 0, 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      assert_near (lab_stats_paired_rate_p_value (&cases[i].counts, cases[i].difference),
                   cases[i].p_value, 1e-7);
      /* The bound is where that p-value is what is left of the confidence. */
      if (cases[i].p_value < 0.5)
        assert_near (lab_stats_paired_rate_lower_bound (&cases[i].counts, 1 - cases[i].p_value),
                     cases[i].difference, 1e-6);
    }
  assert_near (lab_stats_paired_rate_lower_bound (&none, 0.95), pow (0.05, 0.01) - 1, 1e-8);
}

/* What of the clusters is known without drawing. Each is of @size, and as many
 * of them lost everything. */
static void
test_tilted (void)
{
  static const struct
  {
    guint m, size, lost;
    double p_value;
  } cases[] = {
    { 100, 1, 0, 0.04755250792540563 },
    { 100, 3, 0, 0.04755250792540563 },
    { 50, 6, 0, 0.21806537534738046 },
    { 100, 2, 1, 0.04755250792540563 * 397 / 97 },
  };
  LabStatsOptions options = LAB_STATS_OPTIONS_INIT;

  options.resamples = 20000;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double differences[300] = { 0 };
      guint clusters[300];
      guint n = cases[i].m * cases[i].size;
      double p = cases[i].p_value;
      LabStatsInterval interval;

      for (guint k = 0; k < n; k++)
        {
          clusters[k] = k % cases[i].m;
          differences[k] = clusters[k] < cases[i].lost ? -1 : 0;
        }
      assert_near (lab_stats_tilted_p_value (differences, n, clusters, -0.03, &options), p,
                   4 * sqrt (p * (1 - p) / options.resamples));
      assert_near (lab_stats_tilted_lower_bound (differences, n, clusters, 1 - p, &options), -0.03,
                   0.002);
      interval = lab_stats_tilted_interval (differences, n, clusters, &options);
      assert_near (interval.value, -(double) cases[i].lost / cases[i].m, 1e-12);
      g_assert_cmpuint (interval.clusters, ==, cases[i].m);
      g_assert_cmpint (interval.method, ==, LAB_STATS_METHOD_TILTED);
      g_assert_cmpfloat (interval.low, <, interval.value);
      g_assert_cmpfloat (interval.high, >, interval.value);
    }
}

/* Two pairs of one cluster and a third alone. The likeliest law of mean −½
 * that has seen 0 and 0 loses everything half of the time: both stay in a
 * quarter. A mean of −⅓, of the single one lost, is seen with both; at θ = −½
 * r = 0 and −1 have weights of a half, so that what is as good, both kept or
 * the single one lost, makes a half. */
static void
test_tilted_by_hand (void)
{
  const guint clusters[] = { 7, 7, 9 };
  const double kept[] = { 0, 0, 0 };
  const double single[] = { 0, 0, -1 };
  LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
  double error;

  options.resamples = 40000;
  error = 4 * 0.5 / sqrt (options.resamples);
  assert_near (lab_stats_tilted_p_value (kept, 3, clusters, -0.5, &options), 0.25, error);
  assert_near (lab_stats_tilted_p_value (single, 3, clusters, -0.5, &options), 0.5, error);
  /* Nothing can be worse than to lose everything, or as good as the mean. */
  assert_near (lab_stats_tilted_p_value (kept, 3, clusters, -1, &options), 0, 0);
  assert_near (lab_stats_tilted_p_value (kept, 3, clusters, 0, &options), 1, 0);
  assert_near (lab_stats_tilted_lower_bound (kept, 0, NULL, 0.95, &options), -1, 0);
}

static void
test_quality_pass_fail (void)
{
  static const struct
  {
    guint both, lost, won, neither;
    LabStatsQualityState state;
    LabStatsMethod bound_method;
    guint needed;
  } cases[] = {
    /* No loss in 98 leaves 3.01 %, in 99 2.98 %; but Newcombe's bound counts
     * too where it is worse. */
    { 98, 0, 0, 0, LAB_STATS_QUALITY_INCONCLUSIVE, LAB_STATS_METHOD_CLOPPER_PEARSON, 99 },
    { 99, 0, 0, 0, LAB_STATS_QUALITY_PASS, LAB_STATS_METHOD_CLOPPER_PEARSON, 0 },
    { 155, 1, 0, 0, LAB_STATS_QUALITY_INCONCLUSIVE, LAB_STATS_METHOD_CLOPPER_PEARSON, 157 },
    { 156, 1, 0, 0, LAB_STATS_QUALITY_PASS, LAB_STATS_METHOD_CLOPPER_PEARSON, 0 },
    { 150, 40, 0, 10, LAB_STATS_QUALITY_INFERIOR, LAB_STATS_METHOD_PAIRED_EXACT, 0 },
    { 150, 0, 40, 10, LAB_STATS_QUALITY_PASS, LAB_STATS_METHOD_NEWCOMBE_PAIRED, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) base = g_array_new (FALSE, FALSE, sizeof (gint));
      g_autoptr (GArray) with = g_array_new (FALSE, FALSE, sizeof (gint));
      const guint counts[] = { cases[i].both, cases[i].lost, cases[i].won, cases[i].neither };
      static const gint scores[4][2] = { { 10000, 10000 }, { 10000, 0 }, { 0, 10000 }, { 0, 0 } };
      LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
      LabStatsQuality quality;

      for (int kind = 0; kind < 4; kind++)
        for (guint k = 0; k < counts[kind]; k++)
          {
            g_array_append_val (base, scores[kind][0]);
            g_array_append_val (with, scores[kind][1]);
          }
      g_assert_true (lab_stats_quality ((gint *) base->data, (gint *) with->data, base->len, NULL,
                                        0.03, &options, &quality, NULL));
      g_assert_true (quality.pass_fail);
      g_assert_cmpint (quality.state, ==, cases[i].state);
      g_assert_cmpint (quality.bound_method, ==, cases[i].bound_method);
      g_assert_cmpuint (quality.needed_pairs, ==, cases[i].needed);
      g_assert_cmpuint (quality.n_lost, ==, cases[i].lost);
      g_assert_cmpuint (quality.n_won, ==, cases[i].won);
      g_assert_cmpint (quality.test.method, ==, LAB_STATS_METHOD_MCNEMAR_EXACT);
    }
}

static void
test_quality_graded (void)
{
  gint base[200], with[200];
  guint clusters[200];
  LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
  LabStatsQuality quality;

  for (int i = 0; i < 200; i++)
    {
      base[i] = with[i] = 7500;
      clusters[i] = (guint) i / 2;
    }
  g_assert_true (lab_stats_quality (base, with, 99, NULL, 0.03, &options, &quality, NULL));
  g_assert_cmpint (quality.state, ==, LAB_STATS_QUALITY_INCONCLUSIVE);
  g_assert_cmpint (quality.bound_method, ==, LAB_STATS_METHOD_RULE_OF_THREE);
  assert_near (quality.bound, -3.0 / 99, 1e-15);
  assert_near (quality.test.p_value, 1, 0);

  /* One small loss must not pass where none does not. */
  with[0] = 7400;
  g_assert_true (lab_stats_quality (base, with, 99, NULL, 0.03, &options, &quality, NULL));
  g_assert_cmpint (quality.state, ==, LAB_STATS_QUALITY_INCONCLUSIVE);
  g_assert_true (lab_stats_quality (base, with, 200, NULL, 0.03, &options, &quality, NULL));
  g_assert_cmpint (quality.state, ==, LAB_STATS_QUALITY_PASS);

  for (int i = 0; i < 200; i++)
    with[i] = 7500 - (i % 4 == 0 ? 2000 : 0);
  g_assert_true (lab_stats_quality (base, with, 200, clusters, 0.03, &options, &quality, NULL));
  g_assert_cmpint (quality.state, ==, LAB_STATS_QUALITY_INFERIOR);
  assert_near (quality.difference.value, -0.05, 1e-12);
  g_assert_cmpuint (quality.n_lost, ==, 50);
  g_assert_cmpuint (quality.difference.clusters, ==, 100);
  g_assert_cmpfloat (quality.bound, <, quality.difference.value);
  g_assert_cmpfloat (quality.bound, >, quality.difference.low);
}

/* Answers say as much as the conversations they fall into, however many they
 * are. */
static void
test_quality_clusters (void)
{
  gint base[200], with[200];
  guint clusters[200];
  LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
  LabStatsQuality quality;

  for (int i = 0; i < 200; i++)
    {
      base[i] = with[i] = 10000;
      clusters[i] = (guint) i / 4;
    }
  /* 0.95 confidence of 50 clusters: 1 − 0.05^(1/50) = 5.8 %. */
  g_assert_true (lab_stats_quality (base, with, 200, clusters, 0.03, &options, &quality, NULL));
  g_assert_cmpint (quality.state, ==, LAB_STATS_QUALITY_INCONCLUSIVE);
  g_assert_cmpint (quality.bound_method, ==, LAB_STATS_METHOD_TILTED);
  assert_near (quality.bound, pow (0.05, 0.02) - 1, 0.005);
  g_assert_cmpuint (quality.difference.clusters, ==, 50);
  g_assert_cmpuint (quality.test.clusters, ==, 50);
  g_assert_cmpuint (quality.needed_pairs, ==, 4 * 99);
  for (int i = 0; i < 200; i++)
    clusters[i] = (guint) i / 2;
  g_assert_true (lab_stats_quality (base, with, 200, clusters, 0.04, &options, &quality, NULL));
  g_assert_cmpint (quality.state, ==, LAB_STATS_QUALITY_PASS);
  g_assert_cmpuint (quality.needed_pairs, ==, 0);
}

static void
test_quality_edges (void)
{
  const gint good[] = { 10000 };
  const gint bad[] = { 10001 };
  LabStatsOptions options = LAB_STATS_OPTIONS_INIT;
  LabStatsQuality quality;
  g_autoptr (GError) error = NULL;

  g_assert_true (lab_stats_quality (good, good, 0, NULL, 0.03, &options, &quality, NULL));
  g_assert_cmpint (quality.state, ==, LAB_STATS_QUALITY_NOT_JUDGED);
  g_assert_true (isnan (quality.bound));
  g_assert_true (lab_stats_quality (good, good, 1, NULL, 0.03, &options, &quality, NULL));
  g_assert_cmpint (quality.state, ==, LAB_STATS_QUALITY_INCONCLUSIVE);
  g_assert_false (lab_stats_quality (good, bad, 1, NULL, 0.03, &options, &quality, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_assert_cmpstr (lab_stats_quality_state_to_string (LAB_STATS_QUALITY_NOT_JUDGED), ==,
                   "not judged");
  g_assert_cmpstr (lab_stats_quality_state_to_string (LAB_STATS_QUALITY_INFERIOR), ==, "inferior");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/stats/bounds/paired-rates", test_paired_rates);
  g_test_add_func ("/base/stats/bounds/tilted", test_tilted);
  g_test_add_func ("/base/stats/bounds/tilted-by-hand", test_tilted_by_hand);
  g_test_add_func ("/base/stats/quality/clusters", test_quality_clusters);
  g_test_add_func ("/base/stats/quality/pass-fail", test_quality_pass_fail);
  g_test_add_func ("/base/stats/quality/graded", test_quality_graded);
  g_test_add_func ("/base/stats/quality/edges", test_quality_edges);

  return g_test_run ();
}
