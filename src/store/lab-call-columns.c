/* lab-call-columns.c: a call record as columns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-call-columns-private.h"

#define FIELD(field, Type) LAB_FIELD (LabCallRecord, field, Type)
#define NAMED(field, name, Type) LAB_COLUMN (LabCallRecord, field, name, Type)

/* The cost stands last: it is NULL where the state says so. */
static const LabColumn columns[] = {
  FIELD (id, TEXT),
  FIELD (profile_id, TEXT),
  FIELD (experiment_id, TEXT),
  FIELD (session_id, TEXT),
  FIELD (run_id, TEXT),
  FIELD (operation_id, TEXT),
  FIELD (attempt, INT),
  FIELD (final, BOOLEAN),
  LAB_FIELD_ENUM (LabCallRecord, purpose, lab_purpose),
  LAB_FIELD_ENUM (LabCallRecord, origin, lab_origin),
  LAB_FIELD_ENUM (LabCallRecord, status, lab_call_status),
  FIELD (provider, TEXT),
  FIELD (model, TEXT),
  FIELD (model_served, TEXT),
  FIELD (service_tier, TEXT),
  FIELD (batch, BOOLEAN),
  LAB_FIELD_ENUM (LabCallRecord, finish, lab_finish),
  NAMED (usage.buckets[LAB_BUCKET_U], "u", INT64),
  NAMED (usage.buckets[LAB_BUCKET_R], "r", INT64),
  NAMED (usage.buckets[LAB_BUCKET_W], "w", INT64),
  NAMED (usage.buckets[LAB_BUCKET_WL], "wl", INT64),
  NAMED (usage.buckets[LAB_BUCKET_O], "output_tokens", INT64),
  NAMED (usage.reasoning, "reasoning_tokens", OPTIONAL_INT64),
  NAMED (usage.system, "system_tokens", OPTIONAL_INT64),
  NAMED (usage.tool, "tool_tokens", OPTIONAL_INT64),
  NAMED (usage.web_searches, "web_searches", INT64),
  NAMED (usage.flags, "usage_flags", INT),
  LAB_FIELD_ENUM (LabCallRecord, cost_state, lab_cost_state),
  FIELD (cost_basis, TEXT),
  FIELD (price_row, TEXT),
  FIELD (context_tier, INT64),
  NAMED (latency_us, "latency", OPTIONAL_INT64),
  NAMED (ttft_us, "ttft", OPTIONAL_INT64),
  FIELD (timestamp, INT64),
  FIELD (request_hash, TEXT),
  FIELD (strategies, TEXT),
  FIELD (tags, TEXT),
  FIELD (error_code, TEXT),
  FIELD (error_message, TEXT),
  FIELD (task_key, TEXT),
  FIELD (replicate, INT),
  FIELD (score, OPTIONAL_INT),
  FIELD (cost, INT64),
};

static const LabTable calls = LAB_TABLE ("api_calls", LabCallRecord, columns);

/* seq, the columns, then raw usage, prompt and answer. */
char *
lab_call_columns_select (gboolean with_content)
{
  GString *sql = g_string_new ("SELECT c.seq");

  for (guint i = 0; i < calls.n_columns; i++)
    g_string_append_printf (sql, ", c.%s", columns[i].name);
  g_string_append (sql, with_content
                            ? ", r.raw_usage, x.prompt, x.answer FROM api_calls c"
                              " LEFT JOIN call_raw r ON r.call_seq = c.seq"
                              " LEFT JOIN call_content x ON x.call_seq = c.seq"
                            : " FROM api_calls c");
  return g_string_free (sql, FALSE);
}

LabCallRow *
lab_call_columns_read (LabQuery  *query,
                       gboolean   with_content,
                       GError   **error)
{
  g_autoptr (LabCallRow) row = g_new0 (LabCallRow, 1);
  int next = 1 + (int) calls.n_columns;

  row->seq = lab_query_get_int (query, 0);
  /* Zeroed and not made with an id: every field is read. */
  row->record = g_new0 (LabCallRecord, 1);
  if (!lab_table_read_into (query, &calls, 1, row->record, error))
    return NULL;

  if (with_content)
    {
      row->record->raw_usage = g_strdup (lab_query_get_text (query, next));
      row->record->prompt = g_strdup (lab_query_get_text (query, next + 1));
      row->record->answer = g_strdup (lab_query_get_text (query, next + 2));
    }
  return g_steal_pointer (&row);
}

static gboolean
insert_text (LabStoreTxn          *txn,
             const LabCallRecord  *record,
             gint64                seq,
             GError              **error)
{
  g_autoptr (LabQuery) raw = NULL;
  g_autoptr (LabQuery) content = NULL;

  if (record->raw_usage != NULL)
    {
      raw = lab_txn_query (
          txn, "INSERT INTO call_raw (call_seq, profile_id, raw_usage) VALUES (?, ?, ?)", error);
      if (raw == NULL)
        return FALSE;
      lab_query_bind_int (raw, seq);
      lab_query_bind_text (raw, record->profile_id);
      lab_query_bind_text (raw, record->raw_usage);
      if (!lab_query_run (raw, error))
        return FALSE;
    }
  if (record->prompt == NULL && record->answer == NULL)
    return TRUE;

  content = lab_txn_query (
      txn, "INSERT INTO call_content (call_seq, profile_id, prompt, answer) VALUES (?, ?, ?, ?)",
      error);
  if (content == NULL)
    return FALSE;

  lab_query_bind_int (content, seq);
  lab_query_bind_text (content, record->profile_id);
  lab_query_bind_text (content, record->prompt);
  lab_query_bind_text (content, record->answer);
  return lab_query_run (content, error);
}

gboolean
lab_call_columns_insert (LabStoreTxn          *txn,
                         const LabCallRecord  *record,
                         GError              **error)
{
  g_autoptr (LabQuery) query = lab_table_insert_query (txn, &calls, NULL, error);

  if (query == NULL)
    return FALSE;

  lab_table_bind (query, &calls, record);
  if (record->cost_state == LAB_COST_UNPRICED)
    sqlite3_bind_null (lab_query_get_statement (query), (int) calls.n_columns);
  if (!lab_query_run (query, error))
    return FALSE;

  return insert_text (txn, record,
                      sqlite3_last_insert_rowid (lab_connection_get_db (txn->connection)), error);
}
