/* lab-window-actions.c: what the window can be asked to do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-window-private.h"

#include <glib/gi18n-lib.h>

#include "lab-budget-dialog.h"
#include "lab-experiment-dialog.h"
#include "lab-experiment-list.h"
#include "lab-go-to.h"
#include "lab-keys.h"

static void
view_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabWindow *self = LAB_WINDOW (widget);
  const LabViewInfo *view = lab_views_find (g_variant_get_string (parameter, NULL));

  if (view == NULL || view->create == NULL)
    return;
  lab_window_go_to_view (self, view, FALSE);
}

static void
show_today_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LabWindow *self = LAB_WINDOW (widget);

  g_settings_set_string (self->settings, "dashboard-range", "today");
  lab_window_go_to_view (self, lab_views_find ("dashboard"), FALSE);
}

static void
back_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  lab_window_go_back (LAB_WINDOW (widget));
}

static void
open_call_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  LabWindow *self = LAB_WINDOW (widget);

  if (self->desk == NULL)
    return;
  lab_window_go_to_view (self, lab_views_find ("sandbox"), TRUE);
  lab_view_open_call (lab_window_get_view (self), g_variant_get_string (parameter, NULL));
}

static void
import_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LabView *view = lab_window_get_view (LAB_WINDOW (widget));

  if (view != NULL)
    lab_view_import (view, NULL);
}

static void
export_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LabView *view = lab_window_get_view (LAB_WINDOW (widget));

  if (view != NULL)
    lab_view_export (view);
}

static void
primary_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LabView *view = lab_window_get_view (LAB_WINDOW (widget));

  if (view != NULL)
    lab_view_run_primary (view);
}

static void
stop_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabView *view = lab_window_get_view (LAB_WINDOW (widget));

  if (view != NULL)
    lab_view_stop (view);
}

static void
search_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LabView *view = lab_window_get_view (LAB_WINDOW (widget));

  if (view != NULL)
    lab_view_search (view);
}

static void
refresh_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LabView *view = lab_window_get_view (LAB_WINDOW (widget));

  if (view != NULL)
    lab_view_refresh (view);
}

static gboolean
is_focus_in (LabWindow *self,
             GtkWidget *widget)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static gboolean
focus_sidebar (LabWindow *self)
{
  if (!gtk_widget_get_visible (self->sidebar))
    return FALSE;
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  return gtk_widget_child_focus (GTK_WIDGET (self->rows), GTK_DIR_TAB_FORWARD);
}

/* Panes: the view's own, in order, then the sidebar. Which one has the focus
 * is found by trying: the view knows its panes, the window does not. */
static void
move_pane (LabWindow *self,
           int        step)
{
  LabView *view = lab_window_get_view (self);
  int current = self->pane;

  if (view == NULL)
    return;
  if (is_focus_in (self, self->sidebar))
    current = -1;
  for (int next = current + step;; next += step)
    {
      if (next < -1)
        next = LAB_WINDOW_MAX_PANES - 1;
      if (next >= LAB_WINDOW_MAX_PANES)
        next = -1;
      if (next == -1 ? focus_sidebar (self) : lab_view_focus_pane (view, (guint) next))
        {
          self->pane = MAX (next, 0);
          return;
        }
      if (next == current)
        return;
    }
}

static void
next_pane_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  move_pane (LAB_WINDOW (widget), 1);
}

static void
previous_pane_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  move_pane (LAB_WINDOW (widget), -1);
}

static void
toggle_sidebar_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  LabWindow *self = LAB_WINDOW (widget);
  gboolean shown = gtk_widget_get_visible (self->sidebar);

  if (adw_leaflet_get_folded (self->leaflet))
    {
      adw_leaflet_set_visible_child (
        self->leaflet, adw_leaflet_get_visible_child (self->leaflet) == self->sidebar
                         ? self->content
                         : self->sidebar);
      return;
    }
  gtk_widget_set_visible (self->sidebar, !shown);
  g_settings_set_boolean (self->settings, "sidebar-shown", !shown);
}

static void
menu_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  gtk_menu_button_popup (LAB_WINDOW (widget)->menu);
}

/* Made when it is asked for: it has a row for every key, and the first frame
 * would wait for all of them. */
static void
help_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  g_autoptr (GtkShortcutsWindow) help = lab_keys_new_window ();

  gtk_window_set_transient_for (GTK_WINDOW (help), GTK_WINDOW (widget));
  gtk_window_present (GTK_WINDOW (help));
}

static void
go_to_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LabWindow *self = LAB_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (lab_go_to_new (GTK_WINDOW (self), self->desk)));
}

void
lab_window_new_experiment (LabWindow *self,
                           GFile     *file)
{
  GtkWidget *dialog = lab_experiment_dialog_new (GTK_WINDOW (self), self->desk);

  if (file != NULL)
    lab_experiment_dialog_set_file (LAB_EXPERIMENT_DIALOG (dialog), file);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
new_experiment_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  LabWindow *self = LAB_WINDOW (widget);

  gtk_menu_button_popdown (self->experiment_button);
  lab_window_new_experiment (self, NULL);
}

static void
experiments_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  LabWindow *self = LAB_WINDOW (widget);

  gtk_menu_button_popdown (self->experiment_button);
  gtk_window_present (GTK_WINDOW (lab_experiment_list_new (GTK_WINDOW (self), self->desk)));
}

static void
example_loaded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (LabWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean loaded = lab_desk_load_example_finish (LAB_DESK (source), result, &error);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.load-example", self->desk != NULL);
  if (self->desk == NULL)
    return;
  if (loaded)
    lab_window_toast (self, _("The example is in view."));
  else if (error != NULL)
    lab_window_add_notice (self, error->message, NULL, NULL, NULL);
}

static void
load_example_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  LabWindow *self = LAB_WINDOW (widget);

  gtk_widget_action_set_enabled (widget, "win.load-example", FALSE);
  lab_desk_load_example_async (self->desk, example_loaded_cb, g_object_ref (self));
}

static void
choose_experiment_cb (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  LabWindow *self = LAB_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  GListModel *items = self->desk != NULL ? lab_desk_get_experiments (self->desk) : NULL;

  for (guint i = 0; items != NULL && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LabExperimentItem) item = g_list_model_get_item (items, i);

      if (g_strcmp0 (lab_experiment_item_get_experiment (item)->id, id) == 0)
        lab_desk_set_experiment (self->desk, item);
    }
  gtk_menu_button_popdown (self->experiment_button);
}

static void
budget_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LabWindow *self = LAB_WINDOW (widget);

  if (self->desk == NULL)
    return;
  gtk_menu_button_popdown (self->pill);
  gtk_window_present (GTK_WINDOW (lab_budget_dialog_new (GTK_WINDOW (self), self->desk)));
}

static void
tour_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  lab_window_start_tour (LAB_WINDOW (widget));
}

static void
toast_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  lab_window_toast (LAB_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

void
lab_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *parameter_type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.view", "s", view_cb },
    { "win.show-today", NULL, show_today_cb },
    { "win.back", NULL, back_cb },
    { "win.open-call", "s", open_call_cb },
    { "win.import", NULL, import_cb },
    { "win.export", NULL, export_cb },
    { "win.primary", NULL, primary_cb },
    { "win.stop", NULL, stop_cb },
    { "win.search", NULL, search_cb },
    { "win.refresh", NULL, refresh_cb },
    { "win.next-pane", NULL, next_pane_cb },
    { "win.previous-pane", NULL, previous_pane_cb },
    { "win.toggle-sidebar", NULL, toggle_sidebar_cb },
    { "win.menu", NULL, menu_cb },
    { "win.go-to", NULL, go_to_cb },
    { "win.show-help-overlay", NULL, help_cb },
    { "win.new-experiment", NULL, new_experiment_cb },
    { "win.experiments", NULL, experiments_cb },
    { "win.load-example", NULL, load_example_cb },
    { "win.choose-experiment", "s", choose_experiment_cb },
    { "win.budget", NULL, budget_cb },
    { "win.tour", NULL, tour_cb },
    { "win.toast", "s", toast_cb },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                     actions[i].activate);
}
