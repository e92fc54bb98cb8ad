/* lab-window.c: the one window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-window-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-icon-button.h"
#include "lab-sidebar-row.h"

G_DEFINE_FINAL_TYPE (LabWindow, lab_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  TRY_AGAIN,
  VIEW_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

LabView *
lab_window_get_view (LabWindow *self)
{
  GtkWidget *child = gtk_stack_get_visible_child (self->stack);

  return LAB_IS_VIEW (child) ? LAB_VIEW (child) : NULL;
}

static void
select_row (LabWindow         *self,
            const LabViewInfo *view)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    if (lab_sidebar_row_get_view (LAB_SIDEBAR_ROW (row)) == view)
      gtk_list_box_select_row (self->rows, row);
}

/* What the view can do decides what the window offers. */
static void
view_changed_cb (LabWindow *self)
{
  LabView *view = lab_window_get_view (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.import",
                                 view != NULL && lab_view_can_import (view));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.export",
                                 view != NULL && lab_view_can_export (view));
  lab_window_update_back (self);
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

static void
add_view (LabWindow         *self,
          const LabViewInfo *view)
{
  GtkWidget *widget = view->create (self->desk, self->settings);

  g_signal_connect_object (widget, "changed", G_CALLBACK (view_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, widget, view->name);
}

/* Views are made when they are first shown: those that nobody looks at cost
 * nothing, and a screen reader does not meet nine at once. */
void
lab_window_show_view (LabWindow         *self,
                      const LabViewInfo *view)
{
  self->view = view;
  gtk_label_set_text (self->title, _(view->title));
  /* A narrow window has not the room for every title. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), _(view->title));
  select_row (self, view);
  g_settings_set_string (self->settings, "last-view", view->name);
  if (self->desk == NULL)
    return;
  if (gtk_stack_get_child_by_name (self->stack, view->name) == NULL)
    add_view (self, view);
  gtk_stack_set_visible_child_name (self->stack, view->name);
  view_changed_cb (self);
}

void
lab_window_go_to_view (LabWindow         *self,
                       const LabViewInfo *view,
                       gboolean           drilled)
{
  if (view != self->view)
    lab_window_leave_view (self, drilled);
  lab_window_show_view (self, view);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
}

static void
row_activated_cb (LabWindow     *self,
                  GtkListBoxRow *row)
{
  const LabViewInfo *view = lab_sidebar_row_get_view (LAB_SIDEBAR_ROW (row));

  if (view->create == NULL)
    return;
  lab_window_go_to_view (self, view, FALSE);
  /* On a narrow window the list is where one came from. */
  if (adw_leaflet_get_folded (self->leaflet))
    lab_window_forget_history (self);
}

static void
row_header_cb (GtkListBoxRow *row,
               GtkListBoxRow *before,
               gpointer       user_data)
{
  const char *group = lab_sidebar_row_get_view (LAB_SIDEBAR_ROW (row))->group;
  GtkWidget *label;

  if (before != NULL &&
      g_strcmp0 (lab_sidebar_row_get_view (LAB_SIDEBAR_ROW (before))->group, group) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (gtk_list_box_row_get_header (row) != NULL)
    return;
  label = g_object_new (GTK_TYPE_LABEL, "label", _(group), "xalign", 0.0f, NULL);
  gtk_widget_add_css_class (label, "sidebar-heading");
  gtk_list_box_row_set_header (row, label);
}

static void
fill_sidebar (LabWindow *self)
{
  const LabViewInfo *views = lab_views_list ();

  for (guint i = 0; i < LAB_N_VIEWS; i++)
    gtk_list_box_append (self->rows, lab_sidebar_row_new (&views[i]));
  gtk_list_box_set_header_func (self->rows, row_header_cb, NULL, NULL);
}

static void
show_experiment (LabWindow *self)
{
  const LabExperiment *experiment = lab_experiment_item_get_experiment (self->experiment);
  g_autofree char *name = g_strdup_printf (_("Experiment: %s"), experiment->name);

  gtk_label_set_text (self->experiment_label, experiment->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->experiment_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
set_experiment (LabWindow         *self,
                LabExperimentItem *item)
{
  if (self->experiment != NULL)
    g_signal_handlers_disconnect_by_func (self->experiment, show_experiment, self);
  g_set_object (&self->experiment, item);
  if (item != NULL)
    g_signal_connect_swapped (item, "notify::name", G_CALLBACK (show_experiment), self);
}

static void
experiment_changed_cb (LabWindow *self)
{
  set_experiment (self, lab_desk_get_experiment (self->desk));
  show_experiment (self);
  g_settings_set_string (self->settings, "experiment",
                         lab_experiment_item_get_experiment (self->experiment)->id);
  gtk_menu_button_popdown (self->experiment_button);
}

/* The Sandbox has a model of its own; a run takes the experiment's. */
static void
update_mode (LabWindow *self)
{
  const LabExperiment *experiment;
  g_autofree char *provider = NULL;
  g_autofree char *model = NULL;

  if (self->desk == NULL)
    return;
  if (g_str_equal (self->view->name, "sandbox"))
    {
      provider = g_settings_get_string (self->settings, "sandbox-provider");
      model = g_settings_get_string (self->settings, "sandbox-model");
      lab_mode_popover_set (self->mode, self->desk, provider, model);
      return;
    }
  experiment = lab_experiment_item_get_experiment (lab_desk_get_experiment (self->desk));
  lab_mode_popover_set (self->mode, self->desk, experiment->provider, experiment->model);
}

static void
spend_changed_cb (LabWindow *self)
{
  lab_spend_strip_set (self->strip, lab_desk_get_spend (self->desk));
}

static void
failed_cb (LabWindow    *self,
           const GError *error)
{
  lab_window_add_notice (self, error->message, NULL, NULL, NULL);
}

static void
banner_revealed_cb (LabWindow *self)
{
  if (!lab_banner_get_revealed (self->banner))
    lab_window_notice_closed (self);
}

static void
folded_changed_cb (LabWindow *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  lab_window_update_back (self);
  /* The sidebar that was hidden beside the view is a page of its own now. */
  gtk_widget_set_visible (self->sidebar,
                          folded || g_settings_get_boolean (self->settings, "sidebar-shown"));
}

static void
try_again_cb (LabWindow *self)
{
  g_signal_emit (self, signals[TRY_AGAIN], 0);
}

static void
mouse_back_cb (LabWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

gboolean
lab_window_close_for_good (GtkWindow *window)
{
  return GTK_WINDOW_CLASS (lab_window_parent_class)->close_request (window);
}

/* What is dropped is taken in by the view; where it takes nothing, it is a
 * file of prompts. */
static gboolean
drop_cb (LabWindow    *self,
         const GValue *value)
{
  GSList *files = g_value_get_boxed (value);
  LabView *view = lab_window_get_view (self);

  if (files == NULL || self->desk == NULL)
    return FALSE;
  if (view != NULL && lab_view_can_import (view))
    lab_view_import (view, files->data);
  else
    lab_window_new_experiment (self, files->data);
  return TRUE;
}

static void
add_drop_target (LabWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (self->content, GTK_EVENT_CONTROLLER (target));
}

static void
drop_desk (LabWindow *self)
{
  if (self->desk == NULL)
    return;
  if (self->tour != NULL)
    lab_guide_abandon (self->tour);
  g_clear_object (&self->tour);
  g_signal_handlers_disconnect_by_data (self->desk, self);
  set_experiment (self, NULL);
  gtk_list_box_bind_model (self->jobs, NULL, NULL, NULL, NULL);
  g_clear_object (&self->desk);
}

static void
lab_window_dispose (GObject *object)
{
  LabWindow *self = LAB_WINDOW (object);

  drop_desk (self);
  lab_window_clear_notices (self);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_WINDOW);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (lab_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/apicostlab/CostLab/ui/lab-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LabWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, rows);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, content);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, back);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, menu);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, title);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, experiment_button);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, experiment_label);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, experiment_menu);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, pill);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, mode);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, jobs_button);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, jobs_icon);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, jobs_count);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, jobs);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LabWindow, placeholder);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, mouse_back_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_mode);
  gtk_widget_class_bind_template_callback (widget_class, banner_revealed_cb);
  gtk_widget_class_bind_template_callback (widget_class, lab_window_notice_activated);
  gtk_widget_class_bind_template_callback (widget_class, lab_window_forget_seen_jobs);
}

static void
lab_window_class_init (LabWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = lab_window_close_request;

  signals[TRY_AGAIN] = g_signal_new ("try-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[VIEW_CHANGED] = g_signal_new ("view-changed", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LAB_TYPE_BANNER);
  g_type_ensure (LAB_TYPE_EXPERIMENT_MENU);
  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  g_type_ensure (LAB_TYPE_MODE_POPOVER);
  g_type_ensure (LAB_TYPE_PLACEHOLDER);
  g_type_ensure (LAB_TYPE_SPEND_STRIP);
  bind_template (widget_class);
  lab_window_install_actions (widget_class);
}

/* What needs a desk is off until there is one. */
static void
set_has_desk (LabWindow *self,
              gboolean   has_desk)
{
  static const char * const actions[] = { "win.new-experiment", "win.experiments",
                                          "win.load-example", "win.tour" };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], has_desk);
  gtk_widget_set_visible (GTK_WIDGET (self->experiment_button), has_desk);
  gtk_widget_set_visible (GTK_WIDGET (self->pill), has_desk);
}

static void
lab_window_init (LabWindow *self)
{
  self->history = lab_window_history_new ();
  g_queue_init (&self->notices);
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_sidebar (self);
  add_drop_target (self);
  set_has_desk (self, FALSE);
}

static void
restore (LabWindow *self)
{
  g_autofree char *chosen = g_settings_get_string (self->settings, "start-view");
  g_autofree char *last = g_settings_get_string (self->settings, "last-view");
  const LabViewInfo *view = lab_views_find (*chosen != '\0' ? chosen : last);

  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized",
                   G_SETTINGS_BIND_DEFAULT);
  folded_changed_cb (self);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
  lab_window_show_view (self, view != NULL && view->create != NULL ? view
                                                                   : &lab_views_list ()[0]);
}

LabWindow *
lab_window_new (GtkApplication *application,
                GSettings      *settings)
{
  LabWindow *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (LAB_TYPE_WINDOW, "application", application, NULL);
  self->settings = g_object_ref (settings);
  restore (self);
  lab_window_show_loading (self);
  return self;
}

void
lab_window_set_desk (LabWindow *self,
                     LabDesk   *desk)
{
  g_return_if_fail (LAB_IS_WINDOW (self));
  g_return_if_fail (LAB_IS_DESK (desk));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_swapped (desk, "notify::experiment", G_CALLBACK (experiment_changed_cb), self);
  g_signal_connect_swapped (desk, "spend-changed", G_CALLBACK (spend_changed_cb), self);
  g_signal_connect_swapped (desk, "failed", G_CALLBACK (failed_cb), self);
  lab_window_watch_jobs (self);
  lab_experiment_menu_set_desk (self->experiment_menu, desk);
  set_has_desk (self, TRUE);
  experiment_changed_cb (self);
  spend_changed_cb (self);
  lab_window_show_view (self, self->view);
  lab_placeholder_clear (self->placeholder);
  lab_view_focus_pane (lab_window_get_view (self), 0);
  lab_window_add_found (self);
}

void
lab_window_clear_desk (LabWindow *self)
{
  const LabViewInfo *views = lab_views_list ();

  g_return_if_fail (LAB_IS_WINDOW (self));

  lab_window_clear_notices (self);
  lab_banner_hide (self->banner);
  g_ptr_array_set_size (self->history, 0);
  for (guint i = 0; i < LAB_N_VIEWS; i++)
    {
      GtkWidget *widget = gtk_stack_get_child_by_name (self->stack, views[i].name);

      if (widget != NULL)
        gtk_stack_remove (self->stack, widget);
    }
  set_has_desk (self, FALSE);
  drop_desk (self);
  lab_spend_strip_set (self->strip, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->jobs_button), FALSE);
  lab_window_show_loading (self);
}

LabDesk *
lab_window_get_desk (LabWindow *self)
{
  g_return_val_if_fail (LAB_IS_WINDOW (self), NULL);

  return self->desk;
}

void
lab_window_show_loading (LabWindow *self)
{
  g_return_if_fail (LAB_IS_WINDOW (self));

  lab_placeholder_show_loading (self->placeholder, _("Opening the Ledger"));
  gtk_stack_set_visible_child_name (self->stack, "placeholder");
}

void
lab_window_show_error (LabWindow    *self,
                       const GError *error)
{
  g_return_if_fail (LAB_IS_WINDOW (self));
  g_return_if_fail (error != NULL);

  lab_placeholder_show_gerror (self->placeholder, _("The Ledger Could Not Be Opened"), error,
                               _("Try Again"));
  gtk_stack_set_visible_child_name (self->stack, "placeholder");
}

void
lab_window_toast (LabWindow  *self,
                  const char *text)
{
  g_return_if_fail (LAB_IS_WINDOW (self));
  g_return_if_fail (text != NULL);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

const char *
lab_window_get_view_name (LabWindow *self)
{
  g_return_val_if_fail (LAB_IS_WINDOW (self), NULL);

  return self->view->name;
}

gboolean
lab_window_is_showing_view (LabWindow *self)
{
  g_return_val_if_fail (LAB_IS_WINDOW (self), FALSE);

  return !adw_leaflet_get_folded (self->leaflet) ||
         adw_leaflet_get_visible_child (self->leaflet) == self->content;
}

GtkWidget *
lab_window_find_way (LabWindow  *self,
                     const char *view)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (LAB_IS_WINDOW (self), NULL);

  if (adw_leaflet_get_folded (self->leaflet) && lab_window_is_showing_view (self))
    return self->back;
  gtk_widget_set_visible (self->sidebar, TRUE);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    if (g_strcmp0 (lab_sidebar_row_get_view (LAB_SIDEBAR_ROW (row))->name, view) == 0)
      return GTK_WIDGET (row);
  return self->sidebar;
}

void
lab_window_open_view (LabWindow  *self,
                      const char *view)
{
  const LabViewInfo *info = lab_views_find (view);

  g_return_if_fail (LAB_IS_WINDOW (self));
  g_return_if_fail (info != NULL && info->create != NULL);

  lab_window_go_to_view (self, info, FALSE);
}

static void
tour_ended_cb (LabWindow *self)
{
  g_clear_object (&self->tour);
}

void
lab_window_start_tour (LabWindow *self)
{
  g_return_if_fail (LAB_IS_WINDOW (self));
  g_return_if_fail (self->desk != NULL);

  if (self->tour != NULL)
    lab_guide_abandon (self->tour);
  g_clear_object (&self->tour);
  self->tour = lab_guide_new (self);
  g_signal_connect_object (self->tour, "ended", G_CALLBACK (tour_ended_cb), self,
                           G_CONNECT_SWAPPED);
  lab_guide_start (self->tour);
}
