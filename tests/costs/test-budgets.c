/* test-budgets.c: the gate before every operation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "costs-fixture.h"

static void
assert_refused (const GError *error,
                const char   *cap,
                const char   *committed,
                const char   *reserved,
                const char   *asked)
{
  g_assert_error (error, LAB_ERROR, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==, "budget");
  g_assert_cmpstr (lab_error_get_context (error, "scope"), ==, "experiment");
  g_assert_cmpstr (lab_error_get_context (error, "cap"), ==, cap);
  g_assert_cmpstr (lab_error_get_context (error, "committed"), ==, committed);
  g_assert_cmpstr (lab_error_get_context (error, "reserved"), ==, reserved);
  g_assert_cmpstr (lab_error_get_context (error, "asked"), ==, asked);
  g_assert_nonnull (lab_error_get_context (error, "budget"));
}

/* 2,500 calls of $0.004 under $10: the 2,501st is refused, to the
 * nano-dollar. */
static void
test_golden (Fixture       *self,
             gconstpointer  data)
{
  const LabMoney price = 4000000;
  g_autoptr (LabBudgetRow) budget = NULL;
  g_autoptr (GError) error = NULL;

  fixture_set_budget (self, LAB_BUDGET_EXPERIMENT, "e", 10 * LAB_MONEY_PER_USD, FALSE);
  for (guint i = 0; i < 2500; i++)
    {
      g_autofree char *operation = g_strdup_printf ("o-%u", i);

      g_assert_true (fixture_reserve (self, operation, price, TRUE, &error));
      g_assert_no_error (error);
      fixture_track_well (self, fixture_record (NULL, operation, price));
    }
  g_assert_false (fixture_reserve (self, "o-2500", price, TRUE, &error));
  assert_refused (error, "10000000000", "10000000000", "0", "4000000");
  g_clear_error (&error);
  g_assert_false (fixture_reserve (self, "o-2500", 1, TRUE, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED);
  g_clear_error (&error);
  /* What is free goes through. */
  g_assert_true (fixture_reserve (self, "o-free", 0, TRUE, &error));
  budget = fixture_get_budget (self, LAB_BUDGET_EXPERIMENT, "e");
  g_assert_cmpint (budget->committed, ==, 10 * LAB_MONEY_PER_USD);
  g_assert_cmpint (budget->reserved, ==, 0);
}

static void
test_release (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabBudgetRow) budget = NULL;

  fixture_set_budget (self, LAB_BUDGET_EXPERIMENT, "e", 1000, FALSE);
  g_assert_true (fixture_reserve (self, "a", 700, TRUE, &error));
  g_assert_false (fixture_reserve (self, "b", 301, TRUE, &error));
  assert_refused (error, "1000", "0", "700", "301");
  g_clear_error (&error);
  g_assert_true (fixture_reserve (self, "c", 300, TRUE, &error));
  g_assert_true (fixture_release (self, "a", &error));
  g_assert_true (fixture_reserve (self, "b", 700, TRUE, &error));
  budget = fixture_get_budget (self, LAB_BUDGET_EXPERIMENT, "e");
  g_assert_cmpint (budget->reserved, ==, 1000);
  g_assert_false (fixture_release (self, "a", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

/* Settling gives back what was reserved and not spent. */
static void
test_settled (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (LabBudgetRow) budget = NULL;

  fixture_set_budget (self, LAB_BUDGET_EXPERIMENT, "e", 1000, FALSE);
  g_assert_true (fixture_reserve (self, "a", 1000, TRUE, NULL));
  fixture_track_well (self, fixture_record (NULL, "a", 123));
  budget = fixture_get_budget (self, LAB_BUDGET_EXPERIMENT, "e");
  g_assert_cmpint (budget->committed, ==, 123);
  g_assert_cmpint (budget->reserved, ==, 0);
  g_assert_true (fixture_reserve (self, "b", 877, TRUE, NULL));
}

/* No budget lets everything through; a budget of 0 only what is free. */
static void
test_none_is_not_zero (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (fixture_reserve (self, "a", G_MAXINT64, TRUE, &error));
  g_assert_no_error (error);
  g_assert_true (fixture_release (self, "a", &error));
  fixture_set_budget (self, LAB_BUDGET_SESSION, "s", 0, FALSE);
  g_assert_false (fixture_reserve (self, "b", 1, TRUE, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED);
  g_clear_error (&error);
  g_assert_true (fixture_reserve (self, "c", 0, TRUE, &error));
  g_assert_no_error (error);
}

static void
test_unpriced (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (fixture_reserve (self, "a", 0, FALSE, &error));
  fixture_set_budget (self, LAB_BUDGET_SESSION, "s", 1000, FALSE);
  g_assert_false (fixture_reserve (self, "b", 0, FALSE, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_UNPRICED);
  g_clear_error (&error);
  fixture_set_budget (self, LAB_BUDGET_SESSION, "s", 1000, TRUE);
  g_assert_true (fixture_reserve (self, "c", 0, FALSE, &error));
  g_assert_no_error (error);
}

/* A refusal leaves nothing behind: the operation can be asked for again. */
static void
test_rolled_back (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (LabBudgetRow) session = NULL;

  fixture_set_budget (self, LAB_BUDGET_SESSION, "s", 1000, FALSE);
  fixture_set_budget (self, LAB_BUDGET_EXPERIMENT, "e", 10, FALSE);
  g_assert_false (fixture_reserve (self, "a", 500, TRUE, NULL));
  session = fixture_get_budget (self, LAB_BUDGET_SESSION, "s");
  g_assert_cmpint (session->reserved, ==, 0);
  fixture_set_budget (self, LAB_BUDGET_EXPERIMENT, "e", 1000, FALSE);
  g_assert_true (fixture_reserve (self, "a", 500, TRUE, NULL));
}

static void
test_cancelled (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (LabReservation) reservation = lab_reservation_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };

  reservation->operation_id = g_strdup ("a");
  g_cancellable_cancel (cancellable);
  lab_budget_gate_reserve_async (self->gate, reservation, cancellable, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  g_assert_false (lab_budget_gate_reserve_finish (self->gate, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  FIXTURE_TEST ("/costs/budgets/golden", test_golden);
  FIXTURE_TEST ("/costs/budgets/release", test_release);
  FIXTURE_TEST ("/costs/budgets/settled", test_settled);
  FIXTURE_TEST ("/costs/budgets/none-is-not-zero", test_none_is_not_zero);
  FIXTURE_TEST ("/costs/budgets/unpriced", test_unpriced);
  FIXTURE_TEST ("/costs/budgets/refusal-leaves-nothing", test_rolled_back);
  FIXTURE_TEST ("/costs/budgets/cancelled", test_cancelled);

  return g_test_run ();
}
