/* test-axis.c: from a value to a place, and ticks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <math.h>
#include <string.h>

#include "lab-axis.h"
#include "lab-random.h"

static char *
join_labels (const LabAxis *axis)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < axis->ticks->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " | " : "",
                            g_array_index (axis->ticks, LabTick, i).label);
  return g_string_free (text, FALSE);
}

static void
test_linear_ticks (void)
{
  static const struct
  {
    LabUnit unit;
    double low;
    double high;
    LabAxisFlags flags;
    double ends[2];
    const char *labels;
  } cases[] = {
    { LAB_UNIT_NUMBER, 0, 10, 0, { 0, 10 }, "0 | 2 | 4 | 6 | 8 | 10" },
    { LAB_UNIT_NUMBER, 10, 0, 0, { 0, 10 }, "0 | 2 | 4 | 6 | 8 | 10" },
    { LAB_UNIT_NUMBER, 3, 11, LAB_AXIS_FROM_ZERO, { 0, 15 }, "0 | 5 | 10 | 15" },
    { LAB_UNIT_NUMBER, 0, 10.3, LAB_AXIS_CLOSE, { 0, 10.3 }, "0 | 2 | 4 | 6 | 8 | 10" },
    { LAB_UNIT_NUMBER, 0, 13, LAB_AXIS_CLOSE, { 0, 15 }, "0 | 5 | 10 | 15" },
    { LAB_UNIT_NUMBER, 0.9, 3.1, LAB_AXIS_TIGHT, { 0.9, 3.1 }, "1.0 | 1.5 | 2.0 | 2.5 | 3.0" },
    { LAB_UNIT_NUMBER, -7, 4, 0, { -10, 5 }, "−10 | −5 | 0 | 5" },
    { LAB_UNIT_NUMBER, 5, 5, LAB_AXIS_FROM_ZERO, { 0, 5 }, "0 | 1 | 2 | 3 | 4 | 5" },
    { LAB_UNIT_NUMBER, 0, 0, 0, { 0, 1 }, "0.0 | 0.2 | 0.4 | 0.6 | 0.8 | 1.0" },
    { LAB_UNIT_NUMBER, NAN, NAN, 0, { 0, 1 }, "0.0 | 0.2 | 0.4 | 0.6 | 0.8 | 1.0" },
    { LAB_UNIT_CALLS, 0, 2, 0, { 0, 2 }, "0 | 1 | 2" },
    { LAB_UNIT_TOKENS, 0, 3.4e6, 0, { 0, 4e6 }, "0 | 1 M | 2 M | 3 M | 4 M" },
    { LAB_UNIT_USD, 0, 0.71, 0, { 0, 0.8 }, "$0.00 | $0.20 | $0.40 | $0.60 | $0.80" },
    { LAB_UNIT_USD, 0, 0.000071, 0, { 0, 0.00008 },
      "$0.00000 | $0.00002 | $0.00004 | $0.00006 | $0.00008" },
    { LAB_UNIT_USD, 0, 9, 0, { 0, 10 }, "$0.00 | $2.00 | $4.00 | $6.00 | $8.00 | $10.00" },
    { LAB_UNIT_USD, 0, 4100, 0, { 0, 5000 }, "$0 | $1000 | $2000 | $3000 | $4000 | $5000" },
    { LAB_UNIT_SHARE, -0.12, 0.61, LAB_AXIS_TIGHT, { -0.12, 0.61 }, "0 % | 20 % | 40 % | 60 %" },
    { LAB_UNIT_SECONDS, 0, 0.41, 0, { 0, 0.5 },
      "0 ms | 100 ms | 200 ms | 300 ms | 400 ms | 500 ms" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabAxis) axis = lab_axis_new_linear (cases[i].unit, cases[i].low, cases[i].high,
                                                      6, cases[i].flags);
      g_autofree char *labels = join_labels (axis);
      g_auto (GStrv) words = g_strsplit (labels, "\u00a0", -1);
      g_autofree char *plain = g_strjoinv (" ", words);

      g_assert_cmpstr (plain, ==, cases[i].labels);
      g_assert_cmpfloat_with_epsilon (axis->low, cases[i].ends[0], 1e-9);
      g_assert_cmpfloat_with_epsilon (axis->high, cases[i].ends[1], 1e-9);
    }
}

static void
assert_axis_is_sound (const LabAxis *axis)
{
  double before = -INFINITY;

  g_assert_true (isfinite (axis->low) && isfinite (axis->high) && axis->low < axis->high);
  g_assert_cmpuint (axis->ticks->len, <=, 64);
  for (guint i = 0; i < axis->ticks->len; i++)
    {
      const LabTick *tick = &g_array_index (axis->ticks, LabTick, i);

      g_assert_cmpfloat (tick->value, >, before);
      g_assert_cmpfloat (tick->position, >=, -1e-9);
      g_assert_cmpfloat (tick->position, <=, 1 + 1e-9);
      g_assert_true (g_utf8_validate (tick->label, -1, NULL));
      before = tick->value;
    }
}

/* Whatever the range: four to six ticks that ascend, all data on the axis,
 * and a step that begins with 1, 2 or 5. */
static void
test_any_range_has_four_to_six_ticks (void)
{
  LabRandom random;

  lab_random_init (&random, 1);
  for (int i = 0; i < 20000; i++)
    {
      double scale = pow (10, lab_random_double (&random) * 40 - 20);
      double low = (lab_random_double (&random) - 0.5) * scale;
      double high = low + lab_random_double (&random) * scale + scale * 1e-3;
      LabAxisFlags flags = i % 4 == 0   ? LAB_AXIS_NONE
                           : i % 4 == 1 ? LAB_AXIS_CLOSE
                           : i % 4 == 2 ? LAB_AXIS_FROM_ZERO
                                        : LAB_AXIS_FROM_ZERO | LAB_AXIS_CLOSE;
      g_autoptr (LabAxis) axis = lab_axis_new_linear (LAB_UNIT_NUMBER, low, high, 6, flags);
      double exponent = floor (log10 (axis->step) + 1e-9);
      int mantissa = (int) round (axis->step / pow (10, exponent));

      assert_axis_is_sound (axis);
      g_assert_true (mantissa == 1 || mantissa == 2 || mantissa == 5);
      g_assert_cmpuint (axis->ticks->len, >=, flags & LAB_AXIS_CLOSE ? 4 : 3);
      g_assert_cmpuint (axis->ticks->len, <=, 6);
      g_assert_cmpfloat (lab_axis_to_position (axis, low), >=, -1e-6);
      g_assert_cmpfloat (lab_axis_to_position (axis, high), <=, 1 + 1e-6);
    }
}

static void
test_hostile_ranges_are_survived (void)
{
  static const double values[] = { 0, -0.0, 1, -1, NAN, INFINITY, -INFINITY, 1e308, -1e308,
                                   5e-324, 1e-300, 1e15, 1e15 + 1, 0.1, G_MAXDOUBLE };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (values); j++)
      for (int flags = 0; flags < 8; flags++)
        {
          g_autoptr (LabAxis) linear = lab_axis_new_linear (LAB_UNIT_USD, values[i], values[j], 6,
                                                            (LabAxisFlags) flags);
          g_autoptr (LabAxis) logarithmic = lab_axis_new_log (LAB_UNIT_USD, values[i], values[j],
                                                              6);
          g_autoptr (LabAxis) time = lab_axis_new_time (values[i], values[j], NULL, 6);

          assert_axis_is_sound (linear);
          assert_axis_is_sound (logarithmic);
          assert_axis_is_sound (time);
        }
}

static void
test_positions_turn_back (void)
{
  g_autoptr (LabAxis) linear = lab_axis_new_linear (LAB_UNIT_NUMBER, -3, 14, 6, LAB_AXIS_NONE);
  g_autoptr (LabAxis) logarithmic = lab_axis_new_log (LAB_UNIT_NUMBER, 0.02, 700, 6);
  g_autoptr (LabAxis) bands = lab_axis_new_bands (4);

  for (double position = 0; position <= 1; position += 0.05)
    {
      g_assert_cmpfloat_with_epsilon (
        lab_axis_to_position (linear, lab_axis_to_value (linear, position)), position, 1e-12);
      g_assert_cmpfloat_with_epsilon (
        lab_axis_to_position (logarithmic, lab_axis_to_value (logarithmic, position)), position,
        1e-12);
    }
  g_assert_cmpfloat (lab_axis_to_position (bands, 0), ==, 0.125);
  g_assert_cmpfloat (lab_axis_to_position (bands, 3), ==, 0.875);
  g_assert_true (isnan (lab_axis_to_position (linear, NAN)));
  g_assert_true (isnan (lab_axis_to_position (logarithmic, 0)));
  g_assert_true (isnan (lab_axis_to_position (logarithmic, -4)));
}

static void
test_log_ticks (void)
{
  static const struct
  {
    double low;
    double high;
    const char *labels;
  } cases[] = {
    { 10, 100000, "10 | 100 | 1 k | 10 k | 100 k" },
    { 12, 700, "10 | 20 | 50 | 100 | 200 | 500 | 1 k" },
    { 3, 4, "2 | 5" },
    { 1, 1e12, "1 |  |  | 1 k |  |  | 1 M |  |  | 1 G |  |  | 1 T" },
    { 0, -1, "1 | 2 | 5 | 10" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabAxis) axis = lab_axis_new_log (LAB_UNIT_CALLS, cases[i].low, cases[i].high, 6);
      g_autofree char *labels = join_labels (axis);
      g_auto (GStrv) words = g_strsplit (labels, "\u00a0", -1);
      g_autofree char *plain = g_strjoinv (" ", words);

      g_assert_cmpstr (plain, ==, cases[i].labels);
    }
}

static double
moment (const char *text)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (when);
  return g_date_time_to_unix (when) * 1e6;
}

static void
test_time_ticks (void)
{
  static const struct
  {
    const char *zone;
    const char *low;
    const char *high;
    const char *labels;
  } cases[] = {
    { "UTC", "2025-11-08T10:00:10Z", "2025-11-08T10:00:50Z",
      "10:00:15 | 10:00:30 | 10:00:45" },
    { "UTC", "2025-11-08T10:02:00Z", "2025-11-08T11:20:00Z",
      "10:15 | 10:30 | 10:45 | 11:00 | 11:15" },
    { "UTC", "2025-11-08T20:00:00Z", "2025-11-09T12:00:00Z",
      "21:00 | 9 Nov | 03:00 | 06:00 | 09:00 | 12:00" },
    { "UTC", "2025-11-08T00:00:00Z", "2025-11-13T00:00:00Z",
      "8 Nov | 9 Nov | 10 Nov | 11 Nov | 12 Nov | 13 Nov" },
    { "UTC", "2025-01-28T00:00:00Z", "2025-02-07T00:00:00Z",
      "29 Jan | 1 Feb | 3 Feb | 5 Feb | 7 Feb" },
    /* Mondays. */
    { "UTC", "2025-11-05T00:00:00Z", "2025-12-04T00:00:00Z",
      "10 Nov | 17 Nov | 24 Nov | 1 Dec" },
    { "UTC", "2025-10-15T00:00:00Z", "2026-03-04T00:00:00Z",
      "Nov | Dec | 2026 | Feb | Mar" },
    { "UTC", "1995-10-15T00:00:00Z", "2026-03-04T00:00:00Z",
      "2000 | 2010 | 2020" },
    /* Summer time begins: 02:00 is not there. */
    { "Europe/Berlin", "2025-03-29T23:00:00Z", "2025-03-30T21:59:00Z",
      "30 Mar | 06:00 | 12:00 | 18:00" },
    { "Europe/Berlin", "2025-03-29T23:00:00Z", "2025-03-30T04:00:00Z",
      "30 Mar | 01:00 | 03:00 | 04:00 | 05:00 | 06:00" },
    /* It ends: 02:00 comes twice, and the day has 25 hours. */
    { "Europe/Berlin", "2025-10-25T22:00:00Z", "2025-10-26T03:00:00Z",
      "26 Oct | 01:00 | 02:00 | 02:00 | 03:00 | 04:00" },
    { "Europe/Berlin", "2025-10-25T22:00:00Z", "2025-10-26T22:59:00Z",
      "26 Oct | 06:00 | 12:00 | 18:00" },
    /* Days begin where the user is. */
    { "Asia/Kolkata", "2025-11-07T18:00:00Z", "2025-11-10T20:00:00Z",
      "8 Nov | 9 Nov | 10 Nov | 11 Nov" },
    /* Half an hour of summer time. */
    { "Australia/Lord_Howe", "2025-10-04T13:30:00Z", "2025-10-05T12:59:00Z",
      "5 Oct | 06:00 | 12:00 | 18:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
      g_autoptr (LabAxis) axis = NULL;
      g_autofree char *labels = NULL;
      g_auto (GStrv) words = NULL;
      g_autofree char *plain = NULL;

      if (zone == NULL)
        {
          g_test_skip ("this machine has no time zones");
          return;
        }
      axis = lab_axis_new_time (moment (cases[i].low), moment (cases[i].high), zone, 6);
      labels = join_labels (axis);
      words = g_strsplit (labels, "\u00a0", -1);
      plain = g_strjoinv (" ", words);
      g_assert_cmpstr (plain, ==, cases[i].labels);
      assert_axis_is_sound (axis);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/axis/linear-ticks", test_linear_ticks);
  g_test_add_func ("/charts/axis/any-range-has-four-to-six-ticks",
                   test_any_range_has_four_to_six_ticks);
  g_test_add_func ("/charts/axis/hostile-ranges-are-survived", test_hostile_ranges_are_survived);
  g_test_add_func ("/charts/axis/positions-turn-back", test_positions_turn_back);
  g_test_add_func ("/charts/axis/log-ticks", test_log_ticks);
  g_test_add_func ("/charts/axis/time-ticks", test_time_ticks);
  return g_test_run ();
}
