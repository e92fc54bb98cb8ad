/* lab-price-table.c: every price there is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/lab-price-table.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "preferences/lab-price-item.h"

struct _LabPriceTable
{
  AdwWindow parent_instance;

  GtkSearchEntry *search;
  GtkStringFilter *filter;
  GtkFilterListModel *filtered;
  GtkStack *stack;
  GtkLabel *count;

  LabPriceCatalogue *catalogue;
  guint fill_source;
};

G_DEFINE_FINAL_TYPE (LabPriceTable, lab_price_table, ADW_TYPE_WINDOW)

static void
count_changed_cb (LabPriceTable *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  g_autofree char *number = lab_format_count (n);
  g_autofree char *text = g_strdup_printf (
    ngettext ("%s price · US dollars per million tokens", "%s prices · US dollars per million "
                                                          "tokens",
              n),
    number);

  gtk_label_set_text (self->count, text);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "table" : "nothing");
}

static void
search_changed_cb (LabPriceTable *self)
{
  gtk_string_filter_set_search (self->filter,
                                gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

/* After the window is there: there are some thousands of them. */
static gboolean
fill_cb (gpointer user_data)
{
  LabPriceTable *self = user_data;
  g_autoptr (GListModel) items = lab_price_items_list (self->catalogue);

  self->fill_source = 0;
  gtk_filter_list_model_set_model (self->filtered, items);
  count_changed_cb (self);
  return G_SOURCE_REMOVE;
}

static void
lab_price_table_dispose (GObject *object)
{
  LabPriceTable *self = LAB_PRICE_TABLE (object);

  g_clear_handle_id (&self->fill_source, g_source_remove);
  g_clear_object (&self->catalogue);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_PRICE_TABLE);

  G_OBJECT_CLASS (lab_price_table_parent_class)->dispose (object);
}

static void
lab_price_table_class_init (LabPriceTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_price_table_dispose;

  g_type_ensure (LAB_TYPE_PRICE_ITEM);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-price-table.ui");
  gtk_widget_class_bind_template_child (widget_class, LabPriceTable, search);
  gtk_widget_class_bind_template_child (widget_class, LabPriceTable, filter);
  gtk_widget_class_bind_template_child (widget_class, LabPriceTable, filtered);
  gtk_widget_class_bind_template_child (widget_class, LabPriceTable, stack);
  gtk_widget_class_bind_template_child (widget_class, LabPriceTable, count);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, count_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lab_price_table_init (LabPriceTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_price_table_new (GtkWindow         *parent,
                     LabPriceCatalogue *catalogue)
{
  LabPriceTable *self;

  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue), NULL);

  self = g_object_new (LAB_TYPE_PRICE_TABLE, "transient-for", parent, NULL);
  self->catalogue = g_object_ref (catalogue);
  self->fill_source = g_idle_add (fill_cb, self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  return GTK_WIDGET (self);
}
