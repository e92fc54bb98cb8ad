/* lab-teaching-private.h: the teaching model's parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-random.h"
#include "lab-teaching-model.h"

G_BEGIN_DECLS

/* @bonus in thousandths; @reasoning_tokens is the median. */
void lab_teaching_get_effort (const char *effort,
                              int        *bonus,
                              gint64     *reasoning_tokens);

/**
 * lab_teaching_compose:
 * @known: for each fact whether its value is told; the others get one of
 *   their distractors
 * @right: whether the model is right; matters for tasks without facts
 * @brief: brevity was asked for
 * @random: decides the wording only
 */
char *lab_teaching_compose (const LabTask  *task,
                            const gboolean *known,
                            gboolean        right,
                            gboolean        brief,
                            LabRandom      *random);
/* Whether the received text (normalised) asks for a short answer. */
gboolean lab_teaching_asks_brevity (const char *normal);

G_END_DECLS
