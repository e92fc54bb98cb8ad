/* lab-price-set.h: the rows of all context tiers that price one request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-json.h"
#include "lab-price-row.h"

G_BEGIN_DECLS

/**
 * LabPriceSet:
 *
 * The rows that are valid for one model, service tier, speed, region, batch
 * or not, at one time: one row per context tier, by rising threshold.
 * Immutable, counted by reference, safe to read from any thread.
 */
typedef struct _LabPriceSet LabPriceSet;

#define LAB_TYPE_PRICE_SET (lab_price_set_get_type ())
GType lab_price_set_get_type (void);

/* @rows: (element-type LabPriceRow): referenced, not consumed. Two rows of
 * one threshold are a programmer's error. */
LabPriceSet *lab_price_set_new (GPtrArray *rows);
/**
 * lab_price_set_new_from_json:
 * @root: {"rates":{"in","read","w","wl","out"},"tiers":[{"above",…}]}, in US
 *   dollars per million tokens as decimal strings or numbers; optional beside
 *   the rates: "web_search" (dollars a search), "storage" (dollars per
 *   million tokens and hour)
 *
 * A rate that is not there, or null, is absent; a tier inherits nothing.
 * Fails with INVALID_INPUT naming the path: unknown names in rates or tiers,
 * a negative rate, neither "in" nor "out" in "rates", two tiers of one
 * threshold, digits below a nano-dollar.
 */
LabPriceSet *lab_price_set_new_from_json (const LabJson  *root,
                                          GError        **error);
LabPriceSet *lab_price_set_ref (LabPriceSet *self);
void lab_price_set_unref (LabPriceSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabPriceSet, lab_price_set_unref)

guint lab_price_set_get_n_rows (const LabPriceSet *self);
/* (transfer none) */
const LabPriceRow *lab_price_set_get_row (const LabPriceSet *self,
                                          guint              index);
/* The row in force for a request of that many input tokens: the highest
 * threshold strictly below it. (nullable) (transfer none): NULL where no row
 * reaches that low */
const LabPriceRow *lab_price_set_select (const LabPriceSet *self,
                                         gint64             input_total);

G_END_DECLS
