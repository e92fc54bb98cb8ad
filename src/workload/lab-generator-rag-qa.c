/* lab-generator-rag-qa.c: questions on the passages of a handbook
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-generator-private.h"

#include <glib/gi18n-lib.h>

/* Chance that the needed passage is the next one down the ranking. */
#define RANK_PERMILLE 450
#define MAX_HOPS 2

static const LabWorkloadParamSpec params[]
    = { { "system", N_ ("Tokens of the system text"), 20, 8000, 120 },
        { "handbook", N_ ("Tokens of a tenant's handbook before the passages; 0 for none"), 0,
          200000, 0 },
        { "input", N_ ("Tokens of the whole prompt; 0: from inputMin to inputMax"), 0, 200000, 0 },
        { "inputMin", N_ ("Least tokens of the whole prompt"), 200, 200000, 600 },
        { "inputMax", N_ ("Most tokens of the whole prompt"), 200, 200000, 2400 },
        { "chunk", N_ ("Tokens of a passage"), 60, 4000, 150 },
        { "question", N_ ("Tokens of the question; 0: from questionMin to questionMax"), 0, 8000,
          0 },
        { "questionMin", N_ ("Least tokens of the question"), 20, 8000, 30 },
        { "questionMax", N_ ("Most tokens of the question"), 20, 8000, 70 },
        { "twoHopPermille", N_ ("Questions that need two passages, of 1,000; they are harder"), 0,
          1000, 200 },
        { "withinPermille", N_ ("Facts stand in this first part of the passages, of 1,000"), 100,
          1000, 1000 },
        LAB_GENERATOR_COMMON_PARAMS (30, 80, 110, 420, LAB_ARRIVAL_POISSON, 60, 4, 1, 1, 50, 0, 0,
                                     0, 700),
        LAB_GENERATOR_PARAMS_END };

/* One thing asked for: a subject, one of its two sides, and where it stands. */
typedef struct
{
  const LabJson *subject;
  guint side;
  LabValue value;
  LabValue other;
  guint chunk;
} Hop;

/* What passages are written from; no sentence stands in two of them. */
typedef struct
{
  LabDeck *sentences;
  LabDeck *headings;
  LabRandom random;
} Book;

static void
hop_init (Hop           *self,
          const LabJson *subject,
          GHashTable    *used,
          LabRandom     *random)
{
  const LabJson *kind = lab_json_get (subject, "value");

  self->subject = subject;
  self->side = (guint) lab_random_below (random, 2);
  lab_value_draw (&self->value, kind, used, random);
  lab_value_draw (&self->other, kind, used, random);
}

/* The sentence of one side. (transfer full) */
static char *
hop_sentence (const Hop *self,
              guint      side)
{
  return lab_template_fill (lab_words_string (self->subject, side == 0 ? "a" : "b"), "v",
                            side == self->side ? self->value.value : self->other.value, NULL);
}

static void
hop_clear (Hop *self)
{
  lab_value_clear (&self->value);
  lab_value_clear (&self->other);
}

static char *
write_text (const LabGeneration *generation,
            const char          *pool,
            const char          *first,
            guint                tokens,
            LabRandom           *random)
{
  LabPassage *passage = lab_passage_new ();
  g_autoptr (LabDeck) deck = lab_generation_deck (generation, pool, random);

  lab_passage_add (passage, first, 0);
  return lab_passage_finish (passage, deck, tokens, 0);
}

static void
book_init (Book                *self,
           const LabGeneration *generation,
           guint                tenant)
{
  lab_generation_random (generation, "handbook", tenant, &self->random);
  self->sentences = lab_generation_deck (generation, "filler", &self->random);
  self->headings = lab_generation_deck (generation, "headings", &self->random);
}

/* Goes on with what a search finds: the task's own, and not in the handbook. */
static void
book_turn (Book      *self,
           LabRandom *random)
{
  self->random = lab_random_split (random);
  lab_deck_skip (self->sentences, &self->random);
  lab_deck_skip (self->headings, &self->random);
}

static void
book_clear (Book *self)
{
  lab_deck_free (self->sentences);
  lab_deck_free (self->headings);
}

/* One passage with the facts that stand in it. The near figure stands in the
 * same passage, so that keeping some number is not enough. */
static char *
write_chunk (Book      *book,
             const Hop *hops,
             guint      n_hops,
             guint      index,
             guint      tokens)
{
  LabPassage *passage = lab_passage_new ();
  LabFilled heading;

  if (lab_deck_take (book->headings, 0, G_MAXUINT, &heading))
    lab_passage_add_filled (passage, &heading, 0);
  for (guint i = 0; i < n_hops; i++)
    {
      g_autofree char *right = NULL;
      g_autofree char *near = NULL;

      if (hops[i].chunk != index)
        continue;
      right = hop_sentence (&hops[i], hops[i].side);
      near = hop_sentence (&hops[i], 1 - hops[i].side);
      lab_passage_add (passage, right, lab_random_range (&book->random, 1, 999));
      lab_passage_add (passage, near, lab_random_range (&book->random, 1, 999));
    }
  return lab_passage_finish (passage, book->sentences, tokens, 0);
}

/* Ranks fall geometrically; what would fall beyond the last begins anew. */
static guint
draw_rank (const LabGeneration *generation,
           guint                n_chunks,
           LabRandom           *random)
{
  guint last = (guint) (n_chunks * lab_generation_get (generation, "withinPermille") / 1000);
  guint rank = 0;

  last = MAX (last, 1);
  while (!lab_random_chance (random, RANK_PERMILLE))
    rank++;
  return rank % last;
}

static void
write_handbook (const LabGeneration *generation,
                Book                *book,
                LabTask             *task)
{
  guint tokens = (guint) lab_generation_get (generation, "handbook");
  guint chunk = (guint) MAX (lab_generation_get (generation, "chunk"), 400);

  for (guint left = tokens; left > 0;)
    {
      guint part = left < 2 * chunk ? left : chunk;

      g_ptr_array_add (task->context, write_chunk (book, NULL, 0, 0, part));
      left -= part;
    }
}

static void
write_passages (const LabGeneration *generation,
                Book                *book,
                Hop                 *hops,
                guint                n_hops,
                guint                tokens,
                LabTask             *task)
{
  guint size = (guint) lab_generation_get (generation, "chunk");
  guint n = MAX (tokens / size, 1);

  for (guint i = 0; i < n_hops; i++)
    hops[i].chunk = draw_rank (generation, n, &book->random);
  if (n > 1 && n_hops == 2 && hops[0].chunk == hops[1].chunk)
    hops[1].chunk = (hops[0].chunk + 1) % n;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (task->context,
                     write_chunk (book, hops, n_hops, i,
                                  i + 1 < n ? size : MAX (tokens - (n - 1) * size, 1)));
}

static void
add_hop_fact (LabTask   *task,
              const Hop *hop)
{
  const char *id = lab_words_string (hop->subject, "id");
  g_autofree char *locus
      = g_strdup_printf ("context[%u]", task->context->len > 0 ? hop->chunk : 0);
  g_autofree char *placeholder = g_strdup_printf ("{%s}", id);
  g_autofree char *sentence
      = lab_template_fill (lab_words_string (hop->subject, "answer"), "v", placeholder, NULL);
  LabFact *fact = lab_task_add_fact (task, id, hop->value.value, hop->value.form, locus, 1);
  char *longer = task->answer_template != NULL
                     ? g_strconcat (task->answer_template, " ", sentence, NULL)
                     : g_strdup (sentence);

  lab_fact_add_distractor (fact, hop->other.value);
  g_free (task->answer_template);
  task->answer_template = longer;
}

static char *
write_point (const LabGeneration *generation,
             const Hop           *hops,
             guint                n_hops)
{
  const LabJson *root = lab_words_get_root (generation->words);

  if (n_hops == 1)
    return g_strdup (lab_words_string (hops[0].subject, hops[0].side == 0 ? "ask_a" : "ask_b"));
  return lab_template_fill (
      lab_words_string (root, "two_hop"), "x",
      lab_words_string (hops[0].subject, hops[0].side == 0 ? "name_a" : "name_b"), "y",
      lab_words_string (hops[1].subject, hops[1].side == 0 ? "name_a" : "name_b"), NULL);
}

/* What is asked: one subject, or two different ones. Returns how many. */
static guint
draw_hops (const LabGeneration *generation,
           Hop                 *hops,
           LabRandom           *random)
{
  const LabJson *subjects = lab_json_get (lab_words_get_root (generation->words), "subjects");
  guint n_subjects = lab_json_get_n_members (subjects);
  g_autoptr (GHashTable) used = lab_values_new ();
  gboolean two
      = lab_random_chance (random, (guint) lab_generation_get (generation, "twoHopPermille"));
  guint n_hops = two ? 2 : 1;
  guint first = (guint) lab_random_below (random, n_subjects);

  for (guint i = 0; i < n_hops; i++)
    {
      guint step = i * (1 + (guint) lab_random_below (random, n_subjects - 1));

      hop_init (&hops[i], lab_json_get_element (subjects, (first + step) % n_subjects), used,
                random);
    }
  return n_hops;
}

static void
make (const LabGeneration *generation,
      const LabSlot       *slot,
      guint                content,
      LabTask             *task)
{
  const LabJson *root = lab_words_get_root (generation->words);
  guint system = (guint) lab_generation_get (generation, "system");
  Hop hops[MAX_HOPS] = { 0 };
  Book book;
  g_autofree char *point = NULL;
  LabRandom random;
  LabRandom shared;
  guint input;
  guint question;
  guint n_hops;
  guint first;
  guint fixed;

  lab_generation_random (generation, "task", content, &random);
  lab_generation_random (generation, "system", slot->tenant, &shared);
  input = lab_generation_draw (generation, "input", &random);
  question = lab_generation_draw (generation, "question", &random);
  n_hops = draw_hops (generation, hops, &random);
  task->skill = LAB_SKILL_RAG;
  task->judge = LAB_JUDGE_FACT;
  task->difficulty = MIN (task->difficulty + (n_hops == 2 ? 15000 : 0), 100000);
  task->system = write_text (generation, "system_filler", lab_words_string (root, "intro"), system,
                             &shared);
  book_init (&book, generation, slot->tenant);
  write_handbook (generation, &book, task);
  book_turn (&book, &random);
  first = task->context->len;
  fixed = system + (guint) lab_generation_get (generation, "handbook") + question;
  write_passages (generation, &book, hops, n_hops, input > fixed + 60 ? input - fixed : 60, task);
  for (guint i = 0; i < n_hops; i++)
    {
      hops[i].chunk += first;
      add_hop_fact (task, &hops[i]);
    }
  point = write_point (generation, hops, n_hops);
  task->question = write_text (generation, "question_filler", point, question, &random);
  for (guint i = 0; i < n_hops; i++)
    hop_clear (&hops[i]);
  book_clear (&book);
}

const LabGenerator lab_generator_rag_qa
    = { { "rag-qa", N_ ("Questions on documents"),
          N_ ("Questions on a staff handbook, with the passages that a search has found, best "
              "first; some need two of them."),
          N_ ("The passage that is needed may be ranked low, and dropping the last ones loses it. "
              "Figures and the word “not” carry the answer."),
          "tenant and block of two hours", params },
        make };
