/* test-text-diff.c: which words of two texts differ
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-random.h"
#include "lab-text-diff.h"

#include <string.h>

/* "start+length start+length" */
static char *
to_text (GArray *ranges)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ranges->len; i++)
    {
      const LabTextRange *range = &g_array_index (ranges, LabTextRange, i);

      g_string_append_printf (text, "%s%u+%u", i > 0 ? " " : "", range->start, range->length);
    }
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *before;
  const char *after;
  const char *removed;
  const char *added;
} cases[] = {
  { "", "", "", "" },
  { "the same", "the same", "", "" },
  { "white   space", "white\nspace", "", "" },
  { "", "all new", "", "0+7" },
  { "all gone", "", "0+8", "" },
  { "within 14 days", "within 30 days", "7+2", "7+2" },
  { "a b c", "a c", "2+1", "" },
  { "a c", "a b c", "", "2+1" },
  /* Neighbouring words are one range, with the white space between them. */
  { "a b  c d", "a d", "2+4", "" },
  { "one, two", "one. two", "3+1", "3+1" },
  /* Characters, not bytes. */
  { "für 5 €", "für 6 €", "4+1", "4+1" },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) removed = NULL;
      g_autoptr (GArray) added = NULL;
      g_autofree char *removed_text = NULL;
      g_autofree char *added_text = NULL;

      lab_text_diff (cases[i].before, cases[i].after, &removed, &added);
      removed_text = to_text (removed);
      added_text = to_text (added);
      g_test_message ("%s → %s: −%s +%s", cases[i].before, cases[i].after, removed_text,
                      added_text);
      g_assert_cmpstr (removed_text, ==, cases[i].removed);
      g_assert_cmpstr (added_text, ==, cases[i].added);
    }
}

/* @text without the ranges and without white space */
static char *
cut_out (const char *text,
         GArray     *ranges)
{
  GString *left = g_string_new (NULL);
  guint at = 0;

  for (guint place = 0; text[place] != '\0'; place++)
    {
      const LabTextRange *range =
          at < ranges->len ? &g_array_index (ranges, LabTextRange, at) : NULL;

      if (range != NULL && place >= range->start + range->length)
        range = ++at < ranges->len ? &g_array_index (ranges, LabTextRange, at) : NULL;
      if ((range == NULL || place < range->start) && text[place] != ' ')
        g_string_append_c (left, text[place]);
    }
  return g_string_free (left, FALSE);
}

static char *
draw_text (LabRandom *random)
{
  GString *text = g_string_new (NULL);
  guint n = (guint) lab_random_below (random, 40);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%c ", 'a' + (char) lab_random_below (random, 4));
  return g_string_free (text, FALSE);
}

/* What is left of both texts is the same, whatever they are. */
static void
test_rest_is_common (void)
{
  LabRandom random;

  lab_random_init (&random, 5);
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *before = draw_text (&random);
      g_autofree char *after = draw_text (&random);
      g_autoptr (GArray) removed = NULL;
      g_autoptr (GArray) added = NULL;
      g_autofree char *a = NULL;
      g_autofree char *b = NULL;

      lab_text_diff (before, after, &removed, &added);
      a = cut_out (before, removed);
      b = cut_out (after, added);
      g_assert_cmpstr (a, ==, b);
    }
}

/* Beyond the limit all that lies between the common ends differs. */
static void
test_limit (void)
{
  g_autoptr (GString) before = g_string_new ("same ");
  g_autoptr (GString) after = g_string_new ("same ");
  g_autoptr (GArray) removed = NULL;
  g_autoptr (GArray) added = NULL;

  for (guint i = 0; i < LAB_TEXT_DIFF_LIMIT; i++)
    {
      g_string_append_printf (before, "a%u ", i);
      g_string_append_printf (after, "b%u ", i);
    }
  g_string_append (before, "end");
  g_string_append (after, "end");
  lab_text_diff (before->str, after->str, &removed, &added);
  g_assert_cmpuint (removed->len, ==, 1);
  g_assert_cmpuint (added->len, ==, 1);
  g_assert_cmpuint (g_array_index (removed, LabTextRange, 0).start, ==, 5);
  g_assert_cmpuint (g_array_index (removed, LabTextRange, 0).length, ==, before->len - 5 - 4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/text-diff/cases", test_cases);
  g_test_add_func ("/base/text-diff/rest-is-common", test_rest_is_common);
  g_test_add_func ("/base/text-diff/limit", test_limit);

  return g_test_run ();
}
