/* lab-price-import-litellm.c: LiteLLM's model_prices_and_context_window.json
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One object a model; prices in dollars a token, their row in their name:
 * cache_read_input_token_cost_above_272k_tokens_flex.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-price-import-private.h"

/* Dollars a token → dollars a million tokens. */
#define PER_TOKEN 6
#define SAMPLE "sample_spec"
#define SEARCH_FEE "search_context_cost_per_query"

/* Longer names first: one begins like another. */
static const struct
{
  const char *name;
  LabBucket bucket;
} price_names[] = {
  { "cache_creation_input_token_cost_above_1hr", LAB_BUCKET_WL },
  { "cache_creation_input_token_cost", LAB_BUCKET_W },
  { "cache_read_input_token_cost", LAB_BUCKET_R },
  { "output_cost_per_token", LAB_BUCKET_O },
  { "input_cost_per_token", LAB_BUCKET_U },
};

static const struct
{
  const char *theirs;
  const char *ours;
} providers[] = {
  { "gemini", "google" },
  { "vertex_ai-language-models", "google-vertex" },
};

/* "_above_272k_tokens" and "_flex" behind a price's name. */
static gboolean
parse_suffix (const char  *suffix,
              LabPriceKey *key)
{
  if (g_str_has_prefix (suffix, "_above_"))
    {
      char *end = NULL;
      guint64 thousands = g_ascii_strtoull (suffix + strlen ("_above_"), &end, 10);

      if (thousands == 0 || thousands > G_MAXINT32 || !g_str_has_prefix (end, "k_tokens"))
        return FALSE;
      key->above = (gint64) thousands * 1000;
      suffix = end + strlen ("k_tokens");
    }
  if (*suffix == '\0')
    return TRUE;
  if (g_str_equal (suffix, "_flex") || g_str_equal (suffix, "_priority"))
    key->service_tier = suffix[1] == 'f' ? "flex" : "priority";
  else if (g_str_equal (suffix, "_batches"))
    key->batch = TRUE;
  else
    return FALSE;
  return TRUE;
}

static gboolean
parse_name (const char  *name,
            LabPriceKey *key,
            LabBucket   *bucket)
{
  for (gsize i = 0; i < G_N_ELEMENTS (price_names); i++)
    if (g_str_has_prefix (name, price_names[i].name))
      {
        *bucket = price_names[i].bucket;
        return parse_suffix (name + strlen (price_names[i].name), key);
      }
  return FALSE;
}

/* Three sizes of search context; one fee only where they agree. */
static void
read_search_fee (LabPriceImporter   *self,
                 const LabJson      *entry,
                 const LabModelInfo *model)
{
  static const char * const sizes[] = {
    "search_context_size_low", "search_context_size_medium", "search_context_size_high",
  };
  const LabJson *fees = lab_json_get (entry, SEARCH_FEE);
  LabPriceKey key = { model, "default", FALSE, 0, self->at };
  LabRate fee[G_N_ELEMENTS (sizes)];

  if (lab_json_get_node_type (fees) != LAB_JSON_OBJECT)
    {
      lab_price_importer_refuse (self, fees, _("Fees by size of the search are expected here."));
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (!lab_price_importer_read_price (self, fees, sizes[i], 0, &fee[i]))
      return;
  if (fee[0] != fee[1] || fee[1] != fee[2])
    lab_price_importer_refuse (self, fees,
                               _("The fee depends on the size of the search context."));
  else
    lab_price_importer_get_row (self, &key)->web_search_fee = fee[0];
}

static void
read_price (LabPriceImporter   *self,
            const LabJson      *entry,
            const char         *name,
            const LabModelInfo *model)
{
  LabPriceKey key = { model, "default", FALSE, 0, self->at };
  LabBucket bucket = LAB_BUCKET_U;
  LabRate rate = 0;

  if (g_str_equal (name, SEARCH_FEE))
    read_search_fee (self, entry, model);
  else if (!parse_name (name, &key, &bucket))
    lab_price_importer_refuse (self, lab_json_get (entry, name),
                               _("This price is for something that is not billed here."));
  else if (lab_price_importer_read_price (self, entry, name, PER_TOKEN, &rate))
    lab_price_importer_get_row (self, &key)->rates[bucket] = rate;
}

static const char *
our_provider (const char *theirs)
{
  for (gsize i = 0; i < G_N_ELEMENTS (providers); i++)
    if (g_str_equal (theirs, providers[i].theirs))
      return providers[i].ours;
  return theirs;
}

static void
read_entry (LabPriceImporter *self,
            const char       *name,
            const LabJson    *entry)
{
  const char *provider = lab_json_get_string (lab_json_get (entry, "litellm_provider"));
  const char *mode = lab_json_get_string (lab_json_get (entry, "mode"));
  g_autofree char *prefix = provider ? g_strconcat (provider, "/", NULL) : NULL;
  LabModelInfo *model;

  if (provider == NULL)
    {
      lab_price_importer_refuse (self, entry, _("The entry names no provider."));
      return;
    }
  if (g_strcmp0 (mode, "chat") != 0 && g_strcmp0 (mode, "responses") != 0
      && g_strcmp0 (mode, "completion") != 0)
    {
      lab_price_importer_refuse (self, entry, _("This is no text model (its mode is “%s”)."),
                                 mode ? mode : "");
      return;
    }
  if (g_str_has_prefix (name, prefix))
    name += strlen (prefix);
  model = lab_price_importer_add_model (self, entry, our_provider (provider), name, NULL);
  if (model == NULL)
    return;
  lab_price_importer_read_limit (self, entry, "max_input_tokens", &model->context_window);
  lab_price_importer_read_limit (self, entry, "max_output_tokens", &model->max_output);
  for (guint i = 0; i < lab_json_get_n_members (entry); i++)
    if (strstr (lab_json_get_member_name (entry, i), "cost") != NULL)
      read_price (self, entry, lab_json_get_member_name (entry, i), model);
}

gboolean
lab_price_import_litellm (LabPriceImporter  *self,
                          const LabJson     *root,
                          GError           **error)
{
  if (lab_json_get_node_type (root) != LAB_JSON_OBJECT)
    {
      lab_json_set_error (error, root, _("LiteLLM's price file is an object of models."));
      return FALSE;
    }
  for (guint i = 0; i < lab_json_get_n_members (root); i++)
    {
      const char *name = lab_json_get_member_name (root, i);
      const LabJson *entry = lab_json_get (root, name);

      if (g_str_equal (name, SAMPLE))
        continue;
      if (lab_json_get_node_type (entry) != LAB_JSON_OBJECT)
        lab_price_importer_refuse (self, entry, _("A model is expected here."));
      else
        read_entry (self, name, entry);
    }
  return TRUE;
}
