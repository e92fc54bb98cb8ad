/* test-long-fuzz.c: the fuzzing that takes minutes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>

#include "chunk-check.h"
#include "split-oracle.h"

static void
test_splitter (void)
{
  for (guint64 seed = 100; seed < 120; seed++)
    oracle_fuzz (1000000, seed);
}

static void
test_chunks (void)
{
  chunk_fuzz (1000000, 100);
}

/* A text of 1 GB that is never in memory as a whole. */
static void
test_gigabyte (void)
{
  static const char line[] = "It's line of a very long text; 日本語 too, and 12345 numbers.\n";
  g_autoptr(LabEncoding) encoding = lab_encoding_load ("o200k_base", NULL);
  g_autoptr(LabTokenCounter) counter = NULL;
  g_autoptr(GString) block = g_string_new (NULL);
  gint64 one, all;
  guint n = 0;

  while (block->len < 1 << 20)
    g_string_append (block, line);
  counter = lab_token_counter_new (encoding, LAB_ENCODE_DEFAULT, NULL);
  for (guint64 bytes = 0; bytes < 1000000000; bytes += block->len, n++)
    g_assert_true (lab_token_counter_feed (counter, block->str, block->len, NULL));
  g_assert_true (lab_token_counter_finish (counter, &all, NULL));
  g_assert_true (lab_encoding_count (encoding, block->str, -1, LAB_ENCODE_DEFAULT, &one, NULL));
  g_assert_cmpint (all, ==, n * one);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokenizer/long/splitter", test_splitter);
  g_test_add_func ("/tokenizer/long/chunks", test_chunks);
  g_test_add_func ("/tokenizer/long/gigabyte", test_gigabyte);
  return g_test_run ();
}
