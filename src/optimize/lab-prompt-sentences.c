/* lab-prompt-sentences.c: a prompt's sentences, and those said twice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-prompt-text-private.h"

#define MIN_DUPLICATE_WORDS 4
/* Rules of one kind can open the way for another; more than a few rounds are
 * never needed on text that somebody wrote. */
#define MAX_ROUNDS 12
#define MAX_HEADING 80

static const char *const abbreviations[] = {
  "approx", "ca", "cf", "co", "corp", "dr", "eg", "etc", "fig", "ie", "inc", "jr", "ltd", "mr",
  "mrs", "ms", "no", "nr", "p", "pp", "prof", "sr", "st", "vs",
};

typedef struct
{
  const char *text;
  const guint8 *mask;
  guint index;
  GArray *segments;
  gsize start; /* of the segment in hand */
  guint gap; /* before it */
} Split;

static gboolean
is_blank (const Split *split,
          gsize        at)
{
  return split->mask[at] == LAB_MASK_FREE && (split->text[at] == ' ' || split->text[at] == '\n');
}

/* "Dr." and "J." do not end a sentence. @at is the full stop. */
static gboolean
is_abbreviation (const char *text,
                 gsize       at)
{
  g_autofree char *word = NULL;
  gsize start = at;

  while (start > 0 && at - start < 8 && g_ascii_isalpha (text[start - 1]))
    start--;
  if (at - start == 1 && g_ascii_isupper (text[start]))
    return TRUE;
  word = g_ascii_strdown (text + start, (gssize) (at - start));
  for (gsize i = 0; i < G_N_ELEMENTS (abbreviations); i++)
    {
      if (g_str_equal (abbreviations[i], word))
        return TRUE;
    }
  return FALSE;
}

/* Where the sentence that ends with the sign at @at ends: behind closing
 * quotes and brackets; 0 where it goes on. */
static gsize
find_sentence_end (const Split *split,
                   gsize        at)
{
  const char *text = split->text;
  gsize end = at + 1;

  if (strchr (".!?", text[at]) == NULL)
    return 0;
  while (text[end] != '\0' && strchr (".!?)\"'*]", text[end]) != NULL)
    end++;
  if (!is_blank (split, end))
    return 0;
  if (text[at] == '.' && is_abbreviation (text, at))
    return 0;
  if (g_ascii_islower (text[end + 1]))
    return 0;
  return end;
}

static gboolean
begins_item (const char *text)
{
  gsize indent = strspn (text, " \t");
  const char *first = text + indent;
  gsize digits = strspn (first, "0123456789");

  if (*first == '#' || *first == '>' || g_str_has_prefix (first, "•"))
    return TRUE;
  if (digits > 0 && digits < 4)
    return first[digits] == '.' || first[digits] == ')';
  return strchr ("-*+", *first) != NULL && first[0] != '\0' && first[1] == ' ';
}

/* Whether the line break at @at parts two segments. */
static gboolean
is_line_end (const Split *split,
             gsize        at)
{
  const char *text = split->text;

  if (text[at] != '\n' || !is_blank (split, at))
    return FALSE;
  if (split->mask[at + 1] == LAB_MASK_BLOCK || (at > 0 && split->mask[at - 1] == LAB_MASK_BLOCK))
    return TRUE;
  if (text[at + 1] == '\n' || (at > 0 && strchr (":\n", text[at - 1]) != NULL))
    return TRUE;
  return text[split->start] == '#' || begins_item (text + at + 1);
}

static gboolean
is_heading (const Split *split,
            gsize        end)
{
  const char *first = split->text + split->start;

  first += strspn (first, " \t");
  return *first == '#' || (end - split->start <= MAX_HEADING && split->text[end - 1] == ':');
}

static gboolean
is_significant (const char *word)
{
  return lab_prompt_is_negation (word, strlen (word)) || g_unichar_isupper (g_utf8_get_char (word));
}

static gboolean
has_span (const Split      *split,
          const LabSegment *segment)
{
  g_autoptr (GPtrArray) words = NULL;
  const char *text = split->text;
  gsize i = segment->start;

  while (i < segment->end && (text[i] == ' ' || text[i] == '\t'))
    i++;
  for (; i < segment->end; i++)
    {
      if (split->mask[i] != LAB_MASK_FREE)
        return TRUE;
    }
  words = lab_prompt_get_words (text, split->mask, segment);
  for (guint j = 0; j < words->len; j++)
    {
      const char *word = g_ptr_array_index (words, j);

      if (j == 0 ? lab_prompt_is_negation (word, strlen (word)) : is_significant (word))
        return TRUE;
    }
  return FALSE;
}

static void
end_segment (Split *split,
             gsize  end)
{
  LabSegment segment = {
    .text = split->index,
    .start = split->start,
    .end = end,
    .gap = split->gap,
  };

  if (end > split->start)
    {
      segment.block = split->mask[split->start] == LAB_MASK_BLOCK;
      segment.heading = !segment.block && is_heading (split, end);
      segment.span = segment.block || has_span (split, &segment);
      g_array_append_val (split->segments, segment);
    }
  split->gap = 0;
  split->start = end;
  while (is_blank (split, split->start))
    {
      split->gap = MAX (split->gap, 1);
      split->gap += split->text[split->start] == '\n';
      split->start++;
    }
  split->gap = MIN (split->gap, 3);
}

void
lab_prompt_split (const char   *text,
                  const guint8 *mask,
                  guint         index,
                  GArray       *segments)
{
  Split split = { text, mask, index, segments, 0, 0 };
  gsize i = 0;

  while (text[i] != '\0')
    {
      gsize end = 0;

      if (mask[i] == LAB_MASK_BLOCK)
        {
          while (mask[i] == LAB_MASK_BLOCK)
            i++;
          end = i;
        }
      else if (is_line_end (&split, i))
        end = i;
      else
        end = find_sentence_end (&split, i);
      if (end == 0)
        {
          i++;
          continue;
        }
      end_segment (&split, end);
      i = MAX (split.start, end);
    }
  end_segment (&split, i);
}

static char *
make_word (const char   *text,
           const guint8 *mask,
           gsize         start,
           gsize         end)
{
  gboolean free = mask[start] == LAB_MASK_FREE;

  while (free && start < end && g_ascii_ispunct (text[start]))
    start++;
  while (end > start && mask[end - 1] == LAB_MASK_FREE && g_ascii_ispunct (text[end - 1]))
    end--;
  return g_strndup (text + start, end - start);
}

GPtrArray *
lab_prompt_get_words (const char       *text,
                      const guint8     *mask,
                      const LabSegment *segment)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  gsize i = segment->start;

  while (i < segment->end)
    {
      gsize start;
      char *word;

      while (i < segment->end && (text[i] == ' ' || text[i] == '\n'))
        i++;
      start = i;
      while (i < segment->end && text[i] != ' ' && text[i] != '\n')
        i++;
      if (i == start)
        break;
      word = make_word (text, mask, start, i);
      if (*word != '\0')
        g_ptr_array_add (words, word);
      else
        g_free (word);
    }
  return words;
}

/* The first word may stand in lower case elsewhere. */
static void
lower_first (GPtrArray *words)
{
  char *first = g_ptr_array_index (words, 0);

  *first = g_ascii_tolower (*first);
}

/* What two sentences have in common that say the same; NULL for one that is
 * too short to tell. From medium on, articles and the like do not count. */
static char *
make_key (const char       *text,
          const guint8     *mask,
          const LabSegment *segment,
          LabCompressLevel  level)
{
  g_autoptr (GPtrArray) words = lab_prompt_get_words (text, mask, segment);
  GString *key;

  if (words->len < MIN_DUPLICATE_WORDS)
    return NULL;
  lower_first (words);
  key = g_string_new (NULL);
  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);

      if (level >= LAB_COMPRESS_MEDIUM && lab_prompt_is_filler_word (word))
        continue;
      g_string_append (key, word);
      g_string_append_c (key, '\n');
    }
  return g_string_free (key, FALSE);
}

static gboolean
is_pleasantry (const char       *text,
               const guint8     *mask,
               const LabSegment *segment)
{
  g_autoptr (GPtrArray) words = lab_prompt_get_words (text, mask, segment);
  g_autofree char *joined = NULL;
  g_autofree char *lower = NULL;

  if (words->len == 0 || words->len > 6)
    return FALSE;
  g_ptr_array_add (words, NULL);
  joined = g_strjoinv (" ", (char **) words->pdata);
  lower = g_ascii_strdown (joined, -1);
  return lab_prompt_is_pleasantry (lower);
}

/* One separator between two that are left: the strongest of those between. */
GStrv
lab_prompt_join (const char *const *texts,
                 const GArray      *segments,
                 const gboolean    *keep)
{
  static const char *const gaps[] = { "", " ", "\n", "\n\n" };
  guint n = g_strv_length ((char **) texts);
  GStrv joined = g_new0 (char *, n + 1);
  guint at = 0;

  for (guint i = 0; i < n; i++)
    {
      GString *out = g_string_new (NULL);
      guint gap = 0;

      for (; at < segments->len && g_array_index (segments, LabSegment, at).text == i; at++)
        {
          const LabSegment *segment = &g_array_index (segments, LabSegment, at);

          gap = MAX (gap, segment->gap);
          if (!keep[at])
            continue;
          if (out->len > 0)
            g_string_append (out, gaps[gap]);
          g_string_append_len (out, texts[i] + segment->start,
                               (gssize) (segment->end - segment->start));
          gap = 0;
        }
      joined[i] = g_string_free (out, FALSE);
    }
  return joined;
}

static void
mark_said_before (const char *const *texts,
                  guint8 *const     *masks,
                  const GArray      *segments,
                  LabCompressLevel   level,
                  gboolean          *keep)
{
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < segments->len; i++)
    {
      const LabSegment *segment = &g_array_index (segments, LabSegment, i);
      const char *text = texts[segment->text];
      const guint8 *mask = masks[segment->text];
      char *key;

      keep[i] = TRUE;
      if (segment->block || segment->heading)
        continue;
      keep[i] = !is_pleasantry (text, mask, segment);
      key = keep[i] ? make_key (text, mask, segment, level) : NULL;
      if (key != NULL)
        keep[i] = g_hash_table_add (said, key);
    }
}

static GStrv
drop_said_before (const char *const *texts,
                  LabCompressLevel   level)
{
  guint n = g_strv_length ((char **) texts);
  g_autoptr (GPtrArray) masks = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) segments = g_array_new (FALSE, FALSE, sizeof (LabSegment));
  g_autofree gboolean *keep = NULL;

  for (guint i = 0; i < n; i++)
    {
      guint8 *mask = lab_prompt_mask_new (texts[i]);

      g_ptr_array_add (masks, mask);
      lab_prompt_split (texts[i], mask, i, segments);
    }
  keep = g_new0 (gboolean, segments->len + 1);
  mark_said_before (texts, (guint8 *const *) masks->pdata, segments, level, keep);
  return lab_prompt_join (texts, segments, keep);
}

static GStrv
shorten_once (const char *const *texts,
              LabCompressLevel   level)
{
  guint n = g_strv_length ((char **) texts);
  g_auto (GStrv) plain = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *tidy = lab_prompt_tidy (texts[i], level);

      plain[i] = lab_prompt_drop_phrases (tidy, level);
    }
  return drop_said_before ((const char *const *) plain, level);
}

GStrv
lab_prompt_shorten (const char *const *texts,
                    LabCompressLevel   level)
{
  GStrv now = g_strdupv ((char **) texts);

  for (guint round = 0; round < MAX_ROUNDS; round++)
    {
      GStrv next = shorten_once ((const char *const *) now, level);
      gboolean same = g_strv_equal ((const char *const *) now, (const char *const *) next);

      g_strfreev (now);
      now = next;
      if (same)
        return now;
    }
  /* It does not settle: left alone, it is the same the second time too. */
  g_strfreev (now);
  return g_strdupv ((char **) texts);
}
