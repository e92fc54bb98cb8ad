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
  LabMoney left;
  gint64 now;
  gboolean has_images; /* whose tokens nobody can count here */
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
  work->has_images = tokens.n_images > 0;
  return TRUE;
}

/* The rows of the tier that is asked for, and of the default one, which may
 * be served in its place. (element-type LabPriceSet) */
static GPtrArray *
find_rows (const Work *work)
{
  const char *tiers[] = { work->request->service_tier, "default" };
  gsize n = tiers[0] != NULL ? 2 : 1;
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_price_set_unref);

  for (gsize i = 0; i < n; i++)
    {
      const LabPriceQuery query = {
        .provider = work->request->provider,
        .model = work->request->model,
        .service_tier = tiers[i],
        .at = work->now,
      };
      LabPriceSet *rows = lab_price_catalogue_find_rows (work->catalogue, &query);

      if (rows != NULL)
        g_ptr_array_add (found, rows);
    }
  return found;
}

/* The most that one attempt and all of them may cost with that much output.
 * FALSE where nobody knows. */
static gboolean
find_worst (const Work *work,
            GPtrArray  *rows,
            gint64      output,
            LabMoney   *once,
            LabMoney   *most)
{
  const LabWorstCase bounds = {
    .input_high = work->ahead.input.high,
    .max_output = output,
    .may_write_cache = TRUE,
  };

  *once = 0;
  for (guint i = 0; i < rows->len; i++)
    {
      LabMoney amount;

      if (!lab_price_worst_case (g_ptr_array_index (rows, i), &bounds, &amount, NULL))
        return FALSE;
      *once = MAX (*once, amount);
    }
  return rows->len > 0 && lab_money_multiply (*once, work->attempts, most, NULL);
}

/* The price grows with the limit, so halving finds the last that fits. */
static gint64
find_fitting_output (const Work *work,
                     GPtrArray  *rows)
{
  gint64 low = 0;
  gint64 high = work->ahead.output;

  while (low + 1 < high)
    {
      gint64 middle = low + (high - low) / 2;
      LabMoney once, most;

      if (find_worst (work, rows, middle, &once, &most) && most <= work->left)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static void
price (Work               *work,
       const LabModelInfo *model)
{
  g_autoptr (GPtrArray) rows = find_rows (work);
  LabPriceAhead *ahead = &work->ahead;
  gint64 output = work->request->max_output_tokens;

  if (output == LAB_UNSET && model != NULL)
    output = model->max_output;
  ahead->output = output >= 0 ? output : LAB_TOKENS_UNKNOWN;
  ahead->priced = output >= 0 && !work->has_images &&
                  find_worst (work, rows, output, &ahead->once, &ahead->most);
  ahead->fitting_output = LAB_UNSET;
  if (ahead->priced && ahead->most > work->left)
    ahead->fitting_output = find_fitting_output (work, rows);
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
                       LabMoney             left,
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
  work->left = left;
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
