/* lab-gateway-targets.c: who may serve an operation, and what that costs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-gateway-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-error.h"

/* What is taken for a model's output cap where neither the request nor the
 * catalogue names one. */
#define ASSUMED_MAX_OUTPUT 128000

void
lab_target_free (LabTarget *self)
{
  g_object_unref (self->provider);
  lab_request_free (self->request);
  g_free (self->hash);
  g_free (self);
}

const char *
lab_target_get_hash (LabTarget *self)
{
  if (self->hash == NULL)
    self->hash = lab_request_hash (self->request);
  return self->hash;
}

static gboolean
add_target (LabGateway        *self,
            GPtrArray         *targets,
            const LabRequest  *request,
            const char        *provider_name,
            const char        *model,
            GError           **error)
{
  LabProvider *provider = g_hash_table_lookup (self->providers, provider_name);
  LabTarget *target;

  if (provider == NULL)
    {
      lab_set_error (error, LAB_ERROR_INVALID_REQUEST,
                     _("There is no provider “%s” in this session."), provider_name);
      return FALSE;
    }

  target = g_new0 (LabTarget, 1);
  target->provider = g_object_ref (provider);
  target->request = lab_request_copy (request);
  lab_request_set (&target->request->provider, provider_name);
  lab_request_set (&target->request->model, model);
  g_ptr_array_add (targets, target);
  return TRUE;
}

GPtrArray *
lab_gateway_list_targets (LabGateway            *self,
                          const LabRequest      *request,
                          const LabCallContext  *context,
                          GError               **error)
{
  g_autoptr (GPtrArray) targets =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lab_target_free);

  if (!add_target (self, targets, request, request->provider, request->model, error))
    return NULL;

  for (guint i = 0; context->fallback_models != NULL && context->fallback_models[i] != NULL; i++)
    {
      const char *text = context->fallback_models[i];
      const char *slash = strchr (text, '/');
      g_autofree char *name = NULL;

      if (slash == NULL || slash == text || slash[1] == '\0')
        {
          lab_set_error (error, LAB_ERROR_INVALID_REQUEST,
                         _("The fallback “%s” is not of the form provider/model."), text);
          return NULL;
        }
      name = g_strndup (text, (gsize) (slash - text));
      if (!add_target (self, targets, request, name, slash + 1, error))
        return NULL;
    }

  return g_steal_pointer (&targets);
}

static const LabModelInfo *
find_model (LabGateway      *self,
            const LabTarget *target)
{
  return lab_price_catalogue_find_model (self->catalogue, target->request->model,
                                         target->request->provider);
}

void
lab_gateway_scheme_for (LabGateway      *self,
                        const LabTarget *target,
                        LabTokenScheme  *scheme)
{
  const LabModelInfo *info = find_model (self, target);

  lab_token_scheme_init (scheme, target->request->model, info != NULL ? info->encoding : NULL);
}

static gint64
output_cap (const LabRequest   *request,
            const LabModelInfo *info)
{
  gint64 own = info != NULL && info->max_output > 0 ? info->max_output : ASSUMED_MAX_OUTPUT;

  return request->max_output_tokens != LAB_UNSET ? MIN (request->max_output_tokens, own) : own;
}

gboolean
lab_gateway_count (LabGateway  *self,
                   LabTarget   *target,
                   GError     **error)
{
  LabTokenScheme scheme;

  if (target->counted)
    return TRUE;

  lab_gateway_scheme_for (self, target, &scheme);
  if (!lab_tokenizer_count_request (self->tokenizer, &scheme, target->request, &target->tokens,
                                    error))
    return FALSE;
  target->counted = TRUE;
  return TRUE;
}

static gboolean
may_write_long (const LabRequest *request)
{
  for (guint i = 0; i < request->messages->len; i++)
    {
      const LabMessage *message = g_ptr_array_index (request->messages, i);

      for (guint j = 0; j < message->parts->len; j++)
        {
          const LabPart *part = g_ptr_array_index (message->parts, j);

          if (part->breakpoint == LAB_CACHE_BREAKPOINT_LONG)
            return TRUE;
        }
    }
  return FALSE;
}

/* Raises @amount to what @tier may cost; @priced stays FALSE where that is
 * not known. */
static gboolean
raise_to_tier (LabGateway          *self,
               const LabTarget     *target,
               const char          *tier,
               const LabWorstCase  *bounds,
               LabMoney            *amount,
               gboolean            *priced,
               GError             **error)
{
  LabPriceQuery query = {
    .provider = target->request->provider,
    .model = target->request->model,
    .service_tier = tier,
    .batch = target->request->batch,
    .at = lab_clock_now (self->clock),
  };
  g_autoptr (LabPriceSet) rows = lab_price_catalogue_find_rows (self->catalogue, &query);
  g_autoptr (GError) cause = NULL;
  LabMoney own;

  *priced = FALSE;
  if (rows == NULL)
    return TRUE;
  if (!lab_price_worst_case (rows, bounds, &own, &cause))
    {
      if (g_error_matches (cause, LAB_ERROR, LAB_ERROR_UNPRICED))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  *amount = MAX (*amount, own);
  *priced = TRUE;
  return TRUE;
}

/* A tier that was asked for may be refused and the default one served;
 * "auto" leaves the choice to the vendor. */
static gboolean
raise_to_other_tiers (LabGateway          *self,
                      const LabTarget     *target,
                      const LabWorstCase  *bounds,
                      LabMoney            *amount,
                      GError             **error)
{
  static const char * const tiers[] = { "default", "flex", "priority" };
  const char *asked = target->request->service_tier;
  gsize n = g_strcmp0 (asked, "auto") == 0 ? G_N_ELEMENTS (tiers) : asked != NULL ? 1 : 0;
  gboolean priced;

  for (gsize i = 0; i < n; i++)
    if (!raise_to_tier (self, target, tiers[i], bounds, amount, &priced, error))
      return FALSE;
  return TRUE;
}

gboolean
lab_gateway_attempt_worst_case (LabGateway  *self,
                                LabTarget   *target,
                                LabMoney    *amount,
                                gboolean    *priced,
                                GError     **error)
{
  const LabRequest *request = target->request;
  LabWorstCase bounds = { 0 };

  if (!lab_gateway_count (self, target, error))
    return FALSE;

  bounds.input_high = target->tokens.total.high;
  bounds.max_output = output_cap (request, find_model (self, target));
  bounds.may_write_cache = TRUE;
  bounds.may_write_long = may_write_long (request);
  *amount = 0;
  if (!raise_to_tier (self, target, request->service_tier, &bounds, amount, priced, error) ||
      (*priced && !raise_to_other_tiers (self, target, &bounds, amount, error)))
    return FALSE;

  if (target->tokens.n_images > 0)
    *priced = FALSE;
  if (!*priced)
    *amount = 0;
  return TRUE;
}

gboolean
lab_gateway_sum_worst_case (LabGateway            *self,
                            const LabCallContext  *context,
                            GPtrArray             *targets,
                            LabMoney              *worst_case,
                            gboolean              *priced,
                            GError               **error)
{
  LabMoney sum = 0;
  gboolean all_priced = TRUE;

  for (guint i = 0; i < targets->len; i++)
    {
      LabMoney one, all;
      gboolean known;

      if (!lab_gateway_attempt_worst_case (self, g_ptr_array_index (targets, i), &one, &known,
                                           error) ||
          !lab_money_multiply (one, MAX (context->max_attempts, 1), &all, error) ||
          !lab_money_add (sum, all, &sum, error))
        return FALSE;
      all_priced = all_priced && known;
    }

  *worst_case = sum;
  *priced = all_priced;
  return TRUE;
}

gboolean
lab_gateway_worst_case (LabGateway            *self,
                        const LabRequest      *request,
                        const LabCallContext  *context,
                        LabMoney              *worst_case,
                        gboolean              *priced,
                        GError               **error)
{
  g_autoptr (GPtrArray) targets = NULL;

  g_return_val_if_fail (LAB_IS_GATEWAY (self), FALSE);
  g_return_val_if_fail (request != NULL, FALSE);
  g_return_val_if_fail (context != NULL, FALSE);

  targets = lab_gateway_list_targets (self, request, context, error);
  if (targets == NULL)
    return FALSE;
  return lab_gateway_sum_worst_case (self, context, targets, worst_case, priced, error);
}

gboolean
lab_gateway_price (LabGateway      *self,
                   const LabTarget *target,
                   const char      *model,
                   const char      *service_tier,
                   gint64           at,
                   const LabUsage  *usage,
                   LabCost         *cost,
                   GError         **error)
{
  LabPriceQuery query = {
    .provider = target->request->provider,
    .model = model != NULL && model[0] != '\0' ? model : target->request->model,
    .service_tier = service_tier,
    .batch = target->request->batch,
    .at = at,
  };
  g_autoptr (LabPriceSet) rows = lab_price_catalogue_find_rows (self->catalogue, &query);

  return lab_cost_compute (usage, rows, cost, error);
}
