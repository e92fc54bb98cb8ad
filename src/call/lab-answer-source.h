/* lab-answer-source.h: how the mock knows what to say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LabAnswerQuery:
 * @received: all text the provider received, in order
 * @replicate: which repetition of the task
 */
typedef struct
{
  const char *provider;
  const char *model;
  const char *received;
  const char *reasoning_effort; /* (nullable) */
  gint64 input_tokens;
  guint64 seed;
  guint replicate;
} LabAnswerQuery;

/**
 * LabAnswer:
 * @text: the whole visible answer; the transport cuts it at the output cap
 * @reasoning_tokens: hidden output before it
 * @judged: FALSE where no task stood behind the text
 */
typedef struct
{
  char *text;
  gint64 reasoning_tokens;
  gboolean judged;
} LabAnswer;

LabAnswer *lab_answer_new (const char *text,
                           gint64      reasoning_tokens,
                           gboolean    judged);
void lab_answer_free (LabAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabAnswer, lab_answer_free)

#define LAB_TYPE_ANSWER_SOURCE (lab_answer_source_get_type ())
G_DECLARE_INTERFACE (LabAnswerSource, lab_answer_source, LAB, ANSWER_SOURCE, GObject)

/* One source stands for one task. The session hands it to the transport
 * after the strategies have run. */
struct _LabAnswerSourceInterface
{
  GTypeInterface parent_iface;

  LabAnswer *(*answer) (LabAnswerSource      *self,
                        const LabAnswerQuery *query);
};

/* Pure: the same query gives the same answer. (transfer full) */
LabAnswer *lab_answer_source_answer (LabAnswerSource      *self,
                                     const LabAnswerQuery *query);

G_END_DECLS
