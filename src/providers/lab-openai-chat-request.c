/* lab-openai-chat-request.c: a request in Chat Completions' words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-openai-chat-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-json-writer.h"

/* Written from the request's own fields. */
static const char * const own_names[] = {
  "max_completion_tokens", "messages",        "model",         "prompt_cache_key",
  "prompt_cache_options",  "reasoning_effort", "response_format", "seed",
  "service_tier",          "stop",             "stream",        "stream_options",
  "temperature",           "tools",            "top_p",         NULL,
};

/* Reasoning models (o1 and on, gpt-5 and on) take their instructions from a
 * developer message; the others know "system" only. A name may have its
 * vendor before it: "openai/gpt-5". */
static gboolean
is_reasoning_model (const char *model)
{
  const char *slash = strrchr (model, '/');

  if (slash != NULL)
    model = slash + 1;
  if (model[0] == 'o' && g_ascii_isdigit (model[1]))
    return TRUE;
  return g_str_has_prefix (model, "gpt-") &&
         g_ascii_strtoull (model + strlen ("gpt-"), NULL, 10) >= 5;
}

static const char *
role_name (const LabRequest *request,
           LabRole           role)
{
  switch (role)
    {
    case LAB_ROLE_SYSTEM:
      return is_reasoning_model (request->model) ? "developer" : "system";
    case LAB_ROLE_USER:
      return "user";
    case LAB_ROLE_ASSISTANT:
      return "assistant";
    case LAB_ROLE_TOOL:
    default:
      g_assert_not_reached ();
    }
}

static void
write_part (LabJsonWriter *writer,
            const LabPart *part)
{
  lab_json_writer_begin_object (writer);
  if (part->type == LAB_PART_IMAGE)
    {
      lab_json_writer_member_string (writer, "type", "image_url");
      lab_json_writer_name (writer, "image_url");
      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "url", part->text);
      lab_json_writer_end_object (writer);
    }
  else
    {
      lab_json_writer_member_string (writer, "type", "text");
      lab_json_writer_member_string (writer, "text", part->text);
    }
  if (part->breakpoint != LAB_CACHE_BREAKPOINT_NONE)
    {
      lab_json_writer_name (writer, "prompt_cache_breakpoint");
      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "mode", "explicit");
      lab_json_writer_end_object (writer);
    }
  lab_json_writer_end_object (writer);
}

static gboolean
is_plain_text (const LabPart *part)
{
  return part->type != LAB_PART_IMAGE && part->breakpoint == LAB_CACHE_BREAKPOINT_NONE;
}

/* @parts: the parts from @first on, @n of them; tool calls are no content. */
static void
write_content (LabJsonWriter *writer,
               GPtrArray     *parts,
               guint          first,
               guint          n)
{
  const LabPart *only = NULL;
  guint n_content = 0;

  for (guint i = first; i < first + n; i++)
    {
      const LabPart *part = g_ptr_array_index (parts, i);

      if (part->type == LAB_PART_TOOL_CALL)
        continue;
      only = part;
      n_content++;
    }

  lab_json_writer_name (writer, "content");
  if (n_content == 0)
    {
      lab_json_writer_null (writer);
      return;
    }
  if (n_content == 1 && is_plain_text (only))
    {
      lab_json_writer_string (writer, only->text);
      return;
    }

  lab_json_writer_begin_array (writer);
  for (guint i = first; i < first + n; i++)
    {
      const LabPart *part = g_ptr_array_index (parts, i);

      if (part->type != LAB_PART_TOOL_CALL)
        write_part (writer, part);
    }
  lab_json_writer_end_array (writer);
}

static void
write_tool_calls (LabJsonWriter    *writer,
                  const LabMessage *message)
{
  gboolean any = FALSE;

  for (guint i = 0; i < message->parts->len; i++)
    {
      const LabPart *part = g_ptr_array_index (message->parts, i);

      if (part->type != LAB_PART_TOOL_CALL)
        continue;
      if (!any)
        {
          lab_json_writer_name (writer, "tool_calls");
          lab_json_writer_begin_array (writer);
          any = TRUE;
        }
      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "id", part->id);
      lab_json_writer_member_string (writer, "type", "function");
      lab_json_writer_name (writer, "function");
      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "name", part->name);
      lab_json_writer_member_string (writer, "arguments", part->text);
      lab_json_writer_end_object (writer);
      lab_json_writer_end_object (writer);
    }
  if (any)
    lab_json_writer_end_array (writer);
}

/* Each result of a tool is a message of its own, with its call's id. */
static void
write_tool_results (LabJsonWriter    *writer,
                    const LabMessage *message)
{
  for (guint i = 0; i < message->parts->len; i++)
    {
      const LabPart *part = g_ptr_array_index (message->parts, i);

      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "role", "tool");
      if (part->id != NULL)
        lab_json_writer_member_string (writer, "tool_call_id", part->id);
      write_content (writer, message->parts, i, 1);
      lab_json_writer_end_object (writer);
    }
}

static void
write_message (LabJsonWriter    *writer,
               const LabRequest *request,
               const LabMessage *message)
{
  if (message->role == LAB_ROLE_TOOL)
    {
      write_tool_results (writer, message);
      return;
    }
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "role", role_name (request, message->role));
  if (message->name != NULL)
    lab_json_writer_member_string (writer, "name", message->name);
  write_content (writer, message->parts, 0, message->parts->len);
  write_tool_calls (writer, message);
  lab_json_writer_end_object (writer);
}

static void
write_tools (LabJsonWriter    *writer,
             const LabRequest *request)
{
  if (request->tools->len == 0)
    return;

  lab_json_writer_name (writer, "tools");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < request->tools->len; i++)
    {
      const LabTool *tool = g_ptr_array_index (request->tools, i);

      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "type", "function");
      lab_json_writer_name (writer, "function");
      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "name", tool->name);
      if (tool->description != NULL)
        lab_json_writer_member_string (writer, "description", tool->description);
      if (tool->parameters != NULL)
        {
          lab_json_writer_name (writer, "parameters");
          lab_json_writer_raw (writer, tool->parameters);
        }
      lab_json_writer_end_object (writer);
      lab_json_writer_end_object (writer);
    }
  lab_json_writer_end_array (writer);
}

static void
write_raw_member (LabJsonWriter *writer,
                  const char    *name,
                  const char    *json)
{
  if (json == NULL)
    return;
  lab_json_writer_name (writer, name);
  lab_json_writer_raw (writer, json);
}

static void
write_string_member (LabJsonWriter *writer,
                     const char    *name,
                     const char    *value)
{
  if (value != NULL)
    lab_json_writer_member_string (writer, name, value);
}

static void
write_stop (LabJsonWriter    *writer,
            const LabRequest *request)
{
  if (request->stop == NULL || request->stop[0] == NULL)
    return;

  lab_json_writer_name (writer, "stop");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; request->stop[i] != NULL; i++)
    lab_json_writer_string (writer, request->stop[i]);
  lab_json_writer_end_array (writer);
}

static void
write_response_format (LabJsonWriter    *writer,
                       const LabRequest *request)
{
  if (request->response_format == NULL)
    return;

  lab_json_writer_name (writer, "response_format");
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "type", "json_schema");
  lab_json_writer_name (writer, "json_schema");
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "name", "answer");
  write_raw_member (writer, "schema", request->response_format);
  lab_json_writer_member_boolean (writer, "strict", TRUE);
  lab_json_writer_end_object (writer);
  lab_json_writer_end_object (writer);
}

static gboolean
has_breakpoint (const LabRequest *request)
{
  for (guint i = 0; i < request->messages->len; i++)
    {
      const LabMessage *message = g_ptr_array_index (request->messages, i);

      for (guint j = 0; j < message->parts->len; j++)
        {
          const LabPart *part = g_ptr_array_index (message->parts, j);

          if (part->breakpoint != LAB_CACHE_BREAKPOINT_NONE)
            return TRUE;
        }
    }
  return FALSE;
}

static void
write_caching (LabJsonWriter    *writer,
               const LabRequest *request)
{
  write_string_member (writer, "prompt_cache_key", request->prompt_cache_key);
  if (!has_breakpoint (request))
    return;

  lab_json_writer_name (writer, "prompt_cache_options");
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "mode", "explicit");
  lab_json_writer_member_string (writer, "ttl", "30m");
  lab_json_writer_end_object (writer);
}

static gboolean
write_extra (gpointer name,
             gpointer json,
             gpointer writer)
{
  write_raw_member (writer, name, json);
  return FALSE;
}

static void
write_streaming (LabJsonWriter    *writer,
                 const LabRequest *request)
{
  if (!request->stream)
    return;

  lab_json_writer_member_boolean (writer, "stream", TRUE);
  lab_json_writer_name (writer, "stream_options");
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_boolean (writer, "include_usage", TRUE);
  lab_json_writer_end_object (writer);
}

static void
name_field (GError     *error,
            const char *name)
{
  g_autofree char *field = g_strconcat ("extra.", name, NULL);

  lab_error_set_context (error, LAB_ERROR_CONTEXT_FIELD, field);
}

static GError *
find_bad_extra (const LabRequest *request)
{
  const char *n = request->extra != NULL ? g_tree_lookup (request->extra, "n") : NULL;
  GError *error = NULL;

  for (gsize i = 0; request->extra != NULL && own_names[i] != NULL; i++)
    {
      if (g_tree_lookup (request->extra, own_names[i]) == NULL)
        continue;
      lab_set_error (&error, LAB_ERROR_INVALID_REQUEST,
                     _("“%s” has a field of its own in the request and cannot be an extra "
                       "parameter."),
                     own_names[i]);
      name_field (error, own_names[i]);
      return error;
    }
  if (n != NULL && !g_str_equal (n, "1"))
    {
      lab_set_error (&error, LAB_ERROR_INVALID_REQUEST,
                     _("The extra parameter “n” would have several answers made and paid, and all "
                       "but the first lost. Ask several times instead."));
      name_field (error, "n");
    }
  return error;
}

char *
lab_openai_chat_build_body (const LabRequest  *request,
                            GError           **error)
{
  g_autoptr (LabJsonWriter) writer = NULL;
  GError *bad = find_bad_extra (request);

  if (bad != NULL)
    {
      g_propagate_error (error, bad);
      return NULL;
    }
  writer = lab_json_writer_new (FALSE);
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "model", request->model);
  lab_json_writer_name (writer, "messages");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < request->messages->len; i++)
    write_message (writer, request, g_ptr_array_index (request->messages, i));
  lab_json_writer_end_array (writer);
  write_tools (writer, request);
  if (request->max_output_tokens != LAB_UNSET)
    lab_json_writer_member_int (writer, "max_completion_tokens", request->max_output_tokens);
  write_raw_member (writer, "temperature", request->temperature);
  write_raw_member (writer, "top_p", request->top_p);
  write_stop (writer, request);
  if (request->has_seed)
    lab_json_writer_member_int (writer, "seed", request->seed);
  write_string_member (writer, "reasoning_effort", request->reasoning_effort);
  write_response_format (writer, request);
  write_string_member (writer, "service_tier", request->service_tier);
  write_caching (writer, request);
  if (request->extra != NULL)
    g_tree_foreach (request->extra, write_extra, writer);
  /* A measuring tool leaves nothing behind at the vendor. */
  if (request->extra == NULL || g_tree_lookup (request->extra, "store") == NULL)
    lab_json_writer_member_boolean (writer, "store", FALSE);
  write_streaming (writer, request);
  lab_json_writer_end_object (writer);

  return lab_json_writer_to_string (writer);
}
