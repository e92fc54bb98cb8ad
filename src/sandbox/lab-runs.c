/* lab-runs.c: the runs of an experiment, and what they came to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-runs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab-json.h"
#include "lab-store-runs.h"

typedef struct
{
  char *profile_id;
  char *experiment_id;
} Question;

static void
question_free (Question *question)
{
  g_free (question->profile_id);
  g_free (question->experiment_id);
  g_free (question);
}

LabRunInfo *
lab_run_info_copy (const LabRunInfo *self)
{
  LabRunInfo *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->experiment_id = g_strdup (self->experiment_id);
  copy->name = g_strdup (self->name);
  copy->kind = g_strdup (self->kind);
  copy->status = g_strdup (self->status);
  copy->strategies = g_strdup (self->strategies);
  copy->workload_hash = g_strdup (self->workload_hash);
  copy->error_message = g_strdup (self->error_message);
  return copy;
}

void
lab_run_info_free (LabRunInfo *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->experiment_id);
  g_free (self->name);
  g_free (self->kind);
  g_free (self->status);
  g_free (self->strategies);
  g_free (self->workload_hash);
  g_free (self->error_message);
  g_free (self);
}

gboolean
lab_run_info_is_baseline (const LabRunInfo *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_strcmp0 (self->kind, "baseline") == 0;
}

char *
lab_strategies_dup_names (const char *strategies)
{
  g_auto (GStrv) parts = NULL;

  if (strategies == NULL || strategies[0] == '\0')
    return g_strdup ("–");
  parts = g_strsplit (strategies, ";", -1);
  for (gsize i = 0; parts[i] != NULL; i++)
    parts[i][strcspn (parts[i], ":")] = '\0';
  return g_strjoinv (" + ", parts);
}

char *
lab_run_info_dup_title (const LabRunInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->name != NULL && self->name[0] != '\0')
    return g_strdup (self->name);
  if (lab_run_info_is_baseline (self))
    return g_strdup (self->terms.spare ? _("Baseline again") : _("Baseline"));
  return lab_strategies_dup_names (self->strategies);
}

gboolean
lab_run_terms_read (const char   *config,
                    const char   *source,
                    LabRunTerms  *terms,
                    GError      **error)
{
  g_autoptr (LabJsonDocument) document = NULL;
  LabRunTerms read = { .margin = LAB_RUN_DEFAULT_MARGIN };
  gint64 margin = LAB_RUN_DEFAULT_MARGIN;
  const LabJson *root, *looks;

  g_return_val_if_fail (terms != NULL, FALSE);

  *terms = read;
  if (config == NULL)
    return TRUE;
  document = lab_json_document_parse (config, -1, source, 1, error);
  if (document == NULL)
    return FALSE;
  root = lab_json_document_get_root (document);
  if (!lab_json_optional_int (root, "margin", 1, LAB_SCORE_MAX - 1, &margin, error) ||
      !lab_json_optional_boolean (root, "spare", &read.spare, error))
    return FALSE;
  looks = lab_json_get (root, "looks");
  read.looks = looks != NULL ? lab_json_get_n_members (looks) : 0;
  read.margin = (gint) margin;
  *terms = read;
  return TRUE;
}

static LabRunInfo *
make_info (const LabRunSums  *sums,
           GError           **error)
{
  const LabRunRow *row = sums->run;
  g_autoptr (LabRunInfo) info = g_new0 (LabRunInfo, 1);

  info->id = g_strdup (row->id);
  info->experiment_id = g_strdup (row->experiment_id);
  info->name = g_strdup (row->name);
  info->kind = g_strdup (row->kind);
  info->status = g_strdup (row->status);
  info->strategies = g_strdup (row->strategies);
  info->workload_hash = g_strdup (row->workload_hash);
  info->error_message = g_strdup (row->error_message);
  info->origin = row->origin;
  info->seed = (guint64) row->seed;
  info->n_planned = row->n_tasks;
  info->n_done = sums->n_answered;
  info->n_failed = sums->n_tasks - sums->n_answered;
  info->n_judged = (guint) sums->n_judged;
  info->cost = sums->cost;
  info->mean_score = sums->n_judged > 0 ?
                       (gint) ((sums->score_sum + sums->n_judged / 2) / sums->n_judged) :
                       LAB_SCORE_NONE;
  info->started_at = row->started_at;
  info->finished_at = row->finished_at;
  if (!lab_run_terms_read (row->config, row->id, &info->terms, error))
    return NULL;
  return g_steal_pointer (&info);
}

static gpointer
list_func (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  const Question *question = data;
  g_autoptr (GPtrArray) rows =
    lab_store_runs_sum_up (txn, question->profile_id, question->experiment_id, error);
  g_autoptr (GPtrArray) infos =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lab_run_info_free);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      LabRunInfo *info = make_info (rows->pdata[i], error);

      if (info == NULL)
        return NULL;
      g_ptr_array_add (infos, info);
    }
  return g_steal_pointer (&infos);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *infos = lab_store_read_finish (LAB_STORE (source), result, &error);

  if (infos != NULL)
    g_task_return_pointer (task, infos, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
lab_runs_list_async (LabStore            *store,
                     const char          *profile_id,
                     const char          *experiment_id,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  Question *question;
  GTask *task;

  g_return_if_fail (LAB_IS_STORE (store));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (experiment_id != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_runs_list_async);
  question = g_new0 (Question, 1);
  question->profile_id = g_strdup (profile_id);
  question->experiment_id = g_strdup (experiment_id);
  lab_store_read_async (store, list_func, question, (GDestroyNotify) question_free,
                        (GDestroyNotify) g_ptr_array_unref, cancellable, read_cb, task);
}

GPtrArray *
lab_runs_list_finish (GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_runs_list_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
