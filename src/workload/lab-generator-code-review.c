/* lab-generator-code-review.c: a change, its rules, and one line that breaks one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-generator-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const LabWorkloadParamSpec params[]
    = { { "input", N_ ("Tokens of the whole prompt; 0: from inputMin to inputMax"), 0, 60000, 0 },
        { "inputMin", N_ ("Least tokens of the whole prompt"), 700, 60000, 900 },
        { "inputMax", N_ ("Most tokens of the whole prompt"), 700, 60000, 3000 },
        { "rules", N_ ("Tokens of the rules, which all reviews share"), 250, 8000, 400 },
        LAB_GENERATOR_COMMON_PARAMS (35, 92, 300, 300, LAB_ARRIVAL_BURSTS, 40, 6, 1, 1, 80, 0, 0,
                                     0, 500),
        LAB_GENERATOR_PARAMS_END };

/* The names and places of one change. */
typedef struct
{
  const LabJson *defect;
  guint defect_index;
  const char *file;
  const char *other_file;
  guint line;
  guint fine_line;
  LabValue limit;
  LabValue value;
  LabValue other_value;
} Change;

/* Rules are numbered anew for every seed, so that a number cannot be known. */
static guint
rule_number (const LabGeneration *generation,
             guint                index)
{
  LabRandom random;

  lab_generation_random (generation, "rules", 0, &random);
  return 11 + (guint) lab_random_below (&random, 40) + 7 * index;
}

static char *
write_rules (const LabGeneration *generation)
{
  const LabJson *root = lab_words_get_root (generation->words);
  const LabJson *defects = lab_json_get (root, "defects");
  guint n = lab_json_get_n_members (defects);
  LabPassage *passage = lab_passage_new ();
  g_autoptr (LabDeck) deck = NULL;
  LabRandom random;

  lab_generation_random (generation, "system", 0, &random);
  deck = lab_generation_deck (generation, "rules_filler", &random);
  lab_passage_add (passage, lab_words_string (root, "intro"), 0);
  for (guint i = 0; i < n; i++)
    {
      const LabJson *defect = lab_json_get_element (defects, i);
      g_autofree char *rule
          = g_strdup_printf ("Rule R%u (%s): %s.", rule_number (generation, i),
                             lab_words_string (defect, "id"), lab_words_string (defect, "rule"));

      lab_passage_add (passage, rule, lab_random_range (&random, 50, 950));
    }
  return lab_passage_finish (passage, deck, (guint) lab_generation_get (generation, "rules"), 1);
}

static void
change_init (Change              *self,
             const LabGeneration *generation,
             LabRandom           *random)
{
  const LabJson *root = lab_words_get_root (generation->words);
  const LabJson *defects = lab_json_get (root, "defects");
  const LabJson *files = lab_json_get (root, "files");
  guint n_files = lab_json_get_n_members (files);
  guint file = (guint) lab_random_below (random, n_files);
  g_autoptr (GHashTable) used = lab_values_new ();

  self->defect_index = (guint) lab_random_below (random, lab_json_get_n_members (defects));
  self->defect = lab_json_get_element (defects, self->defect_index);
  self->file = lab_json_get_string (lab_json_get_element (files, file));
  self->other_file = lab_json_get_string (lab_json_get_element (
      files, (file + 1 + (guint) lab_random_below (random, n_files - 1)) % n_files));
  self->line = lab_random_range (random, 110, 890);
  self->fine_line = self->line + lab_random_range (random, 3, 9);
  lab_value_draw (&self->limit, lab_json_get (root, "limit_names"), used, random);
  lab_value_draw (&self->value, lab_json_get (root, "limit_value"), used, random);
  lab_value_draw (&self->other_value, lab_json_get (root, "limit_value"), used, random);
}

static void
change_clear (Change *self)
{
  lab_value_clear (&self->limit);
  lab_value_clear (&self->value);
  lab_value_clear (&self->other_value);
}

/* A file of the repository; @definition: (nullable): a line of it. */
static char *
write_file (LabDeck    *deck,
            const char *name,
            const char *definition,
            const char *near,
            guint       tokens,
            LabRandom  *random)
{
  LabPassage *passage = lab_passage_new ();
  g_autofree char *title = g_strdup_printf ("/* %s */", name);

  lab_passage_add (passage, title, 0);
  if (definition != NULL)
    lab_passage_add (passage, definition, lab_random_range (random, 100, 900));
  if (near != NULL)
    lab_passage_add (passage, near, lab_random_range (random, 100, 900));
  return lab_passage_finish (passage, deck, tokens, 1);
}

static char *
write_diff (LabDeck      *deck,
            const Change *change,
            guint         tokens,
            LabRandom    *random)
{
  LabPassage *passage = lab_passage_new ();
  g_autofree char *title
      = g_strdup_printf ("Change to %s, each line with its place:", change->file);
  g_autofree char *bad
      = lab_template_fill (lab_words_string (change->defect, "line"), "limit",
                           change->limit.value, NULL);
  g_autofree char *good
      = lab_template_fill (lab_words_string (change->defect, "fine"), "limit",
                           change->limit.value, NULL);
  g_autofree char *bad_line = g_strdup_printf ("+%s:%u %s", change->file, change->line, bad);
  g_autofree char *good_line = g_strdup_printf ("+%s:%u %s", change->file, change->fine_line, good);

  lab_passage_add (passage, title, 0);
  lab_passage_add (passage, bad_line, lab_random_range (random, 200, 500));
  lab_passage_add (passage, good_line, lab_random_range (random, 500, 900));
  return lab_passage_finish (passage, deck, tokens, 1);
}

static void
add_facts (const LabGeneration *generation,
           const Change        *change,
           LabTask             *task)
{
  const LabJson *defects = lab_json_get (lab_words_get_root (generation->words), "defects");
  guint n = lab_json_get_n_members (defects);
  guint near = (change->defect_index + 1) % n;
  g_autofree char *line = g_strdup_printf ("%s:%u", change->file, change->line);
  g_autofree char *spoken = g_strdup_printf ("%s line %u", change->file, change->line);
  g_autofree char *fine = g_strdup_printf ("%s:%u", change->file, change->fine_line);
  g_autofree char *rule = g_strdup_printf ("R%u", rule_number (generation, change->defect_index));
  g_autofree char *other = g_strdup_printf ("R%u", rule_number (generation, near));
  LabFact *fact;

  fact = lab_task_add_fact (task, "line", line, spoken, "context[0]", 1);
  lab_fact_add_distractor (fact, fine);
  fact = lab_task_add_fact (task, "defect", rule, NULL, "system", 1);
  lab_fact_add_form (fact, lab_words_string (change->defect, "id"));
  lab_fact_add_distractor (fact, other);
  fact = lab_task_add_fact (task, "definition", change->value.value, NULL, "context[2]", 1);
  lab_fact_add_distractor (fact, change->other_value.value);
}

static void
make (const LabGeneration *generation,
      const LabSlot       *slot,
      guint                content,
      LabTask             *task)
{
  const LabJson *root = lab_words_get_root (generation->words);
  Change change = { 0 };
  g_autoptr (LabDeck) deck = NULL;
  LabRandom random;
  guint input;
  guint rest;
  g_autofree char *say = NULL;
  g_autofree char *definition = NULL;
  g_autofree char *near = NULL;

  lab_generation_random (generation, "task", content, &random);
  input = lab_generation_draw (generation, "input", &random);
  change_init (&change, generation, &random);
  deck = lab_generation_deck (generation, "code", &random);
  task->skill = LAB_SKILL_CODE;
  task->judge = LAB_JUDGE_REVIEW;
  task->system = write_rules (generation);
  task->question = g_strdup (lab_words_pick (root, "question", &random));

  definition = lab_template_fill (lab_words_string (change.defect, "definition"), "limit",
                                  change.limit.value, "v", change.value.value, NULL);
  near = g_strdup_printf ("#define OLD_%s %s /* before the last release */", change.limit.value,
                          change.other_value.value);
  rest = (guint) lab_generation_get (generation, "rules") + lab_words_count (task->question);
  rest = input > rest + 240 ? input - rest : 240;
  g_ptr_array_add (task->context, write_diff (deck, &change, rest * 3 / 10, &random));
  g_ptr_array_add (task->context,
                   write_file (deck, change.file, NULL, NULL, rest * 3 / 10, &random));
  g_ptr_array_add (task->context, write_file (deck, change.other_file, definition, near,
                                              rest - rest * 3 / 10 * 2, &random));
  add_facts (generation, &change, task);
  say = lab_template_fill (lab_words_string (change.defect, "say"), "limit", change.limit.value,
                           NULL);
  task->answer_template
      = g_strdup_printf ("The line {line} breaks rule {defect}: %s, which is {definition}.", say);
  change_clear (&change);
}

const LabGenerator lab_generator_code_review
    = { { "code-review", N_ ("Code review"),
          N_ ("Changes to a program with the rules of its repository and the two files they touch; "
              "the answer names the line and the rule."),
          N_ ("Indentation, names and signs carry the meaning of code; a lost “not” or a "
              "definition cut from the end of a file turns the review round."),
          "pull request", params },
        make };
