/* lab-desk-open.c: opening everything without waiting, and new experiments
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-desk-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

#define FIRST_WORKLOAD "support-chat"
#define FIRST_PROVIDER "openai"
#define FIRST_MODEL "gpt-5.4-mini"

typedef struct
{
  char *data_dir;
  LabClock *clock;
  char *profile_id;    /* (nullable) */
  char *experiment_id; /* (nullable) */
  LabContext *context;
  LabProfile *profile;
} Opening;

static void
opening_free (Opening *opening)
{
  g_free (opening->data_dir);
  g_free (opening->profile_id);
  g_free (opening->experiment_id);
  g_clear_object (&opening->context);
  g_clear_object (&opening->clock);
  g_clear_pointer (&opening->profile, lab_profile_free);
  g_free (opening);
}

/* One that was deleted since gives way to the first. */
static LabProfile *
open_profile (Opening  *opening,
              GError  **error)
{
  g_autoptr (GError) gone = NULL;
  LabProfile *profile;

  if (opening->profile_id == NULL || *opening->profile_id == '\0')
    return lab_context_open_profile (opening->context, NULL, error);
  profile = lab_context_open_profile (opening->context, opening->profile_id, &gone);
  if (profile != NULL || !g_error_matches (gone, LAB_ERROR, LAB_ERROR_NOT_FOUND))
    {
      if (profile == NULL)
        g_propagate_error (error, g_steal_pointer (&gone));
      return profile;
    }
  return lab_context_open_profile (opening->context, NULL, error);
}

/* In a worker: both of these wait for the ledger. */
static void
open_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Opening *opening = task_data;
  LabContextOptions options = {
    .data_dir = opening->data_dir,
    .clock = opening->clock,
    .own_prices = TRUE,
  };
  GError *error = NULL;

  opening->context = lab_context_new (&options, &error);
  if (opening->context != NULL)
    opening->profile = open_profile (opening, &error);
  if (opening->profile != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static LabExperiment *
first_experiment (LabDesk *self)
{
  LabExperiment *experiment = lab_experiment_new ();

  experiment->profile_id = g_strdup (self->profile->id);
  experiment->name = g_strdup (_("First Steps"));
  experiment->workload = g_strdup (FIRST_WORKLOAD);
  experiment->provider = g_strdup (FIRST_PROVIDER);
  experiment->model = g_strdup (FIRST_MODEL);
  return experiment;
}

static void
finish_opening (GTask   *task,
                LabDesk *self)
{
  lab_desk_watch_spend (self);
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

static void
first_created_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabDesk *self = g_task_get_task_data (task);
  GError *error = NULL;
  LabExperiment *experiment =
    lab_experiments_create_finish (LAB_EXPERIMENTS (source), result, &error);

  if (experiment == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  lab_desk_add_experiment (self, experiment);
  finish_opening (task, self);
}

static void
choose_experiment (LabDesk    *self,
                   const char *wanted)
{
  g_autoptr (LabExperimentItem) chosen =
    g_list_model_get_item (G_LIST_MODEL (self->experiments), 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->experiments)); i++)
    {
      g_autoptr (LabExperimentItem) item =
        g_list_model_get_item (G_LIST_MODEL (self->experiments), i);

      if (g_strcmp0 (lab_experiment_item_get_experiment (item)->id, wanted) == 0)
        g_set_object (&chosen, item);
    }
  lab_desk_set_experiment (self, chosen);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabDesk *self = g_task_get_task_data (task);
  const char *wanted = g_object_get_data (G_OBJECT (task), "experiment");
  GError *error = NULL;
  g_autoptr (GPtrArray) found = lab_experiments_list_finish (LAB_EXPERIMENTS (source), result,
                                                             &error);

  if (found == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (found->len == 0)
    {
      g_autoptr (LabExperiment) first = first_experiment (self);

      lab_experiments_create_async (LAB_EXPERIMENTS (source), first, first_created_cb,
                                    g_steal_pointer (&task));
      return;
    }
  for (guint i = 0; i < found->len; i++)
    {
      g_autoptr (LabExperimentItem) item =
        lab_experiment_item_new (lab_experiment_copy (g_ptr_array_index (found, i)));

      g_list_store_append (self->experiments, item);
    }
  choose_experiment (self, wanted);
  finish_opening (task, self);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  LabDesk *self;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self = g_object_new (LAB_TYPE_DESK, NULL);
  self->context = g_steal_pointer (&opening->context);
  self->profile = g_steal_pointer (&opening->profile);
  self->data_dir = g_strdup (opening->data_dir);
  g_object_set_data_full (G_OBJECT (task), "experiment", g_strdup (opening->experiment_id),
                          g_free);
  g_task_set_task_data (task, self, g_object_unref);
  lab_experiments_list_async (lab_context_get_experiments (self->context), self->profile->id,
                              FALSE, listed_cb, g_steal_pointer (&task));
}

void
lab_desk_open_async (const char          *data_dir,
                     LabClock            *clock,
                     const char          *profile_id,
                     const char          *experiment_id,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (GTask) work = NULL;
  Opening *opening;
  GTask *task;

  g_return_if_fail (data_dir != NULL);
  g_return_if_fail (LAB_IS_CLOCK (clock));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_desk_open_async);
  opening = g_new0 (Opening, 1);
  opening->data_dir = g_strdup (data_dir);
  opening->clock = g_object_ref (clock);
  opening->profile_id = g_strdup (profile_id);
  opening->experiment_id = g_strdup (experiment_id);
  work = g_task_new (NULL, NULL, opened_cb, task);
  g_task_set_task_data (work, opening, (GDestroyNotify) opening_free);
  g_task_run_in_thread (work, open_thread);
}

LabDesk *
lab_desk_open_finish (GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_desk_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
