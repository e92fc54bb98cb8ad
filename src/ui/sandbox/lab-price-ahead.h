/* lab-price-ahead.h: what a request will take at most, before it is sent
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
 * LabPriceAhead:
 * @input: all of the input; its basis says whether it is exact
 * @system: the system text alone
 * @priced: FALSE where no price is known; then the amounts mean nothing
 * @once: the most that one attempt can cost
 * @most: the same for all attempts that are permitted
 * @output: tokens of output it was reckoned with, or LAB_TOKENS_UNKNOWN
 * @fitting_output: the largest output limit with which all attempts stay
 *   within what is left; 0 where none does; LAB_UNSET where nothing need be
 *   shortened, or no price is known
 *
 * A plain value.
 */
typedef struct
{
  LabTokenCount input;
  LabTokenCount system;
  gboolean priced;
  LabMoney once;
  LabMoney most;
  gint64 output;
  gint64 fitting_output;
} LabPriceAhead;

#define LAB_PRICE_AHEAD_NO_BUDGET G_MAXINT64

/* Counts in a worker: a prompt may be long. @left: nano-USD that may be spent,
 * or LAB_PRICE_AHEAD_NO_BUDGET; @now: µs; chooses the price. */
void lab_price_ahead_async (LabTokenizer        *tokenizer,
                            LabPriceCatalogue   *catalogue,
                            const LabRequest    *request,
                            guint                attempts,
                            LabMoney             left,
                            gint64               now,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data);
gboolean lab_price_ahead_finish (GAsyncResult   *result,
                                 LabPriceAhead  *ahead,
                                 GError        **error);

G_END_DECLS
