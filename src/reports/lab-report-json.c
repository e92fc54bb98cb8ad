/* lab-report-json.c: a report as JSON, every figure with its method
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-report.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lab-clock.h"
#include "lab-cost.h"
#include "lab-error.h"
#include "lab-json-writer.h"

/* As fine as the statistics mean anything; what libraries of other machines
 * round differently lies far behind. */
#define DIGITS 6
#define SUM_OF_CALLS "sum of recorded calls"
#define SUM_OF_PAIRS "sum over paired tasks"
#define SUM_OF_UNPAIRED "sum over what is in one run only, or was cut off and made again"
#define COUNT "count"

static void
begin_figure (LabJsonWriter *writer,
              const char    *name)
{
  lab_json_writer_name (writer, name);
  lab_json_writer_begin_object (writer);
}

static void
end_figure (LabJsonWriter *writer,
            const char    *unit,
            const char    *method)
{
  lab_json_writer_member_string (writer, "unit", unit);
  lab_json_writer_member_string (writer, "method", method);
  lab_json_writer_end_object (writer);
}

/* Seeds reach beyond 2⁶³. */
static void
write_seed (LabJsonWriter *writer,
            guint64        seed)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);

  lab_json_writer_name (writer, "seed");
  lab_json_writer_raw (writer, text);
}

static void
write_count (LabJsonWriter *writer,
             const char    *name,
             gint64         value,
             const char    *unit,
             const char    *method)
{
  begin_figure (writer, name);
  lab_json_writer_member_int (writer, "value", value);
  end_figure (writer, unit, method);
}

static void
write_decimal (LabJsonWriter *writer,
               const char    *name,
               double         value,
               const char    *unit,
               const char    *method)
{
  begin_figure (writer, name);
  lab_json_writer_name (writer, "value");
  lab_json_writer_decimal (writer, value, DIGITS);
  end_figure (writer, unit, method);
}

static void
write_amount (LabJsonWriter *writer,
              const char    *name,
              LabMoney       amount,
              const char    *method)
{
  begin_figure (writer, name);
  lab_json_writer_member_money (writer, "value", amount);
  end_figure (writer, "USD", method);
}

/* @estimated, @known, … say how much of it is certain. */
static void
write_sum (LabJsonWriter     *writer,
           const char        *name,
           const LabMoneySum *sum,
           const char        *method)
{
  begin_figure (writer, name);
  lab_json_writer_member_money (writer, "value", sum->amount);
  lab_json_writer_member_money (writer, "estimated", sum->estimated);
  lab_json_writer_member_int (writer, "knownCalls", sum->n_known);
  lab_json_writer_member_int (writer, "estimatedCalls", sum->n_estimated);
  lab_json_writer_member_int (writer, "unpricedCalls", sum->n_unpriced);
  end_figure (writer, "USD", method);
}

static void
write_interval (LabJsonWriter *writer,
                double         low,
                double         high)
{
  lab_json_writer_name (writer, "interval");
  if (isnan (low) || isnan (high))
    {
      lab_json_writer_null (writer);
      return;
    }
  lab_json_writer_begin_object (writer);
  lab_json_writer_name (writer, "low");
  lab_json_writer_decimal (writer, low, DIGITS);
  lab_json_writer_name (writer, "high");
  lab_json_writer_decimal (writer, high, DIGITS);
  lab_json_writer_name (writer, "confidence");
  lab_json_writer_raw (writer, "0.95");
  lab_json_writer_end_object (writer);
}

static void
write_estimate (LabJsonWriter     *writer,
                const char        *name,
                const LabEstimate *estimate,
                const char        *unit)
{
  begin_figure (writer, name);
  lab_json_writer_name (writer, "value");
  lab_json_writer_decimal (writer, estimate->value, DIGITS);
  write_interval (writer, estimate->low, estimate->high);
  lab_json_writer_member_int (writer, "n", estimate->n);
  if (estimate->clusters > 0)
    lab_json_writer_member_int (writer, "clusters", estimate->clusters);
  if (estimate->resamples > 0)
    lab_json_writer_member_int (writer, "resamples", estimate->resamples);
  write_seed (writer, estimate->seed);
  if (estimate->p_method != NULL)
    {
      begin_figure (writer, "p");
      lab_json_writer_name (writer, "value");
      lab_json_writer_decimal (writer, estimate->p_value, DIGITS);
      lab_json_writer_member_int (writer, "n", estimate->n);
      write_seed (writer, estimate->seed);
      end_figure (writer, "probability", estimate->p_method);
    }
  end_figure (writer, unit, estimate->method != NULL ? estimate->method : "none");
}

static void
write_tokens (LabJsonWriter *writer,
              const char    *name,
              const gint64  *tokens,
              const char    *method)
{
  lab_json_writer_name (writer, name);
  lab_json_writer_begin_object (writer);
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    write_count (writer, lab_bucket_to_string (bucket), tokens[bucket], "tokens", method);
  lab_json_writer_end_object (writer);
}

static void
write_strings (LabJsonWriter *writer,
               const char    *name,
               GPtrArray     *strings)
{
  lab_json_writer_name (writer, name);
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < strings->len; i++)
    lab_json_writer_string (writer, strings->pdata[i]);
  lab_json_writer_end_array (writer);
}

/* Whether the line's amount came from its tokens and its row's rates. */
static gboolean
is_from_rates (const LabReportLine *line)
{
  return line->row != NULL && line->state != LAB_COST_UNPRICED &&
         (line->basis == NULL || strstr (line->basis, "worst-case") == NULL);
}

static void
write_cost_line (LabJsonWriter     *writer,
                 const LabCostLine *line)
{
  g_autofree char *exact = lab_product_sum_to_string (line->exact);
  gboolean tokens = line->kind == LAB_COST_LINE_TOKENS;

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "bucket", lab_cost_line_get_name (line));
  write_count (writer, tokens ? "tokens" : "units", line->units, tokens ? "tokens" : "searches",
               SUM_OF_CALLS);
  write_amount (writer, tokens ? "ratePerMtok" : "fee", line->rate,
                line->estimated ? "another rate stood in" : "price row");
  begin_figure (writer, "amount");
  lab_json_writer_member_string (writer, "value", exact);
  end_figure (writer, "USD", "tokens times rate, before rounding");
  lab_json_writer_end_object (writer);
}

static void
write_bare_line (LabJsonWriter *writer,
                 LabBucket      bucket,
                 gint64         tokens)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "bucket", lab_bucket_to_string (bucket));
  write_count (writer, "tokens", tokens, "tokens", SUM_OF_CALLS);
  lab_json_writer_end_object (writer);
}

static void
write_bare_lines (LabJsonWriter       *writer,
                  const LabReportLine *line)
{
  lab_json_writer_name (writer, "buckets");
  lab_json_writer_begin_array (writer);
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    {
      if (line->usage.buckets[bucket] != 0)
        write_bare_line (writer, bucket, line->usage.buckets[bucket]);
    }
  lab_json_writer_end_array (writer);
}

/* The buckets with their amounts, and what rounding each call by itself
 * added or took: so the line adds up to the last digit. */
static gboolean
write_priced_lines (LabJsonWriter        *writer,
                    const LabReportLine  *line,
                    GError              **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (LabPriceSet) set = NULL;
  g_auto (LabCost) cost = LAB_COST_INIT;
  g_autofree char *rounding = NULL;

  g_ptr_array_add (rows, line->row);
  set = lab_price_set_new (rows);
  if (!lab_cost_compute (&line->usage, set, &cost, error))
    return FALSE;
  lab_json_writer_name (writer, "buckets");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < cost.n_lines; i++)
    write_cost_line (writer, &cost.lines[i]);
  lab_json_writer_end_array (writer);

  rounding =
      lab_product_sum_to_string ((LabProductSum) line->cost * LAB_RATE_UNIT_TOKENS - cost.exact);
  begin_figure (writer, "rounding");
  lab_json_writer_member_string (writer, "value", rounding);
  end_figure (writer, "USD", "each call is rounded once, half up, to a nano-dollar");
  return TRUE;
}

static gboolean
write_line (LabJsonWriter        *writer,
            const LabReportLine  *line,
            GError              **error)
{
  gboolean written = TRUE;

  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "priceRow", line->price_row);
  lab_json_writer_member_string (writer, "provider", line->provider);
  lab_json_writer_member_string (writer, "model", line->model);
  write_count (writer, "contextTier", line->context_tier, "tokens", "price row");
  lab_json_writer_member_string (writer, "purpose", lab_purpose_to_string (line->purpose));
  lab_json_writer_member_string (writer, "costState", lab_cost_state_to_string (line->state));
  lab_json_writer_member_string (writer, "basis", line->basis);
  write_count (writer, "calls", line->n_calls, "calls", COUNT);
  if (line->state == LAB_COST_UNPRICED)
    {
      lab_json_writer_name (writer, "cost");
      lab_json_writer_null (writer);
    }
  else
    write_amount (writer, "cost", line->cost, SUM_OF_CALLS);
  if (is_from_rates (line))
    written = write_priced_lines (writer, line, error);
  else
    write_bare_lines (writer, line);
  lab_json_writer_end_object (writer);
  return written;
}

static gboolean
sum_tokens (const LabReportRun  *run,
            LabUsage            *usage,
            GError             **error)
{
  *usage = (LabUsage) LAB_USAGE_INIT;
  for (guint i = 0; i < run->lines->len; i++)
    {
      if (!lab_usage_add (usage, &((LabReportLine *) run->lines->pdata[i])->usage, error))
        return FALSE;
    }
  return TRUE;
}

static void
write_run_facts (LabJsonWriter      *writer,
                 const LabReportRun *run)
{
  lab_json_writer_member_string (writer, "id", run->id);
  lab_json_writer_member_string (writer, "name", run->name);
  lab_json_writer_member_string (writer, "kind", run->kind);
  lab_json_writer_member_string (writer, "status", run->status);
  lab_json_writer_member_string (writer, "strategies", run->strategies);
  write_seed (writer, run->seed);
  lab_json_writer_member_int (writer, "concurrency", run->concurrency);
  if (run->started_at > 0)
    {
      g_autofree char *text = lab_time_to_string (run->started_at);

      lab_json_writer_member_string (writer, "startedAt", text);
    }
  if (run->finished_at > 0)
    {
      g_autofree char *text = lab_time_to_string (run->finished_at);

      lab_json_writer_member_string (writer, "finishedAt", text);
    }
  write_count (writer, "tasks", run->n_tasks, "tasks", COUNT);
  write_count (writer, "judged", run->n_judged, "tasks", COUNT);
  write_decimal (writer, "meanScore",
                 run->n_judged > 0 ? (double) run->mean_score / LAB_SCORE_MAX : NAN, "score",
                 "mean of judged tasks");
}

static gboolean
write_run (LabJsonWriter       *writer,
           const char          *name,
           const LabReportRun  *run,
           GError             **error)
{
  LabMoneySum cost, overhead;
  LabUsage usage;

  if (!lab_report_run_sum (run, &cost, &overhead, error) || !sum_tokens (run, &usage, error))
    return FALSE;
  lab_json_writer_name (writer, name);
  lab_json_writer_begin_object (writer);
  write_run_facts (writer, run);
  write_sum (writer, "cost", &cost, "sum of the lines");
  write_sum (writer, "overhead", &overhead, "sum of the lines that are not for the task itself");
  write_tokens (writer, "tokens", usage.buckets, "sum of the lines");
  lab_json_writer_name (writer, "lines");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < run->lines->len; i++)
    {
      if (!write_line (writer, run->lines->pdata[i], error))
        return FALSE;
    }
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
  return TRUE;
}

static void
write_quality (LabJsonWriter       *writer,
               const LabComparison *comparison)
{
  const char *bound_method = comparison->quality_bound_method;

  lab_json_writer_name (writer, "qualityMetrics");
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "state", comparison->quality_state);
  write_estimate (writer, "difference", &comparison->quality, "score");
  begin_figure (writer, "bound");
  lab_json_writer_name (writer, "value");
  lab_json_writer_decimal (writer, comparison->quality_bound, DIGITS);
  lab_json_writer_name (writer, "confidence");
  lab_json_writer_raw (writer, "0.95");
  lab_json_writer_member_int (writer, "n", comparison->n_judged);
  write_seed (writer, comparison->saving.seed);
  end_figure (writer, "score", bound_method != NULL ? bound_method : "none");
  write_decimal (writer, "margin", comparison->margin, "score", "fixed before the run");
  write_count (writer, "judged", comparison->n_judged, "pairs", COUNT);
  write_count (writer, "notJudged", comparison->n_unjudged, "pairs", COUNT);
  write_count (writer, "worse", comparison->n_worse, "pairs", COUNT);
  write_count (writer, "better", comparison->n_better, "pairs", COUNT);
  write_count (writer, "unansweredBefore", comparison->base_n_unanswered, "pairs", COUNT);
  write_count (writer, "unanswered", comparison->n_unanswered, "pairs", COUNT);
  lab_json_writer_end_object (writer);
}

static void
write_column (LabJsonWriter *writer,
              const char    *name,
              const char    *unit,
              const char    *method)
{
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "name", name);
  lab_json_writer_member_string (writer, "unit", unit);
  lab_json_writer_member_string (writer, "method", method);
  lab_json_writer_end_object (writer);
}

static void
write_score (LabJsonWriter     *writer,
             const LabPairSide *side)
{
  if (side->score == LAB_SCORE_NONE)
    lab_json_writer_null (writer);
  else
    lab_json_writer_int (writer, side->score);
}

static void
write_pair (LabJsonWriter *writer,
            const LabPair *pair)
{
  lab_json_writer_begin_array (writer);
  lab_json_writer_string (writer, pair->task_key);
  lab_json_writer_int (writer, pair->replicate);
  lab_json_writer_string (writer, pair->cluster);
  lab_json_writer_int (writer, pair->base.cost.amount);
  lab_json_writer_int (writer, pair->run.cost.amount);
  write_score (writer, &pair->base);
  write_score (writer, &pair->run);
  lab_json_writer_int (writer, pair->base.latency_us);
  lab_json_writer_int (writer, pair->run.latency_us);
  lab_json_writer_end_array (writer);
}

/* A figure a row would be long: what all rows share stands at the top. */
static void
write_pairs (LabJsonWriter       *writer,
             const LabComparison *comparison)
{
  lab_json_writer_name (writer, "pairs");
  lab_json_writer_begin_object (writer);
  lab_json_writer_name (writer, "columns");
  lab_json_writer_begin_array (writer);
  write_column (writer, "task", "key", "workload");
  write_column (writer, "replicate", "number", COUNT);
  write_column (writer, "cluster", "key", "workload");
  write_column (writer, "originalCost", "nano-USD", "sum of the task's calls");
  write_column (writer, "optimizedCost", "nano-USD", "sum of the task's calls");
  write_column (writer, "originalScore", "score/10000", "the task's judge");
  write_column (writer, "optimizedScore", "score/10000", "the task's judge");
  write_column (writer, "originalLatency", "us", "sum of the task's calls");
  write_column (writer, "optimizedLatency", "us", "sum of the task's calls");
  lab_json_writer_end_array (writer);
  lab_json_writer_name (writer, "rows");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < comparison->pairs->len; i++)
    write_pair (writer, comparison->pairs->pdata[i]);
  lab_json_writer_end_array (writer);
  lab_json_writer_end_object (writer);
}

static void
write_costs (LabJsonWriter       *writer,
             const LabComparison *comparison)
{
  write_sum (writer, "originalCost", &comparison->base_cost, SUM_OF_PAIRS);
  write_sum (writer, "optimizedCost", &comparison->cost, SUM_OF_PAIRS);
  write_amount (writer, "reduction", comparison->saved, "originalCost less optimizedCost");
  write_sum (writer, "originalUnpaired", &comparison->base_unpaired, SUM_OF_UNPAIRED);
  write_sum (writer, "optimizedUnpaired", &comparison->unpaired, SUM_OF_UNPAIRED);
  write_sum (writer, "originalOverhead", &comparison->base_overhead, SUM_OF_PAIRS);
  write_sum (writer, "optimizedOverhead", &comparison->overhead, SUM_OF_PAIRS);
}

static void
write_verdict (LabJsonWriter       *writer,
               const LabComparison *comparison)
{
  lab_json_writer_member_string (writer, "verdict", lab_verdict_to_string (comparison->verdict));
  lab_json_writer_member_string (writer, "reason", comparison->reason);
  write_count (writer, "neededPairs", comparison->needed_pairs, "pairs", "interval width");
  write_amount (writer, "pricePerPoint", comparison->price_per_point,
                "reduction on 1000 tasks for each hundredth of mean score given up");
  write_strings (writer, "warnings", comparison->warnings);
}

static gboolean
write_optimization (LabJsonWriter                *writer,
                    const LabReportOptimization  *optimization,
                    GError                      **error)
{
  const LabComparison *comparison = optimization->comparison;

  lab_json_writer_begin_object (writer);
  if (!write_run (writer, "run", optimization->run, error))
    return FALSE;
  write_costs (writer, comparison);
  write_estimate (writer, "saving", &comparison->saving, "ratio");
  write_decimal (writer, "savingAdjustedP", comparison->saving_p_adjusted, "probability", "holm");
  write_estimate (writer, "typicalCall", &comparison->typical, "ratio");
  write_quality (writer, comparison);
  write_estimate (writer, "latencyChange", &comparison->latency_change, "us");
  lab_json_writer_name (writer, "tokens");
  lab_json_writer_begin_object (writer);
  write_tokens (writer, "original", comparison->base_tokens, SUM_OF_PAIRS);
  write_tokens (writer, "optimized", comparison->tokens, SUM_OF_PAIRS);
  lab_json_writer_end_object (writer);
  write_decimal (writer, "noise", comparison->noise_half_width, "ratio",
                 "baseline against itself, half-width of its 95 % interval");
  write_count (writer, "paired", comparison->n_pairs, "tasks", COUNT);
  write_count (writer, "unpaired", comparison->n_unpaired, "tasks", COUNT);
  write_verdict (writer, comparison);
  write_strings (writer, "recommendations", optimization->recommendations);
  write_pairs (writer, comparison);
  lab_json_writer_end_object (writer);
  return TRUE;
}

static void
write_head (LabJsonWriter   *writer,
            const LabReport *report)
{
  g_autofree char *created_at = lab_time_to_string (report->created_at);

  lab_json_writer_member_string (writer, "schema", LAB_REPORT_SCHEMA);
  lab_json_writer_member_string (writer, "id", report->id);
  lab_json_writer_member_string (writer, "createdAt", created_at);
  lab_json_writer_member_string (writer, "appVersion", report->app_version);
  lab_json_writer_member_string (writer, "experimentId", report->experiment_id);
  lab_json_writer_name (writer, "experiment");
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "name", report->experiment_name);
  lab_json_writer_member_string (writer, "provider", report->provider);
  lab_json_writer_member_string (writer, "model", report->model);
  lab_json_writer_member_string (writer, "origin", lab_origin_to_string (report->origin));
  lab_json_writer_member_string (writer, "workload", report->workload);
  lab_json_writer_member_string (writer, "workloadHash", report->workload_hash);
  lab_json_writer_member_string (writer, "pricesDate", report->catalogue_date);
  lab_json_writer_end_object (writer);
  write_strings (writer, "executiveSummary", report->summary);
}

/* The specification's one number: the smallest adjusted p-value, which is
 * that of the most certain saving or loss. */
static void
write_significance (LabJsonWriter   *writer,
                    const LabReport *report)
{
  const LabEstimate *saving = NULL;
  double smallest = NAN;

  for (guint i = 0; i < report->optimizations->len; i++)
    {
      const LabReportOptimization *one = report->optimizations->pdata[i];
      double p = one->comparison->saving_p_adjusted;

      if (!isnan (p) && !(p >= smallest))
        {
          smallest = p;
          saving = &one->comparison->saving;
        }
    }
  begin_figure (writer, "statisticalSignificance");
  lab_json_writer_name (writer, "value");
  lab_json_writer_decimal (writer, smallest, DIGITS);
  lab_json_writer_member_string (writer, "adjustment", "holm");
  lab_json_writer_member_int (writer, "comparisons", report->optimizations->len);
  lab_json_writer_member_int (writer, "n", saving != NULL ? saving->n : 0);
  if (saving != NULL)
    write_seed (writer, saving->seed);
  end_figure (writer, "probability",
              saving != NULL && saving->p_method != NULL ? saving->p_method : "none");
}

char *
lab_report_to_json (const LabReport  *self,
                    GError          **error)
{
  g_autoptr (LabJsonWriter) writer = lab_json_writer_new (TRUE);
  g_autofree char *json = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  lab_json_writer_begin_object (writer);
  write_head (writer, self);
  if (!write_run (writer, "baseline", self->baseline, error))
    return NULL;
  lab_json_writer_name (writer, "optimizations");
  lab_json_writer_begin_array (writer);
  for (guint i = 0; i < self->optimizations->len; i++)
    {
      if (!write_optimization (writer, self->optimizations->pdata[i], error))
        return NULL;
    }
  lab_json_writer_end_array (writer);
  write_strings (writer, "recommendations", self->recommendations);
  write_significance (writer, self);
  lab_json_writer_end_object (writer);

  json = lab_json_writer_to_string (writer);
  return lab_report_check (json, -1, error) ? g_steal_pointer (&json) : NULL;
}

gboolean
lab_report_write (const LabReport  *self,
                  const char       *path,
                  GError          **error)
{
  g_autofree char *json = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  json = lab_report_to_json (self, error);
  return json != NULL &&
         g_file_set_contents_full (path, json, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, error);
}
