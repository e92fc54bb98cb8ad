/* lab-dashboard-charts.h: an overview as charts and as words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "lab-chart-model.h"
#include "lab-cost-overview.h"

G_BEGIN_DECLS

/**
 * LabSlots:
 *
 * Which of the palette's colours a name has. A name that was met keeps its
 * colour while the program runs, so that nothing changes colour because
 * something else became dearer; only where more names are seen at once than
 * there are colours is one taken over that is not in view.
 */
typedef struct _LabSlots LabSlots;

LabSlots *lab_slots_new (void);
void lab_slots_free (LabSlots *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabSlots, lab_slots_free)
/* @names: all that are in view at once, up to six */
void lab_slots_take (LabSlots          *self,
                     const char * const *names,
                     guint              n_names);
int lab_slots_get (LabSlots   *self,
                   const char *name);

/* All (transfer full), and of an overview that has periods. */

/* Spend over time, stacked by group. */
LabChartModel *lab_dashboard_spend_chart (const LabCostOverview *overview,
                                          LabOverviewRange       range,
                                          LabSlots              *slots);
/* Where it goes, by bucket. */
LabChartModel *lab_dashboard_bucket_chart (const LabCostOverview *overview);
/* What single calls cost. */
LabChartModel *lab_dashboard_spread_chart (const LabCostOverview *overview);
/* Cost per task of the baseline and of the runs. */
LabChartModel *lab_dashboard_runs_chart (const LabCostOverview *overview);

/* "17 to 23 November", "Today, Monday 23 November" … */
char *lab_dashboard_name_range (const LabCostOverview *overview,
                                LabOverviewRange       range);
/* "Friday 14 November", "Friday 14 November, 14:00 to 15:00" … */
char *lab_dashboard_name_period (const LabPeriods *periods,
                                 guint             index);
/* What a total is compared with: "the week before". NULL where with nothing. */
const char *lab_dashboard_name_before (LabOverviewRange range);

G_END_DECLS
