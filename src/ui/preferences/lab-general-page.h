/* lab-general-page.h: who uses the program, and how it looks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/* Actions, those with (s) take a profile's id: profiles.add, profiles.use (s),
 * profiles.rename (s), profiles.delete (s). */
#define LAB_TYPE_GENERAL_PAGE (lab_general_page_get_type ())
G_DECLARE_FINAL_TYPE (LabGeneralPage, lab_general_page, LAB, GENERAL_PAGE, AdwPreferencesPage)

/* @desk: (nullable): without one, no profiles */
void lab_general_page_set_up (LabGeneralPage *self,
                              GSettings      *settings,
                              LabDesk        *desk);

G_END_DECLS
