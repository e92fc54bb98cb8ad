/* lab-store-operations.h: one logical call each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-budget-gate.h"
#include "lab-money-sum.h"
#include "lab-store.h"

G_BEGIN_DECLS

/**
 * LabOperationState:
 * @LAB_OPERATION_OPEN: reserved, perhaps sent; its end is not recorded
 * @LAB_OPERATION_CLOSED: its final attempt is recorded
 * @LAB_OPERATION_RELEASED: nothing was sent; the reservation was given back
 * @LAB_OPERATION_LOST: its program ended under it; counted at worst case
 */
typedef enum
{
  LAB_OPERATION_OPEN,
  LAB_OPERATION_CLOSED,
  LAB_OPERATION_RELEASED,
  LAB_OPERATION_LOST,
} LabOperationState;

const char *lab_operation_state_to_string (LabOperationState state);
gboolean lab_operation_state_from_string (const char        *text,
                                          LabOperationState *state);

/**
 * LabOperationRow:
 * @status: of the final attempt; meaningful when closed
 * @n_attempts: records of it, of every purpose
 * @cost: of all of them, overhead included
 * @overhead: of those whose purpose is not the task
 * @usage: summed buckets of all of them; memos are not summed
 * @latency_us: summed over task and strategy calls; judging does not delay
 *   an answer
 * @score: permyriad, or LAB_SCORE_NONE
 * @answer: (nullable): only where it was asked for
 * @final_call_id: (nullable)
 */
typedef struct
{
  char *id;
  char *profile_id;
  char *experiment_id;
  char *session_id;
  char *run_id; /* (nullable) */
  char *task_key; /* (nullable) */
  guint replicate;
  LabPurpose purpose;
  LabOrigin origin;
  char *provider;
  char *model;
  LabOperationState state;
  LabCallStatus status;
  guint n_attempts;
  LabMoneySum cost;
  LabMoneySum overhead;
  LabUsage usage;
  gint64 latency_us;
  gint64 ttft_us; /* of the final attempt, or LAB_TIME_UNKNOWN */
  LabFinish finish;
  gint score;
  char *final_call_id;
  char *answer;
  gint64 opened_at;
  gint64 closed_at; /* 0 while open */
} LabOperationRow;

LabOperationRow *lab_operation_row_new (void);
LabOperationRow *lab_operation_row_copy (const LabOperationRow *self);
void lab_operation_row_free (LabOperationRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabOperationRow, lab_operation_row_free)

LabOperationRow *lab_store_operations_get (LabStoreTxn  *txn,
                                           const char   *profile_id,
                                           const char   *id,
                                           GError      **error);
/**
 * lab_store_operations_list_run:
 * @with_answers: whether the answers' texts are read too
 *
 * All operations of a run in the order of task key, replicate and opening;
 * one task may have several (lost, then run again when the run was
 * resumed). (element-type LabOperationRow) (transfer full)
 */
GPtrArray *lab_store_operations_list_run (LabStoreTxn  *txn,
                                          const char   *profile_id,
                                          const char   *run_id,
                                          gboolean      with_answers,
                                          GError      **error);
/* As above, of one task of a run. */
GPtrArray *lab_store_operations_list_task (LabStoreTxn  *txn,
                                           const char   *profile_id,
                                           const char   *run_id,
                                           const char   *task_key,
                                           guint         replicate,
                                           GError      **error);
/* As above, of a session: what its metrics are made of. */
GPtrArray *lab_store_operations_list_session (LabStoreTxn  *txn,
                                              const char   *profile_id,
                                              const char   *session_id,
                                              gboolean      with_answers,
                                              GError      **error);

#define LAB_N_ORIGINS (LAB_ORIGIN_REPLAYED + 1)

/**
 * LabRecovered:
 *
 * What lab_store_recover_open_operations() found. @sums: by
 * #LabOrigin, what was counted at worst case.
 */
typedef struct
{
  guint n_operations;
  LabMoneySum sums[LAB_N_ORIGINS];
} LabRecovered;

void lab_recovered_free (LabRecovered *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabRecovered, lab_recovered_free)

/**
 * lab_store_recover_open_operations:
 * @now: when they were found
 *
 * At start: operations left open by a program that is no longer alive may
 * have been sent and billed. Each gets a call of status LOST, estimated at
 * what was left of its worst case (or unpriced), stays counted in its
 * budgets, and is never released silently. Those of living programs are not
 * touched. (transfer full)
 */
LabRecovered *lab_store_recover_open_operations (LabStoreTxn  *txn,
                                                 gint64        now,
                                                 GError      **error);

G_END_DECLS
