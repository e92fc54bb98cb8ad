/* test-openai-reply.c: replies, errors and usage of Chat Completions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "providers-fixture.h"

#include <string.h>

static LabResponse *
parse (guint         status,
       const char   *header,
       const char   *body,
       GError      **error)
{
  g_autoptr (LabDialect) dialect = lab_openai_chat_new ();
  g_autoptr (LabWireReply) reply = lab_wire_reply_new (status);

  g_bytes_unref (reply->body);
  reply->body = g_bytes_new (body, strlen (body));
  reply->latency_us = 1234;
  reply->sent_at = 99;
  if (header != NULL)
    {
      g_auto (GStrv) lines = g_strsplit (header, "\n", -1);

      for (guint i = 0; lines[i] != NULL; i++)
        {
          g_auto (GStrv) parts = g_strsplit (lines[i], ": ", 2);

          g_tree_replace (reply->headers, g_strdup (parts[0]), g_strdup (parts[1]));
        }
    }
  return lab_dialect_parse_reply (dialect, reply, error);
}

static const struct
{
  const char *file;
  const char *content;
  LabFinish finish;
  const char *model;
  gint64 buckets[LAB_N_BUCKETS];
  gint64 reasoning;
} replies[] = {
  { "chat.response.json", "billing", LAB_FINISH_STOP, "gpt-5-mini-2025-08-07",
    { 512, 1536, 0, 0, 120 }, 64 },
  { "chat.response.cache-write.json", "billing", LAB_FINISH_STOP, "gpt-5.6",
    { 128, 0, 1920, 0, 120 }, 64 },
  { "chat.response.length-all-reasoning.json", "", LAB_FINISH_LENGTH, "gpt-5-mini-2025-08-07",
    { 512, 1536, 0, 0, 256 }, 256 },
};

static void
test_examples (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autofree char *body = load_example (replies[i].file, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (LabResponse) response = parse (200, NULL, body, &error);
      g_autoptr (LabJsonDocument) document = parse_json (body);
      g_autofree char *raw = lab_json_to_string (
        lab_json_get (lab_json_document_get_root (document), "usage"), FALSE);

      g_assert_no_error (error);
      g_assert_cmpstr (response->content, ==, replies[i].content);
      g_assert_cmpint (response->finish, ==, replies[i].finish);
      g_assert_cmpstr (response->model, ==, replies[i].model);
      g_assert_cmpstr (response->service_tier, ==, "default");
      g_assert_cmpstr (response->request_id, ==, "chatcmpl-LAB0001");
      g_assert_cmpint (response->latency_us, ==, 1234);
      g_assert_cmpint (response->timestamp, ==, 99);
      g_assert_cmpmem (response->usage.buckets, sizeof response->usage.buckets,
                       replies[i].buckets, sizeof replies[i].buckets);
      g_assert_cmpint (response->usage.reasoning, ==, replies[i].reasoning);
      g_assert_cmpint (response->usage.flags, ==, LAB_USAGE_REPORTED);
      g_assert_cmpstr (response->raw_usage, ==, raw);
    }
}

static const struct
{
  const char *name;
  const char *body;
  const char *content;
  LabFinish finish;
  gboolean has_calls;
} shapes[] = {
  { "refusal", "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"No.\"},"
               "\"finish_reason\":\"stop\"}]}",
    "No.", LAB_FINISH_REFUSAL, FALSE },
  { "empty-refusal-is-none", "{\"choices\":[{\"message\":{\"content\":\"Yes\",\"refusal\":\"\"},"
                             "\"finish_reason\":\"stop\"}]}",
    "Yes", LAB_FINISH_STOP, FALSE },
  { "tool-calls", "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"a\"}]},"
                  "\"finish_reason\":\"tool_calls\"}]}",
    "", LAB_FINISH_TOOL_CALLS, TRUE },
  { "old-function-call", "{\"choices\":[{\"message\":{},\"finish_reason\":\"function_call\"}]}", "",
    LAB_FINISH_TOOL_CALLS, FALSE },
  { "filter", "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":"
              "\"content_filter\"}]}",
    "x", LAB_FINISH_CONTENT_FILTER, FALSE },
  { "unknown-reason", "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":"
                      "\"tired\"}]}",
    "x", LAB_FINISH_UNKNOWN, FALSE },
  { "no-reason", "{\"choices\":[{\"message\":{\"content\":\"x\"}}]}", "x", LAB_FINISH_UNKNOWN,
    FALSE },
  { "no-choice", "{\"choices\":[]}", "", LAB_FINISH_UNKNOWN, FALSE },
  { "odd-types", "{\"choices\":[{\"message\":[],\"finish_reason\":7}],\"model\":3,\"id\":{},"
                 "\"usage\":\"many\",\"error\":null}",
    "", LAB_FINISH_UNKNOWN, FALSE },
  { "unknown-members", "{\"x\":{\"y\":[1]},\"choices\":[{\"z\":0,\"message\":{\"content\":\"x\"},"
                       "\"finish_reason\":\"stop\"}]}",
    "x", LAB_FINISH_STOP, FALSE },
};

static void
test_shapes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabResponse) response = parse (200, NULL, shapes[i].body, &error);

      g_test_message ("%s", shapes[i].name);
      g_assert_no_error (error);
      g_assert_cmpstr (response->content, ==, shapes[i].content);
      g_assert_cmpint (response->finish, ==, shapes[i].finish);
      g_assert_cmpint (response->tool_calls != NULL, ==, shapes[i].has_calls);
      g_assert_false (response->usage.flags & LAB_USAGE_REPORTED);
    }
}

static const struct
{
  guint status;
  const char *file; /* or the body itself */
  LabErrorCode code;
  const char *reason;
} errors[] = {
  { 400, "error.400-context.json", LAB_ERROR_INVALID_REQUEST, "context_length_exceeded" },
  { 400, "error.400-unsupported.json", LAB_ERROR_INVALID_REQUEST, "unsupported_parameter" },
  { 401, "error.401.json", LAB_ERROR_INVALID_API_KEY, "invalid_api_key" },
  { 403, "error.403.json", LAB_ERROR_INVALID_API_KEY, "unsupported_country_region_territory" },
  { 404, "error.404.json", LAB_ERROR_INVALID_REQUEST, "model_not_found" },
  { 429, "error.429-quota.json", LAB_ERROR_RATE_LIMIT_EXCEEDED, "insufficient_quota" },
  { 429, "error.429-rate.json", LAB_ERROR_RATE_LIMIT_EXCEEDED, "rate_limit_exceeded" },
  { 500, "error.500.json", LAB_ERROR_PROVIDER_UNAVAILABLE, "server_error" },
  { 503, "error.503.json", LAB_ERROR_PROVIDER_UNAVAILABLE, "server_error" },
  { 408, "{}", LAB_ERROR_PROVIDER_UNAVAILABLE, NULL },
  { 409, "{}", LAB_ERROR_PROVIDER_UNAVAILABLE, NULL },
  { 413, "<html>Too large</html>", LAB_ERROR_INVALID_REQUEST, NULL },
  { 422, "[]", LAB_ERROR_INVALID_REQUEST, NULL },
  { 502, "", LAB_ERROR_PROVIDER_UNAVAILABLE, NULL },
  { 504, "{\"error\":\"late\"}", LAB_ERROR_PROVIDER_UNAVAILABLE, NULL },
  { 529, "{\"error\":null}", LAB_ERROR_PROVIDER_UNAVAILABLE, NULL },
  { 301, "", LAB_ERROR_INVALID_REQUEST, NULL },
  { 0, "", LAB_ERROR_PROVIDER_UNAVAILABLE, NULL },
  { 429, "not json", LAB_ERROR_RATE_LIMIT_EXCEEDED, NULL },
  { 401, "{\"error\":{\"message\":7,\"code\":[]}}", LAB_ERROR_INVALID_API_KEY, NULL },
  /* status 200 and no answer */
  { 200, "", LAB_ERROR_PROVIDER_UNAVAILABLE, "unreadable-reply" },
  { 200, "oops", LAB_ERROR_PROVIDER_UNAVAILABLE, "unreadable-reply" },
  { 200, "{\"choices\":[", LAB_ERROR_PROVIDER_UNAVAILABLE, "unreadable-reply" },
  { 200, "{\"choices\":[],\"choices\":[]}", LAB_ERROR_PROVIDER_UNAVAILABLE, "unreadable-reply" },
  { 200, "[]", LAB_ERROR_PROVIDER_UNAVAILABLE, "unreadable-reply" },
  { 200, "{\"object\":\"list\"}", LAB_ERROR_PROVIDER_UNAVAILABLE, "unreadable-reply" },
  { 200, "{\"choices\":7}", LAB_ERROR_PROVIDER_UNAVAILABLE, "unreadable-reply" },
  { 200, "\xff\xfe", LAB_ERROR_PROVIDER_UNAVAILABLE, "unreadable-reply" },
  { 200, "{\"error\":{\"code\":429,\"message\":\"slow\"}}", LAB_ERROR_RATE_LIMIT_EXCEEDED, NULL },
  { 200, "{\"error\":{\"code\":401,\"message\":\"who?\"}}", LAB_ERROR_INVALID_API_KEY, NULL },
  { 200, "{\"error\":{\"code\":502,\"message\":\"down\"}}", LAB_ERROR_PROVIDER_UNAVAILABLE, NULL },
  { 200, "{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}}",
    LAB_ERROR_RATE_LIMIT_EXCEEDED, "rate_limit_exceeded" },
  { 200, "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"no\"}}",
    LAB_ERROR_INVALID_REQUEST, "invalid_request_error" },
};

static void
test_errors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      gboolean is_file = g_str_has_prefix (errors[i].file, "error.");
      g_autofree char *body =
        is_file ? load_example (errors[i].file, NULL) : g_strdup (errors[i].file);
      g_autoptr (GError) error = NULL;
      g_autofree char *status = g_strdup_printf ("%u", errors[i].status);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_null (parse (errors[i].status, NULL, body, &error));
      g_assert_error (error, LAB_ERROR, (int) errors[i].code);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==,
                       errors[i].reason);
      if (errors[i].status >= 300)
        g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_STATUS), ==, status);
      if (is_file)
        {
          g_autoptr (LabJsonDocument) document = parse_json (body);
          const LabJson *object = lab_json_get (lab_json_document_get_root (document), "error");

          g_assert_nonnull (
            strstr (error->message, lab_json_get_string (lab_json_get (object, "message"))));
        }
    }
}

static void
test_hints (void)
{
  static const struct
  {
    const char *header;
    const char *hint; /* µs */
    const char *should_retry;
  } cases[] = {
    { NULL, NULL, NULL },
    { "retry-after: 2", "2000000", NULL },
    { "retry-after: 0", "0", NULL },
    { "retry-after: 1.5", "1500000", NULL },
    { "retry-after-ms: 250", "250000", NULL },
    { "retry-after-ms: 12.3456", "12346", NULL },
    { "retry-after-ms: 250\nretry-after: 9", "250000", NULL },
    { "retry-after-ms: soon\nretry-after: 9", "9000000", NULL },
    { "retry-after: Wed, 21 Oct 2026 07:28:00 GMT", NULL, NULL },
    { "retry-after: -1", NULL, NULL },
    { "retry-after: 1e3", NULL, NULL },
    { "retry-after: 99999999999999999999", "2147483647000000", NULL },
    { "x-should-retry: false", NULL, "false" },
    { "x-should-retry: true\nretry-after: 1", "1000000", "true" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (429, cases[i].header, "{}", &error));
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_RETRY_AFTER), ==,
                       cases[i].hint);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_SHOULD_RETRY), ==,
                       cases[i].should_retry);
    }
}

#define REPORTED LAB_USAGE_REPORTED
#define UNRECONCILED (LAB_USAGE_REPORTED | LAB_USAGE_UNRECONCILED)
#define PARTIAL (LAB_USAGE_REPORTED | LAB_USAGE_PARTIAL)

static const struct
{
  const char *name;
  const char *json;
  gint64 buckets[LAB_N_BUCKETS];
  gint64 reasoning;
  LabUsageFlags flags;
} usages[] = {
  { "plain", "{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}",
    { 10, 0, 0, 0, 5 }, -1, REPORTED },
  { "golden-cached-subset", "{\"prompt_tokens\":9126,\"completion_tokens\":3197,\"total_tokens\":"
    "12323,\"prompt_tokens_details\":{\"cached_tokens\":4864}}",
    { 4262, 4864, 0, 0, 3197 }, -1, REPORTED },
  { "golden-half-price-reads", "{\"prompt_tokens\":2006,\"completion_tokens\":300,"
    "\"total_tokens\":2306,\"prompt_tokens_details\":{\"cached_tokens\":1920}}",
    { 86, 1920, 0, 0, 300 }, -1, REPORTED },
  { "write", "{\"prompt_tokens\":2048,\"completion_tokens\":1,\"prompt_tokens_details\":"
    "{\"cached_tokens\":1024,\"cache_write_tokens\":1000}}",
    { 24, 1024, 1000, 0, 1 }, -1, REPORTED },
  { "no-total", "{\"prompt_tokens\":10,\"completion_tokens\":5}", { 10, 0, 0, 0, 5 }, -1,
    REPORTED },
  { "null-details", "{\"prompt_tokens\":10,\"completion_tokens\":5,\"prompt_tokens_details\":null,"
    "\"completion_tokens_details\":null}",
    { 10, 0, 0, 0, 5 }, -1, REPORTED },
  { "null-counts", "{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":null,"
    "\"prompt_tokens_details\":{\"cached_tokens\":null},\"completion_tokens_details\":"
    "{\"reasoning_tokens\":null}}",
    { 10, 0, 0, 0, 5 }, -1, REPORTED },
  { "reasoning-zero-is-reported", "{\"prompt_tokens\":1,\"completion_tokens\":1,"
    "\"completion_tokens_details\":{\"reasoning_tokens\":0}}",
    { 1, 0, 0, 0, 1 }, 0, REPORTED },
  { "only-prompt", "{\"prompt_tokens\":10}", { 10, 0, 0, 0, 0 }, -1, PARTIAL },
  { "null-completion", "{\"prompt_tokens\":10,\"completion_tokens\":null}", { 10, 0, 0, 0, 0 }, -1,
    PARTIAL },
  { "only-completion", "{\"completion_tokens\":4}", { 0, 0, 0, 0, 4 }, -1, PARTIAL },
  { "more-cached-than-prompt", "{\"prompt_tokens\":10,\"completion_tokens\":5,"
    "\"prompt_tokens_details\":{\"cached_tokens\":12}}",
    { -2, 12, 0, 0, 5 }, -1, UNRECONCILED },
  { "negative-completion", "{\"prompt_tokens\":10,\"completion_tokens\":-5}",
    { 10, 0, 0, 0, -5 }, -1, UNRECONCILED },
  { "negative-reasoning", "{\"prompt_tokens\":10,\"completion_tokens\":5,"
    "\"completion_tokens_details\":{\"reasoning_tokens\":-1}}",
    { 10, 0, 0, 0, 5 }, -1, UNRECONCILED },
  { "total-contradicts", "{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":16}",
    { 10, 0, 0, 0, 5 }, -1, UNRECONCILED },
  { "reasoning-over-output", "{\"prompt_tokens\":10,\"completion_tokens\":5,"
    "\"completion_tokens_details\":{\"reasoning_tokens\":6}}",
    { 10, 0, 0, 0, 5 }, 6, UNRECONCILED },
  { "huge", "{\"prompt_tokens\":9223372036854775807,\"completion_tokens\":0,\"total_tokens\":"
    "9223372036854775807}",
    { G_MAXINT64, 0, 0, 0, 0 }, -1, REPORTED },
  { "huge-sum", "{\"prompt_tokens\":9223372036854775807,\"completion_tokens\":1,\"total_tokens\":"
    "9223372036854775807}",
    { G_MAXINT64, 0, 0, 0, 1 }, -1, UNRECONCILED },
  { "difference-saturates", "{\"prompt_tokens\":-9223372036854775808,\"completion_tokens\":1,"
    "\"prompt_tokens_details\":{\"cached_tokens\":1}}",
    { G_MININT64, 1, 0, 0, 1 }, -1, UNRECONCILED },
  { "audio-in", "{\"prompt_tokens\":10,\"completion_tokens\":5,\"prompt_tokens_details\":"
    "{\"audio_tokens\":3}}",
    { 10, 0, 0, 0, 5 }, -1, REPORTED | LAB_USAGE_OTHER_MODALITY },
  { "audio-out", "{\"prompt_tokens\":10,\"completion_tokens\":5,\"completion_tokens_details\":"
    "{\"audio_tokens\":3}}",
    { 10, 0, 0, 0, 5 }, -1, REPORTED | LAB_USAGE_OTHER_MODALITY },
  { "image-in", "{\"prompt_tokens\":10,\"completion_tokens\":5,\"prompt_tokens_details\":"
    "{\"image_tokens\":3}}",
    { 10, 0, 0, 0, 5 }, -1, REPORTED | LAB_USAGE_OTHER_MODALITY },
  { "in-a-reply", "{\"id\":\"x\",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}",
    { 10, 0, 0, 0, 5 }, -1, REPORTED },
};

static void
test_usage (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (LabDialect) dialect = lab_openai_chat_new ();
  g_autoptr (LabJsonDocument) document = parse_json (usages[i].json);
  g_autoptr (GError) error = NULL;
  LabUsage usage;

  g_assert_true (lab_dialect_parse_usage (dialect, lab_json_document_get_root (document), &usage,
                                          &error));
  g_assert_no_error (error);
  g_assert_cmpmem (usage.buckets, sizeof usage.buckets, usages[i].buckets,
                   sizeof usages[i].buckets);
  g_assert_cmpint (usage.reasoning, ==, usages[i].reasoning);
  g_assert_cmpint (usage.flags, ==, usages[i].flags);
}

static void
test_bad_usage (void)
{
  static const char * const texts[] = {
    "{\"prompt_tokens\":1.5,\"completion_tokens\":1}",
    "{\"prompt_tokens\":\"10\",\"completion_tokens\":1}",
    "{\"prompt_tokens\":9223372036854775808,\"completion_tokens\":1}",
    "{\"prompt_tokens\":1e3,\"completion_tokens\":1}",
    "{\"prompt_tokens\":1,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":"
    "true}}",
    "{\"input_tokens\":1,\"output_tokens\":1}",
    "{}",
    "[]",
    "7",
    "{\"usage\":[]}",
    "{\"usage\":null}",
  };
  g_autoptr (LabDialect) dialect = lab_openai_chat_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (LabJsonDocument) document = parse_json (texts[i]);
      g_autoptr (GError) error = NULL;
      LabUsage usage = LAB_USAGE_INIT;

      g_assert_false (lab_dialect_parse_usage (dialect, lab_json_document_get_root (document),
                                               &usage, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_assert_nonnull (lab_error_get_context (error, LAB_ERROR_CONTEXT_PATH));
    }
}

/* What was paid for is not thrown away with a count that cannot be read. */
static void
test_text_survives_bad_usage (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabResponse) response =
    parse (200, NULL,
           "{\"choices\":[{\"message\":{\"content\":\"paid\"},\"finish_reason\":\"stop\"}],"
           "\"usage\":{\"prompt_tokens\":1.5,\"completion_tokens\":2}}",
           &error);

  g_assert_no_error (error);
  g_assert_cmpstr (response->content, ==, "paid");
  g_assert_cmpint (response->usage.flags, ==, LAB_USAGE_UNRECONCILED);
  g_assert_cmpstr (response->raw_usage, ==, "{\"prompt_tokens\":1.5,\"completion_tokens\":2}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/openai-reply/examples", test_examples);
  g_test_add_func ("/providers/openai-reply/shapes", test_shapes);
  g_test_add_func ("/providers/openai-reply/errors", test_errors);
  g_test_add_func ("/providers/openai-reply/hints", test_hints);
  for (gsize i = 0; i < G_N_ELEMENTS (usages); i++)
    {
      g_autofree char *path =
        g_strconcat ("/providers/openai-reply/usage/", usages[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_usage);
    }
  g_test_add_func ("/providers/openai-reply/usage/refused", test_bad_usage);
  g_test_add_func ("/providers/openai-reply/text-survives-bad-usage",
                   test_text_survives_bad_usage);

  return g_test_run ();
}
