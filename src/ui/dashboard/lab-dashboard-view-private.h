/* lab-dashboard-view-private.h: the view's parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/lab-chart.h"
#include "common/lab-placeholder.h"
#include "dashboard/lab-call-list.h"
#include "dashboard/lab-call-page.h"
#include "dashboard/lab-dashboard-charts.h"
#include "dashboard/lab-dashboard-view.h"
#include "dashboard/lab-tile.h"

G_BEGIN_DECLS

#define LAB_N_ORIGINS (LAB_ORIGIN_REPLAYED + 1)

struct _LabDashboardView
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *crumb;
  GtkLabel *crumb_title;
  GtkLabel *crumb_note;
  GtkStack *pages;
  GtkWidget *overview;
  GtkWidget *ranges;
  GtkDropDown *group_choice;
  GtkWidget *origins;
  GtkWidget *practice;
  GtkWidget *live;
  GtkWidget *imported;
  GtkWidget *replayed;
  GtkStack *body;
  GtkScrolledWindow *scroller;
  LabPlaceholder *placeholder;
  GtkLabel *caption;
  LabTile *spend;
  LabTile *calls;
  LabTile *average;
  LabTile *cache;
  LabChart *spend_chart;
  LabChart *bucket_chart;
  LabChart *spread_chart;
  LabChart *runs_chart;
  GtkStack *runs;
  GtkListBox *dearest;
  LabChart *day_chart;
  LabCallList *call_list;
  LabCallPage *call_page;

  LabDesk *desk;
  GSettings *settings;
  LabOverviewRange range;
  LabOverviewGrouping grouping;
  LabOrigin origin; /* as wished; what is shown is the overview's */
  LabSlots *slots;

  LabCostOverview *shown;    /* (nullable) */
  LabCostOverview *day;      /* (nullable): what the day's page shows */
  gint64 day_start;          /* of that day */
  GCancellable *cancellable; /* of the view */
  GCancellable *loading;     /* (nullable): of the reading under way */
  gboolean stale;            /* more was recorded than the overview has */
  gboolean again;            /* and even since the reading under way began */
  guint refresh_source;
  guint period_source;       /* when the period that goes on will be over */
  guint64 n_recorded;        /* calls seen to be recorded */
  guint64 n_recorded_before; /* when what is spent was last told */

  GPtrArray *trail; /* where one came from; see lab-dashboard-view-drill.c */
};

/* lab-dashboard-view-load.c */
/* Reads anew what is in view, at once. */
void lab_dashboard_view_load (LabDashboardView *self);
/* The same a moment later, however often it is asked for. */
void lab_dashboard_view_queue_load (LabDashboardView *self);
/* What is being read is read when the view is looked at again. */
void lab_dashboard_view_put_off (LabDashboardView *self);
/* A page that came into view is read if anything was recorded meanwhile. */
void lab_dashboard_view_load_if_stale (LabDashboardView *self);

/* lab-dashboard-view-show.c */
void lab_dashboard_view_show_overview (LabDashboardView *self);
void lab_dashboard_view_show_day (LabDashboardView *self);
void lab_dashboard_view_show_error (LabDashboardView *self,
                                    const GError     *error);
/* The words for an origin of money: "Practice". */
const char *lab_dashboard_view_name_origin (LabOrigin origin);

/* lab-dashboard-view-drill.c */
void lab_dashboard_view_init_trail (LabDashboardView *self);
void lab_dashboard_view_open_bar (LabDashboardView *self,
                                  guint             series,
                                  guint             index);
void lab_dashboard_view_open_hour (LabDashboardView *self,
                                   guint             series,
                                   guint             index);
void lab_dashboard_view_open_all (LabDashboardView *self);
void lab_dashboard_view_open_call (LabDashboardView *self,
                                   const char       *call_id);
gboolean lab_dashboard_view_back (LabDashboardView *self);
/* Everything that was opened is closed again. */
void lab_dashboard_view_reset_trail (LabDashboardView *self);
const char *lab_dashboard_view_get_page (LabDashboardView *self);

G_END_DECLS
