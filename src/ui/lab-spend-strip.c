/* lab-spend-strip.c: what was spent today, at the foot of the sidebar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-spend-strip.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"

struct _LabSpendStrip
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkLabel *practice;
  GtkWidget *live_row;
  GtkLabel *live;
  GtkWidget *budget;
  GtkLevelBar *level;
  GtkLabel *cap;
};

G_DEFINE_FINAL_TYPE (LabSpendStrip, lab_spend_strip, GTK_TYPE_WIDGET)

static void
lab_spend_strip_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_SPEND_STRIP);

  G_OBJECT_CLASS (lab_spend_strip_parent_class)->dispose (object);
}

static void
lab_spend_strip_class_init (LabSpendStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_spend_strip_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-spend-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, LabSpendStrip, button);
  gtk_widget_class_bind_template_child (widget_class, LabSpendStrip, practice);
  gtk_widget_class_bind_template_child (widget_class, LabSpendStrip, live_row);
  gtk_widget_class_bind_template_child (widget_class, LabSpendStrip, live);
  gtk_widget_class_bind_template_child (widget_class, LabSpendStrip, budget);
  gtk_widget_class_bind_template_child (widget_class, LabSpendStrip, level);
  gtk_widget_class_bind_template_child (widget_class, LabSpendStrip, cap);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_spend_strip_init (LabSpendStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_spend_strip_new (void)
{
  return g_object_new (LAB_TYPE_SPEND_STRIP, NULL);
}

static void
show_budget (LabSpendStrip  *self,
             const LabSpend *spend,
             LabOrigin       origin)
{
  LabMoney used = spend->committed[origin] + spend->reserved[origin];
  double share = spend->cap[origin] > 0 ? (double) used / (double) spend->cap[origin] : 1.0;
  g_autofree char *cap = lab_format_money (spend->cap[origin]);
  g_autofree char *spent = lab_format_money (used);
  g_autofree char *text = g_strdup_printf (_("%s of %s"), spent, cap);
  g_autofree char *name = g_strdup_printf (_("Budget used %.0f %%"), share * 100.0);

  gtk_level_bar_set_value (self->level, CLAMP (share, 0.0, 1.0));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->level), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_label_set_text (self->cap, text);
}

static void
name_button (LabSpendStrip *self,
             const char    *practice,
             const char    *live)
{
  g_autofree char *name = NULL;

  if (live != NULL)
    name = g_strdup_printf (_("Spent today: practice %s, live %s. Show in the Dashboard"),
                            practice, live);
  else
    name = g_strdup_printf (_("Spent today: practice %s. Show in the Dashboard"), practice);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

void
lab_spend_strip_set (LabSpendStrip  *self,
                     const LabSpend *spend)
{
  g_autofree char *practice = NULL;
  g_autofree char *live = NULL;
  LabOrigin origin;

  g_return_if_fail (LAB_IS_SPEND_STRIP (self));

  gtk_widget_set_visible (GTK_WIDGET (self), spend != NULL);
  if (spend == NULL)
    return;
  practice = lab_format_sum (&spend->sums[LAB_ORIGIN_PRACTICE]);
  live = lab_format_sum (&spend->sums[LAB_ORIGIN_LIVE]);
  name_button (self, practice, spend->n_calls[LAB_ORIGIN_LIVE] > 0 ? live : NULL);
  gtk_label_set_text (self->practice, practice);
  gtk_label_set_text (self->live, live);
  gtk_widget_set_visible (self->live_row, spend->n_calls[LAB_ORIGIN_LIVE] > 0);
  origin = spend->has_cap[LAB_ORIGIN_LIVE] ? LAB_ORIGIN_LIVE : LAB_ORIGIN_PRACTICE;
  gtk_widget_set_visible (self->budget, spend->has_cap[origin]);
  if (spend->has_cap[origin])
    show_budget (self, spend, origin);
}
