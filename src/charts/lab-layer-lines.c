/* lab-layer-lines.c: bands, areas and lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-picture-private.h"

#include <math.h>

#include "lab-bins.h"

/* A marker at each point needs this much room, in em. */
#define MARKER_ROOM 1.2

static gboolean
get_edge (const LabChartPicture *self,
          const LabSeries       *series,
          gsize                  index,
          gboolean               high,
          double                *x,
          double                *y)
{
  lab_picture_place (self, series->x[index], high ? lab_series_get_high (series, index)
                                                  : lab_series_get_low (series, index), x, y);
  return isfinite (*x) && isfinite (*y);
}

static void
paint_band (const LabChartPicture *self,
            cairo_t               *cr,
            const LabSeries       *series,
            cairo_path_t          *edges)
{
  const LabPalette *palette = self->style.palette;
  int place = series->level > 0.9 ? 2 : series->level > 0.65 ? 1 : 0;
  LabColor color = lab_picture_get_series_color (self, series);

  if (palette->high_contrast)
    {
      /* Hatches that lie over each other cannot be told apart. */
      lab_paint_set_color (cr, lab_picture_get_background (self));
      cairo_fill_preserve (cr);
      lab_paint_hatch (cr, (LabHatch) place, self->plot, self->em * (place == 2 ? 0.5 : 0.6),
                       place == 2 ? 1.6 : 1, color);
    }
  else
    {
      lab_paint_set_color (cr, lab_color_with_alpha (color, palette->band_alphas[place]));
      cairo_fill (cr);
    }
  cairo_append_path (cr, edges);
  lab_paint_set_color (cr, lab_color_with_alpha (color, palette->high_contrast ? 1 : 0.8));
  cairo_set_line_width (cr, palette->high_contrast ? 2 : 1);
  cairo_stroke (cr);
}

/* The points first … end − 1, all of them known. */
static void
draw_band_run (const LabChartPicture *self,
               cairo_t               *cr,
               const LabSeries       *series,
               gsize                  first,
               gsize                  end)
{
  cairo_path_t *edges;
  double x, y;

  for (int high = 0; high < 2; high++)
    for (gsize i = first; i < end; i++)
      {
        get_edge (self, series, i, high, &x, &y);
        if (i == first)
          cairo_move_to (cr, x, y);
        else
          cairo_line_to (cr, x, y);
      }
  edges = cairo_copy_path (cr);
  cairo_new_path (cr);
  for (gsize i = first; i < end; i++)
    {
      get_edge (self, series, i, FALSE, &x, &y);
      cairo_line_to (cr, x, y);
    }
  for (gsize i = end; i > first; i--)
    {
      get_edge (self, series, i - 1, TRUE, &x, &y);
      cairo_line_to (cr, x, y);
    }
  cairo_close_path (cr);
  paint_band (self, cr, series, edges);
  cairo_path_destroy (edges);
}

static void
draw_band (const LabChartPicture *self,
           cairo_t               *cr,
           const LabSeries       *series)
{
  gsize first = 0;
  double x, y;

  for (gsize i = 0; i <= series->n; i++)
    if (i == series->n || !get_edge (self, series, i, FALSE, &x, &y) ||
        !get_edge (self, series, i, TRUE, &x, &y))
      {
        if (i > first)
          draw_band_run (self, cr, series, first, i);
        first = i + 1;
      }
}

void
lab_layer_bands (const LabChartPicture *self,
                 cairo_t               *cr)
{
  const GPtrArray *all = self->model->series;
  g_autofree gboolean *done = g_new0 (gboolean, all->len + 1);

  /* The widest lies lowest. */
  for (guint round = 0; round < all->len; round++)
    {
      gssize next = -1;

      for (guint s = 0; s < all->len; s++)
        {
          const LabSeries *series = g_ptr_array_index (all, s);

          if (!done[s] && lab_picture_shows (self, s) && series->mark == LAB_MARK_BAND &&
              series->low != NULL &&
              (next < 0 ||
               series->level > ((LabSeries *) g_ptr_array_index (all, (guint) next))->level))
            next = s;
        }
      if (next < 0)
        return;
      done[next] = TRUE;
      draw_band (self, cr, g_ptr_array_index (all, (guint) next));
    }
}

/* A column of pixels from its least to its greatest value, drawn out to
 * where the column before ended. */
static void
add_bin (const LabChartPicture *self,
         cairo_t               *cr,
         const LabBin          *bin,
         const LabBin          *before,
         double                 left,
         double                 width)
{
  double least = bin->least, greatest = bin->greatest;
  double top, bottom, ignored;

  if (before != NULL && before->column + 1 == bin->column && !bin->gap_before)
    {
      least = MIN (least, before->last);
      greatest = MAX (greatest, before->last);
    }
  lab_picture_place (self, self->across->low, greatest, &ignored, &top);
  lab_picture_place (self, self->across->low, least, &ignored, &bottom);
  if (isnan (top) || isnan (bottom))
    return;
  cairo_rectangle (cr, left + bin->column, top - width / 2, 1, bottom - top + width);
}

/* Columns without points of their own are bridged by a straight line. */
static void
add_bridge (const LabChartPicture *self,
            cairo_t               *cr,
            const LabBin          *before,
            const LabBin          *bin,
            double                 left)
{
  double from, to, ignored;

  if (bin->gap_before || before->column + 1 >= bin->column)
    return;
  lab_picture_place (self, self->across->low, before->last, &ignored, &from);
  lab_picture_place (self, self->across->low, bin->first, &ignored, &to);
  if (isnan (from) || isnan (to))
    return;
  cairo_move_to (cr, left + before->column + 0.5, from);
  cairo_line_to (cr, left + bin->column + 0.5, to);
}

GArray *
lab_picture_bin_line (const LabChartPicture *self,
                      guint                  s)
{
  const LabSeries *series = lab_chart_model_get_series (self->model, s);

  gboolean line = series->mark == LAB_MARK_LINE || series->mark == LAB_MARK_AREA ||
                  series->mark == LAB_MARK_PATH;

  /* Points nearer than a pixel cannot be told apart as a line either. */
  if (!line || series->n < MIN (LAB_BINS_FROM, MAX (self->plot.width, 500)) ||
      self->across->scale == LAB_SCALE_LOG || !lab_series_is_ordered (series))
    return NULL;
  return lab_bins_new (series->x, series->y, series->n, self->across->low, self->across->high,
                       (guint) MAX (1, ceil (self->plot.width)));
}

/* Upright rectangles of whole pixels are the fastest thing cairo fills. */
static void
draw_binned (const LabChartPicture *self,
             cairo_t               *cr,
             const LabSeries       *series,
             const GArray          *bins)
{
  double left = floor (self->plot.x);
  double width = self->style.palette->line_width;

  lab_paint_set_color (cr, lab_picture_get_series_color (self, series));
  for (guint i = 0; i < bins->len; i++)
    add_bin (self, cr, &g_array_index (bins, LabBin, i),
             i > 0 ? &g_array_index (bins, LabBin, i - 1) : NULL, left, width);
  cairo_fill (cr);
  for (guint i = 1; i < bins->len; i++)
    add_bridge (self, cr, &g_array_index (bins, LabBin, i - 1), &g_array_index (bins, LabBin, i),
                left);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

static gboolean
get_point (const LabChartPicture *self,
           const LabSeries       *series,
           gsize                  index,
           double                *x,
           double                *y)
{
  lab_picture_place (self, series->x[index], series->y[index], x, y);
  return isfinite (*x) && isfinite (*y);
}

/* Down to zero, run by run. */
static void
fill_area (const LabChartPicture *self,
           cairo_t               *cr,
           const LabSeries       *series)
{
  LabColor color = lab_color_with_alpha (lab_picture_get_series_color (self, series), 0.2);
  double zero, first = 0, last = 0, ignored, x, y;
  gboolean open = FALSE;

  lab_picture_place (self, self->across->low, MAX (0, self->up->low), &ignored, &zero);
  for (gsize i = 0; i <= series->n; i++)
    if (i < series->n && get_point (self, series, i, &x, &y))
      {
        if (!open)
          first = x;
        cairo_line_to (cr, x, y);
        open = TRUE;
        last = x;
      }
    else if (open)
      {
        cairo_line_to (cr, last, zero);
        cairo_line_to (cr, first, zero);
        cairo_close_path (cr);
        cairo_new_sub_path (cr);
        open = FALSE;
      }
  lab_paint_set_color (cr, color);
  cairo_fill (cr);
}

static void
stroke_line (const LabChartPicture *self,
             cairo_t               *cr,
             const LabSeries       *series)
{
  gboolean thin = series->mark == LAB_MARK_PATH;
  double width = thin ? 1 : self->style.palette->line_width;
  LabColor color = lab_picture_get_series_color (self, series);
  gboolean open = FALSE;
  double x, y;

  for (gsize i = 0; i < series->n; i++)
    {
      gboolean known = get_point (self, series, i, &x, &y);

      if (known && open)
        cairo_line_to (cr, x, y);
      else if (known)
        cairo_move_to (cr, x, y);
      open = known;
    }
  lab_paint_set_color (cr, thin ? lab_color_with_alpha (color, 0.45) : color);
  cairo_set_line_width (cr, width);
  /* Round joins of a dense line cost more than all the rest of a frame. */
  if (series->n * self->em > self->plot.width)
    cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  if (!thin)
    lab_paint_set_dash (cr, series->slot, width);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
}

/* A point whose neighbours are unknown is no line, and must still be seen. */
static gboolean
stands_alone (const LabSeries *series,
              gsize            index)
{
  return (index == 0 || !isfinite (series->y[index - 1])) &&
         (index + 1 >= series->n || !isfinite (series->y[index + 1]));
}

static void
draw_markers (const LabChartPicture *self,
              cairo_t               *cr,
              const LabSeries       *series)
{
  gboolean sparkline = self->model->kind == LAB_CHART_SPARKLINE;
  gboolean all = !sparkline && self->model->kind != LAB_CHART_FAN &&
                 series->n * self->em * MARKER_ROOM <= self->plot.width;
  LabPointFlags unsure = LAB_POINT_ESTIMATED | LAB_POINT_PARTIAL | LAB_POINT_UNPRICED;
  gssize last = lab_series_get_last_known (series);
  double x, y;

  for (gsize i = 0; i < series->n; i++)
    {
      gboolean wanted = all || (gssize) i == last || stands_alone (series, i) ||
                        (lab_series_get_flags (series, i) & unsure);

      if (wanted && get_point (self, series, i, &x, &y))
        lab_picture_draw_marker (self, cr, series, i, x, y);
    }
}

void
lab_layer_lines (const LabChartPicture *self,
                 cairo_t               *cr)
{
  for (guint s = 0; s < self->model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (self->model, s);

      if (!lab_picture_shows (self, s) ||
          (series->mark != LAB_MARK_LINE && series->mark != LAB_MARK_AREA &&
           series->mark != LAB_MARK_PATH))
        continue;
      if (self->bins[s] != NULL)
        {
          draw_binned (self, cr, series, self->bins[s]);
          continue;
        }
      if (series->mark == LAB_MARK_AREA)
        fill_area (self, cr, series);
      stroke_line (self, cr, series);
      if (series->mark != LAB_MARK_PATH)
        draw_markers (self, cr, series);
    }
}
