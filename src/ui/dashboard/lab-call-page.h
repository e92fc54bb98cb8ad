/* lab-call-page.h: one call, its price row and how its amount came about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-call-record.h"
#include "lab-price-catalogue.h"

G_BEGIN_DECLS

#define LAB_TYPE_CALL_PAGE (lab_call_page_get_type ())
G_DECLARE_FINAL_TYPE (LabCallPage, lab_call_page, LAB, CALL_PAGE, GtkWidget)

GtkWidget *lab_call_page_new (void);
void lab_call_page_set_call (LabCallPage         *self,
                             const LabCallRecord *call,
                             LabPriceCatalogue   *catalogue);

G_END_DECLS
