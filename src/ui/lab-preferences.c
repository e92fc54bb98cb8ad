/* lab-preferences.c: what can be set, and where the data is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-preferences.h"

#include <glib/gi18n-lib.h>

#include "preferences/lab-budget-group.h"
#include "preferences/lab-data-page.h"
#include "preferences/lab-general-page.h"
#include "preferences/lab-prices-page.h"

struct _LabPreferences
{
  AdwPreferencesWindow parent_instance;

  LabGeneralPage *general;
  GtkWidget *budgets;
  LabBudgetGroup *month;
  LabBudgetGroup *profile;
  LabBudgetGroup *experiment;
  LabPricesPage *prices;
  LabDataPage *data;
};

G_DEFINE_FINAL_TYPE (LabPreferences, lab_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
lab_preferences_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_PREFERENCES);

  G_OBJECT_CLASS (lab_preferences_parent_class)->dispose (object);
}

static void
lab_preferences_class_init (LabPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_preferences_dispose;

  g_type_ensure (LAB_TYPE_BUDGET_GROUP);
  g_type_ensure (LAB_TYPE_DATA_PAGE);
  g_type_ensure (LAB_TYPE_GENERAL_PAGE);
  g_type_ensure (LAB_TYPE_PRICES_PAGE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, LabPreferences, general);
  gtk_widget_class_bind_template_child (widget_class, LabPreferences, budgets);
  gtk_widget_class_bind_template_child (widget_class, LabPreferences, month);
  gtk_widget_class_bind_template_child (widget_class, LabPreferences, profile);
  gtk_widget_class_bind_template_child (widget_class, LabPreferences, experiment);
  gtk_widget_class_bind_template_child (widget_class, LabPreferences, prices);
  gtk_widget_class_bind_template_child (widget_class, LabPreferences, data);
}

static void
lab_preferences_init (LabPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_up_budgets (LabPreferences *self,
                LabDesk        *desk)
{
  const LabExperiment *experiment =
    lab_experiment_item_get_experiment (lab_desk_get_experiment (desk));
  g_autofree char *title = g_strdup_printf (_("“%s” Alone"), experiment->name);
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  lab_budget_group_set_up (self->month, desk, LAB_ORIGIN_PRACTICE, LAB_BUDGET_CAP_MONTH);
  lab_budget_group_set_up (self->profile, desk, LAB_ORIGIN_PRACTICE, LAB_BUDGET_CAP_PROFILE);
  lab_budget_group_set_up (self->experiment, desk, LAB_ORIGIN_PRACTICE,
                           LAB_BUDGET_CAP_EXPERIMENT);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->experiment), escaped);
}

GtkWidget *
lab_preferences_new (GtkWindow *parent,
                     GSettings *settings,
                     LabDesk   *desk)
{
  LabPreferences *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (desk == NULL || LAB_IS_DESK (desk), NULL);

  self = g_object_new (LAB_TYPE_PREFERENCES, "transient-for", parent, NULL);
  lab_general_page_set_up (self->general, settings, desk);
  if (desk != NULL)
    {
      set_up_budgets (self, desk);
      lab_prices_page_set_up (self->prices, desk);
      lab_data_page_set_up (self->data, desk);
      return GTK_WIDGET (self);
    }
  adw_preferences_window_remove (ADW_PREFERENCES_WINDOW (self),
                                 ADW_PREFERENCES_PAGE (self->budgets));
  adw_preferences_window_remove (ADW_PREFERENCES_WINDOW (self),
                                 ADW_PREFERENCES_PAGE (self->prices));
  adw_preferences_window_remove (ADW_PREFERENCES_WINDOW (self),
                                 ADW_PREFERENCES_PAGE (self->data));
  return GTK_WIDGET (self);
}

/* (nullable) */
static GtkWidget *
find_window (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, LAB_TYPE_PREFERENCES);
}

void
lab_preferences_toast (GtkWidget  *widget,
                       const char *text)
{
  GtkWidget *window;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  window = find_window (widget);
  if (window != NULL)
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (window), adw_toast_new (text));
}

void
lab_preferences_reopen (GtkWidget *widget)
{
  GtkWidget *window;
  GtkWindow *parent;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  window = find_window (widget);
  if (window == NULL)
    return;
  parent = gtk_window_get_transient_for (GTK_WINDOW (window));
  gtk_window_close (GTK_WINDOW (window));
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "app.reopen", NULL);
}
