/* lab-session-operation.c: one operation through stack, gateway, observers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-session-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

/* One call of lab_session_operate_async(). */
typedef struct
{
  LabSession *session;
  LabRequest *request;
  LabStack *stack;             /* (nullable) */
  LabSessionContext *context;  /* (nullable) */
  LabStackResult *result;      /* (nullable) */
  LabResponse *response;
  char *operation_id;
  LabDeltaFunc delta;
  gpointer delta_data;
  GCancellable *outer; /* (nullable): the caller's */
  LabCancelLink link;  /* of the caller, the session and the time left */
  GCancellable *timer; /* (nullable) */
  gboolean out_of_time;
  gint score;
} Work;

void
lab_session_operation_free (LabSessionOperation *self)
{
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->task, lab_task_unref);
  g_free (self->run_id);
  g_free (self->task_key);
  g_free (self->partition);
  g_free (self->cache_namespace);
  g_strfreev (self->faults);
  g_free (self);
}

static void
cancelled_cb (GCancellable *source,
              GCancellable *target)
{
  g_cancellable_cancel (target);
}

void
lab_cancel_link_init (LabCancelLink *self,
                      GCancellable  *a,
                      GCancellable  *b)
{
  GCancellable *sources[] = { a, b };

  self->cancellable = g_cancellable_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_set_object (&self->sources[i], sources[i]);
      if (sources[i] != NULL)
        self->handlers[i] = g_cancellable_connect (sources[i], G_CALLBACK (cancelled_cb),
                                                   g_object_ref (self->cancellable),
                                                   g_object_unref);
    }
}

/* Not g_cancellable_disconnect(), which waits for a handler that is running
 * and would wait for ever when it is this one's caller. */
void
lab_cancel_link_clear (LabCancelLink *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->sources); i++)
    {
      if (self->handlers[i] != 0)
        g_signal_handler_disconnect (self->sources[i], self->handlers[i]);
      self->handlers[i] = 0;
      g_clear_object (&self->sources[i]);
    }
  g_clear_object (&self->cancellable);
}

static void
work_free (Work *work)
{
  g_clear_object (&work->timer);
  g_clear_object (&work->outer);
  g_clear_object (&work->context);
  g_clear_object (&work->stack);
  g_clear_pointer (&work->result, lab_stack_result_free);
  g_clear_pointer (&work->response, lab_response_free);
  lab_request_free (work->request);
  g_free (work->operation_id);
  g_object_unref (work->session);
  g_free (work);
}

/* Over: nothing of it may go on in the session, whoever still holds the
 * result or the context. */
static void
leave (Work *work)
{
  LabSession *session = work->session;
  LabSessionOperation *operation = g_hash_table_lookup (session->operations, work->operation_id);

  work->score = operation->score;
  if (work->timer != NULL)
    g_cancellable_cancel (work->timer);
  if (work->link.cancellable != NULL)
    g_cancellable_cancel (work->link.cancellable);
  lab_cancel_link_clear (&work->link);
  g_hash_table_remove (session->operations, work->operation_id);
  lab_session_leave (session);
}

LabCallContext *
lab_session_new_call_context (LabSession                *self,
                              const char                *operation_id,
                              const LabSessionOperation *operation)
{
  LabCallContext *context = lab_call_context_new ();

  if (operation_id != NULL)
    {
      g_free (context->operation_id);
      context->operation_id = g_strdup (operation_id);
    }
  context->profile_id = g_strdup (self->profile_id);
  context->experiment_id = g_strdup (self->config->experiment_id);
  context->session_id = g_strdup (self->id);
  context->run_id = g_strdup (operation->run_id);
  context->task_key = g_strdup (operation->task_key);
  context->replicate = operation->replicate;
  context->seed = operation->seed;
  context->partition = g_strdup (operation->partition);
  context->max_attempts = self->config->max_attempts;
  context->fallback_models = g_strdupv (self->config->fallback_models);
  context->timeout_us = self->config->attempt_timeout_us;
  context->keep_prompt = self->config->keep_text;
  return context;
}

/* A session that ran out of time says so, rather than "cancelled". */
static void
return_error (GTask  *task,
              GError *error)
{
  Work *work = g_task_get_task_data (task);

  if (work->out_of_time && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      lab_session_set_timeout_error (work->session, &error);
    }
  leave (work);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
return_response (GTask *task)
{
  Work *work = g_task_get_task_data (task);

  leave (work);
  g_task_return_pointer (task, g_steal_pointer (&work->response),
                         (GDestroyNotify) lab_response_free);
  g_object_unref (task);
}

static void
observed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  Work *work = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* The answer is there and paid; a strategy that could not keep it loses
   * only its own saving. */
  lab_session_context_end (work->context);
  if (!lab_stack_observe_finish (LAB_STACK (source), result, &error) && work->session->log != NULL)
    lab_log_write (work->session->log, LAB_LOG_WARN, "strategy.observe-failed",
                   work->operation_id, "error", error->message, NULL);
  return_response (task);
}

static void
take_response (GTask       *task,
               LabResponse *response)
{
  Work *work = g_task_get_task_data (task);

  work->response = response;
  if (work->result == NULL || work->result->answer != NULL)
    {
      return_response (task);
      return;
    }
  lab_session_context_begin (work->context);
  lab_stack_observe_async (work->stack, work->result, work->response,
                           LAB_STRATEGY_CONTEXT (work->context), observed_cb, task);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  LabResponse *response = lab_gateway_send_finish (LAB_GATEWAY (source), result, &error);

  if (response == NULL)
    return_error (task, error);
  else
    take_response (task, response);
}

static void
answer_recorded_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  GTask *task = user_data;
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lab_gateway_record_answer_finish (LAB_GATEWAY (source), result, &error))
    return_error (task, error);
  else
    take_response (task, lab_response_copy (work->result->answer));
}

/* The task is tied to the transport only now, after the strategies. */
static LabAnswerSource *
new_answer_source (const LabSessionOperation *operation)
{
  LabTeachingOptions options = LAB_TEACHING_OPTIONS_INIT;

  if (operation->task == NULL)
    return NULL;

  /* The run's seed comes with each query; the model mixes the two, and the same
   * one twice would cancel itself out. */
  options.ambiguity = (int) operation->ambiguity;
  return LAB_ANSWER_SOURCE (lab_teaching_model_new (operation->task, &options));
}

static void
go_to_gateway (GTask *task)
{
  Work *work = g_task_get_task_data (task);
  LabSession *session = work->session;
  LabSessionOperation *operation = g_hash_table_lookup (session->operations, work->operation_id);
  g_autoptr (LabCallContext) context =
    lab_session_new_call_context (session, work->operation_id, operation);
  const LabRequest *request = work->result != NULL ? work->result->request : work->request;

  if (work->result != NULL)
    context->strategies = lab_strategy_notes_to_json (work->result->notes);
  if (work->result != NULL && work->result->answer != NULL)
    {
      lab_gateway_record_answer_async (session->gateway, request, work->result->answer, context,
                                       answer_recorded_cb, task);
      return;
    }
  context->answers = new_answer_source (operation);
  context->delta = work->delta;
  context->delta_data = work->delta_data;
  context->faults = g_strdupv (operation->faults);
  context->allow_unpriced = operation->allow_unpriced;
  context->retrying = operation->retrying;
  context->retrying_data = operation->retrying_data;
  lab_gateway_send_async (session->gateway, request, context, work->link.cancellable, sent_cb,
                          task);
}

static void
stacked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;

  lab_session_context_end (work->context);
  work->result = lab_stack_run_finish (LAB_STACK (source), result, &error);
  if (work->result == NULL)
    return_error (task, error);
  else
    go_to_gateway (task);
}

static void
timeout_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (task);

  /* A timer that was cancelled belongs to an operation that is over. */
  if (!lab_clock_sleep_finish (LAB_CLOCK (source), result, NULL) ||
      work->link.cancellable == NULL)
    return;
  work->out_of_time = TRUE;
  g_cancellable_cancel (work->link.cancellable);
}

static void
watch (GTask               *task,
       LabSessionOperation *operation)
{
  Work *work = g_task_get_task_data (task);
  LabSession *session = work->session;
  gint64 left = lab_session_time_left (session);

  lab_cancel_link_init (&work->link, work->outer, session->cancellable);
  operation->cancellable = g_object_ref (work->link.cancellable);
  if (left < 0)
    return;
  work->timer = g_cancellable_new ();
  lab_clock_sleep_async (session->clock, left, work->timer, timeout_cb, g_object_ref (task));
}

/* Of the task where there is one: its luck must not hang on the order in
 * which tasks are done. */
static void
init_random (LabRandom                 *random,
             LabSession                *session,
             const LabSessionOperation *operation)
{
  g_autofree char *name = g_strconcat (
    "strategy/", operation->task_key != NULL ? operation->task_key : "by-hand", NULL);
  guint64 index = operation->task_key != NULL ? operation->replicate :
                                                (guint64) session->n_started;

  lab_random_init_stream (random, operation->seed, name, index);
}

static void
start (GTask *task)
{
  Work *work = g_task_get_task_data (task);
  LabSession *session = work->session;
  LabSessionOperation *operation = g_hash_table_lookup (session->operations, work->operation_id);
  LabRandom random;

  watch (task, operation);
  if (work->stack == NULL)
    {
      go_to_gateway (task);
      return;
    }
  init_random (&random, session, operation);
  work->context = lab_session_context_new (session, work->operation_id,
                                           operation->cache_namespace, &random);
  lab_session_context_begin (work->context);
  lab_stack_run_async (work->stack, work->request, LAB_STRATEGY_CONTEXT (work->context),
                       work->link.cancellable, stacked_cb, task);
}

void
lab_session_operate_async (LabSession          *self,
                           LabSessionOperation *operation,
                           const LabRequest    *request,
                           LabStack            *stack,
                           LabDeltaFunc         delta,
                           gpointer             delta_data,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Work *work = g_new0 (Work, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, lab_session_operate_async);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  work->session = g_object_ref (self);
  work->request = lab_request_copy (request);
  g_set_object (&work->stack, stack);
  g_set_object (&work->outer, cancellable);
  work->operation_id = g_uuid_string_random ();
  work->delta = delta;
  work->delta_data = delta_data;
  work->score = LAB_SCORE_NONE;
  operation->score = LAB_SCORE_NONE;
  g_hash_table_insert (self->operations, g_strdup (work->operation_id), operation);

  lab_session_enter (self);
  if (!lab_session_admit (self, &error))
    return_error (task, error);
  else
    start (task);
}

LabResponse *
lab_session_operate_finish (LabSession    *self,
                            GAsyncResult  *result,
                            gint          *score,
                            GError       **error)
{
  Work *work;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  work = g_task_get_task_data (G_TASK (result));
  if (score != NULL)
    *score = work->score;
  return g_task_propagate_pointer (G_TASK (result), error);
}
