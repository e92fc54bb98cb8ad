/* lab-session-sink.c: the last station before the ledger
 *
 * Between gateway and tracker: judges the answer of a task, marks the record
 * with task and score, leaves out texts that are not to be kept, and counts
 * for the session's own metrics.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-session-private.h"

#include "lab-json-writer.h"
#include "lab-judge.h"

struct _LabSessionSink
{
  GObject parent_instance;

  LabSession *session; /* weak: the session's gateway owns the sink */
};

static void lab_session_sink_iface_init (LabCallSinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LabSessionSink, lab_session_sink, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_CALL_SINK,
                                                      lab_session_sink_iface_init))

/* An answer that never came is a wrong answer, unless it was called off. */
static void
judge (LabCallRecord *record,
       const LabTask *task)
{
  g_autoptr (LabJudgement) judgement = NULL;

  if (!record->final || record->purpose != LAB_PURPOSE_TASK ||
      record->status == LAB_CALL_CANCELLED)
    return;

  judgement = lab_task_judge (task, record->answer, NULL, record->finish);
  if (judgement->judged)
    record->score = judgement->score;
}

static void
set_cluster (LabCallRecord *record,
             const LabTask *task)
{
  g_autoptr (LabJsonWriter) writer = NULL;

  if (task->conversation == NULL || record->tags != NULL)
    return;

  writer = lab_json_writer_new (FALSE);
  lab_json_writer_begin_object (writer);
  lab_json_writer_member_string (writer, "conversation", task->conversation);
  lab_json_writer_end_object (writer);
  record->tags = lab_json_writer_to_string (writer);
}

static void
add_cost (LabMoneySum         *sum,
          const LabCallRecord *record)
{
  g_autoptr (GError) error = NULL;

  if (record->cost_state == LAB_COST_UNPRICED)
    lab_money_sum_add_unpriced (sum);
  else if (record->cost_state == LAB_COST_ESTIMATED)
    lab_money_sum_add_estimated (sum, record->cost, &error);
  else
    lab_money_sum_add_known (sum, record->cost, &error);
  if (error != NULL)
    g_warning ("A session's cost can no longer be added up: %s", error->message);
}

/* Every attempt counts, whatever it was for, as it does in the ledger. */
static void
count (LabSession          *session,
       const LabCallRecord *record)
{
  LabSessionMetrics *metrics = &session->metrics;
  LabMoneySum *run_cost =
    record->run_id != NULL ? g_hash_table_lookup (session->run_costs, record->run_id) : NULL;

  add_cost (&metrics->cost, record);
  if (run_cost != NULL)
    add_cost (run_cost, record);
  lab_usage_add (&metrics->usage, &record->usage, NULL);
  metrics->total_latency_us += record->latency_us > 0 ? record->latency_us : 0;
  if (!record->final)
    return;
  metrics->operations++;
  if (record->status == LAB_CALL_ANSWERED)
    metrics->answered++;
  else if (record->status != LAB_CALL_OK)
    metrics->failed++;
}

typedef struct
{
  LabSession *session;
  LabCallRecord *record;
} Recording;

static void
recording_free (Recording *recording)
{
  g_object_unref (recording->session);
  lab_call_record_free (recording->record);
  g_free (recording);
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Recording *recording = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lab_call_sink_record_finish (LAB_CALL_SINK (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  count (recording->session, recording->record);
  g_task_return_boolean (task, TRUE);
}

static void
lab_session_sink_record_async (LabCallSink         *sink,
                               const LabCallRecord *record,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  LabSessionSink *self = LAB_SESSION_SINK (sink);
  LabSession *session = self->session;
  LabSessionOperation *operation = g_hash_table_lookup (session->operations, record->operation_id);
  LabCallRecord *copy = lab_call_record_copy (record);
  Recording *recording = g_new0 (Recording, 1);
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, lab_session_sink_record_async);
  if (operation != NULL && operation->task != NULL)
    {
      judge (copy, operation->task);
      set_cluster (copy, operation->task);
    }
  if (!session->config->keep_text)
    {
      g_clear_pointer (&copy->prompt, g_free);
      g_clear_pointer (&copy->answer, g_free);
    }

  recording->session = g_object_ref (session);
  recording->record = copy;
  g_task_set_task_data (task, recording, (GDestroyNotify) recording_free);
  if (operation != NULL)
    operation->score = copy->score;
  lab_call_sink_record_async (session->sink, copy, recorded_cb, task);
}

static gboolean
lab_session_sink_record_finish (LabCallSink   *sink,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, sink), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lab_session_sink_class_init (LabSessionSinkClass *klass)
{
}

static void
lab_session_sink_init (LabSessionSink *self)
{
}

static void
lab_session_sink_iface_init (LabCallSinkInterface *iface)
{
  iface->record_async = lab_session_sink_record_async;
  iface->record_finish = lab_session_sink_record_finish;
}

LabCallSink *
lab_session_sink_new (LabSession *session)
{
  LabSessionSink *self = g_object_new (LAB_TYPE_SESSION_SINK, NULL);

  self->session = session;
  return LAB_CALL_SINK (self);
}
