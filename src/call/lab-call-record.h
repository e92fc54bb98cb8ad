/* lab-call-record.h: one attempt, as the ledger keeps it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-response.h"

G_BEGIN_DECLS

/* Where the money comes from; amounts of different origin are never added. */
typedef enum
{
  LAB_ORIGIN_PRACTICE,
  LAB_ORIGIN_LIVE,
  LAB_ORIGIN_IMPORTED,
  LAB_ORIGIN_REPLAYED,
} LabOrigin;

const char *lab_origin_to_string (LabOrigin origin);
gboolean lab_origin_from_string (const char *text,
                                 LabOrigin  *origin);

typedef enum
{
  LAB_CALL_OK,
  LAB_CALL_CUT,       /* answered in part; billed for what is known, estimated */
  LAB_CALL_CANCELLED, /* stopped by us after sending */
  LAB_CALL_REFUSED,   /* the provider answered with an error; not billed */
  LAB_CALL_FAILED,    /* no answer: connection, timeout; may be billed */
  LAB_CALL_ANSWERED,  /* a strategy answered; nothing was sent */
  LAB_CALL_LOST,      /* found open at start; estimated at its worst case */
} LabCallStatus;

const char *lab_call_status_to_string (LabCallStatus status);
gboolean lab_call_status_from_string (const char    *text,
                                      LabCallStatus *status);

/* Why the call was made; overhead is everything but the task itself. */
typedef enum
{
  LAB_PURPOSE_TASK,
  LAB_PURPOSE_STRATEGY,
  LAB_PURPOSE_JUDGE,
} LabPurpose;

const char *lab_purpose_to_string (LabPurpose purpose);
gboolean lab_purpose_from_string (const char *text,
                                  LabPurpose *purpose);

/* Score of an answer in 1/10000; not every task can be judged. */
#define LAB_SCORE_NONE (-1)
#define LAB_SCORE_MAX 10000

/**
 * LabCallRecord:
 *
 * The specification's APICallRecord: one wire request, or a strategy's answer
 * without one. Ids are UUIDs as text. All of an operation's records share
 * @operation_id; the last has @final set, which closes the operation and
 * settles its reservation. @task_key, @score and @answer are filled in by
 * the session, behind the strategies' back.
 */
typedef struct
{
  char *id;
  char *profile_id;
  char *experiment_id;
  char *session_id;
  char *run_id; /* (nullable): a call by hand belongs to no run */
  char *operation_id;
  guint attempt; /* from 1 */
  gboolean final;
  LabPurpose purpose;
  LabOrigin origin;
  LabCallStatus status;

  char *provider;
  char *model;        /* as asked */
  char *model_served; /* (nullable) */
  char *service_tier; /* (nullable): as served */
  gboolean batch;
  LabFinish finish;

  LabUsage usage;
  LabCostState cost_state;
  LabMoney cost;        /* means nothing when unpriced */
  char *cost_basis;     /* (nullable): why estimated or unpriced */
  char *price_row;      /* (nullable): the row's id */
  gint64 context_tier;  /* the threshold in force; 0 the first */

  gint64 latency_us;
  gint64 ttft_us;
  gint64 timestamp; /* when it was sent */

  char *request_hash;
  char *strategies; /* JSON array of notes */
  char *tags;       /* (nullable): JSON object */
  char *raw_usage;  /* (nullable): JSON */
  char *error_code; /* (nullable): LabErrorCode's name */
  char *error_message;

  char *task_key; /* (nullable) */
  guint replicate;
  gint score; /* permyriad or LAB_SCORE_NONE */
  char *prompt; /* (nullable): the request's canonical JSON, where kept */
  char *answer; /* (nullable) */
} LabCallRecord;

LabCallRecord *lab_call_record_new (void); /* with a new id */
LabCallRecord *lab_call_record_copy (const LabCallRecord *self);
void lab_call_record_free (LabCallRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabCallRecord, lab_call_record_free)

G_END_DECLS
