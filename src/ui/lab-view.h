/* lab-view.h: what the window asks of whichever view it shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LAB_TYPE_VIEW (lab_view_get_type ())
G_DECLARE_INTERFACE (LabView, lab_view, LAB, VIEW, GtkWidget)

/**
 * LabViewInterface:
 * @run_primary: what Ctrl+Return does
 * @stop: what Ctrl+period does; TRUE where something was stopped
 * @search: leads to the view's search; FALSE where there is none
 * @refresh: reads anew
 * @focus_pane: puts the focus into one of its panes, from 0; FALSE beyond
 *   the last
 * @go_back: leaves what was drilled into; FALSE where there is nothing to
 *   leave
 * @can_go_back: whether there is
 * @open_call: shows a call of the ledger by its id
 * @import_file: takes a file in; NULL asks for one
 * @export_shown: asks for a place and writes what is shown there
 * @get_landmark: (nullable): what somebody who shows the view around points
 *   at, by a name the view documents; NULL while it is not there
 *
 * A method that is NULL does nothing. What a view can do may change: it tells
 * with lab_view_changed(), which emits ::changed.
 */
struct _LabViewInterface
{
  GTypeInterface parent_iface;

  void (*run_primary) (LabView *self);
  gboolean (*stop) (LabView *self);
  gboolean (*search) (LabView *self);
  void (*refresh) (LabView *self);
  gboolean (*focus_pane) (LabView *self,
                          guint    pane);
  gboolean (*go_back) (LabView *self);
  gboolean (*can_go_back) (LabView *self);
  void (*open_call) (LabView    *self,
                     const char *call_id);
  void (*import_file) (LabView *self,
                       GFile   *file);
  void (*export_shown) (LabView *self);
  GtkWidget *(*get_landmark) (LabView    *self,
                              const char *name);
};

void lab_view_run_primary (LabView *self);
gboolean lab_view_stop (LabView *self);
gboolean lab_view_search (LabView *self);
void lab_view_refresh (LabView *self);
gboolean lab_view_focus_pane (LabView *self,
                              guint    pane);
gboolean lab_view_go_back (LabView *self);
gboolean lab_view_can_go_back (LabView *self);
void lab_view_open_call (LabView    *self,
                         const char *call_id);
gboolean lab_view_can_import (LabView *self);
/* @file: (nullable) */
void lab_view_import (LabView *self,
                      GFile   *file);
gboolean lab_view_can_export (LabView *self);
void lab_view_export (LabView *self);
/* (nullable) (transfer none) */
GtkWidget *lab_view_get_landmark (LabView    *self,
                                  const char *name);

/* For the view itself. */
void lab_view_changed (LabView *self);

G_END_DECLS
