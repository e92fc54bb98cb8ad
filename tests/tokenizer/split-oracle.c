/* split-oracle.c: PCRE2 on the published patterns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "split-oracle.h"

#include <string.h>

#include "lab-random.h"
#include "lab-unicode-class-private.h"

/* (*UCP) makes \s of PCRE2 mean White_Space, as it does in the reference. */
static const char * const patterns[] = {
  [LAB_SPLIT_CL100K] =
    "(*UCP)(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
    " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  [LAB_SPLIT_O200K] =
    "(*UCP)[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
    "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
    "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
    "\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
};

static const char * const pattern_names[] = { "cl100k", "o200k" };

static const char * const class_patterns[] = {
  "(*UCP)[\\p{Lu}\\p{Lt}]", "(*UCP)\\p{Ll}", "(*UCP)[\\p{Lm}\\p{Lo}]",
  "(*UCP)\\p{M}",           "(*UCP)\\p{N}",  "(*UCP)\\s",
  [UNASSIGNED] = "(*UCP)\\p{Cn}",
};

static pcre2_code *
compile (const char *pattern)
{
  int code;
  PCRE2_SIZE offset;
  pcre2_code *compiled = pcre2_compile ((PCRE2_SPTR) pattern, PCRE2_ZERO_TERMINATED, PCRE2_UTF,
                                        &code, &offset, NULL);

  g_assert_nonnull (compiled);
  pcre2_jit_compile (compiled, PCRE2_JIT_COMPLETE);
  return compiled;
}

void
oracle_init (Oracle *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    self->code[i] = compile (patterns[i]);
  for (guint i = 0; i < G_N_ELEMENTS (class_patterns); i++)
    self->classes[i] = compile (class_patterns[i]);
  self->match = pcre2_match_data_create (4, NULL);
}

void
oracle_clear (Oracle *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    pcre2_code_free (self->code[i]);
  for (guint i = 0; i < G_N_ELEMENTS (class_patterns); i++)
    pcre2_code_free (self->classes[i]);
  pcre2_match_data_free (self->match);
}

static gboolean
oracle_matches (Oracle   *self,
                guint     class,
                gunichar  c)
{
  char text[6];
  int size = g_unichar_to_utf8 (c, text);

  return pcre2_match (self->classes[class], (PCRE2_SPTR) text, (PCRE2_SIZE) size, 0,
                      PCRE2_ANCHORED, self->match, NULL) > 0;
}

static guint
oracle_class (Oracle   *self,
              gunichar  c)
{
  for (guint i = 0; i < UNASSIGNED; i++)
    if (oracle_matches (self, i, c))
      return 1u << i;
  return LAB_CLASS_OTHER;
}

/* The characters that the library at hand, of an older or a newer Unicode,
 * puts in another class than Unicode 16.0 does, found by asking it for each.
 * They can only be those it does not have yet, those we do not have yet,
 * U+180E, a space to PCRE2 and White_Space no more since Unicode 6.3, and
 * U+0295, which is without case since 17.0. */
static GHashTable *
find_differences (Oracle *oracle)
{
  GHashTable *differ = g_hash_table_new (NULL, NULL);

  for (gunichar c = 0x80; c < 0x110000; c++)
    {
      guint ours = lab_unicode_class (c);

      if ((c >= 0xd800 && c < 0xe000) || oracle_class (oracle, c) == ours)
        continue;
      g_assert_true (oracle_matches (oracle, UNASSIGNED, c) || ours == LAB_CLASS_OTHER ||
                     c == 0x295);
      g_hash_table_add (differ, GUINT_TO_POINTER (c));
    }
  g_assert_true (g_hash_table_contains (differ, GUINT_TO_POINTER (0x180e)));
  return differ;
}

void
assert_same_split (Oracle          *oracle,
                   LabSplitPattern  pattern,
                   const char      *text,
                   gsize            length)
{
  const guint8 *start = (const guint8 *) text;
  LabSplitter splitter = { .end = start + length };
  gsize at = 0;

  while (at < length)
    {
      gsize ours = (gsize) (lab_splitter_next (&splitter, pattern, start + at) - start);
      PCRE2_SIZE *found;

      g_assert_cmpint (pcre2_match (oracle->code[pattern], start, length, at, PCRE2_NO_UTF_CHECK,
                                    oracle->match, NULL), >, 0);
      found = pcre2_get_ovector_pointer (oracle->match);
      if (found[0] != at || found[1] != ours)
        {
          g_autofree char *shown = g_strescape (text, NULL);

          g_error ("%s: \"%s\" at %zu: ours ends at %zu, the pattern %zu-%zu",
                   pattern_names[pattern], shown, at, ours, found[0], found[1]);
        }
      at = ours;
    }
}

/* Characters and scraps in which the patterns' traps lie. */
static const char * const scraps[] = {
  "a", "z", "A", "Z", "e", "s", "S", "t", "T", "re", "RE", "ve", "Ve", "ll", "lL", "m", "d", "r",
  "v", "l", "'", "'", "'s", "'T", "'re", "'Ll", "'\305\277", "\305\277", "0", "12", "1234", " ",
  " ", "  ", "   ", "\t", "\n", "\r", "\r\n", "\n\n", "\v", "\f", "\302\205", "\302\240",
  "\341\232\200", "\342\200\200", "\342\200\250", "\342\200\257", "\343\200\200", "\357\273\277",
  "\342\200\213", ".", "!", "/", "//", "-", "_", "(", ")", "<|", "|>", "{", "\"",
  "\303\251", "\303\211", "\307\205", "\312\260", "\302\252", "\314\201", "\340\244\276",
  "\342\203\235", "\320\226", "\320\266", "\346\227\245", "\355\225\234", "\331\243", "\302\275",
  "\342\205\243", "\360\237\230\200", "\360\237\217\275", "\342\200\215", "\364\217\277\277",
  "\356\200\200", "\335\217", "\337\277",
};

static void
append_random (GString    *text,
               LabRandom  *random,
               GHashTable *differ)
{
  gunichar c;

  if (lab_random_below (random, 4) > 0)
    {
      g_string_append (text, scraps[lab_random_below (random, G_N_ELEMENTS (scraps))]);
      return;
    }
  do
    c = (gunichar) lab_random_below (random, lab_random_below (random, 2) ? 0x3000 : 0x110000);
  while ((c >= 0xd800 && c < 0xe000) || g_hash_table_contains (differ, GUINT_TO_POINTER (c)));
  g_string_append_unichar (text, c);
}

void
oracle_fuzz (guint   rounds,
             guint64 seed)
{
  Oracle oracle;
  g_autoptr(GHashTable) differ = NULL;
  LabRandom random;

  oracle_init (&oracle);
  differ = find_differences (&oracle);
  g_test_message ("%u characters are in another class of the PCRE2 at hand",
                  g_hash_table_size (differ));
  lab_random_init_stream (&random, seed, "splitter", 0);
  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      guint n = 1 + (guint) lab_random_below (&random, 24);

      for (guint j = 0; j < n; j++)
        append_random (text, &random, differ);
      assert_same_split (&oracle, LAB_SPLIT_CL100K, text->str, text->len);
      assert_same_split (&oracle, LAB_SPLIT_O200K, text->str, text->len);
    }
  oracle_clear (&oracle);
}
