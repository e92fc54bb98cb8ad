/* lab-workload-run-row.h: a run of a workload, and what it came to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-runs.h"

G_BEGIN_DECLS

/* Activating it (row.open) leads to the view that compares; "Go On" where it was
 * stopped or cut off asks its page to (workload.resume, with the run's id). */
#define LAB_TYPE_WORKLOAD_RUN_ROW (lab_workload_run_row_get_type ())
G_DECLARE_FINAL_TYPE (LabWorkloadRunRow, lab_workload_run_row, LAB, WORKLOAD_RUN_ROW, AdwActionRow)

GtkWidget *lab_workload_run_row_new (const LabRunInfo *run);

G_END_DECLS
