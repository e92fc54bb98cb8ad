/* lab-operation-send.c: one attempt on the wire, and what came back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-operation-private.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

static void
set_reason (GError     *error,
            const char *reason)
{
  lab_error_set_context (error, LAB_ERROR_CONTEXT_REASON, reason);
}

static void
set_timeout_error (LabOperation *self)
{
  g_clear_error (&self->attempt.error);
  lab_set_error (&self->attempt.error, LAB_ERROR_PROVIDER_UNAVAILABLE,
                 _("The provider did not answer within %.1f seconds."),
                 (double) self->context->timeout_us / G_USEC_PER_SEC);
  set_reason (self->attempt.error, "timeout");
}

static void
set_cut_error (LabOperation *self)
{
  lab_set_error (&self->attempt.error, LAB_ERROR_PROVIDER_UNAVAILABLE,
                 _("The connection ended before the answer was complete."));
  set_reason (self->attempt.error, "cut");
}

/* What a stream had brought when it ended, however it ended: where it ended
 * in an error, that is set and the text before it is still there. */
static LabResponse *
finish_decoder (LabOperation  *self,
                GError       **error)
{
  g_autoptr (GError) found = g_steal_pointer (&self->decode_error);
  LabResponse *response = found == NULL ? lab_stream_decoder_finish (self->decoder, &found) : NULL;

  if (response == NULL)
    response = lab_stream_decoder_finish (self->decoder, NULL);
  if (found != NULL)
    g_propagate_error (error, g_steal_pointer (&found));
  return response;
}

static void
take_failure (LabOperation *self)
{
  LabAttempt *attempt = &self->attempt;

  if (self->timed_out)
    set_timeout_error (self);
  attempt->status = g_error_matches (attempt->error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ?
                      LAB_CALL_CANCELLED :
                      LAB_CALL_FAILED;
  if (self->decoder != NULL && self->first_text_at != LAB_TIME_UNKNOWN)
    attempt->response = finish_decoder (self, NULL);
}

static void
take_stream (LabOperation *self)
{
  LabAttempt *attempt = &self->attempt;

  attempt->response = finish_decoder (self, &attempt->error);
  if (attempt->error != NULL)
    {
      attempt->status = LAB_CALL_FAILED;
      return;
    }
  attempt->status = LAB_CALL_OK;
  if (attempt->response->finish == LAB_FINISH_CUT)
    {
      attempt->status = LAB_CALL_CUT;
      set_cut_error (self);
    }
}

/* A vendor's own words of refusal are not billed, whatever the HTTP status;
 * a reply that cannot be read may be. */
static void
take_whole (LabOperation       *self,
            LabDialect         *dialect,
            const LabWireReply *reply)
{
  LabAttempt *attempt = &self->attempt;

  attempt->response = lab_dialect_parse_reply (dialect, reply, &attempt->error);
  attempt->status = LAB_CALL_OK;
  if (attempt->response == NULL)
    {
      const char *reason = lab_error_get_context (attempt->error, LAB_ERROR_CONTEXT_REASON);
      gboolean good = reply->status >= 200 && reply->status <= 299;

      attempt->status = good && g_strcmp0 (reason, LAB_DIALECT_REASON_UNREADABLE) == 0 ?
                          LAB_CALL_FAILED :
                          LAB_CALL_REFUSED;
    }
  else if (!reply->complete)
    {
      attempt->status = LAB_CALL_CUT;
      attempt->response->finish = LAB_FINISH_CUT;
      set_cut_error (self);
    }
}

static void
complete_response (LabOperation *self,
                   gint64        latency_us)
{
  LabResponse *response = self->attempt.response;

  if (response == NULL)
    return;

  lab_request_set (&response->provider, lab_operation_get_target (self)->request->provider);
  response->timestamp = self->sent_at;
  response->latency_us = latency_us;
  if (self->first_text_at != LAB_TIME_UNKNOWN)
    response->ttft_us = self->first_text_at - self->sent_at;
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  LabOperation *self = user_data;
  g_autoptr (LabWireReply) reply =
    lab_transport_send_finish (LAB_TRANSPORT (source), result, &self->attempt.error);
  gint64 latency = lab_clock_now (self->gateway->clock) - self->sent_at;

  g_cancellable_cancel (self->timer);
  if (reply == NULL)
    take_failure (self);
  else if (self->decoder != NULL && reply->status >= 200 && reply->status <= 299)
    take_stream (self);
  else
    take_whole (self, lab_provider_get_dialect (lab_operation_get_target (self)->provider), reply);
  if (reply != NULL && reply->latency_us != LAB_TIME_UNKNOWN)
    latency = reply->latency_us;
  complete_response (self, latency);
  lab_operation_sent (self);
}

static void
delta_cb (const char *text,
          gpointer    user_data)
{
  LabOperation *self = user_data;

  if (self->first_text_at == LAB_TIME_UNKNOWN)
    self->first_text_at = lab_clock_now (self->gateway->clock);
  if (self->context->delta != NULL)
    {
      self->text_delivered = TRUE;
      self->context->delta (text, self->context->delta_data);
    }
}

/* Bytes of a stream; the first error ends the reading, not the receiving. */
static void
received_cb (const char *bytes,
             gsize       length,
             gpointer    user_data)
{
  LabOperation *self = user_data;

  if (self->decoder != NULL && self->decode_error == NULL)
    lab_stream_decoder_feed (self->decoder, bytes, length, delta_cb, self, &self->decode_error);
}

static void
timeout_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LabOperation *self = user_data;

  /* A timer that was cancelled belongs to an attempt that is over. */
  if (lab_clock_sleep_finish (LAB_CLOCK (source), result, NULL))
    {
      self->timed_out = TRUE;
      g_cancellable_cancel (self->cancellable);
    }
  lab_operation_unref (self);
}

static void
cancelled_cb (GCancellable *outer,
              GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

static void
watch (LabOperation *self)
{
  GCancellable *outer = lab_operation_get_cancellable (self);

  self->cancellable = g_cancellable_new ();
  self->timer = g_cancellable_new ();
  self->timed_out = FALSE;
  if (outer != NULL)
    self->cancel_handler = g_cancellable_connect (outer, G_CALLBACK (cancelled_cb),
                                                  g_object_ref (self->cancellable),
                                                  g_object_unref);
  if (self->context->timeout_us > 0)
    lab_clock_sleep_async (self->gateway->clock, self->context->timeout_us, self->timer,
                           timeout_cb, lab_operation_ref (self));
}

/* (nullable) */
static const char *
find_fault (LabOperation *self)
{
  GStrv faults = self->context->faults;

  return faults != NULL && self->attempts <= g_strv_length (faults) ? faults[self->attempts - 1]
                                                                     : NULL;
}

void
lab_operation_send (LabOperation         *self,
                    const LabWireRequest *wire)
{
  LabProvider *provider = lab_operation_get_target (self)->provider;
  LabTransportContext context = {
    .answers = self->context->answers,
    .seed = self->context->seed,
    .replicate = self->context->replicate,
    .attempt = self->attempts,
    .fault = find_fault (self),
    .partition = self->context->partition,
  };

  watch (self);
  if (wire->stream)
    self->decoder = lab_dialect_new_decoder (lab_provider_get_dialect (provider));
  self->sent_at = lab_clock_now (self->gateway->clock);
  self->first_text_at = LAB_TIME_UNKNOWN;
  lab_transport_send_async (lab_provider_get_transport (provider), wire, &context,
                            received_cb, self, self->cancellable, sent_cb, self);
}

void
lab_operation_clear_attempt (LabOperation *self)
{
  if (self->timer != NULL)
    g_cancellable_cancel (self->timer);
  g_clear_object (&self->timer);
  g_cancellable_disconnect (lab_operation_get_cancellable (self), self->cancel_handler);
  self->cancel_handler = 0;
  g_clear_object (&self->cancellable);
  g_clear_object (&self->decoder);
  g_clear_error (&self->decode_error);
  lab_attempt_clear (&self->attempt);
}
