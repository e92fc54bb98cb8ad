/* lab-icon-button.h: a button with a picture that always says its name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LabIconButton:
 *
 * A tooltip alone does not name a button for a screen reader. The property
 * "title" sets the tooltip and the accessible label together; it is
 * translated text without a mnemonic.
 */
#define LAB_TYPE_ICON_BUTTON (lab_icon_button_get_type ())
G_DECLARE_FINAL_TYPE (LabIconButton, lab_icon_button, LAB, ICON_BUTTON, GtkButton)

/* @action: (nullable) */
GtkWidget *lab_icon_button_new (const char *icon_name,
                                const char *title,
                                const char *action);
const char *lab_icon_button_get_title (LabIconButton *self);
void lab_icon_button_set_title (LabIconButton *self,
                                const char    *title);
/* For a button that does the opposite next time. */
void lab_icon_button_set_face (LabIconButton *self,
                               const char    *icon_name,
                               const char    *title);

G_END_DECLS
