/* lab-forest-cell.h: the interval of one run, drawn in its row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "compare/lab-compare-item.h"

G_BEGIN_DECLS

/* Property: item (LabCompareItem) (nullable). An image for accessibility
 * tools, whose description is the row's sentence. */
#define LAB_TYPE_FOREST_CELL (lab_forest_cell_get_type ())
G_DECLARE_FINAL_TYPE (LabForestCell, lab_forest_cell, LAB, FOREST_CELL, GtkWidget)

GtkWidget *lab_forest_cell_new (void);

G_END_DECLS
