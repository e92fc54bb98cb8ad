/* lab-chart-private.h: what the files of a chart share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/lab-chart-plot.h"
#include "common/lab-chart-table-view.h"
#include "common/lab-chart.h"

G_BEGIN_DECLS

/* A model that the screen and a file being written may both hold. */
typedef struct
{
  LabChartModel *model;
} LabChartShared;

LabChartShared *lab_chart_shared_ref (LabChartShared *shared);
void lab_chart_shared_unref (LabChartShared *shared);

struct _LabChart
{
  GtkWidget parent_instance;

  GtkWidget *header;
  GtkLabel *title;
  GtkWidget *toggle;
  GtkMenuButton *more;
  GtkStack *stack;
  LabChartPlot *plot;
  GtkLabel *reading;
  LabChartTableView *table; /* (nullable): while it is shown */

  LabChartShared *shared; /* (nullable) */
  GCancellable *cancellable;
  gboolean can_drill;
  double lines;
};

void lab_chart_install_save_actions (GtkWidgetClass *widget_class);

G_END_DECLS
