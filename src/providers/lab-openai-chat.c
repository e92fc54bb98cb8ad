/* lab-openai-chat.c: OpenAI's Chat Completions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-openai-chat-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-error.h"

struct _LabOpenaiChat
{
  GObject parent_instance;
};

static void lab_openai_chat_iface_init (LabDialectInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LabOpenaiChat, lab_openai_chat, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_DIALECT,
                                                      lab_openai_chat_iface_init))

static const struct
{
  const char *wire;
  LabFinish finish;
} finish_reasons[] = {
  { "stop", LAB_FINISH_STOP },
  { "length", LAB_FINISH_LENGTH },
  { "tool_calls", LAB_FINISH_TOOL_CALLS },
  { "function_call", LAB_FINISH_TOOL_CALLS },
  { "content_filter", LAB_FINISH_CONTENT_FILTER },
};

LabFinish
lab_openai_chat_read_finish (const char *reason)
{
  for (gsize i = 0; reason != NULL && i < G_N_ELEMENTS (finish_reasons); i++)
    if (g_str_equal (reason, finish_reasons[i].wire))
      return finish_reasons[i].finish;
  return LAB_FINISH_UNKNOWN;
}

static LabJsonDocument *
parse_body (const LabWireReply  *reply,
            GError             **error)
{
  gsize length;
  const char *bytes = g_bytes_get_data (reply->body, &length);

  return lab_json_document_parse (bytes != NULL ? bytes : "", (gssize) length, NULL, 1, error);
}

static char *
concat_tool_calls (const LabJson *message)
{
  const LabJson *calls = lab_json_get (message, "tool_calls");

  if (calls == NULL || lab_json_get_n_members (calls) == 0)
    return NULL;
  return lab_json_to_string (calls, FALSE);
}

static void
read_choice (LabResponse   *response,
             const LabJson *choice)
{
  const LabJson *message = lab_json_get (choice, "message");
  const char *content = lab_json_get_string (lab_json_get (message, "content"));
  const char *refusal = lab_json_get_string (lab_json_get (message, "refusal"));

  response->finish =
    lab_openai_chat_read_finish (lab_json_get_string (lab_json_get (choice, "finish_reason")));
  if (refusal != NULL && refusal[0] != '\0')
    response->finish = LAB_FINISH_REFUSAL;
  lab_request_set (&response->content, content != NULL ? content : refusal != NULL ? refusal : "");
  response->tool_calls = concat_tool_calls (message);
}

static gboolean
read_reply (LabResponse    *response,
            const LabJson  *root,
            GError        **error)
{
  const LabJson *choices = lab_json_require (root, "choices", LAB_JSON_ARRAY, error);

  if (choices == NULL)
    return FALSE;
  if (lab_json_get_n_members (choices) > 0)
    read_choice (response, lab_json_get_element (choices, 0));

  lab_request_set (&response->model, lab_json_get_string (lab_json_get (root, "model")));
  lab_request_set (&response->service_tier,
                   lab_json_get_string (lab_json_get (root, "service_tier")));
  lab_request_set (&response->request_id, lab_json_get_string (lab_json_get (root, "id")));
  lab_openai_chat_take_usage (response, lab_json_get (root, "usage"));
  return TRUE;
}

static const char *
lab_openai_chat_get_name (LabDialect *dialect)
{
  return LAB_OPENAI_CHAT_NAME;
}

static LabWireRequest *
lab_openai_chat_build_request (LabDialect        *dialect,
                               const LabRequest  *request,
                               GError           **error)
{
  char *body = lab_openai_chat_build_body (request, error);
  g_autoptr (GBytes) bytes = NULL;
  LabWireRequest *wire;

  if (body == NULL)
    return NULL;
  bytes = g_bytes_new_take (body, strlen (body));
  wire = lab_wire_request_new ("POST", "/chat/completions", bytes);
  g_tree_insert (wire->headers, g_strdup ("content-type"), g_strdup ("application/json"));
  wire->stream = request->stream;
  return wire;
}

static gboolean
has_error (const LabJson *root)
{
  const LabJson *error = lab_json_get (root, "error");

  return error != NULL && !lab_json_is_null (error);
}

static LabResponse *
lab_openai_chat_parse_reply (LabDialect          *dialect,
                             const LabWireReply  *reply,
                             GError             **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (LabJsonDocument) document = parse_body (reply, &cause);
  g_autoptr (LabResponse) response = NULL;

  const LabJson *root = document != NULL ? lab_json_document_get_root (document) : NULL;
  gboolean good = reply->status >= 200 && reply->status <= 299;

  /* Some servers send their errors with status 200. */
  if (!good || (root != NULL && has_error (root)))
    {
      lab_openai_chat_set_error (error, good ? 0 : reply->status, root, reply->headers);
      return NULL;
    }
  if (root == NULL)
    {
      lab_openai_chat_set_unreadable (error, reply, cause);
      return NULL;
    }

  response = lab_response_new ();
  if (!read_reply (response, root, &cause))
    {
      lab_openai_chat_set_unreadable (error, reply, cause);
      return NULL;
    }
  response->latency_us = reply->latency_us;
  response->timestamp = reply->sent_at;
  return g_steal_pointer (&response);
}

static LabStreamDecoder *
lab_openai_chat_new_decoder (LabDialect *dialect)
{
  return lab_openai_chat_decoder_new ();
}

/* Takes a usage object, a whole reply, or an SSE chunk's object. */
static gboolean
lab_openai_chat_parse_usage (LabDialect     *dialect,
                             const LabJson  *json,
                             LabUsage       *usage,
                             GError        **error)
{
  const LabJson *object = lab_json_get (json, "usage");

  if (object == NULL)
    object = json;
  if (lab_json_get_node_type (object) != LAB_JSON_OBJECT)
    {
      lab_json_set_error (error, object, _("A usage object was expected here."));
      return FALSE;
    }
  if (lab_json_get (object, "prompt_tokens") == NULL &&
      lab_json_get (object, "completion_tokens") == NULL)
    {
      lab_json_set_error (error, object,
                          _("This holds no prompt_tokens and no completion_tokens; it is not the "
                            "usage of a chat completion."));
      return FALSE;
    }
  return lab_openai_chat_read_usage (object, usage, error);
}

static void
lab_openai_chat_class_init (LabOpenaiChatClass *klass)
{
}

static void
lab_openai_chat_init (LabOpenaiChat *self)
{
}

static void
lab_openai_chat_iface_init (LabDialectInterface *iface)
{
  iface->get_name = lab_openai_chat_get_name;
  iface->build_request = lab_openai_chat_build_request;
  iface->parse_reply = lab_openai_chat_parse_reply;
  iface->new_decoder = lab_openai_chat_new_decoder;
  iface->parse_usage = lab_openai_chat_parse_usage;
}

LabDialect *
lab_openai_chat_new (void)
{
  return g_object_new (LAB_TYPE_OPENAI_CHAT, NULL);
}
