/* lab-session-context.c: what a session gives to its strategies
 *
 * Holds ids, a clock, randomness and the way to charged calls; the task stays
 * with the session, which finds it by the operation's id.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-session-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

/* A strategy that calls models without end is stopped. */
#define MAX_CALLS 64

struct _LabSessionContext
{
  GObject parent_instance;

  LabSession *session;
  char *operation_id;
  char *cache_namespace;
  LabRandom random;
  gboolean busy;         /* strategies are at work */
  guint n_under_way;     /* of their model calls */
  gboolean holding_time;
};

static void lab_session_context_iface_init (LabStrategyContextInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LabSessionContext, lab_session_context, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_STRATEGY_CONTEXT,
                                                      lab_session_context_iface_init))

static LabClock *
lab_session_context_get_clock (LabStrategyContext *context)
{
  return LAB_SESSION_CONTEXT (context)->session->clock;
}

static LabRandom *
lab_session_context_get_random (LabStrategyContext *context)
{
  return &LAB_SESSION_CONTEXT (context)->random;
}

static const char *
lab_session_context_get_cache_namespace (LabStrategyContext *context)
{
  return LAB_SESSION_CONTEXT (context)->cache_namespace;
}

/* Strategies may work in other threads, which must not move virtual time;
 * their model calls take place in it. */
static void
update_hold (LabSessionContext *self)
{
  gboolean wanted = self->busy && self->n_under_way == 0;

  if (wanted == self->holding_time)
    return;
  self->holding_time = wanted;
  if (wanted)
    lab_clock_hold (self->session->clock);
  else
    lab_clock_release (self->session->clock);
}

void
lab_session_context_begin (LabSessionContext *self)
{
  self->busy = TRUE;
  update_hold (self);
}

void
lab_session_context_end (LabSessionContext *self)
{
  self->busy = FALSE;
  update_hold (self);
}

static void
cancel_link_free (LabCancelLink *link)
{
  lab_cancel_link_clear (link);
  g_free (link);
}

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabSessionContext *self = g_task_get_source_object (task);
  GError *error = NULL;
  LabResponse *response = lab_gateway_send_finish (LAB_GATEWAY (source), result, &error);

  self->n_under_way--;
  update_hold (self);
  lab_cancel_link_clear (g_task_get_task_data (task));
  lab_session_leave (self->session);
  if (response != NULL)
    g_task_return_pointer (task, response, (GDestroyNotify) lab_response_free);
  else
    g_task_return_error (task, error);
}

/* Only while the operation is under way, in an open session, and so often. */
static LabSessionOperation *
check_call (LabSessionContext  *self,
            GError            **error)
{
  LabSessionOperation *operation =
    g_hash_table_lookup (self->session->operations, self->operation_id);

  if (!lab_session_check (self->session, error))
    return NULL;
  if (operation == NULL)
    {
      lab_set_error (error, LAB_ERROR_ISOLATION_BREACH,
                     _("A strategy asked a model for an operation that is over."));
      if (error != NULL)
        lab_error_set_context (*error, LAB_ERROR_CONTEXT_REASON, "operation");
      return NULL;
    }
  if (operation->n_calls >= MAX_CALLS)
    {
      lab_set_error (error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED,
                     _("A strategy may make %d model calls for one operation."), MAX_CALLS);
      if (error != NULL)
        lab_error_set_context (*error, LAB_ERROR_CONTEXT_REASON, "strategy-calls");
      return NULL;
    }
  operation->n_calls++;
  return operation;
}

/* An operation of its own, of the same task and run: its cost is overhead. It
 * ends with the operation it is for, whatever the strategy passes. */
static void
lab_session_context_call_model_async (LabStrategyContext  *context,
                                      const LabRequest    *request,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  LabSessionContext *self = LAB_SESSION_CONTEXT (context);
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (LabCallContext) call = NULL;
  LabSessionOperation *operation;
  LabCancelLink *link;
  GError *error = NULL;

  g_task_set_source_tag (task, lab_session_context_call_model_async);
  operation = check_call (self, &error);
  if (operation == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  link = g_new0 (LabCancelLink, 1);
  lab_cancel_link_init (link, cancellable, operation->cancellable);
  g_task_set_task_data (task, link, (GDestroyNotify) cancel_link_free);
  call = lab_session_new_call_context (self->session, NULL, operation);
  call->purpose = LAB_PURPOSE_STRATEGY;
  self->n_under_way++;
  update_hold (self);
  lab_session_enter (self->session);
  lab_gateway_send_async (self->session->gateway, request, call, link->cancellable, called_cb,
                          task);
}

static LabResponse *
lab_session_context_call_model_finish (LabStrategyContext  *context,
                                       GAsyncResult        *result,
                                       GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
lab_session_context_finalize (GObject *object)
{
  LabSessionContext *self = LAB_SESSION_CONTEXT (object);

  g_clear_object (&self->session);
  g_free (self->operation_id);
  g_free (self->cache_namespace);

  G_OBJECT_CLASS (lab_session_context_parent_class)->finalize (object);
}

static void
lab_session_context_class_init (LabSessionContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_session_context_finalize;
}

static void
lab_session_context_init (LabSessionContext *self)
{
}

static void
lab_session_context_iface_init (LabStrategyContextInterface *iface)
{
  iface->get_clock = lab_session_context_get_clock;
  iface->get_random = lab_session_context_get_random;
  iface->get_cache_namespace = lab_session_context_get_cache_namespace;
  iface->call_model_async = lab_session_context_call_model_async;
  iface->call_model_finish = lab_session_context_call_model_finish;
}

LabSessionContext *
lab_session_context_new (LabSession      *session,
                         const char      *operation_id,
                         const char      *cache_namespace,
                         const LabRandom *random)
{
  LabSessionContext *self = g_object_new (LAB_TYPE_SESSION_CONTEXT, NULL);

  self->session = g_object_ref (session);
  self->operation_id = g_strdup (operation_id);
  self->cache_namespace = g_strdup (cache_namespace);
  self->random = *random;
  return self;
}
