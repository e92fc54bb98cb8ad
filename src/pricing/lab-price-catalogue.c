/* lab-price-catalogue.c: all models and their dated prices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-price-catalogue.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-price-catalogue-private.h"
#include "lab-price-data-private.h"
#include "lab-price-reader-private.h"

#define RESOURCE_PATH "/io/github/apicostlab/CostLab/prices/price-rows.json"
#define MOCK_PROVIDER "mock"
/* "-YYYY-MM-DD" */
#define DATE_SUFFIX_LENGTH 11

struct _LabPriceCatalogue
{
  GObject parent_instance;

  char *as_of;
  GPtrArray *models;  /* of LabModelInfo, in order */
  GHashTable *by_name; /* "provider\nname" and "\nname" → LabModelInfo in models */
  GHashTable *rows;   /* "provider\nmodel" → GPtrArray of LabPriceRow */
  GHashTable *by_id;  /* row id → LabPriceRow in rows */
  GHashTable *keys;   /* what tells a layer's rows apart, as text */
};

G_DEFINE_FINAL_TYPE (LabPriceCatalogue, lab_price_catalogue, G_TYPE_OBJECT)

static char *
make_key (const char *provider,
          const char *name)
{
  return g_strconcat (provider ? provider : "", "\n", name, NULL);
}

static void
add_name (LabPriceCatalogue *self,
          LabModelInfo      *model,
          const char        *name,
          gboolean           replace)
{
  char *with = make_key (model->provider, name);
  char *without = make_key (NULL, name);

  if (replace || !g_hash_table_contains (self->by_name, with))
    g_hash_table_replace (self->by_name, with, model);
  else
    g_free (with);
  /* The first provider of the catalogue keeps a name that several have. */
  if (!g_hash_table_contains (self->by_name, without))
    g_hash_table_insert (self->by_name, without, model);
  else
    g_free (without);
}

/* Names are looked up anew when a model is replaced, since both tables only
 * borrow the models. Ids are entered before aliases: exact beats alias. */
static void
index_models (LabPriceCatalogue *self)
{
  g_hash_table_remove_all (self->by_name);
  for (guint i = 0; i < self->models->len; i++)
    {
      LabModelInfo *model = g_ptr_array_index (self->models, i);

      add_name (self, model, model->id, TRUE);
    }
  for (guint i = 0; i < self->models->len; i++)
    {
      LabModelInfo *model = g_ptr_array_index (self->models, i);

      for (guint j = 0; model->aliases != NULL && model->aliases[j] != NULL; j++)
        add_name (self, model, model->aliases[j], FALSE);
    }
}

static gint
find_index (LabPriceCatalogue *self,
            const char        *provider,
            const char        *id)
{
  for (guint i = 0; i < self->models->len; i++)
    {
      const LabModelInfo *model = g_ptr_array_index (self->models, i);

      if (g_str_equal (model->provider, provider) && g_str_equal (model->id, id))
        return i;
    }
  return -1;
}

/* Takes @model. */
static void
put_model (LabPriceCatalogue *self,
           LabModelInfo      *model)
{
  gint index = find_index (self, model->provider, model->id);

  if (index < 0)
    {
      g_ptr_array_add (self->models, model);
      return;
    }
  lab_model_info_unref (g_ptr_array_index (self->models, index));
  g_ptr_array_index (self->models, index) = model;
}

static char *
row_key (const LabPriceRow *row)
{
  g_autofree char *key = lab_price_row_make_id (row, NULL);

  return g_strconcat (lab_price_layer_to_string (row->layer), ":", key, NULL);
}

/* Takes @row. */
static void
put_row (LabPriceCatalogue *self,
         LabPriceRow       *row)
{
  g_autofree char *key = make_key (row->provider, row->model);
  GPtrArray *rows = g_hash_table_lookup (self->rows, key);

  if (rows == NULL)
    {
      rows = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_price_row_unref);
      g_hash_table_insert (self->rows, g_steal_pointer (&key), rows);
    }
  g_ptr_array_add (rows, row);
  g_hash_table_replace (self->by_id, row->id, row);
  g_hash_table_add (self->keys, row_key (row));
}

static gboolean
read_models (const LabJson  *root,
             LabPriceLayer   layer,
             GPtrArray      *models,
             GError        **error)
{
  const LabJson *array = lab_json_get (root, "models");

  if (array == NULL || lab_json_is_null (array))
    return TRUE;
  array = lab_json_require (root, "models", LAB_JSON_ARRAY, error);
  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < lab_json_get_n_members (array); i++)
    {
      LabModelInfo *model = lab_price_read_model (lab_json_get_element (array, i), layer, error);

      if (model == NULL)
        return FALSE;
      g_ptr_array_add (models, model);
    }
  return TRUE;
}

/* The ledger refers to rows by their ids, so one id is one row; and two rows
 * of one key would leave it open which of them prices a call. */
static gboolean
check_unique (LabPriceCatalogue  *self,
              const LabJson      *element,
              LabPriceRow        *row,
              GHashTable         *seen,
              GError            **error)
{
  g_autofree char *key = row_key (row);

  if (g_hash_table_contains (self->by_id, row->id) || g_hash_table_contains (self->keys, key)
      || g_hash_table_contains (seen, row->id) || g_hash_table_contains (seen, key))
    {
      lab_json_set_error (error, element, _("There is already a price row “%s”."), row->id);
      return FALSE;
    }
  g_hash_table_add (seen, g_strdup (row->id));
  g_hash_table_add (seen, g_steal_pointer (&key));
  return TRUE;
}

static gboolean
read_rows (LabPriceCatalogue  *self,
           const LabJson      *root,
           LabPriceLayer       layer,
           GPtrArray          *rows,
           GError            **error)
{
  const LabJson *array = lab_json_require (root, "rows", LAB_JSON_ARRAY, error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < lab_json_get_n_members (array); i++)
    {
      const LabJson *element = lab_json_get_element (array, i);
      LabPriceRow *row = lab_price_read_row (element, layer, error);

      if (row == NULL)
        return FALSE;
      g_ptr_array_add (rows, row);
      if (!check_unique (self, element, row, seen, error))
        return FALSE;
    }
  return TRUE;
}

/* What a row does not say itself, its model says; a model that only rows
 * name is known by them. */
static void
complete_row (LabPriceCatalogue *self,
              LabPriceRow       *row)
{
  gint index = find_index (self, row->provider, row->model);
  const LabModelInfo *model;

  if (index < 0)
    {
      LabModelInfo *made = lab_model_info_new (row->provider, row->model, NULL);

      made->source = g_strdup (row->source);
      made->layer = row->layer;
      g_ptr_array_add (self->models, made);
      return;
    }
  model = g_ptr_array_index (self->models, index);
  if (model->layer != row->layer)
    return;
  if (row->source == NULL)
    row->source = g_strdup (model->source);
  if (row->confidence == NULL)
    row->confidence = g_strdup (model->confidence);
}

void
lab_price_catalogue_add_rows (LabPriceCatalogue *self,
                              GPtrArray         *models,
                              GPtrArray         *rows)
{
  for (guint i = 0; i < models->len; i++)
    put_model (self, lab_model_info_ref (g_ptr_array_index (models, i)));
  for (guint i = 0; i < rows->len; i++)
    {
      complete_row (self, g_ptr_array_index (rows, i));
      put_row (self, lab_price_row_ref (g_ptr_array_index (rows, i)));
    }
  index_models (self);
}

gboolean
lab_price_catalogue_add_json (LabPriceCatalogue  *self,
                              const LabJson      *root,
                              LabPriceLayer       layer,
                              GError            **error)
{
  static const char * const names[] = {
    "schema", "as_of", "sources", "models", "rows", "disagreements", "about", NULL,
  };
  g_autoptr (GPtrArray) models =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lab_model_info_unref);
  g_autoptr (GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lab_price_row_unref);
  const char *schema, *as_of = NULL;

  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (self), FALSE);
  g_return_val_if_fail (root != NULL, FALSE);

  schema = lab_json_require_string (root, "schema", error);
  if (schema == NULL)
    return FALSE;
  if (!g_str_equal (schema, LAB_PRICE_SCHEMA))
    {
      lab_json_set_error (error, root, _("This is no price file: its schema is “%s”, not “%s”."),
                          schema, LAB_PRICE_SCHEMA);
      return FALSE;
    }
  if (!lab_json_check_members (root, names, error)
      || !lab_json_optional_string (root, "as_of", &as_of, error)
      || !read_models (root, layer, models, error)
      || !read_rows (self, root, layer, rows, error))
    return FALSE;

  if (as_of != NULL && layer == LAB_PRICE_LAYER_BUNDLED)
    {
      g_free (self->as_of);
      self->as_of = g_strdup (as_of);
    }
  lab_price_catalogue_add_rows (self, models, rows);
  return TRUE;
}

gboolean
lab_price_catalogue_add_overrides (LabPriceCatalogue  *self,
                                   const char         *path,
                                   GError            **error)
{
  g_autoptr (LabJsonDocument) document = NULL;

  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  document = lab_json_document_load (path, 0, error);
  return document != NULL
         && lab_price_catalogue_add_json (self, lab_json_document_get_root (document),
                                          LAB_PRICE_LAYER_USER, error);
}

LabPriceCatalogue *
lab_price_catalogue_new_bundled (GError **error)
{
  g_autoptr (LabPriceCatalogue) self = lab_price_catalogue_new ();
  g_autoptr (LabJsonDocument) document = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *text;
  gsize length = 0;

  /* A static library's constructors are dropped by the linker. */
  lab_price_data_register_resource ();
  bytes = g_resources_lookup_data (RESOURCE_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &length);
  document = lab_json_document_parse (text, length, "price-rows.json", 1, error);
  if (document == NULL
      || !lab_price_catalogue_add_json (self, lab_json_document_get_root (document),
                                        LAB_PRICE_LAYER_BUNDLED, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
lab_price_catalogue_finalize (GObject *object)
{
  LabPriceCatalogue *self = LAB_PRICE_CATALOGUE (object);

  g_free (self->as_of);
  g_hash_table_unref (self->by_name);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->keys);
  g_hash_table_unref (self->rows);
  g_ptr_array_unref (self->models);

  G_OBJECT_CLASS (lab_price_catalogue_parent_class)->finalize (object);
}

static void
lab_price_catalogue_class_init (LabPriceCatalogueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_price_catalogue_finalize;
}

static void
lab_price_catalogue_init (LabPriceCatalogue *self)
{
  self->models = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_model_info_unref);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) g_ptr_array_unref);
}

LabPriceCatalogue *
lab_price_catalogue_new (void)
{
  return g_object_new (LAB_TYPE_PRICE_CATALOGUE, NULL);
}

const char *
lab_price_catalogue_get_as_of (LabPriceCatalogue *self)
{
  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (self), NULL);

  return self->as_of;
}

GPtrArray *
lab_price_catalogue_list_models (LabPriceCatalogue *self,
                                 const char        *provider)
{
  GPtrArray *models;

  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (self), NULL);

  models = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_model_info_unref);
  for (guint i = 0; i < self->models->len; i++)
    {
      LabModelInfo *model = g_ptr_array_index (self->models, i);

      if (provider == NULL || g_str_equal (model->provider, provider))
        g_ptr_array_add (models, lab_model_info_ref (model));
    }
  return models;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const LabPriceRow *left = *(const LabPriceRow * const *) a;
  const LabPriceRow *right = *(const LabPriceRow * const *) b;
  int order = (int) left->layer - (int) right->layer;

  if (order == 0)
    order = strcmp (left->service_tier, right->service_tier);
  if (order == 0)
    order = left->batch - right->batch;
  if (order == 0)
    order = g_strcmp0 (left->speed, right->speed);
  if (order == 0)
    order = g_strcmp0 (left->region, right->region);
  if (order == 0)
    order = (left->effective_from > right->effective_from)
            - (left->effective_from < right->effective_from);
  if (order == 0)
    order = (left->above > right->above) - (left->above < right->above);
  return order;
}

GPtrArray *
lab_price_catalogue_list_rows (LabPriceCatalogue  *self,
                               const LabModelInfo *model)
{
  g_autofree char *key = NULL;
  GPtrArray *list, *rows;

  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (self), NULL);
  g_return_val_if_fail (model != NULL, NULL);

  key = make_key (model->provider, model->id);
  rows = g_hash_table_lookup (self->rows, key);
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_price_row_unref);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    g_ptr_array_add (list, lab_price_row_ref (g_ptr_array_index (rows, i)));
  g_ptr_array_sort (list, compare_rows);
  return list;
}

static const LabModelInfo *
find_name (LabPriceCatalogue *self,
           const char        *name,
           const char        *provider)
{
  g_autofree char *key = make_key (provider, name);

  return g_hash_table_lookup (self->by_name, key);
}

static gboolean
has_date_suffix (const char *name,
                 gsize       length)
{
  static const char shape[] = "-dddd-dd-dd";
  const char *suffix;

  if (length <= DATE_SUFFIX_LENGTH)
    return FALSE;
  suffix = name + length - DATE_SUFFIX_LENGTH;
  for (guint i = 0; i < DATE_SUFFIX_LENGTH; i++)
    if (shape[i] == '-' ? suffix[i] != '-' : !g_ascii_isdigit (suffix[i]))
      return FALSE;
  return TRUE;
}

static const LabModelInfo *
find_dated (LabPriceCatalogue *self,
            const char        *name,
            const char        *provider)
{
  gsize length = strlen (name);
  const LabModelInfo *model = find_name (self, name, provider);

  if (model == NULL && has_date_suffix (name, length))
    {
      g_autofree char *stem = g_strndup (name, length - DATE_SUFFIX_LENGTH);

      model = find_name (self, stem, provider);
    }
  return model;
}

const LabModelInfo *
lab_price_catalogue_find_model (LabPriceCatalogue *self,
                                const char        *model,
                                const char        *provider)
{
  const LabModelInfo *found;

  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (self), NULL);
  g_return_val_if_fail (model != NULL, NULL);

  found = find_dated (self, model, provider);
  if (found == NULL && g_strcmp0 (provider, MOCK_PROVIDER) == 0)
    found = find_dated (self, model, NULL);
  return found;
}

/* The query with its synonyms resolved. */
typedef struct
{
  const char *service_tier;
  const char *speed;
  const char *region;
  gboolean batch;
  gint64 at;
} RowKey;

static gboolean
is_one_of (const char         *text,
           const char * const *words)
{
  return text == NULL || *text == '\0' || g_strv_contains (words, text);
}

static RowKey
normalise (const LabPriceQuery *query)
{
  static const char * const plain_tiers[] = {
    "default", "standard", "auto", "unspecified", "on_demand", NULL,
  };
  static const char * const plain_speeds[] = { "standard", NULL };
  static const char * const plain_regions[] = { "global", "not_available", NULL };
  RowKey key = { query->service_tier, query->speed, query->region, query->batch, query->at };

  if (g_strcmp0 (key.service_tier, "batch") == 0)
    {
      key.batch = TRUE;
      key.service_tier = NULL;
    }
  if (is_one_of (key.service_tier, plain_tiers))
    key.service_tier = "default";
  else if (g_str_equal (key.service_tier, "fast"))
    key.service_tier = "priority";
  if (is_one_of (key.speed, plain_speeds))
    key.speed = NULL;
  if (is_one_of (key.region, plain_regions))
    key.region = NULL;
  return key;
}

static gboolean
row_matches (const LabPriceRow *row,
             const RowKey      *key,
             LabPriceLayer      layer)
{
  return row->layer == layer && row->batch == key->batch && row->effective_from <= key->at
         && g_str_equal (row->service_tier, key->service_tier)
         && g_strcmp0 (row->speed, key->speed) == 0 && g_strcmp0 (row->region, key->region) == 0;
}

/* The rows of the latest date that has come, in one layer. */
static LabPriceSet *
find_in_layer (GPtrArray     *rows,
               const RowKey  *key,
               LabPriceLayer  layer)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  gint64 latest = LAB_PRICE_BEGINNING;

  for (guint i = 0; i < rows->len; i++)
    {
      LabPriceRow *row = g_ptr_array_index (rows, i);

      if (!row_matches (row, key, layer) || (found->len > 0 && row->effective_from < latest))
        continue;
      if (row->effective_from > latest)
        g_ptr_array_set_size (found, 0);
      latest = row->effective_from;
      g_ptr_array_add (found, row);
    }
  return found->len > 0 ? lab_price_set_new (found) : NULL;
}

LabPriceSet *
lab_price_catalogue_find_rows (LabPriceCatalogue   *self,
                               const LabPriceQuery *query)
{
  g_autofree char *name = NULL;
  const LabModelInfo *model;
  LabPriceSet *set = NULL;
  GPtrArray *rows;
  RowKey key;

  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (self), NULL);
  g_return_val_if_fail (query != NULL && query->model != NULL, NULL);

  model = lab_price_catalogue_find_model (self, query->model, query->provider);
  if (model == NULL)
    return NULL;
  name = make_key (model->provider, model->id);
  rows = g_hash_table_lookup (self->rows, name);
  if (rows == NULL)
    return NULL;

  key = normalise (query);
  for (gint layer = LAB_PRICE_LAYER_FILE; set == NULL && layer >= LAB_PRICE_LAYER_BUNDLED; layer--)
    set = find_in_layer (rows, &key, layer);
  return set;
}

const LabPriceRow *
lab_price_catalogue_get_row (LabPriceCatalogue *self,
                             const char        *id)
{
  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_hash_table_lookup (self->by_id, id);
}
