/* lab-stats-sequential.c: a test that may be looked at after every answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-stats-sequential.h"

#include <math.h>

/* Wealth is kept from vanishing, or a long good beginning could not be lost
 * again; what this adds is far below any rounding. */
#define LEAST_WEALTH 1e-200
/* A floor of 1 allows any stake; this is as good as all. */
#define MOST_STAKE 1000.0

/* Stakes from small (finds small losses late) to nearly all that may be bet
 * (finds large ones at once): below 1/(1 − floor) no wealth becomes negative. */
static double
get_stake (const LabQualityMonitor *self,
           guint                    bettor)
{
  double room = 1 - (double) self->floor / LAB_QUALITY_MONITOR_SCORE_MAX;
  double limit = room > 1 / MOST_STAKE ? 1 / room : MOST_STAKE;
  double share = (double) (bettor + 1) / (LAB_QUALITY_MONITOR_BETS + 1);

  return share * share * limit;
}

static double
mean_wealth (const LabQualityMonitor *self)
{
  double sum = 0;

  for (guint i = 0; i < LAB_QUALITY_MONITOR_BETS; i++)
    sum += self->wealth[i];
  return sum / LAB_QUALITY_MONITOR_BETS;
}

void
lab_quality_monitor_init (LabQualityMonitor *self,
                          gint               floor,
                          double             alpha)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (floor >= 0 && floor <= LAB_QUALITY_MONITOR_SCORE_MAX);
  g_return_if_fail (alpha > 0 && alpha < 1);

  *self = (LabQualityMonitor){ .floor = floor, .alpha = alpha };
  for (guint i = 0; i < LAB_QUALITY_MONITOR_BETS; i++)
    self->wealth[i] = 1;
}

gboolean
lab_quality_monitor_add (LabQualityMonitor *self,
                         gint               score)
{
  double below;

  g_return_val_if_fail (self != NULL, FALSE);

  if (score < 0 || score > LAB_QUALITY_MONITOR_SCORE_MAX)
    return lab_quality_monitor_is_worse (self);

  self->n++;
  self->sum += score;
  if (self->looks_worse_at > 0)
    return TRUE;

  below = (double) (self->floor - score) / LAB_QUALITY_MONITOR_SCORE_MAX;
  for (guint i = 0; i < LAB_QUALITY_MONITOR_BETS; i++)
    self->wealth[i] = MAX (LEAST_WEALTH, self->wealth[i] * (1 + get_stake (self, i) * below));
  if (mean_wealth (self) >= 1 / self->alpha)
    self->looks_worse_at = self->n;
  return lab_quality_monitor_is_worse (self);
}

gboolean
lab_quality_monitor_is_worse (const LabQualityMonitor *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->looks_worse_at > 0;
}

double
lab_quality_monitor_get_mean (const LabQualityMonitor *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  if (self->n == 0)
    return NAN;
  return (double) self->sum / self->n / LAB_QUALITY_MONITOR_SCORE_MAX;
}

double
lab_quality_monitor_get_p_value (const LabQualityMonitor *self)
{
  g_return_val_if_fail (self != NULL, 1);

  return MIN (1, 1 / mean_wealth (self));
}
