/* lab-baseline-manager.h: what others are compared with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"
#include "lab-clock.h"
#include "lab-money-sum.h"
#include "lab-price-catalogue.h"

G_BEGIN_DECLS

/* store's; a forward declaration, so that rooms which do not see the store
 * can read this. */
typedef struct _LabStore LabStore;

/**
 * LabBaseline:
 *
 * The specification's Baseline: the aggregate of a run without strategies.
 * @average_cost rounds half up; @cost is exact. @stale_reason is set when
 * the workload or the prices changed since, and when the run is no longer
 * whole (records of it were lost with a damaged ledger).
 */
typedef struct
{
  char *id;
  char *experiment_id;
  char *run_id;
  LabOrigin origin;
  LabMoney average_cost; /* means nothing where @cost holds unpriced calls */
  LabMoneySum cost;
  gint64 total_tokens;
  gint64 average_latency_us;
  gint64 call_count; /* operations */
  char *workload_hash;
  char *prices_hash;
  gboolean pinned;
  char *stale_reason; /* (nullable) */
  gint64 created_at;
} LabBaseline;

void lab_baseline_free (LabBaseline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabBaseline, lab_baseline_free)

/**
 * LabCostReduction:
 *
 * Positive when money, tokens or time was saved. Per operation the averages
 * are compared, so runs of different size can be; the paired comparison with
 * its interval is LabComparison's.
 * @percentage_permyriad: of the baseline; 0 where the baseline was free, and
 *   meaningless when @complete is FALSE (a side holds unpriced calls)
 */
typedef struct
{
  char *baseline_id;
  char *optimized_id; /* the run */
  LabMoney absolute_reduction; /* per operation */
  gint64 percentage_permyriad;
  gint64 token_savings;     /* per operation, rounded */
  gint64 latency_impact_us; /* per operation; positive is slower */
  gboolean complete;
} LabCostReduction;

void lab_cost_reduction_free (LabCostReduction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabCostReduction, lab_cost_reduction_free)

#define LAB_TYPE_BASELINE_MANAGER (lab_baseline_manager_get_type ())
G_DECLARE_FINAL_TYPE (LabBaselineManager, lab_baseline_manager, LAB, BASELINE_MANAGER, GObject)

LabBaselineManager *lab_baseline_manager_new (LabStore *store,
                                              LabClock *clock);

/**
 * lab_prices_hash:
 *
 * SHA-256 over the ids and rates of all rows in force for a model at @at: a
 * baseline whose prices changed is stale. (transfer full)
 */
char *lab_prices_hash (LabPriceCatalogue *catalogue,
                       const char        *provider,
                       const char        *model,
                       gint64             at);

/* createBaseline: from all recorded calls of a completed run; pins it as the
 * experiment's baseline. Fails with MISSING_BASELINE where the run has no
 * calls, INVALID_EXPERIMENT_CONFIG where it ran with strategies, belongs to
 * another experiment or is not completed. */
void lab_baseline_manager_create_async (LabBaselineManager  *self,
                                        const char          *profile_id,
                                        const char          *experiment_id,
                                        const char          *run_id,
                                        const char          *workload_hash,
                                        const char          *prices_hash,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
LabBaseline *lab_baseline_manager_create_finish (LabBaselineManager  *self,
                                                 GAsyncResult        *result,
                                                 GError             **error);
/* The pinned baseline of an experiment, MISSING_BASELINE where there is
 * none; marked stale when a given hash (NULL: not checked) differs. */
void lab_baseline_manager_get_async (LabBaselineManager  *self,
                                     const char          *profile_id,
                                     const char          *experiment_id,
                                     const char          *workload_hash,
                                     const char          *prices_hash,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
LabBaseline *lab_baseline_manager_get_finish (LabBaselineManager  *self,
                                              GAsyncResult        *result,
                                              GError             **error);
/* calculateReduction of a run against a baseline. */
void lab_baseline_manager_calculate_reduction_async (LabBaselineManager  *self,
                                                     const char          *profile_id,
                                                     const char          *baseline_id,
                                                     const char          *run_id,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
LabCostReduction *
lab_baseline_manager_calculate_reduction_finish (LabBaselineManager  *self,
                                                 GAsyncResult        *result,
                                                 GError             **error);

G_END_DECLS
