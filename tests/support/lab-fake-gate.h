/* lab-fake-gate.h: a budget gate with one cap
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-budget-gate.h"

G_BEGIN_DECLS

#define LAB_TYPE_FAKE_GATE (lab_fake_gate_get_type ())
G_DECLARE_FINAL_TYPE (LabFakeGate, lab_fake_gate, LAB, FAKE_GATE, GObject)

/* @cap: LAB_FAKE_GATE_NO_CAP, or nano-USD; unpriced operations are refused
 * under a cap */
LabFakeGate *lab_fake_gate_new (LabMoney cap);
#define LAB_FAKE_GATE_NO_CAP G_MAXINT64
/* The sum of what is held. */
LabMoney lab_fake_gate_get_reserved (LabFakeGate *self);
/* (nullable) (transfer none): what was asked for, while it is held */
const LabReservation *lab_fake_gate_get_reservation (LabFakeGate *self,
                                                     const char  *operation_id);
/* How often a reservation was asked for, granted or not. */
guint lab_fake_gate_get_n_asked (LabFakeGate *self);

G_END_DECLS
