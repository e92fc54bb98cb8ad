/* lab-call-operation.h: all attempts of a call, with their texts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"

G_BEGIN_DECLS

/* store's; a forward declaration, so that rooms which do not see the store
 * can read this. */
typedef struct _LabStore LabStore;

/* The attempts of the operation that @call_id is one of. NOT_FOUND. */
void lab_call_operation_load_async (LabStore            *store,
                                    const char          *profile_id,
                                    const char          *call_id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
/* In order; at least one. (element-type LabCallRecord) (transfer full) */
GPtrArray *lab_call_operation_load_finish (GAsyncResult  *result,
                                           GError       **error);

G_END_DECLS
