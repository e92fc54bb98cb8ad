/* lab-compare-charts.h: a comparison as charts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-chart-model.h"
#include "lab-comparison-parts.h"

G_BEGIN_DECLS

/* From the baseline's cost to the run's, a step for each bucket and for the
 * overhead. @name: of the run. (transfer full) */
LabChartModel *lab_compare_make_waterfall (const LabComparisonParts *parts,
                                           const char               *name);

G_END_DECLS
