/* test-random.c: published outputs, distributions, independent streams
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "lab-random.h"

/* The first outputs from the state 1, 2, 3, 4, as the reference code gives
 * them (they also stand in the tests of the rand_xoshiro crate). */
static void
test_xoshiro_reference (void)
{
  static const guint64 outputs[] = {
    11520,
    0,
    1509978240,
    G_GUINT64_CONSTANT (1215971899390074240),
    G_GUINT64_CONSTANT (1216172134540287360),
    G_GUINT64_CONSTANT (607988272756665600),
    G_GUINT64_CONSTANT (16172922978634559625),
    G_GUINT64_CONSTANT (8476171486693032832),
    G_GUINT64_CONSTANT (10595114339597558777),
    G_GUINT64_CONSTANT (2904607092377533576),
  };
  LabRandom random = { { 1, 2, 3, 4 } };

  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++)
    g_assert_cmpuint (lab_random_next (&random), ==, outputs[i]);
}

static void
test_splitmix_reference (void)
{
  LabRandom random;

  lab_random_init (&random, 1234567);
  g_assert_cmpuint (random.state[0], ==, G_GUINT64_CONSTANT (6457827717110365317));
  g_assert_cmpuint (random.state[1], ==, G_GUINT64_CONSTANT (3203168211198807973));
  g_assert_cmpuint (random.state[2], ==, G_GUINT64_CONSTANT (9817491932198370423));
  g_assert_cmpuint (random.state[3], ==, G_GUINT64_CONSTANT (4593380528125082431));
}

static void
test_hash_reference (void)
{
  static const struct
  {
    const char *text;
    guint64 seed;
    guint64 hash;
  } cases[] = {
    { "", 0, G_GUINT64_CONSTANT (0xef46db3751d8e999) },
    { "a", 0, G_GUINT64_CONSTANT (0xd24ec4f1a98c6e5b) },
    { "abc", 0, G_GUINT64_CONSTANT (0x44bc2cf5ad770999) },
    { "xxhash", 0, G_GUINT64_CONSTANT (0x32dd38952c4bc720) },
    { "xxhash", 20141025, G_GUINT64_CONSTANT (0xb559b98d844e0635) },
    { "Call me Ishmael. Some years ago--never mind how long precisely-", 0,
      G_GUINT64_CONSTANT (0x02a2e85470d6fd96) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmphex (lab_hash64 (cases[i].text, strlen (cases[i].text), cases[i].seed), ==,
                     cases[i].hash);
}

/* Every length, every alignment, every bit counts. */
static void
test_hash_differs (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint8 bytes[101] = { 0 };

  for (gsize length = 0; length <= 100; length++)
    {
      guint64 hash = lab_hash64 (bytes, length, 0);

      memset (bytes, 0, sizeof bytes);
      g_assert_cmphex (lab_hash64 (bytes + 1, length, 0), ==, hash);
      g_assert_true (g_hash_table_add (seen, g_memdup2 (&hash, sizeof hash)));
      for (gsize at = 0; at < length; at++)
        {
          bytes[at] = 0x10;
          hash = lab_hash64 (bytes, length, 0);
          bytes[at] = 0;
          g_assert_true (g_hash_table_add (seen, g_memdup2 (&hash, sizeof hash)));
        }
    }
}

/* Pearson's statistic of @cells equally likely cells. */
static double
chi_square (const guint *counts, guint cells, double expected)
{
  double sum = 0;

  for (guint i = 0; i < cells; i++)
    sum += (counts[i] - expected) * (counts[i] - expected) / expected;
  return sum;
}

static void
test_below_is_uniform (void)
{
  LabRandom random;
  guint counts[7] = { 0 };

  lab_random_init (&random, 5);
  for (guint i = 0; i < 70000; i++)
    {
      guint64 value = lab_random_below (&random, 7);

      g_assert_cmpuint (value, <, 7);
      counts[value]++;
    }
  /* 6 degrees of freedom: beyond 22.5 once in a thousand */
  g_assert_cmpfloat (chi_square (counts, 7, 10000), <, 22.5);
}

/* Where the range does not divide 2^64, plain scaling would give the lower
 * half of these results twice the weight of the upper. */
static void
test_below_has_no_bias (void)
{
  const guint64 n = (G_GUINT64_CONSTANT (1) << 63) + (G_GUINT64_CONSTANT (1) << 62);
  LabRandom random;
  guint thirds[3] = { 0 };

  lab_random_init (&random, 6);
  for (guint i = 0; i < 30000; i++)
    {
      guint64 value = lab_random_below (&random, n);

      g_assert_cmpuint (value, <, n);
      thirds[value % 3]++;
    }
  /* 2 degrees of freedom: beyond 13.8 once in a thousand */
  g_assert_cmpfloat (chi_square (thirds, 3, 10000), <, 13.8);

  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (lab_random_below (&random, 1), ==, 0);
}

static void
test_double_is_uniform (void)
{
  LabRandom random;
  guint counts[20] = { 0 };

  lab_random_init (&random, 7);
  for (guint i = 0; i < 40000; i++)
    {
      double value = lab_random_double (&random);

      g_assert_cmpfloat (value, >=, 0);
      g_assert_cmpfloat (value, <, 1);
      g_assert_cmpfloat (value * 0x1p53, ==, floor (value * 0x1p53));
      counts[(guint) (value * 20)]++;
    }
  /* 19 degrees of freedom: beyond 43.8 once in a thousand */
  g_assert_cmpfloat (chi_square (counts, 20, 2000), <, 43.8);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

#define N_DRAWS 400000

static double
draw_normal (LabRandom *random)
{
  return lab_random_normal (random);
}

static double
draw_normal_milli (LabRandom *random)
{
  return lab_random_normal_milli (random) / 1000.0;
}

/* Mean, standard deviation, kurtosis and quantiles (tables of the normal
 * distribution), each within about four standard errors. */
static void
test_is_normal (gconstpointer data)
{
  static const struct
  {
    double below, z, tolerance;
  } quantiles[] = {
    { 0.00135, -3.0, 0.07 },   { 0.025, -1.95996, 0.02 }, { 0.158655, -1.0, 0.01 },
    { 0.25, -0.67449, 0.009 }, { 0.5, 0, 0.008 },         { 0.75, 0.67449, 0.009 },
    { 0.841345, 1.0, 0.01 },   { 0.975, 1.95996, 0.02 },  { 0.99865, 3.0, 0.07 },
  };
  double (*draw) (LabRandom *) = data;
  g_autofree double *values = g_new (double, N_DRAWS);
  double mean = 0;
  double square = 0;
  double fourth = 0;
  LabRandom random;

  lab_random_init (&random, 8);
  for (guint i = 0; i < N_DRAWS; i++)
    {
      values[i] = draw (&random);
      mean += values[i] / N_DRAWS;
      square += values[i] * values[i] / N_DRAWS;
      fourth += values[i] * values[i] * values[i] * values[i] / N_DRAWS;
    }
  g_assert_cmpfloat_with_epsilon (mean, 0, 0.0065);
  g_assert_cmpfloat_with_epsilon (sqrt (square), 1, 0.0047);
  g_assert_cmpfloat_with_epsilon (fourth, 3, 0.07);

  qsort (values, N_DRAWS, sizeof *values, compare_doubles);
  for (guint i = 0; i < G_N_ELEMENTS (quantiles); i++)
    g_assert_cmpfloat_with_epsilon (values[(guint) (quantiles[i].below * N_DRAWS)], quantiles[i].z,
                                    quantiles[i].tolerance);
}

/* The state that makes the generator's next output @output: the scrambler
 * of the second word is a bijection, so it can be undone. */
static LabRandom
random_about_to_give (guint64 output)
{
  LabRandom random = { { 1, 0, 3, 4 } };
  guint64 value = output * G_GUINT64_CONSTANT (0x8e38e38e38e38e39); /* 1/9 */

  value = value >> 7 | value << 57;
  random.state[1] = value * G_GUINT64_CONSTANT (0xcccccccccccccccd); /* 1/5 */
  return random;
}

/* Chosen tail probabilities p = P(|Z| > z) against tables of the normal
 * distribution, both signs, and the ends of the table. */
static void
test_normal_milli_follows_the_table (void)
{
  static const struct
  {
    double p;
    int milli;
  } cases[] = {
    { 0.999999, 0 },       { 0.9, 126 },           { 0.75, 319 },   { 0.5, 674 },
    { 0.3173105, 1000 },   { 0.1, 1645 },          { 0.05, 1960 },  { 0.045500264, 2000 },
    { 0.01, 2576 },        { 0.0026997961, 3000 }, { 0.001, 3291 }, { 6.334248e-5, 4000 },
    { 5.733031e-7, 5000 }, { 1.973175e-9, 6000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint64 sign = 0; sign <= 1; sign++)
      {
        guint64 bits = (guint64) (cases[i].p * 0x1p63) << 1 | sign;
        LabRandom random = random_about_to_give (bits);
        int milli = lab_random_normal_milli (&random);

        g_assert_cmpint (ABS ((sign ? -milli : milli) - cases[i].milli), <=, 1);
      }
}

static void
test_normal_milli_at_the_ends (void)
{
  static const guint64 ends[] = { 0, 2, 1 << 10, G_GUINT64_CONSTANT (1) << 24 };
  int last = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      LabRandom random = random_about_to_give (ends[i]);

      /* P(|Z| > 7.1) is about 2^−40, where the table ends */
      g_assert_cmpint (lab_random_normal_milli (&random), >=, 7000);
      g_assert_cmpint (lab_random_normal_milli (&random), <=, 7300);
    }

  /* further in, never further out, over every octave */
  for (gint64 shift = 63; shift >= 0; shift--)
    {
      LabRandom random = random_about_to_give (~G_GUINT64_CONSTANT (0) >> (63 - shift) & ~1ull);
      int milli = lab_random_normal_milli (&random);

      g_assert_cmpint (milli, >=, last);
      last = milli;
    }
}

/* Seeds are kept in files: what they give must never change. */
static void
test_streams_are_stored (void)
{
  static const guint64 outputs[] = {
    G_GUINT64_CONSTANT (6609538475013156186),
    G_GUINT64_CONSTANT (2603136712425172873),
    G_GUINT64_CONSTANT (16226593974581823989),
    G_GUINT64_CONSTANT (16160366526746415928),
  };
  static const int normals[] = { -475, -302, 854, -2216 };
  LabRandom random;

  lab_random_init_stream (&random, 42, "workload/support-chat", 3);
  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++)
    g_assert_cmpuint (lab_random_next (&random), ==, outputs[i]);
  for (guint i = 0; i < G_N_ELEMENTS (normals); i++)
    g_assert_cmpint (lab_random_normal_milli (&random), ==, normals[i]);
}

static void
test_exponential (void)
{
  LabRandom random;
  double mean = 0;
  double square = 0;
  guint beyond = 0;

  lab_random_init (&random, 9);
  for (guint i = 0; i < N_DRAWS; i++)
    {
      double value = lab_random_exponential (&random);

      g_assert_cmpfloat (value, >=, 0);
      mean += value / N_DRAWS;
      square += value * value / N_DRAWS;
      beyond += value > 3;
    }
  g_assert_cmpfloat_with_epsilon (mean, 1, 0.0065);
  g_assert_cmpfloat_with_epsilon (square, 2, 0.03);
  g_assert_cmpfloat_with_epsilon (beyond / (double) N_DRAWS, exp (-3), 0.0014);
}

/* How strongly two streams go together, in standard errors. */
static double
correlation (LabRandom *a, LabRandom *b)
{
  const guint n = 20000;
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += (lab_random_double (a) - 0.5) * (lab_random_double (b) - 0.5) * 12;
  return fabs (sum) / sqrt (n);
}

static void
test_streams_are_independent (void)
{
  static const struct
  {
    guint64 seed;
    const char *name;
    guint64 index;
  } keys[] = {
    { 1, "a", 0 }, { 1, "a", 1 }, { 1, "b", 0 }, { 2, "a", 0 },
    { 0, "", 0 },  { 0, "", 1 },  { 1, "", 0 },  { 1, "a/1", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    for (guint j = 0; j < i; j++)
      {
        LabRandom a, b;

        lab_random_init_stream (&a, keys[i].seed, keys[i].name, keys[i].index);
        lab_random_init_stream (&b, keys[j].seed, keys[j].name, keys[j].index);
        g_assert_true (memcmp (&a, &b, sizeof a) != 0);
        g_assert_cmpfloat (correlation (&a, &b), <, 4);
      }
}

static void
test_streams_do_not_depend_on_order (void)
{
  LabRandom first, again, other;

  lab_random_init_stream (&first, 3, "x", 7);
  lab_random_init_stream (&other, 3, "y", 7);
  lab_random_next (&other);
  lab_random_init_stream (&again, 3, "x", 7);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (lab_random_next (&first), ==, lab_random_next (&again));
}

static void
test_split (void)
{
  LabRandom parent, copy, child, twin, second;

  lab_random_init (&parent, 11);
  copy = parent;
  child = lab_random_split (&parent);
  twin = lab_random_split (&copy);
  g_assert_cmpmem (&child, sizeof child, &twin, sizeof twin);
  g_assert_cmpmem (&parent, sizeof parent, &copy, sizeof copy);

  second = lab_random_split (&parent);
  g_assert_true (memcmp (&second, &child, sizeof child) != 0);
  g_assert_cmpfloat (correlation (&parent, &child), <, 4);
  g_assert_cmpfloat (correlation (&second, &twin), <, 4);
}

static void
test_shuffle (void)
{
  guint counts[24] = { 0 };
  LabRandom random;

  lab_random_init (&random, 12);
  for (guint i = 0; i < 48000; i++)
    {
      guint order[4] = { 0, 1, 2, 3 };
      guint rank = 0;

      lab_random_shuffle (&random, order, 4);
      /* the order's number among all 24 */
      for (guint j = 0; j < 4; j++)
        {
          guint smaller = 0;

          for (guint k = j + 1; k < 4; k++)
            smaller += order[k] < order[j];
          rank = rank * (4 - j) + smaller;
        }
      counts[rank]++;
    }
  /* 23 degrees of freedom: beyond 49.7 once in a thousand */
  g_assert_cmpfloat (chi_square (counts, 24, 2000), <, 49.7);
}

static void
test_shuffle_of_nothing (void)
{
  LabRandom random, before;
  guint one = 5;

  lab_random_init (&random, 13);
  before = random;
  lab_random_shuffle (&random, NULL, 0);
  lab_random_shuffle (&random, &one, 1);
  g_assert_cmpuint (one, ==, 5);
  g_assert_cmpmem (&random, sizeof random, &before, sizeof before);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/random/xoshiro-reference", test_xoshiro_reference);
  g_test_add_func ("/base/random/splitmix-reference", test_splitmix_reference);
  g_test_add_func ("/base/random/hash-reference", test_hash_reference);
  g_test_add_func ("/base/random/hash-differs", test_hash_differs);
  g_test_add_func ("/base/random/below-is-uniform", test_below_is_uniform);
  g_test_add_func ("/base/random/below-has-no-bias", test_below_has_no_bias);
  g_test_add_func ("/base/random/double-is-uniform", test_double_is_uniform);
  g_test_add_data_func ("/base/random/normal", draw_normal, test_is_normal);
  g_test_add_data_func ("/base/random/normal-milli", draw_normal_milli, test_is_normal);
  g_test_add_func ("/base/random/normal-milli-follows-the-table",
                   test_normal_milli_follows_the_table);
  g_test_add_func ("/base/random/normal-milli-at-the-ends", test_normal_milli_at_the_ends);
  g_test_add_func ("/base/random/streams-are-stored", test_streams_are_stored);
  g_test_add_func ("/base/random/exponential", test_exponential);
  g_test_add_func ("/base/random/streams-are-independent", test_streams_are_independent);
  g_test_add_func ("/base/random/streams-do-not-depend-on-order",
                   test_streams_do_not_depend_on_order);
  g_test_add_func ("/base/random/split", test_split);
  g_test_add_func ("/base/random/shuffle", test_shuffle);
  g_test_add_func ("/base/random/shuffle-of-nothing", test_shuffle_of_nothing);
  return g_test_run ();
}
