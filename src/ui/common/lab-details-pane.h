/* lab-details-pane.h: a view with details at its end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LabDetailsPane:
 *
 * The details stand beside the content where there is room and lie over it
 * where there is not. Properties: content, details (GtkWidget), revealed,
 * folded (read only). Action: details.toggle.
 */
#define LAB_TYPE_DETAILS_PANE (lab_details_pane_get_type ())
G_DECLARE_FINAL_TYPE (LabDetailsPane, lab_details_pane, LAB, DETAILS_PANE, GtkWidget)

GtkWidget *lab_details_pane_new (void);
gboolean lab_details_pane_get_revealed (LabDetailsPane *self);
void lab_details_pane_set_revealed (LabDetailsPane *self,
                                    gboolean        revealed);
gboolean lab_details_pane_get_folded (LabDetailsPane *self);

G_END_DECLS
