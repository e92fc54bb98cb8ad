/* lab-store-rollups.h: sums kept ready, so that no view scans calls
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-call-record.h"
#include "lab-money-sum.h"
#include "lab-sketch.h"
#include "lab-store.h"

G_BEGIN_DECLS

#define LAB_N_CALL_STATUSES (LAB_CALL_LOST + 1)
/* Every time zone's hours and days begin on one of these. */
#define LAB_ROLLUP_SLOT_US (G_GINT64_CONSTANT (15) * 60 * 1000000)

/**
 * LabRollupGroup:
 *
 * What rows are kept apart by, besides the origin, by which they always are.
 */
typedef enum
{
  LAB_ROLLUP_BY_NOTHING = 0,
  LAB_ROLLUP_BY_EXPERIMENT = 1 << 0,
  LAB_ROLLUP_BY_RUN = 1 << 1,
  LAB_ROLLUP_BY_PROVIDER = 1 << 2,
  LAB_ROLLUP_BY_MODEL = 1 << 3,
  LAB_ROLLUP_BY_TIER = 1 << 4,
} LabRollupGroup;

/**
 * LabRollupFilter:
 * @profile_id: must be set; the others NULL or LAB_CALL_ANY for all
 *
 * Borrows its strings; begin with LAB_ROLLUP_FILTER_INIT.
 */
typedef struct
{
  const char *profile_id;
  const char *experiment_id;
  const char *run_id;
  const char *provider;
  const char *model;
  const char *tier;
  gint origin;
} LabRollupFilter;

#define LAB_ROLLUP_FILTER_INIT                                                                     \
  {                                                                                                \
    .origin = -1                                                                                   \
  }

/**
 * LabRollupRow:
 * @start, @end: µs; both 0 where all time was asked for
 * @experiment_id: NULL unless grouped by it; and so on
 * @n_calls: attempts by #LabCallStatus
 * @n_operations: operations closed, counted at their final attempt;
 *   @n_answered of them with an answer (ok or answered by a strategy)
 * @cost: of all calls; @overhead of those not for the task itself
 * @buckets: tokens by #LabBucket
 * @latency_us: sum; only calls that were sent and ended (ok, cut)
 * @cost_sketch: (nullable): of priced calls that were sent
 * @latency_sketch: (nullable): of those @latency_us sums
 */
typedef struct
{
  gint64 start;
  gint64 end;
  LabOrigin origin;
  char *experiment_id;
  char *run_id;
  char *provider;
  char *model;
  char *tier;
  guint64 n_calls[LAB_N_CALL_STATUSES];
  guint64 n_operations;
  guint64 n_answered;
  LabMoneySum cost;
  LabMoneySum overhead;
  gint64 buckets[LAB_N_BUCKETS];
  guint64 n_latencies;
  gint64 latency_us;
  LabSketch *cost_sketch;
  LabSketch *latency_sketch;
} LabRollupRow;

LabRollupRow *lab_rollup_row_new (LabOrigin origin);
void lab_rollup_row_free (LabRollupRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabRollupRow, lab_rollup_row_free)
/* All statuses together. */
guint64 lab_rollup_row_count (const LabRollupRow *self);
/* Adds counts, sums and sketches; fails on overflow, and
 * with INVALID_INPUT (reason "origin") where the origins differ. */
gboolean lab_rollup_row_merge (LabRollupRow        *self,
                               const LabRollupRow  *other,
                               GError             **error);

/**
 * lab_store_rollups_read:
 * @bounds: (nullable): ascending times, multiples of LAB_ROLLUP_SLOT_US; row
 *   i covers bounds[i] ≤ t < bounds[i+1]. NULL reads all time as one.
 *   A caller puts a time zone's midnights here
 * @with_sketches: whether the sketches are read; they take most of the time
 *
 * Rows in order of time, then origin and groups; intervals without calls
 * have none. (element-type LabRollupRow) (transfer full)
 */
GPtrArray *lab_store_rollups_read (LabStoreTxn            *txn,
                                   const LabRollupFilter  *filter,
                                   LabRollupGroup          group,
                                   const gint64           *bounds,
                                   guint                   n_bounds,
                                   gboolean                with_sketches,
                                   GError                **error);

/* Which origins the profile, or one experiment of it, has calls of: a bit
 * 1 << origin for each. @experiment_id: (nullable) */
gboolean lab_store_rollups_get_origins (LabStoreTxn  *txn,
                                        const char   *profile_id,
                                        const char   *experiment_id,
                                        guint        *origins,
                                        GError      **error);

/* Compares every roll-up of the profile with its calls; CORRUPTED_METRICS
 * (reason "roll-up") names the first that differs. Scans the calls. */
gboolean lab_store_rollups_verify (LabStoreTxn  *txn,
                                   const char   *profile_id,
                                   GError      **error);
/* Makes the profile's roll-ups anew from its calls. */
gboolean lab_store_rollups_rebuild (LabStoreTxn  *txn,
                                    const char   *profile_id,
                                    GError      **error);

G_END_DECLS
