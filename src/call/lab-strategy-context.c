/* lab-strategy-context.c: what a strategy may use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-strategy-context.h"

G_DEFINE_INTERFACE (LabStrategyContext, lab_strategy_context, G_TYPE_OBJECT)

static void
lab_strategy_context_default_init (LabStrategyContextInterface *iface)
{
}

LabClock *
lab_strategy_context_get_clock (LabStrategyContext *self)
{
  g_return_val_if_fail (LAB_IS_STRATEGY_CONTEXT (self), NULL);

  return LAB_STRATEGY_CONTEXT_GET_IFACE (self)->get_clock (self);
}

LabRandom *
lab_strategy_context_get_random (LabStrategyContext *self)
{
  g_return_val_if_fail (LAB_IS_STRATEGY_CONTEXT (self), NULL);

  return LAB_STRATEGY_CONTEXT_GET_IFACE (self)->get_random (self);
}

const char *
lab_strategy_context_get_cache_namespace (LabStrategyContext *self)
{
  g_return_val_if_fail (LAB_IS_STRATEGY_CONTEXT (self), NULL);

  return LAB_STRATEGY_CONTEXT_GET_IFACE (self)->get_cache_namespace (self);
}

void
lab_strategy_context_call_model_async (LabStrategyContext  *self,
                                       const LabRequest    *request,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_return_if_fail (LAB_IS_STRATEGY_CONTEXT (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  LAB_STRATEGY_CONTEXT_GET_IFACE (self)->call_model_async (self, request, cancellable, callback,
                                                           user_data);
}

LabResponse *
lab_strategy_context_call_model_finish (LabStrategyContext  *self,
                                        GAsyncResult        *result,
                                        GError             **error)
{
  g_return_val_if_fail (LAB_IS_STRATEGY_CONTEXT (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return LAB_STRATEGY_CONTEXT_GET_IFACE (self)->call_model_finish (self, result, error);
}
