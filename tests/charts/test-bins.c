/* test-bins.c: spikes survive, and everything is counted once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <math.h>

#include "lab-bins.h"
#include "lab-random.h"

#define COLUMNS 97

static void
test_spikes_survive (void)
{
  for (guint64 seed = 0; seed < 50; seed++)
    {
      LabRandom random;
      gsize n = 1 + 400 * seed;
      g_autofree double *x = g_new (double, n);
      g_autofree double *y = g_new (double, n);
      g_autoptr (GArray) bins = NULL;
      double least = INFINITY, greatest = -INFINITY, binned_least = INFINITY;
      double binned_greatest = -INFINITY;
      gsize known = 0, binned = 0;

      lab_random_init (&random, seed);
      for (gsize i = 0; i < n; i++)
        {
          x[i] = i;
          y[i] = lab_random_below (&random, 10) == 0 ? NAN : lab_random_normal (&random);
          if (isnan (y[i]))
            continue;
          known++;
          least = MIN (least, y[i]);
          greatest = MAX (greatest, y[i]);
        }
      bins = lab_bins_new (x, y, n, 0, n - 1, COLUMNS);
      g_assert_cmpuint (bins->len, <=, COLUMNS);
      for (guint i = 0; i < bins->len; i++)
        {
          const LabBin *bin = &g_array_index (bins, LabBin, i);

          g_assert_cmpuint (bin->column, <, COLUMNS);
          g_assert_true (i == 0 || bin->column > bin[-1].column);
          g_assert_true (bin->least <= bin->first && bin->first <= bin->greatest);
          g_assert_true (bin->least <= bin->last && bin->last <= bin->greatest);
          binned += bin->n;
          binned_least = MIN (binned_least, bin->least);
          binned_greatest = MAX (binned_greatest, bin->greatest);
        }
      g_assert_cmpuint (binned, ==, known);
      g_assert_true (known == 0 || (binned_least == least && binned_greatest == greatest));
    }
}

static void
test_exact_bins (void)
{
  const double x[] = { 0, 1, 2, 3, 4, 5, 6, 7, 9 };
  const double y[] = { 5, 1, 9, NAN, 4, 4, NAN, NAN, 2 };
  g_autoptr (GArray) bins = lab_bins_new (x, y, G_N_ELEMENTS (x), 0, 10, 5);
  static const LabBin expected[] = {
    { 0, 2, 5, 1, 1, 5, FALSE },
    { 1, 1, 9, 9, 9, 9, FALSE },
    { 2, 2, 4, 4, 4, 4, TRUE },
    { 4, 1, 2, 2, 2, 2, TRUE },
  };

  g_assert_cmpuint (bins->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < bins->len; i++)
    {
      const LabBin *bin = &g_array_index (bins, LabBin, i);

      g_assert_cmpuint (bin->column, ==, expected[i].column);
      g_assert_cmpuint (bin->n, ==, expected[i].n);
      g_assert_cmpfloat (bin->first, ==, expected[i].first);
      g_assert_cmpfloat (bin->last, ==, expected[i].last);
      g_assert_cmpfloat (bin->least, ==, expected[i].least);
      g_assert_cmpfloat (bin->greatest, ==, expected[i].greatest);
      g_assert_cmpint (bin->gap_before, ==, expected[i].gap_before);
    }
}

static void
test_nothing_makes_no_bins (void)
{
  const double x[] = { 0, NAN, INFINITY };
  const double y[] = { NAN, 3, 4 };
  g_autoptr (GArray) none = lab_bins_new (NULL, NULL, 0, 0, 1, 10);
  g_autoptr (GArray) unknown = lab_bins_new (x, y, 3, 0, 1, 10);
  const double same_x[] = { 4, 4 };
  const double same_y[] = { 1, 2 };
  g_autoptr (GArray) same = lab_bins_new (same_x, same_y, 2, 4, 4, 10);

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (unknown->len, ==, 0);
  g_assert_cmpuint (same->len, ==, 1);
}

static void
test_histograms_count_everything_once (void)
{
  for (int logarithmic = 0; logarithmic < 2; logarithmic++)
    for (gsize n = 1; n < 3000; n = n * 3 + 1)
      {
        LabRandom random;
        g_autofree double *values = g_new (double, n);
        guint bins = lab_histogram_bins (n), counts[60];
        double edges[61];
        gsize sum = 0;

        lab_random_init (&random, n);
        for (gsize i = 0; i < n; i++)
          values[i] = exp (lab_random_normal (&random) * 3);
        g_assert_true (lab_histogram_edges (values, n, logarithmic, bins, edges));
        g_assert_cmpuint (lab_histogram_count (values, n, edges, bins, counts), ==, n);
        for (guint i = 0; i < bins; i++)
          {
            g_assert_cmpfloat (edges[i], <, edges[i + 1]);
            sum += counts[i];
          }
        g_assert_cmpuint (sum, ==, n);
      }
}

static void
test_edges_belong_upward (void)
{
  const double values[] = { 0, 1, 1, 2, 3, 4, 4, 5, -1, NAN };
  const double edges[] = { 0, 1, 2, 4 };
  guint counts[3];

  g_assert_cmpuint (lab_histogram_count (values, G_N_ELEMENTS (values), edges, 3, counts), ==, 7);
  g_assert_cmpuint (counts[0], ==, 1);
  g_assert_cmpuint (counts[1], ==, 2);
  g_assert_cmpuint (counts[2], ==, 4);
}

static void
test_histograms_of_odd_values (void)
{
  const double same[] = { 3, 3, 3 };
  const double negative[] = { -3, -1, 0 };
  double edges[61];
  guint counts[60];

  g_assert_true (lab_histogram_edges (same, 3, FALSE, 5, edges));
  g_assert_cmpuint (lab_histogram_count (same, 3, edges, 5, counts), ==, 3);
  g_assert_false (lab_histogram_edges (negative, 3, TRUE, 5, edges));
  g_assert_true (lab_histogram_edges (negative, 3, FALSE, 5, edges));
  g_assert_false (lab_histogram_edges (NULL, 0, FALSE, 1, edges));
  g_assert_cmpuint (lab_histogram_bins (0), ==, 1);
  g_assert_cmpuint (lab_histogram_bins (60), ==, 8);
  g_assert_cmpuint (lab_histogram_bins (G_MAXUINT32), ==, 60);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/bins/spikes-survive", test_spikes_survive);
  g_test_add_func ("/charts/bins/exact", test_exact_bins);
  g_test_add_func ("/charts/bins/nothing-makes-none", test_nothing_makes_no_bins);
  g_test_add_func ("/charts/histogram/counts-everything-once",
                   test_histograms_count_everything_once);
  g_test_add_func ("/charts/histogram/edges-belong-upward", test_edges_belong_upward);
  g_test_add_func ("/charts/histogram/odd-values", test_histograms_of_odd_values);
  return g_test_run ();
}
