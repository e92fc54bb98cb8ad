/* lab-compared-run-private.h: making what a set holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-comparison-set.h"

G_BEGIN_DECLS

/* @info: copied; @comparison: (transfer full) */
LabComparedRun *lab_compared_run_new (const LabRunInfo *info,
                                      LabComparison    *comparison,
                                      gboolean          noise);
/* @runs: (element-type LabComparedRun): those of one name get a number. */
void lab_compared_runs_make_unique (GPtrArray *runs);

G_END_DECLS
