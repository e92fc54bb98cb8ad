/* sandbox-fixture.h: a laboratory in a temporary folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-budgets.h"
#include "lab-cost-tracker.h"
#include "lab-error.h"
#include "lab-experiments.h"
#include "lab-mock.h"
#include "lab-sandbox.h"
#include "lab-store-budgets.h"
#include "lab-store-calls.h"
#include "lab-store-operations.h"
#include "lab-store-sessions.h"
#include "lab-test-wait.h"

G_BEGIN_DECLS

/* 2026-11-23T12:00:00Z */
#define FIXTURE_NOW G_GINT64_CONSTANT (1795435200000000)
#define FIXTURE_PROVIDER "openai"
#define FIXTURE_MODEL "gpt-4o-mini"

/* Everything is real but the time: store, catalogue, tokenizer, mock. */
typedef struct
{
  char *directory;
  LabStore *store;
  LabClock *clock;
  LabPriceCatalogue *catalogue; /* shared by all tests */
  LabTokenizer *tokenizer;      /* shared by all tests */
  LabCostTracker *tracker;
  LabBudgets *budgets;
  LabMock *mock;
  LabSandbox *sandbox;
  LabExperiments *experiments;
} Fixture;

void fixture_set_up (Fixture       *self,
                     gconstpointer  data);
void fixture_tear_down (Fixture       *self,
                        gconstpointer  data);
/* A laboratory on a folder, which is left where it is. */
void fixture_open (Fixture    *self,
                   const char *directory);
void fixture_close (Fixture *self);
void fixture_remove_folder (const char *directory);

#define FIXTURE_TEST(path, func)                                                                   \
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

void fixture_add_profile (Fixture    *self,
                          const char *profile);
/* A draft on support-chat, in a profile that is there. (transfer full) */
char *fixture_add_experiment (Fixture    *self,
                              const char *profile,
                              const char *name);
/* @config: (nullable): defaults; its experiment and provider are filled in.
 * (transfer full) */
LabSession *fixture_add_session (Fixture                *self,
                                 const char             *profile,
                                 const char             *experiment,
                                 const LabSessionConfig *config);
/* Fails. (transfer full) */
GError *fixture_refuse_session (Fixture                *self,
                                const char             *profile,
                                const char             *experiment,
                                const LabSessionConfig *config);
void fixture_terminate (Fixture    *self,
                        LabSession *session);

/* A profile "p", its experiment and a session of it. (transfer full) */
LabSession *fixture_simple_session (Fixture                *self,
                                    const LabSessionConfig *config);

LabWorkload *fixture_workload (const char *id,
                               guint       n,
                               guint64     seed);
/* A baseline of @workload, which is taken. (transfer full) */
LabRunConfig *fixture_run_config (LabWorkload *workload);
/* Waits for it. (transfer full) */
LabRunResult *fixture_run (LabSession         *session,
                           const LabRunConfig *config,
                           LabJob             *job);
/* The run cannot begin. (transfer full) */
GError *fixture_refuse_run (LabSession         *session,
                            const LabRunConfig *config);

LabRequest *fixture_request (const char *text);
/* A call by hand. (transfer full) (nullable) */
LabResponse *fixture_call (LabSession       *session,
                           const LabRequest *request,
                           LabStack         *stack,
                           GError          **error);

/* A call that succeeds and costs something. */
void fixture_call_well (LabSession *session,
                        const char *text);
/* A call that fails. (transfer full) */
GError *fixture_refuse_call (LabSession *session);
/* More than the provider's cache wants. (transfer full) */
char *fixture_long_prompt (void);
/* How much of it the provider's cache knew. */
gint64 fixture_count_cached (LabSession *session);
/* (transfer full) */
LabSessionRow *fixture_read_row (Fixture    *self,
                                 LabSession *session);
/* (transfer full) (nullable) */
LabSession *fixture_recreate (Fixture     *self,
                              const char  *profile,
                              const char  *id,
                              GError     **error);

/* All calls of a run (NULL: of the profile), oldest first. (element-type
 * LabCallRow) (transfer full) */
GPtrArray *fixture_list_calls (LabStore   *store,
                               const char *profile,
                               const char *run_id);
/* (element-type LabOperationRow) (transfer full) */
GPtrArray *fixture_list_operations (LabStore   *store,
                                    const char *profile,
                                    const char *run_id);
LabBudgetRow *fixture_get_budget (LabStore       *store,
                                  const char     *profile,
                                  LabBudgetScope  scope,
                                  const char     *scope_id);
void fixture_set_budget (Fixture        *self,
                         const char     *profile,
                         LabBudgetScope  scope,
                         const char     *scope_id,
                         LabMoney        cap);
/* The run's calls, operations and roll-ups each come to @cost, to the
 * nano-dollar; and the roll-ups agree with the calls. */
void fixture_assert_sums (LabStore          *store,
                          const char        *profile,
                          const char        *experiment,
                          const char        *run_id,
                          const LabMoneySum *cost);
void fixture_assert_reason (const GError *error,
                            int           code,
                            const char   *reason);
/* Runs the main loop until nothing is ready to run, time included. */
void fixture_settle (void);

G_END_DECLS
