/* lab-sidebar-row.h: a view in the sidebar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-views.h"

G_BEGIN_DECLS

/* Insensitive, and says so, where the view is not built yet. Action:
 * row.open. */
#define LAB_TYPE_SIDEBAR_ROW (lab_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (LabSidebarRow, lab_sidebar_row, LAB, SIDEBAR_ROW, GtkListBoxRow)

GtkWidget *lab_sidebar_row_new (const LabViewInfo *view);
const LabViewInfo *lab_sidebar_row_get_view (LabSidebarRow *self);
/* @badge: (nullable): "3/12"; @words: (nullable): the same in words */
void lab_sidebar_row_set_badge (LabSidebarRow *self,
                                const char    *badge,
                                const char    *words);

G_END_DECLS
