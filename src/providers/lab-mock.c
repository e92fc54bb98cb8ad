/* lab-mock.c: a simulator of vendors, down to the bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-mock-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-prompt-cache.h"

/* An attempt that never answers ends by itself after so long. */
#define NEVER_US (600 * G_USEC_PER_SEC)

typedef enum
{
  FAULT_NONE,
  FAULT_RATE_LIMITED,
  FAULT_RATE_LIMITED_LONG,
  FAULT_QUOTA,
  FAULT_SERVER,
  FAULT_UNAVAILABLE,
  FAULT_KEY,
  FAULT_BAD_REQUEST,
  FAULT_CUT,
  FAULT_NO_USAGE,
  FAULT_TIMEOUT,
  FAULT_REFUSED,
} Fault;

/* @status 0: not an HTTP error; @retry_after_ms: NULL for no hint */
typedef struct
{
  const char *word;
  Fault fault;
  guint status;
  const char *reason;
  const char *message;
  const char *retry_after_ms;
} FaultInfo;

static const FaultInfo faults[] = {
  { "ok", FAULT_NONE, 0, NULL, NULL, NULL },
  { "429", FAULT_RATE_LIMITED, 429, "rate_limit_exceeded",
    "Rate limit reached for this model. Please try again in 250ms.", "250" },
  { "429-wait", FAULT_RATE_LIMITED_LONG, 429, "rate_limit_exceeded",
    "Rate limit reached for this model. Please try again in 3s.", "3000" },
  { "429-quota", FAULT_QUOTA, 429, "insufficient_quota",
    "You exceeded your current quota. Please check your plan and billing details.", NULL },
  { "500", FAULT_SERVER, 500, "server_error", "The server had an error. Please retry.", NULL },
  { "503", FAULT_UNAVAILABLE, 503, "overloaded", "The engine is overloaded. Please try again.",
    NULL },
  { "401", FAULT_KEY, 401, "invalid_api_key", "Incorrect API key provided.", NULL },
  { "400", FAULT_BAD_REQUEST, 400, "invalid_value", "The request is not valid.", NULL },
  { "cut", FAULT_CUT, 0, NULL, NULL, NULL },
  { "no-usage", FAULT_NO_USAGE, 0, NULL, NULL, NULL },
  { "timeout", FAULT_TIMEOUT, 0, NULL, NULL, NULL },
  { "refused", FAULT_REFUSED, 0, NULL, NULL, NULL },
};

static void lab_mock_iface_init (LabTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LabMock, lab_mock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_TRANSPORT, lab_mock_iface_init))

/* One request being answered. */
typedef struct
{
  LabWireReply *reply;
  GPtrArray *chunks; /* GBytes still to come, of a stream */
  guint next;
  GByteArray *body;
  LabBytesFunc received;
  gpointer received_data;
  gint64 sent_at;
  gint64 chunk_us;
  guint stop_before; /* chunks sent before a cut */
  guint n_text;      /* chunks of text, behind the first, which has none */
} Sending;

static void
sending_free (Sending *sending)
{
  g_clear_pointer (&sending->reply, lab_wire_reply_free);
  g_clear_pointer (&sending->chunks, g_ptr_array_unref);
  g_clear_pointer (&sending->body, g_byte_array_unref);
  g_free (sending);
}

static void
set_header (LabWireReply *reply,
            const char   *name,
            const char   *value)
{
  g_tree_replace (reply->headers, g_strdup (name), g_strdup (value));
}

static void
set_body (LabWireReply *reply,
          GBytes       *body)
{
  g_bytes_unref (reply->body);
  reply->body = body;
}

static LabWireReply *
new_error_reply (guint       status,
                 const char *reason,
                 const char *message)
{
  LabWireReply *reply = lab_wire_reply_new (status);

  set_header (reply, "content-type", "application/json");
  set_body (reply, lab_mock_openai_write_error (status, reason, message));
  return reply;
}

static LabWireReply *
new_fault_reply (const FaultInfo *info)
{
  LabWireReply *reply = new_error_reply (info->status, info->reason, info->message);

  if (info->retry_after_ms != NULL)
    set_header (reply, "retry-after-ms", info->retry_after_ms);
  return reply;
}

static Fault
find_fault (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (g_str_equal (word, faults[i].word))
      return faults[i].fault;
  g_warning ("The mock knows no fault “%s”", word);
  return FAULT_NONE;
}

static Fault
draw_fault (LabMock                   *self,
            const LabTransportContext *context,
            guint64                    request_hash)
{
  const LabMockFaults *set = &self->faults;
  const struct
  {
    guint share;
    Fault fault;
  } shares[] = {
    { set->rate_limited, FAULT_RATE_LIMITED },
    { set->server_error, FAULT_SERVER },
    { set->cut, FAULT_CUT },
    { set->no_usage, FAULT_NO_USAGE },
    { set->timeout, FAULT_TIMEOUT },
  };
  LabRandom random;
  guint drawn;

  if (context->fault != NULL)
    return find_fault (context->fault);
  if (set->script != NULL)
    return set->script[self->script_at] != NULL ? find_fault (set->script[self->script_at++]) :
                                                  FAULT_NONE;

  lab_mock_init_stream (&random, context, request_hash, "fault");
  drawn = (guint) lab_random_below (&random, 10000);
  for (gsize i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      if (drawn < shares[i].share)
        return shares[i].fault;
      drawn -= shares[i].share;
    }
  return FAULT_NONE;
}

static void
finish_sending (GTask   *task,
                Sending *sending,
                gint64   now)
{
  sending->reply->sent_at = sending->sent_at;
  sending->reply->latency_us = now - sending->sent_at;
  if (sending->body != NULL)
    set_body (sending->reply, g_byte_array_free_to_bytes (g_steal_pointer (&sending->body)));
  g_task_return_pointer (task, g_steal_pointer (&sending->reply),
                         (GDestroyNotify) lab_wire_reply_free);
}

static void slept_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data);

static void
wait_then_go_on (GTask  *task,
                 gint64  duration_us)
{
  LabMock *self = g_task_get_source_object (task);

  lab_clock_sleep_async (self->clock, duration_us, g_task_get_cancellable (task), slept_cb, task);
}

static void
deliver (Sending *sending,
         GBytes  *chunk)
{
  gsize length;
  gconstpointer bytes = g_bytes_get_data (chunk, &length);

  g_byte_array_append (sending->body, bytes, (guint) length);
  if (sending->received != NULL)
    sending->received (bytes, length, sending->received_data);
}

static void
slept_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  Sending *sending = g_task_get_task_data (task);
  LabClock *clock = LAB_CLOCK (source);
  GError *error = NULL;

  if (!lab_clock_sleep_finish (clock, result, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  if (sending->chunks == NULL || sending->next >= sending->stop_before)
    {
      finish_sending (task, sending, lab_clock_now (clock));
      g_object_unref (task);
      return;
    }

  deliver (sending, g_ptr_array_index (sending->chunks, sending->next++));
  /* Text comes at the model's pace; what only ends the stream comes at once. */
  wait_then_go_on (task, sending->next <= sending->n_text && sending->next < sending->stop_before ?
                           sending->chunk_us :
                           0);
}

static gint64
duration_of (const LabMockWork *work)
{
  return work->said.usage.buckets[LAB_BUCKET_O] * G_USEC_PER_SEC / work->rate;
}

static void
send_whole (GTask             *task,
            Sending           *sending,
            const LabMockWork *work,
            Fault              fault)
{
  g_autoptr (GBytes) body = lab_mock_openai_write_reply (&work->said);

  if (fault == FAULT_CUT)
    {
      set_body (sending->reply, g_bytes_new_from_bytes (body, 0, g_bytes_get_size (body) / 2));
      sending->reply->complete = FALSE;
    }
  else
    set_body (sending->reply, g_bytes_ref (body));
  wait_then_go_on (task, work->ttft_us + duration_of (work));
}

static void
send_stream (GTask             *task,
             Sending           *sending,
             const LabMockWork *work,
             const LabMockCall *call,
             Fault              fault)
{
  gint64 reasoning_us =
    MAX (work->said.usage.reasoning, 0) * G_USEC_PER_SEC / work->rate;

  set_header (sending->reply, "content-type", "text/event-stream");
  sending->body = g_byte_array_new ();
  sending->chunks =
    lab_mock_openai_write_stream (&work->said, work->pieces, call->include_usage);
  sending->stop_before = sending->chunks->len;
  sending->n_text = work->pieces->len;
  sending->chunk_us =
    (duration_of (work) - reasoning_us) / MAX ((gint64) work->pieces->len, 1);
  if (fault == FAULT_CUT)
    {
      sending->stop_before = 1 + work->pieces->len / 2;
      sending->reply->complete = FALSE;
    }
  wait_then_go_on (task, work->ttft_us + reasoning_us);
}

static void
send_error (GTask        *task,
            Sending      *sending,
            LabWireReply *reply)
{
  lab_wire_reply_free (sending->reply);
  sending->reply = reply;
  wait_then_go_on (task, 40000);
}

static gboolean
send_fault (GTask   *task,
            Sending *sending,
            Fault    fault)
{
  GError *error = NULL;

  if (fault == FAULT_TIMEOUT)
    {
      LabWireReply *reply = new_error_reply (504, "timeout", "The gateway timed out.");

      lab_wire_reply_free (sending->reply);
      sending->reply = reply;
      wait_then_go_on (task, NEVER_US);
      return TRUE;
    }
  if (fault == FAULT_REFUSED)
    {
      lab_set_error (&error, LAB_ERROR_PROVIDER_UNAVAILABLE,
                     _("The connection to the provider was refused."));
      lab_error_set_context (error, LAB_ERROR_CONTEXT_REASON, "refused");
      g_task_return_error (task, error);
      g_object_unref (task);
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (faults[i].fault == fault && faults[i].status != 0)
      {
        send_error (task, sending, new_fault_reply (&faults[i]));
        return TRUE;
      }
  return FALSE;
}

/* A fault of this program (its data is not there), not the vendor's. */
static void
return_own_error (GTask  *task,
                  GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
answer_call (LabMock                   *self,
             GTask                     *task,
             const LabTransportContext *context,
             const LabMockCall         *call,
             Fault                      fault)
{
  Sending *sending = g_task_get_task_data (task);
  g_auto (LabMockWork) work = { 0 };
  g_autoptr (GError) error = NULL;

  if (!lab_mock_work_out (self, context, call, &work, &error))
    {
      if (g_error_matches (error, LAB_ERROR, LAB_ERROR_INVALID_REQUEST))
        send_error (task, sending, new_error_reply (400, "invalid_request", error->message));
      else
        return_own_error (task, g_steal_pointer (&error));
      return;
    }

  set_header (sending->reply, "x-request-id", work.said.id);
  work.said.with_usage = fault != FAULT_NO_USAGE;
  if (call->stream)
    send_stream (task, sending, &work, call, fault);
  else
    send_whole (task, sending, &work, fault);
}

static void
lab_mock_send_async (LabTransport              *transport,
                     const LabWireRequest      *request,
                     const LabTransportContext *context,
                     LabBytesFunc               received,
                     gpointer                   received_data,
                     GCancellable              *cancellable,
                     GAsyncReadyCallback        callback,
                     gpointer                   user_data)
{
  LabMock *self = LAB_MOCK (transport);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Sending *sending = g_new0 (Sending, 1);
  g_auto (LabMockCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  Fault fault;

  g_task_set_source_tag (task, lab_mock_send_async);
  g_task_set_task_data (task, sending, (GDestroyNotify) sending_free);
  sending->reply = lab_wire_reply_new (200);
  sending->sent_at = lab_clock_now (self->clock);
  sending->received = received;
  sending->received_data = received_data;
  set_header (sending->reply, "content-type", "application/json");

  lab_mock_openai_read (request, &call, &error);
  fault = draw_fault (self, context, call.hash);
  if (send_fault (task, sending, fault))
    return;
  if (error != NULL)
    send_error (task, sending, new_error_reply (400, "invalid_request", error->message));
  else
    answer_call (self, task, context, &call, fault);
}

static LabWireReply *
lab_mock_send_finish (LabTransport  *transport,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static LabOrigin
lab_mock_get_origin (LabTransport *transport)
{
  return LAB_ORIGIN_PRACTICE;
}

static void
lab_mock_finalize (GObject *object)
{
  LabMock *self = LAB_MOCK (object);

  g_free (self->provider);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->clock);
  lab_mock_counter_free (self->counter);
  g_hash_table_unref (self->caches);
  g_strfreev (self->faults.script);

  G_OBJECT_CLASS (lab_mock_parent_class)->finalize (object);
}

static void
lab_mock_class_init (LabMockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_mock_finalize;
}

static void
lab_mock_init (LabMock *self)
{
  self->caches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) lab_prompt_cache_free);
}

static void
lab_mock_iface_init (LabTransportInterface *iface)
{
  iface->get_origin = lab_mock_get_origin;
  iface->send_async = lab_mock_send_async;
  iface->send_finish = lab_mock_send_finish;
}

LabMock *
lab_mock_new (const char        *provider,
              LabPriceCatalogue *catalogue,
              LabTokenizer      *tokenizer,
              LabClock          *clock)
{
  LabMock *self;

  g_return_val_if_fail (provider != NULL, NULL);
  g_return_val_if_fail (LAB_IS_PRICE_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (LAB_IS_TOKENIZER (tokenizer), NULL);
  g_return_val_if_fail (LAB_IS_CLOCK (clock), NULL);

  self = g_object_new (LAB_TYPE_MOCK, NULL);
  self->provider = g_strdup (provider);
  self->catalogue = g_object_ref (catalogue);
  self->clock = g_object_ref (clock);
  self->counter = lab_mock_counter_new (tokenizer);
  return self;
}

void
lab_mock_set_faults (LabMock             *self,
                     const LabMockFaults *set)
{
  g_return_if_fail (LAB_IS_MOCK (self));
  g_return_if_fail (set != NULL);

  g_strfreev (self->faults.script);
  self->faults = *set;
  self->faults.script = g_strdupv (set->script);
  self->script_at = 0;
}

void
lab_mock_clear_cache (LabMock    *self,
                      const char *partition)
{
  g_return_if_fail (LAB_IS_MOCK (self));

  if (partition == NULL)
    g_hash_table_remove_all (self->caches);
  else
    g_hash_table_remove (self->caches, partition);
}
