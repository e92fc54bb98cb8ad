/* lab-budget-group.c: one budget, to set, change and take away
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/lab-budget-group.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "lab-preferences.h"

struct _LabBudgetGroup
{
  AdwPreferencesGroup parent_instance;

  AdwEntryRow *amount;
  GtkSwitch *unpriced;
  AdwActionRow *spent;

  LabDesk *desk; /* (nullable): until it is set up */
  LabOrigin origin;
  LabBudgetCapScope scope;
  gboolean showing;  /* what holds, not what was typed */
  gboolean touched;  /* by the user, and not applied yet */
  gboolean applying;
};

G_DEFINE_FINAL_TYPE (LabBudgetGroup, lab_budget_group, ADW_TYPE_PREFERENCES_GROUP)

/* LAB_UNSET where it is empty; FALSE where it is no amount. */
static gboolean
read_amount (LabBudgetGroup *self,
             LabMoney       *amount)
{
  g_autofree char *text =
    g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->amount))));

  if (*text == '\0')
    {
      *amount = LAB_UNSET;
      return TRUE;
    }
  return lab_format_parse_amount (text, amount) && *amount >= 0;
}

static void
update (LabBudgetGroup *self)
{
  LabMoney amount;
  gboolean good = read_amount (self, &amount);

  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->amount), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->amount), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->amount), GTK_ACCESSIBLE_STATE_INVALID,
                               good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->unpriced), good && amount != LAB_UNSET);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "budget.apply",
                                 good && self->touched && !self->applying);
}

static char *
describe_spent (const LabBudgetCap *cap)
{
  g_autofree char *spent = NULL;
  g_autofree char *left = NULL;

  if (cap == NULL)
    return g_strdup (_("no budget is set"));
  spent = lab_format_money (cap->committed + cap->reserved);
  left = lab_format_money (MAX (lab_budget_cap_get_left (cap), 0));
  /* Translators: what was spent of a budget, and what is left of it. */
  return g_strdup_printf (_("%s, %s left"), spent, left);
}

/* What holds; what somebody is typing stays. */
static void
show (LabBudgetGroup *self)
{
  const LabBudgetCap *cap = lab_desk_get_budget (self->desk, self->origin, self->scope);
  g_autofree char *spent = describe_spent (cap);
  g_autofree char *amount = cap != NULL ? lab_format_plain_amount (cap->cap) : g_strdup ("");

  adw_action_row_set_subtitle (self->spent, spent);
  if (self->touched)
    return;
  self->showing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->amount), amount);
  gtk_switch_set_active (self->unpriced, cap != NULL && cap->allow_unpriced);
  self->showing = FALSE;
  update (self);
}

static void
changed_cb (LabBudgetGroup *self)
{
  if (self->desk == NULL || self->showing)
    return;
  self->touched = TRUE;
  update (self);
}

static void
applied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabBudgetGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean applied = lab_desk_set_budget_finish (LAB_DESK (source), result, &error);

  self->applying = FALSE;
  if (self->desk == NULL)
    return;
  if (applied)
    self->touched = FALSE;
  else
    lab_preferences_toast (GTK_WIDGET (self), error->message);
  update (self);
}

static void
apply_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  LabBudgetGroup *self = LAB_BUDGET_GROUP (widget);
  LabMoney amount;

  if (!read_amount (self, &amount))
    return;
  self->applying = TRUE;
  update (self);
  lab_desk_set_budget_async (self->desk, self->origin, self->scope, amount,
                             gtk_switch_get_active (self->unpriced), applied_cb,
                             g_object_ref (self));
}

static void
activated_cb (LabBudgetGroup *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "budget.apply", NULL);
}

static void
lab_budget_group_dispose (GObject *object)
{
  LabBudgetGroup *self = LAB_BUDGET_GROUP (object);

  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_BUDGET_GROUP);

  G_OBJECT_CLASS (lab_budget_group_parent_class)->dispose (object);
}

static void
lab_budget_group_class_init (LabBudgetGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_budget_group_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-budget-group.ui");
  gtk_widget_class_bind_template_child (widget_class, LabBudgetGroup, amount);
  gtk_widget_class_bind_template_child (widget_class, LabBudgetGroup, unpriced);
  gtk_widget_class_bind_template_child (widget_class, LabBudgetGroup, spent);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_install_action (widget_class, "budget.apply", NULL, apply_cb);
}

static void
lab_budget_group_init (LabBudgetGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lab_budget_group_set_up (LabBudgetGroup    *self,
                         LabDesk           *desk,
                         LabOrigin          origin,
                         LabBudgetCapScope  scope)
{
  g_return_if_fail (LAB_IS_BUDGET_GROUP (self));
  g_return_if_fail (LAB_IS_DESK (desk));

  self->desk = g_object_ref (desk);
  self->origin = origin;
  self->scope = scope;
  g_signal_connect_swapped (desk, "spend-changed", G_CALLBACK (show), self);
  show (self);
}
