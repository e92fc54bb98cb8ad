/* lab-fake-context.c: a strategy context with scripted model calls
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-fake-context.h"

/* 2026-01-01T00:00:00Z in µs */
#define START G_GINT64_CONSTANT (1767225600000000)

struct _LabFakeContext
{
  GObject parent_instance;
  LabClock *clock;
  LabRandom random;
  char *cache_namespace;
  LabResponse *reply;
  GError *next_error;
  GPtrArray *requests;
  LabMoney charged;
};

static LabClock *
lab_fake_context_get_clock (LabStrategyContext *context)
{
  return LAB_FAKE_CONTEXT (context)->clock;
}

static LabRandom *
lab_fake_context_get_random (LabStrategyContext *context)
{
  return &LAB_FAKE_CONTEXT (context)->random;
}

static const char *
lab_fake_context_get_cache_namespace (LabStrategyContext *context)
{
  return LAB_FAKE_CONTEXT (context)->cache_namespace;
}

static void
lab_fake_context_call_model_async (LabStrategyContext  *context,
                                   const LabRequest    *request,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  LabFakeContext *self = LAB_FAKE_CONTEXT (context);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  LabResponse *response;

  if (g_task_return_error_if_cancelled (task))
    return;
  g_ptr_array_add (self->requests, lab_request_copy (request));
  if (self->next_error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&self->next_error));
      return;
    }
  response = lab_response_copy (self->reply);
  response->model = g_strdup (request->model);
  response->timestamp = lab_clock_now (self->clock);
  self->charged += response->cost;
  g_task_return_pointer (task, response, (GDestroyNotify) lab_response_free);
}

static LabResponse *
lab_fake_context_call_model_finish (LabStrategyContext  *context,
                                    GAsyncResult        *result,
                                    GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
strategy_context_iface_init (LabStrategyContextInterface *iface)
{
  iface->get_clock = lab_fake_context_get_clock;
  iface->get_random = lab_fake_context_get_random;
  iface->get_cache_namespace = lab_fake_context_get_cache_namespace;
  iface->call_model_async = lab_fake_context_call_model_async;
  iface->call_model_finish = lab_fake_context_call_model_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LabFakeContext, lab_fake_context, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_STRATEGY_CONTEXT,
                                                      strategy_context_iface_init))

static void
lab_fake_context_finalize (GObject *object)
{
  LabFakeContext *self = LAB_FAKE_CONTEXT (object);

  g_object_unref (self->clock);
  g_free (self->cache_namespace);
  lab_response_free (self->reply);
  g_clear_error (&self->next_error);
  g_ptr_array_unref (self->requests);

  G_OBJECT_CLASS (lab_fake_context_parent_class)->finalize (object);
}

static void
lab_fake_context_class_init (LabFakeContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_fake_context_finalize;
}

static void
lab_fake_context_init (LabFakeContext *self)
{
  self->clock = lab_virtual_clock_new (START);
  lab_random_init (&self->random, 1);
  self->reply = lab_response_new ();
  self->reply->finish = LAB_FINISH_STOP;
  self->reply->cost_state = LAB_COST_KNOWN;
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_request_free);
}

LabFakeContext *
lab_fake_context_new (const char *cache_namespace)
{
  LabFakeContext *self = g_object_new (LAB_TYPE_FAKE_CONTEXT, NULL);

  self->cache_namespace = g_strdup (cache_namespace);
  return self;
}

void
lab_fake_context_set_reply (LabFakeContext *self,
                            const char     *content,
                            LabMoney        cost)
{
  lab_request_set (&self->reply->content, content);
  self->reply->cost = cost;
}

void
lab_fake_context_fail_next (LabFakeContext *self,
                            LabErrorCode    code)
{
  g_clear_error (&self->next_error);
  lab_set_error (&self->next_error, code, "The test lets this model call fail.");
}

GPtrArray *
lab_fake_context_get_requests (LabFakeContext *self)
{
  return self->requests;
}

LabMoney
lab_fake_context_get_charged (LabFakeContext *self)
{
  return self->charged;
}
