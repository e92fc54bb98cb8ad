/* lab-generator-private.h: what the six generators share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-passage-private.h"
#include "lab-task-private.h"
#include "lab-workload.h"

G_BEGIN_DECLS

/* Raised when generated text changes: baselines of older text are stale. */
#define LAB_GENERATOR_VERSION 3

typedef enum
{
  LAB_REPEAT_NEW,
  LAB_REPEAT_EXACT,
  LAB_REPEAT_PARAPHRASE,
  LAB_REPEAT_NEAR_MISS,
  LAB_REPEAT_CROSS,
} LabRepeat;

/* The place of one task in the whole: which conversation, when, and whether
 * it repeats an earlier one. */
typedef struct
{
  guint group;
  guint turn;
  guint group_start; /* index of the group's first task */
  guint tenant;
  gint64 arrival_us;
  gint repeat_of;
  LabRepeat repeat;
} LabSlot;

typedef struct _LabGeneration LabGeneration;

/**
 * LabGenerator:
 * @make: writes text, facts and judge into @task, whose other fields are
 *   filled in by the caller. @content: the index whose content is made: the
 *   task's own, or that of the task it repeats
 */
typedef struct
{
  LabWorkloadInfo info;
  void (*make) (const LabGeneration *generation,
                const LabSlot       *slot,
                guint                content,
                LabTask             *task);
} LabGenerator;

struct _LabGeneration
{
  const LabGenerator *generator;
  gint64 *values; /* of the parameters, in the order of info.params */
  guint params_hash; /* stands in every task's key */
  guint64 seed;
  GArray *slots; /* (element-type LabSlot) */
  LabWords *words;
};

extern const LabGenerator lab_generator_support_chat;
extern const LabGenerator lab_generator_rag_qa;
extern const LabGenerator lab_generator_code_review;
extern const LabGenerator lab_generator_summarise;
extern const LabGenerator lab_generator_classify_extract;
extern const LabGenerator lab_generator_agent_loop;

/* The arrival laws of the parameter "arrivalLaw". */
typedef enum
{
  LAB_ARRIVAL_POISSON,
  LAB_ARRIVAL_UNIFORM,
  LAB_ARRIVAL_AT_ONCE,
  LAB_ARRIVAL_BURSTS,
  LAB_ARRIVAL_POISSON_BY_HOUR,
} LabArrivalLaw;

/* Parameters that every workload has. */
#define LAB_GENERATOR_COMMON_PARAMS(d_min, d_max, a_min, a_max, law, per_hour, tenants, turn_min,  \
                                    turn_max, exact, paraphrase, near_miss, cross, interactive)    \
  { "difficultyMin", N_ ("Least difficulty, 0 to 100"), 0, 100, d_min },                           \
      { "difficultyMax", N_ ("Greatest difficulty, 0 to 100"), 0, 100, d_max },                    \
      { "answer", N_ ("Tokens of an answer; 0: from answerMin to answerMax"), 0, 4000, 0 },        \
      { "answerMin", N_ ("Least tokens of an answer"), 1, 4000, a_min },                           \
      { "answerMax", N_ ("Most tokens of an answer"), 1, 4000, a_max },                            \
      { "arrivalLaw",                                                                              \
        N_ ("0 Poisson, 1 uniform, 2 all at once, 3 bursts, 4 Poisson by the hour of the day"), 0, \
        4, law },                                                                                  \
      { "perHour", N_ ("Conversations an hour"), 1, 1000000, per_hour },                           \
      { "tenants", N_ ("Tenants, products or teams"), 1, 1000, tenants },                          \
      { "turns", N_ ("Turns of a conversation; 0: from turnsMin to turnsMax"), 0, 200, 0 },        \
      { "turnsMin", N_ ("Fewest turns of a conversation"), 1, 200, turn_min },                     \
      { "turnsMax", N_ ("Most turns of a conversation"), 1, 200, turn_max },                       \
      { "exactPermille", N_ ("Exact repeats, per thousand"), 0, 1000, exact },                     \
      { "paraphrasePermille", N_ ("The same question in other words, per thousand"), 0, 1000,      \
        paraphrase },                                                                              \
      { "nearMissPermille", N_ ("Like words with another answer, per thousand"), 0, 1000,          \
        near_miss },                                                                               \
      { "crossPermille", N_ ("The same words about another product, per thousand"), 0, 1000,       \
        cross },                                                                                   \
  {                                                                                                \
    "interactivePermille", N_ ("Tasks somebody waits for, per thousand"), 0, 1000, interactive     \
  }
#define LAB_GENERATOR_PARAMS_END                                                                   \
  {                                                                                                \
    NULL, NULL, 0, 0, 0                                                                            \
  }

/* (transfer full): NULL with INVALID_EXPERIMENT_CONFIG */
LabGeneration *lab_generation_new (const LabGenerator      *generator,
                                   const LabWorkloadParams *params,
                                   guint64                  seed,
                                   guint                    n,
                                   GError                 **error);
void lab_generation_free (LabGeneration *self);
LabTask *lab_generation_make (const LabGeneration *self,
                              guint                index);
char *lab_generation_params_to_json (const LabGeneration *self);

gint64 lab_generation_get (const LabGeneration *self,
                           const char          *name);
/* The parameter @name if it is not 0, else uniform between @name + "Min" and
 * @name + "Max". */
guint lab_generation_draw (const LabGeneration *self,
                           const char          *name,
                           LabRandom           *random);
void lab_generation_random (const LabGeneration *self,
                            const char          *purpose,
                            guint                index,
                            LabRandom           *random);

/* A uniform number from @minimum to @maximum. */
guint lab_random_range (LabRandom *random,
                        guint      minimum,
                        guint      maximum);
/* TRUE for @permille of the draws. */
gboolean lab_random_chance (LabRandom *random,
                            guint      permille);

/* A made-up value, and another way to write it. */
typedef struct
{
  char *value;
  char *form; /* (nullable) */
} LabValue;

void lab_value_clear (LabValue *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabValue, lab_value_clear)

/**
 * lab_value_draw:
 * @kind: {"kind":"number","unit":"days","min":10,"max":60}; kinds number,
 *   money, percent, time, date, code ("prefix"), name ("choices")
 * @used: (element-type utf8): numbers and names taken so far, grown by this
 *   one, so that none stands twice in a text
 */
void lab_value_draw (LabValue      *self,
                     const LabJson *kind,
                     GHashTable    *used,
                     LabRandom     *random);
GHashTable *lab_values_new (void);

/* A fresh deck of the frames @name of the workload's list. */
LabDeck *lab_generation_deck (const LabGeneration *self,
                              const char          *name,
                              LabRandom           *random);

/* @template with {name} replaced, for pairs of name and text ended by NULL.
 * (transfer full) */
char *lab_template_fill (const char *template,
                         ...) G_GNUC_NULL_TERMINATED;

/* Adds tools of the list @array of about @tokens tokens in all, their
 * descriptions filled up from @deck. */
void lab_task_add_tools (LabTask       *task,
                         const LabJson *array,
                         LabDeck       *deck,
                         guint          tokens);

G_END_DECLS
