/* test-looks.c: every view can be read, reached and hit, in every look
 *
 * Every view there is, empty and filled, in every way the desktop may ask for:
 * wide and narrow, light, dark, high contrast, large text, right to left. What
 * a screen reader is told is looked at from outside, in test-accessibility.py.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-application.h"
#include "lab-experiment-dialog.h"
#include "lab-go-to.h"
#include "lab-keys.h"
#include "lab-preferences.h"
#include "lab-spend-strip.h"
#include "lab-ui-fixture.h"
#include "lab-ui-walk.h"
#include "lab-views.h"
#include "lab-window.h"
#include "sandbox/lab-wire-window.h"

#define NORMAL_DPI 96

typedef struct
{
  const char *name;
  int width;
  int height;
  gboolean dark;
  gboolean high_contrast;
  int text_scale; /* per cent */
  gboolean right_to_left;
} Look;

static const Look looks[] = {
  { "wide", 1100, 720, FALSE, FALSE, 100, FALSE },
  { "narrow", 360, 480, FALSE, FALSE, 100, FALSE },
  { "dark", 1100, 720, TRUE, FALSE, 100, FALSE },
  { "high-contrast", 1100, 720, FALSE, TRUE, 100, FALSE },
  { "narrow-high-contrast", 360, 640, TRUE, TRUE, 100, FALSE },
  { "large-text", 1280, 800, FALSE, FALSE, 200, FALSE },
  { "right-to-left", 1100, 720, FALSE, FALSE, 100, TRUE },
  { "narrow-right-to-left", 360, 640, FALSE, FALSE, 100, TRUE },
};

typedef struct
{
  GSettings *settings;
  LabDesk *desk;
  LabWindow *window;
} Fixture;

/* One for all tests.
 * (transfer none) */
static GtkApplication *
get_application (void)
{
  static GtkApplication *application = NULL;
  g_autoptr (GError) error = NULL;

  if (application == NULL)
    {
      application = GTK_APPLICATION (adw_application_new (
        "io.github.apicostlab.CostLab.Test", G_APPLICATION_NON_UNIQUE));
      g_application_register (G_APPLICATION (application), NULL, &error);
      g_assert_no_error (error);
      lab_keys_install (application);
    }
  return application;
}

static void
dress (const Look *look)
{
  g_autoptr (GSettings) desktop = g_settings_new ("org.gnome.desktop.a11y.interface");
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi",
                NORMAL_DPI * 1024 * look->text_scale / 100, NULL);
  gtk_widget_set_default_direction (look->right_to_left ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  adw_style_manager_set_color_scheme (style, look->dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                        : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_settings_set_boolean (desktop, "high-contrast", look->high_contrast);
  g_assert_true (adw_style_manager_get_dark (style) == look->dark);
  g_assert_true (adw_style_manager_get_high_contrast (style) == look->high_contrast);
}

static void
show_view (Fixture           *fixture,
           const LabViewInfo *view)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.view", "s", view->name);
  lab_ui_test_wait_still (GTK_WINDOW (fixture->window));
}

static void
open_window (Fixture    *fixture,
             const Look *look)
{
  dress (look);
  fixture->window = lab_window_new (get_application (), fixture->settings);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), look->width, look->height);
  gtk_window_present (GTK_WINDOW (fixture->window));
  lab_window_set_desk (fixture->window, fixture->desk);
  lab_ui_test_wait_still (GTK_WINDOW (fixture->window));
}

static void
close_window (Fixture *fixture)
{
  gpointer window = g_object_ref (fixture->window);

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  lab_ui_test_settle ();
  lab_ui_test_assert_gone (window);
}

/* All of them are told, not the first alone. */
static void
tell (const char *look,
      const char *view,
      GPtrArray  *faults)
{
  for (guint i = 0; i < faults->len; i++)
    g_printerr ("%s, %s: %s\n", look, view, (const char *) g_ptr_array_index (faults, i));
  if (faults->len > 0)
    g_test_fail_printf ("%s, %s: %u faults, the first: %s", look, view, faults->len,
                        (const char *) g_ptr_array_index (faults, 0));
}

static gboolean
is_reverse (GPtrArray *there,
            GPtrArray *back)
{
  /* Both begin at the first of their direction. */
  for (guint i = 0; there->len == back->len && i < there->len; i++)
    if (g_ptr_array_index (there, i) != g_ptr_array_index (back, back->len - 1 - i))
      return FALSE;
  return there->len == back->len;
}

static void
check_focus (GtkWindow *window,
             GPtrArray *faults)
{
  g_autoptr (GPtrArray) there = lab_ui_walk_focus (window, GTK_DIR_TAB_FORWARD, faults);
  g_autoptr (GPtrArray) back = lab_ui_walk_focus (window, GTK_DIR_TAB_BACKWARD, faults);

  lab_ui_walk_check_reached (window, there, faults);
  if (!is_reverse (there, back))
    g_ptr_array_add (faults, g_strdup_printf ("Shift+Tab is not the reverse of Tab: %u stops "
                                              "there, %u back", there->len, back->len));
}

static void
check_window (const char *look,
              const char *name,
              GtkWindow  *window)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);

  lab_ui_walk_check_sizes (GTK_WIDGET (window), faults);
  lab_ui_walk_check_clicks (GTK_WIDGET (window), faults);
  lab_ui_walk_check_tabs (GTK_WIDGET (window), faults);
  check_focus (window, faults);
  tell (look, name, faults);
}

static void
check_views (Fixture    *fixture,
             const char *look)
{
  const LabViewInfo *views = lab_views_list ();

  for (guint i = 0; i < LAB_N_VIEWS; i++)
    {
      if (views[i].create == NULL)
        continue;
      show_view (fixture, &views[i]);
      check_window (look, views[i].name, GTK_WINDOW (fixture->window));
    }
}

/* F6 leads through the panes of each view and back to the first. */
static void
check_panes (Fixture *fixture)
{
  const LabViewInfo *views = lab_views_list ();

  for (guint i = 0; i < LAB_N_VIEWS; i++)
    {
      GtkWidget *first, *focus;
      guint n = 0;

      if (views[i].create == NULL)
        continue;
      show_view (fixture, &views[i]);
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.next-pane", NULL);
      first = focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
      do
        {
          g_assert_nonnull (focus);
          gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.next-pane", NULL);
          focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
          n++;
        }
      while (focus != first && n < 20);
      g_assert_cmpuint (n, >=, 2);
      g_assert_true (focus == first);
    }
}

static void
setup (Fixture *fixture)
{
  fixture->settings = g_settings_new ("io.github.apicostlab.CostLab");
  fixture->desk = lab_ui_test_desk ();
}

static void
teardown (Fixture *fixture)
{
  g_object_unref (fixture->desk);
  g_object_unref (fixture->settings);
}

/* Filled in all looks, empty in two of them. */
static void
test_views (void)
{
  Fixture fixture = { NULL };

  setup (&fixture);
  for (guint i = 0; i < 2; i++)
    {
      open_window (&fixture, &looks[i]);
      check_views (&fixture, looks[i].name);
      close_window (&fixture);
    }
  lab_ui_test_fill (fixture.desk);
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      open_window (&fixture, &looks[i]);
      check_views (&fixture, looks[i].name);
      close_window (&fixture);
    }
  dress (&looks[0]);
  open_window (&fixture, &looks[0]);
  check_panes (&fixture);
  close_window (&fixture);
  teardown (&fixture);
}

static void
check_dialog (const Look *look,
              const char *name,
              GtkWidget  *dialog)
{
  gtk_window_present (GTK_WINDOW (dialog));
  lab_ui_test_wait_still (GTK_WINDOW (dialog));
  check_window (look->name, name, GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
  lab_ui_test_settle ();
}

static void
test_dialogs (void)
{
  static const guint chosen[] = { 0, 5, 6 };
  Fixture fixture = { NULL };

  setup (&fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (chosen); i++)
    {
      const Look *look = &looks[chosen[i]];
      g_autoptr (LabCallRecord) call = lab_ui_test_call ();
      GtkWindow *parent;

      open_window (&fixture, look);
      parent = GTK_WINDOW (fixture.window);
      check_dialog (look, "go-to", lab_go_to_new (parent, fixture.desk));
      check_dialog (look, "new experiment", lab_experiment_dialog_new (parent, fixture.desk));
      check_dialog (look, "preferences",
                    lab_preferences_new (parent, fixture.settings, fixture.desk));
      check_dialog (look, "wire", lab_wire_window_new (parent, call));
      close_window (&fixture);
    }
  dress (&looks[0]);
  teardown (&fixture);
}

/* Read from the right, the sidebar is at the right. */
static void
test_mirrors (void)
{
  Fixture fixture = { NULL };

  setup (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i += 6)
    {
      GtkWidget *strip;
      graphene_rect_t bounds;

      open_window (&fixture, &looks[i]);
      strip = lab_ui_test_find (GTK_WIDGET (fixture.window), LAB_TYPE_SPEND_STRIP);
      g_assert_true (gtk_widget_compute_bounds (strip, GTK_WIDGET (fixture.window), &bounds));
      g_assert_true ((bounds.origin.x > 100) == looks[i].right_to_left);
      close_window (&fixture);
    }
  dress (&looks[0]);
  teardown (&fixture);
}

/* With animations off nothing moves once it is there. lab_ui_test_wait_still()
 * fails where something goes on drawing. */
static void
test_comes_to_rest (void)
{
  Fixture fixture = { NULL };

  setup (&fixture);
  lab_ui_test_fill (fixture.desk);
  open_window (&fixture, &looks[0]);
  check_views (&fixture, "rest");
  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.toggle-sidebar", NULL);
  lab_ui_test_wait_still (GTK_WINDOW (fixture.window));
  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.toggle-sidebar", NULL);
  lab_ui_test_wait_still (GTK_WINDOW (fixture.window));
  close_window (&fixture);
  teardown (&fixture);
}

static void
make_long_words (const char *folder)
{
  g_autofree char *root = g_test_build_filename (G_TEST_DIST, "..", NULL);
  g_autofree char *tool = g_build_filename (root, "build-aux", "pseudo_locale.py", NULL);
  const char *command[] = { "python3", tool, root, folder, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

/* In a language whose words are two fifths longer nothing is cut off. The
 * language is chosen before a program starts, so a second one does the work. */
static void
test_long_words (void)
{
  Fixture fixture = { NULL };
  g_autofree char *folder = NULL;

  if (g_test_subprocess ())
    {
      setup (&fixture);
      lab_ui_test_fill (fixture.desk);
      open_window (&fixture, &looks[0]);
      g_assert_cmpstr (g_dgettext (GETTEXT_PACKAGE, "Sandbox"), !=, "Sandbox");
      check_views (&fixture, "long words");
      close_window (&fixture);
      teardown (&fixture);
      return;
    }
  folder = g_dir_make_tmp ("costlab-words-XXXXXX", NULL);
  make_long_words (folder);
  g_setenv ("LANGUAGE", "en_XA", TRUE);
  g_setenv ("COSTLAB_LOCALEDIR", folder, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_unsetenv ("LANGUAGE");
  g_unsetenv ("COSTLAB_LOCALEDIR");
  g_test_trap_assert_passed ();
}

static void
assert_one_fault (GPtrArray  *faults,
                  const char *words)
{
  g_assert_cmpuint (faults->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (faults, 0), words));
  g_ptr_array_set_size (faults, 0);
}

static GtkWidget *
plant (GtkWidget *window,
       GtkWidget *widget)
{
  gtk_window_set_child (GTK_WINDOW (window), widget);
  lab_ui_test_wait_still (GTK_WINDOW (window));
  return widget;
}

/* What looks for faults finds those that are planted, and no more. */
static void
test_faults_are_found (void)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *planted;

  gtk_window_set_default_size (GTK_WINDOW (window), 200, 200);
  gtk_window_present (GTK_WINDOW (window));

  planted = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_controller (planted, GTK_EVENT_CONTROLLER (gtk_gesture_click_new ()));
  lab_ui_walk_check_clicks (plant (window, planted), faults);
  assert_one_fault (faults, "has no action");

  planted = g_object_new (GTK_TYPE_LABEL, "label", "Words that have no room at all in there",
                          "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  lab_ui_walk_check_sizes (plant (window, planted), faults);
  assert_one_fault (faults, "without a tooltip");
  gtk_widget_set_tooltip_text (planted, "Words");
  lab_ui_walk_check_sizes (planted, faults);
  g_assert_cmpuint (faults->len, ==, 0);

  planted = g_object_new (GTK_TYPE_SWITCH, "halign", GTK_ALIGN_START, "valign", GTK_ALIGN_START,
                          "margin-top", 10, NULL);
  lab_ui_walk_check_sizes (plant (window, planted), faults);
  g_assert_cmpuint (faults->len, ==, 0);

  planted = gtk_fixed_new ();
  gtk_fixed_put (GTK_FIXED (planted), gtk_button_new_with_label ("Beyond"), -20, 0);
  lab_ui_walk_check_sizes (plant (window, planted), faults);
  g_assert_cmpuint (faults->len, >=, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (faults, 0), "over the edge"));
  g_ptr_array_set_size (faults, 0);

  lab_ui_walk_check_tabs (plant (window, gtk_text_view_new ()), faults);
  assert_one_fault (faults, "keeps Tab");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  lab_ui_test_init (&argc, &argv);
  /* The cursor's blinking is the toolkit's. */
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/ui/looks/faults-are-found", test_faults_are_found);
  g_test_add_func ("/ui/looks/views", test_views);
  g_test_add_func ("/ui/looks/dialogs", test_dialogs);
  g_test_add_func ("/ui/looks/right-to-left-mirrors", test_mirrors);
  g_test_add_func ("/ui/looks/comes-to-rest", test_comes_to_rest);
  g_test_add_func ("/ui/looks/long-words-have-room", test_long_words);
  return g_test_run ();
}
