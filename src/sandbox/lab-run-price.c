/* lab-run-price.c: what tasks can cost at most, before they are run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-run-price.h"

#include "lab-cost.h"
#include "lab-session.h"

typedef struct
{
  LabTokenizer *tokenizer;
  LabPriceCatalogue *catalogue;
  LabExperiment *experiment;
  guint from;
  guint to;
  gint64 now;
  LabRunPrice price;
} Work;

static void
work_free (Work *work)
{
  g_object_unref (work->tokenizer);
  g_object_unref (work->catalogue);
  lab_experiment_free (work->experiment);
  g_free (work);
}

/* What is the same for all of them. */
typedef struct
{
  LabRequest *parameters;
  LabTokenScheme scheme;
  LabPriceSet *rows; /* (nullable) */
  gint64 max_output; /* −1 where there is no bound */
} Terms;

static void
terms_init (Terms      *terms,
            const Work *work)
{
  const LabExperiment *experiment = work->experiment;
  const LabModelInfo *model =
    lab_price_catalogue_find_model (work->catalogue, experiment->model, experiment->provider);
  LabPriceQuery query = { .provider = experiment->provider, .model = experiment->model,
                          .at = work->now };

  terms->parameters = lab_request_new (experiment->provider, experiment->model);
  terms->max_output = experiment->max_output_tokens;
  if (terms->max_output == LAB_UNSET && model != NULL)
    terms->max_output = model->max_output;
  terms->rows = lab_price_catalogue_find_rows (work->catalogue, &query);
  lab_token_scheme_init (&terms->scheme, experiment->model,
                         model != NULL ? model->encoding : NULL);
}

static void
terms_clear (Terms *terms)
{
  lab_request_free (terms->parameters);
  g_clear_pointer (&terms->rows, lab_price_set_unref);
}

static gboolean
add_task (Work           *work,
          const Terms    *terms,
          const LabTask  *task,
          GError        **error)
{
  g_autoptr (LabRequest) request = lab_task_to_request (
    task, work->experiment->provider, work->experiment->model, terms->parameters);
  LabWorstCase bounds = { .max_output = terms->max_output, .may_write_cache = TRUE };
  LabRequestTokens tokens;
  LabMoney once, all;

  if (!lab_tokenizer_count_request (work->tokenizer, &terms->scheme, request, &tokens, error))
    return FALSE;
  bounds.input_high = tokens.total.high;
  work->price.n_tasks++;
  work->price.priced =
    work->price.priced && lab_price_worst_case (terms->rows, &bounds, &once, NULL) &&
    lab_money_multiply (once, LAB_SESSION_DEFAULT_ATTEMPTS, &all, NULL) &&
    lab_money_add (work->price.most, all, &work->price.most, NULL);
  return TRUE;
}

static gboolean
add_tasks (Work          *work,
           LabWorkload   *workload,
           GCancellable  *cancellable,
           GError       **error)
{
  guint to = MIN (work->to, lab_workload_get_n_tasks (workload));
  gboolean well = TRUE;
  Terms terms = { 0 };

  terms_init (&terms, work);
  work->price.priced = terms.rows != NULL && terms.max_output >= 0;
  for (guint i = work->from; well && i < to; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (workload, i);

      well = !g_cancellable_set_error_if_cancelled (cancellable, error) &&
             add_task (work, &terms, task, error);
    }
  terms_clear (&terms);
  return well;
}

static void
price_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;
  g_autoptr (LabWorkload) workload =
    lab_experiment_load_workload_for (work->experiment, work->to, cancellable, &error);

  if (workload != NULL && add_tasks (work, workload, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
lab_run_price_async (LabTokenizer        *tokenizer,
                     LabPriceCatalogue   *catalogue,
                     const LabExperiment *experiment,
                     guint                from,
                     guint                to,
                     gint64               now,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_return_if_fail (LAB_IS_TOKENIZER (tokenizer));
  g_return_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue));
  g_return_if_fail (experiment != NULL);
  g_return_if_fail (from <= to);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_run_price_async);
  work = g_new0 (Work, 1);
  work->tokenizer = g_object_ref (tokenizer);
  work->catalogue = g_object_ref (catalogue);
  work->experiment = lab_experiment_copy (experiment);
  work->from = from;
  work->to = to;
  work->now = now;
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, price_thread);
}

gboolean
lab_run_price_finish (GAsyncResult  *result,
                      LabRunPrice   *price,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lab_run_price_async), FALSE);
  g_return_val_if_fail (price != NULL, FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *price = ((const Work *) g_task_get_task_data (G_TASK (result)))->price;
  return TRUE;
}
