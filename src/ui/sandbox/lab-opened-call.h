/* lab-opened-call.h: a call of the ledger with all that was said
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-desk.h"
#include "lab-request.h"

G_BEGIN_DECLS

/**
 * LabOpenedCall:
 * @call: the attempt that was asked for, with its texts
 * @calls: (element-type LabCallRecord): all attempts of its operation, in
 *   order; @call is one of them
 * @request: (nullable): NULL where its text was not kept
 * @system: @prompt: the system text and the last thing the user said; ""
 *   where there is none
 * @earlier: what was said before that, as text
 *
 * A plain owned value.
 */
typedef struct
{
  const LabCallRecord *call;
  GPtrArray *calls;
  LabRequest *request;
  char *system;
  char *prompt;
  char *earlier;
  guint n_earlier;
} LabOpenedCall;

void lab_opened_call_free (LabOpenedCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabOpenedCall, lab_opened_call_free)

/* Reads the ledger, and the request in a worker: it may be long. NOT_FOUND. */
void lab_opened_call_load_async (LabDesk             *desk,
                                 const char          *call_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
LabOpenedCall *lab_opened_call_load_finish (GAsyncResult  *result,
                                            GError       **error);

G_END_DECLS
