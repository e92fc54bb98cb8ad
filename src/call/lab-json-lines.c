/* lab-json-lines.c: JSON Lines from a stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab-error.h"
#include "lab-json-private.h"

#define READ_SIZE (64 * 1024)

struct _LabJsonLines
{
  GInputStream *stream;
  char *source;
  gsize max_line_bytes;
  GByteArray *rest; /* read, and from @at on not yet handed out */
  guint at;
  guint line;
  gboolean allow_nul;
  gboolean too_long; /* the line at hand, whose beginning is thrown away */
  gboolean ended;
};

LabJsonLines *
lab_json_lines_new (GInputStream *stream,
                    const char   *source,
                    gsize         max_line_bytes)
{
  LabJsonLines *self;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);
  g_return_val_if_fail (max_line_bytes > 0, NULL);

  self = g_new0 (LabJsonLines, 1);
  self->stream = g_object_ref (stream);
  self->source = g_strdup (source);
  self->max_line_bytes = MIN (max_line_bytes, LAB_JSON_DEFAULT_MAX_BYTES);
  self->rest = g_byte_array_new ();
  return self;
}

void
lab_json_lines_free (LabJsonLines *self)
{
  g_return_if_fail (self != NULL);

  g_object_unref (self->stream);
  g_byte_array_unref (self->rest);
  g_free (self->source);
  g_free (self);
}

void
lab_json_lines_allow_nul (LabJsonLines *self)
{
  g_return_if_fail (self != NULL);

  self->allow_nul = TRUE;
}

guint
lab_json_lines_get_line (LabJsonLines *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->line;
}

/* Reads more behind what is left. FALSE on an error, of which only
 * cancelling leaves something to go on with. */
static gboolean
read_more (LabJsonLines  *self,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GError) cause = NULL;
  guint before;
  gssize got;

  g_byte_array_remove_range (self->rest, 0, self->at);
  self->at = 0;
  before = self->rest->len;
  g_byte_array_set_size (self->rest, before + READ_SIZE);
  got = g_input_stream_read (self->stream, self->rest->data + before, READ_SIZE, cancellable,
                             &cause);
  g_byte_array_set_size (self->rest, before + (guint) MAX (got, 0));
  self->ended = got == 0;
  if (got >= 0)
    return TRUE;

  if (!g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_byte_array_set_size (self->rest, 0);
      self->too_long = FALSE;
      self->ended = TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* Sets @newline to the next line's end, NULL behind the last. A line that is
 * too long is thrown away piece by piece, so that memory does not grow with
 * it. FALSE on an error of the stream. */
static gboolean
find_line_end (LabJsonLines  *self,
               const guint8 **newline,
               GCancellable  *cancellable,
               GError       **error)
{
  gsize searched = 0;

  while (TRUE)
    {
      gsize left = self->rest->len - self->at;

      *newline = NULL;
      if (left > searched)
        *newline = memchr (self->rest->data + self->at + searched, '\n', left - searched);
      if (*newline != NULL || self->ended)
        return TRUE;

      searched = left;
      /* The line's \r does not count: one byte more may stand here. */
      if (left > self->max_line_bytes + 1)
        {
          self->too_long = TRUE;
          self->at = self->rest->len;
          searched = 0;
        }
      if (!read_more (self, cancellable, error))
        return FALSE;
    }
}

static void
set_too_long (LabJsonLines  *self,
              GError       **error)
{
  g_autofree char *size = g_format_size (self->max_line_bytes);
  g_autofree char *line = g_strdup_printf ("%u", self->line);
  const char *source = lab_json_source_or_default (self->source);

  lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                 _("%s:%s: The line is longer than %s. Split it or take it out."), source, line,
                 size);
  if (error == NULL)
    return;
  lab_error_set_context (*error, LAB_ERROR_CONTEXT_FILE, source);
  lab_error_set_context (*error, LAB_ERROR_CONTEXT_LINE, line);
  lab_error_set_context (*error, LAB_ERROR_CONTEXT_REASON, "too-large");
}

static gboolean
is_blank (const char *text,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r')
        return FALSE;
    }
  return TRUE;
}

LabJsonDocument *
lab_json_lines_next (LabJsonLines  *self,
                     GCancellable  *cancellable,
                     GError       **error)
{
  const guint8 *newline;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* Not every stream looks at it, and what is read already needs no stream. */
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  while (find_line_end (self, &newline, cancellable, error))
    {
      const char *text = (const char *) self->rest->data + self->at;
      gsize length = newline != NULL ? (gsize) ((const char *) newline - text)
                                     : self->rest->len - self->at;

      if (newline == NULL && length == 0 && !self->too_long)
        return NULL;
      self->at += length + (newline != NULL ? 1 : 0);
      self->line++;
      if (length > 0 && text[length - 1] == '\r')
        length--;
      if (self->too_long || length > self->max_line_bytes)
        {
          self->too_long = FALSE;
          set_too_long (self, error);
          return NULL;
        }
      if (!is_blank (text, length))
        return lab_json_parse (text, length, self->max_line_bytes, self->source, self->line,
                               self->allow_nul, error);
    }
  return NULL;
}
