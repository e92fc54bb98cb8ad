/* lab-budget-cap.c: the budgets a person sets, read and changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-budget-cap.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-store-budgets.h"

static const LabBudgetScope scopes[] = {
  [LAB_BUDGET_CAP_PROFILE] = LAB_BUDGET_PROFILE,
  [LAB_BUDGET_CAP_MONTH] = LAB_BUDGET_MONTH,
  [LAB_BUDGET_CAP_EXPERIMENT] = LAB_BUDGET_EXPERIMENT,
};

typedef struct
{
  char *profile_id;
  gint64 now;
  LabBudgetRow *row; /* (nullable): to set or to remove */
} Question;

static void
question_free (Question *question)
{
  g_free (question->profile_id);
  g_clear_pointer (&question->row, lab_budget_row_free);
  g_free (question);
}

static Question *
question_new (const char *profile_id,
              gint64      now)
{
  Question *question = g_new0 (Question, 1);

  question->profile_id = g_strdup (profile_id);
  question->now = now;
  return question;
}

void
lab_budget_cap_free (LabBudgetCap *self)
{
  if (self == NULL)
    return;

  g_free (self->experiment_id);
  g_free (self);
}

LabMoney
lab_budget_cap_get_left (const LabBudgetCap *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->cap - self->committed - self->reserved;
}

/* (nullable) */
static LabBudgetCap *
cap_from_row (const LabBudgetRow *row)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      LabBudgetCap *cap;

      if (scopes[i] != row->scope)
        continue;
      cap = g_new0 (LabBudgetCap, 1);
      cap->scope = (LabBudgetCapScope) i;
      if (row->scope == LAB_BUDGET_EXPERIMENT)
        cap->experiment_id = g_strdup (row->scope_id);
      cap->origin = row->origin;
      cap->cap = row->cap;
      cap->allow_unpriced = row->allow_unpriced;
      cap->committed = row->committed;
      cap->reserved = row->reserved;
      cap->n_unpriced = row->n_unpriced;
      return cap;
    }
  return NULL;
}

static gpointer
load_func (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  const Question *question = data;
  g_autoptr (GPtrArray) rows =
    lab_store_budgets_list (txn, question->profile_id, question->now, error);
  GPtrArray *caps;

  if (rows == NULL)
    return NULL;
  caps = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_budget_cap_free);
  for (guint i = 0; i < rows->len; i++)
    {
      LabBudgetCap *cap = cap_from_row (g_ptr_array_index (rows, i));

      if (cap != NULL)
        g_ptr_array_add (caps, cap);
    }
  return caps;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *caps = lab_store_read_finish (LAB_STORE (source), result, &error);

  if (caps != NULL)
    g_task_return_pointer (task, caps, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
lab_budget_caps_load_async (LabStore            *store,
                            const char          *profile_id,
                            gint64               now,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LAB_IS_STORE (store));
  g_return_if_fail (profile_id != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_budget_caps_load_async);
  lab_store_read_async (store, load_func, question_new (profile_id, now),
                        (GDestroyNotify) question_free, (GDestroyNotify) g_ptr_array_unref,
                        cancellable, loaded_cb, task);
}

GPtrArray *
lab_budget_caps_load_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_budget_caps_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const LabBudgetCap *
lab_budget_caps_find_tightest (GPtrArray  *caps,
                               LabOrigin   origin,
                               const char *experiment_id)
{
  const LabBudgetCap *tightest = NULL;

  g_return_val_if_fail (caps != NULL, NULL);

  for (guint i = 0; i < caps->len; i++)
    {
      const LabBudgetCap *cap = g_ptr_array_index (caps, i);

      if (cap->origin != origin || (cap->scope == LAB_BUDGET_CAP_EXPERIMENT &&
                                    g_strcmp0 (cap->experiment_id, experiment_id) != 0))
        continue;
      if (tightest == NULL ||
          lab_budget_cap_get_left (cap) < lab_budget_cap_get_left (tightest))
        tightest = cap;
    }
  return tightest;
}

static gpointer
set_func (LabStoreTxn  *txn,
          gpointer      data,
          GError      **error)
{
  const Question *question = data;

  return lab_store_budgets_set (txn, question->row, error) ? LAB_STORE_OK : NULL;
}

static gpointer
remove_func (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  const Question *question = data;
  const LabBudgetRow *row = question->row;
  g_autoptr (GError) failure = NULL;
  g_autoptr (LabBudgetRow) found =
    lab_store_budgets_get (txn, question->profile_id, row->scope, row->scope_id, row->origin,
                           question->now, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (found != NULL && !lab_store_budgets_delete (txn, question->profile_id, found->id, error))
    return NULL;
  return LAB_STORE_OK;
}

static void
changed_cb (GObject      *source,
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
change_async (LabStore           *store,
              const char         *profile_id,
              const LabBudgetCap *cap,
              gint64              now,
              LabStoreFunc        func,
              GCancellable       *cancellable,
              GTask              *task)
{
  Question *question = question_new (profile_id, now);
  LabBudgetRow *row = lab_budget_row_new ();

  g_task_set_source_tag (task, change_async);
  row->profile_id = g_strdup (profile_id);
  row->scope = scopes[cap->scope];
  if (cap->scope == LAB_BUDGET_CAP_EXPERIMENT)
    {
      g_free (row->scope_id);
      row->scope_id = g_strdup (cap->experiment_id);
    }
  row->origin = cap->origin;
  row->cap = cap->cap;
  row->allow_unpriced = cap->allow_unpriced;
  row->created_at = row->updated_at = now;
  question->row = row;
  lab_store_write_async (store, func, question, (GDestroyNotify) question_free, NULL, cancellable,
                         changed_cb, task);
}

void
lab_budget_caps_set_async (LabStore            *store,
                           const char          *profile_id,
                           const LabBudgetCap  *cap,
                           gint64               now,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LAB_IS_STORE (store));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (cap != NULL);
  g_return_if_fail (cap->scope != LAB_BUDGET_CAP_EXPERIMENT || cap->experiment_id != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  if (cap->cap < 0)
    {
      g_task_set_source_tag (task, change_async);
      g_task_return_new_error (task, LAB_ERROR, LAB_ERROR_INVALID_INPUT, "%s",
                               _("A budget cannot be below nothing."));
      g_object_unref (task);
      return;
    }
  change_async (store, profile_id, cap, now, set_func, cancellable, task);
}

void
lab_budget_caps_remove_async (LabStore            *store,
                              const char          *profile_id,
                              const LabBudgetCap  *cap,
                              gint64               now,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LAB_IS_STORE (store));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (cap != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  change_async (store, profile_id, cap, now, remove_func, cancellable, task);
}

gboolean
lab_budget_caps_change_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, change_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
