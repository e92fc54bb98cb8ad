/* test-request.c: requests, their two texts, and what may be sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-error.h"
#include "lab-random.h"
#include "lab-request.h"

static LabMessage *
nth_message (LabRequest *request,
             guint       index)
{
  return g_ptr_array_index (request->messages, index);
}

static LabPart *
nth_part (LabRequest *request,
          guint       message,
          guint       part)
{
  return g_ptr_array_index (nth_message (request, message)->parts, part);
}

static LabTool *
first_tool (LabRequest *request)
{
  return g_ptr_array_index (request->tools, 0);
}

/* A request that sets everything and may be sent. */
static LabRequest *
full_request (void)
{
  LabRequest *self = lab_request_new ("mock", "model-1");
  LabMessage *message = lab_request_add_message (self, LAB_ROLE_SYSTEM, "Be brief.");

  message->region = g_strdup ("policy");
  nth_part (self, 0, 0)->breakpoint = LAB_CACHE_BREAKPOINT_DEFAULT;
  message = lab_request_add_message (self, LAB_ROLE_USER, "Grüße 😀\n\"x\"");
  message->name = g_strdup ("ann");
  g_ptr_array_add (message->parts, lab_part_new (LAB_PART_IMAGE, "data:,x", NULL, NULL));
  message = lab_request_add_message (self, LAB_ROLE_ASSISTANT, NULL);
  g_ptr_array_add (message->parts, lab_part_new (LAB_PART_TOOL_CALL, "{\"a\": 1}", "look", "c1"));
  message = lab_request_add_message (self, LAB_ROLE_TOOL, NULL);
  g_ptr_array_add (message->parts, lab_part_new (LAB_PART_TOOL_RESULT, "42", NULL, "c1"));
  lab_request_add_tool (self, lab_tool_new ("look", "Looks.", "{ \"type\": \"object\" }"));
  self->max_output_tokens = 100;
  self->temperature = g_strdup ("0.70");
  self->top_p = g_strdup ("0.9");
  self->stop = g_strsplit ("END,STOP", ",", -1);
  self->has_seed = TRUE;
  self->seed = 7;
  self->reasoning_effort = g_strdup ("low");
  self->response_format = g_strdup ("{\"z\":1, \"a\":[1.50]}");
  self->service_tier = g_strdup ("flex");
  self->prompt_cache_key = g_strdup ("k");
  self->stream = TRUE;
  self->batch = TRUE;
  lab_request_set_extra (self, "zeta", "1e2");
  lab_request_set_extra (self, "alpha", "{\"b\": null}");
  lab_request_set_metadata (self, "tag", "t");
  return self;
}

static void
test_canonical_text (void)
{
  g_autoptr (LabRequest) request = full_request ();
  g_autofree char *json = lab_request_to_canonical_json (request);
  g_autofree char *hash = lab_request_hash (request);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, json, -1);

  g_assert_cmpstr (
    json, ==,
    "{\"extra\":{\"alpha\":{\"b\":null},\"zeta\":1e2},\"max_output_tokens\":100,"
    "\"messages\":[{\"parts\":[{\"text\":\"Be brief.\",\"type\":\"text\"}],\"role\":\"system\"},"
    "{\"name\":\"ann\",\"parts\":[{\"text\":\"Grüße 😀\\n\\\"x\\\"\",\"type\":\"text\"},"
    "{\"text\":\"data:,x\",\"type\":\"image\"}],\"role\":\"user\"},"
    "{\"parts\":[{\"id\":\"c1\",\"name\":\"look\",\"text\":\"{\\\"a\\\": 1}\","
    "\"type\":\"tool_call\"}],\"role\":\"assistant\"},"
    "{\"parts\":[{\"id\":\"c1\",\"text\":\"42\",\"type\":\"tool_result\"}],\"role\":\"tool\"}],"
    "\"model\":\"model-1\",\"provider\":\"mock\",\"reasoning_effort\":\"low\","
    "\"response_format\":{\"z\":1,\"a\":[1.50]},\"seed\":7,\"stop\":[\"END\",\"STOP\"],"
    "\"temperature\":0.70,\"tools\":[{\"description\":\"Looks.\",\"name\":\"look\","
    "\"parameters\":{\"type\":\"object\"}}],\"top_p\":0.9}");
  g_assert_cmpuint (strlen (hash), ==, 64);
  g_assert_cmpstr (hash, ==, digest);
}

static void
test_least_canonical_text (void)
{
  g_autoptr (LabRequest) request = lab_request_new ("mock", "m");
  g_autofree char *json = lab_request_to_canonical_json (request);

  g_assert_cmpstr (json, ==, "{\"messages\":[],\"model\":\"m\",\"provider\":\"mock\"}");
}

/* One change of each field: what may change the output changes the key, and
 * nothing else does. */
typedef enum
{
  CHANGE_PROVIDER,
  CHANGE_MODEL,
  CHANGE_ROLE,
  CHANGE_MESSAGE_NAME,
  CHANGE_TEXT,
  CHANGE_TEXT_NORMALISATION,
  CHANGE_PART_TYPE,
  CHANGE_PART_NAME,
  CHANGE_PART_ID,
  CHANGE_PART_SPLIT,
  CHANGE_MESSAGE_ORDER,
  CHANGE_MESSAGE_ADDED,
  CHANGE_TOOL_NAME,
  CHANGE_TOOL_DESCRIPTION,
  CHANGE_TOOL_PARAMETERS,
  CHANGE_TOOL_PARAMETERS_GONE,
  CHANGE_TOOL_GONE,
  CHANGE_MAX_OUTPUT,
  CHANGE_MAX_OUTPUT_GONE,
  CHANGE_TEMPERATURE,
  CHANGE_TEMPERATURE_GONE,
  CHANGE_TOP_P,
  CHANGE_STOP,
  CHANGE_STOP_ORDER,
  CHANGE_SEED,
  CHANGE_SEED_GONE,
  CHANGE_EFFORT,
  CHANGE_FORMAT,
  CHANGE_FORMAT_ORDER,
  CHANGE_EXTRA_VALUE,
  CHANGE_EXTRA_ADDED,
  N_AFFECTING,
  SAME_FORMAT_SPACE = N_AFFECTING,
  SAME_EXTRA_SPACE,
  SAME_STREAM,
  SAME_BATCH,
  SAME_SERVICE_TIER,
  SAME_CACHE_KEY,
  SAME_BREAKPOINT,
  SAME_REGION,
  SAME_METADATA,
  SAME_METADATA_ADDED,
  N_CHANGES
} Change;

static void
change_message (LabRequest *request,
                Change      change)
{
  switch ((int) change)
    {
    case CHANGE_ROLE:
      nth_message (request, 0)->role = LAB_ROLE_USER;
      break;
    case CHANGE_MESSAGE_NAME:
      lab_request_set (&nth_message (request, 1)->name, "bob");
      break;
    case CHANGE_TEXT:
      lab_part_set_text (nth_part (request, 1, 0), "Grüße 😀\n\"x\" ");
      break;
    case CHANGE_TEXT_NORMALISATION:
      lab_part_set_text (nth_part (request, 1, 0), "Gru\xcc\x88ße 😀\n\"x\"");
      break;
    case CHANGE_PART_TYPE:
      nth_part (request, 1, 1)->type = LAB_PART_TEXT;
      break;
    case CHANGE_PART_NAME:
      lab_request_set (&nth_part (request, 2, 0)->name, "find");
      break;
    case CHANGE_PART_ID:
      lab_request_set (&nth_part (request, 2, 0)->id, "c2");
      break;
    case CHANGE_PART_SPLIT:
      lab_part_set_text (nth_part (request, 0, 0), "Be");
      g_ptr_array_add (nth_message (request, 0)->parts, lab_part_new_text (" brief."));
      break;
    case CHANGE_MESSAGE_ORDER:
      g_ptr_array_add (request->messages, g_ptr_array_steal_index (request->messages, 0));
      break;
    case CHANGE_MESSAGE_ADDED:
      lab_request_add_message (request, LAB_ROLE_USER, "");
      break;
    case SAME_BREAKPOINT:
      nth_part (request, 0, 0)->breakpoint = LAB_CACHE_BREAKPOINT_LONG;
      break;
    case SAME_REGION:
      lab_request_set (&nth_message (request, 0)->region, "context");
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
change_tool (LabRequest *request,
             Change      change)
{
  LabTool *tool = g_ptr_array_index (request->tools, 0);

  switch ((int) change)
    {
    case CHANGE_TOOL_NAME:
      lab_request_set (&tool->name, "find");
      break;
    case CHANGE_TOOL_DESCRIPTION:
      lab_request_set (&tool->description, NULL);
      break;
    case CHANGE_TOOL_PARAMETERS:
      lab_request_set (&tool->parameters, "{\"type\":\"string\"}");
      break;
    case CHANGE_TOOL_PARAMETERS_GONE:
      lab_request_set (&tool->parameters, NULL);
      break;
    case CHANGE_TOOL_GONE:
    default:
      g_ptr_array_set_size (request->tools, 0);
      break;
    }
}

static void
change_parameter (LabRequest *request,
                  Change      change)
{
  switch ((int) change)
    {
    case CHANGE_MAX_OUTPUT:
      request->max_output_tokens = 101;
      break;
    case CHANGE_MAX_OUTPUT_GONE:
      request->max_output_tokens = LAB_UNSET;
      break;
    case CHANGE_TEMPERATURE:
      lab_request_set (&request->temperature, "0.71");
      break;
    case CHANGE_TEMPERATURE_GONE:
      lab_request_set (&request->temperature, NULL);
      break;
    case CHANGE_TOP_P:
      lab_request_set (&request->top_p, "1");
      break;
    case CHANGE_STOP:
      lab_request_set (&request->stop[1], "ENDE");
      break;
    case CHANGE_STOP_ORDER:
      lab_request_set (&request->stop[0], "STOP");
      lab_request_set (&request->stop[1], "END");
      break;
    case CHANGE_SEED:
      request->seed = 8;
      break;
    case CHANGE_SEED_GONE:
      request->has_seed = FALSE;
      break;
    case CHANGE_EFFORT:
      lab_request_set (&request->reasoning_effort, "high");
      break;
    case CHANGE_FORMAT:
      lab_request_set (&request->response_format, "{\"z\":1, \"a\":[1.5]}");
      break;
    case CHANGE_FORMAT_ORDER:
      lab_request_set (&request->response_format, "{\"a\":[1.50], \"z\":1}");
      break;
    case SAME_FORMAT_SPACE:
      lab_request_set (&request->response_format, "{\n \"z\" : 1,\"a\":[ 1.50]}");
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
change_rest (LabRequest *request,
             Change      change)
{
  switch ((int) change)
    {
    case CHANGE_PROVIDER:
      lab_request_set (&request->provider, "openai");
      break;
    case CHANGE_MODEL:
      lab_request_set (&request->model, "model-2");
      break;
    case CHANGE_EXTRA_VALUE:
      lab_request_set_extra (request, "zeta", "100");
      break;
    case CHANGE_EXTRA_ADDED:
      lab_request_set_extra (request, "beta", "null");
      break;
    case SAME_EXTRA_SPACE:
      lab_request_set_extra (request, "alpha", " {\"b\":null} ");
      break;
    case SAME_STREAM:
      request->stream = FALSE;
      break;
    case SAME_BATCH:
      request->batch = FALSE;
      break;
    case SAME_SERVICE_TIER:
      lab_request_set (&request->service_tier, NULL);
      break;
    case SAME_CACHE_KEY:
      lab_request_set (&request->prompt_cache_key, "other");
      break;
    case SAME_METADATA:
      lab_request_set_metadata (request, "tag", "other");
      break;
    case SAME_METADATA_ADDED:
      lab_request_set_metadata (request, "more", "x");
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
apply_change (LabRequest *request,
              Change      change)
{
  gboolean of_message = (change >= CHANGE_ROLE && change <= CHANGE_MESSAGE_ADDED) ||
                        change == SAME_BREAKPOINT || change == SAME_REGION;
  gboolean of_tool = change >= CHANGE_TOOL_NAME && change <= CHANGE_TOOL_GONE;
  gboolean of_parameter = (change >= CHANGE_MAX_OUTPUT && change <= CHANGE_FORMAT_ORDER) ||
                          change == SAME_FORMAT_SPACE;

  if (of_message)
    change_message (request, change);
  else if (of_tool)
    change_tool (request, change);
  else if (of_parameter)
    change_parameter (request, change);
  else
    change_rest (request, change);
}

static void
test_hash_has_every_field_that_matters (void)
{
  g_autoptr (LabRequest) base = full_request ();
  g_autoptr (GHashTable) hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *base_hash = lab_request_hash (base);
  g_autofree char *base_json = lab_request_to_json (base);

  g_hash_table_add (hashes, g_strdup (base_hash));
  for (int change = 0; change < N_CHANGES; change++)
    {
      g_autoptr (LabRequest) changed = lab_request_copy (base);
      g_autofree char *json = NULL;
      g_autofree char *hash = NULL;

      apply_change (changed, (Change) change);
      hash = lab_request_hash (changed);
      json = lab_request_to_json (changed);
      /* The whole text tells every change. */
      g_assert_cmpstr (json, !=, base_json);
      if (change >= N_AFFECTING)
        g_assert_cmpstr (hash, ==, base_hash);
      else if (!g_hash_table_add (hashes, g_steal_pointer (&hash)))
        g_error ("Change %d gives a hash that was there before", change);
    }
}

static void
test_hash_forgets_the_order_of_setting (void)
{
  g_autoptr (LabRequest) one = lab_request_new ("mock", "m");
  g_autoptr (LabRequest) other = lab_request_new ("mock", "m");
  g_autofree char *one_hash = NULL;
  g_autofree char *other_hash = NULL;

  lab_request_set_extra (one, "a", "1");
  lab_request_set_extra (one, "é", "2");
  lab_request_set_extra (one, "b", "3");
  lab_request_set_extra (other, "b", "3");
  lab_request_set_extra (other, "a", "0");
  lab_request_set_extra (other, "c", "0");
  lab_request_set_extra (other, "é", "2");
  lab_request_set_extra (other, "a", "1");
  lab_request_set_extra (other, "c", NULL);
  one_hash = lab_request_hash (one);
  other_hash = lab_request_hash (other);
  g_assert_cmpstr (one_hash, ==, other_hash);
}

static void
test_texts (void)
{
  g_autoptr (LabRequest) request = lab_request_new ("mock", "m");
  g_autofree char *none = lab_request_get_prompt (request);
  g_autofree char *no_system = lab_request_get_system_text (request);
  g_autofree char *prompt = NULL;
  g_autofree char *system = NULL;
  LabMessage *message;
  char *text = g_strdup ("abc");

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (no_system, ==, "");
  lab_request_add_message (request, LAB_ROLE_SYSTEM, "one");
  lab_request_add_message (request, LAB_ROLE_USER, "first");
  lab_request_add_message (request, LAB_ROLE_SYSTEM, "two");
  message = lab_request_add_message (request, LAB_ROLE_USER, "last");
  g_ptr_array_add (message->parts, lab_part_new (LAB_PART_IMAGE, "data:,", NULL, NULL));
  g_ptr_array_add (message->parts, lab_part_new_text ("line"));
  lab_request_add_message (request, LAB_ROLE_ASSISTANT, "so");
  prompt = lab_request_get_prompt (request);
  system = lab_request_get_system_text (request);
  g_assert_cmpstr (prompt, ==, "last\nline");
  g_assert_cmpstr (system, ==, "one\n\ntwo");

  lab_request_set (&text, text + 1);
  g_assert_cmpstr (text, ==, "bc");
  g_free (text);
  lab_request_set_metadata (request, "k", "v");
  g_assert_cmpstr (lab_request_get_metadata (request, "k"), ==, "v");
  g_assert_null (lab_request_get_metadata (request, "other"));
}

static char *
random_text (LabRandom *random)
{
  static const char *const pieces[] = {
    "a", "Z", " ", "\n", "\"", "\\", "é", "e\xcc\x81", "😀", "\x01", "\x7f",
    "{}", "null", "\xe2\x80\xa8", "0",
  };
  GString *text = g_string_new (NULL);

  for (int n = (int) lab_random_below (random, 12); n > 0; n--)
    g_string_append (text, pieces[lab_random_below (random, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

static char *
maybe_text (LabRandom *random)
{
  return lab_random_below (random, 2) ? random_text (random) : NULL;
}

static LabMessage *
random_message (LabRandom *random)
{
  LabMessage *message = lab_message_new ((LabRole) lab_random_below (random, 4), NULL);

  message->name = maybe_text (random);
  message->region = maybe_text (random);
  for (int n = (int) lab_random_below (random, 4); n > 0; n--)
    {
      LabPart *part = lab_part_new_text ("");

      part->type = (LabPartType) lab_random_below (random, 4);
      g_free (part->text);
      part->text = random_text (random);
      part->name = maybe_text (random);
      part->id = maybe_text (random);
      part->breakpoint = (LabCacheBreakpoint) lab_random_below (random, 3);
      g_ptr_array_add (message->parts, part);
    }
  return message;
}

/* Any request, also one that may not be sent. */
static LabRequest *
random_request (LabRandom *random)
{
  LabRequest *self = lab_request_new (NULL, NULL);
  char **fields[] = {
    &self->provider, &self->model, &self->temperature, &self->top_p, &self->reasoning_effort,
    &self->response_format, &self->service_tier, &self->prompt_cache_key,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    *fields[i] = maybe_text (random);
  for (int n = (int) lab_random_below (random, 5); n > 0; n--)
    g_ptr_array_add (self->messages, random_message (random));
  for (int n = (int) lab_random_below (random, 3); n > 0; n--)
    {
      LabTool *tool = lab_tool_new ("", NULL, NULL);

      g_free (tool->name);
      tool->name = random_text (random);
      tool->description = maybe_text (random);
      tool->parameters = maybe_text (random);
      lab_request_add_tool (self, tool);
    }
  if (lab_random_below (random, 2))
    self->max_output_tokens =
      (gint64) (lab_random_next (random) >> (lab_random_below (random, 62) + 1));
  self->has_seed = lab_random_below (random, 2);
  if (self->has_seed)
    self->seed = (gint64) lab_random_next (random);
  if (lab_random_below (random, 2))
    {
      self->stop = g_new0 (char *, 3);
      self->stop[0] = random_text (random);
      self->stop[1] = maybe_text (random);
    }
  self->stream = lab_random_below (random, 2);
  self->batch = lab_random_below (random, 2);
  for (int n = (int) lab_random_below (random, 4); n > 0; n--)
    {
      g_autofree char *name = random_text (random);
      g_autofree char *value = random_text (random);

      lab_request_set_extra (self, name, value);
      lab_request_set_metadata (self, value, name);
    }
  return self;
}

static void
test_whole_text_reads_back (void)
{
  LabRandom random;

  lab_random_init (&random, 2026);
  for (int i = 0; i < 2000; i++)
    {
      g_autoptr (LabRequest) request = random_request (&random);
      g_autoptr (LabRequest) copy = lab_request_copy (request);
      g_autoptr (LabRequest) back = NULL;
      g_autoptr (LabJsonDocument) document = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *json = lab_request_to_json (request);
      g_autofree char *copy_json = lab_request_to_json (copy);
      g_autofree char *back_json = NULL;
      g_autofree char *hash = lab_request_hash (request);
      g_autofree char *back_hash = NULL;

      g_assert_cmpstr (json, ==, copy_json);
      document = lab_json_document_parse (json, -1, "request", 1, &error);
      g_assert_no_error (error);
      back = lab_request_from_json (lab_json_document_get_root (document), &error);
      g_assert_no_error (error);
      back_json = lab_request_to_json (back);
      back_hash = lab_request_hash (back);
      g_assert_cmpstr (back_json, ==, json);
      g_assert_cmpstr (back_hash, ==, hash);
    }
}

static void
test_reading_names_the_place (void)
{
  static const struct
  {
    const char *json;
    const char *where;
  } cases[] = {
    { "[]", "r:1: $: " },
    { "{}", "r:1: $: " },
    { "{\"messages\":{}}", "r:1: $.messages: " },
    { "{\"messages\":[],\"colour\":1}", "r:1: $.colour: " },
    { "{\"messages\":[],\n\"model\":1}", "r:2: $.model: " },
    { "{\"messages\":[],\"temperature\":0.5}", "r:1: $.temperature: " },
    { "{\"messages\":[],\"seed\":1.5}", "r:1: $.seed: " },
    { "{\"messages\":[],\"max_output_tokens\":-1}", "r:1: $.max_output_tokens: " },
    { "{\"messages\":[],\"stream\":1}", "r:1: $.stream: " },
    { "{\"messages\":[],\"stop\":\"END\"}", "r:1: $.stop: " },
    { "{\"messages\":[],\"stop\":[\"END\",2]}", "r:1: $.stop[1]: " },
    { "{\"messages\":[],\"extra\":[]}", "r:1: $.extra: " },
    { "{\"messages\":[],\"metadata\":{\"a\":1}}", "r:1: $.metadata.a: " },
    { "{\"messages\":[],\"tools\":{}}", "r:1: $.tools: " },
    { "{\"messages\":[],\"tools\":[{}]}", "r:1: $.tools[0]: " },
    { "{\"messages\":[],\"tools\":[{\"name\":\"a\",\"x\":1}]}", "r:1: $.tools[0].x: " },
    { "{\"messages\":[1]}", "r:1: $.messages[0]: " },
    { "{\"messages\":[{\"parts\":[]}]}", "r:1: $.messages[0]: " },
    { "{\"messages\":[{\"role\":\"user\"}]}", "r:1: $.messages[0]: " },
    { "{\"messages\":[{\"role\":\"boss\",\"parts\":[]}]}", "r:1: $.messages[0].role: " },
    { "{\"messages\":[{\"role\":\"user\",\"parts\":[{\"type\":\"text\"}]}]}",
      "r:1: $.messages[0].parts[0]: " },
    { "{\"messages\":[{\"role\":\"user\",\"parts\":[{\"text\":\"\"}]}]}",
      "r:1: $.messages[0].parts[0]: " },
    { "{\"messages\":[{\"role\":\"user\",\"parts\":[{\"type\":\"film\",\"text\":\"\"}]}]}",
      "r:1: $.messages[0].parts[0].type: " },
    { "{\"messages\":[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"\","
      "\"cache_breakpoint\":\"ever\"}]}]}",
      "r:1: $.messages[0].parts[0].cache_breakpoint: " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabJsonDocument) document = NULL;
      g_autoptr (GError) error = NULL;

      document = lab_json_document_parse (cases[i].json, -1, "r", 1, &error);
      g_assert_no_error (error);
      g_assert_null (lab_request_from_json (lab_json_document_get_root (document), &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      if (!g_str_has_prefix (error->message, cases[i].where))
        g_error ("“%s” does not begin with “%s”", error->message, cases[i].where);
    }
}

static void
assert_invalid (const LabRequest *request,
                const char       *field)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (lab_request_validate (request, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_REQUEST);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD), ==, field);
  g_assert_nonnull (strstr (error->message, field));
  g_assert_false (lab_request_validate (request, NULL));
}

static void
test_whole_request_is_valid (void)
{
  g_autoptr (LabRequest) request = full_request ();
  g_autoptr (GError) error = NULL;

  g_assert_true (lab_request_validate (request, &error));
  g_assert_no_error (error);
}

static void
test_strings_are_checked (void)
{
  static const struct
  {
    gsize offset;
    const char *value;
    const char *field;
  } cases[] = {
    { G_STRUCT_OFFSET (LabRequest, provider), NULL, "provider" },
    { G_STRUCT_OFFSET (LabRequest, provider), "", "provider" },
    { G_STRUCT_OFFSET (LabRequest, model), NULL, "model" },
    { G_STRUCT_OFFSET (LabRequest, model), "", "model" },
    { G_STRUCT_OFFSET (LabRequest, model), "\xff", "model" },
    { G_STRUCT_OFFSET (LabRequest, temperature), "2.1", "temperature" },
    { G_STRUCT_OFFSET (LabRequest, temperature), "-0.1", "temperature" },
    { G_STRUCT_OFFSET (LabRequest, temperature), "warm", "temperature" },
    { G_STRUCT_OFFSET (LabRequest, temperature), "", "temperature" },
    { G_STRUCT_OFFSET (LabRequest, temperature), " 1", "temperature" },
    { G_STRUCT_OFFSET (LabRequest, temperature), "NaN", "temperature" },
    { G_STRUCT_OFFSET (LabRequest, temperature), "0,5", "temperature" },
    { G_STRUCT_OFFSET (LabRequest, top_p), "1.01", "top_p" },
    { G_STRUCT_OFFSET (LabRequest, reasoning_effort), "", "reasoning_effort" },
    { G_STRUCT_OFFSET (LabRequest, service_tier), "\xc0\xaf", "service_tier" },
    { G_STRUCT_OFFSET (LabRequest, prompt_cache_key), "", "prompt_cache_key" },
    { G_STRUCT_OFFSET (LabRequest, response_format), "{\"a\":1,\"a\":2}", "response_format" },
    { G_STRUCT_OFFSET (LabRequest, response_format), "[]", "response_format" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabRequest) request = full_request ();

      lab_request_set (&G_STRUCT_MEMBER (char *, request, cases[i].offset), cases[i].value);
      assert_invalid (request, cases[i].field);
    }
}

/* Puts a request that lacks one thing through the check. */
#define ASSERT_INVALID(field, ...)                                                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (LabRequest) request = full_request ();                                              \
                                                                                                   \
    __VA_ARGS__;                                                                                   \
    assert_invalid (request, field);                                                               \
  }                                                                                                \
  G_STMT_END

static void
test_structure_is_checked (void)
{
  ASSERT_INVALID ("messages", g_ptr_array_set_size (request->messages, 0));
  ASSERT_INVALID ("messages[0]", g_ptr_array_set_size (nth_message (request, 0)->parts, 0));
  ASSERT_INVALID ("messages[1].name", lab_request_set (&nth_message (request, 1)->name, "\xff"));
  ASSERT_INVALID ("messages[0].parts[0].text",
                  lab_part_set_text (nth_part (request, 0, 0), "\xff"));
  ASSERT_INVALID ("messages[1].parts[1].text", lab_part_set_text (nth_part (request, 1, 1), ""));
  ASSERT_INVALID ("messages[2].parts[0].id",
                  lab_request_set (&nth_part (request, 2, 0)->id, "\xff"));
  ASSERT_INVALID ("messages[2].parts[0]", lab_request_set (&nth_part (request, 2, 0)->name, NULL));
  ASSERT_INVALID ("messages[2].parts[0]", nth_message (request, 2)->role = LAB_ROLE_USER);
  ASSERT_INVALID ("messages[3].parts[0]", nth_message (request, 3)->role = LAB_ROLE_USER);
  ASSERT_INVALID ("messages[3].parts[0]", lab_request_set (&nth_part (request, 3, 0)->id, "c9"));
  ASSERT_INVALID ("messages[3].parts[0]", lab_request_set (&nth_part (request, 3, 0)->id, NULL));
  /* A call behind its result is no call before it. */
  ASSERT_INVALID ("messages[2].parts[0]",
                  g_ptr_array_add (request->messages,
                                   g_ptr_array_steal_index (request->messages, 2)));
  ASSERT_INVALID ("tools[0].name", lab_request_set (&first_tool (request)->name, ""));
  ASSERT_INVALID ("tools[1].name",
                  lab_request_add_tool (request, lab_tool_new ("look", NULL, NULL)));
  ASSERT_INVALID ("tools[1].parameters",
                  lab_request_add_tool (request, lab_tool_new ("b", NULL, "[]")));
  ASSERT_INVALID ("tools[1].description",
                  lab_request_add_tool (request, lab_tool_new ("b", "\xff", NULL)));
  ASSERT_INVALID ("max_output_tokens", request->max_output_tokens = 0);
  ASSERT_INVALID ("max_output_tokens", request->max_output_tokens = -2);
  ASSERT_INVALID ("stop[1]", lab_request_set (&request->stop[1], ""));
  ASSERT_INVALID ("extra", lab_request_set_extra (request, "", "1"));
  ASSERT_INVALID ("extra.zeta", lab_request_set_extra (request, "zeta", "1,"));
  ASSERT_INVALID ("metadata.tag", lab_request_set_metadata (request, "tag", "\xff"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/call/request/canonical-text", test_canonical_text);
  g_test_add_func ("/call/request/least-canonical-text", test_least_canonical_text);
  g_test_add_func ("/call/request/hash-has-every-field-that-matters",
                   test_hash_has_every_field_that_matters);
  g_test_add_func ("/call/request/hash-forgets-the-order-of-setting",
                   test_hash_forgets_the_order_of_setting);
  g_test_add_func ("/call/request/texts", test_texts);
  g_test_add_func ("/call/request/whole-text-reads-back", test_whole_text_reads_back);
  g_test_add_func ("/call/request/reading-names-the-place", test_reading_names_the_place);
  g_test_add_func ("/call/request/whole-request-is-valid", test_whole_request_is_valid);
  g_test_add_func ("/call/request/strings-are-checked", test_strings_are_checked);
  g_test_add_func ("/call/request/structure-is-checked", test_structure_is_checked);

  return g_test_run ();
}
