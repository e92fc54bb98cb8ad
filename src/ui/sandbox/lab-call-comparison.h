/* lab-call-comparison.h: two calls, what they say and what they took
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-price-catalogue.h"
#include "sandbox/lab-opened-call.h"

G_BEGIN_DECLS

/* A table of figures, both prices to open, and the texts with what is in one
 * of them alone: answers or prompts. */
#define LAB_TYPE_CALL_COMPARISON (lab_call_comparison_get_type ())
G_DECLARE_FINAL_TYPE (LabCallComparison, lab_call_comparison, LAB, CALL_COMPARISON, GtkWidget)

GtkWidget *lab_call_comparison_new (void);
/* Takes both. @now: µs; for dates */
void lab_call_comparison_show (LabCallComparison *self,
                               LabOpenedCall     *first,
                               LabOpenedCall     *second,
                               LabPriceCatalogue *catalogue,
                               gint64             now);
void lab_call_comparison_clear (LabCallComparison *self);

G_END_DECLS
