/* lab-desk-example.c: an experiment to look at, made by real runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-desk-private.h"

#include <glib/gi18n-lib.h>

#define WORKLOAD "support-chat"
#define PROVIDER "openai"
#define MODEL "gpt-5.4-mini"
/* Enough for a verdict, and over in a moment. */
#define TASKS 240
#define SEED 1

static const struct
{
  const char *name; /* msgid */
  const char *strategies;
} runs[] = {
  { N_("Baseline"), NULL },
  { N_("Kept answers"), "exact-cache" },
  { N_("Short prompts"), "prompt-compressor:level=strong" },
};

typedef struct
{
  LabExperimentItem *item;
  gsize n_run;
} Making;

static void
making_free (Making *making)
{
  g_clear_object (&making->item);
  g_free (making);
}

static void run_next (GTask *task);

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Making *making = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (LabRunResult) run = lab_desk_run_finish (LAB_DESK (source), result, &error);

  if (run == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!g_str_equal (run->status, "completed"))
    {
      g_task_return_boolean (task, FALSE);
      return;
    }
  making->n_run++;
  run_next (g_steal_pointer (&task));
}

static void
run_next (GTask *task) /* (transfer full) */
{
  Making *making = g_task_get_task_data (task);
  LabRunPlan plan = LAB_RUN_PLAN_INIT;

  if (making->n_run == G_N_ELEMENTS (runs))
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  plan.name = _(runs[making->n_run].name);
  plan.baseline = making->n_run == 0;
  plan.strategies = runs[making->n_run].strategies;
  plan.seed = SEED;
  lab_desk_run_for_async (g_task_get_source_object (task), making->item, &plan, ran_cb, task);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabDesk *self = LAB_DESK (source);
  Making *making = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lab_desk_create_experiment_finish (self, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  making->item = g_object_ref (self->experiment);
  run_next (g_steal_pointer (&task));
}

static LabExperiment *
make_draft (void)
{
  LabExperiment *draft = lab_experiment_new ();

  draft->name = g_strdup (_("Example: Support Chat"));
  draft->description = g_strdup (_("Made by practice calls, to look at what a comparison shows."));
  draft->workload = g_strdup (WORKLOAD);
  draft->provider = g_strdup (PROVIDER);
  draft->model = g_strdup (MODEL);
  draft->tasks = TASKS;
  draft->seed = SEED;
  draft->example = TRUE;
  return draft;
}

/* (nullable) (transfer full) */
static LabExperimentItem *
find_example (LabDesk *self)
{
  GListModel *items = G_LIST_MODEL (self->experiments);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LabExperimentItem) item = g_list_model_get_item (items, i);

      if (lab_experiment_item_get_experiment (item)->example)
        return g_steal_pointer (&item);
    }
  return NULL;
}

void
lab_desk_load_example_async (LabDesk             *self,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (LabExperimentItem) there = NULL;
  g_autoptr (LabExperiment) draft = NULL;
  GTask *task;

  g_return_if_fail (LAB_IS_DESK (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lab_desk_load_example_async);
  there = find_example (self);
  if (there != NULL)
    {
      lab_desk_set_experiment (self, there);
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  g_task_set_task_data (task, g_new0 (Making, 1), (GDestroyNotify) making_free);
  draft = make_draft ();
  lab_desk_create_experiment_async (self, draft, created_cb, task);
}

gboolean
lab_desk_load_example_finish (LabDesk       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
