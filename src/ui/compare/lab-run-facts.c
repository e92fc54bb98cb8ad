/* lab-run-facts.c: the figures of a run, and how they were come by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-run-facts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "common/lab-format.h"
#include "lab-unit.h"

static void
add (GtkListBox *list,
     const char *title,
     const char *text)
{
  gtk_list_box_append (list, g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title",
                                           title, "subtitle", text, "subtitle-lines", 0, NULL));
}

typedef char *(*FormatFunc) (double value);

static char *
format_share (double value)
{
  return lab_unit_format (LAB_UNIT_SHARE, round (value * 1000) / 1000);
}

/* Of a mean score between 0 and 1: hundredths of it. */
static char *
format_points (double value)
{
  g_autofree char *points = lab_unit_format_signed (LAB_UNIT_NUMBER, round (value * 1000) / 10);

  /* Translators: a change of a score, of which 100 is the most. */
  return g_strdup_printf (_("%s points of 100"), points);
}

static char *
format_seconds (double value_us)
{
  return lab_unit_format_signed (LAB_UNIT_SECONDS, round (value_us / 10000) / 100);
}

static void
add_estimate (GtkListBox        *list,
              const char        *title,
              const LabEstimate *estimate,
              FormatFunc         format)
{
  g_autofree char *value = NULL;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  g_autofree char *text = NULL;

  if (!isfinite (estimate->value))
    return;
  value = format (estimate->value);
  if (!isfinite (estimate->low) || estimate->n < LAB_COMPARISON_LEAST_PAIRS)
    {
      add (list, title, value);
      return;
    }
  low = format (estimate->low);
  high = format (estimate->high);
  /* Translators: a figure, the ends of its 95 % interval, and how many pairs
   * of tasks it rests on. */
  text = g_strdup_printf (ngettext ("%s (95 %% interval %s to %s, %u pair)",
                                    "%s (95 %% interval %s to %s, %u pairs)", estimate->n),
                          value, low, high, estimate->n);
  add (list, title, text);
}

static void
add_quality (GtkListBox          *list,
             const LabComparison *comparison)
{
  g_autofree char *margin = NULL;
  g_autofree char *bound = NULL;
  g_autofree char *gate = NULL;
  g_autofree char *tally = NULL;

  if (comparison->n_judged == 0)
    {
      add (list, _("Quality"), _("no answer was judged"));
      return;
    }
  add_estimate (list, _("Mean score"), &comparison->quality, format_points);
  margin = lab_unit_format (LAB_UNIT_NUMBER, -comparison->margin * 100);
  bound = lab_unit_format (LAB_UNIT_NUMBER, round (comparison->quality_bound * 1000) / 10);
  gate = g_strdup_printf (_("at worst %s points of 100; %s are allowed, fixed before the run"),
                          bound, margin);
  add (list, _("Quality gate"), gate);
  tally = g_strdup_printf (_("%u worse, %u better, %u judged"), comparison->n_worse,
                           comparison->n_better, comparison->n_judged);
  add (list, _("Answers"), tally);
}

static void
add_method (GtkListBox       *list,
            LabComparedRun   *run)
{
  const LabComparison *comparison = lab_compared_run_get_comparison (run);
  const LabRunInfo *info = lab_compared_run_get_info (run);
  const LabEstimate *saving = &comparison->saving;
  g_autofree char *p_value = NULL;
  g_autofree char *seeds = NULL;

  if (saving->description != NULL)
    add (list, _("Method"), saving->description);
  if (isfinite (comparison->saving_p_adjusted) && !lab_compared_run_is_noise (run))
    {
      p_value = g_strdup_printf (_("%.4f, adjusted for all runs compared at once (Holm)"),
                                 comparison->saving_p_adjusted);
      add (list, _("p-value"), p_value);
    }
  seeds = g_strdup_printf (_("%" PRIu64 " for the run, %" PRIu64 " for the resampling"),
                           info->seed, saving->seed);
  add (list, _("Seeds"), seeds);
}

static void
add_money (GtkListBox          *list,
           const LabComparison *comparison)
{
  g_autofree char *base = lab_format_sum (&comparison->base_cost);
  g_autofree char *cost = lab_format_sum (&comparison->cost);
  g_autofree char *overhead = lab_format_money (comparison->overhead.amount);
  g_autofree char *text =
    g_strdup_printf (_("%s in the baseline, %s in this run"), base, cost);

  add (list, _("Cost of the pairs"), text);
  if (comparison->overhead.amount > 0)
    add (list, _("Overhead, in it already"), overhead);
}

void
lab_run_facts_fill (GtkListBox     *list,
                    LabComparedRun *run)
{
  const LabComparison *comparison;
  GtkListBoxRow *row;

  g_return_if_fail (GTK_IS_LIST_BOX (list));
  g_return_if_fail (LAB_IS_COMPARED_RUN (run));

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
  comparison = lab_compared_run_get_comparison (run);
  add_money (list, comparison);
  add_estimate (list, _("Saving on the bill"), &comparison->saving, format_share);
  add_estimate (list, _("Saving on a typical call"), &comparison->typical, format_share);
  add_quality (list, comparison);
  add_estimate (list, _("Latency"), &comparison->latency_change, format_seconds);
  add_method (list, run);
}
