/* lab-data-page.h: where everything is kept, and a copy of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/* Actions: data.open-folder, data.back-up. */
#define LAB_TYPE_DATA_PAGE (lab_data_page_get_type ())
G_DECLARE_FINAL_TYPE (LabDataPage, lab_data_page, LAB, DATA_PAGE, AdwPreferencesPage)

void lab_data_page_set_up (LabDataPage *self,
                           LabDesk     *desk);

G_END_DECLS
