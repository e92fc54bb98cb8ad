/* lab-splitter.c: the published patterns, by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-splitter-private.h"

#include "lab-unicode-class-private.h"

#define LETTER (LAB_CLASS_UPPER | LAB_CLASS_LOWER | LAB_CLASS_LETTER)
#define SPACE (LAB_CLASS_SPACE | LAB_CLASS_NEWLINE)
#define PUNCTUATION (LAB_CLASS_OTHER | LAB_CLASS_MARK) /* [^\s\p{L}\p{N}] */
#define PREFIX (PUNCTUATION | LAB_CLASS_SPACE)         /* [^\r\n\p{L}\p{N}] */
/* The two classes of o200k's words share what has no case. */
#define CASELESS (LAB_CLASS_LETTER | LAB_CLASS_MARK)
#define CAPITAL (LAB_CLASS_UPPER | CASELESS)
#define SMALL (LAB_CLASS_LOWER | CASELESS)

static inline guint
ascii_class (guint8 c)
{
  guint8 lower = c | 0x20;

  if (lower >= 'a' && lower <= 'z')
    return c == lower ? LAB_CLASS_LOWER : LAB_CLASS_UPPER;
  if (c >= '0' && c <= '9')
    return LAB_CLASS_NUMBER;
  if (c == '\n' || c == '\r')
    return LAB_CLASS_NEWLINE;
  if (c == ' ' || (c >= '\t' && c <= '\r'))
    return LAB_CLASS_SPACE;
  return LAB_CLASS_OTHER;
}

/* The class of the character at @p and its size; NONE at the end. Every look
 * at the text goes through here, so that touched_end tells the truth. */
static inline guint
class_at (LabSplitter  *self,
          const guint8 *p,
          guint        *size)
{
  gunichar c;

  if (p >= self->end)
    {
      self->touched_end = TRUE;
      *size = 0;
      return LAB_CLASS_NONE;
    }
  if (p[0] < 0x80)
    {
      *size = 1;
      return ascii_class (p[0]);
    }
  if (p[0] < 0xe0)
    {
      *size = 2;
      c = (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
    }
  else if (p[0] < 0xf0)
    {
      *size = 3;
      c = (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
    }
  else
    {
      *size = 4;
      c = (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
    }
  return lab_unicode_class (c);
}

/* The end of the run of characters in @mask. */
static const guint8 *
run (LabSplitter  *self,
     const guint8 *p,
     guint         mask)
{
  guint size;

  while (class_at (self, p, &size) & mask)
    {
      p += size;
      self->work++;
    }
  self->work++;
  return p;
}

/* The length of (?i:'s|'t|'re|'ve|'m|'ll|'d) at @p, or 0. Without regard to
 * case U+017F, the long s, is an s too. */
static gsize
contraction (LabSplitter  *self,
             const guint8 *p)
{
  guint size, next_size;
  guint8 first, second;

  if (class_at (self, p, &size) == LAB_CLASS_NONE || *p != '\'' ||
      class_at (self, p + 1, &size) == LAB_CLASS_NONE)
    return 0;
  if (p[1] == 0xc5 && p[2] == 0xbf)
    return 3;
  first = p[1] | 0x20;
  if (size != 1 || !(ascii_class (p[1]) & LETTER))
    return 0;
  if (first == 's' || first == 't' || first == 'm' || first == 'd')
    return 2;
  if (first != 'r' && first != 'v' && first != 'l')
    return 0;
  if (class_at (self, p + 2, &next_size) == LAB_CLASS_NONE || next_size != 1)
    return 0;
  second = p[2] | 0x20;
  if (ascii_class (p[2]) & LETTER && second == (first == 'l' ? 'l' : 'e'))
    return 3;
  return 0;
}

/* CAPITAL* SMALL+ from @p, or NULL. The greedy first half gives back until a
 * character can be in the second: that is the last caseless one, and then
 * the second half cannot go past it, for what follows is upper case. */
static const guint8 *
mixed_word (LabSplitter  *self,
            const guint8 *p)
{
  const guint8 *caseless_end = NULL;
  guint class, size;

  while ((class = class_at (self, p, &size)) & CAPITAL)
    {
      p += size;
      self->work++;
      if (class & CASELESS)
        caseless_end = p;
    }
  if (class & SMALL)
    return run (self, p, SMALL);
  return caseless_end;
}

/* CAPITAL+ SMALL* from @p, or NULL. */
static const guint8 *
capital_word (LabSplitter  *self,
              const guint8 *p)
{
  const guint8 *capitals_end = run (self, p, CAPITAL);

  if (capitals_end == p)
    return NULL;
  return run (self, capitals_end, SMALL);
}

/* A word of o200k with its contraction, or NULL. The order is the pattern's:
 * each alternative first with the leading character, then without it. */
static const guint8 *
o200k_word (LabSplitter  *self,
            const guint8 *p,
            guint         class,
            guint         size)
{
  const guint8 *word_end = NULL;
  gboolean prefix = (class & PREFIX) != 0;

  if (prefix)
    word_end = mixed_word (self, p + size);
  if (word_end == NULL && class & (CAPITAL | SMALL))
    word_end = mixed_word (self, p);
  if (word_end == NULL && prefix)
    word_end = capital_word (self, p + size);
  if (word_end == NULL && class & CAPITAL)
    word_end = capital_word (self, p);
  return word_end != NULL ? word_end + contraction (self, word_end) : NULL;
}

static const guint8 *
cl100k_word (LabSplitter  *self,
             const guint8 *p,
             guint         class,
             guint         size)
{
  const guint8 *letters = class & PREFIX ? p + size : p;
  const guint8 *word_end;
  gsize length = contraction (self, p);

  if (length > 0)
    return p + length;
  word_end = run (self, letters, LETTER);
  return word_end > letters ? word_end : NULL;
}

/* \p{N}{1,3} */
static const guint8 *
number (LabSplitter  *self,
        const guint8 *p)
{
  guint size;

  for (guint digits = 0; digits < 3 && class_at (self, p, &size) & LAB_CLASS_NUMBER; digits++)
    {
      p += size;
      self->work++;
    }
  return p;
}

/* The line ends, and in o200k slashes, that belong to punctuation. */
static const guint8 *
line_ends (LabSplitter     *self,
           LabSplitPattern  pattern,
           const guint8    *p)
{
  guint size;

  for (;;)
    {
      guint class = class_at (self, p, &size);

      if (!(class & LAB_CLASS_NEWLINE) &&
          (class == LAB_CLASS_NONE || pattern != LAB_SPLIT_O200K || *p != '/'))
        return p;
      p++;
      self->work++;
    }
}

/* \s*[\r\n]+|\s+(?!\S)|\s+ on a run of white space: up to its last line end;
 * else all of it at the end of the text; else all but its last character,
 * which goes with what follows, unless it is the only one. */
static const guint8 *
white_space (LabSplitter  *self,
             const guint8 *p)
{
  const guint8 *start = p, *last = p, *line_end = NULL;
  guint class, size;

  while ((class = class_at (self, p, &size)) & SPACE)
    {
      last = p;
      p += size;
      self->work++;
      if (class & LAB_CLASS_NEWLINE)
        line_end = p;
    }
  if (line_end != NULL)
    return line_end;
  if (class == LAB_CLASS_NONE || last == start)
    return p;
  return last;
}

const guint8 *
lab_splitter_next (LabSplitter     *self,
                   LabSplitPattern  pattern,
                   const guint8    *p)
{
  const guint8 *piece_end = NULL, *mark = p;
  guint size, mark_size;
  guint class = class_at (self, p, &size);

  g_assert (class != LAB_CLASS_NONE);

  if (class & LAB_CLASS_NUMBER)
    return number (self, p);
  if (class & (LETTER | PREFIX))
    piece_end = pattern == LAB_SPLIT_O200K ? o200k_word (self, p, class, size)
                                           : cl100k_word (self, p, class, size);
  if (piece_end != NULL)
    return piece_end;
  if (*p == ' ')
    mark = p + 1;
  if (class_at (self, mark, &mark_size) & PUNCTUATION)
    return line_ends (self, pattern, run (self, mark, PUNCTUATION));
  return white_space (self, p);
}
