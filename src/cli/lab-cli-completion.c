/* lab-cli-completion.c: completions for the shells, from the command table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <string.h>

/* A command's words: "experiment create" has two. */
static char *
dup_first_word (const LabCommand *command)
{
  return g_strndup (command->name, strcspn (command->name, " "));
}

/* (nullable) */
static const char *
second_word (const LabCommand *command)
{
  const char *space = strchr (command->name, ' ');

  return space != NULL ? space + 1 : NULL;
}

/* Whether no earlier command begins with the same word. */
static gboolean
is_first_of_group (gsize index)
{
  g_autofree char *word = dup_first_word (lab_commands[index]);

  for (gsize i = 0; i < index; i++)
    {
      g_autofree char *other = dup_first_word (lab_commands[i]);

      if (g_str_equal (word, other))
        return FALSE;
    }
  return TRUE;
}

static void
append_options (GString            *text,
                const GOptionEntry *options)
{
  for (const GOptionEntry *option = options; option != NULL && option->long_name != NULL; option++)
    if ((option->flags & G_OPTION_FLAG_HIDDEN) == 0)
      g_string_append_printf (text, " --%s", option->long_name);
}

/* The second words of the commands that begin with @group. */
static void
append_members (GString    *text,
                const char *group)
{
  for (gsize i = 0; lab_commands[i] != NULL; i++)
    {
      g_autofree char *word = dup_first_word (lab_commands[i]);

      if (g_str_equal (word, group) && second_word (lab_commands[i]) != NULL)
        g_string_append_printf (text, " %s", second_word (lab_commands[i]));
    }
}

static char *
dup_bash (void)
{
  GString *text = g_string_new ("# bash completion for costlab-cli\n"
                                "_costlab_cli ()\n{\n"
                                "  local cur=${COMP_WORDS[COMP_CWORD]} words='' line\n"
                                "  line=\" ${COMP_WORDS[*]:1:COMP_CWORD-1} \"\n"
                                "  case \"$line\" in\n");

  for (gsize i = 0; lab_commands[i] != NULL; i++)
    {
      g_string_append_printf (text, "    *\" %s \"*) words='--json --help", lab_commands[i]->name);
      append_options (text, lab_commands[i]->options);
      g_string_append (text, "' ;;\n");
    }
  for (gsize i = 0; lab_commands[i] != NULL; i++)
    {
      g_autofree char *word = dup_first_word (lab_commands[i]);

      if (second_word (lab_commands[i]) == NULL || !is_first_of_group (i))
        continue;
      g_string_append_printf (text, "    *\" %s \"*) words='", word);
      append_members (text, word);
      g_string_append (text, "' ;;\n");
    }
  g_string_append (text, "    *) words='--data-dir --profile --json --help --version help");
  for (gsize i = 0; lab_commands[i] != NULL; i++)
    {
      g_autofree char *word = dup_first_word (lab_commands[i]);

      if (is_first_of_group (i))
        g_string_append_printf (text, " %s", word);
    }
  g_string_append (text, "' ;;\n"
                         "  esac\n"
                         "  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                         "  [ ${#COMPREPLY[@]} -gt 0 ] || compopt -o default\n"
                         "}\n"
                         "complete -F _costlab_cli costlab-cli\n");
  return g_string_free (text, FALSE);
}

static char *
dup_zsh (void)
{
  GString *text = g_string_new ("#compdef costlab-cli\n"
                                "local -a commands\n"
                                "commands=(\n");

  for (gsize i = 0; lab_commands[i] != NULL; i++)
    {
      g_autofree char *word = dup_first_word (lab_commands[i]);
      g_autofree char *summary = g_strdelimit (g_strdup (lab_commands[i]->summary), "'", ' ');

      if (is_first_of_group (i))
        g_string_append_printf (text, "  '%s:%s'\n", word,
                                second_word (lab_commands[i]) == NULL ? summary : "…");
    }
  g_string_append (text, ")\n"
                         "case \"${words[*]}\" in\n");
  for (gsize i = 0; lab_commands[i] != NULL; i++)
    {
      g_string_append_printf (text, "  *' %s '*) compadd -- --json --help", lab_commands[i]->name);
      append_options (text, lab_commands[i]->options);
      g_string_append (text, "; _files ;;\n");
    }
  for (gsize i = 0; lab_commands[i] != NULL; i++)
    {
      g_autofree char *word = dup_first_word (lab_commands[i]);

      if (second_word (lab_commands[i]) == NULL || !is_first_of_group (i))
        continue;
      g_string_append_printf (text, "  *' %s '*) compadd --", word);
      append_members (text, word);
      g_string_append (text, " ;;\n");
    }
  g_string_append (text, "  *) _describe command commands ;;\n"
                         "esac\n");
  return g_string_free (text, FALSE);
}

static void
append_fish_command (GString          *text,
                     const LabCommand *command)
{
  g_autofree char *word = dup_first_word (command);
  g_autofree char *summary = g_strescape (command->summary, NULL);
  g_autofree char *seen = g_strdup_printf ("__fish_seen_subcommand_from %s", word);

  if (second_word (command) == NULL)
    {
      g_string_append_printf (text,
                              "complete -c costlab-cli -n __fish_use_subcommand -a %s -d \"%s\"\n",
                              word, summary);
    }
  else
    {
      g_autofree char *both = g_strdup_printf ("%s; and __fish_seen_subcommand_from %s", seen,
                                               second_word (command));

      g_string_append_printf (text,
                              "complete -c costlab-cli -n __fish_use_subcommand -a %s\n"
                              "complete -c costlab-cli -n '%s' -a %s -d \"%s\"\n",
                              word, seen, second_word (command), summary);
      g_free (seen);
      seen = g_steal_pointer (&both);
    }
  for (const GOptionEntry *option = command->options;
       option != NULL && option->long_name != NULL;
       option++)
    if ((option->flags & G_OPTION_FLAG_HIDDEN) == 0)
      g_string_append_printf (text, "complete -c costlab-cli -n '%s' -l %s\n", seen,
                              option->long_name);
}

static char *
dup_fish (void)
{
  GString *text = g_string_new ("# fish completion for costlab-cli\n");

  for (gsize i = 0; lab_commands[i] != NULL; i++)
    append_fish_command (text, lab_commands[i]);
  return g_string_free (text, FALSE);
}

char *
lab_cli_dup_completion (const char *shell)
{
  if (g_str_equal (shell, "bash"))
    return dup_bash ();
  if (g_str_equal (shell, "zsh"))
    return dup_zsh ();
  if (g_str_equal (shell, "fish"))
    return dup_fish ();
  return NULL;
}
