/* lab-store-runs.h: one pass of a workload under one stack of strategies
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-call-record.h"
#include "lab-money-sum.h"
#include "lab-store.h"

G_BEGIN_DECLS

/**
 * LabRunRow:
 * @name: (nullable)
 * @kind: the session's word: "baseline" or "optimised"
 * @status: "running", "completed", "interrupted", "cancelled", "failed"
 * @strategies: as lab_stack_to_string(); "" for none
 * @config: (nullable): JSON object: what a resumed run needs
 * @owner: (nullable): set by insert and set_status to this program while it
 *   runs; never to be filled in
 */
typedef struct
{
  char *id;
  char *profile_id;
  char *experiment_id;
  char *session_id;
  char *name;
  char *kind;
  char *status;
  LabOrigin origin;
  char *strategies;
  gint64 seed;
  guint n_tasks;
  guint concurrency;
  char *workload_hash;
  char *config;
  char *error_message;
  char *owner;
  gint64 started_at;
  gint64 finished_at; /* 0 while running */
} LabRunRow;

LabRunRow *lab_run_row_new (void); /* with a new id */
LabRunRow *lab_run_row_copy (const LabRunRow *self);
void lab_run_row_free (LabRunRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabRunRow, lab_run_row_free)

gboolean lab_store_runs_insert (LabStoreTxn      *txn,
                                const LabRunRow  *row,
                                GError          **error);
LabRunRow *lab_store_runs_get (LabStoreTxn  *txn,
                               const char   *profile_id,
                               const char   *id,
                               GError      **error);
/* An id, its beginning (8 characters or more) or a name within the
 * experiment; errors as lab_store_experiments_find(). */
LabRunRow *lab_store_runs_find (LabStoreTxn  *txn,
                                const char   *profile_id,
                                const char   *experiment_id,
                                const char   *text,
                                GError      **error);
/* Newest first. @experiment_id: (nullable).
 * (element-type LabRunRow) (transfer full) */
GPtrArray *lab_store_runs_list (LabStoreTxn  *txn,
                                const char   *profile_id,
                                const char   *experiment_id,
                                GError      **error);
/* @finished_at: 0 for a run that goes on; running again makes this program
 * its owner. @error_message: (nullable) */
gboolean lab_store_runs_set_status (LabStoreTxn   *txn,
                                    const char    *profile_id,
                                    const char    *id,
                                    const char    *status,
                                    gint64         finished_at,
                                    const char    *error_message,
                                    GError       **error);
/* Gives a run that is resumed its new session. */
gboolean lab_store_runs_set_session (LabStoreTxn  *txn,
                                     const char   *profile_id,
                                     const char   *id,
                                     const char   *session_id,
                                     GError      **error);
/**
 * lab_store_runs_extend:
 *
 * Lets a run go on beyond the tasks it was begun with. How many it had
 * before is kept in its config as "looks", an array that grows with every
 * extension.
 */
gboolean lab_store_runs_extend (LabStoreTxn  *txn,
                                const char   *profile_id,
                                const char   *id,
                                guint         n_tasks,
                                GError      **error);

/**
 * LabRunSums:
 * @run: what it was
 * @n_tasks: tasks of which anything was recorded; @n_answered of them have
 *   an answer
 * @n_judged: operations with a score; @score_sum: permyriad, of all of them
 *
 * A run and what it came to, from its operations.
 */
typedef struct
{
  LabRunRow *run;
  guint n_tasks;
  guint n_answered;
  LabMoneySum cost;
  gint64 n_judged;
  gint64 score_sum;
} LabRunSums;

void lab_run_sums_free (LabRunSums *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabRunSums, lab_run_sums_free)
/* Of an experiment, newest first. (element-type LabRunSums) (transfer full) */
GPtrArray *lab_store_runs_sum_up (LabStoreTxn  *txn,
                                  const char   *profile_id,
                                  const char   *experiment_id,
                                  GError      **error);
/* Runs still marked running whose program is no longer alive.
 * @n_runs: (out) (optional) */
gboolean lab_store_runs_mark_interrupted (LabStoreTxn  *txn,
                                          gint64        now,
                                          guint        *n_runs,
                                          GError      **error);

G_END_DECLS
