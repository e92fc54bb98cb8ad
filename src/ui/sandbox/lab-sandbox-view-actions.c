/* lab-sandbox-view-actions.c: what the Sandbox can be asked to do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-sandbox-view-private.h"

#include <glib/gi18n-lib.h>

static gboolean
is_comparing (LabSandboxView *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "compare") == 0;
}

static gboolean
is_at_workload (LabSandboxView *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "workload") == 0;
}

static void
update_send (LabSandboxView *self,
             gboolean        sending)
{
  const char *add = sending ? "destructive-action" : "suggested-action";
  const char *remove = sending ? "suggested-action" : "destructive-action";

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->send),
                                  sending ? "sandbox.stop" : "sandbox.send");
  gtk_button_set_label (self->send, sending ? _("Stop") : _("Send"));
  gtk_widget_remove_css_class (GTK_WIDGET (self->send), remove);
  gtk_widget_add_css_class (GTK_WIDGET (self->send), add);
  /* What is being read is sent again from the bar above it. */
  gtk_widget_set_visible (GTK_WIDGET (self->send), sending || !self->reading);
}

void
lab_sandbox_view_update_actions (LabSandboxView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean sending = self->sending != NULL;
  gboolean empty = lab_prompt_editor_is_empty (self->prompt);
  gboolean can_send = !sending && (self->reading ? self->opened != NULL : !empty);
  gboolean is_pinned = self->pinned != NULL && self->shown != NULL &&
                       g_str_equal (self->pinned->id, self->shown->id);

  gtk_widget_action_set_enabled (widget, "sandbox.send", can_send && !self->reading);
  gtk_widget_action_set_enabled (widget, "sandbox.allow-once", can_send);
  gtk_widget_action_set_enabled (widget, "sandbox.stop", sending);
  gtk_widget_action_set_enabled (widget, "sandbox.send-again", can_send && self->reading);
  gtk_widget_action_set_enabled (widget, "sandbox.leave-call", !sending && self->reading);
  gtk_widget_action_set_enabled (widget, "sandbox.shorten", !self->reading);
  gtk_widget_action_set_enabled (widget, "sandbox.pin", self->shown != NULL);
  gtk_widget_action_set_enabled (widget, "sandbox.compare-calls",
                                 lab_sandbox_view_can_compare (self));
  gtk_button_set_label (self->pin, is_pinned ? _("Unpin") : _("Pin to Compare"));
  update_send (self, sending);
  lab_view_changed (LAB_VIEW (self));
}

static void
send_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  lab_sandbox_view_send_shown (LAB_SANDBOX_VIEW (widget), FALSE);
}

static void
allow_once_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  lab_sandbox_view_send_shown (LAB_SANDBOX_VIEW (widget), TRUE);
}

static void
stop_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  g_cancellable_cancel (LAB_SANDBOX_VIEW (widget)->sending);
}

static void
leave_call_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  lab_sandbox_view_leave_call (LAB_SANDBOX_VIEW (widget));
}

static void
shorten_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (widget);

  gtk_menu_button_popup (self->settings_button);
  lab_call_settings_focus_limit (self->call_settings);
}

static void
change_budget_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.budget", NULL);
}

static void
clear_fault_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  lab_call_settings_set_fault (LAB_SANDBOX_VIEW (widget)->call_settings, LAB_PRACTICE_FAULT_NONE);
}

static void
pin_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  lab_sandbox_view_pin (LAB_SANDBOX_VIEW (widget));
}

static void
compare_calls_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  lab_sandbox_view_compare_calls (LAB_SANDBOX_VIEW (widget));
}

static void
leave_comparison_cb (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  lab_sandbox_view_leave_comparison (LAB_SANDBOX_VIEW (widget));
}

static void
workload_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (widget);

  gtk_stack_set_visible_child_name (self->pages, "workload");
  lab_workload_page_refresh (self->workload);
  gtk_widget_child_focus (GTK_WIDGET (self->workload), GTK_DIR_TAB_FORWARD);
  lab_view_changed (LAB_VIEW (self));
}

static void
leave_workload (LabSandboxView *self)
{
  gtk_stack_set_visible_child_name (self->pages, "call");
  lab_view_changed (LAB_VIEW (self));
  lab_prompt_editor_take_focus (self->prompt);
}

void
lab_sandbox_view_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "sandbox.send", send_cb },
    { "sandbox.send-again", send_cb },
    { "sandbox.allow-once", allow_once_cb },
    { "sandbox.stop", stop_cb },
    { "sandbox.leave-call", leave_call_cb },
    { "sandbox.shorten", shorten_cb },
    { "sandbox.change-budget", change_budget_cb },
    { "sandbox.clear-fault", clear_fault_cb },
    { "sandbox.pin", pin_cb },
    { "sandbox.compare-calls", compare_calls_cb },
    { "sandbox.leave-comparison", leave_comparison_cb },
    { "sandbox.workload", workload_cb },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK,
                                       "sandbox.compare-calls", NULL);
}

static void
lab_sandbox_view_run_primary (LabView *view)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (view);

  if (is_at_workload (self))
    gtk_widget_activate_action (GTK_WIDGET (self->workload), "workload.run", NULL);
  else if (!is_comparing (self))
    gtk_widget_activate_action (GTK_WIDGET (view),
                                self->reading ? "sandbox.send-again" : "sandbox.send", NULL);
}

static gboolean
lab_sandbox_view_stop (LabView *view)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (view);

  if (is_at_workload (self))
    return lab_workload_page_stop (self->workload);
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

  if (is_at_workload (self))
    lab_workload_page_refresh (self->workload);
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
      if (is_at_workload (self) || is_comparing (self))
        return gtk_widget_child_focus (gtk_stack_get_visible_child (self->pages),
                                       GTK_DIR_TAB_FORWARD);
      return lab_prompt_editor_take_focus (self->prompt);
    case 1:
      return is_at_workload (self) || is_comparing (self) ||
             gtk_widget_child_focus (GTK_WIDGET (self->answer), GTK_DIR_TAB_FORWARD);
    case 2:
      if (lab_details_pane_get_revealed (self->pane))
        lab_history_pane_focus_list (self->history);
      return lab_details_pane_get_revealed (self->pane);
    default:
      return FALSE;
    }
}

static gboolean
lab_sandbox_view_can_go_back (LabView *view)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (view);

  return is_at_workload (self) || is_comparing (self) || (self->reading && self->sending == NULL);
}

static gboolean
lab_sandbox_view_go_back (LabView *view)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (view);

  if (!lab_sandbox_view_can_go_back (view))
    return FALSE;
  if (is_at_workload (self))
    leave_workload (self);
  else if (is_comparing (self))
    lab_sandbox_view_leave_comparison (self);
  else
    lab_sandbox_view_leave_call (self);
  return TRUE;
}

static void
lab_sandbox_view_open (LabView    *view,
                       const char *call_id)
{
  lab_sandbox_view_open_call (LAB_SANDBOX_VIEW (view), call_id, TRUE);
}

static GtkWidget *
lab_sandbox_view_get_landmark (LabView    *view,
                               const char *name)
{
  LabSandboxView *self = LAB_SANDBOX_VIEW (view);

  if (g_str_equal (name, "prompt"))
    return GTK_WIDGET (self->prompt);
  if (g_str_equal (name, "send"))
    return GTK_WIDGET (self->send);
  if (g_str_equal (name, "cost"))
    return lab_answer_view_get_cost (self->answer);
  if (g_str_equal (name, "history"))
    return lab_details_pane_get_revealed (self->pane) ? GTK_WIDGET (self->history) : NULL;
  return NULL;
}

void
lab_sandbox_view_iface_init (LabViewInterface *iface)
{
  iface->run_primary = lab_sandbox_view_run_primary;
  iface->stop = lab_sandbox_view_stop;
  iface->search = lab_sandbox_view_search;
  iface->refresh = lab_sandbox_view_refresh;
  iface->focus_pane = lab_sandbox_view_focus_pane;
  iface->go_back = lab_sandbox_view_go_back;
  iface->can_go_back = lab_sandbox_view_can_go_back;
  iface->open_call = lab_sandbox_view_open;
  iface->get_landmark = lab_sandbox_view_get_landmark;
}
