/* lab-command-experiment-create.c: costlab-cli experiment create
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-cli-format.h"
#include "lab-error.h"
#include "lab-sync.h"

#define DEFAULT_WORKLOAD "support-chat"
#define DEFAULT_MODEL "gpt-5-mini"
/* No option gives this. */
#define MODELS_OWN G_MININT

static char *description;
static char *workload;
static GStrv parameters;
static char *provider;
static char *model;
static gint tasks = LAB_CLI_ALL_TASKS;
static char *seed_text;
static gint max_output = MODELS_OWN;
static char *temperature;
static char *effort;
static gboolean allow_unpriced;

static const GOptionEntry options[] = {
  { "workload", 'w', 0, G_OPTION_ARG_FILENAME, &workload,
    N_("A built-in workload, or a file of prompts (support-chat)"), "ID|FILE" },
  { "model", 'm', 0, G_OPTION_ARG_STRING, &model, N_("The model (gpt-5-mini)"), "MODEL" },
  { "provider", 'p', 0, G_OPTION_ARG_STRING, &provider, N_("Its provider"), "NAME" },
  { "tasks", 'n', 0, G_OPTION_ARG_INT, &tasks,
    N_("How many tasks (200, or the whole file)"), "N" },
  { "seed", 0, 0, G_OPTION_ARG_STRING, &seed_text, N_("Of the tasks and the model's luck (1)"),
    "N" },
  { "param", 0, 0, G_OPTION_ARG_STRING_ARRAY, &parameters,
    N_("A parameter of the built-in workload"), "KEY=VALUE" },
  { "description", 0, 0, G_OPTION_ARG_STRING, &description, N_("What it is to find out"),
    "TEXT" },
  { "max-output", 0, 0, G_OPTION_ARG_INT, &max_output, N_("Output tokens of a call at most"),
    "N" },
  { "temperature", 0, 0, G_OPTION_ARG_STRING, &temperature, N_("The calls' temperature"), "T" },
  { "effort", 0, 0, G_OPTION_ARG_STRING, &effort, N_("The calls' reasoning effort"), "WORD" },
  { "allow-unpriced", 0, 0, G_OPTION_ARG_NONE, &allow_unpriced,
    N_("Take a model without a price"), NULL },
  G_OPTION_ENTRY_NULL
};

static gboolean
read_parameters (char   **json,
                 GError **error)
{
  g_autoptr (LabWorkloadParams) params = lab_workload_params_new ();

  for (gsize i = 0; parameters != NULL && parameters[i] != NULL; i++)
    {
      char *equals = strchr (parameters[i], '=');
      gint64 value;

      if (equals == NULL ||
          !g_ascii_string_to_signed (equals + 1, 10, G_MININT64, G_MAXINT64, &value, NULL))
        {
          lab_cli_usage_error (error, _("--param is KEY=VALUE with a whole number, not “%s”."),
                               parameters[i]);
          return FALSE;
        }
      *equals = '\0';
      lab_workload_params_set (params, parameters[i], value);
    }
  if (parameters != NULL)
    *json = lab_workload_params_to_json (params);
  return TRUE;
}

/* A model says whose it is, where only one provider has it. */
static char *
find_provider (LabCli      *cli,
               const char  *name,
               GError     **error)
{
  const LabModelInfo *info = lab_price_catalogue_find_model (
    lab_context_get_catalogue (cli->context), name, NULL);

  if (provider != NULL)
    return g_strdup (provider);
  if (info != NULL)
    return g_strdup (info->provider);
  lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                 _("The catalogue has no model “%s”. “costlab-cli models” lists those it has; "
                   "another needs its --provider, and --allow-unpriced."),
                 name);
  return NULL;
}

static gboolean
read_numbers (LabExperiment  *experiment,
              GError        **error)
{
  experiment->seed = 1;
  if (tasks != LAB_CLI_ALL_TASKS && tasks < 1)
    {
      lab_cli_usage_error (error,
                           _("--tasks is 1 or more; leave it out for 200, or all of a file."));
      return FALSE;
    }
  if (max_output != MODELS_OWN && max_output < 1)
    {
      lab_cli_usage_error (error, _("--max-output is 1 or more; leave it out for the model's own "
                                    "limit."));
      return FALSE;
    }
  if (seed_text != NULL &&
      !g_ascii_string_to_unsigned (seed_text, 10, 0, G_MAXINT64, &experiment->seed, NULL))
    {
      lab_cli_usage_error (error, _("--seed is a whole number from 0, not “%s”."), seed_text);
      return FALSE;
    }
  experiment->tasks = tasks != LAB_CLI_ALL_TASKS ? (guint) tasks : 0;
  if (max_output != MODELS_OWN)
    experiment->max_output_tokens = max_output;
  return read_parameters (&experiment->workload_parameters, error);
}

static LabExperiment *
create (LabCli               *cli,
        const LabExperiment  *experiment,
        GError              **error)
{
  g_auto (LabSync) sync = LAB_SYNC_INIT;
  LabExperiments *experiments = lab_context_get_experiments (cli->context);

  lab_experiments_create_async (experiments, experiment, lab_sync_cb, &sync);
  return lab_experiments_create_finish (experiments, lab_sync_wait (&sync), error);
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  g_autoptr (LabExperiment) asked = lab_experiment_new ();
  g_autoptr (LabExperiment) made = NULL;
  const LabProfile *profile;

  if (arguments[0] == NULL || arguments[1] != NULL)
    return lab_cli_usage_error (error, _("Say what to call it: one NAME."));
  if (!read_numbers (asked, error))
    return LAB_CLI_USAGE;
  profile = lab_cli_get_profile (cli, error);
  if (profile == NULL)
    return LAB_CLI_FAILED;

  asked->profile_id = g_strdup (profile->id);
  g_free (asked->name);
  asked->name = g_strdup (arguments[0]);
  g_free (asked->description);
  asked->description = g_strdup (description);
  asked->workload = g_strdup (workload != NULL ? workload : DEFAULT_WORKLOAD);
  asked->model = g_strdup (model != NULL ? model : DEFAULT_MODEL);
  asked->provider = find_provider (cli, asked->model, error);
  if (asked->provider == NULL)
    return LAB_CLI_FAILED;
  asked->temperature = g_strdup (temperature);
  asked->reasoning_effort = g_strdup (effort);
  asked->allow_unpriced = allow_unpriced;
  made = create (cli, asked, error);
  if (made == NULL)
    return LAB_CLI_FAILED;

  if (cli->json)
    {
      g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

      lab_cli_write_experiment (writer, made);
      lab_cli_print_json (writer);
    }
  else
    {
      lab_cli_print (_("Made the experiment “%s” (%s) on %s with %s.\n"
                       "Next: costlab-cli run %s --baseline\n"),
                     made->name, made->id, made->workload, made->model, made->id);
    }
  return LAB_CLI_DONE;
}

const LabCommand lab_command_experiment_create = {
  .name = "experiment create",
  .synopsis = "NAME [--workload ID|FILE] [--model MODEL] [--provider NAME] [--tasks N] "
              "[--seed N] [--param KEY=VALUE]… [--description TEXT] [--max-output N] "
              "[--temperature T] [--effort WORD] [--allow-unpriced]",
  .summary = N_("Make an experiment"),
  .description =
    N_("Built in are support-chat, rag-qa, code-review, summarise, classify-extract and\n"
       "agent-loop. A file holds one's own prompts: JSON Lines, OpenAI's batch input,\n"
       "plain text or CSV; it stays where it is, and is told when it changed."),
  .example = "costlab-cli experiment create support --workload support-chat --tasks 40",
  .options = options,
  .run = run,
};
