/* lab-parameter-values.c: what a strategy's parameters are set to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-parameter-values-private.h"

void
lab_parameter_values_init (LabParameterValues     *self,
                           const LabParameterSpec *specs,
                           gsize                   n_specs)
{
  self->specs = specs;
  self->n_specs = n_specs;
  self->values = g_new0 (char *, n_specs + 1);
  for (gsize i = 0; i < n_specs; i++)
    self->values[i] = g_strdup (specs[i].default_value);
}

void
lab_parameter_values_clear (LabParameterValues *self)
{
  g_clear_pointer (&self->values, g_strfreev);
}

static gsize
find (const LabParameterValues *self,
      const char               *name)
{
  for (gsize i = 0; i < self->n_specs; i++)
    {
      if (g_str_equal (self->specs[i].name, name))
        return i;
    }
  g_assert_not_reached ();
}

void
lab_parameter_values_set (LabParameterValues *self,
                          const char         *name,
                          const char         *value)
{
  gsize i = find (self, name);

  g_free (self->values[i]);
  self->values[i] = g_strdup (value);
}

const char *
lab_parameter_values_get (const LabParameterValues *self,
                          const char               *name)
{
  return self->values[find (self, name)];
}

gboolean
lab_parameter_values_get_boolean (const LabParameterValues *self,
                                  const char               *name)
{
  return g_str_equal (lab_parameter_values_get (self, name), "true");
}

gint64
lab_parameter_values_get_int (const LabParameterValues *self,
                              const char               *name)
{
  return g_ascii_strtoll (lab_parameter_values_get (self, name), NULL, 10);
}

guint
lab_parameter_values_get_choice (const LabParameterValues *self,
                                 const char               *name)
{
  gsize i = find (self, name);
  const char *const *choices = self->specs[i].choices;
  guint place = 0;

  while (!g_str_equal (choices[place], self->values[i]))
    place++;
  return place;
}

gboolean
lab_parameter_values_has_member (const LabParameterValues *self,
                                 const char               *name,
                                 const char               *member)
{
  g_auto (GStrv) members = g_strsplit (lab_parameter_values_get (self, name), "+", -1);

  return g_strv_contains ((const char *const *) members, member);
}
