/* lab-context-work.c: what takes time, in a worker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-context-work-private.h"

typedef struct
{
  LabContext *context; /* kept by the outer task */
  LabContextFunc func;
  gpointer data;
  GDestroyNotify data_destroy;   /* (nullable) */
  GDestroyNotify result_destroy; /* (nullable) */
} Work;

static void
work_free (Work *work)
{
  if (work->data_destroy != NULL)
    work->data_destroy (work->data);
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
  gpointer result = work->func (work->context, work->data, &error);

  if (error == NULL)
    g_task_return_pointer (task, result, work->result_destroy);
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

  lab_clock_release (lab_context_get_clock (self));
  if (error == NULL)
    g_task_return_pointer (task, found, work->result_destroy);
  else
    g_task_return_error (task, error);
}

/* The worker holds nothing that it could be the last to let go: the context
 * ends on its own thread. */
void
lab_context_work_async (LabContext          *self,
                        gpointer             tag,
                        LabContextFunc       func,
                        gpointer             data,
                        GDestroyNotify       data_destroy,
                        GDestroyNotify       result_destroy,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) inner = g_task_new (NULL, NULL, worked_cb, task);
  Work *work = g_new0 (Work, 1);

  work->context = self;
  work->func = func;
  work->data = data;
  work->data_destroy = data_destroy;
  work->result_destroy = result_destroy;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (inner, work, (GDestroyNotify) work_free);
  lab_clock_hold (lab_context_get_clock (self));
  g_task_run_in_thread (inner, work_thread);
}

gpointer
lab_context_work_finish (LabContext    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
