/* test-format.c: figures as people read them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-format.h"
#include "common/lab-json-text.h"
#include "lab-ui-fixture.h"

static void
test_cost (void)
{
  static const struct
  {
    LabCostState state;
    LabMoney amount;
    const char *text;
  } cases[] = {
    { LAB_COST_KNOWN, 1200000000, "$1.20" },
    { LAB_COST_KNOWN, 0, "$0.00" },
    { LAB_COST_KNOWN, 1000, "$0.000001" },
    { LAB_COST_ESTIMATED, 1200000000, "≈ $1.20" },
    { LAB_COST_UNPRICED, 0, "unpriced" },
    { LAB_COST_UNPRICED, 77, "unpriced" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lab_format_cost (cases[i].state, cases[i].amount);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_sum (void)
{
  static const struct
  {
    LabMoneySum sum;
    const char *text;
  } cases[] = {
    { { 4100000000, 0, 3, 0, 0 }, "$4.10" },
    { { 4100000000, 100, 2, 1, 0 }, "≈ $4.10" },
    { { 4100000000, 0, 3, 0, 2 }, "≥ $4.10" },
    { { 4100000000, 100, 2, 1, 2 }, "≥ $4.10" },
    { { 0, 0, 0, 0, 2 }, "unpriced" },
    { { 0, 0, 0, 0, 0 }, "$0.00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lab_format_sum (&cases[i].sum);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_exact (void)
{
  g_autofree char *amount = lab_format_amount_exact (350250);
  g_autofree char *line = lab_format_exact ((LabProductSum) 41 * 750000000);

  g_assert_cmpstr (amount, ==, "$0.00035025");
  g_assert_cmpstr (line, ==, "$0.00003075");
}

static void
test_duration (void)
{
  static const struct
  {
    gint64 us;
    const char *text;
  } cases[] = {
    { -1, "" },           { 0, "0 ms" },           { 999999, "999 ms" },
    { 1000000, "1.0 s" }, { 59900000, "59.9 s" }, { 125000000, "2 min 5 s" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lab_format_duration (cases[i].us);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_moment (void)
{
  gint64 noon = G_GINT64_CONSTANT (1795003200000000);
  g_autofree char *today = lab_format_moment (noon, noon + 60);
  g_autofree char *other = lab_format_moment (noon, noon + G_GINT64_CONSTANT (86400000000));

  g_assert_cmpint (g_utf8_strlen (today, -1), ==, 5);
  g_assert_cmpint (g_utf8_strlen (other, -1), >, 5);
  g_assert_true (g_str_has_suffix (other, today));
}

static void
test_status_words_differ (void)
{
  for (LabCallStatus a = LAB_CALL_OK; a <= LAB_CALL_LOST; a++)
    for (LabCallStatus b = a + 1; b <= LAB_CALL_LOST; b++)
      g_assert_cmpstr (lab_format_call_status (a), !=, lab_format_call_status (b));
}

static void
test_json (void)
{
  g_autofree char *laid_out = lab_json_text_lay_out ("{\"a\":[1,2.50]}");
  g_autofree char *other = lab_json_text_lay_out ("not JSON {");

  g_assert_nonnull (strstr (laid_out, "\n  \"a\""));
  g_assert_nonnull (strstr (laid_out, "2.50"));
  g_assert_cmpstr (other, ==, "not JSON {");
}

static void
test_sizes (void)
{
  static const struct
  {
    guint64 bytes;
    const char *text;
  } cases[] = {
    { 0, "0.0 kB" },
    { 606200, "606.2 kB" },
    { 1000000, "1.0 MB" },
    { G_GUINT64_CONSTANT (2500000000), "2.5 GB" },
    { G_GUINT64_CONSTANT (2500000000000), "2500.0 GB" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lab_format_size (cases[i].bytes);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* At least so many digits, and never fewer than are needed. */
static void
test_digits (void)
{
  g_autofree char *plain = lab_format_money (LAB_MONEY_PER_USD * 4);
  g_autofree char *more = NULL;
  g_autofree char *small = NULL;

  g_assert_cmpstr (plain, ==, "$4.00");
  lab_format_set_digits (6);
  more = lab_format_money (LAB_MONEY_PER_USD * 4);
  small = lab_format_money (12);
  lab_format_set_digits (2);
  g_assert_cmpstr (more, ==, "$4.000000");
  g_assert_cmpstr (small, ==, "$0.000000012");
}

/* One below the other they end alike, unless one needs more. */
static void
test_column (void)
{
  static const struct
  {
    LabCostState state;
    LabMoney amount;
    const char *cost;
    const char *difference;
  } cases[] = {
    { LAB_COST_KNOWN, 0, "$0.000000", "$0.000000" },
    { LAB_COST_KNOWN, 1200000, "$0.001200", "+$0.001200" },
    { LAB_COST_KNOWN, 1200000000, "$1.200000", "+$1.200000" },
    { LAB_COST_ESTIMATED, 1230000, "≈ $0.001230", "+$0.001230" },
    { LAB_COST_KNOWN, 12, "$0.000000012", "+$0.000000012" },
    { LAB_COST_UNPRICED, 1200000, "unpriced", "+$0.001200" },
    { LAB_COST_KNOWN, -1200000, "-$0.001200", "\u2212$0.001200" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *cost = lab_format_cost_column (cases[i].state, cases[i].amount);
      g_autofree char *difference = lab_format_difference_column (cases[i].amount);

      g_assert_cmpstr (cost, ==, cases[i].cost);
      g_assert_cmpstr (difference, ==, cases[i].difference);
    }
}

int
main (int    argc,
      char **argv)
{
  lab_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/format/cost-says-how-sure-it-is", test_cost);
  g_test_add_func ("/ui/format/column-has-equal-decimals", test_column);
  g_test_add_func ("/ui/format/sum-with-unpriced-is-a-lower-bound", test_sum);
  g_test_add_func ("/ui/format/exact-keeps-every-digit", test_exact);
  g_test_add_func ("/ui/format/duration", test_duration);
  g_test_add_func ("/ui/format/moment-of-another-day-has-its-date", test_moment);
  g_test_add_func ("/ui/format/each-status-has-its-word", test_status_words_differ);
  g_test_add_func ("/ui/format/json-is-laid-out-or-left-alone", test_json);
  g_test_add_func ("/ui/format/sizes", test_sizes);
  g_test_add_func ("/ui/format/digits", test_digits);
  return g_test_run ();
}
