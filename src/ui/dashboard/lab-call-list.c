/* lab-call-list.c: calls as a table, a page at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dashboard/lab-call-list.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "common/lab-placeholder.h"
#include "common/lab-tooltip.h"

/* Rows before the end at which the next page is asked for. */
#define NEAR_END_PX 400.0

struct _LabCallList
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkColumnView *table;
  GtkSingleSelection *selection;
  LabPlaceholder *placeholder;

  LabCallModel *model; /* (nullable) */
  LabClock *clock;     /* (nullable) */
};

G_DEFINE_FINAL_TYPE (LabCallList, lab_call_list, GTK_TYPE_WIDGET)

enum
{
  CALL_ACTIVATED,
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
setup_start_cb (LabCallList *self,
                GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize",
                                                    PANGO_ELLIPSIZE_END, NULL));
}

static void
setup_end_cb (LabCallList *self,
              GtkListItem *list_item)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0f, NULL);

  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (list_item, label);
}

/* The first cell says its row: a screen reader meets no row, only cells. */
static void
bind_time_cb (LabCallList *self,
              GtkListItem *list_item)
{
  const LabCallRecord *call = get_record (list_item);
  g_autofree char *time = lab_format_moment (call->timestamp, lab_clock_now (self->clock));
  g_autofree char *cost = lab_format_cost (call->cost_state, call->cost);
  /* Translators: time, model, amount and what became of a call. */
  g_autofree char *sentence =
    g_strdup_printf (_("Call of %s to %s, %s, %s"), time, call->model, cost,
                     lab_format_call_status (call->status));

  gtk_label_set_text (get_label (list_item), time);
  gtk_accessible_update_property (GTK_ACCESSIBLE (get_label (list_item)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

static void
bind_model_cb (LabCallList *self,
               GtkListItem *list_item)
{
  const LabCallRecord *call = get_record (list_item);

  gtk_label_set_text (get_label (list_item), call->model);
  lab_tooltip_set (GTK_WIDGET (get_label (list_item)), call->model);
}

static void
bind_status_cb (LabCallList *self,
                GtkListItem *list_item)
{
  const char *status = lab_format_call_status (get_record (list_item)->status);

  gtk_label_set_text (get_label (list_item), status);
  lab_tooltip_set (GTK_WIDGET (get_label (list_item)), status);
}

static void
bind_cost_cb (LabCallList *self,
              GtkListItem *list_item)
{
  const LabCallRecord *call = get_record (list_item);
  g_autofree char *cost = lab_format_cost (call->cost_state, call->cost);

  gtk_label_set_text (get_label (list_item), cost);
}

static void
show_state (LabCallList *self)
{
  const GError *error = self->model != NULL ? lab_call_model_get_error (self->model) : NULL;
  guint n = self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "calls" : "placeholder");
  if (n > 0 || self->model == NULL)
    lab_placeholder_clear (self->placeholder);
  else if (error != NULL)
    lab_placeholder_show_gerror (self->placeholder, _("The Calls Could Not Be Read"), error,
                                 _("Try Again"));
  else if (lab_call_model_get_loading (self->model))
    lab_placeholder_show_loading (self->placeholder, _("Reading the Calls"));
  else
    lab_placeholder_show_empty (self->placeholder, "document-open-recent-symbolic",
                                _("No Calls"), _("There were no calls in this time."), NULL);
}

static void
try_again_cb (LabCallList *self)
{
  if (self->model != NULL)
    lab_call_model_load_more (self->model);
}

static void
scrolled_cb (LabCallList *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  if (self->model != NULL &&
      gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
        gtk_adjustment_get_upper (adjustment) - NEAR_END_PX)
    lab_call_model_load_more (self->model);
}

static void
activate_cb (LabCallList *self,
             guint        position)
{
  g_autoptr (LabCallItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    g_signal_emit (self, signals[CALL_ACTIVATED], 0, item);
}

static void
open_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabCallList *self = LAB_CALL_LIST (widget);

  activate_cb (self, gtk_single_selection_get_selected (self->selection));
}

static void
drop_model (LabCallList *self)
{
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  g_clear_object (&self->clock);
}

static void
lab_call_list_dispose (GObject *object)
{
  LabCallList *self = LAB_CALL_LIST (object);

  drop_model (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_CALL_LIST);

  G_OBJECT_CLASS (lab_call_list_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-call-list.ui");
  gtk_widget_class_bind_template_child (widget_class, LabCallList, stack);
  gtk_widget_class_bind_template_child (widget_class, LabCallList, scroller);
  gtk_widget_class_bind_template_child (widget_class, LabCallList, table);
  gtk_widget_class_bind_template_child (widget_class, LabCallList, selection);
  gtk_widget_class_bind_template_child (widget_class, LabCallList, placeholder);
  gtk_widget_class_bind_template_callback (widget_class, setup_start_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_end_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_time_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_model_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_status_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cost_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
}

static void
lab_call_list_class_init (LabCallListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_call_list_dispose;

  signals[CALL_ACTIVATED] =
    g_signal_new ("call-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, LAB_TYPE_CALL_ITEM);

  g_type_ensure (LAB_TYPE_PLACEHOLDER);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "calls.open", NULL, open_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_call_list_init (LabCallList *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  show_state (self);
}

GtkWidget *
lab_call_list_new (void)
{
  return g_object_new (LAB_TYPE_CALL_LIST, NULL);
}

void
lab_call_list_set_model (LabCallList  *self,
                         LabCallModel *model,
                         LabClock     *clock)
{
  g_return_if_fail (LAB_IS_CALL_LIST (self));
  g_return_if_fail (model == NULL || LAB_IS_CLOCK (clock));

  drop_model (self);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (model));
  if (model != NULL)
    {
      self->model = g_object_ref (model);
      self->clock = g_object_ref (clock);
      g_signal_connect_swapped (model, "items-changed", G_CALLBACK (show_state), self);
      g_signal_connect_swapped (model, "notify::loading", G_CALLBACK (show_state), self);
    }
  show_state (self);
}

gboolean
lab_call_list_focus (LabCallList *self)
{
  g_return_val_if_fail (LAB_IS_CALL_LIST (self), FALSE);

  return gtk_widget_grab_focus (GTK_WIDGET (self->table));
}
