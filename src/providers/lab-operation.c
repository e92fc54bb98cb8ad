/* lab-operation.c: the attempts of one operation
 *
 * reserve → limits → send → settle → record, and again where trying again
 * helps; the last record closes the operation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-operation-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lab-error.h"

static void start_attempt (LabOperation *self);

LabOperation *
lab_operation_ref (LabOperation *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
lab_operation_unref (LabOperation *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  lab_operation_clear_attempt (self);
  g_clear_error (&self->failure);
  g_ptr_array_unref (self->targets);
  lab_call_context_free (self->context);
  g_object_unref (self->task);
  g_object_unref (self->gateway);
  g_free (self);
}

LabTarget *
lab_operation_get_target (LabOperation *self)
{
  return g_ptr_array_index (self->targets, self->target);
}

GCancellable *
lab_operation_get_cancellable (LabOperation *self)
{
  return g_task_get_cancellable (self->task);
}

static guint
max_tries (LabOperation *self)
{
  return MAX (self->context->max_attempts, 1);
}

static void
log_error (LabOperation *self,
           LabLogLevel   level,
           const char   *event,
           const GError *error)
{
  if (self->gateway->log != NULL)
    lab_log_write (self->gateway->log, level, event, self->context->operation_id, "error",
                   error->message, NULL);
}

/* Answers with the error, and lets go. */
static void
return_failure (LabOperation *self,
                GError       *error)
{
  lab_error_set_context (error, LAB_ERROR_CONTEXT_OPERATION, self->context->operation_id);
  g_task_return_error (self->task, error);
  lab_operation_unref (self);
}

static void
released_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  LabOperation *self = user_data;
  g_autoptr (GError) error = NULL;

  lab_clock_release (self->gateway->clock);
  if (!lab_budget_gate_release_finish (LAB_BUDGET_GATE (source), result, &error))
    log_error (self, LAB_LOG_WARN, "reservation.not-released", error);
  return_failure (self, g_steal_pointer (&self->failure));
}

/* Ends the operation before, or between, attempts: what is still reserved is
 * given back first. Takes the error. */
static void
fail (LabOperation *self,
      GError       *error)
{
  if (!self->reserved)
    {
      return_failure (self, error);
      return;
    }
  self->failure = error;
  lab_clock_hold (self->gateway->clock);
  lab_budget_gate_release_async (self->gateway->gate, self->context->operation_id, released_cb,
                                 self);
}

/* Closes the operation after its last record. */
static void
finish (LabOperation *self)
{
  LabAttempt *attempt = &self->attempt;

  if (attempt->error != NULL)
    {
      return_failure (self, g_steal_pointer (&attempt->error));
      return;
    }
  g_task_return_pointer (self->task, g_steal_pointer (&attempt->response),
                         (GDestroyNotify) lab_response_free);
  lab_operation_unref (self);
}

static void
slept_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  LabOperation *self = user_data;
  GError *error = NULL;

  if (!lab_clock_sleep_finish (LAB_CLOCK (source), result, &error))
    fail (self, error);
  else
    start_attempt (self);
}

static void
sleep_then_start (LabOperation *self,
                  gint64        duration_us)
{
  lab_clock_sleep_async (self->gateway->clock, duration_us, lab_operation_get_cancellable (self),
                         slept_cb, self);
}

static void
record_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  LabOperation *self = user_data;
  GError *error = NULL;
  gint64 delay;

  lab_clock_release (self->gateway->clock);
  if (!lab_call_sink_record_finish (LAB_CALL_SINK (source), result, &error))
    {
      /* The money may be spent and is not in the ledger: the reservation
       * stays, and is counted at its worst case at the next start. */
      log_error (self, LAB_LOG_ERROR, "call.not-recorded", error);
      g_prefix_error (&error, "%s", _("The call was made, and could not be recorded: "));
      return_failure (self, error);
      return;
    }
  if (!self->again)
    {
      finish (self);
      return;
    }

  log_error (self, LAB_LOG_INFO, "call.retried", self->attempt.error);
  delay = lab_retry_delay (self->attempt.error, self->tries, &self->random);
  if (self->context->retrying != NULL)
    self->context->retrying (self->attempts + 1, max_tries (self) * self->targets->len, delay,
                             self->attempt.error, self->context->retrying_data);
  lab_operation_clear_attempt (self);
  sleep_then_start (self, delay);
}

/* Whether there is another try, or another model, that may do better. */
static gboolean
plan_retry (LabOperation *self)
{
  const LabAttempt *attempt = &self->attempt;

  if (attempt->error == NULL || self->text_delivered ||
      !lab_retry_is_worth_it (attempt->error) ||
      g_cancellable_is_cancelled (lab_operation_get_cancellable (self)))
    return FALSE;
  return self->tries < max_tries (self) || self->target + 1 < self->targets->len;
}

/* What the attempt really used, where that is known, goes against the limit
 * instead of what was counted before. */
static void
settle_limits (LabOperation *self)
{
  const LabUsage *usage = &self->attempt.usage;

  if (self->gateway->limits.tokens_per_minute > 0 && self->attempt.status == LAB_CALL_OK &&
      !(usage->flags & LAB_USAGE_UNRECONCILED))
    lab_rate_bucket_settle (&self->gateway->tokens,
                            self->tokens_taken - lab_usage_total (usage),
                            lab_clock_now (self->gateway->clock));
}

/* Usage that cannot be priced (its products overflow) makes the call
 * unpriced, and the fault is told. Takes the error. */
static void
take_settle_error (LabAttempt *attempt,
                   GError     *error)
{
  g_clear_pointer (&attempt->cost_basis, g_free);
  attempt->cost_state = LAB_COST_UNPRICED;
  attempt->amount = 0;
  attempt->cost_basis = g_strdup (error->message);
  attempt->usage.flags |= LAB_USAGE_UNRECONCILED;
  g_clear_error (&attempt->error);
  attempt->error = error;
}

void
lab_operation_sent (LabOperation *self)
{
  g_autoptr (LabCallRecord) record = NULL;
  LabAttempt *attempt = &self->attempt;
  GError *error = NULL;

  if (!lab_attempt_settle (attempt, self->gateway, lab_operation_get_target (self), self->sent_at,
                           &error))
    take_settle_error (attempt, error);
  if (attempt->response != NULL)
    {
      attempt->response->usage = attempt->usage;
      attempt->response->cost = attempt->amount;
      attempt->response->cost_state = attempt->cost_state;
    }

  settle_limits (self);
  self->again = plan_retry (self);
  record = lab_operation_new_record (self);
  lab_clock_hold (self->gateway->clock);
  lab_call_sink_record_async (self->gateway->sink, record, record_cb, self);
}

/* Takes from the limits; otherwise says how long to wait, -1 for ever. */
static gint64
take_limits (LabOperation *self,
             gint64        tokens)
{
  LabGateway *gateway = self->gateway;
  gint64 now = lab_clock_now (gateway->clock);
  gint64 for_request = lab_rate_bucket_wait (&gateway->requests, 1, now);
  gint64 for_tokens = lab_rate_bucket_wait (&gateway->tokens, tokens, now);

  if (for_request < 0 || for_tokens < 0)
    return -1;
  if (for_request > 0 || for_tokens > 0)
    return MAX (for_request, for_tokens);

  lab_rate_bucket_take (&gateway->requests, 1, now);
  lab_rate_bucket_take (&gateway->tokens, tokens, now);
  self->tokens_taken = tokens;
  return 0;
}

static GError *
make_limit_error (LabOperation *self)
{
  GError *error = NULL;

  lab_set_error (&error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED,
                 _("The request has %" PRId64 " tokens, more than this session's limit of "
                   "%" PRId64 " tokens a minute lets through."),
                 lab_operation_get_target (self)->tokens.total.tokens,
                 self->gateway->limits.tokens_per_minute);
  lab_error_set_context (error, LAB_ERROR_CONTEXT_REASON, "tokens-per-minute");
  return error;
}

/* Moves to the next model once this one's tries are used up. */
static void
choose_target (LabOperation *self)
{
  if (self->tries >= max_tries (self))
    {
      self->target++;
      self->tries = 0;
    }
  g_assert (self->target < self->targets->len);
}

static void
start_attempt (LabOperation *self)
{
  g_autoptr (LabWireRequest) wire = NULL;
  LabTarget *target;
  GError *error = NULL;
  gint64 wait;

  if (g_cancellable_set_error_if_cancelled (lab_operation_get_cancellable (self), &error))
    {
      fail (self, error);
      return;
    }

  choose_target (self);
  target = lab_operation_get_target (self);
  wire = lab_dialect_build_request (lab_provider_get_dialect (target->provider), target->request,
                                    &error);
  if (wire == NULL || !lab_gateway_count (self->gateway, target, &error))
    {
      fail (self, error);
      return;
    }

  wait = take_limits (self, target->tokens.total.tokens);
  if (wait != 0)
    {
      if (wait < 0)
        fail (self, make_limit_error (self));
      else
        sleep_then_start (self, wait);
      return;
    }
  self->tries++;
  self->attempts++;
  lab_operation_send (self, wire);
}

static void
reserved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  LabOperation *self = user_data;
  GError *error = NULL;

  lab_clock_release (self->gateway->clock);
  if (!lab_budget_gate_reserve_finish (LAB_BUDGET_GATE (source), result, &error))
    {
      fail (self, error);
      return;
    }
  self->reserved = TRUE;
  start_attempt (self);
}

static LabReservation *
make_reservation (LabOperation *self,
                  LabMoney      worst_case,
                  gboolean      priced)
{
  const LabCallContext *context = self->context;
  const LabTarget *first = g_ptr_array_index (self->targets, 0);
  LabReservation *reservation = lab_reservation_new ();

  reservation->operation_id = g_strdup (context->operation_id);
  reservation->profile_id = g_strdup (context->profile_id);
  reservation->experiment_id = g_strdup (context->experiment_id);
  reservation->session_id = g_strdup (context->session_id);
  reservation->run_id = g_strdup (context->run_id);
  reservation->task_key = g_strdup (context->task_key);
  reservation->replicate = context->replicate;
  reservation->purpose = context->purpose;
  reservation->origin = lab_provider_get_origin (first->provider);
  reservation->provider = g_strdup (first->request->provider);
  reservation->model = g_strdup (first->request->model);
  reservation->timestamp = lab_clock_now (self->gateway->clock);
  reservation->priced = priced;
  reservation->allow_unpriced = context->allow_unpriced;
  reservation->worst_case = worst_case;
  return reservation;
}

static LabOperation *
operation_new (LabGateway           *gateway,
               const LabCallContext *context,
               GTask                *task)
{
  LabOperation *self = g_new0 (LabOperation, 1);
  g_autofree char *stream =
    g_strdup_printf ("retry/%s/%s", lab_purpose_to_string (context->purpose),
                     context->task_key != NULL ? context->task_key : "");

  g_atomic_ref_count_init (&self->refs);
  self->gateway = g_object_ref (gateway);
  self->context = lab_call_context_copy (context);
  self->task = task;
  lab_random_init_stream (&self->random, context->seed, stream, context->replicate);
  return self;
}

void
lab_operation_start (LabGateway           *gateway,
                     const LabRequest     *request,
                     const LabCallContext *context,
                     GTask                *task)
{
  LabOperation *self = operation_new (gateway, context, task);
  g_autoptr (LabReservation) reservation = NULL;
  LabMoney worst_case;
  gboolean priced;
  GError *error = NULL;

  self->targets = lab_request_validate (request, &error) ?
                    lab_gateway_list_targets (gateway, request, context, &error) :
                    NULL;
  if (self->targets == NULL)
    self->targets = g_ptr_array_new ();
  else
    lab_gateway_sum_worst_case (gateway, context, self->targets, &worst_case, &priced, &error);
  if (error != NULL)
    {
      fail (self, error);
      return;
    }
  if (gateway->gate == NULL)
    {
      start_attempt (self);
      return;
    }

  reservation = make_reservation (self, worst_case, priced);
  lab_clock_hold (gateway->clock);
  lab_budget_gate_reserve_async (gateway->gate, reservation, lab_operation_get_cancellable (self),
                                 reserved_cb, self);
  /* The record will want it; now the ledger is busy anyway. */
  lab_target_get_hash (g_ptr_array_index (self->targets, 0));
}
