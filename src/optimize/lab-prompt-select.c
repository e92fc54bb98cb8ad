/* lab-prompt-select.c: the sentences that say the most
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-prompt-text-private.h"

typedef struct
{
  guint index;
  gboolean first; /* comes before all that are not */
  gint64 score;
  gint64 tokens;
} Candidate;

/* log2 (n / d) in 1/256, by squaring: the same integer on every machine,
 * which a library's log2() is not. n >= d >= 1. */
static gint64
log2_ratio (guint64 n,
            guint64 d)
{
  gint64 result = 0;
  guint64 x; /* 1 … 2, times 2^30 */

  while (n >= 2 * d)
    {
      d *= 2;
      result += 256;
    }
  x = (n << 30) / d;
  for (gint64 bit = 128; bit > 0; bit /= 2)
    {
      x = (x * x) >> 30;
      if (x >= G_GUINT64_CONSTANT (2) << 30)
        {
          x /= 2;
          result += bit;
        }
    }
  return result;
}

static guint
integer_root (guint n)
{
  guint root = 0;

  while ((guint64) (root + 1) * (root + 1) <= n)
    root++;
  return root;
}

/* In how many of the segments each word stands. */
static GHashTable *
count_words (GPtrArray *words_of)
{
  GHashTable *counts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < words_of->len; i++)
    {
      GPtrArray *words = g_ptr_array_index (words_of, i);
      g_autoptr (GHashTable) here = g_hash_table_new (g_str_hash, g_str_equal);

      for (guint j = 0; j < words->len; j++)
        {
          char *word = g_ptr_array_index (words, j);

          if (g_hash_table_add (here, word))
            g_hash_table_insert (counts, word,
                                 GUINT_TO_POINTER (
                                     GPOINTER_TO_UINT (g_hash_table_lookup (counts, word)) + 1));
        }
    }
  return counts;
}

/* Σ idf / √words: rare words speak for a sentence, its mere length less. */
static gint64
score_words (GPtrArray  *words,
             GHashTable *counts,
             guint       n_segments)
{
  g_autoptr (GHashTable) here = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 sum = 0;

  if (words->len == 0)
    return 0;
  for (guint i = 0; i < words->len; i++)
    {
      char *word = g_ptr_array_index (words, i);

      if (g_hash_table_add (here, word))
        sum += log2_ratio ((guint64) n_segments + 1,
                           GPOINTER_TO_UINT (g_hash_table_lookup (counts, word)));
    }
  return sum * 16 / integer_root (words->len * 256);
}

static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *left = a;
  const Candidate *right = b;

  if (left->first != right->first)
    return left->first ? -1 : 1;
  if (left->score != right->score)
    return left->score > right->score ? -1 : 1;
  return left->index < right->index ? -1 : 1;
}

/* As far as the budget goes, and one sentence where there is nothing else. */
static void
choose (GArray   *candidates,
        gint64    budget,
        gboolean  nothing_else,
        gboolean *keep)
{
  g_array_sort (candidates, compare_candidates);
  if (nothing_else && candidates->len > 0)
    {
      const Candidate *best = &g_array_index (candidates, Candidate, 0);

      budget = MAX (budget, best->tokens);
    }
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      if (candidate->tokens > budget)
        continue;
      keep[candidate->index] = TRUE;
      budget -= candidate->tokens;
    }
}

static GPtrArray *
split_all (const char *const *texts,
           GArray            *segments)
{
  GPtrArray *words_of = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  guint done = 0;

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autofree guint8 *mask = lab_prompt_mask_new (texts[i]);

      lab_prompt_split (texts[i], mask, i, segments);
      for (; done < segments->len; done++)
        g_ptr_array_add (words_of,
                         lab_prompt_get_words (texts[i], mask,
                                               &g_array_index (segments, LabSegment, done)));
    }
  return words_of;
}

GStrv
lab_prompt_select (const char *const     *texts,
                   LabTokenizer          *tokenizer,
                   const LabTokenScheme  *scheme,
                   guint                  keep,
                   gboolean               protect,
                   GError               **error)
{
  g_autoptr (GArray) segments = g_array_new (FALSE, FALSE, sizeof (LabSegment));
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GPtrArray) words_of = split_all (texts, segments);
  g_autoptr (GHashTable) counts = count_words (words_of);
  g_autofree gboolean *kept = g_new0 (gboolean, segments->len + 1);
  gint64 total = 0;
  gint64 fixed = 0;

  for (guint i = 0; i < segments->len; i++)
    {
      const LabSegment *segment = &g_array_index (segments, LabSegment, i);
      Candidate candidate = { .index = i, .first = protect && segment->span };
      LabTokenCount count;

      if (!lab_tokenizer_count_text (tokenizer, scheme, texts[segment->text] + segment->start,
                                     (gssize) (segment->end - segment->start), &count, error))
        return NULL;
      total += count.tokens;
      kept[i] = segment->block || segment->heading;
      fixed += kept[i] ? count.tokens : 0;
      candidate.tokens = count.tokens;
      candidate.score = score_words (g_ptr_array_index (words_of, i), counts, segments->len);
      if (!kept[i])
        g_array_append_val (candidates, candidate);
    }
  choose (candidates, total * keep / 1000 - fixed, fixed == 0, kept);
  return lab_prompt_join (texts, segments, kept);
}
