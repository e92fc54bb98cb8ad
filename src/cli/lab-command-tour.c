/* lab-command-tour.c: costlab-cli tour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lab-cli-comparison.h"
#include "lab-cli-format.h"
#include "lab-error.h"
#include "lab-folder.h"
#include "lab-store.h"
#include "lab-tour.h"

#define DEFAULT_WORKLOAD "support-chat"
#define DEFAULT_MODEL "gpt-5-mini"

static char *workload;
static char *model;
static gint tasks = -1;
static char *seed_text;
static char *out_dir;
static gboolean keep;

static const GOptionEntry options[] = {
  { "workload", 'w', 0, G_OPTION_ARG_FILENAME, &workload,
    N_("A built-in workload, or a file of prompts (support-chat)"), "ID|FILE" },
  { "model", 'm', 0, G_OPTION_ARG_STRING, &model, N_("The model (gpt-5-mini)"), "MODEL" },
  { "tasks", 'n', 0, G_OPTION_ARG_INT, &tasks, N_("How many tasks (200, or the whole file)"),
    "N" },
  { "seed", 0, 0, G_OPTION_ARG_STRING, &seed_text, N_("Of the tasks and the model's luck (1)"),
    "N" },
  { "out", 'o', 0, G_OPTION_ARG_FILENAME, &out_dir, N_("Write report.json into this folder"),
    "DIR" },
  { "keep", 0, 0, G_OPTION_ARG_NONE, &keep, N_("Keep the example experiment in the ledger"),
    NULL },
  G_OPTION_ENTRY_NULL
};

/* The tour's folder, whether it is thrown away at the end. */
static char *
make_ledger_folder (LabCli    *cli,
                    gboolean  *temporary,
                    GError   **error)
{
  char *path;

  *temporary = cli->data_dir == NULL && !keep;
  if (!*temporary)
    return lab_cli_dup_data_dir (cli, error);
  path = g_dir_make_tmp ("costlab-tour-XXXXXX", error);
  return path;
}

static gboolean
make_folder (const char  *folder,
             GError     **error)
{
  if (g_mkdir_with_parents (folder, 0755) == 0)
    return TRUE;
  lab_set_error (error, LAB_ERROR_INVALID_INPUT, _("The folder %s cannot be made: %s."), folder,
                 g_strerror (errno));
  return FALSE;
}

/* Whose report a tour that keeps no ledger makes: the profile's where there is
 * a ledger, else nobody's. */
static char *
find_owner (LabCli  *cli,
            GError **error)
{
  g_autofree char *data = lab_cli_dup_data_dir (cli, error);
  const LabProfile *profile;

  if (data == NULL)
    return NULL;
  if (cli->profile == NULL && !lab_store_exists (data))
    return g_steal_pointer (&data);
  profile = lab_cli_get_profile (cli, error);
  return profile != NULL ? lab_context_dup_profile_folder (cli->context, profile->id) : NULL;
}

/* Where the report is written; the folder is made. */
static char *
make_report_path (const char  *owner,
                  const char  *work,
                  guint64      seed,
                  GError     **error)
{
  g_autofree char *folder = g_strdup (out_dir);

  if (folder == NULL)
    {
      g_autofree char *base = g_path_get_basename (work);
      g_autofree char *name = g_strdup_printf ("tour-%s-%" PRIu64, base, seed);

      folder = g_build_filename (owner, "reports", name, NULL);
    }
  return make_folder (folder, error) ? g_build_filename (folder, "report.json", NULL) : NULL;
}

static void
add_line (LabTable            *table,
          const char          *name,
          const LabReportLine *line)
{
  g_autofree char *calls = g_strdup_printf ("%" PRId64, line->n_calls);
  g_autofree char *u = g_strdup_printf ("%" PRId64, line->usage.buckets[LAB_BUCKET_U]);
  g_autofree char *r = g_strdup_printf ("%" PRId64, line->usage.buckets[LAB_BUCKET_R]);
  g_autofree char *w = g_strdup_printf (
    "%" PRId64, line->usage.buckets[LAB_BUCKET_W] + line->usage.buckets[LAB_BUCKET_WL]);
  g_autofree char *o = g_strdup_printf ("%" PRId64, line->usage.buckets[LAB_BUCKET_O]);
  g_autofree char *amount = lab_money_to_string (line->cost);
  g_autofree char *cost = NULL;

  if (line->state == LAB_COST_UNPRICED)
    cost = g_strdup (_("unpriced"));
  else if (line->state == LAB_COST_ESTIMATED)
    cost = g_strdup_printf (_("about %s"), amount);
  else
    cost = g_steal_pointer (&amount);

  lab_table_add (table, name, line->price_row != NULL ? line->price_row : _("answered, not sent"),
                 calls, u, r, w, o, cost);
}

static gboolean
add_run (LabTable            *table,
         const LabReportRun  *run,
         GError             **error)
{
  LabMoneySum cost = LAB_MONEY_SUM_INIT, overhead = LAB_MONEY_SUM_INIT;
  g_autofree char *total = NULL;
  gint64 calls = 0;
  g_autofree char *n = NULL;

  if (!lab_report_run_sum (run, &cost, &overhead, error))
    return FALSE;
  for (guint i = 0; i < run->lines->len; i++)
    {
      const LabReportLine *line = g_ptr_array_index (run->lines, i);

      add_line (table, i == 0 ? run->name : "", line);
      calls += line->n_calls;
    }
  total = lab_cli_dup_sum (&cost);
  n = g_strdup_printf ("%" PRId64, calls);
  lab_table_add (table, "", _("total"), n, "", "", "", "", total);
  return TRUE;
}

static gboolean
print_report (const LabReport  *report,
              GError          **error)
{
  const char * const columns[] = { _("Run"), _("Price row"), _(">Calls"), _(">Input"),
                                   _(">Cached"), _(">Written"), _(">Output"), _(">USD"), NULL };
  g_autoptr (LabTable) table = lab_table_new (columns);

  if (!add_run (table, report->baseline, error))
    return FALSE;
  for (guint i = 0; i < report->optimizations->len; i++)
    {
      const LabReportOptimization *one = g_ptr_array_index (report->optimizations, i);

      if (!add_run (table, one->run, error))
        return FALSE;
    }
  lab_cli_print (_("%s\n%u tasks with %s of %s, on the built-in mock: no money was spent.\n"
                   "Prices as of %s.\n\n"),
                 report->experiment_name, report->baseline->n_tasks, report->model,
                 report->provider, report->catalogue_date);
  lab_table_print (table);
  for (guint i = 0; i < report->optimizations->len; i++)
    {
      const LabReportOptimization *one = g_ptr_array_index (report->optimizations, i);

      lab_cli_print ("\n");
      lab_cli_print_comparison (one->comparison, one->run->name);
    }
  lab_cli_print (_("\nIn short\n"));
  for (guint i = 0; i < report->summary->len; i++)
    lab_cli_print ("%s\n", (const char *) g_ptr_array_index (report->summary, i));
  for (guint i = 0; i < report->recommendations->len; i++)
    lab_cli_print ("%s\n", (const char *) g_ptr_array_index (report->recommendations, i));
  return TRUE;
}

static void
print_json (const LabReport *report,
            const char      *path,
            const char      *ledger)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "report", path);
  lab_json_writer_member_string (writer, "ledger", ledger);
  lab_json_writer_member_string (writer, "experiment", report->experiment_name);
  lab_json_writer_name (writer, "comparisons");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < report->optimizations->len; i++)
    {
      const LabReportOptimization *one = g_ptr_array_index (report->optimizations, i);

      lab_cli_write_comparison (writer, one->comparison);
    }
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
  lab_cli_print_json (writer);
}

static int
show (LabCli           *cli,
      const LabReport  *report,
      const char       *path,
      const char       *ledger,
      GError          **error)
{
  if (!lab_report_write (report, path, error))
    return LAB_CLI_FAILED;
  if (cli->json)
    {
      print_json (report, path, ledger);
      return LAB_CLI_DONE;
    }
  if (!print_report (report, error))
    return LAB_CLI_FAILED;
  lab_cli_print (_("\nThe report is in %s\n"), path);
  if (ledger != NULL)
    lab_cli_print (_("The example experiment is kept in %s\nTo see it again: costlab-cli "
                     "experiment show %s\n"),
                   ledger, report->experiment_id);
  else
    lab_cli_print (_("Nothing else was kept; --keep keeps the example experiment. To make one of "
                     "your own:\n  costlab-cli experiment create NAME\n"));
  return LAB_CLI_DONE;
}

static int
take (LabCli                *cli,
      const LabTourOptions  *tour,
      GError               **error)
{
  g_autofree char *owner = NULL;
  g_autofree char *path = NULL;
  g_autoptr (LabReport) report = NULL;

  /* What would fail at the end fails before anything is run. */
  if (out_dir != NULL && !make_folder (out_dir, error))
    return LAB_CLI_FAILED;
  if (tour->ephemeral)
    {
      g_autofree char *unused = NULL;

      if (out_dir == NULL && (owner = find_owner (cli, error)) == NULL)
        return LAB_CLI_FAILED;
      report = lab_tour_take (tour, &unused, error);
    }
  else
    report = lab_tour_take (tour, &owner, error);
  if (report == NULL)
    return LAB_CLI_FAILED;
  path = make_report_path (owner, tour->workload, tour->seed, error);
  return path != NULL ? show (cli, report, path, tour->ephemeral ? NULL : tour->data_dir, error) :
                        LAB_CLI_FAILED;
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  g_autofree char *folder = NULL;
  gboolean temporary = FALSE;
  LabTourOptions tour = { .seed = 1, .quiet = cli->json };
  int status;

  if (arguments[0] != NULL)
    return lab_cli_usage_error (error, _("“%s” takes no argument “%s”."), "tour", arguments[0]);
  if (tasks < -1)
    return lab_cli_usage_error (error, _("--tasks is not negative."));
  if (seed_text != NULL &&
      !g_ascii_string_to_unsigned (seed_text, 10, 0, G_MAXINT64, &tour.seed, NULL))
    return lab_cli_usage_error (error, _("--seed is a whole number from 0, not “%s”."), seed_text);

  tour.workload = workload != NULL ? workload : DEFAULT_WORKLOAD;
  tour.model = model != NULL ? model : DEFAULT_MODEL;
  if (tasks >= 0)
    tour.tasks = (guint) tasks;
  else if (lab_workload_find_builtin (tour.workload) != NULL)
    tour.tasks = LAB_WORKLOAD_PRESET_STANDARD;
  folder = make_ledger_folder (cli, &temporary, error);
  if (folder == NULL)
    return LAB_CLI_FAILED;
  tour.data_dir = folder;
  tour.profile = temporary ? NULL : cli->profile;
  tour.own_prices = !temporary;
  tour.ephemeral = temporary;
  status = take (cli, &tour, error);
  if (temporary)
    lab_folder_delete (folder, NULL);
  return status;
}

const LabCommand lab_command_tour = {
  .name = "tour",
  .synopsis = "[--workload ID|FILE] [--model MODEL] [--tasks N] [--seed N] [--out DIR] [--keep]",
  .summary = N_("See the main job from beginning to end, offline"),
  .description =
    N_("Takes a baseline of a workload, built in or your own prompts, runs it with a\n"
       "cache, with a prompt compressor and with both, and tells which saving is real.\n\n"
       "The ledger of the tour is thrown away unless --keep or --data-dir is given;\n"
       "report.json stays, in the data folder or where --out says. One seed gives the\n"
       "same report on every machine; in a ledger that is kept, ids are its own.\n\n"
       "A file of prompts has one JSON object a line, {\"prompt\":\"…\"} and perhaps\n"
       "{\"judge\":{\"type\":\"contains\",\"value\":\"…\"}} with it, or is OpenAI's batch\n"
       "input, plain text, or CSV with a column “prompt”."),
  .example = "costlab-cli tour --workload rag-qa --tasks 200",
  .options = options,
  .run = run,
};
