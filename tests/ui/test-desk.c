/* test-desk.c: opening, sending and what was spent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-error.h"
#include "lab-ui-fixture.h"

typedef struct
{
  gboolean done;
  LabResponse *response;
  GPtrArray *calls;
  GError *error;
  GString *text;
} Sent;

static void
delta_cb (const char *text,
          gpointer    user_data)
{
  g_string_append (((Sent *) user_data)->text, text);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Sent *sent = user_data;

  sent->response = lab_desk_send_finish (LAB_DESK (source), result, &sent->calls, &sent->error);
  sent->done = TRUE;
}

static gboolean
is_sent (gpointer data)
{
  return ((Sent *) data)->done;
}

static void
sent_clear (Sent *sent)
{
  g_clear_pointer (&sent->response, lab_response_free);
  g_clear_pointer (&sent->calls, g_ptr_array_unref);
  g_clear_error (&sent->error);
  g_string_free (sent->text, TRUE);
}

static void
send (LabDesk      *desk,
      const char   *model,
      GCancellable *cancellable,
      Sent         *sent)
{
  g_autoptr (LabRequest) request = lab_request_new ("openai", model);

  lab_request_add_message (request, LAB_ROLE_USER, "What does this cost?");
  request->max_output_tokens = 256;
  request->stream = TRUE;
  sent->text = g_string_new (NULL);
  lab_desk_send_async (desk, request, NULL, delta_cb, sent, cancellable, sent_cb, sent);
  g_assert_true (lab_desk_get_sending (desk));
  lab_ui_test_wait (is_sent, sent);
}

static gboolean
has_spend (gpointer data)
{
  const LabSpend *spend = lab_desk_get_spend (data);

  return spend != NULL && spend->n_calls[LAB_ORIGIN_PRACTICE] > 0;
}

static void
test_opens (void)
{
  LabDesk *desk = lab_ui_test_desk ();
  LabExperimentItem *item = lab_desk_get_experiment (desk);

  g_assert_nonnull (item);
  g_assert_cmpstr (lab_experiment_item_get_experiment (item)->name, ==, "First Steps");
  g_assert_cmpuint (g_list_model_get_n_items (lab_desk_get_experiments (desk)), ==, 1);
  g_assert_nonnull (lab_desk_get_profile_id (desk));
  lab_ui_test_settle ();
  g_object_unref (desk);
}

static void
test_sends (void)
{
  g_autoptr (LabDesk) desk = lab_ui_test_desk ();
  Sent sent = { 0 };
  const LabCallRecord *call;

  send (desk, "gpt-5.4-mini", NULL, &sent);
  g_assert_no_error (sent.error);
  g_assert_cmpuint (sent.calls->len, ==, 1);
  call = g_ptr_array_index (sent.calls, 0);
  g_assert_cmpint (call->cost_state, ==, LAB_COST_KNOWN);
  g_assert_cmpint (call->origin, ==, LAB_ORIGIN_PRACTICE);
  g_assert_cmpint (call->cost, >, 0);
  g_assert_cmpstr (sent.text->str, ==, sent.response->content);
  g_assert_false (lab_desk_get_sending (desk));
  lab_ui_test_wait (has_spend, desk);
  g_assert_cmpint (lab_desk_get_spend (desk)->sums[LAB_ORIGIN_PRACTICE].amount, ==, call->cost);
  g_assert_false (lab_desk_get_spend (desk)->has_cap[LAB_ORIGIN_PRACTICE]);
  sent_clear (&sent);
}

static void
test_unknown_model_is_unpriced (void)
{
  g_autoptr (LabDesk) desk = lab_ui_test_desk ();
  Sent sent = { 0 };

  send (desk, "a-model-of-nobody", NULL, &sent);
  for (guint i = 0; i < sent.calls->len; i++)
    {
      const LabCallRecord *call = g_ptr_array_index (sent.calls, i);

      g_assert_cmpint (call->cost_state, ==, LAB_COST_UNPRICED);
    }
  sent_clear (&sent);
}

static void
set_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (lab_desk_set_budget_finish (LAB_DESK (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_set (gpointer data)
{
  return *(gboolean *) data;
}

static void
set_budget (LabDesk           *desk,
            LabBudgetCapScope  scope,
            LabMoney           amount)
{
  gboolean done = FALSE;

  lab_desk_set_budget_async (desk, LAB_ORIGIN_PRACTICE, scope, amount, FALSE, set_cb, &done);
  lab_ui_test_wait (is_set, &done);
}

static gboolean
has_budget (gpointer data)
{
  return lab_desk_get_budget (data, LAB_ORIGIN_PRACTICE, LAB_BUDGET_CAP_EXPERIMENT) != NULL;
}

static gboolean
has_no_budget (gpointer data)
{
  return lab_desk_find_budget (data, LAB_ORIGIN_PRACTICE) == NULL;
}

/* A budget that is set refuses the call that may pass it, and leaves no trace
 * of it; once taken away, it is none. */
static void
test_budget_refuses (void)
{
  g_autoptr (LabDesk) desk = lab_ui_test_desk ();
  Sent refused = { 0 };
  Sent answered = { 0 };
  const LabBudgetCap *budget;

  set_budget (desk, LAB_BUDGET_CAP_MONTH, LAB_MONEY_PER_USD);
  set_budget (desk, LAB_BUDGET_CAP_EXPERIMENT, 1000);
  lab_ui_test_wait (has_budget, desk);
  budget = lab_desk_find_budget (desk, LAB_ORIGIN_PRACTICE);
  g_assert_cmpint (budget->scope, ==, LAB_BUDGET_CAP_EXPERIMENT);
  g_assert_cmpint (lab_budget_cap_get_left (budget), ==, 1000);
  g_assert_nonnull (lab_desk_get_budget (desk, LAB_ORIGIN_PRACTICE, LAB_BUDGET_CAP_MONTH));
  g_assert_null (lab_desk_get_budget (desk, LAB_ORIGIN_PRACTICE, LAB_BUDGET_CAP_PROFILE));
  send (desk, "gpt-5.4-mini", NULL, &refused);
  g_assert_error (refused.error, LAB_ERROR, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED);
  g_assert_cmpuint (refused.calls->len, ==, 0);
  set_budget (desk, LAB_BUDGET_CAP_EXPERIMENT, LAB_UNSET);
  set_budget (desk, LAB_BUDGET_CAP_MONTH, LAB_UNSET);
  lab_ui_test_wait (has_no_budget, desk);
  send (desk, "gpt-5.4-mini", NULL, &answered);
  g_assert_no_error (answered.error);
  sent_clear (&refused);
  sent_clear (&answered);
}

static void
test_stopped (void)
{
  g_autoptr (LabDesk) desk = lab_ui_test_desk ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Sent sent = { 0 };

  g_cancellable_cancel (cancellable);
  send (desk, "gpt-5.4-mini", cancellable, &sent);
  g_assert_error (sent.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (lab_desk_get_sending (desk));
  sent_clear (&sent);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Sent *sent = user_data;

  lab_desk_create_experiment_finish (LAB_DESK (source), result, &sent->error);
  sent->done = TRUE;
}

static void
create (LabDesk    *desk,
        const char *name,
        const char *workload,
        Sent       *sent)
{
  g_autoptr (LabExperiment) draft = lab_experiment_new ();

  draft->name = g_strdup (name);
  draft->workload = g_strdup (workload);
  draft->provider = g_strdup ("openai");
  draft->model = g_strdup ("gpt-5.4-mini");
  draft->tasks = 3;
  lab_desk_create_experiment_async (desk, draft, created_cb, sent);
  lab_ui_test_wait (is_sent, sent);
}

static void
test_new_experiment_is_in_view (void)
{
  g_autoptr (LabDesk) desk = lab_ui_test_desk ();
  Sent made = { .text = g_string_new (NULL) };
  Sent refused = { .text = g_string_new (NULL) };
  guint n = 0;

  g_signal_connect (desk, "notify::experiment", G_CALLBACK (lab_ui_test_count), &n);
  create (desk, "Second", "rag-qa", &made);
  g_assert_no_error (made.error);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (lab_experiment_item_get_experiment (lab_desk_get_experiment (desk))->name, ==,
                   "Second");
  create (desk, "Third", "no-such-workload", &refused);
  g_assert_error (refused.error, LAB_ERROR, LAB_ERROR_INVALID_EXPERIMENT_CONFIG);
  g_assert_cmpuint (n, ==, 1);
  sent_clear (&made);
  sent_clear (&refused);
}

typedef struct
{
  gboolean done;
  LabRunResult *result;
  GError *error;
} Ran;

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Ran *ran = user_data;

  ran->result = lab_desk_run_finish (LAB_DESK (source), result, &ran->error);
  ran->done = TRUE;
}

static gboolean
has_run (gpointer data)
{
  return ((Ran *) data)->done;
}

static void
count_cb (LabDesk *desk,
          guint   *n)
{
  (*n)++;
}

static gboolean
is_completed (gpointer data)
{
  return lab_experiment_item_get_experiment (lab_desk_get_experiment (data))->status ==
         LAB_EXPERIMENT_COMPLETED;
}

static void
test_runs_as_a_job (void)
{
  g_autoptr (LabDesk) desk = lab_ui_test_desk ();
  LabRunPlan plan = LAB_RUN_PLAN_INIT;
  g_autoptr (LabJob) first = NULL;
  Ran ran = { 0 };
  LabJob *job;
  guint n_changed = 0;

  g_signal_connect (desk, "runs-changed", G_CALLBACK (count_cb), &n_changed);
  plan.baseline = TRUE;
  plan.tasks = 12;
  job = lab_desk_run_async (desk, &plan, ran_cb, &ran);
  first = g_list_model_get_item (G_LIST_MODEL (lab_desk_get_jobs (desk)), 0);
  g_assert_true (first == job);
  g_assert_cmpuint (lab_desk_get_n_running (desk), ==, 1);
  lab_ui_test_wait (has_run, &ran);
  g_assert_no_error (ran.error);
  g_assert_cmpstr (ran.result->status, ==, "completed");
  g_assert_cmpint (lab_job_get_state (job), ==, LAB_JOB_DONE);
  g_assert_cmpuint (lab_desk_get_n_running (desk), ==, 0);
  g_assert_cmpuint (n_changed, ==, 1);
  lab_ui_test_wait (is_completed, desk);
  lab_run_result_free (ran.result);
}

static gboolean
has_loaded (gpointer data)
{
  return !lab_call_model_get_loading (data);
}

static gboolean
has_one (gpointer data)
{
  return g_list_model_get_n_items (data) == 1;
}

static void
test_history (void)
{
  g_autoptr (LabDesk) desk = lab_ui_test_desk ();
  g_autoptr (LabCallModel) calls = lab_desk_new_call_model (desk);
  Sent sent = { 0 };

  lab_ui_test_wait (has_loaded, calls);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (calls)), ==, 0);
  g_assert_true (lab_call_model_get_complete (calls));
  send (desk, "gpt-5.4-mini", NULL, &sent);
  lab_ui_test_wait (has_one, calls);
  lab_call_model_set_search (calls, "no such words anywhere");
  lab_ui_test_wait (has_loaded, calls);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (calls)), ==, 0);
  lab_call_model_set_search (calls, "does this COST");
  lab_ui_test_wait (has_one, calls);
  sent_clear (&sent);
}

int
main (int    argc,
      char **argv)
{
  lab_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/desk/first-opening-makes-what-is-needed", test_opens);
  g_test_add_func ("/ui/desk/a-call-is-answered-priced-and-counted", test_sends);
  g_test_add_func ("/ui/desk/unknown-model-is-unpriced", test_unknown_model_is_unpriced);
  g_test_add_func ("/ui/desk/budget-refuses-without-a-trace", test_budget_refuses);
  g_test_add_func ("/ui/desk/stopped-is-cancelled", test_stopped);
  g_test_add_func ("/ui/desk/new-experiment-is-in-view", test_new_experiment_is_in_view);
  g_test_add_func ("/ui/desk/runs-as-a-job", test_runs_as_a_job);
  g_test_add_func ("/ui/desk/history-grows-and-is-searched", test_history);
  return g_test_run ();
}
