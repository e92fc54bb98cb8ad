/* lab-go-to.c: going to a view, an experiment or an action by its name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-go-to.h"

#include <glib/gi18n-lib.h>

#include "lab-keys.h"
#include "lab-go-to-item-private.h"
#include "lab-views.h"

struct _LabGoTo
{
  AdwWindow parent_instance;

  GtkSearchEntry *search;
  GtkStack *stack;
  GtkListView *list;
  GListStore *items;
  GtkStringFilter *filter;
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (LabGoTo, lab_go_to, ADW_TYPE_WINDOW)

static void
add (LabGoTo *self,
     const char *title,
     const char *kind,
     char       *action)
{
  g_autoptr (LabGoToItem) item = lab_go_to_item_new (title, kind, action);

  g_list_store_append (self->items, item);
}

static void
add_views (LabGoTo *self)
{
  const LabViewInfo *views = lab_views_list ();

  for (guint i = 0; i < LAB_N_VIEWS; i++)
    if (views[i].create != NULL)
      add (self, _(views[i].title), _("View"), g_strdup_printf ("win.view::%s", views[i].name));
}

static void
add_experiments (LabGoTo *self,
                 LabDesk    *desk)
{
  GListModel *experiments = lab_desk_get_experiments (desk);

  for (guint i = 0; i < g_list_model_get_n_items (experiments); i++)
    {
      g_autoptr (LabExperimentItem) item = g_list_model_get_item (experiments, i);
      const LabExperiment *experiment = lab_experiment_item_get_experiment (item);

      add (self, experiment->name, _("Experiment"),
           g_strdup_printf ("win.choose-experiment::%s", experiment->id));
    }
}

static void
add_actions (LabGoTo *self)
{
  guint n;
  const LabKey *keys = lab_keys_list (&n);

  for (guint i = 0; i < n; i++)
    if (keys[i].in_palette)
      add (self, lab_key_get_title (&keys[i]), _("Action"), g_strdup (keys[i].action));
}

/* The dialog is gone before what was chosen happens, so that the focus and
 * any window it opens are the parent's. */
static void
activate (LabGoTo *self,
          guint       position)
{
  g_autoptr (LabGoToItem) item =
    g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (item == NULL || parent == NULL ||
      !g_action_parse_detailed_name (lab_go_to_item_get_action (item), &name, &target, NULL))
    return;
  gtk_window_close (GTK_WINDOW (self));
  gtk_widget_activate_action_variant (GTK_WIDGET (parent), name, target);
}

static void
activate_cb (LabGoTo *self,
             guint       position)
{
  activate (self, position);
}

static void
search_activate_cb (LabGoTo *self)
{
  activate (self, gtk_single_selection_get_selected (self->selection));
}

static void
search_changed_cb (LabGoTo *self)
{
  gtk_string_filter_set_search (self->filter,
                                gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gtk_stack_set_visible_child_name (
    self->stack,
    g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0 ? "found" : "nothing");
}

/* Up and Down move through what was found without leaving the entry. */
static gboolean
key_pressed_cb (LabGoTo *self,
                guint       keyval)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (n == 0 || (keyval != GDK_KEY_Up && keyval != GDK_KEY_Down))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Down)
    selected = MIN (selected + 1, n - 1);
  else
    selected = selected > 0 ? selected - 1 : 0;
  gtk_single_selection_set_selected (self->selection, selected);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", selected);
  return GDK_EVENT_STOP;
}

static void
lab_go_to_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_GO_TO);

  G_OBJECT_CLASS (lab_go_to_parent_class)->dispose (object);
}

static void
lab_go_to_class_init (LabGoToClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_go_to_dispose;

  g_type_ensure (LAB_TYPE_GO_TO_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/apicostlab/CostLab/ui/lab-go-to.ui");
  gtk_widget_class_bind_template_child (widget_class, LabGoTo, search);
  gtk_widget_class_bind_template_child (widget_class, LabGoTo, stack);
  gtk_widget_class_bind_template_child (widget_class, LabGoTo, list);
  gtk_widget_class_bind_template_child (widget_class, LabGoTo, items);
  gtk_widget_class_bind_template_child (widget_class, LabGoTo, filter);
  gtk_widget_class_bind_template_child (widget_class, LabGoTo, selection);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lab_go_to_init (LabGoTo *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_go_to_new (GtkWindow *parent,
                 LabDesk   *desk)
{
  LabGoTo *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (desk == NULL || LAB_IS_DESK (desk), NULL);

  self = g_object_new (LAB_TYPE_GO_TO, "transient-for", parent, NULL);
  add_views (self);
  if (desk != NULL)
    add_experiments (self, desk);
  add_actions (self);
  search_changed_cb (self);
  return GTK_WIDGET (self);
}
