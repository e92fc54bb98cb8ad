/* lab-sandbox-view.c: one call by hand, its price before and after
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-sandbox-view-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-icon-button.h"
#include "sandbox/lab-model-list.h"

G_DEFINE_FINAL_TYPE_WITH_CODE (LabSandboxView, lab_sandbox_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_VIEW, lab_sandbox_view_iface_init))

static void
text_changed_cb (LabSandboxView *self)
{
  if (self->desk == NULL)
    return;
  lab_sandbox_view_queue_estimate (self);
  lab_sandbox_view_queue_draft (self);
  lab_sandbox_view_update_actions (self);
}

static void
settings_changed_cb (LabSandboxView *self)
{
  if (self->desk != NULL)
    lab_sandbox_view_queue_estimate (self);
}

static void
fault_changed_cb (LabSandboxView *self)
{
  LabPracticeFault fault = lab_call_settings_get_fault (self->call_settings);
  const char *text = lab_practice_fault_describe (fault);

  if (text != NULL)
    gtk_label_set_text (self->fault_label, text);
  gtk_widget_set_visible (self->fault_bar, text != NULL);
}

static void
model_changed_cb (LabSandboxView *self)
{
  LabModelItem *item = gtk_drop_down_get_selected_item (self->model);
  const LabModelInfo *info;
  g_autofree char *label = NULL;

  if (self->desk == NULL || item == NULL)
    return;
  info = lab_model_item_get_info (item);
  label = g_strdup_printf (_("Model: %s"), info->display_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->model), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  g_settings_set_string (self->settings, "sandbox-provider", info->provider);
  g_settings_set_string (self->settings, "sandbox-model", info->id);
  lab_call_settings_set_model (self->call_settings, info);
  lab_sandbox_view_queue_estimate (self);
}

static void
call_selected_cb (LabSandboxView *self,
                  LabCallItem    *item)
{
  lab_sandbox_view_open_call (self, lab_call_item_get_record (item)->id, FALSE);
}

static void
call_activated_cb (LabSandboxView *self,
                   LabCallItem    *item)
{
  lab_sandbox_view_open_call (self, lab_call_item_get_record (item)->id, TRUE);
}

static void
experiment_changed_cb (LabSandboxView *self)
{
  LabMoneySum nothing = LAB_MONEY_SUM_INIT;

  lab_sandbox_view_leave_call (self);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "compare") == 0)
    lab_sandbox_view_leave_comparison (self);
  g_clear_pointer (&self->pinned, lab_call_record_free);
  lab_history_pane_set_pinned (self->history, NULL);
  g_clear_object (&self->calls);
  self->calls = lab_desk_new_call_model (self->desk);
  lab_history_pane_set_total (self->history, 0, &nothing);
  lab_history_pane_set_model (self->history, self->calls, lab_desk_get_clock (self->desk));
  lab_sandbox_view_load_total (self);
  lab_sandbox_view_queue_estimate (self);
  lab_sandbox_view_update_actions (self);
}

static void
monospace_changed_cb (LabSandboxView *self)
{
  gboolean monospace = g_settings_get_boolean (self->settings, "sandbox-monospace");

  g_object_set (self->prompt, "monospace", monospace, NULL);
  g_object_set (self->system, "monospace", monospace, NULL);
  g_object_set (self->earlier, "monospace", monospace, NULL);
  lab_answer_view_set_monospace (self->answer, monospace);
}

static void
lab_sandbox_view_dispose (GObject *object)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (object);

  g_clear_handle_id (&self->estimate_source, g_source_remove);
  g_cancellable_cancel (self->estimating);
  g_cancellable_cancel (self->opening);
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->sending);
  if (self->desk != NULL)
    {
      lab_sandbox_view_keep_draft (self);
      g_signal_handlers_disconnect_by_data (self->desk, self);
      g_signal_handlers_disconnect_by_data (self->settings, self);
    }
  g_clear_handle_id (&self->draft_source, g_source_remove);
  if (self->history != NULL)
    lab_history_pane_set_model (self->history, NULL, NULL);
  g_clear_object (&self->kept);
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
  g_clear_object (&self->opening);
  g_clear_object (&self->sending);
  g_clear_pointer (&self->opened, lab_request_free);
  g_clear_pointer (&self->shown, lab_call_record_free);
  g_clear_pointer (&self->pinned, lab_call_record_free);
  g_free (self->wanted);
  g_free (self->draft);
  g_free (self->system_draft);

  G_OBJECT_CLASS (lab_sandbox_view_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, pane);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, history);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, pages);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, model);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, settings_button);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, call_settings);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, fault_bar);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, fault_label);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, system_expander);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, system_label);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, system);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, earlier_expander);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, earlier_label);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, earlier);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, prompt);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, opened_bar);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, opened_label);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, pin);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, price);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, send);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, answer);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, comparison);
  gtk_widget_class_bind_template_child (widget_class, LabSandboxView, workload);
}

static void
lab_sandbox_view_class_init (LabSandboxViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lab_sandbox_view_dispose;
  object_class->finalize = lab_sandbox_view_finalize;

  g_type_ensure (LAB_TYPE_ANSWER_VIEW);
  g_type_ensure (LAB_TYPE_CALL_COMPARISON);
  g_type_ensure (LAB_TYPE_CALL_SETTINGS);
  g_type_ensure (LAB_TYPE_DETAILS_PANE);
  g_type_ensure (LAB_TYPE_HISTORY_PANE);
  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  g_type_ensure (LAB_TYPE_MODEL_ITEM);
  g_type_ensure (LAB_TYPE_PRICE_LINE);
  g_type_ensure (LAB_TYPE_PROMPT_EDITOR);
  g_type_ensure (LAB_TYPE_WORKLOAD_PAGE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-sandbox-view.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, settings_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, fault_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, model_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, call_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, call_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, lab_sandbox_view_update_actions);
  lab_sandbox_view_install_actions (widget_class);
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

  gtk_drop_down_set_selected (self->model, lab_model_list_find (self->models, provider, model));
  lab_call_settings_bind (self->call_settings, self->settings);
  g_settings_bind (self->settings, "history-shown", self->pane, "revealed",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_swapped (self->settings, "changed::sandbox-monospace",
                            G_CALLBACK (monospace_changed_cb), self);
  monospace_changed_cb (self);
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
  lab_workload_page_set_desk (self->workload, desk);
  experiment_changed_cb (self);
  model_changed_cb (self);
  lab_sandbox_view_load_draft (self);
  return GTK_WIDGET (self);
}
