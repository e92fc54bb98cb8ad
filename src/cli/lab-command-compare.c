/* lab-command-compare.c: costlab-cli compare
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lab-cli-comparison.h"
#include "lab-cli-experiment.h"
#include "lab-comparison-set.h"
#include "lab-sync.h"

/* As the baseline has it; nobody can type this. */
#define MARGIN_FIXED (-G_MAXDOUBLE)

static char *baseline_reference;
static char *noise_reference;
static gdouble margin = MARGIN_FIXED;
static gint seed = 1;

static const GOptionEntry options[] = {
  { "baseline", 'b', 0, G_OPTION_ARG_STRING, &baseline_reference,
    N_("Compare with this run instead of the pinned baseline"), "RUN" },
  { "noise", 0, 0, G_OPTION_ARG_STRING, &noise_reference,
    N_("A second run of the baseline, for the noise; else the newest"), "RUN" },
  { "margin", 0, 0, G_OPTION_ARG_DOUBLE, &margin,
    N_("How much worse answers may be (as fixed before; 0.03)"), "SCORE" },
  { "seed", 0, 0, G_OPTION_ARG_INT, &seed, N_("Of the resampling (1)"), "N" },
  G_OPTION_ENTRY_NULL
};

/* The runs that are compared, each by what was typed. */
typedef struct
{
  LabRunRow *baseline; /* (nullable): the pinned one */
  LabRunRow *noise;    /* (nullable) */
  GPtrArray *runs;     /* (element-type LabRunRow) */
} Choice;

static void
choice_clear (Choice *choice)
{
  g_clear_pointer (&choice->baseline, lab_run_row_free);
  g_clear_pointer (&choice->noise, lab_run_row_free);
  g_clear_pointer (&choice->runs, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choice, choice_clear)

static gboolean
find_choice (LabCli               *cli,
             const LabExperiment  *experiment,
             const char * const   *references,
             Choice               *choice,
             GError              **error)
{
  choice->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_run_row_free);
  if (baseline_reference != NULL)
    {
      choice->baseline = lab_cli_find_run (cli, experiment, baseline_reference, error);
      if (choice->baseline == NULL)
        return FALSE;
    }
  if (noise_reference != NULL)
    {
      choice->noise = lab_cli_find_run (cli, experiment, noise_reference, error);
      if (choice->noise == NULL)
        return FALSE;
    }
  for (gsize i = 0; references[i] != NULL; i++)
    {
      LabRunRow *run = lab_cli_find_run (cli, experiment, references[i], error);

      if (run == NULL)
        return FALSE;
      g_ptr_array_add (choice->runs, run);
    }
  return TRUE;
}

static LabComparisonSet *
compare (LabCli               *cli,
         const LabExperiment  *experiment,
         const Choice         *choice,
         GError              **error)
{
  g_auto (LabSync) sync = LAB_SYNC_INIT;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  LabComparisonQuery query = LAB_COMPARISON_QUERY_INIT;
  LabComparisonServices services = {
    .store = lab_context_get_store (cli->context),
    .baselines = lab_context_get_baselines (cli->context),
    .catalogue = lab_context_get_catalogue (cli->context),
    .clock = lab_context_get_clock (cli->context),
  };

  for (guint i = 0; i < choice->runs->len; i++)
    g_ptr_array_add (ids, ((LabRunRow *) g_ptr_array_index (choice->runs, i))->id);
  g_ptr_array_add (ids, NULL);
  query.baseline_run = choice->baseline != NULL ? choice->baseline->id : NULL;
  query.noise_run = choice->noise != NULL ? choice->noise->id : NULL;
  query.runs = (const char * const *) ids->pdata;
  query.margin = margin == MARGIN_FIXED ? (double) NAN : margin;
  query.seed = (guint64) seed;
  lab_comparison_set_load_async (&services, experiment, &query, NULL, lab_sync_cb, &sync);
  return lab_comparison_set_load_finish (lab_sync_wait (&sync), error);
}

static void
print_json (GPtrArray *runs)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_name (writer, "comparisons");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < runs->len; i++)
    lab_cli_write_comparison (writer,
                              lab_compared_run_get_comparison (g_ptr_array_index (runs, i)));
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
  lab_cli_print_json (writer);
}

static void
print_text (GPtrArray *runs)
{
  for (guint i = 0; i < runs->len; i++)
    {
      LabComparedRun *run = g_ptr_array_index (runs, i);

      lab_cli_print ("%s", i > 0 ? "\n" : "");
      lab_cli_print_comparison (lab_compared_run_get_comparison (run),
                                lab_compared_run_get_title (run));
    }
}

static int
run (LabCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  g_autoptr (LabExperiment) experiment = NULL;
  g_autoptr (LabWorkload) workload = NULL;
  g_autoptr (LabComparisonSet) set = NULL;
  g_auto (Choice) choice = { NULL, NULL, NULL };
  gboolean changed = FALSE;

  if (arguments[0] == NULL || arguments[1] == NULL)
    return lab_cli_usage_error (error, _("Name an experiment and one or more of its runs."));
  if (!(margin == MARGIN_FIXED || (margin > 0.0 && margin < 1.0)) || seed < 0)
    return lab_cli_usage_error (error, _("--margin lies between 0 and 1, --seed is 0 or more."));
  experiment = lab_cli_find_experiment (cli, arguments[0], error);
  if (experiment == NULL || !find_choice (cli, experiment, arguments + 1, &choice, error))
    return LAB_CLI_FAILED;
  /* Says where the workload changed. */
  workload = lab_cli_load_workload (cli, experiment, &changed, error);
  set = workload != NULL ? compare (cli, experiment, &choice, error) : NULL;
  if (set == NULL)
    return LAB_CLI_FAILED;
  if (cli->json)
    print_json (set->runs);
  else
    print_text (set->runs);
  return LAB_CLI_DONE;
}

const LabCommand lab_command_compare = {
  .name = "compare",
  .synopsis = "EXPERIMENT RUN… [--baseline RUN] [--noise RUN] [--margin SCORE] [--seed N]",
  .summary = N_("Whether a saving is real, and the answers stayed good"),
  .description =
    N_("Tasks are compared in pairs, all calls made for each counted. Every figure has\n"
       "its interval, method, n and seed. Several runs are compared at once, with their\n"
       "p-values adjusted for each other. A second run of the baseline shows the noise.\n\n"
       "Verdicts: adopt, collect more, trade-off, drop, not shown."),
  .example = "costlab-cli compare support exact-cache",
  .options = options,
  .run = run,
};
