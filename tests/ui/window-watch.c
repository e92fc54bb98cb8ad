/* window-watch.c: opens the window on a ledger and says how it moves
 *
 * usage: window-watch FOLDER SESSIONS
 *
 * Opens everything as the program does, shows every view by turns, and runs
 * so many sessions at once while it goes on doing so. One line a figure, a
 * name and a number, for test-responsive.py and bench-window.py to judge.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>

#include "lab-application.h"
#include "lab-ui-fixture.h"
#include "lab-ui-watch.h"
#include "lab-views.h"
#include "lab-window.h"

#define TASKS 20
/* A person looks at what was opened. */
#define BETWEEN_MS 500

typedef struct
{
  LabWindow *window;
  GSettings *settings;
  LabDesk *desk;
  guint n_running;
  guint n_completed;
  guint n_frames;
  gint64 began;
} Watcher;

static double
ms_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  *(LabDesk **) user_data = lab_desk_open_finish (result, &error);
  if (error != NULL)
    g_error ("%s", error->message);
}

static void
painted_cb (Watcher *watcher)
{
  if (watcher->n_frames++ == 0)
    printf ("first-frame-ms %.1f\n", ms_since (watcher->began));
}

static gboolean
has_desk (gpointer data)
{
  return *(LabDesk **) data != NULL;
}

static gboolean
has_frame (gpointer data)
{
  return ((Watcher *) data)->n_frames > 0;
}

static void
open_window (Watcher        *watcher,
             GtkApplication *application,
             const char     *folder)
{
  g_autoptr (LabClock) clock = lab_real_clock_new ();

  watcher->settings = g_settings_new ("io.github.apicostlab.CostLab");
  watcher->window = lab_window_new (application, watcher->settings);
  lab_desk_open_async (folder, clock, NULL, NULL, NULL, opened_cb, &watcher->desk);
  gtk_window_present (GTK_WINDOW (watcher->window));
  g_signal_connect_swapped (gtk_widget_get_frame_clock (GTK_WIDGET (watcher->window)),
                            "after-paint", G_CALLBACK (painted_cb), watcher);
  lab_ui_watch_frames (GTK_WIDGET (watcher->window));
  lab_ui_test_wait (has_frame, watcher);
  lab_ui_test_wait (has_desk, &watcher->desk);
  printf ("opened-ms %.1f\n", ms_since (watcher->began));
  lab_window_set_desk (watcher->window, watcher->desk);
  lab_ui_test_wait_still (GTK_WINDOW (watcher->window));
}

/* To the first frame that has the view, and until it has nothing to load. */
static void
change_views (Watcher    *watcher,
              const char *when)
{
  const LabViewInfo *views = lab_views_list ();

  for (guint i = 0; i < LAB_N_VIEWS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      if (views[i].create == NULL)
        continue;
      gtk_widget_activate_action (GTK_WIDGET (watcher->window), "win.view", "s", views[i].name);
      watcher->n_frames = 0;
      gtk_widget_queue_draw (GTK_WIDGET (watcher->window));
      watcher->n_frames = 1;
      while (watcher->n_frames == 1)
        g_main_context_iteration (NULL, TRUE);
      printf ("%s-%s-shown-ms %.1f\n", when, views[i].name, ms_since (start));
      while (lab_ui_test_is_loading (GTK_WIDGET (watcher->window)))
        g_main_context_iteration (NULL, TRUE);
      printf ("%s-%s-filled-ms %.1f\n", when, views[i].name, ms_since (start));
    }
}

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Watcher *watcher = user_data;
  g_autoptr (GError) error = NULL;
  LabRunResult *ran = lab_desk_run_finish (LAB_DESK (source), result, &error);

  if (ran == NULL)
    g_error ("%s", error->message);
  if (g_str_equal (ran->status, "completed"))
    watcher->n_completed++;
  lab_run_result_free (ran);
  watcher->n_running--;
}

static gboolean
over_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run_sessions (Watcher *watcher,
              guint    n)
{
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++)
    {
      LabRunPlan plan = LAB_RUN_PLAN_INIT;

      plan.tasks = TASKS;
      plan.seed = i;
      plan.strategies = i % 2 == 0 ? "exact-cache" : "prompt-compressor";
      plan.keep_text = TRUE;
      plan.instant = TRUE;
      watcher->n_running++;
      lab_desk_run_async (watcher->desk, &plan, ran_cb, watcher);
    }
  while (watcher->n_running > 0)
    {
      gboolean over = FALSE;

      change_views (watcher, "busy");
      g_timeout_add (BETWEEN_MS, over_cb, &over);
      while (!over)
        g_main_context_iteration (NULL, TRUE);
    }
  printf ("sessions-s %.2f\n", ms_since (start) / 1000);
  printf ("sessions-run %u\n", watcher->n_completed);
}

static void
tell (const char *when)
{
  LabUiWatch watch;

  lab_ui_watch_take (&watch);
  printf ("%s-longest-ms %.1f\n%s-longest-wall-ms %.1f\n%s-longest-frame-ms %.1f\n"
          "%s-turns %u\n%s-over %u\n",
          when, (double) watch.longest_us / 1000, when, (double) watch.longest_wall_us / 1000,
          when, (double) watch.longest_frame_us / 1000, when, watch.n_turns, when, watch.n_over);
}

int
main (int    argc,
      char **argv)
{
  Watcher watcher = { .began = g_get_monotonic_time () };
  g_autoptr (GtkApplication) application = NULL;

  if (argc != 3)
    {
      fprintf (stderr, "usage: window-watch FOLDER SESSIONS\n");
      return 2;
    }
  adw_init ();
  lab_ui_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = GTK_APPLICATION (adw_application_new ("io.github.apicostlab.CostLab.Watch",
                                                      G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (application), NULL, NULL);
  lab_ui_watch_begin ();
  open_window (&watcher, application, argv[1]);
  tell ("opening");
  change_views (&watcher, "first");
  change_views (&watcher, "again");
  tell ("views");
  run_sessions (&watcher, (guint) atoi (argv[2]));
  tell ("busy");
  gtk_window_destroy (GTK_WINDOW (watcher.window));
  g_object_unref (watcher.desk);
  g_object_unref (watcher.settings);
  return 0;
}
