/* test-job.c: the life of a job, and who hears of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-job.h"

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    data)
{
  GHashTable *counts = data;
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, pspec->name));

  g_hash_table_insert (counts, (gpointer) pspec->name, GUINT_TO_POINTER (count + 1));
}

static GHashTable *
watch (LabJob *job)
{
  GHashTable *counts = g_hash_table_new (g_str_hash, g_str_equal);

  g_signal_connect (job, "notify", G_CALLBACK (count_cb), counts);
  return counts;
}

static guint
notified (GHashTable *counts,
          const char *property)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (counts, property));
}

static void
run_until_idle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
test_new (void)
{
  LabJob *job = lab_job_new ("id-1", "Count tokens");
  g_autoptr (LabJob) other = lab_job_new (NULL, "Count tokens");
  g_autofree char *title = NULL;
  g_autofree char *id = NULL;
  g_autofree char *unit = NULL;
  g_autofree char *message = NULL;
  guint64 done, total;
  gint64 spent;
  LabJobState state;

  g_object_get (job, "id", &id, "title", &title, "unit", &unit, "message", &message, "done", &done,
                "total", &total, "spent", &spent, "state", &state, NULL);
  g_assert_cmpstr (id, ==, "id-1");
  g_assert_cmpstr (title, ==, "Count tokens");
  g_assert_cmpstr (lab_job_get_title (job), ==, "Count tokens");
  g_assert_null (unit);
  g_assert_null (message);
  g_assert_cmpuint (done, ==, 0);
  g_assert_cmpuint (total, ==, 0);
  g_assert_cmpint (spent, ==, 0);
  g_assert_cmpint (state, ==, LAB_JOB_QUEUED);
  g_assert_true (g_uuid_string_is_valid (lab_job_get_id (other)));
  g_assert_finalize_object (job);
}

static void
test_setters_notify_changes_only (void)
{
  g_autoptr (LabJob) job = lab_job_new (NULL, "Run");
  g_autoptr (GHashTable) counts = watch (job);

  for (int i = 0; i < 2; i++)
    {
      lab_job_set_progress (job, 3, 10);
      lab_job_set_spent (job, 5400);
      lab_job_set_unit (job, "calls");
      lab_job_set_message (job, "Baseline");
    }
  g_assert_cmpuint (lab_job_get_done (job), ==, 3);
  g_assert_cmpuint (lab_job_get_total (job), ==, 10);
  g_assert_cmpint (lab_job_get_spent (job), ==, 5400);
  g_assert_cmpstr (lab_job_get_unit (job), ==, "calls");
  g_assert_cmpstr (lab_job_get_message (job), ==, "Baseline");
  g_assert_cmpuint (notified (counts, "done"), ==, 1);
  g_assert_cmpuint (notified (counts, "total"), ==, 1);
  g_assert_cmpuint (notified (counts, "spent"), ==, 1);
  g_assert_cmpuint (notified (counts, "unit"), ==, 1);
  g_assert_cmpuint (notified (counts, "message"), ==, 1);

  lab_job_set_progress (job, 4, 10);
  g_assert_cmpuint (notified (counts, "done"), ==, 2);
  g_assert_cmpuint (notified (counts, "total"), ==, 1);
  g_assert_cmpuint (notified (counts, "state"), ==, 0);
}

static void
test_ends (void)
{
  static const struct
  {
    GQuark (*domain) (void);
    int code;
    LabJobState state;
    const char *message;
  } cases[] = {
    { NULL, 0, LAB_JOB_DONE, "working" },
    { g_io_error_quark, G_IO_ERROR_CANCELLED, LAB_JOB_CANCELLED, "working" },
    { g_io_error_quark, G_IO_ERROR_FAILED, LAB_JOB_FAILED, "It broke." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabJob) job = lab_job_new (NULL, "Run");
      g_autoptr (GHashTable) counts = watch (job);
      g_autoptr (GError) error = NULL;

      if (cases[i].domain != NULL)
        error = g_error_new_literal (cases[i].domain (), cases[i].code, "It broke.");
      lab_job_start (job);
      lab_job_set_message (job, "working");
      lab_job_finish (job, error);
      g_assert_cmpint (lab_job_get_state (job), ==, cases[i].state);
      g_assert_cmpstr (lab_job_get_message (job), ==, cases[i].message);
      g_assert_cmpuint (notified (counts, "state"), ==, 2);

      lab_job_pause (job);
      lab_job_resume (job);
      g_assert_cmpint (lab_job_get_state (job), ==, cases[i].state);
      g_assert_cmpuint (notified (counts, "state"), ==, 2);
    }
}

static void
test_twice (gconstpointer data)
{
  gboolean start = GPOINTER_TO_INT (data);

  if (g_test_subprocess ())
    {
      g_autoptr (LabJob) job = lab_job_new (NULL, "Run");

      lab_job_start (job);
      if (start)
        lab_job_start (job);
      lab_job_finish (job, NULL);
      lab_job_finish (job, NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr (start ? "*LAB_JOB_QUEUED*" : "*is_over*");
}

typedef struct
{
  guint resumed;
  guint cancelled;
} Waits;

static void
waited_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  Waits *waits = data;
  g_autoptr (GError) error = NULL;

  if (lab_job_wait_resumed_finish (LAB_JOB (object), result, &error))
    {
      waits->resumed++;
      return;
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  waits->cancelled++;
}

static void
test_pause_and_resume (void)
{
  LabJob *job = lab_job_new (NULL, "Run");
  g_autoptr (GHashTable) counts = watch (job);
  Waits waits = { 0 };

  lab_job_pause (job);
  g_assert_cmpint (lab_job_get_state (job), ==, LAB_JOB_QUEUED);
  lab_job_start (job);
  lab_job_wait_resumed_async (job, waited_cb, &waits);
  run_until_idle ();
  g_assert_cmpuint (waits.resumed, ==, 1);

  lab_job_pause (job);
  lab_job_pause (job);
  g_assert_cmpint (lab_job_get_state (job), ==, LAB_JOB_PAUSED);
  lab_job_wait_resumed_async (job, waited_cb, &waits);
  lab_job_wait_resumed_async (job, waited_cb, &waits);
  run_until_idle ();
  g_assert_cmpuint (waits.resumed, ==, 1);

  lab_job_resume (job);
  lab_job_resume (job);
  run_until_idle ();
  g_assert_cmpuint (waits.resumed, ==, 3);
  g_assert_cmpuint (waits.cancelled, ==, 0);
  g_assert_cmpuint (notified (counts, "state"), ==, 3);
  lab_job_finish (job, NULL);
  g_assert_finalize_object (job);
}

static void
test_cancel_wakes_the_paused (void)
{
  LabJob *job = lab_job_new (NULL, "Run");
  Waits waits = { 0 };

  lab_job_start (job);
  lab_job_pause (job);
  lab_job_wait_resumed_async (job, waited_cb, &waits);
  lab_job_cancel (job);
  g_assert_true (g_cancellable_is_cancelled (lab_job_get_cancellable (job)));
  g_assert_cmpuint (waits.cancelled, ==, 0);
  run_until_idle ();
  g_assert_cmpuint (waits.cancelled, ==, 1);
  g_assert_cmpint (lab_job_get_state (job), ==, LAB_JOB_PAUSED);

  lab_job_wait_resumed_async (job, waited_cb, &waits);
  run_until_idle ();
  g_assert_cmpuint (waits.cancelled, ==, 2);
  g_assert_finalize_object (job);
}

static void
test_finish_ends_waiting (void)
{
  g_autoptr (LabJob) job = lab_job_new (NULL, "Run");
  Waits waits = { 0 };

  lab_job_start (job);
  lab_job_pause (job);
  lab_job_wait_resumed_async (job, waited_cb, &waits);
  lab_job_finish (job, NULL);
  run_until_idle ();
  g_assert_cmpuint (waits.cancelled, ==, 1);
  lab_job_wait_resumed_async (job, waited_cb, &waits);
  run_until_idle ();
  g_assert_cmpuint (waits.cancelled, ==, 2);
}

#define REPORTS 5000

static gpointer
reporting_thread (gpointer data)
{
  LabJob *job = data;

  for (guint i = 1; i <= REPORTS; i++)
    {
      g_autofree char *message = g_strdup_printf ("Call %u", i);

      lab_job_set_progress (job, i, REPORTS);
      lab_job_set_spent (job, i * 100);
      lab_job_set_unit (job, "calls");
      lab_job_set_message (job, message);
    }
  return NULL;
}

static void
notified_on_cb (GObject    *object,
                GParamSpec *pspec,
                gpointer    data)
{
  g_assert_true (g_thread_self () == data);
}

static void
test_other_threads_report (void)
{
  LabJob *job = lab_job_new (NULL, "Run");
  g_autoptr (GHashTable) counts = watch (job);
  GThread *thread;

  g_signal_connect (job, "notify", G_CALLBACK (notified_on_cb), g_thread_self ());
  lab_job_start (job);
  thread = g_thread_new ("worker", reporting_thread, job);
  while (lab_job_get_done (job) < REPORTS)
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  run_until_idle ();
  g_assert_cmpint (lab_job_get_spent (job), ==, REPORTS * 100);
  g_assert_cmpstr (lab_job_get_message (job), ==, "Call 5000");
  g_assert_cmpstr (lab_job_get_unit (job), ==, "calls");
  g_assert_cmpuint (notified (counts, "total"), ==, 1);
  g_assert_cmpuint (notified (counts, "done"), >=, 1);
  lab_job_finish (job, NULL);
  g_assert_finalize_object (job);
}

static gpointer
report_once_thread (gpointer data)
{
  lab_job_set_message (data, "from the worker");
  lab_job_set_progress (data, 1, 2);
  return NULL;
}

/* What was reported before the owner's own word does not come after it, and
 * nothing reported is lost when the job ends. */
static void
test_last_word_wins (void)
{
  g_autoptr (LabJob) job = lab_job_new (NULL, "Run");

  lab_job_start (job);
  g_thread_join (g_thread_new ("worker", report_once_thread, job));
  g_assert_cmpuint (lab_job_get_done (job), ==, 0);
  lab_job_set_message (job, "from the owner");
  g_assert_cmpuint (lab_job_get_done (job), ==, 1);
  run_until_idle ();
  g_assert_cmpstr (lab_job_get_message (job), ==, "from the owner");

  g_thread_join (g_thread_new ("worker", report_once_thread, job));
  lab_job_finish (job, NULL);
  g_assert_cmpstr (lab_job_get_message (job), ==, "from the worker");
  run_until_idle ();
}

static void
test_state_names (void)
{
  LabJobState state = LAB_JOB_QUEUED;

  for (int i = LAB_JOB_QUEUED; i <= LAB_JOB_INTERRUPTED; i++)
    {
      g_assert_true (lab_job_state_from_string (lab_job_state_to_string ((LabJobState) i), &state));
      g_assert_cmpint (state, ==, i);
    }
  g_assert_cmpstr (lab_job_state_to_string (LAB_JOB_INTERRUPTED), ==, "interrupted");
  g_assert_false (lab_job_state_from_string ("asleep", &state));
  g_assert_false (lab_job_state_from_string (NULL, &state));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/job/new", test_new);
  g_test_add_func ("/base/job/setters-notify-changes-only", test_setters_notify_changes_only);
  g_test_add_func ("/base/job/ends", test_ends);
  g_test_add_data_func ("/base/job/finishes-once", GINT_TO_POINTER (FALSE), test_twice);
  g_test_add_data_func ("/base/job/starts-once", GINT_TO_POINTER (TRUE), test_twice);
  g_test_add_func ("/base/job/pause-and-resume", test_pause_and_resume);
  g_test_add_func ("/base/job/cancel-wakes-the-paused", test_cancel_wakes_the_paused);
  g_test_add_func ("/base/job/finish-ends-waiting", test_finish_ends_waiting);
  g_test_add_func ("/base/job/other-threads-report", test_other_threads_report);
  g_test_add_func ("/base/job/last-word-wins", test_last_word_wins);
  g_test_add_func ("/base/job/state-names", test_state_names);

  return g_test_run ();
}
