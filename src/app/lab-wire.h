/* lab-wire.h: a call of the ledger as it is on the wire, its key hidden
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"

G_BEGIN_DECLS

/* Stands where the key is. */
#define LAB_WIRE_HIDDEN_KEY "••••"

/**
 * LabWire:
 * @headers: (nullable): the line of the request and its headers, one a line;
 *   NULL where the request's text was not kept
 * @body: (nullable): JSON; NULL where @headers is
 * @command: (nullable): the same for curl, in a shell: the key is the
 *   variable that the vendor's own programs read ("$OPENAI_API_KEY"). NULL
 *   where @headers is, and where the provider is no vendor
 *
 * A plain owned value.
 */
typedef struct
{
  char *headers;
  char *body;
  char *command;
} LabWire;

void lab_wire_free (LabWire *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabWire, lab_wire_free)

/**
 * lab_wire_rebuild_async:
 *
 * The bytes themselves are not kept, but the request they were made of is, and
 * the adapter makes the same of it again; in a worker, since it may be long.
 * No key is asked for: it is added only when bytes leave. Addresses are those of
 * the vendors' Chat Completions: OpenAI's own, and those under which Anthropic
 * and Google document that they understand it.
 *
 * Errors are those of reading JSON and of lab_dialect_build_request().
 */
void lab_wire_rebuild_async (const LabCallRecord *call,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data);
LabWire *lab_wire_rebuild_finish (GAsyncResult  *result,
                                  GError       **error);

G_END_DECLS
