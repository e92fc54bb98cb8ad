/* lab-sandbox-view-opened.c: a call from the history, read only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-sandbox-view-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"

static char *
take_text (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* The ledger keeps the request's canonical JSON. (nullable) */
static LabRequest *
read_request (const LabCallRecord *call)
{
  g_autoptr (LabJsonDocument) document = NULL;
  LabRequest *request;

  if (call->prompt == NULL)
    return NULL;
  document = lab_json_document_parse (call->prompt, -1, NULL, 1, NULL);
  if (document == NULL)
    return NULL;
  request = lab_request_from_json (lab_json_document_get_root (document), NULL);
  if (request != NULL)
    request->stream = TRUE;
  return request;
}

static void
set_editable (LabSandboxView *self,
              gboolean        editable)
{
  gtk_text_view_set_editable (self->prompt_view, editable);
  gtk_text_view_set_editable (self->system_view, editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->model), editable);
}

static void
show_request (LabSandboxView      *self,
              const LabRequest    *request,
              const LabCallRecord *call)
{
  g_autofree char *system = request != NULL ? lab_request_get_system_text (request)
                                            : g_strdup ("");
  g_autofree char *prompt = request != NULL ? lab_request_get_prompt (request) : g_strdup ("");
  g_autofree char *time =
    lab_format_moment (call->timestamp, lab_clock_now (lab_desk_get_clock (self->desk)));
  g_autofree char *label =
    g_strdup_printf (_("Call of %s to %s · read only"), time, call->model);

  gtk_text_buffer_set_text (self->system, system, -1);
  gtk_text_buffer_set_text (self->prompt, prompt, -1);
  gtk_label_set_text (self->opened_label, label);
  gtk_revealer_set_reveal_child (self->opened_bar, TRUE);
}

static void
show_call (LabSandboxView      *self,
           const LabCallRecord *call)
{
  if (self->draft == NULL)
    {
      self->draft = take_text (self->prompt);
      self->system_draft = take_text (self->system);
    }
  g_clear_pointer (&self->opened, lab_request_free);
  self->opened = read_request (call);
  set_editable (self, FALSE);
  show_request (self, self->opened, call);
  lab_answer_view_show_call (self->answer, call, lab_desk_get_catalogue (self->desk));
  lab_sandbox_view_update_actions (self);
  if (lab_details_pane_get_folded (self->pane))
    lab_details_pane_set_revealed (self->pane, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->prompt_view));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabSandboxView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabCallRecord) call =
    lab_call_model_get_finish (LAB_CALL_MODEL (source), result, &error);

  if (self->desk == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (call != NULL && self->sending == NULL)
    show_call (self, call);
  else if (error != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
}

void
lab_sandbox_view_open_call (LabSandboxView *self,
                            LabCallItem    *item)
{
  lab_call_model_get_async (self->calls, lab_call_item_get_record (item)->id, self->cancellable,
                            loaded_cb, g_object_ref (self));
}

void
lab_sandbox_view_leave_call (LabSandboxView *self)
{
  if (self->draft == NULL)
    return;
  gtk_text_buffer_set_text (self->prompt, self->draft, -1);
  gtk_text_buffer_set_text (self->system, self->system_draft, -1);
  g_clear_pointer (&self->draft, g_free);
  g_clear_pointer (&self->system_draft, g_free);
  g_clear_pointer (&self->opened, lab_request_free);
  set_editable (self, TRUE);
  gtk_revealer_set_reveal_child (self->opened_bar, FALSE);
  lab_answer_view_clear (self->answer);
  lab_sandbox_view_update_actions (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->prompt_view));
}
