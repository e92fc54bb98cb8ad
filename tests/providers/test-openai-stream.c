/* test-openai-stream.c: streams of Chat Completions, cut anywhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "providers-fixture.h"

#include <string.h>

#include "lab-random.h"
#include "lab-sse-parser.h"

#define CHUNK(choices) "data: {\"choices\":[" choices "]}\n\n"
#define TEXT(text) CHUNK ("{\"index\":0,\"delta\":{\"content\":\"" text "\"}}")
#define FINISH(reason) CHUNK ("{\"index\":0,\"delta\":{},\"finish_reason\":\"" reason "\"}")
#define USAGE(prompt, completion)                                                                  \
  "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":" prompt                                     \
  ",\"completion_tokens\":" completion "}}\n\n"
#define DONE "data: [DONE]\n\n"

static const char * const files[] = {
  "chat.stream.sse",
  "chat.stream.no-usage.sse",
  "chat.stream.truncated.sse",
  "chat.stream.error.sse",
};

static void
append_cb (const char *text,
           gpointer    user_data)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), >, 0);
  g_string_append (user_data, text);
}

/* Feeds in steps; the text is what the deltas gave. */
static LabResponse *
decode (const char  *bytes,
        gsize        length,
        gsize        step,
        GError     **error)
{
  g_autoptr (LabDialect) dialect = lab_openai_chat_new ();
  g_autoptr (LabStreamDecoder) decoder = lab_dialect_new_decoder (dialect);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) found = NULL;
  LabResponse *response;

  for (gsize at = 0; at < length && found == NULL; at += step)
    lab_stream_decoder_feed (decoder, bytes + at, MIN (step, length - at), append_cb, text,
                             &found);
  if (found == NULL)
    {
      response = lab_stream_decoder_finish (decoder, &found);
      if (response != NULL)
        {
          g_assert_cmpstr (response->content, ==, text->str);
          return response;
        }
    }
  g_propagate_error (error, g_steal_pointer (&found));
  response = lab_stream_decoder_finish (decoder, NULL);
  g_assert_nonnull (response);
  g_assert_cmpstr (response->content, ==, text->str);
  return response;
}

static LabResponse *
decode_ok (const char *bytes)
{
  g_autoptr (GError) error = NULL;
  LabResponse *response = decode (bytes, strlen (bytes), strlen (bytes), &error);

  g_assert_no_error (error);
  return response;
}

static const struct
{
  const char *file;
  const char *content;
  LabFinish finish;
  LabUsageFlags flags;
} wholes[] = {
  { "chat.stream.sse", "billing — Grüße ✓", LAB_FINISH_STOP, LAB_USAGE_REPORTED },
  { "chat.stream.no-usage.sse", "billing", LAB_FINISH_STOP, 0 },
  { "chat.stream.truncated.sse", "bil", LAB_FINISH_CUT, LAB_USAGE_PARTIAL },
};

static void
test_examples (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wholes); i++)
    {
      gsize length;
      g_autofree char *bytes = load_example (wholes[i].file, &length);

      for (gsize step = 1; step <= length; step = step < 40 ? step + 1 : step * 2)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (LabResponse) response = decode (bytes, length, step, &error);

          g_assert_no_error (error);
          g_assert_cmpstr (response->content, ==, wholes[i].content);
          g_assert_cmpint (response->finish, ==, wholes[i].finish);
          g_assert_cmpint (response->usage.flags, ==, wholes[i].flags);
          g_assert_cmpstr (response->model, ==, "gpt-5-mini-2025-08-07");
          g_assert_cmpstr (response->service_tier, ==, "default");
          g_assert_cmpstr (response->request_id, ==, "chatcmpl-LAB0002");
        }
    }
}

static void
test_usage (void)
{
  g_autofree char *bytes = load_example ("chat.stream.sse", NULL);
  g_autoptr (LabResponse) response = decode_ok (bytes);
  const gint64 want[LAB_N_BUCKETS] = { 512, 1536, 0, 0, 120 };

  g_assert_cmpmem (response->usage.buckets, sizeof response->usage.buckets, want, sizeof want);
  g_assert_cmpint (response->usage.reasoning, ==, 64);
  g_assert_nonnull (strstr (response->raw_usage, "\"cached_tokens\":1536"));
}

static void
test_error_event (void)
{
  gsize length;
  g_autofree char *bytes = load_example ("chat.stream.error.sse", &length);

  for (gsize step = 1; step <= length; step = step * 2 + 1)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabResponse) response = decode (bytes, length, step, &error);

      g_assert_error (error, LAB_ERROR, LAB_ERROR_PROVIDER_UNAVAILABLE);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==,
                       "server_error");
      /* What came before it is not lost. */
      g_assert_cmpstr (response->content, ==, "bil");
      g_assert_cmpint (response->finish, ==, LAB_FINISH_CUT);
      g_assert_true (response->usage.flags & LAB_USAGE_PARTIAL);
    }
}

/* Cut at every byte, LF and CRLF: the text is a prefix, usage is known only
 * where it arrived, and an end is only there where one was sent. */
static void
check_cut (const char        *bytes,
           gsize              cut,
           const LabResponse *whole)
{
  g_autofree char *got = g_strndup (bytes, cut);
  gboolean ended = strstr (got, "\"finish_reason\":\"stop\"") != NULL &&
                   (g_str_has_suffix (got, "\n\n") || g_str_has_suffix (got, "\n\r\n") ||
                    strstr (strstr (got, "\"finish_reason\":\"stop\""), "\n\n") != NULL ||
                    strstr (strstr (got, "\"finish_reason\":\"stop\""), "\n\r\n") != NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LabResponse) response = decode (got, cut, 7, &error);

  if (error != NULL)
    g_assert_error (error, LAB_ERROR, LAB_ERROR_PROVIDER_UNAVAILABLE);
  g_assert_true (g_str_has_prefix (whole->content, response->content));
  if (!ended)
    {
      g_assert_cmpint (response->finish, ==, LAB_FINISH_CUT);
      g_assert_true (response->usage.flags & LAB_USAGE_PARTIAL);
    }
  else
    g_assert_cmpint (response->finish, ==, LAB_FINISH_STOP);
  if (!(response->usage.flags & LAB_USAGE_REPORTED))
    g_assert_cmpint (lab_usage_total (&response->usage), ==, 0);
  else
    g_assert_true (lab_usage_equal (&response->usage, &whole->usage));
}

static void
test_every_cut (gconstpointer data)
{
  gsize length;
  g_autofree char *lf = load_example (data, &length);
  g_auto (GStrv) lines = g_strsplit (lf, "\n", -1);
  g_autofree char *crlf = g_strjoinv ("\r\n", lines);
  const char *texts[] = { lf, crlf };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (LabResponse) whole = decode (texts[i], strlen (texts[i]), 64, NULL);

      for (gsize cut = 0; cut <= strlen (texts[i]); cut++)
        check_cut (texts[i], cut, whole);
    }
}

static const struct
{
  const char *name;
  const char *bytes;
  const char *content;
  LabFinish finish;
  gint64 input;
  gint64 output;
  LabUsageFlags flags;
} streams[] = {
  { "usage-on-every-chunk-replaces",
    "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":10,"
    "\"completion_tokens\":1}}\n\n"
    "data: {\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}],\"usage\":"
    "{\"prompt_tokens\":10,\"completion_tokens\":2}}\n\n" USAGE ("10", "3") DONE,
    "ab", LAB_FINISH_STOP, 10, 3, LAB_USAGE_REPORTED },
  { "cut-with-usage-so-far",
    "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":10,"
    "\"completion_tokens\":1}}\n\n",
    "a", LAB_FINISH_CUT, 10, 1, LAB_USAGE_REPORTED | LAB_USAGE_PARTIAL },
  { "null-usage-keeps", USAGE ("4", "2") "data: {\"choices\":[],\"usage\":null}\n\n" DONE, "",
    LAB_FINISH_UNKNOWN, 4, 2, LAB_USAGE_REPORTED },
  { "comments", ": PROCESSING\n\n" TEXT ("a") ": still\n\n" FINISH ("stop") DONE, "a",
    LAB_FINISH_STOP, 0, 0, 0 },
  { "done-only", DONE, "", LAB_FINISH_UNKNOWN, 0, 0, 0 },
  { "nothing", "", "", LAB_FINISH_CUT, 0, 0, LAB_USAGE_PARTIAL },
  { "finish-without-done", TEXT ("a") FINISH ("length"), "a", LAB_FINISH_LENGTH, 0, 0, 0 },
  { "empty-choices-first", "data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n" TEXT ("a")
    FINISH ("stop") DONE, "a", LAB_FINISH_STOP, 0, 0, 0 },
  { "null-content", CHUNK ("{\"index\":0,\"delta\":{\"content\":null}}") TEXT ("a")
    FINISH ("stop"), "a", LAB_FINISH_STOP, 0, 0, 0 },
  { "only-the-first-of-several",
    CHUNK ("{\"index\":1,\"delta\":{\"content\":\"x\"}}") TEXT ("a")
    CHUNK ("{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"},{\"index\":0,\"delta\":"
           "{\"content\":\"b\"},\"finish_reason\":\"stop\"}"),
    "ab", LAB_FINISH_STOP, 0, 0, 0 },
  { "refusal", CHUNK ("{\"index\":0,\"delta\":{\"refusal\":\"No\"}}")
    CHUNK ("{\"index\":0,\"delta\":{\"refusal\":\".\"}}") FINISH ("stop") DONE, "No.",
    LAB_FINISH_REFUSAL, 0, 0, 0 },
  { "empty-refusal-is-none", CHUNK ("{\"index\":0,\"delta\":{\"refusal\":\"\",\"content\":\"a\"}}")
    FINISH ("stop"), "a", LAB_FINISH_STOP, 0, 0, 0 },
  { "filter", TEXT ("a") FINISH ("content_filter"), "a", LAB_FINISH_CONTENT_FILTER, 0, 0, 0 },
  { "unknown-events", "event: ping\ndata: {}\n\ndata: {\"x\":1}\n\n" TEXT ("a") FINISH ("stop"),
    "a", LAB_FINISH_STOP, 0, 0, 0 },
  { "odd-types", "data: {\"choices\":{\"a\":1},\"model\":7,\"id\":[],\"usage\":[]}\n\ndata: []\n\n"
    "data: 7\n\n" FINISH ("stop"), "", LAB_FINISH_STOP, 0, 0, 0 },
  { "usage-that-cannot-be-read", TEXT ("a") USAGE ("1.5", "2") FINISH ("stop"), "a",
    LAB_FINISH_STOP, 0, 0, LAB_USAGE_UNRECONCILED },
  { "escaped-text", TEXT ("\\u2713\\n\\\"") FINISH ("stop"), "✓\n\"", LAB_FINISH_STOP, 0, 0, 0 },
};

static void
test_stream (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);

  for (gsize step = 1; step < 40; step += 3)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabResponse) response =
        decode (streams[i].bytes, strlen (streams[i].bytes), step, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (response->content, ==, streams[i].content);
      g_assert_cmpint (response->finish, ==, streams[i].finish);
      g_assert_cmpint (lab_usage_input_total (&response->usage), ==, streams[i].input);
      g_assert_cmpint (response->usage.buckets[LAB_BUCKET_O], ==, streams[i].output);
      g_assert_cmpint (response->usage.flags, ==, streams[i].flags);
    }
}

static void
test_tool_calls (void)
{
  g_autoptr (LabResponse) response = decode_ok (
    CHUNK ("{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call-1\",\"type\":"
           "\"function\",\"function\":{\"name\":\"find\",\"arguments\":\"\"}}]}}")
    CHUNK ("{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"call-2\",\"function\":"
           "{\"name\":\"now\",\"arguments\":\"{\"}},{\"index\":0,\"function\":{\"arguments\":"
           "\"{\\\"q\\\":\"}}]}}")
    CHUNK ("{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":"
           "\"1}\"}},{\"index\":1,\"function\":{\"arguments\":\"}\"}}]}}")
    CHUNK ("{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":-1},{\"index\":99999999}]}}")
    FINISH ("tool_calls") DONE);

  g_assert_cmpint (response->finish, ==, LAB_FINISH_TOOL_CALLS);
  assert_same_json (response->tool_calls,
                    "[{\"id\":\"call-1\",\"type\":\"function\",\"function\":{\"name\":\"find\","
                    "\"arguments\":\"{\\\"q\\\":1}\"}},{\"id\":\"call-2\",\"type\":\"function\","
                    "\"function\":{\"name\":\"now\",\"arguments\":\"{}\"}}]");
}

static void
test_unreadable (void)
{
  static const struct
  {
    const char *bytes;
    LabErrorCode code;
    const char *reason;
  } cases[] = {
    { TEXT ("a") "data: {oops\n\n", LAB_ERROR_PROVIDER_UNAVAILABLE, "unreadable-reply" },
    { TEXT ("a") "data: \xff\n\n", LAB_ERROR_PROVIDER_UNAVAILABLE, "unreadable-reply" },
    { TEXT ("a") "data: {\"a\":1,\"a\":2}\n\n", LAB_ERROR_PROVIDER_UNAVAILABLE,
      "unreadable-reply" },
    { TEXT ("a") "data:\n\n", LAB_ERROR_PROVIDER_UNAVAILABLE, "unreadable-reply" },
    { TEXT ("a") "data: {\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}}\n\n",
      LAB_ERROR_RATE_LIMIT_EXCEEDED, "rate_limit_exceeded" },
    { TEXT ("a") "data: {\"error\":{\"code\":503,\"message\":\"down\"}}\n\n",
      LAB_ERROR_PROVIDER_UNAVAILABLE, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabResponse) response =
        decode (cases[i].bytes, strlen (cases[i].bytes), 5, &error);

      g_assert_error (error, LAB_ERROR, (int) cases[i].code);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==,
                       cases[i].reason);
      g_assert_cmpstr (response->content, ==, "a");
    }
}

static void
test_endless_event (void)
{
  g_autofree char *block = g_strnfill (1024 * 1024, 'a');
  g_autoptr (LabDialect) dialect = lab_openai_chat_new ();
  g_autoptr (LabStreamDecoder) decoder = lab_dialect_new_decoder (dialect);
  g_autoptr (LabResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2 * LAB_SSE_MAX_EVENT / (1024 * 1024) && error == NULL; i++)
    lab_stream_decoder_feed (decoder, block, 1024 * 1024, NULL, NULL, &error);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_REQUEST);
  response = lab_stream_decoder_finish (decoder, NULL);
  g_assert_cmpint (response->finish, ==, LAB_FINISH_CUT);
}

/* Bytes changed, dropped and doubled at random; it must only not crash, and
 * keep what it promises of any input. */
static void
test_fuzz (void)
{
  const guint rounds = g_test_thorough () ? 200000 : 2000;
  LabRandom random;

  lab_random_init (&random, 20261123);
  for (guint round = 0; round < rounds; round++)
    {
      gsize length;
      g_autofree char *bytes =
        load_example (files[lab_random_below (&random, G_N_ELEMENTS (files))], &length);
      g_autoptr (GString) mangled = g_string_new_len (bytes, (gssize) length);
      guint n = 1 + (guint) lab_random_below (&random, 12);
      g_autoptr (LabResponse) response = NULL;

      for (guint i = 0; i < n && mangled->len > 0; i++)
        {
          gsize at = lab_random_below (&random, mangled->len);
          gsize size = lab_random_below (&random, 9);

          switch (lab_random_below (&random, 4))
            {
            case 0:
              mangled->str[at] = (char) lab_random_below (&random, 256);
              break;
            case 1:
              g_string_erase (mangled, (gssize) at, (gssize) MIN (size, mangled->len - at));
              break;
            case 2:
              g_string_insert_c (mangled, (gssize) at, "\"\\{}[]:,\n\r 0-\xc3"[lab_random_below (
                                                         &random, 15)]);
              break;
            default:
              g_string_truncate (mangled, at);
              break;
            }
        }
      response =
        decode (mangled->str, mangled->len, 1 + lab_random_below (&random, 300), NULL);
      g_assert_true (g_utf8_validate (response->content, -1, NULL));
      if (response->finish == LAB_FINISH_CUT)
        g_assert_true (response->usage.flags & LAB_USAGE_PARTIAL);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/openai-stream/examples", test_examples);
  g_test_add_func ("/providers/openai-stream/usage", test_usage);
  g_test_add_func ("/providers/openai-stream/error-event", test_error_event);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_strconcat ("/providers/openai-stream/every-cut/", files[i], NULL);

      g_test_add_data_func (path, files[i], test_every_cut);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      g_autofree char *path =
        g_strconcat ("/providers/openai-stream/", streams[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_stream);
    }
  g_test_add_func ("/providers/openai-stream/tool-calls", test_tool_calls);
  g_test_add_func ("/providers/openai-stream/unreadable", test_unreadable);
  g_test_add_func ("/providers/openai-stream/endless-event", test_endless_event);
  g_test_add_func ("/providers/openai-stream/fuzz", test_fuzz);

  return g_test_run ();
}
