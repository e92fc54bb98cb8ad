/* lab-history-pane.h: the calls of an experiment, newest first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-call-model.h"
#include "lab-clock.h"
#include "lab-money-sum.h"

G_BEGIN_DECLS

/**
 * LabHistoryPane:
 *
 * Loads further pages as it is scrolled. Emits ::call-selected (LabCallItem)
 * when exactly one is selected, ::call-activated (LabCallItem) when somebody
 * goes into one, and ::selection-changed. Action: history.open.
 */
#define LAB_TYPE_HISTORY_PANE (lab_history_pane_get_type ())
G_DECLARE_FINAL_TYPE (LabHistoryPane, lab_history_pane, LAB, HISTORY_PANE, GtkWidget)

GtkWidget *lab_history_pane_new (void);
/* @model: (nullable) */
void lab_history_pane_set_model (LabHistoryPane *self,
                                 LabCallModel   *model,
                                 LabClock       *clock);
void lab_history_pane_focus_search (LabHistoryPane *self);
void lab_history_pane_focus_list (LabHistoryPane *self);
/* The line at its foot: "214 calls · ≥ $0.0871". */
void lab_history_pane_set_total (LabHistoryPane    *self,
                                 gint64             n_calls,
                                 const LabMoneySum *sum);
/* The call that others are compared with; NULL for none. */
void lab_history_pane_set_pinned (LabHistoryPane *self,
                                  const char     *call_id);
/* In the order of the list, at most three of them. (element-type
 * LabCallRecord) (transfer container): good until the list changes */
GPtrArray *lab_history_pane_list_selected (LabHistoryPane *self);
void lab_history_pane_unselect (LabHistoryPane *self);

G_END_DECLS
