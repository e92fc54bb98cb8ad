/* lab-run-price.h: what tasks can cost at most, before they are run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-experiments.h"
#include "lab-money.h"
#include "lab-price-catalogue.h"
#include "lab-tokenizer.h"

G_BEGIN_DECLS

/**
 * LabRunPrice:
 * @n_tasks: how many were reckoned with
 * @priced: FALSE where no price is known or an answer's length has no bound;
 *   then @most means nothing
 * @most: all permitted attempts of each task, its whole input at the dearest
 *   rate and the longest answer; calls that strategies make by themselves
 *   come on top
 *
 * A plain value.
 */
typedef struct
{
  guint n_tasks;
  gboolean priced;
  LabMoney most;
} LabRunPrice;

/* Of the tasks @from … @to − 1 of an experiment's workload, in one run.
 * Counted in a worker. @now: µs; chooses the price. */
void lab_run_price_async (LabTokenizer        *tokenizer,
                          LabPriceCatalogue   *catalogue,
                          const LabExperiment *experiment,
                          guint                from,
                          guint                to,
                          gint64               now,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data);
gboolean lab_run_price_finish (GAsyncResult  *result,
                               LabRunPrice   *price,
                               GError       **error);

G_END_DECLS
