/* lab-openai-chat-decoder.c: a Chat Completions stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-openai-chat-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-error.h"
#include "lab-json-writer.h"
#include "lab-sse-parser.h"

typedef struct
{
  char *id;
  char *name;
  GString *arguments;
} ToolCall;

struct _LabOpenaiChatDecoder
{
  GObject parent_instance;

  LabSseParser *parser;
  GString *content;
  GPtrArray *tool_calls;
  LabResponse *response;
  GError *error; /* from an error event */
  gboolean terminated;
  gboolean refused;
};

/* What one feed() call hands its events to. */
typedef struct
{
  LabOpenaiChatDecoder *self;
  LabDeltaFunc delta;
  gpointer user_data;
} Feed;

static void lab_openai_chat_decoder_iface_init (LabStreamDecoderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LabOpenaiChatDecoder, lab_openai_chat_decoder, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_STREAM_DECODER,
                                                      lab_openai_chat_decoder_iface_init))

/* More tool calls in one answer than anybody makes is a broken stream. */
#define MAX_TOOL_CALLS 1024

static void
tool_call_free (ToolCall *call)
{
  g_free (call->id);
  g_free (call->name);
  g_string_free (call->arguments, TRUE);
  g_free (call);
}

static ToolCall *
get_tool_call (LabOpenaiChatDecoder *self,
               gint64                index)
{
  while (self->tool_calls->len <= index)
    {
      ToolCall *call = g_new0 (ToolCall, 1);

      call->arguments = g_string_new (NULL);
      g_ptr_array_add (self->tool_calls, call);
    }
  return g_ptr_array_index (self->tool_calls, index);
}

static void
take_tool_calls (LabOpenaiChatDecoder *self,
                 const LabJson        *calls)
{
  for (guint i = 0; i < lab_json_get_n_members (calls); i++)
    {
      const LabJson *node = lab_json_get_element (calls, i);
      const LabJson *function = lab_json_get (node, "function");
      const char *id = lab_json_get_string (lab_json_get (node, "id"));
      const char *name = lab_json_get_string (lab_json_get (function, "name"));
      const char *arguments = lab_json_get_string (lab_json_get (function, "arguments"));
      gint64 index = i;
      ToolCall *call;

      lab_json_get_int (lab_json_get (node, "index"), &index);
      if (index < 0 || index >= MAX_TOOL_CALLS)
        continue;
      call = get_tool_call (self, index);
      if (id != NULL)
        lab_request_set (&call->id, id);
      if (name != NULL)
        lab_request_set (&call->name, name);
      if (arguments != NULL)
        g_string_append (call->arguments, arguments);
    }
}

static void
take_text (Feed       *feed,
           const char *text)
{
  if (text == NULL || text[0] == '\0')
    return;

  g_string_append (feed->self->content, text);
  if (feed->delta != NULL)
    feed->delta (text, feed->user_data);
}

static void
take_choice (Feed          *feed,
             const LabJson *choice)
{
  LabOpenaiChatDecoder *self = feed->self;
  const LabJson *delta = lab_json_get (choice, "delta");
  const char *reason = lab_json_get_string (lab_json_get (choice, "finish_reason"));
  const char *refusal = lab_json_get_string (lab_json_get (delta, "refusal"));

  take_text (feed, lab_json_get_string (lab_json_get (delta, "content")));
  if (refusal != NULL && refusal[0] != '\0')
    {
      self->refused = TRUE;
      take_text (feed, refusal);
    }
  take_tool_calls (self, lab_json_get (delta, "tool_calls"));
  if (reason != NULL)
    {
      self->response->finish = lab_openai_chat_read_finish (reason);
      self->terminated = TRUE;
    }
}

/* Of several answers only the first is asked for; the others are not mixed
 * into it. */
static void
take_choices (Feed          *feed,
              const LabJson *choices)
{
  for (guint i = 0; i < lab_json_get_n_members (choices); i++)
    {
      const LabJson *choice = lab_json_get_element (choices, i);
      gint64 index = 0;

      lab_json_get_int (lab_json_get (choice, "index"), &index);
      if (index == 0)
        take_choice (feed, choice);
    }
}

static void
take_chunk (Feed          *feed,
            const LabJson *root)
{
  LabOpenaiChatDecoder *self = feed->self;
  const char *model = lab_json_get_string (lab_json_get (root, "model"));
  const char *tier = lab_json_get_string (lab_json_get (root, "service_tier"));
  const char *id = lab_json_get_string (lab_json_get (root, "id"));

  if (lab_json_get (root, "error") != NULL && !lab_json_is_null (lab_json_get (root, "error")))
    {
      g_clear_error (&self->error);
      lab_openai_chat_set_error (&self->error, 0, root, NULL);
      return;
    }
  if (model != NULL && model[0] != '\0')
    lab_request_set (&self->response->model, model);
  if (tier != NULL)
    lab_request_set (&self->response->service_tier, tier);
  if (id != NULL)
    lab_request_set (&self->response->request_id, id);
  take_choices (feed, lab_json_get (root, "choices"));
  lab_openai_chat_take_usage (self->response, lab_json_get (root, "usage"));
}

static gboolean
event_cb (const char  *event,
          const char  *data,
          gsize        length,
          gpointer     user_data,
          GError     **error)
{
  Feed *feed = user_data;
  g_autoptr (LabJsonDocument) document = NULL;
  g_autoptr (GError) cause = NULL;

  if (length == strlen ("[DONE]") && memcmp (data, "[DONE]", length) == 0)
    {
      feed->self->terminated = TRUE;
      return TRUE;
    }

  document = lab_json_document_parse (data, (gssize) length, NULL, 1, &cause);
  if (document == NULL)
    {
      lab_openai_chat_set_unreadable (error, NULL, cause);
      return FALSE;
    }
  take_chunk (feed, lab_json_document_get_root (document));
  return TRUE;
}

static gboolean
lab_openai_chat_decoder_feed (LabStreamDecoder  *decoder,
                              const char        *bytes,
                              gsize              length,
                              LabDeltaFunc       delta,
                              gpointer           user_data,
                              GError           **error)
{
  Feed feed = { LAB_OPENAI_CHAT_DECODER (decoder), delta, user_data };

  return lab_sse_parser_feed (feed.self->parser, bytes, length, event_cb, &feed, error);
}

static char *
write_tool_calls (GPtrArray *calls)
{
  g_autoptr (LabJsonWriter) writer = NULL;

  if (calls->len == 0)
    return NULL;

  writer = lab_json_writer_new (FALSE);
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < calls->len; i++)
    {
      const ToolCall *call = g_ptr_array_index (calls, i);

      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "id", call->id);
      lab_json_writer_member_string (writer, "type", "function");
      lab_json_writer_name (writer, "function");
      lab_json_writer_begin_object (writer);
      lab_json_writer_member_string (writer, "name", call->name);
      lab_json_writer_member_string (writer, "arguments", call->arguments->str);
      lab_json_writer_end_object (writer);
      lab_json_writer_end_object (writer);
    }
  lab_json_writer_end_array (writer);
  return lab_json_writer_to_string (writer);
}

static LabResponse *
lab_openai_chat_decoder_finish (LabStreamDecoder  *decoder,
                                GError           **error)
{
  LabOpenaiChatDecoder *self = LAB_OPENAI_CHAT_DECODER (decoder);
  LabResponse *response;

  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return NULL;
    }

  response = lab_response_copy (self->response);
  lab_request_set (&response->content, self->content->str);
  g_free (response->tool_calls);
  response->tool_calls = write_tool_calls (self->tool_calls);
  if (self->refused)
    response->finish = LAB_FINISH_REFUSAL;
  if (!self->terminated)
    {
      response->finish = LAB_FINISH_CUT;
      response->usage.flags |= LAB_USAGE_PARTIAL;
    }
  return response;
}

static void
lab_openai_chat_decoder_finalize (GObject *object)
{
  LabOpenaiChatDecoder *self = LAB_OPENAI_CHAT_DECODER (object);

  lab_sse_parser_free (self->parser);
  g_string_free (self->content, TRUE);
  g_ptr_array_unref (self->tool_calls);
  lab_response_free (self->response);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lab_openai_chat_decoder_parent_class)->finalize (object);
}

static void
lab_openai_chat_decoder_class_init (LabOpenaiChatDecoderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_openai_chat_decoder_finalize;
}

static void
lab_openai_chat_decoder_init (LabOpenaiChatDecoder *self)
{
  self->parser = lab_sse_parser_new ();
  self->content = g_string_new (NULL);
  self->tool_calls = g_ptr_array_new_with_free_func ((GDestroyNotify) tool_call_free);
  self->response = lab_response_new ();
}

static void
lab_openai_chat_decoder_iface_init (LabStreamDecoderInterface *iface)
{
  iface->feed = lab_openai_chat_decoder_feed;
  iface->finish = lab_openai_chat_decoder_finish;
}

LabStreamDecoder *
lab_openai_chat_decoder_new (void)
{
  return g_object_new (LAB_TYPE_OPENAI_CHAT_DECODER, NULL);
}
