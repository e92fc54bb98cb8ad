/* lab-cost-so-far.h: what a call has cost while it is being answered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-price-catalogue.h"
#include "lab-request.h"
#include "lab-tokenizer.h"

G_BEGIN_DECLS

/**
 * LabCostSoFar:
 *
 * Counts the text that arrives in a worker, a piece at a time, and prices it
 * with the input that was counted before. It is an estimate until the
 * provider says what was used; hidden reasoning is not in it.
 */
#define LAB_TYPE_COST_SO_FAR (lab_cost_so_far_get_type ())
G_DECLARE_FINAL_TYPE (LabCostSoFar, lab_cost_so_far, LAB, COST_SO_FAR, GObject)

/* @input: tokens of the request; @now: µs; chooses the price */
LabCostSoFar *lab_cost_so_far_new (LabTokenizer      *tokenizer,
                                   LabPriceCatalogue *catalogue,
                                   const LabRequest  *request,
                                   gint64             input,
                                   gint64             now);
void lab_cost_so_far_append (LabCostSoFar *self,
                             const char   *text);
/* Counts what arrived since the last time, unless it is still counting.
 * Emits ::counted when it has. */
void lab_cost_so_far_update (LabCostSoFar *self);
/* FALSE where no price is known; @tokens are the output's so far. */
gboolean lab_cost_so_far_get (LabCostSoFar *self,
                              gint64       *tokens,
                              LabMoney     *amount);

G_END_DECLS
