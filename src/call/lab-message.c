/* lab-message.c: messages, their parts, and tools
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-names-private.h"
#include "lab-request.h"

static const char *const role_names[] = { "system", "user", "assistant", "tool" };

const char *
lab_role_to_string (LabRole role)
{
  return lab_names_get (role_names, G_N_ELEMENTS (role_names), role);
}

gboolean
lab_role_from_string (const char *text,
                      LabRole    *role)
{
  static const char *const other_names[] = { "developer", "model", "function" };
  static const LabRole other_roles[] = { LAB_ROLE_SYSTEM, LAB_ROLE_ASSISTANT, LAB_ROLE_TOOL };
  int found = lab_names_find (role_names, G_N_ELEMENTS (role_names), text);
  int other = lab_names_find (other_names, G_N_ELEMENTS (other_names), text);

  g_return_val_if_fail (role != NULL, FALSE);

  if (found >= 0)
    *role = (LabRole) found;
  else if (other >= 0)
    *role = other_roles[other];
  return found >= 0 || other >= 0;
}

LabPart *
lab_part_new (LabPartType  type,
              const char  *text,
              const char  *name,
              const char  *id)
{
  LabPart *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (LabPart, 1);
  self->type = type;
  self->text = g_strdup (text);
  self->name = g_strdup (name);
  self->id = g_strdup (id);
  return self;
}

LabPart *
lab_part_new_text (const char *text)
{
  return lab_part_new (LAB_PART_TEXT, text, NULL, NULL);
}

LabPart *
lab_part_copy (const LabPart *self)
{
  LabPart *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = lab_part_new (self->type, self->text, self->name, self->id);
  copy->breakpoint = self->breakpoint;
  return copy;
}

void
lab_part_free (LabPart *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->text);
  g_free (self->name);
  g_free (self->id);
  g_free (self);
}

void
lab_part_set_text (LabPart    *self,
                   const char *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  lab_request_set (&self->text, text);
}

LabMessage *
lab_message_new (LabRole     role,
                 const char *text)
{
  LabMessage *self = g_new0 (LabMessage, 1);

  self->role = role;
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_part_free);
  if (text != NULL)
    g_ptr_array_add (self->parts, lab_part_new_text (text));
  return self;
}

LabMessage *
lab_message_copy (const LabMessage *self)
{
  LabMessage *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = lab_message_new (self->role, NULL);
  copy->name = g_strdup (self->name);
  copy->region = g_strdup (self->region);
  for (guint i = 0; i < self->parts->len; i++)
    g_ptr_array_add (copy->parts, lab_part_copy (g_ptr_array_index (self->parts, i)));
  return copy;
}

void
lab_message_free (LabMessage *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  g_free (self->region);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

char *
lab_message_get_text (const LabMessage *self)
{
  GString *text;
  gboolean first = TRUE;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  for (guint i = 0; i < self->parts->len; i++)
    {
      const LabPart *part = g_ptr_array_index (self->parts, i);

      if (part->type != LAB_PART_TEXT)
        continue;
      if (!first)
        g_string_append_c (text, '\n');
      g_string_append (text, part->text);
      first = FALSE;
    }
  return g_string_free (text, FALSE);
}

LabTool *
lab_tool_new (const char *name,
              const char *description,
              const char *parameters)
{
  LabTool *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_new0 (LabTool, 1);
  self->name = g_strdup (name);
  self->description = g_strdup (description);
  self->parameters = g_strdup (parameters);
  return self;
}

LabTool *
lab_tool_copy (const LabTool *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return lab_tool_new (self->name, self->description, self->parameters);
}

void
lab_tool_free (LabTool *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  g_free (self->description);
  g_free (self->parameters);
  g_free (self);
}
