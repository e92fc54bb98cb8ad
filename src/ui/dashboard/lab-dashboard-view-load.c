/* lab-dashboard-view-load.c: the view's data, read off the main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dashboard/lab-dashboard-view-private.h"

/* A call that is recorded is seen within a quarter of a second, reading and
 * drawing included. */
#define REFRESH_MS 150

static LabOverviewQuery
make_query (LabDashboardView *self,
            GTimeZone        *zone)
{
  LabOverviewQuery query = {
    .profile_id = lab_desk_get_profile_id (self->desk),
    .experiment_id =
      lab_experiment_item_get_experiment (lab_desk_get_experiment (self->desk))->id,
    .range = self->range,
    .grouping = self->grouping,
    .origin = (gint) self->origin,
    .now = lab_clock_now (lab_desk_get_clock (self->desk)),
    .zone = zone,
    .catalogue = lab_desk_get_catalogue (self->desk),
  };

  return query;
}

static gboolean
is_day_in_view (LabDashboardView *self)
{
  return g_str_equal (lab_dashboard_view_get_page (self), "day");
}

static gboolean
period_over_cb (gpointer user_data)
{
  LabDashboardView *self = user_data;

  self->period_source = 0;
  lab_dashboard_view_queue_load (self);
  return G_SOURCE_REMOVE;
}

/* Today is another day at midnight, whether anything is sent or not. */
static void
wait_for_end_of_period (LabDashboardView *self)
{
  const LabCostOverview *shown = self->shown;
  gint64 left;

  g_clear_handle_id (&self->period_source, g_source_remove);
  if (shown->periods == NULL || shown->so_far < 0 || shown->is_ahead)
    return;
  left = lab_periods_get_end (shown->periods, (guint) shown->so_far) -
         lab_clock_now (lab_desk_get_clock (self->desk));
  self->period_source =
    g_timeout_add_seconds ((guint) (MAX (left, 0) / G_USEC_PER_SEC) + 1, period_over_cb, self);
}

static void
take_overview (LabDashboardView *self,
               LabCostOverview  *overview)
{
  if (is_day_in_view (self))
    {
      g_clear_pointer (&self->day, lab_cost_overview_free);
      self->day = overview;
      lab_dashboard_view_show_day (self);
    }
  else
    {
      g_clear_pointer (&self->shown, lab_cost_overview_free);
      self->shown = overview;
      lab_dashboard_view_show_overview (self);
      wait_for_end_of_period (self);
    }
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LabDashboardView) self = user_data;
  g_autoptr (GError) error = NULL;
  LabCostOverview *overview = lab_cost_overview_load_finish (result, &error);

  /* Another question took this one's place, or the view has ended. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  if (overview != NULL)
    take_overview (self, overview);
  else
    lab_dashboard_view_show_error (self, error);
  if (self->again)
    lab_dashboard_view_queue_load (self);
}

/* What is asked for may have changed: an answer to the question before is of
 * no use. */
void
lab_dashboard_view_load (LabDashboardView *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  LabOverviewQuery query = make_query (self, zone);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->again = FALSE;
  if (is_day_in_view (self))
    {
      query.only_experiment = self->range == LAB_OVERVIEW_EXPERIMENT;
      query.range = LAB_OVERVIEW_DAY;
      query.day = self->day_start;
      query.brief = TRUE;
    }
  else if (g_str_equal (lab_dashboard_view_get_page (self), "overview"))
    self->stale = FALSE;
  else
    return;
  self->loading = g_cancellable_new ();
  lab_cost_overview_load_async (lab_context_get_store (lab_desk_get_context (self->desk)), &query,
                                self->loading, loaded_cb, g_object_ref (self));
}

static gboolean
refresh_cb (gpointer user_data)
{
  LabDashboardView *self = user_data;

  self->refresh_source = 0;
  if (self->loading != NULL)
    self->again = TRUE;
  else
    lab_dashboard_view_load (self);
  return G_SOURCE_REMOVE;
}

/* What nobody sees is read when somebody looks. */
void
lab_dashboard_view_queue_load (LabDashboardView *self)
{
  self->stale = TRUE;
  self->again = FALSE;
  if (self->refresh_source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->refresh_source = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

void
lab_dashboard_view_load_if_stale (LabDashboardView *self)
{
  if (self->stale)
    lab_dashboard_view_load (self);
}

void
lab_dashboard_view_put_off (LabDashboardView *self)
{
  if (self->refresh_source == 0 && self->loading == NULL)
    return;
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->stale = TRUE;
}
