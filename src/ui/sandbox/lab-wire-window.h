/* lab-wire-window.h: what was asked and what came back, as data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-call-record.h"

G_BEGIN_DECLS

/* Four pages: the request as the ledger keeps it, the headers it goes out
 * with, the answer, the usage as it was received. Keys are in none of them: they
 * are added when the bytes leave and never kept. Actions: wire.copy,
 * wire.copy-command (the request for curl). */
#define LAB_TYPE_WIRE_WINDOW (lab_wire_window_get_type ())
G_DECLARE_FINAL_TYPE (LabWireWindow, lab_wire_window, LAB, WIRE_WINDOW, AdwWindow)

GtkWidget *lab_wire_window_new (GtkWindow           *parent,
                                const LabCallRecord *call);

G_END_DECLS
