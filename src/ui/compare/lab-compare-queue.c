/* lab-compare-queue.c: the runs of a comparison, one after another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-compare-queue.h"

struct _LabCompareQueue
{
  GObject parent_instance;

  LabDesk *desk;
  GQueue waiting; /* (element-type LabQueuedRun) */
  LabJob *job;    /* (nullable) */
};

G_DEFINE_FINAL_TYPE (LabCompareQueue, lab_compare_queue, G_TYPE_OBJECT)

enum
{
  CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void begin_next (LabCompareQueue *self);

LabQueuedRun *
lab_queued_run_new (LabExperimentItem *item)
{
  LabQueuedRun *self = g_new0 (LabQueuedRun, 1);

  self->item = g_object_ref (item);
  return self;
}

void
lab_queued_run_free (LabQueuedRun *self)
{
  g_object_unref (self->item);
  g_free (self->run_id);
  g_free (self->name);
  g_free (self->strategies);
  g_free (self);
}

static void
drop_waiting (LabCompareQueue *self)
{
  g_queue_clear_full (&self->waiting, (GDestroyNotify) lab_queued_run_free);
}

/* Cancelled is an answer to being asked, no failure. */
static const GError *
find_failure (const LabRunResult *run,
              const GError       *error)
{
  const GError *found = run != NULL ? run->error : error;

  return g_error_matches (found, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? NULL : found;
}

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (LabCompareQueue) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabRunResult) run = lab_desk_run_finish (LAB_DESK (source), result, &error);
  const GError *failure = find_failure (run, error);

  g_clear_object (&self->job);
  if (run == NULL || !g_str_equal (run->status, "completed"))
    drop_waiting (self);
  if (failure != NULL)
    g_signal_emit (self, signals[FAILED], 0, failure);
  begin_next (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static LabJob *
begin (LabCompareQueue    *self,
       const LabQueuedRun *run)
{
  LabRunPlan plan = LAB_RUN_PLAN_INIT;

  if (run->resumes)
    return lab_desk_resume_for_async (self->desk, run->item, run->run_id, run->name, LAB_UNSET,
                                      ran_cb, g_object_ref (self));
  plan.run_id = run->run_id;
  plan.name = run->name;
  plan.baseline = run->baseline;
  plan.spare = run->spare;
  plan.strategies = run->strategies;
  plan.tasks = run->tasks;
  plan.margin = run->margin;
  plan.seed = run->seed;
  return lab_desk_run_for_async (self->desk, run->item, &plan, ran_cb, g_object_ref (self));
}

static void
begin_next (LabCompareQueue *self)
{
  g_autoptr (LabQueuedRun) run = g_queue_pop_head (&self->waiting);

  if (run != NULL)
    self->job = g_object_ref (begin (self, run));
}

static void
lab_compare_queue_dispose (GObject *object)
{
  LabCompareQueue *self = LAB_COMPARE_QUEUE (object);

  drop_waiting (self);
  g_clear_object (&self->job);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (lab_compare_queue_parent_class)->dispose (object);
}

static void
lab_compare_queue_class_init (LabCompareQueueClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_compare_queue_dispose;

  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
lab_compare_queue_init (LabCompareQueue *self)
{
  g_queue_init (&self->waiting);
}

LabCompareQueue *
lab_compare_queue_new (LabDesk *desk)
{
  LabCompareQueue *self;

  g_return_val_if_fail (LAB_IS_DESK (desk), NULL);

  self = g_object_new (LAB_TYPE_COMPARE_QUEUE, NULL);
  self->desk = g_object_ref (desk);
  return self;
}

void
lab_compare_queue_add (LabCompareQueue *self,
                       LabQueuedRun    *run)
{
  g_return_if_fail (LAB_IS_COMPARE_QUEUE (self));
  g_return_if_fail (run != NULL);

  g_queue_push_tail (&self->waiting, run);
  if (self->job == NULL)
    begin_next (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

LabJob *
lab_compare_queue_get_job (LabCompareQueue *self)
{
  g_return_val_if_fail (LAB_IS_COMPARE_QUEUE (self), NULL);

  return self->job;
}

guint
lab_compare_queue_get_n_waiting (LabCompareQueue *self)
{
  g_return_val_if_fail (LAB_IS_COMPARE_QUEUE (self), 0);

  return g_queue_get_length (&self->waiting);
}

gboolean
lab_compare_queue_stop (LabCompareQueue *self)
{
  g_return_val_if_fail (LAB_IS_COMPARE_QUEUE (self), FALSE);

  drop_waiting (self);
  if (self->job == NULL)
    return FALSE;
  lab_job_cancel (self->job);
  return TRUE;
}
