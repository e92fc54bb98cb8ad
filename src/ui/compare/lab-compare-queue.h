/* lab-compare-queue.h: the runs of a comparison, one after another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-desk.h"

G_BEGIN_DECLS

/**
 * LabQueuedRun:
 * @item: whose run it is, whatever is in view when its turn comes
 * @run_id: (nullable): one to go on with, or to give more @tasks
 * @resumes: whether it goes on as it was planned: only @run_id and @name count
 * @name: (nullable)
 * @strategies: joined by ";"
 * @spare: @tasks: @margin: @seed: as in #LabRunPlan
 */
typedef struct
{
  LabExperimentItem *item;
  char *run_id;
  gboolean resumes;
  char *name;
  char *strategies;
  gboolean baseline;
  gboolean spare;
  guint tasks;
  gint margin;
  guint64 seed;
} LabQueuedRun;

/* Takes a reference. */
LabQueuedRun *lab_queued_run_new (LabExperimentItem *item);
void lab_queued_run_free (LabQueuedRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabQueuedRun, lab_queued_run_free)

/**
 * LabCompareQueue:
 *
 * Emits ::changed when a run begins or ends, and ::failed (const GError *)
 * when one could not begin or broke off. What was queued behind it is then
 * dropped: without a baseline the rest is of no use.
 */
#define LAB_TYPE_COMPARE_QUEUE (lab_compare_queue_get_type ())
G_DECLARE_FINAL_TYPE (LabCompareQueue, lab_compare_queue, LAB, COMPARE_QUEUE, GObject)

LabCompareQueue *lab_compare_queue_new (LabDesk *desk);
/* @run: (transfer full). Begins at once where nothing is under way. */
void lab_compare_queue_add (LabCompareQueue *self,
                            LabQueuedRun    *run);
/* (nullable) (transfer none): of the run under way */
LabJob *lab_compare_queue_get_job (LabCompareQueue *self);
/* Those that wait for their turn. */
guint lab_compare_queue_get_n_waiting (LabCompareQueue *self);
/* Stops the run under way and drops the others; what was done is kept. FALSE
 * where there was nothing to stop. */
gboolean lab_compare_queue_stop (LabCompareQueue *self);

G_END_DECLS
