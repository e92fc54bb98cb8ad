/* test-report.c: a report that says where its figures come from, and adds up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "lab-cost.h"
#include "lab-error.h"
#include "lab-json.h"
#include "lab-random.h"
#include "lab-report.h"

#define NOW G_GINT64_CONSTANT (1795435200000000)
#define N_TASKS 240

static LabPriceRow *
new_row (const char *id,
         gint64      above)
{
  LabPriceRow *row = lab_price_row_new ();

  g_free (row->id);
  row->id = g_strdup (id);
  row->above = above;
  row->rates[LAB_BUCKET_U] = 2500000001;
  row->rates[LAB_BUCKET_R] = 250000003;
  row->rates[LAB_BUCKET_O] = 10000000007;
  row->web_search_fee = 10000000;
  return row;
}

static void
set (char       **field,
     const char  *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* A call priced by THE cost function, at odd rates, so that rounding shows. */
static LabCallRecord *
new_call (LabRandom   *random,
          LabPriceRow *row,
          double       scale)
{
  LabCallRecord *record = lab_call_record_new ();
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (LabPriceSet) prices = NULL;
  g_auto (LabCost) cost = LAB_COST_INIT;
  g_autoptr (GError) error = NULL;

  set (&record->provider, "mock");
  set (&record->model, "gpt-test");
  set (&record->price_row, row->id);
  record->context_tier = row->above;
  record->usage.flags = LAB_USAGE_REPORTED;
  record->usage.buckets[LAB_BUCKET_U] = 1000 + (gint64) (scale * lab_random_below (random, 3000));
  record->usage.buckets[LAB_BUCKET_R] = (gint64) lab_random_below (random, 2) * 1024;
  record->usage.buckets[LAB_BUCKET_O] = 1 + (gint64) lab_random_below (random, 300);
  record->usage.web_searches = lab_random_below (random, 10) == 0;
  g_ptr_array_add (rows, row);
  prices = lab_price_set_new (rows);
  g_assert_true (lab_cost_compute (&record->usage, prices, &cost, &error));
  record->cost_state = cost.state;
  record->cost = cost.amount;
  return record;
}

static void
add_call (LabReportRun  *run,
          LabPairSide   *side,
          LabCallRecord *record,
          LabPriceRow   *row)
{
  g_autoptr (GError) error = NULL;

  lab_report_run_add_call (run, record, row, &error);
  g_assert_no_error (error);
  if (record->cost_state == LAB_COST_UNPRICED)
    side->cost.n_unpriced++;
  else if (record->cost_state == LAB_COST_KNOWN)
    lab_money_sum_add_known (&side->cost, record->cost, NULL);
  else
    lab_money_sum_add_estimated (&side->cost, record->cost, NULL);
  if (record->purpose != LAB_PURPOSE_TASK)
    lab_money_sum_add_known (&side->overhead, record->cost, NULL);
  for (int i = 0; i < LAB_N_BUCKETS; i++)
    side->tokens[i] += record->usage.buckets[i];
  lab_call_record_free (record);
}

typedef enum
{
  PLAIN,
  WITH_OVERHEAD,
  WITH_UNPRICED,
  WITH_WORST_CASE,
  UNJUDGED,
} Kind;

static void
add_special_calls (Kind          kind,
                   LabRandom    *random,
                   LabReportRun *run,
                   LabPairSide  *side,
                   LabPriceRow  *row)
{
  LabCallRecord *record;

  if (kind == PLAIN || kind == UNJUDGED)
    return;
  record = new_call (random, row, 0.1);
  if (kind == WITH_OVERHEAD)
    record->purpose = LAB_PURPOSE_STRATEGY;
  else if (kind == WITH_UNPRICED)
    {
      record->cost_state = LAB_COST_UNPRICED;
      record->cost = 0;
      set (&record->price_row, NULL);
      set (&record->cost_basis, "no-row");
    }
  else
    {
      record->cost_state = LAB_COST_ESTIMATED;
      record->cost = 777777;
      set (&record->cost_basis, "worst-case");
      record->status = LAB_CALL_LOST;
    }
  add_call (run, side, record, kind == WITH_UNPRICED ? NULL : row);
}

static LabComparison *
make_comparison (Kind          kind,
                 LabReportRun *base,
                 LabReportRun *run,
                 LabPriceRow  *row,
                 gboolean      fill_base)
{
  LabComparison *comparison =
      lab_comparison_new ("experiment-1", base->id, run->id, LAB_ORIGIN_PRACTICE);
  LabComparisonOptions options = LAB_COMPARISON_OPTIONS_INIT;
  g_autoptr (LabReportRun) unused = lab_report_run_new ("again");
  g_autoptr (GError) error = NULL;
  LabRandom base_random, random;

  lab_random_init_stream (&base_random, 1, "test/base", 0);
  lab_random_init_stream (&random, 1, "test/run", kind);
  for (guint i = 0; i < N_TASKS; i++)
    {
      g_autofree char *key = g_strdup_printf ("task-%03u", i);
      g_autofree char *cluster = i % 3 == 0 ? NULL : g_strdup_printf ("talk %u", i / 6);
      LabPair *pair = lab_pair_new (key, 0, cluster);

      add_call (fill_base ? base : unused, &pair->base, new_call (&base_random, row, 1), row);
      add_call (run, &pair->run, new_call (&random, row, 0.2), row);
      if (i == 7)
        add_special_calls (kind, &random, run, &pair->run, row);
      pair->base.answered = pair->run.answered = TRUE;
      pair->base.score = pair->run.score = kind == UNJUDGED ? LAB_SCORE_NONE : 10000;
      pair->base.latency_us = 500000 + i;
      pair->run.latency_us = 400000;
      g_ptr_array_add (comparison->pairs, pair);
    }
  options.resamples = 300;
  lab_comparison_compute (comparison, &options, &error);
  g_assert_no_error (error);
  return comparison;
}

static LabReportRun *
new_run (const char *id,
         const char *kind,
         const char *strategies)
{
  LabReportRun *run = lab_report_run_new (id);

  set (&run->kind, kind);
  set (&run->status, "completed");
  set (&run->strategies, strategies);
  run->seed = 1;
  run->concurrency = 1;
  run->n_tasks = N_TASKS;
  run->n_judged = N_TASKS;
  run->mean_score = 9750;
  return run;
}

static LabReport *
make_report (const Kind *kinds,
             guint       n_kinds)
{
  g_autoptr (LabPriceRow) row = new_row ("mock/gpt-test/default@2026-01-01", 0);
  LabReportRun *base = new_run ("run-base", "baseline", "");
  LabReport *report = lab_report_new ("report-1", "experiment-1", NOW, base);

  set (&report->experiment_name, "Support chat");
  set (&report->provider, "mock");
  set (&report->model, "gpt-test");
  set (&report->workload, "support-chat");
  set (&report->workload_hash, "0123");
  set (&report->catalogue_date, "2026-11-01");
  set (&report->app_version, "0.1");
  for (guint i = 0; i < n_kinds; i++)
    {
      g_autofree char *id = g_strdup_printf ("run-%u", i);
      LabReportRun *run = new_run (id, "optimised", "compress:level=2");

      lab_report_add_optimization (report, run,
                                   make_comparison (kinds[i], base, run, row, i == 0));
    }
  lab_report_conclude (report);
  return report;
}

static const Kind all_kinds[] = { PLAIN, WITH_OVERHEAD, WITH_UNPRICED, WITH_WORST_CASE, UNJUDGED };

static char *
make_json (void)
{
  g_autoptr (LabReport) report = make_report (all_kinds, G_N_ELEMENTS (all_kinds));
  g_autoptr (GError) error = NULL;
  char *json = lab_report_to_json (report, &error);

  g_assert_no_error (error);
  return json;
}

static void
test_adds_up (void)
{
  g_autofree char *json = make_json ();
  g_autofree char *again = make_json ();
  g_autoptr (GError) error = NULL;

  g_assert_true (lab_report_check (json, -1, &error));
  g_assert_no_error (error);
  g_assert_true (lab_report_check (json, (gssize) strlen (json), NULL));
  /* The same facts give the same bytes. */
  g_assert_cmpstr (json, ==, again);
}

static const LabJson *
walk (const LabJson *node,
      const char    *path)
{
  g_auto (GStrv) names = g_strsplit (path, "/", -1);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      node = g_ascii_isdigit (names[i][0])
                 ? lab_json_get_element (node, (guint) g_ascii_strtoull (names[i], NULL, 10))
                 : lab_json_get (node, names[i]);
      if (node == NULL)
        g_error ("%s: no %s", path, names[i]);
    }
  return node;
}

static void
assert_text (const LabJson *root,
             const char    *path,
             const char    *text)
{
  g_assert_cmpstr (lab_json_get_string (walk (root, path)), ==, text);
}

static void
test_contents (void)
{
  guint n_adopt = 0;
  g_autofree char *json = make_json ();
  g_autoptr (LabJsonDocument) document = lab_json_document_parse (json, -1, NULL, 1, NULL);
  const LabJson *root = lab_json_document_get_root (document);

  assert_text (root, "schema", LAB_REPORT_SCHEMA);
  assert_text (root, "id", "report-1");
  assert_text (root, "experimentId", "experiment-1");
  assert_text (root, "createdAt", "2026-11-23T12:00:00Z");
  assert_text (root, "experiment/workloadHash", "0123");
  assert_text (root, "experiment/pricesDate", "2026-11-01");
  assert_text (root, "experiment/origin", "practice");
  assert_text (root, "baseline/lines/0/priceRow", "mock/gpt-test/default@2026-01-01");
  assert_text (root, "optimizations/0/verdict", "adopt");
  assert_text (root, "optimizations/0/saving/method", "paired-percentile-bootstrap");
  assert_text (root, "optimizations/0/saving/p/method", "sign-flip-monte-carlo");
  assert_text (root, "optimizations/0/qualityMetrics/state", "pass");
  assert_text (root, "optimizations/2/verdict", "not-shown");
  g_assert_true (lab_json_is_null (walk (root, "optimizations/2/saving/value")));
  assert_text (root, "optimizations/4/verdict", "not-shown");
  assert_text (root, "optimizations/4/qualityMetrics/bound/method", "none");
  g_assert_nonnull (strstr (lab_json_get_string (walk (root, "executiveSummary/1")),
                            "is the best of what was tried"));
  g_assert_cmpuint (lab_json_get_n_members (walk (root, "recommendations")), ==, 5);
  /* Savings of parts and stack cannot be added: one is to be adopted. */
  for (guint i = 0; i < 5; i++)
    {
      const LabJson *one = lab_json_get_element (walk (root, "recommendations"), i);

      n_adopt += g_str_has_prefix (lab_json_get_string (one), "Adopt “") ? 1 : 0;
    }
  g_assert_cmpuint (n_adopt, ==, 1);
  g_assert_nonnull (walk (root, "statisticalSignificance/value"));
}

/* Objects with a value are figures: each has a unit and a method, and no
 * number stands outside of one but what qualifies it. */
static void
check_figures (const LabJson *node,
               gboolean       in_figure,
               guint         *n_figures)
{
  static const char * const plain[] = { "seed", "concurrency", NULL };
  gboolean figure = lab_json_get (node, "value") != NULL;

  if (figure)
    {
      g_autofree char *path = lab_json_get_path (node);
      const LabJson *method = lab_json_get (node, "method");

      if (lab_json_get (node, "unit") == NULL || method == NULL ||
          lab_json_get_string (method) == NULL)
        g_error ("%s has no unit or no method", path);
      ++*n_figures;
    }
  for (guint i = 0; i < lab_json_get_n_members (node); i++)
    {
      const LabJson *child = lab_json_get_element (node, i);
      const char *name = lab_json_get_member_name (node, i);

      if (g_strcmp0 (name, "pairs") == 0)
        continue;
      if (lab_json_get_node_type (child) == LAB_JSON_NUMBER && !in_figure && !figure &&
          !g_strv_contains (plain, name))
        {
          g_autofree char *path = lab_json_get_path (child);

          g_error ("%s is a bare number", path);
        }
      check_figures (child, in_figure || figure, n_figures);
    }
}

static void
test_figures_name_their_method (void)
{
  g_autofree char *json = make_json ();
  g_autoptr (LabJsonDocument) document = lab_json_document_parse (json, -1, NULL, 1, NULL);
  const LabJson *root = lab_json_document_get_root (document);
  const LabJson *columns = walk (root, "optimizations/0/pairs/columns");
  guint n_figures = 0;

  check_figures (root, FALSE, &n_figures);
  g_assert_cmpuint (n_figures, >, 100);
  for (guint i = 0; i < lab_json_get_n_members (columns); i++)
    {
      const LabJson *column = lab_json_get_element (columns, i);

      g_assert_nonnull (lab_json_get_string (lab_json_get (column, "unit")));
      g_assert_nonnull (lab_json_get_string (lab_json_get (column, "method")));
    }
}

/* The first number behind the first @member behind @mark, made one greater. */
static char *
tamper (const char *json,
        const char *mark,
        const char *member)
{
  const char *at = strstr (json, mark);
  const char *number;
  char *end;
  gint64 value;

  g_assert_nonnull (at);
  at = strstr (at, member);
  g_assert_nonnull (at);
  number = at + strlen (member);
  number += strspn (number, " :\"\n");
  value = g_ascii_strtoll (number, &end, 10);
  return g_strdup_printf ("%.*s%" G_GINT64_FORMAT "%s", (int) (number - json), json, value + 1,
                          end);
}

/* One nano-dollar, one token or one call more, anywhere: it is seen. */
static void
test_tampering (void)
{
  static const struct
  {
    const char *mark;
    const char *member;
  } tampered[] = {
    { "\"baseline\"", "\"nano_usd\"" },
    { "\"baseline\"", "\"usd\"" },
    { "\"baseline\"", "\"knownCalls\"" },
    { "\"baseline\"", "\"estimatedCalls\"" },
    { "\"baseline\"", "\"unpricedCalls\"" },
    { "\"overhead\"", "\"knownCalls\"" },
    { "\"tokens\"", "\"value\"" },
    { "\"lines\"", "\"nano_usd\"" },
    { "\"calls\"", "\"value\"" },
    { "\"buckets\"", "\"value\"" },
    { "\"ratePerMtok\"", "\"nano_usd\"" },
    { "\"amount\"", "\"value\"" },
    { "\"fee\"", "\"nano_usd\"" },
    { "\"rounding\"", "\"value\"" },
    { "\"originalCost\"", "\"nano_usd\"" },
    { "\"optimizedCost\"", "\"knownCalls\"" },
    { "\"reduction\"", "\"nano_usd\"" },
    { "\"originalUnpaired\"", "\"knownCalls\"" },
    { "\"saving\"", "\"value\"" },
    { "\"task-003\"", "null," },
    { "\"schema\"", "apicostlab-report/" },
  };
  g_autofree char *json = make_json ();

  for (gsize i = 0; i < G_N_ELEMENTS (tampered); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *other = tamper (json, tampered[i].mark, tampered[i].member);

      if (lab_report_check (other, -1, &error))
        g_error ("%s %s could be changed", tampered[i].mark, tampered[i].member);
      g_assert_true (g_error_matches (error, LAB_ERROR, LAB_ERROR_CORRUPTED_METRICS) ||
                     g_error_matches (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT));
    }
}

static void
test_not_a_report (void)
{
  static const char * const texts[] = {
    "",
    "[]",
    "{}",
    "{\"schema\":\"apicostlab-report/1\"}",
    "{\"schema\":\"apicostlab-report/1\",\"baseline\":[]}",
    "{\"schema\":\"apicostlab-report/1\",\"baseline\":{\"lines\":[{}]}}",
    "{\"schema\":\"apicostlab-report/1\",\"baseline\":{\"lines\":[]}}",
    "{\"schema\":\"apicostlab-report/2\"}",
    "{\"schema\":\"apicostlab-report/1\",\"baseline\":{\"lines\":[{\"buckets\":[]}]}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (lab_report_check (texts[i], -1, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
    }
}

/* Cut anywhere, it is no report. */
static void
test_cut (void)
{
  const Kind kind = PLAIN;
  g_autoptr (LabReport) report = make_report (&kind, 1);
  g_autofree char *json = lab_report_to_json (report, NULL);
  gsize length = strlen (json);

  for (gsize i = 0; i + 2 < length; i += 997)
    g_assert_false (lab_report_check (json, (gssize) i, NULL));
}

/* The comparison must be of these runs: one call too many in one of them is
 * found before the document is handed out. */
static void
test_writer_refuses (void)
{
  const Kind kind = PLAIN;
  g_autoptr (LabReport) report = make_report (&kind, 1);
  g_autoptr (LabPriceRow) row = new_row ("mock/gpt-test/default@2026-01-01", 0);
  g_autoptr (LabCallRecord) extra = NULL;
  g_autoptr (GError) error = NULL;
  LabRandom random;

  lab_random_init (&random, 5);
  extra = new_call (&random, row, 1);
  g_assert_true (lab_report_run_add_call (report->baseline, extra, row, NULL));
  g_assert_null (lab_report_to_json (report, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_CORRUPTED_METRICS);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_PATH), ==,
                   "$.optimizations[0].originalCost");
}

/* An amount that its tokens and rates do not come to. */
static void
test_wrong_amount (void)
{
  g_autoptr (LabPriceRow) row = new_row ("r", 0);
  LabReportRun *base = new_run ("b", "baseline", NULL);
  g_autoptr (LabReport) report = lab_report_new ("i", "e", NOW, base);
  g_autoptr (LabCallRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *good = NULL;
  LabRandom random;

  lab_random_init (&random, 6);
  record = new_call (&random, row, 1);
  lab_report_run_add_call (base, record, row, NULL);
  good = lab_report_to_json (report, &error);
  g_assert_no_error (error);
  record->cost += 2;
  lab_report_run_add_call (base, record, row, NULL);
  g_assert_null (lab_report_to_json (report, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_CORRUPTED_METRICS);
  g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_PATH), ==,
                   "$.baseline.lines[0].rounding");
}

static void
test_overflow (void)
{
  g_autoptr (LabReportRun) run = lab_report_run_new ("r");
  g_autoptr (LabCallRecord) record = lab_call_record_new ();
  g_autoptr (GError) error = NULL;
  LabMoneySum cost, overhead;

  record->cost_state = LAB_COST_KNOWN;
  record->cost = G_MAXINT64;
  g_assert_true (lab_report_run_add_call (run, record, NULL, NULL));
  g_assert_false (lab_report_run_add_call (run, record, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_CORRUPTED_METRICS);
  g_clear_error (&error);
  /* In another line it fits; both together do not. */
  set (&record->model, "other");
  g_assert_true (lab_report_run_add_call (run, record, NULL, NULL));
  g_assert_false (lab_report_run_sum (run, &cost, &overhead, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_CORRUPTED_METRICS);
}

/* Lines do not depend on the order in which the ledger hands out calls. */
static void
test_order_of_calls (void)
{
  g_autoptr (LabReportRun) one = lab_report_run_new ("r");
  g_autoptr (LabReportRun) two = lab_report_run_new ("r");
  g_autoptr (LabPriceRow) near = new_row ("near", 0);
  g_autoptr (LabPriceRow) far = new_row ("far", 1000);
  g_autoptr (GPtrArray) calls =
      g_ptr_array_new_with_free_func ((GDestroyNotify) lab_call_record_free);
  LabRandom random;

  lab_random_init (&random, 7);
  for (guint i = 0; i < 40; i++)
    {
      LabCallRecord *record = new_call (&random, i % 2 ? near : far, 1);

      record->purpose = (LabPurpose) (i % 3);
      if (i % 5 == 0)
        set (&record->cost_basis, "usage-partial");
      if (i % 7 == 0)
        set (&record->model, "other");
      g_ptr_array_add (calls, record);
    }
  for (guint i = 0; i < 40; i++)
    {
      g_assert_true (lab_report_run_add_call (one, calls->pdata[i], i % 2 ? near : far, NULL));
      g_assert_true (
          lab_report_run_add_call (two, calls->pdata[39 - i], i % 2 ? far : near, NULL));
    }
  g_assert_cmpuint (one->lines->len, ==, two->lines->len);
  g_assert_cmpuint (one->lines->len, >, 6);
  for (guint i = 0; i < one->lines->len; i++)
    {
      const LabReportLine *a = one->lines->pdata[i];
      const LabReportLine *b = two->lines->pdata[i];

      g_assert_cmpstr (a->price_row, ==, b->price_row);
      g_assert_cmpstr (a->model, ==, b->model);
      g_assert_cmpstr (a->basis, ==, b->basis);
      g_assert_cmpint (a->cost, ==, b->cost);
      g_assert_cmpint (a->n_calls, ==, b->n_calls);
    }
}

/* Every verdict has a sentence, and without one to adopt none is praised. */
static void
test_conclude (void)
{
  static const struct
  {
    LabVerdict verdict;
    const char *text;
  } verdicts[] = {
    { LAB_VERDICT_ADOPT, "Adopt “" },
    { LAB_VERDICT_COLLECT_MORE, "about 0 in all" },
    { LAB_VERDICT_TRADE_OFF, "worth the worse answers" },
    { LAB_VERDICT_DROP, "Leave “" },
    { LAB_VERDICT_NOT_SHOWN, "Draw no conclusion" },
  };
  const Kind kind = PLAIN;
  g_autoptr (LabReport) report = make_report (&kind, 1);
  LabReportOptimization *optimization = report->optimizations->pdata[0];

  for (gsize i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      optimization->comparison->verdict = verdicts[i].verdict;
      lab_report_conclude (report);
      g_assert_cmpuint (report->recommendations->len, ==, 1);
      g_assert_cmpuint (optimization->recommendations->len, ==, 1);
      g_assert_nonnull (strstr (report->recommendations->pdata[0], verdicts[i].text));
      g_assert_cmpuint (report->summary->len, ==, 2);
      g_assert_cmpint (strstr (report->summary->pdata[1], "Nothing that was tried") != NULL, ==,
                       verdicts[i].verdict != LAB_VERDICT_ADOPT);
    }
  set (&optimization->run->name, "My run");
  lab_report_conclude (report);
  g_assert_nonnull (strstr (report->recommendations->pdata[0], "“My run”"));
  set (&optimization->run->name, NULL);
  set (&optimization->run->strategies, "");
  lab_report_conclude (report);
  g_assert_nonnull (strstr (report->recommendations->pdata[0], "“run-0”"));
}

static void
test_write (void)
{
  const Kind kind = PLAIN;
  g_autoptr (LabReport) report = make_report (&kind, 1);
  g_autofree char *folder = g_dir_make_tmp ("costlab-report-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "report.json", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "report.json", NULL);
  g_autofree char *json = lab_report_to_json (report, NULL);
  g_autofree char *read = NULL;
  g_autoptr (GError) error = NULL;

  report->baseline->started_at = 0;
  g_assert_true (lab_report_write (report, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &read, NULL, NULL));
  g_assert_cmpstr (read, ==, json);
  g_assert_false (lab_report_write (report, nowhere, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);

  /* Times are written where the caller gives them. */
  report->baseline->started_at = NOW;
  report->baseline->finished_at = NOW + 1000000;
  report->baseline->seed = G_MAXUINT64;
  g_free (json);
  json = lab_report_to_json (report, NULL);
  g_assert_nonnull (strstr (json, "\"finishedAt\": \"2026-11-23T12:00:01Z\""));
  g_assert_nonnull (strstr (json, "\"seed\": 18446744073709551615"));
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reports/report/adds-up", test_adds_up);
  g_test_add_func ("/reports/report/contents", test_contents);
  g_test_add_func ("/reports/report/figures-name-their-method", test_figures_name_their_method);
  g_test_add_func ("/reports/report/tampering-is-seen", test_tampering);
  g_test_add_func ("/reports/report/not-a-report", test_not_a_report);
  g_test_add_func ("/reports/report/cut", test_cut);
  g_test_add_func ("/reports/report/writer-refuses-what-does-not-add-up", test_writer_refuses);
  g_test_add_func ("/reports/report/wrong-amount", test_wrong_amount);
  g_test_add_func ("/reports/report/overflow", test_overflow);
  g_test_add_func ("/reports/report/order-of-calls", test_order_of_calls);
  g_test_add_func ("/reports/report/conclusions", test_conclude);
  g_test_add_func ("/reports/report/write", test_write);
  return g_test_run ();
}
