/* lab-sandbox.c: makes sessions, keeps them apart, ends them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-sandbox-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-store-sessions.h"

enum
{
  SESSION_RECREATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LabSandbox, lab_sandbox, G_TYPE_OBJECT)

LabSession *
lab_sandbox_get_session (LabSandbox  *self,
                         const char  *profile_id,
                         const char  *session_id,
                         GError     **error)
{
  LabSession *session;

  g_return_val_if_fail (LAB_IS_SANDBOX (self), NULL);
  g_return_val_if_fail (profile_id != NULL, NULL);
  g_return_val_if_fail (session_id != NULL, NULL);

  session = g_hash_table_lookup (self->sessions, session_id);
  if (session == NULL)
    {
      lab_set_error (error, LAB_ERROR_NOT_FOUND, _("There is no open session %s."), session_id);
      return NULL;
    }
  if (!g_str_equal (lab_session_get_profile_id (session), profile_id))
    {
      lab_set_error (error, LAB_ERROR_ISOLATION_BREACH,
                     _("The session %s belongs to another profile."), session_id);
      if (error != NULL)
        lab_error_set_context (*error, LAB_ERROR_CONTEXT_REASON, "profile");
      return NULL;
    }
  return session;
}

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  LabResponse *response = lab_session_call_finish (LAB_SESSION (source), result, &error);

  if (response != NULL)
    g_task_return_pointer (task, response, (GDestroyNotify) lab_response_free);
  else
    g_task_return_error (task, error);
}

void
lab_sandbox_execute_api_call_async (LabSandbox          *self,
                                    const char          *profile_id,
                                    const char          *session_id,
                                    const LabRequest    *request,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  LabSession *session = lab_sandbox_get_session (self, profile_id, session_id, &error);

  g_task_set_source_tag (task, lab_sandbox_execute_api_call_async);
  if (session == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  lab_session_call_async (session, request, NULL, NULL, NULL, cancellable, called_cb, task);
}

LabResponse *
lab_sandbox_execute_api_call_finish (LabSandbox    *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
close_func (LabStoreTxn  *txn,
            gpointer      data,
            GError      **error)
{
  const LabSessionRow *changed = data;
  g_autoptr (LabSessionRow) row =
    lab_store_sessions_get (txn, changed->profile_id, changed->id, error);

  if (row == NULL)
    return NULL;

  g_free (row->status);
  row->status = g_strdup (changed->status);
  row->updated_at = row->ended_at = changed->ended_at;
  return lab_store_sessions_update (txn, row, error) ? LAB_STORE_OK : NULL;
}

static void
close_stored_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabSandbox *self = g_task_get_source_object (task);
  GError *error = NULL;

  lab_clock_release (self->services.clock);
  if (lab_store_write_finish (LAB_STORE (source), result, &error) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  LabSandbox *self = g_task_get_source_object (task);
  LabSession *session = LAB_SESSION (source);
  LabSessionRow *row;

  lab_session_close_finish (session, result, NULL);
  lab_session_config_clear_key (session->config);

  row = lab_session_row_new ();
  g_free (row->id);
  row->id = g_strdup (session->id);
  row->profile_id = g_strdup (session->profile_id);
  row->status = g_strdup (lab_session_time_left (session) == 0 ? "expired" : "closed");
  row->ended_at = session->metrics.ended_at;
  g_hash_table_remove (self->sessions, row->id);
  lab_clock_hold (self->services.clock);
  lab_store_write_async (self->services.store, close_func, row,
                         (GDestroyNotify) lab_session_row_free, NULL, NULL, close_stored_cb, task);
}

void
lab_sandbox_terminate_session_async (LabSandbox          *self,
                                     const char          *profile_id,
                                     const char          *session_id,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  GError *error = NULL;
  LabSession *session = lab_sandbox_get_session (self, profile_id, session_id, &error);

  g_task_set_source_tag (task, lab_sandbox_terminate_session_async);
  if (session == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  lab_session_close_async (session, closed_cb, task);
}

gboolean
lab_sandbox_terminate_session_finish (LabSandbox    *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
lab_sandbox_emit_recreated (LabSandbox *self,
                            const char *old_id,
                            LabSession *session)
{
  g_signal_emit (self, signals[SESSION_RECREATED], 0, old_id, session);
}

void
lab_sandbox_add_provider (LabSandbox  *self,
                          LabProvider *provider)
{
  g_return_if_fail (LAB_IS_SANDBOX (self));
  g_return_if_fail (LAB_IS_PROVIDER (provider));

  g_hash_table_replace (self->providers, g_strdup (lab_provider_get_name (provider)),
                        g_object_ref (provider));
}

gboolean
lab_sandbox_find_origin (LabSandbox *self,
                         const char *provider,
                         LabOrigin  *origin)
{
  LabProvider *found;

  g_return_val_if_fail (LAB_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (provider != NULL && origin != NULL, FALSE);

  found = g_hash_table_lookup (self->providers, provider);
  if (found == NULL)
    return FALSE;
  *origin = lab_provider_get_origin (found);
  return TRUE;
}

static void
lab_sandbox_dispose (GObject *object)
{
  LabSandbox *self = LAB_SANDBOX (object);

  g_hash_table_remove_all (self->sessions);
  g_hash_table_remove_all (self->providers);
  g_clear_object (&self->services.store);
  g_clear_object (&self->services.catalogue);
  g_clear_object (&self->services.tokenizer);
  g_clear_object (&self->services.clock);
  g_clear_object (&self->services.wall);
  g_clear_object (&self->services.sink);
  g_clear_object (&self->services.gate);
  g_clear_object (&self->services.log);

  G_OBJECT_CLASS (lab_sandbox_parent_class)->dispose (object);
}

static void
lab_sandbox_finalize (GObject *object)
{
  LabSandbox *self = LAB_SANDBOX (object);

  g_hash_table_unref (self->sessions);
  g_hash_table_unref (self->providers);

  G_OBJECT_CLASS (lab_sandbox_parent_class)->finalize (object);
}

static void
lab_sandbox_class_init (LabSandboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lab_sandbox_dispose;
  object_class->finalize = lab_sandbox_finalize;

  /**
   * LabSandbox::session-recreated:
   * @old_id: the session that ended
   * @session: (type LabSession): the one that stands in for it
   */
  signals[SESSION_RECREATED] = g_signal_new ("session-recreated", G_TYPE_FROM_CLASS (klass),
                                             G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                             2, G_TYPE_STRING, LAB_TYPE_SESSION);
}

static void
lab_sandbox_init (LabSandbox *self)
{
  self->providers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

LabSandbox *
lab_sandbox_new (const LabSandboxServices *services)
{
  LabSandbox *self;

  g_return_val_if_fail (services != NULL, NULL);

  self = g_object_new (LAB_TYPE_SANDBOX, NULL);
  self->services.store = g_object_ref (services->store);
  self->services.catalogue = g_object_ref (services->catalogue);
  self->services.tokenizer = g_object_ref (services->tokenizer);
  self->services.clock = g_object_ref (services->clock);
  g_set_object (&self->services.wall, services->wall);
  self->services.sink = g_object_ref (services->sink);
  g_set_object (&self->services.gate, services->gate);
  g_set_object (&self->services.log, services->log);
  return self;
}
