/* lab-run-private.h: a run under way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-session-private.h"
#include "lab-stats-sequential.h"

G_BEGIN_DECLS

/**
 * LabRun:
 * @task: of lab_session_run_async(), which owns this
 * @link: cancels the job when the session ends
 * @done: task key → score, recorded before
 * @next: the first task that is not made yet
 * @ahead: the one before it, made while the ledger was busy, not begun yet
 * @begun_at: when the first task of this pass arrived
 * @monitor: of the judged scores, where the run is to stop on degradation
 */
typedef struct
{
  LabSession *session;
  LabRunConfig *config;
  LabJob *job;
  GTask *task;
  LabRequest *parameters;
  char *job_id;
  char *partition;
  gulong session_handler;
  GHashTable *done;
  gint64 begun_at;
  guint next;
  LabTask *ahead; /* (nullable) */
  guint active;
  gboolean stopping;
  guint64 score_sum;
  LabQualityMonitor monitor;
  LabRunResult *result;
} LabRun;

/* lab-run-ledger.c: the two transactions. Beginning writes run, job and
 * budget, or finds what a cut-off run left; ending never fails: what could
 * not be written is the result's error. Both end by calling the functions
 * below. */
void lab_run_begin (LabRun *self);
void lab_run_end (LabRun *self);
/* Brings the job's row up to date. */
void lab_run_save_job (LabRun *self);

/* lab-run-tasks.c: so many tasks at a time, until all are done. */
void lab_run_pump (LabRun *self);

/* lab-session-run.c: begun (or could not), and ended. Takes @error. */
void lab_run_begun (LabRun *self,
                    GError *error);
void lab_run_ended (LabRun *self);

G_END_DECLS
