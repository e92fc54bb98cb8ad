/* lab-chart-plot-private.h: what the files of a plot share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/lab-chart-plot.h"

G_BEGIN_DECLS

struct _LabChartPlot
{
  GtkWidget parent_instance;

  const LabChartModel *model; /* (nullable) */
  LabChartPicture *picture;   /* (nullable): laid out for the size below */
  GdkTexture *texture;        /* (nullable): everything but the focus */
  LabChartStyle style;        /* of the picture */
  char *font;
  int width;
  int height;
  int scale;

  gboolean has_point;
  LabPointRef point;
  guint only; /* series drawn alone, from 1; 0 for all */
  gboolean can_drill;
  double lines;
  char *summary; /* (nullable) */
  char *reading;
};

void lab_chart_plot_install_actions (GtkWidgetClass *widget_class);
/* Enables what can be done in this state. */
void lab_chart_plot_update_actions (LabChartPlot *self);
void lab_chart_plot_emit_drill (LabChartPlot *self);
/* Says something that is no point: the summary, what is drawn. */
void lab_chart_plot_say (LabChartPlot *self,
                         const char   *text);
void lab_chart_plot_toggle_only (LabChartPlot *self,
                                 guint         series);

G_END_DECLS
