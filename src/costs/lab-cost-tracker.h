/* lab-cost-tracker.h: records every call and adds up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-sink.h"
#include "lab-clock.h"
#include "lab-money-sum.h"

G_BEGIN_DECLS

/* store's; a forward declaration, so that rooms which do not see the store
 * can read this. */
typedef struct _LabStore LabStore;

/**
 * LabCostMetrics:
 *
 * The specification's CostMetrics, of one experiment (or one run of it) and
 * one origin. Calls are wire requests, operations logical calls; rates count
 * operations. Percentiles come from sketches (relative error stated there);
 * LAB_TIME_UNKNOWN where there is nothing.
 */
typedef struct
{
  LabOrigin origin;
  LabMoneySum cost;
  LabMoneySum overhead; /* part of cost: strategies' and judges' own calls */
  gint64 calls;
  gint64 operations;
  gint64 failed_operations;
  gint64 answered_operations; /* by a strategy, without a call */
  gint64 tokens[LAB_N_BUCKETS];
  gint64 average_latency_us;
  gint64 latency_p50_us;
  gint64 latency_p95_us;
  LabMoney cost_p50; /* of one call that was sent and priced */
  LabMoney cost_p95;
} LabCostMetrics;

/**
 * LabCostTracker:
 *
 * Implements LabCallSink: one transaction a call. Emits ::call-recorded
 * (const LabCallRecord *) on the thread that made it, once the call is
 * committed: on the disk where it cost money; a practice call survives the
 * program's end, and reaches the disk with the next commit that does.
 */
#define LAB_TYPE_COST_TRACKER (lab_cost_tracker_get_type ())
G_DECLARE_FINAL_TYPE (LabCostTracker, lab_cost_tracker, LAB, COST_TRACKER, GObject)

LabCostTracker *lab_cost_tracker_new (LabStore *store);

/* recordAPICall is lab_call_sink_record_async(). */

/* getMetrics: @run_id NULL for the whole experiment. (transfer full): an
 * array of LabCostMetrics, one for each origin that has calls. */
void lab_cost_tracker_get_metrics_async (LabCostTracker      *self,
                                         const char          *profile_id,
                                         const char          *experiment_id,
                                         const char          *run_id,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
GArray *lab_cost_tracker_get_metrics_finish (LabCostTracker  *self,
                                             GAsyncResult    *result,
                                             GError         **error);

G_END_DECLS
