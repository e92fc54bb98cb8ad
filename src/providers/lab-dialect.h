/* lab-dialect.h: one vendor's words, without a network
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-request.h"
#include "lab-response.h"

G_BEGIN_DECLS

/**
 * LabWireRequest:
 * @path: below the base URL: "/chat/completions"
 * @headers: (element-type utf8 utf8): lower-case names; never a key: the
 *   transport adds that
 */
typedef struct
{
  char *method;
  char *path;
  GTree *headers;
  GBytes *body;
  gboolean stream;
} LabWireRequest;

LabWireRequest *lab_wire_request_new (const char *method,
                                      const char *path,
                                      GBytes     *body);
void lab_wire_request_free (LabWireRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabWireRequest, lab_wire_request_free)

/**
 * LabWireReply:
 * @status: HTTP status; 0 where the connection failed
 * @headers: (element-type utf8 utf8): lower-case names
 * @body: the whole body; for a stream, what was received
 * @complete: FALSE where the connection ended early
 * @latency_us: from sending to the last byte, or LAB_TIME_UNKNOWN
 */
typedef struct
{
  guint status;
  GTree *headers;
  GBytes *body;
  gboolean complete;
  gint64 sent_at;
  gint64 latency_us;
} LabWireReply;

LabWireReply *lab_wire_reply_new (guint status);
void lab_wire_reply_free (LabWireReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabWireReply, lab_wire_reply_free)

/**
 * LabStreamDecoder:
 *
 * Fed with bytes cut anywhere; pure. finish() gives what is known: a stream
 * without its terminal event has finish LAB_FINISH_CUT and its usage is
 * partial, never 0.
 */
#define LAB_TYPE_STREAM_DECODER (lab_stream_decoder_get_type ())
G_DECLARE_INTERFACE (LabStreamDecoder, lab_stream_decoder, LAB, STREAM_DECODER, GObject)

struct _LabStreamDecoderInterface
{
  GTypeInterface parent_iface;

  gboolean (*feed) (LabStreamDecoder  *self,
                    const char        *bytes,
                    gsize              length,
                    LabDeltaFunc       delta,
                    gpointer           user_data,
                    GError           **error);
  LabResponse *(*finish) (LabStreamDecoder  *self,
                          GError           **error);
};

/* Fails where an event cannot be read; nothing may be fed after that. */
gboolean lab_stream_decoder_feed (LabStreamDecoder  *self,
                                  const char        *bytes,
                                  gsize              length,
                                  LabDeltaFunc       delta,
                                  gpointer           user_data,
                                  GError           **error);
/* An error event inside the stream (after HTTP 200) is returned once; a
 * second call gives the text and the usage that came before it. */
LabResponse *lab_stream_decoder_finish (LabStreamDecoder  *self,
                                        GError           **error);

/* The context's reason where a reply or an event is not what the vendor
 * documents: PROVIDER_UNAVAILABLE, and it may be billed all the same. */
#define LAB_DIALECT_REASON_UNREADABLE "unreadable-reply"

/**
 * LabDialect:
 *
 * The three pure halves of an adapter.
 */
#define LAB_TYPE_DIALECT (lab_dialect_get_type ())
G_DECLARE_INTERFACE (LabDialect, lab_dialect, LAB, DIALECT, GObject)

struct _LabDialectInterface
{
  GTypeInterface parent_iface;

  const char *(*get_name) (LabDialect *self);
  LabWireRequest *(*build_request) (LabDialect        *self,
                                    const LabRequest  *request,
                                    GError           **error);
  LabResponse *(*parse_reply) (LabDialect          *self,
                               const LabWireReply  *reply,
                               GError             **error);
  LabStreamDecoder *(*new_decoder) (LabDialect *self);
  gboolean (*parse_usage) (LabDialect     *self,
                           const LabJson  *json,
                           LabUsage       *usage,
                           GError        **error);
};

/* "openai-chat" */
const char *lab_dialect_get_name (LabDialect *self);
/* INVALID_REQUEST, naming the field, where the vendor has no words for it. */
LabWireRequest *lab_dialect_build_request (LabDialect        *self,
                                           const LabRequest  *request,
                                           GError           **error);
/* A status other than 2xx, or an error in place of an answer, becomes the
 * vendor's error in our codes, with status and retry hint in its context. A
 * reply whose usage cannot be read keeps its text: the usage is then not
 * reported, and unreconciled. */
LabResponse *lab_dialect_parse_reply (LabDialect          *self,
                                      const LabWireReply  *reply,
                                      GError             **error);
LabStreamDecoder *lab_dialect_new_decoder (LabDialect *self);
/* A usage object, or a whole reply that holds one, into buckets. */
gboolean lab_dialect_parse_usage (LabDialect     *self,
                                  const LabJson  *json,
                                  LabUsage       *usage,
                                  GError        **error);

/* NULL-ended names of the dialects there are; (transfer full) or NULL. */
const char * const *lab_dialect_list (void);
LabDialect *lab_dialect_new (const char *name);

G_END_DECLS
