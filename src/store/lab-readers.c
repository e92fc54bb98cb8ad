/* lab-readers.c: connections that only read, and the threads that use them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-store-private.h"

#define MAX_THREADS 4

typedef struct
{
  GTask *task;
  LabStoreFunc func;
  gpointer data;
  GDestroyNotify data_destroy;
  GDestroyNotify result_destroy;
} LabReading;

struct _LabReaders
{
  GThreadPool *threads;
  GMutex mutex;
  GPtrArray *idle; /* (element-type LabConnection) */
  char *directory;
  char *path;
  char *owner;
};

static LabConnection *
take_connection (LabReaders  *self,
                 GError     **error)
{
  LabConnection *connection = NULL;

  g_mutex_lock (&self->mutex);
  if (self->idle->len > 0)
    connection = g_ptr_array_steal_index_fast (self->idle, self->idle->len - 1);
  g_mutex_unlock (&self->mutex);

  return connection != NULL ? connection : lab_connection_open (self->path, FALSE, error);
}

static void
give_back (LabReaders    *self,
           LabConnection *connection)
{
  lab_connection_set_cancellable (connection, NULL);
  g_mutex_lock (&self->mutex);
  if (self->idle->len < MAX_THREADS)
    g_ptr_array_add (self->idle, g_steal_pointer (&connection));
  g_mutex_unlock (&self->mutex);
  lab_connection_close (connection);
}

gpointer
lab_readers_run (LabReaders      *self,
                 LabStoreFunc     func,
                 gpointer         data,
                 GDestroyNotify   result_destroy,
                 GCancellable    *cancellable,
                 GError         **error)
{
  LabConnection *connection;
  LabStoreTxn txn = { .directory = self->directory, .owner = self->owner };
  gpointer result = NULL;
  g_autoptr (GError) local = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  connection = take_connection (self, error);
  if (connection == NULL)
    return NULL;

  txn.connection = connection;
  lab_connection_set_cancellable (connection, cancellable);
  if (lab_connection_run (connection, "BEGIN", &local))
    {
      result = func (&txn, data, &local);
      lab_connection_set_cancellable (connection, NULL);
      lab_connection_run (connection, "ROLLBACK", NULL);
    }
  give_back (self, connection);

  if (local == NULL)
    return result;
  if (result != NULL && result_destroy != NULL)
    result_destroy (result);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static void
reading_cb (gpointer item,
            gpointer user_data)
{
  LabReading *reading = item;
  LabReaders *self = user_data;
  GError *error = NULL;
  gpointer result =
      lab_readers_run (self, reading->func, reading->data, reading->result_destroy,
                       g_task_get_cancellable (reading->task), &error);

  if (reading->data_destroy != NULL)
    reading->data_destroy (reading->data);
  lab_task_answer (reading->task, result, reading->result_destroy, error);
  g_free (reading);
}

LabReaders *
lab_readers_new (const char *directory,
                 const char *owner)
{
  LabReaders *self = g_new0 (LabReaders, 1);

  g_mutex_init (&self->mutex);
  self->idle = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_connection_close);
  self->directory = g_strdup (directory);
  self->path = g_build_filename (directory, LAB_STORE_FILE, NULL);
  self->owner = g_strdup (owner);
  self->threads = g_thread_pool_new (reading_cb, self, MAX_THREADS, FALSE, NULL);
  return self;
}

void
lab_readers_free (LabReaders *self)
{
  g_thread_pool_free (self->threads, FALSE, TRUE);
  g_ptr_array_unref (self->idle);
  g_mutex_clear (&self->mutex);
  g_free (self->directory);
  g_free (self->path);
  g_free (self->owner);
  g_free (self);
}

void
lab_readers_push (LabReaders     *self,
                  GTask          *task,
                  LabStoreFunc    func,
                  gpointer        data,
                  GDestroyNotify  data_destroy,
                  GDestroyNotify  result_destroy)
{
  LabReading *reading = g_new0 (LabReading, 1);

  reading->task = task;
  reading->func = func;
  reading->data = data;
  reading->data_destroy = data_destroy;
  reading->result_destroy = result_destroy;
  g_thread_pool_push (self->threads, reading, NULL);
}
