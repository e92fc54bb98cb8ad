/* test-many.c: a hundred sessions at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox-fixture.h"

#define SESSIONS 100
#define TASKS 5
#define HAND_CALLS 3

typedef struct
{
  char *profile;
  char *experiment;
  LabSession *session;
  LabRunConfig *config;
  LabTestWait run;
  LabTestWait calls[HAND_CALLS];
} One;

static void
one_clear (One *one)
{
  g_free (one->profile);
  g_free (one->experiment);
  g_object_unref (one->session);
  lab_run_config_free (one->config);
}

/* Four of five share a profile with nobody; the rest share "shared" and its
 * experiment. */
static void
one_init (One     *one,
          Fixture *self,
          guint    i,
          char   **shared)
{
  g_autoptr (LabSessionConfig) config = lab_session_config_new ();

  config->budget = LAB_MONEY_PER_USD;
  config->max_operations = TASKS + HAND_CALLS;
  if (i % 5 == 0)
    {
      one->profile = g_strdup ("shared");
      if (*shared == NULL)
        {
          fixture_add_profile (self, "shared");
          *shared = fixture_add_experiment (self, "shared", "Shared");
        }
      one->experiment = g_strdup (*shared);
    }
  else
    {
      one->profile = g_strdup_printf ("p%u", i);
      fixture_add_profile (self, one->profile);
      one->experiment = fixture_add_experiment (self, one->profile, "Own");
    }
  one->session = fixture_add_session (self, one->profile, one->experiment, config);
  one->config = fixture_run_config (fixture_workload ("support-chat", TASKS, 3));
  one->config->concurrency = 1 + i % 4;
}

static void
begin (One *one)
{
  lab_session_run_async (one->session, one->config, NULL, lab_test_wait_cb, &one->run);
  for (guint i = 0; i < HAND_CALLS; i++)
    {
      g_autoptr (LabRequest) request = fixture_request ("Who else is here?");

      lab_session_call_async (one->session, request, NULL, NULL, NULL, NULL, lab_test_wait_cb,
                              &one->calls[i]);
    }
}

static void
wait_for (LabTestWait *wait)
{
  while (wait->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Each has what it would have alone: its own calls, money, budget and cache. */
static LabMoney
check (One     *one,
       Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabRunResult) run = NULL;
  g_autoptr (LabBudgetRow) budget = NULL;
  LabSessionMetrics metrics;
  LabMoney by_hand = 0;

  wait_for (&one->run);
  run = lab_session_run_finish (one->session, one->run.result, &error);
  g_object_unref (one->run.result);
  g_assert_no_error (error);
  g_assert_cmpstr (run->status, ==, "completed");
  g_assert_cmpuint (run->tasks_done, ==, TASKS);
  for (guint i = 0; i < HAND_CALLS; i++)
    {
      g_autoptr (LabResponse) response = NULL;

      wait_for (&one->calls[i]);
      response = lab_session_call_finish (one->session, one->calls[i].result, &error);
      g_object_unref (one->calls[i].result);
      g_assert_no_error (error);
      by_hand += response->cost;
    }

  fixture_assert_sums (self->store, one->profile, one->experiment, run->run_id, &run->cost);
  lab_session_get_metrics (one->session, &metrics);
  g_assert_cmpint (metrics.operations, ==, TASKS + HAND_CALLS);
  g_assert_cmpint (metrics.cost.amount, ==, run->cost.amount + by_hand);
  budget = fixture_get_budget (self->store, one->profile, LAB_BUDGET_SESSION,
                               lab_session_get_id (one->session));
  g_assert_cmpint (budget->committed, ==, metrics.cost.amount);
  g_assert_cmpint (budget->reserved, ==, 0);
  return run->cost.amount;
}

static void
test_hundred (Fixture       *self,
              gconstpointer  data)
{
  g_autofree One *all = g_new0 (One, SESSIONS);
  g_autofree char *shared = NULL;
  g_autoptr (GPtrArray) of_shared = NULL;
  LabMoney by_concurrency[4] = { 0 };

  for (guint i = 0; i < SESSIONS; i++)
    one_init (&all[i], self, i, &shared);
  for (guint i = 0; i < SESSIONS; i++)
    begin (&all[i]);
  for (guint i = 0; i < SESSIONS; i++)
    {
      LabMoney cost = check (&all[i], self);

      /* The same run at the same concurrency costs the same, whoever else is
       * there: nobody finds another's cached prompts. */
      if (by_concurrency[i % 4] == 0)
        by_concurrency[i % 4] = cost;
      g_assert_cmpint (cost, ==, by_concurrency[i % 4]);
    }
  of_shared = fixture_list_calls (self->store, "shared", NULL);
  g_assert_cmpuint (of_shared->len, ==, SESSIONS / 5 * (TASKS + HAND_CALLS));
  for (guint i = 0; i < SESSIONS; i++)
    {
      if (i % 5 != 0)
        {
          g_autoptr (GPtrArray) calls = fixture_list_calls (self->store, all[i].profile, NULL);

          g_assert_cmpuint (calls->len, ==, TASKS + HAND_CALLS);
        }
      fixture_terminate (self, all[i].session);
      one_clear (&all[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  FIXTURE_TEST ("/sandbox/many/hundred-at-once", test_hundred);

  return g_test_run ();
}
