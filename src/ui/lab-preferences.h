/* lab-preferences.h: what can be set, and where the data is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/* Everything applies at once. Action: preferences.open-folder. */
#define LAB_TYPE_PREFERENCES (lab_preferences_get_type ())
G_DECLARE_FINAL_TYPE (LabPreferences, lab_preferences, LAB, PREFERENCES, AdwPreferencesWindow)

/* @desk: (nullable): without one only what does not need it */
GtkWidget *lab_preferences_new (GtkWindow *parent,
                                GSettings *settings,
                                LabDesk   *desk);

G_END_DECLS
