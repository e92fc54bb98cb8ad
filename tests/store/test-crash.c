/* test-crash.c: kill -9 at every moment of a call
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crash-child.h"
#include "lab-error.h"

#define CAP 40000

static void
set_up_crash (Fixture *fixture,
              LabMoney cap)
{
  fixture_add_profile (fixture->store, "p");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", cap, FALSE);
  g_clear_object (&fixture->store);
}

static void
test_killed_at_a_stage (Fixture       *fixture,
                        gconstpointer  data)
{
  const char *stage = data;
  g_autoptr (GPtrArray) acknowledged = g_ptr_array_new_with_free_func (g_free);
  gboolean answered = strcmp (stage, "acknowledge") == 0;

  set_up_crash (fixture, CAP);
  for (guint i = 0; i < 3; i++)
    {
      crash_kill_one (fixture->directory, stage, 0, acknowledged);
      g_assert_cmpuint (crash_check_after (fixture, acknowledged, CAP), ==, answered ? 0 : 1);
    }
  g_assert_cmpuint (acknowledged->len, ==, answered ? 3 : 0);
}

/* Until the budget is used up, and then once more. */
static void
test_killed_at_random (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (GPtrArray) acknowledged = g_ptr_array_new_with_free_func (g_free);
  LabMoney cap = g_test_thorough () ? 40 * CAP : CAP;
  guint before;

  set_up_crash (fixture, cap);
  do
    {
      before = acknowledged->len;
      crash_kill_one (fixture->directory, "random", (guint) g_test_rand_int_range (0, 9),
                      acknowledged);
      crash_check_after (fixture, acknowledged, cap);
    }
  while (acknowledged->len > before);
  g_assert_cmpuint (acknowledged->len, >, cap / CRASH_WORST / 3);
}

static gpointer
recover_count (LabStoreTxn  *txn,
               gpointer      data,
               GError      **error)
{
  g_autoptr (LabRecovered) recovered =
      lab_store_recover_open_operations (txn, FIXTURE_NOW + 1, error);

  return recovered != NULL ? GUINT_TO_POINTER (recovered->n_operations + 1) : NULL;
}

static gpointer
interrupt_runs (LabStoreTxn  *txn,
                gpointer      data,
                GError      **error)
{
  guint n = 0;

  return lab_store_runs_mark_interrupted (txn, FIXTURE_NOW, &n, error) ? GUINT_TO_POINTER (n + 1)
                                                                       : NULL;
}

static guint
count_of (LabStore     *store,
          LabStoreFunc  func)
{
  g_autoptr (GError) error = NULL;
  gpointer result = lab_store_write_sync (store, func, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return GPOINTER_TO_UINT (result) - 1;
}

static gpointer
list_lost (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  LabCallFilter filter = LAB_CALL_FILTER_INIT;

  filter.profile_id = "p";
  filter.status = LAB_CALL_LOST;
  return lab_store_calls_list (txn, &filter, NULL, 10, error);
}

/* Another living program's call is under way and no business of ours. */
static void
test_the_living_are_left_alone (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (LabReservation) priced = fixture_reservation ("p", "o1", 700);
  g_autoptr (LabReservation) unpriced = fixture_reservation ("p", "o2", -1);
  g_autoptr (LabStore) other = NULL;
  g_autoptr (GPtrArray) lost = NULL;
  g_autoptr (GError) error = NULL;
  const LabCallRecord *first, *second;

  fixture_add_profile (fixture->store, "p");
  fixture_write_well (fixture->store, fixture_reserve, priced);
  fixture_write_well (fixture->store, fixture_reserve, unpriced);
  other = lab_store_open (fixture->directory, LAB_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_of (other, recover_count), ==, 0);
  g_assert_cmpuint (count_of (other, interrupt_runs), ==, 0);

  g_clear_object (&fixture->store);
  g_assert_cmpuint (count_of (other, recover_count), ==, 2);
  g_assert_cmpuint (count_of (other, interrupt_runs), ==, 1);
  g_assert_cmpuint (count_of (other, recover_count), ==, 0);

  lost = fixture_read (other, list_lost, NULL);
  g_assert_cmpuint (lost->len, ==, 2);
  first = ((LabCallRow *) g_ptr_array_index (lost, 0))->record;
  second = ((LabCallRow *) g_ptr_array_index (lost, 1))->record;
  if (first->cost_state == LAB_COST_UNPRICED)
    {
      const LabCallRecord *swap = first;

      first = second;
      second = swap;
    }
  g_assert_cmpint (first->cost_state, ==, LAB_COST_ESTIMATED);
  g_assert_cmpint (first->cost, ==, 700);
  g_assert_cmpstr (first->cost_basis, ==,
                   "worst case: the program ended before the answer was recorded");
  g_assert_cmpint (second->cost_state, ==, LAB_COST_UNPRICED);
}

int
main (int   argc,
      char *argv[])
{
  crash_child_run_if_asked (argc, argv);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/store/crash/after-reserve", Fixture, "reserve", fixture_set_up,
              test_killed_at_a_stage, fixture_tear_down);
  g_test_add ("/store/crash/before-commit", Fixture, "record", fixture_set_up,
              test_killed_at_a_stage, fixture_tear_down);
  g_test_add ("/store/crash/after-acknowledgement", Fixture, "acknowledge", fixture_set_up,
              test_killed_at_a_stage, fixture_tear_down);
  g_test_add ("/store/crash/at-random", Fixture, NULL, fixture_set_up, test_killed_at_random,
              fixture_tear_down);
  g_test_add ("/store/crash/the-living-are-left-alone", Fixture, NULL, fixture_set_up,
              test_the_living_are_left_alone, fixture_tear_down);
  return g_test_run ();
}
