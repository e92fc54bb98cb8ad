/* lab-comparison-load.c: reading runs from the ledger to compare them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-comparison-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lab-error.h"
#include "lab-runs.h"
#include "lab-store-baselines.h"
#include "lab-store-operations.h"
#include "lab-store-runs.h"

/* What was asked for, copied for the worker. */
typedef struct
{
  LabStore *store;
  char *profile_id;
  char *experiment_id;
  char *baseline_run; /* (nullable): the pinned one */
  GStrv runs;
  GHashTable *clusters; /* (nullable) */
  LabComparisonOptions options;
  LabNoise noise;
  char *noise_run;
  char *stale_reason;
} Question;

/* A run as it stands in the ledger. */
typedef struct
{
  LabRunRow *row;
  GPtrArray *operations;
} Run;

/* Everything, from one snapshot. */
typedef struct
{
  Run *base;
  Run *noise;      /* (nullable) */
  GPtrArray *runs; /* (element-type Run) */
} Loaded;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->store);
  g_free (question->profile_id);
  g_free (question->experiment_id);
  g_free (question->baseline_run);
  g_strfreev (question->runs);
  g_clear_pointer (&question->clusters, g_hash_table_unref);
  g_free (question->noise_run);
  g_free (question->stale_reason);
  g_free (question);
}

static void
run_free (gpointer data)
{
  Run *run = data;

  if (run == NULL)
    return;

  lab_run_row_free (run->row);
  g_clear_pointer (&run->operations, g_ptr_array_unref);
  g_free (run);
}

static void
loaded_free (gpointer data)
{
  Loaded *loaded = data;

  run_free (loaded->base);
  run_free (loaded->noise);
  g_clear_pointer (&loaded->runs, g_ptr_array_unref);
  g_free (loaded);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loaded, loaded_free)

static void G_GNUC_PRINTF (4, 5)
fail (GError       **error,
      LabErrorCode   code,
      const char    *reason,
      const char    *format,
      ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  lab_set_error (error, code, "%s", text);
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_REASON, reason);
}

static Run *
read_run (LabStoreTxn     *txn,
          const Question  *question,
          const char      *id,
          GError         **error)
{
  g_autoptr (LabRunRow) row = lab_store_runs_get (txn, question->profile_id, id, error);
  g_autoptr (GPtrArray) operations = NULL;
  Run *run;

  if (row == NULL)
    return NULL;
  if (g_strcmp0 (row->experiment_id, question->experiment_id) != 0)
    {
      fail (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "experiment",
            _("The run %s belongs to another experiment. Compare runs of one experiment."), id);
      return NULL;
    }
  operations = lab_store_operations_list_run (txn, question->profile_id, id, TRUE, error);
  if (operations == NULL)
    return NULL;

  run = g_new0 (Run, 1);
  run->row = g_steal_pointer (&row);
  run->operations = g_steal_pointer (&operations);
  return run;
}

/* The run that was named, or the one the pinned baseline was made from. */
static char *
find_baseline_run (LabStoreTxn     *txn,
                   const Question  *question,
                   GError         **error)
{
  g_autoptr (LabBaselineRow) baseline = NULL;

  if (question->baseline_run != NULL)
    return g_strdup (question->baseline_run);
  baseline = lab_store_baselines_get_pinned (txn, question->profile_id, question->experiment_id,
                                             error);
  if (baseline == NULL)
    return NULL;
  if (baseline->run_id == NULL)
    fail (error, LAB_ERROR_MISSING_BASELINE, "no-run",
          _("The pinned baseline's run is no longer recorded. Run the baseline again."));
  return g_strdup (baseline->run_id);
}

static Run *
read_baseline (LabStoreTxn     *txn,
               const Question  *question,
               GError         **error)
{
  g_autofree char *id = find_baseline_run (txn, question, error);
  g_autoptr (GError) local = NULL;
  Run *run;

  if (id == NULL)
    return NULL;
  run = read_run (txn, question, id, &local);
  if (run == NULL && g_error_matches (local, LAB_ERROR, LAB_ERROR_NOT_FOUND))
    fail (error, LAB_ERROR_MISSING_BASELINE, "not-found",
          _("There is no run %s to compare with. Run the baseline first."), id);
  else if (run == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (run->operations->len == 0)
    {
      fail (error, LAB_ERROR_MISSING_BASELINE, "empty",
            _("Nothing was recorded for the baseline run %s. Run it again."), id);
      g_clear_pointer (&run, run_free);
    }
  return run;
}

static gboolean
check_comparable (const Run  *base,
                  const Run  *run,
                  GError    **error)
{
  if (base->row->origin != run->row->origin)
    {
      fail (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "origin",
            _("The baseline's money is of origin “%s” and that of run %s of “%s”. Amounts of "
              "different origin are never compared."),
            lab_origin_to_string (base->row->origin), run->row->id,
            lab_origin_to_string (run->row->origin));
      return FALSE;
    }
  if (g_strcmp0 (base->row->workload_hash, run->row->workload_hash) != 0)
    {
      fail (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "workload",
            _("The run %s worked on other tasks than the baseline. Run the baseline again on the "
              "same workload."),
            run->row->id);
      return FALSE;
    }
  return TRUE;
}

static gpointer
load_func (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  const Question *question = data;
  g_autoptr (Loaded) loaded = g_new0 (Loaded, 1);

  loaded->runs = g_ptr_array_new_with_free_func (run_free);
  loaded->base = read_baseline (txn, question, error);
  if (loaded->base == NULL)
    return NULL;
  if (question->noise_run != NULL)
    {
      loaded->noise = read_run (txn, question, question->noise_run, error);
      if (loaded->noise == NULL || !check_comparable (loaded->base, loaded->noise, error))
        return NULL;
    }
  for (gsize i = 0; question->runs[i] != NULL; i++)
    {
      Run *run = read_run (txn, question, question->runs[i], error);

      if (run == NULL)
        return NULL;
      g_ptr_array_add (loaded->runs, run);
      if (!check_comparable (loaded->base, run, error))
        return NULL;
    }
  return g_steal_pointer (&loaded);
}

/* Whoever looks and then asks for more until it suits gives chance as many
 * goes as looks. */
static gboolean
warn_of_looks (LabComparison    *comparison,
               const LabRunRow  *row,
               GError          **error)
{
  LabRunTerms terms;

  if (!lab_run_terms_read (row->config, row->id, &terms, error))
    return FALSE;
  if (terms.looks > 0)
    lab_comparison_warn (comparison,
                         ngettext ("Tasks were added to it %u time after its result was seen. "
                                   "Every look gives chance another go.",
                                   "Tasks were added to it %u times after its result was seen. "
                                   "Every look gives chance another go.",
                                   terms.looks),
                         terms.looks);
  return TRUE;
}

static LabComparison *
pair (const Question  *question,
      const Run       *base,
      const Run       *run,
      GError         **error)
{
  g_autoptr (LabComparison) comparison = lab_comparison_new (
      question->experiment_id, base->row->id, run->row->id, base->row->origin);
  const Run *both[] = { base, run };

  for (gsize i = 0; i < G_N_ELEMENTS (both); i++)
    {
      if (g_strcmp0 (both[i]->row->status, "completed") != 0)
        lab_comparison_warn (comparison, _("The run %s was not completed (%s)."),
                             both[i]->row->id, both[i]->row->status);
    }
  if (base->row->seed != run->row->seed)
    lab_comparison_warn (comparison,
                         _("The runs had different luck (seeds %" PRId64 " and %" PRId64
                           "), so answers may differ by chance alone."),
                         base->row->seed, run->row->seed);
  if (!warn_of_looks (comparison, run->row, error) ||
      !lab_comparison_pair_operations (comparison, base->operations, run->operations,
                                       question->clusters, error))
    return NULL;
  return g_steal_pointer (&comparison);
}

static gboolean
measure_noise (Question      *question,
               const Loaded  *loaded,
               GError       **error)
{
  g_autoptr (LabComparison) itself = NULL;

  if (loaded->noise == NULL)
    return TRUE;
  itself = pair (question, loaded->base, loaded->noise, error);
  if (itself == NULL ||
      !lab_comparison_noise (itself->pairs, &question->options, &question->noise, error))
    return FALSE;
  question->options.noise = &question->noise;
  return TRUE;
}

static GPtrArray *
compare_all (Question      *question,
             const Loaded  *loaded,
             GError       **error)
{
  g_autoptr (GPtrArray) comparisons =
      g_ptr_array_new_with_free_func ((GDestroyNotify) lab_comparison_free);

  if (!measure_noise (question, loaded, error))
    return NULL;
  for (guint i = 0; i < loaded->runs->len; i++)
    {
      LabComparison *comparison = pair (question, loaded->base, loaded->runs->pdata[i], error);

      if (comparison == NULL)
        return NULL;
      g_ptr_array_add (comparisons, comparison);
      if (!lab_comparison_compute (comparison, &question->options, error))
        return NULL;
    }
  lab_comparison_adjust (comparisons);
  return g_steal_pointer (&comparisons);
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Question *question = task_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Loaded) loaded =
      lab_store_read_sync (question->store, load_func, question, loaded_free, cancellable, &error);
  GPtrArray *comparisons = loaded != NULL ? compare_all (question, loaded, &error) : NULL;

  if (comparisons != NULL)
    g_task_return_pointer (task, comparisons, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static GHashTable *
copy_clusters (GHashTable *clusters)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, clusters);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy, g_strdup (key), g_strdup (value));
  return copy;
}

void
lab_comparison_load_async (LabStore                   *store,
                           const char                 *profile_id,
                           const char                 *experiment_id,
                           const char                 *baseline_run,
                           const char * const         *runs,
                           GHashTable                 *clusters,
                           const LabComparisonOptions *options,
                           GCancellable               *cancellable,
                           GAsyncReadyCallback         callback,
                           gpointer                    user_data)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  g_return_if_fail (LAB_IS_STORE (store));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (experiment_id != NULL);
  g_return_if_fail (runs != NULL);
  g_return_if_fail (options != NULL);

  question = g_new0 (Question, 1);
  question->store = g_object_ref (store);
  question->profile_id = g_strdup (profile_id);
  question->experiment_id = g_strdup (experiment_id);
  question->baseline_run = g_strdup (baseline_run);
  question->runs = g_strdupv ((char **) runs);
  question->clusters = clusters != NULL ? copy_clusters (clusters) : NULL;
  question->noise_run = g_strdup (options->noise_run);
  question->stale_reason = g_strdup (options->stale_reason);
  question->options = *options;
  question->options.stale_reason = question->stale_reason;
  if (options->noise != NULL)
    {
      question->noise = *options->noise;
      question->options.noise = &question->noise;
    }
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_comparison_load_async);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, load_thread);
}

GPtrArray *
lab_comparison_load_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (
      g_async_result_is_tagged (result, lab_comparison_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
