/* lab-model-list.c: the models one can choose, for a drop-down
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-model-list.h"

#include <glib/gi18n-lib.h>

struct _LabModelItem
{
  GObject parent_instance;

  LabModelInfo *info;
};

G_DEFINE_FINAL_TYPE (LabModelItem, lab_model_item, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_PROVIDER,
} LabModelItemProperty;

static GParamSpec *properties[PROP_PROVIDER + 1];

static void
lab_model_item_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LabModelItem *self = LAB_MODEL_ITEM (object);

  switch ((LabModelItemProperty) property_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->info->display_name);
      break;
    case PROP_PROVIDER:
      g_value_set_string (value, lab_provider_get_label (self->info->provider));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_model_item_finalize (GObject *object)
{
  LabModelItem *self = LAB_MODEL_ITEM (object);

  lab_model_info_unref (self->info);

  G_OBJECT_CLASS (lab_model_item_parent_class)->finalize (object);
}

static void
lab_model_item_class_init (LabModelItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lab_model_item_get_property;
  object_class->finalize = lab_model_item_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_PROVIDER] = g_param_spec_string ("provider", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_model_item_init (LabModelItem *self)
{
}

const LabModelInfo *
lab_model_item_get_info (LabModelItem *self)
{
  g_return_val_if_fail (LAB_IS_MODEL_ITEM (self), NULL);

  return self->info;
}

GListModel *
lab_model_list_new (LabPriceCatalogue *catalogue)
{
  GListStore *list = g_list_store_new (LAB_TYPE_MODEL_ITEM);
  g_autoptr (GPtrArray) models = NULL;

  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue), NULL);

  models = lab_price_catalogue_list_models (catalogue, NULL);
  for (guint i = 0; i < models->len; i++)
    {
      LabModelInfo *info = g_ptr_array_index (models, i);
      g_autoptr (LabModelItem) item = NULL;

      if (g_strcmp0 (info->status, "retired") == 0)
        continue;
      item = g_object_new (LAB_TYPE_MODEL_ITEM, NULL);
      item->info = lab_model_info_ref (info);
      g_list_store_append (list, item);
    }
  return G_LIST_MODEL (list);
}

guint
lab_model_list_find (GListModel *list,
                     const char *provider,
                     const char *model)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (list), 0);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (LabModelItem) item = g_list_model_get_item (list, i);

      if (g_strcmp0 (item->info->provider, provider) == 0 &&
          g_strcmp0 (item->info->id, model) == 0)
        return i;
    }
  return 0;
}

const char *
lab_provider_get_label (const char *provider)
{
  static const struct
  {
    const char *provider;
    const char *label;
  } labels[] = {
    { "openai", "OpenAI" },
    { "anthropic", "Anthropic" },
    { "google", "Google" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (labels[i].provider, provider) == 0)
      return labels[i].label;
  if (g_strcmp0 (provider, "mock") == 0)
    return _("Mock");
  return provider;
}
