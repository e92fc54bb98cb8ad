/* The teaching model: its arithmetic, its tiers, and when it is right.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "lab-judge.h"
#include "lab-random.h"
#include "lab-request.h"
#include "lab-teaching-math-private.h"
#include "lab-teaching-model.h"
#include "lab-workload.h"

static char *
received (const LabTask *task)
{
  g_autoptr (LabRequest) request = lab_task_to_request (task, "mock", "mock-1", NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < request->messages->len; i++)
    {
      const LabMessage *message = g_ptr_array_index (request->messages, i);

      for (guint k = 0; k < message->parts->len; k++)
        g_string_append_printf (
            out, "%s\n", ((const LabPart *) g_ptr_array_index (message->parts, k))->text);
    }
  return g_string_free (out, FALSE);
}

static LabWorkload *
make (const char *id,
      guint       n,
      gint64      least,
      gint64      most)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabWorkloadParams) params = lab_workload_params_new ();
  LabWorkload *workload;

  if (most > 0)
    {
      lab_workload_params_set (params, "difficultyMin", least);
      lab_workload_params_set (params, "difficultyMax", most);
    }
  workload = lab_workload_new_builtin (id, params, 11, n, &error);
  g_assert_no_error (error);
  return workload;
}

static void
test_tables (void)
{
  for (gint64 x = -25000000; x <= 25000000; x += 7919)
    {
      double real = (double) x / 1e6;

      g_assert_cmpfloat_with_epsilon (lab_teaching_logistic (x) / 1e6, 1 / (1 + exp (-real)), 4e-6);
      g_assert_cmpfloat_with_epsilon (lab_teaching_phi (x) / 1e6, 0.5 * erfc (-real / sqrt (2)),
                                      4e-6);
      if (real > -3 && real < 3)
        g_assert_cmpfloat_with_epsilon ((double) lab_teaching_exp (x) / 1e6 / exp (real), 1, 4e-5);
    }
  for (guint64 n = 1; n < 3000000; n += n / 7 + 1)
    {
      g_assert_cmpfloat_with_epsilon ((double) lab_teaching_log2_ratio (n + 8000, 8000) / 1e6,
                                      log2 ((double) (n + 8000) / 8000), 4e-6);
      g_assert_cmpuint (lab_teaching_isqrt (n * n), ==, n);
      g_assert_cmpuint (lab_teaching_isqrt (n * n + 2 * n), ==, n);
    }
  g_assert_cmpint (lab_teaching_logistic (0), ==, 500000);
  g_assert_cmpint (lab_teaching_phi (0), ==, 500000);
  g_assert_cmpint (lab_teaching_log2_ratio (8000, 8000), ==, 0);
  g_assert_cmpint (lab_teaching_log2_ratio (64000, 8000), ==, 3000000);
}

static void
test_exponential (void)
{
  LabRandom random;
  double sum = 0;

  lab_random_init (&random, 3);
  for (guint i = 0; i < 20000; i++)
    {
      gint64 x = lab_teaching_exponential (lab_random_next (&random));

      g_assert_cmpint (x, >=, 0);
      sum += (double) x / 1e6;
    }
  g_assert_cmpfloat_with_epsilon (sum / 20000, 1, 0.03);
  g_assert_cmpint (lab_teaching_exponential (G_MAXUINT64), ==, 0);
}

/* Mean of p over uniform difficulties, lookup and class alike. */
static void
test_mean_pass_rates (void)
{
  static const struct
  {
    int least;
    int most;
    double rates[LAB_N_TIERS];
  } rows[] = { { 20, 50, { 0.908, 0.998, 1.000, 1.000, 1.000 } },
               { 30, 70, { 0.500, 0.869, 0.980, 0.998, 1.000 } },
               { 45, 90, { 0.134, 0.467, 0.686, 0.883, 0.958 } } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      for (guint tier = 0; tier < LAB_N_TIERS; tier++)
        {
          int c = lab_teaching_capability ((LabTier) tier, LAB_SKILL_LOOKUP, NULL, 1000);
          double sum = 0;
          guint n = 0;

          g_assert_cmpint (
              c, ==, lab_teaching_capability ((LabTier) tier, LAB_SKILL_CLASS, NULL, 1000));
          for (int d = rows[i].least * 1000 + 5; d < rows[i].most * 1000; d += 10, n++)
            sum += lab_teaching_probability (c, d, 0) / 1e6;
          g_test_message ("U(%d,%d) %s: %.4f", rows[i].least, rows[i].most,
                          lab_tier_to_string ((LabTier) tier), sum / n);
          g_assert_cmpfloat_with_epsilon (sum / n, rows[i].rates[tier], 0.005);
        }
    }
}

static void
test_capability (void)
{
  static const struct
  {
    LabTier tier;
    LabSkill skill;
    const char *effort;
    gint64 tokens;
    int capability;
  } rows[] = { { LAB_TIER_MID, LAB_SKILL_RAG, NULL, 100, 74000 },
               { LAB_TIER_MID, LAB_SKILL_RAG, "none", 8000, 74000 },
               { LAB_TIER_MID, LAB_SKILL_RAG, "minimal", 8000, 66000 },
               { LAB_TIER_MID, LAB_SKILL_RAG, "low", 16000, 73000 },
               { LAB_TIER_LARGE, LAB_SKILL_CODE, "medium", 0, 89000 },
               { LAB_TIER_LARGE, LAB_SKILL_CODE, "high", 0, 94000 },
               { LAB_TIER_LARGE, LAB_SKILL_CODE, "xhigh", 0, 94000 },
               { LAB_TIER_NANO, LAB_SKILL_AGENT, NULL, 128000, 22000 },
               { LAB_TIER_SMALL, LAB_SKILL_SUMMARY, NULL, 32000, 61000 },
               { LAB_TIER_FRONTIER, LAB_SKILL_LOOKUP, NULL, 512000, 89600 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (lab_teaching_capability (rows[i].tier, rows[i].skill, rows[i].effort,
                                              rows[i].tokens),
                     ==, rows[i].capability);
  g_assert_cmpint (lab_teaching_probability (50000, 50000, 0), ==, 500000);
  g_assert_cmpint (lab_teaching_probability (50000, 50000, 350), ==, 482500);
  g_assert_cmpint (lab_teaching_probability (90000, 10000, 10000), ==, 0);
}

static void
test_tiers (void)
{
  static const struct
  {
    const char *model;
    const char *tier;
    gboolean assumed;
  } rows[] = { { "gpt-6-luna", "small", FALSE },
               { "gpt-6-luna-2026-10-01", "small", FALSE },
               { "claude-haiku-4-5-20251001", "mid", FALSE },
               { "mock-1", "mid", FALSE },
               { "claude-opus-5", "frontier", FALSE },
               { "gpt-6-luna-x", "mid", TRUE },
               { "gpt-6", "mid", TRUE },
               { "-2026-10-01", "mid", TRUE } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean assumed;
      LabTier tier = lab_tier_for_model (rows[i].model, &assumed);

      g_assert_cmpstr (lab_tier_to_string (tier), ==, rows[i].tier);
      g_assert_cmpint (assumed, ==, rows[i].assumed);
    }
}

/* Share of tasks judged right, and whether the judge agrees with the model's
 * own verdict on every one. */
static double
pass_rate (const char               *id,
           const char               *model,
           gint64                    least,
           gint64                    most,
           const LabTeachingOptions *options,
           guint                     n)
{
  g_autoptr (LabWorkload) workload = make (id, n, least, most);
  double sum = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (workload, i);
      g_autoptr (LabTeachingModel) source = lab_teaching_model_new (task, options);
      g_autofree char *text = received (task);
      LabAnswerQuery query = { "mock", model, text, NULL, 1000, 5, 0 };
      LabTeachingVerdict verdict;
      g_autoptr (LabAnswer) answer
          = lab_answer_source_answer (LAB_ANSWER_SOURCE (source), &query);
      g_autoptr (LabJudgement) judgement
          = lab_task_judge (task, answer->text, NULL, LAB_FINISH_STOP);

      lab_teaching_model_decide (source, &query, &verdict);
      g_assert_true (answer->judged);
      g_assert_cmpuint (verdict.survived, ==, verdict.n_facts);
      if (!judgement->graded && judgement->passed != verdict.right)
        g_error ("%s: right %d, judged %d: %s\n%s", task->key, verdict.right, judgement->passed,
                 judgement->explanation, answer->text);
      sum += judgement->score / 10000.0;
    }
  return sum / n;
}

static void
test_answers_are_judged_as_meant (void)
{
  guint n;
  const LabWorkloadInfo *infos = lab_workload_list_builtin (&n);

  for (guint i = 0; i < n; i++)
    {
      double frontier = pass_rate (infos[i].id, "gpt-6-astra", 10, 30, NULL, 120);
      double nano = pass_rate (infos[i].id, "gpt-5-nano", 45, 90, NULL, 120);

      g_test_message ("%s: frontier on easy %.3f, nano on hard %.3f", infos[i].id, frontier, nano);
      g_assert_cmpfloat (frontier, >=, 0.999);
      g_assert_cmpfloat (nano, <, 0.35);
    }
}

static void
test_ambiguity (void)
{
  LabTeachingOptions options = LAB_TEACHING_OPTIONS_INIT;

  options.ambiguity = 10000;
  g_assert_cmpfloat (pass_rate ("support-chat", "gpt-6-astra", 10, 30, &options, 60), ==, 0);
}

static LabTask *
first_task (const char *id)
{
  g_autoptr (LabWorkload) workload = make (id, 5, 10, 20);

  return lab_workload_get_task (workload, 1);
}

/* Without the facts the answer is a guess: 0.02, or one label in twelve. */
static void
test_lost_facts (void)
{
  static const struct
  {
    const char *id;
    double rate;
    double room;
  } rows[] = { { "support-chat", 0.02, 0.025 },
               { "rag-qa", 0.02, 0.025 },
               { "classify-extract", 1.0 / 12, 0.05 },
               { "summarise", 0.02, 0.02 },
               { "agent-loop", 0.02, 0.025 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LabWorkload) workload = make (rows[i].id, 300, 10, 20);
      double sum = 0;

      for (guint k = 0; k < 300; k++)
        {
          g_autoptr (LabTask) task = lab_workload_get_task (workload, k);
          g_autoptr (LabTeachingModel) source = lab_teaching_model_new (task, NULL);
          LabAnswerQuery query = { "mock", "gpt-6-astra", "Nothing is left.", NULL, 10, 5, 0 };
          g_autoptr (LabAnswer) answer
              = lab_answer_source_answer (LAB_ANSWER_SOURCE (source), &query);
          g_autoptr (LabJudgement) judgement
              = lab_task_judge (task, answer->text, NULL, LAB_FINISH_STOP);

          sum += judgement->score / 10000.0;
        }
      g_test_message ("%s without facts: %.3f", rows[i].id, sum / 300);
      g_assert_cmpfloat_with_epsilon (sum / 300, rows[i].rate, rows[i].room);
    }
}

static void
test_pure (void)
{
  g_autoptr (LabTask) task = first_task ("support-chat");
  g_autoptr (LabTeachingModel) a = lab_teaching_model_new (task, NULL);
  g_autoptr (LabTeachingModel) b = lab_teaching_model_new (task, NULL);
  g_autofree char *text = received (task);
  LabAnswerQuery query = { "mock", "gpt-6-luna", text, "low", 900, 5, 0 };
  g_autoptr (LabAnswer) first = lab_answer_source_answer (LAB_ANSWER_SOURCE (a), &query);
  g_autoptr (LabAnswer) again = lab_answer_source_answer (LAB_ANSWER_SOURCE (a), &query);
  g_autoptr (LabAnswer) other = lab_answer_source_answer (LAB_ANSWER_SOURCE (b), &query);

  g_assert_cmpstr (first->text, ==, again->text);
  g_assert_cmpstr (first->text, ==, other->text);
  g_assert_cmpint (first->reasoning_tokens, ==, other->reasoning_tokens);
  g_assert_true (lab_teaching_model_get_task (a) == task);
}

/* The same draws and words on every machine: a replayed score hangs on it. */
static void
test_pinned (void)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint n;
  const LabWorkloadInfo *infos = lab_workload_list_builtin (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LabWorkload) workload = make (infos[i].id, 30, 0, 0);

      for (guint k = 0; k < 30; k++)
        {
          g_autoptr (LabTask) task = lab_workload_get_task (workload, k);
          g_autoptr (LabTeachingModel) source = lab_teaching_model_new (task, NULL);
          g_autofree char *text = received (task);
          LabAnswerQuery query = { "mock", "gpt-6-luna", text, "low", 20000, 5, k % 3 };
          LabTeachingVerdict verdict;
          g_autoptr (LabAnswer) answer
              = lab_answer_source_answer (LAB_ANSWER_SOURCE (source), &query);
          g_autofree char *line = NULL;

          lab_teaching_model_decide (source, &query, &verdict);
          line = g_strdup_printf ("%d %d %d %" G_GINT64_FORMAT " %s\n", verdict.p, verdict.u,
                                  verdict.right, verdict.reasoning_tokens, answer->text);
          g_checksum_update (checksum, (const guchar *) line, -1);
        }
    }
  g_assert_cmpstr (g_checksum_get_string (checksum), ==,
                   "6fc1e912f051496ed75496791ddc8e0076dde17a373d1df2b383ef55be2c72e6");
}

/* With no noise of the text, an edit that keeps the facts changes nothing;
 * with some it does, now and then. */
static void
test_text_noise (void)
{
  guint changed[2] = { 0, 0 };
  g_autoptr (LabWorkload) workload = make ("support-chat", 150, 60, 90);

  for (guint noise = 0; noise < 2; noise++)
    {
      LabTeachingOptions options = LAB_TEACHING_OPTIONS_INIT;

      options.noise_text = noise == 0 ? 0 : 3000;
      for (guint i = 0; i < 150; i++)
        {
          g_autoptr (LabTask) task = lab_workload_get_task (workload, i);
          g_autoptr (LabTeachingModel) source = lab_teaching_model_new (task, &options);
          g_autofree char *text = received (task);
          g_autofree char *edited = g_strconcat (text, "\nThank you.", NULL);
          LabAnswerQuery query = { "mock", "mock-1", text, NULL, 900, 5, 0 };
          LabTeachingVerdict before;
          LabTeachingVerdict after;

          lab_teaching_model_decide (source, &query, &before);
          query.received = edited;
          lab_teaching_model_decide (source, &query, &after);
          changed[noise] += before.u != after.u ? 1 : 0;
        }
    }
  g_assert_cmpuint (changed[0], ==, 0);
  g_assert_cmpuint (changed[1], >, 140);
}

/* Models fail on the same tasks: u correlates by rho across models. */
static void
test_shared_noise (void)
{
  g_autoptr (LabWorkload) workload = make ("classify-extract", 1500, 20, 90);
  guint same = 0;
  guint n = 0;

  for (guint i = 0; i < 1500; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (workload, i);
      g_autoptr (LabTeachingModel) source = lab_teaching_model_new (task, NULL);
      LabAnswerQuery query = { "mock", "mock-1", "", NULL, 900, 5, 0 };
      LabTeachingVerdict a;
      LabTeachingVerdict b;

      if (strcmp (task->repeat, "exact") == 0)
        continue;
      lab_teaching_model_decide (source, &query, &a);
      query.model = "gpt-6-luna";
      lab_teaching_model_decide (source, &query, &b);
      same += (a.u < 500000) == (b.u < 500000) ? 1 : 0;
      n++;
    }
  /* P(same sign) = 1/2 + asin(rho)/pi = 0.705 for rho = 0.6. */
  g_test_message ("same side: %.3f", (double) same / n);
  g_assert_cmpfloat_with_epsilon ((double) same / n, 0.5 + asin (0.6) / G_PI, 0.04);
}

static void
test_reasoning (void)
{
  static const struct
  {
    const char *effort;
    int scale;
    double median;
  } rows[] = { { NULL, 1000, 0 },       { "minimal", 1000, 0 },  { "low", 1000, 300 },
               { "medium", 1000, 1000 }, { "high", 1000, 2400 }, { "low", 500, 150 } };
  g_autoptr (LabWorkload) workload = make ("code-review", 400, 35, 92);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LabTeachingOptions options = LAB_TEACHING_OPTIONS_INIT;
      guint below = 0;
      guint wide = 0;

      options.reasoning_scale = rows[i].scale;
      for (guint k = 0; k < 400; k++)
        {
          g_autoptr (LabTask) task = lab_workload_get_task (workload, k);
          g_autoptr (LabTeachingModel) source = lab_teaching_model_new (task, &options);
          LabAnswerQuery query = { "mock", "gpt-6.1-sol", "", rows[i].effort, 900, 5, 0 };
          LabTeachingVerdict verdict;

          lab_teaching_model_decide (source, &query, &verdict);
          below += (double) verdict.reasoning_tokens < rows[i].median ? 1 : 0;
          wide += (double) verdict.reasoning_tokens > rows[i].median * exp (0.35) ? 1 : 0;
        }
      if (rows[i].median > 0)
        {
          g_assert_cmpfloat_with_epsilon (below / 400.0, 0.5, 0.09);
          g_assert_cmpfloat_with_epsilon (wide / 400.0, 0.1587, 0.07);
        }
      else
        g_assert_cmpuint (below + wide, ==, 0);
    }
}

static void
test_brevity (void)
{
  g_autoptr (LabWorkload) workload = make ("rag-qa", 20, 10, 20);

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (workload, i);
      g_autoptr (LabTeachingModel) source = lab_teaching_model_new (task, NULL);
      g_autofree char *text = received (task);
      g_autofree char *asked = g_strconcat (text, "\nAnswer first, at most 80 words.", NULL);
      LabAnswerQuery query = { "mock", "gpt-6-astra", text, NULL, 900, 5, 0 };
      g_autoptr (LabAnswer) full = lab_answer_source_answer (LAB_ANSWER_SOURCE (source), &query);
      g_autoptr (LabAnswer) brief = NULL;
      double share;

      query.received = asked;
      brief = lab_answer_source_answer (LAB_ANSWER_SOURCE (source), &query);
      share = (double) strlen (brief->text) / (double) strlen (full->text);
      g_assert_cmpfloat (share, >, 0.08);
      g_assert_cmpfloat (share, <, 0.45);
    }
}

static LabTask *
own_task (const char *line)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LabWorkload) workload = NULL;
  int fd = g_file_open_tmp ("own-XXXXXX.jsonl", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, line, -1, &error);
  g_assert_no_error (error);
  workload = lab_workload_open (path, NULL, 0, 0, NULL, &error);
  g_assert_no_error (error);
  g_remove (path);
  return lab_workload_get_task (workload, 0);
}

/* Own tasks: the expected answer when capable, wrong when not, and not
 * judged where there is no judge. */
static void
test_own_tasks (void)
{
  static const char *const judges[]
      = { "{\"type\":\"exact\",\"value\":\"Paris\"}",
          "{\"type\":\"contains\",\"value\":\"Paris\"}",
          "{\"type\":\"regex\",\"pattern\":\"^P.ris$\",\"example\":\"Paris\"}",
          "{\"type\":\"json\",\"fields\":{\"city\":\"Paris\",\"n\":2.50}}",
          "{\"type\":\"number\",\"value\":42.5,\"tolerance\":0.5}",
          "{\"type\":\"label\",\"value\":\"a\",\"labels\":[\"a\",\"b\"]}" };

  for (gsize i = 0; i < G_N_ELEMENTS (judges); i++)
    {
      for (guint hard = 0; hard < 2; hard++)
        {
          g_autofree char *line
              = g_strdup_printf ("{\"question\":\"q?\",\"difficulty\":%u,\"judge\":%s}\n",
                                 hard == 0 ? 0u : 100u, judges[i]);
          g_autoptr (LabTask) task = own_task (line);
          g_autoptr (LabTeachingModel) source = lab_teaching_model_new (task, NULL);
          LabAnswerQuery query = { "mock", hard == 0 ? "gpt-6-astra" : "gpt-5-nano", "q?", NULL, 2,
                                   5, 0 };
          g_autoptr (LabAnswer) answer
              = lab_answer_source_answer (LAB_ANSWER_SOURCE (source), &query);
          g_autoptr (LabJudgement) judgement
              = lab_task_judge (task, answer->text, NULL, LAB_FINISH_STOP);

          g_assert_true (answer->judged);
          g_assert_cmpint (judgement->passed, ==, hard == 0);
        }
    }
  {
    g_autoptr (LabTask) task = own_task ("{\"question\":\"q?\"}\n");
    g_autoptr (LabTeachingModel) source = lab_teaching_model_new (task, NULL);
    LabAnswerQuery query = { "mock", "mock-1", "q?", NULL, 2, 5, 0 };
    g_autoptr (LabAnswer) answer = lab_answer_source_answer (LAB_ANSWER_SOURCE (source), &query);

    g_assert_false (answer->judged);
    g_assert_cmpuint (strlen (answer->text), >, 100);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workload/teaching/tables-agree-with-libm", test_tables);
  g_test_add_func ("/workload/teaching/exponential", test_exponential);
  g_test_add_func ("/workload/teaching/mean-pass-rates", test_mean_pass_rates);
  g_test_add_func ("/workload/teaching/capability", test_capability);
  g_test_add_func ("/workload/teaching/tiers", test_tiers);
  g_test_add_func ("/workload/teaching/judged-as-meant", test_answers_are_judged_as_meant);
  g_test_add_func ("/workload/teaching/ambiguity", test_ambiguity);
  g_test_add_func ("/workload/teaching/lost-facts", test_lost_facts);
  g_test_add_func ("/workload/teaching/pure", test_pure);
  g_test_add_func ("/workload/teaching/pinned", test_pinned);
  g_test_add_func ("/workload/teaching/text-noise", test_text_noise);
  g_test_add_func ("/workload/teaching/shared-noise", test_shared_noise);
  g_test_add_func ("/workload/teaching/reasoning", test_reasoning);
  g_test_add_func ("/workload/teaching/brevity", test_brevity);
  g_test_add_func ("/workload/teaching/own-tasks", test_own_tasks);
  return g_test_run ();
}
