/* lab-price-item.h: a price row as people read it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-price-catalogue.h"

G_BEGIN_DECLS

/* Properties, all text: model, provider, terms ("batch, above 272,000 tokens"),
 * from, input, read, write, output (dollars per million tokens), source; and
 * words, all of it for a search. */
#define LAB_TYPE_PRICE_ITEM (lab_price_item_get_type ())
G_DECLARE_FINAL_TYPE (LabPriceItem, lab_price_item, LAB, PRICE_ITEM, GObject)

LabPriceItem *lab_price_item_new (const LabModelInfo *model,
                                  const LabPriceRow  *row);
/* Every row of every model, in the catalogue's order.
 * (element-type LabPriceItem) (transfer full) */
GListModel *lab_price_items_list (LabPriceCatalogue *catalogue);
/* "$0.75", or "–" where there is none. (transfer full) */
char *lab_price_item_format_rate (LabRate rate);

G_END_DECLS
