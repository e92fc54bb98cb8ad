/* lab-cli-table.c: columns of plain text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <string.h>

struct _LabTable
{
  guint n_columns;
  gboolean *right;
  GPtrArray *cells; /* titles first */
};

LabTable *
lab_table_new (const char * const *columns)
{
  LabTable *self = g_new0 (LabTable, 1);

  self->n_columns = g_strv_length ((GStrv) columns);
  self->right = g_new0 (gboolean, self->n_columns);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->n_columns; i++)
    {
      self->right[i] = columns[i][0] == '>';
      g_ptr_array_add (self->cells, g_strdup (columns[i] + (self->right[i] ? 1 : 0)));
    }
  return self;
}

void
lab_table_free (LabTable *self)
{
  if (self == NULL)
    return;

  g_free (self->right);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

void
lab_table_add (LabTable *self,
               ...)
{
  va_list cells;

  va_start (cells, self);
  for (guint i = 0; i < self->n_columns; i++)
    {
      const char *cell = va_arg (cells, const char *);

      g_ptr_array_add (self->cells, g_strdup (cell != NULL ? cell : ""));
    }
  va_end (cells);
}

static glong
width_of (const char *text)
{
  glong width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

static void
append_cell (GString    *line,
             const char *text,
             glong       width,
             gboolean    right,
             gboolean    last)
{
  glong pad = width - width_of (text);

  for (glong i = 0; right && i < pad; i++)
    g_string_append_c (line, ' ');
  g_string_append (line, text);
  for (glong i = 0; !right && !last && i < pad; i++)
    g_string_append_c (line, ' ');
  if (!last)
    g_string_append (line, "  ");
}

void
lab_table_print (LabTable *self)
{
  g_autofree glong *widths = g_new0 (glong, self->n_columns);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < self->cells->len; i++)
    {
      glong width = width_of (g_ptr_array_index (self->cells, i));

      widths[i % self->n_columns] = MAX (widths[i % self->n_columns], width);
    }
  for (guint i = 0; i < self->cells->len; i++)
    {
      guint column = i % self->n_columns;
      gboolean last = column + 1 == self->n_columns;

      append_cell (out, g_ptr_array_index (self->cells, i), widths[column], self->right[column],
                   last);
      if (last)
        g_string_append_c (out, '\n');
    }
  g_print ("%s", out->str);
}
