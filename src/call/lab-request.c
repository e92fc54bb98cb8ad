/* lab-request.c: what is asked of a model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-request.h"

G_DEFINE_BOXED_TYPE (LabRequest, lab_request, lab_request_copy, lab_request_free)

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  return strcmp (a, b);
}

static gboolean
copy_pair_cb (gpointer key,
              gpointer value,
              gpointer user_data)
{
  g_tree_insert (user_data, g_strdup (key), g_strdup (value));
  return FALSE;
}

LabRequest *
lab_request_new (const char *provider,
                 const char *model)
{
  LabRequest *self = g_new0 (LabRequest, 1);

  self->provider = g_strdup (provider);
  self->model = g_strdup (model);
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_message_free);
  self->tools = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_tool_free);
  self->max_output_tokens = LAB_UNSET;
  self->extra = g_tree_new_full (compare_names, NULL, g_free, g_free);
  self->metadata = g_tree_new_full (compare_names, NULL, g_free, g_free);
  return self;
}

LabRequest *
lab_request_copy (const LabRequest *self)
{
  LabRequest *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = lab_request_new (self->provider, self->model);
  for (guint i = 0; i < self->messages->len; i++)
    g_ptr_array_add (copy->messages, lab_message_copy (g_ptr_array_index (self->messages, i)));
  for (guint i = 0; i < self->tools->len; i++)
    g_ptr_array_add (copy->tools, lab_tool_copy (g_ptr_array_index (self->tools, i)));
  copy->max_output_tokens = self->max_output_tokens;
  copy->temperature = g_strdup (self->temperature);
  copy->top_p = g_strdup (self->top_p);
  copy->stop = g_strdupv (self->stop);
  copy->seed = self->seed;
  copy->has_seed = self->has_seed;
  copy->reasoning_effort = g_strdup (self->reasoning_effort);
  copy->response_format = g_strdup (self->response_format);
  copy->service_tier = g_strdup (self->service_tier);
  copy->prompt_cache_key = g_strdup (self->prompt_cache_key);
  copy->stream = self->stream;
  copy->batch = self->batch;
  g_tree_foreach (self->extra, copy_pair_cb, copy->extra);
  g_tree_foreach (self->metadata, copy_pair_cb, copy->metadata);
  return copy;
}

void
lab_request_free (LabRequest *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->provider);
  g_free (self->model);
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->tools);
  g_free (self->temperature);
  g_free (self->top_p);
  g_strfreev (self->stop);
  g_free (self->reasoning_effort);
  g_free (self->response_format);
  g_free (self->service_tier);
  g_free (self->prompt_cache_key);
  g_tree_unref (self->extra);
  g_tree_unref (self->metadata);
  g_free (self);
}

void
lab_request_set (char       **field,
                 const char  *value)
{
  char *old;

  g_return_if_fail (field != NULL);

  /* @value may be a piece of the old text. */
  old = *field;
  *field = g_strdup (value);
  g_free (old);
}

LabMessage *
lab_request_add_message (LabRequest *self,
                         LabRole     role,
                         const char *text)
{
  LabMessage *message;

  g_return_val_if_fail (self != NULL, NULL);

  message = lab_message_new (role, text);
  g_ptr_array_add (self->messages, message);
  return message;
}

void
lab_request_add_tool (LabRequest *self,
                      LabTool    *tool)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (tool != NULL);

  g_ptr_array_add (self->tools, tool);
}

static void
set_pair (GTree      *tree,
          const char *name,
          const char *value)
{
  if (value == NULL)
    g_tree_remove (tree, name);
  else
    g_tree_insert (tree, g_strdup (name), g_strdup (value));
}

void
lab_request_set_extra (LabRequest *self,
                       const char *name,
                       const char *json)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  set_pair (self->extra, name, json);
}

void
lab_request_set_metadata (LabRequest *self,
                          const char *name,
                          const char *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  set_pair (self->metadata, name, value);
}

const char *
lab_request_get_metadata (const LabRequest *self,
                          const char       *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_tree_lookup (self->metadata, name);
}

char *
lab_request_get_system_text (const LabRequest *self)
{
  GString *text;
  gboolean first = TRUE;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  for (guint i = 0; i < self->messages->len; i++)
    {
      const LabMessage *message = g_ptr_array_index (self->messages, i);
      g_autofree char *part = NULL;

      if (message->role != LAB_ROLE_SYSTEM)
        continue;
      part = lab_message_get_text (message);
      if (!first)
        g_string_append (text, "\n\n");
      g_string_append (text, part);
      first = FALSE;
    }
  return g_string_free (text, FALSE);
}

char *
lab_request_get_prompt (const LabRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = self->messages->len; i > 0; i--)
    {
      const LabMessage *message = g_ptr_array_index (self->messages, i - 1);

      if (message->role == LAB_ROLE_USER)
        return lab_message_get_text (message);
    }
  return g_strdup ("");
}
