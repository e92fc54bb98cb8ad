/* lab-text-diff.c: which words of two texts differ
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-text-diff.h"

#include <string.h>

typedef struct
{
  const char *text;
  guint bytes;
  guint start; /* in characters */
  guint length;
} Word;

/* Two sequences of words, less what they begin and end with alike. */
typedef struct
{
  const Word *before;
  const Word *after;
  int n_before;
  int n_after;
  gboolean *is_removed;
  gboolean *is_added;
} Edit;

static gboolean
is_word_sign (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

static GArray *
split (const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));
  const char *at = text;
  guint place = 0;

  while (*at != '\0')
    {
      gunichar c = g_utf8_get_char (at);
      Word word = { at, 0, place, 0 };
      gboolean run = is_word_sign (c);

      do
        {
          at = g_utf8_next_char (at);
          place++;
          c = g_utf8_get_char (at);
        }
      while (run && *at != '\0' && is_word_sign (c));
      word.bytes = (guint) (at - word.text);
      word.length = place - word.start;
      if (run || !g_unichar_isspace (g_utf8_get_char (word.text)))
        g_array_append_val (words, word);
    }
  return words;
}

static gboolean
is_same (const Word *a,
         const Word *b)
{
  return a->bytes == b->bytes && memcmp (a->text, b->text, a->bytes) == 0;
}

static void
mark_all (Edit *edit)
{
  for (int i = 0; i < edit->n_before; i++)
    edit->is_removed[i] = TRUE;
  for (int i = 0; i < edit->n_after; i++)
    edit->is_added[i] = TRUE;
}

/* How far diagonal @k is reached with one edit more, from the reaches @v of
 * one less; at each end there is one way only. */
static gboolean
goes_down (const int *v,
           int        k,
           int        d)
{
  return k == -d || (k != d && v[k - 1] < v[k + 1]);
}

/* One round: the farthest reach of every diagonal with @d edits. TRUE when
 * both ends are met. */
static gboolean
reach (const Edit *edit,
       int        *v,
       int         d)
{
  for (int k = -d; k <= d; k += 2)
    {
      int x = goes_down (v, k, d) ? v[k + 1] : v[k - 1] + 1;
      int y = x - k;

      while (x < edit->n_before && y < edit->n_after &&
             is_same (&edit->before[x], &edit->after[y]))
        {
          x++;
          y++;
        }
      v[k] = x;
      if (x >= edit->n_before && y >= edit->n_after)
        return TRUE;
    }
  return FALSE;
}

/* Back from the end, by the reaches that stood before each round. */
static void
trace_back (Edit      *edit,
            GPtrArray *rounds)
{
  int x = edit->n_before, y = edit->n_after;

  for (int d = (int) rounds->len - 1; d > 0; d--)
    {
      const int *v = (const int *) rounds->pdata[d] + d + 1;
      int k = x - y;
      gboolean down = goes_down (v, k, d);
      int from = down ? k + 1 : k - 1;

      x = v[from];
      y = x - from;
      if (down && y >= 0 && y < edit->n_after)
        edit->is_added[y] = TRUE;
      else if (!down && x >= 0 && x < edit->n_before)
        edit->is_removed[x] = TRUE;
    }
}

static void
find_edit (Edit *edit)
{
  int most = MIN (edit->n_before + edit->n_after, LAB_TEXT_DIFF_LIMIT);
  g_autofree int *reaches = g_new0 (int, 2 * (gsize) most + 3);
  g_autoptr (GPtrArray) rounds = g_ptr_array_new_with_free_func (g_free);
  int *v = reaches + most + 1;

  for (int d = 0; d <= most; d++)
    {
      /* What round d looks at, kept for the way back: diagonals −d−1 … d+1. */
      g_ptr_array_add (rounds, g_memdup2 (v - d - 1, (2 * (gsize) d + 3) * sizeof (int)));
      if (reach (edit, v, d))
        {
          trace_back (edit, rounds);
          return;
        }
    }
  mark_all (edit);
}

static GArray *
collect (const Word     *words,
         const gboolean *marked,
         int             n)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (LabTextRange));

  for (int i = 0; i < n; i++)
    {
      LabTextRange range = { words[i].start, words[i].length };

      if (!marked[i])
        continue;
      while (i + 1 < n && marked[i + 1])
        {
          i++;
          range.length = words[i].start + words[i].length - range.start;
        }
      g_array_append_val (ranges, range);
    }
  return ranges;
}

void
lab_text_diff (const char  *before,
               const char  *after,
               GArray     **removed,
               GArray     **added)
{
  g_autoptr (GArray) old = NULL;
  g_autoptr (GArray) new = NULL;
  g_autofree gboolean *is_removed = NULL;
  g_autofree gboolean *is_added = NULL;
  guint same = 0, last = 0;
  Edit edit;

  g_return_if_fail (before != NULL && after != NULL);
  g_return_if_fail (removed != NULL && added != NULL);

  old = split (before);
  new = split (after);
  while (same < MIN (old->len, new->len) &&
         is_same (&g_array_index (old, Word, same), &g_array_index (new, Word, same)))
    same++;
  while (last < MIN (old->len, new->len) - same &&
         is_same (&g_array_index (old, Word, old->len - 1 - last),
                  &g_array_index (new, Word, new->len - 1 - last)))
    last++;

  edit.before = (const Word *) (void *) old->data + same;
  edit.after = (const Word *) (void *) new->data + same;
  edit.n_before = (int) (old->len - same - last);
  edit.n_after = (int) (new->len - same - last);
  edit.is_removed = is_removed = g_new0 (gboolean, (gsize) edit.n_before + 1);
  edit.is_added = is_added = g_new0 (gboolean, (gsize) edit.n_after + 1);
  find_edit (&edit);
  *removed = collect (edit.before, is_removed, edit.n_before);
  *added = collect (edit.after, is_added, edit.n_after);
}
