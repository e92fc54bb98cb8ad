/* lab-mode-popover.c: where calls go, and whose money they take
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-mode-popover.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "sandbox/lab-model-list.h"

struct _LabModePopover
{
  GtkPopover parent_instance;

  GtkLabel *provider;
  GtkLabel *model;
  GtkLabel *budget;
};

G_DEFINE_FINAL_TYPE (LabModePopover, lab_mode_popover, GTK_TYPE_POPOVER)

/* The popover is out of the way before the window that it asks for comes. */
static void
budgets_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  gtk_popover_popdown (GTK_POPOVER (widget));
  gtk_widget_activate_action (widget, "app.preferences-page", "s", "budgets");
}

static void
lab_mode_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_MODE_POPOVER);

  G_OBJECT_CLASS (lab_mode_popover_parent_class)->dispose (object);
}

static void
lab_mode_popover_class_init (LabModePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_mode_popover_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-mode-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, LabModePopover, provider);
  gtk_widget_class_bind_template_child (widget_class, LabModePopover, model);
  gtk_widget_class_bind_template_child (widget_class, LabModePopover, budget);
  gtk_widget_class_install_action (widget_class, "mode.budgets", NULL, budgets_cb);
}

static void
lab_mode_popover_init (LabModePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
describe_budget (LabDesk *desk)
{
  const LabBudgetCap *cap = lab_desk_find_budget (desk, LAB_ORIGIN_PRACTICE);
  g_autofree char *left = NULL;
  g_autofree char *all = NULL;

  if (cap == NULL)
    return g_strdup (_("no budget is set"));
  left = lab_format_money (MAX (lab_budget_cap_get_left (cap), 0));
  all = lab_format_money (cap->cap);
  /* Translators: what is left of a budget. */
  return g_strdup_printf (_("%s of %s"), left, all);
}

void
lab_mode_popover_set (LabModePopover *self,
                      LabDesk        *desk,
                      const char     *provider,
                      const char     *model)
{
  const LabModelInfo *info;
  g_autofree char *who = NULL;
  g_autofree char *budget = NULL;

  g_return_if_fail (LAB_IS_MODE_POPOVER (self));
  g_return_if_fail (LAB_IS_DESK (desk));

  info = lab_price_catalogue_find_model (lab_desk_get_catalogue (desk), model, provider);
  /* Translators: a vendor whose part the built-in mock plays. */
  who = g_strdup_printf (_("%s, played by the mock"), lab_provider_get_label (provider));
  budget = describe_budget (desk);
  gtk_label_set_text (self->provider, who);
  gtk_label_set_text (self->model, info != NULL ? info->display_name : model);
  gtk_label_set_text (self->budget, budget);
}
