/* lab-call-figures.h: what a call took, in one line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"
#include "lab-cost.h"
#include "lab-price-catalogue.h"

G_BEGIN_DECLS

/* "in 260 · cached 1,024 · out 41 · first token 260 ms · 1.8 s · 94 tokens/s ·
 * 3 attempts". (transfer full) */
char *lab_call_figures_describe (const LabCallRecord *last,
                                 guint                n_attempts);
/* What the provider's cache took off the price, or added to it: "Saved by
 * the provider's cache: $0.0009". (nullable) (transfer full): the cache had
 * no part in it, or the price row is not known any more */
char *lab_call_figures_describe_cache (const LabCallRecord *call,
                                       LabPriceCatalogue   *catalogue);
/* The bill anew from the usage and the price row the ledger names. FALSE, and
 * @cost unpriced, where there is none. */
gboolean lab_call_figures_compute (const LabCallRecord *call,
                                   LabPriceCatalogue   *catalogue,
                                   LabCost             *cost);
/* Tokens a second from the first text on; 0 where that cannot be said. */
double lab_call_figures_rate (const LabCallRecord *call);

G_END_DECLS
