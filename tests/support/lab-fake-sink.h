/* lab-fake-sink.h: a call sink that remembers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-call-sink.h"
#include "lab-error.h"

G_BEGIN_DECLS

#define LAB_TYPE_FAKE_SINK (lab_fake_sink_get_type ())
G_DECLARE_FINAL_TYPE (LabFakeSink, lab_fake_sink, LAB, FAKE_SINK, GObject)

LabFakeSink *lab_fake_sink_new (void);
/* (element-type LabCallRecord) (transfer none): copies, in order */
GPtrArray *lab_fake_sink_get_records (LabFakeSink *self);
/* The next record is not kept and fails with @code. */
void lab_fake_sink_fail_next (LabFakeSink  *self,
                              LabErrorCode  code);

G_END_DECLS
