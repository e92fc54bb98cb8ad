/* lab-price-ahead.c: what a request will take at most, before it is sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-price-ahead.h"

#include "lab-cost.h"

typedef struct
{
  LabTokenizer *tokenizer;
  LabPriceCatalogue *catalogue;
  LabRequest *request;
  guint attempts;
  gint64 now;
  LabPriceAhead ahead;
} Work;

static void
work_free (Work *work)
{
  g_object_unref (work->tokenizer);
  g_object_unref (work->catalogue);
  lab_request_free (work->request);
  g_free (work);
}

static gboolean
count (Work                *work,
       const LabModelInfo  *model,
       GError             **error)
{
  LabTokenScheme scheme;
  LabRequestTokens tokens;

  lab_token_scheme_init (&scheme, work->request->model, model != NULL ? model->encoding : NULL);
  if (!lab_tokenizer_count_request (work->tokenizer, &scheme, work->request, &tokens, error))
    return FALSE;
  work->ahead.input = tokens.total;
  work->ahead.system = tokens.system;
  return TRUE;
}

static void
price (Work               *work,
       const LabModelInfo *model)
{
  LabPriceQuery query = {
    .provider = work->request->provider,
    .model = work->request->model,
    .service_tier = work->request->service_tier,
    .at = work->now,
  };
  g_autoptr (LabPriceSet) rows = lab_price_catalogue_find_rows (work->catalogue, &query);
  LabWorstCase bounds = {
    .input_high = work->ahead.input.high,
    .max_output = work->request->max_output_tokens,
    .may_write_cache = TRUE,
  };

  if (bounds.max_output == LAB_UNSET && model != NULL)
    bounds.max_output = model->max_output;
  work->ahead.output = bounds.max_output >= 0 ? bounds.max_output : LAB_TOKENS_UNKNOWN;
  work->ahead.priced = rows != NULL && bounds.max_output >= 0 &&
                       lab_price_worst_case (rows, &bounds, &work->ahead.once, NULL) &&
                       lab_money_multiply (work->ahead.once, work->attempts, &work->ahead.most,
                                           NULL);
}

static void
ahead_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Work *work = task_data;
  const LabModelInfo *model = lab_price_catalogue_find_model (
    work->catalogue, work->request->model, work->request->provider);
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (!count (work, model, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  price (work, model);
  g_task_return_boolean (task, TRUE);
}

void
lab_price_ahead_async (LabTokenizer        *tokenizer,
                       LabPriceCatalogue   *catalogue,
                       const LabRequest    *request,
                       guint                attempts,
                       gint64               now,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_return_if_fail (LAB_IS_TOKENIZER (tokenizer));
  g_return_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue));
  g_return_if_fail (request != NULL);
  g_return_if_fail (attempts > 0);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_price_ahead_async);
  work = g_new0 (Work, 1);
  work->tokenizer = g_object_ref (tokenizer);
  work->catalogue = g_object_ref (catalogue);
  work->request = lab_request_copy (request);
  work->attempts = attempts;
  work->now = now;
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, ahead_thread);
}

gboolean
lab_price_ahead_finish (GAsyncResult   *result,
                        LabPriceAhead  *ahead,
                        GError        **error)
{
  Work *work;

  g_return_val_if_fail (g_async_result_is_tagged (result, lab_price_ahead_async), FALSE);
  g_return_val_if_fail (ahead != NULL, FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  work = g_task_get_task_data (G_TASK (result));
  *ahead = work->ahead;
  return TRUE;
}
