/* lab-budget-gate.c: may this operation be paid for?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-budget-gate.h"

G_DEFINE_INTERFACE (LabBudgetGate, lab_budget_gate, G_TYPE_OBJECT)

static void
lab_budget_gate_default_init (LabBudgetGateInterface *iface)
{
}

LabReservation *
lab_reservation_new (void)
{
  return g_new0 (LabReservation, 1);
}

LabReservation *
lab_reservation_copy (const LabReservation *self)
{
  LabReservation *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->operation_id = g_strdup (self->operation_id);
  copy->profile_id = g_strdup (self->profile_id);
  copy->experiment_id = g_strdup (self->experiment_id);
  copy->session_id = g_strdup (self->session_id);
  copy->run_id = g_strdup (self->run_id);
  copy->task_key = g_strdup (self->task_key);
  copy->provider = g_strdup (self->provider);
  copy->model = g_strdup (self->model);
  return copy;
}

void
lab_reservation_free (LabReservation *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->operation_id);
  g_free (self->profile_id);
  g_free (self->experiment_id);
  g_free (self->session_id);
  g_free (self->run_id);
  g_free (self->task_key);
  g_free (self->provider);
  g_free (self->model);
  g_free (self);
}

void
lab_budget_gate_reserve_async (LabBudgetGate        *self,
                               const LabReservation *reservation,
                               GCancellable         *cancellable,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data)
{
  g_return_if_fail (LAB_IS_BUDGET_GATE (self));
  g_return_if_fail (reservation != NULL);
  g_return_if_fail (reservation->operation_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  LAB_BUDGET_GATE_GET_IFACE (self)->reserve_async (self, reservation, cancellable, callback,
                                                   user_data);
}

gboolean
lab_budget_gate_reserve_finish (LabBudgetGate  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (LAB_IS_BUDGET_GATE (self), FALSE);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return LAB_BUDGET_GATE_GET_IFACE (self)->reserve_finish (self, result, error);
}

void
lab_budget_gate_release_async (LabBudgetGate       *self,
                               const char          *operation_id,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (LAB_IS_BUDGET_GATE (self));
  g_return_if_fail (operation_id != NULL);

  LAB_BUDGET_GATE_GET_IFACE (self)->release_async (self, operation_id, callback, user_data);
}

gboolean
lab_budget_gate_release_finish (LabBudgetGate  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (LAB_IS_BUDGET_GATE (self), FALSE);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return LAB_BUDGET_GATE_GET_IFACE (self)->release_finish (self, result, error);
}
