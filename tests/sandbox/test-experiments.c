/* test-experiments.c: questions under study, from draft to archive
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox-fixture.h"

#include <string.h>

#include <glib/gstdio.h>

#include "lab-store-experiments.h"
#include "lab-store-runs.h"
#include "lab-store-sessions.h"

static LabExperiment *
make_draft (const char *name)
{
  LabExperiment *draft = lab_experiment_new ();

  draft->profile_id = g_strdup ("p");
  draft->name = g_strdup (name);
  draft->provider = g_strdup (FIXTURE_PROVIDER);
  draft->model = g_strdup (FIXTURE_MODEL);
  draft->workload = g_strdup ("rag-qa");
  draft->tasks = 10;
  return draft;
}

static LabExperiment *
create (Fixture              *self,
        const LabExperiment  *draft,
        GError              **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_experiments_create_async (self->experiments, draft, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_experiments_create_finish (self->experiments, result, error);
}

static LabExperiment *
find (Fixture     *self,
      const char  *profile,
      const char  *reference,
      GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_experiments_find_async (self->experiments, profile, reference, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_experiments_find_finish (self->experiments, result, error);
}

static gboolean
set_status (Fixture              *self,
            const char           *id,
            LabExperimentStatus   status,
            GError              **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_experiments_set_status_async (self->experiments, "p", id, status, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_experiments_set_status_finish (self->experiments, result, error);
}

static gboolean
delete (Fixture     *self,
        const char  *profile,
        const char  *id,
        GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_experiments_delete_async (self->experiments, profile, id, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_experiments_delete_finish (self->experiments, result, error);
}

static GPtrArray *
list (Fixture    *self,
      const char *profile,
      gboolean    archived)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };
  GPtrArray *found;

  lab_experiments_list_async (self->experiments, profile, archived, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  found = lab_experiments_list_finish (self->experiments, result, &error);
  g_assert_no_error (error);
  return found;
}

static void
replace (char      **field,
         const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

/* Each fault names its field. */
static void
test_fields (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *long_name = g_strnfill (256, 'x');
  const struct
  {
    gsize offset;
    const char *value;
    const char *field;
    LabErrorCode code;
  } cases[] = {
    { offsetof (LabExperiment, name), NULL, "name", LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
    { offsetof (LabExperiment, name), "  \t", "name", LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
    { offsetof (LabExperiment, name), long_name, "name", LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
    { offsetof (LabExperiment, name), "\xff", "name", LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
    { offsetof (LabExperiment, model), NULL, "model", LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
    { offsetof (LabExperiment, model), "gpt-99", "model", LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
    { offsetof (LabExperiment, provider), NULL, "model", LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
    { offsetof (LabExperiment, workload), NULL, "workload",
      LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
    { offsetof (LabExperiment, workload), "rag-qb", "workload",
      LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
    { offsetof (LabExperiment, workload), "/nowhere/prompts.jsonl", "workload",
      LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
    { offsetof (LabExperiment, workload_parameters), "{\"no-such\":1}", "no-such",
      LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
    { offsetof (LabExperiment, temperature), "warm", "temperature",
      LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
  };
  g_autoptr (GPtrArray) left = NULL;

  fixture_add_profile (self, "p");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabExperiment) draft = make_draft ("Good name");
      g_autoptr (LabExperiment) made = NULL;
      g_autoptr (GError) error = NULL;

      replace (G_STRUCT_MEMBER_P (draft, cases[i].offset), cases[i].value);
      made = create (self, draft, &error);
      g_assert_null (made);
      g_assert_error (error, LAB_ERROR, (int) cases[i].code);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD), ==,
                       cases[i].field);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (LabExperiment) draft = make_draft ("Good name");
      g_autoptr (LabExperiment) made = NULL;
      g_autoptr (GError) error = NULL;

      if (i == 0)
        draft->tasks = LAB_WORKLOAD_MAX_TASKS + 1;
      else
        draft->max_output_tokens = 0;
      made = create (self, draft, &error);
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_EXPERIMENT_CONFIG);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD), ==,
                       i == 0 ? "tasks" : "max_output_tokens");
    }
  left = list (self, "p", TRUE);
  g_assert_cmpuint (left->len, ==, 0);
}

static void
test_bad_line (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (LabExperiment) draft = make_draft ("Mine");
  g_autofree char *path = g_build_filename (self->directory, "mine.jsonl", NULL);
  g_autoptr (LabExperiment) made = NULL;
  g_autoptr (GError) error = NULL;

  fixture_add_profile (self, "p");
  g_file_set_contents (path, "{\"question\":\"One?\"}\n{\"question\":17}\n", -1, &error);
  g_assert_no_error (error);
  replace (&draft->workload, path);
  made = create (self, draft, &error);
  g_assert_null (made);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_LINE), ==, "2");
  g_assert_nonnull (strstr (error->message, "question"));
}

static void
test_unpriced (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (LabExperiment) draft = make_draft ("Without a price");
  g_autoptr (LabExperiment) made = NULL;
  g_autoptr (GError) error = NULL;

  fixture_add_profile (self, "p");
  replace (&draft->model, "gpt-99");
  draft->allow_unpriced = TRUE;
  made = create (self, draft, &error);
  g_assert_no_error (error);
  g_assert_true (made->allow_unpriced);
}

/* All that was given comes back, and a path given relative is absolute. */
static void
test_comes_back (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (LabExperiment) draft = make_draft ("Everything");
  g_autofree char *path = g_build_filename (self->directory, "mine.jsonl", NULL);
  g_autofree char *here = g_get_current_dir ();
  g_autoptr (LabExperiment) made = NULL;
  g_autoptr (LabExperiment) found = NULL;
  g_autoptr (LabWorkload) workload = NULL;
  g_autoptr (GError) error = NULL;

  fixture_add_profile (self, "p");
  g_file_set_contents (path, "{\"question\":\"One?\"}\n{\"question\":\"Two?\"}\n", -1, NULL);
  g_assert_cmpint (g_chdir (self->directory), ==, 0);
  replace (&draft->workload, "mine.jsonl");
  replace (&draft->description, "Is it worth it?");
  replace (&draft->temperature, "0.2");
  replace (&draft->reasoning_effort, "low");
  draft->tasks = 0;
  draft->seed = G_MAXUINT64 - 1;
  draft->max_output_tokens = 77;
  made = create (self, draft, &error);
  g_assert_cmpint (g_chdir (here), ==, 0);
  g_assert_no_error (error);
  found = find (self, "p", "Everything", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->id, ==, made->id);
  g_assert_true (g_path_is_absolute (found->workload));
  g_assert_cmpstr (found->workload, ==, made->workload);
  g_assert_cmpuint (strlen (found->workload_hash), ==, 64);
  g_assert_cmpstr (found->description, ==, "Is it worth it?");
  g_assert_cmpstr (found->temperature, ==, "0.2");
  g_assert_cmpstr (found->reasoning_effort, ==, "low");
  g_assert_cmpuint (found->seed, ==, G_MAXUINT64 - 1);
  g_assert_cmpint (found->max_output_tokens, ==, 77);
  g_assert_cmpint (found->status, ==, LAB_EXPERIMENT_DRAFT);
  g_assert_cmpint (found->created_at, ==, FIXTURE_NOW);

  workload = lab_experiment_load_workload (found, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lab_workload_get_n_tasks (workload), ==, 2);
  g_assert_cmpstr (lab_workload_get_content_hash (workload), ==, found->workload_hash);
}

static void
test_find (Fixture       *self,
           gconstpointer  data)
{
  static const char *const ids[] = {
    "11112222-aaaa", "11112222-bbbb", "33334444-cccc", "55556666-dddd",
  };
  static const char *const names[] = { "One", "Two", "Twin", "Twin" };
  const struct
  {
    const char *reference;
    const char *id;
    int code;
    const char *reason;
  } cases[] = {
    { "33334444-cccc", "33334444-cccc", 0, NULL },
    { "33334444", "33334444-cccc", 0, NULL },
    { "11112222", NULL, LAB_ERROR_INVALID_INPUT, "ambiguous" },
    { "11112222-a", "11112222-aaaa", 0, NULL },
    { "1111222", NULL, LAB_ERROR_NOT_FOUND, NULL },
    { "Two", "11112222-bbbb", 0, NULL },
    { "Twin", NULL, LAB_ERROR_INVALID_INPUT, "ambiguous" },
    { "Nobody", NULL, LAB_ERROR_NOT_FOUND, NULL },
  };

  fixture_add_profile (self, "p");
  fixture_add_profile (self, "q");
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (LabExperiment) draft = make_draft (names[i]);
      g_autoptr (LabExperiment) made = NULL;

      replace (&draft->id, ids[i]);
      made = create (self, draft, NULL);
      g_assert_nonnull (made);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabExperiment) found = find (self, "p", cases[i].reference, &error);
      g_autoptr (GError) of_other = NULL;
      g_autoptr (LabExperiment) other = find (self, "q", cases[i].reference, &of_other);

      g_assert_error (of_other, LAB_ERROR, LAB_ERROR_NOT_FOUND);
      if (cases[i].id != NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (found->id, ==, cases[i].id);
        }
      else if (cases[i].reason != NULL)
        fixture_assert_reason (error, cases[i].code, cases[i].reason);
      else
        g_assert_error (error, LAB_ERROR, cases[i].code);
    }
}

/* Every step from every status. */
static void
test_status_machine (Fixture       *self,
                     gconstpointer  data)
{
  static const gboolean allowed[4][4] = {
    /* to: draft, running, completed, archived */
    [LAB_EXPERIMENT_DRAFT] = { FALSE, TRUE, FALSE, TRUE },
    [LAB_EXPERIMENT_RUNNING] = { FALSE, TRUE, TRUE, TRUE },
    [LAB_EXPERIMENT_COMPLETED] = { FALSE, TRUE, TRUE, TRUE },
    [LAB_EXPERIMENT_ARCHIVED] = { FALSE, FALSE, FALSE, TRUE },
  };
  static const LabExperimentStatus way[] = {
    LAB_EXPERIMENT_RUNNING, LAB_EXPERIMENT_COMPLETED, LAB_EXPERIMENT_ARCHIVED,
  };

  fixture_add_profile (self, "p");
  for (guint from = 0; from < 4; from++)
    for (guint to = 0; to < 4; to++)
      {
        g_autofree char *name = g_strdup_printf ("%u to %u", from, to);
        g_autoptr (LabExperiment) draft = make_draft (name);
        g_autoptr (LabExperiment) made = create (self, draft, NULL);
        g_autoptr (LabExperiment) found = NULL;
        g_autoptr (GError) error = NULL;

        for (guint i = 0; i < from; i++)
          g_assert_true (set_status (self, made->id, way[i], NULL));
        g_assert_cmpint (set_status (self, made->id, (LabExperimentStatus) to, &error), ==,
                         allowed[from][to]);
        found = find (self, "p", made->id, NULL);
        g_assert_cmpuint (found->status, ==, allowed[from][to] ? to : from);
        if (!allowed[from][to])
          {
            g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_EXPERIMENT_CONFIG);
            g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD), ==,
                             "status");
          }
      }
}

typedef struct
{
  Fixture *fixture;
  const char *id;
  GError *error;
  gboolean asked;
} Archiver;

static void
archived_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Archiver *archiver = user_data;

  lab_experiments_set_status_finish (LAB_EXPERIMENTS (source), result, &archiver->error);
}

static void
recorded_cb (LabCostTracker      *tracker,
             const LabCallRecord *record,
             Archiver            *archiver)
{
  if (!archiver->asked)
    lab_experiments_set_status_async (archiver->fixture->experiments, "p", archiver->id,
                                      LAB_EXPERIMENT_ARCHIVED, archived_cb, archiver);
  archiver->asked = TRUE;
}

/* Not while a run of it is under way; and then nothing can be run in it. */
static void
test_archive (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 5, 3));
  g_autoptr (LabRunResult) run = NULL;
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  Archiver archiver = { .fixture = self, .id = lab_session_get_experiment_id (session) };
  gulong handler =
    g_signal_connect (self->tracker, "call-recorded", G_CALLBACK (recorded_cb), &archiver);

  run = fixture_run (session, config, NULL);
  g_signal_handler_disconnect (self->tracker, handler);
  g_assert_cmpstr (run->status, ==, "completed");
  g_assert_error (archiver.error, LAB_ERROR, LAB_ERROR_INVALID_EXPERIMENT_CONFIG);
  g_clear_error (&archiver.error);

  g_assert_true (set_status (self, archiver.id, LAB_EXPERIMENT_ARCHIVED, NULL));
  open = list (self, "p", FALSE);
  g_assert_cmpuint (open->len, ==, 0);
  all = list (self, "p", TRUE);
  g_assert_cmpuint (all->len, ==, 1);
  error = fixture_refuse_run (session, config);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_EXPERIMENT_CONFIG);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD), ==, "status");
}

static void
test_list (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) of_other = NULL;

  fixture_add_profile (self, "p");
  fixture_add_profile (self, "q");
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("Number %u", i);
      g_autoptr (LabExperiment) draft = make_draft (name);
      g_autoptr (LabExperiment) made = create (self, draft, NULL);

      g_assert_nonnull (made);
      lab_virtual_clock_advance (LAB_VIRTUAL_CLOCK (self->clock), G_USEC_PER_SEC);
    }
  found = list (self, "p", FALSE);
  g_assert_cmpuint (found->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("Number %u", 2 - i);

      g_assert_cmpstr (((LabExperiment *) found->pdata[i])->name, ==, name);
    }
  of_other = list (self, "q", TRUE);
  g_assert_cmpuint (of_other->len, ==, 0);
}

/* Bytes of @text anywhere in a profile's rows that can be read. */
static gpointer
count_left (LabStoreTxn  *txn,
            gpointer      data,
            GError      **error)
{
  g_autoptr (GPtrArray) runs = lab_store_runs_list (txn, "p", NULL, error);
  g_autoptr (GPtrArray) sessions = lab_store_sessions_list (txn, "p", NULL, error);
  LabCallFilter filter = LAB_CALL_FILTER_INIT;
  g_autoptr (GPtrArray) calls = NULL;

  filter.profile_id = "p";
  calls = lab_store_calls_list (txn, &filter, NULL, 1000, error);
  g_assert_nonnull (calls);
  return GUINT_TO_POINTER (1 + runs->len + sessions->len + calls->len);
}

static void
test_delete (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (LabSession) session = fixture_simple_session (self, NULL);
  g_autoptr (LabRunConfig) config = fixture_run_config (fixture_workload ("rag-qa", 5, 3));
  g_autoptr (LabRunResult) run = fixture_run (session, config, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;
  const char *id = lab_session_get_experiment_id (session);
  gpointer left;

  fixture_add_profile (self, "q");
  g_assert_false (delete (self, "q", id, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_clear_error (&error);
  left = lab_store_read_sync (self->store, count_left, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (GPOINTER_TO_UINT (left), ==, 1 + 1 + 1 + 5);

  fixture_terminate (self, session);
  g_assert_true (delete (self, "p", id, &error));
  g_assert_no_error (error);
  left = lab_store_read_sync (self->store, count_left, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (GPOINTER_TO_UINT (left), ==, 1);
  found = list (self, "p", TRUE);
  g_assert_cmpuint (found->len, ==, 0);
  g_assert_false (delete (self, "p", id, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static gpointer
damage (LabStoreTxn  *txn,
        gpointer      data,
        GError      **error)
{
  g_autoptr (LabExperimentRow) row = lab_store_experiments_get (txn, "p", data, error);

  g_free (row->parameters);
  row->parameters = g_strdup ("{\"tasks\":-4}");
  return GINT_TO_POINTER (lab_store_experiments_update (txn, row, error));
}

static void
test_damaged (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autoptr (LabExperiment) found = NULL;
  g_autoptr (GError) error = NULL;

  fixture_add_profile (self, "p");
  id = fixture_add_experiment (self, "p", "Damaged");
  lab_store_write_sync (self->store, damage, id, NULL, NULL, &error);
  g_assert_no_error (error);
  found = find (self, "p", id, &error);
  g_assert_null (found);
  g_assert_nonnull (strstr (error->message, "damaged"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  FIXTURE_TEST ("/sandbox/experiments/faults-name-their-field", test_fields);
  FIXTURE_TEST ("/sandbox/experiments/bad-line", test_bad_line);
  FIXTURE_TEST ("/sandbox/experiments/unpriced", test_unpriced);
  FIXTURE_TEST ("/sandbox/experiments/comes-back", test_comes_back);
  FIXTURE_TEST ("/sandbox/experiments/find", test_find);
  FIXTURE_TEST ("/sandbox/experiments/status-machine", test_status_machine);
  FIXTURE_TEST ("/sandbox/experiments/archive", test_archive);
  FIXTURE_TEST ("/sandbox/experiments/list", test_list);
  FIXTURE_TEST ("/sandbox/experiments/delete", test_delete);
  FIXTURE_TEST ("/sandbox/experiments/damaged", test_damaged);

  return g_test_run ();
}
