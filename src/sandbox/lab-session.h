/* lab-session.h: one isolated run of calls inside an experiment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-call-record.h"
#include "lab-job.h"
#include "lab-money-sum.h"
#include "lab-rate-bucket.h"
#include "lab-request.h"
#include "lab-response.h"
#include "lab-stack.h"
#include "lab-workload.h"

G_BEGIN_DECLS

/* What a session shares its provider cache and response caches with: the
 * other sessions of its user, or nothing outside its experiment. */
typedef enum
{
  LAB_ISOLATION_USER,
  LAB_ISOLATION_EXPERIMENT,
} LabIsolationLevel;

const char *lab_isolation_level_to_string (LabIsolationLevel level);
gboolean lab_isolation_level_from_string (const char        *text,
                                          LabIsolationLevel *level);

/**
 * LabSessionConfig:
 * @api_key: (nullable): this session's own key, in memory only
 * @budget: nano-USD; LAB_UNSET for none
 * @max_operations: @max_duration_us: @attempt_timeout_us: 0 for none
 *
 * The specification's SessionConfig and its limits. A plain owned value.
 */
typedef struct
{
  char *experiment_id;
  char *provider;
  char *api_key;
  gboolean use_shared_key;
  LabIsolationLevel isolation;
  LabMoney budget;
  gboolean allow_unpriced;
  gint64 max_operations;
  gint64 max_duration_us;
  gint64 attempt_timeout_us;
  LabLimits limits;
  guint max_attempts;
  GStrv fallback_models;
  gboolean keep_text;
  guint64 seed;
} LabSessionConfig;

/* Attempts that an operation may take, unless told otherwise. */
#define LAB_SESSION_DEFAULT_ATTEMPTS 3

LabSessionConfig *lab_session_config_new (void);
LabSessionConfig *lab_session_config_copy (const LabSessionConfig *self);
void lab_session_config_free (LabSessionConfig *self);
/* Overwrites and drops the key. */
void lab_session_config_clear_key (LabSessionConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabSessionConfig, lab_session_config_free)

/* The specification's SessionMetrics, from the session's own counters. */
typedef struct
{
  gint64 operations;
  gint64 failed;
  gint64 answered;
  LabMoneySum cost;
  LabUsage usage;
  gint64 total_latency_us;
  gint64 started_at;
  gint64 ended_at; /* LAB_TIME_UNKNOWN while open */
} LabSessionMetrics;

#define LAB_TYPE_SESSION (lab_session_get_type ())
G_DECLARE_FINAL_TYPE (LabSession, lab_session, LAB, SESSION, GObject)

const char *lab_session_get_id (LabSession *self);
const char *lab_session_get_profile_id (LabSession *self);
const char *lab_session_get_experiment_id (LabSession *self);
gboolean lab_session_is_open (LabSession *self);
void lab_session_get_metrics (LabSession        *self,
                              LabSessionMetrics *metrics);

/**
 * lab_session_call_async:
 * @stack: (nullable): strategies to run first
 * @delta: (nullable): streamed text
 *
 * executeAPICall: one operation by hand: isolation, limits and time are
 * checked, the stack is run, the gateway called, the answer recorded, and
 * shown to the stack. Errors: ISOLATION_BREACH, RESOURCE_LIMIT_EXCEEDED,
 * SESSION_TIMEOUT, STRATEGY_APPLICATION_FAILED, and the gateway's.
 */
void lab_session_call_async (LabSession          *self,
                             const LabRequest    *request,
                             LabStack            *stack,
                             LabDeltaFunc         delta,
                             gpointer             delta_data,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data);
/**
 * LabCallOptions:
 * @faults: (nullable): what practice does to the attempts of this call, one
 *   word each (lab-mock.h has them); with a live provider they mean nothing
 * @allow_unpriced: the user allowed this call under a budget, though nobody
 *   knows what it will cost
 * @retrying: (nullable): told before every further attempt
 *
 * What is special about one call by hand. A plain value that borrows its
 * words.
 */
typedef struct
{
  const char * const *faults;
  gboolean allow_unpriced;
  LabRetryFunc retrying;
  gpointer retrying_data;
} LabCallOptions;

/* The same with @options (nullable); lab_session_call_finish() ends it. */
void lab_session_call_with_options_async (LabSession           *self,
                                          const LabRequest     *request,
                                          LabStack             *stack,
                                          const LabCallOptions *options,
                                          LabDeltaFunc          delta,
                                          gpointer              delta_data,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
LabResponse *lab_session_call_finish (LabSession    *self,
                                      GAsyncResult  *result,
                                      GError       **error);

/**
 * LabRunConfig:
 * @run_id: (nullable): an interrupted run to go on with, or one to be
 *   extended
 * @name: (nullable): how people call it
 * @kind: "baseline" or "optimised"
 * @stack: (nullable): none
 * @tasks: 0: all of the workload
 * @concurrency: tasks under way at once, 1 … LAB_RUN_MAX_CONCURRENCY
 * @budget: of the run, nano-USD; LAB_UNSET for none
 * @allow_unpriced: whether the budget lets calls without a price through
 * @ambiguity: permyriad of tasks that no model of the mock gets right
 * @stop_on_degradation: ends the run with QUALITY_DEGRADATION once the judged
 *   answers are beyond doubt worse than @degradation_floor (permyriad mean)
 * @payload: (nullable): JSON object, kept with the run: what the caller
 *   needs to set it up again when it was interrupted
 *
 * A plain owned value.
 */
typedef struct
{
  char *run_id;
  char *name;
  char *kind;
  LabWorkload *workload;
  LabStack *stack;
  char *provider;
  char *model;
  gint64 max_output_tokens;
  char *temperature;
  char *reasoning_effort;
  guint tasks;
  guint concurrency;
  LabMoney budget;
  gboolean allow_unpriced;
  guint64 seed;
  guint ambiguity;
  gboolean stop_on_degradation;
  gint degradation_floor;
  char *payload;
} LabRunConfig;

#define LAB_RUN_MAX_CONCURRENCY 256

LabRunConfig *lab_run_config_new (void);
LabRunConfig *lab_run_config_copy (const LabRunConfig *self);
void lab_run_config_free (LabRunConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabRunConfig, lab_run_config_free)

/**
 * LabRunResult:
 * @status: "completed", "interrupted" (can be resumed), "cancelled" (too)
 *   or "failed"
 * @error: (nullable): why it ended early
 * @tasks_resumed: recorded before, and not paid again
 * @mean_score: permyriad, LAB_SCORE_NONE where nothing is judged
 *
 * What a run came to.
 */
typedef struct
{
  char *run_id;
  char *status;
  GError *error;
  guint tasks_total;
  guint tasks_done;
  guint tasks_failed;
  guint tasks_resumed;
  guint tasks_judged;
  LabMoneySum cost;
  gint mean_score;
} LabRunResult;

void lab_run_result_free (LabRunResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabRunResult, lab_run_result_free)

/**
 * lab_session_run_async:
 * @job: (nullable): progress, pause and cancel
 *
 * Runs a workload's tasks in order, @concurrency at a time, each not before
 * its arrival on a virtual clock. Run and job are kept in the store, so that
 * a run cut off is found at the next start. A task whose answer is already
 * recorded for @run_id is not sent again.
 *
 * A run of @run_id, complete or not, may be given more @tasks than it had: it
 * goes on with those behind its last one, and is the same run. They are what
 * it would have met next, so its kept answers are found by them; the
 * provider's prompt cache begins anew, as after any pause longer than its
 * life. Both sides of a comparison have to be extended by the same tasks.
 *
 * A task that fails is counted and the run goes on; a budget reached, a
 * session's end, a refused key or a broken store end it, and what was done
 * stays. It finishes with a result in either case; with an error only where
 * the run could not begin.
 */
void lab_session_run_async (LabSession          *self,
                            const LabRunConfig  *config,
                            LabJob              *job,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data);
LabRunResult *lab_session_run_finish (LabSession    *self,
                                      GAsyncResult  *result,
                                      GError       **error);

G_END_DECLS
