/* test-stats-projection.c: sums over a random number of calls, and their paths
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "lab-error.h"
#include "lab-random.h"
#include "lab-stats-describe.h"
#include "lab-stats-projection.h"

#define assert_near(a, b, tolerance) g_assert_cmpfloat (fabs ((a) - (b)), <=, tolerance)

static void
test_projection_closed_forms (void)
{
  LabStatsMoments sum =
      lab_stats_compound ((LabStatsMoments){ 100, 400 }, (LabStatsMoments){ 3, 2 });

  assert_near (sum.mean, 300, 0);
  assert_near (sum.variance, 100 * 2 + 400 * 9, 0);
  assert_near (lab_stats_poisson_hit_rate (0.01, 300), 1 - exp (-3), 1e-15);
  assert_near (lab_stats_poisson_hit_rate (0, 300), 0, 0);
}

/* Few calls are drawn one by one, many from the normal law; both must have
 * the closed form's moments, widened by what is unknown about the records:
 * E[N]² Var[C]/n. */
static void
test_projection_moments (void)
{
  static const LabStatsMoments counts[] = { { 20, 20 }, { 300, 300 }, { 300, 9000 }, { 50, 20000 },
                                            { 20000, 20000 }, { 20000, 4e6 } };
  gint64 records[400];
  double costs[400];
  LabRandom random;
  LabStatsMoments cost;

  lab_random_init (&random, 17);
  for (int i = 0; i < 400; i++)
    {
      records[i] = (gint64) (1e6 * exp (0.8 * lab_random_normal (&random)));
      costs[i] = (double) records[i];
    }
  cost.mean = lab_stats_mean (costs, 400);
  cost.variance = lab_stats_variance (costs, 400);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      LabStatsMoments sum = lab_stats_compound (counts[i], cost);
      double unknown = counts[i].mean * counts[i].mean * cost.variance / 400;
      LabStatsProjection result;

      g_assert_true (lab_stats_project (records, 400, NULL, counts[i], sum.mean, 4000, 9, NULL,
                                        &result, NULL));
      assert_near (result.mean / sum.mean, 1, 4 * result.sd / sqrt (4000) / sum.mean);
      assert_near (result.sd / sqrt (sum.variance + unknown), 1, 0.08);
      g_assert_cmpfloat (result.p10, <, result.p50);
      g_assert_cmpfloat (result.p50, <, result.p90);
      g_assert_cmpfloat (result.exceeded.value, >, 0.15);
      g_assert_cmpfloat (result.exceeded.value, <, 0.6);
      g_assert_cmpint (result.method, ==, LAB_STATS_METHOD_MONTE_CARLO);
    }
}

static void
test_projection_clusters_and_edges (void)
{
  gint64 records[40];
  guint clusters[40];
  double totals[500];
  LabStatsMoments count = { 1000, 1000 };
  LabStatsProjection single, clustered;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 40; i++)
    {
      records[i] = i < 20 ? 1000 : 9000;
      clusters[i] = i / 10;
    }
  g_assert_true (lab_stats_project (records, 40, NULL, count, LAB_STATS_NO_BUDGET, 500, 9, NULL,
                                    &single, NULL));
  g_assert_true (
      lab_stats_project (records, 40, clusters, count, 1e9, 500, 9, totals, &clustered, NULL));
  g_assert_cmpfloat (clustered.sd, >, 2 * single.sd);
  g_assert_true (isnan (single.exceeded.value));
  assert_near (clustered.exceeded.value, 0, 0);
  g_assert_cmpfloat (totals[0], <=, totals[499]);
  g_assert_true (clustered.warnings & LAB_STATS_WARN_FEW_CLUSTERS);

  g_assert_false (lab_stats_project (records, 0, NULL, count, 1, 5, 9, NULL, &single, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  count.mean = 0;
  g_assert_false (lab_stats_project (records, 40, NULL, count, 1, 5, 9, NULL, &single, NULL));
  records[3] = -1;
  count.mean = 1;
  g_assert_false (lab_stats_project (records, 40, NULL, count, 1, 5, 9, NULL, &single, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/stats/projection/closed-forms", test_projection_closed_forms);
  g_test_add_func ("/base/stats/projection/moments", test_projection_moments);
  g_test_add_func ("/base/stats/projection/clusters-and-edges",
                   test_projection_clusters_and_edges);

  return g_test_run ();
}
