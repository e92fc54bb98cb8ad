/* lab-response-json.c: an answer as JSON, for keeping
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "lab-json-writer.h"
#include "lab-response-json-private.h"

#define VERSION 1

/* Every string of a response, once for both directions. */
static const struct
{
  const char *name;
  gsize offset;
} texts[] = {
  { "content", G_STRUCT_OFFSET (LabResponse, content) },
  { "tool_calls", G_STRUCT_OFFSET (LabResponse, tool_calls) },
  { "provider", G_STRUCT_OFFSET (LabResponse, provider) },
  { "model", G_STRUCT_OFFSET (LabResponse, model) },
  { "service_tier", G_STRUCT_OFFSET (LabResponse, service_tier) },
  { "request_id", G_STRUCT_OFFSET (LabResponse, request_id) },
  { "raw_usage", G_STRUCT_OFFSET (LabResponse, raw_usage) },
  { "answered_by", G_STRUCT_OFFSET (LabResponse, answered_by) },
};

static const struct
{
  const char *name;
  gsize offset;
} integers[] = {
  { "cost", G_STRUCT_OFFSET (LabResponse, cost) },
  { "latency_us", G_STRUCT_OFFSET (LabResponse, latency_us) },
  { "ttft_us", G_STRUCT_OFFSET (LabResponse, ttft_us) },
  { "timestamp", G_STRUCT_OFFSET (LabResponse, timestamp) },
};

static void
write_usage (LabJsonWriter  *writer,
             const LabUsage *usage)
{
  lab_json_writer_name (writer, "usage");
  lab_json_writer_begin_object (writer);
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    lab_json_writer_member_int (writer, lab_bucket_to_string ((LabBucket) i), usage->buckets[i]);
  lab_json_writer_member_int (writer, "reasoning", usage->reasoning);
  lab_json_writer_member_int (writer, "system", usage->system);
  lab_json_writer_member_int (writer, "tool", usage->tool);
  lab_json_writer_member_int (writer, "web_searches", usage->web_searches);
  lab_json_writer_member_int (writer, "flags", usage->flags);
  lab_json_writer_end_object (writer);
}

char *
lab_response_to_json (const LabResponse *self)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (FALSE);

  g_return_val_if_fail (self != NULL, NULL);

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_int (writer, "version", VERSION);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = G_STRUCT_MEMBER (char *, self, texts[i].offset);

      if (text != NULL)
        lab_json_writer_member_string (writer, texts[i].name, text);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (integers); i++)
    lab_json_writer_member_int (writer, integers[i].name,
                                G_STRUCT_MEMBER (gint64, self, integers[i].offset));
  lab_json_writer_member_string (writer, "finish", lab_finish_to_string (self->finish));
  lab_json_writer_member_string (writer, "cost_state",
                                 lab_cost_state_to_string (self->cost_state));
  write_usage (writer, &self->usage);
  lab_json_writer_end_object (writer);
  return lab_json_writer_to_string (writer);
}

static gboolean
read_usage (const LabJson  *root,
            LabUsage       *usage,
            GError        **error)
{
  const LabJson *object = lab_json_require (root, "usage", LAB_JSON_OBJECT, error);
  gint64 flags;

  if (object == NULL)
    return FALSE;
  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    {
      if (!lab_json_require_int (object, lab_bucket_to_string ((LabBucket) i), G_MININT64,
                                 G_MAXINT64, &usage->buckets[i], error))
        return FALSE;
    }
  if (!lab_json_require_int (object, "reasoning", -1, G_MAXINT64, &usage->reasoning, error) ||
      !lab_json_require_int (object, "system", -1, G_MAXINT64, &usage->system, error) ||
      !lab_json_require_int (object, "tool", -1, G_MAXINT64, &usage->tool, error) ||
      !lab_json_require_int (object, "web_searches", 0, G_MAXINT64, &usage->web_searches, error) ||
      !lab_json_require_int (object, "flags", 0, G_MAXINT, &flags, error))
    return FALSE;
  usage->flags = (LabUsageFlags) flags;
  return TRUE;
}

static gboolean
read_states (const LabJson  *root,
             LabResponse    *response,
             GError        **error)
{
  const char *finish = lab_json_require_string (root, "finish", error);
  const char *state = finish != NULL ? lab_json_require_string (root, "cost_state", error) : NULL;

  if (state == NULL)
    return FALSE;
  if (lab_finish_from_string (finish, &response->finish) &&
      lab_cost_state_from_string (state, &response->cost_state))
    return TRUE;
  lab_json_set_error (error, root, _("“%s” or “%s” is no word for the state of an answer."), finish,
                      state);
  return FALSE;
}

static gboolean
read_fields (const LabJson  *root,
             LabResponse    *response,
             GError        **error)
{
  gint64 version;

  if (!lab_json_require_int (root, "version", VERSION, VERSION, &version, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      char **field = &G_STRUCT_MEMBER (char *, response, texts[i].offset);
      const char *text = NULL;

      if (!lab_json_optional_string (root, texts[i].name, &text, error))
        return FALSE;
      g_free (*field);
      *field = g_strdup (text);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (integers); i++)
    {
      if (!lab_json_require_int (root, integers[i].name, G_MININT64, G_MAXINT64,
                                 &G_STRUCT_MEMBER (gint64, response, integers[i].offset), error))
        return FALSE;
    }
  if (response->content == NULL)
    response->content = g_strdup ("");
  return read_states (root, response, error) && read_usage (root, &response->usage, error);
}

LabResponse *
lab_response_from_json (const char  *text,
                        GError     **error)
{
  g_autoptr (LabJsonDocument) document = NULL;
  g_autoptr (LabResponse) response = lab_response_new ();

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  document = lab_json_document_parse (text, -1, NULL, 1, error);
  if (document == NULL || !read_fields (lab_json_document_get_root (document), response, error))
    return NULL;
  return g_steal_pointer (&response);
}
