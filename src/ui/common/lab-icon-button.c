/* lab-icon-button.c: a button with a picture that always says its name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-icon-button.h"

struct _LabIconButton
{
  GtkButton parent_instance;

  char *title;
};

G_DEFINE_FINAL_TYPE (LabIconButton, lab_icon_button, GTK_TYPE_BUTTON)

typedef enum
{
  PROP_TITLE = 1,
} LabIconButtonProperty;

static GParamSpec *properties[PROP_TITLE + 1];

static void
lab_icon_button_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  LabIconButton *self = LAB_ICON_BUTTON (object);

  switch ((LabIconButtonProperty) property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_icon_button_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  LabIconButton *self = LAB_ICON_BUTTON (object);

  switch ((LabIconButtonProperty) property_id)
    {
    case PROP_TITLE:
      lab_icon_button_set_title (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_icon_button_finalize (GObject *object)
{
  LabIconButton *self = LAB_ICON_BUTTON (object);

  g_free (self->title);

  G_OBJECT_CLASS (lab_icon_button_parent_class)->finalize (object);
}

static void
lab_icon_button_class_init (LabIconButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lab_icon_button_get_property;
  object_class->set_property = lab_icon_button_set_property;
  object_class->finalize = lab_icon_button_finalize;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_icon_button_init (LabIconButton *self)
{
}

GtkWidget *
lab_icon_button_new (const char *icon_name,
                     const char *title,
                     const char *action)
{
  g_return_val_if_fail (icon_name != NULL, NULL);
  g_return_val_if_fail (title != NULL, NULL);

  return g_object_new (LAB_TYPE_ICON_BUTTON, "icon-name", icon_name, "title", title, "action-name",
                       action, NULL);
}

const char *
lab_icon_button_get_title (LabIconButton *self)
{
  g_return_val_if_fail (LAB_IS_ICON_BUTTON (self), NULL);

  return self->title;
}

void
lab_icon_button_set_title (LabIconButton *self,
                           const char    *title)
{
  g_return_if_fail (LAB_IS_ICON_BUTTON (self));

  if (g_strcmp0 (title, self->title) == 0)
    return;
  g_free (self->title);
  self->title = g_strdup (title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title != NULL ? title : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

void
lab_icon_button_set_face (LabIconButton *self,
                          const char    *icon_name,
                          const char    *title)
{
  g_return_if_fail (LAB_IS_ICON_BUTTON (self));
  g_return_if_fail (icon_name != NULL);
  g_return_if_fail (title != NULL);

  gtk_button_set_icon_name (GTK_BUTTON (self), icon_name);
  lab_icon_button_set_title (self, title);
}
