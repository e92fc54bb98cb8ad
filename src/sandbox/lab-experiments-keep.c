/* lab-experiments-keep.c: experiments renamed, brought back and counted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-experiment-private.h"
#include "lab-store-baselines.h"
#include "lab-store-rollups.h"
#include "lab-store-runs.h"

typedef struct
{
  char *profile_id;
  char *experiment_id;
  char *name; /* (nullable) */
  gint64 now;
  GDestroyNotify destroy; /* of what is found */
} Question;

static Question *
question_new (LabExperiments *self,
              const char     *profile_id,
              const char     *experiment_id,
              GDestroyNotify  destroy)
{
  Question *question = g_new0 (Question, 1);

  question->profile_id = g_strdup (profile_id);
  question->experiment_id = g_strdup (experiment_id);
  question->now = lab_clock_now (self->clock);
  question->destroy = destroy;
  return question;
}

static void
question_free (Question *question)
{
  g_free (question->profile_id);
  g_free (question->experiment_id);
  g_free (question->name);
  g_free (question);
}

static void
end (GTask    *task,
     gpointer  found,
     GError   *error)
{
  LabExperiments *self = g_task_get_source_object (task);
  GDestroyNotify destroy = g_task_get_task_data (task);

  lab_clock_release (self->clock);
  if (found != NULL)
    g_task_return_pointer (task, found, destroy);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GError *error = NULL;
  gpointer found = lab_store_read_finish (LAB_STORE (source), result, &error);

  end (user_data, found, error);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError *error = NULL;
  gpointer found = lab_store_write_finish (LAB_STORE (source), result, &error);

  end (user_data, found, error);
}

static GTask *
begin (LabExperiments      *self,
       gpointer             tag,
       Question            *question,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, question->destroy, NULL);
  lab_clock_hold (self->clock);
  return task;
}

static void
write_question (LabExperiments      *self,
                gpointer             tag,
                LabStoreFunc         func,
                Question            *question, /* (transfer full) */
                GAsyncReadyCallback  callback,
                gpointer             user_data)
{
  GTask *task = begin (self, tag, question, callback, user_data);

  lab_store_write_async (self->store, func, question, (GDestroyNotify) question_free,
                         question->destroy, NULL, written_cb, task);
}

static gpointer
finish (LabExperiments  *self,
        GAsyncResult    *result,
        GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The row as it was changed, written and read again. */
static LabExperiment *
update_row (LabStoreTxn       *txn,
            LabExperimentRow  *row,
            gint64             now,
            GError           **error)
{
  row->updated_at = now;
  return lab_store_experiments_update (txn, row, error) ?
           lab_experiment_read_row (txn, row, error) :
           NULL;
}

static gpointer
rename_func (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  const Question *question = data;
  g_autoptr (LabExperimentRow) row = NULL;

  if (!lab_experiment_check_name (question->name, error))
    return NULL;
  row = lab_store_experiments_get (txn, question->profile_id, question->experiment_id, error);
  if (row == NULL)
    return NULL;
  g_free (row->name);
  row->name = g_strstrip (g_strdup (question->name));
  return update_row (txn, row, question->now, error);
}

void
lab_experiments_rename_async (LabExperiments      *self,
                              const char          *profile_id,
                              const char          *experiment_id,
                              const char          *name,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  Question *question;

  g_return_if_fail (LAB_IS_EXPERIMENTS (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (experiment_id != NULL);
  g_return_if_fail (name != NULL);

  question =
    question_new (self, profile_id, experiment_id, (GDestroyNotify) lab_experiment_free);
  question->name = g_strdup (name);
  write_question (self, lab_experiments_rename_async, rename_func, question, callback, user_data);
}

LabExperiment *
lab_experiments_rename_finish (LabExperiments  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  return finish (self, result, error);
}

static gpointer
restore_func (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  const Question *question = data;
  g_autoptr (LabExperimentRow) row =
    lab_store_experiments_get (txn, question->profile_id, question->experiment_id, error);
  g_autoptr (GPtrArray) runs = NULL;

  if (row == NULL)
    return NULL;
  if (!g_str_equal (row->status, lab_experiment_status_to_string (LAB_EXPERIMENT_ARCHIVED)))
    {
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("The experiment “%s” is not in the archive."), row->name);
      return NULL;
    }
  runs = lab_store_runs_list (txn, row->profile_id, row->id, error);
  if (runs == NULL)
    return NULL;
  g_free (row->status);
  row->status = g_strdup (lab_experiment_status_to_string (
    runs->len > 0 ? LAB_EXPERIMENT_COMPLETED : LAB_EXPERIMENT_DRAFT));
  return update_row (txn, row, question->now, error);
}

void
lab_experiments_restore_async (LabExperiments      *self,
                               const char          *profile_id,
                               const char          *experiment_id,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (LAB_IS_EXPERIMENTS (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (experiment_id != NULL);

  write_question (
    self, lab_experiments_restore_async, restore_func,
    question_new (self, profile_id, experiment_id, (GDestroyNotify) lab_experiment_free), callback,
    user_data);
}

LabExperiment *
lab_experiments_restore_finish (LabExperiments  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  return finish (self, result, error);
}

static gpointer
count_func (LabStoreTxn  *txn,
            gpointer      data,
            GError      **error)
{
  const Question *question = data;
  LabRollupFilter filter = LAB_ROLLUP_FILTER_INIT;
  g_autoptr (LabExperimentRow) row =
    lab_store_experiments_get (txn, question->profile_id, question->experiment_id, error);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) baselines = NULL;
  g_autoptr (GPtrArray) rollups = NULL;
  LabExperimentCounts *counts;

  if (row == NULL)
    return NULL;
  filter.profile_id = row->profile_id;
  filter.experiment_id = row->id;
  runs = lab_store_runs_list (txn, row->profile_id, row->id, error);
  baselines = runs != NULL ?
                lab_store_baselines_list (txn, row->profile_id, row->id, error) :
                NULL;
  rollups = baselines != NULL ? lab_store_rollups_read (txn, &filter, LAB_ROLLUP_BY_NOTHING, NULL,
                                                        0, FALSE, error) :
                                NULL;
  if (rollups == NULL)
    return NULL;

  counts = g_new0 (LabExperimentCounts, 1);
  counts->runs = runs->len;
  counts->baselines = baselines->len;
  for (guint i = 0; i < rollups->len; i++)
    counts->calls += lab_rollup_row_count (g_ptr_array_index (rollups, i));
  return counts;
}

void
lab_experiments_count_async (LabExperiments      *self,
                             const char          *profile_id,
                             const char          *experiment_id,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Question *question;
  GTask *task;

  g_return_if_fail (LAB_IS_EXPERIMENTS (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (experiment_id != NULL);

  question = question_new (self, profile_id, experiment_id, g_free);
  task = begin (self, lab_experiments_count_async, question, callback, user_data);
  lab_store_read_async (self->store, count_func, question, (GDestroyNotify) question_free, g_free,
                        NULL, read_cb, task);
}

gboolean
lab_experiments_count_finish (LabExperiments       *self,
                              GAsyncResult         *result,
                              LabExperimentCounts  *counts,
                              GError              **error)
{
  g_autofree LabExperimentCounts *found = NULL;

  g_return_val_if_fail (counts != NULL, FALSE);

  found = finish (self, result, error);
  if (found == NULL)
    return FALSE;
  *counts = *found;
  return TRUE;
}
