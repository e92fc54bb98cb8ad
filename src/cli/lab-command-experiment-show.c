/* lab-command-experiment-show.c: costlab-cli experiment show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lab-cli-experiment.h"
#include "lab-cli-format.h"
#include "lab-runs.h"
#include "lab-sync.h"

/* One run with what it came to: its metrics by origin. */
static GArray *
get_metrics (LabCli               *cli,
             const LabExperiment  *experiment,
             const LabRunRow      *run,
             GError              **error)
{
  g_auto (LabSync) sync = LAB_SYNC_INIT;
  LabCostTracker *tracker = lab_context_get_tracker (cli->context);

  lab_cost_tracker_get_metrics_async (tracker, experiment->profile_id, experiment->id, run->id,
                                      NULL, lab_sync_cb, &sync);
  return lab_cost_tracker_get_metrics_finish (tracker, lab_sync_wait (&sync), error);
}

static void
write_metrics (LabJsonWriter *writer,
               GArray        *metrics)
{
  lab_json_writer_name (writer, "metrics");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < metrics->len; i++)
    {
      const LabCostMetrics *one = &g_array_index (metrics, LabCostMetrics, i);

      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "origin", lab_origin_to_string (one->origin));
      lab_cli_write_sum (writer, "cost", &one->cost);
      lab_cli_write_sum (writer, "overhead", &one->overhead);
      lab_json_writer_member_int (writer, "calls", one->calls);
      lab_json_writer_member_int (writer, "operations", one->operations);
      lab_json_writer_member_int (writer, "failed_operations", one->failed_operations);
      lab_json_writer_member_int (writer, "answered_operations", one->answered_operations);
      lab_json_writer_name (writer, "tokens");
      lab_json_writer_begin_object (writer);
      for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
        lab_json_writer_member_int (writer, lab_bucket_to_string (bucket), one->tokens[bucket]);
      lab_json_writer_end_object (writer);
      lab_json_writer_member_int (writer, "average_latency_us", one->average_latency_us);
      lab_json_writer_end_object (writer);
    }
  lab_json_writer_end_array (writer);
}

static void
write_baseline (LabJsonWriter     *writer,
                const LabBaseline *baseline)
{
  lab_json_writer_name (writer, "baseline");
  if (baseline == NULL)
    {
      lab_json_writer_null (writer);
      return;
    }
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "id", baseline->id);
  lab_json_writer_member_string (writer, "run", baseline->run_id);
  lab_cli_write_sum (writer, "cost", &baseline->cost);
  lab_json_writer_member_int (writer, "operations", baseline->call_count);
  lab_json_writer_member_boolean (writer, "stale", baseline->stale_reason != NULL);
  lab_json_writer_member_string (writer, "stale_reason", baseline->stale_reason);
  lab_json_writer_end_object (writer);
}

static gboolean
print_json (LabCli               *cli,
            const LabExperiment  *experiment,
            const LabBaseline    *baseline,
            GPtrArray            *runs,
            GError              **error)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_name (writer, "experiment");
  lab_cli_write_experiment (writer, experiment);
  write_baseline (writer, baseline);
  lab_json_writer_name (writer, "runs");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < runs->len; i++)
    {
      const LabRunRow *run = g_ptr_array_index (runs, i);
      g_autoptr (GArray) metrics = get_metrics (cli, experiment, run, error);

      if (metrics == NULL)
        return FALSE;
      lab_json_writer_begin_object (writer);
      lab_cli_write_run (writer, run);
      write_metrics (writer, metrics);
      lab_json_writer_end_object (writer);
    }
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
  lab_cli_print_json (writer);
  return TRUE;
}

static gboolean
add_run (LabCli               *cli,
         const LabExperiment  *experiment,
         const LabRunRow      *run,
         LabTable             *table,
         GError              **error)
{
  g_autoptr (GArray) metrics = get_metrics (cli, experiment, run, error);
  g_autofree char *strategies = lab_strategies_dup_names (run->strategies);
  g_autoptr (GString) cost = g_string_new (NULL);
  gint64 operations = 0;
  g_autofree char *tasks = NULL;
  g_autofree char *done = NULL;

  if (metrics == NULL)
    return FALSE;
  for (guint i = 0; i < metrics->len; i++)
    {
      const LabCostMetrics *one = &g_array_index (metrics, LabCostMetrics, i);
      g_autofree char *amount = lab_money_sum_format (&one->cost);

      operations += one->operations;
      g_string_append_printf (cost, "%s%s", i > 0 ? " / " : "", amount);
    }
  tasks = g_strdup_printf ("%u", run->n_tasks);
  done = g_strdup_printf ("%" PRId64, operations);
  lab_table_add (table, run->name, run->kind, run->status, strategies, tasks, done, cost->str,
                 run->id);
  return TRUE;
}

static gboolean
print_text (LabCli               *cli,
            const LabExperiment  *experiment,
            const LabBaseline    *baseline,
            GPtrArray            *runs,
            GError              **error)
{
  const char * const columns[] = { _("Run"), _("Kind"), _("Status"), _("Strategies"),
                                   _(">Tasks"), _(">Operations"), _(">Cost"), _("Id"), NULL };
  g_autoptr (LabTable) table = lab_table_new (columns);

  for (guint i = runs->len; i > 0; i--)
    if (!add_run (cli, experiment, g_ptr_array_index (runs, i - 1), table, error))
      return FALSE;

  lab_cli_print (_("%s (%s)\n%s with %s of %s\n"), experiment->name,
                 experiment->interrupted ? _("interrupted") :
                                           lab_experiment_status_to_string (experiment->status),
                 experiment->workload,
                 experiment->model, experiment->provider);
  if (experiment->description != NULL && experiment->description[0] != '\0')
    lab_cli_print ("%s\n", experiment->description);
  if (baseline != NULL)
    lab_cli_print (_("Baseline: run %s\n"), baseline->run_id);
  else
    lab_cli_print (_("No baseline yet: costlab-cli run %s --baseline\n"), experiment->id);
  if (baseline != NULL && baseline->stale_reason != NULL)
    lab_cli_print ("%s\n", baseline->stale_reason);
  lab_cli_print ("\n");
  if (runs->len > 0)
    lab_table_print (table);
  return TRUE;
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  g_autoptr (LabExperiment) experiment = NULL;
  g_autoptr (LabWorkload) workload = NULL;
  g_autoptr (LabBaseline) baseline = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) cause = NULL;
  gboolean changed = FALSE;

  if (arguments[0] == NULL || arguments[1] != NULL)
    return lab_cli_usage_error (error, _("Name one experiment."));
  experiment = lab_cli_find_experiment (cli, arguments[0], error);
  if (experiment == NULL)
    return LAB_CLI_FAILED;
  workload = lab_cli_load_workload (cli, experiment, &changed, error);
  if (workload == NULL)
    return LAB_CLI_FAILED;
  baseline = lab_cli_get_baseline (cli, experiment, workload, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return LAB_CLI_FAILED;
    }
  runs = lab_cli_list_runs (cli, experiment, error);
  if (runs == NULL)
    return LAB_CLI_FAILED;
  if (cli->json)
    return print_json (cli, experiment, baseline, runs, error) ? LAB_CLI_DONE : LAB_CLI_FAILED;
  return print_text (cli, experiment, baseline, runs, error) ? LAB_CLI_DONE : LAB_CLI_FAILED;
}

const LabCommand lab_command_experiment_show = {
  .name = "experiment show",
  .synopsis = "EXPERIMENT",
  .summary = N_("Show an experiment and its runs"),
  .description = N_("EXPERIMENT is an id, the first 8 characters of one or more, or a name."),
  .example = "costlab-cli experiment show support",
  .run = run,
};
