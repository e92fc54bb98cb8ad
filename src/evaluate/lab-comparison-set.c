/* lab-comparison-set.c: all that an experiment's baseline is compared with
 *
 * runs → workload → baseline → comparison → the baseline with itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-comparison-set.h"

#include <glib/gi18n-lib.h>

#include "lab-compared-run-private.h"
#include "lab-error.h"
#include "lab-store-baselines.h"
#include "lab-store.h"

#define QUESTION_LENGTH 90

/* What was asked for, owned, and what was found so far. */
typedef struct
{
  LabStore *store;
  LabBaselineManager *baselines;
  LabPriceCatalogue *catalogue;
  LabExperiment *experiment;
  char *baseline_run; /* (nullable) */
  char *noise_run;    /* (nullable) */
  GStrv runs;         /* (nullable) */
  double margin;
  guint64 seed;
  gint64 now;

  GHashTable *clusters;
  char *hash;
  char *prices;
  GPtrArray *infos;  /* (element-type LabRunInfo): all of the experiment */
  GPtrArray *chosen; /* (element-type LabRunInfo): of @infos */
  const LabRunInfo *noise;
  LabComparisonSet *set;
} Loading;

static void
loading_free (Loading *loading)
{
  g_object_unref (loading->store);
  g_object_unref (loading->baselines);
  g_object_unref (loading->catalogue);
  lab_experiment_free (loading->experiment);
  g_free (loading->baseline_run);
  g_free (loading->noise_run);
  g_strfreev (loading->runs);
  g_clear_pointer (&loading->clusters, g_hash_table_unref);
  g_free (loading->hash);
  g_free (loading->prices);
  g_clear_pointer (&loading->infos, g_ptr_array_unref);
  g_clear_pointer (&loading->chosen, g_ptr_array_unref);
  g_clear_pointer (&loading->set, lab_comparison_set_free);
  g_free (loading);
}

static LabComparisonSet *
set_new (void)
{
  LabComparisonSet *set = g_new0 (LabComparisonSet, 1);

  set->questions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  set->runs = g_ptr_array_new_with_free_func (g_object_unref);
  set->left_out = g_ptr_array_new_with_free_func (g_free);
  return set;
}

void
lab_comparison_set_free (LabComparisonSet *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->baseline, lab_baseline_free);
  g_clear_pointer (&self->baseline_run, lab_run_info_free);
  g_clear_object (&self->noise);
  g_hash_table_unref (self->questions);
  g_ptr_array_unref (self->runs);
  g_ptr_array_unref (self->left_out);
  g_free (self);
}

static void
finish (GTask *task)
{
  Loading *loading = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&loading->set),
                         (GDestroyNotify) lab_comparison_set_free);
}

static LabComparisonOptions
make_options (const Loading *loading)
{
  LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;
  const LabBaseline *baseline = loading->set->baseline;

  options.margin = loading->set->margin;
  options.seed = loading->seed;
  options.stale_reason = baseline != NULL ? baseline->stale_reason : NULL;
  return options;
}

static void
noise_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) comparisons = lab_comparison_load_finish (result, &error);

  if (comparisons == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  loading->set->noise =
    lab_compared_run_new (loading->noise, g_ptr_array_steal_index (comparisons, 0), TRUE);
  finish (task);
}

/* The baseline with itself stands by itself: it is no strategy that shares
 * the chance of a lucky find with the others. */
static void
compare_noise (GTask *task) /* (transfer full) */
{
  Loading *loading = g_task_get_task_data (task);
  LabComparisonOptions options = make_options (loading);
  const char *runs[] = { NULL, NULL };

  if (loading->noise == NULL)
    {
      finish (task);
      g_object_unref (task);
      return;
    }
  runs[0] = loading->noise->id;
  lab_comparison_load_async (loading->store, loading->experiment->profile_id,
                             loading->experiment->id, loading->set->baseline_run->id, runs,
                             loading->clusters, &options, g_task_get_cancellable (task), noise_cb,
                             task);
}

static void
compared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) comparisons = lab_comparison_load_finish (result, &error);

  if (comparisons == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; comparisons->len > 0; i++)
    g_ptr_array_add (loading->set->runs,
                     lab_compared_run_new (loading->chosen->pdata[i],
                                           g_ptr_array_steal_index (comparisons, 0), FALSE));
  lab_compared_runs_make_unique (loading->set->runs);
  compare_noise (g_steal_pointer (&task));
}

static void
compare (GTask *task) /* (transfer full) */
{
  Loading *loading = g_task_get_task_data (task);
  LabComparisonOptions options = make_options (loading);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (loading->chosen->len == 0)
    {
      compare_noise (task);
      return;
    }
  for (guint i = 0; i < loading->chosen->len; i++)
    g_ptr_array_add (ids, ((LabRunInfo *) loading->chosen->pdata[i])->id);
  g_ptr_array_add (ids, NULL);
  /* A handful of pairs tells nothing of the noise. */
  if (loading->noise != NULL && loading->noise->n_done >= LAB_COMPARISON_LEAST_PAIRS)
    options.noise_run = loading->noise->id;
  lab_comparison_load_async (loading->store, loading->experiment->profile_id,
                             loading->experiment->id, loading->set->baseline_run->id,
                             (const char * const *) ids->pdata, loading->clusters, &options,
                             g_task_get_cancellable (task), compared_cb, task);
}

static LabRunInfo *
find_info (GPtrArray  *infos,
           const char *id)
{
  for (guint i = 0; i < infos->len; i++)
    {
      LabRunInfo *info = infos->pdata[i];

      if (g_strcmp0 (info->id, id) == 0)
        return info;
    }
  return NULL;
}

static gboolean
is_like (const LabRunInfo *info,
         const LabRunInfo *base)
{
  return info->origin == base->origin &&
         g_strcmp0 (info->workload_hash, base->workload_hash) == 0;
}

/* Every run that can be; @infos are newest first. */
static void
choose_all (Loading *loading)
{
  const LabRunInfo *base = loading->set->baseline_run;
  guint n_other = 0, n_older = 0;

  for (guint i = 0; i < loading->infos->len; i++)
    {
      LabRunInfo *info = loading->infos->pdata[i];

      if (lab_run_info_is_baseline (info) || info->n_done + info->n_failed == 0)
        continue;
      if (!is_like (info, base))
        n_other++;
      else if (loading->chosen->len == LAB_COMPARISON_MOST_RUNS)
        n_older++;
      else
        g_ptr_array_insert (loading->chosen, 0, info);
    }
  if (n_other > 0)
    g_ptr_array_add (loading->set->left_out,
                     g_strdup_printf (ngettext ("%u run worked on other tasks than the baseline, "
                                                "or with other money, and is not compared.",
                                                "%u runs worked on other tasks than the baseline, "
                                                "or with other money, and are not compared.",
                                                n_other),
                                      n_other));
  if (n_older > 0)
    g_ptr_array_add (loading->set->left_out,
                     g_strdup_printf (ngettext ("%u older run is not shown.",
                                                "%u older runs are not shown.", n_older),
                                      n_older));
}

static gboolean
choose_named (Loading  *loading,
              GError  **error)
{
  for (gsize i = 0; loading->runs[i] != NULL; i++)
    {
      LabRunInfo *info = find_info (loading->infos, loading->runs[i]);

      if (info == NULL)
        {
          lab_set_error (error, LAB_ERROR_NOT_FOUND, _("There is no such run."));
          return FALSE;
        }
      g_ptr_array_add (loading->chosen, info);
    }
  return TRUE;
}

/* A second run of the baseline: one made for it since, or an earlier baseline
 * that was taken at the same prices. @same: ids of the latter. */
static const LabRunInfo *
find_noise (const Loading *loading,
            GHashTable    *same)
{
  const LabRunInfo *base = loading->set->baseline_run;

  if (loading->noise_run != NULL)
    return find_info (loading->infos, loading->noise_run);
  for (guint i = 0; i < loading->infos->len; i++)
    {
      const LabRunInfo *info = loading->infos->pdata[i];

      if (info == base || !lab_run_info_is_baseline (info) || !is_like (info, base) ||
          info->n_done == 0 || g_str_equal (info->id, base->id))
        continue;
      if (info->terms.spare ? info->started_at >= base->started_at :
                              g_hash_table_contains (same, info->id))
        return info;
    }
  return NULL;
}

static gpointer
baselines_func (LabStoreTxn  *txn,
                gpointer      data,
                GError      **error)
{
  const LabExperiment *experiment = data;

  return lab_store_baselines_list (txn, experiment->profile_id, experiment->id, error);
}

static GHashTable *
find_same_prices (GPtrArray   *rows,
                  const char  *prices)
{
  GHashTable *same = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const LabBaselineRow *row = rows->pdata[i];

      if (row->run_id != NULL && prices != NULL && g_strcmp0 (row->price_rows, prices) == 0)
        g_hash_table_add (same, g_strdup (row->run_id));
    }
  return same;
}

static void
baselines_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  const LabBaseline *baseline = loading->set->baseline;
  g_autoptr (GHashTable) same = NULL;
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = lab_store_read_finish (LAB_STORE (source), result, &error);

  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  same = find_same_prices (rows, baseline != NULL ? baseline->prices_hash : NULL);
  loading->noise = find_noise (loading, same);
  if (loading->runs == NULL)
    choose_all (loading);
  else if (!choose_named (loading, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  compare (g_steal_pointer (&task));
}

static void
read_baselines (GTask *task) /* (transfer full) */
{
  Loading *loading = g_task_get_task_data (task);
  const LabBaseline *baseline = loading->set->baseline;
  const LabRunInfo *base =
    find_info (loading->infos, loading->baseline_run != NULL ? loading->baseline_run :
                               baseline != NULL              ? baseline->run_id :
                                                               NULL);
  GError *error = NULL;

  if (base == NULL)
    {
      lab_set_error (&error, LAB_ERROR_MISSING_BASELINE,
                     _("The baseline's run is no longer recorded. Run the baseline again."));
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  loading->set->baseline_run = lab_run_info_copy (base);
  if (isnan (loading->margin))
    loading->set->margin = (double) base->terms.margin / LAB_SCORE_MAX;
  lab_store_read_async (loading->store, baselines_func, lab_experiment_copy (loading->experiment),
                        (GDestroyNotify) lab_experiment_free,
                        (GDestroyNotify) g_ptr_array_unref, g_task_get_cancellable (task),
                        baselines_cb, task);
}

static void
baseline_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  GError *error = NULL;

  loading->set->baseline =
    lab_baseline_manager_get_finish (LAB_BASELINE_MANAGER (source), result, &error);
  if (loading->set->baseline != NULL)
    read_baselines (g_steal_pointer (&task));
  else if (loading->runs == NULL && g_error_matches (error, LAB_ERROR, LAB_ERROR_MISSING_BASELINE))
    {
      g_error_free (error);
      finish (task);
    }
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else if (loading->baseline_run != NULL)
    read_baselines (g_steal_pointer (&task));
  else
    lab_baseline_manager_get_async (loading->baselines, loading->experiment->profile_id,
                                    loading->experiment->id, loading->hash, loading->prices,
                                    baseline_cb, g_steal_pointer (&task));
}

static GHashTable *
clusters_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
add_to_clusters (GHashTable    *clusters,
                 const LabTask *task)
{
  if (task->conversation != NULL)
    g_hash_table_insert (clusters, g_strdup (task->key), g_strdup (task->conversation));
}

GHashTable *
lab_comparison_find_clusters (LabWorkload *workload)
{
  GHashTable *clusters = clusters_new ();

  g_return_val_if_fail (LAB_IS_WORKLOAD (workload), clusters);

  for (guint i = 0; i < lab_workload_get_n_tasks (workload); i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (workload, i);

      add_to_clusters (clusters, task);
    }
  return clusters;
}

/* Enough to tell one task from another. */
static char *
shorten (const char *question)
{
  g_autofree char *line = g_strdup (question != NULL ? question : "");
  char *end;

  g_strdelimit (line, "\n\r\t", ' ');
  g_strstrip (line);
  if (g_utf8_strlen (line, -1) <= QUESTION_LENGTH)
    return g_steal_pointer (&line);
  end = g_utf8_offset_to_pointer (line, QUESTION_LENGTH - 1);
  *end = '\0';
  return g_strconcat (line, "…", NULL);
}

static void
read_tasks (Loading     *loading,
            LabWorkload *workload)
{
  loading->clusters = clusters_new ();
  for (guint i = 0; i < lab_workload_get_n_tasks (workload); i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (workload, i);

      g_hash_table_insert (loading->set->questions, g_strdup (task->key),
                           shorten (task->question));
      add_to_clusters (loading->clusters, task);
    }
}

/* A run may have been extended beyond what the experiment was made with. */
static guint
count_tasks (const Loading *loading)
{
  guint most = 0;

  for (guint i = 0; i < loading->infos->len; i++)
    most = MAX (most, ((const LabRunInfo *) loading->infos->pdata[i])->n_planned);
  return MIN (most, LAB_WORKLOAD_MAX_TASKS);
}

static void
load_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Loading *loading = task_data;
  const LabExperiment *experiment = loading->experiment;
  GError *error = NULL;
  g_autoptr (LabWorkload) workload = lab_experiment_load_workload_for (
    experiment, count_tasks (loading), cancellable, &error);

  if (workload == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  read_tasks (loading, workload);
  loading->hash = g_strdup (lab_workload_get_content_hash (workload));
  loading->prices = lab_prices_hash (loading->catalogue, experiment->provider, experiment->model,
                                     loading->now);
  loading->set->most_tasks = lab_workload_is_builtin (workload) ?
                               LAB_WORKLOAD_MAX_TASKS :
                               lab_workload_get_n_tasks (workload);
  loading->set->n_tasks = lab_workload_get_n_tasks (workload);
  g_task_return_boolean (task, TRUE);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  g_autoptr (GTask) reading = NULL;
  GError *error = NULL;

  loading->infos = lab_runs_list_finish (result, &error);
  if (loading->infos == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  reading = g_task_new (NULL, g_task_get_cancellable (task), loaded_cb, g_object_ref (task));
  g_task_set_task_data (reading, loading, NULL);
  g_task_run_in_thread (reading, load_thread);
}

static Loading *
loading_new (const LabComparisonServices *services,
             const LabExperiment         *experiment,
             const LabComparisonQuery    *query)
{
  Loading *loading = g_new0 (Loading, 1);

  loading->store = g_object_ref (services->store);
  loading->baselines = g_object_ref (services->baselines);
  loading->catalogue = g_object_ref (services->catalogue);
  loading->now = lab_clock_now (services->clock);
  loading->experiment = lab_experiment_copy (experiment);
  loading->baseline_run = g_strdup (query->baseline_run);
  loading->noise_run = g_strdup (query->noise_run);
  loading->runs = g_strdupv ((char **) query->runs);
  loading->margin = query->margin;
  loading->seed = query->seed;
  loading->chosen = g_ptr_array_new ();
  loading->set = set_new ();
  loading->set->margin = isnan (query->margin) ?
                           (double) LAB_RUN_DEFAULT_MARGIN / LAB_SCORE_MAX :
                           query->margin;
  return loading;
}

void
lab_comparison_set_load_async (const LabComparisonServices *services,
                               const LabExperiment         *experiment,
                               const LabComparisonQuery    *query,
                               GCancellable                *cancellable,
                               GAsyncReadyCallback          callback,
                               gpointer                     user_data)
{
  GTask *task;

  g_return_if_fail (services != NULL);
  g_return_if_fail (experiment != NULL);
  g_return_if_fail (query != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_comparison_set_load_async);
  g_task_set_task_data (task, loading_new (services, experiment, query),
                        (GDestroyNotify) loading_free);
  lab_runs_list_async (services->store, experiment->profile_id, experiment->id, cancellable,
                       listed_cb, task);
}

LabComparisonSet *
lab_comparison_set_load_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_comparison_set_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
