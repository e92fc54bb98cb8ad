/* lab-clock.c: what both clocks share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-clock-private.h"

G_DEFINE_ABSTRACT_TYPE (LabClock, lab_clock, G_TYPE_OBJECT)

static void
lab_clock_class_init (LabClockClass *klass)
{
}

static void
lab_clock_init (LabClock *self)
{
}

gint64
lab_clock_due (gint64 now,
               gint64 duration_us)
{
  gint64 due;

  return __builtin_add_overflow (now, duration_us, &due) ? LAB_CLOCK_NEVER : due;
}

/* A task that returns in the iteration that made it is completed by GTask
 * in the next one. */
void
lab_clock_sleep_nothing (GTask *task)
{
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

gint64
lab_clock_now (LabClock *self)
{
  g_return_val_if_fail (LAB_IS_CLOCK (self), 0);

  return LAB_CLOCK_GET_CLASS (self)->now (self);
}

void
lab_clock_sleep_async (LabClock            *self,
                       gint64               duration_us,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (LAB_IS_CLOCK (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  LAB_CLOCK_GET_CLASS (self)->sleep_async (self, duration_us, cancellable, callback, user_data);
}

gboolean
lab_clock_sleep_finish (LabClock      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (LAB_IS_CLOCK (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
lab_clock_hold (LabClock *self)
{
  g_return_if_fail (LAB_IS_CLOCK (self));

  if (LAB_CLOCK_GET_CLASS (self)->hold != NULL)
    LAB_CLOCK_GET_CLASS (self)->hold (self);
}

void
lab_clock_release (LabClock *self)
{
  g_return_if_fail (LAB_IS_CLOCK (self));

  if (LAB_CLOCK_GET_CLASS (self)->release != NULL)
    LAB_CLOCK_GET_CLASS (self)->release (self);
}
