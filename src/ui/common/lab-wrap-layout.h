/* lab-wrap-layout.h: children in lines, like words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LabWrapLayout:
 *
 * Lays children out one after another, each as wide as it wants to be, and
 * begins a new line where there is no more room. One that is wider than a
 * line gets all of one.
 *
 * Properties: spacing, px between children and between lines.
 */
#define LAB_TYPE_WRAP_LAYOUT (lab_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (LabWrapLayout, lab_wrap_layout, LAB, WRAP_LAYOUT, GtkLayoutManager)

GtkLayoutManager *lab_wrap_layout_new (guint spacing);

G_END_DECLS
