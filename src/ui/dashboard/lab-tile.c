/* lab-tile.c: one figure, with how it has changed, that can be opened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dashboard/lab-tile.h"

#include <glib/gi18n-lib.h>

struct _LabTile
{
  GtkButton parent_instance;

  GtkLabel *title;
  GtkLabel *figure;
  GtkLabel *note;
};

G_DEFINE_FINAL_TYPE (LabTile, lab_tile, GTK_TYPE_BUTTON)

typedef enum
{
  PROP_TITLE = 1,
} LabTileProperty;

static GParamSpec *properties[PROP_TITLE + 1];

static void
update_name (LabTile *self)
{
  /* Translators: a figure as it is read out: what it is, how much, and how it
   * has changed or nothing. */
  g_autofree char *name =
    g_strdup_printf (_("%s: %s. %s"), gtk_label_get_text (self->title),
                     gtk_label_get_text (self->figure), gtk_label_get_text (self->note));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_strchomp (name), -1);
}

static void
lab_tile_get_property (GObject    *object,
                       guint       property_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  switch ((LabTileProperty) property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_text (LAB_TILE (object)->title));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_tile_set_property (GObject      *object,
                       guint         property_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  LabTile *self = LAB_TILE (object);

  switch ((LabTileProperty) property_id)
    {
    case PROP_TITLE:
      gtk_label_set_text (self->title, g_value_get_string (value));
      update_name (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_tile_class_init (LabTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lab_tile_get_property;
  object_class->set_property = lab_tile_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/apicostlab/CostLab/ui/lab-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, LabTile, title);
  gtk_widget_class_bind_template_child (widget_class, LabTile, figure);
  gtk_widget_class_bind_template_child (widget_class, LabTile, note);
}

static void
lab_tile_init (LabTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lab_tile_set (LabTile    *self,
              const char *figure,
              const char *note)
{
  g_return_if_fail (LAB_IS_TILE (self));
  g_return_if_fail (figure != NULL);
  g_return_if_fail (note != NULL);

  if (g_str_equal (figure, gtk_label_get_text (self->figure)) &&
      g_str_equal (note, gtk_label_get_text (self->note)))
    return;
  gtk_label_set_text (self->figure, figure);
  gtk_label_set_text (self->note, note);
  update_name (self);
}

const char *
lab_tile_get_figure (LabTile *self)
{
  g_return_val_if_fail (LAB_IS_TILE (self), NULL);

  return gtk_label_get_text (self->figure);
}
