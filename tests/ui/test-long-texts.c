/* test-long-texts.c: megabytes of prompt and answer hold nothing up
 *
 * How long the main loop was held up at most is printed, not asserted: it is
 * the machine's. Asserted is what makes it short.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "common/lab-text-feed.h"
#include "lab-ui-fixture.h"
#include "sandbox/lab-answer-view.h"
#include "sandbox/lab-price-ahead.h"
#include "sandbox/lab-prompt-editor.h"

#define MEGABYTE ((gsize) 1024 * 1024)
#define LINE_BYTES 71
#define WAIT_US (60 * G_USEC_PER_SEC)

typedef struct
{
  GtkWidget *window;
  GtkWidget *widget;
  GtkTextBuffer *buffer;
  gint64 longest_us;   /* that one turn of the main loop took */
  int chars_at_frame;  /* in the buffer when the last frame began */
  int most_in_a_frame; /* that were put in between two of them */
} Stage;

static gboolean
frame_cb (GtkWidget     *widget,
          GdkFrameClock *frame_clock,
          gpointer       user_data)
{
  Stage *stage = user_data;
  int chars = gtk_text_buffer_get_char_count (stage->buffer);

  stage->most_in_a_frame = MAX (stage->most_in_a_frame, chars - stage->chars_at_frame);
  stage->chars_at_frame = chars;
  return G_SOURCE_CONTINUE;
}

static void
stage_open (Stage     *stage,
            GtkWidget *widget)
{
  GtkTextView *view;

  stage->window = gtk_window_new ();
  stage->widget = widget;
  gtk_window_set_default_size (GTK_WINDOW (stage->window), 500, 400);
  gtk_window_set_child (GTK_WINDOW (stage->window), widget);
  gtk_window_present (GTK_WINDOW (stage->window));
  view = lab_ui_test_find (widget, GTK_TYPE_TEXT_VIEW);
  stage->buffer = gtk_text_view_get_buffer (view);
  lab_ui_test_wait_still (GTK_WINDOW (stage->window));
  gtk_widget_add_tick_callback (widget, frame_cb, stage, NULL);
}

static void
stage_close (Stage      *stage,
             const char *what)
{
  g_test_message ("%s: the main loop was held up for %.1f ms at most", what,
                  (double) stage->longest_us / 1000.0);
  gtk_window_destroy (GTK_WINDOW (stage->window));
  lab_ui_test_settle ();
}

/* Every turn is timed by itself: none of them waits. */
static void
turn_until (Stage        *stage,
            LabCondition  condition,
            gpointer      data)
{
  gint64 end = g_get_monotonic_time () + WAIT_US;

  while (!condition (data))
    {
      gint64 before = g_get_monotonic_time ();

      g_main_context_iteration (NULL, FALSE);
      stage->longest_us = MAX (stage->longest_us, g_get_monotonic_time () - before);
      g_assert_cmpint (before, <, end);
    }
}

/* Words; one line where @line_bytes is 0. */
static char *
make_text (gsize bytes,
           gsize line_bytes)
{
  char *text = g_strnfill (bytes, 'x');

  for (gsize i = 5; i < bytes; i += 6)
    text[i] = ' ';
  for (gsize i = line_bytes; line_bytes > 0 && i < bytes; i += line_bytes)
    text[i] = '\n';
  return text;
}

static gboolean
has_head (gpointer data)
{
  Stage *stage = data;

  return gtk_text_buffer_get_char_count (stage->buffer) >= (int) LAB_ANSWER_HEAD_BYTES;
}

static gboolean
has_all (gpointer data)
{
  Stage *stage = data;

  return gtk_text_buffer_get_char_count (stage->buffer) >= (int) (5 * MEGABYTE);
}

static int
longest_line (GtkTextBuffer *buffer)
{
  int longest = 0;

  for (int i = 0; i < gtk_text_buffer_get_line_count (buffer); i++)
    {
      GtkTextIter at;

      gtk_text_buffer_get_iter_at_line (buffer, &at, i);
      longest = MAX (longest, gtk_text_iter_get_chars_in_line (&at));
    }
  return longest;
}

static void
test_answer (gconstpointer data)
{
  gsize line_bytes = GPOINTER_TO_SIZE (data);
  g_autofree char *text = make_text (5 * MEGABYTE, line_bytes);
  g_autoptr (LabClock) clock = lab_virtual_clock_new (0);
  GtkWidget *answer = lab_answer_view_new ();
  Stage stage = { 0 };

  stage_open (&stage, answer);
  lab_answer_view_begin (LAB_ANSWER_VIEW (answer), clock, NULL);
  lab_answer_view_append (LAB_ANSWER_VIEW (answer), text);
  turn_until (&stage, has_head, &stage);
  lab_ui_test_settle ();
  g_assert_false (has_all (&stage));
  gtk_widget_activate_action (answer, "answer.show-all", NULL);
  turn_until (&stage, has_all, &stage);
  /* Breaks for the eye are beside the slice. */
  g_assert_cmpint (stage.most_in_a_frame, <=, LAB_TEXT_FEED_SLICE_BYTES + 64);
  g_assert_cmpint (longest_line (stage.buffer), <=, LAB_TEXT_FEED_LINE_BYTES + 1);
  stage_close (&stage, line_bytes > 0 ? "an answer of 5 MB" : "an answer of 5 MB in one line");
}

static void
changed_cb (LabPromptEditor *editor,
            guint           *n)
{
  (*n)++;
}

static gboolean
has_changed (gpointer data)
{
  return *(guint *) data > 0;
}

typedef struct
{
  LabPriceAhead ahead;
  gboolean done;
} Ahead;

static void
ahead_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Ahead *ahead = user_data;

  g_assert_true (lab_price_ahead_finish (result, &ahead->ahead, NULL));
  ahead->done = TRUE;
}

static gboolean
is_ahead (gpointer data)
{
  return ((Ahead *) data)->done;
}

/* As the view does it: out of the editor, into a request, into a worker. */
static void
estimate (Stage           *stage,
          LabPromptEditor *editor)
{
  g_autoptr (LabTokenizer) tokenizer = lab_tokenizer_new ();
  g_autoptr (LabRequest) request = lab_request_new ("openai", "gpt-5.4-mini");
  gint64 before = g_get_monotonic_time ();
  g_autofree char *text = lab_prompt_editor_dup_text (editor);
  Ahead ahead = { 0 };

  lab_request_add_message (request, LAB_ROLE_USER, text);
  request->max_output_tokens = 256;
  lab_price_ahead_async (tokenizer, lab_ui_test_catalogue (), request, 3,
                         LAB_PRICE_AHEAD_NO_BUDGET, G_GINT64_CONSTANT (1795000000000000), NULL,
                         ahead_cb, &ahead);
  stage->longest_us = MAX (stage->longest_us, g_get_monotonic_time () - before);
  turn_until (stage, is_ahead, &ahead);
  g_assert_cmpint (ahead.ahead.input.tokens, >, 100000);
}

static void
test_prompt (gconstpointer data)
{
  gsize line_bytes = GPOINTER_TO_SIZE (data);
  g_autofree char *text = make_text (MEGABYTE, line_bytes);
  g_autofree char *early = NULL;
  g_autofree char *late = NULL;
  GtkWidget *editor = lab_prompt_editor_new ();
  Stage stage = { 0 };
  guint n_changes = 0;

  stage_open (&stage, editor);
  g_signal_connect (editor, "changed", G_CALLBACK (changed_cb), &n_changes);
  lab_prompt_editor_set_text (LAB_PROMPT_EDITOR (editor), text);
  /* All of it can be told before all of it is shown. */
  early = lab_prompt_editor_dup_text (LAB_PROMPT_EDITOR (editor));
  g_assert_cmpstr (early, ==, text);
  turn_until (&stage, has_changed, &n_changes);
  g_assert_cmpuint (n_changes, ==, 1);
  late = lab_prompt_editor_dup_text (LAB_PROMPT_EDITOR (editor));
  g_assert_cmpstr (late, ==, text);
  g_assert_cmpint (stage.most_in_a_frame, <=, LAB_TEXT_FEED_SLICE_BYTES + 64);
  g_assert_cmpint (longest_line (stage.buffer), <=, LAB_TEXT_FEED_LINE_BYTES + 1);
  estimate (&stage, LAB_PROMPT_EDITOR (editor));
  stage_close (&stage, line_bytes > 0 ? "a prompt of 1 MB" : "a prompt of 1 MB in one line");
}

/* Into the middle of what is there, in place of what is selected; one undo
 * takes it back. */
static void
test_pasted (void)
{
  g_autofree char *text = make_text (MEGABYTE, 0);
  g_autofree char *expected = g_strconcat ("before ", text, " after", NULL);
  g_autofree char *early = NULL;
  g_autofree char *late = NULL;
  g_autofree char *undone = NULL;
  GtkWidget *editor = lab_prompt_editor_new ();
  GtkTextIter start, end;
  Stage stage = { 0 };
  guint n_changes = 0;

  stage_open (&stage, editor);
  lab_prompt_editor_set_text (LAB_PROMPT_EDITOR (editor), "before this after");
  gtk_text_buffer_get_iter_at_offset (stage.buffer, &start, 7);
  gtk_text_buffer_get_iter_at_offset (stage.buffer, &end, 11);
  gtk_text_buffer_select_range (stage.buffer, &start, &end);
  g_signal_connect (editor, "changed", G_CALLBACK (changed_cb), &n_changes);
  lab_prompt_editor_insert (LAB_PROMPT_EDITOR (editor), text);
  early = lab_prompt_editor_dup_text (LAB_PROMPT_EDITOR (editor));
  g_assert_cmpstr (early, ==, expected);
  n_changes = 0;
  turn_until (&stage, has_changed, &n_changes);
  late = lab_prompt_editor_dup_text (LAB_PROMPT_EDITOR (editor));
  g_assert_cmpstr (late, ==, expected);
  gtk_text_buffer_undo (stage.buffer);
  undone = lab_prompt_editor_dup_text (LAB_PROMPT_EDITOR (editor));
  g_assert_cmpstr (undone, ==, "before this after");
  stage_close (&stage, "1 MB pasted");
}

/* Cut anywhere, text keeps its characters whole. */
static void
test_characters_stay_whole (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *shown = NULL;
  g_autofree char *joined = NULL;
  g_auto (GStrv) lines = NULL;
  GtkWidget *view = gtk_text_view_new ();
  g_autoptr (LabTextFeed) feed = NULL;
  GtkTextIter start, end;
  Stage stage = { 0 };

  while (text->len < 3 * LAB_TEXT_FEED_SLICE_BYTES)
    g_string_append (text, "ä€😀");
  stage_open (&stage, view);
  feed = lab_text_feed_new (GTK_TEXT_VIEW (view));
  lab_text_feed_append (feed, text->str);
  while (lab_text_feed_is_busy (feed))
    g_main_context_iteration (NULL, TRUE);
  gtk_text_buffer_get_bounds (stage.buffer, &start, &end);
  shown = gtk_text_buffer_get_text (stage.buffer, &start, &end, FALSE);
  lines = g_strsplit (shown, "\n", -1);
  joined = g_strjoinv ("", lines);
  g_assert_cmpstr (joined, ==, text->str);
  g_assert_cmpuint (g_strv_length (lines), >, 10);
  stage_close (&stage, "characters of two to four bytes");
}

int
main (int    argc,
      char **argv)
{
  lab_ui_test_init (&argc, &argv);
  g_test_add_data_func ("/ui/long/answer-in-lines", GSIZE_TO_POINTER (LINE_BYTES), test_answer);
  g_test_add_data_func ("/ui/long/answer-in-one-line", NULL, test_answer);
  g_test_add_data_func ("/ui/long/prompt-in-lines", GSIZE_TO_POINTER (LINE_BYTES), test_prompt);
  g_test_add_data_func ("/ui/long/prompt-in-one-line", NULL, test_prompt);
  g_test_add_func ("/ui/long/pasted-and-undone", test_pasted);
  g_test_add_func ("/ui/long/characters-stay-whole", test_characters_stay_whole);
  return g_test_run ();
}
