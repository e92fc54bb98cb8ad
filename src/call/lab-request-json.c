/* lab-request-json.c: a request as JSON, canonical and whole
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab-json-writer.h"
#include "lab-names-private.h"
#include "lab-request-private.h"
#include "lab-sha256.h"

static const char *const part_names[] = { "text", "image", "tool_call", "tool_result" };
static const char *const breakpoint_names[] = { "none", "default", "long" };

/* Canonical text is for comparing: only what affects the output, JSON texts
 * without white space. Whole text is for reading back: everything, and texts
 * as the strings they are. Members are sorted in both. */
typedef enum
{
  FORM_CANONICAL,
  FORM_WHOLE,
} Form;

static void
write_optional (LabJsonWriter *writer,
                const char    *name,
                const char    *value)
{
  if (value != NULL)
    lab_json_writer_member_string (writer, name, value);
}

/* JSON text keeps the order of its members, which the model may see. What
 * is no JSON never passes lab_request_validate(); here it is a string. */
static void
write_json_text (LabJsonWriter *writer,
                 const char    *name,
                 const char    *text,
                 Form           form)
{
  g_autoptr (LabJsonDocument) document = NULL;

  if (text == NULL)
    return;
  lab_json_writer_name (writer, name);
  if (form == FORM_CANONICAL)
    document = lab_json_document_parse (text, -1, NULL, 1, NULL);
  if (document != NULL)
    lab_json_writer_node (writer, lab_json_document_get_root (document));
  else
    lab_json_writer_string (writer, text);
}

gboolean
lab_request_text_is_number (const char *text,
                            double     *value)
{
  g_autoptr (LabJsonDocument) document = lab_json_document_parse (text, -1, NULL, 1, NULL);
  const LabJson *root = document != NULL ? lab_json_document_get_root (document) : NULL;

  return g_strcmp0 (lab_json_get_number (root), text) == 0 && lab_json_get_double (root, value);
}

static void
write_number_text (LabJsonWriter *writer,
                   const char    *name,
                   const char    *text,
                   Form           form)
{
  double value;

  if (text == NULL)
    return;
  lab_json_writer_name (writer, name);
  if (form == FORM_CANONICAL && lab_request_text_is_number (text, &value))
    lab_json_writer_raw (writer, text);
  else
    lab_json_writer_string (writer, text);
}

static void
write_part (LabJsonWriter *writer,
            const LabPart *part,
            Form           form)
{
  lab_json_writer_begin_object (writer);
  if (form == FORM_WHOLE && part->breakpoint != LAB_CACHE_BREAKPOINT_NONE)
    lab_json_writer_member_string (writer, "cache_breakpoint", breakpoint_names[part->breakpoint]);
  write_optional (writer, "id", part->id);
  write_optional (writer, "name", part->name);
  lab_json_writer_member_string (writer, "text", part->text);
  lab_json_writer_member_string (writer, "type", part_names[part->type]);
  lab_json_writer_end_object (writer);
}

static void
write_message (LabJsonWriter    *writer,
               const LabMessage *message,
               Form              form)
{
  lab_json_writer_begin_object (writer);
  write_optional (writer, "name", message->name);
  lab_json_writer_name (writer, "parts");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < message->parts->len; i++)
    write_part (writer, g_ptr_array_index (message->parts, i), form);
  lab_json_writer_end_array (writer);
  if (form == FORM_WHOLE)
    write_optional (writer, "region", message->region);
  lab_json_writer_member_string (writer, "role", lab_role_to_string (message->role));
  lab_json_writer_end_object (writer);
}

static void
write_messages (LabJsonWriter    *writer,
                const LabRequest *self,
                Form              form)
{
  lab_json_writer_name (writer, "messages");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < self->messages->len; i++)
    write_message (writer, g_ptr_array_index (self->messages, i), form);
  lab_json_writer_end_array (writer);
}

static void
write_tools (LabJsonWriter    *writer,
             const LabRequest *self,
             Form              form)
{
  if (self->tools->len == 0)
    return;
  lab_json_writer_name (writer, "tools");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < self->tools->len; i++)
    {
      const LabTool *tool = g_ptr_array_index (self->tools, i);

      lab_json_writer_begin_object (writer);
      write_optional (writer, "description", tool->description);
      lab_json_writer_member_string (writer, "name", tool->name);
      write_json_text (writer, "parameters", tool->parameters, form);
      lab_json_writer_end_object (writer);
    }
  lab_json_writer_end_array (writer);
}

static void
write_stop (LabJsonWriter *writer,
            GStrv          stop)
{
  if (stop == NULL || stop[0] == NULL)
    return;
  lab_json_writer_name (writer, "stop");
  lab_json_writer_begin_array (writer);
  for (gsize i = 0; stop[i] != NULL; i++)
    lab_json_writer_string (writer, stop[i]);
  lab_json_writer_end_array (writer);
}

typedef struct
{
  LabJsonWriter *writer;
  Form form;
} PairData;

static gboolean
write_pair_cb (gpointer key,
               gpointer value,
               gpointer user_data)
{
  PairData *data = user_data;

  write_json_text (data->writer, key, value, data->form);
  return FALSE;
}

/* A GTree hands its pairs out in the byte order of their names. */
static void
write_pairs (LabJsonWriter *writer,
             const char    *name,
             GTree         *pairs,
             Form           form)
{
  PairData data = { writer, form };

  if (g_tree_nnodes (pairs) == 0)
    return;
  lab_json_writer_name (writer, name);
  lab_json_writer_begin_object (writer);
  g_tree_foreach (pairs, write_pair_cb, &data);
  lab_json_writer_end_object (writer);
}

static char *
to_json (const LabRequest *self,
         Form              form)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  lab_json_writer_begin_object (writer);
  if (form == FORM_WHOLE && self->batch)
    lab_json_writer_member_boolean (writer, "batch", TRUE);
  write_pairs (writer, "extra", self->extra, form);
  if (self->max_output_tokens != LAB_UNSET)
    lab_json_writer_member_int (writer, "max_output_tokens", self->max_output_tokens);
  write_messages (writer, self, form);
  if (form == FORM_WHOLE)
    write_pairs (writer, "metadata", self->metadata, form);
  write_optional (writer, "model", self->model);
  if (form == FORM_WHOLE)
    write_optional (writer, "prompt_cache_key", self->prompt_cache_key);
  write_optional (writer, "provider", self->provider);
  write_optional (writer, "reasoning_effort", self->reasoning_effort);
  write_json_text (writer, "response_format", self->response_format, form);
  if (self->has_seed)
    lab_json_writer_member_int (writer, "seed", self->seed);
  if (form == FORM_WHOLE)
    write_optional (writer, "service_tier", self->service_tier);
  write_stop (writer, self->stop);
  if (form == FORM_WHOLE && self->stream)
    lab_json_writer_member_boolean (writer, "stream", TRUE);
  write_number_text (writer, "temperature", self->temperature, form);
  write_tools (writer, self, form);
  write_number_text (writer, "top_p", self->top_p, form);
  lab_json_writer_end_object (writer);
  return lab_json_writer_to_string (writer);
}

char *
lab_request_to_canonical_json (const LabRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return to_json (self, FORM_CANONICAL);
}

char *
lab_request_hash (const LabRequest *self)
{
  g_autofree char *json = lab_request_to_canonical_json (self);

  g_return_val_if_fail (json != NULL, NULL);

  return lab_sha256 (json, strlen (json));
}

char *
lab_request_to_json (const LabRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return to_json (self, FORM_WHOLE);
}

/* Replaces @field where the member is there. */
static gboolean
read_string (const LabJson  *json,
             const char     *name,
             char          **field,
             GError        **error)
{
  const char *value = NULL;

  if (!lab_json_optional_string (json, name, &value, error))
    return FALSE;
  if (value != NULL)
    lab_request_set (field, value);
  return TRUE;
}

/* The member as an array; NULL without an error where it is absent. */
static gboolean
find_array (const LabJson  *json,
            const char     *name,
            LabJsonType     type,
            const LabJson **array,
            GError        **error)
{
  *array = lab_json_get (json, name);
  if (*array == NULL)
    return TRUE;
  *array = lab_json_require (json, name, type, error);
  return *array != NULL;
}

/* A word out of @names. */
static gboolean
read_word (const LabJson      *json,
           const char         *name,
           const char *const  *names,
           gsize               n_names,
           guint              *value,
           GError            **error)
{
  const char *text = lab_json_require_string (json, name, error);
  int found;

  if (text == NULL)
    return FALSE;
  found = lab_names_find (names, n_names, text);
  if (found < 0)
    {
      lab_json_set_error (error, lab_json_get (json, name), _("“%s” is not known here."), text);
      return FALSE;
    }
  *value = (guint) found;
  return TRUE;
}

static gboolean
read_part (const LabJson  *json,
           LabMessage     *message,
           GError        **error)
{
  static const char *const names[] = { "cache_breakpoint", "id", "name", "text", "type", NULL };
  g_autoptr (LabPart) part = lab_part_new_text ("");
  guint type, breakpoint = LAB_CACHE_BREAKPOINT_NONE;
  const char *text;

  if (!lab_json_check_members (json, names, error) ||
      !read_word (json, "type", part_names, G_N_ELEMENTS (part_names), &type, error) ||
      !read_string (json, "id", &part->id, error) ||
      !read_string (json, "name", &part->name, error))
    return FALSE;
  if (lab_json_get (json, "cache_breakpoint") != NULL &&
      !read_word (json, "cache_breakpoint", breakpoint_names, G_N_ELEMENTS (breakpoint_names),
                  &breakpoint, error))
    return FALSE;
  text = lab_json_require_string (json, "text", error);
  if (text == NULL)
    return FALSE;
  lab_part_set_text (part, text);
  part->type = (LabPartType) type;
  part->breakpoint = (LabCacheBreakpoint) breakpoint;
  g_ptr_array_add (message->parts, g_steal_pointer (&part));
  return TRUE;
}

static gboolean
read_message (const LabJson  *json,
              LabRequest     *self,
              GError        **error)
{
  static const char *const names[] = { "name", "parts", "region", "role", NULL };
  LabMessage *message = lab_request_add_message (self, LAB_ROLE_USER, NULL);
  const LabJson *parts;
  const char *role;

  if (!lab_json_check_members (json, names, error) ||
      !read_string (json, "name", &message->name, error) ||
      !read_string (json, "region", &message->region, error))
    return FALSE;
  role = lab_json_require_string (json, "role", error);
  if (role == NULL)
    return FALSE;
  if (!lab_role_from_string (role, &message->role))
    {
      lab_json_set_error (error, lab_json_get (json, "role"),
                          _("“%s” is no role. Use system, user, assistant or tool."), role);
      return FALSE;
    }
  parts = lab_json_require (json, "parts", LAB_JSON_ARRAY, error);
  if (parts == NULL)
    return FALSE;
  for (guint i = 0; i < lab_json_get_n_members (parts); i++)
    {
      if (!read_part (lab_json_get_element (parts, i), message, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_messages (const LabJson  *json,
               LabRequest     *self,
               GError        **error)
{
  const LabJson *messages = lab_json_require (json, "messages", LAB_JSON_ARRAY, error);

  if (messages == NULL)
    return FALSE;
  for (guint i = 0; i < lab_json_get_n_members (messages); i++)
    {
      if (!read_message (lab_json_get_element (messages, i), self, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_tools (const LabJson  *json,
            LabRequest     *self,
            GError        **error)
{
  static const char *const names[] = { "description", "name", "parameters", NULL };
  const LabJson *tools;

  if (!find_array (json, "tools", LAB_JSON_ARRAY, &tools, error))
    return FALSE;
  for (guint i = 0; i < lab_json_get_n_members (tools); i++)
    {
      const LabJson *tool = lab_json_get_element (tools, i);
      const char *description = NULL;
      const char *parameters = NULL;
      const char *name;

      if (!lab_json_check_members (tool, names, error) ||
          !lab_json_optional_string (tool, "description", &description, error) ||
          !lab_json_optional_string (tool, "parameters", &parameters, error))
        return FALSE;
      name = lab_json_require_string (tool, "name", error);
      if (name == NULL)
        return FALSE;
      lab_request_add_tool (self, lab_tool_new (name, description, parameters));
    }
  return TRUE;
}

static gboolean
read_stop (const LabJson  *json,
           LabRequest     *self,
           GError        **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const LabJson *stop;

  if (!find_array (json, "stop", LAB_JSON_ARRAY, &stop, error))
    return FALSE;
  for (guint i = 0; i < lab_json_get_n_members (stop); i++)
    {
      const LabJson *element = lab_json_get_element (stop, i);

      if (lab_json_get_string (element) == NULL)
        {
          lab_json_set_error (error, element, _("A stop sequence must be a string."));
          return FALSE;
        }
      g_strv_builder_add (builder, lab_json_get_string (element));
    }
  if (stop != NULL)
    self->stop = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_pairs (const LabJson  *json,
            const char     *name,
            GTree          *pairs,
            GError        **error)
{
  const LabJson *object;

  if (!find_array (json, name, LAB_JSON_OBJECT, &object, error))
    return FALSE;
  for (guint i = 0; i < lab_json_get_n_members (object); i++)
    {
      const char *key = lab_json_get_member_name (object, i);
      const char *value = lab_json_require_string (object, key, error);

      if (value == NULL)
        return FALSE;
      g_tree_insert (pairs, g_strdup (key), g_strdup (value));
    }
  return TRUE;
}

static gboolean
read_numbers (const LabJson  *json,
              LabRequest     *self,
              GError        **error)
{
  self->has_seed = !lab_json_is_null (lab_json_get (json, "seed"));
  return lab_json_optional_int (json, "max_output_tokens", 0, G_MAXINT64,
                                &self->max_output_tokens, error) &&
         lab_json_optional_int (json, "seed", G_MININT64, G_MAXINT64, &self->seed, error) &&
         lab_json_optional_boolean (json, "stream", &self->stream, error) &&
         lab_json_optional_boolean (json, "batch", &self->batch, error);
}

static gboolean
read_strings (const LabJson  *json,
              LabRequest     *self,
              GError        **error)
{
  return read_string (json, "provider", &self->provider, error) &&
         read_string (json, "model", &self->model, error) &&
         read_string (json, "temperature", &self->temperature, error) &&
         read_string (json, "top_p", &self->top_p, error) &&
         read_string (json, "reasoning_effort", &self->reasoning_effort, error) &&
         read_string (json, "response_format", &self->response_format, error) &&
         read_string (json, "service_tier", &self->service_tier, error) &&
         read_string (json, "prompt_cache_key", &self->prompt_cache_key, error);
}

LabRequest *
lab_request_from_json (const LabJson  *json,
                       GError        **error)
{
  static const char *const names[] = {
    "batch",    "extra",            "max_output_tokens", "messages",
    "metadata", "model",            "prompt_cache_key",  "provider",
    "reasoning_effort", "response_format", "seed",       "service_tier",
    "stop",     "stream",           "temperature",       "tools",
    "top_p",    NULL,
  };
  g_autoptr (LabRequest) self = lab_request_new (NULL, NULL);

  g_return_val_if_fail (json != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!lab_json_check_members (json, names, error) || !read_strings (json, self, error) ||
      !read_numbers (json, self, error) || !read_messages (json, self, error) ||
      !read_tools (json, self, error) || !read_stop (json, self, error) ||
      !read_pairs (json, "extra", self->extra, error) ||
      !read_pairs (json, "metadata", self->metadata, error))
    return NULL;
  return g_steal_pointer (&self);
}
