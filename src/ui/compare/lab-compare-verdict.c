/* lab-compare-verdict.c: the verdict of a run, in its row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-compare-verdict.h"

#include <glib/gi18n-lib.h>

#include "common/lab-tooltip.h"
#include "common/lab-verdict-view.h"

struct _LabCompareVerdict
{
  GtkWidget parent_instance;

  GtkStack *stack;
  LabVerdictView *verdict;

  LabCompareItem *item; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (LabCompareVerdict, lab_compare_verdict, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_ITEM = 1,
} LabCompareVerdictProperty;

static GParamSpec *properties[PROP_ITEM + 1];

/* @reason: (nullable) */
static void
say_reason (LabCompareVerdict *self,
            const char        *reason)
{
  lab_tooltip_set (GTK_WIDGET (self), reason);
  if (reason != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    reason, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
update (LabCompareVerdict *self)
{
  LabComparedRun *run = lab_compare_item_get_run (self->item);
  const LabComparison *comparison = lab_compared_run_get_comparison (run);
  g_autofree char *more = NULL;

  if (lab_compared_run_is_noise (run))
    {
      gtk_stack_set_visible_child_name (self->stack, "noise");
      say_reason (self, NULL);
      return;
    }
  if (comparison->needed_pairs > comparison->n_pairs)
    more = g_strdup_printf (ngettext ("%u more", "%u more",
                                      comparison->needed_pairs - comparison->n_pairs),
                            comparison->needed_pairs - comparison->n_pairs);
  lab_verdict_view_set (self->verdict, comparison->verdict, more);
  say_reason (self, comparison->reason);
  gtk_stack_set_visible_child_name (self->stack, "verdict");
}

static void
set_item (LabCompareVerdict *self,
          LabCompareItem    *item)
{
  if (item == self->item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    {
      g_signal_connect_swapped (item, "notify::run", G_CALLBACK (update), self);
      update (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

static void
lab_compare_verdict_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch ((LabCompareVerdictProperty) property_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, LAB_COMPARE_VERDICT (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_compare_verdict_set_property (GObject      *object,
                                  guint         property_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch ((LabCompareVerdictProperty) property_id)
    {
    case PROP_ITEM:
      set_item (LAB_COMPARE_VERDICT (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_compare_verdict_dispose (GObject *object)
{
  set_item (LAB_COMPARE_VERDICT (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_COMPARE_VERDICT);

  G_OBJECT_CLASS (lab_compare_verdict_parent_class)->dispose (object);
}

static void
lab_compare_verdict_class_init (LabCompareVerdictClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lab_compare_verdict_get_property;
  object_class->set_property = lab_compare_verdict_set_property;
  object_class->dispose = lab_compare_verdict_dispose;

  properties[PROP_ITEM] =
    g_param_spec_object ("item", NULL, NULL, LAB_TYPE_COMPARE_ITEM,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (LAB_TYPE_VERDICT_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-compare-verdict.ui");
  gtk_widget_class_bind_template_child (widget_class, LabCompareVerdict, stack);
  gtk_widget_class_bind_template_child (widget_class, LabCompareVerdict, verdict);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_compare_verdict_init (LabCompareVerdict *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lab_compare_verdict_new (void)
{
  return g_object_new (LAB_TYPE_COMPARE_VERDICT, NULL);
}
