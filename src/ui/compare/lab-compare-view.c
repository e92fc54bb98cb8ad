/* lab-compare-view.c: is the saving real, and did the answers stay good?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-compare-view-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-icon-button.h"
#include "compare/lab-cell-label.h"
#include "compare/lab-compare-verdict.h"
#include "compare/lab-forest-cell.h"
#include "lab-comparison-parts.h"

G_DEFINE_FINAL_TYPE_WITH_CODE (LabCompareView, lab_compare_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_VIEW, lab_compare_view_iface_init))

/* However it came about: by a key, a row or a button. */
static void
revealed_changed_cb (LabCompareView *self)
{
  gboolean revealed = lab_details_pane_get_revealed (self->pane);

  if (self->desk == NULL || lab_compare_view_get_selected (self) == NULL)
    return;
  if (revealed)
    lab_compare_view_show_selected (self);
  if (!lab_details_pane_get_folded (self->pane))
    g_settings_set_boolean (self->settings, "compare-details-shown", revealed);
  lab_view_changed (LAB_VIEW (self));
}

static void
selected_changed_cb (LabCompareView *self)
{
  if (self->filling || self->desk == NULL)
    return;
  lab_compare_view_offer_details (self);
  lab_compare_view_show_selected (self);
  lab_compare_view_update_banner (self);
}

static void
activate_cb (LabCompareView *self,
             guint           position)
{
  gtk_single_selection_set_selected (self->selection, position);
  lab_details_pane_set_revealed (self->pane, TRUE);
}

static void
details_closed_cb (LabCompareView *self)
{
  lab_details_pane_set_revealed (self->pane, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
collect_more_cb (LabCompareView *self)
{
  lab_compare_view_collect_more (self);
}

static void
go_on_cb (LabCompareView *self)
{
  lab_compare_view_go_on (self);
}

static void
task_opened_cb (LabCompareView *self,
                LabTaskItem    *task)
{
  LabCompareItem *item = lab_compare_view_get_selected (self);

  if (item == NULL)
    return;
  lab_task_page_open (self->task_page, self->desk, lab_compare_view_get_experiment (self),
                      lab_compare_item_get_run (item), task);
  gtk_stack_set_visible_child_name (self->pages, "task");
  lab_task_page_focus (self->task_page);
  lab_view_changed (LAB_VIEW (self));
}

static void
banner_activated_cb (LabCompareView *self)
{
  if (self->banner_kind == LAB_COMPARE_BANNER_STALE)
    gtk_widget_activate_action (GTK_WIDGET (self), "compare.measure", NULL);
  else if (self->banner_kind == LAB_COMPARE_BANNER_FAILED_TASKS)
    lab_task_list_set_filter (self->tasks, LAB_TASK_ERROR);
}

static void
placeholder_activated_cb (LabCompareView *self)
{
  if (lab_placeholder_get_face (self->placeholder) == LAB_PLACEHOLDER_ERROR)
    lab_compare_view_load (self);
  else
    gtk_widget_activate_action (GTK_WIDGET (self),
                                self->set->baseline_run == NULL ? "compare.measure" :
                                                                  "compare.run",
                                NULL);
}

static void
picked_cb (LabCompareView *self)
{
  g_auto (GStrv) chosen = lab_stack_picker_dup_chosen (self->picker);

  if (self->desk == NULL)
    return;
  g_settings_set_strv (self->settings, "compare-stacks", (const char * const *) chosen);
  lab_compare_view_update_actions (self);
}

static void
parts_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (LabCompareView) self = user_data;
  gint64 tokens[LAB_N_BUCKETS];
  LabCostSplit split;

  /* Where they could not be read the sum still stands on the button. */
  if (lab_run_parts_load_finish (result, &split, tokens, NULL) && self->set != NULL)
    lab_bucket_table_set_one (self->baseline_buckets, tokens, &split);
}

/* Every amount opens; what it was paid for is read when somebody looks. */
static void
cost_shown_cb (LabCompareView *self)
{
  if (self->set == NULL || self->set->baseline_run == NULL)
    return;
  lab_run_parts_load_async (lab_context_get_store (lab_desk_get_context (self->desk)),
                            lab_desk_get_catalogue (self->desk),
                            lab_desk_get_profile_id (self->desk), self->set->baseline_run->id,
                            self->cancellable, parts_cb, g_object_ref (self));
}

static void
terms_changed_cb (LabCompareView *self)
{
  self->terms_touched = TRUE;
}

/* --- the table behind the picture --- */

static void
show_columns (LabCompareView *self)
{
  gboolean table = gtk_toggle_button_get_active (self->table_toggle);

  gtk_column_view_column_set_visible (self->forest_column, !table);
  gtk_column_view_column_set_visible (self->saving_column, !table);
  gtk_column_view_column_set_visible (self->value_column, table);
  gtk_column_view_column_set_visible (self->low_column, table);
  gtk_column_view_column_set_visible (self->high_column, table);
  gtk_column_view_column_set_visible (self->pairs_column, table);
  gtk_column_view_column_set_visible (self->p_column, table);
}

static void
update_axis (LabCompareView *self)
{
  gboolean narrow = adw_squeezer_get_visible_child (self->squeezer) != self->wide;
  gboolean table = gtk_toggle_button_get_active (self->table_toggle);

  lab_run_details_set_width (self->details, gtk_widget_get_width (GTK_WIDGET (self->pane)));
  gtk_widget_set_visible (GTK_WIDGET (self->axis), narrow || !table);
  gtk_widget_set_visible (GTK_WIDGET (self->table_toggle), !narrow);
  /* A card leads to its details by itself. */
  gtk_widget_set_visible (self->details_button,
                          !narrow || !lab_details_pane_get_folded (self->pane));
  lab_task_list_set_narrow (self->tasks, narrow);
}

static void
table_toggled_cb (LabCompareView *self)
{
  show_columns (self);
  update_axis (self);
}

/* (transfer none) */
static GtkWidget *
get_shown_list (LabCompareView *self)
{
  GtkWidget *list = GTK_WIDGET (self->cards);

  if (adw_squeezer_get_visible_child (self->squeezer) != self->wide)
    return list;
  list = gtk_widget_get_first_child (GTK_WIDGET (self->table));
  while (list != NULL && !GTK_IS_LIST_VIEW (list))
    list = gtk_widget_get_next_sibling (list);
  return list;
}

/* The other list takes over where this one was: with the selected row in
 * sight, and the focus at it where it was at a row. There are so few runs
 * that the list has a child for each. */
static void
hand_over_row (LabCompareView *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);
  GtkWidget *list = get_shown_list (self);
  GtkWidget *row = list != NULL ? gtk_widget_get_first_child (list) : NULL;

  if (row == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", selected);
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->squeezer)) == NULL)
    return;
  for (guint i = 0; i < selected && row != NULL; i++)
    row = gtk_widget_get_next_sibling (row);
  if (row != NULL)
    gtk_widget_grab_focus (row);
}

static gboolean
squeezed_idle_cb (gpointer user_data)
{
  LabCompareView *self = user_data;

  self->squeezing = 0;
  /* Until it has a size, nothing was squeezed. */
  if (gtk_widget_get_width (GTK_WIDGET (self->squeezer)) == 0)
    return G_SOURCE_REMOVE;
  update_axis (self);
  hand_over_row (self);
  lab_compare_view_offer_details (self);
  return G_SOURCE_REMOVE;
}

/* It is told of while sizes are being given out, which is no time to change
 * what has one. */
static void
squeezed_cb (LabCompareView *self)
{
  if (self->squeezing == 0)
    self->squeezing = g_idle_add (squeezed_idle_cb, self);
}

static void
toggle_table_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  LabCompareView *self = LAB_COMPARE_VIEW (widget);

  gtk_toggle_button_set_active (self->table_toggle,
                                !gtk_toggle_button_get_active (self->table_toggle));
}

/* --- what happens elsewhere --- */

static void
experiment_changed_cb (LabCompareView *self)
{
  const char *id = lab_compare_view_get_experiment (self)->id;

  if (g_strcmp0 (self->experiment_id, id) == 0)
    return;
  g_free (self->experiment_id);
  self->experiment_id = g_strdup (id);
  lab_compare_view_reset (self);
  lab_compare_view_load (self);
}

static void
call_recorded_cb (LabCompareView      *self,
                  const LabCallRecord *record)
{
  if (record->run_id != NULL && g_strcmp0 (record->experiment_id, self->experiment_id) == 0)
    lab_compare_view_queue_load (self);
}

static void
queue_changed_cb (LabCompareView *self)
{
  lab_compare_view_update_actions (self);
  lab_compare_view_load (self);
}

static void
queue_failed_cb (LabCompareView *self,
                 const GError   *error)
{
  g_free (self->trouble);
  self->trouble = g_strdup (error->message);
  lab_compare_view_update_banner (self);
}

/* --- the view --- */

static void
lab_compare_view_dispose (GObject *object)
{
  LabCompareView *self = LAB_COMPARE_VIEW (object);

  g_clear_handle_id (&self->reload, g_source_remove);
  g_clear_handle_id (&self->squeezing, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->queue != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->queue, self);
      lab_compare_queue_stop (self->queue);
    }
  g_clear_object (&self->queue);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_COMPARE_VIEW);
  g_clear_object (&self->scale);
  g_clear_object (&self->items);
  g_clear_object (&self->desk);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (lab_compare_view_parent_class)->dispose (object);
}

static void
lab_compare_view_finalize (GObject *object)
{
  LabCompareView *self = LAB_COMPARE_VIEW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->set, lab_comparison_set_free);
  g_free (self->experiment_id);
  g_free (self->trouble);

  G_OBJECT_CLASS (lab_compare_view_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, LabCompareView, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-compare-view.ui");
  BIND (pages);
  BIND (pane);
  BIND (details);
  BIND (banner);
  BIND (baseline);
  BIND (baseline_cost);
  BIND (baseline_buckets);
  BIND (terms);
  BIND (n_tasks);
  BIND (margin);
  BIND (measure);
  BIND (margin_label);
  BIND (lock);
  BIND (picker);
  BIND (run);
  BIND (jobs_box);
  BIND (jobs);
  BIND (waiting);
  BIND (stack);
  BIND (placeholder);
  BIND (squeezer);
  BIND (wide);
  BIND (table);
  BIND (cards);
  BIND (selection);
  BIND (table_toggle);
  BIND (details_button);
  BIND (axis);
  BIND (left_out);
  BIND (tasks);
  BIND (task_page);
}

static void
bind_columns (GtkWidgetClass *widget_class)
{
  BIND (forest_column);
  BIND (saving_column);
  BIND (value_column);
  BIND (low_column);
  BIND (high_column);
  BIND (pairs_column);
  BIND (p_column);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, cost_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, revealed_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, details_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, collect_more_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_on_cb);
  gtk_widget_class_bind_template_callback (widget_class, task_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, banner_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, placeholder_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, terms_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, table_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, squeezed_cb);
}

static void
ensure_types (void)
{
  g_type_ensure (LAB_TYPE_BANNER);
  g_type_ensure (LAB_TYPE_CELL_LABEL);
  g_type_ensure (LAB_TYPE_COMPARE_ITEM);
  g_type_ensure (LAB_TYPE_COMPARE_VERDICT);
  g_type_ensure (LAB_TYPE_BUCKET_TABLE);
  g_type_ensure (LAB_TYPE_DETAILS_PANE);
  g_type_ensure (LAB_TYPE_FOREST_AXIS);
  g_type_ensure (LAB_TYPE_FOREST_CELL);
  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  g_type_ensure (LAB_TYPE_PLACEHOLDER);
  g_type_ensure (LAB_TYPE_RUN_DETAILS);
  g_type_ensure (LAB_TYPE_STACK_PICKER);
  g_type_ensure (LAB_TYPE_TASK_LIST);
  g_type_ensure (LAB_TYPE_TASK_PAGE);
}

static void
lab_compare_view_class_init (LabCompareViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lab_compare_view_dispose;
  object_class->finalize = lab_compare_view_finalize;

  ensure_types ();
  bind_template (widget_class);
  bind_columns (widget_class);
  bind_callbacks (widget_class);
  lab_compare_view_install_run_actions (widget_class);
  gtk_widget_class_install_action (widget_class, "compare.toggle-table", NULL, toggle_table_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, 0, "compare.toggle-table", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_compare_view_init (LabCompareView *self)
{
  self->cancellable = g_cancellable_new ();
  self->scale = lab_forest_scale_new ();
  self->items = g_list_store_new (LAB_TYPE_COMPARE_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->items));
  lab_forest_axis_set_scale (self->axis, self->scale);
  show_columns (self);
}

GtkWidget *
lab_compare_view_new (LabDesk   *desk,
                      GSettings *settings)
{
  LabCompareView *self;
  g_auto (GStrv) chosen = NULL;

  g_return_val_if_fail (LAB_IS_DESK (desk), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (LAB_TYPE_COMPARE_VIEW, NULL);
  chosen = g_settings_get_strv (settings, "compare-stacks");
  lab_stack_picker_set_chosen (self->picker, (const char * const *) chosen);
  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "compare-table-shown", self->table_toggle, "active",
                   G_SETTINGS_BIND_DEFAULT);
  self->desk = g_object_ref (desk);
  self->queue = lab_compare_queue_new (desk);
  g_signal_connect_swapped (self->queue, "changed", G_CALLBACK (queue_changed_cb), self);
  g_signal_connect_swapped (self->queue, "failed", G_CALLBACK (queue_failed_cb), self);
  g_signal_connect_object (desk, "notify::experiment", G_CALLBACK (experiment_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "runs-changed", G_CALLBACK (lab_compare_view_load), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (lab_context_get_tracker (lab_desk_get_context (desk)), "call-recorded",
                           G_CALLBACK (call_recorded_cb), self, G_CONNECT_SWAPPED);
  experiment_changed_cb (self);
  lab_compare_view_update_actions (self);
  return GTK_WIDGET (self);
}

const LabComparisonSet *
lab_compare_view_get_set (LabCompareView *self)
{
  g_return_val_if_fail (LAB_IS_COMPARE_VIEW (self), NULL);

  return self->set;
}
