/* lab-clock.h: the only place that asks what time it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabClock:
 *
 * Real time, or virtual time that jumps. Times are µs since 1970-01-01 UTC.
 * Belongs to the thread (GMainContext) that made it.
 *
 * Virtual time is a discrete-event simulation on the main context: whoever
 * waits does so with lab_clock_sleep_async(); when nothing else is ready to
 * run, the clock jumps to the earliest waiter. Work that really takes time
 * elsewhere (the database's thread, a worker) must be bracketed by
 * lab_clock_hold() and lab_clock_release(), which stop virtual time; so the
 * order of events, and with it every figure, does not depend on the machine.
 * Waiters due at the same time wake in the order in which they began to wait.
 */
#define LAB_TYPE_CLOCK (lab_clock_get_type ())
G_DECLARE_DERIVABLE_TYPE (LabClock, lab_clock, LAB, CLOCK, GObject)

struct _LabClockClass
{
  GObjectClass parent_class;

  gint64 (*now) (LabClock *self);
  void (*sleep_async) (LabClock            *self,
                       gint64               duration_us,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data);
  void (*hold) (LabClock *self);
  void (*release) (LabClock *self);
};

gint64 lab_clock_now (LabClock *self);
/* A GTask-based wait; durations <= 0 finish at the next iteration. Ends
 * early with G_IO_ERROR_CANCELLED. */
void lab_clock_sleep_async (LabClock            *self,
                            gint64               duration_us,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data);
gboolean lab_clock_sleep_finish (LabClock      *self,
                                 GAsyncResult  *result,
                                 GError       **error);
/* No-ops on the real clock. */
void lab_clock_hold (LabClock *self);
void lab_clock_release (LabClock *self);

#define LAB_TYPE_REAL_CLOCK (lab_real_clock_get_type ())
G_DECLARE_FINAL_TYPE (LabRealClock, lab_real_clock, LAB, REAL_CLOCK, LabClock)

LabClock *lab_real_clock_new (void);

#define LAB_TYPE_VIRTUAL_CLOCK (lab_virtual_clock_get_type ())
G_DECLARE_FINAL_TYPE (LabVirtualClock, lab_virtual_clock, LAB, VIRTUAL_CLOCK, LabClock)

LabClock *lab_virtual_clock_new (gint64 start_us);
/* Moves time forward by hand, waking every waiter that becomes due. */
void lab_virtual_clock_advance (LabVirtualClock *self,
                                gint64           duration_us);

/* RFC 3339 in UTC with seconds, and µs where there are any:
 * 2026-11-23T09:00:00Z. (transfer full) */
char *lab_time_to_string (gint64 time_us);
/* A date (midnight UTC) or a date and time with Z or an offset. */
gboolean lab_time_parse (const char  *text,
                         gint64      *time_us,
                         GError     **error);

G_END_DECLS
