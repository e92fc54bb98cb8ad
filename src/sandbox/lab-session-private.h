/* lab-session-private.h: what the session, its runs and the sandbox share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-gateway.h"
#include "lab-random.h"
#include "lab-sandbox.h"
#include "lab-session.h"
#include "lab-store-sessions.h"
#include "lab-teaching-model.h"

G_BEGIN_DECLS

struct _LabSession
{
  GObject parent_instance;

  char *id;
  char *profile_id;
  LabSessionConfig *config;
  LabStore *store;
  LabClock *clock;
  LabClock *wall;    /* the person's time */
  LabCallSink *sink; /* the tracker */
  LabLog *log;       /* (nullable) */
  LabGateway *gateway;
  char *scope;       /* what isolation shares: caches' namespace */
  LabOrigin origin;
  gboolean open;
  gint64 n_started; /* operations let in */
  guint in_flight;  /* operations and runs under way */
  GCancellable *cancellable; /* cancelled when the session ends */
  GPtrArray *closing;        /* GTasks that wait until nothing is in flight */
  GHashTable *operations;    /* operation id → LabSessionOperation */
  GHashTable *run_costs;     /* run id → LabMoneySum of a run under way */
  LabSessionMetrics metrics;
};

/* Says what to do about an archived experiment, in place of what @error's code
 * advises. */
void lab_session_advise_archived (GError *error);

/* A GCancellable that is cancelled when one of two others is. Clearing it may
 * happen while one of them is being cancelled. */
typedef struct
{
  GCancellable *cancellable;
  GCancellable *sources[2]; /* (nullable) each */
  gulong handlers[2];
} LabCancelLink;

void lab_cancel_link_init (LabCancelLink *self,
                           GCancellable  *a,
                           GCancellable  *b);
void lab_cancel_link_clear (LabCancelLink *self);

/* What the session knows of an operation and nobody above the gateway does.
 * Strategies see none of it. */
typedef struct
{
  GCancellable *cancellable; /* of the operation, once it began */
  LabTask *task; /* (nullable) */
  char *run_id;
  char *task_key;
  guint replicate;
  guint64 seed;
  guint ambiguity;
  char *partition;       /* of the provider's prompt cache */
  char *cache_namespace; /* of the strategies' caches */
  guint n_calls;         /* by strategies, so far */
  GStrv faults;          /* (nullable) */
  gboolean allow_unpriced;
  LabRetryFunc retrying; /* (nullable) */
  gpointer retrying_data;
  gint score;            /* permyriad, once recorded; LAB_SCORE_NONE */
} LabSessionOperation;

void lab_session_operation_free (LabSessionOperation *self);

/* Makes an open session; the row is already in the store. */
LabSession *lab_session_new (const LabSandboxServices *services,
                             GHashTable               *providers,
                             const LabSessionRow      *row,
                             const LabSessionConfig   *config);
/* Stops what is under way; finishes once all of it is recorded. */
void lab_session_close_async (LabSession          *self,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data);
gboolean lab_session_close_finish (LabSession    *self,
                                   GAsyncResult  *result,
                                   GError       **error);
/* What has entered is waited for when the session closes. */
void lab_session_enter (LabSession *self);
void lab_session_leave (LabSession *self);

/* ISOLATION_BREACH for a closed session, SESSION_TIMEOUT when its time is
 * over. */
gboolean lab_session_check (LabSession  *self,
                            GError     **error);
/* As above, and counts one more operation: RESOURCE_LIMIT_EXCEEDED beyond
 * the limit. One that was let in counts whatever becomes of it. */
gboolean lab_session_admit (LabSession  *self,
                            GError     **error);
/* "The session's time … is over": with the session and the reason. */
void lab_session_set_timeout_error (LabSession  *self,
                                    GError     **error);
/* µs the session may still last; -1 without a limit. */
gint64 lab_session_time_left (LabSession *self);

/**
 * lab_session_operate_async:
 * @operation: (transfer full): what only the session knows
 *
 * One operation through stack, gateway and observers.
 */
void lab_session_operate_async (LabSession          *self,
                                LabSessionOperation *operation,
                                const LabRequest    *request,
                                LabStack            *stack,
                                LabDeltaFunc         delta,
                                gpointer             delta_data,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
LabResponse *lab_session_operate_finish (LabSession    *self,
                                         GAsyncResult  *result,
                                         gint          *score,
                                         GError       **error);

/* lab-session-sink.c: judges an operation's answer and hands the record on to
 * the tracker. */
#define LAB_TYPE_SESSION_SINK (lab_session_sink_get_type ())
G_DECLARE_FINAL_TYPE (LabSessionSink, lab_session_sink, LAB, SESSION_SINK, GObject)

LabCallSink *lab_session_sink_new (LabSession *session);

/* lab-session-context.c: what strategies are given. */
#define LAB_TYPE_SESSION_CONTEXT (lab_session_context_get_type ())
G_DECLARE_FINAL_TYPE (LabSessionContext, lab_session_context, LAB, SESSION_CONTEXT, GObject)

/* @random: what its randomness is drawn from */
LabSessionContext *lab_session_context_new (LabSession      *session,
                                            const char      *operation_id,
                                            const char      *cache_namespace,
                                            const LabRandom *random);
/* While strategies work virtual time stands still, but for the model calls
 * they make through the context. */
void lab_session_context_begin (LabSessionContext *self);
void lab_session_context_end (LabSessionContext *self);

/* The gateway's context for one operation of this session. (transfer full) */
LabCallContext *lab_session_new_call_context (LabSession                *self,
                                              const char                *operation_id,
                                              const LabSessionOperation *operation);

G_END_DECLS
