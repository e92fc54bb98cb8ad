/* test-cost-split.c: what an amount was paid for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "costs-fixture.h"
#include "lab-cost-split.h"

static LabPriceCatalogue *
open_catalogue (void)
{
  g_autoptr (GError) error = NULL;
  LabPriceCatalogue *catalogue = lab_price_catalogue_new_bundled (&error);

  g_assert_no_error (error);
  return catalogue;
}

/* 400 uncached, 1024 read, 90 out of GPT-5.4 mini, priced by the catalogue. */
static LabCallRecord *
make_call (LabPriceCatalogue *catalogue)
{
  LabCallRecord *call = lab_call_record_new ();
  LabPriceQuery query = { .provider = "openai", .model = "gpt-5.4-mini", .at = FIXTURE_NOW };
  g_autoptr (LabPriceSet) rows = lab_price_catalogue_find_rows (catalogue, &query);
  g_auto (LabCost) cost = LAB_COST_INIT;
  g_autoptr (GError) error = NULL;

  call->usage.buckets[LAB_BUCKET_U] = 400;
  call->usage.buckets[LAB_BUCKET_R] = 1024;
  call->usage.buckets[LAB_BUCKET_O] = 90;
  call->usage.flags = LAB_USAGE_REPORTED;
  g_assert_true (lab_cost_compute (&call->usage, rows, &cost, &error));
  g_assert_no_error (error);
  call->cost_state = cost.state;
  call->cost = cost.amount;
  call->price_row = g_strdup (lab_cost_get_row_id (&cost));
  return call;
}

static LabMoney
add_up (const LabCostSplit *split)
{
  LabProductSum sum = split->fees + split->overhead + split->other;

  for (guint i = 0; i < LAB_N_BUCKETS; i++)
    sum += split->buckets[i];
  return lab_cost_split_to_money (sum);
}

static void
test_buckets (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = open_catalogue ();
  g_autoptr (LabCallRecord) call = make_call (catalogue);
  LabCostSplit split = LAB_COST_SPLIT_INIT;

  lab_cost_split_add (&split, call, catalogue);
  lab_cost_split_add (&split, call, catalogue);
  /* $0.75, $0.075 and $4.50 per million. */
  g_assert_cmpint (lab_cost_split_to_money (split.buckets[LAB_BUCKET_U]), ==, 600000);
  g_assert_cmpint (lab_cost_split_to_money (split.buckets[LAB_BUCKET_R]), ==, 153600);
  g_assert_cmpint (lab_cost_split_to_money (split.buckets[LAB_BUCKET_W]), ==, 0);
  g_assert_cmpint (lab_cost_split_to_money (split.buckets[LAB_BUCKET_O]), ==, 810000);
  g_assert_cmpint (add_up (&split), ==, 2 * call->cost);
}

/* What no line explains is kept apart, never dropped. */
static void
test_rest (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = open_catalogue ();
  g_autoptr (LabCallRecord) overhead = make_call (catalogue);
  g_autoptr (LabCallRecord) unknown_row = make_call (catalogue);
  g_autoptr (LabCallRecord) estimate = make_call (catalogue);
  g_autoptr (LabCallRecord) unpriced = make_call (catalogue);
  LabCostSplit split = LAB_COST_SPLIT_INIT;

  overhead->purpose = LAB_PURPOSE_STRATEGY;
  g_free (unknown_row->price_row);
  unknown_row->price_row = g_strdup ("no such row");
  estimate->cost_state = LAB_COST_ESTIMATED;
  estimate->cost = 5000000;
  unpriced->cost_state = LAB_COST_UNPRICED;
  lab_cost_split_add (&split, overhead, catalogue);
  lab_cost_split_add (&split, unknown_row, catalogue);
  lab_cost_split_add (&split, estimate, catalogue);
  lab_cost_split_add (&split, unpriced, catalogue);
  g_assert_cmpint (lab_cost_split_to_money (split.overhead), ==, overhead->cost);
  g_assert_cmpint (lab_cost_split_to_money (split.other), ==, unknown_row->cost + 5000000);
  g_assert_cmpint (split.n_unpriced, ==, 1);
  g_assert_cmpint (split.buckets[LAB_BUCKET_U], ==, 0);
  g_assert_cmpint (add_up (&split), ==, overhead->cost + unknown_row->cost + 5000000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/costs/split/buckets", test_buckets);
  g_test_add_func ("/costs/split/rest", test_rest);

  return g_test_run ();
}
