/* test-periods.c: where hours, days and weeks begin
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-periods.h"

#define SECOND G_GINT64_CONSTANT (1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define SLOT (15 * MINUTE)

static gint64
at (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * SECOND;
}

static void
assert_sound (const LabPeriods *periods)
{
  guint n = lab_periods_get_n (periods);

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (lab_periods_get_start (periods, i), <, lab_periods_get_end (periods, i));
      g_assert_cmpint (lab_periods_get_start (periods, i) % SLOT, ==, 0);
      g_assert_cmpint (lab_periods_find (periods, lab_periods_get_start (periods, i)), ==, i);
      g_assert_cmpint (lab_periods_find (periods, lab_periods_get_end (periods, i) - 1), ==, i);
    }
  g_assert_cmpint (lab_periods_find (periods, lab_periods_get_start (periods, 0) - 1), ==, -1);
  g_assert_cmpint (lab_periods_find (periods, lab_periods_get_end (periods, n - 1)), ==, -1);
}

static void
test_hours_of_a_day (void)
{
  static const struct
  {
    const char *zone;
    const char *time;
    const char *first;
    guint n;
  } cases[] = {
    { "UTC", "2026-11-23T12:00:00Z", "2026-11-23T00:00:00Z", 24 },
    { "UTC", "2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z", 24 },
    { "Europe/Berlin", "2026-11-23T23:30:00Z", "2026-11-23T23:00:00Z", 24 },
    { "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", 23 },
    { "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", 25 },
    { "Asia/Kathmandu", "2026-11-23T12:00:00Z", "2026-11-22T18:15:00Z", 24 },
    { "America/St_Johns", "2026-11-23T12:00:00Z", "2026-11-23T03:30:00Z", 24 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
      g_autoptr (LabPeriods) periods = lab_periods_new_hours (zone, at (cases[i].time));

      g_assert_cmpint (lab_periods_get_start (periods, 0), ==, at (cases[i].first));
      g_assert_cmpuint (lab_periods_get_n (periods), ==, cases[i].n);
      g_assert_cmpint (lab_periods_find (periods, at (cases[i].time)), >=, 0);
      assert_sound (periods);
    }
}

static void
test_days (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (LabPeriods) periods =
    lab_periods_new_days (zone, at ("2026-10-27T10:00:00Z"), 7);

  g_assert_cmpuint (lab_periods_get_n (periods), ==, 7);
  g_assert_cmpint (lab_periods_get_start (periods, 0), ==, at ("2026-10-20T22:00:00Z"));
  /* The clock went back on Sunday the 25th. */
  g_assert_cmpint (lab_periods_get_end (periods, 4) - lab_periods_get_start (periods, 4), ==,
                   25 * HOUR);
  g_assert_cmpint (lab_periods_get_end (periods, 6), ==, at ("2026-10-27T23:00:00Z"));
  assert_sound (periods);
}

static void
test_spans (void)
{
  static const struct
  {
    const char *first;
    const char *last;
    LabPeriodUnit unit;
    const char *start;
    guint n;
  } cases[] = {
    { "2026-11-23T12:10:00Z", "2026-11-23T12:10:00Z", LAB_PERIOD_HOUR, "2026-11-23T12:00:00Z", 1 },
    { "2026-11-23T12:10:00Z", "2026-11-24T13:00:00Z", LAB_PERIOD_HOUR, "2026-11-23T12:00:00Z", 26 },
    { "2026-11-01T12:10:00Z", "2026-11-23T13:00:00Z", LAB_PERIOD_DAY, "2026-11-01T00:00:00Z", 23 },
    { "2026-10-01T12:10:00Z", "2026-11-23T13:00:00Z", LAB_PERIOD_WEEK, "2026-09-28T00:00:00Z", 9 },
    { "2025-01-31T12:10:00Z", "2026-11-23T13:00:00Z", LAB_PERIOD_MONTH, "2025-01-01T00:00:00Z",
      23 },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabPeriods) periods =
        lab_periods_new_span (zone, at (cases[i].first), at (cases[i].last));

      g_assert_cmpint (periods->unit, ==, cases[i].unit);
      g_assert_cmpint (lab_periods_get_start (periods, 0), ==, at (cases[i].start));
      g_assert_cmpuint (lab_periods_get_n (periods), ==, cases[i].n);
      g_assert_cmpint (lab_periods_find (periods, at (cases[i].first)), ==, 0);
      g_assert_cmpint (lab_periods_find (periods, at (cases[i].last)), ==, cases[i].n - 1);
      assert_sound (periods);
    }
}

/* Whatever the length, there is never more to draw than can be told apart. */
static void
test_spans_of_any_length (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/New_York");
  gint64 first = at ("2024-02-28T03:07:00Z");

  for (gint64 length = 0; length < 220 * DAY; length += 7 * HOUR + 13 * MINUTE)
    {
      g_autoptr (LabPeriods) periods = lab_periods_new_span (zone, first, first + length);
      guint most = periods->unit == LAB_PERIOD_HOUR ? 48 : 31;

      g_assert_cmpuint (lab_periods_get_n (periods), <=, most);
      g_assert_cmpint (lab_periods_find (periods, first), ==, 0);
      g_assert_cmpint (lab_periods_find (periods, first + length), ==,
                       lab_periods_get_n (periods) - 1);
    }
}

static void
test_extending (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (LabPeriods) periods =
    lab_periods_new_hours (zone, at ("2026-11-23T12:00:00Z"));
  g_autoptr (LabPeriods) copy = lab_periods_copy (periods);

  lab_periods_extend (periods, at ("2026-11-23T18:00:00Z"), 24);
  g_assert_cmpuint (lab_periods_get_n (periods), ==, 24);
  lab_periods_extend (periods, at ("2026-11-24T02:30:00Z"), 24);
  g_assert_cmpuint (lab_periods_get_n (periods), ==, 27);
  lab_periods_extend (periods, at ("2026-12-24T02:30:00Z"), 10);
  g_assert_cmpuint (lab_periods_get_n (periods), ==, 37);
  assert_sound (periods);
  g_assert_cmpuint (lab_periods_get_n (copy), ==, 24);
}

static void
test_shifting (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (LabPeriods) periods =
    lab_periods_new_days (zone, at ("2026-10-27T10:00:00Z"), 7);

  /* At the same time of day, though the clock was changed between. */
  g_assert_cmpint (lab_periods_shift (periods, at ("2026-10-27T10:00:00Z"), -7), ==,
                   at ("2026-10-20T09:00:00Z"));
  g_assert_cmpint (lab_periods_shift (periods, at ("2026-10-27T10:01:00Z"), 0), ==,
                   at ("2026-10-27T10:15:00Z"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/costs/periods/hours-of-a-day", test_hours_of_a_day);
  g_test_add_func ("/costs/periods/days", test_days);
  g_test_add_func ("/costs/periods/spans", test_spans);
  g_test_add_func ("/costs/periods/spans-of-any-length", test_spans_of_any_length);
  g_test_add_func ("/costs/periods/extending", test_extending);
  g_test_add_func ("/costs/periods/shifting", test_shifting);
  return g_test_run ();
}
