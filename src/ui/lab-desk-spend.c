/* lab-desk-spend.c: what was spent today, kept true while calls come in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-desk-private.h"

#define REFRESH_MS 250
#define US_PER_SECOND G_GINT64_CONSTANT (1000000)

static gboolean
refresh_cb (gpointer user_data)
{
  LabDesk *self = user_data;

  self->spend_timeout = 0;
  lab_desk_load_spend (self);
  return G_SOURCE_REMOVE;
}

/* A run records thousands of calls; the figure is read four times a second. */
static void
call_recorded_cb (LabDesk *self)
{
  if (self->spend_timeout == 0)
    self->spend_timeout = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

static void
budgets_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LabDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *budgets = lab_budget_caps_load_finish (result, &error);

  self->spend_loading = FALSE;
  if (budgets != NULL)
    {
      g_clear_pointer (&self->budgets, g_ptr_array_unref);
      self->budgets = budgets;
      lab_desk_emit_spend_changed (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lab_desk_emit_failed (self, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  LabSpend spend;

  if (lab_spend_load_finish (result, &spend, &error))
    {
      self->spend = spend;
      self->has_spend = TRUE;
      lab_budget_caps_load_async (lab_context_get_store (self->context), self->profile->id,
                                  lab_clock_now (lab_desk_get_clock (self)), self->cancellable,
                                  budgets_cb, g_object_ref (self));
      return;
    }
  self->spend_loading = FALSE;
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lab_desk_emit_failed (self, error);
}

/* Today in the user's zone, whose midnights are multiples of 15 minutes. */
static void
find_today (gint64  now,
            gint64 *since,
            gint64 *until)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / US_PER_SECOND);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autoptr (GDateTime) midnight =
    g_date_time_new_local (g_date_time_get_year (local), g_date_time_get_month (local),
                           g_date_time_get_day_of_month (local), 0, 0, 0);
  g_autoptr (GDateTime) next = g_date_time_add_days (midnight, 1);

  *since = g_date_time_to_unix (midnight) * US_PER_SECOND;
  *until = g_date_time_to_unix (next) * US_PER_SECOND;
}

void
lab_desk_load_spend (LabDesk *self)
{
  gint64 now = lab_clock_now (lab_desk_get_clock (self));
  gint64 since, until;

  if (self->spend_loading)
    {
      call_recorded_cb (self);
      return;
    }
  self->spend_loading = TRUE;
  find_today (now, &since, &until);
  lab_spend_load_async (lab_context_get_store (self->context), self->profile->id, since, until,
                        now, self->cancellable, loaded_cb, g_object_ref (self));
}

void
lab_desk_watch_spend (LabDesk *self)
{
  g_signal_connect_object (lab_context_get_tracker (self->context), "call-recorded",
                           G_CALLBACK (call_recorded_cb), self, G_CONNECT_SWAPPED);
  lab_desk_load_spend (self);
}

void
lab_desk_unwatch_spend (LabDesk *self)
{
  g_clear_handle_id (&self->spend_timeout, g_source_remove);
}
