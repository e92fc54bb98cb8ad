/* lab-store-calls.h: the ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-call-record.h"
#include "lab-store.h"

G_BEGIN_DECLS

/**
 * lab_store_record_call:
 *
 * The call, its raw usage and texts, its roll-ups, its operation's sums and
 * its budgets, all in this transaction. A @final record closes the
 * operation and settles its reservation; an operation that was never
 * reserved is opened here. Recording the same id twice, an unpriced call
 * with its cost counted, an attempt of a closed operation, or counts beyond
 * 2⁵³ are INVALID_INPUT (reason "constraint").
 */
gboolean lab_store_record_call (LabStoreTxn          *txn,
                                const LabCallRecord  *record,
                                GError              **error);

typedef enum
{
  LAB_CALL_ORDER_NEWEST,
  LAB_CALL_ORDER_OLDEST,
  LAB_CALL_ORDER_DEAREST, /* unpriced ones last; sorts what the filter finds */
} LabCallOrder;

#define LAB_CALL_ANY (-1)

/**
 * LabCallFilter:
 * @profile_id: must be set
 * @run_id: "" for calls of no run
 * @origin: a LabOrigin or LAB_CALL_ANY; and so on
 * @answered: only those whose answer came whole; @unanswered: only others
 * @since: µs, inclusive; @until: exclusive; 0 for no bound
 * @search: (nullable): part of the prompt, answer, model, task key, error
 *   message or tags; ASCII letters in either case
 * @with_content: whether prompt, answer and raw usage are read
 *
 * A plain value that borrows its strings; begin with LAB_CALL_FILTER_INIT.
 */
typedef struct
{
  const char *profile_id;
  const char *experiment_id;
  const char *run_id;
  const char *session_id;
  const char *operation_id;
  const char *provider;
  const char *model;
  gint origin;
  gint status;
  gint cost_state;
  gint purpose;
  gboolean answered;
  gboolean unanswered;
  gint64 since;
  gint64 until;
  const char *search;
  LabCallOrder order;
  gboolean with_content;
} LabCallFilter;

#define LAB_CALL_FILTER_INIT                                                                       \
  {                                                                                                \
    .origin = LAB_CALL_ANY, .status = LAB_CALL_ANY, .cost_state = LAB_CALL_ANY,                    \
    .purpose = LAB_CALL_ANY                                                                        \
  }

/* @seq: the ledger's own number, growing; breaks ties between equal times. */
typedef struct
{
  gint64 seq;
  LabCallRecord *record;
} LabCallRow;

void lab_call_row_free (LabCallRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabCallRow, lab_call_row_free)

/**
 * lab_store_calls_list:
 * @after: (nullable): the last row of the page before
 * @limit: rows wanted, at least 1
 *
 * One page. Pages neither skip nor repeat a row when calls arrive between
 * them (newest and oldest first). (element-type LabCallRow) (transfer full)
 */
GPtrArray *lab_store_calls_list (LabStoreTxn          *txn,
                                 const LabCallFilter  *filter,
                                 const LabCallRow     *after,
                                 guint                 limit,
                                 GError              **error);
/* How many the filter finds; scans them. -1 on failure. */
gint64 lab_store_calls_count (LabStoreTxn          *txn,
                              const LabCallFilter  *filter,
                              GError              **error);
/* With content. NOT_FOUND. (transfer full) */
LabCallRow *lab_store_calls_get (LabStoreTxn  *txn,
                                 const char   *profile_id,
                                 const char   *id,
                                 GError      **error);
/* Removes prompts, answers and raw usage of calls older than @before: the
 * amounts stay. @n_calls: (out) (optional) */
gboolean lab_store_calls_forget_content (LabStoreTxn  *txn,
                                         const char   *profile_id,
                                         gint64        before,
                                         guint64      *n_calls,
                                         GError      **error);

G_END_DECLS
