/* lab-dashboard-view.h: what was spent, and down to the single call
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/**
 * LabDashboardView:
 *
 * Figures, spend over time, where it goes, the spread of single calls, runs
 * beside the baseline and the dearest calls, of one origin of money at a
 * time. Everything opens: a bar its day by the hour, an hour its calls, a
 * call its price row; going back leads where one came from. While calls come
 * in it follows them.
 *
 * Properties, kept in the settings: range ("today", "7-days", "30-days",
 * "experiment"), group ("model", "provider", "experiment", "run"), origin
 * ("practice", "live", "imported", "replayed"). Actions: dashboard.range (s),
 * dashboard.group (s), dashboard.origin (s).
 */
#define LAB_TYPE_DASHBOARD_VIEW (lab_dashboard_view_get_type ())
G_DECLARE_FINAL_TYPE (LabDashboardView, lab_dashboard_view, LAB, DASHBOARD_VIEW, GtkWidget)

GtkWidget *lab_dashboard_view_new (LabDesk   *desk,
                                   GSettings *settings);

G_END_DECLS
