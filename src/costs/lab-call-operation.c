/* lab-call-operation.c: all attempts of a call, with their texts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-call-operation.h"

#include "lab-store-calls.h"

/* More than any operation may take. */
#define MAX_ATTEMPTS 1000

typedef struct
{
  char *profile_id;
  char *call_id;
} Question;

static void
question_free (Question *question)
{
  g_free (question->profile_id);
  g_free (question->call_id);
  g_free (question);
}

static gpointer
load_func (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  const Question *question = data;
  LabCallFilter filter = LAB_CALL_FILTER_INIT;
  g_autoptr (LabCallRow) row =
    lab_store_calls_get (txn, question->profile_id, question->call_id, error);

  if (row == NULL)
    return NULL;
  filter.profile_id = question->profile_id;
  filter.operation_id = row->record->operation_id;
  filter.order = LAB_CALL_ORDER_OLDEST;
  filter.with_content = TRUE;
  return lab_store_calls_list (txn, &filter, NULL, MAX_ATTEMPTS, error);
}

static int
compare_attempts (gconstpointer a,
                  gconstpointer b)
{
  const LabCallRecord *first = *(const LabCallRecord * const *) a;
  const LabCallRecord *second = *(const LabCallRecord * const *) b;

  return (first->attempt > second->attempt) - (first->attempt < second->attempt);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = lab_store_read_finish (LAB_STORE (source), result, &error);
  GPtrArray *calls;

  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  calls = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_call_record_free);
  for (guint i = 0; i < rows->len; i++)
    {
      const LabCallRow *row = g_ptr_array_index (rows, i);

      g_ptr_array_add (calls, lab_call_record_copy (row->record));
    }
  g_ptr_array_sort (calls, compare_attempts);
  g_task_return_pointer (task, calls, (GDestroyNotify) g_ptr_array_unref);
}

void
lab_call_operation_load_async (LabStore            *store,
                               const char          *profile_id,
                               const char          *call_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  Question *question;
  GTask *task;

  g_return_if_fail (LAB_IS_STORE (store));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (call_id != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_call_operation_load_async);
  question = g_new0 (Question, 1);
  question->profile_id = g_strdup (profile_id);
  question->call_id = g_strdup (call_id);
  lab_store_read_async (store, load_func, question, (GDestroyNotify) question_free,
                        (GDestroyNotify) g_ptr_array_unref, cancellable, loaded_cb, task);
}

GPtrArray *
lab_call_operation_load_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_call_operation_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
