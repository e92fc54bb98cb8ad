/* lab-price-import-genai.c: genai-prices' data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * {"provider":[model, …]} or [{"id":provider,"models":[model, …]}, …]; a
 * model is {"id","match","prices"}, prices an object or a list of
 * {"constraint","prices"}; each price a number or {"base","tiers":[{"start",
 * "price"}]}, in dollars per million tokens.
 */

#include <glib/gi18n-lib.h>

#include "lab-clock.h"
#include "lab-price-import-private.h"

/* Dollars a thousand → dollars each. */
#define PER_THOUSAND (-3)

static const struct
{
  const char *name;
  LabBucket bucket;
} price_names[] = {
  { "input_mtok", LAB_BUCKET_U },           { "output_mtok", LAB_BUCKET_O },
  { "cache_read_mtok", LAB_BUCKET_R },      { "cache_write_mtok", LAB_BUCKET_W },
  { "cache_write_1h_mtok", LAB_BUCKET_WL },
};

/* --- names --- */

/* A pattern is refused, but a model's id that is the whole of one is a name
 * that it matches. */
static void
collect_names (LabPriceImporter *self,
               const LabJson    *match,
               const char       *id,
               GPtrArray        *names)
{
  if (lab_json_get_node_type (match) != LAB_JSON_OBJECT)
    {
      lab_price_importer_refuse (self, match, _("A rule for matching names is expected here."));
      return;
    }
  for (guint i = 0; i < lab_json_get_n_members (match); i++)
    {
      const char *kind = lab_json_get_member_name (match, i);
      const LabJson *value = lab_json_get (match, kind);

      if (g_str_equal (kind, "equals") && lab_json_get_string (value) != NULL)
        g_ptr_array_add (names, (gpointer) lab_json_get_string (value));
      else if (g_str_equal (kind, "or"))
        for (guint j = 0; j < lab_json_get_n_members (value); j++)
          collect_names (self, lab_json_get_element (value, j), id, names);
      else
        {
          if (g_strcmp0 (lab_json_get_string (value), id) == 0
              && (g_str_equal (kind, "starts_with") || g_str_equal (kind, "ends_with")))
            g_ptr_array_add (names, (gpointer) id);
          lab_price_importer_refuse (self, value,
                                     _("Models are matched by their names, never by a pattern."));
        }
    }
}

static gboolean
has_name (GPtrArray  *names,
          const char *name)
{
  for (guint i = 0; i < names->len; i++)
    if (g_str_equal (g_ptr_array_index (names, i), name))
      return TRUE;
  return FALSE;
}

static void
set_aliases (LabModelInfo *model,
             GPtrArray    *names)
{
  g_autoptr (GPtrArray) aliases = g_ptr_array_new ();

  for (guint i = 0; i < names->len; i++)
    if (!g_str_equal (g_ptr_array_index (names, i), model->id))
      g_ptr_array_add (aliases, g_strdup (g_ptr_array_index (names, i)));
  if (aliases->len == 0)
    return;
  g_ptr_array_add (aliases, NULL);
  model->aliases = (char **) g_ptr_array_steal (aliases, NULL);
}

/* --- prices --- */

/* What one price is above @above input tokens; tiers are sorted or not. */
static gboolean
price_above (LabPriceImporter *self,
             const LabJson    *prices,
             const char       *name,
             gint64            above,
             LabRate          *rate)
{
  const LabJson *price = lab_json_get (prices, name);
  const LabJson *tiers = lab_json_get (price, "tiers");
  const LabJson *best = NULL;
  gint64 reached = 0;

  if (lab_json_get_node_type (price) != LAB_JSON_OBJECT)
    return lab_price_importer_read_price (self, prices, name, 0, rate);

  for (guint i = 0; tiers != NULL && i < lab_json_get_n_members (tiers); i++)
    {
      const LabJson *tier = lab_json_get_element (tiers, i);
      gint64 start = 0;

      if (lab_json_get (tier, "start") != NULL
          && lab_json_get_int (lab_json_get (tier, "start"), &start) && start > reached
          && start <= above)
        {
          best = tier;
          reached = start;
        }
    }
  return best != NULL ? lab_price_importer_read_price (self, best, "price", 0, rate)
                      : lab_price_importer_read_price (self, price, "base", 0, rate);
}

/* Every threshold that one of the prices has, and 0. */
static GArray *
collect_thresholds (const LabJson *prices)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 none = 0;

  g_array_append_val (found, none);
  for (gsize i = 0; i < G_N_ELEMENTS (price_names); i++)
    {
      const LabJson *price = lab_json_get (prices, price_names[i].name);
      const LabJson *tiers = price != NULL ? lab_json_get (price, "tiers") : NULL;

      for (guint j = 0; tiers != NULL && j < lab_json_get_n_members (tiers); j++)
        {
          const LabJson *member = lab_json_get (lab_json_get_element (tiers, j), "start");
          gint64 start = 0;
          gboolean known = FALSE;

          if (member == NULL || !lab_json_get_int (member, &start) || start <= 0)
            continue;
          for (guint k = 0; k < found->len; k++)
            known |= g_array_index (found, gint64, k) == start;
          if (!known)
            g_array_append_val (found, start);
        }
    }
  return found;
}

static void
read_tier (LabPriceImporter  *self,
           const LabJson     *prices,
           const LabPriceKey *key)
{
  LabRate fee = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (price_names); i++)
    {
      LabRate rate = 0;

      if (lab_json_get (prices, price_names[i].name) != NULL
          && price_above (self, prices, price_names[i].name, key->above, &rate))
        lab_price_importer_get_row (self, key)->rates[price_names[i].bucket] = rate;
    }
  if (lab_json_get (prices, "web_searches_kcount") != NULL
      && lab_price_importer_read_price (self, prices, "web_searches_kcount", PER_THOUSAND, &fee))
    lab_price_importer_get_row (self, key)->web_search_fee = fee;
}

static void
refuse_other_prices (LabPriceImporter *self,
                     const LabJson    *prices)
{
  for (guint i = 0; i < lab_json_get_n_members (prices); i++)
    {
      const char *name = lab_json_get_member_name (prices, i);
      gboolean known = g_str_equal (name, "web_searches_kcount");

      for (gsize j = 0; j < G_N_ELEMENTS (price_names); j++)
        known |= g_str_equal (name, price_names[j].name);
      if (!known)
        lab_price_importer_refuse (self, lab_json_get (prices, name),
                                   _("This price is for something that is not billed here."));
    }
}

static void
read_prices (LabPriceImporter   *self,
             const LabJson      *prices,
             const LabModelInfo *model,
             gint64              effective_from)
{
  g_autoptr (GArray) thresholds = NULL;

  if (prices == NULL || lab_json_get_node_type (prices) != LAB_JSON_OBJECT)
    return;
  thresholds = collect_thresholds (prices);
  for (guint i = 0; i < thresholds->len; i++)
    {
      LabPriceKey key = {
        model, "default", FALSE, g_array_index (thresholds, gint64, i), effective_from,
      };

      read_tier (self, prices, &key);
    }
  refuse_other_prices (self, prices);
}

/* A list of prices, each from its date; the one without holds before. */
static void
read_dated (LabPriceImporter   *self,
            const LabJson      *list,
            const LabModelInfo *model)
{
  for (guint i = 0; i < lab_json_get_n_members (list); i++)
    {
      const LabJson *item = lab_json_get_element (list, i);
      const LabJson *constraint = lab_json_get (item, "constraint");
      const char *date = NULL;
      gint64 from = LAB_PRICE_BEGINNING;

      if (constraint != NULL && !lab_json_is_null (constraint))
        {
          date = lab_json_get_string (lab_json_get (constraint, "start_date"));
          if (date == NULL || !lab_time_parse (date, &from, NULL))
            {
              lab_price_importer_refuse (self, constraint,
                                         _("Prices can depend on a first day only."));
              continue;
            }
        }
      read_prices (self, lab_json_get (item, "prices"), model, from);
    }
}

static void
read_model (LabPriceImporter *self,
            const char       *provider,
            const LabJson    *entry)
{
  const char *id = lab_json_get_string (lab_json_get (entry, "id"));
  const LabJson *match = lab_json_get (entry, "match");
  const LabJson *prices = lab_json_get (entry, "prices");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  LabModelInfo *model;

  if (id == NULL || match == NULL || prices == NULL)
    {
      lab_price_importer_refuse (self, entry, _("A model needs an id, a match and prices."));
      return;
    }
  collect_names (self, match, id, names);
  /* The id is a name of theirs, and the vendor's only where they say so. */
  if (names->len == 0)
    {
      lab_price_importer_refuse (self, entry, _("No exact name of the model is given."));
      return;
    }
  model = lab_price_importer_add_model (self, entry, provider,
                                        has_name (names, id)
                                          ? id
                                          : (const char *) g_ptr_array_index (names, 0),
                                        lab_json_get_string (lab_json_get (entry, "name")));
  if (model == NULL)
    return;
  set_aliases (model, names);
  lab_price_importer_read_limit (self, entry, "context_window", &model->context_window);
  if (lab_json_get_node_type (prices) == LAB_JSON_ARRAY)
    read_dated (self, prices, model);
  else
    read_prices (self, prices, model, self->at);
}

static gboolean
read_provider (LabPriceImporter  *self,
               const char        *provider,
               const LabJson     *models,
               const LabJson     *at,
               GError           **error)
{
  if (provider == NULL || models == NULL || lab_json_get_node_type (models) != LAB_JSON_ARRAY)
    {
      lab_json_set_error (error, at, _("A provider with a list of models is expected here."));
      return FALSE;
    }
  for (guint i = 0; i < lab_json_get_n_members (models); i++)
    read_model (self, provider, lab_json_get_element (models, i));
  return TRUE;
}

gboolean
lab_price_import_genai (LabPriceImporter  *self,
                        const LabJson     *root,
                        GError           **error)
{
  gboolean is_list = lab_json_get_node_type (root) == LAB_JSON_ARRAY;

  if (!is_list && lab_json_get_node_type (root) != LAB_JSON_OBJECT)
    {
      lab_json_set_error (error, root, _("The file of genai-prices lists providers."));
      return FALSE;
    }
  for (guint i = 0; i < lab_json_get_n_members (root); i++)
    {
      const LabJson *item = lab_json_get_element (root, i);
      const char *provider;
      gboolean done;

      if (is_list)
        {
          provider = lab_json_get_string (lab_json_get (item, "id"));
          done = read_provider (self, provider, lab_json_get (item, "models"), item, error);
        }
      else
        {
          provider = lab_json_get_member_name (root, i);
          item = lab_json_get (root, provider);
          done = read_provider (self, provider, item, item, error);
        }
      if (!done)
        return FALSE;
    }
  return TRUE;
}
