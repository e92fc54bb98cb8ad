/* lab-draft.c: what was written and not sent yet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-draft.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "lab-context-private.h"
#include "lab-error.h"
#include "lab-json-writer.h"
#include "lab-profile-ledger-private.h"

struct _LabDraft
{
  GObject parent_instance;

  LabContext *context;
  char *profile_id;
  char *path;

  char *prompt; /* (nullable): set, and not handed to a worker yet */
  char *system;
  gboolean writing;
};

G_DEFINE_FINAL_TYPE (LabDraft, lab_draft, G_TYPE_OBJECT)

/* What a worker is given. It may let go of it after everybody else: the store
 * is taken from it before, so that nothing large ends in its thread. */
typedef struct
{
  LabStore *store;
  char *profile_id;
  char *path;
  char *prompt;
  char *system;
} Work;

static void
work_free (Work *work)
{
  g_clear_object (&work->store);
  g_free (work->profile_id);
  g_free (work->path);
  g_free (work->prompt);
  g_free (work->system);
  g_free (work);
}

static char *
to_json (const Work *work)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "prompt", work->prompt);
  lab_json_writer_member_string (writer, "system", work->system);
  lab_json_writer_end_object (writer);
  return lab_json_writer_to_string (writer);
}

/* FALSE also where it cannot be asked: better no file than one of nobody. */
static gboolean
is_there (const Work *work)
{
  LabProfileQuestion question = { .reference = work->profile_id };
  g_autoptr (LabProfile) profile =
    lab_store_read_sync (work->store, lab_profile_find_func, &question,
                         (GDestroyNotify) lab_profile_free, NULL, NULL);

  return profile != NULL;
}

/* The profile may go while its draft is being written. */
static void
write_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Work *work = task_data;
  g_autofree char *folder = g_path_get_dirname (work->path);
  g_autofree char *json = to_json (work);
  GError *error = NULL;

  if (!is_there (work))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      !g_file_set_contents_full (work->path, json, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                 &error))
    {
      if (error == NULL)
        lab_set_error (&error, LAB_ERROR_INVALID_INPUT, _("The folder “%s” could not be made."),
                       folder);
      g_task_return_error (task, error);
      return;
    }
  if (!is_there (work))
    {
      g_unlink (work->path);
      g_rmdir (folder);
    }
  g_task_return_boolean (task, TRUE);
}

static void begin_writing (LabDraft *self);

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabDraft) self = user_data;
  Work *work = g_task_get_task_data (G_TASK (result));
  GApplication *application = g_application_get_default ();
  g_autoptr (GError) error = NULL;

  g_clear_object (&work->store);
  self->writing = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    lab_log_write (lab_context_get_log (self->context), LAB_LOG_WARN, "draft.not-kept", NULL,
                   "error", error->message, NULL);
  if (self->prompt != NULL)
    begin_writing (self);
  if (application != NULL)
    g_application_release (application);
}

static void
begin_writing (LabDraft *self)
{
  GApplication *application = g_application_get_default ();
  g_autoptr (GTask) task = g_task_new (NULL, NULL, written_cb, g_object_ref (self));
  Work *work = g_new0 (Work, 1);

  if (application != NULL)
    g_application_hold (application);
  work->store = g_object_ref (lab_context_get_store (self->context));
  work->profile_id = g_strdup (self->profile_id);
  work->path = g_strdup (self->path);
  work->prompt = g_steal_pointer (&self->prompt);
  work->system = g_steal_pointer (&self->system);
  self->writing = TRUE;
  g_task_set_source_tag (task, begin_writing);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, write_thread);
}

static void
load_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Work *work = task_data;
  g_autoptr (LabJsonDocument) document = NULL;
  const LabJson *root;
  const char *prompt, *system;
  GError *error = NULL;

  document = lab_json_document_load (work->path, 0, &error);
  if (document == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  root = lab_json_document_get_root (document);
  prompt = lab_json_require_string (root, "prompt", &error);
  system = prompt != NULL ? lab_json_require_string (root, "system", &error) : NULL;
  if (system == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  work->prompt = g_strdup (prompt);
  work->system = g_strdup (system);
  g_task_return_boolean (task, TRUE);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      Work *texts = g_new0 (Work, 1);

      texts->prompt = g_steal_pointer (&work->prompt);
      texts->system = g_steal_pointer (&work->system);
      g_task_return_pointer (task, texts, (GDestroyNotify) work_free);
    }
  else
    g_task_return_error (task, error);
}

static void
lab_draft_finalize (GObject *object)
{
  LabDraft *self = LAB_DRAFT (object);

  g_object_unref (self->context);
  g_free (self->profile_id);
  g_free (self->path);
  g_free (self->prompt);
  g_free (self->system);

  G_OBJECT_CLASS (lab_draft_parent_class)->finalize (object);
}

static void
lab_draft_class_init (LabDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_draft_finalize;
}

static void
lab_draft_init (LabDraft *self)
{
}

LabDraft *
lab_draft_new (LabContext *context,
               const char *profile_id)
{
  g_autofree char *folder = NULL;
  LabDraft *self;

  g_return_val_if_fail (LAB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (profile_id != NULL, NULL);

  self = g_object_new (LAB_TYPE_DRAFT, NULL);
  self->context = g_object_ref (context);
  self->profile_id = g_strdup (profile_id);
  folder = lab_context_dup_profile_folder (context, profile_id);
  self->path = g_build_filename (folder, "draft.json", NULL);
  return self;
}

void
lab_draft_load_async (LabDraft            *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) reading = NULL;
  GTask *task;
  Work *work;

  g_return_if_fail (LAB_IS_DRAFT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_draft_load_async);
  reading = g_task_new (NULL, NULL, loaded_cb, task);
  work = g_new0 (Work, 1);
  work->path = g_strdup (self->path);
  g_task_set_task_data (reading, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (reading, load_thread);
}

gboolean
lab_draft_load_finish (LabDraft      *self,
                       GAsyncResult  *result,
                       char         **prompt,
                       char         **system,
                       GError       **error)
{
  GError *failure = NULL;
  Work *texts;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (prompt != NULL && system != NULL, FALSE);

  texts = g_task_propagate_pointer (G_TASK (result), &failure);
  if (texts == NULL)
    {
      if (g_error_matches (failure, LAB_ERROR, LAB_ERROR_NOT_FOUND))
        g_clear_error (&failure);
      else
        g_propagate_error (error, failure);
      return FALSE;
    }
  *prompt = g_steal_pointer (&texts->prompt);
  *system = g_steal_pointer (&texts->system);
  work_free (texts);
  return TRUE;
}

void
lab_draft_set (LabDraft   *self,
               const char *prompt,
               const char *system)
{
  g_return_if_fail (LAB_IS_DRAFT (self));
  g_return_if_fail (prompt != NULL && system != NULL);

  g_free (self->prompt);
  g_free (self->system);
  self->prompt = g_strdup (prompt);
  self->system = g_strdup (system);
  if (!self->writing)
    begin_writing (self);
}

gboolean
lab_draft_is_kept (LabDraft *self)
{
  g_return_val_if_fail (LAB_IS_DRAFT (self), FALSE);

  return !self->writing && self->prompt == NULL;
}
