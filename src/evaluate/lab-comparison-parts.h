/* lab-comparison-parts.h: where the money of both runs went
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-comparison.h"
#include "lab-cost-split.h"

G_BEGIN_DECLS

/* By bucket, of the tasks that are in both runs: what a comparison adds up. */
typedef struct
{
  LabCostSplit base;
  LabCostSplit run;
} LabComparisonParts;

/**
 * lab_comparison_parts_load_async:
 * @comparison: its runs and the keys of its pairs are copied
 *
 * Reads every call of both runs and computes its lines, in a worker.
 */
void lab_comparison_parts_load_async (LabStore            *store,
                                      LabPriceCatalogue   *catalogue,
                                      const char          *profile_id,
                                      const LabComparison *comparison,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean lab_comparison_parts_load_finish (GAsyncResult        *result,
                                           LabComparisonParts  *parts,
                                           GError             **error);

/**
 * lab_run_parts_load_async:
 *
 * The same of one run: of all its calls.
 */
void lab_run_parts_load_async (LabStore            *store,
                               LabPriceCatalogue   *catalogue,
                               const char          *profile_id,
                               const char          *run,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
/* @tokens: (out): LAB_N_BUCKETS of them */
gboolean lab_run_parts_load_finish (GAsyncResult  *result,
                                    LabCostSplit  *split,
                                    gint64        *tokens,
                                    GError       **error);

G_END_DECLS
