/* lab-more-tasks.h: what it takes to know more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-comparison-set.h"
#include "lab-tokenizer.h"

G_BEGIN_DECLS

/**
 * LabMoreTasks:
 * @n: pairs that come to it
 * @run_from: @run_to: tasks that the run is given, the first and the one
 *   after the last
 * @base_from: @base_to: the same of the baseline; none where it has them
 *   already
 *
 * Both sides are given the same tasks, the next of the workload: a pair needs
 * both, and tasks that were chosen by how the first ones came out would
 * prove nothing. How many there shall be is fixed before they are run.
 */
typedef struct
{
  guint n;
  guint run_from;
  guint run_to;
  guint base_from;
  guint base_to;
} LabMoreTasks;

/* FALSE where the verdict asks for none, or the workload has none left. */
gboolean lab_more_tasks_plan (const LabComparisonSet *set,
                              LabComparedRun         *run,
                              LabMoreTasks           *plan);
/* What they will take by what such tasks cost so far. */
LabMoney lab_more_tasks_guess (const LabMoreTasks  *plan,
                               const LabComparison *comparison);

/**
 * lab_more_tasks_price_async:
 *
 * The most that both sides together can cost. @now: µs; chooses the price.
 */
void lab_more_tasks_price_async (const LabMoreTasks  *plan,
                                 const LabExperiment *experiment,
                                 LabTokenizer        *tokenizer,
                                 LabPriceCatalogue   *catalogue,
                                 gint64               now,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
/* @most: (out): LAB_UNSET where no price is known */
gboolean lab_more_tasks_price_finish (GAsyncResult  *result,
                                      LabMoney      *most,
                                      GError       **error);

G_END_DECLS
