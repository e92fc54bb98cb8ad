/* lab-coach-mark.h: a word about a real widget, beside it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LabCoachMark:
 *
 * Points at a widget and stays until it is told to go: the widget can be used
 * meanwhile. Emits ::skipped when its Skip is pressed or Escape in it. Action:
 * mark.skip.
 */
#define LAB_TYPE_COACH_MARK (lab_coach_mark_get_type ())
G_DECLARE_FINAL_TYPE (LabCoachMark, lab_coach_mark, LAB, COACH_MARK, GtkPopover)

/**
 * lab_coach_mark_new:
 * @target: what it points at; its layout manager is GTK's own
 * @place: "2 of 5"
 *
 * (transfer none): it belongs to @target until lab_coach_mark_remove(), and
 * goes with it.
 */
LabCoachMark *lab_coach_mark_new (GtkWidget  *target,
                                  const char *heading,
                                  const char *text,
                                  const char *place);
void lab_coach_mark_remove (LabCoachMark *self);

G_END_DECLS
