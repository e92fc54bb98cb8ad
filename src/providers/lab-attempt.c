/* lab-attempt.c: what one wire request used and cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-gateway-private.h"

#include "lab-error.h"

void
lab_attempt_clear (LabAttempt *self)
{
  g_clear_pointer (&self->response, lab_response_free);
  g_clear_error (&self->error);
  lab_cost_clear (&self->cost);
  g_clear_pointer (&self->cost_basis, g_free);
  *self = (LabAttempt) { 0 };
}

/* Refused by the vendor, or never sent: nobody bills that. */
static gboolean
is_free (const LabAttempt *self)
{
  const char *reason;

  if (self->status == LAB_CALL_REFUSED)
    return TRUE;
  if (self->error == NULL || self->response != NULL)
    return FALSE;

  reason = lab_error_get_context (self->error, LAB_ERROR_CONTEXT_REASON);
  return g_strcmp0 (reason, "refused") == 0;
}

/* Nothing came back by which the attempt could be judged. */
static gboolean
is_unknown (const LabAttempt *self)
{
  const LabResponse *response = self->response;

  if (response == NULL)
    return TRUE;
  return !(self->usage.flags & LAB_USAGE_REPORTED) && self->status != LAB_CALL_OK &&
         response->content[0] == '\0' && response->tool_calls == NULL;
}

static gboolean
take_worst_case (LabAttempt  *self,
                 LabGateway  *gateway,
                 LabTarget   *target,
                 GError     **error)
{
  const LabUsage none = LAB_USAGE_INIT;
  LabCostBasis basis = LAB_COST_BASIS_WORST_CASE;
  gboolean priced;

  if (!lab_gateway_attempt_worst_case (gateway, target, &self->amount, &priced, error))
    return FALSE;

  self->usage = none;
  self->usage.buckets[LAB_BUCKET_U] = target->tokens.total.tokens;
  self->usage.flags = LAB_USAGE_ESTIMATED | LAB_USAGE_PARTIAL;
  if (!priced)
    basis = target->tokens.n_images > 0 ? LAB_COST_BASIS_OTHER_MODALITY : LAB_COST_BASIS_NO_ROW;
  self->cost_state = priced ? LAB_COST_ESTIMATED : LAB_COST_UNPRICED;
  self->cost_basis = lab_cost_basis_to_string (basis);
  return TRUE;
}

/* The text and the tool calls that arrived. Hidden reasoning is not seen. */
static gboolean
count_output (const LabAttempt  *self,
              LabGateway        *gateway,
              const LabTarget   *target,
              gint64            *tokens,
              GError           **error)
{
  LabTokenScheme scheme;
  LabTokenCount text, calls = LAB_TOKEN_COUNT_INIT (NULL);

  lab_gateway_scheme_for (gateway, target, &scheme);
  if (!lab_tokenizer_count_text (gateway->tokenizer, &scheme, self->response->content, -1, &text,
                                 error))
    return FALSE;
  if (self->response->tool_calls != NULL &&
      !lab_tokenizer_count_text (gateway->tokenizer, &scheme, self->response->tool_calls, -1,
                                 &calls, error))
    return FALSE;
  *tokens = text.tokens + calls.tokens;
  return TRUE;
}

/* Fills in by counting what the vendor did not report. */
static gboolean
complete_usage (LabAttempt  *self,
                LabGateway  *gateway,
                LabTarget   *target,
                GError     **error)
{
  LabUsage usage = LAB_USAGE_INIT;
  gboolean reported = (self->usage.flags & LAB_USAGE_REPORTED) != 0;
  gboolean whole = reported && !(self->usage.flags & LAB_USAGE_PARTIAL);
  gint64 output;

  if (whole)
    return TRUE;
  if (reported)
    usage = self->usage;
  else
    usage.flags = self->usage.flags;
  if (self->status != LAB_CALL_OK)
    usage.flags |= LAB_USAGE_PARTIAL;

  if (lab_usage_input_total (&usage) == 0)
    {
      if (!lab_gateway_count (gateway, target, error))
        return FALSE;
      usage.buckets[LAB_BUCKET_U] = target->tokens.total.tokens;
      usage.flags |= LAB_USAGE_ESTIMATED;
    }
  if (usage.buckets[LAB_BUCKET_O] == 0)
    {
      if (!count_output (self, gateway, target, &output, error))
        return FALSE;
      usage.buckets[LAB_BUCKET_O] = output;
      usage.flags |= LAB_USAGE_ESTIMATED;
    }
  self->usage = usage;
  return TRUE;
}

/* A memo: how much of the input was system text and tools, where the vendor
 * does not say so itself. */
static void
note_parts_of_input (LabAttempt      *self,
                     const LabTarget *target)
{
  if (self->usage.system == LAB_USAGE_NOT_REPORTED && target->counted)
    self->usage.system = target->tokens.system.tokens;
  if (self->usage.tool == LAB_USAGE_NOT_REPORTED && target->counted)
    self->usage.tool = target->tokens.tools.tokens;
}

gboolean
lab_attempt_settle (LabAttempt  *self,
                    LabGateway  *gateway,
                    LabTarget   *target,
                    gint64       sent_at,
                    GError     **error)
{
  const LabUsage none = LAB_USAGE_INIT;

  self->usage = self->response != NULL ? self->response->usage : none;
  if (is_free (self))
    {
      self->usage = none;
      self->amount = 0;
      self->cost_state = LAB_COST_KNOWN;
      return TRUE;
    }
  if (is_unknown (self))
    return take_worst_case (self, gateway, target, error);

  if (!complete_usage (self, gateway, target, error))
    return FALSE;
  note_parts_of_input (self, target);
  if (!lab_gateway_price (gateway, target, self->response->model, self->response->service_tier,
                          sent_at, &self->usage, &self->cost, error))
    return FALSE;

  self->amount = self->cost.amount;
  self->cost_state = self->cost.state;
  self->cost_basis = lab_cost_basis_to_string (self->cost.basis);
  return TRUE;
}
