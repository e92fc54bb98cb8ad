/* lab-model-list.h: the models one can choose, for a drop-down
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-price-catalogue.h"

G_BEGIN_DECLS

/* Properties: name ("GPT-5.4 mini"), provider ("OpenAI"). */
#define LAB_TYPE_MODEL_ITEM (lab_model_item_get_type ())
G_DECLARE_FINAL_TYPE (LabModelItem, lab_model_item, LAB, MODEL_ITEM, GObject)

const LabModelInfo *lab_model_item_get_info (LabModelItem *self);

/* Those that are not retired, in the catalogue's order.
 * (element-type LabModelItem) (transfer full) */
GListModel *lab_model_list_new (LabPriceCatalogue *catalogue);
/* The place of a model; the first one's where it is not there. */
guint lab_model_list_find (GListModel *list,
                           const char *provider,
                           const char *model);
/* How a vendor writes its name; the name itself where it is not known. */
const char *lab_provider_get_label (const char *provider);

G_END_DECLS
