/* lab-forest-axis.h: the labels of a forest's axis, under its rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "compare/lab-forest-scale.h"

G_BEGIN_DECLS

/* Its labels stand where the rows do, however wide their columns are. */
#define LAB_TYPE_FOREST_AXIS (lab_forest_axis_get_type ())
G_DECLARE_FINAL_TYPE (LabForestAxis, lab_forest_axis, LAB, FOREST_AXIS, GtkWidget)

/* @scale: (nullable) */
void lab_forest_axis_set_scale (LabForestAxis  *self,
                                LabForestScale *scale);

G_END_DECLS
