/* test-prompt-cache.c: the vendors' prompt caches, as one model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "lab-cost.h"
#include "lab-error.h"
#include "lab-price-catalogue.h"
#include "lab-prompt-cache.h"
#include "lab-random.h"

#define SECOND G_USEC_PER_SEC
#define N_ARRIVALS 20000
#define NOVEMBER_2026 (G_GINT64_CONSTANT (1795392000) * SECOND)

static const LabCacheRules openai_rules = {
  .mode = LAB_CACHE_IMPLICIT, .minimum = 1024, .block = 128, .life = 1800, .refresh = TRUE,
  .bill_writes = TRUE,
};
static const LabCacheRules anthropic_rules = {
  .mode = LAB_CACHE_BREAKPOINTS, .minimum = 1000, .block = 1, .max_breakpoints = 4,
  .lookback = 20, .life = 300, .long_life = 3600, .refresh = TRUE, .bill_writes = TRUE,
};

/* Uses the cache and writes the split as "u r w wl". */
static char *
split (LabPromptCache        *cache,
       const LabCacheRules   *rules,
       const LabCacheSegment *segments,
       gsize                  n,
       double                 at,
       double                 ready)
{
  g_autoptr (GError) error = NULL;
  LabUsage usage = LAB_USAGE_INIT;
  LabUsage seen = LAB_USAGE_INIT;

  g_assert_true (lab_prompt_cache_peek (cache, rules, "scope", segments, n, (gint64) (at * SECOND),
                                        &seen, &error));
  g_assert_true (lab_prompt_cache_use (cache, rules, "scope", segments, n, (gint64) (at * SECOND),
                                       (gint64) (ready * SECOND), &usage, &error));
  g_assert_no_error (error);
  /* To look is to know what would happen. */
  g_assert_true (lab_usage_equal (&usage, &seen));
  g_assert_cmpint (lab_usage_input_total (&usage), ==, n > 0 ? segments[n - 1].tokens : 0);
  return g_strdup_printf ("%d %d %d %d", (int) usage.buckets[LAB_BUCKET_U],
                          (int) usage.buckets[LAB_BUCKET_R], (int) usage.buckets[LAB_BUCKET_W],
                          (int) usage.buckets[LAB_BUCKET_WL]);
}

typedef struct
{
  double at; /* s */
  LabCacheSegment segments[6];
  const char *split;
} Step;

static gsize
count_segments (const Step *step)
{
  gsize n = 0;

  while (n < G_N_ELEMENTS (step->segments) && step->segments[n].tokens > 0)
    n++;
  return n;
}

static void
play (const LabCacheRules *rules,
      const Step          *steps,
      gsize                n_steps)
{
  g_autoptr (LabPromptCache) cache = lab_prompt_cache_new (0);

  for (gsize i = 0; i < n_steps; i++)
    {
      g_autofree char *seen = split (cache, rules, steps[i].segments, count_segments (&steps[i]),
                                     steps[i].at, steps[i].at);

      g_test_message ("step %d at %g s", (int) i, steps[i].at);
      g_assert_cmpstr (seen, ==, steps[i].split);
    }
}

static void
test_implicit (void)
{
  static const Step steps[] = {
    { 0, { { 1, 1023 } }, "1023 0 0 0" },               /* below the minimum: silent */
    { 1, { { 2, 1100 } }, "76 0 1024 0" },              /* whole blocks only */
    { 2, { { 2, 1100 }, { 3, 1400 } }, "120 1024 256 0" },
    { 3, { { 2, 1100 }, { 4, 1300 } }, "20 1024 256 0" }, /* parts after the first */
    { 4, { { 2, 1100 }, { 3, 1400 } }, "120 1280 0 0" },
    { 5, { { 9, 100 }, { 2, 1200 } }, "48 0 1152 0" },  /* a prefix, not a piece */
    { 1803.5, { { 2, 1100 }, { 4, 1300 } }, "20 1024 256 0" }, /* that tail went unused */
    { 1900, { { 2, 1100 }, { 3, 1400 } }, "120 1024 256 0" },
  };

  play (&openai_rules, steps, G_N_ELEMENTS (steps));
}

static void
test_free_writes_stay_input (void)
{
  LabCacheRules rules = openai_rules;
  static const Step steps[] = {
    { 0, { { 2, 2048 } }, "2048 0 0 0" },
    { 1, { { 2, 2048 } }, "0 2048 0 0" },
  };

  rules.bill_writes = FALSE;
  play (&rules, steps, G_N_ELEMENTS (steps));
}

static void
test_breakpoints (void)
{
  static const Step steps[] = {
    { 0, { { 1, 5000 } }, "5000 0 0 0" },                       /* nothing is marked */
    { 1, { { 1, 900, TRUE }, { 2, 2000 } }, "2000 0 0 0" },     /* below the minimum */
    { 2, { { 1, 900 }, { 2, 2000, TRUE }, { 3, 2100 } }, "100 0 2000 0" },
    { 3, { { 1, 900 }, { 2, 2000, TRUE }, { 4, 2300 } }, "300 2000 0 0" },
    /* A growing conversation finds the earlier mark behind the new one. */
    { 4, { { 1, 900 }, { 2, 2000 }, { 4, 2300 }, { 5, 2500, TRUE } }, "0 2000 500 0" },
    { 5, { { 1, 900 }, { 2, 2000 }, { 4, 2300 }, { 5, 2500, TRUE } }, "0 2500 0 0" },
    { 6, { { 9, 900 }, { 2, 2000, TRUE } }, "0 0 2000 0" },
  };

  play (&anthropic_rules, steps, G_N_ELEMENTS (steps));
}

static void
test_two_lives (void)
{
  static const Step steps[] = {
    { 0, { { 1, 1000, TRUE, TRUE }, { 2, 3000, TRUE }, { 3, 3100 } }, "100 0 2000 1000" },
    { 299, { { 1, 1000, TRUE, TRUE }, { 2, 3000, TRUE }, { 3, 3100 } }, "100 3000 0 0" },
    { 598, { { 1, 1000, TRUE, TRUE }, { 2, 3000, TRUE }, { 3, 3100 } }, "100 3000 0 0" },
    { 898, { { 1, 1000, TRUE, TRUE }, { 2, 3000, TRUE }, { 3, 3100 } }, "100 1000 2000 0" },
    { 4497, { { 1, 1000, TRUE, TRUE }, { 2, 3000, TRUE } }, "0 1000 2000 0" },
    { 8097, { { 1, 1000, TRUE, TRUE }, { 2, 3000, TRUE } }, "0 0 2000 1000" },
  };

  play (&anthropic_rules, steps, G_N_ELEMENTS (steps));
}

static void
test_without_refresh_a_life_ends (void)
{
  LabCacheRules rules = anthropic_rules;
  static const Step steps[] = {
    { 0, { { 1, 2000, TRUE } }, "0 0 2000 0" },
    { 200, { { 1, 2000, TRUE } }, "0 2000 0 0" },
    { 300, { { 1, 2000, TRUE } }, "0 0 2000 0" },
    { 599, { { 1, 2000, TRUE } }, "0 2000 0 0" },
  };

  rules.refresh = FALSE;
  play (&rules, steps, G_N_ELEMENTS (steps));
}

/* A mark 21 blocks behind the last one is out of sight with 20, not with 21. */
static void
test_lookback_is_bounded (void)
{
  static const struct
  {
    guint lookback;
    const char *split;
  } cases[] = { { 20, "0 0 2210 0" }, { 21, "0 2000 210 0" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabPromptCache) cache = lab_prompt_cache_new (0);
      LabCacheRules rules = anthropic_rules;
      LabCacheSegment segments[22];
      g_autofree char *first = NULL, *second = NULL;

      rules.lookback = cases[i].lookback;
      for (gsize j = 0; j < G_N_ELEMENTS (segments); j++)
        segments[j] = (LabCacheSegment) { .hash = j, .tokens = 2000 + 10 * (gint64) j };
      segments[0].breakpoint = TRUE;
      first = split (cache, &rules, segments, 1, 0, 0);
      g_assert_cmpstr (first, ==, "0 0 2000 0");
      segments[0].breakpoint = FALSE;
      segments[21].breakpoint = TRUE;
      second = split (cache, &rules, segments, 22, 1, 1);
      g_assert_cmpstr (second, ==, cases[i].split);
    }
}

/* Requests sent together pay for their writes each. */
static void
test_written_when_answered (void)
{
  g_autoptr (LabPromptCache) cache = lab_prompt_cache_new (0);
  LabCacheSegment segment = { 1, 2048, FALSE, FALSE };
  static const struct
  {
    double at;
    double ready;
    const char *split;
  } cases[] = {
    { 0, 2, "0 0 2048 0" }, { 1, 3, "0 0 2048 0" }, { 1.999999, 4, "0 0 2048 0" },
    { 2, 5, "0 2048 0 0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *seen =
        split (cache, &openai_rules, &segment, 1, cases[i].at, cases[i].ready);

      g_assert_cmpstr (seen, ==, cases[i].split);
    }
}

static void
test_scopes_share_nothing (void)
{
  g_autoptr (LabPromptCache) cache = lab_prompt_cache_new (0);
  LabCacheSegment segment = { 1, 2048, FALSE, FALSE };
  static const struct
  {
    const char *scope;
    gint64 read;
  } cases[] = { { "a", 0 }, { "b", 0 }, { "a", 2048 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LabUsage usage = LAB_USAGE_INIT;

      g_assert_true (lab_prompt_cache_use (cache, &openai_rules, cases[i].scope, &segment, 1,
                                           (gint64) i, (gint64) i, &usage, NULL));
      g_assert_cmpint (usage.buckets[LAB_BUCKET_R], ==, cases[i].read);
    }
}

static void
test_entries_are_bounded (void)
{
  g_autoptr (LabPromptCache) cache = lab_prompt_cache_new (3);
  static const struct
  {
    guint64 hash;
    const char *split;
  } cases[] = {
    { 1, "0 0 2048 0" }, { 2, "0 0 2048 0" }, { 3, "0 0 2048 0" },
    { 1, "0 2048 0 0" }, /* used again */
    { 4, "0 0 2048 0" }, /* pushes 2 out */
    { 1, "0 2048 0 0" }, { 2, "0 0 2048 0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LabCacheSegment segment = { cases[i].hash, 2048, FALSE, FALSE };
      g_autofree char *seen = split (cache, &openai_rules, &segment, 1, (double) i, (double) i);

      g_assert_cmpstr (seen, ==, cases[i].split);
      g_assert_cmpuint (lab_prompt_cache_get_n_entries (cache), <=, 3);
    }
  lab_prompt_cache_forget_all (cache);
  g_assert_cmpuint (lab_prompt_cache_get_n_entries (cache), ==, 0);
}

static void
test_refused_requests (void)
{
  static const struct
  {
    LabCacheSegment segments[5];
    LabErrorCode code;
  } cases[] = {
    { { { 1, 1, TRUE }, { 2, 2, TRUE }, { 3, 3, TRUE }, { 4, 4, TRUE }, { 5, 5, TRUE } },
      LAB_ERROR_INVALID_REQUEST },
    { { { 1, 1, TRUE, FALSE }, { 2, 2, TRUE, TRUE }, { 3, 3 }, { 4, 4 }, { 5, 5 } },
      LAB_ERROR_INVALID_REQUEST },
    { { { 1, 5 }, { 2, 4 }, { 3, 6 }, { 4, 7 }, { 5, 8 } }, LAB_ERROR_INVALID_INPUT },
  };
  g_autoptr (LabPromptCache) cache = lab_prompt_cache_new (0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      LabUsage usage = LAB_USAGE_INIT;

      g_assert_false (lab_prompt_cache_use (cache, &anthropic_rules, "", cases[i].segments, 5, 0, 0,
                                            &usage, &error));
      g_assert_error (error, LAB_ERROR, (gint) cases[i].code);
      g_assert_cmpuint (lab_prompt_cache_get_n_entries (cache), ==, 0);
    }
}

static void
test_segments_from_tokens (void)
{
  guint32 tokens[300];
  g_autoptr (GArray) one = NULL;
  g_autoptr (GArray) other = NULL;
  LabCacheSegment *left, *right;

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    tokens[i] = i;
  one = lab_cache_segments_from_tokens (tokens, 300, 128);
  tokens[200] = 0;
  other = lab_cache_segments_from_tokens (tokens, 300, 128);
  left = (LabCacheSegment *) one->data;
  right = (LabCacheSegment *) other->data;
  g_assert_cmpuint (one->len, ==, 3);
  g_assert_cmpint (left[0].tokens, ==, 128);
  g_assert_cmpint (left[2].tokens, ==, 300);
  g_assert_true (left[0].hash == right[0].hash);
  g_assert_true (left[1].hash != right[1].hash);
  g_assert_true (left[2].hash == right[2].hash);
}

/* --- rules by model --- */

static const struct
{
  const char *model;
  LabCacheRules rules;
} rule_cases[] = {
  { "gpt-6.1-sol", { LAB_CACHE_IMPLICIT, 1024, 128, 0, 0, 1800, 0, TRUE, TRUE, FALSE, FALSE } },
  { "gpt-6.1-terra",
    { LAB_CACHE_IMPLICIT, 1024, 128, 0, 0, 1800, 43200, TRUE, TRUE, FALSE, FALSE } },
  { "gpt-5.5", { LAB_CACHE_IMPLICIT, 1024, 128, 0, 0, 300, 0, TRUE, FALSE, FALSE, TRUE } },
  { "claude-opus-5",
    { LAB_CACHE_BREAKPOINTS, 512, 1, 4, 20, 300, 3600, TRUE, TRUE, FALSE, FALSE } },
  { "claude-opus-5-5",
    { LAB_CACHE_BREAKPOINTS, 1024, 1, 4, 20, 300, 3600, TRUE, TRUE, TRUE, FALSE } },
  { "gemini-2.5-pro", { LAB_CACHE_IMPLICIT, 4096, 1, 0, 0, 300, 0, TRUE, FALSE, TRUE, TRUE } },
  { "gemini-3.8-flash", { LAB_CACHE_IMPLICIT, 1024, 1, 0, 0, 300, 0, TRUE, FALSE, TRUE, TRUE } },
  { "gemini-2.0-flash", { LAB_CACHE_NONE, 1024, 1, 0, 0, 300, 0, TRUE, FALSE, TRUE, TRUE } },
  { "mock-1", { LAB_CACHE_IMPLICIT, 1024, 128, 0, 0, 300, 3600, TRUE, TRUE, FALSE, FALSE } },
};

static void
test_rules_by_model (void)
{
  g_autoptr (LabPriceCatalogue) catalogue = lab_price_catalogue_new_bundled (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rule_cases); i++)
    {
      LabPriceQuery query = { .model = rule_cases[i].model, .at = NOVEMBER_2026 };
      const LabModelInfo *model =
        lab_price_catalogue_find_model (catalogue, rule_cases[i].model, NULL);
      g_autoptr (LabPriceSet) rows = lab_price_catalogue_find_rows (catalogue, &query);
      const LabCacheRules *want = &rule_cases[i].rules;
      LabCacheRules rules;

      g_test_message ("%s", rule_cases[i].model);
      lab_cache_rules_init (&rules, model, rows);
      g_assert_cmpint (rules.mode, ==, want->mode);
      g_assert_cmpint (rules.minimum, ==, want->minimum);
      g_assert_cmpint (rules.block, ==, want->block);
      g_assert_cmpuint (rules.max_breakpoints, ==, want->max_breakpoints);
      g_assert_cmpuint (rules.lookback, ==, want->lookback);
      g_assert_cmpint (rules.life, ==, want->life);
      g_assert_cmpint (rules.long_life, ==, want->long_life);
      g_assert_cmpint (rules.refresh, ==, want->refresh);
      g_assert_cmpint (rules.bill_writes, ==, want->bill_writes);
      g_assert_cmpint (rules.minimum_assumed, ==, want->minimum_assumed);
      g_assert_cmpint (rules.life_assumed, ==, want->life_assumed);
    }
}

/* --- closed forms --- */

static void
test_break_even (void)
{
  /* (1.25 − 1) / (1.25 − 0.1) */
  g_assert_cmpfloat_with_epsilon (lab_cache_break_even_hit_rate (1000, 100, 1250), 0.217391, 1e-6);
  g_assert_cmpfloat (lab_cache_break_even_hit_rate (1000, 100, 1000), ==, 0);
  g_assert_cmpfloat (lab_cache_break_even_hit_rate (1000, 1000, 1250), ==, 1);
}

/* N calls on one prefix of P tokens: P × (w + (N − 1) × read). */
static void
test_cost_of_n_calls (void)
{
  g_autoptr (LabJsonDocument) document = lab_json_document_parse (
    "{\"rates\":{\"in\":\"5\",\"read\":\"0.5\",\"w\":\"6.25\",\"out\":\"25\"}}", -1, NULL, 1, NULL);
  g_autoptr (LabPriceSet) set =
    lab_price_set_new_from_json (lab_json_document_get_root (document), NULL);
  g_autoptr (LabPromptCache) cache = lab_prompt_cache_new (0);
  LabCacheSegment segment = { 7, 100000, TRUE, FALSE };
  LabMoney total = 0;
  const gint64 n = 40;

  for (gint64 i = 0; i < n; i++)
    {
      g_auto (LabCost) cost = LAB_COST_INIT;
      LabUsage usage = LAB_USAGE_INIT;

      usage.flags = LAB_USAGE_REPORTED;
      g_assert_true (lab_prompt_cache_use (cache, &anthropic_rules, "", &segment, 1,
                                           i * 299 * SECOND, i * 299 * SECOND, &usage, NULL));
      g_assert_true (lab_cost_compute (&usage, set, &cost, NULL));
      g_assert_true (lab_money_add (total, cost.amount, &total, NULL));
    }
  /* 0.1 Mtok × ($6.25 + 39 × $0.5) */
  g_assert_cmpint (total, ==, G_GINT64_CONSTANT (2575000000));
}

/* Staying with a warm model reads; switching to another writes anew. */
static void
test_switching_models_forfeits_the_cache (void)
{
  g_autoptr (LabJsonDocument) document = lab_json_document_parse (
    "{\"rates\":{\"in\":\"5\",\"read\":\"0.5\",\"w\":\"6.25\"}}", -1, NULL, 1, NULL);
  g_autoptr (LabPriceSet) set =
    lab_price_set_new_from_json (lab_json_document_get_root (document), NULL);
  g_autoptr (LabPromptCache) cache = lab_prompt_cache_new (0);
  LabCacheSegment segment = { 7, 100000, TRUE, FALSE };
  static const char * const models[] = { "warm", "warm", "other" };
  LabMoney amounts[3];

  for (gsize i = 0; i < 3; i++)
    {
      g_auto (LabCost) cost = LAB_COST_INIT;
      LabUsage usage = LAB_USAGE_INIT;

      g_assert_true (lab_prompt_cache_use (cache, &anthropic_rules, models[i], &segment, 1,
                                           (gint64) i, (gint64) i, &usage, NULL));
      g_assert_true (lab_cost_compute (&usage, set, &cost, NULL));
      amounts[i] = cost.amount;
    }
  g_assert_cmpint (amounts[1] - amounts[2], ==, -575000000);
}

static void
test_poisson_hits (void)
{
  static const double means[] = { 60, 300, 900 }; /* seconds between arrivals */

  for (gsize i = 0; i < G_N_ELEMENTS (means); i++)
    {
      g_autoptr (LabPromptCache) cache = lab_prompt_cache_new (0);
      LabCacheSegment segment = { 7, 2000, TRUE, FALSE };
      double expected = lab_cache_poisson_hit_rate (1 / means[i], 300), share;
      double sigma = sqrt (expected * (1 - expected) / N_ARRIVALS);
      LabRandom random;
      gint64 now = 0;
      guint hits = 0;

      lab_random_init_stream (&random, 1, "poisson-hits", i);
      for (guint j = 0; j <= N_ARRIVALS; j++)
        {
          LabUsage usage = LAB_USAGE_INIT;

          g_assert_true (lab_prompt_cache_use (cache, &anthropic_rules, "", &segment, 1, now, now,
                                               &usage, NULL));
          hits += usage.buckets[LAB_BUCKET_R] > 0;
          now += (gint64) (lab_random_exponential (&random) * means[i] * SECOND);
        }
      share = (double) hits / N_ARRIVALS;
      g_test_message ("mean gap %g s: %.4f, closed form %.4f", means[i], share, expected);
      g_assert_cmpfloat_with_epsilon (share, expected, 4 * sigma);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pricing/cache/implicit", test_implicit);
  g_test_add_func ("/pricing/cache/free-writes-stay-input", test_free_writes_stay_input);
  g_test_add_func ("/pricing/cache/breakpoints", test_breakpoints);
  g_test_add_func ("/pricing/cache/two-lives", test_two_lives);
  g_test_add_func ("/pricing/cache/without-refresh-a-life-ends", test_without_refresh_a_life_ends);
  g_test_add_func ("/pricing/cache/lookback-is-bounded", test_lookback_is_bounded);
  g_test_add_func ("/pricing/cache/written-when-answered", test_written_when_answered);
  g_test_add_func ("/pricing/cache/scopes-share-nothing", test_scopes_share_nothing);
  g_test_add_func ("/pricing/cache/entries-are-bounded", test_entries_are_bounded);
  g_test_add_func ("/pricing/cache/refused-requests", test_refused_requests);
  g_test_add_func ("/pricing/cache/segments-from-tokens", test_segments_from_tokens);
  g_test_add_func ("/pricing/cache/rules-by-model", test_rules_by_model);
  g_test_add_func ("/pricing/cache/break-even", test_break_even);
  g_test_add_func ("/pricing/cache/cost-of-n-calls", test_cost_of_n_calls);
  g_test_add_func ("/pricing/cache/switching-models-forfeits-it",
                   test_switching_models_forfeits_the_cache);
  g_test_add_func ("/pricing/cache/poisson-hits", test_poisson_hits);

  return g_test_run ();
}
