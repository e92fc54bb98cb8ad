/* lab-command-experiment-archive.c: costlab-cli experiment archive
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
  lab_experiments_set_status_async (experiments, experiment->profile_id, experiment->id,
                                    LAB_EXPERIMENT_ARCHIVED, lab_sync_cb, &sync);
  if (!lab_experiments_set_status_finish (experiments, lab_sync_wait (&sync), error))
    return LAB_CLI_FAILED;

  if (cli->json)
    {
      g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "archived", experiment->id);
      lab_json_writer_end_object (writer);
      lab_cli_print_json (writer);
    }
  else
    {
      lab_cli_print (_("Archived “%s”.\n"), experiment->name);
    }
  return LAB_CLI_DONE;
}

const LabCommand lab_command_experiment_archive = {
  .name = "experiment archive",
  .synopsis = "EXPERIMENT",
  .summary = N_("Put an experiment away"),
  .description = N_("It stays whole and is listed with --all."),
  .example = "costlab-cli experiment archive support",
  .run = run,
};
