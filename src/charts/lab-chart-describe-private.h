/* lab-chart-describe-private.h: the sentences of each kind of chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-chart-describe.h"

G_BEGIN_DECLS

/* Appends to a text, with a space before what is not its beginning. */
void lab_describe_say (GString    *text,
                       const char *format,
                       ...) G_GNUC_PRINTF (2, 3);

/* What the values of one kind say: extremes, steps, intervals. Nothing when
 * no value is known. */
void lab_describe_columns (GString             *text,
                           const LabChartModel *model);
void lab_describe_lines (GString             *text,
                         const LabChartModel *model);
void lab_describe_rows (GString             *text,
                        const LabChartModel *model);
void lab_describe_spread (GString             *text,
                          const LabChartModel *model);

/* Sums over the stacked series by category, NAN where nothing is known.
 * (transfer full): as many as there are categories */
double *lab_describe_sum_places (const LabChartModel *model);

G_END_DECLS
