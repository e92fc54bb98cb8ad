/* lab-generator-agent-loop.c: sessions of an agent with a growing history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-generator-private.h"

#include <glib/gi18n-lib.h>

/* Questions that go back to the first four turns; the others ask for the
 * last five. */
#define EARLY_PERMILLE 150
#define EARLY_TURNS 4
#define LATE_TURNS 5
/* Tool calls that fetch what was fetched before. */
#define REREAD_PERMILLE 200
#define MAX_FIELDS 8

static const LabWorkloadParamSpec params[]
    = { { "tools", N_ ("Tokens of tool definitions"), 200, 20000, 2400 },
        { "system", N_ ("Tokens of the system text"), 60, 20000, 4000 },
        { "turn", N_ ("Tokens that each turn adds"), 200, 20000, 2800 },
        { "gapMin", N_ ("Least seconds between turns"), 0, 3600, 5 },
        { "gapMax", N_ ("Most seconds between turns"), 0, 3600, 40 },
        { "pausePermille", N_ ("Turns after a pause of 6 to 20 minutes, of 1,000"), 0, 1000, 80 },
        LAB_GENERATOR_COMMON_PARAMS (40, 85, 200, 200, LAB_ARRIVAL_POISSON, 12, 3, 6, 10, 0, 0, 0,
                                     0, 600),
        LAB_GENERATOR_PARAMS_END };

/* What a turn fetched: a shipment and its record. */
typedef struct
{
  LabValue ref;
  LabValue other_ref;
  LabValue values[MAX_FIELDS][2];
  const char *tool;
  guint source; /* the turn whose call this one repeats, or its own */
} Fetch;

static void
fetch_clear (Fetch *self)
{
  lab_value_clear (&self->ref);
  lab_value_clear (&self->other_ref);
  for (guint i = 0; i < MAX_FIELDS; i++)
    {
      lab_value_clear (&self->values[i][0]);
      lab_value_clear (&self->values[i][1]);
    }
}

static guint
turn_stream (const LabSlot *slot,
             guint          turn)
{
  return slot->group * 1000 + turn;
}

/* A turn is the same in every later request: nothing but the session and its
 * number goes into it, and values of earlier turns are skipped. */
static void
fetch_init (Fetch               *self,
            const LabGeneration *generation,
            const LabSlot       *slot,
            guint                turn,
            GHashTable          *used)
{
  const LabJson *root = lab_words_get_root (generation->words);
  const LabJson *fields = lab_json_get (root, "fields");
  LabRandom random;

  lab_generation_random (generation, "fetch", turn_stream (slot, turn), &random);
  self->source = turn;
  if (turn > 0 && lab_random_chance (&random, REREAD_PERMILLE))
    self->source = (guint) lab_random_below (&random, turn);
  self->tool = lab_words_pick (root, "tool_names", &random);
  lab_value_draw (&self->ref, lab_json_get (root, "ref"), used, &random);
  lab_value_draw (&self->other_ref, lab_json_get (root, "ref"), used, &random);
  for (guint i = 0; i < lab_json_get_n_members (fields); i++)
    {
      const LabJson *kind = lab_json_get (lab_json_get_element (fields, i), "value");

      lab_value_draw (&self->values[i][0], kind, used, &random);
      lab_value_draw (&self->values[i][1], kind, used, &random);
    }
}

/* The record of a shipment, and of the one beside it, among log lines. */
static char *
write_result (const LabGeneration *generation,
              const Fetch         *fetch,
              guint                tokens,
              LabRandom           *random)
{
  const LabJson *fields = lab_json_get (lab_words_get_root (generation->words), "fields");
  g_autoptr (LabDeck) deck = lab_generation_deck (generation, "filler", random);
  LabPassage *passage = lab_passage_new ();

  for (guint k = 0; k < 2; k++)
    {
      guint place = k == 0 ? lab_random_range (random, 100, 450)
                           : lab_random_range (random, 550, 900);
      g_autofree char *title = g_strdup_printf (
          "record of %s;", k == 0 ? fetch->ref.value : fetch->other_ref.value);

      lab_passage_add (passage, title, place);
      for (guint i = 0; i < lab_json_get_n_members (fields); i++)
        {
          const char *label = lab_words_string (lab_json_get_element (fields, i), "label");
          g_autofree char *line = g_strdup_printf ("%s: %s;", label, fetch->values[i][k].value);

          lab_passage_add (passage, line, place);
        }
    }
  return lab_passage_finish (passage, deck, tokens, 1);
}

static void
add_call (LabTask     *task,
          const char  *name,
          const char  *arguments,
          const char  *id,
          const char  *result)
{
  LabMessage *call = lab_message_new (LAB_ROLE_ASSISTANT, "");
  LabMessage *answer = lab_message_new (LAB_ROLE_TOOL, "");

  g_ptr_array_set_size (call->parts, 0);
  g_ptr_array_set_size (answer->parts, 0);
  g_ptr_array_add (call->parts, lab_part_new (LAB_PART_TOOL_CALL, arguments, name, id));
  g_ptr_array_add (answer->parts, lab_part_new (LAB_PART_TOOL_RESULT, result, NULL, id));
  g_ptr_array_add (task->history, call);
  g_ptr_array_add (task->history, answer);
}

static char *
write_done (const LabGeneration *generation,
            LabRandom           *random)
{
  g_autoptr (LabDeck) deck = lab_generation_deck (generation, "done", random);
  GString *text = g_string_new (NULL);
  LabFilled filled;

  if (lab_deck_take (deck, 0, G_MAXUINT, &filled))
    lab_filled_append (&filled, text);
  return g_string_free (text, FALSE);
}

/* One earlier turn: the goal, the call, its result, a word of confirmation. */
static void
add_turn (const LabGeneration *generation,
          const LabSlot       *slot,
          guint                turn,
          const Fetch         *fetches,
          LabTask             *task)
{
  const LabJson *root = lab_words_get_root (generation->words);
  const Fetch *fetch = &fetches[fetches[turn].source];
  LabRandom random;
  LabRandom record;
  g_autofree char *goal = NULL;
  g_autofree char *arguments = g_strdup_printf ("{\"ref\":\"%s\"}", fetch->ref.value);
  g_autofree char *id = g_strdup_printf ("call_%u_%u", slot->group, turn);
  g_autofree char *result = NULL;
  g_autofree char *done = NULL;
  guint rest = (guint) lab_generation_get (generation, "turn");
  guint spent;

  lab_generation_random (generation, "turn", turn_stream (slot, turn), &random);
  /* What is read again reads the same. */
  lab_generation_random (generation, "record", turn_stream (slot, fetches[turn].source), &record);
  done = write_done (generation, &random);
  goal = lab_template_fill (lab_words_pick (root, "goals", &random), "ref", fetch->ref.value, NULL);
  spent = lab_words_count (goal) + lab_words_count (arguments) + lab_words_count (fetch->tool)
          + lab_words_count (done);
  result = write_result (generation, fetch, rest > spent + 80 ? rest - spent : 80, &record);
  g_ptr_array_add (task->history, lab_message_new (LAB_ROLE_USER, goal));
  add_call (task, fetch->tool, arguments, id, result);
  g_ptr_array_add (task->history, lab_message_new (LAB_ROLE_ASSISTANT, done));
}

/* Which turn's record is asked for. */
static guint
draw_asked (guint      turns,
            LabRandom *random)
{
  gboolean early = lab_random_chance (random, EARLY_PERMILLE);
  guint late = turns > LATE_TURNS ? turns - LATE_TURNS : 0;

  if (early)
    return (guint) lab_random_below (random, MIN (turns, EARLY_TURNS));
  return late + (guint) lab_random_below (random, turns - late);
}

static void
ask_record (const LabGeneration *generation,
            const Fetch         *fetches,
            guint                turns,
            LabTask             *task,
            LabRandom           *random)
{
  const LabJson *fields = lab_json_get (lab_words_get_root (generation->words), "fields");
  guint turn = draw_asked (turns, random);
  const Fetch *fetch = &fetches[fetches[turn].source];
  guint index = (guint) lab_random_below (random, lab_json_get_n_members (fields));
  const LabJson *field = lab_json_get_element (fields, index);
  const char *id = lab_words_string (field, "id");
  g_autofree char *placeholder = g_strdup_printf ("{%s}", id);
  /* Turn 1 is messages 0 to 3; its result is message 2. */
  g_autofree char *locus = g_strdup_printf ("history[%u]", turn * 4 + 2);
  LabFact *fact = lab_task_add_fact (task, id, fetch->values[index][0].value,
                                     fetch->values[index][0].form, locus, 1);

  lab_fact_add_distractor (fact, fetch->values[index][1].value);
  task->question
      = lab_template_fill (lab_words_string (field, "ask"), "ref", fetch->ref.value, NULL);
  task->answer_template = lab_template_fill (lab_words_string (field, "answer"), "ref",
                                             fetch->ref.value, "v", placeholder, NULL);
}

/* Nothing was fetched yet: the shipment stands in the question itself. */
static void
ask_start (const LabGeneration *generation,
           const Fetch         *fetch,
           LabTask             *task,
           LabRandom           *random)
{
  const LabJson *root = lab_words_get_root (generation->words);
  LabFact *fact = lab_task_add_fact (task, "ref", fetch->ref.value, NULL, "question", 1);

  lab_fact_add_distractor (fact, fetch->other_ref.value);
  task->question
      = g_strdup_printf ("%s The first is %s; leave %s for later. Which one do you begin with?",
                         lab_words_pick (root, "start", random), fetch->ref.value,
                         fetch->other_ref.value);
  task->answer_template = g_strdup ("I begin with shipment {ref}.");
}

/* What all sessions share. */
static void
write_prefix (const LabGeneration *generation,
              LabTask             *task)
{
  const LabJson *root = lab_words_get_root (generation->words);
  LabPassage *passage = lab_passage_new ();
  g_autoptr (LabDeck) rules = NULL;
  g_autoptr (LabDeck) uses = NULL;
  LabRandom random;

  lab_generation_random (generation, "system", 0, &random);
  rules = lab_generation_deck (generation, "system_filler", &random);
  uses = lab_generation_deck (generation, "tool_filler", &random);
  lab_passage_add (passage, lab_words_string (root, "intro"), 0);
  task->system
      = lab_passage_finish (passage, rules, (guint) lab_generation_get (generation, "system"), 5);
  lab_task_add_tools (task, lab_json_get (root, "tools"), uses,
                      (guint) lab_generation_get (generation, "tools"));
}

static void
make (const LabGeneration *generation,
      const LabSlot       *slot,
      guint                content,
      LabTask             *task)
{
  g_autofree Fetch *fetches = g_new0 (Fetch, slot->turn + 1);
  g_autoptr (GHashTable) used = lab_values_new ();
  LabRandom random;

  write_prefix (generation, task);
  task->skill = LAB_SKILL_AGENT;
  task->judge = LAB_JUDGE_AGENT;
  for (guint turn = 0; turn <= slot->turn; turn++)
    fetch_init (&fetches[turn], generation, slot, turn, used);
  for (guint turn = 0; turn < slot->turn; turn++)
    add_turn (generation, slot, turn, fetches, task);
  lab_generation_random (generation, "task", content, &random);
  if (slot->turn == 0)
    ask_start (generation, &fetches[0], task, &random);
  else
    ask_record (generation, fetches, slot->turn, task, &random);
  for (guint turn = 0; turn <= slot->turn; turn++)
    fetch_clear (&fetches[turn]);
}

const LabGenerator lab_generator_agent_loop
    = { { "agent-loop", N_ ("Agent with tools"),
          N_ ("Sessions of an agent that fetches records with tools; each turn carries the whole "
              "history, and later questions ask for what an earlier one brought."),
          N_ ("Trimming the history makes the provider's cache useless and loses identifiers of "
              "the first turns; a tool call and its result must stay together."),
          "session", params },
        make };
