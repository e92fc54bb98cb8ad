/* lab-experiments.c: questions under study
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-experiments.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-experiment-private.h"
#include "lab-store-runs.h"

G_DEFINE_FINAL_TYPE (LabExperiments, lab_experiments, G_TYPE_OBJECT)

typedef struct
{
  char *profile_id;
  char *reference; /* id, or what people type */
  gboolean archived;
  LabExperimentStatus status;
  gint64 now;
} Question;

static Question *
question_new (LabExperiments *self,
              const char     *profile_id,
              const char     *reference)
{
  Question *question = g_new0 (Question, 1);

  question->profile_id = g_strdup (profile_id);
  question->reference = g_strdup (reference);
  question->now = lab_clock_now (self->clock);
  return question;
}

static void
question_free (Question *question)
{
  g_free (question->profile_id);
  g_free (question->reference);
  g_free (question);
}

static gpointer
insert_func (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  g_autoptr (LabExperimentRow) row = lab_experiment_to_row (data);

  return lab_store_experiments_insert (txn, row, error) ? LAB_STORE_OK : NULL;
}

static void
inserted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabExperiments *self = g_task_get_source_object (task);
  LabExperiment *made = g_task_get_task_data (task);
  GError *error = NULL;

  lab_clock_release (self->clock);
  if (lab_store_write_finish (LAB_STORE (source), result, &error) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, lab_experiment_copy (made),
                           (GDestroyNotify) lab_experiment_free);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  LabExperiments *self = LAB_EXPERIMENTS (source);
  LabExperiment *made = g_task_get_task_data (task);
  GError *error = NULL;

  lab_clock_release (self->clock);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  lab_clock_hold (self->clock);
  lab_store_write_async (self->store, insert_func, made, NULL, NULL, NULL, inserted_cb, task);
}

/* A workload may be a large file: it is read in a worker. */
static void
check_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  GError *error = NULL;

  if (lab_experiment_check_workload (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
lab_experiments_create_async (LabExperiments      *self,
                              const LabExperiment *experiment,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) check = NULL;
  LabExperiment *made;
  GTask *task;
  GError *error = NULL;

  g_return_if_fail (LAB_IS_EXPERIMENTS (self));
  g_return_if_fail (experiment != NULL && experiment->profile_id != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lab_experiments_create_async);
  if (!lab_experiment_check (experiment, self->catalogue, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  made = lab_experiment_copy (experiment);
  made->status = LAB_EXPERIMENT_DRAFT;
  made->created_at = made->updated_at = lab_clock_now (self->clock);
  g_task_set_task_data (task, made, (GDestroyNotify) lab_experiment_free);
  check = g_task_new (self, NULL, checked_cb, task);
  g_task_set_task_data (check, made, NULL);
  lab_clock_hold (self->clock);
  g_task_run_in_thread (check, check_thread);
}

LabExperiment *
lab_experiments_create_finish (LabExperiments  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Whether a run of it was cut off: it is then marked and can be resumed. */
static gboolean
find_interrupted (LabStoreTxn    *txn,
                  LabExperiment  *experiment,
                  GError        **error)
{
  g_autoptr (GPtrArray) runs =
    lab_store_runs_list (txn, experiment->profile_id, experiment->id, error);

  if (runs == NULL)
    return FALSE;
  for (guint i = 0; i < runs->len; i++)
    {
      const LabRunRow *run = g_ptr_array_index (runs, i);

      if (g_str_equal (run->status, "interrupted"))
        experiment->interrupted = TRUE;
    }
  return TRUE;
}

LabExperiment *
lab_experiment_read_row (LabStoreTxn             *txn,
                         const LabExperimentRow  *row,
                         GError                 **error)
{
  g_autoptr (LabExperiment) experiment = lab_experiment_from_row (row, error);

  if (experiment == NULL || !find_interrupted (txn, experiment, error))
    return NULL;
  return g_steal_pointer (&experiment);
}

static gpointer
find_func (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  const Question *question = data;
  g_autoptr (LabExperimentRow) row =
    lab_store_experiments_find (txn, question->profile_id, question->reference, error);

  return row != NULL ? lab_experiment_read_row (txn, row, error) : NULL;
}

static gpointer
list_func (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  const Question *question = data;
  g_autoptr (GPtrArray) rows = lab_store_experiments_list (
    txn, question->profile_id, question->archived, NULL, 0, 0, error);
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lab_experiment_free);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      LabExperiment *experiment = lab_experiment_read_row (txn, g_ptr_array_index (rows, i), error);

      if (experiment == NULL)
        return NULL;
      g_ptr_array_add (found, experiment);
    }
  return g_steal_pointer (&found);
}

/* Answers a task whose data is the destructor of its result. */
static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabExperiments *self = g_task_get_source_object (task);
  GDestroyNotify destroy = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer found = lab_store_read_finish (LAB_STORE (source), result, &error);

  lab_clock_release (self->clock);
  if (found != NULL)
    g_task_return_pointer (task, found, destroy);
  else
    g_task_return_error (task, error);
}

void
lab_experiments_find_async (LabExperiments      *self,
                            const char          *profile_id,
                            const char          *reference,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LAB_IS_EXPERIMENTS (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (reference != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lab_experiments_find_async);
  g_task_set_task_data (task, lab_experiment_free, NULL);
  lab_clock_hold (self->clock);
  lab_store_read_async (self->store, find_func, question_new (self, profile_id, reference),
                        (GDestroyNotify) question_free, (GDestroyNotify) lab_experiment_free, NULL,
                        read_cb, task);
}

LabExperiment *
lab_experiments_find_finish (LabExperiments  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
lab_experiments_list_async (LabExperiments      *self,
                            const char          *profile_id,
                            gboolean             archived,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Question *question;
  GTask *task;

  g_return_if_fail (LAB_IS_EXPERIMENTS (self));
  g_return_if_fail (profile_id != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lab_experiments_list_async);
  g_task_set_task_data (task, g_ptr_array_unref, NULL);
  question = question_new (self, profile_id, NULL);
  question->archived = archived;
  lab_clock_hold (self->clock);
  lab_store_read_async (self->store, list_func, question, (GDestroyNotify) question_free,
                        (GDestroyNotify) g_ptr_array_unref, NULL, read_cb, task);
}

GPtrArray *
lab_experiments_list_finish (LabExperiments  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* draft → running → completed → archived; running again after completed, and
 * archived from anything of which no run is under way: a program that died
 * leaves "running" behind. */
static gboolean
may_become (LabExperimentStatus from,
            LabExperimentStatus to,
            gboolean            busy)
{
  switch (to)
    {
    case LAB_EXPERIMENT_DRAFT:
      return FALSE;
    case LAB_EXPERIMENT_RUNNING:
      return from != LAB_EXPERIMENT_ARCHIVED;
    case LAB_EXPERIMENT_COMPLETED:
      return from == LAB_EXPERIMENT_RUNNING || from == LAB_EXPERIMENT_COMPLETED;
    case LAB_EXPERIMENT_ARCHIVED:
      return !busy;
    default:
      return FALSE;
    }
}

static gboolean
is_busy (LabStoreTxn     *txn,
         const Question  *question,
         gboolean        *busy,
         GError         **error)
{
  g_autoptr (GPtrArray) runs =
    lab_store_runs_list (txn, question->profile_id, question->reference, error);

  if (runs == NULL)
    return FALSE;
  *busy = FALSE;
  for (guint i = 0; i < runs->len; i++)
    {
      const LabRunRow *run = g_ptr_array_index (runs, i);

      if (g_str_equal (run->status, "running"))
        *busy = TRUE;
    }
  return TRUE;
}

static gpointer
set_status_func (LabStoreTxn  *txn,
                 gpointer      data,
                 GError      **error)
{
  const Question *question = data;
  const char *wanted = lab_experiment_status_to_string (question->status);
  g_autoptr (LabExperimentRow) row =
    lab_store_experiments_get (txn, question->profile_id, question->reference, error);
  LabExperimentStatus status;
  gboolean busy;

  if (row == NULL || !is_busy (txn, question, &busy, error))
    return NULL;
  if (!lab_experiment_status_from_string (row->status, &status) ||
      !may_become (status, question->status, busy))
    {
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("An experiment that is %s cannot become %s."), row->status, wanted);
      if (error != NULL)
        lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, "status");
      return NULL;
    }
  return lab_store_experiments_set_status (txn, question->profile_id, question->reference, wanted,
                                           question->now, error) ?
           LAB_STORE_OK :
           NULL;
}

static gpointer
delete_func (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  const Question *question = data;

  return lab_store_experiments_delete (txn, question->profile_id, question->reference, error) ?
           LAB_STORE_OK :
           NULL;
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabExperiments *self = g_task_get_source_object (task);
  GError *error = NULL;

  lab_clock_release (self->clock);
  if (lab_store_write_finish (LAB_STORE (source), result, &error) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
lab_experiments_set_status_async (LabExperiments      *self,
                                  const char          *profile_id,
                                  const char          *experiment_id,
                                  LabExperimentStatus  status,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  Question *question;
  GTask *task;

  g_return_if_fail (LAB_IS_EXPERIMENTS (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (experiment_id != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lab_experiments_set_status_async);
  question = question_new (self, profile_id, experiment_id);
  question->status = status;
  lab_clock_hold (self->clock);
  lab_store_write_async (self->store, set_status_func, question, (GDestroyNotify) question_free,
                         NULL, NULL, written_cb, task);
}

gboolean
lab_experiments_set_status_finish (LabExperiments  *self,
                                   GAsyncResult    *result,
                                   GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
lab_experiments_delete_async (LabExperiments      *self,
                              const char          *profile_id,
                              const char          *experiment_id,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LAB_IS_EXPERIMENTS (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (experiment_id != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lab_experiments_delete_async);
  lab_clock_hold (self->clock);
  lab_store_write_async (self->store, delete_func, question_new (self, profile_id, experiment_id),
                         (GDestroyNotify) question_free, NULL, NULL, written_cb, task);
}

gboolean
lab_experiments_delete_finish (LabExperiments  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lab_experiments_finalize (GObject *object)
{
  LabExperiments *self = LAB_EXPERIMENTS (object);

  g_clear_object (&self->store);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (lab_experiments_parent_class)->finalize (object);
}

static void
lab_experiments_class_init (LabExperimentsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_experiments_finalize;
}

static void
lab_experiments_init (LabExperiments *self)
{
}

LabExperiments *
lab_experiments_new (LabStore          *store,
                     LabPriceCatalogue *catalogue,
                     LabClock          *clock)
{
  LabExperiments *self;

  g_return_val_if_fail (LAB_IS_STORE (store), NULL);
  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (LAB_IS_CLOCK (clock), NULL);

  self = g_object_new (LAB_TYPE_EXPERIMENTS, NULL);
  self->store = g_object_ref (store);
  self->catalogue = g_object_ref (catalogue);
  self->clock = g_object_ref (clock);
  return self;
}
