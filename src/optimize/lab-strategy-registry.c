/* lab-strategy-registry.c: the strategies there are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab-caching-strategy.h"
#include "lab-error.h"
#include "lab-prompt-compressor.h"
#include "lab-strategy-registry.h"

typedef struct
{
  const char *name;
  LabStrategy *(*create) (const LabStrategyServices *services);
} Known;

/* An answer that is there already saves all; what is shortened behind it
 * saves on the rest. */
static const Known known[] = {
  { LAB_CACHING_STRATEGY_NAME, lab_caching_strategy_new },
  { LAB_PROMPT_COMPRESSOR_NAME, lab_prompt_compressor_new },
};

static const char *const names[] = {
  LAB_CACHING_STRATEGY_NAME,
  LAB_PROMPT_COMPRESSOR_NAME,
  NULL,
};

const char * const *
lab_strategy_registry_list (void)
{
  return names;
}

LabStrategy *
lab_strategy_registry_create (const char                 *name,
                              const LabStrategyServices  *services,
                              GError                    **error)
{
  static const LabStrategyServices nothing = { NULL };
  g_autofree char *list = NULL;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (g_str_equal (known[i].name, name))
        return known[i].create (services != NULL ? services : &nothing);
    }
  list = g_strjoinv (", ", (char **) names);
  lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                 _("There is no strategy “%s”. There are: %s."), name, list);
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, name);
  return NULL;
}

static gboolean
fail (GError     **error,
      const char  *field,
      const char  *message)
{
  lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "%s", message);
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, field);
  return FALSE;
}

/* @pair: "key=value" */
static gboolean
set_pair (LabStrategy  *strategy,
          GHashTable   *keys,
          const char   *pair,
          GError      **error)
{
  const char *name = lab_strategy_get_name (strategy);
  const char *equals = strchr (pair, '=');
  g_autofree char *message = NULL;
  g_autofree char *key = NULL;

  if (equals == NULL || equals == pair)
    {
      message = g_strdup_printf (_("“%s” is no parameter of the strategy “%s”. Write key=value."),
                                 pair, name);
      return fail (error, pair, message);
    }
  key = g_strndup (pair, (gsize) (equals - pair));
  if (!g_hash_table_add (keys, g_strdup (key)))
    {
      message = g_strdup_printf (_("The parameter “%s” of the strategy “%s” is given twice."), key,
                                 name);
      return fail (error, key, message);
    }
  return lab_strategy_set_parameter (strategy, key, equals + 1, error);
}

LabStrategy *
lab_strategy_registry_parse (const char                 *text,
                             const LabStrategyServices  *services,
                             GError                    **error)
{
  g_autoptr (GHashTable) keys = NULL;
  g_autoptr (LabStrategy) strategy = NULL;
  g_autofree char *name = NULL;
  g_auto (GStrv) pairs = NULL;
  const char *colon;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  colon = strchr (text, ':');
  name = colon != NULL ? g_strndup (text, (gsize) (colon - text)) : g_strdup (text);
  strategy = lab_strategy_registry_create (name, services, error);
  if (strategy == NULL)
    return NULL;
  if (colon == NULL)
    return g_steal_pointer (&strategy);

  keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  pairs = g_strsplit (colon + 1, ",", -1);
  if (pairs[0] == NULL)
    {
      set_pair (strategy, keys, "", error);
      return NULL;
    }
  for (guint i = 0; pairs[i] != NULL; i++)
    {
      if (!set_pair (strategy, keys, pairs[i], error))
        return NULL;
    }
  return g_steal_pointer (&strategy);
}

LabStrategyStack *
lab_strategy_registry_parse_stack (const char                 *text,
                                   const LabStrategyServices  *services,
                                   GError                    **error)
{
  g_autoptr (LabStrategyStack) stack = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  stack = lab_strategy_stack_new ();
  parts = g_strsplit (text, ";", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autoptr (LabStrategy) strategy = lab_strategy_registry_parse (parts[i], services, error);

      if (strategy == NULL)
        return NULL;
      lab_strategy_stack_append (stack, strategy);
    }
  return g_steal_pointer (&stack);
}

/* (transfer full) */
static char *
describe_type (const LabParameterSpec *spec)
{
  g_autofree char *choices = NULL;

  switch (spec->type)
    {
    case LAB_PARAMETER_INT:
      return g_strdup_printf (_("a whole number from %.15g to %.15g"), spec->minimum,
                              spec->maximum);

    case LAB_PARAMETER_NUMBER:
      return g_strdup_printf (_("a number from %.15g to %.15g"), spec->minimum, spec->maximum);

    case LAB_PARAMETER_CHOICE:
      choices = g_strjoinv (", ", (char **) spec->choices);
      return g_strdup_printf (_("one of: %s"), choices);

    case LAB_PARAMETER_SET:
      choices = g_strjoinv (", ", (char **) spec->choices);
      return g_strdup_printf (_("one or more, joined by “+”, of: %s"), choices);

    case LAB_PARAMETER_BOOLEAN:
    default:
      return g_strdup (_("true or false"));
    }
}

char *
lab_strategy_registry_describe (const char  *name,
                                GError     **error)
{
  g_autoptr (LabStrategy) strategy = lab_strategy_registry_create (name, NULL, error);
  const LabParameterSpec *specs;
  GString *text;
  gsize n;

  if (strategy == NULL)
    return NULL;
  text = g_string_new (NULL);
  g_string_append_printf (text, "%s\n%s\n", name, lab_strategy_get_description (strategy));
  specs = lab_strategy_get_parameters (strategy, &n);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *type = describe_type (&specs[i]);

      g_string_append_printf (text, "\n  %s=%s\n    %s\n    ", specs[i].name,
                              specs[i].default_value, _(specs[i].description));
      /* Translators: what a parameter can be set to, then its default */
      g_string_append_printf (text, _("It is %s; by default %s."), type, specs[i].default_value);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
