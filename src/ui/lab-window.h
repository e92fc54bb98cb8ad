/* lab-window.h: the one window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"
#include "lab-view.h"

G_BEGIN_DECLS

/**
 * LabWindow:
 *
 * Shown before anything is opened: it loads until it is given a desk.
 * Emits ::try-again where opening failed and the user asks for it anew, and
 * ::view-changed when another view is in view or what can be done in it.
 *
 * Actions: win.view (s), win.back, win.open-call (s), win.import, win.export,
 * win.primary, win.stop, win.search, win.refresh, win.next-pane,
 * win.previous-pane, win.toggle-sidebar, win.menu, win.go-to,
 * win.new-experiment, win.experiments, win.load-example,
 * win.choose-experiment (s), win.budget, win.tour, win.toast (s).
 */
#define LAB_TYPE_WINDOW (lab_window_get_type ())
G_DECLARE_FINAL_TYPE (LabWindow, lab_window, LAB, WINDOW, AdwApplicationWindow)

LabWindow *lab_window_new (GtkApplication *application,
                           GSettings      *settings);
void lab_window_set_desk (LabWindow *self,
                          LabDesk   *desk);
/* Lets go of the desk and of all views made for it, and loads again. */
void lab_window_clear_desk (LabWindow *self);
/* (nullable) (transfer none) */
LabDesk *lab_window_get_desk (LabWindow *self);
void lab_window_show_loading (LabWindow *self);
/* Opening failed. */
void lab_window_show_error (LabWindow    *self,
                            const GError *error);
void lab_window_toast (LabWindow  *self,
                       const char *text);

/* (nullable) (transfer none): the view in view */
LabView *lab_window_get_view (LabWindow *self);
const char *lab_window_get_view_name (LabWindow *self);
/* FALSE while a narrow window shows the list of views in its place. */
gboolean lab_window_is_showing_view (LabWindow *self);
/* What leads to a view: its row, or on a narrow window the way to the row.
 * (transfer none) */
GtkWidget *lab_window_find_way (LabWindow  *self,
                                const char *view);
/* @view: the name of one that is built */
void lab_window_open_view (LabWindow  *self,
                           const char *view);
/* Shows the desk's user around. */
void lab_window_start_tour (LabWindow *self);

G_END_DECLS
