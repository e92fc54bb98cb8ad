/* lab-fake-answers.c: an answer source with one fact
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-fake-answers.h"

#include <string.h>

struct _LabFakeAnswers
{
  GObject parent_instance;
  char *fact;
  char *answer;
};

static LabAnswer *
lab_fake_answers_answer (LabAnswerSource      *source,
                         const LabAnswerQuery *query)
{
  LabFakeAnswers *self = LAB_FAKE_ANSWERS (source);
  gint64 reasoning = query->reasoning_effort != NULL ? 64 : 0;

  if (strstr (query->received, self->fact) != NULL)
    return lab_answer_new (self->answer, reasoning, TRUE);
  return lab_answer_new ("I do not know.", reasoning, TRUE);
}

static void
answer_source_iface_init (LabAnswerSourceInterface *iface)
{
  iface->answer = lab_fake_answers_answer;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LabFakeAnswers, lab_fake_answers, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_ANSWER_SOURCE,
                                                      answer_source_iface_init))

static void
lab_fake_answers_finalize (GObject *object)
{
  LabFakeAnswers *self = LAB_FAKE_ANSWERS (object);

  g_free (self->fact);
  g_free (self->answer);

  G_OBJECT_CLASS (lab_fake_answers_parent_class)->finalize (object);
}

static void
lab_fake_answers_class_init (LabFakeAnswersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_fake_answers_finalize;
}

static void
lab_fake_answers_init (LabFakeAnswers *self)
{
}

LabFakeAnswers *
lab_fake_answers_new (const char *fact,
                      const char *answer)
{
  LabFakeAnswers *self = g_object_new (LAB_TYPE_FAKE_ANSWERS, NULL);

  self->fact = g_strdup (fact);
  self->answer = g_strdup (answer);
  return self;
}
