/* lab-teaching-math-private.h: integer functions, the same on every machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Arguments and results are millionths unless named otherwise; between the
 * tables' points they run in straight lines, off by 3 millionths at most. */

/* 1/(1 + e^−x) */
int lab_teaching_logistic (gint64 x);
/* The standard normal distribution. */
int lab_teaching_phi (gint64 x);
/* log2 of n/d for n ≥ d > 0. */
gint64 lab_teaching_log2_ratio (guint64 n,
                                guint64 d);
/* e^x for −3 ≤ x ≤ 3; beyond that the value at the end. */
gint64 lab_teaching_exp (gint64 x);
/* −ln of a uniform draw: a waiting time of mean one million. */
gint64 lab_teaching_exponential (guint64 bits);
/* ⌊√n⌋ */
guint64 lab_teaching_isqrt (guint64 n);

G_END_DECLS
