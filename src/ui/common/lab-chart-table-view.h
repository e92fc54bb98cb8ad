/* lab-chart-table-view.h: a chart's figures as a table on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-chart-table.h"

G_BEGIN_DECLS

/**
 * LabChartTableView:
 *
 * Each column can be sorted by its values; unknown ones come last, and the
 * column of places sorts in the chart's order. The chart stays as it is.
 * Action: table.copy, the table in the order shown.
 */
#define LAB_TYPE_CHART_TABLE_VIEW (lab_chart_table_view_get_type ())
G_DECLARE_FINAL_TYPE (LabChartTableView, lab_chart_table_view, LAB, CHART_TABLE_VIEW, GtkWidget)

GtkWidget *lab_chart_table_view_new (void);
/* @title: of the chart. Where the columns are the same as before, the order
 * that was chosen stays. */
void lab_chart_table_view_set_model (LabChartTableView   *self,
                                     const char          *title,
                                     const LabChartModel *model);
/* Puts the keys' focus into the table. */
gboolean lab_chart_table_view_focus (LabChartTableView *self);
/* As tab-separated text with its headings, in the order shown. (transfer full) */
char *lab_chart_table_view_to_text (LabChartTableView *self);

G_END_DECLS
