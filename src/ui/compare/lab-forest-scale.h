/* lab-forest-scale.h: the axis that all rows of a forest share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-axis.h"
#include "lab-palette.h"

G_BEGIN_DECLS

/* Emits ::changed when the axis is another one, and ::placed when a row was
 * given its place. */
#define LAB_TYPE_FOREST_SCALE (lab_forest_scale_get_type ())
G_DECLARE_FINAL_TYPE (LabForestScale, lab_forest_scale, LAB, FOREST_SCALE, GObject)

LabForestScale *lab_forest_scale_new (void);
/* (transfer none): zero always lies on it */
const LabAxis *lab_forest_scale_get_axis (LabForestScale *self);
/**
 * lab_forest_scale_fit:
 * @low: @high: shares; what is drawn reaches from here to there
 * @grow_only: whether it may only grow, as it does while runs are under way
 *
 * Nobody saves more than everything, and beyond twice the price it is of no
 * use to see how far: the axis ends there.
 */
void lab_forest_scale_fit (LabForestScale *self,
                           double          low,
                           double          high,
                           gboolean        grow_only);
/* The row that was placed last, which tells where all of them stand.
 * (nullable) (transfer none) */
GtkWidget *lab_forest_scale_get_row (LabForestScale *self);
void lab_forest_scale_place_row (LabForestScale *self,
                                 GtkWidget      *row);

/* What a widget draws with: px of its body text, its font, the theme's
 * colours. */
double lab_forest_get_em (GtkWidget   *widget,
                          const char **family);
const LabPalette *lab_forest_get_palette (void);

G_END_DECLS
