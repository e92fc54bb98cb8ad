/* lab-request-validate.c: may a request be sent as it is?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab-error.h"
#include "lab-request-private.h"
#include "lab-utf8-scan.h"

static gboolean fail (GError     **error,
                      const char  *field,
                      const char  *format,
                      ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (GError     **error,
      const char  *field,
      const char  *format,
      ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  lab_set_error (error, LAB_ERROR_INVALID_REQUEST, _("The request cannot be sent: %s: %s"), field,
                 message);
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, field);
  return FALSE;
}

static gboolean
check_text (const char  *field,
            const char  *text,
            GError     **error)
{
  if (text == NULL || lab_utf8_scan_valid (text, strlen (text), NULL))
    return TRUE;
  return fail (error, field, _("The text is not UTF-8. Convert it first."));
}

/* Text that must be there and not be empty. */
static gboolean
check_name (const char  *field,
            const char  *text,
            GError     **error)
{
  if (text == NULL || *text == '\0')
    return fail (error, field, _("It is empty. Give a name."));
  return check_text (field, text, error);
}

/* Text that may be absent, but is not empty. */
static gboolean
check_optional_name (const char  *field,
                     const char  *text,
                     GError     **error)
{
  return text == NULL || check_name (field, text, error);
}

static gboolean
check_json (const char  *field,
            const char  *text,
            gboolean     object,
            GError     **error)
{
  g_autoptr (LabJsonDocument) document = NULL;
  g_autoptr (GError) cause = NULL;

  if (text == NULL)
    return TRUE;
  document = lab_json_document_parse (text, -1, field, 1, &cause);
  if (document == NULL)
    return fail (error, field, _("It is no JSON: %s"), cause->message);
  if (object &&
      lab_json_get_node_type (lab_json_document_get_root (document)) != LAB_JSON_OBJECT)
    return fail (error, field, _("It must be a JSON object."));
  return TRUE;
}

static gboolean
check_number (const char  *field,
              const char  *text,
              double       maximum,
              GError     **error)
{
  double value;

  if (text == NULL)
    return TRUE;
  if (!lab_request_text_is_number (text, &value) || value < 0 || value > maximum)
    return fail (error, field, _("“%s” is no number from 0 to %g."), text, maximum);
  return TRUE;
}

/* The ids of the calls so far are in @calls. */
static gboolean
check_tool_part (const char    *field,
                 const LabPart *part,
                 LabRole        role,
                 GHashTable    *calls,
                 GError       **error)
{
  if (part->type == LAB_PART_TOOL_CALL)
    {
      if (role != LAB_ROLE_ASSISTANT)
        return fail (error, field, _("Only an assistant's message calls tools."));
      if (part->name == NULL || *part->name == '\0')
        return fail (error, field, _("The call names no tool."));
      if (part->id != NULL)
        g_hash_table_add (calls, part->id);
    }
  else if (part->type == LAB_PART_TOOL_RESULT)
    {
      if (role != LAB_ROLE_TOOL)
        return fail (error, field, _("Only a tool's message holds a tool's result."));
      if (part->id == NULL || !g_hash_table_contains (calls, part->id))
        return fail (error, field,
                     _("This tool's result answers no call before it. Give both the same id."));
    }
  return TRUE;
}

static gboolean
check_part (const char    *field,
            const LabPart *part,
            LabRole        role,
            GHashTable    *calls,
            GError       **error)
{
  g_autofree char *text_field = g_strconcat (field, ".text", NULL);
  g_autofree char *name_field = g_strconcat (field, ".name", NULL);
  g_autofree char *id_field = g_strconcat (field, ".id", NULL);

  if (part->type == LAB_PART_IMAGE && !check_name (text_field, part->text, error))
    return FALSE;
  return check_text (text_field, part->text, error) &&
         check_text (name_field, part->name, error) && check_text (id_field, part->id, error) &&
         check_tool_part (field, part, role, calls, error);
}

static gboolean
check_message (guint             index,
               const LabMessage *message,
               GHashTable       *calls,
               GError          **error)
{
  g_autofree char *field = g_strdup_printf ("messages[%u]", index);
  g_autofree char *name_field = g_strconcat (field, ".name", NULL);

  if (message->parts->len == 0)
    return fail (error, field, _("The message has no parts. Give it some text."));
  if (!check_text (name_field, message->name, error))
    return FALSE;
  for (guint i = 0; i < message->parts->len; i++)
    {
      g_autofree char *part_field = g_strdup_printf ("%s.parts[%u]", field, i);

      if (!check_part (part_field, g_ptr_array_index (message->parts, i), message->role, calls,
                       error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_messages (const LabRequest *self,
                GError          **error)
{
  g_autoptr (GHashTable) calls = g_hash_table_new (g_str_hash, g_str_equal);

  if (self->messages->len == 0)
    return fail (error, "messages", _("There is no message. Ask something."));
  for (guint i = 0; i < self->messages->len; i++)
    {
      if (!check_message (i, g_ptr_array_index (self->messages, i), calls, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_tools (const LabRequest *self,
             GError          **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->tools->len; i++)
    {
      const LabTool *tool = g_ptr_array_index (self->tools, i);
      g_autofree char *name_field = g_strdup_printf ("tools[%u].name", i);
      g_autofree char *text_field = g_strdup_printf ("tools[%u].description", i);
      g_autofree char *json_field = g_strdup_printf ("tools[%u].parameters", i);

      if (!check_name (name_field, tool->name, error) ||
          !check_text (text_field, tool->description, error) ||
          !check_json (json_field, tool->parameters, TRUE, error))
        return FALSE;
      if (!g_hash_table_add (names, tool->name))
        return fail (error, name_field, _("Two tools are called “%s”. Rename one."), tool->name);
    }
  return TRUE;
}

static gboolean
check_parameters (const LabRequest *self,
                  GError          **error)
{
  if (self->max_output_tokens != LAB_UNSET && self->max_output_tokens < 1)
    return fail (error, "max_output_tokens", _("It must be at least 1, or not be set."));
  for (gsize i = 0; self->stop != NULL && self->stop[i] != NULL; i++)
    {
      g_autofree char *field = g_strdup_printf ("stop[%" G_GSIZE_FORMAT "]", i);

      if (!check_name (field, self->stop[i], error))
        return FALSE;
    }
  return check_number ("temperature", self->temperature, 2, error) &&
         check_number ("top_p", self->top_p, 1, error) &&
         check_optional_name ("reasoning_effort", self->reasoning_effort, error) &&
         check_optional_name ("service_tier", self->service_tier, error) &&
         check_optional_name ("prompt_cache_key", self->prompt_cache_key, error) &&
         check_json ("response_format", self->response_format, TRUE, error);
}

/* @json: whether the values are JSON texts */
static gboolean
check_pairs (const char *tree_name,
             GTree      *pairs,
             gboolean    json,
             GError    **error)
{
  for (GTreeNode *node = g_tree_node_first (pairs); node != NULL; node = g_tree_node_next (node))
    {
      const char *name = g_tree_node_key (node);
      const char *value = g_tree_node_value (node);
      g_autofree char *field = NULL;

      if (!check_name (tree_name, name, error))
        return FALSE;
      field = g_strdup_printf ("%s.%s", tree_name, name);
      if (!check_text (field, value, error) || (json && !check_json (field, value, FALSE, error)))
        return FALSE;
    }
  return TRUE;
}

gboolean
lab_request_validate (const LabRequest  *self,
                      GError           **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return check_name ("provider", self->provider, error) &&
         check_name ("model", self->model, error) && check_messages (self, error) &&
         check_tools (self, error) && check_parameters (self, error) &&
         check_pairs ("extra", self->extra, TRUE, error) &&
         check_pairs ("metadata", self->metadata, FALSE, error);
}
