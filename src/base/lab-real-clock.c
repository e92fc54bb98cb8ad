/* lab-real-clock.c: the time of the world
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-clock-private.h"

/* Sleepers are kept by monotonic time, so that setting the computer's clock
 * neither wakes them nor keeps them waiting. */
struct _LabRealClock
{
  LabClock parent_instance;

  LabSleepers sleepers;
};

typedef struct
{
  GSource parent;
  LabRealClock *clock; /* not owned: the clock destroys the source */
} RealSource;

G_DEFINE_FINAL_TYPE (LabRealClock, lab_real_clock, LAB_TYPE_CLOCK)

static void
update_ready_time (LabRealClock *self)
{
  gint64 next = lab_sleepers_next (&self->sleepers);

  g_source_set_ready_time (self->sleepers.source, next == LAB_CLOCK_NEVER ? -1 : next);
}

static gboolean
real_source_dispatch (GSource     *source,
                      GSourceFunc  callback,
                      gpointer     user_data)
{
  g_autoptr (LabRealClock) self = g_object_ref (((RealSource *) source)->clock);
  gint64 now = g_source_get_time (source);

  while (lab_sleepers_wake_one (&self->sleepers, now))
    continue;
  update_ready_time (self);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs real_source_funcs = {
  .dispatch = real_source_dispatch,
};

static gint64
lab_real_clock_now (LabClock *clock)
{
  return g_get_real_time ();
}

static void
lab_real_clock_sleep_async (LabClock            *clock,
                            gint64               duration_us,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  LabRealClock *self = LAB_REAL_CLOCK (clock);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, lab_real_clock_sleep_async);
  if (duration_us <= 0 || g_cancellable_is_cancelled (cancellable))
    {
      lab_clock_sleep_nothing (task);
      return;
    }

  lab_sleepers_add (&self->sleepers, g_steal_pointer (&task),
                    lab_clock_due (g_get_monotonic_time (), duration_us));
  update_ready_time (self);
}

static void
lab_real_clock_finalize (GObject *object)
{
  lab_sleepers_clear (&LAB_REAL_CLOCK (object)->sleepers);

  G_OBJECT_CLASS (lab_real_clock_parent_class)->finalize (object);
}

static void
lab_real_clock_class_init (LabRealClockClass *klass)
{
  LabClockClass *clock_class = LAB_CLOCK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lab_real_clock_finalize;
  clock_class->now = lab_real_clock_now;
  clock_class->sleep_async = lab_real_clock_sleep_async;
}

static void
lab_real_clock_init (LabRealClock *self)
{
  g_autoptr (GSource) source = g_source_new (&real_source_funcs, sizeof (RealSource));

  ((RealSource *) source)->clock = self;
  g_source_set_static_name (source, "[costlab] real clock");
  lab_sleepers_init (&self->sleepers, source);
}

LabClock *
lab_real_clock_new (void)
{
  return g_object_new (LAB_TYPE_REAL_CLOCK, NULL);
}
