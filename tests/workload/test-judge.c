/* Judges: what is right, what is not, and what looks right and is not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "lab-judge.h"
#include "lab-task-private.h"

static void
test_values (void)
{
  static const struct
  {
    const char *text;
    const char *value;
    gboolean cut;
    gboolean there;
  } rows[] = {
    { "within 30 days.", "30 days", FALSE, TRUE },
    { "Within 30\n  DAYS!", "30 days", FALSE, TRUE },
    { "within 30\u00a0days", "30 days", FALSE, TRUE },
    { "within 130 days", "30 days", FALSE, FALSE },
    { "within 30 daysies", "30 days", FALSE, FALSE },
    { "fee $4.90.", "4.90", FALSE, TRUE },
    { "fee \u20ac4.90", "4.90", FALSE, TRUE },
    { "fee 4,90 EUR", "4.90", FALSE, TRUE },
    { "fee 4.9 EUR", "4.90", FALSE, TRUE },
    { "fee 4.95 EUR", "4.90", FALSE, FALSE },
    { "fee 14.90", "4.90", FALSE, FALSE },
    { "fee 4.901", "4.90", FALSE, FALSE },
    { "1,249.50", "1249.5", FALSE, TRUE },
    { "1.249,50", "1,249.50", FALSE, TRUE },
    { "1 249.50 in all", "1249.50", FALSE, TRUE },
    { "1'249.50", "1249.50", FALSE, TRUE },
    { "1249.50", "1,249.50", FALSE, TRUE },
    { "1,249", "249", FALSE, FALSE },
    { "249,000", "249", FALSE, FALSE },
    { "30.00", "30", FALSE, TRUE },
    { "2026-11-30", "30", FALSE, FALSE },
    { "at 09:30", "30", FALSE, FALSE },
    { "at 09:30 sharp", "09:30", FALSE, TRUE },
    { "RF-48213", "48213", FALSE, FALSE },
    { "form rf-48213;", "RF-48213", FALSE, TRUE },
    { "RF\u201148213", "RF-48213", FALSE, TRUE },
    { "RF-482130", "RF-48213", FALSE, FALSE },
    { "the \u201cblue anchor\u201d", "blue anchor", FALSE, TRUE },
    { "don\u2019t", "don't", FALSE, TRUE },
    { "bluе anchor", "blue anchor", FALSE, FALSE }, /* a Cyrillic letter */
    { "within 30 days", "30 days", TRUE, FALSE },
    { "within 30 days ", "30 days", TRUE, FALSE },
    { "it is 4821", "4821", TRUE, FALSE },
    { "it is 4821.", "4821", TRUE, FALSE },
    { "it is 4821. And", "4821", TRUE, TRUE },
    { "", "30", FALSE, FALSE },
    { "30", "", FALSE, FALSE },
    { "007 it is", "007", FALSE, TRUE },
    { "\xff\xfe 30 days", "30 days", FALSE, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (lab_text_contains_value (rows[i].text, rows[i].value, rows[i].cut) != rows[i].there)
        g_error ("row %zu: \"%s\" in \"%s\"", i, rows[i].value, rows[i].text);
    }
}

/* A fact survives a change of notation, not the loss of its figures. */
static void
test_survival (void)
{
  static const struct
  {
    const char *received;
    gboolean survives;
  } rows[] = { { "{\"amount\":\"129.50\",\"status\":\"open\"}", TRUE },
               { "A-48213,J. Novak,129.50,open", TRUE },
               { "A-48213\t129.50\topen", TRUE },
               { "open,129.5,A", TRUE },
               /* That is twelve thousand and some. */
               { "12,129.50", FALSE },
               { "48213,129.50", TRUE },
               { "x,129,50", TRUE },
               { "amount: 128.50", FALSE },
               { "1129.50", FALSE },
               { "", FALSE } };
  g_autoptr (LabTask) task = lab_task_new ("t", 0);
  const LabFact *fact = lab_task_add_fact (task, "amount", "129.50", NULL, "context[0]", 1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (lab_fact_survives (fact, rows[i].received) != rows[i].survives)
        g_error ("row %zu: %s", i, rows[i].received);
    }
}

static LabTask *
fact_task (LabJudgeKind kind,
           LabSkill     skill)
{
  LabTask *task = lab_task_new ("t", 0);

  task->judge = kind;
  task->skill = skill;
  lab_fact_add_distractor (lab_task_add_fact (task, "line", "30 days", "30-day", "system", 3),
                           "14 days");
  lab_fact_add_distractor (lab_task_add_fact (task, "defect", "R17", "off-by-one", "system", 1),
                           "R24");
  return task;
}

typedef struct
{
  LabJudgeKind kind;
  LabSkill skill;
  const char *answer;
  LabFinish finish;
  int score;
} FactRow;

static void
test_facts (void)
{
  static const FactRow rows[] = {
    { LAB_JUDGE_FACT, LAB_SKILL_RAG, "It is 30 days, rule R17 says.", LAB_FINISH_STOP, 10000 },
    { LAB_JUDGE_FACT, LAB_SKILL_RAG, "A 30-day term (off-by-one).", LAB_FINISH_STOP, 10000 },
    { LAB_JUDGE_FACT, LAB_SKILL_RAG, "It is 30 days.", LAB_FINISH_STOP, 0 },
    { LAB_JUDGE_FACT, LAB_SKILL_RAG, "30 days or 14 days, R17.", LAB_FINISH_STOP, 0 },
    { LAB_JUDGE_FACT, LAB_SKILL_RAG, "R17: 30 days", LAB_FINISH_LENGTH, 0 },
    { LAB_JUDGE_FACT, LAB_SKILL_RAG, "R17: 30 days, and", LAB_FINISH_LENGTH, 10000 },
    { LAB_JUDGE_FACT, LAB_SKILL_RAG, "R17: 30 days, and", LAB_FINISH_CUT, 10000 },
    { LAB_JUDGE_FACT, LAB_SKILL_RAG, "R17: 30 days.", LAB_FINISH_REFUSAL, 0 },
    { LAB_JUDGE_FACT, LAB_SKILL_RAG, "R17: 30 days.", LAB_FINISH_CONTENT_FILTER, 0 },
    { LAB_JUDGE_FACT, LAB_SKILL_RAG, "", LAB_FINISH_STOP, 0 },
    { LAB_JUDGE_FACT, LAB_SKILL_RAG, " \n\t ", LAB_FINISH_LENGTH, 0 },
    { LAB_JUDGE_FACT, LAB_SKILL_RAG, NULL, LAB_FINISH_UNKNOWN, 0 },
    { LAB_JUDGE_FACT, LAB_SKILL_LOOKUP, "It is 30 days, rule R17.", LAB_FINISH_STOP, 10000 },
    { LAB_JUDGE_FACT, LAB_SKILL_LOOKUP, "It is 30 days, you idiot, R17.", LAB_FINISH_STOP, 0 },
    { LAB_JUDGE_FACT, LAB_SKILL_LOOKUP, "IT IS 30 DAYS AND R17 WAS ALWAYS THE RULE",
      LAB_FINISH_STOP, 0 },
    { LAB_JUDGE_FACT, LAB_SKILL_LOOKUP, "30 days!! R17.", LAB_FINISH_STOP, 0 },
    { LAB_JUDGE_COVERAGE, LAB_SKILL_SUMMARY, "It is 30 days.", LAB_FINISH_STOP, 7500 },
    { LAB_JUDGE_COVERAGE, LAB_SKILL_SUMMARY, "R17 holds.", LAB_FINISH_STOP, 2500 },
    { LAB_JUDGE_COVERAGE, LAB_SKILL_SUMMARY, "30 days, 14 days, R17.", LAB_FINISH_STOP, 2500 },
    { LAB_JUDGE_COVERAGE, LAB_SKILL_SUMMARY, "Nothing.", LAB_FINISH_STOP, 0 },
    { LAB_JUDGE_COVERAGE, LAB_SKILL_SUMMARY, "", LAB_FINISH_STOP, 0 },
    { LAB_JUDGE_REVIEW, LAB_SKILL_CODE, "30 days: R17", LAB_FINISH_STOP, 10000 },
    { LAB_JUDGE_REVIEW, LAB_SKILL_CODE, "30 days: something", LAB_FINISH_STOP, 0 },
    { LAB_JUDGE_REVIEW, LAB_SKILL_CODE, "30 days: R17 or R24", LAB_FINISH_STOP, 0 },
    { LAB_JUDGE_AGENT, LAB_SKILL_AGENT, "30 days, R17.", LAB_FINISH_STOP, 10000 },
    { LAB_JUDGE_AGENT, LAB_SKILL_AGENT, "30 days.", LAB_FINISH_STOP, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LabTask) task = fact_task (rows[i].kind, rows[i].skill);
      g_autoptr (LabJudgement) judgement
          = lab_task_judge (task, rows[i].answer, NULL, rows[i].finish);
      guint weight = 0;

      if (judgement->score != rows[i].score)
        g_error ("row %zu: %d: %s", i, judgement->score, judgement->explanation);
      g_assert_true (judgement->judged);
      g_assert_cmpint (judgement->passed, ==, rows[i].score >= 7000);
      g_assert_cmpint (judgement->graded, ==, rows[i].kind == LAB_JUDGE_COVERAGE);
      for (guint k = 0; k < judgement->items->len; k++)
        weight += ((LabJudgementItem *) g_ptr_array_index (judgement->items, k))->weight;
      g_assert_cmpuint (weight, ==, 10000);
    }
}

static void
test_explained (void)
{
  g_autoptr (LabTask) task = fact_task (LAB_JUDGE_COVERAGE, LAB_SKILL_SUMMARY);
  g_autoptr (LabJudgement) judgement
      = lab_task_judge (task, "R17, within 14 days.", NULL, LAB_FINISH_STOP);
  LabJudgementItem *item = g_ptr_array_index (judgement->items, 0);

  g_assert_cmpstr (item->id, ==, "line");
  g_assert_cmpstr (item->expected, ==, "30 days");
  g_assert_cmpstr (item->found, ==, "14 days");
  g_assert_false (item->passed);
  g_assert_nonnull (strstr (judgement->explanation, "30 days"));
  item = g_ptr_array_index (judgement->items, 1);
  g_assert_true (item->passed);
  g_assert_cmpint (judgement->rouge_l, ==, -1);
}

static void
test_repeated_calls (void)
{
  static const struct
  {
    const char *text;
    const char *calls;
    gboolean passed;
  } rows[] = {
    { "30 days, R17. I call get_record {\"ref\": \"A-1\"} again.", NULL, FALSE },
    { "30 days, R17. I would call get_record {\"ref\": \"A-2\"}.", NULL, TRUE },
    { "30 days, R17; other_record {\"ref\": \"A-1\"}", NULL, TRUE },
    { "30 days, R17.", "[{\"function\":{\"name\":\"get_record\",\"arguments\":\"{\\\"ref\\\":"
                       "\\\"A-1\\\"}\"}}]",
      FALSE },
    { "30 days, R17.", "[{\"name\":\"get_record\",\"input\":{\"ref\":\"A-1\"}}]", FALSE },
    { "30 days, R17.", "[{\"name\":\"get_record\",\"args\":{\"ref\":\"A-9\"}}]", TRUE },
    { "30 days, R17.", "[{\"name\":\"other\",\"args\":{\"ref\":\"A-1\"}}]", TRUE },
    { "30 days, R17.", "[{\"name\":\"get_record\"}]", TRUE },
    { "30 days, R17.", "not json", TRUE },
  };
  g_autoptr (LabTask) task = fact_task (LAB_JUDGE_AGENT, LAB_SKILL_AGENT);
  LabMessage *message = lab_message_new (LAB_ROLE_ASSISTANT, "");

  g_ptr_array_set_size (message->parts, 0);
  g_ptr_array_add (message->parts, lab_part_new (LAB_PART_TOOL_CALL, "{\"ref\": \"A-1\"}",
                                                 "get_record", "c1"));
  g_ptr_array_add (task->history, message);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LabJudgement) judgement
          = lab_task_judge (task, rows[i].text, rows[i].calls, LAB_FINISH_STOP);

      if (judgement->passed != rows[i].passed)
        g_error ("row %zu: %s", i, judgement->explanation);
    }
}

static void
test_expected (void)
{
  static const struct
  {
    LabJudgeKind kind;
    const char *expected;
    const char *tolerance;
    const char *answer;
    LabFinish finish;
    gboolean passed;
  } rows[] = {
    { LAB_JUDGE_EXACT, "Paris", NULL, " Paris\n", LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_EXACT, "Paris", NULL, "paris", LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_EXACT, "Paris", NULL, "Paris", LAB_FINISH_LENGTH, FALSE },
    { LAB_JUDGE_CONTAINS, "Paris", NULL, "It is Paris, I think.", LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_CONTAINS, "Paris", NULL, "It is Paris", LAB_FINISH_CUT, FALSE },
    { LAB_JUDGE_CONTAINS, "Paris", NULL, "It is Pari", LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_REGEX, "^P[a-z]+s$", NULL, "Paris", LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_REGEX, "^P[a-z]+s$", NULL, "Paris", LAB_FINISH_LENGTH, FALSE },
    { LAB_JUDGE_REGEX, "^P[a-z]+s$", NULL, "In Paris", LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_REGEX, "(a+)+$", NULL, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", LAB_FINISH_STOP,
      FALSE },
    { LAB_JUDGE_NUMBER, "42", NULL, "It is 42.", LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_NUMBER, "42", NULL, "6 × 7 = 42", LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_NUMBER, "42", NULL, "42 or 43", LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_NUMBER, "-3.5", "0.1", "about -3.45 degrees", LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_NUMBER, "3.5", "0.1", "about -3.5", LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_NUMBER, "1234.5", NULL, "1,234.50 in all", LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_NUMBER, "0.3", "0.0", "0.30", LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_NUMBER, "42", NULL, "It is 42", LAB_FINISH_LENGTH, FALSE },
    { LAB_JUDGE_NUMBER, "42", NULL, "It is 42.", LAB_FINISH_LENGTH, FALSE },
    { LAB_JUDGE_NUMBER, "42", NULL, "none", LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_NUMBER, "0", NULL, "", LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_LABEL, "refund", NULL, "refund", LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_LABEL, "refund", NULL, "Label: \"Refund\".", LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_LABEL, "refund", NULL, "{\"label\": \"refund\", \"second\": null}",
      LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_LABEL, "refund", NULL, "```json\n{\"label\":\"refund\"}\n```", LAB_FINISH_STOP,
      TRUE },
    { LAB_JUDGE_LABEL, "refund", NULL, "refund_part", LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_LABEL, "refund", NULL, "refund", LAB_FINISH_LENGTH, FALSE },
    { LAB_JUDGE_LABEL, "refund", NULL, "refund or exchange", LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_LABEL, "refund", NULL, "{\"label\":\"exch", LAB_FINISH_LENGTH, FALSE },
    { LAB_JUDGE_LABEL, "refund", NULL, "{\"tag\":\"refund\"}", LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_LABEL, "refund", NULL, "", LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_FIELDS, "{\"a\":\"x\",\"n\":2.50}", NULL, "{\"n\":2.5,\"a\":\" x\"}",
      LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_FIELDS, "{\"a\":\"x\",\"n\":2.50}", NULL, "{\"n\":\"2.5\",\"a\":\"x\",\"z\":1}",
      LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_FIELDS, "{\"a\":\"x\"}", NULL, "{\"a\":\"y\"}", LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_FIELDS, "{\"a\":\"x\"}", NULL, "a: x", LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_FIELDS, "{\"a\":\"x\"}", NULL, "{\"a\":\"x\"", LAB_FINISH_LENGTH, FALSE },
    { LAB_JUDGE_FIELDS, "{\"a\":[1,{\"b\":true}]}", NULL, "{\"a\":[1,{\"b\":true}]}",
      LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_FIELDS, "{\"a\":null}", NULL, "{\"a\":null}", LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_FIELDS, "{\"a\":null}", NULL, "{}", LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_FIELDS, "{\"a\":9007199254740993}", NULL, "{\"a\":9007199254740992}",
      LAB_FINISH_STOP, FALSE },
    { LAB_JUDGE_FIELDS, "{\"a\":\"7\"}", NULL, "{\"a\":7}", LAB_FINISH_STOP, TRUE },
    { LAB_JUDGE_FIELDS, "{\"a\":7}", NULL, "{\"a\":true}", LAB_FINISH_STOP, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LabTask) task = lab_task_new ("t", 0);
      g_autoptr (LabJudgement) judgement = NULL;

      task->judge = rows[i].kind;
      task->expected = g_strdup (rows[i].expected);
      task->tolerance = g_strdup (rows[i].tolerance);
      judgement = lab_task_judge (task, rows[i].answer, NULL, rows[i].finish);
      if (judgement->passed != rows[i].passed)
        g_error ("row %zu: %s against %s", i, rows[i].answer, rows[i].expected);
    }
}

/* The built-in schema takes the fields asked for and a note. */
static void
test_schema (void)
{
  g_autoptr (LabTask) task = lab_task_new ("t", 0);
  g_autoptr (LabJudgement) good = NULL;
  g_autoptr (LabJudgement) strange = NULL;

  task->judge = LAB_JUDGE_FIELDS;
  task->expected = g_strdup ("{\"amount\":\"4.90\"}");
  lab_task_add_fact (task, "amount", "4.90", NULL, "context[0]", 1);
  good = lab_task_judge (task, "{\"amount\":\"4.90\",\"note\":\"x\"}", NULL, LAB_FINISH_STOP);
  strange = lab_task_judge (task, "{\"amount\":\"4.90\",\"guess\":\"x\"}", NULL, LAB_FINISH_STOP);
  g_assert_true (good->passed);
  g_assert_false (strange->passed);
}

static void
test_unjudged (void)
{
  g_autoptr (LabTask) task = lab_task_new ("t", 0);
  g_autoptr (LabJudgement) judgement = lab_task_judge (task, "42", NULL, LAB_FINISH_STOP);

  g_assert_false (judgement->judged);
  g_assert_false (judgement->passed);
  g_assert_cmpuint (judgement->items->len, ==, 0);
}

static void
test_rouge (void)
{
  static const struct
  {
    const char *candidate;
    const char *reference;
    int score;
  } rows[] = {
    /* Lin 2004, section 3.1: "police killed the gunman" against "police kill
     * the gunman" shares 3 of 4 words in order; "the gunman kill police" 2. */
    { "police kill the gunman", "police killed the gunman", 7500 },
    { "the gunman kill police", "police killed the gunman", 5000 },
    { "Police, killed: the GUNMAN!", "police killed the gunman", 10000 },
    { "one two", "one two three four", 6666 },
    { "", "one", 0 },
    { "one", "", 0 },
    { "x y z", "a b c", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (lab_rouge_l (rows[i].candidate, rows[i].reference), ==, rows[i].score);
}

static void
test_names (void)
{
  for (guint i = 0; i <= LAB_JUDGE_NUMBER; i++)
    {
      LabJudgeKind kind = LAB_JUDGE_NONE;

      g_assert_true (lab_judge_kind_from_string (lab_judge_kind_to_string ((LabJudgeKind) i),
                                                 &kind));
      g_assert_cmpuint (kind, ==, i);
    }
  for (guint i = 0; i < LAB_N_SKILLS; i++)
    {
      LabSkill skill = LAB_SKILL_LOOKUP;

      g_assert_true (lab_skill_from_string (lab_skill_to_string ((LabSkill) i), &skill));
      g_assert_cmpuint (skill, ==, i);
    }
  {
    LabJudgeKind kind;
    LabSkill skill;

    g_assert_false (lab_judge_kind_from_string ("fancy", &kind));
    g_assert_false (lab_skill_from_string (NULL, &skill));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workload/judge/values", test_values);
  g_test_add_func ("/workload/judge/survival", test_survival);
  g_test_add_func ("/workload/judge/facts", test_facts);
  g_test_add_func ("/workload/judge/explained", test_explained);
  g_test_add_func ("/workload/judge/repeated-calls", test_repeated_calls);
  g_test_add_func ("/workload/judge/expected", test_expected);
  g_test_add_func ("/workload/judge/schema", test_schema);
  g_test_add_func ("/workload/judge/unjudged", test_unjudged);
  g_test_add_func ("/workload/judge/rouge", test_rouge);
  g_test_add_func ("/workload/judge/names", test_names);
  return g_test_run ();
}
