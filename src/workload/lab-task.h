/* lab-task.h: one prompt, what its answer needs, and how it is judged
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-request.h"

G_BEGIN_DECLS

/**
 * LabSkill:
 *
 * What a task asks of a model; the columns of the teaching tiers.
 */
typedef enum
{
  LAB_SKILL_LOOKUP,
  LAB_SKILL_RAG,
  LAB_SKILL_CODE,
  LAB_SKILL_SUMMARY,
  LAB_SKILL_CLASS,
  LAB_SKILL_AGENT,
  LAB_N_SKILLS
} LabSkill;

/* "lookup", "rag", "code", "summary", "class", "agent" */
const char *lab_skill_to_string (LabSkill skill);
gboolean lab_skill_from_string (const char *text,
                                LabSkill   *skill);

/**
 * LabFact:
 * @id: unique in its task; placeholders of the answer's template name it
 * @value: as it stands in the text
 * @forms: other ways to write the same value ("4.90", "4,90"); never empty,
 *   the first is @value
 * @locus: the region and the place in it ("system", "context[3]",
 *   "history[2]", "question")
 * @weight: share of a graded score, relative to the task's other facts
 * @distractors: near values that stand in the same text and are wrong
 */
typedef struct
{
  char *id;
  char *value;
  GStrv forms;
  char *locus;
  guint weight;
  GStrv distractors;
} LabFact;

/**
 * LabJudgeKind:
 * @LAB_JUDGE_NONE: nothing is known of the right answer
 * @LAB_JUDGE_FACT: all facts are in the answer and none of their distractors
 * @LAB_JUDGE_LABEL: the whole answer is the label (case and white space aside)
 * @LAB_JUDGE_FIELDS: a JSON object whose fields equal those expected
 * @LAB_JUDGE_COVERAGE: graded: covered weight of the facts
 * @LAB_JUDGE_REVIEW: the line and the defect are both named
 * @LAB_JUDGE_AGENT: the facts, and no tool call that was made before
 * @LAB_JUDGE_EXACT: the whole answer, outer white space aside
 * @LAB_JUDGE_CONTAINS: the text occurs, letter for letter
 * @LAB_JUDGE_REGEX: a regular expression matches somewhere
 * @LAB_JUDGE_NUMBER: the last number of the answer is within the tolerance
 */
typedef enum
{
  LAB_JUDGE_NONE,
  LAB_JUDGE_FACT,
  LAB_JUDGE_LABEL,
  LAB_JUDGE_FIELDS,
  LAB_JUDGE_COVERAGE,
  LAB_JUDGE_REVIEW,
  LAB_JUDGE_AGENT,
  LAB_JUDGE_EXACT,
  LAB_JUDGE_CONTAINS,
  LAB_JUDGE_REGEX,
  LAB_JUDGE_NUMBER,
} LabJudgeKind;

/* "none", "fact", "label", "fields", … */
const char *lab_judge_kind_to_string (LabJudgeKind kind);
gboolean lab_judge_kind_from_string (const char   *text,
                                     LabJudgeKind *kind);

/**
 * LabTask:
 * @key: stable for (workload, parameters, seed, index); never leaves the
 *   program and never stands in a request
 * @system: (nullable); @examples: (nullable); @clock: (nullable): the time of
 *   day as some prompts put it into every call
 * @tools: (element-type LabTool)
 * @context: (element-type utf8): chunks or documents, best ranked first
 * @history: (element-type LabMessage): earlier turns
 * @question: the last user message
 * @difficulty: thousandths of the 0 … 100 scale
 * @facts: (element-type LabFact)
 * @answer_template: (nullable): a right answer's core, with {fact-id} where
 *   facts stand
 * @answer_tokens: how long a natural answer is, o200k tokens
 * @labels: (nullable): the labels to choose from (LAB_JUDGE_LABEL)
 * @expected: (nullable): the judge's right answer: label, JSON object, text,
 *   pattern or number
 * @tolerance: (nullable): decimal text, absolute (LAB_JUDGE_NUMBER)
 * @reference: (nullable): a reference text for ROUGE-L
 * @interactive: somebody waits for the answer
 * @tenant: (nullable); @conversation: what the bootstrap resamples together
 * @arrival_us: after the workload's beginning
 * @repeat_of: the index of the task whose question this one repeats, or -1
 * @repeat: how: "new", "exact", "paraphrase", "near-miss" (like words,
 *   another answer) or "cross" (the same words about another product)
 * @draw_key: what the mock's luck hangs on: the prompt's text, so that a
 *   prompt that comes again word for word has the same answer
 * @parameters: (nullable): parameters the task brings itself (a batch file's
 *   body), without messages
 *
 * Immutable once made, and shared by reference between threads.
 */
typedef struct _LabTask
{
  char *key;
  char *workload;
  guint index;
  char *system;
  char *examples;
  char *clock;
  GPtrArray *tools;
  GPtrArray *context;
  GPtrArray *history;
  char *question;
  LabSkill skill;
  int difficulty;
  GPtrArray *facts;
  char *answer_template;
  guint answer_tokens;
  LabJudgeKind judge;
  GStrv labels;
  char *expected;
  char *tolerance;
  char *reference;
  gboolean interactive;
  char *tenant;
  char *conversation;
  gint64 arrival_us;
  gint repeat_of;
  const char *repeat;
  char *draw_key;
  LabRequest *parameters;

  /*< private >*/
  gatomicrefcount ref_count;
} LabTask;

#define LAB_TYPE_TASK (lab_task_get_type ())
GType lab_task_get_type (void);

LabTask *lab_task_ref (LabTask *self);
void lab_task_unref (LabTask *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabTask, lab_task_unref)

/**
 * lab_task_to_request:
 * @parameters: (nullable): a request whose parameters (output limit,
 *   temperature, effort, stop, extra …) are taken where they are set; its
 *   messages, tools and metadata are not
 *
 * System messages with the regions "system", "examples" and "clock", in this
 * order; a user message "context" with one text part a chunk; the earlier
 * turns as "history"; the last user message as "question". Nothing of the
 * key, the facts or the judge goes in beyond what the prompt itself says.
 * (transfer full)
 */
LabRequest *lab_task_to_request (const LabTask    *self,
                                 const char       *provider,
                                 const char       *model,
                                 const LabRequest *parameters);

/* What a task is found by where only its question is known (over HTTP): 16
 * hex digits of the question's hash, case and white space aside.
 * (transfer full) */
char *lab_task_fingerprint (const char *question);

G_END_DECLS
