/* lab-task-page.h: one task, answered twice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "compare/lab-task-item.h"
#include "lab-compared-task.h"
#include "lab-comparison-set.h"
#include "lab-desk.h"

G_BEGIN_DECLS

/* Two answers side by side with what differs marked, the facts each of them
 * has or lacks, both bills, and the difference by bucket. */
#define LAB_TYPE_TASK_PAGE (lab_task_page_get_type ())
G_DECLARE_FINAL_TYPE (LabTaskPage, lab_task_page, LAB, TASK_PAGE, GtkWidget)

GtkWidget *lab_task_page_new (void);
void lab_task_page_open (LabTaskPage         *self,
                         LabDesk             *desk,
                         const LabExperiment *experiment,
                         LabComparedRun      *run,
                         LabTaskItem         *task);
void lab_task_page_close (LabTaskPage *self);
gboolean lab_task_page_focus (LabTaskPage *self);

G_END_DECLS
