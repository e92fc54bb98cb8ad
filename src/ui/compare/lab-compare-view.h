/* lab-compare-view.h: is the saving real, and did the answers stay good?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-comparison-set.h"
#include "lab-desk.h"

G_BEGIN_DECLS

/**
 * LabCompareView:
 *
 * The baseline of the experiment in view, what is tried against it, and each
 * run's saving with its interval and verdict; below them the tasks one by
 * one.
 *
 * Actions: compare.run, compare.measure, compare.stop, compare.toggle-table.
 * Landmarks: "run", "verdict", "tasks".
 */
#define LAB_TYPE_COMPARE_VIEW (lab_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (LabCompareView, lab_compare_view, LAB, COMPARE_VIEW, GtkWidget)

GtkWidget *lab_compare_view_new (LabDesk   *desk,
                                 GSettings *settings);
/* (nullable) (transfer none): what is shown */
const LabComparisonSet *lab_compare_view_get_set (LabCompareView *self);

G_END_DECLS
