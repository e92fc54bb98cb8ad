/* lab-price-table.h: every price there is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-price-catalogue.h"

G_BEGIN_DECLS

/* A table with a search. It shows, and edits nothing. */
#define LAB_TYPE_PRICE_TABLE (lab_price_table_get_type ())
G_DECLARE_FINAL_TYPE (LabPriceTable, lab_price_table, LAB, PRICE_TABLE, AdwWindow)

GtkWidget *lab_price_table_new (GtkWindow         *parent,
                                LabPriceCatalogue *catalogue);

G_END_DECLS
