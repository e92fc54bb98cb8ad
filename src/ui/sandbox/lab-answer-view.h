/* lab-answer-view.h: an answer as it arrives, and what it took
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab-call-record.h"
#include "lab-clock.h"
#include "lab-price-catalogue.h"

G_BEGIN_DECLS

/**
 * LabAnswerView:
 *
 * Text is put in by slices of at most 16 KiB a frame; of an answer beyond
 * 1 MiB the head is shown until somebody asks for all of it. Actions:
 * answer.show-all, answer.wire (what was sent and received).
 */
#define LAB_TYPE_ANSWER_VIEW (lab_answer_view_get_type ())
G_DECLARE_FINAL_TYPE (LabAnswerView, lab_answer_view, LAB, ANSWER_VIEW, GtkWidget)

#define LAB_ANSWER_SLICE_BYTES (16 * 1024)
#define LAB_ANSWER_HEAD_BYTES (1024 * 1024)

GtkWidget *lab_answer_view_new (void);
void lab_answer_view_clear (LabAnswerView *self);
/* An answer is awaited; the clocks run. */
void lab_answer_view_begin (LabAnswerView *self,
                            LabClock      *clock);
void lab_answer_view_append (LabAnswerView *self,
                             const char    *text);
/**
 * lab_answer_view_end:
 * @calls: (element-type LabCallRecord): the attempts; may be empty
 * @error: (nullable): why there is no whole answer
 */
void lab_answer_view_end (LabAnswerView     *self,
                          GPtrArray         *calls,
                          const GError      *error,
                          LabPriceCatalogue *catalogue);
/* A call from the ledger, with its texts. */
void lab_answer_view_show_call (LabAnswerView       *self,
                                const LabCallRecord *call,
                                LabPriceCatalogue   *catalogue);
/* What is shown so far. (transfer full) */
char *lab_answer_view_get_text (LabAnswerView *self);
/* The sentence of the status line. */
const char *lab_answer_view_get_status (LabAnswerView *self);

G_END_DECLS
