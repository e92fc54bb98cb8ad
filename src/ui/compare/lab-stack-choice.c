/* lab-stack-choice.c: a stack of strategies that may be tried
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "compare/lab-stack-choice.h"

#include <glib/gi18n-lib.h>

#include "lab-strategy-registry.h"

struct _LabStackChoice
{
  GObject parent_instance;

  char *strategies;
  char *title;
  gboolean chosen;
};

G_DEFINE_FINAL_TYPE (LabStackChoice, lab_stack_choice, G_TYPE_OBJECT)

typedef enum
{
  PROP_TITLE = 1,
  PROP_CHOSEN,
} LabStackChoiceProperty;

static GParamSpec *properties[PROP_CHOSEN + 1];

static const char * const suggested[] = {
  "exact-cache",
  "prompt-compressor",
  "prompt-compressor:level=strong",
  "exact-cache;prompt-compressor",
  NULL,
};

const char * const *
lab_stack_list_suggested (void)
{
  return suggested;
}

/* (nullable) (transfer full): "level strong, keep 500" */
static char *
dup_changes (LabStrategy *strategy)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (g_free);
  const LabParameterSpec *specs;
  gsize n;

  specs = lab_strategy_get_parameters (strategy, &n);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *value = lab_strategy_dup_parameter (strategy, specs[i].name);

      if (g_strcmp0 (value, specs[i].default_value) != 0)
        g_ptr_array_add (changes, g_strdup_printf ("%s %s", specs[i].name, value));
    }
  if (changes->len == 0)
    return NULL;
  g_ptr_array_add (changes, NULL);
  return g_strjoinv (", ", (char **) changes->pdata);
}

static char *
dup_strategy_title (const char *text)
{
  g_autoptr (LabStrategy) strategy = lab_strategy_registry_parse (text, NULL, NULL);
  g_autofree char *changes = strategy != NULL ? dup_changes (strategy) : NULL;

  if (strategy == NULL)
    return NULL;
  if (changes == NULL)
    return g_strdup (lab_strategy_get_name (strategy));
  /* Translators: a strategy, and those of its parameters that are not as
   * usual. */
  return g_strdup_printf (C_ ("stack", "%s (%s)"), lab_strategy_get_name (strategy), changes);
}

char *
lab_stack_dup_title (const char *strategies)
{
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (strategies != NULL, NULL);

  if (strategies[0] == '\0')
    return g_strdup (_("Baseline again"));
  parts = g_strsplit (strategies, ";", -1);
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      char *title = dup_strategy_title (parts[i]);

      if (title == NULL)
        return NULL;
      g_free (parts[i]);
      parts[i] = title;
    }
  return g_strjoinv (" + ", parts);
}

static void
lab_stack_choice_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LabStackChoice *self = LAB_STACK_CHOICE (object);

  switch ((LabStackChoiceProperty) property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_CHOSEN:
      g_value_set_boolean (value, self->chosen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_stack_choice_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  LabStackChoice *self = LAB_STACK_CHOICE (object);

  switch ((LabStackChoiceProperty) property_id)
    {
    case PROP_CHOSEN:
      lab_stack_choice_set_chosen (self, g_value_get_boolean (value));
      break;
    case PROP_TITLE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lab_stack_choice_finalize (GObject *object)
{
  LabStackChoice *self = LAB_STACK_CHOICE (object);

  g_free (self->strategies);
  g_free (self->title);

  G_OBJECT_CLASS (lab_stack_choice_parent_class)->finalize (object);
}

static void
lab_stack_choice_class_init (LabStackChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lab_stack_choice_get_property;
  object_class->set_property = lab_stack_choice_set_property;
  object_class->finalize = lab_stack_choice_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHOSEN] =
    g_param_spec_boolean ("chosen", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lab_stack_choice_init (LabStackChoice *self)
{
}

/* As it will be recorded: every parameter, sorted. */
static char *
normalise (const char *strategies)
{
  g_autoptr (LabStrategyStack) stack =
    lab_strategy_registry_parse_stack (strategies, NULL, NULL);

  return stack != NULL ? lab_stack_to_string (LAB_STACK (stack)) : NULL;
}

LabStackChoice *
lab_stack_choice_new (const char *strategies)
{
  g_autofree char *normal = NULL;
  LabStackChoice *self;

  g_return_val_if_fail (strategies != NULL, NULL);

  normal = strategies[0] != '\0' ? normalise (strategies) : g_strdup ("");
  if (normal == NULL)
    return NULL;
  self = g_object_new (LAB_TYPE_STACK_CHOICE, NULL);
  self->title = lab_stack_dup_title (normal);
  self->strategies = g_steal_pointer (&normal);
  return self;
}

const char *
lab_stack_choice_get_strategies (LabStackChoice *self)
{
  g_return_val_if_fail (LAB_IS_STACK_CHOICE (self), NULL);

  return self->strategies;
}

const char *
lab_stack_choice_get_title (LabStackChoice *self)
{
  g_return_val_if_fail (LAB_IS_STACK_CHOICE (self), NULL);

  return self->title;
}

gboolean
lab_stack_choice_get_chosen (LabStackChoice *self)
{
  g_return_val_if_fail (LAB_IS_STACK_CHOICE (self), FALSE);

  return self->chosen;
}

void
lab_stack_choice_set_chosen (LabStackChoice *self,
                             gboolean        chosen)
{
  g_return_if_fail (LAB_IS_STACK_CHOICE (self));

  if (self->chosen == chosen)
    return;
  self->chosen = chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}
