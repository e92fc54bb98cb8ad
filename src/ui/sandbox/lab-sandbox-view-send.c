/* lab-sandbox-view-send.c: the price before sending, and sending
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox/lab-sandbox-view-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-consent.h"
#include "common/lab-format.h"
#include "sandbox/lab-model-list.h"

#define ESTIMATE_DELAY_MS 120

LabRequest *
lab_sandbox_view_build_request (LabSandboxView *self)
{
  LabModelItem *item = gtk_drop_down_get_selected_item (self->model);
  const LabModelInfo *info = lab_model_item_get_info (item);
  LabRequest *request = lab_request_new (info->provider, info->id);
  g_autofree char *system = lab_prompt_editor_dup_text (self->system);
  g_autofree char *prompt = lab_prompt_editor_dup_text (self->prompt);

  if (*system != '\0')
    lab_request_add_message (request, LAB_ROLE_SYSTEM, system);
  lab_request_add_message (request, LAB_ROLE_USER, prompt);
  lab_call_settings_apply (self->call_settings, request);
  request->stream = TRUE;
  return request;
}

/* (transfer full) */
static LabRequest *
get_shown_request (LabSandboxView *self)
{
  return self->opened != NULL ? lab_request_copy (self->opened)
                              : lab_sandbox_view_build_request (self);
}

static const LabBudgetCap *
find_budget (LabSandboxView   *self,
             const LabRequest *request)
{
  return lab_desk_find_budget (self->desk, lab_desk_get_origin (self->desk, request->provider));
}

static void
show_system_count (LabSandboxView      *self,
                   const LabPriceAhead *ahead)
{
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  if (ahead->system.tokens <= 0)
    {
      gtk_label_set_text (self->system_label, _("System Prompt"));
      return;
    }
  count = lab_format_count (ahead->system.tokens);
  text = g_strdup_printf (ngettext ("System Prompt · %s token", "System Prompt · %s tokens",
                                    (gulong) ahead->system.tokens),
                          count);
  gtk_label_set_text (self->system_label, text);
}

static void
show_ahead (LabSandboxView *self)
{
  g_autoptr (LabRequest) request = get_shown_request (self);

  lab_price_line_show (self->price, &self->ahead, find_budget (self, request),
                       LAB_DESK_MAX_ATTEMPTS);
  lab_call_settings_suggest (self->call_settings, self->ahead.fitting_output);
  show_system_count (self, &self->ahead);
}

static void
estimated_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LabSandboxView) self = user_data;
  g_autoptr (GError) error = NULL;
  LabPriceAhead ahead;
  gboolean known = lab_price_ahead_finish (result, &ahead, &error);

  if (self->desk == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->has_ahead = known;
  if (known)
    {
      self->ahead = ahead;
      show_ahead (self);
    }
  else
    lab_price_line_show_text (self->price, error->message);
}

static gboolean
estimate_cb (gpointer user_data)
{
  LabSandboxView *self = user_data;
  g_autoptr (LabRequest) request = get_shown_request (self);
  const LabBudgetCap *budget = find_budget (self, request);
  LabMoney left = budget != NULL ? lab_budget_cap_get_left (budget) : LAB_PRICE_AHEAD_NO_BUDGET;

  self->estimate_source = 0;
  g_cancellable_cancel (self->estimating);
  g_clear_object (&self->estimating);
  self->estimating = g_cancellable_new ();
  lab_price_ahead_async (lab_desk_get_tokenizer (self->desk), lab_desk_get_catalogue (self->desk),
                         request, LAB_DESK_MAX_ATTEMPTS, left,
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
retrying_cb (guint         attempt,
             guint         max_attempts,
             gint64        wait_us,
             const GError *reason,
             gpointer      user_data)
{
  LabSandboxView *self = user_data;

  if (self->desk != NULL)
    lab_answer_view_wait (self->answer, attempt, max_attempts, wait_us, reason);
}

static void
show_end (LabSandboxView *self,
          GPtrArray      *calls,
          const GError   *error)
{
  if (calls->len == 0 && lab_price_line_show_refused (self->price, error))
    {
      lab_answer_view_end_unsent (self->answer);
      return;
    }
  lab_answer_view_end (self->answer, calls, error, lab_desk_get_catalogue (self->desk));
  if (error != NULL && lab_call_settings_get_fault (self->call_settings) != LAB_PRACTICE_FAULT_NONE)
    lab_answer_view_offer (self->answer, _("Use Practice Without Faults"), "sandbox.clear-fault");
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
  show_end (self, calls, error);
  lab_sandbox_view_update_actions (self);
  lab_sandbox_view_load_total (self);
}

typedef struct
{
  LabSandboxView *view;
  LabRequest *request;
  gboolean allow_unpriced;
} Wish;

static void
wish_free (Wish *wish)
{
  g_object_unref (wish->view);
  lab_request_free (wish->request);
  g_free (wish);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wish, wish_free)

static void
send_now (LabSandboxView   *self,
          const LabRequest *request,
          gboolean          allow_unpriced)
{
  LabPracticeFault fault = lab_call_settings_get_fault (self->call_settings);
  const LabCallOptions options = {
    .faults = lab_practice_fault_get_words (fault),
    .allow_unpriced = allow_unpriced,
    .retrying = retrying_cb,
    .retrying_data = self,
  };
  LabClock *clock = lab_desk_get_clock (self->desk);
  g_autoptr (LabCostSoFar) cost =
    lab_cost_so_far_new (lab_desk_get_tokenizer (self->desk), lab_desk_get_catalogue (self->desk),
                         request, self->has_ahead ? self->ahead.input.tokens : 0,
                         lab_clock_now (clock));

  self->sending = g_cancellable_new ();
  lab_answer_view_begin (self->answer, clock, cost);
  lab_sandbox_view_update_actions (self);
  lab_desk_send_async (self->desk, request, &options, delta_cb, self, self->sending, sent_cb,
                       g_object_ref (self));
}

static void
consented_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Wish) wish = user_data;
  LabSandboxView *self = wish->view;

  if (!lab_consent_ask_finish (result, NULL) || self->desk == NULL || self->sending != NULL ||
      lab_desk_get_sending (self->desk))
    return;
  send_now (self, wish->request, wish->allow_unpriced);
}

void
lab_sandbox_view_send (LabSandboxView   *self,
                       const LabRequest *request,
                       gboolean          allow_unpriced)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  Wish *wish;

  if (self->sending != NULL || lab_desk_get_sending (self->desk))
    return;
  if (!lab_consent_is_needed (self->settings, request->provider,
                              lab_desk_get_origin (self->desk, request->provider)))
    {
      send_now (self, request, allow_unpriced);
      return;
    }
  wish = g_new0 (Wish, 1);
  wish->view = g_object_ref (self);
  wish->request = lab_request_copy (request);
  wish->allow_unpriced = allow_unpriced;
  lab_consent_ask_async (GTK_WINDOW (root), self->settings, request->provider,
                         lab_provider_get_label (request->provider), self->cancellable,
                         consented_cb, wish);
}

void
lab_sandbox_view_send_shown (LabSandboxView *self,
                             gboolean        allow_unpriced)
{
  g_autoptr (LabRequest) request = get_shown_request (self);

  if (!self->reading)
    lab_sandbox_view_keep_draft (self);
  lab_sandbox_view_send (self, request, allow_unpriced);
}
