/* lab-workload.c: a set of tasks, built in or the user's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-workload.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab-error.h"
#include "lab-generator-private.h"
#include "lab-task-reader.h"

struct _LabWorkload
{
  GObject parent_instance;

  char *id;
  char *title;
  guint n_tasks;
  guint n_judged;
  LabGeneration *generation; /* built in */
  GPtrArray *tasks;          /* the user's own */
  char *hash;
  char *params_json;
};

G_DEFINE_FINAL_TYPE (LabWorkload, lab_workload, G_TYPE_OBJECT)

static const LabGenerator *const generators[]
    = { &lab_generator_support_chat, &lab_generator_rag_qa,           &lab_generator_code_review,
        &lab_generator_summarise,    &lab_generator_classify_extract, &lab_generator_agent_loop };

static void
lab_workload_finalize (GObject *object)
{
  LabWorkload *self = LAB_WORKLOAD (object);

  g_free (self->id);
  g_free (self->title);
  g_clear_pointer (&self->generation, lab_generation_free);
  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  g_free (self->hash);
  g_free (self->params_json);
  G_OBJECT_CLASS (lab_workload_parent_class)->finalize (object);
}

static void
lab_workload_class_init (LabWorkloadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_workload_finalize;
}

static void
lab_workload_init (LabWorkload *self)
{
}

const LabWorkloadInfo *
lab_workload_list_builtin (guint *n)
{
  static gsize once = 0;
  static LabWorkloadInfo infos[G_N_ELEMENTS (generators)];

  if (g_once_init_enter (&once))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (generators); i++)
        infos[i] = generators[i]->info;
      g_once_init_leave (&once, 1);
    }
  if (n != NULL)
    *n = G_N_ELEMENTS (generators);
  return infos;
}

const LabWorkloadInfo *
lab_workload_find_builtin (const char *id)
{
  guint n;
  const LabWorkloadInfo *infos = lab_workload_list_builtin (&n);

  g_return_val_if_fail (id != NULL, NULL);
  for (guint i = 0; i < n; i++)
    {
      if (strcmp (infos[i].id, id) == 0)
        return &infos[i];
    }
  return NULL;
}

static char *
hash_generation (LabWorkload *self)
{
  g_autofree char *text
      = g_strdup_printf ("%s %d %s %" G_GUINT64_FORMAT, self->id, LAB_GENERATOR_VERSION,
                         self->params_json, self->generation->seed);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

LabWorkload *
lab_workload_new_builtin (const char               *id,
                          const LabWorkloadParams  *params,
                          guint64                   seed,
                          guint                     n,
                          GError                  **error)
{
  g_autoptr (LabWorkload) self = NULL;
  const LabWorkloadInfo *info;

  g_return_val_if_fail (id != NULL, NULL);

  info = lab_workload_find_builtin (id);
  if (info == NULL)
    {
      lab_set_error (error, LAB_ERROR_NOT_FOUND, _("There is no built-in workload “%s”."), id);
      return NULL;
    }
  if (n > LAB_WORKLOAD_MAX_TASKS)
    {
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("A workload has at most %d tasks; %u were asked for."),
                     LAB_WORKLOAD_MAX_TASKS, n);
      if (error != NULL)
        lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, "n");
      return NULL;
    }

  self = g_object_new (LAB_TYPE_WORKLOAD, NULL);
  self->id = g_strdup (id);
  self->n_tasks = n > 0 ? n : LAB_WORKLOAD_PRESET_STANDARD;
  self->n_judged = self->n_tasks;
  self->generation = lab_generation_new (generators[info - lab_workload_list_builtin (NULL)],
                                         params, seed, self->n_tasks, error);
  if (self->generation == NULL)
    return NULL;
  self->params_json = lab_generation_params_to_json (self->generation);
  self->hash = hash_generation (self);
  return g_steal_pointer (&self);
}

LabWorkload *
lab_workload_new_from_tasks (const char *id,
                             const char *title,
                             GPtrArray  *tasks)
{
  LabWorkload *self;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_return_val_if_fail (id != NULL && tasks != NULL, NULL);

  self = g_object_new (LAB_TYPE_WORKLOAD, NULL);
  self->id = g_strdup (id);
  self->title = g_strdup (title != NULL ? title : id);
  self->n_tasks = tasks->len;
  self->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_task_unref);
  for (guint i = 0; i < tasks->len; i++)
    {
      LabTask *task = g_ptr_array_index (tasks, i);

      g_ptr_array_add (self->tasks, lab_task_ref (task));
      self->n_judged += task->judge != LAB_JUDGE_NONE ? 1 : 0;
      lab_task_update_checksum (task, checksum);
    }
  self->hash = g_strdup (g_checksum_get_string (checksum));
  self->params_json = g_strdup ("{}");
  return self;
}

static LabWorkload *
open_file (const char    *path,
           guint          max_tasks,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (LabTaskReader) reader
      = lab_task_reader_open (path, LAB_TASK_FORMAT_AUTO, cancellable, error);
  g_autoptr (GPtrArray) tasks = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *title = g_filename_display_name (name);

  if (reader == NULL)
    return NULL;
  tasks = lab_task_reader_read_all (reader, max_tasks, cancellable, error);
  if (tasks == NULL)
    return NULL;
  return lab_workload_new_from_tasks (path, title, tasks);
}

LabWorkload *
lab_workload_open (const char               *spec,
                   const LabWorkloadParams  *params,
                   guint64                   seed,
                   guint                     max_tasks,
                   GCancellable             *cancellable,
                   GError                  **error)
{
  g_return_val_if_fail (spec != NULL, NULL);

  if (lab_workload_find_builtin (spec) != NULL)
    return lab_workload_new_builtin (spec, params, seed, max_tasks, error);
  if (strpbrk (spec, "./\\") == NULL && !g_file_test (spec, G_FILE_TEST_EXISTS))
    {
      lab_set_error (error, LAB_ERROR_NOT_FOUND,
                     _("“%s” is neither a built-in workload nor a file."), spec);
      return NULL;
    }
  return open_file (spec, max_tasks, cancellable, error);
}

const char *
lab_workload_get_id (LabWorkload *self)
{
  g_return_val_if_fail (LAB_IS_WORKLOAD (self), NULL);
  return self->id;
}

const char *
lab_workload_get_title (LabWorkload *self)
{
  g_return_val_if_fail (LAB_IS_WORKLOAD (self), NULL);
  return self->generation != NULL ? _(self->generation->generator->info.title) : self->title;
}

const char *
lab_workload_get_description (LabWorkload *self)
{
  g_return_val_if_fail (LAB_IS_WORKLOAD (self), NULL);
  return self->generation != NULL ? _(self->generation->generator->info.description)
                                  : _("Prompts of your own, read from a file.");
}

const char *
lab_workload_get_danger (LabWorkload *self)
{
  g_return_val_if_fail (LAB_IS_WORKLOAD (self), NULL);
  return self->generation != NULL ? _(self->generation->generator->info.danger)
                                  : _("What can go wrong is known to you alone: give the tasks a "
                                      "judge, so that the lab can watch the answers.");
}

gboolean
lab_workload_is_builtin (LabWorkload *self)
{
  g_return_val_if_fail (LAB_IS_WORKLOAD (self), FALSE);
  return self->generation != NULL;
}

guint64
lab_workload_get_seed (LabWorkload *self)
{
  g_return_val_if_fail (LAB_IS_WORKLOAD (self), 0);
  return self->generation != NULL ? self->generation->seed : 0;
}

guint
lab_workload_get_n_tasks (LabWorkload *self)
{
  g_return_val_if_fail (LAB_IS_WORKLOAD (self), 0);
  return self->n_tasks;
}

guint
lab_workload_get_n_judged (LabWorkload *self)
{
  g_return_val_if_fail (LAB_IS_WORKLOAD (self), 0);
  return self->n_judged;
}

LabTask *
lab_workload_get_task (LabWorkload *self,
                       guint        index)
{
  g_return_val_if_fail (LAB_IS_WORKLOAD (self), NULL);
  g_return_val_if_fail (index < self->n_tasks, NULL);

  if (self->tasks != NULL)
    return lab_task_ref (g_ptr_array_index (self->tasks, index));
  return lab_generation_make (self->generation, index);
}

const char *
lab_workload_get_content_hash (LabWorkload *self)
{
  g_return_val_if_fail (LAB_IS_WORKLOAD (self), NULL);
  return self->hash;
}

const char *
lab_workload_get_params_json (LabWorkload *self)
{
  g_return_val_if_fail (LAB_IS_WORKLOAD (self), NULL);
  return self->params_json;
}
