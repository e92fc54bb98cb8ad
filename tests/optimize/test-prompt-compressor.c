/* test-prompt-compressor.c: what is shortened, and what never is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-fake-context.h"
#include "lab-judge.h"
#include "lab-prompt-compressor.h"
#include "lab-prompt-text-private.h"
#include "lab-random.h"
#include "lab-test-wait.h"
#include "lab-workload.h"

typedef struct
{
  LabPriceCatalogue *catalogue;
  LabTokenizer *tokenizer;
  LabFakeContext *context;
} Lab;

static Lab lab;

static LabStrategy *
make (const char *text)
{
  LabStrategyServices services = { .catalogue = lab.catalogue, .tokenizer = lab.tokenizer };
  g_autoptr (GError) error = NULL;
  LabStrategy *strategy = lab_strategy_registry_parse (text, &services, &error);

  g_assert_no_error (error);
  return strategy;
}

static LabOptimizedRequest *
apply (LabStrategy      *strategy,
       const LabRequest *request)
{
  LabTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabOptimizedRequest *optimized;

  lab_strategy_apply_async (strategy, request, LAB_STRATEGY_CONTEXT (lab.context), NULL,
                            lab_test_wait_cb, &wait);
  result = lab_test_wait_result (&wait);
  optimized = lab_strategy_apply_finish (strategy, result, &error);
  g_assert_no_error (error);
  return optimized;
}

static LabRequest *
make_request (const char *system)
{
  LabRequest *request = lab_request_new ("openai", "gpt-4o");

  lab_request_add_message (request, LAB_ROLE_SYSTEM, system);
  lab_request_add_message (request, LAB_ROLE_USER, "Please   say   it.");
  return request;
}

static char *
compress (const char *level,
          const char *text)
{
  g_autofree char *spec = g_strconcat ("prompt-compressor:level=", level, NULL);
  g_autoptr (LabStrategy) strategy = make (spec);
  g_autoptr (LabRequest) request = make_request (text);
  g_autoptr (LabOptimizedRequest) optimized = apply (strategy, request);

  return lab_request_get_system_text (optimized->request);
}

static LabCompressLevel
get_level (const char *level)
{
  return g_str_equal (level, "light") ? LAB_COMPRESS_LIGHT : LAB_COMPRESS_MEDIUM;
}

static void
test_rules (void)
{
  static const struct
  {
    const char *level;
    const char *before;
    const char *after;
  } cases[] = {
    /* White space */
    { "light", "One  two \xC2\xA0 three.   \n\n\n\n\nFour   five.  ",
      "One two three.\n\nFour five." },
    { "light", "Wait!!! What??? No,,,, well..... yes.", "Wait! What? No, well... yes." },
    { "light", "\xEF\xBB\xBFSay\xE2\x80\x8B it   well  and   often.", "Say it well and often." },
    /* Phrases */
    { "light", "Please note that refunds take 30 days.", "Refunds take 30 days." },
    { "light", "We do this in order to help, due to the fact that it is right.",
      "We do this to help, because it is right." },
    { "light", "The price is, needless to say, fixed for now.", "The price is fixed for now." },
    { "light", "It works for all, to be honest. Go on with it.",
      "It works for all. Go on with it." },
    { "light", "IN ORDER TO win, play in order to win.", "IN ORDER TO win, play to win." },
    { "medium", "It is really very important to be quite polite.",
      "It is important to be polite." },
    { "medium", "It is not really safe and not very cheap.",
      "It is not really safe and not very cheap." },
    { "light", "It is really very cheap.", "It is really very cheap." },
    { "light", "The unpleased guest displeases pleaseful hosts.",
      "The unpleased guest displeases pleaseful hosts." },
    { "light", "Please kindly answer. Please do not guess.", "Kindly answer. Do not guess." },
    /* Said before */
    { "light", "Always be polite to guests. The fee is 4.90. Always be polite to guests.",
      "Always be polite to guests. The fee is 4.90." },
    { "light", "The room costs 90 a night. The room costs 95 a night.",
      "The room costs 90 a night. The room costs 95 a night." },
    { "light", "Gate A is always open today. Gate B is always open today.",
      "Gate A is always open today. Gate B is always open today." },
    { "light", "You may enter the hall now. You may not enter the hall now.",
      "You may enter the hall now. You may not enter the hall now." },
    { "medium", "Guests get the towels and soap. Guests also get towels and soap.",
      "Guests get the towels and soap." },
    { "light", "Hello. The desk opens at 7. Thank you very much!", "The desk opens at 7." },
    /* Decoration */
    { "medium", "The **bold** word and the ** lone ** mark  here.",
      "The bold word and the ** lone ** mark here." },
    { "light", "A title\n==========\n\nText   follows it.", "A title\n===\n\nText follows it." },
    /* Left alone */
    { "light", "Run it  so:\n```\nplease   note that   x\n\n\n\ny  =  1\n```\nand   go on.",
      "Run it so:\n```\nplease   note that   x\n\n\n\ny  =  1\n```\nand go on." },
    { "light", "It  follows:\n\n    if   (a)\n        please   (b);\n\nThat   was it.",
      "It follows:\n\n    if   (a)\n        please   (b);\n\nThat was it." },
    { "light", "Prices  are:\n\n| a   | b   |\n|-----|-----|\n| 1   | 2   |\n\nNo   more.",
      "Prices are:\n\n| a   | b   |\n|-----|-----|\n| 1   | 2   |\n\nNo more." },
    { "light", "Say  \"please   note   that\" to  {guest   name} and  `in   order  to`.",
      "Say \"please   note   that\" to {guest   name} and `in   order  to`." },
    { "light", "{\n  \"please\":   \"note   that\",\n  \"a\":   1\n}\n\nThis   is it.",
      "{\n  \"please\":   \"note   that\",\n  \"a\":   1\n}\n\nThis is it." },
    { "light", "- one  thing\n  - two things\n- three  things\n",
      "- one thing\n  - two things\n- three things" },
    { "light", "one   1\ntwenty   20\n\nNo   more.", "one   1\ntwenty   20\n\nNo more." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *before[] = { cases[i].before, NULL };
      g_auto (GStrv) shortened = lab_prompt_shorten (before, get_level (cases[i].level));
      const char *after = shortened[0];

      if (!g_str_equal (after, cases[i].after))
        {
          g_test_message ("%s: “%s” became “%s”, not “%s”", cases[i].level, cases[i].before, after,
                          cases[i].after);
          g_test_fail ();
        }
    }
}

/* Pieces from which texts are drawn: prose, repeats, and all that is
 * protected, in an order nobody meant. */
static const char *const pieces[] = {
  "Please note that ", "in order to ", "the guest ", "must not ", "pays 1,249.50 EUR ", "very ",
  "really, ", "Always be polite to guests. ", "Always be polite to guests. ", "on 2026-11-23 ",
  "(order #A-1029) ", "\"please   keep  this\" ", "“kindly   so” ", "`x  =  y` ", "{user   name} ",
  "https://example.org/a?b=1 ", "ana@example.org ", "5\u00a0kg ", ". ", "! ", "!!! ", "? ", "\n",
  "\n\n", "\n\n\n", "   ", "- ", "1. ", "### Rules\n", "Thank you! ", "Dr. Ada ", "**bold** ",
  "**", "\n```\ncode   please   here\n```\n", "\n    int  a = 1;\n", "| a | b |\n", "{\"a\":  1}\n",
  "<tag   a=\"b\">", "</tag>", "zebra ", "naïve ", "日本語 ", "\u200b", "'it   is' ", "don't ",
  "We do it due to the fact that ", "basically ", ", needless to say, ", "however ", "\t", "{", "}",
  "\"", "`", "[", "]", "=====\n", "-----", "Yes. ", "McDonald ", "HTTP ", "e.g. ", "etc. ",
};

static char *
draw_text (LabRandom *random)
{
  GString *text = g_string_new (NULL);
  guint n = 1 + (guint) lab_random_below (random, 40);

  for (guint i = 0; i < n; i++)
    g_string_append (text, pieces[lab_random_below (random, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

static const char *const exact_spans[] = {
  "1,249.50", "2026-11-23", "#A-1029", "https://example.org/a?b=1", "ana@example.org", "McDonald",
  "HTTP", "日本語",
};

static void
assert_spans_survive (const char *before,
                      const char *after)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exact_spans); i++)
    {
      if (strstr (before, exact_spans[i]) != NULL && strstr (after, exact_spans[i]) == NULL)
        g_error ("lost %s\n--- before\n%s\n--- after\n%s\n", exact_spans[i], before, after);
    }
}

static void
test_random_texts (void)
{
  LabRandom random;
  guint n = g_test_thorough () ? 200000 : 4000;

  lab_random_init (&random, 20261123);
  for (guint i = 0; i < n; i++)
    {
      LabCompressLevel level = i % 2 == 0 ? LAB_COMPRESS_LIGHT : LAB_COMPRESS_MEDIUM;
      g_autofree char *text = draw_text (&random);
      g_autofree char *other = draw_text (&random);
      const char *before[] = { text, other, NULL };
      g_auto (GStrv) once = lab_prompt_shorten (before, level);
      g_auto (GStrv) again = lab_prompt_shorten (before, level);
      g_auto (GStrv) twice = lab_prompt_shorten ((const char *const *) once, level);
      g_autofree char *whole = g_strjoin ("\n", text, other, NULL);
      g_autofree char *left = g_strjoinv ("\n", once);

      for (guint j = 0; j < 2; j++)
        {
          g_assert_true (g_utf8_validate (once[j], -1, NULL));
          g_assert_cmpstr (once[j], ==, again[j]);
          if (!g_str_equal (once[j], twice[j]))
            g_error ("not settled\n--- before\n%s\n--- once\n%s\n--- twice\n%s\n", before[j],
                     once[j], twice[j]);
          g_assert_cmpuint (strlen (once[j]), <=, strlen (before[j]));
        }
      assert_spans_survive (whole, left);
    }
}

static gint64
count_tokens (const char *text)
{
  LabTokenScheme scheme;
  LabTokenCount count;

  lab_token_scheme_init (&scheme, "gpt-4o", "o200k_base");
  g_assert_true (lab_tokenizer_count_text (lab.tokenizer, &scheme, text, -1, &count, NULL));
  return count.tokens;
}

static void
test_never_more_tokens (void)
{
  static const char *const levels[] = { "light", "medium", "strong" };
  LabRandom random;

  lab_random_init (&random, 7);
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *text = draw_text (&random);
      g_autofree char *after = compress (levels[i % 3], text);

      if (g_str_equal (text, after))
        continue;
      g_assert_cmpint (count_tokens (after), <, count_tokens (text));
    }
}

/* What the mask says is protected is there afterwards, line by line, in the
 * texts people really send. */
static void
assert_mask_survives (const char *before,
                      const char *after)
{
  g_autofree guint8 *mask = lab_prompt_mask_new (before);
  gsize i = 0;

  while (before[i] != '\0')
    {
      g_autofree char *span = NULL;
      gsize start = i;

      while (mask[i] != LAB_MASK_FREE)
        i++;
      if (i == start)
        {
          i++;
          continue;
        }
      span = g_strndup (before + start, i - start);
      g_strstrip (span);
      if (strstr (after, span) == NULL)
        g_error ("lost “%s”\n--- before\n%s\n--- after\n%s\n", span, before, after);
    }
}

static char *
get_all_text (const LabRequest *request)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < request->messages->len; i++)
    {
      const LabMessage *message = g_ptr_array_index (request->messages, i);

      for (guint j = 0; j < message->parts->len; j++)
        {
          g_string_append (all, ((LabPart *) g_ptr_array_index (message->parts, j))->text);
          g_string_append_c (all, '\n');
        }
    }
  return g_string_free (all, FALSE);
}

static void
assert_masks_survive (const LabRequest *before,
                      const char       *after)
{
  for (guint i = 0; i < before->messages->len; i++)
    {
      const LabMessage *message = g_ptr_array_index (before->messages, i);

      for (guint j = 0; j < message->parts->len; j++)
        assert_mask_survives (((LabPart *) g_ptr_array_index (message->parts, j))->text, after);
    }
}

typedef struct
{
  guint facts;
  guint kept;
  gint64 before;
  gint64 after;
} Tally;

static void
compress_task (LabStrategy *strategy,
               LabTask     *task,
               gboolean     whole,
               Tally       *tally)
{
  g_autoptr (LabRequest) request = lab_task_to_request (task, "openai", "gpt-4o", NULL);
  g_autoptr (LabOptimizedRequest) optimized = apply (strategy, request);
  g_autofree char *before = get_all_text (request);
  g_autofree char *after = get_all_text (optimized->request);

  tally->before += optimized->note->tokens_before;
  tally->after += optimized->note->tokens_after;
  for (guint i = 0; i < task->facts->len; i++)
    {
      const LabFact *fact = g_ptr_array_index (task->facts, i);
      gboolean had = lab_fact_survives (fact, before);
      gboolean has = lab_fact_survives (fact, after);

      tally->facts += had;
      tally->kept += had && has;
      if (whole && had && !has)
        g_error ("lost %s of %s\n%s", fact->value, task->key, after);
    }
  if (whole)
    {
      g_autoptr (LabOptimizedRequest) twice = apply (strategy, optimized->request);
      g_autofree char *again = get_all_text (twice->request);

      g_assert_cmpstr (after, ==, again);
      assert_masks_survive (request, after);
    }
}

static Tally
compress_workload (const char *id,
                   const char *spec,
                   gboolean    whole)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabWorkload) workload = lab_workload_new_builtin (id, NULL, 42, 20, &error);
  g_autoptr (LabStrategy) strategy = make (spec);
  Tally tally = { 0 };

  g_assert_no_error (error);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (workload, i);

      compress_task (strategy, task, whole, &tally);
    }
  g_test_message ("%-18s %-62s facts kept %u of %u, tokens %.1f %%", id, spec, tally.kept,
                  tally.facts, 100.0 * (double) tally.after / (double) tally.before);
  return tally;
}

static void
test_facts_of_the_workloads (void)
{
  static const char *const gentle[] = {
    "prompt-compressor:level=light",
    "prompt-compressor:level=medium,regions=system+examples+context+history+question",
  };
  guint n;
  const LabWorkloadInfo *infos = lab_workload_list_builtin (&n);
  Tally guarded = { 0 };
  Tally careless = { 0 };

  for (guint i = 0; i < n; i++)
    {
      Tally tally;

      for (gsize j = 0; j < G_N_ELEMENTS (gentle); j++)
        {
          tally = compress_workload (infos[i].id, gentle[j], TRUE);
          g_assert_cmpuint (tally.kept, ==, tally.facts);
          g_assert_cmpint (tally.after, <=, tally.before);
        }
      tally = compress_workload (infos[i].id, "prompt-compressor:level=strong,keep=400", FALSE);
      guarded.facts += tally.facts;
      guarded.kept += tally.kept;
      g_assert_cmpint (tally.after, <=, tally.before);
      tally = compress_workload (infos[i].id,
                                 "prompt-compressor:level=strong,keep=400,protect=false", FALSE);
      careless.facts += tally.facts;
      careless.kept += tally.kept;
    }
  /* The lesson: sentences with numbers look unimportant to a rule that counts
   * words, and strong compression costs answers. */
  g_assert_cmpuint (careless.kept, <, careless.facts);
  g_assert_cmpuint (guarded.kept, >, careless.kept);
}

static LabMessage *
add (LabRequest *request,
     LabRole     role,
     const char *region,
     const char *text)
{
  LabMessage *message = lab_request_add_message (request, role, text);

  message->region = g_strdup (region);
  return message;
}

#define WORDY "Please note that it is important to note that we do it in order to help."

static void
test_regions (void)
{
  static const struct
  {
    const char *spec;
    const char *touched; /* S system, E examples, C context, H history, Q question */
  } cases[] = {
    { "prompt-compressor", "SCH" },
    { "prompt-compressor:regions=question", "Q" },
    { "prompt-compressor:regions=examples+system", "SE" },
    { "prompt-compressor:regions=system+examples+context+history+question", "SECHQ" },
  };
  static const char letters[] = "SECHQx";

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LabStrategy) strategy = make (cases[i].spec);
      g_autoptr (LabRequest) request = lab_request_new ("openai", "gpt-4o");
      g_autoptr (LabOptimizedRequest) optimized = NULL;

      add (request, LAB_ROLE_SYSTEM, NULL, WORDY);
      add (request, LAB_ROLE_SYSTEM, "examples", WORDY);
      add (request, LAB_ROLE_USER, "context", WORDY);
      add (request, LAB_ROLE_ASSISTANT, NULL, WORDY);
      add (request, LAB_ROLE_USER, NULL, WORDY);
      add (request, LAB_ROLE_SYSTEM, "clock", WORDY);
      optimized = apply (strategy, request);
      for (guint j = 0; j < request->messages->len; j++)
        {
          g_autofree char *text =
              lab_message_get_text (g_ptr_array_index (optimized->request->messages, j));
          gboolean touched = strchr (cases[i].touched, letters[j]) != NULL;

          g_assert_cmpstr (text, ==, touched ? "We do it to help." : WORDY);
        }
    }
}

static void
test_tools_are_left_alone (void)
{
  g_autoptr (LabStrategy) strategy =
      make ("prompt-compressor:level=strong,keep=50,"
            "regions=system+examples+context+history+question");
  g_autoptr (LabRequest) request = make_request (WORDY);
  g_autoptr (LabOptimizedRequest) optimized = NULL;
  LabMessage *call = lab_request_add_message (request, LAB_ROLE_ASSISTANT, WORDY);
  LabMessage *tool = lab_request_add_message (request, LAB_ROLE_TOOL, NULL);

  g_ptr_array_add (call->parts, lab_part_new (LAB_PART_TOOL_CALL, "{\"a\":  1}", "look", "c1"));
  g_ptr_array_add (tool->parts, lab_part_new (LAB_PART_TOOL_RESULT, WORDY, NULL, "c1"));
  lab_request_add_tool (request, lab_tool_new ("look", WORDY, "{\"type\":  \"object\"}"));
  lab_request_set (&request->response_format, "{\"please\":  \"note that\"}");
  optimized = apply (strategy, request);
  for (guint i = 2; i < 4; i++)
    {
      const LabMessage *before = g_ptr_array_index (request->messages, i);
      const LabMessage *after = g_ptr_array_index (optimized->request->messages, i);

      g_assert_cmpuint (before->parts->len, ==, after->parts->len);
      for (guint j = 0; j < before->parts->len; j++)
        g_assert_cmpstr (((LabPart *) g_ptr_array_index (before->parts, j))->text, ==,
                         ((LabPart *) g_ptr_array_index (after->parts, j))->text);
    }
  g_assert_cmpstr (((LabTool *) g_ptr_array_index (optimized->request->tools, 0))->description, ==,
                   WORDY);
  g_assert_cmpstr (optimized->request->response_format, ==, request->response_format);
  g_assert_cmpint (optimized->note->action, ==, LAB_STRATEGY_REWROTE);
}

static void
test_said_in_an_earlier_chunk (void)
{
  g_autoptr (LabStrategy) strategy = make ("prompt-compressor");
  g_autoptr (LabRequest) request = make_request ("Be brief.");
  g_autoptr (LabOptimizedRequest) optimized = NULL;
  LabMessage *context = add (request, LAB_ROLE_USER, "context", NULL);
  const LabMessage *after;
  LabPart *marked = lab_part_new_text ("The pool opens at 7 in summer.");

  marked->breakpoint = LAB_CACHE_BREAKPOINT_DEFAULT;
  g_ptr_array_add (context->parts, lab_part_new_text ("The pool opens at 7 in summer."));
  g_ptr_array_add (context->parts, lab_part_new_text ("The pool opens at 7 in summer."));
  g_ptr_array_add (context->parts, marked);
  g_ptr_array_add (context->parts,
                   lab_part_new_text ("The bar opens at 9 at night. "
                                      "The pool opens at 7 in summer."));
  optimized = apply (strategy, request);
  after = g_ptr_array_index (optimized->request->messages, 2);
  /* The second is gone; the marked one carries the mark. */
  g_assert_cmpuint (after->parts->len, ==, 3);
  g_assert_cmpint (((LabPart *) g_ptr_array_index (after->parts, 1))->breakpoint, ==,
                   LAB_CACHE_BREAKPOINT_DEFAULT);
  g_assert_cmpstr (((LabPart *) g_ptr_array_index (after->parts, 2))->text, ==,
                   "The bar opens at 9 at night.");
}

static void
test_empty_is_refused (void)
{
  g_autofree char *pleasant = compress ("light", "Thank you very much.");
  g_autofree char *empty = compress ("strong", "");
  g_autofree char *blank = compress ("strong", "   \n ");

  /* A message keeps something to say. */
  g_assert_cmpstr (pleasant, ==, "Thank you very much.");
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpstr (blank, ==, "   \n ");
}

#define HOTEL                                                                                      \
  "The house was founded by two brothers who loved the sea and the people near it. "               \
  "They painted every wall by hand and told stories to everybody who came along. "                 \
  "Late check-out costs 35 EUR. "                                                                  \
  "Many guests have written letters about the garden and its wonderful old trees. "                \
  "Dogs are not allowed. "                                                                         \
  "The kitchen has always been a place of laughter, warmth and generous portions."

static void
test_strong_keeps_what_is_protected_first (void)
{
  g_autoptr (LabStrategy) guarded = make ("prompt-compressor:level=strong,keep=300");
  g_autoptr (LabStrategy) careless = make ("prompt-compressor:level=strong,keep=300,protect=false");
  g_autoptr (LabRequest) request = make_request (HOTEL);
  g_autoptr (LabOptimizedRequest) with = apply (guarded, request);
  g_autoptr (LabOptimizedRequest) without = apply (careless, request);
  g_autofree char *kept = lab_request_get_system_text (with->request);
  g_autofree char *lost = lab_request_get_system_text (without->request);

  g_assert_nonnull (strstr (kept, "35 EUR"));
  g_assert_nonnull (strstr (kept, "not allowed"));
  g_assert_null (strstr (lost, "35 EUR"));
  g_assert_cmpint (count_tokens (kept), <=, count_tokens (HOTEL) * 3 / 10);
  g_assert_cmpint (count_tokens (lost), <=, count_tokens (HOTEL) * 3 / 10);
}

static void
test_note_and_estimate_agree (void)
{
  g_autoptr (LabStrategy) strategy = make ("prompt-compressor:level=light");
  g_autoptr (LabRequest) request = make_request (WORDY);
  g_autoptr (LabOptimizedRequest) optimized = apply (strategy, request);
  g_autoptr (GError) error = NULL;
  LabSavingsEstimate estimate;
  gint64 fewer = optimized->note->tokens_before - optimized->note->tokens_after;

  g_assert_true (lab_strategy_estimate_savings (strategy, request,
                                                LAB_STRATEGY_CONTEXT (lab.context), &estimate,
                                                &error));
  g_assert_no_error (error);
  g_assert_cmpint (fewer, >, 0);
  g_assert_cmpint (estimate.token_reduction, ==, fewer);
  g_assert_true (estimate.priced);
  g_assert_cmpint (estimate.cost_reduction, >, 0);
  g_assert_cmpint (estimate.cost_reduction, ==, optimized->estimated_savings);
  g_assert_cmpint (estimate.quality_impact, ==, LAB_QUALITY_IMPACT_MINIMAL);
  g_assert_cmpfloat (estimate.confidence, >, 0.5);

  lab_request_set (&request->model, "model-nobody-knows");
  g_assert_true (lab_strategy_estimate_savings (strategy, request,
                                                LAB_STRATEGY_CONTEXT (lab.context), &estimate,
                                                &error));
  g_assert_false (estimate.priced);
  g_assert_cmpint (estimate.token_reduction, >, 0);
  g_assert_cmpfloat (estimate.confidence, <, 0.95);
}

static void
test_nothing_to_do_is_said (void)
{
  g_autoptr (LabStrategy) strategy = make ("prompt-compressor");
  g_autoptr (LabRequest) request = make_request ("Be brief.");
  g_autoptr (LabOptimizedRequest) optimized = apply (strategy, request);
  g_autofree char *before = lab_request_hash (request);
  g_autofree char *after = lab_request_hash (optimized->request);

  g_assert_cmpint (optimized->note->action, ==, LAB_STRATEGY_UNCHANGED);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (optimized->estimated_savings, ==, 0);
}

/* Large texts go to a worker, while virtual time stands still. */
static void
test_large_texts (void)
{
  g_autoptr (LabStrategy) strategy = make ("prompt-compressor:level=medium");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (LabRequest) request = NULL;
  g_autoptr (LabOptimizedRequest) optimized = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LabTestWait wait = { NULL };
  LabClock *clock = lab_strategy_context_get_clock (LAB_STRATEGY_CONTEXT (lab.context));
  gint64 start = lab_clock_now (clock);

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "Please note that room %u is really very nice. ", i);
  request = make_request (text->str);
  optimized = apply (strategy, request);
  g_assert_cmpint (optimized->note->tokens_after, <, optimized->note->tokens_before);
  g_assert_cmpint (lab_clock_now (clock), ==, start);

  lab_strategy_apply_async (strategy, request, LAB_STRATEGY_CONTEXT (lab.context), cancellable,
                            lab_test_wait_cb, &wait);
  g_cancellable_cancel (cancellable);
  result = lab_test_wait_result (&wait);
  g_assert_null (lab_strategy_apply_finish (strategy, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Nothing that opens and never closes costs more than its length. */
static void
test_long_runs (void)
{
  static const char *const units[] = {
    "a", " ", "\n", "{", "[", "\"", "'", " '", "`", "` `` ", "<a", "“", "**", "**a", "- ",
    "please ",
    "Please. ", "not ", ".", "\t", "=", "{}", "1 ", "\n\n", "e.g. ",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      const char *before[] = { NULL, NULL };
      g_auto (GStrv) after = NULL;
      gint64 start;

      while (text->len < 100000)
        g_string_append (text, units[i]);
      before[0] = text->str;
      start = g_get_monotonic_time ();
      after = lab_prompt_shorten (before, LAB_COMPRESS_MEDIUM);
      g_test_message ("100 kB of “%s”: %" G_GINT64_FORMAT " µs, %" G_GSIZE_FORMAT " bytes left",
                      units[i], g_get_monotonic_time () - start, strlen (after[0]));
    }
}

#define ADD_FUNC(path, func) g_test_add_func ("/optimize/prompt-compressor/" path, func)

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  lab.catalogue = lab_price_catalogue_new_bundled (NULL);
  g_assert_nonnull (lab.catalogue);
  lab.tokenizer = lab_tokenizer_new ();
  lab.context = lab_fake_context_new ("session-1");

  ADD_FUNC ("rules", test_rules);
  ADD_FUNC ("random-texts", test_random_texts);
  ADD_FUNC ("never-more-tokens", test_never_more_tokens);
  ADD_FUNC ("facts-of-the-workloads", test_facts_of_the_workloads);
  ADD_FUNC ("regions", test_regions);
  ADD_FUNC ("tools-are-left-alone", test_tools_are_left_alone);
  ADD_FUNC ("said-in-an-earlier-chunk", test_said_in_an_earlier_chunk);
  ADD_FUNC ("empty-is-refused", test_empty_is_refused);
  ADD_FUNC ("strong-keeps-what-is-protected-first", test_strong_keeps_what_is_protected_first);
  ADD_FUNC ("note-and-estimate-agree", test_note_and_estimate_agree);
  ADD_FUNC ("nothing-to-do-is-said", test_nothing_to_do_is_said);
  ADD_FUNC ("large-texts", test_large_texts);
  ADD_FUNC ("long-runs", test_long_runs);

  status = g_test_run ();
  g_clear_object (&lab.catalogue);
  g_clear_object (&lab.tokenizer);
  g_clear_object (&lab.context);
  return status;
}
