/* lab-spend-strip.h: what was spent today, at the foot of the sidebar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-spend.h"

G_BEGIN_DECLS

/* Practice and live money have a line each and are never added; the bar is
 * there only where a budget is. A button: it leads to today in the Dashboard. */
#define LAB_TYPE_SPEND_STRIP (lab_spend_strip_get_type ())
G_DECLARE_FINAL_TYPE (LabSpendStrip, lab_spend_strip, LAB, SPEND_STRIP, GtkWidget)

GtkWidget *lab_spend_strip_new (void);
/* @spend: (nullable): not known yet */
void lab_spend_strip_set (LabSpendStrip  *self,
                          const LabSpend *spend);

G_END_DECLS
