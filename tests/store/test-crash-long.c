/* test-crash-long.c: many kills at random moments
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crash-child.h"

#define N_KILLS 300

static void
test_many_kills (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GPtrArray) acknowledged = g_ptr_array_new_with_free_func (g_free);
  LabMoney cap = (LabMoney) N_KILLS * 20 * CRASH_WORST;
  guint lost = 0;

  fixture_add_profile (fixture->store, "p");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", cap, FALSE);
  g_clear_object (&fixture->store);
  for (guint i = 0; i < N_KILLS; i++)
    {
      crash_kill_one (fixture->directory, "random", (guint) g_test_rand_int_range (0, 15),
                      acknowledged);
      lost += crash_check_after (fixture, acknowledged, cap);
    }
  g_test_message ("%u acknowledged, %u lost in %d kills", acknowledged->len, lost, N_KILLS);
  g_assert_cmpuint (lost, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  crash_child_run_if_asked (argc, argv);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/store/crash-long/many-kills", Fixture, NULL, fixture_set_up, test_many_kills,
              fixture_tear_down);
  return g_test_run ();
}
