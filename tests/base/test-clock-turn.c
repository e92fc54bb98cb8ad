/* test-clock-turn.c: work that is held to its part of a turn of the main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-clock-turn.h"

#define N_PIECES 12

typedef struct
{
  guint turn;
  guint n_done;
  guint n_asked;
  guint done_in_turn;
  guint most_in_turn;
  guint n_other; /* other sources that had their part */
  gboolean is_long;
} Diary;

/* Work that takes all that a turn has for such work, however quick the
 * machine. */
static void
take_the_turn (gint64 began)
{
  while (g_get_monotonic_time () - began < LAB_TURN_US)
    ;
}

static gboolean
piece_cb (gpointer user_data)
{
  Diary *diary = user_data;
  GSource *source = g_main_current_source ();

  diary->n_asked++;
  if (!lab_turn_may_go_on (source))
    return G_SOURCE_CONTINUE;
  if (diary->is_long)
    take_the_turn (g_source_get_time (source));
  diary->n_done++;
  diary->done_in_turn++;
  return G_SOURCE_REMOVE;
}

static gboolean
other_cb (gpointer user_data)
{
  Diary *diary = user_data;

  diary->n_other++;
  return G_SOURCE_CONTINUE;
}

static void
attach (GMainContext *context,
        GSourceFunc   callback,
        int           priority,
        Diary        *diary)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, priority);
  g_source_set_callback (source, callback, diary, NULL);
  g_source_attach (source, context);
}

static void
run_turns (GMainContext *context,
           Diary        *diary)
{
  while (diary->n_done < N_PIECES)
    {
      diary->done_in_turn = 0;
      g_main_context_iteration (context, TRUE);
      diary->turn++;
      g_assert_cmpuint (diary->done_in_turn, >=, 1);
      diary->most_in_turn = MAX (diary->most_in_turn, diary->done_in_turn);
    }
}

static void
test_long_work_is_one_a_turn (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Diary diary = { .is_long = TRUE };

  for (guint i = 0; i < N_PIECES; i++)
    attach (context, piece_cb, LAB_TURN_PRIORITY, &diary);
  run_turns (context, &diary);
  g_assert_cmpuint (diary.turn, ==, N_PIECES);
  g_assert_cmpuint (diary.most_in_turn, ==, 1);
  /* All that were left asked in every turn. */
  g_assert_cmpuint (diary.n_asked, ==, N_PIECES * (N_PIECES + 1) / 2);
}

/* However quick or slow the machine is, there is progress in every turn. */
static void
test_short_work_goes_on (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Diary diary = { 0 };

  for (guint i = 0; i < N_PIECES; i++)
    attach (context, piece_cb, LAB_TURN_PRIORITY, &diary);
  run_turns (context, &diary);
  g_assert_cmpuint (diary.turn, <=, N_PIECES);
  g_assert_cmpuint (diary.n_done, ==, N_PIECES);
}

/* What is drawn comes first: while there are frames to draw, at GTK's priority,
 * what was answered waits. */
static void
test_drawing_comes_first (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Diary diary = { .is_long = TRUE };
  const guint n_frames = 5;

  attach (context, piece_cb, LAB_TURN_PRIORITY, &diary);
  attach (context, other_cb, G_PRIORITY_HIGH_IDLE + 20, &diary);
  for (guint i = 0; i < n_frames; i++)
    g_main_context_iteration (context, TRUE);
  g_assert_cmpuint (diary.n_other, ==, n_frames);
  g_assert_cmpuint (diary.n_done, ==, 0);
}

typedef struct
{
  GMainContext *context;
  Diary diary;
} Worker;

static gpointer
worker_thread (gpointer data)
{
  Worker *worker = data;

  run_turns (worker->context, &worker->diary);
  return NULL;
}

/* Loops of other threads have turns of their own. */
static void
test_threads_have_their_own (void)
{
  Worker workers[2] = { 0 };
  GThread *threads[2];

  for (guint i = 0; i < 2; i++)
    {
      workers[i].context = g_main_context_new ();
      workers[i].diary.is_long = TRUE;
      for (guint j = 0; j < N_PIECES; j++)
        attach (workers[i].context, piece_cb, LAB_TURN_PRIORITY, &workers[i].diary);
    }
  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("turns", worker_thread, &workers[i]);
  for (guint i = 0; i < 2; i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpuint (workers[i].diary.turn, ==, N_PIECES);
      g_main_context_unref (workers[i].context);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/turn/long-work-is-one-a-turn", test_long_work_is_one_a_turn);
  g_test_add_func ("/base/turn/short-work-goes-on", test_short_work_goes_on);
  g_test_add_func ("/base/turn/drawing-comes-first", test_drawing_comes_first);
  g_test_add_func ("/base/turn/threads-have-their-own", test_threads_have_their_own);
  return g_test_run ();
}
