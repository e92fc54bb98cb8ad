/* lab-task-reader.c: the user's own prompts from files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-task-reader-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab-error.h"
#include "lab-random.h"
#include "lab-workload.h"

#define BUFFER_SIZE (64 * 1024)

void
lab_task_reader_fail (LabTaskReader  *self,
                      GError        **error,
                      const char     *field,
                      const char     *format,
                      ...)
{
  g_autofree char *reason = NULL;
  g_autofree char *line = g_strdup_printf ("%u", self->record_line);
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  if (field != NULL)
    lab_set_error (error, LAB_ERROR_INVALID_INPUT, _("%s:%s: field “%s”: %s"), self->source, line,
                   field, reason);
  else
    lab_set_error (error, LAB_ERROR_INVALID_INPUT, "%s:%s: %s", self->source, line, reason);
  if (error == NULL)
    return;
  lab_error_set_context (*error, LAB_ERROR_CONTEXT_FILE, self->source);
  lab_error_set_context (*error, LAB_ERROR_CONTEXT_LINE, line);
  if (field != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, field);
}

static gboolean
fill_buffer (LabTaskReader  *self,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autoptr (GError) local_error = NULL;
  gssize n;

  if (self->ended)
    return FALSE;
  n = g_input_stream_read (self->stream, self->buffer, BUFFER_SIZE, cancellable, &local_error);
  if (n < 0)
    {
      self->ended = TRUE;
      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        lab_task_reader_fail (self, error, NULL, _("The file cannot be read: %s"),
                              local_error->message);
      return FALSE;
    }
  self->ended = n == 0;
  self->filled = (gsize) n;
  self->position = 0;
  return n > 0;
}

int
lab_task_reader_get_byte (LabTaskReader  *self,
                          GCancellable   *cancellable,
                          GError        **error)
{
  int byte;

  if (self->position == self->filled && !fill_buffer (self, cancellable, error))
    return -1;
  byte = self->buffer[self->position++];
  if (byte == '\n')
    self->line++;
  return byte;
}

gboolean
lab_task_reader_check_utf8 (LabTaskReader  *self,
                            const GString  *text,
                            GError        **error)
{
  const char *end;

  if (g_utf8_validate_len (text->str, text->len, &end))
    return TRUE;
  if (*end == '\0')
    lab_task_reader_fail (self, error, NULL, _("The record holds a NUL byte; this is no text."));
  else
    lab_task_reader_fail (self, error, NULL, _("Byte %u of the record is not UTF-8 text."),
                          (guint) (end - text->str) + 1);
  return FALSE;
}

GString *
lab_task_reader_read_line (LabTaskReader  *self,
                           GCancellable   *cancellable,
                           GError        **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GError) local_error = NULL;
  int byte;

  self->record_line = self->line;
  while ((byte = lab_task_reader_get_byte (self, cancellable, &local_error)) >= 0 && byte != '\n')
    {
      if (line->len == LAB_TASK_READER_MAX_RECORD)
        {
          lab_task_reader_fail (self, error, NULL, _("The line is longer than %d bytes."),
                                LAB_TASK_READER_MAX_RECORD);
          return NULL;
        }
      g_string_append_c (line, (char) byte);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (byte < 0 && line->len == 0)
    return NULL;
  if (line->len > 0 && line->str[line->len - 1] == '\r')
    g_string_truncate (line, line->len - 1);
  return lab_task_reader_check_utf8 (self, line, error) ? g_steal_pointer (&line) : NULL;
}

gboolean
lab_task_reader_take_id (LabTaskReader *self,
                         const char    *id)
{
  return g_hash_table_add (self->ids, g_strdup (id));
}

gboolean
lab_task_reader_is_number (const char *text)
{
  const char *p = text + (*text == '-' ? 1 : 0);
  gsize whole = strspn (p, "0123456789");
  gsize fraction;

  if (whole == 0 || whole > 300)
    return FALSE;
  p += whole;
  if (*p != '.')
    return *p == '\0';
  fraction = strspn (p + 1, "0123456789");
  return fraction > 0 && p[1 + fraction] == '\0';
}

static gboolean
check_expected (LabTaskReader  *self,
                LabJudgeKind    kind,
                const char     *value,
                GError        **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GRegex) regex = NULL;

  if (value == NULL || value[0] == '\0')
    {
      lab_task_reader_fail (self, error, "judge", _("The judge “%s” needs a value."),
                            lab_judge_kind_to_string (kind));
      return FALSE;
    }
  if (kind == LAB_JUDGE_NUMBER && !lab_task_reader_is_number (value))
    {
      lab_task_reader_fail (self, error, "judge", _("“%s” is not a decimal number."), value);
      return FALSE;
    }
  if (kind != LAB_JUDGE_REGEX)
    return TRUE;
  regex = g_regex_new (value, 0, 0, &local_error);
  if (regex == NULL)
    lab_task_reader_fail (self, error, "judge", _("The regular expression is not valid: %s"),
                          local_error->message);
  return regex != NULL;
}

gboolean
lab_task_reader_set_judge (LabTaskReader  *self,
                           LabTask        *task,
                           LabJudgeKind    kind,
                           const char     *value,
                           const char     *tolerance,
                           GError        **error)
{
  gboolean by_facts = kind == LAB_JUDGE_FACT || kind == LAB_JUDGE_COVERAGE;

  task->judge = kind;
  if (kind == LAB_JUDGE_NONE)
    return TRUE;
  if (by_facts && task->facts->len == 0)
    {
      lab_task_reader_fail (self, error, "facts", _("The judge “%s” needs facts."),
                            lab_judge_kind_to_string (kind));
      return FALSE;
    }
  if (by_facts)
    return TRUE;
  if (!check_expected (self, kind, value, error))
    return FALSE;
  if (tolerance != NULL && (!lab_task_reader_is_number (tolerance) || tolerance[0] == '-'))
    {
      lab_task_reader_fail (self, error, "tolerance",
                            _("“%s” is not a decimal number of at least 0."), tolerance);
      return FALSE;
    }
  task->expected = g_strdup (value);
  task->tolerance = g_strdup (tolerance);
  return TRUE;
}

static LabTaskFormat
format_of_name (const char *name)
{
  static const struct
  {
    const char *ending;
    LabTaskFormat format;
  } endings[] = { { ".jsonl", LAB_TASK_FORMAT_JSONL },
                  { ".ndjson", LAB_TASK_FORMAT_JSONL },
                  { ".csv", LAB_TASK_FORMAT_CSV },
                  { ".tsv", LAB_TASK_FORMAT_TSV } };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      if (g_str_has_suffix (lower, endings[i].ending))
        return endings[i].format;
    }
  return LAB_TASK_FORMAT_TEXT;
}

static gboolean
is_rule (const char *line,
         gsize       length)
{
  while (length > 0 && strchr (" \t\r", line[length - 1]) != NULL)
    length--;
  return length >= 3 && strspn (line, "-") >= length;
}

/* Whether a line of hyphens stands in what was read so far. */
static gboolean
buffer_has_rule (const LabTaskReader *self)
{
  const char *text = (const char *) self->buffer;
  gsize start = self->position;

  for (gsize i = start; i <= self->filled; i++)
    {
      if (i < self->filled && text[i] != '\n')
        continue;
      if (is_rule (text + start, i - start))
        return TRUE;
      start = i + 1;
    }
  return FALSE;
}

static gboolean
begin (LabTaskReader  *self,
       GCancellable   *cancellable,
       GError        **error)
{
  g_autoptr (GError) local_error = NULL;

  if (self->format == LAB_TASK_FORMAT_AUTO)
    self->format = format_of_name (self->source);
  fill_buffer (self, cancellable, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  /* Files from elsewhere may begin with a byte order mark. */
  if (self->filled >= 3 && memcmp (self->buffer, "\xEF\xBB\xBF", 3) == 0)
    self->position = 3;
  if (self->format == LAB_TASK_FORMAT_TEXT)
    self->blocks = buffer_has_rule (self);
  if (self->format == LAB_TASK_FORMAT_CSV || self->format == LAB_TASK_FORMAT_TSV)
    return lab_task_reader_read_header (self, cancellable, error);
  return TRUE;
}

LabTaskReader *
lab_task_reader_new (GInputStream   *stream,
                     const char     *source,
                     LabTaskFormat   format,
                     GCancellable   *cancellable,
                     GError        **error)
{
  LabTaskReader *self;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);
  g_return_val_if_fail (source != NULL, NULL);

  self = g_new0 (LabTaskReader, 1);
  self->stream = g_object_ref (stream);
  self->source = g_strdup (source);
  self->format = format;
  /* One byte more than is read, so that strspn() finds an end. */
  self->buffer = g_malloc0 (BUFFER_SIZE + 1);
  self->line = self->record_line = 1;
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->columns = g_ptr_array_new_with_free_func (g_free);
  if (begin (self, cancellable, error))
    return self;
  lab_task_reader_free (self);
  return NULL;
}

LabTaskReader *
lab_task_reader_open (const char     *path,
                      LabTaskFormat   format,
                      GCancellable   *cancellable,
                      GError        **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  file = g_file_new_for_path (path);
  /* A pipe would make the reader wait for whoever writes it, and read once. */
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) == G_FILE_TYPE_SPECIAL)
    g_set_error_literal (&local_error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                         _("it is not a regular file."));
  else
    stream = g_file_read (file, cancellable, &local_error);
  if (stream != NULL)
    return lab_task_reader_new (G_INPUT_STREAM (stream), path, format, cancellable, error);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  lab_set_error (error, LAB_ERROR_INVALID_INPUT, _("The workload “%s” cannot be read: %s"), path,
                 local_error->message);
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_FILE, path);
  return NULL;
}

void
lab_task_reader_free (LabTaskReader *self)
{
  g_object_unref (self->stream);
  g_free (self->source);
  g_free (self->buffer);
  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->columns);
  g_free (self->batch_url);
  g_free (self->batch_model);
  g_free (self);
}

LabTaskFormat
lab_task_reader_get_format (LabTaskReader *self)
{
  g_return_val_if_fail (self != NULL, LAB_TASK_FORMAT_AUTO);
  return self->format;
}

static gboolean
is_blank (const GString *text)
{
  return strspn (text->str, " \t\r\n") == text->len;
}

static LabTask *
next_json (LabTaskReader  *self,
           GCancellable   *cancellable,
           GError        **error)
{
  g_autoptr (GString) line = NULL;
  g_autoptr (LabJsonDocument) document = NULL;
  const LabJson *root;

  do
    {
      if (line != NULL)
        g_string_free (line, TRUE);
      line = lab_task_reader_read_line (self, cancellable, error);
      if (line == NULL)
        return NULL;
    }
  while (is_blank (line));

  document = lab_json_document_parse (line->str, (gssize) line->len, self->source,
                                      self->record_line, error);
  if (document == NULL)
    return NULL;
  root = lab_json_document_get_root (document);
  if (lab_json_get_node_type (root) != LAB_JSON_OBJECT)
    {
      lab_task_reader_fail (self, error, NULL, _("Each line must be a JSON object."));
      return NULL;
    }
  if (self->n_tasks == 0 && self->format == LAB_TASK_FORMAT_JSONL
      && lab_json_get (root, "custom_id") != NULL && lab_json_get (root, "body") != NULL)
    self->format = LAB_TASK_FORMAT_BATCH;
  if (self->format == LAB_TASK_FORMAT_BATCH)
    return lab_task_reader_parse_batch (self, root, error);
  return lab_task_reader_parse_own (self, root, error);
}

/* One prompt of a text file: a line, or the lines up to a rule. */
static GString *
read_prompt (LabTaskReader  *self,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autoptr (GString) prompt = g_string_new (NULL);
  guint first = 0;

  while (TRUE)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GString) line = lab_task_reader_read_line (self, cancellable, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (first == 0 && line != NULL && !is_blank (line))
        first = self->record_line;
      if (line == NULL || (self->blocks && is_rule (line->str, line->len)))
        {
          if (first != 0 && !is_blank (prompt))
            break;
          if (line == NULL)
            return NULL;
          continue;
        }
      if (prompt->len + line->len > LAB_TASK_READER_MAX_RECORD)
        {
          lab_task_reader_fail (self, error, NULL, _("The prompt is longer than %d bytes."),
                                LAB_TASK_READER_MAX_RECORD);
          return NULL;
        }
      if (prompt->len > 0)
        g_string_append_c (prompt, '\n');
      g_string_append_len (prompt, line->str, (gssize) line->len);
      if (!self->blocks && !is_blank (line))
        break;
      if (!self->blocks)
        g_string_truncate (prompt, 0);
    }
  self->record_line = first;
  return g_steal_pointer (&prompt);
}

static LabTask *
next_text (LabTaskReader  *self,
           GCancellable   *cancellable,
           GError        **error)
{
  g_autoptr (GString) prompt = read_prompt (self, cancellable, error);
  LabTask *task;

  if (prompt == NULL)
    return NULL;
  task = lab_task_new (self->source, self->n_tasks);
  task->question = g_strstrip (g_strdup (prompt->str));
  return task;
}

/* What every task of a file has, whatever its format. The key follows the
 * content, not the place of the file. */
static void
finish_task (LabTaskReader *self,
             LabTask       *task)
{
  if (task->key == NULL)
    {
      guint64 hash = lab_hash64 (task->question, strlen (task->question), 0);

      task->key = g_strdup_printf ("own/%u/%016" G_GINT64_MODIFIER "x", self->n_tasks, hash);
    }
  lab_task_set_draw_key (task);
  if (task->conversation == NULL)
    task->conversation = g_strdup_printf ("c%u", self->n_tasks);
  self->n_tasks++;
}

LabTask *
lab_task_reader_next (LabTaskReader  *self,
                      GCancellable   *cancellable,
                      GError        **error)
{
  LabTask *task;

  g_return_val_if_fail (self != NULL, NULL);

  switch (self->format)
    {
    case LAB_TASK_FORMAT_JSONL:
    case LAB_TASK_FORMAT_BATCH:
      task = next_json (self, cancellable, error);
      break;
    case LAB_TASK_FORMAT_CSV:
    case LAB_TASK_FORMAT_TSV:
      task = lab_task_reader_next_csv (self, cancellable, error);
      break;
    case LAB_TASK_FORMAT_TEXT:
    case LAB_TASK_FORMAT_AUTO:
    default:
      task = next_text (self, cancellable, error);
      break;
    }
  if (task != NULL)
    finish_task (self, task);
  return task;
}

static gboolean
check_room (LabTaskReader  *self,
            guint           n_tasks,
            gsize           bytes,
            GError        **error)
{
  if (n_tasks <= LAB_WORKLOAD_MAX_TASKS && bytes <= LAB_TASK_READER_MAX_BYTES)
    return TRUE;
  lab_set_error (error, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED,
                 _("%s: the workload is larger than %d tasks or %d MiB; read only its first tasks, "
                   "or split the file."),
                 self->source, LAB_WORKLOAD_MAX_TASKS, LAB_TASK_READER_MAX_BYTES / 1024 / 1024);
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_FILE, self->source);
  return FALSE;
}

GPtrArray *
lab_task_reader_read_all (LabTaskReader  *self,
                          guint           max_tasks,
                          GCancellable   *cancellable,
                          GError        **error)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_task_unref);
  gsize bytes = 0;

  g_return_val_if_fail (self != NULL, NULL);

  while (max_tasks == 0 || tasks->len < max_tasks)
    {
      g_autoptr (GError) local_error = NULL;
      LabTask *task = lab_task_reader_next (self, cancellable, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (task == NULL)
        break;
      g_ptr_array_add (tasks, task);
      bytes += lab_task_get_size (task);
      if (!check_room (self, tasks->len, bytes, error))
        return NULL;
    }
  if (tasks->len == 0)
    {
      lab_task_reader_fail (self, error, NULL, _("The file holds no task."));
      return NULL;
    }
  return g_steal_pointer (&tasks);
}
