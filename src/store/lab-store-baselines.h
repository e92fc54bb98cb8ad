/* lab-store-baselines.h: what others are compared with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-call-record.h"
#include "lab-money-sum.h"
#include "lab-store.h"

G_BEGIN_DECLS

/**
 * LabBaselineRow:
 * @average_cost: per operation, rounded half up; meaningless unless @priced
 * @priced: FALSE where any call of it is unpriced
 * @total_tokens: of all buckets
 * @average_latency: µs
 * @call_count: operations
 * @workload_hash, @price_rows: what it was made from; a change makes it
 *   stale. @price_rows is a hash of the price rows' ids
 * @pinned: at most one per experiment, which names it as its baseline
 */
typedef struct
{
  char *id;
  char *profile_id;
  char *experiment_id;
  char *run_id; /* (nullable) */
  LabOrigin origin;
  LabMoney average_cost;
  gboolean priced;
  LabMoneySum cost;
  gint64 total_tokens;
  gint64 average_latency;
  gint64 call_count;
  char *workload_hash;
  char *price_rows;
  gboolean pinned;
  gint64 created_at;
} LabBaselineRow;

LabBaselineRow *lab_baseline_row_new (void); /* with a new id */
LabBaselineRow *lab_baseline_row_copy (const LabBaselineRow *self);
void lab_baseline_row_free (LabBaselineRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabBaselineRow, lab_baseline_row_free)

/* Not pinned by this, whatever @pinned says. */
gboolean lab_store_baselines_insert (LabStoreTxn           *txn,
                                     const LabBaselineRow  *row,
                                     GError               **error);
LabBaselineRow *lab_store_baselines_get (LabStoreTxn  *txn,
                                         const char   *profile_id,
                                         const char   *id,
                                         GError      **error);
/* The experiment's pinned one; MISSING_BASELINE where there is none. */
LabBaselineRow *lab_store_baselines_get_pinned (LabStoreTxn  *txn,
                                                const char   *profile_id,
                                                const char   *experiment_id,
                                                GError      **error);
/* Newest first. (element-type LabBaselineRow) (transfer full) */
GPtrArray *lab_store_baselines_list (LabStoreTxn  *txn,
                                     const char   *profile_id,
                                     const char   *experiment_id,
                                     GError      **error);
/* Makes it the experiment's baseline in place of another. */
gboolean lab_store_baselines_pin (LabStoreTxn  *txn,
                                  const char   *profile_id,
                                  const char   *id,
                                  gint64        now,
                                  GError      **error);
gboolean lab_store_baselines_delete (LabStoreTxn  *txn,
                                     const char   *profile_id,
                                     const char   *id,
                                     GError      **error);

G_END_DECLS
