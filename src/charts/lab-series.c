/* lab-series.c: from numbers to points
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-series.h"

#include <math.h>

static double *
copy_or_fill (const double *values,
              gsize         n,
              gboolean      count_up)
{
  double *copy = g_new (double, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    copy[i] = values != NULL ? values[i] : count_up ? (double) i : NAN;
  return copy;
}

LabSeries *
lab_series_new (const char   *name,
                int           slot,
                LabMark       mark,
                const double *x,
                const double *y,
                gsize         n)
{
  LabSeries *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_new0 (LabSeries, 1);
  self->name = g_utf8_make_valid (name, -1);
  self->slot = slot;
  self->mark = mark;
  self->n = n;
  self->x = copy_or_fill (x, n, TRUE);
  self->y = copy_or_fill (y, n, FALSE);
  return self;
}

void
lab_series_free (LabSeries *self)
{
  if (self == NULL)
    return;
  if (self->labels != NULL)
    for (gsize i = 0; i < self->n; i++)
      g_free (self->labels[i]);
  g_free (self->labels);
  g_free (self->name);
  g_free (self->x);
  g_free (self->y);
  g_free (self->low);
  g_free (self->high);
  g_free (self->x_low);
  g_free (self->x_high);
  g_free (self->flags);
  g_free (self->counts);
  g_free (self->slots);
  g_free (self->low_name);
  g_free (self->high_name);
  g_free (self);
}

void
lab_series_set_interval (LabSeries    *self,
                         const double *low,
                         const double *high,
                         double        level)
{
  g_return_if_fail (self != NULL && low != NULL && high != NULL);

  g_free (self->low);
  g_free (self->high);
  self->low = copy_or_fill (low, self->n, FALSE);
  self->high = copy_or_fill (high, self->n, FALSE);
  self->level = level;
}

void
lab_series_set_x_interval (LabSeries    *self,
                           const double *low,
                           const double *high)
{
  g_return_if_fail (self != NULL && low != NULL && high != NULL);

  g_free (self->x_low);
  g_free (self->x_high);
  self->x_low = copy_or_fill (low, self->n, FALSE);
  self->x_high = copy_or_fill (high, self->n, FALSE);
}

void
lab_series_set_flags (LabSeries     *self,
                      gsize          index,
                      LabPointFlags  flags)
{
  g_return_if_fail (self != NULL && index < self->n);

  if (self->flags == NULL)
    self->flags = g_new0 (guint8, self->n);
  self->flags[index] = (guint8) flags;
}

void
lab_series_set_count (LabSeries *self,
                      gsize      index,
                      guint      count)
{
  g_return_if_fail (self != NULL && index < self->n);

  if (self->counts == NULL)
    self->counts = g_new0 (guint, self->n);
  self->counts[index] = count;
}

void
lab_series_set_slot (LabSeries *self,
                     gsize      index,
                     int        slot)
{
  g_return_if_fail (self != NULL && index < self->n);

  if (self->slots == NULL)
    {
      self->slots = g_new (int, self->n);
      for (gsize i = 0; i < self->n; i++)
        self->slots[i] = self->slot;
    }
  self->slots[index] = slot;
}

int
lab_series_get_slot (const LabSeries *self,
                     gsize            index)
{
  g_return_val_if_fail (self != NULL && index < self->n, 0);

  return self->slots != NULL ? self->slots[index] : self->slot;
}

void
lab_series_set_label (LabSeries  *self,
                      gsize       index,
                      const char *label)
{
  g_return_if_fail (self != NULL && index < self->n && label != NULL);

  if (self->labels == NULL)
    self->labels = g_new0 (char *, self->n);
  g_free (self->labels[index]);
  self->labels[index] = g_utf8_make_valid (label, -1);
}

void
lab_series_set_edge_names (LabSeries  *self,
                           const char *low_name,
                           const char *high_name)
{
  g_return_if_fail (self != NULL && low_name != NULL && high_name != NULL);

  g_free (self->low_name);
  g_free (self->high_name);
  self->low_name = g_utf8_make_valid (low_name, -1);
  self->high_name = g_utf8_make_valid (high_name, -1);
}

LabPointFlags
lab_series_get_flags (const LabSeries *self,
                      gsize            index)
{
  return self->flags != NULL ? (LabPointFlags) self->flags[index] : LAB_POINT_NONE;
}

double
lab_series_get_low (const LabSeries *self,
                    gsize            index)
{
  return self->low != NULL ? self->low[index] : NAN;
}

double
lab_series_get_high (const LabSeries *self,
                     gsize            index)
{
  return self->high != NULL ? self->high[index] : NAN;
}

double
lab_series_get_middle (const LabSeries *self,
                       gsize            index)
{
  if (!isnan (self->y[index]) || self->low == NULL)
    return self->y[index];
  return self->low[index] + (self->high[index] - self->low[index]) / 2;
}

gssize
lab_series_get_last_known (const LabSeries *self)
{
  for (gsize i = self->n; i > 0; i--)
    if (isfinite (lab_series_get_middle (self, i - 1)) && isfinite (self->x[i - 1]))
      return (gssize) i - 1;
  return -1;
}

gboolean
lab_series_is_ordered (const LabSeries *self)
{
  for (gsize i = 1; i < self->n; i++)
    if (!(self->x[i] >= self->x[i - 1]))
      return FALSE;
  return TRUE;
}
