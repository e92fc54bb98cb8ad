/* sandbox-killer.c: ends this program at a named moment of a call
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox-killer.h"

#include <signal.h>
#include <unistd.h>

struct _Killer
{
  GObject parent_instance;
  LabBudgetGate *gate;
  LabTransport *transport;
  LabCallSink *sink;
  Moment moment;
  int pipe;
  Words words;
  LabBytesFunc received;
  gpointer received_data;
};

static void
pass (Killer *self,
      Moment  moment)
{
  /* A copy: under the sanitizers GCC takes the first field of one inside
   * @self for all of it, and warns. */
  Words words = self->words;

  if (moment != self->moment)
    return;

  words.moment = moment;
  if (write (self->pipe, &words, sizeof words) != sizeof words)
    _exit (2);
  raise (SIGKILL);
}

static void
reserved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!lab_budget_gate_reserve_finish (LAB_BUDGET_GATE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  pass (g_task_get_source_object (task), MOMENT_RESERVED);
  g_task_return_boolean (task, TRUE);
}

static void
killer_reserve_async (LabBudgetGate        *gate,
                      const LabReservation *reservation,
                      GCancellable         *cancellable,
                      GAsyncReadyCallback   callback,
                      gpointer              user_data)
{
  Killer *self = TEST_KILLER (gate);

  g_strlcpy (self->words.session, reservation->session_id, sizeof self->words.session);
  g_strlcpy (self->words.operation, reservation->operation_id, sizeof self->words.operation);
  g_assert_true (reservation->priced);
  self->words.worst_case = reservation->worst_case;
  pass (self, MOMENT_RESERVE);
  lab_budget_gate_reserve_async (self->gate, reservation, cancellable, reserved_cb,
                                 g_task_new (self, NULL, callback, user_data));
}

static void
released_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (lab_budget_gate_release_finish (LAB_BUDGET_GATE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
killer_release_async (LabBudgetGate       *gate,
                      const char          *operation_id,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  Killer *self = TEST_KILLER (gate);

  lab_budget_gate_release_async (self->gate, operation_id, released_cb,
                                 g_task_new (self, NULL, callback, user_data));
}

static gboolean
killer_gate_finish (LabBudgetGate  *gate,
                    GAsyncResult   *result,
                    GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, gate), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
gate_iface_init (LabBudgetGateInterface *iface)
{
  iface->reserve_async = killer_reserve_async;
  iface->reserve_finish = killer_gate_finish;
  iface->release_async = killer_release_async;
  iface->release_finish = killer_gate_finish;
}

static void
received_cb (const char *bytes,
             gsize       length,
             gpointer    user_data)
{
  Killer *self = user_data;

  g_assert_cmpuint (length, >, 0);
  self->words.n_pieces++;
  pass (self, MOMENT_FIRST_BYTE);
  self->received (bytes, length, self->received_data);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  LabWireReply *reply = lab_transport_send_finish (LAB_TRANSPORT (source), result, &error);

  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_assert_true (reply->complete);
  pass (g_task_get_source_object (task), MOMENT_LAST_BYTE);
  g_task_return_pointer (task, reply, (GDestroyNotify) lab_wire_reply_free);
}

static void
killer_send_async (LabTransport              *transport,
                   const LabWireRequest      *request,
                   const LabTransportContext *context,
                   LabBytesFunc               received,
                   gpointer                   received_data,
                   GCancellable              *cancellable,
                   GAsyncReadyCallback        callback,
                   gpointer                   user_data)
{
  Killer *self = TEST_KILLER (transport);

  self->received = received;
  self->received_data = received_data;
  pass (self, MOMENT_SEND);
  lab_transport_send_async (self->transport, request, context, received_cb, self, cancellable,
                            sent_cb, g_task_new (self, NULL, callback, user_data));
}

static LabWireReply *
killer_send_finish (LabTransport  *transport,
                    GAsyncResult  *result,
                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static LabOrigin
killer_get_origin (LabTransport *transport)
{
  return lab_transport_get_origin (TEST_KILLER (transport)->transport);
}

static void
transport_iface_init (LabTransportInterface *iface)
{
  iface->get_origin = killer_get_origin;
  iface->send_async = killer_send_async;
  iface->send_finish = killer_send_finish;
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!lab_call_sink_record_finish (LAB_CALL_SINK (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  pass (g_task_get_source_object (task), MOMENT_RECORDED);
  g_task_return_boolean (task, TRUE);
}

static void
killer_record_async (LabCallSink         *sink,
                     const LabCallRecord *record,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  Killer *self = TEST_KILLER (sink);

  g_assert_true (record->final);
  self->words.cost = record->cost;
  pass (self, MOMENT_RECORD);
  lab_call_sink_record_async (self->sink, record, recorded_cb,
                              g_task_new (self, NULL, callback, user_data));
}

static gboolean
killer_record_finish (LabCallSink   *sink,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, sink), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
sink_iface_init (LabCallSinkInterface *iface)
{
  iface->record_async = killer_record_async;
  iface->record_finish = killer_record_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Killer, killer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_BUDGET_GATE, gate_iface_init)
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_TRANSPORT, transport_iface_init)
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_CALL_SINK, sink_iface_init))

static void
killer_class_init (KillerClass *klass)
{
}

static void
killer_init (Killer *self)
{
  self->words.cost = LAB_UNSET;
}

Killer *
killer_new (Moment moment,
            int    descriptor)
{
  Killer *self = g_object_new (TYPE_KILLER, NULL);

  self->moment = moment;
  self->pipe = descriptor;
  return self;
}

void
killer_put_between (Killer  *self,
                    Fixture *fixture)
{
  g_autoptr (LabDialect) dialect = lab_dialect_new ("openai-chat");
  g_autoptr (LabProvider) provider =
    lab_provider_new (FIXTURE_PROVIDER, dialect, LAB_TRANSPORT (self));
  LabSandboxServices services = {
    .store = fixture->store,
    .catalogue = fixture->catalogue,
    .tokenizer = fixture->tokenizer,
    .clock = fixture->clock,
    .sink = LAB_CALL_SINK (self),
    .gate = LAB_BUDGET_GATE (self),
  };

  self->gate = LAB_BUDGET_GATE (fixture->budgets);
  self->transport = LAB_TRANSPORT (fixture->mock);
  self->sink = LAB_CALL_SINK (fixture->tracker);
  g_object_unref (fixture->sandbox);
  fixture->sandbox = lab_sandbox_new (&services);
  lab_sandbox_add_provider (fixture->sandbox, provider);
}
