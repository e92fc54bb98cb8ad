/* lab-undo.h: doing at once, and asking afterwards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef void (*LabUndoFunc) (gpointer data);

/**
 * lab_undo_offer:
 * @title: what was done, in words, with its counts
 * @take_back: undoes it
 * @carry_out: (nullable): does what cannot be undone any more
 * @data: of both; @destroy (nullable) frees it after either
 *
 * Shows a toast with Undo over what was only put out of sight. One of the two
 * is called, once: @take_back where Undo was pressed, @carry_out when the
 * toast has gone, with its overlay or by itself. A program that is cut off
 * before has lost nothing.
 */
void lab_undo_offer (AdwToastOverlay *overlay,
                     const char      *title,
                     LabUndoFunc      take_back,
                     LabUndoFunc      carry_out,
                     gpointer         data,
                     GDestroyNotify   destroy);
/* Undoes what was offered last there and is still on offer; FALSE where
 * nothing is. */
gboolean lab_undo_take_back (AdwToastOverlay *overlay);

G_END_DECLS
