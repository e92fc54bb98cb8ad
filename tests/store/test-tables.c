/* test-tables.c: what upper rooms keep reads back, within its profile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-fixture.h"

#include "lab-error.h"

/* A test's body, run in one writing transaction. */
typedef void (*Body) (LabStoreTxn *txn);

static gpointer
run_body (LabStoreTxn  *txn,
          gpointer      data,
          GError      **error)
{
  Body *body = data;

  (*body) (txn);
  return LAB_STORE_OK;
}

static void
test_in_transaction (Fixture       *fixture,
                     gconstpointer  data)
{
  Body body = (Body) data;

  fixture_add_profile (fixture->store, "p");
  fixture_add_profile (fixture->store, "q");
  fixture_write_well (fixture->store, run_body, &body);
}

static void
body_profiles (LabStoreTxn *txn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = lab_store_profiles_list (txn, &error);
  g_autoptr (LabProfileRow) found = lab_store_profiles_find (txn, "profile P", &error);
  g_autoptr (LabProfileRow) copy = NULL;
  g_autoptr (LabProfileRow) renamed = NULL;

  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (found->id, ==, "p");
  g_assert_null (lab_store_profiles_find (txn, "nobody", &error));
  g_assert_no_error (error);

  /* Names are unique in either case. */
  g_assert_false (lab_store_profiles_rename (txn, "p", "PROFILE q", 1, &error));
  fixture_assert_reason (error, LAB_ERROR_INVALID_INPUT, "constraint");
  g_clear_error (&error);
  g_assert_true (lab_store_profiles_rename (txn, "p", "Åsa", 9, &error));
  g_assert_true (lab_store_profiles_set_settings (txn, "p", "{\"a\":1}", 10, &error));
  renamed = lab_store_profiles_get (txn, "p", &error);
  copy = lab_profile_row_copy (renamed);
  g_assert_cmpstr (copy->name, ==, "Åsa");
  g_assert_cmpstr (copy->settings, ==, "{\"a\":1}");
  g_assert_cmpint (copy->updated_at, ==, 10);

  g_assert_false (lab_store_profiles_set_settings (txn, "p", "{", 10, &error));
  fixture_assert_reason (error, LAB_ERROR_INVALID_INPUT, "constraint");
  g_clear_error (&error);
  g_assert_false (lab_store_profiles_rename (txn, "x", "y", 1, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (lab_store_profiles_get (txn, "x", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static void
add_experiment (LabStoreTxn *txn,
                const char  *id,
                const char  *name)
{
  g_autoptr (LabExperimentRow) row = lab_store_experiments_get (txn, "p", "p-e", NULL);
  g_autoptr (GError) error = NULL;

  fixture_set (&row->id, id);
  fixture_set (&row->name, name);
  row->updated_at++;
  g_assert_true (lab_store_experiments_insert (txn, row, &error));
  g_assert_no_error (error);
}

static void
body_experiments (LabStoreTxn *txn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabExperimentRow) row = lab_store_experiments_get (txn, "p", "p-e", &error);
  g_autoptr (LabExperimentRow) other = NULL;
  g_autoptr (LabExperimentRow) changed = NULL;

  other = lab_experiment_row_copy (row);
  g_assert_null (lab_store_experiments_get (txn, "q", "p-e", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_clear_error (&error);

  fixture_set (&other->description, NULL);
  fixture_set (&other->status, "completed");
  fixture_set (&other->parameters, "{\"t\":0}");
  fixture_set (&other->workload_hash, "hash");
  other->origin = LAB_ORIGIN_LIVE;
  g_assert_true (lab_store_experiments_update (txn, other, &error));
  changed = lab_store_experiments_get (txn, "p", "p-e", &error);
  g_assert_null (changed->description);
  g_assert_cmpstr (changed->status, ==, "completed");
  g_assert_cmpstr (changed->parameters, ==, "{\"t\":0}");
  g_assert_cmpint (changed->origin, ==, LAB_ORIGIN_LIVE);

  g_assert_false (lab_store_experiments_set_status (txn, "p", "p-e", "sleeping", 1, &error));
  fixture_assert_reason (error, LAB_ERROR_INVALID_INPUT, "constraint");
  g_clear_error (&error);
  g_assert_false (lab_store_experiments_set_status (txn, "q", "p-e", "archived", 1, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static void
body_experiments_find (LabStoreTxn *txn)
{
  static const struct
  {
    const char *text;
    const char *found;
    int code;
  } cases[] = {
    { "aaaaaaaa-1", "aaaaaaaa-1", 0 },
    { "aaaaaaaa", NULL, LAB_ERROR_INVALID_INPUT },
    { "bbbbbbbb", "bbbbbbbb-1", 0 },
    { "bbbb", NULL, LAB_ERROR_NOT_FOUND },
    { "Twin", NULL, LAB_ERROR_INVALID_INPUT },
    { "100% sure", "cccccccc-1", 0 },
    { "q-e", NULL, LAB_ERROR_NOT_FOUND },
  };

  add_experiment (txn, "aaaaaaaa-1", "Twin");
  add_experiment (txn, "aaaaaaaa-2", "Twin");
  add_experiment (txn, "bbbbbbbb-1", "One");
  add_experiment (txn, "cccccccc-1", "100% sure");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabExperimentRow) row =
          lab_store_experiments_find (txn, "p", cases[i].text, &error);

      g_assert_cmpstr (row != NULL ? row->id : NULL, ==, cases[i].found);
      if (row == NULL)
        g_assert_error (error, LAB_ERROR, cases[i].code);
    }
}

static void
body_experiments_list (LabStoreTxn *txn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) live = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) page = NULL;

  add_experiment (txn, "a", "100% sure");
  add_experiment (txn, "b", "1000 sure");
  g_assert_true (lab_store_experiments_set_status (txn, "p", "b", "archived", 1, &error));
  all = lab_store_experiments_list (txn, "p", TRUE, NULL, 0, 0, &error);
  live = lab_store_experiments_list (txn, "p", FALSE, NULL, 0, 0, &error);
  found = lab_store_experiments_list (txn, "p", TRUE, "0% S", 0, 0, &error);
  page = lab_store_experiments_list (txn, "p", TRUE, NULL, 1, 1, &error);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpuint (live->len, ==, 2);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpuint (page->len, ==, 1);
  g_assert_cmpstr (((LabExperimentRow *) g_ptr_array_index (page, 0))->id, ==, "p-e");
}

static void
body_sessions (LabStoreTxn *txn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabSessionRow) row = lab_store_sessions_get (txn, "p", "p-s", &error);
  g_autoptr (LabSessionRow) changed = lab_session_row_copy (row);
  g_autoptr (LabSessionRow) read = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) none = NULL;

  g_assert_cmpint (row->ended_at, ==, 0);
  fixture_set (&changed->status, "closed");
  fixture_set (&changed->state, "{\"n\":3}");
  changed->ended_at = 77;
  g_assert_true (lab_store_sessions_update (txn, changed, &error));
  read = lab_store_sessions_get (txn, "p", "p-s", &error);
  g_assert_cmpstr (read->status, ==, "closed");
  g_assert_cmpstr (read->state, ==, "{\"n\":3}");
  g_assert_cmpint (read->ended_at, ==, 77);
  all = lab_store_sessions_list (txn, "p", NULL, &error);
  none = lab_store_sessions_list (txn, "p", "q-e", &error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpuint (none->len, ==, 0);

  /* Another profile's experiment cannot be joined. */
  fixture_set (&changed->id, "new");
  fixture_set (&changed->experiment_id, "q-e");
  g_assert_false (lab_store_sessions_insert (txn, changed, &error));
  fixture_assert_reason (error, LAB_ERROR_INVALID_INPUT, "constraint");
}

static void
body_runs (LabStoreTxn *txn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabRunRow) row = lab_store_runs_find (txn, "p", "p-e", "p-r", &error);
  g_autoptr (LabRunRow) done = NULL;
  g_autoptr (LabRunRow) copy = NULL;
  g_autoptr (GPtrArray) all = NULL;
  guint n = 99;

  g_assert_nonnull (row->owner);
  copy = lab_run_row_copy (row);
  fixture_set (&copy->id, "r2");
  fixture_set (&copy->name, "second");
  g_assert_true (lab_store_runs_insert (txn, copy, &error));
  all = lab_store_runs_list (txn, "p", "p-e", &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (((LabRunRow *) g_ptr_array_index (all, 0))->id, ==, "r2");

  /* This program is alive, so its runs are not interrupted. */
  g_assert_true (lab_store_runs_mark_interrupted (txn, 5, &n, &error));
  g_assert_cmpuint (n, ==, 0);
  g_assert_true (lab_store_runs_set_status (txn, "p", "p-r", "failed", 8, "why", &error));
  g_assert_true (lab_store_runs_set_session (txn, "p", "p-r", "p-s", &error));
  done = lab_store_runs_get (txn, "p", "p-r", &error);
  g_assert_cmpstr (done->status, ==, "failed");
  g_assert_cmpstr (done->error_message, ==, "why");
  g_assert_null (done->owner);
  g_assert_cmpint (done->finished_at, ==, 8);
  g_assert_false (lab_store_runs_set_session (txn, "p", "p-r", "q-s", &error));
  fixture_assert_reason (error, LAB_ERROR_INVALID_INPUT, "constraint");
}

static void
body_extended_runs (LabStoreTxn *txn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabRunRow) before = lab_store_runs_get (txn, "p", "p-r", &error);
  g_autoptr (LabRunRow) after = NULL;
  g_autoptr (GPtrArray) sums = NULL;
  g_autofree char *looks = g_strdup_printf ("\"looks\":[%u,50]", before->n_tasks);
  const LabRunSums *found;

  g_assert_true (lab_store_runs_extend (txn, "p", "p-r", 50, &error));
  g_assert_true (lab_store_runs_extend (txn, "p", "p-r", 70, &error));
  after = lab_store_runs_get (txn, "p", "p-r", &error);
  g_assert_cmpuint (after->n_tasks, ==, 70);
  g_assert_nonnull (strstr (after->config, looks));
  sums = lab_store_runs_sum_up (txn, "p", "p-e", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sums->len, ==, 1);
  found = sums->pdata[0];
  g_assert_cmpstr (found->run->id, ==, "p-r");
  g_assert_cmpuint (found->n_answered, ==, 0);
  g_assert_cmpint (found->cost.amount, ==, 0);
  g_assert_false (lab_store_runs_extend (txn, "q", "p-r", 90, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static LabBaselineRow *
make_baseline (gboolean priced)
{
  LabBaselineRow *row = lab_baseline_row_new ();

  row->profile_id = g_strdup ("p");
  row->experiment_id = g_strdup ("p-e");
  row->run_id = g_strdup ("p-r");
  row->average_cost = 500;
  row->priced = priced;
  row->cost.amount = 1000;
  row->cost.n_known = 2;
  row->cost.n_unpriced = !priced;
  row->call_count = 2;
  row->pinned = TRUE;
  return row;
}

static void
body_baselines (LabStoreTxn *txn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabBaselineRow) a = make_baseline (TRUE);
  g_autoptr (LabBaselineRow) b = make_baseline (FALSE);
  g_autoptr (LabBaselineRow) pinned = NULL;
  g_autoptr (LabBaselineRow) copy = NULL;
  g_autoptr (LabExperimentRow) experiment = NULL;
  g_autoptr (GPtrArray) all = NULL;

  g_assert_true (lab_store_baselines_insert (txn, a, &error));
  g_assert_true (lab_store_baselines_insert (txn, b, &error));
  g_assert_null (lab_store_baselines_get_pinned (txn, "p", "p-e", &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_MISSING_BASELINE);
  g_clear_error (&error);

  g_assert_true (lab_store_baselines_pin (txn, "p", a->id, 5, &error));
  g_assert_true (lab_store_baselines_pin (txn, "p", b->id, 6, &error));
  pinned = lab_store_baselines_get_pinned (txn, "p", "p-e", &error);
  copy = lab_baseline_row_copy (pinned);
  g_assert_cmpstr (copy->id, ==, b->id);
  g_assert_false (copy->priced);
  g_assert_cmpint (copy->average_cost, ==, 0);
  g_assert_cmpint (copy->cost.amount, ==, 1000);
  experiment = lab_store_experiments_get (txn, "p", "p-e", &error);
  g_assert_cmpstr (experiment->baseline_id, ==, b->id);
  all = lab_store_baselines_list (txn, "p", "p-e", &error);
  g_assert_cmpuint (all->len, ==, 2);

  g_assert_true (lab_store_baselines_delete (txn, "p", b->id, &error));
  g_clear_pointer (&experiment, lab_experiment_row_free);
  experiment = lab_store_experiments_get (txn, "p", "p-e", &error);
  g_assert_null (experiment->baseline_id);
  g_assert_false (lab_store_baselines_pin (txn, "q", a->id, 5, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static void
body_jobs (LabStoreTxn *txn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabJobRow) row = lab_job_row_new ();
  g_autoptr (LabJobRow) read = NULL;
  g_autoptr (LabJobRow) stolen = NULL;
  g_autoptr (GPtrArray) all = NULL;
  guint n;

  row->profile_id = g_strdup ("p");
  row->kind = g_strdup ("run");
  row->title = g_strdup ("Run");
  row->state = LAB_JOB_RUNNING;
  row->payload = g_strdup ("{}");
  g_assert_true (lab_store_jobs_upsert (txn, row, &error));
  g_assert_true (lab_store_jobs_mark_interrupted (txn, 5, &n, &error));
  g_assert_cmpuint (n, ==, 0);
  row->done = 7;
  row->state = LAB_JOB_DONE;
  g_assert_true (lab_store_jobs_upsert (txn, row, &error));
  read = lab_store_jobs_get (txn, "p", row->id, &error);
  g_assert_cmpint (read->done, ==, 7);
  g_assert_cmpint (read->state, ==, LAB_JOB_DONE);
  g_assert_null (read->owner);

  stolen = lab_job_row_copy (row);
  fixture_set (&stolen->profile_id, "q");
  g_assert_false (lab_store_jobs_upsert (txn, stolen, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_clear_error (&error);
  all = lab_store_jobs_list (txn, "p", 0, &error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_true (lab_store_jobs_delete (txn, "p", row->id, &error));
  g_assert_false (lab_store_jobs_delete (txn, "p", row->id, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
}

static void
put (LabStoreTxn *txn,
     const char  *profile,
     const char  *key,
     gint64       ttl)
{
  g_autoptr (LabCacheRow) row = lab_cache_row_new ();
  g_autoptr (LabCacheRow) copy = NULL;

  row->profile_id = g_strdup (profile);
  row->cache_namespace = g_strdup ("n");
  row->key = g_strdup (key);
  row->value = g_strconcat ("value of ", key, NULL);
  row->ttl_us = ttl;
  row->created_at = 100;
  copy = lab_cache_row_copy (row);
  g_assert_true (lab_store_cache_set (txn, copy, NULL));
}

static void
body_cache (LabStoreTxn *txn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabCacheRow) hit = NULL;
  g_autoptr (LabCacheRow) hit_again = NULL;
  guint64 hits, misses, n;

  put (txn, "p", "a", 50);
  put (txn, "p", "b", 0);
  g_assert_null (lab_store_cache_get (txn, "q", "n", "a", 110, &error));
  g_assert_null (lab_store_cache_get (txn, "p", "m", "a", 110, &error));
  hit = lab_store_cache_get (txn, "p", "n", "a", 149, &error);
  g_assert_cmpstr (hit->value, ==, "value of a");
  g_assert_cmpint (hit->hit_count, ==, 1);
  g_assert_cmpint (hit->expires_at, ==, 150);
  g_assert_null (lab_store_cache_get (txn, "p", "n", "a", 150, &error));
  hit_again = lab_store_cache_get (txn, "p", "n", "b", G_MAXINT64, &error);
  g_assert_nonnull (hit_again);
  g_assert_no_error (error);

  g_assert_true (lab_store_cache_get_stats (txn, "p", "n", &hits, &misses, &n, &error));
  g_assert_cmpuint (hits, ==, 2);
  g_assert_cmpuint (misses, ==, 1);
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (lab_store_cache_purge_expired (txn, 150, &n, &error));
  g_assert_cmpuint (n, ==, 1);
}

static void
body_cache_invalidate (LabStoreTxn *txn)
{
  static const struct
  {
    const char *pattern;
    guint64 n;
  } cases[] = {
    { "a?c", 2 },    { "a*", 4 },  { "*", 7 },       { "A*", 0 },
    { "a\\*c", 1 },  { "[ab]", 1 }, { "[ab", 0 },    { "x\\\\y", 1 },
  };
  static const char *const keys[] = { "abc", "a*c", "abbc", "a", "[ab]", "x\\y", "?" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      guint64 n;

      lab_store_cache_invalidate (txn, "p", "n", "*", NULL, NULL);
      for (guint k = 0; k < G_N_ELEMENTS (keys); k++)
        put (txn, "p", keys[k], 0);
      g_assert_true (lab_store_cache_invalidate (txn, "p", "n", cases[i].pattern, &n, &error));
      g_test_message ("%s", cases[i].pattern);
      g_assert_cmpuint (n, ==, cases[i].n);
    }
}

static void
body_notes (LabStoreTxn *txn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabNoteRow) row = lab_note_row_new ();
  g_autoptr (LabNoteRow) copy = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) none = NULL;

  row->profile_id = g_strdup ("p");
  row->subject_kind = g_strdup ("run");
  row->subject_id = g_strdup ("p-r");
  row->text = g_strdup ("odd");
  g_assert_true (lab_store_notes_upsert (txn, row, &error));
  copy = lab_note_row_copy (row);
  fixture_set (&copy->text, "noise");
  g_assert_true (lab_store_notes_upsert (txn, copy, &error));
  all = lab_store_notes_list (txn, "p", "run", "p-r", &error);
  none = lab_store_notes_list (txn, "q", "run", "p-r", &error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpstr (((LabNoteRow *) g_ptr_array_index (all, 0))->text, ==, "noise");
  g_assert_true (lab_store_notes_delete (txn, "p", row->id, &error));
  g_assert_false (lab_store_notes_delete (txn, "p", row->id, &error));
}

static void
body_learning (LabStoreTxn *txn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabProgressRow) fresh = lab_store_progress_get (txn, "p", &error);
  g_autoptr (LabProgressRow) read = NULL;
  g_autoptr (LabProgressRow) copy = lab_progress_row_copy (fresh);
  g_autoptr (LabChallengeRow) challenge = lab_challenge_row_new ();
  g_autoptr (LabChallengeRow) challenge_copy = NULL;
  g_autoptr (LabSubmissionRow) submission = lab_submission_row_new ();
  g_autoptr (LabSubmissionRow) submission_copy = NULL;
  g_autoptr (LabChallengeRow) got = NULL;
  g_autoptr (GPtrArray) challenges = NULL;
  g_autoptr (GPtrArray) submissions = NULL;

  g_assert_cmpint (fresh->skill_level, ==, 1);
  g_assert_cmpstr (fresh->badges_earned, ==, "[]");
  copy->total_cost_savings = 12345;
  g_assert_true (lab_store_progress_set (txn, copy, &error));
  copy->skill_level = 2;
  g_assert_true (lab_store_progress_set (txn, copy, &error));
  read = lab_store_progress_get (txn, "p", &error);
  g_assert_cmpint (read->total_cost_savings, ==, 12345);
  g_assert_cmpint (read->skill_level, ==, 2);

  challenge->title = g_strdup ("Trim");
  challenge->description = g_strdup ("…");
  challenge->difficulty = g_strdup ("beginner");
  challenge->target_reduction = 3000;
  challenge->baseline_scenario = g_strdup ("{}");
  challenge->success_criteria = g_strdup ("{}");
  g_assert_true (lab_store_challenges_upsert (txn, challenge, &error));
  challenge_copy = lab_challenge_row_copy (challenge);
  fixture_set (&challenge_copy->title, "Trim more");
  g_assert_true (lab_store_challenges_upsert (txn, challenge_copy, &error));
  got = lab_store_challenges_get (txn, challenge->id, &error);
  g_assert_cmpstr (got->title, ==, "Trim more");
  challenges = lab_store_challenges_list (txn, &error);
  g_assert_cmpuint (challenges->len, ==, 1);

  submission->profile_id = g_strdup ("p");
  submission->challenge_id = g_strdup (challenge->id);
  submission->achieved_reduction = -120;
  submission->success = TRUE;
  submission_copy = lab_submission_row_copy (submission);
  g_assert_true (lab_store_submissions_insert (txn, submission_copy, &error));
  submissions = lab_store_submissions_list (txn, "p", NULL, &error);
  g_assert_cmpuint (submissions->len, ==, 1);
  g_assert_cmpint (((LabSubmissionRow *) g_ptr_array_index (submissions, 0))->achieved_reduction,
                   ==, -120);
  g_assert_true (((LabSubmissionRow *) g_ptr_array_index (submissions, 0))->success);
  g_assert_no_error (error);
}

static void
body_budget_rows (LabStoreTxn *txn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabBudgetRow) row = lab_budget_row_new ();
  g_autoptr (GPtrArray) all = NULL;
  LabBudgetScope scope;
  LabOperationState state;

  row->profile_id = g_strdup ("p");
  row->scope = LAB_BUDGET_MONTH;
  row->cap = 5;
  g_assert_true (lab_store_budgets_set (txn, row, &error));
  all = lab_store_budgets_list (txn, "p", FIXTURE_NOW, &error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpstr (((LabBudgetRow *) g_ptr_array_index (all, 0))->period, ==, "2026-11");
  g_assert_true (lab_store_budgets_delete (txn, "p", row->id, &error));
  g_assert_false (lab_store_budgets_delete (txn, "p", row->id, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
  g_assert_false (lab_budget_scope_from_string ("year", &scope));
  g_assert_false (lab_operation_state_from_string ("lost?", &state));
}

static gpointer
delete_experiment (LabStoreTxn  *txn,
                   gpointer      profile,
                   GError      **error)
{
  g_autofree char *id = g_strconcat (profile, "-e", NULL);

  return GINT_TO_POINTER (lab_store_experiments_delete (txn, profile, id, error));
}

static gpointer
all_rollups (LabStoreTxn  *txn,
             gpointer      profile,
             GError      **error)
{
  LabRollupFilter filter = LAB_ROLLUP_FILTER_INIT;

  filter.profile_id = profile;
  return lab_store_rollups_read (txn, &filter, LAB_ROLLUP_BY_NOTHING, NULL, 0, TRUE, error);
}

static gpointer
verify (LabStoreTxn  *txn,
        gpointer      profile,
        GError      **error)
{
  return GINT_TO_POINTER (lab_store_rollups_verify (txn, profile, error));
}

/* What was spent stays spent, and what is under way is not pulled away. */
static void
test_deleting_an_experiment (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr (LabReservation) open = fixture_reservation ("p", "o1", 50);
  g_autoptr (LabCallRecord) call = fixture_record ("p", "o1");
  g_autoptr (LabCallRecord) kept = fixture_record ("q", "o2");
  g_autoptr (LabBudgetRow) profile = NULL;
  g_autoptr (GPtrArray) rollups = NULL;
  g_autoptr (GError) error = NULL;

  fixture_add_profile (fixture->store, "p");
  fixture_add_profile (fixture->store, "q");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_PROFILE, "", 5000, FALSE);
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", 5000, FALSE);
  fixture_write_well (fixture->store, fixture_reserve, open);
  g_assert_false (fixture_write (fixture->store, delete_experiment, "p", &error));
  fixture_assert_reason (error, LAB_ERROR_INVALID_INPUT, "in-use");
  fixture_write_well (fixture->store, fixture_record_call, call);
  fixture_write_well (fixture->store, fixture_record_call, kept);
  fixture_write_well (fixture->store, delete_experiment, "p");

  profile = fixture_get_budget (fixture->store, "p", LAB_BUDGET_PROFILE, "", FIXTURE_NOW);
  g_assert_cmpint (profile->committed, ==, 1000);
  g_assert_null (fixture_get_budget (fixture->store, "p", LAB_BUDGET_RUN, "p-r", FIXTURE_NOW));
  rollups = fixture_read (fixture->store, all_rollups, "p");
  g_assert_cmpuint (rollups->len, ==, 0);
  fixture_write_well (fixture->store, verify, "p");
  fixture_write_well (fixture->store, verify, "q");
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    Body body;
  } bodies[] = {
    { "/store/tables/profiles", body_profiles },
    { "/store/tables/experiments", body_experiments },
    { "/store/tables/experiments/find", body_experiments_find },
    { "/store/tables/experiments/list", body_experiments_list },
    { "/store/tables/sessions", body_sessions },
    { "/store/tables/runs", body_runs },
    { "/store/tables/extended-runs", body_extended_runs },
    { "/store/tables/baselines", body_baselines },
    { "/store/tables/jobs", body_jobs },
    { "/store/tables/cache", body_cache },
    { "/store/tables/cache/invalidate", body_cache_invalidate },
    { "/store/tables/notes", body_notes },
    { "/store/tables/learning", body_learning },
    { "/store/tables/budgets", body_budget_rows },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    g_test_add (bodies[i].path, Fixture, (gpointer) bodies[i].body, fixture_set_up,
                test_in_transaction, fixture_tear_down);
  g_test_add ("/store/tables/deleting-an-experiment", Fixture, NULL, fixture_set_up,
              test_deleting_an_experiment, fixture_tear_down);
  return g_test_run ();
}
