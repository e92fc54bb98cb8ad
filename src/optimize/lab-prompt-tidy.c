/* lab-prompt-tidy.c: white space, repeated punctuation, decoration
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-prompt-text-private.h"

#define MAX_EMPHASIS 200

typedef struct
{
  const char *text;
  const guint8 *mask;
  guint8 *drop; /* closing marks of emphasis, by byte */
  LabCompressLevel level;
  GString *out;
} Tidy;

/* Shown as nothing and read as nothing. Joiners stay: scripts need them. */
static gboolean
is_invisible (gunichar c)
{
  return c == 0x200B || c == 0xFEFF || c == 0x00AD || c == 0x2060;
}

static gboolean
is_free (const Tidy *tidy,
         const char *p)
{
  return tidy->mask[p - tidy->text] == LAB_MASK_FREE;
}

/* A hard blank at a number holds its unit or its groups of digits together;
 * it stays as it is. */
static gboolean
is_hard_blank (const Tidy *tidy,
               const char *p,
               const char *end)
{
  gunichar c = g_utf8_get_char (p);

  if (c != 0x00A0 && c != 0x202F && c != 0x2009)
    return FALSE;
  if (g_utf8_next_char (p) != end)
    return FALSE;
  return (p > tidy->text && !is_free (tidy, p - 1)) || (*end != '\0' && !is_free (tidy, end));
}

static const char *
take_blanks (Tidy       *tidy,
             const char *p)
{
  const char *start = p;
  guint n_breaks = 0;

  while (*p != '\0' && is_free (tidy, p) && g_unichar_isspace (g_utf8_get_char (p)))
    {
      n_breaks += *p == '\n';
      p = g_utf8_next_char (p);
    }
  if (*p == '\0' || (tidy->out->len == 0 && n_breaks == 0))
    return p;
  if (is_hard_blank (tidy, start, p))
    g_string_append_len (tidy->out, start, p - start);
  else if (n_breaks == 0)
    g_string_append_c (tidy->out, ' ');
  else if (tidy->out->len > 0)
    g_string_append (tidy->out, n_breaks == 1 ? "\n" : "\n\n");
  return p;
}

/* How many of a run of the same mark are left. */
static gsize
get_kept (char  mark,
          gsize run)
{
  if (strchr ("!?,;", mark) != NULL)
    return 1;
  if (strchr (".-=*_~#", mark) != NULL)
    return MIN (run, 3);
  return run;
}

/* **bold** without its marks, where both stand on one line. */
static gboolean
open_emphasis (Tidy       *tidy,
               const char *p)
{
  if (tidy->level < LAB_COMPRESS_MEDIUM || strncmp (p, "**", 2) != 0)
    return FALSE;
  if (p[2] == '\0' || p[2] == '*' || g_ascii_isspace (p[2]) ||
      (p > tidy->text && (p[-1] == '*' || g_ascii_isalnum (p[-1]))))
    return FALSE;
  for (const char *q = p + 3; *q != '\0' && *q != '\n' && q - p <= MAX_EMPHASIS; q++)
    {
      if (strncmp (q, "**", 2) != 0)
        continue;
      if (g_ascii_isspace (q[-1]) || q[2] == '*' || !is_free (tidy, q) || !is_free (tidy, q + 1))
        return FALSE;
      tidy->drop[q - tidy->text] = tidy->drop[q + 1 - tidy->text] = 1;
      return TRUE;
    }
  return FALSE;
}

static const char *
take_free (Tidy       *tidy,
           const char *p)
{
  gunichar c = g_utf8_get_char (p);
  gsize run = 1;

  if (g_unichar_isspace (c))
    return take_blanks (tidy, p);
  if (is_invisible (c))
    return g_utf8_next_char (p);
  if (tidy->drop[p - tidy->text])
    return p + 1;
  if (open_emphasis (tidy, p))
    return p + 2;
  if (c >= 128)
    {
      g_string_append_unichar (tidy->out, c);
      return g_utf8_next_char (p);
    }
  if (!g_ascii_ispunct (*p))
    {
      g_string_append_c (tidy->out, *p);
      return p + 1;
    }
  while (p[run] == *p && is_free (tidy, p + run) && !tidy->drop[p + run - tidy->text])
    run++;
  g_string_append_len (tidy->out, p, (gssize) get_kept (*p, run));
  return p + run;
}

char *
lab_prompt_tidy (const char       *text,
                 LabCompressLevel  level)
{
  g_autofree guint8 *mask = lab_prompt_mask_new (text);
  g_autofree guint8 *drop = g_new0 (guint8, strlen (text) + 1);
  Tidy tidy = { text, mask, drop, level, g_string_new (NULL) };
  const char *p = text;

  while (*p != '\0')
    {
      if (is_free (&tidy, p))
        {
          p = take_free (&tidy, p);
          continue;
        }
      g_string_append_c (tidy.out, *p);
      p++;
    }
  return g_string_free (tidy.out, FALSE);
}
