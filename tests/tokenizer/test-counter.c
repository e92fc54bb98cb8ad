/* test-counter.c: a text in chunks counts as at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <string.h>

#include "chunk-check.h"
#include "lab-error.h"

static void
test_every_cut (void)
{
  static const char * const texts[] = {
    "",
    "it's a test, IT'S 12345 \n\n  x  ",
    "a   \n  \n   b\t\t\tc  ",
    "\312\260\312\260AAAb'\305\277 '\305",
    "\346\227\245\346\234\254\350\252\236 \360\237\230\200\360\237\217\275",
    "<|endoftext|>a<|end<|endoftext|>|><|<|endoftext|",
    "bad \xff\xfe \xe2\x82 \xf0\x9f\x98 \xed\xa0\x80 end\xe2\x82",
    "!\n/\n//\r\n/ a",
    "x \302\240 \343\200\200\343\200\200y",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (const char * const *name = lab_encoding_list (); *name != NULL; name++)
      check_chunks (*name, texts[i], strlen (texts[i]));
}

static void
test_random_chunks (void)
{
  chunk_fuzz (3000, 1);
}

/* The offset is the whole text's, also where a chunk cuts the character. */
static void
test_bad_text (void)
{
  g_autoptr(LabEncoding) encoding = lab_encoding_load ("o200k_base", NULL);
  g_autoptr(LabTokenCounter) counter = NULL;
  g_autoptr(GError) error = NULL;
  gint64 count;

  counter = lab_token_counter_new (encoding, LAB_ENCODE_DEFAULT, NULL);
  g_assert_true (lab_token_counter_feed (counter, "hello \xe2", 7, &error));
  g_assert_false (lab_token_counter_feed (counter, "x", 1, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_assert_nonnull (strstr (error->message, "byte 6."));
  g_clear_error (&error);
  lab_token_counter_free (g_steal_pointer (&counter));

  counter = lab_token_counter_new (encoding, LAB_ENCODE_DEFAULT, NULL);
  g_assert_true (lab_token_counter_feed (counter, "hello \xe2\x82", 8, &error));
  g_assert_false (lab_token_counter_finish (counter, &count, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
}

static void
test_again (void)
{
  g_autoptr(LabEncoding) encoding = lab_encoding_load ("o200k_base", NULL);
  g_autoptr(LabTokenCounter) counter = NULL;
  gint64 count;

  counter = lab_token_counter_new (encoding, LAB_ENCODE_DEFAULT, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (lab_token_counter_feed (counter, "hello wor", 9, NULL));
      g_assert_true (lab_token_counter_feed (counter, "ld", 2, NULL));
      g_assert_true (lab_token_counter_finish (counter, &count, NULL));
      g_assert_cmpint (count, ==, 2);
    }
}

/* More than can be merged at once is refused, in chunks as at once. */
static void
test_endless_piece (void)
{
  const gsize length = LAB_TOKEN_COUNTER_MAX_PIECE + 1;
  g_autoptr(LabEncoding) encoding = lab_encoding_load ("cl100k_base", NULL);
  g_autoptr(LabTokenCounter) counter = NULL;
  g_autofree char *text = g_malloc (2 * length);
  g_autoptr(GError) error = NULL;
  gint64 count;
  gboolean taken = TRUE;

  memset (text, 'a', 2 * length);
  g_assert_false (lab_encoding_count (encoding, text, (gssize) length, LAB_ENCODE_DEFAULT, &count,
                                      &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED);
  g_clear_error (&error);
  counter = lab_token_counter_new (encoding, LAB_ENCODE_DEFAULT, NULL);
  for (guint i = 0; taken && i < 8; i++)
    taken = lab_token_counter_feed (counter, text, 2 * length, &error);
  g_assert_false (taken);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED);
}

static void
test_stream (void)
{
  static const char line[] = "The quick brown fox, and a line of it.\n";
  g_autoptr(LabEncoding) encoding = lab_encoding_load ("o200k_base", NULL);
  g_autoptr(GInputStream) stream = g_memory_input_stream_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  gint64 one, all;

  for (guint i = 0; i < 50000; i++)
    g_memory_input_stream_add_data (G_MEMORY_INPUT_STREAM (stream), line, sizeof line - 1, NULL);
  g_assert_true (lab_encoding_count (encoding, line, -1, LAB_ENCODE_DEFAULT, &one, &error));
  g_assert_true (lab_encoding_count_stream (encoding, stream, LAB_ENCODE_DEFAULT, NULL, &all, NULL,
                                            &error));
  g_assert_cmpint (all, ==, 50000 * one);
  g_cancellable_cancel (cancellable);
  g_assert_false (lab_encoding_count_stream (encoding, stream, LAB_ENCODE_DEFAULT, NULL, &all,
                                             cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokenizer/counter/every-cut", test_every_cut);
  g_test_add_func ("/tokenizer/counter/random-chunks", test_random_chunks);
  g_test_add_func ("/tokenizer/counter/bad-text", test_bad_text);
  g_test_add_func ("/tokenizer/counter/again", test_again);
  g_test_add_func ("/tokenizer/counter/endless-piece", test_endless_piece);
  g_test_add_func ("/tokenizer/counter/stream", test_stream);
  return g_test_run ();
}
