/* test-dashboard-charts.c: an overview as charts and as words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "dashboard/lab-dashboard-charts.h"
#include "lab-chart-describe.h"
#include "lab-palette.h"
#include "lab-ui-fixture.h"

/* Monday 23 November 2026, 12:00 UTC. */
#define NOW G_GINT64_CONSTANT (1795435200000000)
#define DAY (G_GINT64_CONSTANT (86400) * 1000000)

static void
free_group (gpointer data)
{
  LabOverviewGroup *group = data;

  g_free (group->id);
  g_free (group->name);
  g_free (group->sums);
  g_free (group->n_calls);
  g_free (group);
}

static LabCostOverview *
new_overview (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  LabCostOverview *overview = g_new0 (LabCostOverview, 1);

  overview->periods = lab_periods_new_days (zone, NOW, 7);
  overview->n_begun = 7;
  overview->so_far = 6;
  overview->is_by_bucket_exact = TRUE;
  overview->groups = g_ptr_array_new_with_free_func (free_group);
  overview->runs = g_ptr_array_new ();
  overview->dearest = g_ptr_array_new ();
  return overview;
}

static LabOverviewGroup *
add_group (LabCostOverview *overview,
           const char      *id)
{
  LabOverviewGroup *group = g_new0 (LabOverviewGroup, 1);

  group->id = g_strdup (id);
  group->name = g_strdup (id != NULL ? id : "Other (3)");
  group->sums = g_new0 (LabMoneySum, 7);
  group->n_calls = g_new0 (guint64, 7);
  g_ptr_array_add (overview->groups, group);
  return group;
}

static void
test_unknown_and_unfinished (void)
{
  g_autoptr (LabCostOverview) overview = new_overview ();
  g_autoptr (LabSlots) slots = lab_slots_new ();
  g_autoptr (LabChartModel) model = NULL;
  g_autofree char *summary = NULL;
  LabOverviewGroup *group = add_group (overview, "m");
  const LabSeries *series;

  group->sums[0] = (LabMoneySum) { 710000000, 0, 8, 0, 0 };
  group->n_calls[0] = 8;
  group->sums[1] = (LabMoneySum) { 0, 0, 0, 0, 2 };
  group->sums[2] = (LabMoneySum) { 310000000, 0, 4, 0, 1 };
  group->sums[3] = (LabMoneySum) { 310000000, 310000000, 0, 4, 0 };
  group->sums[6] = (LabMoneySum) { 100000000, 0, 1, 0, 0 };
  overview->total.cost.n_unpriced = 3;
  overview->total.n_calls = 20;
  overview->has_before = TRUE;
  overview->before.cost.amount = 1000000000;
  overview->before.n_calls = 9;
  model = lab_dashboard_spend_chart (overview, LAB_OVERVIEW_7_DAYS, slots);
  series = lab_chart_model_get_series (model, 0);
  g_assert_cmpuint (series->n, ==, 7);
  g_assert_cmpfloat_with_epsilon (series->y[0], 0.71, 1e-12);
  g_assert_true (isnan (series->y[1]));
  g_assert_cmpint (lab_series_get_flags (series, 2), ==, LAB_POINT_UNPRICED);
  g_assert_cmpint (lab_series_get_flags (series, 3), ==, LAB_POINT_ESTIMATED);
  g_assert_cmpfloat (series->y[4], ==, 0);
  g_assert_cmpint (lab_series_get_flags (series, 6), ==, LAB_POINT_PARTIAL);
  summary = lab_chart_describe (model);
  g_assert_nonnull (strstr (summary, "Spend per day"));
  g_assert_nonnull (strstr (summary, "the 7 days before"));
  g_assert_nonnull (strstr (summary, "3 calls are unpriced"));
}

/* What has not begun yet is not zero: it is not there. */
static void
test_hours_to_come_are_not_there (void)
{
  g_autoptr (LabCostOverview) overview = new_overview ();
  g_autoptr (LabSlots) slots = lab_slots_new ();
  g_autoptr (LabChartModel) model = NULL;

  add_group (overview, "m");
  overview->n_begun = 3;
  overview->so_far = 2;
  model = lab_dashboard_spend_chart (overview, LAB_OVERVIEW_7_DAYS, slots);
  g_assert_cmpuint (lab_chart_model_get_series (model, 0)->n, ==, 3);
  g_assert_cmpuint (model->categories->len, ==, 7);
}

static void
test_colours_stay (void)
{
  static const char * const first[] = { "a", "b", "c" };
  static const char * const second[] = { "d", "c", "b", "e", "f" };
  static const char * const third[] = { "g", "h", "a" };
  g_autoptr (LabSlots) slots = lab_slots_new ();
  int c;
  guint seen = 0;

  lab_slots_take (slots, first, 3);
  c = lab_slots_get (slots, "c");
  lab_slots_take (slots, second, 5);
  g_assert_cmpint (lab_slots_get (slots, "c"), ==, c);
  for (gsize i = 0; i < G_N_ELEMENTS (second); i++)
    {
      guint bit = 1u << lab_slots_get (slots, second[i]);

      g_assert_cmpuint (seen & bit, ==, 0);
      seen |= bit;
    }
  /* More were met than there are colours; those in view still differ. */
  lab_slots_take (slots, third, 3);
  seen = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (third); i++)
    {
      int slot = lab_slots_get (slots, third[i]);

      g_assert_cmpint (slot, >=, 0);
      g_assert_cmpint (slot, <, LAB_PALETTE_BASELINE);
      g_assert_cmpuint (seen & 1u << slot, ==, 0);
      seen |= 1u << slot;
    }
}

static void
test_other_is_grey (void)
{
  g_autoptr (LabCostOverview) overview = new_overview ();
  g_autoptr (LabSlots) slots = lab_slots_new ();
  g_autoptr (LabChartModel) model = NULL;

  add_group (overview, "m");
  add_group (overview, NULL);
  model = lab_dashboard_spend_chart (overview, LAB_OVERVIEW_7_DAYS, slots);
  g_assert_cmpint (lab_chart_model_get_series (model, 0)->slot, ==, 0);
  g_assert_cmpint (lab_chart_model_get_series (model, 1)->slot, ==, LAB_PALETTE_BASELINE);
}

static void
test_buckets (void)
{
  g_autoptr (LabCostOverview) overview = new_overview ();
  g_autoptr (LabChartModel) exact = NULL;
  g_autoptr (LabChartModel) shared = NULL;

  overview->by_bucket[LAB_BUCKET_U] = 100000000;
  overview->by_bucket[LAB_BUCKET_O] = 300000000;
  exact = lab_dashboard_bucket_chart (overview);
  g_assert_cmpuint (exact->categories->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (exact->categories, 0), ==, "output");
  g_assert_cmpint (lab_series_get_flags (lab_chart_model_get_series (exact, 0), 0), ==,
                   LAB_POINT_NONE);
  g_assert_cmpint (lab_series_get_slot (lab_chart_model_get_series (exact, 0), 0), ==,
                   LAB_PALETTE_OUTPUT);
  g_assert_cmpint (lab_series_get_slot (lab_chart_model_get_series (exact, 0), 1), ==,
                   LAB_PALETTE_UNCACHED);
  overview->rest = 5;
  overview->is_by_bucket_exact = FALSE;
  shared = lab_dashboard_bucket_chart (overview);
  g_assert_cmpuint (shared->categories->len, ==, 3);
  g_assert_cmpint (lab_series_get_flags (lab_chart_model_get_series (shared, 0), 0), ==,
                   LAB_POINT_ESTIMATED);
}

static void
test_spread (void)
{
  static const LabOverviewBin bins[] = { { 1000, 2000, 3 }, { 2000, 4000, 9 } };
  g_autoptr (LabCostOverview) overview = new_overview ();
  g_autoptr (LabChartModel) model = NULL;
  g_autoptr (LabChartModel) empty = lab_dashboard_spread_chart (overview);
  const LabSeries *series;

  g_assert_cmpuint (empty->series->len, ==, 0);
  overview->spread.bins = g_array_new (FALSE, FALSE, sizeof (LabOverviewBin));
  g_array_append_vals (overview->spread.bins, bins, G_N_ELEMENTS (bins));
  overview->spread.n = 14;
  overview->spread.n_free = 2;
  overview->spread.median = 2500;
  overview->spread.p95 = 3900;
  model = lab_dashboard_spread_chart (overview);
  series = lab_chart_model_get_series (model, 0);
  g_assert_cmpstr (model->title, ==, "Cost per call, n = 14, 2 of them free and not drawn");
  g_assert_cmpfloat (series->y[1], ==, 9);
  g_assert_cmpfloat_with_epsilon (series->x_high[0], 2e-6, 1e-15);
  g_assert_cmpuint (model->references->len, ==, 2);
}

static void
test_words (void)
{
  static const struct
  {
    LabOverviewRange range;
    const char *words;
  } cases[] = {
    { LAB_OVERVIEW_TODAY, "Today, Tuesday 17 November" },
    { LAB_OVERVIEW_7_DAYS, "17 November 2026 to 23 November 2026" },
    { LAB_OVERVIEW_DAY, "Tuesday 17 November" },
  };
  g_autoptr (LabCostOverview) overview = new_overview ();
  g_autoptr (LabPeriods) hours = lab_periods_new_hours (overview->periods->zone, NOW);
  g_autofree char *day = lab_dashboard_name_period (overview->periods, 6);
  g_autofree char *hour = lab_dashboard_name_period (hours, 14);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = lab_dashboard_name_range (overview, cases[i].range);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
  g_assert_cmpstr (day, ==, "Monday 23 November");
  g_assert_cmpstr (hour, ==, "Monday 23 November, 14:00 to 15:00");
}

int
main (int    argc,
      char **argv)
{
  lab_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/dashboard-charts/unknown-and-unfinished", test_unknown_and_unfinished);
  g_test_add_func ("/ui/dashboard-charts/hours-to-come-are-not-there",
                   test_hours_to_come_are_not_there);
  g_test_add_func ("/ui/dashboard-charts/colours-stay", test_colours_stay);
  g_test_add_func ("/ui/dashboard-charts/other-is-grey", test_other_is_grey);
  g_test_add_func ("/ui/dashboard-charts/buckets", test_buckets);
  g_test_add_func ("/ui/dashboard-charts/spread", test_spread);
  g_test_add_func ("/ui/dashboard-charts/words", test_words);
  return g_test_run ();
}
