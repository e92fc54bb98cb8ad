/* test-window.c: the window before, while and after everything is opened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-placeholder.h"
#include "lab-application.h"
#include "lab-error.h"
#include "lab-experiment-dialog.h"
#include "lab-go-to.h"
#include "lab-keys.h"
#include "lab-preferences.h"
#include "lab-sidebar-row.h"
#include "lab-spend-strip.h"
#include "lab-ui-fixture.h"
#include "lab-views.h"
#include "lab-window.h"
#include "sandbox/lab-sandbox-view.h"
#include "sandbox/lab-wire-window.h"

/* One for all tests: it stays on the bus until the program ends.
 * (transfer none) */
static GtkApplication *
get_application (void)
{
  static GtkApplication *application = NULL;
  g_autoptr (GError) error = NULL;

  if (application == NULL)
    {
      application = GTK_APPLICATION (adw_application_new (
        "io.github.apicostlab.CostLab.Test", G_APPLICATION_DEFAULT_FLAGS));
      g_application_register (G_APPLICATION (application), NULL, &error);
      g_assert_no_error (error);
    }
  return application;
}

static void
test_loads_then_works (void)
{
  GtkApplication *application = get_application ();
  g_autoptr (GSettings) settings = g_settings_new ("io.github.apicostlab.CostLab");
  g_autoptr (LabDesk) desk = lab_ui_test_desk ();
  LabWindow *window = lab_window_new (application, settings);
  LabPlaceholder *placeholder = lab_ui_test_find (GTK_WIDGET (window), LAB_TYPE_PLACEHOLDER);

  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpint (lab_placeholder_get_face (placeholder), ==, LAB_PLACEHOLDER_LOADING);
  g_assert_null (lab_ui_test_find (GTK_WIDGET (window), LAB_TYPE_SANDBOX_VIEW));
  lab_window_set_desk (window, desk);
  g_assert_nonnull (lab_ui_test_find (GTK_WIDGET (window), LAB_TYPE_SANDBOX_VIEW));
  g_assert_true (lab_window_get_desk (window) == desk);
  g_object_ref (window);
  gtk_window_destroy (GTK_WINDOW (window));
  lab_ui_test_settle ();
  lab_ui_test_assert_gone (window);
}

static void
count_cb (gpointer object,
          guint   *n)
{
  (*n)++;
}

static void
test_error_offers_another_try (void)
{
  GtkApplication *application = get_application ();
  g_autoptr (GSettings) settings = g_settings_new ("io.github.apicostlab.CostLab");
  g_autoptr (GError) error = NULL;
  LabWindow *window = lab_window_new (application, settings);
  LabPlaceholder *placeholder = lab_ui_test_find (GTK_WIDGET (window), LAB_TYPE_PLACEHOLDER);
  guint n = 0;

  g_signal_connect (window, "try-again", G_CALLBACK (count_cb), &n);
  lab_set_error (&error, LAB_ERROR_DATABASE_CONNECTION_FAILED, "The disk is %s.", "full");
  lab_window_show_error (window, error);
  g_assert_cmpint (lab_placeholder_get_face (placeholder), ==, LAB_PLACEHOLDER_ERROR);
  gtk_widget_activate_action (GTK_WIDGET (placeholder), "placeholder.activate", NULL);
  g_assert_cmpuint (n, ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Every action of the array is there, and views that are not built cannot be
 * gone to. */
static void
test_actions (void)
{
  GtkApplication *application = get_application ();
  g_autoptr (GSettings) settings = g_settings_new ("io.github.apicostlab.CostLab");
  g_autoptr (LabDesk) desk = lab_ui_test_desk ();
  LabWindow *window = lab_window_new (application, settings);
  static const char * const quiet[] = { "win.back", "win.refresh", "win.search", "win.next-pane",
                                        "win.previous-pane", "win.toggle-sidebar", "win.stop" };
  g_autofree char *view = NULL;

  lab_window_set_desk (window, desk);
  gtk_window_present (GTK_WINDOW (window));
  for (gsize i = 0; i < G_N_ELEMENTS (quiet); i++)
    g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), quiet[i], NULL));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.toggle-sidebar", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.view", "s", "kpis");
  view = g_settings_get_string (settings, "last-view");
  g_assert_cmpstr (view, ==, "sandbox");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", "Said.");
  lab_ui_test_settle ();
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_rows_say_what_comes (void)
{
  const LabViewInfo *views = lab_views_list ();

  for (guint i = 0; i < LAB_N_VIEWS; i++)
    {
      GtkWidget *row = g_object_ref_sink (lab_sidebar_row_new (&views[i]));

      g_assert_true (gtk_widget_get_sensitive (row) == (views[i].create != NULL));
      g_assert_true ((gtk_widget_get_tooltip_text (row) == NULL) == (views[i].create != NULL));
      lab_ui_test_assert_gone (row);
    }
}

static void
test_spend_strip (void)
{
  LabSpendStrip *strip = g_object_ref_sink (LAB_SPEND_STRIP (lab_spend_strip_new ()));
  LabSpend spend = { 0 };
  g_autofree char *said = NULL;
  GtkWidget *level = lab_ui_test_find (GTK_WIDGET (strip), GTK_TYPE_LEVEL_BAR);

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (strip)));
  lab_spend_strip_set (strip, &spend);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (strip)));
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_parent (level)));
  spend.has_cap[LAB_ORIGIN_PRACTICE] = TRUE;
  spend.cap[LAB_ORIGIN_PRACTICE] = LAB_MONEY_PER_USD;
  spend.committed[LAB_ORIGIN_PRACTICE] = LAB_MONEY_PER_USD / 4;
  lab_spend_strip_set (strip, &spend);
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_parent (level)));
  said = gtk_test_accessible_check_property (GTK_ACCESSIBLE (level),
                                             GTK_ACCESSIBLE_PROPERTY_LABEL, "Budget used 25 %");
  g_assert_null (said);
  lab_ui_test_assert_gone (strip);
}

static void
close_and_check (GtkWidget *dialog)
{
  g_object_ref (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
  lab_ui_test_settle ();
  gtk_window_destroy (GTK_WINDOW (dialog));
  lab_ui_test_settle ();
  lab_ui_test_assert_gone (dialog);
}

static void
test_dialogs (void)
{
  g_autoptr (GSettings) settings = g_settings_new ("io.github.apicostlab.CostLab");
  g_autoptr (LabDesk) desk = lab_ui_test_desk ();
  g_autoptr (LabCallRecord) call = lab_ui_test_call ();
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());

  close_and_check (lab_go_to_new (parent, desk));
  close_and_check (lab_experiment_dialog_new (parent, desk));
  close_and_check (lab_preferences_new (parent, settings, desk));
  close_and_check (lab_wire_window_new (parent, call));
  gtk_window_destroy (parent);
}

int
main (int    argc,
      char **argv)
{
  lab_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/window/loads-then-works", test_loads_then_works);
  g_test_add_func ("/ui/window/error-offers-another-try", test_error_offers_another_try);
  g_test_add_func ("/ui/window/actions", test_actions);
  g_test_add_func ("/ui/sidebar/rows-say-what-comes", test_rows_say_what_comes);
  g_test_add_func ("/ui/spend-strip/bar-needs-a-budget", test_spend_strip);
  g_test_add_func ("/ui/dialogs/are-gone-when-closed", test_dialogs);
  return g_test_run ();
}
