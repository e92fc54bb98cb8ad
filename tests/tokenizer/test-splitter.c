/* test-splitter.c: the hand-written split against PCRE2 on the patterns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <string.h>

#include "lab-unicode-class-private.h"
#include "split-oracle.h"

static void
test_cases (void)
{
  static const struct
  {
    LabSplitPattern pattern;
    const char *text;
    const char *pieces; /* joined by | */
  } cases[] = {
    { LAB_SPLIT_CL100K, "it's", "it|'s" },
    { LAB_SPLIT_O200K, "it's", "it's" },
    { LAB_SPLIT_CL100K, "IT'S'LL'Ve", "IT|'S|'LL|'Ve" },
    { LAB_SPLIT_O200K, "IT'S'LL", "IT'S|'LL" },
    { LAB_SPLIT_CL100K, "x'\305\277y", "x|'\305\277|y" },
    { LAB_SPLIT_O200K, "x'\305\277y", "x'\305\277|y" },
    { LAB_SPLIT_CL100K, "'sfoo", "'s|foo" },
    { LAB_SPLIT_O200K, "'sfoo", "'sfoo" },
    { LAB_SPLIT_O200K, "camelCaseHTTPServer", "camel|Case|HTTPServer" },
    { LAB_SPLIT_CL100K, "camelCase", "camelCase" },
    { LAB_SPLIT_CL100K, "a   b", "a|  | b" },
    { LAB_SPLIT_CL100K, "a   ", "a|   " },
    { LAB_SPLIT_CL100K, "a \n \n b", "a| \n \n| b" },
    { LAB_SPLIT_CL100K, "1234567", "123|456|7" },
    { LAB_SPLIT_O200K, "a!\n/\n", "a|!\n/\n" },
    { LAB_SPLIT_CL100K, "a!\n/\n", "a|!\n|/\n" },
    { LAB_SPLIT_O200K, "A\312\260B", "A\312\260|B" },
    { LAB_SPLIT_O200K, "\314\201A", "\314\201|A" },
    { LAB_SPLIT_O200K, "!\314\201", "!\314\201" },
    { LAB_SPLIT_CL100K, "e\314\201", "e|\314\201" },
    { LAB_SPLIT_O200K, "e\314\201", "e\314\201" },
    { LAB_SPLIT_CL100K, "a\357\273\277b", "a|\357\273\277b" },
    { LAB_SPLIT_CL100K, "a\302\240\302\240b", "a|\302\240|\302\240b" },
    { LAB_SPLIT_CL100K, "'", "'" },
    { LAB_SPLIT_CL100K, "'r", "'r" },
    { LAB_SPLIT_CL100K, "\t\tx", "\t|\tx" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const guint8 *p = (const guint8 *) cases[i].text;
      LabSplitter splitter = { .end = p + strlen (cases[i].text) };
      g_autoptr(GString) pieces = g_string_new (NULL);

      while (p < splitter.end)
        {
          const guint8 *piece_end = lab_splitter_next (&splitter, cases[i].pattern, p);

          if (pieces->len > 0)
            g_string_append_c (pieces, '|');
          g_string_append_len (pieces, (const char *) p, piece_end - p);
          p = piece_end;
        }
      g_assert_cmpstr (pieces->str, ==, cases[i].pieces);
    }
}

/* Unicode 16.0 by the numbers of its own statistics. */
static void
test_class_table (void)
{
  guint n[7] = { 0 };

  for (gunichar c = 0; c < 0x110000; c++)
    for (guint i = 0; i < G_N_ELEMENTS (n); i++)
      n[i] += (lab_unicode_class (c) & 1u << i) != 0;
  g_assert_cmpuint (n[0], ==, 1858 + 31);
  g_assert_cmpuint (n[1], ==, 2258);
  g_assert_cmpuint (n[2], ==, 404 + 136477);
  g_assert_cmpuint (n[3], ==, 2020 + 468 + 13);
  g_assert_cmpuint (n[4], ==, 760 + 236 + 915);
  g_assert_cmpuint (n[5], ==, 25);
  g_assert_cmpuint (lab_unicode_class (0xfeff), ==, LAB_CLASS_OTHER);
  g_assert_cmpuint (lab_unicode_class (0x200b), ==, LAB_CLASS_OTHER);
  g_assert_cmpuint (lab_unicode_class (0x180e), ==, LAB_CLASS_OTHER);
  g_assert_cmpuint (lab_unicode_class (0x85), ==, LAB_CLASS_SPACE);
  g_assert_cmpuint (lab_unicode_class (0x1c89), ==, LAB_CLASS_UPPER);
}

static void
test_differential (void)
{
  oracle_fuzz (200000, 1);
}

/* Every text of up to four of these, so that no order of traps is left to
 * chance. */
static void
test_exhaustive (void)
{
  static const char * const units[] = {
    "a", "A", "'", "s", "\305\277", "l", " ", "\n", "\t", "1", ".", "/", "\312\260", "\314\201",
    "\302\240",
  };
  guint total = 1;
  Oracle oracle;

  oracle_init (&oracle);
  for (guint length = 1; length <= 4; length++)
    {
      total *= G_N_ELEMENTS (units);
      for (guint number = 0; number < total; number++)
        {
          g_autoptr(GString) text = g_string_new (NULL);
          guint rest = number;

          for (guint i = 0; i < length; i++, rest /= G_N_ELEMENTS (units))
            g_string_append (text, units[rest % G_N_ELEMENTS (units)]);
          assert_same_split (&oracle, LAB_SPLIT_CL100K, text->str, text->len);
          assert_same_split (&oracle, LAB_SPLIT_O200K, text->str, text->len);
        }
    }
  oracle_clear (&oracle);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokenizer/splitter/traps", test_cases);
  g_test_add_func ("/tokenizer/splitter/class-table", test_class_table);
  g_test_add_func ("/tokenizer/splitter/every-short-text", test_exhaustive);
  g_test_add_func ("/tokenizer/splitter/differential", test_differential);
  return g_test_run ();
}
