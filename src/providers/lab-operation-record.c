/* lab-operation-record.c: what the ledger is told of an attempt
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-operation-private.h"

#include "lab-error.h"

LabCallRecord *
lab_gateway_new_record (LabGateway           *self,
                        const LabRequest     *request,
                        const char           *request_hash,
                        const LabCallContext *context)
{
  LabCallRecord *record = lab_call_record_new ();

  record->profile_id = g_strdup (context->profile_id);
  record->experiment_id = g_strdup (context->experiment_id);
  record->session_id = g_strdup (context->session_id);
  record->run_id = g_strdup (context->run_id);
  record->operation_id = g_strdup (context->operation_id);
  record->purpose = context->purpose;
  record->task_key = g_strdup (context->task_key);
  record->replicate = context->replicate;
  record->provider = g_strdup (request->provider);
  record->model = g_strdup (request->model);
  record->batch = request->batch;
  record->request_hash = g_strdup (request_hash);
  lab_request_set (&record->strategies, context->strategies != NULL ? context->strategies : "[]");
  record->tags = g_strdup (context->tags);
  if (context->keep_text && context->keep_prompt)
    record->prompt = lab_request_to_json (request);
  return record;
}

static void
fill_from_response (LabCallRecord     *record,
                    const LabResponse *response,
                    gboolean           keep_text)
{
  record->finish = response->finish;
  record->model_served = g_strdup (response->model);
  record->service_tier = g_strdup (response->service_tier);
  record->raw_usage = g_strdup (response->raw_usage);
  record->latency_us = response->latency_us;
  record->ttft_us = response->ttft_us;
  if (keep_text)
    record->answer = g_strdup (response->content);
}

static void
fill_from_error (LabCallRecord *record,
                 const GError  *error)
{
  const char *code = error->domain == LAB_ERROR ? lab_error_code_to_string (error->code) : NULL;

  if (code == NULL)
    code = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? "CANCELLED" : "FAILED";
  record->error_code = g_strdup (code);
  record->error_message = g_strdup (error->message);
}

LabCallRecord *
lab_operation_new_record (LabOperation *self)
{
  const LabAttempt *attempt = &self->attempt;
  LabTarget *target = lab_operation_get_target (self);
  LabCallRecord *record = lab_gateway_new_record (self->gateway, target->request,
                                                  lab_target_get_hash (target), self->context);

  record->origin = lab_provider_get_origin (target->provider);
  record->attempt = self->attempts;
  record->final = !self->again;
  record->status = attempt->status;
  record->usage = attempt->usage;
  record->cost_state = attempt->cost_state;
  record->cost = attempt->amount;
  record->cost_basis = g_strdup (attempt->cost_basis);
  record->price_row = g_strdup (lab_cost_get_row_id (&attempt->cost));
  record->context_tier = attempt->cost.context_tier;
  record->timestamp = self->sent_at;
  record->latency_us = lab_clock_now (self->gateway->clock) - self->sent_at;
  if (attempt->response != NULL)
    fill_from_response (record, attempt->response, self->context->keep_text);
  if (attempt->error != NULL)
    fill_from_error (record, attempt->error);
  return record;
}
