/* lab-rouge.c: ROUGE-L
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-judge.h"

#include "lab-text-match-private.h"

/* Longer texts are compared by their first words: the table below is
 * quadratic in time. */
#define MAX_WORDS 4000

static GArray *
hash_words (const char *text)
{
  g_autofree char *normal = lab_text_normalise (text);
  GArray *words = g_array_new (FALSE, FALSE, sizeof (guint));
  const char *p = normal;

  while (*p != '\0' && words->len < MAX_WORDS)
    {
      guint hash = 5381;
      const char *start;

      while (*p != '\0' && !g_ascii_isalnum (*p) && (guchar) *p < 0x80)
        p++;
      for (start = p; g_ascii_isalnum (*p) || (guchar) *p >= 0x80; p++)
        hash = hash * 33 + (guchar) *p;
      if (p > start)
        g_array_append_val (words, hash);
    }
  return words;
}

/* Length of the longest common subsequence, two rows at a time. */
static guint
common_length (GArray *a,
               GArray *b)
{
  g_autofree guint *row = g_new0 (guint, b->len + 1);

  for (guint i = 0; i < a->len; i++)
    {
      guint diagonal = 0;

      for (guint j = 0; j < b->len; j++)
        {
          guint above = row[j + 1];

          if (g_array_index (a, guint, i) == g_array_index (b, guint, j))
            row[j + 1] = diagonal + 1;
          else
            row[j + 1] = MAX (above, row[j]);
          diagonal = above;
        }
    }
  return row[b->len];
}

int
lab_rouge_l (const char *candidate,
             const char *reference)
{
  g_autoptr (GArray) a = NULL;
  g_autoptr (GArray) b = NULL;

  g_return_val_if_fail (candidate != NULL && reference != NULL, 0);

  a = hash_words (candidate);
  b = hash_words (reference);
  if (a->len == 0 || b->len == 0)
    return 0;
  /* F1 of L/|a| and L/|b| is 2L/(|a| + |b|). */
  return (int) (2 * (guint64) common_length (a, b) * LAB_JUDGE_FULL_SCORE / (a->len + b->len));
}
