/* lab-price-catalogue-private.h: rows that are already read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-price-catalogue.h"

G_BEGIN_DECLS

/* Adds models and rows, both referenced, of which the caller knows that their
 * ids and keys are new to the catalogue. */
void lab_price_catalogue_add_rows (LabPriceCatalogue *self,
                                   GPtrArray         *models,
                                   GPtrArray         *rows);

G_END_DECLS
