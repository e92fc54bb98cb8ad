/* lab-log.c: the structured log, one JSON object a line
 *
 * Lines are made, and keys taken out of them, on the thread that logs; so
 * nothing secret waits in the queue. One thread writes them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-log.h"

#include <stdarg.h>
#include <string.h>

#include "lab-log-file-private.h"
#include "lab-redact-private.h"

/* Where writing is slower than logging, lines beyond this are counted and
 * not kept: the program must not wait for its log, nor grow without end. */
#define QUEUE_LIMIT 10000

struct _LabLog
{
  GObject parent_instance;

  LabClock *clock;
  GThread *writer;
  LabLogFile file; /* the writer's, once it runs */

  int minimum;      /* atomic */
  int show_prompts; /* atomic */

  GMutex mutex; /* guards what follows */
  GCond wake_writer;
  GCond written;
  GQueue lines; /* char * */
  GPtrArray *secrets;
  guint64 n_queued;
  guint64 n_done;
  guint64 n_dropped;
  gint64 last_time; /* of the last line: the writer has no clock */
  gboolean stop;
};

G_DEFINE_FINAL_TYPE (LabLog, lab_log, G_TYPE_OBJECT)

static const char *const level_names[] = { "debug", "info", "warn", "error" };
static const char *const reserved_names[] = { "time", "level", "event", "correlation_id" };

static void
append_json_string (GString *line, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (line, '"');
  for (const char *at = valid; *at != '\0'; at++)
    switch (*at)
      {
      case '"':
        g_string_append (line, "\\\"");
        break;
      case '\\':
        g_string_append (line, "\\\\");
        break;
      case '\n':
        g_string_append (line, "\\n");
        break;
      case '\r':
        g_string_append (line, "\\r");
        break;
      case '\t':
        g_string_append (line, "\\t");
        break;
      default:
        if ((guchar) *at < 0x20)
          g_string_append_printf (line, "\\u%04x", (guint) (guchar) *at);
        else
          g_string_append_c (line, *at);
      }
  g_string_append_c (line, '"');
}

static void
append_redacted (GString *line, const char *text, GPtrArray *secrets)
{
  g_autofree char *clean = NULL;

  if (text == NULL)
    {
      g_string_append (line, "null");
      return;
    }
  clean = lab_redact_with_secrets (text, secrets);
  append_json_string (line, clean);
}

static gboolean
is_prompt_name (const char *name)
{
  return g_str_has_prefix (name, "prompt") || g_str_has_prefix (name, "content");
}

static void
append_field (GString *line, const char *name, const char *value, GPtrArray *secrets)
{
  g_string_append_c (line, ',');
  for (guint i = 0; i < G_N_ELEMENTS (reserved_names); i++)
    if (g_str_equal (name, reserved_names[i]))
      {
        /* Two of one name would be read by chance. */
        g_autofree char *other = g_strconcat ("field_", name, NULL);

        append_json_string (line, other);
        g_string_append_c (line, ':');
        append_redacted (line, value, secrets);
        return;
      }
  append_redacted (line, name, secrets);
  g_string_append_c (line, ':');
  append_redacted (line, value != NULL && lab_redact_is_key_name (name) ? LAB_REDACTED : value,
                   secrets);
}

static GString *
begin_line (gint64 time_us,
            LabLogLevel level,
            const char *event,
            const char *correlation_id,
            GPtrArray *secrets)
{
  g_autofree char *time = lab_time_to_string (time_us);
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, "{\"time\":\"%s\",\"level\":\"%s\",\"event\":", time,
                          level_names[level]);
  append_redacted (line, event, secrets);
  g_string_append (line, ",\"correlation_id\":");
  append_redacted (line, correlation_id, secrets);
  return line;
}

static GPtrArray *
copy_secrets (LabLog *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  /* Replaced when one is added, and never changed: a reference is enough. */
  return g_ptr_array_ref (self->secrets);
}

static void
queue_line (LabLog *self, gint64 time_us, char *line)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->last_time = time_us;
  if (g_queue_get_length (&self->lines) >= QUEUE_LIMIT)
    {
      self->n_dropped++;
      g_free (line);
      return;
    }
  g_queue_push_tail (&self->lines, line);
  self->n_queued++;
  g_cond_signal (&self->wake_writer);
}

/* Writes what was dropped since, before the next line that is not. */
static gboolean
write_dropped (LabLog *self, gint64 time_us, guint64 n_dropped)
{
  g_autofree char *count = g_strdup_printf ("%" G_GUINT64_FORMAT, n_dropped);
  g_autoptr (GString) line = begin_line (time_us, LAB_LOG_WARN, "log.dropped", NULL, NULL);

  append_field (line, "lines", count, NULL);
  g_string_append (line, "}\n");
  return lab_log_file_write (&self->file, line->str, line->len);
}

static void
write_batch (LabLog *self, GQueue *batch, gint64 time_us, guint64 *n_dropped)
{
  char *line;

  if (*n_dropped > 0 && write_dropped (self, time_us, *n_dropped))
    *n_dropped = 0;
  while ((line = g_queue_pop_head (batch)) != NULL)
    {
      if (!lab_log_file_write (&self->file, line, strlen (line)))
        (*n_dropped)++;
      g_free (line);
    }
}

static gpointer
writer_main (gpointer data)
{
  LabLog *self = data;
  guint64 n_dropped = 0;

  g_mutex_lock (&self->mutex);
  while (!self->stop || !g_queue_is_empty (&self->lines) || self->n_dropped > 0)
    {
      GQueue batch = self->lines;
      guint64 n = g_queue_get_length (&batch);
      gint64 time_us = self->last_time;

      if (n == 0 && self->n_dropped == 0)
        {
          g_cond_wait (&self->wake_writer, &self->mutex);
          continue;
        }
      g_queue_init (&self->lines);
      n_dropped += self->n_dropped;
      self->n_dropped = 0;
      g_mutex_unlock (&self->mutex);

      write_batch (self, &batch, time_us, &n_dropped);

      g_mutex_lock (&self->mutex);
      self->n_done += n;
      g_cond_broadcast (&self->written);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

static void
stop_writer (LabLog *self)
{
  if (self->writer == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->stop = TRUE;
  g_cond_signal (&self->wake_writer);
  g_mutex_unlock (&self->mutex);
  g_thread_join (g_steal_pointer (&self->writer));
}

static void
lab_log_finalize (GObject *object)
{
  LabLog *self = LAB_LOG (object);

  stop_writer (self);
  lab_log_file_close (&self->file);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->secrets, g_ptr_array_unref);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wake_writer);
  g_cond_clear (&self->written);

  G_OBJECT_CLASS (lab_log_parent_class)->finalize (object);
}

static void
lab_log_class_init (LabLogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_log_finalize;
}

static void
lab_log_init (LabLog *self)
{
  self->file.fd = -1;
  self->secrets = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake_writer);
  g_cond_init (&self->written);
  g_queue_init (&self->lines);
}

LabLog *
lab_log_new (const char *path,
             LabClock *clock,
             LabLogLevel minimum,
             goffset max_bytes,
             guint keep,
             GError **error)
{
  g_autoptr (LabLog) self = NULL;

  g_return_val_if_fail (LAB_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (minimum <= LAB_LOG_ERROR, NULL);

  self = g_object_new (LAB_TYPE_LOG, NULL);
  self->clock = g_object_ref (clock);
  self->minimum = (int) minimum;
  if (!lab_log_file_open (&self->file, path, max_bytes, keep, error))
    return NULL;
  self->writer = g_thread_new ("lab-log", writer_main, self);
  return g_steal_pointer (&self);
}

void
lab_log_set_minimum (LabLog *self, LabLogLevel minimum)
{
  g_return_if_fail (LAB_IS_LOG (self));
  g_return_if_fail (minimum <= LAB_LOG_ERROR);

  g_atomic_int_set (&self->minimum, (int) minimum);
}

void
lab_log_set_show_prompts (LabLog *self, gboolean show)
{
  g_return_if_fail (LAB_IS_LOG (self));

  g_atomic_int_set (&self->show_prompts, show);
}

void
lab_log_add_secret (LabLog *self, const char *secret)
{
  GPtrArray *secrets;

  g_return_if_fail (LAB_IS_LOG (self));
  g_return_if_fail (secret != NULL);

  if (*secret == '\0')
    return;

  g_mutex_lock (&self->mutex);
  secrets = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->secrets->len; i++)
    g_ptr_array_add (secrets, g_strdup (g_ptr_array_index (self->secrets, i)));
  g_ptr_array_add (secrets, g_strdup (secret));
  /* As it stands in an address, where that differs. */
  g_ptr_array_add (secrets, g_uri_escape_string (secret, NULL, FALSE));
  g_ptr_array_unref (self->secrets);
  self->secrets = secrets;
  g_mutex_unlock (&self->mutex);
}

void
lab_log_write (LabLog *self, LabLogLevel level, const char *event, const char *correlation_id, ...)
{
  g_autoptr (GPtrArray) secrets = NULL;
  GString *line;
  const char *name;
  gint64 time_us;
  va_list args;

  g_return_if_fail (LAB_IS_LOG (self));
  g_return_if_fail (level <= LAB_LOG_ERROR);
  g_return_if_fail (event != NULL);

  if ((int) level < g_atomic_int_get (&self->minimum))
    return;

  /* Real time may be asked on any thread; virtual time stands still while
   * another thread works, since that work holds it. */
  time_us = lab_clock_now (self->clock);
  secrets = copy_secrets (self);
  line = begin_line (time_us, level, event, correlation_id, secrets);
  va_start (args, correlation_id);
  while ((name = va_arg (args, const char *)) != NULL)
    {
      const char *value = va_arg (args, const char *);

      if (!is_prompt_name (name) || g_atomic_int_get (&self->show_prompts))
        append_field (line, name, value, secrets);
    }
  va_end (args);
  g_string_append (line, "}\n");
  queue_line (self, time_us, g_string_free (line, FALSE));
}

void
lab_log_flush (LabLog *self)
{
  guint64 target;

  g_return_if_fail (LAB_IS_LOG (self));

  g_mutex_lock (&self->mutex);
  target = self->n_queued;
  while (self->n_done < target)
    g_cond_wait (&self->written, &self->mutex);
  g_mutex_unlock (&self->mutex);
}
