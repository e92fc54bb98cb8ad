/* lab-job-view.h: long work in a list, with its progress
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-job.h"

G_BEGIN_DECLS

/* Title, bar, "31 of 120 calls · $0.0142 so far", pause and stop. Actions:
 * job.pause, job.resume, job.stop. */
#define LAB_TYPE_JOB_VIEW (lab_job_view_get_type ())
G_DECLARE_FINAL_TYPE (LabJobView, lab_job_view, LAB, JOB_VIEW, GtkListBoxRow)

GtkWidget *lab_job_view_new (LabJob *job);
LabJob *lab_job_view_get_job (LabJobView *self);

G_END_DECLS
