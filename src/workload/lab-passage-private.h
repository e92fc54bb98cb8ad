/* lab-passage-private.h: text of an exact size with facts at given places
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-words-private.h"

G_BEGIN_DECLS

typedef struct _LabPassage LabPassage;

LabPassage *lab_passage_new (void);
/* @place: permille of the whole; pieces of one place keep their order. Each
 * piece ends in a sign and begins with a letter or a sign of its own. */
void lab_passage_add (LabPassage *self,
                      const char *text,
                      guint       place);
void lab_passage_add_filled (LabPassage      *self,
                             const LabFilled *filled,
                             guint            place);
guint lab_passage_get_tokens (LabPassage *self);
/**
 * lab_passage_finish:
 * @deck: sentences to fill up with
 * @target: o200k tokens of the whole, met within 2 unless the facts alone
 *   are longer
 * @paragraph: sentences a paragraph; 0 for one paragraph
 *
 * Frees the passage. (transfer full)
 */
char *lab_passage_finish (LabPassage *self,
                          LabDeck    *deck,
                          guint       target,
                          guint       paragraph);

G_END_DECLS
