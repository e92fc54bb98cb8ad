/* lab-prices-page.c: what the prices are, and prices of one's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/lab-prices-page.h"

#include <glib/gi18n-lib.h>

#include "common/lab-file-picker.h"
#include "common/lab-format.h"
#include "common/lab-icon-button.h"
#include "lab-preferences.h"
#include "preferences/lab-price-dialog.h"
#include "preferences/lab-price-report.h"
#include "preferences/lab-price-table.h"

struct _LabPricesPage
{
  AdwPreferencesPage parent_instance;

  AdwActionRow *date;
  AdwActionRow *count;
  AdwActionRow *own;

  LabDesk *desk; /* (nullable): until it is set up */
};

G_DEFINE_FINAL_TYPE (LabPricesPage, lab_prices_page, ADW_TYPE_PREFERENCES_PAGE)

static GtkWindow *
get_window (LabPricesPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* The catalogue in use is a fixed one: another is opened. */
static void
added_cb (LabPricesPage *self)
{
  if (lab_desk_get_n_running (self->desk) > 0 || lab_desk_get_sending (self->desk))
    lab_preferences_toast (GTK_WIDGET (self),
                           _("The new prices hold from the next start of the program: work is "
                             "under way with the old ones."));
  else
    lab_preferences_reopen (GTK_WIDGET (self));
}

static void
show_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabPricesPage *self = LAB_PRICES_PAGE (widget);

  gtk_window_present (GTK_WINDOW (
    lab_price_table_new (get_window (self), lab_desk_get_catalogue (self->desk))));
}

static void
add_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  LabPricesPage *self = LAB_PRICES_PAGE (widget);
  GtkWidget *dialog = lab_price_dialog_new (get_window (self), self->desk);

  g_signal_connect_object (dialog, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (LabPricesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  LabPriceImportReport *report =
    lab_context_read_prices_finish (LAB_CONTEXT (source), result, &error);
  GtkWidget *dialog;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "prices.import", TRUE);
  if (report == NULL)
    {
      lab_preferences_toast (GTK_WIDGET (self), error->message);
      return;
    }
  dialog = lab_price_report_new (get_window (self), self->desk, report);
  g_signal_connect_object (dialog, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabPricesPage) self = user_data;
  g_autoptr (GFile) file = lab_file_picker_finish (result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL || self->desk == NULL)
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "prices.import", FALSE);
  lab_context_read_prices_async (lab_desk_get_context (self->desk), path, read_cb,
                                 g_object_ref (self));
}

static void
import_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  lab_file_picker_open_async (get_window (LAB_PRICES_PAGE (widget)), _("Choose a Price File"),
                              NULL, NULL, chosen_cb, g_object_ref (widget));
}

static void
lab_prices_page_dispose (GObject *object)
{
  LabPricesPage *self = LAB_PRICES_PAGE (object);

  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_PRICES_PAGE);

  G_OBJECT_CLASS (lab_prices_page_parent_class)->dispose (object);
}

static void
lab_prices_page_class_init (LabPricesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_prices_page_dispose;

  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-prices-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LabPricesPage, date);
  gtk_widget_class_bind_template_child (widget_class, LabPricesPage, count);
  gtk_widget_class_bind_template_child (widget_class, LabPricesPage, own);
  gtk_widget_class_install_action (widget_class, "prices.show", NULL, show_cb);
  gtk_widget_class_install_action (widget_class, "prices.add", NULL, add_cb);
  gtk_widget_class_install_action (widget_class, "prices.import", NULL, import_cb);
}

static void
lab_prices_page_init (LabPricesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
count_rows (LabPriceCatalogue *catalogue,
            guint             *n_bundled,
            guint             *n_own)
{
  g_autoptr (GPtrArray) models = lab_price_catalogue_list_models (catalogue, NULL);

  *n_bundled = *n_own = 0;
  for (guint i = 0; i < models->len; i++)
    {
      g_autoptr (GPtrArray) rows =
        lab_price_catalogue_list_rows (catalogue, g_ptr_array_index (models, i));

      for (guint j = 0; j < rows->len; j++)
        {
          const LabPriceRow *row = g_ptr_array_index (rows, j);

          *(row->layer == LAB_PRICE_LAYER_USER ? n_own : n_bundled) += 1;
        }
    }
}

void
lab_prices_page_set_up (LabPricesPage *self,
                        LabDesk       *desk)
{
  LabPriceCatalogue *catalogue;
  const char *as_of;
  g_autofree char *bundled = NULL;
  g_autofree char *own = NULL;
  guint n_bundled, n_own;

  g_return_if_fail (LAB_IS_PRICES_PAGE (self));
  g_return_if_fail (LAB_IS_DESK (desk));

  self->desk = g_object_ref (desk);
  catalogue = lab_desk_get_catalogue (desk);
  as_of = lab_price_catalogue_get_as_of (catalogue);
  count_rows (catalogue, &n_bundled, &n_own);
  bundled = lab_format_count (n_bundled);
  own = lab_format_count (n_own);
  adw_action_row_set_subtitle (self->date, as_of != NULL ? as_of : _("unknown"));
  adw_action_row_set_subtitle (self->count, bundled);
  adw_action_row_set_subtitle (self->own, own);
}
