/* lab-strategy.c: one optimisation with its parameters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lab-error.h"
#include "lab-request-private.h"
#include "lab-strategy.h"

G_DEFINE_INTERFACE (LabStrategy, lab_strategy, G_TYPE_OBJECT)

static const LabParameterSpec *
no_parameters (LabStrategy *self,
               gsize       *n_parameters)
{
  *n_parameters = 0;
  return NULL;
}

/* Most strategies have nothing to learn from an answer. */
static void
observe_nothing_async (LabStrategy         *self,
                       const LabRequest    *request,
                       const LabResponse   *response,
                       LabStrategyContext  *context,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, observe_nothing_async);
  g_task_return_boolean (task, TRUE);
}

static gboolean
propagate_observed (LabStrategy   *self,
                    GAsyncResult  *result,
                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lab_strategy_default_init (LabStrategyInterface *iface)
{
  iface->get_parameters = no_parameters;
  iface->observe_async = observe_nothing_async;
  iface->observe_finish = propagate_observed;
}

const char *
lab_strategy_get_name (LabStrategy *self)
{
  g_return_val_if_fail (LAB_IS_STRATEGY (self), NULL);

  return LAB_STRATEGY_GET_IFACE (self)->get_name (self);
}

const char *
lab_strategy_get_description (LabStrategy *self)
{
  g_return_val_if_fail (LAB_IS_STRATEGY (self), NULL);

  return LAB_STRATEGY_GET_IFACE (self)->get_description (self);
}

const LabParameterSpec *
lab_strategy_get_parameters (LabStrategy *self,
                             gsize       *n_parameters)
{
  g_return_val_if_fail (LAB_IS_STRATEGY (self), NULL);
  g_return_val_if_fail (n_parameters != NULL, NULL);

  return LAB_STRATEGY_GET_IFACE (self)->get_parameters (self, n_parameters);
}

static gboolean fail (GError      **error,
                      LabStrategy  *self,
                      const char   *name,
                      const char   *format,
                      ...) G_GNUC_PRINTF (4, 5);

static gboolean
fail (GError      **error,
      LabStrategy  *self,
      const char   *name,
      const char   *format,
      ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  lab_set_error (error, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
                 _("The strategy “%s” cannot take “%s”: %s"), lab_strategy_get_name (self), name,
                 message);
  if (error != NULL)
    lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, name);
  return FALSE;
}

static const LabParameterSpec *
find_parameter (LabStrategy *self,
                const char  *name)
{
  gsize n;
  const LabParameterSpec *specs = lab_strategy_get_parameters (self, &n);

  for (gsize i = 0; i < n; i++)
    {
      if (g_str_equal (specs[i].name, name))
        return &specs[i];
    }
  return NULL;
}

static gboolean
fail_unknown (LabStrategy  *self,
              const char   *name,
              GError      **error)
{
  gsize n;
  const LabParameterSpec *specs = lab_strategy_get_parameters (self, &n);
  g_autoptr (GString) known = g_string_new (NULL);

  if (n == 0)
    return fail (error, self, name, _("It has no parameters."));
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", specs[i].name);
  return fail (error, self, name, _("It has no such parameter. It has: %s."), known->str);
}

/* Numbers are JSON's: no space, no sign +, no hexadecimal, no locale. */
static gboolean
check_number (LabStrategy             *self,
              const LabParameterSpec  *spec,
              const char              *value,
              GError                 **error)
{
  gint64 integer;
  double number;

  if (spec->type == LAB_PARAMETER_INT &&
      (strpbrk (value, ".eE") != NULL ||
       !g_ascii_string_to_signed (value, 10, G_MININT64, G_MAXINT64, &integer, NULL)))
    return fail (error, self, spec->name, _("“%s” is no whole number."), value);
  if (!lab_request_text_is_number (value, &number))
    return fail (error, self, spec->name, _("“%s” is no number. Write it as in 0.25."), value);
  if (number < spec->minimum || number > spec->maximum)
    return fail (error, self, spec->name, _("%s is not between %.15g and %.15g."), value,
                 spec->minimum, spec->maximum);
  return TRUE;
}

static gboolean
check_set (LabStrategy             *self,
           const LabParameterSpec  *spec,
           const char              *value,
           GError                 **error)
{
  g_auto (GStrv) members = g_strsplit (value, "+", -1);
  g_autofree char *choices = g_strjoinv (", ", (char **) spec->choices);

  if (members[0] == NULL)
    return fail (error, self, spec->name, _("It is empty. Join some of these by “+”: %s."),
                 choices);
  for (guint i = 0; members[i] != NULL; i++)
    {
      if (!g_strv_contains (spec->choices, members[i]))
        return fail (error, self, spec->name,
                     _("“%s” is no choice. Join some of these by “+”: %s."), members[i], choices);
      if (g_strv_contains ((const char *const *) members + i + 1, members[i]))
        return fail (error, self, spec->name, _("“%s” is given twice."), members[i]);
    }
  return TRUE;
}

static gboolean
check_value (LabStrategy             *self,
             const LabParameterSpec  *spec,
             const char              *value,
             GError                 **error)
{
  g_autofree char *choices = NULL;

  switch (spec->type)
    {
    case LAB_PARAMETER_INT:
    case LAB_PARAMETER_NUMBER:
      return check_number (self, spec, value, error);

    case LAB_PARAMETER_CHOICE:
      if (g_strv_contains (spec->choices, value))
        return TRUE;
      choices = g_strjoinv (", ", (char **) spec->choices);
      return fail (error, self, spec->name, _("“%s” is no choice. Use one of: %s."), value,
                   choices);

    case LAB_PARAMETER_SET:
      return check_set (self, spec, value, error);

    case LAB_PARAMETER_BOOLEAN:
    default:
      if (g_str_equal (value, "true") || g_str_equal (value, "false"))
        return TRUE;
      return fail (error, self, spec->name, _("“%s” is neither true nor false."), value);
    }
}

gboolean
lab_strategy_set_parameter (LabStrategy  *self,
                            const char   *name,
                            const char   *value,
                            GError      **error)
{
  const LabParameterSpec *spec;

  g_return_val_if_fail (LAB_IS_STRATEGY (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  spec = find_parameter (self, name);
  if (spec == NULL)
    return fail_unknown (self, name, error);
  if (!check_value (self, spec, value, error))
    return FALSE;
  return LAB_STRATEGY_GET_IFACE (self)->set_parameter (self, name, value, error);
}

char *
lab_strategy_dup_parameter (LabStrategy *self,
                            const char  *name)
{
  g_return_val_if_fail (LAB_IS_STRATEGY (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (find_parameter (self, name) != NULL, NULL);

  return LAB_STRATEGY_GET_IFACE (self)->dup_parameter (self, name);
}

static int
compare_specs (gconstpointer a,
               gconstpointer b)
{
  const LabParameterSpec *const *left = a;
  const LabParameterSpec *const *right = b;

  return strcmp ((*left)->name, (*right)->name);
}

char *
lab_strategy_to_string (LabStrategy *self)
{
  g_autoptr (GPtrArray) sorted = NULL;
  const LabParameterSpec *specs;
  GString *text;
  gsize n;

  g_return_val_if_fail (LAB_IS_STRATEGY (self), NULL);

  specs = lab_strategy_get_parameters (self, &n);
  sorted = g_ptr_array_new ();
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (sorted, (gpointer) &specs[i]);
  g_ptr_array_sort (sorted, compare_specs);

  text = g_string_new (lab_strategy_get_name (self));
  for (guint i = 0; i < sorted->len; i++)
    {
      const LabParameterSpec *spec = g_ptr_array_index (sorted, i);
      g_autofree char *value = lab_strategy_dup_parameter (self, spec->name);

      g_string_append_printf (text, "%c%s=%s", i == 0 ? ':' : ',', spec->name, value);
    }
  return g_string_free (text, FALSE);
}

void
lab_strategy_apply_async (LabStrategy         *self,
                          const LabRequest    *request,
                          LabStrategyContext  *context,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (LAB_IS_STRATEGY (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (LAB_IS_STRATEGY_CONTEXT (context));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  LAB_STRATEGY_GET_IFACE (self)->apply_async (self, request, context, cancellable, callback,
                                              user_data);
}

LabOptimizedRequest *
lab_strategy_apply_finish (LabStrategy   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (LAB_IS_STRATEGY (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return LAB_STRATEGY_GET_IFACE (self)->apply_finish (self, result, error);
}

gboolean
lab_strategy_estimate_savings (LabStrategy         *self,
                               const LabRequest    *request,
                               LabStrategyContext  *context,
                               LabSavingsEstimate  *estimate,
                               GError             **error)
{
  g_return_val_if_fail (LAB_IS_STRATEGY (self), FALSE);
  g_return_val_if_fail (request != NULL, FALSE);
  g_return_val_if_fail (LAB_IS_STRATEGY_CONTEXT (context), FALSE);
  g_return_val_if_fail (estimate != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return LAB_STRATEGY_GET_IFACE (self)->estimate_savings (self, request, context, estimate, error);
}

void
lab_strategy_observe_async (LabStrategy         *self,
                            const LabRequest    *request,
                            const LabResponse   *response,
                            LabStrategyContext  *context,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (LAB_IS_STRATEGY (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (response != NULL);
  g_return_if_fail (LAB_IS_STRATEGY_CONTEXT (context));

  LAB_STRATEGY_GET_IFACE (self)->observe_async (self, request, response, context, callback,
                                                user_data);
}

gboolean
lab_strategy_observe_finish (LabStrategy   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (LAB_IS_STRATEGY (self), FALSE);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return LAB_STRATEGY_GET_IFACE (self)->observe_finish (self, result, error);
}
