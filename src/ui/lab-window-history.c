/* lab-window-history.c: the views that were left, and the way back to them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-window-private.h"

/* Beyond this the first ones are forgotten. */
#define MAX_VISITS 32

/* A view that was left, and where the focus was in it. Its scroll position it
 * keeps itself: views stay. */
typedef struct
{
  const LabViewInfo *view;
  GtkWidget *focus; /* (nullable): weak */
  gboolean drilled; /* what it was left for was opened from it */
} Visit;

static void
visit_free (Visit *self)
{
  g_clear_weak_pointer (&self->focus);
  g_free (self);
}

GPtrArray *
lab_window_history_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) visit_free);
}

void
lab_window_update_back (LabWindow *self)
{
  LabView *view = lab_window_get_view (self);
  gboolean can = self->history->len > 0 || (view != NULL && lab_view_can_go_back (view));
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  gtk_widget_set_visible (self->back, folded || can);
}

void
lab_window_leave_view (LabWindow *self,
                       gboolean   drilled)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  Visit *visit;

  if (self->view == NULL || self->desk == NULL)
    return;
  visit = g_new0 (Visit, 1);
  visit->view = self->view;
  visit->drilled = drilled;
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack)))
    g_set_weak_pointer (&visit->focus, focus);
  if (self->history->len == MAX_VISITS)
    g_ptr_array_remove_index (self->history, 0);
  g_ptr_array_add (self->history, visit);
}

void
lab_window_forget_history (LabWindow *self)
{
  g_ptr_array_set_size (self->history, 0);
  lab_window_update_back (self);
}

static gboolean
return_to (LabWindow *self,
           Visit     *visit)
{
  LabView *view;

  lab_window_show_view (self, visit->view);
  view = lab_window_get_view (self);
  if (visit->focus != NULL && gtk_widget_get_mapped (visit->focus))
    return gtk_widget_grab_focus (visit->focus);
  return view != NULL && lab_view_focus_pane (view, 0);
}

/* First out of what was drilled into in the view itself, then to the view
 * before, and on a narrow window to the list of views. */
void
lab_window_go_back (LabWindow *self)
{
  LabView *view = lab_window_get_view (self);
  Visit *last = self->history->len > 0 ?
                  g_ptr_array_index (self->history, self->history->len - 1) :
                  NULL;
  gboolean drilled = last != NULL && last->drilled;

  if (view != NULL && lab_view_go_back (view) && !drilled)
    {
      lab_window_update_back (self);
      return;
    }
  if (last != NULL)
    {
      last = g_ptr_array_steal_index (self->history, self->history->len - 1);
      return_to (self, last);
      visit_free (last);
      lab_window_update_back (self);
      return;
    }
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
}
