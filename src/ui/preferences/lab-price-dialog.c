/* lab-price-dialog.c: a price of one's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/lab-price-dialog.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "lab-clock.h"
#include "sandbox/lab-model-list.h"

struct _LabPriceDialog
{
  AdwWindow parent_instance;

  AdwComboRow *model;
  AdwEntryRow *from;
  AdwEntryRow *input;
  AdwEntryRow *read;
  AdwEntryRow *write;
  AdwEntryRow *output;
  AdwEntryRow *source;
  GtkLabel *trouble;

  LabDesk *desk; /* (nullable): until it is set up */
  gboolean adding;
};

G_DEFINE_FINAL_TYPE (LabPriceDialog, lab_price_dialog, ADW_TYPE_WINDOW)

enum
{
  ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
mark (AdwEntryRow *row,
      gboolean     good)
{
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
}

/* An empty field is a rate that is not known, which is not a rate of 0. */
static gboolean
read_rate (AdwEntryRow *row,
           gboolean     needed,
           LabRate     *rate)
{
  g_autofree char *text = g_strstrip (g_strdup (get_text (row)));
  gboolean good;

  *rate = LAB_RATE_ABSENT;
  if (*text == '\0')
    good = !needed;
  else
    good = lab_format_parse_amount (text, rate) && *rate >= 0;
  mark (row, good || *text == '\0');
  return good;
}

static gboolean
read_date (LabPriceDialog *self,
           gint64         *time)
{
  gboolean good = lab_time_parse (get_text (self->from), time, NULL);

  mark (self->from, good);
  return good;
}

/* (nullable) (transfer full): NULL while something is missing or wrong */
static LabPriceRow *
build_row (LabPriceDialog *self)
{
  g_autoptr (LabPriceRow) row = lab_price_row_new ();
  LabModelItem *model = adw_combo_row_get_selected_item (self->model);
  gboolean good = read_date (self, &row->effective_from);

  good &= read_rate (self->input, TRUE, &row->rates[LAB_BUCKET_U]);
  good &= read_rate (self->output, TRUE, &row->rates[LAB_BUCKET_O]);
  good &= read_rate (self->read, FALSE, &row->rates[LAB_BUCKET_R]);
  good &= read_rate (self->write, FALSE, &row->rates[LAB_BUCKET_W]);
  if (!good || model == NULL)
    return NULL;
  row->provider = g_strdup (lab_model_item_get_info (model)->provider);
  row->model = g_strdup (lab_model_item_get_info (model)->id);
  if (*get_text (self->source) != '\0')
    row->source = g_strdup (get_text (self->source));
  return g_steal_pointer (&row);
}

static void
update (LabPriceDialog *self)
{
  g_autoptr (LabPriceRow) row = NULL;

  if (self->desk == NULL)
    return;
  row = build_row (self);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "price.add", row != NULL && !self->adding);
}

static void
say (LabPriceDialog *self,
     const char     *words)
{
  gtk_label_set_text (self->trouble, words);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (LabPriceDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  guint n_added = 0;
  gboolean done =
    lab_context_add_prices_finish (LAB_CONTEXT (source), result, &n_added, &error);

  self->adding = FALSE;
  if (self->desk == NULL)
    return;
  update (self);
  if (!done)
    {
      say (self, error->message);
      return;
    }
  if (n_added == 0)
    {
      say (self, _("There is a price of yours from that date already. A price that was is not "
                   "changed: give the day from which the new one holds."));
      mark (self->from, FALSE);
      return;
    }
  g_signal_emit (self, signals[ADDED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
add_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  LabPriceDialog *self = LAB_PRICE_DIALOG (widget);
  g_autoptr (GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lab_price_row_unref);
  LabPriceRow *row = build_row (self);

  if (row == NULL)
    return;
  g_ptr_array_add (rows, row);
  self->adding = TRUE;
  update (self);
  lab_context_add_prices_async (lab_desk_get_context (self->desk), rows, added_cb,
                                g_object_ref (self));
}

static void
lab_price_dialog_dispose (GObject *object)
{
  LabPriceDialog *self = LAB_PRICE_DIALOG (object);

  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_PRICE_DIALOG);

  G_OBJECT_CLASS (lab_price_dialog_parent_class)->dispose (object);
}

static void
lab_price_dialog_class_init (LabPriceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_price_dialog_dispose;

  signals[ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LAB_TYPE_MODEL_ITEM);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-price-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LabPriceDialog, model);
  gtk_widget_class_bind_template_child (widget_class, LabPriceDialog, from);
  gtk_widget_class_bind_template_child (widget_class, LabPriceDialog, input);
  gtk_widget_class_bind_template_child (widget_class, LabPriceDialog, read);
  gtk_widget_class_bind_template_child (widget_class, LabPriceDialog, write);
  gtk_widget_class_bind_template_child (widget_class, LabPriceDialog, output);
  gtk_widget_class_bind_template_child (widget_class, LabPriceDialog, source);
  gtk_widget_class_bind_template_child (widget_class, LabPriceDialog, trouble);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_install_action (widget_class, "price.add", NULL, add_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lab_price_dialog_init (LabPriceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_price_dialog_new (GtkWindow *parent,
                      LabDesk   *desk)
{
  LabPriceDialog *self;
  g_autoptr (GListModel) models = NULL;
  g_autofree char *today = NULL;
  const LabExperiment *current;

  g_return_val_if_fail (LAB_IS_DESK (desk), NULL);

  self = g_object_new (LAB_TYPE_PRICE_DIALOG, "transient-for", parent, NULL);
  models = lab_model_list_new (lab_desk_get_catalogue (desk));
  adw_combo_row_set_model (self->model, models);
  current = lab_experiment_item_get_experiment (lab_desk_get_experiment (desk));
  adw_combo_row_set_selected (self->model,
                              lab_model_list_find (models, current->provider, current->model));
  today = lab_format_date (lab_clock_now (lab_desk_get_clock (desk)));
  gtk_editable_set_text (GTK_EDITABLE (self->from), today);
  self->desk = g_object_ref (desk);
  update (self);
  return GTK_WIDGET (self);
}
