/* lab-clock-private.h: the sleepers of a clock, in the order they wake
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-clock.h"

G_BEGIN_DECLS

/**
 * LabSleepers:
 *
 * A binary heap of waiting GTasks by (due, order of arrival): adding, waking
 * and cancelling one cost O(log n). A sleeper keeps its clock alive, for the
 * task refers to it. Everything but the cancelling of a GCancellable happens
 * on the thread of @context.
 */
typedef struct
{
  GMainContext *context;
  GPtrArray *heap;
  guint64 arrivals;
  GSource *source; /* the clock's own: asked to look at the heap again */
} LabSleepers;

/* What a sleeper is told when it is due, and what it then finds. */
#define LAB_CLOCK_NEVER G_MAXINT64

/* @source is attached to the thread's default context and kept. */
void lab_sleepers_init (LabSleepers *self,
                        GSource     *source);
void lab_sleepers_clear (LabSleepers *self);
/* @task: (transfer full) */
void lab_sleepers_add (LabSleepers *self,
                       GTask       *task,
                       gint64       due);
/* LAB_CLOCK_NEVER when nobody sleeps. */
gint64 lab_sleepers_next (LabSleepers *self);
/* Wakes the first in order when it is due at @now. */
gboolean lab_sleepers_wake_one (LabSleepers *self,
                                gint64       now);

/* A sleep that has ended by the next iteration. */
void lab_clock_sleep_nothing (GTask *task);
/* @now + @duration, or LAB_CLOCK_NEVER past the end of time. */
gint64 lab_clock_due (gint64 now,
                      gint64 duration_us);

G_END_DECLS
