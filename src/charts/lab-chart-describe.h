/* lab-chart-describe.h: a chart in spoken words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-chart-model.h"

G_BEGIN_DECLS

/**
 * lab_chart_describe:
 *
 * What somebody hears who does not see the chart: its type, what it shows,
 * the range, the extremes, the trend, and what is unknown. Whole translated
 * sentences, from the same figures as picture and table:
 * "Column chart. Spend per day, Saturday 8 November to Friday 14 November, 7
 * places. Highest Friday 14 November, $0.71; lowest Monday 10 November, $0.31.
 * Up 12 % on the week before. 12 calls are unpriced and not counted."
 *
 * Returns: (transfer full)
 */
char *lab_chart_describe (const LabChartModel *model);

G_END_DECLS
