/* lab-stack.c: strategies in their order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-stack.h"

G_DEFINE_INTERFACE (LabStack, lab_stack, G_TYPE_OBJECT)

static void
lab_stack_default_init (LabStackInterface *iface)
{
}

LabStackResult *
lab_stack_result_new (const LabRequest *request)
{
  LabStackResult *self;

  g_return_val_if_fail (request != NULL, NULL);

  self = g_new0 (LabStackResult, 1);
  self->request = lab_request_copy (request);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_strategy_note_free);
  self->seen = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_request_free);
  return self;
}

void
lab_stack_result_free (LabStackResult *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->request, lab_request_free);
  g_clear_pointer (&self->answer, lab_response_free);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->seen);
  g_free (self);
}

void
lab_stack_run_async (LabStack            *self,
                     const LabRequest    *request,
                     LabStrategyContext  *context,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_return_if_fail (LAB_IS_STACK (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (LAB_IS_STRATEGY_CONTEXT (context));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  LAB_STACK_GET_IFACE (self)->run_async (self, request, context, cancellable, callback, user_data);
}

LabStackResult *
lab_stack_run_finish (LabStack      *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (LAB_IS_STACK (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return LAB_STACK_GET_IFACE (self)->run_finish (self, result, error);
}

void
lab_stack_observe_async (LabStack             *self,
                         const LabStackResult *result,
                         const LabResponse    *response,
                         LabStrategyContext   *context,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data)
{
  g_return_if_fail (LAB_IS_STACK (self));
  g_return_if_fail (result != NULL);
  g_return_if_fail (response != NULL);
  g_return_if_fail (LAB_IS_STRATEGY_CONTEXT (context));

  LAB_STACK_GET_IFACE (self)->observe_async (self, result, response, context, callback, user_data);
}

gboolean
lab_stack_observe_finish (LabStack      *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (LAB_IS_STACK (self), FALSE);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return LAB_STACK_GET_IFACE (self)->observe_finish (self, result, error);
}

char *
lab_stack_to_string (LabStack *self)
{
  g_return_val_if_fail (LAB_IS_STACK (self), NULL);

  return LAB_STACK_GET_IFACE (self)->to_string (self);
}
