/* test-budgets.c: caps that hold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-fixture.h"

#include "lab-error.h"

static gboolean
reserve (Fixture *fixture,
         const char *operation,
         LabMoney worst_case,
         GError **error)
{
  g_autoptr (LabReservation) reservation = fixture_reservation ("p", operation, worst_case);

  return fixture_write (fixture->store, fixture_reserve, reservation, error);
}

static void
record (Fixture *fixture,
        const char *operation,
        guint attempt,
        LabMoney cost,
        gboolean final)
{
  g_autoptr (LabCallRecord) call = fixture_record ("p", operation);

  call->attempt = attempt;
  call->cost = cost;
  call->final = final;
  call->status = final ? LAB_CALL_OK : LAB_CALL_FAILED;
  fixture_write_well (fixture->store, fixture_record_call, call);
}

static void
assert_budget (Fixture *fixture,
               LabMoney committed,
               LabMoney reserved)
{
  g_autoptr (LabBudgetRow) row =
      fixture_get_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", FIXTURE_NOW);

  g_assert_nonnull (row);
  g_assert_cmpint (row->committed, ==, committed);
  g_assert_cmpint (row->reserved, ==, reserved);
}

static void
test_cap_is_inclusive (Fixture *fixture,
                       gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_add_profile (fixture->store, "p");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", 100, FALSE);

  g_assert_true (reserve (fixture, "o1", 60, &error));
  g_assert_true (reserve (fixture, "o2", 40, &error));
  assert_budget (fixture, 0, 100);
  g_assert_false (reserve (fixture, "o3", 1, &error));
  fixture_assert_reason (error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED, "budget");
  g_assert_cmpstr (lab_error_get_context (error, "reserved"), ==, "100");
  g_assert_cmpstr (lab_error_get_context (error, "asked"), ==, "1");
  assert_budget (fixture, 0, 100);

  /* What is free still fits. */
  g_clear_error (&error);
  g_assert_true (reserve (fixture, "o4", 0, &error));
}

static void
test_attempts_move_reserved_to_committed (Fixture *fixture,
                                          gconstpointer data)
{
  fixture_add_profile (fixture->store, "p");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", 100, FALSE);

  g_assert_true (reserve (fixture, "o1", 100, NULL));
  record (fixture, "o1", 1, 30, FALSE);
  assert_budget (fixture, 30, 70);
  record (fixture, "o1", 2, 20, TRUE);
  assert_budget (fixture, 50, 0);
  g_assert_true (reserve (fixture, "o2", 50, NULL));
}

/* A call that cost more than its worst case is recorded as it was. */
static void
test_overrun_is_recorded (Fixture *fixture,
                          gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_add_profile (fixture->store, "p");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", 100, FALSE);
  g_assert_true (reserve (fixture, "o1", 90, NULL));
  record (fixture, "o1", 1, 130, TRUE);
  assert_budget (fixture, 130, 0);
  g_assert_false (reserve (fixture, "o2", 0, &error));
  fixture_assert_reason (error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED, "budget");
}

static gpointer
release (LabStoreTxn *txn,
         gpointer operation,
         GError **error)
{
  return GINT_TO_POINTER (lab_store_release (txn, operation, FIXTURE_NOW, error));
}

static void
test_release_gives_back (Fixture *fixture,
                         gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_add_profile (fixture->store, "p");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", 100, FALSE);
  g_assert_true (reserve (fixture, "o1", 100, NULL));
  fixture_write_well (fixture->store, release, "o1");
  assert_budget (fixture, 0, 0);
  g_assert_false (fixture_write (fixture->store, release, "o1", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static void
test_none_is_not_zero (Fixture *fixture,
                       gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_add_profile (fixture->store, "p");
  g_assert_true (reserve (fixture, "o1", G_MAXINT64, &error));
  fixture_write_well (fixture->store, release, "o1");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_PROFILE, "", 0, FALSE);
  g_assert_false (reserve (fixture, "o2", 1, &error));
  fixture_assert_reason (error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED, "budget");
}

static void
test_unpriced_needs_leave (Fixture *fixture,
                           gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabCallRecord) call = NULL;
  g_autoptr (LabBudgetRow) row = NULL;

  fixture_add_profile (fixture->store, "p");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", 100, FALSE);
  g_assert_false (reserve (fixture, "o1", -1, &error));
  fixture_assert_reason (error, LAB_ERROR_UNPRICED, "budget");
  g_clear_error (&error);

  fixture_set_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", 100, TRUE);
  g_assert_true (reserve (fixture, "o1", -1, &error));
  call = fixture_record ("p", "o1");
  call->cost_state = LAB_COST_UNPRICED;
  fixture_write_well (fixture->store, fixture_record_call, call);
  row = fixture_get_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", FIXTURE_NOW);
  g_assert_cmpint (row->committed, ==, 0);
  g_assert_cmpint (row->n_unpriced, ==, 1);
}

/* Every scope counts the same call, and each can be the one that refuses. */
static void
test_every_scope_counts (Fixture *fixture,
                         gconstpointer data)
{
  static const struct
  {
    LabBudgetScope scope;
    const char *id;
  } scopes[] = {
    { LAB_BUDGET_SESSION, "p-s" },
    { LAB_BUDGET_RUN, "p-r" },
    { LAB_BUDGET_EXPERIMENT, "p-e" },
    { LAB_BUDGET_PROFILE, "" },
    { LAB_BUDGET_MONTH, "" },
  };

  fixture_add_profile (fixture->store, "p");
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    fixture_set_budget (fixture->store, "p", scopes[i].scope, scopes[i].id, 1000, FALSE);
  g_assert_true (reserve (fixture, "o1", 600, NULL));
  record (fixture, "o1", 1, 500, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabBudgetRow) row = fixture_get_budget (fixture->store, "p", scopes[i].scope,
                                                         scopes[i].id, FIXTURE_NOW);

      g_assert_cmpint (row->committed, ==, 500);
      fixture_set_budget (fixture->store, "p", scopes[i].scope, scopes[i].id, 500, FALSE);
      g_assert_false (reserve (fixture, "o2", 1, &error));
      g_assert_cmpstr (lab_error_get_context (error, "scope"), ==,
                       lab_budget_scope_to_string (scopes[i].scope));
      fixture_set_budget (fixture->store, "p", scopes[i].scope, scopes[i].id, 1000, FALSE);
    }
}

static void
test_months_stand_by_themselves (Fixture *fixture,
                                 gconstpointer data)
{
  g_autoptr (LabReservation) december = fixture_reservation ("p", "o2", 100);
  g_autoptr (LabBudgetRow) november = NULL;
  g_autoptr (GError) error = NULL;

  fixture_add_profile (fixture->store, "p");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_MONTH, "", 100, FALSE);
  g_assert_true (reserve (fixture, "o1", 100, NULL));
  g_assert_false (reserve (fixture, "o3", 100, &error));

  december->timestamp = FIXTURE_NOW + G_GINT64_CONSTANT (10) * 86400 * 1000000;
  fixture_write_well (fixture->store, fixture_reserve, december);
  november = fixture_get_budget (fixture->store, "p", LAB_BUDGET_MONTH, "", FIXTURE_NOW);
  g_assert_cmpstr (november->period, ==, "2026-11");
  g_assert_cmpint (november->reserved, ==, 100);
}

/* A budget made late counts what went before it, open and closed. */
static void
test_late_budget_counts_the_past (Fixture *fixture,
                                  gconstpointer data)
{
  fixture_add_profile (fixture->store, "p");
  g_assert_true (reserve (fixture, "o1", 50, NULL));
  record (fixture, "o1", 1, 30, TRUE);
  g_assert_true (reserve (fixture, "o2", 25, NULL));
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", 100, FALSE);
  assert_budget (fixture, 30, 25);
  record (fixture, "o2", 1, 20, TRUE);
  assert_budget (fixture, 50, 0);
}

static void
test_live_money_is_apart (Fixture *fixture,
                          gconstpointer data)
{
  g_autoptr (LabReservation) live = fixture_reservation ("p", "o1", 1000);

  fixture_add_profile (fixture->store, "p");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_PROFILE, "", 100, FALSE);
  live->origin = LAB_ORIGIN_LIVE;
  fixture_write_well (fixture->store, fixture_reserve, live);
  g_assert_true (reserve (fixture, "o2", 100, NULL));
}

static void
test_second_reservation_is_refused (Fixture *fixture,
                                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_add_profile (fixture->store, "p");
  g_assert_true (reserve (fixture, "o1", 10, NULL));
  g_assert_false (reserve (fixture, "o1", 10, &error));
  fixture_assert_reason (error, LAB_ERROR_INVALID_INPUT, "constraint");
}

int
main (int argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture,
                  gconstpointer data);
  } tests[] = {
    { "/store/budgets/cap-is-inclusive", test_cap_is_inclusive },
    { "/store/budgets/attempts-move-reserved-to-committed",
      test_attempts_move_reserved_to_committed },
    { "/store/budgets/overrun-is-recorded", test_overrun_is_recorded },
    { "/store/budgets/release-gives-back", test_release_gives_back },
    { "/store/budgets/none-is-not-zero", test_none_is_not_zero },
    { "/store/budgets/unpriced-needs-leave", test_unpriced_needs_leave },
    { "/store/budgets/every-scope-counts", test_every_scope_counts },
    { "/store/budgets/months-stand-by-themselves", test_months_stand_by_themselves },
    { "/store/budgets/late-budget-counts-the-past", test_late_budget_counts_the_past },
    { "/store/budgets/live-money-is-apart", test_live_money_is_apart },
    { "/store/budgets/second-reservation-is-refused", test_second_reservation_is_refused },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);
  return g_test_run ();
}
