/* test-clock.c: time that jumps and time that passes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-clock.h"

#include "lab-error.h"

#define START G_GINT64_CONSTANT (1800000000000000)
#define SECOND G_GINT64_CONSTANT (1000000)

/* Who woke, when, and how, in order. */
typedef struct
{
  LabClock *clock;
  GString *order;
  gint64 last;
  guint woken;
  guint cancelled;
} Diary;

typedef struct
{
  Diary *diary;
  char name;
} Entry;

static void
diary_init (Diary    *diary,
            LabClock *clock)
{
  *diary = (Diary){ .clock = clock, .order = g_string_new (NULL) };
}

static void
diary_clear (Diary *diary)
{
  g_string_free (diary->order, TRUE);
  g_assert_finalize_object (diary->clock);
}

static void
woken_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autofree Entry *entry = data;
  Diary *diary = entry->diary;
  g_autoptr (GError) error = NULL;

  if (lab_clock_sleep_finish (LAB_CLOCK (object), result, &error))
    {
      g_assert_no_error (error);
      diary->woken++;
    }
  else
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      diary->cancelled++;
    }
  diary->last = lab_clock_now (diary->clock);
  g_string_append_c (diary->order, entry->name);
}

static void
go_to_sleep (Diary        *diary,
             char          name,
             gint64        duration_us,
             GCancellable *cancellable)
{
  Entry *entry = g_new (Entry, 1);

  *entry = (Entry){ diary, name };
  lab_clock_sleep_async (diary->clock, duration_us, cancellable, woken_cb, entry);
}

static void
run_until_idle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
run_until (const guint *counter,
           guint        target)
{
  while (*counter < target)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_wakes_in_order (void)
{
  Diary diary;

  diary_init (&diary, lab_virtual_clock_new (START));
  g_assert_cmpint (lab_clock_now (diary.clock), ==, START);
  go_to_sleep (&diary, 'c', 3 * SECOND, NULL);
  go_to_sleep (&diary, 'a', 1 * SECOND, NULL);
  go_to_sleep (&diary, 'd', 3600 * 24 * SECOND, NULL);
  go_to_sleep (&diary, 'b', 1 * SECOND, NULL);
  run_until_idle ();
  g_assert_cmpstr (diary.order->str, ==, "abcd");
  g_assert_cmpint (lab_clock_now (diary.clock), ==, START + 86400 * SECOND);
  diary_clear (&diary);
}

static void
test_same_instant_in_order_of_arrival (void)
{
  Diary diary;
  g_autoptr (GString) expected = g_string_new (NULL);

  diary_init (&diary, lab_virtual_clock_new (START));
  for (int i = 0; i < 50; i++)
    {
      go_to_sleep (&diary, (char) ('0' + i), SECOND, NULL);
      g_string_append_c (expected, (char) ('0' + i));
    }
  run_until_idle ();
  g_assert_cmpstr (diary.order->str, ==, expected->str);
  diary_clear (&diary);
}

static void
test_nothing_and_less_end_without_time (void)
{
  Diary diary;

  diary_init (&diary, lab_virtual_clock_new (START));
  lab_clock_hold (diary.clock);
  go_to_sleep (&diary, 'a', 0, NULL);
  go_to_sleep (&diary, 'b', -SECOND, NULL);
  g_assert_cmpuint (diary.woken, ==, 0);
  run_until_idle ();
  g_assert_cmpstr (diary.order->str, ==, "ab");
  g_assert_cmpint (lab_clock_now (diary.clock), ==, START);
  lab_clock_release (diary.clock);
  diary_clear (&diary);
}

static void
test_hold_stops_time (void)
{
  Diary diary;

  diary_init (&diary, lab_virtual_clock_new (START));
  go_to_sleep (&diary, 'a', SECOND, NULL);
  lab_clock_hold (diary.clock);
  lab_clock_hold (diary.clock);
  run_until_idle ();
  g_assert_cmpuint (diary.woken, ==, 0);
  lab_clock_release (diary.clock);
  run_until_idle ();
  g_assert_cmpuint (diary.woken, ==, 0);
  lab_clock_release (diary.clock);
  run_until_idle ();
  g_assert_cmpuint (diary.woken, ==, 1);
  diary_clear (&diary);
}

typedef struct
{
  Diary *diary;
  int rounds;
} Busy;

static gboolean
busy_cb (gpointer data)
{
  Busy *busy = data;

  g_assert_cmpuint (busy->diary->woken, ==, 0);
  return --busy->rounds > 0;
}

static void
test_ready_work_comes_before_time (void)
{
  Diary diary;
  Busy busy = { &diary, 100 };

  diary_init (&diary, lab_virtual_clock_new (START));
  go_to_sleep (&diary, 'a', 1, NULL);
  g_idle_add_full (G_PRIORITY_LOW + 500, busy_cb, &busy, NULL);
  run_until_idle ();
  g_assert_cmpint (busy.rounds, ==, 0);
  g_assert_cmpuint (diary.woken, ==, 1);
  diary_clear (&diary);
}

static gboolean
held_work_cb (gpointer data)
{
  Diary *diary = data;

  g_assert_cmpint (lab_clock_now (diary->clock), ==, START + SECOND);
  g_string_append_c (diary->order, 'w');
  lab_clock_release (diary->clock);
  return G_SOURCE_REMOVE;
}

static gpointer
worker_thread (gpointer data)
{
  g_usleep (2000);
  g_idle_add (held_work_cb, data);
  return NULL;
}

static void
begin_held_work_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  Diary *diary = data;

  g_assert_true (lab_clock_sleep_finish (diary->clock, result, NULL));
  lab_clock_hold (diary->clock);
  g_thread_unref (g_thread_new ("worker", worker_thread, diary));
}

/* A sleeper due at the very same instant also waits for the held work. */
static void
test_held_work_is_finished_first (void)
{
  Diary diary;

  diary_init (&diary, lab_virtual_clock_new (START));
  lab_clock_sleep_async (diary.clock, SECOND, NULL, begin_held_work_cb, &diary);
  go_to_sleep (&diary, 'a', SECOND, NULL);
  run_until (&diary.woken, 1);
  g_assert_cmpstr (diary.order->str, ==, "wa");
  diary_clear (&diary);
}

static void
test_cancel (gconstpointer data)
{
  gboolean real = GPOINTER_TO_INT (data);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) before = g_cancellable_new ();
  Diary diary;

  diary_init (&diary, real ? lab_real_clock_new () : lab_virtual_clock_new (START));
  g_cancellable_cancel (before);
  lab_clock_hold (diary.clock);
  go_to_sleep (&diary, 'a', 3600 * SECOND, cancellable);
  go_to_sleep (&diary, 'b', 1800 * SECOND, cancellable);
  go_to_sleep (&diary, 'x', 1800 * SECOND, before);
  g_cancellable_cancel (cancellable);
  g_assert_cmpuint (diary.cancelled, ==, 0);
  run_until (&diary.cancelled, 3);
  g_assert_cmpstr (diary.order->str, ==, "xab");
  g_assert_cmpuint (diary.woken, ==, 0);
  if (!real)
    g_assert_cmpint (lab_clock_now (diary.clock), ==, START);
  lab_clock_release (diary.clock);
  diary_clear (&diary);
}

static gpointer
cancel_thread (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel_from_another_thread (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Diary diary;

  diary_init (&diary, lab_virtual_clock_new (START));
  lab_clock_hold (diary.clock);
  for (int i = 0; i < 20; i++)
    go_to_sleep (&diary, 'a', SECOND, cancellable);
  g_thread_unref (g_thread_new ("cancel", cancel_thread, cancellable));
  run_until (&diary.cancelled, 20);
  lab_clock_release (diary.clock);
  g_assert_cmpuint (diary.woken, ==, 0);
  run_until_idle ();
  diary_clear (&diary);
}

/* A cancelled sleeper in the middle of the heap leaves the order whole. */
static void
test_cancel_some_of_many (void)
{
  enum
  {
    N = 2000
  };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  gint64 previous = START;
  Diary diary;

  diary_init (&diary, lab_virtual_clock_new (START));
  for (int i = 0; i < N; i++)
    go_to_sleep (&diary, 'a', g_rand_int_range (rand, 1, 500), i % 3 == 0 ? cancellable : NULL);
  g_cancellable_cancel (cancellable);
  while (diary.woken + diary.cancelled < N)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (lab_clock_now (diary.clock), >=, previous);
      previous = lab_clock_now (diary.clock);
    }
  g_assert_cmpuint (diary.cancelled, ==, (N + 2) / 3);
  diary_clear (&diary);
}

static void
test_advance (void)
{
  Diary diary;

  diary_init (&diary, lab_virtual_clock_new (START));
  lab_clock_hold (diary.clock);
  go_to_sleep (&diary, 'b', 2 * SECOND, NULL);
  go_to_sleep (&diary, 'a', 1 * SECOND, NULL);
  go_to_sleep (&diary, 'c', 5 * SECOND, NULL);
  lab_virtual_clock_advance (LAB_VIRTUAL_CLOCK (diary.clock), 2 * SECOND);
  run_until_idle ();
  g_assert_cmpstr (diary.order->str, ==, "ab");
  g_assert_cmpint (diary.last, ==, START + 2 * SECOND);
  lab_virtual_clock_advance (LAB_VIRTUAL_CLOCK (diary.clock), 3 * SECOND);
  run_until_idle ();
  g_assert_cmpstr (diary.order->str, ==, "abc");
  lab_clock_release (diary.clock);
  diary_clear (&diary);
}

static void
test_end_of_time (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Diary diary;

  diary_init (&diary, lab_virtual_clock_new (START));
  go_to_sleep (&diary, 'a', G_MAXINT64, cancellable);
  run_until_idle ();
  g_assert_cmpuint (diary.woken, ==, 0);
  g_cancellable_cancel (cancellable);
  run_until_idle ();
  g_assert_cmpuint (diary.cancelled, ==, 1);
  diary_clear (&diary);
}

/* Each of many sleeps, wakes and sleeps again: the sequence is one and the
 * same, and the work does not grow with the square of the sleepers. */
typedef struct
{
  LabClock *clock;
  guint64 digest;
  guint left;
} Crowd;

typedef struct
{
  Crowd *crowd;
  guint id;
  guint rounds;
} Member;

static void
member_woken_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  Member *member = data;
  Crowd *crowd = member->crowd;

  if (result != NULL)
    g_assert_true (lab_clock_sleep_finish (crowd->clock, result, NULL));
  crowd->digest = crowd->digest * 1099511628211u + member->id;
  crowd->digest ^= (guint64) lab_clock_now (crowd->clock);
  if (member->rounds-- > 0)
    lab_clock_sleep_async (crowd->clock, 1 + (member->id * 37 + member->rounds * 11) % 997, NULL,
                           member_woken_cb, member);
  else
    crowd->left--;
}

static guint64
run_crowd (guint size)
{
  g_autoptr (LabClock) clock = lab_virtual_clock_new (0);
  g_autofree Member *members = g_new (Member, size);
  Crowd crowd = { clock, 14695981039346656037u, size };

  for (guint i = 0; i < size; i++)
    {
      members[i] = (Member){ &crowd, i, 10 };
      member_woken_cb (NULL, NULL, &members[i]);
    }
  while (crowd.left > 0)
    g_main_context_iteration (NULL, TRUE);
  return crowd.digest;
}

static void
test_crowd_is_deterministic (void)
{
  gint64 began = g_get_monotonic_time ();
  guint64 digest = run_crowd (5000);

  g_test_message ("5000 sleepers, 50,000 sleeps: %.1f ms",
                  (double) (g_get_monotonic_time () - began) / 1000);
  g_assert_cmpuint (run_crowd (5000), ==, digest);
}

static void
test_real_time_passes (void)
{
  gint64 before = g_get_real_time ();
  gint64 began = g_get_monotonic_time ();
  Diary diary;

  diary_init (&diary, lab_real_clock_new ());
  g_assert_cmpint (lab_clock_now (diary.clock), >=, before);
  go_to_sleep (&diary, 'b', 8000, NULL);
  go_to_sleep (&diary, 'a', 2000, NULL);
  go_to_sleep (&diary, '0', 0, NULL);
  run_until (&diary.woken, 3);
  g_assert_cmpstr (diary.order->str, ==, "0ab");
  g_assert_cmpint (g_get_monotonic_time () - began, >=, 8000);
  diary_clear (&diary);
}

static void
test_text_round_trip (void)
{
  static const struct
  {
    gint64 time;
    const char *text;
  } cases[] = {
    { 0, "1970-01-01T00:00:00Z" },
    { -1, "1969-12-31T23:59:59.999999Z" },
    /* date -u -d 2026-11-23T09:00:00Z +%s */
    { 1795424400 * SECOND, "2026-11-23T09:00:00Z" },
    { 951782400 * SECOND, "2000-02-29T00:00:00Z" },
    { 1709164800 * SECOND + 1, "2024-02-29T00:00:00.000001Z" },
    { -62135596800 * SECOND, "0001-01-01T00:00:00Z" },
    { 253402300799 * SECOND, "9999-12-31T23:59:59Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = lab_time_to_string (cases[i].time);
      gint64 time = 0;

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (lab_time_parse (cases[i].text, &time, NULL));
      g_assert_cmpint (time, ==, cases[i].time);
    }
}

/* Every day for 800 years, against GLib's calendar. */
static void
test_text_agrees_with_the_calendar (void)
{
  g_autoptr (GDate) date = g_date_new_dmy (1, G_DATE_JANUARY, 1600);
  gint64 first = (gint64) g_date_get_julian (date);
  g_autoptr (GDate) epoch = g_date_new_dmy (1, G_DATE_JANUARY, 1970);

  for (int i = 0; i < 292194; i++)
    {
      gint64 days = first + i - (gint64) g_date_get_julian (epoch);
      g_autofree char *text = lab_time_to_string (days * 86400 * SECOND);
      char expected[32];

      g_date_strftime (expected, sizeof expected, "%Y-%m-%dT00:00:00Z", date);
      g_assert_cmpstr (text, ==, expected);
      g_date_add_days (date, 1);
    }
}

static void
test_text_is_read (void)
{
  static const struct
  {
    const char *text;
    const char *expected; /* NULL where refused */
  } cases[] = {
    { "2026-11-23", "2026-11-23T00:00:00Z" },
    { "2026-11-23T09:00:00+01:00", "2026-11-23T08:00:00Z" },
    { "2026-11-23 09:00:00-05:30", "2026-11-23T14:30:00Z" },
    { "2026-11-23t09:00:00.5z", "2026-11-23T09:00:00.500000Z" },
    { "2026-11-23T09:00:00.123456789Z", "2026-11-23T09:00:00.123456Z" },
    { "2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00Z" },
    { "", NULL },
    { "2026", NULL },
    { "2026-1-2", NULL },
    { "2026-13-01", NULL },
    { "2026-00-01", NULL },
    { "2026-02-29", NULL },
    { "1900-02-29", NULL },
    { "2026-11-23T", NULL },
    { "2026-11-23T09:00:00", NULL },
    { "2026-11-23T24:00:00Z", NULL },
    { "2026-11-23T09:60:00Z", NULL },
    { "2026-11-23T09:00:60Z", NULL },
    { "2026-11-23T09:00:00.Z", NULL },
    { "2026-11-23T09:00:00+1", NULL },
    { "2026-11-23T09:00:00Zx", NULL },
    { " 2026-11-23", NULL },
    { "+026-11-23", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      gint64 time = 42;

      if (cases[i].expected == NULL)
        {
          g_assert_false (lab_time_parse (cases[i].text, &time, &error));
          g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
          g_assert_cmpint (time, ==, 42);
          continue;
        }
      g_assert_true (lab_time_parse (cases[i].text, &time, &error));
      text = lab_time_to_string (time);
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/clock/virtual/wakes-in-order-of-time", test_wakes_in_order);
  g_test_add_func ("/base/clock/virtual/same-instant-in-order-of-arrival",
                   test_same_instant_in_order_of_arrival);
  g_test_add_func ("/base/clock/virtual/no-duration-takes-no-time",
                   test_nothing_and_less_end_without_time);
  g_test_add_func ("/base/clock/virtual/hold-stops-time", test_hold_stops_time);
  g_test_add_func ("/base/clock/virtual/ready-work-comes-before-time",
                   test_ready_work_comes_before_time);
  g_test_add_func ("/base/clock/virtual/held-work-is-finished-first",
                   test_held_work_is_finished_first);
  g_test_add_data_func ("/base/clock/virtual/cancel", GINT_TO_POINTER (FALSE), test_cancel);
  g_test_add_func ("/base/clock/virtual/cancel-from-another-thread",
                   test_cancel_from_another_thread);
  g_test_add_func ("/base/clock/virtual/cancel-some-of-many", test_cancel_some_of_many);
  g_test_add_func ("/base/clock/virtual/advance", test_advance);
  g_test_add_func ("/base/clock/virtual/end-of-time", test_end_of_time);
  g_test_add_func ("/base/clock/virtual/crowd-is-deterministic", test_crowd_is_deterministic);
  g_test_add_func ("/base/clock/real/time-passes", test_real_time_passes);
  g_test_add_data_func ("/base/clock/real/cancel", GINT_TO_POINTER (TRUE), test_cancel);
  g_test_add_func ("/base/clock/text/round-trip", test_text_round_trip);
  g_test_add_func ("/base/clock/text/agrees-with-the-calendar",
                   test_text_agrees_with_the_calendar);
  g_test_add_func ("/base/clock/text/is-read", test_text_is_read);

  return g_test_run ();
}
