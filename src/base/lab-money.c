/* lab-money.c: amounts of money as integers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-money.h"

#include <limits.h>
#include <locale.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "lab-error.h"

#define MONEY_DIGITS 9
#define SUM_DIGITS 15
#define MIN_DIGITS 2
/* How many digits that mean something are shown of less than a dollar. */
#define SHOWN_FIGURES 3
/* An exponent beyond this has decided the matter whatever the digits are:
 * no text in memory is so long as to balance it. */
#define EXPONENT_LIMIT G_GINT64_CONSTANT (1000000000000000)

typedef unsigned __int128 Magnitude;

/* Decimal text taken apart: the value is
 * ±(whole followed by fraction) × 10^(exponent − fraction_length). */
typedef struct
{
  gboolean negative;
  const char *whole;
  gsize whole_length;
  const char *fraction;
  gsize fraction_length;
  gint64 exponent;
} Decimal;

static const guint64 powers_of_ten[] = {
  G_GUINT64_CONSTANT (1),
  G_GUINT64_CONSTANT (10),
  G_GUINT64_CONSTANT (100),
  G_GUINT64_CONSTANT (1000),
  G_GUINT64_CONSTANT (10000),
  G_GUINT64_CONSTANT (100000),
  G_GUINT64_CONSTANT (1000000),
  G_GUINT64_CONSTANT (10000000),
  G_GUINT64_CONSTANT (100000000),
  G_GUINT64_CONSTANT (1000000000),
  G_GUINT64_CONSTANT (10000000000),
  G_GUINT64_CONSTANT (100000000000),
  G_GUINT64_CONSTANT (1000000000000),
  G_GUINT64_CONSTANT (10000000000000),
  G_GUINT64_CONSTANT (100000000000000),
  G_GUINT64_CONSTANT (1000000000000000),
  G_GUINT64_CONSTANT (10000000000000000),
  G_GUINT64_CONSTANT (100000000000000000),
  G_GUINT64_CONSTANT (1000000000000000000),
};

static void
set_reason (GError **error, const char *reason)
{
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_REASON, reason);
}

static gboolean
fail_overflow (GError **error)
{
  lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                 _ ("The amount of money is larger than can be counted."));
  set_reason (error, "overflow");
  return FALSE;
}

static guint64
magnitude_of (LabMoney amount)
{
  return amount < 0 ? -(guint64) amount : (guint64) amount;
}

static gsize
count_digits (const char *text)
{
  gsize n = 0;

  while (g_ascii_isdigit (text[n]))
    n++;
  return n;
}

static gboolean
read_exponent (const char *text, gint64 *exponent, const char **end)
{
  gboolean negative = *text == '-';
  gint64 value = 0;

  if (*text == '-' || *text == '+')
    text++;
  if (!g_ascii_isdigit (*text))
    return FALSE;
  for (; g_ascii_isdigit (*text); text++)
    value = MIN (value * 10 + (*text - '0'), EXPONENT_LIMIT);

  *exponent = negative ? -value : value;
  *end = text;
  return TRUE;
}

static gboolean
take_apart (const char *text, Decimal *decimal)
{
  *decimal = (Decimal){ .negative = *text == '-' };
  if (decimal->negative)
    text++;

  decimal->whole = text;
  decimal->whole_length = count_digits (text);
  text += decimal->whole_length;
  if (decimal->whole_length == 0)
    return FALSE;

  if (*text == '.')
    {
      decimal->fraction = text + 1;
      decimal->fraction_length = count_digits (text + 1);
      text += 1 + decimal->fraction_length;
      if (decimal->fraction_length == 0)
        return FALSE;
    }
  if ((*text == 'e' || *text == 'E') && !read_exponent (text + 1, &decimal->exponent, &text))
    return FALSE;
  return *text == '\0';
}

/* The digits at and above the unit, and what is left below it. */
typedef struct
{
  guint64 units;
  gboolean too_large;
  int first_below; /* the digit of tenths of a unit */
  gboolean more_below;
} Scaled;

/* Adds the digits, of which the first is worth 10^power units. 19 digits of
 * which each is worth 10^18 or less fit in 64 bits. */
static void
scale_digits (Scaled *scaled, const char *digits, gsize length, gint64 power)
{
  for (gsize i = 0; i < length; i++, power--)
    {
      int digit = digits[i] - '0';

      if (digit == 0)
        continue;
      if (power >= (gint64) G_N_ELEMENTS (powers_of_ten))
        scaled->too_large = TRUE;
      else if (power >= 0)
        scaled->units += (guint64) digit * powers_of_ten[power];
      else if (power == -1)
        scaled->first_below = digit;
      else
        scaled->more_below = TRUE;
    }
}

/* Half up, towards +∞: a negative amount grows only beyond the half. */
static gboolean
rounds_away (const Scaled *scaled, gboolean negative)
{
  if (negative)
    return scaled->first_below > 5 || (scaled->first_below == 5 && scaled->more_below);
  return scaled->first_below >= 5;
}

static gboolean
fail_not_a_number (const char *text, GError **error)
{
  g_autofree char *shown = g_utf8_make_valid (text, MIN (strlen (text), 60));

  lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                 _ ("“%s” is not an amount in decimal digits, such as 12 or 0.25."), shown);
  set_reason (error, "not-a-number");
  return FALSE;
}

static gboolean
fail_range (const char *text, const char *reason, GError **error)
{
  g_autofree char *shown = g_utf8_make_valid (text, MIN (strlen (text), 60));

  if (g_str_equal (reason, "below-nano"))
    lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                   _ ("“%s” has digits below a thousand-millionth of a dollar."), shown);
  else
    lab_set_error (error, LAB_ERROR_INVALID_INPUT,
                   _ ("“%s” is beyond the largest amount that can be counted."), shown);
  set_reason (error, reason);
  return FALSE;
}

/* Writes @value in decimal with @scale digits after the point, of which
 * zeros at the end beyond @keep are left out. */
static char *
decimal_text (Magnitude value, gboolean negative, int scale, int keep)
{
  /* 2^128 has 39 digits; sign, point and end beside them. */
  char buffer[48];
  char *at = buffer + sizeof buffer - 1;
  int written = 0;
  gboolean significant = FALSE;

  *at = '\0';
  while (value > 0 || written <= scale)
    {
      int digit = (int) (value % 10);
      int place = scale - written;

      value /= 10;
      written++;
      significant = significant || digit != 0 || place <= keep;
      if (place == 0 && scale > 0 && *at != '\0')
        *--at = '.';
      if (significant)
        *--at = (char) ('0' + digit);
    }
  if (negative)
    *--at = '-';
  return g_strdup (at);
}

/* Rounds the magnitude half away from zero to @digits after the point. */
static guint64
round_to_digits (guint64 magnitude, int digits)
{
  guint64 unit = powers_of_ten[MONEY_DIGITS - digits];

  return (magnitude + unit / 2) / unit;
}

/* The locale's text as UTF-8; it may stand in another encoding. */
static char *
locale_text (const char *text, const char *fallback)
{
  char *utf8 = text != NULL ? g_locale_to_utf8 (text, -1, NULL, NULL, NULL) : NULL;

  return utf8 != NULL ? utf8 : g_strdup (fallback);
}

/* Puts the locale's separators into @digits. @grouping is localeconv()'s:
 * sizes from the right, of which the last repeats; CHAR_MAX ends grouping. */
static char *
group_digits (const char *digits, const char *separator, const char *grouping)
{
  g_autoptr (GString) text = g_string_new (digits);
  gsize at = text->len;

  if (*separator == '\0')
    return g_string_free (g_steal_pointer (&text), FALSE);

  while (*grouping > 0 && *grouping != CHAR_MAX && at > (gsize) *grouping)
    {
      at -= (gsize) *grouping;
      g_string_insert (text, (gssize) at, separator);
      if (grouping[1] != '\0')
        grouping++;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
lab_money_add (LabMoney a, LabMoney b, LabMoney *sum, GError **error)
{
  LabMoney result;

  g_return_val_if_fail (sum != NULL, FALSE);

  if (__builtin_add_overflow (a, b, &result))
    return fail_overflow (error);
  *sum = result;
  return TRUE;
}

gboolean
lab_money_subtract (LabMoney a, LabMoney b, LabMoney *difference, GError **error)
{
  LabMoney result;

  g_return_val_if_fail (difference != NULL, FALSE);

  if (__builtin_sub_overflow (a, b, &result))
    return fail_overflow (error);
  *difference = result;
  return TRUE;
}

gboolean
lab_money_multiply (LabMoney amount, gint64 times, LabMoney *product, GError **error)
{
  LabMoney result;

  g_return_val_if_fail (product != NULL, FALSE);

  if (__builtin_mul_overflow (amount, times, &result))
    return fail_overflow (error);
  *product = result;
  return TRUE;
}

gboolean
lab_product_sum_add (LabProductSum *sum, gint64 tokens, LabRate rate, GError **error)
{
  LabProductSum result;

  g_return_val_if_fail (sum != NULL, FALSE);

  /* The product of two 64-bit numbers always fits; the sum may not. */
  if (__builtin_add_overflow (*sum, (LabProductSum) tokens * rate, &result))
    return fail_overflow (error);
  *sum = result;
  return TRUE;
}

gboolean
lab_product_sum_to_money (LabProductSum sum, LabMoney *amount, GError **error)
{
  LabProductSum quotient = sum / LAB_RATE_UNIT_TOKENS;
  LabProductSum rest = sum % LAB_RATE_UNIT_TOKENS;

  g_return_val_if_fail (amount != NULL, FALSE);

  /* C divides towards zero; half up needs the floor first. */
  if (rest < 0)
    {
      quotient--;
      rest += LAB_RATE_UNIT_TOKENS;
    }
  if (rest >= LAB_RATE_UNIT_TOKENS / 2)
    quotient++;

  if (quotient < G_MININT64 || quotient > G_MAXINT64)
    return fail_overflow (error);
  *amount = (LabMoney) quotient;
  return TRUE;
}

char *
lab_product_sum_to_string (LabProductSum sum)
{
  return decimal_text (sum < 0 ? -(Magnitude) sum : (Magnitude) sum, sum < 0, SUM_DIGITS,
                       MIN_DIGITS);
}

gboolean
lab_money_parse (const char *text, LabMoney *amount, GError **error)
{
  return lab_money_parse_scaled (text, 0, amount, NULL, error);
}

gboolean
lab_money_parse_scaled (const char *text,
                        int exponent,
                        LabMoney *amount,
                        gboolean *rounded,
                        GError **error)
{
  Decimal decimal;
  Scaled scaled = { 0 };
  gint64 power;
  guint64 limit;
  gboolean inexact;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (amount != NULL, FALSE);

  if (!take_apart (text, &decimal))
    return fail_not_a_number (text, error);

  power = decimal.exponent + exponent + MONEY_DIGITS;
  scale_digits (&scaled, decimal.whole, decimal.whole_length,
                power + (gint64) decimal.whole_length - 1);
  scale_digits (&scaled, decimal.fraction, decimal.fraction_length, power - 1);

  inexact = scaled.first_below != 0 || scaled.more_below;
  if (inexact && rounded == NULL)
    return fail_range (text, "below-nano", error);

  scaled.units += rounds_away (&scaled, decimal.negative);
  limit = (guint64) G_MAXINT64 + (decimal.negative ? 1 : 0);
  if (scaled.too_large || scaled.units > limit)
    return fail_range (text, "out-of-range", error);

  *amount = (LabMoney) (decimal.negative ? -scaled.units : scaled.units);
  if (rounded != NULL)
    *rounded = inexact;
  return TRUE;
}

char *
lab_money_to_string (LabMoney amount)
{
  return decimal_text (magnitude_of (amount), amount < 0, MONEY_DIGITS, MIN_DIGITS);
}

char *
lab_money_format (LabMoney amount)
{
  return lab_money_format_digits (amount, lab_money_digits (amount));
}

char *
lab_money_format_digits (LabMoney amount, int digits)
{
  const struct lconv *conventions = localeconv ();
  g_autofree char *point = locale_text (conventions->decimal_point, ".");
  g_autofree char *separator = locale_text (conventions->thousands_sep, "");
  g_autofree char *whole = NULL;
  g_autofree char *grouped = NULL;
  g_autofree char *number = NULL;
  g_autofree char *money = NULL;
  guint64 value, unit;

  g_return_val_if_fail (digits >= 0 && digits <= MONEY_DIGITS, NULL);

  value = round_to_digits (magnitude_of (amount), digits);
  unit = powers_of_ten[digits];
  whole = g_strdup_printf ("%" G_GUINT64_FORMAT, value / unit);
  grouped = group_digits (whole, separator, conventions->grouping);
  if (digits > 0)
    number = g_strdup_printf ("%s%s%0*" G_GUINT64_FORMAT, grouped, point, digits, value % unit);
  else
    number = g_steal_pointer (&grouped);

  /* Translators: an amount in US dollars; %s is the number. */
  money = g_strdup_printf (C_ ("money", "$%s"), number);
  /* What rounds to nothing has no sign. */
  return amount < 0 && value != 0 ? g_strconcat ("-", money, NULL) : g_steal_pointer (&money);
}

int
lab_money_digits (LabMoney amount)
{
  guint64 magnitude = magnitude_of (amount);
  int digits = MIN_DIGITS;
  int figures = 0;
  guint64 value;

  if (magnitude == 0 || magnitude >= LAB_MONEY_PER_USD)
    return MIN_DIGITS;

  while (magnitude >= powers_of_ten[figures])
    figures++;
  digits = CLAMP (MONEY_DIGITS - figures + SHOWN_FIGURES, MIN_DIGITS, MONEY_DIGITS);

  value = round_to_digits (magnitude, digits);
  for (; digits > MIN_DIGITS && value % 10 == 0; value /= 10)
    digits--;
  return digits;
}

double
lab_money_to_usd (LabMoney amount)
{
  return (double) amount / (double) LAB_MONEY_PER_USD;
}
