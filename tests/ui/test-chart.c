/* test-chart.c: one model as picture, sentence and table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "common/lab-chart-plot.h"
#include "common/lab-chart-table-view.h"
#include "common/lab-chart.h"
#include "lab-chart-describe.h"
#include "lab-ui-fixture.h"

#define DAY_US 86400e6
/* Saturday 8 November 2025, 00:00 UTC. */
#define FIRST_DAY_US (1762560000.0 * 1e6)

static LabChartModel *
make_model (double scale)
{
  static const double amounts[2][7] = {
    { 0.21, 0.18, 0.11, 0.16, 0.24, 0.19, 0.31 },
    { 0.14, 0.12, 0.09, 0.22, 0.10, 0.15, 0.22 },
  };
  static const char * const names[] = { "large", "mini" };
  LabChartModel *model = lab_chart_model_new (LAB_CHART_COLUMNS, "Spend per day");
  double days[7], y[7];

  for (int i = 0; i < 7; i++)
    days[i] = FIRST_DAY_US + i * DAY_US;
  lab_chart_model_set_y (model, "US dollars per day", LAB_UNIT_USD, LAB_SCALE_LINEAR);
  lab_chart_model_add_days (model, days, 7);
  for (int s = 0; s < 2; s++)
    {
      for (int i = 0; i < 7; i++)
        y[i] = s == 1 && i == 4 ? NAN : amounts[s][i] * scale;
      lab_chart_model_add_series (model, lab_series_new (names[s], s, LAB_MARK_COLUMN, NULL, y,
                                                         7));
    }
  return model;
}

typedef struct
{
  GtkWidget *window;
  LabChart *chart;
  LabChartPlot *plot;
} Fixture;

static void
setup (Fixture      *fixture,
       gconstpointer data)
{
  fixture->window = gtk_window_new ();
  fixture->chart = LAB_CHART (lab_chart_new ());
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 400);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->chart));
  lab_chart_set_model (fixture->chart, make_model (1));
  g_object_set (fixture->chart, "can-drill", TRUE, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  lab_ui_test_settle ();
  fixture->plot = lab_ui_test_find (GTK_WIDGET (fixture->chart), LAB_TYPE_CHART_PLOT);
  lab_chart_focus (fixture->chart);
}

static void
teardown (Fixture      *fixture,
          gconstpointer data)
{
  g_object_ref (fixture->chart);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  lab_ui_test_settle ();
  lab_ui_test_assert_gone (fixture->chart);
}

static void
act (Fixture    *fixture,
     const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->plot), action, NULL));
}

/* The sentence stands in three places, which cannot disagree. */
static void
assert_reading (Fixture    *fixture,
                const char *reading)
{
  GtkWidget *label = gtk_widget_get_last_child (GTK_WIDGET (fixture->chart));

  g_assert_cmpstr (lab_chart_get_reading (fixture->chart), ==, reading);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, reading);
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (label)), ==,
                   GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->plot),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reading);
}

static void
test_is_an_image_in_words (Fixture      *fixture,
                           gconstpointer data)
{
  g_autofree char *summary = lab_chart_describe (lab_chart_get_model (fixture->chart));

  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (fixture->plot)), ==,
                   GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->plot),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Spend per day");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->plot),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary);
  g_assert_cmpuint (strlen (summary), >=, 40);
  g_assert_cmpstr (lab_chart_get_reading (fixture->chart), ==, "");
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (fixture->plot)));
}

static void
test_steps (Fixture      *fixture,
            gconstpointer data)
{
  static const struct
  {
    const char *action;
    const char *reading;
  } steps[] = {
    { "chart.next-point", "large, Saturday 8 November: $0.21. Point 1 of 7." },
    { "chart.next-point", "large, Sunday 9 November: $0.18. Point 2 of 7." },
    { "chart.next-series", "mini, Sunday 9 November: $0.12. Point 2 of 7." },
    { "chart.previous-point", "mini, Saturday 8 November: $0.14. Point 1 of 7." },
    { "chart.previous-series", "large, Saturday 8 November: $0.21. Point 1 of 7." },
    { "chart.last-point", "large, Friday 14 November: $0.31. Point 7 of 7." },
    { "chart.ten-back", "large, Saturday 8 November: $0.21. Point 1 of 7." },
    { "chart.ten-on", "large, Friday 14 November: $0.31. Point 7 of 7." },
    { "chart.first-point", "large, Saturday 8 November: $0.21. Point 1 of 7." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      act (fixture, steps[i].action);
      assert_reading (fixture, steps[i].reading);
    }
}

static void
test_unknown_is_said (Fixture      *fixture,
                      gconstpointer data)
{
  LabPointRef unknown = { 1, 4 };

  lab_chart_set_focus_point (fixture->chart, &unknown);
  assert_reading (fixture, "mini, Wednesday 12 November: unknown. Point 5 of 7.");
}

/* What a pointer over a column says is what the keys say there. */
static void
test_pointer_and_keys_agree (Fixture      *fixture,
                             gconstpointer data)
{
  const LabChartPicture *picture = lab_chart_plot_get_picture (fixture->plot);
  g_autoptr (GListModel) controllers =
    gtk_widget_observe_controllers (GTK_WIDGET (fixture->plot));
  g_autofree char *by_keys = NULL;
  LabPointRef point;
  double x, y;

  act (fixture, "chart.next-point");
  act (fixture, "chart.next-point");
  by_keys = g_strdup (lab_chart_get_reading (fixture->chart));
  g_assert_true (lab_chart_get_focus_point (fixture->chart, &point));
  g_assert_true (lab_chart_picture_locate (picture, point, &x, &y));
  act (fixture, "chart.leave");
  g_assert_cmpstr (lab_chart_get_reading (fixture->chart), ==, "");
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "motion", x, y + 2);
    }
  assert_reading (fixture, by_keys);
}

static void
test_summary_and_leaving (Fixture      *fixture,
                          gconstpointer data)
{
  g_autofree char *summary = lab_chart_describe (lab_chart_get_model (fixture->chart));

  act (fixture, "chart.next-point");
  act (fixture, "chart.read-summary");
  assert_reading (fixture, summary);
  g_assert_false (lab_chart_get_focus_point (fixture->chart, NULL));
  act (fixture, "chart.next-point");
  act (fixture, "chart.leave");
  g_assert_cmpstr (lab_chart_get_reading (fixture->chart), ==, "");
}

static void
drilled_cb (LabChart    *chart,
            guint        series,
            guint        index,
            LabPointRef *point)
{
  *point = (LabPointRef) { series, index };
}

static void
test_drill (Fixture      *fixture,
            gconstpointer data)
{
  LabPointRef drilled = { 9, 9 }, point = { 1, 3 };

  g_signal_connect (fixture->chart, "drill", G_CALLBACK (drilled_cb), &drilled);
  gtk_widget_activate_action (GTK_WIDGET (fixture->plot), "chart.drill", NULL);
  g_assert_cmpuint (drilled.series, ==, 9);
  lab_chart_set_focus_point (fixture->chart, &point);
  act (fixture, "chart.drill");
  g_assert_cmpuint (drilled.series, ==, 1);
  g_assert_cmpuint (drilled.index, ==, 3);
}

static void
test_table_is_the_model (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (LabChartTable) table = lab_chart_to_table (lab_chart_get_model (fixture->chart));
  g_autofree char *wanted = lab_chart_table_to_tsv (table);
  g_autofree char *shown = NULL;
  LabChartTableView *view;
  guint n = 0;

  g_signal_connect (fixture->chart, "notify::table-shown", G_CALLBACK (lab_ui_test_count), &n);
  g_assert_null (lab_ui_test_find (GTK_WIDGET (fixture->chart), LAB_TYPE_CHART_TABLE_VIEW));
  act (fixture, "chart.toggle-table");
  g_assert_true (lab_chart_get_table_shown (fixture->chart));
  view = lab_ui_test_find (GTK_WIDGET (fixture->chart), LAB_TYPE_CHART_TABLE_VIEW);
  shown = lab_chart_table_view_to_text (view);
  g_assert_cmpstr (shown, ==, wanted);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)),
                                         GTK_WIDGET (view)));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->chart), "chart.toggle-table",
                                             NULL));
  lab_ui_test_settle ();
  g_assert_null (lab_ui_test_find (GTK_WIDGET (fixture->chart), LAB_TYPE_CHART_TABLE_VIEW));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (fixture->plot)));
  g_assert_cmpuint (n, ==, 2);
}

/* Sorting the table leaves the chart as it is. */
static void
test_table_sorts_itself_only (Fixture      *fixture,
                              gconstpointer data)
{
  GtkColumnView *columns;
  g_autoptr (GtkColumnViewColumn) column = NULL;
  g_autofree char *sorted = NULL;
  LabChartTableView *view;

  lab_chart_set_table_shown (fixture->chart, TRUE);
  view = lab_ui_test_find (GTK_WIDGET (fixture->chart), LAB_TYPE_CHART_TABLE_VIEW);
  columns = lab_ui_test_find (GTK_WIDGET (view), GTK_TYPE_COLUMN_VIEW);
  column = g_list_model_get_item (gtk_column_view_get_columns (columns), 2);
  gtk_column_view_sort_by_column (columns, column, GTK_SORT_ASCENDING);
  sorted = lab_chart_table_view_to_text (view);
  g_assert_cmpstr (sorted, ==,
                   "Place\tlarge\tmini\n"
                   "Monday 10 November\t$0.11\t$0.09\n"
                   "Sunday 9 November\t$0.18\t$0.12\n"
                   "Saturday 8 November\t$0.21\t$0.14\n"
                   "Thursday 13 November\t$0.19\t$0.15\n"
                   "Tuesday 11 November\t$0.16\t$0.22\n"
                   "Friday 14 November\t$0.31\t$0.22\n"
                   "Wednesday 12 November\t$0.24\tunknown\n");
  g_assert_cmpfloat_with_epsilon (
    lab_chart_model_get_series (lab_chart_get_model (fixture->chart), 1)->y[0], 0.14, 1e-9);
}

/* A chart that lives: the point stays, its sentence follows. */
static void
test_new_model_keeps_the_point (Fixture      *fixture,
                                gconstpointer data)
{
  LabChartModel *empty = lab_chart_model_new (LAB_CHART_COLUMNS, "Spend per day");
  LabPointRef point = { 0, 6 };

  lab_chart_set_focus_point (fixture->chart, &point);
  lab_chart_set_table_shown (fixture->chart, TRUE);
  lab_chart_set_model (fixture->chart, make_model (2));
  assert_reading (fixture, "large, Friday 14 November: $0.62. Point 7 of 7.");
  lab_chart_set_model (fixture->chart, empty);
  g_assert_false (lab_chart_get_focus_point (fixture->chart, NULL));
  g_assert_cmpstr (lab_chart_get_reading (fixture->chart), ==, "");
  lab_chart_set_model (fixture->chart, NULL);
  g_assert_false (lab_chart_get_table_shown (fixture->chart));
  lab_chart_set_table_shown (fixture->chart, TRUE);
  g_assert_false (lab_chart_get_table_shown (fixture->chart));
}

static void
test_one_series_alone (Fixture      *fixture,
                       gconstpointer data)
{
  LabPointRef point = { 1, 0 };

  lab_chart_set_focus_point (fixture->chart, &point);
  act (fixture, "chart.isolate");
  g_assert_cmpuint (lab_chart_plot_get_only (fixture->plot), ==, 2);
  g_assert_cmpstr (lab_chart_get_reading (fixture->chart), ==, "Only mini is drawn.");
  act (fixture, "chart.next-point");
  assert_reading (fixture, "mini, Saturday 8 November: $0.14. Point 1 of 7.");
  act (fixture, "chart.previous-series");
  g_assert_cmpuint (lab_chart_plot_get_only (fixture->plot), ==, 1);
  act (fixture, "chart.isolate");
  g_assert_cmpuint (lab_chart_plot_get_only (fixture->plot), ==, 0);
  g_assert_cmpstr (lab_chart_get_reading (fixture->chart), ==, "All series are drawn.");
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (lab_chart_save_finish (LAB_CHART (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
test_saves (Fixture      *fixture,
            gconstpointer data)
{
  static const char * const begins[] = { "\x89PNG", "<?xml", "%PDF-" };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("costlab-chart-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "chart", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_no_error (error);
  for (LabChartFormat format = LAB_CHART_PNG; format <= LAB_CHART_PDF; format++)
    {
      g_autofree char *contents = NULL;
      gboolean saved = FALSE;

      lab_chart_save_async (fixture->chart, format, file, NULL, saved_cb, &saved);
      /* The file is of what was there when it was asked for. */
      lab_chart_set_model (fixture->chart, make_model (2));
      lab_ui_test_wait (is_true, &saved);
      g_assert_true (g_file_get_contents (path, &contents, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (contents, begins[format]));
    }
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static int
measure_height (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *plot = g_object_new (LAB_TYPE_CHART_PLOT, NULL);
  int height;

  gtk_window_set_child (GTK_WINDOW (window), plot);
  gtk_widget_measure (plot, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  return height;
}

/* Somebody who reads large text gets a larger chart. */
static void
test_grows_with_the_font (void)
{
  int before = measure_height (), after;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, NULL);
  after = measure_height ();
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-xft-dpi");
  g_assert_cmpint (after, >=, before * 19 / 10);
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
    { "/ui/chart/is-an-image-in-words", test_is_an_image_in_words },
    { "/ui/chart/steps-are-read", test_steps },
    { "/ui/chart/unknown-is-said", test_unknown_is_said },
    { "/ui/chart/pointer-and-keys-agree", test_pointer_and_keys_agree },
    { "/ui/chart/summary-and-leaving", test_summary_and_leaving },
    { "/ui/chart/a-point-opens", test_drill },
    { "/ui/chart/table-is-the-model", test_table_is_the_model },
    { "/ui/chart/table-sorts-itself-only", test_table_sorts_itself_only },
    { "/ui/chart/new-model-keeps-the-point", test_new_model_keeps_the_point },
    { "/ui/chart/one-series-alone", test_one_series_alone },
    { "/ui/chart/saves-as-it-was", test_saves },
  };

  lab_ui_test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, setup, tests[i].test, teardown);
  g_test_add_func ("/ui/chart/grows-with-the-font", test_grows_with_the_font);
  return g_test_run ();
}
