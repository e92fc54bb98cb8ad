/* lab-views.c: the nine views, in the order of the sidebar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-views.h"

#include <glib/gi18n-lib.h>

#include "compare/lab-compare-view.h"
#include "dashboard/lab-dashboard-view.h"
#include "sandbox/lab-sandbox-view.h"

static const LabViewInfo views[LAB_N_VIEWS] = {
  { "sandbox", N_("Sandbox"), N_("Experiment"), "document-edit-symbolic", lab_sandbox_view_new },
  { "compare", N_("Compare"), N_("Experiment"), "view-dual-symbolic", lab_compare_view_new },
  { "tokens", N_("Tokens"), N_("Experiment"), "insert-text-symbolic", NULL },
  { "dashboard", N_("Dashboard"), N_("Measure"), "lab-chart-symbolic", lab_dashboard_view_new },
  { "kpis", N_("KPIs"), N_("Measure"), "emblem-ok-symbolic", NULL },
  { "reports", N_("Reports"), N_("Measure"), "x-office-document-symbolic", NULL },
  { "simulator", N_("Simulator"), N_("Project"), "media-playlist-shuffle-symbolic", NULL },
  { "twins", N_("Twins"), N_("Project"), "view-mirror-symbolic", NULL },
  { "challenges", N_("Challenges"), N_("Learn"), "starred-symbolic", NULL },
};

const LabViewInfo *
lab_views_list (void)
{
  return views;
}

const LabViewInfo *
lab_views_find (const char *name)
{
  for (guint i = 0; i < LAB_N_VIEWS; i++)
    if (g_strcmp0 (views[i].name, name) == 0)
      return &views[i];
  return NULL;
}
