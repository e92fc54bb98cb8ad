/* lab-price-import.h: prices from other projects' files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-json.h"
#include "lab-price-catalogue.h"

G_BEGIN_DECLS

typedef enum
{
  LAB_PRICE_FORMAT_LITELLM,     /* model_prices_and_context_window.json */
  LAB_PRICE_FORMAT_MODELS_DEV,  /* api.json of models.dev */
  LAB_PRICE_FORMAT_GENAI_PRICES /* data.json of genai-prices, or its subset
                                 * {"provider":[model, …]} */
} LabPriceFormat;

/* "litellm", "models.dev", "genai-prices" */
const char *lab_price_format_to_string (LabPriceFormat format);
gboolean lab_price_format_from_string (const char     *text,
                                       LabPriceFormat *format);

/* One thing that was not taken. @reason is translated. */
typedef struct
{
  char *path;
  char *reason;
} LabPriceRefusal;

/* A rate that differs from the catalogue's. LAB_RATE_ABSENT where one side
 * has none; @row_id is the catalogue's row, or theirs where it has no such
 * context tier; @their_row (nullable) the imported one; @field is a bucket's
 * rate name: in, read, w, wl, out. */
typedef struct
{
  char *row_id;
  const char *field;
  LabRate ours;
  LabRate theirs;
  char *their_row;
} LabPriceDisagreement;

/**
 * LabPriceImportReport:
 * @rows: (element-type LabPriceRow): what was taken, exactly
 * @models: (element-type LabModelInfo): their models
 * @refused: (element-type LabPriceRefusal)
 * @disagreements: (element-type LabPriceDisagreement)
 */
typedef struct
{
  LabPriceFormat format;
  GPtrArray *rows;
  GPtrArray *models;
  GPtrArray *refused;
  GPtrArray *disagreements;
} LabPriceImportReport;

/**
 * lab_price_import:
 * @catalogue: (nullable): what to compare with
 * @at: the date from which the imported prices hold, µs, where the file itself
 *   gives none; they are compared with the catalogue's rows of that time
 *
 * Decimals are taken exactly as written; what cannot be (digits below a
 * nano-dollar per million tokens, negative prices, pattern matches, prices
 * that depend on the time of day) is refused with its reason and path.
 *
 * Returns: (transfer full): NULL only where the file is not of that format
 *   (INVALID_INPUT)
 */
LabPriceImportReport *lab_price_import (LabPriceFormat      format,
                                        const LabJson      *root,
                                        LabPriceCatalogue  *catalogue,
                                        gint64              at,
                                        GError            **error);
void lab_price_import_report_free (LabPriceImportReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabPriceImportReport, lab_price_import_report_free)
/* Writes what was taken as a user's override file, at once or not at all. */
gboolean lab_price_import_report_save (const LabPriceImportReport  *self,
                                       const char                  *path,
                                       GError                     **error);

G_END_DECLS
