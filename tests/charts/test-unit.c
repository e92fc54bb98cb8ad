/* test-unit.c: numbers as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <math.h>
#include <string.h>

#include "lab-unit.h"

/* With plain spaces, so that tables can be read. */
static char *
plain (char *text)
{
  g_auto (GStrv) words = g_strsplit (text, "\u00a0", -1);

  g_free (text);
  return g_strjoinv (" ", words);
}

static void
test_read_outs (void)
{
  static const struct
  {
    LabUnit unit;
    double value;
    const char *text;
    const char *sign;
  } cases[] = {
    { LAB_UNIT_USD, 12.344, "$12.34", "+$12.34" },
    { LAB_UNIT_USD, 0.0142, "$0.0142", "+$0.0142" },
    { LAB_UNIT_USD, 0.000001, "$0.000001", "+$0.000001" },
    { LAB_UNIT_USD, -131, "−$131.00", "−$131.00" },
    { LAB_UNIT_USD, 0, "$0.00", "$0.00" },
    { LAB_UNIT_USD, 2e10, "$20000000000", "+$20000000000" },
    { LAB_UNIT_USD, 1e300, "$1e+300", "+$1e+300" },
    { LAB_UNIT_USD_PER_MTOK, 2.5, "$2.50", "+$2.50" },
    { LAB_UNIT_TOKENS, 1234567, "1234567", "+1234567" },
    { LAB_UNIT_CALLS, 12.5, "12.5", "+12.5" },
    { LAB_UNIT_SHARE, 0.38, "38 %", "+38 %" },
    { LAB_UNIT_SHARE, 0.3811, "38.1 %", "+38.1 %" },
    { LAB_UNIT_SHARE, 0.0123, "1.23 %", "+1.23 %" },
    { LAB_UNIT_SHARE, -0.06, "−6 %", "−6 %" },
    { LAB_UNIT_SECONDS, 0.35, "350 ms", "+350 ms" },
    { LAB_UNIT_SECONDS, 1.25, "1.25 s", "+1.25 s" },
    { LAB_UNIT_NUMBER, 0.123456, "0.1235", "+0.1235" },
    { LAB_UNIT_NUMBER, 42, "42", "+42" },
    { LAB_UNIT_NUMBER, NAN, "unknown", "unknown" },
    { LAB_UNIT_USD, -INFINITY, "−∞", "−∞" },
    { LAB_UNIT_USD, INFINITY, "∞", "∞" },
    { LAB_UNIT_TIME, 1762560000e6, "Sat 8 Nov 2025, 00:00", "Sat 8 Nov 2025, 00:00" },
    { LAB_UNIT_TIME, 1e300, "unknown", "unknown" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = plain (lab_unit_format (cases[i].unit, cases[i].value));
      g_autofree char *sign = plain (lab_unit_format_signed (cases[i].unit, cases[i].value));

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (sign, ==, cases[i].sign);
    }
}

static void
test_ticks (void)
{
  static const struct
  {
    LabUnit unit;
    double value;
    double step;
    double largest;
    const char *text;
  } cases[] = {
    { LAB_UNIT_TOKENS, 950, 50, 1000, "950" },
    { LAB_UNIT_TOKENS, 1200, 200, 2000, "1.2 k" },
    { LAB_UNIT_TOKENS, 3400000, 200000, 4000000, "3.4 M" },
    { LAB_UNIT_TOKENS, 2e9, 1e9, 4e9, "2 G" },
    { LAB_UNIT_TOKENS, 5e12, 1e12, 9e12, "5 T" },
    { LAB_UNIT_USD, 1500, 500, 2000, "$1500" },
    { LAB_UNIT_USD, 5, 5, 20, "$5.00" },
    { LAB_UNIT_USD, 0.005, 0.005, 0.02, "$0.005" },
    { LAB_UNIT_USD, 0.001, 0, 1, "$0.001" },
    { LAB_UNIT_USD, 1000, 0, 10000, "$1000" },
    { LAB_UNIT_SHARE, 0.125, 0.125, 0.5, "12.5 %" },
    { LAB_UNIT_SECONDS, 0.05, 0.05, 0.2, "50 ms" },
    { LAB_UNIT_SECONDS, 2, 1, 5, "2 s" },
    { LAB_UNIT_NUMBER, -0.5, 0.5, 2, "−0.5" },
    { LAB_UNIT_NUMBER, 1e18, 1e18, 4e18, "1e+18" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = plain (lab_unit_format_tick (cases[i].unit, cases[i].value,
                                                           cases[i].step, cases[i].largest));

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* A money tick that is not zero never reads as zero. */
static void
test_no_amount_reads_as_zero (void)
{
  for (int exponent = -9; exponent < 9; exponent++)
    {
      double value = pow (10, exponent);
      g_autofree char *text = lab_unit_format_tick (LAB_UNIT_USD, value, value, value * 5);
      g_autofree char *alone = lab_unit_format_tick (LAB_UNIT_USD, value, 0, value * 5);

      g_assert_nonnull (strpbrk (text, "123456789"));
      g_assert_nonnull (strpbrk (alone, "123456789"));
    }
}

static void
test_names_and_moments (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (5 * 3600 + 1800);
  g_autofree char *text = lab_unit_format_moment (1762560000e6, zone);

  g_assert_cmpstr (text, ==, "Sat 8 Nov 2025, 05:30");
  for (int unit = LAB_UNIT_USD; unit < LAB_UNIT_TIME; unit++)
    g_assert_cmpstr (lab_unit_get_name ((LabUnit) unit), !=, "");
  g_assert_cmpstr (lab_unit_get_name (LAB_UNIT_NUMBER), ==, "");
  g_assert_true (lab_unit_is_count (LAB_UNIT_CALLS));
  g_assert_false (lab_unit_is_count (LAB_UNIT_USD));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/unit/read-outs", test_read_outs);
  g_test_add_func ("/charts/unit/ticks", test_ticks);
  g_test_add_func ("/charts/unit/no-amount-reads-as-zero", test_no_amount_reads_as_zero);
  g_test_add_func ("/charts/unit/names-and-moments", test_names_and_moments);
  return g_test_run ();
}
