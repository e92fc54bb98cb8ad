/* test-openai-request.c: requests in Chat Completions' words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "providers-fixture.h"

static char *
build (const LabRequest *request)
{
  g_autoptr (LabDialect) dialect = lab_openai_chat_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LabWireRequest) wire = lab_dialect_build_request (dialect, request, &error);
  gsize length;
  const char *bytes;

  g_assert_no_error (error);
  g_assert_cmpstr (wire->method, ==, "POST");
  g_assert_cmpstr (wire->path, ==, "/chat/completions");
  g_assert_cmpstr (g_tree_lookup (wire->headers, "content-type"), ==, "application/json");
  g_assert_null (g_tree_lookup (wire->headers, "authorization"));
  g_assert_cmpint (wire->stream, ==, request->stream);
  bytes = g_bytes_get_data (wire->body, &length);
  return g_strndup (bytes, length);
}

/* Compares with an example; what may differ is said by name: not sent,
 * since servers that only resemble OpenAI's refuse it; or always sent. */
static void
assert_example (const LabRequest *request,
                const char       *name)
{
  g_autofree char *body = build (request);
  g_autofree char *example = load_example (name, NULL);
  g_autoptr (LabJsonDocument) ours = parse_json (body);
  g_autoptr (LabJsonDocument) theirs = parse_json (example);
  const LabJson *left = lab_json_document_get_root (ours);
  const LabJson *right = lab_json_document_get_root (theirs);

  for (guint i = 0; i < lab_json_get_n_members (right); i++)
    {
      const char *member = lab_json_get_member_name (right, i);
      g_autofree char *want = lab_json_to_string (lab_json_get_element (right, i), TRUE);
      g_autofree char *got = NULL;

      g_assert_nonnull (lab_json_get (left, member));
      got = lab_json_to_string (lab_json_get (left, member), TRUE);
      if (g_str_equal (member, "stream_options"))
        g_assert_cmpstr (got, ==, "{\"include_usage\":true}");
      else
        g_assert_cmpstr (got, ==, want);
    }
  for (guint i = 0; i < lab_json_get_n_members (left); i++)
    if (lab_json_get (right, lab_json_get_member_name (left, i)) == NULL)
      g_assert_cmpstr (lab_json_get_member_name (left, i), ==, "store");
}

static LabRequest *
new_ticket (const char *model,
            const char *question)
{
  LabRequest *request = lab_request_new ("openai", model);

  lab_request_add_message (request, LAB_ROLE_SYSTEM,
                           "You label support tickets. Answer with one word.");
  lab_request_add_message (request, LAB_ROLE_USER, question);
  request->max_output_tokens = 256;
  return request;
}

static void
test_examples (void)
{
  g_autoptr (LabRequest) plain = new_ticket ("gpt-5-mini", "The invoice total is wrong.");
  g_autoptr (LabRequest) classic = new_ticket ("gpt-4o-mini", "The invoice total is wrong.");
  g_autoptr (LabRequest) stream =
    new_ticket ("gpt-5-mini", "Grüße: the invoice total is wrong.");
  g_autoptr (LabRequest) marked = new_ticket ("gpt-5.6", "The invoice total is wrong.");
  LabMessage *first = g_ptr_array_index (marked->messages, 0);

  lab_request_set (&plain->reasoning_effort, "low");
  lab_request_set (&plain->prompt_cache_key, "lab:ticket-labels:v3");
  lab_request_set (&plain->service_tier, "default");
  assert_example (plain, "chat.request.json");

  classic->max_output_tokens = 64;
  lab_request_set (&classic->temperature, "0.2");
  lab_request_set (&classic->top_p, "1");
  classic->stop = g_strsplit ("\n\n", "|", -1);
  lab_request_set_extra (classic, "n", "1");
  assert_example (classic, "chat.request.classic.json");

  stream->stream = TRUE;
  assert_example (stream, "chat.request.stream.json");

  ((LabPart *) g_ptr_array_index (first->parts, 0))->breakpoint = LAB_CACHE_BREAKPOINT_DEFAULT;
  lab_request_set (&marked->prompt_cache_key, "lab:ticket-labels:v3");
  assert_example (marked, "chat.request.breakpoint.json");
}

/* One field of a request, and the member it becomes. */
static void
set_cap (LabRequest *request)
{
  request->max_output_tokens = 17;
}

static void
set_temperature (LabRequest *request)
{
  lab_request_set (&request->temperature, "0.70");
}

static void
set_top_p (LabRequest *request)
{
  lab_request_set (&request->top_p, "0.9");
}

static void
set_stop (LabRequest *request)
{
  request->stop = g_strsplit ("a|\"b\"", "|", -1);
}

static void
set_seed (LabRequest *request)
{
  request->has_seed = TRUE;
  request->seed = G_MININT64;
}

static void
set_effort (LabRequest *request)
{
  lab_request_set (&request->reasoning_effort, "minimal");
}

static void
set_tier (LabRequest *request)
{
  lab_request_set (&request->service_tier, "flex");
}

static void
set_format (LabRequest *request)
{
  lab_request_set (&request->response_format, "{\"type\":\"object\"}");
}

static void
set_extra (LabRequest *request)
{
  lab_request_set_extra (request, "logit_bias", "{\"50256\":-100}");
}

static void
set_store (LabRequest *request)
{
  lab_request_set_extra (request, "store", "true");
}

static void
set_metadata (LabRequest *request)
{
  lab_request_set_metadata (request, "task", "secret");
}

static void
set_stream (LabRequest *request)
{
  request->stream = TRUE;
}

static const struct
{
  const char *name;
  void (*set) (LabRequest *request);
  const char *member;
  const char *json; /* NULL: not there */
} parameters[] = {
  { "cap", set_cap, "max_completion_tokens", "17" },
  { "cap-in-old-words-never", set_cap, "max_tokens", NULL },
  { "temperature-keeps-its-digits", set_temperature, "temperature", "0.70" },
  { "top-p", set_top_p, "top_p", "0.9" },
  { "stop", set_stop, "stop", "[\"a\",\"\\\"b\\\"\"]" },
  { "seed", set_seed, "seed", "-9223372036854775808" },
  { "effort", set_effort, "reasoning_effort", "\"minimal\"" },
  { "tier", set_tier, "service_tier", "\"flex\"" },
  { "format", set_format, "response_format",
    "{\"json_schema\":{\"name\":\"answer\",\"schema\":{\"type\":\"object\"},\"strict\":true},"
    "\"type\":\"json_schema\"}" },
  { "extra", set_extra, "logit_bias", "{\"50256\":-100}" },
  { "nothing-is-stored", set_extra, "store", "false" },
  { "unless-asked", set_store, "store", "true" },
  { "metadata-is-not-sent", set_metadata, "metadata", NULL },
  { "stream", set_stream, "stream", "true" },
  { "stream-usage", set_stream, "stream_options", "{\"include_usage\":true}" },
  { "no-stream-no-options", set_cap, "stream_options", NULL },
  { "unset-is-absent", set_stream, "temperature", NULL },
  { "no-tools-no-list", set_cap, "tools", NULL },
};

static void
test_parameter (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (LabRequest) request = new_ticket ("gpt-4o", "Hello.");
  g_autoptr (LabJsonDocument) document = NULL;
  g_autofree char *body = NULL;
  g_autofree char *got = NULL;
  const LabJson *member;

  parameters[i].set (request);
  body = build (request);
  document = parse_json (body);
  member = lab_json_get (lab_json_document_get_root (document), parameters[i].member);
  if (member != NULL)
    got = lab_json_to_string (member, TRUE);
  g_assert_cmpstr (got, ==, parameters[i].json);
}

static void
test_instructions_role (void)
{
  static const struct
  {
    const char *model;
    const char *role;
  } models[] = {
    { "gpt-4o", "system" },        { "gpt-4.1-mini", "system" }, { "gpt-3.5-turbo", "system" },
    { "gpt-5", "developer" },      { "gpt-5.6-sol", "developer" }, { "gpt-6.2-astra", "developer" },
    { "gpt-10", "developer" },     { "o1", "developer" },        { "o4-mini", "developer" },
    { "olmo", "system" },          { "claude-opus-5", "system" }, { "openai/gpt-5", "developer" },
    { "meta/llama-3", "system" },  { "gpt-oss-120b", "system" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autoptr (LabRequest) request = new_ticket (models[i].model, "Hello.");
      g_autofree char *body = build (request);
      g_autoptr (LabJsonDocument) document = parse_json (body);
      const LabJson *messages = lab_json_get (lab_json_document_get_root (document), "messages");

      g_assert_cmpstr (
        lab_json_get_string (lab_json_get (lab_json_get_element (messages, 0), "role")), ==,
        models[i].role);
    }
}

static void
test_tools (void)
{
  g_autoptr (LabRequest) request = lab_request_new ("openai", "gpt-4o");
  g_autofree char *body = NULL;
  g_autoptr (LabJsonDocument) document = NULL;
  g_autofree char *messages = NULL;
  g_autofree char *tools = NULL;
  LabMessage *message;

  lab_request_add_tool (request, lab_tool_new ("find", "Finds.", "{\"type\":\"object\"}"));
  lab_request_add_tool (request, lab_tool_new ("now", NULL, NULL));
  message = lab_request_add_message (request, LAB_ROLE_USER, "When and where?");
  lab_request_set (&message->name, "ann");
  message = lab_request_add_message (request, LAB_ROLE_ASSISTANT, NULL);
  g_ptr_array_add (message->parts,
                   lab_part_new (LAB_PART_TOOL_CALL, "{\"q\":\"x\"}", "find", "call-1"));
  g_ptr_array_add (message->parts, lab_part_new (LAB_PART_TOOL_CALL, "{}", "now", "call-2"));
  message = lab_request_add_message (request, LAB_ROLE_TOOL, NULL);
  g_ptr_array_add (message->parts, lab_part_new (LAB_PART_TOOL_RESULT, "here", NULL, "call-1"));
  g_ptr_array_add (message->parts, lab_part_new (LAB_PART_TOOL_RESULT, "noon", NULL, "call-2"));
  message = lab_request_add_message (request, LAB_ROLE_ASSISTANT, "So:");
  g_ptr_array_add (message->parts, lab_part_new (LAB_PART_TOOL_CALL, "{}", "now", "call-3"));

  body = build (request);
  document = parse_json (body);
  messages =
    lab_json_to_string (lab_json_get (lab_json_document_get_root (document), "messages"), FALSE);
  tools =
    lab_json_to_string (lab_json_get (lab_json_document_get_root (document), "tools"), FALSE);
  assert_same_json (
    messages,
    "[{\"role\":\"user\",\"name\":\"ann\",\"content\":\"When and where?\"},"
    "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
    "{\"id\":\"call-1\",\"type\":\"function\",\"function\":{\"name\":\"find\","
    "\"arguments\":\"{\\\"q\\\":\\\"x\\\"}\"}},"
    "{\"id\":\"call-2\",\"type\":\"function\",\"function\":{\"name\":\"now\","
    "\"arguments\":\"{}\"}}]},"
    "{\"role\":\"tool\",\"tool_call_id\":\"call-1\",\"content\":\"here\"},"
    "{\"role\":\"tool\",\"tool_call_id\":\"call-2\",\"content\":\"noon\"},"
    "{\"role\":\"assistant\",\"content\":\"So:\",\"tool_calls\":["
    "{\"id\":\"call-3\",\"type\":\"function\",\"function\":{\"name\":\"now\","
    "\"arguments\":\"{}\"}}]}]");
  assert_same_json (
    tools, "[{\"type\":\"function\",\"function\":{\"name\":\"find\",\"description\":\"Finds.\","
           "\"parameters\":{\"type\":\"object\"}}},"
           "{\"type\":\"function\",\"function\":{\"name\":\"now\"}}]");
}

static void
test_parts (void)
{
  g_autoptr (LabRequest) request = lab_request_new ("openai", "gpt-4o");
  LabMessage *message = lab_request_add_message (request, LAB_ROLE_USER, "What is this?");
  g_autofree char *body = NULL;
  g_autofree char *messages = NULL;
  g_autoptr (LabJsonDocument) document = NULL;
  LabPart *marked = lab_part_new_text ("And \"this\"?\n");

  g_ptr_array_add (message->parts, lab_part_new (LAB_PART_IMAGE, "data:image/png;base64,AA==",
                                                 NULL, NULL));
  marked->breakpoint = LAB_CACHE_BREAKPOINT_LONG;
  g_ptr_array_add (message->parts, marked);
  body = build (request);
  document = parse_json (body);
  messages =
    lab_json_to_string (lab_json_get (lab_json_document_get_root (document), "messages"), FALSE);
  assert_same_json (messages,
                    "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is "
                    "this?\"},{\"type\":\"image_url\",\"image_url\":{\"url\":"
                    "\"data:image/png;base64,AA==\"}},{\"type\":\"text\",\"text\":\"And "
                    "\\\"this\\\"?\\n\",\"prompt_cache_breakpoint\":{\"mode\":\"explicit\"}}]}]");
  assert_same_json (
    "{\"mode\":\"explicit\",\"ttl\":\"30m\"}",
    (g_free (messages),
     messages = lab_json_to_string (
       lab_json_get (lab_json_document_get_root (document), "prompt_cache_options"), FALSE)));
}

static void
test_refused_extras (void)
{
  static const struct
  {
    const char *name;
    const char *json;
    const char *field;
  } extras[] = {
    { "temperature", "1", "extra.temperature" },
    { "model", "\"gpt-4o\"", "extra.model" },
    { "stream", "true", "extra.stream" },
    { "messages", "[]", "extra.messages" },
    { "stream_options", "{}", "extra.stream_options" },
    { "n", "3", "extra.n" },
    { "n", "1.0", "extra.n" },
  };
  g_autoptr (LabDialect) dialect = lab_openai_chat_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (extras); i++)
    {
      g_autoptr (LabRequest) request = new_ticket ("gpt-4o", "Hello.");
      g_autoptr (GError) error = NULL;

      lab_request_set_extra (request, extras[i].name, extras[i].json);
      g_assert_null (lab_dialect_build_request (dialect, request, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_REQUEST);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD), ==,
                       extras[i].field);
    }
}

static void
test_refuses_invalid (void)
{
  g_autoptr (LabDialect) dialect = lab_openai_chat_new ();
  g_autoptr (LabRequest) request = lab_request_new ("openai", "gpt-4o");
  g_autoptr (GError) error = NULL;

  g_assert_null (lab_dialect_build_request (dialect, request, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_REQUEST);
}

static void
test_dialects (void)
{
  const char * const *names = lab_dialect_list ();

  g_assert_cmpstr (names[0], ==, "openai-chat");
  for (; *names != NULL; names++)
    {
      g_autoptr (LabDialect) dialect = lab_dialect_new (*names);

      g_assert_cmpstr (lab_dialect_get_name (dialect), ==, *names);
    }
  g_assert_null (lab_dialect_new ("nobody's"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/openai-request/examples", test_examples);
  for (gsize i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      g_autofree char *path =
        g_strconcat ("/providers/openai-request/parameter/", parameters[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_parameter);
    }
  g_test_add_func ("/providers/openai-request/role-of-instructions", test_instructions_role);
  g_test_add_func ("/providers/openai-request/tools", test_tools);
  g_test_add_func ("/providers/openai-request/parts", test_parts);
  g_test_add_func ("/providers/openai-request/refuses-extras", test_refused_extras);
  g_test_add_func ("/providers/openai-request/refuses-invalid", test_refuses_invalid);
  g_test_add_func ("/providers/dialects", test_dialects);

  return g_test_run ();
}
