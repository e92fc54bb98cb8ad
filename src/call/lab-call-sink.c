/* lab-call-sink.c: where the record of every attempt goes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-call-sink.h"

G_DEFINE_INTERFACE (LabCallSink, lab_call_sink, G_TYPE_OBJECT)

static void
lab_call_sink_default_init (LabCallSinkInterface *iface)
{
}

void
lab_call_sink_record_async (LabCallSink         *self,
                            const LabCallRecord *record,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CALL_SINK (self));
  g_return_if_fail (record != NULL);

  LAB_CALL_SINK_GET_IFACE (self)->record_async (self, record, callback, user_data);
}

gboolean
lab_call_sink_record_finish (LabCallSink   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (LAB_IS_CALL_SINK (self), FALSE);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return LAB_CALL_SINK_GET_IFACE (self)->record_finish (self, result, error);
}
