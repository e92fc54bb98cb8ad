/* lab-experiment-menu.c: choosing the experiment in view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-experiment-menu.h"

#include <glib/gi18n-lib.h>

struct _LabExperimentMenu
{
  GtkPopover parent_instance;

  GtkSearchEntry *search;
  GtkStringFilter *filter;
  GtkFilterListModel *filtered;
  GtkSingleSelection *selection;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (LabExperimentMenu, lab_experiment_menu, GTK_TYPE_POPOVER)

static void
choose (LabExperimentMenu *self,
        guint              position)
{
  g_autoptr (LabExperimentItem) item =
    g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item == NULL)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.choose-experiment", "s",
                              lab_experiment_item_get_experiment (item)->id);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
activate_cb (LabExperimentMenu *self,
             guint              position)
{
  choose (self, position);
}

static void
search_activate_cb (LabExperimentMenu *self)
{
  choose (self, 0);
}

static void
search_changed_cb (LabExperimentMenu *self)
{
  gtk_string_filter_set_search (self->filter,
                                gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
lab_experiment_menu_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_EXPERIMENT_MENU);

  G_OBJECT_CLASS (lab_experiment_menu_parent_class)->dispose (object);
}

static void
lab_experiment_menu_class_init (LabExperimentMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_experiment_menu_dispose;

  g_type_ensure (LAB_TYPE_EXPERIMENT_ITEM);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-experiment-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, LabExperimentMenu, search);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentMenu, filter);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentMenu, filtered);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentMenu, selection);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentMenu, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
lab_experiment_menu_init (LabExperimentMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lab_experiment_menu_set_desk (LabExperimentMenu *self,
                              LabDesk           *desk)
{
  g_return_if_fail (LAB_IS_EXPERIMENT_MENU (self));
  g_return_if_fail (LAB_IS_DESK (desk));

  gtk_filter_list_model_set_model (self->filtered, lab_desk_get_experiments (desk));
}
