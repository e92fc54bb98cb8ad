/* costs-fixture.h: a store with a profile, experiments, a session and runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab-budgets.h"
#include "lab-cost-tracker.h"
#include "lab-error.h"
#include "lab-store.h"
#include "lab-store-budgets.h"
#include "lab-test-wait.h"

G_BEGIN_DECLS

/* 2026-11-23T12:00:00Z */
#define FIXTURE_NOW G_GINT64_CONSTANT (1795435200000000)

typedef struct
{
  char *directory;
  LabStore *store;
  LabClock *clock;
  LabCostTracker *tracker;
  LabBudgetGate *gate;
} Fixture;

/* With profile "p", experiments "e" and "e2", and a session "s" of "e". */
void fixture_set_up (Fixture       *self,
                     gconstpointer  data);
void fixture_tear_down (Fixture       *self,
                        gconstpointer  data);

#define FIXTURE_TEST(path, func)                                                                   \
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

/* Of "e". @strategies: "" for none */
void fixture_add_run (Fixture    *self,
                      const char *id,
                      const char *status,
                      const char *strategies,
                      LabOrigin   origin);
/* A final, known call of its own operation. */
LabCallRecord *fixture_record (const char *run_id,
                               const char *operation_id,
                               LabMoney    cost);
gboolean fixture_track (Fixture              *self,
                        const LabCallRecord  *record,
                        GError              **error);
/* Takes the record. */
void fixture_track_well (Fixture       *self,
                         LabCallRecord *record);
gboolean fixture_reserve (Fixture     *self,
                          const char  *operation_id,
                          LabMoney     worst_case,
                          gboolean     priced,
                          GError     **error);
gboolean fixture_release (Fixture     *self,
                          const char  *operation_id,
                          GError     **error);
void fixture_set_budget (Fixture        *self,
                         LabBudgetScope  scope,
                         const char     *scope_id,
                         LabMoney        cap,
                         gboolean        allow_unpriced);
LabBudgetRow *fixture_get_budget (Fixture        *self,
                                  LabBudgetScope  scope,
                                  const char     *scope_id);

G_END_DECLS
