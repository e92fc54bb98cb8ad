/* lab-cli-experiment.c: experiments and runs, by what people type
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cli-experiment.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-store.h"
#include "lab-sync.h"

LabExperiment *
lab_cli_find_experiment (LabCli      *cli,
                         const char  *reference,
                         GError     **error)
{
  g_auto (LabSync) sync = LAB_SYNC_INIT;
  const LabProfile *profile = lab_cli_get_profile (cli, error);
  LabExperiments *experiments;

  if (profile == NULL)
    return NULL;
  experiments = lab_context_get_experiments (cli->context);
  lab_experiments_find_async (experiments, profile->id, reference, lab_sync_cb, &sync);
  return lab_experiments_find_finish (experiments, lab_sync_wait (&sync), error);
}

typedef struct
{
  const char *profile_id;
  const char *experiment_id;
  const char *reference;
} Question;

static gpointer
find_run_func (LabStoreTxn  *txn,
               gpointer      data,
               GError      **error)
{
  const Question *question = data;

  return lab_store_runs_find (txn, question->profile_id, question->experiment_id,
                              question->reference, error);
}

static gpointer
list_runs_func (LabStoreTxn  *txn,
                gpointer      data,
                GError      **error)
{
  const Question *question = data;

  return lab_store_runs_list (txn, question->profile_id, question->experiment_id, error);
}

LabRunRow *
lab_cli_find_run (LabCli               *cli,
                  const LabExperiment  *experiment,
                  const char           *reference,
                  GError              **error)
{
  Question question = { experiment->profile_id, experiment->id, reference };

  return lab_store_read_sync (lab_context_get_store (cli->context), find_run_func, &question,
                              (GDestroyNotify) lab_run_row_free, NULL, error);
}

GPtrArray *
lab_cli_list_runs (LabCli               *cli,
                   const LabExperiment  *experiment,
                   GError              **error)
{
  Question question = { experiment->profile_id, experiment->id, NULL };

  return lab_store_read_sync (lab_context_get_store (cli->context), list_runs_func, &question,
                              (GDestroyNotify) g_ptr_array_unref, NULL, error);
}

LabWorkload *
lab_cli_load_workload (LabCli               *cli,
                       const LabExperiment  *experiment,
                       gboolean             *changed,
                       GError              **error)
{
  LabWorkload *workload = lab_experiment_load_workload (experiment, NULL, error);

  if (workload == NULL)
    return NULL;
  *changed = experiment->workload_hash != NULL &&
             !g_str_equal (experiment->workload_hash, lab_workload_get_content_hash (workload));
  if (*changed && !cli->json)
    g_printerr (_("The workload %s changed since the experiment was made. Runs on it are compared "
                  "with each other, not with earlier ones.\n"),
                experiment->workload);
  return workload;
}

LabBaseline *
lab_cli_get_baseline (LabCli               *cli,
                      const LabExperiment  *experiment,
                      LabWorkload          *workload,
                      GError              **error)
{
  g_auto (LabSync) sync = LAB_SYNC_INIT;
  g_autoptr (GError) cause = NULL;
  LabBaselineManager *baselines = lab_context_get_baselines (cli->context);
  g_autofree char *prices =
    lab_prices_hash (lab_context_get_catalogue (cli->context), experiment->provider,
                     experiment->model, lab_clock_now (lab_context_get_clock (cli->context)));
  LabBaseline *baseline;

  lab_baseline_manager_get_async (baselines, experiment->profile_id, experiment->id,
                                  lab_workload_get_content_hash (workload), prices, lab_sync_cb,
                                  &sync);
  baseline = lab_baseline_manager_get_finish (baselines, lab_sync_wait (&sync), &cause);
  if (baseline == NULL && !g_error_matches (cause, LAB_ERROR, LAB_ERROR_MISSING_BASELINE))
    g_propagate_error (error, g_steal_pointer (&cause));
  return baseline;
}
