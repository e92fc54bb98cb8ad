/* test-keys.c: every key once, and everywhere the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-keys.h"
#include "lab-ui-fixture.h"
#include "lab-views.h"

static void
test_no_key_twice (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n;
  const LabKey *keys = lab_keys_list (&n);

  g_assert_cmpuint (n, >, 10);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; keys[i].accels[j] != NULL; j++)
      {
        guint key;
        GdkModifierType modifiers;

        g_assert_true (gtk_accelerator_parse (keys[i].accels[j], &key, &modifiers));
        g_assert_true (g_hash_table_add (seen, (gpointer) keys[i].accels[j]));
      }
}

/* A letter without a modifier would be taken from whoever is writing. */
static void
test_no_key_is_taken_from_a_writer (void)
{
  guint n;
  const LabKey *keys = lab_keys_list (&n);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; keys[i].accels[j] != NULL; j++)
      {
        guint key;
        GdkModifierType modifiers;

        gtk_accelerator_parse (keys[i].accels[j], &key, &modifiers);
        if (keys[i].action == NULL)
          continue;
        g_assert_true (modifiers != 0 || (key >= GDK_KEY_F1 && key <= GDK_KEY_F12));
        g_assert_cmpstr (keys[i].accels[j], !=, "<Control>c");
        g_assert_cmpstr (keys[i].accels[j], !=, "<Control>v");
        g_assert_cmpstr (keys[i].accels[j], !=, "<Control>x");
        g_assert_cmpstr (keys[i].accels[j], !=, "<Control>a");
      }
}

static void
collect_titles (GtkWidget  *widget,
                GHashTable *titles)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      char *title = NULL;

      g_object_get (widget, "title", &title, NULL);
      g_hash_table_add (titles, title);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_titles (child, titles);
}

static void
test_window_has_all (void)
{
  g_autoptr (GHashTable) titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkShortcutsWindow *window = lab_keys_new_window ();
  guint n;
  const LabKey *keys = lab_keys_list (&n);

  collect_titles (GTK_WIDGET (window), titles);
  for (guint i = 0; i < n; i++)
    g_assert_true (g_hash_table_contains (titles, lab_key_get_title (&keys[i])));
  gtk_window_destroy (GTK_WINDOW (window));
  lab_ui_test_assert_gone (window);
}

static void
test_views (void)
{
  const LabViewInfo *views = lab_views_list ();

  for (guint i = 0; i < LAB_N_VIEWS; i++)
    {
      g_assert_true (lab_views_find (views[i].name) == &views[i]);
      g_assert_true (gtk_icon_theme_has_icon (
        gtk_icon_theme_get_for_display (gdk_display_get_default ()), views[i].icon_name));
    }
  g_assert_null (lab_views_find ("nothing"));
  g_assert_nonnull (views[0].create);
}

int
main (int    argc,
      char **argv)
{
  lab_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/keys/no-key-means-two-things", test_no_key_twice);
  g_test_add_func ("/ui/keys/none-is-taken-from-a-writer", test_no_key_is_taken_from_a_writer);
  g_test_add_func ("/ui/keys/shortcuts-window-has-all", test_window_has_all);
  g_test_add_func ("/ui/views/have-names-and-icons", test_views);
  return g_test_run ();
}
