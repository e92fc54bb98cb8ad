/* lab-answer-view.h: an answer as it arrives, and what it took
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-call-record.h"
#include "lab-clock.h"
#include "lab-price-catalogue.h"
#include "sandbox/lab-cost-so-far.h"

G_BEGIN_DECLS

/**
 * LabAnswerView:
 *
 * Text is put in by slices, a frame each; of an answer beyond 1 MiB the head
 * is shown until somebody asks for all of it. Actions: answer.show-all,
 * answer.save, answer.wire (what was sent and received).
 */
#define LAB_TYPE_ANSWER_VIEW (lab_answer_view_get_type ())
G_DECLARE_FINAL_TYPE (LabAnswerView, lab_answer_view, LAB, ANSWER_VIEW, GtkWidget)

#define LAB_ANSWER_HEAD_BYTES (1024 * 1024)

GtkWidget *lab_answer_view_new (void);
void lab_answer_view_clear (LabAnswerView *self);
/**
 * lab_answer_view_begin:
 * @cost: (nullable): is fed with what arrives, and shown
 *
 * An answer is awaited; the clocks run.
 */
void lab_answer_view_begin (LabAnswerView *self,
                            LabClock      *clock,
                            LabCostSoFar  *cost);
void lab_answer_view_append (LabAnswerView *self,
                             const char    *text);
/* An attempt came to nothing, and the next is waited for: the status counts
 * down. The arguments are those of #LabRetryFunc. */
void lab_answer_view_wait (LabAnswerView *self,
                           guint          attempt,
                           guint          max_attempts,
                           gint64         wait_us,
                           const GError  *reason);
/**
 * lab_answer_view_end:
 * @calls: (element-type LabCallRecord): the attempts; may be empty
 * @error: (nullable): why there is no whole answer
 */
void lab_answer_view_end (LabAnswerView     *self,
                          GPtrArray         *calls,
                          const GError      *error,
                          LabPriceCatalogue *catalogue);
/* Nothing was sent, and why is said elsewhere. */
void lab_answer_view_end_unsent (LabAnswerView *self);
/* A button beside the trouble that is shown. @action: of a widget above */
void lab_answer_view_offer (LabAnswerView *self,
                            const char    *label,
                            const char    *action);
/**
 * lab_answer_view_show_call:
 * @calls: (element-type LabCallRecord): all attempts of an operation, with
 *   their texts
 * @call: the one of them that is looked at
 */
void lab_answer_view_show_call (LabAnswerView       *self,
                                GPtrArray           *calls,
                                const LabCallRecord *call,
                                LabPriceCatalogue   *catalogue);
void lab_answer_view_set_monospace (LabAnswerView *self,
                                    gboolean       monospace);
/* Where the price is; NULL while none is shown. (nullable) (transfer none) */
GtkWidget *lab_answer_view_get_cost (LabAnswerView *self);
/* What is shown so far. (transfer full) */
char *lab_answer_view_get_text (LabAnswerView *self);
/* The sentence of the status line. */
const char *lab_answer_view_get_status (LabAnswerView *self);

G_END_DECLS
