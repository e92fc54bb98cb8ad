/* lab-sandbox-recreate.c: a session again, with its state
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-sandbox-private.h"

#include "lab-error.h"
#include "lab-store-sessions.h"

/* One session being recreated: ended, its row read, made again. */
typedef struct
{
  char *profile_id;
  char *session_id;
  GTask *task;
} Recreate;

static void
recreate_free (Recreate *recreate)
{
  g_free (recreate->profile_id);
  g_free (recreate->session_id);
  g_clear_object (&recreate->task);
  g_free (recreate);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recreate, recreate_free)

static gpointer
read_config_func (LabStoreTxn  *txn,
                  gpointer      data,
                  GError      **error)
{
  const Recreate *recreate = data;
  g_autoptr (LabSessionRow) row =
    lab_store_sessions_get (txn, recreate->profile_id, recreate->session_id, error);

  return row != NULL ? lab_session_config_from_row (row, error) : NULL;
}

static void
config_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (Recreate) recreate = user_data;
  LabSandbox *self = g_task_get_source_object (recreate->task);
  g_autoptr (LabSessionConfig) config = NULL;
  GError *error = NULL;

  lab_clock_release (self->services.clock);
  config = lab_store_read_finish (LAB_STORE (source), result, &error);
  if (config == NULL)
    g_task_return_error (recreate->task, error);
  else
    lab_sandbox_create (self, recreate->profile_id, config, recreate->session_id,
                        g_steal_pointer (&recreate->task));
}

static void
recreate_ended (LabSandbox *self,
                Recreate   *recreate)
{
  lab_clock_hold (self->services.clock);
  lab_store_read_async (self->services.store, read_config_func, recreate, NULL,
                        (GDestroyNotify) lab_session_config_free, NULL, config_read_cb, recreate);
}

static void
terminated_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  LabSandbox *self = LAB_SANDBOX (source);
  Recreate *recreate = user_data;
  GError *error = NULL;

  if (lab_sandbox_terminate_session_finish (self, result, &error))
    {
      recreate_ended (self, recreate);
      return;
    }
  g_task_return_error (recreate->task, error);
  recreate_free (recreate);
}

void
lab_sandbox_recreate_session_async (LabSandbox          *self,
                                    const char          *profile_id,
                                    const char          *session_id,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  Recreate *recreate;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (LAB_IS_SANDBOX (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (session_id != NULL);

  recreate = g_new0 (Recreate, 1);
  recreate->profile_id = g_strdup (profile_id);
  recreate->session_id = g_strdup (session_id);
  recreate->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (recreate->task, lab_sandbox_recreate_session_async);
  if (lab_sandbox_get_session (self, profile_id, session_id, &error) != NULL)
    {
      lab_sandbox_terminate_session_async (self, profile_id, session_id, terminated_cb, recreate);
    }
  else if (g_error_matches (error, LAB_ERROR, LAB_ERROR_ISOLATION_BREACH))
    {
      g_task_return_error (recreate->task, g_steal_pointer (&error));
      recreate_free (recreate);
    }
  else
    {
      recreate_ended (self, recreate);
    }
}

LabSession *
lab_sandbox_recreate_session_finish (LabSandbox    *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The way back from a session that timed out. */
typedef struct
{
  LabSandbox *sandbox;
  LabErrorHandler *handler; /* owned only while a session is being recreated */
  char *session_id;
} Recovery;

static void
recovery_free (Recovery *recovery)
{
  g_object_unref (recovery->sandbox);
  g_free (recovery->session_id);
  g_free (recovery);
}

static void
recovered_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  LabSandbox *self = LAB_SANDBOX (source);
  Recovery *recovery = user_data;
  g_autoptr (LabErrorHandler) handler = recovery->handler;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabSession) session = lab_sandbox_recreate_session_finish (self, result, &error);

  if (session != NULL)
    lab_sandbox_emit_recreated (self, recovery->session_id, session);
  else
    lab_error_handler_notify_user (handler, error);
  recovery_free (recovery);
}

/* Begins; what comes of it is told by the signal, or to the user. */
static gboolean
recover_func (const GError *error,
              gpointer      user_data)
{
  const Recovery *known = user_data;
  LabSandbox *self = known->sandbox;
  const char *id = lab_error_get_context (error, LAB_ERROR_CONTEXT_SESSION);
  LabSession *session = id != NULL ? g_hash_table_lookup (self->sessions, id) : NULL;
  Recovery *recovery;

  if (session == NULL)
    return FALSE;

  recovery = g_new0 (Recovery, 1);
  recovery->sandbox = g_object_ref (self);
  recovery->handler = g_object_ref (known->handler);
  recovery->session_id = g_strdup (id);
  lab_sandbox_recreate_session_async (self, lab_session_get_profile_id (session),
                                      recovery->session_id, recovered_cb, recovery);
  return TRUE;
}

guint
lab_sandbox_add_recovery (LabSandbox      *self,
                          LabErrorHandler *handler)
{
  Recovery *recovery;

  g_return_val_if_fail (LAB_IS_SANDBOX (self), 0);
  g_return_val_if_fail (LAB_IS_ERROR_HANDLER (handler), 0);

  recovery = g_new0 (Recovery, 1);
  recovery->sandbox = g_object_ref (self);
  recovery->handler = handler;
  return lab_error_handler_add_recovery (handler, LAB_ERROR_SESSION_TIMEOUT, recover_func,
                                         recovery, (GDestroyNotify) recovery_free);
}
