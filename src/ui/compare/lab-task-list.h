/* lab-task-list.h: the tasks of a comparison, to be looked through
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "compare/lab-task-item.h"
#include "lab-comparison-set.h"

G_BEGIN_DECLS

/**
 * LabTaskList:
 *
 * Filters with their counts, a search, and a row a task. Emits ::task-opened
 * (LabTaskItem). Actions: tasks.open, tasks.filter (s: "all", "different",
 * "worse", "better", "errors"). Property: narrow (leaves out the two costs).
 */
#define LAB_TYPE_TASK_LIST (lab_task_list_get_type ())
G_DECLARE_FINAL_TYPE (LabTaskList, lab_task_list, LAB, TASK_LIST, GtkWidget)

GtkWidget *lab_task_list_new (void);
/* @run: (nullable): shows nothing. Selection, filter and scrolling stay where
 * it is the run that was shown before. */
void lab_task_list_set_run (LabTaskList            *self,
                            const LabComparisonSet *set,
                            LabComparedRun         *run);
void lab_task_list_set_filter (LabTaskList *self,
                               LabTaskKind  kind);
void lab_task_list_set_narrow (LabTaskList *self,
                               gboolean     narrow);
void lab_task_list_focus_search (LabTaskList *self);
gboolean lab_task_list_focus_list (LabTaskList *self);
/* Those that are shown. (element-type LabTaskItem) (transfer none) */
GListModel *lab_task_list_get_shown (LabTaskList *self);

G_END_DECLS
