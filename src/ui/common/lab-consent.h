/* lab-consent.h: asked once before the first prompt leaves this machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-call-record.h"

G_BEGIN_DECLS

/* Whether somebody has to be asked before a call to that provider: practice
 * sends nothing, and an answer that was given is kept. */
gboolean lab_consent_is_needed (GSettings  *settings,
                                const char *provider,
                                LabOrigin   origin);
/**
 * lab_consent_ask_async:
 * @label: how the provider is called
 *
 * One sentence: what leaves the machine, and to whom. A yes is kept.
 */
void lab_consent_ask_async (GtkWindow           *parent,
                            GSettings           *settings,
                            const char          *provider,
                            const char          *label,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data);
/* Whether it may be sent. FALSE with G_IO_ERROR_CANCELLED where the question
 * was taken back. */
gboolean lab_consent_ask_finish (GAsyncResult  *result,
                                 GError       **error);

G_END_DECLS
