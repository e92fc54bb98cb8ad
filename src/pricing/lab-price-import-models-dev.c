/* lab-price-import-models-dev.c: models.dev's api.json
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * {"provider":{"models":{"id":{"cost":{"input","output","cache_read",
 * "cache_write","tiers"}}}}}, in dollars per million tokens.
 */

#include <glib/gi18n-lib.h>

#include "lab-price-import-private.h"

static const struct
{
  const char *name;
  LabBucket bucket;
} price_names[] = {
  { "input", LAB_BUCKET_U },       { "output", LAB_BUCKET_O }, { "cache_read", LAB_BUCKET_R },
  { "cache_write", LAB_BUCKET_W },
};

static gboolean
find_bucket (const char *name,
             LabBucket  *bucket)
{
  for (gsize i = 0; i < G_N_ELEMENTS (price_names); i++)
    if (g_str_equal (name, price_names[i].name))
      {
        *bucket = price_names[i].bucket;
        return TRUE;
      }
  return FALSE;
}

static void
read_prices (LabPriceImporter  *self,
             const LabJson     *prices,
             const LabPriceKey *key)
{
  for (guint i = 0; i < lab_json_get_n_members (prices); i++)
    {
      const char *name = lab_json_get_member_name (prices, i);
      LabBucket bucket = LAB_BUCKET_U;
      LabRate rate = 0;

      if (g_str_equal (name, "tiers") || g_str_equal (name, "tier"))
        continue;
      if (!find_bucket (name, &bucket))
        lab_price_importer_refuse (self, lab_json_get (prices, name),
                                   _("This price is for something that is not billed here."));
      else if (lab_price_importer_read_price (self, prices, name, 0, &rate))
        lab_price_importer_get_row (self, key)->rates[bucket] = rate;
    }
}

static void
read_tiers (LabPriceImporter *self,
            const LabJson    *tiers,
            LabPriceKey       key)
{
  for (guint i = 0; tiers != NULL && i < lab_json_get_n_members (tiers); i++)
    {
      const LabJson *prices = lab_json_get_element (tiers, i);
      const LabJson *tier = lab_json_get (prices, "tier");
      const char *type = lab_json_get_string (lab_json_get (tier, "type"));
      const LabJson *size = lab_json_get (tier, "size");

      if (g_strcmp0 (type, "context") != 0 || size == NULL || !lab_json_get_int (size, &key.above)
          || key.above <= 0)
        lab_price_importer_refuse (self, prices, _("This tier is not one of context length."));
      else
        read_prices (self, prices, &key);
    }
}

static void
read_model (LabPriceImporter *self,
            const char       *provider,
            const char       *id,
            const LabJson    *entry)
{
  const LabJson *cost = lab_json_get (entry, "cost");
  const LabJson *limit = lab_json_get (entry, "limit");
  LabModelInfo *model;

  if (cost == NULL || lab_json_get_node_type (cost) != LAB_JSON_OBJECT)
    {
      lab_price_importer_refuse (self, entry, _("The model has no price."));
      return;
    }
  model = lab_price_importer_add_model (self, entry, provider, id,
                                        lab_json_get_string (lab_json_get (entry, "name")));
  if (model == NULL)
    return;
  if (limit != NULL)
    {
      lab_price_importer_read_limit (self, limit, "context", &model->context_window);
      lab_price_importer_read_limit (self, limit, "input", &model->max_input);
      lab_price_importer_read_limit (self, limit, "output", &model->max_output);
    }
  read_prices (self, cost, &(LabPriceKey) { model, "default", FALSE, 0, self->at });
  read_tiers (self, lab_json_get (cost, "tiers"),
              (LabPriceKey) { model, "default", FALSE, 0, self->at });
}

gboolean
lab_price_import_models_dev (LabPriceImporter  *self,
                             const LabJson     *root,
                             GError           **error)
{
  if (lab_json_get_node_type (root) != LAB_JSON_OBJECT)
    {
      lab_json_set_error (error, root, _("The file of models.dev is an object of providers."));
      return FALSE;
    }
  for (guint i = 0; i < lab_json_get_n_members (root); i++)
    {
      const char *provider = lab_json_get_member_name (root, i);
      const LabJson *models = lab_json_get (lab_json_get (root, provider), "models");

      if (models == NULL || lab_json_get_node_type (models) != LAB_JSON_OBJECT)
        {
          lab_json_set_error (error, lab_json_get (root, provider),
                              _("This provider has no object of models."));
          return FALSE;
        }
      for (guint j = 0; j < lab_json_get_n_members (models); j++)
        {
          const char *id = lab_json_get_member_name (models, j);

          read_model (self, provider, id, lab_json_get (models, id));
        }
    }
  return TRUE;
}
