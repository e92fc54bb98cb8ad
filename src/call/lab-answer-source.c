/* lab-answer-source.c: how the mock knows what to say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-answer-source.h"

G_DEFINE_INTERFACE (LabAnswerSource, lab_answer_source, G_TYPE_OBJECT)

static void
lab_answer_source_default_init (LabAnswerSourceInterface *iface)
{
}

LabAnswer *
lab_answer_new (const char *text,
                gint64      reasoning_tokens,
                gboolean    judged)
{
  LabAnswer *self;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (reasoning_tokens >= 0, NULL);

  self = g_new0 (LabAnswer, 1);
  self->text = g_strdup (text);
  self->reasoning_tokens = reasoning_tokens;
  self->judged = judged;
  return self;
}

void
lab_answer_free (LabAnswer *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->text);
  g_free (self);
}

LabAnswer *
lab_answer_source_answer (LabAnswerSource      *self,
                          const LabAnswerQuery *query)
{
  g_return_val_if_fail (LAB_IS_ANSWER_SOURCE (self), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  return LAB_ANSWER_SOURCE_GET_IFACE (self)->answer (self, query);
}
