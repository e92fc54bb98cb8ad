/* lab-details-pane.c: a view with details at its end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-details-pane.h"

#include <adwaita.h>

struct _LabDetailsPane
{
  GtkWidget parent_instance;

  AdwFlap *flap;
};

G_DEFINE_FINAL_TYPE (LabDetailsPane, lab_details_pane, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_CONTENT = 1,
  PROP_DETAILS,
  PROP_REVEALED,
  PROP_FOLDED,
} LabDetailsPaneProperty;

static GParamSpec *properties[PROP_FOLDED + 1];

static void
reveal_changed_cb (LabDetailsPane *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}

static void
folded_changed_cb (LabDetailsPane *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
}

static void
toggle_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  LabDetailsPane *self = LAB_DETAILS_PANE (widget);

  lab_details_pane_set_revealed (self, !lab_details_pane_get_revealed (self));
}

static void
lab_details_pane_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LabDetailsPane *self = LAB_DETAILS_PANE (object);

  switch ((LabDetailsPaneProperty) property_id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, adw_flap_get_content (self->flap));
      break;
    case PROP_DETAILS:
      g_value_set_object (value, adw_flap_get_flap (self->flap));
      break;
    case PROP_REVEALED:
      g_value_set_boolean (value, lab_details_pane_get_revealed (self));
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, lab_details_pane_get_folded (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_details_pane_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  LabDetailsPane *self = LAB_DETAILS_PANE (object);

  switch ((LabDetailsPaneProperty) property_id)
    {
    case PROP_CONTENT:
      adw_flap_set_content (self->flap, g_value_get_object (value));
      break;
    case PROP_DETAILS:
      adw_flap_set_flap (self->flap, g_value_get_object (value));
      break;
    case PROP_REVEALED:
      lab_details_pane_set_revealed (self, g_value_get_boolean (value));
      break;
    case PROP_FOLDED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_details_pane_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_DETAILS_PANE);

  G_OBJECT_CLASS (lab_details_pane_parent_class)->dispose (object);
}

static void
lab_details_pane_class_init (LabDetailsPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags write = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lab_details_pane_get_property;
  object_class->set_property = lab_details_pane_set_property;
  object_class->dispose = lab_details_pane_dispose;

  properties[PROP_CONTENT] =
    g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, write);
  properties[PROP_DETAILS] =
    g_param_spec_object ("details", NULL, NULL, GTK_TYPE_WIDGET, write);
  properties[PROP_REVEALED] = g_param_spec_boolean ("revealed", NULL, NULL, TRUE,
                                                    write | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-details-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, LabDetailsPane, flap);
  gtk_widget_class_bind_template_callback (widget_class, reveal_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_changed_cb);
  gtk_widget_class_install_action (widget_class, "details.toggle", NULL, toggle_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_details_pane_init (LabDetailsPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_details_pane_new (void)
{
  return g_object_new (LAB_TYPE_DETAILS_PANE, NULL);
}

gboolean
lab_details_pane_get_revealed (LabDetailsPane *self)
{
  g_return_val_if_fail (LAB_IS_DETAILS_PANE (self), FALSE);

  return adw_flap_get_reveal_flap (self->flap);
}

void
lab_details_pane_set_revealed (LabDetailsPane *self,
                               gboolean        revealed)
{
  g_return_if_fail (LAB_IS_DETAILS_PANE (self));

  adw_flap_set_reveal_flap (self->flap, revealed);
}

gboolean
lab_details_pane_get_folded (LabDetailsPane *self)
{
  g_return_val_if_fail (LAB_IS_DETAILS_PANE (self), FALSE);

  return adw_flap_get_folded (self->flap);
}
