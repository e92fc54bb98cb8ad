/* lab-token-counter.c: tokens of a text that comes in chunks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-token-counter.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lab-encoding-private.h"
#include "lab-error.h"
#include "lab-utf8-private.h"

#define SLICE (64 * 1024)
/* An unsettled rest is at most two pieces: what the pattern takes and what it
 * then gives back (white space after its last line end, capitals after the
 * last caseless letter), with a character before and a contraction after. */
#define MAX_REST (2 * (gsize) LAB_TOKEN_COUNTER_MAX_PIECE + 64)

G_STATIC_ASSERT (LAB_TOKEN_COUNTER_MAX_PIECE == LAB_BPE_MAX_PIECE);

struct _LabTokenCounter
{
  LabEncoding *encoding;
  GArray *ids;
  LabEncodeRun run;
  GByteArray *text; /* valid, not settled */
  guint8 cut[4];    /* the beginning of a character that a chunk cuts */
  gsize n_cut;
  guint64 received; /* bytes, without those in cut */
  gsize retry_at;   /* the rest is tried again once it has doubled */
};

LabTokenCounter *
lab_token_counter_new (LabEncoding    *encoding,
                       LabEncodeFlags  flags,
                       GArray         *ids)
{
  LabTokenCounter *self;

  g_return_val_if_fail (encoding != NULL, NULL);

  self = g_new0 (LabTokenCounter, 1);
  self->encoding = lab_encoding_ref (encoding);
  self->ids = ids;
  self->text = g_byte_array_new ();
  lab_encode_run_init (&self->run, encoding, flags, ids);
  return self;
}

void
lab_token_counter_free (LabTokenCounter *self)
{
  g_return_if_fail (self != NULL);

  lab_encode_run_clear (&self->run);
  g_byte_array_unref (self->text);
  lab_encoding_unref (self->encoding);
  g_free (self);
}

/* Takes one sequence that is not UTF-8. */
static gboolean
take_invalid (LabTokenCounter  *self,
              gsize             size,
              GError          **error)
{
  if (!(self->run.flags & LAB_ENCODE_LOSSY))
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("The text is not UTF-8 at byte %" PRIu64 "."), self->received);
      return FALSE;
    }
  g_byte_array_append (self->text, (const guint8 *) "\357\277\275", 3);
  self->received += size;
  return TRUE;
}

static gboolean
take_text (LabTokenCounter  *self,
           const guint8     *bytes,
           gsize             length,
           GError          **error)
{
  while (length > 0)
    {
      LabUtf8State state;
      gsize size = lab_utf8_valid_length (bytes, length, &state);

      g_byte_array_append (self->text, bytes, (guint) size);
      self->received += size;
      bytes += size;
      length -= size;
      if (state == LAB_UTF8_VALID)
        break;
      if (state == LAB_UTF8_INCOMPLETE)
        {
          for (self->n_cut = 0; self->n_cut < length; self->n_cut++)
            self->cut[self->n_cut] = bytes[self->n_cut];
          break;
        }
      lab_utf8_read (bytes, bytes + length, &size);
      if (!take_invalid (self, size, error))
        return FALSE;
      bytes += size;
      length -= size;
    }
  return TRUE;
}

/* Ends the character that the last chunk cut; returns the bytes it took of
 * this one, or -1. */
static gssize
take_cut (LabTokenCounter  *self,
          const guint8     *bytes,
          gsize             length,
          GError          **error)
{
  gssize taken = 0;

  while (self->n_cut > 0 && (gsize) taken < length)
    {
      LabUtf8State state;
      gsize size, had = self->n_cut;

      self->cut[self->n_cut++] = bytes[taken++];
      state = lab_utf8_read (self->cut, self->cut + self->n_cut, &size);
      if (state == LAB_UTF8_INCOMPLETE)
        continue;
      self->n_cut = 0;
      if (state == LAB_UTF8_VALID)
        {
          g_byte_array_append (self->text, self->cut, (guint) size);
          self->received += size;
          continue;
        }
      /* The byte that broke it begins something new. */
      g_assert (size == had);
      taken--;
      if (!take_invalid (self, size, error))
        return -1;
    }
  return taken;
}

static gboolean
settle (LabTokenCounter  *self,
        gboolean          final,
        GError          **error)
{
  guint64 text_offset = self->received - self->text->len;
  gsize settled;

  self->run.offset = text_offset;
  if (!lab_encode_run_add (&self->run, self->text->data, self->text->len, final, &settled, error))
    return FALSE;
  if (settled > 0)
    g_byte_array_remove_range (self->text, 0, (guint) settled);
  self->retry_at = 2 * (gsize) self->text->len;
  if (self->text->len <= MAX_REST)
    return TRUE;
  lab_set_error (error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED,
                 _("The text has a run of over %d bytes of one kind from byte %" PRIu64
                   " on, which is more than can be held at once."),
                 LAB_TOKEN_COUNTER_MAX_PIECE, text_offset + settled);
  return FALSE;
}

gboolean
lab_token_counter_feed (LabTokenCounter  *self,
                        const char       *bytes,
                        gsize             length,
                        GError          **error)
{
  const guint8 *p = (const guint8 *) bytes;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);

  while (length > 0)
    {
      gsize slice = MIN (length, SLICE);
      gssize taken = take_cut (self, p, slice, error);

      if (taken < 0 || !take_text (self, p + taken, slice - (gsize) taken, error))
        return FALSE;
      p += slice;
      length -= slice;
      if (self->text->len >= self->retry_at && !settle (self, FALSE, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
lab_token_counter_finish (LabTokenCounter  *self,
                          gint64           *count,
                          GError          **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (count != NULL, FALSE);

  if (self->n_cut > 0)
    {
      gsize size = self->n_cut;

      self->n_cut = 0;
      if (!take_invalid (self, size, error))
        return FALSE;
    }
  if (!settle (self, TRUE, error))
    return FALSE;
  *count = self->run.bpe.count;
  self->run.bpe.count = 0;
  self->received = 0;
  return TRUE;
}

gboolean
lab_encoding_count_stream (LabEncoding     *encoding,
                           GInputStream    *stream,
                           LabEncodeFlags   flags,
                           GArray          *ids,
                           gint64          *count,
                           GCancellable    *cancellable,
                           GError         **error)
{
  g_autoptr(LabTokenCounter) counter = NULL;
  g_autofree char *buffer = g_malloc (SLICE);
  gssize size;

  g_return_val_if_fail (encoding != NULL, FALSE);
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), FALSE);
  g_return_val_if_fail (count != NULL, FALSE);

  counter = lab_token_counter_new (encoding, flags, ids);
  do
    {
      /* Not every stream looks at the cancellable by itself. */
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      size = g_input_stream_read (stream, buffer, SLICE, cancellable, error);
      if (size < 0 || !lab_token_counter_feed (counter, buffer, (gsize) size, error))
        return FALSE;
    }
  while (size > 0);
  return lab_token_counter_finish (counter, count, error);
}
