/* lab-frames.c: sentences with slots
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-frames-private.h"

#include <string.h>

#include "lab-words-private.h"

/* Fillings a frame can have, so that products stay far from 64 bits. */
#define MAX_FILLINGS (G_GUINT64_CONSTANT (1) << 40)
/* Entries of a list with its own slots written out. */
#define MAX_ENTRIES 4000
#define MAX_PARTS 24

typedef struct
{
  char *text;
  guint length;
  guint tokens; /* behind a space */
  guint tokens_bare;
} Entry;

typedef struct
{
  GArray *entries; /* (element-type Entry): one for what is no slot */
  guint list;      /* of one number in all of a frame's slots with this list */
  gboolean spaced; /* a space stands before it */
} Part;

struct _LabFrame
{
  Part *parts;
  guint n_parts;
  guint64 n_fillings;
  gboolean repeats; /* two of its slots take from one list */
};

struct _LabFrames
{
  const LabJson *lists;
  const LabJson *common;
  LabFrame *frames;
  guint n;
  guint64 capacity;
  GHashTable *slots;   /* (element-type utf8 GArray): lists that were read */
  GPtrArray *literals; /* (element-type GArray): the text between slots */
};

static void
entry_clear (Entry *entry)
{
  g_free (entry->text);
}

static GArray *
entries_new (void)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  g_array_set_clear_func (entries, (GDestroyNotify) entry_clear);
  return entries;
}

static void
add_entry (GArray *entries,
           char   *text)
{
  g_autofree char *spaced = g_strconcat (" ", text, NULL);
  Entry entry
      = { text, (guint) strlen (text), lab_words_count (spaced), lab_words_count (text) };

  g_assert (entries->len < MAX_ENTRIES);
  g_array_append_val (entries, entry);
}

static const LabJson *
find_list (const LabFrames *self,
           const char      *name)
{
  const LabJson *list = self->lists != NULL ? lab_json_get (self->lists, name) : NULL;

  if (list == NULL && self->common != NULL)
    list = lab_json_get (self->common, name);
  if (list == NULL)
    g_error ("A word list names a slot that is not there: %s", name);
  return list;
}

static const Entry *
last_entry (const Part *part)
{
  return &g_array_index (part->entries, Entry, part->entries->len - 1);
}

/* Adds @text with every filling of its slots. Lists refer to lists that do
 * not refer back; a circle would never end. */
static void
write_out (const LabFrames *self,
           GPtrArray       *texts,
           const char      *text)
{
  const char *open = strchr (text, '{');
  const char *close = open != NULL ? strchr (open, '}') : NULL;
  g_autofree char *name = NULL;
  const LabJson *list;

  if (close == NULL)
    {
      g_ptr_array_add (texts, g_strdup (text));
      return;
    }
  name = g_strndup (open + 1, (gsize) (close - open) - 1);
  list = find_list (self, name);
  for (guint i = 0; i < lab_json_get_n_members (list); i++)
    {
      const char *inner = lab_json_get_string (lab_json_get_element (list, i));
      g_autofree char *filled
          = g_strdup_printf ("%.*s%s%s", (int) (open - text), text, inner, close + 1);

      write_out (self, texts, filled);
    }
}

static GArray *
read_slot (LabFrames  *self,
           const char *name)
{
  gboolean capital = g_ascii_isupper (name[0]);
  g_autofree char *low = g_strdup (name);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  GArray *entries = g_hash_table_lookup (self->slots, name);
  g_autofree char *whole = NULL;

  if (entries != NULL)
    return entries;
  low[0] = g_ascii_tolower (low[0]);
  whole = g_strdup_printf ("{%s}", low);
  write_out (self, texts, whole);
  entries = entries_new ();
  for (guint i = 0; i < texts->len; i++)
    {
      char *text = g_ptr_array_index (texts, i);

      if (capital)
        text[0] = g_ascii_toupper (text[0]);
      add_entry (entries, text);
    }
  g_hash_table_insert (self->slots, g_strdup (name), entries);
  return entries;
}

static GArray *
read_literal (LabFrames  *self,
              const char *text,
              gsize       length)
{
  GArray *entries = entries_new ();

  add_entry (entries, g_strndup (text, length));
  g_ptr_array_add (self->literals, entries);
  return entries;
}

/* The next part of @text, behind which it returns. A brace that names no
 * list is text: programs have braces. */
static const char *
read_part (LabFrames  *self,
           const char *text,
           Part       *part)
{
  gsize name;

  part->spaced = *text == ' ';
  text += part->spaced ? 1 : 0;
  name = *text == '{' ? strspn (text + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")
                      : 0;
  if (name > 0 && text[name + 1] == '}')
    {
      g_autofree char *slot = g_strndup (text + 1, name);

      part->entries = read_slot (self, slot);
      return text + name + 2;
    }
  for (gsize length = 1;; length++)
    {
      gsize inner = text[length] == '{' || (text[length] == ' ' && text[length + 1] == '{')
                        ? length + (text[length] == ' ' ? 2 : 1)
                        : 0;

      if (text[length] != '\0' && (inner == 0 || !g_ascii_isalpha (text[inner])))
        continue;
      part->entries = read_literal (self, text, length);
      return text + length;
    }
}

/* Numbers the lists that a frame's slots take from; 0 for text. */
static void
number_lists (LabFrame *frame)
{
  for (guint i = 0; i < frame->n_parts; i++)
    {
      Part *part = &frame->parts[i];
      const Entry *last = last_entry (part);

      part->list = part->entries->len > 1 ? i + 1 : 0;
      for (guint k = 0; k < i && part->list == i + 1; k++)
        {
          const Part *earlier = &frame->parts[k];

          /* "{Staff}" and "{staff}" are two readings of one list. */
          if (earlier->entries->len != part->entries->len
              || g_ascii_strcasecmp (last_entry (earlier)->text, last->text) != 0)
            continue;
          part->list = earlier->list;
          frame->repeats = TRUE;
        }
    }
}

static void
read_frame (LabFrames  *self,
            LabFrame   *frame,
            const char *text)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));

  frame->n_fillings = 1;
  while (*text != '\0')
    {
      Part part;

      text = read_part (self, text, &part);
      frame->n_fillings *= part.entries->len;
      g_assert (frame->n_fillings > 0 && frame->n_fillings < MAX_FILLINGS);
      g_array_append_val (parts, part);
      g_assert (parts->len <= MAX_PARTS);
    }
  frame->n_parts = parts->len;
  frame->parts = (Part *) (gpointer) g_array_free (g_steal_pointer (&parts), FALSE);
  number_lists (frame);
}

LabFrames *
lab_frames_new (const LabJson *sentences,
                const LabJson *lists,
                const LabJson *common)
{
  LabFrames *self = g_new0 (LabFrames, 1);

  self->lists = lists;
  self->common = common;
  self->slots
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  self->literals = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->n = lab_json_get_n_members (sentences);
  self->frames = g_new0 (LabFrame, self->n);
  for (guint i = 0; i < self->n; i++)
    {
      read_frame (self, &self->frames[i],
                  lab_json_get_string (lab_json_get_element (sentences, i)));
      self->capacity += self->frames[i].n_fillings;
    }
  return self;
}

void
lab_frames_free (LabFrames *self)
{
  for (guint i = 0; i < self->n; i++)
    g_free (self->frames[i].parts);
  g_free (self->frames);
  g_hash_table_unref (self->slots);
  g_ptr_array_unref (self->literals);
  g_free (self);
}

guint64
lab_frames_get_capacity (const LabFrames *self)
{
  return self->capacity;
}

guint
lab_frames_get_n (const LabFrames *self)
{
  return self->n;
}

const LabFrame *
lab_frames_get (const LabFrames *self,
                guint            index)
{
  return &self->frames[index];
}

guint64
lab_frame_get_n_fillings (const LabFrame *self)
{
  return self->n_fillings;
}

/* A filling is a number whose digits, each to the base of its slot, are the
 * entries. Most lists are short, and 32 bits divide faster. */
static inline const Entry *
next_entry (const Part *part,
            guint64    *filling)
{
  guint n = part->entries->len;
  guint digit;

  if (n == 1)
    return (const Entry *) (gpointer) part->entries->data;
  if (*filling <= G_MAXUINT32)
    {
      guint32 low = (guint32) *filling;

      digit = low % n;
      *filling = low / n;
    }
  else
    {
      digit = (guint) (*filling % n);
      *filling /= n;
    }
  return &g_array_index (part->entries, Entry, digit);
}

void
lab_filled_append (const LabFilled *self,
                   GString         *out)
{
  guint64 filling = self->filling;

  for (guint i = 0; i < self->frame->n_parts; i++)
    {
      const Part *part = &self->frame->parts[i];
      const Entry *entry = next_entry (part, &filling);

      if (part->spaced)
        g_string_append_c (out, ' ');
      g_string_append_len (out, entry->text, entry->length);
    }
}

gboolean
lab_frame_is_idle (const LabFrame *self,
                   guint64         filling)
{
  guint digits[MAX_PARTS];

  for (guint i = 0; self->repeats && i < self->n_parts; i++)
    {
      const Part *part = &self->parts[i];

      digits[i] = (guint) (filling % part->entries->len);
      filling /= part->entries->len;
      for (guint k = 0; part->list > 0 && k < i; k++)
        {
          if (self->parts[k].list != part->list)
            continue;
          /* Of "a and b" and "b and a" the parity keeps one. */
          if (digits[k] == digits[i]
              || (digits[k] < digits[i]) == ((digits[k] + digits[i]) % 2 == 0))
            return TRUE;
        }
    }
  return FALSE;
}

void
lab_frame_count (const LabFrame *self,
                 guint64         filling,
                 guint          *tokens,
                 guint          *tokens_first)
{
  const Entry *first = next_entry (&self->parts[0], &filling);

  *tokens = first->tokens;
  for (guint i = 1; i < self->n_parts; i++)
    {
      const Entry *entry = next_entry (&self->parts[i], &filling);

      *tokens += self->parts[i].spaced ? entry->tokens : entry->tokens_bare;
    }
  *tokens_first = *tokens - first->tokens + first->tokens_bare;
}
