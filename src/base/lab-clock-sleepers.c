/* lab-clock-sleepers.c: a heap of waiting tasks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-clock-private.h"

#define NOT_IN_HEAP G_MAXUINT

/* Shared by the heap, the GCancellable's handler and the source which that
 * handler attaches, hence counted; only the last two meet other threads. */
typedef struct
{
  gatomicrefcount references;
  LabSleepers *sleepers; /* valid while in the heap: the task keeps the clock */
  GMainContext *context;
  GTask *task;
  gulong cancelled_id;
  gint64 due;
  guint64 arrival;
  guint position;
} Sleeper;

static Sleeper *
sleeper_ref (Sleeper *sleeper)
{
  g_atomic_ref_count_inc (&sleeper->references);
  return sleeper;
}

static void
sleeper_unref (gpointer data)
{
  Sleeper *sleeper = data;

  if (!g_atomic_ref_count_dec (&sleeper->references))
    return;
  g_main_context_unref (sleeper->context);
  g_free (sleeper);
}

static gboolean
sleeper_is_before (const Sleeper *a,
                   const Sleeper *b)
{
  return a->due != b->due ? a->due < b->due : a->arrival < b->arrival;
}

static void
heap_put (GPtrArray *heap,
          guint      position,
          Sleeper   *sleeper)
{
  heap->pdata[position] = sleeper;
  sleeper->position = position;
}

static void
heap_rise (GPtrArray *heap,
           Sleeper   *sleeper)
{
  guint at = sleeper->position;

  while (at > 0)
    {
      guint parent = (at - 1) / 2;

      if (!sleeper_is_before (sleeper, heap->pdata[parent]))
        break;
      heap_put (heap, at, heap->pdata[parent]);
      at = parent;
    }
  heap_put (heap, at, sleeper);
}

static void
heap_sink (GPtrArray *heap,
           Sleeper   *sleeper)
{
  guint at = sleeper->position;

  while (2 * at + 1 < heap->len)
    {
      guint child = 2 * at + 1;

      if (child + 1 < heap->len && sleeper_is_before (heap->pdata[child + 1], heap->pdata[child]))
        child++;
      if (!sleeper_is_before (heap->pdata[child], sleeper))
        break;
      heap_put (heap, at, heap->pdata[child]);
      at = child;
    }
  heap_put (heap, at, sleeper);
}

static void
heap_remove (GPtrArray *heap,
             Sleeper   *sleeper)
{
  guint at = sleeper->position;
  Sleeper *last = heap->pdata[heap->len - 1];

  g_ptr_array_set_size (heap, (gint) heap->len - 1);
  sleeper->position = NOT_IN_HEAP;
  if (last == sleeper)
    return;

  heap_put (heap, at, last);
  heap_rise (heap, last);
  heap_sink (heap, last);
}

/* Takes @sleeper out and ends its task. The handler is disconnected without
 * waiting for one that may be running: it holds its own reference, and what
 * it attaches finds the sleeper gone. */
static void
sleeper_end (Sleeper *sleeper,
             gboolean cancelled)
{
  LabSleepers *self = sleeper->sleepers;
  g_autoptr (GTask) task = g_steal_pointer (&sleeper->task);

  heap_remove (self->heap, sleeper);
  if (sleeper->cancelled_id != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), sleeper->cancelled_id);
  sleeper_unref (sleeper);

  if (cancelled)
    g_task_return_error_if_cancelled (task);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
sleeper_cancelled_cb (gpointer data)
{
  Sleeper *sleeper = data;

  if (sleeper->position != NOT_IN_HEAP)
    sleeper_end (sleeper, TRUE);
  return G_SOURCE_REMOVE;
}

/* On whatever thread cancels. */
static void
cancellable_cancelled_cb (GCancellable *cancellable,
                          gpointer      data)
{
  Sleeper *sleeper = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, sleeper_cancelled_cb, sleeper_ref (sleeper), sleeper_unref);
  g_source_set_static_name (source, "[costlab] sleep cancelled");
  g_source_attach (source, sleeper->context);
}

void
lab_sleepers_init (LabSleepers *self,
                   GSource     *source)
{
  self->context = g_main_context_ref_thread_default ();
  self->heap = g_ptr_array_new ();
  self->arrivals = 0;
  self->source = g_source_ref (source);
  g_source_attach (source, self->context);
}

void
lab_sleepers_clear (LabSleepers *self)
{
  /* A sleeper keeps its clock alive, so nobody can be left. */
  g_assert (self->heap == NULL || self->heap->len == 0);

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->heap, g_ptr_array_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
}

void
lab_sleepers_add (LabSleepers *self,
                  GTask       *task,
                  gint64       due)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Sleeper *sleeper = g_new0 (Sleeper, 1);

  g_atomic_ref_count_init (&sleeper->references);
  sleeper->sleepers = self;
  sleeper->context = g_main_context_ref (self->context);
  sleeper->task = task;
  sleeper->due = due;
  sleeper->arrival = self->arrivals++;
  sleeper->position = self->heap->len;

  g_ptr_array_add (self->heap, sleeper);
  heap_rise (self->heap, sleeper);
  if (cancellable != NULL)
    sleeper->cancelled_id = g_cancellable_connect (cancellable,
                                                   G_CALLBACK (cancellable_cancelled_cb),
                                                   sleeper_ref (sleeper),
                                                   sleeper_unref);
}

gint64
lab_sleepers_next (LabSleepers *self)
{
  const Sleeper *first;

  if (self->heap->len == 0)
    return LAB_CLOCK_NEVER;
  first = g_ptr_array_index (self->heap, 0);
  return first->due;
}

gboolean
lab_sleepers_wake_one (LabSleepers *self,
                       gint64       now)
{
  if (self->heap->len == 0 || lab_sleepers_next (self) > now)
    return FALSE;

  sleeper_end (g_ptr_array_index (self->heap, 0), FALSE);
  return TRUE;
}
