/* lab-experiment-dialog.c: making an experiment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-experiment-dialog.h"

#include <glib/gi18n-lib.h>

#include "lab-workload.h"
#include "sandbox/lab-model-list.h"

struct _LabExperimentDialog
{
  AdwWindow parent_instance;

  AdwEntryRow *name;
  AdwComboRow *workload;
  AdwComboRow *model;
  GtkLabel *workload_words;
  GtkLabel *trouble;

  LabDesk *desk;
  GListModel *models;
  gboolean creating;
};

G_DEFINE_FINAL_TYPE (LabExperimentDialog, lab_experiment_dialog, ADW_TYPE_WINDOW)

static void
update (LabExperimentDialog *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "experiment.create",
                                 *name != '\0' && !self->creating);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabExperimentDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  self->creating = FALSE;
  if (lab_desk_create_experiment_finish (LAB_DESK (source), result, &error))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (self->trouble == NULL)
    return;
  gtk_label_set_text (self->trouble, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
  update (self);
}

static void
create_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LabExperimentDialog *self = LAB_EXPERIMENT_DIALOG (widget);
  guint n;
  const LabWorkloadInfo *workloads = lab_workload_list_builtin (&n);
  LabModelItem *model = adw_combo_row_get_selected_item (self->model);

  self->creating = TRUE;
  update (self);
  lab_desk_create_experiment_async (
    self->desk, gtk_editable_get_text (GTK_EDITABLE (self->name)),
    workloads[adw_combo_row_get_selected (self->workload)].id,
    lab_model_item_get_info (model)->provider, lab_model_item_get_info (model)->id, created_cb,
    g_object_ref (self));
}

static void
entry_activated_cb (LabExperimentDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "experiment.create", NULL);
}

static void
workload_changed_cb (LabExperimentDialog *self)
{
  guint n;
  const LabWorkloadInfo *workloads = lab_workload_list_builtin (&n);
  guint selected = adw_combo_row_get_selected (self->workload);

  if (selected < n)
    gtk_label_set_text (self->workload_words, _(workloads[selected].description));
}

static GListModel *
list_workloads (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  guint n;
  const LabWorkloadInfo *workloads = lab_workload_list_builtin (&n);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (list, _(workloads[i].title));
  return G_LIST_MODEL (list);
}

static void
lab_experiment_dialog_dispose (GObject *object)
{
  LabExperimentDialog *self = LAB_EXPERIMENT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_EXPERIMENT_DIALOG);
  g_clear_object (&self->desk);
  g_clear_object (&self->models);

  G_OBJECT_CLASS (lab_experiment_dialog_parent_class)->dispose (object);
}

static void
lab_experiment_dialog_class_init (LabExperimentDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_experiment_dialog_dispose;

  g_type_ensure (LAB_TYPE_MODEL_ITEM);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-experiment-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, name);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, workload);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, model);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, workload_words);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, trouble);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, workload_changed_cb);
  gtk_widget_class_install_action (widget_class, "experiment.create", NULL, create_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lab_experiment_dialog_init (LabExperimentDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_experiment_dialog_new (GtkWindow *parent,
                           LabDesk   *desk)
{
  LabExperimentDialog *self;
  g_autoptr (GListModel) workloads = NULL;
  const LabExperiment *current;

  g_return_val_if_fail (LAB_IS_DESK (desk), NULL);

  self = g_object_new (LAB_TYPE_EXPERIMENT_DIALOG, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->models = lab_model_list_new (lab_desk_get_catalogue (desk));
  workloads = list_workloads ();
  adw_combo_row_set_model (self->workload, workloads);
  adw_combo_row_set_model (self->model, self->models);
  current = lab_experiment_item_get_experiment (lab_desk_get_experiment (desk));
  adw_combo_row_set_selected (self->model, lab_model_list_find (self->models, current->provider,
                                                                current->model));
  workload_changed_cb (self);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
  return GTK_WIDGET (self);
}
