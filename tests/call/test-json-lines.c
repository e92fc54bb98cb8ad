/* test-json-lines.c: JSON Lines, a document at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-error.h"
#include "lab-json.h"

/* Hands out its text in pieces of a few bytes, fails where told, and knows
 * how much was read. */
#define TEST_TYPE_STREAM (test_stream_get_type ())
G_DECLARE_FINAL_TYPE (TestStream, test_stream, TEST, STREAM, GInputStream)

struct _TestStream
{
  GInputStream parent_instance;
  const char *text;
  gsize left;
  gsize piece;
  gsize endless; /* bytes 'x' before the text */
  gboolean fails;
};

G_DEFINE_FINAL_TYPE (TestStream, test_stream, G_TYPE_INPUT_STREAM)

static gssize
test_stream_read (GInputStream  *stream,
                  void          *buffer,
                  gsize          count,
                  GCancellable  *cancellable,
                  GError       **error)
{
  TestStream *self = TEST_STREAM (stream);
  gsize n;

  if (self->endless > 0)
    {
      n = MIN (count, self->endless);
      memset (buffer, 'x', n);
      self->endless -= n;
      return (gssize) n;
    }
  if (self->left == 0 && self->fails)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the disk is gone");
      return -1;
    }
  n = MIN (MIN (count, self->left), self->piece);
  memcpy (buffer, self->text, n);
  self->text += n;
  self->left -= n;
  return (gssize) n;
}

static void
test_stream_class_init (TestStreamClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = test_stream_read;
}

static void
test_stream_init (TestStream *self)
{
}

static LabJsonLines *
open_lines (const char *text,
            gsize       piece,
            gsize       max_line_bytes)
{
  g_autoptr (TestStream) stream = g_object_new (TEST_TYPE_STREAM, NULL);

  stream->text = text;
  stream->left = strlen (text);
  stream->piece = piece;
  return lab_json_lines_new (G_INPUT_STREAM (stream), "t.jsonl", max_line_bytes);
}

static void
assert_next (LabJsonLines *lines,
             gint64        value,
             guint         line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabJsonDocument) document = lab_json_lines_next (lines, NULL, &error);
  gint64 got = 0;

  g_assert_no_error (error);
  g_assert_nonnull (document);
  g_assert_true (lab_json_get_int (lab_json_document_get_root (document), &got));
  g_assert_cmpint (got, ==, value);
  g_assert_cmpuint (lab_json_lines_get_line (lines), ==, line);
  g_assert_cmpuint (lab_json_get_line (lab_json_document_get_root (document)), ==, line);
}

static void
assert_bad (LabJsonLines *lines,
            const char   *prefix,
            guint         line)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *number = g_strdup_printf ("%u", line);

  g_assert_null (lab_json_lines_next (lines, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_assert_true (g_str_has_prefix (error->message, prefix));
  g_assert_cmpuint (lab_json_lines_get_line (lines), ==, line);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_LINE), ==, number);
}

static void
assert_end (LabJsonLines *lines)
{
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_assert_null (lab_json_lines_next (lines, NULL, &error));
      g_assert_no_error (error);
    }
}

static void
test_nul_where_it_is_allowed (void)
{
  static const char text[] = "{\"text\":\"a\\u0000b\"}\n{\"text\":\"c\"}\n{\"a\\u0000\":1}\n";
  g_autoptr (LabJsonLines) strict = open_lines (text, 64, 1000);
  g_autoptr (LabJsonLines) lines = open_lines (text, 64, 1000);
  g_autoptr (LabJsonDocument) first = NULL;
  g_autoptr (LabJsonDocument) second = NULL;
  g_autofree char *written = NULL;
  const LabJson *node;
  gsize length = 0;

  assert_bad (strict, "t.jsonl:1:11: $.text: ", 1);
  lab_json_lines_allow_nul (lines);
  first = lab_json_lines_next (lines, NULL, NULL);
  node = lab_json_get (lab_json_document_get_root (first), "text");
  g_assert_cmpmem (lab_json_get_text (node, &length), length, "a\0b", 3);
  g_assert_null (lab_json_get_string (node));
  written = lab_json_to_string (node, FALSE);
  g_assert_cmpstr (written, ==, "\"a\\u0000b\"");

  second = lab_json_lines_next (lines, NULL, NULL);
  node = lab_json_get (lab_json_document_get_root (second), "text");
  g_assert_cmpmem (lab_json_get_text (node, &length), length, "c", 1);
  g_assert_cmpstr (lab_json_get_string (node), ==, "c");
  assert_bad (lines, "t.jsonl:3:", 3);
}

static void
test_lines (void)
{
  for (gsize piece = 1; piece < 12; piece++)
    {
      g_autoptr (LabJsonLines) lines = NULL;

      lines = open_lines ("1\r\n\n \t\r\n 22 \r\n3\n{\n[1,]\n4\n5", piece, 100);
      g_assert_cmpuint (lab_json_lines_get_line (lines), ==, 0);
      assert_next (lines, 1, 1);
      assert_next (lines, 22, 4);
      assert_next (lines, 3, 5);
      assert_bad (lines, "t.jsonl:6:2: $: ", 6);
      assert_bad (lines, "t.jsonl:7:4: $[1]: ", 7);
      assert_next (lines, 4, 8);
      assert_next (lines, 5, 9);
      assert_end (lines);
    }
}

static void
test_ends (void)
{
  static const char *const texts[] = { "", "\n", "\r\n", " ", "\n\n  " };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (LabJsonLines) lines = open_lines (texts[i], 1, 10);

      assert_end (lines);
    }
}

static void
test_limit_is_exact (void)
{
  for (gsize piece = 1; piece < 8; piece++)
    {
      g_autoptr (LabJsonLines) lines = NULL;

      lines = open_lines ("12345\n123456\n12345\r\n123456\r\n7\n1234567890123\n8\n123456",
                          piece, 5);
      assert_next (lines, 12345, 1);
      assert_bad (lines, "t.jsonl:2: ", 2);
      assert_next (lines, 12345, 3);
      assert_bad (lines, "t.jsonl:4: ", 4);
      assert_next (lines, 7, 5);
      assert_bad (lines, "t.jsonl:6: ", 6);
      assert_next (lines, 8, 7);
      assert_bad (lines, "t.jsonl:8: ", 8);
      assert_end (lines);
    }
}

/* The largest the process ever was, in KiB. */
static gint64
peak_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return -1;
  line = strstr (status, "VmHWM:");
  return line != NULL ? g_ascii_strtoll (line + strlen ("VmHWM:"), NULL, 10) : -1;
}

/* A thousand million bytes without an end of line cost no memory. */
static void
test_endless_line_is_streamed (void)
{
  g_autoptr (TestStream) stream = g_object_new (TEST_TYPE_STREAM, NULL);
  g_autoptr (LabJsonLines) lines = NULL;
  gint64 before = peak_memory ();

  stream->endless = 1000 * 1000 * 1000;
  stream->text = "\n6\n";
  stream->left = 3;
  stream->piece = 3;
  lines = lab_json_lines_new (G_INPUT_STREAM (stream), "t.jsonl", 1024 * 1024);
  assert_bad (lines, "t.jsonl:1: ", 1);
  assert_next (lines, 6, 2);
  assert_end (lines);
  if (before < 0)
    g_test_message ("The system does not say how much memory was used.");
  else
    g_assert_cmpint (peak_memory () - before, <, 64 * 1024);
}

static void
test_stream_errors (void)
{
  g_autoptr (TestStream) stream = g_object_new (TEST_TYPE_STREAM, NULL);
  g_autoptr (LabJsonLines) lines = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  stream->text = "1\n2";
  stream->left = 3;
  stream->piece = 2;
  stream->fails = TRUE;
  lines = lab_json_lines_new (G_INPUT_STREAM (stream), NULL, 10);

  /* Cancelling loses nothing. */
  g_cancellable_cancel (cancellable);
  g_assert_null (lab_json_lines_next (lines, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  assert_next (lines, 1, 1);

  /* A stream that failed is at its end: no half line comes out of it. */
  g_assert_null (lab_json_lines_next (lines, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  assert_end (lines);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/call/json-lines/lines", test_lines);
  g_test_add_func ("/call/json-lines/ends", test_ends);
  g_test_add_func ("/call/json-lines/limit-is-exact", test_limit_is_exact);
  g_test_add_func ("/call/json-lines/endless-line-is-streamed", test_endless_line_is_streamed);
  g_test_add_func ("/call/json-lines/nul-where-it-is-allowed", test_nul_where_it_is_allowed);
  g_test_add_func ("/call/json-lines/stream-errors", test_stream_errors);

  return g_test_run ();
}
