/* lab-confirm.h: asking before what cannot be undone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * lab_confirm_async:
 * @heading: the question
 * @body: what would happen, with its counts
 * @yes: the word on the button that does it, with a mnemonic
 * @destructive: whether that button is marked as such, and is not the default
 */
void lab_confirm_async (GtkWindow           *parent,
                        const char          *heading,
                        const char          *body,
                        const char          *yes,
                        gboolean             destructive,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data);
/* Whether it shall be done. FALSE with G_IO_ERROR_CANCELLED where the
 * question was taken back. */
gboolean lab_confirm_finish (GAsyncResult  *result,
                             GError       **error);

G_END_DECLS
