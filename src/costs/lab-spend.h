/* lab-spend.h: what was spent between two times, and what is left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"
#include "lab-cost-tracker.h"
#include "lab-money-sum.h"

G_BEGIN_DECLS

/**
 * LabSpend:
 * @sums: by #LabOrigin; they are never added
 * @n_calls: calls in each
 * @has_cap: whether a budget for all of the profile's money of that origin is
 *   set; the fields below mean nothing otherwise
 * @cap: @committed: @reserved: of the tightest such budget, the one with the
 *   least left; its period is the profile's life or a month, not the times
 *   that were asked for
 *
 * A plain value.
 */
typedef struct
{
  LabMoneySum sums[LAB_ORIGIN_REPLAYED + 1];
  guint64 n_calls[LAB_ORIGIN_REPLAYED + 1];
  gboolean has_cap[LAB_ORIGIN_REPLAYED + 1];
  LabMoney cap[LAB_ORIGIN_REPLAYED + 1];
  LabMoney committed[LAB_ORIGIN_REPLAYED + 1];
  LabMoney reserved[LAB_ORIGIN_REPLAYED + 1];
} LabSpend;

/**
 * lab_spend_load_async:
 * @since: @until: µs, multiples of 15 minutes, as every time zone's midnights
 * @now: µs; chooses the month of a monthly budget
 *
 * From roll-ups: the work does not grow with the ledger.
 */
void lab_spend_load_async (LabStore            *store,
                           const char          *profile_id,
                           gint64               since,
                           gint64               until,
                           gint64               now,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data);
gboolean lab_spend_load_finish (GAsyncResult  *result,
                                LabSpend      *spend,
                                GError       **error);

G_END_DECLS
