/* lab-sandbox-metrics.c: what a session came to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-sandbox-private.h"

#include "lab-error.h"
#include "lab-store-operations.h"
#include "lab-store-sessions.h"

/* A closed session's metrics, from its operations. */
typedef struct
{
  char *profile_id;
  char *session_id;
  LabSessionMetrics metrics;
} Asked;

static void
asked_free (Asked *asked)
{
  g_free (asked->profile_id);
  g_free (asked->session_id);
  g_free (asked);
}

static gboolean
count_operation (LabSessionMetrics      *metrics,
                 const LabOperationRow  *row,
                 GError                **error)
{
  if (row->state == LAB_OPERATION_RELEASED)
    return TRUE;
  if (!lab_money_sum_add (&metrics->cost, &row->cost, error) ||
      !lab_usage_add (&metrics->usage, &row->usage, error))
    return FALSE;
  metrics->operations++;
  metrics->total_latency_us += row->latency_us;
  if (row->state == LAB_OPERATION_CLOSED && row->status == LAB_CALL_ANSWERED)
    metrics->answered++;
  else if (row->state != LAB_OPERATION_CLOSED || row->status != LAB_CALL_OK)
    metrics->failed++;
  return TRUE;
}

static gpointer
metrics_func (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  const LabUsage none = LAB_USAGE_INIT;
  Asked *asked = data;
  g_autoptr (LabSessionRow) row =
    lab_store_sessions_get (txn, asked->profile_id, asked->session_id, error);
  g_autoptr (GPtrArray) operations = NULL;

  if (row == NULL)
    return NULL;
  operations = lab_store_operations_list_session (txn, asked->profile_id, asked->session_id, FALSE,
                                                  error);
  if (operations == NULL)
    return NULL;

  asked->metrics.usage = none;
  asked->metrics.started_at = row->created_at;
  asked->metrics.ended_at = row->ended_at != 0 ? row->ended_at : LAB_TIME_UNKNOWN;
  for (guint i = 0; i < operations->len; i++)
    if (!count_operation (&asked->metrics, g_ptr_array_index (operations, i), error))
      return NULL;
  return LAB_STORE_OK;
}

static void
metrics_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabSandbox *self = g_task_get_source_object (task);
  GError *error = NULL;

  lab_clock_release (self->services.clock);
  if (lab_store_read_finish (LAB_STORE (source), result, &error) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
lab_sandbox_get_session_metrics_async (LabSandbox          *self,
                                       const char          *profile_id,
                                       const char          *session_id,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  GTask *task;
  Asked *asked;
  LabSession *session;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (LAB_IS_SANDBOX (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lab_sandbox_get_session_metrics_async);
  asked = g_new0 (Asked, 1);
  asked->profile_id = g_strdup (profile_id);
  asked->session_id = g_strdup (session_id);
  g_task_set_task_data (task, asked, (GDestroyNotify) asked_free);

  session = lab_sandbox_get_session (self, profile_id, session_id, &error);
  if (session != NULL)
    {
      lab_session_get_metrics (session, &asked->metrics);
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  if (g_error_matches (error, LAB_ERROR, LAB_ERROR_ISOLATION_BREACH))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }
  lab_clock_hold (self->services.clock);
  lab_store_read_async (self->services.store, metrics_func, asked, NULL, NULL, NULL,
                        metrics_read_cb, task);
}

gboolean
lab_sandbox_get_session_metrics_finish (LabSandbox         *self,
                                        GAsyncResult       *result,
                                        LabSessionMetrics  *metrics,
                                        GError            **error)
{
  Asked *asked;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  asked = g_task_get_task_data (G_TASK (result));
  *metrics = asked->metrics;
  return TRUE;
}
