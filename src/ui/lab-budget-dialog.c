/* lab-budget-dialog.c: setting a budget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-budget-dialog.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"

struct _LabBudgetDialog
{
  AdwWindow parent_instance;

  AdwComboRow *scope;
  AdwEntryRow *amount;
  GtkSwitch *allow_unpriced;
  GtkLabel *spent;
  GtkWidget *remove;
  GtkLabel *trouble;

  LabDesk *desk;
  gboolean changing;
};

G_DEFINE_FINAL_TYPE (LabBudgetDialog, lab_budget_dialog, ADW_TYPE_WINDOW)

/* In the order of the row. */
static const LabBudgetCapScope scopes[] = {
  LAB_BUDGET_CAP_EXPERIMENT,
  LAB_BUDGET_CAP_MONTH,
  LAB_BUDGET_CAP_PROFILE,
};

static LabBudgetCapScope
get_scope (LabBudgetDialog *self)
{
  return scopes[MIN (adw_combo_row_get_selected (self->scope), G_N_ELEMENTS (scopes) - 1)];
}

static void
show_trouble (LabBudgetDialog *self,
              const char      *text)
{
  gtk_label_set_text (self->trouble, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), text != NULL);
}

static void
update (LabBudgetDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->amount));
  LabMoney amount;
  gboolean valid = lab_format_parse_amount (text, &amount) && amount >= 0;

  show_trouble (self, valid || *text == '\0' ? NULL : _("This is no amount of dollars."));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "budget.set", valid && !self->changing);
}

static char *
describe_spent (const LabBudgetCap *budget)
{
  g_autofree char *spent = NULL;
  g_autofree char *reserved = NULL;

  if (budget == NULL)
    return g_strdup (_("There is no budget yet: nothing is refused. Practice money is not real."));
  spent = lab_format_money (budget->committed);
  reserved = lab_format_money (budget->reserved);
  if (budget->reserved == 0)
    return g_strdup_printf (_("%s of practice money is spent."), spent);
  return g_strdup_printf (_("%s of practice money is spent, %s is reserved for what is under way."),
                          spent, reserved);
}

static void
scope_changed_cb (LabBudgetDialog *self)
{
  const LabBudgetCap *budget;
  g_autofree char *spent = NULL;
  g_autofree char *amount = NULL;

  if (self->desk == NULL)
    return;
  budget = lab_desk_get_budget (self->desk, LAB_ORIGIN_PRACTICE, get_scope (self));
  spent = describe_spent (budget);
  amount = budget != NULL ? lab_format_plain_amount (budget->cap) : g_strdup ("");
  gtk_label_set_text (self->spent, spent);
  gtk_editable_set_text (GTK_EDITABLE (self->amount), amount);
  gtk_switch_set_active (self->allow_unpriced, budget != NULL && budget->allow_unpriced);
  gtk_widget_set_visible (self->remove, budget != NULL);
  update (self);
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabBudgetDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  self->changing = FALSE;
  if (lab_desk_set_budget_finish (LAB_DESK (source), result, &error))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (self->trouble == NULL)
    return;
  update (self);
  show_trouble (self, error->message);
}

static void
change (LabBudgetDialog *self,
        LabMoney         amount)
{
  self->changing = TRUE;
  update (self);
  lab_desk_set_budget_async (self->desk, LAB_ORIGIN_PRACTICE, get_scope (self), amount,
                             gtk_switch_get_active (self->allow_unpriced), changed_cb,
                             g_object_ref (self));
}

static void
set_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  LabBudgetDialog *self = LAB_BUDGET_DIALOG (widget);
  LabMoney amount;

  if (lab_format_parse_amount (gtk_editable_get_text (GTK_EDITABLE (self->amount)), &amount))
    change (self, amount);
}

static void
remove_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  change (LAB_BUDGET_DIALOG (widget), LAB_UNSET);
}

static void
entry_activated_cb (LabBudgetDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "budget.set", NULL);
}

static void
lab_budget_dialog_dispose (GObject *object)
{
  LabBudgetDialog *self = LAB_BUDGET_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_BUDGET_DIALOG);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (lab_budget_dialog_parent_class)->dispose (object);
}

static void
lab_budget_dialog_class_init (LabBudgetDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_budget_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-budget-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LabBudgetDialog, scope);
  gtk_widget_class_bind_template_child (widget_class, LabBudgetDialog, amount);
  gtk_widget_class_bind_template_child (widget_class, LabBudgetDialog, allow_unpriced);
  gtk_widget_class_bind_template_child (widget_class, LabBudgetDialog, spent);
  gtk_widget_class_bind_template_child (widget_class, LabBudgetDialog, remove);
  gtk_widget_class_bind_template_child (widget_class, LabBudgetDialog, trouble);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, scope_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_install_action (widget_class, "budget.set", NULL, set_cb);
  gtk_widget_class_install_action (widget_class, "budget.remove", NULL, remove_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lab_budget_dialog_init (LabBudgetDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_budget_dialog_new (GtkWindow *parent,
                       LabDesk   *desk)
{
  const LabBudgetCap *tightest;
  LabBudgetCapScope wanted;
  LabBudgetDialog *self;

  g_return_val_if_fail (LAB_IS_DESK (desk), NULL);

  self = g_object_new (LAB_TYPE_BUDGET_DIALOG, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  tightest = lab_desk_find_budget (desk, LAB_ORIGIN_PRACTICE);
  wanted = tightest != NULL ? tightest->scope : LAB_BUDGET_CAP_MONTH;
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    if (scopes[i] == wanted)
      adw_combo_row_set_selected (self->scope, i);
  scope_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->amount));
  return GTK_WIDGET (self);
}
