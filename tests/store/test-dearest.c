/* test-dearest.c: the dearest calls, found without looking at the others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sqlite3.h>

#include "lab-random.h"
#include "lab-store-dearest.h"
#include "older-fixture.h"

#define N_CALLS 400
#define MINUTE (G_GINT64_CONSTANT (60) * 1000000)
#define HOUR (60 * MINUTE)
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

/* Eight days of calls of every kind, of two profiles, two origins and two models; many cost
 * the same, and what a strategy answers costs nothing. */
static GPtrArray *
set_up_calls (Fixture *fixture)
{
  GPtrArray *calls = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_call_record_free);
  LabRandom random;

  fixture_add_profile (fixture->store, "p");
  fixture_add_profile (fixture->store, "q");
  lab_random_init (&random, 7);
  for (guint i = 0; i < N_CALLS; i++)
    {
      g_autofree char *operation = g_strdup_printf ("o%u", i);
      LabCallRecord *call = fixture_record (i % 5 == 4 ? "q" : "p", operation);

      call->timestamp = FIXTURE_NOW + (gint64) lab_random_below (&random, 8 * DAY);
      call->origin = (LabOrigin) lab_random_below (&random, 2);
      call->cost_state = (LabCostState) lab_random_below (&random, 3);
      call->cost = (LabMoney) lab_random_below (&random, 40) * 1000;
      call->status = (LabCallStatus) lab_random_below (&random, LAB_CALL_LOST + 1);
      if (call->status == LAB_CALL_ANSWERED)
        call->cost = 0;
      fixture_set (&call->model, lab_random_below (&random, 2) ? "a" : "b");
      if (lab_random_below (&random, 4) == 0)
        fixture_set (&call->run_id, NULL);
      g_ptr_array_add (calls, call);
    }
  fixture_write_well (fixture->store, record_all, calls);
  return calls;
}

typedef struct
{
  LabCallFilter filter;
  guint limit;
} Question;

static gpointer
list_dearest (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  const Question *question = data;

  return lab_store_calls_list_dearest (txn, &question->filter, question->limit, error);
}

static gboolean
fits (const LabCallRecord *call,
      const LabCallFilter *filter)
{
  return g_str_equal (call->profile_id, filter->profile_id) &&
         call->origin == (LabOrigin) filter->origin &&
         call->cost_state != LAB_COST_UNPRICED && call->timestamp >= filter->since &&
         (filter->until == 0 || call->timestamp < filter->until) &&
         (filter->model == NULL || g_str_equal (call->model, filter->model)) &&
         (filter->run_id == NULL || g_strcmp0 (call->run_id, filter->run_id) == 0);
}

static int
compare_costs (gconstpointer a,
               gconstpointer b)
{
  const LabCallRecord *one = *(LabCallRecord * const *) a;
  const LabCallRecord *other = *(LabCallRecord * const *) b;

  if (one->cost != other->cost)
    return one->cost > other->cost ? -1 : 1;
  return one->timestamp > other->timestamp ? -1 : one->timestamp < other->timestamp;
}

/* What sorting every call gives. */
static void
assert_as_sorted (Fixture        *fixture,
                  GPtrArray      *calls,
                  const Question *question)
{
  g_autoptr (GPtrArray) rows = fixture_read (fixture->store, list_dearest, question);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  for (guint i = 0; i < calls->len; i++)
    if (fits (g_ptr_array_index (calls, i), &question->filter))
      g_ptr_array_add (wanted, g_ptr_array_index (calls, i));
  g_ptr_array_sort (wanted, compare_costs);
  g_assert_cmpuint (rows->len, ==, MIN (wanted->len, question->limit));
  for (guint i = 0; i < rows->len; i++)
    {
      const LabCallRow *row = g_ptr_array_index (rows, i);
      const LabCallRecord *call = g_ptr_array_index (wanted, i);

      g_assert_true (fits (row->record, &question->filter));
      g_assert_cmpint (row->record->cost, ==, call->cost);
    }
}

static void
test_as_sorting_all_gives (Fixture       *fixture,
                           gconstpointer  data)
{
  static const gint64 times[][2] = {
    { 0, 0 },
    { FIXTURE_NOW + DAY, FIXTURE_NOW + 2 * DAY },
    { FIXTURE_NOW + 15 * MINUTE, FIXTURE_NOW + 7 * HOUR + 45 * MINUTE },
    { FIXTURE_NOW + DAY + 30 * MINUTE, 0 },
    { FIXTURE_NOW - DAY, FIXTURE_NOW },
  };
  static const guint limits[] = { 1, 8, 500 };
  g_autoptr (GPtrArray) calls = set_up_calls (fixture);

  for (gsize t = 0; t < G_N_ELEMENTS (times); t++)
    for (gsize l = 0; l < G_N_ELEMENTS (limits); l++)
      for (int narrow = 0; narrow < 3; narrow++)
        {
          Question question = { LAB_CALL_FILTER_INIT, limits[l] };

          question.filter.profile_id = "p";
          question.filter.origin = LAB_ORIGIN_LIVE;
          question.filter.since = times[t][0];
          question.filter.until = times[t][1];
          question.filter.model = narrow == 1 ? "a" : NULL;
          question.filter.run_id = narrow == 2 ? "p-r" : NULL;
          assert_as_sorted (fixture, calls, &question);
        }
}

typedef struct
{
  LabCallFilter filter;
  gint64 first;
  gint64 last;
} Span;

static gpointer
get_span (LabStoreTxn  *txn,
          gpointer      data,
          GError      **error)
{
  Span *span = data;

  return GINT_TO_POINTER (
    lab_store_calls_get_span (txn, &span->filter, &span->first, &span->last, error));
}

static void
test_span (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = set_up_calls (fixture);
  Span span = { LAB_CALL_FILTER_INIT, -1, -1 };
  gint64 first = G_MAXINT64, last = 0;

  for (guint i = 0; i < calls->len; i++)
    {
      const LabCallRecord *call = g_ptr_array_index (calls, i);

      if (!g_str_equal (call->profile_id, "p") || call->origin != LAB_ORIGIN_PRACTICE)
        continue;
      first = MIN (first, call->timestamp);
      last = MAX (last, call->timestamp);
    }
  span.filter.profile_id = "p";
  span.filter.experiment_id = "p-e";
  span.filter.origin = LAB_ORIGIN_PRACTICE;
  fixture_read (fixture->store, get_span, &span);
  g_assert_cmpint (span.first, ==, first);
  g_assert_cmpint (span.last, ==, last);

  span.filter.since = last + 1;
  fixture_read (fixture->store, get_span, &span);
  g_assert_cmpint (span.first, ==, 0);
  g_assert_cmpint (span.last, ==, 0);
}

typedef struct
{
  const char *experiment_id;
  guint origins;
} Origins;

static gpointer
get_origins (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  Origins *origins = data;

  return GINT_TO_POINTER (lab_store_rollups_get_origins (txn, "p", origins->experiment_id,
                                                         &origins->origins, error));
}

static void
test_origins (Fixture       *fixture,
              gconstpointer  data)
{
  Origins origins = { NULL, 9 };
  g_autoptr (GPtrArray) calls = NULL;

  fixture_add_profile (fixture->store, "none");
  fixture_read (fixture->store, get_origins, &origins);
  g_assert_cmpuint (origins.origins, ==, 0);
  calls = set_up_calls (fixture);
  fixture_read (fixture->store, get_origins, &origins);
  g_assert_cmpuint (origins.origins, ==, 1 << LAB_ORIGIN_PRACTICE | 1 << LAB_ORIGIN_LIVE);
  origins.experiment_id = "another";
  fixture_read (fixture->store, get_origins, &origins);
  g_assert_cmpuint (origins.origins, ==, 0);
}

/* A ledger of the format before gains the index, with the calls it has. */
static void
test_older_ledger_gains_the_index (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = set_up_calls (fixture);
  Fixture older = older_fixture_copy (fixture, 6);
  g_autofree char *path = g_build_filename (older.directory, "costlab.db", NULL);
  Question question = { LAB_CALL_FILTER_INIT, 8 };
  sqlite3 *db = NULL;

  fixture_reopen (&older);
  question.filter.profile_id = "p";
  question.filter.origin = LAB_ORIGIN_PRACTICE;
  assert_as_sorted (&older, calls, &question);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "DROP INDEX api_calls_by_hour_and_cost", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (db);
  fixture_tear_down (&older, NULL);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/store/dearest/as-sorting-all-gives", test_as_sorting_all_gives },
    { "/store/dearest/span", test_span },
    { "/store/dearest/origins", test_origins },
    { "/store/dearest/older-ledger-gains-the-index", test_older_ledger_gains_the_index },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);
  return g_test_run ();
}
