/* lab-chart-table-private.h: making a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-chart-table.h"

G_BEGIN_DECLS

/* Without columns and rows. (transfer full) */
LabChartTable *lab_chart_table_alloc (void);

/* All places of all series, each once, ascending.
 * (transfer full) (element-type double) */
GArray *lab_table_collect_places (const LabChartModel *model);

/* A series' points by place: each is passed once over all rows. */
typedef struct
{
  gsize *order; /* owned */
  gsize at;
} LabTableCursor;

void lab_table_cursor_start (LabTableCursor  *cursor,
                             const LabSeries *series);
/* The series' point at this place, of several the first; -1 for none. Places
 * are asked for in ascending order. */
gssize lab_table_cursor_find (LabTableCursor  *cursor,
                              const LabSeries *series,
                              double           place);

G_END_DECLS
