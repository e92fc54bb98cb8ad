/* The six built-in workloads: their text, facts, sizes, repeats and places.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdio.h>
#include <string.h>

#include "lab-encoding.h"
#include "lab-error.h"
#include "lab-judge.h"
#include "lab-workload.h"

static LabWorkload *
make (const char *id,
      const char *json,
      guint64     seed,
      guint       n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabJsonDocument) document
      = lab_json_document_parse (json != NULL ? json : "{}", -1, NULL, 1, &error);
  g_autoptr (LabWorkloadParams) params = NULL;
  LabWorkload *workload;

  g_assert_no_error (error);
  params = lab_workload_params_from_json (lab_json_document_get_root (document), &error);
  g_assert_no_error (error);
  workload = lab_workload_new_builtin (id, params, seed, n, &error);
  g_assert_no_error (error);
  return workload;
}

static guint
count (const char *text)
{
  static LabEncoding *encoding;
  g_autoptr (GError) error = NULL;
  gint64 n;

  if (encoding == NULL)
    encoding = lab_encoding_load ("o200k_base", &error);
  g_assert_no_error (error);
  g_assert_true (lab_encoding_count (encoding, text, -1, LAB_ENCODE_DEFAULT, &n, &error));
  return (guint) n;
}

/* All text that a provider receives. */
static char *
received (const LabTask *task)
{
  g_autoptr (LabRequest) request = lab_task_to_request (task, "mock", "mock-1", NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < request->tools->len; i++)
    {
      LabTool *tool = g_ptr_array_index (request->tools, i);

      g_string_append_printf (out, "%s %s %s\n", tool->name, tool->description, tool->parameters);
    }
  for (guint i = 0; i < request->messages->len; i++)
    {
      LabMessage *message = g_ptr_array_index (request->messages, i);

      for (guint k = 0; k < message->parts->len; k++)
        g_string_append_printf (out, "%s\n",
                                ((LabPart *) g_ptr_array_index (message->parts, k))->text);
    }
  return g_string_free (out, FALSE);
}

/* Every fact is in the text, as is each of its distractors; none is another
 * one, and no value hides in another. */
static void
check_facts (const LabTask *task)
{
  g_autofree char *text = received (task);
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (task->facts->len, >, 0);
  for (guint i = 0; i < task->facts->len; i++)
    {
      const LabFact *fact = g_ptr_array_index (task->facts, i);

      if (!lab_fact_survives (fact, text))
        g_error ("%s: %s = %s is not there", task->key, fact->id, fact->value);
      g_assert_true (g_hash_table_add (values, fact->value));
      g_assert_cmpstr (fact->forms[0], !=, "");
      g_assert_cmpuint (fact->weight, >, 0);
      g_assert_cmpuint (g_strv_length (fact->distractors), <=, 3);
      for (gsize k = 0; fact->distractors[k] != NULL; k++)
        {
          g_assert_true (lab_text_contains_value (text, fact->distractors[k], FALSE));
          g_assert_false (lab_text_contains_value (fact->distractors[k], fact->value, FALSE));
          g_assert_false (lab_text_contains_value (fact->value, fact->distractors[k], FALSE));
        }
    }
}

static void
test_facts (void)
{
  guint n;
  const LabWorkloadInfo *infos = lab_workload_list_builtin (&n);

  g_assert_cmpuint (n, ==, 6);
  for (guint i = 0; i < n; i++)
    {
      for (guint64 seed = 1; seed <= 3; seed++)
        {
          g_autoptr (LabWorkload) workload = make (infos[i].id, NULL, seed, 80);

          for (guint k = 0; k < 80; k++)
            {
              g_autoptr (LabTask) task = lab_workload_get_task (workload, k);
              const LabFact *fact = g_ptr_array_index (task->facts, 0);

              check_facts (task);
              g_assert_cmpuint (g_strv_length (fact->distractors), >, 0);
              g_assert_cmpint (task->judge, !=, LAB_JUDGE_NONE);
              g_assert_cmpuint (task->index, ==, k);
            }
        }
    }
}

/* The same bytes on every machine, for ever: a changed hash means changed
 * text, and LAB_GENERATOR_VERSION must be raised with it. */
static void
test_pinned (void)
{
  static const struct
  {
    const char *id;
    const char *hash;
  } rows[] = {
    { "support-chat", "de8f023e04ecf12ce45f63a3d3e00bc3a460771cbfbf88d84b6590d1bab88c76" },
    { "rag-qa", "5c3ca9ce12fcc2065003aa3e8460916c6759a0dd2308972649e99c1caead5730" },
    { "code-review", "2e2b93b93694f62a97fcbf066e71fbd0325d9c11dbade97779267fc9747c5d07" },
    { "summarise", "7bde36458f5a7e5da224b1825a1c4cfe8956845f76b875a30c578585a3744e83" },
    { "classify-extract", "de74ffc11cf63dc0082c2232687daf5b579b807b52e2bc453e43b9af45cb71b1" },
    { "agent-loop", "bfb696caf5a61b489f6c2a77b99e504ce277f8b9b57509df8a04c5365243eb53" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LabWorkload) workload = make (rows[i].id, NULL, 42, 40);
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

      for (guint k = 0; k < 40; k++)
        {
          g_autoptr (LabTask) task = lab_workload_get_task (workload, k);
          g_autoptr (LabRequest) request = lab_task_to_request (task, "mock", "mock-1", NULL);
          g_autofree char *json = lab_request_to_json (request);
          g_autofree char *figures
              = g_strdup_printf ("%s %d %u %" G_GINT64_FORMAT, task->key, task->difficulty,
                                 task->answer_tokens, task->arrival_us);

          g_checksum_update (checksum, (const guchar *) json, -1);
          g_checksum_update (checksum, (const guchar *) figures, -1);
        }
      g_assert_cmpstr (g_checksum_get_string (checksum), ==, rows[i].hash);
    }
}

/* A task depends on its index, not on how many there are or on the order in
 * which they are asked for; another seed is another text. */
static void
test_pure (void)
{
  guint n;
  const LabWorkloadInfo *infos = lab_workload_list_builtin (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LabWorkload) small = make (infos[i].id, NULL, 9, 12);
      g_autoptr (LabWorkload) large = make (infos[i].id, NULL, 9, 100);
      g_autoptr (LabWorkload) other = make (infos[i].id, NULL, 10, 12);
      g_autoptr (LabTask) last = lab_workload_get_task (large, 99);

      g_assert_cmpuint (last->index, ==, 99);
      for (guint k = 12; k-- > 0;)
        {
          g_autoptr (LabTask) a = lab_workload_get_task (small, k);
          g_autoptr (LabTask) b = lab_workload_get_task (large, k);
          g_autoptr (LabTask) c = lab_workload_get_task (other, k);
          g_autofree char *x = received (a);
          g_autofree char *y = received (b);
          g_autofree char *z = received (c);

          g_assert_cmpstr (x, ==, y);
          g_assert_cmpstr (x, !=, z);
          g_assert_cmpstr (a->key, ==, b->key);
          g_assert_cmpstr (a->key, !=, c->key);
          g_assert_cmpint (a->arrival_us, ==, b->arrival_us);
        }
      g_assert_cmpstr (lab_workload_get_content_hash (small), ==,
                       lab_workload_get_content_hash (large));
      g_assert_cmpstr (lab_workload_get_content_hash (small), !=,
                       lab_workload_get_content_hash (other));
    }
}

static void
assert_size (const char *what,
             guint       size,
             guint       wanted)
{
  if (size + 2 < wanted || size > wanted + 2)
    g_error ("%s has %u tokens instead of %u", what, size, wanted);
}

/* Sizes are met within two tokens. */
static void
test_sizes (void)
{
  g_autoptr (LabWorkload) chat
      = make ("support-chat",
              "{\"tools\":600,\"system\":700,\"examples\":1900,\"question\":100,\"clock\":20,"
              "\"answer\":180,\"turns\":1}",
              1006, 60);
  g_autoptr (LabWorkload) summary = make ("summarise", NULL, 3, 20);
  g_autoptr (LabWorkload) rag
      = make ("rag-qa", "{\"input\":2000,\"question\":60,\"system\":200,\"chunk\":150}", 3, 40);
  g_autoptr (LabWorkload) ticket = make ("classify-extract", NULL, 3, 40);

  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (chat, i);

      assert_size ("system", count (task->system), 700);
      assert_size ("examples", count (task->examples), 1900);
      assert_size ("question", count (task->question), 100);
      g_assert_cmpuint (count (task->clock), <=, 24);
      g_assert_cmpuint (task->answer_tokens, ==, 180);
    }
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (rag, i);
      guint sum = count (task->system) + count (task->question);

      assert_size ("rag system", count (task->system), 200);
      assert_size ("rag question", count (task->question), 60);
      for (guint k = 0; k < task->context->len; k++)
        sum += count (g_ptr_array_index (task->context, k));
      g_assert_cmpuint (ABS ((int) sum - 2000), <=, 2 * (int) (task->context->len + 2));
    }
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (summary, i);
      guint size = count (g_ptr_array_index (task->context, 0));

      g_assert_cmpuint (size, >=, 3998);
      g_assert_cmpuint (size, <=, 8002);
      g_assert_cmpuint (task->facts->len, >=, 5);
      g_assert_cmpuint (task->facts->len, <=, 9);
    }
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (ticket, i);

      assert_size ("ticket", count (task->system) + count (task->question), 350);
    }
}

/* However long, and in lines of code too. */
static void
test_large_sizes (void)
{
  g_autoptr (LabWorkload) summary = make ("summarise", "{\"document\":60000}", 3, 2);
  g_autoptr (LabWorkload) code = make ("code-review", "{\"input\":30000,\"rules\":4000}", 3, 4);
  g_autoptr (LabWorkload) loop = make ("agent-loop", NULL, 3, 4);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (summary, i);

      assert_size ("document", count (g_ptr_array_index (task->context, 0)), 60000);
    }
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (code, i);
      guint rest = 30000 - 4000 - count (task->question);

      assert_size ("rules", count (task->system), 4000);
      assert_size ("change", count (g_ptr_array_index (task->context, 0)), rest * 3 / 10);
      assert_size ("file", count (g_ptr_array_index (task->context, 1)), rest * 3 / 10);
      assert_size ("other file", count (g_ptr_array_index (task->context, 2)),
                   rest - rest * 3 / 10 * 2);
    }
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (loop, i);

      assert_size ("agent system", count (task->system), 4000);
    }
}

/* Two figures of a report stand in its last tenth. */
static void
test_places (void)
{
  g_autoptr (LabWorkload) summary = make ("summarise", NULL, 5, 20);
  g_autoptr (LabWorkload) loop = make ("agent-loop", "{\"turns\":24,\"turn\":300}", 5, 480);
  guint early = 0;
  guint late = 0;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (summary, i);
      const char *text = g_ptr_array_index (task->context, 0);
      const char *tenth = text + strlen (text) * 9 / 10;
      guint n = 0;

      for (guint k = 0; k < task->facts->len; k++)
        n += lab_fact_survives (g_ptr_array_index (task->facts, k), tenth) ? 1 : 0;
      g_assert_cmpuint (n, >=, 2);
    }
  for (guint i = 0; i < 480; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (loop, i);
      const LabFact *fact = g_ptr_array_index (task->facts, 0);
      guint turn;

      if (i % 24 < 10)
        continue;
      g_assert_cmpint (sscanf (fact->locus, "history[%u]", &turn), ==, 1);
      turn /= 4;
      early += turn < 4 ? 1 : 0;
      late += turn + 5 >= i % 24 ? 1 : 0;
      g_assert_true (turn < 4 || turn + 5 >= i % 24);
    }
  g_test_message ("asked of the first four turns: %.3f", (double) early / (early + late));
  g_assert_cmpfloat_with_epsilon ((double) early / (early + late), 0.15, 0.05);
}

static void
test_repeats (void)
{
  static const char *const names[] = { "new", "exact", "paraphrase", "near-miss", "cross" };
  static const double shares[] = { 0.43, 0.24, 0.15, 0.10, 0.08 };
  g_autoptr (LabWorkload) workload = make ("support-chat", NULL, 21, 1000);
  guint counts[5] = { 0 };

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (workload, i);
      g_autoptr (LabTask) root = NULL;
      const LabFact *a = g_ptr_array_index (task->facts, 0);
      const LabFact *b;
      guint kind = 0;

      while (strcmp (task->repeat, names[kind]) != 0)
        kind++;
      counts[kind]++;
      g_assert_cmpint (task->repeat_of >= 0, ==, kind > 0);
      if (kind == 0)
        continue;
      g_assert_cmpint (task->repeat_of, <, i);
      root = lab_workload_get_task (workload, (guint) task->repeat_of);
      b = g_ptr_array_index (root->facts, 0);
      g_assert_cmpint (strcmp (task->system, root->system) == 0, ==, kind != 4);
      g_assert_cmpint (strcmp (task->question, root->question) == 0, ==, kind == 1 || kind == 4);
      if (kind != 4)
        g_assert_cmpint (strcmp (a->value, b->value) == 0, ==, kind != 3);
      if (kind == 3)
        g_assert_true (g_strv_contains ((const char *const *) b->distractors, a->value));
      if (kind == 1)
        g_assert_cmpstr (task->draw_key, ==, root->draw_key);
    }
  for (guint kind = 0; kind < 5; kind++)
    {
      g_test_message ("%s: %.3f", names[kind], counts[kind] / 1000.0);
      g_assert_cmpfloat_with_epsilon (counts[kind] / 1000.0, shares[kind], 0.04);
    }
}

/* The same prompt cannot be answered rightly once and wrongly the next time:
 * a cache's hit would seem to change the answers' quality. */
static void
test_same_prompt_same_luck (void)
{
  guint n_infos;
  const LabWorkloadInfo *infos = lab_workload_list_builtin (&n_infos);

  for (guint w = 0; w < n_infos; w++)
    {
      g_autoptr (LabWorkload) workload = lab_workload_new_builtin (infos[w].id, NULL, 1, 200, NULL);
      g_autoptr (GHashTable) seen =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) lab_task_unref);

      for (guint i = 0; i < 200; i++)
        {
          g_autoptr (LabTask) task = lab_workload_get_task (workload, i);
          g_autoptr (LabRequest) request = lab_task_to_request (task, "mock", "mock-1", NULL);
          g_autofree char *hash = lab_request_hash (request);
          const LabTask *before = g_hash_table_lookup (seen, hash);

          if (before != NULL)
            {
              g_assert_cmpstr (before->draw_key, ==, task->draw_key);
              g_assert_cmpint (before->difficulty, ==, task->difficulty);
              continue;
            }
          g_hash_table_insert (seen, g_steal_pointer (&hash), lab_task_ref (task));
        }
    }
}

/* What comes first is the same for all of a product, and a session grows by
 * appending only. */
static void
test_prefixes (void)
{
  g_autoptr (LabWorkload) chat = make ("support-chat", "{\"tenants\":1,\"turns\":4}", 2, 20);
  g_autoptr (LabWorkload) loop = make ("agent-loop", "{\"turns\":6}", 2, 24);
  g_autoptr (LabTask) first = lab_workload_get_task (chat, 0);

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (chat, i);

      g_assert_cmpstr (task->system, ==, first->system);
      g_assert_cmpuint (task->history->len, ==, i % 4 * 2);
    }
  for (guint i = 0; i + 1 < 24; i++)
    {
      g_autoptr (LabTask) a = lab_workload_get_task (loop, i);
      g_autoptr (LabTask) b = lab_workload_get_task (loop, i + 1);

      g_assert_cmpstr (a->system, ==, b->system);
      if (i % 6 == 5)
        {
          g_assert_cmpstr (a->conversation, !=, b->conversation);
          continue;
        }
      g_assert_cmpstr (a->conversation, ==, b->conversation);
      g_assert_cmpint (a->arrival_us, <, b->arrival_us);
      g_assert_cmpuint (b->history->len, ==, a->history->len + 4);
      for (guint k = 0; k < a->history->len; k++)
        {
          LabMessage *x = g_ptr_array_index (a->history, k);
          LabMessage *y = g_ptr_array_index (b->history, k);

          g_assert_cmpstr (((LabPart *) g_ptr_array_index (x->parts, 0))->text, ==,
                           ((LabPart *) g_ptr_array_index (y->parts, 0))->text);
        }
    }
}

/* A tenant's handbook comes first and is the same for all its questions. */
static void
test_handbook (void)
{
  g_autoptr (LabWorkload) workload
      = make ("rag-qa",
              "{\"handbook\":6000,\"tenants\":3,\"question\":100,\"input\":7000,"
              "\"exactPermille\":0}",
              2, 40);
  g_autoptr (GHashTable) books = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (workload, i);
      GString *book = g_string_new (NULL);
      guint size = 0;
      const char *known = g_hash_table_lookup (books, task->tenant);

      for (guint k = 0; size < 5900; k++)
        {
          g_string_append (book, g_ptr_array_index (task->context, k));
          size += count (g_ptr_array_index (task->context, k));
        }
      g_assert_cmpuint (size, <=, 6040);
      check_facts (task);
      if (known != NULL)
        g_assert_cmpstr (known, ==, book->str);
      g_hash_table_replace (books, g_strdup (task->tenant), g_string_free (book, FALSE));
    }
  g_assert_cmpuint (g_hash_table_size (books), ==, 3);
}

/* A request says what the prompt says, and nothing of the task. */
static void
test_nothing_leaks (void)
{
  guint n;
  const LabWorkloadInfo *infos = lab_workload_list_builtin (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LabWorkload) workload = make (infos[i].id, NULL, 4, 10);

      for (guint k = 0; k < 10; k++)
        {
          g_autoptr (LabTask) task = lab_workload_get_task (workload, k);
          g_autoptr (LabRequest) request = lab_task_to_request (task, "mock", "mock-1", NULL);
          g_autofree char *json = lab_request_to_json (request);
          g_autoptr (GError) error = NULL;

          g_assert_null (strstr (json, task->key));
          g_assert_null (strstr (json, "distractor"));
          g_assert_true (lab_request_validate (request, &error));
          g_assert_no_error (error);
        }
    }
}

static void
test_parameters (void)
{
  g_autoptr (LabWorkload) workload = make ("rag-qa", NULL, 4, 1);
  g_autoptr (LabTask) task = lab_workload_get_task (workload, 0);
  g_autoptr (LabRequest) parameters = lab_request_new ("x", "y");
  g_autoptr (LabRequest) request = NULL;

  parameters->max_output_tokens = 300;
  lab_request_set (&parameters->reasoning_effort, "low");
  lab_request_set (&parameters->temperature, "0.2");
  lab_request_set_extra (parameters, "n", "1");
  lab_request_set_metadata (parameters, "secret", "no");
  parameters->has_seed = TRUE;
  parameters->seed = 5;
  request = lab_task_to_request (task, "openai", "gpt-6-luna", parameters);
  g_assert_cmpstr (request->provider, ==, "openai");
  g_assert_cmpstr (request->model, ==, "gpt-6-luna");
  g_assert_cmpint (request->max_output_tokens, ==, 300);
  g_assert_cmpstr (request->reasoning_effort, ==, "low");
  g_assert_cmpstr (request->temperature, ==, "0.2");
  g_assert_cmpint (request->seed, ==, 5);
  g_assert_null (lab_request_get_metadata (request, "secret"));
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *id;
    const char *params;
    guint n;
    LabErrorCode code;
    const char *field;
  } rows[] = {
    { "no-such", "{}", 1, LAB_ERROR_NOT_FOUND, NULL },
    { "rag-qa", "{\"colour\":1}", 1, LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "colour" },
    { "rag-qa", "{\"answer\":-1}", 1, LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "answer" },
    { "rag-qa", "{\"chunk\":5000}", 1, LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "chunk" },
    { "rag-qa", "{\"difficultyMin\":90}", 1, LAB_ERROR_INVALID_EXPERIMENT_CONFIG,
      "difficultyMin" },
    { "rag-qa", "{\"exactPermille\":900,\"nearMissPermille\":200}", 1,
      LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "exactPermille" },
    { "rag-qa", "{}", 200000, LAB_ERROR_INVALID_EXPERIMENT_CONFIG, "n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LabJsonDocument) document
          = lab_json_document_parse (rows[i].params, -1, NULL, 1, NULL);
      g_autoptr (LabWorkloadParams) params
          = lab_workload_params_from_json (lab_json_document_get_root (document), NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (lab_workload_new_builtin (rows[i].id, params, 1, rows[i].n, &error));
      g_assert_error (error, LAB_ERROR, (int) rows[i].code);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD), ==, rows[i].field);
      g_assert_null (lab_workload_new_builtin (rows[i].id, params, 1, rows[i].n, NULL));
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (lab_workload_open ("suport-chat", NULL, 1, 0, NULL, &error));
    g_assert_error (error, LAB_ERROR, LAB_ERROR_NOT_FOUND);
    g_clear_error (&error);
    g_assert_null (lab_workload_open ("/no/such/file.jsonl", NULL, 1, 0, NULL, &error));
    g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
  }
}

static void
test_described (void)
{
  guint n;
  const LabWorkloadInfo *infos = lab_workload_list_builtin (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LabWorkload) workload = lab_workload_open (infos[i].id, NULL, 3, 0, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (lab_workload_is_builtin (workload));
      g_assert_cmpuint (lab_workload_get_seed (workload), ==, 3);
      g_assert_cmpuint (lab_workload_get_n_tasks (workload), ==, LAB_WORKLOAD_PRESET_STANDARD);
      g_assert_cmpuint (lab_workload_get_n_judged (workload), ==, LAB_WORKLOAD_PRESET_STANDARD);
      g_assert_cmpstr (lab_workload_get_id (workload), ==, infos[i].id);
      g_assert_cmpuint (strlen (lab_workload_get_title (workload)), >, 5);
      g_assert_cmpuint (strlen (lab_workload_get_description (workload)), >, 40);
      g_assert_cmpuint (strlen (lab_workload_get_danger (workload)), >, 40);
      g_assert_nonnull (strstr (lab_workload_get_params_json (workload), "\"difficultyMax\":"));
    }
}

/* A year of calls passes in order within a conversation, at the rate asked. */
static void
test_arrivals (void)
{
  static const struct
  {
    const char *law;
    double low;
    double high;
  } rows[] = { { "0", 0.85, 1.15 }, { "1", 0.99, 1.01 }, { "2", -0.01, 0.01 },
               { "3", 0.75, 1.3 },  { "4", 0.6, 1.8 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *json
          = g_strdup_printf ("{\"arrivalLaw\":%s,\"perHour\":60,\"turns\":1}", rows[i].law);
      g_autoptr (LabWorkload) workload = make ("support-chat", json, 8, 1000);
      g_autoptr (LabTask) last = lab_workload_get_task (workload, 999);
      double minutes = (double) last->arrival_us / 60e6;

      g_test_message ("law %s: 1,000 in %.1f minutes", rows[i].law, minutes);
      g_assert_cmpfloat (minutes / 1000, >=, rows[i].low);
      g_assert_cmpfloat (minutes / 1000, <=, rows[i].high);
    }
}

/* Order rows: the side columns are asked for in three tasks of ten, and the
 * same rows in another notation still hold what is asked. */
static void
test_rows (void)
{
  g_autoptr (LabWorkload) workload
      = make ("classify-extract", "{\"rowsMin\":9,\"rowsMax\":13,\"instruction\":120}", 1001, 300);
  guint side = 0;

  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (LabTask) task = lab_workload_get_task (workload, i);
      const LabFact *fact = g_ptr_array_index (task->facts, 0);
      const char *rows = g_ptr_array_index (task->context, 0);

      check_facts (task);
      side += strcmp (fact->id, "amount") != 0 ? 1 : 0;
      g_assert_cmpuint (count (rows), >, 450);
      g_assert_cmpuint (count (rows), <, 900);
    }
  g_assert_cmpfloat_with_epsilon (side / 300.0, 0.3, 0.07);
}

static void
test_fingerprint (void)
{
  g_autofree char *a = lab_task_fingerprint ("How long  do I have?");
  g_autofree char *b = lab_task_fingerprint (" how long do I HAVE?\n");
  g_autofree char *c = lab_task_fingerprint ("How long do we have?");

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (a, !=, c);
  g_assert_cmpuint (strlen (a), ==, 16);
}

static void
test_params (void)
{
  g_autoptr (LabWorkloadParams) params = lab_workload_params_new ();
  g_autoptr (LabWorkloadParams) copy = NULL;
  g_autoptr (LabJsonDocument) document = lab_json_document_parse ("{\"a\":1.5}", -1, "p", 1, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  gint64 value = 7;

  lab_workload_params_set (params, "turns", 3);
  lab_workload_params_set (params, "clock", 20);
  lab_workload_params_set (params, "turns", 1);
  copy = lab_workload_params_copy (params);
  json = lab_workload_params_to_json (copy);
  g_assert_cmpstr (json, ==, "{\"clock\":20,\"turns\":1}");
  g_assert_false (lab_workload_params_get (copy, "x", &value));
  g_assert_cmpint (value, ==, 7);
  g_assert_null (lab_workload_params_from_json (lab_json_document_get_root (document), &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workload/repeats/same-prompt-same-luck", test_same_prompt_same_luck);
  g_test_add_func ("/workload/workloads/facts-and-distractors", test_facts);
  g_test_add_func ("/workload/workloads/pinned", test_pinned);
  g_test_add_func ("/workload/workloads/pure", test_pure);
  g_test_add_func ("/workload/workloads/sizes", test_sizes);
  g_test_add_func ("/workload/workloads/large-sizes", test_large_sizes);
  g_test_add_func ("/workload/workloads/places", test_places);
  g_test_add_func ("/workload/workloads/repeats", test_repeats);
  g_test_add_func ("/workload/workloads/prefixes", test_prefixes);
  g_test_add_func ("/workload/workloads/handbook", test_handbook);
  g_test_add_func ("/workload/workloads/nothing-leaks", test_nothing_leaks);
  g_test_add_func ("/workload/workloads/parameters", test_parameters);
  g_test_add_func ("/workload/workloads/refusals", test_refusals);
  g_test_add_func ("/workload/workloads/described", test_described);
  g_test_add_func ("/workload/workloads/arrivals", test_arrivals);
  g_test_add_func ("/workload/workloads/rows", test_rows);
  g_test_add_func ("/workload/workloads/fingerprint", test_fingerprint);
  g_test_add_func ("/workload/workloads/params", test_params);
  return g_test_run ();
}
