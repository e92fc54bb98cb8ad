/* lab-chart-plot.h: the part of a chart that is drawn, pointed at and walked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-chart-picture.h"

G_BEGIN_DECLS

/**
 * LabChartPlot:
 *
 * One image that takes the focus: its label is the model's title and its
 * description the summary, or the sentence of the point that is read. Pointer,
 * keys and actions all go through lab_chart_plot_set_focus_point().
 *
 * Actions: chart.next-point, chart.previous-point, chart.next-series,
 * chart.previous-series, chart.first-point, chart.last-point, chart.ten-on,
 * chart.ten-back, chart.drill, chart.read-summary, chart.isolate, chart.copy,
 * chart.leave, chart.toggle-table (its parent's).
 *
 * Signals: ::reading-changed; ::drill (guint series, guint index).
 */
#define LAB_TYPE_CHART_PLOT (lab_chart_plot_get_type ())
G_DECLARE_FINAL_TYPE (LabChartPlot, lab_chart_plot, LAB, CHART_PLOT, GtkWidget)

/* @model: (nullable): kept until the next one, and must live as long. A point
 * in focus stays there where the new model still has it. */
void lab_chart_plot_set_model (LabChartPlot        *self,
                               const LabChartModel *model);
/* @point: (nullable): none */
void lab_chart_plot_set_focus_point (LabChartPlot      *self,
                                     const LabPointRef *point);
gboolean lab_chart_plot_get_focus_point (LabChartPlot *self,
                                         LabPointRef  *point);
/* The sentence of the point in focus, or the last thing that was asked for;
 * "" while there is neither. */
const char *lab_chart_plot_get_reading (LabChartPlot *self);
const char *lab_chart_plot_get_summary (LabChartPlot *self);
/* Whether Enter and a click open a point. */
void lab_chart_plot_set_can_drill (LabChartPlot *self,
                                   gboolean      can_drill);
/* In lines of text: a chart grows with its font. */
void lab_chart_plot_set_lines (LabChartPlot *self,
                               double        lines);
/* Draws one series alone, counted from 1; 0 draws all. */
void lab_chart_plot_set_only (LabChartPlot *self,
                              guint         only);
guint lab_chart_plot_get_only (LabChartPlot *self);
/* (nullable) (transfer none): as it is on the screen */
const LabChartPicture *lab_chart_plot_get_picture (LabChartPlot *self);

G_END_DECLS
