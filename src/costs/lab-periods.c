/* lab-periods.c: hours, days, weeks and months of somebody's time zone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-periods.h"

#define US_PER_SECOND G_GINT64_CONSTANT (1000000)
#define HOUR_US (3600 * US_PER_SECOND)
#define DAY_US (24 * HOUR_US)
/* What the sums in the ledger are kept by. */
#define SLOT_US (15 * 60 * US_PER_SECOND)
#define MOST_HOURS 48
#define MOST_DAYS 31
#define MOST_WEEKS 31

static GDateTime *
to_local (GTimeZone *zone,
          gint64     time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / US_PER_SECOND);

  return g_date_time_to_timezone (utc, zone);
}

/* A zone of long ago may have begun its days anywhere. */
static gint64
from_local (GDateTime *local)
{
  gint64 time = g_date_time_to_unix (local) * US_PER_SECOND;

  return MAX (time - time % SLOT_US, 0);
}

static GDateTime *
find_midnight (GTimeZone *zone,
               gint64     time)
{
  g_autoptr (GDateTime) local = to_local (zone, time);

  return g_date_time_new (zone, g_date_time_get_year (local), g_date_time_get_month (local),
                          g_date_time_get_day_of_month (local), 0, 0, 0);
}

/* Where the period of that unit that holds @time begins. */
static GDateTime *
find_start (GTimeZone     *zone,
            LabPeriodUnit  unit,
            gint64         time)
{
  g_autoptr (GDateTime) midnight = find_midnight (zone, time);

  if (unit == LAB_PERIOD_WEEK)
    return g_date_time_add_days (midnight, 1 - g_date_time_get_day_of_week (midnight));
  if (unit == LAB_PERIOD_MONTH)
    return g_date_time_add_days (midnight, 1 - g_date_time_get_day_of_month (midnight));
  return g_steal_pointer (&midnight);
}

static LabPeriods *
periods_new (GTimeZone     *zone,
             LabPeriodUnit  unit,
             gint64         start)
{
  LabPeriods *self = g_new0 (LabPeriods, 1);

  self->unit = unit;
  self->zone = g_time_zone_ref (zone);
  self->bounds = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (self->bounds, start);
  return self;
}

static gint64
get_last (const LabPeriods *self)
{
  return g_array_index (self->bounds, gint64, self->bounds->len - 1);
}

/* Hours go by the clock's time; the others by the calendar, from the day
 * that the last bound belongs to. */
static void
append_period (LabPeriods *self)
{
  gint64 last = get_last (self), next = last + HOUR_US;

  if (self->unit != LAB_PERIOD_HOUR)
    {
      /* Rounding down may have left the day. */
      g_autoptr (GDateTime) start = find_midnight (self->zone, last + SLOT_US);
      g_autoptr (GDateTime) end = self->unit == LAB_PERIOD_DAY ? g_date_time_add_days (start, 1)
                                  : self->unit == LAB_PERIOD_WEEK
                                    ? g_date_time_add_days (start, 7)
                                    : g_date_time_add_months (start, 1);

      next = MAX (from_local (end), last + SLOT_US);
    }
  g_array_append_val (self->bounds, next);
}

LabPeriods *
lab_periods_new_hours (GTimeZone *zone,
                       gint64     time)
{
  g_autoptr (GDateTime) midnight = NULL;
  g_autoptr (GDateTime) next = NULL;
  LabPeriods *self;

  g_return_val_if_fail (zone != NULL, NULL);

  midnight = find_midnight (zone, time);
  next = g_date_time_add_days (midnight, 1);
  self = periods_new (zone, LAB_PERIOD_HOUR, from_local (midnight));
  while (get_last (self) < from_local (next))
    append_period (self);
  return self;
}

LabPeriods *
lab_periods_new_days (GTimeZone *zone,
                      gint64     time,
                      guint      n)
{
  g_autoptr (GDateTime) midnight = NULL;
  g_autoptr (GDateTime) first = NULL;
  LabPeriods *self;

  g_return_val_if_fail (zone != NULL, NULL);
  g_return_val_if_fail (n > 0, NULL);

  midnight = find_midnight (zone, time);
  first = g_date_time_add_days (midnight, 1 - (int) n);
  self = periods_new (zone, LAB_PERIOD_DAY, from_local (first));
  for (guint i = 0; i < n; i++)
    append_period (self);
  return self;
}

static LabPeriods *
new_hours_between (GTimeZone *zone,
                   gint64     first,
                   gint64     last)
{
  g_autoptr (GDateTime) midnight = find_midnight (zone, first);
  gint64 start = from_local (midnight);
  gint64 hours = (first - start) / HOUR_US;
  LabPeriods *self = periods_new (zone, LAB_PERIOD_HOUR, start + hours * HOUR_US);

  while (get_last (self) <= last)
    append_period (self);
  return self;
}

LabPeriods *
lab_periods_new_span (GTimeZone *zone,
                      gint64     first,
                      gint64     last)
{
  gint64 length = last - first;
  LabPeriodUnit unit;
  g_autoptr (GDateTime) start = NULL;
  LabPeriods *self;

  g_return_val_if_fail (zone != NULL, NULL);
  g_return_val_if_fail (first <= last, NULL);

  if (length < (MOST_HOURS - 1) * HOUR_US)
    return new_hours_between (zone, first, last);
  unit = length < (MOST_DAYS - 1) * DAY_US        ? LAB_PERIOD_DAY
         : length < (MOST_WEEKS - 1) * 7 * DAY_US ? LAB_PERIOD_WEEK
                                                  : LAB_PERIOD_MONTH;
  start = find_start (zone, unit, first);
  self = periods_new (zone, unit, from_local (start));
  while (get_last (self) <= last)
    append_period (self);
  return self;
}

LabPeriods *
lab_periods_copy (const LabPeriods *self)
{
  LabPeriods *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (LabPeriods, 1);
  copy->unit = self->unit;
  copy->zone = g_time_zone_ref (self->zone);
  copy->bounds = g_array_copy (self->bounds);
  return copy;
}

void
lab_periods_free (LabPeriods *self)
{
  if (self == NULL)
    return;

  g_time_zone_unref (self->zone);
  g_array_unref (self->bounds);
  g_free (self);
}

void
lab_periods_extend (LabPeriods *self,
                    gint64      time,
                    guint       most)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < most && get_last (self) <= time; i++)
    append_period (self);
}

guint
lab_periods_get_n (const LabPeriods *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->bounds->len - 1;
}

gint64
lab_periods_get_start (const LabPeriods *self,
                       guint             index)
{
  g_return_val_if_fail (self != NULL && index < self->bounds->len, 0);

  return g_array_index (self->bounds, gint64, index);
}

gint64
lab_periods_get_end (const LabPeriods *self,
                     guint             index)
{
  g_return_val_if_fail (self != NULL && index + 1 < self->bounds->len, 0);

  return g_array_index (self->bounds, gint64, index + 1);
}

gint
lab_periods_find (const LabPeriods *self,
                  gint64            time)
{
  g_return_val_if_fail (self != NULL, -1);

  for (guint i = 0; i + 1 < self->bounds->len; i++)
    if (time >= g_array_index (self->bounds, gint64, i) &&
        time < g_array_index (self->bounds, gint64, i + 1))
      return (gint) i;
  return -1;
}

gint64
lab_periods_shift (const LabPeriods *self,
                   gint64            time,
                   int               days)
{
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDateTime) moved = NULL;

  g_return_val_if_fail (self != NULL, 0);

  local = to_local (self->zone, time + SLOT_US - 1);
  moved = g_date_time_add_days (local, days);
  return from_local (moved);
}
