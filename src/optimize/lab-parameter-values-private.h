/* lab-parameter-values-private.h: what a strategy's parameters are set to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-strategy.h"

G_BEGIN_DECLS

/**
 * LabParameterValues:
 *
 * The texts, by the order of the specs. lab_strategy_set_parameter() has
 * checked a value before it comes here.
 */
typedef struct
{
  const LabParameterSpec *specs;
  gsize n_specs;
  char **values;
} LabParameterValues;

void lab_parameter_values_init (LabParameterValues     *self,
                                const LabParameterSpec *specs,
                                gsize                   n_specs);
void lab_parameter_values_clear (LabParameterValues *self);
void lab_parameter_values_set (LabParameterValues *self,
                               const char         *name,
                               const char         *value);
/* (transfer none) */
const char *lab_parameter_values_get (const LabParameterValues *self,
                                      const char               *name);
gboolean lab_parameter_values_get_boolean (const LabParameterValues *self,
                                           const char               *name);
gint64 lab_parameter_values_get_int (const LabParameterValues *self,
                                     const char               *name);
/* Whether @member is in the set. */
gboolean lab_parameter_values_has_member (const LabParameterValues *self,
                                          const char               *name,
                                          const char               *member);
/* The place of the value among the spec's choices. */
guint lab_parameter_values_get_choice (const LabParameterValues *self,
                                       const char               *name);

G_END_DECLS
