/* lab-experiment-list-row.c: an experiment, and what can be done with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-experiment-list-row.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "common/lab-icon-button.h"

struct _LabExperimentListRow
{
  AdwActionRow parent_instance;

  GtkWidget *example;
  LabIconButton *rename;
  LabIconButton *archive;
  LabIconButton *delete;

  LabExperimentItem *item;
  LabPriceCatalogue *catalogue;
  LabExperimentCounts counts;
  gboolean has_counts;
};

G_DEFINE_FINAL_TYPE (LabExperimentListRow, lab_experiment_list_row, ADW_TYPE_ACTION_ROW)

char *
lab_experiment_counts_to_text (const LabExperimentCounts *counts)
{
  g_autofree char *n_calls = NULL;
  g_autofree char *n_runs = NULL;
  g_autofree char *calls = NULL;
  g_autofree char *runs = NULL;

  g_return_val_if_fail (counts != NULL, NULL);

  n_calls = lab_format_count ((gint64) counts->calls);
  n_runs = lab_format_count ((gint64) counts->runs);
  /* Translators: calls recorded in an experiment. */
  calls = g_strdup_printf (ngettext ("%s call", "%s calls", (gulong) counts->calls), n_calls);
  if (counts->runs == 0)
    return g_steal_pointer (&calls);
  runs = g_strdup_printf (ngettext ("%s run", "%s runs", (gulong) counts->runs), n_runs);
  /* Translators: so many calls, so many runs. */
  return g_strdup_printf (_("%s, %s"), calls, runs);
}

static char *
describe (LabExperimentListRow *self)
{
  const LabExperiment *experiment = lab_experiment_item_get_experiment (self->item);
  const LabModelInfo *model =
    lab_price_catalogue_find_model (self->catalogue, experiment->model, experiment->provider);
  g_autofree char *counts = NULL;

  if (!self->has_counts)
    /* Translators: an experiment's state and its model. */
    return g_strdup_printf (_("%s · %s"), lab_experiment_item_get_state (self->item),
                            model != NULL ? model->display_name : experiment->model);
  counts = lab_experiment_counts_to_text (&self->counts);
  /* Translators: an experiment's state, its model and what is recorded in it. */
  return g_strdup_printf (_("%s · %s · %s"), lab_experiment_item_get_state (self->item),
                          model != NULL ? model->display_name : experiment->model, counts);
}

static void
set_title (LabIconButton *button,
           const char    *format,
           const char    *name)
{
  g_autoptr (GString) title = g_string_new (format);

  g_string_replace (title, "{name}", name, 1);
  lab_icon_button_set_title (button, title->str);
}

static void
update (LabExperimentListRow *self)
{
  const LabExperiment *experiment = lab_experiment_item_get_experiment (self->item);
  gboolean archived = experiment->status == LAB_EXPERIMENT_ARCHIVED;
  g_autofree char *subtitle = describe (self);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), experiment->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_visible (self->example, experiment->example);
  /* Translators: keep {name} as it is; it becomes the experiment's name. */
  set_title (self->rename, _("Rename {name}"), experiment->name);
  set_title (self->archive,
             /* Translators: keep {name} as it is. */
             archived ? _("Take {name} Out of the Archive") :
                        /* Translators: keep {name} as it is. */
                        _("Archive {name}"),
             experiment->name);
  g_object_set (self->archive, "icon-name",
                archived ? "edit-undo-symbolic" : "package-x-generic-symbolic", NULL);
  /* Translators: keep {name} as it is. */
  set_title (self->delete, _("Delete {name}"), experiment->name);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), NULL);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), !archived);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.open", !archived);
}

static void
act_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  LabExperimentListRow *self = LAB_EXPERIMENT_LIST_ROW (widget);
  g_autofree char *name =
    g_strconcat ("experiments.", strchr (action_name, '.') + 1, NULL);

  gtk_widget_activate_action (widget, name, "s",
                              lab_experiment_item_get_experiment (self->item)->id);
}

static void
lab_experiment_list_row_activate (AdwActionRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (row), "row.open", NULL);
}

static void
lab_experiment_list_row_dispose (GObject *object)
{
  LabExperimentListRow *self = LAB_EXPERIMENT_LIST_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->catalogue);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_EXPERIMENT_LIST_ROW);

  G_OBJECT_CLASS (lab_experiment_list_row_parent_class)->dispose (object);
}

static void
lab_experiment_list_row_class_init (LabExperimentListRowClass *klass)
{
  static const char * const actions[] = { "row.open", "row.rename", "row.archive", "row.delete" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_experiment_list_row_dispose;
  ADW_ACTION_ROW_CLASS (klass)->activate = lab_experiment_list_row_activate;

  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-experiment-list-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LabExperimentListRow, example);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentListRow, rename);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentListRow, archive);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentListRow, delete);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, act_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "row.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "row.delete", NULL);
}

static void
lab_experiment_list_row_init (LabExperimentListRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_experiment_list_row_new (LabExperimentItem *item,
                        LabPriceCatalogue *catalogue)
{
  LabExperimentListRow *self;

  g_return_val_if_fail (LAB_IS_EXPERIMENT_ITEM (item), NULL);
  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue), NULL);

  self = g_object_new (LAB_TYPE_EXPERIMENT_LIST_ROW, NULL);
  self->item = g_object_ref (item);
  self->catalogue = g_object_ref (catalogue);
  g_signal_connect_swapped (item, "notify", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}

LabExperimentItem *
lab_experiment_list_row_get_item (LabExperimentListRow *self)
{
  g_return_val_if_fail (LAB_IS_EXPERIMENT_LIST_ROW (self), NULL);

  return self->item;
}

void
lab_experiment_list_row_set_counts (LabExperimentListRow          *self,
                               const LabExperimentCounts *counts)
{
  g_return_if_fail (LAB_IS_EXPERIMENT_LIST_ROW (self));
  g_return_if_fail (counts != NULL);

  self->counts = *counts;
  self->has_counts = TRUE;
  update (self);
}

void
lab_experiment_list_row_set_stays (LabExperimentListRow *self,
                              const char       *why)
{
  g_return_if_fail (LAB_IS_EXPERIMENT_LIST_ROW (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.delete", why == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.archive", why == NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->delete),
                               why != NULL ? why : lab_icon_button_get_title (self->delete));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->archive),
                               why != NULL ? why : lab_icon_button_get_title (self->archive));
}
