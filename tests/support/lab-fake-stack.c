/* lab-fake-stack.c: a stack of at most one strategy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-fake-stack.h"

#include "lab-error.h"

struct _LabFakeStack
{
  GObject parent_instance;
  LabStrategy *strategy; /* (nullable) */
};

static void
applied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LabStrategy *strategy = LAB_STRATEGY (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (LabOptimizedRequest) optimized = NULL;
  g_autoptr (GError) error = NULL;
  LabStackResult *out;

  optimized = lab_strategy_apply_finish (strategy, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (optimized == NULL)
    {
      g_task_return_new_error (task, LAB_ERROR, LAB_ERROR_STRATEGY_APPLICATION_FAILED, "%s: %s",
                               lab_strategy_get_name (strategy), error->message);
      return;
    }
  out = lab_stack_result_new (optimized->request);
  out->answer = g_steal_pointer (&optimized->answer);
  out->deferred = optimized->deferred;
  g_ptr_array_add (out->notes, g_steal_pointer (&optimized->note));
  g_ptr_array_add (out->seen, g_steal_pointer (&optimized->original));
  g_task_return_pointer (task, out, (GDestroyNotify) lab_stack_result_free);
}

static void
lab_fake_stack_run_async (LabStack            *stack,
                          const LabRequest    *request,
                          LabStrategyContext  *context,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  LabFakeStack *self = LAB_FAKE_STACK (stack);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  if (self->strategy == NULL)
    g_task_return_pointer (task, lab_stack_result_new (request),
                           (GDestroyNotify) lab_stack_result_free);
  else
    lab_strategy_apply_async (self->strategy, request, context, cancellable, applied_cb,
                              g_steal_pointer (&task));
}

static LabStackResult *
lab_fake_stack_run_finish (LabStack      *stack,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, stack), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
observed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (lab_strategy_observe_finish (LAB_STRATEGY (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
lab_fake_stack_observe_async (LabStack             *stack,
                              const LabStackResult *result,
                              const LabResponse    *response,
                              LabStrategyContext   *context,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data)
{
  LabFakeStack *self = LAB_FAKE_STACK (stack);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (result->seen->len == 0)
    g_task_return_boolean (task, TRUE);
  else
    lab_strategy_observe_async (self->strategy, g_ptr_array_index (result->seen, 0), response,
                                context, observed_cb, g_steal_pointer (&task));
}

static gboolean
lab_fake_stack_observe_finish (LabStack      *stack,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, stack), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static char *
lab_fake_stack_to_string (LabStack *stack)
{
  LabFakeStack *self = LAB_FAKE_STACK (stack);

  return self->strategy != NULL ? lab_strategy_to_string (self->strategy) : g_strdup ("");
}

static void
stack_iface_init (LabStackInterface *iface)
{
  iface->run_async = lab_fake_stack_run_async;
  iface->run_finish = lab_fake_stack_run_finish;
  iface->observe_async = lab_fake_stack_observe_async;
  iface->observe_finish = lab_fake_stack_observe_finish;
  iface->to_string = lab_fake_stack_to_string;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LabFakeStack, lab_fake_stack, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_STACK, stack_iface_init))

static void
lab_fake_stack_dispose (GObject *object)
{
  g_clear_object (&LAB_FAKE_STACK (object)->strategy);

  G_OBJECT_CLASS (lab_fake_stack_parent_class)->dispose (object);
}

static void
lab_fake_stack_class_init (LabFakeStackClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lab_fake_stack_dispose;
}

static void
lab_fake_stack_init (LabFakeStack *self)
{
}

LabFakeStack *
lab_fake_stack_new (LabStrategy *strategy)
{
  LabFakeStack *self = g_object_new (LAB_TYPE_FAKE_STACK, NULL);

  g_set_object (&self->strategy, strategy);
  return self;
}
