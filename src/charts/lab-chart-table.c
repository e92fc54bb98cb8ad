/* lab-chart-table.c: the same figures as a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-table-private.h"

static void
column_clear (gpointer column)
{
  g_free (((LabTableColumn *) column)->title);
}

static void
cell_clear (gpointer cell)
{
  g_free (((LabTableCell *) cell)->text);
}

LabChartTable *
lab_chart_table_alloc (void)
{
  LabChartTable *self = g_new0 (LabChartTable, 1);

  self->columns = g_array_new (FALSE, FALSE, sizeof (LabTableColumn));
  self->cells = g_array_new (FALSE, FALSE, sizeof (LabTableCell));
  g_array_set_clear_func (self->columns, column_clear);
  g_array_set_clear_func (self->cells, cell_clear);
  return self;
}

void
lab_chart_table_free (LabChartTable *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->columns);
  g_array_unref (self->cells);
  g_free (self);
}

guint
lab_chart_table_get_n_columns (const LabChartTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->columns->len;
}

const LabTableColumn *
lab_chart_table_get_column (const LabChartTable *self,
                            guint                column)
{
  g_return_val_if_fail (self != NULL && column < self->columns->len, NULL);

  return &g_array_index (self->columns, LabTableColumn, column);
}

const LabTableCell *
lab_chart_table_get_cell (const LabChartTable *self,
                          guint                row,
                          guint                column)
{
  g_return_val_if_fail (self != NULL && row < self->n_rows && column < self->columns->len, NULL);

  return &g_array_index (self->cells, LabTableCell, row * self->columns->len + column);
}

static void
append_clean (GString    *out,
              const char *text)
{
  for (; *text != '\0'; text++)
    g_string_append_c (out, *text == '\t' || *text == '\n' || *text == '\r' ? ' ' : *text);
}

static void
append_titles (GString             *out,
               const LabChartTable *self)
{
  for (guint c = 0; c < self->columns->len; c++)
    {
      append_clean (out, lab_chart_table_get_column (self, c)->title);
      g_string_append_c (out, c + 1 < self->columns->len ? '\t' : '\n');
    }
}

static void
append_row (GString             *out,
            const LabChartTable *self,
            guint                row)
{
  for (guint c = 0; c < self->columns->len; c++)
    {
      append_clean (out, lab_chart_table_get_cell (self, row, c)->text);
      g_string_append_c (out, c + 1 < self->columns->len ? '\t' : '\n');
    }
}

char *
lab_chart_table_to_tsv (const LabChartTable *self)
{
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new (NULL);
  append_titles (out, self);
  for (guint row = 0; row < self->n_rows; row++)
    append_row (out, self, row);
  return g_string_free (out, FALSE);
}

char *
lab_chart_table_rows_to_tsv (const LabChartTable *self,
                             const guint         *rows,
                             guint                n_rows)
{
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (rows != NULL || n_rows == 0, NULL);

  out = g_string_new (NULL);
  append_titles (out, self);
  for (guint i = 0; i < n_rows; i++)
    append_row (out, self, rows[i]);
  return g_string_free (out, FALSE);
}
