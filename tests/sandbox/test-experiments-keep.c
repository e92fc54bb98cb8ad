/* test-experiments-keep.c: experiments renamed, brought back and counted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox-fixture.h"

static LabExperiment *
rename_experiment (Fixture     *self,
                   const char  *profile,
                   const char  *id,
                   const char  *name,
                   GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_experiments_rename_async (self->experiments, profile, id, name, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_experiments_rename_finish (self->experiments, result, error);
}

static LabExperiment *
restore (Fixture     *self,
         const char  *id,
         GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_experiments_restore_async (self->experiments, "p", id, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_experiments_restore_finish (self->experiments, result, error);
}

static gboolean
count (Fixture              *self,
       const char           *profile,
       const char           *id,
       LabExperimentCounts  *counts,
       GError              **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_experiments_count_async (self->experiments, profile, id, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_experiments_count_finish (self->experiments, result, counts, error);
}

static void
archive (Fixture    *self,
         const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };

  lab_experiments_set_status_async (self->experiments, "p", id, LAB_EXPERIMENT_ARCHIVED,
                                    lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  g_assert_true (lab_experiments_set_status_finish (self->experiments, result, &error));
  g_assert_no_error (error);
}

static void
test_rename (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *long_name = g_strnfill (256, 'x');
  const char *bad[] = { "", " ", "\xff", long_name };
  g_autoptr (GError) error = NULL;
  g_autoptr (LabExperiment) renamed = NULL;
  g_autofree char *id = NULL;

  fixture_add_profile (self, "p");
  id = fixture_add_experiment (self, "p", "before");
  renamed = rename_experiment (self, "p", id, " after ", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (renamed->name, ==, "after");
  g_assert_cmpstr (renamed->id, ==, id);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (rename_experiment (self, "p", id, bad[i], &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_EXPERIMENT_CONFIG);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD), ==, "name");
      g_clear_error (&error);
    }
  /* Another profile's is not there. */
  g_assert_null (rename_experiment (self, "q", id, "theirs", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

/* What has runs was studied; what has none is still a draft. */
static void
test_restore (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config =
    fixture_run_config (fixture_workload ("support-chat", 2, 7));
  g_autoptr (LabRunResult) result = fixture_run (session, config, NULL);
  g_autofree char *studied = g_strdup (lab_session_get_experiment_id (session));
  g_autofree char *draft = fixture_add_experiment (self, "p", "draft");
  g_autoptr (LabExperiment) first = NULL;
  g_autoptr (LabExperiment) second = NULL;
  g_autoptr (GError) error = NULL;

  fixture_terminate (self, session);
  g_assert_null (restore (self, draft, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_EXPERIMENT_CONFIG);
  g_clear_error (&error);
  archive (self, studied);
  archive (self, draft);
  first = restore (self, studied, &error);
  g_assert_no_error (error);
  g_assert_cmpint (first->status, ==, LAB_EXPERIMENT_COMPLETED);
  second = restore (self, draft, &error);
  g_assert_no_error (error);
  g_assert_cmpint (second->status, ==, LAB_EXPERIMENT_DRAFT);
}

static void
test_count (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config =
    fixture_run_config (fixture_workload ("support-chat", 3, 7));
  g_autoptr (LabRunResult) result = fixture_run (session, config, NULL);
  const char *id = lab_session_get_experiment_id (session);
  g_autoptr (GError) error = NULL;
  LabExperimentCounts counts;

  g_assert_true (count (self, "p", id, &counts, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (counts.calls, ==, 3);
  g_assert_cmpuint (counts.runs, ==, 1);
  g_assert_cmpuint (counts.baselines, ==, 0);
  g_assert_false (count (self, "q", id, &counts, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  fixture_terminate (self, session);
}

/* It stays marked, whatever is done with it. */
static void
test_example_stays_marked (Fixture       *self,
                           gconstpointer  data)
{
  g_autoptr (LabExperiment) draft = lab_experiment_new ();
  g_autoptr (LabExperiment) made = NULL;
  g_autoptr (LabExperiment) renamed = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };

  fixture_add_profile (self, "p");
  draft->profile_id = g_strdup ("p");
  draft->name = g_strdup ("Example");
  draft->provider = g_strdup (FIXTURE_PROVIDER);
  draft->model = g_strdup (FIXTURE_MODEL);
  draft->workload = g_strdup ("rag-qa");
  draft->example = TRUE;
  lab_experiments_create_async (self->experiments, draft, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  made = lab_experiments_create_finish (self->experiments, result, &error);
  g_assert_no_error (error);
  renamed = rename_experiment (self, "p", made->id, "Mine", &error);
  g_assert_no_error (error);
  g_assert_true (renamed->example);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  FIXTURE_TEST ("/sandbox/experiments-keep/rename", test_rename);
  FIXTURE_TEST ("/sandbox/experiments-keep/restore", test_restore);
  FIXTURE_TEST ("/sandbox/experiments-keep/count", test_count);
  FIXTURE_TEST ("/sandbox/experiments-keep/example-stays-marked", test_example_stays_marked);

  return g_test_run ();
}
