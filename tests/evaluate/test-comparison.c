/* test-comparison.c: what may be said of a run, and what must not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "lab-comparison-private.h"
#include "lab-error.h"
#include "made-pairs.h"

static void
assert_near (double a,
             double b,
             double by)
{
  if (!(fabs (a - b) <= by))
    g_error ("%.17g is not %.17g", a, b);
}

static gboolean
warns (const LabComparison *comparison,
       const char          *part)
{
  for (guint i = 0; i < comparison->warnings->len; i++)
    {
      if (strstr (comparison->warnings->pdata[i], part) != NULL)
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  const char *name;
  Recipe recipe;
  LabVerdict verdict;
  const char *quality;
  const char *reason;  /* a part of it */
  const char *warning; /* a part of one, or NULL */
  gboolean needs_more;
} Case;

static const Case cases[] = {
  { "saves and stays good",
    { .n = 200, .factor = 0.6, .spread = 0.1 },
    LAB_VERDICT_ADOPT, "pass", "It saves 4", NULL, FALSE },
  { "saves and becomes better",
    { .n = 200, .factor = 0.6, .spread = 0.1, .n_won = 20 },
    LAB_VERDICT_ADOPT, "pass", "not worse", NULL, FALSE },
  { "graded answers stay good",
    { .n = 100, .factor = 0.6, .spread = 0.1, .graded = TRUE },
    LAB_VERDICT_ADOPT, "pass", "not worse", NULL, FALSE },
  { "thirty equal answers prove little",
    { .n = 40, .factor = 0.6, .spread = 0.1 },
    LAB_VERDICT_COLLECT_MORE, "inconclusive", "may have fallen", NULL, TRUE },
  { "few pairs are warned of",
    { .n = 12, .factor = 0.6, .spread = 0.1 },
    LAB_VERDICT_COLLECT_MORE, "inconclusive", "may have fallen", "fewer than 30 pairs", TRUE },
  { "the saving may be chance",
    { .n = 40, .factor = 0.97, .spread = 0.6 },
    LAB_VERDICT_COLLECT_MORE, "inconclusive", "may be chance", NULL, TRUE },
  { "a single pair",
    { .n = 1, .factor = 0.5 },
    LAB_VERDICT_COLLECT_MORE, "inconclusive", "too little was compared", "single pair", TRUE },
  { "three pairs that agree exactly are no proof",
    { .n = 3, .factor = 0.5 },
    LAB_VERDICT_COLLECT_MORE, "inconclusive", "may be chance", "fewer than 30", TRUE },
  { "many lose",
    { .n = 200, .factor = 0.6, .spread = 0.1, .n_lost = 30 },
    LAB_VERDICT_TRADE_OFF, "inferior", "Each point given up buys $", NULL, FALSE },
  { "graded answers become worse",
    { .n = 100, .factor = 0.6, .spread = 0.1, .graded = TRUE, .graded_loss = 900 },
    LAB_VERDICT_TRADE_OFF, "inferior", "falls by 8.", NULL, FALSE },
  { "a loss that may be chance is not priced",
    { .n = 20, .factor = 0.6, .spread = 0.1, .n_lost = 1 },
    LAB_VERDICT_COLLECT_MORE, "inferior", "may have fallen", "fewer than 30", TRUE },
  { "costs more",
    { .n = 100, .factor = 1.4, .spread = 0.1 },
    LAB_VERDICT_DROP, "pass", "It costs 4", NULL, FALSE },
  { "costs more, and nobody judged",
    { .n = 100, .factor = 1.4, .spread = 0.1, .unjudged = 100 },
    LAB_VERDICT_DROP, "not judged", "It costs 4", "No answer was judged", FALSE },
  { "identical",
    { .n = 100, .factor = 1 },
    LAB_VERDICT_DROP, "pass", "nothing worth having", "All pairs agree", FALSE },
  { "a few identical pairs show nothing",
    { .n = 12, .factor = 1 },
    LAB_VERDICT_COLLECT_MORE, "inconclusive", "Nothing was saved on any of 12 tasks",
    "All pairs agree", TRUE },
  { "a few identical pairs that nobody judged",
    { .n = 2, .factor = 1, .unjudged = 2 },
    LAB_VERDICT_NOT_SHOWN, "not judged", "2 tasks were not judged", "All pairs agree", FALSE },
  { "surely near to nothing",
    { .n = 400, .factor = 1, .spread = 0.02 },
    LAB_VERDICT_DROP, "pass", "nothing worth having", NULL, FALSE },
  { "nobody judged",
    { .n = 200, .factor = 0.6, .spread = 0.1, .unjudged = 200 },
    LAB_VERDICT_NOT_SHOWN, "not judged", "no answer was judged", "No answer was judged", FALSE },
  { "one task without a judge",
    { .n = 200, .factor = 0.6, .spread = 0.1, .unjudged = 1 },
    LAB_VERDICT_NOT_SHOWN, "pass", "(199 of 200 tasks)", "1 task was not judged", FALSE },
  { "nobody judged and perhaps chance",
    { .n = 40, .factor = 0.97, .spread = 0.6, .unjudged = 40 },
    LAB_VERDICT_NOT_SHOWN, "not judged", "40 tasks were not judged", NULL, FALSE },
  { "unpriced",
    { .n = 200, .factor = 0.6, .spread = 0.1, .unpriced = 1 },
    LAB_VERDICT_NOT_SHOWN, "pass", "1 in this run", "Unknown is not free", FALSE },
  { "estimated is said",
    { .n = 200, .factor = 0.6, .spread = 0.1, .estimated = 2 },
    LAB_VERDICT_ADOPT, "pass", "It saves", "Estimated amounts: 0 in the baseline, 2", FALSE },
  { "a run that fails looks cheap",
    { .n = 200, .factor = 0.3, .spread = 0.1, .unanswered = 60 },
    LAB_VERDICT_TRADE_OFF, "inferior", "30.0 points", "0 in the baseline, 60", FALSE },
  { "few conversations",
    { .n = 200, .factor = 0.6, .spread = 0.1, .cluster_size = 50 },
    LAB_VERDICT_COLLECT_MORE, "inconclusive", "may be chance", "30 independent clusters", TRUE },
  { "no pairs",
    { .n = 0 },
    LAB_VERDICT_NOT_SHOWN, "not judged", "No task is in both runs", NULL, FALSE },
};

static void
test_verdict (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (LabComparison) comparison = make_computed (&one->recipe);

  g_test_message ("%s: %s (needs %u)", lab_verdict_get_label (comparison->verdict),
                  comparison->reason, comparison->needed_pairs);
  g_assert_cmpstr (lab_verdict_to_string (comparison->verdict), ==,
                   lab_verdict_to_string (one->verdict));
  g_assert_cmpstr (comparison->quality_state, ==, one->quality);
  g_assert_nonnull (strstr (comparison->reason, one->reason));
  if (one->warning != NULL)
    g_assert_true (warns (comparison, one->warning));
  if (one->needs_more)
    g_assert_cmpuint (comparison->needed_pairs, >, one->recipe.n);
  else
    g_assert_cmpuint (comparison->needed_pairs, ==, 0);
  g_assert_cmpint (comparison->price_per_point != 0, ==, one->verdict == LAB_VERDICT_TRADE_OFF);
}

static void
test_free_baseline (void)
{
  g_autoptr (LabComparison) comparison =
      lab_comparison_new ("e", "b", "r", LAB_ORIGIN_PRACTICE);
  LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;

  add_pair (comparison, "a", NULL, 0, 5, 10000, 10000);
  g_assert_true (lab_comparison_compute (comparison, &options, NULL));
  g_assert_cmpint (comparison->verdict, ==, LAB_VERDICT_NOT_SHOWN);
  g_assert_true (isnan (comparison->saving.value));
  g_assert_cmpint (comparison->saved, ==, -5);
}

/* Every figure says where it comes from. */
static void
test_figures (void)
{
  const Recipe recipe = { .n = 120, .factor = 0.5, .spread = 0.2, .n_lost = 1, .seed = 3 };
  g_autoptr (LabComparison) comparison = make_computed (&recipe);
  LabMoney base = 0, run = 0;

  for (guint i = 0; i < comparison->pairs->len; i++)
    {
      const LabPair *pair = comparison->pairs->pdata[i];

      base += pair->base.cost.amount;
      run += pair->run.cost.amount;
    }
  g_assert_cmpint (comparison->base_cost.amount, ==, base);
  g_assert_cmpint (comparison->cost.amount, ==, run);
  g_assert_cmpint (comparison->saved, ==, base - run);
  assert_near (comparison->saving.value, 1 - (double) run / (double) base, 1e-12);
  g_assert_cmpfloat (comparison->saving.low, <, comparison->saving.value);
  g_assert_cmpfloat (comparison->saving.high, >, comparison->saving.value);
  g_assert_cmpuint (comparison->saving.n, ==, 120);
  g_assert_cmpuint (comparison->saving.seed, ==, 1);
  g_assert_cmpuint (comparison->saving.resamples, ==, 500);
  g_assert_cmpstr (comparison->saving.method, ==, "paired-percentile-bootstrap");
  g_assert_cmpstr (comparison->saving.p_method, ==, "sign-flip-monte-carlo");
  g_assert_nonnull (strstr (comparison->saving.description, "500 resamples"));
  g_assert_cmpuint (comparison->typical.n, ==, 120);
  g_assert_cmpstr (comparison->quality.method, ==, "newcombe-paired");
  g_assert_cmpstr (comparison->quality.p_method, ==, "mcnemar-exact");
  assert_near (comparison->quality.value, -1 / 120.0, 1e-12);
  /* One lost of 120: the exact bound is the worse one. */
  g_assert_cmpstr (comparison->quality_bound_method, ==, "clopper-pearson");
  assert_near (comparison->quality_bound, -0.0389, 0.0001);
  g_assert_cmpuint (comparison->n_worse, ==, 1);
  g_assert_cmpuint (comparison->n_better, ==, 0);
  assert_near (comparison->latency_change.value, -200000, 0);
  g_assert_cmpint (comparison->base_tokens[LAB_BUCKET_U], ==, 120000);
  g_assert_cmpint (comparison->tokens[LAB_BUCKET_U], ==, 72000);
}

/* All pairs equal: 0 losses in n leave about 3/n, so the margin of 0.03 needs
 * 100 pairs and no fewer. */
static void
test_hundred_pairs (void)
{
  for (guint n = 90; n <= 110; n++)
    {
      const Recipe recipe = { .n = n, .factor = 0.5, .spread = 0.2 };
      g_autoptr (LabComparison) comparison = make_computed (&recipe);

      /* 1 − 0.05^(1/n) < 0.03 from n = 99; the rule of thumb says 100. */
      g_assert_cmpint (comparison->verdict == LAB_VERDICT_ADOPT, ==, n >= 99);
      if (n < 99)
        g_assert_cmpuint (comparison->needed_pairs, ==, 99);
    }
}

static void
scale_pairs (LabComparison *comparison,
             gint64         by)
{
  for (guint i = 0; i < comparison->pairs->len; i++)
    {
      LabPair *pair = comparison->pairs->pdata[i];

      pair->base.cost.amount *= by;
      pair->run.cost.amount *= by;
    }
}

static void
swap_sides (LabComparison *comparison)
{
  for (guint i = 0; i < comparison->pairs->len; i++)
    {
      LabPair *pair = comparison->pairs->pdata[i];
      LabPairSide base = pair->base;

      pair->base = pair->run;
      pair->run = base;
    }
}

static void
reverse_pairs (LabComparison *comparison)
{
  for (guint i = 0, j = comparison->pairs->len - 1; i < j; i++, j--)
    {
      gpointer one = comparison->pairs->pdata[i];

      comparison->pairs->pdata[i] = comparison->pairs->pdata[j];
      comparison->pairs->pdata[j] = one;
    }
}

static void
test_scaling (void)
{
  for (guint i = 0; i < 20; i++)
    {
      const Recipe recipe = { .n = 20 + 7 * i, .factor = 0.6 + 0.04 * i, .spread = 0.3,
                              .cluster_size = i % 3, .seed = i };
      g_autoptr (LabComparison) one = make_computed (&recipe);
      g_autoptr (LabComparison) scaled = make_comparison (&recipe);
      LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;

      options.resamples = 500;
      scale_pairs (scaled, 1000);
      g_assert_true (lab_comparison_compute (scaled, &options, NULL));
      assert_near (scaled->saving.value, one->saving.value, 1e-12);
      assert_near (scaled->saving.low, one->saving.low, 1e-9);
      assert_near (scaled->saving.high, one->saving.high, 1e-9);
      assert_near (scaled->saving.p_value, one->saving.p_value, 0);
      assert_near (scaled->typical.value, one->typical.value, 1e-9);
      g_assert_cmpint (scaled->saved, ==, 1000 * one->saved);
      g_assert_cmpint (scaled->verdict, ==, one->verdict);
    }
}

static void
test_swapping (void)
{
  for (guint i = 0; i < 20; i++)
    {
      const Recipe recipe = { .n = 120, .factor = 0.5 + 0.02 * i, .spread = 0.2, .seed = i };
      g_autoptr (LabComparison) one = make_computed (&recipe);
      g_autoptr (LabComparison) swapped = make_comparison (&recipe);
      LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;

      options.resamples = 500;
      swap_sides (swapped);
      g_assert_true (lab_comparison_compute (swapped, &options, NULL));
      assert_near (1 - swapped->saving.value, 1 / (1 - one->saving.value), 1e-9);
      assert_near (1 - swapped->typical.value, 1 / (1 - one->typical.value), 1e-9);
      g_assert_cmpint (swapped->saved, ==, -one->saved);
      assert_near (swapped->saving.p_value, one->saving.p_value, 0);
      assert_near (swapped->quality.value, -one->quality.value, 1e-12);
      g_assert_false (one->verdict == LAB_VERDICT_ADOPT && swapped->verdict == LAB_VERDICT_ADOPT);
    }
}

static void
test_order (void)
{
  for (guint i = 0; i < 10; i++)
    {
      const Recipe recipe = { .n = 60, .factor = 0.8, .spread = 0.4, .n_lost = 2,
                              .cluster_size = i % 4, .graded = i % 2, .seed = i };
      g_autoptr (LabComparison) one = make_computed (&recipe);
      g_autoptr (LabComparison) turned = make_comparison (&recipe);
      LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;

      options.resamples = 500;
      reverse_pairs (turned);
      g_assert_true (lab_comparison_compute (turned, &options, NULL));
      assert_near (turned->saving.low, one->saving.low, 0);
      assert_near (turned->saving.high, one->saving.high, 0);
      assert_near (turned->saving.p_value, one->saving.p_value, 0);
      assert_near (turned->quality_bound, one->quality_bound, 0);
      g_assert_cmpstr (turned->reason, ==, one->reason);
    }
}

static void
test_identical_never_adopt (void)
{
  for (guint n = 1; n <= 300; n += 13)
    for (guint size = 0; size <= 4; size += 2)
      {
        const Recipe recipe = { .n = n, .factor = 1, .cluster_size = size, .seed = n };
        g_autoptr (LabComparison) comparison = make_computed (&recipe);

        g_assert_cmpint (comparison->verdict, !=, LAB_VERDICT_ADOPT);
        g_assert_cmpint (comparison->saved, ==, 0);
        g_assert_false (comparison->saving.low > 0);
      }
}

static void
test_clusters_widen (void)
{
  Recipe recipe = { .n = 120, .factor = 0.7, .spread = 0.5, .seed = 5 };
  g_autoptr (LabComparison) alone = make_computed (&recipe);
  g_autoptr (LabComparison) clustered = NULL;

  g_assert_cmpuint (alone->n_clusters, ==, 0);
  recipe.cluster_size = 4;
  clustered = make_computed (&recipe);
  g_assert_cmpuint (clustered->n_clusters, ==, 30);
  g_assert_cmpuint (clustered->saving.clusters, ==, 30);
  assert_near (clustered->saving.value, alone->saving.value, 0);
  /* The answers are judged by conversation too, and that says less. */
  g_assert_cmpuint (clustered->quality.clusters, ==, 30);
  g_assert_cmpstr (clustered->quality_bound_method, ==, "tilted-bootstrap");
  g_assert_cmpstr (alone->quality_state, ==, "pass");
  g_assert_cmpstr (clustered->quality_state, ==, "inconclusive");
  g_assert_cmpfloat (clustered->quality_bound, <, alone->quality_bound);
  g_assert_cmpuint (clustered->quality_needed, ==, 4 * 99);
}

/* A saving that stands alone may not stand beside nine others. */
static void
test_several_runs (void)
{
  g_autoptr (GPtrArray) several =
      g_ptr_array_new_with_free_func ((GDestroyNotify) lab_comparison_free);
  Recipe weak = { .n = 150, .factor = 0.85, .spread = 0.45 };
  const Recipe strong = { .n = 150, .factor = 0.5, .spread = 0.1, .seed = 4 };
  LabComparison *first = NULL;
  double p = 1;

  /* The first of these that would be adopted, but only just. */
  while (first == NULL || first->verdict != LAB_VERDICT_ADOPT || p < 0.01)
    {
      lab_comparison_free (first);
      weak.seed++;
      first = make_computed (&weak);
      p = first->saving.p_value;
    }

  g_ptr_array_add (several, first);
  g_test_message ("p %.4f", p);
  g_assert_cmpfloat (p, <, 0.05);
  for (guint i = 0; i < 10; i++)
    g_ptr_array_add (several, make_computed (i == 0 ? &strong : &weak));
  lab_comparison_adjust (several);
  g_assert_cmpfloat (first->saving.p_value, ==, p);
  assert_near (first->saving_p_adjusted, MIN (1, 10 * p), 1e-12);
  g_assert_cmpint (first->verdict, ==, LAB_VERDICT_COLLECT_MORE);
  g_assert_cmpint (((LabComparison *) several->pdata[1])->verdict, ==, LAB_VERDICT_ADOPT);
}

static void
test_noise (void)
{
  const Recipe itself = { .n = 50, .factor = 1, .spread = 0.5, .seed = 8 };
  const Recipe small = { .n = 200, .factor = 0.95, .spread = 0.1, .seed = 9 };
  const Recipe large = { .n = 200, .factor = 0.5, .spread = 0.1, .seed = 9 };
  g_autoptr (LabComparison) again = make_comparison (&itself);
  g_autoptr (LabComparison) below = make_comparison (&small);
  g_autoptr (LabComparison) above = make_comparison (&large);
  LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;
  LabNoise noise;

  g_assert_true (lab_comparison_noise (again->pairs, &options, &noise, NULL));
  options.noise = &noise;
  g_assert_true (lab_comparison_compute (below, &options, NULL));
  g_assert_true (lab_comparison_compute (above, &options, NULL));
  g_test_message ("noise ±%.3f: %s", below->noise_half_width, below->reason);
  assert_near (below->noise_half_width, 1.96 * noise.saving.se * sqrt (50 / 200.0), 1e-4);
  g_assert_cmpfloat (below->noise_half_width, >, below->saving.value);
  g_assert_cmpint (below->verdict, ==, LAB_VERDICT_NOT_SHOWN);
  g_assert_nonnull (strstr (below->reason, "below the noise"));
  g_assert_cmpuint (below->needed_pairs, >, 200);
  g_assert_cmpint (above->verdict, ==, LAB_VERDICT_ADOPT);
}

static void
test_stale (void)
{
  const Recipe recipe = { .n = 120, .factor = 0.5, .spread = 0.1 };
  g_autoptr (LabComparison) comparison = make_comparison (&recipe);
  LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;

  options.stale_reason = "Prices changed since the baseline was made.";
  g_assert_true (lab_comparison_compute (comparison, &options, NULL));
  g_assert_true (warns (comparison, "Prices changed"));
}

typedef void (*SpoilFunc) (LabPair *pair);

static void
spoil_cost (LabPair *pair)
{
  pair->run.cost.amount = -1;
}

static void
spoil_overhead (LabPair *pair)
{
  pair->base.overhead.amount = pair->base.cost.amount + 1;
}

static void
spoil_score (LabPair *pair)
{
  pair->run.score = 10001;
}

static void
spoil_latency (LabPair *pair)
{
  pair->run.latency_us = -1;
}

static void
spoil_estimated (LabPair *pair)
{
  pair->run.cost.estimated = pair->run.cost.amount + 1;
}

static void
spoil_large (LabPair *pair)
{
  pair->base.cost.amount = G_MAXINT64;
}

static void
spoil_tokens (LabPair *pair)
{
  pair->base.tokens[LAB_BUCKET_O] = G_MAXINT64;
}

static void
spoil_key (LabPair *pair)
{
  g_free (pair->task_key);
  pair->task_key = g_strdup ("task-0001");
}

static void
test_corrupted (void)
{
  static const SpoilFunc spoilers[] = { spoil_cost,    spoil_overhead,  spoil_score,
                                        spoil_latency, spoil_estimated, spoil_large,
                                        spoil_tokens,  spoil_key };
  const Recipe recipe = { .n = 10, .factor = 0.5, .spread = 0.1 };

  for (gsize i = 0; i < G_N_ELEMENTS (spoilers); i++)
    {
      g_autoptr (LabComparison) comparison = make_comparison (&recipe);
      LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;
      g_autoptr (GError) error = NULL;

      for (guint j = 3; j < 5; j++)
        spoilers[i](comparison->pairs->pdata[j]);
      g_assert_false (lab_comparison_compute (comparison, &options, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_CORRUPTED_METRICS);
    }
}

static void
test_options (void)
{
  static const LabComparisonOptions bad[] = { { .margin = 0, .seed = 1, .resamples = 500 },
                                              { .margin = 1, .seed = 1, .resamples = 500 },
                                              { .margin = NAN, .seed = 1, .resamples = 500 },
                                              { .margin = 0.03, .seed = 1, .resamples = 99 } };
  const Recipe recipe = { .n = 10, .factor = 0.5, .spread = 0.1 };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (LabComparison) comparison = make_comparison (&recipe);
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) again = NULL;
      LabNoise noise;

      g_assert_false (lab_comparison_compute (comparison, &bad[i], &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_assert_false (lab_comparison_noise (comparison->pairs, &bad[i], &noise, &again));
      g_assert_error (again, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/evaluate/verdict/%s", cases[i].name);

      g_strdelimit (path, " ,", '-');
      g_test_add_data_func (path, &cases[i], test_verdict);
    }
  g_test_add_func ("/evaluate/verdict/free-baseline", test_free_baseline);
  g_test_add_func ("/evaluate/comparison/figures-name-their-method", test_figures);
  g_test_add_func ("/evaluate/comparison/equal-answers-need-99-pairs", test_hundred_pairs);
  g_test_add_func ("/evaluate/comparison/scaling-changes-nothing", test_scaling);
  g_test_add_func ("/evaluate/comparison/swapping-turns-it-round", test_swapping);
  g_test_add_func ("/evaluate/comparison/order-does-not-matter", test_order);
  g_test_add_func ("/evaluate/comparison/identical-never-adopt", test_identical_never_adopt);
  g_test_add_func ("/evaluate/comparison/clusters", test_clusters_widen);
  g_test_add_func ("/evaluate/comparison/several-runs-are-adjusted", test_several_runs);
  g_test_add_func ("/evaluate/comparison/below-the-noise", test_noise);
  g_test_add_func ("/evaluate/comparison/stale-baseline-is-said", test_stale);
  g_test_add_func ("/evaluate/comparison/contradictions-are-refused", test_corrupted);
  g_test_add_func ("/evaluate/comparison/options-out-of-range", test_options);
  return g_test_run ();
}
