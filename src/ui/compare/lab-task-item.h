/* lab-task-item.h: one task of a comparison, in a list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-comparison.h"

G_BEGIN_DECLS

/**
 * LabTaskKind:
 * @LAB_TASK_DIFFERENT: the answers differ
 * @LAB_TASK_WORSE: @LAB_TASK_BETTER: the run's was judged so, or one is missing
 * @LAB_TASK_ERROR: a side has no answer
 *
 * What a task may be looked for by. Flags.
 */
typedef enum
{
  LAB_TASK_DIFFERENT = 1 << 0,
  LAB_TASK_WORSE = 1 << 1,
  LAB_TASK_BETTER = 1 << 2,
  LAB_TASK_ERROR = 1 << 3,
} LabTaskKind;

/**
 * LabTaskItem:
 *
 * Properties: title (the question), base, run, change, quality, sentence, all
 * text; to sort by: index, base-cost, run-cost, cost-change, score-change.
 */
#define LAB_TYPE_TASK_ITEM (lab_task_item_get_type ())
G_DECLARE_FINAL_TYPE (LabTaskItem, lab_task_item, LAB, TASK_ITEM, GObject)

/* @pair: copied; @question: (nullable): where the workload has it no more */
LabTaskItem *lab_task_item_new (const LabPair *pair,
                                const char    *question,
                                guint          fallback_index);
const LabPair *lab_task_item_get_pair (LabTaskItem *self);
/* "18: Where is my order …" */
const char *lab_task_item_get_title (LabTaskItem *self);
/* From 1. */
guint lab_task_item_get_number (LabTaskItem *self);
LabTaskKind lab_task_item_get_kinds (LabTaskItem *self);

G_END_DECLS
