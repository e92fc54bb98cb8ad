/* test-chart-picture.c: layout, hitting, odd data, files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "chart-fixture.h"
#include "lab-chart-export.h"
#include "lab-error.h"

static void
assert_inside (LabRect rect,
               double  width,
               double  height)
{
  g_assert_cmpfloat (rect.x, >=, 0);
  g_assert_cmpfloat (rect.y, >=, 0);
  g_assert_cmpfloat (rect.width, >, 0);
  g_assert_cmpfloat (rect.height, >, 0);
  g_assert_cmpfloat (rect.x + rect.width, <=, width + 0.01);
  g_assert_cmpfloat (rect.y + rect.height, <=, height + 0.01);
}

static void
draw_once (const LabChartModel *model,
           const LabChartStyle *style,
           double               width,
           double               height)
{
  g_autoptr (LabChartPicture) picture = lab_chart_picture_new (model, style, width, height);
  cairo_rectangle_t extents = { 0, 0, width, height };
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);
  cairo_t *cr = cairo_create (surface);
  LabPointRef point;

  lab_chart_picture_draw (picture, cr);
  if (lab_chart_model_step (model, NULL, LAB_STEP_NEXT, &point))
    for (int step = LAB_STEP_FIRST; step <= LAB_STEP_PREVIOUS_SERIES; step++)
      {
        lab_chart_picture_draw_focus (picture, cr, point);
        g_assert_true (lab_chart_model_step (model, &point, (LabStep) step, &point));
      }
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* From a thumbnail to a poster, with text twice as large, either direction. */
static void
test_any_size (void)
{
  static const double sizes[][2] = { { 1, 1 }, { 120, 40 }, { 120, 120 }, { 160, 90 },
                                     { 360, 240 }, { 1280, 720 }, { 4000, 3000 } };
  guint n;
  const ChartFixture *fixtures = chart_fixture_get_all (&n);

  for (guint i = 0; i < n; i++)
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (int variant = 0; variant < 4; variant++)
        {
          g_autoptr (LabChartModel) model = fixtures[i].make ();
          LabChartStyle style = chart_fixture_style (variant & 1, variant & 1);
          g_autoptr (LabChartPicture) picture = NULL;

          style.font_size *= variant & 2 ? 2 : 1;
          style.rtl = variant == 3;
          picture = lab_chart_picture_new (model, &style, sizes[s][0], sizes[s][1]);
          assert_inside (lab_chart_picture_get_plot (picture), sizes[s][0], sizes[s][1]);
          if (sizes[s][0] >= 360)
            g_assert_cmpfloat (lab_chart_picture_get_plot (picture).width, >=, sizes[s][0] * 0.25);
          draw_once (model, &style, sizes[s][0], sizes[s][1]);
        }
}

/* Whatever is located is hit there, and is the point that is read. */
static void
test_what_is_located_is_hit (void)
{
  guint n;
  const ChartFixture *fixtures = chart_fixture_get_all (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LabChartModel) model = fixtures[i].make ();
      LabChartStyle style = chart_fixture_style (FALSE, FALSE);
      g_autoptr (LabChartPicture) picture = lab_chart_picture_new (model, &style,
                                                                   fixtures[i].width,
                                                                   fixtures[i].height);
      guint located = 0;

      for (guint s = 0; s < model->series->len; s++)
        for (gsize k = 0; k < MIN (lab_chart_model_get_series (model, s)->n, 50); k++)
          {
            LabPointRef point = { s, k }, hit;
            double x, y, hit_x, hit_y;

            if (!lab_chart_picture_locate (picture, point, &x, &y))
              continue;
            located++;
            g_assert_true (lab_chart_hit (picture, x, y, &hit));
            g_assert_true (lab_chart_picture_locate (picture, hit, &hit_x, &hit_y));
            /* A bar is hit anywhere on it, a point only nearby. */
            if (!lab_chart_model_has_categories (model) && model->kind != LAB_CHART_HISTOGRAM)
              g_assert_cmpfloat (hypot (hit_x - x, hit_y - y), <=, 0.01);
          }
      g_assert_cmpuint (located, >, 0);
    }
}

static void
test_far_away_hits_nothing (void)
{
  g_autoptr (LabChartModel) model = chart_fixture_find ("scatter")->make ();
  LabChartStyle style = chart_fixture_style (FALSE, FALSE);
  g_autoptr (LabChartPicture) picture = lab_chart_picture_new (model, &style, 600, 420);
  LabPointRef point;

  g_assert_false (lab_chart_hit (picture, 590, 410, &point));
  g_assert_false (lab_chart_hit (picture, -500, -500, &point));
}

static void
test_columns_stack_exactly (void)
{
  static const double first[] = { 1, 2, -1 };
  static const double second[] = { 3, 0, -2 };
  g_autoptr (LabChartModel) model = lab_chart_model_new (LAB_CHART_COLUMNS, "");
  LabChartStyle style = chart_fixture_style (FALSE, FALSE);
  g_autoptr (LabChartPicture) picture = NULL;
  double x[4], y[4];
  LabRect plot;

  for (int i = 0; i < 3; i++)
    lab_chart_model_add_category (model, "x", NULL);
  lab_chart_model_add_series (model, lab_series_new ("a", 0, LAB_MARK_COLUMN, NULL, first, 3));
  lab_chart_model_add_series (model, lab_series_new ("b", 1, LAB_MARK_COLUMN, NULL, second, 3));
  picture = lab_chart_picture_new (model, &style, 400, 300);
  plot = lab_chart_picture_get_plot (picture);
  for (guint i = 0; i < 4; i++)
    {
      LabPointRef point = { i % 2, i < 2 ? 0 : 2 };

      g_assert_true (lab_chart_picture_locate (picture, point, &x[i], &y[i]));
    }
  /* −1 … 4 and their headroom on one scale: a unit is as high everywhere. */
  g_assert_cmpfloat_with_epsilon (x[0], plot.x + plot.width / 6, 1e-6);
  g_assert_cmpfloat_with_epsilon (x[2], plot.x + plot.width * 5 / 6, 1e-6);
  g_assert_cmpfloat_with_epsilon ((y[0] - y[1]) / 3, (y[3] - y[2]) / 2, 1e-6);
  g_assert_cmpfloat (y[1], <, y[0]);
  g_assert_cmpfloat (y[3], >, y[2]);
}

static LabChartModel *
make_odd (LabChartKind  kind,
          const double *values,
          gsize         n,
          LabScale      scale)
{
  LabChartModel *model = lab_chart_model_new (kind, "Odd\nvalues \xff");
  LabSeries *series = lab_series_new ("odd", 0, kind == LAB_CHART_FAN ? LAB_MARK_BAND
                                                : kind == LAB_CHART_LINES ? LAB_MARK_AREA
                                                                          : LAB_MARK_POINT,
                                      NULL, values, n);

  lab_chart_model_set_y (model, "Dollars", LAB_UNIT_USD, scale);
  for (gsize i = 0; i < n; i++)
    lab_chart_model_add_category (model, "a very long name of a category indeed", NULL);
  if (n > 0)
    lab_series_set_interval (series, values, values, 0.95);
  for (gsize i = 0; i < n; i++)
    lab_series_set_flags (series, i, (LabPointFlags) (i % 16));
  lab_chart_model_add_series (model, series);
  lab_chart_model_add_reference (model, n > 0 ? values[0] : 3, "reference", FALSE);
  return model;
}

/* No value may bring a chart down: it draws, reads and describes. */
static void
test_odd_values (void)
{
  static const double all[][4] = {
    { 0, 0, 0, 0 }, { 5, 5, 5, 5 }, { -5, -3, -1, -9 }, { NAN, NAN, NAN, NAN },
    { 1, NAN, 3, NAN }, { INFINITY, 1, -INFINITY, 2 }, { 1e308, -1e308, 1e300, 0 },
    { 5e-324, 1e-300, 0, 1e-9 }, { 1e15, 1e15 + 1, 1e15 + 2, 1e15 }, { 1, -1, 1e-9, 1e9 },
  };

  for (int kind = 0; kind < LAB_N_CHART_KINDS; kind++)
    for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
      for (gsize n = 0; n <= 4; n += n == 1 ? 3 : 1)
        for (int scale = LAB_SCALE_LINEAR; scale <= LAB_SCALE_LOG; scale++)
          {
            g_autoptr (LabChartModel) model = make_odd ((LabChartKind) kind, all[i], n,
                                                        (LabScale) scale);
            LabChartStyle style = chart_fixture_style (i % 2, FALSE);
            LabPointRef point;

            draw_once (model, &style, 400, 300);
            g_assert_true (lab_chart_model_step (model, NULL, LAB_STEP_NEXT, &point) == (n > 0));
            if (n > 0)
              {
                g_autofree char *text = lab_chart_model_read_point (model, point);

                g_assert_true (g_utf8_validate (text, -1, NULL));
              }
          }
}

static void
test_a_model_without_series (void)
{
  for (int kind = 0; kind < LAB_N_CHART_KINDS; kind++)
    {
      g_autoptr (LabChartModel) model = lab_chart_model_new ((LabChartKind) kind, "Nothing yet");
      LabChartStyle style = chart_fixture_style (FALSE, FALSE);
      LabPointRef point;

      draw_once (model, &style, 400, 300);
      g_assert_false (lab_chart_model_step (model, NULL, LAB_STEP_LAST, &point));
    }
}

static void
test_text_of_either_direction (void)
{
  static const char * const names[] = { "תקציב חודשי", "الميزانية الشهرية", "Preis für Ärzte",
                                        "価格" };

  for (int rtl = 0; rtl < 2; rtl++)
    {
      g_autoptr (LabChartModel) model = lab_chart_model_new (LAB_CHART_BARS, names[0]);
      LabChartStyle style = chart_fixture_style (FALSE, FALSE);
      const double values[] = { 1, 2, 3, 4 };

      for (int i = 0; i < 4; i++)
        lab_chart_model_add_category (model, names[i], NULL);
      lab_chart_model_add_series (model, lab_series_new (names[1], 0, LAB_MARK_COLUMN, NULL,
                                                         values, 4));
      style.rtl = rtl;
      draw_once (model, &style, 400, 240);
    }
}

/* A held scale does not change while values below its ends come in. */
static void
test_a_held_scale_stays (void)
{
  double before = NAN;

  for (int top = 1; top < 10; top += 4)
    {
      g_autoptr (LabChartModel) model = lab_chart_model_new (LAB_CHART_LINES, "");
      LabChartStyle style = chart_fixture_style (FALSE, FALSE);
      g_autoptr (LabChartPicture) picture = NULL;
      const double values[] = { 0.5, top };
      LabPointRef point = { 0, 0 };
      double x, y;

      lab_chart_model_hold_y (model, 0, 10);
      lab_chart_model_add_series (model, lab_series_new ("a", 0, LAB_MARK_LINE, NULL, values, 2));
      picture = lab_chart_picture_new (model, &style, 400, 300);
      g_assert_true (lab_chart_picture_locate (picture, point, &x, &y));
      g_assert_true (isnan (before) || before == y);
      before = y;
    }
}

static void
test_files_are_what_they_say (void)
{
  static const char * const beginnings[] = { "\x89PNG", "<?xml", "%PDF-1" };
  guint n;
  const ChartFixture *fixtures = chart_fixture_get_all (&n);

  for (guint i = 0; i < n; i++)
    for (int format = LAB_CHART_PNG; format <= LAB_CHART_PDF; format++)
      {
        g_autoptr (LabChartModel) model = fixtures[i].make ();
        LabChartStyle style = chart_fixture_style (FALSE, FALSE);
        g_autoptr (GError) error = NULL;
        g_autoptr (GBytes) first = NULL;
        g_autoptr (GBytes) second = NULL;

        first = lab_chart_export (model, &style, 640, 360, 1, (LabChartFormat) format, &error);
        g_assert_no_error (error);
        second = lab_chart_export (model, &style, 640, 360, 1, (LabChartFormat) format, &error);
        g_assert_cmpint (memcmp (g_bytes_get_data (first, NULL), beginnings[format], 4), ==, 0);
        g_assert_cmpmem (g_bytes_get_data (first, NULL), g_bytes_get_size (first),
                         g_bytes_get_data (second, NULL), g_bytes_get_size (second));
      }
}

static void
test_a_file_is_written (void)
{
  g_autoptr (LabChartModel) model = chart_fixture_find ("fan")->make ();
  LabChartStyle style = chart_fixture_style (FALSE, FALSE);
  g_autofree char *folder = g_dir_make_tmp ("charts-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "chart.png", NULL);
  g_autofree char *lost = g_build_filename (folder, "none", "chart.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) nowhere = g_file_new_for_path (lost);
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface;

  g_assert_true (lab_chart_export_to_file (model, &style, 320, 200, 2, LAB_CHART_PNG, file,
                                           &error));
  g_assert_no_error (error);
  surface = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 640);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 400);
  cairo_surface_destroy (surface);
  g_assert_false (lab_chart_export_to_file (model, &style, 320, 200, 1, LAB_CHART_PNG, nowhere,
                                            &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (lab_chart_export_to_file (model, &style, 40000, 200, 1, LAB_CHART_PNG, file,
                                            &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* The hidden half of a spike would be a lie: it is drawn from a line of a
 * hundred thousand points. */
static void
test_a_spike_is_drawn (void)
{
  g_autoptr (LabChartModel) model = chart_fixture_make_long_line (100000);
  LabChartStyle style = chart_fixture_style (FALSE, FALSE);
  g_autoptr (LabChartPicture) picture = lab_chart_picture_new (model, &style, 640, 320);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 640, 320);
  cairo_t *cr = cairo_create (surface);
  LabPointRef spike = { 0, 100000 / 3 };
  const guint32 *row;
  double x, y;
  gboolean found = FALSE;

  lab_chart_picture_draw (picture, cr);
  cairo_surface_flush (surface);
  g_assert_true (lab_chart_picture_locate (picture, spike, &x, &y));
  row = (const guint32 *) (cairo_image_surface_get_data (surface) +
                           ((int) y + 4) * cairo_image_surface_get_stride (surface));
  for (int column = (int) x - 2; column <= (int) x + 2; column++)
    found |= (row[column] & 0xffffff) == style.palette->slots[0];
  g_assert_true (found);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static gboolean
find_name (const LabChartPicture *picture,
           double                 width,
           double                 height,
           guint                  series)
{
  guint hit;

  for (double y = 0; y < height; y += 3)
    for (double x = 0; x < width; x += 3)
      if (lab_chart_picture_hit_name (picture, x, y, &hit) && hit == series)
        return TRUE;
  return FALSE;
}

/* Names in a legend and at the ends of lines can be pointed at, and are none
 * of the points. */
static void
test_names_are_hit (void)
{
  static const char * const kinds[] = { "columns", "lines" };

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      const ChartFixture *fixture = chart_fixture_find (kinds[k]);
      g_autoptr (LabChartModel) model = fixture->make ();
      LabChartStyle style = chart_fixture_style (FALSE, FALSE);
      g_autoptr (LabChartPicture) picture =
        lab_chart_picture_new (model, &style, fixture->width, fixture->height);
      LabRect plot = lab_chart_picture_get_plot (picture);
      guint hit;

      for (guint s = 0; s < model->series->len; s++)
        g_assert_true (find_name (picture, fixture->width, fixture->height, s));
      g_assert_false (lab_chart_picture_hit_name (picture, plot.x + plot.width / 2,
                                                  plot.y + plot.height / 2, &hit));
    }
}

/* One series by itself: it stands on zero, and no other is met. */
static void
test_one_series_alone (void)
{
  const ChartFixture *fixture = chart_fixture_find ("columns");
  g_autoptr (LabChartModel) model = fixture->make ();
  LabChartStyle style = chart_fixture_style (FALSE, FALSE);
  g_autoptr (LabChartPicture) all =
    lab_chart_picture_new (model, &style, fixture->width, fixture->height);
  g_autoptr (LabChartPicture) one = NULL;
  LabPointRef shown = { 1, 0 }, hidden = { 0, 0 }, hit;
  double x, y;

  g_assert_true (lab_chart_picture_locate (all, hidden, &x, &y));
  style.only = 2;
  one = lab_chart_picture_new (model, &style, fixture->width, fixture->height);
  g_assert_false (lab_chart_picture_locate (one, hidden, &x, &y));
  g_assert_true (lab_chart_picture_locate (one, shown, &x, &y));
  for (double step = y + 1; step < lab_chart_picture_get_plot (one).y +
                                     lab_chart_picture_get_plot (one).height; step += 4)
    {
      g_assert_true (lab_chart_hit (one, x, step, &hit));
      g_assert_cmpuint (hit.series, ==, 1);
    }
  g_assert_true (find_name (one, fixture->width, fixture->height, 0));
  draw_once (model, &style, fixture->width, fixture->height);
}

static void
test_a_title_of_somebody_elses (void)
{
  const ChartFixture *fixture = chart_fixture_find ("columns");
  g_autoptr (LabChartModel) model = fixture->make ();
  LabChartStyle style = chart_fixture_style (FALSE, FALSE);
  g_autoptr (LabChartPicture) with =
    lab_chart_picture_new (model, &style, fixture->width, fixture->height);
  g_autoptr (LabChartPicture) without = NULL;

  style.untitled = TRUE;
  without = lab_chart_picture_new (model, &style, fixture->width, fixture->height);
  g_assert_cmpfloat (lab_chart_picture_get_plot (without).height, >,
                     lab_chart_picture_get_plot (with).height + FIXTURE_FONT_SIZE);
}

int
main (int    argc,
      char **argv)
{
  chart_fixture_init (&argc, &argv);
  g_test_add_func ("/charts/picture/any-size", test_any_size);
  g_test_add_func ("/charts/picture/what-is-located-is-hit", test_what_is_located_is_hit);
  g_test_add_func ("/charts/picture/far-away-hits-nothing", test_far_away_hits_nothing);
  g_test_add_func ("/charts/picture/columns-stack-exactly", test_columns_stack_exactly);
  g_test_add_func ("/charts/picture/odd-values", test_odd_values);
  g_test_add_func ("/charts/picture/a-model-without-series", test_a_model_without_series);
  g_test_add_func ("/charts/picture/text-of-either-direction", test_text_of_either_direction);
  g_test_add_func ("/charts/picture/a-held-scale-stays", test_a_held_scale_stays);
  g_test_add_func ("/charts/picture/a-spike-is-drawn", test_a_spike_is_drawn);
  g_test_add_func ("/charts/picture/names-are-hit", test_names_are_hit);
  g_test_add_func ("/charts/picture/one-series-alone", test_one_series_alone);
  g_test_add_func ("/charts/picture/a-title-of-somebody-elses", test_a_title_of_somebody_elses);
  g_test_add_func ("/charts/export/files-are-what-they-say", test_files_are_what_they_say);
  g_test_add_func ("/charts/export/a-file-is-written", test_a_file_is_written);
  return g_test_run ();
}
