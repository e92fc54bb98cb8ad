/* lab-tooltip.h: tooltips of what there are many of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * lab_tooltip_set:
 * @text: (nullable): NULL for none
 *
 * Says @text when the pointer rests on the widget. Unlike
 * gtk_widget_set_tooltip_text(), which asks the display where the pointer is,
 * it costs nothing while a list is filled, and it is no accessible
 * description: the text is to be in the tree otherwise.
 */
void lab_tooltip_set (GtkWidget  *widget,
                      const char *text);

G_END_DECLS
