/* lab-command-profile.c: costlab-cli profile list, create and delete
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <glib/gi18n-lib.h>

#include "lab-cli-format.h"
#include "lab-error.h"

static void
write_profile (LabJsonWriter    *writer,
               const LabProfile *profile)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "id", profile->id);
  lab_json_writer_member_string (writer, "name", profile->name);
  lab_cli_write_time (writer, "created_at", profile->created_at);
  lab_json_writer_end_object (writer);
}

static void
print_profiles (GPtrArray *profiles)
{
  const char * const columns[] = { _("Name"), _("Id"), NULL };
  g_autoptr (LabTable) table = lab_table_new (columns);

  for (guint i = 0; i < profiles->len; i++)
    {
      const LabProfile *profile = g_ptr_array_index (profiles, i);

      lab_table_add (table, profile->name, profile->id);
    }
  lab_table_print (table);
}

static int
run_list (LabCli              *cli,
          const char * const  *arguments,
          GError             **error)
{
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (LabJsonWriter) writer = NULL;

  if (arguments[0] != NULL)
    return lab_cli_usage_error (error, _("“%s” takes no argument “%s”."), "profile list",
                                arguments[0]);
  if (lab_cli_get_profile (cli, error) == NULL)
    return LAB_CLI_FAILED;
  profiles = lab_context_list_profiles (cli->context, error);
  if (profiles == NULL)
    return LAB_CLI_FAILED;
  if (!cli->json)
    {
      print_profiles (profiles);
      return LAB_CLI_DONE;
    }
  writer = lab_json_writer_new (FALSE);
  lab_json_writer_begin_object (writer);
  lab_json_writer_name (writer, "profiles");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < profiles->len; i++)
    write_profile (writer, g_ptr_array_index (profiles, i));
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
  lab_cli_print_json (writer);
  return LAB_CLI_DONE;
}

static int
run_create (LabCli              *cli,
            const char * const  *arguments,
            GError             **error)
{
  g_autoptr (LabProfile) profile = NULL;

  if (arguments[0] == NULL || arguments[1] != NULL)
    return lab_cli_usage_error (error, _("Say what to call it: one NAME."));
  if (lab_cli_get_context (cli, error) == NULL)
    return LAB_CLI_FAILED;
  profile = lab_context_create_profile (cli->context, arguments[0], error);
  if (profile == NULL)
    return LAB_CLI_FAILED;
  if (cli->json)
    {
      g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

      write_profile (writer, profile);
      lab_cli_print_json (writer);
    }
  else
    {
      lab_cli_print (_("Made the profile “%s” (%s).\n"), profile->name, profile->id);
    }
  return LAB_CLI_DONE;
}

static int
run_delete (LabCli              *cli,
            const char * const  *arguments,
            GError             **error)
{
  g_autoptr (LabProfile) profile = NULL;

  if (arguments[0] == NULL || arguments[1] != NULL)
    return lab_cli_usage_error (error, _("Name one profile."));
  if (lab_cli_get_context (cli, error) == NULL)
    return LAB_CLI_FAILED;
  profile = lab_context_open_profile (cli->context, arguments[0], error);
  if (profile == NULL || !lab_context_delete_profile (cli->context, profile->id, error))
    return LAB_CLI_FAILED;
  if (cli->json)
    {
      g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "deleted", profile->id);
      lab_json_writer_end_object (writer);
      lab_cli_print_json (writer);
    }
  else
    {
      lab_cli_print (_("Deleted the profile “%s” with everything that was its.\n"),
                     profile->name);
    }
  return LAB_CLI_DONE;
}

const LabCommand lab_command_profile_list = {
  .name = "profile list",
  .synopsis = "",
  .summary = N_("List the people on this machine"),
  .description = N_("The first one is made at first use and is taken where no --profile is given."),
  .example = "costlab-cli profile list",
  .run = run_list,
};

const LabCommand lab_command_profile_create = {
  .name = "profile create",
  .synopsis = "NAME",
  .summary = N_("Make a profile"),
  .description = N_("Each profile has experiments of its own and sees no others."),
  .example = "costlab-cli profile create Ada",
  .run = run_create,
};

const LabCommand lab_command_profile_delete = {
  .name = "profile delete",
  .synopsis = "PROFILE",
  .summary = N_("Delete a profile and every byte of it"),
  .description = N_("Backups, damaged copies and the log are deleted with it, since nothing in\n"
                    "them can be kept for one person and erased for another."),
  .example = "costlab-cli profile delete Ada",
  .run = run_delete,
};
