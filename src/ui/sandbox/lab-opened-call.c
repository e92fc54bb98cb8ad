/* lab-opened-call.c: a call of the ledger with all that was said
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-opened-call.h"

#include <glib/gi18n-lib.h>

#include "lab-call-operation.h"

void
lab_opened_call_free (LabOpenedCall *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->calls, g_ptr_array_unref);
  g_clear_pointer (&self->request, lab_request_free);
  g_free (self->system);
  g_free (self->prompt);
  g_free (self->earlier);
  g_free (self);
}

/* (nullable) */
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

static const char *
name_role (LabRole role)
{
  switch (role)
    {
    case LAB_ROLE_USER:
      return _("User");
    case LAB_ROLE_ASSISTANT:
      return _("Assistant");
    case LAB_ROLE_TOOL:
      return _("Tool");
    case LAB_ROLE_SYSTEM:
    default:
      return _("System");
    }
}

/* The one that is shown as the prompt; -1 where there is none. */
static int
find_last_user (const LabRequest *request)
{
  for (guint i = request->messages->len; i > 0; i--)
    {
      const LabMessage *message = g_ptr_array_index (request->messages, i - 1);

      if (message->role == LAB_ROLE_USER)
        return (int) i - 1;
    }
  return -1;
}

static void
collect_earlier (LabOpenedCall *self)
{
  int last = find_last_user (self->request);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->request->messages->len; i++)
    {
      const LabMessage *message = g_ptr_array_index (self->request->messages, i);
      g_autofree char *said = NULL;

      if (message->role == LAB_ROLE_SYSTEM || (int) i == last)
        continue;
      said = lab_message_get_text (message);
      g_string_append_printf (text, "%s%s\n%s", text->len > 0 ? "\n\n" : "",
                              name_role (message->role), said);
      self->n_earlier++;
    }
  self->earlier = g_string_free (g_steal_pointer (&text), FALSE);
}

static void
read_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  LabOpenedCall *self = task_data;

  self->request = read_request (self->call);
  if (self->request != NULL)
    {
      self->system = lab_request_get_system_text (self->request);
      self->prompt = lab_request_get_prompt (self->request);
      collect_earlier (self);
    }
  else
    {
      self->system = g_strdup ("");
      self->prompt = g_strdup ("");
      self->earlier = g_strdup ("");
    }
  g_task_return_boolean (task, TRUE);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabOpenedCall *read = g_task_get_task_data (G_TASK (result));
  LabOpenedCall *self = g_memdup2 (read, sizeof *read);

  *read = (LabOpenedCall) { 0 };
  g_task_return_pointer (task, self, (GDestroyNotify) lab_opened_call_free);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GTask) reading = NULL;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  LabOpenedCall *self;
  GPtrArray *calls = lab_call_operation_load_finish (result, &error);

  if (calls == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self = g_new0 (LabOpenedCall, 1);
  self->calls = calls;
  for (guint i = 0; i < calls->len; i++)
    {
      const LabCallRecord *call = g_ptr_array_index (calls, i);

      if (g_str_equal (call->id, g_task_get_task_data (task)))
        self->call = call;
    }
  reading = g_task_new (NULL, cancellable, read_cb, g_steal_pointer (&task));
  g_task_set_task_data (reading, self, (GDestroyNotify) lab_opened_call_free);
  g_task_run_in_thread (reading, read_thread);
}

void
lab_opened_call_load_async (LabDesk             *desk,
                            const char          *call_id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LAB_IS_DESK (desk));
  g_return_if_fail (call_id != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_opened_call_load_async);
  g_task_set_task_data (task, g_strdup (call_id), g_free);
  lab_call_operation_load_async (lab_context_get_store (lab_desk_get_context (desk)),
                                 lab_desk_get_profile_id (desk), call_id, cancellable, loaded_cb,
                                 task);
}

LabOpenedCall *
lab_opened_call_load_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_opened_call_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
