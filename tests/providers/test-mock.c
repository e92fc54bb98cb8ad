/* test-mock.c: the simulator's bytes, counts and faults
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "providers-fixture.h"

#include <string.h>

#include "lab-test-wait.h"

static void
collect_cb (const char *bytes,
            gsize       length,
            gpointer    user_data)
{
  g_string_append_len (user_data, bytes, (gssize) length);
}

/* One wire request, without a gateway. */
static LabWireReply *
send_wire (Fixture              *self,
           const LabWireRequest *wire,
           guint                 attempt,
           GString              *received,
           GError              **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };
  LabTransportContext context = {
    .answers = self->context->answers,
    .seed = self->context->seed,
    .replicate = self->context->replicate,
    .attempt = attempt,
    .partition = self->context->partition,
  };

  lab_transport_send_async (LAB_TRANSPORT (self->mock), wire, &context, collect_cb, received,
                            NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_transport_send_finish (LAB_TRANSPORT (self->mock), result, error);
}

static LabWireRequest *
build (Fixture *self)
{
  g_autoptr (LabDialect) dialect = lab_openai_chat_new ();
  g_autoptr (GError) error = NULL;
  LabWireRequest *wire = lab_dialect_build_request (dialect, self->request, &error);

  g_assert_no_error (error);
  return wire;
}

static char *
body_of (const LabWireReply *reply)
{
  gsize length;
  const char *bytes = g_bytes_get_data (reply->body, &length);

  return g_strndup (bytes, length);
}

static char *
ask (Fixture *self)
{
  g_autoptr (LabWireRequest) wire = build (self);
  g_autoptr (GString) received = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LabWireReply) reply = send_wire (self, wire, 1, received, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 200);
  if (self->request->stream)
    {
      g_autofree char *body = body_of (reply);

      g_assert_cmpstr (body, ==, received->str);
    }
  else
    g_assert_cmpuint (received->len, ==, 0);
  return body_of (reply);
}

static char *
ask_anew (gboolean stream,
          guint64  seed)
{
  Fixture self = { 0 };
  char *body;

  fixture_set_up (&self, NULL);
  self.request->stream = stream;
  self.context->seed = seed;
  body = ask (&self);
  fixture_tear_down (&self, NULL);
  return body;
}

/* Two mocks of one kind, at one time, say the same bytes. */
static void
test_same_bytes (void)
{
  for (guint stream = 0; stream < 2; stream++)
    {
      g_autofree char *first = ask_anew (stream, 1);
      g_autofree char *again = ask_anew (stream, 1);
      g_autofree char *other = ask_anew (stream, 2);

      g_assert_cmpstr (first, ==, again);
      g_assert_cmpstr (first, !=, other);
    }
}

static void
test_stream_says_the_same (Fixture       *self,
                           gconstpointer  data)
{
  g_autoptr (LabResponse) whole = fixture_send_ok (self);
  g_autoptr (LabResponse) streamed = NULL;

  self->request->stream = TRUE;
  streamed = fixture_send_ok (self);
  g_assert_cmpstr (whole->content, ==, streamed->content);
  g_assert_true (lab_usage_equal (&whole->usage, &streamed->usage));
  g_assert_cmpint (whole->cost, ==, streamed->cost);
  g_assert_cmpint (whole->finish, ==, streamed->finish);
  g_assert_cmpstr (whole->model, ==, streamed->model);
  /* The same time too, but for less than a µs a piece. */
  g_assert_cmpint (ABS (whole->latency_us - streamed->latency_us), <, 1000);
}

/* What does not bear on the answer does not change it. */
static void
test_delivery_does_not_change_the_answer (Fixture       *self,
                                          gconstpointer  data)
{
  g_autoptr (LabResponse) plain = fixture_send_ok (self);
  g_autoptr (LabResponse) keyed = NULL;
  g_autoptr (LabResponse) hot = NULL;

  lab_request_set (&self->request->prompt_cache_key, "k");
  lab_request_set (&self->request->service_tier, "flex");
  keyed = fixture_send_ok (self);
  g_assert_cmpstr (plain->content, ==, keyed->content);
  g_assert_cmpstr (keyed->service_tier, ==, "flex");
  g_assert_cmpint (keyed->cost, <, plain->cost);
  lab_request_set (&self->request->temperature, "1.9");
  hot = fixture_send_ok (self);
  g_assert_cmpstr (plain->content, !=, hot->content);
}

static LabRequest *
make_request (const LabModelInfo *model)
{
  LabRequest *request = lab_request_new (model->provider, model->id);
  LabMessage *message;

  lab_request_add_tool (request, lab_tool_new ("find", "Finds things.",
                                               "{\"type\":\"object\",\"properties\":{\"q\":{"
                                               "\"type\":\"string\",\"description\":\"What\"}}}"));
  lab_request_add_message (request, LAB_ROLE_SYSTEM, "Answer in one word. Größe, 模型, 🎉.");
  message = lab_request_add_message (request, LAB_ROLE_USER, "Where is it?\n  Look twice.");
  lab_request_set (&message->name, "ann");
  message = lab_request_add_message (request, LAB_ROLE_ASSISTANT, "Looking.");
  g_ptr_array_add (message->parts,
                   lab_part_new (LAB_PART_TOOL_CALL, "{\"q\":\"it\"}", "find", "c1"));
  g_ptr_array_add (message->parts,
                   lab_part_new (LAB_PART_TOOL_CALL, "{\"q\":\"it again\"}", "find", "c2"));
  message = lab_request_add_message (request, LAB_ROLE_TOOL, NULL);
  g_ptr_array_add (message->parts, lab_part_new (LAB_PART_TOOL_RESULT, "{\"at\": \"home\"}",
                                                 NULL, "c1"));
  g_ptr_array_add (message->parts, lab_part_new (LAB_PART_TOOL_RESULT, "nowhere", NULL, "c2"));
  request->max_output_tokens = 50;
  return request;
}

/* For every model there is, and one there is not. */
static void
test_counts_as_the_tokenizer (Fixture       *self,
                              gconstpointer  data)
{
  g_autoptr (GPtrArray) models = lab_price_catalogue_list_models (self->catalogue, NULL);
  gboolean seen[LAB_TOKEN_FAMILY_UNKNOWN + 1] = { FALSE };

  g_ptr_array_add (models, lab_model_info_new ("openai", "my-own-model", NULL));
  for (guint i = 0; i < models->len; i++)
    {
      const LabModelInfo *model = g_ptr_array_index (models, i);
      g_autoptr (LabResponse) response = NULL;
      LabTokenScheme scheme;
      LabRequestTokens tokens;
      LabTokenCount output;

      lab_request_free (self->request);
      self->request = make_request (model);
      lab_token_scheme_init (&scheme, model->id, model->encoding);
      seen[scheme.family] = TRUE;
      g_assert_true (lab_tokenizer_count_request (self->tokenizer, &scheme, self->request, &tokens,
                                                  NULL));
      response = fixture_send_ok (self);
      g_assert_true (lab_tokenizer_count_text (self->tokenizer, &scheme, response->content, -1,
                                               &output, NULL));
      g_assert_cmpint (lab_usage_input_total (&response->usage), ==, tokens.total.tokens);
      if (response->finish == LAB_FINISH_STOP)
        g_assert_cmpint (response->usage.buckets[LAB_BUCKET_O], ==, output.tokens);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (seen); i++)
    g_assert_true (seen[i]);
}

static void
test_unknown_model (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (LabResponse) response = NULL;

  lab_request_set (&self->request->model, "my-own-model");
  response = fixture_send_ok (self);
  g_assert_cmpstr (response->model, ==, "my-own-model");
  g_assert_cmpint (response->cost_state, ==, LAB_COST_UNPRICED);
  g_assert_cmpint (response->usage.buckets[LAB_BUCKET_R], ==, 0);
}

/* The snapshot that a name stands for, never another model's. */
static void
test_served_model (Fixture       *self,
                   gconstpointer  data)
{
  static const struct
  {
    const char *asked;
    const char *served;
  } models[] = {
    { "gpt-5-mini", "gpt-5-mini-2025-08-07" },
    { "gpt-5-mini-2025-08-07", "gpt-5-mini-2025-08-07" },
    { "gpt-4o", "gpt-4o" },
    { "gpt-4o-2024-05-13", "gpt-4o-2024-05-13" },
    { "gpt-4o-2024-08-06", "gpt-4o-2024-08-06" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autoptr (LabResponse) response = NULL;
      LabPriceQuery query = { .provider = "openai", .model = models[i].asked, .at = START_US };
      g_autoptr (LabPriceSet) rows = lab_price_catalogue_find_rows (self->catalogue, &query);

      fixture_next (self);
      lab_request_set (&self->request->model, models[i].asked);
      response = fixture_send_ok (self);
      g_assert_cmpstr (response->model, ==, models[i].served);
      g_assert_cmpstr (fixture_get_record (self, 0)->price_row, ==,
                       lab_price_set_get_row (rows, 0)->id);
    }
}

/* The mock's own provider stands in for every vendor. */
static void
test_stands_in (Fixture       *self,
                gconstpointer  data)
{
  static const char * const models[] = { "gpt-5-mini", "claude-haiku-4-5", "gemini-2.5-flash" };

  lab_request_set (&self->request->provider, "mock");
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autoptr (LabResponse) response = NULL;

      lab_request_set (&self->request->model, models[i]);
      response = fixture_send_ok (self);
      g_assert_cmpint (response->cost_state, ==, LAB_COST_KNOWN);
      g_assert_cmpint (response->cost, >, 0);
    }
}

/* The cap takes reasoning first, then text, at a token's edge. */
static void
test_cap (Fixture       *self,
          gconstpointer  data)
{
  static const char answer[] = "Größe 模型 🎉👍🏽 unbelievable words, all of them: ✓ and नमस्ते.";
  static const char * const models[] = { "gpt-5-mini", "claude-haiku-4-5" };
  LabEncoding *encoding = lab_tokenizer_get_encoding (self->tokenizer, "o200k_base", NULL);
  gint64 whole = 0;

  self->context->answers = LAB_ANSWER_SOURCE (lab_fake_answers_new ("invoice", answer));
  lab_request_set (&self->request->provider, "mock");
  for (gsize m = 0; m < G_N_ELEMENTS (models); m++)
    {
      lab_request_set (&self->request->model, models[m]);
      lab_request_set (&self->request->reasoning_effort, NULL);
      for (gint64 cap = 1; cap < 60; cap++)
        {
          g_autoptr (LabResponse) response = NULL;

          self->request->max_output_tokens = cap;
          response = fixture_send_ok (self);
          g_assert_true (g_utf8_validate (response->content, -1, NULL));
          g_assert_true (g_str_has_prefix (answer, response->content));
          g_assert_cmpint (response->usage.buckets[LAB_BUCKET_O], <=, cap);
          if (g_str_equal (response->content, answer))
            g_assert_cmpint (response->finish, ==, LAB_FINISH_STOP);
          else
            {
              g_assert_cmpint (response->finish, ==, LAB_FINISH_LENGTH);
              g_assert_cmpint (response->usage.buckets[LAB_BUCKET_O], ==, cap);
            }
          if (m == 0)
            {
              lab_encoding_count (encoding, response->content, -1, LAB_ENCODE_DEFAULT, &whole,
                                  NULL);
              g_assert_cmpint (whole, <=, cap);
            }
        }
    }

  /* The fake source reasons 64 tokens where an effort is named. */
  lab_request_set (&self->request->model, "gpt-5-mini");
  lab_request_set (&self->request->reasoning_effort, "low");
  for (gint64 cap = 60; cap < 130; cap++)
    {
      g_autoptr (LabResponse) response = NULL;

      self->request->max_output_tokens = cap;
      response = fixture_send_ok (self);
      g_assert_cmpint (response->usage.reasoning, ==, MIN (cap, 64));
      g_assert_cmpint (response->usage.buckets[LAB_BUCKET_O], ==, MIN (cap, 64 + whole));
      g_assert_cmpint (response->content[0] != '\0', ==, cap > 64);
      g_assert_cmpint (response->finish, ==,
                       cap >= 64 + whole ? LAB_FINISH_STOP : LAB_FINISH_LENGTH);
    }
}

static void
test_invalid_requests (Fixture       *self,
                       gconstpointer  data)
{
#define MESSAGE "{\"role\":\"user\",\"content\":\"hi\"}"
  static const char * const bodies[] = {
    "",
    "{",
    "[]",
    "\xff",
    "{\"messages\":[" MESSAGE "]}",
    "{\"model\":\"gpt-4o\"}",
    "{\"model\":7,\"messages\":[" MESSAGE "]}",
    "{\"model\":\"gpt-4o\",\"messages\":[]}",
    "{\"model\":\"gpt-4o\",\"messages\":{}}",
    "{\"model\":\"gpt-4o\",\"model\":\"gpt-4o\",\"messages\":[" MESSAGE "]}",
    "{\"model\":\"gpt-4o\",\"messages\":[7]}",
    "{\"model\":\"gpt-4o\",\"messages\":[{\"content\":\"hi\"}]}",
    "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"king\",\"content\":\"hi\"}]}",
    "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\"}]}",
    "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"tool\",\"content\":\"hi\"}]}",
    "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"tool\",\"content\":\"hi\","
    "\"tool_call_id\":\"x\"}]}",
    "{\"model\":\"gpt-4o\",\"max_completion_tokens\":0,\"messages\":[" MESSAGE "]}",
    "{\"model\":\"gpt-4o\",\"max_tokens\":-1,\"messages\":[" MESSAGE "]}",
    "{\"model\":\"gpt-4o\",\"max_tokens\":\"9\",\"messages\":[" MESSAGE "]}",
    "{\"model\":\"gpt-4o\",\"stream\":1,\"messages\":[" MESSAGE "]}",
    "{\"model\":\"gpt-4o\",\"tools\":[{}],\"messages\":[" MESSAGE "]}",
  };
  g_autoptr (LabDialect) dialect = lab_openai_chat_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (bodies[i], strlen (bodies[i]));
      g_autoptr (LabWireRequest) wire = lab_wire_request_new ("POST", "/chat/completions", body);
      g_autoptr (GError) error = NULL;
      g_autoptr (LabWireReply) reply = send_wire (self, wire, 1, NULL, &error);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_no_error (error);
      g_assert_cmpuint (reply->status, ==, 400);
      g_assert_null (lab_dialect_parse_reply (dialect, reply, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_REQUEST);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==,
                       "invalid_request");
    }
}

/* What other clients send is understood too. */
static void
test_other_clients_words (Fixture       *self,
                          gconstpointer  data)
{
  static const char text[] =
    "{\"model\":\"gpt-4o\",\"max_tokens\":5,\"n\":1,\"unknown\":{\"x\":1},\"stream\":true,"
    "\"messages\":[{\"role\":\"developer\",\"content\":[{\"type\":\"text\",\"text\":\"Be "
    "brief.\"}]},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"},"
    "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,\"}}]},"
    "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":"
    "\"function\",\"function\":{\"name\":\"f\"}}]},"
    "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":[{\"type\":\"text\",\"text\":\"r\"}]}]}";
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));
  g_autoptr (LabWireRequest) wire = lab_wire_request_new ("POST", "/chat/completions", body);
  g_autoptr (GString) received = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LabWireReply) reply = send_wire (self, wire, 1, received, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (g_tree_lookup (reply->headers, "content-type"), ==, "text/event-stream");
  g_assert_true (g_str_has_prefix (g_tree_lookup (reply->headers, "x-request-id"), "chatcmpl-"));
  g_assert_true (g_str_has_suffix (received->str, "data: [DONE]\n\n"));
  /* Usage was not asked for. */
  g_assert_null (strstr (received->str, "prompt_tokens"));
  g_assert_nonnull (strstr (received->str, "\"finish_reason\":\"length\""));
}

/* Shares of attempts, and the same ones again. */
static void
test_faults_repeat (Fixture       *self,
                    gconstpointer  data)
{
  const LabMockFaults faults = { .rate_limited = 3000, .server_error = 2000 };
  const guint n = 1000;
  guint limited = 0, failed = 0;
  g_autoptr (LabWireRequest) wire = build (self);
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (guint));

  lab_mock_set_faults (self->mock, &faults);
  for (guint i = 0; i < 2 * n; i++)
    {
      g_autoptr (LabWireReply) reply = send_wire (self, wire, i % n, NULL, NULL);

      if (i < n)
        {
          g_array_append_val (first, reply->status);
          limited += reply->status == 429;
          failed += reply->status == 500;
        }
      else
        g_assert_cmpuint (reply->status, ==, g_array_index (first, guint, i - n));
    }
  /* Four standard errors of a share. */
  g_assert_cmpint (ABS ((int) limited - 300), <, 58);
  g_assert_cmpint (ABS ((int) failed - 200), <, 51);
}

static void
test_script_ends (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (LabWireRequest) wire = build (self);
  const guint statuses[] = { 500, 429, 200, 200 };

  fixture_set_script (self, "500 429");
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (LabWireReply) reply = send_wire (self, wire, 1, NULL, NULL);

      g_assert_cmpuint (reply->status, ==, statuses[i]);
    }
}

static void
test_cut (Fixture       *self,
          gconstpointer  data)
{
  g_autoptr (LabWireRequest) whole = build (self);
  g_autoptr (LabWireRequest) stream = NULL;
  g_autoptr (GString) received = g_string_new (NULL);
  g_autoptr (LabWireReply) half = NULL;
  g_autoptr (LabWireReply) cut = NULL;
  g_autofree char *body = NULL;

  fixture_set_script (self, "cut cut");
  half = send_wire (self, whole, 1, NULL, NULL);
  g_assert_false (half->complete);
  g_assert_cmpuint (g_bytes_get_size (half->body), >, 0);
  self->request->stream = TRUE;
  stream = build (self);
  cut = send_wire (self, stream, 1, received, NULL);
  g_assert_false (cut->complete);
  body = body_of (cut);
  g_assert_cmpstr (body, ==, received->str);
  g_assert_null (strstr (body, "[DONE]"));
  g_assert_null (strstr (body, "\"stop\""));
}

static void
test_unanswered (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (LabWireRequest) wire = build (self);
  g_autoptr (LabWireReply) late = NULL;
  g_autoptr (GError) error = NULL;

  fixture_set_script (self, "timeout refused");
  late = send_wire (self, wire, 1, NULL, NULL);
  g_assert_cmpuint (late->status, ==, 504);
  g_assert_cmpint (fixture_elapsed (self), ==, 600 * G_USEC_PER_SEC);
  g_assert_null (send_wire (self, wire, 1, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_PROVIDER_UNAVAILABLE);
}

/* Dear models are slower, long prompts begin later, and nothing is instant. */
static void
test_time (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (LabResponse) small = NULL;
  g_autoptr (LabResponse) large = NULL;
  g_autofree char *text = NULL;

  self->request->stream = TRUE;
  small = fixture_send_ok (self);
  g_assert_cmpint (small->ttft_us, >, 100000);
  text = g_strnfill (400000, 'a');
  lab_request_add_message (self->request, LAB_ROLE_USER, text);
  large = fixture_send_ok (self);
  g_assert_cmpint (large->ttft_us, >, small->ttft_us);
  g_assert_cmpint (large->latency_us, >, large->ttft_us);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/providers/mock/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/mock/same-bytes", test_same_bytes);
  ADD ("stream-says-the-same", test_stream_says_the_same);
  ADD ("delivery-does-not-change-the-answer", test_delivery_does_not_change_the_answer);
  ADD ("counts-as-the-tokenizer", test_counts_as_the_tokenizer);
  ADD ("unknown-model", test_unknown_model);
  ADD ("served-model", test_served_model);
  ADD ("stands-in-for-every-vendor", test_stands_in);
  ADD ("cap", test_cap);
  ADD ("invalid-requests", test_invalid_requests);
  ADD ("other-clients-words", test_other_clients_words);
  ADD ("faults-repeat", test_faults_repeat);
  ADD ("script-ends", test_script_ends);
  ADD ("cut", test_cut);
  ADD ("unanswered", test_unanswered);
  ADD ("time", test_time);

  return g_test_run ();
}
