/* lab-rank-table.c: a mapped table of tokens and their ranks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-rank-table-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab-error.h"

#define MAGIC "LABRANK"
#define VERSION 1
#define BYTE_ORDER_MARK 0x01020304
#define MULTIPLIER G_GUINT64_CONSTANT (0x9E3779B97F4A7C15)
#define LONGEST_TOKEN 1024

typedef struct
{
  char magic[8];
  guint32 version;
  guint32 n_tokens;
  guint32 token_bytes;
  guint32 slot_bits;
  guint32 longest;
  guint32 byte_order;
  guint8 source_sha256[32];
  guint64 checksum;
} Header;

G_STATIC_ASSERT (sizeof (Header) == 72);

static inline guint64
load_word (const guint8 *bytes)
{
  guint64 word;

  memcpy (&word, bytes, sizeof word);
  return word;
}

/* Finds damage, not malice. */
static guint64
checksum (const guint8 *bytes,
          gsize         length,
          guint64       seed)
{
  guint64 h = seed;

  for (gsize i = 0; i + 8 <= length; i += 8)
    {
      h = (h ^ load_word (bytes + i)) * MULTIPLIER;
      h ^= h >> 29;
    }
  return h;
}

static inline guint64
token_hash (const guint8 *bytes,
            gsize         length)
{
  guint64 h = length * MULTIPLIER;
  gsize i = 0;

  for (; i + 8 <= length; i += 8)
    {
      h = (h ^ load_word (bytes + i)) * MULTIPLIER;
      h ^= h >> 32;
    }
  if (i < length)
    {
      guint64 word = 0;

      for (guint shift = 0; i < length; i++, shift += 8)
        word |= (guint64) bytes[i] << shift;
      h = (h ^ word) * MULTIPLIER;
      h ^= h >> 32;
    }
  return h;
}

guint32
lab_rank_table_find (const LabRankTable *self,
                     const guint8       *bytes,
                     gsize               length)
{
  guint64 h;
  gsize mask = ((gsize) 1 << self->slot_bits) - 1;

  if (length == 0 || length > self->longest)
    return LAB_RANK_NONE;
  h = token_hash (bytes, length);
  for (gsize at = h >> (64 - self->slot_bits);; at = (at + 1) & mask)
    {
      const LabRankSlot *slot = &self->slots[at];
      gsize token_length;
      const guint8 *token;

      if (slot->id_plus_one == 0)
        return LAB_RANK_NONE;
      if (slot->fingerprint != (guint32) h)
        continue;
      token = lab_rank_table_get (self, slot->id_plus_one - 1, &token_length);
      if (token_length == length && memcmp (token, bytes, length) == 0)
        return slot->id_plus_one - 1;
    }
}

/* The reason why the file cannot be used, or NULL. */
static const char *
check_header (const Header *header,
              const guint8 *bytes,
              gsize         length)
{
  guint64 offsets, slots, tokens;

  if (length < sizeof *header || memcmp (header->magic, MAGIC, sizeof header->magic) != 0)
    return N_("it is not a table of token ranks");
  if (header->byte_order != BYTE_ORDER_MARK)
    return N_("it was built for a machine of another byte order");
  if (header->version != VERSION)
    return N_("it was built for another version of the program");
  if (header->slot_bits < 8 || header->slot_bits > 28 || header->n_tokens < 256 ||
      header->n_tokens >= (1u << header->slot_bits) || header->longest == 0 ||
      header->longest > LONGEST_TOKEN)
    return N_("its header makes no sense");
  offsets = ((guint64) header->n_tokens + 2) / 2 * 8;
  slots = (guint64) sizeof (LabRankSlot) << header->slot_bits;
  tokens = ((guint64) header->token_bytes + 7) / 8 * 8;
  if (sizeof *header + offsets + slots + tokens != length)
    return N_("it has not the length that its header tells");
  if (checksum (bytes + sizeof *header, length - sizeof *header,
                checksum (bytes, G_STRUCT_OFFSET (Header, checksum), 0)) != header->checksum)
    return N_("its contents are damaged");
  return NULL;
}

static gboolean
read_byte_ranks (LabRankTable *self)
{
  for (guint byte = 0; byte < 256; byte++)
    {
      guint8 value = (guint8) byte;

      self->byte_ranks[byte] = lab_rank_table_find (self, &value, 1);
      if (self->byte_ranks[byte] == LAB_RANK_NONE)
        return FALSE;
    }
  return TRUE;
}

LabRankTable *
lab_rank_table_load (const char  *path,
                     GError     **error)
{
  g_autoptr(GMappedFile) file = NULL;
  g_autofree LabRankTable *self = NULL;
  g_autoptr(GError) local_error = NULL;
  const guint8 *bytes;
  const Header *header;
  const char *reason;

  file = g_mapped_file_new (path, FALSE, &local_error);
  if (file == NULL)
    {
      lab_set_error (error, LAB_ERROR_NOT_FOUND, _("The token table “%s” cannot be opened: %s"),
                     path, local_error->message);
      return NULL;
    }
  bytes = (const guint8 *) g_mapped_file_get_contents (file);
  header = (const Header *) bytes;
  reason = check_header (header, bytes, g_mapped_file_get_length (file));
  if (reason == NULL)
    {
      self = g_new0 (LabRankTable, 1);
      self->n_tokens = header->n_tokens;
      self->slot_bits = header->slot_bits;
      self->longest = header->longest;
      self->offsets = (const guint32 *) (bytes + sizeof *header);
      self->slots = (const LabRankSlot *) (bytes + sizeof *header +
                                           ((gsize) self->n_tokens + 2) / 2 * 8);
      self->tokens = (const guint8 *) (self->slots + ((gsize) 1 << self->slot_bits));
      if (!read_byte_ranks (self))
        reason = N_("it has no token for some byte");
    }
  if (reason != NULL)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("The token table “%s” cannot be used: %s."), path, _(reason));
      return NULL;
    }
  self->file = g_steal_pointer (&file);
  return g_steal_pointer (&self);
}

void
lab_rank_table_free (LabRankTable *self)
{
  g_mapped_file_unref (self->file);
  g_free (self);
}
