/* lab-ledger-private.h: what operations, budgets and calls do together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-store-budgets.h"
#include "lab-store-calls.h"
#include "lab-store-operations.h"
#include "lab-table-private.h"

G_BEGIN_DECLS

/* NULL without an error where there is none. */
LabOperationRow *lab_operations_find (LabStoreTxn  *txn,
                                      const char   *id,
                                      GError      **error);
gboolean lab_operations_open (LabStoreTxn            *txn,
                              const LabOperationRow  *row,
                              GError                **error);
/* Writes what changes as attempts are recorded. */
gboolean lab_operations_save_sums (LabStoreTxn            *txn,
                                   const LabOperationRow  *row,
                                   GError                **error);
/* Counts a call in every budget that covers its operation, and makes its
 * reservation smaller by it; gone when @record is final. */
gboolean lab_budgets_count_call (LabStoreTxn            *txn,
                                 const LabOperationRow  *operation,
                                 const LabCallRecord    *record,
                                 GError                **error);
/* Makes every budget's periods anew from the operations there are. */
gboolean lab_budgets_recount (LabStoreTxn  *txn,
                              GError      **error);
/* As lab_store_record_call(), closing with @closing_state. */
gboolean lab_calls_record (LabStoreTxn          *txn,
                           const LabCallRecord  *record,
                           LabOperationState     closing_state,
                           gint64                closed_at,
                           GError              **error);
void lab_set_constraint_error (GError     **error,
                               const char  *message);

G_END_DECLS
