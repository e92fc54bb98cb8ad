/* lab-teaching-model.c: what the mock knows, and how often it is right
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-teaching-model.h"

#include <string.h>

#include "lab-judge.h"
#include "lab-teaching-math-private.h"
#include "lab-teaching-private.h"
#include "lab-text-match-private.h"

#define ONE G_GINT64_CONSTANT (1000000)
/* Chance of a right answer when a fact it needs is not in the text. */
#define GUESS 20000
/* Spread of the reasoning's length: e^N(0, 0.35). */
#define REASONING_SIGMA_PERMILLE 350

struct _LabTeachingModel
{
  GObject parent_instance;

  LabTask *task;
  LabTeachingOptions options;
};

static void lab_teaching_model_answer_source_init (LabAnswerSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (
    LabTeachingModel,
    lab_teaching_model,
    G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (LAB_TYPE_ANSWER_SOURCE, lab_teaching_model_answer_source_init))

/* What is decided on one query. */
typedef struct
{
  LabTeachingVerdict verdict;
  char *normal;    /* the received text */
  gboolean *known; /* for each fact */
  guint64 shared;  /* seed of what all models find hard in this task */
  guint64 own;     /* seed of this model's own choices */
} Decision;

static void
decision_clear (Decision *self)
{
  g_free (self->normal);
  g_free (self->known);
}

static guint64
hash_text (const char *text,
           guint64     seed)
{
  return text != NULL ? lab_hash64 (text, strlen (text), seed) : seed;
}

static int
draw_normal (guint64     seed,
             const char *name,
             guint64     index)
{
  LabRandom random;

  lab_random_init_stream (&random, seed, name, index);
  return lab_random_normal_milli (&random);
}

/* z of a share of the noise: √share × z, millionths. */
static gint64
scaled (int    share,
        int    z,
        gint64 of)
{
  /* √(share/10⁴) in 10⁻⁶: √(share × 10⁸). */
  gint64 root = (gint64) lab_teaching_isqrt ((guint64) share * 100000000);

  return root * z / 1000 * of / ONE;
}

/* The draw that p is held against:
 * u = Φ(√ρ z(task) + √(1 − ρ) z(task, model, effort, replicate)),
 * with a share of the second part following the received text. */
static int
draw (LabTeachingModel *self,
      const Decision   *decision,
      guint64           item)
{
  const LabTeachingOptions *options = &self->options;
  guint64 shared = decision->shared;
  gint64 z = scaled (options->rho, draw_normal (shared, "teaching/task", 0), ONE);
  gint64 rest = (gint64) lab_teaching_isqrt ((guint64) (10000 - options->rho) * 100000000);

  z += scaled (10000 - options->noise_text, draw_normal (decision->own, "teaching/model", item),
               rest);
  if (options->noise_text > 0)
    {
      guint64 text = hash_text (decision->normal, decision->own);

      z += scaled (options->noise_text, draw_normal (text, "teaching/text", item), rest);
    }
  return lab_teaching_phi (z);
}

static guint64
own_seed (guint64               shared,
          const LabAnswerQuery *query)
{
  guint64 seed = hash_text (query->model, shared + 1);
  char replicate[16];

  seed = hash_text (query->reasoning_effort, seed + 2);
  /* As text, so that the order of bytes does not matter. */
  g_snprintf (replicate, sizeof replicate, "%u", query->replicate);
  return hash_text (replicate, seed + 3);
}

static void
look_for_facts (LabTeachingModel *self,
                Decision         *decision)
{
  const GPtrArray *facts = self->task->facts;

  decision->known = g_new0 (gboolean, facts->len + 1);
  for (guint i = 0; i < facts->len; i++)
    {
      const LabFact *fact = g_ptr_array_index (facts, i);

      decision->known[i]
          = lab_text_find_any (decision->normal, (const char *const *) fact->forms,
                               LAB_MATCH_RECORDS);
      decision->verdict.survived += decision->known[i] ? 1 : 0;
    }
  decision->verdict.n_facts = facts->len;
}

static int
guess (const LabTask *task)
{
  if (task->judge == LAB_JUDGE_LABEL && task->labels != NULL && task->labels[0] != NULL)
    return (int) (ONE / g_strv_length (task->labels));
  return GUESS;
}

/* Summaries: each fact is drawn for itself, so that a score is the share of
 * the weight that is covered. Others: all or nothing; a wrong answer that
 * had every fact mixes one of them up. */
static void
settle_facts (LabTeachingModel *self,
              Decision         *decision)
{
  LabTeachingVerdict *verdict = &decision->verdict;
  guint n = verdict->n_facts;

  if (self->task->judge == LAB_JUDGE_COVERAGE)
    {
      for (guint i = 0; i < n; i++)
        decision->known[i]
            = draw (self, decision, i + 1) < (decision->known[i] ? verdict->p : GUESS);
    }
  else if (verdict->right)
    {
      for (guint i = 0; i < n; i++)
        decision->known[i] = TRUE;
    }
  else if (n > 0 && verdict->survived == n)
    {
      /* The first fact is always one that is judged. */
      decision->known[decision->own % n] = FALSE;
      decision->known[0] = FALSE;
    }
}

static gint64
draw_reasoning (LabTeachingModel     *self,
                const Decision       *decision,
                const LabAnswerQuery *query)
{
  int bonus;
  gint64 median;
  gint64 z = draw_normal (decision->own, "teaching/reasoning", 0);

  lab_teaching_get_effort (query->reasoning_effort, &bonus, &median);
  return median * lab_teaching_exp (z * REASONING_SIGMA_PERMILLE) / ONE
         * self->options.reasoning_scale / 1000;
}

static void
decide (LabTeachingModel     *self,
        const LabAnswerQuery *query,
        Decision             *decision)
{
  LabTeachingVerdict *verdict = &decision->verdict;
  const LabTask *task = self->task;

  memset (decision, 0, sizeof *decision);
  decision->shared = hash_text (task->draw_key, self->options.seed ^ query->seed);
  decision->own = own_seed (decision->shared, query);
  decision->normal = lab_text_normalise (query->received != NULL ? query->received : "");
  look_for_facts (self, decision);

  verdict->tier = lab_tier_for_model (query->model, &verdict->tier_assumed);
  verdict->capability = lab_teaching_capability (verdict->tier, task->skill,
                                                 query->reasoning_effort, query->input_tokens);
  verdict->p
      = lab_teaching_probability (verdict->capability, task->difficulty, self->options.ambiguity);
  if (verdict->survived < verdict->n_facts && task->judge != LAB_JUDGE_COVERAGE)
    verdict->p = guess (task);
  verdict->u = draw (self, decision, 0);
  verdict->right = verdict->u < verdict->p;
  verdict->reasoning_tokens = draw_reasoning (self, decision, query);
  settle_facts (self, decision);
}

void
lab_teaching_model_decide (LabTeachingModel     *self,
                           const LabAnswerQuery *query,
                           LabTeachingVerdict   *verdict)
{
  Decision decision;

  g_return_if_fail (LAB_IS_TEACHING_MODEL (self));
  g_return_if_fail (query != NULL && query->model != NULL && verdict != NULL);

  decide (self, query, &decision);
  *verdict = decision.verdict;
  decision_clear (&decision);
}

/* A wrong answer must not be right by chance: other words are tried until
 * the judge agrees. */
static char *
compose (LabTeachingModel *self,
         const Decision   *decision,
         gboolean          brief)
{
  const LabTask *task = self->task;
  LabRandom random;
  char *text;

  lab_random_init_stream (&random, decision->own, "teaching/words", 0);
  text = lab_teaching_compose (task, decision->known, decision->verdict.right, brief, &random);
  if (decision->verdict.right || task->judge == LAB_JUDGE_NONE
      || task->judge == LAB_JUDGE_COVERAGE)
    return text;
  for (guint tries = 0; tries < 8; tries++)
    {
      g_autoptr (LabJudgement) judgement = lab_task_judge (task, text, NULL, LAB_FINISH_STOP);

      if (!judgement->passed)
        break;
      g_free (text);
      text = lab_teaching_compose (task, decision->known, FALSE, brief, &random);
    }
  return text;
}

static LabAnswer *
lab_teaching_model_answer (LabAnswerSource      *source,
                           const LabAnswerQuery *query)
{
  LabTeachingModel *self = LAB_TEACHING_MODEL (source);
  Decision decision;
  g_autofree char *text = NULL;
  LabAnswer *answer;

  decide (self, query, &decision);
  text = compose (self, &decision, lab_teaching_asks_brevity (decision.normal));
  answer = lab_answer_new (text, decision.verdict.reasoning_tokens,
                           self->task->judge != LAB_JUDGE_NONE);
  decision_clear (&decision);
  return answer;
}

static void
lab_teaching_model_answer_source_init (LabAnswerSourceInterface *iface)
{
  iface->answer = lab_teaching_model_answer;
}

static void
lab_teaching_model_finalize (GObject *object)
{
  LabTeachingModel *self = LAB_TEACHING_MODEL (object);

  g_clear_pointer (&self->task, lab_task_unref);
  G_OBJECT_CLASS (lab_teaching_model_parent_class)->finalize (object);
}

static void
lab_teaching_model_class_init (LabTeachingModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_teaching_model_finalize;
}

static void
lab_teaching_model_init (LabTeachingModel *self)
{
}

LabTeachingModel *
lab_teaching_model_new (LabTask                  *task,
                        const LabTeachingOptions *options)
{
  const LabTeachingOptions usual = LAB_TEACHING_OPTIONS_INIT;
  LabTeachingModel *self;

  g_return_val_if_fail (task != NULL, NULL);

  self = g_object_new (LAB_TYPE_TEACHING_MODEL, NULL);
  self->task = lab_task_ref (task);
  self->options = options != NULL ? *options : usual;
  self->options.ambiguity = CLAMP (self->options.ambiguity, 0, 10000);
  self->options.noise_text = CLAMP (self->options.noise_text, 0, 10000);
  self->options.rho = CLAMP (self->options.rho, 0, 10000);
  self->options.reasoning_scale = CLAMP (self->options.reasoning_scale, 0, 100000);
  return self;
}

LabTask *
lab_teaching_model_get_task (LabTeachingModel *self)
{
  g_return_val_if_fail (LAB_IS_TEACHING_MODEL (self), NULL);
  return self->task;
}
