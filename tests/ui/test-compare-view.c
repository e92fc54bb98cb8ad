/* test-compare-view.c: runs beside their baseline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-details-pane.h"
#include "common/lab-job-view.h"
#include "common/lab-placeholder.h"
#include "common/lab-verdict-view.h"
#include "compare/lab-answer-side.h"
#include "compare/lab-bucket-line.h"
#include "compare/lab-bucket-table.h"
#include "compare/lab-compare-item.h"
#include "compare/lab-compare-view.h"
#include "compare/lab-forest-scale.h"
#include "compare/lab-more-tasks.h"
#include "compare/lab-run-details.h"
#include "compare/lab-stack-choice.h"
#include "compare/lab-stack-dialog.h"
#include "compare/lab-stack-picker.h"
#include "compare/lab-strategy-row.h"
#include "compare/lab-task-list.h"
#include "compare/lab-task-page.h"
#include "lab-job.h"
#include "lab-ui-fixture.h"
#include "lab-ui-walk.h"
#include "lab-view.h"

typedef struct
{
  GSettings *settings;
  LabDesk *desk;
  GtkWidget *window;
  LabView *view;
} Fixture;

static void
open_view (Fixture *fixture,
           int      width,
           int      height)
{
  fixture->window = adw_window_new ();
  fixture->view = LAB_VIEW (lab_compare_view_new (fixture->desk, fixture->settings));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_present (GTK_WINDOW (fixture->window));
  lab_ui_test_wait_still (GTK_WINDOW (fixture->window));
}

static void
close_view (Fixture *fixture)
{
  gpointer view = g_object_ref (fixture->view);

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  lab_ui_test_settle ();
  lab_ui_test_assert_gone (view);
}

static void
setup (Fixture       *fixture,
       gconstpointer  data)
{
  fixture->settings = g_settings_new ("io.github.apicostlab.CostLab");
  fixture->desk = lab_ui_test_desk ();
  open_view (fixture, 1200, 760);
}

static void
teardown (Fixture       *fixture,
          gconstpointer  data)
{
  close_view (fixture);
  g_settings_reset (fixture->settings, "compare-stacks");
  g_settings_reset (fixture->settings, "compare-details-shown");
  g_settings_reset (fixture->settings, "compare-table-shown");
  g_object_unref (fixture->desk);
  g_object_unref (fixture->settings);
}

static gpointer
find (Fixture *fixture,
      GType    type)
{
  return lab_ui_test_find (GTK_WIDGET (fixture->view), type);
}

static const LabComparisonSet *
get_set (Fixture *fixture)
{
  return lab_compare_view_get_set (LAB_COMPARE_VIEW (fixture->view));
}

static void
choose (Fixture    *fixture,
        const char *stack)
{
  const char * const stacks[] = { stack, NULL };

  lab_stack_picker_set_chosen (find (fixture, LAB_TYPE_STACK_PICKER), stacks);
}

/* The first number that can be set: how many tasks the baseline gets. */
static void
set_tasks (Fixture *fixture,
           int      tasks)
{
  gtk_spin_button_set_value (find (fixture, GTK_TYPE_SPIN_BUTTON), tasks);
}

/* The list of the runs, as a table or as cards. (transfer none) */
static GtkWidget *
get_list (Fixture *fixture)
{
  GtkWidget *shown = lab_view_get_landmark (fixture->view, "verdict");
  GtkWidget *table = lab_ui_test_find (shown, GTK_TYPE_COLUMN_VIEW);

  return table != NULL ? table : lab_ui_test_find (shown, GTK_TYPE_LIST_VIEW);
}

/* (transfer none) */
static GtkSingleSelection *
get_rows (Fixture *fixture)
{
  GtkWidget *list = get_list (fixture);
  GtkSelectionModel *model = GTK_IS_COLUMN_VIEW (list) ?
                               gtk_column_view_get_model (GTK_COLUMN_VIEW (list)) :
                                 gtk_list_view_get_model (GTK_LIST_VIEW (list));

  return GTK_SINGLE_SELECTION (model);
}

static guint
count_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_rows (fixture)));
}

/* (transfer none) */
static LabCompareItem *
get_row (Fixture *fixture,
         guint    position)
{
  g_autoptr (LabCompareItem) item =
    g_list_model_get_item (G_LIST_MODEL (get_rows (fixture)), position);

  return item;
}

static void
select_row (Fixture *fixture,
            guint    position)
{
  gtk_single_selection_set_selected (get_rows (fixture), position);
  lab_details_pane_set_revealed (find (fixture, LAB_TYPE_DETAILS_PANE), TRUE);
}

static char *
dup_text (gpointer    object,
          const char *property)
{
  char *text = NULL;

  g_object_get (object, property, &text, NULL);
  return text;
}

typedef struct
{
  Fixture *fixture;
  guint n_base; /* tasks */
  guint n_runs;
  guint n_pairs; /* of the first */
} Wanted;

static gboolean
is_ended (const LabRunInfo *info)
{
  return !g_str_equal (info->status, "running");
}

/* Nothing is under way, and what is read is what is wanted. */
static gboolean
is_there (gpointer data)
{
  const Wanted *wanted = data;
  const LabComparisonSet *set = get_set (wanted->fixture);

  if (find (wanted->fixture, LAB_TYPE_JOB_VIEW) != NULL || set == NULL ||
      set->baseline_run == NULL || set->baseline_run->n_done != wanted->n_base ||
      set->runs->len != wanted->n_runs)
    return FALSE;
  for (guint i = 0; i < set->runs->len; i++)
    if (!is_ended (lab_compared_run_get_info (set->runs->pdata[i])))
      return FALSE;
  return wanted->n_runs == 0 ||
         lab_compared_run_get_comparison (set->runs->pdata[0])->n_pairs == wanted->n_pairs;
}

static void
wait_for (Fixture *fixture,
          guint    n_base,
          guint    n_runs,
          guint    n_pairs)
{
  Wanted wanted = { fixture, n_base, n_runs, n_pairs };

  lab_ui_test_wait (is_there, &wanted);
  lab_ui_test_wait_still (GTK_WINDOW (fixture->window));
}

/* A baseline and one run of @tasks. */
static void
compare (Fixture    *fixture,
         const char *stack,
         int         tasks)
{
  choose (fixture, stack);
  set_tasks (fixture, tasks);
  lab_view_run_primary (fixture->view);
  wait_for (fixture, (guint) tasks, 1, (guint) tasks);
}

/* --- the view --- */

static void
test_measures_first (Fixture       *fixture,
                     gconstpointer  data)
{
  LabPlaceholder *placeholder = find (fixture, LAB_TYPE_PLACEHOLDER);

  g_assert_cmpint (lab_placeholder_get_face (placeholder), ==, LAB_PLACEHOLDER_EMPTY);
  g_assert_null (lab_view_get_landmark (fixture->view, "verdict"));
  g_assert_false (lab_view_search (fixture->view));
  set_tasks (fixture, 9);
  g_signal_emit_by_name (placeholder, "activated");
  wait_for (fixture, 9, 0, 0);
  g_assert_cmpint (lab_placeholder_get_face (placeholder), ==, LAB_PLACEHOLDER_EMPTY);
  choose (fixture, "exact-cache");
  g_signal_emit_by_name (placeholder, "activated");
  wait_for (fixture, 9, 1, 9);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (placeholder)));
}

/* Baseline, then each stack; a row for each with what is to be told of it. */
static void
test_runs_and_tells (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *title = NULL, *saving = NULL, *quality = NULL, *sentence = NULL;
  LabCompareItem *row;

  set_tasks (fixture, 12);
  lab_view_run_primary (fixture->view);
  wait_for (fixture, 12, 2, 12);
  g_assert_cmpuint (count_rows (fixture), ==, 2);
  g_assert_true (lab_details_pane_get_revealed (find (fixture, LAB_TYPE_DETAILS_PANE)));
  for (guint i = 0; i < 2; i++)
    g_assert_cmpstr (lab_compare_item_get_verdict_word (get_row (fixture, i)), !=, "");
  row = get_row (fixture, 0);
  g_assert_true (lab_compare_item_has_interval (row));
  g_assert_true (lab_compare_item_is_faint (row));
  title = dup_text (row, "title");
  saving = dup_text (row, "saving");
  quality = dup_text (row, "quality");
  sentence = dup_text (row, "sentence");
  g_assert_cmpstr (title, ==, lab_compared_run_get_title (lab_compare_item_get_run (row)));
  g_assert_nonnull (strstr (saving, " to "));
  g_assert_cmpstr (quality, !=, "");
  g_assert_nonnull (strstr (sentence, title));
  g_assert_nonnull (strstr (sentence, lab_compare_item_get_verdict_word (row)));
}

/* Too few pairs for an interval: none is made up. */
static void
test_few_pairs (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *saving = NULL, *low = NULL;

  compare (fixture, "exact-cache", 5);
  g_assert_false (lab_compare_item_has_interval (get_row (fixture, 0)));
  saving = dup_text (get_row (fixture, 0), "saving");
  low = dup_text (get_row (fixture, 0), "low");
  g_assert_cmpstr (saving, ==, "5 of 8 pairs");
  g_assert_cmpstr (low, ==, "");
}

static gboolean
shows_answers (gpointer data)
{
  LabTaskPage *page = lab_ui_test_find (data, LAB_TYPE_TASK_PAGE);
  GtkWidget *side = lab_ui_test_find (GTK_WIDGET (page), LAB_TYPE_ANSWER_SIDE);

  return gtk_widget_get_mapped (side);
}

static void
check_widgets (Fixture *fixture)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);

  lab_ui_walk_check_sizes (fixture->window, faults);
  lab_ui_walk_check_clicks (fixture->window, faults);
  lab_ui_walk_check_tabs (fixture->window, faults);
  for (guint i = 0; i < faults->len; i++)
    g_test_message ("%s", (const char *) faults->pdata[i]);
  g_assert_cmpuint (faults->len, ==, 0);
}

static void
test_opens_task (Fixture       *fixture,
                 gconstpointer  data)
{
  LabTaskList *tasks;
  LabTaskPage *page;
  GListModel *shown;
  GtkTextView *answer;
  guint n_different;

  compare (fixture, "prompt-compressor:level=strong", 20);
  tasks = find (fixture, LAB_TYPE_TASK_LIST);
  shown = lab_task_list_get_shown (tasks);
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 20);
  gtk_widget_activate_action (GTK_WIDGET (tasks), "tasks.filter", "s", "worse");
  n_different = g_list_model_get_n_items (shown);
  g_assert_cmpuint (n_different, >, 0);
  g_assert_cmpuint (n_different, <, 20);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (shown), n_different - 1);
  gtk_widget_activate_action (GTK_WIDGET (tasks), "tasks.open", NULL);
  g_assert_true (lab_view_can_go_back (fixture->view));
  lab_ui_test_wait (shows_answers, fixture->view);
  lab_ui_test_wait_still (GTK_WINDOW (fixture->window));
  page = find (fixture, LAB_TYPE_TASK_PAGE);
  answer = lab_ui_test_find (GTK_WIDGET (page), GTK_TYPE_TEXT_VIEW);
  g_assert_cmpint (gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (answer)), >, 20);
  check_widgets (fixture);

  g_assert_true (lab_view_go_back (fixture->view));
  g_assert_false (lab_view_can_go_back (fixture->view));
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, n_different);
  g_assert_cmpuint (gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (shown)), ==,
                    n_different - 1);
}

static void
test_searches_tasks (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkEditable *search;
  GListModel *shown;

  compare (fixture, "exact-cache", 8);
  g_assert_true (lab_view_search (fixture->view));
  search = GTK_EDITABLE (find (fixture, GTK_TYPE_SEARCH_ENTRY));
  shown = lab_task_list_get_shown (find (fixture, LAB_TYPE_TASK_LIST));
  gtk_editable_set_text (search, "nothing is asked like this");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 0);
  g_signal_emit_by_name (search, "stop-search");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 8);
}

/* Exactly so many as were offered, on both sides, in the same run. */
static void
test_collects_more (Fixture       *fixture,
                    gconstpointer  data)
{
  LabMoreTasks plan;
  LabComparedRun *run;
  g_autofree char *id = NULL;

  compare (fixture, "exact-cache", 12);
  select_row (fixture, 0);
  run = lab_compare_item_get_run (get_row (fixture, 0));
  id = g_strdup (lab_compare_item_get_id (get_row (fixture, 0)));
  g_assert_cmpstr (lab_compare_item_get_verdict_word (get_row (fixture, 0)), ==,
                   lab_verdict_get_label (LAB_VERDICT_COLLECT_MORE));
  g_assert_true (lab_more_tasks_plan (get_set (fixture), run, &plan));
  g_assert_cmpuint (plan.run_from, ==, 12);
  g_assert_cmpuint (plan.run_to, ==, 12 + plan.n);
  g_assert_cmpuint (plan.base_from, ==, 12);
  g_assert_cmpuint (plan.base_to, ==, plan.run_to);
  gtk_widget_activate_action (find (fixture, LAB_TYPE_RUN_DETAILS), "details.collect-more", NULL);
  wait_for (fixture, 12 + plan.n, 1, 12 + plan.n);
  g_assert_cmpstr (lab_compare_item_get_id (get_row (fixture, 0)), ==, id);
}

static gboolean
has_noise (gpointer data)
{
  const LabComparisonSet *set = get_set (data);

  return set->noise != NULL && lab_compared_run_get_comparison (set->noise)->n_pairs == 10 &&
         is_ended (lab_compared_run_get_info (set->noise));
}

/* The baseline once more has an interval, which lies around zero, and no
 * verdict. */
static void
test_noise (Fixture       *fixture,
            gconstpointer  data)
{
  LabCompareItem *row;
  const LabComparison *comparison;
  g_autofree char *p = NULL;
  const char *stacks[] = { "", "exact-cache", NULL };

  lab_stack_picker_set_chosen (find (fixture, LAB_TYPE_STACK_PICKER), stacks);
  set_tasks (fixture, 10);
  lab_view_run_primary (fixture->view);
  wait_for (fixture, 10, 1, 10);
  lab_ui_test_wait (has_noise, fixture);
  g_assert_cmpuint (count_rows (fixture), ==, 2);
  row = get_row (fixture, 1);
  comparison = lab_compared_run_get_comparison (lab_compare_item_get_run (row));
  p = dup_text (row, "p-value");
  g_assert_true (lab_compared_run_is_noise (lab_compare_item_get_run (row)));
  g_assert_cmpstr (lab_compare_item_get_verdict_word (row), ==, "");
  g_assert_cmpstr (p, ==, "");
  g_assert_cmpfloat (comparison->saving.low, <=, 0);
  g_assert_cmpfloat (comparison->saving.high, >=, 0);
  select_row (fixture, 1);
  lab_ui_test_wait_still (GTK_WINDOW (fixture->window));
  g_assert_false (gtk_widget_get_mapped (
    lab_ui_test_find (find (fixture, LAB_TYPE_RUN_DETAILS), LAB_TYPE_VERDICT_VIEW)));
}

/* (nullable): of the run that goes through its tasks against the baseline */
static gboolean
has_begun (gpointer data)
{
  Fixture *fixture = data;
  const LabComparisonSet *set = get_set (fixture);
  GListModel *jobs = G_LIST_MODEL (lab_desk_get_jobs (fixture->desk));
  g_autoptr (LabJob) job = g_list_model_get_item (jobs, g_list_model_get_n_items (jobs) - 1);

  return set->baseline_run != NULL && job != NULL && lab_job_get_state (job) == LAB_JOB_RUNNING &&
         lab_job_get_done (job) > 3 && lab_job_get_total (job) == 60;
}

static gboolean
is_stopped (gpointer data)
{
  Fixture *fixture = data;
  const LabComparisonSet *set = get_set (fixture);

  return find (fixture, LAB_TYPE_JOB_VIEW) == NULL && set->runs->len == 1 &&
         is_ended (lab_compared_run_get_info (set->runs->pdata[0]));
}

/* What was paid for is not thrown away, and can be gone on with. */
static void
test_stop_keeps (Fixture       *fixture,
                 gconstpointer  data)
{
  const LabComparedRun *run;
  const char *stacks[] = { "exact-cache", "prompt-compressor", NULL };

  set_tasks (fixture, 60);
  choose (fixture, NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "compare.measure", NULL);
  wait_for (fixture, 60, 0, 0);
  lab_stack_picker_set_chosen (find (fixture, LAB_TYPE_STACK_PICKER), stacks);
  lab_view_run_primary (fixture->view);
  lab_ui_test_wait (has_begun, fixture);
  g_assert_true (lab_view_stop (fixture->view));
  lab_ui_test_wait (is_stopped, fixture);
  g_assert_false (lab_view_stop (fixture->view));
  lab_ui_test_wait_still (GTK_WINDOW (fixture->window));
  run = get_set (fixture)->runs->pdata[0];
  g_assert_cmpstr (lab_compared_run_get_info ((LabComparedRun *) run)->status, !=, "completed");
  g_assert_cmpuint (lab_compared_run_get_comparison ((LabComparedRun *) run)->n_pairs, >, 3);
  g_assert_cmpuint (lab_compared_run_get_comparison ((LabComparedRun *) run)->n_pairs, <, 60);
  select_row (fixture, 0);
  gtk_widget_activate_action (find (fixture, LAB_TYPE_RUN_DETAILS), "details.go-on", NULL);
  wait_for (fixture, 60, 1, 60);
}

static void
test_panes (Fixture       *fixture,
            gconstpointer  data)
{
  guint n = 0;

  compare (fixture, "exact-cache", 9);
  select_row (fixture, 0);
  lab_ui_test_wait_still (GTK_WINDOW (fixture->window));
  while (n < 10 && lab_view_focus_pane (fixture->view, n))
    {
      g_assert_nonnull (gtk_root_get_focus (GTK_ROOT (fixture->window)));
      n++;
    }
  g_assert_cmpuint (n, ==, 3);
  check_widgets (fixture);
}

/* Closed by hand, the details stay closed, here and the next time. */
static void
test_details_stay_closed (Fixture       *fixture,
                          gconstpointer  data)
{
  compare (fixture, "exact-cache", 9);
  g_assert_true (lab_details_pane_get_revealed (find (fixture, LAB_TYPE_DETAILS_PANE)));
  gtk_widget_activate_action (find (fixture, LAB_TYPE_RUN_DETAILS), "details.close", NULL);
  g_assert_false (lab_details_pane_get_revealed (find (fixture, LAB_TYPE_DETAILS_PANE)));
  g_assert_false (g_settings_get_boolean (fixture->settings, "compare-details-shown"));
  close_view (fixture);
  open_view (fixture, 1200, 760);
  wait_for (fixture, 9, 1, 9);
  g_assert_false (lab_details_pane_get_revealed (find (fixture, LAB_TYPE_DETAILS_PANE)));
}

/* Narrow, a run is a card and its details a page that is left again. */
static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  compare (fixture, "exact-cache", 9);
  close_view (fixture);
  open_view (fixture, 360, 640);
  wait_for (fixture, 9, 1, 9);
  g_assert_true (GTK_IS_LIST_VIEW (get_list (fixture)));
  g_assert_false (lab_details_pane_get_revealed (find (fixture, LAB_TYPE_DETAILS_PANE)));
  check_widgets (fixture);
  g_signal_emit_by_name (get_list (fixture), "activate", 0);
  g_assert_true (lab_view_can_go_back (fixture->view));
  lab_ui_test_wait_still (GTK_WINDOW (fixture->window));
  check_widgets (fixture);
  g_assert_true (lab_view_go_back (fixture->view));
  g_assert_false (lab_details_pane_get_revealed (find (fixture, LAB_TYPE_DETAILS_PANE)));
  g_assert_true (g_settings_get_boolean (fixture->settings, "compare-details-shown"));
}

/* --- parts of it --- */

static void
test_stack_titles (void)
{
  static const struct
  {
    const char *stack;
    const char *title;
  } cases[] = {
    { "", "Baseline again" },
    { "exact-cache", "exact-cache" },
    { "prompt-compressor:level=strong", "prompt-compressor (level strong)" },
    { "exact-cache;prompt-compressor", "exact-cache + prompt-compressor" },
    { "a-strategy-of-nobody", NULL },
    { "exact-cache;a-strategy-of-nobody", NULL },
  };
  const char * const *suggested = lab_stack_list_suggested ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = lab_stack_dup_title (cases[i].stack);

      g_assert_cmpstr (title, ==, cases[i].title);
    }
  for (gsize i = 0; suggested[i] != NULL; i++)
    {
      g_autoptr (LabStackChoice) choice = lab_stack_choice_new (suggested[i]);

      g_assert_nonnull (choice);
      g_assert_false (lab_stack_choice_get_chosen (choice));
    }
}

static void
count_changes_cb (guint *n)
{
  (*n)++;
}

/* What was chosen comes back, also what is not among the suggestions. */
static void
test_stack_picker (void)
{
  const char *wanted[] = { "exact-cache", "prompt-compressor:level=medium;exact-cache", NULL };
  g_autoptr (GtkWidget) picker = g_object_ref_sink (lab_stack_picker_new ());
  GListModel *choices = lab_stack_picker_get_choices (LAB_STACK_PICKER (picker));
  guint n_suggested = g_list_model_get_n_items (choices), n_changes = 0;
  g_auto (GStrv) chosen = NULL;
  g_autoptr (LabStackChoice) first = g_list_model_get_item (choices, 0);

  g_signal_connect_swapped (picker, "changed", G_CALLBACK (count_changes_cb), &n_changes);
  lab_stack_picker_set_chosen (LAB_STACK_PICKER (picker), wanted);
  g_assert_cmpuint (g_list_model_get_n_items (choices), ==, n_suggested + 1);
  chosen = lab_stack_picker_dup_chosen (LAB_STACK_PICKER (picker));
  g_assert_cmpuint (g_strv_length (chosen), ==, 2);
  for (gsize i = 0; i < 2; i++)
    {
      g_autofree char *title = lab_stack_dup_title (chosen[i]);
      g_autofree char *expected = lab_stack_dup_title (wanted[i]);

      g_assert_cmpstr (title, ==, expected);
    }
  n_changes = 0;
  lab_stack_choice_set_chosen (first, !lab_stack_choice_get_chosen (first));
  g_assert_cmpuint (n_changes, ==, 1);
}

static void
made_cb (char      **made,
         const char *stack)
{
  g_free (*made);
  *made = g_strdup (stack);
}

/* (nullable) (transfer none): the row of the strategy of that name */
static GtkWidget *
find_strategy (GtkWidget  *dialog,
               const char *name)
{
  GtkWidget *list = lab_ui_test_find (dialog, GTK_TYPE_LIST_BOX);

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (g_str_equal (lab_strategy_get_name (lab_strategy_row_get_strategy (
                       LAB_STRATEGY_ROW (row))), name))
      return row;
  return NULL;
}

static void
test_stack_dialog (void)
{
  g_autofree char *made = NULL;
  GtkWidget *parent = gtk_window_new ();
  GtkWidget *dialog = lab_stack_dialog_new (GTK_WINDOW (parent));
  GtkWidget *row = find_strategy (dialog, "prompt-compressor");
  GtkWidget *choice = lab_ui_test_find (row, ADW_TYPE_COMBO_ROW);
  guint n = g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (choice)));

  g_signal_connect_swapped (dialog, "made", G_CALLBACK (made_cb), &made);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_activate_action (dialog, "stack.add", NULL);
  g_assert_null (made);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (row), TRUE);
  adw_combo_row_set_selected (ADW_COMBO_ROW (choice), n - 1);
  gtk_widget_activate_action (dialog, "stack.add", NULL);
  g_assert_nonnull (made);
  g_assert_true (g_str_has_prefix (made, "prompt-compressor:"));
  {
    g_autofree char *title = lab_stack_dup_title (made);

    g_assert_nonnull (title);
  }
  lab_ui_test_settle ();
  gtk_window_destroy (GTK_WINDOW (parent));
}

/* The lines add up to their last, with tokens and without. */
static void
test_bucket_table (void)
{
  const LabProductSum usd = (LabProductSum) LAB_MONEY_PER_USD * 1000000;
  g_autoptr (GtkWidget) table = g_object_ref_sink (lab_bucket_table_new ());
  gint64 base_tokens[LAB_N_BUCKETS] = { 0 }, tokens[LAB_N_BUCKETS] = { 0 };
  LabCostSplit base = { 0 }, run = { 0 };
  g_autoptr (GObject) sum = NULL;
  g_autofree char *base_amount = NULL, *change = NULL;
  GListModel *lines = lab_bucket_table_get_lines (LAB_BUCKET_TABLE (table));

  base_tokens[LAB_BUCKET_U] = 1000;
  base.buckets[LAB_BUCKET_U] = 2 * usd;
  tokens[LAB_BUCKET_U] = 400;
  run.buckets[LAB_BUCKET_U] = usd;
  run.overhead = usd / 2;
  lab_bucket_table_set (LAB_BUCKET_TABLE (table), base_tokens, tokens, &base, &run);
  g_assert_cmpuint (g_list_model_get_n_items (lines), ==, 3);
  sum = g_list_model_get_item (lines, 2);
  base_amount = dup_text (sum, "base");
  change = dup_text (sum, "change");
  g_assert_cmpstr (base_amount, ==, "$2.00");
  g_assert_cmpstr (change, ==, "−$0.50");
}

/* Zero lies on it, it ends somewhere, and does not shrink under a run. */
static void
test_forest_scale (void)
{
  g_autoptr (LabForestScale) scale = lab_forest_scale_new ();
  const LabAxis *axis;

  lab_forest_scale_fit (scale, 0.2, 0.4, FALSE);
  axis = lab_forest_scale_get_axis (scale);
  g_assert_cmpfloat (axis->low, <=, 0);
  g_assert_cmpfloat (axis->high, >=, 0.4);
  lab_forest_scale_fit (scale, -30, 0.4, FALSE);
  axis = lab_forest_scale_get_axis (scale);
  g_assert_cmpfloat (axis->low, >=, -2);
  lab_forest_scale_fit (scale, 0.1, 0.2, TRUE);
  g_assert_cmpfloat (lab_forest_scale_get_axis (scale)->high, >=, 0.4);
  lab_forest_scale_fit (scale, NAN, NAN, FALSE);
  g_assert_cmpfloat (lab_forest_scale_get_axis (scale)->high, >, 0);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, setup, function, teardown)

int
main (int    argc,
      char **argv)
{
  lab_ui_test_init (&argc, &argv);
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
  ADD ("/ui/compare/measures-the-baseline-first", test_measures_first);
  ADD ("/ui/compare/runs-and-tells", test_runs_and_tells);
  ADD ("/ui/compare/no-interval-of-few-pairs", test_few_pairs);
  ADD ("/ui/compare/opens-a-task-and-comes-back", test_opens_task);
  ADD ("/ui/compare/searches-the-tasks", test_searches_tasks);
  ADD ("/ui/compare/collects-exactly-so-many-more", test_collects_more);
  ADD ("/ui/compare/noise-has-no-verdict", test_noise);
  ADD ("/ui/compare/stop-keeps-what-was-done", test_stop_keeps);
  ADD ("/ui/compare/panes-take-the-focus", test_panes);
  ADD ("/ui/compare/details-stay-closed", test_details_stay_closed);
  ADD ("/ui/compare/narrow-shows-cards", test_narrow);
  g_test_add_func ("/ui/compare/stack/titles", test_stack_titles);
  g_test_add_func ("/ui/compare/stack/picker", test_stack_picker);
  g_test_add_func ("/ui/compare/stack/dialog", test_stack_dialog);
  g_test_add_func ("/ui/compare/bucket-table-adds-up", test_bucket_table);
  g_test_add_func ("/ui/compare/forest-scale", test_forest_scale);
  return g_test_run ();
}
