/* lab-price-import-private.h: what the importers share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-price-import.h"

G_BEGIN_DECLS

/* One import on its way. */
typedef struct
{
  LabPriceImportReport *report;
  GHashTable *rows;   /* id → LabPriceRow in the report */
  GHashTable *models; /* "provider/id" → LabModelInfo in the report */
  gint64 at;
} LabPriceImporter;

/* Which row a price belongs to. */
typedef struct
{
  const LabModelInfo *model;
  const char *service_tier;
  gboolean batch;
  gint64 above;
  gint64 effective_from;
} LabPriceKey;

void lab_price_importer_refuse (LabPriceImporter *self,
                                const LabJson    *at,
                                const char       *format,
                                ...) G_GNUC_PRINTF (3, 4);
/* (nullable) (transfer none): NULL, refused, where the model was there. */
LabModelInfo *lab_price_importer_add_model (LabPriceImporter *self,
                                            const LabJson    *at,
                                            const char       *provider,
                                            const char       *id,
                                            const char       *name);
/* A limit in tokens; what is no count is refused. */
void lab_price_importer_read_limit (LabPriceImporter *self,
                                    const LabJson    *object,
                                    const char       *name,
                                    gint64           *tokens);
/* The member's price × 10^@exponent; refused where it cannot be taken. */
gboolean lab_price_importer_read_price (LabPriceImporter *self,
                                        const LabJson    *object,
                                        const char       *name,
                                        int               exponent,
                                        LabRate          *rate);
/* The row of a key, made when it is asked for first. (transfer none) */
LabPriceRow *lab_price_importer_get_row (LabPriceImporter  *self,
                                         const LabPriceKey *key);

gboolean lab_price_import_litellm (LabPriceImporter  *self,
                                   const LabJson     *root,
                                   GError           **error);
gboolean lab_price_import_models_dev (LabPriceImporter  *self,
                                      const LabJson     *root,
                                      GError           **error);
gboolean lab_price_import_genai (LabPriceImporter  *self,
                                 const LabJson     *root,
                                 GError           **error);

G_END_DECLS
