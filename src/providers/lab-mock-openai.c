/* lab-mock-openai.c: Chat Completions from the server's side
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-mock-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-json-writer.h"

void
lab_mock_call_clear (LabMockCall *self)
{
  g_clear_pointer (&self->request, lab_request_free);
}

void
lab_mock_answer_clear (LabMockAnswer *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->content, g_free);
}

static LabCacheBreakpoint
read_breakpoint (const LabJson *part)
{
  const LabJson *mark = lab_json_get (part, "prompt_cache_breakpoint");

  return mark != NULL && !lab_json_is_null (mark) ? LAB_CACHE_BREAKPOINT_DEFAULT :
                                                    LAB_CACHE_BREAKPOINT_NONE;
}

static void
read_part (LabMessage    *message,
           LabPartType    type,
           const LabJson *part)
{
  const char *text = lab_json_get_string (lab_json_get (part, "text"));
  const char *url =
    lab_json_get_string (lab_json_get (lab_json_get (part, "image_url"), "url"));
  LabPart *made = url != NULL ? lab_part_new (LAB_PART_IMAGE, url, NULL, NULL) :
                                lab_part_new (type, text != NULL ? text : "", NULL, NULL);

  made->breakpoint = read_breakpoint (part);
  g_ptr_array_add (message->parts, made);
}

static void
read_content (LabMessage    *message,
              const LabJson *content)
{
  LabPartType type = message->role == LAB_ROLE_TOOL ? LAB_PART_TOOL_RESULT : LAB_PART_TEXT;
  const char *text = lab_json_get_string (content);

  if (text != NULL)
    g_ptr_array_add (message->parts, lab_part_new (type, text, NULL, NULL));
  else
    for (guint i = 0; i < lab_json_get_n_members (content); i++)
      read_part (message, type, lab_json_get_element (content, i));
}

static void
read_tool_calls (LabMessage    *message,
                 const LabJson *calls)
{
  for (guint i = 0; i < lab_json_get_n_members (calls); i++)
    {
      const LabJson *call = lab_json_get_element (calls, i);
      const LabJson *function = lab_json_get (call, "function");
      const char *arguments = lab_json_get_string (lab_json_get (function, "arguments"));

      g_ptr_array_add (message->parts,
                       lab_part_new (LAB_PART_TOOL_CALL,
                                     arguments != NULL ? arguments : "{}",
                                     lab_json_get_string (lab_json_get (function, "name")),
                                     lab_json_get_string (lab_json_get (call, "id"))));
    }
}

static gboolean
read_message (LabRequest     *request,
              const LabJson  *json,
              GError        **error)
{
  const char *role_name = lab_json_require_string (json, "role", error);
  const char *id = lab_json_get_string (lab_json_get (json, "tool_call_id"));
  LabMessage *message;
  LabRole role;

  if (role_name == NULL)
    return FALSE;
  if (!lab_role_from_string (role_name, &role))
    {
      lab_json_set_error (error, lab_json_get (json, "role"), _("There is no role “%s”."),
                          role_name);
      return FALSE;
    }

  message = lab_message_new (role, NULL);
  g_ptr_array_add (request->messages, message);
  message->name = g_strdup (lab_json_get_string (lab_json_get (json, "name")));
  read_content (message, lab_json_get (json, "content"));
  read_tool_calls (message, lab_json_get (json, "tool_calls"));
  for (guint i = 0; id != NULL && i < message->parts->len; i++)
    lab_request_set (&((LabPart *) g_ptr_array_index (message->parts, i))->id, id);
  return TRUE;
}

static void
read_tools (LabRequest    *request,
            const LabJson *tools)
{
  for (guint i = 0; i < lab_json_get_n_members (tools); i++)
    {
      const LabJson *function = lab_json_get (lab_json_get_element (tools, i), "function");
      const LabJson *parameters = lab_json_get (function, "parameters");
      const char *name = lab_json_get_string (lab_json_get (function, "name"));
      g_autofree char *schema =
        parameters != NULL ? lab_json_to_string (parameters, FALSE) : NULL;

      lab_request_add_tool (
        request, lab_tool_new (name != NULL ? name : "",
                               lab_json_get_string (lab_json_get (function, "description")),
                               schema));
    }
}

static gboolean
read_parameters (LabMockCall    *call,
                 const LabJson  *root,
                 GError        **error)
{
  LabRequest *request = call->request;
  const LabJson *options = lab_json_get (root, "stream_options");
  gint64 old_cap = LAB_UNSET;
  const char *effort = NULL, *tier = NULL;

  if (!lab_json_optional_int (root, "max_tokens", 1, G_MAXINT32, &old_cap, error) ||
      !lab_json_optional_int (root, "max_completion_tokens", 1, G_MAXINT32,
                              &request->max_output_tokens, error) ||
      !lab_json_optional_string (root, "reasoning_effort", &effort, error) ||
      !lab_json_optional_string (root, "service_tier", &tier, error) ||
      !lab_json_optional_boolean (root, "stream", &call->stream, error))
    return FALSE;
  if (options != NULL &&
      !lab_json_optional_boolean (options, "include_usage", &call->include_usage, error))
    return FALSE;

  if (request->max_output_tokens == LAB_UNSET)
    request->max_output_tokens = old_cap;
  lab_request_set (&request->reasoning_effort, effort);
  lab_request_set (&request->service_tier, tier);
  return TRUE;
}

/* How an answer is delivered, served and cached does not change it. */
static gboolean
bears_on_answer (const char *name)
{
  static const char * const others[] = {
    "stream",           "stream_options",        "service_tier",
    "prompt_cache_key", "prompt_cache_options",  "prompt_cache_retention",
    "store",            "metadata",              "safety_identifier",
    "user",             "messages",              NULL,
  };

  return !g_strv_contains (others, name);
}

static guint64
hash_text (const char *text,
           guint64     seed)
{
  return text != NULL ? lab_hash64 (text, strlen (text), seed) : seed + 1;
}

static guint64
hash_message (const LabMessage *message,
              guint64           hash)
{
  hash = hash_text (message->name, hash + (guint64) message->role);
  for (guint i = 0; i < message->parts->len; i++)
    {
      const LabPart *part = g_ptr_array_index (message->parts, i);

      hash = hash_text (part->text, hash + (guint64) part->type);
      hash = hash_text (part->name, hash);
      hash = hash_text (part->id, hash);
    }
  return hash;
}

/* Members count in any order, messages in theirs. */
static guint64
hash_call (const LabMockCall *call,
           const LabJson     *root)
{
  guint64 hash = 0, members = 0;

  for (guint i = 0; i < call->request->messages->len; i++)
    hash = hash_message (g_ptr_array_index (call->request->messages, i), hash);
  for (guint i = 0; i < lab_json_get_n_members (root); i++)
    {
      const char *name = lab_json_get_member_name (root, i);
      g_autofree char *value = NULL;

      if (!bears_on_answer (name))
        continue;
      value = lab_json_to_string (lab_json_get_element (root, i), TRUE);
      members += hash_text (value, hash_text (name, 0));
    }
  return lab_hash64 (&members, sizeof members, hash);
}

static gboolean
read_body (LabMockCall    *call,
           const LabJson  *root,
           GError        **error)
{
  const char *model = lab_json_require_string (root, "model", error);
  const LabJson *messages =
    model != NULL ? lab_json_require (root, "messages", LAB_JSON_ARRAY, error) : NULL;

  if (messages == NULL)
    return FALSE;

  call->request = lab_request_new ("openai", model);
  for (guint i = 0; i < lab_json_get_n_members (messages); i++)
    if (!read_message (call->request, lab_json_get_element (messages, i), error))
      return FALSE;
  read_tools (call->request, lab_json_get (root, "tools"));
  if (!read_parameters (call, root, error) || !lab_request_validate (call->request, error))
    return FALSE;
  call->hash = hash_call (call, root);
  return TRUE;
}

gboolean
lab_mock_openai_read (const LabWireRequest  *wire,
                      LabMockCall           *call,
                      GError               **error)
{
  g_auto (LabMockCall) made = { 0 };
  g_autoptr (LabJsonDocument) document = NULL;
  gsize length;
  const char *bytes = g_bytes_get_data (wire->body, &length);

  /* What cannot be read has a hash too, for its faults. */
  call->hash = lab_hash64 (bytes, length, 0);
  document = lab_json_document_parse (bytes != NULL ? bytes : "", (gssize) length, NULL, 1, error);
  if (document == NULL || !read_body (&made, lab_json_document_get_root (document), error))
    return FALSE;

  *call = made;
  made.request = NULL;
  return TRUE;
}

static const char *
finish_name (LabFinish finish)
{
  return finish == LAB_FINISH_LENGTH ? "length" : "stop";
}

static void
write_usage (LabJsonWriter  *writer,
             const LabUsage *usage)
{
  gint64 prompt = lab_usage_input_total (usage);
  gint64 completion = usage->buckets[LAB_BUCKET_O];

  lab_json_writer_name (writer, "usage");
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_int (writer, "prompt_tokens", prompt);
  lab_json_writer_member_int (writer, "completion_tokens", completion);
  lab_json_writer_member_int (writer, "total_tokens", prompt + completion);
  lab_json_writer_name (writer, "prompt_tokens_details");
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_int (writer, "cached_tokens", usage->buckets[LAB_BUCKET_R]);
  lab_json_writer_member_int (writer, "audio_tokens", 0);
  lab_json_writer_member_int (writer, "cache_write_tokens",
                              usage->buckets[LAB_BUCKET_W] + usage->buckets[LAB_BUCKET_WL]);
  lab_json_writer_end_object (writer);
  lab_json_writer_name (writer, "completion_tokens_details");
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_int (writer, "reasoning_tokens", MAX (usage->reasoning, 0));
  lab_json_writer_member_int (writer, "audio_tokens", 0);
  lab_json_writer_member_int (writer, "accepted_prediction_tokens", 0);
  lab_json_writer_member_int (writer, "rejected_prediction_tokens", 0);
  lab_json_writer_end_object (writer);
  lab_json_writer_end_object (writer);
}

static void
write_head (LabJsonWriter       *writer,
            const LabMockAnswer *answer,
            const char          *object)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "id", answer->id);
  lab_json_writer_member_string (writer, "object", object);
  lab_json_writer_member_int (writer, "created", answer->created);
  lab_json_writer_member_string (writer, "model", answer->model);
  lab_json_writer_member_string (writer, "service_tier", answer->service_tier);
}

static GBytes *
writer_to_bytes (LabJsonWriter *writer)
{
  char *text = lab_json_writer_to_string (writer);

  return g_bytes_new_take (text, strlen (text));
}

GBytes *
lab_mock_openai_write_reply (const LabMockAnswer *answer)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  write_head (writer, answer, "chat.completion");
  lab_json_writer_name (writer, "choices");
  lab_json_writer_begin_array (writer);
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_int (writer, "index", 0);
  lab_json_writer_name (writer, "message");
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "role", "assistant");
  lab_json_writer_member_string (writer, "content", answer->content);
  lab_json_writer_member_string (writer, "refusal", NULL);
  lab_json_writer_end_object (writer);
  lab_json_writer_member_string (writer, "logprobs", NULL);
  lab_json_writer_member_string (writer, "finish_reason", finish_name (answer->finish));
  lab_json_writer_end_object (writer);
  lab_json_writer_end_array (writer);
  if (answer->with_usage)
    write_usage (writer, &answer->usage);
  lab_json_writer_end_object (writer);
  return writer_to_bytes (writer);
}

/* @text: (nullable): content of the delta; @role: the first chunk */
static GBytes *
write_chunk (const LabMockAnswer *answer,
             gboolean             role,
             const char          *text,
             gboolean             last)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);
  g_autofree char *json = NULL;
  char *line;

  write_head (writer, answer, "chat.completion.chunk");
  lab_json_writer_name (writer, "choices");
  lab_json_writer_begin_array (writer);
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_int (writer, "index", 0);
  lab_json_writer_name (writer, "delta");
  lab_json_writer_begin_object (writer);
  if (role)
    lab_json_writer_member_string (writer, "role", "assistant");
  if (text != NULL)
    lab_json_writer_member_string (writer, "content", text);
  lab_json_writer_end_object (writer);
  lab_json_writer_member_string (writer, "finish_reason",
                                 last ? finish_name (answer->finish) : NULL);
  lab_json_writer_end_object (writer);
  lab_json_writer_end_array (writer);
  lab_json_writer_member_string (writer, "usage", NULL);
  lab_json_writer_end_object (writer);

  json = lab_json_writer_to_string (writer);
  line = g_strdup_printf ("data: %s\n\n", json);
  return g_bytes_new_take (line, strlen (line));
}

static GBytes *
write_usage_chunk (const LabMockAnswer *answer)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);
  g_autofree char *json = NULL;
  char *line;

  write_head (writer, answer, "chat.completion.chunk");
  lab_json_writer_name (writer, "choices");
  lab_json_writer_begin_array (writer);
  lab_json_writer_end_array (writer);
  write_usage (writer, &answer->usage);
  lab_json_writer_end_object (writer);

  json = lab_json_writer_to_string (writer);
  line = g_strdup_printf ("data: %s\n\n", json);
  return g_bytes_new_take (line, strlen (line));
}

GPtrArray *
lab_mock_openai_write_stream (const LabMockAnswer *answer,
                              const GPtrArray     *pieces,
                              gboolean             include_usage)
{
  GPtrArray *chunks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  static const char done[] = "data: [DONE]\n\n";

  g_ptr_array_add (chunks, write_chunk (answer, TRUE, "", FALSE));
  for (guint i = 0; i < pieces->len; i++)
    g_ptr_array_add (chunks, write_chunk (answer, FALSE, g_ptr_array_index (pieces, i), FALSE));
  g_ptr_array_add (chunks, write_chunk (answer, FALSE, NULL, TRUE));
  if (include_usage && answer->with_usage)
    g_ptr_array_add (chunks, write_usage_chunk (answer));
  g_ptr_array_add (chunks, g_bytes_new_static (done, sizeof done - 1));
  return chunks;
}

static const char *
error_type (guint status)
{
  if (status == 401)
    return "invalid_request_error";
  if (status == 429)
    return "requests";
  if (status >= 500)
    return "server_error";
  return "invalid_request_error";
}

GBytes *
lab_mock_openai_write_error (guint       status,
                             const char *reason,
                             const char *message)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  lab_json_writer_name (writer, "error");
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "message", message);
  lab_json_writer_member_string (writer, "type", error_type (status));
  lab_json_writer_member_string (writer, "param", NULL);
  lab_json_writer_member_string (writer, "code", reason);
  lab_json_writer_end_object (writer);
  lab_json_writer_end_object (writer);
  return writer_to_bytes (writer);
}
