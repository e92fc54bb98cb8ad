/* lab-content.c: what kind of text it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-content-private.h"

#include <string.h>

#include "lab-unicode-class-private.h"

#define LETTER (LAB_CLASS_UPPER | LAB_CLASS_LOWER | LAB_CLASS_LETTER | LAB_CLASS_MARK)
#define LATIN_END 0x250
/* Marks that programs are full of and prose is not. */
#define CODE_MARKS "(){}[]<>=;_+*/&|$@#\\`~^"

typedef struct
{
  guint ascii_letters;
  guint latin_letters; /* beyond ASCII */
  guint other_letters;
  guint code_marks;
  guint visible;
} Features;

const char *
lab_content_to_string (LabContent content)
{
  static const char * const names[] = { "prose", "code", "json", "latin-other", "other-script" };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == LAB_N_CONTENTS);
  g_return_val_if_fail (content < LAB_N_CONTENTS, NULL);

  return names[content];
}

static Features
look (const char *text,
      gsize       length)
{
  Features found = { 0 };
  const char *p = text, *end = text + length;

  while (p < end)
    {
      gunichar c = (guchar) *p;

      if (c >= 0x80)
        {
          c = g_utf8_get_char_validated (p, end - p);
          if (c > 0x10ffff)
            {
              p++;
              continue;
            }
          found.visible++;
          if (lab_unicode_class (c) & LETTER && c < LATIN_END)
            found.latin_letters++;
          else if (lab_unicode_class (c) & LETTER)
            found.other_letters++;
          p = g_utf8_next_char (p);
          continue;
        }
      p++;
      if (g_ascii_isalpha ((char) c))
        found.ascii_letters++;
      else if (g_ascii_ispunct ((char) c) && strchr (CODE_MARKS, (int) c) != NULL)
        found.code_marks++;
      found.visible += g_ascii_isgraph ((char) c);
    }
  return found;
}

static gboolean
is_one_of (char        c,
           const char *set)
{
  return c != '\0' && strchr (set, c) != NULL;
}

/* Brackets alone, or a line that begins as JSON does and has a member. */
static gboolean
looks_like_json (const char *line,
                 gsize       length)
{
  if (!is_one_of (line[0], "{}[]\""))
    return FALSE;
  if (length <= 3)
    return line[0] != '"' && (length == 1 || is_one_of (line[1], "{}[],"));
  return g_strstr_len (line, (gssize) length, "\":") != NULL ||
         (line[0] == '"' && is_one_of (line[length - 1], ",\"") && length < 60) ||
         (line[0] == '[' && is_one_of (line[length - 1], "],"));
}

static gboolean
looks_like_code (const char     *line,
                 gsize           length,
                 const Features *found)
{
  static const char * const begins[] = {
    "#include", "#define", "//", "/*", "def ", "class ", "import ", "return ", "func ", "fn ",
  };
  char last = line[length - 1];

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    if (length >= strlen (begins[i]) && strncmp (line, begins[i], strlen (begins[i])) == 0)
      return TRUE;
  if (is_one_of (last, ";{}") || (last == ':' && found->code_marks >= 2))
    return TRUE;
  return found->code_marks * 100 > found->visible * 12;
}

LabContent
lab_content_of_line (const char *line,
                     gsize       length,
                     LabContent  before)
{
  Features found;

  while (length > 0 && g_ascii_isspace (line[length - 1]))
    length--;
  while (length > 0 && g_ascii_isspace (*line))
    {
      line++;
      length--;
    }
  if (length == 0)
    return before;
  found = look (line, length);
  if (looks_like_json (line, length))
    return LAB_CONTENT_JSON;
  if (found.other_letters * 10 > 3 * (found.ascii_letters + found.latin_letters +
                                      found.other_letters))
    return LAB_CONTENT_OTHER_SCRIPT;
  return looks_like_code (line, length, &found) ? LAB_CONTENT_CODE : LAB_CONTENT_PROSE;
}

gboolean
lab_content_is_latin_other (const char *text,
                            gsize       length)
{
  Features found = look (text, length);

  return found.latin_letters > 0 &&
         found.latin_letters * 100 >= found.ascii_letters + found.latin_letters;
}
