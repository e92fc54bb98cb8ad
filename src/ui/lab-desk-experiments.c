/* lab-desk-experiments.c: experiments made, renamed, archived and deleted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-desk-private.h"

/* Out of sight, and where it was. */
typedef struct
{
  LabExperimentItem *item;
  guint position;
  gboolean was_in_view;
} PutAway;

static void
put_away_free (PutAway *self)
{
  g_object_unref (self->item);
  g_free (self);
}

GPtrArray *
lab_put_away_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) put_away_free);
}

static LabExperiments *
get_experiments (LabDesk *self)
{
  return lab_context_get_experiments (self->context);
}

void
lab_desk_add_experiment (LabDesk       *self,
                         LabExperiment *experiment)
{
  g_autoptr (LabExperimentItem) item = lab_experiment_item_new (experiment);

  g_list_store_insert (self->experiments, 0, item);
  lab_desk_set_experiment (self, item);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  LabExperiment *experiment =
    lab_experiments_create_finish (LAB_EXPERIMENTS (source), result, &error);

  if (experiment == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  lab_desk_add_experiment (g_task_get_source_object (task), experiment);
  g_task_return_boolean (task, TRUE);
}

void
lab_desk_create_experiment_async (LabDesk             *self,
                                  const LabExperiment *draft,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (LabExperiment) own = NULL;
  GTask *task;

  g_return_if_fail (LAB_IS_DESK (self));
  g_return_if_fail (draft != NULL);

  task = g_task_new (self, self->cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_desk_create_experiment_async);
  own = lab_experiment_copy (draft);
  g_free (own->profile_id);
  own->profile_id = g_strdup (self->profile->id);
  lab_experiments_create_async (get_experiments (self), own, created_cb, task);
}

static gboolean
finish (LabDesk       *self,
        GAsyncResult  *result,
        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
lab_desk_create_experiment_finish (LabDesk       *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return finish (self, result, error);
}

/* A task about one experiment, which it keeps. */
static GTask *
begin (LabDesk             *self,
       LabExperimentItem   *item,
       gpointer             tag,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  GTask *task = g_task_new (self, self->cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, g_object_ref (item), g_object_unref);
  return task;
}

static void
renamed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  LabExperiment *experiment =
    lab_experiments_rename_finish (LAB_EXPERIMENTS (source), result, &error);

  if (experiment == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  lab_experiment_item_set_experiment (g_task_get_task_data (task), experiment);
  g_task_return_boolean (task, TRUE);
}

void
lab_desk_rename_experiment_async (LabDesk             *self,
                                  LabExperimentItem   *item,
                                  const char          *name,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (LAB_IS_DESK (self));
  g_return_if_fail (LAB_IS_EXPERIMENT_ITEM (item));
  g_return_if_fail (name != NULL);

  lab_experiments_rename_async (
    get_experiments (self), self->profile->id, lab_experiment_item_get_experiment (item)->id,
    name, renamed_cb,
    begin (self, item, lab_desk_rename_experiment_async, callback, user_data));
}

gboolean
lab_desk_rename_experiment_finish (LabDesk       *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return finish (self, result, error);
}

static gboolean
find_position (LabDesk           *self,
               LabExperimentItem *item,
               guint             *position)
{
  return g_list_store_find (self->experiments, item, position);
}

/* Takes it out of the list; in view, its neighbour takes its place. */
static void
leave_list (LabDesk           *self,
            LabExperimentItem *item)
{
  guint position;

  if (!find_position (self, item, &position))
    return;
  if (item == self->experiment)
    {
      g_autoptr (LabExperimentItem) next = g_list_model_get_item (
        G_LIST_MODEL (self->experiments), position > 0 ? position - 1 : 1);

      lab_desk_set_experiment (self, next);
    }
  g_list_store_remove (self->experiments, position);
}

static void
archived_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabExperimentItem *item = g_task_get_task_data (task);
  GError *error = NULL;
  LabExperiment *experiment;

  if (!lab_experiments_set_status_finish (LAB_EXPERIMENTS (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  experiment = lab_experiment_copy (lab_experiment_item_get_experiment (item));
  experiment->status = LAB_EXPERIMENT_ARCHIVED;
  lab_experiment_item_set_experiment (item, experiment);
  leave_list (g_task_get_source_object (task), item);
  g_task_return_boolean (task, TRUE);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabDesk *self = g_task_get_source_object (task);
  LabExperimentItem *item = g_task_get_task_data (task);
  GError *error = NULL;
  LabExperiment *experiment =
    lab_experiments_restore_finish (LAB_EXPERIMENTS (source), result, &error);

  if (experiment == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  lab_experiment_item_set_experiment (item, experiment);
  g_list_store_insert (self->experiments, 0, item);
  g_task_return_boolean (task, TRUE);
}

void
lab_desk_archive_experiment_async (LabDesk             *self,
                                   LabExperimentItem   *item,
                                   gboolean             archive,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  const char *id;
  GTask *task;

  g_return_if_fail (LAB_IS_DESK (self));
  g_return_if_fail (LAB_IS_EXPERIMENT_ITEM (item));

  id = lab_experiment_item_get_experiment (item)->id;
  task = begin (self, item, lab_desk_archive_experiment_async, callback, user_data);
  if (archive)
    lab_experiments_set_status_async (get_experiments (self), self->profile->id, id,
                                      LAB_EXPERIMENT_ARCHIVED, archived_cb, task);
  else
    lab_experiments_restore_async (get_experiments (self), self->profile->id, id, restored_cb,
                                   task);
}

gboolean
lab_desk_archive_experiment_finish (LabDesk       *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return finish (self, result, error);
}

gboolean
lab_desk_can_put_away (LabDesk           *self,
                       LabExperimentItem *item)
{
  guint position;

  g_return_val_if_fail (LAB_IS_DESK (self), FALSE);
  g_return_val_if_fail (LAB_IS_EXPERIMENT_ITEM (item), FALSE);

  if (g_ptr_array_find (self->running, item, NULL) || (self->sending && item == self->experiment))
    return FALSE;
  /* The archive may become empty; what is worked on may not. */
  return !find_position (self, item, &position) ||
         g_list_model_get_n_items (G_LIST_MODEL (self->experiments)) > 1;
}

void
lab_desk_put_away (LabDesk           *self,
                   LabExperimentItem *item)
{
  PutAway *put_away;

  g_return_if_fail (LAB_IS_DESK (self));
  g_return_if_fail (lab_desk_can_put_away (self, item));

  put_away = g_new0 (PutAway, 1);
  put_away->item = g_object_ref (item);
  put_away->was_in_view = item == self->experiment;
  if (!find_position (self, item, &put_away->position))
    put_away->position = G_MAXUINT;
  g_ptr_array_add (self->put_away, put_away);
  leave_list (self, item);
}

/* (nullable) (transfer full) */
static PutAway *
steal_put_away (LabDesk           *self,
                LabExperimentItem *item)
{
  for (guint i = 0; self->put_away != NULL && i < self->put_away->len; i++)
    if (((PutAway *) g_ptr_array_index (self->put_away, i))->item == item)
      return g_ptr_array_steal_index (self->put_away, i);
  return NULL;
}

static void
return_to_list (LabDesk *self,
                PutAway *put_away)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->experiments));

  if (put_away->position == G_MAXUINT)
    return;
  g_list_store_insert (self->experiments, MIN (put_away->position, n), put_away->item);
  if (put_away->was_in_view)
    lab_desk_set_experiment (self, put_away->item);
}

void
lab_desk_bring_back (LabDesk           *self,
                     LabExperimentItem *item)
{
  PutAway *put_away;

  g_return_if_fail (LAB_IS_DESK (self));

  put_away = steal_put_away (self, item);
  if (put_away == NULL)
    return;
  return_to_list (self, put_away);
  put_away_free (put_away);
}

static void
settle (LabDesk *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->n_deleting > 0 || self->settling == NULL)
    return;
  task = g_steal_pointer (&self->settling);
  g_task_return_boolean (task, TRUE);
}

typedef struct
{
  LabDesk *desk;
  PutAway *put_away;
} Deletion;

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autofree Deletion *deletion = user_data;
  g_autoptr (LabDesk) self = deletion->desk;
  g_autoptr (GError) error = NULL;

  self->n_deleting--;
  if (self->context != NULL)
    {
      if (lab_experiments_delete_finish (LAB_EXPERIMENTS (source), result, &error))
        {
          lab_desk_load_spend (self);
        }
      else
        {
          return_to_list (self, deletion->put_away);
          lab_desk_emit_failed (self, error);
        }
    }
  put_away_free (deletion->put_away);
  settle (self);
}

void
lab_desk_delete_put_away (LabDesk           *self,
                          LabExperimentItem *item)
{
  PutAway *put_away;
  Deletion *deletion;

  g_return_if_fail (LAB_IS_DESK (self));

  put_away = steal_put_away (self, item);
  if (put_away == NULL)
    return;
  deletion = g_new0 (Deletion, 1);
  deletion->desk = g_object_ref (self);
  deletion->put_away = put_away;
  self->n_deleting++;
  lab_experiments_delete_async (get_experiments (self), self->profile->id,
                                lab_experiment_item_get_experiment (item)->id, deleted_cb,
                                deletion);
}

void
lab_desk_settle_async (LabDesk             *self,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (LAB_IS_DESK (self));
  g_return_if_fail (self->settling == NULL);

  self->settling = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->settling, lab_desk_settle_async);
  while (self->put_away->len > 0)
    {
      PutAway *put_away = g_ptr_array_index (self->put_away, 0);

      lab_desk_delete_put_away (self, put_away->item);
    }
  settle (self);
}

void
lab_desk_settle_finish (LabDesk      *self,
                        GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
