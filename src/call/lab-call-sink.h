/* lab-call-sink.h: where the record of every attempt goes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"

G_BEGIN_DECLS

#define LAB_TYPE_CALL_SINK (lab_call_sink_get_type ())
G_DECLARE_INTERFACE (LabCallSink, lab_call_sink, LAB, CALL_SINK, GObject)

struct _LabCallSinkInterface
{
  GTypeInterface parent_iface;

  void (*record_async) (LabCallSink         *self,
                        const LabCallRecord *record,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data);
  gboolean (*record_finish) (LabCallSink   *self,
                             GAsyncResult  *result,
                             GError       **error);
};

/* The call is acknowledged when this finishes: committed, with its roll-ups
 * and its reservation settled. Cannot be cancelled. @record is copied. */
void lab_call_sink_record_async (LabCallSink         *self,
                                 const LabCallRecord *record,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
gboolean lab_call_sink_record_finish (LabCallSink   *self,
                                      GAsyncResult  *result,
                                      GError       **error);

G_END_DECLS
