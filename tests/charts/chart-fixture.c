/* chart-fixture.c: fixed fonts, and one chart of each kind
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chart-fixture.h"

#include <math.h>
#include <string.h>

#include "lab-random.h"

#define DAY_US 86400e6
/* Saturday 8 November 2025, 00:00 UTC. */
#define FIRST_DAY_US (1762560000.0 * 1e6)

/* fontconfig keeps what it has read until the program ends. Only a build that
 * looks for leaks asks for this. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libfontconfig\n";
}

void
chart_fixture_init (int    *argc,
                    char ***argv)
{
  g_autofree char *fonts = NULL;
  g_autofree char *cache = NULL;

  g_test_init (argc, argv, NULL);
  fonts = g_test_build_filename (G_TEST_DIST, "data", "fonts", "fonts.conf", NULL);
  cache = g_test_build_filename (G_TEST_BUILT, "font-cache", NULL);
  /* Before anything asks for a font. */
  g_setenv ("FONTCONFIG_FILE", fonts, TRUE);
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
}

LabChartStyle
chart_fixture_style (gboolean dark,
                     gboolean high_contrast)
{
  LabChartStyle style = { lab_palette_get (dark, high_contrast), "DejaVu Sans",
                          FIXTURE_FONT_SIZE, FALSE, FALSE };

  return style;
}

static void
add_week (LabChartModel *model)
{
  double days[7];

  for (int i = 0; i < 7; i++)
    days[i] = FIRST_DAY_US + i * DAY_US;
  lab_chart_model_add_days (model, days, 7);
}

static LabChartModel *
make_columns (void)
{
  static const double calls[3][7] = {
    { 0.21, 0.18, 0.11, 0.16, 0.24, 0.19, 0.31 },
    { 0.14, 0.12, 0.09, 0.22, 0.10, 0.15, 0.22 },
    { 0.10, 0.07, 0.11, 0.08, 0.12, 0.13, 0.18 },
  };
  static const char * const names[] = { "gpt-4o", "claude-sonnet-4", "gemini-2.5-flash" };
  LabChartModel *model = lab_chart_model_new (LAB_CHART_COLUMNS, "Spend per day");

  lab_chart_model_set_y (model, "US dollars per day", LAB_UNIT_USD, LAB_SCALE_LINEAR);
  add_week (model);
  for (int s = 0; s < 3; s++)
    lab_chart_model_add_series (model, lab_series_new (names[s], s, LAB_MARK_COLUMN, NULL,
                                                       calls[s], 7));
  lab_series_set_flags (lab_chart_model_get_series (model, 1), 3, LAB_POINT_ESTIMATED);
  lab_series_set_flags (lab_chart_model_get_series (model, 2), 5, LAB_POINT_UNPRICED);
  for (guint s = 0; s < 3; s++)
    lab_series_set_flags (lab_chart_model_get_series (model, s), 6, LAB_POINT_PARTIAL);
  model->n_unpriced = 12;
  lab_chart_model_set_previous (model, 2.88, "the week before");
  lab_chart_model_add_reference (model, 0.8, "Budget per day $0.80", FALSE);
  return model;
}

static LabChartModel *
make_lines (void)
{
  static const char * const names[] = { "No strategy", "Exact cache", "Compressor", "Routing" };
  static const int slots[] = { LAB_PALETTE_BASELINE, 0, 1, 2 };
  LabChartModel *model = lab_chart_model_new (LAB_CHART_LINES, "Cost per 1 000 calls");

  lab_chart_model_set_x (model, NULL, LAB_UNIT_TIME, LAB_SCALE_TIME);
  lab_chart_model_set_y (model, "US dollars per 1 000 calls", LAB_UNIT_USD, LAB_SCALE_LINEAR);
  for (int s = 0; s < 4; s++)
    {
      double x[15], y[15];

      for (int i = 0; i < 15; i++)
        {
          x[i] = FIRST_DAY_US + i * DAY_US;
          y[i] = 9.0 - 1.9 * s + 0.8 * sin (i * 0.9 + s) + (s == 0 ? 0.05 * i : -0.08 * i);
        }
      if (s == 1)
        y[6] = y[7] = NAN;
      lab_chart_model_add_series (model, lab_series_new (names[s], slots[s], LAB_MARK_LINE, x, y,
                                                         15));
    }
  lab_series_set_flags (lab_chart_model_get_series (model, 2), 14, LAB_POINT_ESTIMATED);
  return model;
}

static LabChartModel *
make_area (void)
{
  LabChartModel *model = lab_chart_model_new (LAB_CHART_LINES, "Tokens in all, by hour");
  double x[48], y[48];

  lab_chart_model_set_x (model, NULL, LAB_UNIT_TIME, LAB_SCALE_TIME);
  lab_chart_model_set_y (model, "Tokens per hour", LAB_UNIT_TOKENS, LAB_SCALE_LINEAR);
  for (int i = 0; i < 48; i++)
    {
      x[i] = FIRST_DAY_US + i * 3600e6;
      y[i] = i >= 30 && i < 34 ? NAN : round (52000 + 41000 * sin ((i - 8) * 0.2618));
    }
  lab_chart_model_add_series (model, lab_series_new ("Tokens", 0, LAB_MARK_AREA, x, y, 48));
  lab_chart_model_add_reference (model, 80000, "Alert at 80 k", FALSE);
  return model;
}

/* A cut scale, sample paths behind a line, and names in Hebrew. */
static LabChartModel *
make_zoomed_lines (void)
{
  LabChartModel *model = lab_chart_model_new (LAB_CHART_LINES, "עלות לכל 1000 קריאות");

  lab_chart_model_set_x (model, "Week", LAB_UNIT_NUMBER, LAB_SCALE_LINEAR);
  lab_chart_model_set_y (model, "US dollars", LAB_UNIT_USD, LAB_SCALE_LINEAR);
  model->y.zoom = TRUE;
  for (int s = 0; s < 6; s++)
    {
      double y[9];

      for (int i = 0; i < 9; i++)
        y[i] = 104 + sin (s + i * 0.8) * 1.5 + (s == 5 ? 2.0 : 0.15 * s * i);
      lab_chart_model_add_series (model, lab_series_new (s == 4 ? "עם מטמון"
                                                         : s == 5 ? "בלי אסטרטגיה"
                                                                  : "path",
                                                         s == 5 ? 5 : 4,
                                                         s < 4 ? LAB_MARK_PATH : LAB_MARK_LINE,
                                                         NULL, y, 9));
    }
  return model;
}

static LabChartModel *
make_log_lines (void)
{
  LabChartModel *model = lab_chart_model_new (LAB_CHART_LINES, "Does it scale?");
  double x[7], y[7], z[7];

  lab_chart_model_set_x (model, "Calls a day, log scale", LAB_UNIT_CALLS, LAB_SCALE_LOG);
  lab_chart_model_set_y (model, "US dollars a month, log scale", LAB_UNIT_USD, LAB_SCALE_LOG);
  for (int i = 0; i < 7; i++)
    {
      x[i] = pow (10, i / 1.5 + 1);
      y[i] = 0.011 * x[i];
      z[i] = 0.9 + 0.004 * x[i];
    }
  lab_chart_model_add_series (model, lab_series_new ("Baseline", LAB_PALETTE_BASELINE,
                                                     LAB_MARK_LINE, x, y, 7));
  lab_chart_model_add_series (model, lab_series_new ("With cache", 0, LAB_MARK_LINE, x, z, 7));
  return model;
}

static LabChartModel *
make_bars (void)
{
  static const char * const names[] = { "Output", "Uncached input", "Cache write", "Cache read",
                                        "Search fees", "Cache storage", "Judges", "Retries" };
  static const double amounts[] = { 41.2, 27.93, 6.1, 3.38, 0, NAN, 1.2, 0.9 };
  LabChartModel *model = lab_chart_model_new (LAB_CHART_BARS, "Where the money goes");

  lab_chart_model_set_y (model, "US dollars", LAB_UNIT_USD, LAB_SCALE_LINEAR);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    lab_chart_model_add_category (model, names[i], NULL);
  lab_chart_model_add_series (model, lab_series_new ("Cost", 0, LAB_MARK_COLUMN, NULL, amounts,
                                                     G_N_ELEMENTS (names)));
  lab_series_set_flags (lab_chart_model_get_series (model, 0), 2, LAB_POINT_ESTIMATED);
  lab_chart_model_sort_rows (model);
  lab_chart_model_fold_rows (model, 5);
  return model;
}

static LabChartModel *
make_forest (void)
{
  static const char * const names[] = { "Exact cache", "Compressor", "Routing to small",
                                        "Shorter answers", "Batch" };
  static const double values[] = { 0.38, 0.12, 0.55, 0.04, -0.06 };
  static const double low[] = { 0.31, 0.02, 0.49, -0.03, -0.12 };
  static const double high[] = { 0.44, 0.21, 0.61, 0.10, -0.01 };
  LabChartModel *model = lab_chart_model_new (LAB_CHART_FOREST, "Saving against the baseline");
  LabSeries *series;

  lab_chart_model_set_y (model, "Saving on the bill, with 95 % interval", LAB_UNIT_SHARE,
                         LAB_SCALE_LINEAR);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    lab_chart_model_add_category (model, names[i], NULL);
  series = lab_chart_model_add_series (model, lab_series_new ("Saving", 0, LAB_MARK_POINT, NULL,
                                                              values, 5));
  lab_series_set_interval (series, low, high, 0.95);
  for (gsize i = 0; i < 5; i++)
    lab_series_set_count (series, i, 60);
  lab_chart_model_sort_rows (model);
  return model;
}

static LabChartModel *
make_waterfall (void)
{
  static const char * const names[] = { "Baseline", "Exact cache", "Compressor", "Routing",
                                        "Overhead", "Result" };
  static const double steps[] = { 412, -131, -48, -77.5, 12.25, 167.75 };
  LabChartModel *model = lab_chart_model_new (LAB_CHART_WATERFALL, "What made the difference");
  LabSeries *series;

  lab_chart_model_set_y (model, "US dollars a month", LAB_UNIT_USD, LAB_SCALE_LINEAR);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    lab_chart_model_add_category (model, names[i], NULL);
  series = lab_chart_model_add_series (model, lab_series_new ("Cost", 0, LAB_MARK_COLUMN, NULL,
                                                              steps, 6));
  lab_series_set_flags (series, 0, LAB_POINT_TOTAL);
  lab_series_set_flags (series, 5, LAB_POINT_TOTAL);
  return model;
}

static void
draw_costs (double *values,
            gsize   n,
            double  middle,
            guint64 seed)
{
  LabRandom random;

  lab_random_init (&random, seed);
  for (gsize i = 0; i < n; i++)
    values[i] = middle * exp (0.7 * lab_random_normal (&random));
}

static LabChartModel *
make_dot_strip (void)
{
  LabChartModel *model = lab_chart_model_new (LAB_CHART_DOT_STRIP, "Cost of single calls");
  double values[60];

  lab_chart_model_set_y (model, "US dollars a call, log scale", LAB_UNIT_USD, LAB_SCALE_LOG);
  draw_costs (values, 60, 0.012, 7);
  lab_chart_model_add_series (model, lab_series_new ("Baseline", LAB_PALETTE_BASELINE,
                                                     LAB_MARK_POINT, NULL, values, 60));
  draw_costs (values, 60, 0.006, 8);
  lab_chart_model_add_series (model, lab_series_new ("Exact cache", 0, LAB_MARK_POINT, NULL,
                                                     values, 60));
  return model;
}

static LabChartModel *
make_histogram (void)
{
  LabChartModel *model = lab_chart_model_new (LAB_CHART_HISTOGRAM, "Cost of single calls");
  double values[2000];

  lab_chart_model_set_x (model, "US dollars a call, log scale", LAB_UNIT_USD, LAB_SCALE_LOG);
  lab_chart_model_set_y (model, "Calls", LAB_UNIT_CALLS, LAB_SCALE_LINEAR);
  draw_costs (values, 2000, 0.012, 9);
  lab_chart_model_add_histogram (model, "Calls", 0, values, 2000);
  return model;
}

static void
add_strategy (LabChartModel *model,
              const char    *name,
              int            slot,
              double         cost,
              double         quality,
              double         spread)
{
  LabSeries *series = lab_series_new (name, slot, LAB_MARK_POINT, &cost, &quality, 1);
  double low = quality - spread, high = MIN (1, quality + spread);
  double x_low = cost * (1 - 0.12), x_high = cost * 1.12;

  lab_series_set_interval (series, &low, &high, 0.95);
  lab_series_set_x_interval (series, &x_low, &x_high);
  lab_series_set_label (series, 0, name);
  lab_chart_model_add_series (model, series);
}

static LabChartModel *
make_scatter (void)
{
  static const double x[] = { 1.7, 4.4, 9.8 };
  static const double y[] = { 0.72, 0.90, 0.93 };
  LabChartModel *model = lab_chart_model_new (LAB_CHART_SCATTER, "Cheaper at what quality?");

  lab_chart_model_set_x (model, "US dollars per 1 000 calls", LAB_UNIT_USD, LAB_SCALE_LINEAR);
  lab_chart_model_set_y (model, "Mean score", LAB_UNIT_SHARE, LAB_SCALE_LINEAR);
  lab_chart_model_add_series (model, lab_series_new ("Frontier", LAB_PALETTE_BASELINE,
                                                     LAB_MARK_PATH, x, y, 3));
  add_strategy (model, "Baseline", LAB_PALETTE_BASELINE, 9.8, 0.93, 0.03);
  add_strategy (model, "Exact cache", 0, 6.1, 0.92, 0.03);
  add_strategy (model, "Compressor", 1, 4.4, 0.90, 0.035);
  add_strategy (model, "Routing", 2, 1.7, 0.72, 0.05);
  add_strategy (model, "Both", 3, 3.1, 0.83, 0.04);
  lab_chart_model_add_reference (model, 0.90, "Margin 0.03", FALSE);
  lab_chart_model_set_corner (model, "cheaper and not worse");
  return model;
}

static LabChartModel *
make_fan (void)
{
  static const double levels[] = { 0.5, 0.8, 0.95 };
  static const double widths[] = { 0.67, 1.28, 1.96 };
  static const char * const names[] = { "50 %", "80 %", "95 %" };
  LabChartModel *model = lab_chart_model_new (LAB_CHART_FAN, "What will the month cost?");
  double x[31], middle[31], low[31], high[31];

  lab_chart_model_set_x (model, NULL, LAB_UNIT_TIME, LAB_SCALE_TIME);
  lab_chart_model_set_y (model, "US dollars since the first", LAB_UNIT_USD, LAB_SCALE_LINEAR);
  for (int i = 0; i < 31; i++)
    {
      x[i] = FIRST_DAY_US + i * DAY_US;
      middle[i] = 10.5 * i;
    }
  for (int band = 0; band < 3; band++)
    {
      LabSeries *series = lab_series_new (names[band], 0, LAB_MARK_BAND, x, NULL, 31);

      for (int i = 0; i < 31; i++)
        {
          low[i] = middle[i] - widths[band] * 7.5 * sqrt (i);
          high[i] = middle[i] + widths[band] * 9 * sqrt (i);
        }
      lab_series_set_interval (series, low, high, levels[band]);
      if (band == 1)
        lab_series_set_edge_names (series, "P10", "P90");
      lab_chart_model_add_series (model, series);
    }
  lab_chart_model_add_series (model, lab_series_new ("P50", 0, LAB_MARK_LINE, x, middle, 31));
  lab_chart_model_add_reference (model, 350, "Budget $350", FALSE);
  return model;
}

static LabChartModel *
make_tornado (void)
{
  static const char * const names[] = { "Traffic", "Output length", "Cache hits", "Retries" };
  static const double base[] = { 315, 315, 315, 315 };
  static const double low[] = { 252, 280, 290, 311 };
  static const double high[] = { 378, 352, 341, 322 };
  LabChartModel *model = lab_chart_model_new (LAB_CHART_TORNADO, "What drives it? ±20 %");
  LabSeries *series;

  lab_chart_model_set_y (model, "US dollars a month", LAB_UNIT_USD, LAB_SCALE_LINEAR);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    lab_chart_model_add_category (model, names[i], NULL);
  series = lab_chart_model_add_series (model, lab_series_new ("Month", 0, LAB_MARK_COLUMN, NULL,
                                                              base, 4));
  lab_series_set_interval (series, low, high, 0);
  lab_chart_model_sort_rows (model);
  return model;
}

static LabChartModel *
make_heat_map (void)
{
  static const char * const rows[] = { "gpt-4o", "claude-sonnet-4", "gemini-2.5-flash" };
  static const char * const tasks[] = { "Extract", "Classify", "Summarise", "Code", "Chat" };
  LabChartModel *model = lab_chart_model_new (LAB_CHART_HEAT_MAP, "Score by model and task");

  lab_chart_model_set_y (model, "Mean score", LAB_UNIT_SHARE, LAB_SCALE_LINEAR);
  for (gsize i = 0; i < G_N_ELEMENTS (tasks); i++)
    lab_chart_model_add_category (model, tasks[i], NULL);
  for (int s = 0; s < 3; s++)
    {
      double y[5];

      for (int i = 0; i < 5; i++)
        y[i] = s == 1 && i == 3 ? NAN : 0.40 + 0.03 * ((s * 7 + i * 5) % 19);
      lab_chart_model_add_series (model, lab_series_new (rows[s], s, LAB_MARK_COLUMN, NULL, y,
                                                         5));
    }
  return model;
}

static LabChartModel *
make_sparkline (void)
{
  LabChartModel *model = lab_chart_model_new (LAB_CHART_SPARKLINE, "Spend, last 30 days");
  double y[30];

  lab_chart_model_set_y (model, NULL, LAB_UNIT_USD, LAB_SCALE_LINEAR);
  for (int i = 0; i < 30; i++)
    y[i] = 3 + sin (i * 0.7) + 0.04 * i;
  lab_chart_model_add_series (model, lab_series_new ("Spend", 0, LAB_MARK_LINE, NULL, y, 30));
  return model;
}

LabChartModel *
chart_fixture_make_long_line (gsize n)
{
  LabChartModel *model = lab_chart_model_new (LAB_CHART_LINES, "Latency of every call");
  LabSeries *series = lab_series_new ("Latency", 0, LAB_MARK_LINE, NULL, NULL, n);
  LabRandom random;

  lab_random_init (&random, 11);
  lab_chart_model_set_x (model, "Call", LAB_UNIT_CALLS, LAB_SCALE_LINEAR);
  lab_chart_model_set_y (model, "Seconds", LAB_UNIT_SECONDS, LAB_SCALE_LINEAR);
  for (gsize i = 0; i < n; i++)
    series->y[i] = 1.2 + 0.5 * sin (i * 12.0 / n) + 0.15 * lab_random_double (&random);
  if (n > 10)
    {
      series->y[n / 3] = 4.6;
      series->y[2 * n / 3] = 0.05;
    }
  lab_chart_model_add_series (model, series);
  return model;
}

static LabChartModel *
make_long_line (void)
{
  return chart_fixture_make_long_line (20000);
}

static const ChartFixture fixtures[] = {
  { "columns", make_columns, 640, 360 },
  { "lines", make_lines, 640, 360 },
  { "area", make_area, 640, 320 },
  { "zoomed-lines", make_zoomed_lines, 520, 320 },
  { "log-lines", make_log_lines, 560, 360 },
  { "bars", make_bars, 560, 300 },
  { "forest", make_forest, 640, 300 },
  { "waterfall", make_waterfall, 640, 340 },
  { "dot-strip", make_dot_strip, 600, 320 },
  { "histogram", make_histogram, 600, 320 },
  { "scatter", make_scatter, 600, 420 },
  { "fan", make_fan, 640, 380 },
  { "tornado", make_tornado, 560, 280 },
  { "heat-map", make_heat_map, 600, 240 },
  { "sparkline", make_sparkline, 160, 40 },
  { "long-line", make_long_line, 640, 320 },
};

const ChartFixture *
chart_fixture_get_all (guint *n)
{
  *n = G_N_ELEMENTS (fixtures);
  return fixtures;
}

const ChartFixture *
chart_fixture_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fixtures); i++)
    if (strcmp (fixtures[i].name, name) == 0)
      return &fixtures[i];
  return NULL;
}
