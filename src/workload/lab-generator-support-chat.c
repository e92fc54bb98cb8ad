/* lab-generator-support-chat.c: a shop's help desk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-generator-private.h"

#include <glib/gi18n-lib.h>

/* Tasks that need the closing line which only the examples tell. */
#define FORMAT_PERMILLE 200

static const LabWorkloadParamSpec params[]
    = { { "tools", N_ ("Tokens of tool definitions"), 0, 4000, 0 },
        { "system", N_ ("Tokens of the system text"), 450, 8000, 780 },
        { "examples", N_ ("Tokens of worked examples; 0 for none"), 0, 8000, 0 },
        { "clock", N_ ("Tokens of the time of day in every call; 0 for none"), 0, 60, 0 },
        { "question", N_ ("Tokens of a question; 0: from questionMin to questionMax"), 0, 2000, 0 },
        { "questionMin", N_ ("Least tokens of a question"), 20, 2000, 30 },
        { "questionMax", N_ ("Most tokens of a question"), 20, 2000, 90 },
        { "policyFacts", N_ ("Pairs of rules in the system text"), 2, 10, 7 },
        { "faqPermille", N_ ("Questions that any customer could ask, of 1,000; they are easier"), 0,
          1000, 0 },
        LAB_GENERATOR_COMMON_PARAMS (45, 90, 120, 180, LAB_ARRIVAL_POISSON_BY_HOUR, 120, 4, 1, 1,
                                     240, 150, 100, 80, 900),
        LAB_GENERATOR_PARAMS_END };

/* The rules of one product: two values a topic and one that is out of date. */
typedef struct
{
  const LabJson *topics;
  guint n;
  LabValue values[10][3];
  GHashTable *used;
  LabValue closing;
  LabValue closing_old;
  LabValue order; /* the customer's own, told in the conversation's first turn */
  LabValue other;
} Policy;

/* What one question asks for. */
typedef struct
{
  char *text;
  char *answer;      /* template */
  const char *topic; /* (nullable): NULL for the customer's own order */
  guint topic_index;
  guint side;
} Question;

static void
policy_init (Policy              *self,
             const LabGeneration *generation,
             guint                tenant,
             guint                index)
{
  const LabJson *root = lab_words_get_root (generation->words);
  const LabSlot *slot = &g_array_index (generation->slots, LabSlot, index);
  const LabSlot *first = &g_array_index (generation->slots, LabSlot, slot->group_start);
  LabRandom random;

  lab_generation_random (generation, "policy", tenant, &random);
  self->topics = lab_json_get (root, "topics");
  self->n = (guint) lab_generation_get (generation, "policyFacts");
  self->used = lab_values_new ();
  for (guint i = 0; i < self->n; i++)
    {
      const LabJson *kind = lab_json_get (lab_json_get_element (self->topics, i), "value");

      for (guint k = 0; k < 3; k++)
        lab_value_draw (&self->values[i][k], kind, self->used, &random);
    }
  lab_value_draw (&self->closing, lab_json_get (root, "closing"), self->used, &random);
  lab_value_draw (&self->closing_old, lab_json_get (root, "closing"), self->used, &random);
  lab_generation_random (generation, "conversation",
                         first->repeat_of >= 0 ? (guint) first->repeat_of : slot->group_start,
                         &random);
  lab_value_draw (&self->order, lab_json_get (root, "own_order"), self->used, &random);
  lab_value_draw (&self->other, lab_json_get (root, "own_order"), self->used, &random);
  /* The near miss of an order number is the other one. */
  if (first->repeat == LAB_REPEAT_NEAR_MISS)
    {
      LabValue order = self->order;

      self->order = self->other;
      self->other = order;
    }
}

static void
policy_clear (Policy *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      for (guint k = 0; k < 3; k++)
        lab_value_clear (&self->values[i][k]);
    }
  lab_value_clear (&self->closing);
  lab_value_clear (&self->closing_old);
  lab_value_clear (&self->order);
  lab_value_clear (&self->other);
  g_hash_table_unref (self->used);
}

static char *
write_system (const LabGeneration *generation,
              const Policy        *policy,
              guint                tenant)
{
  static const char *const members[] = { "policy_a", "policy_b", "old" };
  const LabJson *root = lab_words_get_root (generation->words);
  const LabJson *products = lab_json_get (root, "products");
  LabPassage *passage = lab_passage_new ();
  const char *product = lab_json_get_string (
      lab_json_get_element (products, tenant % lab_json_get_n_members (products)));
  g_autofree char *intro
      = lab_template_fill (lab_words_string (root, "intro"), "product", product, NULL);
  g_autoptr (LabDeck) deck = NULL;
  LabRandom random;

  lab_generation_random (generation, "system", tenant, &random);
  deck = lab_generation_deck (generation, "filler", &random);
  lab_passage_add (passage, intro, 0);
  for (guint i = 0; i < policy->n; i++)
    {
      const LabJson *topic = lab_json_get_element (policy->topics, i);
      guint place = lab_random_range (&random, 50, 950);

      for (guint k = 0; k < G_N_ELEMENTS (members); k++)
        {
          g_autofree char *line = lab_template_fill (lab_words_string (topic, members[k]), "v",
                                                     policy->values[i][k].value, NULL);

          lab_passage_add (passage, line, place);
        }
    }
  return lab_passage_finish (passage, deck, (guint) lab_generation_get (generation, "system"), 6);
}

static char *
write_examples (const LabGeneration *generation,
                const Policy        *policy,
                guint                tenant)
{
  const LabJson *root = lab_words_get_root (generation->words);
  LabPassage *passage = lab_passage_new ();
  g_autofree char *rule = lab_template_fill (lab_words_string (root, "closing_rule"), "v",
                                             policy->closing.value, NULL);
  g_autofree char *old = lab_template_fill (lab_words_string (root, "closing_old"), "v",
                                            policy->closing_old.value, NULL);
  g_autoptr (LabDeck) deck = NULL;
  LabRandom random;

  lab_generation_random (generation, "examples", tenant, &random);
  deck = lab_generation_deck (generation, "examples", &random);
  lab_passage_add (passage, rule, 300);
  lab_passage_add (passage, old, 600);
  return lab_passage_finish (passage, deck, (guint) lab_generation_get (generation, "examples"),
                             1);
}

/* The text around the point: a greeting, small talk up to the size. */
static char *
dress (const LabGeneration *generation,
       const char          *point,
       const char          *line,
       guint                tokens,
       LabRandom           *random)
{
  const LabJson *root = lab_words_get_root (generation->words);
  LabPassage *passage = lab_passage_new ();
  g_autoptr (LabDeck) deck = lab_generation_deck (generation, "small_talk", random);

  lab_passage_add (passage, lab_words_pick (root, "greetings", random), 0);
  if (line != NULL)
    lab_passage_add (passage, line, 100);
  lab_passage_add (passage, point, 900);
  return lab_passage_finish (passage, deck, tokens, 0);
}

/* @line: (nullable): where the order number is told */
static void
ask_own (Question            *self,
         const LabGeneration *generation,
         LabRepeat            repeat,
         const char          *line,
         guint                tokens,
         LabRandom           *random)
{
  const LabJson *root = lab_words_get_root (generation->words);
  const LabJson *asks = lab_json_get (root, "own_asks");
  guint n = lab_json_get_n_members (asks);
  guint wording = (guint) lab_random_below (random, n);

  if (repeat == LAB_REPEAT_PARAPHRASE)
    wording = (wording + 1) % n;
  self->text = dress (generation, lab_json_get_string (lab_json_get_element (asks, wording)), line,
                      tokens, random);
  self->answer = lab_template_fill (lab_words_string (root, "own_answer"), "v", "{order}", NULL);
}

static void
ask_policy (Question            *self,
            const LabGeneration *generation,
            const Policy        *policy,
            LabRepeat            repeat,
            const char          *line,
            guint                tokens,
            LabRandom           *random)
{
  guint index = (guint) lab_random_below (random, policy->n);
  const LabJson *topic = lab_json_get_element (policy->topics, index);
  guint side = (guint) lab_random_below (random, 2);
  guint wording = (guint) lab_random_below (random, 3);
  const LabJson *asks;
  g_autofree char *placeholder = NULL;

  if (repeat == LAB_REPEAT_NEAR_MISS)
    side = 1 - side;
  if (repeat == LAB_REPEAT_PARAPHRASE)
    wording = (wording + 1) % 3;
  asks = lab_json_get (topic, side == 0 ? "ask_a" : "ask_b");
  self->topic = lab_words_string (topic, "id");
  self->topic_index = index;
  self->side = side;
  self->text = dress (generation, lab_json_get_string (lab_json_get_element (asks, wording)), line,
                      tokens, random);
  placeholder = g_strdup_printf ("{%s}", self->topic);
  self->answer = lab_template_fill (
      lab_words_string (topic, side == 0 ? "answer_a" : "answer_b"), "v", placeholder, NULL);
}

/* The question of slot @index, which is the same wherever it stands. Three
 * of ten ask for the customer's own order; it was told in the first turn. */
static void
question_init (Question            *self,
               const LabGeneration *generation,
               const Policy        *policy,
               guint                index)
{
  const LabSlot *slot = &g_array_index (generation->slots, LabSlot, index);
  guint content = slot->repeat_of >= 0 ? (guint) slot->repeat_of : index;
  gboolean talks = lab_generation_get (generation, "turnsMax") > 1
                   || lab_generation_get (generation, "turns") > 1;
  const LabJson *root = lab_words_get_root (generation->words);
  g_autofree char *line = NULL;
  LabRandom random;
  guint tokens;
  gboolean own;

  lab_generation_random (generation, "question", content, &random);
  tokens = lab_generation_draw (generation, "question", &random);
  own = lab_random_chance (&random, 300)
        && !lab_random_chance (&random, (guint) lab_generation_get (generation, "faqPermille"));
  line = lab_template_fill (lab_words_pick (root, "own_lines", &random), "v", policy->order.value,
                            "d", policy->other.value, NULL);
  if (slot->turn > 0 || !(own || talks))
    g_clear_pointer (&line, g_free);
  if (own)
    ask_own (self, generation, slot->repeat, line, tokens, &random);
  else
    ask_policy (self, generation, policy, slot->repeat, line, tokens, &random);
}

static void
question_clear (Question *self)
{
  g_free (self->text);
  g_free (self->answer);
}

/* An earlier turn, with a polite answer that repeats nothing. @deck: the
 * conversation's answers, of which the turns take in order */
static void
add_turn (LabTask             *task,
          const LabGeneration *generation,
          const Policy        *policy,
          LabDeck             *deck,
          guint                index)
{
  LabPassage *passage = lab_passage_new ();
  Question question = { 0 };
  g_autofree char *text = NULL;
  LabRandom random;

  question_init (&question, generation, policy, index);
  lab_generation_random (generation, "turn", index, &random);
  text = lab_passage_finish (passage, deck, lab_generation_draw (generation, "answer", &random), 0);
  g_ptr_array_add (task->history, lab_message_new (LAB_ROLE_USER, question.text));
  g_ptr_array_add (task->history, lab_message_new (LAB_ROLE_ASSISTANT, text));
  question_clear (&question);
}

static void
add_facts (LabTask        *task,
           const Policy   *policy,
           const Question *question,
           const char     *locus)
{
  LabFact *fact;

  if (question->topic == NULL)
    {
      fact = lab_task_add_fact (task, "order", policy->order.value, NULL, locus, 1);
      lab_fact_add_distractor (fact, policy->other.value);
      return;
    }
  fact = lab_task_add_fact (task, question->topic,
                            policy->values[question->topic_index][question->side].value,
                            policy->values[question->topic_index][question->side].form, "system",
                            1);
  lab_fact_add_distractor (fact, policy->values[question->topic_index][1 - question->side].value);
  lab_fact_add_distractor (fact, policy->values[question->topic_index][2].value);
}

static void
add_closing (LabTask      *task,
             const Policy *policy)
{
  LabFact *fact
      = lab_task_add_fact (task, "closing", policy->closing.value, NULL, "examples", 1);
  char *longer = g_strconcat (task->answer_template, " Desk reference {closing}.", NULL);

  lab_fact_add_distractor (fact, policy->closing_old.value);
  g_free (task->answer_template);
  task->answer_template = longer;
}

static void
write_clock (LabTask             *task,
             const LabGeneration *generation)
{
  guint tokens = (guint) lab_generation_get (generation, "clock");
  gint64 second = task->arrival_us / 1000000 + 9 * 3600;

  if (tokens > 0)
    task->clock = g_strdup_printf (
        "It is now 2026-11-%02d %02d:%02d:%02d in the customer's time zone.",
        (int) (23 + second / 86400) % 30 + 1, (int) (second / 3600 % 24), (int) (second / 60 % 60),
        (int) (second % 60));
}

static void
add_tools (LabTask             *task,
           const LabGeneration *generation)
{
  g_autoptr (LabDeck) deck = NULL;
  LabRandom random;

  lab_generation_random (generation, "tools", 0, &random);
  deck = lab_generation_deck (generation, "tool_filler", &random);
  lab_task_add_tools (task, lab_json_get (lab_words_get_root (generation->words), "tools"), deck,
                      (guint) lab_generation_get (generation, "tools"));
}

static void
add_turns (LabTask             *task,
           const LabGeneration *generation,
           const Policy        *policy,
           const LabSlot       *slot)
{
  g_autoptr (LabDeck) deck = NULL;
  LabRandom random;

  lab_generation_random (generation, "replies", slot->group_start, &random);
  deck = lab_generation_deck (generation, "replies", &random);
  for (guint i = 0; i < slot->turn; i++)
    add_turn (task, generation, policy, deck, slot->group_start + i);
}

static void
make (const LabGeneration *generation,
      const LabSlot       *slot,
      guint                content,
      LabTask             *task)
{
  Policy policy = { 0 };
  Question question = { 0 };
  LabRandom random;

  lab_generation_random (generation, "task", content, &random);
  policy_init (&policy, generation, slot->tenant, task->index);
  task->skill = LAB_SKILL_LOOKUP;
  task->judge = LAB_JUDGE_FACT;
  task->system = write_system (generation, &policy, slot->tenant);
  add_tools (task, generation);
  add_turns (task, generation, &policy, slot);
  question_init (&question, generation, &policy, task->index);
  task->question = g_steal_pointer (&question.text);
  task->answer_template = g_strdup (question.answer);
  add_facts (task, &policy, &question, slot->turn > 0 ? "history[0]" : "question");
  if (question.topic != NULL
      && lab_random_chance (&random, (guint) lab_generation_get (generation, "faqPermille")))
    task->difficulty = (int) lab_random_range (&random, 20000, 60000);
  if (lab_generation_get (generation, "examples") > 0)
    {
      task->examples = write_examples (generation, &policy, slot->tenant);
      if (lab_random_chance (&random, FORMAT_PERMILLE))
        add_closing (task, &policy);
    }
  write_clock (task, generation);
  question_clear (&question);
  policy_clear (&policy);
}

const LabGenerator lab_generator_support_chat
    = { { "support-chat", N_ ("Support chat"),
          N_ ("A shop's help desk: a policy in the system text, questions of customers, some of "
              "them asked before."),
          N_ ("Short policy sentences with a number look unimportant and are the first to go when "
              "a prompt is compressed. Questions that differ by one word have different answers, "
              "so a cache that goes by likeness can lie."),
          "conversation", params },
        make };
