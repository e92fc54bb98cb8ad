/* test-rollups.c: the sums are those of the calls, however they are cut
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "older-fixture.h"

#include "lab-error.h"
#include "lab-random.h"
#include "lab-table-private.h"

#define N_CALLS 300
#define HOUR (G_GINT64_CONSTANT (3600) * 1000000)
#define DAY (24 * HOUR)

static gpointer
record_all (LabStoreTxn  *txn,
            gpointer      data,
            GError      **error)
{
  GPtrArray *calls = data;

  for (guint i = 0; i < calls->len; i++)
    if (!lab_store_record_call (txn, g_ptr_array_index (calls, i), error))
      return NULL;
  return LAB_STORE_OK;
}

/* Ten days of calls of every kind, of two profiles. */
static GPtrArray *
make_calls (void)
{
  GPtrArray *calls = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_call_record_free);
  LabRandom random;

  lab_random_init (&random, 42);
  for (guint i = 0; i < N_CALLS; i++)
    {
      g_autofree char *operation = g_strdup_printf ("o%u", i);
      LabCallRecord *call = fixture_record (i % 6 == 5 ? "q" : "p", operation);

      call->timestamp = FIXTURE_NOW + (gint64) lab_random_below (&random, 10 * DAY);
      call->origin = (LabOrigin) lab_random_below (&random, 2);
      call->status = (LabCallStatus) lab_random_below (&random, 7);
      call->purpose = (LabPurpose) lab_random_below (&random, 3);
      call->cost_state = (LabCostState) lab_random_below (&random, 3);
      call->cost = (LabMoney) lab_random_below (&random, 1000000);
      call->latency_us = (gint64) lab_random_below (&random, 5000000) - 1;
      fixture_set (&call->model, lab_random_below (&random, 2) ? "a" : "b");
      if (lab_random_below (&random, 4) == 0)
        fixture_set (&call->run_id, NULL);
      g_ptr_array_add (calls, call);
    }
  return calls;
}

static GPtrArray *
set_up_calls (Fixture *fixture)
{
  GPtrArray *calls = make_calls ();

  fixture_add_profile (fixture->store, "p");
  fixture_add_profile (fixture->store, "q");
  fixture_write_well (fixture->store, record_all, calls);
  return calls;
}

typedef struct
{
  LabRollupFilter filter;
  LabRollupGroup group;
  const gint64 *bounds;
  guint n_bounds;
} Reading;

static gpointer
read_rollups (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  const Reading *reading = data;

  return lab_store_rollups_read (txn, &reading->filter, reading->group, reading->bounds,
                                 reading->n_bounds, TRUE, error);
}

/* Straight from the calls. */
static void
sum_calls (GPtrArray      *calls,
           gint64          from,
           gint64          to,
           const char     *model,
           LabRollupRow   *row)
{
  for (guint i = 0; i < calls->len; i++)
    {
      const LabCallRecord *call = g_ptr_array_index (calls, i);

      if (strcmp (call->profile_id, "p") != 0 || call->timestamp < from || call->timestamp >= to ||
          call->origin != row->origin || (model != NULL && strcmp (call->model, model) != 0))
        continue;
      row->n_calls[call->status]++;
      row->n_operations++;
      row->buckets[LAB_BUCKET_U] += call->usage.buckets[LAB_BUCKET_U];
      row->cost.n_unpriced += call->cost_state == LAB_COST_UNPRICED;
      if (call->cost_state != LAB_COST_UNPRICED)
        row->cost.amount += call->cost;
      if (call->cost_state == LAB_COST_ESTIMATED)
        row->cost.estimated += call->cost;
      if (call->purpose != LAB_PURPOSE_TASK && call->cost_state != LAB_COST_UNPRICED)
        row->overhead.amount += call->cost;
      if ((call->status == LAB_CALL_OK || call->status == LAB_CALL_CUT) && call->latency_us >= 0)
        {
          row->n_latencies++;
          row->latency_us += call->latency_us;
        }
    }
}

static void
assert_row (GPtrArray          *calls,
            const LabRollupRow *row,
            gint64              from,
            gint64              to)
{
  g_autoptr (LabRollupRow) expected = lab_rollup_row_new (row->origin);

  sum_calls (calls, from, to, row->model, expected);
  g_assert_cmpmem (row->n_calls, sizeof row->n_calls, expected->n_calls,
                   sizeof expected->n_calls);
  g_assert_cmpuint (row->n_operations, ==, expected->n_operations);
  g_assert_cmpint (row->buckets[LAB_BUCKET_U], ==, expected->buckets[LAB_BUCKET_U]);
  g_assert_cmpint (row->cost.amount, ==, expected->cost.amount);
  g_assert_cmpint (row->cost.estimated, ==, expected->cost.estimated);
  g_assert_cmpint (row->cost.n_unpriced, ==, expected->cost.n_unpriced);
  g_assert_cmpint (row->overhead.amount, ==, expected->overhead.amount);
  g_assert_cmpint (row->latency_us, ==, expected->latency_us);
  g_assert_cmpuint (row->latency_sketch->count, ==, expected->n_latencies);
}

/* Random cuts, some on days and hours, cover every call exactly once. */
static void
test_any_cut_adds_up (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = set_up_calls (fixture);
  LabRandom random;

  lab_random_init (&random, 5);
  for (guint round = 0; round < 40; round++)
    {
      static const gint64 steps[] = { LAB_ROLLUP_SLOT_US, HOUR, DAY };
      gint64 bounds[6];
      guint64 n = 0, expected = 0;
      Reading reading = { LAB_ROLLUP_FILTER_INIT, LAB_ROLLUP_BY_MODEL, bounds, 6 };
      g_autoptr (GPtrArray) rows = NULL;

      reading.filter.profile_id = "p";
      bounds[0] = FIXTURE_NOW - DAY;
      for (guint i = 1; i < 6; i++)
        {
          gint64 step = steps[lab_random_below (&random, 3)];

          bounds[i] = bounds[i - 1] + (gint64) lab_random_below (&random, 3 * DAY) + step;
          bounds[i] -= bounds[i] % step;
          if (bounds[i] <= bounds[i - 1])
            bounds[i] = bounds[i - 1] + LAB_ROLLUP_SLOT_US;
        }
      rows = fixture_read (fixture->store, read_rollups, &reading);
      for (guint i = 0; i < rows->len; i++)
        {
          const LabRollupRow *row = g_ptr_array_index (rows, i);

          assert_row (calls, row, row->start, row->end);
          n += lab_rollup_row_count (row);
        }
      for (guint i = 0; i < calls->len; i++)
        {
          const LabCallRecord *call = g_ptr_array_index (calls, i);

          expected += call->profile_id[0] == 'p' && call->timestamp >= bounds[0] &&
                      call->timestamp < bounds[5];
        }
      g_assert_cmpuint (n, ==, expected);
    }
}

static void
test_all_time_and_filters (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = set_up_calls (fixture);
  Reading reading = { LAB_ROLLUP_FILTER_INIT, LAB_ROLLUP_BY_NOTHING, NULL, 0 };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) run = NULL;
  g_autoptr (GPtrArray) other = NULL;
  guint64 in_run = 0;

  reading.filter.profile_id = "p";
  rows = fixture_read (fixture->store, read_rollups, &reading);
  g_assert_cmpuint (rows->len, ==, 2); /* two origins, never added */
  for (guint i = 0; i < rows->len; i++)
    assert_row (calls, g_ptr_array_index (rows, i), 0, G_MAXINT64);

  reading.filter.run_id = "p-r";
  run = fixture_read (fixture->store, read_rollups, &reading);
  for (guint i = 0; i < run->len; i++)
    in_run += lab_rollup_row_count (g_ptr_array_index (run, i));
  for (guint i = 0; i < calls->len; i++)
    {
      const LabCallRecord *call = g_ptr_array_index (calls, i);

      in_run -= call->profile_id[0] == 'p' && call->run_id != NULL;
    }
  g_assert_cmpuint (in_run, ==, 0);

  reading.filter.run_id = "q-r";
  other = fixture_read (fixture->store, read_rollups, &reading);
  g_assert_cmpuint (other->len, ==, 0);
}

/* How many calls rows that name @experiment and @run have. */
static guint64
count_rows (GPtrArray  *rows,
            const char *experiment,
            const char *run)
{
  guint64 n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const LabRollupRow *row = g_ptr_array_index (rows, i);

      if (g_strcmp0 (row->experiment_id, experiment) == 0 && g_strcmp0 (row->run_id, run) == 0)
        n += lab_rollup_row_count (row);
    }
  return n;
}

/* Profiles, experiments and runs are summed apart; they say the same. */
static void
test_scopes_agree (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = set_up_calls (fixture);
  const gint64 bounds[] = { FIXTURE_NOW - DAY, FIXTURE_NOW + 3 * DAY + 3 * LAB_ROLLUP_SLOT_US,
                            FIXTURE_NOW + 20 * DAY };
  const LabRollupGroup by_run = LAB_ROLLUP_BY_EXPERIMENT | LAB_ROLLUP_BY_RUN;

  for (guint i = 0; i < 2; i++)
    {
      const gint64 *b = i == 0 ? bounds : NULL;
      Reading all = { LAB_ROLLUP_FILTER_INIT, LAB_ROLLUP_BY_NOTHING, b, 3 };
      Reading experiments = { LAB_ROLLUP_FILTER_INIT, LAB_ROLLUP_BY_EXPERIMENT, b, 3 };
      Reading runs = { LAB_ROLLUP_FILTER_INIT, by_run, b, 3 };
      Reading one = { LAB_ROLLUP_FILTER_INIT, by_run, b, 3 };
      g_autoptr (GPtrArray) all_rows = NULL;
      g_autoptr (GPtrArray) experiment_rows = NULL;
      g_autoptr (GPtrArray) run_rows = NULL;
      g_autoptr (GPtrArray) one_rows = NULL;

      all.filter.profile_id = experiments.filter.profile_id = "p";
      runs.filter.profile_id = one.filter.profile_id = "p";
      one.filter.run_id = "p-r";
      one.filter.experiment_id = "p-e";
      all_rows = fixture_read (fixture->store, read_rollups, &all);
      experiment_rows = fixture_read (fixture->store, read_rollups, &experiments);
      run_rows = fixture_read (fixture->store, read_rollups, &runs);
      one_rows = fixture_read (fixture->store, read_rollups, &one);
      g_assert_cmpuint (count_rows (all_rows, NULL, NULL), ==, N_CALLS * 5 / 6);
      g_assert_cmpuint (count_rows (experiment_rows, "p-e", NULL), ==, N_CALLS * 5 / 6);
      g_assert_cmpuint (count_rows (run_rows, "p-e", "p-r") + count_rows (run_rows, "p-e", ""), ==,
                        N_CALLS * 5 / 6);
      g_assert_cmpuint (count_rows (run_rows, "p-e", ""), >, 0);
      g_assert_cmpuint (count_rows (one_rows, "p-e", "p-r"), ==,
                        count_rows (run_rows, "p-e", "p-r"));
    }
}

static gpointer
add_experiment (LabStoreTxn  *txn,
                gpointer      data,
                GError      **error)
{
  static const char *const statements[] = {
    "INSERT INTO experiments (id, user_id, name, status, provider, model, workload, origin,"
    " created_at, updated_at) VALUES ('p-e2', 'p', 'Second', 'draft', 'mock', 'm', 'w',"
    " 'practice', 1, 1)",
    "INSERT INTO sessions (id, profile_id, experiment_id, provider, model, origin, status,"
    " isolation, cache_namespace, created_at, updated_at) VALUES ('p-s2', 'p', 'p-e2', 'mock',"
    " 'm', 'practice', 'active', 'user', 'n', 1, 1)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!lab_txn_run (txn, error, statements[i], NULL))
      return NULL;
  return LAB_STORE_OK;
}

static gpointer
delete_experiment (LabStoreTxn  *txn,
                   gpointer      id,
                   GError      **error)
{
  return GINT_TO_POINTER (lab_store_experiments_delete (txn, "p", id, error));
}

static gpointer
verify (LabStoreTxn  *txn,
        gpointer      profile,
        GError      **error)
{
  return GINT_TO_POINTER (lab_store_rollups_verify (txn, profile, error));
}

static gpointer
rebuild (LabStoreTxn  *txn,
         gpointer      profile,
         GError      **error)
{
  return GINT_TO_POINTER (lab_store_rollups_rebuild (txn, profile, error));
}

static void
tamper (Fixture    *fixture,
        const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->directory, "costlab.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_changes (db), >, 0);
  sqlite3_close (db);
}

static void
test_difference_is_found_and_mended (Fixture       *fixture,
                                     gconstpointer  data)
{
  static const char *const harms[] = {
    "UPDATE rollups_15m SET n_ok = n_ok + 1 WHERE subject IN (SELECT id FROM rollup_subjects"
    " WHERE scope = 0)",
    "UPDATE rollups_15m SET n_ok = n_ok + 1 WHERE subject IN (SELECT id FROM rollup_subjects"
    " WHERE scope = 1)",
    "UPDATE rollups_15m SET n_ok = n_ok + 1 WHERE subject IN (SELECT id FROM rollup_subjects"
    " WHERE scope = 2)",
    "UPDATE rollups_1h SET cost_amount = cost_amount + 1",
    "UPDATE rollups_6h SET latency_us = latency_us - 1",
    "UPDATE rollups_1d SET latency_sketch = x''  WHERE length (latency_sketch) > 0",
    "DELETE FROM rollups_total",
    "DELETE FROM rollup_keys",
    "DELETE FROM rollup_subjects WHERE scope = 2",
    "UPDATE api_calls SET cost = 5 WHERE seq = (SELECT min (seq) FROM api_calls"
    " WHERE cost IS NOT NULL AND profile_id = 'p')",
    "INSERT INTO rollups_1h SELECT subject, slot + 3600000000000, key, n_ok, n_cut, n_cancelled,"
    " n_refused, n_failed, n_answered, n_lost, n_operations, n_answered_operations, cost_amount,"
    " cost_estimated, n_known, n_estimated, n_unpriced, overhead_amount, overhead_estimated,"
    " overhead_n_known, overhead_n_estimated, overhead_n_unpriced, u, r, w, wl, o, n_latencies,"
    " latency_us, cost_sketch, latency_sketch FROM rollups_1h WHERE subject ="
    " (SELECT id FROM rollup_subjects WHERE profile_id = 'p' AND scope = 0) LIMIT 1",
  };
  g_autoptr (GPtrArray) calls = set_up_calls (fixture);

  fixture_write_well (fixture->store, verify, "p");
  for (guint i = 0; i < G_N_ELEMENTS (harms); i++)
    {
      g_autoptr (GError) error = NULL;

      tamper (fixture, harms[i]);
      g_assert_false (fixture_write (fixture->store, verify, "p", &error));
      fixture_assert_reason (error, LAB_ERROR_CORRUPTED_METRICS, "roll-up");
      fixture_write_well (fixture->store, rebuild, "p");
      fixture_write_well (fixture->store, verify, "p");
    }
}

/* An experiment's calls go out of the profile's sums, its extremes too. */
static void
test_deleted_experiment_leaves_the_sums (Fixture       *fixture,
                                         gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = set_up_calls (fixture);
  g_autoptr (GPtrArray) more = make_calls ();
  Reading reading = { LAB_ROLLUP_FILTER_INIT, LAB_ROLLUP_BY_MODEL, NULL, 0 };
  g_autoptr (GPtrArray) rows = NULL;

  fixture_write_well (fixture->store, add_experiment, NULL);
  for (guint i = 0; i < more->len; i++)
    {
      LabCallRecord *call = g_ptr_array_index (more, i);
      g_autofree char *operation = g_strdup_printf ("second-%u", i);

      fixture_set (&call->profile_id, "p");
      fixture_set (&call->experiment_id, "p-e2");
      fixture_set (&call->session_id, "p-s2");
      fixture_set (&call->run_id, NULL);
      fixture_set (&call->operation_id, operation);
      fixture_set (&call->model, i % 2 == 0 ? "a" : "only-here");
      call->cost *= 1000;
      call->timestamp += 2 * DAY;
    }
  fixture_write_well (fixture->store, record_all, more);
  fixture_write_well (fixture->store, verify, "p");
  fixture_write_well (fixture->store, delete_experiment, "p-e2");
  fixture_write_well (fixture->store, verify, "p");
  fixture_write_well (fixture->store, verify, "q");

  reading.filter.profile_id = "p";
  rows = fixture_read (fixture->store, read_rollups, &reading);
  for (guint i = 0; i < rows->len; i++)
    {
      const LabRollupRow *row = g_ptr_array_index (rows, i);

      g_assert_cmpstr (row->model, !=, "only-here");
      assert_row (calls, row, 0, G_MAXINT64);
      g_assert_cmpint (row->cost_sketch->maximum, <, 1000000);
    }
  fixture_write_well (fixture->store, delete_experiment, "p-e");
  fixture_write_well (fixture->store, verify, "p");
}

/* A ledger of the format before sums of experiments and profiles were kept
 * apart: what it has of runs is carried over, the rest made of it. */
static void
test_older_sums_are_carried_over (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = set_up_calls (fixture);
  Fixture migrated = older_fixture_copy (fixture, 7);

  fixture_reopen (&migrated);
  fixture_write_well (migrated.store, verify, "p");
  fixture_write_well (migrated.store, verify, "q");
  fixture_tear_down (&migrated, NULL);
}

/* Reading within the transaction that records sees its calls; undoing one
 * write leaves the sums of its neighbours. */
typedef struct
{
  LabCallRecord *call;
  gboolean fail;
  guint64 seen;
} Step;

static gpointer
record_and_read (LabStoreTxn  *txn,
                 gpointer      data,
                 GError      **error)
{
  Step *step = data;
  LabRollupFilter filter = LAB_ROLLUP_FILTER_INIT;
  g_autoptr (GPtrArray) rows = NULL;

  filter.profile_id = "p";
  if (!lab_store_record_call (txn, step->call, error))
    return NULL;

  rows = lab_store_rollups_read (txn, &filter, LAB_ROLLUP_BY_NOTHING, NULL, 0, FALSE, error);
  if (rows == NULL)
    return NULL;
  step->seen = lab_rollup_row_count (g_ptr_array_index (rows, 0));
  if (step->fail)
    lab_set_error (error, LAB_ERROR_INVALID_INPUT, "undo");
  return step->fail ? NULL : LAB_STORE_OK;
}

static gpointer
block (LabStoreTxn  *txn,
       gpointer      data,
       GError      **error)
{
  GMutex *mutex = data;

  g_mutex_lock (mutex);
  g_mutex_unlock (mutex);
  return LAB_STORE_OK;
}

static void
count_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  guint *left = user_data;

  lab_store_write_finish (LAB_STORE (source), result, NULL);
  (*left)--;
}

static void
test_undone_write_takes_only_its_own (Fixture       *fixture,
                                      gconstpointer  data)
{
  static const gboolean fails[] = { FALSE, TRUE, FALSE, TRUE, TRUE, FALSE };
  Step steps[G_N_ELEMENTS (fails)] = { 0 };
  GMutex mutex;
  guint left = G_N_ELEMENTS (fails) + 1;

  fixture_add_profile (fixture->store, "p");
  g_mutex_init (&mutex);
  g_mutex_lock (&mutex);
  /* Holds the writer up, so that the others are one group with it. */
  lab_store_write_async (fixture->store, block, &mutex, NULL, NULL, NULL, count_cb, &left);
  for (guint i = 0; i < G_N_ELEMENTS (fails); i++)
    {
      g_autofree char *operation = g_strdup_printf ("o%u", i);

      steps[i].call = fixture_record ("p", operation);
      steps[i].fail = fails[i];
      lab_store_write_async (fixture->store, record_and_read, &steps[i], NULL, NULL, NULL,
                             count_cb, &left);
    }
  g_mutex_unlock (&mutex);
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (steps[0].seen, ==, 1);
  g_assert_cmpuint (steps[1].seen, ==, 2);
  g_assert_cmpuint (steps[2].seen, ==, 2);
  g_assert_cmpuint (steps[5].seen, ==, 3);
  fixture_write_well (fixture->store, verify, "p");
  for (guint i = 0; i < G_N_ELEMENTS (fails); i++)
    lab_call_record_free (steps[i].call);
  g_mutex_clear (&mutex);
}

static void
test_overflow_is_an_error (void)
{
  g_autoptr (LabRollupRow) a = lab_rollup_row_new (LAB_ORIGIN_LIVE);
  g_autoptr (LabRollupRow) b = lab_rollup_row_new (LAB_ORIGIN_LIVE);
  g_autoptr (GError) error = NULL;

  a->latency_us = G_MAXINT64;
  b->latency_us = 1;
  g_assert_false (lab_rollup_row_merge (a, b, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_CORRUPTED_METRICS);
  g_clear_error (&error);
  b->origin = LAB_ORIGIN_PRACTICE;
  g_assert_false (lab_rollup_row_merge (a, b, &error));
  fixture_assert_reason (error, LAB_ERROR_INVALID_INPUT, "origin");
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture       *fixture,
                  gconstpointer  data);
  } tests[] = {
    { "/store/rollups/any-cut-adds-up", test_any_cut_adds_up },
    { "/store/rollups/all-time-and-filters", test_all_time_and_filters },
    { "/store/rollups/scopes-agree", test_scopes_agree },
    { "/store/rollups/deleted-experiment-leaves-the-sums",
      test_deleted_experiment_leaves_the_sums },
    { "/store/rollups/older-sums-are-carried-over", test_older_sums_are_carried_over },
    { "/store/rollups/difference-is-found-and-mended", test_difference_is_found_and_mended },
    { "/store/rollups/undone-write-takes-only-its-own", test_undone_write_takes_only_its_own },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);
  g_test_add_func ("/store/rollups/overflow-is-an-error", test_overflow_is_an_error);
  return g_test_run ();
}
