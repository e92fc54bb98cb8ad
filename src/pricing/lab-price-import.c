/* lab-price-import.c: prices from other projects' files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-price-import-private.h"

#include <glib/gi18n-lib.h>

#include "lab-clock.h"
#include "lab-error.h"
#include "lab-json-writer.h"
#include "lab-price-catalogue-private.h"
#include "lab-price-reader-private.h"

static const char * const format_names[] = { "litellm", "models.dev", "genai-prices" };

const char *
lab_price_format_to_string (LabPriceFormat format)
{
  g_return_val_if_fail (format < G_N_ELEMENTS (format_names), NULL);

  return format_names[format];
}

gboolean
lab_price_format_from_string (const char     *text,
                              LabPriceFormat *format)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (format != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (format_names); i++)
    if (g_str_equal (text, format_names[i]))
      {
        *format = i;
        return TRUE;
      }
  return FALSE;
}

/* --- the report --- */

static void
refusal_free (gpointer data)
{
  LabPriceRefusal *self = data;

  g_free (self->path);
  g_free (self->reason);
  g_free (self);
}

static void
disagreement_free (gpointer data)
{
  LabPriceDisagreement *self = data;

  g_free (self->row_id);
  g_free (self->their_row);
  g_free (self);
}

static LabPriceImportReport *
report_new (LabPriceFormat format)
{
  LabPriceImportReport *self = g_new0 (LabPriceImportReport, 1);

  self->format = format;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_price_row_unref);
  self->models = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_model_info_unref);
  self->refused = g_ptr_array_new_with_free_func (refusal_free);
  self->disagreements = g_ptr_array_new_with_free_func (disagreement_free);
  return self;
}

void
lab_price_import_report_free (LabPriceImportReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->models);
  g_ptr_array_unref (self->refused);
  g_ptr_array_unref (self->disagreements);
  g_free (self);
}

/* --- what the importers share --- */

void
lab_price_importer_refuse (LabPriceImporter *self,
                           const LabJson    *at,
                           const char       *format,
                           ...)
{
  LabPriceRefusal *refusal = g_new0 (LabPriceRefusal, 1);
  va_list arguments;

  va_start (arguments, format);
  refusal->reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  refusal->path = lab_json_get_path (at);
  g_ptr_array_add (self->report->refused, refusal);
}

LabModelInfo *
lab_price_importer_add_model (LabPriceImporter *self,
                              const LabJson    *at,
                              const char       *provider,
                              const char       *id,
                              const char       *name)
{
  char *key = g_strconcat (provider, "/", id, NULL);
  LabModelInfo *model;

  if (g_hash_table_contains (self->models, key))
    {
      lab_price_importer_refuse (self, at, _("The model %s stands in the file twice."), key);
      g_free (key);
      return NULL;
    }
  model = lab_model_info_new (provider, id, name);
  model->layer = LAB_PRICE_LAYER_USER;
  model->source = g_strdup (lab_price_format_to_string (self->report->format));
  g_ptr_array_add (self->report->models, model);
  g_hash_table_insert (self->models, key, model);
  return model;
}

void
lab_price_importer_read_limit (LabPriceImporter *self,
                               const LabJson    *object,
                               const char       *name,
                               gint64           *tokens)
{
  const LabJson *member = lab_json_get (object, name);
  gint64 value = 0;

  if (member == NULL || lab_json_is_null (member))
    return;
  if (!lab_json_get_int (member, &value) || value < 0)
    lab_price_importer_refuse (self, member, _("This is no number of tokens."));
  else if (value > 0)
    *tokens = value;
}

gboolean
lab_price_importer_read_price (LabPriceImporter *self,
                               const LabJson    *object,
                               const char       *name,
                               int               exponent,
                               LabRate          *rate)
{
  const LabJson *member = lab_json_get (object, name);
  g_autoptr (GError) error = NULL;
  gboolean present = FALSE;
  LabMoney value = 0;

  if (!lab_json_optional_money (object, name, exponent, &present, &value, &error))
    {
      lab_price_importer_refuse (self, member, "%s", error->message);
      return FALSE;
    }
  if (!present)
    return FALSE;
  if (value < 0 || value > LAB_RATE_MAX)
    {
      lab_price_importer_refuse (self, member,
                                 _("A price cannot be negative or above $1,000,000."));
      return FALSE;
    }
  *rate = value;
  return TRUE;
}

LabPriceRow *
lab_price_importer_get_row (LabPriceImporter  *self,
                            const LabPriceKey *key)
{
  g_autoptr (LabPriceRow) row = lab_price_row_new ();
  LabPriceRow *known;

  g_free (row->service_tier);
  row->service_tier = g_strdup (key->service_tier);
  row->provider = g_strdup (key->model->provider);
  row->model = g_strdup (key->model->id);
  row->batch = key->batch;
  row->above = key->above;
  row->effective_from = key->effective_from;
  row->layer = LAB_PRICE_LAYER_USER;
  row->source = g_strdup (lab_price_format_to_string (self->report->format));
  row->id = lab_price_row_make_id (row, NULL);

  known = g_hash_table_lookup (self->rows, row->id);
  if (known != NULL)
    return known;
  known = row;
  g_hash_table_insert (self->rows, row->id, row);
  g_ptr_array_add (self->report->rows, g_steal_pointer (&row));
  return known;
}

/* --- comparing with the catalogue --- */

static void
add_disagreement (LabPriceImportReport *report,
                  const char           *row_id,
                  LabBucket             bucket,
                  LabRate               ours,
                  const LabPriceRow    *theirs)
{
  LabPriceDisagreement *found = g_new0 (LabPriceDisagreement, 1);

  found->row_id = g_strdup (row_id);
  found->field = lab_price_rate_name (bucket);
  found->ours = ours;
  found->theirs = theirs != NULL ? theirs->rates[bucket] : LAB_RATE_ABSENT;
  found->their_row = theirs != NULL ? g_strdup (theirs->id) : NULL;
  g_ptr_array_add (report->disagreements, found);
}

static void
compare_rates (LabPriceImportReport *report,
               const LabPriceRow    *ours,
               const LabPriceRow    *theirs)
{
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    {
      LabRate our_rate = ours != NULL ? ours->rates[i] : LAB_RATE_ABSENT;
      LabRate their_rate = theirs != NULL ? theirs->rates[i] : LAB_RATE_ABSENT;

      if (our_rate != their_rate)
        add_disagreement (report, ours != NULL ? ours->id : theirs->id, i, our_rate, theirs);
    }
}

static const LabPriceRow *
find_tier (const LabPriceSet *set,
           gint64             above)
{
  for (guint i = 0; i < lab_price_set_get_n_rows (set); i++)
    if (lab_price_set_get_row (set, i)->above == above)
      return lab_price_set_get_row (set, i);
  return NULL;
}

/* One key of one model: both sides' rows in force, tier by tier. What they
 * do not say about flex, priority or batch is no disagreement. */
static void
compare_sets (LabPriceImportReport *report,
              const LabPriceSet    *ours,
              const LabPriceSet    *theirs)
{
  for (guint i = 0; i < lab_price_set_get_n_rows (theirs); i++)
    {
      const LabPriceRow *row = lab_price_set_get_row (theirs, i);

      compare_rates (report, find_tier (ours, row->above), row);
    }
  for (guint i = 0; i < lab_price_set_get_n_rows (ours); i++)
    {
      const LabPriceRow *row = lab_price_set_get_row (ours, i);

      if (find_tier (theirs, row->above) == NULL)
        compare_rates (report, row, NULL);
    }
}

static const LabPriceQuery compared_keys[] = {
  { .service_tier = "default" },
  { .service_tier = "default", .batch = TRUE },
  { .service_tier = "flex" },
  { .service_tier = "priority" },
};

static void
compare (LabPriceImporter  *self,
         LabPriceCatalogue *ours)
{
  g_autoptr (LabPriceCatalogue) theirs = lab_price_catalogue_new ();

  lab_price_catalogue_add_rows (theirs, self->report->models, self->report->rows);
  for (guint i = 0; i < self->report->models->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (compared_keys); j++)
      {
        const LabModelInfo *model = g_ptr_array_index (self->report->models, i);
        LabPriceQuery query = compared_keys[j];
        g_autoptr (LabPriceSet) left = NULL;
        g_autoptr (LabPriceSet) right = NULL;

        query.provider = model->provider;
        query.model = model->id;
        query.at = self->at;
        left = lab_price_catalogue_find_rows (ours, &query);
        right = lab_price_catalogue_find_rows (theirs, &query);
        if (left != NULL && right != NULL)
          compare_sets (self->report, left, right);
      }
}

/* --- import and save --- */

LabPriceImportReport *
lab_price_import (LabPriceFormat      format,
                  const LabJson      *root,
                  LabPriceCatalogue  *catalogue,
                  gint64              at,
                  GError            **error)
{
  g_autoptr (LabPriceImportReport) report = report_new (format);
  g_autoptr (GHashTable) rows = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) models = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  LabPriceImporter importer = { .report = report, .rows = rows, .models = models, .at = at };
  gboolean done = FALSE;

  g_return_val_if_fail (root != NULL, NULL);
  g_return_val_if_fail (catalogue == NULL || LAB_IS_PRICE_CATALOGUE (catalogue), NULL);

  switch (format)
    {
    case LAB_PRICE_FORMAT_LITELLM:
      done = lab_price_import_litellm (&importer, root, error);
      break;
    case LAB_PRICE_FORMAT_MODELS_DEV:
      done = lab_price_import_models_dev (&importer, root, error);
      break;
    case LAB_PRICE_FORMAT_GENAI_PRICES:
      done = lab_price_import_genai (&importer, root, error);
      break;
    }
  if (!done)
    return NULL;
  if (catalogue != NULL)
    compare (&importer, catalogue);
  return g_steal_pointer (&report);
}

static void
write_rate (LabJsonWriter *writer,
            const char    *name,
            LabRate        rate)
{
  g_autofree char *text = NULL;

  if (rate == LAB_RATE_ABSENT)
    return;
  text = lab_money_to_string (rate);
  lab_json_writer_member_string (writer, name, text);
}

void
lab_price_write_row (LabJsonWriter     *writer,
                     const LabPriceRow *row)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "provider", row->provider);
  lab_json_writer_member_string (writer, "model", row->model);
  lab_json_writer_member_string (writer, "service_tier", row->service_tier);
  if (row->speed != NULL)
    lab_json_writer_member_string (writer, "speed", row->speed);
  if (row->region != NULL)
    lab_json_writer_member_string (writer, "region", row->region);
  if (row->batch)
    lab_json_writer_member_boolean (writer, "batch", TRUE);
  if (row->above > 0)
    lab_json_writer_member_int (writer, "above", row->above);
  if (row->effective_from != LAB_PRICE_BEGINNING)
    {
      g_autofree char *time = lab_time_to_string (row->effective_from);

      lab_json_writer_member_string (writer, "effective_from", time);
    }
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    write_rate (writer, lab_price_rate_name (i), row->rates[i]);
  write_rate (writer, "web_search", row->web_search_fee);
  lab_json_writer_member_string (writer, "source", row->source);
  lab_json_writer_end_object (writer);
}

gboolean
lab_price_import_report_save (const LabPriceImportReport  *self,
                              const char                  *path,
                              GError                     **error)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (TRUE);
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "schema", LAB_PRICE_SCHEMA);
  lab_json_writer_name (writer, "rows");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < self->rows->len; i++)
    lab_price_write_row (writer, g_ptr_array_index (self->rows, i));
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
  text = lab_json_writer_to_string (writer);
  return g_file_set_contents_full (path, text, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0644, error);
}
