/* lab-dearest-row.c: one dear call in a short list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dashboard/lab-dearest-row.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"

struct _LabDearestRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *cost;

  char *call_id;
};

G_DEFINE_FINAL_TYPE (LabDearestRow, lab_dearest_row, GTK_TYPE_LIST_BOX_ROW)

static void
open_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  g_signal_emit_by_name (widget, "activate");
}

static void
lab_dearest_row_finalize (GObject *object)
{
  g_free (LAB_DEAREST_ROW (object)->call_id);

  G_OBJECT_CLASS (lab_dearest_row_parent_class)->finalize (object);
}

static void
lab_dearest_row_class_init (LabDearestRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lab_dearest_row_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-dearest-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LabDearestRow, title);
  gtk_widget_class_bind_template_child (widget_class, LabDearestRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, LabDearestRow, cost);
  gtk_widget_class_install_action (widget_class, "row.open", NULL, open_cb);
}

static void
lab_dearest_row_init (LabDearestRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_dearest_row_new (const LabCallRecord *call,
                     gint64               now)
{
  LabDearestRow *self;
  g_autofree char *time = NULL;
  g_autofree char *cost = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *sentence = NULL;
  const char *title;

  g_return_val_if_fail (call != NULL, NULL);

  self = g_object_new (LAB_TYPE_DEAREST_ROW, NULL);
  self->call_id = g_strdup (call->id);
  time = lab_format_moment (call->timestamp, now);
  cost = lab_format_cost (call->cost_state, call->cost);
  title = call->task_key != NULL ? call->task_key : _("By hand");
  /* Translators: a call: its time, and the model it went to. */
  subtitle = g_strdup_printf (_("%s · %s"), time, call->model);
  /* Translators: a call: its task, its time, its model and what it cost. */
  sentence = g_strdup_printf (_("%s, call of %s to %s, %s"), title, time, call->model, cost);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->subtitle, subtitle);
  gtk_label_set_text (self->cost, cost);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  return GTK_WIDGET (self);
}

const char *
lab_dearest_row_get_call_id (LabDearestRow *self)
{
  g_return_val_if_fail (LAB_IS_DEAREST_ROW (self), NULL);

  return self->call_id;
}
