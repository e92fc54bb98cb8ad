/* lab-run-details.h: all that is known of one run beside its baseline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "compare/lab-compare-item.h"
#include "compare/lab-more-tasks.h"
#include "lab-desk.h"

G_BEGIN_DECLS

/**
 * LabRunDetails:
 *
 * Verdict, what would settle it and what that costs, where the money went,
 * how the figures were come by, and what to mind.
 *
 * Emits ::collect-more (guint pairs), ::go-on for a run that was stopped, and
 * ::closed. Actions: details.collect-more, details.go-on, details.close.
 */
#define LAB_TYPE_RUN_DETAILS (lab_run_details_get_type ())
G_DECLARE_FINAL_TYPE (LabRunDetails, lab_run_details, LAB, RUN_DETAILS, GtkWidget)

GtkWidget *lab_run_details_new (void);
/* @set: what @item is of; both are only looked at during the call.
 * @busy: whether something is under way, so that nothing can be begun */
void lab_run_details_show (LabRunDetails          *self,
                           LabDesk                *desk,
                           const LabExperiment    *experiment,
                           const LabComparisonSet *set,
                           LabCompareItem         *item,
                           gboolean                busy);
void lab_run_details_clear (LabRunDetails *self);
/* @available: px for it and what it stands beside or over */
void lab_run_details_set_width (LabRunDetails *self,
                                int            available);

G_END_DECLS
