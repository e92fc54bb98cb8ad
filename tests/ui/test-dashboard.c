/* test-dashboard.c: the figures, down to the single call and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-chart-plot.h"
#include "common/lab-chart.h"
#include "common/lab-cost-breakdown.h"
#include "common/lab-format.h"
#include "common/lab-placeholder.h"
#include "dashboard/lab-call-list.h"
#include "dashboard/lab-dashboard-view-private.h"
#include "dashboard/lab-dearest-row.h"
#include "dashboard/lab-tile.h"
#include "lab-error.h"
#include "lab-ui-fixture.h"
#include "lab-view.h"

typedef struct
{
  LabDesk *desk;
  GSettings *settings;
  GtkWidget *window;
  GtkWidget *view;
} Fixture;

static void
setup (Fixture      *fixture,
       gconstpointer data)
{
  fixture->desk = lab_ui_test_desk ();
  fixture->settings = g_settings_new ("io.github.apicostlab.CostLab");
  g_settings_reset (fixture->settings, "dashboard-range");
  g_settings_reset (fixture->settings, "dashboard-group");
  g_settings_reset (fixture->settings, "dashboard-origin");
  fixture->window = gtk_window_new ();
  fixture->view = lab_dashboard_view_new (fixture->desk, fixture->settings);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->view);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
teardown (Fixture      *fixture,
          gconstpointer data)
{
  g_object_ref (fixture->view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  lab_ui_test_settle ();
  lab_ui_test_assert_gone (fixture->view);
  g_object_unref (fixture->desk);
  g_object_unref (fixture->settings);
}

typedef struct
{
  gboolean done;
} Sent;

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabResponse) response =
    lab_desk_send_finish (LAB_DESK (source), result, NULL, &error);

  g_assert_no_error (error);
  ((Sent *) user_data)->done = TRUE;
}

static gboolean
is_sent (gpointer data)
{
  return ((Sent *) data)->done;
}

static void
send (Fixture    *fixture,
      const char *model)
{
  g_autoptr (LabRequest) request = lab_request_new ("openai", model);
  Sent sent = { FALSE };

  lab_request_add_message (request, LAB_ROLE_USER, "What does this cost?");
  request->max_output_tokens = 256;
  lab_desk_send_async (fixture->desk, request, NULL, NULL, NULL, NULL, sent_cb, &sent);
  lab_ui_test_wait (is_sent, &sent);
}

/* The widget at or below @root whose class and template id are those. */
static gpointer
find_id (GtkWidget  *root,
         const char *id)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (root)), id) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = find_id (child, id);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static const char *
get_figure (Fixture    *fixture,
            const char *id)
{
  return lab_tile_get_figure (LAB_TILE (find_id (fixture->view, id)));
}

static const char *
get_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (find_id (fixture->view, "pages")));
}

static gboolean
has_figures (gpointer data)
{
  Fixture *fixture = data;

  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (find_id (fixture->view, "body"))),
                    "figures") == 0;
}

static gboolean
is_empty (gpointer data)
{
  Fixture *fixture = data;
  LabPlaceholder *placeholder = find_id (fixture->view, "placeholder");

  return !has_figures (data) && lab_placeholder_get_face (placeholder) == LAB_PLACEHOLDER_EMPTY;
}

static gboolean
has_one_way_on (gpointer data)
{
  return is_empty (data) && !gtk_widget_get_visible (find_id (((Fixture *) data)->view, "other"));
}

static void
test_nothing_yet (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *range = NULL;

  lab_ui_test_wait (is_empty, fixture);
  g_assert_true (gtk_widget_get_visible (find_id (fixture->view, "other")));
  gtk_widget_activate_action (find_id (fixture->view, "placeholder"), "placeholder.activate",
                              NULL);
  lab_ui_test_wait (has_one_way_on, fixture);
  range = g_settings_get_string (fixture->settings, "dashboard-range");
  g_assert_cmpstr (range, ==, "30-days");
}

static gboolean
has_two_calls (gpointer data)
{
  return has_figures (data) && g_str_equal (get_figure (data, "calls"), "2");
}

static gboolean
has_spend (gpointer data)
{
  const LabSpend *spend = lab_desk_get_spend (((Fixture *) data)->desk);

  return spend != NULL && spend->n_calls[LAB_ORIGIN_PRACTICE] == 2;
}

/* The figures follow the calls as they come, and agree with each other. */
static void
test_follows_the_calls (Fixture      *fixture,
                        gconstpointer data)
{
  g_autofree char *spend = NULL;

  lab_ui_test_wait (is_empty, fixture);
  send (fixture, "gpt-5.4-mini");
  lab_ui_test_wait (has_figures, fixture);
  send (fixture, "gpt-5.4");
  lab_ui_test_wait (has_two_calls, fixture);
  lab_ui_test_wait (has_spend, fixture);
  spend = lab_format_sum (&lab_desk_get_spend (fixture->desk)->sums[LAB_ORIGIN_PRACTICE]);
  g_assert_cmpstr (get_figure (fixture, "spend"), ==, spend);
  g_assert_cmpuint (lab_chart_get_model (find_id (fixture->view, "spend_chart"))->series->len, ==,
                    2);
  g_assert_false (gtk_widget_get_visible (find_id (fixture->view, "origins")));
}

static gboolean
is_at_day (gpointer data)
{
  Fixture *fixture = data;

  return g_str_equal (get_page (fixture), "day") &&
         lab_chart_get_model (find_id (fixture->view, "day_chart")) != NULL;
}

static gboolean
is_at_calls (gpointer data)
{
  Fixture *fixture = data;
  GtkStack *stack = find_id (find_id (fixture->view, "call_list"), "stack");

  return g_str_equal (get_page (fixture), "calls") &&
         g_strcmp0 (gtk_stack_get_visible_child_name (stack), "calls") == 0;
}

static gboolean
is_at_call (gpointer data)
{
  return g_str_equal (get_page (data), "call");
}

static GtkWidget *
get_focus (Fixture *fixture)
{
  return gtk_root_get_focus (GTK_ROOT (fixture->window));
}

static void
drill (Fixture    *fixture,
       const char *chart)
{
  GtkWidget *plot = lab_ui_test_find (find_id (fixture->view, chart), LAB_TYPE_CHART_PLOT);

  gtk_widget_grab_focus (plot);
  g_assert_true (gtk_widget_activate_action (plot, "chart.last-point", NULL));
  g_assert_true (gtk_widget_activate_action (plot, "chart.drill", NULL));
}

static void
test_down_to_a_call_and_back (Fixture      *fixture,
                              gconstpointer data)
{
  LabView *view = LAB_VIEW (fixture->view);
  LabChart *chart = find_id (fixture->view, "spend_chart");
  g_autoptr (GListModel) rows = NULL;
  g_autofree char *reading = NULL;
  GtkWidget *list;

  send (fixture, "gpt-5.4-mini");
  lab_ui_test_wait (has_figures, fixture);
  g_assert_false (lab_view_go_back (view));
  drill (fixture, "spend_chart");
  reading = g_strdup (lab_chart_get_reading (chart));
  lab_ui_test_wait (is_at_day, fixture);
  g_assert_true (lab_view_can_go_back (view));
  drill (fixture, "day_chart");
  lab_ui_test_wait (is_at_calls, fixture);
  list = find_id (fixture->view, "call_list");
  rows = g_object_ref (G_LIST_MODEL (gtk_column_view_get_model (find_id (list, "table"))));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 1);
  g_signal_emit_by_name (find_id (list, "table"), "activate", 0);
  lab_ui_test_wait (is_at_call, fixture);
  g_assert_cmpint (g_list_model_get_n_items (lab_cost_breakdown_get_lines (
                     lab_ui_test_find (fixture->view, LAB_TYPE_COST_BREAKDOWN))),
                   >, 2);

  g_assert_true (lab_view_go_back (view));
  g_assert_true (is_at_calls (fixture));
  g_assert_true (lab_view_go_back (view));
  g_assert_cmpstr (get_page (fixture), ==, "day");
  g_assert_true (gtk_widget_is_ancestor (get_focus (fixture),
                                         find_id (fixture->view, "day_chart")));
  g_assert_true (lab_view_go_back (view));
  g_assert_cmpstr (get_page (fixture), ==, "overview");
  g_assert_true (gtk_widget_is_ancestor (get_focus (fixture), GTK_WIDGET (chart)));
  g_assert_cmpstr (lab_chart_get_reading (chart), ==, reading);
  g_assert_false (lab_view_can_go_back (view));
}

static void
test_dearest_open (Fixture      *fixture,
                   gconstpointer data)
{
  LabDearestRow *row;

  send (fixture, "gpt-5.4-mini");
  lab_ui_test_wait (has_figures, fixture);
  row = lab_ui_test_find (find_id (fixture->view, "dearest"), LAB_TYPE_DEAREST_ROW);
  g_assert_nonnull (row);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (row), "row.open", NULL));
  lab_ui_test_wait (is_at_call, fixture);
}

/* Choices are kept, and lead back up. */
static void
test_choices_are_kept (Fixture      *fixture,
                       gconstpointer data)
{
  g_autofree char *range = NULL;
  g_autofree char *group = NULL;

  send (fixture, "gpt-5.4-mini");
  lab_ui_test_wait (has_figures, fixture);
  drill (fixture, "spend_chart");
  lab_ui_test_wait (is_at_day, fixture);
  g_assert_true (gtk_widget_activate_action (fixture->view, "dashboard.range", "s", "experiment"));
  g_assert_true (gtk_widget_activate_action (fixture->view, "dashboard.group", "s", "run"));
  g_assert_cmpstr (get_page (fixture), ==, "overview");
  range = g_settings_get_string (fixture->settings, "dashboard-range");
  group = g_settings_get_string (fixture->settings, "dashboard-group");
  g_assert_cmpstr (range, ==, "experiment");
  g_assert_cmpstr (group, ==, "run");
  gtk_widget_activate_action (fixture->view, "dashboard.range", "s", "nonsense");
  g_object_get (fixture->view, "range", &range, NULL);
  g_assert_cmpstr (range, ==, "experiment");
}

/* What nobody sees is read when somebody looks. */
static void
test_hidden_reads_nothing (Fixture      *fixture,
                           gconstpointer data)
{
  lab_ui_test_wait (is_empty, fixture);
  gtk_widget_set_visible (fixture->window, FALSE);
  send (fixture, "gpt-5.4-mini");
  send (fixture, "gpt-5.4-mini");
  lab_ui_test_wait (has_spend, fixture);
  g_assert_false (has_figures (fixture));
  gtk_widget_set_visible (fixture->window, TRUE);
  lab_ui_test_wait (has_two_calls, fixture);
}

/* What happened, what it means, and another try that works. */
static void
test_error_offers_another_try (Fixture      *fixture,
                               gconstpointer data)
{
  LabPlaceholder *placeholder = find_id (fixture->view, "placeholder");
  g_autoptr (GError) error = NULL;

  send (fixture, "gpt-5.4-mini");
  lab_ui_test_wait (has_figures, fixture);
  lab_set_error (&error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "The disk is %s.", "gone");
  lab_dashboard_view_show_error (LAB_DASHBOARD_VIEW (fixture->view), error);
  g_assert_false (has_figures (fixture));
  g_assert_cmpint (lab_placeholder_get_face (placeholder), ==, LAB_PLACEHOLDER_ERROR);
  gtk_widget_activate_action (GTK_WIDGET (placeholder), "placeholder.activate", NULL);
  lab_ui_test_wait (has_figures, fixture);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/ui/dashboard/nothing-yet", test_nothing_yet },
    { "/ui/dashboard/follows-the-calls", test_follows_the_calls },
    { "/ui/dashboard/down-to-a-call-and-back", test_down_to_a_call_and_back },
    { "/ui/dashboard/dearest-open", test_dearest_open },
    { "/ui/dashboard/choices-are-kept", test_choices_are_kept },
    { "/ui/dashboard/hidden-reads-nothing", test_hidden_reads_nothing },
    { "/ui/dashboard/error-offers-another-try", test_error_offers_another_try },
  };

  lab_ui_test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, setup, tests[i].test, teardown);
  return g_test_run ();
}
