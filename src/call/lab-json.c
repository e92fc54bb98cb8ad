/* lab-json.c: documents and their nodes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "lab-error.h"
#include "lab-json-private.h"

#define READ_SIZE (64 * 1024)
#define MAX_PATH_NAME 80

LabJsonDocument *
lab_json_document_parse (const char  *text,
                         gssize       length,
                         const char  *source,
                         guint        first_line,
                         GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return lab_json_parse (text, length < 0 ? strlen (text) : (gsize) length,
                         LAB_JSON_DEFAULT_MAX_BYTES, source, first_line, FALSE, error);
}

/* Gives an I/O error the program's code and the file's name. Cancelling
 * stays what it is. */
static void
set_file_error (GError     **error,
                const char  *path,
                GError      *cause)
{
  g_autoptr (GError) owned = cause;
  gboolean missing = g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  lab_set_error (error, missing ? LAB_ERROR_NOT_FOUND : LAB_ERROR_INVALID_INPUT,
                 _("%s could not be read: %s"), path, owned->message);
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_FILE, path);
}

LabJsonDocument *
lab_json_document_load (const char  *path,
                        gsize        max_bytes,
                        GError     **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  GError *cause = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (max_bytes == 0)
    max_bytes = LAB_JSON_DEFAULT_MAX_BYTES;
  file = g_file_new_for_path (path);
  stream = g_file_read (file, NULL, &cause);
  bytes = g_byte_array_new ();
  /* One byte more than allowed is enough to know that it is too much. */
  while (cause == NULL && bytes->len <= max_bytes)
    {
      guint before = bytes->len;
      gssize got;

      g_byte_array_set_size (bytes, before + READ_SIZE);
      got = g_input_stream_read (G_INPUT_STREAM (stream), bytes->data + before, READ_SIZE, NULL,
                                 &cause);
      g_byte_array_set_size (bytes, before + (guint) MAX (got, 0));
      if (got <= 0)
        break;
    }
  if (cause != NULL)
    {
      set_file_error (error, path, cause);
      return NULL;
    }
  return lab_json_parse ((const char *) bytes->data, bytes->len, max_bytes, path, 1, FALSE, error);
}

LabJsonDocument *
lab_json_document_ref (LabJsonDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
lab_json_document_unref (LabJsonDocument *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  lab_arena_clear (&self->arena);
  g_free (self->source);
  g_free (self);
}

const LabJson *
lab_json_document_get_root (const LabJsonDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->root;
}

LabJsonType
lab_json_get_node_type (const LabJson *self)
{
  g_return_val_if_fail (self != NULL, LAB_JSON_NULL);

  return self->type;
}

gboolean
lab_json_is_null (const LabJson *self)
{
  return self == NULL || self->type == LAB_JSON_NULL;
}

const char *
lab_json_source_or_default (const char *source)
{
  return source != NULL ? source : "JSON";
}

const char *
lab_json_type_to_label (LabJsonType type)
{
  switch (type)
    {
    case LAB_JSON_BOOLEAN:
      return _("true or false");
    case LAB_JSON_NUMBER:
      return _("a number");
    case LAB_JSON_STRING:
      return _("a string");
    case LAB_JSON_ARRAY:
      return _("an array");
    case LAB_JSON_OBJECT:
      return _("an object");
    case LAB_JSON_NULL:
    default:
      return _("null");
    }
}

static gboolean
is_plain_name (const char *name)
{
  if (!g_ascii_isalpha (*name) && *name != '_')
    return FALSE;
  for (; *name != '\0'; name++)
    {
      if (!g_ascii_isalnum (*name) && *name != '_' && *name != '-')
        return FALSE;
    }
  return TRUE;
}

void
lab_json_append_path_name (GString    *path,
                           const char *name)
{
  gsize length = strlen (name);
  g_autofree char *shortened = NULL;

  if (length > MAX_PATH_NAME)
    {
      const char *cut = g_utf8_find_prev_char (name, name + MAX_PATH_NAME);

      shortened = g_strdup_printf ("%.*s…", (int) (cut - name), name);
      name = shortened;
      length = strlen (name);
    }

  if (is_plain_name (name))
    {
      g_string_append_printf (path, ".%s", name);
      return;
    }
  g_string_append_c (path, '[');
  lab_json_append_quoted (path, name, length);
  g_string_append_c (path, ']');
}

static void
append_step (GString       *path,
             const LabJson *node)
{
  guint index = 0;

  if (node->name != NULL)
    {
      lab_json_append_path_name (path, node->name);
      return;
    }
  while (node->parent->value.members[index] != node)
    index++;
  g_string_append_printf (path, "[%u]", index);
}

char *
lab_json_get_path (const LabJson *self)
{
  const LabJson *steps[LAB_JSON_MAX_DEPTH + 1];
  GString *path;
  guint n = 0;

  g_return_val_if_fail (self != NULL, NULL);

  for (const LabJson *node = self; node->parent != NULL; node = node->parent)
    steps[n++] = node;
  path = g_string_new ("$");
  while (n > 0)
    append_step (path, steps[--n]);
  return g_string_free (path, FALSE);
}

guint
lab_json_get_line (const LabJson *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->line;
}

static const LabJsonDocument *
get_document (const LabJson *self)
{
  while (self->parent != NULL)
    self = self->parent;
  return (const LabJsonDocument *) self;
}

void
lab_json_set_error (GError        **error,
                    const LabJson  *at,
                    const char     *format,
                    ...)
{
  g_autofree char *message = NULL;
  g_autofree char *path = NULL;
  g_autofree char *line = NULL;
  const char *source;
  va_list args;

  g_return_if_fail (at != NULL);

  if (error == NULL)
    return;
  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  source = lab_json_source_or_default (get_document (at)->source);
  path = lab_json_get_path (at);
  line = g_strdup_printf ("%u", at->line);
  lab_set_error (error, LAB_ERROR_INVALID_INPUT, "%s:%s: %s: %s", source, line, path, message);
  lab_error_set_context (*error, LAB_ERROR_CONTEXT_FILE, source);
  lab_error_set_context (*error, LAB_ERROR_CONTEXT_LINE, line);
  lab_error_set_context (*error, LAB_ERROR_CONTEXT_PATH, path);
}

guint
lab_json_get_n_members (const LabJson *self)
{
  return self != NULL ? self->n_members : 0;
}

const LabJson *
lab_json_get_element (const LabJson *self,
                      guint          index)
{
  if (self == NULL || index >= self->n_members)
    return NULL;
  return self->value.members[index];
}

const char *
lab_json_get_member_name (const LabJson *self,
                          guint          index)
{
  if (self == NULL || index >= self->n_members)
    return NULL;
  return self->value.members[index]->name;
}

const LabJson *
lab_json_get (const LabJson *self,
              const char    *name)
{
  gsize capacity;

  g_return_val_if_fail (name != NULL, NULL);

  if (self == NULL || self->type != LAB_JSON_OBJECT)
    return NULL;
  capacity = lab_json_names_capacity (self->n_members);
  if (capacity > 0)
    {
      guint32 *table = (guint32 *) (self->value.members + self->n_members);
      guint32 entry = *lab_json_names_find (table, capacity, self->value.members, name);

      return entry != 0 ? self->value.members[entry - 1] : NULL;
    }
  for (guint i = 0; i < self->n_members; i++)
    {
      if (strcmp (self->value.members[i]->name, name) == 0)
        return self->value.members[i];
    }
  return NULL;
}

const char *
lab_json_get_string (const LabJson *self)
{
  return self != NULL && self->type == LAB_JSON_STRING && self->length == 0 ? self->value.text :
                                                                              NULL;
}

const char *
lab_json_get_text (const LabJson *self,
                   gsize         *length)
{
  g_return_val_if_fail (length != NULL, NULL);

  if (self == NULL || self->type != LAB_JSON_STRING)
    return NULL;
  *length = self->length > 0 ? self->length : strlen (self->value.text);
  return self->value.text;
}

const char *
lab_json_get_number (const LabJson *self)
{
  return self != NULL && self->type == LAB_JSON_NUMBER ? self->value.text : NULL;
}

gboolean
lab_json_get_boolean (const LabJson *self,
                      gboolean      *value)
{
  g_return_val_if_fail (value != NULL, FALSE);

  if (self == NULL || self->type != LAB_JSON_BOOLEAN)
    return FALSE;
  *value = self->value.truth;
  return TRUE;
}

gboolean
lab_json_get_int (const LabJson *self,
                  gint64        *value)
{
  const char *lexeme = lab_json_get_number (self);
  gint64 parsed;

  g_return_val_if_fail (value != NULL, FALSE);

  if (lexeme == NULL || strpbrk (lexeme, ".eE") != NULL)
    return FALSE;
  errno = 0;
  parsed = g_ascii_strtoll (lexeme, NULL, 10);
  if (errno == ERANGE)
    return FALSE;
  *value = parsed;
  return TRUE;
}

gboolean
lab_json_get_double (const LabJson *self,
                     double        *value)
{
  const char *lexeme = lab_json_get_number (self);
  double parsed;

  g_return_val_if_fail (value != NULL, FALSE);

  if (lexeme == NULL)
    return FALSE;
  parsed = g_ascii_strtod (lexeme, NULL);
  if (!isfinite (parsed))
    return FALSE;
  *value = parsed;
  return TRUE;
}
