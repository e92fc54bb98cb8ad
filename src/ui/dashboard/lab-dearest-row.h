/* lab-dearest-row.h: one dear call in a short list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-call-record.h"

G_BEGIN_DECLS

/* Action: row.open, as pressing Enter on it. */
#define LAB_TYPE_DEAREST_ROW (lab_dearest_row_get_type ())
G_DECLARE_FINAL_TYPE (LabDearestRow, lab_dearest_row, LAB, DEAREST_ROW, GtkListBoxRow)

/* @now: µs, to tell today from other days */
GtkWidget *lab_dearest_row_new (const LabCallRecord *call,
                                gint64               now);
const char *lab_dearest_row_get_call_id (LabDearestRow *self);

G_END_DECLS
