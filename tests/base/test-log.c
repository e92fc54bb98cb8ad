/* test-log.c: JSON lines, levels, turning over, secrets, many threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "lab-error.h"
#include "lab-log.h"

/* 2026-11-23T09:00:00Z */
#define START G_GINT64_CONSTANT (1795424400000000)

typedef struct
{
  char *folder;
  char *path;
  LabClock *clock;
  LabLog *log;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("lab-log-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "below", "lab.log", NULL);
  fixture->clock = lab_virtual_clock_new (START);
  fixture->log = lab_log_new (fixture->path, fixture->clock, LAB_LOG_INFO, 0, 0, &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->log);
  g_assert_finalize_object (fixture->clock);
  remove_folder (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static char *
read_text (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* Every line as an independent parser reads it. */
static GPtrArray *
read_lines (const char *path)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  g_autofree char *text = read_text (path);
  g_auto (GStrv) split = g_strsplit (text, "\n", -1);

  g_assert_true (*text == '\0' || g_str_has_suffix (text, "\n"));
  for (guint i = 0; split[i] != NULL && *split[i] != '\0'; i++)
    {
      g_autoptr (GError) error = NULL;
      JsonNode *node = json_from_string (split[i], &error);

      g_assert_no_error (error);
      g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
      g_ptr_array_add (lines, node);
    }
  return lines;
}

static const char *
get_field (GPtrArray *lines, guint index, const char *name)
{
  JsonObject *object;

  g_assert_cmpuint (index, <, lines->len);
  object = json_node_get_object (g_ptr_array_index (lines, index));
  return json_object_has_member (object, name) ? json_object_get_string_member (object, name) :
                                                 NULL;
}

static void
test_line (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  lab_log_write (fixture->log, LAB_LOG_WARN, "call.recorded", "op-1", "model", "gpt", "note", NULL,
                 NULL);
  lab_log_write (fixture->log, LAB_LOG_ERROR, "plain", NULL, NULL);
  lab_log_flush (fixture->log);
  text = read_text (fixture->path);
  g_assert_cmpstr (text, ==,
                   "{\"time\":\"2026-11-23T09:00:00Z\",\"level\":\"warn\","
                   "\"event\":\"call.recorded\",\"correlation_id\":\"op-1\","
                   "\"model\":\"gpt\",\"note\":null}\n"
                   "{\"time\":\"2026-11-23T09:00:00Z\",\"level\":\"error\","
                   "\"event\":\"plain\",\"correlation_id\":null}\n");
}

static void
test_only_the_owner_reads (Fixture *fixture, gconstpointer data)
{
  struct stat status;

  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_escapes (Fixture *fixture, gconstpointer data)
{
  char every[0x81];
  g_autoptr (GPtrArray) lines = NULL;

  for (int c = 1; c < 0x80; c++)
    every[c - 1] = (char) c;
  every[0x7f] = '\0';
  lab_log_write (fixture->log, LAB_LOG_INFO, "e\"v", "i\\d", "every", every, "na\nme", "é€😀",
                 "broken", "a\xff\xc3", "time", "mine", NULL);
  lab_log_flush (fixture->log);

  lines = read_lines (fixture->path);
  g_assert_cmpuint (lines->len, ==, 1);
  g_assert_cmpstr (get_field (lines, 0, "event"), ==, "e\"v");
  g_assert_cmpstr (get_field (lines, 0, "correlation_id"), ==, "i\\d");
  g_assert_cmpstr (get_field (lines, 0, "every"), ==, every);
  g_assert_cmpstr (get_field (lines, 0, "na\nme"), ==, "é€😀");
  g_assert_cmpstr (get_field (lines, 0, "broken"), ==, "a\uFFFD\uFFFD");
  g_assert_cmpstr (get_field (lines, 0, "time"), ==, "2026-11-23T09:00:00Z");
  g_assert_cmpstr (get_field (lines, 0, "field_time"), ==, "mine");
}

static void
test_levels (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "debug", "info", "warn", "error" };
  g_autoptr (GPtrArray) lines = NULL;
  guint at = 0;

  for (guint minimum = LAB_LOG_DEBUG; minimum <= LAB_LOG_ERROR; minimum++)
    {
      lab_log_set_minimum (fixture->log, minimum);
      for (guint level = LAB_LOG_DEBUG; level <= LAB_LOG_ERROR; level++)
        lab_log_write (fixture->log, level, "e", NULL, NULL);
    }
  lab_log_flush (fixture->log);

  lines = read_lines (fixture->path);
  g_assert_cmpuint (lines->len, ==, 4 + 3 + 2 + 1);
  for (guint minimum = LAB_LOG_DEBUG; minimum <= LAB_LOG_ERROR; minimum++)
    for (guint level = minimum; level <= LAB_LOG_ERROR; level++)
      g_assert_cmpstr (get_field (lines, at++, "level"), ==, names[level]);
}

/* Keys are planted in every place a caller can fill. */
static void
test_keys_never_reach_the_file (Fixture *fixture, gconstpointer data)
{
  static const char *const planted[] = { "sk-ant-api03-PLANTED", "AIzaPLANTED", "Bearer PLANTED",
                                         "PLANTED-opaque secret/1\"\n" };
  g_autofree char *text = NULL;

  lab_log_set_show_prompts (fixture->log, TRUE);
  lab_log_add_secret (fixture->log, "");
  lab_log_add_secret (fixture->log, "PLANTED-opaque");
  lab_log_add_secret (fixture->log, "PLANTED-opaque secret/1\"\n");
  for (guint i = 0; i < G_N_ELEMENTS (planted); i++)
    {
      g_autofree char *inside = g_strconcat ("before", planted[i], "after", NULL);
      g_autofree char *apart = g_strconcat ("before ", planted[i], " after", NULL);
      g_autofree char *address = g_uri_escape_string (planted[i], NULL, FALSE);

      lab_log_write (fixture->log, LAB_LOG_ERROR, planted[i], planted[i], "value", planted[i],
                     planted[i], "name", "prompt", apart, "apart", apart, NULL);
      if (i == 3)
        lab_log_write (fixture->log, LAB_LOG_ERROR, "e", inside, "inside", inside, "url", address,
                       NULL);
    }
  lab_log_write (fixture->log, LAB_LOG_ERROR, "e", NULL, "Authorization", "PLANTED", "api_key",
                 "PLANTED", "x-api-key", "PLANTED", "api_key", NULL, NULL);
  lab_log_flush (fixture->log);

  text = read_text (fixture->path);
  g_assert_null (strstr (text, "PLANTED"));
  g_assert_null (strstr (text, "secret/1"));
  g_assert_null (strstr (text, "secret%2F1"));
  g_assert_nonnull (strstr (text, "before[redacted]after"));
}

static void
test_prompts_only_when_asked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) lines = NULL;

  for (guint show = 0; show < 3; show++)
    {
      lab_log_set_show_prompts (fixture->log, show == 1);
      lab_log_write (fixture->log, LAB_LOG_INFO, "e", NULL, "prompt", "said 1", "prompt_system",
                     "said 2", "content", "said 3", "model", "m", NULL);
    }
  lab_log_flush (fixture->log);

  lines = read_lines (fixture->path);
  for (guint show = 0; show < 3; show++)
    {
      g_assert_cmpstr (get_field (lines, show, "model"), ==, "m");
      g_assert_cmpstr (get_field (lines, show, "prompt"), ==, show == 1 ? "said 1" : NULL);
      g_assert_cmpstr (get_field (lines, show, "prompt_system"), ==, show == 1 ? "said 2" : NULL);
      g_assert_cmpstr (get_field (lines, show, "content"), ==, show == 1 ? "said 3" : NULL);
    }
}

/* Files 3, 2, 1 and the newest one hold the last lines in order. */
static void
test_turns_over (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *beyond = g_strconcat (fixture->path, ".4", NULL);
  int last = -1;

  g_clear_object (&fixture->log);
  fixture->log = lab_log_new (fixture->path, fixture->clock, LAB_LOG_INFO, 1000, 3, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 100; i++)
    {
      g_autofree char *number = g_strdup_printf ("%d", i);

      lab_log_write (fixture->log, LAB_LOG_INFO, "e", NULL, "n", number, NULL);
    }
  lab_log_flush (fixture->log);

  for (int file = 3; file >= 0; file--)
    {
      g_autofree char *path =
          file > 0 ? g_strdup_printf ("%s.%d", fixture->path, file) : g_strdup (fixture->path);
      g_autofree char *text = read_text (path);
      g_autoptr (GPtrArray) lines = read_lines (path);

      g_assert_cmpuint (strlen (text), <=, 1000);
      for (guint i = 0; i < lines->len; i++)
        {
          int n = atoi (get_field (lines, i, "n"));

          if (last >= 0)
            g_assert_cmpint (n, ==, last + 1);
          last = n;
        }
    }
  g_assert_cmpint (last, ==, 99);
  g_assert_false (g_file_test (beyond, G_FILE_TEST_EXISTS));
}

/* The size counts what was there before; nothing is kept with 0. */
static void
test_turns_over_what_was_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *first = g_strconcat (fixture->path, ".1", NULL);
  g_autofree char *old = g_strnfill (990, 'x');
  g_autofree char *large = g_strnfill (5000, 'y');

  g_clear_object (&fixture->log);
  g_assert_true (g_file_set_contents (fixture->path, old, -1, NULL));
  fixture->log = lab_log_new (fixture->path, fixture->clock, LAB_LOG_INFO, 1000, 0, NULL);
  lab_log_write (fixture->log, LAB_LOG_INFO, "large", NULL, "y", large, NULL);
  lab_log_write (fixture->log, LAB_LOG_INFO, "small", NULL, NULL);
  lab_log_flush (fixture->log);

  lines = read_lines (fixture->path);
  g_assert_cmpuint (lines->len, ==, 1);
  g_assert_cmpstr (get_field (lines, 0, "event"), ==, "small");
  g_assert_false (g_file_test (first, G_FILE_TEST_EXISTS));
}

static void
test_goes_on_with_the_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) lines = NULL;

  lab_log_write (fixture->log, LAB_LOG_INFO, "one", NULL, NULL);
  /* without flushing: the last reference writes what waits */
  g_clear_object (&fixture->log);
  fixture->log = lab_log_new (fixture->path, fixture->clock, LAB_LOG_INFO, 0, 0, NULL);
  lab_log_write (fixture->log, LAB_LOG_INFO, "two", NULL, NULL);
  lab_log_flush (fixture->log);

  lines = read_lines (fixture->path);
  g_assert_cmpuint (lines->len, ==, 2);
  g_assert_cmpstr (get_field (lines, 0, "event"), ==, "one");
  g_assert_cmpstr (get_field (lines, 1, "event"), ==, "two");
}

#define N_THREADS 8
#define N_LINES 500

static gpointer
log_much (gpointer data)
{
  LabLog *log = data;
  static int next = 0;
  g_autofree char *id = g_strdup_printf ("thread-%d", g_atomic_int_add (&next, 1));

  for (guint i = 0; i < N_LINES; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);

      lab_log_write (log, LAB_LOG_INFO, "e", id, "n", number, NULL);
      if (i % 100 == 0)
        {
          lab_log_add_secret (log, id + 3);
          lab_log_flush (log);
        }
    }
  return NULL;
}

/* No line is lost, torn or out of its thread's order. */
static void
test_many_threads (Fixture *fixture, gconstpointer data)
{
  GThread *threads[N_THREADS];
  g_autoptr (GPtrArray) lines = NULL;
  guint sum = 0;

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("logs", log_much, fixture->log);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  lab_log_flush (fixture->log);

  lines = read_lines (fixture->path);
  g_assert_cmpuint (lines->len, ==, N_THREADS * N_LINES);
  for (guint i = 0; i < lines->len; i++)
    sum += (guint) atoi (get_field (lines, i, "n"));
  g_assert_cmpuint (sum, ==, N_THREADS * (N_LINES * (N_LINES - 1) / 2));
}

typedef struct
{
  int fd;
  GString *text;
} Reader;

static gpointer
read_pipe (gpointer data)
{
  Reader *reader = data;
  char buffer[4096];
  ssize_t n;

  while ((n = read (reader->fd, buffer, sizeof buffer)) > 0)
    g_string_append_len (reader->text, buffer, n);
  return NULL;
}

/* A pipe nobody reads stands for a slow disk: logging goes on, a bounded
 * number of lines waits, and the log says how many are missing. */
static void
test_slow_file_drops_and_says_so (Fixture *fixture, gconstpointer data)
{
  const guint n = 40000;
  g_autofree char *path = g_build_filename (fixture->folder, "pipe", NULL);
  Reader reader = { -1, g_string_new (NULL) };
  g_auto (GStrv) lines = NULL;
  GThread *thread;
  guint64 written = 0;
  guint64 dropped = 0;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  reader.fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  g_assert_cmpint (reader.fd, >=, 0);
  g_clear_object (&fixture->log);
  fixture->log = lab_log_new (path, fixture->clock, LAB_LOG_INFO, 0, 0, NULL);
  for (guint i = 0; i < n; i++)
    lab_log_write (fixture->log, LAB_LOG_INFO, "e", NULL, "some", "text to fill the pipe", NULL);

  g_assert_cmpint (fcntl (reader.fd, F_SETFL, 0), ==, 0);
  thread = g_thread_new ("reads", read_pipe, &reader);
  g_clear_object (&fixture->log);
  g_thread_join (thread);
  close (reader.fd);

  lines = g_strsplit (reader.text->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);
      JsonObject *object = json_node_get_object (node);

      if (g_str_equal (json_object_get_string_member (object, "event"), "log.dropped"))
        dropped += g_ascii_strtoull (json_object_get_string_member (object, "lines"), NULL, 10);
      else
        written++;
    }
  g_assert_cmpuint (dropped, >, 0);
  g_assert_cmpuint (written + dropped, ==, n);
  g_string_free (reader.text, TRUE);
}

/* A full disk neither stops nor blocks the program. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("there is no /dev/full");
      return;
    }
  g_clear_object (&fixture->log);
  fixture->log = lab_log_new ("/dev/full", fixture->clock, LAB_LOG_INFO, 0, 0, NULL);
  for (guint i = 0; i < 100; i++)
    lab_log_write (fixture->log, LAB_LOG_ERROR, "e", NULL, NULL);
  lab_log_flush (fixture->log);
}

static void
test_unwritable_path_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *below_a_file = g_build_filename (fixture->path, "x", "y.log", NULL);
  const char *const paths[] = { fixture->folder, below_a_file };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (lab_log_new (paths[i], fixture->clock, LAB_LOG_INFO, 0, 0, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FILE), ==, paths[i]);
    }
}

static void
test_stderr (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (LabClock) clock = lab_virtual_clock_new (START);
      g_autoptr (LabLog) log = lab_log_new (NULL, clock, LAB_LOG_INFO, 10, 1, NULL);

      lab_log_write (log, LAB_LOG_INFO, "to.stderr", NULL, NULL);
      lab_log_flush (log);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*\"event\":\"to.stderr\"*");
}

#define ADD(name, func) g_test_add ("/base/log/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("line", test_line);
  ADD ("only-the-owner-reads", test_only_the_owner_reads);
  ADD ("escapes", test_escapes);
  ADD ("levels", test_levels);
  ADD ("keys-never-reach-the-file", test_keys_never_reach_the_file);
  ADD ("prompts-only-when-asked", test_prompts_only_when_asked);
  ADD ("turns-over", test_turns_over);
  ADD ("turns-over-what-was-there", test_turns_over_what_was_there);
  ADD ("goes-on-with-the-file", test_goes_on_with_the_file);
  ADD ("many-threads", test_many_threads);
  ADD ("slow-file-drops-and-says-so", test_slow_file_drops_and_says_so);
  ADD ("full-disk", test_full_disk);
  ADD ("unwritable-path-is-refused", test_unwritable_path_is_refused);
  g_test_add_func ("/base/log/stderr", test_stderr);
  return g_test_run ();
}
