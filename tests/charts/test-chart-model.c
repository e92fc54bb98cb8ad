/* test-chart-model.c: one model, as a table and in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <math.h>
#include <string.h>

#include "chart-fixture.h"
#include "lab-chart-describe.h"
#include "lab-chart-table.h"

/* With plain spaces, so that expected texts can be read. */
static char *
plain (char *text)
{
  g_auto (GStrv) words = g_strsplit (text, "\u00a0", -1);

  g_free (text);
  return g_strjoinv (" ", words);
}

static void
test_descriptions (void)
{
  static const struct
  {
    const char *name;
    const char *text;
  } cases[] = {
    { "columns",
      "Column chart. Spend per day. Saturday 8 November to Friday 14 November, 7 places. "
      "Highest Friday 14 November, $0.71; lowest Monday 10 November, $0.31. "
      "Up 12.2 % on the week before. Marked: Budget per day $0.80. 1 value is estimated. "
      "1 value is a lower bound: a part of it is unpriced. "
      "The last period is not over yet. 12 calls are unpriced and not counted." },
    { "area",
      "Line chart. Tokens in all, by hour. "
      "From Sat 8 Nov 2025, 00:00 to Sun 9 Nov 2025, 23:00. Tokens ends at 23008. "
      "Highest Sat 8 Nov 2025, 14:00, 93000; lowest Sat 8 Nov 2025, 02:00, 11000. "
      "Marked: Alert at 80 k. 4 values are unknown." },
    { "bars",
      "Bar chart. Where the money goes. Highest Output, $41.20; lowest Other (3), $0.90. "
      "1 value is estimated. 1 value is a lower bound: a part of it is unpriced." },
    { "forest",
      "Forest chart. Saving against the baseline. "
      "Routing to small: 55 %, 95 % interval 49 % to 61 %, n = 60. "
      "Exact cache: 38 %, 95 % interval 31 % to 44 %, n = 60. "
      "Compressor: 12 %, 95 % interval 2 % to 21 %, n = 60. "
      "Batch: −6 %, 95 % interval −12 % to −1 %, n = 60. "
      "Shorter answers: 4 %, 95 % interval −3 % to 10 %, n = 60. "
      "Intervals that leave out zero: 4 of 5." },
    { "waterfall",
      "Waterfall chart. What made the difference. Baseline to Result, 6 places. "
      "Baseline is $412.00. Result is $167.75. The largest step is Exact cache, −$131.00." },
    { "fan",
      "Fan chart. What will the month cost? "
      "From Sat 8 Nov 2025, 00:00 to Mon 8 Dec 2025, 00:00. "
      "At the end 50 % lie between $287.48 and $348.03. "
      "At the end 80 % lie between $262.42 and $378.10. "
      "At the end 95 % lie between $234.48 and $411.62. P50 ends at $315.00. "
      "Marked: Budget $350." },
    { "tornado",
      "Tornado chart. What drives it? ±20 %. Traffic: $252.00 to $378.00. "
      "Output length: $280.00 to $352.00. Cache hits: $290.00 to $341.00. "
      "Retries: $311.00 to $322.00." },
    { "heat-map",
      "Heat map. Score by model and task. Extract to Chat, 5 places. "
      "Highest claude-sonnet-4, Summarise: 91 %. Lowest gpt-4o, Extract: 40 %. "
      "1 value is unknown." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabChartModel) model = chart_fixture_find (cases[i].name)->make ();
      g_autofree char *text = plain (lab_chart_describe (model));

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Long enough to say something, and ended like a sentence. */
static void
test_every_kind_says_something (void)
{
  guint n;
  const ChartFixture *fixtures = chart_fixture_get_all (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LabChartModel) model = fixtures[i].make ();
      g_autofree char *text = lab_chart_describe (model);

      g_test_message ("%s", text);
      g_assert_cmpuint (g_utf8_strlen (text, -1), >=, 40);
      g_assert_true (g_str_has_suffix (text, "."));
      g_assert_null (strstr (text, "nan"));
      g_assert_null (strstr (text, "(null)"));
    }
}

static void
test_an_empty_chart_says_so (void)
{
  g_autoptr (LabChartModel) model = lab_chart_model_new (LAB_CHART_COLUMNS, "Spend per day");
  g_autofree char *text = lab_chart_describe (model);
  g_autoptr (LabChartTable) table = lab_chart_to_table (model);

  g_assert_cmpstr (text, ==, "Column chart. Spend per day. There is nothing to show yet.");
  g_assert_cmpuint (table->n_rows, ==, 0);
}

static void
test_table_of_columns (void)
{
  g_autoptr (LabChartModel) model = chart_fixture_find ("columns")->make ();
  g_autoptr (LabChartTable) table = lab_chart_to_table (model);
  g_autofree char *text = plain (lab_chart_table_to_tsv (table));

  g_assert_cmpstr (text, ==,
                   "Place\tgpt-4o\tgpt-4o, notes\tclaude-sonnet-4\tclaude-sonnet-4, notes\t"
                   "gemini-2.5-flash\tgemini-2.5-flash, notes\n"
                   "Saturday 8 November\t$0.21\t\t$0.14\t\t$0.10\t\n"
                   "Sunday 9 November\t$0.18\t\t$0.12\t\t$0.07\t\n"
                   "Monday 10 November\t$0.11\t\t$0.09\t\t$0.11\t\n"
                   "Tuesday 11 November\t$0.16\t\t$0.22\testimated\t$0.08\t\n"
                   "Wednesday 12 November\t$0.24\t\t$0.10\t\t$0.12\t\n"
                   "Thursday 13 November\t$0.19\t\t$0.15\t\t≥ $0.13\ta part is unpriced\n"
                   "Friday 14 November\t$0.31\tso far\t$0.22\tso far\t$0.18\tso far\n");
}

static void
test_bands_are_columns (void)
{
  g_autoptr (LabChartModel) model = chart_fixture_find ("fan")->make ();
  g_autoptr (LabChartTable) table = lab_chart_to_table (model);
  static const char * const titles[] = { "Time", "50 %, 50 % interval from",
                                         "50 %, 50 % interval to", "P10", "P90" };

  g_assert_cmpuint (table->n_rows, ==, 31);
  g_assert_cmpuint (lab_chart_table_get_n_columns (table), ==, 8);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_autofree char *title = plain (g_strdup (lab_chart_table_get_column (table, i)->title));

      g_assert_cmpstr (title, ==, titles[i]);
    }
}

/* The picture and the table are made from the same figures: each value of
 * each series is a raw value of the table, and no other is. */
static void
test_tables_have_every_value (void)
{
  guint n;
  const ChartFixture *fixtures = chart_fixture_get_all (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LabChartModel) model = fixtures[i].make ();
      g_autoptr (LabChartTable) table = lab_chart_to_table (model);
      double in_table = 0, in_model = 0;
      guint columns = lab_chart_table_get_n_columns (table);

      for (guint row = 0; row < table->n_rows; row++)
        for (guint c = 1; c < columns; c++)
          {
            const LabTableCell *cell = lab_chart_table_get_cell (table, row, c);

            g_assert_nonnull (cell->text);
            if (!lab_chart_table_get_column (table, c)->is_text && !isnan (cell->value))
              in_table += cell->value;
          }
      for (guint s = 0; s < model->series->len; s++)
        {
          const LabSeries *series = lab_chart_model_get_series (model, s);

          for (gsize k = 0; k < series->n; k++)
            {
              const double values[] = {
                series->y[k], lab_series_get_low (series, k), lab_series_get_high (series, k),
                series->x_low != NULL ? series->x_low[k] : 0,
                series->x_high != NULL ? series->x_high[k] : 0,
                series->counts != NULL ? series->counts[k] : 0,
                model->kind == LAB_CHART_SCATTER ? series->x[k] : 0,
              };

              for (gsize v = 0; v < G_N_ELEMENTS (values); v++)
                in_model += isnan (values[v]) ? 0 : values[v];
            }
        }
      g_assert_cmpfloat_with_epsilon (in_table, in_model, fabs (in_model) * 1e-9);
    }
}

static void
test_tsv_keeps_its_shape (void)
{
  g_autoptr (LabChartModel) model = lab_chart_model_new (LAB_CHART_BARS, "x");
  const double value = 1;
  g_autoptr (LabChartTable) table = NULL;
  g_autofree char *text = NULL;

  lab_chart_model_add_category (model, "a\tb\nc", NULL);
  lab_chart_model_add_series (model, lab_series_new ("s\tt", 0, LAB_MARK_COLUMN, NULL, &value, 1));
  table = lab_chart_to_table (model);
  text = lab_chart_table_to_tsv (table);
  g_assert_cmpstr (text, ==, "Place\ts t\na b c\t1\n");
}

static void
test_points_are_read (void)
{
  static const struct
  {
    const char *name;
    LabPointRef point;
    const char *text;
  } cases[] = {
    { "columns", { 1, 3 },
      "claude-sonnet-4, Tuesday 11 November: $0.22, estimated. Point 4 of 7." },
    { "columns", { 2, 5 },
      "gemini-2.5-flash, Thursday 13 November: ≥ $0.13, a part is unpriced. Point 6 of 7." },
    { "columns", { 0, 6 }, "gpt-4o, Friday 14 November: $0.31, so far. Point 7 of 7." },
    { "lines", { 1, 6 }, "Exact cache, Fri 14 Nov 2025, 00:00: unknown. Point 7 of 15." },
    { "forest", { 0, 1 },
      "Exact cache: 38 %, 95 % interval 31 % to 44 %, n = 60. Point 2 of 5." },
    { "waterfall", { 0, 1 }, "Exact cache: −$131.00. Point 2 of 6." },
    { "waterfall", { 0, 4 }, "Overhead: +$12.25. Point 5 of 6." },
    { "scatter", { 2, 0 },
      "Exact cache: $6.10 across, 92 %, 95 % interval 89 % to 95 % up. Point 1 of 1." },
    { "fan", { 1, 30 },
      "80 %, Mon 8 Dec 2025, 00:00: 80 % interval $262.42 to $378.10. Point 31 of 31." },
    { "heat-map", { 1, 3 }, "claude-sonnet-4, Code: unknown. Point 4 of 5." },
    { "histogram", { 0, 0 }, "$0.00123 to $0.00146: 4. Point 1 of 26." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabChartModel) model = chart_fixture_find (cases[i].name)->make ();
      g_autofree char *text = plain (lab_chart_model_read_point (model, cases[i].point));

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_keys_walk_the_points (void)
{
  static const struct
  {
    LabPointRef from;
    LabStep step;
    LabPointRef to;
  } cases[] = {
    { { 0, 0 }, LAB_STEP_PREVIOUS, { 0, 0 } },     { { 0, 0 }, LAB_STEP_NEXT, { 0, 1 } },
    { { 0, 14 }, LAB_STEP_NEXT, { 0, 14 } },       { { 0, 3 }, LAB_STEP_LAST, { 0, 14 } },
    { { 1, 9 }, LAB_STEP_FIRST, { 1, 0 } },        { { 1, 2 }, LAB_STEP_TEN_ON, { 1, 12 } },
    { { 1, 12 }, LAB_STEP_TEN_ON, { 1, 14 } },     { { 1, 12 }, LAB_STEP_TEN_BACK, { 1, 2 } },
    { { 1, 4 }, LAB_STEP_TEN_BACK, { 1, 0 } },     { { 1, 4 }, LAB_STEP_NEXT_SERIES, { 2, 4 } },
    { { 1, 4 }, LAB_STEP_PREVIOUS_SERIES, { 0, 4 } },
    { { 3, 4 }, LAB_STEP_NEXT_SERIES, { 3, 4 } },
    { { 9, 0 }, LAB_STEP_NEXT, { 0, 0 } },
  };
  g_autoptr (LabChartModel) model = chart_fixture_find ("lines")->make ();
  LabPointRef to;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (lab_chart_model_step (model, &cases[i].from, cases[i].step, &to));
      g_assert_cmpuint (to.series, ==, cases[i].to.series);
      g_assert_cmpuint (to.index, ==, cases[i].to.index);
    }
  g_assert_true (lab_chart_model_step (model, NULL, LAB_STEP_LAST, &to));
  g_assert_cmpuint (to.series, ==, 3);
  g_assert_cmpuint (to.index, ==, 14);
}

static void
test_rows_are_sorted_and_folded (void)
{
  g_autoptr (LabChartModel) model = chart_fixture_find ("bars")->make ();
  const LabSeries *series = lab_chart_model_get_series (model, 0);
  static const char * const names[] = { "Output", "Uncached input", "Cache write", "Cache read",
                                        "Judges", "Other (3)" };

  g_assert_cmpuint (series->n, ==, G_N_ELEMENTS (names));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (g_ptr_array_index (model->categories, i), ==, names[i]);
  /* 0.90 of retries, 0 of fees, and storage that nobody knows. */
  g_assert_cmpfloat_with_epsilon (series->y[5], 0.9, 1e-12);
  g_assert_cmpint (lab_series_get_flags (series, 5), ==, LAB_POINT_UNPRICED);
  g_assert_cmpint (lab_series_get_flags (series, 2), ==, LAB_POINT_ESTIMATED);
  lab_chart_model_fold_rows (model, 5);
  g_assert_cmpuint (series->n, ==, 6);
}

static void
test_trends (void)
{
  static const struct
  {
    double values[4];
    const char *sentence; /* NULL: nothing may be said */
  } cases[] = {
    { { 1, 1, 2, 2 }, "Up 100 % on the first half." },
    { { 4, 4, 3, 3 }, "Down 25 % on the first half." },
    { { 2, 2, 2, 2 }, "As much as the first half." },
    { { NAN, 1, 2, 2 }, NULL },
    { { 0, 0, 2, 2 }, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabChartModel) model = lab_chart_model_new (LAB_CHART_COLUMNS, "t");
      g_autofree char *text = NULL;

      for (int k = 0; k < 4; k++)
        lab_chart_model_add_category (model, "c", NULL);
      lab_chart_model_add_series (model, lab_series_new ("s", 0, LAB_MARK_COLUMN, NULL,
                                                         cases[i].values, 4));
      text = plain (lab_chart_describe (model));
      if (cases[i].sentence != NULL)
        g_assert_nonnull (strstr (text, cases[i].sentence));
      else
        g_assert_null (strstr (text, "first half"));
    }
}

static void
test_days_are_those_of_the_zone (void)
{
  g_autoptr (LabChartModel) model = lab_chart_model_new (LAB_CHART_COLUMNS, "t");
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (5 * 3600 + 1800);
  const double day = (1762560000.0 - 5.5 * 3600) * 1e6;

  lab_chart_model_set_zone (model, zone);
  lab_chart_model_add_days (model, &day, 1);
  g_assert_cmpstr (g_ptr_array_index (model->categories, 0), ==, "8\u00a0Nov");
  g_assert_cmpstr (g_ptr_array_index (model->long_names, 0), ==, "Saturday 8 November");
}

int
main (int    argc,
      char **argv)
{
  chart_fixture_init (&argc, &argv);
  g_test_add_func ("/charts/describe/each-kind", test_descriptions);
  g_test_add_func ("/charts/describe/every-kind-says-something", test_every_kind_says_something);
  g_test_add_func ("/charts/describe/an-empty-chart-says-so", test_an_empty_chart_says_so);
  g_test_add_func ("/charts/describe/trends", test_trends);
  g_test_add_func ("/charts/table/columns", test_table_of_columns);
  g_test_add_func ("/charts/table/bands-are-columns", test_bands_are_columns);
  g_test_add_func ("/charts/table/has-every-value", test_tables_have_every_value);
  g_test_add_func ("/charts/table/tsv-keeps-its-shape", test_tsv_keeps_its_shape);
  g_test_add_func ("/charts/point/is-read", test_points_are_read);
  g_test_add_func ("/charts/point/keys-walk-the-points", test_keys_walk_the_points);
  g_test_add_func ("/charts/model/rows-are-sorted-and-folded", test_rows_are_sorted_and_folded);
  g_test_add_func ("/charts/model/days-are-those-of-the-zone", test_days_are_those_of_the_zone);
  return g_test_run ();
}
