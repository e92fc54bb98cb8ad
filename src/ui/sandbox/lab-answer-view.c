/* lab-answer-view.c: an answer as it arrives, and what it took
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-answer-view.h"

#include <glib/gi18n-lib.h>

#include "common/lab-cost-chip.h"
#include "common/lab-format.h"
#include "lab-error.h"
#include "sandbox/lab-wire-window.h"

#define CLOCK_MS 250
#define US_PER_SECOND 1000000.0

struct _LabAnswerView
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkScrolledWindow *scroller;
  GtkTextView *text_view;
  GtkTextBuffer *buffer;
  GtkWidget *hint;
  GtkWidget *show_all;
  GtkWidget *trouble;
  GtkLabel *trouble_text;
  GtkLabel *clocks;
  GtkLabel *status;
  LabCostChip *chip;
  GtkWidget *wire;

  GString *text; /* all that arrived */
  gsize shown;   /* bytes of it in the buffer */
  gsize limit;   /* bytes that may be shown */
  guint tick;

  LabClock *clock; /* (nullable): while an answer is awaited */
  gint64 began;
  gint64 first; /* when the first text came; 0 before */
  guint clock_source;

  LabCallRecord *call; /* (nullable): the last attempt */
};

G_DEFINE_FINAL_TYPE (LabAnswerView, lab_answer_view, GTK_TYPE_WIDGET)

static gboolean
is_at_end (LabAnswerView *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  return gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
         gtk_adjustment_get_upper (adjustment) - 24.0;
}

static void
put_slice (LabAnswerView *self)
{
  gsize ready = MIN (self->text->len, self->limit);
  gsize length = MIN (ready - self->shown, LAB_ANSWER_SLICE_BYTES);
  const char *start = self->text->str + self->shown;
  gboolean follow = is_at_end (self);
  GtkTextIter end;

  /* A character is never cut. */
  while (length > 0 && self->shown + length < self->text->len &&
         ((guchar) start[length] & 0xC0) == 0x80)
    length--;
  if (length == 0)
    return;
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_insert (self->buffer, &end, start, (int) length);
  self->shown += length;
  if (follow)
    gtk_text_view_scroll_mark_onscreen (self->text_view,
                                        gtk_text_buffer_get_mark (self->buffer, "end"));
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *frame_clock,
         gpointer       user_data)
{
  LabAnswerView *self = LAB_ANSWER_VIEW (widget);
  gsize before = self->shown;

  put_slice (self);
  if (self->shown > before && self->shown < MIN (self->text->len, self->limit))
    return G_SOURCE_CONTINUE;
  gtk_widget_set_visible (self->show_all, self->text->len > self->limit);
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
show_more (LabAnswerView *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
stop_clocks (LabAnswerView *self)
{
  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_clear_object (&self->clock);
}

static gboolean
clock_cb (gpointer user_data)
{
  LabAnswerView *self = user_data;
  gint64 now = lab_clock_now (self->clock);
  g_autofree char *total = lab_format_duration (now - self->began);
  g_autofree char *text = NULL;

  if (self->first == 0)
    text = g_strdup_printf (_("Waiting for the first token · %s"), total);
  else
    {
      g_autofree char *first = lab_format_duration (self->first - self->began);

      text = g_strdup_printf (_("First token after %s · %s"), first, total);
    }
  gtk_label_set_text (self->clocks, text);
  return G_SOURCE_CONTINUE;
}

static void
add_figure (GString    *line,
            const char *figure)
{
  if (line->len > 0)
    g_string_append (line, " · ");
  g_string_append (line, figure);
}

/* (nullable) (transfer full): "in 260", "cached 1,024", "out 41" */
static char *
describe_bucket (LabBucket bucket,
                 gint64    tokens)
{
  g_autofree char *count = lab_format_count (tokens);

  switch (bucket)
    {
    case LAB_BUCKET_U:
      /* Translators: input tokens. */
      return g_strdup_printf (_("in %s"), count);
    case LAB_BUCKET_O:
      /* Translators: output tokens. */
      return g_strdup_printf (_("out %s"), count);
    case LAB_BUCKET_R:
      return tokens != 0 ? g_strdup_printf (_("cached %s"), count) : NULL;
    case LAB_BUCKET_W:
      return tokens != 0 ? g_strdup_printf (_("cache write %s"), count) : NULL;
    case LAB_BUCKET_WL:
      return tokens != 0 ? g_strdup_printf (_("long cache write %s"), count) : NULL;
    case LAB_N_BUCKETS:
    default:
      g_assert_not_reached ();
    }
}

static void
add_tokens (GString        *line,
            const LabUsage *usage)
{
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    {
      g_autofree char *figure = describe_bucket (bucket, usage->buckets[bucket]);

      if (figure != NULL)
        add_figure (line, figure);
    }
}

static void
add_times (GString             *line,
           const LabCallRecord *call)
{
  gint64 generating = call->latency_us - MAX (call->ttft_us, 0);

  if (call->ttft_us >= 0)
    {
      g_autofree char *first = lab_format_duration (call->ttft_us);
      g_autofree char *figure = g_strdup_printf (_("first token %s"), first);

      add_figure (line, figure);
    }
  if (call->latency_us >= 0)
    {
      g_autofree char *total = lab_format_duration (call->latency_us);

      add_figure (line, total);
    }
  if (call->ttft_us >= 0 && generating > 0 && call->usage.buckets[LAB_BUCKET_O] > 1)
    {
      double rate =
        (double) call->usage.buckets[LAB_BUCKET_O] / ((double) generating / US_PER_SECOND);
      /* Translators: tokens a second. */
      g_autofree char *figure = g_strdup_printf (_("%.0f tokens/s"), rate);

      add_figure (line, figure);
    }
}

static void
show_figures (LabAnswerView *self,
              guint          n_attempts)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (self->call->usage.flags != 0)
    add_tokens (line, &self->call->usage);
  add_times (line, self->call);
  if (n_attempts > 1)
    {
      g_autofree char *attempts =
        g_strdup_printf (ngettext ("%u attempt", "%u attempts", n_attempts), n_attempts);

      add_figure (line, attempts);
    }
  gtk_label_set_text (self->clocks, line->str);
}

static void
show_trouble (LabAnswerView *self,
              const char    *message,
              const char    *suggestion)
{
  g_autofree char *text = suggestion != NULL ? g_strdup_printf ("%s\n%s", message, suggestion)
                                             : g_strdup (message);

  gtk_label_set_text (self->trouble_text, text);
  gtk_widget_set_visible (self->trouble, TRUE);
}

static void
show_error (LabAnswerView *self,
            const GError  *error)
{
  g_autoptr (LabErrorResponse) response = lab_error_response_new (error);

  show_trouble (self, response->message, response->suggested_action);
}

static void
set_status (LabAnswerView *self,
            const char    *text)
{
  gtk_label_set_text (self->status, text);
  gtk_widget_set_visible (GTK_WIDGET (self->status), *text != '\0');
}

static void
say_how_it_ended (LabAnswerView *self,
                  const GError  *error)
{
  gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (stopped && self->call != NULL && self->call->cost_state == LAB_COST_UNPRICED)
    set_status (self, _("Stopped. What it cost is not known."));
  else if (stopped && self->call != NULL)
    set_status (self, _("Stopped. What was spent until then is counted."));
  else if (stopped)
    set_status (self, _("Stopped before anything was sent."));
  else if (error != NULL)
    set_status (self, _("There is no answer."));
  else if (self->call != NULL && self->call->finish == LAB_FINISH_LENGTH)
    set_status (self, _("Answered, and cut by the output limit."));
  else
    set_status (self, _("Answered."));
  if (error != NULL && !stopped)
    show_error (self, error);
}

static void
set_call (LabAnswerView       *self,
          const LabCallRecord *call)
{
  g_clear_pointer (&self->call, lab_call_record_free);
  if (call != NULL)
    self->call = lab_call_record_copy (call);
  gtk_widget_set_visible (self->wire, call != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "answer.wire", call != NULL);
}

static void
show_all_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LabAnswerView *self = LAB_ANSWER_VIEW (widget);

  self->limit = G_MAXSIZE;
  gtk_widget_set_visible (self->show_all, FALSE);
  show_more (self);
}

static void
wire_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabAnswerView *self = LAB_ANSWER_VIEW (widget);

  gtk_window_present (GTK_WINDOW (
    lab_wire_window_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->call)));
}

static void
lab_answer_view_dispose (GObject *object)
{
  LabAnswerView *self = LAB_ANSWER_VIEW (object);

  stop_clocks (self);
  g_clear_pointer (&self->call, lab_call_record_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_ANSWER_VIEW);

  G_OBJECT_CLASS (lab_answer_view_parent_class)->dispose (object);
}

static void
lab_answer_view_finalize (GObject *object)
{
  LabAnswerView *self = LAB_ANSWER_VIEW (object);

  g_string_free (self->text, TRUE);

  G_OBJECT_CLASS (lab_answer_view_parent_class)->finalize (object);
}

static void
lab_answer_view_class_init (LabAnswerViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lab_answer_view_dispose;
  object_class->finalize = lab_answer_view_finalize;

  g_type_ensure (LAB_TYPE_COST_CHIP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-answer-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, box);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, scroller);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, text_view);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, buffer);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, hint);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, show_all);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, trouble);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, trouble_text);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, clocks);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, status);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, chip);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, wire);
  gtk_widget_class_install_action (widget_class, "answer.show-all", NULL, show_all_cb);
  gtk_widget_class_install_action (widget_class, "answer.wire", NULL, wire_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_answer_view_init (LabAnswerView *self)
{
  GtkTextIter end;

  self->text = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_create_mark (self->buffer, "end", &end, FALSE);
  lab_answer_view_clear (self);
}

GtkWidget *
lab_answer_view_new (void)
{
  return g_object_new (LAB_TYPE_ANSWER_VIEW, NULL);
}

void
lab_answer_view_clear (LabAnswerView *self)
{
  g_return_if_fail (LAB_IS_ANSWER_VIEW (self));

  stop_clocks (self);
  set_call (self, NULL);
  g_string_truncate (self->text, 0);
  self->shown = 0;
  self->limit = LAB_ANSWER_HEAD_BYTES;
  gtk_text_buffer_set_text (self->buffer, "", -1);
  gtk_widget_set_visible (self->hint, TRUE);
  gtk_widget_set_visible (self->show_all, FALSE);
  gtk_widget_set_visible (self->trouble, FALSE);
  gtk_label_set_text (self->clocks, "");
  set_status (self, "");
  lab_cost_chip_clear (self->chip);
}

void
lab_answer_view_begin (LabAnswerView *self,
                       LabClock      *clock)
{
  g_return_if_fail (LAB_IS_ANSWER_VIEW (self));
  g_return_if_fail (LAB_IS_CLOCK (clock));

  lab_answer_view_clear (self);
  self->clock = g_object_ref (clock);
  self->began = lab_clock_now (clock);
  self->first = 0;
  gtk_widget_set_visible (self->hint, FALSE);
  set_status (self, _("Sending…"));
  clock_cb (self);
  self->clock_source = g_timeout_add (CLOCK_MS, clock_cb, self);
}

void
lab_answer_view_append (LabAnswerView *self,
                        const char    *text)
{
  g_return_if_fail (LAB_IS_ANSWER_VIEW (self));
  g_return_if_fail (text != NULL);

  if (self->first == 0 && self->clock != NULL)
    {
      self->first = lab_clock_now (self->clock);
      set_status (self, _("Answering…"));
    }
  g_string_append (self->text, text);
  show_more (self);
}

void
lab_answer_view_end (LabAnswerView     *self,
                     GPtrArray         *calls,
                     const GError      *error,
                     LabPriceCatalogue *catalogue)
{
  g_return_if_fail (LAB_IS_ANSWER_VIEW (self));
  g_return_if_fail (calls != NULL);

  stop_clocks (self);
  set_call (self, calls->len > 0 ? g_ptr_array_index (calls, calls->len - 1) : NULL);
  gtk_label_set_text (self->clocks, "");
  if (self->call != NULL)
    show_figures (self, calls->len);
  lab_cost_chip_set_calls (self->chip, calls, catalogue);
  say_how_it_ended (self, error);
}

void
lab_answer_view_show_call (LabAnswerView       *self,
                           const LabCallRecord *call,
                           LabPriceCatalogue   *catalogue)
{
  g_autoptr (GPtrArray) calls = g_ptr_array_new ();
  g_autofree char *date = NULL;
  g_autofree char *status = NULL;

  g_return_if_fail (LAB_IS_ANSWER_VIEW (self));
  g_return_if_fail (call != NULL);

  lab_answer_view_clear (self);
  gtk_widget_set_visible (self->hint, FALSE);
  set_call (self, call);
  g_ptr_array_add (calls, self->call);
  if (call->answer != NULL)
    lab_answer_view_append (self, call->answer);
  show_figures (self, 1);
  lab_cost_chip_set_calls (self->chip, calls, catalogue);
  date = lab_format_moment (call->timestamp, 0);
  status = g_strdup_printf (_("Call of %s: %s."), date, lab_format_call_status (call->status));
  set_status (self, status);
  if (call->error_message != NULL)
    show_trouble (self, call->error_message, NULL);
}

char *
lab_answer_view_get_text (LabAnswerView *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (LAB_IS_ANSWER_VIEW (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

const char *
lab_answer_view_get_status (LabAnswerView *self)
{
  g_return_val_if_fail (LAB_IS_ANSWER_VIEW (self), NULL);

  return gtk_label_get_text (self->status);
}
