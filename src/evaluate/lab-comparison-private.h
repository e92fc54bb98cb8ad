/* lab-comparison-private.h: between measuring, judging and loading
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-comparison.h"
#include "lab-store-operations.h"

G_BEGIN_DECLS

/* Sets verdict, reason, needed_pairs and price_per_point from the measured
 * figures and the adjusted p-value. */
void lab_comparison_judge (LabComparison *self);

/**
 * lab_comparison_pair_operations:
 * @base: @run: (element-type LabOperationRow): all operations of each run
 *
 * Sums the operations of each task and fills in @self's pairs, unpaired
 * counts and sums, and warnings. Fails with CORRUPTED_METRICS where an
 * operation contradicts itself, INVALID_EXPERIMENT_CONFIG (reason "origin")
 * where one is of another origin than @self.
 */
gboolean lab_comparison_pair_operations (LabComparison  *self,
                                         GPtrArray      *base,
                                         GPtrArray      *run,
                                         GHashTable     *clusters,
                                         GError        **error);

/* Whether it closed with an answer. */
gboolean lab_operation_is_answer (const LabOperationRow *row);
/* Whether it counts for its task: something was tried, and it was not cut off
 * where another operation of @answered then answered its task.
 * @answered: as lab_operations_find_answered() makes it */
gboolean lab_operation_counts (const LabOperationRow *row,
                               GHashTable            *answered);
/* The tasks that there is an answer for. (transfer full) */
GHashTable *lab_operations_find_answered (GPtrArray *rows);

void lab_comparison_warn (LabComparison *self,
                          const char    *format,
                          ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
