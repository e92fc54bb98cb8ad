/* lab-task-reader.h: the user's own prompts from files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-task.h"

G_BEGIN_DECLS

/**
 * LabTaskFormat:
 * @LAB_TASK_FORMAT_AUTO: by the file's ending (.jsonl .ndjson, .csv, .tsv,
 *   else text) and, for JSON Lines, by the first record's members
 * @LAB_TASK_FORMAT_JSONL: the lab's own, one object a line (below)
 * @LAB_TASK_FORMAT_BATCH: OpenAI's batch input: custom_id, method, url, body
 * @LAB_TASK_FORMAT_TEXT: a prompt a line; where the file holds a line of
 *   three or more hyphens within its first 64 KiB, such lines part the
 *   prompts instead and a prompt may have many lines
 * @LAB_TASK_FORMAT_CSV: RFC 4180 with a header row; the column `question`
 *   (or `prompt`) is needed
 * @LAB_TASK_FORMAT_TSV: the same with tabs
 *
 * The own format's members, all but `question` optional:
 *
 *   id             text, unique in the file
 *   system         text
 *   examples       text
 *   context        array of texts
 *   history        array of {"role":"user|assistant","content":text}
 *   question       text; "prompt" and "text" are other names for it
 *   skill          lookup, rag, code, summary, class, agent
 *   difficulty     0 … 100 (default 50)
 *   answer_tokens  1 … 100,000 (default 120)
 *   interactive    true or false
 *   tenant, conversation
 *   arrival_s      seconds after the beginning, at most 6 decimals
 *   facts          array of {"id","value","forms":[…],"weight":1,
 *                  "distractors":[…]}
 *   judge          {"type":"exact","value":text}
 *                  {"type":"contains","value":text}
 *                  {"type":"regex","pattern":text}
 *                  {"type":"json","fields":{name:value,…}}
 *                  {"type":"number","value":42.5,"tolerance":0.5}
 *                  {"type":"label","value":text,"labels":[…]}
 *                  {"type":"fact"} and {"type":"coverage"} (with facts)
 *                  {"type":"none"}
 *
 * Example: {"question":"What is 6 × 7?","judge":{"type":"number","value":42}}
 *
 * CSV columns: id, system, question or prompt, context, skill, difficulty,
 * answer_tokens, conversation, tenant, expected, judge (exact, contains,
 * regex, number, json; default exact where expected is given), tolerance.
 * Other names are refused.
 */
typedef enum
{
  LAB_TASK_FORMAT_AUTO,
  LAB_TASK_FORMAT_JSONL,
  LAB_TASK_FORMAT_BATCH,
  LAB_TASK_FORMAT_TEXT,
  LAB_TASK_FORMAT_CSV,
  LAB_TASK_FORMAT_TSV,
} LabTaskFormat;

/* Limits: a record, and what a whole workload may hold in memory. */
#define LAB_TASK_READER_MAX_RECORD (4 * 1024 * 1024)
#define LAB_TASK_READER_MAX_BYTES (256 * 1024 * 1024)

/**
 * LabTaskReader:
 *
 * Reads one record at a time; memory does not grow with the file.
 */
typedef struct _LabTaskReader LabTaskReader;

/* Fails with INVALID_INPUT where the file cannot be read. */
LabTaskReader *lab_task_reader_open (const char     *path,
                                     LabTaskFormat   format,
                                     GCancellable   *cancellable,
                                     GError        **error);
/* @source: the name in messages */
LabTaskReader *lab_task_reader_new (GInputStream   *stream,
                                    const char     *source,
                                    LabTaskFormat   format,
                                    GCancellable   *cancellable,
                                    GError        **error);
void lab_task_reader_free (LabTaskReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabTaskReader, lab_task_reader_free)

/* What AUTO turned out to be. */
LabTaskFormat lab_task_reader_get_format (LabTaskReader *self);
/**
 * lab_task_reader_next:
 *
 * The next task; NULL without an error at the end. Errors name file, line
 * and field in the message and in the error's context: INVALID_INPUT, and
 * for a batch file whose records do not belong together (a custom_id twice,
 * mixed endpoints or models) BATCH_PROCESSING. (transfer full)
 */
LabTask *lab_task_reader_next (LabTaskReader *self,
                               GCancellable  *cancellable,
                               GError       **error);

/**
 * lab_task_reader_read_all:
 * @max_tasks: stop after so many; 0 reads to the end
 *
 * Fails with INVALID_INPUT where there is no task, and with
 * RESOURCE_LIMIT_EXCEEDED where the tasks outgrow LAB_TASK_READER_MAX_BYTES
 * or LAB_WORKLOAD_MAX_TASKS. (element-type LabTask) (transfer full)
 */
GPtrArray *lab_task_reader_read_all (LabTaskReader *self,
                                     guint          max_tasks,
                                     GCancellable  *cancellable,
                                     GError       **error);

G_END_DECLS
