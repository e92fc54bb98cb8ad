/* lab-report.h: what an experiment came to, as a document that can be checked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"
#include "lab-comparison.h"
#include "lab-price-row.h"

G_BEGIN_DECLS

#define LAB_REPORT_SCHEMA "apicostlab-report/1"

/**
 * LabReportLine:
 * @row: (nullable): the price row; NULL where the calls have none or it is no
 *   longer known
 * @price_row: (nullable): its id, as the ledger kept it
 * @basis: (nullable): why estimated or unpriced
 * @usage: summed over its calls
 * @cost: sum of the calls' amounts, each rounded by itself; 0 when unpriced
 *
 * All calls of a run that were priced alike.
 */
typedef struct
{
  LabPriceRow *row;
  char *price_row;
  char *provider;
  char *model;
  gint64 context_tier;
  LabPurpose purpose;
  LabCostState state;
  char *basis;
  gint64 n_calls;
  LabUsage usage;
  LabMoney cost;
} LabReportLine;

/**
 * LabReportRun:
 * @name: @strategies: (nullable)
 * @seed: @n_tasks: @concurrency: as it was run
 * @started_at: @finished_at: µs, or 0 where they are not to be written
 * @n_judged: @mean_score: judged tasks and their mean, permyriad
 * @lines: (element-type LabReportLine): whose sum is the run's total
 */
typedef struct
{
  char *id;
  char *name;
  char *kind;
  char *status;
  char *strategies;
  guint64 seed;
  guint n_tasks;
  guint concurrency;
  gint64 started_at;
  gint64 finished_at;
  guint n_judged;
  gint mean_score;
  GPtrArray *lines;
} LabReportRun;

LabReportRun *lab_report_run_new (const char *id);
void lab_report_run_free (LabReportRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabReportRun, lab_report_run_free)
/**
 * lab_report_run_add_call:
 * @row: (nullable): the price row the record names, if it is still known
 *
 * Adds one call of the ledger to the line it belongs to, and opens that line
 * where there is none. CORRUPTED_METRICS where sums overflow.
 */
gboolean lab_report_run_add_call (LabReportRun         *self,
                                  const LabCallRecord  *record,
                                  LabPriceRow          *row,
                                  GError              **error);
/* Known, estimated and unpriced calls of all lines; and of those that were
 * not made for a task itself. CORRUPTED_METRICS on overflow. */
gboolean lab_report_run_sum (const LabReportRun  *self,
                             LabMoneySum         *cost,
                             LabMoneySum         *overhead,
                             GError             **error);

/**
 * LabReportOptimization:
 * @recommendations: (element-type utf8): translated sentences
 *
 * The specification's OptimizationResult: originalCost, optimizedCost,
 * reduction and qualityMetrics are the comparison's.
 */
typedef struct
{
  LabReportRun *run;
  LabComparison *comparison;
  GPtrArray *recommendations;
} LabReportOptimization;

/**
 * LabReport:
 * @id: @created_at: the caller's own: nothing in a report is random or asks
 *   what time it is
 * @catalogue_date: @app_version: @workload_hash: (nullable)
 * @summary: (element-type utf8): the executive summary, translated sentences
 * @optimizations: (element-type LabReportOptimization)
 * @recommendations: (element-type utf8): translated sentences
 *
 * The specification's Report in its first form.
 */
typedef struct
{
  char *id;
  char *experiment_id;
  char *experiment_name;
  char *provider;
  char *model;
  char *workload;
  char *workload_hash;
  LabOrigin origin;
  char *catalogue_date;
  char *app_version;
  gint64 created_at;
  GPtrArray *summary;
  LabReportRun *baseline;
  GPtrArray *optimizations;
  GPtrArray *recommendations;
} LabReport;

/* @baseline: (transfer full) */
LabReport *lab_report_new (const char   *id,
                           const char   *experiment_id,
                           gint64        created_at,
                           LabReportRun *baseline);
void lab_report_free (LabReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabReport, lab_report_free)
/* @run: @comparison: (transfer full): computed. @comparison's run is @run */
void lab_report_add_optimization (LabReport     *self,
                                  LabReportRun  *run,
                                  LabComparison *comparison);
/* Writes the summary and the recommendations from the comparisons, in place
 * of what stood there. Call it when all optimisations have been added. */
void lab_report_conclude (LabReport *self);

/**
 * lab_report_to_json:
 *
 * The document of schema LAB_REPORT_SCHEMA. Every figure is an object with
 * value, unit and method (and interval, n, seed where it has one); money is
 * {"usd","nano_usd"}; methods are stable words, never translated. One report
 * always gives the same bytes in one language.
 *
 * The document was put to lab_report_check(): CORRUPTED_METRICS where a total
 * is not the sum of its lines. (transfer full)
 */
char *lab_report_to_json (const LabReport  *self,
                          GError          **error);
/**
 * lab_report_check:
 * @json: a document of lab_report_to_json()
 * @length: bytes, or -1
 *
 * Adds every total up again from its lines, in whole nano-dollars, and each
 * line from its buckets in 1e-15 dollars: runs from price rows, comparisons
 * from pairs, runs from comparisons, savings from both totals. Fails with
 * CORRUPTED_METRICS naming the place, or INVALID_INPUT where it is no such
 * document.
 */
gboolean lab_report_check (const char  *json,
                           gssize       length,
                           GError     **error);
/* To a file, whole or not at all. Blocks. */
gboolean lab_report_write (const LabReport  *self,
                           const char       *path,
                           GError          **error);

G_END_DECLS
