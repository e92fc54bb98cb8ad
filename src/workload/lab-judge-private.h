/* lab-judge-private.h: the parts of a judgement
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-judge.h"
#include "lab-text-match-private.h"

G_BEGIN_DECLS

/* An answer made ready for the judges. */
typedef struct
{
  const LabTask *task;
  char *text;   /* valid UTF-8, without outer white space */
  char *normal; /* lab_text_normalise () of it */
  LabJsonDocument *tool_calls;
  LabMatchFlags flags;
  gboolean empty;
  gboolean refused;
  gboolean cut;
} LabAnswerText;

void lab_judgement_add_item (LabJudgement *self,
                             const char   *id,
                             const char   *expected,
                             const char   *found,
                             gboolean      passed,
                             guint         weight);

void lab_judge_label (LabJudgement        *self,
                      const LabAnswerText *answer);
void lab_judge_fields (LabJudgement        *self,
                       const LabAnswerText *answer);
/* Exact, contains, regex and number. */
void lab_judge_expected (LabJudgement        *self,
                         const LabAnswerText *answer);

G_END_DECLS
