/* lab-price-report.c: what another project's price file would bring
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/lab-price-report.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "preferences/lab-price-item.h"

/* A file may have thousands of lines; the first say what kind they are. */
#define MAX_SHOWN 100

struct _LabPriceReport
{
  AdwWindow parent_instance;

  GtkLabel *summary;
  AdwExpanderRow *taken;
  AdwExpanderRow *refused;
  AdwExpanderRow *different;
  GtkLabel *trouble;

  LabDesk *desk;
  LabPriceImportReport *report;
};

G_DEFINE_FINAL_TYPE (LabPriceReport, lab_price_report, ADW_TYPE_WINDOW)

enum
{
  ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (LabPriceReport) self = user_data;
  g_autoptr (GError) error = NULL;

  if (lab_context_add_prices_finish (LAB_CONTEXT (source), result, NULL, &error))
    {
      g_signal_emit (self, signals[ADDED], 0);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_label_set_text (self->trouble, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.import", TRUE);
}

static void
import_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LabPriceReport *self = LAB_PRICE_REPORT (widget);

  gtk_widget_action_set_enabled (widget, "report.import", FALSE);
  lab_context_add_prices_async (lab_desk_get_context (self->desk), self->report->rows, added_cb,
                                g_object_ref (self));
}

static void
add_line (AdwExpanderRow *group,
          const char     *title,
          const char     *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "use-markup", FALSE, "title", title, "subtitle", subtitle, NULL);
  adw_expander_row_add_row (group, row);
}

static void
set_count (AdwExpanderRow *group,
           guint           n)
{
  g_autofree char *count = lab_format_count (n);
  g_autofree char *more = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (group), n > 0);
  if (n <= MAX_SHOWN)
    {
      adw_expander_row_set_subtitle (group, count);
      return;
    }
  /* Translators: how many there are, and how many of them are listed. */
  more = g_strdup_printf (_("%s, the first %d are listed"), count, MAX_SHOWN);
  adw_expander_row_set_subtitle (group, more);
}

static void
show_taken (LabPriceReport *self)
{
  GPtrArray *rows = self->report->rows;

  set_count (self->taken, rows->len);
  for (guint i = 0; i < MIN (rows->len, MAX_SHOWN); i++)
    {
      const LabPriceRow *row = g_ptr_array_index (rows, i);
      g_autofree char *input = lab_price_item_format_rate (row->rates[LAB_BUCKET_U]);
      g_autofree char *output = lab_price_item_format_rate (row->rates[LAB_BUCKET_O]);
      /* Translators: what a million tokens cost. */
      g_autofree char *rates = g_strdup_printf (_("input %s, output %s"), input, output);

      add_line (self->taken, row->id, rates);
    }
}

static void
show_refused (LabPriceReport *self)
{
  GPtrArray *refused = self->report->refused;

  set_count (self->refused, refused->len);
  for (guint i = 0; i < MIN (refused->len, MAX_SHOWN); i++)
    {
      const LabPriceRefusal *refusal = g_ptr_array_index (refused, i);

      add_line (self->refused, refusal->path, refusal->reason);
    }
}

static void
show_different (LabPriceReport *self)
{
  GPtrArray *found = self->report->disagreements;

  set_count (self->different, found->len);
  for (guint i = 0; i < MIN (found->len, MAX_SHOWN); i++)
    {
      const LabPriceDisagreement *one = g_ptr_array_index (found, i);
      g_autofree char *ours = lab_price_item_format_rate (one->ours);
      g_autofree char *theirs = lab_price_item_format_rate (one->theirs);
      /* Translators: a kind of rate, ours and theirs. */
      g_autofree char *words =
        g_strdup_printf (_("%s: here %s, there %s"), one->field, ours, theirs);

      add_line (self->different, one->row_id, words);
    }
}

static void
lab_price_report_dispose (GObject *object)
{
  LabPriceReport *self = LAB_PRICE_REPORT (object);

  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_PRICE_REPORT);

  G_OBJECT_CLASS (lab_price_report_parent_class)->dispose (object);
}

static void
lab_price_report_finalize (GObject *object)
{
  LabPriceReport *self = LAB_PRICE_REPORT (object);

  g_clear_pointer (&self->report, lab_price_import_report_free);

  G_OBJECT_CLASS (lab_price_report_parent_class)->finalize (object);
}

static void
lab_price_report_class_init (LabPriceReportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_price_report_dispose;
  G_OBJECT_CLASS (klass)->finalize = lab_price_report_finalize;

  signals[ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-price-report.ui");
  gtk_widget_class_bind_template_child (widget_class, LabPriceReport, summary);
  gtk_widget_class_bind_template_child (widget_class, LabPriceReport, taken);
  gtk_widget_class_bind_template_child (widget_class, LabPriceReport, refused);
  gtk_widget_class_bind_template_child (widget_class, LabPriceReport, different);
  gtk_widget_class_bind_template_child (widget_class, LabPriceReport, trouble);
  gtk_widget_class_install_action (widget_class, "report.import", NULL, import_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lab_price_report_init (LabPriceReport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_price_report_new (GtkWindow            *parent,
                      LabDesk              *desk,
                      LabPriceImportReport *report)
{
  LabPriceReport *self;
  g_autofree char *summary = NULL;

  g_return_val_if_fail (LAB_IS_DESK (desk), NULL);
  g_return_val_if_fail (report != NULL, NULL);

  self = g_object_new (LAB_TYPE_PRICE_REPORT, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->report = report;
  /* Translators: a project: LiteLLM, models.dev or genai-prices. */
  summary = g_strdup_printf (_("This is a price file of %s. Nothing of it is kept yet. Prices of "
                               "yours that are there already stay as they are."),
                             lab_price_format_to_string (report->format));
  gtk_label_set_text (self->summary, summary);
  show_taken (self);
  show_refused (self);
  show_different (self);
  return GTK_WIDGET (self);
}
