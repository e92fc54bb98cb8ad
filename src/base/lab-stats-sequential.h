/* lab-stats-sequential.h: is it worse beyond doubt, asked after every answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LAB_QUALITY_MONITOR_BETS 16
#define LAB_QUALITY_MONITOR_SCORE_MAX 10000

/**
 * LabQualityMonitor:
 * @floor: permyriad; the mean score that must be held
 * @alpha: chance of an alarm, ever, while the floor is held
 * @n: scores seen
 * @sum: of them, permyriad
 * @wealth: evidence against the floor, one bettor each
 * @looks_worse_at: scores seen when the alarm was raised; 0 before
 *
 * A fixed-size test looked at after every answer raises a false alarm sooner
 * or later. This one bets against "the mean is at least the floor": a bettor
 * of stake λ multiplies its wealth by 1 + λ(floor − score), which cannot
 * grow on average while the floor is held, so the mean wealth of all stakes
 * ever exceeds 1/α with probability at most α, at whatever moment and however
 * often one looks (J. Ville, 1939; I. Waudby-Smith and A. Ramdas, "Estimating
 * means of bounded random variables by betting", J. R. Stat. Soc. B 86 (2024)
 * 1, theorem 1 and section 4 for fixed stakes). It asks of the scores only
 * that they lie in 0 … 10,000 and that each, given those before it, is
 * expected at the floor or above; not that they are normal or independent.
 *
 * A plain value; begin with lab_quality_monitor_init().
 */
typedef struct
{
  gint floor;
  double alpha;
  guint n;
  gint64 sum;
  double wealth[LAB_QUALITY_MONITOR_BETS];
  guint looks_worse_at;
} LabQualityMonitor;

/* @floor: 0 … 10,000; @alpha: above 0 and below 1, such as 0.05 */
void lab_quality_monitor_init (LabQualityMonitor *self,
                               gint               floor,
                               double             alpha);
/* @score: permyriad, 0 … 10,000; anything else (not judged) counts for
 * nothing. Returns whether the scores are worse than the floor beyond doubt;
 * once TRUE it stays so. */
gboolean lab_quality_monitor_add (LabQualityMonitor *self,
                                  gint               score);
gboolean lab_quality_monitor_is_worse (const LabQualityMonitor *self);
/* The running mean, 0 … 1; NAN before the first score. */
double lab_quality_monitor_get_mean (const LabQualityMonitor *self);
/* How sure: 1/wealth, at most 1: a p-value that is valid at any time. */
double lab_quality_monitor_get_p_value (const LabQualityMonitor *self);

G_END_DECLS
