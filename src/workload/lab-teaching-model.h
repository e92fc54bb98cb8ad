/* lab-teaching-model.h: what the mock knows, and how often it is right
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-answer-source.h"
#include "lab-task.h"

G_BEGIN_DECLS

typedef enum
{
  LAB_TIER_NANO,
  LAB_TIER_SMALL,
  LAB_TIER_MID,
  LAB_TIER_LARGE,
  LAB_TIER_FRONTIER,
  LAB_N_TIERS
} LabTier;

const char *lab_tier_to_string (LabTier tier);

/**
 * lab_tier_for_model:
 * @model: a catalogue name; a -YYYY-MM-DD suffix is ignored
 * @assumed: (out) (optional): TRUE where the model is not listed and "mid" is
 *   taken for it
 *
 * The teaching tier: a parameter of the exercises, no claim about the model.
 */
LabTier lab_tier_for_model (const char *model,
                            gboolean   *assumed);

/**
 * LabTeachingOptions:
 * @seed: with the query's own seed the seed of all draws; two runs are
 *   paired when both are the same for both
 * @ambiguity: permyriad of tasks no model gets right
 * @noise_text: permyriad of the model's own noise that follows the received
 *   text; 0: an edit that keeps the facts changes nothing
 * @rho: permyriad of the noise that all models share on a task
 * @reasoning_scale: permille of the usual reasoning tokens
 */
typedef struct
{
  guint64 seed;
  int ambiguity;
  int noise_text;
  int rho;
  int reasoning_scale;
} LabTeachingOptions;

#define LAB_TEACHING_OPTIONS_INIT { 0, 0, 0, 6000, 1000 }

#define LAB_TYPE_TEACHING_MODEL (lab_teaching_model_get_type ())
G_DECLARE_FINAL_TYPE (LabTeachingModel, lab_teaching_model, LAB, TEACHING_MODEL, GObject)

/* A LabAnswerSource for one task. @options: (nullable) for the defaults. */
LabTeachingModel *lab_teaching_model_new (LabTask                  *task,
                                          const LabTeachingOptions *options);
/* (transfer none) */
LabTask *lab_teaching_model_get_task (LabTeachingModel *self);

/* Probabilities are parts per million. All arithmetic from here on is
 * integer or tabulated, the same on every machine. */
#define LAB_TEACHING_ONE 1000000

/**
 * lab_teaching_capability:
 * @effort: (nullable): none: no reasoning, no bonus
 *
 * c = capability[tier][skill] + effort bonus − long × log2 (max (1, T/8000)),
 * in thousandths.
 */
int lab_teaching_capability (LabTier     tier,
                             LabSkill    skill,
                             const char *effort,
                             gint64      input_tokens);
/* p = (1 − ambiguity) / (1 + e^(−(c − d)/4)): ppm from thousandths and
 * permyriad. */
int lab_teaching_probability (int capability,
                              int difficulty,
                              int ambiguity);

/**
 * LabTeachingVerdict:
 * @p: chance of a right answer, ppm; @u: the draw it is held against, ppm
 * @survived: facts found in the received text; @n_facts: of how many
 * @right: @u < @p
 */
typedef struct
{
  LabTier tier;
  gboolean tier_assumed;
  int capability;
  int p;
  int u;
  guint survived;
  guint n_facts;
  gboolean right;
  gint64 reasoning_tokens;
} LabTeachingVerdict;

/* What the model decides on a query, without writing the answer: for tables
 * and for showing why. Never handed to a strategy. */
void lab_teaching_model_decide (LabTeachingModel     *self,
                                const LabAnswerQuery *query,
                                LabTeachingVerdict   *verdict);

G_END_DECLS
