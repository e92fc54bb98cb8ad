/* lab-deck-private.h: drawing sentences once each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-frames-private.h"
#include "lab-random.h"

G_BEGIN_DECLS

/**
 * LabDeck:
 *
 * Draws sentences of @frames in random order, none twice before all were
 * drawn. The frames take turns, so that like sentences stand far apart.
 */
typedef struct _LabDeck LabDeck;

LabDeck *lab_deck_new (const LabFrames *frames,
                       LabRandom       *random);
void lab_deck_free (LabDeck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabDeck, lab_deck_free)
/* Goes on differently for every state of @random, and still repeats
 * nothing. */
void lab_deck_skip (LabDeck   *self,
                    LabRandom *random);
/* Brings up other sentences, where there are plenty. */
void lab_deck_stir (LabDeck *self);
/* The next sentence of @least to @most tokens; FALSE if there is none. */
gboolean lab_deck_take (LabDeck   *self,
                        guint      least,
                        guint      most,
                        LabFilled *filled);

G_END_DECLS
