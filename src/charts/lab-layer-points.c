/* lab-layer-points.c: points with intervals, and strips of dots
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-picture-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lab-stats-describe.h"

static void
draw_cross (const LabChartPicture *self,
            cairo_t               *cr,
            const LabSeries       *series,
            gsize                  index)
{
  double x, y, x1, x2, y1, y2, ignored;

  lab_picture_place (self, series->x[index], series->y[index], &x, &y);
  lab_paint_set_color (cr, lab_color_with_alpha (lab_picture_get_series_color (self, series),
                                                 0.7));
  cairo_set_line_width (cr, self->style.palette->line_width * 0.75);
  lab_picture_place (self, series->x[index], lab_series_get_low (series, index), &ignored, &y1);
  lab_picture_place (self, series->x[index], lab_series_get_high (series, index), &ignored, &y2);
  if (isfinite (x) && isfinite (y1) && isfinite (y2))
    {
      cairo_move_to (cr, x, y1);
      cairo_line_to (cr, x, y2);
    }
  if (series->x_low != NULL)
    {
      lab_picture_place (self, series->x_low[index], series->y[index], &x1, &ignored);
      lab_picture_place (self, series->x_high[index], series->y[index], &x2, &ignored);
      if (isfinite (y) && isfinite (x1) && isfinite (x2))
        {
          cairo_move_to (cr, x1, y);
          cairo_line_to (cr, x2, y);
        }
    }
  cairo_stroke (cr);
}

static gboolean
overlaps (LabRect a,
          LabRect b)
{
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
         b.y < a.y + a.height;
}

static gboolean
is_free (const LabChartPicture *self,
         const GArray          *taken,
         LabRect                rect)
{
  if (rect.x < self->plot.x || rect.x + rect.width > self->width ||
      rect.y < self->plot.y - self->line / 2 ||
      rect.y + rect.height > self->plot.y + self->plot.height)
    return FALSE;
  for (guint i = 0; i < taken->len; i++)
    if (overlaps (rect, g_array_index (taken, LabRect, i)))
      return FALSE;
  return TRUE;
}

/* Right, left, above or below its point, wherever it is free; what finds no
 * place is left to the read-out. */
static void
draw_point_name (const LabChartPicture *self,
                 cairo_t               *cr,
                 const char            *name,
                 double                 x,
                 double                 y,
                 GArray                *taken)
{
  double width = lab_text_get_width (self->text, LAB_TEXT_SMALL, name);
  double gap = lab_picture_get_marker_size (self);
  const LabRect places[] = {
    { x + gap, y - self->line - 1, width, self->line },
    { x - gap - width, y - self->line - 1, width, self->line },
    { x + gap, y + 1, width, self->line },
    { x - gap - width, y + 1, width, self->line },
    { x - width / 2, y - self->line - gap, width, self->line },
    { x - width / 2, y + gap, width, self->line },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    if (is_free (self, taken, places[i]))
      {
        g_array_append_val (taken, places[i]);
        lab_text_draw (self->text, cr, LAB_TEXT_SMALL, name, lab_picture_get_foreground (self, 1),
                       places[i].x, places[i].y, 0, -1, 1);
        return;
      }
}

static void
take_marker (const LabChartPicture *self,
             double                 x,
             double                 y,
             GArray                *taken)
{
  double size = lab_picture_get_marker_size (self) * 1.2;
  LabRect rect = { x - size / 2, y - size / 2, size, size };

  g_array_append_val (taken, rect);
}

static void
take_cross (const LabChartPicture *self,
            const LabSeries       *series,
            gsize                  index,
            GArray                *taken)
{
  double x, y, x1, x2, ignored;

  if (series->x_low == NULL)
    return;
  lab_picture_place (self, series->x[index], series->y[index], &x, &y);
  lab_picture_place (self, series->x_low[index], series->y[index], &x1, &ignored);
  lab_picture_place (self, series->x_high[index], series->y[index], &x2, &ignored);
  if (isfinite (x1) && isfinite (x2))
    {
      LabRect rect = { x1, y - 1, x2 - x1, 2 };

      g_array_append_val (taken, rect);
    }
}

/* The corner that is better on both scales: cheaper, and not worse. */
static void
draw_corner (const LabChartPicture *self,
             cairo_t               *cr,
             GArray                *taken)
{
  LabRect rect = { self->plot.x + self->em * 0.5, self->plot.y + self->em * 0.2, 0, self->line };
  g_autofree char *text = NULL;

  if (self->model->corner == NULL || self->bare)
    return;
  text = g_strconcat ("↖\u00a0", self->model->corner, NULL);
  rect.width = lab_text_get_width (self->text, LAB_TEXT_SMALL, text);
  g_array_append_val (taken, rect);
  lab_text_draw (self->text, cr, LAB_TEXT_SMALL, text, lab_picture_get_tick_color (self), rect.x,
                 rect.y, 0, self->plot.width - self->em, 1);
}

static void
draw_names (const LabChartPicture *self,
            cairo_t               *cr,
            GArray                *taken)
{
  for (guint s = 0; s < self->model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (self->model, s);

      if (series->mark != LAB_MARK_POINT || series->labels == NULL)
        continue;
      for (gsize i = 0; i < series->n; i++)
        {
          LabPointRef point = { s, i };
          double x, y;

          if (series->labels[i] != NULL && lab_chart_picture_locate (self, point, &x, &y))
            draw_point_name (self, cr, series->labels[i], x, y, taken);
        }
    }
}

void
lab_layer_scatter (const LabChartPicture *self,
                   cairo_t               *cr)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (LabRect));

  for (guint s = 0; s < self->model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (self->model, s);

      if (series->mark != LAB_MARK_POINT)
        continue;
      for (gsize i = 0; i < series->n; i++)
        {
          LabPointRef point = { s, i };
          double x, y;

          if (!lab_chart_picture_locate (self, point, &x, &y))
            continue;
          draw_cross (self, cr, series, i);
          take_cross (self, series, i, taken);
          lab_picture_draw_marker (self, cr, series, i, x, y);
          take_marker (self, x, y, taken);
        }
    }
  draw_corner (self, cr, taken);
  if (self->bare)
    return;
  for (guint i = 0; i < self->model->references->len; i++)
    {
      LabRect rect = lab_picture_get_reference_label (self, i);

      g_array_append_val (taken, rect);
    }
  draw_names (self, cr, taken);
}

static void
draw_quantile (const LabChartPicture *self,
               cairo_t               *cr,
               guint                  s,
               double                 value,
               const char            *name,
               gboolean               thick)
{
  double x, y, middle, thickness;

  lab_picture_get_band (self, s, &middle, &thickness);
  lab_picture_place (self, s, value, &x, &y);
  if (!isfinite (x))
    return;
  cairo_set_line_width (cr, thick ? 3 : 1.5);
  lab_paint_set_color (cr, lab_picture_get_foreground (self, 1));
  cairo_move_to (cr, x, middle - thickness * 0.42);
  cairo_line_to (cr, x, middle + thickness * 0.42);
  cairo_stroke (cr);
  if (!self->bare && thickness > 4 * self->line)
    lab_picture_draw_label (self, cr, name, x, middle - thickness * 0.42 - self->line * 0.1, 0.5);
}

/* The median and the 95th percentile of a strip, and how many it has. */
static void
draw_strip_summary (const LabChartPicture *self,
                    cairo_t               *cr,
                    guint                  s,
                    const LabSeries       *series)
{
  g_autofree double *known = g_new (double, MAX (series->n, 1));
  g_autofree char *count = NULL;
  double middle, thickness;
  gsize n = 0;

  for (gsize i = 0; i < series->n; i++)
    if (isfinite (series->y[i]))
      known[n++] = series->y[i];
  if (n == 0)
    return;
  lab_stats_sort (known, n);
  draw_quantile (self, cr, s, lab_stats_quantile_sorted (known, n, 0.5),
                 C_ ("chart", "median"), TRUE);
  draw_quantile (self, cr, s, lab_stats_quantile_sorted (known, n, 0.95),
                 /* Translators: the 95th percentile. */
                 C_ ("chart", "p95"), FALSE);
  lab_picture_get_band (self, s, &middle, &thickness);
  /* Translators: how many values there are. */
  count = g_strdup_printf (C_ ("chart", "n = %u"), (guint) n);
  if (!self->bare && thickness > 2 * self->line)
    lab_picture_draw_label (self, cr, count, self->plot.x + self->plot.width,
                            middle + thickness / 2 - self->line / 2, 1);
}

void
lab_layer_dot_strip (const LabChartPicture *self,
                     cairo_t               *cr)
{
  for (guint s = 0; s < self->model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (self->model, s);

      for (gsize i = 0; i < series->n; i++)
        {
          LabPointRef point = { s, i };
          double x, y;

          if (lab_chart_picture_locate (self, point, &x, &y))
            lab_picture_draw_marker (self, cr, series, i, x, y);
        }
      draw_strip_summary (self, cr, s, series);
    }
}
