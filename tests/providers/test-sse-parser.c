/* test-sse-parser.c: events from bytes cut anywhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-error.h"
#include "lab-sse-parser.h"

/* Each event as name|data, each behind a semicolon. */
static gboolean
collect_cb (const char  *event,
            const char  *data,
            gsize        length,
            gpointer     user_data,
            GError     **error)
{
  GString *seen = user_data;

  g_assert_cmpuint (strlen (data), ==, length);
  g_string_append_printf (seen, "%s|%s;", event, data);
  return TRUE;
}

static const struct
{
  const char *name;
  const char *bytes;
  const char *seen;
} cases[] = {
  { "one", "data: a\n\n", "|a;" },
  { "no-space", "data:a\n\n", "|a;" },
  { "one-space-only-is-taken", "data:  a\n\n", "| a;" },
  { "crlf", "data: a\r\n\r\n", "|a;" },
  { "mixed-line-ends", "data: a\r\n\ndata: b\n\r\n", "|a;|b;" },
  { "name", "event: ping\ndata: a\n\n", "ping|a;" },
  { "name-lasts-one-event", "event: ping\ndata: a\n\ndata: b\n\n", "ping|a;|b;" },
  { "later-name-replaces", "event: x\nevent: y\ndata: a\n\n", "y|a;" },
  { "lines-are-joined", "data: a\ndata: b\ndata:\n\n", "|a\nb\n;" },
  { "empty-data-is-an-event", "data:\n\n", "|;" },
  { "field-without-colon", "data\n\n", "|;" },
  { "comment", ": keep-alive\n\ndata: a\n: in between\ndata: b\n\n", "|a\nb;" },
  { "comment-before-colon-text", ":OPENROUTER PROCESSING\n\n", "" },
  { "name-without-data-is-none", "event: ping\n\n", "" },
  { "other-fields", "id: 7\nretry: 10\nfoo: bar\ndatax: no\ndata: a\n\n", "|a;" },
  { "unended-line", "data: a", "" },
  { "unended-event", "data: a\n", "" },
  { "colons-in-data", "data: {\"a\":1}\n\n", "|{\"a\":1};" },
  { "utf-8", "data: Grüße ✓ 🎉\n\n", "|Grüße ✓ 🎉;" },
  { "blank-lines", "\n\n\ndata: a\n\n\n\n", "|a;" },
  { "nothing", "", "" },
};

static void
test_table (gconstpointer data)
{
  const char *bytes = cases[GPOINTER_TO_SIZE (data)].bytes;
  gsize length = strlen (bytes);

  for (gsize step = 1; step <= MAX (length, 1); step++)
    {
      g_autoptr (LabSseParser) parser = lab_sse_parser_new ();
      g_autoptr (GString) seen = g_string_new (NULL);

      for (gsize at = 0; at < length; at += step)
        {
          g_autoptr (GError) error = NULL;

          g_assert_true (lab_sse_parser_feed (parser, bytes + at, MIN (step, length - at),
                                              collect_cb, seen, &error));
          g_assert_no_error (error);
        }
      g_assert_cmpstr (seen->str, ==, cases[GPOINTER_TO_SIZE (data)].seen);
    }
}

static gboolean
refuse_cb (const char  *event,
           const char  *data,
           gsize        length,
           gpointer     user_data,
           GError     **error)
{
  guint *n = user_data;

  ++*n;
  lab_set_error (error, LAB_ERROR_INVALID_INPUT, "enough");
  return FALSE;
}

static void
test_stops (void)
{
  static const char bytes[] = "data: a\n\ndata: b\n\n";
  g_autoptr (LabSseParser) parser = lab_sse_parser_new ();
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_assert_false (lab_sse_parser_feed (parser, bytes, strlen (bytes), refuse_cb, &n, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_assert_cmpuint (n, ==, 1);
}

/* @piece again and again until it is refused. */
static void
assert_limit (const char *piece)
{
  g_autoptr (LabSseParser) parser = lab_sse_parser_new ();
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GString) block = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gsize fed = 0;

  while (block->len < 256 * 1024)
    g_string_append (block, piece);
  while (error == NULL && fed < 2 * (gsize) LAB_SSE_MAX_EVENT)
    {
      lab_sse_parser_feed (parser, block->str, block->len, collect_cb, seen, &error);
      fed += block->len;
    }
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_REQUEST);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_REASON), ==,
                   "event-too-large");
  g_assert_cmpuint (seen->len, ==, 0);
  g_assert_cmpuint (fed, <=, LAB_SSE_MAX_EVENT + LAB_SSE_MAX_EVENT / 2);
}

static void
test_limit (void)
{
  assert_limit ("data: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n");
  assert_limit ("aaaaaaaa");
}

static void
test_long_events_that_fit (void)
{
  g_autoptr (LabSseParser) parser = lab_sse_parser_new ();
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GString) bytes = g_string_new ("data: ");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < LAB_SSE_MAX_EVENT / 4; i++)
    g_string_append (bytes, "aaa");
  g_string_append (bytes, "\n\n");
  for (guint i = 0; i < 3; i++)
    g_assert_true (lab_sse_parser_feed (parser, bytes->str, bytes->len, collect_cb, seen, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (seen->len, ==, 3 * (bytes->len - strlen ("data: \n\n") + strlen ("|;")));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/providers/sse/", cases[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_table);
    }
  g_test_add_func ("/providers/sse/stops-when-told", test_stops);
  g_test_add_func ("/providers/sse/refuses-endless-events", test_limit);
  g_test_add_func ("/providers/sse/takes-long-events", test_long_events_that_fit);

  return g_test_run ();
}
