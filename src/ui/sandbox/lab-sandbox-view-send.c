/* lab-sandbox-view-send.c: the price before sending, and sending
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-sandbox-view-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "sandbox/lab-model-list.h"

#define ESTIMATE_DELAY_MS 120

static char *
get_text (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
take_parameters (LabSandboxView *self,
                 LabRequest     *request)
{
  static const char * const efforts[] = { NULL, "minimal", "low", "medium", "high" };
  guint effort = gtk_drop_down_get_selected (self->effort);

  request->max_output_tokens = gtk_spin_button_get_value_as_int (self->max_output);
  if (gtk_switch_get_active (self->set_temperature))
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      lab_request_set (&request->temperature,
                       g_ascii_formatd (buffer, sizeof buffer, "%.1f",
                                        gtk_spin_button_get_value (self->temperature)));
    }
  if (effort < G_N_ELEMENTS (efforts))
    lab_request_set (&request->reasoning_effort, efforts[effort]);
}

LabRequest *
lab_sandbox_view_build_request (LabSandboxView *self)
{
  LabModelItem *item = gtk_drop_down_get_selected_item (self->model);
  const LabModelInfo *info = lab_model_item_get_info (item);
  LabRequest *request = lab_request_new (info->provider, info->id);
  g_autofree char *system = get_text (self->system);
  g_autofree char *prompt = get_text (self->prompt);

  if (*system != '\0')
    lab_request_add_message (request, LAB_ROLE_SYSTEM, system);
  lab_request_add_message (request, LAB_ROLE_USER, prompt);
  take_parameters (self, request);
  request->stream = TRUE;
  return request;
}

/* What a budget leaves of practice money; 0 and FALSE where there is none. */
static gboolean
find_left (LabSandboxView *self,
           LabMoney       *left)
{
  const LabSpend *spend = lab_desk_get_spend (self->desk);
  LabOrigin origin = LAB_ORIGIN_PRACTICE;

  if (spend == NULL || !spend->has_cap[origin])
    return FALSE;
  *left = spend->cap[origin] - spend->committed[origin] - spend->reserved[origin];
  return TRUE;
}

static char *
describe_input (const LabPriceAhead *ahead)
{
  g_autofree char *count = lab_format_count (ahead->input.tokens);

  if (ahead->input.basis == LAB_TOKEN_BASIS_ESTIMATED)
    return g_strdup_printf (ngettext ("≈ %s token in", "≈ %s tokens in",
                                      (gulong) ahead->input.tokens),
                            count);
  return g_strdup_printf (ngettext ("%s token in", "%s tokens in", (gulong) ahead->input.tokens),
                          count);
}

static char *
describe_ahead (LabSandboxView      *self,
                const LabPriceAhead *ahead)
{
  g_autofree char *input = describe_input (ahead);
  g_autofree char *most = lab_money_format (ahead->most);
  g_autofree char *rest = NULL;
  LabMoney left = 0;

  if (!ahead->priced)
    return g_strdup_printf (_("%s · no price is known for this model"), input);
  if (!find_left (self, &left))
    return g_strdup_printf (_("%s · at most %s"), input, most);
  rest = lab_money_format (MAX (left, 0));
  if (ahead->most > left)
    return g_strdup_printf (_("This call could cost up to %s. %s is left in the budget."), most,
                            rest);
  return g_strdup_printf (_("%s · at most %s · %s left"), input, most, rest);
}

static char *
explain_ahead (const LabPriceAhead *ahead)
{
  g_autofree char *once = lab_money_format (ahead->once);
  g_autofree char *output = lab_format_count (ahead->output);

  if (!ahead->priced)
    return g_strdup (_("The catalogue has no price for this model. What it costs cannot be said "
                       "before or after sending; it is not free."));
  return g_strdup_printf (_("Up to %d attempts of at most %s each, with %s tokens of output. What "
                            "it really cost is shown after it was sent."),
                          LAB_DESK_MAX_ATTEMPTS, once, output);
}

static void
show_ahead (LabSandboxView      *self,
            const LabPriceAhead *ahead)
{
  g_autofree char *text = describe_ahead (self, ahead);
  g_autofree char *more = explain_ahead (ahead);

  gtk_label_set_text (self->estimate, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->estimate), more);
}

static void
estimated_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LabSandboxView) self = user_data;
  g_autoptr (GError) error = NULL;
  LabPriceAhead ahead;

  if (!lab_price_ahead_finish (result, &ahead, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        gtk_label_set_text (self->estimate, error->message);
      return;
    }
  if (self->desk != NULL)
    show_ahead (self, &ahead);
}

static gboolean
estimate_cb (gpointer user_data)
{
  LabSandboxView *self = user_data;
  g_autoptr (LabRequest) request = NULL;

  self->estimate_source = 0;
  g_cancellable_cancel (self->estimating);
  g_clear_object (&self->estimating);
  self->estimating = g_cancellable_new ();
  request = self->opened != NULL ? lab_request_copy (self->opened)
                                 : lab_sandbox_view_build_request (self);
  lab_price_ahead_async (lab_desk_get_tokenizer (self->desk), lab_desk_get_catalogue (self->desk),
                         request, LAB_DESK_MAX_ATTEMPTS,
                         lab_clock_now (lab_desk_get_clock (self->desk)), self->estimating,
                         estimated_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

void
lab_sandbox_view_queue_estimate (LabSandboxView *self)
{
  g_clear_handle_id (&self->estimate_source, g_source_remove);
  self->estimate_source = g_timeout_add (ESTIMATE_DELAY_MS, estimate_cb, self);
}

static void
metrics_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabSandboxView) self = user_data;
  g_autoptr (GArray) found =
    lab_cost_tracker_get_metrics_finish (LAB_COST_TRACKER (source), result, NULL);

  if (found == NULL || self->desk == NULL)
    return;
  for (guint i = 0; i < found->len; i++)
    {
      const LabCostMetrics *metrics = &g_array_index (found, LabCostMetrics, i);

      if (metrics->origin == LAB_ORIGIN_PRACTICE)
        lab_history_pane_set_total (self->history, metrics->calls, &metrics->cost);
    }
}

void
lab_sandbox_view_load_total (LabSandboxView *self)
{
  LabExperimentItem *item = lab_desk_get_experiment (self->desk);

  lab_cost_tracker_get_metrics_async (lab_context_get_tracker (lab_desk_get_context (self->desk)),
                                      lab_desk_get_profile_id (self->desk),
                                      lab_experiment_item_get_experiment (item)->id, NULL,
                                      self->cancellable, metrics_cb, g_object_ref (self));
}

static void
delta_cb (const char *text,
          gpointer    user_data)
{
  LabSandboxView *self = user_data;

  if (self->desk != NULL)
    lab_answer_view_append (self->answer, text);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (LabSandboxView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) calls = NULL;
  g_autoptr (LabResponse) response =
    lab_desk_send_finish (LAB_DESK (source), result, &calls, &error);

  g_clear_object (&self->sending);
  if (self->desk == NULL)
    return;
  lab_answer_view_end (self->answer, calls, error, lab_desk_get_catalogue (self->desk));
  lab_sandbox_view_update_actions (self);
  lab_sandbox_view_load_total (self);
}

void
lab_sandbox_view_send (LabSandboxView   *self,
                       const LabRequest *request)
{
  if (self->sending != NULL || lab_desk_get_sending (self->desk))
    return;
  self->sending = g_cancellable_new ();
  lab_answer_view_begin (self->answer, lab_desk_get_clock (self->desk));
  lab_sandbox_view_update_actions (self);
  lab_desk_send_async (self->desk, request, NULL, delta_cb, self, self->sending, sent_cb,
                       g_object_ref (self));
}
