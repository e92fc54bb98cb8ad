/* lab-price-report.h: what another project's price file would bring
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "lab-desk.h"
#include "lab-price-import.h"

G_BEGIN_DECLS

/* Taken, refused and different, before anything is kept. Emits ::added once
 * the prices are in the user's file. Action: report.import. */
#define LAB_TYPE_PRICE_REPORT (lab_price_report_get_type ())
G_DECLARE_FINAL_TYPE (LabPriceReport, lab_price_report, LAB, PRICE_REPORT, AdwWindow)

/* @report: (transfer full) */
GtkWidget *lab_price_report_new (GtkWindow            *parent,
                                 LabDesk              *desk,
                                 LabPriceImportReport *report);

G_END_DECLS
