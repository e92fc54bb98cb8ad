/* lab-price-reader.c: price rows and models out of JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-price-reader-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-clock.h"

static const char * const rate_names[LAB_N_BUCKETS] = { "in", "read", "w", "wl", "out" };

static const char * const row_members[] = {
  "id", "provider", "model", "service_tier", "speed", "region", "batch", "above",
  "effective_from", "in", "read", "w", "wl", "out", "w_life", "wl_life", "web_search",
  "storage", "derived", "rule", "source", "confidence", "note", NULL,
};

static const char * const model_members[] = {
  "provider", "id", "display_name", "aliases", "context_window", "max_input", "max_output",
  "encoding", "encoding_source", "encoding_assumed", "tokenizer_family", "cache_minimum",
  "capabilities", "capabilities_assumed", "release_date", "knowledge_cutoff", "shutdown_date",
  "status", "source", "confidence", "note", NULL,
};

const char *
lab_price_rate_name (LabBucket bucket)
{
  g_return_val_if_fail (bucket < LAB_N_BUCKETS, NULL);

  return rate_names[bucket];
}

static gboolean
read_rate (const LabJson  *object,
           const char     *name,
           LabRate        *rate,
           GError        **error)
{
  gboolean present = FALSE;
  LabMoney value = 0;

  if (!lab_json_optional_money (object, name, 0, &present, &value, error))
    return FALSE;
  if (!present)
    return TRUE;

  if (value < 0 || value > LAB_RATE_MAX)
    {
      lab_json_set_error (error, lab_json_get (object, name),
                          _("A price cannot be negative or above $1,000,000."));
      return FALSE;
    }
  *rate = value;
  return TRUE;
}

gboolean
lab_price_read_rates (const LabJson  *object,
                      LabPriceRow    *row,
                      GError        **error)
{
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    if (!read_rate (object, rate_names[i], &row->rates[i], error))
      return FALSE;
  return read_rate (object, "web_search", &row->web_search_fee, error)
         && read_rate (object, "storage", &row->storage_rate, error);
}

static gboolean
read_string (const LabJson  *object,
             const char     *name,
             char          **value,
             GError        **error)
{
  const char *text = NULL;

  if (!lab_json_optional_string (object, name, &text, error))
    return FALSE;
  if (text != NULL)
    {
      g_free (*value);
      *value = g_strdup (text);
    }
  return TRUE;
}

typedef struct
{
  const char *name;
  char **value;
} StringField;

static gboolean
read_strings (const LabJson     *object,
              const StringField *fields,
              gsize              n_fields,
              GError           **error)
{
  for (gsize i = 0; i < n_fields; i++)
    if (!read_string (object, fields[i].name, fields[i].value, error))
      return FALSE;
  return TRUE;
}

static gboolean
require_name (const LabJson  *object,
              const char     *name,
              char          **value,
              GError        **error)
{
  const char *text = lab_json_require_string (object, name, error);

  if (text == NULL)
    return FALSE;
  if (*text == '\0')
    {
      lab_json_set_error (error, lab_json_get (object, name), _("This name is empty."));
      return FALSE;
    }
  g_free (*value);
  *value = g_strdup (text);
  return TRUE;
}

static gboolean
read_date (const LabJson  *object,
           LabPriceRow    *row,
           GError        **error)
{
  const char *text = NULL;
  g_autoptr (GError) reason = NULL;

  if (!lab_json_optional_string (object, "effective_from", &text, error))
    return FALSE;
  if (text != NULL && !lab_time_parse (text, &row->effective_from, &reason))
    {
      lab_json_set_error (error, lab_json_get (object, "effective_from"), "%s", reason->message);
      return FALSE;
    }
  return TRUE;
}

LabPriceRow *
lab_price_read_row (const LabJson  *object,
                    LabPriceLayer   layer,
                    GError        **error)
{
  g_autoptr (LabPriceRow) row = lab_price_row_new ();
  const StringField strings[] = {
    { "id", &row->id },
    { "service_tier", &row->service_tier },
    { "speed", &row->speed },
    { "region", &row->region },
    { "rule", &row->rule },
    { "source", &row->source },
    { "confidence", &row->confidence },
    { "note", &row->note },
  };

  row->layer = layer;
  if (!lab_json_check_members (object, row_members, error)
      || !require_name (object, "provider", &row->provider, error)
      || !require_name (object, "model", &row->model, error)
      || !read_strings (object, strings, G_N_ELEMENTS (strings), error)
      || !lab_json_optional_boolean (object, "batch", &row->batch, error)
      || !lab_json_optional_boolean (object, "derived", &row->derived, error)
      || !lab_json_optional_int (object, "above", 0, G_MAXINT64, &row->above, error)
      || !lab_json_optional_int (object, "w_life", 0, G_MAXINT32, &row->w_life, error)
      || !lab_json_optional_int (object, "wl_life", 0, G_MAXINT32, &row->wl_life, error)
      || !read_date (object, row, error)
      || !lab_price_read_rates (object, row, error))
    return NULL;

  if (row->id == NULL)
    {
      g_autofree char *name = lab_price_row_make_id (row, NULL);

      /* A layer's ids must not be taken for the bundled rows'. */
      row->id = g_strconcat (lab_price_layer_to_string (layer), ":", name, NULL);
    }
  return g_steal_pointer (&row);
}

static gboolean
read_names (const LabJson  *object,
            const char     *name,
            GPtrArray      *names,
            GError        **error)
{
  const LabJson *array = lab_json_get (object, name);

  if (array == NULL || lab_json_is_null (array))
    return TRUE;
  array = lab_json_require (object, name, LAB_JSON_ARRAY, error);
  if (array == NULL)
    return FALSE;

  for (guint i = 0; i < lab_json_get_n_members (array); i++)
    {
      const LabJson *element = lab_json_get_element (array, i);
      const char *text = lab_json_get_string (element);

      if (text == NULL || *text == '\0')
        {
          lab_json_set_error (error, element, _("A name is expected here."));
          return FALSE;
        }
      g_ptr_array_add (names, g_strdup (text));
    }
  return TRUE;
}

static gboolean
read_capabilities (const LabJson  *object,
                   LabModelInfo   *model,
                   GError        **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (!read_names (object, "capabilities", names, error))
    return FALSE;
  /* A capability that this version does not know says nothing false. */
  for (guint i = 0; i < names->len; i++)
    model->capabilities |= lab_model_capability_from_name (g_ptr_array_index (names, i));
  return TRUE;
}

static gboolean
read_aliases (const LabJson  *object,
              LabModelInfo   *model,
              GError        **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (!read_names (object, "aliases", names, error))
    return FALSE;
  if (names->len > 0)
    {
      g_ptr_array_add (names, NULL);
      model->aliases = (char **) g_ptr_array_steal (names, NULL);
    }
  return TRUE;
}

LabModelInfo *
lab_price_read_model (const LabJson  *object,
                      LabPriceLayer   layer,
                      GError        **error)
{
  g_autoptr (LabModelInfo) model = lab_model_info_new ("", "", NULL);
  const StringField strings[] = {
    { "display_name", &model->display_name },
    { "encoding", &model->encoding },
    { "encoding_source", &model->encoding_source },
    { "tokenizer_family", &model->tokenizer_family },
    { "release_date", &model->release_date },
    { "knowledge_cutoff", &model->knowledge_cutoff },
    { "shutdown_date", &model->shutdown_date },
    { "status", &model->status },
    { "source", &model->source },
    { "confidence", &model->confidence },
    { "note", &model->note },
  };

  model->layer = layer;
  if (!lab_json_check_members (object, model_members, error)
      || !require_name (object, "provider", &model->provider, error)
      || !require_name (object, "id", &model->id, error)
      || !read_strings (object, strings, G_N_ELEMENTS (strings), error)
      || !lab_json_optional_int (object, "context_window", 0, G_MAXINT64, &model->context_window,
                                 error)
      || !lab_json_optional_int (object, "max_input", 0, G_MAXINT64, &model->max_input, error)
      || !lab_json_optional_int (object, "max_output", 0, G_MAXINT64, &model->max_output, error)
      || !lab_json_optional_int (object, "cache_minimum", 0, G_MAXINT64, &model->cache_minimum,
                                 error)
      || !lab_json_optional_boolean (object, "encoding_assumed", &model->encoding_assumed, error)
      || !lab_json_optional_boolean (object, "capabilities_assumed", &model->capabilities_assumed,
                                     error)
      || !read_aliases (object, model, error)
      || !read_capabilities (object, model, error))
    return NULL;

  if (*model->display_name == '\0')
    {
      g_free (model->display_name);
      model->display_name = g_strdup (model->id);
    }
  return g_steal_pointer (&model);
}
