/* test-sandbox-view.c: price before, call, price after
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-cost-chip.h"
#include "lab-ui-fixture.h"
#include "lab-view.h"
#include "sandbox/lab-answer-view.h"
#include "sandbox/lab-history-pane.h"
#include "sandbox/lab-price-ahead.h"
#include "sandbox/lab-price-line.h"
#include "sandbox/lab-prompt-editor.h"
#include "sandbox/lab-sandbox-view.h"
#include "sandbox/lab-workload-run-row.h"

typedef struct
{
  GSettings *settings;
  LabDesk *desk;
  GtkWidget *window;
  LabView *view;
} Fixture;

/* What was not sent last time, or a sample, is read without waiting. */
static gboolean
has_prompt (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *prompt = lab_view_get_landmark (fixture->view, "prompt");

  return !lab_prompt_editor_is_empty (LAB_PROMPT_EDITOR (prompt));
}

static void
setup (Fixture       *fixture,
       gconstpointer  data)
{
  fixture->settings = g_settings_new ("io.github.apicostlab.CostLab");
  fixture->desk = lab_ui_test_desk ();
  fixture->window = gtk_window_new ();
  fixture->view = LAB_VIEW (lab_sandbox_view_new (fixture->desk, fixture->settings));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_present (GTK_WINDOW (fixture->window));
  lab_ui_test_wait (has_prompt, fixture);
}

static void
teardown (Fixture       *fixture,
          gconstpointer  data)
{
  gpointer view = g_object_ref (fixture->view);

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  lab_ui_test_settle ();
  lab_ui_test_assert_gone (view);
  g_object_unref (fixture->desk);
  g_object_unref (fixture->settings);
}

static LabAnswerView *
answer_of (Fixture *fixture)
{
  return lab_ui_test_find (GTK_WIDGET (fixture->view), LAB_TYPE_ANSWER_VIEW);
}

static gboolean
is_answered (gpointer data)
{
  return g_strcmp0 (lab_answer_view_get_status (answer_of (data)), "Answered.") == 0;
}

static gboolean
is_stopped (gpointer data)
{
  return g_str_has_prefix (lab_answer_view_get_status (answer_of (data)), "Stopped");
}

static gboolean
shows_text (gpointer data)
{
  g_autofree char *text = lab_answer_view_get_text (answer_of (data));

  return *text != '\0';
}

static void
test_sends (Fixture       *fixture,
            gconstpointer  data)
{
  LabCostChip *chip = lab_ui_test_find (GTK_WIDGET (answer_of (fixture)), LAB_TYPE_COST_CHIP);

  lab_view_run_primary (fixture->view);
  lab_ui_test_wait (is_answered, fixture);
  lab_ui_test_wait (shows_text, fixture);
  g_assert_true (g_str_has_prefix (lab_cost_chip_get_text (chip), "$0.0"));
  g_assert_false (lab_view_stop (fixture->view));
}

static void
test_stops (Fixture       *fixture,
            gconstpointer  data)
{
  lab_view_run_primary (fixture->view);
  g_assert_true (lab_view_stop (fixture->view));
  lab_ui_test_wait (is_stopped, fixture);
  g_assert_false (lab_desk_get_sending (fixture->desk));
}

static LabHistoryPane *
history_of (Fixture *fixture)
{
  return lab_ui_test_find (GTK_WIDGET (fixture->view), LAB_TYPE_HISTORY_PANE);
}

static GtkSelectionModel *
calls_of (Fixture *fixture)
{
  GtkColumnView *table =
    lab_ui_test_find (GTK_WIDGET (history_of (fixture)), GTK_TYPE_COLUMN_VIEW);

  return gtk_column_view_get_model (table);
}

static gboolean
has_row (gpointer data)
{
  return g_list_model_get_n_items (G_LIST_MODEL (calls_of (data))) > 0;
}

static gboolean
is_reading (gpointer data)
{
  return g_str_has_prefix (lab_answer_view_get_status (answer_of (data)), "Call of ");
}

/* An opened call is read only; leaving it brings the draft back, and sending
 * it again sends the same request. */
static void
test_opens_call (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (LabCallItem) item = NULL;
  g_autofree char *hash = NULL;

  lab_view_run_primary (fixture->view);
  lab_ui_test_wait (has_row, fixture);
  lab_ui_test_wait (is_answered, fixture);
  item = g_list_model_get_item (G_LIST_MODEL (calls_of (fixture)), 0);
  hash = g_strdup (lab_call_item_get_record (item)->request_hash);
  g_signal_emit_by_name (history_of (fixture), "call-activated", item);
  lab_ui_test_wait (is_reading, fixture);
  lab_view_run_primary (fixture->view);
  lab_ui_test_wait (is_answered, fixture);
  g_clear_object (&item);
  item = g_list_model_get_item (G_LIST_MODEL (calls_of (fixture)), 0);
  g_assert_cmpstr (lab_call_item_get_record (item)->request_hash, ==, hash);
  g_assert_true (lab_view_go_back (fixture->view));
  g_assert_false (lab_view_go_back (fixture->view));
}

static void
test_panes (Fixture       *fixture,
            gconstpointer  data)
{
  guint n = 0;

  while (n < 10 && lab_view_focus_pane (fixture->view, n))
    {
      g_assert_nonnull (gtk_root_get_focus (GTK_ROOT (fixture->window)));
      n++;
    }
  g_assert_cmpuint (n, ==, 3);
  g_assert_true (lab_view_search (fixture->view));
}

typedef struct
{
  gboolean done;
  LabPriceAhead ahead;
} Ahead;

static gboolean
has_run (gpointer data)
{
  Fixture *fixture = data;

  return lab_ui_test_find (GTK_WIDGET (fixture->view), LAB_TYPE_WORKLOAD_RUN_ROW) != NULL;
}

/* Before its first task a run leaves nothing behind. */
static gboolean
has_begun (gpointer data)
{
  GListModel *jobs = G_LIST_MODEL (lab_desk_get_jobs (((Fixture *) data)->desk));
  g_autoptr (LabJob) job = g_list_model_get_item (jobs, 0);

  return lab_job_get_done (job) > 0;
}

static gboolean
runs_nothing (gpointer data)
{
  return lab_desk_get_n_running (((Fixture *) data)->desk) == 0;
}

/* One run at a time; a stopped one is among the runs, and the page is left as
 * any other. */
static void
test_workload (Fixture       *fixture,
               gconstpointer  data)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "sandbox.workload", NULL);
  g_assert_true (lab_view_can_go_back (fixture->view));
  g_assert_false (lab_view_stop (fixture->view));
  lab_view_run_primary (fixture->view);
  lab_view_run_primary (fixture->view);
  g_assert_cmpuint (lab_desk_get_n_running (fixture->desk), ==, 1);
  lab_ui_test_wait (has_begun, fixture);
  g_assert_true (lab_view_stop (fixture->view));
  lab_ui_test_wait (runs_nothing, fixture);
  g_assert_false (lab_view_stop (fixture->view));
  lab_ui_test_wait (has_run, fixture);
  g_assert_true (lab_view_go_back (fixture->view));
  g_assert_false (lab_view_can_go_back (fixture->view));
}

/* It goes on where nobody looks any more. */
static void
test_workload_left_alone (Fixture       *fixture,
                          gconstpointer  data)
{
  gpointer left = g_object_ref (fixture->view);
  g_autoptr (LabJob) job = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "sandbox.workload", NULL);
  lab_view_run_primary (fixture->view);
  job = g_list_model_get_item (G_LIST_MODEL (lab_desk_get_jobs (fixture->desk)), 0);
  fixture->view = LAB_VIEW (lab_sandbox_view_new (fixture->desk, fixture->settings));
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  g_assert_cmpuint (lab_desk_get_n_running (fixture->desk), ==, 1);
  lab_job_cancel (job);
  lab_ui_test_wait (runs_nothing, fixture);
  lab_ui_test_settle ();
  lab_ui_test_assert_gone (left);
}

static void
ahead_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Ahead *ahead = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (lab_price_ahead_finish (result, &ahead->ahead, &error));
  g_assert_no_error (error);
  ahead->done = TRUE;
}

static gboolean
is_ahead (gpointer data)
{
  return ((Ahead *) data)->done;
}

/* The price before is never below the price after. */
static void
test_price_ahead (void)
{
  static const struct
  {
    const char *model;
    gint64 output;
    gboolean priced;
  } cases[] = {
    { "gpt-5.4-mini", 256, TRUE },
    { "gpt-5.4-mini", LAB_UNSET, TRUE },
    { "a-model-of-nobody", 256, FALSE },
  };
  g_autoptr (LabTokenizer) tokenizer = lab_tokenizer_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabRequest) request = lab_request_new ("openai", cases[i].model);
      Ahead ahead = { 0 };

      lab_request_add_message (request, LAB_ROLE_USER, "What does this cost?");
      request->max_output_tokens = cases[i].output;
      lab_price_ahead_async (tokenizer, lab_ui_test_catalogue (), request, 3,
                             LAB_PRICE_AHEAD_NO_BUDGET, G_GINT64_CONSTANT (1795000000000000), NULL,
                             ahead_cb, &ahead);
      lab_ui_test_wait (is_ahead, &ahead);
      g_assert_true (ahead.ahead.priced == cases[i].priced);
      g_assert_cmpint (ahead.ahead.input.tokens, >, 4);
      if (cases[i].priced)
        {
          g_assert_cmpint (ahead.ahead.most, ==, 3 * ahead.ahead.once);
          g_assert_cmpint (ahead.ahead.once, >, 256 * 4500);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  lab_ui_test_init (&argc, &argv);
  g_test_add ("/ui/sandbox/sends-and-shows-the-price", Fixture, NULL, setup, test_sends, teardown);
  g_test_add ("/ui/sandbox/stop-means-stop", Fixture, NULL, setup, test_stops, teardown);
  g_test_add ("/ui/sandbox/opened-call-is-sent-again-the-same", Fixture, NULL, setup,
              test_opens_call, teardown);
  g_test_add ("/ui/sandbox/panes-take-the-focus", Fixture, NULL, setup, test_panes, teardown);
  g_test_add ("/ui/sandbox/workload-runs-one-at-a-time", Fixture, NULL, setup, test_workload,
              teardown);
  g_test_add ("/ui/sandbox/workload-goes-on-unseen", Fixture, NULL, setup,
              test_workload_left_alone, teardown);
  g_test_add_func ("/ui/price-ahead/worst-case-or-unpriced", test_price_ahead);
  return g_test_run ();
}
