/* lab-desk-budget.c: what may be spent in the experiment in view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-desk-private.h"

const LabBudgetCap *
lab_desk_find_budget (LabDesk   *self,
                      LabOrigin  origin)
{
  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  if (self->budgets == NULL)
    return NULL;
  return lab_budget_caps_find_tightest (
    self->budgets, origin, lab_experiment_item_get_experiment (self->experiment)->id);
}

const LabBudgetCap *
lab_desk_get_budget (LabDesk           *self,
                     LabOrigin          origin,
                     LabBudgetCapScope  scope)
{
  const char *experiment;

  g_return_val_if_fail (LAB_IS_DESK (self), NULL);

  experiment = lab_experiment_item_get_experiment (self->experiment)->id;
  for (guint i = 0; self->budgets != NULL && i < self->budgets->len; i++)
    {
      const LabBudgetCap *cap = g_ptr_array_index (self->budgets, i);

      if (cap->origin == origin && cap->scope == scope &&
          (scope != LAB_BUDGET_CAP_EXPERIMENT ||
           g_strcmp0 (cap->experiment_id, experiment) == 0))
        return cap;
    }
  return NULL;
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (lab_budget_caps_change_finish (result, &error))
    {
      lab_desk_load_spend (g_task_get_source_object (task));
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, error);
}

void
lab_desk_set_budget_async (LabDesk             *self,
                           LabOrigin            origin,
                           LabBudgetCapScope    scope,
                           LabMoney             amount,
                           gboolean             allow_unpriced,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  LabBudgetCap cap = {
    .scope = scope,
    .origin = origin,
    .cap = amount,
    .allow_unpriced = allow_unpriced,
  };
  LabStore *store;
  gint64 now;
  GTask *task;

  g_return_if_fail (LAB_IS_DESK (self));

  cap.experiment_id = lab_experiment_item_get_experiment (self->experiment)->id;
  store = lab_context_get_store (self->context);
  now = lab_clock_now (lab_desk_get_clock (self));
  task = g_task_new (self, self->cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_desk_set_budget_async);
  if (amount == LAB_UNSET)
    lab_budget_caps_remove_async (store, self->profile->id, &cap, now, self->cancellable,
                                  changed_cb, task);
  else
    lab_budget_caps_set_async (store, self->profile->id, &cap, now, self->cancellable, changed_cb,
                               task);
}

gboolean
lab_desk_set_budget_finish (LabDesk       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

LabOrigin
lab_desk_get_origin (LabDesk    *self,
                     const char *provider)
{
  LabOrigin origin = LAB_ORIGIN_PRACTICE;

  g_return_val_if_fail (LAB_IS_DESK (self), LAB_ORIGIN_PRACTICE);
  g_return_val_if_fail (provider != NULL, LAB_ORIGIN_PRACTICE);

  lab_sandbox_find_origin (lab_context_get_sandbox (self->context), provider, &origin);
  return origin;
}
