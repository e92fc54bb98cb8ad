/* lab-banner.h: one sentence above a view that needs the user
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LabBanner:
 *
 * Its text is an alert for screen readers. Emits ::activated when its button
 * is pressed. Actions: banner.activate, banner.close. Property: revealed
 * (read only).
 */
#define LAB_TYPE_BANNER (lab_banner_get_type ())
G_DECLARE_FINAL_TYPE (LabBanner, lab_banner, LAB, BANNER, GtkWidget)

GtkWidget *lab_banner_new (void);
/* @button_label: (nullable) */
void lab_banner_show (LabBanner  *self,
                      const char *title,
                      const char *button_label);
void lab_banner_hide (LabBanner *self);
gboolean lab_banner_get_revealed (LabBanner *self);
const char *lab_banner_get_title (LabBanner *self);

G_END_DECLS
