/* lab-dashboard-view-drill.c: down to the single call, and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dashboard/lab-dashboard-view-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-format.h"
#include "lab-view.h"

/* A page that was left for another: what stood above it, and where the focus
 * was. Pages stay as they are, scrolled where they were. */
typedef struct
{
  char *page;
  char *title;
  char *note;
  GWeakRef focus;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->page);
  g_free (step->title);
  g_free (step->note);
  g_weak_ref_clear (&step->focus);
  g_free (step);
}

void
lab_dashboard_view_init_trail (LabDashboardView *self)
{
  self->trail = g_ptr_array_new_with_free_func (step_free);
}

const char *
lab_dashboard_view_get_page (LabDashboardView *self)
{
  return gtk_stack_get_visible_child_name (self->pages);
}

static void
show_crumb (LabDashboardView *self,
            const char       *title,
            const char       *note)
{
  gtk_label_set_text (self->crumb_title, title);
  gtk_label_set_text (self->crumb_note, note);
  gtk_widget_set_visible (self->crumb, self->trail->len > 0);
  lab_view_changed (LAB_VIEW (self));
}

static void
go_on (LabDashboardView *self,
       const char       *page,
       const char       *title,
       const char       *note)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  Step *step = g_new0 (Step, 1);

  step->page = g_strdup (lab_dashboard_view_get_page (self));
  step->title = g_strdup (gtk_label_get_text (self->crumb_title));
  step->note = g_strdup (gtk_label_get_text (self->crumb_note));
  g_weak_ref_init (&step->focus, focus);
  g_ptr_array_add (self->trail, step);
  show_crumb (self, title, note);
  gtk_stack_set_visible_child_name (self->pages, page);
}

/* What was shown is let go of: nobody meets it where it is not seen. Only
 * once the focus is elsewhere: the window would move it on otherwise. */
static void
clear_page (LabDashboardView *self,
            const char       *page)
{
  if (g_str_equal (page, "calls"))
    lab_call_list_set_model (self->call_list, NULL, NULL);
  if (g_str_equal (page, "day"))
    {
      lab_chart_set_model (self->day_chart, NULL);
      g_clear_pointer (&self->day, lab_cost_overview_free);
    }
}

gboolean
lab_dashboard_view_back (LabDashboardView *self)
{
  g_autofree char *left = g_strdup (lab_dashboard_view_get_page (self));
  g_autoptr (GtkWidget) focus = NULL;
  Step *step;

  if (self->trail->len == 0)
    return FALSE;
  step = g_ptr_array_steal_index (self->trail, self->trail->len - 1);
  gtk_stack_set_visible_child_name (self->pages, step->page);
  show_crumb (self, step->title, step->note);
  focus = g_weak_ref_get (&step->focus);
  if (focus == NULL || !gtk_widget_grab_focus (focus))
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->pages), GTK_DIR_TAB_FORWARD);
  step_free (step);
  clear_page (self, left);
  lab_dashboard_view_load_if_stale (self);
  return TRUE;
}

void
lab_dashboard_view_reset_trail (LabDashboardView *self)
{
  if (self->trail->len == 0)
    return;
  g_ptr_array_set_size (self->trail, 0);
  gtk_stack_set_visible_child_name (self->pages, "overview");
  show_crumb (self, "", "");
  clear_page (self, "calls");
  clear_page (self, "day");
}

static const char *
get_experiment_id (LabDashboardView *self)
{
  return self->range == LAB_OVERVIEW_EXPERIMENT
           ? lab_experiment_item_get_experiment (lab_desk_get_experiment (self->desk))->id
           : NULL;
}

/* (nullable): NULL for all, and for "Other", which is no one thing */
static const LabOverviewGroup *
get_group (const LabCostOverview *overview,
           guint                  series)
{
  const LabOverviewGroup *group =
    series < overview->groups->len ? g_ptr_array_index (overview->groups, series) : NULL;

  return group != NULL && group->id != NULL ? group : NULL;
}

static void
set_group (LabDashboardView       *self,
           LabCallScope           *scope,
           const LabOverviewGroup *group)
{
  switch (self->grouping)
    {
    case LAB_OVERVIEW_BY_PROVIDER:
      scope->provider = group->id;
      break;
    case LAB_OVERVIEW_BY_EXPERIMENT:
      scope->experiment_id = group->id;
      break;
    case LAB_OVERVIEW_BY_RUN:
      scope->run_id = group->id;
      break;
    case LAB_OVERVIEW_BY_MODEL:
    default:
      scope->model = group->id;
      break;
    }
}

/* The first rows take the focus, unless somebody has moved on. */
static void
rows_came_cb (LabCallModel     *model,
              guint             position,
              guint             removed,
              guint             added,
              LabDashboardView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_signal_handlers_disconnect_by_func (model, rows_came_cb, self);
  if (root != NULL && gtk_root_get_focus (root) == NULL)
    lab_call_list_focus (self->call_list);
}

static void
open_calls (LabDashboardView      *self,
            const LabCostOverview *overview,
            gint64                 since,
            gint64                 until,
            const char            *title,
            const LabOverviewGroup *group)
{
  LabContext *context = lab_desk_get_context (self->desk);
  LabCallScope scope = LAB_CALL_SCOPE_INIT;
  g_autoptr (LabCallModel) model = NULL;

  scope.experiment_id = get_experiment_id (self);
  scope.origin = (gint) overview->origin;
  scope.since = since;
  scope.until = until;
  if (group != NULL)
    set_group (self, &scope, group);
  model = lab_call_model_new_scoped (lab_context_get_store (context),
                                     lab_context_get_tracker (context),
                                     lab_desk_get_profile_id (self->desk), &scope);
  lab_call_list_set_model (self->call_list, model, lab_desk_get_clock (self->desk));
  go_on (self, "calls", title,
         group != NULL ? group->name : lab_dashboard_view_name_origin (overview->origin));
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (rows_came_cb), self,
                           G_CONNECT_AFTER);
}

static void
open_period (LabDashboardView      *self,
             const LabCostOverview *overview,
             guint                  series,
             guint                  index)
{
  g_autofree char *title = lab_dashboard_name_period (overview->periods, index);

  open_calls (self, overview, lab_periods_get_start (overview->periods, index),
              lab_periods_get_end (overview->periods, index), title,
              get_group (overview, series));
}

/* A day opens by the hour; what is shorter or longer, its calls. */
void
lab_dashboard_view_open_bar (LabDashboardView *self,
                             guint             series,
                             guint             index)
{
  g_autofree char *title = NULL;

  if (self->shown == NULL || index >= lab_periods_get_n (self->shown->periods))
    return;
  if (self->shown->periods->unit != LAB_PERIOD_DAY)
    {
      open_period (self, self->shown, series, index);
      return;
    }
  self->day_start = lab_periods_get_start (self->shown->periods, index);
  title = lab_dashboard_name_period (self->shown->periods, index);
  go_on (self, "day", title, "");
  lab_dashboard_view_load (self);
  lab_chart_focus (self->day_chart);
}

void
lab_dashboard_view_open_hour (LabDashboardView *self,
                              guint             series,
                              guint             index)
{
  if (self->day != NULL && index < lab_periods_get_n (self->day->periods))
    open_period (self, self->day, series, index);
}

void
lab_dashboard_view_open_all (LabDashboardView *self)
{
  g_autofree char *title = NULL;
  const LabPeriods *periods;

  if (self->shown == NULL || self->shown->periods == NULL)
    return;
  periods = self->shown->periods;
  title = lab_dashboard_name_range (self->shown, self->range);
  open_calls (self, self->shown, lab_periods_get_start (periods, 0),
              lab_periods_get_end (periods, lab_periods_get_n (periods) - 1), title, NULL);
}

static void
show_call (LabDashboardView    *self,
           const LabCallRecord *call)
{
  g_autofree char *time =
    lab_format_moment (call->timestamp, lab_clock_now (lab_desk_get_clock (self->desk)));
  /* Translators: a call by its time. */
  g_autofree char *title = g_strdup_printf (_("Call of %s"), time);

  lab_call_page_set_call (self->call_page, call, lab_desk_get_catalogue (self->desk));
  go_on (self, "call", title, call->model);
  gtk_widget_child_focus (GTK_WIDGET (self->call_page), GTK_DIR_TAB_FORWARD);
}

static void
call_loaded_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (LabDashboardView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabCallRecord) call = lab_call_load_finish (result, &error);

  /* Asked for twice, it opens once. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_str_equal (lab_dashboard_view_get_page (self), "call"))
    return;
  if (call != NULL)
    show_call (self, call);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
}

void
lab_dashboard_view_open_call (LabDashboardView *self,
                              const char       *call_id)
{
  lab_call_load_async (lab_context_get_store (lab_desk_get_context (self->desk)),
                       lab_desk_get_profile_id (self->desk), call_id, self->cancellable,
                       call_loaded_cb, g_object_ref (self));
}
