/* test-json-fuzz-long.c: the same as the short one, for minutes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "json-fuzz.h"

static void
test_compare (void)
{
  json_fuzz_compare (101, 100000);
}

static void
test_mutate (void)
{
  json_fuzz_mutate (102, 500000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/call/json-fuzz/means-what-another-reader-reads", test_compare);
  g_test_add_func ("/call/json-fuzz/mutated-documents", test_mutate);

  return g_test_run ();
}
