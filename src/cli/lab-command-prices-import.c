/* lab-command-prices-import.c: costlab-cli prices import
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "lab-cli-format.h"
#include "lab-error.h"
#include "lab-json.h"
#include "lab-price-import.h"

/* Of each list, in text. */
#define MAX_SHOWN 20
/* Prices hold from the day, UTC, on which they were imported. */
#define DAY_US (24 * G_TIME_SPAN_HOUR)

static char *format_text;
static gboolean save;
static gboolean force;

static const GOptionEntry options[] = {
  { "format", 'f', 0, G_OPTION_ARG_STRING, &format_text,
    N_("Whose file it is: litellm, models.dev or genai-prices"), "FORMAT" },
  { "save", 0, 0, G_OPTION_ARG_NONE, &save, N_("Price with what was taken from now on"), NULL },
  { "force", 0, 0, G_OPTION_ARG_NONE, &force, N_("Save over the prices that are there"), NULL },
  G_OPTION_ENTRY_NULL
};

/* --- saving --- */

/* Found out before anything is read: nobody waits for a refusal. */
static gboolean
may_save (const char  *path,
          GError     **error)
{
  if (force || !g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                 _("%s is there already and was left as it is. Give --force to replace all that "
                   "is in it."),
                 path);
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_FILE, path);
  return FALSE;
}

/* Every command reads the file, so one that cannot be read must not come to
 * stand there: it is written beside it and read back first. */
static gboolean
save_report (const LabPriceImportReport  *report,
             const char                  *path,
             GError                     **error)
{
  g_autofree char *draft = g_strconcat (path, ".new", NULL);
  g_autoptr (LabPriceCatalogue) trial = NULL;

  if (report->rows->len == 0)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("No price was taken, so nothing was saved. Run it without --save to see "
                       "what was refused."));
      return FALSE;
    }
  trial = lab_price_catalogue_new_bundled (error);
  if (trial == NULL || !lab_price_import_report_save (report, draft, error))
    return FALSE;
  if (!lab_price_catalogue_add_overrides (trial, draft, error))
    {
      g_unlink (draft);
      return FALSE;
    }
  if (g_rename (draft, path) != 0)
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT, _("%s cannot be written: %s."), path,
                     g_strerror (errno));
      g_unlink (draft);
      return FALSE;
    }
  return TRUE;
}

/* --- one JSON document --- */

static void
write_row (LabJsonWriter     *writer,
           const LabPriceRow *row)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "id", row->id);
  lab_json_writer_member_string (writer, "provider", row->provider);
  lab_json_writer_member_string (writer, "model", row->model);
  lab_json_writer_member_string (writer, "service_tier", row->service_tier);
  lab_json_writer_member_boolean (writer, "batch", row->batch);
  lab_json_writer_member_int (writer, "above_input_tokens", row->above);
  lab_cli_write_rates (writer, row);
  lab_json_writer_end_object (writer);
}

static void
write_refusal (LabJsonWriter         *writer,
               const LabPriceRefusal *refusal)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "path", refusal->path);
  lab_json_writer_member_string (writer, "reason", refusal->reason);
  lab_json_writer_end_object (writer);
}

static void
write_rate (LabJsonWriter *writer,
            const char    *name,
            LabRate        rate)
{
  g_autofree char *text = rate != LAB_RATE_ABSENT ? lab_money_to_string (rate) : NULL;

  lab_json_writer_member_string (writer, name, text);
}

static void
write_disagreement (LabJsonWriter              *writer,
                    const LabPriceDisagreement *found)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "row", found->row_id);
  lab_json_writer_member_string (writer, "their_row", found->their_row);
  lab_json_writer_member_string (writer, "rate", found->field);
  write_rate (writer, "ours", found->ours);
  write_rate (writer, "theirs", found->theirs);
  lab_json_writer_end_object (writer);
}

static void
begin_list (LabJsonWriter *writer,
            const char    *name,
            GPtrArray     *items)
{
  lab_json_writer_name (writer, name);
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_int (writer, "count", items->len);
  lab_json_writer_name (writer, "list");
  lab_json_writer_begin_array (writer);
}

static void
end_list (LabJsonWriter *writer)
{
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
}

/* @saved: (nullable): the file */
static void
print_json (const LabPriceImportReport *report,
            const char                 *saved)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (TRUE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "format", lab_price_format_to_string (report->format));
  lab_json_writer_member_int (writer, "models", report->models->len);
  begin_list (writer, "taken", report->rows);
  for (guint i = 0; i < report->rows->len; i++)
    write_row (writer, g_ptr_array_index (report->rows, i));
  end_list (writer);
  begin_list (writer, "refused", report->refused);
  for (guint i = 0; i < report->refused->len; i++)
    write_refusal (writer, g_ptr_array_index (report->refused, i));
  end_list (writer);
  begin_list (writer, "disagreements", report->disagreements);
  for (guint i = 0; i < report->disagreements->len; i++)
    write_disagreement (writer, g_ptr_array_index (report->disagreements, i));
  end_list (writer);
  lab_json_writer_member_string (writer, "saved", saved);
  lab_json_writer_end_object (writer);
  lab_cli_print_json (writer);
}

/* --- text --- */

static void
print_more (GPtrArray *items)
{
  guint n = items->len > MAX_SHOWN ? items->len - MAX_SHOWN : 0;

  if (n > 0)
    lab_cli_print (ngettext ("… and %u more; --json lists all of them.\n",
                             "… and %u more; --json lists all of them.\n", n),
                   n);
}

static void
print_taken (const LabPriceImportReport *report)
{
  const char * const columns[] = { _("Price row"), _(">Input"), _(">Read"), _(">Write"),
                                   _(">Long write"), _(">Output"), NULL };
  g_autoptr (LabTable) table = lab_table_new (columns);

  lab_cli_print (ngettext ("Taken: %u price row\n", "Taken: %u price rows\n", report->rows->len),
                 report->rows->len);
  for (guint i = 0; i < MIN (report->rows->len, MAX_SHOWN); i++)
    {
      const LabPriceRow *row = g_ptr_array_index (report->rows, i);
      g_autofree char *u = lab_cli_dup_rate (row->rates[LAB_BUCKET_U]);
      g_autofree char *r = lab_cli_dup_rate (row->rates[LAB_BUCKET_R]);
      g_autofree char *w = lab_cli_dup_rate (row->rates[LAB_BUCKET_W]);
      g_autofree char *wl = lab_cli_dup_rate (row->rates[LAB_BUCKET_WL]);
      g_autofree char *o = lab_cli_dup_rate (row->rates[LAB_BUCKET_O]);

      lab_table_add (table, row->id, u, r, w, wl, o);
    }
  if (report->rows->len > 0)
    lab_table_print (table);
  print_more (report->rows);
}

static void
print_refused (const LabPriceImportReport *report)
{
  const char * const columns[] = { _("Where"), _("Why"), NULL };
  g_autoptr (LabTable) table = lab_table_new (columns);

  lab_cli_print (ngettext ("\nRefused: %u entry\n", "\nRefused: %u entries\n",
                           report->refused->len),
                 report->refused->len);
  for (guint i = 0; i < MIN (report->refused->len, MAX_SHOWN); i++)
    {
      const LabPriceRefusal *refusal = g_ptr_array_index (report->refused, i);

      lab_table_add (table, refusal->path, refusal->reason);
    }
  if (report->refused->len > 0)
    lab_table_print (table);
  print_more (report->refused);
}

static void
print_disagreements (const LabPriceImportReport *report)
{
  const char * const columns[] = { _("Price row"), _("Rate"), _(">Ours"), _(">Theirs"),
                                   _("Their row"), NULL };
  g_autoptr (LabTable) table = lab_table_new (columns);

  lab_cli_print (ngettext ("\nDifferent from ours: %u rate\n", "\nDifferent from ours: %u rates\n",
                           report->disagreements->len),
                 report->disagreements->len);
  for (guint i = 0; i < MIN (report->disagreements->len, MAX_SHOWN); i++)
    {
      const LabPriceDisagreement *found = g_ptr_array_index (report->disagreements, i);
      g_autofree char *ours = lab_cli_dup_rate (found->ours);
      g_autofree char *theirs = lab_cli_dup_rate (found->theirs);

      lab_table_add (table, found->row_id, found->field, ours, theirs, found->their_row);
    }
  if (report->disagreements->len > 0)
    lab_table_print (table);
  print_more (report->disagreements);
}

static void
print_text (const LabPriceImportReport *report,
            const char                 *saved)
{
  print_taken (report);
  print_refused (report);
  print_disagreements (report);
  lab_cli_print (_("\nRates are US dollars per million tokens.\n"));
  if (saved != NULL)
    lab_cli_print (_("Saved as %s; prices come from there first.\n"), saved);
  else
    lab_cli_print (_("Nothing was saved; --save does that.\n"));
}

/* --- the command --- */

static gboolean
read_options (const char * const  *arguments,
              LabPriceFormat      *format,
              GError             **error)
{
  if (format_text == NULL || !lab_price_format_from_string (format_text, format))
    lab_cli_usage_error (error, _("Say whose file it is: --format litellm, models.dev or "
                                  "genai-prices."));
  else if (arguments[0] == NULL || arguments[1] != NULL)
    lab_cli_usage_error (error, _("Name one FILE, or “-” for standard input."));
  else if (force && !save)
    lab_cli_usage_error (error, _("--force goes with --save."));
  else
    return TRUE;
  return FALSE;
}

static LabPriceImportReport *
import (LabCli          *cli,
        LabPriceFormat   format,
        const char      *path,
        GError         **error)
{
  LabPriceCatalogue *catalogue = lab_cli_get_catalogue (cli, error);
  g_autoptr (LabClock) clock = lab_real_clock_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LabJsonDocument) document = NULL;
  const char *text;
  gsize length;
  gint64 today;

  if (catalogue == NULL)
    return NULL;
  bytes = lab_cli_read_input (path, LAB_JSON_DEFAULT_MAX_BYTES, error);
  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &length); /* NULL where it is empty */
  document = lab_json_document_parse (text != NULL ? text : "", (gssize) length, path, 1, error);
  if (document == NULL)
    return NULL;
  today = lab_clock_now (clock);
  today -= today % DAY_US;
  return lab_price_import (format, lab_json_document_get_root (document), catalogue, today, error);
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  g_autoptr (LabPriceImportReport) report = NULL;
  g_autofree char *target = NULL;
  LabPriceFormat format;

  if (!read_options (arguments, &format, error))
    return LAB_CLI_USAGE;
  if (save)
    {
      g_autofree char *folder = lab_cli_dup_data_dir (cli, error);

      if (folder == NULL)
        return LAB_CLI_FAILED;
      target = g_build_filename (folder, "prices.json", NULL);
      if (!may_save (target, error))
        return LAB_CLI_FAILED;
    }
  report = import (cli, format, arguments[0], error);
  if (report == NULL || (save && !save_report (report, target, error)))
    return LAB_CLI_FAILED;
  if (cli->json)
    print_json (report, target);
  else
    print_text (report, target);
  return LAB_CLI_DONE;
}

const LabCommand lab_command_prices_import = {
  .name = "prices import",
  .synopsis = "--format litellm|models.dev|genai-prices FILE [--save [--force]]",
  .summary = N_("Take prices from another project's file"),
  .description = N_("Shows which prices are taken, which are refused and why, and where they\n"
                    "differ from the ones in use. What cannot be taken exactly is refused. Where\n"
                    "the file gives no date, a price holds from today.\n\n"
                    "--save writes what was taken as prices.json in the data folder, which stands\n"
                    "above the bundled prices from now on. One that is there already is only\n"
                    "replaced, as a whole, with --force."),
  .example = "costlab-cli prices import --format litellm model_prices_and_context_window.json",
  .options = options,
  .run = run,
};
