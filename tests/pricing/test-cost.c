/* test-cost.c: tokens become money in one way only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-cost.h"
#include "lab-error.h"
#include "lab-random.h"

static LabPriceSet *
set_from_text (const char  *text,
               GError     **error)
{
  g_autoptr (LabJsonDocument) document = lab_json_document_parse (text, -1, "rates", 1, error);

  if (document == NULL)
    return NULL;
  return lab_price_set_new_from_json (lab_json_document_get_root (document), error);
}

static LabPriceSet *
must_set (const char *text)
{
  g_autoptr (GError) error = NULL;
  LabPriceSet *set = set_from_text (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (set);
  return set;
}

static LabUsage
reported (gint64 u,
          gint64 r,
          gint64 w,
          gint64 wl,
          gint64 o)
{
  LabUsage usage = LAB_USAGE_INIT;

  usage.buckets[LAB_BUCKET_U] = u;
  usage.buckets[LAB_BUCKET_R] = r;
  usage.buckets[LAB_BUCKET_W] = w;
  usage.buckets[LAB_BUCKET_WL] = wl;
  usage.buckets[LAB_BUCKET_O] = o;
  usage.flags = LAB_USAGE_REPORTED;
  return usage;
}

static LabMoney
money (const char *text)
{
  g_autoptr (GError) error = NULL;
  LabMoney amount = 0;

  lab_money_parse (text, &amount, &error);
  g_assert_no_error (error);
  return amount;
}

static void
assert_lines_add_up (const LabCost *cost)
{
  LabProductSum sum = 0;
  LabMoney rounded = 0;

  for (guint i = 0; i < cost->n_lines; i++)
    sum += cost->lines[i].exact;
  g_assert_true (sum == cost->exact);
  g_assert_true (lab_product_sum_to_money (sum, &rounded, NULL));
  g_assert_cmpint (rounded, ==, cost->amount);
}

/* --- the golden bills --- */

static gint64
number (const LabJson *object,
        const char    *name)
{
  const LabJson *member = lab_json_get (object, name);
  gint64 value = 0;

  if (member != NULL)
    g_assert_true (lab_json_get_int (member, &value));
  return value;
}

/* The documented mapping of the two dialects that the cases use: both count
 * cached tokens inside the prompt; Gemini's thoughts are output beside the
 * candidates. The parsers proper have their own tests. */
static LabUsage
usage_from_raw (const LabJson *raw)
{
  const char *dialect = lab_json_get_string (lab_json_get (raw, "dialect"));
  const LabJson *fields = lab_json_get (raw, "usage");
  gint64 prompt, cached, output;

  if (g_str_equal (dialect, "openai-chat"))
    {
      prompt = number (fields, "prompt_tokens");
      cached = number (lab_json_get (fields, "prompt_tokens_details"), "cached_tokens");
      output = number (fields, "completion_tokens");
    }
  else
    {
      g_assert_cmpstr (dialect, ==, "gemini");
      prompt = number (fields, "promptTokenCount") + number (fields, "toolUsePromptTokenCount");
      cached = number (fields, "cachedContentTokenCount");
      output = number (fields, "candidatesTokenCount") + number (fields, "thoughtsTokenCount");
    }
  return reported (prompt - cached, cached, 0, 0, output);
}

static void
check_golden_cost (const LabJson *item)
{
  const LabJson *usage_json = lab_json_get (item, "usage");
  const char *wrong = lab_json_get_string (lab_json_get (item, "wrong"));
  g_autoptr (GError) error = NULL;
  g_autoptr (LabPriceSet) set = lab_price_set_new_from_json (item, &error);
  g_auto (LabCost) cost = LAB_COST_INIT;
  LabUsage usage;

  g_test_message ("%s", lab_json_get_string (lab_json_get (item, "name")));
  g_assert_no_error (error);
  usage = usage_json ? reported (number (usage_json, "u"), number (usage_json, "r"),
                                 number (usage_json, "w"), number (usage_json, "wl"),
                                 number (usage_json, "o"))
                     : usage_from_raw (lab_json_get (item, "raw"));
  g_assert_true (lab_cost_compute (&usage, set, &cost, &error));
  g_assert_no_error (error);
  g_assert_cmpint (cost.state, ==, LAB_COST_KNOWN);
  g_assert_cmpint (cost.amount, ==, money (lab_json_get_string (lab_json_get (item, "expect"))));
  if (wrong != NULL)
    g_assert_cmpint (cost.amount, !=, money (wrong));
  assert_lines_add_up (&cost);
}

static LabJsonDocument *
load_golden (void)
{
  g_autofree char *path =
    g_test_build_filename (G_TEST_DIST, "data", "pricing", "billing-golden.json", NULL);
  g_autoptr (GError) error = NULL;
  LabJsonDocument *document = lab_json_document_load (path, 0, &error);

  g_assert_no_error (error);
  return document;
}

static void
test_golden_costs (void)
{
  g_autoptr (LabJsonDocument) golden = load_golden ();
  const LabJson *cases = lab_json_get (lab_json_document_get_root (golden), "cost");

  g_assert_cmpuint (lab_json_get_n_members (cases), ==, 10);
  for (guint i = 0; i < lab_json_get_n_members (cases); i++)
    check_golden_cost (lab_json_get_element (cases, i));
}

static void
test_golden_saving (void)
{
  g_autoptr (LabJsonDocument) golden = load_golden ();
  const LabJson *cases = lab_json_get (lab_json_document_get_root (golden), "saving");
  const LabJson *item = lab_json_get_element (cases, 0);
  gint64 context = number (item, "context_tokens");
  g_autoptr (LabPriceSet) set = lab_price_set_new_from_json (item, NULL);
  LabUsage stay = reported (0, context, 0, 0, 0);
  LabUsage move = reported (0, 0, context, 0, 0);
  g_auto (LabCost) warm = LAB_COST_INIT;
  g_auto (LabCost) cold = LAB_COST_INIT;

  g_assert_nonnull (set);
  g_assert_true (lab_cost_compute (&stay, set, &warm, NULL));
  g_assert_true (lab_cost_compute (&move, set, &cold, NULL));
  g_assert_cmpint (warm.amount - cold.amount, ==,
                   money (lab_json_get_string (lab_json_get (item, "expect_saving"))));
}

/* --- states and bases --- */

#define FULL_RATES "{\"rates\":{\"in\":\"3\",\"read\":\"0.3\",\"w\":\"3.75\",\"wl\":\"6\"," \
                   "\"out\":\"15\",\"web_search\":\"0.01\"}}"
#define BARE_RATES "{\"rates\":{\"in\":\"3\",\"out\":\"15\"}}"
#define NO_LONG "{\"rates\":{\"in\":\"3\",\"w\":\"4\",\"out\":\"15\"}}"
#define INPUT_ONLY "{\"rates\":{\"in\":\"2.5\"}}"
#define FREE_RATES "{\"rates\":{\"in\":0,\"out\":\"0\"}}"
#define HIGH_TIER_UNKNOWN "{\"rates\":{\"in\":\"3\",\"out\":\"15\"},\"tiers\":[{\"above\":100}]}"

static const struct
{
  const char *name;
  const char *rates;
  gint64 buckets[LAB_N_BUCKETS];
  gint64 searches;
  guint flags;
  LabCostState state;
  const char *basis;
  const char *amount;
} state_cases[] = {
  { "known", FULL_RATES, { 1, 1, 1, 1, 1 }, 0, LAB_USAGE_REPORTED, LAB_COST_KNOWN, NULL,
    "0.00002805" },
  { "free is not unpriced", FREE_RATES, { 5, 0, 0, 0, 5 }, 0, LAB_USAGE_REPORTED, LAB_COST_KNOWN,
    NULL, "0" },
  { "unpriced is not free", NULL, { 5, 0, 0, 0, 5 }, 0, LAB_USAGE_REPORTED, LAB_COST_UNPRICED,
    "no-row", NULL },
  { "searches are a line", FULL_RATES, { 1000, 0, 0, 0, 0 }, 3, LAB_USAGE_REPORTED, LAB_COST_KNOWN,
    NULL, "0.033" },
  { "searches without a fee", BARE_RATES, { 1, 0, 0, 0, 0 }, 1, LAB_USAGE_REPORTED,
    LAB_COST_UNPRICED, "no-fee", NULL },
  { "reads without a rate", BARE_RATES, { 0, 1000, 0, 0, 0 }, 0, LAB_USAGE_REPORTED,
    LAB_COST_ESTIMATED, "read-as-input", "0.003" },
  { "writes without a rate", BARE_RATES, { 0, 0, 1000, 0, 0 }, 0, LAB_USAGE_REPORTED,
    LAB_COST_ESTIMATED, "write-as-input", "0.003" },
  { "long writes without any", BARE_RATES, { 0, 0, 0, 1000, 0 }, 0, LAB_USAGE_REPORTED,
    LAB_COST_ESTIMATED, "write-as-input", "0.003" },
  { "long writes beside short", NO_LONG, { 0, 0, 0, 1000, 0 }, 0, LAB_USAGE_REPORTED,
    LAB_COST_ESTIMATED, "long-write-as-write", "0.004" },
  { "output without a rate", INPUT_ONLY, { 10, 0, 0, 0, 1 }, 0, LAB_USAGE_REPORTED,
    LAB_COST_UNPRICED, "no-rate", NULL },
  { "no output, no rate needed", INPUT_ONLY, { 10, 0, 0, 0, 0 }, 0, LAB_USAGE_REPORTED,
    LAB_COST_KNOWN, NULL, "0.000025" },
  { "tier without prices", HIGH_TIER_UNKNOWN, { 101, 0, 0, 0, 0 }, 0, LAB_USAGE_REPORTED,
    LAB_COST_UNPRICED, "no-rate", NULL },
  { "counted here", FULL_RATES, { 1000, 0, 0, 0, 0 }, 0, LAB_USAGE_ESTIMATED, LAB_COST_ESTIMATED,
    "usage-estimated", "0.003" },
  { "no usage came", FULL_RATES, { 0, 0, 0, 0, 0 }, 0, 0, LAB_COST_ESTIMATED, "usage-missing",
    "0" },
  { "cut", FULL_RATES, { 1000, 0, 0, 0, 0 }, 0, LAB_USAGE_REPORTED | LAB_USAGE_PARTIAL,
    LAB_COST_ESTIMATED, "usage-partial", "0.003" },
  { "negative is kept", FULL_RATES, { -1000, 2000, 0, 0, 0 }, 0, LAB_USAGE_REPORTED,
    LAB_COST_ESTIMATED, "unreconciled", "-0.0024" },
  { "negative searches", FULL_RATES, { 1000, 0, 0, 0, 0 }, -1, LAB_USAGE_REPORTED,
    LAB_COST_ESTIMATED, "unreconciled", "-0.007" },
  { "audio", FULL_RATES, { 1000, 0, 0, 0, 0 }, 0, LAB_USAGE_REPORTED | LAB_USAGE_OTHER_MODALITY,
    LAB_COST_UNPRICED, "other-modality", NULL },
};

static void
test_states (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_cases); i++)
    {
      g_autoptr (LabPriceSet) set = state_cases[i].rates ? must_set (state_cases[i].rates) : NULL;
      g_autoptr (GError) error = NULL;
      g_auto (LabCost) cost = LAB_COST_INIT;
      g_autofree char *basis = NULL, *sentence = NULL;
      LabUsage usage = LAB_USAGE_INIT;

      g_test_message ("%s", state_cases[i].name);
      memcpy (usage.buckets, state_cases[i].buckets, sizeof usage.buckets);
      usage.web_searches = state_cases[i].searches;
      usage.flags = state_cases[i].flags;
      g_assert_true (lab_cost_compute (&usage, set, &cost, &error));
      g_assert_no_error (error);
      basis = lab_cost_basis_to_string (cost.basis);
      sentence = lab_cost_basis_describe (cost.basis);
      g_assert_cmpint (cost.state, ==, state_cases[i].state);
      g_assert_cmpstr (basis, ==, state_cases[i].basis);
      g_assert_true ((basis == NULL) == (*sentence == '\0'));
      if (state_cases[i].amount != NULL)
        g_assert_cmpint (cost.amount, ==, money (state_cases[i].amount));
      else
        g_assert_cmpuint (cost.n_lines, ==, 0);
      assert_lines_add_up (&cost);
    }
}

static void
test_lines_are_named (void)
{
  g_autoptr (LabPriceSet) set = must_set (FULL_RATES);
  g_auto (LabCost) cost = LAB_COST_INIT;
  LabUsage usage = reported (1, 2, 3, 4, 5);
  static const char * const names[] = { "u", "r", "w", "wl", "o", "web_search" };

  usage.web_searches = 6;
  g_assert_true (lab_cost_compute (&usage, set, &cost, NULL));
  g_assert_cmpuint (cost.n_lines, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < cost.n_lines; i++)
    {
      g_assert_cmpstr (lab_cost_line_get_name (&cost.lines[i]), ==, names[i]);
      g_assert_cmpint (cost.lines[i].units, ==, i + 1);
      g_assert_false (cost.lines[i].estimated);
    }
  g_assert_cmpstr (lab_cost_get_row_id (&cost), ==, "file");
}

static void
test_a_stand_in_is_marked (void)
{
  g_autoptr (LabPriceSet) set = must_set (BARE_RATES);
  g_auto (LabCost) cost = LAB_COST_INIT;
  LabUsage usage = reported (1, 2, 0, 0, 0);

  g_assert_true (lab_cost_compute (&usage, set, &cost, NULL));
  g_assert_false (cost.lines[0].estimated);
  g_assert_true (cost.lines[1].estimated);
}

/* --- tiers --- */

#define TIERS \
  "{\"rates\":{\"in\":\"1\",\"out\":\"1\"},\"tiers\":[" \
  "{\"above\":200,\"in\":\"3\",\"out\":\"3\"},{\"above\":100,\"in\":\"2\",\"out\":\"2\"}]}"

static void
test_threshold_is_exclusive (void)
{
  static const struct
  {
    gint64 input;
    gint64 tier;
    LabMoney rate;
  } cases[] = {
    { 0, 0, 1000 },   { 100, 0, 1000 },   { 101, 100, 2000 },
    { 200, 100, 2000 }, { 201, 200, 3000 }, { G_MAXINT32, 200, 3000 },
  };
  g_autoptr (LabPriceSet) set = must_set (TIERS);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (LabCost) cost = LAB_COST_INIT;
      LabUsage usage = reported (cases[i].input, 0, 0, 0, 7);

      g_assert_true (lab_cost_compute (&usage, set, &cost, NULL));
      g_assert_cmpint (cost.context_tier, ==, cases[i].tier);
      g_assert_cmpint (cost.amount, ==, (cases[i].input + 7) * cases[i].rate);
    }
}

static void
test_every_input_bucket_counts_for_the_tier (void)
{
  g_autoptr (LabPriceSet) set = must_set (TIERS);

  for (guint bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    {
      g_auto (LabCost) cost = LAB_COST_INIT;
      LabUsage usage = reported (0, 0, 0, 0, 0);

      usage.buckets[bucket] = 101;
      g_assert_true (lab_cost_compute (&usage, set, &cost, NULL));
      g_assert_cmpint (cost.context_tier, ==, bucket == LAB_BUCKET_O ? 0 : 100);
    }
}

/* --- properties --- */

/* Random usage below and above a threshold: lines add up; splitting a call
 * in two that stay in its tier changes its exact price by nothing. */
static void
test_splitting_and_merging (void)
{
  g_autoptr (LabPriceSet) set = must_set (FULL_RATES);
  LabRandom random;

  lab_random_init (&random, 20261123);
  for (guint i = 0; i < 2000; i++)
    {
      g_auto (LabCost) whole = LAB_COST_INIT;
      g_auto (LabCost) left = LAB_COST_INIT;
      g_auto (LabCost) right = LAB_COST_INIT;
      LabUsage all = reported (0, 0, 0, 0, 0);
      LabUsage a = all, b = all;

      for (guint j = 0; j < LAB_N_BUCKETS; j++)
        {
          all.buckets[j] = (gint64) lab_random_below (&random, 3000000);
          a.buckets[j] = (gint64) lab_random_below (&random, (guint64) all.buckets[j] + 1);
          b.buckets[j] = all.buckets[j] - a.buckets[j];
        }
      g_assert_true (lab_cost_compute (&all, set, &whole, NULL));
      g_assert_true (lab_cost_compute (&a, set, &left, NULL));
      g_assert_true (lab_cost_compute (&b, set, &right, NULL));
      assert_lines_add_up (&whole);
      g_assert_true (left.exact + right.exact == whole.exact);
      /* Rounded once each, they differ by a nano-dollar at most. */
      g_assert_cmpint (ABS (left.amount + right.amount - whole.amount), <=, 1);
    }
}

/* The buckets are an unordered sum: moving rates and counts together to other
 * buckets leaves the bill as it was. */
static void
test_permuting_buckets (void)
{
  static const char * const names[LAB_N_BUCKETS] = { "in", "read", "w", "wl", "out" };
  LabRandom random;

  lab_random_init (&random, 7);
  for (guint i = 0; i < 300; i++)
    {
      guint order[LAB_N_BUCKETS] = { 0, 1, 2, 3, 4 };
      gint64 rates[LAB_N_BUCKETS];
      LabUsage usage = reported (0, 0, 0, 0, 0), moved = usage;
      LabProductSum exact[2];

      for (guint j = 0; j < LAB_N_BUCKETS; j++)
        {
          rates[j] = (gint64) lab_random_below (&random, 100);
          usage.buckets[j] = (gint64) lab_random_below (&random, 100000);
        }
      lab_random_shuffle (&random, order, LAB_N_BUCKETS);
      for (guint pass = 0; pass < 2; pass++)
        {
          GString *text = g_string_new ("{\"rates\":{");
          g_autofree char *json = NULL;
          g_autoptr (LabPriceSet) set = NULL;
          g_auto (LabCost) cost = LAB_COST_INIT;

          for (guint j = 0; j < LAB_N_BUCKETS; j++)
            {
              guint from = pass == 0 ? j : order[j];

              g_string_append_printf (text, "%s\"%s\":%" G_GINT64_FORMAT, j > 0 ? "," : "",
                                      names[j], rates[from]);
              moved.buckets[j] = usage.buckets[from];
            }
          g_string_append (text, "}}");
          json = g_string_free (text, FALSE);
          set = must_set (json);
          g_assert_true (lab_cost_compute (&moved, set, &cost, NULL));
          exact[pass] = cost.exact;
        }
      g_assert_true (exact[0] == exact[1]);
    }
}

static void
test_only_a_tier_makes_splitting_cheaper (void)
{
  g_autoptr (LabPriceSet) set = must_set (TIERS);
  g_auto (LabCost) whole = LAB_COST_INIT;
  g_auto (LabCost) half = LAB_COST_INIT;
  LabUsage all = reported (200, 0, 0, 0, 0);
  LabUsage part = reported (100, 0, 0, 0, 0);

  g_assert_true (lab_cost_compute (&all, set, &whole, NULL));
  g_assert_true (lab_cost_compute (&part, set, &half, NULL));
  g_assert_true (whole.exact == 2 * 2 * half.exact);
}

/* --- overflow --- */

static void
test_huge_counts_are_an_error (void)
{
  g_autoptr (LabPriceSet) set = must_set ("{\"rates\":{\"in\":\"1000000\",\"out\":\"1\","
                                          "\"web_search\":\"1\"}}");
  g_auto (LabCost) cost = LAB_COST_INIT;
  g_autoptr (GError) error = NULL;
  LabUsage usage = reported (G_MAXINT64, 0, 0, 0, 0);

  g_assert_false (lab_cost_compute (&usage, set, &cost, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_assert_cmpint (cost.state, ==, LAB_COST_UNPRICED);
  g_assert_cmpuint (cost.n_lines, ==, 0);

  g_clear_error (&error);
  usage = reported (0, 0, 0, 0, 0);
  usage.web_searches = G_MAXINT64;
  g_assert_false (lab_cost_compute (&usage, set, &cost, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
}

/* --- rates from a file --- */

static const struct
{
  const char *text;
  const char *path;
} bad_rates[] = {
  { "[]", "$" },
  { "{}", "$" },
  { "{\"rates\":[]}", "rates" },
  { "{\"rates\":{}}", "rates" },
  { "{\"rates\":{\"read\":1}}", "rates" },
  { "{\"rates\":{\"in\":\"-1\",\"out\":\"1\"}}", "rates.in" },
  { "{\"rates\":{\"in\":\"x\",\"out\":\"1\"}}", "rates.in" },
  { "{\"rates\":{\"in\":true,\"out\":\"1\"}}", "rates.in" },
  { "{\"rates\":{\"in\":1e400,\"out\":\"1\"}}", "rates" },
  { "{\"rates\":{\"in\":NaN,\"out\":\"1\"}}", "" },
  { "{\"rates\":{\"in\":\"NaN\",\"out\":\"1\"}}", "rates.in" },
  { "{\"rates\":{\"in\":\"1000001\",\"out\":\"1\"}}", "rates.in" },
  { "{\"rates\":{\"in\":0.0000000001,\"out\":\"1\"}}", "rates.in" },
  { "{\"rates\":{\"in\":1,\"in\":2,\"out\":1}}", "in" },
  { "{\"rates\":{\"in\":1,\"out\":1,\"input\":2}}", "input" },
  { "{\"rates\":{\"in\":1,\"out\":1},\"tiers\":{}}", "tiers" },
  { "{\"rates\":{\"in\":1,\"out\":1},\"tiers\":[{\"in\":1}]}", "tiers[0]" },
  { "{\"rates\":{\"in\":1,\"out\":1},\"tiers\":[{\"above\":0}]}", "tiers[0].above" },
  { "{\"rates\":{\"in\":1,\"out\":1},\"tiers\":[{\"above\":5,\"in\":-1}]}", "tiers[0].in" },
  { "{\"rates\":{\"in\":1,\"out\":1},\"tiers\":[{\"above\":5},{\"above\":5}]}", "tiers[1]" },
};

static void
test_bad_rates_are_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_rates); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabPriceSet) set = set_from_text (bad_rates[i].text, &error);

      g_test_message ("%s → %s", bad_rates[i].text, error ? error->message : "taken");
      g_assert_null (set);
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_assert_nonnull (strstr (error->message, bad_rates[i].path));
    }
}

static void
test_rates_cut_at_every_byte (void)
{
  gsize length = strlen (TIERS);

  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *cut = g_strndup (TIERS, i);
      g_autoptr (LabPriceSet) set = set_from_text (cut, &error);

      g_assert_null (set);
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
    }
}

/* --- worst case --- */

static void
test_worst_case_bounds_every_usage (void)
{
  g_autoptr (LabPriceSet) set = must_set (
    "{\"rates\":{\"in\":\"5\",\"read\":\"0.5\",\"w\":\"6.25\",\"wl\":\"10\",\"out\":\"25\"},"
    "\"tiers\":[{\"above\":1000,\"in\":\"1\",\"read\":\"2\",\"w\":\"1.25\",\"wl\":\"3\","
    "\"out\":\"30\"}]}");
  LabWorstCase bounds = { .max_output = 500, .may_write_cache = TRUE, .may_write_long = TRUE };
  LabRandom random;

  lab_random_init (&random, 99);
  for (guint i = 0; i < 2000; i++)
    {
      g_auto (LabCost) cost = LAB_COST_INIT;
      LabUsage usage = reported (0, 0, 0, 0, 0);
      LabMoney worst = 0;
      gint64 left;

      bounds.input_high = (gint64) lab_random_below (&random, 2000);
      left = bounds.input_high;
      for (guint j = LAB_BUCKET_U; j <= LAB_BUCKET_WL; j++)
        {
          usage.buckets[j] = (gint64) lab_random_below (&random, (guint64) left + 1);
          left -= usage.buckets[j];
        }
      usage.buckets[LAB_BUCKET_O] = (gint64) lab_random_below (&random, 501);
      g_assert_true (lab_cost_compute (&usage, set, &cost, NULL));
      g_assert_true (lab_price_worst_case (set, &bounds, &worst, NULL));
      g_assert_cmpint (cost.amount, <=, worst);
    }
}

/* A dearer lower tier is reached by fewer tokens: it bounds from below. */
static void
test_worst_case_values (void)
{
  g_autoptr (LabPriceSet) set = must_set (FULL_RATES);
  g_autoptr (LabPriceSet) tiers = must_set (TIERS);
  LabWorstCase bounds = { .input_high = 1000, .max_output = 100 };
  LabMoney worst = 0;

  g_assert_true (lab_price_worst_case (set, &bounds, &worst, NULL));
  g_assert_cmpint (worst, ==, money ("0.0045"));
  bounds.may_write_cache = TRUE;
  g_assert_true (lab_price_worst_case (set, &bounds, &worst, NULL));
  g_assert_cmpint (worst, ==, money ("0.00525"));
  bounds.may_write_long = TRUE;
  g_assert_true (lab_price_worst_case (set, &bounds, &worst, NULL));
  g_assert_cmpint (worst, ==, money ("0.0075"));
  bounds.web_searches = 2;
  g_assert_true (lab_price_worst_case (set, &bounds, &worst, NULL));
  g_assert_cmpint (worst, ==, money ("0.0275"));

  bounds = (LabWorstCase) { .input_high = 100, .max_output = 0 };
  g_assert_true (lab_price_worst_case (tiers, &bounds, &worst, NULL));
  g_assert_cmpint (worst, ==, 100 * 1000);
  bounds.input_high = 101;
  g_assert_true (lab_price_worst_case (tiers, &bounds, &worst, NULL));
  g_assert_cmpint (worst, ==, 101 * 2000);
}

static void
assert_no_worst_case (const char         *rates,
                      const LabWorstCase *bounds,
                      LabErrorCode        code)
{
  g_autoptr (LabPriceSet) set = rates ? must_set (rates) : NULL;
  g_autoptr (GError) error = NULL;
  LabMoney worst = 42;

  g_assert_false (lab_price_worst_case (set, bounds, &worst, &error));
  g_assert_error (error, LAB_ERROR, (gint) code);
  g_assert_cmpint (worst, ==, 42);
}

static void
test_worst_case_refusals (void)
{
  LabWorstCase bounds = { .input_high = 1000, .max_output = 100 };
  LabWorstCase searching = { .input_high = 1, .max_output = 1, .web_searches = 1 };
  LabWorstCase endless = { .input_high = 1, .max_output = 1, .web_searches = G_MAXINT64 };
  LabWorstCase negative = { .input_high = -1 };
  LabWorstCase huge = { .input_high = G_MAXINT64, .max_output = G_MAXINT64 };

  assert_no_worst_case (NULL, &bounds, LAB_ERROR_UNPRICED);
  assert_no_worst_case (INPUT_ONLY, &bounds, LAB_ERROR_UNPRICED);
  assert_no_worst_case (HIGH_TIER_UNKNOWN, &bounds, LAB_ERROR_UNPRICED);
  assert_no_worst_case (BARE_RATES, &searching, LAB_ERROR_UNPRICED);
  assert_no_worst_case (FULL_RATES, &endless, LAB_ERROR_INVALID_INPUT);
  assert_no_worst_case (FULL_RATES, &negative, LAB_ERROR_INVALID_INPUT);
  assert_no_worst_case (FULL_RATES, &huge, LAB_ERROR_INVALID_INPUT);
}

/* --- cache storage --- */

static void
test_storage (void)
{
  g_autoptr (LabPriceSet) set = must_set ("{\"rates\":{\"in\":1,\"out\":1,\"storage\":\"0.5\"}}");
  g_autoptr (LabPriceSet) none = must_set (BARE_RATES);
  const LabPriceRow *row = lab_price_set_get_row (set, 0);
  g_autoptr (GError) error = NULL;
  LabCostLine line;
  LabMoney amount = 0;

  /* 100,000 tokens for 3 hours at $0.5 a million and hour. */
  g_assert_true (lab_cost_storage (row, 100000, 3 * 3600, &line, &amount, &error));
  g_assert_cmpint (amount, ==, money ("0.15"));
  g_assert_cmpstr (lab_cost_line_get_name (&line), ==, "cache_storage");
  g_assert_true (lab_cost_storage (row, 1000000, 1, &line, &amount, &error));
  /* 0.5 / 3600 = 0.000138888… */
  g_assert_cmpint (amount, ==, 138889);
  g_assert_true (lab_cost_storage (row, 0, 3600, &line, &amount, &error));
  g_assert_cmpint (amount, ==, 0);

  g_assert_false (lab_cost_storage (row, -1, 1, &line, &amount, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_clear_error (&error);
  g_assert_false (lab_cost_storage (row, G_MAXINT64, G_MAXINT64, &line, &amount, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_clear_error (&error);
  row = lab_price_set_get_row (none, 0);
  g_assert_false (lab_cost_storage (row, 1, 1, &line, &amount, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_UNPRICED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pricing/golden/costs", test_golden_costs);
  g_test_add_func ("/pricing/golden/saving", test_golden_saving);
  g_test_add_func ("/pricing/cost/states", test_states);
  g_test_add_func ("/pricing/cost/lines-are-named", test_lines_are_named);
  g_test_add_func ("/pricing/cost/a-stand-in-is-marked", test_a_stand_in_is_marked);
  g_test_add_func ("/pricing/cost/splitting-and-merging", test_splitting_and_merging);
  g_test_add_func ("/pricing/cost/permuting-buckets", test_permuting_buckets);
  g_test_add_func ("/pricing/cost/huge-counts-are-an-error", test_huge_counts_are_an_error);
  g_test_add_func ("/pricing/tier/threshold-is-exclusive", test_threshold_is_exclusive);
  g_test_add_func ("/pricing/tier/every-input-bucket-counts",
                   test_every_input_bucket_counts_for_the_tier);
  g_test_add_func ("/pricing/tier/only-a-tier-makes-splitting-cheaper",
                   test_only_a_tier_makes_splitting_cheaper);
  g_test_add_func ("/pricing/rates/bad-ones-are-refused", test_bad_rates_are_refused);
  g_test_add_func ("/pricing/rates/cut-at-every-byte", test_rates_cut_at_every_byte);
  g_test_add_func ("/pricing/worst-case/bounds-every-usage", test_worst_case_bounds_every_usage);
  g_test_add_func ("/pricing/worst-case/values", test_worst_case_values);
  g_test_add_func ("/pricing/worst-case/refusals", test_worst_case_refusals);
  g_test_add_func ("/pricing/storage/tokens-by-hours", test_storage);

  return g_test_run ();
}
