/* lab-view.c: what the window asks of whichever view it shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-view.h"

G_DEFINE_INTERFACE (LabView, lab_view, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lab_view_default_init (LabViewInterface *iface)
{
  signals[CHANGED] = g_signal_new ("changed", LAB_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
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

gboolean
lab_view_can_go_back (LabView *self)
{
  g_return_val_if_fail (LAB_IS_VIEW (self), FALSE);

  return LAB_VIEW_GET_IFACE (self)->can_go_back != NULL &&
         LAB_VIEW_GET_IFACE (self)->can_go_back (self);
}

void
lab_view_open_call (LabView    *self,
                    const char *call_id)
{
  g_return_if_fail (LAB_IS_VIEW (self));
  g_return_if_fail (call_id != NULL);

  if (LAB_VIEW_GET_IFACE (self)->open_call != NULL)
    LAB_VIEW_GET_IFACE (self)->open_call (self, call_id);
}

gboolean
lab_view_can_import (LabView *self)
{
  g_return_val_if_fail (LAB_IS_VIEW (self), FALSE);

  return LAB_VIEW_GET_IFACE (self)->import_file != NULL;
}

void
lab_view_import (LabView *self,
                 GFile   *file)
{
  g_return_if_fail (LAB_IS_VIEW (self));
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  if (LAB_VIEW_GET_IFACE (self)->import_file != NULL)
    LAB_VIEW_GET_IFACE (self)->import_file (self, file);
}

gboolean
lab_view_can_export (LabView *self)
{
  g_return_val_if_fail (LAB_IS_VIEW (self), FALSE);

  return LAB_VIEW_GET_IFACE (self)->export_shown != NULL;
}

void
lab_view_export (LabView *self)
{
  g_return_if_fail (LAB_IS_VIEW (self));

  if (LAB_VIEW_GET_IFACE (self)->export_shown != NULL)
    LAB_VIEW_GET_IFACE (self)->export_shown (self);
}

GtkWidget *
lab_view_get_landmark (LabView    *self,
                       const char *name)
{
  g_return_val_if_fail (LAB_IS_VIEW (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (LAB_VIEW_GET_IFACE (self)->get_landmark == NULL)
    return NULL;
  return LAB_VIEW_GET_IFACE (self)->get_landmark (self, name);
}

void
lab_view_changed (LabView *self)
{
  g_return_if_fail (LAB_IS_VIEW (self));

  g_signal_emit (self, signals[CHANGED], 0);
}
