/* test-baselines.c: what others are compared with, and how much less it was
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "costs-fixture.h"

#include <string.h>

#include "lab-baseline-manager.h"
#include "lab-store-runs.h"

static LabBaselineManager *
make_manager (Fixture *self)
{
  return lab_baseline_manager_new (self->store, self->clock);
}

static LabBaseline *
create (Fixture     *self,
        const char  *experiment,
        const char  *run_id,
        GError     **error)
{
  g_autoptr (LabBaselineManager) manager = make_manager (self);
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_baseline_manager_create_async (manager, "p", experiment, run_id, "w", "prices",
                                     lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_baseline_manager_create_finish (manager, result, error);
}

static LabBaseline *
get (Fixture     *self,
     const char  *workload_hash,
     const char  *prices_hash,
     GError     **error)
{
  g_autoptr (LabBaselineManager) manager = make_manager (self);
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_baseline_manager_get_async (manager, "p", "e", workload_hash, prices_hash,
                                  lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_baseline_manager_get_finish (manager, result, error);
}

static LabCostReduction *
reduce (Fixture     *self,
        const char  *baseline_id,
        const char  *run_id,
        GError     **error)
{
  g_autoptr (LabBaselineManager) manager = make_manager (self);
  g_autoptr (GAsyncResult) result = NULL;
  LabTestWait wait = { 0 };

  lab_baseline_manager_calculate_reduction_async (manager, "p", baseline_id, run_id,
                                                  lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  return lab_baseline_manager_calculate_reduction_finish (manager, result, error);
}

/* A run whose calls cost @costs, ended by -1. */
static void
add_run_of (Fixture        *self,
            const char     *id,
            const char     *strategies,
            const LabMoney *costs,
            gint64          latency_us,
            gint64          tokens)
{
  fixture_add_run (self, id, "completed", strategies, LAB_ORIGIN_PRACTICE);
  for (guint i = 0; costs[i] >= 0; i++)
    {
      g_autofree char *operation = g_strdup_printf ("%s-%u", id, i);
      LabCallRecord *record = fixture_record (id, operation, costs[i]);

      record->latency_us = latency_us;
      record->usage.buckets[LAB_BUCKET_U] = tokens;
      record->usage.buckets[LAB_BUCKET_O] = 0;
      fixture_track_well (self, record);
    }
}

static const LabMoney three[] = { 100, 100, 101, -1 };

static void
test_create (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (LabBaseline) baseline = NULL;
  g_autoptr (LabBaseline) found = NULL;
  g_autoptr (LabBaseline) second = NULL;
  g_autoptr (LabBaseline) pinned = NULL;
  g_autoptr (GError) error = NULL;

  found = get (self, NULL, NULL, &error);
  g_assert_null (found);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_MISSING_BASELINE);
  g_clear_error (&error);

  add_run_of (self, "r1", "", three, 900, 40);
  baseline = create (self, "e", "r1", &error);
  g_assert_no_error (error);
  g_assert_cmpint (baseline->cost.amount, ==, 301);
  g_assert_cmpint (baseline->average_cost, ==, 100); /* 100.33 */
  g_assert_cmpint (baseline->total_tokens, ==, 120);
  g_assert_cmpint (baseline->average_latency_us, ==, 900);
  g_assert_cmpint (baseline->call_count, ==, 3);
  g_assert_true (baseline->pinned);
  g_assert_cmpint (baseline->created_at, ==, FIXTURE_NOW);
  found = get (self, "w", "prices", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->id, ==, baseline->id);
  g_assert_null (found->stale_reason);

  /* The newer one is pinned in its place. */
  add_run_of (self, "r2", "", three, 900, 40);
  second = create (self, "e", "r2", &error);
  pinned = get (self, NULL, NULL, &error);
  g_assert_cmpstr (pinned->id, ==, second->id);
}

static void
test_stale (Fixture       *self,
            gconstpointer  data)
{
  const struct
  {
    const char *workload;
    const char *prices;
    const char *word; /* (nullable): of the reason */
  } cases[] = {
    { "w", "prices", NULL },     { NULL, NULL, NULL },          { "w2", "prices", "workload" },
    { "w", "prices2", "Prices" }, { "w2", "prices2", "workload" }, { NULL, "prices2", "Prices" },
  };
  g_autoptr (LabBaseline) baseline = NULL;

  add_run_of (self, "r1", "", three, 900, 40);
  baseline = create (self, "e", "r1", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabBaseline) found = get (self, cases[i].workload, cases[i].prices, NULL);

      if (cases[i].word == NULL)
        g_assert_null (found->stale_reason);
      else
        g_assert_nonnull (strstr (found->stale_reason, cases[i].word));
    }
}

static gpointer
interrupt_func (LabStoreTxn  *txn,
                gpointer      data,
                GError      **error)
{
  return lab_store_runs_set_status (txn, "p", data, "interrupted", FIXTURE_NOW, "lost", error)
           ? LAB_STORE_OK
           : NULL;
}

/* As recovering a damaged ledger leaves it. */
static void
test_stale_when_its_run_is_not_whole (Fixture       *self,
                                      gconstpointer  data)
{
  g_autoptr (LabBaseline) baseline = NULL;
  g_autoptr (LabBaseline) found = NULL;
  g_autoptr (GError) error = NULL;

  add_run_of (self, "r1", "", three, 900, 40);
  baseline = create (self, "e", "r1", NULL);
  lab_store_write_sync (self->store, interrupt_func, (gpointer) "r1", NULL, NULL, &error);
  g_assert_no_error (error);
  found = get (self, "w", "prices", &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (found->stale_reason, "not complete"));
}

static void
test_refusals (Fixture       *self,
               gconstpointer  data)
{
  static const LabMoney none[] = { -1 };
  const struct
  {
    const char *experiment;
    const char *run;
    int code;
  } cases[] = {
    { "e", "empty", LAB_ERROR_MISSING_BASELINE },
    { "e", "optimised", LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
    { "e2", "good", LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
    { "e", "cut-off", LAB_ERROR_INVALID_EXPERIMENT_CONFIG },
    { "e", "nowhere", LAB_ERROR_NOT_FOUND },
  };
  g_autoptr (LabBaseline) found = NULL;
  g_autoptr (GError) of_get = NULL;

  add_run_of (self, "empty", "", none, 0, 0);
  add_run_of (self, "optimised", "cache:ttl=60", three, 900, 40);
  add_run_of (self, "good", "", three, 900, 40);
  fixture_add_run (self, "cut-off", "interrupted", "", LAB_ORIGIN_PRACTICE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabBaseline) baseline =
        create (self, cases[i].experiment, cases[i].run, &error);

      g_assert_null (baseline);
      g_assert_error (error, LAB_ERROR, cases[i].code);
    }
  /* Nothing of it stays. */
  found = get (self, NULL, NULL, &of_get);
  g_assert_error (of_get, LAB_ERROR, LAB_ERROR_MISSING_BASELINE);
}

/* Signs and rounding: differences of exact averages, halves upwards. */
static void
test_reduction (Fixture       *self,
                gconstpointer  data)
{
  static const struct
  {
    LabMoney base[5];
    LabMoney run[5];
    gint64 absolute;
    gint64 permyriad;
  } cases[] = {
    { { 100, 100, -1 }, { 50, 50, -1 }, 50, 5000 },
    { { 100, 100, -1 }, { 150, 150, -1 }, -50, -5000 },
    { { 100, -1 }, { 100, -1 }, 0, 0 },
    { { 0, 0, -1 }, { 5, -1 }, -5, 0 },
    { { 7, -1 }, { 0, 0, -1 }, 7, 10000 },
    /* 100.33… − 100 = 0.33… → 0; 33.2 of 10,000 → 33 */
    { { 100, 100, 101, -1 }, { 100, -1 }, 0, 33 },
    /* 0.5 → 1, and −0.5 → 0 */
    { { 1, 2, -1 }, { 1, -1 }, 1, 3333 },
    { { 1, -1 }, { 1, 2, -1 }, 0, -5000 },
    /* two averages that each round differ by less than what they show:
     * 1.5 − 1.49… */
    { { 2, 1, -1 }, { 1, 2, 1, 2, -1 }, 0, 0 },
    { { 3000000000, 3000000001, -1 }, { 1, -1 }, 3000000000, 10000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *base = g_strdup_printf ("base-%u", (guint) i);
      g_autofree char *run = g_strdup_printf ("run-%u", (guint) i);
      g_autoptr (LabBaseline) baseline = NULL;
      g_autoptr (LabCostReduction) reduction = NULL;
      g_autoptr (GError) error = NULL;

      add_run_of (self, base, "", cases[i].base, 1000, 40);
      add_run_of (self, run, "compressor", cases[i].run, 1500, 30);
      baseline = create (self, "e", base, &error);
      g_assert_no_error (error);
      reduction = reduce (self, baseline->id, run, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (reduction->baseline_id, ==, baseline->id);
      g_assert_cmpstr (reduction->optimized_id, ==, run);
      g_assert_cmpint (reduction->absolute_reduction, ==, cases[i].absolute);
      g_assert_cmpint (reduction->percentage_permyriad, ==, cases[i].permyriad);
      g_assert_cmpint (reduction->token_savings, ==, 10);
      g_assert_cmpint (reduction->latency_impact_us, ==, 500);
      g_assert_true (reduction->complete);
    }
}

/* What a strategy spends on its own calls makes the saving smaller. */
static void
test_overhead (Fixture       *self,
               gconstpointer  data)
{
  static const LabMoney base[] = { 1000, -1 };
  static const LabMoney run[] = { 400, -1 };
  g_autoptr (LabBaseline) baseline = NULL;
  g_autoptr (LabCostReduction) reduction = NULL;
  LabCallRecord *own = fixture_record ("run", "own", 100);

  add_run_of (self, "base", "", base, 1000, 40);
  add_run_of (self, "run", "router", run, 1000, 40);
  own->purpose = LAB_PURPOSE_STRATEGY;
  fixture_track_well (self, own);
  baseline = create (self, "e", "base", NULL);
  reduction = reduce (self, baseline->id, "run", NULL);
  g_assert_cmpint (reduction->absolute_reduction, ==, 500);
  g_assert_cmpint (reduction->percentage_permyriad, ==, 5000);
}

static void
test_unpriced (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (LabBaseline) baseline = NULL;
  g_autoptr (LabCostReduction) reduction = NULL;
  LabCallRecord *record = fixture_record ("run", "u", 0);

  add_run_of (self, "base", "", three, 1000, 40);
  add_run_of (self, "run", "router", three, 1000, 40);
  record->cost_state = LAB_COST_UNPRICED;
  fixture_track_well (self, record);
  baseline = create (self, "e", "base", NULL);
  reduction = reduce (self, baseline->id, "run", NULL);
  g_assert_false (reduction->complete);
}

static void
test_other_money (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (LabBaseline) baseline = NULL;
  g_autoptr (LabCostReduction) reduction = NULL;
  g_autoptr (LabCostReduction) unknown = NULL;
  g_autoptr (GError) error = NULL;

  add_run_of (self, "base", "", three, 1000, 40);
  fixture_add_run (self, "live", "completed", "cache", LAB_ORIGIN_LIVE);
  baseline = create (self, "e", "base", NULL);
  reduction = reduce (self, baseline->id, "live", &error);
  g_assert_null (reduction);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_EXPERIMENT_CONFIG);
  g_clear_error (&error);
  unknown = reduce (self, "no such baseline", "base", &error);
  g_assert_null (unknown);
  g_assert_nonnull (error);
}

/* Any rate of any row in force changes it; another model's does not. */
static void
test_prices_hash (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = lab_price_catalogue_new_bundled (NULL);
  g_autofree char *mini = lab_prices_hash (catalogue, "openai", "gpt-4o-mini", FIXTURE_NOW);
  g_autofree char *again = lab_prices_hash (catalogue, "openai", "gpt-4o-mini", FIXTURE_NOW + 1);
  g_autofree char *other = lab_prices_hash (catalogue, "openai", "gpt-5-mini", FIXTURE_NOW);
  g_autofree char *unknown = lab_prices_hash (catalogue, "openai", "gpt-99", FIXTURE_NOW);

  g_assert_cmpuint (strlen (mini), ==, 64);
  g_assert_cmpstr (mini, ==, again);
  g_assert_cmpstr (mini, !=, other);
  g_assert_cmpstr (mini, !=, unknown);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  FIXTURE_TEST ("/costs/baselines/create-and-pin", test_create);
  FIXTURE_TEST ("/costs/baselines/stale", test_stale);
  FIXTURE_TEST ("/costs/baselines/stale-when-its-run-is-not-whole",
                test_stale_when_its_run_is_not_whole);
  FIXTURE_TEST ("/costs/baselines/refusals", test_refusals);
  FIXTURE_TEST ("/costs/baselines/reduction", test_reduction);
  FIXTURE_TEST ("/costs/baselines/overhead", test_overhead);
  FIXTURE_TEST ("/costs/baselines/unpriced", test_unpriced);
  FIXTURE_TEST ("/costs/baselines/other-money", test_other_money);
  g_test_add_func ("/costs/baselines/prices-hash", test_prices_hash);

  return g_test_run ();
}
