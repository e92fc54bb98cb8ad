/* The readers of the user's own prompts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "lab-error.h"
#include "lab-judge.h"
#include "lab-task-reader.h"
#include "lab-workload.h"

static GPtrArray *
read_bytes (const char    *bytes,
            gssize         length,
            LabTaskFormat  format,
            GError       **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (
      bytes, length < 0 ? (gssize) strlen (bytes) : length, NULL);
  g_autoptr (LabTaskReader) reader
      = lab_task_reader_new (stream, "own.file", format, NULL, error);

  return reader != NULL ? lab_task_reader_read_all (reader, 0, NULL, error) : NULL;
}

typedef struct
{
  LabTaskFormat format;
  const char *text;
  gssize length;
  LabErrorCode code;
  const char *line;
  const char *field;
} ErrorRow;

#define OWN LAB_TASK_FORMAT_JSONL
#define BATCH LAB_TASK_FORMAT_BATCH
#define CSV LAB_TASK_FORMAT_CSV
#define TEXT LAB_TASK_FORMAT_TEXT
#define BODY(model)                                                                                \
  "\"body\":{\"model\":\"" model "\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}"
#define RECORD(id, url, model)                                                                     \
  "{\"custom_id\":\"" id "\",\"method\":\"POST\",\"url\":\"" url "\"," BODY (model) "}\n"
#define CHAT "/v1/chat/completions"

static const ErrorRow error_rows[] = {
  { OWN, "{\"question\":\"a\"}\n{\"question\":\n", -1, LAB_ERROR_INVALID_INPUT, "2", NULL },
  { OWN, "{\"question\":\"a\"}\n\n{\"qestion\":\"a\"}\n", -1, LAB_ERROR_INVALID_INPUT, "3",
    "qestion" },
  { OWN, "{\"system\":\"a\"}\n", -1, LAB_ERROR_INVALID_INPUT, "1", "question" },
  { OWN, "{\"prompt\":\"a\",\"text\":\"b\"}\n", -1, LAB_ERROR_INVALID_INPUT, "1", "text" },
  { OWN, "{\"prompt\":7}\n", -1, LAB_ERROR_INVALID_INPUT, "1", "prompt" },
  { OWN, "{\"question\":7}\n", -1, LAB_ERROR_INVALID_INPUT, "1", "question" },
  { OWN, "{\"question\":\" \"}\n", -1, LAB_ERROR_INVALID_INPUT, "1", "question" },
  { OWN, "[1]\n", -1, LAB_ERROR_INVALID_INPUT, "1", NULL },
  { OWN, "{\"question\":\"a\",\"question\":\"b\"}", -1, LAB_ERROR_INVALID_INPUT, "1", NULL },
  { OWN, "{\"question\":\"a\",\"difficulty\":101}", -1, LAB_ERROR_INVALID_INPUT, "1",
    "difficulty" },
  { OWN, "{\"question\":\"a\",\"answer_tokens\":0}", -1, LAB_ERROR_INVALID_INPUT, "1",
    "answer_tokens" },
  { OWN, "{\"question\":\"a\",\"interactive\":1}", -1, LAB_ERROR_INVALID_INPUT, "1",
    "interactive" },
  { OWN, "{\"question\":\"a\",\"arrival_s\":-1}", -1, LAB_ERROR_INVALID_INPUT, "1",
    "arrival_s" },
  { OWN, "{\"question\":\"a\",\"skill\":\"magic\"}", -1, LAB_ERROR_INVALID_INPUT, "1", "skill" },
  { OWN, "{\"question\":\"a\",\"system\":1}", -1, LAB_ERROR_INVALID_INPUT, "1", "system" },
  { OWN, "{\"question\":\"a\",\"context\":\"x\"}", -1, LAB_ERROR_INVALID_INPUT, "1", "context" },
  { OWN, "{\"question\":\"a\",\"context\":[1]}", -1, LAB_ERROR_INVALID_INPUT, "1", "context" },
  { OWN, "{\"question\":\"a\",\"history\":[{\"role\":\"tool\",\"content\":\"x\"}]}", -1,
    LAB_ERROR_INVALID_INPUT, "1", "history" },
  { OWN, "{\"question\":\"a\",\"history\":7}", -1, LAB_ERROR_INVALID_INPUT, "1", "history" },
  { OWN, "{\"question\":\"a\",\"facts\":{}}", -1, LAB_ERROR_INVALID_INPUT, "1", "facts" },
  { OWN, "{\"question\":\"a\",\"facts\":[{\"id\":\"x\"}]}", -1, LAB_ERROR_INVALID_INPUT, "1",
    "facts" },
  { OWN, "{\"question\":\"a\",\"facts\":[{\"id\":\"x\",\"value\":\"\"}]}", -1,
    LAB_ERROR_INVALID_INPUT, "1", "facts" },
  { OWN,
    "{\"question\":\"a\",\"facts\":[{\"id\":\"x\",\"value\":\"1\"},"
    "{\"id\":\"x\",\"value\":\"2\"}]}",
    -1, LAB_ERROR_INVALID_INPUT, "1", "facts" },
  { OWN, "{\"id\":\"a\",\"question\":\"a\"}\n{\"id\":\"a\",\"question\":\"b\"}\n", -1,
    LAB_ERROR_INVALID_INPUT, "2", "id" },
  { OWN, "{\"id\":\"\",\"question\":\"a\"}", -1, LAB_ERROR_INVALID_INPUT, "1", "id" },
  { OWN, "{\"question\":\"a\",\"judge\":{\"type\":\"fancy\"}}", -1, LAB_ERROR_INVALID_INPUT, "1",
    "judge" },
  { OWN, "{\"question\":\"a\",\"judge\":{}}", -1, LAB_ERROR_INVALID_INPUT, "1", "judge" },
  { OWN, "{\"question\":\"a\",\"judge\":{\"type\":\"exact\"}}", -1, LAB_ERROR_INVALID_INPUT, "1",
    "judge" },
  { OWN, "{\"question\":\"a\",\"judge\":{\"type\":\"fact\"}}", -1, LAB_ERROR_INVALID_INPUT, "1",
    "facts" },
  { OWN, "{\"question\":\"a\",\"judge\":{\"type\":\"regex\",\"pattern\":\"(\"}}", -1,
    LAB_ERROR_INVALID_INPUT, "1", "judge" },
  { OWN, "{\"question\":\"a\",\"judge\":{\"type\":\"number\",\"value\":\"x\"}}", -1,
    LAB_ERROR_INVALID_INPUT, "1", "judge" },
  { OWN, "{\"question\":\"a\",\"judge\":{\"type\":\"number\",\"value\":1,\"tolerance\":-1}}", -1,
    LAB_ERROR_INVALID_INPUT, "1", "tolerance" },
  { OWN, "{\"question\":\"a\",\"judge\":{\"type\":\"json\",\"fields\":{}}}", -1,
    LAB_ERROR_INVALID_INPUT, "1", "judge" },
  { OWN, "{\"question\":\"\xff\"}\n", -1, LAB_ERROR_INVALID_INPUT, "1", NULL },
  { OWN, "\n \n", -1, LAB_ERROR_INVALID_INPUT, "3", NULL },
  { BATCH, RECORD ("a", CHAT, "m") RECORD ("a", CHAT, "m"), -1, LAB_ERROR_BATCH_PROCESSING, "2",
    "custom_id" },
  { BATCH, RECORD ("a", CHAT, "m") RECORD ("b", CHAT, "n"), -1, LAB_ERROR_BATCH_PROCESSING, "2",
    "model" },
  { BATCH, RECORD ("a", CHAT, "m") RECORD ("b", "/v1/embeddings", "m"), -1,
    LAB_ERROR_BATCH_PROCESSING, "2", "url" },
  { BATCH, RECORD ("a", "/v1/embeddings", "m"), -1, LAB_ERROR_INVALID_INPUT, "1", "url" },
  { BATCH, "{\"custom_id\":\"a\",\"method\":\"GET\",\"url\":\"" CHAT "\"," BODY ("m") "}", -1,
    LAB_ERROR_INVALID_INPUT, "1", "method" },
  { BATCH, "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"" CHAT "\"}", -1,
    LAB_ERROR_INVALID_INPUT, "1", "body" },
  { BATCH,
    "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"" CHAT "\",\"body\":{\"messages\":[]}}",
    -1, LAB_ERROR_INVALID_INPUT, "1", "model" },
  { BATCH,
    "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"" CHAT
    "\",\"body\":{\"model\":\"m\",\"messages\":[]}}",
    -1, LAB_ERROR_INVALID_INPUT, "1", "messages" },
  { BATCH,
    "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"" CHAT
    "\",\"body\":{\"model\":\"m\",\"temperature\":\"hot\",\"messages\":[{\"role\":\"user\","
    "\"content\":\"q\"}]}}",
    -1, LAB_ERROR_INVALID_INPUT, "1", "temperature" },
  { BATCH,
    "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"" CHAT
    "\",\"body\":{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
    "\"image_url\"}]}]}}",
    -1, LAB_ERROR_INVALID_INPUT, "1", "messages" },
  { CSV, "question,expected\na,b,c\n", -1, LAB_ERROR_INVALID_INPUT, "2", NULL },
  { CSV, "question\n\"open\n", -1, LAB_ERROR_INVALID_INPUT, "2", NULL },
  { CSV, "question\n\"a\"b\n", -1, LAB_ERROR_INVALID_INPUT, "2", NULL },
  { CSV, "expected\na\n", -1, LAB_ERROR_INVALID_INPUT, "1", "question" },
  { CSV, "question,prompt\na,b\n", -1, LAB_ERROR_INVALID_INPUT, "1", "question" },
  { CSV, "question,colour\na,b\n", -1, LAB_ERROR_INVALID_INPUT, "1", "colour" },
  { CSV, "question,question\na,b\n", -1, LAB_ERROR_INVALID_INPUT, "1", "question" },
  { CSV, "question,difficulty\na,x\n", -1, LAB_ERROR_INVALID_INPUT, "2", "difficulty" },
  { CSV, "question,answer_tokens\na,-1\n", -1, LAB_ERROR_INVALID_INPUT, "2", "answer_tokens" },
  { CSV, "question,skill\na,x\n", -1, LAB_ERROR_INVALID_INPUT, "2", "skill" },
  { CSV, "question,judge\na,fact\n", -1, LAB_ERROR_INVALID_INPUT, "2", "judge" },
  { CSV, "question,judge\na,exact\n", -1, LAB_ERROR_INVALID_INPUT, "2", "judge" },
  { CSV, "question,judge,expected\na,json,[1]\n", -1, LAB_ERROR_INVALID_INPUT, "2", "expected" },
  { CSV, "question,judge,expected\na,json,{\n", -1, LAB_ERROR_INVALID_INPUT, NULL, NULL },
  { CSV, "question,judge,expected,tolerance\na,number,1,x\n", -1, LAB_ERROR_INVALID_INPUT, "2",
    "tolerance" },
  { CSV, "id,question\na,x\na,y\n", -1, LAB_ERROR_INVALID_INPUT, "3", "id" },
  { CSV, "id,question\n\n\na,\n", -1, LAB_ERROR_INVALID_INPUT, "4", "question" },
  { CSV, "question\n\"a\nb\"\n\xff\n", -1, LAB_ERROR_INVALID_INPUT, "4", NULL },
  { CSV, "", 0, LAB_ERROR_INVALID_INPUT, "1", "question" },
  { CSV, "question\n", -1, LAB_ERROR_INVALID_INPUT, "2", NULL },
  { TEXT, "good\nb\xffz\n", -1, LAB_ERROR_INVALID_INPUT, "2", NULL },
  { TEXT, "good\nb\0d\n", 9, LAB_ERROR_INVALID_INPUT, "2", NULL },
  { TEXT, "", 0, LAB_ERROR_INVALID_INPUT, NULL, NULL },
};

static gboolean
is_as_expected (const ErrorRow *row,
                const GError   *error)
{
  return error != NULL && error->domain == LAB_ERROR && error->code == (int) row->code
         && (row->line == NULL
             || g_strcmp0 (lab_error_get_context (error, LAB_ERROR_CONTEXT_LINE), row->line) == 0)
         && g_strcmp0 (lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD), row->field) == 0;
}

static void
test_errors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (error_rows); i++)
    {
      const ErrorRow *row = &error_rows[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) tasks = read_bytes (row->text, row->length, row->format, &error);

      if (tasks != NULL || !is_as_expected (row, error))
        g_error ("row %zu (%s): %s; line %s, field %s", i, row->text,
                 error != NULL ? error->message : "no error",
                 error != NULL ? lab_error_get_context (error, LAB_ERROR_CONTEXT_LINE) : "",
                 error != NULL ? lab_error_get_context (error, LAB_ERROR_CONTEXT_FIELD) : "");
      g_assert_nonnull (strstr (error->message, "own.file"));
      /* Without a place for the error nothing else happens. */
      g_assert_null (read_bytes (row->text, row->length, row->format, NULL));
    }
}

static void
test_own (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tasks = read_bytes (
      "{\"id\":\"one\",\"system\":\"s\",\"examples\":\"e\",\"context\":[\"c1\",\"c2\"],"
      "\"history\":[{\"role\":\"user\",\"content\":\"h\"},"
      "{\"role\":\"assistant\",\"content\":\"i\"}],"
      "\"question\":\"q\",\"skill\":\"rag\",\"difficulty\":30,\"answer_tokens\":10,"
      "\"interactive\":true,\"tenant\":\"t\",\"conversation\":\"c\",\"arrival_s\":1.5,"
      "\"facts\":[{\"id\":\"f\",\"value\":\"30 days\",\"forms\":[\"30-day\"],\"weight\":2,"
      "\"distractors\":[\"14 days\"]}]}\r\n"
      "\n{\"question\":\"What is 6 × 7?\",\"judge\":{\"type\":\"number\",\"value\":42}}",
      -1, OWN, &error);
  const LabTask *task;
  const LabFact *fact;
  g_autoptr (LabRequest) request = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (tasks->len, ==, 2);
  task = g_ptr_array_index (tasks, 0);
  g_assert_cmpstr (task->key, ==, "own/one");
  g_assert_cmpint (task->skill, ==, LAB_SKILL_RAG);
  g_assert_cmpint (task->difficulty, ==, 30000);
  g_assert_cmpuint (task->answer_tokens, ==, 10);
  g_assert_true (task->interactive);
  g_assert_cmpint (task->arrival_us, ==, 1500000);
  g_assert_cmpint (task->judge, ==, LAB_JUDGE_FACT);
  fact = g_ptr_array_index (task->facts, 0);
  g_assert_cmpstr (fact->forms[1], ==, "30-day");
  g_assert_cmpuint (fact->weight, ==, 2);
  request = lab_task_to_request (task, "mock", "m", NULL);
  g_assert_cmpuint (request->messages->len, ==, 6);
  g_assert_cmpstr (((LabMessage *) g_ptr_array_index (request->messages, 2))->region, ==,
                   "context");
  task = g_ptr_array_index (tasks, 1);
  g_assert_cmpstr (task->expected, ==, "42");
  g_assert_true (g_str_has_prefix (task->key, "own/1/"));
  g_assert_cmpstr (task->conversation, ==, "c1");
}

static void
test_batch (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (
      "\xEF\xBB\xBF{\"custom_id\":\"case-1\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\","
      "\"body\":{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"system\","
      "\"content\":\"You label.\"},"
      "{\"role\":\"developer\",\"content\":\"One word.\"},{\"role\":\"user\",\"content\":\"Hi\"},"
      "{\"role\":\"assistant\",\"content\":\"Yes?\"},"
      "{\"role\":\"user\",\"content\":[{\"type\":\"text\","
      "\"text\":\"The total\"},{\"type\":\"text\",\"text\":\"is wrong.\"}]}],"
      "\"max_completion_tokens\":64,\"temperature\":0.20,\"top_p\":1,\"stop\":[\"\\n\\n\"],\"n\":1,"
      "\"seed\":7,\"reasoning_effort\":\"low\",\"stream\":false}}\n",
      -1, NULL);
  g_autoptr (LabTaskReader) reader = NULL;
  g_autoptr (LabTask) task = NULL;
  g_autoptr (LabRequest) request = NULL;

  reader = lab_task_reader_new (stream, "batch.jsonl", LAB_TASK_FORMAT_AUTO, NULL, &error);
  g_assert_no_error (error);
  task = lab_task_reader_next (reader, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lab_task_reader_get_format (reader), ==, LAB_TASK_FORMAT_BATCH);
  g_assert_cmpstr (task->key, ==, "own/case-1");
  g_assert_cmpstr (task->system, ==, "You label.\n\nOne word.");
  g_assert_cmpuint (task->history->len, ==, 2);
  g_assert_cmpstr (task->question, ==, "The total\nis wrong.");
  g_assert_cmpint (task->judge, ==, LAB_JUDGE_NONE);
  request = lab_task_to_request (task, "openai", "gpt-4o-mini", NULL);
  g_assert_cmpint (request->max_output_tokens, ==, 64);
  g_assert_cmpstr (request->temperature, ==, "0.20");
  g_assert_cmpstr (request->top_p, ==, "1");
  g_assert_cmpstr (request->stop[0], ==, "\n\n");
  g_assert_cmpint (request->seed, ==, 7);
  g_assert_cmpstr (request->reasoning_effort, ==, "low");
  g_assert_cmpstr (g_tree_lookup (request->extra, "n"), ==, "1");
  g_assert_null (lab_task_reader_next (reader, NULL, &error));
  g_assert_no_error (error);
}

static void
test_csv (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tasks = read_bytes (
      "\xEF\xBB\xBFid, prompt ,expected,judge,tolerance,system,context,skill,difficulty,"
      "answer_tokens,tenant,conversation\r\n"
      "1,\"a, \"\"b\"\"\r\nc\",Paris,,,s,x,code,70,9,t,k\r\n"
      "\r\n"
      "2,q,42,number,0.5,,,,,,,\n"
      "3,\"\"\"quoted\"\"\",{},json,,,,,,,,\n"
      "4,last,\"{\"\"a\"\":1}\",json,,,,,,,,",
      -1, CSV, &error);
  const LabTask *task;

  g_assert_no_error (error);
  g_assert_cmpuint (tasks->len, ==, 4);
  task = g_ptr_array_index (tasks, 0);
  g_assert_cmpstr (task->question, ==, "a, \"b\"\r\nc");
  g_assert_cmpint (task->judge, ==, LAB_JUDGE_EXACT);
  g_assert_cmpint (task->difficulty, ==, 70000);
  g_assert_cmpint (task->skill, ==, LAB_SKILL_CODE);
  g_assert_cmpuint (task->answer_tokens, ==, 9);
  g_assert_cmpstr (task->conversation, ==, "k");
  task = g_ptr_array_index (tasks, 1);
  g_assert_cmpint (task->judge, ==, LAB_JUDGE_NUMBER);
  g_assert_cmpstr (task->tolerance, ==, "0.5");
  g_assert_null (task->system);
  task = g_ptr_array_index (tasks, 2);
  g_assert_cmpstr (task->question, ==, "\"quoted\"");
  task = g_ptr_array_index (tasks, 3);
  g_assert_cmpstr (task->expected, ==, "{\"a\":1}");
}

static void
test_tsv (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tasks
      = read_bytes ("question\texpected\na, b\tc\n", -1, LAB_TASK_FORMAT_TSV, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (((LabTask *) g_ptr_array_index (tasks, 0))->question, ==, "a, b");
}

static void
test_text (void)
{
  static const struct
  {
    const char *text;
    guint n;
    const char *first;
    const char *last;
  } rows[] = { { "one\ntwo\n\n three \r\n", 3, "one", "three" },
               { "one", 1, "one", "one" },
               { "one\ntwo\n---\nthree\n", 2, "one\ntwo", "three" },
               { "-----\n\none\n\ntwo\n--- \r\n---\nthree\n---\n", 2, "one\n\ntwo", "three" },
               { "a --- b\n--\nc\n", 3, "a --- b", "c" } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) tasks = read_bytes (rows[i].text, -1, TEXT, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (tasks->len, ==, rows[i].n);
      g_assert_cmpstr (((LabTask *) g_ptr_array_index (tasks, 0))->question, ==, rows[i].first);
      g_assert_cmpstr (((LabTask *) g_ptr_array_index (tasks, tasks->len - 1))->question, ==,
                       rows[i].last);
    }
}

/* A stream that never ends: what is asked for comes, and a record without an
 * end is refused, in little memory. */
#define TEST_TYPE_ENDLESS (test_endless_get_type ())
G_DECLARE_FINAL_TYPE (TestEndless, test_endless, TEST, ENDLESS, GInputStream)
struct _TestEndless
{
  GInputStream parent_instance;
  const char *pattern;
  gsize position;
  gsize served;
};
G_DEFINE_FINAL_TYPE (TestEndless, test_endless, G_TYPE_INPUT_STREAM)

static gssize
test_endless_read (GInputStream  *stream,
                   void          *buffer,
                   gsize          count,
                   GCancellable  *cancellable,
                   GError       **error)
{
  TestEndless *self = TEST_ENDLESS (stream);
  gsize length = strlen (self->pattern);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  for (gsize i = 0; i < count; i++)
    ((char *) buffer)[i] = self->pattern[self->position++ % length];
  self->served += count;
  return (gssize) count;
}

static void
test_endless_class_init (TestEndlessClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = test_endless_read;
}

static void
test_endless_init (TestEndless *self)
{
}

static void
test_long (void)
{
  static const LabTaskFormat formats[] = { OWN, TEXT, CSV };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (TestEndless) stream = g_object_new (TEST_TYPE_ENDLESS, NULL);
      g_autoptr (LabTaskReader) reader = NULL;
      g_autoptr (GError) error = NULL;

      stream->pattern = "x";
      reader
          = lab_task_reader_new (G_INPUT_STREAM (stream), "big", formats[i], NULL, &error);
      if (reader != NULL)
        g_assert_null (lab_task_reader_next (reader, NULL, &error));
      g_assert_error (error, LAB_ERROR, LAB_ERROR_INVALID_INPUT);
      g_assert_cmpstr (lab_error_get_context (error, LAB_ERROR_CONTEXT_LINE), ==, "1");
      g_assert_cmpuint (stream->served, <=, LAB_TASK_READER_MAX_RECORD + 256 * 1024);
    }
}

static void
test_first_tasks (void)
{
  g_autoptr (TestEndless) stream = g_object_new (TEST_TYPE_ENDLESS, NULL);
  g_autoptr (LabTaskReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tasks = NULL;

  stream->pattern = "a prompt\n";
  reader = lab_task_reader_new (G_INPUT_STREAM (stream), "big", TEXT, NULL, &error);
  tasks = lab_task_reader_read_all (reader, 200, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tasks->len, ==, 200);
  g_assert_cmpuint (stream->served, <=, 128 * 1024);
  g_clear_pointer (&tasks, g_ptr_array_unref);

  tasks = lab_task_reader_read_all (reader, 0, NULL, &error);
  g_assert_null (tasks);
  g_assert_error (error, LAB_ERROR, LAB_ERROR_RESOURCE_LIMIT_EXCEEDED);
}

static void
test_cancelled (void)
{
  g_autoptr (TestEndless) stream = g_object_new (TEST_TYPE_ENDLESS, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (LabTaskReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  stream->pattern = "{\"question\":\"a\"}\n";
  reader = lab_task_reader_new (G_INPUT_STREAM (stream), "big", OWN, cancellable, &error);
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_null (lab_task_reader_read_all (reader, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A file's workload: known by its content. */
static void
test_files (void)
{
  static const struct
  {
    const char *name;
    const char *text;
    LabJudgeKind judge;
  } rows[] = { { "own.jsonl", "{\"question\":\"a\"}\n", LAB_JUDGE_NONE },
               { "own.CSV", "question,expected\na,b\n", LAB_JUDGE_EXACT },
               { "own.tsv", "question\texpected\na\tc\n", LAB_JUDGE_EXACT },
               { "own.txt", "a\n", LAB_JUDGE_NONE } };
  g_autofree char *folder = g_dir_make_tmp ("costlab-XXXXXX", NULL);
  g_autofree char *hash = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_build_filename (folder, rows[i].name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (GError) error = NULL;
      g_autoptr (LabWorkload) workload = NULL;
      g_autoptr (LabTask) task = NULL;

      g_file_set_contents (path, rows[i].text, -1, &error);
      g_assert_no_error (error);
      workload = lab_workload_open (path, NULL, 0, 10, NULL, &error);
      g_assert_no_error (error);
      task = lab_workload_get_task (workload, 0);
      g_assert_cmpstr (task->question, ==, "a");
      g_assert_cmpint (task->judge, ==, rows[i].judge);
      g_assert_cmpstr (lab_workload_get_title (workload), ==, rows[i].name);
      g_assert_false (lab_workload_is_builtin (workload));
      g_assert_cmpuint (lab_workload_get_n_judged (workload), ==,
                        rows[i].judge == LAB_JUDGE_NONE ? 0 : 1);
      g_assert_cmpuint (lab_workload_get_seed (workload), ==, 0);
      g_assert_nonnull (lab_workload_get_description (workload));
      g_assert_nonnull (lab_workload_get_danger (workload));
      g_assert_cmpstr (lab_workload_get_params_json (workload), ==, "{}");
      g_assert_cmpstr (lab_workload_get_content_hash (workload), !=, hash);
      g_free (hash);
      hash = g_strdup (lab_workload_get_content_hash (workload));
      g_file_delete (file, NULL, NULL);
    }
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workload/task-reader/errors-name-line-and-field", test_errors);
  g_test_add_func ("/workload/task-reader/own", test_own);
  g_test_add_func ("/workload/task-reader/batch", test_batch);
  g_test_add_func ("/workload/task-reader/csv", test_csv);
  g_test_add_func ("/workload/task-reader/tsv", test_tsv);
  g_test_add_func ("/workload/task-reader/text", test_text);
  g_test_add_func ("/workload/task-reader/huge-record", test_long);
  g_test_add_func ("/workload/task-reader/first-tasks-of-a-huge-file", test_first_tasks);
  g_test_add_func ("/workload/task-reader/cancelled", test_cancelled);
  g_test_add_func ("/workload/task-reader/files", test_files);
  return g_test_run ();
}
