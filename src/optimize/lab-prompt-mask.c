/* lab-prompt-mask.c: which lines of a prompt are no prose
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-prompt-text-private.h"

typedef struct
{
  gsize start;
  gsize end; /* without the line feed */
} Line;

static const char *const code_marks[] = {
  "();", ");", "->", "=>", "==", "!=", ":=", "::", "&&", "||", "</", "/>", "\":", " = ", "+=", "\t",
};
static const char *const code_words[] = {
  "#include", "class ", "const ", "def ", "elif ", "else", "fn ", "for ", "func ", "if ",
  "import ", "let ", "private ", "public ", "return", "static ", "var ", "void ", "while ",
};

static gboolean
is_blank (const char *text,
          Line        line)
{
  for (gsize i = line.start; i < line.end; i++)
    {
      if (!g_ascii_isspace (text[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
next_line (const char *text,
           gsize      *at,
           Line       *line)
{
  const char *end;

  if (text[*at] == '\0')
    return FALSE;
  end = strchr (text + *at, '\n');
  line->start = *at;
  line->end = end != NULL ? (gsize) (end - text) : *at + strlen (text + *at);
  *at = end != NULL ? line->end + 1 : line->end;
  return TRUE;
}

/* - * + • 1. 2) before a blank */
static gboolean
is_list_item (const char *text)
{
  gsize digits = strspn (text, "0123456789");

  if (digits > 0 && digits < 4)
    return (text[digits] == '.' || text[digits] == ')') && text[digits + 1] == ' ';
  if (g_str_has_prefix (text, "•"))
    return text[strlen ("•")] == ' ';
  return (*text == '-' || *text == '*' || *text == '+') && text[1] == ' ';
}

/* A run of two blanks or more within the line that does not end a sentence. */
static gboolean
has_columns (const char *text,
             Line        line)
{
  gsize i = line.start;

  while (i < line.end && text[i] == ' ')
    i++;
  for (; i + 2 < line.end; i++)
    {
      if (text[i + 1] == ' ' && text[i + 2] == ' ' && text[i] != ' ' &&
          strchr (".!?:,;", text[i]) == NULL && i + 3 < line.end)
        return TRUE;
    }
  return FALSE;
}

static gboolean
begins_as_code (const char *first,
                char        last)
{
  if (strchr ("{}[]<|@", *first) != NULL)
    return TRUE;
  if ((*first == '-' || *first == '+') && first[1] != ' ' && first[1] != '\0')
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (code_words); i++)
    {
      if (g_str_has_prefix (first, code_words[i]) && strchr ("({:;)", last) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* When in doubt it is code: what is taken for code is only left alone. */
static gboolean
is_code (const char *text,
         Line        line)
{
  g_autofree char *copy = g_strndup (text + line.start, line.end - line.start);
  char *first = copy + strspn (copy, " \t");
  gsize indent = (gsize) (first - copy);

  g_strchomp (copy);
  /* Nothing, or a line drawn under a title. */
  if (first[strspn (first, "-=*_~#")] == '\0')
    return FALSE;
  if (strchr ("{};\\|", first[strlen (first) - 1]) != NULL ||
      begins_as_code (first, first[strlen (first) - 1]))
    return TRUE;
  if ((indent >= 4 || memchr (copy, '\t', indent) != NULL) && !is_list_item (first))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (code_marks); i++)
    {
      if (strstr (first, code_marks[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* The length of a fence's marks, or 0. */
static gsize
get_fence (const char *text,
           Line        line,
           char       *mark)
{
  const char *first = text + line.start;
  gsize n = 0;

  while (*first == ' ')
    first++;
  if (*first != '`' && *first != '~')
    return 0;
  while (first[n] == *first)
    n++;
  *mark = *first;
  return n >= 3 ? n : 0;
}

static void
mask_line (guint8 *mask,
           Line    line)
{
  memset (mask + line.start, LAB_MASK_BLOCK, line.end - line.start);
}

static void
mask_indent (const char *text,
             guint8     *mask,
             Line        line)
{
  for (gsize i = line.start; i < line.end && (text[i] == ' ' || text[i] == '\t'); i++)
    mask[i] = LAB_MASK_SPAN;
}

/* Lines without a blank one between them. */
static void
mask_paragraph (const char *text,
                guint8     *mask,
                GArray     *lines)
{
  guint n_code = 0;
  gboolean columns = FALSE;

  for (guint i = 0; i < lines->len; i++)
    {
      Line line = g_array_index (lines, Line, i);
      gboolean had_columns = columns;

      columns = has_columns (text, line);
      mask_indent (text, mask, line);
      if (is_code (text, line))
        {
          mask_line (mask, line);
          n_code++;
        }
      if (columns && had_columns)
        {
          mask_line (mask, g_array_index (lines, Line, i - 1));
          mask_line (mask, line);
        }
    }
  /* Where half is code, the rest is its comments and strings; with the line
   * feeds, so that it stays one piece. */
  if (lines->len > 0 && n_code * 2 >= lines->len)
    {
      gsize start = g_array_index (lines, Line, 0).start;
      gsize end = g_array_index (lines, Line, lines->len - 1).end;

      memset (mask + start, LAB_MASK_BLOCK, end - start);
    }
  g_array_set_size (lines, 0);
}

void
lab_prompt_mask_blocks (const char *text,
                        guint8     *mask)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  gsize fence = 0;
  gsize fence_start = 0;
  char fence_mark = 0;
  gsize at = 0;
  Line line;

  while (next_line (text, &at, &line))
    {
      char mark = 0;
      gsize n = get_fence (text, line, &mark);

      if (fence > 0)
        {
          memset (mask + fence_start, LAB_MASK_BLOCK, line.end - fence_start);
          if (n >= fence && mark == fence_mark)
            fence = 0;
          continue;
        }
      if (n > 0 || is_blank (text, line))
        mask_paragraph (text, mask, lines);
      if (n > 0)
        {
          fence = n;
          fence_mark = mark;
          fence_start = line.start;
          mask_line (mask, line);
        }
      else if (!is_blank (text, line))
        g_array_append_val (lines, line);
    }
  mask_paragraph (text, mask, lines);
}

guint8 *
lab_prompt_mask_new (const char *text)
{
  guint8 *mask = g_new0 (guint8, strlen (text) + 1);

  lab_prompt_mask_blocks (text, mask);
  lab_prompt_mask_spans (text, mask);
  return mask;
}
