/* lab-unit.h: numbers of charts as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LabUnit:
 * @LAB_UNIT_NUMBER: a plain number
 * @LAB_UNIT_USD: US dollars
 * @LAB_UNIT_USD_PER_MTOK: US dollars per million tokens
 * @LAB_UNIT_TOKENS: tokens, counted
 * @LAB_UNIT_CALLS: calls, counted
 * @LAB_UNIT_SHARE: a share or a change: 0.38 reads 38 %
 * @LAB_UNIT_SECONDS: a duration
 * @LAB_UNIT_TIME: a moment, microseconds since 1970 in UTC
 *
 * What the doubles of a chart count. Whole nano-dollars are kept up to
 * about four million dollars, and money is then written by base's formatter.
 */
typedef enum
{
  LAB_UNIT_NUMBER,
  LAB_UNIT_USD,
  LAB_UNIT_USD_PER_MTOK,
  LAB_UNIT_TOKENS,
  LAB_UNIT_CALLS,
  LAB_UNIT_SHARE,
  LAB_UNIT_SECONDS,
  LAB_UNIT_TIME,
} LabUnit;

/* All in the locale, (transfer full). Minus is U+2212. NAN reads "unknown". */

/* For read-outs and tables: as exact as the unit is told. */
char *lab_unit_format (LabUnit unit,
                       double  value);
/* The same with an explicit plus sign, for differences. */
char *lab_unit_format_signed (LabUnit unit,
                              double  value);
/**
 * lab_unit_format_tick:
 * @step: distance of the ticks, or 0 on a log axis
 * @largest: the largest magnitude on the axis
 *
 * Short, for axes: one number of decimals for all ticks of a linear axis, SI
 * steps for counts.
 */
char *lab_unit_format_tick (LabUnit unit,
                            double  value,
                            double  step,
                            double  largest);
/* The unit in words for an axis title ("US dollars"), or "" for a plain
 * number and a moment. (transfer none) */
const char *lab_unit_get_name (LabUnit unit);
/* Whether only whole numbers occur. */
gboolean lab_unit_is_count (LabUnit unit);
/* "Sat 8 Nov 2025, 14:05" in @zone. (transfer full) */
char *lab_unit_format_moment (double     unix_us,
                              GTimeZone *zone);

G_END_DECLS
