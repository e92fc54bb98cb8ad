/* lab-cost-chip.c: an amount that can be opened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-cost-chip.h"

#include <glib/gi18n-lib.h>

#include "common/lab-cost-breakdown.h"
#include "common/lab-format.h"

struct _LabCostChip
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkLabel *label;
  GtkPopover *popover; /* (nullable): made when first opened */

  char *text;
  GPtrArray *calls; /* (nullable) (element-type LabCallRecord) */
  LabPriceCatalogue *catalogue;
};

G_DEFINE_FINAL_TYPE (LabCostChip, lab_cost_chip, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_TEXT = 1,
  PROP_OPEN,
} LabCostChipProperty;

static GParamSpec *properties[PROP_OPEN + 1];

static char *
describe (const LabMoneySum *sum,
          const char        *text)
{
  if (sum->n_unpriced > 0 && sum->n_known + sum->n_estimated == 0)
    return g_strdup (_("Cost unpriced: no price is known"));
  if (sum->n_unpriced > 0)
    {
      g_autofree char *money = lab_format_money (sum->amount);

      return g_strdup_printf (ngettext ("Cost at least %s, %u call unpriced",
                                        "Cost at least %s, %u calls unpriced",
                                        (gulong) sum->n_unpriced),
                              money, (guint) sum->n_unpriced);
    }
  if (sum->n_estimated > 0)
    {
      g_autofree char *money = lab_format_money (sum->amount);

      return g_strdup_printf (_("Cost about %s, estimated"), money);
    }
  return g_strdup_printf (_("Cost %s, known"), text);
}

static void
show_sum (LabCostChip       *self,
          const LabMoneySum *sum)
{
  g_autofree char *text = lab_format_sum (sum);
  g_autofree char *description = describe (sum, text);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  description, -1);
  gtk_label_set_text (self->label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), description);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (g_strcmp0 (text, self->text) != 0)
    {
      g_free (self->text);
      self->text = g_steal_pointer (&text);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
    }
}

static void
set_can_open (LabCostChip *self,
              gboolean     can_open)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), can_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "cost.open", can_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "cost.copy-breakdown", can_open);
}

static void
visible_changed_cb (LabCostChip *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

/* The table is made when somebody looks, not for every chip there is. */
static void
create_popover (GtkMenuButton *button,
                gpointer       user_data)
{
  LabCostChip *self = user_data;
  GtkWidget *breakdown;

  if (self->calls == NULL)
    return;
  if (self->popover == NULL)
    {
      self->popover = GTK_POPOVER (gtk_popover_new ());
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->popover),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _("Cost breakdown"), -1);
      gtk_popover_set_child (self->popover, lab_cost_breakdown_new ());
      gtk_menu_button_set_popover (button, GTK_WIDGET (self->popover));
      g_signal_connect_object (self->popover, "notify::visible", G_CALLBACK (visible_changed_cb),
                               self, G_CONNECT_SWAPPED);
    }
  breakdown = gtk_popover_get_child (self->popover);
  lab_cost_breakdown_set_calls (LAB_COST_BREAKDOWN (breakdown), self->calls, self->catalogue);
}

static void
open_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  gtk_menu_button_popup (LAB_COST_CHIP (widget)->button);
}

static void
copy_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  LabCostChip *self = LAB_COST_CHIP (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->text != NULL ? self->text : "");
}

static void
copy_breakdown_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  LabCostChip *self = LAB_COST_CHIP (widget);
  g_autoptr (GtkWidget) breakdown = g_object_ref_sink (lab_cost_breakdown_new ());
  g_autofree char *text = NULL;

  lab_cost_breakdown_set_calls (LAB_COST_BREAKDOWN (breakdown), self->calls, self->catalogue);
  text = lab_cost_breakdown_to_text (LAB_COST_BREAKDOWN (breakdown));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
lab_cost_chip_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LabCostChip *self = LAB_COST_CHIP (object);

  switch ((LabCostChipProperty) property_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_OPEN:
      g_value_set_boolean (value, lab_cost_chip_get_open (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_cost_chip_dispose (GObject *object)
{
  LabCostChip *self = LAB_COST_CHIP (object);

  if (self->button != NULL)
    gtk_menu_button_set_create_popup_func (self->button, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_COST_CHIP);
  self->popover = NULL;
  g_clear_pointer (&self->calls, g_ptr_array_unref);
  g_clear_object (&self->catalogue);

  G_OBJECT_CLASS (lab_cost_chip_parent_class)->dispose (object);
}

static void
lab_cost_chip_finalize (GObject *object)
{
  LabCostChip *self = LAB_COST_CHIP (object);

  g_free (self->text);

  G_OBJECT_CLASS (lab_cost_chip_parent_class)->finalize (object);
}

static void
lab_cost_chip_class_init (LabCostChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lab_cost_chip_get_property;
  object_class->dispose = lab_cost_chip_dispose;
  object_class->finalize = lab_cost_chip_finalize;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/apicostlab/CostLab/ui/lab-cost-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, LabCostChip, button);
  gtk_widget_class_bind_template_child (widget_class, LabCostChip, label);
  gtk_widget_class_install_action (widget_class, "cost.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "cost.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "cost.copy-breakdown", NULL, copy_breakdown_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "cost.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "cost.copy-breakdown", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_cost_chip_init (LabCostChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->button, create_popover, self, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
lab_cost_chip_new (void)
{
  return g_object_new (LAB_TYPE_COST_CHIP, NULL);
}

void
lab_cost_chip_set_calls (LabCostChip       *self,
                         GPtrArray         *calls,
                         LabPriceCatalogue *catalogue)
{
  LabMoneySum sum = LAB_MONEY_SUM_INIT;

  g_return_if_fail (LAB_IS_COST_CHIP (self));

  if (calls == NULL || calls->len == 0)
    {
      lab_cost_chip_clear (self);
      return;
    }
  g_clear_pointer (&self->calls, g_ptr_array_unref);
  self->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_call_record_free);
  g_set_object (&self->catalogue, catalogue);
  for (guint i = 0; i < calls->len; i++)
    {
      const LabCallRecord *call = g_ptr_array_index (calls, i);

      g_ptr_array_add (self->calls, lab_call_record_copy (call));
      if (call->cost_state == LAB_COST_KNOWN)
        lab_money_sum_add_known (&sum, call->cost, NULL);
      else if (call->cost_state == LAB_COST_ESTIMATED)
        lab_money_sum_add_estimated (&sum, call->cost, NULL);
      else
        lab_money_sum_add_unpriced (&sum);
    }
  set_can_open (self, TRUE);
  show_sum (self, &sum);
}

void
lab_cost_chip_set_sum (LabCostChip       *self,
                       const LabMoneySum *sum)
{
  g_return_if_fail (LAB_IS_COST_CHIP (self));
  g_return_if_fail (sum != NULL);

  g_clear_pointer (&self->calls, g_ptr_array_unref);
  set_can_open (self, FALSE);
  show_sum (self, sum);
}

void
lab_cost_chip_clear (LabCostChip *self)
{
  g_return_if_fail (LAB_IS_COST_CHIP (self));

  g_clear_pointer (&self->calls, g_ptr_array_unref);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (self->text != NULL)
    {
      g_clear_pointer (&self->text, g_free);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
    }
}

const char *
lab_cost_chip_get_text (LabCostChip *self)
{
  g_return_val_if_fail (LAB_IS_COST_CHIP (self), NULL);

  return self->text;
}

gboolean
lab_cost_chip_get_open (LabCostChip *self)
{
  g_return_val_if_fail (LAB_IS_COST_CHIP (self), FALSE);

  return self->popover != NULL && gtk_widget_get_visible (GTK_WIDGET (self->popover));
}

GtkWidget *
lab_cost_chip_get_breakdown (LabCostChip *self)
{
  g_return_val_if_fail (LAB_IS_COST_CHIP (self), NULL);

  return self->popover != NULL ? gtk_popover_get_child (self->popover) : NULL;
}
