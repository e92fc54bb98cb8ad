/* lab-tour.c: the main job from beginning to end, and its report
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-tour.h"

#include <glib/gi18n-lib.h>

#include "lab-cli-comparison.h"
#include "lab-cli-run.h"
#include "lab-comparison-set.h"
#include "lab-error.h"
#include "lab-random.h"
#include "lab-store-calls.h"
#include "lab-store.h"
#include "lab-sync.h"

#define CONCURRENCY 4
#define PAGE 500

static const struct
{
  const char *name;
  const char *strategies;
} steps[] = {
  { "baseline", "" },
  { "exact-cache", "exact-cache" },
  { "prompt-compressor", "prompt-compressor" },
  { "both", "prompt-compressor;exact-cache" },
};

#define N_STEPS G_N_ELEMENTS (steps)

typedef struct
{
  const LabTourOptions *options;
  LabContext *context;
  LabProfile *profile;
  LabExperiment *experiment;
  LabWorkload *workload;
  char *run_ids[N_STEPS];
  gint64 begun_at;
} Tour;

static void
tour_clear (Tour *self)
{
  for (gsize i = 0; i < N_STEPS; i++)
    g_clear_pointer (&self->run_ids[i], g_free);
  g_clear_object (&self->workload);
  g_clear_pointer (&self->experiment, lab_experiment_free);
  g_clear_pointer (&self->profile, lab_profile_free);
  if (self->context != NULL)
    lab_context_close (self->context);
  g_clear_object (&self->context);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tour, tour_clear)

/* An id that follows from what was asked for, in the form of a random UUID. */
static char *
dup_id (Tour       *self,
        const char *what,
        guint64     index)
{
  g_autofree char *stream =
    g_strdup_printf ("tour/%s/%s/%s/%u", what, lab_workload_get_content_hash (self->workload),
                     self->options->model, lab_workload_get_n_tasks (self->workload));
  LabRandom random;
  guint64 high, low;

  lab_random_init_stream (&random, self->options->seed, stream, index);
  high = lab_random_next (&random);
  low = lab_random_next (&random);
  return g_strdup_printf ("%08x-%04x-4%03x-%04x-%012" G_GINT64_MODIFIER "x",
                          (guint) (high >> 32), (guint) (high >> 16) & 0xffff,
                          (guint) high & 0xfff, 0x8000 | ((guint) (low >> 48) & 0x3fff),
                          low & G_GUINT64_CONSTANT (0xffffffffffff));
}

/* The day of the bundled prices, at nine. */
static LabClock *
make_clock (GError **error)
{
  g_autoptr (LabPriceCatalogue) catalogue = lab_price_catalogue_new_bundled (error);
  g_autofree char *text = NULL;
  gint64 start;

  if (catalogue == NULL)
    return NULL;
  text = g_strconcat (lab_price_catalogue_get_as_of (catalogue), "T09:00:00Z", NULL);
  return lab_time_parse (text, &start, error) ? lab_virtual_clock_new (start) : NULL;
}

static gboolean
open_context (Tour    *self,
              GError **error)
{
  g_autoptr (LabClock) clock = make_clock (error);
  LabContextOptions options = {
    .data_dir = self->options->data_dir,
    .clock = clock,
    .own_prices = self->options->own_prices,
    .ephemeral = self->options->ephemeral,
  };

  if (clock == NULL)
    return FALSE;
  self->begun_at = lab_clock_now (clock);
  self->context = lab_context_new (&options, error);
  if (self->context == NULL)
    return FALSE;
  self->profile = lab_context_open_profile (self->context, self->options->profile, error);
  return self->profile != NULL;
}

static gboolean
make_experiment (Tour    *self,
                 GError **error)
{
  g_auto (LabSync) sync = LAB_SYNC_INIT;
  g_autoptr (LabExperiment) asked = lab_experiment_new ();
  LabExperiments *experiments = lab_context_get_experiments (self->context);
  const LabModelInfo *info = lab_price_catalogue_find_model (
    lab_context_get_catalogue (self->context), self->options->model, NULL);
  g_autofree char *base = g_path_get_basename (self->options->workload);

  g_free (asked->name);
  asked->name = g_strdup_printf (_("Tour: %s (example)"), base);
  asked->profile_id = g_strdup (self->profile->id);
  asked->provider = g_strdup (info != NULL ? info->provider : NULL);
  asked->model = g_strdup (self->options->model);
  asked->workload = g_strdup (self->options->workload);
  asked->tasks = self->options->tasks;
  asked->seed = self->options->seed;
  if (info == NULL)
    {
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("The catalogue has no model “%s”. “costlab-cli models” lists those it "
                       "has."),
                     self->options->model);
      return FALSE;
    }
  lab_experiments_create_async (experiments, asked, lab_sync_cb, &sync);
  self->experiment = lab_experiments_create_finish (experiments, lab_sync_wait (&sync), error);
  if (self->experiment == NULL)
    return FALSE;
  self->workload = lab_experiment_load_workload (self->experiment, NULL, error);
  return self->workload != NULL;
}

static gboolean
take_step (Tour    *self,
           gsize    step,
           GError **error)
{
  LabRunPlan plan = {
    .experiment = self->experiment,
    .workload = self->workload,
    .name = steps[step].name,
    .baseline = step == 0,
    .strategies = steps[step].strategies,
    .concurrency = CONCURRENCY,
    .budget = LAB_UNSET,
    .seed = self->options->seed,
  };
  g_autoptr (LabRunResult) result =
    lab_cli_execute_run (self->context, &plan, self->options->quiet, error);

  if (result == NULL || lab_cli_end_run (result, error) != LAB_CLI_DONE)
    return FALSE;
  self->run_ids[step] = g_strdup (result->run_id);
  return TRUE;
}

static GPtrArray *
compare (Tour    *self,
         GError **error)
{
  g_auto (LabSync) sync = LAB_SYNC_INIT;
  g_autoptr (GHashTable) clusters = lab_comparison_find_clusters (self->workload);
  const char *runs[N_STEPS] = { NULL };
  LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;

  for (gsize i = 1; i < N_STEPS; i++)
    runs[i - 1] = self->run_ids[i];
  options.seed = self->options->seed;
  lab_comparison_load_async (lab_context_get_store (self->context), self->profile->id,
                             self->experiment->id, self->run_ids[0], runs, clusters, &options,
                             NULL, lab_sync_cb, &sync);
  return lab_comparison_load_finish (lab_sync_wait (&sync), error);
}

typedef struct
{
  LabCallFilter filter;
  const LabCallRow *after;
} Page;

static gpointer
read_page_func (LabStoreTxn  *txn,
                gpointer      data,
                GError      **error)
{
  const Page *page = data;

  return lab_store_calls_list (txn, &page->filter, page->after, PAGE, error);
}

/* A page of calls into the run's lines and its mean score. */
static gboolean
add_calls (Tour          *self,
           LabReportRun  *run,
           GPtrArray     *rows,
           gint64        *score_sum,
           GError       **error)
{
  LabPriceCatalogue *catalogue = lab_context_get_catalogue (self->context);

  for (guint i = 0; i < rows->len; i++)
    {
      const LabCallRecord *record = ((LabCallRow *) g_ptr_array_index (rows, i))->record;
      const LabPriceRow *row =
        record->price_row != NULL ? lab_price_catalogue_get_row (catalogue, record->price_row) :
                                    NULL;

      /* The run's line takes a reference; the row itself stays as it is. */
      if (!lab_report_run_add_call (run, record, (LabPriceRow *) row, error))
        return FALSE;
      if (record->final && record->score != LAB_SCORE_NONE)
        {
          *score_sum += record->score;
          run->n_judged++;
        }
    }
  return TRUE;
}

static LabReportRun *
report_run (Tour    *self,
            gsize    step,
            GError **error)
{
  g_autofree char *id = self->options->ephemeral ? dup_id (self, "run", step) :
                                                   g_strdup (self->run_ids[step]);
  g_autoptr (LabReportRun) run = lab_report_run_new (id);
  g_autoptr (GPtrArray) last = NULL;
  Page page = { .filter = LAB_CALL_FILTER_INIT };
  gint64 score_sum = 0;

  run->name = g_strdup (steps[step].name);
  g_free (run->kind);
  run->kind = g_strdup (step == 0 ? "baseline" : "optimised");
  g_free (run->status);
  run->status = g_strdup ("completed");
  run->strategies = g_strdup (steps[step].strategies);
  run->seed = self->options->seed;
  run->n_tasks = lab_workload_get_n_tasks (self->workload);
  run->concurrency = CONCURRENCY;
  page.filter.profile_id = self->profile->id;
  page.filter.experiment_id = self->experiment->id;
  page.filter.run_id = self->run_ids[step];
  page.filter.order = LAB_CALL_ORDER_OLDEST;
  do
    {
      GPtrArray *rows =
        lab_store_read_sync (lab_context_get_store (self->context), read_page_func, &page,
                             (GDestroyNotify) g_ptr_array_unref, NULL, error);

      g_clear_pointer (&last, g_ptr_array_unref);
      last = rows;
      if (rows == NULL || !add_calls (self, run, rows, &score_sum, error))
        return NULL;
      page.after = rows->len > 0 ? g_ptr_array_index (rows, rows->len - 1) : NULL;
    }
  while (last->len == PAGE);
  run->mean_score = run->n_judged > 0 ?
                      (gint) ((score_sum + run->n_judged / 2) / run->n_judged) :
                      LAB_SCORE_NONE;
  return g_steal_pointer (&run);
}

static void
replace (char       **text,
         const char  *by)
{
  g_free (*text);
  *text = g_strdup (by);
}

static void
describe (Tour      *self,
          LabReport *report)
{
  g_autofree char *base = g_path_get_basename (self->experiment->workload);

  report->experiment_name = g_strdup (self->experiment->name);
  report->provider = g_strdup (self->experiment->provider);
  report->model = g_strdup (self->experiment->model);
  report->workload = g_strdup (base);
  report->workload_hash = g_strdup (lab_workload_get_content_hash (self->workload));
  report->origin = LAB_ORIGIN_PRACTICE;
  report->catalogue_date =
    g_strdup (lab_price_catalogue_get_as_of (lab_context_get_catalogue (self->context)));
  report->app_version = g_strdup (LAB_VERSION);
}

/* @comparisons: (transfer none): emptied */
static gboolean
add_optimizations (Tour       *self,
                   LabReport  *report,
                   GPtrArray  *comparisons,
                   GError    **error)
{
  for (gsize step = 1; step < N_STEPS; step++)
    {
      LabReportRun *run = report_run (self, step, error);
      LabComparison *comparison;

      if (run == NULL)
        return FALSE;
      comparison = g_ptr_array_steal_index (comparisons, 0);
      replace (&comparison->experiment_id, report->experiment_id);
      replace (&comparison->baseline_run, report->baseline->id);
      replace (&comparison->run, run->id);
      lab_report_add_optimization (report, run, comparison);
    }
  return TRUE;
}

static LabReport *
make_report (Tour    *self,
             GError **error)
{
  g_autofree char *id = dup_id (self, "report", 0);
  g_autofree char *experiment_id = self->options->ephemeral ? dup_id (self, "experiment", 0) :
                                                              g_strdup (self->experiment->id);
  g_autoptr (GPtrArray) comparisons = compare (self, error);
  g_autoptr (LabReport) report = NULL;
  LabReportRun *baseline;

  if (comparisons == NULL)
    return NULL;
  baseline = report_run (self, 0, error);
  if (baseline == NULL)
    return NULL;
  report = lab_report_new (id, experiment_id, self->begun_at, baseline);
  describe (self, report);
  if (!add_optimizations (self, report, comparisons, error))
    return NULL;
  lab_report_conclude (report);
  return g_steal_pointer (&report);
}

LabReport *
lab_tour_take (const LabTourOptions  *options,
               char                 **folder,
               GError               **error)
{
  g_auto (Tour) tour = { .options = options };

  if (!open_context (&tour, error) || !make_experiment (&tour, error))
    return NULL;
  for (gsize i = 0; i < N_STEPS; i++)
    if (!take_step (&tour, i, error))
      return NULL;
  *folder = lab_context_dup_profile_folder (tour.context, tour.profile->id);
  return make_report (&tour, error);
}
