/* lab-ui-walk.h: what has to hold of every widget that is shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Each of these looks at @root and all that is shown in it, and adds a line
 * to @faults for what is wrong. */

/* What is pressed is large enough to be hit; nothing reaches over the edge
 * of the window; a text that is cut off is in a tooltip. */
void lab_ui_walk_check_sizes (GtkWidget *root,
                              GPtrArray *faults);
/* What can be clicked is a button or has an action of its class, which keys
 * and screen readers can invoke too. */
void lab_ui_walk_check_clicks (GtkWidget *root,
                               GPtrArray *faults);
/* Text that can be written in lets Tab leave it. */
void lab_ui_walk_check_tabs (GtkWidget *root,
                             GPtrArray *faults);

/* Whom Tab, or Shift+Tab, visits from the beginning until it is back at the
 * first; a list is one stop. A fault where the focus is lost or never comes
 * back.
 * (element-type GtkWidget) (transfer full) */
GPtrArray *lab_ui_walk_focus (GtkWindow        *window,
                              GtkDirectionType  direction,
                              GPtrArray        *faults);
/* What takes the focus and is shown, but Tab did not come to. */
void lab_ui_walk_check_reached (GtkWindow *window,
                                GPtrArray *chain,
                                GPtrArray *faults);

/* "LabWindow › GtkBox › LabIconButton “Back”" (transfer full) */
char *lab_ui_walk_describe (GtkWidget *widget);

G_END_DECLS
