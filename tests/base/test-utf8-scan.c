/* test-utf8-scan.c: the same as going byte by byte
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-random.h"
#include "lab-utf8-scan.h"

static gsize
ascii_by_bytes (const char *text,
                gsize       length)
{
  gsize n = 0;

  while (n < length && (guchar) text[n] > 0 && (guchar) text[n] < 0x80)
    n++;
  return n;
}

static void
assert_same (const char *text,
             gsize       length)
{
  const char *end = NULL;
  const char *expected = NULL;

  g_assert_cmpuint (lab_utf8_scan_ascii (text, length), ==, ascii_by_bytes (text, length));
  g_assert_cmpint (lab_utf8_scan_valid (text, length, &end), ==,
                   g_utf8_validate_len (text, length, &expected));
  g_assert_true (end == expected);
  g_assert_cmpint (lab_utf8_scan_valid (text, length, NULL), ==, end == text + length);
}

/* One byte of every value at every place of a few words. */
static void
test_one_byte_anywhere (void)
{
  char text[25];

  for (guint length = 0; length <= sizeof text; length++)
    for (guint at = 0; at < length; at++)
      for (guint value = 0; value < 256; value++)
        {
          memset (text, 'a', sizeof text);
          text[at] = (char) value;
          assert_same (text, length);
        }
  assert_same ("", 0);
}

static void
test_random_text (void)
{
  static const char *const pieces[] = { "a",  "\x7f", "\x01", "é",     "“",
                                        "😀", "words ", "\xff", "\xc3" };
  LabRandom random;

  lab_random_init (&random, 3);
  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint n = (guint) lab_random_below (&random, 30);
      guint most = lab_random_below (&random, 3) == 0 ? G_N_ELEMENTS (pieces) : 7;

      for (guint j = 0; j < n; j++)
        g_string_append (text, pieces[lab_random_below (&random, most)]);
      if (n > 0 && lab_random_below (&random, 5) == 0)
        text->str[lab_random_below (&random, text->len)] = '\0';
      assert_same (text->str, text->len);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/base/utf8-scan/one-byte-anywhere", test_one_byte_anywhere);
  g_test_add_func ("/base/utf8-scan/random-text", test_random_text);
  return g_test_run ();
}
