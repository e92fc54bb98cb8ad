/* lab-sandbox-view.c: one call by hand, its price before and after
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-sandbox-view-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-icon-button.h"
#include "lab-view.h"
#include "sandbox/lab-model-list.h"

static void lab_sandbox_view_iface_init (LabViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LabSandboxView, lab_sandbox_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_VIEW, lab_sandbox_view_iface_init))

void
lab_sandbox_view_update_actions (LabSandboxView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean sending = self->sending != NULL;
  gboolean empty = gtk_text_buffer_get_char_count (self->prompt) == 0;
  gboolean reading = self->draft != NULL;

  gtk_widget_action_set_enabled (widget, "sandbox.send", !sending && !empty && !reading);
  gtk_widget_action_set_enabled (widget, "sandbox.stop", sending);
  gtk_widget_action_set_enabled (widget, "sandbox.send-again",
                                 !sending && reading && self->opened != NULL);
  gtk_widget_action_set_enabled (widget, "sandbox.leave-call", !sending && reading);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->send),
                                  sending ? "sandbox.stop" : "sandbox.send");
  gtk_button_set_label (self->send, sending ? _("Stop") : _("Send"));
  if (sending)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->send), "suggested-action");
      gtk_widget_add_css_class (GTK_WIDGET (self->send), "destructive-action");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->send), "destructive-action");
      gtk_widget_add_css_class (GTK_WIDGET (self->send), "suggested-action");
    }
}

static void
keep_draft (LabSandboxView *self)
{
  GtkTextIter start, end;
  g_autofree char *prompt = NULL;
  g_autofree char *system = NULL;

  if (self->draft != NULL)
    return;
  gtk_text_buffer_get_bounds (self->prompt, &start, &end);
  prompt = gtk_text_buffer_get_text (self->prompt, &start, &end, FALSE);
  gtk_text_buffer_get_bounds (self->system, &start, &end);
  system = gtk_text_buffer_get_text (self->system, &start, &end, FALSE);
  /* The settings are no place for megabytes; a prompt that long is in a file
   * of the user's. */
  if (strlen (prompt) <= 64 * 1024 && strlen (system) <= 64 * 1024)
    {
      g_settings_set_string (self->settings, "prompt-draft", prompt);
      g_settings_set_string (self->settings, "system-draft", system);
    }
}

static void
text_changed_cb (LabSandboxView *self)
{
  if (self->desk == NULL)
    return;
  lab_sandbox_view_queue_estimate (self);
  lab_sandbox_view_update_actions (self);
}

static void
parameter_changed_cb (LabSandboxView *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->temperature),
                            gtk_switch_get_active (self->set_temperature));
  if (self->desk == NULL)
    return;
  lab_sandbox_view_queue_estimate (self);
}

static void
model_changed_cb (LabSandboxView *self)
{
  LabModelItem *item = gtk_drop_down_get_selected_item (self->model);
  g_autofree char *label = NULL;

  if (self->desk == NULL || item == NULL)
    return;
  label = g_strdup_printf (_("Model: %s"), lab_model_item_get_info (item)->display_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->model), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  g_settings_set_string (self->settings, "sandbox-provider",
                         lab_model_item_get_info (item)->provider);
  g_settings_set_string (self->settings, "sandbox-model", lab_model_item_get_info (item)->id);
  lab_sandbox_view_queue_estimate (self);
}

static void
call_activated_cb (LabSandboxView *self,
                   LabCallItem    *item)
{
  if (self->sending == NULL)
    lab_sandbox_view_open_call (self, item);
}

static void
experiment_changed_cb (LabSandboxView *self)
{
  LabMoneySum nothing = LAB_MONEY_SUM_INIT;

  lab_sandbox_view_leave_call (self);
  g_clear_object (&self->calls);
  self->calls = lab_desk_new_call_model (self->desk);
  lab_history_pane_set_total (self->history, 0, &nothing);
  lab_history_pane_set_model (self->history, self->calls, lab_desk_get_clock (self->desk));
  lab_sandbox_view_load_total (self);
}

static void
send_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (widget);
  g_autoptr (LabRequest) request = lab_sandbox_view_build_request (self);

  keep_draft (self);
  lab_sandbox_view_send (self, request);
}

static void
send_again_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (widget);

  lab_sandbox_view_send (self, self->opened);
}

static void
stop_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (widget);

  g_cancellable_cancel (self->sending);
}

static void
leave_call_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  lab_sandbox_view_leave_call (LAB_SANDBOX_VIEW (widget));
}

static void
lab_sandbox_view_run_primary (LabView *view)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (view);

  gtk_widget_activate_action (GTK_WIDGET (view),
                              self->draft != NULL ? "sandbox.send-again" : "sandbox.send", NULL);
}

static gboolean
lab_sandbox_view_stop (LabView *view)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (view);

  if (self->sending == NULL)
    return FALSE;
  g_cancellable_cancel (self->sending);
  return TRUE;
}

static gboolean
lab_sandbox_view_search (LabView *view)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (view);

  lab_details_pane_set_revealed (self->pane, TRUE);
  lab_history_pane_focus_search (self->history);
  return TRUE;
}

static void
lab_sandbox_view_refresh (LabView *view)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (view);

  lab_sandbox_view_queue_estimate (self);
  lab_sandbox_view_load_total (self);
}

static gboolean
lab_sandbox_view_focus_pane (LabView *view,
                             guint    pane)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (view);

  switch (pane)
    {
    case 0:
      return gtk_widget_grab_focus (GTK_WIDGET (self->prompt_view));
    case 1:
      return gtk_widget_child_focus (GTK_WIDGET (self->answer), GTK_DIR_TAB_FORWARD);
    case 2:
      if (lab_details_pane_get_revealed (self->pane))
        lab_history_pane_focus_list (self->history);
      return lab_details_pane_get_revealed (self->pane);
    default:
      return FALSE;
    }
}

static gboolean
lab_sandbox_view_go_back (LabView *view)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (view);

  if (self->draft == NULL || self->sending != NULL)
    return FALSE;
  lab_sandbox_view_leave_call (self);
  return TRUE;
}

static void
lab_sandbox_view_iface_init (LabViewInterface *iface)
{
  iface->run_primary = lab_sandbox_view_run_primary;
  iface->stop = lab_sandbox_view_stop;
  iface->search = lab_sandbox_view_search;
  iface->refresh = lab_sandbox_view_refresh;
  iface->focus_pane = lab_sandbox_view_focus_pane;
  iface->go_back = lab_sandbox_view_go_back;
}

static void
lab_sandbox_view_dispose (GObject *object)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (object);

  g_clear_handle_id (&self->estimate_source, g_source_remove);
  g_cancellable_cancel (self->estimating);
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->sending);
  if (self->desk != NULL)
    {
      keep_draft (self);
      g_signal_handlers_disconnect_by_data (self->desk, self);
    }
  if (self->history != NULL)
    lab_history_pane_set_model (self->history, NULL, NULL);
  g_clear_object (&self->desk);
  g_clear_object (&self->settings);
  g_clear_object (&self->models);
  g_clear_object (&self->calls);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_SANDBOX_VIEW);

  G_OBJECT_CLASS (lab_sandbox_view_parent_class)->dispose (object);
}

static void
lab_sandbox_view_finalize (GObject *object)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->estimating);
  g_clear_object (&self->sending);
  g_clear_pointer (&self->opened, lab_request_free);
  g_free (self->draft);
  g_free (self->system_draft);

  G_OBJECT_CLASS (lab_sandbox_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-sandbox-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, pane);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, history);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, model);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, max_output);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, set_temperature);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, temperature);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, effort);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, system_expander);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, system);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, system_view);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, prompt_view);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, prompt);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, opened_bar);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, opened_label);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, estimate);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, send);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, answer);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, parameter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, model_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, call_activated_cb);
}

static void
lab_sandbox_view_class_init (LabSandboxViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lab_sandbox_view_dispose;
  object_class->finalize = lab_sandbox_view_finalize;

  g_type_ensure (LAB_TYPE_ANSWER_VIEW);
  g_type_ensure (LAB_TYPE_DETAILS_PANE);
  g_type_ensure (LAB_TYPE_HISTORY_PANE);
  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  g_type_ensure (LAB_TYPE_MODEL_ITEM);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "sandbox.send", NULL, send_cb);
  gtk_widget_class_install_action (widget_class, "sandbox.stop", NULL, stop_cb);
  gtk_widget_class_install_action (widget_class, "sandbox.send-again", NULL, send_again_cb);
  gtk_widget_class_install_action (widget_class, "sandbox.leave-call", NULL, leave_call_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_sandbox_view_init (LabSandboxView *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
restore (LabSandboxView *self)
{
  g_autofree char *provider = g_settings_get_string (self->settings, "sandbox-provider");
  g_autofree char *model = g_settings_get_string (self->settings, "sandbox-model");
  g_autofree char *prompt = g_settings_get_string (self->settings, "prompt-draft");
  g_autofree char *system = g_settings_get_string (self->settings, "system-draft");

  gtk_text_buffer_set_text (self->prompt,
                            *prompt != '\0'
                              ? prompt
                              : _("Summarise this ticket in two lines: the customer was charged "
                                  "twice for order 1042, wrote to us on Monday, and asks for the "
                                  "second payment back."),
                            -1);
  gtk_text_buffer_set_text (self->system, system, -1);
  gtk_expander_set_expanded (self->system_expander, *system != '\0');
  gtk_drop_down_set_selected (self->model, lab_model_list_find (self->models, provider, model));
  g_settings_bind (self->settings, "sandbox-max-output",
                   gtk_spin_button_get_adjustment (self->max_output), "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "history-shown", self->pane, "revealed",
                   G_SETTINGS_BIND_DEFAULT);
}

GtkWidget *
lab_sandbox_view_new (LabDesk   *desk,
                      GSettings *settings)
{
  LabSandboxView *self;

  g_return_val_if_fail (LAB_IS_DESK (desk), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (LAB_TYPE_SANDBOX_VIEW, NULL);
  self->settings = g_object_ref (settings);
  self->models = lab_model_list_new (lab_desk_get_catalogue (desk));
  gtk_drop_down_set_model (self->model, self->models);
  restore (self);
  self->desk = g_object_ref (desk);
  g_signal_connect_swapped (desk, "notify::experiment", G_CALLBACK (experiment_changed_cb), self);
  g_signal_connect_swapped (desk, "spend-changed", G_CALLBACK (lab_sandbox_view_queue_estimate),
                            self);
  experiment_changed_cb (self);
  model_changed_cb (self);
  lab_sandbox_view_update_actions (self);
  return GTK_WIDGET (self);
}
