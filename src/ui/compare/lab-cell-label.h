/* lab-cell-label.h: text in a table's cell that can say more than it shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LabCellLabel:
 *
 * Properties, all text: text; caption (nullable), a smaller line below;
 * sentence (nullable), the name for accessibility tools in place of the text.
 * What may be cut has a tooltip; whole has it never cut, and lines lets it
 * have so many of them before it is; names are told apart by how they end,
 * and cut in the middle. xalign as a label's.
 */
#define LAB_TYPE_CELL_LABEL (lab_cell_label_get_type ())
G_DECLARE_FINAL_TYPE (LabCellLabel, lab_cell_label, LAB, CELL_LABEL, GtkWidget)

GtkWidget *lab_cell_label_new (void);

G_END_DECLS
