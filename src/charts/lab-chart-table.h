/* lab-chart-table.h: the same figures as a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-chart-model.h"

G_BEGIN_DECLS

typedef struct
{
  char *text;   /* in the locale; "" where the series has no such place */
  double value; /* raw, in the column's unit; NAN for text and the unknown */
} LabTableCell;

typedef struct
{
  char *title;
  LabUnit unit;
  gboolean is_text; /* names and notes rather than values */
} LabTableColumn;

/**
 * LabChartTable:
 *
 * The table behind a chart's toggle: made from the same model as the
 * picture. One row for each place (each point where charts have no common
 * places), a column for each series and each edge of an interval or a band.
 */
typedef struct
{
  GArray *columns; /* (element-type LabTableColumn) */
  GArray *cells;   /* (element-type LabTableCell): row after row */
  guint n_rows;
} LabChartTable;

/* (transfer full) */
LabChartTable *lab_chart_to_table (const LabChartModel *model);
void lab_chart_table_free (LabChartTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabChartTable, lab_chart_table_free)

guint lab_chart_table_get_n_columns (const LabChartTable *self);
const LabTableColumn *lab_chart_table_get_column (const LabChartTable *self,
                                                  guint                column);
const LabTableCell *lab_chart_table_get_cell (const LabChartTable *self,
                                              guint                row,
                                              guint                column);
/* Titles and texts with tabs between them and a newline after each row, for
 * copying; tabs and newlines inside a text become spaces. (transfer full) */
char *lab_chart_table_to_tsv (const LabChartTable *self);
/* The same with these rows, in this order. (transfer full) */
char *lab_chart_table_rows_to_tsv (const LabChartTable *self,
                                   const guint         *rows,
                                   guint                n_rows);

G_END_DECLS
