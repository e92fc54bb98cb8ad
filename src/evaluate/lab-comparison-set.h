/* lab-comparison-set.h: all that an experiment's baseline is compared with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <math.h>

#include "lab-baseline-manager.h"
#include "lab-comparison.h"
#include "lab-experiments.h"
#include "lab-price-catalogue.h"
#include "lab-runs.h"

G_BEGIN_DECLS

/* Below so many pairs no interval is shown, only how many there are. */
#define LAB_COMPARISON_LEAST_PAIRS 8
/* Not more than so many runs at once, the newest of them. */
#define LAB_COMPARISON_MOST_RUNS 24

/**
 * LabComparedRun:
 *
 * A run beside its baseline. Immutable.
 */
#define LAB_TYPE_COMPARED_RUN (lab_compared_run_get_type ())
G_DECLARE_FINAL_TYPE (LabComparedRun, lab_compared_run, LAB, COMPARED_RUN, GObject)

/* Both (transfer none). */
const LabRunInfo *lab_compared_run_get_info (LabComparedRun *self);
const LabComparison *lab_compared_run_get_comparison (LabComparedRun *self);
/* What it is called, unique in its set. */
const char *lab_compared_run_get_title (LabComparedRun *self);
/* A second run of the baseline: it shows the noise and has no verdict. */
gboolean lab_compared_run_is_noise (LabComparedRun *self);
/* How its interval stands to zero: the greater, the surer; -INFINITY where
 * there is no interval. Lists are sorted by it. */
double lab_compared_run_get_sureness (LabComparedRun *self);

/**
 * LabComparisonServices:
 *
 * What a comparison is made with. A plain value that borrows.
 */
typedef struct
{
  LabStore *store;
  LabBaselineManager *baselines;
  LabPriceCatalogue *catalogue;
  LabClock *clock;
} LabComparisonServices;

/**
 * LabComparisonQuery:
 * @baseline_run: (nullable): NULL takes the pinned baseline
 * @noise_run: (nullable): NULL takes the newest second run of the baseline,
 *   where there is one
 * @runs: (nullable): NULL takes every run with strategies that worked on the
 *   baseline's tasks with money of its kind
 * @margin: NAN takes the one that was fixed before the baseline was run
 *
 * A plain value that borrows; begin with LAB_COMPARISON_QUERY_INIT.
 */
typedef struct
{
  const char *baseline_run;
  const char *noise_run;
  const char * const *runs;
  double margin;
  guint64 seed;
} LabComparisonQuery;

#define LAB_COMPARISON_QUERY_INIT                                                                  \
  {                                                                                                \
    .margin = NAN, .seed = 1                                                                       \
  }

/**
 * LabComparisonSet:
 * @baseline: (nullable): the pinned one, with what makes it stale
 * @baseline_run: (nullable): what is compared with
 * @runs: (element-type LabComparedRun): as they were asked for, else oldest
 *   first
 * @noise: (nullable)
 * @margin: of the mean score, 0 … 1
 * @n_tasks: tasks that the experiment has; @most_tasks: that its workload can
 *   give
 * @questions: (element-type utf8 utf8): task key → the beginning of its
 *   question
 * @left_out: (element-type utf8): translated sentences about runs that could
 *   not be compared
 *
 * Without a baseline there is nothing else in it. An owned value.
 */
typedef struct
{
  LabBaseline *baseline;
  LabRunInfo *baseline_run;
  GPtrArray *runs;
  LabComparedRun *noise;
  double margin;
  guint n_tasks;
  guint most_tasks;
  GHashTable *questions;
  GPtrArray *left_out;
} LabComparisonSet;

void lab_comparison_set_free (LabComparisonSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabComparisonSet, lab_comparison_set_free)

/* Task key → conversation, of the tasks that belong to one: what is resampled
 * together. (transfer full) */
GHashTable *lab_comparison_find_clusters (LabWorkload *workload);

/**
 * lab_comparison_set_load_async:
 *
 * Reads the workload (what belongs together, whether it changed), the
 * baseline, the runs and their operations, compares all of them and adjusts
 * them together. Errors are those of reading the workload and of
 * lab_comparison_load_async().
 */
void lab_comparison_set_load_async (const LabComparisonServices *services,
                                    const LabExperiment         *experiment,
                                    const LabComparisonQuery    *query,
                                    GCancellable                *cancellable,
                                    GAsyncReadyCallback          callback,
                                    gpointer                     user_data);
LabComparisonSet *lab_comparison_set_load_finish (GAsyncResult  *result,
                                                  GError       **error);

G_END_DECLS
