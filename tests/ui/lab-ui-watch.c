/* lab-ui-watch.c: how long the main loop was away
 *
 * The loop listens while it polls. What lies between two polls is a turn, in
 * which nobody's key is heard.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-ui-watch.h"

#include <execinfo.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#define MAX_FRAMES 40
#define TICK_US 1000

static LabUiWatch seen;
static gint64 turn_wall; /* when the turn began; 0 while the loop listens */
static gint64 turn_own;
static gboolean drew;

static gint64
time_of (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000) + now.tv_nsec / 1000;
}

static void
end_turn (void)
{
  gint64 own = time_of (CLOCK_THREAD_CPUTIME_ID) - turn_own;
  gint64 wall = g_get_monotonic_time () - turn_wall;

  seen.n_turns++;
  if (drew)
    {
      seen.longest_frame_us = MAX (seen.longest_frame_us, own);
      return;
    }
  seen.longest_us = MAX (seen.longest_us, own);
  seen.longest_wall_us = MAX (seen.longest_wall_us, wall);
  seen.n_over += own > LAB_UI_WATCH_LIMIT_US;
}

static gint
poll_cb (GPollFD *fds,
         guint    n_fds,
         gint     timeout)
{
  gint ready;

  if (__atomic_load_n (&turn_wall, __ATOMIC_RELAXED) != 0)
    end_turn ();
  __atomic_store_n (&turn_wall, 0, __ATOMIC_RELAXED);
  drew = FALSE;
  ready = g_poll (fds, n_fds, timeout);
  __atomic_store_n (&turn_own, time_of (CLOCK_THREAD_CPUTIME_ID), __ATOMIC_RELAXED);
  __atomic_store_n (&turn_wall, g_get_monotonic_time (), __ATOMIC_RELAXED);
  return ready;
}

static void
show_stack (int number)
{
  void *frames[MAX_FRAMES];
  int n = backtrace (frames, MAX_FRAMES);
  static const char head[] = "--- the main loop is away in:\n";

  (void) !write (STDERR_FILENO, head, sizeof head - 1);
  backtrace_symbols_fd (frames, n, STDERR_FILENO);
}

/* Asks the main thread, once a turn, where it is. */
static gpointer
ask_thread (gpointer data)
{
  pthread_t main_thread = *(pthread_t *) data;
  clockid_t clock;
  gint64 asked = 0;

  pthread_getcpuclockid (main_thread, &clock);

  for (;;)
    {
      gint64 began = __atomic_load_n (&turn_wall, __ATOMIC_RELAXED);

      if (began != 0 && began != asked &&
          time_of (clock) - __atomic_load_n (&turn_own, __ATOMIC_RELAXED) >
            LAB_UI_WATCH_LIMIT_US)
        {
          asked = began;
          pthread_kill (main_thread, SIGUSR1);
        }
      g_usleep (TICK_US);
    }
  return NULL;
}

void
lab_ui_watch_begin (void)
{
  static pthread_t main_thread;

  g_main_context_set_poll_func (NULL, poll_cb);
  if (g_getenv ("LAB_WATCH_STACKS") == NULL)
    return;
  main_thread = pthread_self ();
  signal (SIGUSR1, show_stack);
  g_thread_unref (g_thread_new ("watch", ask_thread, &main_thread));
}

static void
paint_cb (void)
{
  drew = TRUE;
}

void
lab_ui_watch_frames (GtkWidget *window)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "before-paint", G_CALLBACK (paint_cb),
                    NULL);
}

void
lab_ui_watch_take (LabUiWatch *watch)
{
  *watch = seen;
  seen = (LabUiWatch) { 0 };
}
