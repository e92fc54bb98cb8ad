/* test-tokenizer.c: counts of texts and requests for a model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "lab-error.h"
#include "lab-token-ratios-private.h"
#include "lab-tokenizer.h"

static LabTokenCount
count_text (LabTokenizer *tokenizer,
            const char   *model,
            const char   *encoding,
            const char   *text)
{
  g_autoptr(GError) error = NULL;
  LabTokenScheme scheme;
  LabTokenCount count;

  lab_token_scheme_init (&scheme, model, encoding);
  g_assert_true (lab_tokenizer_count_text (tokenizer, &scheme, text, -1, &count, &error));
  g_assert_no_error (error);
  return count;
}

static LabRequestTokens
count_request (LabTokenizer     *tokenizer,
               const char       *model,
               const char       *encoding,
               const LabRequest *request)
{
  g_autoptr(GError) error = NULL;
  LabTokenScheme scheme;
  LabRequestTokens tokens;

  lab_token_scheme_init (&scheme, model, encoding);
  g_assert_true (lab_tokenizer_count_request (tokenizer, &scheme, request, &tokens, &error));
  g_assert_no_error (error);
  return tokens;
}

static void
test_scheme (void)
{
  static const struct
  {
    const char *model;
    const char *encoding;
    LabTokenFamily family;
    const char *used;
    gboolean documented;
  } cases[] = {
    { "gpt-4o", "o200k_base", LAB_TOKEN_FAMILY_PUBLISHED, "o200k_base", TRUE },
    { "gpt-4o-2024-08-06", "o200k_base", LAB_TOKEN_FAMILY_PUBLISHED, "o200k_base", TRUE },
    { "gpt-4o-audio-preview", "o200k_base", LAB_TOKEN_FAMILY_PUBLISHED, "o200k_base", FALSE },
    { "gpt-4-0613", "cl100k_base", LAB_TOKEN_FAMILY_PUBLISHED, "cl100k_base", TRUE },
    { "gpt-4.1", "o200k_base", LAB_TOKEN_FAMILY_PUBLISHED, "o200k_base", FALSE },
    { "gpt-5.6-sol", "o200k_base", LAB_TOKEN_FAMILY_PUBLISHED, "o200k_base", FALSE },
    { "claude-opus-4-7", NULL, LAB_TOKEN_FAMILY_CLAUDE_4_7, "o200k_base", FALSE },
    { "claude-opus-4-8", NULL, LAB_TOKEN_FAMILY_CLAUDE_4_7, "o200k_base", FALSE },
    { "claude-fable-5-1", NULL, LAB_TOKEN_FAMILY_CLAUDE_4_7, "o200k_base", FALSE },
    { "claude-sonnet-5", NULL, LAB_TOKEN_FAMILY_CLAUDE_4_7, "o200k_base", FALSE },
    { "claude-next", NULL, LAB_TOKEN_FAMILY_CLAUDE_4_7, "o200k_base", FALSE },
    { "claude-opus-4-6", NULL, LAB_TOKEN_FAMILY_CLAUDE_3, "o200k_base", FALSE },
    { "claude-sonnet-4.5", NULL, LAB_TOKEN_FAMILY_CLAUDE_3, "o200k_base", FALSE },
    { "claude-sonnet-4-20250514", NULL, LAB_TOKEN_FAMILY_CLAUDE_3, "o200k_base", FALSE },
    { "claude-3-7-sonnet-20250219", NULL, LAB_TOKEN_FAMILY_CLAUDE_3, "o200k_base", FALSE },
    { "anthropic/claude-3-5-haiku-latest", NULL, LAB_TOKEN_FAMILY_CLAUDE_3, "o200k_base", FALSE },
    { "gemini-2.5-pro", NULL, LAB_TOKEN_FAMILY_GEMINI, "o200k_base", FALSE },
    { "models/gemini-4-argon", NULL, LAB_TOKEN_FAMILY_GEMINI, "o200k_base", FALSE },
    { "llama-3", NULL, LAB_TOKEN_FAMILY_UNKNOWN, "o200k_base", FALSE },
    { "llama-3", "llama_base", LAB_TOKEN_FAMILY_UNKNOWN, "o200k_base", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LabTokenScheme scheme;

      g_test_message ("%s", cases[i].model);
      lab_token_scheme_init (&scheme, cases[i].model, cases[i].encoding);
      g_assert_cmpint (scheme.family, ==, cases[i].family);
      g_assert_cmpstr (scheme.encoding, ==, cases[i].used);
      g_assert_cmpint (scheme.chat_documented, ==, cases[i].documented);
    }
}

static void
test_exact (void)
{
  g_autoptr(LabTokenizer) tokenizer = lab_tokenizer_new ();
  LabTokenCount count = count_text (tokenizer, "gpt-4o", "o200k_base", "hello world");

  g_assert_cmpint (count.tokens, ==, 2);
  g_assert_cmpint (count.low, ==, 2);
  g_assert_cmpint (count.high, ==, 2);
  g_assert_cmpint (count.basis, ==, LAB_TOKEN_BASIS_EXACT);
  g_assert_cmpstr (count.encoding, ==, "o200k_base");
  g_assert_cmpint (count_text (tokenizer, "x", "cl100k_base", "").tokens, ==, 0);
  g_assert_cmpint (count_text (tokenizer, "gpt-4o", "o200k_base", "\xff").tokens, >, 0);
}

/* Each text is a hundred lines of one kind, so that rounding is no matter;
 * the ratios are those of the data file. */
static void
test_estimates (void)
{
  static const struct
  {
    const char *model;
    const char *line;
    gint64 low, mid, high;
  } cases[] = {
    { "claude-opus-4-6", "The quick brown fox jumps over the lazy dog.\n", 1000, 1120, 1200 },
    { "claude-opus-4-7", "The quick brown fox jumps over the lazy dog.\n", 1200, 1450, 1650 },
    { "gemini-2.5-pro", "The quick brown fox jumps over the lazy dog.\n", 1000, 1050, 1100 },
    { "llama-3", "The quick brown fox jumps over the lazy dog.\n", 1000, 1000, 1650 },
    { "claude-opus-4-6", "  for (int i = 0; i < n; i++)\n", 1100, 1180, 1300 },
    { "claude-opus-4-7", "    return a[i] + b[j];\n", 1250, 1420, 1600 },
    { "claude-opus-4-6", "  \"name\": \"value\", \"other\": [1, 2],\n", 1050, 1150, 1300 },
    { "claude-opus-4-6", "{\"a\":1}\n\n", 1050, 1150, 1300 },
    { "claude-opus-4-6", "Größe und Übung macht den Meister.\n", 1100, 1300, 1500 },
    { "gemini-2.5-pro", "我们今天去公园散步。\n", 600, 850, 1050 },
    { "claude-opus-4-7", "Мы идём гулять в парк.\n", 1000, 1300, 1500 },
  };
  g_autoptr(LabTokenizer) tokenizer = lab_tokenizer_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      LabTokenCount ground, count;

      g_test_message ("%s: %s", cases[i].model, cases[i].line);
      for (guint line = 0; line < 100; line++)
        g_string_append (text, cases[i].line);
      ground = count_text (tokenizer, "gpt-4o", "o200k_base", text->str);
      count = count_text (tokenizer, cases[i].model, NULL, text->str);
      g_assert_cmpint (count.basis, ==, LAB_TOKEN_BASIS_ESTIMATED);
      g_assert_cmpstr (count.encoding, ==, "o200k_base");
      g_assert_cmpint (count.low, ==, ground.tokens * cases[i].low / 1000);
      g_assert_cmpint (count.tokens, ==, (ground.tokens * cases[i].mid + 500) / 1000);
      g_assert_cmpint (count.high, ==, (ground.tokens * cases[i].high + 999) / 1000);
    }
}

static void
test_mixed_content (void)
{
  static const char prose[] = "An example follows, and then an explanation.\n";
  static const char code[] = "#include <stdio.h>\nint main (void) { return 0; }\n";
  g_autofree char *both = g_strconcat (prose, code, NULL);
  g_autoptr(LabTokenizer) tokenizer = lab_tokenizer_new ();
  LabTokenCount sum = count_text (tokenizer, "claude-opus-4-6", NULL, prose);
  LabTokenCount second = count_text (tokenizer, "claude-opus-4-6", NULL, code);
  LabTokenCount count = count_text (tokenizer, "claude-opus-4-6", NULL, both);

  lab_token_count_add (&sum, &second);
  g_assert_cmpint (count.tokens, ==, sum.tokens);
  g_assert_cmpint (count.low, ==, sum.low);
  g_assert_cmpint (count.high, ==, sum.high);
}

/* The example of OpenAI's Cookbook page, with the counts that the API is
 * shown to return there. */
static LabRequest *
cookbook_request (void)
{
  static const struct
  {
    LabRole role;
    const char *name;
    const char *text;
  } messages[] = {
    { LAB_ROLE_SYSTEM, NULL,
      "You are a helpful, pattern-following assistant that translates corporate jargon into "
      "plain English." },
    { LAB_ROLE_SYSTEM, "example_user", "New synergies will help drive top-line growth." },
    { LAB_ROLE_SYSTEM, "example_assistant",
      "Things working well together will increase revenue." },
    { LAB_ROLE_SYSTEM, "example_user",
      "Let's circle back when we have more bandwidth to touch base on opportunities for "
      "increased leverage." },
    { LAB_ROLE_SYSTEM, "example_assistant",
      "Let's talk later when we're less busy about how to do better." },
    { LAB_ROLE_USER, NULL,
      "This late pivot means we don't have time to boil the ocean for the client deliverable." },
  };
  LabRequest *request = lab_request_new ("openai", "gpt-4o");

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      LabMessage *message = lab_request_add_message (request, messages[i].role, messages[i].text);

      message->name = g_strdup (messages[i].name);
    }
  return request;
}

static void
test_chat_format (void)
{
  g_autoptr(LabTokenizer) tokenizer = lab_tokenizer_new ();
  g_autoptr(LabRequest) request = cookbook_request ();
  LabRequestTokens tokens = count_request (tokenizer, "gpt-4", "cl100k_base", request);
  LabRequestTokens later;

  g_assert_cmpint (tokens.total.tokens, ==, 129);
  g_assert_cmpint (tokens.total.basis, ==, LAB_TOKEN_BASIS_EXACT);
  tokens = count_request (tokenizer, "gpt-4o", "o200k_base", request);
  g_assert_cmpint (tokens.total.tokens, ==, 124);
  g_assert_cmpint (tokens.framing.tokens, ==, 6 * 4 + 4 + 3);
  g_assert_cmpint (tokens.total.tokens, ==,
                   tokens.system.tokens + tokens.messages.tokens + tokens.framing.tokens);

  later = count_request (tokenizer, "gpt-5", "o200k_base", request);
  g_assert_cmpint (later.total.tokens, ==, 124);
  g_assert_cmpint (later.total.basis, ==, LAB_TOKEN_BASIS_ESTIMATED);
  g_assert_cmpint (later.system.basis, ==, LAB_TOKEN_BASIS_EXACT);
  g_assert_cmpint (later.total.low, ==, 124 - tokens.framing.tokens);
  g_assert_cmpint (later.total.high, ==, 124 + tokens.framing.tokens);
}

#define WEATHER \
  "{\"type\":\"object\",\"properties\":{\"location\":{\"type\":\"string\",\"description\":" \
  "\"The city and state, e.g. San Francisco, CA\"},\"unit\":{\"type\":\"string\"," \
  "\"description\":\"The unit of temperature to return\",\"enum\":[\"celsius\"," \
  "\"fahrenheit\"]}},\"required\":[\"location\"]}"

static LabRequest *
weather_request (void)
{
  LabRequest *request = lab_request_new ("openai", "gpt-4o");

  lab_request_add_message (request, LAB_ROLE_SYSTEM,
                           "You are a helpful assistant that can answer to questions about the "
                           "weather.");
  lab_request_add_message (request, LAB_ROLE_USER, "What's the weather like in San Francisco?");
  lab_request_add_tool (request,
                        lab_tool_new ("get_current_weather",
                                      "Get the current weather in a given location", WEATHER));
  return request;
}

static void
test_tools (void)
{
  g_autoptr(LabTokenizer) tokenizer = lab_tokenizer_new ();
  g_autoptr(LabRequest) request = weather_request ();
  LabRequestTokens tokens = count_request (tokenizer, "gpt-4", "cl100k_base", request);
  LabRequestTokens bad, claude;

  g_assert_cmpint (tokens.total.tokens, ==, 105);
  tokens = count_request (tokenizer, "gpt-4o", "o200k_base", request);
  g_assert_cmpint (tokens.total.tokens, ==, 101);
  g_assert_cmpint (tokens.tools.basis, ==, LAB_TOKEN_BASIS_ESTIMATED);
  g_assert_cmpint (tokens.tools.low, <=, tokens.tools.tokens);
  g_assert_cmpint (tokens.tools.high, >=, tokens.tools.tokens);

  claude = count_request (tokenizer, "claude-opus-4-6", NULL, request);
  g_assert_cmpint (claude.tools.low, >=, 264);
  g_assert_cmpint (claude.tools.high, >, claude.tools.tokens);

  lab_request_add_tool (request, lab_tool_new ("broken", NULL, "{ not JSON"));
  lab_request_add_tool (request, lab_tool_new ("deep", "Ends with a stop.",
                                               "{\"properties\":{\"a\":{\"type\":\"array\","
                                               "\"items\":{\"properties\":{\"b\":{\"enum\":[1]}}}"
                                               "}}}"));
  bad = count_request (tokenizer, "gpt-4o", "o200k_base", request);
  g_assert_cmpint (bad.tools.tokens, >, tokens.tools.tokens + 14);
}

static void
test_parts (void)
{
  g_autoptr(LabTokenizer) tokenizer = lab_tokenizer_new ();
  g_autoptr(LabRequest) request = lab_request_new ("openai", "gpt-4o");
  LabMessage *message = lab_request_add_message (request, LAB_ROLE_ASSISTANT, "hello world");
  LabRequestTokens before = count_request (tokenizer, "gpt-4o", "o200k_base", request);
  LabRequestTokens after;
  g_autoptr(LabRequest) empty = lab_request_new ("openai", "gpt-4o");

  g_assert_cmpint (before.messages.tokens, ==, 2);
  g_ptr_array_add (message->parts, lab_part_new (LAB_PART_IMAGE, "data:", NULL, NULL));
  g_ptr_array_add (message->parts,
                   lab_part_new (LAB_PART_TOOL_CALL, "hello world", "hello world", "1"));
  after = count_request (tokenizer, "gpt-4o", "o200k_base", request);
  g_assert_cmpint (after.n_images, ==, 1);
  g_assert_cmpint (after.messages.tokens, ==, 6);
  g_assert_cmpint (count_request (tokenizer, "gpt-4o", "o200k_base", empty).total.tokens, ==, 0);
}

static gpointer
count_in_thread (gpointer tokenizer)
{
  gint64 sum = 0;

  for (guint i = 0; i < 200; i++)
    sum += count_text (tokenizer, "claude-opus-4-7", NULL, "The quick brown fox.\n").tokens +
           count_text (tokenizer, "gpt-4", "cl100k_base", "hello world").tokens;
  return GINT_TO_POINTER ((int) sum);
}

static void
test_threads (void)
{
  g_autoptr(LabTokenizer) tokenizer = lab_tokenizer_new ();
  GThread *threads[4];
  gpointer first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, count_in_thread, tokenizer);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      gpointer sum = g_thread_join (threads[i]);

      g_assert_cmpint (GPOINTER_TO_INT (sum), >, 0);
      g_assert_true (i == 0 || sum == first);
      first = sum;
    }
}

static void
test_unknown_encoding (void)
{
  g_autoptr(LabTokenizer) tokenizer = lab_tokenizer_new ();
  g_autoptr(GError) error = NULL;

  g_assert_null (lab_tokenizer_get_encoding (tokenizer, "p50k_base", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "p50k_base"));
}

static void
test_bad_ratios (void)
{
  static const struct
  {
    const char *json;
    const char *reason;
  } cases[] = {
    { "{\"schema\":\"costlab-token-ratios/2\"}", "$.schema" },
    { "{}", "schema" },
    { "{\"schema\":\"costlab-token-ratios/1\"", "" },
    { "{\"schema\":\"costlab-token-ratios/1\",\"families\":{}}", "claude-3" },
    { "{\"schema\":\"costlab-token-ratios/1\",\"families\":{\"claude-3\":{\"prose\":"
      "{\"low\":1200,\"mid\":1100,\"high\":1300}}}}",
      "mid" },
  };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "ratios-XXXXXX.json", NULL);
  int handle = g_mkstemp (path);

  g_assert_cmpint (handle, >=, 0);
  g_close (handle, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (g_file_set_contents (path, cases[i].json, -1, NULL));
      g_assert_null (lab_token_ratios_load (path, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_assert_nonnull (strstr (error->message, cases[i].reason));
    }
  g_remove (path);
}

static void
test_words (void)
{
  g_assert_cmpstr (lab_token_basis_to_string (LAB_TOKEN_BASIS_EXACT), ==, "exact");
  g_assert_cmpstr (lab_token_basis_to_string (LAB_TOKEN_BASIS_COUNTED), ==, "counted");
  g_assert_cmpstr (lab_token_basis_to_string (LAB_TOKEN_BASIS_ESTIMATED), ==, "estimated");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokenizer/scheme/family-by-model", test_scheme);
  g_test_add_func ("/tokenizer/text/exact", test_exact);
  g_test_add_func ("/tokenizer/text/estimates-with-range", test_estimates);
  g_test_add_func ("/tokenizer/text/mixed-content", test_mixed_content);
  g_test_add_func ("/tokenizer/request/chat-format", test_chat_format);
  g_test_add_func ("/tokenizer/request/tools", test_tools);
  g_test_add_func ("/tokenizer/request/parts", test_parts);
  g_test_add_func ("/tokenizer/registry/threads", test_threads);
  g_test_add_func ("/tokenizer/registry/unknown-encoding", test_unknown_encoding);
  g_test_add_func ("/tokenizer/ratios/bad-files", test_bad_ratios);
  g_test_add_func ("/tokenizer/basis/words", test_words);
  return g_test_run ();
}
