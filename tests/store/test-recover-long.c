/* test-recover-long.c: damage of many kinds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "harmed-fixture.h"

static void
test_noise_leaves_a_ledger (void)
{
  harmed_try_noise (1000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/recover/long/noise-leaves-a-ledger", test_noise_leaves_a_ledger);
  return g_test_run ();
}
