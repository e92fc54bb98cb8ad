/* lab-chart-plot-actions.c: a chart by keys and by accessibility tools
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-chart-plot-private.h"

/* One action and one key for each step; LAB_STEP_FIRST … by their number. */
static const struct
{
  const char *action;
  guint key;
  guint keypad_key;
} steps[] = {
  [LAB_STEP_FIRST] = { "chart.first-point", GDK_KEY_Home, GDK_KEY_KP_Home },
  [LAB_STEP_LAST] = { "chart.last-point", GDK_KEY_End, GDK_KEY_KP_End },
  [LAB_STEP_NEXT] = { "chart.next-point", GDK_KEY_Right, GDK_KEY_KP_Right },
  [LAB_STEP_PREVIOUS] = { "chart.previous-point", GDK_KEY_Left, GDK_KEY_KP_Left },
  [LAB_STEP_TEN_ON] = { "chart.ten-on", GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down },
  [LAB_STEP_TEN_BACK] = { "chart.ten-back", GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up },
  [LAB_STEP_NEXT_SERIES] = { "chart.next-series", GDK_KEY_Down, GDK_KEY_KP_Down },
  [LAB_STEP_PREVIOUS_SERIES] = { "chart.previous-series", GDK_KEY_Up, GDK_KEY_KP_Up },
};

/* While one series is drawn alone the walk begins in it, and a step to
 * another takes that one instead. */
static void
step_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabChartPlot *self = LAB_CHART_PLOT (widget);
  LabPointRef from = self->point, to;
  gboolean begins = !self->has_point;
  guint step = 0;

  while (!g_str_equal (steps[step].action, action_name))
    step++;
  if (begins && self->only > 0)
    {
      from = (LabPointRef) { self->only - 1, 0 };
      if (step != LAB_STEP_LAST)
        step = LAB_STEP_FIRST;
      begins = FALSE;
    }
  if (self->model == NULL ||
      !lab_chart_model_step (self->model, begins ? NULL : &from, (LabStep) step, &to))
    return;
  if (self->only > 0)
    lab_chart_plot_set_only (self, to.series + 1);
  lab_chart_plot_set_focus_point (self, &to);
}

static void
drill_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  lab_chart_plot_emit_drill (LAB_CHART_PLOT (widget));
}

static void
read_summary_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  LabChartPlot *self = LAB_CHART_PLOT (widget);

  lab_chart_plot_say (self, lab_chart_plot_get_summary (self));
}

static void
isolate_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LabChartPlot *self = LAB_CHART_PLOT (widget);

  if (self->only > 0)
    lab_chart_plot_toggle_only (self, self->only - 1);
  else if (self->has_point)
    lab_chart_plot_toggle_only (self, self->point.series);
}

static void
copy_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabChartPlot *self = LAB_CHART_PLOT (widget);
  const char *text = *self->reading != '\0' ? self->reading : lab_chart_plot_get_summary (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
leave_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  lab_chart_plot_set_focus_point (LAB_CHART_PLOT (widget), NULL);
}

/* The table is the parent's; the action stands here too, because this is the
 * node at which accessibility tools look for a chart's actions. */
static void
toggle_table_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (parent != NULL)
    gtk_widget_activate_action (parent, "chart.toggle-table", NULL);
}

void
lab_chart_plot_update_actions (LabChartPlot *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  LabPointRef first;
  gboolean any =
    self->model != NULL && lab_chart_model_step (self->model, NULL, LAB_STEP_FIRST, &first);

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    gtk_widget_action_set_enabled (widget, steps[i].action, any);
  gtk_widget_action_set_enabled (widget, "chart.drill", self->can_drill && self->has_point);
  gtk_widget_action_set_enabled (widget, "chart.leave", self->has_point);
  gtk_widget_action_set_enabled (widget, "chart.isolate",
                                 self->only > 0 || (self->has_point &&
                                                    self->model->series->len > 1));
  gtk_widget_action_set_enabled (widget, "chart.copy", self->model != NULL);
  gtk_widget_action_set_enabled (widget, "chart.read-summary", self->model != NULL);
  gtk_widget_action_set_enabled (widget, "chart.toggle-table", self->model != NULL);
}

void
lab_chart_plot_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *action;
    GtkWidgetActionActivateFunc activate;
    guint keys[3];
    GdkModifierType modifiers;
  } others[] = {
    { "chart.drill", drill_cb, { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter }, 0 },
    { "chart.read-summary", read_summary_cb, { GDK_KEY_s }, 0 },
    { "chart.isolate", isolate_cb, { GDK_KEY_i }, 0 },
    { "chart.copy", copy_cb, { GDK_KEY_c }, GDK_CONTROL_MASK },
    { "chart.leave", leave_cb, { GDK_KEY_Escape }, 0 },
    { "chart.toggle-table", toggle_table_cb, { GDK_KEY_t }, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      gtk_widget_class_install_action (widget_class, steps[i].action, NULL, step_cb);
      gtk_widget_class_add_binding_action (widget_class, steps[i].key, 0, steps[i].action, NULL);
      gtk_widget_class_add_binding_action (widget_class, steps[i].keypad_key, 0, steps[i].action,
                                           NULL);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      gtk_widget_class_install_action (widget_class, others[i].action, NULL, others[i].activate);
      for (gsize k = 0; k < G_N_ELEMENTS (others[i].keys) && others[i].keys[k] != 0; k++)
        gtk_widget_class_add_binding_action (widget_class, others[i].keys[k], others[i].modifiers,
                                             others[i].action, NULL);
    }
}
