/* lab-chart.h: a chart with its title, its read-out and its table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-chart-export.h"
#include "lab-chart-picture.h"

G_BEGIN_DECLS

/**
 * LabChart:
 *
 * Shows a LabChartModel as a picture that can be pointed at and walked with
 * the keys, as a table, and in one sentence below: what the point under the
 * pointer or the keys says. All three come from the one model.
 *
 * The picture is an image for accessibility tools; its label is the model's
 * title, its description the summary or the sentence of the point. Its
 * actions are those of LabChartPlot; here are chart.toggle-table,
 * chart.copy-table and chart.export (s: "png", "svg", "pdf").
 *
 * Properties: table-shown; can-drill (Enter and a click open a point);
 * lines (height of the picture in lines of text). Signal: ::drill (guint
 * series, guint index).
 */
#define LAB_TYPE_CHART (lab_chart_get_type ())
G_DECLARE_FINAL_TYPE (LabChart, lab_chart, LAB, CHART, GtkWidget)

GtkWidget *lab_chart_new (void);
/* @model: (nullable) (transfer full). A point in focus stays where the new
 * model still has it. */
void lab_chart_set_model (LabChart      *self,
                          LabChartModel *model);
/* (nullable) (transfer none) */
const LabChartModel *lab_chart_get_model (LabChart *self);
/* @point: (nullable): none. What pointer and keys do too. */
void lab_chart_set_focus_point (LabChart          *self,
                                const LabPointRef *point);
/* FALSE where there is none. @point: (out) (optional) */
gboolean lab_chart_get_focus_point (LabChart    *self,
                                    LabPointRef *point);
/* Puts the keys' focus into the picture, or the table where that is shown. */
gboolean lab_chart_focus (LabChart *self);
/* The sentence below the picture; "" while there is none. */
const char *lab_chart_get_reading (LabChart *self);
gboolean lab_chart_get_table_shown (LabChart *self);
void lab_chart_set_table_shown (LabChart *self,
                                gboolean  table_shown);

/**
 * lab_chart_save_async:
 *
 * Writes the chart in the light palette, off the main thread. Errors as
 * lab_chart_export_to_file(). G_IO_ERROR_NOT_FOUND where there is no model.
 */
void lab_chart_save_async (LabChart            *self,
                           LabChartFormat       format,
                           GFile               *file,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data);
gboolean lab_chart_save_finish (LabChart      *self,
                                GAsyncResult  *result,
                                GError       **error);

G_END_DECLS
