/* lab-time.c: times as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-clock.h"

#include <glib/gi18n-lib.h>

#include "lab-error.h"

#define US_PER_SECOND G_GINT64_CONSTANT (1000000)
#define SECONDS_PER_DAY G_GINT64_CONSTANT (86400)
#define DAYS_PER_ERA 146097 /* 400 Gregorian years */
#define DAYS_TO_1970 719468 /* from 0000-03-01 */

/* Howard Hinnant, "chrono-compatible low-level date algorithms" (2013):
 * days_from_civil and civil_from_days, years beginning in March. */
static gint64
days_from_date (gint64 year,
                int    month,
                int    day)
{
  gint64 y = month <= 2 ? year - 1 : year;
  gint64 era = (y >= 0 ? y : y - 399) / 400;
  gint64 year_of_era = y - era * 400;
  gint64 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  gint64 day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
}

static void
date_from_days (gint64  days,
                gint64 *year,
                int    *month,
                int    *day)
{
  gint64 z = days + DAYS_TO_1970;
  gint64 era = (z >= 0 ? z : z - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
  gint64 day_of_era = z - era * DAYS_PER_ERA;
  gint64 year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int shifted_month = (int) ((5 * day_of_year + 2) / 153);

  *day = (int) (day_of_year - (153 * shifted_month + 2) / 5) + 1;
  *month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  *year = year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

static gint64
floor_div (gint64 a,
           gint64 b)
{
  return a / b - (a % b < 0 ? 1 : 0);
}

char *
lab_time_to_string (gint64 time_us)
{
  gint64 seconds = floor_div (time_us, US_PER_SECOND);
  int fraction = (int) (time_us - seconds * US_PER_SECOND);
  gint64 days = floor_div (seconds, SECONDS_PER_DAY);
  int second_of_day = (int) (seconds - days * SECONDS_PER_DAY);
  g_autofree char *fraction_text = fraction != 0 ? g_strdup_printf (".%06d", fraction)
                                                 : g_strdup ("");
  gint64 year;
  int month, day;

  date_from_days (days, &year, &month, &day);
  return g_strdup_printf ("%04" G_GINT64_FORMAT "-%02d-%02dT%02d:%02d:%02d%sZ", year, month, day,
                          second_of_day / 3600, second_of_day / 60 % 60, second_of_day % 60,
                          fraction_text);
}

/* Reads exactly @digits digits no greater than @maximum. */
static gboolean
read_number (const char **text,
             int          digits,
             int          minimum,
             int          maximum,
             int         *value)
{
  int number = 0;

  for (int i = 0; i < digits; i++)
    {
      if (!g_ascii_isdigit ((*text)[i]))
        return FALSE;
      number = number * 10 + ((*text)[i] - '0');
    }
  *text += digits;
  *value = number;
  return number >= minimum && number <= maximum;
}

static gboolean
read_character (const char **text,
                const char  *among)
{
  if (**text == '\0' || strchr (among, **text) == NULL)
    return FALSE;
  (*text)++;
  return TRUE;
}

static int
days_in_month (int year,
               int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  return month == 2 && leap ? 29 : days[month - 1];
}

static gboolean
read_date (const char **text,
           gint64      *time_us)
{
  int year, month, day;

  if (!read_number (text, 4, 0, 9999, &year) || !read_character (text, "-") ||
      !read_number (text, 2, 1, 12, &month) || !read_character (text, "-") ||
      !read_number (text, 2, 1, days_in_month (year, month), &day))
    return FALSE;

  *time_us = days_from_date (year, month, day) * SECONDS_PER_DAY * US_PER_SECOND;
  return TRUE;
}

/* Digits finer than a µs are dropped: a time is never rounded into the
 * next second. */
static gboolean
read_fraction (const char **text,
               gint64      *time_us)
{
  gint64 unit = US_PER_SECOND / 10;

  if (!read_character (text, "."))
    return TRUE;
  if (!g_ascii_isdigit (**text))
    return FALSE;
  for (; g_ascii_isdigit (**text); (*text)++, unit /= 10)
    *time_us += (**text - '0') * unit;
  return TRUE;
}

static gboolean
read_offset (const char **text,
             gint64      *time_us)
{
  gboolean west = **text == '-';
  int hours, minutes;
  gint64 offset;

  if (read_character (text, "Zz"))
    return TRUE;
  if (!read_character (text, "+-") || !read_number (text, 2, 0, 23, &hours) ||
      !read_character (text, ":") || !read_number (text, 2, 0, 59, &minutes))
    return FALSE;

  offset = (hours * 60 + minutes) * 60 * US_PER_SECOND;
  *time_us += west ? offset : -offset;
  return TRUE;
}

static gboolean
read_time_of_day (const char **text,
                  gint64      *time_us)
{
  int hour, minute, second;

  if (!read_character (text, "Tt ") || !read_number (text, 2, 0, 23, &hour) ||
      !read_character (text, ":") || !read_number (text, 2, 0, 59, &minute) ||
      !read_character (text, ":") || !read_number (text, 2, 0, 59, &second))
    return FALSE;

  *time_us += ((hour * 60 + minute) * 60 + second) * US_PER_SECOND;
  return read_fraction (text, time_us) && read_offset (text, time_us);
}

gboolean
lab_time_parse (const char  *text,
                gint64      *time_us,
                GError     **error)
{
  const char *at = text;
  gint64 time;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (time_us != NULL, FALSE);

  if (!read_date (&at, &time) || (*at != '\0' && !read_time_of_day (&at, &time)) || *at != '\0')
    {
      lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                     _("“%s” is not a date like 2026-11-23 "
                       "or a time like 2026-11-23T09:00:00Z."),
                     text);
      return FALSE;
    }

  *time_us = time;
  return TRUE;
}
