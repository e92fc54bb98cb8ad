/* lab-ask-text.h: asking for a name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * lab_ask_text_async:
 * @heading: what is asked
 * @title: of the entry: "Name"
 * @text: what stands there to begin with
 * @yes: the word on the button, with a mnemonic
 *
 * Nothing but space is no answer: the button is insensitive then.
 */
void lab_ask_text_async (GtkWindow           *parent,
                         const char          *heading,
                         const char          *title,
                         const char          *text,
                         const char          *yes,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data);
/* Without space around it; NULL where the question was dismissed.
 * (nullable) (transfer full) */
char *lab_ask_text_finish (GAsyncResult *result);

G_END_DECLS
