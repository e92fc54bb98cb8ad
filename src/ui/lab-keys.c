/* lab-keys.c: every key, once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-keys.h"

#include <glib/gi18n-lib.h>

/* Marks a text for translation; po/meson.build tells the tools so. */
#define T(text) text

static const LabKey keys[] = {
  { LAB_KEYS_GENERAL, "win.go-to", { "<Control>k" }, T ("Go to a view, experiment or action"),
    FALSE },
  { LAB_KEYS_GENERAL, "win.menu", { "F10" }, T ("Main menu"), FALSE },
  { LAB_KEYS_GENERAL, "app.preferences", { "<Control>comma" }, T ("Preferences"), TRUE },
  { LAB_KEYS_GENERAL, "win.tour", { NULL }, T ("Take the tour"), TRUE },
  { LAB_KEYS_GENERAL, "win.show-help-overlay", { "<Control>question", "F1" },
    T ("Keyboard shortcuts"), TRUE },
  { LAB_KEYS_GENERAL, "window.close", { "<Control>w" }, T ("Close the window"), FALSE },
  { LAB_KEYS_GENERAL, "app.quit", { "<Control>q" }, T ("Quit"), TRUE },

  { LAB_KEYS_MOVING, "win.view::sandbox", { "<Alt>1" }, T ("Sandbox"), FALSE },
  { LAB_KEYS_MOVING, "win.view::compare", { "<Alt>2" }, T ("Compare"), FALSE },
  { LAB_KEYS_MOVING, "win.view::dashboard", { "<Alt>4" }, T ("Dashboard"), FALSE },
  { LAB_KEYS_MOVING, "win.back", { "<Alt>Left" }, T ("Back"), FALSE },
  { LAB_KEYS_MOVING, "win.next-pane", { "F6" }, T ("Next pane"), FALSE },
  { LAB_KEYS_MOVING, "win.previous-pane", { "<Shift>F6" }, T ("Previous pane"), FALSE },
  { LAB_KEYS_MOVING, "details.toggle", { "<Alt>Return" }, T ("Show or hide the details"), FALSE },
  { LAB_KEYS_MOVING, "win.toggle-sidebar", { "F9" }, T ("Show or hide the sidebar"), TRUE },

  { LAB_KEYS_WORK, "win.new-experiment", { "<Control>n" }, T ("New experiment"), TRUE },
  { LAB_KEYS_WORK, "win.experiments", { "<Shift><Control>e" }, T ("All experiments"), TRUE },
  { LAB_KEYS_WORK, "win.load-example", { NULL }, T ("Load the example experiment"), TRUE },
  { LAB_KEYS_WORK, "win.import", { "<Control>o" }, T ("Import into this view"), FALSE },
  { LAB_KEYS_WORK, "win.export", { "<Control>s" }, T ("Export what this view shows"), FALSE },
  { LAB_KEYS_WORK, "win.primary", { "<Control>Return" }, T ("The view's main action"), FALSE },
  { LAB_KEYS_WORK, "win.stop", { "<Control>period" }, T ("Stop the running work"), FALSE },
  { LAB_KEYS_WORK, NULL, { "<Control>z" }, T ("Undo"), FALSE },
  { LAB_KEYS_WORK, "win.search", { "<Control>f" }, T ("Search in this view"), TRUE },
  { LAB_KEYS_WORK, "win.refresh", { "F5" }, T ("Compute anew"), TRUE },

  { LAB_KEYS_WORK, NULL, { "<Control>d" }, T ("Compare two calls"), FALSE },

  { LAB_KEYS_AMOUNTS, NULL, { "<Control>c" }, T ("Copy the value with its unit"), FALSE },
  { LAB_KEYS_AMOUNTS, NULL, { "<Shift><Control>c" }, T ("Copy with its breakdown"), FALSE },

  { LAB_KEYS_CHARTS, NULL, { "Right", "Left" }, T ("Next or previous point"), FALSE },
  { LAB_KEYS_CHARTS, NULL, { "Down", "Up" }, T ("Next or previous series"), FALSE },
  { LAB_KEYS_CHARTS, NULL, { "Home", "End" }, T ("First or last point"), FALSE },
  { LAB_KEYS_CHARTS, NULL, { "Page_Down", "Page_Up" }, T ("Ten points on or back"), FALSE },
  { LAB_KEYS_CHARTS, NULL, { "Return" }, T ("Open what a point is made of"), FALSE },
  { LAB_KEYS_CHARTS, NULL, { "t" }, T ("Table or chart"), FALSE },
  { LAB_KEYS_CHARTS, NULL, { "s" }, T ("Read the summary"), FALSE },
  { LAB_KEYS_CHARTS, NULL, { "i" }, T ("One series alone, or all"), FALSE },
  { LAB_KEYS_CHARTS, NULL, { "Escape" }, T ("Leave the points"), FALSE },
};

static const char * const group_titles[] = {
  [LAB_KEYS_GENERAL] = T ("General"),
  [LAB_KEYS_MOVING] = T ("Moving About"),
  [LAB_KEYS_WORK] = T ("Work"),
  [LAB_KEYS_AMOUNTS] = T ("Amounts"),
  [LAB_KEYS_CHARTS] = T ("Charts"),
};

const LabKey *
lab_keys_list (guint *n_keys)
{
  g_return_val_if_fail (n_keys != NULL, NULL);

  *n_keys = G_N_ELEMENTS (keys);
  return keys;
}

const char *
lab_key_get_title (const LabKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  return _(key->title);
}

void
lab_keys_install (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].action != NULL)
      gtk_application_set_accels_for_action (application, keys[i].action, keys[i].accels);
}

static void
add_key (GString      *ui,
         const LabKey *key)
{
  g_autofree char *accels = g_strjoinv (" ", (char **) key->accels);
  g_autofree char *text = g_markup_printf_escaped (
    "<child><object class='GtkShortcutsShortcut'>"
    "<property name='title'>%s</property><property name='accelerator'>%s</property>"
    "</object></child>",
    lab_key_get_title (key), accels);

  g_string_append (ui, text);
}

static void
add_group (GString     *ui,
           LabKeyGroup  group)
{
  g_autofree char *begin = g_markup_printf_escaped (
    "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>",
    _(group_titles[group]));

  g_string_append (ui, begin);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].group == group)
      add_key (ui, &keys[i]);
  g_string_append (ui, "</object></child>");
}

/* The sections of a shortcuts window can only be filled by a builder. */
GtkShortcutsWindow *
lab_keys_new_window (void)
{
  g_autoptr (GString) ui = g_string_new (
    "<interface><object class='GtkShortcutsWindow' id='window'>"
    "<property name='modal'>true</property>"
    "<child><object class='GtkShortcutsSection'>"
    "<property name='section-name'>shortcuts</property>"
    "<property name='max-height'>12</property>");
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWindow *window;

  for (LabKeyGroup group = LAB_KEYS_GENERAL; group <= LAB_KEYS_CHARTS; group++)
    add_group (ui, group);
  g_string_append (ui, "</object></child></object></interface>");
  builder = gtk_builder_new_from_string (ui->str, -1);
  window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));
  gtk_window_set_title (window, _("Keyboard Shortcuts"));
  return g_object_ref (GTK_SHORTCUTS_WINDOW (window));
}
