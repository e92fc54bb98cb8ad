/* lab-chart-point.h: one point of a chart: finding the next, saying it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-chart-model.h"

G_BEGIN_DECLS

/* A point by its numbers. Hover and keyboard both end in one of these. */
typedef struct
{
  guint series;
  gsize index;
} LabPointRef;

/* What the keys do. */
typedef enum
{
  LAB_STEP_FIRST,           /* Home */
  LAB_STEP_LAST,            /* End */
  LAB_STEP_NEXT,            /* Right */
  LAB_STEP_PREVIOUS,        /* Left */
  LAB_STEP_TEN_ON,          /* Page Down */
  LAB_STEP_TEN_BACK,        /* Page Up */
  LAB_STEP_NEXT_SERIES,     /* Down: at the nearest place */
  LAB_STEP_PREVIOUS_SERIES, /* Up */
} LabStep;

/* FALSE where there is no such point. */
gboolean lab_chart_model_has_point (const LabChartModel *self,
                                    LabPointRef          point);
/**
 * lab_chart_model_step:
 * @from: (nullable): NULL before any point was reached, and then any step
 *   gives the first point (LAB_STEP_LAST the last)
 * @to: (out): @from itself at an end
 *
 * Points follow each other as they stand in their series; unknown ones are
 * visited too, or nobody would hear of them.
 *
 * Returns: FALSE when the chart has no point at all
 */
gboolean lab_chart_model_step (const LabChartModel *self,
                               const LabPointRef   *from,
                               LabStep              step,
                               LabPointRef         *to);
/**
 * lab_chart_model_read_point:
 *
 * The sentence for a point, the same for hover, screen readers and copying:
 * "gpt-4o, Saturday 8 November: $0.31, estimated. Point 3 of 7."
 *
 * Returns: (transfer full)
 */
char *lab_chart_model_read_point (const LabChartModel *self,
                                  LabPointRef          point);

G_END_DECLS
