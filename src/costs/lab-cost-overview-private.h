/* lab-cost-overview-private.h: what the files of an overview share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-cost-overview.h"
#include "lab-store-rollups.h"
#include "lab-store-runs.h"

G_BEGIN_DECLS

/* A query that owns what it points to, for the reading thread. */
typedef struct
{
  LabOverviewQuery query;
  char *profile_id;
  char *experiment_id;
} LabOverviewQuestion;

/* One whole overview. (transfer full) */
LabCostOverview *lab_cost_overview_read (LabStoreTxn             *txn,
                                         const LabOverviewQuery  *query,
                                         GError                 **error);

LabCostOverview *lab_cost_overview_new (void);

/* --- lab-cost-overview-groups.c --- */

/* Sums up @rows, which are by period and by whatever is grouped by, into
 * groups and by bucket. */
gboolean lab_cost_overview_add_groups (LabCostOverview         *self,
                                       LabStoreTxn             *txn,
                                       const LabOverviewQuery  *query,
                                       GPtrArray               *rows,
                                       GError                 **error);

/* What a run is called: its name, or its strategies. (transfer full) */
char *lab_overview_name_run (const LabRunRow *row);

/* --- lab-cost-overview-spread.c --- */

void lab_overview_spread_init (LabOverviewSpread *self,
                               const LabSketch   *sketch);
void lab_overview_spread_clear (LabOverviewSpread *self);

/* --- lab-cost-overview-buckets.c --- */

/* Divides the money of one row among its buckets, by the prices of its time. */
void lab_cost_overview_add_buckets (LabCostOverview    *self,
                                    LabPriceCatalogue  *catalogue,
                                    const LabRollupRow *row);

G_END_DECLS
