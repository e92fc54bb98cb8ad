/* lab-text-memo.c: counts and ids of texts that come again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-text-memo-private.h"

#include <string.h>

#include "lab-random.h"

/* @text is the entry's own, or, to look one up, the caller's. */
typedef struct
{
  guint64 hash;
  const char *encoding; /* static */
  LabTokenFamily family;
  int content;
  const char *text;
  gsize length;
  LabTokenCount count;
  GArray *ids; /* (nullable) */
} Entry;

struct _LabTextMemo
{
  GMutex lock;
  GHashTable *entries; /* Entry, a set */
  gsize bytes;
};

static guint
entry_hash (gconstpointer key)
{
  return (guint) ((const Entry *) key)->hash;
}

static gboolean
entry_equal (gconstpointer a,
             gconstpointer b)
{
  const Entry *left = a, *right = b;

  return left->hash == right->hash && left->family == right->family &&
         left->content == right->content && left->length == right->length &&
         strcmp (left->encoding, right->encoding) == 0 &&
         memcmp (left->text, right->text, left->length) == 0;
}

static void
entry_free (Entry *entry)
{
  g_clear_pointer (&entry->ids, g_array_unref);
  g_free ((char *) entry->text);
  g_free (entry);
}

LabTextMemo *
lab_text_memo_new (void)
{
  LabTextMemo *self = g_new0 (LabTextMemo, 1);

  g_mutex_init (&self->lock);
  self->entries =
    g_hash_table_new_full (entry_hash, entry_equal, (GDestroyNotify) entry_free, NULL);
  return self;
}

void
lab_text_memo_free (LabTextMemo *self)
{
  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* What kind of text it is plays no part where tokens are counted exactly. */
static Entry
make_key (const LabTokenScheme *scheme,
          int                   content,
          const char           *text,
          gsize                 length)
{
  return (Entry) {
    .hash = lab_hash64 (text, length, (guint64) scheme->family),
    .encoding = scheme->encoding,
    .family = scheme->family,
    .content = scheme->family == LAB_TOKEN_FAMILY_PUBLISHED ? -1 : content,
    .text = text,
    .length = length,
  };
}

gboolean
lab_text_memo_takes (gsize length)
{
  return length >= LAB_TEXT_MEMO_MIN_TEXT && length <= LAB_TEXT_MEMO_MAX_TEXT;
}

gboolean
lab_text_memo_find (LabTextMemo           *self,
                    const LabTokenScheme  *scheme,
                    int                    content,
                    const char            *text,
                    gsize                  length,
                    LabTokenCount         *count,
                    GArray               **ids)
{
  const Entry *entry;
  gboolean found;
  Entry key;

  if (!lab_text_memo_takes (length))
    return FALSE;

  key = make_key (scheme, content, text, length);
  g_mutex_lock (&self->lock);
  entry = g_hash_table_lookup (self->entries, &key);
  found = entry != NULL && (ids == NULL || entry->ids != NULL);
  if (found && count != NULL)
    *count = entry->count;
  if (found && ids != NULL)
    *ids = g_array_ref (entry->ids);
  g_mutex_unlock (&self->lock);
  return found;
}

void
lab_text_memo_add (LabTextMemo          *self,
                   const LabTokenScheme *scheme,
                   int                   content,
                   const char           *text,
                   gsize                 length,
                   const LabTokenCount  *count,
                   GArray               *ids)
{
  Entry *entry;

  if (!lab_text_memo_takes (length))
    return;

  entry = g_new (Entry, 1);
  *entry = make_key (scheme, content, g_memdup2 (text, length), length);
  entry->count = *count;
  entry->ids = ids != NULL ? g_array_ref (ids) : NULL;
  g_mutex_lock (&self->lock);
  if (self->bytes + length > LAB_TEXT_MEMO_MAX_BYTES)
    {
      g_hash_table_remove_all (self->entries);
      self->bytes = 0;
    }
  if (g_hash_table_add (self->entries, entry))
    self->bytes += length;
  g_mutex_unlock (&self->lock);
}
