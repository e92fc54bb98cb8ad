/* lab-stats-projection.h: sums of a random number of random costs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-stats.h"

G_BEGIN_DECLS

typedef struct
{
  double mean;
  double variance;
} LabStatsMoments;

/* The sum S of N independent costs C: E[S] = E[N]E[C] and
 * Var[S] = E[N]Var[C] + Var[N]E[C]² (W. Feller, An Introduction to Probability
 * Theory and Its Applications I, 3rd ed. 1968, XII.1). */
LabStatsMoments lab_stats_compound (LabStatsMoments count,
                                    LabStatsMoments cost);

/* Share of calls under Poisson arrivals at @rate that find a prompt cache of
 * life @ttl alive which every hit refreshes: 1 − e^(−rate·ttl). The units of
 * time need only agree. */
double lab_stats_poisson_hit_rate (double rate,
                                   double ttl);

/**
 * LabStatsProjection:
 * @exceeded: P(total > budget) with the Wilson interval of the simulation;
 *   its value is NAN without a budget
 */
typedef struct
{
  double p10;
  double p50;
  double p90;
  double mean;
  double sd;
  LabStatsInterval exceeded;
  guint paths;
  guint records;
  guint64 seed;
  LabStatsMethod method;
  LabStatsWarnings warnings;
} LabStatsProjection;

#define LAB_STATS_NO_BUDGET (-1.0)

/* The projection of totals that somebody simulated. @totals: at least one;
 * sorted in place. */
void lab_stats_project_totals (double             *totals,
                               gsize               n,
                               double              budget,
                               LabStatsProjection *result);

/**
 * lab_stats_project:
 * @records: the cost of each recorded call, all of it: tokens and prices were
 *   multiplied per record, never as means
 * @clusters: (nullable): see lab-stats-bootstrap.h
 * @count: calls in the projected span; a variance above the mean spreads
 *   them further than Poisson, below it is taken as equal to the mean
 * @budget: nano-USD, or LAB_STATS_NO_BUDGET
 * @totals: (out caller-allocates) (optional): @paths totals, ascending
 *
 * A prediction interval: each path first draws the records anew (what is not
 * known about the mean), then the number of calls, then that many costs.
 * Beyond 4,096 calls a path's sum is drawn from the normal law with the mean
 * and the variance of its records.
 */
gboolean lab_stats_project (const gint64        *records,
                            gsize                n,
                            const guint         *clusters,
                            LabStatsMoments      count,
                            double               budget,
                            guint                paths,
                            guint64              seed,
                            double              *totals,
                            LabStatsProjection  *result,
                            GError             **error);

G_END_DECLS
