/* lab-cost-overview.h: what was spent, when and on what, in one snapshot
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"
#include "lab-cost-tracker.h"
#include "lab-money-sum.h"
#include "lab-periods.h"
#include "lab-price-catalogue.h"

G_BEGIN_DECLS

/**
 * LabOverviewRange:
 * @LAB_OVERVIEW_TODAY: the hours of today
 * @LAB_OVERVIEW_7_DAYS: today and the six days before
 * @LAB_OVERVIEW_30_DAYS: today and the 29 days before
 * @LAB_OVERVIEW_EXPERIMENT: one experiment from its first call to its last
 * @LAB_OVERVIEW_DAY: the hours of the day that holds the query's @day
 */
typedef enum
{
  LAB_OVERVIEW_TODAY,
  LAB_OVERVIEW_7_DAYS,
  LAB_OVERVIEW_30_DAYS,
  LAB_OVERVIEW_EXPERIMENT,
  LAB_OVERVIEW_DAY,
} LabOverviewRange;

typedef enum
{
  LAB_OVERVIEW_BY_MODEL,
  LAB_OVERVIEW_BY_PROVIDER,
  LAB_OVERVIEW_BY_EXPERIMENT,
  LAB_OVERVIEW_BY_RUN,
} LabOverviewGrouping;

/* Groups that are told apart; the others are one "Other". */
#define LAB_OVERVIEW_GROUPS 5
#define LAB_OVERVIEW_DEAREST 6
#define LAB_OVERVIEW_RUNS 7

/**
 * LabOverviewQuery:
 * @experiment_id: (nullable): whose runs are listed; and what everything is
 *   of where the range is an experiment, or where @only_experiment is set
 * @origin: a LabOrigin, or -1 for the first of practice, live, imported and
 *   replayed of which there are calls. Where there are none of the one that
 *   is asked for, the first is taken too
 * @now: µs. Practice lives ahead of the clock: what it did beyond the end of
 *   today, or of the last period, is added as further periods
 * @day: µs, of LAB_OVERVIEW_DAY
 * @brief: only sums, periods and groups
 *
 * A plain value that borrows what it points to. @catalogue is read on
 * another thread.
 */
typedef struct
{
  const char *profile_id;
  const char *experiment_id;
  gboolean only_experiment;
  LabOverviewRange range;
  LabOverviewGrouping grouping;
  gint origin;
  gint64 now;
  gint64 day;
  GTimeZone *zone;
  LabPriceCatalogue *catalogue;
  gboolean brief;
} LabOverviewQuery;

/* What a stretch of time comes to. @n_calls: of every status. */
typedef struct
{
  LabMoneySum cost;
  guint64 n_calls;
  gint64 tokens[LAB_N_BUCKETS];
} LabOverviewSum;

/**
 * LabOverviewGroup:
 * @id: what calls have that belong to it: the model, the provider, the
 *   experiment's or the run's id ("" for calls of no run); NULL for "Other"
 * @name: for people
 * @n_folded: how many "Other" stands for
 * @total: of all periods
 * @sums: @n_calls: of each period
 */
typedef struct
{
  char *id;
  char *name;
  guint n_folded;
  LabMoneySum total;
  LabMoneySum *sums;
  guint64 *n_calls;
} LabOverviewGroup;

/* As many calls as have cost from @low up to below @high, nano-USD. */
typedef struct
{
  gint64 low;
  gint64 high;
  guint64 n;
} LabOverviewBin;

/**
 * LabOverviewSpread:
 * @n: calls that were sent and priced
 * @n_free: of them, those that cost nothing; they are in no bin
 * @bins: (element-type LabOverviewBin): equally wide on a log scale
 * @median: @p95: nano-USD of one call; meaningless where @n is 0
 *
 * From sketches: the bins are exact, percentiles within 1/64.
 */
typedef struct
{
  guint64 n;
  guint64 n_free;
  GArray *bins;
  LabMoney median;
  LabMoney p95;
} LabOverviewSpread;

/* A run of the experiment, with all it ever did. @n_operations: tasks, by
 * which its cost is divided. */
typedef struct
{
  char *id;
  char *name;
  gboolean is_baseline;
  LabMoneySum cost;
  guint64 n_operations;
} LabOverviewRun;

/**
 * LabCostOverview:
 * @origin: what all amounts are of
 * @origins: a bit 1 << origin for each of which there are calls, in all time
 * @periods: (nullable): NULL only for an experiment without calls
 * @n_begun: of the periods, those that have begun, by the clock or by calls
 *   ahead of it; the others have nothing to show yet
 * @so_far: the period that is not over, or -1
 * @is_ahead: whether there are calls of later than now
 * @has_before: whether there is a period to compare with: as many days, up to
 *   the same time of day
 * @by_bucket: @total's money by bucket, worked out from the prices of the
 *   day; @rest is what no token accounts for. Together they are @total
 * @is_by_bucket_exact: FALSE where the prices alone do not give what was
 *   recorded (batches, long contexts, estimates), and its parts are shares of it
 * @groups: (element-type LabOverviewGroup): dearest first
 * @runs: (element-type LabOverviewRun): the baseline first, then the newest
 * @dearest: (element-type LabCallRecord): without texts
 */
typedef struct
{
  LabOrigin origin;
  guint origins;
  LabPeriods *periods;
  guint n_begun;
  gint so_far;
  gboolean is_ahead;
  LabOverviewSum total;
  gboolean has_before;
  LabOverviewSum before;
  LabMoney by_bucket[LAB_N_BUCKETS];
  LabMoney rest;
  gboolean is_by_bucket_exact;
  GPtrArray *groups;
  LabOverviewSpread spread;
  GPtrArray *runs;
  GPtrArray *dearest;
} LabCostOverview;

void lab_cost_overview_free (LabCostOverview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabCostOverview, lab_cost_overview_free)

/* Money for one call: the priced ones' average. FALSE where there are none. */
gboolean lab_overview_sum_get_average (const LabOverviewSum *self,
                                       LabMoney             *average);
/* The share of the input that came from a vendor's cache, 0 … 1. FALSE where
 * nothing was sent. */
gboolean lab_overview_sum_get_cache_share (const LabOverviewSum *self,
                                           double               *share);

/**
 * lab_cost_overview_load_async:
 *
 * From roll-ups and indices, in one snapshot and off the main thread: the
 * work does not grow with the ledger.
 */
void lab_cost_overview_load_async (LabStore               *store,
                                   const LabOverviewQuery *query,
                                   GCancellable           *cancellable,
                                   GAsyncReadyCallback     callback,
                                   gpointer                user_data);
LabCostOverview *lab_cost_overview_load_finish (GAsyncResult  *result,
                                                GError       **error);

G_END_DECLS
