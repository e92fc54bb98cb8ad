/* lab-view.c: what the window asks of whichever view it shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-view.h"

G_DEFINE_INTERFACE (LabView, lab_view, GTK_TYPE_WIDGET)

static void
lab_view_default_init (LabViewInterface *iface)
{
}

void
lab_view_run_primary (LabView *self)
{
  g_return_if_fail (LAB_IS_VIEW (self));

  if (LAB_VIEW_GET_IFACE (self)->run_primary != NULL)
    LAB_VIEW_GET_IFACE (self)->run_primary (self);
}

gboolean
lab_view_stop (LabView *self)
{
  g_return_val_if_fail (LAB_IS_VIEW (self), FALSE);

  return LAB_VIEW_GET_IFACE (self)->stop != NULL && LAB_VIEW_GET_IFACE (self)->stop (self);
}

gboolean
lab_view_search (LabView *self)
{
  g_return_val_if_fail (LAB_IS_VIEW (self), FALSE);

  return LAB_VIEW_GET_IFACE (self)->search != NULL && LAB_VIEW_GET_IFACE (self)->search (self);
}

void
lab_view_refresh (LabView *self)
{
  g_return_if_fail (LAB_IS_VIEW (self));

  if (LAB_VIEW_GET_IFACE (self)->refresh != NULL)
    LAB_VIEW_GET_IFACE (self)->refresh (self);
}

gboolean
lab_view_focus_pane (LabView *self,
                     guint    pane)
{
  g_return_val_if_fail (LAB_IS_VIEW (self), FALSE);

  return LAB_VIEW_GET_IFACE (self)->focus_pane != NULL &&
         LAB_VIEW_GET_IFACE (self)->focus_pane (self, pane);
}

gboolean
lab_view_go_back (LabView *self)
{
  g_return_val_if_fail (LAB_IS_VIEW (self), FALSE);

  return LAB_VIEW_GET_IFACE (self)->go_back != NULL && LAB_VIEW_GET_IFACE (self)->go_back (self);
}
