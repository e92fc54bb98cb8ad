/* lab-baseline-manager.c: what others are compared with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-baseline-manager.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-store-baselines.h"
#include "lab-store-operations.h"
#include "lab-store-runs.h"

struct _LabBaselineManager
{
  GObject parent_instance;

  LabStore *store;
  LabClock *clock;
};

G_DEFINE_FINAL_TYPE (LabBaselineManager, lab_baseline_manager, G_TYPE_OBJECT)

/* The arguments of all three questions. */
typedef struct
{
  char *profile_id;
  char *experiment_id;
  char *baseline_id;
  char *run_id;
  char *workload_hash;
  char *prices_hash;
  gint64 now;
} Question;

/* A run, added up. */
typedef struct
{
  LabMoneySum cost;
  gint64 tokens;
  gint64 latency_us;
  gint64 n_operations;
} Totals;

static void
question_free (Question *question)
{
  g_free (question->profile_id);
  g_free (question->experiment_id);
  g_free (question->baseline_id);
  g_free (question->run_id);
  g_free (question->workload_hash);
  g_free (question->prices_hash);
  g_free (question);
}

void
lab_baseline_free (LabBaseline *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->experiment_id);
  g_free (self->run_id);
  g_free (self->workload_hash);
  g_free (self->prices_hash);
  g_free (self->stale_reason);
  g_free (self);
}

void
lab_cost_reduction_free (LabCostReduction *self)
{
  if (self == NULL)
    return;

  g_free (self->baseline_id);
  g_free (self->optimized_id);
  g_free (self);
}

/* a ÷ n, half up (towards +∞). */
static gint64
divide_half_up (__int128 a,
                __int128 n)
{
  __int128 doubled = a * 2 + n;
  __int128 divisor = n * 2;
  __int128 quotient = doubled / divisor;

  if (doubled % divisor < 0)
    quotient--;
  return (gint64) quotient;
}

char *
lab_prices_hash (LabPriceCatalogue *catalogue,
                 const char        *provider,
                 const char        *model,
                 gint64             at)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  LabPriceQuery query = { .provider = provider, .model = model, .at = at };
  g_autoptr (LabPriceSet) rows = NULL;

  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue), NULL);

  rows = lab_price_catalogue_find_rows (catalogue, &query);
  for (guint i = 0; rows != NULL && i < lab_price_set_get_n_rows (rows); i++)
    {
      const LabPriceRow *row = lab_price_set_get_row (rows, i);
      g_autoptr (GString) text = g_string_new (row->id);

      for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
        g_string_append_printf (text, " %" G_GINT64_FORMAT, row->rates[bucket]);
      g_string_append_c (text, '\n');
      g_checksum_update (checksum, (const guchar *) text->str, (gssize) text->len);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static gboolean
add_operation (Totals                 *totals,
               const LabOperationRow  *row,
               GError                **error)
{
  gint64 tokens = lab_usage_total (&row->usage);

  if (row->state == LAB_OPERATION_RELEASED || row->state == LAB_OPERATION_OPEN)
    return TRUE;
  if (!lab_money_sum_add (&totals->cost, &row->cost, error))
    return FALSE;
  totals->tokens += tokens;
  if (row->purpose == LAB_PURPOSE_TASK && row->state == LAB_OPERATION_CLOSED)
    {
      totals->latency_us += row->latency_us;
      totals->n_operations++;
    }
  return TRUE;
}

static gboolean
sum_run (LabStoreTxn  *txn,
         const char   *profile_id,
         const char   *run_id,
         Totals       *totals,
         GError      **error)
{
  g_autoptr (GPtrArray) rows =
    lab_store_operations_list_run (txn, profile_id, run_id, FALSE, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!add_operation (totals, g_ptr_array_index (rows, i), error))
      return FALSE;
  if (totals->n_operations == 0)
    {
      lab_set_error (error, LAB_ERROR_MISSING_BASELINE,
                     _("The run %s has no recorded calls to make a baseline of."), run_id);
      return FALSE;
    }
  return TRUE;
}

static LabBaseline *
baseline_from_row (const LabBaselineRow *row)
{
  LabBaseline *baseline = g_new0 (LabBaseline, 1);

  baseline->id = g_strdup (row->id);
  baseline->experiment_id = g_strdup (row->experiment_id);
  baseline->run_id = g_strdup (row->run_id);
  baseline->origin = row->origin;
  baseline->average_cost = row->average_cost;
  baseline->cost = row->cost;
  baseline->total_tokens = row->total_tokens;
  baseline->average_latency_us = row->average_latency;
  baseline->call_count = row->call_count;
  baseline->workload_hash = g_strdup (row->workload_hash);
  baseline->prices_hash = g_strdup (row->price_rows);
  baseline->pinned = row->pinned;
  baseline->created_at = row->created_at;
  return baseline;
}

static gboolean
check_run (const LabRunRow  *run,
           const Question   *question,
           GError          **error)
{
  if (g_strcmp0 (run->experiment_id, question->experiment_id) != 0)
    {
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("The run %s belongs to another experiment."), run->id);
      return FALSE;
    }
  if (!g_str_equal (run->status, "completed"))
    {
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("The run %s is %s; a baseline is made of a run that is completed."),
                     run->id, run->status);
      return FALSE;
    }
  if (run->strategies != NULL && run->strategies[0] != '\0')
    {
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("The run %s used %s; a baseline is a run without strategies."), run->id,
                     run->strategies);
      return FALSE;
    }
  return TRUE;
}

static gpointer
create_func (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  const Question *question = data;
  g_autoptr (LabRunRow) run =
    lab_store_runs_get (txn, question->profile_id, question->run_id, error);
  g_autoptr (LabBaselineRow) row = NULL;
  g_autoptr (LabBaselineRow) stored = NULL;
  Totals totals = { 0 };

  if (run == NULL || !check_run (run, question, error) ||
      !sum_run (txn, question->profile_id, run->id, &totals, error))
    return NULL;

  row = lab_baseline_row_new ();
  row->profile_id = g_strdup (question->profile_id);
  row->experiment_id = g_strdup (question->experiment_id);
  row->run_id = g_strdup (run->id);
  row->origin = run->origin;
  row->priced = totals.cost.n_unpriced == 0;
  row->cost = totals.cost;
  row->average_cost = divide_half_up (totals.cost.amount, totals.n_operations);
  row->total_tokens = totals.tokens;
  row->average_latency = divide_half_up (totals.latency_us, totals.n_operations);
  row->call_count = totals.n_operations;
  row->workload_hash = g_strdup (question->workload_hash);
  row->price_rows = g_strdup (question->prices_hash);
  row->created_at = question->now;
  if (!lab_store_baselines_insert (txn, row, error) ||
      !lab_store_baselines_pin (txn, question->profile_id, row->id, question->now, error))
    return NULL;
  stored = lab_store_baselines_get (txn, question->profile_id, row->id, error);
  return stored != NULL ? baseline_from_row (stored) : NULL;
}

/* A baseline is made of a run that is completed; one that is no more so was
 * found without some of its records. */
static gboolean
is_whole (LabStoreTxn           *txn,
          const LabBaselineRow  *row,
          gboolean              *whole,
          GError               **error)
{
  g_autoptr (LabRunRow) run = NULL;

  *whole = TRUE;
  if (row->run_id == NULL)
    return TRUE;

  run = lab_store_runs_get (txn, row->profile_id, row->run_id, error);
  *whole = run != NULL && g_str_equal (run->status, "completed");
  return run != NULL;
}

static gpointer
get_func (LabStoreTxn  *txn,
          gpointer      data,
          GError      **error)
{
  const Question *question = data;
  g_autoptr (LabBaselineRow) row = lab_store_baselines_get_pinned (txn, question->profile_id,
                                                                   question->experiment_id, error);
  LabBaseline *baseline;
  gboolean whole;

  if (row == NULL || !is_whole (txn, row, &whole, error))
    return NULL;

  baseline = baseline_from_row (row);
  if (!whole)
    baseline->stale_reason = g_strdup (_("The run the baseline was made of is not complete any "
                                         "more: some of its records were lost."));
  else if (question->workload_hash != NULL &&
      g_strcmp0 (question->workload_hash, baseline->workload_hash) != 0)
    baseline->stale_reason = g_strdup (_("The workload changed since the baseline was made."));
  else if (question->prices_hash != NULL &&
           g_strcmp0 (question->prices_hash, baseline->prices_hash) != 0)
    baseline->stale_reason = g_strdup (_("Prices changed since the baseline was made."));
  return baseline;
}

/* How much less one operation of the run costs: the difference of two exact
 * averages, rounded once. */
static void
compare_costs (LabCostReduction     *reduction,
               const LabBaselineRow *base,
               const Totals         *totals)
{
  __int128 before = (__int128) base->cost.amount * totals->n_operations;
  __int128 after = (__int128) totals->cost.amount * base->call_count;
  __int128 both = (__int128) base->call_count * totals->n_operations;

  reduction->absolute_reduction = divide_half_up (before - after, both);
  reduction->percentage_permyriad =
    before != 0 ? divide_half_up ((before - after) * 10000, before) : 0;
  reduction->complete = base->priced && totals->cost.n_unpriced == 0;
}

static void
compare_tokens_and_time (LabCostReduction     *reduction,
                         const LabBaselineRow *base,
                         const Totals         *totals)
{
  __int128 both = (__int128) base->call_count * totals->n_operations;

  reduction->token_savings =
    divide_half_up ((__int128) base->total_tokens * totals->n_operations -
                      (__int128) totals->tokens * base->call_count,
                    both);
  reduction->latency_impact_us =
    divide_half_up (totals->latency_us, totals->n_operations) - base->average_latency;
}

static gpointer
reduction_func (LabStoreTxn  *txn,
                gpointer      data,
                GError      **error)
{
  const Question *question = data;
  g_autoptr (LabBaselineRow) base =
    lab_store_baselines_get (txn, question->profile_id, question->baseline_id, error);
  g_autoptr (LabRunRow) run =
    base != NULL ? lab_store_runs_get (txn, question->profile_id, question->run_id, error) : NULL;
  LabCostReduction *reduction;
  Totals totals = { 0 };

  if (run == NULL)
    return NULL;
  if (run->origin != base->origin)
    {
      lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                     _("Practice, live and imported money are never compared with each other."));
      return NULL;
    }
  if (!sum_run (txn, question->profile_id, run->id, &totals, error))
    return NULL;

  reduction = g_new0 (LabCostReduction, 1);
  reduction->baseline_id = g_strdup (base->id);
  reduction->optimized_id = g_strdup (run->id);
  compare_costs (reduction, base, &totals);
  compare_tokens_and_time (reduction, base, &totals);
  return reduction;
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabBaselineManager *self = g_task_get_source_object (task);
  GError *error = NULL;
  gpointer made = lab_store_write_finish (LAB_STORE (source), result, &error);

  lab_clock_release (self->clock);
  if (made != NULL)
    g_task_return_pointer (task, made, (GDestroyNotify) lab_baseline_free);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabBaselineManager *self = g_task_get_source_object (task);
  GDestroyNotify destroy = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer made = lab_store_read_finish (LAB_STORE (source), result, &error);

  lab_clock_release (self->clock);
  if (made != NULL)
    g_task_return_pointer (task, made, destroy);
  else
    g_task_return_error (task, error);
}

void
lab_baseline_manager_create_async (LabBaselineManager  *self,
                                   const char          *profile_id,
                                   const char          *experiment_id,
                                   const char          *run_id,
                                   const char          *workload_hash,
                                   const char          *prices_hash,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  Question *question;
  GTask *task;

  g_return_if_fail (LAB_IS_BASELINE_MANAGER (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (experiment_id != NULL);
  g_return_if_fail (run_id != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lab_baseline_manager_create_async);
  question = g_new0 (Question, 1);
  question->profile_id = g_strdup (profile_id);
  question->experiment_id = g_strdup (experiment_id);
  question->run_id = g_strdup (run_id);
  question->workload_hash = g_strdup (workload_hash);
  question->prices_hash = g_strdup (prices_hash);
  question->now = lab_clock_now (self->clock);
  lab_clock_hold (self->clock);
  lab_store_write_async (self->store, create_func, question, (GDestroyNotify) question_free,
                         (GDestroyNotify) lab_baseline_free, NULL, written_cb, task);
}

LabBaseline *
lab_baseline_manager_create_finish (LabBaselineManager  *self,
                                    GAsyncResult        *result,
                                    GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
lab_baseline_manager_get_async (LabBaselineManager  *self,
                                const char          *profile_id,
                                const char          *experiment_id,
                                const char          *workload_hash,
                                const char          *prices_hash,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  Question *question;
  GTask *task;

  g_return_if_fail (LAB_IS_BASELINE_MANAGER (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (experiment_id != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lab_baseline_manager_get_async);
  g_task_set_task_data (task, lab_baseline_free, NULL);
  question = g_new0 (Question, 1);
  question->profile_id = g_strdup (profile_id);
  question->experiment_id = g_strdup (experiment_id);
  question->workload_hash = g_strdup (workload_hash);
  question->prices_hash = g_strdup (prices_hash);
  lab_clock_hold (self->clock);
  lab_store_read_async (self->store, get_func, question, (GDestroyNotify) question_free,
                        (GDestroyNotify) lab_baseline_free, NULL, read_cb, task);
}

LabBaseline *
lab_baseline_manager_get_finish (LabBaselineManager  *self,
                                 GAsyncResult        *result,
                                 GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
lab_baseline_manager_calculate_reduction_async (LabBaselineManager  *self,
                                                const char          *profile_id,
                                                const char          *baseline_id,
                                                const char          *run_id,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data)
{
  Question *question;
  GTask *task;

  g_return_if_fail (LAB_IS_BASELINE_MANAGER (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (baseline_id != NULL);
  g_return_if_fail (run_id != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lab_baseline_manager_calculate_reduction_async);
  g_task_set_task_data (task, lab_cost_reduction_free, NULL);
  question = g_new0 (Question, 1);
  question->profile_id = g_strdup (profile_id);
  question->baseline_id = g_strdup (baseline_id);
  question->run_id = g_strdup (run_id);
  lab_clock_hold (self->clock);
  lab_store_read_async (self->store, reduction_func, question, (GDestroyNotify) question_free,
                        (GDestroyNotify) lab_cost_reduction_free, NULL, read_cb, task);
}

LabCostReduction *
lab_baseline_manager_calculate_reduction_finish (LabBaselineManager  *self,
                                                 GAsyncResult        *result,
                                                 GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
lab_baseline_manager_finalize (GObject *object)
{
  LabBaselineManager *self = LAB_BASELINE_MANAGER (object);

  g_clear_object (&self->store);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (lab_baseline_manager_parent_class)->finalize (object);
}

static void
lab_baseline_manager_class_init (LabBaselineManagerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_baseline_manager_finalize;
}

static void
lab_baseline_manager_init (LabBaselineManager *self)
{
}

LabBaselineManager *
lab_baseline_manager_new (LabStore *store,
                          LabClock *clock)
{
  LabBaselineManager *self;

  g_return_val_if_fail (LAB_IS_STORE (store), NULL);
  g_return_val_if_fail (LAB_IS_CLOCK (clock), NULL);

  self = g_object_new (LAB_TYPE_BASELINE_MANAGER, NULL);
  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  return self;
}
