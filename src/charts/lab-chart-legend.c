/* lab-chart-legend.c: the legend, and names at the ends of lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-picture-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Share of the width that names at the ends of lines may take. */
#define MOST_ENDS 0.3
/* How far a name may move off its line, in lines of text. */
#define MOST_MOVED 1.6
#define MOST_LEGEND_ROWS 4
#define SWATCH 1.5 /* em */

static gboolean
has_entry (const LabSeries *series)
{
  return series->mark != LAB_MARK_PATH && *series->name != '\0';
}

gboolean
lab_picture_wants_legend (const LabChartPicture *self)
{
  const LabChartModel *model = self->model;
  guint entries = 0;

  if (model->kind == LAB_CHART_HEAT_MAP || model->kind == LAB_CHART_DOT_STRIP ||
      model->kind == LAB_CHART_SPARKLINE)
    return FALSE;
  for (guint s = 0; s < model->series->len; s++)
    entries += has_entry (lab_chart_model_get_series (model, s));
  return entries >= 2;
}

double
lab_picture_place_legend (LabChartPicture *self,
                          double           top)
{
  double left = self->title.x, right = self->width - self->title.x;
  double x = left, row = self->line + round (self->em * 0.25);
  guint rows = 1;

  for (guint s = 0; s < self->model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (self->model, s);
      LabLegendEntry entry = { s, { 0, 0, 0, row } };

      if (!has_entry (series))
        continue;
      entry.rect.width = MIN (SWATCH * self->em + self->em * 0.4 +
                                lab_text_get_width (self->text, LAB_TEXT_SMALL, series->name),
                              right - left);
      if (x > left && x + entry.rect.width > right)
        {
          /* Further names are in the read-out and the table. */
          if (rows == MOST_LEGEND_ROWS)
            break;
          rows++;
          x = left;
        }
      entry.rect.x = self->style.rtl ? self->width - x - entry.rect.width : x;
      entry.rect.y = top + (rows - 1) * row;
      x += entry.rect.width + self->em * 1.1;
      g_array_append_val (self->legend, entry);
    }
  return rows * row + round (self->em * 0.2);
}

static void
add_end (LabChartPicture *self,
         guint            s,
         char            *text,
         double           value)
{
  LabEndLabel label = { s, text, value, NAN };

  g_array_append_val (self->ends, label);
}

static char *
name_and_amount (const LabChartPicture *self,
                 const char            *name,
                 double                 value)
{
  double size = fabs (value);
  g_autofree char *amount = lab_unit_format_tick (self->model->y.unit, value,
                                                  size >= 100 ? 1 : 0.01, size >= 100 ? 1000 : 1);

  /* Translators: at the end of a line: its name and its last value. */
  return g_strdup_printf (C_ ("chart", "%s %s"), name, amount);
}

/* A fan tells its amounts: the line's, and those of named edges. */
static void
add_fan_ends (LabChartPicture *self,
              guint            s,
              const LabSeries *series,
              gsize            last)
{
  if (series->mark == LAB_MARK_LINE)
    add_end (self, s, name_and_amount (self, series->name, series->y[last]), series->y[last]);
  if (series->mark != LAB_MARK_BAND || series->high_name == NULL || series->low_name == NULL)
    return;
  add_end (self, s, name_and_amount (self, series->high_name, series->high[last]),
           series->high[last]);
  add_end (self, s, name_and_amount (self, series->low_name, series->low[last]),
           series->low[last]);
}

double
lab_picture_make_ends (LabChartPicture *self)
{
  const LabChartModel *model = self->model;
  gboolean fan = model->kind == LAB_CHART_FAN;
  double widest = 0;

  if ((model->kind != LAB_CHART_LINES && !fan) ||
      (!lab_picture_wants_legend (self) && !fan))
    return 0;
  for (guint s = 0; s < model->series->len; s++)
    {
      const LabSeries *series = lab_chart_model_get_series (model, s);
      gssize last = lab_series_get_last_known (series);

      if (last < 0 || !has_entry (series) || !lab_picture_shows (self, s))
        continue;
      if (fan)
        add_fan_ends (self, s, series, (gsize) last);
      else
        add_end (self, s, g_strdup (series->name), lab_series_get_middle (series, (gsize) last));
    }
  for (guint i = 0; i < self->ends->len; i++)
    widest = MAX (widest, lab_text_get_width (self->text, LAB_TEXT_SMALL,
                                              g_array_index (self->ends, LabEndLabel, i).text));
  if (widest > self->width * MOST_ENDS)
    {
      g_array_set_size (self->ends, 0);
      return 0;
    }
  return ceil (widest);
}

static int
compare_wanted (gconstpointer a,
                gconstpointer b)
{
  const LabEndLabel *first = a;
  const LabEndLabel *second = b;

  if (first->wanted != second->wanted)
    return first->wanted < second->wanted ? -1 : 1;
  return (int) first->series - (int) second->series;
}

gboolean
lab_picture_place_ends (LabChartPicture *self)
{
  double least = self->plot.y - self->line / 2;
  double lowest = self->plot.y + self->plot.height;

  for (guint i = 0; i < self->ends->len; i++)
    {
      LabEndLabel *label = &g_array_index (self->ends, LabEndLabel, i);
      double position = lab_axis_to_position (self->up, label->wanted);

      if (isnan (position))
        return FALSE;
      label->wanted = self->plot.y + (1 - position) * self->plot.height;
    }
  g_array_sort (self->ends, compare_wanted);
  for (guint i = 0; i < self->ends->len; i++)
    {
      LabEndLabel *label = &g_array_index (self->ends, LabEndLabel, i);

      label->y = MAX (label->wanted, least);
      least = label->y + self->line;
    }
  /* What was pushed below the plot pushes back up. */
  for (guint i = self->ends->len; i > 0; i--)
    {
      LabEndLabel *label = &g_array_index (self->ends, LabEndLabel, i - 1);

      label->y = MIN (label->y, lowest);
      lowest = label->y - self->line;
      if (fabs (label->y - label->wanted) > MOST_MOVED * self->line ||
          label->y < self->plot.y - self->line)
        return FALSE;
    }
  return TRUE;
}

static void
draw_line_swatch (const LabChartPicture *self,
                  cairo_t               *cr,
                  const LabSeries       *series,
                  LabRect                rect)
{
  LabColor background = lab_picture_get_background (self);
  LabMarker marker = lab_palette_get_marker (series->slot);
  double middle = round (rect.y + rect.height / 2);
  double width = self->style.palette->line_width;

  lab_paint_set_color (cr, lab_picture_get_series_color (self, series));
  if (series->mark != LAB_MARK_POINT)
    {
      cairo_set_line_width (cr, width);
      lab_paint_set_dash (cr, series->slot, width);
      cairo_move_to (cr, rect.x, middle);
      cairo_line_to (cr, rect.x + rect.width, middle);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
  lab_paint_marker (cr, marker, rect.x + rect.width / 2, middle,
                    lab_picture_get_marker_size (self),
                    lab_picture_get_series_color (self, series),
                    marker == LAB_MARKER_RING ? &background : NULL);
}

static void
draw_area_swatch (const LabChartPicture *self,
                  cairo_t               *cr,
                  const LabSeries       *series,
                  LabRect                rect)
{
  const LabPalette *palette = self->style.palette;
  LabColor color = lab_picture_get_series_color (self, series);
  int place = series->level > 0.9 ? 2 : series->level > 0.65 ? 1 : 0;

  lab_paint_add_rect (cr, rect);
  if (series->mark == LAB_MARK_BAND && palette->high_contrast)
    {
      lab_paint_hatch (cr, (LabHatch) place, rect, self->em * 0.4, 1, color);
      lab_paint_add_rect (cr, rect);
      lab_paint_set_color (cr, color);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
      return;
    }
  if (series->mark == LAB_MARK_BAND)
    color.alpha = palette->band_alphas[place];
  lab_paint_set_color (cr, color);
  cairo_fill (cr);
}

/* Of a series that is not drawn: an outline, in nobody's colour. */
static void
draw_empty_swatch (const LabChartPicture *self,
                   cairo_t               *cr,
                   LabRect                rect)
{
  cairo_rectangle (cr, rect.x + 0.5, rect.y + 0.5, rect.width - 1, rect.height - 1);
  lab_paint_set_color (cr, lab_picture_get_tick_color (self));
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

void
lab_picture_draw_legend (const LabChartPicture *self,
                         cairo_t               *cr)
{
  for (guint i = 0; i < self->legend->len; i++)
    {
      const LabLegendEntry *entry = &g_array_index (self->legend, LabLegendEntry, i);
      const LabSeries *series = lab_chart_model_get_series (self->model, entry->series);
      double swatch = SWATCH * self->em, gap = self->em * 0.4;
      double x = self->style.rtl ? entry->rect.x + entry->rect.width - swatch : entry->rect.x;
      LabRect rect = { round (x), round (entry->rect.y + entry->rect.height * 0.18),
                       round (swatch), round (entry->rect.height * 0.6) };

      if (!lab_picture_shows (self, entry->series))
        draw_empty_swatch (self, cr, rect);
      else if (series->mark == LAB_MARK_BAND || series->mark == LAB_MARK_COLUMN)
        draw_area_swatch (self, cr, series, rect);
      else
        draw_line_swatch (self, cr, series, rect);
      lab_text_draw (self->text, cr, LAB_TEXT_SMALL, series->name,
                     lab_picture_shows (self, entry->series)
                       ? lab_picture_get_foreground (self, 1)
                       : lab_picture_get_tick_color (self),
                     self->style.rtl ? x - gap : x + swatch + gap, entry->rect.y,
                     self->style.rtl ? 1 : 0, entry->rect.width - swatch - gap + 1, 1);
    }
}

void
lab_picture_draw_ends (const LabChartPicture *self,
                       cairo_t               *cr)
{
  double x = self->plot.x + self->plot.width;

  for (guint i = 0; i < self->ends->len; i++)
    {
      const LabEndLabel *label = &g_array_index (self->ends, LabEndLabel, i);
      const LabSeries *series = lab_chart_model_get_series (self->model, label->series);
      LabColor color = lab_picture_get_series_color (self, series);

      color.alpha = 0.8;
      lab_paint_set_color (cr, color);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, x + self->em * 0.1, label->wanted);
      cairo_line_to (cr, x + self->em * 0.4, label->y);
      cairo_stroke (cr);
      lab_text_draw (self->text, cr, LAB_TEXT_SMALL, label->text,
                     lab_picture_get_foreground (self, 1), x + self->em * 0.5,
                     label->y - self->line / 2, 0, -1, 1);
    }
}

static gboolean
contains (LabRect rect,
          double  x,
          double  y)
{
  return x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
}

gboolean
lab_chart_picture_hit_name (const LabChartPicture *self,
                            double                 x,
                            double                 y,
                            guint                 *series)
{
  double left = self->plot.x + self->plot.width + self->em * 0.5;

  g_return_val_if_fail (self != NULL && series != NULL, FALSE);

  for (guint i = 0; self->use_legend && i < self->legend->len; i++)
    {
      const LabLegendEntry *entry = &g_array_index (self->legend, LabLegendEntry, i);

      if (contains (entry->rect, x, y))
        {
          *series = entry->series;
          return TRUE;
        }
    }
  for (guint i = 0; i < self->ends->len; i++)
    {
      const LabEndLabel *label = &g_array_index (self->ends, LabEndLabel, i);
      LabRect rect = { left, label->y - self->line / 2, self->width - left, self->line };

      if (contains (rect, x, y))
        {
          *series = label->series;
          return TRUE;
        }
    }
  return FALSE;
}
