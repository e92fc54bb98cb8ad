/* lab-dashboard-words.c: an overview's times in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "dashboard/lab-dashboard-charts.h"

static GDateTime *
to_local (const LabPeriods *periods,
          gint64            time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);

  return g_date_time_to_timezone (utc, periods->zone);
}

static char *
format_time (const LabPeriods *periods,
             gint64            time,
             const char       *format)
{
  g_autoptr (GDateTime) local = to_local (periods, time);

  return g_date_time_format (local, format);
}

char *
lab_dashboard_name_period (const LabPeriods *periods,
                           guint             index)
{
  gint64 start, end;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  g_return_val_if_fail (periods != NULL && index < lab_periods_get_n (periods), NULL);

  start = lab_periods_get_start (periods, index);
  end = lab_periods_get_end (periods, index);
  switch (periods->unit)
    {
    case LAB_PERIOD_HOUR:
      /* Translators: day and time, for g_date_time_format(). */
      first = format_time (periods, start, _("%A %-d %B, %H:%M"));
      /* Translators: a time of day, for g_date_time_format(). */
      last = format_time (periods, end, _("%H:%M"));
      /* Translators: an hour of a day, from its beginning to its end. */
      return g_strdup_printf (_("%s to %s"), first, last);
    case LAB_PERIOD_WEEK:
      /* Translators: a week by its first day, for g_date_time_format(). */
      return format_time (periods, start, _("Week of %-d %B %Y"));
    case LAB_PERIOD_MONTH:
      /* Translators: a month, for g_date_time_format(). */
      return format_time (periods, start, _("%B %Y"));
    case LAB_PERIOD_DAY:
    default:
      /* Translators: a day, for g_date_time_format(). */
      return format_time (periods, start, _("%A %-d %B"));
    }
}

char *
lab_dashboard_name_range (const LabCostOverview *overview,
                          LabOverviewRange       range)
{
  const LabPeriods *periods;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  guint n;

  g_return_val_if_fail (overview != NULL, NULL);

  periods = overview->periods;
  if (periods == NULL)
    return g_strdup ("");
  n = lab_periods_get_n (periods);
  first = format_time (periods, lab_periods_get_start (periods, 0), _("%A %-d %B"));
  if (range == LAB_OVERVIEW_DAY)
    return g_steal_pointer (&first);
  if (range == LAB_OVERVIEW_TODAY)
    /* Translators: %s is a day: "Monday 23 November". */
    return g_strdup_printf (_("Today, %s"), first);
  g_free (first);
  /* Translators: a day and its year, for g_date_time_format(). */
  first = format_time (periods, lab_periods_get_start (periods, 0), _("%-d %B %Y"));
  last = format_time (periods, lab_periods_get_end (periods, n - 1) - 1, _("%-d %B %Y"));
  if (g_str_equal (first, last))
    return g_steal_pointer (&first);
  /* Translators: a stretch of time, from its first day to its last. */
  return g_strdup_printf (_("%s to %s"), first, last);
}

const char *
lab_dashboard_name_before (LabOverviewRange range)
{
  switch (range)
    {
    case LAB_OVERVIEW_TODAY:
      return _("yesterday by this time");
    case LAB_OVERVIEW_7_DAYS:
      return _("the 7 days before");
    case LAB_OVERVIEW_30_DAYS:
      return _("the 30 days before");
    case LAB_OVERVIEW_EXPERIMENT:
    case LAB_OVERVIEW_DAY:
    default:
      return NULL;
    }
}
