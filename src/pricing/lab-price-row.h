/* lab-price-row.h: dated rates of one model at one service tier
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-money.h"
#include "lab-usage.h"

G_BEGIN_DECLS

/* A rate or fee that the vendor does not publish. Never the same as 0, which
 * is free. */
#define LAB_RATE_ABSENT ((LabRate) -1)

/* From the beginning: valid at any time before the next row's date. */
#define LAB_PRICE_BEGINNING G_MININT64

/* Whose price it is; a higher layer hides the same key in a lower one. */
typedef enum
{
  LAB_PRICE_LAYER_BUNDLED,
  LAB_PRICE_LAYER_USER,
  LAB_PRICE_LAYER_FILE, /* the rates of one question, from a file */
} LabPriceLayer;

/**
 * LabPriceRow:
 * @id: stable and readable: "openai/gpt-6.1-sol/default@2026-09-29", with
 *   /batch, /region-us, /speed-fast and /above-272000 where they apply. The
 *   date is effective_from, or the model's release where the row holds from
 *   the beginning
 * @service_tier: "default", "flex" or "priority", as served
 * @speed: (nullable): NULL is standard
 * @region: (nullable): NULL is the vendor's global endpoint
 * @above: the context tier: the row applies to requests whose input total is
 *   strictly greater. 0 in the first tier
 * @effective_from: µs since 1970 UTC, or LAB_PRICE_BEGINNING
 * @rates: by #LabBucket, nano-USD per million tokens, or LAB_RATE_ABSENT
 * @w_life: seconds a write in bucket w lives; 0 unknown
 * @wl_life: the same for bucket wl
 * @web_search_fee: nano-USD for one search, or LAB_RATE_ABSENT
 * @storage_rate: nano-USD per million tokens and hour of an explicit cache,
 *   or LAB_RATE_ABSENT
 * @derived: worked out from a published rate by @rule, not published itself
 * @rule: (nullable): the rule, in words
 * @source: (nullable): where the figure comes from
 * @confidence: (nullable): "high", "medium" or "low"
 * @note: (nullable): what is doubtful about it
 *
 * Immutable once in a set or a catalogue; shared by reference.
 */
typedef struct
{
  char *id;
  char *provider;
  char *model;
  char *service_tier;
  char *speed;
  char *region;
  gboolean batch;
  gint64 above;
  gint64 effective_from;
  LabRate rates[LAB_N_BUCKETS];
  gint64 w_life;
  gint64 wl_life;
  LabMoney web_search_fee;
  LabRate storage_rate;
  gboolean derived;
  char *rule;
  char *source;
  char *confidence;
  char *note;
  LabPriceLayer layer;
} LabPriceRow;

#define LAB_TYPE_PRICE_ROW (lab_price_row_get_type ())
GType lab_price_row_get_type (void);

/* Everything absent, tier "default", from the beginning. (transfer full) */
LabPriceRow *lab_price_row_new (void);
LabPriceRow *lab_price_row_ref (LabPriceRow *self);
void lab_price_row_unref (LabPriceRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabPriceRow, lab_price_row_unref)

/* The id made of the row's key; @date: (nullable): what stands behind the @
 * where the row holds from the beginning. (transfer full) */
char *lab_price_row_make_id (const LabPriceRow *self,
                             const char        *date);
/* "bundled", "user", "file" */
const char *lab_price_layer_to_string (LabPriceLayer layer);

G_END_DECLS
