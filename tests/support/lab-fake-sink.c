/* lab-fake-sink.c: a call sink that remembers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-fake-sink.h"

struct _LabFakeSink
{
  GObject parent_instance;
  GPtrArray *records;
  GError *next_error;
};

static void
lab_fake_sink_record_async (LabCallSink         *sink,
                            const LabCallRecord *record,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  LabFakeSink *self = LAB_FAKE_SINK (sink);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (self->next_error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&self->next_error));
      return;
    }
  g_ptr_array_add (self->records, lab_call_record_copy (record));
  g_task_return_boolean (task, TRUE);
}

static gboolean
lab_fake_sink_record_finish (LabCallSink   *sink,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, sink), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
call_sink_iface_init (LabCallSinkInterface *iface)
{
  iface->record_async = lab_fake_sink_record_async;
  iface->record_finish = lab_fake_sink_record_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LabFakeSink, lab_fake_sink, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_CALL_SINK, call_sink_iface_init))

static void
lab_fake_sink_finalize (GObject *object)
{
  LabFakeSink *self = LAB_FAKE_SINK (object);

  g_ptr_array_unref (self->records);
  g_clear_error (&self->next_error);

  G_OBJECT_CLASS (lab_fake_sink_parent_class)->finalize (object);
}

static void
lab_fake_sink_class_init (LabFakeSinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_fake_sink_finalize;
}

static void
lab_fake_sink_init (LabFakeSink *self)
{
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_call_record_free);
}

LabFakeSink *
lab_fake_sink_new (void)
{
  return g_object_new (LAB_TYPE_FAKE_SINK, NULL);
}

GPtrArray *
lab_fake_sink_get_records (LabFakeSink *self)
{
  return self->records;
}

void
lab_fake_sink_fail_next (LabFakeSink  *self,
                         LabErrorCode  code)
{
  g_clear_error (&self->next_error);
  lab_set_error (&self->next_error, code, "The test lets this record fail.");
}
