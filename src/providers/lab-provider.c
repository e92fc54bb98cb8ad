/* lab-provider.c: a vendor that can be called: a dialect and a transport
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-provider.h"

G_DEFINE_INTERFACE (LabTransport, lab_transport, G_TYPE_OBJECT)

struct _LabProvider
{
  GObject parent_instance;

  char *name;
  LabDialect *dialect;
  LabTransport *transport;
};

G_DEFINE_FINAL_TYPE (LabProvider, lab_provider, G_TYPE_OBJECT)

static void
lab_transport_default_init (LabTransportInterface *iface)
{
}

LabOrigin
lab_transport_get_origin (LabTransport *self)
{
  g_return_val_if_fail (LAB_IS_TRANSPORT (self), LAB_ORIGIN_LIVE);

  return LAB_TRANSPORT_GET_IFACE (self)->get_origin (self);
}

void
lab_transport_send_async (LabTransport              *self,
                          const LabWireRequest      *request,
                          const LabTransportContext *context,
                          LabBytesFunc               received,
                          gpointer                   received_data,
                          GCancellable              *cancellable,
                          GAsyncReadyCallback        callback,
                          gpointer                   user_data)
{
  g_return_if_fail (LAB_IS_TRANSPORT (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (context != NULL);

  LAB_TRANSPORT_GET_IFACE (self)->send_async (self, request, context, received, received_data,
                                              cancellable, callback, user_data);
}

LabWireReply *
lab_transport_send_finish (LabTransport  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (LAB_IS_TRANSPORT (self), NULL);

  return LAB_TRANSPORT_GET_IFACE (self)->send_finish (self, result, error);
}

static void
lab_provider_finalize (GObject *object)
{
  LabProvider *self = LAB_PROVIDER (object);

  g_free (self->name);
  g_clear_object (&self->dialect);
  g_clear_object (&self->transport);

  G_OBJECT_CLASS (lab_provider_parent_class)->finalize (object);
}

static void
lab_provider_class_init (LabProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_provider_finalize;
}

static void
lab_provider_init (LabProvider *self)
{
}

LabProvider *
lab_provider_new (const char   *name,
                  LabDialect   *dialect,
                  LabTransport *transport)
{
  LabProvider *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (LAB_IS_DIALECT (dialect), NULL);
  g_return_val_if_fail (LAB_IS_TRANSPORT (transport), NULL);

  self = g_object_new (LAB_TYPE_PROVIDER, NULL);
  self->name = g_strdup (name);
  self->dialect = g_object_ref (dialect);
  self->transport = g_object_ref (transport);
  return self;
}

const char *
lab_provider_get_name (LabProvider *self)
{
  g_return_val_if_fail (LAB_IS_PROVIDER (self), NULL);

  return self->name;
}

LabDialect *
lab_provider_get_dialect (LabProvider *self)
{
  g_return_val_if_fail (LAB_IS_PROVIDER (self), NULL);

  return self->dialect;
}

LabTransport *
lab_provider_get_transport (LabProvider *self)
{
  g_return_val_if_fail (LAB_IS_PROVIDER (self), NULL);

  return self->transport;
}

LabOrigin
lab_provider_get_origin (LabProvider *self)
{
  g_return_val_if_fail (LAB_IS_PROVIDER (self), LAB_ORIGIN_LIVE);

  return lab_transport_get_origin (self->transport);
}
