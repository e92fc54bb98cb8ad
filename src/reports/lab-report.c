/* lab-report.c: the facts of a report, and what they come to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-report.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lab-error.h"

static void
line_free (gpointer data)
{
  LabReportLine *line = data;

  g_clear_pointer (&line->row, lab_price_row_unref);
  g_free (line->price_row);
  g_free (line->provider);
  g_free (line->model);
  g_free (line->basis);
  g_free (line);
}

LabReportRun *
lab_report_run_new (const char *id)
{
  LabReportRun *self = g_new0 (LabReportRun, 1);

  self->id = g_strdup (id);
  self->lines = g_ptr_array_new_with_free_func (line_free);
  return self;
}

void
lab_report_run_free (LabReportRun *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self->kind);
  g_free (self->status);
  g_free (self->strategies);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

static int
compare_line (const LabReportLine *line,
              const LabCallRecord *record)
{
  int order = (int) line->purpose - (int) record->purpose;

  if (order == 0)
    order = g_strcmp0 (line->provider, record->provider);
  if (order == 0)
    order = g_strcmp0 (line->model, record->model);
  if (order == 0)
    order = g_strcmp0 (line->price_row, record->price_row);
  if (order == 0)
    order = (line->context_tier > record->context_tier) -
            (line->context_tier < record->context_tier);
  if (order == 0)
    order = (int) line->state - (int) record->cost_state;
  return order != 0 ? order : g_strcmp0 (line->basis, record->cost_basis);
}

/* Lines are kept in order, so that a report does not depend on that of its
 * calls. */
static LabReportLine *
find_line (LabReportRun        *self,
           const LabCallRecord *record,
           LabPriceRow         *row)
{
  LabReportLine *line;
  guint at = 0;

  for (; at < self->lines->len; at++)
    {
      int order = compare_line (self->lines->pdata[at], record);

      if (order == 0)
        return self->lines->pdata[at];
      if (order > 0)
        break;
    }
  line = g_new0 (LabReportLine, 1);
  line->row = row != NULL ? lab_price_row_ref (row) : NULL;
  line->price_row = g_strdup (record->price_row);
  line->provider = g_strdup (record->provider);
  line->model = g_strdup (record->model);
  line->context_tier = record->context_tier;
  line->purpose = record->purpose;
  line->state = record->cost_state;
  line->basis = g_strdup (record->cost_basis);
  line->usage = (LabUsage) LAB_USAGE_INIT;
  g_ptr_array_insert (self->lines, (gint) at, line);
  return line;
}

gboolean
lab_report_run_add_call (LabReportRun         *self,
                         const LabCallRecord  *record,
                         LabPriceRow          *row,
                         GError              **error)
{
  LabReportLine *line;
  LabMoney amount;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  line = find_line (self, record, row);
  amount = record->cost_state == LAB_COST_UNPRICED ? 0 : record->cost;
  if (!lab_usage_add (&line->usage, &record->usage, NULL) ||
      !lab_money_add (line->cost, amount, &line->cost, NULL))
    {
      lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                     _("The calls of run %s are too large to be added up."), self->id);
      return FALSE;
    }
  line->n_calls++;
  return TRUE;
}

static gboolean
add_line (LabMoneySum         *sum,
          const LabReportLine *line)
{
  LabMoneySum part = { .amount = line->cost };

  if (line->state == LAB_COST_UNPRICED)
    part.n_unpriced = line->n_calls;
  else if (line->state == LAB_COST_KNOWN)
    part.n_known = line->n_calls;
  else
    {
      part.n_estimated = line->n_calls;
      part.estimated = line->cost;
    }
  return lab_money_sum_add (sum, &part, NULL);
}

gboolean
lab_report_run_sum (const LabReportRun  *self,
                    LabMoneySum         *cost,
                    LabMoneySum         *overhead,
                    GError             **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (cost != NULL, FALSE);
  g_return_val_if_fail (overhead != NULL, FALSE);

  *cost = *overhead = (LabMoneySum) LAB_MONEY_SUM_INIT;
  for (guint i = 0; i < self->lines->len; i++)
    {
      const LabReportLine *line = self->lines->pdata[i];

      if (!add_line (cost, line) ||
          (line->purpose != LAB_PURPOSE_TASK && !add_line (overhead, line)))
        {
          lab_set_error (error, LAB_ERROR_CORRUPTED_METRICS,
                         _("The calls of run %s are too large to be added up."), self->id);
          return FALSE;
        }
    }
  return TRUE;
}

static void
optimization_free (gpointer data)
{
  LabReportOptimization *optimization = data;

  lab_report_run_free (optimization->run);
  lab_comparison_free (optimization->comparison);
  g_ptr_array_unref (optimization->recommendations);
  g_free (optimization);
}

LabReport *
lab_report_new (const char   *id,
                const char   *experiment_id,
                gint64        created_at,
                LabReportRun *baseline)
{
  LabReport *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (experiment_id != NULL, NULL);
  g_return_val_if_fail (baseline != NULL, NULL);

  self = g_new0 (LabReport, 1);
  self->id = g_strdup (id);
  self->experiment_id = g_strdup (experiment_id);
  self->created_at = created_at;
  self->baseline = baseline;
  self->summary = g_ptr_array_new_with_free_func (g_free);
  self->optimizations = g_ptr_array_new_with_free_func (optimization_free);
  self->recommendations = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
lab_report_free (LabReport *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->experiment_id);
  g_free (self->experiment_name);
  g_free (self->provider);
  g_free (self->model);
  g_free (self->workload);
  g_free (self->workload_hash);
  g_free (self->catalogue_date);
  g_free (self->app_version);
  lab_report_run_free (self->baseline);
  g_ptr_array_unref (self->summary);
  g_ptr_array_unref (self->optimizations);
  g_ptr_array_unref (self->recommendations);
  g_free (self);
}

void
lab_report_add_optimization (LabReport     *self,
                             LabReportRun  *run,
                             LabComparison *comparison)
{
  LabReportOptimization *optimization;

  g_return_if_fail (self != NULL);
  g_return_if_fail (run != NULL);
  g_return_if_fail (comparison != NULL);

  optimization = g_new0 (LabReportOptimization, 1);
  optimization->run = run;
  optimization->comparison = comparison;
  optimization->recommendations = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->optimizations, optimization);
}

static const char *
title_of (const LabReportRun *run)
{
  if (run->name != NULL && run->name[0] != '\0')
    return run->name;
  if (run->strategies != NULL && run->strategies[0] != '\0')
    return run->strategies;
  return run->id;
}

/* The largest saving among those to adopt. */
static const LabReportOptimization *
find_best (const LabReport *self)
{
  const LabReportOptimization *best = NULL;

  for (guint i = 0; i < self->optimizations->len; i++)
    {
      const LabReportOptimization *one = self->optimizations->pdata[i];

      if (one->comparison->verdict == LAB_VERDICT_ADOPT &&
          (best == NULL || one->comparison->saving.value > best->comparison->saving.value))
        best = one;
    }
  return best;
}

/* @best: (nullable): the one to adopt; others that may be adopted too are
 * measured by themselves, and their savings cannot be added to its. */
static char *
recommend (const LabReportOptimization *optimization,
           const LabReportOptimization *best)
{
  const LabComparison *comparison = optimization->comparison;
  const char *title = title_of (optimization->run);

  switch (comparison->verdict)
    {
    case LAB_VERDICT_ADOPT:
      if (optimization != best)
        return g_strdup_printf (_("“%s” holds too, and saves less than “%s”."), title,
                                title_of (best->run));
      return g_strdup_printf (_("Adopt “%s”."), title);
    case LAB_VERDICT_COLLECT_MORE:
      return g_strdup_printf (_("Compare “%s” on more tasks, about %u in all, before you decide."),
                              title, comparison->needed_pairs);
    case LAB_VERDICT_TRADE_OFF:
      return g_strdup_printf (_("Decide whether the saving of “%s” is worth the worse answers."),
                              title);
    case LAB_VERDICT_DROP:
      return g_strdup_printf (_("Leave “%s” out."), title);
    case LAB_VERDICT_NOT_SHOWN:
    default:
      return g_strdup_printf (_("Draw no conclusion about “%s” from these runs."), title);
    }
}

static void
summarise (LabReport *self)
{
  const LabReportOptimization *best = find_best (self);
  LabMoneySum cost, overhead;

  if (lab_report_run_sum (self->baseline, &cost, &overhead, NULL))
    {
      g_autofree char *text = lab_money_sum_format (&cost);

      g_ptr_array_add (self->summary,
                       g_strdup_printf (ngettext ("The baseline ran %u task for %s.",
                                                  "The baseline ran %u tasks for %s.",
                                                  self->baseline->n_tasks),
                                        self->baseline->n_tasks, text));
    }
  if (best != NULL)
    g_ptr_array_add (self->summary, g_strdup_printf (_("“%s” is the best of what was tried. %s"),
                                                     title_of (best->run),
                                                     best->comparison->reason));
  else if (self->optimizations->len > 0)
    g_ptr_array_add (self->summary,
                     g_strdup (_("Nothing that was tried can be recommended on this evidence.")));
}

void
lab_report_conclude (LabReport *self)
{
  const LabReportOptimization *best;

  g_return_if_fail (self != NULL);

  best = find_best (self);
  g_ptr_array_set_size (self->summary, 0);
  g_ptr_array_set_size (self->recommendations, 0);
  summarise (self);
  for (guint i = 0; i < self->optimizations->len; i++)
    {
      LabReportOptimization *optimization = self->optimizations->pdata[i];
      char *text = recommend (optimization, best);

      g_ptr_array_set_size (optimization->recommendations, 0);
      g_ptr_array_add (optimization->recommendations, text);
      g_ptr_array_add (self->recommendations, g_strdup (text));
    }
}
