/* lab-request-estimate-private.h: what a request is expected to cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-price-catalogue.h"
#include "lab-request.h"
#include "lab-strategy-registry.h"

G_BEGIN_DECLS

/* References what is there, and makes the tokenizer where there is none. */
void lab_strategy_services_take (LabStrategyServices       *self,
                                 const LabStrategyServices *services);
void lab_strategy_services_clear (LabStrategyServices *self);

/* How to count for the request's model. */
void lab_request_estimate_scheme (const LabStrategyServices *services,
                                  const LabRequest          *request,
                                  LabTokenScheme            *scheme);
/* Input tokens as the vendor is expected to bill them. */
gboolean lab_request_estimate_tokens (const LabStrategyServices  *services,
                                      const LabRequest           *request,
                                      LabTokenCount              *count,
                                      GError                    **error);
/**
 * lab_request_estimate_cost:
 * @at: the date of the prices, µs
 * @priced: (out): FALSE where there is no price; @cost is then 0 and means
 *   nothing
 *
 * All of the input at the uncached rate, by the cost function.
 */
gboolean lab_request_estimate_cost (const LabStrategyServices  *services,
                                    const LabRequest           *request,
                                    gint64                      input,
                                    gint64                      output,
                                    gint64                      at,
                                    gboolean                   *priced,
                                    LabMoney                   *cost,
                                    GError                    **error);

G_END_DECLS
