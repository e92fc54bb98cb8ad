/* lab-prompt-phrases.c: words that a prompt can do without
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-prompt-text-private.h"

/* English. A phrase stands for whole words, in any case. Nothing is in the
 * table that can carry a condition, a quantity or a negation: "just" and
 * "only" limit, "about" rounds, "may" permits. */
typedef struct
{
  const char *phrase;
  const char *instead; /* "" for nothing */
  LabCompressLevel level;
} Phrase;

static const Phrase phrases[] = {
  { "a large number of", "many", LAB_COMPRESS_MEDIUM },
  { "a majority of", "most", LAB_COMPRESS_MEDIUM },
  { "absolutely", "", LAB_COMPRESS_MEDIUM },
  { "actually", "", LAB_COMPRESS_MEDIUM },
  { "all things considered", "", LAB_COMPRESS_LIGHT },
  { "as a matter of fact", "", LAB_COMPRESS_LIGHT },
  { "as you may know", "", LAB_COMPRESS_LIGHT },
  { "as you probably know", "", LAB_COMPRESS_LIGHT },
  { "at the end of the day", "", LAB_COMPRESS_MEDIUM },
  { "at this moment in time", "now", LAB_COMPRESS_LIGHT },
  { "at this point in time", "now", LAB_COMPRESS_LIGHT },
  { "basically", "", LAB_COMPRESS_LIGHT },
  { "be sure to", "", LAB_COMPRESS_MEDIUM },
  { "by means of", "by", LAB_COMPRESS_LIGHT },
  { "could you kindly", "", LAB_COMPRESS_MEDIUM },
  { "could you please", "", LAB_COMPRESS_MEDIUM },
  { "despite the fact that", "although", LAB_COMPRESS_LIGHT },
  { "due to the fact that", "because", LAB_COMPRESS_LIGHT },
  { "essentially", "", LAB_COMPRESS_MEDIUM },
  { "feel free to", "", LAB_COMPRESS_MEDIUM },
  { "first and foremost", "first", LAB_COMPRESS_LIGHT },
  { "for all intents and purposes", "", LAB_COMPRESS_LIGHT },
  { "for the purpose of", "for", LAB_COMPRESS_LIGHT },
  { "has the ability to", "can", LAB_COMPRESS_LIGHT },
  { "have the ability to", "can", LAB_COMPRESS_LIGHT },
  { "i would be grateful if you could", "", LAB_COMPRESS_LIGHT },
  { "i would like you to", "", LAB_COMPRESS_LIGHT },
  { "if you would be so kind", "", LAB_COMPRESS_LIGHT },
  { "in close proximity to", "near", LAB_COMPRESS_LIGHT },
  { "in order to", "to", LAB_COMPRESS_LIGHT },
  { "in spite of the fact that", "although", LAB_COMPRESS_LIGHT },
  { "in the event that", "if", LAB_COMPRESS_LIGHT },
  { "in the process of", "", LAB_COMPRESS_MEDIUM },
  { "it goes without saying that", "", LAB_COMPRESS_LIGHT },
  { "it is important to mention that", "", LAB_COMPRESS_LIGHT },
  { "it is important to note that", "", LAB_COMPRESS_LIGHT },
  { "it is important to remember that", "", LAB_COMPRESS_LIGHT },
  { "it is worth mentioning that", "", LAB_COMPRESS_LIGHT },
  { "it is worth noting that", "", LAB_COMPRESS_LIGHT },
  { "it should be noted that", "", LAB_COMPRESS_LIGHT },
  { "keep in mind that", "", LAB_COMPRESS_LIGHT },
  { "kindly", "", LAB_COMPRESS_MEDIUM },
  { "literally", "", LAB_COMPRESS_MEDIUM },
  { "make sure that", "ensure", LAB_COMPRESS_MEDIUM },
  { "make sure to", "", LAB_COMPRESS_MEDIUM },
  { "needless to say", "", LAB_COMPRESS_LIGHT },
  { "on a daily basis", "daily", LAB_COMPRESS_LIGHT },
  { "on a monthly basis", "monthly", LAB_COMPRESS_LIGHT },
  { "on a regular basis", "regularly", LAB_COMPRESS_LIGHT },
  { "on a weekly basis", "weekly", LAB_COMPRESS_LIGHT },
  { "on the grounds that", "because", LAB_COMPRESS_LIGHT },
  { "please", "", LAB_COMPRESS_LIGHT },
  { "please be advised that", "", LAB_COMPRESS_LIGHT },
  { "please be aware that", "", LAB_COMPRESS_LIGHT },
  { "please keep in mind that", "", LAB_COMPRESS_LIGHT },
  { "please make sure that", "ensure", LAB_COMPRESS_LIGHT },
  { "please make sure to", "", LAB_COMPRESS_LIGHT },
  { "please note that", "", LAB_COMPRESS_LIGHT },
  { "prior to", "before", LAB_COMPRESS_LIGHT },
  { "quite", "", LAB_COMPRESS_MEDIUM },
  { "rather", "", LAB_COMPRESS_STRONG },
  { "really", "", LAB_COMPRESS_MEDIUM },
  { "subsequent to", "after", LAB_COMPRESS_LIGHT },
  { "the fact that", "that", LAB_COMPRESS_MEDIUM },
  { "to be honest", "", LAB_COMPRESS_LIGHT },
  { "until such time as", "until", LAB_COMPRESS_LIGHT },
  { "very", "", LAB_COMPRESS_MEDIUM },
  { "we would like to inform you that", "", LAB_COMPRESS_LIGHT },
  { "with regard to", "about", LAB_COMPRESS_LIGHT },
  { "with respect to", "about", LAB_COMPRESS_LIGHT },
  { "would you kindly", "", LAB_COMPRESS_MEDIUM },
  { "would you please", "", LAB_COMPRESS_MEDIUM },
  { "your task is to", "", LAB_COMPRESS_STRONG },
};

static const char *const pleasantries[] = {
  "best regards",
  "have a great day",
  "have a nice day",
  "hello",
  "hope this helps",
  "i hope this helps",
  "i hope you are doing well",
  "i hope you are well",
  "i hope you're doing well",
  "kind regards",
  "many thanks",
  "thank you",
  "thank you in advance",
  "thank you so much",
  "thank you very much",
  "thanks",
  "thanks a lot",
  "thanks in advance",
};

static const char *const negations[] = {
  "cannot", "except", "hardly", "neither", "never", "no", "nobody", "none", "nor", "not",
  "nothing", "nowhere", "only", "unless", "without",
};

static const char *const filler_words[] = {
  "a", "also", "an", "indeed", "please", "really", "so", "that", "the", "then", "thus", "very",
};

static gboolean
contains (const char *const *words,
          gsize              n_words,
          const char        *word)
{
  for (gsize i = 0; i < n_words; i++)
    {
      if (g_str_equal (words[i], word))
        return TRUE;
    }
  return FALSE;
}

gboolean
lab_prompt_is_negation (const char *word,
                        gsize       length)
{
  g_autofree char *lower = g_ascii_strdown (word, (gssize) length);

  return g_str_has_suffix (lower, "n't") || g_str_has_suffix (lower, "n’t") ||
         contains (negations, G_N_ELEMENTS (negations), lower);
}

gboolean
lab_prompt_is_pleasantry (const char *sentence)
{
  return contains (pleasantries, G_N_ELEMENTS (pleasantries), sentence);
}

gboolean
lab_prompt_is_filler_word (const char *word)
{
  return contains (filler_words, G_N_ELEMENTS (filler_words), word);
}

/* A letter, or a sign that joins letters into one word. */
static gboolean
is_word_char (const char *text,
              gsize       at)
{
  guchar c = (guchar) text[at];

  return c >= 128 || g_ascii_isalnum ((char) c) || strchr ("-_'", c) != NULL;
}

static gboolean
is_word_start (const char   *text,
               const guint8 *mask,
               gsize         at)
{
  return mask[at] == LAB_MASK_FREE && g_ascii_isalpha (text[at]) &&
         (at == 0 || !is_word_char (text, at - 1));
}

/* The bytes that @phrase takes at @at, or 0. Blanks may be line breaks. */
static gsize
match (const char   *text,
       const guint8 *mask,
       gsize         at,
       const char   *phrase)
{
  gsize i = at;

  for (const char *p = phrase; *p != '\0'; p++, i++)
    {
      char c = text[i] == '\n' ? ' ' : g_ascii_tolower (text[i]);

      if (c != *p || mask[i] != LAB_MASK_FREE)
        return 0;
    }
  return text[i] != '\0' && is_word_char (text, i) ? 0 : i - at;
}

static const Phrase *
find_phrase (const char       *text,
             const guint8     *mask,
             gsize             at,
             LabCompressLevel  level,
             gsize            *length)
{
  const Phrase *best = NULL;

  *length = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (phrases); i++)
    {
      gsize n;

      if (phrases[i].level > level || phrases[i].phrase[0] != g_ascii_tolower (text[at]))
        continue;
      n = match (text, mask, at, phrases[i].phrase);
      if (n > *length)
        {
          best = &phrases[i];
          *length = n;
        }
    }
  return best;
}

/* "not really", "not actually": without the word it says something else. */
static gboolean
is_negated (const GString *out)
{
  gsize end = out->len;
  gsize start;

  while (end > 0 && g_ascii_isspace (out->str[end - 1]))
    end--;
  start = end;
  while (start > 0 && !g_ascii_isspace (out->str[start - 1]))
    start--;
  return lab_prompt_is_negation (out->str + start, end - start);
}

/* Behind nothing, a line break, a list's mark, or the end of a sentence. */
static gboolean
is_sentence_start (const GString *out)
{
  gsize end = out->len;

  while (end > 0 && out->str[end - 1] == ' ')
    end--;
  return end == 0 || strchr (".!?:\n-*>#", out->str[end - 1]) != NULL;
}

static void
append_capital (GString    *out,
                const char *text,
                gboolean    capital)
{
  g_string_append_c (out, capital ? g_ascii_toupper (*text) : *text);
  g_string_append (out, text + 1);
}

/* Takes the phrase of @length at @at out; returns where to go on, or @at
 * where the sentence would be left without words. */
static gsize
take_out (const char   *text,
          const guint8 *mask,
          gsize         at,
          gsize         length,
          GString      *out)
{
  gboolean start = is_sentence_start (out);
  gboolean capital = g_ascii_isupper (text[at]);
  gsize next = at + length;

  if (text[next] == ',' && (start || (out->len > 1 && out->str[out->len - 2] == ',')))
    next++;
  if (text[next] == ' ')
    next++;
  else if (text[next] == '\n' && start)
    return at;
  if (text[next] == '\0' || (start && !is_word_char (text, next)))
    return at;
  if (!start && next == at + length)
    {
      /* Punctuation follows: the blank before goes, and a comma with it. */
      while (out->len > 0 && strchr (" ,", out->str[out->len - 1]) != NULL)
        g_string_truncate (out, out->len - 1);
    }
  else if (!start && out->len > 1 && out->str[out->len - 2] == ',' && text[next - 2] == ',')
    {
      g_string_truncate (out, out->len - 2);
      g_string_append_c (out, ' ');
    }
  if (start && capital && mask[next] == LAB_MASK_FREE && g_ascii_islower (text[next]))
    {
      /* The sentence begins with the next word, unless that goes as well;
       * then the next round sees to it. */
      g_string_append_c (out, g_ascii_toupper (text[next]));
      next++;
    }
  return next;
}

char *
lab_prompt_drop_phrases (const char       *text,
                         LabCompressLevel  level)
{
  g_autofree guint8 *mask = lab_prompt_mask_new (text);
  GString *out = g_string_new (NULL);
  gsize i = 0;

  while (text[i] != '\0')
    {
      const Phrase *phrase = NULL;
      gsize length = 0;
      gsize next = i;

      if (is_word_start (text, mask, i))
        phrase = find_phrase (text, mask, i, level, &length);
      if (phrase != NULL && !is_negated (out))
        {
          if (*phrase->instead == '\0')
            next = take_out (text, mask, i, length, out);
          else
            {
              append_capital (out, phrase->instead, g_ascii_isupper (text[i]));
              next = i + length;
            }
        }
      if (next == i)
        g_string_append_c (out, text[next++]);
      i = next;
    }
  return g_string_free (out, FALSE);
}
