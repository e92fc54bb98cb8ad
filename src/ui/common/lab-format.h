/* lab-format.h: figures as people read them, in one place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-call-record.h"
#include "lab-cost.h"
#include "lab-money-sum.h"

G_BEGIN_DECLS

/* Everything here is in the locale and (transfer full). Money itself is
 * written by base; what is added here is how sure it is. */

/* How many decimal places of a dollar every amount has at least, 2 to 9: what
 * the user chose. Small amounts have more. */
void lab_format_set_digits (int digits);
/* "$12.34", "$0.000123" */
char *lab_format_money (LabMoney amount);
/* "1,284" */
char *lab_format_count (gint64 count);
/* "$0.001234", "≈ $0.0012" or "unpriced", which is never a number. */
char *lab_format_cost (LabCostState state,
                       LabMoney     amount);
/* The same with as many decimals in every row of a column, unless an amount
 * needs more. */
char *lab_format_cost_column (LabCostState state,
                              LabMoney     amount);
/* "$4.10", "≈ $4.10", "≥ $4.10" where some are unpriced; "unpriced" where all
 * of them are. */
char *lab_format_sum (const LabMoneySum *sum);
/* "+$0.0012", "−$0.0012", "$0": how much more or less; and as above. */
char *lab_format_difference (LabMoney amount);
char *lab_format_difference_column (LabMoney amount);
/* One line of a bill before it is rounded: up to 15 digits. */
char *lab_format_exact (LabProductSum exact);
/* Every digit of an amount: "$0.00035025". */
char *lab_format_amount_exact (LabMoney amount);
/* An amount as it is typed, without a sign: "1.50". */
char *lab_format_plain_amount (LabMoney amount);
/* What a person typed as an amount of dollars: with or without a dollar sign,
 * decimals as the locale has them or with a point. */
gboolean lab_format_parse_amount (const char *text,
                                  LabMoney   *amount);
/* "420 ms", "1.8 s", "2 min 5 s"; "" where it is unknown. */
char *lab_format_duration (gint64 duration_us);
/* "3 s", "2 min 5 s": for counting down. */
char *lab_format_seconds (gint64 seconds);
/* "12:04" on the day of @now_us, else "21 Nov 12:04", in the user's zone. */
char *lab_format_moment (gint64 time_us,
                         gint64 now_us);
/* "606.2 kB": of a folder or a file. */
char *lab_format_size (guint64 bytes);
/* The date in the user's zone, "2026-11-23". */
char *lab_format_date (gint64 time_us);
/* What a call's status is called: "answered", "stopped", "refused" … */
const char *lab_format_call_status (LabCallStatus status);

G_END_DECLS
