/* lab-store-dearest.h: calls by what they cost and when they were, unscanned
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-store-calls.h"

G_BEGIN_DECLS

/**
 * lab_store_calls_list_dearest:
 * @filter: with an origin; its order and search are not looked at
 * @limit: calls wanted, at least 1
 *
 * The dearest priced calls, dearest first; of equal cost the newer ones. The
 * roll-ups tell on which days they can be, and an index gives the dearest of
 * an hour, so the work grows with the days and not with the calls.
 * (element-type LabCallRow) (transfer full)
 */
GPtrArray *lab_store_calls_list_dearest (LabStoreTxn          *txn,
                                         const LabCallFilter  *filter,
                                         guint                 limit,
                                         GError              **error);
/**
 * lab_store_calls_get_span:
 * @filter: of which profile, experiment, origin and times are looked at
 * @first, @last: (out): µs; both 0 where there is no call
 */
gboolean lab_store_calls_get_span (LabStoreTxn          *txn,
                                   const LabCallFilter  *filter,
                                   gint64               *first,
                                   gint64               *last,
                                   GError              **error);

G_END_DECLS
