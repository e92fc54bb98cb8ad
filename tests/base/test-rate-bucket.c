/* test-rate-bucket.c: a token bucket that loses nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-random.h"
#include "lab-rate-bucket.h"

#define MINUTE G_GINT64_CONSTANT (60000000)

static void
test_starts_full (void)
{
  LabRateBucket bucket;

  lab_rate_bucket_init (&bucket, 10, 60, 1000);
  for (guint i = 0; i < 10; i++)
    g_assert_true (lab_rate_bucket_take (&bucket, 1, 1000));
  g_assert_false (lab_rate_bucket_take (&bucket, 1, 1000));
  g_assert_true (lab_rate_bucket_take (&bucket, 0, 1000));
}

/* One unit a second: there at the very µs, and not one before. */
static void
test_wait_is_exact (void)
{
  LabRateBucket bucket;

  lab_rate_bucket_init (&bucket, 10, 60, 0);
  g_assert_true (lab_rate_bucket_take (&bucket, 10, 0));
  g_assert_cmpint (lab_rate_bucket_wait (&bucket, 3, 0), ==, 3000000);
  g_assert_false (lab_rate_bucket_take (&bucket, 3, 2999999));
  g_assert_cmpint (lab_rate_bucket_wait (&bucket, 3, 2999999), ==, 1);
  g_assert_cmpint (lab_rate_bucket_wait (&bucket, 3, 3000000), ==, 0);
  g_assert_true (lab_rate_bucket_take (&bucket, 3, 3000000));
  g_assert_cmpint (lab_rate_bucket_wait (&bucket, 11, 3000000), ==, -1);
}

/* Whatever the rate, waiting as long as told is enough, a µs less is not. */
static void
test_wait_is_enough_and_no_more (void)
{
  LabRandom random;

  lab_random_init (&random, 1);
  for (guint i = 0; i < 5000; i++)
    {
      gint64 capacity = 1 + (gint64) lab_random_below (&random, 100000);
      gint64 rate = 1 + (gint64) lab_random_below (&random, 10000000);
      gint64 units = 1 + (gint64) lab_random_below (&random, (guint64) capacity);
      gint64 now = (gint64) lab_random_below (&random, 1000000000);
      LabRateBucket bucket, early;
      gint64 wait;

      lab_rate_bucket_init (&bucket, capacity, rate, 0);
      g_assert_true (lab_rate_bucket_take (&bucket, capacity, now));
      wait = lab_rate_bucket_wait (&bucket, units, now);
      g_assert_cmpint (wait, >, 0);
      early = bucket;
      g_assert_false (lab_rate_bucket_take (&early, units, now + wait - 1));
      g_assert_true (lab_rate_bucket_take (&bucket, units, now + wait));
    }
}

/* Asking often changes nothing: seven a minute, asked every µs or so. */
static void
test_nothing_is_lost_by_asking (void)
{
  LabRateBucket asked, quiet;
  LabRandom random;
  gint64 now = 0;

  lab_random_init (&random, 2);
  lab_rate_bucket_init (&asked, 1000, 7, 0);
  g_assert_true (lab_rate_bucket_take (&asked, 1000, 0));
  quiet = asked;
  for (guint i = 0; i < 100000; i++)
    {
      now += (gint64) lab_random_below (&random, 50);
      lab_rate_bucket_wait (&asked, 1, now);
      g_assert_false (lab_rate_bucket_take (&asked, 1000, now));
    }
  lab_rate_bucket_wait (&quiet, 1, now);
  g_assert_true (asked.level == quiet.level);
  g_assert_true (asked.level == (__int128) now * 7);
}

/* What is granted never exceeds capacity + rate × time, and comes within
 * one unit of it under steady demand. */
static void
test_grants_match_the_rate (void)
{
  LabRateBucket bucket;
  gint64 granted = 0;

  lab_rate_bucket_init (&bucket, 50, 1000, 0);
  for (gint64 now = 0; now <= 3 * MINUTE; now += 1000)
    granted += lab_rate_bucket_take (&bucket, 1, now);
  g_assert_cmpint (granted, ==, 50 + 3 * 1000);
}

static void
test_capacity_is_the_most (void)
{
  LabRateBucket bucket;

  lab_rate_bucket_init (&bucket, 5, 100, 0);
  g_assert_false (lab_rate_bucket_take (&bucket, 6, 1000 * MINUTE));
  g_assert_true (lab_rate_bucket_take (&bucket, 5, 1000 * MINUTE));
  g_assert_false (lab_rate_bucket_take (&bucket, 1, 1000 * MINUTE));
}

static void
test_settle (void)
{
  LabRateBucket bucket;

  lab_rate_bucket_init (&bucket, 100, 60, 0);
  g_assert_true (lab_rate_bucket_take (&bucket, 80, 0));
  /* used 30 of 80 */
  lab_rate_bucket_settle (&bucket, 50, 0);
  g_assert_true (lab_rate_bucket_take (&bucket, 70, 0));
  g_assert_false (lab_rate_bucket_take (&bucket, 1, 0));
  /* used 40 more than taken: in debt, paid off a unit a second */
  lab_rate_bucket_settle (&bucket, -40, 0);
  g_assert_cmpint (lab_rate_bucket_wait (&bucket, 1, 0), ==, 41000000);
  /* never above the capacity */
  lab_rate_bucket_settle (&bucket, 1000, 0);
  g_assert_true (lab_rate_bucket_take (&bucket, 100, 0));
  g_assert_false (lab_rate_bucket_take (&bucket, 1, 0));
}

static void
test_no_limit (void)
{
  LabRateBucket bucket;

  lab_rate_bucket_init (&bucket, 0, 0, 0);
  for (guint i = 0; i < 10; i++)
    g_assert_true (lab_rate_bucket_take (&bucket, G_MAXINT64, 0));
  lab_rate_bucket_settle (&bucket, -G_MAXINT64, 0);
  g_assert_cmpint (lab_rate_bucket_wait (&bucket, G_MAXINT64, 0), ==, 0);
}

/* A clock set back neither refills nor empties. */
static void
test_clock_set_back (void)
{
  LabRateBucket bucket;

  lab_rate_bucket_init (&bucket, 10, 60, 5 * MINUTE);
  g_assert_true (lab_rate_bucket_take (&bucket, 10, 5 * MINUTE));
  g_assert_false (lab_rate_bucket_take (&bucket, 1, 4 * MINUTE));
  g_assert_cmpint (lab_rate_bucket_wait (&bucket, 1, 4 * MINUTE), ==, MINUTE + 1000000);
  g_assert_false (lab_rate_bucket_take (&bucket, 1, 5 * MINUTE + 999999));
  g_assert_true (lab_rate_bucket_take (&bucket, 1, 5 * MINUTE + 1000000));
}

static void
test_extremes (void)
{
  LabRateBucket bucket;

  lab_rate_bucket_init (&bucket, G_MAXINT64, G_MAXINT64, G_MININT64);
  g_assert_true (lab_rate_bucket_take (&bucket, G_MAXINT64, G_MAXINT64));
  g_assert_cmpint (lab_rate_bucket_wait (&bucket, G_MAXINT64, G_MAXINT64), ==, MINUTE);

  lab_rate_bucket_init (&bucket, G_MAXINT64, 1, 0);
  g_assert_true (lab_rate_bucket_take (&bucket, G_MAXINT64, 0));
  g_assert_cmpint (lab_rate_bucket_wait (&bucket, G_MAXINT64, 0), ==, G_MAXINT64);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/rate-bucket/starts-full", test_starts_full);
  g_test_add_func ("/base/rate-bucket/wait-is-exact", test_wait_is_exact);
  g_test_add_func ("/base/rate-bucket/wait-is-enough-and-no-more", test_wait_is_enough_and_no_more);
  g_test_add_func ("/base/rate-bucket/nothing-is-lost-by-asking", test_nothing_is_lost_by_asking);
  g_test_add_func ("/base/rate-bucket/grants-match-the-rate", test_grants_match_the_rate);
  g_test_add_func ("/base/rate-bucket/capacity-is-the-most", test_capacity_is_the_most);
  g_test_add_func ("/base/rate-bucket/settle", test_settle);
  g_test_add_func ("/base/rate-bucket/no-limit", test_no_limit);
  g_test_add_func ("/base/rate-bucket/clock-set-back", test_clock_set_back);
  g_test_add_func ("/base/rate-bucket/extremes", test_extremes);
  return g_test_run ();
}
