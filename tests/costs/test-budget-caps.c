/* test-budget-caps.c: budgets read and changed by the person they are of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "costs-fixture.h"
#include "lab-budget-cap.h"

static GPtrArray *
load (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };
  GPtrArray *caps;

  lab_budget_caps_load_async (self->store, "p", FIXTURE_NOW, NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  caps = lab_budget_caps_load_finish (result, &error);
  g_assert_no_error (error);
  return caps;
}

static gboolean
set (Fixture             *self,
     const LabBudgetCap  *cap,
     GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_budget_caps_set_async (self->store, "p", cap, FIXTURE_NOW, NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_budget_caps_change_finish (result, error);
}

static void
set_well (Fixture           *self,
          LabBudgetCapScope  scope,
          const char        *experiment,
          LabMoney           amount)
{
  LabBudgetCap cap = {
    .scope = scope,
    .experiment_id = (char *) experiment,
    .cap = amount,
  };
  g_autoptr (GError) error = NULL;

  g_assert_true (set (self, &cap, &error));
  g_assert_no_error (error);
}

static void
test_set_and_changed (Fixture       *self,
                      gconstpointer  data)
{
  g_autoptr (GPtrArray) none = load (self);
  g_autoptr (GPtrArray) caps = NULL;
  const LabBudgetCap *cap;

  g_assert_cmpuint (none->len, ==, 0);
  set_well (self, LAB_BUDGET_CAP_MONTH, NULL, 500);
  g_assert_true (fixture_reserve (self, "a", 200, TRUE, NULL));
  fixture_track_well (self, fixture_record (NULL, "b", 50));
  set_well (self, LAB_BUDGET_CAP_MONTH, NULL, 900);
  caps = load (self);
  g_assert_cmpuint (caps->len, ==, 1);
  cap = g_ptr_array_index (caps, 0);
  g_assert_cmpint (cap->scope, ==, LAB_BUDGET_CAP_MONTH);
  g_assert_null (cap->experiment_id);
  g_assert_cmpint (cap->origin, ==, LAB_ORIGIN_PRACTICE);
  g_assert_cmpint (cap->cap, ==, 900);
  g_assert_cmpint (cap->committed, ==, 50);
  g_assert_cmpint (cap->reserved, ==, 200);
  g_assert_cmpint (lab_budget_cap_get_left (cap), ==, 650);
}

static void
test_below_nothing (Fixture       *self,
                    gconstpointer  data)
{
  LabBudgetCap cap = { .scope = LAB_BUDGET_CAP_PROFILE, .cap = -1 };
  g_autoptr (GError) error = NULL;

  g_assert_false (set (self, &cap, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
}

static void
test_removed (Fixture       *self,
              gconstpointer  data)
{
  const LabBudgetCap cap = { .scope = LAB_BUDGET_CAP_PROFILE };

  set_well (self, LAB_BUDGET_CAP_PROFILE, NULL, 0);
  g_assert_false (fixture_reserve (self, "a", 1, TRUE, NULL));
  /* Twice: what is not there is not missed. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      LabTestWait wait = { 0 };

      lab_budget_caps_remove_async (self->store, "p", &cap, FIXTURE_NOW, NULL, lab_test_wait_cb,
                                    &wait);
      result = lab_test_wait_result (&wait);
      g_assert_true (lab_budget_caps_change_finish (result, &error));
      g_assert_no_error (error);
    }
  g_assert_true (fixture_reserve (self, "a", 1, TRUE, NULL));
}

/* Of all that cover a call; another experiment's and a run's own do not. */
static void
test_tightest (Fixture       *self,
               gconstpointer  data)
{
  static const struct
  {
    const char *experiment;
    LabBudgetCapScope scope;
  } cases[] = {
    { "e", LAB_BUDGET_CAP_EXPERIMENT },
    { "e2", LAB_BUDGET_CAP_PROFILE },
    { NULL, LAB_BUDGET_CAP_PROFILE },
  };
  g_autoptr (GPtrArray) caps = NULL;

  set_well (self, LAB_BUDGET_CAP_PROFILE, NULL, 1000);
  set_well (self, LAB_BUDGET_CAP_MONTH, NULL, 2000);
  set_well (self, LAB_BUDGET_CAP_EXPERIMENT, "e", 300);
  fixture_set_budget (self, LAB_BUDGET_SESSION, "s", 1, FALSE);
  caps = load (self);
  g_assert_cmpuint (caps->len, ==, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (lab_budget_caps_find_tightest (caps, LAB_ORIGIN_PRACTICE,
                                                    cases[i].experiment)->scope,
                     ==, cases[i].scope);
  g_assert_null (lab_budget_caps_find_tightest (caps, LAB_ORIGIN_LIVE, "e"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  FIXTURE_TEST ("/costs/budget-caps/set-and-changed", test_set_and_changed);
  FIXTURE_TEST ("/costs/budget-caps/below-nothing-is-refused", test_below_nothing);
  FIXTURE_TEST ("/costs/budget-caps/removed", test_removed);
  FIXTURE_TEST ("/costs/budget-caps/tightest-that-covers", test_tightest);

  return g_test_run ();
}
