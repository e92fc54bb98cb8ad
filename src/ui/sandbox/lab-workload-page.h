/* lab-workload-page.h: a whole workload instead of one call by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/**
 * LabWorkloadPage:
 *
 * The workload of the experiment in view, with the price of a run before it
 * begins, the run under way, and the runs there are. The first run is measured
 * as the baseline, those after it show how much it varies by itself.
 *
 * Actions: workload.run, workload.stop, workload.resume (a run's id),
 * workload.choose (another workload, or a file of one's own, which is another
 * experiment).
 */
#define LAB_TYPE_WORKLOAD_PAGE (lab_workload_page_get_type ())
G_DECLARE_FINAL_TYPE (LabWorkloadPage, lab_workload_page, LAB, WORKLOAD_PAGE, GtkWidget)

GtkWidget *lab_workload_page_new (void);
/* Once, before it is shown. */
void lab_workload_page_set_desk (LabWorkloadPage *self,
                                 LabDesk         *desk);
/* Reads and prices anew what may have changed while it was out of sight. */
void lab_workload_page_refresh (LabWorkloadPage *self);
/* FALSE where nothing runs. */
gboolean lab_workload_page_stop (LabWorkloadPage *self);

G_END_DECLS
