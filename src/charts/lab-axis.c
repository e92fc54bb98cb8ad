/* lab-axis.c: from a value to a place on a line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-axis-private.h"

#include <float.h>
#include <math.h>

/* Data beyond this is drawn at the edge: differences would overflow. */
#define LIMIT 1e300
/* Nearer to zero than this, divisions would overflow: it counts as zero. */
#define NOTHING 1e-290
#define MAX_TICKS 64
/* On a longer log axis only the powers of ten with a label have a tick. */
#define MOST_DECADES 20

static void
tick_clear (gpointer tick)
{
  g_free (((LabTick *) tick)->label);
}

LabAxis *
lab_axis_alloc (LabScale scale,
                LabUnit  unit,
                double   low,
                double   high)
{
  LabAxis *self = g_new0 (LabAxis, 1);

  self->scale = scale;
  self->unit = unit;
  self->low = low;
  self->high = high;
  self->ticks = g_array_new (FALSE, FALSE, sizeof (LabTick));
  g_array_set_clear_func (self->ticks, tick_clear);
  return self;
}

void
lab_axis_free (LabAxis *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->ticks);
  g_free (self);
}

void
lab_axis_add_tick (LabAxis *self,
                   double   value,
                   char    *label)
{
  LabTick tick = { value, lab_axis_to_position (self, value), label };

  g_array_append_val (self->ticks, tick);
}

double
lab_axis_to_position (const LabAxis *self,
                      double         value)
{
  g_return_val_if_fail (self != NULL, NAN);

  if (isnan (value))
    return NAN;
  value = CLAMP (value, -LIMIT, LIMIT);
  if (self->scale != LAB_SCALE_LOG)
    return (value - self->low) / (self->high - self->low);
  if (value <= 0)
    return NAN;
  return (log (value) - log (self->low)) / (log (self->high) - log (self->low));
}

double
lab_axis_to_value (const LabAxis *self,
                   double         position)
{
  g_return_val_if_fail (self != NULL, NAN);

  if (self->scale == LAB_SCALE_LOG)
    return exp (log (self->low) + position * (log (self->high) - log (self->low)));
  return self->low + position * (self->high - self->low);
}

/* The next step of 1, 2, 5, 10 … at or above @step. */
static double
step_at_least (double step)
{
  static const double mantissas[] = { 1, 2, 5, 10 };
  double exponent = floor (log10 (step));

  for (gsize i = 0; i < G_N_ELEMENTS (mantissas); i++)
    {
      /* A division keeps 0.1, 0.2 and 0.5 the doubles nearest to them. */
      double candidate = exponent < 0 && exponent > -300 ? mantissas[i] / pow (10, -exponent)
                                                         : mantissas[i] * pow (10, exponent);

      if (candidate >= step * (1 - 1e-9))
        return candidate;
    }
  return 10 * pow (10, exponent);
}

static double
grid_below (double value,
            double step)
{
  return floor (value / step + 1e-9);
}

static double
grid_above (double value,
            double step)
{
  return ceil (value / step - 1e-9);
}

/* Intervals between the ticks that cover the range, or that lie on it. */
static double
count_intervals (double   low,
                 double   high,
                 double   step,
                 gboolean inside)
{
  return inside ? grid_below (high, step) - grid_above (low, step)
                : grid_above (high, step) - grid_below (low, step);
}

static double
choose_step (LabUnit      unit,
             double       low,
             double       high,
             guint        most,
             LabAxisFlags flags)
{
  double magnitude = MAX (fabs (low), fabs (high));
  double step = MAX ((high - low) / most, magnitude * DBL_EPSILON * 8);
  gboolean inside = (flags & (LAB_AXIS_TIGHT | LAB_AXIS_CLOSE)) != 0;

  step = step_at_least (step);
  while (count_intervals (low, high, step, inside) > most - 1)
    step = step_at_least (step * 1.5);
  if (lab_unit_is_count (unit))
    step = MAX (step, 1);
  return step;
}

/* A range that can be divided, whatever was given. */
static void
mend_range (double      *low,
            double      *high,
            LabAxisFlags flags)
{
  if (isnan (*low) || isnan (*high))
    {
      *low = 0;
      *high = 1;
    }
  *low = fabs (*low) < NOTHING ? 0 : CLAMP (*low, -LIMIT, LIMIT);
  *high = fabs (*high) < NOTHING ? 0 : CLAMP (*high, -LIMIT, LIMIT);
  if (*low > *high)
    {
      double swap = *low;

      *low = *high;
      *high = swap;
    }
  if (flags & LAB_AXIS_FROM_ZERO)
    {
      *low = MIN (*low, 0);
      *high = MAX (*high, 0);
    }
  if (*high - *low <= MAX (fabs (*low), fabs (*high)) * DBL_EPSILON * 16)
    {
      double room = *low == 0 ? 1 : fabs (*low) * 0.1;

      *low -= *low == 0 ? 0 : room;
      *high += room;
    }
}

/* Where the axis ends: at the data, or at the ticks around it. */
static void
choose_ends (double      *low,
             double      *high,
             double       step,
             LabAxisFlags flags)
{
  gboolean inside = (flags & (LAB_AXIS_TIGHT | LAB_AXIS_CLOSE)) != 0;

  if ((flags & LAB_AXIS_CLOSE) && count_intervals (*low, *high, step, TRUE) < 3)
    inside = FALSE;
  if (inside)
    return;
  *low = grid_below (*low, step) * step;
  *high = grid_above (*high, step) * step;
}

LabAxis *
lab_axis_new_linear (LabUnit      unit,
                     double       low,
                     double       high,
                     guint        most,
                     LabAxisFlags flags)
{
  LabAxis *self;
  double step, first, last, largest;

  mend_range (&low, &high, flags);
  step = choose_step (unit, low, high, CLAMP (most, 3, MAX_TICKS), flags);
  choose_ends (&low, &high, step, flags);
  first = grid_above (low, step);
  last = grid_below (high, step);
  self = lab_axis_alloc (LAB_SCALE_LINEAR, unit, low, high);
  self->step = step;
  largest = MAX (fabs (low), fabs (high));
  for (int i = 0; i < MAX_TICKS && first + i <= last; i++)
    {
      /* Adding zero turns −0 into 0. */
      double value = (first + i) * step + 0.0;

      lab_axis_add_tick (self, value, lab_unit_format_tick (unit, value, step, largest));
    }
  return self;
}

/* The 1-2-5 number next below or above. */
static double
log_grid (double   value,
          gboolean above)
{
  static const double mantissas[] = { 1, 2, 5, 10 };
  double decade = pow (10, floor (log10 (value) + 1e-12));
  double chosen = decade;

  for (gsize i = 0; i < G_N_ELEMENTS (mantissas); i++)
    {
      double candidate = mantissas[i] * decade;

      if (above && candidate >= value * (1 - 1e-9))
        return candidate;
      if (!above && candidate <= value * (1 + 1e-9))
        chosen = candidate;
    }
  return above ? 10 * decade : chosen;
}

static void
add_log_ticks (LabAxis *self,
               guint    most)
{
  int first = (int) floor (log10 (self->low) + 1e-9);
  int last = (int) ceil (log10 (self->high) - 1e-9);
  guint stride = MAX (1, (guint) ceil ((last - first) / (double) (most - 1)));
  gboolean fine = (guint) (last - first) * 3 < most + 2;

  for (int exponent = first; exponent <= last; exponent++)
    for (int mantissa = 1; mantissa <= (fine ? 5 : 1); mantissa += mantissa == 1 ? 1 : 3)
      {
        double value = exponent < 0 ? mantissa / pow (10, -exponent)
                                    : mantissa * pow (10, exponent);
        gboolean named = (guint) (exponent - first) % stride == 0;

        if (!named && last - first > MOST_DECADES)
          continue;
        if (value >= self->low * (1 - 1e-9) && value <= self->high * (1 + 1e-9))
          lab_axis_add_tick (self, value,
                             named ? lab_unit_format_tick (self->unit, value, 0, self->high)
                                   : g_strdup (""));
      }
}

LabAxis *
lab_axis_new_log (LabUnit unit,
                  double  low,
                  double  high,
                  guint   most)
{
  LabAxis *self;

  if (!(low > 0) || !(high > 0))
    {
      low = 1;
      high = 10;
    }
  low = CLAMP (MIN (low, high), 1e-290, 1e290);
  high = CLAMP (MAX (low, high), 1e-290, 1e290);
  if (high / low < 10)
    {
      low = log_grid (low, FALSE);
      high = log_grid (high, TRUE);
      if (high <= low)
        high = low * 10;
    }
  else
    {
      low = pow (10, floor (log10 (low) + 1e-9));
      high = pow (10, ceil (log10 (high) - 1e-9));
    }
  self = lab_axis_alloc (LAB_SCALE_LOG, unit, low, high);
  add_log_ticks (self, CLAMP (most, 2, MAX_TICKS));
  return self;
}

LabAxis *
lab_axis_new_bands (guint n)
{
  LabAxis *self = lab_axis_alloc (LAB_SCALE_BANDS, LAB_UNIT_NUMBER, -0.5,
                                  MAX (n, 1) - 0.5);

  for (guint i = 0; i < n; i++)
    lab_axis_add_tick (self, i, g_strdup (""));
  return self;
}
