/* lab-command-usage.c: costlab-cli usage
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-dialect.h"
#include "lab-error.h"

static char *dialect_name;

#define MAX_REPLY_BYTES (64 * 1024 * 1024)

static const GOptionEntry options[] = {
  { "dialect", 'd', 0, G_OPTION_ARG_STRING, &dialect_name, N_("Whose words: openai-chat"), "NAME" },
  G_OPTION_ENTRY_NULL
};

/* "reported", "partial", "unreconciled" …: the worst that is known. */
static const char *
usage_state (const LabUsage *usage)
{
  if (usage->flags & LAB_USAGE_UNRECONCILED)
    return "unreconciled";
  if (usage->flags & LAB_USAGE_OTHER_MODALITY)
    return "other-modality";
  if (usage->flags & LAB_USAGE_PARTIAL)
    return "partial";
  if (usage->flags & LAB_USAGE_REPORTED)
    return "reported";
  return "missing";
}

static void
write_memo (LabJsonWriter *writer,
            const char    *name,
            gint64         value)
{
  lab_json_writer_name (writer, name);
  if (value == LAB_USAGE_NOT_REPORTED)
    lab_json_writer_null (writer);
  else
    lab_json_writer_int (writer, value);
}

static void
print_json (const LabUsage *usage)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "dialect", dialect_name);
  lab_json_writer_member_string (writer, "state", usage_state (usage));
  lab_json_writer_name (writer, "buckets");
  lab_json_writer_begin_object (writer);
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    lab_json_writer_member_int (writer, lab_bucket_to_string (bucket), usage->buckets[bucket]);
  lab_json_writer_end_object (writer);
  lab_json_writer_member_int (writer, "input_total", lab_usage_input_total (usage));
  lab_json_writer_name (writer, "memos");
  lab_json_writer_begin_object (writer);
  write_memo (writer, "reasoning", usage->reasoning);
  write_memo (writer, "system", usage->system);
  write_memo (writer, "tool", usage->tool);
  lab_json_writer_end_object (writer);
  lab_json_writer_end_object (writer);
  lab_cli_print_json (writer);
}

static void
print_text (const LabUsage *usage)
{
  const char * const columns[] = { _("Bucket"), _(">Tokens"), NULL };
  g_autoptr (LabTable) table = lab_table_new (columns);

  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    {
      g_autofree char *tokens = g_strdup_printf ("%" G_GINT64_FORMAT, usage->buckets[bucket]);

      lab_table_add (table, lab_bucket_get_label (bucket), tokens);
    }
  if (usage->reasoning != LAB_USAGE_NOT_REPORTED)
    {
      g_autofree char *tokens = g_strdup_printf ("%" G_GINT64_FORMAT, usage->reasoning);

      lab_table_add (table, _("(of output: reasoning)"), tokens);
    }
  lab_table_print (table);
  lab_cli_print (_("\nState: %s\n"), usage_state (usage));
}

/* A stream's text is decoded whole; its usage is what it ended with. */
static gboolean
read_stream (LabDialect  *dialect,
             GBytes      *bytes,
             LabUsage    *usage,
             GError     **error)
{
  g_autoptr (LabStreamDecoder) decoder = lab_dialect_new_decoder (dialect);
  g_autoptr (LabResponse) response = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (!lab_stream_decoder_feed (decoder, text, length, NULL, NULL, error))
    return FALSE;
  response = lab_stream_decoder_finish (decoder, error);
  if (response == NULL)
    return FALSE;
  *usage = response->usage;
  return TRUE;
}

static gboolean
read_usage (LabDialect  *dialect,
            const char  *path,
            LabUsage    *usage,
            GError     **error)
{
  g_autoptr (GBytes) bytes = lab_cli_read_input (path, MAX_REPLY_BYTES, error);
  g_autoptr (LabJsonDocument) document = NULL;
  gsize length;
  const char *text;

  if (bytes == NULL)
    return FALSE;
  text = g_bytes_get_data (bytes, &length);
  if (length > 5 && (strncmp (text, "data:", 5) == 0 || strncmp (text, "event", 5) == 0 ||
                     text[0] == ':'))
    return read_stream (dialect, bytes, usage, error);

  document = lab_json_document_parse (text != NULL ? text : "", (gssize) length, path, 1, error);
  return document != NULL &&
         lab_dialect_parse_usage (dialect, lab_json_document_get_root (document), usage, error);
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  g_autoptr (LabDialect) dialect = NULL;
  LabUsage usage = LAB_USAGE_INIT;

  if (dialect_name == NULL)
    return lab_cli_usage_error (error, _("Say whose words they are: --dialect openai-chat."));
  dialect = lab_dialect_new (dialect_name);
  if (dialect == NULL)
    {
      g_autofree char *known = g_strjoinv (", ", (GStrv) lab_dialect_list ());

      return lab_cli_usage_error (error, _("There is no dialect “%s”; known are: %s."),
                                  dialect_name, known);
    }
  if (arguments[0] == NULL || arguments[1] != NULL)
    return lab_cli_usage_error (error, _("Name one file, or - for standard input."));
  if (!read_usage (dialect, arguments[0], &usage, error))
    return LAB_CLI_FAILED;

  if (cli->json)
    print_json (&usage);
  else
    print_text (&usage);
  return LAB_CLI_DONE;
}

const LabCommand lab_command_usage = {
  .name = "usage",
  .synopsis = "--dialect NAME FILE|-",
  .summary = N_("Read a vendor's usage into buckets"),
  .description = N_("The file holds a reply, its usage object, or a recorded stream.\n\n"
                    "State: reported, partial (something is missing), unreconciled (the numbers\n"
                    "contradict each other; nothing is clamped), other-modality, missing."),
  .example = "costlab-cli usage --dialect openai-chat reply.json",
  .options = options,
  .run = run,
};
