/* lab-desk-send.c: calls by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-desk-private.h"

#include "lab-sandbox.h"

typedef struct
{
  LabRequest *request;
  LabCallOptions options;
  GStrv faults;       /* (nullable): the options' */
  LabDeltaFunc delta; /* (nullable) */
  gpointer delta_data;
  LabSession *session;
  GPtrArray *calls; /* (element-type LabCallRecord) */
  gulong recorded;
} Sending;

static void
sending_free (Sending *sending)
{
  lab_request_free (sending->request);
  g_strfreev (sending->faults);
  g_clear_object (&sending->session);
  g_ptr_array_unref (sending->calls);
  g_free (sending);
}

static void
call_recorded_cb (LabCostTracker      *tracker,
                  const LabCallRecord *record,
                  gpointer             user_data)
{
  Sending *sending = user_data;

  if (sending->session != NULL && record->run_id == NULL &&
      g_strcmp0 (record->session_id, lab_session_get_id (sending->session)) == 0)
    g_ptr_array_add (sending->calls, lab_call_record_copy (record));
}

static void
end_sending (GTask *task)
{
  LabDesk *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);

  g_clear_signal_handler (&sending->recorded, lab_context_get_tracker (self->context));
}

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  LabResponse *response = lab_session_call_finish (LAB_SESSION (source), result, &error);

  end_sending (task);
  if (response != NULL)
    g_task_return_pointer (task, response, (GDestroyNotify) lab_response_free);
  else
    g_task_return_error (task, error);
  lab_desk_set_sending (g_task_get_source_object (task), FALSE);
}

static void
call (GTask      *task,
      LabSession *session)
{
  Sending *sending = g_task_get_task_data (task);

  sending->session = g_object_ref (session);
  lab_session_call_with_options_async (session, sending->request, NULL, &sending->options,
                                       sending->delta, sending->delta_data,
                                       g_task_get_cancellable (task), called_cb, task);
}

static void
session_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabDesk *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (LabSession) session =
    lab_sandbox_create_session_finish (LAB_SANDBOX (source), result, &error);

  if (session == NULL)
    {
      end_sending (task);
      g_task_return_error (task, error);
      lab_desk_set_sending (self, FALSE);
      return;
    }
  g_hash_table_replace (self->sessions, g_strdup (sending->request->provider),
                        g_object_ref (session));
  call (g_steal_pointer (&task), session);
}

static void
create_session (GTask *task)
{
  LabDesk *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  g_autoptr (LabSessionConfig) config = lab_session_config_new ();

  config->experiment_id =
    g_strdup (lab_experiment_item_get_experiment (self->experiment)->id);
  config->provider = g_strdup (sending->request->provider);
  config->keep_text = TRUE;
  config->max_attempts = LAB_DESK_MAX_ATTEMPTS;
  lab_sandbox_create_session_async (lab_context_get_sandbox (self->context), self->profile->id,
                                    config, g_task_get_cancellable (task), session_cb, task);
}

static Sending *
sending_new (const LabRequest     *request,
             const LabCallOptions *options)
{
  Sending *sending = g_new0 (Sending, 1);

  sending->request = lab_request_copy (request);
  if (options != NULL)
    {
      sending->faults = g_strdupv ((GStrv) options->faults);
      sending->options = *options;
      sending->options.faults = (const char * const *) sending->faults;
    }
  sending->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_call_record_free);
  return sending;
}

void
lab_desk_send_async (LabDesk              *self,
                     const LabRequest     *request,
                     const LabCallOptions *options,
                     LabDeltaFunc          delta,
                     gpointer              delta_data,
                     GCancellable         *cancellable,
                     GAsyncReadyCallback   callback,
                     gpointer              user_data)
{
  LabSession *session;
  Sending *sending;
  GTask *task;

  g_return_if_fail (LAB_IS_DESK (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (!self->sending);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_desk_send_async);
  /* What was answered before it could be stopped is shown, not dropped. */
  g_task_set_check_cancellable (task, FALSE);
  sending = sending_new (request, options);
  sending->delta = delta;
  sending->delta_data = delta_data;
  g_task_set_task_data (task, sending, (GDestroyNotify) sending_free);
  sending->recorded = g_signal_connect (lab_context_get_tracker (self->context), "call-recorded",
                                        G_CALLBACK (call_recorded_cb), sending);
  lab_desk_set_sending (self, TRUE);

  session = g_hash_table_lookup (self->sessions, request->provider);
  if (session != NULL && lab_session_is_open (session))
    call (task, session);
  else
    create_session (task);
}

LabResponse *
lab_desk_send_finish (LabDesk       *self,
                      GAsyncResult  *result,
                      GPtrArray    **calls,
                      GError       **error)
{
  Sending *sending;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  sending = g_task_get_task_data (G_TASK (result));
  if (calls != NULL)
    *calls = g_ptr_array_ref (sending->calls);
  return g_task_propagate_pointer (G_TASK (result), error);
}
