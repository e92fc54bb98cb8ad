/* lab-go-to-item.c: one thing to go to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-go-to-item-private.h"

struct _LabGoToItem
{
  GObject parent_instance;

  char *title;
  char *kind;
  char *action;
};

G_DEFINE_FINAL_TYPE (LabGoToItem, lab_go_to_item, G_TYPE_OBJECT)

typedef enum
{
  PROP_TITLE = 1,
  PROP_KIND,
} LabGoToItemProperty;

static GParamSpec *properties[PROP_KIND + 1];

static void
lab_go_to_item_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LabGoToItem *self = LAB_GO_TO_ITEM (object);

  switch ((LabGoToItemProperty) property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_KIND:
      g_value_set_string (value, self->kind);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_go_to_item_finalize (GObject *object)
{
  LabGoToItem *self = LAB_GO_TO_ITEM (object);

  g_free (self->title);
  g_free (self->kind);
  g_free (self->action);

  G_OBJECT_CLASS (lab_go_to_item_parent_class)->finalize (object);
}

static void
lab_go_to_item_class_init (LabGoToItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lab_go_to_item_get_property;
  object_class->finalize = lab_go_to_item_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_go_to_item_init (LabGoToItem *self)
{
}

LabGoToItem *
lab_go_to_item_new (const char *title,
                      const char *kind,
                      char       *action)
{
  LabGoToItem *self = g_object_new (LAB_TYPE_GO_TO_ITEM, NULL);

  self->title = g_strdup (title);
  self->kind = g_strdup (kind);
  self->action = action;
  return self;
}

const char *
lab_go_to_item_get_action (LabGoToItem *self)
{
  g_return_val_if_fail (LAB_IS_GO_TO_ITEM (self), NULL);

  return self->action;
}
