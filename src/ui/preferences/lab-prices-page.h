/* lab-prices-page.h: what the prices are, and prices of one's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/* Actions: prices.show, prices.add, prices.import. */
#define LAB_TYPE_PRICES_PAGE (lab_prices_page_get_type ())
G_DECLARE_FINAL_TYPE (LabPricesPage, lab_prices_page, LAB, PRICES_PAGE, AdwPreferencesPage)

void lab_prices_page_set_up (LabPricesPage *self,
                             LabDesk       *desk);

G_END_DECLS
