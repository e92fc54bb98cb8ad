/* lab-verdict.c: what a comparison lets one say, and in whole sentences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-comparison-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "lab-stats-bootstrap.h"

#define SIGNIFICANT 0.05
/* Fewer units that all point one way give no p-value below 0.05: 2/2⁶. */
#define FEWEST_UNITS 6
#define TASKS_PRICED 1000

static const struct
{
  const char *name;
  const char *label;
} verdicts[] = {
  [LAB_VERDICT_ADOPT] = { "adopt", NC_ ("verdict", "adopt") },
  [LAB_VERDICT_COLLECT_MORE] = { "collect-more", NC_ ("verdict", "collect more") },
  [LAB_VERDICT_TRADE_OFF] = { "trade-off", NC_ ("verdict", "trade-off") },
  [LAB_VERDICT_DROP] = { "drop", NC_ ("verdict", "drop") },
  [LAB_VERDICT_NOT_SHOWN] = { "not-shown", NC_ ("verdict", "not shown") },
};

const char *
lab_verdict_to_string (LabVerdict verdict)
{
  g_return_val_if_fail (verdict < G_N_ELEMENTS (verdicts), NULL);

  return verdicts[verdict].name;
}

const char *
lab_verdict_get_label (LabVerdict verdict)
{
  g_return_val_if_fail (verdict < G_N_ELEMENTS (verdicts), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "verdict", verdicts[verdict].label);
}

static void G_GNUC_PRINTF (4, 5)
conclude (LabComparison *self,
          LabVerdict     verdict,
          guint          needed_pairs,
          const char    *format,
          ...)
{
  va_list args;

  self->verdict = verdict;
  self->needed_pairs = needed_pairs;
  self->price_per_point = 0;
  g_free (self->reason);
  va_start (args, format);
  self->reason = g_strdup_vprintf (format, args);
  va_end (args);
}

/* Pairs, in all, that would bring an estimate's half-width down to @target. */
static guint
pairs_for (const LabComparison *self,
           const LabEstimate   *estimate,
           double               target)
{
  LabStatsInterval seen = { .low = estimate->low, .high = estimate->high, .n = estimate->n };
  double units = self->n_clusters > 0 ? self->n_clusters : self->n_pairs;
  guint fewest = (guint) ceil (FEWEST_UNITS * self->n_pairs / MAX (1, units));
  guint needed = (guint) ceil (LAB_STATS_FEW_PAIRS * self->n_pairs / MAX (1, units));

  /* Pairs that all agree have no width to reckon with. */
  if (seen.low < seen.high && isfinite (seen.low) && isfinite (seen.high))
    needed = lab_stats_needed_pairs (&seen, target);
  return MAX (MAX (needed, fewest), self->n_pairs + 1);
}

/* Where nothing can be said, or nothing good: TRUE when that is settled. */
static gboolean
judge_basis (LabComparison *self)
{
  if (self->n_pairs == 0)
    {
      conclude (self, LAB_VERDICT_NOT_SHOWN, 0, "%s",
                _("No task is in both runs, so there is nothing to compare."));
      return TRUE;
    }
  if (self->base_cost.n_unpriced > 0 || self->cost.n_unpriced > 0)
    {
      conclude (self, LAB_VERDICT_NOT_SHOWN, 0,
                _("Calls without a price (%" PRId64 " in the baseline, "
                  "%" PRId64 " in this run) make the totals unknown, so no saving can "
                  "be shown."),
                self->base_cost.n_unpriced, self->cost.n_unpriced);
      return TRUE;
    }
  if (self->base_cost.amount == 0)
    {
      conclude (self, LAB_VERDICT_NOT_SHOWN, 0, "%s",
                _("The baseline cost nothing, so there is nothing to save."));
      return TRUE;
    }
  return FALSE;
}

static void
judge_noise (LabComparison *self)
{
  double ratio = self->noise_half_width / fabs (self->saving.value);
  double needed = ceil (self->n_pairs * ratio * ratio);

  conclude (self, LAB_VERDICT_NOT_SHOWN,
            isfinite (needed) ? (guint) MIN (MAX (needed, self->n_pairs + 1), G_MAXINT32) : 0,
            _("The difference of %.1f %% is below the noise: the baseline run against itself "
              "differs by up to %.1f %% on as many tasks."),
            100 * self->saving.value, 100 * self->noise_half_width);
}

static void
judge_no_saving (LabComparison *self)
{
  if (self->saving.high < 0)
    conclude (self, LAB_VERDICT_DROP, 0,
              _("It costs %.1f %% more (95 %% interval %.1f %% to %.1f %%, %u tasks)."),
              -100 * self->saving.value, -100 * self->saving.high, -100 * self->saving.low,
              self->n_pairs);
  else
    conclude (self, LAB_VERDICT_DROP, 0,
              _("It saves nothing worth having: the saving lies between %.1f %% and %.1f %% "
                "(95 %% interval, %u tasks)."),
              100 * self->saving.low, 100 * self->saving.high, self->n_pairs);
}

static void
judge_undecided (LabComparison *self)
{
  double target = MAX (fabs (self->saving.value), LAB_COMPARISON_LEAST_SAVING);
  /* It is no use to know the saving and not the answers. */
  guint needed = MAX (pairs_for (self, &self->saving, target), self->quality_needed);

  if (self->saving.low == 0 && self->saving.high == 0)
    conclude (self, LAB_VERDICT_COLLECT_MORE, needed,
              _("Nothing was saved on any of %u tasks, which are too few to say that nothing can "
                "be. About %u tasks are needed to tell."),
              self->n_pairs, needed);
  else if (isnan (self->saving.low))
    conclude (self, LAB_VERDICT_COLLECT_MORE, needed,
              _("A saving of %.1f %% was seen, but too little was compared for an interval. About "
                "%u tasks are needed."),
              100 * self->saving.value, needed);
  else
    conclude (self, LAB_VERDICT_COLLECT_MORE, needed,
              _("A saving of %.1f %% was seen, but it may be chance (95 %% interval %.1f %% to "
                "%.1f %%, p = %.3f, %u tasks). About %u tasks are needed to tell."),
              100 * self->saving.value, 100 * self->saving.low, 100 * self->saving.high,
              self->saving_p_adjusted, self->n_pairs, needed);
}

/* Neither the saving nor the answers are known to be good. */
static void
judge_nothing_known (LabComparison *self)
{
  if (self->saving.low == 0 && self->saving.high == 0)
    {
      conclude (self, LAB_VERDICT_NOT_SHOWN, 0,
                _("Nothing was saved on any of %u tasks, which are too few to say that nothing can "
                  "be, and %u tasks were not judged."),
                self->n_pairs, self->n_pairs - self->n_judged);
      return;
    }
  conclude (self, LAB_VERDICT_NOT_SHOWN, 0,
            _("A saving of %.1f %% was seen on %u tasks, which may be chance, and %u tasks were "
              "not judged. More tasks alone cannot settle it."),
            100 * self->saving.value, self->n_pairs, self->n_pairs - self->n_judged);
}

static void
judge_not_judged (LabComparison *self)
{
  if (self->n_judged == 0)
    conclude (self, LAB_VERDICT_NOT_SHOWN, 0,
              _("The bill falls by %.1f %% (95 %% interval %.1f %% to %.1f %%), but no answer was "
                "judged, so it is not known whether they stayed good."),
              100 * self->saving.value, 100 * self->saving.low, 100 * self->saving.high);
  else
    conclude (self, LAB_VERDICT_NOT_SHOWN, 0,
              _("The bill falls by %.1f %% (95 %% interval %.1f %% to %.1f %%), but not all "
                "answers were judged (%u of %u tasks), so it is not known whether they stayed "
                "good."),
              100 * self->saving.value, 100 * self->saving.low, 100 * self->saving.high,
              self->n_judged, self->n_pairs);
}

static void
judge_worse_answers (LabComparison *self)
{
  double points = -100 * self->quality.value;
  double exact = (double) self->saved * TASKS_PRICED / self->n_pairs / points;
  LabMoney price = exact < (double) G_MAXINT64 ? (LabMoney) exact : G_MAXINT64;
  g_autofree char *text = lab_money_format (price);

  conclude (self, LAB_VERDICT_TRADE_OFF, 0,
            _("It saves %.1f %% of the bill, but the mean score falls by %.1f points of 100 "
              "(95 %% interval %.1f to %.1f, %u tasks became worse and %u better). Each point "
              "given up buys %s on 1,000 tasks."),
            100 * self->saving.value, points, -100 * self->quality.high, -100 * self->quality.low,
            self->n_worse, self->n_better, text);
  self->price_per_point = price;
}

static void
judge_unsure_answers (LabComparison *self,
                      guint          needed)
{
  conclude (self, LAB_VERDICT_COLLECT_MORE, needed,
            _("It saves %.1f %% of the bill, but the mean score may have fallen by up to %.1f "
              "points of 100, and %.1f are allowed (%u tasks). About %u tasks are needed to tell."),
            100 * self->saving.value, -100 * self->quality_bound, 100 * self->margin,
            self->n_judged, needed);
}

static gboolean
state_is (const LabComparison *self,
          const char          *state)
{
  return g_str_equal (self->quality_state, state);
}

/* The bill falls, and that is no chance: what of the answers? */
static void
judge_answers (LabComparison *self)
{
  if (self->n_judged == 0 || self->n_unjudged > 0)
    judge_not_judged (self);
  else if (state_is (self, "pass"))
    conclude (self, LAB_VERDICT_ADOPT, 0,
              _("It saves %.1f %% of the bill (95 %% interval %.1f %% to %.1f %%, %u tasks), and "
                "the answers are not worse: the mean score falls by at most %.1f points of 100, "
                "and %.1f are allowed."),
              100 * self->saving.value, 100 * self->saving.low, 100 * self->saving.high,
              self->n_pairs, MAX (0, -100 * self->quality_bound), 100 * self->margin);
  else if (state_is (self, "inferior") && self->quality.high < 0)
    judge_worse_answers (self);
  else if (state_is (self, "inferior"))
    /* A loss of the size seen may still be chance; price none of it. */
    judge_unsure_answers (self, pairs_for (self, &self->quality, -self->quality.value));
  else
    judge_unsure_answers (self, MAX (self->quality_needed, self->n_judged + 1));
}

/* An interval within a hair of 0 shows that there is nothing to gain, but not
 * on a handful of pairs: two that happen to agree have no width at all. */
static gboolean
is_surely_nothing (const LabComparison *self)
{
  guint units = self->n_clusters > 0 ? self->n_clusters : self->n_pairs;

  return units >= LAB_STATS_FEW_PAIRS && self->saving.low > -LAB_COMPARISON_LEAST_SAVING &&
         self->saving.low <= 0 && self->saving.high < LAB_COMPARISON_LEAST_SAVING;
}

void
lab_comparison_judge (LabComparison *self)
{
  const LabEstimate *saving = &self->saving;

  if (judge_basis (self))
    return;

  if (fabs (saving->value) < self->noise_half_width)
    judge_noise (self);
  else if (saving->high < 0 || is_surely_nothing (self))
    judge_no_saving (self);
  else if (!(saving->low > 0) || !(self->saving_p_adjusted < SIGNIFICANT))
    {
      if (self->n_judged == 0 || self->n_unjudged > 0)
        judge_nothing_known (self);
      else
        judge_undecided (self);
    }
  else
    judge_answers (self);
}
