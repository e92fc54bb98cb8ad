/* fake-transport.c: a transport whose replies the test writes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-transport.h"

#include <string.h>

#define LATENCY_US 100000

struct _FakeTransport
{
  GObject parent_instance;

  LabClock *clock;
  GPtrArray *replies; /* LabWireReply */
  guint n_sent;
};

typedef struct
{
  LabWireReply *reply; /* not owned */
  gboolean stream;
  LabBytesFunc received;
  gpointer received_data;
} Sending;

static void
slept_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Sending *sending = g_task_get_task_data (task);
  LabWireReply *reply;
  GError *error = NULL;
  gsize length;
  const char *bytes = g_bytes_get_data (sending->reply->body, &length);

  if (!lab_clock_sleep_finish (LAB_CLOCK (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (sending->stream)
    sending->received (bytes, length, sending->received_data);
  reply = lab_wire_reply_new (sending->reply->status);
  g_bytes_unref (reply->body);
  reply->body = g_bytes_ref (sending->reply->body);
  g_tree_unref (reply->headers);
  reply->headers = g_tree_ref (sending->reply->headers);
  reply->complete = sending->reply->complete;
  g_task_return_pointer (task, reply, (GDestroyNotify) lab_wire_reply_free);
}

static void
fake_transport_send_async (LabTransport              *transport,
                           const LabWireRequest      *request,
                           const LabTransportContext *context,
                           LabBytesFunc               received,
                           gpointer                   received_data,
                           GCancellable              *cancellable,
                           GAsyncReadyCallback        callback,
                           gpointer                   user_data)
{
  FakeTransport *self = FAKE_TRANSPORT (transport);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Sending *sending = g_new0 (Sending, 1);

  g_assert_cmpuint (self->replies->len, >, 0);
  sending->reply =
    g_ptr_array_index (self->replies, MIN (self->n_sent, self->replies->len - 1));
  sending->stream = request->stream;
  sending->received = received;
  sending->received_data = received_data;
  self->n_sent++;
  g_task_set_task_data (task, sending, g_free);
  lab_clock_sleep_async (self->clock, LATENCY_US, cancellable, slept_cb, task);
}

static LabWireReply *
fake_transport_send_finish (LabTransport  *transport,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static LabOrigin
fake_transport_get_origin (LabTransport *transport)
{
  return LAB_ORIGIN_LIVE;
}

static void
transport_iface_init (LabTransportInterface *iface)
{
  iface->get_origin = fake_transport_get_origin;
  iface->send_async = fake_transport_send_async;
  iface->send_finish = fake_transport_send_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeTransport, fake_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_TRANSPORT, transport_iface_init))

static void
fake_transport_finalize (GObject *object)
{
  FakeTransport *self = FAKE_TRANSPORT (object);

  g_clear_object (&self->clock);
  g_ptr_array_unref (self->replies);

  G_OBJECT_CLASS (fake_transport_parent_class)->finalize (object);
}

static void
fake_transport_class_init (FakeTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_transport_finalize;
}

static void
fake_transport_init (FakeTransport *self)
{
  self->replies = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_wire_reply_free);
}

FakeTransport *
fake_transport_new (LabClock *clock)
{
  FakeTransport *self = g_object_new (FAKE_TYPE_TRANSPORT, NULL);

  self->clock = g_object_ref (clock);
  return self;
}

void
fake_transport_add (FakeTransport *self,
                    guint          status,
                    const char    *header,
                    const char    *body,
                    gboolean       complete)
{
  LabWireReply *reply = lab_wire_reply_new (status);

  g_bytes_unref (reply->body);
  reply->body = g_bytes_new (body, strlen (body));
  reply->complete = complete;
  if (header != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (header, ": ", 2);

      g_tree_insert (reply->headers, g_strdup (parts[0]), g_strdup (parts[1]));
    }
  g_ptr_array_add (self->replies, reply);
}

guint
fake_transport_get_n_sent (FakeTransport *self)
{
  return self->n_sent;
}
