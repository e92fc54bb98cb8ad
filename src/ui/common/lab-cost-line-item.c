/* lab-cost-line-item.c: one line of a bill, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/lab-cost-line-item-private.h"

struct _LabCostLineItem
{
  GObject parent_instance;

  char *texts[LAB_COST_LINE_ITEM_N_TEXTS];
};

G_DEFINE_FINAL_TYPE (LabCostLineItem, lab_cost_line_item, G_TYPE_OBJECT)

static const char * const names[] = { "name", "units", "rate", "amount" };

static GParamSpec *properties[LAB_COST_LINE_ITEM_N_TEXTS + 1];

static void
lab_cost_line_item_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  LabCostLineItem *self = LAB_COST_LINE_ITEM (object);

  g_value_set_string (value, self->texts[property_id - 1]);
}

static void
lab_cost_line_item_finalize (GObject *object)
{
  LabCostLineItem *self = LAB_COST_LINE_ITEM (object);

  for (guint i = 0; i < LAB_COST_LINE_ITEM_N_TEXTS; i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (lab_cost_line_item_parent_class)->finalize (object);
}

static void
lab_cost_line_item_class_init (LabCostLineItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lab_cost_line_item_get_property;
  object_class->finalize = lab_cost_line_item_finalize;

  for (guint i = 0; i < LAB_COST_LINE_ITEM_N_TEXTS; i++)
    properties[i + 1] = g_param_spec_string (names[i], NULL, NULL, NULL,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_cost_line_item_init (LabCostLineItem *self)
{
}

LabCostLineItem *
lab_cost_line_item_new (char *name,
                        char *units,
                        char *rate,
                        char *amount)
{
  LabCostLineItem *self = g_object_new (LAB_TYPE_COST_LINE_ITEM, NULL);

  self->texts[0] = name;
  self->texts[1] = units;
  self->texts[2] = rate;
  self->texts[3] = amount;
  return self;
}

const char *
lab_cost_line_item_get_text (LabCostLineItem *self,
                             guint            column)
{
  g_return_val_if_fail (LAB_IS_COST_LINE_ITEM (self), NULL);
  g_return_val_if_fail (column < LAB_COST_LINE_ITEM_N_TEXTS, NULL);

  return self->texts[column];
}
