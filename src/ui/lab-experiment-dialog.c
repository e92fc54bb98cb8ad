/* lab-experiment-dialog.c: making an experiment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-experiment-dialog.h"

#include <glib/gi18n-lib.h>

#include "common/lab-file-picker.h"
#include "common/lab-format.h"
#include "lab-error.h"
#include "lab-workload.h"
#include "sandbox/lab-model-list.h"

struct _LabExperimentDialog
{
  AdwWindow parent_instance;

  AdwEntryRow *name;
  AdwComboRow *workload;
  AdwActionRow *file;
  GtkSpinButton *tasks;
  GtkWidget *seed_row;
  GtkSpinButton *seed;
  GtkLabel *words;
  AdwComboRow *provider;
  AdwComboRow *model;
  GtkFilterListModel *models;
  GtkStringFilter *of_provider;
  GtkLabel *trouble;

  LabDesk *desk;
  GListModel *all_models;
  char *path;             /* (nullable): of one's own prompts */
  GCancellable *reading;  /* (nullable): of that file */
  gboolean file_is_good;
  gboolean naming; /* the name is being suggested, not typed */
  gboolean named;  /* the user gave it a name */
  gboolean creating;
};

G_DEFINE_FINAL_TYPE (LabExperimentDialog, lab_experiment_dialog, ADW_TYPE_WINDOW)

static guint
count_builtin (void)
{
  guint n;

  lab_workload_list_builtin (&n);
  return n;
}

static gboolean
is_own (LabExperimentDialog *self)
{
  return adw_combo_row_get_selected (self->workload) >= count_builtin ();
}

static void
update (LabExperimentDialog *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  gboolean can_ask = !is_own (self) || self->file_is_good;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "experiment.create",
                                 *name != '\0' && can_ask && !self->creating);
}

static void
mark (GtkWidget *row,
      gboolean   wrong)
{
  if (wrong)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/* @field: (nullable): none is wrong, or nobody knows which */
static void
mark_field (LabExperimentDialog *self,
            const char          *field)
{
  const struct
  {
    const char *field;
    GtkWidget *row;
  } rows[] = {
    { "name", GTK_WIDGET (self->name) },
    { "workload", is_own (self) ? GTK_WIDGET (self->file) : GTK_WIDGET (self->workload) },
    { "model", GTK_WIDGET (self->model) },
    { "tasks", GTK_WIDGET (self->tasks) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean wrong = g_strcmp0 (field, rows[i].field) == 0;

      mark (rows[i].row, wrong);
      if (wrong)
        gtk_widget_grab_focus (rows[i].row);
    }
}

static void
clear_trouble (LabExperimentDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  mark_field (self, NULL);
}

static void
show_trouble (LabExperimentDialog *self,
              const GError        *error)
{
  const char *field = lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD);

  gtk_label_set_text (self->trouble, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
  /* A bad line of a file names the file. */
  if (field == NULL && lab_error_get_context (error, LAB_ERROR_CONTEXT_FILE) != NULL)
    field = "workload";
  mark_field (self, field);
}

static gboolean
is_taken (LabExperimentDialog *self,
          const char          *name)
{
  GListModel *items = lab_desk_get_experiments (self->desk);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LabExperimentItem) item = g_list_model_get_item (items, i);

      if (g_strcmp0 (lab_experiment_item_get_experiment (item)->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Until somebody gives it a name, it has that of what is asked. */
static void
suggest_name (LabExperimentDialog *self)
{
  guint n;
  const LabWorkloadInfo *workloads = lab_workload_list_builtin (&n);
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;

  if (self->named)
    return;
  if (!is_own (self))
    base = g_strdup (_(workloads[adw_combo_row_get_selected (self->workload)].title));
  else if (self->path != NULL)
    base = g_path_get_basename (self->path);
  else
    base = g_strdup (_("My Prompts"));
  name = g_strdup (base);
  for (guint i = 2; is_taken (self, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s %u", base, i);
    }
  self->naming = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  self->naming = FALSE;
  gtk_editable_select_region (GTK_EDITABLE (self->name), 0, -1);
}

static void
name_changed_cb (LabExperimentDialog *self)
{
  if (self->desk == NULL)
    return;
  if (!self->naming)
    self->named = TRUE;
  clear_trouble (self);
  update (self);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabExperimentDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean created = lab_desk_create_experiment_finish (LAB_DESK (source), result, &error);

  self->creating = FALSE;
  if (self->desk == NULL)
    return;
  if (created)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  update (self);
  show_trouble (self, error);
}

static LabExperiment *
build_draft (LabExperimentDialog *self)
{
  guint n;
  const LabWorkloadInfo *workloads = lab_workload_list_builtin (&n);
  LabModelItem *model = adw_combo_row_get_selected_item (self->model);
  LabExperiment *draft = lab_experiment_new ();

  draft->name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  draft->workload =
    g_strdup (is_own (self) ? self->path
                            : workloads[adw_combo_row_get_selected (self->workload)].id);
  draft->tasks = (guint) gtk_spin_button_get_value_as_int (self->tasks);
  draft->seed = (guint64) gtk_spin_button_get_value_as_int (self->seed);
  draft->provider = g_strdup (lab_model_item_get_info (model)->provider);
  draft->model = g_strdup (lab_model_item_get_info (model)->id);
  return draft;
}

static void
create_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LabExperimentDialog *self = LAB_EXPERIMENT_DIALOG (widget);
  g_autoptr (LabExperiment) draft = build_draft (self);

  self->creating = TRUE;
  clear_trouble (self);
  update (self);
  lab_desk_create_experiment_async (self->desk, draft, created_cb, g_object_ref (self));
}

static void
entry_activated_cb (LabExperimentDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "experiment.create", NULL);
}

/* --- one's own prompts --- */

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      path,
             GCancellable *cancellable)
{
  GError *error = NULL;
  LabWorkload *workload = lab_workload_open (path, NULL, 0, 0, cancellable, &error);

  if (workload != NULL)
    g_task_return_pointer (task, workload, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
show_file (LabExperimentDialog *self,
           LabWorkload         *workload)
{
  guint n = lab_workload_get_n_tasks (workload);
  g_autofree char *count = lab_format_count (n);
  g_autofree char *tasks = g_strdup_printf (ngettext ("%s task", "%s tasks", n), count);
  g_autofree char *judged = lab_format_count (lab_workload_get_n_judged (workload));
  g_autofree char *name = g_path_get_basename (self->path);
  /* Translators: a file, how many tasks it has, and how many of them tell a
   * right answer from a wrong one. */
  g_autofree char *subtitle =
    g_strdup_printf (_("%s: %s, %s of them with a judge"), name, tasks, judged);

  adw_action_row_set_subtitle (self->file, subtitle);
  gtk_spin_button_set_range (self->tasks, 1, n);
  gtk_spin_button_set_value (self->tasks, n);
  self->file_is_good = TRUE;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (LabExperimentDialog) self = LAB_EXPERIMENT_DIALOG (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (LabWorkload) workload = g_task_propagate_pointer (G_TASK (result), &error);

  g_object_ref (self);
  if (self->desk == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (workload != NULL)
    show_file (self, workload);
  else
    show_trouble (self, error);
  update (self);
}

/* Read in a worker: it may be large, and its faults are said before it is
 * chosen for good. */
static void
read_file (LabExperimentDialog *self)
{
  g_autoptr (GTask) task = NULL;

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  self->file_is_good = FALSE;
  clear_trouble (self);
  update (self);
  task = g_task_new (self, self->reading, read_cb, NULL);
  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, read_thread);
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabExperimentDialog) self = user_data;
  g_autoptr (GFile) file = lab_file_picker_finish (result, NULL);

  if (file != NULL && self->desk != NULL)
    lab_experiment_dialog_set_file (self, file);
}

static void
choose_file_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  lab_file_picker_open_async (GTK_WINDOW (widget), _("Choose a File of Prompts"), NULL, NULL,
                              chosen_cb, g_object_ref (widget));
}

/* --- choosing --- */

static void
workload_changed_cb (LabExperimentDialog *self)
{
  guint n;
  const LabWorkloadInfo *workloads = lab_workload_list_builtin (&n);
  gboolean own = is_own (self);

  if (self->desk == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->file), own);
  gtk_widget_set_visible (self->seed_row, !own);
  gtk_label_set_text (
    self->words,
    own ? _("A file is read where it lies. It never leaves this machine in practice.")
        : _(workloads[adw_combo_row_get_selected (self->workload)].description));
  if (!own)
    gtk_spin_button_set_range (self->tasks, 1, LAB_WORKLOAD_MAX_TASKS);
  clear_trouble (self);
  suggest_name (self);
  update (self);
}

static void
provider_changed_cb (LabExperimentDialog *self)
{
  GtkStringObject *provider = adw_combo_row_get_selected_item (self->provider);

  if (provider != NULL)
    gtk_string_filter_set_search (self->of_provider, gtk_string_object_get_string (provider));
}

static GListModel *
list_workloads (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  guint n;
  const LabWorkloadInfo *workloads = lab_workload_list_builtin (&n);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (list, _(workloads[i].title));
  gtk_string_list_append (list, _("A File of My Own"));
  return G_LIST_MODEL (list);
}

/* The labels, each once, in the order of the models. */
static GListModel *
list_providers (LabExperimentDialog *self)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  const char *last = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (self->all_models); i++)
    {
      g_autoptr (LabModelItem) item = g_list_model_get_item (self->all_models, i);
      const char *label = lab_provider_get_label (lab_model_item_get_info (item)->provider);

      if (g_strcmp0 (label, last) != 0)
        gtk_string_list_append (list, label);
      last = label;
    }
  return G_LIST_MODEL (list);
}

static void
select_model (LabExperimentDialog *self,
              const char          *provider,
              const char          *model)
{
  GListModel *providers = adw_combo_row_get_model (self->provider);

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (GtkStringObject) label = g_list_model_get_item (providers, i);

      if (g_strcmp0 (gtk_string_object_get_string (label), lab_provider_get_label (provider)) == 0)
        adw_combo_row_set_selected (self->provider, i);
    }
  provider_changed_cb (self);
  adw_combo_row_set_selected (
    self->model, lab_model_list_find (G_LIST_MODEL (self->models), provider, model));
}

static void
lab_experiment_dialog_dispose (GObject *object)
{
  LabExperimentDialog *self = LAB_EXPERIMENT_DIALOG (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_EXPERIMENT_DIALOG);
  g_clear_object (&self->reading);
  g_clear_object (&self->all_models);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (lab_experiment_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-experiment-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, name);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, workload);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, file);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, tasks);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, seed_row);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, seed);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, words);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, provider);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, model);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, models);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, of_provider);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentDialog, trouble);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, workload_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, provider_changed_cb);
}

static void
lab_experiment_dialog_class_init (LabExperimentDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_experiment_dialog_dispose;

  g_type_ensure (LAB_TYPE_MODEL_ITEM);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "experiment.create", NULL, create_cb);
  gtk_widget_class_install_action (widget_class, "experiment.choose-file", NULL, choose_file_cb);
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
  g_autoptr (GListModel) providers = NULL;
  const LabExperiment *current;

  g_return_val_if_fail (LAB_IS_DESK (desk), NULL);

  self = g_object_new (LAB_TYPE_EXPERIMENT_DIALOG, "transient-for", parent, NULL);
  self->all_models = lab_model_list_new (lab_desk_get_catalogue (desk));
  workloads = list_workloads ();
  providers = list_providers (self);
  adw_combo_row_set_model (self->workload, workloads);
  adw_combo_row_set_model (self->provider, providers);
  gtk_filter_list_model_set_model (self->models, self->all_models);
  current = lab_experiment_item_get_experiment (lab_desk_get_experiment (desk));
  select_model (self, current->provider, current->model);
  self->desk = g_object_ref (desk);
  workload_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
  return GTK_WIDGET (self);
}

void
lab_experiment_dialog_set_file (LabExperimentDialog *self,
                                GFile               *file)
{
  g_return_if_fail (LAB_IS_EXPERIMENT_DIALOG (self));
  g_return_if_fail (G_IS_FILE (file));

  g_free (self->path);
  self->path = g_file_get_path (file);
  adw_combo_row_set_selected (self->workload, count_builtin ());
  suggest_name (self);
  if (self->path != NULL)
    {
      read_file (self);
      return;
    }
  gtk_label_set_text (self->trouble, _("Only a file on this machine can be read."));
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
}
