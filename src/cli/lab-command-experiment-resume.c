/* lab-command-experiment-resume.c: costlab-cli experiment resume
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli-run.h"

#include <glib/gi18n-lib.h>

#include "lab-cli-experiment.h"
#include "lab-error.h"

static char *run_reference;
static char *budget_text;
static gboolean real_time;

static const GOptionEntry options[] = {
  { "run", 'r', 0, G_OPTION_ARG_STRING, &run_reference,
    N_("This run; otherwise all that can be resumed, oldest first"), "RUN" },
  { "budget", 0, 0, G_OPTION_ARG_STRING, &budget_text,
    N_("The run's new budget, with what it has spent"), "USD" },
  { "real-time", 0, 0, G_OPTION_ARG_NONE, &real_time,
    N_("Take as long as the vendor would"), NULL },
  G_OPTION_ENTRY_NULL
};

static gboolean
can_resume (const LabRunRow *run)
{
  return g_str_equal (run->status, "interrupted") || g_str_equal (run->status, "cancelled") ||
         g_str_equal (run->status, "failed");
}

/* (element-type LabRunRow) oldest first */
static GPtrArray *
find_runs (LabCli               *cli,
           const LabExperiment  *experiment,
           GError              **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_run_row_free);
  g_autoptr (GPtrArray) runs = NULL;

  if (run_reference != NULL)
    {
      LabRunRow *run = lab_cli_find_run (cli, experiment, run_reference, error);

      if (run == NULL)
        return NULL;
      g_ptr_array_add (found, run);
      return g_steal_pointer (&found);
    }
  runs = lab_cli_list_runs (cli, experiment, error);
  if (runs == NULL)
    return NULL;
  for (guint i = runs->len; i > 0; i--)
    {
      const LabRunRow *run = g_ptr_array_index (runs, i - 1);

      if (can_resume (run))
        g_ptr_array_add (found, lab_run_row_copy (run));
    }
  return g_steal_pointer (&found);
}

/* Resumes one run and shows what came of it. */
static int
resume_one (LabCli               *cli,
            const LabExperiment  *experiment,
            LabWorkload          *workload,
            const LabRunRow      *run,
            LabMoney              budget,
            LabJsonWriter        *writer,
            GError              **error)
{
  g_autoptr (LabRunResult) result = NULL;
  LabRunPlan plan = {
    .experiment = experiment,
    .workload = workload,
    .run_id = run->id,
    .name = run->name,
    .baseline = g_str_equal (run->kind, "baseline"),
    .strategies = run->strategies,
    .tasks = run->n_tasks,
    .concurrency = run->concurrency,
    .budget = budget,
    .seed = (guint64) run->seed,
  };

  result = lab_cli_resume_run (cli->context, &plan, cli->json, error);
  if (result == NULL)
    return LAB_CLI_FAILED;
  if (cli->json)
    {
      lab_json_writer_begin_object (writer);
      lab_cli_write_run_result (writer, &plan, result);
      lab_json_writer_end_object (writer);
    }
  else
    {
      lab_cli_print_run_result (&plan, result);
    }
  return lab_cli_end_run (result, error);
}

static int
resume_all (LabCli               *cli,
            const LabExperiment  *experiment,
            LabMoney              budget,
            LabJsonWriter        *writer,
            GError              **error)
{
  g_autoptr (GPtrArray) runs = find_runs (cli, experiment, error);
  g_autoptr (LabWorkload) workload = NULL;
  gboolean changed = FALSE;
  int status = LAB_CLI_DONE;

  if (runs == NULL)
    return LAB_CLI_FAILED;
  workload = lab_cli_load_workload (cli, experiment, &changed, error);
  if (workload == NULL)
    return LAB_CLI_FAILED;
  for (guint i = 0; status == LAB_CLI_DONE && i < runs->len; i++)
    status = resume_one (cli, experiment, workload, g_ptr_array_index (runs, i), budget, writer,
                         error);
  if (runs->len == 0 && !cli->json)
    lab_cli_print (_("No run of “%s” was cut off; there is nothing to resume.\n"),
                   experiment->name);
  return status;
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);
  g_autoptr (LabExperiment) experiment = NULL;
  LabMoney budget = LAB_UNSET;
  int status;

  if (arguments[0] == NULL || arguments[1] != NULL)
    return lab_cli_usage_error (error, _("Name one experiment."));
  if (budget_text != NULL && (!lab_money_parse (budget_text, &budget, NULL) || budget < 0))
    return lab_cli_usage_error (error,
                                _("--budget is an amount of dollars such as 0.25, not “%s”."),
                                budget_text);
  cli->real_time = real_time;
  experiment = lab_cli_find_experiment (cli, arguments[0], error);
  if (experiment == NULL)
    return LAB_CLI_FAILED;

  lab_json_writer_begin_object (writer);
  lab_json_writer_name (writer, "runs");
  lab_json_writer_begin_array (writer);
  status = resume_all (cli, experiment, budget, writer, error);
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
  if (cli->json && status == LAB_CLI_DONE)
    lab_cli_print_json (writer);
  return status;
}

const LabCommand lab_command_experiment_resume = {
  .name = "experiment resume",
  .synopsis = "EXPERIMENT [--run RUN] [--budget USD] [--real-time]",
  .summary = N_("Go on with runs that were cut off"),
  .description = N_("What was recorded is not paid again. A run that stopped at its budget goes\n"
                    "on with a larger one; what it has spent counts."),
  .example = "costlab-cli experiment resume support --budget 0.50",
  .options = options,
  .run = run,
};
