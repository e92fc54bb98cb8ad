/* lab-context-work.c: what takes the ledger's time, without waiting for it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-context-private.h"

#include "lab-profile-ledger-private.h"

typedef struct _Work Work;

/* In a worker. NULL with an error. */
typedef gpointer (*WorkFunc) (LabContext  *context,
                              Work        *work,
                              GError     **error);

struct _Work
{
  LabContext *context; /* kept by the outer task */
  WorkFunc func;
  GDestroyNotify destroy; /* (nullable): of its result */
  LabProfileQuestion question;
  char *path; /* (nullable) */
};

static void
work_free (Work *work)
{
  lab_profile_question_clear (&work->question);
  g_free (work->path);
  g_free (work);
}

static void
work_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;
  gpointer result = work->func (work->context, work, &error);

  if (error == NULL)
    g_task_return_pointer (task, result, work->destroy);
  else
    g_task_return_error (task, error);
}

static void
worked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabContext *self = g_task_get_source_object (task);
  Work *work = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  gpointer found = g_task_propagate_pointer (G_TASK (result), &error);

  lab_clock_release (self->clock);
  if (error == NULL)
    g_task_return_pointer (task, found, work->destroy);
  else
    g_task_return_error (task, error);
}

/* The worker holds nothing that it could be the last to let go: the context
 * ends on its own thread. The clock is that thread's, too. */
static void
start (LabContext          *self,
       Work                *work, /* (transfer full) */
       gpointer             tag,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) inner = g_task_new (NULL, NULL, worked_cb, task);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (inner, work, (GDestroyNotify) work_free);
  work->context = self;
  work->question.now = lab_clock_now (self->clock);
  lab_clock_hold (self->clock);
  g_task_run_in_thread (inner, work_thread);
}

static Work *
work_new (WorkFunc       func,
          GDestroyNotify destroy,
          const char    *reference,
          const char    *name)
{
  Work *work = g_new0 (Work, 1);

  work->func = func;
  work->destroy = destroy;
  work->question.reference = g_strdup (reference);
  work->question.name = g_strdup (name);
  return work;
}

static gpointer
finish_pointer (LabContext    *self,
                GAsyncResult  *result,
                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Checks a name and writes; the name is what a person typed. */
static gpointer
write_named (LabContext    *self,
             Work          *work,
             LabStoreFunc   func,
             GError       **error)
{
  char *checked = lab_profile_check_name (work->question.name, error);

  if (checked == NULL)
    return NULL;
  g_free (work->question.name);
  work->question.name = checked;
  return lab_store_write_sync (self->store, func, &work->question, work->destroy, NULL, error);
}

static gpointer
create_work (LabContext  *self,
             Work        *work,
             GError     **error)
{
  return write_named (self, work, lab_profile_create_func, error);
}

void
lab_context_create_profile_async (LabContext          *self,
                                  const char          *name,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (self));
  g_return_if_fail (name != NULL);

  start (self, work_new (create_work, (GDestroyNotify) lab_profile_free, NULL, name),
         lab_context_create_profile_async, callback, user_data);
}

LabProfile *
lab_context_create_profile_finish (LabContext    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return finish_pointer (self, result, error);
}

static gpointer
rename_work (LabContext  *self,
             Work        *work,
             GError     **error)
{
  return write_named (self, work, lab_profile_rename_func, error);
}

void
lab_context_rename_profile_async (LabContext          *self,
                                  const char          *profile_id,
                                  const char          *name,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (name != NULL);

  start (self, work_new (rename_work, (GDestroyNotify) lab_profile_free, profile_id, name),
         lab_context_rename_profile_async, callback, user_data);
}

LabProfile *
lab_context_rename_profile_finish (LabContext    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return finish_pointer (self, result, error);
}

static gpointer
list_work (LabContext  *self,
           Work        *work,
           GError     **error)
{
  return lab_context_list_profiles (self, error);
}

void
lab_context_list_profiles_async (LabContext          *self,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (self));

  start (self, work_new (list_work, (GDestroyNotify) g_ptr_array_unref, NULL, NULL),
         lab_context_list_profiles_async, callback, user_data);
}

GPtrArray *
lab_context_list_profiles_finish (LabContext    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return finish_pointer (self, result, error);
}

static gpointer
count_work (LabContext  *self,
            Work        *work,
            GError     **error)
{
  return lab_store_read_sync (self->store, lab_profile_count_func, &work->question, g_free, NULL,
                              error);
}

void
lab_context_count_profile_async (LabContext          *self,
                                 const char          *profile_id,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (self));
  g_return_if_fail (profile_id != NULL);

  start (self, work_new (count_work, g_free, profile_id, NULL), lab_context_count_profile_async,
         callback, user_data);
}

gboolean
lab_context_count_profile_finish (LabContext        *self,
                                  GAsyncResult      *result,
                                  LabProfileCounts  *counts,
                                  GError           **error)
{
  g_autofree LabProfileCounts *found = NULL;

  g_return_val_if_fail (counts != NULL, FALSE);

  found = finish_pointer (self, result, error);
  if (found == NULL)
    return FALSE;
  *counts = *found;
  return TRUE;
}

static gpointer
delete_work (LabContext  *self,
             Work        *work,
             GError     **error)
{
  return GINT_TO_POINTER (lab_context_erase_profile (self, work->question.reference, error));
}

void
lab_context_delete_profile_async (LabContext          *self,
                                  const char          *profile_id,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (self));
  g_return_if_fail (profile_id != NULL);

  /* Its kept answers are let go first: nothing may be written back. */
  lab_context_forget_profile (self, profile_id);
  start (self, work_new (delete_work, NULL, profile_id, NULL), lab_context_delete_profile_async,
         callback, user_data);
}

gboolean
lab_context_delete_profile_finish (LabContext    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return finish_pointer (self, result, error) != NULL;
}

static gpointer
set_tour_done_work (LabContext  *self,
                    Work        *work,
                    GError     **error)
{
  return lab_store_write_sync (self->store, lab_profile_set_tour_done_func, &work->question, NULL,
                               NULL, error);
}

void
lab_context_set_tour_done_async (LabContext          *self,
                                 const char          *profile_id,
                                 gboolean             done,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  Work *work;

  g_return_if_fail (LAB_IS_CONTEXT (self));
  g_return_if_fail (profile_id != NULL);

  work = work_new (set_tour_done_work, NULL, profile_id, NULL);
  work->question.tour_done = done;
  start (self, work, lab_context_set_tour_done_async, callback, user_data);
}

gboolean
lab_context_set_tour_done_finish (LabContext    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return finish_pointer (self, result, error) != NULL;
}

static gpointer
back_up_work (LabContext  *self,
              Work        *work,
              GError     **error)
{
  return GINT_TO_POINTER (lab_store_backup_sync (self->store, work->path, error));
}

void
lab_context_back_up_async (LabContext          *self,
                           const char          *path,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Work *work;

  g_return_if_fail (LAB_IS_CONTEXT (self));
  g_return_if_fail (path != NULL);

  work = work_new (back_up_work, NULL, NULL, NULL);
  work->path = g_strdup (path);
  start (self, work, lab_context_back_up_async, callback, user_data);
}

gboolean
lab_context_back_up_finish (LabContext    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return finish_pointer (self, result, error) != NULL;
}

static gpointer
measure_work (LabContext  *self,
              Work        *work,
              GError     **error)
{
  g_autoptr (GFile) folder = g_file_new_for_path (lab_store_get_directory (self->store));
  g_autofree guint64 *bytes = g_new0 (guint64, 1);

  return g_file_measure_disk_usage (folder, G_FILE_MEASURE_NONE, NULL, NULL, NULL, bytes, NULL,
                                    NULL, error) ?
           g_steal_pointer (&bytes) :
           NULL;
}

void
lab_context_measure_async (LabContext          *self,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CONTEXT (self));

  start (self, work_new (measure_work, g_free, NULL, NULL), lab_context_measure_async, callback,
         user_data);
}

gboolean
lab_context_measure_finish (LabContext    *self,
                            GAsyncResult  *result,
                            guint64       *bytes,
                            GError       **error)
{
  g_autofree guint64 *found = NULL;

  g_return_val_if_fail (bytes != NULL, FALSE);

  found = finish_pointer (self, result, error);
  if (found == NULL)
    return FALSE;
  *bytes = *found;
  return TRUE;
}
