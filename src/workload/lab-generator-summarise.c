/* lab-generator-summarise.c: long reports with figures a summary must keep
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-generator-private.h"

#include <glib/gi18n-lib.h>

static const LabWorkloadParamSpec params[]
    = { { "document", N_ ("Tokens of the document; 0: from documentMin to documentMax"), 0, 100000,
          0 },
        { "documentMin", N_ ("Least tokens of the document"), 400, 100000, 4000 },
        { "documentMax", N_ ("Most tokens of the document"), 400, 100000, 8000 },
        { "system", N_ ("Tokens of the instruction"), 30, 2000, 60 },
        { "factsMin", N_ ("Fewest figures that count"), 3, 9, 5 },
        { "factsMax", N_ ("Most figures that count"), 3, 9, 9 },
        LAB_GENERATOR_COMMON_PARAMS (30, 75, 250, 250, LAB_ARRIVAL_AT_ONCE, 600, 3, 1, 1, 30, 0, 0,
                                     0, 200),
        LAB_GENERATOR_PARAMS_END };

/* One figure with the near one that stands right behind it. */
static void
add_figure (LabTask       *task,
            LabPassage    *passage,
            GString       *answer,
            const LabJson *figure,
            guint          place,
            GHashTable    *used,
            LabRandom     *random)
{
  const LabJson *kind = lab_json_get (figure, "value");
  const char *id = lab_words_string (figure, "id");
  g_auto (LabValue) value = { NULL, NULL };
  g_auto (LabValue) near = { NULL, NULL };
  g_autofree char *placeholder = g_strdup_printf ("{%s}", id);
  g_autofree char *line = NULL;
  g_autofree char *near_line = NULL;
  g_autofree char *say = NULL;
  LabFact *fact;

  lab_value_draw (&value, kind, used, random);
  lab_value_draw (&near, kind, used, random);
  line = lab_template_fill (lab_words_string (figure, "line"), "v", value.value, NULL);
  near_line = lab_template_fill (lab_words_string (figure, "near"), "v", near.value, NULL);
  say = lab_template_fill (lab_words_string (figure, "say"), "v", placeholder, NULL);
  lab_passage_add (passage, line, place);
  lab_passage_add (passage, near_line, place);
  g_string_append_printf (answer, "%s%s", answer->len > 0 ? "\n" : "", say);
  fact = lab_task_add_fact (task, id, value.value, value.form, "context[0]",
                            (guint) lab_words_int (figure, "weight", 1));
  lab_fact_add_distractor (fact, near.value);
}

static void
write_document (const LabGeneration *generation,
                LabTask             *task,
                LabRandom           *random)
{
  const LabJson *figures = lab_json_get (lab_words_get_root (generation->words), "facts");
  guint order[9];
  guint n = lab_random_range (random, (guint) lab_generation_get (generation, "factsMin"),
                              (guint) lab_generation_get (generation, "factsMax"));
  g_autoptr (GHashTable) used = lab_values_new ();
  g_autoptr (LabDeck) deck = lab_generation_deck (generation, "filler", random);
  LabPassage *passage = lab_passage_new ();
  GString *answer = g_string_new (NULL);

  g_assert (lab_json_get_n_members (figures) == G_N_ELEMENTS (order));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    order[i] = i;
  lab_random_shuffle (random, order, G_N_ELEMENTS (order));
  for (guint i = 0; i < n; i++)
    {
      /* The last two stand in the last tenth, where cutting begins. */
      guint place = i + 2 < n ? 30 + 860 * i / (n - 2) + (guint) lab_random_below (random, 90)
                              : lab_random_range (random, 920, 970);

      add_figure (task, passage, answer, lab_json_get_element (figures, order[i]),
                  MIN (place, 970), used, random);
    }
  g_ptr_array_add (task->context,
                   lab_passage_finish (passage, deck,
                                       lab_generation_draw (generation, "document", random), 7));
  task->answer_template = g_string_free (answer, FALSE);
}

/* The reference that ROUGE-L is taken against: the template, filled in. */
static char *
write_reference (const LabTask *task)
{
  GString *text = g_string_new (task->answer_template);

  for (guint i = 0; i < task->facts->len; i++)
    {
      const LabFact *fact = g_ptr_array_index (task->facts, i);
      g_autofree char *placeholder = g_strdup_printf ("{%s}", fact->id);

      g_string_replace (text, placeholder, fact->value, 0);
    }
  g_string_replace (text, "\n", " ", 0);
  return g_string_free (text, FALSE);
}

static void
make (const LabGeneration *generation,
      const LabSlot       *slot,
      guint                content,
      LabTask             *task)
{
  const LabJson *root = lab_words_get_root (generation->words);
  LabPassage *passage = lab_passage_new ();
  LabRandom random;
  LabRandom shared;
  g_autoptr (LabDeck) deck = NULL;

  lab_generation_random (generation, "system", 0, &shared);
  deck = lab_generation_deck (generation, "system_filler", &shared);
  lab_passage_add (passage, lab_words_string (root, "intro"), 0);
  task->system
      = lab_passage_finish (passage, deck, (guint) lab_generation_get (generation, "system"), 0);

  lab_generation_random (generation, "task", content, &random);
  task->skill = LAB_SKILL_SUMMARY;
  task->judge = LAB_JUDGE_COVERAGE;
  write_document (generation, task, &random);
  task->question = g_strdup (lab_words_pick (root, "question", &random));
  task->reference = write_reference (task);
  /* The night's work is one pile; each document stands for itself. */
  if (task->interactive)
    task->arrival_us += 60 * G_GINT64_CONSTANT (1000000) * task->index;
}

const LabGenerator lab_generator_summarise
    = { { "summarise", N_ ("Summaries"),
          N_ ("Reports of several pages, most of them summarised at night, a fifth while somebody "
              "waits; a summary is graded by the figures it keeps."),
          N_ ("Figures stand at the end of the document too, where shortening begins, and in "
              "sentences that look like any other."),
          "document", params },
        make };
