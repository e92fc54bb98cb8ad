/* lab-experiment-item.c: an experiment in a list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-experiment-item.h"

#include <glib/gi18n-lib.h>

struct _LabExperimentItem
{
  GObject parent_instance;

  LabExperiment *experiment;
};

G_DEFINE_FINAL_TYPE (LabExperimentItem, lab_experiment_item, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_STATE,
  PROP_EXAMPLE,
} LabExperimentItemProperty;

static GParamSpec *properties[PROP_EXAMPLE + 1];

static void
lab_experiment_item_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  LabExperimentItem *self = LAB_EXPERIMENT_ITEM (object);

  switch ((LabExperimentItemProperty) property_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->experiment->name);
      break;
    case PROP_STATE:
      g_value_set_static_string (value, lab_experiment_item_get_state (self));
      break;
    case PROP_EXAMPLE:
      g_value_set_boolean (value, self->experiment->example);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_experiment_item_finalize (GObject *object)
{
  LabExperimentItem *self = LAB_EXPERIMENT_ITEM (object);

  lab_experiment_free (self->experiment);

  G_OBJECT_CLASS (lab_experiment_item_parent_class)->finalize (object);
}

static void
lab_experiment_item_class_init (LabExperimentItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lab_experiment_item_get_property;
  object_class->finalize = lab_experiment_item_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, NULL, flags);
  properties[PROP_EXAMPLE] = g_param_spec_boolean ("example", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_experiment_item_init (LabExperimentItem *self)
{
}

LabExperimentItem *
lab_experiment_item_new (LabExperiment *experiment)
{
  LabExperimentItem *self;

  g_return_val_if_fail (experiment != NULL, NULL);

  self = g_object_new (LAB_TYPE_EXPERIMENT_ITEM, NULL);
  self->experiment = experiment;
  return self;
}

const LabExperiment *
lab_experiment_item_get_experiment (LabExperimentItem *self)
{
  g_return_val_if_fail (LAB_IS_EXPERIMENT_ITEM (self), NULL);

  return self->experiment;
}

void
lab_experiment_item_set_experiment (LabExperimentItem *self,
                                    LabExperiment     *experiment)
{
  g_return_if_fail (LAB_IS_EXPERIMENT_ITEM (self));
  g_return_if_fail (experiment != NULL);

  lab_experiment_free (self->experiment);
  self->experiment = experiment;
  for (guint i = PROP_NAME; i < G_N_ELEMENTS (properties); i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

const char *
lab_experiment_item_get_state (LabExperimentItem *self)
{
  static const char * const words[] = {
    [LAB_EXPERIMENT_DRAFT] = NC_("experiment", "Draft"),
    [LAB_EXPERIMENT_RUNNING] = NC_("experiment", "Running"),
    [LAB_EXPERIMENT_COMPLETED] = NC_("experiment", "Completed"),
    [LAB_EXPERIMENT_ARCHIVED] = NC_("experiment", "Archived"),
  };

  g_return_val_if_fail (LAB_IS_EXPERIMENT_ITEM (self), NULL);

  if (self->experiment->interrupted && self->experiment->status != LAB_EXPERIMENT_ARCHIVED)
    return C_("experiment", "Cut off");
  return g_dpgettext2 (NULL, "experiment", words[self->experiment->status]);
}
