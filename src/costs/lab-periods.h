/* lab-periods.h: hours, days, weeks and months of somebody's time zone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LAB_PERIOD_HOUR,
  LAB_PERIOD_DAY,
  LAB_PERIOD_WEEK, /* from Monday */
  LAB_PERIOD_MONTH,
} LabPeriodUnit;

/**
 * LabPeriods:
 * @bounds: (element-type gint64): n + 1 ascending times, µs since 1970 in
 *   UTC and multiples of 15 minutes; period i is bounds[i] ≤ t < bounds[i + 1]
 *
 * Consecutive stretches that begin where people of @zone would have them
 * begin. Days in which the clock is changed have 23 or 25 hours.
 */
typedef struct
{
  LabPeriodUnit unit;
  GTimeZone *zone;
  GArray *bounds;
} LabPeriods;

/* The hours of the day that holds @time. */
LabPeriods *lab_periods_new_hours (GTimeZone *zone,
                                   gint64     time);
/* @n days, of which the last holds @time. */
LabPeriods *lab_periods_new_days (GTimeZone *zone,
                                  gint64     time,
                                  guint      n);
/* From the period that holds @first to the one that holds @last, in the
 * shortest unit that gives no more than 48 hours, 31 days or 31 weeks. */
LabPeriods *lab_periods_new_span (GTimeZone *zone,
                                  gint64     first,
                                  gint64     last);
LabPeriods *lab_periods_copy (const LabPeriods *self);
void lab_periods_free (LabPeriods *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabPeriods, lab_periods_free)

/* Goes on with more of the same unit until @time lies within, but no further
 * than @most more. */
void lab_periods_extend (LabPeriods *self,
                         gint64      time,
                         guint       most);
guint lab_periods_get_n (const LabPeriods *self);
/* The times of period @index; @index n is where the last one ends. */
gint64 lab_periods_get_start (const LabPeriods *self,
                              guint             index);
gint64 lab_periods_get_end (const LabPeriods *self,
                            guint             index);
/* The period that holds @time, or -1. */
gint lab_periods_find (const LabPeriods *self,
                       gint64            time);
/* @time moved by @days days of the zone's calendar, at the same time of day,
 * rounded up to 15 minutes. */
gint64 lab_periods_shift (const LabPeriods *self,
                          gint64            time,
                          int               days);

G_END_DECLS
