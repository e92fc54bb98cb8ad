/* lab-cli-manual.c: help, manual page and completions, from the table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

static const struct
{
  const char *option;
  const char *summary;
} globals[] = {
  { "--data-dir=D", N_("Keep data in the folder D instead of the user's own") },
  { "--profile=P", N_("Act as the profile P, by name or id") },
  { "--json", N_("Print one JSON document on standard output, and errors as JSON") },
  { "-h, --help", N_("Show help") },
  { "--version", N_("Show the version") },
};

/* "-n, --name=ARG" */
static char *
option_to_string (const GOptionEntry *option)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (option->short_name != 0)
    g_string_append_printf (text, "-%c, ", option->short_name);
  g_string_append_printf (text, "--%s", option->long_name);
  if (option->arg_description != NULL)
    g_string_append_printf (text, "=%s", option->arg_description);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_shown (const GOptionEntry *option)
{
  return (option->flags & G_OPTION_FLAG_HIDDEN) == 0 &&
         !g_str_equal (option->long_name, G_OPTION_REMAINING);
}

static void
append_globals (GString *text)
{
  g_string_append_printf (text, "\n%s\n", _("Options of every command:"));
  for (gsize i = 0; i < G_N_ELEMENTS (globals); i++)
    g_string_append_printf (text, "  %-28s %s\n", globals[i].option, _(globals[i].summary));
}

static char *
dup_overview (void)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n  costlab-cli [--data-dir D] [--profile P] [--json] %s\n\n",
                          _("Usage:"), _("COMMAND …"));
  g_string_append_printf (text, "%s\n\n%s\n",
                          _("Try a cheaper way of calling a language model, see every dollar, and "
                            "learn\nwith an interval whether the saving is real."),
                          _("Commands:"));
  for (gsize i = 0; lab_commands[i] != NULL; i++)
    g_string_append_printf (text, "  %-20s %s\n", lab_commands[i]->name,
                            _(lab_commands[i]->summary));
  append_globals (text);
  g_string_append_printf (text, "\n%s\n",
                          _("Run “costlab-cli help COMMAND” for one command. Exit status: 0 done, "
                            "1 failed,\n2 wrong usage."));
  return g_string_free (text, FALSE);
}

/* Wrapped between words; a part in brackets is not torn. */
static void
append_usage (GString          *text,
              const LabCommand *command)
{
  g_autoptr (GRegex) part = g_regex_new ("[[(][^])]*[])]\\S*|\\S+", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  glong column;

  g_string_append_printf (text, "%s\n  costlab-cli %s", _("Usage:"), command->name);
  column = 14 + g_utf8_strlen (command->name, -1);
  g_regex_match (part, command->synopsis, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *word = g_match_info_fetch (match, 0);
      glong width = g_utf8_strlen (word, -1);

      if (column + 1 + width > 80)
        {
          g_string_append (text, "\n     ");
          column = 5;
        }
      g_string_append_printf (text, " %s", word);
      column += 1 + width;
    }
  g_string_append_c (text, '\n');
}

char *
lab_cli_dup_help (const LabCommand *command)
{
  GString *text;

  if (command == NULL)
    return dup_overview ();

  text = g_string_new (NULL);
  append_usage (text, command);
  g_string_append_printf (text, "\n%s\n", _(command->summary));
  if (command->description != NULL)
    g_string_append_printf (text, "\n%s\n", _(command->description));
  if (command->options != NULL && command->options[0].long_name != NULL)
    g_string_append_printf (text, "\n%s\n", _("Options:"));
  for (const GOptionEntry *option = command->options;
       option != NULL && option->long_name != NULL;
       option++)
    {
      g_autofree char *name = option_to_string (option);

      if (is_shown (option))
        g_string_append_printf (text, "  %-28s %s\n", name, _(option->description));
    }
  append_globals (text);
  if (command->example != NULL)
    g_string_append_printf (text, "\n%s\n  %s\n", _("Example:"), command->example);
  return g_string_free (text, FALSE);
}

/* roff reads some signs its own way, and is told all beyond ASCII by number;
 * so the page comes out the same whatever it is formatted for. */
static void
append_roff (GString    *text,
             const char *plain)
{
  gboolean line_start = TRUE;

  for (; *plain != '\0'; plain = g_utf8_next_char (plain))
    {
      gunichar sign = g_utf8_get_char (plain);
      static const struct
      {
        char sign;
        const char *roff;
      } signs[] = {
        { '\\', "\\e" },   { '-', "\\-" },   { '\'', "\\(aq" }, { '"', "\\(dq" },
        { '`', "\\(ga" }, { '^', "\\(ha" }, { '~', "\\(ti" },
      };
      const char *roff = NULL;

      for (gsize i = 0; roff == NULL && i < G_N_ELEMENTS (signs); i++)
        if (sign == (gunichar) signs[i].sign)
          roff = signs[i].roff;
      if (line_start && sign == '.')
        g_string_append (text, "\\&");
      if (roff != NULL)
        g_string_append (text, roff);
      else if (sign > 0x7e)
        g_string_append_printf (text, "\\[u%04X]", sign);
      else
        g_string_append_c (text, (char) sign);
      line_start = sign == '\n';
    }
}

static void
append_roff_options (GString            *text,
                     const GOptionEntry *options)
{
  for (const GOptionEntry *option = options; option != NULL && option->long_name != NULL; option++)
    {
      g_autofree char *name = NULL;

      if (!is_shown (option))
        continue;
      name = option_to_string (option);
      g_string_append (text, ".TP\n.B ");
      append_roff (text, name);
      g_string_append_c (text, '\n');
      append_roff (text, option->description);
      g_string_append_c (text, '\n');
    }
}

static void
append_roff_command (GString          *text,
                     const LabCommand *command)
{
  g_string_append (text, ".SS ");
  append_roff (text, command->name);
  g_string_append (text, "\n.B costlab\\-cli ");
  append_roff (text, command->name);
  g_string_append (text, "\n.I ");
  append_roff (text, command->synopsis);
  g_string_append (text, "\n.PP\n");
  append_roff (text, command->summary);
  g_string_append (text, ".\n");
  if (command->description != NULL)
    {
      g_auto (GStrv) paragraphs = g_strsplit (command->description, "\n\n", -1);

      for (gsize i = 0; paragraphs[i] != NULL; i++)
        {
          g_string_append (text, ".PP\n");
          append_roff (text, paragraphs[i]);
          g_string_append_c (text, '\n');
        }
    }
  append_roff_options (text, command->options);
  if (command->example != NULL)
    {
      g_string_append (text, ".PP\nExample:\n.PP\n.nf\n");
      append_roff (text, command->example);
      g_string_append (text, "\n.fi\n");
    }
}

char *
lab_cli_dup_man_page (void)
{
  GString *text = g_string_new (NULL);

  g_string_append (text,
                   ".TH COSTLAB\\-CLI 1 \"\" \"API Cost Lab " LAB_VERSION "\"\n"
                   ".SH NAME\n"
                   "costlab\\-cli \\- try cheaper ways of calling language models, and prove it\n"
                   ".SH SYNOPSIS\n"
                   ".B costlab\\-cli\n"
                   "[\\-\\-data\\-dir D] [\\-\\-profile P] [\\-\\-json] COMMAND ...\n"
                   ".SH DESCRIPTION\n"
                   "Runs experiments on a built\\-in mock provider that bills as the vendors do,\n"
                   "prices usage to the nano\\-dollar, and compares runs with an interval.\n"
                   ".SH OPTIONS\n");
  for (gsize i = 0; i < G_N_ELEMENTS (globals); i++)
    {
      g_string_append (text, ".TP\n.B ");
      append_roff (text, globals[i].option);
      g_string_append_c (text, '\n');
      append_roff (text, globals[i].summary);
      g_string_append_c (text, '\n');
    }
  g_string_append (text, ".SH COMMANDS\n");
  for (gsize i = 0; lab_commands[i] != NULL; i++)
    append_roff_command (text, lab_commands[i]);
  g_string_append (text,
                   ".SH EXIT STATUS\n"
                   "0 when done, 1 when it failed, 2 on wrong usage.\n"
                   ".SH FILES\n"
                   ".TP\n.I $XDG_DATA_HOME/costlab/costlab.db\nThe ledger.\n"
                   ".TP\n.I $XDG_DATA_HOME/costlab/prices.json\n"
                   "The user's own prices, above the bundled ones.\n");
  return g_string_free (text, FALSE);
}
