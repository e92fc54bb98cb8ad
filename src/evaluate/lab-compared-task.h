/* lab-compared-task.h: one task of a comparison, opened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"
#include "lab-cost-split.h"
#include "lab-experiments.h"
#include "lab-judge.h"
#include "lab-price-catalogue.h"

G_BEGIN_DECLS

/**
 * LabComparedSide:
 * @calls: (element-type LabCallRecord): all that was sent for the task, in
 *   order, with texts where they were kept
 * @prompt: (nullable): what was asked, laid out for people; NULL where it was
 *   not kept
 * @answer: (nullable): NULL where it was not kept, or none came
 * @answered: whether an answer came
 * @answered_by: (nullable): the strategy that answered without the provider
 * @score: permyriad or LAB_SCORE_NONE, as it was recorded
 * @judgement: (nullable): the facts one by one; NULL where the answer was not
 *   kept, the task is not known any more, or nothing is judged
 * @split: what it was paid for
 *
 * The task in one run.
 */
typedef struct
{
  GPtrArray *calls;
  char *prompt;
  char *answer;
  gboolean answered;
  char *answered_by;
  gint score;
  LabJudgement *judgement;
  LabCostSplit split;
} LabComparedSide;

/**
 * LabComparedTask:
 * @question: (nullable): where the workload has the task still
 * @removed: (element-type LabTextRange): what the baseline's answer has alone
 * @added: (element-type LabTextRange): what the run's answer has alone
 * @prompt_removed: @prompt_added: the same of the prompts
 *
 * An owned value. The ranges are empty where one of the texts is missing.
 */
typedef struct
{
  char *question;
  LabComparedSide base;
  LabComparedSide run;
  GArray *removed;
  GArray *added;
  GArray *prompt_removed;
  GArray *prompt_added;
} LabComparedTask;

void lab_compared_task_free (LabComparedTask *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabComparedTask, lab_compared_task_free)

/* store's; see lab-experiments.h. */
typedef struct _LabStore LabStore;

/**
 * lab_compared_task_load_async:
 * @baseline_run: @run: of @experiment
 *
 * Reads both sides and judges the kept answers anew, in a worker; the judges
 * are pure, so what they say is what was said when the answers came.
 */
void lab_compared_task_load_async (LabStore            *store,
                                   LabPriceCatalogue   *catalogue,
                                   const LabExperiment *experiment,
                                   const char          *baseline_run,
                                   const char          *run,
                                   const char          *task_key,
                                   guint                replicate,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
LabComparedTask *lab_compared_task_load_finish (GAsyncResult  *result,
                                                GError       **error);

G_END_DECLS
