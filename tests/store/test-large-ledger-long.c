/* test-large-ledger-long.c: a million calls, each recorded as any other
 *
 * Two profiles, thousands of runs, thirty days: what the roll-ups say is what
 * the calls say, pages neither skip nor repeat, and a profile that is deleted
 * leaves no byte behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-fixture.h"

/* Stands in every id and text of the first profile's calls. */
#define MARK "Zq9-mark-of-the-profile-"
#define CALLS_OF_RUN 500u
#define DAYS 30u
#define DAY_US (G_GINT64_CONSTANT (86400) * 1000000)
#define BEGIN (FIXTURE_NOW - FIXTURE_NOW % DAY_US - DAYS * DAY_US)
/* Every fifth run is the second profile's. */
#define SECOND_EVERY 5u
#define UNPRICED_EVERY 97u
#define TEXT_EVERY 100u
#define PAGE 1000u

static const char *const models[] = { "gpt-a", "gpt-b", "gpt-c", "gpt-d", "gpt-e", "gpt-f" };

typedef struct
{
  LabMoney amount;
  guint64 n_calls;
  guint64 n_unpriced;
} Sum;

/* What was recorded, counted beside the ledger. */
typedef struct
{
  guint n_calls;
  Sum profiles[2];
  Sum days[DAYS];                    /* of the first profile */
  Sum models[G_N_ELEMENTS (models)]; /* and here */
} Expected;

typedef struct
{
  Expected *expected;
  guint run;
} Batch;

static guint
profile_of (guint run)
{
  return run % SECOND_EVERY == SECOND_EVERY - 1;
}

static void
count (Sum                 *sum,
       const LabCallRecord *record)
{
  sum->n_calls++;
  if (record->cost_state == LAB_COST_UNPRICED)
    sum->n_unpriced++;
  else
    sum->amount += record->cost;
}

static LabCallRecord *
make_record (const Expected *expected,
             guint           run,
             guint           index)
{
  guint64 number = (guint64) run * CALLS_OF_RUN + index;
  gboolean second = profile_of (run);
  g_autofree char *operation =
      g_strdup_printf ("%s%u-%u", second ? "other-" : MARK, run, index);
  g_autofree char *run_id = g_strdup_printf ("run-%u", run);
  LabCallRecord *record = fixture_record (second ? "q" : "p", operation);

  fixture_set (&record->run_id, run_id);
  fixture_set (&record->model, models[run % G_N_ELEMENTS (models)]);
  fixture_set (&record->prompt, number % TEXT_EVERY == 0 && !second ? "\"" MARK "\"" : NULL);
  fixture_set (&record->answer, NULL);
  record->cost = 1000 + (LabMoney) (number * 7919 % 5003);
  if (number % UNPRICED_EVERY == 0)
    {
      record->cost_state = LAB_COST_UNPRICED;
      record->cost = 0;
    }
  record->latency_us = 100000 + (gint64) (number * 104729 % 900000);
  record->timestamp =
      BEGIN + (gint64) ((__int128) number * DAYS * DAY_US / expected->n_calls);
  return record;
}

static gboolean
add_run (LabStoreTxn  *txn,
         guint         number,
         GError      **error)
{
  gboolean second = profile_of (number);
  g_autoptr (LabRunRow) row = lab_run_row_new ();

  g_free (row->id);
  row->id = g_strdup_printf ("run-%u", number);
  row->profile_id = g_strdup (second ? "q" : "p");
  row->experiment_id = g_strdup (second ? "q-e" : "p-e");
  row->session_id = g_strdup (second ? "q-s" : "p-s");
  row->kind = g_strdup (number % 2 == 0 ? "baseline" : "optimised");
  row->status = g_strdup ("completed");
  row->strategies = g_strdup (number % 2 == 0 ? "" : "exact-cache");
  row->n_tasks = CALLS_OF_RUN;
  row->concurrency = 1;
  row->started_at = FIXTURE_NOW;
  return lab_store_runs_insert (txn, row, error);
}

static gpointer
record_run (LabStoreTxn  *txn,
            gpointer      data,
            GError      **error)
{
  Batch *batch = data;
  Expected *expected = batch->expected;
  guint second = profile_of (batch->run);

  if (!add_run (txn, batch->run, error))
    return NULL;
  for (guint i = 0; i < CALLS_OF_RUN; i++)
    {
      g_autoptr (LabCallRecord) record = make_record (expected, batch->run, i);

      if (!lab_store_record_call (txn, record, error))
        return NULL;
      count (&expected->profiles[second], record);
      if (second)
        continue;
      count (&expected->days[(record->timestamp - BEGIN) / DAY_US], record);
      count (&expected->models[batch->run % G_N_ELEMENTS (models)], record);
    }
  return LAB_STORE_OK;
}

static void
assert_row (const LabRollupRow *row,
            const Sum          *sum)
{
  g_assert_cmpint (row->cost.amount, ==, sum->amount);
  g_assert_cmpuint (row->cost.n_unpriced, ==, sum->n_unpriced);
  g_assert_cmpuint (lab_rollup_row_count (row), ==, sum->n_calls);
}

static gpointer
check_days (LabStoreTxn  *txn,
            gpointer      data,
            GError      **error)
{
  const Expected *expected = data;
  LabRollupFilter filter = LAB_ROLLUP_FILTER_INIT;
  gint64 bounds[DAYS + 1];
  g_autoptr (GPtrArray) rows = NULL;

  for (guint i = 0; i <= DAYS; i++)
    bounds[i] = BEGIN + i * DAY_US;
  filter.profile_id = "p";
  rows = lab_store_rollups_read (txn, &filter, LAB_ROLLUP_BY_NOTHING, bounds, DAYS + 1, TRUE,
                                 error);
  g_assert_nonnull (rows);
  g_assert_cmpuint (rows->len, ==, DAYS);
  for (guint i = 0; i < DAYS; i++)
    assert_row (g_ptr_array_index (rows, i), &expected->days[i]);
  return LAB_STORE_OK;
}

static gpointer
check_models (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  const Expected *expected = data;
  LabRollupFilter filter = LAB_ROLLUP_FILTER_INIT;
  g_autoptr (GPtrArray) rows = NULL;

  filter.profile_id = "p";
  rows = lab_store_rollups_read (txn, &filter, LAB_ROLLUP_BY_MODEL, NULL, 0, FALSE, error);
  g_assert_nonnull (rows);
  g_assert_cmpuint (rows->len, ==, G_N_ELEMENTS (models));
  for (guint i = 0; i < rows->len; i++)
    {
      const LabRollupRow *row = g_ptr_array_index (rows, i);

      for (guint j = 0; j < G_N_ELEMENTS (models); j++)
        if (g_strcmp0 (row->model, models[j]) == 0)
          assert_row (row, &expected->models[j]);
    }
  return LAB_STORE_OK;
}

/* Every roll-up, against all calls. */
static gpointer
verify (LabStoreTxn  *txn,
        gpointer      data,
        GError      **error)
{
  return lab_store_rollups_verify (txn, data, error) ? LAB_STORE_OK : NULL;
}

static gpointer
read_page (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  LabCallFilter filter = LAB_CALL_FILTER_INIT;

  filter.profile_id = "p";
  return lab_store_calls_list (txn, &filter, data, PAGE, error);
}

/* Page by page through all of the profile's calls, newest first. */
static void
check_pages (Fixture   *fixture,
             const Sum *expected)
{
  g_autoptr (GPtrArray) rows = NULL;
  const LabCallRow *after = NULL;
  Sum sum = { 0 };
  gint64 before = G_MAXINT64;

  do
    {
      g_autoptr (GPtrArray) last = rows;

      rows = fixture_read (fixture->store, read_page, after);
      for (guint i = 0; i < rows->len; i++)
        {
          const LabCallRow *row = g_ptr_array_index (rows, i);

          g_assert_cmpint (row->record->timestamp, <, before);
          before = row->record->timestamp;
          count (&sum, row->record);
        }
      after = rows->len > 0 ? g_ptr_array_index (rows, rows->len - 1) : NULL;
    }
  while (after != NULL);

  g_assert_cmpint (sum.amount, ==, expected->amount);
  g_assert_cmpuint (sum.n_calls, ==, expected->n_calls);
  g_assert_cmpuint (sum.n_unpriced, ==, expected->n_unpriced);
}

static guint
search_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GMappedFile) file = NULL;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        n += search_folder (path);
      else if ((file = g_mapped_file_new (path, FALSE, NULL)) != NULL &&
               g_mapped_file_get_length (file) > 0)
        n += memmem (g_mapped_file_get_contents (file), g_mapped_file_get_length (file), MARK,
                     strlen (MARK)) != NULL;
    }
  return n;
}

static void
test_large_ledger (Fixture       *fixture,
                   gconstpointer  data)
{
  Expected expected = { .n_calls = g_test_thorough () ? 1000000 : 20000 };
  Batch batch = { .expected = &expected };
  g_autoptr (GError) error = NULL;

  fixture_add_profile (fixture->store, "p");
  fixture_add_profile (fixture->store, "q");
  for (batch.run = 0; batch.run < expected.n_calls / CALLS_OF_RUN; batch.run++)
    fixture_write_well (fixture->store, record_run, &batch);

  fixture_read (fixture->store, check_days, &expected);
  fixture_read (fixture->store, check_models, &expected);
  fixture_read (fixture->store, verify, "p");
  fixture_read (fixture->store, verify, "q");
  check_pages (fixture, &expected.profiles[0]);

  g_assert_cmpuint (search_folder (fixture->directory), >, 0);
  g_assert_true (lab_store_delete_profile_sync (fixture->store, "p", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (search_folder (fixture->directory), ==, 0);
  fixture_read (fixture->store, verify, "q");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/store/large-ledger", Fixture, NULL, fixture_set_up, test_large_ledger,
              fixture_tear_down);
  return g_test_run ();
}
