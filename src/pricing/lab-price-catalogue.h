/* lab-price-catalogue.h: all models and their dated prices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-json.h"
#include "lab-model-info.h"
#include "lab-price-set.h"

G_BEGIN_DECLS

/**
 * LabPriceCatalogue:
 *
 * The bundled rows, and above them the user's own. Load it, add the user's
 * files, then share it: from then on it does not change and any thread may
 * read it. A changed user's file means a new catalogue.
 */
#define LAB_TYPE_PRICE_CATALOGUE (lab_price_catalogue_get_type ())
G_DECLARE_FINAL_TYPE (LabPriceCatalogue, lab_price_catalogue, LAB, PRICE_CATALOGUE, GObject)

/**
 * LabPriceQuery:
 * @provider: (nullable): any provider when NULL. "mock" finds its own models
 *   first and then those of every vendor, since the mock stands in for all
 * @model: as asked or, better, as served
 * @service_tier: (nullable): as served. NULL, "standard", "auto" and
 *   "unspecified" are "default"; "fast" is "priority"; "batch" is "default"
 *   with @batch
 * @speed: (nullable): NULL and "standard" are the same
 * @region: (nullable): NULL, "global" and "not_available" are the same
 * @at: µs since 1970 UTC
 */
typedef struct
{
  const char *provider;
  const char *model;
  const char *service_tier;
  const char *speed;
  const char *region;
  gboolean batch;
  gint64 at;
} LabPriceQuery;

/* An empty catalogue. */
LabPriceCatalogue *lab_price_catalogue_new (void);
/* The rows that come with the program. */
LabPriceCatalogue *lab_price_catalogue_new_bundled (GError **error);
/**
 * lab_price_catalogue_add_overrides:
 * @path: the user's price file; see data/prices/README.md for its form
 *
 * All or nothing: on an error the catalogue is as before. A row of the user's
 * hides, for its date and later, all bundled rows of the same model, service
 * tier, speed, region and batch. Only before the catalogue is shared.
 */
gboolean lab_price_catalogue_add_overrides (LabPriceCatalogue  *self,
                                            const char         *path,
                                            GError            **error);
gboolean lab_price_catalogue_add_json (LabPriceCatalogue  *self,
                                       const LabJson      *root,
                                       LabPriceLayer       layer,
                                       GError            **error);

/* The date of the bundled data, YYYY-MM-DD. (nullable) */
const char *lab_price_catalogue_get_as_of (LabPriceCatalogue *self);
/* @provider: (nullable). In the catalogue's order.
 * (element-type LabModelInfo) (transfer container) */
GPtrArray *lab_price_catalogue_list_models (LabPriceCatalogue *self,
                                            const char        *provider);
/* Every row of one model, all layers, by key and date; for people and for
 * importers. (element-type LabPriceRow) (transfer container) */
GPtrArray *lab_price_catalogue_list_rows (LabPriceCatalogue  *self,
                                          const LabModelInfo *model);
/**
 * lab_price_catalogue_find_model:
 * @provider: (nullable): see #LabPriceQuery
 *
 * In this order: the exact id; an alias; either of them without a
 * "-YYYY-MM-DD" suffix. Never by prefix. Where several providers have the
 * name and none is asked for, the first of the catalogue.
 *
 * Returns: (nullable) (transfer none):
 */
const LabModelInfo *lab_price_catalogue_find_model (LabPriceCatalogue *self,
                                                    const char        *model,
                                                    const char        *provider);
/**
 * lab_price_catalogue_find_rows:
 *
 * Returns: (nullable) (transfer full): the rows of all context tiers in
 *   force at that time; NULL means unpriced, which is never free
 */
LabPriceSet *lab_price_catalogue_find_rows (LabPriceCatalogue   *self,
                                            const LabPriceQuery *query);
/* A row by its id, as the ledger keeps it. (nullable) (transfer none) */
const LabPriceRow *lab_price_catalogue_get_row (LabPriceCatalogue *self,
                                                const char        *id);

G_END_DECLS
