/* lab-store.c: the ledger and everything else that outlives the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-clock-turn.h"
#include "lab-store-private.h"

#include <fcntl.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "lab-error.h"
#include "lab-migrations-private.h"

struct _LabStore
{
  GObject parent_instance;

  char *directory;
  LabOwner *owner;
  LabWriter *writer;   /* (nullable): NULL once closed, as the readers */
  LabReaders *readers;
  GMutex lock;
  GCond left;
  guint n_users; /* who is between enter() and leave() */
  gboolean closing;
};

G_DEFINE_FINAL_TYPE (LabStore, lab_store, G_TYPE_OBJECT)

typedef struct
{
  GTask *task;
  gpointer result;
  GDestroyNotify result_destroy;
  GError *error;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  if (answer->result != NULL && answer->result_destroy != NULL)
    answer->result_destroy (answer->result);
  g_clear_error (&answer->error);
  g_object_unref (answer->task);
  g_free (answer);
}

static gboolean
answer_cb (gpointer data)
{
  Answer *answer = data;

  if (!lab_turn_may_go_on (g_main_current_source ()))
    return G_SOURCE_CONTINUE;
  if (answer->error != NULL)
    g_task_return_error (answer->task, g_steal_pointer (&answer->error));
  else
    g_task_return_pointer (answer->task, g_steal_pointer (&answer->result),
                           answer->result_destroy);
  return G_SOURCE_REMOVE;
}

void
lab_task_answer (GTask          *task,
                 gpointer        result,
                 GDestroyNotify  result_destroy,
                 GError         *error)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  g_autoptr (GMainContext) context = g_main_context_ref (g_task_get_context (task));
  Answer *answer = g_new0 (Answer, 1);

  answer->task = task;
  answer->result = result;
  answer->result_destroy = result_destroy;
  answer->error = error;
  g_source_set_priority (source, MAX (g_task_get_priority (task), LAB_TURN_PRIORITY));
  g_source_set_callback (source, answer_cb, answer, answer_free);
  g_source_set_static_name (source, "lab-store answer");
  g_source_attach (source, context);
}

/* TRUE where the store is open; it stays so until leave(). */
static gboolean
enter (LabStore *self)
{
  gboolean open;

  g_mutex_lock (&self->lock);
  open = !self->closing;
  self->n_users += open;
  g_mutex_unlock (&self->lock);
  return open;
}

static void
leave (LabStore *self)
{
  g_mutex_lock (&self->lock);
  if (--self->n_users == 0)
    g_cond_signal (&self->left);
  g_mutex_unlock (&self->lock);
}

static void
set_closed_error (GError **error)
{
  lab_set_reason_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "closed",
                        _("The database is closed."));
}

static void
lab_store_dispose (GObject *object)
{
  LabStore *self = LAB_STORE (object);

  lab_store_close (self);

  G_OBJECT_CLASS (lab_store_parent_class)->dispose (object);
}

static void
lab_store_finalize (GObject *object)
{
  LabStore *self = LAB_STORE (object);

  g_free (self->directory);
  lab_owner_free (self->owner);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->left);

  G_OBJECT_CLASS (lab_store_parent_class)->finalize (object);
}

static void
lab_store_class_init (LabStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lab_store_dispose;
  object_class->finalize = lab_store_finalize;
}

static void
lab_store_init (LabStore *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->left);
}

static gboolean
check_writable (const char  *path,
                GError     **error)
{
  g_autofree char *message = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) || access (path, R_OK | W_OK) == 0)
    return TRUE;

  message = g_strdup_printf (_("The database may not be written to: %s."), path);
  lab_set_reason_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "read-only", message);
  return FALSE;
}

static gboolean
check_pages (LabConnection  *connection,
             GError        **error)
{
  g_autoptr (LabQuery) query = lab_connection_query (connection, "PRAGMA quick_check (1)", error);
  g_autofree char *message = NULL;

  if (query == NULL || lab_query_step (query, error) != LAB_STEP_ROW)
    return FALSE;
  if (g_strcmp0 (lab_query_get_text (query, 0), "ok") == 0)
    return TRUE;

  message = g_strdup_printf (_("The database is damaged: %s"), lab_query_get_text (query, 0));
  lab_set_reason_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "corrupt", message);
  return FALSE;
}

static gboolean
set_up (LabConnection  *connection,
        const char     *directory,
        LabStoreFlags   flags,
        GError        **error)
{
  g_autofree char *backups = g_build_filename (directory, LAB_STORE_BACKUPS, NULL);
  sqlite3 *db = lab_connection_get_db (connection);

  /* What is refused is not touched, not even by emptying its log. */
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (!lab_migrations_check (connection, error))
    return FALSE;
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);

  return lab_connection_set_up_writer (connection, error) &&
         (!(flags & LAB_STORE_EPHEMERAL) ||
          lab_connection_exec (connection, "PRAGMA synchronous = OFF", error)) &&
         (!(flags & LAB_STORE_CHECK) || check_pages (connection, error)) &&
         lab_migrations_apply (connection, backups, lab_migrations_get_latest (), error) &&
         lab_store_finish_wipe (connection, directory, error);
}

/* Prompts and answers are nobody else's: a new file is its owner's alone, and
 * the log beside it gets the same mode from SQLite. */
static void
make_private (const char *path)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd >= 0)
    close (fd);
}

LabConnection *
lab_store_open_connection (const char     *directory,
                           LabStoreFlags   flags,
                           GError        **error)
{
  g_autofree char *path = g_build_filename (directory, LAB_STORE_FILE, NULL);
  g_autoptr (LabConnection) connection = NULL;

  if (!lab_migrations_check_file (path, error) || !check_writable (path, error))
    return NULL;

  make_private (path);
  connection = lab_connection_open (path, TRUE, error);
  if (connection == NULL || !set_up (connection, directory, flags, error))
    return NULL;

  return g_steal_pointer (&connection);
}

gboolean
lab_store_exists (const char *directory)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (directory != NULL, FALSE);

  path = g_build_filename (directory, LAB_STORE_FILE, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

LabStore *
lab_store_open (const char     *directory,
                LabStoreFlags   flags,
                GError        **error)
{
  g_autoptr (LabStore) self = NULL;
  g_autofree char *path = NULL;
  LabConnection *connection;
  int folder_lock;

  g_return_val_if_fail (directory != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  path = g_build_filename (directory, LAB_STORE_FILE, NULL);
  if ((flags & LAB_STORE_EXISTING) && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      lab_set_reason_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "missing",
                            _("There is no database in the data folder yet."));
      return NULL;
    }

  folder_lock = lab_owner_lock_folder (directory, error);
  if (folder_lock < 0)
    return NULL;

  self = g_object_new (LAB_TYPE_STORE, NULL);
  self->directory = g_strdup (directory);
  self->owner = lab_owner_new (directory, error);
  connection = self->owner != NULL ? lab_store_open_connection (directory, flags, error) : NULL;
  close (folder_lock);
  if (connection == NULL)
    return NULL;

  self->writer = lab_writer_new (connection, !(flags & LAB_STORE_EPHEMERAL), directory,
                                 self->owner->token);
  self->readers = lab_readers_new (directory, self->owner->token);
  return g_steal_pointer (&self);
}

/* Whoever reads or writes now is waited for; whoever comes later is refused. */
void
lab_store_close (LabStore *self)
{
  g_return_if_fail (LAB_IS_STORE (self));

  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  while (self->n_users > 0)
    g_cond_wait (&self->left, &self->lock);
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&self->readers, lab_readers_free);
  g_clear_pointer (&self->writer, lab_writer_free);
  /* A task's last reference may outlive the closing by a moment. */
  if (self->owner != NULL)
    lab_owner_release (self->owner);
}

const char *
lab_store_get_directory (LabStore *self)
{
  g_return_val_if_fail (LAB_IS_STORE (self), NULL);

  return self->directory;
}

static GTask *
begin_task (LabStore            *self,
            gpointer             tag,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  /* What was committed is answered as such, however late it was cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* Takes the task. */
static void
answer_closed (GTask          *task,
               gpointer        data,
               GDestroyNotify  data_destroy)
{
  GError *error = NULL;

  if (data_destroy != NULL)
    data_destroy (data);
  set_closed_error (&error);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
push_write (LabStore       *self,
            GTask          *task, /* (transfer full) */
            LabStoreFunc    func,
            gpointer        data,
            GDestroyNotify  data_destroy,
            GDestroyNotify  result_destroy,
            gboolean        relaxed)
{
  if (!enter (self))
    {
      answer_closed (task, data, data_destroy);
      return;
    }
  lab_writer_push (self->writer, task, func, data, data_destroy, result_destroy, relaxed);
  leave (self);
}

void
lab_store_write_async (LabStore            *self,
                       LabStoreFunc         func,
                       gpointer             data,
                       GDestroyNotify       data_destroy,
                       GDestroyNotify       result_destroy,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (LAB_IS_STORE (self));
  g_return_if_fail (func != NULL);

  push_write (self, begin_task (self, lab_store_write_async, cancellable, callback, user_data),
              func, data, data_destroy, result_destroy, FALSE);
}

void
lab_store_write_relaxed_async (LabStore            *self,
                               LabStoreFunc         func,
                               gpointer             data,
                               GDestroyNotify       data_destroy,
                               GDestroyNotify       result_destroy,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (LAB_IS_STORE (self));
  g_return_if_fail (func != NULL);

  push_write (self, begin_task (self, lab_store_write_async, cancellable, callback, user_data),
              func, data, data_destroy, result_destroy, TRUE);
}

gpointer
lab_store_write_finish (LabStore      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_store_write_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gpointer
lab_store_write_sync (LabStore        *self,
                      LabStoreFunc     func,
                      gpointer         data,
                      GDestroyNotify   result_destroy,
                      GCancellable    *cancellable,
                      GError         **error)
{
  gpointer written;

  g_return_val_if_fail (LAB_IS_STORE (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  if (!enter (self))
    {
      set_closed_error (error);
      return NULL;
    }
  written = lab_writer_run (self->writer, func, data, result_destroy, cancellable, error);
  leave (self);
  return written;
}

void
lab_store_read_async (LabStore            *self,
                      LabStoreFunc         func,
                      gpointer             data,
                      GDestroyNotify       data_destroy,
                      GDestroyNotify       result_destroy,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LAB_IS_STORE (self));
  g_return_if_fail (func != NULL);

  task = begin_task (self, lab_store_read_async, cancellable, callback, user_data);
  /* Who cancelled has asked anew or gone: a late answer is not for them. */
  g_task_set_check_cancellable (task, TRUE);
  if (!enter (self))
    {
      answer_closed (task, data, data_destroy);
      return;
    }
  lab_readers_push (self->readers, task, func, data, data_destroy, result_destroy);
  leave (self);
}

gpointer
lab_store_read_finish (LabStore      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_store_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gpointer
lab_store_read_sync (LabStore        *self,
                     LabStoreFunc     func,
                     gpointer         data,
                     GDestroyNotify   result_destroy,
                     GCancellable    *cancellable,
                     GError         **error)
{
  gpointer found;

  g_return_val_if_fail (LAB_IS_STORE (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  if (!enter (self))
    {
      set_closed_error (error);
      return NULL;
    }
  found = lab_readers_run (self->readers, func, data, result_destroy, cancellable, error);
  leave (self);
  return found;
}

gboolean
lab_store_delete_profile_sync (LabStore    *self,
                               const char  *profile_id,
                               GError     **error)
{
  gboolean deleted;

  g_return_val_if_fail (LAB_IS_STORE (self), FALSE);
  g_return_val_if_fail (profile_id != NULL, FALSE);

  if (!enter (self))
    {
      set_closed_error (error);
      return FALSE;
    }
  deleted =
    lab_writer_run_alone (self->writer, lab_store_delete_profile_func, profile_id, error);
  leave (self);
  return deleted;
}

static void
delete_profile_thread (GTask        *task,
                       gpointer      source,
                       gpointer      data,
                       GCancellable *cancellable)
{
  GError *error = NULL;

  if (lab_store_delete_profile_sync (source, data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
lab_store_delete_profile_async (LabStore            *self,
                                const char          *profile_id,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LAB_IS_STORE (self));
  g_return_if_fail (profile_id != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lab_store_delete_profile_async);
  g_task_set_task_data (task, g_strdup (profile_id), g_free);
  g_task_run_in_thread (task, delete_profile_thread);
}

gboolean
lab_store_delete_profile_finish (LabStore      *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
lab_store_backup_sync (LabStore    *self,
                       const char  *path,
                       GError     **error)
{
  g_autofree char *file = NULL;
  g_autoptr (LabConnection) connection = NULL;

  g_return_val_if_fail (LAB_IS_STORE (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  file = g_build_filename (self->directory, LAB_STORE_FILE, NULL);
  connection = lab_connection_open (file, FALSE, error);
  return connection != NULL && lab_connection_backup (connection, path, error);
}
