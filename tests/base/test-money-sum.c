/* test-money-sum.c: totals that say what they do not know
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-error.h"
#include "lab-money-sum.h"

static void
test_reads (void)
{
  static const struct
  {
    LabMoneySum sum;
    const char *text;
  } cases[] = {
    { { 0, 0, 0, 0, 0 }, "$0.00" },
    { { 14200000, 0, 3, 0, 0 }, "$0.0142" },
    { { 14200000, 1, 3, 1, 0 }, "about $0.0142" },
    { { 14200000, 0, 3, 0, 1 }, "≥ $0.0142, 1 call unpriced" },
    { { 14200000, 1, 3, 1, 3 }, "≥ $0.0142, 3 calls unpriced" },
    { { 0, 0, 0, 0, 3 }, "unpriced" },
    { { 0, 0, 1, 0, 3 }, "≥ $0.00, 3 calls unpriced" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lab_money_sum_format (&cases[i].sum);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_adds_kinds_apart (void)
{
  LabMoneySum sum = LAB_MONEY_SUM_INIT;
  LabMoneySum twice = LAB_MONEY_SUM_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_true (lab_money_sum_add_known (&sum, 100, &error));
  g_assert_true (lab_money_sum_add_estimated (&sum, 30, &error));
  lab_money_sum_add_unpriced (&sum);
  for (guint i = 0; i < 2; i++)
    g_assert_true (lab_money_sum_add (&twice, &sum, &error));
  g_assert_no_error (error);

  g_assert_cmpint (twice.amount, ==, 260);
  g_assert_cmpint (twice.estimated, ==, 60);
  g_assert_cmpint (twice.n_known, ==, 2);
  g_assert_cmpint (twice.n_estimated, ==, 2);
  g_assert_cmpint (twice.n_unpriced, ==, 2);
}

/* What does not fit changes nothing. */
static void
test_refuses_overflow (void)
{
  const LabMoneySum full = { G_MAXINT64, 0, 1, 0, 0 };
  const LabMoneySum guessed = { 0, G_MAXINT64, 0, 1, 0 };
  LabMoneySum sum = full;

  g_assert_false (lab_money_sum_add_known (&sum, 1, NULL));
  g_assert_false (lab_money_sum_add_estimated (&sum, 1, NULL));
  g_assert_false (lab_money_sum_add (&sum, &full, NULL));
  g_assert_cmpmem (&sum, sizeof sum, &full, sizeof full);

  sum = guessed;
  g_assert_false (lab_money_sum_add_estimated (&sum, 1, NULL));
  g_assert_false (lab_money_sum_add (&sum, &guessed, NULL));
  g_assert_cmpmem (&sum, sizeof sum, &guessed, sizeof guessed);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/money-sum/reads", test_reads);
  g_test_add_func ("/base/money-sum/adds-kinds-apart", test_adds_kinds_apart);
  g_test_add_func ("/base/money-sum/refuses-overflow", test_refuses_overflow);
  return g_test_run ();
}
