/* lab-spend.c: what was spent between two times, and what is left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-spend.h"

#include "lab-store-budgets.h"
#include "lab-store-rollups.h"

typedef struct
{
  char *profile_id;
  gint64 bounds[2];
  gint64 now;
} Question;

static void
question_free (Question *question)
{
  g_free (question->profile_id);
  g_free (question);
}

static gboolean
read_sums (LabStoreTxn     *txn,
           const Question  *question,
           LabSpend        *spend,
           GError         **error)
{
  LabRollupFilter filter = LAB_ROLLUP_FILTER_INIT;
  g_autoptr (GPtrArray) rows = NULL;

  filter.profile_id = question->profile_id;
  rows = lab_store_rollups_read (txn, &filter, LAB_ROLLUP_BY_NOTHING, question->bounds, 2, FALSE,
                                 error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const LabRollupRow *row = g_ptr_array_index (rows, i);

      spend->sums[row->origin] = row->cost;
      spend->n_calls[row->origin] = lab_rollup_row_count (row);
    }
  return TRUE;
}

static LabMoney
money_left (const LabSpend *spend,
            LabOrigin       origin)
{
  return spend->cap[origin] - spend->committed[origin] - spend->reserved[origin];
}

static void
take_budget (LabSpend           *spend,
             const LabBudgetRow *row)
{
  LabOrigin origin = row->origin;
  LabMoney left = row->cap - row->committed - row->reserved;

  if (row->scope != LAB_BUDGET_PROFILE && row->scope != LAB_BUDGET_MONTH)
    return;
  if (spend->has_cap[origin] && money_left (spend, origin) <= left)
    return;
  spend->has_cap[origin] = TRUE;
  spend->cap[origin] = row->cap;
  spend->committed[origin] = row->committed;
  spend->reserved[origin] = row->reserved;
}

static gboolean
read_budgets (LabStoreTxn     *txn,
              const Question  *question,
              LabSpend        *spend,
              GError         **error)
{
  g_autoptr (GPtrArray) rows =
    lab_store_budgets_list (txn, question->profile_id, question->now, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    take_budget (spend, g_ptr_array_index (rows, i));
  return TRUE;
}

static gpointer
spend_func (LabStoreTxn  *txn,
            gpointer      data,
            GError      **error)
{
  const Question *question = data;
  g_autofree LabSpend *spend = g_new0 (LabSpend, 1);

  if (!read_sums (txn, question, spend, error) || !read_budgets (txn, question, spend, error))
    return NULL;
  return g_steal_pointer (&spend);
}

static void
spend_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  LabSpend *spend = lab_store_read_finish (LAB_STORE (source), result, &error);

  if (spend != NULL)
    g_task_return_pointer (task, spend, g_free);
  else
    g_task_return_error (task, error);
}

void
lab_spend_load_async (LabStore            *store,
                      const char          *profile_id,
                      gint64               since,
                      gint64               until,
                      gint64               now,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  Question *question;
  GTask *task;

  g_return_if_fail (LAB_IS_STORE (store));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (since < until);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_spend_load_async);
  question = g_new0 (Question, 1);
  question->profile_id = g_strdup (profile_id);
  question->bounds[0] = since;
  question->bounds[1] = until;
  question->now = now;
  lab_store_read_async (store, spend_func, question, (GDestroyNotify) question_free, g_free,
                        cancellable, spend_cb, task);
}

gboolean
lab_spend_load_finish (GAsyncResult  *result,
                       LabSpend      *spend,
                       GError       **error)
{
  g_autofree LabSpend *found = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, lab_spend_load_async), FALSE);
  g_return_val_if_fail (spend != NULL, FALSE);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return FALSE;
  *spend = *found;
  return TRUE;
}
