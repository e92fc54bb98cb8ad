/* test-chart-golden.c: pictures against pictures that were looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * With LAB_UPDATE_PICTURES=1 in the environment the pictures of tests/data
 * are drawn anew instead of being compared; look at each of them then.
 */

#include <stdlib.h>

#include "chart-fixture.h"

/* FreeType and cairo round differently between versions. A channel of a
 * pixel counts as different from here on … */
#define CHANNEL_TOLERANCE 40
/* … and this share of pixels may be different. */
#define PIXEL_TOLERANCE 0.004

typedef struct
{
  const ChartFixture *fixture;
  gboolean dark;
  gboolean high_contrast;
  gboolean rtl;
  double font_size;
  double width;
  double height;
  char *name;
} Golden;

static void
golden_free (gpointer data)
{
  Golden *golden = data;

  g_free (golden->name);
  g_free (golden);
}

static cairo_surface_t *
draw (const Golden *golden)
{
  g_autoptr (LabChartModel) model = golden->fixture->make ();
  LabChartStyle style = chart_fixture_style (golden->dark, golden->high_contrast);
  g_autoptr (LabChartPicture) picture = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) golden->width,
                                                         (int) golden->height);
  cairo_t *cr = cairo_create (surface);

  style.rtl = golden->rtl;
  style.font_size = golden->font_size;
  picture = lab_chart_picture_new (model, &style, golden->width, golden->height);
  lab_chart_picture_draw (picture, cr);
  cairo_destroy (cr);
  return surface;
}

static double
compare (cairo_surface_t *ours,
         cairo_surface_t *golden)
{
  int width = cairo_image_surface_get_width (golden);
  int height = cairo_image_surface_get_height (golden);
  gsize different = 0;

  g_assert_cmpint (cairo_image_surface_get_width (ours), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (ours), ==, height);
  for (int y = 0; y < height; y++)
    {
      const guint32 *first = (const guint32 *) (cairo_image_surface_get_data (ours) +
                                                y * cairo_image_surface_get_stride (ours));
      const guint32 *second = (const guint32 *) (cairo_image_surface_get_data (golden) +
                                                 y * cairo_image_surface_get_stride (golden));

      for (int x = 0; x < width; x++)
        for (int shift = 0; shift < 24; shift += 8)
          if (abs ((int) ((first[x] >> shift) & 0xff) - (int) ((second[x] >> shift) & 0xff)) >
              CHANNEL_TOLERANCE)
            {
              different++;
              break;
            }
    }
  return different / ((double) width * height);
}

static void
test_golden (gconstpointer data)
{
  const Golden *golden = data;
  g_autofree char *file = g_strconcat (golden->name, ".png", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "charts", file, NULL);
  cairo_surface_t *ours = draw (golden);
  cairo_surface_t *theirs;
  double different;

  if (g_getenv ("LAB_UPDATE_PICTURES") != NULL)
    {
      g_assert_cmpint (cairo_surface_write_to_png (ours, path), ==, CAIRO_STATUS_SUCCESS);
      cairo_surface_destroy (ours);
      g_test_skip ("drawn anew");
      return;
    }
  theirs = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (theirs), ==, CAIRO_STATUS_SUCCESS);
  different = compare (ours, theirs);
  if (different > PIXEL_TOLERANCE)
    {
      g_autofree char *saved = g_test_build_filename (G_TEST_BUILT, file, NULL);

      cairo_surface_write_to_png (ours, saved);
      g_test_message ("%.2f %% of the pixels differ; what was drawn lies in %s", different * 100,
                      saved);
    }
  g_assert_cmpfloat (different, <=, PIXEL_TOLERANCE);
  cairo_surface_destroy (ours);
  cairo_surface_destroy (theirs);
}

static Golden *
add (const char *name,
     const char *suffix)
{
  Golden *golden = g_new0 (Golden, 1);
  g_autofree char *path = NULL;

  golden->fixture = chart_fixture_find (name);
  g_assert_nonnull (golden->fixture);
  golden->font_size = FIXTURE_FONT_SIZE;
  golden->width = golden->fixture->width;
  golden->height = golden->fixture->height;
  golden->name = g_strconcat (name, "-", suffix, NULL);
  path = g_strconcat ("/charts/golden/", golden->name, NULL);
  g_test_add_data_func_full (path, golden, test_golden, golden_free);
  return golden;
}

static void
add_resized (const char *name,
             const char *suffix,
             double      width,
             double      height,
             double      font_size)
{
  Golden *golden = add (name, suffix);

  golden->width = width;
  golden->height = height;
  golden->font_size = font_size;
}

int
main (int    argc,
      char **argv)
{
  const ChartFixture *fixtures;
  guint n;

  chart_fixture_init (&argc, &argv);
  fixtures = chart_fixture_get_all (&n);
  for (guint i = 0; i < n; i++)
    {
      add (fixtures[i].name, "light");
      add (fixtures[i].name, "dark")->dark = TRUE;
      add (fixtures[i].name, "light-hc")->high_contrast = TRUE;
    }
  for (guint i = 0; i < n; i++)
    if (i % 5 == 0)
      {
        Golden *golden = add (fixtures[i].name, "dark-hc");

        golden->dark = golden->high_contrast = TRUE;
      }
  add ("columns", "rtl")->rtl = TRUE;
  add ("zoomed-lines", "rtl")->rtl = TRUE;
  add_resized ("columns", "large-text", 640, 420, 2 * FIXTURE_FONT_SIZE);
  add_resized ("columns", "narrow", 260, 240, FIXTURE_FONT_SIZE);
  add_resized ("lines", "narrow", 260, 260, FIXTURE_FONT_SIZE);
  add_resized ("forest", "narrow", 300, 260, FIXTURE_FONT_SIZE);
  add_resized ("waterfall", "narrow", 320, 280, FIXTURE_FONT_SIZE);
  add_resized ("lines", "tiny", 120, 80, FIXTURE_FONT_SIZE);
  return g_test_run ();
}
