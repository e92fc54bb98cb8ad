/* lab-fake-gate.c: a budget gate with one cap
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-fake-gate.h"

#include "lab-error.h"

struct _LabFakeGate
{
  GObject parent_instance;
  GHashTable *held; /* operation id → LabReservation */
  LabMoney cap;
  guint n_asked;
};

static GError *
refusal (const LabReservation *reservation)
{
  GError *error = NULL;

  lab_set_error (&error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED, "The test's budget does not cover %s.",
                 reservation->operation_id);
  lab_error_set_context (error, LAB_ERROR_CONTEXT_REASON, "budget");
  return error;
}

static void
lab_fake_gate_reserve_async (LabBudgetGate        *gate,
                             const LabReservation *reservation,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data)
{
  LabFakeGate *self = LAB_FAKE_GATE (gate);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  gboolean capped = self->cap != LAB_FAKE_GATE_NO_CAP;

  self->n_asked++;
  if (g_task_return_error_if_cancelled (task))
    return;
  if (capped && (!reservation->priced ||
                 reservation->worst_case > self->cap - lab_fake_gate_get_reserved (self)))
    {
      g_task_return_error (task, refusal (reservation));
      return;
    }
  /* What is granted stays granted, also when cancelled from now on. */
  g_task_set_check_cancellable (task, FALSE);
  g_hash_table_insert (self->held, g_strdup (reservation->operation_id),
                       lab_reservation_copy (reservation));
  g_task_return_boolean (task, TRUE);
}

static void
lab_fake_gate_release_async (LabBudgetGate       *gate,
                             const char          *operation_id,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  LabFakeGate *self = LAB_FAKE_GATE (gate);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (g_hash_table_remove (self->held, operation_id))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, LAB_ERROR, LAB_ERROR_NOT_FOUND, "%s holds nothing.",
                             operation_id);
}

static gboolean
lab_fake_gate_finish (LabBudgetGate  *gate,
                      GAsyncResult   *result,
                      GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, gate), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
budget_gate_iface_init (LabBudgetGateInterface *iface)
{
  iface->reserve_async = lab_fake_gate_reserve_async;
  iface->reserve_finish = lab_fake_gate_finish;
  iface->release_async = lab_fake_gate_release_async;
  iface->release_finish = lab_fake_gate_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LabFakeGate, lab_fake_gate, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_BUDGET_GATE,
                                                      budget_gate_iface_init))

static void
lab_fake_gate_finalize (GObject *object)
{
  g_hash_table_unref (LAB_FAKE_GATE (object)->held);

  G_OBJECT_CLASS (lab_fake_gate_parent_class)->finalize (object);
}

static void
lab_fake_gate_class_init (LabFakeGateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_fake_gate_finalize;
}

static void
lab_fake_gate_init (LabFakeGate *self)
{
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) lab_reservation_free);
}

LabFakeGate *
lab_fake_gate_new (LabMoney cap)
{
  LabFakeGate *self = g_object_new (LAB_TYPE_FAKE_GATE, NULL);

  self->cap = cap;
  return self;
}

LabMoney
lab_fake_gate_get_reserved (LabFakeGate *self)
{
  LabMoney sum = 0;
  GHashTableIter iter;
  LabReservation *reservation;

  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &reservation))
    sum += reservation->worst_case;
  return sum;
}

const LabReservation *
lab_fake_gate_get_reservation (LabFakeGate *self,
                               const char  *operation_id)
{
  return g_hash_table_lookup (self->held, operation_id);
}

guint
lab_fake_gate_get_n_asked (LabFakeGate *self)
{
  return self->n_asked;
}
