/* bench-charts.c: how long a frame of a chart takes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <math.h>

#include "lab-bins.h"
#include "lab-chart-picture.h"
#include "lab-random.h"

#define WIDTH 1200
#define HEIGHT 600
#define RUNS 9
#define FRAME_MS 16.0

static LabChartModel *
make_model (gsize n)
{
  LabChartModel *model = lab_chart_model_new (LAB_CHART_LINES, "Latency of every call");
  LabSeries *series = lab_series_new ("Latency", 0, LAB_MARK_LINE, NULL, NULL, n);
  LabRandom random;

  lab_random_init (&random, 1);
  for (gsize i = 0; i < n; i++)
    series->y[i] = 2 + sin (i * 20.0 / n) + 0.3 * lab_random_normal (&random);
  lab_chart_model_set_y (model, "Seconds", LAB_UNIT_SECONDS, LAB_SCALE_LINEAR);
  lab_chart_model_add_series (model, series);
  return model;
}

/* The best of some runs: the others were disturbed. */
static void
measure (gsize n)
{
  g_autoptr (LabChartModel) model = make_model (n);
  LabChartStyle style = { lab_palette_get (FALSE, FALSE), "Sans", 15, FALSE, FALSE };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  const LabSeries *series = lab_chart_model_get_series (model, 0);
  gint64 lay_out = G_MAXINT64, draw = G_MAXINT64, bin = G_MAXINT64;

  for (int run = 0; run < RUNS; run++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (LabChartPicture) picture = lab_chart_picture_new (model, &style, WIDTH, HEIGHT);
      g_autoptr (GArray) bins = NULL;
      cairo_t *cr;

      lay_out = MIN (lay_out, g_get_monotonic_time () - start);
      start = g_get_monotonic_time ();
      cr = cairo_create (surface);
      lab_chart_picture_draw (picture, cr);
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      draw = MIN (draw, g_get_monotonic_time () - start);
      start = g_get_monotonic_time ();
      bins = lab_bins_new (series->x, series->y, n, 0, n - 1, WIDTH);
      bin = MIN (bin, g_get_monotonic_time () - start);
    }
  g_print ("charts: line of %8" G_GSIZE_FORMAT " points, lay out   %7.2f ms\n", n, lay_out / 1e3);
  g_print ("charts: line of %8" G_GSIZE_FORMAT " points, bin alone %7.2f ms\n", n, bin / 1e3);
  g_print ("charts: line of %8" G_GSIZE_FORMAT " points, draw      %7.2f ms (target %.0f ms)\n", n,
           draw / 1e3, FRAME_MS);
  cairo_surface_destroy (surface);
}

int
main (void)
{
  measure (1000);
  measure (10000);
  measure (1000000);
  return 0;
}
