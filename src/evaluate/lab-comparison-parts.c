/* lab-comparison-parts.c: where the money of both runs went
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-comparison-parts.h"

#include <string.h>

#include "lab-comparison-private.h"
#include "lab-store-calls.h"

#define PAGE 500

typedef struct
{
  LabStore *store;
  LabPriceCatalogue *catalogue;
  char *profile_id;
  char *runs[2];
  GHashTable *keys; /* (nullable): "replicate key" of every pair; all when NULL */
  LabComparisonParts parts;
  gint64 tokens[LAB_N_BUCKETS];
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->store);
  g_object_unref (question->catalogue);
  g_free (question->profile_id);
  g_free (question->runs[0]);
  g_free (question->runs[1]);
  g_clear_pointer (&question->keys, g_hash_table_unref);
  g_free (question);
}

static gboolean
is_paired (const Question        *question,
           const LabOperationRow *row)
{
  g_autofree char *key = NULL;

  if (row->task_key == NULL)
    return FALSE;
  key = g_strdup_printf ("%u %s", row->replicate, row->task_key);
  return g_hash_table_contains (question->keys, key);
}

/* The operations whose money the comparison counts: a set of ids. */
static GHashTable *
find_operations (LabStoreTxn     *txn,
                 const Question  *question,
                 const char      *run,
                 GError         **error)
{
  g_autoptr (GPtrArray) rows =
    lab_store_operations_list_run (txn, question->profile_id, run, FALSE, error);
  g_autoptr (GHashTable) answered = NULL;
  GHashTable *ids;

  if (rows == NULL)
    return NULL;
  answered = lab_operations_find_answered (rows);
  ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const LabOperationRow *row = rows->pdata[i];

      if (is_paired (question, row) && lab_operation_counts (row, answered))
        g_hash_table_add (ids, g_strdup (row->id));
    }
  return ids;
}

static void
add_call (Question            *question,
          LabCostSplit        *split,
          const LabCallRecord *call)
{
  lab_cost_split_add (split, call, question->catalogue);
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    question->tokens[bucket] += call->usage.buckets[bucket];
}

static gboolean
split_run (LabStoreTxn   *txn,
           Question      *question,
           const char    *run,
           LabCostSplit  *split,
           GError       **error)
{
  g_autoptr (GHashTable) ids = NULL;
  g_autoptr (LabCallRow) after = NULL;
  LabCallFilter filter = LAB_CALL_FILTER_INIT;

  if (question->keys != NULL)
    ids = find_operations (txn, question, run, error);
  if (question->keys != NULL && ids == NULL)
    return FALSE;
  filter.profile_id = question->profile_id;
  filter.run_id = run;
  filter.order = LAB_CALL_ORDER_OLDEST;
  while (TRUE)
    {
      g_autoptr (GPtrArray) page = lab_store_calls_list (txn, &filter, after, PAGE, error);

      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->len; i++)
        {
          const LabCallRow *row = page->pdata[i];

          if (ids == NULL || g_hash_table_contains (ids, row->record->operation_id))
            add_call (question, split, row->record);
        }
      if (page->len < PAGE)
        return TRUE;
      g_clear_pointer (&after, lab_call_row_free);
      after = g_ptr_array_steal_index (page, page->len - 1);
    }
}

static gpointer
split_func (LabStoreTxn  *txn,
            gpointer      data,
            GError      **error)
{
  Question *question = data;

  if (!split_run (txn, question, question->runs[0], &question->parts.base, error) ||
      (question->runs[1] != NULL &&
       !split_run (txn, question, question->runs[1], &question->parts.run, error)))
    return NULL;
  return LAB_STORE_OK;
}

static void
split_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Question *question = task_data;
  GError *error = NULL;

  if (lab_store_read_sync (question->store, split_func, question, NULL, cancellable, &error) !=
      NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static GHashTable *
copy_keys (const LabComparison *comparison)
{
  GHashTable *keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < comparison->pairs->len; i++)
    {
      const LabPair *pair = comparison->pairs->pdata[i];

      g_hash_table_add (keys, g_strdup_printf ("%u %s", pair->replicate, pair->task_key));
    }
  return keys;
}

void
lab_comparison_parts_load_async (LabStore            *store,
                                 LabPriceCatalogue   *catalogue,
                                 const char          *profile_id,
                                 const LabComparison *comparison,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  g_return_if_fail (LAB_IS_STORE (store));
  g_return_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (comparison != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_comparison_parts_load_async);
  question = g_new0 (Question, 1);
  question->store = g_object_ref (store);
  question->catalogue = g_object_ref (catalogue);
  question->profile_id = g_strdup (profile_id);
  question->runs[0] = g_strdup (comparison->baseline_run);
  question->runs[1] = g_strdup (comparison->run);
  question->keys = copy_keys (comparison);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_task_run_in_thread (task, split_thread);
}

gboolean
lab_comparison_parts_load_finish (GAsyncResult        *result,
                                  LabComparisonParts  *parts,
                                  GError             **error)
{
  const Question *question;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_comparison_parts_load_async), FALSE);
  g_return_val_if_fail (parts != NULL, FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  question = g_task_get_task_data (G_TASK (result));
  *parts = question->parts;
  return TRUE;
}

void
lab_run_parts_load_async (LabStore            *store,
                          LabPriceCatalogue   *catalogue,
                          const char          *profile_id,
                          const char          *run,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  g_return_if_fail (LAB_IS_STORE (store));
  g_return_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue));
  g_return_if_fail (profile_id != NULL && run != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_run_parts_load_async);
  question = g_new0 (Question, 1);
  question->store = g_object_ref (store);
  question->catalogue = g_object_ref (catalogue);
  question->profile_id = g_strdup (profile_id);
  question->runs[0] = g_strdup (run);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_task_run_in_thread (task, split_thread);
}

gboolean
lab_run_parts_load_finish (GAsyncResult  *result,
                           LabCostSplit  *split,
                           gint64        *tokens,
                           GError       **error)
{
  const Question *question;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_run_parts_load_async), FALSE);
  g_return_val_if_fail (split != NULL && tokens != NULL, FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  question = g_task_get_task_data (G_TASK (result));
  *split = question->parts.base;
  memcpy (tokens, question->tokens, sizeof question->tokens);
  return TRUE;
}
