/* lab-reflow-layout.h: as many equal columns as there is room for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LabReflowLayout:
 *
 * Lays children out in rows of equal columns, the rows as high as their
 * highest child. Where the columns would be narrower than is good for the
 * children, there are fewer: a divisor of the most, so that no child is left
 * over in a row of its own.
 *
 * Properties: columns, the most there are; column-width, px at the usual size
 * of text, the narrowest a column may be while there is more than one;
 * spacing, px.
 */
#define LAB_TYPE_REFLOW_LAYOUT (lab_reflow_layout_get_type ())
G_DECLARE_FINAL_TYPE (LabReflowLayout, lab_reflow_layout, LAB, REFLOW_LAYOUT, GtkLayoutManager)

GtkLayoutManager *lab_reflow_layout_new (guint columns,
                                         guint column_width,
                                         guint spacing);

G_END_DECLS
