/* lab-trouble-box.h: what went wrong, what it means, what to do, in its place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Hidden while there is nothing to say; what happened is an alert for screen
 * readers. */
#define LAB_TYPE_TROUBLE_BOX (lab_trouble_box_get_type ())
G_DECLARE_FINAL_TYPE (LabTroubleBox, lab_trouble_box, LAB, TROUBLE_BOX, GtkWidget)

GtkWidget *lab_trouble_box_new (void);
/**
 * lab_trouble_box_show:
 * @what: what happened
 * @means: (nullable): what it means, and what to do
 * @details: (nullable): for whoever asks
 */
void lab_trouble_box_show (LabTroubleBox *self,
                           const char    *what,
                           const char    *means,
                           const char    *details);
/* A button that does what is to be done, until the next lab_trouble_box_show().
 * @action: of a widget above */
void lab_trouble_box_offer (LabTroubleBox *self,
                            const char    *label,
                            const char    *action);
/* The same from any error. */
void lab_trouble_box_show_error (LabTroubleBox *self,
                                 const GError  *error);
void lab_trouble_box_hide (LabTroubleBox *self);

G_END_DECLS
