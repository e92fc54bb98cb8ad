/* lab-session.c: one isolated run of calls inside an experiment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-session-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lab-error.h"

G_DEFINE_FINAL_TYPE (LabSession, lab_session, G_TYPE_OBJECT)

const char *
lab_session_get_id (LabSession *self)
{
  g_return_val_if_fail (LAB_IS_SESSION (self), NULL);

  return self->id;
}

const char *
lab_session_get_profile_id (LabSession *self)
{
  g_return_val_if_fail (LAB_IS_SESSION (self), NULL);

  return self->profile_id;
}

const char *
lab_session_get_experiment_id (LabSession *self)
{
  g_return_val_if_fail (LAB_IS_SESSION (self), NULL);

  return self->config->experiment_id;
}

gboolean
lab_session_is_open (LabSession *self)
{
  g_return_val_if_fail (LAB_IS_SESSION (self), FALSE);

  return self->open;
}

void
lab_session_get_metrics (LabSession        *self,
                         LabSessionMetrics *metrics)
{
  g_return_if_fail (LAB_IS_SESSION (self));
  g_return_if_fail (metrics != NULL);

  *metrics = self->metrics;
}

gint64
lab_session_time_left (LabSession *self)
{
  gint64 end;

  if (self->config->max_duration_us <= 0)
    return -1;

  end = self->metrics.started_at + self->config->max_duration_us;
  return MAX (0, end - lab_clock_now (self->clock));
}

static void
set_session_error (GError       **error,
                   LabErrorCode   code,
                   LabSession    *self,
                   const char    *reason,
                   const char    *message)
{
  GError *made = NULL;

  lab_set_error (&made, code, "%s", message);
  lab_error_set_context (made, LAB_ERROR_CONTEXT_SESSION, self->id);
  lab_error_set_context (made, LAB_ERROR_CONTEXT_REASON, reason);
  g_propagate_error (error, made);
}

void
lab_session_set_timeout_error (LabSession  *self,
                               GError     **error)
{
  g_autofree char *message =
    g_strdup_printf (_("The session's time of %.1f seconds is over."),
                     (double) self->config->max_duration_us / G_USEC_PER_SEC);

  set_session_error (error, LAB_ERROR_SESSION_TIMEOUT, self, "duration", message);
}

gboolean
lab_session_check (LabSession  *self,
                   GError     **error)
{
  if (!self->open)
    {
      set_session_error (error, LAB_ERROR_ISOLATION_BREACH, self, "closed",
                         _("The session is closed; nothing can be called through it."));
      return FALSE;
    }
  if (lab_session_time_left (self) == 0)
    {
      lab_session_set_timeout_error (self, error);
      return FALSE;
    }
  return TRUE;
}

gboolean
lab_session_admit (LabSession  *self,
                   GError     **error)
{
  g_autofree char *message = NULL;

  if (!lab_session_check (self, error))
    return FALSE;
  if (self->config->max_operations > 0 && self->n_started >= self->config->max_operations)
    {
      message = g_strdup_printf (_("The session's limit of %" PRId64 " calls is reached."),
                                 self->config->max_operations);
      set_session_error (error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED, self, "operations", message);
      return FALSE;
    }
  self->n_started++;
  return TRUE;
}

void
lab_session_enter (LabSession *self)
{
  self->in_flight++;
}

void
lab_session_leave (LabSession *self)
{
  g_autoptr (GPtrArray) closing = NULL;

  g_assert (self->in_flight > 0);

  if (--self->in_flight > 0)
    return;

  closing = g_steal_pointer (&self->closing);
  self->closing = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < closing->len; i++)
    g_task_return_boolean (g_ptr_array_index (closing, i), TRUE);
}

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  LabResponse *response =
    lab_session_operate_finish (LAB_SESSION (source), result, NULL, &error);

  if (response != NULL)
    g_task_return_pointer (task, response, (GDestroyNotify) lab_response_free);
  else
    g_task_return_error (task, error);
}

static void
take_options (LabSessionOperation  *operation,
              const LabCallOptions *options)
{
  operation->faults = g_strdupv ((GStrv) options->faults);
  operation->allow_unpriced = options->allow_unpriced;
  operation->retrying = options->retrying;
  operation->retrying_data = options->retrying_data;
}

void
lab_session_call_with_options_async (LabSession           *self,
                                     const LabRequest     *request,
                                     LabStack             *stack,
                                     const LabCallOptions *options,
                                     LabDeltaFunc          delta,
                                     gpointer              delta_data,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data)
{
  LabSessionOperation *operation;
  GTask *task;

  g_return_if_fail (LAB_IS_SESSION (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (stack == NULL || LAB_IS_STACK (stack));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_session_call_with_options_async);
  operation = g_new0 (LabSessionOperation, 1);
  operation->seed = self->config->seed;
  operation->partition = g_strdup (self->scope);
  operation->cache_namespace = g_strdup (self->scope);
  if (options != NULL)
    take_options (operation, options);
  lab_session_operate_async (self, operation, request, stack, delta, delta_data, cancellable,
                             called_cb, task);
}

void
lab_session_call_async (LabSession          *self,
                        const LabRequest    *request,
                        LabStack            *stack,
                        LabDeltaFunc         delta,
                        gpointer             delta_data,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  lab_session_call_with_options_async (self, request, stack, NULL, delta, delta_data, cancellable,
                                       callback, user_data);
}

LabResponse *
lab_session_call_finish (LabSession    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
lab_session_close_async (LabSession          *self,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, lab_session_close_async);
  if (self->open)
    {
      self->open = FALSE;
      self->metrics.ended_at = lab_clock_now (self->clock);
      g_cancellable_cancel (self->cancellable);
    }
  if (self->in_flight == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_ptr_array_add (self->closing, g_steal_pointer (&task));
}

gboolean
lab_session_close_finish (LabSession    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lab_session_finalize (GObject *object)
{
  LabSession *self = LAB_SESSION (object);

  g_free (self->id);
  g_free (self->profile_id);
  g_free (self->scope);
  g_clear_pointer (&self->config, lab_session_config_free);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_object (&self->wall);
  g_clear_object (&self->sink);
  g_clear_object (&self->log);
  g_clear_object (&self->gateway);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->closing);
  g_hash_table_unref (self->operations);
  g_hash_table_unref (self->run_costs);

  G_OBJECT_CLASS (lab_session_parent_class)->finalize (object);
}

static void
lab_session_class_init (LabSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_session_finalize;
}

static void
lab_session_init (LabSession *self)
{
  const LabUsage none = LAB_USAGE_INIT;

  self->cancellable = g_cancellable_new ();
  self->operations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                            (GDestroyNotify) lab_session_operation_free);
  self->closing = g_ptr_array_new_with_free_func (g_object_unref);
  self->run_costs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->metrics.usage = none;
  self->metrics.ended_at = LAB_TIME_UNKNOWN;
}

LabSession *
lab_session_new (const LabSandboxServices *services,
                 GHashTable               *providers,
                 const LabSessionRow      *row,
                 const LabSessionConfig   *config)
{
  LabSession *self = g_object_new (LAB_TYPE_SESSION, NULL);
  g_autoptr (LabCallSink) sink = lab_session_sink_new (self);
  GHashTableIter iter;
  gpointer provider;

  self->id = g_strdup (row->id);
  self->profile_id = g_strdup (row->profile_id);
  self->scope = g_strdup (row->cache_namespace);
  self->origin = row->origin;
  self->config = lab_session_config_copy (config);
  self->store = g_object_ref (services->store);
  self->clock = g_object_ref (services->clock);
  self->wall = g_object_ref (services->wall != NULL ? services->wall : services->clock);
  self->sink = g_object_ref (services->sink);
  g_set_object (&self->log, services->log);
  self->gateway = lab_gateway_new (services->catalogue, services->tokenizer, services->gate, sink,
                                   services->clock, services->log);
  g_hash_table_iter_init (&iter, providers);
  while (g_hash_table_iter_next (&iter, NULL, &provider))
    lab_gateway_add_provider (self->gateway, provider);
  lab_gateway_set_limits (self->gateway, &config->limits);
  self->open = TRUE;
  self->metrics.started_at = row->created_at;
  return self;
}
