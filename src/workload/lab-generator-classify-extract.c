/* lab-generator-classify-extract.c: labels for tickets, fields of order rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-generator-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_ROWS 64
/* Questions for the two columns that look as if nobody needed them. */
#define SIDE_COLUMNS_PERMILLE 300

static const LabWorkloadParamSpec params[]
    = { { "input", N_ ("Tokens of the whole prompt of a label task; 0: from inputMin to inputMax"),
          0, 20000, 0 },
        { "inputMin", N_ ("Least tokens of the whole prompt"), 280, 20000, 350 },
        { "inputMax", N_ ("Most tokens of the whole prompt"), 280, 20000, 350 },
        { "instruction", N_ ("Tokens of the instruction"), 60, 8000, 230 },
        { "labels", N_ ("Labels to choose from"), 2, 12, 12 },
        { "rows", N_ ("Order rows to read instead of a label; 0: from rowsMin to rowsMax"), 0, 64,
          0 },
        { "rowsMin", N_ ("Fewest order rows; 0 for label tasks"), 0, 64, 0 },
        { "rowsMax", N_ ("Most order rows"), 0, 64, 0 },
        { "extractPermille", N_ ("Tasks that read order rows, of 1,000, where rowsMax is not 0"), 0,
          1000, 1000 },
        LAB_GENERATOR_COMMON_PARAMS (20, 52, 12, 12, LAB_ARRIVAL_UNIFORM, 1200, 2, 1, 1, 120, 0, 0,
                                     0, 300),
        LAB_GENERATOR_PARAMS_END };

typedef struct
{
  LabValue order;
  LabValue amount;
  LabValue created;
  const char *status;
  const char *customer;
} Row;

static char *
fill (const LabGeneration *generation,
      const char          *pool,
      const char          *first,
      const char          *point,
      guint                tokens,
      LabRandom           *random)
{
  g_autoptr (LabDeck) deck = lab_generation_deck (generation, pool, random);
  LabPassage *passage = lab_passage_new ();

  if (first != NULL)
    lab_passage_add (passage, first, 0);
  if (point != NULL)
    lab_passage_add (passage, point, lab_random_range (random, 100, 900));
  return lab_passage_finish (passage, deck, tokens, 0);
}

/* The instruction with the labels and their definitions, shared by all. */
static char *
write_labels (const LabGeneration *generation)
{
  const LabJson *root = lab_words_get_root (generation->words);
  const LabJson *labels = lab_json_get (root, "labels");
  guint n = (guint) lab_generation_get (generation, "labels");
  LabPassage *passage = lab_passage_new ();
  g_autoptr (LabDeck) deck = NULL;
  LabRandom random;

  lab_generation_random (generation, "system", 0, &random);
  deck = lab_generation_deck (generation, "system_filler", &random);
  lab_passage_add (passage, lab_words_string (root, "intro"), 0);
  for (guint i = 0; i < n; i++)
    {
      const LabJson *label = lab_json_get_element (labels, i);
      g_autofree char *line
          = g_strdup_printf ("%s: %s.", lab_words_string (label, "label"),
                             lab_words_string (label, "definition"));

      lab_passage_add (passage, line, 500);
    }
  return lab_passage_finish (passage, deck,
                             (guint) lab_generation_get (generation, "instruction"), 0);
}

/* {"label": …} and, for longer answers, a reason of the missing size. */
static char *
write_label_answer (const LabGeneration *generation,
                    guint                tokens,
                    LabRandom           *random)
{
  /* What {"label":…,"second":null} comes to. */
  guint used = 12;
  g_autofree char *reason = NULL;

  if (tokens < used + 12)
    return g_strdup (tokens < 10 ? "{\"label\":\"{label}\"}"
                                 : "{\"label\": \"{label}\", \"second\": null}");
  reason = fill (generation, "basis", NULL, NULL, tokens - used - 5, random);
  return g_strdup_printf ("{\"label\":\"{label}\",\"basis\":\"%s\"}", reason);
}

static void
make_label (const LabGeneration *generation,
            LabTask             *task,
            LabRandom           *random)
{
  const LabJson *labels = lab_json_get (lab_words_get_root (generation->words), "labels");
  guint n = (guint) lab_generation_get (generation, "labels");
  const LabJson *label = lab_json_get_element (labels, (guint) lab_random_below (random, n));
  g_autofree char *point = g_strconcat (lab_words_pick (label, "evidence", random), ".", NULL);
  guint input = lab_generation_draw (generation, "input", random);
  guint instruction;
  LabFact *fact;

  point[0] = g_ascii_toupper (point[0]);
  task->judge = LAB_JUDGE_LABEL;
  task->system = write_labels (generation);
  instruction = lab_words_count (task->system);
  task->question = fill (generation, "filler", NULL, point,
                         input > instruction + 30 ? input - instruction : 30, random);
  task->expected = g_strdup (lab_words_string (label, "label"));
  task->labels = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    task->labels[i] = g_strdup (lab_words_string (lab_json_get_element (labels, i), "label"));

  fact = lab_task_add_fact (task, "label", task->expected, NULL, "system", 1);
  lab_fact_add_distractor (fact, lab_words_string (label, "near"));
  fact = lab_task_add_fact (task, "definition", lab_words_string (label, "definition"), NULL,
                            "system", 1);
  fact = lab_task_add_fact (task, "evidence", point, NULL, "question", 1);
  /* The full stop is not part of what must be there. */
  fact->forms[0][strlen (point) - 1] = '\0';
  task->answer_template = write_label_answer (generation, task->answer_tokens, random);
}

static void
row_init (Row                 *self,
          const LabGeneration *generation,
          GHashTable          *used,
          LabRandom           *random)
{
  const LabJson *root = lab_words_get_root (generation->words);

  lab_value_draw (&self->order, lab_json_get (root, "order"), used, random);
  lab_value_draw (&self->amount, lab_json_get (root, "amount"), used, random);
  lab_value_draw (&self->created, lab_json_get (root, "date"), used, random);
  self->status = lab_words_pick (root, "status", random);
  self->customer = lab_words_pick (root, "customers", random);
}

static void
row_clear (Row *self)
{
  lab_value_clear (&self->order);
  lab_value_clear (&self->amount);
  lab_value_clear (&self->created);
}

/* JSON indented by four, as many programs print it. */
static char *
write_rows (const Row *rows,
            guint      n)
{
  GString *out = g_string_new ("[\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (
        out,
        "    {\n        \"order_id\": \"%s\",\n        \"customer\": \"%s\",\n"
        "        \"amount\": \"%s\",\n        \"status\": \"%s\",\n"
        "        \"created_at\": \"%s\"\n    }%s\n",
        rows[i].order.value, rows[i].customer, rows[i].amount.form, rows[i].status,
        rows[i].created.form, i + 1 < n ? "," : "");
  g_string_append (out, "]");
  return g_string_free (out, FALSE);
}

/* What is asked of the row, and by what it is named. */
static void
ask_row (const Row *row,
         const Row *near,
         LabTask   *task,
         LabRandom *random)
{
  gboolean side = lab_random_chance (random, SIDE_COLUMNS_PERMILLE);
  gboolean first = lab_random_below (random, 2) == 0;
  const char *field;
  const char *value;
  const char *other;
  LabFact *fact;

  if (side && first)
    {
      field = "order_id";
      value = row->order.value;
      other = near->order.value;
    }
  else if (side)
    {
      field = "created_at";
      value = row->created.form;
      other = near->created.form;
    }
  else
    {
      field = "amount";
      value = row->amount.form;
      other = near->amount.form;
    }
  task->question = side && !first
                       ? g_strdup_printf ("When was the order over %s created (created_at)?",
                                          row->amount.form)
                   : side ? g_strdup_printf ("Which order_id belongs to the amount of %s?",
                                             row->amount.form)
                          : g_strdup_printf ("What is the amount of order %s?", row->order.value);
  fact = lab_task_add_fact (task, field, value, NULL, "context[0]", 1);
  lab_fact_add_distractor (fact, other);
  task->expected = g_strdup_printf ("{\"%s\":\"%s\"}", field, value);
  task->answer_template
      = g_strdup_printf ("{\"%s\":\"{%s}\",\"note\":\"Read from the row that was asked for.\"}",
                         field, field);
}

static void
make_extract (const LabGeneration *generation,
              LabTask             *task,
              LabRandom           *random)
{
  const LabJson *root = lab_words_get_root (generation->words);
  g_autoptr (GHashTable) used = lab_values_new ();
  guint n = MIN (lab_generation_draw (generation, "rows", random), MAX_ROWS);
  g_autofree Row *rows = g_new0 (Row, MAX (n, 2));
  LabRandom shared;
  guint asked;

  n = MAX (n, 2);
  lab_generation_random (generation, "system", 1, &shared);
  task->judge = LAB_JUDGE_FIELDS;
  task->system = fill (generation, "system_filler", lab_words_string (root, "extract_intro"), NULL,
                       (guint) lab_generation_get (generation, "instruction"), &shared);
  for (guint i = 0; i < n; i++)
    row_init (&rows[i], generation, used, random);
  asked = (guint) lab_random_below (random, n);
  g_ptr_array_add (task->context, write_rows (rows, n));
  ask_row (&rows[asked], &rows[(asked + 1) % n], task, random);
  for (guint i = 0; i < n; i++)
    row_clear (&rows[i]);
}

static void
make (const LabGeneration *generation,
      const LabSlot       *slot,
      guint                content,
      LabTask             *task)
{
  LabRandom random;
  gboolean rows = lab_generation_get (generation, "rows") > 0
                  || lab_generation_get (generation, "rowsMax") > 0;

  lab_generation_random (generation, "task", content, &random);
  task->skill = LAB_SKILL_CLASS;
  if (rows
      && lab_random_chance (&random, (guint) lab_generation_get (generation, "extractPermille")))
    make_extract (generation, task, &random);
  else
    make_label (generation, task, &random);
}

const LabGenerator lab_generator_classify_extract
    = { { "classify-extract", N_ ("Labels and fields"),
          N_ ("Tickets to be given one of twelve labels, or order rows from which one field is "
              "read; short answers, checked letter by letter."),
          N_ ("Field names and labels that differ by one word; a column that looks useless is the "
              "one somebody asks for."),
          "record", params },
        make };
