/* lab-sse-parser.c: server-sent events from bytes cut anywhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-sse-parser.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-error.h"

struct _LabSseParser
{
  GString *line;
  GString *data;
  GString *event;
  gboolean has_data;
};

LabSseParser *
lab_sse_parser_new (void)
{
  LabSseParser *self = g_new0 (LabSseParser, 1);

  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->event = g_string_new (NULL);
  return self;
}

void
lab_sse_parser_free (LabSseParser *self)
{
  if (self == NULL)
    return;

  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_string_free (self->event, TRUE);
  g_free (self);
}

static gboolean
dispatch (LabSseParser  *self,
          LabSseFunc     func,
          gpointer       user_data,
          GError       **error)
{
  gboolean ok = TRUE;

  if (self->has_data)
    ok = func (self->event->str, self->data->str, self->data->len, user_data, error);

  g_string_truncate (self->data, 0);
  g_string_truncate (self->event, 0);
  self->has_data = FALSE;
  return ok;
}

static void
take_field (LabSseParser *self,
            const char   *line,
            gsize         length)
{
  const char *colon = memchr (line, ':', length);
  gsize name_length = colon != NULL ? (gsize) (colon - line) : length;
  const char *value = colon != NULL ? colon + 1 : line + length;
  gsize value_length = length - name_length - (colon != NULL ? 1 : 0);

  if (value_length > 0 && value[0] == ' ')
    {
      value++;
      value_length--;
    }

  if (name_length == 4 && memcmp (line, "data", 4) == 0)
    {
      if (self->has_data)
        g_string_append_c (self->data, '\n');
      g_string_append_len (self->data, value, (gssize) value_length);
      self->has_data = TRUE;
    }
  else if (name_length == 5 && memcmp (line, "event", 5) == 0)
    {
      g_string_truncate (self->event, 0);
      g_string_append_len (self->event, value, (gssize) value_length);
    }
}

static gboolean
take_line (LabSseParser  *self,
           LabSseFunc     func,
           gpointer       user_data,
           GError       **error)
{
  gboolean ok = TRUE;

  if (self->line->len > 0 && self->line->str[self->line->len - 1] == '\r')
    g_string_truncate (self->line, self->line->len - 1);

  if (self->line->len == 0)
    ok = dispatch (self, func, user_data, error);
  else if (self->line->str[0] != ':')
    take_field (self, self->line->str, self->line->len);

  g_string_truncate (self->line, 0);
  return ok;
}

gboolean
lab_sse_parser_feed (LabSseParser  *self,
                     const char    *bytes,
                     gsize          length,
                     LabSseFunc     func,
                     gpointer       user_data,
                     GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  while (length > 0)
    {
      const char *newline = memchr (bytes, '\n', length);
      gsize piece = newline != NULL ? (gsize) (newline - bytes) : length;

      if (self->line->len + piece + self->data->len > LAB_SSE_MAX_EVENT)
        {
          lab_set_error (error,
                         LAB_ERROR_INVALID_REQUEST,
                         _("The stream holds an event of more than %d bytes."),
                         LAB_SSE_MAX_EVENT);
          if (error != NULL)
            lab_error_set_context (*error, LAB_ERROR_CONTEXT_REASON, "event-too-large");
          return FALSE;
        }

      g_string_append_len (self->line, bytes, (gssize) piece);
      if (newline == NULL)
        return TRUE;

      bytes += piece + 1;
      length -= piece + 1;
      if (!take_line (self, func, user_data, error))
        return FALSE;
    }

  return TRUE;
}
