/* lab-strategy-row.c: one strategy and its parameters, to be set
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-strategy-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

struct _LabStrategyRow
{
  AdwExpanderRow parent_instance;

  LabStrategy *strategy;
};

G_DEFINE_FINAL_TYPE (LabStrategyRow, lab_strategy_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a control was made for. */
#define SPEC_KEY "lab-parameter"
#define CHOICE_KEY "lab-choice"

static void
set_parameter (LabStrategyRow         *self,
               const LabParameterSpec *spec,
               const char             *value)
{
  g_autoptr (GError) error = NULL;

  /* The controls only offer what the description allows. */
  if (!lab_strategy_set_parameter (self->strategy, spec->name, value, &error))
    g_critical ("%s", error->message);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
switched_cb (LabStrategyRow *self,
             GParamSpec     *pspec,
             GtkSwitch      *control)
{
  set_parameter (self, g_object_get_data (G_OBJECT (control), SPEC_KEY),
                 gtk_switch_get_active (control) ? "true" : "false");
}

static void
number_changed_cb (LabStrategyRow *self,
                   GtkSpinButton  *control)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  const LabParameterSpec *spec = g_object_get_data (G_OBJECT (control), SPEC_KEY);

  g_ascii_formatd (text, sizeof text, spec->type == LAB_PARAMETER_INT ? "%.0f" : "%.6g",
                   gtk_spin_button_get_value (control));
  set_parameter (self, spec, text);
}

static void
chosen_cb (LabStrategyRow *self,
           GParamSpec     *pspec,
           AdwComboRow    *row)
{
  const LabParameterSpec *spec = g_object_get_data (G_OBJECT (row), SPEC_KEY);

  set_parameter (self, spec, spec->choices[adw_combo_row_get_selected (row)]);
}

/* The set's members are the rows' check buttons, which stand in a list. */
static void
checked_cb (LabStrategyRow *self,
            GtkCheckButton *control)
{
  const LabParameterSpec *spec = g_object_get_data (G_OBJECT (control), SPEC_KEY);
  GPtrArray *controls = g_object_get_data (G_OBJECT (control), CHOICE_KEY);
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autofree char *value = NULL;

  for (guint i = 0; i < controls->len; i++)
    if (gtk_check_button_get_active (controls->pdata[i]))
      g_ptr_array_add (chosen, (gpointer) spec->choices[i]);
  /* A set is never empty: what was taken last stays. */
  if (chosen->len == 0)
    {
      gtk_check_button_set_active (control, TRUE);
      return;
    }
  g_ptr_array_add (chosen, NULL);
  value = g_strjoinv ("+", (char **) chosen->pdata);
  set_parameter (self, spec, value);
}

static GtkWidget *
add_action_row (LabStrategyRow *self,
                const char     *title,
                const char     *subtitle,
                GtkWidget      *control)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title,
                                 "subtitle", subtitle, "activatable-widget", control, NULL);

  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  return row;
}

static void
add_switch (LabStrategyRow         *self,
            const LabParameterSpec *spec,
            const char             *value)
{
  GtkWidget *control =
    g_object_new (GTK_TYPE_SWITCH, "active", g_str_equal (value, "true"), NULL);

  g_object_set_data (G_OBJECT (control), SPEC_KEY, (gpointer) spec);
  add_action_row (self, spec->name, _(spec->description), control);
  g_signal_connect_object (control, "notify::active", G_CALLBACK (switched_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
add_number (LabStrategyRow         *self,
            const LabParameterSpec *spec,
            const char             *value)
{
  gboolean whole = spec->type == LAB_PARAMETER_INT;
  double span = spec->maximum - spec->minimum;
  double step = whole ? 1 : span / 20;
  GtkAdjustment *adjustment =
    gtk_adjustment_new (g_ascii_strtod (value, NULL), spec->minimum, spec->maximum, step,
                        MAX (step, whole ? round (span / 10) : span / 5), 0);
  GtkWidget *control = g_object_new (GTK_TYPE_SPIN_BUTTON, "adjustment", adjustment, "digits",
                                     whole ? 0u : 2u, "numeric", TRUE, NULL);

  g_object_set_data (G_OBJECT (control), SPEC_KEY, (gpointer) spec);
  add_action_row (self, spec->name, _(spec->description), control);
  g_signal_connect_object (control, "value-changed", G_CALLBACK (number_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
add_choice (LabStrategyRow         *self,
            const LabParameterSpec *spec,
            const char             *value)
{
  g_autoptr (GtkStringList) choices = gtk_string_list_new (spec->choices);
  GtkWidget *row = g_object_new (ADW_TYPE_COMBO_ROW, "use-markup", FALSE, "title", spec->name,
                                 "subtitle", _(spec->description), "model", choices, NULL);

  for (guint i = 0; spec->choices[i] != NULL; i++)
    if (g_str_equal (spec->choices[i], value))
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  g_object_set_data (G_OBJECT (row), SPEC_KEY, (gpointer) spec);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
add_set (LabStrategyRow         *self,
         const LabParameterSpec *spec,
         const char             *value)
{
  g_auto (GStrv) chosen = g_strsplit (value, "+", -1);
  g_autoptr (GPtrArray) controls = g_ptr_array_new ();

  for (guint i = 0; spec->choices[i] != NULL; i++)
    {
      GtkWidget *control = gtk_check_button_new ();
      /* Translators: a parameter, and one of what it can be made of. */
      g_autofree char *title = g_strdup_printf (C_ ("parameter", "%s: %s"), spec->name,
                                                spec->choices[i]);

      gtk_check_button_set_active (
        GTK_CHECK_BUTTON (control),
        g_strv_contains ((const char * const *) chosen, spec->choices[i]));
      g_ptr_array_add (controls, control);
      g_object_set_data (G_OBJECT (control), SPEC_KEY, (gpointer) spec);
      g_object_set_data_full (G_OBJECT (control), CHOICE_KEY, g_ptr_array_ref (controls),
                              (GDestroyNotify) g_ptr_array_unref);
      add_action_row (self, title, i == 0 ? _(spec->description) : NULL, control);
      g_signal_connect_object (control, "toggled", G_CALLBACK (checked_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
add_parameter (LabStrategyRow         *self,
               const LabParameterSpec *spec)
{
  g_autofree char *value = lab_strategy_dup_parameter (self->strategy, spec->name);

  switch (spec->type)
    {
    case LAB_PARAMETER_BOOLEAN:
      add_switch (self, spec, value);
      break;
    case LAB_PARAMETER_CHOICE:
      add_choice (self, spec, value);
      break;
    case LAB_PARAMETER_SET:
      add_set (self, spec, value);
      break;
    case LAB_PARAMETER_INT:
    case LAB_PARAMETER_NUMBER:
    default:
      add_number (self, spec, value);
    }
}

static void
used_changed_cb (LabStrategyRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The row's own switch says its class for a name. */
static void
name_switch (GtkWidget  *widget,
             const char *name)
{
  if (GTK_IS_SWITCH (widget))
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_switch (child, name);
}

static void
lab_strategy_row_dispose (GObject *object)
{
  g_clear_object (&LAB_STRATEGY_ROW (object)->strategy);

  G_OBJECT_CLASS (lab_strategy_row_parent_class)->dispose (object);
}

static void
lab_strategy_row_class_init (LabStrategyRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lab_strategy_row_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lab_strategy_row_init (LabStrategyRow *self)
{
  adw_expander_row_set_show_enable_switch (ADW_EXPANDER_ROW (self), TRUE);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), FALSE);
  g_signal_connect (self, "notify::enable-expansion", G_CALLBACK (used_changed_cb), NULL);
}

GtkWidget *
lab_strategy_row_new (LabStrategy *strategy)
{
  const LabParameterSpec *specs;
  LabStrategyRow *self;
  gsize n;

  g_return_val_if_fail (LAB_IS_STRATEGY (strategy), NULL);

  self = g_object_new (LAB_TYPE_STRATEGY_ROW, "use-markup", FALSE, "title",
                       lab_strategy_get_name (strategy),
                       "subtitle", lab_strategy_get_description (strategy), NULL);
  name_switch (GTK_WIDGET (self), lab_strategy_get_name (strategy));
  self->strategy = g_object_ref (strategy);
  specs = lab_strategy_get_parameters (strategy, &n);
  for (gsize i = 0; i < n; i++)
    add_parameter (self, &specs[i]);
  return GTK_WIDGET (self);
}

LabStrategy *
lab_strategy_row_get_strategy (LabStrategyRow *self)
{
  g_return_val_if_fail (LAB_IS_STRATEGY_ROW (self), NULL);

  return self->strategy;
}

gboolean
lab_strategy_row_get_used (LabStrategyRow *self)
{
  g_return_val_if_fail (LAB_IS_STRATEGY_ROW (self), FALSE);

  return adw_expander_row_get_enable_expansion (ADW_EXPANDER_ROW (self));
}
