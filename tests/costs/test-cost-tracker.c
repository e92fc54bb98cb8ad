/* test-cost-tracker.c: every call is recorded, told of once, and added up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "costs-fixture.h"

#include "lab-random.h"
#include "lab-store-calls.h"

typedef struct
{
  Fixture *fixture;
  guint n;
} Told;

static gpointer
get_call (LabStoreTxn  *txn,
          gpointer      data,
          GError      **error)
{
  return lab_store_calls_get (txn, "p", data, error);
}

/* Another connection finds it while the signal is being emitted. */
static void
recorded_cb (LabCostTracker      *tracker,
             const LabCallRecord *record,
             Told                *told)
{
  g_autoptr (LabStore) other =
    lab_store_open (told->fixture->directory, LAB_STORE_EXISTING, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LabCallRow) row =
    lab_store_read_sync (other, get_call, record->id, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (row->record->cost, ==, record->cost);
  told->n++;
}

static void
test_signal (Fixture       *self,
             gconstpointer  data)
{
  Told told = { .fixture = self };
  g_autoptr (LabCallRecord) twice = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (self->tracker, "call-recorded", G_CALLBACK (recorded_cb), &told);
  fixture_track_well (self, fixture_record (NULL, "a", 5));
  g_assert_cmpuint (told.n, ==, 1);
  fixture_track_well (self, fixture_record (NULL, "b", 6));
  g_assert_cmpuint (told.n, ==, 2);

  /* What is not recorded is not told of. */
  twice = fixture_record (NULL, "a", 7);
  g_assert_false (fixture_track (self, twice, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_assert_cmpuint (told.n, ==, 2);
}

static GArray *
get_metrics (Fixture     *self,
             const char  *experiment,
             const char  *run_id,
             GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_cost_tracker_get_metrics_async (self->tracker, "p", experiment, run_id, NULL,
                                      lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_cost_tracker_get_metrics_finish (self->tracker, result, error);
}

/* A call of any kind. */
static LabCallRecord *
draw_record (LabRandom *random,
             guint      i)
{
  static const LabCallStatus statuses[] = {
    LAB_CALL_OK, LAB_CALL_OK, LAB_CALL_CUT, LAB_CALL_FAILED, LAB_CALL_REFUSED, LAB_CALL_ANSWERED,
  };
  g_autofree char *operation = g_strdup_printf ("o-%u", i);
  LabCallRecord *record = fixture_record (lab_random_below (random, 2) == 0 ? "r1" : "r2",
                                          operation,
                                          (LabMoney) lab_random_below (random, 1000000));

  record->status = statuses[lab_random_below (random, G_N_ELEMENTS (statuses))];
  record->origin = lab_random_below (random, 3) == 0 ? LAB_ORIGIN_IMPORTED : LAB_ORIGIN_PRACTICE;
  record->purpose =
    lab_random_below (random, 4) == 0 ? LAB_PURPOSE_STRATEGY : LAB_PURPOSE_TASK;
  record->cost_state = (LabCostState) lab_random_below (random, 3);
  record->latency_us = (gint64) lab_random_below (random, 5000000);
  record->timestamp = FIXTURE_NOW + (gint64) lab_random_below (random, 86400) * G_USEC_PER_SEC;
  if (record->status == LAB_CALL_ANSWERED)
    {
      record->cost_state = LAB_COST_KNOWN;
      record->cost = 0;
    }
  if (record->cost_state == LAB_COST_UNPRICED)
    record->cost = 0;
  return record;
}

/* Sums over the records, as the metrics should be. */
static void
add (LabCostMetrics      *sum,
     const LabCallRecord *record)
{
  LabMoneySum *sums[] = { &sum->cost,
                          record->purpose != LAB_PURPOSE_TASK ? &sum->overhead : NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (sums); i++)
    if (sums[i] == NULL)
      continue;
    else if (record->cost_state == LAB_COST_UNPRICED)
      lab_money_sum_add_unpriced (sums[i]);
    else if (record->cost_state == LAB_COST_ESTIMATED)
      lab_money_sum_add_estimated (sums[i], record->cost, NULL);
    else
      lab_money_sum_add_known (sums[i], record->cost, NULL);
  sum->calls += record->status != LAB_CALL_ANSWERED;
  sum->operations++;
  sum->failed_operations +=
    record->status != LAB_CALL_OK && record->status != LAB_CALL_ANSWERED;
  sum->answered_operations += record->status == LAB_CALL_ANSWERED;
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    sum->tokens[bucket] += record->usage.buckets[bucket];
}

static void
assert_metrics (const LabCostMetrics *found,
                const LabCostMetrics *wanted)
{
  g_assert_cmpmem (&found->cost, sizeof found->cost, &wanted->cost, sizeof wanted->cost);
  g_assert_cmpmem (&found->overhead, sizeof found->overhead, &wanted->overhead,
                   sizeof wanted->overhead);
  g_assert_cmpint (found->calls, ==, wanted->calls);
  g_assert_cmpint (found->operations, ==, wanted->operations);
  g_assert_cmpint (found->failed_operations, ==, wanted->failed_operations);
  g_assert_cmpint (found->answered_operations, ==, wanted->answered_operations);
  g_assert_cmpmem (found->tokens, sizeof found->tokens, wanted->tokens, sizeof wanted->tokens);
  g_assert_cmpint (found->average_latency_us, >, 0);
  g_assert_cmpint (found->latency_p50_us, <=, found->latency_p95_us);
  g_assert_cmpint (found->cost_p50, <=, found->cost_p95);
  g_assert_cmpint (found->cost_p95, <=, 1000000);
}

/* For the experiment and for each run; origins are never added. */
static void
test_metrics (Fixture       *self,
              gconstpointer  data)
{
  static const char *const runs[] = { NULL, "r1", "r2" };
  g_autoptr (GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lab_call_record_free);
  LabRandom random;

  fixture_add_run (self, "r1", "running", "", LAB_ORIGIN_PRACTICE);
  fixture_add_run (self, "r2", "running", "", LAB_ORIGIN_PRACTICE);
  lab_random_init (&random, 4);
  for (guint i = 0; i < 400; i++)
    {
      LabCallRecord *record = draw_record (&random, i);

      g_ptr_array_add (records, record);
      fixture_track_well (self, lab_call_record_copy (record));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) found = get_metrics (self, "e", runs[i], &error);

      g_assert_no_error (error);
      g_assert_cmpuint (found->len, ==, 2);
      for (guint j = 0; j < found->len; j++)
        {
          const LabCostMetrics *metrics = &g_array_index (found, LabCostMetrics, j);
          LabCostMetrics wanted = { 0 };

          for (guint k = 0; k < records->len; k++)
            {
              const LabCallRecord *record = g_ptr_array_index (records, k);

              if (record->origin == metrics->origin &&
                  (runs[i] == NULL || g_str_equal (runs[i], record->run_id)))
                add (&wanted, record);
            }
          assert_metrics (metrics, &wanted);
        }
    }
}

static void
test_nothing (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) none = get_metrics (self, "e", NULL, &error);
  g_autoptr (GArray) one = NULL;
  g_autoptr (GArray) gone = NULL;
  const LabCostMetrics *metrics;
  LabCallRecord *refused = fixture_record (NULL, "a", 0);

  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  refused->status = LAB_CALL_REFUSED;
  fixture_track_well (self, refused);
  one = get_metrics (self, "e", NULL, &error);
  g_assert_cmpuint (one->len, ==, 1);
  metrics = &g_array_index (one, LabCostMetrics, 0);
  g_assert_cmpint (metrics->average_latency_us, ==, LAB_TIME_UNKNOWN);
  g_assert_cmpint (metrics->latency_p50_us, ==, LAB_TIME_UNKNOWN);
  g_assert_cmpint (metrics->failed_operations, ==, 1);

  lab_store_close (self->store);
  gone = get_metrics (self, "e", NULL, &error);
  g_assert_null (gone);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATABASE_CONNECTION_FAILED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  FIXTURE_TEST ("/costs/tracker/told-once-and-durable", test_signal);
  FIXTURE_TEST ("/costs/tracker/metrics-are-sums", test_metrics);
  FIXTURE_TEST ("/costs/tracker/nothing", test_nothing);

  return g_test_run ();
}
