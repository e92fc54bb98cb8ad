/* lab-answer-side.h: one answer of two, its bill and its facts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-compared-task.h"

G_BEGIN_DECLS

#define LAB_TYPE_ANSWER_SIDE (lab_answer_side_get_type ())
G_DECLARE_FINAL_TYPE (LabAnswerSide, lab_answer_side, LAB, ANSWER_SIDE, GtkWidget)

GtkWidget *lab_answer_side_new (void);
/**
 * lab_answer_side_set:
 * @name: of the run
 * @changes: @prompt_changes: (element-type LabTextRange): what the other
 *   answer and the other prompt do not have
 */
void lab_answer_side_set (LabAnswerSide         *self,
                          const char            *name,
                          const LabComparedSide *side,
                          GArray                *changes,
                          GArray                *prompt_changes,
                          LabPriceCatalogue     *catalogue);

G_END_DECLS
