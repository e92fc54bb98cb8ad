/* lab-banner.c: one sentence above a view that needs the user
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-banner.h"

#include "common/lab-icon-button.h"

struct _LabBanner
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *title;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (LabBanner, lab_banner, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_REVEALED = 1,
} LabBannerProperty;

static GParamSpec *properties[PROP_REVEALED + 1];

enum
{
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_revealed (LabBanner *self,
              gboolean   revealed)
{
  if (gtk_revealer_get_reveal_child (self->revealer) == revealed)
    return;
  gtk_revealer_set_reveal_child (self->revealer, revealed);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}

static void
activate_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[ACTIVATED], 0);
}

static void
close_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  set_revealed (LAB_BANNER (widget), FALSE);
}

static void
lab_banner_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch ((LabBannerProperty) property_id)
    {
    case PROP_REVEALED:
      g_value_set_boolean (value, lab_banner_get_revealed (LAB_BANNER (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_banner_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_BANNER);

  G_OBJECT_CLASS (lab_banner_parent_class)->dispose (object);
}

static void
lab_banner_class_init (LabBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lab_banner_get_property;
  object_class->dispose = lab_banner_dispose;

  properties[PROP_REVEALED] = g_param_spec_boolean ("revealed", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/apicostlab/CostLab/ui/lab-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, LabBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, LabBanner, title);
  gtk_widget_class_bind_template_child (widget_class, LabBanner, button);
  gtk_widget_class_install_action (widget_class, "banner.activate", NULL, activate_cb);
  gtk_widget_class_install_action (widget_class, "banner.close", NULL, close_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_banner_init (LabBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_banner_new (void)
{
  return g_object_new (LAB_TYPE_BANNER, NULL);
}

void
lab_banner_show (LabBanner  *self,
                 const char *title,
                 const char *button_label)
{
  g_return_if_fail (LAB_IS_BANNER (self));
  g_return_if_fail (title != NULL);

  gtk_label_set_text (self->title, title);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button_label != NULL);
  if (button_label != NULL)
    gtk_button_set_label (self->button, button_label);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "banner.activate", button_label != NULL);
  set_revealed (self, TRUE);
}

void
lab_banner_hide (LabBanner *self)
{
  g_return_if_fail (LAB_IS_BANNER (self));

  set_revealed (self, FALSE);
}

gboolean
lab_banner_get_revealed (LabBanner *self)
{
  g_return_val_if_fail (LAB_IS_BANNER (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

const char *
lab_banner_get_title (LabBanner *self)
{
  g_return_val_if_fail (LAB_IS_BANNER (self), NULL);

  return gtk_label_get_text (self->title);
}
