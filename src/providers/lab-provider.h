/* lab-provider.h: a vendor that can be called: a dialect and a transport
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-answer-source.h"
#include "lab-call-record.h"
#include "lab-dialect.h"

G_BEGIN_DECLS

/**
 * LabTransportContext:
 *
 * What a transport may need beside the bytes. Real ones ignore @answers, and
 * @fault: what is to happen to this attempt (lab-mock.h has the words).
 * @partition names whose prompt cache and rate limits the call falls under:
 * sessions isolated from each other never share one.
 */
typedef struct
{
  LabAnswerSource *answers; /* (nullable) */
  guint64 seed;
  guint replicate;
  guint attempt;
  const char *fault; /* (nullable) */
  const char *partition;
} LabTransportContext;

/* Bytes of a streamed body as they arrive. */
typedef void (*LabBytesFunc) (const char *bytes,
                              gsize       length,
                              gpointer    user_data);

#define LAB_TYPE_TRANSPORT (lab_transport_get_type ())
G_DECLARE_INTERFACE (LabTransport, lab_transport, LAB, TRANSPORT, GObject)

struct _LabTransportInterface
{
  GTypeInterface parent_iface;

  LabOrigin (*get_origin) (LabTransport *self);
  void (*send_async) (LabTransport              *self,
                      const LabWireRequest      *request,
                      const LabTransportContext *context,
                      LabBytesFunc               received,
                      gpointer                   received_data,
                      GCancellable              *cancellable,
                      GAsyncReadyCallback        callback,
                      gpointer                   user_data);
  LabWireReply *(*send_finish) (LabTransport  *self,
                                GAsyncResult  *result,
                                GError       **error);
};

LabOrigin lab_transport_get_origin (LabTransport *self);
/* @received is called for streamed bodies only, until the callback runs. A
 * cut connection is a reply with complete = FALSE, not an error; a refused
 * or timed-out one is PROVIDER_UNAVAILABLE. */
void lab_transport_send_async (LabTransport              *self,
                               const LabWireRequest      *request,
                               const LabTransportContext *context,
                               LabBytesFunc               received,
                               gpointer                   received_data,
                               GCancellable              *cancellable,
                               GAsyncReadyCallback        callback,
                               gpointer                   user_data);
LabWireReply *lab_transport_send_finish (LabTransport  *self,
                                         GAsyncResult  *result,
                                         GError       **error);

#define LAB_TYPE_PROVIDER (lab_provider_get_type ())
G_DECLARE_FINAL_TYPE (LabProvider, lab_provider, LAB, PROVIDER, GObject)

/* @name: the provider in requests and price rows: "openai" */
LabProvider *lab_provider_new (const char   *name,
                               LabDialect   *dialect,
                               LabTransport *transport);
const char *lab_provider_get_name (LabProvider *self);
LabDialect *lab_provider_get_dialect (LabProvider *self);
LabTransport *lab_provider_get_transport (LabProvider *self);
LabOrigin lab_provider_get_origin (LabProvider *self);

G_END_DECLS
