/* lab-stats.c: what every statistical result says about itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-stats.h"

#include <glib/gi18n-lib.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>

static const struct
{
  const char *name;
  const char *label;
} methods[LAB_STATS_N_METHODS] = {
  [LAB_STATS_METHOD_AUTO] = { "auto", N_("chosen by size") },
  [LAB_STATS_METHOD_PERCENTILE] = { "paired-percentile-bootstrap",
                                    N_("paired percentile bootstrap") },
  [LAB_STATS_METHOD_STUDENTISED] = { "paired-bootstrap-t", N_("paired bootstrap-t") },
  [LAB_STATS_METHOD_BCA] = { "paired-bca-bootstrap", N_("paired BCa bootstrap") },
  [LAB_STATS_METHOD_SIGN_FLIP_EXACT] = { "sign-flip-exact", N_("exact sign-flip randomisation") },
  [LAB_STATS_METHOD_SIGN_FLIP_MONTE_CARLO] = { "sign-flip-monte-carlo",
                                               N_("sign-flip randomisation") },
  [LAB_STATS_METHOD_MCNEMAR_EXACT] = { "mcnemar-exact", N_("exact McNemar test") },
  [LAB_STATS_METHOD_NEWCOMBE_PAIRED] = { "newcombe-paired",
                                         N_("Newcombe's paired interval, method 10") },
  [LAB_STATS_METHOD_CLOPPER_PEARSON] = { "clopper-pearson", N_("exact Clopper–Pearson bound") },
  [LAB_STATS_METHOD_PAIRED_EXACT] = { "paired-exact", N_("exact bound of paired rates") },
  [LAB_STATS_METHOD_TILTED] = { "tilted-bootstrap", N_("tilted bootstrap") },
  [LAB_STATS_METHOD_RULE_OF_THREE] = { "rule-of-three", N_("rule of three, 3/n") },
  [LAB_STATS_METHOD_WILSON] = { "wilson", N_("Wilson interval") },
  [LAB_STATS_METHOD_MONTE_CARLO] = { "monte-carlo", N_("Monte Carlo paths") },
};

static const struct
{
  LabStatsWarnings warning;
  const char *text;
} warning_texts[] = {
  { LAB_STATS_WARN_FEW_PAIRS,
    N_("There are fewer than 30 pairs, so the interval is rough.") },
  { LAB_STATS_WARN_FEW_CLUSTERS,
    N_("There are fewer than 30 independent clusters, so the interval is rough.") },
  { LAB_STATS_WARN_CONCENTRATED,
    N_("A few tasks decide the result, so the pairs count like fewer than 30.") },
  { LAB_STATS_WARN_NO_INTERVAL,
    N_("A single pair or cluster says nothing about the spread, so there is no interval.") },
  { LAB_STATS_WARN_NO_SPREAD,
    N_("All pairs agree exactly, so the interval has no width. That is no proof.") },
  { LAB_STATS_WARN_DROPPED, N_("Pairs in which one side cost nothing were left out.") },
  { LAB_STATS_WARN_UNSTABLE,
    N_("Many resamples had no spread and were drawn again, so the interval is rough.") },
};

const char *
lab_stats_method_to_string (LabStatsMethod method)
{
  g_return_val_if_fail (method < LAB_STATS_N_METHODS, NULL);

  return methods[method].name;
}

const char *
lab_stats_method_get_label (LabStatsMethod method)
{
  g_return_val_if_fail (method < LAB_STATS_N_METHODS, NULL);

  return _(methods[method].label);
}

GStrv
lab_stats_warnings_to_strv (LabStatsWarnings warnings)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (warning_texts); i++)
    {
      if (warnings & warning_texts[i].warning)
        g_strv_builder_add (builder, _(warning_texts[i].text));
    }
  return g_strv_builder_end (builder);
}

static char *
describe (LabStatsMethod method,
          guint          resamples,
          guint          clusters)
{
  GString *text = g_string_new (lab_stats_method_get_label (method));

  if (resamples > 0)
    g_string_append_printf (text, ngettext (", %u resample", ", %u resamples", resamples),
                            resamples);
  if (clusters > 0)
    g_string_append_printf (text, ngettext (", %u cluster", ", %u clusters", clusters), clusters);
  return g_string_free (text, FALSE);
}

char *
lab_stats_interval_describe (const LabStatsInterval *interval)
{
  g_return_val_if_fail (interval != NULL, NULL);

  return describe (interval->method, interval->resamples, interval->clusters);
}

char *
lab_stats_test_describe (const LabStatsTest *test)
{
  g_return_val_if_fail (test != NULL, NULL);

  return describe (test->method, test->resamples, test->clusters);
}

/* GSL's own handler aborts the program. */
static void
stats_init (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      gsl_set_error_handler_off ();
      g_once_init_leave (&done, 1);
    }
}

double
lab_stats_normal_quantile (double p)
{
  stats_init ();
  return p > 0 && p < 1 ? gsl_cdf_ugaussian_Pinv (p) : NAN;
}

double
lab_stats_beta_quantile (double p,
                         double a,
                         double b)
{
  stats_init ();
  return p >= 0 && p <= 1 && a > 0 && b > 0 ? gsl_cdf_beta_Pinv (p, a, b) : NAN;
}

double
lab_stats_binomial_cdf (guint  k,
                        double p,
                        guint  n)
{
  stats_init ();
  return p >= 0 && p <= 1 ? gsl_cdf_binomial_P (k, p, n) : NAN;
}
