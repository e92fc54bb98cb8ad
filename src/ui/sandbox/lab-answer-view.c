/* lab-answer-view.c: an answer as it arrives, and what it took
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-answer-view.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "common/lab-cost-chip.h"
#include "common/lab-file-picker.h"
#include "common/lab-format.h"
#include "common/lab-text-feed.h"
#include "lab-error.h"
#include "sandbox/lab-call-figures.h"
#include "sandbox/lab-trouble-box.h"
#include "sandbox/lab-wire-window.h"

#define CLOCK_MS 250
#define US_PER_SECOND G_GINT64_CONSTANT (1000000)

struct _LabAnswerView
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkTextView *text_view;
  GtkWidget *hint;
  GtkWidget *long_bar;
  LabTroubleBox *trouble;
  GtkLabel *clocks;
  GtkLabel *status;
  GtkLabel *saving;
  GtkWidget *chips;
  LabCostChip *chip;
  GtkWidget *wire;

  LabTextFeed *feed;
  GCancellable *cancellable;

  LabClock *clock; /* (nullable): while an answer is awaited */
  gint64 began;
  gint64 first; /* when the first text came; 0 before */
  guint clock_source;
  LabCostSoFar *cost; /* (nullable) */

  /* While the next attempt is waited for. */
  gint64 wait_until; /* 0 while there is none */
  gint64 wait_said;  /* seconds, as the status has them */
  guint wait_attempt;
  guint wait_max;
  char *wait_reason;

  LabCallRecord *call; /* (nullable): the attempt that is shown */
};

G_DEFINE_FINAL_TYPE (LabAnswerView, lab_answer_view, GTK_TYPE_WIDGET)

static void
set_status (LabAnswerView *self,
            const char    *text)
{
  gtk_label_set_text (self->status, text);
  gtk_widget_set_visible (GTK_WIDGET (self->status), *text != '\0');
}

static void
set_line (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
fed_cb (LabAnswerView *self)
{
  gtk_widget_set_visible (self->long_bar, lab_text_feed_is_cut (self->feed));
}

static void
stop_clocks (LabAnswerView *self)
{
  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_clear_object (&self->clock);
  g_clear_object (&self->cost);
  self->wait_until = 0;
}

/* Spoken at most once a second: whole seconds, rounded up. */
static void
count_down (LabAnswerView *self,
            gint64         now)
{
  gint64 left = (MAX (self->wait_until - now, 0) + US_PER_SECOND - 1) / US_PER_SECOND;
  g_autofree char *duration = NULL;
  g_autofree char *text = NULL;

  if (left == self->wait_said)
    return;
  self->wait_said = left;
  duration = lab_format_seconds (left);
  text = g_strdup_printf (_("Attempt %u of %u begins in %s: %s"), self->wait_attempt,
                          self->wait_max, duration, self->wait_reason);
  set_status (self, text);
}

/* (nullable) (transfer full): "≈ 71 tokens · ≈ $0.00035 so far" */
static char *
describe_so_far (LabAnswerView *self)
{
  g_autofree char *count = NULL;
  g_autofree char *money = NULL;
  LabMoney amount;
  gint64 tokens;
  gboolean priced;

  if (self->cost == NULL || self->first == 0)
    return NULL;
  priced = lab_cost_so_far_get (self->cost, &tokens, &amount);
  count = lab_format_count (tokens);
  if (!priced)
    return g_strdup_printf (ngettext ("≈ %s token, unpriced", "≈ %s tokens, unpriced",
                                      (gulong) tokens),
                            count);
  money = lab_format_money (amount);
  return g_strdup_printf (ngettext ("≈ %s token · ≈ %s so far", "≈ %s tokens · ≈ %s so far",
                                    (gulong) tokens),
                          count, money);
}

static char *
describe_clocks (LabAnswerView *self,
                 gint64         now)
{
  g_autofree char *total = lab_format_duration (now - self->began);
  g_autofree char *so_far = describe_so_far (self);
  g_autofree char *first = NULL;

  if (self->first == 0)
    return g_strdup_printf (_("Waiting for the first token · %s"), total);
  first = lab_format_duration (self->first - self->began);
  if (so_far == NULL)
    return g_strdup_printf (_("First token after %s · %s"), first, total);
  return g_strdup_printf (_("First token after %s · %s · %s"), first, total, so_far);
}

static gboolean
clock_cb (gpointer user_data)
{
  LabAnswerView *self = user_data;
  gint64 now = lab_clock_now (self->clock);
  g_autofree char *text = describe_clocks (self, now);

  if (self->wait_until != 0)
    count_down (self, now);
  if (self->cost != NULL)
    lab_cost_so_far_update (self->cost);
  set_line (self->clocks, text);
  return G_SOURCE_CONTINUE;
}

/* Nobody knows what was used: the ledger has the most it can have been. */
static gboolean
is_worst_case (const LabCallRecord *call)
{
  return call->cost_state == LAB_COST_ESTIMATED && call->cost_basis != NULL &&
         strstr (call->cost_basis, "worst-case") != NULL;
}

static char *
describe_stop (const LabCallRecord *call)
{
  g_autofree char *most = NULL;

  if (call == NULL)
    return g_strdup (_("Stopped before anything was sent."));
  if (call->cost_state == LAB_COST_UNPRICED)
    return g_strdup (_("Stopped. What it cost is not known."));
  if (!is_worst_case (call))
    return g_strdup (_("Stopped. What was spent until then is counted."));
  most = lab_format_money (call->cost);
  return g_strdup_printf (_("Stopped. It may have cost up to %s, which is counted."), most);
}

static char *
describe_end (const LabCallRecord *call,
              const GError        *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return describe_stop (call);
  if (call != NULL && call->status == LAB_CALL_CUT)
    return g_strdup (_("The answer was cut off."));
  if (error != NULL)
    return g_strdup (_("There is no answer."));
  if (call != NULL && call->finish == LAB_FINISH_LENGTH)
    return g_strdup (_("Answered, and cut by the output limit."));
  if (call != NULL && call->cost_state == LAB_COST_ESTIMATED)
    return g_strdup (_("Answered. The provider did not say all that was used; the cost is "
                       "estimated."));
  return g_strdup (_("Answered."));
}

static void
set_call (LabAnswerView       *self,
          const LabCallRecord *call)
{
  g_clear_pointer (&self->call, lab_call_record_free);
  if (call != NULL)
    self->call = lab_call_record_copy (call);
  gtk_widget_set_visible (self->chips, call != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "answer.wire", call != NULL);
}

/* What the shown attempt took, and what all of them cost. */
static void
show_figures (LabAnswerView     *self,
              GPtrArray         *calls,
              LabPriceCatalogue *catalogue)
{
  g_autofree char *figures = NULL;
  g_autofree char *cache = NULL;

  if (self->call != NULL)
    {
      figures = lab_call_figures_describe (self->call, calls->len);
      cache = lab_call_figures_describe_cache (self->call, catalogue);
    }
  set_line (self->clocks, figures);
  set_line (self->saving, cache);
  lab_cost_chip_set_calls (self->chip, calls, catalogue);
}

static void
show_all_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LabAnswerView *self = LAB_ANSWER_VIEW (widget);

  gtk_widget_set_visible (self->long_bar, FALSE);
  lab_text_feed_set_limit (self->feed, G_MAXSIZE);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabAnswerView) self = user_data;
  g_autoptr (GError) error = NULL;
  const char *said = _("The answer was saved.");

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    said = error->message;
  if (self->box != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", said);
}

static void
picked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabAnswerView) self = user_data;
  g_autoptr (GFile) file = lab_file_picker_finish (result, NULL);
  g_autoptr (GBytes) bytes = NULL;
  const char *text;
  gsize length;

  if (file == NULL || self->box == NULL)
    return;
  text = lab_text_feed_get_text (self->feed, &length);
  bytes = g_bytes_new (text, length);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                       self->cancellable, written_cb, g_object_ref (self));
}

static void
save_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabAnswerView *self = LAB_ANSWER_VIEW (widget);

  lab_file_picker_save_async (GTK_WINDOW (gtk_widget_get_root (widget)), _("Save the Answer"),
                              _("answer.txt"), self->cancellable, picked_cb,
                              g_object_ref (self));
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

  g_cancellable_cancel (self->cancellable);
  stop_clocks (self);
  g_clear_pointer (&self->call, lab_call_record_free);
  if (self->feed != NULL)
    g_signal_handlers_disconnect_by_data (self->feed, self);
  g_clear_object (&self->feed);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_ANSWER_VIEW);

  G_OBJECT_CLASS (lab_answer_view_parent_class)->dispose (object);
}

static void
lab_answer_view_finalize (GObject *object)
{
  LabAnswerView *self = LAB_ANSWER_VIEW (object);

  g_clear_object (&self->cancellable);
  g_free (self->wait_reason);

  G_OBJECT_CLASS (lab_answer_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-answer-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, box);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, text_view);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, hint);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, long_bar);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, trouble);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, clocks);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, status);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, saving);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, chips);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, chip);
  gtk_widget_class_bind_template_child (widget_class, LabAnswerView, wire);
}

static void
lab_answer_view_class_init (LabAnswerViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lab_answer_view_dispose;
  object_class->finalize = lab_answer_view_finalize;

  g_type_ensure (LAB_TYPE_COST_CHIP);
  g_type_ensure (LAB_TYPE_TROUBLE_BOX);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "answer.show-all", NULL, show_all_cb);
  gtk_widget_class_install_action (widget_class, "answer.save", NULL, save_cb);
  gtk_widget_class_install_action (widget_class, "answer.wire", NULL, wire_cb);
  /* Its words wrap, which a bin does not ask for. */
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
lab_answer_view_init (LabAnswerView *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->feed = lab_text_feed_new (self->text_view);
  g_signal_connect_swapped (self->feed, "fed", G_CALLBACK (fed_cb), self);
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
  lab_text_feed_clear (self->feed);
  lab_text_feed_set_limit (self->feed, LAB_ANSWER_HEAD_BYTES);
  lab_text_feed_set_follows (self->feed, FALSE);
  gtk_widget_set_visible (self->hint, TRUE);
  gtk_widget_set_visible (self->long_bar, FALSE);
  lab_trouble_box_hide (self->trouble);
  set_line (self->clocks, NULL);
  set_line (self->saving, NULL);
  set_status (self, "");
  lab_cost_chip_clear (self->chip);
}

void
lab_answer_view_begin (LabAnswerView *self,
                       LabClock      *clock,
                       LabCostSoFar  *cost)
{
  g_return_if_fail (LAB_IS_ANSWER_VIEW (self));
  g_return_if_fail (LAB_IS_CLOCK (clock));

  lab_answer_view_clear (self);
  lab_text_feed_set_follows (self->feed, TRUE);
  self->clock = g_object_ref (clock);
  g_set_object (&self->cost, cost);
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
      self->wait_until = 0;
      set_status (self, _("Answering…"));
    }
  if (self->cost != NULL)
    lab_cost_so_far_append (self->cost, text);
  lab_text_feed_append (self->feed, text);
}

void
lab_answer_view_wait (LabAnswerView *self,
                      guint          attempt,
                      guint          max_attempts,
                      gint64         wait_us,
                      const GError  *reason)
{
  g_return_if_fail (LAB_IS_ANSWER_VIEW (self));
  g_return_if_fail (reason != NULL);

  if (self->clock == NULL)
    return;
  g_free (self->wait_reason);
  self->wait_reason = g_strdup (reason->message);
  self->wait_attempt = attempt;
  self->wait_max = max_attempts;
  self->wait_said = -1;
  self->wait_until = lab_clock_now (self->clock) + wait_us;
  count_down (self, lab_clock_now (self->clock));
}

void
lab_answer_view_end (LabAnswerView     *self,
                     GPtrArray         *calls,
                     const GError      *error,
                     LabPriceCatalogue *catalogue)
{
  g_autofree char *status = NULL;

  g_return_if_fail (LAB_IS_ANSWER_VIEW (self));
  g_return_if_fail (calls != NULL);

  stop_clocks (self);
  set_call (self, calls->len > 0 ? g_ptr_array_index (calls, calls->len - 1) : NULL);
  show_figures (self, calls, catalogue);
  status = describe_end (self->call, error);
  set_status (self, status);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lab_trouble_box_show_error (self->trouble, error);
}

void
lab_answer_view_end_unsent (LabAnswerView *self)
{
  g_return_if_fail (LAB_IS_ANSWER_VIEW (self));

  lab_answer_view_clear (self);
  set_status (self, _("Nothing was sent."));
}

void
lab_answer_view_offer (LabAnswerView *self,
                       const char    *label,
                       const char    *action)
{
  g_return_if_fail (LAB_IS_ANSWER_VIEW (self));

  lab_trouble_box_offer (self->trouble, label, action);
}

static char *
describe_shown (const LabCallRecord *call,
                guint                n_attempts)
{
  g_autofree char *date = lab_format_moment (call->timestamp, 0);
  const char *status = lab_format_call_status (call->status);

  if (n_attempts < 2)
    /* Translators: a time, and what became of the call. */
    return g_strdup_printf (_("Call of %s: %s."), date, status);
  return g_strdup_printf (_("Call of %s, attempt %u of %u: %s."), date, call->attempt, n_attempts,
                          status);
}

void
lab_answer_view_show_call (LabAnswerView       *self,
                           GPtrArray           *calls,
                           const LabCallRecord *call,
                           LabPriceCatalogue   *catalogue)
{
  g_autofree char *status = NULL;

  g_return_if_fail (LAB_IS_ANSWER_VIEW (self));
  g_return_if_fail (calls != NULL && call != NULL);

  lab_answer_view_clear (self);
  gtk_widget_set_visible (self->hint, FALSE);
  set_call (self, call);
  if (call->answer != NULL)
    lab_text_feed_append (self->feed, call->answer);
  show_figures (self, calls, catalogue);
  status = describe_shown (call, calls->len);
  set_status (self, status);
  if (call->error_message != NULL && call->status != LAB_CALL_CANCELLED)
    lab_trouble_box_show (self->trouble, call->error_message, NULL, call->error_code);
}

void
lab_answer_view_set_monospace (LabAnswerView *self,
                               gboolean       monospace)
{
  g_return_if_fail (LAB_IS_ANSWER_VIEW (self));

  gtk_text_view_set_monospace (self->text_view, monospace);
}

GtkWidget *
lab_answer_view_get_cost (LabAnswerView *self)
{
  g_return_val_if_fail (LAB_IS_ANSWER_VIEW (self), NULL);

  return gtk_widget_get_visible (self->chips) ? GTK_WIDGET (self->chip) : NULL;
}

char *
lab_answer_view_get_text (LabAnswerView *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  g_return_val_if_fail (LAB_IS_ANSWER_VIEW (self), NULL);

  buffer = gtk_text_view_get_buffer (self->text_view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

const char *
lab_answer_view_get_status (LabAnswerView *self)
{
  g_return_val_if_fail (LAB_IS_ANSWER_VIEW (self), NULL);

  return gtk_label_get_text (self->status);
}
