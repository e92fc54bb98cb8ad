/* lab-compared-task.c: one task of a comparison, opened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-compared-task.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab-comparison-private.h"
#include "lab-store-calls.h"
#include "lab-strategy.h"
#include "lab-text-diff.h"

/* More attempts of one task than any run makes. */
#define MOST_CALLS 200

typedef struct
{
  LabStore *store;
  LabPriceCatalogue *catalogue;
  LabExperiment *experiment;
  char *runs[2];
  char *task_key;
  guint replicate;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->store);
  g_object_unref (question->catalogue);
  lab_experiment_free (question->experiment);
  g_free (question->runs[0]);
  g_free (question->runs[1]);
  g_free (question->task_key);
  g_free (question);
}

static void
side_clear (LabComparedSide *side)
{
  g_clear_pointer (&side->calls, g_ptr_array_unref);
  g_free (side->prompt);
  g_free (side->answer);
  g_free (side->answered_by);
  g_clear_pointer (&side->judgement, lab_judgement_free);
}

static LabComparedTask *
compared_task_new (void)
{
  LabComparedTask *self = g_new0 (LabComparedTask, 1);
  LabComparedSide *sides[] = { &self->base, &self->run };

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      sides[i]->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_call_record_free);
      sides[i]->score = LAB_SCORE_NONE;
    }
  return self;
}

void
lab_compared_task_free (LabComparedTask *self)
{
  if (self == NULL)
    return;

  g_free (self->question);
  side_clear (&self->base);
  side_clear (&self->run);
  g_clear_pointer (&self->removed, g_array_unref);
  g_clear_pointer (&self->added, g_array_unref);
  g_clear_pointer (&self->prompt_removed, g_array_unref);
  g_clear_pointer (&self->prompt_added, g_array_unref);
  g_free (self);
}

static const char *
name_role (LabRole role)
{
  switch (role)
    {
    case LAB_ROLE_SYSTEM:
      return C_("role", "System");
    case LAB_ROLE_ASSISTANT:
      return C_("role", "Assistant");
    case LAB_ROLE_TOOL:
      return C_("role", "Tool");
    case LAB_ROLE_USER:
    default:
      return C_("role", "User");
    }
}

static void
lay_out_part (GString       *text,
              const LabPart *part)
{
  if (part->type == LAB_PART_TOOL_CALL)
    g_string_append_printf (text, "%s %s\n", part->name != NULL ? part->name : "", part->text);
  else
    g_string_append_printf (text, "%s\n", part->text);
}

/* The request as it was sent, under the names of those who speak. */
static char *
lay_out_prompt (const char *json)
{
  g_autoptr (LabJsonDocument) document = lab_json_document_parse (json, -1, NULL, 1, NULL);
  g_autoptr (LabRequest) request =
    document != NULL ? lab_request_from_json (lab_json_document_get_root (document), NULL) : NULL;
  GString *text;

  if (request == NULL)
    return g_strdup (json);
  text = g_string_new (NULL);
  for (guint i = 0; i < request->messages->len; i++)
    {
      const LabMessage *message = request->messages->pdata[i];

      g_string_append_printf (text, "%s%s\n", i > 0 ? "\n" : "", name_role (message->role));
      for (guint k = 0; k < message->parts->len; k++)
        lay_out_part (text, message->parts->pdata[k]);
    }
  return g_string_free (text, FALSE);
}

/* The strategy whose note says that it answered. */
static char *
find_answerer (const char *strategies)
{
  g_autoptr (LabJsonDocument) document = lab_json_document_parse (strategies, -1, NULL, 1, NULL);
  const LabJson *root = document != NULL ? lab_json_document_get_root (document) : NULL;

  for (guint i = 0; root != NULL && i < lab_json_get_n_members (root); i++)
    {
      const LabJson *note = lab_json_get_element (root, i);
      const LabJson *action = lab_json_get (note, "action");
      const LabJson *name = lab_json_get (note, "strategy");

      if (action != NULL && name != NULL &&
          g_strcmp0 (lab_json_get_string (action),
                     lab_strategy_action_to_string (LAB_STRATEGY_ANSWERED)) == 0)
        return g_strdup (lab_json_get_string (name));
    }
  return NULL;
}

static void
take_answer (LabComparedSide     *side,
             const LabCallRecord *call,
             const LabTask       *task)
{
  side->answered = TRUE;
  side->score = call->score;
  lab_request_set (&side->answer, call->answer);
  g_clear_pointer (&side->answered_by, g_free);
  g_clear_pointer (&side->judgement, lab_judgement_free);
  if (call->status == LAB_CALL_ANSWERED)
    side->answered_by = find_answerer (call->strategies);
  if (task != NULL && call->answer != NULL && call->score != LAB_SCORE_NONE)
    side->judgement = lab_task_judge (task, call->answer, NULL, call->finish);
}

static gboolean
is_answer (const LabCallRecord *call)
{
  return call->final && call->purpose == LAB_PURPOSE_TASK &&
         (call->status == LAB_CALL_OK || call->status == LAB_CALL_CUT ||
          call->status == LAB_CALL_ANSWERED);
}

static void
take_call (LabComparedSide   *side,
           LabCallRecord     *call, /* (transfer full) */
           const LabTask     *task,
           LabPriceCatalogue *catalogue)
{
  g_ptr_array_add (side->calls, call);
  lab_cost_split_add (&side->split, call, catalogue);
  if (call->purpose == LAB_PURPOSE_TASK && call->prompt != NULL)
    {
      g_free (side->prompt);
      side->prompt = lay_out_prompt (call->prompt);
    }
  if (is_answer (call))
    take_answer (side, call, task);
}

static gboolean
read_side (LabStoreTxn      *txn,
           const Question   *question,
           const char       *run,
           const LabTask    *task,
           LabComparedSide  *side,
           GError          **error)
{
  g_autoptr (GPtrArray) rows =
    lab_store_operations_list_task (txn, question->experiment->profile_id, run,
                                    question->task_key, question->replicate, error);
  g_autoptr (GHashTable) answered = NULL;

  if (rows == NULL)
    return FALSE;
  answered = lab_operations_find_answered (rows);
  for (guint i = 0; i < rows->len; i++)
    {
      const LabOperationRow *row = rows->pdata[i];
      LabCallFilter filter = LAB_CALL_FILTER_INIT;
      g_autoptr (GPtrArray) calls = NULL;

      if (!lab_operation_counts (row, answered))
        continue;
      filter.profile_id = question->experiment->profile_id;
      filter.operation_id = row->id;
      filter.order = LAB_CALL_ORDER_OLDEST;
      filter.with_content = TRUE;
      calls = lab_store_calls_list (txn, &filter, NULL, MOST_CALLS, error);
      if (calls == NULL)
        return FALSE;
      for (guint k = 0; k < calls->len; k++)
        {
          const LabCallRow *call = calls->pdata[k];

          take_call (side, lab_call_record_copy (call->record), task, question->catalogue);
        }
    }
  return TRUE;
}

typedef struct
{
  const Question *question;
  const LabTask *task; /* (nullable) */
  LabComparedTask *compared;
} Reading;

static gpointer
read_func (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  const Reading *reading = data;
  const Question *question = reading->question;

  if (!read_side (txn, question, question->runs[0], reading->task, &reading->compared->base,
                  error) ||
      !read_side (txn, question, question->runs[1], reading->task, &reading->compared->run, error))
    return NULL;
  return LAB_STORE_OK;
}

/* The number at the end of a built-in's key, where the task stands. */
static guint
guess_index (const char *key)
{
  const char *slash = strrchr (key, '/');
  guint64 index = 0;

  if (slash == NULL ||
      !g_ascii_string_to_unsigned (slash + 1, 10, 0, LAB_WORKLOAD_MAX_TASKS - 1, &index, NULL))
    return 0;
  return (guint) index;
}

/* (nullable): NULL where the workload cannot be read or has no such task any
 * more; the calls are shown all the same. */
static LabTask *
find_task (const Question *question,
           GCancellable   *cancellable)
{
  guint guess = guess_index (question->task_key);
  g_autoptr (LabWorkload) workload =
    lab_experiment_load_workload_for (question->experiment, guess + 1, cancellable, NULL);
  guint n = workload != NULL ? lab_workload_get_n_tasks (workload) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (workload, (guess + i) % n);

      if (g_str_equal (task->key, question->task_key))
        return g_steal_pointer (&task);
    }
  return NULL;
}

static void
find_differences (LabComparedTask *compared)
{
  const LabComparedSide *base = &compared->base;
  const LabComparedSide *run = &compared->run;
  gboolean answers = base->answer != NULL && run->answer != NULL;
  gboolean prompts = base->prompt != NULL && run->prompt != NULL;

  lab_text_diff (answers ? base->answer : "", answers ? run->answer : "", &compared->removed,
                 &compared->added);
  lab_text_diff (prompts ? base->prompt : "", prompts ? run->prompt : "",
                 &compared->prompt_removed, &compared->prompt_added);
}

static void
load_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const Question *question = task_data;
  g_autoptr (LabTask) found = find_task (question, cancellable);
  g_autoptr (LabComparedTask) compared = compared_task_new ();
  Reading reading = { question, found, compared };
  GError *error = NULL;

  if (lab_store_read_sync (question->store, read_func, &reading, NULL, cancellable, &error) ==
      NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  compared->question = found != NULL ? g_strdup (found->question) : NULL;
  find_differences (compared);
  g_task_return_pointer (task, g_steal_pointer (&compared),
                         (GDestroyNotify) lab_compared_task_free);
}

void
lab_compared_task_load_async (LabStore            *store,
                              LabPriceCatalogue   *catalogue,
                              const LabExperiment *experiment,
                              const char          *baseline_run,
                              const char          *run,
                              const char          *task_key,
                              guint                replicate,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  g_return_if_fail (LAB_IS_STORE (store));
  g_return_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue));
  g_return_if_fail (experiment != NULL);
  g_return_if_fail (baseline_run != NULL && run != NULL && task_key != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_compared_task_load_async);
  question = g_new0 (Question, 1);
  question->store = g_object_ref (store);
  question->catalogue = g_object_ref (catalogue);
  question->experiment = lab_experiment_copy (experiment);
  question->runs[0] = g_strdup (baseline_run);
  question->runs[1] = g_strdup (run);
  question->task_key = g_strdup (task_key);
  question->replicate = replicate;
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_task_run_in_thread (task, load_thread);
}

LabComparedTask *
lab_compared_task_load_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_compared_task_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
