/* lab-virtual-clock.c: time that passes when there is nothing else to do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-clock-private.h"
#include "lab-clock-turn.h"

/* Below everything: GTK redraws at 120, idle work is at 200, low at 300. */
#define PRIORITY_OF_TIME (G_MAXINT / 2)

struct _LabVirtualClock
{
  LabClock parent_instance;

  LabSleepers sleepers;
  gint64 now;
  guint holds;
};

typedef struct
{
  GSource parent;
  LabVirtualClock *clock; /* not owned: the clock destroys the source */
} VirtualSource;

G_DEFINE_FINAL_TYPE (LabVirtualClock, lab_virtual_clock, LAB_TYPE_CLOCK)

static gboolean
can_jump (LabVirtualClock *self)
{
  return self->holds == 0 && lab_sleepers_next (&self->sleepers) != LAB_CLOCK_NEVER;
}

static gboolean
virtual_source_prepare (GSource *source,
                        gint    *timeout)
{
  *timeout = -1;
  return can_jump (((VirtualSource *) source)->clock);
}

static gboolean
virtual_source_check (GSource *source)
{
  return can_jump (((VirtualSource *) source)->clock);
}

/* One sleeper at a time: all that its waking sets off runs before the next
 * one wakes, even at the same instant. Many clocks do not wake theirs all in
 * one turn of the loop. */
static gboolean
virtual_source_dispatch (GSource     *source,
                         GSourceFunc  callback,
                         gpointer     user_data)
{
  g_autoptr (LabVirtualClock) self = g_object_ref (((VirtualSource *) source)->clock);

  if (can_jump (self) && lab_turn_may_go_on (source))
    {
      self->now = MAX (self->now, lab_sleepers_next (&self->sleepers));
      lab_sleepers_wake_one (&self->sleepers, self->now);
    }
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs virtual_source_funcs = {
  .prepare = virtual_source_prepare,
  .check = virtual_source_check,
  .dispatch = virtual_source_dispatch,
};

static gint64
lab_virtual_clock_now (LabClock *clock)
{
  return LAB_VIRTUAL_CLOCK (clock)->now;
}

static void
lab_virtual_clock_sleep_async (LabClock            *clock,
                               gint64               duration_us,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  LabVirtualClock *self = LAB_VIRTUAL_CLOCK (clock);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, lab_virtual_clock_sleep_async);
  if (duration_us <= 0 || g_cancellable_is_cancelled (cancellable))
    lab_clock_sleep_nothing (task);
  else
    lab_sleepers_add (&self->sleepers, g_steal_pointer (&task),
                      lab_clock_due (self->now, duration_us));
}

static void
lab_virtual_clock_hold (LabClock *clock)
{
  LAB_VIRTUAL_CLOCK (clock)->holds++;
}

static void
lab_virtual_clock_release (LabClock *clock)
{
  LabVirtualClock *self = LAB_VIRTUAL_CLOCK (clock);

  g_return_if_fail (self->holds > 0);

  self->holds--;
}

static void
lab_virtual_clock_finalize (GObject *object)
{
  lab_sleepers_clear (&LAB_VIRTUAL_CLOCK (object)->sleepers);

  G_OBJECT_CLASS (lab_virtual_clock_parent_class)->finalize (object);
}

static void
lab_virtual_clock_class_init (LabVirtualClockClass *klass)
{
  LabClockClass *clock_class = LAB_CLOCK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lab_virtual_clock_finalize;
  clock_class->now = lab_virtual_clock_now;
  clock_class->sleep_async = lab_virtual_clock_sleep_async;
  clock_class->hold = lab_virtual_clock_hold;
  clock_class->release = lab_virtual_clock_release;
}

static void
lab_virtual_clock_init (LabVirtualClock *self)
{
  g_autoptr (GSource) source = g_source_new (&virtual_source_funcs, sizeof (VirtualSource));

  ((VirtualSource *) source)->clock = self;
  g_source_set_priority (source, PRIORITY_OF_TIME);
  g_source_set_static_name (source, "[costlab] virtual clock");
  lab_sleepers_init (&self->sleepers, source);
}

LabClock *
lab_virtual_clock_new (gint64 start_us)
{
  LabVirtualClock *self = g_object_new (LAB_TYPE_VIRTUAL_CLOCK, NULL);

  self->now = start_us;
  return LAB_CLOCK (self);
}

/* The time is set first, so that a sleeper woken at once and one whose task
 * is completed an iteration later find the same time. */
void
lab_virtual_clock_advance (LabVirtualClock *self,
                           gint64           duration_us)
{
  g_return_if_fail (LAB_IS_VIRTUAL_CLOCK (self));
  g_return_if_fail (duration_us >= 0);

  g_object_ref (self);
  self->now = lab_clock_due (self->now, duration_us);
  while (lab_sleepers_wake_one (&self->sleepers, self->now))
    continue;
  g_object_unref (self);
}
