/* lab-command-tokens.c: costlab-cli tokens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lab-error.h"
#include "lab-token-counter.h"

static char *encoding_name;
static char *model_name;
static gboolean with_ids;
static gboolean jsonl;

#define MAX_TEXT_BYTES (64 * 1024 * 1024)

static const GOptionEntry options[] = {
  { "encoding", 'e', 0, G_OPTION_ARG_STRING, &encoding_name,
    N_("o200k_base, o200k_harmony or cl100k_base"), "NAME" },
  { "model", 'm', 0, G_OPTION_ARG_STRING, &model_name,
    N_("Count as this model does, or estimate it"), "MODEL" },
  { "ids", 0, 0, G_OPTION_ARG_NONE, &with_ids, N_("Print the token ids too"), NULL },
  { "jsonl", 0, 0, G_OPTION_ARG_NONE, &jsonl,
    N_("Read lines of {\"text\"}, write one document a line"), NULL },
  G_OPTION_ENTRY_NULL
};

static void
write_count (LabJsonWriter       *writer,
             const LabTokenCount *count,
             GArray              *ids)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "encoding", count->encoding);
  lab_json_writer_member_string (writer, "basis", lab_token_basis_to_string (count->basis));
  lab_json_writer_member_int (writer, "count", count->tokens);
  if (count->basis == LAB_TOKEN_BASIS_ESTIMATED)
    {
      lab_json_writer_member_int (writer, "low", count->low);
      lab_json_writer_member_int (writer, "high", count->high);
    }
  if (ids != NULL)
    {
      lab_json_writer_name (writer, "ids");
      lab_json_writer_begin_array (writer);
      for (guint i = 0; i < ids->len; i++)
        lab_json_writer_int (writer, g_array_index (ids, guint32, i));
      lab_json_writer_end_array (writer);
    }
  lab_json_writer_end_object (writer);
}

static void
print_count (LabCli              *cli,
             const LabTokenCount *count,
             GArray              *ids)
{
  if (cli->json || jsonl)
    {
      g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

      write_count (writer, count, ids);
      lab_cli_print_json (writer);
      return;
    }
  if (count->basis == LAB_TOKEN_BASIS_ESTIMATED)
    lab_cli_print (_("about %" PRId64 " tokens (estimated: %" PRId64
                     " to %" PRId64 ")\n"),
                   count->tokens, count->low, count->high);
  else
    lab_cli_print (ngettext ("%" PRId64 " token (%s, %s)\n",
                             "%" PRId64 " tokens (%s, %s)\n", (gulong) count->tokens),
                   count->tokens, count->encoding, lab_token_basis_to_string (count->basis));
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    lab_cli_print ("%s%u%s", i > 0 ? " " : "", g_array_index (ids, guint32, i),
                   i + 1 == ids->len ? "\n" : "");
}

/* A text of any size, in little memory. */
static gboolean
count_stream (LabEncoding    *encoding,
              const char     *path,
              GArray         *ids,
              LabTokenCount  *count,
              GError        **error)
{
  g_autoptr (GInputStream) stream = lab_cli_open_input (path, error);

  if (stream == NULL)
    return FALSE;
  count->encoding = lab_encoding_get_name (encoding);
  count->basis = LAB_TOKEN_BASIS_EXACT;
  if (!lab_encoding_count_stream (encoding, stream, LAB_ENCODE_DEFAULT, ids, &count->tokens, NULL,
                                  error))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  count->low = count->high = count->tokens;
  return TRUE;
}

static gboolean
count_text (LabEncoding    *encoding,
            const char     *text,
            gsize           length,
            GArray         *ids,
            LabTokenCount  *count,
            GError        **error)
{
  gssize n = (gssize) length;

  if (ids == NULL)
    {
      if (!lab_encoding_count (encoding, text, n, LAB_ENCODE_DEFAULT, &count->tokens, error))
        return FALSE;
    }
  else
    {
      if (!lab_encoding_encode (encoding, text, n, LAB_ENCODE_DEFAULT, ids, error))
        return FALSE;
      count->tokens = ids->len;
    }
  count->low = count->high = count->tokens;
  return TRUE;
}

static gboolean
count_lines (LabCli       *cli,
             LabEncoding  *encoding,
             const char   *path,
             GError      **error)
{
  g_autoptr (GInputStream) stream = lab_cli_open_input (path, error);
  g_autoptr (LabJsonLines) lines = NULL;
  g_autoptr (LabJsonDocument) document = NULL;
  g_autoptr (GError) cause = NULL;

  if (stream == NULL)
    return FALSE;
  lines = lab_json_lines_new (stream, path, MAX_TEXT_BYTES);
  lab_json_lines_allow_nul (lines);
  while ((document = lab_json_lines_next (lines, NULL, &cause)) != NULL)
    {
      g_autoptr (GArray) ids = with_ids ? g_array_new (FALSE, FALSE, sizeof (guint32)) : NULL;
      LabTokenCount count = LAB_TOKEN_COUNT_INIT (lab_encoding_get_name (encoding));
      const LabJson *node = lab_json_require (lab_json_document_get_root (document), "text",
                                              LAB_JSON_STRING, error);
      gsize length = 0;
      const char *text = lab_json_get_text (node, &length);

      if (text == NULL)
        return FALSE;
      if (!count_text (encoding, text, length, ids, &count, error))
        return FALSE;
      print_count (cli, &count, ids);
      g_clear_pointer (&document, lab_json_document_unref);
    }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static int
run_encoding (LabCli      *cli,
              const char  *path,
              GError     **error)
{
  LabEncoding *encoding =
    lab_tokenizer_get_encoding (lab_cli_get_tokenizer (cli), encoding_name, error);
  g_autoptr (GArray) ids = with_ids ? g_array_new (FALSE, FALSE, sizeof (guint32)) : NULL;
  LabTokenCount count;

  if (encoding == NULL)
    return LAB_CLI_FAILED;
  if (jsonl)
    return count_lines (cli, encoding, path, error) ? LAB_CLI_DONE : LAB_CLI_FAILED;
  if (!count_stream (encoding, path, ids, &count, error))
    return LAB_CLI_FAILED;
  print_count (cli, &count, ids);
  return LAB_CLI_DONE;
}

static int
run_model (LabCli      *cli,
           const char  *path,
           GError     **error)
{
  LabPriceCatalogue *catalogue = lab_cli_get_catalogue (cli, error);
  const LabModelInfo *info;
  g_autoptr (GBytes) bytes = NULL;
  LabTokenScheme scheme;
  LabTokenCount count;
  gconstpointer text;
  gsize length;

  if (catalogue == NULL)
    return LAB_CLI_FAILED;
  info = lab_price_catalogue_find_model (catalogue, model_name, NULL);
  lab_token_scheme_init (&scheme, model_name, info != NULL ? info->encoding : NULL);
  if (scheme.family == LAB_TOKEN_FAMILY_PUBLISHED)
    {
      g_free (encoding_name);
      encoding_name = g_strdup (scheme.encoding);
      return run_encoding (cli, path, error);
    }

  bytes = lab_cli_read_input (path, MAX_TEXT_BYTES, error);
  if (bytes == NULL)
    return LAB_CLI_FAILED;
  text = g_bytes_get_data (bytes, &length);
  if (!lab_tokenizer_count_text (lab_cli_get_tokenizer (cli), &scheme, text != NULL ? text : "",
                                 (gssize) length, &count, error))
    return LAB_CLI_FAILED;
  print_count (cli, &count, NULL);
  return LAB_CLI_DONE;
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  if ((encoding_name == NULL) == (model_name == NULL))
    return lab_cli_usage_error (error, _("Say how to count: --encoding NAME or --model MODEL."));
  if (arguments[0] != NULL && arguments[1] != NULL)
    return lab_cli_usage_error (error, _("Name one file, or - for standard input."));
  if (arguments[0] == NULL && !jsonl)
    return lab_cli_usage_error (error, _("Name a file, or - for standard input."));
  if (model_name != NULL && jsonl)
    return lab_cli_usage_error (error, _("--jsonl goes with --encoding."));

  if (encoding_name != NULL)
    return run_encoding (cli, arguments[0] != NULL ? arguments[0] : "-", error);
  return run_model (cli, arguments[0], error);
}

const LabCommand lab_command_tokens = {
  .name = "tokens",
  .synopsis = "--encoding NAME [--ids] [--jsonl] FILE|-",
  .summary = N_("Count the tokens of a text"),
  .description = N_("With a published encoding the count is exact. With --model the model's own\n"
                    "encoding is used where it is published; for Claude and Gemini the count is\n"
                    "estimated, with its range, and the text held in memory (64 MB at most).\n\n"
                    "A text of any size is read as it comes; only one piece without a break,\n"
                    "such as an endless line of one letter, may not be over 16 MB. --ids holds\n"
                    "all ids until the end, so that an error prints none."),
  .example = "echo -n 'Hello, world!' | costlab-cli tokens --encoding o200k_base --ids -",
  .options = options,
  .run = run,
};
