/* lab-cli.c: global options, dispatch and errors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <glib/gstdio.h>

#include "lab-error.h"

/* The manual and the completions, asked for at build time. */
static char *manual_kind;
static char *completion_shell;
static gboolean show_version;
static gboolean show_help;
static LabCli cli;

static const GOptionEntry global_options[] = {
  { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &cli.data_dir, N_("Keep data in this folder"), "D" },
  { "profile", 0, 0, G_OPTION_ARG_STRING, &cli.profile, N_("Act as this profile"), "P" },
  { "json", 0, 0, G_OPTION_ARG_NONE, &cli.json, N_("Print one JSON document"), NULL },
  { "help", 'h', 0, G_OPTION_ARG_NONE, &show_help, N_("Show help"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, &show_version, N_("Show the version"), NULL },
  { "generate-manual", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &manual_kind, NULL, NULL },
  { "generate-completion", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &completion_shell, NULL,
    NULL },
  G_OPTION_ENTRY_NULL
};

static void
print_error_json (const LabErrorResponse *response)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);
  g_autofree char *text = NULL;

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_boolean (writer, "success", FALSE);
  lab_json_writer_name (writer, "error");
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "code", response->code);
  lab_json_writer_member_string (writer, "message", response->message);
  lab_json_writer_member_string (writer, "details", response->details);
  lab_json_writer_member_boolean (writer, "recoverable", response->recoverable);
  lab_json_writer_member_string (writer, "suggestedAction", response->suggested_action);
  lab_json_writer_end_object (writer);
  lab_json_writer_end_object (writer);
  text = lab_json_writer_to_string (writer);
  g_printerr ("%s\n", text);
}

/* Logs it and tries the ways back, where the ledger is open. */
static LabErrorResponse *
handle_error (const GError *error)
{
  if (cli.context == NULL)
    return lab_error_response_new (error);
  return lab_error_handler_handle (lab_context_get_error_handler (cli.context), error);
}

static void
print_error (const GError *error)
{
  g_autoptr (LabErrorResponse) response = handle_error (error);

  if (cli.json)
    {
      print_error_json (response);
      return;
    }
  g_printerr ("costlab-cli: %s\n", response->message);
  /* Wrong usage says itself what to type. */
  if (response->suggested_action != NULL &&
      g_strcmp0 (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), "usage") != 0)
    g_printerr ("%s\n", response->suggested_action);
}

int
lab_cli_usage_error (GError     **error,
                     const char  *format,
                     ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  lab_set_error (error, LAB_ERROR_INVALID_INPUT, "%s", message);
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_REASON, "usage");
  return LAB_CLI_USAGE;
}

/* The longest name that the arguments begin with. */
static const LabCommand *
find_command (const char * const *arguments,
              gsize              *n_words)
{
  const LabCommand *found = NULL;

  *n_words = 0;
  for (gsize i = 0; lab_commands[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lab_commands[i]->name, " ", -1);
      gsize n = g_strv_length (words);
      gboolean same = TRUE;

      for (gsize j = 0; same && j < n; j++)
        same = g_strcmp0 (words[j], arguments[j]) == 0;
      if (same && n > *n_words)
        {
          found = lab_commands[i];
          *n_words = n;
        }
    }
  return found;
}

static GOptionContext *
new_option_context (const LabCommand *command)
{
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, global_options, GETTEXT_PACKAGE);
  if (command != NULL && command->options != NULL)
    g_option_context_add_main_entries (context, command->options, GETTEXT_PACKAGE);
  if (command == NULL)
    {
      g_option_context_set_strict_posix (context, TRUE);
      g_option_context_set_ignore_unknown_options (context, FALSE);
    }
  return context;
}

static gboolean
parse (const LabCommand  *command,
       GStrv             *arguments,
       GError           **error)
{
  g_autoptr (GOptionContext) context = new_option_context (command);
  g_autoptr (GError) cause = NULL;

  if (g_option_context_parse_strv (context, arguments, &cause))
    return TRUE;
  if (cause->domain == G_CONVERT_ERROR)
    lab_cli_usage_error (error, _("An argument is not valid UTF-8, or not in the locale's "
                                  "encoding."));
  else
    lab_cli_usage_error (error, "%s", cause->message);
  return FALSE;
}

/* An error may come up before --json is reached, and GOption takes back what
 * it read before one. */
static gboolean
asks_for_json (const char * const *arguments)
{
  for (gsize i = 1; arguments[i] != NULL && !g_str_equal (arguments[i], "--"); i++)
    if (g_str_equal (arguments[i], "--json"))
      return TRUE;
  return FALSE;
}

static int
print_generated (char *text)
{
  g_autofree char *owned = text;

  g_print ("%s", text);
  return LAB_CLI_DONE;
}

/* (nullable): the commands that begin with the word @name, for people. */
static char *
dup_family (const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *prefix = g_strconcat (name, " ", NULL);

  for (gsize i = 0; lab_commands[i] != NULL; i++)
    if (g_str_has_prefix (lab_commands[i]->name, prefix))
      g_string_append_printf (text, "%s“%s”", text->len > 0 ? ", " : "", lab_commands[i]->name);
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static int
unknown_command (const char  *name,
                 GError     **error)
{
  g_autofree char *family = name != NULL ? dup_family (name) : NULL;

  if (name == NULL)
    return lab_cli_usage_error (error, _("No command was given. Run “costlab-cli --help”."));
  if (family != NULL)
    return lab_cli_usage_error (error, _("Say what to do with “%s”: %s."), name, family);
  return lab_cli_usage_error (error,
                              _("There is no command “%s”. Run “costlab-cli --help” for the list."),
                              name);
}

static int
print_completion (GError **error)
{
  char *text = lab_cli_dup_completion (completion_shell);

  if (text == NULL)
    return lab_cli_usage_error (error, _("Completions are for bash, zsh and fish."));
  return print_generated (text);
}

/* Of the command that @words name, or the overview where there are none. */
static int
print_help (const char * const *words,
            GError            **error)
{
  gsize n_words;
  const LabCommand *command = find_command (words, &n_words);

  if (command == NULL && words[0] != NULL)
    return unknown_command (words[0], error);
  return print_generated (lab_cli_dup_help (command));
}

/* Global options may stand before the command or among its own. */
static int
run (GStrv    *arguments,
     GError  **error)
{
  const LabCommand *command;
  g_auto (GStrv) rest = NULL;
  g_autofree char *program = g_strdup ((*arguments)[0]);
  gsize n_words = 0;

  if (!parse (NULL, arguments, error))
    return LAB_CLI_USAGE;
  if (show_version)
    return print_generated (g_strdup ("costlab-cli " LAB_VERSION "\n"));
  if (manual_kind != NULL)
    return print_generated (lab_cli_dup_man_page ());
  if (completion_shell != NULL)
    return print_completion (error);
  if (g_strcmp0 ((*arguments)[1], "help") == 0)
    return print_help ((const char * const *) *arguments + 2, error);
  if (show_help)
    return print_help ((const char * const *) *arguments + 1, error);

  command = find_command ((const char * const *) *arguments + 1, &n_words);
  if (command == NULL)
    return unknown_command ((*arguments)[1], error);

  /* The words of the command's name make room for the program's. */
  rest = g_strdupv (*arguments + n_words);
  g_free (rest[0]);
  rest[0] = g_steal_pointer (&program);
  if (!parse (command, &rest, error))
    return LAB_CLI_USAGE;
  if (show_help)
    return print_generated (lab_cli_dup_help (command));
  return command->run (&cli, (const char * const *) rest + 1, error);
}

/* What was printed and could not be written must not pass for done. */
static int
finish_output (int      status,
               GError **error)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  if (error == NULL || *error == NULL)
    lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                   _("Standard output cannot be written, so what was printed is not whole. Is "
                     "the disk full?"));
  return status == LAB_CLI_DONE ? LAB_CLI_FAILED : status;
}

int
lab_cli_main (int    argc,
              char **argv)
{
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LAB_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  arguments = g_strdupv (argv);
  status = run (&arguments, &error);
  status = finish_output (status, &error);
  if (error != NULL)
    {
      cli.json = asks_for_json ((const char * const *) argv);
      print_error (error);
    }

  g_clear_pointer (&cli.data_dir, g_free);
  g_clear_pointer (&cli.profile, g_free);
  g_clear_pointer (&cli.person, lab_profile_free);
  if (cli.context != NULL)
    lab_context_close (cli.context);
  g_clear_object (&cli.context);
  g_clear_object (&cli.catalogue);
  g_clear_object (&cli.tokenizer);
  return status;
}

char *
lab_cli_dup_data_dir (LabCli  *self,
                      GError **error)
{
  g_autofree char *path = self->data_dir != NULL ?
                            g_strdup (self->data_dir) :
                            g_build_filename (g_get_user_data_dir (), "costlab", NULL);

  if (g_mkdir_with_parents (path, 0700) != 0)
    {
      lab_set_error (error, LAB_ERROR_DATABASE_CONNECTION_FAILED,
                     _("The folder %s cannot be made: %s."), path, g_strerror (errno));
      return NULL;
    }
  return g_steal_pointer (&path);
}

/* The user's own prices lie beside the ledger; not having any is usual. */
LabPriceCatalogue *
lab_cli_get_catalogue (LabCli  *self,
                       GError **error)
{
  g_autoptr (LabPriceCatalogue) catalogue = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *overrides = NULL;

  if (self->catalogue != NULL)
    return self->catalogue;

  catalogue = lab_price_catalogue_new_bundled (error);
  if (catalogue == NULL)
    return NULL;
  folder = self->data_dir != NULL ? g_strdup (self->data_dir) :
                                    g_build_filename (g_get_user_data_dir (), "costlab", NULL);
  overrides = g_build_filename (folder, "prices.json", NULL);
  if (g_file_test (overrides, G_FILE_TEST_EXISTS) &&
      !lab_price_catalogue_add_overrides (catalogue, overrides, error))
    return NULL;

  self->catalogue = g_steal_pointer (&catalogue);
  return self->catalogue;
}

LabTokenizer *
lab_cli_get_tokenizer (LabCli *self)
{
  if (self->tokenizer == NULL)
    self->tokenizer = lab_tokenizer_new ();
  return self->tokenizer;
}

void
lab_cli_print (const char *format,
               ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_print ("%s", text);
}

void
lab_cli_print_json (LabJsonWriter *writer)
{
  g_autofree char *text = lab_json_writer_to_string (writer);

  g_print ("%s%s", text, g_str_has_suffix (text, "\n") ? "" : "\n");
}

GInputStream *
lab_cli_open_input (const char  *path,
                    GError     **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) cause = NULL;

  if (g_str_equal (path, "-"))
    return g_unix_input_stream_new (STDIN_FILENO, FALSE);

  file = g_file_new_for_commandline_arg (path);
  stream = g_file_read (file, NULL, &cause);
  if (stream == NULL)
    {
      lab_set_error (error,
                     g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ?
                       LAB_ERROR_NOT_FOUND :
                       LAB_ERROR_INVALID_INPUT,
                     _("%s cannot be read: %s"), path, cause->message);
      if (error != NULL)
        lab_error_set_context (*error, LAB_ERROR_CONTEXT_FILE, path);
      return NULL;
    }
  return G_INPUT_STREAM (g_steal_pointer (&stream));
}

GBytes *
lab_cli_read_input (const char  *path,
                    gsize        max_bytes,
                    GError     **error)
{
  g_autoptr (GInputStream) stream = lab_cli_open_input (path, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[65536];
  gssize n;

  if (stream == NULL)
    return NULL;
  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, error)) > 0)
    {
      g_byte_array_append (bytes, buffer, (guint) n);
      if (bytes->len > max_bytes)
        {
          lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                         _("%s is longer than the %zu bytes that are read here."),
                         path, max_bytes);
          return NULL;
        }
    }
  if (n < 0)
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
