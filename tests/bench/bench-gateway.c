/* bench-gateway.c: mock calls a second through the gateway, in virtual time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>

#include "lab-gateway.h"
#include "lab-mock.h"
#include "lab-openai-chat.h"

#define N_CALLS 1000u
#define N_AT_ONCE 8

/* A ledger that takes no time: what is measured is everything before it. */
#define BENCH_TYPE_SINK (bench_sink_get_type ())
G_DECLARE_FINAL_TYPE (BenchSink, bench_sink, BENCH, SINK, GObject)

struct _BenchSink
{
  GObject parent_instance;
  guint n_records;
};

static void
bench_sink_record_async (LabCallSink         *sink,
                         const LabCallRecord *record,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (sink, NULL, callback, user_data);

  BENCH_SINK (sink)->n_records++;
  g_task_return_boolean (task, TRUE);
}

static gboolean
bench_sink_record_finish (LabCallSink   *sink,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
sink_iface_init (LabCallSinkInterface *iface)
{
  iface->record_async = bench_sink_record_async;
  iface->record_finish = bench_sink_record_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BenchSink, bench_sink, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_CALL_SINK, sink_iface_init))

static void
bench_sink_class_init (BenchSinkClass *klass)
{
}

static void
bench_sink_init (BenchSink *self)
{
}

typedef struct
{
  LabGateway *gateway;
  const char *model;
  char *system;
  gboolean stream;
  guint n_started;
  guint n_done;
} Bench;

static void send_next (Bench *bench);

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Bench *bench = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabResponse) response =
    lab_gateway_send_finish (LAB_GATEWAY (source), result, &error);

  g_assert_no_error (error);
  bench->n_done++;
  if (bench->n_started < N_CALLS)
    send_next (bench);
}

static char *
make_context (guint index)
{
  GString *text = g_string_new ("Records of this customer:\n");

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (text, "Order %u: %u pieces, shipped on day %u of the month.\n",
                            index * 31 + i, (index + i) % 7, (index * i) % 28);
  g_string_append_printf (text, "\nWhen was order %u shipped?", index * 31 + 7);
  return g_string_free (text, FALSE);
}

static void
send_next (Bench *bench)
{
  g_autoptr (LabRequest) request = lab_request_new ("mock", bench->model);
  g_autoptr (LabCallContext) context = lab_call_context_new ();
  g_autofree char *question = make_context (bench->n_started++);

  lab_request_add_message (request, LAB_ROLE_SYSTEM, bench->system);
  lab_request_add_message (request, LAB_ROLE_USER, question);
  request->max_output_tokens = 200;
  request->stream = bench->stream;
  context->seed = bench->n_started;
  lab_gateway_send_async (bench->gateway, request, context, NULL, sent_cb, bench);
}

static void
measure (LabPriceCatalogue *catalogue,
         LabTokenizer      *tokenizer,
         const char        *model,
         gboolean           stream)
{
  g_autoptr (LabClock) clock = lab_virtual_clock_new (0);
  g_autoptr (BenchSink) sink = g_object_new (BENCH_TYPE_SINK, NULL);
  g_autoptr (LabMock) mock = lab_mock_new ("mock", catalogue, tokenizer, clock);
  g_autoptr (LabDialect) dialect = lab_openai_chat_new ();
  g_autoptr (LabProvider) provider = lab_provider_new ("mock", dialect, LAB_TRANSPORT (mock));
  g_autoptr (LabGateway) gateway =
    lab_gateway_new (catalogue, tokenizer, NULL, LAB_CALL_SINK (sink), clock, NULL);
  g_autoptr (GString) system = g_string_new (NULL);
  Bench bench = { .gateway = gateway, .model = model, .stream = stream };
  gint64 start, elapsed;

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (system, "Rule %u: answer from the records, and from nothing else, "
                                    "in one short sentence.\n", i);
  bench.system = system->str;
  lab_gateway_add_provider (gateway, provider);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < N_AT_ONCE; i++)
    send_next (&bench);
  while (bench.n_done < N_CALLS)
    g_main_context_iteration (NULL, TRUE);
  elapsed = g_get_monotonic_time () - start;
  g_assert_cmpuint (sink->n_records, ==, N_CALLS);
  g_print ("gateway %-18s %-9s %7.0f calls/s %7.1f ms for %u   target: under 500 ms\n", model,
           stream ? "streamed" : "whole", N_CALLS * 1e6 / (double) elapsed,
           (double) elapsed / 1000, N_CALLS);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabPriceCatalogue) catalogue = lab_price_catalogue_new_bundled (&error);
  g_autoptr (LabTokenizer) tokenizer = lab_tokenizer_new ();

  g_assert_no_error (error);
  measure (catalogue, tokenizer, "gpt-5-mini", FALSE);
  measure (catalogue, tokenizer, "gpt-5-mini", TRUE);
  measure (catalogue, tokenizer, "claude-sonnet-4-5", FALSE);
  measure (catalogue, tokenizer, "gemini-2.5-flash", FALSE);
  return 0;
}
