/* test-calls.c: the ledger, recorded and read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-fixture.h"

#include <sqlite3.h>

#include "lab-error.h"

static gpointer
get_call (LabStoreTxn  *txn,
          gpointer      id,
          GError      **error)
{
  return lab_store_calls_get (txn, "p", id, error);
}

static gpointer
get_operation (LabStoreTxn  *txn,
               gpointer      id,
               GError      **error)
{
  return lab_store_operations_get (txn, "p", id, error);
}

static gpointer
list_run (LabStoreTxn  *txn,
          gpointer      run,
          GError      **error)
{
  return lab_store_operations_list_run (txn, "p", run, TRUE, error);
}

static void
test_every_field_reads_back (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr (LabCallRecord) call = fixture_record ("p", "o1");
  g_autoptr (LabCallRow) row = NULL;
  LabCallRecord *read;

  fixture_add_profile (fixture->store, "p");
  call->purpose = LAB_PURPOSE_JUDGE;
  call->status = LAB_CALL_CUT;
  fixture_set (&call->model_served, "gpt-test-2026");
  call->batch = TRUE;
  call->finish = LAB_FINISH_LENGTH;
  call->usage.buckets[LAB_BUCKET_R] = -4;
  call->usage.reasoning = 7;
  call->usage.system = 9;
  call->usage.web_searches = 2;
  call->usage.flags = LAB_USAGE_REPORTED | LAB_USAGE_UNRECONCILED;
  call->cost_state = LAB_COST_ESTIMATED;
  fixture_set (&call->cost_basis, "counted");
  call->context_tier = 200000;
  fixture_set (&call->tags, "{\"team\":\"a\"}");
  fixture_set (&call->error_code, "PROVIDER_UNAVAILABLE");
  fixture_set (&call->error_message, "cut");
  call->replicate = 3;
  call->score = 8200;
  fixture_write_well (fixture->store, fixture_record_call, call);

  row = fixture_read (fixture->store, get_call, call->id);
  read = row->record;
#define SAME_TEXT(field) g_assert_cmpstr (read->field, ==, call->field)
#define SAME_INT(field) g_assert_cmpint (read->field, ==, call->field)
  SAME_TEXT (id);
  SAME_TEXT (profile_id);
  SAME_TEXT (experiment_id);
  SAME_TEXT (session_id);
  SAME_TEXT (run_id);
  SAME_TEXT (operation_id);
  SAME_INT (attempt);
  SAME_INT (final);
  SAME_INT (purpose);
  SAME_INT (origin);
  SAME_INT (status);
  SAME_TEXT (provider);
  SAME_TEXT (model);
  SAME_TEXT (model_served);
  SAME_TEXT (service_tier);
  SAME_INT (batch);
  SAME_INT (finish);
  g_assert_true (lab_usage_equal (&read->usage, &call->usage));
  SAME_INT (cost_state);
  SAME_INT (cost);
  SAME_TEXT (cost_basis);
  SAME_TEXT (price_row);
  SAME_INT (context_tier);
  SAME_INT (latency_us);
  SAME_INT (ttft_us);
  SAME_INT (timestamp);
  SAME_TEXT (request_hash);
  SAME_TEXT (strategies);
  SAME_TEXT (tags);
  SAME_TEXT (raw_usage);
  SAME_TEXT (error_code);
  SAME_TEXT (error_message);
  SAME_TEXT (task_key);
  SAME_INT (replicate);
  SAME_INT (score);
  SAME_TEXT (prompt);
  SAME_TEXT (answer);
}

static void
test_operation_adds_up (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (LabReservation) reservation = fixture_reservation ("p", "o1", 10000);
  g_autoptr (LabCallRecord) strategy = fixture_record ("p", "o1");
  g_autoptr (LabCallRecord) failed = fixture_record ("p", "o1");
  g_autoptr (LabCallRecord) last = fixture_record ("p", "o1");
  g_autoptr (GPtrArray) rows = NULL;
  LabOperationRow *row;

  fixture_add_profile (fixture->store, "p");
  fixture_write_well (fixture->store, fixture_reserve, reservation);
  strategy->purpose = LAB_PURPOSE_STRATEGY;
  strategy->final = FALSE;
  strategy->cost = 300;
  failed->attempt = 2;
  failed->final = FALSE;
  failed->status = LAB_CALL_FAILED;
  failed->cost_state = LAB_COST_UNPRICED;
  last->attempt = 3;
  last->cost_state = LAB_COST_ESTIMATED;
  last->score = 10000;
  fixture_write_well (fixture->store, fixture_record_call, strategy);
  fixture_write_well (fixture->store, fixture_record_call, failed);
  fixture_write_well (fixture->store, fixture_record_call, last);

  rows = fixture_read (fixture->store, list_run, "p-r");
  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpint (row->state, ==, LAB_OPERATION_CLOSED);
  g_assert_cmpint (row->status, ==, LAB_CALL_OK);
  g_assert_cmpuint (row->n_attempts, ==, 3);
  g_assert_cmpint (row->cost.amount, ==, 1300);
  g_assert_cmpint (row->cost.estimated, ==, 1000);
  g_assert_cmpint (row->cost.n_known, ==, 1);
  g_assert_cmpint (row->cost.n_estimated, ==, 1);
  g_assert_cmpint (row->cost.n_unpriced, ==, 1);
  g_assert_cmpint (row->overhead.amount, ==, 300);
  g_assert_cmpint (row->overhead.n_known, ==, 1);
  g_assert_cmpint (row->usage.buckets[LAB_BUCKET_U], ==, 300);
  g_assert_cmpint (row->latency_us, ==, 1500000);
  g_assert_cmpint (row->score, ==, 10000);
  g_assert_cmpstr (row->task_key, ==, "task-1");
  g_assert_cmpstr (row->answer, ==, "Thirty days.");
  g_assert_cmpint (row->closed_at, ==, FIXTURE_NOW + 500000);
}

typedef void (*Spoil) (LabCallRecord *record);

static void
spoil_profile (LabCallRecord *record)
{
  fixture_set (&record->profile_id, "q");
}

static void
spoil_origin (LabCallRecord *record)
{
  record->origin = LAB_ORIGIN_LIVE;
}

static void
spoil_count (LabCallRecord *record)
{
  record->usage.buckets[LAB_BUCKET_O] = G_MAXINT64;
}

static void
spoil_time (LabCallRecord *record)
{
  record->timestamp = -1;
}

static void
spoil_attempt (LabCallRecord *record)
{
  record->attempt = 0;
}

static void
spoil_json (LabCallRecord *record)
{
  fixture_set (&record->tags, "{");
}

static void
spoil_experiment (LabCallRecord *record)
{
  fixture_set (&record->operation_id, "new");
  fixture_set (&record->experiment_id, "nowhere");
}

static void
spoil_closed (LabCallRecord *record)
{
  fixture_set (&record->operation_id, "closed");
}

/* Nothing of a refused call stays: not its roll-ups, not its cost. */
static void
test_bad_calls_are_refused_whole (Fixture       *fixture,
                                  gconstpointer  data)
{
  static const Spoil spoils[] = { spoil_profile, spoil_origin, spoil_count,      spoil_time,
                                  spoil_attempt, spoil_json,   spoil_experiment, spoil_closed };
  g_autoptr (LabReservation) reservation = fixture_reservation ("p", "o1", 10000);
  g_autoptr (LabCallRecord) closed = fixture_record ("p", "closed");
  g_autoptr (LabOperationRow) row = NULL;

  fixture_add_profile (fixture->store, "p");
  fixture_add_profile (fixture->store, "q");
  fixture_set_budget (fixture->store, "p", LAB_BUDGET_PROFILE, "", 1000000, FALSE);
  fixture_write_well (fixture->store, fixture_reserve, reservation);
  fixture_write_well (fixture->store, fixture_record_call, closed);

  for (guint i = 0; i < G_N_ELEMENTS (spoils); i++)
    {
      g_autoptr (LabCallRecord) call = fixture_record ("p", "o1");
      g_autoptr (LabBudgetRow) budget = NULL;
      g_autoptr (GError) error = NULL;

      spoils[i](call);
      g_assert_false (fixture_write (fixture->store, fixture_record_call, call, &error));
      fixture_assert_reason (error, LAB_ERROR_INVALID_INPUT, "constraint");
      budget = fixture_get_budget (fixture->store, "p", LAB_BUDGET_PROFILE, "", FIXTURE_NOW);
      g_assert_cmpint (budget->committed, ==, 1000);
      g_assert_cmpint (budget->reserved, ==, 10000);
    }
  row = fixture_read (fixture->store, get_operation, "o1");
  g_assert_cmpint (row->state, ==, LAB_OPERATION_OPEN);
  g_assert_cmpuint (row->n_attempts, ==, 0);
}

static void
test_same_id_twice_is_refused (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (LabCallRecord) call = fixture_record ("p", "o1");
  g_autoptr (GError) error = NULL;

  fixture_add_profile (fixture->store, "p");
  call->final = FALSE;
  fixture_write_well (fixture->store, fixture_record_call, call);
  g_assert_false (fixture_write (fixture->store, fixture_record_call, call, &error));
  fixture_assert_reason (error, LAB_ERROR_INVALID_INPUT, "constraint");
}

#define N_CALLS 57

static void
add_calls (Fixture *fixture)
{
  fixture_add_profile (fixture->store, "p");
  fixture_add_profile (fixture->store, "q");
  for (guint i = 0; i < N_CALLS; i++)
    {
      g_autofree char *operation = g_strdup_printf ("o%u", i);
      g_autoptr (LabCallRecord) call = fixture_record (i % 10 == 9 ? "q" : "p", operation);

      call->timestamp = FIXTURE_NOW + (i / 3) * 1000000; /* ties */
      call->cost = (i * 37) % 11;
      call->cost_state = i % 7 == 0 ? LAB_COST_UNPRICED : LAB_COST_KNOWN;
      call->status = i % 5 == 0 ? LAB_CALL_REFUSED : LAB_CALL_OK;
      call->model[0] = i % 2 ? 'g' : 'G';
      if (i == 12)
        fixture_set (&call->answer, "100%_sure");
      fixture_write_well (fixture->store, fixture_record_call, call);
    }
}

typedef struct
{
  LabCallFilter filter;
  const LabCallRow *after;
  guint limit;
  gint64 n;
} Page;

static gpointer
read_page (LabStoreTxn  *txn,
           gpointer      data,
           GError      **error)
{
  const Page *page = data;

  return lab_store_calls_list (txn, &page->filter, page->after, page->limit, error);
}

static gpointer
count_calls (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  Page *page = data;

  page->n = lab_store_calls_count (txn, &page->filter, error);
  return LAB_STORE_OK;
}

static gboolean
is_in_order (const LabCallRow *a,
             const LabCallRow *b,
             LabCallOrder      order)
{
  gint64 x = a->record->timestamp;
  gint64 y = b->record->timestamp;

  if (order == LAB_CALL_ORDER_DEAREST)
    {
      x = a->record->cost_state == LAB_COST_UNPRICED ? -1 : a->record->cost;
      y = b->record->cost_state == LAB_COST_UNPRICED ? -1 : b->record->cost;
    }
  if (order == LAB_CALL_ORDER_OLDEST)
    return x < y || (x == y && a->seq < b->seq);
  return x > y || (x == y && a->seq > b->seq);
}

static void
test_pages_hold_every_row_once (Fixture       *fixture,
                                gconstpointer  data)
{
  add_calls (fixture);
  for (LabCallOrder order = LAB_CALL_ORDER_NEWEST; order <= LAB_CALL_ORDER_DEAREST; order++)
    for (guint limit = 1; limit < 60; limit += 13)
      {
        Page page = { .filter = LAB_CALL_FILTER_INIT, .limit = limit };
        g_autoptr (GPtrArray) before = NULL;
        guint n = 0;

        page.filter.profile_id = "p";
        page.filter.order = order;
        for (;;)
          {
            g_autoptr (GPtrArray) rows = fixture_read (fixture->store, read_page, &page);

            for (guint i = 0; i < rows->len; i++)
              {
                const LabCallRow *row = g_ptr_array_index (rows, i);

                g_assert_cmpstr (row->record->profile_id, ==, "p");
                if (page.after != NULL)
                  g_assert_true (is_in_order (page.after, row, order));
                page.after = row;
              }
            n += rows->len;
            if (rows->len < limit)
              break;
            g_clear_pointer (&before, g_ptr_array_unref);
            before = g_steal_pointer (&rows);
          }
        g_assert_cmpuint (n, ==, N_CALLS - N_CALLS / 10);
      }
}

static void
test_filters_count (Fixture       *fixture,
                    gconstpointer  data)
{
  /* In the cases an enum's value stands one higher, so that 0 is any. */
  static const struct
  {
    gint64 n;
    LabCallFilter filter;
  } cases[] = {
    { 52, { .run_id = "p-r" } },
    { 0, { .run_id = "q-r" } },
    { 52, { .experiment_id = "p-e", .session_id = "p-s", .provider = "mock" } },
    { 1, { .operation_id = "o12" } },
    { 12, { .status = LAB_CALL_REFUSED + 1 } },
    { 8, { .cost_state = LAB_COST_UNPRICED + 1 } },
    { 52, { .origin = LAB_ORIGIN_PRACTICE + 1 } },
    { 0, { .origin = LAB_ORIGIN_LIVE + 1 } },
    { 0, { .purpose = LAB_PURPOSE_JUDGE + 1 } },
    { 3, { .until = FIXTURE_NOW + 1000000 } },
    { 49, { .since = FIXTURE_NOW + 1000000 } },
    { 29, { .model = "Gpt-test" } },
    { 1, { .search = "100%_" } },
    { 0, { .search = "100__sure" } },
    { 51, { .search = "thirty DAYS" } },
    { 52, { .search = "gpt" } },
  };

  add_calls (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Page page = { .filter = cases[i].filter };

      page.filter.profile_id = "p";
      page.filter.origin--;
      page.filter.status--;
      page.filter.cost_state--;
      page.filter.purpose--;
      fixture_read (fixture->store, count_calls, &page);
      g_test_message ("case %u", i);
      g_assert_cmpint (page.n, ==, cases[i].n);
    }
}

static gpointer
forget (LabStoreTxn  *txn,
        gpointer      n,
        GError      **error)
{
  return GINT_TO_POINTER (lab_store_calls_forget_content (txn, "p", FIXTURE_NOW + 1, n, error));
}

static void
test_forgetting_keeps_amounts (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (LabCallRecord) call = fixture_record ("p", "o1");
  g_autoptr (LabCallRow) row = NULL;
  guint64 n = 0;

  fixture_add_profile (fixture->store, "p");
  fixture_write_well (fixture->store, fixture_record_call, call);
  fixture_write_well (fixture->store, forget, &n);
  g_assert_cmpuint (n, ==, 1);
  row = fixture_read (fixture->store, get_call, call->id);
  g_assert_null (row->record->prompt);
  g_assert_null (row->record->answer);
  g_assert_null (row->record->raw_usage);
  g_assert_cmpint (row->record->cost, ==, 1000);
}

static void
assert_value (sqlite3    *db,
              const char *sql,
              const char *expected)
{
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, expected);
  sqlite3_finalize (statement);
}

/* What the specification's own tables would hold. */
static void
test_views_show_own_units (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "costlab.db", NULL);
  g_autoptr (LabCallRecord) call = fixture_record ("p", "o1");
  g_autoptr (LabCallRecord) unpriced = fixture_record ("p", "o2");
  sqlite3 *db = NULL;

  fixture_add_profile (fixture->store, "p");
  call->cost = 14200000;
  fixture_write_well (fixture->store, fixture_record_call, call);
  unpriced->cost_state = LAB_COST_UNPRICED;
  fixture_write_well (fixture->store, fixture_record_call, unpriced);

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  assert_value (db, "SELECT cost FROM v_api_calls WHERE cost IS NOT NULL", "0.0142");
  assert_value (db, "SELECT count(*) FROM v_api_calls WHERE cost IS NULL", "1");
  assert_value (db, "SELECT latency FROM v_api_calls", "500");
  assert_value (db, "SELECT input_tokens FROM v_api_calls", "100");
  assert_value (db, "SELECT timestamp FROM v_api_calls", "2026-11-23 12:00:00.000");
  assert_value (db, "SELECT user_id FROM v_experiments", "p");
  assert_value (db, "PRAGMA application_id", "1281450572");
  sqlite3_close (db);
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
    { "/store/calls/every-field-reads-back", test_every_field_reads_back },
    { "/store/calls/operation-adds-up", test_operation_adds_up },
    { "/store/calls/bad-ones-are-refused-whole", test_bad_calls_are_refused_whole },
    { "/store/calls/same-id-twice-is-refused", test_same_id_twice_is_refused },
    { "/store/calls/pages-hold-every-row-once", test_pages_hold_every_row_once },
    { "/store/calls/filters-count", test_filters_count },
    { "/store/calls/forgetting-keeps-amounts", test_forgetting_keeps_amounts },
    { "/store/calls/views-show-own-units", test_views_show_own_units },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);
  return g_test_run ();
}
