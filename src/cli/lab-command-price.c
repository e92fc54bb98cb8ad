/* lab-command-price.c: costlab-cli price
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lab-cost.h"
#include "lab-error.h"

static char *model;
static char *provider;
static char *usage_text;
static char *at_text;
static char *service_tier;
static char *rates_path;
static gboolean batch;

static const GOptionEntry options[] = {
  { "model", 'm', 0, G_OPTION_ARG_STRING, &model, N_("The model"), "MODEL" },
  { "provider", 'p', 0, G_OPTION_ARG_STRING, &provider, N_("Its provider"), "NAME" },
  { "usage", 'u', 0, G_OPTION_ARG_STRING, &usage_text,
    N_("Tokens by bucket: u r w wl o, as JSON"), "JSON" },
  { "at", 0, 0, G_OPTION_ARG_STRING, &at_text, N_("When the call was made (now)"), "DATE" },
  { "service-tier", 0, 0, G_OPTION_ARG_STRING, &service_tier,
    N_("The service tier that served it"), "TIER" },
  { "batch", 0, 0, G_OPTION_ARG_NONE, &batch, N_("Through the batch interface"), NULL },
  { "rates", 0, 0, G_OPTION_ARG_FILENAME, &rates_path,
    N_("Rates from this file instead of the catalogue"), "FILE" },
  G_OPTION_ENTRY_NULL
};

static gboolean
read_usage (LabUsage  *usage,
            GError   **error)
{
  static const char * const names[] = { "u", "r", "w", "wl", "o", "web_searches", NULL };
  const LabUsage none = LAB_USAGE_INIT;
  g_autoptr (LabJsonDocument) document =
    lab_json_document_parse (usage_text, -1, "--usage", 1, error);
  const LabJson *root;

  if (document == NULL)
    return FALSE;
  root = lab_json_document_get_root (document);
  if (lab_json_get_node_type (root) != LAB_JSON_OBJECT)
    {
      lab_json_set_error (error, root, _("Usage is an object such as {\"u\":1000,\"o\":200}."));
      return FALSE;
    }
  if (!lab_json_check_members (root, names, error))
    return FALSE;

  *usage = none;
  usage->flags = LAB_USAGE_REPORTED;
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    if (!lab_json_optional_int (root, lab_bucket_to_string (bucket), G_MININT64, G_MAXINT64,
                                &usage->buckets[bucket], error))
      return FALSE;
  if (!lab_json_optional_int (root, "web_searches", 0, G_MAXINT64, &usage->web_searches, error))
    return FALSE;
  if (lab_usage_has_negative (usage))
    usage->flags |= LAB_USAGE_UNRECONCILED;
  return TRUE;
}

static gboolean
find_rows (LabCli       *cli,
           LabPriceSet **rows,
           GError      **error)
{
  LabPriceQuery query = {
    .provider = provider,
    .model = model,
    .service_tier = service_tier,
    .batch = batch,
  };
  LabPriceCatalogue *catalogue;

  if (rates_path != NULL)
    {
      g_autoptr (LabJsonDocument) document = lab_json_document_load (rates_path, 0, error);

      if (document == NULL)
        return FALSE;
      *rows = lab_price_set_new_from_json (lab_json_document_get_root (document), error);
      return *rows != NULL;
    }

  if (at_text != NULL)
    {
      if (!lab_time_parse (at_text, &query.at, error))
        return FALSE;
    }
  else
    {
      g_autoptr (LabClock) clock = lab_real_clock_new ();

      query.at = lab_clock_now (clock);
    }
  catalogue = lab_cli_get_catalogue (cli, error);
  if (catalogue == NULL)
    return FALSE;
  *rows = lab_price_catalogue_find_rows (catalogue, &query);
  return TRUE;
}

static void
write_lines (LabJsonWriter *writer,
             const LabCost *cost)
{
  lab_json_writer_name (writer, "lines");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; cost->state != LAB_COST_UNPRICED && i < cost->n_lines; i++)
    {
      const LabCostLine *line = &cost->lines[i];
      g_autofree char *rate = lab_money_to_string (line->rate);
      g_autofree char *exact = lab_product_sum_to_string (line->exact);
      gboolean tokens = line->kind == LAB_COST_LINE_TOKENS;

      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "bucket", lab_cost_line_get_name (line));
      lab_json_writer_member_int (writer, tokens ? "tokens" : "units", line->units);
      lab_json_writer_member_string (writer, tokens ? "usd_per_mtok" : "usd_per_unit", rate);
      lab_json_writer_member_string (writer, "usd", exact);
      if (line->estimated)
        lab_json_writer_member_boolean (writer, "estimated", TRUE);
      lab_json_writer_end_object (writer);
    }
  lab_json_writer_end_array (writer);
}

static void
print_json (const LabCost *cost)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "state", lab_cost_state_to_string (cost->state));
  lab_json_writer_name (writer, "cost");
  if (cost->state == LAB_COST_UNPRICED)
    lab_json_writer_null (writer);
  else
    lab_json_writer_money (writer, cost->amount);
  lab_json_writer_member_string (writer, "price_row", lab_cost_get_row_id (cost));
  lab_json_writer_member_int (writer, "context_tier", cost->context_tier);
  if (cost->basis != LAB_COST_BASIS_NONE)
    {
      g_autofree char *basis = lab_cost_basis_to_string (cost->basis);

      lab_json_writer_member_string (writer, "basis", basis);
    }
  write_lines (writer, cost);
  lab_json_writer_end_object (writer);
  lab_cli_print_json (writer);
}

static void
print_text (const LabCost *cost)
{
  const char * const columns[] = { _("Bucket"), _(">Tokens"), _(">USD per million"), _(">USD"),
                                   NULL };
  g_autoptr (LabTable) table = lab_table_new (columns);
  g_autofree char *total = NULL;
  g_autofree char *basis =
    cost->basis != LAB_COST_BASIS_NONE ? lab_cost_basis_describe (cost->basis) : NULL;

  if (cost->state == LAB_COST_UNPRICED)
    {
      lab_cli_print (_("Unpriced: %s\n"), basis != NULL ? basis : model);
      return;
    }
  for (guint i = 0; i < cost->n_lines; i++)
    {
      const LabCostLine *line = &cost->lines[i];
      g_autofree char *units = g_strdup_printf ("%" G_GINT64_FORMAT, line->units);
      g_autofree char *rate = lab_money_to_string (line->rate);
      g_autofree char *exact = lab_product_sum_to_string (line->exact);

      lab_table_add (table,
                     line->kind == LAB_COST_LINE_TOKENS ? lab_bucket_get_label (line->bucket) :
                                                          lab_cost_line_get_name (line),
                     units, rate, exact);
    }
  lab_table_print (table);
  total = lab_money_to_string (cost->amount);
  lab_cli_print (_("\nTotal $%s (%s)\nPrice row %s\n"), total,
                 lab_cost_state_to_string (cost->state), lab_cost_get_row_id (cost));
  if (cost->context_tier > 0)
    lab_cli_print (_("Context tier above %" PRId64 " input tokens\n"),
                   cost->context_tier);
  if (basis != NULL)
    lab_cli_print ("%s\n", basis);
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  g_autoptr (LabPriceSet) rows = NULL;
  g_auto (LabCost) cost = LAB_COST_INIT;
  LabUsage usage;

  if (arguments[0] != NULL)
    return lab_cli_usage_error (error, _("“price” takes no argument “%s”."), arguments[0]);
  if (usage_text == NULL)
    return lab_cli_usage_error (error, _("Say what was used: --usage '{\"u\":1000,\"o\":200}'."));
  if (model == NULL && rates_path == NULL)
    return lab_cli_usage_error (error, _("Say which model: --model MODEL, or --rates FILE."));
  if (!read_usage (&usage, error) ||
      !find_rows (cli, &rows, error) ||
      !lab_cost_compute (&usage, rows, &cost, error))
    return LAB_CLI_FAILED;

  if (cli->json)
    print_json (&cost);
  else
    print_text (&cost);
  return LAB_CLI_DONE;
}

const LabCommand lab_command_price = {
  .name = "price",
  .synopsis = "--model MODEL --usage JSON [--at DATE] [--service-tier TIER] [--batch] "
              "[--rates FILE]",
  .summary = N_("Price a call's usage, line by line"),
  .description =
    N_("Buckets: u uncached input, r cache read, w cache write, wl cache write at the\n"
       "long life, o output with reasoning. Each token is in one bucket.\n\n"
       "The file of --rates holds {\"rates\":{\"in\",\"read\",\"w\",\"wl\",\"out\"},\n"
       "\"tiers\":[{\"above\",…}]}, US dollars per million tokens. A model that the\n"
       "catalogue does not know is unpriced, which is not free."),
  .example = "costlab-cli price --model claude-sonnet-5 --usage '{\"u\":100,\"r\":3200,\"o\":180}'",
  .options = options,
  .run = run,
};
