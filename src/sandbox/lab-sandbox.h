/* lab-sandbox.h: makes sessions, keeps them apart, ends them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "lab-budget-gate.h"
#include "lab-call-sink.h"
#include "lab-clock.h"
#include "lab-error-handler.h"
#include "lab-log.h"
#include "lab-price-catalogue.h"
#include "lab-session.h"
#include "lab-tokenizer.h"

G_BEGIN_DECLS

/* Forward declarations, so that rooms which do not see the store and the
 * providers can read this. */
typedef struct _LabStore LabStore;
typedef struct _LabProvider LabProvider;

/**
 * LabSandbox:
 *
 * The specification's SandboxManager and ISandboxEnvironment.
 */
#define LAB_TYPE_SANDBOX (lab_sandbox_get_type ())
G_DECLARE_FINAL_TYPE (LabSandbox, lab_sandbox, LAB, SANDBOX, GObject)

/**
 * LabSandboxServices:
 *
 * What a sandbox is built on; the sandbox takes its own references.
 * @clock: the traffic's: a virtual clock makes practice calls instant
 * @wall: (nullable): the person's, for when experiments, jobs and budgets were
 *   changed, where that is another than @clock
 * @sink: the cost tracker; @gate: the budgets
 */
typedef struct
{
  LabStore *store;
  LabPriceCatalogue *catalogue;
  LabTokenizer *tokenizer;
  LabClock *clock;
  LabClock *wall; /* (nullable) */
  LabCallSink *sink;
  LabBudgetGate *gate;
  LabLog *log; /* (nullable) */
} LabSandboxServices;

LabSandbox *lab_sandbox_new (const LabSandboxServices *services);
/* Providers are added by name; sessions look theirs up. */
void lab_sandbox_add_provider (LabSandbox  *self,
                               LabProvider *provider);

/* Where the money of a provider's calls comes from; FALSE where it is not
 * known here. */
gboolean lab_sandbox_find_origin (LabSandbox *self,
                                  const char *provider,
                                  LabOrigin  *origin);

/* createSession. SESSION_CREATION_FAILED: no such experiment of this
 * profile, archived, an unknown provider. */
void lab_sandbox_create_session_async (LabSandbox             *self,
                                       const char             *profile_id,
                                       const LabSessionConfig *config,
                                       GCancellable           *cancellable,
                                       GAsyncReadyCallback     callback,
                                       gpointer                user_data);
LabSession *lab_sandbox_create_session_finish (LabSandbox    *self,
                                               GAsyncResult  *result,
                                               GError       **error);
/* (nullable) (transfer none): an open session of this profile; another
 * profile's is ISOLATION_BREACH. */
LabSession *lab_sandbox_get_session (LabSandbox  *self,
                                     const char  *profile_id,
                                     const char  *session_id,
                                     GError     **error);
/* executeAPICall by session id. */
void lab_sandbox_execute_api_call_async (LabSandbox          *self,
                                         const char          *profile_id,
                                         const char          *session_id,
                                         const LabRequest    *request,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
LabResponse *lab_sandbox_execute_api_call_finish (LabSandbox    *self,
                                                  GAsyncResult  *result,
                                                  GError       **error);
/* terminateSession: stops what is under way, waits until all of it is
 * recorded, closes the session, clears its key. */
void lab_sandbox_terminate_session_async (LabSandbox          *self,
                                          const char          *profile_id,
                                          const char          *session_id,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean lab_sandbox_terminate_session_finish (LabSandbox    *self,
                                               GAsyncResult  *result,
                                               GError       **error);
/* getSessionMetrics, also of a closed session (then from the store). */
void lab_sandbox_get_session_metrics_async (LabSandbox          *self,
                                            const char          *profile_id,
                                            const char          *session_id,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
gboolean lab_sandbox_get_session_metrics_finish (LabSandbox         *self,
                                                 GAsyncResult       *result,
                                                 LabSessionMetrics  *metrics,
                                                 GError            **error);
/* Session errors' recovery: ends the session where it is open, and makes a new
 * one with its configuration (without the key), its cache namespace and what
 * is left of its budget; that is taken from the old one. Its time and its
 * count of operations begin anew. Also of a session that another run of the
 * program made. NOT_FOUND where this profile has had no such session. */
void lab_sandbox_recreate_session_async (LabSandbox          *self,
                                         const char          *profile_id,
                                         const char          *session_id,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
LabSession *lab_sandbox_recreate_session_finish (LabSandbox    *self,
                                                 GAsyncResult  *result,
                                                 GError       **error);
/**
 * lab_sandbox_add_recovery:
 *
 * Teaches @handler to recreate a session that timed out (SESSION_TIMEOUT).
 * It begins at once; ::session-recreated tells when the new one is there, and
 * the user is notified where it could not be made. Returns the recovery's id.
 */
guint lab_sandbox_add_recovery (LabSandbox      *self,
                                LabErrorHandler *handler);

G_END_DECLS
