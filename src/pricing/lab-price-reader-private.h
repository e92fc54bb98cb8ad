/* lab-price-reader-private.h: price rows and models out of JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-json-writer.h"
#include "lab-json.h"
#include "lab-model-info.h"
#include "lab-price-row.h"

G_BEGIN_DECLS

#define LAB_PRICE_SCHEMA "costlab-price-rows/1"
/* $1,000,000 a million tokens: a rate beyond it is a slip of units. */
#define LAB_RATE_MAX (G_GINT64_CONSTANT (1000000) * LAB_MONEY_PER_USD)

/* "in" "read" "w" "wl" "out": what a bucket's rate is called in files. */
const char *lab_price_rate_name (LabBucket bucket);
/* The rates, web_search and storage members of @object into @row; what is
 * absent or null stays absent. */
gboolean lab_price_read_rates (const LabJson  *object,
                               LabPriceRow    *row,
                               GError        **error);
/* (transfer full) */
LabPriceRow *lab_price_read_row (const LabJson  *object,
                                 LabPriceLayer   layer,
                                 GError        **error);
/* The row as it stands in a price file, without an id of its own. */
void lab_price_write_row (LabJsonWriter     *writer,
                          const LabPriceRow *row);
/* (transfer full) */
LabModelInfo *lab_price_read_model (const LabJson  *object,
                                    LabPriceLayer   layer,
                                    GError        **error);

G_END_DECLS
