/* lab-dialect.c: one vendor's words, without a network
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-dialect.h"

#include "lab-openai-chat.h"

G_DEFINE_INTERFACE (LabDialect, lab_dialect, G_TYPE_OBJECT)
G_DEFINE_INTERFACE (LabStreamDecoder, lab_stream_decoder, G_TYPE_OBJECT)

static const char * const dialect_names[] = { LAB_OPENAI_CHAT_NAME, NULL };

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  return g_strcmp0 (a, b);
}

static GTree *
new_headers (void)
{
  return g_tree_new_full (compare_names, NULL, g_free, g_free);
}

LabWireRequest *
lab_wire_request_new (const char *method,
                      const char *path,
                      GBytes     *body)
{
  LabWireRequest *self = g_new0 (LabWireRequest, 1);

  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->headers = new_headers ();
  self->body = body != NULL ? g_bytes_ref (body) : g_bytes_new_static ("", 0);
  return self;
}

void
lab_wire_request_free (LabWireRequest *self)
{
  if (self == NULL)
    return;

  g_free (self->method);
  g_free (self->path);
  g_tree_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self);
}

LabWireReply *
lab_wire_reply_new (guint status)
{
  LabWireReply *self = g_new0 (LabWireReply, 1);

  self->status = status;
  self->headers = new_headers ();
  self->body = g_bytes_new_static ("", 0);
  self->complete = TRUE;
  self->latency_us = LAB_TIME_UNKNOWN;
  return self;
}

void
lab_wire_reply_free (LabWireReply *self)
{
  if (self == NULL)
    return;

  g_tree_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self);
}

static void
lab_stream_decoder_default_init (LabStreamDecoderInterface *iface)
{
}

gboolean
lab_stream_decoder_feed (LabStreamDecoder  *self,
                         const char        *bytes,
                         gsize              length,
                         LabDeltaFunc       delta,
                         gpointer           user_data,
                         GError           **error)
{
  g_return_val_if_fail (LAB_IS_STREAM_DECODER (self), FALSE);

  return LAB_STREAM_DECODER_GET_IFACE (self)->feed (self, bytes, length, delta, user_data, error);
}

LabResponse *
lab_stream_decoder_finish (LabStreamDecoder  *self,
                           GError           **error)
{
  g_return_val_if_fail (LAB_IS_STREAM_DECODER (self), NULL);

  return LAB_STREAM_DECODER_GET_IFACE (self)->finish (self, error);
}

static void
lab_dialect_default_init (LabDialectInterface *iface)
{
}

const char *
lab_dialect_get_name (LabDialect *self)
{
  g_return_val_if_fail (LAB_IS_DIALECT (self), NULL);

  return LAB_DIALECT_GET_IFACE (self)->get_name (self);
}

LabWireRequest *
lab_dialect_build_request (LabDialect        *self,
                           const LabRequest  *request,
                           GError           **error)
{
  g_return_val_if_fail (LAB_IS_DIALECT (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  if (!lab_request_validate (request, error))
    return NULL;
  return LAB_DIALECT_GET_IFACE (self)->build_request (self, request, error);
}

LabResponse *
lab_dialect_parse_reply (LabDialect          *self,
                         const LabWireReply  *reply,
                         GError             **error)
{
  g_return_val_if_fail (LAB_IS_DIALECT (self), NULL);
  g_return_val_if_fail (reply != NULL, NULL);

  return LAB_DIALECT_GET_IFACE (self)->parse_reply (self, reply, error);
}

LabStreamDecoder *
lab_dialect_new_decoder (LabDialect *self)
{
  g_return_val_if_fail (LAB_IS_DIALECT (self), NULL);

  return LAB_DIALECT_GET_IFACE (self)->new_decoder (self);
}

gboolean
lab_dialect_parse_usage (LabDialect     *self,
                         const LabJson  *json,
                         LabUsage       *usage,
                         GError        **error)
{
  g_return_val_if_fail (LAB_IS_DIALECT (self), FALSE);
  g_return_val_if_fail (json != NULL, FALSE);
  g_return_val_if_fail (usage != NULL, FALSE);

  return LAB_DIALECT_GET_IFACE (self)->parse_usage (self, json, usage, error);
}

const char * const *
lab_dialect_list (void)
{
  return dialect_names;
}

LabDialect *
lab_dialect_new (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  if (g_str_equal (name, LAB_OPENAI_CHAT_NAME))
    return lab_openai_chat_new ();
  return NULL;
}
