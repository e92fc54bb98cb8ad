/* lab-window-close.c: ending in good order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-window-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-confirm.h"

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabWindow) self = user_data;

  lab_desk_settle_finish (LAB_DESK (source), result);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* Once nothing is under way any more, what was put away is deleted, and then
 * the window goes; with it the program. */
static void
go_on (LabWindow *self)
{
  if (lab_desk_get_sending (self->desk) || lab_desk_get_n_running (self->desk) > 0)
    return;
  g_signal_handlers_disconnect_by_func (self->desk, go_on, self);
  lab_desk_settle_async (self->desk, settled_cb, g_object_ref (self));
}

/* Its dialogs go with it. What one of them has put away is deleted then. */
static void
close_dialogs (LabWindow *self)
{
  g_autoptr (GPtrArray) dialogs = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (window) == GTK_WINDOW (self))
        g_ptr_array_add (dialogs, g_steal_pointer (&window));
    }
  for (guint i = 0; i < dialogs->len; i++)
    gtk_window_destroy (g_ptr_array_index (dialogs, i));
}

/* What is under way is stopped and recorded first: what it cost would
 * otherwise be counted at its worst case. */
static void
end (LabWindow *self)
{
  LabView *view = lab_window_get_view (self);

  self->closing = TRUE;
  if (self->tour != NULL)
    lab_guide_abandon (self->tour);
  close_dialogs (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (view != NULL)
    lab_view_stop (view);
  lab_window_stop_jobs (self);
  g_signal_connect_object (self->desk, "notify::sending", G_CALLBACK (go_on), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::n-running", G_CALLBACK (go_on), self,
                           G_CONNECT_SWAPPED);
  go_on (self);
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LabWindow) self = user_data;
  gboolean stop = lab_confirm_finish (result, NULL);

  self->asking = FALSE;
  /* It may have ended while the question stood there. */
  if (stop && self->desk != NULL && !self->closing)
    end (self);
}

static char *
describe_running (LabWindow *self)
{
  guint n = lab_desk_get_n_running (self->desk);

  return g_strdup_printf (
    ngettext ("%u run is under way. What it did is kept, and it can be resumed the next time.",
              "%u runs are under way. What they did is kept, and they can be resumed the next "
              "time.",
              n),
    n);
}

static void
ask (LabWindow *self)
{
  g_autofree char *body = describe_running (self);

  if (self->asking)
    return;
  self->asking = TRUE;
  lab_confirm_async (GTK_WINDOW (self), _("Stop the Run and Close?"), body, _("_Stop and Close"),
                     TRUE, NULL, confirmed_cb, g_object_ref (self));
}

gboolean
lab_window_close_request (GtkWindow *window)
{
  LabWindow *self = LAB_WINDOW (window);

  if (self->desk == NULL)
    return lab_window_close_for_good (window);
  if (self->closing)
    return TRUE;
  if (lab_desk_get_n_running (self->desk) > 0)
    ask (self);
  else
    end (self);
  return TRUE;
}
