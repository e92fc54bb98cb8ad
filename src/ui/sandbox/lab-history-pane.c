/* lab-history-pane.c: the calls of an experiment, newest first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-history-pane.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "common/lab-placeholder.h"
#include "common/lab-tooltip.h"

/* Rows before the end at which the next page is asked for. */
#define NEAR_END_PX 400.0
/* What lab_history_pane_list_selected() tells at most: more than two cannot
 * be compared, however many there are. */
#define MAX_SELECTED 3

struct _LabHistoryPane
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkSearchEntry *search;
  GtkDropDown *outcome;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkColumnView *table;
  GtkMultiSelection *selection;
  GtkColumnViewColumn *time_column;
  GtkColumnViewColumn *model_column;
  GtkColumnViewColumn *cost_column;
  LabPlaceholder *placeholder;
  GtkLabel *total;
  GtkWidget *compare;

  LabCallModel *model; /* (nullable) */
  LabClock *clock;     /* (nullable) */
  char *pinned;        /* (nullable): a call's id */
  GHashTable *bound;   /* (element-type GtkListItem): cells of models in use */
};

G_DEFINE_FINAL_TYPE (LabHistoryPane, lab_history_pane, GTK_TYPE_WIDGET)

enum
{
  CALL_SELECTED,
  CALL_ACTIVATED,
  SELECTION_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const LabCallRecord *
get_record (GtkListItem *list_item)
{
  return lab_call_item_get_record (LAB_CALL_ITEM (gtk_list_item_get_item (list_item)));
}

static GtkLabel *
get_label (GtkListItem *list_item)
{
  return GTK_LABEL (gtk_list_item_get_child (list_item));
}

static void
setup_start_cb (LabHistoryPane *self,
                GtkListItem    *list_item)
{
  gtk_list_item_set_child (list_item,
                           g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize",
                                         PANGO_ELLIPSIZE_END, NULL));
}

static void
setup_end_cb (LabHistoryPane *self,
              GtkListItem    *list_item)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0f, NULL);

  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (list_item, label);
}

/* "Call of 12:04 to gpt-5.4-mini, attempt 2, $0.0012, answered" */
static char *
describe_row (LabHistoryPane      *self,
              const LabCallRecord *call,
              const char          *time)
{
  g_autofree char *cost = lab_format_cost (call->cost_state, call->cost);
  const char *status = lab_format_call_status (call->status);

  if (call->attempt < 2)
    /* Translators: time, model, amount and what became of a call. */
    return g_strdup_printf (_("Call of %s to %s, %s, %s"), time, call->model, cost, status);
  /* Translators: time, model, number of the attempt, amount and what became
   * of a call. */
  return g_strdup_printf (_("Call of %s to %s, attempt %u, %s, %s"), time, call->model,
                          call->attempt, cost, status);
}

/* The first cell says the whole row: a screen reader meets no row, only
 * cells. */
static void
bind_time_cb (LabHistoryPane *self,
              GtkListItem    *list_item)
{
  const LabCallRecord *call = get_record (list_item);
  g_autofree char *time = lab_format_moment (call->timestamp, lab_clock_now (self->clock));
  g_autofree char *sentence = describe_row (self, call, time);

  gtk_label_set_text (get_label (list_item), time);
  gtk_accessible_update_property (GTK_ACCESSIBLE (get_label (list_item)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

static void
show_model (LabHistoryPane *self,
            GtkListItem    *list_item)
{
  const LabCallRecord *call = get_record (list_item);
  g_autofree char *text = NULL;

  if (g_strcmp0 (call->id, self->pinned) == 0)
    text = g_strdup_printf (_("%s · pinned"), call->model);
  else if (call->attempt > 1)
    /* Translators: a model, and the number of the attempt. */
    text = g_strdup_printf (_("%s ×%u"), call->model, call->attempt);
  else
    text = g_strdup (call->model);
  gtk_label_set_text (get_label (list_item), text);
  lab_tooltip_set (GTK_WIDGET (get_label (list_item)), text);
}

static void
bind_model_cb (LabHistoryPane *self,
               GtkListItem    *list_item)
{
  g_hash_table_add (self->bound, list_item);
  show_model (self, list_item);
}

static void
unbind_model_cb (LabHistoryPane *self,
                 GtkListItem    *list_item)
{
  g_hash_table_remove (self->bound, list_item);
}

/* What did not end well says so in the place of its cost, which stands beside
 * it where there is one. */
static void
bind_cost_cb (LabHistoryPane *self,
              GtkListItem    *list_item)
{
  const LabCallRecord *call = get_record (list_item);
  const char *status = lab_format_call_status (call->status);
  g_autofree char *cost = lab_format_cost_column (call->cost_state, call->cost);
  gboolean well = call->status == LAB_CALL_OK || call->status == LAB_CALL_ANSWERED;
  gboolean is_free = call->cost_state == LAB_COST_KNOWN && call->cost == 0;
  g_autofree char *text = NULL;

  if (well)
    text = g_strdup (cost);
  else if (is_free)
    text = g_strdup (status);
  else
    /* Translators: what became of a call, and its cost. */
    text = g_strdup_printf (_("%s · %s"), status, cost);
  gtk_label_set_text (get_label (list_item), text);
}

static gboolean
is_narrowed (LabHistoryPane *self)
{
  return lab_call_model_get_search (self->model) != NULL ||
         lab_call_model_get_outcome (self->model) != LAB_CALL_OUTCOME_ANY;
}

static void
show_state (LabHistoryPane *self)
{
  const GError *error = self->model != NULL ? lab_call_model_get_error (self->model) : NULL;
  guint n = self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;

  if (n > 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "calls");
      lab_placeholder_clear (self->placeholder);
      return;
    }
  if (error != NULL)
    lab_placeholder_show_gerror (self->placeholder, _("The Calls Could Not Be Read"), error,
                                 _("Try Again"));
  else if (self->model == NULL || lab_call_model_get_loading (self->model))
    lab_placeholder_show_loading (self->placeholder, _("Reading the Calls"));
  else if (is_narrowed (self))
    lab_placeholder_show_empty (self->placeholder, "edit-find-symbolic", _("Nothing Found"),
                                _("No call of this experiment is like that."),
                                _("Show All Calls"));
  else
    lab_placeholder_show_empty (self->placeholder, "document-open-recent-symbolic",
                                _("No Calls Yet"), _("What you send is kept here, with its price."),
                                NULL);
  gtk_stack_set_visible_child_name (self->stack, "placeholder");
}

static void
show_all (LabHistoryPane *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->outcome, LAB_CALL_OUTCOME_ANY);
}

/* The button of an empty list shows everything, that of an error tries once
 * more. */
static void
placeholder_cb (LabHistoryPane *self)
{
  if (self->model == NULL)
    return;
  if (lab_placeholder_get_face (self->placeholder) == LAB_PLACEHOLDER_EMPTY)
    show_all (self);
  else
    lab_call_model_load_more (self->model);
}

static void
scrolled_cb (LabHistoryPane *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  if (self->model != NULL &&
      gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
        gtk_adjustment_get_upper (adjustment) - NEAR_END_PX)
    lab_call_model_load_more (self->model);
}

static void
search_changed_cb (LabHistoryPane *self)
{
  if (self->model != NULL)
    lab_call_model_set_search (self->model, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
stop_search_cb (LabHistoryPane *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
outcome_changed_cb (LabHistoryPane *self)
{
  if (self->model != NULL)
    lab_call_model_set_outcome (self->model, gtk_drop_down_get_selected (self->outcome));
}

static void
update_compare (LabHistoryPane *self)
{
  g_autoptr (GtkBitset) selected =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  guint64 n = gtk_bitset_get_size (selected);

  /* One that was opened by its key need not be selected. */
  gtk_widget_set_visible (self->compare, n == 2 || self->pinned != NULL);
}

static void
selection_changed_cb (LabHistoryPane *self)
{
  g_autoptr (GtkBitset) selected =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  update_compare (self);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
  if (gtk_bitset_get_size (selected) == 1)
    {
      g_autoptr (LabCallItem) item = g_list_model_get_item (
        G_LIST_MODEL (self->selection), gtk_bitset_get_minimum (selected));

      g_signal_emit (self, signals[CALL_SELECTED], 0, item);
    }
}

static void
activate_cb (LabHistoryPane *self,
             guint           position)
{
  g_autoptr (LabCallItem) item =
    g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    g_signal_emit (self, signals[CALL_ACTIVATED], 0, item);
}

static void
open_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabHistoryPane *self = LAB_HISTORY_PANE (widget);
  g_autoptr (GtkBitset) selected =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (!gtk_bitset_is_empty (selected))
    activate_cb (self, gtk_bitset_get_minimum (selected));
}

static void
lab_history_pane_dispose (GObject *object)
{
  LabHistoryPane *self = LAB_HISTORY_PANE (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  g_clear_object (&self->clock);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_HISTORY_PANE);

  G_OBJECT_CLASS (lab_history_pane_parent_class)->dispose (object);
}

static void
lab_history_pane_finalize (GObject *object)
{
  LabHistoryPane *self = LAB_HISTORY_PANE (object);

  g_free (self->pinned);
  g_hash_table_unref (self->bound);

  G_OBJECT_CLASS (lab_history_pane_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-history-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, LabHistoryPane, box);
  gtk_widget_class_bind_template_child (widget_class, LabHistoryPane, search);
  gtk_widget_class_bind_template_child (widget_class, LabHistoryPane, outcome);
  gtk_widget_class_bind_template_child (widget_class, LabHistoryPane, stack);
  gtk_widget_class_bind_template_child (widget_class, LabHistoryPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, LabHistoryPane, table);
  gtk_widget_class_bind_template_child (widget_class, LabHistoryPane, selection);
  gtk_widget_class_bind_template_child (widget_class, LabHistoryPane, time_column);
  gtk_widget_class_bind_template_child (widget_class, LabHistoryPane, model_column);
  gtk_widget_class_bind_template_child (widget_class, LabHistoryPane, cost_column);
  gtk_widget_class_bind_template_child (widget_class, LabHistoryPane, placeholder);
  gtk_widget_class_bind_template_child (widget_class, LabHistoryPane, total);
  gtk_widget_class_bind_template_child (widget_class, LabHistoryPane, compare);
  gtk_widget_class_bind_template_callback (widget_class, setup_start_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_end_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_time_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_model_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_model_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cost_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, placeholder_cb);
  gtk_widget_class_bind_template_callback (widget_class, outcome_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
}

static void
lab_history_pane_class_init (LabHistoryPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_history_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = lab_history_pane_finalize;

  signals[CALL_SELECTED] = g_signal_new ("call-selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, LAB_TYPE_CALL_ITEM);
  signals[CALL_ACTIVATED] = g_signal_new ("call-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, LAB_TYPE_CALL_ITEM);
  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LAB_TYPE_PLACEHOLDER);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "history.open", NULL, open_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_history_pane_init (LabHistoryPane *self)
{
  GtkAdjustment *adjustment;

  self->bound = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  show_state (self);
}

GtkWidget *
lab_history_pane_new (void)
{
  return g_object_new (LAB_TYPE_HISTORY_PANE, NULL);
}

void
lab_history_pane_set_model (LabHistoryPane *self,
                            LabCallModel   *model,
                            LabClock       *clock)
{
  g_return_if_fail (LAB_IS_HISTORY_PANE (self));
  g_return_if_fail (model == NULL || LAB_IS_CLOCK (clock));

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);
  g_set_object (&self->clock, clock);
  show_all (self);
  gtk_multi_selection_set_model (self->selection, G_LIST_MODEL (model));
  if (model != NULL)
    {
      g_signal_connect_swapped (model, "items-changed", G_CALLBACK (show_state), self);
      g_signal_connect_swapped (model, "notify::loading", G_CALLBACK (show_state), self);
    }
  show_state (self);
}

void
lab_history_pane_focus_search (LabHistoryPane *self)
{
  g_return_if_fail (LAB_IS_HISTORY_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

void
lab_history_pane_focus_list (LabHistoryPane *self)
{
  g_return_if_fail (LAB_IS_HISTORY_PANE (self));

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "calls") != 0 ||
      !gtk_widget_grab_focus (GTK_WIDGET (self->table)))
    lab_history_pane_focus_search (self);
}

void
lab_history_pane_set_total (LabHistoryPane    *self,
                            gint64             n_calls,
                            const LabMoneySum *sum)
{
  g_autofree char *count = lab_format_count (n_calls);
  g_autofree char *cost = lab_format_sum (sum);
  g_autofree char *text = NULL;

  g_return_if_fail (LAB_IS_HISTORY_PANE (self));

  text = g_strdup_printf (ngettext ("%s call · %s", "%s calls · %s", (gulong) n_calls), count,
                          cost);
  gtk_label_set_text (self->total, text);
  gtk_widget_set_visible (GTK_WIDGET (self->total), n_calls > 0);
}

void
lab_history_pane_set_pinned (LabHistoryPane *self,
                             const char     *call_id)
{
  GHashTableIter iter;
  gpointer list_item;

  g_return_if_fail (LAB_IS_HISTORY_PANE (self));

  if (g_strcmp0 (call_id, self->pinned) == 0)
    return;
  g_free (self->pinned);
  self->pinned = g_strdup (call_id);
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &list_item, NULL))
    show_model (self, list_item);
  update_compare (self);
}

GPtrArray *
lab_history_pane_list_selected (LabHistoryPane *self)
{
  g_autoptr (GtkBitset) selected = NULL;
  GPtrArray *calls;
  guint64 n;

  g_return_val_if_fail (LAB_IS_HISTORY_PANE (self), NULL);

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  n = MIN (gtk_bitset_get_size (selected), MAX_SELECTED);
  calls = g_ptr_array_new ();
  for (guint64 i = 0; i < n; i++)
    {
      g_autoptr (LabCallItem) item = g_list_model_get_item (
        G_LIST_MODEL (self->selection), gtk_bitset_get_nth (selected, (guint) i));

      g_ptr_array_add (calls, (gpointer) lab_call_item_get_record (item));
    }
  return calls;
}

void
lab_history_pane_unselect (LabHistoryPane *self)
{
  g_return_if_fail (LAB_IS_HISTORY_PANE (self));

  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
}
