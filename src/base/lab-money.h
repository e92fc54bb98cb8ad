/* lab-money.h: amounts of money as integers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabMoney:
 *
 * An amount in nano-US-dollars: 1 USD is 1,000,000,000. The range is about
 * ±9.2 thousand million dollars. Amounts are never held in a double; a
 * double appears only in statistics and projections.
 */
typedef gint64 LabMoney;

/**
 * LabRate:
 *
 * A price in nano-US-dollars per million tokens. $3 per million tokens is
 * 3,000,000,000.
 */
typedef gint64 LabRate;

#define LAB_MONEY_PER_USD G_GINT64_CONSTANT (1000000000)
#define LAB_RATE_UNIT_TOKENS G_GINT64_CONSTANT (1000000)

/* The running 128-bit sum of `tokens × rate` over the buckets of one call,
 * in nano-USD × 1e-6. Divided once, at the end. */
typedef __int128 LabProductSum;

/* All functions below that return FALSE on failure set LAB_ERROR
 * (see lab-error.h) and leave their out parameter untouched. */

gboolean lab_money_add (LabMoney   a,
                        LabMoney   b,
                        LabMoney  *sum,
                        GError   **error);
gboolean lab_money_subtract (LabMoney   a,
                             LabMoney   b,
                             LabMoney  *difference,
                             GError   **error);
gboolean lab_money_multiply (LabMoney   amount,
                             gint64     times,
                             LabMoney  *product,
                             GError   **error);

/* Adds tokens × rate; fails where 128 bits would overflow. */
gboolean lab_product_sum_add (LabProductSum  *sum,
                              gint64          tokens,
                              LabRate         rate,
                              GError        **error);
/* The one division of a bill: sum / 1e6, rounded half up (towards +∞). */
gboolean lab_product_sum_to_money (LabProductSum   sum,
                                   LabMoney       *amount,
                                   GError        **error);
/* Exact decimal dollars of a sum before rounding, up to 15 digits after the
 * point, so that the lines of a bill can be shown adding up. (transfer full) */
char *lab_product_sum_to_string (LabProductSum sum);

/**
 * lab_money_parse:
 * @text: decimal dollars: "12", "-0.5", "1.25e-6"; C locale, no separators,
 *   no currency sign, no surrounding space
 * @amount: (out): the amount
 *
 * Exact: text with a non-zero digit below a nano-dollar is refused, as are
 * NaN, infinities, empty text and amounts out of range.
 */
gboolean lab_money_parse (const char  *text,
                          LabMoney    *amount,
                          GError     **error);
/**
 * lab_money_parse_scaled:
 * @exponent: the decimal exponent to multiply by: a price per token is read
 *   as a rate with 6
 * @rounded: (out) (optional): whether digits below one nano-dollar were
 *   rounded half up; when NULL such text is refused
 */
gboolean lab_money_parse_scaled (const char  *text,
                                 int          exponent,
                                 LabMoney    *amount,
                                 gboolean    *rounded,
                                 GError     **error);

/* Exact decimal dollars in the C locale, at least two digits after the
 * point and no more zeros than that: "0.054399", "7.75", "1.00".
 * For files and JSON. (transfer full) */
char *lab_money_to_string (LabMoney amount);

/**
 * lab_money_format:
 *
 * For people, in the locale: a dollar sign, grouping, and enough digits that
 * a non-zero amount never reads as zero: $12.34, $0.0142, $0.000001.
 * (transfer full)
 */
char *lab_money_format (LabMoney amount);
/* As above with a fixed number of digits after the point, 0 to 9, for
 * columns; rounds half away from zero. (transfer full) */
char *lab_money_format_digits (LabMoney amount,
                               int      digits);
/* Digits after the point with which lab_money_format() would show @amount. */
int lab_money_digits (LabMoney amount);

/* For statistics and charts only. */
double lab_money_to_usd (LabMoney amount);

G_END_DECLS
