/* lab-call-columns-private.h: a call record as columns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-store-calls.h"
#include "lab-table-private.h"

G_BEGIN_DECLS

/* SELECT of a call's columns FROM api_calls c, ready for a WHERE.
 * (transfer full) */
char *lab_call_columns_select (gboolean with_content);
LabCallRow *lab_call_columns_read (LabQuery  *query,
                                   gboolean   with_content,
                                   GError   **error);
/* Writes the row; its content and raw usage too. */
gboolean lab_call_columns_insert (LabStoreTxn          *txn,
                                  const LabCallRecord  *record,
                                  GError              **error);

G_END_DECLS
