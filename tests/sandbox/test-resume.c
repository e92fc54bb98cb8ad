/* test-resume.c: runs that were cut off, also by kill -9
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox-fixture.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab-fake-stack.h"
#include "lab-fake-strategy.h"
#include "lab-random.h"
#include "lab-store-jobs.h"
#include "lab-store-runs.h"

#define TASKS 30
#define CAP (LAB_MONEY_PER_USD / 4)

/* A cut-off run of 20 tasks, for the tests of refusals. */
static LabRunResult *
make_interrupted (LabSession   *session,
                  LabRunConfig *config)
{
  LabRunResult *result;

  config->budget = 5000000;
  result = fixture_run (session, config, NULL);
  g_assert_cmpstr (result->status, ==, "interrupted");
  config->run_id = g_strdup (result->run_id);
  config->budget = LAB_MONEY_PER_USD;
  return result;
}

static void
test_refusals (Fixture       *self,
               gconstpointer  data)
{
  static const char *const reasons[] = {
    "workload", "tasks", "strategies", "seed", "model", "experiment",
  };
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autofree char *other_id = fixture_add_experiment (self, "p", "Another");
  g_autoptr (LabSession) other = fixture_add_session (self, "p", other_id, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 20, 3));
  g_autoptr (LabRunResult) result = make_interrupted (session, config);
  g_autoptr (LabFakeStrategy) strategy = lab_fake_strategy_new ("fake");
  g_autoptr (LabRunResult) resumed = NULL;
  g_autoptr (GError) of_complete = NULL;
  g_autoptr (GError) of_unknown = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_autoptr (LabRunConfig) changed = lab_run_config_copy (config);
      g_autoptr (GError) error = NULL;

      if (i == 0)
        {
          g_object_unref (changed->workload);
          changed->workload = fixture_workload ("rag-qa", 20, 4);
        }
      else if (i == 1)
        changed->tasks = 19;
      else if (i == 2)
        changed->stack = LAB_STACK (lab_fake_stack_new (LAB_STRATEGY (strategy)));
      else if (i == 3)
        changed->seed++;
      else if (i == 4)
        {
          g_free (changed->model);
          changed->model = g_strdup ("gpt-5-mini");
        }
      error = fixture_refuse_run (i == 5 ? other : session, changed);
      fixture_assert_reason (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG, reasons[i]);
    }

  resumed = fixture_run (session, config, NULL);
  g_assert_cmpstr (resumed->status, ==, "completed");
  of_complete = fixture_refuse_run (session, config);
  fixture_assert_reason (of_complete, LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "completed");
  g_free (config->run_id);
  config->run_id = g_strdup ("no such run");
  of_unknown = fixture_refuse_run (session, config);
  g_assert_error (of_unknown, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static gpointer
get_run_func (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  return lab_store_runs_get (txn, "p", data, error);
}

/* A complete run that is given more tasks goes on behind its last one, and
 * keeps how many it had. */
static void
test_extended (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 30, 3));
  g_autoptr (LabRunConfig) all = fixture_run_config (fixture_workload ("rag-qa", 20, 3));
  g_autoptr (LabRunResult) first = NULL;
  g_autoptr (LabRunResult) more = NULL;
  g_autoptr (LabRunResult) at_once = NULL;
  g_autoptr (LabRunRow) row = NULL;
  g_autoptr (GError) error = NULL;

  config->tasks = 12;
  config->payload = g_strdup ("{\"margin\":300}");
  first = fixture_run (session, config, NULL);
  g_assert_cmpstr (first->status, ==, "completed");
  config->run_id = g_strdup (first->run_id);
  config->tasks = 20;
  more = fixture_run (session, config, NULL);
  g_assert_cmpstr (more->status, ==, "completed");
  g_assert_cmpuint (more->tasks_resumed, ==, 12);
  g_assert_cmpuint (more->tasks_done, ==, 8);

  row = lab_store_read_sync (self->store, get_run_func, first->run_id,
                             (GDestroyNotify) lab_run_row_free, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (row->n_tasks, ==, 20);
  g_assert_cmpstr (row->config, ==, "{\"margin\":300,\"looks\":[12]}");

  /* The same as one that had them all from the beginning. */
  at_once = fixture_run (session, all, NULL);
  g_assert_cmpint (at_once->mean_score, ==, more->mean_score);
  g_assert_cmpint (at_once->cost.amount, ==, more->cost.amount);
}

/* A run that is under way is not begun a second time. */
static void
test_beside_itself (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 20, 3));
  g_autoptr (LabRunResult) result = make_interrupted (session, config);
  g_autoptr (LabRunResult) resumed = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait first = { 0 };
  LabTestWait second = { 0 };

  lab_session_run_async (session, config, NULL, lab_test_wait_cb, &first);
  lab_session_run_async (session, config, NULL, lab_test_wait_cb, &second);
  while (first.result == NULL || second.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  resumed = lab_session_run_finish (session, first.result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (resumed->status, ==, "completed");
  g_assert_null (lab_session_run_finish (session, second.result, &error));
  fixture_assert_reason (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "running");
  g_object_unref (first.result);
  g_object_unref (second.result);
}

static LabRunConfig *
make_long_run (void)
{
  LabRunConfig *config = fixture_run_config (fixture_workload ("rag-qa", TASKS, 3));

  config->concurrency = 4;
  config->budget = CAP;
  return config;
}

/* Tells the parent that one more call is recorded. */
static void
told_cb (LabCostTracker      *tracker,
         const LabCallRecord *record,
         int                 *ready)
{
  if (write (*ready, "r", 1) != 1)
    _exit (2);
}

/* The child: runs until it is killed. */
static void
run_child (const char *directory,
           const char *experiment,
           int         ready)
{
  Fixture child = { 0 };
  LabSession *session;
  LabRunConfig *config = make_long_run ();
  LabRunResult *result;

  fixture_open (&child, directory);
  session = fixture_add_session (&child, "p", experiment, NULL);
  g_signal_connect (child.tracker, "call-recorded", G_CALLBACK (told_cb), &ready);
  result = fixture_run (session, config, NULL);
  _exit (g_str_equal (result->status, "completed") ? 0 : 1);
}

/* Kills it so many calls and µs after its beginning. */
static void
kill_child_after (pid_t child,
                  int   ready,
                  guint n_calls,
                  guint delay_us)
{
  char byte;
  int status;

  for (guint i = 0; i < n_calls; i++)
    g_assert_cmpint (read (ready, &byte, 1), ==, 1);
  g_usleep (delay_us);
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
}

static gpointer
recover (LabStoreTxn  *txn,
         gpointer      data,
         GError      **error)
{
  LabRecovered *found = lab_store_recover_open_operations (txn, FIXTURE_NOW, error);

  if (found == NULL || !lab_store_runs_mark_interrupted (txn, FIXTURE_NOW, NULL, error) ||
      !lab_store_jobs_mark_interrupted (txn, FIXTURE_NOW, NULL, error))
    return NULL;
  return found;
}

static gpointer
list_runs (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  return lab_store_runs_list (txn, "p", NULL, error);
}

static void
assert_budget_holds (LabStore   *store,
                     const char *run_id)
{
  g_autoptr (LabBudgetRow) budget = fixture_get_budget (store, "p", LAB_BUDGET_RUN, run_id);

  g_assert_cmpint (budget->committed + budget->reserved, <=, budget->cap);
  g_assert_cmpint (budget->cap, ==, CAP);
}

/* Each task has one answer; what was lost counts at its worst case. */
static void
assert_paid_once (Fixture            *self,
                  const char         *experiment,
                  const LabRunResult *result)
{
  g_autoptr (GPtrArray) operations = fixture_list_operations (self->store, "p", result->run_id);
  g_autoptr (GHashTable) answered = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_answers = 0;

  for (guint i = 0; i < operations->len; i++)
    {
      const LabOperationRow *row = g_ptr_array_index (operations, i);

      if (row->state == LAB_OPERATION_LOST)
        {
          g_assert_cmpint (row->cost.n_estimated, ==, 1);
          g_assert_cmpint (row->cost.amount, >, 0);
          continue;
        }
      if (row->state == LAB_OPERATION_RELEASED)
        continue;
      g_assert_cmpint (row->state, ==, LAB_OPERATION_CLOSED);
      n_answers++;
      g_hash_table_add (answered, row->task_key);
    }
  g_assert_cmpuint (n_answers, ==, TASKS);
  g_assert_cmpuint (g_hash_table_size (answered), ==, TASKS);
  fixture_assert_sums (self->store, "p", experiment, result->run_id, &result->cost);
}

/* What all kills came to. */
typedef struct
{
  guint n_resumed;
  guint n_lost;
} Tally;

/* The next start of the program: finds the run, marks it, resumes it. */
static void
resume_in (const char *directory,
           const char *experiment,
           Tally      *tally)
{
  Fixture next = { 0 };
  g_autoptr (LabRunConfig) config = make_long_run ();
  g_autoptr (LabRecovered) recovered = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (LabSession) session = NULL;
  g_autoptr (LabRunResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const LabRunRow *run;

  fixture_open (&next, directory);
  recovered = lab_store_write_sync (next.store, recover, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  tally->n_lost += recovered->n_operations;
  runs = lab_store_read_sync (next.store, list_runs, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  session = fixture_add_session (&next, "p", experiment, NULL);
  /* Killed before it began: there is nothing to resume. */
  run = runs->len > 0 ? g_ptr_array_index (runs, 0) : NULL;
  if (run != NULL && g_str_equal (run->status, "interrupted"))
    {
      assert_budget_holds (next.store, run->id);
      config->run_id = g_strdup (run->id);
      result = fixture_run (session, config, NULL);
      g_assert_cmpstr (result->status, ==, "completed");
      g_assert_cmpuint (result->tasks_resumed + result->tasks_done, ==, TASKS);
      assert_paid_once (&next, experiment, result);
      assert_budget_holds (next.store, run->id);
      tally->n_resumed++;
    }
  g_clear_object (&session);
  fixture_close (&next);
}

/* The child executes this program anew: this process has threads, which a
 * fork would leave behind. */
static void
kill_and_resume (guint  n_calls,
                 guint  delay_us,
                 Tally *tally)
{
  Fixture first = { 0 };
  g_autofree char *directory = NULL;
  g_autofree char *experiment = NULL;
  int ready[2];
  pid_t child;

  directory = g_dir_make_tmp ("costlab-kill-XXXXXX", NULL);
  fixture_open (&first, directory);
  fixture_add_profile (&first, "p");
  experiment = fixture_add_experiment (&first, "p", "Killed");
  fixture_close (&first);

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      char descriptor[16];
      char *self = g_file_read_link ("/proc/self/exe", NULL);

      g_snprintf (descriptor, sizeof descriptor, "%d", ready[1]);
      execl (self, self, "--child", directory, experiment, descriptor, (char *) NULL);
      _exit (3);
    }
  close (ready[1]);
  kill_child_after (child, ready[0], n_calls, delay_us);
  close (ready[0]);
  resume_in (directory, experiment, tally);
  fixture_remove_folder (directory);
}

static void
test_killed (void)
{
  LabRandom random;
  Tally tally = { 0 };
  guint n = g_test_thorough () ? 60 : 6;

  lab_random_init (&random, 99);
  for (guint i = 0; i < n; i++)
    kill_and_resume ((guint) lab_random_below (&random, TASKS - 5),
                     (guint) lab_random_below (&random, 3000), &tally);
  /* Nearly every kill hits a run, and most of them calls under way. */
  g_test_message ("%u kills: %u runs resumed, %u operations lost", n, tally.n_resumed,
                  tally.n_lost);
  g_assert_cmpuint (tally.n_resumed, >=, n / 2);
  g_assert_cmpuint (tally.n_lost, >, 0);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 5 && strcmp (argv[1], "--child") == 0)
    run_child (argv[2], argv[3], atoi (argv[4]));
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  FIXTURE_TEST ("/sandbox/resume/refusals", test_refusals);
  FIXTURE_TEST ("/sandbox/resume/extended", test_extended);
  FIXTURE_TEST ("/sandbox/resume/not-beside-itself", test_beside_itself);
  g_test_add_func ("/sandbox/resume/killed", test_killed);

  return g_test_run ();
}
