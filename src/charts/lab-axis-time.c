/* lab-axis-time.c: ticks by a calendar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-axis-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SECOND_US 1e6
#define DAY_US 86400e6
/* 0001-01-01 and 9999-12-31 are the ends of GDateTime's calendar. */
#define FIRST_US -6.2e16
#define LAST_US 2.5e17
#define MAX_TICKS 64

typedef enum
{
  PERIOD_SECOND,
  PERIOD_MINUTE,
  PERIOD_HOUR,
  PERIOD_DAY,
  PERIOD_WEEK,
  PERIOD_MONTH,
  PERIOD_YEAR,
} Period;

typedef struct
{
  Period period;
  int count;
  double length_us; /* the usual length, to choose by */
} CalendarStep;

static const CalendarStep steps[] = {
  { PERIOD_SECOND, 1, SECOND_US },
  { PERIOD_SECOND, 5, 5 * SECOND_US },
  { PERIOD_SECOND, 15, 15 * SECOND_US },
  { PERIOD_SECOND, 30, 30 * SECOND_US },
  { PERIOD_MINUTE, 1, 60 * SECOND_US },
  { PERIOD_MINUTE, 5, 300 * SECOND_US },
  { PERIOD_MINUTE, 15, 900 * SECOND_US },
  { PERIOD_MINUTE, 30, 1800 * SECOND_US },
  { PERIOD_HOUR, 1, 3600 * SECOND_US },
  { PERIOD_HOUR, 3, 3 * 3600 * SECOND_US },
  { PERIOD_HOUR, 6, 6 * 3600 * SECOND_US },
  { PERIOD_HOUR, 12, 12 * 3600 * SECOND_US },
  { PERIOD_DAY, 1, DAY_US },
  { PERIOD_DAY, 2, 2 * DAY_US },
  { PERIOD_WEEK, 1, 7 * DAY_US },
  { PERIOD_WEEK, 2, 14 * DAY_US },
  { PERIOD_MONTH, 1, 30.4 * DAY_US },
  { PERIOD_MONTH, 3, 91.3 * DAY_US },
  { PERIOD_MONTH, 6, 182.6 * DAY_US },
  { PERIOD_YEAR, 1, 365.2 * DAY_US },
  { PERIOD_YEAR, 2, 730.5 * DAY_US },
  { PERIOD_YEAR, 5, 1826 * DAY_US },
  { PERIOD_YEAR, 10, 3652 * DAY_US },
  { PERIOD_YEAR, 50, 18262 * DAY_US },
  { PERIOD_YEAR, 100, 36524 * DAY_US },
  { PERIOD_YEAR, 500, 182621 * DAY_US },
  { PERIOD_YEAR, 1000, 365242 * DAY_US },
  { PERIOD_YEAR, 5000, 1826211 * DAY_US },
};

static const CalendarStep *
choose_step (double range,
             guint  most)
{
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (range / steps[i].length_us <= most - 0.5)
      return &steps[i];
  return &steps[G_N_ELEMENTS (steps) - 1];
}

/* The moment at or before @when where the step's own counting begins: the
 * day for hours, the month for days, the year for months. */
static GDateTime *
start_of (GDateTime          *when,
          GTimeZone          *zone,
          const CalendarStep *step)
{
  int year, month, day;
  g_autoptr (GDateTime) midnight = NULL;

  g_date_time_get_ymd (when, &year, &month, &day);
  switch (step->period)
    {
    case PERIOD_SECOND:
    case PERIOD_MINUTE:
    case PERIOD_HOUR:
      return g_date_time_new (zone, year, month, day, 0, 0, 0);
    case PERIOD_DAY:
      return g_date_time_new (zone, year, month, step->count == 1 ? day : 1, 0, 0, 0);
    case PERIOD_WEEK:
      midnight = g_date_time_new (zone, year, month, day, 0, 0, 0);
      return g_date_time_add_days (midnight, 1 - g_date_time_get_day_of_week (when));
    case PERIOD_MONTH:
      return g_date_time_new (zone, year, 1, 1, 0, 0, 0);
    case PERIOD_YEAR:
    default:
      return g_date_time_new (zone, MAX (1, year - year % step->count), 1, 1, 0, 0, 0);
    }
}

/* Days of a two-day step begin anew with each month, so that a label never
 * depends on where the axis begins. */
static GDateTime *
next_day (GDateTime *when,
          GTimeZone *zone,
          int        count)
{
  g_autoptr (GDateTime) next = g_date_time_add_days (when, count);
  int day = g_date_time_get_day_of_month (next);

  if (count > 1 && (day < count || day == g_date_get_days_in_month (
                                            (GDateMonth) g_date_time_get_month (next),
                                            (GDateYear) g_date_time_get_year (next))))
    {
      int year, month;
      g_autoptr (GDateTime) first = NULL;

      g_date_time_get_ymd (next, &year, &month, NULL);
      first = g_date_time_new (zone, year, month, 1, 0, 0, 0);
      return day < count ? g_steal_pointer (&first) : g_date_time_add_months (first, 1);
    }
  return g_steal_pointer (&next);
}

/* Hours keep the clock's own multiples over a change of the clock: after the
 * jump 3 h later reads an hour off, or half of one, and is set back. */
static GDateTime *
next_hour (GDateTime *when,
           int        count)
{
  g_autoptr (GDateTime) later = g_date_time_add_hours (when, count);
  g_autoptr (GDateTime) next = g_date_time_add_minutes (later, -g_date_time_get_minute (later));
  int off = count > 1 ? g_date_time_get_hour (next) % count : 0;

  if (off == 0)
    return g_steal_pointer (&next);
  return g_date_time_add_hours (next, off == 1 ? -1 : count - off);
}

static GDateTime *
next_tick (GDateTime          *when,
           GTimeZone          *zone,
           const CalendarStep *step)
{
  switch (step->period)
    {
    case PERIOD_SECOND:
      return g_date_time_add_seconds (when, step->count);
    case PERIOD_MINUTE:
      return g_date_time_add_minutes (when, step->count);
    case PERIOD_HOUR:
      return next_hour (when, step->count);
    case PERIOD_DAY:
      return next_day (when, zone, step->count);
    case PERIOD_WEEK:
      return g_date_time_add_weeks (when, step->count);
    case PERIOD_MONTH:
      return g_date_time_add_months (when, step->count);
    case PERIOD_YEAR:
    default:
      return g_date_time_add_years (when, g_date_time_get_year (when) == 1 && step->count > 1
                                            ? step->count - 1
                                            : step->count);
    }
}

static char *
label_for (GDateTime          *when,
           const CalendarStep *step)
{
  gboolean midnight = g_date_time_get_hour (when) == 0 && g_date_time_get_minute (when) == 0 &&
                      g_date_time_get_second (when) == 0;
  gboolean new_year = g_date_time_get_day_of_year (when) == 1;

  if (step->period == PERIOD_YEAR || (step->period == PERIOD_MONTH && new_year))
    return g_date_time_format (when, "%Y");
  if (step->period == PERIOD_MONTH)
    /* Translators: a month under a chart, in strftime's letters. */
    return g_date_time_format (when, C_ ("chart time", "%b"));
  if (midnight || step->period == PERIOD_DAY || step->period == PERIOD_WEEK)
    /* Translators: a day under a chart, in strftime's letters. */
    return g_date_time_format (when, C_ ("chart time", "%-e\u00a0%b"));
  if (step->period == PERIOD_SECOND)
    /* Translators: a second under a chart, in strftime's letters. */
    return g_date_time_format (when, C_ ("chart time", "%H:%M:%S"));
  /* Translators: a minute under a chart, in strftime's letters. */
  return g_date_time_format (when, C_ ("chart time", "%H:%M"));
}

static GDateTime *
moment_at (double     unix_us,
           GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc ((gint64) floor (unix_us / 1e6));

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

static void
move_on (GDateTime **when,
         GDateTime **next)
{
  g_date_time_unref (*when);
  *when = g_steal_pointer (next);
}

static void
add_ticks (LabAxis            *self,
           GTimeZone          *zone,
           const CalendarStep *step)
{
  g_autoptr (GDateTime) first = moment_at (self->low, zone);
  g_autoptr (GDateTime) when = first != NULL ? start_of (first, zone, step) : NULL;
  double length = step->length_us;
  guint skipped = 0;

  /* A day of seconds is passed over in one go. */
  if (when != NULL && step->period <= PERIOD_MINUTE)
    {
      double gap = self->low - g_date_time_to_unix (when) * 1e6;
      g_autoptr (GDateTime) nearer =
        g_date_time_add_seconds (when, floor (gap / length) * length / 1e6);

      move_on (&when, &nearer);
    }
  while (when != NULL && self->ticks->len < MAX_TICKS && skipped < 400)
    {
      double value = g_date_time_to_unix (when) * 1e6;
      g_autoptr (GDateTime) next = NULL;

      if (value > self->high)
        break;
      if (value >= self->low)
        lab_axis_add_tick (self, value, label_for (when, step));
      else
        skipped++;
      next = next_tick (when, zone, step);
      move_on (&when, &next);
    }
}

LabAxis *
lab_axis_new_time (double     low,
                   double     high,
                   GTimeZone *zone,
                   guint      most)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  LabAxis *self;

  if (isnan (low) || isnan (high))
    low = high = 0;
  low = CLAMP (low, FIRST_US, LAST_US);
  high = CLAMP (high, FIRST_US, LAST_US);
  if (high - low < SECOND_US)
    {
      low -= DAY_US / 2;
      high = low + DAY_US;
    }
  self = lab_axis_alloc (LAB_SCALE_TIME, LAB_UNIT_TIME, low, high);
  add_ticks (self, zone != NULL ? zone : utc, choose_step (high - low, CLAMP (most, 2, MAX_TICKS)));
  return self;
}
