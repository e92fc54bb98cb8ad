/* lab-request-estimate.c: what a request is expected to cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cost.h"
#include "lab-request-estimate-private.h"

void
lab_strategy_services_take (LabStrategyServices       *self,
                            const LabStrategyServices *services)
{
  g_set_object (&self->catalogue, services->catalogue);
  g_set_object (&self->tokenizer, services->tokenizer);
  g_set_object (&self->cache, services->cache);
  if (self->tokenizer == NULL)
    self->tokenizer = lab_tokenizer_new ();
}

void
lab_strategy_services_clear (LabStrategyServices *self)
{
  g_clear_object (&self->catalogue);
  g_clear_object (&self->tokenizer);
  g_clear_object (&self->cache);
}

void
lab_request_estimate_scheme (const LabStrategyServices *services,
                             const LabRequest          *request,
                             LabTokenScheme            *scheme)
{
  const LabModelInfo *model = NULL;

  if (services->catalogue != NULL)
    model = lab_price_catalogue_find_model (services->catalogue, request->model,
                                            request->provider);
  lab_token_scheme_init (scheme, request->model, model != NULL ? model->encoding : NULL);
}

gboolean
lab_request_estimate_tokens (const LabStrategyServices  *services,
                             const LabRequest           *request,
                             LabTokenCount              *count,
                             GError                    **error)
{
  LabTokenScheme scheme;
  LabRequestTokens tokens;

  lab_request_estimate_scheme (services, request, &scheme);
  if (!lab_tokenizer_count_request (services->tokenizer, &scheme, request, &tokens, error))
    return FALSE;
  *count = tokens.total;
  return TRUE;
}

gboolean
lab_request_estimate_cost (const LabStrategyServices  *services,
                           const LabRequest           *request,
                           gint64                      input,
                           gint64                      output,
                           gint64                      at,
                           gboolean                   *priced,
                           LabMoney                   *cost,
                           GError                    **error)
{
  LabPriceQuery query = {
    .provider = request->provider,
    .model = request->model,
    .service_tier = request->service_tier,
    .batch = request->batch,
    .at = at,
  };
  LabUsage usage = LAB_USAGE_INIT;
  g_autoptr (LabPriceSet) rows = NULL;
  g_auto (LabCost) bill = LAB_COST_INIT;

  if (services->catalogue != NULL)
    rows = lab_price_catalogue_find_rows (services->catalogue, &query);
  usage.buckets[LAB_BUCKET_U] = input;
  usage.buckets[LAB_BUCKET_O] = output;
  usage.flags = LAB_USAGE_ESTIMATED;
  if (!lab_cost_compute (&usage, rows, &bill, error))
    return FALSE;
  *priced = bill.state != LAB_COST_UNPRICED;
  *cost = *priced ? bill.amount : 0;
  return TRUE;
}
