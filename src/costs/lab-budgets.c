/* lab-budgets.c: the caps, and the gate before every operation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-budgets.h"

#include "lab-error.h"
#include "lab-store-budgets.h"

struct _LabBudgets
{
  GObject parent_instance;

  LabStore *store;
  LabClock *clock;
};

typedef struct
{
  char *operation_id;
  gint64 now;
} Release;

static void lab_budgets_iface_init (LabBudgetGateInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LabBudgets, lab_budgets, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_BUDGET_GATE,
                                                      lab_budgets_iface_init))

static void
release_free (Release *release)
{
  g_free (release->operation_id);
  g_free (release);
}

static gpointer
reserve_func (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  return lab_store_reserve (txn, data, error) ? LAB_STORE_OK : NULL;
}

static gpointer
release_func (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  Release *release = data;

  return lab_store_release (txn, release->operation_id, release->now, error) ? LAB_STORE_OK : NULL;
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (lab_store_write_finish (LAB_STORE (source), result, &error) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
lab_budgets_reserve_async (LabBudgetGate        *gate,
                           const LabReservation *reservation,
                           GCancellable         *cancellable,
                           GAsyncReadyCallback   callback,
                           gpointer              user_data)
{
  LabBudgets *self = LAB_BUDGETS (gate);
  /* What the store has begun it carries through: a reservation that is in
   * the ledger must not be reported as cancelled. */
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, lab_budgets_reserve_async);
  /* A practice call that a power cut takes away cost nobody anything. */
  if (reservation->origin == LAB_ORIGIN_PRACTICE)
    lab_store_write_relaxed_async (self->store, reserve_func, lab_reservation_copy (reservation),
                                   (GDestroyNotify) lab_reservation_free, NULL, cancellable,
                                   written_cb, task);
  else
    lab_store_write_async (self->store, reserve_func, lab_reservation_copy (reservation),
                           (GDestroyNotify) lab_reservation_free, NULL, cancellable, written_cb,
                           task);
}

static void
lab_budgets_release_async (LabBudgetGate       *gate,
                           const char          *operation_id,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  LabBudgets *self = LAB_BUDGETS (gate);
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Release *release = g_new0 (Release, 1);

  g_task_set_source_tag (task, lab_budgets_release_async);
  release->operation_id = g_strdup (operation_id);
  release->now = lab_clock_now (self->clock);
  lab_store_write_async (self->store, release_func, release, (GDestroyNotify) release_free, NULL,
                         NULL, written_cb, task);
}

static gboolean
finish_task (LabBudgetGate  *gate,
             GAsyncResult   *result,
             GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, gate), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lab_budgets_finalize (GObject *object)
{
  LabBudgets *self = LAB_BUDGETS (object);

  g_clear_object (&self->store);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (lab_budgets_parent_class)->finalize (object);
}

static void
lab_budgets_class_init (LabBudgetsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_budgets_finalize;
}

static void
lab_budgets_init (LabBudgets *self)
{
}

static void
lab_budgets_iface_init (LabBudgetGateInterface *iface)
{
  iface->reserve_async = lab_budgets_reserve_async;
  iface->reserve_finish = finish_task;
  iface->release_async = lab_budgets_release_async;
  iface->release_finish = finish_task;
}

LabBudgets *
lab_budgets_new (LabStore *store,
                 LabClock *clock)
{
  LabBudgets *self;

  g_return_val_if_fail (LAB_IS_STORE (store), NULL);
  g_return_val_if_fail (LAB_IS_CLOCK (clock), NULL);

  self = g_object_new (LAB_TYPE_BUDGETS, NULL);
  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  return self;
}
