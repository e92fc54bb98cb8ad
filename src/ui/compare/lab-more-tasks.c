/* lab-more-tasks.c: what it takes to know more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-more-tasks.h"

#include "lab-run-price.h"

gboolean
lab_more_tasks_plan (const LabComparisonSet *set,
                     LabComparedRun         *run,
                     LabMoreTasks           *plan)
{
  const LabComparison *comparison;
  const LabRunInfo *info;
  guint wanted, left;

  g_return_val_if_fail (set != NULL && set->baseline_run != NULL, FALSE);
  g_return_val_if_fail (LAB_IS_COMPARED_RUN (run), FALSE);
  g_return_val_if_fail (plan != NULL, FALSE);

  comparison = lab_compared_run_get_comparison (run);
  info = lab_compared_run_get_info (run);
  if (lab_compared_run_is_noise (run) || comparison->needed_pairs <= comparison->n_pairs ||
      info->n_planned >= set->most_tasks)
    return FALSE;
  wanted = comparison->needed_pairs - comparison->n_pairs;
  left = set->most_tasks - info->n_planned;
  plan->n = MIN (wanted, left);
  plan->run_from = info->n_planned;
  plan->run_to = info->n_planned + plan->n;
  plan->base_from = set->baseline_run->n_planned;
  plan->base_to = MAX (plan->base_from, plan->run_to);
  return TRUE;
}

static double
cost_of (const LabMoneySum *sum,
         guint              pairs,
         guint              tasks)
{
  return pairs > 0 ? (double) sum->amount / pairs * tasks : 0;
}

LabMoney
lab_more_tasks_guess (const LabMoreTasks  *plan,
                      const LabComparison *comparison)
{
  g_return_val_if_fail (plan != NULL && comparison != NULL, 0);

  return (LabMoney) (cost_of (&comparison->cost, comparison->n_pairs,
                              plan->run_to - plan->run_from) +
                     cost_of (&comparison->base_cost, comparison->n_pairs,
                              plan->base_to - plan->base_from));
}

typedef struct
{
  LabMoreTasks plan;
  LabExperiment *experiment;
  LabTokenizer *tokenizer;
  LabPriceCatalogue *catalogue;
  gint64 now;
  LabMoney most;
} Pricing;

static void
pricing_free (Pricing *pricing)
{
  lab_experiment_free (pricing->experiment);
  g_object_unref (pricing->tokenizer);
  g_object_unref (pricing->catalogue);
  g_free (pricing);
}

static void
add (Pricing           *pricing,
     const LabRunPrice *price)
{
  if (pricing->most == LAB_UNSET || !price->priced ||
      !lab_money_add (pricing->most, price->most, &pricing->most, NULL))
    pricing->most = LAB_UNSET;
}

static void
base_priced_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  LabRunPrice price;

  if (!lab_run_price_finish (result, &price, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  add (g_task_get_task_data (task), &price);
  g_task_return_boolean (task, TRUE);
}

static void
run_priced_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Pricing *pricing = g_task_get_task_data (task);
  GError *error = NULL;
  LabRunPrice price;

  if (!lab_run_price_finish (result, &price, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  add (pricing, &price);
  lab_run_price_async (pricing->tokenizer, pricing->catalogue, pricing->experiment,
                       pricing->plan.base_from, pricing->plan.base_to, pricing->now,
                       g_task_get_cancellable (task), base_priced_cb, g_object_ref (task));
}

void
lab_more_tasks_price_async (const LabMoreTasks  *plan,
                            const LabExperiment *experiment,
                            LabTokenizer        *tokenizer,
                            LabPriceCatalogue   *catalogue,
                            gint64               now,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Pricing *pricing;
  GTask *task;

  g_return_if_fail (plan != NULL);
  g_return_if_fail (experiment != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_more_tasks_price_async);
  pricing = g_new0 (Pricing, 1);
  pricing->plan = *plan;
  pricing->experiment = lab_experiment_copy (experiment);
  pricing->tokenizer = g_object_ref (tokenizer);
  pricing->catalogue = g_object_ref (catalogue);
  pricing->now = now;
  g_task_set_task_data (task, pricing, (GDestroyNotify) pricing_free);
  lab_run_price_async (tokenizer, catalogue, experiment, plan->run_from, plan->run_to, now,
                       cancellable, run_priced_cb, task);
}

gboolean
lab_more_tasks_price_finish (GAsyncResult  *result,
                             LabMoney      *most,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_more_tasks_price_async), FALSE);
  g_return_val_if_fail (most != NULL, FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *most = ((const Pricing *) g_task_get_task_data (G_TASK (result)))->most;
  return TRUE;
}
