/* lab-dashboard-view.c: what was spent, and down to the single call
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dashboard/lab-dashboard-view-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "common/lab-reflow-layout.h"
#include "dashboard/lab-dearest-row.h"
#include "lab-view.h"

static void lab_dashboard_view_iface_init (LabViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LabDashboardView, lab_dashboard_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_VIEW,
                                                      lab_dashboard_view_iface_init))

typedef enum
{
  PROP_RANGE = 1,
  PROP_GROUP,
  PROP_ORIGIN,
} LabDashboardViewProperty;

static GParamSpec *properties[PROP_ORIGIN + 1];

/* As in the settings, by LabOverviewRange and LabOverviewGrouping. */
static const char * const range_names[] = { "today", "7-days", "30-days", "experiment" };
static const char * const group_names[] = { "model", "provider", "experiment", "run" };

static gboolean
find_name (const char * const *names,
           guint               n_names,
           const char         *name,
           guint              *index)
{
  for (guint i = 0; i < n_names; i++)
    if (g_strcmp0 (names[i], name) == 0)
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

static void
load_from_above (LabDashboardView *self)
{
  if (self->desk == NULL)
    return;
  lab_dashboard_view_reset_trail (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    lab_dashboard_view_load (self);
  else
    self->stale = TRUE;
}

static void
set_range (LabDashboardView *self,
           const char       *name)
{
  guint range;

  if (!find_name (range_names, G_N_ELEMENTS (range_names), name, &range) ||
      range == (guint) self->range)
    return;
  self->range = (LabOverviewRange) range;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RANGE]);
  load_from_above (self);
}

static void
set_group (LabDashboardView *self,
           const char       *name)
{
  guint grouping;

  if (!find_name (group_names, G_N_ELEMENTS (group_names), name, &grouping) ||
      grouping == (guint) self->grouping)
    return;
  self->grouping = (LabOverviewGrouping) grouping;
  gtk_drop_down_set_selected (self->group_choice, grouping);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GROUP]);
  load_from_above (self);
}

static void
set_origin (LabDashboardView *self,
            const char       *name)
{
  LabOrigin origin;

  if (!lab_origin_from_string (name, &origin) || origin == self->origin)
    return;
  self->origin = origin;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ORIGIN]);
  load_from_above (self);
}

static void
group_chosen_cb (LabDashboardView *self)
{
  guint selected = gtk_drop_down_get_selected (self->group_choice);
  g_autofree char *label = NULL;
  GtkStringObject *item = gtk_drop_down_get_selected_item (self->group_choice);

  if (selected >= G_N_ELEMENTS (group_names) || item == NULL)
    return;
  label = g_strdup_printf (_("Stacked: %s"), gtk_string_object_get_string (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->group_choice),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  set_group (self, group_names[selected]);
}

static void
bar_cb (LabDashboardView *self,
        guint             series,
        guint             index)
{
  lab_dashboard_view_open_bar (self, series, index);
}

static void
hour_cb (LabDashboardView *self,
         guint             series,
         guint             index)
{
  lab_dashboard_view_open_hour (self, series, index);
}

static void
all_cb (LabDashboardView *self)
{
  lab_dashboard_view_open_all (self);
}

static void
spread_cb (LabDashboardView *self)
{
  lab_chart_focus (self->spread_chart);
}

static void
buckets_cb (LabDashboardView *self)
{
  lab_chart_focus (self->bucket_chart);
}

static void
dearest_cb (LabDashboardView *self,
            GtkListBoxRow    *row)
{
  lab_dashboard_view_open_call (self, lab_dearest_row_get_call_id (LAB_DEAREST_ROW (row)));
}

static void
call_cb (LabDashboardView *self,
         LabCallItem      *item)
{
  lab_dashboard_view_open_call (self, lab_call_item_get_record (item)->id);
}

/* What its button says: try again, look further back, or begin. */
static void
placeholder_cb (LabDashboardView *self)
{
  if (lab_placeholder_get_face (self->placeholder) == LAB_PLACEHOLDER_ERROR)
    lab_dashboard_view_load (self);
  else if (self->range == LAB_OVERVIEW_TODAY || self->range == LAB_OVERVIEW_7_DAYS)
    set_range (self, "30-days");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", "sandbox");
}

static void
call_recorded_cb (LabDashboardView    *self,
                  const LabCallRecord *record)
{
  if (g_strcmp0 (record->profile_id, lab_desk_get_profile_id (self->desk)) != 0)
    return;
  self->n_recorded++;
  lab_dashboard_view_queue_load (self);
}

/* What is spent changes with every call, which was told already; without one,
 * something was deleted. */
static void
spend_changed_cb (LabDashboardView *self)
{
  if (self->n_recorded == self->n_recorded_before)
    lab_dashboard_view_queue_load (self);
  self->n_recorded_before = self->n_recorded;
}

static void
experiment_changed_cb (LabDashboardView *self)
{
  if (self->range == LAB_OVERVIEW_EXPERIMENT)
    load_from_above (self);
  else
    lab_dashboard_view_queue_load (self);
}

static void
lab_dashboard_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lab_dashboard_view_parent_class)->map (widget);

  lab_dashboard_view_load_if_stale (LAB_DASHBOARD_VIEW (widget));
}

static void
lab_dashboard_view_unmap (GtkWidget *widget)
{
  lab_dashboard_view_put_off (LAB_DASHBOARD_VIEW (widget));

  GTK_WIDGET_CLASS (lab_dashboard_view_parent_class)->unmap (widget);
}

static void
lab_dashboard_view_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  LabDashboardView *self = LAB_DASHBOARD_VIEW (object);

  switch ((LabDashboardViewProperty) property_id)
    {
    case PROP_RANGE:
      g_value_set_string (value, range_names[self->range]);
      break;
    case PROP_GROUP:
      g_value_set_string (value, group_names[self->grouping]);
      break;
    case PROP_ORIGIN:
      g_value_set_string (value, lab_origin_to_string (self->shown != NULL ? self->shown->origin
                                                                           : self->origin));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_dashboard_view_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  LabDashboardView *self = LAB_DASHBOARD_VIEW (object);

  switch ((LabDashboardViewProperty) property_id)
    {
    case PROP_RANGE:
      set_range (self, g_value_get_string (value));
      break;
    case PROP_GROUP:
      set_group (self, g_value_get_string (value));
      break;
    case PROP_ORIGIN:
      set_origin (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_dashboard_view_dispose (GObject *object)
{
  LabDashboardView *self = LAB_DASHBOARD_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->loading);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_handle_id (&self->period_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_DASHBOARD_VIEW);
  g_clear_object (&self->desk);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (lab_dashboard_view_parent_class)->dispose (object);
}

static void
lab_dashboard_view_finalize (GObject *object)
{
  LabDashboardView *self = LAB_DASHBOARD_VIEW (object);

  g_clear_pointer (&self->shown, lab_cost_overview_free);
  g_clear_pointer (&self->day, lab_cost_overview_free);
  g_clear_pointer (&self->slots, lab_slots_free);
  g_clear_pointer (&self->trail, g_ptr_array_unref);

  G_OBJECT_CLASS (lab_dashboard_view_parent_class)->finalize (object);
}

static void
lab_dashboard_view_refresh (LabView *view)
{
  lab_dashboard_view_load (LAB_DASHBOARD_VIEW (view));
}

/* The choice that was made, among those that can be. */
static gboolean
focus_range (LabDashboardView *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->ranges); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (child)))
      return gtk_widget_grab_focus (child);
  return FALSE;
}

/* The choices, the chart, the dearest calls; a page that was opened is one. */
static gboolean
lab_dashboard_view_focus_pane (LabView *view,
                               guint    pane)
{
  LabDashboardView *self = LAB_DASHBOARD_VIEW (view);
  gboolean figures = g_strcmp0 (gtk_stack_get_visible_child_name (self->body), "figures") == 0;

  if (!g_str_equal (lab_dashboard_view_get_page (self), "overview"))
    return pane == 0 && gtk_widget_child_focus (gtk_stack_get_visible_child (self->pages),
                                                GTK_DIR_TAB_FORWARD);
  switch (pane)
    {
    case 0:
      return focus_range (self);
    case 1:
      return figures && lab_chart_focus (self->spend_chart);
    case 2:
      return figures && gtk_widget_child_focus (GTK_WIDGET (self->dearest), GTK_DIR_TAB_FORWARD);
    default:
      return FALSE;
    }
}

static gboolean
lab_dashboard_view_go_back (LabView *view)
{
  return lab_dashboard_view_back (LAB_DASHBOARD_VIEW (view));
}

static gboolean
lab_dashboard_view_can_go_back (LabView *view)
{
  return LAB_DASHBOARD_VIEW (view)->trail->len > 0;
}

static void
lab_dashboard_view_open_call_of_ledger (LabView    *view,
                                        const char *call_id)
{
  lab_dashboard_view_open_call (LAB_DASHBOARD_VIEW (view), call_id);
}

/* The chart that is in view. */
static void
lab_dashboard_view_export_shown (LabView *view)
{
  LabDashboardView *self = LAB_DASHBOARD_VIEW (view);
  gboolean day = g_str_equal (lab_dashboard_view_get_page (self), "day");

  gtk_widget_activate_action (GTK_WIDGET (day ? self->day_chart : self->spend_chart),
                              "chart.export", "s", "png");
}

static void
lab_dashboard_view_iface_init (LabViewInterface *iface)
{
  iface->refresh = lab_dashboard_view_refresh;
  iface->focus_pane = lab_dashboard_view_focus_pane;
  iface->go_back = lab_dashboard_view_go_back;
  iface->can_go_back = lab_dashboard_view_can_go_back;
  iface->open_call = lab_dashboard_view_open_call_of_ledger;
  iface->export_shown = lab_dashboard_view_export_shown;
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, LabDashboardView, child)

static void
bind_children (GtkWidgetClass *widget_class)
{
  BIND (box);
  BIND (crumb);
  BIND (crumb_title);
  BIND (crumb_note);
  BIND (pages);
  BIND (overview);
  BIND (ranges);
  BIND (group_choice);
  BIND (origins);
  BIND (practice);
  BIND (live);
  BIND (imported);
  BIND (replayed);
  BIND (body);
  BIND (scroller);
  BIND (placeholder);
  BIND (caption);
  BIND (spend);
  BIND (calls);
  BIND (average);
  BIND (cache);
  BIND (spend_chart);
  BIND (bucket_chart);
  BIND (spread_chart);
  BIND (runs_chart);
  BIND (runs);
  BIND (dearest);
  BIND (day_chart);
  BIND (call_list);
  BIND (call_page);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-dashboard-view.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, group_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, bar_cb);
  gtk_widget_class_bind_template_callback (widget_class, hour_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_cb);
  gtk_widget_class_bind_template_callback (widget_class, spread_cb);
  gtk_widget_class_bind_template_callback (widget_class, buckets_cb);
  gtk_widget_class_bind_template_callback (widget_class, dearest_cb);
  gtk_widget_class_bind_template_callback (widget_class, call_cb);
  gtk_widget_class_bind_template_callback (widget_class, placeholder_cb);
}

static void
ensure_types (void)
{
  g_type_ensure (LAB_TYPE_CALL_LIST);
  g_type_ensure (LAB_TYPE_CALL_PAGE);
  g_type_ensure (LAB_TYPE_CHART);
  g_type_ensure (LAB_TYPE_PLACEHOLDER);
  g_type_ensure (LAB_TYPE_REFLOW_LAYOUT);
  g_type_ensure (LAB_TYPE_TILE);
}

static void
lab_dashboard_view_class_init (LabDashboardViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lab_dashboard_view_get_property;
  object_class->set_property = lab_dashboard_view_set_property;
  object_class->dispose = lab_dashboard_view_dispose;
  object_class->finalize = lab_dashboard_view_finalize;
  widget_class->map = lab_dashboard_view_map;
  widget_class->unmap = lab_dashboard_view_unmap;

  properties[PROP_RANGE] = g_param_spec_string ("range", NULL, NULL, "7-days", flags);
  properties[PROP_GROUP] = g_param_spec_string ("group", NULL, NULL, "model", flags);
  properties[PROP_ORIGIN] = g_param_spec_string ("origin", NULL, NULL, "practice", flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  ensure_types ();
  bind_template (widget_class);
  gtk_widget_class_install_property_action (widget_class, "dashboard.range", "range");
  gtk_widget_class_install_property_action (widget_class, "dashboard.group", "group");
  gtk_widget_class_install_property_action (widget_class, "dashboard.origin", "origin");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_dashboard_view_init (LabDashboardView *self)
{
  self->range = LAB_OVERVIEW_7_DAYS;
  self->cancellable = g_cancellable_new ();
  self->slots = lab_slots_new ();
  self->stale = TRUE;
  lab_dashboard_view_init_trail (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  group_chosen_cb (self);
  lab_placeholder_show_loading (self->placeholder, _("Adding Up"));
}

GtkWidget *
lab_dashboard_view_new (LabDesk   *desk,
                        GSettings *settings)
{
  LabDashboardView *self;

  g_return_val_if_fail (LAB_IS_DESK (desk), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (LAB_TYPE_DASHBOARD_VIEW, NULL);
  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "dashboard-range", self, "range", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "dashboard-group", self, "group", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "dashboard-origin", self, "origin", G_SETTINGS_BIND_DEFAULT);
  self->desk = g_object_ref (desk);
  g_signal_connect_object (lab_context_get_tracker (lab_desk_get_context (desk)), "call-recorded",
                           G_CALLBACK (call_recorded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::experiment", G_CALLBACK (experiment_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "spend-changed", G_CALLBACK (spend_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "runs-changed", G_CALLBACK (lab_dashboard_view_queue_load), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
