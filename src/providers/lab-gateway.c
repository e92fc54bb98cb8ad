/* lab-gateway.c: one operation, from reservation to record
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-gateway-private.h"

G_DEFINE_FINAL_TYPE (LabGateway, lab_gateway, G_TYPE_OBJECT)

void
lab_gateway_add_provider (LabGateway  *self,
                          LabProvider *provider)
{
  g_return_if_fail (LAB_IS_GATEWAY (self));
  g_return_if_fail (LAB_IS_PROVIDER (provider));

  g_hash_table_replace (self->providers,
                        g_strdup (lab_provider_get_name (provider)),
                        g_object_ref (provider));
}

void
lab_gateway_set_limits (LabGateway      *self,
                        const LabLimits *limits)
{
  gint64 now;

  g_return_if_fail (LAB_IS_GATEWAY (self));
  g_return_if_fail (limits != NULL);

  now = lab_clock_now (self->clock);
  self->limits = *limits;
  lab_rate_bucket_init (&self->requests, limits->requests_per_minute,
                        limits->requests_per_minute, now);
  lab_rate_bucket_init (&self->tokens, limits->tokens_per_minute, limits->tokens_per_minute, now);
}

void
lab_gateway_send_async (LabGateway           *self,
                        const LabRequest     *request,
                        const LabCallContext *context,
                        GCancellable         *cancellable,
                        GAsyncReadyCallback   callback,
                        gpointer              user_data)
{
  GTask *task;

  g_return_if_fail (LAB_IS_GATEWAY (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (context != NULL && context->operation_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_gateway_send_async);
  /* An answer that came and was recorded is handed over, cancelled or not. */
  g_task_set_check_cancellable (task, FALSE);
  lab_operation_start (self, request, context, task);
}

LabResponse *
lab_gateway_send_finish (LabGateway    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
answer_recorded_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabGateway *self = g_task_get_source_object (task);
  GError *error = NULL;

  lab_clock_release (self->clock);
  if (lab_call_sink_record_finish (LAB_CALL_SINK (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
lab_gateway_record_answer_async (LabGateway           *self,
                                 const LabRequest     *request,
                                 const LabResponse    *answer,
                                 const LabCallContext *context,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data)
{
  g_autoptr (LabCallRecord) record = NULL;
  g_autofree char *hash = NULL;
  LabProvider *provider;
  GTask *task;

  g_return_if_fail (LAB_IS_GATEWAY (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (answer != NULL);
  g_return_if_fail (context != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lab_gateway_record_answer_async);
  hash = lab_request_hash (request);
  record = lab_gateway_new_record (self, request, hash, context);
  provider = g_hash_table_lookup (self->providers, request->provider);
  record->origin = provider != NULL ? lab_provider_get_origin (provider) : LAB_ORIGIN_PRACTICE;
  record->attempt = 1;
  record->final = TRUE;
  record->status = LAB_CALL_ANSWERED;
  record->finish = answer->finish;
  record->cost_state = LAB_COST_KNOWN;
  record->latency_us = answer->latency_us != LAB_TIME_UNKNOWN ? answer->latency_us : 0;
  record->timestamp = lab_clock_now (self->clock);
  if (context->keep_text)
    lab_request_set (&record->answer, answer->content);

  lab_clock_hold (self->clock);
  lab_call_sink_record_async (self->sink, record, answer_recorded_cb, task);
}

gboolean
lab_gateway_record_answer_finish (LabGateway    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lab_gateway_finalize (GObject *object)
{
  LabGateway *self = LAB_GATEWAY (object);

  g_clear_object (&self->catalogue);
  g_clear_object (&self->tokenizer);
  g_clear_object (&self->gate);
  g_clear_object (&self->sink);
  g_clear_object (&self->clock);
  g_clear_object (&self->log);
  g_hash_table_unref (self->providers);

  G_OBJECT_CLASS (lab_gateway_parent_class)->finalize (object);
}

static void
lab_gateway_class_init (LabGatewayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_gateway_finalize;
}

static void
lab_gateway_init (LabGateway *self)
{
  self->providers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

LabGateway *
lab_gateway_new (LabPriceCatalogue *catalogue,
                 LabTokenizer      *tokenizer,
                 LabBudgetGate     *gate,
                 LabCallSink       *sink,
                 LabClock          *clock,
                 LabLog            *log)
{
  LabGateway *self;
  LabLimits none = { 0 };

  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (LAB_IS_TOKENIZER (tokenizer), NULL);
  g_return_val_if_fail (gate == NULL || LAB_IS_BUDGET_GATE (gate), NULL);
  g_return_val_if_fail (LAB_IS_CALL_SINK (sink), NULL);
  g_return_val_if_fail (LAB_IS_CLOCK (clock), NULL);

  self = g_object_new (LAB_TYPE_GATEWAY, NULL);
  self->catalogue = g_object_ref (catalogue);
  self->tokenizer = g_object_ref (tokenizer);
  g_set_object (&self->gate, gate);
  self->sink = g_object_ref (sink);
  self->clock = g_object_ref (clock);
  g_set_object (&self->log, log);
  lab_gateway_set_limits (self, &none);
  return self;
}
