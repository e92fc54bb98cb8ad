/* lab-command-models.c: costlab-cli models
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <glib/gi18n-lib.h>

#include "lab-cli-format.h"
#include "lab-error.h"

static char *provider;
static char *at_text;

static const GOptionEntry options[] = {
  { "provider", 'p', 0, G_OPTION_ARG_STRING, &provider, N_("Only this provider's models"), "NAME" },
  { "at", 0, 0, G_OPTION_ARG_STRING, &at_text, N_("Prices in force at this date"), "DATE" },
  G_OPTION_ENTRY_NULL
};

static LabPriceSet *
find_rows (LabPriceCatalogue  *catalogue,
           const LabModelInfo *model,
           gboolean            batch,
           gint64              at)
{
  LabPriceQuery query = {
    .provider = model->provider,
    .model = model->id,
    .batch = batch,
    .at = at,
  };

  return lab_price_catalogue_find_rows (catalogue, &query);
}

static void
write_rows (LabJsonWriter *writer,
            LabPriceSet   *rows)
{
  lab_json_writer_name (writer, "price_rows");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; rows != NULL && i < lab_price_set_get_n_rows (rows); i++)
    {
      const LabPriceRow *row = lab_price_set_get_row (rows, i);

      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "id", row->id);
      lab_json_writer_member_int (writer, "above_input_tokens", row->above);
      lab_json_writer_member_boolean (writer, "derived", row->derived);
      lab_json_writer_member_string (writer, "confidence", row->confidence);
      lab_cli_write_rates (writer, row);
      lab_json_writer_end_object (writer);
    }
  lab_json_writer_end_array (writer);
}

static void
write_model (LabJsonWriter      *writer,
             const LabModelInfo *model,
             LabPriceSet        *rows)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "provider", model->provider);
  lab_json_writer_member_string (writer, "id", model->id);
  lab_json_writer_member_string (writer, "name", model->display_name);
  lab_json_writer_member_string (writer, "status", model->status);
  lab_json_writer_member_string (writer, "encoding", model->encoding);
  lab_json_writer_member_boolean (writer, "encoding_assumed", model->encoding_assumed);
  lab_json_writer_member_int (writer, "context_window", model->context_window);
  lab_json_writer_member_int (writer, "max_output", model->max_output);
  lab_json_writer_member_string (writer, "release_date", model->release_date);
  lab_json_writer_member_string (writer, "shutdown_date", model->shutdown_date);
  lab_json_writer_member_string (writer, "state", rows != NULL ? "priced" : "unpriced");
  write_rows (writer, rows);
  lab_json_writer_end_object (writer);
}

static void
add_row (LabTable           *table,
         const LabModelInfo *model,
         LabPriceSet        *rows)
{
  const LabPriceRow *row = rows != NULL ? lab_price_set_get_row (rows, 0) : NULL;
  g_autofree char *rates[LAB_N_BUCKETS] = { NULL };

  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    rates[bucket] = row != NULL ? lab_cli_dup_rate (row->rates[bucket]) : g_strdup (_("unpriced"));
  lab_table_add (table, model->provider, model->id, rates[LAB_BUCKET_U], rates[LAB_BUCKET_R],
                 rates[LAB_BUCKET_W], rates[LAB_BUCKET_WL], rates[LAB_BUCKET_O],
                 rows != NULL && lab_price_set_get_n_rows (rows) > 1 ? _("tiers") : "",
                 row != NULL ? row->confidence : "");
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    g_clear_pointer (&rates[bucket], g_free);
}

static gboolean
read_time (gint64  *at,
           GError **error)
{
  if (at_text == NULL)
    {
      g_autoptr (LabClock) clock = lab_real_clock_new ();

      *at = lab_clock_now (clock);
      return TRUE;
    }
  return lab_time_parse (at_text, at, error);
}

static void
print_json (LabPriceCatalogue *catalogue,
            GPtrArray         *models,
            gint64             at)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (TRUE);
  g_autofree char *when = lab_time_to_string (at);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "as_of", lab_price_catalogue_get_as_of (catalogue));
  lab_json_writer_member_string (writer, "at", when);
  lab_json_writer_name (writer, "models");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < models->len; i++)
    {
      const LabModelInfo *model = g_ptr_array_index (models, i);
      g_autoptr (LabPriceSet) rows = find_rows (catalogue, model, FALSE, at);

      write_model (writer, model, rows);
    }
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
  lab_cli_print_json (writer);
}

static void
print_text (LabPriceCatalogue *catalogue,
            GPtrArray         *models,
            gint64             at)
{
  const char * const columns[] = { _("Provider"), _("Model"), _(">Input"), _(">Read"),
                                   _(">Write"), _(">Long write"), _(">Output"), "",
                                   _("Confidence"), NULL };
  g_autoptr (LabTable) table = lab_table_new (columns);

  for (guint i = 0; i < models->len; i++)
    {
      const LabModelInfo *model = g_ptr_array_index (models, i);
      g_autoptr (LabPriceSet) rows = find_rows (catalogue, model, FALSE, at);

      add_row (table, model, rows);
    }
  lab_table_print (table);
  lab_cli_print (_("\nUS dollars per million tokens. Prices as of %s.\n"),
                 lab_price_catalogue_get_as_of (catalogue));
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  LabPriceCatalogue *catalogue;
  g_autoptr (GPtrArray) models = NULL;
  gint64 at;

  if (arguments[0] != NULL)
    return lab_cli_usage_error (error, _("“models” takes no argument “%s”."), arguments[0]);
  if (!read_time (&at, error))
    return LAB_CLI_USAGE;
  catalogue = lab_cli_get_catalogue (cli, error);
  if (catalogue == NULL)
    return LAB_CLI_FAILED;

  models = lab_price_catalogue_list_models (catalogue, provider);
  if (models->len == 0 && provider != NULL)
    {
      lab_set_error (error, LAB_ERROR_NOT_FOUND,
                     _("The catalogue has no models of a provider “%s”."), provider);
      return LAB_CLI_FAILED;
    }
  if (cli->json)
    print_json (catalogue, models, at);
  else
    print_text (catalogue, models, at);
  return LAB_CLI_DONE;
}

const LabCommand lab_command_models = {
  .name = "models",
  .synopsis = "[--provider NAME] [--at DATE]",
  .summary = N_("List models and their prices"),
  .description = N_("Prices are US dollars per million tokens, at the default service tier. With\n"
                    "--json every context tier is listed with the id of its price row."),
  .example = "costlab-cli models --provider anthropic",
  .options = options,
  .run = run,
};
