/* lab-task-reader-csv.c: comma- and tab-separated prompts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-task-reader-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* RFC 4180: fields are parted by commas, records by line ends; a field that
 * holds either, or a quote, stands in quotes, and a quote in it is doubled. */
typedef enum
{
  STATE_START,  /* of a field */
  STATE_PLAIN,
  STATE_QUOTED,
  STATE_CLOSED, /* behind a closing quote */
} State;

static gboolean
add_field (LabTaskReader  *self,
           GPtrArray      *fields,
           GString        *field,
           GError        **error)
{
  if (!lab_task_reader_check_utf8 (self, field, error))
    return FALSE;
  g_ptr_array_add (fields, g_strdup (field->str));
  g_string_truncate (field, 0);
  return TRUE;
}

static gboolean
take_quoted (LabTaskReader  *self,
             int             byte,
             State          *state,
             GString        *field,
             GError        **error)
{
  if (byte < 0)
    {
      lab_task_reader_fail (self, error, NULL, _("A quoted field is not closed."));
      return FALSE;
    }
  if (byte == '"')
    *state = STATE_CLOSED;
  else
    g_string_append_c (field, (char) byte);
  return TRUE;
}

/* One byte of a record. Returns FALSE on an error; @done at its end. */
static gboolean
take_byte (LabTaskReader  *self,
           int             byte,
           State          *state,
           GPtrArray      *fields,
           GString        *field,
           gboolean       *done,
           GError        **error)
{
  int separator = self->format == LAB_TASK_FORMAT_TSV ? '\t' : ',';

  if (*state == STATE_QUOTED)
    return take_quoted (self, byte, state, field, error);
  if (byte == separator || byte == '\n' || byte < 0)
    {
      if (*state != STATE_CLOSED && byte != separator && field->len > 0
          && field->str[field->len - 1] == '\r')
        g_string_truncate (field, field->len - 1);
      *state = STATE_START;
      *done = byte != separator;
      return add_field (self, fields, field, error);
    }
  if (byte == '"' && *state == STATE_START)
    *state = STATE_QUOTED;
  else if (byte == '"' && *state == STATE_CLOSED)
    {
      g_string_append_c (field, '"');
      *state = STATE_QUOTED;
    }
  else if (*state == STATE_CLOSED && byte != '\r')
    {
      lab_task_reader_fail (self, error, NULL,
                            _("Text follows a closing quote; quotes inside a field are doubled."));
      return FALSE;
    }
  else if (*state != STATE_CLOSED)
    {
      g_string_append_c (field, (char) byte);
      *state = STATE_PLAIN;
    }
  return TRUE;
}

/* The next record that is not blank; NULL at the end or on an error. */
static GPtrArray *
read_record (LabTaskReader  *self,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) field = g_string_new (NULL);
  State state = STATE_START;
  gboolean done = FALSE;
  gsize size = 0;

  self->record_line = self->line;
  while (!done)
    {
      g_autoptr (GError) local_error = NULL;
      int byte = lab_task_reader_get_byte (self, cancellable, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (byte < 0 && size == 0)
        return NULL;
      if (++size > LAB_TASK_READER_MAX_RECORD)
        {
          lab_task_reader_fail (self, error, NULL, _("The record is longer than %d bytes."),
                                LAB_TASK_READER_MAX_RECORD);
          return NULL;
        }
      if (!take_byte (self, byte, &state, fields, field, &done, error))
        return NULL;
      if (done && fields->len == 1 && ((char *) g_ptr_array_index (fields, 0))[0] == '\0')
        {
          /* A blank line. */
          if (byte < 0)
            return NULL;
          g_ptr_array_set_size (fields, 0);
          self->record_line = self->line;
          size = 0;
          done = FALSE;
        }
    }
  return g_steal_pointer (&fields);
}

static gboolean
is_column (const char *name)
{
  static const char *const names[]
      = { "id",           "system", "question", "prompt",   "context", "skill", "difficulty",
          "answer_tokens", "tenant", "expected", "tolerance", "judge",   "conversation", NULL };

  return g_strv_contains (names, name);
}

static gboolean
has_column (LabTaskReader *self,
            const char    *name)
{
  return g_ptr_array_find_with_equal_func (self->columns, name, g_str_equal, NULL);
}

gboolean
lab_task_reader_read_header (LabTaskReader  *self,
                             GCancellable   *cancellable,
                             GError        **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) fields = read_record (self, cancellable, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      char *name = g_strstrip (g_ptr_array_index (fields, i));

      if (!is_column (name) || has_column (self, name))
        {
          lab_task_reader_fail (self, error, name,
                                is_column (name) ? _("The column stands twice.")
                                                 : _("There is no such column."));
          return FALSE;
        }
      g_ptr_array_add (self->columns, g_strdup (name));
    }
  if (has_column (self, "question") != has_column (self, "prompt"))
    return TRUE;
  lab_task_reader_fail (self, error, "question",
                        _("The header row must name one column “question” (or “prompt”)."));
  return FALSE;
}

/* The field of column @name, NULL where it is missing or empty. */
static const char *
get_field (LabTaskReader *self,
           GPtrArray     *fields,
           const char    *name)
{
  guint index;
  const char *text;

  if (!g_ptr_array_find_with_equal_func (self->columns, name, g_str_equal, &index))
    return NULL;
  text = g_ptr_array_index (fields, index);
  return text[0] != '\0' ? text : NULL;
}

static gboolean
read_int (LabTaskReader  *self,
          GPtrArray      *fields,
          const char     *name,
          guint64         minimum,
          guint64         maximum,
          guint64        *value,
          GError        **error)
{
  const char *text = get_field (self, fields, name);

  if (text == NULL || g_ascii_string_to_unsigned (text, 10, minimum, maximum, value, NULL))
    return TRUE;
  lab_task_reader_fail (self, error, name,
                        _("“%s” is not a whole number from %" PRIu64
                          " to %" PRIu64 "."),
                        text, minimum, maximum);
  return FALSE;
}

static gboolean
read_judge (LabTaskReader  *self,
            GPtrArray      *fields,
            LabTask        *task,
            GError        **error)
{
  const char *name = get_field (self, fields, "judge");
  const char *expected = get_field (self, fields, "expected");
  LabJudgeKind kind = expected != NULL ? LAB_JUDGE_EXACT : LAB_JUDGE_NONE;

  if (name != NULL && strcmp (name, "json") == 0)
    kind = LAB_JUDGE_FIELDS;
  else if (name != NULL
           && (!lab_judge_kind_from_string (name, &kind)
               || (kind < LAB_JUDGE_EXACT && kind != LAB_JUDGE_NONE && kind != LAB_JUDGE_LABEL)))
    {
      lab_task_reader_fail (self, error, "judge", _("“%s” is no judge for this kind of file."),
                            name);
      return FALSE;
    }
  if (kind == LAB_JUDGE_FIELDS && expected != NULL)
    {
      g_autoptr (LabJsonDocument) document
          = lab_json_document_parse (expected, -1, self->source, self->record_line, error);

      if (document == NULL)
        return FALSE;
      if (lab_json_get_node_type (lab_json_document_get_root (document)) != LAB_JSON_OBJECT)
        {
          lab_task_reader_fail (self, error, "expected", _("A JSON object is needed."));
          return FALSE;
        }
    }
  return lab_task_reader_set_judge (self, task, kind, expected,
                                    get_field (self, fields, "tolerance"), error);
}

static gboolean
read_fields (LabTaskReader  *self,
             GPtrArray      *fields,
             LabTask        *task,
             GError        **error)
{
  const char *skill = get_field (self, fields, "skill");
  const char *context = get_field (self, fields, "context");
  guint64 difficulty = 50;
  guint64 tokens = 120;

  if (skill != NULL && !lab_skill_from_string (skill, &task->skill))
    {
      lab_task_reader_fail (self, error, "skill", _("“%s” is no skill."), skill);
      return FALSE;
    }
  if (!read_int (self, fields, "difficulty", 0, 100, &difficulty, error)
      || !read_int (self, fields, "answer_tokens", 1, 100000, &tokens, error))
    return FALSE;
  task->difficulty = (int) difficulty * 1000;
  task->answer_tokens = (guint) tokens;
  task->system = g_strdup (get_field (self, fields, "system"));
  task->tenant = g_strdup (get_field (self, fields, "tenant"));
  task->conversation = g_strdup (get_field (self, fields, "conversation"));
  if (context != NULL)
    g_ptr_array_add (task->context, g_strdup (context));
  return read_judge (self, fields, task, error);
}

LabTask *
lab_task_reader_next_csv (LabTaskReader  *self,
                          GCancellable   *cancellable,
                          GError        **error)
{
  g_autoptr (GPtrArray) fields = read_record (self, cancellable, error);
  g_autoptr (LabTask) task = NULL;
  const char *column = has_column (self, "question") ? "question" : "prompt";
  const char *id;

  if (fields == NULL)
    return NULL;
  if (fields->len != self->columns->len)
    {
      lab_task_reader_fail (self, error, NULL,
                            _("The record has %u fields; the header row has %u."), fields->len,
                            self->columns->len);
      return NULL;
    }
  task = lab_task_new (self->source, self->n_tasks);
  task->question = g_strdup (get_field (self, fields, column));
  if (task->question == NULL)
    {
      lab_task_reader_fail (self, error, column, _("The prompt is empty."));
      return NULL;
    }
  id = get_field (self, fields, "id");
  if (id != NULL && !lab_task_reader_take_id (self, id))
    {
      lab_task_reader_fail (self, error, "id", _("“%s” stands twice in this file."), id);
      return NULL;
    }
  task->key = id != NULL ? g_strconcat ("own/", id, NULL) : NULL;
  return read_fields (self, fields, task, error) ? g_steal_pointer (&task) : NULL;
}
