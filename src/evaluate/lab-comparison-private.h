/* lab-comparison-private.h: between measuring, judging and loading
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-comparison.h"

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

void lab_comparison_warn (LabComparison *self,
                          const char    *format,
                          ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
