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
 *
 * A method that is NULL does nothing.
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
};

void lab_view_run_primary (LabView *self);
gboolean lab_view_stop (LabView *self);
gboolean lab_view_search (LabView *self);
void lab_view_refresh (LabView *self);
gboolean lab_view_focus_pane (LabView *self,
                              guint    pane);
gboolean lab_view_go_back (LabView *self);

G_END_DECLS
