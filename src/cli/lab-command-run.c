/* lab-command-run.c: costlab-cli run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli-run.h"

#include <glib/gi18n-lib.h>

#include "lab-cli-experiment.h"
#include "lab-cli-format.h"
#include "lab-error.h"
#include "lab-runs.h"
#include "lab-store-operations.h"
#include "lab-store.h"

#define DEFAULT_CONCURRENCY 4
/* The margin of the quality gate, permyriad. */
#define DEFAULT_MARGIN 300

static gboolean baseline;
static gboolean stop_on_degradation;
static gboolean real_time;
static GStrv strategies;
static gint tasks = LAB_CLI_ALL_TASKS;
static gint concurrency = DEFAULT_CONCURRENCY;
static char *budget_text;
static char *seed_text;
static char *name;

static const GOptionEntry options[] = {
  { "baseline", 'b', 0, G_OPTION_ARG_NONE, &baseline,
    N_("Without strategies, as what others are compared with"), NULL },
  { "strategy", 's', 0, G_OPTION_ARG_STRING_ARRAY, &strategies,
    N_("Use this strategy; several are stacked in order"), "NAME[:KEY=VALUE,…]" },
  { "tasks", 'n', 0, G_OPTION_ARG_INT, &tasks, N_("Only the first N tasks"), "N" },
  { "concurrency", 'c', 0, G_OPTION_ARG_INT, &concurrency, N_("Tasks under way at once (4)"),
    "N" },
  { "budget", 0, 0, G_OPTION_ARG_STRING, &budget_text, N_("Never spend more on this run"),
    "USD" },
  { "seed", 0, 0, G_OPTION_ARG_STRING, &seed_text, N_("Other luck than the experiment's"), "N" },
  { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_("A name for the run (of its strategies)"),
    "NAME" },
  { "stop-on-degradation", 0, 0, G_OPTION_ARG_NONE, &stop_on_degradation,
    N_("End it once its answers are beyond doubt worse"), NULL },
  { "real-time", 0, 0, G_OPTION_ARG_NONE, &real_time,
    N_("Take as long as the vendor would"), NULL },
  G_OPTION_ENTRY_NULL
};

static gboolean
check_options (GError **error)
{
  if (baseline && strategies != NULL)
    {
      lab_cli_usage_error (error, _("A baseline has no strategies."));
      return FALSE;
    }
  if (!baseline && strategies == NULL)
    {
      lab_cli_usage_error (error, _("Say what to run: --baseline, or --strategy NAME."));
      return FALSE;
    }
  if (tasks != LAB_CLI_ALL_TASKS && tasks < 1)
    {
      lab_cli_usage_error (error, _("--tasks is 1 or more; leave it out to run all of them."));
      return FALSE;
    }
  if (concurrency < 1 || concurrency > LAB_RUN_MAX_CONCURRENCY)
    {
      lab_cli_usage_error (error, _("--concurrency is 1 to %d."), LAB_RUN_MAX_CONCURRENCY);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_options (LabRunPlan  *plan,
              GError     **error)
{
  if (!check_options (error))
    return FALSE;
  if (seed_text != NULL &&
      !g_ascii_string_to_unsigned (seed_text, 10, 0, G_MAXINT64, &plan->seed, NULL))
    {
      lab_cli_usage_error (error, _("--seed is a whole number from 0, not “%s”."), seed_text);
      return FALSE;
    }
  if (budget_text != NULL && (!lab_money_parse (budget_text, &plan->budget, NULL) ||
                              plan->budget < 0))
    {
      lab_cli_usage_error (error, _("--budget is an amount of dollars such as 0.25, not “%s”."),
                           budget_text);
      return FALSE;
    }
  return TRUE;
}

static gpointer
list_operations_func (LabStoreTxn  *txn,
                      gpointer      data,
                      GError      **error)
{
  const char * const *ids = data;

  return lab_store_operations_list_run (txn, ids[0], ids[1], FALSE, error);
}

/* The baseline's mean score less the margin. */
static gboolean
find_floor (LabCli      *cli,
            LabRunPlan  *plan,
            GError     **error)
{
  g_autoptr (LabBaseline) found =
    lab_cli_get_baseline (cli, plan->experiment, plan->workload, error);
  const char *ids[2] = { plan->experiment->profile_id, found != NULL ? found->run_id : NULL };
  g_autoptr (GPtrArray) rows = NULL;
  gint64 sum = 0, n = 0;

  if (found == NULL)
    {
      if (error != NULL && *error == NULL)
        lab_set_error (error, LAB_ERROR_MISSING_BASELINE,
                       _("--stop-on-degradation compares with the baseline, and the experiment "
                         "has none yet."));
      return FALSE;
    }
  rows = lab_store_read_sync (lab_context_get_store (cli->context), list_operations_func, ids,
                              (GDestroyNotify) g_ptr_array_unref, NULL, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const LabOperationRow *row = g_ptr_array_index (rows, i);

      if (row->score == LAB_SCORE_NONE)
        continue;
      sum += row->score;
      n++;
    }
  if (n == 0)
    {
      lab_set_error (error, LAB_ERROR_MISSING_BASELINE,
                     _("--stop-on-degradation compares answers with the baseline's, and none of "
                       "those was judged. Give the workload's tasks a judge."));
      return FALSE;
    }
  plan->stop_on_degradation = TRUE;
  plan->floor = (gint) MAX (sum / n - DEFAULT_MARGIN, 0);
  return TRUE;
}

static gboolean
is_taken (GPtrArray  *runs,
          const char *wanted)
{
  for (guint i = 0; i < runs->len; i++)
    if (g_strcmp0 (((const LabRunRow *) g_ptr_array_index (runs, i))->name, wanted) == 0)
      return TRUE;
  return FALSE;
}

/* A run without a name is called by what it is: "exact-cache", and from the
 * second one on "exact-cache-2". */
static char *
dup_run_name (LabCli            *cli,
              const LabRunPlan  *plan,
              GError           **error)
{
  g_autoptr (GPtrArray) runs = lab_cli_list_runs (cli, plan->experiment, error);
  g_autofree char *plain = NULL;
  char *found;

  if (runs == NULL)
    return NULL;
  if (plan->baseline)
    plain = g_strdup ("baseline");
  else
    {
      g_autofree char *spaced = lab_strategies_dup_names (plan->strategies);
      g_auto (GStrv) parts = g_strsplit (spaced, " + ", -1);

      plain = g_strjoinv ("+", parts);
    }
  found = g_strdup (plain);
  for (guint n = 2; is_taken (runs, found); n++)
    {
      g_free (found);
      found = g_strdup_printf ("%s-%u", plain, n);
    }
  return found;
}

/* What people do next. */
static void
print_next_step (const LabRunPlan   *plan,
                 const LabRunResult *result)
{
  if (!g_str_equal (result->status, "completed"))
    return;
  if (plan->baseline)
    lab_cli_print (_("Try an idea against it: costlab-cli run %s --strategy exact-cache\n"),
                   plan->experiment->id);
  else if (plan->experiment->baseline_id != NULL)
    lab_cli_print (_("Is the saving real? costlab-cli compare %s %s\n"), plan->experiment->id,
                   plan->name);
  else
    lab_cli_print (_("To compare it, take a baseline: costlab-cli run %s --baseline\n"),
                   plan->experiment->id);
}

static int
run_plan (LabCli            *cli,
          const LabRunPlan  *plan,
          gboolean           changed,
          GError           **error)
{
  g_autoptr (LabRunResult) result = lab_cli_execute_run (cli->context, plan, cli->json, error);

  if (result == NULL)
    return LAB_CLI_FAILED;
  if (cli->json)
    {
      g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

      lab_json_writer_begin_object (writer);
      lab_cli_write_run_result (writer, plan, result);
      lab_json_writer_member_boolean (writer, "workload_changed", changed);
      lab_json_writer_end_object (writer);
      lab_cli_print_json (writer);
    }
  else
    {
      lab_cli_print_run_result (plan, result);
      print_next_step (plan, result);
    }
  return lab_cli_end_run (result, error);
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  g_autoptr (LabExperiment) experiment = NULL;
  g_autoptr (LabWorkload) workload = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *called = NULL;
  gboolean changed = FALSE;
  LabRunPlan plan = { .budget = LAB_UNSET };

  if (arguments[0] == NULL || arguments[1] != NULL)
    return lab_cli_usage_error (error, _("Name one experiment."));
  cli->real_time = real_time;
  if (!read_options (&plan, error))
    return LAB_CLI_USAGE;
  experiment = lab_cli_find_experiment (cli, arguments[0], error);
  if (experiment == NULL)
    return LAB_CLI_FAILED;
  workload = lab_cli_load_workload (cli, experiment, &changed, error);
  if (workload == NULL)
    return LAB_CLI_FAILED;

  joined = strategies != NULL ? g_strjoinv (";", strategies) : g_strdup ("");
  plan.experiment = experiment;
  plan.workload = workload;
  plan.baseline = baseline;
  plan.strategies = joined;
  plan.tasks = tasks != LAB_CLI_ALL_TASKS ? (guint) tasks : 0;
  plan.concurrency = (guint) concurrency;
  called = name != NULL ? g_strdup (name) : dup_run_name (cli, &plan, error);
  if (called == NULL)
    return LAB_CLI_FAILED;
  plan.name = called;
  if (seed_text == NULL)
    plan.seed = experiment->seed;
  if (stop_on_degradation && !find_floor (cli, &plan, error))
    return LAB_CLI_FAILED;
  return run_plan (cli, &plan, changed, error);
}

const LabCommand lab_command_run = {
  .name = "run",
  .synopsis = "EXPERIMENT (--baseline | --strategy NAME[:KEY=VALUE,…]…) [--tasks N] "
              "[--concurrency N] [--budget USD] [--seed N] [--name NAME] "
              "[--stop-on-degradation] [--real-time]",
  .summary = N_("Run an experiment's workload"),
  .description =
    N_("An interrupt from the keyboard cancels the calls under way, records them at\n"
       "what they may have cost at most, and stops; “experiment resume” goes on with\n"
       "the rest. A second one ends the program at once; the next start finds what\n"
       "was cut off.\n\n"
       "When the budget is reached the run stops, keeps what it has, and can be\n"
       "resumed with a larger one."),
  .example = "costlab-cli run support --strategy exact-cache",
  .options = options,
  .run = run,
};
