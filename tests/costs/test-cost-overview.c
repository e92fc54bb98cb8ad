/* test-cost-overview.c: what was spent, when and on what
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "costs-fixture.h"
#include "lab-baseline-manager.h"
#include "lab-cost-overview.h"
#include "lab-cost.h"
#include "lab-random.h"

#define MINUTE (G_GINT64_CONSTANT (60) * 1000000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static LabPriceCatalogue *
get_catalogue (void)
{
  static LabPriceCatalogue *catalogue = NULL;
  g_autoptr (GError) error = NULL;

  if (catalogue == NULL)
    catalogue = lab_price_catalogue_new_bundled (&error);
  g_assert_no_error (error);
  return catalogue;
}

static LabOverviewQuery
make_query (LabOverviewRange range)
{
  static GTimeZone *utc = NULL;
  LabOverviewQuery query = {
    .profile_id = "p",
    .experiment_id = "e",
    .range = range,
    .grouping = LAB_OVERVIEW_BY_MODEL,
    .origin = -1,
    .now = FIXTURE_NOW,
    .catalogue = get_catalogue (),
  };

  if (utc == NULL)
    utc = g_time_zone_new_utc ();
  query.zone = utc;
  return query;
}

static LabCostOverview *
load (Fixture                *self,
      const LabOverviewQuery *query)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };
  LabCostOverview *overview;

  lab_cost_overview_load_async (self->store, query, NULL, lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  overview = lab_cost_overview_load_finish (result, &error);
  g_assert_no_error (error);
  return overview;
}

static LabCallRecord *
make_call (const char *model,
           gint64      time,
           LabMoney    cost)
{
  g_autofree char *operation = g_uuid_string_random ();
  LabCallRecord *record = fixture_record (NULL, operation, cost);

  g_free (record->model);
  record->model = g_strdup (model);
  record->timestamp = time;
  return record;
}

static const LabOverviewGroup *
get_group (const LabCostOverview *overview,
           guint                  index)
{
  return g_ptr_array_index (overview->groups, index);
}

/* Money is nowhere lost and nowhere made. */
static void
assert_adds_up (const LabCostOverview *overview)
{
  LabMoney by_bucket = overview->rest, by_group = 0, by_period = 0;
  guint64 n_calls = 0, n_binned = 0;

  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    by_bucket += overview->by_bucket[i];
  for (guint i = 0; i < overview->groups->len; i++)
    {
      by_group += get_group (overview, i)->total.amount;
      for (guint p = 0; p < lab_periods_get_n (overview->periods); p++)
        {
          by_period += get_group (overview, i)->sums[p].amount;
          n_calls += get_group (overview, i)->n_calls[p];
        }
    }
  for (guint i = 0; i < overview->spread.bins->len; i++)
    n_binned += g_array_index (overview->spread.bins, LabOverviewBin, i).n;
  g_assert_cmpint (by_bucket, ==, overview->total.cost.amount);
  g_assert_cmpint (by_group, ==, overview->total.cost.amount);
  g_assert_cmpint (by_period, ==, overview->total.cost.amount);
  g_assert_cmpuint (n_calls, ==, overview->total.n_calls);
  g_assert_cmpuint (n_binned + overview->spread.n_free, ==, overview->spread.n);
}

static void
test_nothing_yet (Fixture       *self,
                  gconstpointer  data)
{
  LabOverviewQuery query = make_query (LAB_OVERVIEW_7_DAYS);
  g_autoptr (LabCostOverview) overview = load (self, &query);
  g_autoptr (LabCostOverview) of_experiment = NULL;
  double share;
  LabMoney average;

  g_assert_cmpuint (overview->origins, ==, 0);
  g_assert_cmpint (overview->origin, ==, LAB_ORIGIN_PRACTICE);
  g_assert_cmpuint (overview->total.n_calls, ==, 0);
  g_assert_cmpuint (lab_periods_get_n (overview->periods), ==, 7);
  g_assert_cmpuint (overview->n_begun, ==, 7);
  g_assert_cmpint (overview->so_far, ==, 6);
  g_assert_false (lab_overview_sum_get_average (&overview->total, &average));
  g_assert_false (lab_overview_sum_get_cache_share (&overview->total, &share));
  assert_adds_up (overview);
  query.range = LAB_OVERVIEW_EXPERIMENT;
  of_experiment = load (self, &query);
  g_assert_null (of_experiment->periods);
}

/* Two months of calls of nine models, some unpriced, some estimated. */
static GPtrArray *
set_up_calls (Fixture *self)
{
  GPtrArray *calls = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_call_record_free);
  LabRandom random;

  lab_random_init (&random, 3);
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *model = g_strdup_printf ("m%u", (guint) lab_random_below (&random, 9));
      gint64 ago = (gint64) lab_random_below (&random, 60 * DAY);
      LabMoney cost = (LabMoney) lab_random_below (&random, 5000000);
      LabCallRecord *call = make_call (model, FIXTURE_NOW - ago, cost);

      call->cost_state = (LabCostState) lab_random_below (&random, 3);
      g_ptr_array_add (calls, lab_call_record_copy (call));
      fixture_track_well (self, call);
    }
  return calls;
}

static void
assert_sums_of_calls (const LabCostOverview *overview,
                      GPtrArray             *calls)
{
  guint n = lab_periods_get_n (overview->periods);
  g_autofree LabMoney *amounts = g_new0 (LabMoney, n);
  g_autofree guint *unpriced = g_new0 (guint, n);

  for (guint i = 0; i < calls->len; i++)
    {
      const LabCallRecord *call = g_ptr_array_index (calls, i);
      gint period = lab_periods_find (overview->periods, call->timestamp);

      if (period < 0)
        continue;
      if (call->cost_state == LAB_COST_UNPRICED)
        unpriced[period]++;
      else
        amounts[period] += call->cost;
    }
  for (guint p = 0; p < n; p++)
    {
      for (guint i = 0; i < overview->groups->len; i++)
        {
          amounts[p] -= get_group (overview, i)->sums[p].amount;
          unpriced[p] -= (guint) get_group (overview, i)->sums[p].n_unpriced;
        }
      g_assert_cmpint (amounts[p], ==, 0);
      g_assert_cmpuint (unpriced[p], ==, 0);
    }
}

static void
test_sums_are_those_of_the_calls (Fixture       *self,
                                  gconstpointer  data)
{
  static const char * const zones[] = { "UTC", "Asia/Kathmandu", "America/New_York" };
  g_autoptr (GPtrArray) calls = set_up_calls (self);

  for (gsize z = 0; z < G_N_ELEMENTS (zones); z++)
    for (LabOverviewRange range = LAB_OVERVIEW_TODAY; range <= LAB_OVERVIEW_DAY; range++)
      {
        g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zones[z]);
        LabOverviewQuery query = make_query (range);
        g_autoptr (LabCostOverview) overview = NULL;

        query.zone = zone;
        query.day = FIXTURE_NOW - 5 * DAY;
        overview = load (self, &query);
        assert_sums_of_calls (overview, calls);
        assert_adds_up (overview);
        g_assert_cmpuint (overview->groups->len, <=, LAB_OVERVIEW_GROUPS + 1);
      }
}

static void
test_others_are_folded (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = set_up_calls (self);
  LabOverviewQuery query = make_query (LAB_OVERVIEW_30_DAYS);
  g_autoptr (LabCostOverview) overview = load (self, &query);
  const LabOverviewGroup *other = get_group (overview, LAB_OVERVIEW_GROUPS);

  g_assert_cmpuint (overview->groups->len, ==, LAB_OVERVIEW_GROUPS + 1);
  for (guint i = 1; i < LAB_OVERVIEW_GROUPS; i++)
    g_assert_cmpint (get_group (overview, i)->total.amount, <=,
                     get_group (overview, i - 1)->total.amount);
  g_assert_null (other->id);
  g_assert_cmpuint (other->n_folded, ==, 4);
  g_assert_cmpstr (other->name, ==, "Other (4)");
}

static void
test_origins_are_never_added (Fixture       *self,
                              gconstpointer  data)
{
  LabOverviewQuery query = make_query (LAB_OVERVIEW_TODAY);
  LabCallRecord *live = make_call ("a", FIXTURE_NOW, 300);
  g_autoptr (LabCostOverview) first = NULL;
  g_autoptr (LabCostOverview) second = NULL;
  g_autoptr (LabCostOverview) third = NULL;

  live->origin = LAB_ORIGIN_LIVE;
  fixture_track_well (self, live);
  first = load (self, &query);
  g_assert_cmpint (first->origin, ==, LAB_ORIGIN_LIVE);

  fixture_track_well (self, make_call ("a", FIXTURE_NOW, 1));
  second = load (self, &query);
  g_assert_cmpuint (second->origins, ==, 1 << LAB_ORIGIN_PRACTICE | 1 << LAB_ORIGIN_LIVE);
  g_assert_cmpint (second->origin, ==, LAB_ORIGIN_PRACTICE);
  g_assert_cmpint (second->total.cost.amount, ==, 1);

  query.origin = LAB_ORIGIN_LIVE;
  third = load (self, &query);
  g_assert_cmpint (third->total.cost.amount, ==, 300);
  g_assert_cmpuint (third->dearest->len, ==, 1);
}

/* Practice that began shortly before midnight is seen today. */
static void
test_ahead_of_the_clock (Fixture       *self,
                         gconstpointer  data)
{
  LabOverviewQuery query = make_query (LAB_OVERVIEW_TODAY);
  g_autoptr (LabCostOverview) hours = NULL;
  g_autoptr (LabCostOverview) days = NULL;

  /* Noon in UTC is a quarter to six in the evening there. */
  query.zone = g_time_zone_new_identifier ("Asia/Kathmandu");
  fixture_track_well (self, make_call ("a", FIXTURE_NOW, 5));
  fixture_track_well (self, make_call ("a", FIXTURE_NOW + 8 * HOUR, 7));
  hours = load (self, &query);
  g_assert_true (hours->is_ahead);
  g_assert_cmpuint (lab_periods_get_n (hours->periods), ==, 26);
  g_assert_cmpuint (hours->n_begun, ==, 26);
  g_assert_cmpint (hours->so_far, ==, 25);
  g_assert_cmpint (hours->total.cost.amount, ==, 12);
  g_assert_cmpuint (hours->dearest->len, ==, 2);
  assert_adds_up (hours);

  query.range = LAB_OVERVIEW_7_DAYS;
  days = load (self, &query);
  g_assert_cmpuint (lab_periods_get_n (days->periods), ==, 8);
  g_assert_cmpint (days->total.cost.amount, ==, 12);
  g_time_zone_unref (query.zone);
}

/* A day that is not over is compared with as much of the one before. */
static void
test_before_up_to_the_same_time (Fixture       *self,
                                 gconstpointer  data)
{
  static const struct
  {
    LabOverviewRange range;
    LabMoney before;
  } cases[] = {
    { LAB_OVERVIEW_TODAY, 10 },
    { LAB_OVERVIEW_7_DAYS, 1000 },
  };

  fixture_track_well (self, make_call ("a", FIXTURE_NOW - 26 * HOUR, 10));
  fixture_track_well (self, make_call ("a", FIXTURE_NOW - 23 * HOUR, 100));
  fixture_track_well (self, make_call ("a", FIXTURE_NOW - 10 * DAY, 1000));
  fixture_track_well (self, make_call ("a", FIXTURE_NOW - HOUR, 7));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LabOverviewQuery query = make_query (cases[i].range);
      g_autoptr (LabCostOverview) overview = load (self, &query);

      g_assert_true (overview->has_before);
      g_assert_cmpint (overview->before.cost.amount, ==, cases[i].before);
    }
}

/* Priced by the catalogue, so its buckets give what was recorded. */
static LabCallRecord *
make_priced_call (gint64 uncached,
                  gint64 cached,
                  gint64 output)
{
  LabCallRecord *call = make_call ("gpt-5.4-mini", FIXTURE_NOW - HOUR, 0);
  LabPriceQuery query = { .provider = "openai", .model = "gpt-5.4-mini", .at = call->timestamp };
  g_autoptr (LabPriceSet) rows = lab_price_catalogue_find_rows (get_catalogue (), &query);
  g_auto (LabCost) cost = LAB_COST_INIT;
  g_autoptr (GError) error = NULL;

  call->usage.buckets[LAB_BUCKET_U] = uncached;
  call->usage.buckets[LAB_BUCKET_R] = cached;
  call->usage.buckets[LAB_BUCKET_O] = output;
  call->usage.flags = LAB_USAGE_REPORTED;
  g_assert_true (lab_cost_compute (&call->usage, rows, &cost, &error));
  g_assert_no_error (error);
  g_assert_cmpint (cost.state, ==, LAB_COST_KNOWN);
  call->cost = cost.amount;
  return call;
}

static void
test_buckets (Fixture       *self,
              gconstpointer  data)
{
  LabOverviewQuery query = make_query (LAB_OVERVIEW_TODAY);
  g_autoptr (LabCostOverview) exact = NULL;
  g_autoptr (LabCostOverview) shared = NULL;
  LabCallRecord *half;
  double share;

  fixture_track_well (self, make_priced_call (1000, 3000, 0));
  fixture_track_well (self, make_priced_call (0, 0, 200));
  exact = load (self, &query);
  g_assert_true (exact->is_by_bucket_exact);
  g_assert_cmpint (exact->by_bucket[LAB_BUCKET_U], ==, 750000);
  g_assert_cmpint (exact->by_bucket[LAB_BUCKET_R], ==, 225000);
  g_assert_cmpint (exact->by_bucket[LAB_BUCKET_O], ==, 900000);
  g_assert_cmpint (exact->rest, ==, 0);
  assert_adds_up (exact);
  g_assert_true (lab_overview_sum_get_cache_share (&exact->total, &share));
  g_assert_cmpfloat_with_epsilon (share, 0.75, 1e-9);

  /* At half the price: its parts are shares of what was paid. */
  half = make_priced_call (1000, 0, 1000);
  half->cost /= 2;
  fixture_track_well (self, half);
  fixture_track_well (self, make_call ("nobody-knows", FIXTURE_NOW - HOUR, 5000));
  shared = load (self, &query);
  g_assert_false (shared->is_by_bucket_exact);
  g_assert_cmpint (shared->rest, ==, 5000);
  assert_adds_up (shared);
}

static void
test_groups_have_names (Fixture       *self,
                        gconstpointer  data)
{
  LabOverviewQuery query = make_query (LAB_OVERVIEW_EXPERIMENT);
  g_autoptr (LabCostOverview) by_run = NULL;
  g_autoptr (LabCostOverview) by_experiment = NULL;

  fixture_add_run (self, "r", "completed", "exact-cache", LAB_ORIGIN_PRACTICE);
  fixture_track_well (self, fixture_record ("r", "o1", 50));
  fixture_track_well (self, fixture_record (NULL, "o2", 5));
  query.grouping = LAB_OVERVIEW_BY_RUN;
  by_run = load (self, &query);
  g_assert_cmpuint (by_run->groups->len, ==, 2);
  g_assert_cmpstr (get_group (by_run, 0)->name, ==, "exact-cache");
  g_assert_cmpstr (get_group (by_run, 1)->name, ==, "By hand");
  g_assert_cmpstr (get_group (by_run, 1)->id, ==, "");

  query.range = LAB_OVERVIEW_TODAY;
  query.grouping = LAB_OVERVIEW_BY_EXPERIMENT;
  by_experiment = load (self, &query);
  g_assert_cmpstr (get_group (by_experiment, 0)->id, ==, "e");
  g_assert_cmpstr (get_group (by_experiment, 0)->name, ==, "e");
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabBaseline) baseline =
    lab_baseline_manager_create_finish (LAB_BASELINE_MANAGER (source), result, &error);

  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
test_runs_beside_the_baseline (Fixture       *self,
                               gconstpointer  data)
{
  g_autoptr (LabBaselineManager) manager = lab_baseline_manager_new (self->store, self->clock);
  LabOverviewQuery query = make_query (LAB_OVERVIEW_TODAY);
  g_autoptr (LabCostOverview) overview = NULL;
  const LabOverviewRun *first, *second;
  gboolean created = FALSE;

  fixture_add_run (self, "base", "completed", "", LAB_ORIGIN_PRACTICE);
  fixture_add_run (self, "cached", "completed", "exact-cache", LAB_ORIGIN_PRACTICE);
  fixture_add_run (self, "empty", "running", "exact-cache", LAB_ORIGIN_PRACTICE);
  fixture_track_well (self, fixture_record ("base", "o1", 1000));
  fixture_track_well (self, fixture_record ("base", "o2", 3000));
  fixture_track_well (self, fixture_record ("cached", "o3", 1000));
  lab_baseline_manager_create_async (manager, "p", "e", "base", "w", "h", created_cb, &created);
  while (!created)
    g_main_context_iteration (NULL, TRUE);

  overview = load (self, &query);
  g_assert_cmpuint (overview->runs->len, ==, 2);
  first = g_ptr_array_index (overview->runs, 0);
  second = g_ptr_array_index (overview->runs, 1);
  g_assert_true (first->is_baseline);
  g_assert_cmpstr (first->name, ==, "No strategy");
  g_assert_cmpint (first->cost.amount, ==, 4000);
  g_assert_cmpuint (first->n_operations, ==, 2);
  g_assert_false (second->is_baseline);
  g_assert_cmpstr (second->name, ==, "exact-cache");
}

static void
test_spread (Fixture       *self,
             gconstpointer  data)
{
  LabOverviewQuery query = make_query (LAB_OVERVIEW_TODAY);
  g_autoptr (LabCostOverview) overview = NULL;
  const LabOverviewBin *bin;

  for (guint i = 0; i < 40; i++)
    fixture_track_well (self, make_call ("a", FIXTURE_NOW, i == 0 ? 0 : 1000 << (i % 12)));
  overview = load (self, &query);
  assert_adds_up (overview);
  g_assert_cmpuint (overview->spread.n, ==, 40);
  g_assert_cmpuint (overview->spread.n_free, ==, 1);
  g_assert_cmpuint (overview->spread.bins->len, <=, 24);
  bin = &g_array_index (overview->spread.bins, LabOverviewBin, 0);
  g_assert_cmpint (bin->low, <=, 1000);
  g_assert_cmpint (bin->high, >, 1000);
  for (guint i = 1; i < overview->spread.bins->len; i++)
    g_assert_cmpint (g_array_index (overview->spread.bins, LabOverviewBin, i).low, ==,
                     g_array_index (overview->spread.bins, LabOverviewBin, i - 1).high);
}

static void
test_cancelled (Fixture       *self,
                gconstpointer  data)
{
  LabOverviewQuery query = make_query (LAB_OVERVIEW_30_DAYS);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { 0 };

  lab_cost_overview_load_async (self->store, &query, cancellable, lab_test_wait_cb, &wait);
  g_cancellable_cancel (cancellable);
  result = lab_test_wait_result (&wait);
  g_assert_null (lab_cost_overview_load_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  FIXTURE_TEST ("/costs/overview/nothing-yet", test_nothing_yet);
  FIXTURE_TEST ("/costs/overview/sums-are-those-of-the-calls", test_sums_are_those_of_the_calls);
  FIXTURE_TEST ("/costs/overview/others-are-folded", test_others_are_folded);
  FIXTURE_TEST ("/costs/overview/origins-are-never-added", test_origins_are_never_added);
  FIXTURE_TEST ("/costs/overview/ahead-of-the-clock", test_ahead_of_the_clock);
  FIXTURE_TEST ("/costs/overview/before-up-to-the-same-time", test_before_up_to_the_same_time);
  FIXTURE_TEST ("/costs/overview/buckets", test_buckets);
  FIXTURE_TEST ("/costs/overview/groups-have-names", test_groups_have_names);
  FIXTURE_TEST ("/costs/overview/runs-beside-the-baseline", test_runs_beside_the_baseline);
  FIXTURE_TEST ("/costs/overview/spread", test_spread);
  FIXTURE_TEST ("/costs/overview/cancelled", test_cancelled);
  return g_test_run ();
}
