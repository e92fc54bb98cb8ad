/* lab-unit.c: numbers of charts as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "lab-money.h"

#define MINUS "\u2212"
/* Beyond this base's integer dollars would overflow. */
#define MONEY_LIMIT 9.0e9
/* Beyond this digits say nothing and only fill the page. */
#define PLAIN_LIMIT 1e15

/* Whole digits grouped as the locale does. */
static char *
format_plain (double magnitude,
              int    digits)
{
  if (magnitude >= PLAIN_LIMIT)
    return g_strdup_printf ("%.3g", magnitude);
  return g_strdup_printf ("%'.*f", digits, magnitude);
}

/* Digits after the point so that @figures significant ones are shown. */
static int
digits_for_figures (double magnitude,
                    int    figures)
{
  int exponent;

  if (magnitude <= 0 || !isfinite (magnitude))
    return 0;
  exponent = (int) floor (log10 (magnitude));
  return CLAMP (figures - 1 - exponent, 0, 12);
}

/* Digits after the point that a multiple of @step needs. */
static int
digits_for_step (double step)
{
  int digits = 0;

  if (!(step > 0))
    return 0;
  while (digits < 12 && fabs (step - round (step)) > 1e-6 * step)
    {
      step *= 10;
      digits++;
    }
  return digits;
}

static char *
format_money (double magnitude,
              int    digits)
{
  g_autofree char *number = NULL;

  if (magnitude < MONEY_LIMIT)
    {
      LabMoney amount = (LabMoney) llround (magnitude * LAB_MONEY_PER_USD);

      return digits < 0 ? lab_money_format (amount)
                        : lab_money_format_digits (amount, MIN (digits, 9));
    }
  number = format_plain (magnitude, 0);
  /* Translators: an amount in US dollars; %s is the number. */
  return g_strdup_printf (C_ ("money", "$%s"), number);
}

static char *
format_si (double magnitude,
           int    figures)
{
  static const struct
  {
    double size;
    const char *suffix;
  } steps[] = { { 1e12, "T" }, { 1e9, "G" }, { 1e6, "M" }, { 1e3, "k" } };

  if (magnitude >= PLAIN_LIMIT)
    return format_plain (magnitude, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      double scaled = magnitude / steps[i].size;
      int digits = digits_for_figures (scaled, figures);

      if (magnitude < steps[i].size)
        continue;
      while (digits > 0 && digits_for_step (scaled) < digits)
        digits--;
      return g_strdup_printf ("%'.*f\u00a0%s", digits, scaled, steps[i].suffix);
    }
  return format_plain (magnitude, MIN (digits_for_step (magnitude), figures));
}

static char *
format_share (double magnitude,
              int    digits)
{
  g_autofree char *number = format_plain (magnitude * 100, digits);

  /* Translators: a share; %s is the number. The space does not break. */
  return g_strdup_printf (C_ ("share", "%s\u00a0%%"), number);
}

static char *
format_seconds (double magnitude,
                int    digits,
                double largest)
{
  g_autofree char *number = NULL;

  if (largest < 1)
    {
      number = format_plain (magnitude * 1000, MAX (digits - 3, 0));
      /* Translators: milliseconds; %s is the number. */
      return g_strdup_printf (C_ ("duration", "%s\u00a0ms"), number);
    }
  number = format_plain (magnitude, digits);
  /* Translators: seconds; %s is the number. */
  return g_strdup_printf (C_ ("duration", "%s\u00a0s"), number);
}

static char *
format_magnitude (LabUnit unit,
                  double  magnitude)
{
  int share_digits = magnitude < 0.1 ? 2 : 1;

  switch (unit)
    {
    case LAB_UNIT_USD:
    case LAB_UNIT_USD_PER_MTOK:
      return format_money (magnitude, -1);
    case LAB_UNIT_TOKENS:
    case LAB_UNIT_CALLS:
      return format_plain (magnitude, MIN (digits_for_step (magnitude), 2));
    case LAB_UNIT_SHARE:
      return format_share (magnitude, MIN (digits_for_step (magnitude * 100), share_digits));
    case LAB_UNIT_SECONDS:
      return format_seconds (magnitude, digits_for_figures (magnitude, 3), magnitude);
    case LAB_UNIT_TIME:
    case LAB_UNIT_NUMBER:
    default:
      return format_plain (magnitude, MIN (digits_for_step (magnitude),
                                           digits_for_figures (magnitude, 4)));
    }
}

static char *
with_sign (double      value,
           const char *plus,
           const char *text)
{
  return g_strconcat (value < 0 ? MINUS : value > 0 ? plus : "", text, NULL);
}

static char *
format_unusual (LabUnit unit,
                double  value)
{
  if (isnan (value))
    return g_strdup (C_ ("value", "unknown"));
  if (isinf (value))
    return g_strdup (value < 0 ? MINUS "∞" : "∞");
  if (unit == LAB_UNIT_TIME)
    return lab_unit_format_moment (value, NULL);
  return NULL;
}

char *
lab_unit_format (LabUnit unit,
                 double  value)
{
  g_autofree char *text = format_unusual (unit, value);

  if (text != NULL)
    return g_steal_pointer (&text);
  text = format_magnitude (unit, fabs (value));
  return with_sign (value, "", text);
}

char *
lab_unit_format_signed (LabUnit unit,
                        double  value)
{
  g_autofree char *text = format_unusual (unit, value);

  if (text != NULL)
    return g_steal_pointer (&text);
  text = format_magnitude (unit, fabs (value));
  return with_sign (value, "+", text);
}

/* Cents from one dollar, none from a thousand, as many as the step needs
 * below. */
static int
money_tick_digits (double step,
                   double largest)
{
  int digits = digits_for_step (step);

  if (digits == 0)
    return largest < 1000 ? 2 : 0;
  return CLAMP (digits, 2, 9);
}

char *
lab_unit_format_tick (LabUnit unit,
                      double  value,
                      double  step,
                      double  largest)
{
  g_autofree char *text = format_unusual (unit, value);
  double magnitude = fabs (value);
  double grain = step > 0 ? step : magnitude;
  int digits;

  if (text != NULL)
    return g_steal_pointer (&text);
  digits = digits_for_step (grain);
  if (unit == LAB_UNIT_USD || unit == LAB_UNIT_USD_PER_MTOK)
    text = format_money (magnitude, step > 0 ? money_tick_digits (step, largest)
                                             : money_tick_digits (magnitude, magnitude));
  else if (unit == LAB_UNIT_SHARE)
    text = format_share (magnitude, digits_for_step (grain * 100));
  else if (unit == LAB_UNIT_SECONDS)
    text = format_seconds (magnitude, digits, largest);
  else if (magnitude >= 1000 || lab_unit_is_count (unit))
    text = format_si (magnitude, 4);
  else
    text = format_plain (magnitude, digits);
  return with_sign (value, "", text);
}

const char *
lab_unit_get_name (LabUnit unit)
{
  switch (unit)
    {
    case LAB_UNIT_USD:
      return C_ ("unit", "US dollars");
    case LAB_UNIT_USD_PER_MTOK:
      return C_ ("unit", "US dollars per million tokens");
    case LAB_UNIT_TOKENS:
      return C_ ("unit", "tokens");
    case LAB_UNIT_CALLS:
      return C_ ("unit", "calls");
    case LAB_UNIT_SHARE:
      return C_ ("unit", "per cent");
    case LAB_UNIT_SECONDS:
      return C_ ("unit", "seconds");
    case LAB_UNIT_TIME:
    case LAB_UNIT_NUMBER:
    default:
      return "";
    }
}

gboolean
lab_unit_is_count (LabUnit unit)
{
  return unit == LAB_UNIT_TOKENS || unit == LAB_UNIT_CALLS;
}

char *
lab_unit_format_moment (double     unix_us,
                        GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  /* 9999-12-31 is the last day that GDateTime knows. */
  if (!(fabs (unix_us) < 2.5e17))
    return g_strdup (C_ ("value", "unknown"));
  utc = g_date_time_new_from_unix_utc ((gint64) floor (unix_us / 1e6));
  if (utc == NULL)
    return g_strdup (C_ ("value", "unknown"));
  local = zone != NULL ? g_date_time_to_timezone (utc, zone) : g_date_time_ref (utc);
  /* Translators: a moment in a read-out, in strftime's letters. */
  return g_date_time_format (local, C_ ("chart moment", "%a %-e %b %Y, %H:%M"));
}
