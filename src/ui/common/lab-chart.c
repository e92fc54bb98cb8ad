/* lab-chart.c: a chart with its title, its read-out and its table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-chart-private.h"

#include <glib/gi18n-lib.h>

#include "common/lab-icon-button.h"

G_DEFINE_FINAL_TYPE (LabChart, lab_chart, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_TABLE_SHOWN = 1,
  PROP_CAN_DRILL,
  PROP_LINES,
} LabChartProperty;

enum
{
  DRILL,
  N_SIGNALS
};

static GParamSpec *properties[PROP_LINES + 1];
static guint signals[N_SIGNALS];

static void
clear_shared (gpointer data)
{
  lab_chart_model_free (((LabChartShared *) data)->model);
}

static LabChartShared *
share (LabChartModel *model)
{
  LabChartShared *shared = g_atomic_rc_box_new0 (LabChartShared);

  shared->model = model;
  return shared;
}

LabChartShared *
lab_chart_shared_ref (LabChartShared *shared)
{
  return g_atomic_rc_box_acquire (shared);
}

void
lab_chart_shared_unref (LabChartShared *shared)
{
  g_atomic_rc_box_release_full (shared, clear_shared);
}

static void
reading_changed_cb (LabChart *self)
{
  gtk_label_set_text (self->reading, lab_chart_plot_get_reading (self->plot));
}

static void
drill_cb (LabChart *self,
          guint     series,
          guint     index)
{
  g_signal_emit (self, signals[DRILL], 0, series, index);
}

static void
toggle_table_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  LabChart *self = LAB_CHART (widget);

  lab_chart_set_table_shown (self, self->table == NULL);
}

static gboolean
is_focus_inside (LabChart *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack));
}

static void
set_can_drill (LabChart *self,
               gboolean  can_drill)
{
  if (self->can_drill == can_drill)
    return;
  self->can_drill = can_drill;
  lab_chart_plot_set_can_drill (self->plot, can_drill);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_DRILL]);
}

static void
set_lines (LabChart *self,
           double    lines)
{
  if (self->lines >= lines && self->lines <= lines)
    return;
  self->lines = lines;
  lab_chart_plot_set_lines (self->plot, lines);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LINES]);
}

static void
lab_chart_get_property (GObject    *object,
                        guint       property_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  LabChart *self = LAB_CHART (object);

  switch ((LabChartProperty) property_id)
    {
    case PROP_TABLE_SHOWN:
      g_value_set_boolean (value, self->table != NULL);
      break;
    case PROP_CAN_DRILL:
      g_value_set_boolean (value, self->can_drill);
      break;
    case PROP_LINES:
      g_value_set_double (value, self->lines);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_chart_set_property (GObject      *object,
                        guint         property_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  LabChart *self = LAB_CHART (object);

  switch ((LabChartProperty) property_id)
    {
    case PROP_TABLE_SHOWN:
      lab_chart_set_table_shown (self, g_value_get_boolean (value));
      break;
    case PROP_CAN_DRILL:
      set_can_drill (self, g_value_get_boolean (value));
      break;
    case PROP_LINES:
      set_lines (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_chart_dispose (GObject *object)
{
  LabChart *self = LAB_CHART (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->plot != NULL)
    lab_chart_plot_set_model (self->plot, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_CHART);
  self->table = NULL;
  g_clear_pointer (&self->shared, lab_chart_shared_unref);

  G_OBJECT_CLASS (lab_chart_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_TABLE_SHOWN] = g_param_spec_boolean ("table-shown", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_DRILL] = g_param_spec_boolean ("can-drill", NULL, NULL, FALSE, flags);
  properties[PROP_LINES] = g_param_spec_double ("lines", NULL, NULL, 1, 1000, 15, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/apicostlab/CostLab/ui/lab-chart.ui");
  gtk_widget_class_bind_template_child (widget_class, LabChart, header);
  gtk_widget_class_bind_template_child (widget_class, LabChart, title);
  gtk_widget_class_bind_template_child (widget_class, LabChart, toggle);
  gtk_widget_class_bind_template_child (widget_class, LabChart, more);
  gtk_widget_class_bind_template_child (widget_class, LabChart, stack);
  gtk_widget_class_bind_template_child (widget_class, LabChart, plot);
  gtk_widget_class_bind_template_child (widget_class, LabChart, reading);
  gtk_widget_class_bind_template_callback (widget_class, reading_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, drill_cb);
}

static void
lab_chart_class_init (LabChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lab_chart_get_property;
  object_class->set_property = lab_chart_set_property;
  object_class->dispose = lab_chart_dispose;
  install_properties (object_class);

  signals[DRILL] = g_signal_new ("drill", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  g_type_ensure (LAB_TYPE_CHART_PLOT);
  g_type_ensure (LAB_TYPE_ICON_BUTTON);
  bind_template (widget_class);
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "chart.toggle-table", NULL, toggle_table_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, 0, "chart.toggle-table", NULL);
  lab_chart_install_save_actions (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
update_sensitive (LabChart *self)
{
  gboolean any = self->shared != NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->more), any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.toggle-table", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.export", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.copy-table", any);
}

static void
lab_chart_init (LabChart *self)
{
  self->cancellable = g_cancellable_new ();
  self->lines = 15;
  gtk_widget_init_template (GTK_WIDGET (self));
  update_sensitive (self);
}

GtkWidget *
lab_chart_new (void)
{
  return g_object_new (LAB_TYPE_CHART, NULL);
}

void
lab_chart_set_model (LabChart      *self,
                     LabChartModel *model)
{
  LabChartShared *before;
  const char *title = model != NULL ? model->title : "";

  g_return_if_fail (LAB_IS_CHART (self));

  before = self->shared;
  self->shared = model != NULL ? share (model) : NULL;
  /* First the plot, which holds the one before. */
  lab_chart_plot_set_model (self->plot, model);
  g_clear_pointer (&before, lab_chart_shared_unref);
  gtk_label_set_text (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  if (self->table != NULL && model != NULL)
    lab_chart_table_view_set_model (self->table, title, model);
  else if (model == NULL)
    lab_chart_set_table_shown (self, FALSE);
  update_sensitive (self);
}

const LabChartModel *
lab_chart_get_model (LabChart *self)
{
  g_return_val_if_fail (LAB_IS_CHART (self), NULL);

  return self->shared != NULL ? self->shared->model : NULL;
}

void
lab_chart_set_focus_point (LabChart          *self,
                           const LabPointRef *point)
{
  g_return_if_fail (LAB_IS_CHART (self));

  lab_chart_plot_set_focus_point (self->plot, point);
}

gboolean
lab_chart_get_focus_point (LabChart    *self,
                           LabPointRef *point)
{
  g_return_val_if_fail (LAB_IS_CHART (self), FALSE);

  return lab_chart_plot_get_focus_point (self->plot, point);
}

const char *
lab_chart_get_reading (LabChart *self)
{
  g_return_val_if_fail (LAB_IS_CHART (self), NULL);

  return lab_chart_plot_get_reading (self->plot);
}

gboolean
lab_chart_get_table_shown (LabChart *self)
{
  g_return_val_if_fail (LAB_IS_CHART (self), FALSE);

  return self->table != NULL;
}

/* Not the widget's own way of taking the focus: Tab would come to nothing but
 * this. */
gboolean
lab_chart_focus (LabChart *self)
{
  g_return_val_if_fail (LAB_IS_CHART (self), FALSE);

  return self->table != NULL ? lab_chart_table_view_focus (self->table)
                             : gtk_widget_grab_focus (GTK_WIDGET (self->plot));
}

static void
show_table (LabChart *self)
{
  self->table = LAB_CHART_TABLE_VIEW (lab_chart_table_view_new ());
  lab_chart_table_view_set_model (self->table, self->shared->model->title, self->shared->model);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->table), "table");
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->table));
}

/* The table exists while it is seen: nobody meets the figures twice. */
void
lab_chart_set_table_shown (LabChart *self,
                           gboolean  table_shown)
{
  gboolean inside;

  g_return_if_fail (LAB_IS_CHART (self));

  if (table_shown == (self->table != NULL) || (table_shown && self->shared == NULL))
    return;
  inside = is_focus_inside (self);
  if (table_shown)
    show_table (self);
  else
    {
      LabChartTableView *table = g_steal_pointer (&self->table);

      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->plot));
      if (inside)
        gtk_widget_grab_focus (GTK_WIDGET (self->plot));
      gtk_stack_remove (self->stack, GTK_WIDGET (table));
    }
  lab_icon_button_set_face (LAB_ICON_BUTTON (self->toggle),
                            table_shown ? "lab-chart-symbolic" : "view-list-symbolic",
                            table_shown ? _("Show the Chart") : _("Show as a Table"));
  if (inside)
    lab_chart_focus (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TABLE_SHOWN]);
}
