/* What fills the built-in workloads' prompts up reads like text that somebody
 * wrote: hardly a sentence says what another one said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-deck-private.h"
#include "lab-words-private.h"
#include "lab-workload.h"

/* Two sentences are near if they share nine of ten words. */
#define NEAR_PERCENT 90

static LabWorkload *
make (const char *id,
      const char *json,
      guint       n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabJsonDocument) document = lab_json_document_parse (json, -1, NULL, 1, &error);
  g_autoptr (LabWorkloadParams) params = NULL;
  LabWorkload *workload;

  g_assert_no_error (error);
  params = lab_workload_params_from_json (lab_json_document_get_root (document), &error);
  g_assert_no_error (error);
  workload = lab_workload_new_builtin (id, params, 42, n, &error);
  g_assert_no_error (error);
  return workload;
}

/* The words of a sentence, each once, the rare ones first. */
typedef struct
{
  guint *words;
  guint n;
} Bag;

typedef struct
{
  GHashTable *ids;   /* (element-type utf8 guint): words, from 1 */
  GArray *counts;    /* (element-type guint): how often, by id */
  GArray *bags;      /* (element-type Bag) */
} Corpus;

static void
bag_clear (Bag *bag)
{
  g_free (bag->words);
}

static void
corpus_init (Corpus *self)
{
  guint none = 0;

  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->counts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (self->counts, none);
  self->bags = g_array_new (FALSE, FALSE, sizeof (Bag));
  g_array_set_clear_func (self->bags, (GDestroyNotify) bag_clear);
}

static void
corpus_clear (Corpus *self)
{
  g_hash_table_unref (self->ids);
  g_array_unref (self->counts);
  g_array_unref (self->bags);
}

static guint
get_word (Corpus *self,
          char   *word)
{
  guint id = GPOINTER_TO_UINT (g_hash_table_lookup (self->ids, word));
  guint none = 0;

  if (id == 0)
    {
      id = self->counts->len;
      g_array_append_val (self->counts, none);
      g_hash_table_insert (self->ids, g_strdup (word), GUINT_TO_POINTER (id));
    }
  return id;
}

static void
add_sentence (Corpus     *self,
              const char *text,
              gsize       length)
{
  g_autofree char *low = g_ascii_strdown (text, (gssize) length);
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (guint));
  Bag bag;

  for (char *p = low; *p != '\0';)
    {
      char *end = p;
      guint id;
      gboolean known = FALSE;

      while (g_ascii_isalnum (*end) || *end == '\'' || *end == '_' || (*end & 0x80) != 0)
        end++;
      if (end == p)
        {
          p++;
          continue;
        }
      if (*end != '\0')
        *end++ = '\0';
      id = get_word (self, p);
      p = end;
      for (guint i = 0; i < words->len; i++)
        known |= g_array_index (words, guint, i) == id;
      if (known)
        continue;
      g_array_append_val (words, id);
      g_array_index (self->counts, guint, id)++;
    }
  if (words->len == 0)
    return;
  bag.n = words->len;
  bag.words = (guint *) (gpointer) g_array_free (g_steal_pointer (&words), FALSE);
  g_array_append_val (self->bags, bag);
}

/* Sentences end at a sign before a blank, and at every line's end. */
static void
add_text (Corpus     *self,
          const char *text)
{
  const char *start = text;

  for (const char *p = text;; p++)
    {
      if (*p != '\0' && *p != '\n'
          && !(strchr (".!?", *p) != NULL && (p[1] == ' ' || p[1] == '\0')))
        continue;
      add_sentence (self, start, (gsize) (p - start));
      if (*p == '\0')
        return;
      start = p + 1;
    }
}

static int
compare_words (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const GArray *counts = data;
  guint x = *(const guint *) a;
  guint y = *(const guint *) b;
  guint n = g_array_index (counts, guint, x);
  guint m = g_array_index (counts, guint, y);

  if (n != m)
    return n < m ? -1 : 1;
  return x < y ? -1 : x > y;
}

static gboolean
is_near (const Bag *a,
         const Bag *b)
{
  guint shared = 0;

  if (a->n * 100 < b->n * NEAR_PERCENT || b->n * 100 < a->n * NEAR_PERCENT)
    return FALSE;
  for (guint i = 0; i < a->n; i++)
    {
      for (guint k = 0; k < b->n; k++)
        shared += a->words[i] == b->words[k] ? 1 : 0;
    }
  return shared * 100 >= (a->n + b->n - shared) * NEAR_PERCENT;
}

/* Sentences that are near to an earlier one. Near ones share one of their
 * rarest words, as only a tenth can differ: those alone are compared. */
static guint
count_repeats (Corpus *self)
{
  g_autofree GArray **holders = g_new0 (GArray *, self->counts->len);
  guint repeats = 0;

  for (guint i = 0; i < self->bags->len; i++)
    {
      Bag *bag = &g_array_index (self->bags, Bag, i);
      guint prefix = bag->n - (bag->n * NEAR_PERCENT + 99) / 100 + 1;
      gboolean near = FALSE;

      g_qsort_with_data (bag->words, (int) bag->n, sizeof (guint), compare_words, self->counts);
      for (guint k = 0; k < prefix; k++)
        {
          GArray **holder = &holders[bag->words[k]];

          if (*holder == NULL)
            *holder = g_array_new (FALSE, FALSE, sizeof (guint));
          for (guint m = 0; m < (*holder)->len && !near; m++)
            near = is_near (bag, &g_array_index (self->bags, Bag,
                                                 g_array_index (*holder, guint, m)));
          g_array_append_val (*holder, i);
        }
      repeats += near ? 1 : 0;
    }
  for (guint i = 0; i < self->counts->len; i++)
    {
      if (holders[i] != NULL)
        g_array_unref (holders[i]);
    }
  return repeats;
}

/* What an agent reads twice is the same on purpose: the record is told by the
 * shipment that the call before it names. */
static void
add_task (Corpus        *self,
          const LabTask *task)
{
  g_autoptr (LabRequest) request = lab_task_to_request (task, "mock", "mock-1", NULL);
  g_autoptr (GHashTable) calls = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean again = FALSE;

  for (guint i = 0; i < request->tools->len; i++)
    add_text (self, ((LabTool *) g_ptr_array_index (request->tools, i))->description);
  for (guint i = 0; i < request->messages->len; i++)
    {
      LabMessage *message = g_ptr_array_index (request->messages, i);

      for (guint k = 0; k < message->parts->len; k++)
        {
          LabPart *part = g_ptr_array_index (message->parts, k);

          if (part->type == LAB_PART_TOOL_CALL)
            again = !g_hash_table_add (calls, part->text);
          else if (part->type != LAB_PART_TOOL_RESULT || !again)
            add_text (self, part->text);
        }
    }
}

static const struct
{
  const char *id;
  const char *params;
  guint n;
} rows[] = {
  { "support-chat", "{}", 40 },
  { "support-chat", "{\"system\":8000,\"examples\":4000,\"tools\":2400,\"turns\":20}", 40 },
  { "rag-qa", "{}", 40 },
  { "rag-qa", "{\"input\":118000}", 3 },
  { "rag-qa", "{\"handbook\":100000,\"input\":118000,\"system\":2000,\"question\":800}", 3 },
  { "code-review", "{}", 40 },
  { "code-review", "{\"input\":30000,\"rules\":4000}", 6 },
  { "summarise", "{}", 20 },
  { "summarise", "{\"document\":8000,\"system\":600}", 10 },
  { "summarise", "{\"document\":60000}", 2 },
  { "classify-extract", "{}", 40 },
  { "classify-extract", "{\"input\":4000,\"instruction\":1500,\"answer\":400}", 10 },
  { "agent-loop", "{}", 40 },
  { "agent-loop", "{\"turns\":24,\"system\":9000}", 24 },
};

/* Fewer than two of a hundred sentences in any prompt, at any size. */
static void
test_repeats (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LabWorkload) workload = make (rows[i].id, rows[i].params, rows[i].n);
      guint sentences = 0;
      guint repeats = 0;
      double worst = 0;

      for (guint k = 0; k < rows[i].n; k++)
        {
          g_autoptr (LabTask) task = lab_workload_get_task (workload, k);
          Corpus corpus;
          guint found;

          corpus_init (&corpus);
          add_task (&corpus, task);
          found = count_repeats (&corpus);
          sentences += corpus.bags->len;
          repeats += found;
          worst = MAX (worst, (double) found / corpus.bags->len);
          corpus_clear (&corpus);
        }
      g_test_message ("%-16s %-72s %6u sentences, repeated %.2f %%, at worst %.2f %%", rows[i].id,
                      rows[i].params, sentences, 100.0 * repeats / sentences, 100 * worst);
      g_assert_cmpuint (sentences, >, 5 * rows[i].n);
      g_assert_cmpfloat (100.0 * repeats / sentences, <, 1.5);
      g_assert_cmpfloat (worst, <, 0.02 + 1.0 / (double) (sentences / rows[i].n));
    }
}

/* The short sentences that make a size exact are courtesies: in a log or in
 * code they would be out of place, and elsewhere they are rare. */
static void
test_pads (void)
{
  const LabPool *pads = lab_words_get_pool (lab_words_get ("common"), "pads");
  guint n_infos;
  const LabWorkloadInfo *infos = lab_workload_list_builtin (&n_infos);

  for (guint i = 0; i < n_infos; i++)
    {
      g_autoptr (LabWorkload) workload = make (infos[i].id, "{}", 60);
      guint found = 0;

      for (guint k = 0; k < 60; k++)
        {
          g_autoptr (LabTask) task = lab_workload_get_task (workload, k);
          g_autoptr (LabRequest) request = lab_task_to_request (task, "mock", "mock-1", NULL);
          g_autofree char *json = lab_request_to_json (request);

          for (guint m = 0; m < pads->n; m++)
            found += strstr (json, pads->sentences[m].text) != NULL ? 1 : 0;
        }
      g_test_message ("%-16s %u pads in 60 prompts", infos[i].id, found);
      g_assert_cmpuint (found, <=, 3);
    }
}

/* The measure itself: what it must find and what it must not. */
static void
test_measure (void)
{
  static const struct
  {
    const char *text;
    guint repeats;
  } cases[] = {
    { "The lift is old. The lift is new.", 0 },
    { "The lift is old. The LIFT  is old!", 1 },
    { "Keys are kept here. Keys are kept here. Keys are kept here.", 2 },
    { "One two three four five six seven eight nine ten. "
      "One two three four five six seven eight nine ten eleven.",
      1 },
    { "One two three four five six seven eight nine ten. "
      "One two three four five six seven eight nine zero.",
      0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Corpus corpus;

      corpus_init (&corpus);
      add_text (&corpus, cases[i].text);
      g_assert_cmpuint (count_repeats (&corpus), ==, cases[i].repeats);
      corpus_clear (&corpus);
    }
}

static LabFrames *
read_frames (LabJsonDocument *document)
{
  const LabJson *root = lab_json_document_get_root (document);

  return lab_frames_new (lab_json_get (root, "frames"), lab_json_get (root, "lists"),
                         lab_json_get (root, "common"));
}

/* Every filling comes once before any comes again, none says one thing twice,
 * and its tokens are those of its text. */
static void
test_deck (void)
{
  static const char *const source
      = "{\"frames\":[\"{Who} and {who} {do}, {when}.\",\"Nothing else.\",\"x = f ({do}); {\"],"
        "\"lists\":{\"who\":[\"the cook\",\"a guest\",\"{name}\"],\"do\":[\"sing\",\"dance\"]},"
        "\"common\":{\"name\":[\"Ann\",\"Bo\"],\"when\":[\"now\",\"at noon\",\"later\"]}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (LabJsonDocument) document = lab_json_document_parse (source, -1, NULL, 1, &error);
  g_autoptr (LabFrames) frames = NULL;
  g_autoptr (LabDeck) deck = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  LabRandom random;
  LabFilled filled;

  g_assert_no_error (error);
  frames = read_frames (document);
  g_assert_cmpuint (lab_frames_get_capacity (frames), ==, 4 * 4 * 2 * 3 + 1 + 2);
  lab_random_init (&random, 3);
  deck = lab_deck_new (frames, &random);
  /* Of four by four persons, four pairs are one person twice. */
  for (guint i = 0; i < 12 * 2 * 3 + 1 + 2; i++)
    {
      g_autoptr (GString) text = g_string_new (" ");

      if (i == 20)
        lab_deck_skip (deck, &random);
      if (!lab_deck_take (deck, 0, 100, &filled))
        break;
      lab_filled_append (&filled, text);
      g_assert_cmpuint (lab_words_count (text->str), ==, filled.tokens);
      g_assert_cmpuint (lab_words_count (text->str + 1), ==, filled.tokens_first);
      g_assert_true (g_hash_table_add (seen, g_strdup (text->str)) || i > 20);
    }
  g_assert_true (g_hash_table_contains (seen, " Nothing else."));
  g_assert_false (g_hash_table_contains (seen, " Ann and Ann sing, now."));
  g_assert_false (lab_deck_take (deck, 50, 60, &filled));
}

/* What a sentence is held to cost is what it costs, in every list. */
static void
test_tokens (void)
{
  static const struct
  {
    const char *words;
    const char *frames[6];
  } lists[] = {
    { "support-chat", { "filler", "small_talk", "examples", "replies", "tool_filler" } },
    { "rag-qa", { "filler", "headings", "question_filler", "system_filler" } },
    { "code-review", { "code", "rules_filler" } },
    { "summarise", { "filler", "system_filler" } },
    { "classify-extract", { "filler", "system_filler", "basis" } },
    { "agent-loop", { "filler", "system_filler", "tool_filler", "done" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      for (gsize k = 0; k < 6 && lists[i].frames[k] != NULL; k++)
        {
          LabWords *words = lab_words_get (lists[i].words);
          LabRandom random = { { i + 1, k, 2, 3 } };
          g_autoptr (LabDeck) deck
              = lab_deck_new (lab_words_get_frames (words, lists[i].frames[k]), &random);
          LabFilled filled;

          for (guint n = 0; n < 400; n++)
            {
              g_autoptr (GString) text = g_string_new (" ");

              g_assert_true (lab_deck_take (deck, 0, G_MAXUINT, &filled));
              lab_filled_append (&filled, text);
              if (lab_words_count (text->str) != filled.tokens
                  || lab_words_count (text->str + 1) != filled.tokens_first)
                g_error ("%s: tokens do not add up: %s", lists[i].words, text->str);
              if (strcmp (lists[i].frames[k], "code") != 0)
                g_assert_null (strpbrk (text->str, "0123456789"));
            }
        }
    }
}

/* Prompts hold no open slot and no sign that parts were joined badly. */
static void
test_wording (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LabWorkload) workload = make (rows[i].id, rows[i].params, 1);
      g_autoptr (LabTask) task = lab_workload_get_task (workload, 0);
      g_autoptr (LabRequest) request = lab_task_to_request (task, "mock", "mock-1", NULL);

      for (guint k = 0; k < request->messages->len; k++)
        {
          LabMessage *message = g_ptr_array_index (request->messages, k);
          LabPart *part = g_ptr_array_index (message->parts, 0);

          g_assert_null (strstr (part->text, "  "));
          g_assert_null (strstr (part->text, " ,"));
          g_assert_null (strstr (part->text, " ."));
          g_assert_null (strstr (part->text, ".."));
          g_assert_false (g_regex_match_simple ("\\{[A-Za-z_]+\\}", part->text, 0, 0));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workload/padding/measure", test_measure);
  g_test_add_func ("/workload/padding/deck", test_deck);
  g_test_add_func ("/workload/padding/tokens-add-up", test_tokens);
  g_test_add_func ("/workload/padding/hardly-repeats", test_repeats);
  g_test_add_func ("/workload/padding/pads", test_pads);
  g_test_add_func ("/workload/padding/wording", test_wording);
  return g_test_run ();
}
