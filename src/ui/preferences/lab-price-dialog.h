/* lab-price-dialog.h: a price of one's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"

G_BEGIN_DECLS

/* Emits ::added once a price is in the user's file. Action: price.add. */
#define LAB_TYPE_PRICE_DIALOG (lab_price_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LabPriceDialog, lab_price_dialog, LAB, PRICE_DIALOG, AdwWindow)

GtkWidget *lab_price_dialog_new (GtkWindow *parent,
                                 LabDesk   *desk);

G_END_DECLS
