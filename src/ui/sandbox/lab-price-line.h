/* lab-price-line.h: what sending would take, or why it cannot be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-budget-cap.h"
#include "sandbox/lab-price-ahead.h"

G_BEGIN_DECLS

/**
 * LabPriceLine:
 *
 * "1,284 tokens in · at most $0.0021 · $0.97 left", a status for screen
 * readers. Where a budget stands in the way it says so instead, with both
 * amounts, and offers sandbox.shorten, sandbox.change-budget and
 * sandbox.allow-once, which are a widget's above.
 */
#define LAB_TYPE_PRICE_LINE (lab_price_line_get_type ())
G_DECLARE_FINAL_TYPE (LabPriceLine, lab_price_line, LAB, PRICE_LINE, GtkWidget)

GtkWidget *lab_price_line_new (void);
/* @budget: (nullable): the tightest */
void lab_price_line_show (LabPriceLine        *self,
                          const LabPriceAhead *ahead,
                          const LabBudgetCap  *budget,
                          guint                max_attempts);
/* The budget refused. FALSE where @error is about something else. */
gboolean lab_price_line_show_refused (LabPriceLine *self,
                                      const GError *error);
/* Anything else that stands in its place. */
void lab_price_line_show_text (LabPriceLine *self,
                               const char   *text);
const char *lab_price_line_get_text (LabPriceLine *self);

G_END_DECLS
