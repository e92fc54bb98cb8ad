/* lab-window.h: the one window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/**
 * LabWindow:
 *
 * Shown before anything is opened: it loads until it is given a desk.
 * Emits ::try-again where opening failed and the user asks for it anew.
 *
 * Actions: win.view (s), win.back, win.open-call (s), win.import, win.export,
 * win.primary, win.stop, win.search, win.refresh, win.next-pane,
 * win.previous-pane, win.toggle-sidebar, win.menu, win.go-to,
 * win.new-experiment, win.experiments, win.choose-experiment (s),
 * win.budget,
 * win.toast (s).
 */
#define LAB_TYPE_WINDOW (lab_window_get_type ())
G_DECLARE_FINAL_TYPE (LabWindow, lab_window, LAB, WINDOW, AdwApplicationWindow)

LabWindow *lab_window_new (GtkApplication *application,
                           GSettings      *settings);
void lab_window_set_desk (LabWindow *self,
                          LabDesk   *desk);
/* (nullable) (transfer none) */
LabDesk *lab_window_get_desk (LabWindow *self);
void lab_window_show_loading (LabWindow *self);
/* Opening failed. */
void lab_window_show_error (LabWindow    *self,
                            const GError *error);
void lab_window_toast (LabWindow  *self,
                       const char *text);

G_END_DECLS
