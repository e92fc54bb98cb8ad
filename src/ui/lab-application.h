/* lab-application.h: the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * LabApplication:
 *
 * One instance, one window. Options: --data-dir DIR and --exit-after-startup,
 * which opens everything, shows the window and ends: 0 where all went well.
 * Actions: app.quit, app.about, app.preferences, app.preferences-page (s: the
 * name of one), app.reopen, which has everything opened anew.
 */
#define LAB_TYPE_APPLICATION (lab_application_get_type ())
G_DECLARE_FINAL_TYPE (LabApplication, lab_application, LAB, APPLICATION, AdwApplication)

LabApplication *lab_application_new (void);
/* What main() returns where the program ran but could not do its work. */
int lab_application_get_status (LabApplication *self);

/* Registers the room's resources; before any widget of it is made. */
void lab_ui_init (void);

G_END_DECLS
