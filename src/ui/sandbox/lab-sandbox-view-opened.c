/* lab-sandbox-view-opened.c: a call from the history, read only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-sandbox-view-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "sandbox/lab-opened-call.h"

static void
set_editable (LabSandboxView *self,
              gboolean        editable)
{
  lab_prompt_editor_set_editable (self->prompt, editable);
  lab_prompt_editor_set_editable (self->system, editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->model), editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->settings_button), editable);
}

static void
set_words (LabSandboxView      *self,
           const LabOpenedCall *opened)
{
  const LabCallRecord *call = opened->call;
  g_autofree char *time =
    lab_format_moment (call->timestamp, lab_clock_now (lab_desk_get_clock (self->desk)));
  g_autofree char *label = NULL;

  if (opened->calls->len > 1)
    label = g_strdup_printf (_("Call of %s to %s · attempt %u of %u · read only"), time,
                             call->model, call->attempt, opened->calls->len);
  else
    label = g_strdup_printf (_("Call of %s to %s · read only"), time, call->model);
  gtk_label_set_text (self->opened_label, label);
  gtk_widget_set_visible (self->opened_bar, TRUE);
}

static void
show_texts (LabSandboxView      *self,
            const LabOpenedCall *opened)
{
  g_autofree char *count = lab_format_count (opened->n_earlier);
  g_autofree char *earlier =
    g_strdup_printf (ngettext ("%s Earlier Message", "%s Earlier Messages",
                               (gulong) opened->n_earlier),
                     count);

  lab_prompt_editor_set_text (self->system, opened->system);
  lab_prompt_editor_set_text (self->prompt, opened->prompt);
  lab_prompt_editor_set_text (self->earlier, opened->earlier);
  gtk_label_set_text (self->earlier_label, earlier);
  gtk_widget_set_visible (GTK_WIDGET (self->earlier_expander), opened->n_earlier > 0);
  gtk_expander_set_expanded (self->system_expander, *opened->system != '\0');
}

static void
show_call (LabSandboxView *self,
           LabOpenedCall  *opened,
           gboolean        take_focus)
{
  if (!self->reading)
    {
      lab_sandbox_view_keep_draft (self);
      self->draft = lab_prompt_editor_dup_text (self->prompt);
      self->system_draft = lab_prompt_editor_dup_text (self->system);
      self->reading = TRUE;
    }
  g_clear_pointer (&self->opened, lab_request_free);
  g_clear_pointer (&self->shown, lab_call_record_free);
  self->opened = g_steal_pointer (&opened->request);
  self->shown = lab_call_record_copy (opened->call);
  set_editable (self, FALSE);
  show_texts (self, opened);
  set_words (self, opened);
  lab_answer_view_show_call (self->answer, opened->calls, opened->call,
                             lab_desk_get_catalogue (self->desk));
  gtk_stack_set_visible_child_name (self->pages, "call");
  lab_sandbox_view_update_actions (self);
  lab_sandbox_view_queue_estimate (self);
  if (!take_focus)
    return;
  if (lab_details_pane_get_folded (self->pane))
    lab_details_pane_set_revealed (self->pane, FALSE);
  lab_prompt_editor_take_focus (self->prompt);
}

typedef struct
{
  LabSandboxView *view;
  gboolean take_focus;
} Opening;

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Opening *opening = user_data;
  g_autoptr (LabSandboxView) self = opening->view;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabOpenedCall) opened = lab_opened_call_load_finish (result, &error);

  if (self->desk == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->opening);
  if (opened != NULL && self->sending == NULL)
    show_call (self, opened, opening->take_focus);
  else if (error != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
}

void
lab_sandbox_view_open_call (LabSandboxView *self,
                            const char     *call_id,
                            gboolean        take_focus)
{
  Opening *opening;

  if (self->sending != NULL)
    return;
  if (!self->draft_loaded)
    {
      g_free (self->wanted);
      self->wanted = g_strdup (call_id);
      return;
    }
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  self->opening = g_cancellable_new ();
  opening = g_new0 (Opening, 1);
  opening->view = g_object_ref (self);
  opening->take_focus = take_focus;
  lab_opened_call_load_async (self->desk, call_id, self->opening, opened_cb, opening);
}

void
lab_sandbox_view_leave_call (LabSandboxView *self)
{
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  if (!self->reading)
    return;
  self->reading = FALSE;
  lab_prompt_editor_set_text (self->prompt, self->draft);
  lab_prompt_editor_set_text (self->system, self->system_draft);
  gtk_widget_set_visible (GTK_WIDGET (self->earlier_expander), FALSE);
  gtk_expander_set_expanded (self->system_expander, *self->system_draft != '\0');
  g_clear_pointer (&self->draft, g_free);
  g_clear_pointer (&self->system_draft, g_free);
  g_clear_pointer (&self->opened, lab_request_free);
  g_clear_pointer (&self->shown, lab_call_record_free);
  set_editable (self, TRUE);
  gtk_widget_set_visible (self->opened_bar, FALSE);
  lab_history_pane_unselect (self->history);
  lab_answer_view_clear (self->answer);
  lab_sandbox_view_update_actions (self);
  lab_sandbox_view_queue_estimate (self);
  lab_prompt_editor_take_focus (self->prompt);
}
