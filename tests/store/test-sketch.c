/* test-sketch.c: percentiles within their error, merged in any order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-error.h"
#include "lab-random.h"
#include "lab-sketch.h"

#define N 5000

static int
compare (gconstpointer a,
         gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gint64
draw (LabRandom *random,
      guint      kind)
{
  switch (kind)
    {
    case 0:
      return (gint64) lab_random_below (random, 100);
    case 1:
      return (gint64) (lab_random_exponential (random) * 1e9);
    default:
      return (gint64) (lab_random_next (random) >> (1 + lab_random_below (random, 62)));
    }
}

static void
test_quantiles_within_error (void)
{
  static const double qs[] = { 0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1 };
  g_autofree gint64 *values = g_new (gint64, N);

  for (guint kind = 0; kind < 3; kind++)
    {
      LabRandom random;
      LabSketch sketch;

      lab_random_init (&random, 7 + kind);
      lab_sketch_init (&sketch);
      for (guint i = 0; i < N; i++)
        {
          values[i] = draw (&random, kind);
          lab_sketch_add (&sketch, values[i]);
        }
      qsort (values, N, sizeof *values, compare);
      for (guint i = 0; i < G_N_ELEMENTS (qs); i++)
        {
          guint rank = MAX (1, (guint) (qs[i] * N));
          gint64 exact = values[rank - 1];
          gint64 found = lab_sketch_quantile (&sketch, qs[i]);

          g_assert_cmpfloat (ABS ((double) found - (double) exact), <=, (double) exact / 64);
        }
    }
}

static void
assert_same (const LabSketch *a,
             const LabSketch *b)
{
  g_autoptr (GBytes) x = lab_sketch_to_bytes (a);
  g_autoptr (GBytes) y = lab_sketch_to_bytes (b);

  g_assert_true (g_bytes_equal (x, y));
}

static void
test_merging_is_adding (void)
{
  LabRandom random;
  LabSketch whole, parts[3], forwards, backwards;

  lab_random_init (&random, 3);
  lab_sketch_init (&whole);
  lab_sketch_init (&forwards);
  lab_sketch_init (&backwards);
  for (guint i = 0; i < 3; i++)
    lab_sketch_init (&parts[i]);
  for (guint i = 0; i < N; i++)
    {
      gint64 value = draw (&random, 2) - 1000;

      lab_sketch_add (&whole, value);
      lab_sketch_add (&parts[lab_random_below (&random, 3)], value);
    }
  for (guint i = 0; i < 3; i++)
    {
      lab_sketch_merge (&forwards, &parts[i]);
      lab_sketch_merge (&backwards, &parts[2 - i]);
    }
  assert_same (&whole, &forwards);
  assert_same (&whole, &backwards);
}

static void
test_bytes_read_back (void)
{
  static const gint64 values[] = { G_MININT64, -1, 0, 1, 31, 32, 63, 64, 1000000, G_MAXINT64 };
  LabSketch sketch, read;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  const guint8 *data;

  lab_sketch_init (&sketch);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    lab_sketch_add (&sketch, values[i]);
  bytes = lab_sketch_to_bytes (&sketch);
  data = g_bytes_get_data (bytes, &length);
  lab_sketch_init (&read);
  g_assert_true (lab_sketch_merge_bytes (&read, data, length, &error));
  g_assert_no_error (error);
  assert_same (&sketch, &read);
  g_assert_cmpmem (&sketch, sizeof sketch, &read, sizeof read);
  g_assert_cmpint (lab_sketch_quantile (&read, 0), ==, G_MININT64);
  g_assert_cmpint (lab_sketch_quantile (&read, 1), ==, G_MAXINT64);
}

/* Whatever bytes are given, nothing is added in part. */
static void
test_bad_bytes_change_nothing (void)
{
  LabRandom random;
  LabSketch sketch, before;

  lab_random_init (&random, 11);
  lab_sketch_init (&sketch);
  lab_sketch_add (&sketch, 5);
  for (guint i = 0; i < 20000; i++)
    {
      guint8 bytes[24];
      gsize length = lab_random_below (&random, sizeof bytes) + 1;
      g_autoptr (GError) error = NULL;

      for (gsize k = 0; k < length; k++)
        bytes[k] = (guint8) lab_random_below (&random, i % 2 ? 256 : 4);
      before = sketch;
      if (lab_sketch_merge_bytes (&sketch, bytes, length, &error))
        continue;
      g_assert_error (error, LAB_ERROR, LAB_ERROR_CORRUPTED_METRICS);
      g_assert_cmpmem (&before, sizeof before, &sketch, sizeof sketch);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/sketch/quantiles-within-error", test_quantiles_within_error);
  g_test_add_func ("/store/sketch/merging-is-adding", test_merging_is_adding);
  g_test_add_func ("/store/sketch/bytes-read-back", test_bytes_read_back);
  g_test_add_func ("/store/sketch/bad-bytes-change-nothing", test_bad_bytes_change_nothing);
  return g_test_run ();
}
