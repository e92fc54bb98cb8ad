/* lab-fake-answers.h: an answer source with one fact
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-answer-source.h"

G_BEGIN_DECLS

#define LAB_TYPE_FAKE_ANSWERS (lab_fake_answers_get_type ())
G_DECLARE_FINAL_TYPE (LabFakeAnswers, lab_fake_answers, LAB, FAKE_ANSWERS, GObject)

/* Says @answer where @fact stands in what was received, else "I do not
 * know." Judged either way. */
LabFakeAnswers *lab_fake_answers_new (const char *fact,
                                      const char *answer);

G_END_DECLS
