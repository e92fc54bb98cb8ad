/* lab-stack-dialog.c: making a stack of strategies
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-stack-dialog.h"

#include <glib/gi18n-lib.h>

#include "compare/lab-stack-choice.h"
#include "compare/lab-strategy-row.h"
#include "lab-strategy-registry.h"

struct _LabStackDialog
{
  AdwWindow parent_instance;

  GtkListBox *strategies;
  GtkLabel *preview;

  GPtrArray *rows; /* (element-type LabStrategyRow): in the stack's order */
};

G_DEFINE_FINAL_TYPE (LabStackDialog, lab_stack_dialog, ADW_TYPE_WINDOW)

enum
{
  MADE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (transfer full): "" where nothing is used */
static char *
dup_stack (LabStackDialog *self)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->rows->len; i++)
    if (lab_strategy_row_get_used (self->rows->pdata[i]))
      g_ptr_array_add (
        parts, lab_strategy_to_string (lab_strategy_row_get_strategy (self->rows->pdata[i])));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (";", (char **) parts->pdata);
}

static void
update (LabStackDialog *self)
{
  g_autofree char *stack = dup_stack (self);
  g_autofree char *title = *stack != '\0' ? lab_stack_dup_title (stack) : NULL;

  gtk_label_set_text (self->preview,
                      title != NULL ? title : _("Switch on what the calls shall go through."));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stack.add", *stack != '\0');
}

static void
add_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  g_autofree char *stack = dup_stack (LAB_STACK_DIALOG (widget));

  g_signal_emit (widget, signals[MADE], 0, stack);
  gtk_window_close (GTK_WINDOW (widget));
}

/* The first goes last: with a few strategies every order is soon reached. */
static void
swap_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabStackDialog *self = LAB_STACK_DIALOG (widget);
  g_autoptr (GtkWidget) first = NULL;

  if (self->rows->len < 2)
    return;
  first = g_object_ref (self->rows->pdata[0]);
  gtk_list_box_remove (self->strategies, first);
  gtk_list_box_append (self->strategies, first);
  g_ptr_array_remove_index (self->rows, 0);
  g_ptr_array_add (self->rows, first);
  update (self);
}

static void
lab_stack_dialog_dispose (GObject *object)
{
  LabStackDialog *self = LAB_STACK_DIALOG (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_STACK_DIALOG);

  G_OBJECT_CLASS (lab_stack_dialog_parent_class)->dispose (object);
}

static void
lab_stack_dialog_class_init (LabStackDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_stack_dialog_dispose;

  signals[MADE] = g_signal_new ("made", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-stack-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LabStackDialog, strategies);
  gtk_widget_class_bind_template_child (widget_class, LabStackDialog, preview);
  gtk_widget_class_install_action (widget_class, "stack.add", NULL, add_cb);
  gtk_widget_class_install_action (widget_class, "stack.swap", NULL, swap_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "stack.add", NULL);
}

static void
lab_stack_dialog_init (LabStackDialog *self)
{
  const char * const *names = lab_strategy_registry_list ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autoptr (LabStrategy) strategy = lab_strategy_registry_create (names[i], NULL, NULL);
      GtkWidget *row = lab_strategy_row_new (strategy);

      g_ptr_array_add (self->rows, row);
      gtk_list_box_append (self->strategies, row);
      g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

GtkWidget *
lab_stack_dialog_new (GtkWindow *parent)
{
  return g_object_new (LAB_TYPE_STACK_DIALOG, "transient-for", parent, NULL);
}
