/* lab-command-experiment-list.c: costlab-cli experiment list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <glib/gi18n-lib.h>

#include "lab-cli-format.h"
#include "lab-sync.h"

static gboolean all;

static const GOptionEntry options[] = {
  { "all", 'a', 0, G_OPTION_ARG_NONE, &all, N_("Archived ones too"), NULL },
  G_OPTION_ENTRY_NULL
};

static void
print_json (GPtrArray *experiments)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_name (writer, "experiments");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < experiments->len; i++)
    lab_cli_write_experiment (writer, g_ptr_array_index (experiments, i));
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
  lab_cli_print_json (writer);
}

static void
print_none (void)
{
  if (all)
    lab_cli_print (_("There is no experiment yet. Make one with “costlab-cli experiment "
                     "create NAME”, or take the tour: “costlab-cli tour”.\n"));
  else
    lab_cli_print (_("There is no experiment here; --all lists archived ones too. Make one with "
                     "“costlab-cli experiment create NAME”, or take the tour: “costlab-cli "
                     "tour”.\n"));
}

static void
print_text (GPtrArray *experiments)
{
  const char * const columns[] = { _("Name"), _("Status"), _("Workload"), _("Model"), _("Id"),
                                   NULL };
  g_autoptr (LabTable) table = lab_table_new (columns);

  if (experiments->len == 0)
    {
      print_none ();
      return;
    }
  for (guint i = 0; i < experiments->len; i++)
    {
      const LabExperiment *experiment = g_ptr_array_index (experiments, i);
      g_autofree char *workload = g_path_get_basename (experiment->workload);

      lab_table_add (table, experiment->name,
                     experiment->interrupted ? _("interrupted") :
                                               lab_experiment_status_to_string (experiment->status),
                     workload, experiment->model, experiment->id);
    }
  lab_table_print (table);
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  g_auto (LabSync) sync = LAB_SYNC_INIT;
  g_autoptr (GPtrArray) found = NULL;
  const LabProfile *profile;
  LabExperiments *experiments;

  if (arguments[0] != NULL)
    return lab_cli_usage_error (error, _("“%s” takes no argument “%s”."), "experiment list",
                                arguments[0]);
  profile = lab_cli_get_profile (cli, error);
  if (profile == NULL)
    return LAB_CLI_FAILED;

  experiments = lab_context_get_experiments (cli->context);
  lab_experiments_list_async (experiments, profile->id, all, lab_sync_cb, &sync);
  found = lab_experiments_list_finish (experiments, lab_sync_wait (&sync), error);
  if (found == NULL)
    return LAB_CLI_FAILED;
  if (cli->json)
    print_json (found);
  else
    print_text (found);
  return LAB_CLI_DONE;
}

const LabCommand lab_command_experiment_list = {
  .name = "experiment list",
  .synopsis = "[--all]",
  .summary = N_("List the experiments"),
  .example = "costlab-cli experiment list",
  .options = options,
  .run = run,
};
