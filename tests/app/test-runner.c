/* test-runner.c: from plan to recorded run, and on again after a stop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-error.h"
#include "lab-runner.h"
#include "lab-store-experiments.h"
#include "lab-store-jobs.h"
#include "lab-store-runs.h"
#include "lab-store-sessions.h"
#include "lab-store.h"

#define START G_GINT64_CONSTANT (1795424400000000)
#define TASKS 24

typedef struct
{
  LabContext *context;
  LabProfile *profile;
  LabExperiment *experiment;
  GAsyncResult *result;
} Fixture;

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Fixture *self = user_data;

  g_set_object (&self->result, result);
}

static GAsyncResult *
wait (Fixture *self)
{
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&self->result);
}

static void
make_experiment (Fixture *self)
{
  LabExperiments *experiments = lab_context_get_experiments (self->context);
  g_autoptr (LabExperiment) asked = lab_experiment_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  asked->profile_id = g_strdup (self->profile->id);
  asked->name = g_strdup ("Support");
  asked->provider = g_strdup ("openai");
  asked->model = g_strdup ("gpt-5-mini");
  asked->workload = g_strdup ("support-chat");
  asked->tasks = TASKS;
  lab_experiments_create_async (experiments, asked, kept_cb, self);
  result = wait (self);
  self->experiment = lab_experiments_create_finish (experiments, result, &error);
  g_assert_no_error (error);
}

/* @clock: (transfer full) */
static void
set_up_on (Fixture  *self,
           LabClock *clock)
{
  g_autofree char *folder = g_dir_make_tmp ("lab-runner-XXXXXX", NULL);
  g_autoptr (LabClock) owned = clock;
  g_autoptr (GError) error = NULL;
  LabContextOptions options = { .data_dir = folder, .clock = owned, .ephemeral = TRUE };

  self->context = lab_context_new (&options, &error);
  g_assert_no_error (error);
  self->profile = lab_context_open_profile (self->context, NULL, &error);
  g_assert_no_error (error);
  make_experiment (self);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  set_up_on (self, lab_real_clock_new ());
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  lab_experiment_free (self->experiment);
  lab_profile_free (self->profile);
  g_assert_finalize_object (self->context);
}

static LabRunResult *
run (Fixture     *self,
     const char  *strategies,
     gboolean     baseline,
     LabJob      *job,
     GError     **error)
{
  LabRunPlan plan = LAB_RUN_PLAN_INIT;
  g_autoptr (GAsyncResult) result = NULL;

  plan.experiment = self->experiment;
  plan.baseline = baseline;
  plan.strategies = strategies;
  plan.keep_text = TRUE;
  plan.instant = TRUE;
  lab_runner_run_async (self->context, &plan, job, kept_cb, self);
  result = wait (self);
  return lab_runner_finish (self->context, result, error);
}

static LabBaseline *
get_baseline (Fixture  *self,
              GError  **error)
{
  LabBaselineManager *baselines = lab_context_get_baselines (self->context);
  g_autoptr (GAsyncResult) result = NULL;

  lab_baseline_manager_get_async (baselines, self->profile->id, self->experiment->id, NULL, NULL,
                                  kept_cb, self);
  result = wait (self);
  return lab_baseline_manager_get_finish (baselines, result, error);
}

/* On a real clock too: the tasks of this workload come over hours. */
static void
test_practice_passes_at_once (Fixture       *self,
                              gconstpointer  data)
{
  g_autoptr (LabJob) job = lab_job_new (NULL, "baseline");
  g_autoptr (LabJob) other = lab_job_new (NULL, "cached");
  g_autoptr (LabBaseline) baseline = NULL;
  g_autoptr (LabRunResult) first = NULL;
  g_autoptr (LabRunResult) cached = NULL;
  g_autoptr (GError) error = NULL;

  first = run (self, NULL, TRUE, job, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first->status, ==, "completed");
  g_assert_cmpuint (first->tasks_done, ==, TASKS);
  g_assert_cmpint (lab_job_get_state (job), ==, LAB_JOB_DONE);
  baseline = get_baseline (self, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (baseline->run_id, ==, first->run_id);
  g_assert_cmpint (baseline->cost.amount, ==, first->cost.amount);

  cached = run (self, "exact-cache", FALSE, other, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cached->status, ==, "completed");
  g_assert_cmpint (cached->cost.amount, <=, first->cost.amount);
  g_assert_cmpint (cached->cost.amount, >, 0);
}

static void
test_same_on_either_clock (Fixture       *self,
                           gconstpointer  data)
{
  Fixture other = { 0 };
  g_autoptr (LabJob) job = lab_job_new (NULL, "one");
  g_autoptr (LabJob) job2 = lab_job_new (NULL, "two");
  g_autoptr (LabRunResult) own = NULL;
  g_autoptr (LabRunResult) shared = NULL;
  g_autoptr (GError) error = NULL;

  set_up_on (&other, lab_virtual_clock_new (START));
  own = run (self, "prompt-compressor;exact-cache", FALSE, job, &error);
  g_assert_no_error (error);
  shared = run (&other, "prompt-compressor;exact-cache", FALSE, job2, &error);
  g_assert_no_error (error);
  g_assert_cmpint (own->cost.amount, ==, shared->cost.amount);
  g_assert_cmpint (own->mean_score, ==, shared->mean_score);
  tear_down (&other, NULL);
}

static void
test_what_cannot_begin_ends_its_job (Fixture       *self,
                                     gconstpointer  data)
{
  static const struct
  {
    const char *strategies;
    const char *workload;
    guint tasks;
  } cases[] = {
    { "no-such-strategy", NULL, TASKS },
    { "", "/no/such/file.jsonl", TASKS },
    { "", NULL, LAB_WORKLOAD_MAX_TASKS + 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabExperiment) experiment = lab_experiment_copy (self->experiment);
      g_autoptr (LabJob) job = lab_job_new (NULL, "x");
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (LabRunResult) none = NULL;
      g_autoptr (GError) error = NULL;
      LabRunPlan plan = LAB_RUN_PLAN_INIT;

      if (cases[i].workload != NULL)
        {
          g_free (experiment->workload);
          experiment->workload = g_strdup (cases[i].workload);
        }
      plan.experiment = experiment;
      plan.strategies = cases[i].strategies;
      plan.tasks = cases[i].tasks;
      lab_runner_run_async (self->context, &plan, job, kept_cb, self);
      result = wait (self);
      none = lab_runner_finish (self->context, result, &error);
      g_assert_null (none);
      g_assert_nonnull (error);
      g_assert_cmpint (lab_job_get_state (job), ==, LAB_JOB_FAILED);
      g_assert_cmpstr (lab_job_get_message (job), ==, error->message);
    }
}

/* A second run of the baseline takes no place from the first. */
static void
test_spare_is_not_pinned (Fixture       *self,
                          gconstpointer  data)
{
  g_autoptr (LabJob) job = lab_job_new (NULL, "baseline");
  g_autoptr (LabJob) again = lab_job_new (NULL, "again");
  g_autoptr (LabRunResult) first = NULL;
  g_autoptr (LabRunResult) second = NULL;
  g_autoptr (LabBaseline) baseline = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabRunPlan plan = LAB_RUN_PLAN_INIT;

  first = run (self, NULL, TRUE, job, &error);
  g_assert_no_error (error);
  plan.experiment = self->experiment;
  plan.baseline = TRUE;
  plan.spare = TRUE;
  plan.seed = 5;
  plan.instant = TRUE;
  lab_runner_run_async (self->context, &plan, again, kept_cb, self);
  result = wait (self);
  second = lab_runner_finish (self->context, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second->status, ==, "completed");
  baseline = get_baseline (self, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (baseline->run_id, ==, first->run_id);
}

/* What a run changed, in the person's time and in the traffic's. */
typedef struct
{
  char *profile_id;
  char *experiment_id;
  char *run_id;
  gint64 experiment_at;
  gint64 job_created_at;
  gint64 job_at;
  gint64 session_ended_at;
} Stamps;

static gpointer
read_stamps (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  Stamps *stamps = data;
  g_autoptr (LabExperimentRow) experiment =
    lab_store_experiments_get (txn, stamps->profile_id, stamps->experiment_id, error);
  g_autoptr (LabRunRow) done = lab_store_runs_get (txn, stamps->profile_id, stamps->run_id, error);
  g_autoptr (GPtrArray) jobs = lab_store_jobs_list (txn, stamps->profile_id, 1, error);
  g_autoptr (LabSessionRow) session = NULL;
  const LabJobRow *job;

  if (experiment == NULL || done == NULL || jobs == NULL)
    return NULL;
  session = lab_store_sessions_get (txn, stamps->profile_id, done->session_id, error);
  if (session == NULL)
    return NULL;
  job = jobs->pdata[0];
  stamps->experiment_at = experiment->updated_at;
  stamps->session_ended_at = session->ended_at;
  stamps->job_created_at = job->created_at;
  stamps->job_at = job->updated_at;
  return LAB_STORE_OK;
}

/* The tasks come over hours of a day that passes at once; the person who asked
 * for them has not waited. */
static void
test_stamps (Fixture       *self,
             gconstpointer  data)
{
  LabClock *clock = lab_context_get_clock (self->context);
  g_autoptr (LabJob) job = lab_job_new (NULL, "baseline");
  g_autoptr (LabRunResult) done = NULL;
  g_autoptr (GError) error = NULL;
  Stamps stamps = { .profile_id = self->profile->id, .experiment_id = self->experiment->id };
  gint64 before = lab_clock_now (clock);
  gint64 after;

  done = run (self, NULL, TRUE, job, &error);
  g_assert_no_error (error);
  after = lab_clock_now (clock);
  stamps.run_id = done->run_id;
  lab_store_read_sync (lab_context_get_store (self->context), read_stamps, &stamps, NULL, NULL,
                       &error);
  g_assert_no_error (error);
  g_assert_cmpint (stamps.session_ended_at, >, after);
  g_assert_cmpint (stamps.experiment_at, >=, before);
  g_assert_cmpint (stamps.experiment_at, <=, after);
  g_assert_cmpint (stamps.job_created_at, >=, before);
  g_assert_cmpint (stamps.job_created_at, <=, stamps.job_at);
  g_assert_cmpint (stamps.job_at, <=, after);
}

/* A complete run goes on where it is given more tasks, and the baseline is
 * taken anew from all of them. What was kept of the first tasks is found by
 * the next: stopping in between changes nothing. */
static void
test_more_tasks (Fixture       *self,
                 gconstpointer  data)
{
  static const struct
  {
    gboolean baseline;
    const char *strategies;
  } kinds[] = { { TRUE, NULL }, { FALSE, "exact-cache" } };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *run_id = NULL;
      LabMoney in_parts = 0;
      /* TASKS, then more than the experiment has, then these at once. */
      const guint tasks[] = { TASKS, 2 * TASKS, 2 * TASKS };

      for (gsize k = 0; k < G_N_ELEMENTS (tasks); k++)
        {
          g_autoptr (LabJob) job = lab_job_new (NULL, "part");
          g_autoptr (LabRunResult) done = NULL;
          g_autoptr (GAsyncResult) result = NULL;
          g_autoptr (GError) error = NULL;
          LabRunPlan plan = LAB_RUN_PLAN_INIT;

          plan.experiment = self->experiment;
          plan.baseline = kinds[i].baseline;
          plan.strategies = kinds[i].strategies;
          plan.tasks = tasks[k];
          plan.run_id = k == 1 ? run_id : NULL;
          plan.instant = TRUE;
          lab_runner_run_async (self->context, &plan, job, kept_cb, self);
          result = wait (self);
          done = lab_runner_finish (self->context, result, &error);
          g_assert_no_error (error);
          g_assert_cmpstr (done->status, ==, "completed");
          if (k == 0)
            run_id = g_strdup (done->run_id);
          if (k == 1)
            {
              g_assert_cmpstr (done->run_id, ==, run_id);
              g_assert_cmpuint (done->tasks_resumed, ==, TASKS);
              g_assert_cmpuint (done->tasks_done, ==, TASKS);
              in_parts = done->cost.amount;
            }
          if (k == 2)
            g_assert_cmpint (done->cost.amount, ==, in_parts);
        }
    }
}

static void
cancel_at_half_cb (LabJob     *job,
                   GParamSpec *pspec)
{
  if (lab_job_get_done (job) >= TASKS / 2)
    lab_job_cancel (job);
}

static LabRunResult *
resume (Fixture     *self,
        const char  *run_id,
        GError     **error)
{
  g_autoptr (LabJob) job = lab_job_new (NULL, "on");
  g_autoptr (GAsyncResult) result = NULL;

  lab_runner_resume_async (self->context, self->experiment, NULL, run_id, LAB_UNSET, TRUE, TRUE,
                           job, kept_cb, self);
  result = wait (self);
  return lab_runner_finish (self->context, result, error);
}

static void
test_resumes_as_it_was_planned (Fixture       *self,
                                gconstpointer  data)
{
  g_autoptr (LabJob) job = lab_job_new (NULL, "stopped");
  g_autoptr (LabRunResult) stopped = NULL;
  g_autoptr (LabRunResult) rest = NULL;
  g_autoptr (LabRunResult) none = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (job, "notify::done", G_CALLBACK (cancel_at_half_cb), NULL);
  stopped = run (self, "prompt-compressor", FALSE, job, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (stopped->status, ==, "cancelled");
  g_assert_cmpint (lab_job_get_state (job), ==, LAB_JOB_CANCELLED);

  rest = resume (self, stopped->run_id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (rest->status, ==, "completed");
  g_assert_cmpstr (rest->run_id, ==, stopped->run_id);
  g_assert_cmpuint (rest->tasks_resumed, ==, stopped->tasks_done);
  g_assert_cmpuint (rest->tasks_resumed + rest->tasks_done, ==, TASKS);

  none = resume (self, "no-such-run", &error);
  g_assert_null (none);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define RUNNER_TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  RUNNER_TEST ("/app/runner/practice-passes-at-once", test_practice_passes_at_once);
  RUNNER_TEST ("/app/runner/same-on-either-clock", test_same_on_either_clock);
  RUNNER_TEST ("/app/runner/what-cannot-begin-ends-its-job", test_what_cannot_begin_ends_its_job);
  RUNNER_TEST ("/app/runner/spare-is-not-pinned", test_spare_is_not_pinned);
  RUNNER_TEST ("/app/runner/stamps", test_stamps);
  RUNNER_TEST ("/app/runner/more-tasks", test_more_tasks);
  RUNNER_TEST ("/app/runner/resumes-as-it-was-planned", test_resumes_as_it_was_planned);
  return g_test_run ();
}
