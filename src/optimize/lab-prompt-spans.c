/* lab-prompt-spans.c: which pieces of a sentence are never altered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-prompt-text-private.h"

/* How far a quotation, a tag and inline code may reach, in bytes. Beyond it
 * the first mark is taken for something else. */
#define MAX_QUOTE 600
#define MAX_TAG 200
#define MAX_CODE 1000
#define MAX_BRACKET 300

static void
mask_range (guint8 *mask,
            gsize   start,
            gsize   end)
{
  for (gsize i = start; i < end; i++)
    mask[i] = MAX (mask[i], LAB_MASK_SPAN);
}

/* Placeholders and objects: {…}, and […] on a short way. Pairs are found with
 * a stack and counted, not painted, so that deep nesting costs nothing. */
static void
mask_brackets (const char *text,
               guint8     *mask,
               char        open,
               char        close,
               gsize       limit)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autofree int *delta = g_new0 (int, strlen (text) + 2);
  int depth = 0;

  for (gsize i = 0; text[i] != '\0'; i++)
    {
      if (text[i] == '\n' && text[i + 1] == '\n')
        g_array_set_size (stack, 0);
      else if (text[i] == open)
        g_array_append_val (stack, i);
      else if (text[i] == close && stack->len > 0)
        {
          gsize start = g_array_index (stack, gsize, stack->len - 1);

          g_array_set_size (stack, stack->len - 1);
          if (i - start > limit)
            continue;
          delta[start]++;
          delta[i + 1]--;
        }
    }
  for (gsize i = 0; text[i] != '\0'; i++)
    {
      depth += delta[i];
      if (depth > 0)
        mask_range (mask, i, i + 1);
    }
}

/* The end of what begins at @at and ends with @close, at most @limit on and
 * within the paragraph; 0 where it does not. */
static gsize
find_close (const char *text,
            gsize       at,
            const char *close,
            gsize       limit)
{
  gsize n = strlen (close);

  for (gsize i = at; text[i] != '\0' && i - at <= limit; i++)
    {
      if (text[i] == '\n' && text[i + 1] == '\n')
        return 0;
      if (strncmp (text + i, close, n) == 0)
        return i + n;
    }
  return 0;
}

static gsize
find_code_close (const char *text,
                 gsize       at,
                 gsize       n)
{
  for (gsize i = at; text[i] != '\0' && i - at <= MAX_CODE;)
    {
      gsize run = strspn (text + i, "`");

      if (run == n)
        return i + n;
      if (text[i] == '\n' && text[i + 1] == '\n')
        return 0;
      i += MAX (run, 1);
    }
  return 0;
}

/* '…' opens behind a blank and closes before anything but a letter. */
static gsize
find_single_close (const char *text,
                   gsize       at)
{
  if (at > 0 && strchr (" \n([", text[at - 1]) == NULL)
    return 0;
  if (text[at + 1] == ' ')
    return 0;
  for (gsize i = at + 1; text[i] != '\0' && text[i] != '\n' && i - at <= MAX_TAG; i++)
    {
      if (text[i] == '\'' && !g_ascii_isalnum (text[i + 1]))
        return i + 1;
    }
  return 0;
}

/* Where the span that opens here ends; 0 where none does. */
static gsize
find_end (const char *text,
          gsize       at)
{
  gsize n;

  switch (text[at])
    {
    case '`':
      n = strspn (text + at, "`");
      return find_code_close (text, at + n, n);

    case '"':
      return find_close (text, at + 1, "\"", MAX_QUOTE);

    case '\'':
      return find_single_close (text, at);

    case '<':
      if (!g_ascii_isalpha (text[at + 1]) && strchr ("/!?", text[at + 1]) == NULL)
        return 0;
      return find_close (text, at + 1, ">", MAX_TAG);

    default:
      if (g_str_has_prefix (text + at, "“"))
        return find_close (text, at + strlen ("“"), "”", MAX_QUOTE);
      if (g_str_has_prefix (text + at, "«"))
        return find_close (text, at + strlen ("«"), "»", MAX_QUOTE);
      return 0;
    }
}

static void
mask_paired (const char *text,
             guint8     *mask)
{
  gsize i = 0;

  while (text[i] != '\0')
    {
      gsize end = mask[i] == LAB_MASK_BLOCK ? 0 : find_end (text, i);

      if (end > 0)
        mask_range (mask, i, end);
      if (end > 0)
        i = end;
      else
        i += text[i] == '`' ? strspn (text + i, "`") : 1;
    }
}

static gboolean
is_decoration (const char *chunk,
               gsize       length)
{
  return length >= 4 && strspn (chunk, "-=*_~#") >= length;
}

/* Anything that is not a word with punctuation around it. */
static gboolean
is_special (gunichar    c,
            const char *next,
            const char *end)
{
  if (c < 128 && (g_ascii_isdigit ((char) c) || strchr ("@/\\_=<>{}[]|$#%&`^~+", (int) c) != NULL))
    return TRUE;
  if ((c == '.' || c == ':' || c == ',') && next < end)
    return g_unichar_isalnum (g_utf8_get_char (next));
  return c >= 128 && (g_unichar_type (c) == G_UNICODE_CURRENCY_SYMBOL || g_unichar_isdigit (c) ||
                      g_unichar_type (c) == G_UNICODE_OTHER_NUMBER ||
                      g_unichar_type (c) == G_UNICODE_MATH_SYMBOL);
}

static gboolean
is_protected_chunk (const char   *text,
                    const guint8 *mask,
                    gsize         start,
                    gsize         end)
{
  gboolean letter = FALSE;

  if (is_decoration (text + start, end - start))
    return FALSE;
  for (const char *p = text + start; p < text + end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (mask[p - text] != LAB_MASK_FREE || is_special (c, g_utf8_next_char (p), text + end))
        return TRUE;
      if (letter && g_unichar_isupper (c))
        return TRUE;
      letter = g_unichar_isalpha (c);
    }
  return FALSE;
}

/* Without the punctuation of the sentence it stands in, which may go with a
 * phrase behind it. */
static gsize
trim_punctuation (const char   *text,
                  const guint8 *mask,
                  gsize         start,
                  gsize         end)
{
  while (end > start + 1 && mask[end - 1] == LAB_MASK_FREE &&
         strchr (".,;:!?", text[end - 1]) != NULL)
    end--;
  return end;
}

static gboolean
is_space (const char *p)
{
  return *p != '\0' && g_unichar_isspace (g_utf8_get_char (p));
}

static void
mask_chunks (const char *text,
             guint8     *mask)
{
  const char *p = text;

  while (*p != '\0')
    {
      gsize start;
      gsize end;

      while (is_space (p))
        p = g_utf8_next_char (p);
      start = (gsize) (p - text);
      while (*p != '\0' && !is_space (p))
        p = g_utf8_next_char (p);
      end = (gsize) (p - text);
      if (is_protected_chunk (text, mask, start, end))
        mask_range (mask, start, trim_punctuation (text, mask, start, end));
    }
}

void
lab_prompt_mask_spans (const char *text,
                       guint8     *mask)
{
  mask_brackets (text, mask, '{', '}', G_MAXSIZE);
  mask_brackets (text, mask, '[', ']', MAX_BRACKET);
  mask_paired (text, mask);
  mask_chunks (text, mask);
}
