/* lab-coach-mark.c: a word about a real widget, beside it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tour/lab-coach-mark.h"

struct _LabCoachMark
{
  GtkPopover parent_instance;

  GtkLabel *place;
  GtkLabel *heading;
  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (LabCoachMark, lab_coach_mark, GTK_TYPE_POPOVER)

enum
{
  SKIPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
skip_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  g_signal_emit (widget, signals[SKIPPED], 0);
}

static void
lab_coach_mark_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_COACH_MARK);

  G_OBJECT_CLASS (lab_coach_mark_parent_class)->dispose (object);
}

static void
lab_coach_mark_class_init (LabCoachMarkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_coach_mark_dispose;

  signals[SKIPPED] = g_signal_new ("skipped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-coach-mark.ui");
  gtk_widget_class_bind_template_child (widget_class, LabCoachMark, place);
  gtk_widget_class_bind_template_child (widget_class, LabCoachMark, heading);
  gtk_widget_class_bind_template_child (widget_class, LabCoachMark, text);
  gtk_widget_class_install_action (widget_class, "mark.skip", NULL, skip_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "mark.skip", NULL);
}

static void
lab_coach_mark_init (LabCoachMark *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lab_coach_mark_remove (LabCoachMark *self)
{
  GtkWidget *target;

  g_return_if_fail (LAB_IS_COACH_MARK (self));

  target = gtk_widget_get_parent (GTK_WIDGET (self));
  if (target == NULL)
    return;
  g_signal_handlers_disconnect_by_data (target, self);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (target), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  gtk_widget_unparent (GTK_WIDGET (self));
}

LabCoachMark *
lab_coach_mark_new (GtkWidget  *target,
                    const char *heading,
                    const char *text,
                    const char *place)
{
  LabCoachMark *self;

  g_return_val_if_fail (GTK_IS_WIDGET (target), NULL);

  self = g_object_new (LAB_TYPE_COACH_MARK, NULL);
  gtk_label_set_text (self->heading, heading);
  gtk_label_set_text (self->text, text);
  gtk_label_set_text (self->place, place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, heading,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_set_parent (GTK_WIDGET (self), target);
  g_signal_connect_swapped (target, "destroy", G_CALLBACK (lab_coach_mark_remove), self);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (target), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->text, NULL, -1);
  gtk_popover_popup (GTK_POPOVER (self));
  return self;
}
