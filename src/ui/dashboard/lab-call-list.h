/* lab-call-list.h: calls as a table, a page at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-call-model.h"
#include "lab-clock.h"

G_BEGIN_DECLS

/* Signal: ::call-activated (LabCallItem). Action: calls.open, the selected
 * one. */
#define LAB_TYPE_CALL_LIST (lab_call_list_get_type ())
G_DECLARE_FINAL_TYPE (LabCallList, lab_call_list, LAB, CALL_LIST, GtkWidget)

GtkWidget *lab_call_list_new (void);
/* @model: (nullable) */
void lab_call_list_set_model (LabCallList  *self,
                              LabCallModel *model,
                              LabClock     *clock);
/* Puts the keys' focus into the table. */
gboolean lab_call_list_focus (LabCallList *self);

G_END_DECLS
