/* lab-judge.h: local judges: whether an answer is right, without a model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-response.h"
#include "lab-task.h"

G_BEGIN_DECLS

/**
 * LabJudgementItem:
 * @id: the fact, field, label or rule looked at
 * @expected: what was wanted
 * @found: (nullable): what stood there instead, where it can be told
 * @passed: ticked or missing
 * @weight: its share of the score, permyriad
 */
typedef struct
{
  char *id;
  char *expected;
  char *found;
  gboolean passed;
  guint weight;
} LabJudgementItem;

/**
 * LabJudgement:
 * @judged: FALSE where the task has no judge; the other figures then mean
 *   nothing
 * @score: permyriad, 0 … 10,000
 * @passed: pass/fail judges: score is 10,000; graded ones: at least
 *   LAB_JUDGE_PASS_SCORE
 * @graded: the score may lie between (coverage); pass/fail judges give 0 or
 *   10,000 only
 * @rouge_l: permyriad, F1 of ROUGE-L against the task's reference, or -1
 *   where there is none. An alarm beside the score, never part of it.
 * @explanation: a translated sentence
 * @items: (element-type LabJudgementItem)
 */
typedef struct
{
  gboolean judged;
  int score;
  gboolean passed;
  gboolean graded;
  int rouge_l;
  char *explanation;
  GPtrArray *items;
} LabJudgement;

#define LAB_JUDGE_FULL_SCORE 10000
#define LAB_JUDGE_PASS_SCORE 7000

void lab_judgement_free (LabJudgement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabJudgement, lab_judgement_free)

/**
 * lab_task_judge:
 * @answer: (nullable): the visible text
 * @tool_calls: (nullable): the JSON array of tool calls, as a response has it
 * @finish: how the answer ended
 *
 * Pure and local. An empty answer is wrong under every judge. An answer that
 * was cut (LENGTH, CUT) is judged on what is left, and a value that touches
 * the cut does not count, for nobody knows whether it went on. A refusal and
 * filtered content are judged as empty. (transfer full)
 */
LabJudgement *lab_task_judge (const LabTask *task,
                              const char    *answer,
                              const char    *tool_calls,
                              LabFinish      finish);

/* TRUE where the judge gives scores between 0 and 10,000. */
gboolean lab_judge_kind_is_graded (LabJudgeKind kind);

/**
 * lab_text_contains_value:
 * @cut: @text was cut at its end
 *
 * Whether @value occurs in @text as a whole word or number: case, runs of
 * white space, typographic signs and the way numbers are grouped or pointed
 * ("1,249.50", "1.249,50", "1 249.50", "1249.5") are no difference.
 */
gboolean lab_text_contains_value (const char *text,
                                  const char *value,
                                  gboolean    cut);
/* Whether one of the fact's forms occurs in the text that was received. */
gboolean lab_fact_survives (const LabFact *self,
                            const char    *received);

/* F1 of ROUGE-L over words (Lin 2004, "ROUGE: a package for automatic
 * evaluation of summaries"), permyriad. */
int lab_rouge_l (const char *candidate,
                 const char *reference);

G_END_DECLS
