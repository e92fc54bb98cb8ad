/* lab-experiment-list.c: all experiments, to rename, archive and delete them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-experiment-list.h"

#include <glib/gi18n-lib.h>

#include "common/lab-ask-text.h"
#include "common/lab-icon-button.h"
#include "common/lab-undo.h"
#include "lab-experiment-list-row.h"

struct _LabExperimentList
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkListBox *rows;
  GtkWidget *archive_group;
  GtkListBox *archive_rows;

  LabDesk *desk;
  GListStore *archive; /* (element-type LabExperimentItem) */
};

G_DEFINE_FINAL_TYPE (LabExperimentList, lab_experiment_list, ADW_TYPE_WINDOW)

/* What a callback needs when it comes: the window may be closed by then. */
typedef struct
{
  LabExperimentList *list; /* (nullable): weak */
  LabExperimentItem *item;
  LabDesk *desk;
  guint position; /* in the archive, or G_MAXUINT */
} Act;

static Act *
act_new (LabExperimentList *self,
         LabExperimentItem *item)
{
  Act *act = g_new0 (Act, 1);

  g_set_weak_pointer (&act->list, self);
  act->item = g_object_ref (item);
  act->desk = g_object_ref (self->desk);
  if (!g_list_store_find (self->archive, item, &act->position))
    act->position = G_MAXUINT;
  return act;
}

static void
act_free (Act *act)
{
  g_clear_weak_pointer (&act->list);
  g_object_unref (act->item);
  g_object_unref (act->desk);
  g_free (act);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

static LabExperimentListRow *
find_row_in (GtkListBox *rows,
             const char *id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (rows, i)) != NULL; i++)
    {
      LabExperimentItem *item = lab_experiment_list_row_get_item (LAB_EXPERIMENT_LIST_ROW (row));

      if (g_strcmp0 (lab_experiment_item_get_experiment (item)->id, id) == 0)
        return LAB_EXPERIMENT_LIST_ROW (row);
    }
  return NULL;
}

/* (nullable) (transfer none) */
static LabExperimentListRow *
find_row (LabExperimentList *self,
          const char        *id)
{
  LabExperimentListRow *row = find_row_in (self->rows, id);

  return row != NULL ? row : find_row_in (self->archive_rows, id);
}

static LabExperimentItem *
find_item (LabExperimentList *self,
           GVariant          *parameter)
{
  LabExperimentListRow *row = find_row (self, g_variant_get_string (parameter, NULL));

  return row != NULL ? lab_experiment_list_row_get_item (row) : NULL;
}

static void
focus_row (LabExperimentList *self,
           LabExperimentItem *item)
{
  LabExperimentListRow *row = find_row (self, lab_experiment_item_get_experiment (item)->id);

  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* The focus goes to a neighbour before its row goes, and not to nothing. */
static void
focus_neighbour (LabExperimentList *self,
                 LabExperimentItem *item)
{
  GtkWidget *row =
    GTK_WIDGET (find_row (self, lab_experiment_item_get_experiment (item)->id));
  GtkWidget *next = gtk_widget_get_next_sibling (row);

  if (next == NULL)
    next = gtk_widget_get_prev_sibling (row);
  if (next == NULL)
    next = GTK_WIDGET (gtk_list_box_get_row_at_index (self->rows, 0));
  gtk_widget_grab_focus (next);
}

static void
update_stays (LabExperimentList *self)
{
  GtkListBoxRow *row;

  gtk_widget_set_visible (self->archive_group,
                          g_list_model_get_n_items (G_LIST_MODEL (self->archive)) > 0);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    {
      LabExperimentItem *item = lab_experiment_list_row_get_item (LAB_EXPERIMENT_LIST_ROW (row));

      lab_experiment_list_row_set_stays (
        LAB_EXPERIMENT_LIST_ROW (row),
        lab_desk_can_put_away (self->desk, item)
          ? NULL
          : _("The only experiment, and one that is running, cannot go. Make another one, or "
              "stop the run."));
    }
}

/* @self: (nullable) */
static void
say_error (LabExperimentList *self,
           const GError      *error)
{
  if (self != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (error->message));
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabExperimentListRow) row = user_data;
  LabExperimentCounts counts;

  /* One that was deleted meanwhile has nothing to count. */
  if (lab_experiments_count_finish (LAB_EXPERIMENTS (source), result, &counts, NULL) &&
      gtk_widget_get_root (GTK_WIDGET (row)) != NULL)
    lab_experiment_list_row_set_counts (row, &counts);
}

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  LabExperimentList *self = user_data;
  GtkWidget *row = lab_experiment_list_row_new (item, lab_desk_get_catalogue (self->desk));

  lab_experiments_count_async (
    lab_context_get_experiments (lab_desk_get_context (self->desk)),
    lab_desk_get_profile_id (self->desk), lab_experiment_item_get_experiment (item)->id,
    counted_cb, g_object_ref (row));
  return row;
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabExperimentList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found =
    lab_experiments_list_finish (LAB_EXPERIMENTS (source), result, &error);

  if (found == NULL)
    say_error (self, error);
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      const LabExperiment *experiment = g_ptr_array_index (found, i);
      g_autoptr (LabExperimentItem) item = NULL;

      if (experiment->status != LAB_EXPERIMENT_ARCHIVED)
        continue;
      item = lab_experiment_item_new (lab_experiment_copy (experiment));
      g_list_store_append (self->archive, item);
    }
}

static void
open_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabExperimentList *self = LAB_EXPERIMENT_LIST (widget);
  LabExperimentItem *item = find_item (self, parameter);

  if (item == NULL)
    return;
  lab_desk_set_experiment (self->desk, item);
  gtk_window_close (GTK_WINDOW (self));
}

static void
new_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (widget));

  gtk_window_close (GTK_WINDOW (widget));
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.new-experiment", NULL);
}

static void
renamed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Act) act = user_data;
  g_autoptr (GError) error = NULL;

  if (!lab_desk_rename_experiment_finish (LAB_DESK (source), result, &error))
    say_error (act->list, error);
}

static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Act) act = user_data;
  g_autofree char *name = lab_ask_text_finish (result);
  LabDesk *desk = act->desk;
  LabExperimentItem *item = act->item;

  if (name != NULL)
    lab_desk_rename_experiment_async (desk, item, name, renamed_cb, g_steal_pointer (&act));
}

static void
rename_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LabExperimentList *self = LAB_EXPERIMENT_LIST (widget);
  LabExperimentItem *item = find_item (self, parameter);

  if (item != NULL)
    lab_ask_text_async (GTK_WINDOW (self), _("Rename the Experiment"), _("Name"),
                        lab_experiment_item_get_experiment (item)->name, _("_Rename"), named_cb,
                        act_new (self, item));
}

static void
archived_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Act) act = user_data;
  LabExperimentList *self = act->list;
  g_autoptr (GError) error = NULL;
  guint position;

  if (!lab_desk_archive_experiment_finish (LAB_DESK (source), result, &error))
    {
      say_error (self, error);
      return;
    }
  if (self == NULL)
    return;
  if (lab_experiment_item_get_experiment (act->item)->status == LAB_EXPERIMENT_ARCHIVED)
    g_list_store_insert (self->archive, 0, act->item);
  else if (g_list_store_find (self->archive, act->item, &position))
    g_list_store_remove (self->archive, position);
  focus_row (self, act->item);
}

static void
archive_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LabExperimentList *self = LAB_EXPERIMENT_LIST (widget);
  LabExperimentItem *item = find_item (self, parameter);

  if (item == NULL)
    return;
  focus_neighbour (self, item);
  lab_desk_archive_experiment_async (
    self->desk, item,
    lab_experiment_item_get_experiment (item)->status != LAB_EXPERIMENT_ARCHIVED, archived_cb,
    act_new (self, item));
}

static void
bring_back (gpointer data)
{
  Act *act = data;

  lab_desk_bring_back (act->desk, act->item);
  if (act->list == NULL)
    return;
  if (act->position != G_MAXUINT)
    g_list_store_insert (act->list->archive,
                         MIN (act->position,
                              g_list_model_get_n_items (G_LIST_MODEL (act->list->archive))),
                         act->item);
  focus_row (act->list, act->item);
}

static void
carry_out (gpointer data)
{
  Act *act = data;

  lab_desk_delete_put_away (act->desk, act->item);
}

static char *
describe_deletion (LabExperimentItem         *item,
                   const LabExperimentCounts *counts)
{
  const char *name = lab_experiment_item_get_experiment (item)->name;
  g_autofree char *what = lab_experiment_counts_to_text (counts);

  if (counts->calls + counts->runs == 0)
    return g_strdup_printf (_("“%s” deleted; nothing was recorded in it"), name);
  /* Translators: an experiment's name and what is recorded in it. */
  return g_strdup_printf (_("“%s” deleted with %s"), name, what);
}

/* Says what goes before it goes: the counts are asked for first. */
static void
counted_before_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Act) act = user_data;
  LabExperimentList *self = act->list;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;
  LabExperimentCounts counts;

  if (!lab_experiments_count_finish (LAB_EXPERIMENTS (source), result, &counts, &error))
    {
      say_error (self, error);
      return;
    }
  if (self == NULL || !lab_desk_can_put_away (self->desk, act->item) ||
      find_row (self, lab_experiment_item_get_experiment (act->item)->id) == NULL)
    return;
  title = describe_deletion (act->item, &counts);
  focus_neighbour (self, act->item);
  lab_desk_put_away (self->desk, act->item);
  if (act->position != G_MAXUINT)
    g_list_store_remove (self->archive, act->position);
  lab_undo_offer (self->toasts, title, bring_back, carry_out, g_steal_pointer (&act),
                  (GDestroyNotify) act_free);
}

static void
delete_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LabExperimentList *self = LAB_EXPERIMENT_LIST (widget);
  LabExperimentItem *item = find_item (self, parameter);

  if (item != NULL && lab_desk_can_put_away (self->desk, item))
    lab_experiments_count_async (
      lab_context_get_experiments (lab_desk_get_context (self->desk)),
      lab_desk_get_profile_id (self->desk), lab_experiment_item_get_experiment (item)->id,
      counted_before_cb, act_new (self, item));
}

static void
undo_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  lab_undo_take_back (LAB_EXPERIMENT_LIST (widget)->toasts);
}

static void
lab_experiment_list_dispose (GObject *object)
{
  LabExperimentList *self = LAB_EXPERIMENT_LIST (object);

  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  if (self->rows != NULL)
    gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  if (self->archive_rows != NULL)
    gtk_list_box_bind_model (self->archive_rows, NULL, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_EXPERIMENT_LIST);
  g_clear_object (&self->archive);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (lab_experiment_list_parent_class)->dispose (object);
}

static void
lab_experiment_list_class_init (LabExperimentListClass *klass)
{
  static const struct
  {
    const char *name;
    const char *parameter_type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "experiments.open", "s", open_cb },
    { "experiments.new", NULL, new_cb },
    { "experiments.rename", "s", rename_cb },
    { "experiments.archive", "s", archive_cb },
    { "experiments.delete", "s", delete_cb },
    { "experiments.undo", NULL, undo_cb },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_experiment_list_dispose;

  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-experiment-list.ui");
  gtk_widget_class_bind_template_child (widget_class, LabExperimentList, toasts);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentList, rows);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentList, archive_group);
  gtk_widget_class_bind_template_child (widget_class, LabExperimentList, archive_rows);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                     actions[i].activate);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK,
                                       "experiments.undo", NULL);
}

static void
lab_experiment_list_init (LabExperimentList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->archive = g_list_store_new (LAB_TYPE_EXPERIMENT_ITEM);
}

GtkWidget *
lab_experiment_list_new (GtkWindow *parent,
                         LabDesk   *desk)
{
  LabExperimentList *self;

  g_return_val_if_fail (LAB_IS_DESK (desk), NULL);

  self = g_object_new (LAB_TYPE_EXPERIMENT_LIST, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  gtk_list_box_bind_model (self->rows, lab_desk_get_experiments (desk), make_row, self, NULL);
  gtk_list_box_bind_model (self->archive_rows, G_LIST_MODEL (self->archive), make_row, self,
                           NULL);
  g_signal_connect_object (lab_desk_get_experiments (desk), "items-changed",
                           G_CALLBACK (update_stays), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->archive, "items-changed", G_CALLBACK (update_stays), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (desk, "notify::n-running", G_CALLBACK (update_stays), self);
  g_signal_connect_swapped (desk, "notify::sending", G_CALLBACK (update_stays), self);
  update_stays (self);
  lab_experiments_list_async (lab_context_get_experiments (lab_desk_get_context (desk)),
                              lab_desk_get_profile_id (desk), TRUE, listed_cb,
                              g_object_ref (self));
  gtk_widget_child_focus (GTK_WIDGET (self->rows), GTK_DIR_TAB_FORWARD);
  return GTK_WIDGET (self);
}
