/* lab-axis-private.h: what the files of an axis share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-axis.h"

G_BEGIN_DECLS

LabAxis *lab_axis_alloc (LabScale scale,
                         LabUnit  unit,
                         double   low,
                         double   high);
/* @label: (transfer full) */
void lab_axis_add_tick (LabAxis *self,
                        double   value,
                        char    *label);

G_END_DECLS
