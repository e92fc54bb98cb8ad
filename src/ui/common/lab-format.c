/* lab-format.c: figures as people read them, in one place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-format.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <locale.h>
#include <string.h>

/* Of a call's cost in a list: a tenth of a cent has three that count. */
#define COLUMN_DIGITS 6
#define US_PER_MS G_GINT64_CONSTANT (1000)
#define US_PER_SECOND G_GINT64_CONSTANT (1000000)

/* As the locale: of the whole program, and set once where it starts. */
static int least_digits = 2;

void
lab_format_set_digits (int digits)
{
  g_return_if_fail (digits >= 2 && digits <= 9);

  least_digits = digits;
}

/* As many as it needs, and no fewer than that. */
static int
digits_of (LabMoney amount,
           int      least)
{
  return MAX (lab_money_digits (amount), MAX (least, least_digits));
}

char *
lab_format_money (LabMoney amount)
{
  return lab_money_format_digits (amount, digits_of (amount, least_digits));
}

char *
lab_format_count (gint64 count)
{
  return g_strdup_printf ("%'" PRId64, count);
}

static char *
format_cost (LabCostState state,
             LabMoney     amount,
             int          digits)
{
  g_autofree char *money = NULL;

  if (state == LAB_COST_UNPRICED)
    return g_strdup (C_("cost", "unpriced"));

  money = lab_money_format_digits (amount, digits);
  if (state == LAB_COST_KNOWN)
    return g_steal_pointer (&money);
  /* Translators: an estimated amount of money. */
  return g_strdup_printf (C_("cost", "≈ %s"), money);
}

char *
lab_format_cost (LabCostState state,
                 LabMoney     amount)
{
  return format_cost (state, amount, digits_of (amount, least_digits));
}

char *
lab_format_cost_column (LabCostState state,
                        LabMoney     amount)
{
  return format_cost (state, amount, digits_of (amount, COLUMN_DIGITS));
}

char *
lab_format_sum (const LabMoneySum *sum)
{
  g_autofree char *money = NULL;

  g_return_val_if_fail (sum != NULL, NULL);

  if (sum->n_unpriced > 0 && sum->n_known + sum->n_estimated == 0)
    return g_strdup (C_("cost", "unpriced"));
  if (sum->n_unpriced == 0)
    return lab_format_cost (sum->n_estimated > 0 ? LAB_COST_ESTIMATED : LAB_COST_KNOWN,
                            sum->amount);

  money = lab_format_money (sum->amount);
  /* Translators: at least this amount of money; some of it is not known. */
  return g_strdup_printf (C_("cost", "≥ %s"), money);
}

static char *
format_difference (LabMoney amount,
                   int      digits)
{
  g_autofree char *magnitude = lab_money_format_digits (ABS (amount), digits);

  if (amount == 0)
    return g_steal_pointer (&magnitude);
  return g_strconcat (amount > 0 ? "+" : "\u2212", magnitude, NULL);
}

char *
lab_format_difference (LabMoney amount)
{
  return format_difference (amount, digits_of (amount, least_digits));
}

char *
lab_format_difference_column (LabMoney amount)
{
  return format_difference (amount, digits_of (amount, COLUMN_DIGITS));
}

/* Decimal dollars in the C locale, as people of this locale write them. */
static char *
localise (const char *plain)
{
  g_autofree char *zero = lab_money_format_digits (0, 0);
  g_auto (GStrv) parts = g_strsplit (plain, ".", 2);
  g_autofree char *digits =
    parts[1] == NULL ? g_strdup (parts[0])
                     : g_strconcat (parts[0], localeconv ()->decimal_point, parts[1], NULL);
  /* The sign and its place are base's: its zero is taken for a pattern. */
  g_auto (GStrv) around = g_strsplit (zero, "0", 2);

  return g_strconcat (around[0], digits, around[1], NULL);
}

char *
lab_format_exact (LabProductSum exact)
{
  g_autofree char *plain = lab_product_sum_to_string (exact);

  return localise (plain);
}

char *
lab_format_amount_exact (LabMoney amount)
{
  g_autofree char *plain = lab_money_to_string (amount);

  return localise (plain);
}

char *
lab_format_plain_amount (LabMoney amount)
{
  g_autofree char *plain = lab_money_to_string (amount);
  g_auto (GStrv) parts = g_strsplit (plain, ".", 2);

  return g_strjoinv (localeconv ()->decimal_point, parts);
}

static char *
replace (const char *text,
         const char *what,
         const char *with)
{
  g_auto (GStrv) parts = *what != '\0' ? g_strsplit (text, what, -1) : NULL;

  return parts != NULL ? g_strjoinv (with, parts) : g_strdup (text);
}

gboolean
lab_format_parse_amount (const char *text,
                         LabMoney   *amount)
{
  const struct lconv *locale = localeconv ();
  g_autofree char *bare = NULL;
  g_autofree char *ungrouped = NULL;
  g_autofree char *plain = NULL;
  const char *group;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (amount != NULL, FALSE);

  bare = replace (text, "$", "");
  group = locale->thousands_sep;
  /* Where the locale groups with a point, one without the locale's own
   * decimal sign behind it is meant as the decimal sign. */
  if (g_str_equal (group, ".") && strstr (bare, locale->decimal_point) == NULL)
    group = "";
  ungrouped = replace (bare, group, "");
  plain = replace (ungrouped, locale->decimal_point, ".");
  return lab_money_parse (g_strstrip (plain), amount, NULL);
}

char *
lab_format_duration (gint64 duration_us)
{
  gint64 seconds = duration_us / US_PER_SECOND;

  if (duration_us < 0)
    return g_strdup ("");
  if (duration_us < US_PER_SECOND)
    /* Translators: milliseconds. */
    return g_strdup_printf (_("%" PRId64 " ms"), duration_us / US_PER_MS);
  if (seconds < 60)
    /* Translators: seconds. */
    return g_strdup_printf (_("%.1f s"), (double) duration_us / (double) US_PER_SECOND);
  /* Translators: minutes and seconds. */
  return g_strdup_printf (_("%" PRId64 " min %" PRId64 " s"), seconds / 60, seconds % 60);
}

char *
lab_format_seconds (gint64 seconds)
{
  if (seconds < 60)
    /* Translators: whole seconds. */
    return g_strdup_printf (_("%" PRId64 " s"), seconds);
  return g_strdup_printf (_("%" PRId64 " min %" PRId64 " s"), seconds / 60, seconds % 60);
}

char *
lab_format_size (guint64 bytes)
{
  static const char * const units[] = {
    /* Translators: thousands, millions and thousand millions of bytes. */
    N_("%.1f kB"),
    N_("%.1f MB"),
    N_("%.1f GB"),
  };
  double size = (double) bytes / 1000.0;
  gsize unit = 0;
  g_autofree char *number = NULL;
  g_auto (GStrv) parts = NULL;

  for (; size >= 1000.0 && unit + 1 < G_N_ELEMENTS (units); unit++)
    size /= 1000.0;
  number = g_strdup_printf ("%.1f", size);
  parts = g_strsplit (_(units[unit]), "%.1f", 2);
  return g_strjoinv (number, parts);
}

static GDateTime *
local_time (gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / US_PER_SECOND);

  return g_date_time_to_local (utc);
}

char *
lab_format_moment (gint64 time_us,
                   gint64 now_us)
{
  g_autoptr (GDateTime) time = local_time (time_us);
  g_autoptr (GDateTime) now = local_time (now_us);

  if (g_date_time_get_year (time) == g_date_time_get_year (now) &&
      g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now))
    /* Translators: a time of today, for g_date_time_format(). */
    return g_date_time_format (time, _("%H:%M"));
  /* Translators: day, month and time, for g_date_time_format(). */
  return g_date_time_format (time, _("%-d %b %H:%M"));
}

char *
lab_format_date (gint64 time_us)
{
  g_autoptr (GDateTime) time = local_time (time_us);

  return g_date_time_format (time, "%Y-%m-%d");
}

const char *
lab_format_call_status (LabCallStatus status)
{
  static const char * const words[] = {
    [LAB_CALL_OK] = NC_("call", "answered"),
    [LAB_CALL_CUT] = NC_("call", "cut off"),
    [LAB_CALL_CANCELLED] = NC_("call", "stopped"),
    [LAB_CALL_REFUSED] = NC_("call", "refused"),
    [LAB_CALL_FAILED] = NC_("call", "failed"),
    [LAB_CALL_ANSWERED] = NC_("call", "answered without a call"),
    [LAB_CALL_LOST] = NC_("call", "lost"),
  };

  g_return_val_if_fail ((guint) status < G_N_ELEMENTS (words), NULL);

  return g_dpgettext2 (NULL, "call", words[status]);
}
