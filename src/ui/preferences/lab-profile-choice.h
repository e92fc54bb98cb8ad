/* lab-profile-choice.h: a profile in a list, to use, rename and delete
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-context.h"

G_BEGIN_DECLS

/* Its actions, profile.use, profile.rename and profile.delete, do on its page
 * what is called profiles.use and so on there, with the profile's id. */
#define LAB_TYPE_PROFILE_CHOICE (lab_profile_choice_get_type ())
G_DECLARE_FINAL_TYPE (LabProfileChoice, lab_profile_choice, LAB, PROFILE_CHOICE, AdwActionRow)

/* @in_use: whether it is the one that is open; @first (nullable): another
 * choice of the list */
GtkWidget *lab_profile_choice_new (const LabProfile *profile,
                                   gboolean          in_use,
                                   LabProfileChoice *first);
const LabProfile *lab_profile_choice_get_profile (LabProfileChoice *self);

G_END_DECLS
