/* lab-preferences.h: what can be set, and where the data is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/* Everything applies at once, but budgets and prices, which are applied by a
 * button of their own. Pages: general, budgets, prices, data. */
#define LAB_TYPE_PREFERENCES (lab_preferences_get_type ())
G_DECLARE_FINAL_TYPE (LabPreferences, lab_preferences, LAB, PREFERENCES, AdwPreferencesWindow)

/* @desk: (nullable): without one only what does not need it */
GtkWidget *lab_preferences_new (GtkWindow *parent,
                                GSettings *settings,
                                LabDesk   *desk);

/* For its pages. */

/* Says something in the window that @widget is in; nothing where it is in
 * none any more. */
void lab_preferences_toast (GtkWidget  *widget,
                            const char *text);
/* Closes the window and has everything opened anew: another profile, other
 * prices. */
void lab_preferences_reopen (GtkWidget *widget);

G_END_DECLS
