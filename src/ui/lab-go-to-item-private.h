/* lab-go-to-item-private.h: one thing to go to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Properties: title, kind. */
#define LAB_TYPE_GO_TO_ITEM (lab_go_to_item_get_type ())
G_DECLARE_FINAL_TYPE (LabGoToItem, lab_go_to_item, LAB, GO_TO_ITEM, GObject)

/* @action: (transfer full): a detailed action name */
LabGoToItem *lab_go_to_item_new (const char *title,
                                      const char *kind,
                                      char       *action);
const char *lab_go_to_item_get_action (LabGoToItem *self);

G_END_DECLS
