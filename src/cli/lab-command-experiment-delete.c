/* lab-command-experiment-delete.c: costlab-cli experiment delete
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "lab-cli-experiment.h"
#include "lab-sync.h"

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  g_auto (LabSync) sync = LAB_SYNC_INIT;
  g_autoptr (LabExperiment) experiment = NULL;
  LabExperiments *experiments;

  if (arguments[0] == NULL || arguments[1] != NULL)
    return lab_cli_usage_error (error, _("Name one experiment."));
  experiment = lab_cli_find_experiment (cli, arguments[0], error);
  if (experiment == NULL)
    return LAB_CLI_FAILED;

  experiments = lab_context_get_experiments (cli->context);
  lab_experiments_delete_async (experiments, experiment->profile_id, experiment->id, lab_sync_cb,
                                &sync);
  if (!lab_experiments_delete_finish (experiments, lab_sync_wait (&sync), error))
    return LAB_CLI_FAILED;

  if (cli->json)
    {
      g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "deleted", experiment->id);
      lab_json_writer_end_object (writer);
      lab_cli_print_json (writer);
    }
  else
    {
      lab_cli_print (_("Deleted “%s”.\n"), experiment->name);
    }
  return LAB_CLI_DONE;
}

const LabCommand lab_command_experiment_delete = {
  .name = "experiment delete",
  .synopsis = "EXPERIMENT",
  .summary = N_("Delete an experiment"),
  .description = N_("With its runs, calls and baselines. What was spent stays counted in the\n"
                    "profile's budgets."),
  .example = "costlab-cli experiment delete support",
  .run = run,
};
