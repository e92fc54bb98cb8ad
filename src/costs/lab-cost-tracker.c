/* lab-cost-tracker.c: records every call and adds up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lab-cost-tracker.h"

#include "lab-error.h"
#include "lab-store-calls.h"
#include "lab-store-rollups.h"

struct _LabCostTracker
{
  GObject parent_instance;

  LabStore *store;
};

enum
{
  CALL_RECORDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void lab_cost_tracker_iface_init (LabCallSinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LabCostTracker, lab_cost_tracker, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LAB_TYPE_CALL_SINK,
                                                      lab_cost_tracker_iface_init))

/* What getMetrics asks for. */
typedef struct
{
  char *profile_id;
  char *experiment_id;
  char *run_id;
} Question;

static void
question_free (Question *question)
{
  g_free (question->profile_id);
  g_free (question->experiment_id);
  g_free (question->run_id);
  g_free (question);
}

static gpointer
record_func (LabStoreTxn  *txn,
             gpointer      data,
             GError      **error)
{
  return lab_store_record_call (txn, data, error) ? LAB_STORE_OK : NULL;
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  LabCostTracker *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (lab_store_write_finish (LAB_STORE (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_signal_emit (self, signals[CALL_RECORDED], 0, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

static void
lab_cost_tracker_record_async (LabCallSink         *sink,
                               const LabCallRecord *record,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  LabCostTracker *self = LAB_COST_TRACKER (sink);
  GTask *task = g_task_new (self, NULL, callback, user_data);
  LabCallRecord *copy = lab_call_record_copy (record);

  g_task_set_source_tag (task, lab_cost_tracker_record_async);
  /* The copy outlives the transaction: the task owns it, and the signal
   * shows it. */
  g_task_set_task_data (task, copy, (GDestroyNotify) lab_call_record_free);
  /* On a virtual clock hardly two calls end at one moment, so each would wait
   * for the disk alone. No money hangs on them. */
  if (record->origin == LAB_ORIGIN_PRACTICE)
    lab_store_write_relaxed_async (self->store, record_func, copy, NULL, NULL, NULL, recorded_cb,
                                   task);
  else
    lab_store_write_async (self->store, record_func, copy, NULL, NULL, NULL, recorded_cb, task);
}

static gboolean
lab_cost_tracker_record_finish (LabCallSink   *sink,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, sink), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
read_sketches (LabCostMetrics     *metrics,
               const LabRollupRow *row)
{
  metrics->latency_p50_us = metrics->latency_p95_us = LAB_TIME_UNKNOWN;
  if (row->latency_sketch != NULL && row->latency_sketch->count > 0)
    {
      metrics->latency_p50_us = lab_sketch_quantile (row->latency_sketch, 0.50);
      metrics->latency_p95_us = lab_sketch_quantile (row->latency_sketch, 0.95);
    }
  if (row->cost_sketch != NULL)
    {
      metrics->cost_p50 = lab_sketch_quantile (row->cost_sketch, 0.50);
      metrics->cost_p95 = lab_sketch_quantile (row->cost_sketch, 0.95);
    }
}

static void
metrics_from_row (LabCostMetrics     *metrics,
                  const LabRollupRow *row)
{
  guint64 sent = lab_rollup_row_count (row) - row->n_calls[LAB_CALL_ANSWERED];

  metrics->origin = row->origin;
  metrics->cost = row->cost;
  metrics->overhead = row->overhead;
  metrics->calls = (gint64) sent;
  metrics->operations = (gint64) row->n_operations;
  metrics->failed_operations = (gint64) (row->n_operations - row->n_answered);
  metrics->answered_operations = (gint64) row->n_calls[LAB_CALL_ANSWERED];
  for (LabBucket bucket = 0; bucket < LAB_N_BUCKETS; bucket++)
    metrics->tokens[bucket] = row->buckets[bucket];
  metrics->average_latency_us = row->n_latencies > 0 ?
                                  row->latency_us / (gint64) row->n_latencies :
                                  LAB_TIME_UNKNOWN;
  read_sketches (metrics, row);
}

static gpointer
metrics_func (LabStoreTxn  *txn,
              gpointer      data,
              GError      **error)
{
  const Question *question = data;
  LabRollupFilter filter = LAB_ROLLUP_FILTER_INIT;
  g_autoptr (GPtrArray) rows = NULL;
  GArray *found;

  filter.profile_id = question->profile_id;
  filter.experiment_id = question->experiment_id;
  filter.run_id = question->run_id;
  rows = lab_store_rollups_read (txn, &filter, LAB_ROLLUP_BY_NOTHING, NULL, 0, TRUE, error);
  if (rows == NULL)
    return NULL;

  found = g_array_new (FALSE, TRUE, sizeof (LabCostMetrics));
  for (guint i = 0; i < rows->len; i++)
    {
      LabCostMetrics metrics = { 0 };

      metrics_from_row (&metrics, g_ptr_array_index (rows, i));
      g_array_append_val (found, metrics);
    }
  return found;
}

static void
metrics_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GArray *found = lab_store_read_finish (LAB_STORE (source), result, &error);

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

void
lab_cost_tracker_get_metrics_async (LabCostTracker      *self,
                                    const char          *profile_id,
                                    const char          *experiment_id,
                                    const char          *run_id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  Question *question;
  GTask *task;

  g_return_if_fail (LAB_IS_COST_TRACKER (self));
  g_return_if_fail (profile_id != NULL);
  g_return_if_fail (experiment_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lab_cost_tracker_get_metrics_async);
  question = g_new0 (Question, 1);
  question->profile_id = g_strdup (profile_id);
  question->experiment_id = g_strdup (experiment_id);
  question->run_id = g_strdup (run_id);
  lab_store_read_async (self->store, metrics_func, question, (GDestroyNotify) question_free,
                        (GDestroyNotify) g_array_unref, cancellable, metrics_cb, task);
}

GArray *
lab_cost_tracker_get_metrics_finish (LabCostTracker  *self,
                                     GAsyncResult    *result,
                                     GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
lab_cost_tracker_finalize (GObject *object)
{
  LabCostTracker *self = LAB_COST_TRACKER (object);

  g_clear_object (&self->store);

  G_OBJECT_CLASS (lab_cost_tracker_parent_class)->finalize (object);
}

static void
lab_cost_tracker_class_init (LabCostTrackerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lab_cost_tracker_finalize;

  /**
   * LabCostTracker::call-recorded:
   * @record: the LabCallRecord, valid during the emission
   */
  signals[CALL_RECORDED] = g_signal_new ("call-recorded", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                         G_TYPE_POINTER);
}

static void
lab_cost_tracker_init (LabCostTracker *self)
{
}

static void
lab_cost_tracker_iface_init (LabCallSinkInterface *iface)
{
  iface->record_async = lab_cost_tracker_record_async;
  iface->record_finish = lab_cost_tracker_record_finish;
}

LabCostTracker *
lab_cost_tracker_new (LabStore *store)
{
  LabCostTracker *self;

  g_return_val_if_fail (LAB_IS_STORE (store), NULL);

  self = g_object_new (LAB_TYPE_COST_TRACKER, NULL);
  self->store = g_object_ref (store);
  return self;
}
