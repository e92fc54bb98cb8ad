/* lab-chart-table-view.c: a chart's figures as a table on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-chart-table-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A row by its number; the texts stay in the table they came in. */
#define LAB_TYPE_CHART_ROW (lab_chart_row_get_type ())
G_DECLARE_FINAL_TYPE (LabChartRow, lab_chart_row, LAB, CHART_ROW, GObject)

struct _LabChartRow
{
  GObject parent_instance;

  guint index;
};

G_DEFINE_FINAL_TYPE (LabChartRow, lab_chart_row, G_TYPE_OBJECT)

static void
lab_chart_row_class_init (LabChartRowClass *klass)
{
}

static void
lab_chart_row_init (LabChartRow *self)
{
}

struct _LabChartTableView
{
  GtkWidget parent_instance;

  GtkScrolledWindow *scroller;
  GtkColumnView *table;

  LabChartTable *contents; /* (nullable) */
  GListStore *rows;        /* (element-type LabChartRow) */
  GListModel *sorted;
};

G_DEFINE_FINAL_TYPE (LabChartTableView, lab_chart_table_view, GTK_TYPE_WIDGET)

/* What a column's factory and sorter look up. */
typedef struct
{
  LabChartTableView *view; /* outlives its columns */
  guint column;
} Column;

static const LabTableCell *
get_cell (const Column *column,
          guint         row)
{
  return lab_chart_table_get_cell (column->view->contents, row, column->column);
}

static guint
get_row (GtkListItem *list_item)
{
  return LAB_CHART_ROW (gtk_list_item_get_item (list_item))->index;
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item,
          const Column             *column)
{
  gboolean text = lab_chart_table_get_column (column->view->contents, column->column)->is_text;
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", text ? 0.0f : 1.0f, NULL);

  if (!text)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (list_item, label);
}

/* The first cell says its row: a screen reader meets no row, only cells. */
static char *
say_row (LabChartTableView *self,
         guint              row)
{
  GString *out = g_string_new (lab_chart_table_get_cell (self->contents, row, 0)->text);

  for (guint c = 1; c < lab_chart_table_get_n_columns (self->contents); c++)
    {
      const LabTableCell *cell = lab_chart_table_get_cell (self->contents, row, c);

      if (*cell->text != '\0')
        /* Translators: one more column of a table's row that is read out: the
         * column's title and the value in it. */
        g_string_append_printf (out, C_ ("chart table", "; %s: %s"),
                                lab_chart_table_get_column (self->contents, c)->title,
                                cell->text);
    }
  return g_string_free (out, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         const Column             *column)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (list_item));
  guint row = get_row (list_item);

  gtk_label_set_text (label, get_cell (column, row)->text);
  if (column->column == 0)
    {
      g_autofree char *said = say_row (column->view, row);

      gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, said,
                                      -1);
    }
}

static int
compare_rows (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  const Column *column = user_data;
  guint first = ((const LabChartRow *) a)->index, second = ((const LabChartRow *) b)->index;
  const LabTableCell *one = get_cell (column, first), *other = get_cell (column, second);

  if (column->column == 0)
    return first < second ? GTK_ORDERING_SMALLER : first > second;
  if (isnan (one->value) && isnan (other->value))
    return gtk_ordering_from_cmpfunc (g_utf8_collate (one->text, other->text));
  if (isnan (one->value) || isnan (other->value))
    return isnan (one->value) ? GTK_ORDERING_LARGER : GTK_ORDERING_SMALLER;
  return one->value < other->value ? GTK_ORDERING_SMALLER : one->value > other->value;
}

static Column *
new_column_data (LabChartTableView *self,
                 guint              column)
{
  Column *data = g_new (Column, 1);

  *data = (Column) { self, column };
  return data;
}

static void
free_closure_data (gpointer  data,
                   GClosure *closure)
{
  g_free (data);
}

static void
append_column (LabChartTableView *self,
               guint              c)
{
  const LabTableColumn *info = lab_chart_table_get_column (self->contents, c);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (info->title, factory);
  g_autoptr (GtkSorter) sorter =
    GTK_SORTER (gtk_custom_sorter_new (compare_rows, new_column_data (self, c), g_free));

  g_signal_connect_data (factory, "setup", G_CALLBACK (setup_cb), new_column_data (self, c),
                         free_closure_data, 0);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_cb), new_column_data (self, c),
                         free_closure_data, 0);
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, c == 0);
  gtk_column_view_append_column (self->table, column);
}

static void
remove_columns (LabChartTableView *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->table);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->table, column);
    }
}

static gboolean
has_same_columns (const LabChartTable *a,
                  const LabChartTable *b)
{
  guint n = lab_chart_table_get_n_columns (a);

  if (n != lab_chart_table_get_n_columns (b))
    return FALSE;
  for (guint c = 0; c < n; c++)
    if (!g_str_equal (lab_chart_table_get_column (a, c)->title,
                      lab_chart_table_get_column (b, c)->title))
      return FALSE;
  return TRUE;
}

static void
replace_rows (LabChartTableView *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; self->contents != NULL && i < self->contents->n_rows; i++)
    {
      LabChartRow *row = g_object_new (LAB_TYPE_CHART_ROW, NULL);

      row->index = i;
      g_ptr_array_add (rows, row);
    }
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows->pdata, rows->len);
}

static void
copy_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  g_autofree char *text = lab_chart_table_view_to_text (LAB_CHART_TABLE_VIEW (widget));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
lab_chart_table_view_dispose (GObject *object)
{
  LabChartTableView *self = LAB_CHART_TABLE_VIEW (object);

  if (self->table != NULL)
    {
      gtk_column_view_set_model (self->table, NULL);
      remove_columns (self);
    }
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_CHART_TABLE_VIEW);
  g_clear_object (&self->sorted);
  g_clear_object (&self->rows);

  G_OBJECT_CLASS (lab_chart_table_view_parent_class)->dispose (object);
}

static void
lab_chart_table_view_finalize (GObject *object)
{
  LabChartTableView *self = LAB_CHART_TABLE_VIEW (object);

  g_clear_pointer (&self->contents, lab_chart_table_free);

  G_OBJECT_CLASS (lab_chart_table_view_parent_class)->finalize (object);
}

static void
lab_chart_table_view_class_init (LabChartTableViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_chart_table_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = lab_chart_table_view_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-chart-table-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LabChartTableView, scroller);
  gtk_widget_class_bind_template_child (widget_class, LabChartTableView, table);
  gtk_widget_class_install_action (widget_class, "table.copy", NULL, copy_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy",
                                       NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_chart_table_view_init (LabChartTableView *self)
{
  g_autoptr (GtkSelectionModel) selection = NULL;
  GtkSorter *sorter;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_list_store_new (LAB_TYPE_CHART_ROW);
  sorter = gtk_column_view_get_sorter (self->table);
  self->sorted = G_LIST_MODEL (gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->rows)),
                                                        g_object_ref (sorter)));
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (self->sorted)));
  gtk_column_view_set_model (self->table, selection);
}

GtkWidget *
lab_chart_table_view_new (void)
{
  return g_object_new (LAB_TYPE_CHART_TABLE_VIEW, NULL);
}

void
lab_chart_table_view_set_model (LabChartTableView   *self,
                                const char          *title,
                                const LabChartModel *model)
{
  g_autoptr (LabChartTable) before = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (LAB_IS_CHART_TABLE_VIEW (self));
  g_return_if_fail (title != NULL && model != NULL);

  name = g_strdup_printf (_("Table of “%s”"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  before = g_steal_pointer (&self->contents);
  self->contents = lab_chart_to_table (model);
  if (before == NULL || !has_same_columns (before, self->contents))
    {
      g_list_store_remove_all (self->rows);
      remove_columns (self);
      for (guint c = 0; c < lab_chart_table_get_n_columns (self->contents); c++)
        append_column (self, c);
    }
  replace_rows (self);
}

char *
lab_chart_table_view_to_text (LabChartTableView *self)
{
  guint n;
  g_autofree guint *order = NULL;

  g_return_val_if_fail (LAB_IS_CHART_TABLE_VIEW (self), NULL);
  g_return_val_if_fail (self->contents != NULL, NULL);

  n = g_list_model_get_n_items (self->sorted);
  order = g_new (guint, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LabChartRow) row = g_list_model_get_item (self->sorted, i);

      order[i] = row->index;
    }
  return lab_chart_table_rows_to_tsv (self->contents, order, n);
}

gboolean
lab_chart_table_view_focus (LabChartTableView *self)
{
  g_return_val_if_fail (LAB_IS_CHART_TABLE_VIEW (self), FALSE);

  return gtk_widget_grab_focus (GTK_WIDGET (self->table));
}
