/* lab-chart-model.c: what a chart says, before it is drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-chart-model.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
reference_clear (gpointer reference)
{
  g_free (((LabReference *) reference)->label);
}

static gboolean
kind_has_categories (LabChartKind kind)
{
  switch (kind)
    {
    case LAB_CHART_COLUMNS:
    case LAB_CHART_BARS:
    case LAB_CHART_FOREST:
    case LAB_CHART_WATERFALL:
    case LAB_CHART_TORNADO:
    case LAB_CHART_HEAT_MAP:
      return TRUE;
    case LAB_CHART_LINES:
    case LAB_CHART_DOT_STRIP:
    case LAB_CHART_HISTOGRAM:
    case LAB_CHART_SCATTER:
    case LAB_CHART_FAN:
    case LAB_CHART_SPARKLINE:
    case LAB_N_CHART_KINDS:
    default:
      return FALSE;
    }
}

LabChartModel *
lab_chart_model_new (LabChartKind kind,
                     const char  *title)
{
  LabChartModel *self;

  g_return_val_if_fail (kind < LAB_N_CHART_KINDS && title != NULL, NULL);

  self = g_new0 (LabChartModel, 1);
  self->kind = kind;
  self->title = g_utf8_make_valid (title, -1);
  self->series = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_series_free);
  self->categories = g_ptr_array_new_with_free_func (g_free);
  self->long_names = g_ptr_array_new_with_free_func (g_free);
  self->references = g_array_new (FALSE, FALSE, sizeof (LabReference));
  g_array_set_clear_func (self->references, reference_clear);
  self->x.scale = kind_has_categories (kind) ? LAB_SCALE_BANDS : LAB_SCALE_LINEAR;
  if (kind == LAB_CHART_HISTOGRAM)
    self->y.unit = LAB_UNIT_CALLS;
  self->x.least = self->x.greatest = NAN;
  self->y.least = self->y.greatest = NAN;
  self->previous = NAN;
  return self;
}

void
lab_chart_model_free (LabChartModel *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->x.title);
  g_free (self->y.title);
  g_free (self->corner);
  g_free (self->previous_name);
  g_ptr_array_unref (self->series);
  g_ptr_array_unref (self->categories);
  g_ptr_array_unref (self->long_names);
  g_array_unref (self->references);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self);
}

static void
set_text (char      **place,
          const char *text)
{
  g_free (*place);
  *place = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

void
lab_chart_model_set_x (LabChartModel *self,
                       const char    *title,
                       LabUnit        unit,
                       LabScale       scale)
{
  g_return_if_fail (self != NULL);

  set_text (&self->x.title, title);
  self->x.unit = unit;
  self->x.scale = kind_has_categories (self->kind) ? LAB_SCALE_BANDS : scale;
}

void
lab_chart_model_set_y (LabChartModel *self,
                       const char    *title,
                       LabUnit        unit,
                       LabScale       scale)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (scale == LAB_SCALE_LINEAR || scale == LAB_SCALE_LOG);

  set_text (&self->y.title, title);
  self->y.unit = unit;
  self->y.scale = scale;
}

void
lab_chart_model_hold_y (LabChartModel *self,
                        double         least,
                        double         greatest)
{
  g_return_if_fail (self != NULL);

  self->y.least = least;
  self->y.greatest = greatest;
}

void
lab_chart_model_set_zone (LabChartModel *self,
                          GTimeZone     *zone)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->zone, g_time_zone_unref);
  if (zone != NULL)
    self->zone = g_time_zone_ref (zone);
}

void
lab_chart_model_add_category (LabChartModel *self,
                              const char    *name,
                              const char    *long_name)
{
  g_return_if_fail (self != NULL && name != NULL);

  g_ptr_array_add (self->categories, g_utf8_make_valid (name, -1));
  g_ptr_array_add (self->long_names, g_utf8_make_valid (long_name != NULL ? long_name : name, -1));
}

void
lab_chart_model_add_days (LabChartModel *self,
                          const double  *days,
                          guint          n)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  g_return_if_fail (self != NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc ((gint64) floor (days[i] / 1e6));
      g_autoptr (GDateTime) local = NULL;
      g_autofree char *name = NULL;
      g_autofree char *long_name = NULL;

      g_return_if_fail (moment != NULL);
      local = g_date_time_to_timezone (moment, self->zone != NULL ? self->zone : utc);
      /* Translators: a day under a chart, in strftime's letters. */
      name = g_date_time_format (local, C_ ("chart time", "%-e\u00a0%b"));
      /* Translators: a day in a read-out, in strftime's letters. */
      long_name = g_date_time_format (local, C_ ("chart moment", "%A %-e %B"));
      lab_chart_model_add_category (self, name, long_name);
    }
}

LabSeries *
lab_chart_model_add_series (LabChartModel *self,
                            LabSeries     *series)
{
  g_return_val_if_fail (self != NULL && series != NULL, NULL);

  g_ptr_array_add (self->series, series);
  return series;
}

void
lab_chart_model_add_reference (LabChartModel *self,
                               double         value,
                               const char    *label,
                               gboolean       on_x)
{
  LabReference reference = { value, NULL, on_x };

  g_return_if_fail (self != NULL && label != NULL);

  reference.label = g_utf8_make_valid (label, -1);
  g_array_append_val (self->references, reference);
}

void
lab_chart_model_set_apart (LabChartModel *self,
                           gboolean       apart)
{
  g_return_if_fail (self != NULL);

  self->apart = apart;
}

void
lab_chart_model_set_corner (LabChartModel *self,
                            const char    *corner)
{
  g_return_if_fail (self != NULL);

  set_text (&self->corner, corner);
}

void
lab_chart_model_set_previous (LabChartModel *self,
                              double         total,
                              const char    *name)
{
  g_return_if_fail (self != NULL && name != NULL);

  self->previous = total;
  set_text (&self->previous_name, name);
}

LabSeries *
lab_chart_model_get_series (const LabChartModel *self,
                            guint                index)
{
  g_return_val_if_fail (self != NULL && index < self->series->len, NULL);

  return g_ptr_array_index (self->series, index);
}

gboolean
lab_chart_model_has_categories (const LabChartModel *self)
{
  return kind_has_categories (self->kind);
}

gboolean
lab_chart_model_is_horizontal (const LabChartModel *self)
{
  return self->kind == LAB_CHART_BARS || self->kind == LAB_CHART_FOREST ||
         self->kind == LAB_CHART_TORNADO || self->kind == LAB_CHART_DOT_STRIP;
}

char *
lab_chart_model_format_place (const LabChartModel *self,
                              double               x)
{
  if (!kind_has_categories (self->kind))
    return self->x.scale == LAB_SCALE_TIME ? lab_unit_format_moment (x, self->zone)
                                           : lab_unit_format (self->x.unit, x);
  if (x >= 0 && x < self->long_names->len)
    return g_strdup (g_ptr_array_index (self->long_names, (guint) x));
  return lab_unit_format (LAB_UNIT_NUMBER, x + 1);
}

char *
lab_chart_model_format_value (const LabChartModel *self,
                              double               value,
                              LabPointFlags        flags)
{
  g_autofree char *text = NULL;

  if (isnan (value) && (flags & LAB_POINT_UNPRICED))
    return g_strdup (C_ ("value", "unpriced"));
  if (self->kind == LAB_CHART_WATERFALL && !(flags & LAB_POINT_TOTAL))
    text = lab_unit_format_signed (self->y.unit, value);
  else
    text = lab_unit_format (self->y.unit, value);
  return flags & LAB_POINT_UNPRICED ? g_strconcat ("≥\u00a0", text, NULL)
                                    : g_steal_pointer (&text);
}
